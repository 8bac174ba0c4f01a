"""Prizes: who wins what, and that nothing is decided by chance, by the order of a file, or in silence."""

from collections.abc import Mapping
from itertools import count

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.event import Prize
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Entered, Submission
from gpumode_judge.exchange.templates import template
from gpumode_judge.ledger.statements import Award, Decision
from gpumode_judge.standings.prizes import Given, Placed, allocate, highest_first

TITLES = {name: name.upper() for name in "abcdefgh"}


def teams(*, tracks: Mapping[str, str] | None = None, opted: Mapping[str, str] | None = None, gone: str = ""):
    """Submissions a to h; ``tracks`` and ``opted`` are, by id of a track or prize, the submissions in it."""
    return {
        name: Submission(
            id=name,
            title=title,
            tracks=tuple(track for track, members in (tracks or {}).items() if name in members),
            prizes=tuple(prize for prize, members in (opted or {}).items() if name in members),
            entered=Entered.WITHDRAWN if name in gone else Entered.SUBMITTED,
        )
        for name, title in TITLES.items()
    }


def ranked(*groups: str) -> list[Placed]:
    """``ranked("a", "bc")``: a is first, b and c share the second rank."""
    rows: list[Placed] = []
    for group in groups:
        rank = len(rows) + 1
        rows += [Placed(submission=name, rank=rank) for name in group]
    return rows


def prizes_of(*prizes: Prize, ranks=("a", "b", "c", "d", "e", "f", "g", "h"), who=None, **more) -> dict[str, Given]:
    rows = ranked(*ranks)
    return {g.prize: g for g in allocate(prizes, who or teams(), lambda prize: rows, **more)}


def one(prize: Prize, **more) -> Given:
    return prizes_of(prize, **more)[prize.id]


def prize(name: str = "p", **what) -> Prize:
    return Prize(id=name, name=name.upper(), **what)


class TestPlaces:
    def test_the_best_win_with_a_line_each(self):
        found = one(prize(count=3))
        assert found.winners == ("a", "b", "c")
        assert found.reasons == {"a": "Rank 1.", "b": "Rank 2.", "c": "Rank 3."}
        assert (found.tied, found.open, found.why, found.passed_over) == ((), 0, "", {})

    def test_equal_ones_inside_both_win(self):
        found = one(prize(count=3), ranks=("a", "cb", "d"))
        assert found.winners == ("a", "b", "c")
        assert found.reasons["c"] == "Rank 2, equal with 1 other."
        assert found.open == 0

    def test_equal_ones_at_the_last_place_wait_for_a_person(self):
        found = one(prize(count=2), ranks=("a", "dbc"))
        assert (found.winners, found.tied, found.open) == (("a",), ("b", "c", "d"), 1)
        assert found.why == "3 are equal for the last place; a named person has to decide."
        found = one(prize(count=3), ranks=("a", "dbc"))
        assert "the last 2 places" in found.why

    def test_equal_ones_share_if_the_prize_allows(self):
        found = one(prize(count=2, shared=True), ranks=("a", "dbc"))
        assert (found.winners, found.tied, found.open) == (("a", "b", "c", "d"), (), 0)
        assert found.reasons["d"] == "Rank 2, equal with 2 others; shared, because nothing tells them apart."
        assert found.why.startswith("Shared: 4 win it in place of 2")

    def test_a_decision_comes_before_sharing(self):
        said = Decision(("c", "d", "b"), "Ann", "cleaner code")
        for shared in (False, True):
            found = one(prize(count=2, shared=shared), ranks=("a", "dbc"), decisions=[said])
            assert found.winners == ("a", "c")
            assert found.reasons["c"] == "Rank 2, equal with 2 others; decided by Ann: cleaner code."
            assert found.passed_over == dict.fromkeys("db", "stood equal; decided by Ann: cleaner code")
            assert (found.open, found.tied) == (0, ())

    def test_a_decision_holds_where_it_covers_all_who_are_equal_and_may_win(self):
        found = one(prize(count=1), ranks=("abc",), decisions=[Decision(("b", "a"), "Ann", "why")])
        assert (found.winners, found.tied) == ((), ("a", "b", "c"))
        who = teams(tracks={"t": "ab"})
        found = one(
            prize(count=1, eligible="track:t"), ranks=("abc",), who=who, decisions=[Decision(("b", "a"), "Ann", "why")]
        )
        assert found.winners == ("b",)
        assert found.passed_over["c"] == "is not in the track “t”"

    def test_a_decision_for_this_prize_comes_before_one_for_all(self):
        everywhere = Decision(("b", "a"), "Ann", "why")
        found = prizes_of(
            prize("p"),
            prize("q"),
            ranks=("ab",),
            decisions=[everywhere, Decision(("a", "b"), "Bob", "for this one", "p")],
        )
        assert (found["p"].winners, found["q"].winners) == (("a",), ("b",))

    def test_decisions_that_contradict_decide_nothing(self):
        said = [Decision(("a", "b"), "Ann", "x"), Decision(("b", "a", "c"), "Bob", "y")]
        found = one(prize(), ranks=("ab", "c"), decisions=said)
        assert (found.winners, found.open) == ((), 1)
        assert "contradict" in found.why

    def test_a_decision_without_a_reason_is_none(self):
        assert one(prize(), ranks=("ab",), decisions=[Decision(("a", "b"), "Ann", "")]).open == 1

    def test_what_told_equal_scores_apart_is_told(self):
        rows = [Placed(submission="a", rank=1, told="more points for Impact"), Placed(submission="b", rank=2)]
        (found,) = allocate([prize()], teams(), lambda _: rows)
        assert found.reasons == {"a": "Rank 1; more points for Impact."}

    def test_nobody(self):
        assert one(prize(count=0)).why == "This prize is not given."
        assert one(prize(count=0)).open == 0


