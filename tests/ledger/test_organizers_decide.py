"""What organizers decide beside the marks: revoked laptops, what is admitted, interests, awards, receipts; and a judge's sign-off."""

import pytest

from gpumode_judge.event.event import Prize
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.statements import Admit, Assign, Award, Checkpoint, Enrol, Interest, Resolve, Revoke, Signoff


def verdicts(world, *entries, **other):
    found = world.record(**other).verdicts
    return [found.get(e.eid) for e in entries]


@pytest.fixture
def second(world, laptop):
    laptop = laptop(20, world.id)
    world.laptops.append(laptop)
    world.org.say(Enrol(laptop.name, ""))
    return laptop


# Revoked


def test_a_revoked_laptop_counts_up_to_the_named_entry(world):
    ada = world.laptop(2, "ada")
    said = [ada.say(world.ballot(submission=s)) for s in "xyz"]
    word = world.org.say(Revoke(ada.name, 3, "lost"))
    record = world.record()
    assert verdicts(world, *said) == [Verdict.COUNTED, Verdict.REVOKED, Verdict.REVOKED]
    assert (set(record.ballots), record.revoked) == ({("ada", "x")}, {ada.name: 3})
    world.org.say(Revoke(ada.name, 0), word)
    assert verdicts(world, *said) == [Verdict.COUNTED] * 3
    assert world.record().revoked == {}


def test_a_revoked_correction_brings_back_what_it_replaced(world):
    ada = world.laptop(2, "ada")
    first = ada.say(world.ballot(a=5))
    changed = ada.say(world.ballot(a=1), first)
    world.org.say(Revoke(ada.name, changed.seq))
    assert verdicts(world, first, changed) == [Verdict.COUNTED, Verdict.REVOKED]


def test_a_revoked_laptop_that_waits_no_longer_waits(world):
    ada = world.laptop(2, "ada", enrol=False)
    ada.say(world.ballot())
    world.org.say(Revoke(ada.name, 1))
    assert world.record().pending == ()
    assert verdicts(world, *ada.said) == [Verdict.REVOKED] * 2


def test_revoked_comes_before_holes_and_forks(world):
    ada = world.laptop(2, "ada")
    one = ada.say(world.ballot())
    lost = ada.say(world.ballot(submission="y"))
    behind = ada.say(world.ballot(submission="z"))
    world.org.say(Revoke(ada.name, 2))
    assert verdicts(world, one, behind, without=[lost]) == [Verdict.REVOKED] * 2
    assert world.record(without=[lost]).gaps == ()


def test_two_places_of_one_revocation_conflict_and_the_earlier_holds_meanwhile(world, second):
    ada = world.laptop(2, "ada")
    said = [ada.say(world.ballot(submission=s)) for s in "xyz"]
    mine, theirs = world.org.say(Revoke(ada.name, 4)), second.say(Revoke(ada.name, 3))
    assert [c.slot for c in world.record().conflicts] == [("revoke", ada.name)]
    assert verdicts(world, *said) == [Verdict.COUNTED, Verdict.REVOKED, Verdict.REVOKED]
    world.org.say(Resolve(mine.eid, tuple(sorted((mine.eid, theirs.eid)))))
    assert verdicts(world, *said) == [Verdict.COUNTED, Verdict.COUNTED, Verdict.REVOKED]


def test_the_first_laptop_is_never_revoked(world, second):
    words = [second.say(Revoke(world.org.name, 2)), world.org.say(Revoke(world.org.name, 1))]
    assert verdicts(world, *words) == [Verdict.REFUSED] * 2
    assert "x" in world.record().submissions
    assert world.record().revoked == {}


def test_a_stolen_organizers_laptop_neither_comes_back_nor_strikes_back(world, second, laptop):
    third = laptop(21, world.id)
    world.laptops.append(third)
    world.org.say(Enrol(third.name, ""))
    before = second.say(Submission(id="s2", title="Before"))
    word = world.org.say(Revoke(second.name, 2, "stolen"))
    theirs = [
        second.say(Revoke(second.name, 0), word),
        second.say(Revoke(third.name, 1)),
        second.say(Admit((before.eid,))),
        second.say(Resolve(word.eid, (word.eid,))),
        second.say(Submission(id="s3", title="After")),
    ]
    good = third.say(Submission(id="s4", title="Good"))
    record = world.record()
    assert verdicts(world, before, *theirs, good) == [Verdict.COUNTED, *[Verdict.REVOKED] * 5, Verdict.COUNTED]
    assert record.revoked == {second.name: 2}
    assert {"s2", "s4"} <= set(record.submissions)
    assert "s3" not in record.submissions


