"""Below the picture: the scenes of the evening, or what the ceremony shows next; and the way back and on."""

from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ui.projector.keys import Command
from gpumode_judge.ui.projector.preview import Thumb
from gpumode_judge.ui.projector.show import ORDER, Show
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.theme import GRID

SCENE_NAMES: Final = {
    Scene.WELCOME: ("Welcome", "sponsor"),
    Scene.PROGRESS: ("Progress", "clock"),
    Scene.LIVE: ("Live standings", "standings"),
    Scene.CHARTS: ("Charts", "chart"),
    Scene.AGENDA: ("Agenda", "table"),
}
_SOON: Final = 40


class SceneBar(QWidget):
    """``chosen`` carries a scene, ``commanded`` next or back."""

    chosen = Signal(object)
    commanded = Signal(object)

    def __init__(self, show: Show, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._show = show
        self.scenes = {scene: Button(name, "plain", icon) for scene, (name, icon) in SCENE_NAMES.items()}
        self.coming = (Thumb("Next"), Thumb("Then"))
        self.back = Button("Back", "plain", "left")
        self.next = Button("Next", "plain", "right")
        self.page = PlainLabel("", "strong", wrap=False)
        self._stack = QStackedWidget()
        # What comes next is painted a moment after what is: the audience does not wait for it.
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_SOON)
        self._build()

        self._soon.timeout.connect(self.show_coming)
        for scene, button in self.scenes.items():
            button.setProperty("scene", scene.value)
            button.clicked.connect(self._scene_clicked)
        for button, command in ((self.back, Command.BACK), (self.next, Command.NEXT)):
            button.setProperty("command", command.value)
            button.clicked.connect(self._command_clicked)

    def show_state(self, *, frozen: bool) -> None:
        """Show where the show is; ``frozen`` tells that the standings are."""
        show = self._show
        telling = show.stage is not None
        covered = telling or show.over is not None or show.kept
        for scene, button in self.scenes.items():
            on = scene is show.scene or (scene is Scene.LIVE and show.scene is Scene.FROZEN)
            button.setChecked(on and not covered)
            button.setEnabled(not telling)
        self.scenes[Scene.LIVE].set_words("Frozen standings" if frozen else "Live standings")
        self._tell_place()
        if telling:
            self._soon.start()

    def set_part(self, *, telling: bool, height: int) -> None:
        """Show the steps to come (``telling``) or the scenes, below a picture in a panel of that ``height``."""
        self._stack.setCurrentIndex(1 if telling else 0)
        self._stack.setFixedHeight(max(16 * GRID, height // 6) if telling else 5 * GRID)

    @Slot()
    def show_coming(self) -> None:
        """Paint the next step and the one after it."""
        show = self._show
        if not self.isVisible() or show.stage is None:
            return
        for ahead, thumb in enumerate(self.coming, 1):
            at = show.at + ahead
            step = show.steps[at] if at < len(show.steps) else None
            thumb.show_step(step.title if step else "the end", step.board if step else None)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._soon.start()

    def _tell_place(self) -> None:
        show = self._show
        if show.stage is not None:
            count = len(show.steps)
            self.page.setText(f"Step {show.at + 1} of {count}" if show.at >= 0 else f"{count} steps")
            free = not show.paused
            self.back.setEnabled(free and (show.at > 0 or show.over is not None))
            self.next.setEnabled(free and (show.at + 1 < count or show.over is not None))
        else:
            page, pages = show.pages
            covered = show.over is not None or show.kept
            self.page.setText(f"Page {page + 1} of {pages}" if pages > 1 else "One page")
            self.back.setEnabled(page > 0 or show.scene is not ORDER[0] or covered)
            self.next.setEnabled(page + 1 < pages or show.scene is not ORDER[-1] or covered)
        self.next.set_kind("primary" if show.stage is not None else "plain")

    def _build(self) -> None:
        scenes, coming, way = QHBoxLayout(), QHBoxLayout(), QHBoxLayout()
        for button in self.scenes.values():
            button.setCheckable(True)
            scenes.addWidget(button, 1)
        for thumb in self.coming:
            coming.addWidget(thumb, 1)
        self.page.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for widget in (self.back, self.page, self.next):
            way.addWidget(widget, 1)
        # A click leaves the keyboard where it is: Space stays "next".
        for button in (*self.scenes.values(), self.back, self.next):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        for row in (scenes, coming):
            row.setContentsMargins(0, 0, 0, 0)
            held = QWidget()
            held.setLayout(row)
            self._stack.addWidget(held)
        for row, gap in ((scenes, GRID), (coming, 2 * GRID), (way, GRID)):
            row.setSpacing(gap)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._stack)
        column.addLayout(way)

    @Slot()
    def _scene_clicked(self) -> None:
        self.chosen.emit(Scene(str(self.sender().property("scene"))))

    @Slot()
    def _command_clicked(self) -> None:
        self.commanded.emit(Command(str(self.sender().property("command"))))
