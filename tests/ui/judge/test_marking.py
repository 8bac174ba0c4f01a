from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.event.rubric import Criterion, Scale, plain
from gpumode_judge.ui.judge.marking import MarkTyping, next_without_mark, stepped

FIVE = Scale()
TEN = Scale(Decimal(1), Decimal(10), Decimal(1))
HUNDRED = Scale(Decimal(0), Decimal(100), Decimal(1))
HALVES = Scale(Decimal(1), Decimal(5), Decimal("0.5"))
SIGNED = Scale(Decimal(-2), Decimal(2), Decimal(1))
SCALES = st.sampled_from((FIVE, TEN, HUNDRED, HALVES, SIGNED))


def typed(scale: Scale, text: str) -> tuple[Decimal | None, bool]:
    typing, mark, settled = MarkTyping(scale), None, False
    for sign in text:
        step = typing.key(sign)
        mark, settled = (step.mark if step.mark is not None else mark), step.settled
    return mark, settled


@given(SCALES, st.data())
def test_typing_a_level_sets_it(scale, data):
    level = data.draw(st.sampled_from(scale.levels))
    mark, settled = typed(scale, plain(level))
    assert mark == level
    assert settled == all(not plain(other).startswith(plain(level)) or other == level for other in scale.levels)


@given(SCALES, st.text("0123456789.,-", max_size=12))
def test_whatever_is_typed_only_levels_are_set(scale, text):
    typing = MarkTyping(scale)
    for sign in text:
        step = typing.key(sign)
        assert step.mark is None or scale.allows(step.mark)
        assert not (step.refused and step.settled)


@pytest.mark.parametrize(
    ("scale", "text", "expected"),
    [
        (FIVE, "4", (Decimal(4), True)),
        (TEN, "1", (Decimal(1), False)),
        (TEN, "10", (Decimal(10), True)),
        (TEN, "7", (Decimal(7), True)),
        (HUNDRED, "8", (Decimal(8), False)),
        (HUNDRED, "85", (Decimal(85), True)),
        (HUNDRED, "10", (Decimal(10), False)),
        (HUNDRED, "100", (Decimal(100), True)),
        (HUNDRED, "0", (Decimal(0), True)),
        (HALVES, "3", (Decimal(3), False)),
        (HALVES, "3.5", (Decimal("3.5"), True)),
        (HALVES, "3,5", (Decimal("3.5"), True)),
        (SIGNED, "-2", (Decimal(-2), True)),
        (FIVE, "9", (None, False)),
    ],
)
def test_figures(scale, text, expected):
    assert typed(scale, text) == expected


def test_a_figure_that_cannot_follow_belongs_to_the_next_criterion():
    typing = MarkTyping(TEN)
    assert typing.key("1").mark == 1
    step = typing.key("7")
    assert (step.mark, step.settled, step.again) == (None, True, True)
    assert typing.key("7").mark == 7


def test_a_number_is_whole_after_a_pause():
    typing = MarkTyping(HALVES)
    typing.key("3")
    assert typing.settle()
    assert not typing.settle()
    typing.key("3")
    typing.key(".")
    assert not typing.settle()


@given(SCALES, st.integers(-30, 30), st.data())
def test_steps_stay_on_the_scale(scale, steps, data):
    mark = data.draw(st.one_of(st.none(), st.sampled_from(scale.levels), st.just(Decimal("3.7"))))
    assert scale.allows(stepped(scale, mark, steps))


def test_steps():
    assert stepped(FIVE, None, 1) == 1
    assert stepped(FIVE, None, -1) == 5
    assert stepped(FIVE, Decimal(5), 1) == 5
    assert stepped(HALVES, Decimal(2), 1) == Decimal("2.5")
    assert stepped(HUNDRED, Decimal(50), -10) == 40


def test_next_without_mark_looks_on_and_then_from_the_top():
    criteria = [Criterion(key=key, name=key) for key in "abc"]
    three = Decimal(3)
    assert next_without_mark(criteria, {}, "") == "a"
    assert next_without_mark(criteria, {"b": three}, "a") == "c"
    assert next_without_mark(criteria, {"b": three, "c": three}, "c") == "a"
    assert next_without_mark(criteria, {"a": three, "b": three, "c": three}, "a") == ""
    assert next_without_mark(criteria, {"a": three, "b": Decimal(9), "c": three}, "c") == "b"
