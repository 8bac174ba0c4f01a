from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.standings.measured import gate, places, shares, unusable


def ranks(*points: str, lower: bool = True) -> Measured:
    return Measured(key="m", name="M", lower=lower, turn=Turn.RANKS, points=tuple(map(Decimal, points)))


def by_name(**figures: str) -> dict[str, Decimal]:
    return {name: Decimal(figure) for name, figure in figures.items()}


class TestRanks:
    def test_the_points_of_a_place_over_the_most(self):
        figures = by_name(a="3", b="1", c="2", d="4")
        assert shares(ranks("5", "3", "1"), figures, "abcd") == {
            "a": Fraction(1, 5),
            "b": 1,
            "c": Fraction(3, 5),
            "d": 0,
        }

    def test_equal_figures_share_a_place_and_the_next_one_counts_them(self):
        figures = by_name(a="1.0", b="1", c="2", d="2.00", e="3")
        assert shares(ranks("5", "3", "1"), figures, "abcde") == {
            "a": 1,
            "b": 1,
            "c": Fraction(1, 5),
            "d": Fraction(1, 5),
            "e": 0,
        }
        assert places(ranks("1"), figures, "abcde") == {"a": 1, "b": 1, "c": 3, "d": 3, "e": 5}

    def test_more_is_better_if_it_is_said(self):
        assert shares(ranks("2", "1", lower=False), by_name(a="1", b="9"), "ab") == {"a": Fraction(1, 2), "b": 1}

    def test_who_has_no_figure_gets_nothing_and_who_is_not_entered_takes_no_place(self):
        figures = by_name(gone="1", a="2")
        assert shares(ranks("5", "3"), figures, "ab") == {"a": 1, "b": 0}

    def test_nobody_measured(self):
        assert shares(ranks("5"), {}, "ab") == {"a": 0, "b": 0}
        assert shares(ranks("5"), {}, ()) == {}


class TestLinear:
    def test_between_two_figures_and_clipped_beyond_them(self):
        rule = Measured(key="m", name="M", lower=True, zero=Decimal(10), full=Decimal("2.5"))
        figures = by_name(a="10", b="2.5", c="7.5", d="1", e="12")
        assert shares(rule, figures, "abcde") == {"a": 0, "b": 1, "c": Fraction(1, 3), "d": 1, "e": 0}

    def test_without_ends_from_nothing_to_the_best(self):
        assert shares(Measured(key="m", name="M"), by_name(a="30", b="10", c="0"), "abc") == {
            "a": 1,
            "b": Fraction(1, 3),
            "c": 0,
        }

    def test_the_best_is_taken_among_those_entered(self):
        assert shares(Measured(key="m", name="M"), by_name(gone="90", a="30"), "a") == {"a": 1}

    @pytest.mark.parametrize("figure", ["0", "-1"])
    def test_nobody_above_zero_gets_anything(self, figure):
        assert shares(Measured(key="m", name="M"), by_name(a=figure), "a") == {"a": 0}

    def test_nobody_below_the_zero_gets_anything_where_less_is_better(self):
        assert shares(Measured(key="m", name="M", lower=True, zero=Decimal(3)), by_name(a="3", b="4"), "ab") == {
            "a": 0,
            "b": 0,
        }


class TestLog:
    def test_every_doubling_gives_the_same(self):
        rule = Measured(key="m", name="M", lower=True, turn=Turn.LOG, zero=Decimal(8), full=Decimal(1))
        figures = by_name(a="8", b="4", c="2", d="1", e="16", f="0.5")
        assert shares(rule, figures, "abcdef") == {
            "a": 0, "b": Fraction("0.333333333"), "c": Fraction("0.666666667"), "d": 1, "e": 0, "f": 1,
        }  # fmt: skip

    def test_the_best_gets_everything_without_a_full(self):
        rule = Measured(key="m", name="M", turn=Turn.LOG, zero=Decimal(10))
        assert shares(rule, by_name(a="1000", b="100", c="5"), "abc") == {"a": 1, "b": Fraction(1, 2), "c": 0}

    def test_a_figure_without_a_logarithm_gives_nothing_and_is_told(self):
        rule = Measured(key="m", name="M", lower=True, turn=Turn.LOG, zero=Decimal(10))
        figures = by_name(a="0", b="-3", c="5")
        assert shares(rule, figures, "abc") == {"a": 0, "b": 0, "c": 1}
        assert unusable(rule, figures, "abc") == ("a", "b")
        assert unusable(ranks("1"), figures, "abc") == ()

    def test_nobody_is_faster_than_the_baseline(self):
        rule = Measured(key="m", name="M", lower=True, turn=Turn.LOG, zero=Decimal(1))
        assert shares(rule, by_name(a="1", b="2"), "ab") == {"a": 0, "b": 0}
        assert shares(rule, {}, "ab") == {"a": 0, "b": 0}

    def test_figures_at_the_ends_of_what_can_be_kept(self):
        rule = Measured(key="m", name="M", turn=Turn.LOG, zero=Decimal("1e-12"))
        assert shares(rule, {"a": Decimal(10) ** 15, "b": Decimal("1.000000000000")}, "ab") == {
            "a": 1,
            "b": Fraction("0.444444444"),
        }


