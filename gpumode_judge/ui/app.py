"""The windowed app: the first window at once, the desks while it is already seen."""

import gc
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Signal, Slot
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from typing_extensions import override

from gpumode_judge import __version__
from gpumode_judge.event.problem import Problem
from gpumode_judge.system import environment, paths
from gpumode_judge.system.logs import start_log
from gpumode_judge.ui.shared.errors import install_excepthook, show_failure
from gpumode_judge.ui.shared.icons import app_icon
from gpumode_judge.ui.shared.theme import follow_system
from gpumode_judge.ui.shared.work import run as run_beside
from gpumode_judge.ui.start.window import StartWindow, theme_choice
from gpumode_judge.ui.start.wishes import OpenFiles, Wish

if TYPE_CHECKING:  # these are what must not be loaded before the first window is seen
    from gpumode_judge.ui.windows import AnyDesk, DeskWindow, Windows

NO_DISPLAY = "There is no display to open a window on; every command with the same job works without one."


class JudgeApplication(QApplication):
    """``files`` brings what macOS asks the running app to open."""

    files = Signal(object)

    @override
    def event(self, e: QEvent) -> bool:
        if e.type() == QEvent.Type.FileOpen and isinstance(e, QFileOpenEvent) and e.file():
            self.files.emit((Path(e.file()),))
            return True
        return super().event(e)


class App(QObject):
    """Shows the start window, loads the desks beside it, and hands on what was asked for meanwhile.

    ``ready`` is told once, with the :class:`~gpumode_judge.ui.windows.Windows`.
    """

    ready = Signal(object)

    def __init__(
        self, app: QApplication, demo: "Callable[[Windows], object] | None" = None, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.start = StartWindow(theme_choice())
        self.start.page.demo.setVisible(demo is not None)
        self.windows: Windows | None = None
        self._demo = demo
        self._waiting: list[Wish] = []

        self.start.asked.connect(self._asked)
        self.start.closed.connect(self._closed)
        if isinstance(app, JudgeApplication):
            app.files.connect(self._files)

    def begin(self, text: str = "") -> None:
        """Show the first window (busy with ``text``, if there is any) and load everything else."""
        if text:
            self.start.busy(text)
        else:
            self.start.page.take_focus()
        self.start.show()
        run_beside(self.start, lambda _progress, _cancelled: _load(), self._loaded, self._failed)

    def _loaded(self, windows: "type[Windows]") -> None:
        self.start.settle()
        self.windows = windows(self.start, self._demo)
        self.windows.refresh_recents()
        waiting, self._waiting = self._waiting, []
        for wish in waiting:
            self.windows.grant(wish)
        self.ready.emit(self.windows)

    def _failed(self, error: Exception) -> None:
        self.start.settle()
        show_failure(self.start, error)

    @Slot(object)
    def _asked(self, wish: Wish) -> None:
        if self.windows is not None:
            self.windows.grant(wish)
        else:
            self._waiting.append(wish)
            self.start.busy("One moment…")

    @Slot(object)
    def _files(self, files: tuple[Path, ...]) -> None:
        self._asked(OpenFiles(files))

    @Slot()
    def _closed(self) -> None:
        if self.windows is None:
            QApplication.quit()


def run(
    files: Sequence[Path] = (), workspace: Path | None = None, demo: "Callable[[Windows], object] | None" = None
) -> int:
    """Run the app until its last window closes; gives the exit code.

    Without anything to open it begins with the start window. ``demo`` is called with the windows when somebody wants the
    demo; without it the demo is not offered.

    Raises:
        Problem: there is no display, or a system library of Qt's is missing.
    """
    app = make_app()
    wanted = (*([workspace] if workspace else []), *files)
    first = App(app, demo)
    if wanted:

        def open_them(windows: "Windows") -> None:
            windows.open_files(wanted, from_start=False)

        first.ready.connect(open_them)
    first.begin("Opening…" if wanted else "")
    return app.exec()


def run_organizer(
    make: "Callable[[], AnyDesk]",
    ready: "Callable[[DeskWindow, Windows], object] | None" = None,
    text: str = "Opening…",
) -> int:
    """Run the app with one desk: ``make`` opens it, beside a window that shows ``text``; ``ready`` gets its window.

    Raises:
        Problem: as :func:`run`.
    """
    app = make_app()
    first = App(app)

    def begin(windows: "Windows") -> None:
        def then(window: "DeskWindow") -> None:
            if ready is not None:
                ready(window, windows)

        windows.open_made(text, make, then, from_start=False)

    first.ready.connect(begin)
    first.begin(text)
    return app.exec()


def make_app() -> QApplication:
    """The application in its theme, with a log and a hook for errors; the one that runs already, if there is one.

    Raises:
        Problem: there is no display, or a system library of Qt's is missing.
    """
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    if not environment.has_display():
        raise Problem(NO_DISPLAY)
    missing = environment.platform_missing()
    if missing:
        raise Problem(missing)
    # A full collection over a big event takes longer than a frame, and the entries of an event are never garbage.
    gc.set_threshold(50_000, 50, 100)
    app = JudgeApplication(sys.argv[:1])
    app.setApplicationName("gpumode-judge")
    app.setApplicationDisplayName("GPU MODE Judge")
    app.setApplicationVersion(__version__)
    app.setDesktopFileName("gpumode-judge")
    # The windows decide: a desk that closes may give way to the start window.
    app.setQuitOnLastWindowClosed(False)
    install_excepthook(start_log(paths.logs()))
    follow_system(app, theme_choice())
    app.setWindowIcon(app_icon())
    return app


def _load() -> "type[Windows]":
    from gpumode_judge.ui.windows import Windows

    return Windows
