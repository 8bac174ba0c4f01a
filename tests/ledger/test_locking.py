"""The lock: a place in every chain, whatever the clocks say; one organizer's word or two."""

from decimal import Decimal

import pytest

from gpumode_judge.event.people import Judge, Outcome, Remark
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.locks import manifest_of
from gpumode_judge.ledger.merge import Ledger, Verdict
from gpumode_judge.ledger.statements import Admit, Enrol, Interest, Lock, Resolve, Signoff


def now(world) -> Lock:
    return Lock(manifest_of(Ledger(world.entries), world.record()))


def verdicts(world, *entries):
    found = world.record().verdicts
    return [found[e.eid] for e in entries]


@pytest.fixture
def second(world, laptop):
    """Another organizer's laptop."""
    laptop = laptop(20, world.id)
    world.laptops.append(laptop)
    world.org.say(Enrol(laptop.name, ""))
    return laptop


@pytest.fixture
def two_must_sign(world, second):
    world.rules = world.org.say(Rules(weights={"a": Decimal(1)}, signatures=2), world.rules)
    return second


def test_a_lock_names_where_every_chain_stands(world):
    ada, bob = world.laptop(2, "ada"), world.laptop(3, "bob", enrol=False)
    ada.say(world.ballot())
    lock = now(world)
    assert lock.manifest == {
        ada.name: (2, ada.said[-1].eid),
        world.org.name: (world.org.said[-1].seq, world.org.said[-1].eid),
    }
    assert bob.name not in lock.manifest
    said = world.org.say(lock)
    record = world.record()
    assert (record.lock, record.lock_waiting) == (lock.manifest, ())
    assert record.heads["lock",] == (said.eid,)
    assert record.verdicts[said.eid] is Verdict.COUNTED


@pytest.mark.parametrize("at", ["1999-01-01T00:00:00.000Z", "2999-01-01T00:00:00.000Z", "yesterday"])
def test_what_comes_after_the_lock_is_late_whatever_its_clock_says(world, at):
    ada = world.laptop(2, "ada")
    first = ada.say(world.ballot(a=5))
    world.org.say(now(world), at="2024-09-21T23:00:00.000Z")
    late = [ada.say(world.ballot(a=1), first, at=at), ada.say(world.ballot(submission="y"), at=at)]
    late.append(ada.say(Remark(judge="ada", submission="x", text="hm"), at=at))
    late.append(ada.say(Signoff("ada", {}), at=at))
    record = world.record()
    assert verdicts(world, first, *late) == [Verdict.COUNTED, *[Verdict.LATE] * 4]
    assert record.ballots["ada", "x"].eid == first.eid
    assert set(record.ballots) == {("ada", "x")}
    assert record.remarks == ()


def test_a_laptop_that_the_lock_does_not_know_is_late_once_it_is_accepted(world):
    bob = world.laptop(3, "bob", enrol=False)
    said = bob.say(world.ballot("bob"))
    world.org.say(now(world))
    assert verdicts(world, said) == [Verdict.PENDING]
    world.org.say(Enrol(bob.name, "bob"))
    assert verdicts(world, said) == [Verdict.LATE]


def test_organizers_change_nothing_that_is_marked_but_the_evening_goes_on(world):
    world.laptop(2, "ada").say(world.ballot(a=5))
    world.org.say(now(world))
    locked = [
        world.org.say(world.ballot("bob")),
        world.org.say(Remark(judge="bob", submission="x", text="hm")),
        world.org.say(Rules(weights={"b": Decimal(1)}), world.rules),
        world.org.say(Rubric(name="n", criteria=(Criterion(key="n", name="N"),)), world.rubric),
        world.org.say(Interest("ada", "x", "advised")),
    ]
    free = [
        world.org.say(Submission(id="x", title="Corrected", table="0"), world.submissions["x"]),
        world.org.say(Judge(id="cyd", name="Cyd")),
    ]
    record = world.record()
    assert verdicts(world, *locked, *free) == [*[Verdict.LATE] * 5, *[Verdict.COUNTED] * 2]
    assert (record.rules.weight("a"), record.rubric_eid) == (70, world.rubric.eid)
    assert (set(record.ballots), record.interests, record.conflicts) == ({("ada", "x")}, {}, ())
    assert record.submissions["x"].title == "Corrected"


def test_an_unlock_lets_everything_count_and_a_new_lock_takes_it_in(world):
    ada = world.laptop(2, "ada")
    ada.say(world.ballot())
    lock = world.org.say(now(world))
    late = ada.say(world.ballot(submission="y"))
    unlock = world.org.say(Lock({}), lock)
    assert world.record().lock is None
    assert verdicts(world, late, lock, unlock) == [Verdict.COUNTED, Verdict.SUPERSEDED, Verdict.COUNTED]
    world.org.say(now(world), unlock)
    after = ada.say(world.ballot(submission="z"))
    assert verdicts(world, late, after) == [Verdict.COUNTED, Verdict.LATE]


def test_admitted_after_all(world):
    ada = world.laptop(2, "ada")
    first = ada.say(world.ballot(a=5))
    world.org.say(now(world))
    late = ada.say(world.ballot(a=1), first)
    beside = ada.say(world.ballot(submission="y"))
    admit = world.org.say(Admit((late.eid,), "the stick came late"))
    record = world.record()
    assert verdicts(world, first, late, beside) == [Verdict.SUPERSEDED, Verdict.COUNTED, Verdict.LATE]
    assert record.admitted == {late.eid}
    world.org.say(Admit(()), admit)
    assert verdicts(world, first, late) == [Verdict.COUNTED, Verdict.LATE]