class TestEligible:
    def test_a_track(self):
        found = one(
            prize(count=2, eligible="track:t"),
            ranks=("a", "b", "c", "d", "e"),
            who=teams(tracks={"t": "bde"}),
            called={"track:t": "Kernels"},
        )
        assert found.winners == ("b", "d")
        assert found.reasons["d"] == "Rank 4; number 2 of those who may win it."
        assert found.passed_over == dict.fromkeys("ac", "is not in the track “Kernels”")

    def test_opting_in(self):
        found = one(prize(eligible="opt-in"), who=teams(opted={"p": "bc"}))
        assert (found.winners, found.passed_over) == (("b",), {"a": "did not opt in"})

    def test_a_gate(self):
        passed = {"a": False, "c": True}
        found = one(
            prize(eligible="gate:k"),
            passed=lambda key, name: passed.get(name) if key == "k" else True,
            called={"gate:k": "Correctness"},
        )
        assert found.winners == ("c",)
        assert found.passed_over == {"a": "did not pass “Correctness”", "b": "was not measured for “Correctness”"}

    def test_fewer_than_places(self):
        found = one(prize(count=3, eligible="opt-in"), who=teams(opted={"p": "b"}))
        assert (found.winners, found.open) == (("b",), 0)
        assert found.why == "Only 1 of 3: nobody else is eligible; only those who opted in may win it."

    def test_nobody_may_win_it(self):
        found = one(prize(eligible="track:gone"))
        assert (found.winners, found.open) == ((), 0)
        assert found.why == "Nobody is eligible: only the track “gone” may win it."
        assert "nobody knows who is meant by “friends”" in one(prize(eligible="friends")).why

    def test_who_is_withdrawn_wins_nothing(self):
        found = one(prize(), who=teams(gone="a"))
        assert (found.winners, found.passed_over) == (("b",), {"a": "is not judged any more"})

    def test_who_has_no_marks_yet_is_waited_for(self):
        rows = [*ranked("a"), Placed(submission="b"), Placed(submission="c", out="did not pass “Correctness”")]
        (found,) = allocate([prize(count=4)], teams(gone="defgh"), lambda _: rows)
        assert (found.winners, found.open) == (("a",), 1)
        assert found.why.startswith("Waits for marks of “B”, who may win it")
        assert found.passed_over == {"c": "did not pass “Correctness”"}
        (found,) = allocate([prize(count=1)], teams(), lambda _: rows)
        assert (found.open, found.why) == (0, "")


