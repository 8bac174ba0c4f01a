"""The window's way to the desk: everything is done beside the window, and then the pages get a new view."""

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.ui.organizer.view import View, view_of
from gpumode_judge.ui.organizer.watch import Came, Watch
from gpumode_judge.ui.shared.errors import show_failure
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.work import Report, Work, run

T = TypeVar("T")


class Session(QObject):
    """Holds the desk and the newest view. ``fresh`` brings each new view; ``going`` asks the window for a page.

    ``watch`` merges what appears on sticks and in folders; ``sees_files`` tells that the page that lists it is seen.
    """

    fresh = Signal(object)
    going = Signal(str)

    def __init__(self, desk: OrganizerDesk, window: QWidget) -> None:
        super().__init__(window)
        self.desk = desk
        self.window = window
        self.view: View | None = None
        self._running = False
        self._again = False
        self._doing = 0
        self.watch = Watch(desk, window, self)
        self.watch.came.connect(self.refresh)
        self.watch.told.connect(self._tell_came)
        self.sees_files = False

    @property
    def busy(self) -> bool:
        """Whether something is being done or a view is being made."""
        return self._running or self._doing > 0 or self.watch.merging

    @Slot()
    def refresh(self) -> None:
        """Make a new view. Requests while one is being made are answered together by one more."""
        if self._running:
            self._again = True
            return
        self._running = True
        self._again = False
        desk = self.desk
        run(self, lambda _progress, _cancelled: view_of(desk), self._made, self._failed)

    def do(
        self,
        function: Callable[[], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
    ) -> Work[T]:
        """Change something on the desk beside the window, then refresh. A problem is shown unless ``failed`` takes it."""
        return self.work(lambda _progress, _cancelled: function(), done, failed)

    def work(
        self,
        function: Callable[[Report, Callable[[], bool]], T],
        done: Callable[[T], object] | None = None,
        failed: Callable[[Exception], object] | None = None,
        progressed: Callable[..., object] | None = None,
    ) -> Work[T]:
        """As :meth:`do`, for long work with progress that can be cancelled."""
        self._doing += 1

        def answered(value: T) -> None:
            self._doing -= 1
            self.refresh()
            if done is not None:
                done(value)

        def refused(error: Exception) -> None:
            self._doing -= 1
            self.refresh()
            if failed is not None:
                failed(error)
            else:
                show_failure(self.window, error)

        return run(self, function, answered, refused, progressed)

    @Slot(object)
    def _tell_came(self, lines: tuple[Came, ...]) -> None:
        """A word about what came by itself, unless the page that lists it is seen anyway."""
        news = [line for line in lines if line.tone != "ink_soft"]
        if news and not self.sees_files:
            more = f" (and {len(news) - 1} more)" if len(news) > 1 else ""
            Toast.show_in(
                self.window, (news[-1].brief or news[-1].text) + more, "Show", lambda: self.going.emit("merge")
            )

    def _made(self, view: View) -> None:
        self._running = False
        self.view = view
        self.fresh.emit(view)
        if self._again:
            self.refresh()

    def _failed(self, error: Exception) -> None:
        self._running = False
        show_failure(self.window, error)
