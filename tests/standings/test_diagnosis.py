"""Cards of judges, submissions and the event, and what changes without a judge."""

from fractions import Fraction

import numpy as np
import pytest

from gpumode_judge.standings import mean, severity
from gpumode_judge.standings.diagnosis import EventCard, diagnosis, sentences
from gpumode_judge.standings.graph import links_of
from gpumode_judge.standings.joint import model_of, surprise
from gpumode_judge.standings.judge_cards import judge_cards
from gpumode_judge.standings.visits import Visits

F = Fraction


def marked(rows, criteria=1, levels=11):
    """``rows`` are (submission, judge, places on the scales, lowest 0)."""
    rows = sorted(rows)
    names, judges = sorted({s for s, *_ in rows}), sorted({j for _, j, *_ in rows})
    exact = tuple(F(100 * sum(marks), criteria * (levels - 1)) for _, _, marks in rows)
    return Visits(
        submissions=tuple(names),
        judges=tuple(judges),
        team=np.array([names.index(s) for s, *_ in rows], dtype=np.intp),
        judge=np.array([judges.index(j) for _, j, *_ in rows], dtype=np.intp),
        exact=exact,
        y=np.array([float(total) for total in exact]),
        criteria=tuple("abcdefgh"[:criteria]),
        weights=np.full(criteria, 1 / criteria),
        levels=(levels,) * criteria,
        marks=np.array([marks for *_, marks in rows], dtype=np.intp).reshape(len(rows), criteria),
    )


def evening(seed=2, teams=24, judges=6, each=4, severities=None, noise=0.6, criteria=1, twist=None):
    """Marks 0–10; ``twist(judge, turn, mark, chance)`` may change what a judge marks at the how manieth visit."""
    chance = np.random.default_rng(seed)
    severities = severities or [0.0] * judges
    rows, turns, order = [], [0] * judges, {}
    for team in range(teams):
        worth = 5 + chance.normal(0, 1.5)
        for judge in chance.permutation(judges)[:each].tolist():
            felt = worth - severities[judge] + chance.normal(0, noise, criteria)
            if twist:
                felt = twist(judge, turns[judge], felt, chance)
            order[f"j{judge}", f"t{team:02}"] = turns[judge]
            turns[judge] += 1
            rows.append((f"t{team:02}", f"j{judge}", np.clip(np.rint(felt), 0, 10).astype(int).tolist()))
    return marked(rows, criteria), order


def by_judge(cards):
    return {card.judge: card for card in cards}


def test_severity_range_and_visits():
    visits, order = evening(severities=[2.0, 0, 0, 0, 0, -2.0])
    cards = by_judge(judge_cards(visits, severity.fit(visits), order))
    assert list(cards) == list(visits.judges)
    assert cards["j0"].severity > 10 > -10 > cards["j5"].severity
    for seat, card in enumerate(cards.values()):
        mine = [visits.exact[i] for i in np.flatnonzero(visits.judge == seat)]
        assert (card.visits, card.lowest, card.highest) == (len(mine), min(mine), max(mine))
        assert card.levels == pytest.approx(len(set(mine)) / 11)
        assert card.agreement is not None
        assert card.agreement > 0.6
        assert card.halo is None


def test_a_judge_who_marks_at_random_agrees_with_nobody():
    visits, order = evening(
        teams=36, twist=lambda judge, _, felt, chance: chance.integers(0, 11, felt.size) if judge == 2 else felt
    )
    told = diagnosis(visits, severity.fit(visits), order)
    cards = by_judge(told.judges)
    assert cards["j2"].agreement < 0.45 < min(card.agreement for card in cards.values() if card.judge != "j2")
    assert cards["j2"].noise > 1.5 * cards["j1"].noise


def test_a_judge_who_grows_milder_drifts():
    visits, order = evening(
        teams=40, twist=lambda judge, turn, felt, _: felt + 0.12 * turn - 1.5 if judge == 1 else felt, noise=0.5
    )
    told = diagnosis(visits, severity.fit(visits), order)
    cards = by_judge(told.judges)
    assert cards["j1"].drift.plain
    assert 0.6 < cards["j1"].drift.slope < 1.6
    assert "One judge's marks drift from visit to visit: see the cards." in told.says
    few = {key: turn for key, turn in order.items() if turn < 3}
    assert all(card.drift is None for card in judge_cards(visits, severity.fit(visits), few))


def test_a_judge_who_marks_all_criteria_alike_has_a_halo():
    visits, order = evening(
        teams=36,
        criteria=4,
        noise=1.0,
        twist=lambda judge, _, felt, __: np.full(4, felt.mean()) if judge == 3 else felt,
    )
    told = diagnosis(visits, severity.fit(visits), order)
    cards = by_judge(told.judges)
    assert cards["j3"].halo < 0.3
    assert all(0.8 < card.halo < 1.6 for card in cards.values() if card.judge != "j3")
    assert "One judge marks nearly all criteria alike: see the cards." in told.says


