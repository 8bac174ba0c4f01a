"""1,000 score files × 40 ballots through the organizers' desk, against bare verification and one ``executemany`` of the same rows.

    python tests/benchmarks/merge_bench.py [folder]

Ours reads the files, checks every rule of the format, verifies, stores durably in small groups, enrols every laptop by its ticket
and tells for each file what it is worth. The bare way has the entries in memory, verifies their signatures, and stores them.
Then the same files again, a ballot at a judge's desk, and a workspace of 100,000 entries opened to its first standings.
"""

import os
import random
import sqlite3
import sys
import tempfile
from contextlib import closing
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from kit import HEAD, Line, timed
from nacl.signing import VerifyKey

from gpumode_judge.desk.judging import JudgeDesk, peek
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.planning import changed, template
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.submission import Submission
from gpumode_judge.exchange.gmj import write_gmj
from gpumode_judge.ledger.device import Device, ticket_proof
from gpumode_judge.ledger.entry import Entry, signed_bytes
from gpumode_judge.ledger.statements import Enrol, Hello, kind_of, to_data
from gpumode_judge.store import engine
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Role

MERGE, AGAIN, BALLOT, OPENED = 1.5, 1 / 50, 4.0, 1.0
_AT = "2026-09-19T18:04:05.123Z"


def make(folder: Path, files: int, ballots: int, unread: bool = True) -> tuple[OrganizerDesk, list[list[Entry]]]:
    """An event with as many judges as files, and a score file of each in ``folder / "stick"``; or all in the workspace already."""
    (folder / "stick").mkdir(parents=True)
    desk = OrganizerDesk.create(folder / "night.gmjdb", changed(template("gpu-mode-open-ended"), title="Merge"))
    submissions = [Submission(id=f"{n:016x}", title=f"Team {n}", table=str(n)) for n in range(ballots)]
    judges = [Judge(id=f"{n:016x}", name=f"Judge {n}") for n in range(files)]
    desk.put(submissions)
    desk.add_judges(judges)
    tickets, record, chance = desk.tickets, desk.record, random.Random(7)
    keys = [criterion.key for criterion in record.rubric.criteria] if record.rubric else []
    made: list[list[Entry]] = []
    for judge in judges:
        device = Device(chance.randbytes(32))
        proof = ticket_proof(tickets[judge.id], record.event_id, judge.id, device.name)
        said: list[Hello | Ballot] = [Hello(judge.id, proof)]
        for submission in submissions:
            marks = {key: Decimal(chance.randint(1, 5)) for key in keys}
            said.append(Ballot(judge=judge.id, submission=submission.id, rubric=record.rubric_eid, marks=marks))
        chain: list[Entry] = []
        for seq, statement in enumerate(said, 1):
            prev = chain[-1].eid if chain else ""
            chain.append(
                device.sign(
                    event=record.event_id, kind=kind_of(statement), seq=seq, prev=prev, at=_AT, data=to_data(statement)
                )
            )
        if unread:
            write_gmj(folder / "stick", judge.name, record.event_id, "Merge", chain)
        made.append(chain)
    if not unread:
        desk.say(*(Enrol(chain[0].device, judge.id) for judge, chain in zip(judges, made, strict=True)))
        desk.store.add(entry for chain in made for entry in chain)
    return desk, made


def bare(path: Path, made: list[list[Entry]]) -> float:
    """Seconds to verify the same entries and to store the same rows in one transaction with the same settings."""
    Store.create(path, Role.ORGANIZER, "e" * 64).close()
    with closing(engine.connect(path.resolve())) as raw:
        return timed(lambda: _bare(raw, made))


def _bare(raw: sqlite3.Connection, made: list[list[Entry]]) -> None:
    entries = [entry for chain in made for entry in chain]
    for entry in entries:
        VerifyKey(bytes.fromhex(entry.device)).verify(signed_bytes(entry.body), entry.sig)
    rows = [(e.eid, e.body, e.sig, e.device, e.seq, e.kind) for e in entries]
    files = [(f"{number:064x}",) for number in range(len(made))]
    came = [(f"{number:064x}", entry.eid) for number, chain in enumerate(made) for entry in chain]
    raw.execute("BEGIN IMMEDIATE")
    raw.executemany("INSERT OR IGNORE INTO entry VALUES (?, ?, ?, ?, ?, ?)", rows)
    raw.executemany("INSERT OR IGNORE INTO source_file VALUES (?, 'score.gmj', '', 'merged', '{}')", files)
    raw.executemany("INSERT OR IGNORE INTO entry_file VALUES (?, ?)", came)
    raw.execute("COMMIT")


