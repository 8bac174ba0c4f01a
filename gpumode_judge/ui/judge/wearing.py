"""Light or dark, and how large the text is: what the View menu chooses, remembered in the workspace."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from typing_extensions import override

from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.ui.judge.look import SIZES, dress, fitting_size
from gpumode_judge.ui.judge.menus import Menus
from gpumode_judge.ui.shared.menus import choose
from gpumode_judge.ui.shared.theme import ThemeChoice, chosen_theme, follow_system

_LOOK = "look"
_SIDE = 304  # width of the list at the usual size of text; never more than three tenths of the window


class Wearing(QObject):
    """Dresses ``window`` and keeps its ``side`` list in proportion, now and whenever theme, size or width change.

    ``theme_chosen`` tells the theme that a person picked.
    """

    theme_chosen = Signal(str)

    def __init__(self, window: QMainWindow, side: QWidget, desk: JudgeDesk, menus: Menus) -> None:
        super().__init__(window)
        self._window = window
        self._side = side
        self._desk = desk
        self._menus = menus
        look = desk.object_setting(_LOOK)
        size, theme = look.get("size", 0), look.get("theme", "")
        self._size = size if isinstance(size, int) and size in SIZES else 0
        if theme in ("system", "light", "dark"):
            self._follow(theme)
        choose(menus.themes, chosen_theme())
        self.dress()
        window.installEventFilter(self)

        menus.themes.triggered.connect(self._theme_chosen)
        menus.sizes.triggered.connect(self._size_chosen)

    @Slot()
    def dress(self) -> None:
        """Put everything on anew."""
        size = self._size or fitting_size(self._window.width())
        choose(self._menus.sizes, size)
        dress(self._window, size)
        self._side.setFixedWidth(min(round(_SIDE * size / 100), round(0.3 * self._window.width())))

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.dress()
        elif event.type() == QEvent.Type.PaletteChange:
            # Inside this event the shared style is being put on; ours comes after it.
            QTimer.singleShot(0, self, self.dress)
        return super().eventFilter(watched, event)

    def _follow(self, theme: ThemeChoice) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            follow_system(app, theme)

    def _keep(self, key: str, value: str | int) -> None:
        self._desk.remember(_LOOK, {**self._desk.object_setting(_LOOK), key: value})

    @Slot(object)
    def _theme_chosen(self, action: QAction) -> None:
        self._keep("theme", action.data())
        self._follow(action.data())
        self.theme_chosen.emit(action.data())

    @Slot(object)
    def _size_chosen(self, action: QAction) -> None:
        self._size = action.data()
        self._keep("size", self._size)
        self.dress()
