"""Plan a new event: from a template, from a file, and back into one."""

from collections.abc import Callable, Iterable
from dataclasses import fields, replace
from pathlib import Path
from typing import Final, Protocol

from gpumode_judge.desk.desk import new_id
from gpumode_judge.desk.locking import rules_stay
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Mode, Prize
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line, fold, slug
from gpumode_judge.exchange import templates as shipped
from gpumode_judge.exchange.event_toml import read_plan, write_plan
from gpumode_judge.exchange.templates import Template, prize_lists, templates
from gpumode_judge.ledger.statements import slot_of
from gpumode_judge.system.files import write_new

_FACTS: Final = {"zone": "time zone", "sealed": "whether it is sealed"}  # the others are called as their fields are


def template(name: str) -> Plan:
    """The event of a template; an unknown name raises :class:`Problem`."""
    return shipped.template(name, new_id)


def prize_list(name: str) -> tuple[Prize, ...]:
    """The prizes of a template; an unknown name raises :class:`Problem`."""
    return shipped.prize_list(name, new_id)


def plan_from_toml(path: Path) -> Plan:
    """The event that a TOML file describes; what cannot be meant raises :class:`Problem` with the place."""
    return read_plan(path, new_id)


def plan_to_toml(plan: Plan) -> str:
    """The TOML text of an event."""
    return write_plan(plan)


def write_toml(plan: Plan, target: Path) -> Path:
    """Write the TOML text of an event to a new file, or into a folder under the event's name.

    Raises:
        Problem: the file is there already, or the disk refused.
    """
    path = target / f"{slug(plan.event.title, 'event')}.toml" if target.is_dir() else target
    return write_new(path, write_plan(plan).encode())


def changed(
    plan: Plan, *, title: str = "", place: str = "", day: str = "", zone: str = "", rehearsal: bool = False
) -> Plan:
    """A plan with some of its event's facts replaced; what is empty stays.

    Raises:
        Problem: the day or the zone is none.
    """
    event = plan.event
    event = replace(
        event,
        title=clean_line(title) or event.title,
        place=clean_line(place) or event.place,
        day=day or event.day,
        zone=zone or event.zone,
        mode=Mode.REHEARSAL if rehearsal else event.mode,
    )
    return read_plan(write_plan(replace(plan, event=event)), new_id)


def update(desk: OrganizerDesk, plan: Plan) -> int:
    """Change rubric, rules, tracks, prizes, judges and agenda of an event to a plan's, found again by name; gives how many changed.

    What the plan no longer names stays; the event's own facts are fixed for good (see :func:`fixed_facts`). No mark and no figure is
    touched.

    Raises:
        Problem: rubric or rules differ and the scores are locked; then nothing is changed.
    """
    record = desk.record
    ids = {
        **_same((t.id, t.name) for t in plan.tracks)(record.tracks),
        **_same((p.id, p.name) for p in plan.prizes)(record.prizes),
        **_same((j.id, j.name) for j in plan.judges)(record.judges.values()),
    }

    def kept(scope: str) -> str:
        kind, _, name = scope.partition(":")
        return f"{kind}:{ids.get(name, name)}" if kind in ("track", "prize") else scope

    rubric = replace(plan.rubric, criteria=tuple(replace(c, scope=kept(c.scope)) for c in plan.rubric.criteria))
    rules = replace(
        plan.rules,
        measured=tuple(replace(m, scope=kept(m.scope)) for m in plan.rules.measured),
        # A file that says nothing of it must not take the second signature away.
        signatures=max(plan.rules.signatures, record.rules.signatures),
    )
    contested = {conflict.slot for conflict in record.conflicts} & {slot_of(rubric), slot_of(rules)}
    if (contested or (rubric, rules) != (record.rubric, record.rules)) and (why := rules_stay(record)):
        raise Problem(why)
    count = desk.put(
        [
            *(replace(t, id=ids.get(t.id, t.id)) for t in plan.tracks),
            *(replace(p, id=ids.get(p.id, p.id), eligible=kept(p.eligible)) for p in plan.prizes),
            rubric,
            rules,
            *((plan.agenda,) if plan.agenda != Agenda() else ()),
        ]
    )
    judges = [replace(j, id=ids.get(j.id, j.id), tracks=tuple(ids.get(t, t) for t in j.tracks)) for j in plan.judges]
    return count + desk.add_judges(judges, {ids.get(name, name): email for name, email in plan.emails})


def fixed_facts(desk: OrganizerDesk, plan: Plan) -> tuple[str, ...]:
    """What a plan says otherwise than the event and :func:`update` cannot change, in words."""
    event = desk.record.event
    facts = tuple(
        field.name for field in fields(event) if getattr(plan.event, field.name) != getattr(event, field.name)
    )
    return tuple(_FACTS.get(name, name) for name in facts)


class _Named(Protocol):
    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


def _same(planned: Iterable[tuple[str, str]]) -> Callable[[Iterable[_Named]], dict[str, str]]:
    """Planned ids to the ids of what has the same name already."""
    by_name = {fold(name): new for new, name in planned}
    return lambda known: {by_name[fold(k.name)]: k.id for k in known if fold(k.name) in by_name}


__all__ = [
    "Template",
    "changed",
    "fixed_facts",
    "plan_from_toml",
    "plan_to_toml",
    "prize_list",
    "prize_lists",
    "template",
    "templates",
    "update",
    "write_toml",
]
