"""Every statement reads back as it was said; what strangers sign is a statement or a BadEntry."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.event import Event, Mode, Prize, Track
from gpumode_judge.event.people import Audience, Ballot, Judge, Outcome, Remark
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Entered, Link, Submission
from gpumode_judge.event.text import clean_block, clean_line
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import BadEntry, Entry
from gpumode_judge.ledger.statements import (
    FROM_JUDGES,
    FROM_ORGANIZERS,
    Assign,
    Enrol,
    Hello,
    Resolve,
    from_entry,
    kind_of,
    slot_of,
    to_data,
)

lines = st.text(max_size=12).map(clean_line)
blocks = st.text(max_size=20).map(clean_block)
ids = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=8)
hexes = st.text("0123456789abcdef", min_size=64, max_size=64)
tuples_of_ids = st.lists(ids, max_size=3).map(tuple)
marks = st.decimals(-999, 999, places=2)


@st.composite
def scales(draw):
    step = draw(st.sampled_from([Decimal("0.25"), Decimal("0.5"), Decimal(1), Decimal(10)]))
    low = draw(st.decimals(-100, 100, places=1))
    return Scale(low, low + step * draw(st.integers(1, 20)), step)


@st.composite
def criteria(draw):
    scale = draw(scales())
    return Criterion(
        key=draw(ids), name=draw(lines), prompt=draw(blocks), scale=scale, note_prompt=draw(lines), scope=draw(lines),
        anchors=draw(st.dictionaries(st.sampled_from(scale.levels), blocks, max_size=3)),
    )  # fmt: skip


def ballots(outcome):
    value = st.dictionaries(ids, marks, min_size=1, max_size=4) if outcome is Outcome.MARKED else st.just({})
    return st.builds(
        Ballot, judge=ids, submission=ids, rubric=hexes, outcome=st.just(outcome), marks=value, reason=lines, began=lines,
        ended=lines,
    )  # fmt: skip


weights = st.dictionaries(ids, st.decimals(0, 10**6, places=3), max_size=4)
VALUES = {
    Event: st.builds(
        Event, title=lines, place=lines, day=lines, zone=lines, mode=st.sampled_from(Mode), sponsors=st.lists(lines, max_size=3).map(tuple)
    ),
    Rubric: st.builds(
        Rubric, name=lines, criteria=st.lists(criteria(), min_size=1, max_size=3, unique_by=lambda c: c.key).map(tuple)
    ),
    Rules: st.builds(Rules, weights=weights, method=lines, priority=lines),
    Track: st.builds(Track, id=ids, name=lines, description=blocks),
    Prize: st.builds(
        Prize, id=ids, name=lines, sponsor=lines, award=lines, count=st.integers(0, 99), eligible=lines,
        again=st.booleans(), place=st.integers(-9, 99),
    ),
    Submission: st.builds(
        Submission, id=ids, title=lines, team=lines, table=lines, tracks=tuples_of_ids, prizes=tuples_of_ids,
        members=st.lists(lines, max_size=3).map(tuple), links=st.lists(st.builds(Link, lines, lines), max_size=2).map(tuple),
        description=blocks, entered=st.sampled_from(Entered), source=lines,
    ),
    Judge: st.builds(Judge, id=ids, name=lines, affiliation=lines, tracks=tuples_of_ids),
    Assign: st.builds(Assign, ids, tuples_of_ids),
    Enrol: st.builds(Enrol, hexes, st.just("") | ids),
    Hello: st.builds(Hello, ids, st.just("") | hexes),
    Ballot: st.sampled_from(Outcome).flatmap(ballots),
    Remark: st.builds(Remark, judge=ids, submission=ids, criterion=st.just("") | ids, audience=st.sampled_from(Audience), text=blocks),
    Resolve: st.lists(hexes, min_size=1, max_size=3, unique=True).map(lambda e: Resolve(e[0], tuple(sorted(e)))),
}  # fmt: skip
DEVICE = Device(b"q" * 32)


def entry(kind: str, data) -> Entry:
    return DEVICE.sign(event="e" * 64, kind=kind, seq=1, prev="", at="now", data=data)


@pytest.mark.parametrize("kind", VALUES, ids=lambda kind: kind.__name__)
@given(data=st.data())
@settings(max_examples=60)
def test_a_statement_reads_back_as_it_was_said(kind, data):
    statement = data.draw(VALUES[kind])
    said = entry(kind_of(statement), to_data(statement))
    received = Entry.verified(said.body, said.sig)
    assert from_entry(received) == statement
    assert slot_of(from_entry(received)) == slot_of(statement)


def test_every_kind_has_exactly_one_side_that_may_say_it():
    assert {kind.__name__.lower() for kind in VALUES} == FROM_JUDGES | FROM_ORGANIZERS
    assert not FROM_JUDGES & FROM_ORGANIZERS


SAMPLES = {
    "event": Event(title="IRL", sponsors=("a",)),
    "rubric": Rubric(name="r", criteria=(Criterion(key="a", name="A", anchors={Decimal(1): "low"}),)),
    "rules": Rules(weights={"a": Decimal(1)}),
    "track": Track(id="t", name="T"),
    "prize": Prize(id="p", name="P"),
    "submission": Submission(id="s", title="S", links=(Link("Code", "https://example.org"),), members=("M",)),
    "judge": Judge(id="j", name="J", tracks=("t",)),
    "assign": Assign("j", ("s",)),
    "enrol": Enrol("d" * 64, "j"),
    "hello": Hello("j", ""),
    "ballot": Ballot(judge="j", submission="s", rubric="r" * 64, marks={"a": Decimal(3)}),
    "remark": Remark(judge="j", submission="s", text="t"),
    "resolve": Resolve("a" * 64, ("a" * 64,)),
}

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=6)
junk = st.recursive(
    st.none() | st.integers(-(2**53), 2**53) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def places(value, path=()):
    yield path
    if isinstance(value, dict):
        for key in value:
            yield from places(value[key], (*path, key))
    elif isinstance(value, list):
        for number in range(len(value)):
            yield from places(value[number], (*path, number))


def put(value, path, new):
    if not path:
        return new
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[path[0]] = put(value[path[0]], path[1:], new)
    return copy


@pytest.mark.parametrize("kind", SAMPLES)
@given(data=st.data())
@settings(max_examples=60)
def test_junk_anywhere_in_a_statement_is_read_or_told(kind, data):
    good = json.loads(json.dumps(to_data(SAMPLES[kind])))
    path = data.draw(st.sampled_from([p for p in places(good) if p]))
    said = entry(kind, put(good, path, data.draw(junk)))
    try:
        statement = from_entry(said)
    except BadEntry:
        return
    assert kind_of(statement) == kind
    again = from_entry(entry(kind, to_data(statement)))
    assert again == statement, "what was read can be said again"


@pytest.mark.parametrize("kind", SAMPLES)
def test_no_field_may_be_missing(kind):
    good = to_data(SAMPLES[kind])
    assert from_entry(entry(kind, good)) == SAMPLES[kind]
    for key in good:
        with pytest.raises(BadEntry):
            from_entry(entry(kind, {k: v for k, v in good.items() if k != key}))


@pytest.mark.parametrize(
    "mark",
    [
        "1E-999999", "1E+5", "NaN", "Infinity", "-Infinity", "sNaN", "", " 3", "3 ", "+3", "1_0", "０", "٣", "3.", ".5", "0x3", "3" * 25,
        "0." + "0" * 13, 3, None, ["3"],
    ],
)  # fmt: skip
def test_a_mark_is_a_plain_decimal_and_nothing_else(mark):
    """A short "1E-999999" would be a million characters to show."""
    with pytest.raises(BadEntry):
        from_entry(entry("ballot", {**to_data(SAMPLES["ballot"]), "marks": {"a": mark}}))


@pytest.mark.parametrize(
    ("kind", "changed"),
    [
        ("ballot", {"outcome": "absent"}),
        ("ballot", {"marks": {}}),
        ("ballot", {"outcome": "loved it"}),
        ("ballot", {"judge": ""}),
        ("ballot", {"judge": "a\nb"}),
        ("ballot", {"judge": "x" * 65}),
        ("ballot", {"marks": [["a", "3"]]}),
        ("resolve", {"pick": "b" * 64}),
        ("resolve", {"among": []}),
        ("enrol", {"device": "D" * 64}),
        ("enrol", {"device": "laptop"}),
        ("event", {"mode": "practice"}),
        ("rules", {"weights": {"a": "-1"}}),
        ("rules", {"weights": {"a": "1000001"}}),
        ("rubric", {"criteria": []}),
        ("submission", {"entered": "maybe"}),
        ("submission", {"links": [["only a label"]]}),
        ("prize", {"count": "1"}),
        ("remark", {"audience": "everyone"}),
    ],
)
def test_what_cannot_be_is_told(kind, changed):
    with pytest.raises(BadEntry):
        from_entry(entry(kind, {**to_data(SAMPLES[kind]), **changed}))


def test_words_of_strangers_are_cleaned():
    data = {**to_data(SAMPLES["submission"]), "title": "\u202eevil\x07 \n team", "description": "a\r\nb\x00\u2066c"}
    read = from_entry(entry("submission", data))
    assert (read.title, read.description) == ("evil team", "a\nbc")


def test_an_unknown_kind_is_told_by_name():
    with pytest.raises(BadEntry, match="“teleport”"):
        from_entry(entry("teleport", {}))
