import errno
import glob
import os
import sqlite3
import sys

import pytest

from gpumode_judge.event.problem import Problem
from gpumode_judge.store import engine
from gpumode_judge.store.store import Store
from gpumode_judge.store.values import Draft

EVENT = "e" * 64


def sentence(refused):
    text = str(refused.value)
    assert "\n" not in text
    assert text.endswith(".")
    return text


def test_a_full_disk_is_told_and_what_was_saved_stays(store):
    store.put_setting("kept", "yes")
    with store._turns.alone() as raw:
        (pages,) = raw.execute("PRAGMA page_count").fetchone()
        raw.execute(f"PRAGMA max_page_count={pages + 3}")
    with pytest.raises(Problem) as refused:
        store.put_draft(Draft(submission="s1", value={"note": "x" * 100_000}, at=""))
    assert "is full" in sentence(refused)
    store.put_draft(Draft(submission="s1", value={"note": "short"}, at=""))
    assert (store.setting("kept"), store.drafts()[0].value) == ("yes", {"note": "short"})


def test_a_full_disk_spoils_the_whole_of_what_belongs_together(store, device, appender):
    with store._turns.alone() as raw:
        (pages,) = raw.execute("PRAGMA page_count").fetchone()
        raw.execute(f"PRAGMA max_page_count={pages + 3}")

    def recorded_with_something_big():
        with store.together():
            store.append(appender, device.name)
            store.put_setting("big", "x" * 100_000)

    with pytest.raises(Problem, match="is full"):
        recorded_with_something_big()
    assert store.entries() == []


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_disk_that_fails_to_write_is_told(store):
    import resource

    store.put_setting("kept", "yes")
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (store.path.stat().st_size + 4096, most))
    try:
        with pytest.raises(Problem) as refused:
            store.put_setting("big", "x" * 1_000_000)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert "disk" in sentence(refused)
    store.put_setting("small", "y")
    assert store.settings() == {"kept": "yes", "small": "y"}


def test_another_program_in_the_file_is_told_and_waited_out(store, place, monkeypatch):
    store.close()
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    store = Store.open(place)
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Problem) as refused:
        store.put_setting("a", 1)
    assert "in use by another program" in sentence(refused)
    other.execute("ROLLBACK")
    # A reader only hinders the very end of a change.
    other.execute("BEGIN")
    other.execute("SELECT count(*) FROM setting").fetchone()
    with pytest.raises(Problem, match="in use by another program"):
        store.put_setting("a", 2)
    other.close()
    store.put_setting("a", 3)
    assert store.settings() == {"a": 3}
    store.close()


def test_a_file_in_use_is_refused_at_the_door(store, place, monkeypatch):
    store.close()
    monkeypatch.setattr(engine, "BUSY_SECONDS", 0.05)
    other = sqlite3.connect(place, isolation_level=None)
    other.execute("BEGIN EXCLUSIVE")
    with pytest.raises(Problem, match="in use by another program"):
        Store.open(place)
    other.close()
    Store.open(place).close()


def test_damage_is_told(store, place, device, chain):
    store.add(chain(device, 2000))
    store.close()
    raw = bytearray(place.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 20_000] = os.urandom(20_000)
    place.write_bytes(raw)
    with Store.open(place) as damaged, pytest.raises(Problem) as refused:
        damaged.integrity_check()
    assert "is damaged" in sentence(refused)


@pytest.mark.parametrize(
    "change",
    ["UPDATE entry SET body = x'00' || body", "UPDATE entry SET body = 'text'", "UPDATE entry SET body = x'7b7d'"],
)
def test_an_entry_that_was_changed_in_the_file_is_told(store, place, device, chain, change):
    store.add(chain(device, 3))
    store.close()
    raw = sqlite3.connect(place)
    with raw:
        raw.execute(change)
    raw.close()
    with Store.open(place) as changed:
        with pytest.raises(Problem, match="is damaged"):
            changed.integrity_check()
        with pytest.raises(Problem, match="is damaged"):
            changed.entries()


def test_json_that_was_changed_in_the_file_is_told(store):
    with store._turns.write() as connection:
        connection.exec_driver_sql("INSERT INTO setting VALUES ('a', '{')")
    with pytest.raises(Problem, match="is damaged"):
        store.settings()


def test_what_may_not_be_written_is_refused(store, place):
    store.close()
    place.chmod(0o400)
    if os.access(place, os.W_OK):
        pytest.skip("nothing is forbidden to this user")
    with pytest.raises(Problem, match="cannot be"):
        Store.open(place)
    place.chmod(0o600)
    for left in place.parent.glob(f"{glob.escape(place.name)}?*"):
        left.unlink()
    place.parent.chmod(0o500)
    try:
        with pytest.raises(Problem, match="cannot be"):
            Store.open(place)
    finally:
        place.parent.chmod(0o700)


@pytest.mark.parametrize("number", [errno.EIO, errno.ESTALE, errno.ENOLCK, errno.EACCES, errno.ENOSYS])
def test_a_drive_that_refuses_locks_is_told(store, place, monkeypatch, number):
    fcntl = pytest.importorskip("fcntl")
    store.close()

    def refuse(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refuse)
    with pytest.raises(Problem) as refused:
        Store.open(place)
    assert place.name in sentence(refused)
    monkeypatch.undo()
    Store.open(place).close()


def test_our_own_mistakes_are_not_dressed_up(store):
    with pytest.raises(Exception, match="no such table") as raised, store._turns.read() as connection:
        connection.exec_driver_sql("SELECT * FROM nowhere")
    assert not isinstance(raised.value, Problem)


def test_a_backup_is_whole_and_never_replaces_a_file(store, tmp_path, device, chain):
    store.add(chain(device, 500))
    store.put_draft(Draft(submission="s1", value={"a": "b"}, at="t"))
    target = tmp_path / "stick" / "copy.gmjdb"
    target.parent.mkdir()
    store.backup(target)
    with pytest.raises(Problem, match="already there"):
        store.backup(target)
    store.put_setting("after", 1)
    assert [path.name for path in target.parent.iterdir()] == [target.name]
    with Store.open(target) as copy:
        copy.integrity_check()
        assert copy.drafts() == store.drafts()
        assert set(copy.entries()) == set(store.entries())
        assert copy.settings() == {}
    with pytest.raises(Problem):
        store.backup(tmp_path / "nowhere" / "copy.gmjdb")
    with pytest.raises(RuntimeError), store.together():
        store.backup(tmp_path / "other.gmjdb")
    assert not (tmp_path / "other.gmjdb").exists()


@pytest.mark.skipif(sys.platform == "win32", reason="no limits there")
def test_a_backup_that_does_not_fit_leaves_nothing(store, tmp_path, device, chain):
    import resource

    store.add(chain(device, 500))
    target = tmp_path / "stick" / "copy.gmjdb"
    target.parent.mkdir()
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, most))
    try:
        with pytest.raises(Problem):
            store.backup(target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    assert list(target.parent.iterdir()) == []
    assert len(store.entries()) == 500
