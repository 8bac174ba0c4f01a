"""The presenter's desk: for each scene the board that the audience may see, from what is known now.

While the projector is frozen, no scene shows a score that came after the freeze: live standings become the frozen ones, and the
charts stop there too. Only how many visits came since is told.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gpumode_judge.ceremony import compose
from gpumode_judge.ceremony.board import Board, Scene, Tally
from gpumode_judge.desk.agenda import local_now, time_left_until
from gpumode_judge.desk.freezing import as_shown, frozen_at, hidden_by_submission, hidden_visits, record_at
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.overview import overview_of
from gpumode_judge.desk.pictures import sponsor_logos
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.text import clean_block
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Place
from gpumode_judge.standings.ranking import Standing, standings
from gpumode_judge.standings.totals import Totals
from gpumode_judge.system.clock import now

Logos = tuple[tuple[str, str], ...]
_MINUTE = len("2024-09-21T18:04")


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """How fresh and how whole the data on the projector is; for the presenter alone.

    ``last_merge`` is a UTC time or empty, ``age`` the seconds since then (``None`` without a merge), ``files`` how many score files are
    in. ``missing`` are the judges from whom nothing has come, ``behind`` those who have more visits to do. ``pending`` laptops wait to be
    accepted, ``conflicts`` for a decision, ``gaps`` are statements that lack, ``unfit`` ballots that lack a mark. ``frozen`` is when the
    projector was frozen, empty if it is not, ``hidden`` how many visits came since.
    """

    last_merge: str
    age: int | None
    files: int
    missing: tuple[str, ...]
    behind: tuple[str, ...]
    pending: int
    conflicts: int
    gaps: int
    unfit: int
    frozen: str
    hidden: int

    @property
    def whole(self) -> bool:
        """Whether nothing is missing and nothing waits."""
        return not (self.missing or self.behind or self.pending or self.conflicts or self.gaps or self.unfit)


class Presenting:
    """Makes boards for an organizers' desk; a board is made anew only after something was merged or changed, or a minute went by."""

    def __init__(self, desk: OrganizerDesk, clock: Callable[[], str] = now) -> None:
        """``clock`` gives the time now in UTC; the agenda marks by it what is on."""
        self._desk = desk
        self._clock = clock
        self._made: dict[tuple[Scene, str], tuple[Record, Logos, Board]] = {}
        self._frozen: tuple[Mapping[str, Place], Record, Record] | None = None
        self._result: Result | None = None

    def board(self, scene: Scene, text: str = "") -> Board:
        """The board of a scene. Without a rubric in force the scenes with scores show that nothing is scored yet.

        ``text`` is the message of :attr:`Scene.MESSAGE`, or what :attr:`Scene.COUNTDOWN` says above the time to hand in. A ceremony's
        scenes come from its steps; here they show only the event's name.
        """
        record, logos = self._desk.record, sponsor_logos(self._desk)
        if scene is Scene.LIVE and record.freeze is not None:
            scene = Scene.FROZEN
        about = self._clock()[:_MINUTE] if scene is Scene.AGENDA else text
        made = self._made.get((scene, about))
        if made is None or made[0] is not record or made[1] != logos:
            self._made = {key: known for key, known in self._made.items() if known[0] is record and key[0] is not scene}
            made = (record, logos, self._make(scene, record, logos, text))
            self._made[scene, about] = made
        return made[2]

    def health(self) -> Health:
        """What the presenter should know about the data."""
        desk, look = self._desk, self._desk.overview()
        return Health(
            last_merge=look.last_merge, age=_seconds_between(look.last_merge, self._clock()), files=desk.files_merged,
            missing=tuple(judge.name for judge in look.silent),
            behind=tuple(row.judge.name for row in look.judges if 0 < row.done < row.wanted), pending=look.pending,
            conflicts=look.conflicts, gaps=look.gaps, unfit=look.unfit, frozen=frozen_at(desk), hidden=hidden_visits(desk),
        )  # fmt: skip

    def _make(self, scene: Scene, record: Record, logos: Logos, text: str) -> Board:
        event = record.event
        match scene:
            case Scene.BLACKOUT:
                return compose.blackout()
            case Scene.WELCOME | Scene.REVEAL | Scene.PODIUM | Scene.PRIZE:
                return replace(compose.welcome(event), logos=logos)
            case Scene.SPONSORS:
                return compose.sponsors(event, logos)
            case Scene.AGENDA:
                return compose.agenda(event, record.agenda, local_now(event, self._clock()))
            case Scene.COUNTDOWN:
                return self._countdown(record, text)
            case Scene.MESSAGE:
                return compose.message(event, clean_block(text))
            case Scene.TEST_CARD:
                return compose.test_card(event)
            case Scene.PROGRESS:
                return compose.progress(event, *_tallies(record), as_of=self._as_of(record))
            case Scene.LIVE:
                rows = self._desk.standings().rows if record.rubric else ()
                return compose.live(event, rows, record.submissions, _criteria(record), self._as_of(record))
            case Scene.FROZEN:
                then, result = self._shown(record)
                rows = result.standings.rows if then.rubric else ()
                return compose.frozen(
                    event,
                    rows,
                    record.submissions,
                    _criteria(then),
                    self._scores_as_of(record),
                    hidden_by_submission(record),
                )
            case Scene.CHARTS:
                return self._charts(*self._shown(record), self._scores_as_of(record))

    def _countdown(self, record: Record, text: str) -> Board:
        at = time_left_until(record.event, record.agenda)
        if not at:
            return compose.message(record.event, clean_block(text) or "No time to hand in is set")
        return compose.countdown(record.event, clean_block(text) or "Hand in your work", at)

    def _charts(self, record: Record, result: Result, as_of: str) -> Board:
        if record.rubric is None:
            return compose.charts(record.event, (), record.submissions, {})
        totals = Totals(record.rubric, record.rules)
        return compose.charts(
            record.event,
            result.standings.rows,
            record.submissions,
            _criteria(record),
            visit_totals=[
                totals.total(held.value.marks)
                for held in record.ballots.values()
                if held.value.outcome is Outcome.MARKED
            ],
            evening=evening(record),
            ranges=_ranges(result),
            as_of=as_of,
        )

    def _shown(self, record: Record) -> tuple[Record, Result]:
        """What scores may be shown of: everything, or what there was at the freeze."""
        if record.freeze is None:
            return record, self._desk.result
        if self._frozen is None or self._frozen[0] != record.freeze:
            then = record_at(self._desk.ledger, record.event_id, record.freeze)
            self._frozen, self._result = (record.freeze, then, as_shown(then, record)), None
        else:
            manifest, then, shown = self._frozen
            if shown.submissions != record.submissions:
                self._frozen, self._result = (manifest, then, as_shown(then, record)), None
        shown = self._frozen[2]
        self._result = self._result or Result(shown)
        return shown, self._result

    def _scores_as_of(self, record: Record) -> str:
        if record.freeze is None:
            return self._as_of(record)
        time = local_time(frozen_at(self._desk), record.event.zone)
        return f"frozen at {time}" if time else "frozen"

    def _as_of(self, record: Record) -> str:
        at = self._desk.overview().last_merge
        return compose.as_of_text(self._desk.files_merged, local_time(at, record.event.zone))


