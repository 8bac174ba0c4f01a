"""An event as TOML text, with what goes without saying left out (the format: :mod:`gpumode_judge.exchange.event_toml`)."""

from collections.abc import Mapping, Set
from decimal import Decimal

import tomli_w

from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Event, Mode, Prize
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.people import Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Scale, plain
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import fold
from gpumode_judge.exchange.toml_agenda import agenda_data

Values = Mapping[str, object]

_HEAD = "# An event for GPU MODE Judge: “gpumode-judge new --from” makes it. Every key is told in the guide.\n"


def document(plan: Plan) -> str:
    """The whole file. Raises :class:`Problem` for names that cannot be told apart and for references to nothing."""
    tracks = _names("track", {track.id: track.name for track in plan.tracks})
    prizes = _names("prize", {prize.id: prize.name for prize in plan.prizes})
    emails = dict(plan.emails)
    parts = [_HEAD, _part("[event]", _event(plan.event)), _part("[rubric]", {"name": plan.rubric.name})]
    for criterion in plan.rubric.criteria:
        parts.append(_part("[[criterion]]", _criterion(criterion, plan.rules.weight(criterion.key), tracks, prizes)))
        if criterion.anchors:
            anchors = {plain(level): text for level, text in sorted(criterion.anchors.items())}
            parts.append(_part("[criterion.anchors]", anchors))
    parts += [
        _part("[[measured]]", _measured(m, plan.rules.weight(m.key), tracks, prizes)) for m in plan.rules.measured
    ]
    parts.append(_part("[rules]", _rules(plan.rules)))
    parts += [_part("[[track]]", {"name": t.name, "description": t.description}) for t in plan.tracks]
    criteria = {c.key for c in (*plan.rubric.criteria, *plan.rules.measured)}
    for prize in plan.prizes:
        parts.append(_part("[[prize]]", _prize(prize, tracks, criteria)))
        if prize.weights:
            weights = {_there("criterion", key, criteria): _number(w) for key, w in sorted(prize.weights.items())}
            parts.append(_part("[prize.weights]", weights))
    parts += [_part("[[judge]]", _judge(judge, emails, tracks)) for judge in plan.judges]
    if plan.agenda != Agenda():
        head, *items = agenda_data(plan.agenda)
        parts += [_part("[agenda]", head), *(_part("[[agenda.item]]", item) for item in items)]
    return "\n".join(parts)


def _part(heading: str, values: Values) -> str:
    said = {key: value for key, value in values.items() if value not in ("", [])}
    return f"{heading}\n{tomli_w.dumps(said, multiline_strings=True)}"


def _event(event: Event) -> Values:
    return {
        "title": event.title,
        "place": event.place,
        "day": event.day,
        "zone": event.zone,
        "mode": Mode(event.mode).value,
        "sponsors": list(event.sponsors),
        **({"sealed": True} if event.sealed else {}),
        **({"colours": list(event.colours)} if event.colours else {}),
    }


def _rules(rules: Rules) -> Values:
    # A tuple, because an empty list would go without saying, and an empty ladder does not.
    ladder = {"ties": tuple(tie.value for tie in rules.ties)} if rules.ties != Rules().ties else {}
    both = {"signatures": rules.signatures} if rules.signatures != 1 else {}
    return {"method": rules.method, "priority": rules.priority, **ladder, **both}


def _measured(measured: Measured, weight: Decimal, tracks: Mapping[str, str], prizes: Mapping[str, str]) -> Values:
    ends = {"zero": measured.zero, "full": measured.full}
    if measured.turn in (Turn.RANKS, Turn.GATE):
        del ends["zero"]
    if measured.turn is Turn.RANKS:
        del ends["full"]
    return {
        "name": measured.name,
        "key": measured.key,
        "unit": measured.unit,
        "better": "lower" if measured.lower else "higher",
        "turn": measured.turn.value,
        **({"points": [_number(n) for n in measured.points]} if measured.turn is Turn.RANKS else {}),
        **{end: _number(figure) for end, figure in ends.items() if figure is not None},
        **({"excludes": True} if measured.excludes and measured.turn is Turn.GATE else {}),
        **_scope(measured.scope, tracks, prizes),
        **({} if measured.turn is Turn.GATE else {"weight": _number(weight)}),
    }


def _criterion(criterion: Criterion, weight: Decimal, tracks: Mapping[str, str], prizes: Mapping[str, str]) -> Values:
    usual = criterion.scale == Scale()
    ends = {} if usual else {end: _number(getattr(criterion.scale, end)) for end in ("low", "high", "step")}
    return {
        "name": criterion.name,
        "key": criterion.key,
        "prompt": criterion.prompt,
        **ends,
        "note_prompt": criterion.note_prompt,
        **_scope(criterion.scope, tracks, prizes),
        "weight": _number(weight),
    }


def _scope(scope: str, tracks: Mapping[str, str], prizes: Mapping[str, str]) -> Values:
    kind, _, name = scope.partition(":")
    return {kind: _name(kind, name, tracks if kind == "track" else prizes)} if kind else {}


def _prize(prize: Prize, tracks: Mapping[str, str], criteria: Set[str]) -> Values:
    kind, _, name = prize.eligible.partition(":")
    match kind:
        case "track":
            eligible = {"track": _name("track", name, tracks)}
        case "gate":
            eligible = {"gate": _there("gate", name, criteria)}
        case _:
            eligible = {"eligible": prize.eligible}
    return {
        "name": prize.name,
        "sponsor": prize.sponsor,
        "award": prize.award,
        "count": prize.count,
        **eligible,
        "again": prize.again,
        "place": prize.place,
        **({"shared": True} if prize.shared else {}),
        **({"decided": prize.decided} if prize.decided != "standings" else {}),
    }


def _judge(judge: Judge, emails: Mapping[str, str], tracks: Mapping[str, str]) -> Values:
    return {
        "name": judge.name,
        "email": emails.get(judge.id, ""),
        "affiliation": judge.affiliation,
        "tracks": [_name("track", track, tracks) for track in judge.tracks],
    }


def _number(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else Decimal(plain(value))


def _names(kind: str, names: Mapping[str, str]) -> Mapping[str, str]:
    if len({fold(name) for name in names.values()}) < len(names):
        raise Problem(f"Two {kind}s have the same name; rename one, because the event file calls them by name.")
    return names


def _name(kind: str, identity: str, names: Mapping[str, str]) -> str:
    return names[_there(kind, identity, names.keys())]


def _there(kind: str, identity: str, known: Set[str]) -> str:
    if identity not in known:
        raise Problem(
            f"Something refers to a {kind} that is no longer there; correct it before writing the event file."
        )
    return identity
