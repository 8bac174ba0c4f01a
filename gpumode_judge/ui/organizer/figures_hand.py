"""One measured figure by hand: every submission with its figure, to be typed or taken back."""

from dataclasses import dataclass
from decimal import Context, Decimal
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from gpumode_judge.desk.measuring import (
    put_figure,
    read_figure,
)
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import plain
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.words import called
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.labels import Field, PlainLabel
from gpumode_judge.ui.shared.tables import Column, RowsModel, table
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID

_SHOWN: Final = Context(prec=8, Emin=-999_999, Emax=999_999)


def short(figure: Decimal) -> str:
    """A figure with at most eight digits that matter; kept it is whole."""
    return plain(_SHOWN.plus(figure))


@dataclass(frozen=True, kw_only=True)
class KnownRow:
    """One submission with its figure, if it has one."""

    submission: str
    title: str
    value: Decimal | None
    unit: str
    source: str


KNOWN_COLUMNS: Final[tuple[Column[KnownRow], ...]] = (
    Column("title", "Submission", lambda r: r.title, tip=lambda r: r.title),
    Column(
        "figure", "Figure", lambda r: "–" if r.value is None else f"{short(r.value)} {r.unit}".strip(), lambda r: r.value,
        numeric=True, width=170,
    ),
    Column("source", "From", lambda r: r.source, tip=lambda r: r.source),
)  # fmt: skip


class ByHand(QWidget):
    """Every submission with its figure; one can be typed or taken back."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record: Record | None = None
        self._criterion: Measured | None = None
        self._chosen = ""
        self.banner = Banner(parent=self)
        self.model = RowsModel[KnownRow](KNOWN_COLUMNS, key=lambda r: r.submission, parent=self)
        self.view = table(self.model, "Figures that are known")
        self.name = PlainLabel(role="strong", elide=True)
        self.figure, self.source = QLineEdit(), QLineEdit()
        self.figure.setMaxLength(60)
        self.source.setMaxLength(300)
        self.source.setPlaceholderText("Where it comes from: a log, a person; may stay empty")
        self.figure_field = Field("Figure", self.figure)
        self.say_button = Button("Keep", "primary", "check", "Ctrl+S")
        self.back_button = Button("Take back", "plain", "undo")
        self.empty = EmptyState(
            "submission", "No submission yet", "Import submissions first, then figures can be given to them."
        )
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        top = Qt.AlignmentFlag.AlignTop
        row.addWidget(self.figure_field, 2, top)
        row.addWidget(Field("From", self.source), 3, top)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(0, 21, 0, 0)
        buttons.setSpacing(GRID)
        buttons.addWidget(self.back_button)
        buttons.addWidget(self.say_button)
        row.addLayout(buttons)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self.view, 1)
        column.addWidget(self.name)
        column.addLayout(row)

        self.view.selectionModel().currentRowChanged.connect(self._select)
        self.figure.textEdited.connect(self._typed)
        self.figure.returnPressed.connect(self.say)
        self.say_button.clicked.connect(self.say)
        self.back_button.clicked.connect(self.take_back)
        self._select()

    def set_criterion(self, measured: Measured) -> None:
        """Show the figures of this criterion."""
        self._criterion = measured
        self.figure.setPlaceholderText(
            "passed, or failed" if measured.turn is Turn.GATE else f"12.5 {measured.unit}".strip()
        )
        self._show()
        self._select()

    def show_record(self, record: Record) -> None:
        """Show the figures that are known now."""
        self._record = record
        self._show()
        if record.lock is not None:
            self.banner.tell(
                "info", "The scores are locked: figures that come now are late and wait until they are admitted."
            )

    @Slot()
    def say(self) -> None:
        """Keep the figure that was typed."""
        row, measured, desk = self._current(), self._criterion, self._session.desk
        if row is None or measured is None or not self.figure.text().strip():
            return
        try:
            value, unit = read_figure(desk, measured.key, self.figure.text())
        except Problem as problem:
            self.figure_field.set_hint(str(problem), wrong=True)
            return
        source = self.source.text()
        self._put(row, measured.key, lambda: put_figure(desk, row.submission, measured.key, value, source, unit))

    @Slot()
    def take_back(self) -> None:
        """Take the figure of the selected submission back."""
        row, measured, desk = self._current(), self._criterion, self._session.desk
        if row is not None and measured is not None and row.value is not None:
            self._put(row, measured.key, lambda: put_figure(desk, row.submission, measured.key, None, "taken back"))

    def _put(self, before: KnownRow, key: str, act: object) -> None:
        if callable(act):
            self.say_button.setEnabled(False)
            self._session.do(act, partial(self._said, before, key), self._refused)

    def _said(self, before: KnownRow, key: str, fresh: object) -> None:
        self.say_button.setEnabled(True)
        self.figure_field.set_hint("")
        if fresh:
            words = f"The figure of {before.title} is kept."
            Toast.show_in(self.window(), words, "Undo", partial(self._undo, self._session.desk, before, key))
        else:
            Toast.show_in(self.window(), "That was known already.")

    def _undo(self, desk: OrganizerDesk, before: KnownRow, key: str) -> None:
        self._session.do(lambda: put_figure(desk, before.submission, key, before.value, before.source))

    def _refused(self, error: Exception) -> None:
        self.say_button.setEnabled(True)
        text = str(error) if isinstance(error, Problem) else f"It could not be kept ({type(error).__name__})."
        self.figure_field.set_hint(text, wrong=True)

    def _show(self) -> None:
        record, measured = self._record, self._criterion
        if record is None or measured is None:
            return
        rows: list[KnownRow] = []
        for submission in record.judged:
            held = record.figures.get((submission.id, measured.key))
            value = held.value.value if held is not None else None
            source = held.value.source if held is not None and value is not None else ""
            rows.append(
                KnownRow(
                    submission=submission.id,
                    title=called(record, submission.id),
                    value=value,
                    unit=measured.unit,
                    source=source,
                )
            )
        self.model.set_rows(rows)
        row = self._current()
        self.back_button.setEnabled(row is not None and row.value is not None)

    def _current(self) -> KnownRow | None:
        index = self.model.index_of(self._chosen)
        return self.model.row(index) if index.isValid() else None

    @Slot()
    def _typed(self) -> None:
        self.figure_field.set_hint("")

    @Slot()
    def _select(self) -> None:
        index = self.view.currentIndex()
        if index.isValid():
            self._chosen = self.model.row(index).submission
        row = self._current()
        self.name.setText(row.title if row is not None else "Select a submission to give it a figure.")
        self.figure_field.set_hint("")
        self.figure.setText("" if row is None or row.value is None else f"{plain(row.value)} {row.unit}".strip())
        self.source.clear()  # what is typed now comes from somewhere else than what is known
        for widget in (self.figure, self.source, self.say_button):
            widget.setEnabled(row is not None)
        self.back_button.setEnabled(row is not None and row.value is not None)
