import textwrap
from dataclasses import replace
from decimal import Decimal
from itertools import count
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.event import Event, Mode, Prize, Track
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.people import Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.event.text import clean_block, clean_line, fold
from gpumode_judge.exchange import event_toml
from gpumode_judge.exchange.event_toml import read_plan, write_plan
from gpumode_judge.exchange.toml_rules import METHODS
from gpumode_judge.standings import methods
from gpumode_judge.system.resources import resource

SMALLEST = '[event]\ntitle = "Night"\n[[criterion]]\nname = "Depth"\n'


def ids():
    numbers = count(1)
    return lambda: f"{next(numbers):032x}"


def read(text):
    return read_plan(text, ids())


def refusal(text):
    with pytest.raises(Problem) as caught:
        read(text)
    sentence = str(caught.value)
    assert "\n" not in sentence
    assert sentence.endswith(".")
    return sentence


def test_the_smallest_file_gets_sensible_defaults():
    plan = read(SMALLEST)
    assert plan.event == Event(title="Night")
    assert plan.rubric == Rubric(name="Night", criteria=(Criterion(key="depth", name="Depth"),))
    assert plan.rules == Rules(weights={"depth": Decimal(1)})
    assert plan.tracks == plan.prizes == plan.judges == plan.emails == ()


def documented():
    doc = event_toml.__doc__
    return textwrap.dedent(doc[doc.index("    [event]") : doc.index("Marks and weights")])


def test_the_documented_example_is_read_as_it_is_explained():
    plan = read(documented())
    track, (prize, fastest), judge = plan.tracks[0], plan.prizes, plan.judges[0]
    depth, speed = plan.rubric.criteria
    assert plan.event.sponsors == ("Acme", "Umbrella")
    assert depth.scale == Scale(Decimal(1), Decimal(5), Decimal("0.5"))
    assert depth.anchors[Decimal("2.5")] == "Half marks need quotes."
    assert speed.scope == f"track:{track.id}"
    weights = {"depth": Decimal(30), "speed": Decimal(70), "runtime": Decimal(1), "places": Decimal(20)}
    assert plan.rules == Rules(
        weights=weights, priority="depth", signatures=2, ties=(Tie.PRIORITY, Tie.FIRSTS),
        measured=(
            Measured(
                key="runtime", name="Runtime", unit="ms", lower=True, turn=Turn.LOG, zero=Decimal(40), full=Decimal("2.5"),
                scope=f"track:{track.id}",
            ),
            Measured(
                key="places", name="Places", lower=True, turn=Turn.RANKS, points=(Decimal(5), Decimal(3), Decimal(1))
            ),
            Measured(key="correct", name="Correct", turn=Turn.GATE, full=Decimal(1), excludes=True),
        ),
    )  # fmt: skip
    assert plan.event.sealed
    assert prize == Prize(
        id=prize.id, name="Golden Warp", sponsor="Acme", award="A trophy", eligible=f"track:{track.id}", place=1,
        shared=True, decided="person",
    )  # fmt: skip
    assert fastest == Prize(
        id=fastest.id, name="Fastest Kernel", eligible="gate:correct", place=2,
        weights={"runtime": Decimal(3), "depth": Decimal(1)},
    )  # fmt: skip
    assert judge.tracks == (track.id,)
    assert plan.emails == ((judge.id, "ada@example.org"),)


def test_the_guide_shows_the_same_example():
    guide = resource("guide/event-toml.md").read_text(encoding="utf-8")
    assert documented().strip() in guide
    blocks = guide.split("```toml\n")[1:]
    assert blocks
    for block in blocks:
        assert read(block.split("```")[0]).event.title


def test_text_bytes_and_a_file_say_the_same(tmp_path):
    path = tmp_path / "event.toml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.encode())
    assert read_plan(path, ids()) == read(SMALLEST.encode()) == read(SMALLEST)


