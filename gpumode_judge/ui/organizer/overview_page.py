"""The first page: how far the evening is, and what to do next."""

from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QTableView, QVBoxLayout, QWidget

from gpumode_judge.desk.overview import JudgeProgress, SubmissionProgress
from gpumode_judge.system.paths import default_sticks
from gpumode_judge.ui.organizer.bars import BarDelegate, Part
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.todo import WRITE, Step, steps
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.words import counted, when
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card, Rule
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.scroll import Scroll, clear
from gpumode_judge.ui.shared.tables import Column, RowsModel, table
from gpumode_judge.ui.shared.tiles import StatTile
from gpumode_judge.ui.shared.tokens import GRID


class OverviewPage(Page):
    """Figures, next steps, visits of each submission, and progress of each judge."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("Overview", session, parent)
        self._steps: tuple[Step, ...] | None = None
        self._most = 1
        self._written = Path()
        self.write_button = Button("Write event file…", "primary", "hand-in", "Ctrl+E")
        self.tools.addWidget(self.write_button)
        self.submissions_tile = StatTile("Submissions")
        self.judges_tile = StatTile("Judges")
        self.visits_tile = StatTile("Ballots in")
        self.missing_tile = StatTile("Ballots missing")
        tiles = QHBoxLayout()
        tiles.setSpacing(2 * GRID)
        for tile in (self.submissions_tile, self.judges_tile, self.visits_tile, self.missing_tile):
            tiles.addWidget(tile, 1)
        self.body.addLayout(tiles)
        self._todo = Card("What to do next")
        self._list = QVBoxLayout()
        self._list.setContentsMargins(0, 0, GRID, 0)
        self._list.setSpacing(GRID)
        inner = QWidget()
        inner.setObjectName("page")
        inner.setLayout(self._list)
        area = Scroll(inner=inner)
        self._todo.body.addWidget(area, 1)
        self._merged = PlainLabel(role="small")
        self._todo.body.addWidget(self._merged)
        self.submissions = RowsModel[SubmissionProgress](
            (
                Column("title", "Submission", lambda r: r.submission.title, tip=lambda r: r.submission.title),
                Column("visits", "Visits", lambda r: str(r.visits), lambda r: r.visits, numeric=True, width=112),
            ),
            key=lambda r: r.submission.id,
            parent=self,
        )
        self.judges = RowsModel[JudgeProgress](
            (
                Column("name", "Judge", lambda r: r.judge.name, tip=lambda r: r.judge.name),
                Column(
                    "done", "Done", lambda r: f"{r.done} of {r.wanted}", lambda r: r.done - r.wanted, True, width=132
                ),
            ),
            key=lambda r: r.judge.id,
            parent=self,
        )
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(self._todo, 10)
        visits = table(self.submissions, "Visits per submission")
        visits.setItemDelegateForColumn(1, BarDelegate(self._visit_bar, 34, visits))
        progress = table(self.judges, "Progress per judge")
        progress.setItemDelegateForColumn(1, BarDelegate(_judge_bar, 64, progress))
        row.addWidget(_card("Visits per submission", visits), 8)
        row.addWidget(_card("Progress per judge", progress), 8)
        self.body.addLayout(row, 1)

        self.write_button.clicked.connect(self.write_event_file)
        self.banner.acted.connect(self._show_folder)

    def show_view(self, view: View) -> None:
        """Show what holds now."""
        look, record = view.overview, view.record
        others = len(record.submissions) - len(look.submissions)
        self.heading.setText(record.event.title)
        self.submissions_tile.set_value(len(look.submissions), f"and {others} not judged" if others else "to be judged")
        heard = sum(1 for row in look.judges if row.done)
        self.judges_tile.set_value(len(look.judges), f"something has come from {heard}" if heard else "none heard yet")
        done = sum(row.done for row in look.judges)
        share = f"{done * 100 // look.wanted}% of {look.wanted:,} wanted" if look.wanted else "none wanted yet"
        self.visits_tile.set_value(done, share)
        unvisited = len(look.unvisited)
        note = f"{counted(unvisited, 'submission')} without a visit" if look.submissions else ""
        self.missing_tile.set_value(max(0, look.wanted - done), note)
        self._most = max((row.visits for row in look.submissions), default=1) or 1
        self.submissions.set_rows(look.submissions)
        self.judges.set_rows(look.judges)
        merged = when(look.last_merge, record.event.zone)
        self._merged.setText(f"Last merge: {merged}" if merged else "Nothing was merged yet.")
        self._show_steps(steps(view))

    @Slot()
    def write_event_file(self) -> None:
        """Ask for a folder and write the event file there."""
        view = self.session.view
        sticks = default_sticks()
        last = view.file_folder if view and Path(view.file_folder or "/nowhere").is_dir() else ""
        start = str(sticks[0]) if sticks else last
        chosen = QFileDialog.getExistingDirectory(self, "Where to write the event file", start)
        if chosen:
            self.write_button.setEnabled(False)
            desk, folder = self.session.desk, Path(chosen)
            self.session.do(lambda: desk.export_event(folder), self._wrote, self._refused)

    def _wrote(self, path: Path) -> None:
        self.write_button.setEnabled(True)
        self._written = path
        text = f"“{path.name}” is written to {path.parent} and was read back. Give it to every judge."
        self.banner.tell("good", text, "Show folder")

    def _refused(self, error: Exception) -> None:
        self.write_button.setEnabled(True)
        self.banner.tell("error", str(error))

    @Slot()
    def _show_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._written.parent)))

    def _show_steps(self, found: tuple[Step, ...]) -> None:
        if found == self._steps:
            return
        self._steps = found
        clear(self._list)
        for place, step in enumerate(found):
            if place:
                self._list.addWidget(Rule())
            self._list.addWidget(self._step(step))
        if not found:
            self._list.addWidget(PlainLabel("Nothing. Everything that is known here is in order.", "soft"))
        self._list.addStretch(1)

    def _step(self, step: Step) -> QWidget:
        row = StepRow(step)
        row.wanted.connect(self._take)
        return row

    @Slot(str)
    def _take(self, place: str) -> None:
        if place == WRITE:
            self.write_event_file()
        else:
            self.session.going.emit(place)

    def _visit_bar(self, row: SubmissionProgress) -> tuple[Part, ...]:
        return ((row.visits / self._most, "accent"),)


class StepRow(QWidget):
    """One step with its button."""

    wanted = Signal(str)

    def __init__(self, step: Step, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step = step
        self.button = Button(step.button, "plain", name=f"{step.button}: {step.text}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(PlainLabel(step.text, "strong"))
        if step.more:
            words.addWidget(PlainLabel(step.more, "small"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 4, 0, 4)
        layout.setSpacing(12)
        layout.addWidget(IconLabel(step.icon, 20, step.tone), 0, Qt.AlignmentFlag.AlignTop)
        layout.addLayout(words, 1)
        layout.addWidget(self.button, 0, Qt.AlignmentFlag.AlignVCenter)
        self.button.clicked.connect(self._ask)

    @Slot()
    def _ask(self) -> None:
        self.wanted.emit(self._step.place)


def _judge_bar(row: JudgeProgress) -> tuple[Part, ...]:
    return ((row.done / row.wanted if row.wanted else 0.0, "accent"),)


def _card(title: str, view: QTableView) -> Card:
    card = Card(title)
    card.body.setContentsMargins(0, 2 * GRID, 0, 4)
    card.title.setContentsMargins(2 * GRID, 0, 0, 0)
    view.setStyleSheet("QTableView:!focus { border: 2px solid transparent; }")  # the card is its frame
    card.body.addWidget(view, 1)
    return card
