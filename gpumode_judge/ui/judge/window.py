"""The judge's window: the list, the card, the status line, and what the menu does."""

from collections.abc import Callable
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent, QKeyEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QMainWindow,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from gpumode_judge.desk.cards import Card
from gpumode_judge.desk.judging import HandedIn, JudgeDesk
from gpumode_judge.event.people import Outcome
from gpumode_judge.ui.judge.auto_hand_in import AutoHandIn
from gpumode_judge.ui.judge.card_view import CardView
from gpumode_judge.ui.judge.details_of_me import MyDetails
from gpumode_judge.ui.judge.hand_in import HandInDialog
from gpumode_judge.ui.judge.menus import KEYS, Menus
from gpumode_judge.ui.judge.reasons import ReasonDialog
from gpumode_judge.ui.judge.round_list import RoundList
from gpumode_judge.ui.judge.session import Session
from gpumode_judge.ui.judge.signoff import SignOffDialog, signed_when
from gpumode_judge.ui.judge.status_line import StatusLine
from gpumode_judge.ui.judge.wearing import Wearing
from gpumode_judge.ui.judge.words import rehearsal
from gpumode_judge.ui.shared.banner import Banner
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.drop import local_paths
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.guide import GuideDialog
from gpumode_judge.ui.shared.icons import app_icon
from gpumode_judge.ui.shared.keys import show_keys
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.menus import on
from gpumode_judge.ui.shared.theme import GRID

_WORDS_SEEN = "words seen"
_LOCKED = "The organizers have locked the scores. What you record now reaches them marked as late."
_SIGN_OFF = "Sign off  (Ctrl+Shift+S)"
_HAND_IN = "Hand in  (Ctrl+H)"