def test_ids_come_from_the_maker_in_order():
    plan = read(SMALLEST + '[[track]]\nname = "A"\n[[prize]]\nname = "P"\n[[judge]]\nname = "J"\n')
    assert [plan.tracks[0].id, plan.prizes[0].id, plan.judges[0].id] == [f"{n:032x}" for n in (1, 2, 3)]


def test_what_goes_without_saying_is_not_written():
    text = write_plan(read(SMALLEST))
    assert "sealed" not in text
    assert "signatures" not in text


def test_weights_are_taken_to_the_digit():
    plan = read(SMALLEST + "weight = 0.10\n")
    assert plan.rules.weights == {"depth": Decimal("0.10")}


def test_names_are_found_whatever_their_case_and_spacing():
    plan = read(SMALLEST + '[[track]]\nname = "Kernels"\n[[judge]]\nname = "Ada"\ntracks = [" kernels "]\n')
    assert plan.judges[0].tracks == (plan.tracks[0].id,)


def test_prizes_without_a_place_keep_the_order_of_the_file():
    plan = read(SMALLEST + '[[prize]]\nname = "First"\n[[prize]]\nname = "Second"\n')
    assert [prize.place for prize in plan.prizes] == [1, 2]


def test_priority_may_be_written_as_a_name():
    plan = read(SMALLEST.replace("Depth", "Real depth") + '[rules]\npriority = "Real Depth"\n')
    assert plan.rules.priority == "real-depth"


def test_every_method_can_be_named_and_nothing_else():
    assert tuple(methods.METHODS) == METHODS
    for method in METHODS:
        assert read(SMALLEST + f'[rules]\nmethod = "{method}"\n').rules.method == method


MEASURED = SMALLEST + '[[measured]]\nname = "Top speed"\n{}\n'
GATE = MEASURED.format('turn = "gate"')


def test_a_measured_criterion_gets_sensible_defaults():
    rules = read(MEASURED.format("")).rules
    assert rules.measured == (Measured(key="top-speed", name="Top speed"),)
    assert rules.weights == {"depth": Decimal(1), "top-speed": Decimal(1)}


def test_a_gate_weighs_nothing_and_needs_no_weight():
    rules = read(GATE.replace('"Depth"\n', '"Depth"\nweight = 3\n')).rules
    assert rules.weights == {"depth": Decimal(3)}
    assert rules.measured[0].turn is Turn.GATE


def test_all_that_counts_may_be_measured():
    plan = read(
        MEASURED.format("weight = 5").replace('"Depth"\n', '"Depth"\nweight = 0\n') + '[rules]\npriority = "depth"\n'
    )
    assert plan.rules.weights == {"depth": Decimal(0), "top-speed": Decimal(5)}


def test_priority_may_be_a_measured_criterion():
    assert read(MEASURED.format("") + '[rules]\npriority = "top SPEED"\n').rules.priority == "top-speed"


def test_the_ladder_for_ties_may_be_empty():
    plan = read(SMALLEST + "[rules]\nties = []\n")
    assert plan.rules.ties == ()
    assert read(write_plan(plan)).rules.ties == ()


def test_a_prize_calls_criteria_by_key_or_name():
    plan = read(MEASURED.format("") + '[[prize]]\nname = "P"\n[prize.weights]\n"top speed" = 2\ndepth = 0.5\n')
    assert plan.prizes[0].weights == {"top-speed": Decimal(2), "depth": Decimal("0.5")}


def test_figures_are_taken_to_the_digit():
    plan = read(MEASURED.format('turn = "log"\nbetter = "lower"\nzero = 0.000000012345\nfull = 1e-12'))
    assert (plan.rules.measured[0].zero, plan.rules.measured[0].full) == (Decimal("1.2345E-8"), Decimal("1E-12"))
    assert read(write_plan(plan)) == plan


