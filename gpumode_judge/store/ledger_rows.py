"""The ledger's rows: entries, stubs and the files they came in. Every function works inside the transaction it is given."""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, bindparam, delete, exists, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as insert_or
from sqlmodel import Session
from sqlmodel import select as select_rows

from gpumode_judge.ledger.entry import Entry, Stub
from gpumode_judge.store.tables import ENTRY, ENTRY_FILE, SOURCE_FILE, STUB, SourceFileRow
from gpumode_judge.store.values import Added, Json, JsonObject, Outcome, SourceFile

RawEntry = tuple[bytes, bytes, str]
_FEW: Final = 500  # bound values in one statement; the oldest SQLite that we meet allows 999

# What each merge and each ballot runs is put together once: building a statement takes longer than running it.
_OUTCOME: Final = select(SOURCE_FILE.c.outcome).where(SOURCE_FILE.c.sha256 == bindparam("file"))
_HEAD: Final = (
    select(ENTRY.c.seq, ENTRY.c.eid)
    .where(ENTRY.c.device == bindparam("device"))
    .order_by(ENTRY.c.seq.desc(), ENTRY.c.eid)
    .limit(1)
)
_ENTRIES_HERE: Final = select(ENTRY.c.eid).where(ENTRY.c.eid.in_(bindparam("eids", expanding=True)))
_STUBS_HERE: Final = select(STUB.c.eid).where(STUB.c.eid.in_(bindparam("eids", expanding=True)))
_ADD_ENTRY: Final = insert(ENTRY)
_ADD_STUB: Final = insert(STUB)
_ADD_ENTRY_FILE: Final = insert_or(ENTRY_FILE).on_conflict_do_nothing()
_FILE: Final = insert_or(SOURCE_FILE)
_PUT_FILE: Final = _FILE.on_conflict_do_update(
    index_elements=["sha256"], set_={name: _FILE.excluded[name] for name in ("name", "at", "outcome", "report")}
)
# EXISTS and not IN: the few stubs are looked up among the many entries, not the other way round.
_DROP_FILLED_STUBS: Final = delete(STUB).where(exists().where(ENTRY.c.eid == STUB.c.eid))


def raw_entries(connection: Connection, device: str | None = None) -> Sequence[RawEntry]:
    """Body, signature and eid of every entry, earlier merges first, or of one device's in the order of its chain."""
    every = select(ENTRY.c.body, ENTRY.c.sig, ENTRY.c.eid)
    chain = every.where(ENTRY.c.device == device).order_by(ENTRY.c.seq, ENTRY.c.eid)
    rows = connection.execute(every.order_by(text("rowid")) if device is None else chain)
    return [(body, sig, eid) for body, sig, eid in rows]


def stubs(connection: Connection) -> tuple[Stub, ...]:
    """Every stub whose entry is not here."""
    rows = connection.execute(select(STUB.c.eid, STUB.c.device, STUB.c.seq, STUB.c.prev).order_by(STUB.c.eid))
    return tuple(Stub(eid, device, seq, prev) for eid, device, seq, prev in rows)


def head(connection: Connection, device: str) -> tuple[int, str]:
    """Seq and eid of the last entry of a device's chain; (0, "") before the first.

    Stubs do not count: anyone could claim one for this device.
    """
    row = connection.execute(_HEAD, {"device": device}).first()
    return (row[0], row[1]) if row else (0, "")


def add(
    connection: Connection, entries: Iterable[Entry], withheld: Iterable[Stub] = (), file: SourceFile | None = None
) -> Added:
    """Take in what is not here yet. An entry takes the place of its stub; ``file`` gets its row and its counts."""
    if file is not None and _is_done(connection, file.sha256):
        return Added(known=True)
    # Sorted by key: the index grows at few places instead of all over.
    given = sorted({entry.eid: entry for entry in entries}.values(), key=_eid)
    here = _among(connection, _ENTRIES_HERE, [entry.eid for entry in given])
    new = [entry for entry in given if entry.eid not in here]
    if new:
        extend(connection, new)
        connection.execute(_DROP_FILLED_STUBS)
    new_stubs = _add_stubs(connection, withheld)
    if file is not None:
        counts: dict[str, Json] = {"new": len(new), "known": len(given) - len(new)}
        put_file(connection, file, {**file.report, **counts})
        if given:
            rows = [{"eid": entry.eid, "sha256": file.sha256} for entry in given]
            connection.execute(_ADD_ENTRY_FILE, rows)
    return Added(entries=tuple(new), stubs=tuple(new_stubs))


