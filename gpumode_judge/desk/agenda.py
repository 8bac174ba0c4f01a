"""The agenda of the day at the organizers' desk: put it, or import it from a table; and until when there is time to hand in."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gpumode_judge.ceremony.agenda import hand_in
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.agenda import Agenda, AgendaItem
from gpumode_judge.event.event import Event
from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.agenda_in import FIELDS, AgendaTable, agenda_from
from gpumode_judge.exchange.rows import Skipped
from gpumode_judge.exchange.tables import read_table
from gpumode_judge.exchange.times import clock

__all__ = [
    "FIELDS", "Agenda", "AgendaItem", "PreparedAgenda", "Skipped", "commit_agenda", "import_agenda", "local_now", "put_agenda",
    "put_hand_in", "time_left_until",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedAgenda:
    """A table that was read, and the agenda that it gives. Nothing is said before :func:`commit_agenda`.

    ``agenda`` has the items of the table and the deadline that held before; ``skipped`` are lines that were left out, each with the
    reason; ``columns`` tell what each column is taken for; ``problem`` is why it cannot be imported, or empty.
    """

    agenda: Agenda
    read: int
    columns: tuple[tuple[str, str], ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    problem: str


def put_agenda(desk: OrganizerDesk, agenda: Agenda) -> int:
    """Say the agenda; gives 1 if it is another than before, else 0."""
    return desk.put([agenda])


def put_hand_in(desk: OrganizerDesk, text: str) -> int:
    """Say until when submissions may be handed in, ``"21:00"`` or ``"9 pm"``; empty for no deadline.

    Raises:
        Problem: it is no time.
    """
    return put_agenda(desk, replace(desk.record.agenda, hand_in=clock(text) if text.strip() else ""))


def import_agenda(
    desk: OrganizerDesk,
    path: Path,
    *,
    corrections: Mapping[str, str] | None = None,
    sheet: str = "",
    header: bool = True,
) -> PreparedAgenda:
    """Read a table (CSV, XLSX, …) with the day. ``corrections`` map columns to one of ``FIELDS``, or to nothing.

    Raises:
        Problem: the file cannot be read, or a correction names a column or field that is not there.
    """
    record = desk.record
    table = read_table(path, header=header, sheet=sheet)
    found: AgendaTable = agenda_from(table, record.event.day, corrections)
    problem = found.problem
    if not problem and not found.items:
        why = f" Line {found.skipped[0].line}: {found.skipped[0].why}" if found.skipped else ""
        problem = f"No line of “{table.name}” is an item of an agenda.{why}"
    return PreparedAgenda(
        agenda=Agenda(items=found.items, hand_in=record.agenda.hand_in), read=found.read, columns=found.columns,
        skipped=found.skipped, notes=found.notes, problem=problem,
    )  # fmt: skip


def commit_agenda(desk: OrganizerDesk, prepared: PreparedAgenda) -> int:
    """Put what was prepared in place of the items that held before; gives 1 if that changed anything.

    Raises:
        Problem: it cannot be imported, or the disk refused.
    """
    if prepared.problem:
        raise Problem(prepared.problem)
    return put_agenda(desk, replace(prepared.agenda, hand_in=desk.record.agenda.hand_in))


def local_now(event: Event, now: str) -> datetime | None:
    """A UTC time in the time zone of the event; ``None`` if it is none."""
    try:
        time = datetime.fromisoformat(now)
    except ValueError:
        return None
    time = time if time.tzinfo else time.replace(tzinfo=UTC)
    return time.astimezone(_zone(event))


def time_left_until(event: Event, agenda: Agenda) -> str:
    """When submissions must be handed in, as a UTC time in ISO form; empty without a deadline, or without a day."""
    end = hand_in(agenda, event.day)
    return end.replace(tzinfo=_zone(event)).astimezone(UTC).isoformat() if end else ""


def _zone(event: Event) -> tzinfo:
    """A zone that this computer does not know is taken for UTC: a wrong hour can be seen, and nothing is decided by it."""
    try:
        return ZoneInfo(event.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return UTC