def test_a_fork_after_the_lock_takes_nothing_away(world):
    """Else a judge could take back what was locked, by saying something else under an old number."""
    ada = world.laptop(2, "ada")
    first = ada.say(world.ballot(a=5))
    second = ada.say(world.ballot(submission="y"))
    world.org.say(now(world))
    other = ada.say(world.ballot(a=1), seq=first.seq, prev=first.prev)
    assert verdicts(world, first, second, other) == [Verdict.COUNTED, Verdict.COUNTED, Verdict.FORKED]
    beside = world.record(without=[first])
    assert beside.verdicts[other.eid] is Verdict.LATE, "the locked one that follows it names another before itself"
    holed = world.record(without=[ada.said[0]])
    assert set(holed.ballots) == set()


def test_two_different_locks_are_shown_and_only_what_is_beyond_both_is_late(world, second):
    ada = world.laptop(2, "ada")
    ada.say(world.ballot())
    mine = world.org.say(now(world))
    more = ada.say(world.ballot(submission="y"))
    theirs = second.say(Lock({**world.record().lock, ada.name: (3, more.eid)}))
    beyond = ada.say(world.ballot(submission="z"))
    record = world.record()
    (conflict,) = record.conflicts
    assert conflict.slot == ("lock",)
    assert {head.eid for head in conflict.heads} == {mine.eid, theirs.eid}
    assert verdicts(world, mine, theirs, more, beyond) == [
        Verdict.CONFLICT,
        Verdict.CONFLICT,
        Verdict.COUNTED,
        Verdict.LATE,
    ]
    world.org.say(Resolve(mine.eid, tuple(sorted((mine.eid, theirs.eid)))))
    assert verdicts(world, mine, theirs, more) == [Verdict.COUNTED, Verdict.SUPERSEDED, Verdict.LATE]
    assert world.record().conflicts == ()


def test_two_organizers_who_lock_the_same_agree(world, second):
    second.say(Judge(id="cyd", name="Cyd"))
    lock = now(world)
    one, two = world.org.say(lock), second.say(lock)
    record = world.record()
    assert (record.lock, record.conflicts) == (lock.manifest, ())
    assert verdicts(world, one, two) == [Verdict.COUNTED, Verdict.COUNTED]


# Where two must sign


def test_one_signature_of_two_waits_and_locks_nothing(world, two_must_sign):
    ada = world.laptop(2, "ada")
    ada.say(world.ballot())
    lock = now(world)
    first = world.org.say(lock)
    after = ada.say(world.ballot(submission="y"))
    record = world.record()
    assert record.lock is None
    (waiting,) = record.lock_waiting
    assert (waiting.manifest, waiting.missing, waiting.devices, waiting.eids, waiting.supersedes) == (
        lock.manifest, 1, (world.org.name,), (first.eid,), (),
    )  # fmt: skip
    assert verdicts(world, after) == [Verdict.COUNTED]
    world.org.say(lock)
    assert world.record().lock is None, "one laptop's second signature is no second one"
    two_must_sign.say(Lock(waiting.manifest))
    assert world.record().lock == lock.manifest
    assert world.record().lock_waiting == ()
    assert verdicts(world, after) == [Verdict.LATE]


def test_one_alone_does_not_unlock_what_two_locked(world, two_must_sign):
    lock = now(world)
    both = [world.org.say(lock), two_must_sign.say(lock)]
    alone = world.org.say(Lock({}), *both)
    assert world.record().lock == lock.manifest
    assert [w.missing for w in world.record().lock_waiting] == [1]
    two_must_sign.say(Lock({}), *both)
    assert world.record().lock is None
    assert verdicts(world, *both, alone) == [Verdict.SUPERSEDED, Verdict.SUPERSEDED, Verdict.COUNTED]


@pytest.mark.parametrize("names_the_locks", [True, False])
def test_no_way_round_the_second_signature(world, two_must_sign, names_the_locks):
    """Easier rules said later, a wider lock beside, an empty one, a manifest without the rules: none opens what two locked."""
    ada = world.laptop(2, "ada")
    ada.say(world.ballot())
    lock = now(world)
    both = [world.org.say(lock), two_must_sign.say(lock)]
    late = ada.say(world.ballot(submission="y"))
    known = both if names_the_locks else []
    two_must_sign.say(Rules(weights={"a": Decimal(1)}, signatures=1), world.rules)
    two_must_sign.say(Lock({**lock.manifest, ada.name: (99, late.eid)}), *known)
    two_must_sign.say(Lock({}), *known)
    two_must_sign.say(Lock({ada.name: (99, late.eid)}), *known)
    record = world.record()
    assert (record.lock, record.conflicts) == (lock.manifest, ())
    assert verdicts(world, *both, late) == [Verdict.COUNTED, Verdict.COUNTED, Verdict.LATE]


def test_stricter_rules_said_later_do_not_open_a_lock(world, second):
    lock = now(world)
    world.org.say(lock)
    world.org.say(Rules(weights={}, signatures=2), world.rules)
    assert world.record().lock == lock.manifest


def test_a_proposal_can_be_changed_before_the_other_signs(world, two_must_sign):
    ada = world.laptop(2, "ada")
    first = world.org.say(now(world))
    ada.say(world.ballot())
    wider = now(world)
    again = world.org.say(wider, first)
    assert [w.eids for w in world.record().lock_waiting] == [(again.eid,)]
    (waiting,) = world.record().lock_waiting
    two_must_sign.say(Lock(waiting.manifest), *[e for e in world.entries if e.eid in waiting.supersedes])
    assert world.record().lock == wider.manifest


def test_outcomes_without_marks_are_late_too(world):
    ada = world.laptop(2, "ada")
    world.org.say(now(world))
    late = ada.say(world.ballot(outcome=Outcome.ABSENT, reason="team has left"))
    assert verdicts(world, late) == [Verdict.LATE]