def record_ballots(folder: Path, judges: int = 20, ballots: int = 45) -> Line:
    """A judge's desk records a card durably (checked, signed, its draft gone) against a raw commit of the same bytes.

    The two take turns, so that both meet the same disk.
    """
    desk, _ = make(folder / "small", judges, ballots)
    event = desk.export_event(folder)
    desk.close()
    judge = next(iter(peek(event).judges))
    ours: list[float] = []
    spent: list[float] = []
    Store.create(folder / "commit.gmjdb", Role.JUDGE, "e" * 64).close()
    with (
        JudgeDesk.join(event, judge, "", folder / "judge.gmjdb") as laptop,
        closing(engine.connect((folder / "commit.gmjdb").resolve())) as raw,
    ):
        for card in laptop.cards()[:ballots]:
            for criterion in card.criteria:
                laptop.mark(card.submission.id, criterion.key, criterion.scale.levels[-1])
            ours.append(timed(lambda name=card.submission.id: laptop.record_ballot(name)))
            said = laptop.own_entries()[-1]
            raw.execute("INSERT OR REPLACE INTO draft VALUES ('s', '{}', '')")
            spent.append(timed(lambda said=said: _commit(raw, said)))
    return Line("record a ballot at the desk / a raw commit", median(ours), median(spent), BALLOT)


def _commit(raw: sqlite3.Connection, e: Entry) -> None:
    raw.execute("BEGIN IMMEDIATE")
    raw.execute("INSERT INTO entry VALUES (?, ?, ?, ?, ?, ?)", (e.eid, e.body, e.sig, e.device, e.seq, e.kind))
    raw.execute("DELETE FROM draft WHERE submission = 's'")
    raw.execute("COMMIT")


def run(folder: Path, files: int = 1000, ballots: int = 40, more: int = 2350) -> list[Line]:
    """The merge of a folder of score files, the same again, a ballot, and the workspace opened with ``more`` files in it."""
    os.environ["GPUMODE_JUDGE_HOME"] = str(folder / "home")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    desk, made = make(folder, files, ballots)
    sleep(6)  # as when a stick is carried: files that were written this moment are not believed to stay as they are
    # Before and after: a machine that gets busy meanwhile does not make the ratio better or worse.
    before = bare(folder / "bare.gmjdb", made)
    with desk:
        ours = timed(lambda: desk.merge([folder / "stick"]))
        overview = desk.overview()
        assert (overview.visits, overview.pending) == (files * ballots, 0)
        again = timed(lambda: desk.merge([folder / "stick"]))
    spent = (before + bare(folder / "bare-again.gmjdb", made)) / 2
    merged = f"merge {files:,} score files × {ballots} ballots"
    return [
        Line(f"{merged} / verify and store", ours, spent, MERGE),
        Line("the same files again / the first time", again, ours, AGAIN),
        record_ballots(folder),
        opened(folder, more, ballots),
    ]


def opened(folder: Path, files: int, ballots: int) -> Line:
    """A workspace that was closed, to its first standings, against one second.

    By raw means: two thousand judges of forty teams measure the ledger, not a fit.
    """
    desk, _ = make(folder / "big", files, ballots, unread=False)
    desk.put([replace(desk.record.rules, method="mean")])
    path, entries = desk.path, desk.store.counts().entries
    desk.close()

    def open_it() -> float:
        start = perf_counter()
        with OrganizerDesk.open(path) as again:
            visits = sum(row.visits for row in again.standings().rows)
            spent = perf_counter() - start
        assert visits == files * ballots
        return spent

    return Line(f"open {entries:,} entries to the first standings / 1 s", min(open_it() for _ in range(3)), 1.0, OPENED)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        sys.stdout.write("\n".join([HEAD, *map(str, run(Path(place)))]) + "\n")
