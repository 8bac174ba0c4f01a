"""What the team says about its submission: members, links, description."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QPlainTextEdit, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.event.submission import Link, Submission
from gpumode_judge.ledger.record import Record
from gpumode_judge.ui.judge.links import host_of, open_link
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import GRID

MOST_LINKS = 20


class LinkButton(Button):
    """A link as text; a click asks before the browser opens. What is no web address is shown and cannot be opened."""

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        host = host_of(link.url)
        words = link.label or host or link.url
        shown = words if not host or host in words else f"{words} · {host}"
        super().__init__(_short(shown), "quiet", "link", name=f"Link: {shown}"[:200], parent=parent)
        self.link = link
        self.setEnabled(bool(host))
        self.clicked.connect(self._open)

    @Slot()
    def _open(self) -> None:
        open_link(self.link, self.window())


class Details(QFrame):
    """Shown when asked for, or all the time when there is room. ``opened`` tells whether it was asked for."""

    opened = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._submission: Submission | None = None
        self._roomy = False
        self._wanted = False
        self._members = PlainLabel("", "body", select=True)
        self._prizes = PlainLabel("", "soft")
        self._links = QWidget()
        self._link_column = QVBoxLayout(self._links)
        self._link_column.setContentsMargins(0, 0, 0, 0)
        self._link_column.setSpacing(0)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("Description")
        self.text.setFrameShape(QFrame.Shape.NoFrame)
        self._body = QWidget()
        inside = QVBoxLayout(self._body)
        inside.setContentsMargins(GRID, 0, GRID, GRID)
        inside.setSpacing(GRID)
        self._title = PlainLabel("", "strong", select=True)
        for part in (self._title, self._members, self._prizes, self._links, self.text):
            inside.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(GRID, GRID, GRID, 0)
        column.addWidget(self._body)

        self._fold()

    def show_submission(self, submission: Submission, record: Record) -> None:
        """Show another submission."""
        if submission == self._submission:
            return
        self._submission = submission
        members = ", ".join(submission.members)
        self._members.setText(members)
        self._members.setVisible(bool(members))
        prizes = ", ".join(record.prize(prize) for prize in submission.prizes)
        self._prizes.setText(f"Up for: {prizes}" if prizes else "")
        self._prizes.setVisible(bool(prizes))
        self._fill_links(submission)
        self.text.setPlainText(submission.description)
        self.text.setVisible(bool(submission.description))
        self._title.setText(submission.title)
        self._fit()

    def set_roomy(self, on: bool) -> None:
        """Whether there is room to show everything all the time."""
        if on != self._roomy:
            self._roomy = on
            self._fold()
            self._fit()

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    @Slot()
    def toggle(self) -> None:
        """Open or close."""
        self._wanted = not self._wanted
        self._fold()

    def _fold(self) -> None:
        self.setVisible(self._wanted or self._roomy)
        self.opened.emit(self._wanted)

    def _fill_links(self, submission: Submission) -> None:
        for old in self._links.findChildren(LinkButton):
            self._link_column.removeWidget(old)
            old.hide()
            old.deleteLater()
        for link in submission.links[:MOST_LINKS]:
            self._link_column.addWidget(LinkButton(link), 0, Qt.AlignmentFlag.AlignLeft)
        self._links.setVisible(bool(submission.links))

    def _fit(self) -> None:
        lines = 24 if self._roomy else 8
        length = max(2, min(lines, 1 + self.text.document().lineCount() + len(self.text.toPlainText()) // 90))
        self.text.setFixedHeight(length * self.text.fontMetrics().lineSpacing() + 2 * GRID)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:59]}…"
