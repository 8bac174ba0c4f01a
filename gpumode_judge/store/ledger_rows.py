"""The ledger's rows: entries, stubs and the files they came in. Every function works inside the transaction it is given."""

import json
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final, cast

from sqlalchemy import Connection, Table, TextClause, bindparam, delete, exists, func, insert, select, text, update
from sqlalchemy.dialects.sqlite import insert as insert_or

from gpumode_judge.ledger.entry import Entry, Stub
from gpumode_judge.store.tables import ENTRY, ENTRY_FILE, SOURCE_FILE, STUB
from gpumode_judge.store.values import Added, Incoming, Json, JsonObject, Outcome, SourceFile

RawEntry = tuple[bytes, bytes, str]
_ROWS: Final = 150  # six values each in one statement; the oldest SQLite that we meet allows 999
_PAIRS: Final = 450  # two values each

# What each merge and each ballot runs is put together once: building a statement takes longer than running it.
_OUTCOMES: Final = text("SELECT sha256, outcome FROM source_file WHERE sha256 IN (SELECT value FROM json_each(:names))")
_REPORTS: Final = text("SELECT sha256, report FROM source_file WHERE sha256 IN (SELECT value FROM json_each(:names))")
_PUT_REPORT: Final = (
    update(SOURCE_FILE).where(SOURCE_FILE.c.sha256 == bindparam("file")).values(report=bindparam("told"))
)
_HEAD: Final = (
    select(ENTRY.c.seq, ENTRY.c.eid)
    .where(ENTRY.c.device == bindparam("device"))
    .order_by(ENTRY.c.seq.desc(), ENTRY.c.eid)
    .limit(1)
)
_ENTRIES_HERE: Final = text("SELECT eid FROM entry WHERE eid IN (SELECT value FROM json_each(:eids))")
_STUBS_HERE: Final = text("SELECT eid FROM stub WHERE eid IN (SELECT value FROM json_each(:eids))")
_ADD_STUB: Final = insert(STUB)
_INSERT_FILE: Final = insert_or(SOURCE_FILE)
_PUT_FILE: Final = _INSERT_FILE.on_conflict_do_update(
    index_elements=["sha256"], set_={name: _INSERT_FILE.excluded[name] for name in ("name", "at", "outcome", "report")}
)
_FILES: Final = select(
    SOURCE_FILE.c.sha256, SOURCE_FILE.c.name, SOURCE_FILE.c.at, SOURCE_FILE.c.outcome, SOURCE_FILE.c.report
).order_by(text("rowid DESC"))
# EXISTS and not IN: the few stubs are looked up among the many entries, not the other way round.
_DROP_FILLED_STUBS: Final = delete(STUB).where(exists().where(ENTRY.c.eid == STUB.c.eid))


def raw_entries(connection: Connection, device: str | None = None) -> Sequence[RawEntry]:
    """Body, signature and eid of every entry, earlier merges first, or of one device's in the order of its chain."""
    # By SQLite's own cursor: it gives these tuples as they are, and a hundred thousand of them in half the time.
    cursor = connection.connection.cursor()
    try:
        if device is None:
            cursor.execute("SELECT body, sig, eid FROM entry ORDER BY rowid")
        else:
            cursor.execute("SELECT body, sig, eid FROM entry WHERE device = ? ORDER BY seq, eid", (device,))
        return cast("list[RawEntry]", cursor.fetchall())
    finally:
        cursor.close()


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


def add(connection: Connection, files: Sequence[Incoming]) -> list[Added]:
    """Take in what is not here yet, file by file. An entry takes the place of its stub; a source gets its row and its counts.

    All of them are asked about and stored together: it costs a tenth of what it does one by one.
    """
    done = _done(connection, [file.source.sha256 for file in files if file.source])
    # Sorted by key: the index grows at few places instead of all over.
    given = sorted({entry.eid: entry for file in files for entry in file.entries}.values(), key=_eid)
    here = _among(connection, _ENTRIES_HERE, [entry.eid for entry in given])
    stubs_here: set[str] = set()
    if withheld := {stub.eid for file in files for stub in file.stubs}:
        named = sorted(withheld)
        stubs_here = _among(connection, _ENTRIES_HERE, named) | _among(connection, _STUBS_HERE, named)
        stubs_here.update(entry.eid for entry in given)
    added: list[Added] = []
    sources: list[tuple[SourceFile, JsonObject]] = []
    came: dict[str, list[str]] = {}
    for file in files:
        if file.source and file.source.sha256 in done:
            added.append(Added(known=True))
            continue
        entries = sorted({entry.eid: entry for entry in file.entries}.values(), key=_eid)
        new = [entry for entry in entries if entry.eid not in here]
        stubs = {stub.eid: stub for stub in file.stubs if stub.eid not in stubs_here}
        here.update(entry.eid for entry in new)
        stubs_here.update(stubs)
        if file.source:
            sha256 = file.source.sha256
            done.add(sha256)
            counts: dict[str, Json] = {"new": len(new), "known": len(entries) - len(new)}
            sources.append((file.source, {**file.source.report, **counts}))
            came[sha256] = [entry.eid for entry in entries]
        added.append(Added(entries=tuple(new), stubs=tuple(sorted(stubs.values(), key=_eid))))
    _store(connection, added)
    put_files(connection, sources)
    _put_origins(connection, [(sha256, eid) for sha256, eids in sorted(came.items()) for eid in eids])
    return added


