"""What waits and what came of each file, in words that are true now."""

import shutil
from dataclasses import replace
from decimal import Decimal

import pytest

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.locking import admit, lock, manifest_of, revoke
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.quarantine import discard, salvage
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.exchange.gmj import write_gmj
from gpumode_judge.ledger.device import Device, four_words
from gpumode_judge.ledger.record import Conflict, Held
from gpumode_judge.ledger.statements import Award, Enrol, Interest, Lock, Revoke, Signoff, to_data
from gpumode_judge.system import paths
from gpumode_judge.ui.organizer.conflict_words import sides_of, title_of
from gpumode_judge.ui.organizer.merge_words import file_rows
from gpumode_judge.ui.organizer.todo import steps
from gpumode_judge.ui.organizer.view import view_of
from gpumode_judge.ui.organizer.waits import Do


def rows(evening):
    return {row.row.name: row for row in file_rows(view_of(evening.desk).files, "UTC", "Kernel Night")}


def waits(evening):
    return view_of(evening.desk).waits


def mark(laptop, submission, depth, speed):
    laptop.mark(submission, "depth", Decimal(depth))
    laptop.mark(submission, "speed", Decimal(speed))
    laptop.record_ballot(submission)


def two_versions(evening):
    """Ada's workspace is used, put back to an earlier state behind the app's back, and used again."""
    evening.score_file("Ada", {"s1": (4, 5)}).unlink()
    laptop = evening.laptops.pop()
    place = laptop.path
    laptop.close()
    older = evening.folder / "older.copy"
    shutil.copy(place, older)
    files = []
    for submission in ("s2", "s3"):
        with JudgeDesk.open(place) as desk:
            mark(desk, submission, 1, 1)
            files.append(desk.hand_in(evening.folder).path.rename(evening.folder / f"{submission}.gmj"))
        shutil.copy(older, place)
        for left in paths.home().rglob("*left*"):
            shutil.rmtree(left) if left.is_dir() else left.unlink()
    return files


@pytest.fixture
def broken(evening):
    """Ada's file with the third of its statements damaged."""
    path = evening.score_file("Ada", {"s1": (4, 5), "s2": (3, 3), "s3": (1, 2)})
    lines = path.read_bytes().split(b"\n")
    lines[3] = lines[3].replace(b"eyJ2", b"eyJ3", 1)  # how every statement begins
    found = evening.folder / "broken.gmj"
    found.write_bytes(b"\n".join(lines))
    return found


def test_a_file_says_what_it_is_worth_now(evening):
    path = evening.score_file("Bob", {"s1": (4, 5)}, ticket=False)
    evening.desk.merge([path])
    assert "until its laptop is accepted" in rows(evening)[path.name].sentence
    (wait,) = waits(evening)
    assert (wait.does[0][0], "says it is Bob" in wait.text) == (Do.LAPTOPS, True)
    pending = evening.desk.record.pending[0]
    evening.desk.accept(pending.device, pending.judge)
    row = rows(evening)[path.name]
    assert (row.kind, row.sentence) == ("merged", "All of it counts.")
    assert waits(evening) == ()
    revoke(evening.desk, pending.device, "lost")
    assert "shut out" in rows(evening)[path.name].sentence


def test_a_broken_file_that_is_kept_says_how_much_is_whole(evening, broken):
    evening.desk.merge([broken])
    row = rows(evening)["broken.gmj"]
    assert row.kind == "kept"
    assert f"{row.row.whole} of {row.row.whole + 1} statements in it are whole" in row.sentence
    (wait,) = waits(evening)
    assert wait.does[0][0] is Do.BROKEN
    assert wait.about == row.row.sha256
    discard(evening.desk, row.row.sha256)
    row = rows(evening)["broken.gmj"]
    assert (row.kind, row.broken) == ("refused", False)
    assert "thrown away" in row.sentence
    assert waits(evening) == ()


def test_what_was_taken_in_waits_behind_the_hole_and_names_it(evening, broken):
    evening.desk.merge([broken])
    salvage(evening.desk, rows(evening)["broken.gmj"].row.sha256)
    row = rows(evening)["broken.gmj"]
    assert row.kind == "waits"
    assert row.sentence.startswith("It was broken; what is whole was taken in")
    (wait,) = waits(evening)
    assert wait.text == "An earlier score file of Ada is missing"
    assert wait.more.startswith("1 statement in it never came. ")
    assert [do for do, _ in wait.does] == [Do.SCORE_FILE, Do.ADMIT]
    assert "hand in once more" in wait.more
    assert wait.said
    admit(evening.desk, [said.eid for said in wait.said], "the stick broke")
    assert waits(evening) == ()


def test_what_came_after_the_lock_is_told_with_its_clock(evening):
    path = evening.score_file("Ada", {"s1": (4, 5)})
    evening.desk.merge([path])
    lock(evening.desk)
    laptop = evening.laptops[0]
    mark(laptop, "s2", 2, 2)
    mark(laptop, "s3", 2, 2)
    second = laptop.hand_in(evening.folder).path
    report = evening.desk.merge([second])
    assert report.rows[0].late == 2
    assert "Came after the lock: 2 statements wait" in rows(evening)[second.name].sentence
    (wait,) = waits(evening)
    assert wait.text == "2 ballots of Ada came after the lock"
    assert "by the clock of that laptop" in wait.more
    assert [said.text for said in wait.said] == ["Ballot on Team 2 (table 2): 2, 2", "Ballot on Team 3 (table 3): 2, 2"]
    assert any(step.text == wait.text for step in steps(view_of(evening.desk)))


