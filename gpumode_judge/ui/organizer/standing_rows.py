"""What the table of standings shows of each submission, and the visits behind it."""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from typing_extensions import override

from gpumode_judge.event.event import Prize
from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, plain
from gpumode_judge.event.rules import Tie
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.totals import Totals, rounded
from gpumode_judge.ui.organizer.standings_found import TOP, StandingRow, title_of, within
from gpumode_judge.ui.organizer.words import OUTCOMES, counted, judge_called, score, when
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.labels import escaped
from gpumode_judge.ui.shared.tables import Column, RowsModel

NARROW, WIDE = 90, 170  # pixels of a criterion's column
RANGE: Final = 150  # pixels that the range of a rank needs at least
_NEVER, _SURE = 0.005, 0.995  # chances beyond which no figure is told
_PERCENT: Final = "\N{NO-BREAK SPACE}%"
MUCH: Final = 3  # a move of so many ranks is pointed out

_TIES: Final = {
    Tie.PRIORITY: "told apart by the criterion that counts more among equals",
    Tie.FIRSTS: "told apart by how many judges placed it first",
    Tie.PERSON: "told apart by a person’s decision",
}


@dataclass(frozen=True)
class Visit:
    """One judge's visit: what came of it, the marks by criterion name, and the notes."""

    judge: str
    icon: str
    outcome: str
    total: str
    marks: tuple[tuple[str, str], ...]
    notes: tuple[tuple[str, str], ...]
    at: str


def counted_criteria(record: Record, prize: Prize | None = None) -> tuple[Criterion, ...]:
    """The criteria that give points in the overall total, or for a prize with weights of its own."""
    criteria = record.rubric.criteria if record.rubric else ()
    if prize is not None:
        return tuple(c for c in criteria if prize.weights.get(c.key))
    return tuple(c for c in criteria if not c.scope and record.rules.weight(c.key))


def percent(chance: float | None, ranked: int = 0) -> str:
    """A chance in whole percent; never certain, unless there are no more than three to rank."""
    if chance is None:
        return "–"
    if chance >= _SURE:
        return f"{'100' if chance >= 1 and ranked <= TOP else '>99'}{_PERCENT}"
    return f"<1{_PERCENT}" if chance < _NEVER else f"{math.floor(chance * 100 + 0.5)}{_PERCENT}"


def arrowed(ranks: int | None) -> str:
    """A move as a sign and a number of ranks; nothing for none."""
    return "" if not ranks else f"{'▲' if ranks > 0 else '▼'}{abs(ranks)}"


def moved_words(ranks: int) -> str:
    """A move in words."""
    return f"{counted(abs(ranks), 'rank')} {'higher' if ranks > 0 else 'lower'}" if ranks else "the same rank"


def range_of(row: StandingRow) -> str:
    """The ranks between which a submission lies, as ``1–4``."""
    if row.low is None or row.high is None:
        return "–"
    return str(row.low) if row.low == row.high else f"{row.low}–{row.high}"


def rank_tip(row: StandingRow) -> str | None:
    """What there is to say about a rank: why there is none, what told it from an equal one, whom it cannot be told from."""
    lines = [row.standing.out]
    if row.standing.told:
        lines.append(f"Its score is equal to another: {_TIES[row.standing.told]}.")
    if row.rank and row.rank.shared:
        lines.append("It shares this rank with an equal score.")
    lines += [f"The marks cannot tell these two apart: “{row.submission.title}” and “{title}”." for title in row.alike]
    return "\n".join(line for line in lines if line) or None


@dataclass(frozen=True)
class Shown:
    """Which columns there are: the ``criteria``, the method that is ``compared`` (by name, or none), whether a ``group`` is shown."""

    criteria: tuple[Criterion, ...] = ()
    compared: str = ""
    group: bool = False


