"""Why one team has its rank: what an organizer reads out while the team stands there."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QFileDialog,
    QHBoxLayout,
    QStackedWidget,
    QWidget,
)

from gpumode_judge.desk.contest import CONTEST_SETTING, Packet, packet
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import slug
from gpumode_judge.ui.organizer.contest_pdf import save_contest
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.why_find import Team, TeamField
from gpumode_judge.ui.organizer.why_story import StoryView
from gpumode_judge.ui.organizer.why_words import Story, as_text, story_of
from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.errors import show_failure
from gpumode_judge.ui.shared.keys import KeyHint
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import Newest

_TITLE: Final = "Why this rank"


class WhyPage(Page):
    """The story of one submission. ``back_wanted`` asks for the standings, ``going`` for another page of the window."""

    back_wanted = Signal()
    going = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(_TITLE, session, parent)
        self.story: Story | None = None
        self._team = ""
        self._order: tuple[str, ...] = ()
        self._asking = Newest(self)
        self._packing = Newest(self)
        self.copy_button = Button("Copy as text", "plain", "copy", "Ctrl+Shift+C")
        self.save_button = Button("Save contest page…", "primary", "save", "Ctrl+S")
        self.tools.addWidget(self.copy_button)
        self.tools.addWidget(self.save_button)
        self.back_button = Button("Standings", "plain", "standings", name="Back to the standings")
        self.before_button = IconButton("left", "Previous in the standings", "Alt+Left")
        self.after_button = IconButton("right", "Next in the standings", "Alt+Right")
        self.search = TeamField()
        self.hide_names = QCheckBox("Hide judges’ names")
        self.hide_names.setToolTip("Judge A, Judge B, … as on the contest page, without the times of their visits.")
        self._area = Scroll(_TITLE)
        self._empty_button = Button("Back to the standings", "primary", "standings")
        self._empty = EmptyState("help", "", "", self._empty_button)
        self._stack = QStackedWidget()
        self._stack.addWidget(self._area)
        self._stack.addWidget(self._empty)
        self.body.setSpacing(12)
        self.body.addLayout(self._bar())
        self.body.addWidget(self._stack, 1)
        leave = QShortcut(QKeySequence(Qt.Key.Key_Escape), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

        leave.activated.connect(self.back_wanted)
        self.back_button.clicked.connect(self.back_wanted)
        self._empty_button.clicked.connect(self.back_wanted)
        self.before_button.clicked.connect(self._go_before)
        self.after_button.clicked.connect(self._go_after)
        self.search.found.connect(self.show_team)
        self.hide_names.toggled.connect(self._hide)
        self.copy_button.clicked.connect(self.copy)
        self.save_button.clicked.connect(self.save)
        self._tell_empty("Choose a team", "Look for it above, or choose it on Standings.")

    @property
    def working(self) -> bool:
        """Whether something that was asked for is not shown yet."""
        return self._asking.running or self._packing.running

    @property
    def content(self) -> StoryView | None:
        """What is shown of the submission now."""
        shown = self._area.widget()
        return shown if isinstance(shown, StoryView) else None

    @Slot(str)
    def show_team(self, submission_id: str) -> None:
        """Show the story of a submission."""
        self._team = submission_id
        self._tell_place()
        self._area.setFocus(Qt.FocusReason.OtherFocusReason)
        self._ask()

    def show_view(self, view: View) -> None:
        """Show what holds now of the same submission."""
        self._order = tuple(row.submission for row in view.standings)
        known = (view.record.submissions[name] for name in self._order)
        self.search.offer(Team(s.id, s.title, s.team, s.table) for s in known)
        self._tell_place()
        self._ask()

    @Slot()
    def copy(self) -> None:
        """Put everything that is shown on the clipboard as plain text."""
        if self.story is not None:
            QGuiApplication.clipboard().setText(as_text(self.story, self.hide_names.isChecked()))
            Toast.show_in(self.window(), "Copied as text.")

    @Slot()
    def save(self) -> None:
        """Ask for a file and print the page for a team that contests its rank."""
        view, story = self.session.view, self.story
        if view is None or story is None:
            return
        submission, result = story.why.submission, view.result
        name = f"contest-{slug(submission.table, '')}-{slug(submission.title, 'team')}.pdf".replace("--", "-")
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the contest page", name, "PDF (*.pdf)")
        if chosen:
            path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.pdf")
            desk = self.session.desk
            self._packing.run(
                lambda _progress, _cancelled: packet(result, submission.id, desk.text_setting(CONTEST_SETTING)),
                lambda made: self._print(made, path),
            )

    def _print(self, made: Packet, path: Path) -> None:
        try:
            save_contest(path, made)
        except Problem as problem:
            show_failure(self.window(), problem)
            return
        Toast.show_in(self.window(), f"“{path.name}” is saved. It names no judge.")

    def _bar(self) -> QHBoxLayout:
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.back_button)
        bar.addWidget(KeyHint("Esc"))
        bar.addSpacing(GRID)
        bar.addWidget(self.before_button)
        bar.addWidget(KeyHint("Alt+Left"))
        bar.addWidget(self.after_button)
        bar.addWidget(KeyHint("Alt+Right"))
        bar.addSpacing(GRID)
        self.search.setMaximumWidth(80 * GRID)
        bar.addWidget(self.search, 4)
        bar.addStretch(1)
        bar.addSpacing(GRID)
        bar.addWidget(self.hide_names)
        return bar

    @Slot()
    def _go_before(self) -> None:
        self._step(-1)

    @Slot()
    def _go_after(self) -> None:
        self._step(1)

    def _step(self, by: int) -> None:
        if self._team in self._order:
            at = self._order.index(self._team) + by
            if 0 <= at < len(self._order):
                self.show_team(self._order[at])

    def _tell_place(self) -> None:
        at = self._order.index(self._team) if self._team in self._order else -1
        self.before_button.setEnabled(at > 0)
        self.after_button.setEnabled(0 <= at < len(self._order) - 1)

    def _ask(self) -> None:
        view, team = self.session.view, self._team
        if view is None or not team:
            return
        if view.no_standings:
            self._asking.cancel()
            self._tell_empty("No standings yet", view.no_standings)
            return
        result = view.result
        self._asking.run(lambda _progress, _cancelled: story_of(result, team), self._show, self._refuse)

    def _refuse(self, error: Exception) -> None:
        if isinstance(error, Problem):
            self._tell_empty("Not in the standings", str(error))
        else:
            show_failure(self.window(), error)

    def _tell_empty(self, title: str, text: str) -> None:
        self.story = None
        self._empty.tell(title, text)
        self._stack.setCurrentWidget(self._empty)
        self.heading.setText(_TITLE)
        self.banner.tell("warning", "")
        for button in (self.copy_button, self.save_button):
            button.setEnabled(False)

    def _show(self, story: Story) -> None:
        if story == self.story:
            return
        before, self.story = self.story, story
        self.heading.setText(story.why.submission.title)
        if story.refused != self.banner.text():
            self.banner.tell("warning", story.refused)
        for button in (self.copy_button, self.save_button):
            button.setEnabled(True)
        same = before is not None and before.why.submission.id == story.why.submission.id
        self._fill(story, keep=same)
        self._stack.setCurrentWidget(self._area)

    def _fill(self, story: Story, keep: bool) -> None:
        """Lay the story out anew; ``keep`` stays at the same place of the page."""
        bar = self._area.verticalScrollBar()
        place = bar.value() if keep else 0
        content = StoryView(story, self.hide_names.isChecked())
        content.unvisited_wanted.connect(self._see_unvisited)
        self._area.setWidget(content)
        content.spread(self._area.viewport().width())
        if place:
            # The area learns how high the page is only now, and would go to its top.
            content.adjustSize()
            QApplication.sendPostedEvents(self._area, QEvent.Type.LayoutRequest.value)
            bar.setValue(place)

    @Slot(bool)
    def _hide(self, _: bool) -> None:
        if self.story is not None:
            self._fill(self.story, keep=True)

    @Slot()
    def _see_unvisited(self) -> None:
        self.going.emit("unvisited")
