"""How much the store costs over bare SQLite: ``python tests/benchmarks/store_bench.py [folder]``.

Everything is measured as a ratio within one run on one disk; the bare side has the same settings and the same rows.
"""

import random
import sqlite3
import sys
import tempfile
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from time import perf_counter

from nacl.signing import VerifyKey

from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import Entry, signed_bytes
from gpumode_judge.store import engine
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Draft, Role, SourceFile

EVENT = "e" * 64


@dataclass(frozen=True)
class Line:
    """One row of the table: seconds of ours and of the bare way, and the ratio that is allowed."""

    name: str
    ours: float
    bare: float
    limit: float

    @property
    def ratio(self) -> float:
        return self.ours / self.bare


def table(lines: Sequence[Line]) -> str:
    head = f"{'':48} {'store':>10} {'bare':>10} {'ratio':>7} {'limit':>7}"
    rows = [
        f"{line.name:48} {line.ours * 1000:>7.2f} ms {line.bare * 1000:>7.2f} ms {line.ratio:>7.2f} {line.limit:>7.2f}"
        + ("" if line.ratio <= line.limit else "  too slow")
        for line in lines
    ]
    return "\n".join([head, *rows])


def save_ballot(folder: Path, times: int = 150) -> Line:
    """Record a ballot durably (append to the chain, drop its draft) against one committed INSERT and DELETE of the same bytes.

    Signing is not in it: every entry is made before the clock starts. The two take turns, so that both meet the same disk.
    """
    entries = score_files(1, times)[0]
    device, left = entries[0].device, iter(entries)
    ours: list[float] = []
    raw_times: list[float] = []
    with (
        Store.create(folder / "save.gmjdb", Role.JUDGE, EVENT) as store,
        closing(_bare(folder / "save-bare.db")) as raw,
    ):
        for entry in entries:
            card = Draft(submission="s", value={"marks": {"idea": "7", "code": "8", "talk": "6"}}, at=entry.at)
            store.put_draft(card)
            raw.execute("INSERT OR REPLACE INTO draft VALUES ('s', ?, ?)", (str(card.value), card.at))
            ours.append(_timed(lambda: store.append(lambda _seq, _prev: next(left), device, drop_draft="s")))
            raw_times.append(_timed(lambda entry=entry: _bare_save(raw, _row(entry))))
    return Line("record a ballot, durably", median(ours), median(raw_times), 2.0)


def save_draft(folder: Path, times: int = 150) -> Line:
    """Save an unfinished card durably, as each keystroke does, against one committed INSERT OR REPLACE of the same bytes."""
    value = {"marks": {"idea": "7", "code": "8", "talk": "6"}, "note": "x" * 200}
    ours: list[float] = []
    raw_times: list[float] = []
    with (
        Store.create(folder / "draft.gmjdb", Role.JUDGE, EVENT) as store,
        closing(_bare(folder / "draft-bare.db")) as raw,
    ):
        for number in range(times):
            card = Draft(submission=f"s{number % 14}", value=value, at=str(number))
            ours.append(_timed(lambda card=card: store.put_draft(card)))
            raw_times.append(_timed(lambda card=card: _bare_draft(raw, card)))
    return Line("save a draft, durably", median(ours), median(raw_times), 2.0)


def merge(folder: Path, files: int = 1000, ballots: int = 40, at_once: int = 50) -> Line:
    """Verify and merge score files against verifying the same entries and one ``executemany`` of all their rows.

    ``at_once`` files share a durable transaction, as when a folder is merged; the bare side has one for everything.
    """
    made = score_files(files, ballots)
    rows = [(entry, f"{number:064x}") for number, file in enumerate(made) for entry in file]
    with Store.create(folder / f"merge-{at_once}.gmjdb", Role.ORGANIZER, EVENT) as store:
        ours = _timed(lambda: _merge(store, made, at_once))
        assert store.counts().entries == files * ballots
    with closing(_bare(folder / f"merge-{at_once}-bare.db")) as raw:
        spent = _timed(lambda: _bare_merge(raw, rows))
    return Line(
        f"merge {files:,} files × {ballots} ballots, {at_once} at once", ours, spent, 2.5 if at_once > 1 else 3.5
    )


