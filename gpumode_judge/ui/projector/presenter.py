"""The presenter panel: the display, the scene, and a small picture of what the audience sees."""

from typing import Final

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import (
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QScreen,
    QShortcut,
)
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ceremony.board import HEADINGS, Board, Scene
from gpumode_judge.ui.projector import displays
from gpumode_judge.ui.projector.audience import AudienceWindow
from gpumode_judge.ui.projector.displays import DisplayId
from gpumode_judge.ui.projector.keys import HELP, KEYS, Command, command_of
from gpumode_judge.ui.projector.preview import Preview
from gpumode_judge.ui.projector.show import ORDER, Boards, Show
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.keys import KeyHint
from gpumode_judge.ui.shared.labels import Heading, PlainLabel
from gpumode_judge.ui.shared.motion import duration
from gpumode_judge.ui.shared.pill import StatusPill
from gpumode_judge.ui.shared.theme import GRID

SCENE_NAMES: Final = {
    Scene.WELCOME: ("Welcome", "sponsor"),
    Scene.PROGRESS: ("Progress", "clock"),
    Scene.LIVE: ("Live standings", "standings"),
    Scene.CHARTS: ("Charts", "chart"),
}


class PresenterPanel(QWidget):
    """A page of the organizer desk.

    ``boards`` is the desk that hands out boards; call :meth:`refresh` after every change of the event. ``remembered`` is the
    display of last time, as ``display_chosen`` reported it, and ``calm`` whether rows cut instead of travelling, as
    ``calm_chosen`` reported it. Call :meth:`stop` when the desk closes.
    """

    display_chosen = Signal(str)
    calm_chosen = Signal(bool)

    def __init__(
        self, boards: Boards, *, remembered: str = "", calm: bool = False, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.show_state = Show(boards, self)
        self.audience = AudienceWindow()
        self._wanted = DisplayId.from_text(remembered)
        self._preview = Preview()
        self._pill = StatusPill("off", "Not on the projector")
        self._display = QComboBox()
        self._start = Button("Start", "primary", "play")
        self._note = PlainLabel("", "soft")
        self._scenes = {scene: Button(name, "plain", icon) for scene, (name, icon) in SCENE_NAMES.items()}
        self._dark = Button("Blackout", "plain", "blackout")
        self._back = Button("Back", "plain", "left")
        self._next = Button("Next", "plain", "right")
        self._page = PlainLabel("", "strong", wrap=False)
        self._hold = Button("Hold page", "plain", "pause")
        self._lift = Button("Lift rows", "plain", "up")
        self._full = Button("Full screen", "plain", "fullscreen")
        self._calm = QCheckBox("Less motion on the projector")
        self._build()
        self._list_displays()
        self._connect_signals()
        self._calm.setChecked(calm or duration() == 0)
        self.show_state.refresh()
        self._tell_state()

    @Slot()
    def refresh(self) -> None:
        """Something in the event changed."""
        self.show_state.refresh()

    def stop(self) -> None:
        """Take the picture off the projector."""
        self.audience.stop()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What no control wanted for itself."""
        command = command_of(event)
        if command is None or command is Command.LEAVE:
            event.ignore()
        else:
            self.show_state.command(command)

    def _build(self) -> None:
        page = QHBoxLayout(self)
        page.setContentsMargins(3 * GRID, 3 * GRID, 3 * GRID, 3 * GRID)
        page.setSpacing(3 * GRID)
        left = QVBoxLayout()
        left.setSpacing(2 * GRID)
        head = QHBoxLayout()
        head.addWidget(Heading("Projector"), 1)
        head.addWidget(self._pill)
        left.addLayout(head)
        left.addWidget(self._preview, 1)
        scenes = QHBoxLayout()
        scenes.setSpacing(GRID)
        for button in (*self._scenes.values(), self._dark):
            button.setCheckable(True)
            scenes.addWidget(button, 1)
        left.addLayout(scenes)
        pages = QHBoxLayout()
        pages.setSpacing(GRID)
        self._page.setMinimumWidth(14 * GRID)
        self._page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for button in (self._hold, self._lift):
            button.setCheckable(True)
        for widget in (self._back, self._page, self._next):
            pages.addWidget(widget)
        pages.addStretch(1)
        for widget in (self._hold, self._lift):
            pages.addWidget(widget)
        left.addLayout(pages)
        page.addLayout(left, 1)
        page.addLayout(self._build_side())

    def _build_side(self) -> QVBoxLayout:
        side = QVBoxLayout()
        side.setSpacing(2 * GRID)
        display = Card("Display")
        self._display.setAccessibleName("Display")
        self._display.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        for widget in (self._display, self._start, self._full, self._note, self._calm):
            display.body.addWidget(widget)
        keys = Card("Keys, here and on the projector")
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        for line, (key, what) in enumerate(HELP):
            grid.addWidget(KeyHint(key), line, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(PlainLabel(what, "soft"), line, 1)
        grid.setColumnStretch(1, 1)
        keys.body.addLayout(grid)
        for card in (display, keys):
            card.setFixedWidth(42 * GRID)
            side.addWidget(card)
        side.addStretch(1)
        return side

    def _connect_signals(self) -> None:
        self.show_state.board_changed.connect(self._board_changed)
        self.show_state.state_changed.connect(self._tell_state)
        self.show_state.asked.connect(self._asked)
        self.audience.commanded.connect(self.show_state.command)
        self.audience.running_changed.connect(self._tell_state)
        self.audience.display_changed.connect(self._list_displays)
        self._preview.commanded.connect(self.show_state.command)
        self._start.clicked.connect(self._start_or_stop)
        self._display.activated.connect(self._choose_display)
        self._calm.toggled.connect(self._set_calm)
        for scene, button in self._scenes.items():
            button.setProperty("scene", scene.value)
            button.clicked.connect(self._scene_clicked)
        for button, command in (
            (self._dark, Command.BLACKOUT),
            (self._back, Command.BACK),
            (self._next, Command.NEXT),
            (self._hold, Command.PAUSE),
            (self._lift, Command.LIFT),
            (self._full, Command.FULL_SCREEN),
        ):
            button.setProperty("command", command.value)
            button.clicked.connect(self._command_clicked)
        # Space belongs to the button that has the focus, Esc to the window around; all other keys work in the whole window
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

    @Slot()
    def _command_clicked(self) -> None:
        self.show_state.command(Command(str(self.sender().property("command"))))

    @Slot()
    def _scene_clicked(self) -> None:
        self.show_state.choose(Scene(str(self.sender().property("scene"))))

    @Slot(object)
    def _board_changed(self, board: Board) -> None:
        self._preview.canvas.show_board(board)
        self.audience.show_board(board)
        self._tell_state()

    @Slot()
    def _tell_state(self) -> None:
        state = self.show_state
        for scene, button in self._scenes.items():
            button.setChecked(scene is state.scene and not state.dark)
        self._dark.setChecked(state.dark)
        self._hold.setChecked(state.paused)
        self._lift.setChecked(state.lifted)
        page, pages = state.pages
        self._page.setText(f"Page {page + 1} of {pages}" if pages > 1 else "One page")
        self._hold.setEnabled(pages > 1)
        self._back.setEnabled(page > 0 or state.scene is not ORDER[0] or state.dark)
        self._next.setEnabled(page + 1 < pages or state.scene is not ORDER[-1] or state.dark)
        running, waiting = self.audience.running, self.audience.waiting
        self._start.set_words("Take off the projector" if running else "Put on the projector")
        self._start.set_icon_name("close" if running else "play")
        self._start.set_kind("plain" if running else "primary")
        self._full.setEnabled(running)
        if waiting:
            self._pill.set_state("warning", "Display unplugged")
        elif running:
            self._pill.set_state("live", "Black picture" if state.dark else f"On: {HEADINGS[state.scene]}")
        else:
            self._pill.set_state("off", "Not on the projector")
        self._note.setText(self._advice())

    def _advice(self) -> str:
        if self.audience.waiting:
            return "The display is unplugged. The picture comes back as soon as it is plugged in again."
        if len(QGuiApplication.screens()) == 1:
            return "Only this screen is connected. The picture opens in a window; F makes it fill the screen."
        primary = QGuiApplication.primaryScreen()
        if self._display.currentData() == DisplayId.of(primary).to_text():
            return "This is your own screen. The picture covers it until you press Esc."
        return "The picture covers the chosen display. Your own screen stays as it is."

    @Slot()
    def _list_displays(self) -> None:
        among = displays.screens()
        wanted = self.audience.display or self._wanted
        chosen = displays.find(wanted, among) or displays.likely(among)
        self._display.clear()
        for screen in among:
            self._display.addItem(displays.title(screen), DisplayId.of(screen).to_text())
        if chosen is not None:
            self._display.setCurrentIndex(among.index(chosen))
            self._shape_preview(chosen)
        self._tell_state()

    @Slot(int)
    def _choose_display(self, index: int) -> None:
        text = str(self._display.itemData(index))
        self._wanted = DisplayId.from_text(text)
        self.display_chosen.emit(text)
        screen = displays.find(self._wanted, displays.screens())
        if screen is not None:
            self._shape_preview(screen)
            self._tell_state()
            if self.audience.running:
                self.audience.start(screen)

    def _shape_preview(self, screen: QScreen) -> None:
        covering = len(QGuiApplication.screens()) > 1
        size = screen.size() if covering else QSize(16, 9)
        self._preview.set_shape(size.width(), size.height())

    @Slot()
    def _start_or_stop(self) -> None:
        if self.audience.running:
            self.audience.stop()
            return
        among = displays.screens()
        wanted = DisplayId.from_text(str(self._display.currentData()))
        screen = displays.find(wanted, among) or displays.likely(among)
        if screen is None:
            return
        self.display_chosen.emit(DisplayId.of(screen).to_text())
        self.audience.canvas.show_board(self.show_state.board, animate=False)
        self.audience.start(screen, covering=len(among) > 1)

    @Slot(object)
    def _asked(self, command: Command) -> None:
        if command is Command.FULL_SCREEN:
            self.audience.toggle_full_screen()
        elif command is Command.NEXT_DISPLAY:
            self.audience.next_display()
        elif command is Command.LEAVE:
            self.audience.uncover()
            self.window().raise_()
            self.window().activateWindow()
            self._preview.setFocus()

    @Slot(bool)
    def _set_calm(self, calm: bool) -> None:
        self.audience.canvas.reduced_motion = calm
        self._preview.canvas.reduced_motion = calm
        self.calm_chosen.emit(calm)
