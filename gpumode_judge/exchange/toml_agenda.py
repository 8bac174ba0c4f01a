"""The agenda of an event file: when submissions must be handed in, and the items of the day."""

from collections.abc import Mapping
from datetime import datetime, time
from typing import Final

from gpumode_judge.event.agenda import Agenda, AgendaItem
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.exchange.times import MOST_ITEMS, clock
from gpumode_judge.exchange.toml_fields import Fields

_AGENDA: Final = ("hand_in", "item")
_ITEM: Final = ("title", "begins", "ends", "where")


def agenda(table: Mapping[str, object]) -> Agenda:
    """The agenda that the table ``[agenda]`` describes; what cannot be meant raises :class:`Problem` with the place."""
    fields = Fields(table, "Agenda", _AGENDA)
    items = fields.tables("item")
    if len(items) > MOST_ITEMS:
        raise fields.problem(f"it has more than {MOST_ITEMS} items, which is no day")
    return Agenda(
        items=tuple(_item(n, item) for n, item in enumerate(items, 1)), hand_in=_time(table, fields, "hand_in")
    )


def agenda_data(agenda: Agenda) -> tuple[Mapping[str, object], ...]:
    """What stands in ``[agenda]``, then in each ``[[agenda.item]]``."""
    items = ({"title": i.title, "begins": i.begins, "ends": i.ends, "where": i.where} for i in agenda.items)
    return {"hand_in": agenda.hand_in}, *items


def _item(number: int, table: object) -> AgendaItem:
    fields = Fields(table, f"Agenda item {number}", _ITEM)
    title = fields.named("title")
    named = Fields(table, f"Agenda item {number} “{clean_line(title, 60)}”", _ITEM)
    values = Fields({"": table}, "").table("")
    begins, ends = _time(values, named, "begins"), _time(values, named, "ends")
    if not begins:
        raise named.problem('“begins” is missing; write it as "18:00"')
    return AgendaItem(begins=begins, ends=ends, title=title, where=named.line("where"))


def _time(values: Mapping[str, object], fields: Fields, key: str) -> str:
    value = values.get(key, "")
    if isinstance(value, datetime):
        value = value.replace(tzinfo=None).isoformat(timespec="minutes")
    elif isinstance(value, time):
        value = value.isoformat(timespec="minutes")
    if not isinstance(value, str):
        raise fields.problem(f'“{key}” must be a time in quotes, such as "18:00"')
    if not value.strip():
        return ""
    try:
        return clock(value)
    except Problem as problem:
        raise Problem(f"{fields.place}: {problem}") from None
