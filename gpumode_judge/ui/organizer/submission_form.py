"""The fields of one submission."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Entered, Link, Submission
from gpumode_judge.event.text import clean_block, clean_line
from gpumode_judge.ui.organizer.checks import Checks
from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.card import Card, Rule
from gpumode_judge.ui.shared.growing import GrowingText
from gpumode_judge.ui.shared.labels import Field, PlainLabel, SectionTitle
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID


def links_text(links: Sequence[Link]) -> str:
    """Links as they are typed: one a line, words first, the address last."""
    return "\n".join(f"{link.label} {link.url}".strip() for link in links)


def links_from(text: str) -> tuple[Link, ...]:
    """Links from lines of words and an address."""
    found: list[Link] = []
    for line in text.splitlines():
        words = line.split()
        if words:
            found.append(Link(clean_line(" ".join(words[:-1])), clean_line(words[-1], 2000)))
    return tuple(found)


class SubmissionForm(Card):
    """Shows one submission; ``saved`` brings the changed one, ``switched`` asks to withdraw it or bring it back."""

    saved = Signal(object)
    switched = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._before: Submission | None = None
        self._new = False
        self.title, self.team, self.table = QLineEdit(), QLineEdit(), QLineEdit()
        for line, most in ((self.title, 300), (self.team, 300), (self.table, 40)):
            line.setMaxLength(most)
        self.table.setFixedWidth(12 * GRID)
        self.members = GrowingText("One name a line", most=6)
        self.links = GrowingText("One a line, such as: Code https://…", most=6)
        self.description = GrowingText("What it is", lines=3, most=14)
        self.tracks = Checks("This event has no tracks.")
        self.prizes = Checks("This event has no prizes that teams opt into.")
        self.heading = SectionTitle(elide=True)
        self.close_button = IconButton("close", "Close the details")
        self.save_button = Button("Save", "primary", keys="Ctrl+S")
        self.switch_button = Button("Withdraw", "quiet")
        self.note = PlainLabel(role="small")
        self._build()

        self.save_button.clicked.connect(self.save)
        self.switch_button.clicked.connect(self._switch)
        self.close_button.clicked.connect(self.closed)
        for line in (self.title, self.team, self.table):
            line.textChanged.connect(self._settle)
        for text in (self.members, self.links, self.description):
            text.textChanged.connect(self._settle)
        for checks in (self.tracks, self.prizes):
            checks.changed.connect(self._settle)
        leave = QShortcut(QKeySequence("Escape"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.revert)

    @property
    def shown(self) -> Submission | None:
        """The submission as it was before it was changed here."""
        return self._before

    @property
    def is_new(self) -> bool:
        """Whether the submission is not known to the event yet."""
        return self._new

    def show_submission(self, submission: Submission, note: str = "", new: bool = False) -> None:
        """Put ``submission`` into the fields."""
        self._before, self._new = None, new
        for line, text in (
            (self.title, submission.title),
            (self.team, submission.team),
            (self.table, submission.table),
        ):
            line.setText(text)
            line.setCursorPosition(0)
        self.members.setPlainText("\n".join(submission.members))
        self.links.setPlainText(links_text(submission.links))
        self.description.setPlainText(submission.description)
        self.tracks.tick(submission.tracks)
        self.prizes.tick(submission.prizes)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._before = submission
        self.heading.setText("New submission" if new else submission.title)
        self.save_button.set_words("Add submission" if new else "Save")
        self.switch_button.setVisible(not new)
        judged = submission.entered is Entered.SUBMITTED
        words = {Entered.SUBMITTED: "Withdraw", Entered.DRAFT: "Judge it", Entered.WITHDRAWN: "Bring back"}
        self.switch_button.set_words(words[submission.entered])
        self.switch_button.set_kind("danger" if judged else "plain")
        self._settle()

    def value(self) -> Submission:
        """What stands in the fields.

        Raises:
            Problem: there is no title, or nothing is shown.
        """
        if self._before is None:
            raise Problem("Choose a submission first.")
        before = self._before
        if not clean_line(self.title.text()):
            raise Problem("A submission needs a title.")
        members = tuple(name for line in self.members.toPlainText().splitlines() if (name := clean_line(line)))
        links = before.links
        if self.links.toPlainText() != links_text(before.links):
            links = links_from(self.links.toPlainText())
        description = before.description
        if self.description.toPlainText() != before.description:
            description = clean_block(self.description.toPlainText())
        return replace(
            before, title=clean_line(self.title.text()), team=clean_line(self.team.text()),
            table=clean_line(self.table.text(), 40), tracks=self._ticked(self.tracks, before.tracks),
            prizes=self._ticked(self.prizes, before.prizes), members=members, links=links, description=description,
        )  # fmt: skip

    @staticmethod
    def _ticked(checks: Checks, before: tuple[str, ...]) -> tuple[str, ...]:
        ticked = checks.ticked()
        return before if set(ticked) == set(before) else ticked

    @property
    def dirty(self) -> bool:
        """Whether something was changed and is not saved."""
        if self._before is None:
            return False
        try:
            return self.value() != self._before
        except Problem:
            return True

    @Slot()
    def save(self) -> None:
        """Hand out what stands in the fields, if it can be kept."""
        if self._before is None:
            return
        try:
            value = self.value()
        except Problem as problem:
            self._title_field.set_hint(str(problem), wrong=True)
            self.title.setFocus()
            return
        if self._new or value != self._before:
            self._before = value
            self.saved.emit(value)
            self._settle()

    @Slot()
    def revert(self) -> None:
        """Take back what was typed; close if there is nothing to take back."""
        if self._before is not None and self.dirty and not self._new:
            self.show_submission(self._before, self.note.text())
        else:
            self.closed.emit()

    @Slot()
    def _switch(self) -> None:
        if self._before is not None:
            self.switched.emit(self._before)

    @Slot()
    def _settle(self) -> None:
        if self._before is not None:
            self.save_button.setEnabled(self._new or self.dirty)
            self._title_field.set_hint("")

    def _build(self) -> None:
        self._title_field = Field("Title", self.title)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(self.close_button)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(12)
        team = QHBoxLayout()
        team.setSpacing(2 * GRID)
        team.addWidget(Field("Team", self.team), 1)
        team.addWidget(Field("Table", self.table))
        column.addWidget(self.note)
        column.addWidget(self._title_field)
        column.addLayout(team)
        for words, control in (
            ("Tracks", self.tracks), ("Members", self.members), ("Links", self.links),
            ("Description", self.description), ("Wants to win", self.prizes),
        ):  # fmt: skip
            column.addWidget(Field(words, control))
        column.addStretch(1)
        area = Scroll(inner=page)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        foot.addWidget(self.switch_button)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        self.body.setContentsMargins(0, GRID, 0, 12)
        head.setContentsMargins(2 * GRID, 0, GRID, 0)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        self.body.addWidget(area, 1)
        self.body.addWidget(Rule())
        self.body.addLayout(foot)
