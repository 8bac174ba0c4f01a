"""Figures that a machine measured: from a file, or one by hand."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QHBoxLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from gpumode_judge.desk.changes import ImportReport
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.ui.organizer.figures_file import FromFile
from gpumode_judge.ui.organizer.figures_hand import ByHand
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.shared.choice import Choice
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID


class FiguresSheet(Dialog):
    """Two tabs: a file, or one figure by hand. ``imported`` brings the report of a file."""

    imported = Signal(object)

    def __init__(self, session: Session, key: str = "", parent: QWidget | None = None) -> None:
        super().__init__("Measured figures", parent)
        self._session = session
        self.criterion = Choice(name="Which measured criterion")
        self.direction = PlainLabel(role="soft")
        self.file = FromFile(session)
        self.hand = ByHand(session)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        for widget, title in ((self.file, "From a file"), (self.hand, "By hand")):
            self.tabs.addTab(_padded(widget), title)
        top = QHBoxLayout()
        top.setSpacing(2 * GRID)
        self.criterion.setMaximumWidth(44 * GRID)
        top.addWidget(self.criterion, 2)
        top.addWidget(self.direction, 3)
        self.body.addLayout(top)
        self.body.addWidget(self.tabs, 1)
        self.add_cancel("Close")
        self.add_button(self.file.keep_button)
        room = parent.size() if parent is not None else self.size()
        self.resize(min(1280, max(880, room.width() - 12 * GRID)), min(920, max(560, room.height() - 8 * GRID)))
        if session.view is not None:
            self.show_view(session.view)
        self.criterion.choose(key)
        self._pick()
        self.file.drop.files_button.setFocus()

        self.criterion.picked.connect(self._pick)
        self.tabs.currentChanged.connect(self._turn)
        self.file.imported.connect(self._imported)
        session.fresh.connect(self.show_view)

    def show_view(self, view: View) -> None:
        """Show what is known now."""
        measured = view.record.rules.measured
        self.criterion.set_choices([(m.key, m.name) for m in measured])
        self.hand.show_record(view.record)
        self.tabs.setEnabled(bool(measured))
        if not measured:
            self.direction.setText("Nothing is measured yet; add a measured criterion to the rules and apply them.")

    @Slot()
    def _pick(self) -> None:
        view, key = self._session.view, self.criterion.text_value()
        measured = next((m for m in view.record.rules.measured if m.key == key), None) if view else None
        if measured is not None:
            self.direction.setText(direction(measured))
            self.file.set_criterion(measured)
            self.hand.set_criterion(measured)

    @Slot()
    def _turn(self) -> None:
        self.file.keep_button.setVisible(self.tabs.currentIndex() == 0)

    def _imported(self, report: ImportReport) -> None:
        self.imported.emit(report)
        self.accept()


def direction(measured: Measured) -> str:
    """In which unit figures are kept, and which are better."""
    if measured.turn is Turn.GATE and not measured.unit:
        return "Passed or not."
    unit = f"Kept in {measured.unit}; " if measured.unit else "Without a unit; "
    return unit + ("less is better." if measured.lower else "more is better.")


def _padded(widget: QWidget) -> QWidget:
    page = QWidget()
    page.setObjectName("page")
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 12, 0, 0)
    column.addWidget(widget)
    return page
