"""Everything in one file, and a workspace from it elsewhere: with the key it goes on, without it only looks."""

import json
import re
import sys

import pytest

from gpumode_judge.desk.everything import export_everything, import_everything
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.workspaces import open_desk
from gpumode_judge.event.problem import Problem


@pytest.fixture
def played(organizer, join, score, stick):
    ada = join("ada")
    score(ada, "s1", 5, 3)
    ada.hand_in(stick)
    (stick / "broken.gmj").write_bytes(b"x")
    organizer.merge([stick])
    organizer.remember("columns of submissions", {"a": 1.5, "b": [True, None]})
    return organizer


@pytest.fixture
def laptop(monkeypatch, tmp_path):
    """Sit down at another laptop."""

    def do(name="second"):
        monkeypatch.setenv("GPUMODE_JUDGE_HOME", str(tmp_path / name / "home"))
        (tmp_path / name).mkdir(exist_ok=True)
        return tmp_path / name

    return do


def test_without_the_key_it_is_for_looking(played, tmp_path, laptop, table, desks, stick):
    path = export_everything(played, tmp_path)
    assert path.name == "cuda-mode-irl-everything.gmjall"
    assert played.seed.hex() not in path.read_text()
    desk = desks(open_desk(import_everything(path, laptop())))
    assert isinstance(desk, OrganizerDesk)
    assert not desk.can_speak
    assert table(desk) == table(played)
    assert desk.tickets == played.tickets
    assert desk.contacts == played.contacts
    assert [row.sha256 for row in desk.merges] == [row.sha256 for row in played.merges]
    assert desk.store.setting("columns of submissions") == {"a": 1.5, "b": [True, None]}
    for entry in played.ledger:
        assert sorted(desk.store.files_of(entry.eid)) == sorted(played.store.files_of(entry.eid))
    for change in (
        lambda: desk.merge([stick]), lambda: desk.new_ticket("ada"), lambda: desk.withdraw("s1"),
        lambda: desk.accept(next(iter(desk.record.devices)), "ada"),
    ):  # fmt: skip
        with pytest.raises(Problem, match="for looking only"):
            change()
    assert desk.export_event(stick).is_file()
    assert desk.missing == 0


def test_it_looks_on_the_first_laptop_too(played, tmp_path, desks):
    """The key lies on this laptop, but it was not asked for."""
    desk = desks(OrganizerDesk.open(import_everything(export_everything(played, tmp_path), tmp_path)))
    assert not desk.can_speak


def test_with_the_key_it_goes_on_there(played, tmp_path, laptop, desks, changed_team):
    path = export_everything(played, tmp_path / "mine.gmjall", with_key=True)
    played.close()
    place = import_everything(path, laptop())
    desk = desks(OrganizerDesk.open(place))
    assert desk.can_speak
    assert desk.device == played.device
    assert desk.put([changed_team(1, table="99")]) == 1
    desk.close()
    laptop("third")
    with pytest.raises(Problem, match="another user or laptop"):
        OrganizerDesk.open(place)


@pytest.mark.skipif(sys.platform == "win32", reason="permission bits")
def test_only_its_owner_can_read_it(played, tmp_path):
    for number, key in enumerate((False, True)):
        path = export_everything(played, tmp_path / f"{number}.gmjall", with_key=key)
        assert path.stat().st_mode & 0o077 == 0


def test_nothing_is_overwritten(played, tmp_path, laptop):
    path = export_everything(played, tmp_path)
    with pytest.raises(Problem, match="already there"):
        export_everything(played, tmp_path)
    folder = laptop()
    import_everything(path, folder)
    with pytest.raises(Problem, match="already there"):
        import_everything(path, folder)
    OrganizerDesk.open(next(folder.glob("*.gmjdb"))).close()


def test_the_same_bytes_come_out_again(played, tmp_path, laptop, desks):
    path = export_everything(played, tmp_path)
    desk = desks(OrganizerDesk.open(import_everything(path, laptop())))
    assert export_everything(desk, tmp_path / "again.gmjall").read_bytes() == path.read_bytes()


def says(line: bytes, what: bytes) -> bool:
    from base64 import b64decode

    fields = json.loads(line)
    return "b" in fields and what in b64decode(fields["b"])


def resealed(data: bytes, change) -> bytes:
    from hashlib import sha256

    lines = data[:-1].split(b"\n")[:-1]
    lines = change(lines)
    head = json.loads(lines[0])
    lines[0] = json.dumps({**head, "count": len(lines) - 1}, separators=(",", ":")).encode()
    body = b"".join(line + b"\n" for line in lines)
    return body + b'{"end":%d,"sha256":"%s"}\n' % (len(lines) - 1, sha256(body).hexdigest().encode())


@pytest.mark.parametrize(
    "change",
    [
        lambda lines: [*lines, b'{"ticket":["ada"]}'],
        lambda lines: [*lines, b'{"ticket":[1,2]}'],
        lambda lines: [*lines, b'{"ticket":5}'],
        lambda lines: [*lines, b'{"setting":["a","{"]}'],
        lambda lines: [*lines, b'{"file":["../../x","n","a","merged","{}"]}'],
        lambda lines: [*lines, b'{"file":["%s","n","a","king","{}"]}' % (b"a" * 64)],
        lambda lines: [*lines, b'{"file":["%s","n","a","merged","[]"]}' % (b"a" * 64)],
        lambda lines: [*lines, b'{"from":["%s",["x"]]}' % (b"b" * 64)],
        lambda lines: [*lines, b'{"key":"zz"}'],
        lambda lines: [*lines, b'{"key":"%s"}' % (b"a" * 64)],
        lambda lines: [*lines, b'{"draft":[1,2,3]}'],
        lambda lines: [*lines, b'{"draft":["a","' + b"[" * 5000 + b'","x"]}'],
        lambda lines: [*lines, b'{"odd":1}'],
        lambda lines: [line for line in lines if not says(line, b'"kind":"event"')],
        lambda lines: [lines[0]],
        lambda lines: [lines[0], lines[1][:30] + b"A" + lines[1][31:], *lines[2:]],
    ],
)
def test_a_forged_one_is_refused_and_leaves_nothing(played, tmp_path, laptop, change):
    path = export_everything(played, tmp_path)
    path.write_bytes(resealed(path.read_bytes(), change))
    folder = laptop()
    with pytest.raises(Problem):
        import_everything(path, folder)
    assert [item.name for item in folder.iterdir() if item.name != "home"] == []


def test_damage_and_strangers_are_refused(played, tmp_path, laptop):
    path = export_everything(played, tmp_path)
    data = path.read_bytes()
    folder = laptop()
    for broken in (
        b"",
        b"x",
        data[:-1],
        data[:-20],
        data.replace(b"a", b"b", 1),
        data + b"\n",
        re.sub(rb'"v":1', b'"v":2', data, count=1),
    ):
        path.write_bytes(broken)
        with pytest.raises(Problem):
            import_everything(path, folder)
    with pytest.raises(Problem, match="does not hold a whole workspace"):
        import_everything(played.export_event(tmp_path), folder)


def test_settings_about_the_laptop_do_not_travel(played, tmp_path, laptop, desks):
    path = export_everything(played, tmp_path)
    path.write_bytes(
        resealed(path.read_bytes(), lambda lines: [*lines, b'{"setting":["device","\\"%s\\""]}' % (b"a" * 64)])
    )
    desk = desks(OrganizerDesk.open(import_everything(path, laptop())))
    assert not desk.can_speak
    assert desk.store.setting("device") is None
