"""Make boards from what is known. Each takes only what its scene may show, so that nothing else can slip in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Final

from gpumode_judge.ceremony import agenda as the_day
from gpumode_judge.ceremony.board import Board, BoardRow, Path, Race, Scene, Spread, Tally
from gpumode_judge.ceremony.scenes import Countdown, Interval
from gpumode_judge.ceremony.snapshot import Snapshot
from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Event, Mode
from gpumode_judge.event.submission import Submission
from gpumode_judge.standings.ranking import Standing
from gpumode_judge.standings.totals import rounded

MOST_SEGMENTS: Final = 6
MOST_MOMENTS: Final = 60
MOST_PATHS: Final = 24
BINS: Final = 20
REST: Final = "Everything else"
_MONTHS: Final = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_DAYS: Final = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


def blackout() -> Board:
    """Nothing at all."""
    return Board(scene=Scene.BLACKOUT)


def welcome(event: Event) -> Board:
    """The event and those who made it possible."""
    return _board(Scene.WELCOME, event)


def progress(event: Event, teams: Iterable[Tally], judges: Iterable[Tally], as_of: str = "") -> Board:
    """Visits per team and per judge, in the order given (by table, by name): no ranks, no scores."""
    return replace(_board(Scene.PROGRESS, event), as_of=as_of, teams=tuple(teams), judges=tuple(judges))


def live(
    event: Event,
    standings: Sequence[Standing],
    submissions: Mapping[str, Submission],
    criteria: Mapping[str, str],
    as_of: str = "",
) -> Board:
    """Ranks, scores and bars. ``criteria`` maps the keys of shares to names, in the order of the legend."""
    legend, keys = _legend(standings, criteria)
    rows = tuple(_row(standing, submissions, keys) for standing in standings)
    return replace(_board(Scene.LIVE, event), as_of=as_of, legend=legend, rows=rows)


def frozen(
    event: Event,
    standings: Sequence[Standing],
    submissions: Mapping[str, Submission],
    criteria: Mapping[str, str],
    as_of: str = "",
    hidden: Mapping[str, int] | None = None,
) -> Board:
    """The live board as it was at the freeze, and by submission how many visits came since: how many, never what they say.

    ``standings`` are those of the freeze; a count for a submission that is not among them is left out.
    """
    board = live(event, standings, submissions, criteria, as_of)
    counts = hidden or {}
    rows = tuple(replace(row, hidden=counts.get(row.key, 0)) for row in board.rows)
    return replace(board, scene=Scene.FROZEN, rows=rows, hidden=sum(row.hidden for row in rows))


def agenda(event: Event, agenda: Agenda, now: datetime | None = None) -> Board:
    """The day, what is on and what is next, and the time left to hand in while there is some.

    ``now`` is the time in the time zone of the event, with that zone; without one nothing is marked and nothing counts down.
    """
    local = now.replace(tzinfo=None) if now else None
    left: Countdown | None = None
    end = the_day.hand_in(agenda, event.day)
    if now and now.tzinfo and local and end and local < end:
        at = end.replace(tzinfo=now.tzinfo).astimezone(UTC)
        left = Countdown(label="Hand in your work", at=at.isoformat())
    return replace(_board(Scene.AGENDA, event), agenda=the_day.lines(agenda, event.day, local), countdown=left)


def sponsors(event: Event, logos: Iterable[tuple[str, str]] = ()) -> Board:
    """Everyone to thank. ``logos`` names pictures of the event by sponsor."""
    return replace(_board(Scene.SPONSORS, event), logos=tuple(logos))


def message(event: Event, text: str) -> Board:
    """A sentence for everyone in the room."""
    return replace(_board(Scene.MESSAGE, event), message=text)


def countdown(event: Event, label: str, at: str) -> Board:
    """Counts down to ``at``, a UTC time in ISO form; ``label`` says to what."""
    return replace(_board(Scene.COUNTDOWN, event), countdown=Countdown(label=label, at=at))


def test_card(event: Event) -> Board:
    """For setting up the projector: the safe area, the smallest text, the steps of contrast. Nothing of the results."""
    return _board(Scene.TEST_CARD, event)


def charts(
    event: Event,
    standings: Sequence[Standing],
    submissions: Mapping[str, Submission],
    criteria: Mapping[str, str],
    *,
    visit_totals: Iterable[Fraction] = (),
    evening: Sequence[tuple[str, Sequence[Standing]]] = (),
    ranges: Mapping[str, tuple[float, float]] | None = None,
    as_of: str = "",
) -> Board:
    """The charts. ``visit_totals`` are totals of single visits on 0–100, without names; ``evening`` is the standings at moments
    of the evening, each with its clock time, oldest first; ``ranges`` are by submission between what its score lies in 90 of 100 cases."""
    legend, keys = _legend(standings, criteria)
    rows = tuple(_row(standing, submissions, keys) for standing in standings if standing.rank is not None)
    return replace(
        _board(Scene.CHARTS, event),
        as_of=as_of,
        legend=legend,
        rows=rows,
        spread=spread_of(visit_totals),
        race=race_of(evening, submissions),
        intervals=tuple(
            Interval(
                key=s.submission, name=_name(submissions.get(s.submission)), score=float(s.score),
                low=min(ranges[s.submission][0], float(s.score)), high=max(ranges[s.submission][1], float(s.score)),
            )
            for s in standings
            if ranges and s.rank is not None and s.score is not None and s.submission in ranges
        ),
    )  # fmt: skip


def as_of_text(files: int, time: str) -> str:
    """``"from 12 score files, 21:40"``; without any file, that there is none yet."""
    if not files:
        return "no score files yet"
    counted = "1 score file" if files == 1 else f"{files} score files"
    return f"from {counted}, {time}" if time else f"from {counted}"


def day_text(day: str) -> str:
    """An ISO date as people say it, ``"Saturday, 21 September 2024"``; anything else as it is."""
    try:
        told = date.fromisoformat(day)
    except ValueError:
        return day
    return f"{_DAYS[told.weekday()]}, {told.day} {_MONTHS[told.month - 1]} {told.year}"


def score_text(score: Fraction | None) -> str:
    """A score with one decimal, half-up; empty without a visit."""
    return "" if score is None else f"{rounded(score):f}"


def thinned(count: int, most: int = MOST_MOMENTS) -> tuple[int, ...]:
    """At most ``most`` indexes evenly over ``count`` things, the first and the last among them.

    A desk asks this first, so that it works out the standings only for moments that will be drawn.
    """
    if count <= most:
        return tuple(range(count))
    return tuple(sorted({round(i * (count - 1) / (most - 1)) for i in range(most)}))


def spread_of(visit_totals: Iterable[Fraction]) -> Spread | None:
    """How single visits scored; None without any."""
    values = sorted(float(total) for total in visit_totals)
    if not values:
        return None
    bins = [0] * BINS
    for value in values:
        bins[min(BINS - 1, max(0, int(value * BINS / 100)))] += 1
    low, middle, high = (_quantile(values, q) for q in (0.25, 0.5, 0.75))
    return Spread(bins=tuple(bins), visits=len(values), low=low, middle=middle, high=high)


def race_of(evening: Sequence[tuple[str, Sequence[Standing]]], submissions: Mapping[str, Submission]) -> Race | None:
    """Rank paths of those who lead at the end; None before there are two moments with a ranked team."""
    told = [(time, standings) for time, standings in evening if any(s.rank is not None for s in standings)]
    told = [told[index] for index in thinned(len(told))]
    if len(told) < 2:
        return None
    ranks = [{s.submission: s.rank for s in standings if s.rank is not None} for _, standings in told]
    leaders = [s.submission for s in told[-1][1] if s.rank is not None][:MOST_PATHS]
    paths = tuple(
        Path(
            key=key,
            name=_name(submissions.get(key)),
            points=tuple((at, there[key]) for at, there in enumerate(ranks) if key in there),
        )
        for key in leaders
    )
    return Race(moments=tuple(time for time, _ in told), paths=paths)


def of_snapshot(scene: Scene, snapshot: Snapshot) -> Board:
    """An empty board of the ceremony: the event and its sponsors, and nothing of the result."""
    return replace(_empty(scene, snapshot), rehearsal=snapshot.rehearsal, logos=snapshot.logos)


def _board(scene: Scene, event: Event) -> Board:
    return replace(_empty(scene, event), rehearsal=event.mode is Mode.REHEARSAL)


def _empty(scene: Scene, told: Event | Snapshot) -> Board:
    return Board(
        scene=scene,
        title=told.title,
        place=told.place,
        day=day_text(told.day),
        sponsors=told.sponsors,
        colours=told.colours,
    )


def _legend(
    standings: Sequence[Standing], criteria: Mapping[str, str]
) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """The names of the segments and the criterion keys behind each. More than six are told apart by nobody: the rest is one."""
    used = [key for key in criteria if any(key in standing.shares for standing in standings)]
    used = used or list(criteria)
    if len(used) <= MOST_SEGMENTS:
        return tuple(criteria[key] for key in used), tuple((key,) for key in used)
    first, rest = used[: MOST_SEGMENTS - 1], used[MOST_SEGMENTS - 1 :]
    return (*(criteria[key] for key in first), REST), (*((key,) for key in first), tuple(rest))


def _row(standing: Standing, submissions: Mapping[str, Submission], keys: tuple[tuple[str, ...], ...]) -> BoardRow:
    submission = submissions.get(standing.submission)
    fraction = min(1.0, max(0.0, float(standing.score / 100))) if standing.score is not None else 0.0
    points = [float(sum((standing.shares.get(key, Fraction()) for key in group), Fraction())) for group in keys]
    # Shares are of the raw mean; on the board they share out the length of the score that ranks.
    whole = sum(points)
    segments = tuple(fraction * (part / whole if whole else 1 / len(points)) for part in points)
    return BoardRow(
        key=standing.submission,
        rank=standing.rank,
        name=_name(submission),
        team=_team_line(submission),
        score=score_text(standing.score),
        fraction=fraction,
        segments=segments,
        visits=standing.visits,
    )


def _name(submission: Submission | None) -> str:
    if submission is None:
        return "Unknown team"
    return submission.title or submission.team or "Untitled"


def _team_line(submission: Submission | None) -> str:
    if submission is None:
        return ""
    team = submission.team if submission.title else ""
    return team or ", ".join(submission.members)


def _quantile(ordered: Sequence[float], q: float) -> float:
    """Between the two nearest values, linearly."""
    at = q * (len(ordered) - 1)
    below = int(at)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (at - below)
