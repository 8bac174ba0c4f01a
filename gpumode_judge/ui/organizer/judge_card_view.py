"""Judges as small pictures in a table, and one judge's card in full."""

from collections.abc import Sequence
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QLineF, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.judge_cards import Unexpected
from gpumode_judge.ui.organizer import judge_numbers as numbers
from gpumode_judge.ui.organizer.judge_numbers import ERRORS, JudgeRow
from gpumode_judge.ui.organizer.words import called, counted
from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.card import Rule
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.tables import ROW_ROLE, Column
from gpumode_judge.ui.shared.theme import current_theme
from gpumode_judge.ui.shared.tokens import GRID, mixed

_EDGE: Final = 12
_Index = QModelIndex | QPersistentModelIndex

COLUMNS: Final[tuple[Column[JudgeRow], ...]] = (
    Column("name", "Judge", lambda r: r.name, tip=lambda r: r.name),
    Column("axis", "Milder – harsher", lambda _: "", lambda r: r.card.severity),
    Column(
        "severity", "In words", lambda r: numbers.severity(r.card, short=True), lambda r: r.card.severity,
        tip=lambda r: numbers.severity_in_full(r.card), width=176,
    ),
    Column(
        "noise", "Off by", lambda r: "–" if r.card.noise is None else numbers.amount(r.card.noise),
        lambda r: r.card.noise, numeric=True, tip=numbers.noise, width=80,
    ),
    Column("range", "Totals given", lambda _: "", lambda r: float(r.card.highest - r.card.lowest),
        tip=lambda r: numbers.used(r.card), width=130),
    Column(
        "agreement", "Agrees", lambda r: "–" if r.card.agreement is None else numbers.signed(r.card.agreement),
        lambda r: r.card.agreement, numeric=True, tip=lambda r: numbers.agreement(r.card), width=88,
    ),
    Column("visits", "Visits", lambda r: str(r.card.visits), lambda r: r.card.visits, numeric=True, width=80),
    Column("remarks", "Worth a look", lambda r: ", ".join(numbers.remarks(r.card)), lambda r: len(numbers.remarks(r.card)) or None,
        tip=lambda r: ", ".join(numbers.remarks(r.card)), width=180),
)  # fmt: skip


class AxisDelegate(QStyledItemDelegate):
    """A judge's severity as a dot on an axis that all rows share, with a whisker for how unsure it is; the middle is the average judge."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.reach = 1.0

    def fit(self, rows: Sequence[JudgeRow]) -> None:
        """Take an axis on which every row is seen."""
        ends = [
            abs(r.card.severity) + ERRORS * (r.card.severity_error or 0.0) for r in rows if r.card.severity is not None
        ]
        self.reach = max([1.0, *ends])

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        row: Any = index.data(ROW_ROLE)
        if isinstance(row, JudgeRow):
            paint_severity(painter, QRectF(option.rect).adjusted(_EDGE, 0, -_EDGE, 0), row, self.reach)


class RangeDelegate(QStyledItemDelegate):
    """The part of 0 to 100 in which a judge's totals lie."""

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        super().paint(painter, option, index)
        row: Any = index.data(ROW_ROLE)
        if not isinstance(row, JudgeRow):
            return
        theme = current_theme()
        cell = QRectF(option.rect).adjusted(_EDGE, 0, -_EDGE, 0)
        left, right = (cell.left() + cell.width() * float(v) / 100 for v in (row.card.lowest, row.card.highest))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("raised"))
        painter.drawRoundedRect(QRectF(cell.left(), cell.center().y() - 4, cell.width(), 8), 4, 4)
        painter.setBrush(theme.color("ink_faint"))
        painter.drawRoundedRect(QRectF(left, cell.center().y() - 4, max(4.0, right - left), 8), 4, 4)
        painter.restore()


