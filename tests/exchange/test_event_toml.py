import textwrap
from dataclasses import replace
from decimal import Decimal
from itertools import count
from string import ascii_lowercase

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.event import Event, Mode, Prize, Track
from gpumode_judge.event.people import Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import clean_block, clean_line, fold
from gpumode_judge.exchange import event_toml
from gpumode_judge.exchange.event_toml import read_plan, write_plan
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
    track, prize, judge = plan.tracks[0], plan.prizes[0], plan.judges[0]
    depth, speed = plan.rubric.criteria
    assert plan.event.sponsors == ("Acme", "Umbrella")
    assert depth.scale == Scale(Decimal(1), Decimal(5), Decimal("0.5"))
    assert depth.anchors[Decimal("2.5")] == "Half marks need quotes."
    assert speed.scope == f"track:{track.id}"
    assert plan.rules == Rules(weights={"depth": Decimal(30), "speed": Decimal(70)}, priority="depth", signatures=2)
    assert plan.event.sealed
    assert prize == Prize(
        id=prize.id, name="Golden Warp", sponsor="Acme", award="A trophy", eligible=f"track:{track.id}", place=1
    )
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
        (SMALLEST + '[[prize]]\nname = "P"\ncount = 0\n', ("Prize 1 “P”", "whole number from 1")),
        (SMALLEST + '[[prize]]\nname = "P"\nagain = "yes"\n', ("Prize 1 “P”", "true or false")),
        (SMALLEST + '[[judge]]\nname = "J"\nemail = "nobody"\n', ("Judge 1 “J”", "e-mail")),
        (SMALLEST + '[[judge]]\nname = "J"\n[[judge]]\nname = "J"\n', ("Judge 2 “J”", "same name")),
        (SMALLEST + '[rules]\npriority = "dept"\n', ("Rules", "“depth” is probably meant")),
        (SMALLEST + '[rules]\nmethod = "luck"\n', ("Rules", "“mean”")),
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
digits = st.decimals(min_value=0, max_value=1000, places=2)


def distinct_names(most):
    return st.lists(names, max_size=most, unique_by=fold)


@st.composite
def scales(draw):
    step = draw(st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("0.25"), Decimal(2)]))
    low = draw(st.integers(-5, 5))
    return Scale(Decimal(low), low + step * draw(st.integers(1, 12)), step)


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
    weights = {criterion.key: draw(digits) for criterion in criteria}
    weights[criteria[0].key] += 1
    return Plan(
        event=Event(
            title=draw(names), place=draw(lines), day=draw(st.dates().map(str) | st.just("")),
            zone=draw(st.sampled_from(["UTC", "Asia/Tokyo"])), mode=draw(st.sampled_from(Mode)),
            sponsors=tuple(draw(st.lists(names, max_size=3))), sealed=draw(st.booleans()),
        ),
        rubric=Rubric(name=draw(names), criteria=tuple(criteria)),
        rules=Rules(weights=weights, priority=draw(st.sampled_from(["", criteria[0].key])), signatures=draw(st.sampled_from([1, 2]))),
        tracks=tracks,
        prizes=prizes,
        judges=judges,
        emails=tuple((judge.id, "ada@example.org") for judge in judges if draw(st.booleans())),
    )  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(plans())
def test_what_is_written_is_read_back_the_same(plan):
    assert read(write_plan(plan)) == plan