def reopen(folder: Path, files: int = 100, ballots: int = 400) -> Line:
    """Read a whole ledger (entries ready to use) against fetching the same columns."""
    with Store.create(folder / "read.gmjdb", Role.ORGANIZER, EVENT) as store:
        for number, file in enumerate(score_files(files, ballots)):
            store.add(file, file=SourceFile(sha256=f"{number:064x}", name="", at=""))
        ours = _timed(store.entries)
    with closing(sqlite3.connect(folder / "read.gmjdb")) as raw:
        spent = _timed(lambda: raw.execute("SELECT body, sig, eid FROM entry ORDER BY rowid").fetchall())
    return Line(f"read {files * ballots:,} entries, parsed", ours, spent, 15.0)


def score_files(files: int, ballots: int) -> list[list[Entry]]:
    """Made-up score files: each the chain of one judge's device."""
    chance = random.Random(2024)
    made: list[list[Entry]] = []
    for _ in range(files):
        device, prev = Device(chance.randbytes(32)), ""
        chain: list[Entry] = []
        for seq in range(1, ballots + 1):
            marks = {key: str(chance.randint(0, 10)) for key in ("idea", "code", "talk", "impact")}
            data = {
                "judge": "j" * 16,
                "submission": f"{seq:016x}",
                "rubric": "f" * 64,
                "outcome": "marked",
                "marks": marks,
            }
            entry = device.sign(
                event=EVENT, kind="ballot", seq=seq, prev=prev, at="2024-09-21T18:04:05.123Z", data=data
            )
            chain.append(entry)
            prev = entry.eid
        made.append(chain)
    return made


def run(folder: Path) -> list[Line]:
    """All lines, on the disk of ``folder``."""
    return [
        save_draft(folder),
        save_ballot(folder),
        merge(folder),
        merge(folder, at_once=1),
        reopen(folder),
    ]


def _merge(store: Store, files: Sequence[Sequence[Entry]], at_once: int) -> None:
    for start in range(0, len(files), at_once):
        with store.together():
            for number, file in enumerate(files[start : start + at_once], start):
                verified = [Entry.verified(entry.body, entry.sig) for entry in file]
                store.add(verified, file=SourceFile(sha256=f"{number:064x}", name="score.gmj", at=""))


def _bare_merge(raw: sqlite3.Connection, rows: Sequence[tuple[Entry, str]]) -> None:
    for entry, _ in rows:
        VerifyKey(bytes.fromhex(entry.device)).verify(signed_bytes(entry.body), entry.sig)
    files = [(sha256,) for sha256 in dict.fromkeys(sha256 for _, sha256 in rows)]
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?, ?, ?)", [_row(entry) for entry, _ in rows])
    raw.executemany("INSERT OR IGNORE INTO source_file VALUES (?, 'score.gmj', '', 'merged', '{}')", files)
    raw.executemany("INSERT OR IGNORE INTO entry_file VALUES (?, ?)", [(sha256, entry.eid) for entry, sha256 in rows])
    raw.execute("COMMIT")


def _bare_save(raw: sqlite3.Connection, row: tuple[object, ...]) -> None:
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", row)
    raw.execute("DELETE FROM draft WHERE submission = 's'")
    raw.execute("COMMIT")


def _bare_draft(raw: sqlite3.Connection, card: Draft) -> None:
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?)", (card.submission, str(card.value), card.at))
    raw.execute("COMMIT")


def _bare(path: Path) -> sqlite3.Connection:
    """The same tables and settings without the store: its own empty file, opened by hand."""
    Store.create(path, Role.JUDGE, EVENT).close()
    return engine.connect(path.resolve())


def _row(entry: Entry) -> tuple[object, ...]:
    return (entry.eid, entry.body, entry.sig, entry.device, entry.seq, entry.kind)


def _timed(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        sys.stdout.write(table(run(Path(place))) + "\n")
