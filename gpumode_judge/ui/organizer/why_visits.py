"""The visits to one team, a row each: marks, total, what is corrected for the judge's severity, and how much the visit decides."""

from collections import Counter
from collections.abc import Sequence
from fractions import Fraction
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from gpumode_judge.desk.explaining import WhyVisit
from gpumode_judge.desk.telling_results import points, signed
from gpumode_judge.ui.organizer.why_words import apart
from gpumode_judge.ui.organizer.words import when
from gpumode_judge.ui.shared.card import Rule
from gpumode_judge.ui.shared.labels import LabelRole, PlainLabel, escaped
from gpumode_judge.ui.shared.pill import StatusPill
from gpumode_judge.ui.shared.tokens import GRID

NAMED: Final = 6  # so many criteria stand by name above the marks; more by number, with a list of names
_RIGHT: Final = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_SEEN: Final = "When the visit began."
_TOTAL: Final = "The marks by their weights, in points of 100."
_CORRECTION: Final = (
    "What is added because the judge is harsher than the average judge, or taken off because the judge is milder."
)
_COUNTS: Final = "How much of the judges’ score this visit decides."
_ODD: Final = (
    "All other marks of this judge and of this team let expect another total. Ask the judge whether it is a slip."
)


class VisitsView(QWidget):
    """A table of the visits with the notes under each.

    ``zone`` is the event's, in which times are shown; ``left`` tells what is not counted.
    """

    def __init__(self, visits: Sequence[WhyVisit], zone: str, left: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._zone = zone
        self._names = _criteria(visits)
        self._corrected = any(visit.correction for visit in visits)
        self._timed = any(visit.at for visit in visits)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * GRID)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(0, 3)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2 * GRID)
        if len(self._names) > NAMED:
            numbered = (f"{number}\u00a0{apart(name)}" for number, (name, _) in enumerate(self._names, 1))
            column.addWidget(PlainLabel("   ".join(numbered), "soft", select=True))
        column.addLayout(self._grid)
        self._row = 0
        if visits:
            self._head()
        for visit in visits:
            self._add(visit)
        if len(visits) > 1:
            self._mean(visits)
        if left:
            column.addWidget(PlainLabel(left, "soft", select=True))

    @property
    def _wide(self) -> int:
        return 1 + self._timed + len(self._names) + 2 + self._corrected

    def _head(self) -> None:
        names = [name for name, _ in self._names]
        shown = names if len(names) <= NAMED else [str(number) for number in range(1, len(names) + 1)]
        titles = [("Judge", ""), *([("Seen", _SEEN)] if self._timed else [])]
        titles += [*zip(shown, names, strict=True), ("Total", _TOTAL)]
        titles += [*([("Correction", _CORRECTION)] if self._corrected else []), ("Counts", _COUNTS)]
        for column, (title, tip) in enumerate(titles):
            label = PlainLabel(title, "small", wrap=column > 0)
            side = Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft
            label.setAlignment(side | Qt.AlignmentFlag.AlignBottom)
            label.setMinimumWidth(min(9 * GRID, label.fontMetrics().horizontalAdvance(title)))
            label.setMaximumWidth(13 * GRID)
            label.setToolTip(escaped(tip))
            self._grid.addWidget(label, 0, column, Qt.AlignmentFlag.AlignBottom)
        self._row = 1
        self._rule()

    def _add(self, visit: WhyVisit) -> None:
        judge = QWidget()
        inside = QVBoxLayout(judge)
        inside.setContentsMargins(0, 2, 0, 2)
        inside.setSpacing(2)
        inside.addWidget(PlainLabel(apart(visit.name), "strong", elide=True))
        if visit.unexpected:
            pill = StatusPill("warning", "Unexpected")
            pill.setToolTip(escaped(_ODD))
            inside.addWidget(pill, 0, Qt.AlignmentFlag.AlignLeft)
        judge.setMinimumWidth(13 * GRID)
        given = dict(_numbered(visit))
        self._grid.addWidget(judge, self._row, 0)
        cells: list[tuple[str, LabelRole]] = []
        if self._timed:
            cells.append((when(visit.at, self._zone).rpartition(", ")[2], "soft"))
        cells.extend((given.get(name, "–"), "body") for name in self._names)
        cells.append((points(visit.total), "strong"))
        if self._corrected:
            cells.append((signed(visit.correction), "body"))
        cells.append((f"{points(visit.share * 100, 0)} %", "soft"))
        for column, (words, role) in enumerate(cells, 1):
            self._grid.addWidget(PlainLabel(words, role, wrap=False), self._row, column, _RIGHT)
        self._row += 1
        for about, text in visit.notes:
            self._below(f"{apart(about)}: {text}")
        self._rule()

    def _mean(self, visits: Sequence[WhyVisit]) -> None:
        """What the first lines of the way to the score begin with."""
        many = len(visits)
        totals = sum((visit.total for visit in visits), Fraction()) / many
        self._grid.addWidget(PlainLabel("Mean", "soft"), self._row, 0)
        column = 1 + self._timed + len(self._names)
        self._grid.addWidget(PlainLabel(points(totals), "strong", wrap=False), self._row, column, _RIGHT)
        if self._corrected:
            corrections = sum((visit.correction for visit in visits), Fraction()) / many
            self._grid.addWidget(PlainLabel(signed(corrections), wrap=False), self._row, column + 1, _RIGHT)

    def _below(self, text: str) -> None:
        label = PlainLabel(text, "soft", select=True)
        label.setContentsMargins(0, 0, 0, 4)
        self._grid.addWidget(label, self._row, 0, 1, self._wide)
        self._row += 1

    def _rule(self) -> None:
        self._grid.addWidget(Rule(), self._row, 0, 1, self._wide)
        self._row += 1


def _numbered(visit: WhyVisit) -> list[tuple[tuple[str, int], str]]:
    """The marks by name and a number that tells criteria of one name apart."""
    seen = Counter[str]()
    found: list[tuple[tuple[str, int], str]] = []
    for name, mark in visit.marks:
        found.append(((name, seen[name]), mark))
        seen[name] += 1
    return found


def _criteria(visits: Sequence[WhyVisit]) -> tuple[tuple[str, int], ...]:
    """All criteria that are marked somewhere, in the order of the rubric."""
    fullest = sorted(visits, key=lambda visit: -len(visit.marks))
    return tuple(dict.fromkeys(name for visit in fullest for name, _ in _numbered(visit)))
