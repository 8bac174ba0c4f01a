import os
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from gpumode_judge.event.problem import Problem
from gpumode_judge.store import copies
from gpumode_judge.store.migrations import CURRENT, Schema
from gpumode_judge.store.store import Store
from gpumode_judge.store.tables import APPLICATION_ID, VERSION
from gpumode_judge.store.values import Picture, Role, Shown

EVENT = "e" * 64
NEXT = VERSION + 1
ROOT = Path(__file__).parents[2]


@pytest.fixture
def closed(store):
    store.close()
    return store.path


def tamper(path, *statements):
    raw = sqlite3.connect(path)
    with raw:
        for statement in statements:
            raw.execute(statement)
    raw.close()


def refusal(path):
    """The one sentence with which opening is refused; nothing beside the file was made or kept locked."""
    with pytest.raises(Problem) as refused:
        Store.open(path)
    sentence = str(refused.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_the_settings_keep_what_was_acknowledged(store):
    with store._turns.read() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "fullfsync", "foreign_keys", "trusted_schema", "cell_size_check",
                         "application_id", "user_version")
        }  # fmt: skip
    assert found == {
        "journal_mode": "truncate", "synchronous": 3, "fullfsync": 1, "foreign_keys": 1, "trusted_schema": 0,
        "cell_size_check": 1, "application_id": APPLICATION_ID, "user_version": VERSION,
    }  # fmt: skip


def test_writing_transactions_begin_at_once(store, closed):
    seen = []
    with Store.open(closed) as store:
        with store._turns.alone() as raw:
            raw.set_trace_callback(seen.append)
        store.put_setting("a", 1)
        store.settings()
    kinds = [text for text in seen if text.startswith("BEGIN")]
    assert kinds == ["BEGIN IMMEDIATE", "BEGIN DEFERRED"]
    assert len([text for text in seen if text == "COMMIT"]) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits")
def test_a_workspace_is_for_its_owner_alone(store):
    assert store.path.stat().st_mode & 0o077 == 0


def test_a_new_workspace_never_replaces_anything(tmp_path):
    path = tmp_path / "a.gmjdb"
    path.write_text("precious")
    with pytest.raises(Problem, match="already there"):
        Store.create(path, Role.JUDGE, EVENT)
    assert path.read_text() == "precious"
    assert list(tmp_path.iterdir()) == [path]
    path.unlink()
    Store.create(path, Role.JUDGE, EVENT).close()
    with pytest.raises(Problem, match="already there"):
        Store.create(path, Role.JUDGE, EVENT)


def test_a_workspace_that_cannot_be_made_leaves_nothing(tmp_path):
    with pytest.raises(Problem, match="no folder"):
        Store.create(tmp_path / "nowhere" / "a.gmjdb", Role.JUDGE, EVENT)
    (tmp_path / "file").write_text("")
    with pytest.raises(Problem):
        Store.create(tmp_path / "file" / "a.gmjdb", Role.JUDGE, EVENT)
    with pytest.raises(Problem, match="not a file name"):
        Store.create(tmp_path / "a\0b", Role.JUDGE, EVENT)
    with pytest.raises(Problem, match="too long"):
        Store.create(tmp_path / ("a" * 300), Role.JUDGE, EVENT)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_what_is_no_workspace_is_refused_and_left_alone(tmp_path):
    text = tmp_path / "text.gmjdb"
    text.write_text("SQLite is what this is not, although it is long enough to be looked at. " * 3)
    empty = tmp_path / "empty.gmjdb"
    empty.write_bytes(b"")
    other = tmp_path / "other.gmjdb"
    tamper(other, "CREATE TABLE t (a)")
    before = {path.name for path in tmp_path.iterdir()}
    assert "is not a workspace" in refusal(text)
    assert "is empty" in refusal(empty)
    assert "another program" in refusal(other)
    assert "is not a file" in refusal(tmp_path)
    assert "no workspace “gone.gmjdb”" in refusal(tmp_path / "gone.gmjdb")
    assert {path.name for path in tmp_path.iterdir()} == before


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes")
def test_a_pipe_is_refused_without_waiting(tmp_path):
    os.mkfifo(tmp_path / "pipe.gmjdb")
    assert "is not a file" in refusal(tmp_path / "pipe.gmjdb")


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("PRAGMA application_id=7", "another program"),
        (f"PRAGMA user_version={VERSION + 1}", "newer version"),
        ("PRAGMA user_version=0", "trial version"),
        ("CREATE VIEW contacts AS SELECT * FROM contact", "holds a view"),
        ("CREATE TRIGGER t AFTER INSERT ON draft BEGIN DELETE FROM entry; END", "holds a trigger"),
        ("CREATE VIRTUAL TABLE v USING fts5(a)", "never makes"),
        ("DROP TABLE private_note", "incomplete"),
        ("ALTER TABLE ticket ADD COLUMN more", "incomplete"),
        ("ALTER TABLE ticket ADD COLUMN shout AS (upper(ticket))", "incomplete"),
        ("DELETE FROM meta", "whose workspace"),
        ("UPDATE meta SET value = 'king' WHERE key = 'role'", "whose workspace"),
    ],
)
def test_a_tampered_workspace_is_refused(closed, statement, told):
    tamper(closed, statement)
    assert told in refusal(closed)
    # Refused means let go: the original can take its place without a restart.
    closed.unlink()
    Store.create(closed, Role.JUDGE, EVENT).close()


