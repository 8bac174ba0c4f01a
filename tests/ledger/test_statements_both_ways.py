"""Every statement reads back as it was said; what strangers sign is a statement or a BadEntry."""

import json
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gpumode_judge.event.agenda import Agenda, AgendaItem
from gpumode_judge.event.event import Event, Mode, Prize, Track
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Audience, Ballot, Judge, Outcome, Remark
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.event.submission import Entered, Link, Submission
from gpumode_judge.event.text import clean_block, clean_line
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import BadEntry, Entry
from gpumode_judge.ledger.reading import from_entry
from gpumode_judge.ledger.statements import (
    FROM_JUDGES,
    FROM_ORGANIZERS,
    Admit,
    Assign,
    Award,
    Checkpoint,
    Decision,
    Enrol,
    Freeze,
    Hello,
    Interest,
    Lock,
    Resolve,
    Revoke,
    Signoff,
    Told,
    kind_of,
    slot_of,
    to_data,
)

lines = st.text(max_size=12).map(clean_line)
blocks = st.text(max_size=20).map(clean_block)
ids = st.text(st.characters(min_codepoint=32, max_codepoint=126), min_size=1, max_size=8)
hexes = st.text("0123456789abcdef", min_size=64, max_size=64)
tuples_of_ids = st.lists(ids, max_size=3).map(tuple)
places_in_chains = st.tuples(st.integers(1, 2**53), hexes)
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


