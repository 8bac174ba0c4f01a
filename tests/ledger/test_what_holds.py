"""What replaces what, conflicts and their decisions, and ballots against the rubric in force."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.event.people import Audience, Judge, Outcome, Remark
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.merge import Verdict
from gpumode_judge.ledger.record import visiting_order
from gpumode_judge.ledger.statements import Assign, Enrol, Resolve, to_data


def marks(record, judge="ada", submission="x"):
    held = record.ballots.get((judge, submission))
    return held and int(held.value.marks["a"])


def rubric(*keys, name="r", scale=None, **other):
    scale = scale or Scale()
    return Rubric(name=name, criteria=tuple(Criterion(key=k, name=k.upper(), scale=scale, **other) for k in keys))


def test_a_correction_replaces_and_both_are_kept(world):
    ada = world.laptop(2, "ada")
    first = ada.say(world.ballot(a=1))
    second = ada.say(world.ballot(a=2), first)
    third = ada.say(world.ballot(a=4), second)
    record = world.record()
    assert marks(record) == 4
    assert [record.verdicts[e.eid] for e in (first, second, third)] == [
        Verdict.SUPERSEDED,
        Verdict.SUPERSEDED,
        Verdict.COUNTED,
    ]
    assert record.heads["ballot", "ada", "x"] == (third.eid,)


@pytest.mark.parametrize("usual", [(True, True), (True, False), (False, True), (False, False)])
@pytest.mark.parametrize("laptops", [1, 2])
def test_ballots_are_the_same_in_whatever_form_they_were_written(world, usual, laptops):
    one = world.laptop(2, "ada")
    other = one if laptops == 1 else world.laptop(3, "ada")

    def cast(laptop, mark, usually, *before):
        data = to_data(world.ballot(a=mark))
        # Another program may write the same fields in another order.
        return laptop.sign("ballot", data if usually else dict(reversed(data.items())), *before)

    first = cast(one, 1, usual[0])
    assert marks(world.record()) == 1
    assert world.record().heads["ballot", "ada", "x"] == (first.eid,)
    second = cast(other, 5, usual[1], *([first] if laptops == 1 else []))
    record = world.record()
    assert [bool(e.ballot) for e in (first, second)] == list(usual)
    assert marks(record) == (5 if laptops == 1 else None)
    assert record.heads["ballot", "ada", "x"] == (
        (second.eid,) if laptops == 1 else tuple(sorted([first.eid, second.eid]))
    )
    assert len(record.conflicts) == laptops - 1


def test_what_is_refused_or_wants_marks_is_a_head_all_the_same(world):
    ada, bob = world.laptop(2, "ada"), world.laptop(3, "bob")
    nowhere, short, whole = (
        ada.say(world.ballot(submission="q")),
        ada.say(world.ballot(b=None)),
        bob.say(world.ballot("bob")),
    )
    heads = world.record().heads
    assert [heads["ballot", *pair] for pair in (("ada", "q"), ("ada", "x"), ("bob", "x"))] == [
        (nowhere.eid,),
        (short.eid,),
        (whole.eid,),
    ]


def test_two_laptops_of_one_judge_that_do_not_know_of_each_other_conflict(world):
    one, two = world.laptop(2, "ada"), world.laptop(3, "ada")
    left, right = one.say(world.ballot(a=1)), two.say(world.ballot(a=5))
    record = world.record()
    assert marks(record) is None
    (conflict,) = record.conflicts
    assert conflict.kind == "ballot"
    assert conflict.slot == ("ballot", "ada", "x")
    assert {head.eid for head in conflict.heads} == {left.eid, right.eid}
    assert record.verdicts[left.eid] is record.verdicts[right.eid] is Verdict.CONFLICT


def test_the_newest_clock_decides_nothing(world):
    one, two = world.laptop(2, "ada"), world.laptop(3, "ada")
    one.say(world.ballot(a=1), at="1999-01-01T00:00:00.000Z")
    two.say(world.ballot(a=5), at="2999-01-01T00:00:00.000Z")
    assert marks(world.record()) is None


def test_a_judges_second_laptop_can_correct_the_first_one(world):
    one, two = world.laptop(2, "ada"), world.laptop(3, "ada")
    first = one.say(world.ballot(a=1))
    two.say(world.ballot(a=5), first)
    assert marks(world.record()) == 5


def test_nobody_replaces_another_judges_ballot(world):
    ada, bob = world.laptop(2, "ada"), world.laptop(3, "bob")
    target = ada.say(world.ballot(a=5))
    bob.say(world.ballot("bob", a=1), target)
    bob.say(Remark(judge="bob", submission="x", text="hm"), target)
    forged = bob.say(world.ballot("ada", a=1), target)
    record = world.record()
    assert marks(record) == 5
    assert record.verdicts[target.eid] is Verdict.COUNTED
    assert record.verdicts[forged.eid] is Verdict.REFUSED


def test_a_waiting_laptop_replaces_nothing_until_it_is_enrolled(world):
    ada = world.laptop(2, "ada")
    first = ada.say(world.ballot(a=5))
    other = world.laptop(3, "ada", enrol=False)
    other.say(world.ballot(a=1), first)
    assert marks(world.record()) == 5
    world.org.say(Enrol(other.name, "ada"))
    assert marks(world.record()) == 1


def test_paper_counts_for_a_judge_without_a_laptop(world):
    entry = world.org.say(world.ballot("bob", a=4))
    held = world.record().ballots["bob", "x"]
    assert held.paper
    assert held.eid == entry.eid


@pytest.mark.parametrize("who", ["organizer", "judge", "both"])
def test_neither_paper_nor_laptop_replaces_the_other(world, who):
    """Whichever names the other as replaced: two statements stand against each other, and a person decides."""
    ada = world.laptop(2, "ada")
    if who == "organizer":
        own = ada.say(world.ballot(a=5))
        paper = world.org.say(world.ballot(a=1), own)
    else:
        paper = world.org.say(world.ballot(a=1))
        own = ada.say(world.ballot(a=5), *([paper] if who == "judge" else []))
    record = world.record()
    assert {head.eid: head.paper for head in record.conflicts[0].heads} == {own.eid: False, paper.eid: True}
    assert marks(record) is None


def test_paper_is_corrected_by_paper(world):
    first = world.org.say(world.ballot(a=1))
    world.org.say(world.ballot(a=2), first)
    assert marks(world.record()) == 2


@pytest.fixture
def torn(world):
    one, two = world.laptop(2, "ada"), world.laptop(3, "ada")
    return world, one, two, one.say(world.ballot(a=1)), two.say(world.ballot(a=5))


def test_a_decision_lets_the_pick_count_and_keeps_the_other(torn):
    world, _, _, left, right = torn
    world.org.say(Resolve(right.eid, (left.eid, right.eid)))
    record = world.record()
    assert marks(record) == 5
    assert record.conflicts == ()
    assert record.verdicts[left.eid] is Verdict.SUPERSEDED
    assert record.heads["ballot", "ada", "x"] == (right.eid,)


def test_the_pick_can_be_corrected_afterwards(torn):
    world, _, two, left, right = torn
    world.org.say(Resolve(right.eid, (left.eid, right.eid)))
    two.say(world.ballot(a=4), right)
    assert marks(world.record()) == 4


def test_the_losers_later_word_opens_the_question_again(torn):
    world, one, _, left, right = torn
    world.org.say(Resolve(right.eid, (left.eid, right.eid)))
    one.say(world.ballot(a=2), left)
    record = world.record()
    assert marks(record) is None
    assert len(record.conflicts) == 1


def test_a_third_head_after_a_decision_opens_it_again_and_can_be_decided(torn):
    world, _, _, left, right = torn
    world.org.say(Resolve(left.eid, (left.eid, right.eid)))
    third = world.laptop(4, "ada").say(world.ballot(a=3))
    (conflict,) = world.record().conflicts
    assert {head.eid for head in conflict.heads} == {left.eid, third.eid}
    world.org.say(Resolve(third.eid, (left.eid, third.eid)))
    assert marks(world.record()) == 3


def test_on_one_laptop_the_last_decision_holds(torn):
    world, _, _, left, right = torn
    world.org.say(Resolve(left.eid, (left.eid, right.eid)))
    world.org.say(Resolve(right.eid, (left.eid, right.eid)))
    assert marks(world.record()) == 5


def test_two_organizers_who_disagree_decide_nothing_until_one_is_withdrawn(torn, laptop):
    world, _, _, left, right = torn
    second = laptop(20, world.id)
    world.laptops.append(second)
    world.org.say(Enrol(second.name, ""))
    mine = world.org.say(Resolve(left.eid, (left.eid, right.eid)))
    theirs = second.say(Resolve(right.eid, (left.eid, right.eid)))
    assert marks(world.record()) is None
    third = world.laptop(4, "ada").say(world.ballot(a=3))
    record = world.record()
    assert marks(record) is None, "nobody picked the third"
    assert len(record.conflicts[0].heads) == 3
    world.org.say(Resolve(right.eid, (left.eid, right.eid, third.eid)), mine, theirs)
    assert marks(world.record()) == 5


def test_a_judge_decides_nothing(torn):
    world, one, _, left, right = torn
    one.say(Resolve(left.eid, (left.eid, right.eid)))
    assert marks(world.record()) is None


def test_a_decision_that_names_nothing_known_changes_nothing(torn):
    world, *_ = torn
    before = world.record()
    world.org.say(Resolve("a" * 64, ("a" * 64, "b" * 64)))
    assert world.record().conflicts == before.conflicts


def test_remarks_are_replaced_withdrawn_and_kept_apart_by_audience(world):
    ada = world.laptop(2, "ada")
    first = ada.say(Remark(judge="ada", submission="x", criterion="a", text="slow"))
    ada.say(Remark(judge="ada", submission="x", criterion="a", text="fast"), first)
    ada.say(Remark(judge="ada", submission="x", audience=Audience.TEAM, text="Well done"))
    gone = ada.say(Remark(judge="ada", submission="y", text="typo"))
    ada.say(Remark(judge="ada", submission="y", text=""), gone)
    record = world.record()
    assert sorted(held.value.text for held in record.remarks) == ["Well done", "fast"]
    assert record.conflicts == ()


def test_a_contested_description_is_shown_and_stays_usable(world):
    world.org.say(Submission(id="x", title="Other name", table="9"))
    record = world.record()
    assert "x" in record.submissions
    assert [c.slot for c in record.conflicts] == [("submission", "x")]


def test_two_rubrics_are_a_conflict_and_none_is_in_force(world):
    world.org.say(rubric("a", "b", "c"))
    record = world.record()
    assert record.rubric is None
    assert record.rubric_eid == ""


# Ballots and the rubric in force


def test_a_typo_a_new_anchor_and_a_wider_scale_lose_nothing(world):
    world.laptop(2, "ada").say(world.ballot(a=5, b=1))
    typo = world.org.say(rubric("a", "b", name="Rubric!", anchors={Decimal(1): "nothing works"}), world.rubric)
    assert marks(world.record()) == 5
    world.org.say(rubric("a", "b", scale=Scale(Decimal(0), Decimal(10), Decimal("0.5"))), typo)
    assert marks(world.record()) == 5
    assert world.record().unfit == {}


@pytest.mark.parametrize(
    "changed",
    [rubric("a", "b", "c"), rubric("a", "b", scale=Scale(high=Decimal(4))), rubric("a", "d")],
    ids=["new criterion", "narrower scale", "renamed key"],
)
def test_what_a_new_rubric_asks_for_and_lacks_is_shown_and_comes_back(world, changed):
    entry = world.laptop(2, "ada").say(world.ballot(a=5, b=1))
    replaced = world.org.say(changed, world.rubric)
    record = world.record()
    assert record.ballots == {}
    assert record.unfit["ada", "x"].eid == entry.eid
    assert record.verdicts[entry.eid] is Verdict.WRONG_RUBRIC
    world.org.say(rubric("a", "b"), replaced)
    assert marks(world.record()) == 5
    assert world.record().unfit == {}


def test_a_dropped_criterion_loses_nothing(world):
    world.laptop(2, "ada").say(world.ballot(a=5, b=1))
    world.org.say(rubric("a"), world.rubric)
    assert marks(world.record()) == 5


def test_absent_needs_no_marks_whatever_the_rubric(world):
    world.laptop(2, "ada").say(world.ballot(outcome=Outcome.ABSENT, reason="team has left"))
    world.org.say(rubric("a", "b", "c"), world.rubric)
    assert set(world.record().ballots) == {("ada", "x")}


def test_a_scoped_criterion_is_asked_only_where_it_concerns(world):
    ada = world.laptop(2, "ada")
    ada.say(world.ballot(submission="x"))
    ada.say(world.ballot(submission="y"))
    world.org.say(
        Rubric(name="r", criteria=(*rubric("a", "b").criteria, Criterion(key="p", name="P", scope="prize:best"))),
        world.rubric,
    )
    world.org.say(Submission(id="y", title="Y", table="1", prizes=("best",)), world.submissions["y"])
    record = world.record()
    assert set(record.ballots) == {("ada", "x")}
    assert set(record.unfit) == {("ada", "y")}


@pytest.mark.parametrize("a", ["3.5", "0", "6", "-1", "3.000000000001"])
def test_marks_between_and_beyond_the_levels_do_not_count(world, a):
    entry = world.laptop(2, "ada").say(world.ballot(a=a))
    record = world.record()
    assert record.ballots == {}
    assert record.verdicts[entry.eid] is Verdict.WRONG_RUBRIC


def test_rules_change_without_touching_a_mark(world):
    world.laptop(2, "ada").say(world.ballot())
    world.org.say(Rules(weights={"a": Decimal(1)}), world.rules)
    record = world.record()
    assert marks(record) == 3
    assert record.rules.weight("b") == 0


# Rounds


@given(st.lists(st.text(st.characters() | st.sampled_from("0129٣²①AaßÄ .-"), max_size=6), max_size=12))
def test_any_tables_can_be_put_in_order(tables):
    teams = [Submission(id=str(n), title=t, table=t) for n, t in enumerate(tables)]
    backwards = list(reversed(teams))
    assert sorted(teams, key=visiting_order) == sorted(backwards, key=visiting_order)


def test_rounds_follow_tables_tracks_and_assignments(world):
    for number, table in enumerate(("10", "A2", "9", "A10", "", "9b")):
        world.org.say(Submission(id=f"n{number}", title=f"N{number}", table=table, tracks=("t",) if number < 2 else ()))
    record = world.record()
    names = [s.id for s in record.round_of("ada")]
    assert names == ["x", "y", "z", "n2", "n5", "n0", "n1", "n3", "n4"]
    world.org.say(Judge(id="bob", name="Bob", tracks=("t",)), world.judges["bob"])
    world.org.say(Assign("ada", ("z", "x", "z", "nowhere")))
    record = world.record()
    assert [s.id for s in record.round_of("bob")] == ["n0", "n1"]
    assert [s.id for s in record.round_of("ada")] == ["z", "x"]
