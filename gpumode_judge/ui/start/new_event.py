"""A new event, step by step: what was entered so far and what is still wrong. Knows no window."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from typing import Final

from gpumode_judge.desk import planning
from gpumode_judge.desk.organizing import new_id
from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Event, Mode, Prize, Track
from gpumode_judge.event.people import Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import clean_line, fold


class Step(StrEnum):
    """Where somebody is in the making of an event."""

    EVENT = "Event"
    RUBRIC = "Rubric"
    PRIZES = "Prizes"
    CREATE = "Create"


STEPS: Final = tuple(Step)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """The first step as it was typed; ``sponsors`` and ``tracks`` hold one name per line.

    ``sealed``: only the organizers can open score files; ``two_sign``: two organizers must sign the lock.
    """

    title: str = ""
    place: str = ""
    day: str = ""
    zone: str = "UTC"
    mode: Mode = Mode.LIVE
    sponsors: str = ""
    tracks: str = ""
    sealed: bool = False
    two_sign: bool = False


class NewEvent:
    """What was entered, kept whichever way one goes, and the step that is shown.

    ``makes_id`` gives random ids; ``zones`` are the time zones that are accepted (none: any).
    """

    def __init__(
        self, about: About | None = None, zones: Sequence[str] = (), makes_id: Callable[[], str] = new_id
    ) -> None:
        self.step = Step.EVENT
        self.about = about or About()
        self._first = self.about
        self._zones = frozenset(zones)
        self._makes_id = makes_id
        self._loaded = False
        self._known_tracks: tuple[Track, ...] = ()
        self.template = planning.templates()[0].name
        plan = planning.template(self.template)
        self.rubric, self.rules = plan.rubric, plan.rules
        self.prizes: tuple[Prize, ...] = ()
        self.judges: tuple[Judge, ...] = ()
        self._emails: tuple[tuple[str, str], ...] = ()
        self._agenda = Agenda()
        self._untouched = (self.rubric, self.rules, self.prizes)

    @property
    def touched(self) -> bool:
        """Whether anything was entered that would be lost by leaving."""
        now = (self.rubric, self.rules, self.prizes)
        return self._loaded or self.about != self._first or now != self._untouched

    @property
    def tracks(self) -> tuple[Track, ...]:
        """The tracks that were typed; one whose name stays keeps its id."""
        known = {fold(track.name): track for track in self._known_tracks}
        typed = dict.fromkeys(_lines(self.about.tracks))
        found = [known.get(fold(name)) or Track(id=self._makes_id(), name=name) for name in typed]
        self._known_tracks = (*self._known_tracks, *(t for t in found if fold(t.name) not in known))
        return tuple({fold(track.name): track for track in found}.values())

    # Going through the steps

    def next(self) -> Step:
        """Go to the next step.

        Raises:
            Problem: something on this step is missing or wrong; nothing moves.
        """
        self.check()
        self.step = STEPS[min(STEPS.index(self.step) + 1, len(STEPS) - 1)]
        return self.step

    def back(self) -> Step:
        """Go to the step before; what was entered stays."""
        self.step = STEPS[max(STEPS.index(self.step) - 1, 0)]
        return self.step

    def check(self) -> None:
        """Look at what the step that is shown asks for.

        Raises:
            Problem: the first thing that is missing or wrong.
        """
        match self.step:
            case Step.EVENT:
                self._check_event()
            case Step.RUBRIC:
                criteria = (*self.rubric.criteria, *self.rules.measured)
                if not any(self.rules.weight(c.key) for c in criteria if not c.scope):
                    raise Problem("At least one criterion for everyone needs a weight, or nothing can be ranked.")
            case Step.PRIZES | Step.CREATE:
                self._check_scopes()

    def _check_event(self) -> None:
        if not clean_line(self.about.title):
            raise Problem("Give the event a title; it is shown to judges and on the projector.")
        try:
            date.fromisoformat(self.about.day)
        except ValueError as error:
            raise Problem("Choose the day of the event.") from error
        if self._zones and self.about.zone not in self._zones:
            raise Problem(
                f"“{clean_line(self.about.zone, 60)}” is no time zone; type a city such as “Los Angeles” and pick it from the list."
            )

    def _check_scopes(self) -> None:
        tracks, prizes = {track.id for track in self.tracks}, {prize.id for prize in self.prizes}
        for criterion in self.rubric.criteria:
            kind, _, name = criterion.scope.partition(":")
            if kind and name not in (tracks if kind == "track" else prizes):
                raise Problem(
                    f"The criterion “{criterion.name}” is for a {kind} that is gone; choose another on the Rubric step."
                )
        for prize in self.prizes:
            kind, _, name = prize.eligible.partition(":")
            if kind == "track" and name not in tracks:
                raise Problem(f"The prize “{prize.name}” is for a track that is gone; choose who may win it.")

    # Filling in

    def choose_template(self, name: str) -> tuple[Rubric, Rules]:
        """Take the rubric of a template and give what stood there before, so that it can be brought back."""
        before = (self.rubric, self.rules)
        plan = planning.template(name)
        self.template = name
        self.rubric, self.rules = plan.rubric, plan.rules
        return before

    def choose_prizes(self, name: str) -> tuple[Prize, ...]:
        """Take the prizes of a list (``""``: none) and give those that stood there before."""
        before = self.prizes
        self.prizes = planning.prize_list(name) if name else ()
        return before

    def take(self, plan: Plan) -> None:
        """Fill in everything from a plan. Where it says nothing about the day, what stands there stays."""
        event = plan.event
        self._known_tracks = plan.tracks
        self.about = About(
            title=event.title, place=event.place, day=event.day or self.about.day, zone=event.zone, mode=event.mode,
            sponsors="\n".join(event.sponsors), tracks="\n".join(track.name for track in plan.tracks),
            sealed=event.sealed, two_sign=plan.rules.signatures == 2,
        )  # fmt: skip
        self.template = ""
        self.rubric, self.rules, self.prizes = plan.rubric, plan.rules, plan.prizes
        self.judges, self._emails, self._agenda = plan.judges, plan.emails, plan.agenda
        self._loaded = True

    def plan(self) -> Plan:
        """The whole event.

        Raises:
            Problem: something is missing or does not fit together.
        """
        self._check_event()
        self._check_scopes()
        about = self.about
        sponsors = tuple(dict.fromkeys(_lines(about.sponsors)))
        event = Event(
            title=clean_line(about.title), place=clean_line(about.place), day=about.day, zone=about.zone, mode=about.mode,
            sponsors=sponsors, sealed=about.sealed,
        )  # fmt: skip
        tracks = self.tracks
        there = {track.id for track in tracks}
        judges = tuple(replace(j, tracks=tuple(t for t in j.tracks if t in there)) for j in self.judges)
        rules = replace(self.rules, signatures=2 if about.two_sign else 1)
        return Plan(
            event=event, rubric=self.rubric, rules=rules, tracks=tracks, prizes=self.prizes, judges=judges,
            emails=self._emails, agenda=self._agenda,
        )  # fmt: skip


def _lines(text: str) -> list[str]:
    return [line for line in map(clean_line, text.splitlines()) if line]
