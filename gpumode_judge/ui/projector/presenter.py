"""The presenter panel: what the audience sees, what comes next, and everything that an operator touches during the show."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QKeyEvent, QKeySequence, QResizeEvent, QShortcut, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ceremony.board import HEADINGS, Board, Scene
from gpumode_judge.ceremony.stage import Over
from gpumode_judge.desk.presenting import Health
from gpumode_judge.ui.projector.ceremony_panel import CeremonyPanel
from gpumode_judge.ui.projector.display_control import DisplayControl
from gpumode_judge.ui.projector.evening_panel import EveningPanel
from gpumode_judge.ui.projector.health_strip import HealthStrip
from gpumode_judge.ui.projector.keys import KEYS, Command, command_of
from gpumode_judge.ui.projector.overs import message_text
from gpumode_judge.ui.projector.overs_bar import OversBar
from gpumode_judge.ui.projector.pictures import EventPictures
from gpumode_judge.ui.projector.preview import Preview
from gpumode_judge.ui.projector.scene_bar import SceneBar
from gpumode_judge.ui.projector.second_window import Awake
from gpumode_judge.ui.projector.show import Boards, Show
from gpumode_judge.ui.projector.stage_desk import StageDesk
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.errors import show_failure
from gpumode_judge.ui.shared.labels import Heading
from gpumode_judge.ui.shared.pill import StatusPill
from gpumode_judge.ui.shared.theme import GRID
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.work import Newest, run

OVER_NAMES: Final = {
    Over.BLACKOUT: "Black picture",
    Over.SPONSORS: "On: sponsors",
    Over.MESSAGE: "On: message",
    Over.COUNTDOWN: "On: countdown",
    Over.TEST_CARD: "On: test card",
}
EVENING, CEREMONY = 0, 1
_TICK: Final = 20_000


class PresenterPanel(QWidget):
    """A page of the organizer desk.

    ``boards`` is the desk that hands out boards, ``stage`` the same desk for freeze and ceremony; without it there is only the evening.
    Call :meth:`refresh` after every change of the event, and :meth:`stop` before the desk closes. ``awake`` keeps the display from
    sleeping while the picture is on it. ``remembered``, ``also``, ``calm`` and ``safe`` are what ``display_chosen``, ``also_chosen``,
    ``calm_chosen`` and ``safe_chosen`` told last time. ``going`` asks the window around for one of its pages; ``said`` tells it that the
    event changed from here.
    """

    display_chosen = Signal(str)
    also_chosen = Signal(str)
    calm_chosen = Signal(bool)
    safe_chosen = Signal(float)
    going = Signal(str)
    said = Signal()

    def __init__(
        self,
        boards: Boards,
        *,
        stage: StageDesk | None = None,
        awake: Awake | None = None,
        remembered: str = "",
        also: str = "",
        calm: bool = False,
        safe: float | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._boards = boards
        self._desk = stage
        self._pictures = EventPictures(stage.picture) if stage is not None else None
        self._loading, self._asking = Newest(self), Newest(self)
        self._offered = self._telling = False
        self.show_state = Show(boards, self)
        self._preview = Preview()
        self._pill = StatusPill("off", "Not on the projector")
        self._start = Button("Put on the projector", "primary", "play")
        self._strip = HealthStrip()
        self._tabs = (Button("Evening", "plain", "event"), Button("Ceremony", "plain", "prize"))
        self.overs = OversBar()
        self.bar = SceneBar(self.show_state)
        self.evening = EveningPanel(calm=calm, freezes=stage is not None)
        self.ceremony = CeremonyPanel(stage, self.show_state)
        if safe is not None:
            self.evening.set_safe(safe)
        self.displays = DisplayControl(
            self.evening, self._preview, self.bar.coming, self, awake=awake, remembered=remembered, also=also,
            pictures=self._pictures,
        )  # fmt: skip
        self.audiences = self.displays.audiences
        self.audience = self.audiences.main
        self._side = QStackedWidget()
        self._minute = QTimer(self)
        self._minute.setInterval(_TICK)
        self._build()
        self._connect_signals()
        self.displays.list_displays()
        self.show_state.set_message(message_text(self.overs.message.currentText()))
        self._show_part(EVENING)
        self.refresh()
        self._tell_state()

    @Slot()
    def refresh(self) -> None:
        """Something in the event changed."""
        desk = self._desk
        if desk is not None:
            self.show_state.set_frozen(desk.frozen)
            self._loading.run(lambda _progress, _cancelled: desk.load_pictures(), self._pictures_loaded, self._failed)
        self._tick()
        self.ceremony.refresh()

    def stop(self) -> None:
        """Take the picture off the projector, and write what waits to be written."""
        self.audiences.stop()
        self.ceremony.close_noter()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no control wanted for itself."""
        command = command_of(event)
        if command is None or command is Command.LEAVE:
            event.ignore()
        else:
            self.show_state.command(command)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._minute.start()
        if self.ceremony.waiting is not None:
            self._offer_resume()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if not self.audience.running:
            self._minute.stop()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _build(self) -> None:
        page = QVBoxLayout(self)
        page.setContentsMargins(3 * GRID, 2 * GRID, 3 * GRID, 2 * GRID)
        page.setSpacing(GRID)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(Heading("Projector"))
        head.addSpacing(2 * GRID)
        group = QButtonGroup(self)
        for tab in self._tabs:
            tab.setCheckable(True)
            tab.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            group.addButton(tab)
            head.addWidget(tab)
        self._tabs[CEREMONY].setEnabled(self._desk is not None)
        head.addStretch(1)
        head.addWidget(self._pill)
        head.addWidget(self._start)
        page.addLayout(head)
        page.addWidget(self._strip)
        self._strip.setVisible(self._desk is not None)
        left = QVBoxLayout()
        left.setSpacing(GRID)
        left.addWidget(self._preview, 1)
        left.addWidget(self.overs)
        left.addWidget(self.bar)
        self._side.addWidget(self.evening)
        self._side.addWidget(self.ceremony)
        # Neither part may push the other away: the picture keeps its size.
        self._side.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        self._side.setMinimumWidth(42 * GRID)
        body = QHBoxLayout()
        body.setSpacing(3 * GRID)
        body.addLayout(left, 5)
        body.addWidget(self._side, 3)
        page.addLayout(body, 1)

    def _connect_signals(self) -> None:
        show = self.show_state
        show.board_changed.connect(self._board_changed)
        show.state_changed.connect(self._tell_state)
        show.asked.connect(self._asked)
        for source in (self.audiences, self._preview, self.overs, self.bar):
            source.commanded.connect(show.command)
        self.bar.chosen.connect(self._scene_chosen)
        self.overs.message_changed.connect(show.set_message)
        self.overs.message_done.connect(self._say_message)
        self.overs.wait_changed.connect(show.set_wait)
        self.overs.left.connect(self._take_keyboard)
        self.displays.changed.connect(self._tell_state)
        self.displays.display_chosen.connect(self.display_chosen)
        self.displays.also_chosen.connect(self.also_chosen)
        self.displays.calm_chosen.connect(self.calm_chosen)
        self.displays.safe_chosen.connect(self.safe_chosen)
        self.evening.freeze_asked.connect(self._freeze_or_thaw)
        self.evening.full.clicked.connect(self.audience.toggle_full_screen)
        self.ceremony.going.connect(self.going)
        self.ceremony.found.connect(self._offer_resume)
        self.ceremony.resumed.connect(self._put_on_again)
        self.ceremony.said.connect(self.said)
        self._strip.going.connect(self.going)
        self._start.clicked.connect(self._start_or_stop)
        self._minute.timeout.connect(self._tick)
        self._tabs[EVENING].clicked.connect(self._show_evening)
        self._tabs[CEREMONY].clicked.connect(self._show_ceremony)
        # Space belongs to the control that has the focus, Esc to the window around; all other keys work in the whole window
        # while the panel is seen: who comes here by a key has the keyboard on the list of places.
        for key, command in KEYS.items():
            if command is not Command.LEAVE and key is not Qt.Key.Key_Space:
                shortcut = QShortcut(QKeySequence(key), self)
                shortcut.setAutoRepeat(False)
                shortcut.setObjectName(command.value)
                shortcut.activated.connect(self._shortcut)

    @Slot()
    def _shortcut(self) -> None:
        self.show_state.command(Command(self.sender().objectName()))

    # The picture

    @Slot(object)
    def _scene_chosen(self, scene: Scene) -> None:
        self.show_state.choose(scene)
        self._tell_state()

    @Slot(str)
    def _say_message(self, text: str) -> None:
        self.show_state.set_message(text, at_once=True)

    @Slot(object)
    def _board_changed(self, board: Board) -> None:
        self.audiences.show_board(board)
        self._preview.canvas.show_board(board)
        self._tell_state()

    @Slot()
    def _tell_state(self) -> None:
        state = self.show_state
        running, waiting = self.audience.running, self.audience.waiting
        telling = state.stage is not None
        self.bar.show_state(frozen=self._desk is not None and self._desk.frozen)
        self.overs.show_state(state)
        self._start.set_words("Take off the projector" if running else "Put on the projector")
        self._start.set_icon_name("close" if running else "play")
        self._start.set_kind("plain" if running else "primary")
        self.evening.full.setEnabled(running)
        on = self._on()
        if waiting:
            self._pill.set_state("warning", "Display unplugged")
        elif running:
            self._pill.set_state("live", on)
        else:
            self._pill.set_state("off", "Not on the projector")
        self._strip.show_displays(self.audiences.where(), on.removeprefix("On: "), waiting)
        self.ceremony.show_state()
        if telling != self._telling:
            self._telling = telling
            self._begun_or_ended()

    def _begun_or_ended(self) -> None:
        """From here on the keyboard and the clicker belong to the show."""
        self._show_part(CEREMONY if self._telling else EVENING)
        self.window().activateWindow()
        self._take_keyboard()

    def _on(self) -> str:
        state = self.show_state
        if state.over is not None:
            return OVER_NAMES[state.over]
        if state.at >= 0:
            return f"On: step {state.at + 1}"
        return f"On: {HEADINGS[state.board.scene].lower() or 'the picture'}"

    # Parts of the panel

    @Slot()
    def _show_evening(self) -> None:
        self._show_part(EVENING)

    @Slot()
    def _show_ceremony(self) -> None:
        self._show_part(CEREMONY)

    def _show_part(self, part: int) -> None:
        self._tabs[part].setChecked(True)
        self._side.setCurrentIndex(part)
        self._fit()

    def _fit(self) -> None:
        telling = self._side.currentIndex() == CEREMONY and self.show_state.stage is not None
        self.bar.set_part(telling=telling, height=self.height())

    @Slot()
    def _offer_resume(self) -> None:
        """Enter goes on: who started the app again after a crash needs no more than that."""
        if self.isVisible() and self.show_state.stage is None and not self._offered:
            self._offered = True
            self._show_part(CEREMONY)
            self.ceremony.resume.setFocus()

    @Slot()
    def _take_keyboard(self) -> None:
        self._preview.setFocus()

    # The data

    @Slot()
    def _tick(self) -> None:
        """Time goes on: on the agenda, and for the age of the data."""
        self.show_state.refresh()
        self.overs.set_hand_in(self._boards.board(Scene.AGENDA).countdown)
        desk = self._desk
        if desk is not None:
            self._asking.run(lambda _progress, _cancelled: desk.health(), self._show_health, self._failed)

    def _show_health(self, health: Health) -> None:
        self._strip.show_health(health)
        self.evening.show_freeze(health)

    def _pictures_loaded(self, others: bool) -> None:
        if others and self._pictures is not None:
            self._pictures.forget()
            self.displays.dress_all()

    @Slot()
    def _freeze_or_thaw(self) -> None:
        desk = self._desk
        if desk is not None:
            change = desk.thaw if desk.frozen else desk.freeze
            self.evening.freeze.setEnabled(False)
            run(self, lambda _progress, _cancelled: change(), self._froze, self._failed)

    def _froze(self, _: object) -> None:
        self.evening.freeze.setEnabled(True)
        self.refresh()
        self.said.emit()

    def _failed(self, error: Exception) -> None:
        self.evening.freeze.setEnabled(True)
        show_failure(self.window(), error)

    # On the projector

    @Slot()
    def _start_or_stop(self) -> None:
        if self.audience.running:
            self.audiences.stop()
        else:
            self.displays.put_on(self.show_state.board)

    @Slot()
    def _put_on_again(self) -> None:
        self.displays.put_on_again(self.show_state.board)

    @Slot(object)
    def _asked(self, command: Command) -> None:
        if command is Command.FULL_SCREEN:
            self.audience.toggle_full_screen()
        elif command is Command.NEXT_DISPLAY:
            self.audiences.next_display()
        elif command is Command.START:
            self.displays.put_on(self.show_state.board)
        elif command is Command.MESSAGE:
            Toast.show_in(self.window(), "Type the message first.")
        elif command is Command.LEAVE:
            self.audience.uncover()
            self.window().raise_()
            self.window().activateWindow()
            self._take_keyboard()
