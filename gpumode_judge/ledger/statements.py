"""What can be said: typed statements, and the ``data`` of a body in which each is signed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Event, Prize, Track
from gpumode_judge.event.measured import Figure, Measured
from gpumode_judge.event.people import Ballot, Judge, Remark
from gpumode_judge.event.rubric import Criterion, Rubric, plain
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.entry import Json

Place = tuple[int, str]  # an entry's seq in its device's chain, and its eid


@dataclass(frozen=True, slots=True)
class Assign:
    """The submissions that a judge visits, in order."""

    judge: str
    submissions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Enrol:
    """This device speaks for that judge; with an empty judge it is an organizer's."""

    device: str
    judge: str


@dataclass(frozen=True, slots=True)
class Hello:
    """I am that judge on this device; ``proof`` shows that I know the judge's ticket (``""`` without one)."""

    judge: str
    proof: str


@dataclass(frozen=True, slots=True)
class Resolve:
    """Among these conflicting heads, ``pick`` holds and the others are replaced."""

    pick: str
    among: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Interest:
    """That judge has an interest in that submission and does not mark it. An empty reason takes it back."""

    judge: str
    submission: str
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Revoke:
    """What this device says from its entry number ``seq`` on does not count. Zero takes it back."""

    device: str
    seq: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Lock:
    """Scores are locked: what the marks are made of, up to a place in each device's chain. An empty manifest unlocks."""

    manifest: Mapping[str, Place] = field(default_factory=dict[str, Place])


@dataclass(frozen=True, slots=True)
class Admit:
    """These entries count after all, though they are late, behind a hole, beside a fork or revoked."""

    entries: tuple[str, ...]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Award:
    """These submissions win that prize. ``by`` tells who decided: the standings, or a person."""

    prize: str
    submissions: tuple[str, ...]
    reason: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Freeze:
    """The projector shows the standings up to a place in each judge's chain and no further. An empty manifest thaws them."""

    manifest: Mapping[str, Place] = field(default_factory=dict[str, Place])


@dataclass(frozen=True, slots=True)
class Told:
    """The ceremony tells the result with this ``digest`` (SHA-256 in hex), as the scores were when they were locked by ``lock``."""

    digest: str
    lock: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """Between these equal submissions, ``by`` decided this order, best first; for one prize, or everywhere if it is empty.

    An empty reason takes it back.
    """

    order: tuple[str, ...]
    by: str
    reason: str
    prize: str = ""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A receipt: the organizers have that device's chain up to its entry number ``seq``, which is ``eid``."""

    device: str
    seq: int
    eid: str


@dataclass(frozen=True, slots=True)
class Signoff:
    """A judge has looked through these ballots (eids by submission) once more: they are mine."""

    judge: str
    ballots: Mapping[str, str] = field(default_factory=dict[str, str])


Statement = (
    Event
    | Rubric
    | Rules
    | Track
    | Prize
    | Submission
    | Judge
    | Assign
    | Enrol
    | Hello
    | Ballot
    | Remark
    | Resolve
    | Interest
    | Revoke
    | Lock
    | Admit
    | Award
    | Checkpoint
    | Signoff
    | Figure
    | Decision
    | Agenda
    | Freeze
    | Told
)

FROM_ORGANIZERS: Final = frozenset(
    {
        "event", "rubric", "rules", "track", "prize", "submission", "judge", "assign", "enrol", "resolve", "conflict", "revoke",
        "lock", "admit", "award", "checkpoint", "measure", "decide", "agenda",
        "freeze", "told",
    }
)  # fmt: skip
FROM_JUDGES: Final = frozenset({"hello", "ballot", "remark", "signoff"})


def kind_of(statement: Statement) -> str:
    """The ``kind`` under which a statement is signed."""
    match statement:
        case Interest():
            return "conflict"  # of interest; in the code a conflict is two heads
        case Figure():
            return "measure"
        case Decision():
            return "decide"
        case _:
            return type(statement).__name__.lower()


def slot_of(statement: Statement) -> tuple[str, ...]:
    """What a statement is about. Two statements about the same thing, neither replacing the other, are a conflict."""
    match statement:
        case Ballot():
            return ("ballot", statement.judge, statement.submission)
        case Track(id=name) | Prize(id=name) | Submission(id=name) | Judge(id=name):
            return (kind_of(statement), name)
        case Assign(judge=judge):
            return ("assign", judge)
        case Enrol(device=device) | Revoke(device=device) | Checkpoint(device=device):
            return (kind_of(statement), device)
        case Award(prize=prize):
            return ("award", prize)
        case Signoff(judge=judge):
            return ("signoff", judge)
        case Interest():
            return ("conflict", statement.judge, statement.submission)
        case Figure():
            return ("measure", statement.submission, statement.criterion)
        case Decision():
            return ("decide", statement.prize, *sorted(statement.order))
        case Remark():
            return ("remark", statement.judge, statement.submission, statement.criterion, statement.audience.value)
        case Hello() | Resolve() | Event() | Rubric() | Rules() | Lock() | Admit() | Agenda() | Freeze() | Told():
            return (kind_of(statement),)


