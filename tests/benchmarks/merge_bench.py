"""1,000 score files × 40 ballots through the organizers' desk, against bare verification and one ``executemany`` of the same rows.

    python tests/benchmarks/merge_bench.py [folder]

Ours reads the files, checks every rule of the format, verifies, stores durably in small groups, enrols every laptop by its ticket
and tells for each file what it is worth. The bare way has the entries in memory, verifies their signatures, and stores them.
"""

import os
import random
import sqlite3
import sys
import tempfile
from contextlib import closing
from decimal import Decimal
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
sys.path.insert(0, str(Path(__file__).parents[2]))

from kit import HEAD, Line, timed
from nacl.signing import VerifyKey

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.planning import changed, template
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.submission import Submission
from gpumode_judge.exchange.gmj import write_gmj
from gpumode_judge.ledger.device import Device, ticket_proof
from gpumode_judge.ledger.entry import Entry, signed_bytes
from gpumode_judge.ledger.statements import Hello, kind_of, to_data
from gpumode_judge.store import engine
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Role

LIMIT = 4.0
_AT = "2026-09-19T18:04:05.123Z"


def make(folder: Path, files: int, ballots: int) -> tuple[OrganizerDesk, list[list[Entry]]]:
    """An event with as many judges as files, and a score file of each in ``folder / "stick"``."""
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
        write_gmj(folder / "stick", judge.name, record.event_id, "Merge", chain)
        made.append(chain)
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


def run(folder: Path, files: int = 1000, ballots: int = 40) -> list[Line]:
    """The merge of a folder of score files."""
    os.environ["GPUMODE_JUDGE_HOME"] = str(folder / "home")
    os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.null.Keyring"
    desk, made = make(folder, files, ballots)
    # Before and after: a machine that gets busy meanwhile does not make the ratio better or worse.
    before = bare(folder / "bare.gmjdb", made)
    with desk:
        ours = timed(lambda: desk.merge([folder / "stick"]))
        overview = desk.overview()
        assert (overview.visits, overview.pending) == (files * ballots, 0)
    spent = (before + bare(folder / "bare-again.gmjdb", made)) / 2
    return [Line(f"merge {files:,} score files × {ballots} ballots", ours, spent, LIMIT)]


if __name__ == "__main__":
    with tempfile.TemporaryDirectory(dir=sys.argv[1] if len(sys.argv) > 1 else None) as place:
        sys.stdout.write("\n".join([HEAD, *map(str, run(Path(place)))]) + "\n")