def test_a_ballot_under_an_older_rubric_names_what_is_missing(evening):
    evening.desk.merge([evening.score_file("Ada", {"s1": (4, 5), "s2": (1, 1)})])
    rubric = evening.desk.record.rubric
    evening.desk.put([replace(rubric, criteria=(*rubric.criteria, Criterion(key="demo", name="Demo")))])
    (wait,) = waits(evening)
    assert wait.text == "2 ballots of Ada lack a mark for “Demo”"
    assert "Team 1 (table 1) and Team 2 (table 2)" in wait.more


def test_what_the_same_change_of_the_rubric_left_open_is_one_thing(evening):
    evening.desk.merge([evening.score_file("Ada", {"s1": (4, 5)}), evening.score_file("Bob", {"s1": (1, 1)})])
    rubric = evening.desk.record.rubric
    evening.desk.put([replace(rubric, criteria=(*rubric.criteria, Criterion(key="demo", name="Demo")))])
    (wait,) = waits(evening)
    assert wait.text == "2 ballots lack a mark for “Demo”"
    assert "give it to Ada and Bob" in wait.more


def test_a_first_file_after_the_lock_lets_its_greeting_in_with_the_ballots(evening):
    evening.desk.merge([evening.score_file("Ada", {"s1": (4, 5)})])
    lock(evening.desk)
    evening.desk.merge([evening.score_file("Bob", {"s1": (1, 1)})])
    (wait,) = waits(evening)
    assert wait.text == "1 ballot and 1 note of Bob came after the lock"
    assert [said.text for said in wait.said if said.along] == ["Whose laptop it is"]
    assert "Ballot on Team 1 (table 1): 1, 1" in [said.text for said in wait.said if not said.along]


@pytest.mark.parametrize(("mine", "text"), [(True, "waits for another organizer"), (False, "waits for you")])
def test_a_lock_that_lacks_a_signature_is_among_what_to_do(mine, text, evening):
    evening.desk.merge([evening.score_file("Ada", {"s1": (4, 5)})])
    evening.desk.put([replace(evening.desk.record.rules, signatures=2)])
    if mine:
        lock(evening.desk)
    else:
        other = Device(bytes(range(32)))
        evening.desk.say(Enrol(other.name, ""))
        record = evening.desk.record
        said = Lock(manifest_of(evening.desk.ledger, record))
        entry = other.sign(
            event=record.event_id, kind="lock", seq=1, prev="", at="2026-05-10T20:00:00.000Z", data=to_data(said), supersedes=()
        )  # fmt: skip
        evening.desk.merge([write_gmj(evening.folder, "other", record.event_id, record.event.title, [entry])])
    (step,) = (step for step in steps(view_of(evening.desk)) if step.place == "lock")
    assert step.text == f"Locking the scores {text}"


def test_two_versions_of_a_laptop_are_told(evening):
    evening.desk.merge(two_versions(evening))
    (wait,) = waits(evening)
    assert wait.text == "There are two copies of the laptop of Ada, and they differ"
    assert "choose under Conflicts" in wait.more
    assert {said.text for said in wait.said} == {"Ballot on Team 2 (table 2): 1, 1", "Ballot on Team 3 (table 3): 1, 1"}
    assert any("two copies of that laptop" in row.sentence for row in rows(evening).values())
    admit(evening.desk, [said.eid for said in wait.said], "both were here")
    assert waits(evening) == ()
    assert set(evening.desk.record.ballots) == {(evening.judge_id("Ada"), f"s{n}") for n in (1, 2, 3)}


def test_a_file_of_a_rehearsal_with_the_same_name_says_so(evening, tmp_path):
    other = tmp_path / "rehearsal"
    other.mkdir()
    made = OrganizerDesk.create(other, evening.desk.plan)
    path = made.export_event(other)
    made.close()
    evening.desk.merge([path])
    row = rows(evening)[path.name]
    assert row.kind == "refused"
    assert "is the rehearsal, or was made anew" in row.sentence


def test_what_organizers_contradict_each_other_about_is_told_in_words(evening):
    record = evening.desk.record
    ada, device = evening.judge_id("Ada"), "ab" * 32
    said = {
        ("conflict", ada, "s1"): (Interest(ada, "s1", "sister"), "Whether Ada may mark Team 1 (table 1)"),
        ("revoke", device): (Revoke(device, 4, "lost"), f"Whether the laptop “{four_words(device)}” is shut out"),
        ("lock",): (Lock({device: (3, "e" * 64)}), "The lock"),
        ("award", "p1"): (Award("p1", ("s1",), "", "the jury"), "Who wins Golden Warp"),
        ("signoff", ada): (Signoff(ada, {"s1": "e" * 64}), "Sign-off of Ada"),
    }
    for slot, (value, title) in said.items():
        conflict = Conflict(slot, (Held(value, "1" * 64, device, 1, ""), Held(value, "2" * 64, device, 2, "")))
        assert title_of(conflict, record) == title
        told = " ".join(line.text for line in sides_of(conflict, record)[0].lines)
        assert "ababab" not in told
        assert "eeee" not in told
