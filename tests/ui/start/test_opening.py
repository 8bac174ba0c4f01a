"""What the files ask for that somebody opens or drops."""

import pytest

from gpumode_judge.desk import planning, workspaces
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.opening import Join, Merge, Offer, Open, OpenEvent, Plan, TakeIn, decide


def test_an_event_file_lets_a_judge_join(evening):
    evening.strangers_laptop()
    assert decide([evening.event_file]) == Join(evening.event_file)


def test_an_event_file_of_an_event_that_is_judged_here_goes_to_its_workspace(evening):
    assert decide([evening.event_file]) == TakeIn(evening.judge_path, evening.event_file)


def test_an_event_file_on_the_organizers_laptop_is_a_question(evening):
    workspaces.forget(evening.judge_path)
    assert decide([evening.event_file]) == Offer(evening.organizer_path, evening.event_file, "Kernel Night")


def test_score_files_go_to_the_organizers_workspace(evening):
    assert decide([evening.score_file]) == Merge(evening.organizer_path, (evening.score_file,))


def test_a_stick_with_score_files_goes_to_the_organizers_workspace(evening):
    assert decide([evening.score_file.parent]) == Merge(evening.organizer_path, (evening.score_file,))


def test_a_workspace_that_is_open_here_is_found_without_touching_it(evening):
    with OrganizerDesk.open(evening.organizer_path) as desk:
        window = OpenEvent(evening.organizer_path, desk.record.event_id, judge=False)
        assert decide([evening.score_file], [window]) == Merge(evening.organizer_path, (evening.score_file,))
        assert decide([evening.organizer_path], [window]) == Open(evening.organizer_path)


def test_a_workspace_that_another_app_holds_is_named(evening):
    with OrganizerDesk.open(evening.organizer_path), pytest.raises(Problem, match="already open"):
        decide([evening.score_file])


def test_score_files_of_a_strange_event_are_refused_in_one_sentence(evening):
    evening.strangers_laptop()
    with pytest.raises(Problem, match="not organized on this laptop"):
        decide([evening.score_file])


def test_score_files_of_two_events_are_refused(evening, tmp_path):
    with OrganizerDesk.create(tmp_path / "other.gmjdb", evening.plan) as other:
        event_file = other.export_event(tmp_path)
        judge = evening.plan.judges[0]
        with JudgeDesk.join(event_file, judge.id, "", tmp_path / "j.gmjdb") as desk:
            strange = desk.hand_in(tmp_path / "stick").path
    with pytest.raises(Problem, match="different events"):
        decide([evening.score_file, strange])


def test_workspaces_and_plans_are_opened(evening, tmp_path):
    toml = tmp_path / "event.toml"
    toml.write_text(planning.plan_to_toml(evening.plan), encoding="utf-8")
    assert decide([evening.judge_path]) == Open(evening.judge_path)
    assert decide([toml]) == Plan(toml)


@pytest.mark.parametrize(
    ("name", "data", "word"),
    [
        ("notes.gmj", b"not a score file", "notes.gmj"),
        ("empty.gmj", b"", "empty.gmj"),
        ("teams.csv", b"a,b\n", "import"),
        ("broken.gmjdb", b"SQLite format 3\0" + b"\xff" * 4000, "broken.gmjdb"),
        ("photo.png", b"\x89PNG\r\n\x1a\n", "photo.png"),
    ],
)
def test_what_is_nothing_of_ours_gets_one_sentence(tmp_path, name, data, word):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(Problem, match=word) as told:
        decide([path])
    assert "\n" not in str(told.value)


def test_files_that_are_not_there_and_empty_folders_are_named(tmp_path):
    with pytest.raises(Problem, match=r"gone\.gmj"):
        decide([tmp_path / "gone.gmj"])
    (tmp_path / "stick").mkdir()
    with pytest.raises(Problem, match="stick"):
        decide([tmp_path / "stick"])
    with pytest.raises(Problem):
        decide([])


def test_several_things_at_once_are_refused(evening):
    with pytest.raises(Problem, match="one"):
        decide([evening.organizer_path, evening.event_file])