def test_organizers_of_one_rank_do_not_revoke_each_other(world, second, laptop):
    third = laptop(21, world.id)
    world.laptops.append(third)
    world.org.say(Enrol(third.name, ""))
    words = [second.say(Revoke(third.name, 1)), third.say(Revoke(second.name, 1))]
    assert verdicts(world, *words) == [Verdict.REFUSED] * 2
    assert "accepted before" in world.record().reasons[words[0].eid]


def test_what_a_revoked_organizer_let_in_goes_too(world, second, laptop):
    third = laptop(21, world.id)
    world.laptops.append(third)
    second.say(Enrol(third.name, ""))
    said = third.say(Submission(id="s3", title="Third"))
    assert verdicts(world, said) == [Verdict.COUNTED]
    world.org.say(Revoke(second.name, 1))
    assert verdicts(world, said) == [Verdict.PENDING]
    assert third.name not in world.record().organizers


# Admitted


def test_what_waits_behind_a_hole_can_be_admitted(world):
    ada = world.laptop(2, "ada")
    lost, behind, more = (ada.say(world.ballot(submission=s)) for s in "xyz")
    world.org.say(Admit((behind.eid,), "the stick broke"))
    assert verdicts(world, behind, more, without=[lost]) == [Verdict.COUNTED, Verdict.GAP]
    assert verdicts(world, lost, behind, more) == [Verdict.COUNTED] * 3


def test_one_side_of_a_fork_can_be_admitted(world):
    ada = world.laptop(2, "ada")
    left = ada.say(world.ballot(a=5))
    right = ada.say(world.ballot(a=1), seq=2, prev=left.prev)
    world.org.say(Admit((right.eid,)))
    assert verdicts(world, left, right) == [Verdict.FORKED, Verdict.COUNTED]
    world.org.say(Admit((left.eid,)))
    assert verdicts(world, left, right) == [Verdict.CONFLICT] * 2


def test_an_admitted_entry_is_judged_like_any_other(world, make_world):
    other = make_world("Other", seed=50)
    ada, bob = world.laptop(2, "ada"), world.laptop(3, "bob", enrol=False)
    wrong = ada.say(world.ballot("bob"))
    waits = bob.say(world.ballot("bob"))
    unfit = ada.say(world.ballot(a=9))
    world.org.say(Admit((wrong.eid, waits.eid, unfit.eid, other.rules.eid, "f" * 64)))
    assert verdicts(world, wrong, waits, unfit, other.rules, more=[other.rules]) == [
        Verdict.REFUSED, Verdict.PENDING, Verdict.WRONG_RUBRIC, Verdict.FOREIGN,
    ]  # fmt: skip


def test_a_revoked_entry_can_be_admitted(world):
    ada = world.laptop(2, "ada")
    said = ada.say(world.ballot())
    world.org.say(Revoke(ada.name, 1))
    world.org.say(Admit((said.eid,), "was made before it was stolen"))
    assert verdicts(world, said) == [Verdict.COUNTED]


def test_a_forked_organizers_chain_is_mended_by_another_organizer(world, second):
    last = world.org.said[-1]
    left = world.org.say(Submission(id="l", title="Left"))
    right = world.org.say(Submission(id="r", title="Right"), seq=last.seq + 1, prev=last.eid)
    after = world.org.say(Admit((right.eid,)), seq=last.seq + 2, prev=right.eid)
    world.org.said.pop()
    assert verdicts(world, left, right, after, more=[after]) == [Verdict.FORKED] * 3, "nobody mends the own fork"
    second.say(Admit((left.eid, after.eid)))
    record = world.record(more=[after])
    assert [record.verdicts[e.eid] for e in (left, right, after)] == [Verdict.COUNTED] * 3
    assert record.admitted == {left.eid, right.eid, after.eid}