def test_a_second_window_is_refused_by_name_until_the_first_closes(store, place, tmp_path):
    assert refusal(place) == f"“{place.name}” is already open in another window or app: close it there first."
    if sys.platform != "win32":
        link = tmp_path / "link.gmjdb"
        link.symlink_to(place)
        assert "already open" in refusal(link)
    store.put_setting("still", "mine")
    store.close()
    store.close()
    with Store.open(place) as again:
        assert again.setting("still") == "mine"
    with pytest.raises(Problem, match="was closed"):
        again.settings()


_HOLDER = """
import sys
from pathlib import Path
from gpumode_judge.store.store import Store
store = Store.open(Path(sys.argv[1]))
print("open", flush=True)
sys.stdin.read()
"""


def test_another_process_is_refused_and_a_killed_one_lets_go(closed):
    child = subprocess.Popen(
        [sys.executable, "-c", _HOLDER, str(closed)], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    assert child.stdout is not None
    try:
        assert child.stdout.readline().strip() == b"open"
        assert "already open" in refusal(closed)
    finally:
        child.kill()
        child.wait()
    Store.open(closed).close()


def _put_a_2(connection):
    connection.exec_driver_sql("INSERT INTO setting VALUES ('from', '\"old\"')")


def _old(closed):
    """A workspace as a made-up version 0 had it: contacts without a phone, notes under another name."""
    tamper(
        closed,
        "ALTER TABLE contact DROP COLUMN phone",
        "ALTER TABLE private_note RENAME TO jotting",
        "INSERT INTO contact VALUES ('ada', 'ada@example.org')",
        "INSERT INTO jotting VALUES ('s1', 'old note')",
        "PRAGMA user_version=0",
    )


def _rename_notes(connection):
    connection.exec_driver_sql("ALTER TABLE jotting RENAME TO private_note")


def _nothing(connection):
    pass


def _add_phones(connection):
    connection.exec_driver_sql("CREATE TABLE made AS SELECT person, email, '' AS phone FROM contact")
    connection.exec_driver_sql("DROP TABLE contact")
    connection.exec_driver_sql("CREATE TABLE contact (person VARCHAR PRIMARY KEY, email VARCHAR, phone VARCHAR)")
    connection.exec_driver_sql("INSERT INTO contact SELECT * FROM made")
    connection.exec_driver_sql("DROP TABLE made")


def test_an_older_workspace_is_backed_up_and_brought_up_to_date(closed):
    _old(closed)
    before = closed.read_bytes()
    with Store.open(closed, Schema(NEXT, {0: _rename_notes, 1: _nothing, VERSION: _add_phones})) as store:
        assert store.private_notes() == {"s1": "old note"}
        assert store.contacts()["ada"].email == "ada@example.org"
    (copy,) = copies.copies(closed)
    assert copy.reason is copies.Reason.MIGRATING
    kept = sqlite3.connect(copy.path)
    assert kept.execute("SELECT text FROM jotting").fetchall() == [("old note",)]
    assert kept.execute("PRAGMA user_version").fetchone() == (0,)
    kept.close()
    assert closed.read_bytes() != before
    assert "newer version" in refusal(closed)
    with Store.open(closed, Schema(NEXT, {})) as again:  # nothing to do any more
        assert again.private_notes() == {"s1": "old note"}


def _fail(connection):
    connection.exec_driver_sql("DROP TABLE entry_file")
    raise ZeroDivisionError


def _leave_orphans(connection):
    _add_phones(connection)
    connection.exec_driver_sql("INSERT INTO entry_file VALUES ('nobody', 'nothing')")


@pytest.mark.parametrize(
    ("last", "error"), [(_fail, ZeroDivisionError), (_leave_orphans, Problem), (lambda connection: None, Problem)]
)
def test_a_migration_that_fails_changes_nothing(closed, last, error):
    _old(closed)
    with pytest.raises(error):
        Store.open(closed, Schema(NEXT, {0: _rename_notes, 1: _nothing, VERSION: last}))
    with Store.open(closed, Schema(NEXT, {0: _rename_notes, 1: _nothing, VERSION: _add_phones})) as store:
        assert store.private_notes() == {"s1": "old note"}


def test_a_workspace_of_the_first_version_gets_pictures_and_a_log(closed):
    """Its tables as that version made them: those of today without the two that came since."""
    today = _tables(closed)
    tamper(
        closed,
        "DROP TABLE picture",
        "DROP TABLE shown",
        "INSERT INTO private_note VALUES ('s1', 'kept')",
        "PRAGMA user_version=1",
    )
    picture = Picture(name="sponsor:acme", kind="png", data=b"\x00\xff" * 9, at="t")
    with Store.open(closed) as store:
        assert store.private_notes() == {"s1": "kept"}
        assert (store.pictures(), store.shown(), store.last_shown()) == ({}, (), None)
        store.put_picture(picture)
        store.add_shown(Shown(step=0, at="t", what="Opening"))
    assert _tables(closed) == today
    assert [copy.reason for copy in copies.copies(closed)] == [copies.Reason.MIGRATING]
    with Store.open(closed) as again:
        assert again.picture("sponsor:acme") == picture
        assert again.shown() == (Shown(step=0, at="t", what="Opening"),)


def _tables(path):
    """Every table with its columns, their kinds and keys."""
    raw = sqlite3.connect(path)
    names = [name for (name,) in raw.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")]
    found = {name: raw.execute(f"PRAGMA table_xinfo({name})").fetchall() for name in names}
    raw.close()
    return found


def test_a_workspace_of_today_needs_no_migration(closed):
    before = {path.name for path in closed.parent.iterdir()}
    Store.open(closed, CURRENT).close()
    assert {path.name for path in closed.parent.iterdir()} == before


def test_a_write_cut_off_by_a_power_loss_is_undone_on_opening(store, place, tmp_path):
    """The file as the disk has it in the midst of a big transaction: pages half written, the journal still full."""
    store.put_setting("kept", "yes")
    cut = tmp_path / "cut.gmjdb"
    with store._turns.write() as connection:
        connection.exec_driver_sql("PRAGMA cache_spill=ON")
        connection.exec_driver_sql("PRAGMA cache_size=2")
        for number in range(300):
            connection.exec_driver_sql("INSERT INTO setting VALUES (?, ?)", (f"k{number}", '"' + "x" * 2000 + '"'))
        shutil.copy(place, cut)
        shutil.copy(f"{place}-journal", f"{cut}-journal")
        assert Path(f"{cut}-journal").stat().st_size > 1000
    with Store.open(cut) as again:
        assert again.settings() == {"kept": "yes"}
        again.integrity_check()