def extend(connection: Connection, entries: Sequence[Entry]) -> None:
    """Store entries that are known not to be here."""
    if entries:
        connection.execute(_ADD_ENTRY, [_entry_row(entry) for entry in entries])


def put_file(connection: Connection, file: SourceFile, report: JsonObject) -> None:
    """Write the row of a file; a later outcome replaces an earlier one."""
    row = {"name": file.name, "at": file.at, "outcome": file.outcome.value, "report": _dump(report)}
    connection.execute(_PUT_FILE, {"sha256": file.sha256, **row})


def put_refused(connection: Connection, file: SourceFile) -> None:
    """Note a file that was not merged, unless the same bytes were merged before."""
    if not _is_done(connection, file.sha256):
        put_file(connection, file, file.report)


def put_report(connection: Connection, sha256: str, report: JsonObject) -> None:
    """Add to what is told about a file; the counts of the merge stay unless ``report`` names them too."""
    old = connection.execute(select(SOURCE_FILE.c.report).where(SOURCE_FILE.c.sha256 == sha256)).scalar_one()
    new = _dump({**json.loads(old), **report})
    connection.execute(update(SOURCE_FILE).where(SOURCE_FILE.c.sha256 == sha256).values(report=new))


def files(connection: Connection) -> tuple[SourceFile, ...]:
    """Every file that came in, newest first."""
    with Session(connection) as session:
        rows = session.exec(select_rows(SourceFileRow).order_by(text("rowid DESC"))).all()
        return tuple(
            SourceFile(
                sha256=row.sha256, name=row.name, at=row.at, outcome=Outcome(row.outcome), report=json.loads(row.report)
            )
            for row in rows
        )


def files_of(connection: Connection, eid: str) -> tuple[str, ...]:
    """The hashes of the files in which an entry came; none for one that was made here."""
    return tuple(connection.scalars(select(ENTRY_FILE.c.sha256).where(ENTRY_FILE.c.eid == eid)))


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def count_refused(connection: Connection) -> int:
    """How many files were refused."""
    query = select(func.count()).select_from(SOURCE_FILE).where(SOURCE_FILE.c.outcome == Outcome.REFUSED.value)
    return connection.execute(query).scalar_one()


def _add_stubs(connection: Connection, withheld: Iterable[Stub]) -> list[Stub]:
    given = sorted({stub.eid: stub for stub in withheld}.values(), key=_eid)
    eids = [stub.eid for stub in given]
    here = _among(connection, _ENTRIES_HERE, eids) | _among(connection, _STUBS_HERE, eids)
    new = [stub for stub in given if stub.eid not in here]
    if new:
        rows = [{"eid": stub.eid, "device": stub.device, "seq": stub.seq, "prev": stub.prev} for stub in new]
        connection.execute(_ADD_STUB, rows)
    return new


def _is_done(connection: Connection, sha256: str) -> bool:
    outcome = connection.execute(_OUTCOME, {"file": sha256}).scalar()
    return outcome is not None and outcome != Outcome.REFUSED.value


def _among(connection: Connection, query: Select[Any], eids: Sequence[str]) -> set[str]:
    found: set[str] = set()
    for start in range(0, len(eids), _FEW):
        found.update(connection.scalars(query, {"eids": eids[start : start + _FEW]}))
    return found


def _entry_row(entry: Entry) -> dict[str, object]:
    return {
        "eid": entry.eid, "body": entry.body, "sig": entry.sig, "device": entry.device, "seq": entry.seq, "kind": entry.kind,
    }  # fmt: skip


def _eid(item: Entry | Stub) -> str:
    return item.eid


def _dump(value: JsonObject) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
