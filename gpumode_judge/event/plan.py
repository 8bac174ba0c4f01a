"""A whole event as an organizer plans it, before it is a ledger: what a template, a wizard and a TOML file have in common."""

from dataclasses import dataclass, field

from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Event, Prize, Track
from gpumode_judge.event.people import Judge
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Everything about an event but its submissions. ``emails`` maps judge ids to addresses, which never enter the ledger."""

    event: Event
    rubric: Rubric
    rules: Rules
    tracks: tuple[Track, ...] = ()
    prizes: tuple[Prize, ...] = ()
    judges: tuple[Judge, ...] = ()
    emails: tuple[tuple[str, str], ...] = ()
    agenda: Agenda = field(default_factory=Agenda)
