"""What the killed processes do. Each job tells through ``said`` what it has finished; nothing that was told may be lost."""

import os
from decimal import Decimal
from itertools import count
from multiprocessing.connection import Connection
from pathlib import Path

from faults_kit import make_event

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.store.migrations import Schema
from gpumode_judge.store.store import Store
from gpumode_judge.store.tables import VERSION


def rewrite(connection) -> None:
    """A migration that takes its time and touches every note, entry and setting."""
    connection.exec_driver_sql("UPDATE private_note SET text = text || '!'")
    connection.exec_driver_sql("CREATE TABLE made AS SELECT * FROM entry")
    connection.exec_driver_sql("DELETE FROM entry")
    connection.exec_driver_sql("INSERT INTO entry SELECT * FROM made")
    connection.exec_driver_sql("DROP TABLE made")
    connection.exec_driver_sql("INSERT INTO setting VALUES ('rewritten', '1')")


NEWER = Schema(VERSION + 1, {VERSION: rewrite})


def at_home(job: str, home: str, said: Connection, *args: object) -> None:
    """Do the job of that name with the keys and settings that lie in ``home``."""
    os.environ["GPUMODE_JUDGE_HOME"] = home
    globals()[job](said, *args)
    said.send(("done",))


def save(said: Connection, path: Path) -> None:
    with JudgeDesk.open(path) as desk:
        said.send(("ready",))
        names = [card.submission.id for card in desk.cards()]
        for number in count():
            name = names[number % len(names)]
            for key in ("a", "b"):
                mark = Decimal(1 + (len(desk.ledger) + ord(key)) % 5)  # another one than before
                said.send(("starts", name))
                desk.mark(name, key, mark)
                said.send(("draft", name, key, str(mark)))
            said.send(("starts", name))
            desk.note(name, "", f"visit {len(desk.ledger)}")
            said.send(("ballot", name, desk.record_ballot(name).recorded.eid))


def hand_in(said: Connection, path: Path, stick: Path) -> None:
    with JudgeDesk.open(path) as desk:
        said.send(("ready",))
        names = [card.submission.id for card in desk.cards()]
        for number in count():
            name = names[number % len(names)]
            for key in ("a", "b"):
                desk.mark(name, key, Decimal(1 + (len(desk.ledger) + ord(key)) % 5))
            desk.record_ballot(name)
            said.send(("file", desk.hand_in(stick).path.name))


def make(said: Connection, folder: Path) -> None:
    """Make events and let a judge join each."""
    said.send(("ready",))
    for number in count():
        place = folder / f"{os.getpid()} {number}"
        place.mkdir()
        with make_event(place, judges=2, submissions=2) as desk:
            said.send(("event", str(desk.path)))
            event_file = desk.export_event(place)
            with JudgeDesk.join(event_file, "judge000", desk.tickets["judge000"], place / "judge.gmjdb") as judge:
                said.send(("judge", str(judge.path)))


def merge(said: Connection, path: Path, files: list[Path]) -> None:
    with OrganizerDesk.open(path) as desk:
        said.send(("ready",))
        desk.merge(files, progress=lambda done, _all, _name: said.send(("merged", done)))


def migrate(said: Connection, path: Path) -> None:
    said.send(("ready",))
    Store.open(path, NEWER).close()
    said.send(("migrated",))


def backup(said: Connection, path: Path, stick: Path) -> None:
    with Store.open(path) as store:
        said.send(("ready",))
        for number in count():
            copy = stick / f"copy {os.getpid()} {number}.gmjdb"
            store.backup(copy)
            said.send(("copy", copy.name))
