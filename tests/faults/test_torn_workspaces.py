"""Workspaces with torn or damaged pages: what SQLite can undo is undone before the app judges the file, the rest is told."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from faults_kit import dice, one_sentence, soak, tell

from gpumode_judge.event.problem import Problem
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Draft, Role

EVENT = "e" * 64


@pytest.fixture
def store(tmp_path):
    with Store.create(tmp_path / "w.gmjdb", Role.JUDGE, EVENT) as opened:
        opened.put_setting("kept", "yes")
        opened.put_draft(Draft(submission="s", value={"note": "x"}, at=""))
        opened.put_private_note("s", "mine")
        yield opened


@pytest.fixture
def cut(store, tmp_path):
    """The workspace as it is in the midst of a big write, with its journal."""
    copy = tmp_path / "cut.gmjdb"
    with store._turns.write() as connection:
        connection.exec_driver_sql("PRAGMA cache_size=2")
        for number in range(300):
            connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", (f"k{number}", '"' + "x" * 2000 + '"'))
        shutil.copy(store.path, copy)
        shutil.copy(f"{store.path}-journal", f"{copy}-journal")
    return copy


@pytest.mark.parametrize("torn", [(0, 16), (0, 100), (60, 80), (0, 512), (0, 4096), (100, 4096)])
def test_a_torn_first_page_is_undone_before_the_file_is_judged(cut, torn):
    data = bytearray(cut.read_bytes())
    data[slice(*torn)] = dice(torn).randbytes(torn[1] - torn[0])
    cut.write_bytes(data)
    with Store.open(cut) as again:
        again.integrity_check()
        assert again.settings() == {"kept": "yes"}


def test_a_cut_off_file_of_another_program_is_refused(tmp_path):
    other = tmp_path / "other.gmjdb"
    with closing(sqlite3.connect(other)) as raw:
        raw.execute("PRAGMA application_id=7")
        raw.execute("CREATE TABLE t (a)")
        raw.execute("PRAGMA cache_size=2")
        raw.execute("BEGIN")
        raw.executemany("INSERT INTO t VALUES (?)", [("x" * 2000,)] * 300)
        cut = Path(shutil.copy(other, tmp_path / "cut.gmjdb"))
        shutil.copy(f"{other}-journal", f"{cut}-journal")
    with pytest.raises(Problem, match="another program"):
        Store.open(cut)
    (tmp_path / "text.gmjdb").write_bytes(b"precious " * 100)
    (tmp_path / "text.gmjdb-journal").write_bytes(b"something")
    with pytest.raises(Problem) as refused:
        Store.open(tmp_path / "text.gmjdb")
    one_sentence(refused.value)
    assert (tmp_path / "text.gmjdb").read_bytes() == b"precious " * 100


@pytest.mark.parametrize(
    ("change", "read"),
    [
        ("UPDATE draft SET value = CAST(x'ff22' AS TEXT)", lambda store: store.drafts()),
        ("UPDATE private_note SET text = CAST(x'ff22' AS TEXT)", lambda store: store.private_notes()),
        ("UPDATE setting SET value = CAST(x'ff22' AS TEXT)", lambda store: store.setting("kept")),
        ("UPDATE draft SET value = '{'", lambda store: store.drafts()),
        ("UPDATE meta SET value = CAST(x'ff22' AS TEXT)", lambda store: store.role),
    ],
)
def test_text_that_is_no_text_is_told(store, change, read):
    store.close()
    with closing(sqlite3.connect(store.path)) as raw, raw:
        raw.execute(change)
    with pytest.raises(Problem) as told, Store.open(store.path) as again:
        read(again)
    assert "damaged" in one_sentence(told.value)


def _damage(store, tmp_path, cases, name):
    """Damage a workspace in one place after another: it opens, or is refused in a sentence; never anything else."""
    store.close()
    data = store.path.read_bytes()
    copy, told = tmp_path / "copy.gmjdb", 0
    for number in range(cases):
        chance = dice(name, number)
        damaged = bytearray(data)
        for _ in range(chance.choice((1, 1, 3, 20))):
            at = chance.randrange(len(damaged)) if chance.random() < 0.6 else chance.randrange(4096)
            size = chance.choice((1, 2, 8, 100, 512, 4096))
            damaged[at : at + size] = chance.choice((chance.randbytes(size), bytes(size), b"\xff" * size))
        if chance.random() < 0.2:
            del damaged[chance.randrange(len(damaged)) :]
        copy.write_bytes(damaged)
        try:
            with Store.open(copy) as again:
                for read in (again.entries, again.stubs, again.files, again.drafts, again.private_notes, again.contacts,
                             again.tickets, again.settings, again.counts, again.integrity_check):  # fmt: skip
                    read()
                again.put_setting("new", 1)
        except Problem as problem:
            told += 1
            one_sentence(problem)
        except BaseException as error:
            error.add_note(f"case {name} {number}")
            raise
    return told


def test_damage_anywhere_is_told_in_a_sentence(store, tmp_path):
    assert _damage(store, tmp_path, 150, "damage") > 30


@soak
def test_damage_anywhere_is_told_in_a_sentence_thousands_of_times(store, tmp_path):
    tell("damaged workspaces", cases=5000, refused=_damage(store, tmp_path, 5000, "more damage"), other_errors=0)