def to_data(statement: Statement) -> dict[str, Json]:
    """What is signed for a statement. Marks and weights are decimal strings: no float ever enters the ledger.

    A field that came later is written only when it differs from its default, so that older statements keep their bytes.
    """
    match statement:
        case Event() as e:
            return {
                "title": e.title, "place": e.place, "day": e.day, "zone": e.zone, "mode": e.mode.value,
                "sponsors": list(e.sponsors), **({"sealed": 1} if e.sealed else {}),
                **({"colours": list(e.colours)} if e.colours else {}),
            }  # fmt: skip
        case Rubric() as r:
            return {"name": r.name, "criteria": [_criterion_data(c) for c in r.criteria]}
        case Rules() as r:
            weights = {key: plain(weight) for key, weight in sorted(r.weights.items())}
            more: dict[str, Json] = {"signatures": r.signatures} if r.signatures != 1 else {}
            if r.measured:
                more["measured"] = [_measured_data(m) for m in r.measured]
            if r.ties != Rules().ties:
                more["ties"] = [tie.value for tie in r.ties]
            return {"weights": weights, "method": r.method, "priority": r.priority, **more}
        case Track() as t:
            return {"id": t.id, "name": t.name, "description": t.description}
        case Prize() as p:
            return {
                "id": p.id, "name": p.name, "sponsor": p.sponsor, "award": p.award, "count": p.count,
                "eligible": p.eligible, "again": int(p.again), "place": p.place,
                **({"weights": {key: plain(weight) for key, weight in sorted(p.weights.items())}} if p.weights else {}),
                **({"shared": 1} if p.shared else {}), **({"decided": p.decided} if p.decided != "standings" else {}),
            }  # fmt: skip
        case Submission() as s:
            return {
                "id": s.id, "title": s.title, "team": s.team, "table": s.table, "tracks": list(s.tracks),
                "prizes": list(s.prizes), "members": list(s.members), "links": [[k.label, k.url] for k in s.links],
                "description": s.description, "entered": s.entered.value, "source": s.source,
            }  # fmt: skip
        case Judge() as j:
            return {"id": j.id, "name": j.name, "affiliation": j.affiliation, "tracks": list(j.tracks)}
        case Assign() as a:
            return {"judge": a.judge, "submissions": list(a.submissions)}
        case Enrol() as e:
            return {"device": e.device, "judge": e.judge}
        case Hello() as h:
            return {"judge": h.judge, "proof": h.proof}
        case Ballot() as b:
            return {
                "judge": b.judge, "submission": b.submission, "rubric": b.rubric, "outcome": b.outcome.value,
                "marks": {key: plain(mark) for key, mark in sorted(b.marks.items())}, "reason": b.reason,
                "began": b.began, "ended": b.ended,
            }  # fmt: skip
        case Remark() as r:
            return {
                "judge": r.judge, "submission": r.submission, "criterion": r.criterion, "audience": r.audience.value,
                "text": r.text,
            }  # fmt: skip
        case Resolve() as r:
            return {"pick": r.pick, "among": sorted(r.among)}
        case Interest() as i:
            return {"judge": i.judge, "submission": i.submission, "reason": i.reason}
        case Revoke() as r:
            return {"device": r.device, "seq": r.seq, "reason": r.reason}
        case Agenda() as a:
            return {"items": [[i.begins, i.ends, i.title, i.where] for i in a.items], "hand_in": a.hand_in}
        case Told() as t:
            return {"digest": t.digest, "lock": t.lock}
        case Lock() | Freeze() as m:
            return {"manifest": {device: list(place) for device, place in sorted(m.manifest.items())}}
        case Admit() as a:
            return {"entries": list(a.entries), "reason": a.reason}
        case Award() as a:
            return {"prize": a.prize, "submissions": list(a.submissions), "reason": a.reason, "by": a.by}
        case Figure() as f:
            return {
                "submission": f.submission, "criterion": f.criterion, "value": "" if f.value is None else plain(f.value),
                "unit": f.unit, "source": f.source,
            }  # fmt: skip
        case Decision() as d:
            return {"order": list(d.order), "by": d.by, "reason": d.reason, "prize": d.prize}
        case Checkpoint() as c:
            return {"device": c.device, "seq": c.seq, "eid": c.eid}
        case Signoff() as s:
            return {"judge": s.judge, "ballots": dict(sorted(s.ballots.items()))}


def _criterion_data(c: Criterion) -> dict[str, Json]:
    return {
        "key": c.key, "name": c.name, "prompt": c.prompt, "scale": [plain(c.scale.low), plain(c.scale.high), plain(c.scale.step)],
        "anchors": {plain(level): text for level, text in sorted(c.anchors.items())}, "note": c.note_prompt, "scope": c.scope,
    }  # fmt: skip


def _measured_data(m: Measured) -> dict[str, Json]:
    return {
        "key": m.key, "name": m.name, "unit": m.unit, "lower": int(m.lower), "turn": m.turn.value,
        "points": [plain(n) for n in m.points], "zero": "" if m.zero is None else plain(m.zero),
        "full": "" if m.full is None else plain(m.full), "excludes": int(m.excludes), "scope": m.scope,
    }  # fmt: skip