def columns_for(shown: Shown) -> tuple[Column[StandingRow], ...]:
    """The table's columns: the fixed ones, those of a comparison, and one for the points of each criterion."""
    return (
        _column("rank", "Rank", lambda r: str(r.rank or "–"), lambda r: r.rank and r.rank.rank, 62, tip=rank_tip),
        *((_column("overall", "Rank of all", lambda r: str(r.standing.rank or "–"), lambda r: r.standing.rank, 70),)
          if shown.group else ()),
        _text("title", "Title", lambda r: r.submission.title, icon=lambda r: "skipped" if r.standing.out else None),
        _text("team", "Team", lambda r: r.submission.team, 150),
        Column("table", "Table", lambda r: r.submission.table, lambda r: r.order, width=62, tone=_tone),
        _column("visits", "Visits", lambda r: str(r.standing.visits), lambda r: r.standing.visits, 64),
        _column("score", "Score", lambda r: score(r.standing.score), lambda r: r.standing.score, 74),
        _column("raw", "Raw mean", lambda r: score(r.standing.raw), lambda r: r.standing.raw, 72, tip=_raw_tip),
        *_comparison(shown.compared),
        Column(
            "range", "Rank in 90 of 100 cases", range_of, lambda r: None if r.low is None else (r.low, r.high), True,
            tip=_range_tip, tone=_tone, width=RANGE,
        ),
        _column("first", "Chance of 1st", lambda r: percent(r.first, r.ranked), lambda r: r.first, 80),
        _column("top", f"Chance of top {TOP}", lambda r: percent(r.top, r.ranked), lambda r: r.top, 80),
        Column("bar", "Share", lambda _: "", lambda r: r.standing.raw, width=90),
        *(_share_column(c) for c in shown.criteria),
    )  # fmt: skip


class StandingsModel(RowsModel[StandingRow]):
    """Rows of standings. Titles of narrow columns take two lines, those of criteria are cut while ``narrow``; the tooltip and the
    clipboard have them whole."""

    narrow = True

    def set_columns(self, columns: Sequence[Column[StandingRow]]) -> None:
        """Show other columns; the rows stay sorted by the one that they are sorted by, if it is still there."""
        by = self.columns[self._sorted_by].key if 0 <= self._sorted_by < len(self.columns) else ""
        self.beginResetModel()
        self.columns = tuple(columns)
        self._sorted_by = next((at for at, column in enumerate(self.columns) if column.key == by), -1)
        self.endResetModel()

    @property
    def sorted_by(self) -> int:
        """The number of the column by which the rows are sorted, or −1."""
        return self._sorted_by

    @override
    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Horizontal and 0 <= section < len(self.columns):
            column = self.columns[section]
            share = column.key.startswith("share ")
            if role == Qt.ItemDataRole.ToolTipRole:
                return escaped(column.title if share else _HEADS.get(column.key, "")) or None
            if role == Qt.ItemDataRole.DisplayRole and column.width and (not share or self.narrow):
                return _in_two_lines(str(super().headerData(section, orientation, role)), column.width - 26)
        return super().headerData(section, orientation, role)


_HEADS: Final = {
    "range": "Where the rank lies in 90 of 100 cases, if the judges’ marks are as noisy as they look. The tick is the rank.",
    "first": "How likely it is that this submission is truly the best of those shown.",
    "top": f"How likely it is that this submission truly is among the best {TOP} of those shown.",
    "raw": "The plain average of what the judges gave, before any correction.",
    "overall": "The rank among all submissions.",
    "move": "How many ranks higher (▲) or lower (▼) it stands here than by the compared method.",
}


def _in_two_lines(title: str, room: int) -> str:
    """A title as a narrow column shows it: broken between words, the second line cut where there is no more room."""
    letters = QFontMetrics(font(12, QFont.Weight.DemiBold))
    words = title.split()
    taken = 1
    while taken < len(words) and letters.horizontalAdvance(" ".join(words[: taken + 1])) <= room:
        taken += 1
    lines = (" ".join(words[:taken]), " ".join(words[taken:]))
    return "\n".join(letters.elidedText(line, Qt.TextElideMode.ElideRight, room) for line in lines if line)


def _tone(row: StandingRow) -> str | None:
    return "ink_faint" if row.standing.out else None


