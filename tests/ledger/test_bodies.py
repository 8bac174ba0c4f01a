"""The rules of a body: whatever bytes come, they are an entry or a BadEntry, never anything else."""

import json

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.device import Device
from gpumode_judge.ledger.entry import (
    MOST_BODY,
    MOST_INTEGER,
    BadEntry,
    Entry,
    Stub,
    eid_of,
    encode_body,
    parse_body,
    signed_bytes,
)

EVENT = "e" * 64
KEY = "d" * 64
FIELDS = {
    "v": 1, "event": EVENT, "kind": "ballot", "device": KEY, "seq": 2, "prev": "a" * 64, "at": "2024-09-21T18:00:00.000Z",
    "supersedes": ["b" * 64], "data": {"judge": "ada", "marks": {"a": "3"}, "none": None, "n": 5, "list": ["ä", []]},
}  # fmt: skip


def raw(**changed) -> bytes:
    return json.dumps({**FIELDS, **changed}, ensure_ascii=False).encode()


def nested(depth: int) -> object:
    value: object = "x"
    for _ in range(depth):
        value = [value]
    return value


def test_a_good_body_is_read_as_it_stands():
    assert parse_body(raw()) == FIELDS


def test_a_first_entry_and_a_genesis_are_good():
    assert parse_body(raw(seq=1, prev=""))["seq"] == 1
    assert parse_body(raw(seq=1, prev="", event="", kind="event"))["event"] == ""


def test_limits_are_inclusive():
    assert parse_body(raw(data={"n": MOST_INTEGER, "m": -MOST_INTEGER}))
    assert parse_body(raw(supersedes=["b" * 64] * 200))
    assert parse_body(raw(data={"deep": nested(14)}))
    room = MOST_BODY - len(raw(data={"t": ""}))
    assert parse_body(raw(data={"t": "x" * room}))
    with pytest.raises(BadEntry, match="longer"):
        parse_body(raw(data={"t": "x" * (room + 1)}))


BAD: dict[str, bytes] = {
    "nothing": b"",
    "no json": b"hello",
    "not utf-8": b'{"v":1,"x":"\xff"}',
    "utf-16": raw().decode().encode("utf-16"),
    "bom": b"\xef\xbb\xbf" + raw(),
    "nul": raw() + b"\x00",
    "two documents": raw() + raw(),
    "a list": b"[]",
    "a text": b'"x"',
    "a number": b"1",
    "null": b"null",
    "float": raw(data={"mark": 3.5}),
    "whole float": raw(data={"mark": 3.0}),
    "float as version": raw(v=1.0),
    "exponent": raw().replace(b'"n": 5', b'"n": 5e3'),
    "true": raw(data={"again": True}),
    "false deep": raw(data={"again": [{"x": False}]}),
    "true as version": raw(v=True),
    "true as seq": raw(seq=True, prev=""),
    "nan": raw(data={"mark": float("nan")}),
    "infinity": raw(data={"mark": float("inf")}),
    "minus infinity": raw(data={"mark": float("-inf")}),
    "duplicate key": raw()[:-1] + b',"kind":"event"}',
    "duplicate key deep": raw().replace(b'"n": 5', b'"n": 5, "n": 6'),
    "duplicate after escapes": raw().replace(b'"n": 5', b'"n": 5, "\\u006e": 6'),
    "too deep": raw(data={"deep": nested(15)}),
    "far too deep": b"[" * 40_000,
    "far too deep in data": raw().replace(b'"n": 5', b'"n": ' + b"[" * 20_000 + b"]" * 20_000),
    "huge integer": raw(data={"n": MOST_INTEGER + 1}),
    "huge negative integer": raw(data={"n": -MOST_INTEGER - 1}),
    "endless integer": raw().replace(b'"n": 5', b'"n": ' + b"9" * 30_000),
    "huge seq": raw(seq=2**63),
    "lone surrogate": raw().replace(b'"n": 5', b'"n": "\\ud800"'),
    "lone surrogate in a key": raw().replace(b'"n": 5', b'"\\udfff": 5'),
    "raw control character": raw().replace(b'"n": 5', b'"n": "\x01"'),
    "unknown field": raw(hello=1),
    "missing field": json.dumps({k: v for k, v in FIELDS.items() if k != "at"}).encode(),
    "newer version": raw(v=2),
    "version as text": raw(v="1"),
    "no version": raw(v=None),
    "device too short": raw(device="d" * 63),
    "device too long": raw(device="d" * 65),
    "device in capitals": raw(device="D" * 64),
    "device not hex": raw(device="g" * 64),
    "device full-width": raw(device="\uff11" * 64),
    "device null": raw(device=None),
    "device a list": raw(device=["d"] * 64),
    "event not hex": raw(event="nope"),
    "event null": raw(event=None),
    "event an object": raw(event={}),
    "no event": raw(event=""),
    "no event but first": raw(event="", seq=1, prev=""),
    "genesis not first": raw(event="", kind="event"),
    "prev not hex": raw(prev="z" * 64),
    "prev a number": raw(prev=0),
    "prev missing": raw(prev=""),
    "prev on the first": raw(seq=1),
    "seq zero": raw(seq=0, prev=""),
    "seq negative": raw(seq=-1),
    "seq as text": raw(seq="2"),
    "seq null": raw(seq=None),
    "kind too long": raw(kind="k" * 41),
    "kind null": raw(kind=None),
    "at too long": raw(at="9" * 41),
    "at a number": raw(at=5),
    "supersedes no list": raw(supersedes="b" * 64),
    "supersedes an object": raw(supersedes={"b" * 64: 1}),
    "supersedes null": raw(supersedes=None),
    "supersedes not hex": raw(supersedes=["b" * 64, "x"]),
    "supersedes a number": raw(supersedes=[5]),
    "supersedes too many": raw(supersedes=["b" * 64] * 201),
    "data a list": raw(data=[]),
    "data a text": raw(data="x"),
    "data null": raw(data=None),
    "oversize": raw(data={"t": "x" * MOST_BODY}),
}


