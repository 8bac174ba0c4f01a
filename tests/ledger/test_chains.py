"""Chains: who may speak, in what order, and what a hole or a fork does."""

import pytest

from gpumode_judge.event.event import Event
from gpumode_judge.event.people import Judge, Outcome, Remark
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.entry import Stub
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.project import project
from gpumode_judge.ledger.record import Gap, Pending
from gpumode_judge.ledger.statements import Assign, Enrol, Hello, Resolve, to_data


def test_a_ballot_counts_when_its_laptop_is_enrolled_and_its_chain_is_whole(world):
    ada = world.laptop(2, "ada")
    entry = ada.say(world.ballot(a=5, b=1))
    record = world.record()
    held = record.ballots["ada", "x"]
    assert (held.value, held.eid, held.device, held.seq, held.paper) == (
        world.ballot(a=5, b=1),
        entry.eid,
        ada.name,
        2,
        False,
    )
    assert set(record.verdicts.values()) == {Verdict.COUNTED}
    assert set(record.verdicts) == {e.eid for e in world.entries}
    assert record.devices == {ada.name: "ada"}
    assert record.organizers == {world.org.name}
    assert (record.gaps, record.pending, record.conflicts, record.reasons) == ((), (), (), {})


def test_without_the_first_statement_there_is_no_event(world):
    with pytest.raises(Problem, match="which event"):
        world.record(without=[world.genesis])


def test_only_a_first_statement_makes_an_event(world):
    ada = world.laptop(2, "ada")
    forged = ada.sign("event", to_data(Event(title="Mine")))
    with pytest.raises(Problem, match="which event"):
        project(Ledger(world.entries), forged.eid)
    assert world.record().verdicts[forged.eid] is Verdict.REFUSED


def test_a_hole_lets_everything_behind_it_wait(world):
    ada = world.laptop(2, "ada")
    first, lost, third, fourth = (ada.say(world.ballot(submission=s)) for s in "xyzx")
    record = world.record(without=[lost])
    assert [record.verdicts.get(e.eid) for e in (first, lost, third, fourth)] == [
        Verdict.COUNTED,
        None,
        Verdict.GAP,
        Verdict.GAP,
    ]
    assert record.gaps == (Gap(ada.name, "ada", 3, 2),)
    assert set(record.ballots) == {("ada", "x")}


def test_a_stub_fills_no_place_of_a_judges_chain(world):
    ada = world.laptop(2, "ada")
    lost, third = ada.say(world.ballot()), ada.say(world.ballot(submission="y"))
    record = world.record(without=[lost], stubs=[Stub.of(lost)])
    assert record.verdicts[third.eid] is Verdict.GAP
    assert record.gaps == (Gap(ada.name, "ada", 2, 1),)


def test_stubs_keep_an_organizers_chain_whole(world):
    withheld = [world.org.say(Enrol("c" * 64, "ada")), world.org.say(Enrol("d" * 64, "bob"))]
    last = world.org.say(Judge(id="cyd", name="Cyd"))
    assert "cyd" in world.record(without=withheld, stubs=[Stub.of(e) for e in withheld]).judges
    holed = world.record(without=withheld, stubs=[Stub.of(withheld[0])])
    assert holed.verdicts[last.eid] is Verdict.GAP
    assert holed.gaps == (Gap(world.org.name, "", withheld[1].seq, 1),)
    assert "cyd" not in holed.judges


def test_forged_stubs_take_nothing_away(world):
    """A stub is a claim of whoever wrote the file; it stands back behind entries and behind the true stub."""
    whole = world.record()
    target, beside = world.submissions["y"], world.submissions["z"]
    forged = [
        Stub("f" * 64, world.org.name, target.seq, target.prev),
        Stub(target.eid, world.org.name, target.seq, "f" * 64),
        Stub(target.eid, world.org.name, target.seq + 20, "f" * 64),
        Stub("f" * 64, world.org.name, 99, beside.eid),
    ]
    assert world.record(stubs=forged) == whole
    withheld = world.record(without=[target], stubs=[*forged, Stub.of(target)])
    assert withheld.verdicts[beside.eid] is Verdict.COUNTED
    assert withheld == world.record(without=[target], stubs=[Stub.of(target), *reversed(forged)])