class TestWinningTwice:
    def test_the_prize_that_is_given_last_is_the_highest(self):
        small, grand = prize("small", place=1, again=False), prize("grand", place=2)
        assert highest_first([small, grand]) == highest_first([grand, small]) == (grand, small)
        found = prizes_of(small, grand)
        assert (found["grand"].winners, found["small"].winners) == (("a",), ("b",))
        assert found["small"].passed_over == {"a": "already won “GRAND”"}
        assert found["small"].reasons["b"] == "Rank 2; number 1 of those who may win it."

    def test_again_is_a_rule_of_the_lower_prize(self):
        found = prizes_of(prize("small", place=1), prize("grand", place=2, again=False))
        assert found["grand"].winners == found["small"].winners == ("a",)

    def test_nobody_left(self):
        found = prizes_of(
            prize("small", place=1, again=False, eligible="track:t"),
            prize("grand", place=2),
            who=teams(tracks={"t": "a"}),
        )
        assert found["small"].why.startswith("Nobody is eligible")
        assert found["small"].passed_over == {"a": "already won “GRAND”"}

    def test_what_hangs_on_an_open_prize_waits(self):
        found = prizes_of(prize("small", place=1, again=False), prize("grand", place=2), ranks=("ab", "c"))
        assert found["grand"].tied == ("a", "b")
        small = found["small"]
        assert (small.winners, small.tied, small.open) == ((), (), 1)
        assert small.why == "Waits for “GRAND”: who wins that cannot win this one."

    def test_who_wins_either_way_is_told(self):
        grand, small = prize("grand", place=2, eligible="track:t"), prize("small", place=1, again=False, count=3)
        found = prizes_of(small, grand, ranks=("c", "ab", "d"), who=teams(tracks={"t": "ab"}))
        assert (found["small"].winners, found["small"].open) == (("c",), 2)
        found = prizes_of(small, grand, ranks=("c", "d", "e", "ab"), who=teams(tracks={"t": "ab"}))
        assert (found["small"].winners, found["small"].open) == (("c", "d", "e"), 0)

    def test_waiting_goes_on_down(self):
        third = prize("third", place=0, again=False)
        found = prizes_of(third, prize("small", place=1, again=False), prize("grand", place=2), ranks=("ab", "c", "d"))
        assert found["small"].open == found["third"].open == 1
        decided = prizes_of(
            third,
            prize("small", place=1, again=False),
            prize("grand", place=2),
            ranks=("ab", "c", "d"),
            decisions=[Decision(("b", "a"), "Ann", "x")],
        )
        assert [decided[p].winners for p in ("grand", "small", "third")] == [("b",), ("a",), ("c",)]

    def test_with_equal_ones_who_wait_nobody_is_sure_unless_all_share(self):
        grand, who = prize("grand", place=2, eligible="track:t"), teams(tracks={"t": "ab"})
        found = prizes_of(prize("small", place=1, again=False), grand, ranks=("abc",), who=who)["small"]
        assert (found.winners, found.open) == ((), 1)
        shared = prize("small", place=1, again=False, shared=True)
        found = prizes_of(shared, grand, ranks=("abc",), who=who)["small"]
        assert (found.winners, found.open) == (("c",), 1)
        said = Decision(("a", "b", "c"), "Ann", "x", "small")
        found = prizes_of(shared, grand, ranks=("abc",), who=who, decisions=[said])["small"]
        assert (found.winners, found.open) == ((), 1)

    def test_all_who_may_yet_win_are_waited_for(self):
        """Two high prizes can go to both who are equal, and then the small one is the third's."""
        high = [prize("one", place=9), prize("two", place=8)]
        low = [prize("small", place=2, again=False), prize("last", place=1, again=False, eligible="track:t")]
        world = {"ranks": ("ab", "c", "d"), "who": teams(tracks={"t": "cd"})}
        found = prizes_of(*high, *low, **world)
        assert [g.open for g in found.values()] == [1, 1, 1, 1]
        assert found["last"].why == "Waits for “SMALL”: who wins that cannot win this one."
        said = [Decision(("a", "b"), "Ann", "x", "one"), Decision(("b", "a"), "Ann", "x", "two")]
        found = prizes_of(*high, *low, **world, decisions=said)
        assert [g.winners for g in found.values()] == [("a",), ("b",), ("c",), ("d",)]

    def test_a_higher_prize_that_waits_for_marks_or_is_refused(self):
        def ranking(wanted: Prize) -> list[Placed]:
            if wanted.id == "grand":
                raise Problem("No.")
            return ranked(*"abcdefgh")

        small, grand = prize("small", place=1, again=False), prize("grand", place=2)
        assert [g.open for g in allocate([small, grand], teams(), ranking)] == [1, 1]
        rows = [*ranked("a"), Placed(submission="b"), Placed(submission="c")]
        low = prize("low", place=0, again=False, count=2)
        found = allocate([prize("grand", count=2, place=2), low], teams(), lambda _: rows)
        assert [(g.winners, g.open) for g in found] == [(("a",), 1), ((), 2)]
        own = {"grand": rows, "low": ranked("b", "c")}
        found = allocate([prize("grand", count=2, place=2), low], teams(), lambda wanted: own[wanted.id])
        assert found[1].why.startswith("Waits for “GRAND”")

    def test_the_highest_that_was_won_is_named(self):
        found = prizes_of(prize("grand", place=3), prize("second", place=2), prize("third", place=1, again=False))
        assert found["third"].passed_over == {"a": "already won “GRAND”"}