@pytest.mark.parametrize("body", BAD.values(), ids=BAD.keys())
def test_each_broken_rule_is_told(body):
    with pytest.raises(BadEntry) as told:
        parse_body(body)
    assert str(told.value)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(), max_size=70),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4),
    max_leaves=8,
)


def read_or_refuse(body: bytes) -> None:
    try:
        fields = parse_body(body)
    except BadEntry:
        return
    assert fields.keys() == FIELDS.keys()
    assert json.loads(body) == fields


@given(st.binary(max_size=400))
@example(b"\xef\xbb\xbf{}")
@settings(max_examples=300)
def test_arbitrary_bytes_raise_nothing_else(body):
    read_or_refuse(body)


@given(st.sampled_from(sorted(FIELDS)), json_values)
@settings(max_examples=400)
def test_any_value_in_any_field_raises_nothing_else(field, value):
    read_or_refuse(json.dumps({**FIELDS, field: value}).encode())


@given(json_values)
@settings(max_examples=150)
def test_any_document_raises_nothing_else(value):
    read_or_refuse(json.dumps(value).encode())


@given(st.data())
@settings(max_examples=400)
def test_a_mutated_body_raises_nothing_else(data):
    body = bytearray(raw())
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(body) - 1))
        cut = data.draw(st.integers(0, 3))
        body[place : place + cut] = data.draw(st.binary(max_size=3))
    read_or_refuse(bytes(body))


# Signatures


@pytest.fixture(scope="module")
def signed():
    return Device(b"s" * 32).sign(event=EVENT, kind="ballot", seq=1, prev="", at="now", data={"judge": "ada"})


def test_what_was_signed_is_verified_and_named_by_its_bytes(signed):
    read = Entry.verified(signed.body, signed.sig)
    assert read == signed
    assert read.eid == eid_of(signed.body, signed.sig)
    assert (read.kind, read.seq, read.data, read.event_id) == ("ballot", 1, {"judge": "ada"}, EVENT)


@given(st.data())
@settings(max_examples=200)
def test_a_changed_bit_never_verifies(signed, data):
    whole = bytearray(signed.body + signed.sig)
    bit = data.draw(st.integers(0, len(whole) * 8 - 1))
    whole[bit // 8] ^= 1 << bit % 8
    with pytest.raises(BadEntry):
        Entry.verified(bytes(whole[:-64]), bytes(whole[-64:]))


@pytest.mark.parametrize("sig", [b"", b"\x00" * 63, b"\x00" * 64, b"\x00" * 65, b"\xff" * 64])
def test_a_signature_of_another_shape_never_verifies(signed, sig):
    with pytest.raises(BadEntry, match="signature"):
        Entry.verified(signed.body, sig)


def test_bytes_moved_between_words_and_signature_never_verify(signed):
    """The name is a hash over both one after the other, so the border must be fixed by the signature's length."""
    whole = signed.body + signed.sig
    for border in (len(whole) - 65, len(whole) - 63):
        with pytest.raises(BadEntry):
            Entry.verified(whole[:border], whole[border:])


def test_a_signature_over_the_bare_words_never_verifies(signed):
    from nacl.signing import SigningKey

    with pytest.raises(BadEntry):
        Entry.verified(signed.body, SigningKey(b"s" * 32).sign(signed.body).signature)
    other = signed_bytes(signed.body).replace(b"entry.v1", b"entry.v2")
    with pytest.raises(BadEntry):
        Entry.verified(signed.body, SigningKey(b"s" * 32).sign(other).signature)


def test_weak_keys_never_verify():
    """A key of small order would let one signature fit many words."""
    for key in ("00" * 32, "01" + "00" * 31, "ec" + "ff" * 30 + "7f"):
        body = raw(device=key)
        with pytest.raises(BadEntry):
            Entry.verified(body, bytes.fromhex("01" + "00" * 63))


def test_the_same_words_in_another_spelling_are_other_words(signed):
    spaced = json.dumps(json.loads(signed.body)).encode()
    assert parse_body(spaced) == parse_body(signed.body)
    with pytest.raises(BadEntry, match="signature"):
        Entry.verified(spaced, signed.sig)


# Writing

SAID = {"event": EVENT, "kind": "remark", "device": KEY, "seq": 2, "prev": "a" * 64, "at": "now", "supersedes": []}


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"data": {"text": "x" * MOST_BODY}}, "too long"),
        ({"data": {"text": "half \ud83d"}}, "half a character"),
        ({"data": {}, "supersedes": ["b" * 64] * 201}, "more than 200"),
    ],
)
def test_what_could_not_be_read_is_not_written(changed, told):
    with pytest.raises(Problem, match=told):
        encode_body(**{**SAID, **changed})


def test_a_stub_tells_nothing_of_what_was_said(signed):
    assert Stub.of(signed) == Stub(signed.eid, signed.device, 1, "")


def test_an_entry_shows_neither_words_nor_seed(signed):
    assert "ada" not in repr(signed)
    assert "115" not in repr(Device(b"s" * 32))
    assert "sss" not in repr(Device(b"s" * 32))
