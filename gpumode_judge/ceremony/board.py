"""The board: what the audience may see now, and nothing more."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

ROWS_A_PAGE: Final = 12
LIFTED_ROWS_A_PAGE: Final = 9
TILES_A_PAGE: Final = 18
LIFTED_TILES_A_PAGE: Final = 12


class Scene(StrEnum):
    """What is on the projector."""

    WELCOME = "welcome"
    PROGRESS = "progress"
    LIVE = "live"
    CHARTS = "charts"
    BLACKOUT = "blackout"


class Chart(StrEnum):
    """One page of the charts scene."""

    SHARES = "shares"
    SPREAD = "spread"
    RACE = "race"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One team on the live board.

    ``key`` names the team through all changes. ``rank`` is None until somebody visited the team, and shared by equals. ``score``
    is ready to show, ``fraction`` is its share of the full 100, and ``segments`` are the fractions that each criterion of
    the legend gave: they sum to ``fraction``.
    """

    key: str
    rank: int | None
    name: str
    team: str = ""
    score: str = ""
    fraction: float = 0.0
    segments: tuple[float, ...] = ()
    visits: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How far one team or one judge has come: ``done`` of ``wanted``; ``wanted`` 0 when nobody said how many."""

    key: str
    name: str
    table: str = ""
    done: int = 0
    wanted: int = 0

    @property
    def complete(self) -> bool:
        """Whether nothing is missing."""
        return 0 < self.wanted <= self.done

    @property
    def figure(self) -> str:
        """``"3/4"``, or only ``"3"`` when nobody said how many."""
        return f"{self.done}/{self.wanted}" if self.wanted else str(self.done)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """How the visit totals fall: ``bins`` counts visits in equal steps from 0 to 100; the three quartiles are on the same 0–100."""

    bins: tuple[int, ...]
    visits: int
    low: float
    middle: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """One team's way through the evening: ``points`` are (index of the moment, rank)."""

    key: str
    name: str
    points: tuple[tuple[int, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Race:
    """Ranks over the evening: the ``moments`` as clock times, and a path a team, the leader first."""

    moments: tuple[str, ...]
    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """Everything that is on the projector in one scene.

    ``legend`` names the criteria in the order of every row's segments. ``as_of`` tells from what and when. ``page`` counts
    from 0. ``lifted`` keeps the lower part of the picture free for the people who stand in front of it.
    """

    scene: Scene
    title: str = ""
    place: str = ""
    day: str = ""
    sponsors: tuple[str, ...] = ()
    rehearsal: bool = False
    as_of: str = ""
    legend: tuple[str, ...] = ()
    rows: tuple[BoardRow, ...] = ()
    teams: tuple[Tally, ...] = ()
    judges: tuple[Tally, ...] = ()
    spread: Spread | None = None
    race: Race | None = None
    page: int = 0
    lifted: bool = False

    @property
    def rows_a_page(self) -> int:
        """How many teams one page of the live board holds."""
        return LIFTED_ROWS_A_PAGE if self.lifted else ROWS_A_PAGE

    @property
    def tiles_a_page(self) -> int:
        """How many teams or judges one page of the progress scene holds."""
        return LIFTED_TILES_A_PAGE if self.lifted else TILES_A_PAGE

    @property
    def pages(self) -> int:
        """How many pages the scene has, at least one."""
        match self.scene:
            case Scene.LIVE:
                return max(1, _pages(len(self.rows), self.rows_a_page))
            case Scene.PROGRESS:
                return max(1, _pages(len(self.teams), self.tiles_a_page) + _pages(len(self.judges), self.tiles_a_page))
            case Scene.CHARTS:
                return max(1, len(self.charts))
            case Scene.WELCOME | Scene.BLACKOUT:
                return 1

    @property
    def turning(self) -> int:
        """How many pages turn by themselves: on the live board, once somebody is ranked, those with a ranked team."""
        ranked = sum(row.rank is not None for row in self.rows)
        return _pages(ranked, self.rows_a_page) if self.scene is Scene.LIVE and ranked else self.pages

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts that there is something to show in, in order."""
        told = (
            (Chart.SHARES, any(row.rank for row in self.rows)),
            (Chart.SPREAD, self.spread),
            (Chart.RACE, self.race),
        )
        return tuple(chart for chart, there in told if there)

    @property
    def chart(self) -> Chart | None:
        """The chart on this page; None when there is nothing to draw yet."""
        return self.charts[self.page] if self.page < len(self.charts) else None

    @property
    def page_rows(self) -> tuple[BoardRow, ...]:
        """The teams on this page of the live board."""
        return self.rows[self.page * self.rows_a_page : (self.page + 1) * self.rows_a_page]

    @property
    def page_tallies(self) -> tuple[Tally, ...]:
        """The teams, or the judges, on this page of the progress scene. Teams and judges never share a page."""
        whole = _pages(len(self.teams), self.tiles_a_page)
        of, page = (self.teams, self.page) if self.page < whole else (self.judges, self.page - whole)
        return of[page * self.tiles_a_page : (page + 1) * self.tiles_a_page]

    @property
    def shows_judges(self) -> bool:
        """Whether this page of the progress scene is about judges."""
        return bool(self.judges) and self.page >= _pages(len(self.teams), self.tiles_a_page)

    def turned(self, page: int) -> "Board":
        """The same board at another page; a page that does not exist becomes the nearest one that does."""
        return replace(self, page=min(max(page, 0), self.pages - 1))


def _pages(things: int, a_page: int) -> int:
    return -(-things // a_page)


HEADINGS: Final = {
    Scene.WELCOME: "Welcome",
    Scene.PROGRESS: "Judging in progress",
    Scene.LIVE: "Live standings",
    Scene.CHARTS: "The evening in charts",
    Scene.BLACKOUT: "",
}
CHART_TITLES: Final = {
    Chart.SHARES: "What the scores are made of",
    Chart.SPREAD: "How the visits scored",
    Chart.RACE: "The race over the evening",
}
NOTHING_YET: Final = {
    Scene.PROGRESS: "No teams yet",
    Scene.LIVE: "No teams yet",
    Scene.CHARTS: "Charts begin with the first scores",
}


def totals(board: Board) -> tuple[tuple[str, str, str], ...]:
    """The large figures of the progress scene: each is the figure, what it is out of, and what it counts."""
    done, wanted = sum(team.done for team in board.teams), sum(team.wanted for team in board.teams)
    figures = [(str(done), f"of {wanted}" if wanted else "", "visits" if done != 1 or wanted else "visit")]
    for told, whole, some in (
        (board.teams, "teams fully judged", "teams visited"),
        (board.judges, "judges finished", "judges started"),
    ):
        # Nobody can be finished where nobody said how much there is to do.
        known = any(tally.wanted for tally in told)
        count = sum(tally.complete if known else tally.done > 0 for tally in told)
        if told:
            figures.append((str(count), f"of {len(told)}", whole if known else some))
    return tuple(figures)


def as_text(board: Board) -> str:
    """What the screen says, line by line: for screen readers and for tests. Only the page that is shown."""
    lines: list[str] = []
    if board.scene is not Scene.BLACKOUT:
        lines += [board.title, HEADINGS[board.scene]]
        lines += ["REHEARSAL"] if board.rehearsal else []
        lines += [board.as_of] if board.as_of else []
    match board.scene:
        case Scene.WELCOME:
            lines += [part for part in (" · ".join(filter(None, (board.place, board.day))), *board.sponsors) if part]
        case Scene.PROGRESS:
            lines += [" ".join(filter(None, figure)) for figure in totals(board)]
            lines += [" ".join(filter(None, (t.table, t.name, t.figure))) for t in board.page_tallies]
        case Scene.LIVE:
            lines += [" | ".join(board.legend)] if board.legend else []
            lines += [_row_text(row) for row in board.page_rows]
        case Scene.CHARTS:
            lines += _chart_text(board)
        case Scene.BLACKOUT:
            pass
    if board.pages > 1:
        lines.append(f"page {board.page + 1} of {board.pages}")
    return "\n".join(lines)


def _row_text(row: BoardRow) -> str:
    rank = f"{row.rank}." if row.rank else "–"
    team = f" ({row.team})" if row.team else ""
    return f"{rank} {row.name}{team} {row.score or 'no score yet'}, {visits_text(row.visits)}"


def visits_text(visits: int) -> str:
    """``"1 visit"``, ``"4 visits"``."""
    return f"{visits} visit" if visits == 1 else f"{visits} visits"


def _chart_text(board: Board) -> list[str]:
    if board.chart is None:
        return [NOTHING_YET[Scene.CHARTS]]
    lines = [CHART_TITLES[board.chart]]
    if board.chart is Chart.SHARES:
        for row in (row for row in board.rows if row.rank):
            parts = ", ".join(f"{n} {s * 100:.1f}" for n, s in zip(board.legend, row.segments, strict=True))
            lines.append(f"{row.rank}. {row.name} {row.score}: {parts}")
    elif board.chart is Chart.SPREAD and board.spread:
        spread = board.spread
        lines.append(
            f"{visits_text(spread.visits)}, middle {spread.middle:.1f}, half between {spread.low:.1f} and {spread.high:.1f}"
        )
        lines.append(" ".join(map(str, spread.bins)))
    elif board.race:
        moments = board.race.moments
        lines += [
            f"{path.name}: " + ", ".join(f"{moments[at]} #{rank}" for at, rank in path.points)
            for path in board.race.paths
        ]
    return lines