class TestPersons:
    def test_a_prize_that_a_person_decides_is_open_until_then(self):
        best = prize(decided="person", eligible="track:t", count=2)
        who = teams(tracks={"t": "bcd"})
        found = one(best, who=who)
        assert (found.winners, found.open) == ((), 2)
        assert found.why == "A person decides this prize and has not done so yet."
        found = one(best, who=who, awards={"p": Award("p", ("d", "b"), "brave", "Ann")})
        assert (found.winners, found.open, found.by) == (("d", "b"), 0, "Ann")
        assert found.why == found.reasons["d"] == "Decided by Ann: brave"
        assert found.passed_over == {}

    def test_nobody_may_win_what_a_person_decides(self):
        assert one(prize(decided="person", eligible="track:t")).why.startswith("Nobody is eligible")

    @pytest.mark.parametrize(
        "award", [Award("p", ("b",), "", "Ann"), Award("p", ("b",), "x", ""), Award("p", (), "x", "Ann")]
    )
    def test_without_a_name_a_reason_or_a_winner_nothing_is_decided(self, award):
        assert one(prize(decided="person"), awards={"p": award}).open == 1
        assert one(prize(), awards={"p": award}).winners == ("a",)

    def test_an_award_that_repeats_the_standings_is_no_decision(self):
        found = one(prize(), awards={"p": Award("p", ("b",), "as ranked", "standings")})
        assert (found.winners, found.by) == (("a",), "")

    def test_a_person_stands_above_the_standings_and_is_told(self):
        found = one(prize(count=2), awards={"p": Award("p", ("d", "a"), "the rules of the day", "Ann")})
        assert (found.winners, found.by) == (("d", "a"), "Ann")
        assert found.why == "Decided by Ann: the rules of the day (in place of the standings)"
        assert found.passed_over == {"b": "would win by the standings. Decided by Ann: the rules of the day"}

    def test_but_not_above_the_prize_s_own_rules(self):
        found = one(
            prize(decided="person", count=2), who=teams(gone="b"), awards={"p": Award("p", ("b", "c"), "x", "Ann")}
        )
        assert (found.winners, found.open) == (("c",), 1)
        assert found.passed_over == {"b": "is not judged any more"}
        assert "decided again" in found.why
        found = one(prize(), awards={"p": Award("p", ("b", "c"), "x", "Ann")})
        assert (found.winners, found.open) == ((), 1)
        assert found.why == "Ann named 2 winners for 1; it has to be decided again."
        assert one(prize(shared=True), awards={"p": Award("p", ("b", "c"), "x", "Ann")}).winners == ("b", "c")

    def test_lower_prizes_wait_for_an_award_that_must_be_decided_again(self):
        lower, grand = prize("lower", place=1, again=False), prize("grand", place=2, decided="person")
        found = prizes_of(lower, grand, who=teams(gone="h"), awards={"grand": Award("grand", ("h",), "x", "Ann")})
        assert (found["grand"].open, found["lower"].open) == (1, 1)

    def test_a_winner_of_a_higher_prize(self):
        lower = prize("lower", place=1, again=False, decided="person")
        awards = {"lower": Award("lower", ("a",), "x", "Ann")}
        found = prizes_of(lower, prize("grand", place=2), awards=awards)
        assert (found["lower"].winners, found["lower"].open) == ((), 1)
        assert found["lower"].passed_over == {"a": "already won “GRAND”"}
        found = prizes_of(lower, prize("grand", place=2), ranks=("ab",), awards=awards)
        assert (found["lower"].winners, found["lower"].open) == ((), 1)
        assert "waits for “GRAND”" in found["lower"].why

    def test_lower_prizes_wait_for_a_person(self):
        lower, grand = prize("lower", place=1, again=False), prize("grand", place=2, decided="person")
        assert prizes_of(lower, grand)["lower"].open == 1
        found = prizes_of(lower, grand, awards={"grand": Award("grand", ("a",), "x", "Ann")})
        assert found["lower"].winners == ("b",)

    def test_two_awards_at_once(self):
        found = one(prize(), contested=["p"])
        assert (found.winners, found.open) == ((), 1)
        assert found.why.startswith("Two organizers awarded this prize differently")