def paint_severity(painter: QPainter, box: QRectF, row: JudgeRow, reach: float) -> None:
    """The dot and its whisker in ``box``, whose ends are ``reach`` points milder and harsher than the average judge."""
    theme, card = current_theme(), row.card
    middle, centre = box.center().y(), box.center().x()

    def at(value: float) -> float:
        return centre + box.width() / 2 * max(-1.0, min(1.0, value / reach))

    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.color("line_strong"), 1))
    painter.drawLine(QLineF(centre, box.top() + 6, centre, box.bottom() - 6))
    painter.setPen(QPen(theme.color("line"), 1))
    painter.drawLine(QLineF(box.left(), middle, box.right(), middle))
    if card.severity is not None:
        error = ERRORS * (card.severity_error or 0.0)
        sure = abs(card.severity) > error
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(mixed(theme.accent, theme.surface, 0.45) if sure else "line_strong"))
        left, right = at(card.severity - error), at(card.severity + error)
        painter.drawRoundedRect(QRectF(left, middle - 2, right - left, 4), 2, 2)
        # Hollow where it is hard to tell: the colour alone must not say it.
        painter.setBrush(theme.color("accent" if sure else "surface"))
        painter.setPen(QPen(theme.color("accent" if sure else "ink_soft"), 2))
        painter.drawEllipse(QPointF(at(card.severity), middle), 5, 5)
    painter.restore()


class JudgePanel(QFrame):
    """Everything about one judge. ``why_wanted`` tells the id of a submission, ``closed`` that the panel is not wanted any more."""

    why_wanted = Signal(str)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setAccessibleName("The chosen judge")
        self.name = SectionTitle(elide=True)
        self.words = PlainLabel(role="strong")
        self.close_button = IconButton("close", "Close the judge’s card")
        head = QHBoxLayout()
        head.addWidget(self.name, 1)
        head.addWidget(self.close_button)
        self._column = QVBoxLayout()
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(10)
        page = QWidget()
        page.setObjectName("page")
        page.setLayout(self._column)
        self._area = Scroll(inner=page)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, GRID, GRID, GRID)
        layout.setSpacing(GRID)
        layout.addLayout(head)
        layout.addWidget(self.words)
        layout.addWidget(self._area, 1)
        self.links: list[Button] = []
        self.close_button.clicked.connect(self.closed)

    def show_row(self, row: JudgeRow, record: Record) -> None:
        """Show a judge."""
        clear(self._column)
        self.links = []
        card = row.card
        self.name.setText(row.name)
        self.words.setText(numbers.severity(card))
        for title, text in (
            ("Severity", numbers.severity_in_full(card)), ("Noise", numbers.noise(row)), ("Range", numbers.used(card)),
            ("Order", numbers.agreement(card)), ("Criteria", numbers.halo(card)), ("From visit to visit", numbers.drift(card)),
            ("Visits", f"{counted(card.visits, 'visit').capitalize()} counted."),
        ):  # fmt: skip
            self._column.addWidget(_fact(title, text))
        self._column.addWidget(Rule())
        if card.unexpected:
            title = "Other than all else lets expect"
            self._column.addWidget(_fact(title, "Worth asking about; one visit in twenty looks so by chance alone."))
            for one in card.unexpected:
                self._column.addWidget(self._link(one, record))
        else:
            self._column.addWidget(_fact("Surprises", "None: every visit is about what all others let expect."))
        self._column.addStretch(1)
        self._area.verticalScrollBar().setValue(0)

    def _link(self, one: Unexpected, record: Record) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GRID)
        words = QVBoxLayout()
        words.setSpacing(0)
        title = called(record, one.submission)
        words.addWidget(PlainLabel(title, elide=True))
        words.addWidget(PlainLabel(surprise(one), "small"))
        ask = Button("Why", "plain", name=f"Why {title} stands where it does")
        ask.clicked.connect(partial(self.why_wanted.emit, one.submission))
        self.links.append(ask)
        row.addLayout(words, 1)
        row.addWidget(ask, 0, Qt.AlignmentFlag.AlignTop)
        return box


def surprise(one: Unexpected) -> str:
    """A surprising visit: what was given and what was to be expected."""
    return f"gave {float(one.total):.0f}, expected about {min(100.0, max(0.0, one.expected)):.0f}"


def _fact(title: str, text: str) -> QWidget:
    box = QWidget()
    column = QVBoxLayout(box)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    column.addWidget(PlainLabel(title, "small"))
    column.addWidget(PlainLabel(text, select=True))
    return box
