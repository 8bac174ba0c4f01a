"""Score files as they come out of bad sticks and bad hands: bytes turned, lines shuffled, JSON bent, and statements well signed."""

import json
from base64 import b64encode
from dataclasses import dataclass
from decimal import Decimal
from hashlib import sha256

from faults_kit import Laptop
from nacl.signing import SigningKey

from gpumode_judge.event.people import Ballot, Judge, Outcome, Remark
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.entry import Entry, signed_bytes
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Assign, Enrol, Hello, Resolve, kind_of, to_data


@dataclass(frozen=True)
class World:
    """An event as the organizers know it, genuine score files, and two people who would like to win."""

    base: tuple[Entry, ...]
    record: Record
    files: tuple[bytes, ...]
    genuine: frozenset[str]
    insider: Laptop
    outsider: Laptop


def mutate(chance, world: World) -> bytes:
    kind = chance.choice((_bytes, _bytes, _lines, _envelope, _signed, _signed, _signed))
    return kind(chance, world)


def _bytes(chance, world: World) -> bytes:
    data = bytearray(chance.choice(world.files))
    for _ in range(chance.choice((1, 1, 2, 5))):
        at = chance.randrange(len(data) + 1)
        size = chance.choice((1, 2, 7, 64, 1000))
        match chance.randrange(6):
            case 0:
                data[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del data[at : at + size]
            case 2:
                data[at:at] = chance.randbytes(size)
            case 3:
                data[at:at] = data[at : at + size]
            case 4:
                other = chance.choice(world.files)
                data[at:] = other[chance.randrange(len(other)) :]
            case _:
                del data[at:]
    return sealed(bytes(data)) if chance.random() < 0.5 else bytes(data)


def sealed(data: bytes) -> bytes:
    """Whatever it is, with an end that fits it."""
    head, _, _ = data.rstrip(b"\n").rpartition(b"\n")
    lines = head.split(b"\n")
    try:
        header = json.loads(lines[0])
        header["count"] = len(lines) - 1
        lines[0] = json.dumps(header, ensure_ascii=False, separators=(",", ":")).encode()
    except (ValueError, TypeError, RecursionError):
        pass
    content = b"".join(line + b"\n" for line in lines)
    return content + b'{"end":%d,"sha256":"%s"}\n' % (len(lines) - 1, sha256(content).hexdigest().encode())


def _lines(chance, world: World) -> bytes:
    """Genuine lines of several files: some left out, doubled, shuffled."""
    pool = [line for data in world.files for line in data.split(b"\n")[1:-2]]
    header = chance.choice(world.files).split(b"\n")[0]
    taken = chance.choices(pool, k=chance.randrange(1, 12))
    return sealed(b"\n".join([header, *taken, b""]))


def _envelope(chance, world: World) -> bytes:
    """The JSON around entries: other keys, other types, wrong stubs."""
    data = chance.choice(world.files)
    lines = data.split(b"\n")[:-2]
    for _ in range(chance.randrange(1, 4)):
        at = chance.randrange(len(lines))
        line = _tree(chance, json.loads(lines[at]))
        if chance.random() < 0.3:
            stolen = chance.choice(world.base)
            line = {
                "x": [
                    chance.choice((stolen.eid, "a" * 64)),
                    stolen.device,
                    chance.randrange(1, 12),
                    chance.choice(("", stolen.prev, stolen.eid)),
                ]
            }
        lines[at] = json.dumps(line, ensure_ascii=chance.random() < 0.5).encode(errors="surrogatepass")
    return sealed(b"\n".join([*lines, b""]))


def _signed(chance, world: World) -> bytes:
    """Statements with a good signature of an insider or an outsider, which say what they should not."""
    said: list[bytes] = []
    laptop = chance.choice((world.insider, world.outsider))
    seq, prev = (laptop.said[-1].seq, laptop.said[-1].eid) if chance.random() < 0.8 else (0, "")
    chain = [*(laptop.said if chance.random() < 0.8 else [])]
    for _ in range(chance.randrange(1, 5)):
        statement = _statement(chance, world, laptop)
        data = to_data(statement)
        fields = {
            "v": 1, "event": laptop.event, "kind": kind_of(statement), "device": laptop.device.name, "seq": seq + 1,
            "prev": prev, "at": "2024-09-21T18:00:00.000Z", "supersedes": _replaced(chance, world), "data": data,
        }  # fmt: skip
        if chance.random() < 0.5:
            fields["data"] = _tree(chance, data)
        if chance.random() < 0.15:
            fields = _tree(chance, fields)
        if chance.random() < 0.05:
            fields["device"] = chance.choice(world.base).device
        body = json.dumps(fields, ensure_ascii=chance.random() < 0.5).encode(errors="surrogatepass")
        if chance.random() < 0.03:
            body = body.replace(b'"data":', b'"data":{},"data":', 1)
        sig = SigningKey(laptop.device.seed).sign(signed_bytes(body)).signature
        if chance.random() < 0.05:
            sig = chance.choice(world.base).sig
        said.append(b'{"b":"%s","s":"%s"}' % (b64encode(body), b64encode(sig)))
        seq, prev = seq + 1, sha256(body + sig).hexdigest()
    kept = [b'{"b":"%s","s":"%s"}' % (b64encode(entry.body), b64encode(entry.sig)) for entry in chain]
    return sealed(b"\n".join([world.files[0].split(b"\n")[0], *kept, *said, b""]))


def _replaced(chance, world: World) -> list[object]:
    return [chance.choice(world.base).eid for _ in range(chance.choice((0, 0, 1, 3, 250)))]


def _statement(chance, world: World, laptop: Laptop):
    judge = chance.choice((laptop.judge, laptop.judge, "judge001", "judge002", "nobody"))
    team = chance.choice(("team000", "team003", "nowhere"))
    rubric = world.record.rubric
    assert rubric
    return chance.choice(
        (
            Ballot(judge=judge, submission=team, rubric=world.record.rubric_eid, marks={"a": Decimal(5), "b": Decimal(5)}),
            Ballot(judge=judge, submission=team, rubric=world.record.rubric_eid, marks={"a": Decimal(500), "b": Decimal("-1")}),
            Ballot(judge=judge, submission=team, rubric="f" * 64, outcome=Outcome.ABSENT, reason="team has left"),
            Remark(judge=judge, submission=team, text="win"), Hello(judge, "0" * 64), Enrol(laptop.device.name, judge),
            Enrol(world.outsider.device.name, ""), Judge(id="judge009", name="Eve"), Judge(id="judge000", name="Eve"),
            Submission(id="team000", title="Winner"), Assign("judge000", ("team000",)), Rules(weights={"a": Decimal(100)}),
            Rubric(name="easy", criteria=(Criterion(key="c", name="C"),)), world.record.event,
            Resolve(chance.choice(world.base).eid, tuple(chance.choice(world.base).eid for _ in range(3))),
        )
    )  # fmt: skip


_NASTY = (
    None, True, 0, -1, 1.5, float("nan"), float("inf"), 2**53, 2**53 + 1, -(2**70), 10**40, "", " ", "\x00", "\ud800", "\u202eevil",
    "x" * 5000, "=1+1", "../../etc/passwd", "<img src=x>", "1e9", "0x10", "1_000", "٣", "½", "-0", "9" * 30, "a" * 64, "g" * 64,
    [], {}, [[[[]]]], {"": {}}, ["a"] * 300, {"a": "5", "b": "5"}, {"a": 5}, "NaN", "Infinity", "\r\n", "judge001", "marked",
)  # fmt: skip


def _tree(chance, value, depth=0):
    """A JSON value with one or two things in it replaced by something nasty."""
    if depth and chance.random() < 0.25:
        return _deep(chance) if chance.random() < 0.05 else chance.choice(_NASTY)
    if isinstance(value, dict) and value:
        made = dict(value)
        key = chance.choice(list(made))
        match chance.randrange(5):
            case 0:
                del made[key]
            case 1:
                made[chance.choice(("new", "", "x" * 100, "\u202e"))] = chance.choice(_NASTY)
            case _:
                made[key] = _tree(chance, made[key], depth + 1)
        return made
    if isinstance(value, list) and value:
        at = chance.randrange(len(value))
        return [*value[:at], _tree(chance, value[at], depth + 1), *value[at + chance.randrange(2) :]]
    return chance.choice(_NASTY)


def _deep(chance):
    value: object = []
    for _ in range(chance.choice((10, 17, 100, 900))):
        value = [value] if chance.random() < 0.5 else {"a": value}
    return value