def test_a_toml_date_is_a_day():
    assert read(SMALLEST.replace("[[", "day = 2026-09-19\n[[", 1)).event.day == "2026-09-19"


EVENT = SMALLEST.replace("[[criterion]]", "{}\n[[criterion]]")
SECOND = '[[criterion]]\nname = "Speed"\n'


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        (SMALLEST + "weigth = 3\n", ("Criterion 1 “Depth”", "“weigth”", "“weight” is probably meant")),
        ("[events]\n", ("The event file", "“events”", "“event” is probably meant")),
        (EVENT.format('zone = "Europe/Berlim"'), ("Event", "“Europe/Berlim”", "“Europe/Berlin”")),
        (EVENT.format('zone = "../../etc/passwd"'), ("Event", "not a time zone")),
        (EVENT.format('day = "19.9.2026"'), ("Event", "“day”", "2026-09-19")),
        (EVENT.format("day = 2026-09-19T10:00:00"), ("Event", "“day”")),
        (EVENT.format('mode = "test"'), ("Event", "“live” or “rehearsal”")),
        (EVENT.format('sponsors = "Acme"'), ("Event", "“sponsors” must be a list")),
        (EVENT.format('sealed = "yes"'), ("Event", "“sealed” must be true or false")),
        (SMALLEST + "[rules]\nsignatures = 3\n", ("Rules", "“signatures” must be a whole number from 1 to 2")),
        (EVENT.format("place = 4"), ("Event", "“place” must be text")),
        ('[[criterion]]\nname = "Depth"\n', ("Event", "“title” is missing")),
        ('[event]\ntitle = "Night"\n', ("no criterion",)),
        ("event = 3\n", ("“event” must be a table",)),
        ('[event]\ntitle = "N"\n[criterion]\nname = "D"\n', ("two brackets, [[criterion]]",)),
        (SMALLEST + "[[criterion]]\nweight = 3\n", ("Criterion 2", "“name” is missing")),
        (SMALLEST + SECOND + 'key = "depth"\n', ("Criterion 2 “Speed”", "criterion 1 has the key")),
        (SMALLEST + "weight = 3\n" + SECOND, ("Criterion 2 “Speed”", "the weight is missing")),
        (SMALLEST + "weight = -1\n", ("Criterion 1 “Depth”", "-1")),
        (SMALLEST + "weight = 0\n", ("weight above zero",)),
        (SMALLEST + 'weight = "3"\n', ("Criterion 1 “Depth”", "“weight” must be a number")),
        (SMALLEST + "weight = nan\n", ("Criterion 1 “Depth”", "“weight”")),
        (SMALLEST + "weight = 1e-999\n", ("Criterion 1 “Depth”",)),
        (SMALLEST + "high = 1\n", ("Criterion 1 “Depth”", "highest mark above the lowest")),
        (SMALLEST + "step = 3\n", ("Criterion 1 “Depth”", "whole steps")),
        (SMALLEST + 'anchors = { 6 = "x" }\n', ("Criterion 1 “Depth”", "6", "scale 1–5")),
        (SMALLEST + 'anchors = { "1" = "x", "1.0" = "y" }\n', ("the mark 1 has two anchors",)),
        (SMALLEST + 'anchors = { good = "x" }\n', ("“good” must be a mark",)),
        (SMALLEST + 'anchors = { 2.5 = "x" }\n', ("in quotes",)),
        (SMALLEST + 'key = "tiefe ü"\n', ("plain letters",)),
        (SMALLEST + 'track = "Kernels"\n', ("Criterion 1 “Depth”", "no track “Kernels” in this file")),
        (SMALLEST + '[[track]]\nname = "A"\n[[track]]\nname = "a"\n', ("Track 2 “a”", "same name")),
        (SMALLEST + '[[track]]\nname = "Kernels"\n[[judge]]\nname = "J"\ntracks = ["Kernel"]\n', ("“Kernels”",)),
        (SMALLEST + '[[prize]]\nname = "P"\ncount = -1\n', ("Prize 1 “P”", "whole number from 0")),
        (SMALLEST + '[[prize]]\nname = "P"\nagain = "yes"\n', ("Prize 1 “P”", "true or false")),
        (SMALLEST + '[[judge]]\nname = "J"\nemail = "nobody"\n', ("Judge 1 “J”", "e-mail")),
        (SMALLEST + '[[judge]]\nname = "J"\n[[judge]]\nname = "J"\n', ("Judge 2 “J”", "same name")),
        (SMALLEST + '[rules]\npriority = "dept"\n', ("Rules", "“depth” is probably meant")),
        (SMALLEST + '[rules]\nmethod = "luck"\n', ("Rules", "“severity”, “mean”", "or “z-score”")),
        (MEASURED.format('beter = "lower"'), ("Measured 1 “Top speed”", "“better” is probably meant")),
        (MEASURED.format('better = "less"'), ("Measured 1 “Top speed”", "“lower” or “higher”")),
        (MEASURED.format('turn = "rank"'), ("Measured 1 “Top speed”", "“ranks”, “linear”, “log” or “gate”")),
        (MEASURED.format('turn = "ranks"'), ("“Top speed” needs points",)),
        (MEASURED.format('turn = "ranks"\npoints = [1, 3]'), ("“Top speed” needs points",)),
        (MEASURED.format('turn = "ranks"\npoints = ["5"]'), ("“points” must be a list of numbers",)),
        (MEASURED.format('turn = "ranks"\npoints = [nan]'), ("“points” must be a number",)),
        (MEASURED.format(f'turn = "ranks"\npoints = {[1] * 101}'), ("101 places",)),
        (MEASURED.format("points = [5, 3]"), ("“points” says nothing", "“linear”", "“ranks”")),
        (MEASURED.format("excludes = true"), ("“excludes”", "“gate”")),
        (MEASURED.format('turn = "log"'), ("baseline",)),
        (MEASURED.format("zero = 3\nfull = 2"), ("Measured 1", "more is better")),
        (MEASURED.format("full = 1e-13"), ("Measured 1", "twelve decimals")),
        (MEASURED.format("full = 1e16"), ("Measured 1", "not so large")),
        (MEASURED.format('track = "Kernels"'), ("Measured 1", "no track “Kernels”")),
        (MEASURED.format('track = "A"\nprize = "B"'), ("Measured 1", "not for both")),
        (MEASURED.format('key = "depth"'), ("Measured 1 “Top speed”", "criterion 1 has the key")),
        (MEASURED.format("weight = 3"), ("Criterion 1 “Depth”", "the weight is missing")),
        (MEASURED.format("weight = -3"), ("Measured 1", "from 0 to a million")),
        (GATE + "weight = 3\n", ("Measured 1", "“weight” says nothing")),
        (GATE + '[rules]\npriority = "top-speed"\n', ("Rules", "is a gate")),
        ('[event]\ntitle = "N"\n[[measured]]\nname = "M"\n', ("no criterion", "weight = 0")),
        ("measured = 3\n" + SMALLEST, ("two brackets, [[measured]]",)),
        (SMALLEST + '[rules]\nties = ["coin"]\n', ("Rules", "“priority”, “firsts” and “person”", "“coin”")),
        (SMALLEST + '[rules]\nties = ["firsts", "firsts"]\n', ("Rules", "once")),
        (SMALLEST + '[rules]\nties = "firsts"\n', ("Rules", "list")),
        (SMALLEST + '[[prize]]\nname = "P"\ngate = "ok"\n', ("Prize 1 “P”", "no gate “ok”", 'turn = "gate"')),
        (GATE + '[[prize]]\nname = "P"\ngate = "depth"\n', ("Prize 1 “P”", "no gate “depth”")),
        (GATE + '[[prize]]\nname = "P"\ngate = "a"\neligible = "all"\n', ("“gate” already tells",)),
        (SMALLEST + '[[prize]]\nname = "P"\ndecided = "coin"\n', ("Prize 1 “P”", "“standings” or “person”")),
        (SMALLEST + '[[prize]]\nname = "P"\nweights = { depht = 1 }\n', ("Prize 1 “P”", "“depth” is probably meant")),
        (SMALLEST + '[[prize]]\nname = "P"\nweights = { depth = 0 }\n', ("Prize 1 “P”", "above zero")),
        (SMALLEST + '[[prize]]\nname = "P"\nweights = { depth = -1 }\n', ("Prize 1 “P”", "from 0")),
        (SMALLEST + '[[prize]]\nname = "P"\nweights = { depth = 1, Depth = 2 }\n', ("Prize 1 “P”", "two weights")),
        (SMALLEST + '[[prize]]\nname = "P"\nweights = 3\n', ("Prize 1 “P”", "table")),
        (GATE + '[[prize]]\nname = "P"\nweights = { top-speed = 1 }\n', ("Prize 1 “P”", "is a gate")),
        ('[event]\ntitle = "N"\n[event.x]\n', ("“x”",)),
        ("title = \n", ("not correct TOML", "line 1")),
        ("a = " + "9" * 5000, ("no event needs",)),
        ("a = " + "[" * 50_000, ("The event file",)),
        (b"\xff\xfe", ("UTF-8",)),
        ("#" * 1_000_001, ("larger",)),
    ],
    ids=lambda value: value[0][:24] if isinstance(value, tuple) else "",
)
def test_what_cannot_be_meant_is_one_sentence_with_its_place(text, parts):
    sentence = refusal(text)
    for part in parts:
        assert part in sentence