def test_a_ranking_that_is_refused_leaves_the_prize_open():
    def ranking(wanted: Prize) -> list[Placed]:
        if wanted.id == "p":
            raise Problem("No criterion has a weight.")
        return ranked("a", "b")

    first, second = allocate([prize("p", place=2), prize("q", place=1)], teams(), ranking)
    assert (first.winners, first.open, first.why) == ((), 1, "No criterion has a weight.")
    assert second.winners == ("a",)


def test_a_prize_with_marks_of_its_own_goes_by_its_own_ranking():
    found = allocate([prize("p"), prize("q")], teams(), lambda p: ranked("a", "b") if p.id == "p" else ranked("b", "a"))
    assert {g.prize: g.winners for g in found} == {"p": ("a",), "q": ("b",)}


class TestCudaModeIrl:
    @pytest.fixture
    def prizes(self) -> tuple[Prize, ...]:
        numbers = count()
        return template("cuda-mode-irl", lambda: str(next(numbers))).prizes

    def test_the_top_five_share_and_the_top_three_get_cards(self, prizes):
        found = allocate(prizes, teams(), lambda _: ranked(*"hgfedcba"))
        assert [len(g.winners) for g in found] == [3] + 8 * [5]
        assert found[0].winners == ("h", "g", "f")
        assert {g.winners for g in found[1:]} == {("h", "g", "f", "e", "d")}
        assert not any(g.open or g.why or g.passed_over for g in found)

    def test_a_tie_for_the_fifth_place_leaves_the_credits_open_and_the_cards_alone(self, prizes):
        found = allocate(prizes, teams(), lambda _: ranked("a", "b", "c", "d", "ef", "g"))
        assert (found[0].winners, found[0].open) == (("a", "b", "c"), 0)
        assert {(g.tied, g.open) for g in found[1:]} == {(("e", "f"), 1)}
        decided = allocate(
            prizes,
            teams(),
            lambda _: ranked("a", "b", "c", "d", "ef"),
            decisions=[Decision(("f", "e"), "Ann", "faster")],
        )
        assert {g.winners[-1] for g in decided[1:]} == {"f"}
        assert not any(g.open for g in decided)


# What must never matter, and what must always hold

NAMES = st.sampled_from(sorted(TITLES))
SETS = st.frozensets(NAMES)
RANKINGS = st.permutations(sorted(TITLES)).flatmap(
    lambda order: st.lists(st.booleans(), min_size=len(order), max_size=len(order)).map(lambda cuts: _cut(order, cuts))
)


def _cut(order: list[str], cuts: list[bool]) -> list[str]:
    groups: list[str] = []
    for name, cut in zip(order, cuts, strict=True):
        if cut or not groups:
            groups.append(name)
        else:
            groups[-1] += name
    return groups


@st.composite
def worlds(draw, *, plain: bool = False, waiting: bool = False):
    """Prizes, submissions and what persons said; ``plain``: by the standings alone, and everybody may win again;
    ``waiting``: persons have said nothing yet, nobody is withdrawn, and few may win again."""
    ids = draw(st.lists(st.sampled_from("pqrstu"), min_size=1, max_size=5, unique=True))
    prizes: list[Prize] = []
    for name in ids:
        by = "standings" if plain else draw(st.sampled_from(["standings", "standings", "person"]))
        scopes = ["all", "track:t"] if waiting else ["all", "opt-in", "track:t", "gate:k"]
        prizes.append(
            prize(
                name,
                count=draw(st.integers(0, 4)),
                place=draw(st.integers(0, 3)),
                eligible="all" if waiting and by == "person" else draw(st.sampled_from(scopes)),
                again=plain or draw(st.booleans() if not waiting else st.sampled_from([False, False, True])),
                shared=draw(st.booleans()),
                decided=by,
            )
        )
    who = teams(
        tracks={"t": "".join(draw(SETS))},
        opted={name: "".join(draw(SETS)) for name in ids},
        gone="" if waiting else "".join(draw(SETS)),
    )
    passed = {name: draw(st.sampled_from([True, False, None])) for name in TITLES}
    more = {"passed": lambda key, name: passed[name], "awards": {}, "decisions": []}
    if not (plain or waiting):
        order = st.lists(NAMES, min_size=1, max_size=8, unique=True).map(tuple)
        more["awards"] = {name: Award(name, draw(order), "x", "Ann") for name in ids if draw(st.integers(0, 3)) == 0}
        more["decisions"] = [
            Decision(draw(order), by, "y", draw(st.sampled_from(["", *ids])))
            for by in draw(st.sets(st.sampled_from("AB")))
        ]
    return prizes, who, more