figures = st.decimals(-(10**15) + 1, 10**15 - 1, places=9)
measured = (
    st.builds(
        Measured,
        key=ids,
        name=lines,
        unit=lines,
        lower=st.just(False),
        turn=st.just(Turn.LINEAR),
        zero=st.just(Decimal("0.5")),
        full=st.none() | st.decimals(1, 9, places=3),
        scope=lines,
    )
    | st.builds(
        Measured,
        key=ids,
        name=lines,
        lower=st.booleans(),
        turn=st.just(Turn.RANKS),
        points=st.just((Decimal(5), Decimal(3), Decimal(1))),
    )
    | st.builds(
        Measured,
        key=ids,
        name=lines,
        lower=st.booleans(),
        turn=st.just(Turn.GATE),
        full=figures,
        excludes=st.booleans(),
    )
)
times = st.sampled_from(["18:00", "00:30", "2026-09-20T00:30"])
agenda_items = st.builds(AgendaItem, begins=times, ends=st.just("") | times, title=lines.filter(bool), where=lines)
weights = st.dictionaries(ids, st.decimals(0, 10**6, places=3), max_size=4)
VALUES = {
    Event: st.builds(
        Event, title=lines, place=lines, day=lines, zone=lines, mode=st.sampled_from(Mode), sponsors=st.lists(lines, max_size=3).map(tuple),
        sealed=st.booleans(), colours=st.lists(st.from_regex("#[0-9A-F]{6}", fullmatch=True), max_size=2).map(tuple),
    ),
    Rubric: st.builds(
        Rubric, name=lines, criteria=st.lists(criteria(), min_size=1, max_size=3, unique_by=lambda c: c.key).map(tuple)
    ),
    Rules: st.builds(
        Rules, weights=weights, method=lines, priority=lines, signatures=st.sampled_from([1, 2]),
        measured=st.lists(measured, max_size=3, unique_by=lambda m: m.key).map(tuple),
        ties=st.lists(st.sampled_from(Tie), unique=True).map(tuple),
    ),
    Track: st.builds(Track, id=ids, name=lines, description=blocks),
    Prize: st.builds(
        Prize, id=ids, name=lines, sponsor=lines, award=lines, count=st.integers(0, 99), eligible=lines,
        again=st.booleans(), place=st.integers(-9, 99), weights=weights, shared=st.booleans(),
        decided=st.sampled_from(["standings", "person"]),
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
    Interest: st.builds(Interest, ids, ids, lines),
    Revoke: st.builds(Revoke, hexes, st.integers(0, 2**53), lines),
    Lock: st.dictionaries(hexes, places_in_chains, max_size=3).map(Lock),
    Admit: st.builds(Admit, st.lists(hexes, max_size=3).map(tuple), lines),
    Award: st.builds(Award, ids, tuples_of_ids, lines, lines),
    Checkpoint: st.builds(Checkpoint, hexes, st.integers(1, 2**53), hexes),
    Figure: st.builds(Figure, submission=ids, criterion=ids, value=st.none() | figures, unit=lines, source=lines),
    Decision: st.builds(Decision, tuples_of_ids, lines, lines, st.just("") | ids),
    Agenda: st.builds(
        Agenda, items=st.lists(agenda_items, max_size=3).map(tuple),
        hand_in=st.just("") | times,
    ),
    Freeze: st.dictionaries(hexes, places_in_chains, max_size=3).map(Freeze),
    Told: st.builds(Told, hexes, st.just("") | hexes),
    Signoff: st.builds(Signoff, ids, st.dictionaries(ids, hexes, max_size=3)),
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
    named = {Interest: "conflict", Figure: "measure", Decision: "decide"}
    assert {named.get(kind, kind.__name__.lower()) for kind in VALUES} == FROM_JUDGES | FROM_ORGANIZERS
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
    "conflict": Interest("j", "s", "advised them"),
    "revoke": Revoke("d" * 64, 7, "stolen"),
    "lock": Lock({"d" * 64: (7, "e" * 64)}),
    "admit": Admit(("e" * 64,), "brought the stick late"),
    "award": Award("p", ("s",), "best", "the standings"),
    "checkpoint": Checkpoint("d" * 64, 7, "e" * 64),
    "signoff": Signoff("j", {"s": "e" * 64}),
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
        ("rules", {"signatures": 0}),
        ("rules", {"signatures": 3}),
        ("rules", {"signatures": "2"}),
        ("event", {"sealed": "yes"}),
        ("conflict", {"judge": ""}),
        ("revoke", {"device": "laptop"}),
        ("revoke", {"seq": -1}),
        ("lock", {"manifest": [["d" * 64, 1, "e" * 64]]}),
        ("lock", {"manifest": {"d": [1, "e" * 64]}}),
        ("lock", {"manifest": {"d" * 64: [0, "e" * 64]}}),
        ("lock", {"manifest": {"d" * 64: [1, "e"]}}),
        ("lock", {"manifest": {"d" * 64: [1]}}),
        ("admit", {"entries": "e" * 64}),
        ("admit", {"entries": ["e"]}),
        ("award", {"submissions": "s"}),
        ("checkpoint", {"seq": 0}),
        ("checkpoint", {"eid": ""}),
        ("signoff", {"ballots": {"s": "e"}}),
        ("signoff", {"ballots": {"": "e" * 64}}),
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


@pytest.mark.parametrize(("statement", "key"), [(Event(title="IRL"), "sealed"), (Rules(), "signatures")])
def test_a_later_field_is_written_only_when_it_is_used(statement, key):
    """Else statements of the first version would have other bytes today."""
    assert key not in to_data(statement)


# Ballots are read in two ways: the usual spelling by a short cut, any other as JSON. Both must say the same.


def spelled_otherwise(said: Entry) -> Entry:
    fields = json.loads(said.body)
    body = json.dumps({key: fields[key] for key in reversed(fields)}, indent=1).encode()
    return Entry.trusted(body, said.sig, said.eid)


def read(said: Entry) -> object:
    try:
        return from_entry(said)
    except BadEntry as error:
        return str(error)


@given(VALUES[Ballot])
@settings(max_examples=200)
def test_a_ballot_reads_the_same_however_it_is_spelled(ballot):
    said = entry("ballot", to_data(ballot))
    assert read(said) == read(spelled_otherwise(said)) == ballot


odd = st.sampled_from(
    [
        "",
        " ",
        "3",
        "3.",
        "1e5",
        "-0",
        "a  b",
        " x ",
        "\x00",
        "\u202e",
        "ä",
        '"',
        "\\",
        "{",
        "}",
        '"},"reason":"',
        "x" * 65,
        "2024-09-21",
    ]
)


@given(
    st.sampled_from([k for k in to_data(SAMPLES["ballot"]) if k != "marks"]),
    odd,
    st.dictionaries(odd, odd | junk, max_size=3),
)
@settings(max_examples=400)
def test_an_odd_ballot_reads_the_same_however_it_is_spelled(field, value, extra):
    sample = to_data(SAMPLES["ballot"])
    said = entry("ballot", {**sample, field: value, "marks": {**sample["marks"], **extra}})
    assert read(said) == read(spelled_otherwise(said))


@given(
    st.sampled_from(sorted(SAMPLES)),
    st.lists(hexes, max_size=3),
    st.text(max_size=9).filter(str.isprintable),
    st.booleans(),
)
def test_kept_bytes_are_read_as_they_were_verified(kind, supersedes, at, odd_spelling):
    said = DEVICE.sign(
        event="e" * 64, kind=kind, seq=7, prev="a" * 64, at=at, data=to_data(SAMPLES[kind]), supersedes=supersedes
    )
    kept, verified = Entry.trusted(said.body, said.sig, said.eid), Entry.verified(said.body, said.sig)
    if odd_spelling:
        kept = spelled_otherwise(said)
    for name in ("event", "kind", "device", "seq", "prev", "at", "supersedes", "data", "event_id"):
        assert getattr(kept, name) == getattr(verified, name), name
