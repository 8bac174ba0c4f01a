"""Long work beside the window: it runs in a thread, and its result comes back as a value on the main thread."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar, cast

from PySide6.QtCore import QCoreApplication, QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QWidget

from gpumode_judge.ui.shared.errors import show_failure

T = TypeVar("T")


@dataclass(frozen=True)
class Progress:
    """How far work is: ``done`` of ``total`` steps (``None``: nobody knows), and what it does now."""

    done: int = 0
    total: int | None = None
    text: str = ""


class Report(Protocol):
    """What work calls, from its own thread, to tell how far it is."""

    def __call__(self, done: int, total: int | None = None, text: str = "") -> None:
        """Tell that ``done`` of ``total`` steps are done."""
        ...


Function = Callable[[Report, Callable[[], bool]], T]


@dataclass(frozen=True)
class _Result:
    value: object = None
    error: Exception | None = None


class Work(QObject, Generic[T]):
    """One piece of work under way; made by :func:`run`."""

    _finished = Signal(object)
    _moved = Signal()

    def __init__(
        self,
        parent: QObject,
        function: Function[T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None,
        progressed: Callable[[Progress], object] | None,
    ) -> None:
        # It must outlive the window that asked: the thread talks to this object until it ends.
        super().__init__(QCoreApplication.instance())
        self._window = parent if isinstance(parent, QWidget) else None
        self._function = function
        self._done: Callable[[T], object] | None = done
        self._failed = failed
        self._progressed = progressed
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._latest = Progress()
        self._told = True
        self._thread = threading.Thread(target=self._work, name="work", daemon=True)

        parent.destroyed.connect(self._forget)
        self._finished.connect(self._answer, Qt.ConnectionType.QueuedConnection)
        self._moved.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        app = QCoreApplication.instance()
        if app is not None:
            app.aboutToQuit.connect(self._leave)
        self._thread.start()

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return self._done is not None

    def cancel(self, forget: bool = False) -> None:
        """Ask the work to stop; ``forget`` also makes sure that nobody hears of it any more."""
        self._stop.set()
        if forget:
            self._forget()

    def _work(self) -> None:
        try:
            result = _Result(self._function(self._report, self._stop.is_set))
        except Exception as error:  # noqa: BLE001  whatever it is, it goes back as a value
            result = _Result(error=error)
        self._emit(self._finished, result)

    def _report(self, done: int, total: int | None = None, text: str = "") -> None:
        with self._lock:
            self._latest = Progress(done, total, text)
            silent, self._told = self._told, False
        # One event at a time: a million steps must not bury the main thread.
        if silent:
            self._emit(self._moved)

    def _emit(self, signal: object, *values: object) -> None:
        try:
            cast("Callable[..., None]", signal.emit)(*values)  # pyright: ignore[reportAttributeAccessIssue]
        except RuntimeError:
            return  # the application is gone, and so is everyone who could listen

    @Slot()
    def _tell(self) -> None:
        with self._lock:
            latest, self._told = self._latest, True
        if self._progressed is not None:
            self._progressed(latest)

    @Slot(object)
    def _answer(self, result: _Result) -> None:
        done, failed, window = self._done, self._failed, self._window
        self._forget()
        self._thread.join()
        self.deleteLater()
        if done is None:
            return
        if result.error is None:
            done(cast("T", result.value))
        elif failed is not None:
            failed(result.error)
        else:
            show_failure(window, result.error)

    @Slot()
    def _forget(self) -> None:
        self._stop.set()
        self._done = self._failed = self._progressed = self._window = None

    @Slot()
    def _leave(self) -> None:
        self._forget()
        self._thread.join(5)


def run(
    parent: QObject,
    function: Function[T],
    done: Callable[[T], object],
    failed: Callable[[Exception], object] | None = None,
    progressed: Callable[[Progress], object] | None = None,
) -> Work[T]:
    """Run ``function(progress, cancelled)`` beside the window and give its value to ``done`` on the main thread.

    An exception goes to ``failed`` (or is shown over ``parent``), progress to ``progressed``. Nothing is called
    any more once ``parent`` is gone. The function must look at ``cancelled()`` now and then and touch no widget.
    """
    return Work(parent, function, done, failed, progressed)


class Newest(QObject):
    """Work of which only the newest request is answered, such as a search while someone types."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._asking = parent
        self._work: Work[object] | None = None

    @property
    def running(self) -> bool:
        """Whether an answer is still to come."""
        return self._work is not None and self._work.running

    def run(
        self,
        function: Function[T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
        progressed: Callable[[Progress], object] | None = None,
    ) -> None:
        """As :func:`run`; what was asked before is cancelled and its answer is dropped."""
        self.cancel()
        self._work = cast("Work[object]", run(self._asking, function, done, failed, progressed))

    def cancel(self) -> None:
        """Drop what is under way."""
        if self._work is not None and self._work.running:
            self._work.cancel(forget=True)
        self._work = None


def drop_work(window: QWidget) -> None:
    """Answer nothing any more that the newest requests in ``window`` asked for: it closes."""
    for newest in window.findChildren(Newest):
        newest.cancel()
