"""An entry: the exact bytes of a statement and a signature over them.

Nobody re-serialises a body: what was signed is what is stored, sent and verified. The signature is Ed25519 (RFC 8032) over a
pre-authentication encoding in the manner of DSSE, ``PAE(type, body)``, so that bytes signed here mean nothing elsewhere.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from hashlib import sha256
from typing import Any, Final, Never, cast

from nacl.exceptions import BadSignatureError
from nacl.signing import VerifyKey

from gpumode_judge.event.people import Ballot
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.bulk import open_twin
from gpumode_judge.ledger.usual import look

ENTRY_TYPE: Final = b"gpumode-judge.entry.v1"
MOST_BODY: Final = 47_000
MOST_DEPTH: Final = 16
MOST_INTEGER: Final = 2**53
MOST_SUPERSEDES: Final = 200
_HEX: Final = frozenset("0123456789abcdef")
_KEYS: Final = frozenset({"v", "event", "kind", "device", "seq", "prev", "at", "supersedes", "data"})

# What JSON can hold in a body; booleans and floats are not among it.
type_names: Final = "objects, lists, strings, integers and null"
Json = Mapping[str, "Json"] | Sequence["Json"] | str | int | None


class BadEntry(Problem):
    """Bytes that are not an entry. The sentence says what is wrong with them."""


class NewerEntry(BadEntry):
    """An entry of a version to come, or what looks like one."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A statement as it was signed. Two entries are equal when their eids are.

    ``eid`` is the SHA-256 of body and signature, in hex; ``event`` the eid of the genesis entry (``""`` in the genesis itself);
    ``device`` the signer's public key in hex; ``seq`` its place in the device's chain, from 1; ``prev`` the eid before it;
    ``at`` a UTC time for people to read; ``supersedes`` the eids that it replaces; ``ballot`` the ballot that it is, if that was
    read along with the rest.
    """

    eid: str
    body: bytes = field(repr=False, compare=False)
    sig: bytes = field(repr=False, compare=False)
    event: str = field(compare=False)
    kind: str = field(compare=False)
    device: str = field(compare=False)
    seq: int = field(compare=False)
    prev: str = field(compare=False)
    at: str = field(compare=False)
    supersedes: tuple[str, ...] = field(compare=False)
    ballot: Ballot | None = field(default=None, repr=False, compare=False)

    @property
    def data(self) -> Mapping[str, Json]:
        """What it says. Read from the body each time: of 100,000 entries few are asked in this way."""
        return cast("dict[str, Any]", json.loads(self.body.decode()))["data"]

    @property
    def event_id(self) -> str:
        """The event that this entry belongs to; a genesis entry belongs to the event that it makes."""
        return self.event or self.eid

    @classmethod
    def trusted(cls, body: bytes, sig: bytes, eid: str) -> "Entry":
        """An entry from bytes that were verified before, as the store keeps them."""
        return look(eid, body, sig, quick_entry) or _entry(eid, body, sig, cast("dict[str, Any]", json.loads(body)))

    @classmethod
    def verified(cls, body: bytes, sig: bytes) -> "Entry":
        """An entry from bytes of a stranger.

        Raises:
            BadEntry: the body breaks a rule of the format, or the signature is not the named device's.
        """
        eid = eid_of(body, sig)
        entry = _usual_ballot(eid, body, sig) or _entry(eid, body, sig, parse_body(body))
        try:
            _key(entry.device).verify(signed_bytes(body), sig)
        except (BadSignatureError, ValueError, TypeError) as error:
            raise BadEntry("its signature does not fit") from error
        return entry


@dataclass(frozen=True, slots=True)
class Stub:
    """A withheld entry: enough to keep its chain whole, nothing of what it says."""

    eid: str
    device: str
    seq: int
    prev: str

    @classmethod
    def of(cls, entry: Entry) -> "Stub":
        """The stub that stands for ``entry``."""
        return cls(entry.eid, entry.device, entry.seq, entry.prev)


def signed_bytes(body: bytes) -> bytes:
    """``PAE("gpumode-judge.entry.v1", body)``: what the signature is made over."""
    return b"GMJ1 %d %s %d %s" % (len(ENTRY_TYPE), ENTRY_TYPE, len(body), body)


def eid_of(body: bytes, sig: bytes) -> str:
    """The name of an entry: SHA-256 over body and signature, in hex."""
    return sha256(body + sig).hexdigest()


def encode_body(
    *,
    event: str,
    kind: str,
    device: str,
    seq: int,
    prev: str,
    at: str,
    supersedes: Sequence[str],
    data: Mapping[str, Json],
) -> bytes:
    """The bytes of a body, in one canonical order of keys.

    Raises:
        Problem: the statement is too long for an entry, or holds what no entry can.
    """
    fields = {
        "v": 1, "event": event, "kind": kind, "device": device, "seq": seq, "prev": prev,
        "at": at, "supersedes": list(supersedes), "data": data,
    }  # fmt: skip
    if len(supersedes) > MOST_SUPERSEDES:
        raise Problem(
            f"This {kind} would replace more than {MOST_SUPERSEDES} earlier ones at once; decide among them first."
        )
    try:
        body = json.dumps(fields, ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode()
    except UnicodeEncodeError as error:
        raise Problem(f"This {kind} holds half a character, which cannot be kept; type its texts once more.") from error
    if len(body) > MOST_BODY:
        raise Problem(f"This {kind} is too long to be kept ({len(body):,} bytes of {MOST_BODY:,}); shorten its texts.")
    return body


def parse_body(body: bytes) -> dict[str, Any]:
    """The fields of a body, after every rule of the format was checked.

    Raises:
        BadEntry: a rule is broken.
    """
    if len(body) > MOST_BODY:
        raise BadEntry(f"a statement of {len(body):,} bytes is longer than {MOST_BODY:,}")
    try:
        parsed: object = _DECODER.decode(body.decode("utf-8"))
    except (UnicodeDecodeError, json.JSONDecodeError, RecursionError) as error:
        raise BadEntry("a statement is not well-formed JSON") from error
    if not _is_plain(body):
        _check(parsed, 0)
    if not isinstance(parsed, dict):
        raise BadEntry("a statement is not an object")
    fields = cast("dict[str, Any]", parsed)
    if fields.keys() != _KEYS or fields["v"] != 1:
        raise NewerEntry("a statement has other fields than this version of the app knows; a newer version may read it")
    if not _is_hex(fields["device"]) or not all(fields[k] == "" or _is_hex(fields[k]) for k in ("event", "prev")):
        raise BadEntry("a statement names a device or an entry that cannot exist")
    if not isinstance(fields["seq"], int) or fields["seq"] < 1 or (fields["prev"] == "") != (fields["seq"] == 1):
        raise BadEntry("a statement has no place in its device's order")
    if not all(isinstance(fields[k], str) and len(fields[k]) <= 40 for k in ("kind", "at")):
        raise BadEntry("a statement has a kind or a time that is not a short text")
    supersedes: object = fields["supersedes"]
    if not isinstance(supersedes, list) or len(cast("list[object]", supersedes)) > MOST_SUPERSEDES:
        raise BadEntry("a statement does not say in a list what it replaces")
    if not all(_is_hex(eid) for eid in cast("list[object]", supersedes)):
        raise BadEntry("a statement replaces an entry that cannot exist")
    if not isinstance(fields["data"], dict):
        raise BadEntry("a statement says nothing")
    if fields["event"] == "" and (fields["kind"] != "event" or fields["seq"] != 1):
        raise BadEntry("a statement belongs to no event")
    return fields


_OpenEntry: Final = open_twin(Entry)


def quick_entry(
    eid: str, body: bytes, sig: bytes, event: str, kind: str, device: str, seq: int, prev: str, at: str,
    supersedes: tuple[str, ...], ballot: Ballot | None,
) -> Entry:  # fmt: skip
    """An entry like any other, made quickly."""
    made = _OpenEntry()
    made.eid = eid
    made.body = body
    made.sig = sig
    made.event = event
    made.kind = kind
    made.device = device
    made.seq = seq
    made.prev = prev
    made.at = at
    made.supersedes = supersedes
    made.ballot = ballot
    made.__class__ = Entry
    return made


def _usual_ballot(eid: str, body: bytes, sig: bytes) -> Entry | None:
    """A ballot in the usual form, in a tenth of the time of :func:`parse_body`; ``None`` for all else and wherever a rule is broken."""
    try:
        entry = look(eid, body, sig, quick_entry) if len(body) <= MOST_BODY else None
    except UnicodeDecodeError:
        return None
    if entry is None or entry.ballot is None:
        return None
    placed = entry.prev == "" if entry.seq == 1 else _is_hex(entry.prev)
    return entry if entry.event and placed and len(entry.supersedes) <= MOST_SUPERSEDES else None


def _entry(eid: str, body: bytes, sig: bytes, fields: dict[str, Any]) -> Entry:
    return quick_entry(
        eid, body, sig, fields["event"], fields["kind"], fields["device"], fields["seq"], fields["prev"], fields["at"],
        tuple(fields["supersedes"]), None,
    )  # fmt: skip


def _is_hex(value: object) -> bool:
    return isinstance(value, str) and len(value) == 64 and _HEX.issuperset(value)


def _no_duplicates(pairs: list[tuple[str, object]]) -> dict[str, object]:
    fields = dict(pairs)
    if len(fields) < len(pairs):
        raise BadEntry("a statement says one thing twice")
    return fields


def _no_float(_text: str) -> Never:
    raise BadEntry(f"a statement may hold {type_names} only")


def _bounded(text: str) -> int:
    if len(text) > 17 or abs(number := int(text)) > MOST_INTEGER:
        raise BadEntry("a statement holds a number that is too large")
    return number


_DECODER: Final = json.JSONDecoder(
    object_pairs_hook=_no_duplicates, parse_float=_no_float, parse_constant=_no_float, parse_int=_bounded
)


@lru_cache(maxsize=4096)
def _key(device: str) -> VerifyKey:
    """A device's key, made once: a score file names one device on every line."""
    return VerifyKey(bytes.fromhex(device))


def _is_plain(body: bytes) -> bool:
    """Whether nothing can be in a body for which :func:`_check` would walk through it: it is far slower than to look at the bytes.

    Half a character can only come from an escape, and what is nested needs a bracket for each level.
    """
    return (
        b"\\u" not in body
        and b"true" not in body
        and b"false" not in body
        and body.count(b"[") + body.count(b"{") <= MOST_DEPTH
    )


def _check(value: object, depth: int) -> None:
    if depth > MOST_DEPTH:
        raise BadEntry("a statement is nested too deeply")
    if isinstance(value, bool):
        _no_float("")
    if isinstance(value, str) and not value.isascii():
        try:
            value.encode()
        except UnicodeEncodeError as error:
            raise BadEntry("a statement holds half a character") from error
    for part in _parts(value):
        _check(part, depth + 1)


def _parts(value: object) -> Iterator[object]:
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        yield from fields
        yield from fields.values()
    elif isinstance(value, list):
        yield from cast("list[object]", value)