def _seconds_between(before: str, after: str) -> int | None:
    try:
        return max(0, int((datetime.fromisoformat(after) - datetime.fromisoformat(before)).total_seconds()))
    except (ValueError, TypeError):
        return None


def evening(record: Record) -> Sequence[tuple[str, Sequence[Standing]]]:
    """The standings at moments of the evening, each with its local time, as the judges' clocks tell it."""
    if record.rubric is None:
        return ()
    names = [s.id for s in record.judged]
    held = sorted(record.ballots.values(), key=lambda ballot: (ballot.at, ballot.eid))
    moments = [i + 1 for i in compose.thinned(len(held))]
    return [
        (
            local_time(held[count - 1].at, record.event.zone),
            standings(
                record.rubric,
                record.rules,
                names,
                (ballot.value for ballot in held[:count]),
                (figure.value for figure in record.figures.values()),
            ).rows,
        )
        for count in moments
    ]


def local_time(at: str, zone: str) -> str:
    """A UTC time of the ledger as a clock on the wall of the event shows it, ``"21:40"``; empty if it is none."""
    try:
        time = datetime.fromisoformat(at)
    except ValueError:
        return ""
    if time.tzinfo is None:
        time = time.replace(tzinfo=UTC)
    try:
        return time.astimezone(ZoneInfo(zone)).strftime("%H:%M")
    except (ZoneInfoNotFoundError, ValueError, OSError, OverflowError):
        return time.astimezone(UTC).strftime("%H:%M")


def _ranges(result: Result) -> dict[str, tuple[float, float]]:
    chances = result.chances
    if chances is None:
        return {}
    low, high = chances.scores_between()
    return {name: (low[at], high[at]) for at, name in enumerate(chances.submissions)}


def _criteria(record: Record) -> dict[str, str]:
    if record.rubric is None:
        return {}
    judged = {c.key: c.name for c in record.rubric.criteria if not c.scope and record.rules.weight(c.key)}
    return judged | {m.key: m.name for m in record.rules.measured if not m.scope and record.rules.weight(m.key)}


def _tallies(record: Record) -> tuple[list[Tally], list[Tally]]:
    overview = overview_of(record, {})
    teams = [
        Tally(
            key=row.submission.id, name=row.submission.title, table=row.submission.table, done=row.visits,
            wanted=row.wanted,
        )
        for row in overview.submissions
    ]  # fmt: skip
    judges = [Tally(key=row.judge.id, name=row.judge.name, done=row.done, wanted=row.wanted) for row in overview.judges]
    return teams, judges