def _column(
    key: str, title: str, show: Callable[[StandingRow], str], sort: Callable[[StandingRow], Any], width: int,
    tip: Callable[[StandingRow], str | None] | None = None,
) -> Column[StandingRow]:  # fmt: skip
    return Column(key, title, show, sort, numeric=True, tip=tip, tone=_tone, width=width)


def _text(
    key: str, title: str, show: Callable[[StandingRow], str], width: int = 0,
    icon: Callable[[StandingRow], str | None] | None = None,
) -> Column[StandingRow]:  # fmt: skip
    return Column(key, title, show, tip=lambda r: r.standing.out or show(r), icon=icon, tone=_tone, width=width)


def _comparison(method: str) -> tuple[Column[StandingRow], ...]:
    if not method:
        return ()
    name = within(method)

    def tip(row: StandingRow) -> str | None:
        if row.other is None or row.move is None:
            return None
        return f"By {name}: rank {row.other.words}, score {score(row.other_score)}; here it is {moved_words(row.move)}."

    return (
        _column("other", f"Rank by {title_of(method)}", lambda r: str(r.other or "–"), lambda r: r.other and r.other.rank, 96, tip=tip),
        Column("move", "Change", lambda r: arrowed(r.move), lambda r: r.move, tip=tip, width=74,
               tone=lambda r: "accent_ink" if abs(r.move or 0) >= MUCH else "ink_soft"),
    )  # fmt: skip


def _raw_tip(row: StandingRow) -> str | None:
    return f"Rank {row.raw.words} by the raw mean." if row.raw else None


def _range_tip(row: StandingRow) -> str | None:
    if row.low is None or row.high is None:
        return "How sure this rank is cannot be said." if row.rank else None
    return f"In 90 of 100 cases its true rank lies between {row.low} and {row.high}."


def _share_column(c: Criterion) -> Column[StandingRow]:
    def points(row: StandingRow) -> Fraction | None:
        return row.standing.shares.get(c.key)

    return _column(f"share {c.key}", c.name, lambda r: score(points(r)), points, NARROW)


def visits_of(record: Record, submission_id: str) -> tuple[Visit, ...]:
    """Every judge's visit to a submission, by the judge's name; those that do not count yet say so."""
    totals: Totals | None = None
    if record.rubric is not None:
        try:
            totals = Totals(record.rubric, record.rules)
        except Problem:
            totals = None
    notes: dict[str, list[tuple[str, str]]] = {}
    for held in record.remarks:
        remark = held.value
        if remark.submission == submission_id:
            notes.setdefault(remark.judge, []).append((_name(record, remark.criterion), remark.text))
    visits: list[Visit] = []
    for judge in record.judges:
        held = record.ballots.get((judge, submission_id))
        unfit = record.unfit.get((judge, submission_id))
        here = held or unfit
        if here is None:
            continue
        ballot = here.value
        icon, word = OUTCOMES[ballot.outcome]
        words = [word if not unfit else "Does not count: a mark is missing", ballot.reason]
        words.append("from paper" if here.paper else "")
        total = ""
        if totals is not None and held is not None and ballot.outcome is Outcome.MARKED:
            total = str(rounded(totals.total(ballot.marks)))
        visits.append(
            Visit(
                judge_called(record, judge), "conflict" if unfit else icon, ", ".join(filter(None, words)), total,
                _marks(record, ballot), tuple(notes.get(judge, ())), when(here.at, record.event.zone),
            )
        )  # fmt: skip
    return tuple(visits)


def _marks(record: Record, ballot: Ballot) -> tuple[tuple[str, str], ...]:
    keys = [c.key for c in record.rubric.criteria] if record.rubric else []

    def order(item: tuple[str, Decimal]) -> tuple[int, str]:
        return (keys.index(item[0]) if item[0] in keys else len(keys), item[0])

    return tuple((_name(record, key), plain(mark)) for key, mark in sorted(ballot.marks.items(), key=order))


def _name(record: Record, key: str) -> str:
    criteria = record.rubric.criteria if record.rubric else ()
    return next((c.name for c in criteria if c.key == key), key or "For the team")
