"""What of the day is over, what is on now and what comes next."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Final

from gpumode_judge.ceremony.scenes import AgendaLine, Moment
from gpumode_judge.event.agenda import Agenda, AgendaItem

LAST_LASTS: Final = timedelta(hours=6)
_DAY: Final = timedelta(days=1)


def lines(agenda: Agenda, day: str, now_local: datetime | None) -> tuple[AgendaLine, ...]:
    """The items, ready to show.

    ``day`` is the ISO date of the event and ``now_local`` the time on its wall clock, without a zone. An item without an end lasts until
    a later one begins, the last one for six hours. A time earlier than the item before it is past midnight. Where the day of an item is
    not known, or ``now_local`` is None, no item has a moment: all are ``LATER``.
    """
    begins = _begins(agenda, day)
    if begins is None or now_local is None:
        return tuple(_line(item, Moment.LATER) for item in agenda.items)
    later = [begin for begin in begins if begin > now_local]
    soonest = min(later, default=None)
    told: list[AgendaLine] = []
    for item, begin in zip(agenda.items, begins, strict=True):
        if begin > now_local:
            moment = Moment.NEXT if begin == soonest else Moment.LATER
        else:
            moment = Moment.NOW if now_local < _end(item, begin, begins) else Moment.PAST
        told.append(_line(item, moment))
    return tuple(told)


def hand_in(agenda: Agenda, day: str) -> datetime | None:
    """Until when submissions may be handed in, on the wall clock of the event; None without a deadline or without its day."""
    begins = _begins(agenda, day)
    after = begins[0] if begins else None
    return _at(agenda.hand_in, day, after)


def _begins(agenda: Agenda, day: str) -> list[datetime] | None:
    found = list(_walk(agenda, day))
    known = [begin for begin in found if begin is not None]
    return known if len(known) == len(found) else None


def _walk(agenda: Agenda, day: str) -> Iterator[datetime | None]:
    before: datetime | None = None
    for item in agenda.items:
        before = _at(item.begins, day, before)
        yield before


def _at(time: str, day: str, after: datetime | None) -> datetime | None:
    """A time of an item; one without a date that would come before ``after`` is on the day after it."""
    if not time:
        return None
    try:
        if "T" in time:
            return datetime.fromisoformat(time)
        clock = datetime.fromisoformat(f"2000-01-01T{time}").time()
        at = datetime.combine(after.date() if after else date.fromisoformat(day), clock)
        return at + _DAY if after and at < after else at
    except (ValueError, OverflowError):
        # No such date, or no day of the event: then nobody knows when it is.
        return None


def _end(item: AgendaItem, begin: datetime, begins: list[datetime]) -> datetime:
    given = _at(item.ends, "", begin)
    if given is not None:
        return given
    return min((other for other in begins if other > begin), default=begin + LAST_LASTS)


def _line(item: AgendaItem, moment: Moment) -> AgendaLine:
    time = "–".join(when.rpartition("T")[2] for when in (item.begins, item.ends) if when)
    return AgendaLine(time=time, title=item.title, where=item.where, moment=moment)
