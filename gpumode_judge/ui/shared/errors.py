"""How trouble is told: one dialog, in plain words, and the details in the log."""

import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QWidget

from gpumode_judge.event.problem import Problem
from gpumode_judge.system.logs import log
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.tokens import GRID


class MessageDialog(Dialog):
    """A sentence with an icon; closed by one button."""

    def __init__(self, title: str, text: str, icon: str, tone: str, parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.text = text
        self._words = PlainLabel(text, select=True)
        self._words.setMinimumWidth(44 * GRID)
        self._words.setAccessibleName(text)
        row = QHBoxLayout()
        row.setSpacing(2 * GRID)
        row.addWidget(IconLabel(icon, 32, tone), 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._words, 1)
        self.body.addLayout(row)


def show_problem(parent: QWidget | None, problem: Problem, title: str = "") -> MessageDialog:
    """Tell a person what they can mend, over ``parent``; returns at once."""
    dialog = MessageDialog(title or "That did not work", str(problem), "warning", "warn", parent)
    dialog.add_close("OK")
    dialog.open()
    return dialog


def show_failure(parent: QWidget | None, error: BaseException, log_file: Path | None = None) -> MessageDialog:
    """Tell about any error: a :class:`Problem` by its sentence, the rest as a fault of the app (logged)."""
    _log(error)
    return _failure(parent, error, log_file)


def _log(error: BaseException) -> None:
    if not isinstance(error, Problem):
        log().error("unexpected", exc_info=(type(error), error, error.__traceback__))


def _failure(parent: QWidget | None, error: BaseException, log_file: Path | None) -> MessageDialog:
    if isinstance(error, Problem):
        return show_problem(parent, error)
    text = "The app made a mistake, and the last step may not have been done. What was saved before is safe. Try again"
    text += f"; if it comes back, show this file to whoever runs the event:\n{log_file}" if log_file else "."
    dialog = MessageDialog("Something went wrong", text, "error", "bad", parent)
    dialog.add_close("Go on")
    dialog.open()
    return dialog


def ask(
    parent: QWidget | None, title: str, text: str, yes: str, then: Callable[[], object], danger: bool = False
) -> MessageDialog:
    """Ask before something that cannot be taken back; ``then`` is called when the person says ``yes``."""
    dialog = MessageDialog(title, text, "help", "ink_soft", parent)
    dialog.add_cancel()
    dialog.add_button(Button(yes, "danger" if danger else "primary"), accept=True)
    dialog.accepted.connect(then)
    dialog.open()
    return dialog


def install_excepthook(log_file: Path | None = None) -> None:
    """Let every error that nobody caught, in any thread, be logged and told in one dialog (never two at a time)."""
    app = QApplication.instance()
    teller = _Teller(log_file, app)
    sys.excepthook = teller.caught
    threading.excepthook = teller.caught_in_thread


class _Teller(QObject):
    """Carries an error from whatever thread to the main one, where dialogs may be shown."""

    _happened = Signal(object)

    def __init__(self, log_file: Path | None, parent: QObject | None) -> None:
        super().__init__(parent)
        self._log_file = log_file
        self._open = False
        # Queued: the fault may lie in a paint event, and no window may be opened inside one.
        self._happened.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def caught(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What ``sys.excepthook`` is set to."""
        if issubclass(kind, KeyboardInterrupt):
            QApplication.quit()
            return
        _log(error)
        try:
            self._happened.emit(error)
        except RuntimeError:  # the application is gone already
            sys.__excepthook__(kind, error, trace)

    def caught_in_thread(self, args: threading.ExceptHookArgs) -> None:
        """What ``threading.excepthook`` is set to."""
        if args.exc_value is not None and not issubclass(args.exc_type, SystemExit):
            self.caught(args.exc_type, args.exc_value, args.exc_traceback)

    @Slot(object)
    def _tell(self, error: BaseException) -> None:
        if self._open:
            return
        self._open = True
        dialog = _failure(QApplication.activeWindow(), error, self._log_file)
        dialog.finished.connect(self._closed)

    @Slot()
    def _closed(self) -> None:
        self._open = False