def test_two_judges_may_share_a_name_when_their_houses_differ():
    judge = '[[judge]]\nname = "Wei Chen"\naffiliation = "{}"\n'
    assert len(read(SMALLEST + judge.format("A Lab") + judge.format("B Lab")).judges) == 2


def test_a_name_that_plays_tricks_is_cleaned():
    assert read(SMALLEST.replace("Night", "Ni\\u202Eght\\u0007")).event.title == "Night"


def test_writing_refuses_names_that_reading_could_not_tell_apart():
    plan = read(SMALLEST)
    twins = (Track(id="1", name="A"), Track(id="2", name="a"))
    with pytest.raises(Problem, match="same name"):
        write_plan(replace(plan, tracks=twins))
    with pytest.raises(Problem, match="no longer there"):
        write_plan(replace(plan, judges=(Judge(id="1", name="J", tracks=("gone",)),)))


lines = st.text(max_size=40).map(clean_line)
names = lines.filter(bool)
blocks = st.text(max_size=200).map(clean_block)
ends = st.decimals(min_value=Decimal("1e-12"), max_value=10**12, places=12)
digits = st.decimals(min_value=0, max_value=1000, places=2)


def distinct_names(most):
    return st.lists(names, max_size=most, unique_by=fold)


@st.composite
def scales(draw):
    step = draw(st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("0.25"), Decimal(2)]))
    low = draw(st.integers(-5, 5))
    return Scale(Decimal(low), low + step * draw(st.integers(1, 12)), step)