def _store(connection: Connection, added: Sequence[Added]) -> None:
    # What one laptop said lies side by side, as it is read again: a workspace opens sooner than in the order of the eids.
    entries = sorted((entry for this in added for entry in this.entries), key=_place)
    if entries:
        extend(connection, entries)
        connection.execute(_DROP_FILLED_STUBS)
    stubs = sorted((stub for this in added for stub in this.stubs), key=_eid)
    if stubs:
        rows = [{"eid": stub.eid, "device": stub.device, "seq": stub.seq, "prev": stub.prev} for stub in stubs]
        connection.execute(_ADD_STUB, rows)


def extend(connection: Connection, entries: Sequence[Entry]) -> None:
    """Store entries that are known not to be here."""
    for start in range(0, len(entries), _ROWS):
        rows = entries[start : start + _ROWS]
        values = tuple(value for e in rows for value in (e.eid, e.body, e.sig, e.device, e.seq, e.kind))
        connection.exec_driver_sql(_insert_of(len(rows)), values)


@lru_cache(maxsize=_ROWS)
def _insert_of(rows: int) -> str:
    """Many rows in one statement: with one for each, the threads that read files meanwhile get in between at every row."""
    places = ", ".join(["(?, ?, ?, ?, ?, ?)"] * rows)
    return f"INSERT INTO entry (eid, body, sig, device, seq, kind) VALUES {places}"  # noqa: S608  (question marks only)


def put_file(connection: Connection, file: SourceFile, report: JsonObject) -> None:
    """Write the row of a file; a later outcome replaces an earlier one."""
    put_files(connection, [(file, report)])


def put_files(connection: Connection, files: Iterable[tuple[SourceFile, JsonObject]]) -> None:
    """Write the rows of files; later outcomes replace earlier ones."""
    rows = [
        {
            "sha256": file.sha256,
            "name": file.name,
            "at": file.at,
            "outcome": file.outcome.value,
            "report": _dump(report),
        }
        for file, report in files
    ]
    if rows:
        connection.execute(_PUT_FILE, rows)


def put_refused(connection: Connection, file: SourceFile) -> None:
    """Note a file that was not merged, unless the same bytes were merged before."""
    if not _done(connection, [file.sha256]):
        put_file(connection, file, file.report)


def put_reports(connection: Connection, reports: Mapping[str, JsonObject]) -> None:
    """Add to what is told about files, by hash; the counts of the merge stay unless a report names them too."""
    if not reports:
        return
    before = dict(connection.execute(_REPORTS, {"names": _dump(list(reports))}).all())
    rows = [
        {"file": sha256, "told": _dump({**json.loads(before[sha256]), **report})} for sha256, report in reports.items()
    ]
    connection.execute(_PUT_REPORT, rows)


def files(connection: Connection) -> tuple[SourceFile, ...]:
    """Every file that came in, newest first."""
    return tuple(
        SourceFile(sha256=sha256, name=name, at=at, outcome=Outcome(outcome), report=json.loads(report))
        for sha256, name, at, outcome, report in connection.execute(_FILES)
    )


def files_of(connection: Connection, eid: str) -> tuple[str, ...]:
    """The hashes of the files in which an entry came; none for one that was made here."""
    return tuple(connection.scalars(select(ENTRY_FILE.c.sha256).where(ENTRY_FILE.c.eid == eid)))


def entries_from(connection: Connection, sha256: str) -> tuple[str, ...]:
    """The eids of the entries that came in a file."""
    query = select(ENTRY_FILE.c.eid).where(ENTRY_FILE.c.sha256 == sha256).order_by(ENTRY_FILE.c.eid)
    return tuple(connection.scalars(query))


def put_origins(connection: Connection, sha256: str, eids: Iterable[str]) -> None:
    """Note that entries, which must be here, came in a file."""
    _put_origins(connection, [(sha256, eid) for eid in eids])


def _put_origins(connection: Connection, pairs: Sequence[tuple[str, str]]) -> None:
    for start in range(0, len(pairs), _PAIRS):
        rows = pairs[start : start + _PAIRS]
        connection.exec_driver_sql(_origins_of(len(rows)), tuple(value for pair in rows for value in pair))


@lru_cache(maxsize=_PAIRS)
def _origins_of(rows: int) -> str:
    places = ", ".join(["(?, ?)"] * rows)
    return f"INSERT OR IGNORE INTO entry_file (sha256, eid) VALUES {places}"  # noqa: S608  (question marks only)


def count(connection: Connection, table: Table) -> int:
    """How many rows a table has."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def count_refused(connection: Connection) -> int:
    """How many files were refused."""
    query = select(func.count()).select_from(SOURCE_FILE).where(SOURCE_FILE.c.outcome == Outcome.REFUSED.value)
    return connection.execute(query).scalar_one()


def _done(connection: Connection, names: Sequence[str]) -> set[str]:
    """Which of the files with these hashes are done with."""
    found = connection.execute(_OUTCOMES, {"names": _dump(names)}).all() if names else ()
    return {sha256 for sha256, outcome in found if outcome != Outcome.REFUSED.value}


def _among(connection: Connection, query: TextClause, eids: Sequence[str]) -> set[str]:
    return set(connection.scalars(query, {"eids": _dump(eids)})) if eids else set()


_place: Final = attrgetter("device", "seq", "eid")


def _eid(item: Entry | Stub) -> str:
    return item.eid


def _dump(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