class JudgeWindow(QMainWindow):
    """One judge at work. Closing it lets go of the workspace; nothing is ever left to save.

    ``theme_chosen`` is told when a person picks a theme, ``start_wanted`` when one wants the start window.
    """

    theme_chosen = Signal(str)
    start_wanted = Signal()

    def __init__(self, desk: JudgeDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.session = Session(desk, self)
        self.auto = AutoHandIn(desk, self)
        self.list = RoundList()
        self.card = CardView()
        self.banner = Banner("info", "")
        self.banner.hide()
        self.lock_banner = Banner("info", "", closable=False)
        self.status = StatusLine()
        self.menus = Menus(self)
        self.empty = EmptyState("submission", "", "", Button("Open a newer event file…", "primary", "open"))
        self._open_button = self.empty.findChild(Button)
        self._leaving = False
        self._act: Callable[[], object] = self.hand_in
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self.resize(1280, 720)
        self._lay_out()
        self._wearing = Wearing(self, self.list, desk, self.menus)
        self._connect()
        self._title()
        self.session.load()
        self._greet()

    def _lay_out(self) -> None:
        self._rehearsal = QFrame()
        self._rehearsal.setObjectName("rehearsal")
        strip = QHBoxLayout(self._rehearsal)
        strip.setContentsMargins(2 * GRID, 4, 2 * GRID, 4)
        words = PlainLabel("REHEARSAL · for practice only, nothing here counts", wrap=False)
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        strip.addWidget(words)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.card)
        self._pages.addWidget(self.empty)
        self._banner_room = QWidget()
        room = QVBoxLayout(self._banner_room)
        room.setContentsMargins(3 * GRID, GRID, 3 * GRID, GRID)
        room.setSpacing(GRID)
        room.addWidget(self.lock_banner)
        room.addWidget(self.banner)
        self._banner_room.hide()
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addWidget(self._banner_room)
        right.addWidget(self._pages, 1)
        middle = QHBoxLayout()
        middle.setSpacing(0)
        middle.addWidget(self.list)
        middle.addLayout(right, 1)
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._rehearsal)
        column.addLayout(middle, 1)
        column.addWidget(self.status)
        self.setCentralWidget(body)

    def _connect(self) -> None:
        session, menus = self.session, self.menus
        session.opened.connect(self._opened)
        session.changed.connect(self._changed)
        session.reloaded.connect(self._reloaded)
        session.failed.connect(self._failed)
        session.told.connect(self.status.tell)
        session.counted.connect(self.status.show_status)
        session.recorded.connect(self._recorded)
        self.auto.handed_in.connect(self._handed_in)
        self.auto.failed.connect(self._auto_failed)
        self.list.chosen.connect(session.open)
        self.list.entered.connect(self._into_card)
        self.list.typed.connect(self._typed_in_list)
        self.card.criteria.marked.connect(self._mark)
        self.card.criteria.refused.connect(self._refused)
        self.card.criteria.undo_wanted.connect(session.undo)
        self.card.team_note.undo_wanted.connect(session.undo)
        self.card.private_note.undo_wanted.connect(session.undo)
        self.card.noted.connect(session.note)
        self.card.private.connect(session.private_note)
        self.card.foot.recorded.connect(self._record)
        self.card.foot.way.connect(self._ask_reason)
        self.banner.acted.connect(self._banner_acted)
        self.banner.closed.connect(self._banner_closed)
        if self._open_button is not None:
            self._open_button.clicked.connect(self.choose_newer)
        on(menus.newer, self.choose_newer)
        on(menus.sign_off, self.sign_off)
        on(menus.hand_in, self.hand_in)
        on(menus.me, self._show_me)
        on(menus.start, self._want_start)
        on(menus.close, self.close)
        self._wearing.theme_chosen.connect(self.theme_chosen)
        on(menus.before, self._before)
        on(menus.after, self._after)
        on(menus.to_list, self._to_list)
        on(menus.undo, session.undo)
        on(menus.keys, self._show_keys)
        on(menus.guide, self._show_guide)

    def _title(self) -> None:
        event = self.desk.record.event
        self.setWindowTitle(f"{event.title} – {self.desk.judge.name}")
        self._rehearsal.setVisible(rehearsal(event))

    def _greet(self) -> None:
        if not self.desk.text_setting("ticket") and not self.desk.text_setting(_WORDS_SEEN):
            self._tell(
                "info", f"The organizers accept this laptop by four words: {self.desk.words}. You can begin now."
            )

    def _tell(self, kind: str, text: str, action: str = "") -> None:
        self.banner.tell(
            "error" if kind == "error" else "warning" if kind == "warning" else "good" if kind == "good" else "info",
            text,
            action,
        )
        self._act = self.sign_off if action == _SIGN_OFF else self.hand_in
        self._make_banner_room()

    def _make_banner_room(self) -> None:
        self._banner_room.setVisible(not (self.banner.isHidden() and self.lock_banner.isHidden()))

    @Slot()
    def _banner_acted(self) -> None:
        self._act()

    def _tell_lock(self) -> None:
        self.lock_banner.tell("info", _LOCKED if self.desk.locked else "")
        self._make_banner_room()

    # what the session tells

    @Slot(object)
    def _opened(self, card: Card) -> None:
        walking = self.list.view.hasFocus() or self.list.search.hasFocus() or self.list.filter.hasFocus()
        self.card.show_card(card, self.session.record)
        self.list.follow()
        if not walking:
            self.card.start()
        else:
            self.card.area.verticalScrollBar().setValue(0)

    @Slot(object)
    def _changed(self, card: Card) -> None:
        self.list.update_card(card)
        if card.submission.id == self.session.round.current:
            self.card.show_card(card, self.session.record)
        if card.open and self.banner.text().startswith(("All ", "You have signed off")):
            self._tell("info", "")

    @Slot()
    def _reloaded(self) -> None:
        session = self.session
        self._title()
        self._tell_lock()
        self.list.show_round(session.round, session.record)
        self._pages.setCurrentWidget(self.card if session.round.card is not None else self.empty)
        if session.trouble:
            self.empty.tell("There is nothing to mark right now", session.trouble)
        else:
            self.empty.tell(
                "No submissions yet", "The organizers give you a newer event file once there is something to judge."
            )

    @Slot(str)
    def _failed(self, text: str) -> None:
        self._tell("warning", text)

    @Slot(object)
    def _recorded(self) -> None:
        self.auto.ballot_recorded()
        text = self.banner.text()
        if not self.session.round.next_open():
            total = len(self.session.round.cards)
            if self.desk.locked or self.desk.signed_off:
                self._tell("good", f"All {total} are recorded. Thank you! Hand in now, if you have not.", _HAND_IN)
            else:
                self._tell("good", f"All {total} are recorded. Look at your order once and sign off.", _SIGN_OFF)
        elif text.startswith(("Not recorded yet", "That was not saved")):
            self._tell("info", "")

    # what the person does

    @Slot(str, object)
    def _mark(self, key: str, mark: object) -> None:
        self.session.mark(key, cast("None", mark))

    @Slot()
    def _record(self) -> None:
        self.card.criteria.forget_typing()
        if not self.session.record_ballot():
            self.card.criteria.start()

    @Slot(object)
    def _ask_reason(self, outcome: Outcome) -> None:
        card = self.session.round.card
        if card is None:
            return
        dialog = ReasonDialog(card.submission, outcome, bool(card.entered.marks), self)
        dialog.picked.connect(self.session.record_outcome)
        dialog.open()

    @Slot(str)
    def _refused(self, text: str) -> None:
        self.status.tell(text)

    @Slot()
    def _into_card(self) -> None:
        self.card.start()

    @Slot(object)
    def _typed_in_list(self, event: QKeyEvent) -> None:
        self.card.start()
        self.card.criteria.handle(event)

    @Slot()
    def _before(self) -> None:
        self.session.open(self.session.round.neighbour(-1, self.list.shown()))

    @Slot()
    def _after(self) -> None:
        self.session.open(self.session.round.neighbour(1, self.list.shown()))

    @Slot()
    def _to_list(self) -> None:
        self.list.view.setFocus(Qt.FocusReason.ShortcutFocusReason)

    @Slot()
    def sign_off(self) -> SignOffDialog:
        """Open the dialog in which the judge looks at their own order and signs off."""
        dialog = SignOffDialog(self.desk, self)
        dialog.signed.connect(self._signed)
        dialog.hand_in_wanted.connect(self.hand_in)
        dialog.open()
        return dialog

    @Slot()
    def _signed(self) -> None:
        self.auto.ballot_recorded()
        self.session.count()
        self.status.tell(f"Signed off {signed_when(self.desk)}.")
        if self.banner.text().startswith("All "):
            self._tell("good", "You have signed off. Hand in, so that the organizers have it.", _HAND_IN)

    @Slot()
    def hand_in(self) -> HandInDialog:
        """Open the dialog that hands in."""
        dialog = HandInDialog(self.desk, self)
        dialog.handed_in.connect(self._handed_in)
        dialog.open()
        return dialog

    @Slot(object)
    def _handed_in(self, done: HandedIn) -> None:
        self.session.count()
        self.status.tell(f"Handed in and checked: {done.ballots} in “{done.path.parent.name}”.")
        if self.banner.text().startswith(("All ", "You have signed off", "Could not hand in")):
            self._tell("info", "")

    @Slot(str)
    def _auto_failed(self, text: str) -> None:
        self._tell("warning", text, "Hand in…")

    @Slot()
    def choose_newer(self) -> None:
        """Ask for a newer event file."""
        chooser = QFileDialog(self, "Open a newer event file", "", "Event files (*.gmj)")
        chooser.setFileMode(QFileDialog.FileMode.ExistingFile)
        chooser.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        chooser.fileSelected.connect(self._newer_chosen)
        chooser.open()

    @Slot(str)
    def _newer_chosen(self, name: str) -> None:
        self.take_in(Path(name))

    def take_in(self, path: Path) -> None:
        """Take in a newer event file and say what is new."""
        self._tell("info", "")
        told: list[str] = []
        self.session.told.connect(told.append)
        self.session.merge(path)
        self.session.told.disconnect(told.append)
        for text in told:
            self._tell("good", text)
            self.status.tell("")  # the banner says it, and the line has room for what the organizers have

    @Slot()
    def _banner_closed(self) -> None:
        self._make_banner_room()
        if not self.desk.text_setting(_WORDS_SEEN):
            self.desk.remember(_WORDS_SEEN, "yes")

    @Slot()
    def _show_me(self) -> None:
        MyDetails(self.desk, self).open()

    @Slot()
    def _want_start(self) -> None:
        self.start_wanted.emit()

    @Slot()
    def _show_keys(self) -> None:
        show_keys(self, "Keys", KEYS)

    @Slot()
    def _show_guide(self) -> None:
        GuideDialog("judge", self).open()

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData(), (".gmj",)):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        for path in local_paths(event.mimeData(), (".gmj",)):
            self.take_in(path)
        event.acceptProposedAction()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        if self.auto.busy and not self._leaving:
            self._leaving = True
            self.status.tell("Handing in; this window closes when it is done.")
            self.auto.handed_in.connect(self.close)
            self.auto.failed.connect(self.close)
            event.ignore()
            return
        self.session.stop()
        self.desk.close()
        super().closeEvent(event)