def test_two_entries_with_one_seq_void_the_chain_from_there_on(world):
    ada = world.laptop(2, "ada")
    before = ada.say(world.ballot(submission="x"))
    left = ada.say(world.ballot(submission="y"))
    after = ada.say(world.ballot(submission="z"))
    right = ada.say(world.ballot(submission="y", a=5), seq=left.seq, prev=before.eid)
    record = world.record()
    assert [record.verdicts[e.eid] for e in (before, left, right, after)] == [Verdict.COUNTED, *[Verdict.FORKED] * 3]
    assert set(record.ballots) == {("ada", "x")}


def test_a_second_signature_of_the_same_words_is_a_fork_too(world):
    ada = world.laptop(2, "ada")
    ada.say(world.ballot())
    ada.say(world.ballot(), seq=2, prev=ada.said[0].eid, at="2030-01-01T00:00:00.000Z")
    assert world.record().ballots == {}


@pytest.mark.parametrize("prev", ["e" * 64, None])
def test_an_entry_that_follows_something_else_waits(world, prev):
    ada = world.laptop(2, "ada")
    odd = ada.say(world.ballot(), prev=prev or world.genesis.eid)
    after = ada.say(world.ballot(submission="y"))
    record = world.record()
    assert record.verdicts[odd.eid] is record.verdicts[after.eid] is Verdict.GAP
    assert len(record.gaps) == 1


def test_a_laptop_waits_until_it_is_enrolled(world):
    ada = world.laptop(2, "ada", enrol=False)
    ada.say(world.ballot())
    record = world.record()
    assert record.pending == (Pending(ada.name, "ada", "", 2),)
    assert {record.verdicts[e.eid] for e in ada.said} == {Verdict.PENDING}
    assert record.ballots == {}
    world.org.say(Enrol(ada.name, "ada"))
    assert set(world.record().ballots) == {("ada", "x")}
    assert world.record().pending == ()


def test_a_laptop_that_never_greets_waits_without_a_name(world, laptop):
    silent = laptop(5, world.id)
    silent.say(world.ballot())
    world.laptops.append(silent)
    assert world.record().pending == (Pending(silent.name, "", "", 1),)


def test_the_last_greeting_names_the_judge_and_the_proof(world):
    ada = world.laptop(2, "ada", enrol=False)
    ada.say(Hello("ada", "f" * 64))
    assert world.record().pending == (Pending(ada.name, "ada", "f" * 64, 2),)


def test_a_judge_needs_nobodys_leave_on_their_own_laptop(world):
    ada = world.laptop(2, "ada", enrol=False)
    ada.say(world.ballot())
    record = world.record(speaking={ada.name: "ada"})
    assert set(record.ballots) == {("ada", "x")}
    assert record.pending == ()


def test_a_second_organizers_laptop_speaks_once_enrolled_and_a_third_through_it(world, laptop):
    second, third = laptop(10, world.id), laptop(11, world.id)
    world.laptops += [third, second]
    second_said = second.say(Submission(id="s2", title="Second"))
    second.say(Enrol(third.name, ""))
    third.say(Submission(id="s3", title="Third"))
    assert "s2" not in world.record().submissions
    assert world.record().verdicts[second_said.eid] is Verdict.PENDING
    world.org.say(Enrol(second.name, ""))
    record = world.record()
    assert {"s2", "s3"} <= set(record.submissions)
    assert record.organizers == {world.org.name, second.name, third.name}
    assert record.devices == {}


def test_a_laptop_with_two_contradicting_enrolments_waits(world):
    ada = world.laptop(2, "ada")
    ada.say(world.ballot())
    world.org.say(Enrol(ada.name, "bob"))
    record = world.record()
    assert record.ballots == {}
    assert [p.device for p in record.pending] == [ada.name]
    assert [c.kind for c in record.conflicts] == ["enrol"]


@pytest.mark.parametrize(
    "statement",
    [
        Submission(id="mine", title="Mine"),
        Judge(id="ada", name="Someone else"),
        Assign("bob", ()),
        Enrol("c" * 64, ""),
        Resolve("c" * 64, ("c" * 64,)),
        Event(title="Mine"),
    ],
)
def test_a_judges_laptop_cannot_say_what_organizers_say(world, statement):
    ada = world.laptop(2, "ada")
    before = world.record()
    entry = ada.say(statement)
    after = world.record()
    assert after.verdicts[entry.eid] is Verdict.REFUSED
    assert "organizer" in after.reasons[entry.eid]
    assert (after.submissions, after.judges, after.assignments) == (
        before.submissions,
        before.judges,
        before.assignments,
    )
    assert after.organizers == {world.org.name}
    assert after.conflicts == ()