class TestGate:
    def test_passed_from_one_on(self):
        rule = Measured(key="g", name="G", turn=Turn.GATE)
        assert gate(rule, by_name(a="1", b="0", c="0.999"), "abcd") == {"a": True, "b": False, "c": False, "d": None}
        assert shares(rule, by_name(a="1"), "a") == {"a": 0}

    def test_passed_up_to_a_figure_where_less_is_better(self):
        rule = Measured(key="g", name="G", turn=Turn.GATE, lower=True, full=Decimal("3.28"))
        assert gate(rule, by_name(a="3.28", b="3.281", c="3"), "abc") == {"a": True, "b": False, "c": True}


numbers = st.decimals(min_value=Decimal("-1000"), max_value=Decimal(10**6), places=4)
above_zero = st.decimals(min_value=Decimal("0.0001"), max_value=Decimal(10**6), places=4)
fields = st.dictionaries(st.text("abcdefgh", min_size=1, max_size=2), numbers, max_size=12)


@st.composite
def rules(draw, turns=tuple(Turn)) -> Measured:
    turn, lower = draw(st.sampled_from(turns)), draw(st.booleans())
    points = tuple(sorted(draw(st.lists(st.integers(1, 9).map(Decimal), min_size=1, max_size=6)), reverse=True))
    low, high = sorted(draw(st.lists(above_zero, min_size=2, max_size=2, unique=True)))
    zero, full = (high, low) if lower else (low, high)
    if turn is Turn.GATE:
        return Measured(key="m", name="M", turn=turn, lower=lower, full=full)
    return Measured(
        key="m", name="M", turn=turn, lower=lower, points=points, zero=zero, full=draw(st.sampled_from([full, None]))
    )


@given(rules(), fields)
def test_a_better_figure_never_gives_less(rule, figures):
    given_ = shares(rule, figures, figures)
    passed = gate(rule, figures, figures)
    worst_first = sorted(figures, key=lambda name: -figures[name] if rule.lower else figures[name])
    if rule.turn is Turn.LOG:
        worst_first = [name for name in worst_first if figures[name] > 0]
    assert all(0 <= share <= 1 for share in given_.values())
    assert [given_[name] for name in worst_first] == sorted(given_[name] for name in worst_first)
    assert [passed[name] for name in worst_first] == sorted(passed[name] for name in worst_first)
    for a in figures:
        for b in figures:
            if figures[a] == figures[b]:
                assert given_[a] == given_[b]


@given(rules(), fields, st.text("abcdefgh", min_size=1, max_size=2), above_zero)
def test_getting_better_never_costs_oneself(rule, figures, name, gain):
    before = shares(rule, figures, figures).get(name, 0)
    better = figures | {name: figures.get(name, Decimal(0)) + (-gain if rule.lower else gain)}
    if name in figures and not (rule.turn is Turn.LOG and better[name] <= 0):
        assert shares(rule, better, better)[name] >= before


@given(
    rules((Turn.RANKS, Turn.LOG)),
    fields,
    st.sampled_from([Decimal("1000"), Decimal("0.001"), Decimal("1024"), Decimal("3.6")]),
)
def test_the_unit_does_not_matter_to_ranks_and_to_the_logarithm(rule, figures, factor):
    other = Measured(
        key="m", name="M", turn=rule.turn, lower=rule.lower, points=rule.points, zero=(rule.zero or Decimal(0)) * factor,
        full=None if rule.full is None else rule.full * factor,
    )  # fmt: skip
    assert shares(rule, figures, figures) == shares(other, {n: f * factor for n, f in figures.items()}, figures)


@given(rules(), fields)
def test_the_order_in_which_figures_came_does_not_matter(rule, figures):
    back = dict(reversed(figures.items()))
    assert list(shares(rule, figures, figures).items()) == list(shares(rule, back, list(back)).items())