@settings(max_examples=125, deadline=None)
@given(worlds(), RANKINGS, st.randoms(use_true_random=False))
def test_the_order_of_what_comes_in_is_irrelevant(world, ranks, random):
    prizes, who, more = world
    rows = ranked(*ranks)
    before = allocate(prizes, who, lambda _: rows, **more)
    shuffled = [list(items) for items in (prizes, who.items(), rows, more["decisions"], more["awards"].items())]
    for items in shuffled:
        random.shuffle(items)
    mixed = {**more, "decisions": shuffled[3], "awards": dict(shuffled[4])}
    after = allocate(shuffled[0], dict(shuffled[1]), lambda _: shuffled[2], **mixed)
    assert after == before


@settings(max_examples=200, deadline=None)
@given(worlds(), RANKINGS)
def test_what_always_holds(world, ranks):
    prizes, who, more = world
    known = {p.id: p for p in prizes}
    found = allocate(prizes, who, lambda _: ranked(*ranks), **more)
    assert [g.prize for g in found] == [p.id for p in highest_first(prizes)]
    winners_above: set[str] = set()
    for result in found:
        given_prize = known[result.prize]
        assert len(set(result.winners)) == len(result.winners)
        assert given_prize.shared or len(result.winners) + result.open <= given_prize.count
        assert result.reasons.keys() == set(result.winners)
        assert all(result.reasons.values())
        assert not set(result.winners) & {*result.tied, *result.passed_over}
        assert result.why or not (result.open or result.tied)
        assert bool(result.tied) <= bool(result.open)
        for winner in result.winners:
            mine = who[winner]
            assert mine.entered is Entered.SUBMITTED
            assert {
                "all": True,
                "opt-in": result.prize in mine.prizes,
                "track:t": "t" in mine.tracks,
                "gate:k": more["passed"]("k", winner) is True,
            }[given_prize.eligible]
        if not given_prize.again:
            assert not winners_above & set(result.winners)
        winners_above |= set(result.winners)


@settings(max_examples=150, deadline=None)
@given(worlds(plain=True), RANKINGS, NAMES, st.data())
def test_who_rises_loses_nothing_where_winners_may_win_again(world, ranks, name, data):
    prizes, who, more = world
    place = next(n for n, group in enumerate(ranks) if name in group)
    rest = [group.replace(name, "") for group in ranks]
    to = data.draw(st.integers(0, place))
    if data.draw(st.booleans()):
        rest[to] += name
    else:
        rest.insert(to, name)
    before = allocate(prizes, who, lambda _: ranked(*ranks), **more)
    after = allocate(prizes, who, lambda _: ranked(*rest), **more)
    won = {g.prize for g in before if name in g.winners}
    assert won <= {g.prize for g in after if name in g.winners}


@settings(max_examples=150, deadline=None)
@given(worlds(waiting=True), RANKINGS, st.data())
def test_settling_what_is_open_takes_nothing_from_who_has_won(world, ranks, data):
    """Whatever order persons decide for those who are equal: who was told to win still wins."""
    prizes, who, more = world
    before = allocate(prizes, who, lambda _: ranked(*ranks), **more)
    known = {p.id: p for p in prizes}
    for _ in range(2 * len(prizes)):
        if (next_open := next((g for g in before if g.open), None)) is None:
            break
        about = next_open.prize
        if next_open.tied:
            order = tuple(data.draw(st.permutations(next_open.tied)))
            more = {**more, "decisions": [*more["decisions"], Decision(order, "Ann", "x", about)]}
        else:
            higher = before[: [g.prize for g in before].index(about)]
            won = {name for g in higher for name in g.winners}
            able = [name for name in who if known[about].again or name not in won]
            winners = tuple(data.draw(st.permutations(able))[: known[about].count])
            more = {**more, "awards": {**more["awards"], about: Award(about, winners, "x", "Ann")}}
        after = allocate(prizes, who, lambda _: ranked(*ranks), **more)
        for was, now in zip(before, after, strict=True):
            assert set(was.winners) <= set(now.winners)
            assert not (now.open and now.prize == about)
        before = after
    assert not any(g.open for g in before)