# Interests


def test_an_interest_keeps_a_judge_away(world):
    ada = world.laptop(2, "ada")
    marked, absent = (
        ada.say(world.ballot()),
        ada.say(world.ballot(submission="y", outcome=Outcome.RECUSED, reason="I advised them")),
    )
    words = [world.org.say(Interest("ada", s, "advised them")) for s in "xy"]
    record = world.record()
    assert verdicts(world, marked, absent) == [Verdict.REFUSED, Verdict.COUNTED]
    assert record.reasons[marked.eid] == "a conflict of interest was declared"
    assert record.interests == {("ada", "x"): "advised them", ("ada", "y"): "advised them"}
    assert [s.id for s in record.round_of("ada")] == ["z"]
    assert [s.id for s in record.round_of("bob")] == ["x", "y", "z"]
    world.org.say(Assign("ada", ("y", "z", "x")))
    assert [s.id for s in world.record().round_of("ada")] == ["z"]
    world.org.say(Interest("ada", "x", ""), words[0])
    assert verdicts(world, marked) == [Verdict.COUNTED]
    assert set(world.record().interests) == {("ada", "y")}


def test_while_organizers_disagree_about_an_interest_the_judge_stays_away(world, second):
    marked = world.laptop(2, "ada").say(world.ballot())
    world.org.say(Interest("ada", "x", "advised them"))
    second.say(Interest("ada", "x", ""))
    assert verdicts(world, marked) == [Verdict.REFUSED]
    assert [c.slot for c in world.record().conflicts] == [("conflict", "ada", "x")]


# Awards, receipts, sign-offs


def test_awards_are_for_what_the_event_has(world, second):
    world.org.say(Prize(id="best", name="Best"))
    first = world.org.say(Award("best", ("x",), "by points", "the standings"))
    held = world.record().awards["best"]
    assert (held.value, held.eid) == (Award("best", ("x",), "by points", "the standings"), first.eid)
    odd = [world.org.say(Award("none", ("x",))), second.say(Award("best", ("nowhere",)), first)]
    assert verdicts(world, *odd) == [Verdict.REFUSED] * 2
    again = world.org.say(Award("best", ("y", "z")), odd[1])
    assert world.record().awards["best"].eid == again.eid
    second.say(Award("best", ("z",)))
    assert world.record().awards == {}
    assert [c.slot for c in world.record().conflicts] == [("award", "best")]


def test_receipts_never_contradict_each_other(world, second):
    ada = world.laptop(2, "ada")
    first, last = ada.say(world.ballot()), ada.say(world.ballot(submission="y"))
    words = [
        second.say(Checkpoint(ada.name, first.seq, first.eid)),
        world.org.say(Checkpoint(ada.name, last.seq, last.eid)),
    ]
    record = world.record()
    assert record.checkpoints == {ada.name: (last.seq, last.eid)}
    assert record.conflicts == ()
    assert verdicts(world, *words) == [Verdict.COUNTED] * 2
    again = second.say(Checkpoint(ada.name, first.seq, first.eid), *words)
    assert verdicts(world, *words, again) == [Verdict.SUPERSEDED, Verdict.SUPERSEDED, Verdict.COUNTED]


def test_a_sign_off_is_about_exactly_the_ballots_that_count(world):
    ada = world.laptop(2, "ada")
    x, y = (
        ada.say(world.ballot()),
        ada.say(world.ballot(submission="y", outcome=Outcome.ABSENT, reason="team has left")),
    )
    assert not world.record().signed_off("ada")
    off = ada.say(Signoff("ada", {"x": x.eid, "y": y.eid}))
    record = world.record()
    assert record.signed_off("ada")
    assert record.signoffs["ada"].eid == off.eid
    changed = ada.say(world.ballot(a=1), x)
    assert not world.record().signed_off("ada")
    ada.say(Signoff("ada", {"x": changed.eid, "y": y.eid}), off)
    assert world.record().signed_off("ada")
    world.org.say(world.ballot("ada", "z"))
    assert not world.record().signed_off("ada"), "a ballot from paper that the judge has not seen"
    assert not world.record().signed_off("bob")
