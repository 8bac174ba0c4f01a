"""The board: what the audience may see now, and nothing more."""

from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final

from gpumode_judge.ceremony.scenes import AgendaLine, Countdown, Interval, PrizeCard, Profile, Winner

ROWS_A_PAGE: Final = 12
LIFTED_ROWS_A_PAGE: Final = 9
TILES_A_PAGE: Final = 18
LIFTED_TILES_A_PAGE: Final = 12


class Scene(StrEnum):
    """What is on the projector."""

    WELCOME = "welcome"
    AGENDA = "agenda"
    PROGRESS = "progress"
    LIVE = "live"
    FROZEN = "frozen"
    CHARTS = "charts"
    REVEAL = "reveal"
    PODIUM = "podium"
    PRIZE = "prize"
    SPONSORS = "sponsors"
    MESSAGE = "message"
    COUNTDOWN = "countdown"
    TEST_CARD = "test card"
    BLACKOUT = "blackout"


# Told step by step, each from a result that was taken.
CEREMONY: Final = frozenset({Scene.REVEAL, Scene.PODIUM, Scene.PRIZE})


class Chart(StrEnum):
    """One page of the charts scene."""

    SHARES = "shares"
    SPREAD = "spread"
    INTERVALS = "intervals"
    RACE = "race"


@dataclass(frozen=True, slots=True, kw_only=True)
class BoardRow:
    """One team on the live board.

    ``key`` names the team through all changes. ``rank`` is None until somebody visited the team, and shared by equals. ``score``
    is ready to show, ``fraction`` is its share of the full 100, and ``segments`` are the fractions that each criterion of
    the legend gave: they sum to ``fraction``.

    In a reveal, a place whose team is not told yet has an empty ``name`` and a ``key`` of its own that says nothing; ``hidden`` is how
    many ballots are still closed, ``settled`` tells that nothing moves this row any more.
    """

    key: str
    rank: int | None
    name: str
    team: str = ""
    score: str = ""
    fraction: float = 0.0
    segments: tuple[float, ...] = ()
    visits: int = 0
    hidden: int = 0
    settled: bool = False


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

    The rest is for single scenes: ``heading`` is above the picture where the scene's own would say too little; ``focus`` is the key of
    the row that everybody looks at; ``told`` the last telling as a sentence; ``hidden`` how many visits are closed on a frozen board;
    ``confetti`` is another number for each burst, 0 for none; ``colours`` are the
    event's own; ``logos`` names pictures of the event by sponsor.
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
    heading: str = ""
    focus: str = ""
    told: str = ""
    hidden: int = 0
    message: str = ""
    agenda: tuple[AgendaLine, ...] = ()
    countdown: Countdown | None = None
    prize: PrizeCard | None = None
    podium: tuple[Winner, ...] = ()
    profile: Profile | None = None
    intervals: tuple[Interval, ...] = ()
    confetti: int = 0
    colours: tuple[str, ...] = ()
    logos: tuple[tuple[str, str], ...] = ()
    page: int = 0
    lifted: bool = False

    @property
    def rows_a_page(self) -> int:
        """How many teams one page of the live board holds, or items one page of the agenda."""
        return LIFTED_ROWS_A_PAGE if self.lifted else ROWS_A_PAGE

    @property
    def tiles_a_page(self) -> int:
        """How many teams or judges one page of the progress scene holds."""
        return LIFTED_TILES_A_PAGE if self.lifted else TILES_A_PAGE

    @property
    def pages(self) -> int:
        """How many pages the scene has, at least one."""
        match self.scene:
            case Scene.LIVE | Scene.FROZEN | Scene.REVEAL:
                return max(1, _pages(len(self.rows), self.rows_a_page))
            case Scene.AGENDA:
                return max(1, _pages(len(self.agenda), self.rows_a_page))
            case Scene.PROGRESS:
                return max(1, _pages(len(self.teams), self.tiles_a_page) + _pages(len(self.judges), self.tiles_a_page))
            case Scene.CHARTS:
                return max(1, len(self.charts))
            case _:
                return 1

    @property
    def turning(self) -> int:
        """How many pages turn by themselves: on the live board, once somebody is ranked, those with a ranked team; in a reveal
        none does."""
        if self.scene is Scene.REVEAL:
            return 1
        ranked = sum(row.rank is not None for row in self.rows)
        rows = self.scene in (Scene.LIVE, Scene.FROZEN)
        return _pages(ranked, self.rows_a_page) if rows and ranked else self.pages

    @property
    def charts(self) -> tuple[Chart, ...]:
        """The charts that there is something to show in, in order."""
        told = (
            (Chart.SHARES, any(row.rank for row in self.rows)),
            (Chart.SPREAD, self.spread),
            (Chart.INTERVALS, self.intervals),
            (Chart.RACE, self.race),
        )
        return tuple(chart for chart, there in told if there)

    @property
    def chart(self) -> Chart | None:
        """The chart on this page; None when there is nothing to draw yet."""
        return self.charts[self.page] if self.page < len(self.charts) else None

    @property
    def page_rows(self) -> tuple[BoardRow, ...]:
        """The teams on this page of the live board or of the reveal."""
        return self.rows[self.page * self.rows_a_page : (self.page + 1) * self.rows_a_page]

    @property
    def page_agenda(self) -> tuple[AgendaLine, ...]:
        """The items on this page of the agenda."""
        return self.agenda[self.page * self.rows_a_page : (self.page + 1) * self.rows_a_page]

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

    def focused(self) -> "Board":
        """The same board at the page that holds the row in focus; without one, at the page where it is."""
        at = next((index for index, row in enumerate(self.rows) if self.focus and row.key == self.focus), None)
        return self.turned(self.page if at is None else at // self.rows_a_page)

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
    Scene.AGENDA: "Today",
    Scene.FROZEN: "Standings at the freeze",
    Scene.REVEAL: "The results",
    Scene.PODIUM: "The podium",
    Scene.PRIZE: "Prizes",
    Scene.SPONSORS: "Thank you",
    Scene.MESSAGE: "",
    Scene.COUNTDOWN: "",
    Scene.TEST_CARD: "Test card",
    Scene.BLACKOUT: "",
}
CHART_TITLES: Final = {
    Chart.SHARES: "What the scores are made of",
    Chart.SPREAD: "How the visits scored",
    Chart.INTERVALS: "The scores, and how sure they are",
    Chart.RACE: "The race over the evening",
}
NOTHING_YET: Final = {
    Scene.PROGRESS: "No teams yet",
    Scene.LIVE: "No teams yet",
    Scene.CHARTS: "Charts begin with the first scores",
    Scene.AGENDA: "No agenda yet",
    Scene.FROZEN: "No teams yet",
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


def visits_text(visits: int) -> str:
    """``"1 visit"``, ``"4 visits"``."""
    return f"{visits} visit" if visits == 1 else f"{visits} visits"
