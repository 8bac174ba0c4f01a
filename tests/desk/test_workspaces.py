import pytest

from gpumode_judge.desk import workspaces
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.workspaces import Kind
from gpumode_judge.event.problem import Problem


@pytest.fixture
def files(organizer, join, score, stick, tmp_path):
    """A file of every kind; the workspaces are closed."""
    ada = join("ada")
    score(ada, "s1", 5, 3)
    found = {
        Kind.EVENT_FILE: organizer.export_event(stick), Kind.SCORE_FILE: ada.hand_in(stick).path,
        Kind.ORGANIZER_WORKSPACE: organizer.path, Kind.JUDGE_WORKSPACE: ada.path,
    }  # fmt: skip
    ada.close()
    organizer.close()
    return found


def test_what_a_file_is_follows_from_its_content(files, tmp_path):
    for kind, path in files.items():
        assert workspaces.kind_of(path) is kind
        odd = tmp_path / f"{kind.value} copy.txt"
        odd.write_bytes(path.read_bytes())
        assert workspaces.kind_of(odd) is kind
    assert workspaces.event_of(files[Kind.EVENT_FILE]) == workspaces.event_of(files[Kind.SCORE_FILE])


def test_what_is_nothing_of_ours(files, tmp_path):
    (tmp_path / "text.gmj").write_text("hello\n", encoding="utf-8")
    (tmp_path / "empty.gmjdb").touch()
    (tmp_path / "cut.gmj").write_bytes(files[Kind.EVENT_FILE].read_bytes()[:-50])
    (tmp_path / "cut.gmjdb").write_bytes(files[Kind.JUDGE_WORKSPACE].read_bytes()[:100])
    for name in ("text.gmj", "empty.gmjdb", "cut.gmj", "cut.gmjdb", "none.gmj", ".", "n" * 400, "a\x00b"):
        with pytest.raises(Problem) as found:
            workspaces.kind_of(tmp_path / name)
        assert "\n" not in str(found.value)


def test_open_desk_opens_either_role_and_nothing_else(files):
    with workspaces.open_desk(files[Kind.ORGANIZER_WORKSPACE]) as desk:
        assert isinstance(desk, OrganizerDesk)
        with pytest.raises(Problem, match="already open"):
            workspaces.open_desk(files[Kind.ORGANIZER_WORKSPACE])
    with workspaces.open_desk(files[Kind.JUDGE_WORKSPACE]) as desk:
        assert isinstance(desk, JudgeDesk)
        assert desk.judge.name == "Ada Lovelace"
    with pytest.raises(Problem, match="is an event file, not a workspace"):
        workspaces.open_desk(files[Kind.EVENT_FILE])


class TestRecent:
    def test_newest_first_and_each_once(self, organizer, join):
        ada = join("ada")
        assert workspaces.recent() == ()
        for desk in (organizer, ada, organizer):
            workspaces.note_opened(desk)
        first, second = workspaces.recent()
        assert (first.path, first.title, first.role, first.who) == (organizer.path, "CUDA MODE IRL", "organizer", "")
        assert (second.path, second.role, second.who, second.day) == (ada.path, "judge", "Ada Lovelace", "2024-09-21")
        assert first.opened >= second.opened

    def test_what_is_gone_is_not_listed_and_what_is_forgotten_stays_where_it_is(self, organizer, join):
        ada = join("ada")
        for desk in (organizer, ada):
            workspaces.note_opened(desk)
        ada.close()
        ada.path.rename(ada.path.with_suffix(".moved"))
        assert [item.path for item in workspaces.recent()] == [organizer.path]
        ada.path.with_suffix(".moved").rename(ada.path)
        assert len(workspaces.recent()) == 2
        workspaces.forget(organizer.path)
        assert [item.path for item in workspaces.recent()] == [ada.path]
        assert organizer.path.is_file()

    @pytest.mark.parametrize(
        "damaged", [b"", b"{", b"[]x", b"\xff\xfe", b'[{"path": 3}]', b'[{"title": "x"}]', b"null", b"7", b"[7]"]
    )
    def test_a_damaged_list_is_an_empty_one(self, organizer, home, damaged):
        workspaces.note_opened(organizer)
        (home / "recent.json").write_bytes(damaged)
        assert workspaces.recent() == ()
        workspaces.note_opened(organizer)
        assert len(workspaces.recent()) == 1

    def test_the_list_does_not_grow_for_ever(self, organizer, home, monkeypatch):
        monkeypatch.setattr(workspaces, "_MOST", 1)
        workspaces.note_opened(organizer)
        (home / "recent.json").write_bytes((home / "recent.json").read_bytes().replace(b".gmjdb", b".old"))
        workspaces.note_opened(organizer)
        assert (home / "recent.json").read_text(encoding="utf-8").count('"path"') == 1

    def test_windows_keep_workspaces_in_the_data_folder(self, home):
        assert workspaces.default_folder() == home / "workspaces"
        assert workspaces.default_folder().is_dir()