@st.composite
def measures(draw, key, scope):
    turn, lower = draw(st.sampled_from(Turn)), draw(st.booleans())
    low, high = sorted(draw(st.lists(ends, min_size=2, max_size=2, unique=True)))
    zero, full = (high, low) if lower else (low, high)
    known = {
        Turn.RANKS: {"points": tuple(sorted(draw(st.lists(ends, min_size=1, max_size=5)), reverse=True))},
        Turn.LINEAR: {"zero": zero, "full": draw(st.sampled_from([full, None]))},
        Turn.LOG: {"zero": zero, "full": draw(st.sampled_from([full, None]))},
        Turn.GATE: {"full": draw(st.sampled_from([full, None])), "excludes": draw(st.booleans())},
    }[turn]
    unit = draw(st.text(max_size=20).map(clean_line))
    return Measured(key=key, name=draw(names), unit=unit, lower=lower, turn=turn, scope=draw(scope), **known)


@st.composite
def plans(draw):
    make = ids()
    tracks = tuple(Track(id=make(), name=name, description=draw(blocks)) for name in draw(distinct_names(3)))
    track_ids = [track.id for track in tracks]
    eligible = st.sampled_from(["all", "opt-in", *(f"track:{name}" for name in track_ids)])
    prizes = tuple(
        Prize(
            id=make(), name=name, sponsor=draw(lines), award=draw(lines), count=draw(st.integers(1, 9)),
            eligible=draw(eligible), again=draw(st.booleans()), place=draw(st.integers(0, 99)),
        )
        for name in draw(distinct_names(3))
    )  # fmt: skip
    some = st.lists(st.sampled_from(track_ids), unique=True).map(tuple) if track_ids else st.just(())
    judges = tuple(
        Judge(id=make(), name=name, affiliation=draw(lines), tracks=draw(some)) for name in draw(distinct_names(3))
    )
    scope = st.sampled_from([*(f"track:{t}" for t in track_ids), *(f"prize:{p.id}" for p in prizes)] or [""])
    criteria = []
    for number, key in enumerate(
        draw(st.lists(st.text(ascii_lowercase, min_size=1, max_size=9), min_size=1, unique=True, max_size=4))
    ):
        scale = draw(scales())
        anchors = draw(st.dictionaries(st.sampled_from(scale.levels), blocks.filter(bool), max_size=3))
        criteria.append(
            Criterion(
                key=key, name=draw(names), prompt=draw(blocks), scale=scale, anchors=anchors, note_prompt=draw(lines),
                scope=draw(scope) if number else "",
            )
        )  # fmt: skip
    measured = tuple(
        draw(measures(f"m-{number}", st.just("") | scope)) for number in range(draw(st.integers(0, 3)))
    )  # fmt: skip
    weights = {c.key: draw(digits) for c in (*criteria, *measured) if getattr(c, "turn", None) is not Turn.GATE}
    weights[criteria[0].key] += 1
    own = st.dictionaries(st.sampled_from(sorted(weights)), digits.map(lambda n: n + 1), max_size=3)
    gates = [f"gate:{m.key}" for m in measured if m.turn is Turn.GATE]
    prizes = tuple(
        replace(
            prize, weights=draw(own), shared=draw(st.booleans()), decided=draw(st.sampled_from(["standings", "person"])),
            eligible=draw(st.sampled_from([prize.eligible, *gates])),
        )
        for prize in prizes
    )  # fmt: skip
    return Plan(
        event=Event(
            title=draw(names), place=draw(lines), day=draw(st.dates().map(str) | st.just("")),
            zone=draw(st.sampled_from(["UTC", "Asia/Tokyo"])), mode=draw(st.sampled_from(Mode)),
            sponsors=tuple(draw(st.lists(names, max_size=3))), sealed=draw(st.booleans()),
        ),
        rubric=Rubric(name=draw(names), criteria=tuple(criteria)),
        rules=Rules(
            weights=weights, method=draw(st.sampled_from(METHODS)), priority=draw(st.sampled_from(["", *weights])),
            signatures=draw(st.sampled_from([1, 2])), measured=measured,
            ties=tuple(draw(st.lists(st.sampled_from(Tie), unique=True))),
        ),
        tracks=tracks,
        prizes=prizes,
        judges=judges,
        emails=tuple((judge.id, "ada@example.org") for judge in judges if draw(st.booleans())),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(plans())
def test_what_is_written_is_read_back_the_same(plan):
    assert read(write_plan(plan)) == plan
