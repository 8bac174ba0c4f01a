"""What a column of the side-by-side view is made of, from the head down to the visits; and what stands between two columns."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gpumode_judge.desk.explaining import WhyVisit
from gpumode_judge.desk.telling_results import points
from gpumode_judge.ui.organizer.decide_bars import ShareBar
from gpumode_judge.ui.organizer.decide_field import EVEN, Field, Team
from gpumode_judge.ui.organizer.decide_veil import Veil
from gpumode_judge.ui.organizer.standing_rows import percent, range_of
from gpumode_judge.ui.organizer.words import counted, listed, score
from gpumode_judge.ui.shared.card import Rule
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import LabelRole, PlainLabel, escaped
from gpumode_judge.ui.shared.tokens import GRID

_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_EVEN_WORDS: Final = "The marks cannot tell these apart"


def between(one: Team, other: Team, chance: float | None) -> QWidget:
    """What is known about two neighbours."""
    frame = QFrame()
    row = QHBoxLayout(frame)
    row.setContentsMargins(GRID, 4, GRID, 4)
    row.setSpacing(GRID)
    even = chance is not None and 1 - EVEN < chance < EVEN
    names = f"“{one.title}” and “{other.title}”"
    if chance is None:
        words, name = "Nothing is known about these two", f"Nothing is known about {names}"
    elif even:
        words = f"{_EVEN_WORDS} ({percent(chance)})"
        name = f"The marks cannot tell {names} apart; the first is better with a chance of {percent(chance)}"
    else:
        side, shown = ("Left", chance) if chance >= EVEN else ("Right", 1 - chance)
        ahead, behind = (one, other) if chance >= EVEN else (other, one)
        words = f"{side} is better: {percent(shown)}"
        name = f"“{ahead.title}” is better than “{behind.title}” with a chance of {percent(shown)}"
    if even:
        frame.setObjectName("banner")
        frame.setProperty("tone", "warn")
        row.addWidget(IconLabel("warning", 16, "warn"))
    label = PlainLabel(words, "body" if even else "soft")
    if not even:
        label.setAlignment(Qt.AlignmentFlag.AlignCenter)
    row.addWidget(label, 1)
    frame.setAccessibleName(name)
    frame.setToolTip(escaped(f"{name}."))
    return frame


def head_part(team: Team, veil: Veil) -> QWidget:
    """Rank, title, team, and what it wins."""
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    if not veil.numbers:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        rank = PlainLabel(str(team.row.rank or "–"), "figure", wrap=False)
        rank.setAccessibleName(f"Rank {team.row.rank.words}" if team.row.rank else "No rank")
        row.addWidget(rank)
        if team.row.low is not None:
            row.addWidget(PlainLabel(f"{range_of(team.row)} in 90 of 100 cases", "small"), 1)
        else:
            row.addStretch(1)
        column.addLayout(row)
    title = _narrow(PlainLabel(team.title, "section"))
    title.setToolTip(escaped(team.title))
    column.addWidget(title)
    one = team.row.submission
    about = " · ".join(filter(None, (one.team, f"table {one.table}" if one.table else "")))
    if about:
        column.addWidget(_narrow(PlainLabel(about, "soft")))
    if team.wins and not veil.numbers:
        won = PlainLabel(f"Wins {listed((f'“{name}”' for name in team.wins), 2)}", "small")
        won.setToolTip(escaped(", ".join(team.wins)))
        column.addWidget(_narrow(won))
    return box


def figures_part(team: Team, field: Field, veil: Veil) -> QWidget | None:
    """The score and the chances."""
    if veil.numbers:
        return None
    box = QWidget()
    grid = QGridLayout(box)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(GRID)
    grid.setVerticalSpacing(2)
    shown = [
        ("Score", score(team.row.standing.score), "number"),
        ("Chance of 1st", percent(team.first, team.row.ranked), "strong"),
    ]
    if field.top > 1:
        shown.append((f"Chance of top {field.top}", percent(team.top, team.row.ranked), "strong"))
    for row, (name, figure, role) in enumerate(shown):
        grid.addWidget(PlainLabel(name, "soft", wrap=False), row, 0)
        grid.addWidget(PlainLabel(figure, "number" if role == "number" else "strong", wrap=False), row, 1, _RIGHT)
    grid.setColumnStretch(0, 1)
    return box


def criteria_part(team: Team, veil: Veil) -> QWidget | None:
    """What each criterion gives, as bars against the field."""
    if veil.numbers or not team.bars:
        return None
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(4)
    for bar in team.bars:
        row = QHBoxLayout()
        row.setSpacing(GRID)
        row.addWidget(PlainLabel(bar.name, "small", elide=True), 1)
        row.addWidget(PlainLabel(f"{points(bar.points)} of {points(bar.most)}", "small", wrap=False))
        column.addLayout(row)
        column.addWidget(ShareBar(bar))
    return box


def measured_part(team: Team, veil: Veil) -> QWidget | None:
    """What machines measured."""
    if veil.numbers or not team.figures:
        return None
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    for one in team.figures:
        place = f" · place {one.place}" if one.place else ""
        gives = f" · {points(one.points)} of {points(one.most)}" if one.most else ""
        column.addWidget(_narrow(PlainLabel(f"{one.name}: {one.figure or 'no figure'}{place}{gives}", "small")))
    return box


def visits_part(team: Team, field: Field, veil: Veil) -> QWidget:
    """Every visit with its judge, total, marks and notes."""
    record, box = field.result.record, QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(GRID)
    called: Callable[[WhyVisit], str] = lambda visit: veil.judge(record, visit.judge)  # noqa: E731
    visits = sorted(team.visits, key=lambda v: (len(called(v)), called(v))) if veil.names else team.visits
    column.addWidget(Rule())
    column.addWidget(PlainLabel("Visits" if veil.numbers else counted(len(visits), "visit").capitalize(), "strong"))
    for visit in visits:
        column.addWidget(_visit(visit, called(visit), veil))
    return box


def _visit(visit: WhyVisit, name: str, veil: Veil) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(2)
    row = QHBoxLayout()
    row.setSpacing(4)
    row.addWidget(PlainLabel(name, elide=True), 1)
    if not veil.numbers:
        if visit.unexpected:
            odd = IconLabel("warning", 16, "warn")
            odd.setToolTip("All other marks let expect another total here.")
            odd.setAccessibleName("Unexpected")
            row.addWidget(odd)
        total = PlainLabel(points(visit.total), "soft", wrap=False)
        total.setToolTip("What the marks add up to.")
        mended = PlainLabel(f"→ {points(visit.total + visit.correction)}", "strong", wrap=False)
        mended.setToolTip("The same, corrected for how strict the judge is.")
        row.addWidget(total)
        if visit.correction:
            row.addWidget(mended)
    column.addLayout(row)
    if visit.marks and not veil.numbers:
        marks = " · ".join(f"{_short(criterion)} {mark}" for criterion, mark in visit.marks)
        label = _narrow(PlainLabel(marks, "small"))
        label.setToolTip(escaped(", ".join(f"{criterion}: {mark}" for criterion, mark in visit.marks)))
        column.addWidget(label)
    for about, text in visit.notes:
        column.addWidget(_narrow(PlainLabel(f"{about}: {text}" if about != "Note" else text, _NOTE)))
    return box


_NOTE: Final[LabelRole] = "soft"


def line_part(icon: str, tone: str, words: str) -> QWidget:
    """A sentence with an icon before it."""
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(12)
    row.addWidget(IconLabel(icon, 20, tone))
    row.addWidget(PlainLabel(words), 1)
    return box


def _short(criterion: str) -> str:
    """The first word of a criterion, which tells it from the others in a narrow column."""
    return criterion.split()[0] if criterion.split() else criterion


def _narrow(label: PlainLabel) -> PlainLabel:
    """A long word must not make its column wider than the others."""
    policy = QSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
    policy.setHeightForWidth(True)
    label.setSizePolicy(policy)
    return label
