"""The fields of one judge, with the ticket."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from gpumode_judge.event.people import Judge
from gpumode_judge.event.text import clean_line
from gpumode_judge.ui.organizer.checks import Checks
from gpumode_judge.ui.shared.buttons import Button, IconButton
from gpumode_judge.ui.shared.card import Card, Rule
from gpumode_judge.ui.shared.labels import Field, PlainLabel, SectionTitle
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID


class JudgeForm(Card):
    """Shows one judge; ``saved`` brings (judge, e-mail), ``ticket_wanted`` the judge whose ticket is to be shown."""

    saved = Signal(object, str)
    ticket_wanted = Signal(object)
    round_wanted = Signal(object)
    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._before: Judge | None = None
        self._email = ""
        self._new = False
        self.name, self.affiliation, self.email = QLineEdit(), QLineEdit(), QLineEdit()
        for line in (self.name, self.affiliation, self.email):
            line.setMaxLength(300)
        self.tracks = Checks("This event has no tracks.")
        self.heading = SectionTitle(elide=True)
        self.close_button = IconButton("close", "Close the details")
        self.note = PlainLabel(role="small")
        self.ticket_button = Button("Ticket…", "plain", "ticket")
        self.round_button = Button("Visits…", "plain", "submission")
        self.save_button = Button("Save", "primary", keys="Ctrl+S")
        self._build()

        self.save_button.clicked.connect(self.save)
        self.ticket_button.clicked.connect(self._ticket)
        self.round_button.clicked.connect(self._round)
        self.close_button.clicked.connect(self.closed)
        for line in (self.name, self.affiliation, self.email):
            line.textChanged.connect(self._settle)
        self.tracks.changed.connect(self._settle)
        leave = QShortcut(QKeySequence("Escape"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.revert)

    @property
    def shown(self) -> Judge | None:
        """The judge as it was before it was changed here."""
        return self._before

    @property
    def is_new(self) -> bool:
        """Whether the judge is not known to the event yet."""
        return self._new

    @property
    def dirty(self) -> bool:
        """Whether something was changed and is not saved."""
        return self._before is not None and (self.value() != self._before or self.email.text().strip() != self._email)

    def show_judge(self, judge: Judge, email: str, note: str = "", new: bool = False) -> None:
        """Put ``judge`` into the fields."""
        self._before, self._new, self._email = None, new, email
        for line, text in ((self.name, judge.name), (self.affiliation, judge.affiliation), (self.email, email)):
            line.setText(text)
            line.setCursorPosition(0)
        self.tracks.tick(judge.tracks)
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self._before = judge
        self.heading.setText("New judge" if new else judge.name)
        self.save_button.set_words("Add judge" if new else "Save")
        self.ticket_button.setVisible(not new)
        self.round_button.setVisible(not new)
        self._settle()

    def value(self) -> Judge:
        """What stands in the fields; the name may be empty. Only while a judge is shown."""
        before = self._before or Judge(id="", name="")
        ticked = self.tracks.ticked()
        return replace(
            before, name=clean_line(self.name.text()), affiliation=clean_line(self.affiliation.text()),
            tracks=before.tracks if set(ticked) == set(before.tracks) else ticked,
        )  # fmt: skip

    @Slot()
    def save(self) -> None:
        """Hand out what stands in the fields, if it can be kept."""
        if self._before is None:
            return
        value = self.value()
        if not value.name:
            self._name_field.set_hint("A judge needs a name.", wrong=True)
            self.name.setFocus()
        elif self._new or self.dirty:
            self._before, self._email = value, self.email.text().strip()
            self.saved.emit(value, self._email)
            self._settle()

    @Slot()
    def revert(self) -> None:
        """Take back what was typed; close if there is nothing to take back."""
        if self._before is not None and self.dirty and not self._new:
            self.show_judge(self._before, self._email, self.note.text())
        else:
            self.closed.emit()

    @Slot()
    def _ticket(self) -> None:
        self.ticket_wanted.emit(self._before)

    @Slot()
    def _round(self) -> None:
        self.round_wanted.emit(self._before)

    @Slot()
    def _settle(self) -> None:
        if self._before is not None:
            self.save_button.setEnabled(self._new or self.dirty)
            self._name_field.set_hint("")

    def _build(self) -> None:
        self._name_field = Field("Name", self.name)
        head = QHBoxLayout()
        head.setContentsMargins(2 * GRID, 0, GRID, 0)
        head.addWidget(self.heading, 1)
        head.addWidget(self.close_button)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(12)
        column.addWidget(self.note)
        column.addWidget(self._name_field)
        column.addWidget(Field("Affiliation", self.affiliation))
        column.addWidget(Field("E-mail", self.email, "It stays on this laptop and never travels."))
        column.addWidget(Field("Tracks", self.tracks, "Without a tick the judge sees every track."))
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        foot.setSpacing(GRID)
        foot.addWidget(self.ticket_button)
        foot.addWidget(self.round_button)
        foot.addStretch(1)
        foot.addWidget(self.save_button)
        self.body.setContentsMargins(0, GRID, 0, 12)
        self.body.addLayout(head)
        self.body.addWidget(Rule())
        area = Scroll(inner=page)
        self.body.addWidget(area, 1)
        self.body.addWidget(Rule())
        self.body.addLayout(foot)
