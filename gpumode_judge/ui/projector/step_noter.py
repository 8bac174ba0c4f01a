"""Notes steps beside the window: the picture never waits for the disk."""

from collections.abc import Callable
from threading import Condition, Thread

from PySide6.QtCore import QObject, Signal


class StepNoter(QObject):
    """Calls ``write(step)`` in a thread of its own, one call at a time, in order. Of steps that wait, only the newest is written.

    ``failed`` carries what ``write`` raised, on the thread of this object.
    """

    failed = Signal(object)

    def __init__(self, write: Callable[[int], object], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._write = write
        self._changed = Condition()
        self._waiting: int | None = None
        self._writing = False
        self._over = False
        self._thread: Thread | None = None

    def note(self, step: int) -> None:
        """Have ``step`` written; returns at once."""
        with self._changed:
            self._waiting = step
            if self._thread is None and not self._over:
                self._thread = Thread(target=self._work, name="steps", daemon=True)
                self._thread.start()
            self._changed.notify_all()

    def settle(self, seconds: float = 5.0) -> bool:
        """Wait until everything is written; tells whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self._waiting is None and not self._writing, seconds)

    def close(self) -> None:
        """Write what waits, and end."""
        self.settle()
        with self._changed:
            self._over = True
            self._changed.notify_all()

    def _work(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._waiting is not None or self._over)
                if self._waiting is None:
                    return
                step, self._waiting, self._writing = self._waiting, None, True
            error: Exception | None = None
            try:
                self._write(step)
            except Exception as caught:  # noqa: BLE001  whatever it is, the operator is told
                error = caught
            with self._changed:
                self._writing = False
                self._changed.notify_all()
            if error is not None:
                try:
                    self.failed.emit(error)
                except RuntimeError:
                    return  # the window is gone, and with it everyone who could listen