def test_a_judge_cannot_enrol_the_own_second_laptop(world):
    ada = world.laptop(2, "ada")
    second = world.laptop(3, "ada", enrol=False)
    second.say(world.ballot())
    ada.say(Enrol(second.name, "ada"))
    assert world.record().ballots == {}


def test_a_laptop_speaks_for_its_judge_alone(world):
    ada = world.laptop(2, "ada")
    world.laptop(3, "bob").say(world.ballot("bob", a=4))
    forged = [
        ada.say(world.ballot("bob", a=1)),
        ada.say(Remark(judge="bob", submission="x", text="no")),
        ada.say(Hello("bob", "")),
    ]
    record = world.record()
    assert {record.verdicts[e.eid] for e in forged} == {Verdict.REFUSED}
    assert {record.reasons[e.eid] for e in forged} == {"this laptop speaks for another judge"}
    assert record.ballots["bob", "x"].value == world.ballot("bob", a=4)
    assert record.remarks == ()


def test_a_refused_statement_does_not_hold_up_what_follows(world):
    ada = world.laptop(2, "ada")
    ada.sign("mystery", {"new": "kind"})
    ada.sign("ballot", {"judge": "ada"})
    good = ada.say(world.ballot())
    record = world.record()
    assert record.verdicts[good.eid] is Verdict.COUNTED
    assert "does not know" in record.reasons[ada.said[1].eid]
    assert "lacks something" in record.reasons[ada.said[2].eid]


def test_ballots_on_what_the_event_does_not_have_are_refused(world):
    ada = world.laptop(2, "ada")
    entry = ada.say(world.ballot(submission="nowhere"))
    record = world.record()
    assert record.verdicts[entry.eid] is Verdict.REFUSED
    assert "does not have" in record.reasons[entry.eid]
    assert record.ballots == record.unfit == {}


def test_another_events_entries_are_foreign_and_touch_no_chain(world, make_world):
    other = make_world("Other", seed=50)
    ada = world.laptop(2, "ada")
    ada.say(world.ballot())
    whole = world.record()
    elsewhere = [
        *other.entries,
        ada.device.sign(event=other.id, kind="hello", seq=1, prev="", at="", data={"judge": "ada", "proof": ""}),
        ada.device.sign(event=other.id, kind="hello", seq=2, prev="f" * 64, at="", data={"judge": "ada", "proof": ""}),
        world.org.device.sign(event="", kind="event", seq=1, prev="", at="", data=to_data(Event(title="Again"))),
    ]
    record = world.record(more=elsewhere)
    assert {record.verdicts[e.eid] for e in elsewhere} == {Verdict.FOREIGN}
    assert record.ballots == whole.ballots
    assert record.gaps == whole.gaps
    assert record.pending == ()


def test_a_rehearsal_never_counts_in_the_live_event(world, make_world):
    rehearsal = make_world("IRL", seed=60)
    ada = rehearsal.laptop(2, "ada")
    ada.say(rehearsal.ballot())
    record = world.record(more=rehearsal.entries)
    assert record.ballots == {}
    assert {record.verdicts[e.eid] for e in rehearsal.entries} == {Verdict.FOREIGN}


def test_outcomes_without_marks_are_ballots(world):
    ada = world.laptop(2, "ada")
    for submission, outcome in zip("xyz", (Outcome.ABSENT, Outcome.RECUSED, Outcome.SKIPPED), strict=True):
        ada.say(world.ballot(submission=submission, outcome=outcome, reason="team has left"))
    assert [held.value.outcome for held in world.record().ballots.values()] == [
        Outcome.ABSENT,
        Outcome.RECUSED,
        Outcome.SKIPPED,
    ]


def test_times_are_text_that_nobody_can_play_with(world):
    ada = world.laptop(2, "ada")
    ada.say(world.ballot(), at="\u202e2024\n\x00yesterday")
    assert world.record().ballots["ada", "x"].at == "2024 yesterday"
