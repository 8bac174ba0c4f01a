"""The presenter's desk: for each scene the board that the audience may see, from what is known now."""

from collections.abc import Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gpumode_judge.ceremony import compose
from gpumode_judge.ceremony.board import Board, Scene, Tally
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.overview import overview_of
from gpumode_judge.event.people import Outcome
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.ranking import Standing, standings
from gpumode_judge.standings.totals import Totals


class Presenting:
    """Makes boards for an organizers' desk; a board is made anew only after something was merged or changed."""

    def __init__(self, desk: OrganizerDesk) -> None:
        self._desk = desk
        self._made: dict[Scene, tuple[Record, Board]] = {}

    def board(self, scene: Scene) -> Board:
        """The board of a scene. Without a rubric in force the scenes with scores show that nothing is scored yet."""
        record = self._desk.record
        made = self._made.get(scene)
        if made is None or made[0] is not record:
            made = (record, self._make(scene, record))
            self._made[scene] = made
        return made[1]

    def _make(self, scene: Scene, record: Record) -> Board:
        event = record.event
        match scene:
            case Scene.BLACKOUT:
                return compose.blackout()
            case Scene.WELCOME:
                return compose.welcome(event)
            case Scene.PROGRESS:
                return compose.progress(event, *_tallies(record), as_of=self._as_of(record))
            case Scene.LIVE:
                rows = self._desk.standings().rows if record.rubric else ()
                return compose.live(event, rows, record.submissions, _criteria(record), self._as_of(record))
            case Scene.CHARTS:
                if record.rubric is None:
                    return compose.charts(event, (), record.submissions, {})
                totals = Totals(record.rubric, record.rules)
                return compose.charts(
                    event,
                    self._desk.standings().rows,
                    record.submissions,
                    _criteria(record),
                    visit_totals=[
                        totals.total(held.value.marks)
                        for held in record.ballots.values()
                        if held.value.outcome is Outcome.MARKED
                    ],
                    evening=evening(record),
                    as_of=self._as_of(record),
                )

    def _as_of(self, record: Record) -> str:
        at = self._desk.overview().last_merge
        return compose.as_of_text(self._desk.files_merged, local_time(at, record.event.zone))


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