def test_one_odd_mark_is_found_and_what_was_expected_is_told():
    rows = [(f"t{t:02}", f"j{j}", [min(10, 2 + t // 3 + (t + j) % 2)]) for t in range(20) for j in range(4)]
    visits = marked([(s, j, [0] if (s, j) == ("t15", "j2") else m) for s, j, m in rows])
    told = diagnosis(visits, severity.fit(visits), {})
    card = next(card for card in told.submissions if card.submission == "t15")
    odd = card.unexpected[0]
    assert (odd.judge, odd.submission, odd.total) == ("j2", "t15", 0)
    assert odd.z < -3
    assert 60 < odd.expected < 85
    assert odd in by_judge(told.judges)["j2"].unexpected
    assert card.spread == max(one.spread for one in told.submissions)


def test_a_visit_is_foretold_by_the_others_alone():
    """Against leaving the visit out by hand, with the variances held."""
    visits, _ = evening(severities=[1.0, 0, 0, 0, -1, 0])
    fit = severity.fit(visits)
    model = model_of(fit)
    seen = surprise(visits, model)
    teams, judges = len(visits.submissions), len(visits.judges)
    rows = np.zeros((len(visits.y), 1 + teams + judges))
    at = np.arange(len(visits.y))
    rows[:, 0] = rows[at, 1 + visits.team] = rows[at, 1 + teams + visits.judge] = 1
    prior = np.concatenate([[0], np.full(teams, model.spread.team**-2), np.full(judges, model.spread.judge**-2)])
    sure = model.noise[visits.judge] ** -2
    for i in (0, 17, 40):
        rest = at != i
        known = np.linalg.inv((rows[rest].T * sure[rest]) @ rows[rest] + np.diag(prior))
        expected = rows[i] @ known @ rows[rest].T @ (sure[rest] * visits.y[rest])
        error = np.sqrt(rows[i] @ known @ rows[i] + 1 / sure[i])
        assert seen.expected[i] == pytest.approx(expected, abs=1e-4)
        assert seen.z[i] == pytest.approx((visits.y[i] - expected) / error, abs=1e-4)


def test_the_event_in_words():
    visits, order = evening(teams=30, each=2, noise=1.6)
    told = diagnosis(visits, severity.fit(visits), order)
    event = told.event
    assert (event.visits, event.each) == (60, 2.0)
    signal, noise = event.spread.team**2, event.spread.noise**2
    assert event.reliability == pytest.approx(signal / (signal + noise / 2))
    assert event.needed == int(np.ceil(4 * noise / signal))
    words = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
    share = f"{int(event.reliability * 100) / 100:.2f}".removeprefix("0")
    assert f"Two visits a team give a reliability of {share}; {words[event.needed]} would give .80." in told.says


@pytest.mark.parametrize(
    ("each", "reliability", "needed", "says"),
    [
        (1.0, 0.5, 4, "One visit a team gives a reliability of .50; four would give .80."),
        (3.62, 0.7999, 4, "3.6 visits a team on average give a reliability of .79; four would give .80."),
        (3.0, 0.1, 99, "Three visits a team give a reliability of .10; more than 50 visits each would be needed for .80."),
        (13.0, 0.8, 13, "13 visits a team give a reliability of .80: the order is mostly the teams' own doing, not chance."),
        (2.0, 0.0, None, "Two visits a team give a reliability of .00: the marks do not tell the teams apart."),
        (2.0, None, None, "The marks cannot tell yet how reliable the order is; more submissions need a second visit."),
    ],
)  # fmt: skip
def test_how_reliable_it_is_in_words(each, reliability, needed, says):
    links = links_of(marked([("t0", "j0", [5])]))
    event = EventCard(visits=9, each=each, spread=None, reliability=reliability, needed=needed, links=links)
    assert sentences(event, (), ()) == (says,)


def test_apart_and_by_one_visit():
    rows = [(f"t{t}", f"j{j}", [3 + (t + j) % 4]) for t in range(4) for j in range(2)]
    other = [(f"u{t}", f"k{j}", [4 + (t + 2 * j) % 3]) for t in range(4) for j in range(2)]
    apart, bridged = marked(rows + other), marked([*rows, *other, ("u0", "j0", [5])])
    says = diagnosis(apart, severity.fit(apart), {}).says
    assert says[0] == "The visits fall into 2 groups that share no judge: no rank holds across them."
    says = diagnosis(bridged, severity.fit(bridged), {}).says
    assert says[0].startswith("A single visit holds two groups of submissions together")


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("t0", "j0", [5])],
        [("t0", "j0", [5]), ("t1", "j1", [7])],
        [("t0", "j0", [5]), ("t0", "j1", [7])],
        [(f"t{t}", f"j{j}", [5]) for t in range(3) for j in range(3)],
        [(f"t{t}", f"j{j}", [t]) for t in range(3) for j in range(3)],
        [(f"t{t}", f"j{j}", [j]) for t in range(3) for j in range(3)],
        [(f"t{t}", "j0", [t]) for t in range(5)],
    ],
)
@pytest.mark.parametrize("method", [severity, mean])
def test_little_to_say_is_said_without_nonsense(rows, method):
    visits = marked(rows)
    told = diagnosis(visits, method.fit(visits), {})
    assert "nan" not in repr(told)
    assert told.says
    assert all(says.endswith(".") for says in told.says)


def test_the_order_of_judges_moves_their_cards_and_nothing_else():
    visits, order = evening(severities=[1.0, 0, 0, 2.0, -1, 0])
    new = dict(zip(visits.judges, ["j3", "j5", "j0", "j1", "j4", "j2"], strict=True))
    rows = [
        (visits.submissions[t], new[visits.judges[j]], m)
        for t, j, m in zip(visits.team, visits.judge, visits.marks.tolist(), strict=True)
    ]
    turned = marked(rows)
    cards = by_judge(judge_cards(visits, severity.fit(visits), order))
    moved = by_judge(judge_cards(turned, severity.fit(turned), {(new[j], s): n for (j, s), n in order.items()}))
    for old, name in new.items():
        assert moved[name].severity == pytest.approx(cards[old].severity, abs=1e-3)
        assert moved[name].agreement == pytest.approx(cards[old].agreement, abs=1e-4)
        assert moved[name].drift.slope == pytest.approx(cards[old].drift.slope, abs=1e-3)
