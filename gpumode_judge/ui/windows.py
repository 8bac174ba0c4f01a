"""Which windows are open: one for each workspace, and the start window to go back to."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QDate, QEvent, QObject, Qt, QTimer, Slot
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget
from typing_extensions import override

from gpumode_judge.desk import assisting, publishing, workspaces
from gpumode_judge.desk.backups import Restored
from gpumode_judge.desk.everything import import_everything
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.publishing import Verified
from gpumode_judge.desk.workspaces import Recent
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui import opening, safekeeping
from gpumode_judge.ui.judge.join import JoinPage
from gpumode_judge.ui.judge.window import JudgeWindow
from gpumode_judge.ui.offers import offer_to_assist, offer_to_judge
from gpumode_judge.ui.opening import Assist, Join, Merge, Offer, Open, OpenEvent, TakeIn
from gpumode_judge.ui.organizer.window import OrganizerWindow
from gpumode_judge.ui.shared.errors import show_failure
from gpumode_judge.ui.shared.room import resize_within
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.work import run
from gpumode_judge.ui.start.backups_dialog import BackupsDialog
from gpumode_judge.ui.start.new_event import About, NewEvent
from gpumode_judge.ui.start.new_event_page import NewEventPage
from gpumode_judge.ui.start.recents import RecentRow
from gpumode_judge.ui.start.window import StartWindow, keep_place, place_window
from gpumode_judge.ui.start.wishes import Forget, MakeEvent, OpenFiles, OpenWorkspace, ShowBackups, TryDemo, Wish
from gpumode_judge.ui.start.zone_field import system_zone, zones

AnyDesk = OrganizerDesk | JudgeDesk
DeskWindow = OrganizerWindow | JudgeWindow
T = TypeVar("T")


@dataclass
class _Opened:
    """A window, its desk, whether it was opened from the start window, and what hangs on the projector for it."""

    window: QMainWindow
    desk: AnyDesk
    event: str
    from_start: bool
    audiences: list[QWidget] = field(default_factory=list[QWidget])


class Windows(QObject):
    """Grants what the start window is asked for. ``demo`` is called with this object when somebody wants the demo.

    When the last window that was opened from the start window closes, that comes back; otherwise the app ends.
    """

    def __init__(self, start: StartWindow, demo: "Callable[[Windows], object] | None" = None) -> None:
        super().__init__(start)
        self.start = start
        self._demo = demo
        self._opened: dict[Path, _Opened] = {}

        start.closed.connect(self._start_closed)

    def of(self, path: Path) -> QMainWindow | None:
        """The window of a workspace, if it has one."""
        opened = self._opened.get(path.absolute())
        return opened.window if opened else None

    @Slot(object)
    def grant(self, wish: Wish) -> None:
        """Do what somebody asked for on the start window."""
        match wish:
            case OpenFiles(paths):
                self.open_files(paths)
            case OpenWorkspace(path):
                self.open_workspace(path)
            case MakeEvent():
                self.make_event()
            case Forget(path):
                self._forget(path)
            case ShowBackups(path):
                self.show_backups(path)
            case TryDemo():
                if self._demo is not None:
                    self._demo(self)

    # Opening

    def open_files(self, paths: Sequence[Path], from_start: bool = True) -> None:
        """Do what files ask for: open, join, take in, merge; or say in one sentence why not."""
        page = self.start.other
        if isinstance(page, NewEventPage) and page.touched:
            self._failed(Problem("Create the new event or leave it first; then open the file again."))
            return
        file = paths[0] if len(paths) == 1 else Path()
        match file.suffix.lower():
            case safekeeping.EVERYTHING:
                self.open_made("Making the workspace…", partial(_import, file), from_start=from_start)
                return
            case safekeeping.RESULT:
                self.verify(file)
                return
            case safekeeping.WORKSPACE:
                failed = partial(self._failed_to_open, file.absolute())
            case _:
                failed = self._failed
        known = [OpenEvent(p, o.event, isinstance(o.desk, JudgeDesk)) for p, o in self._opened.items()]
        self._beside("Opening…", lambda: opening.decide(paths, known), partial(self._follow, from_start), failed)

    def open_workspace(
        self, path: Path, then: Callable[[DeskWindow], object] | None = None, from_start: bool = True
    ) -> None:
        """Open a workspace, or bring its window to the front; ``then`` gets the window."""
        opened = self._opened.get(path.absolute())
        if opened is not None:
            _raise(opened.window)
            if then is not None and isinstance(opened.window, OrganizerWindow | JudgeWindow):
                then(opened.window)
            return
        failed = partial(self._failed_to_open, path.absolute())
        self.open_made("Opening…", partial(_open, path), then, from_start, failed)

    def open_made(
        self,
        text: str,
        make: Callable[[], AnyDesk],
        then: Callable[[DeskWindow], object] | None = None,
        from_start: bool = True,
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        """Run ``make`` beside the start window, which shows ``text``, and give the desk that it opens a window."""

        def made(desk: AnyDesk) -> None:
            window = self.show_desk(desk, from_start)
            if then is not None:
                then(window)

        self._beside(text, make, made, failed)

    def show_desk(self, desk: AnyDesk, from_start: bool = True) -> DeskWindow:
        """Give an open desk its window; the desk is closed together with it."""
        path = desk.path.absolute()
        record = desk.record
        if isinstance(desk, OrganizerDesk):
            window = OrganizerWindow(desk, partial(self._make_presenter, path))
            if not desk.text_setting("window"):
                resize_within(window, 1280, 800)
        else:
            window = JudgeWindow(desk)
            place_window(window, "judge")
        window.theme_chosen.connect(self._keep_theme)
        window.start_wanted.connect(self.show_start)
        safekeeping.add_actions(window, desk)
        self._opened[path] = _Opened(window, desk, record.event_id, from_start)
        window.installEventFilter(self)
        window.show()
        self.start.hide()
        self.start.home()
        _raise(window)
        if desk.backup_problem:
            Toast.show_in(window, desk.backup_problem, ms=10_000)
        return window

    def _beside(
        self,
        text: str,
        function: Callable[[], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object] | None = None,
    ) -> None:
        self.start.busy(text)

        def finished(value: T) -> None:
            self.start.settle()
            done(value)

        run(self.start, lambda _progress, _cancelled: function(), finished, failed or self._failed)

    def _failed(self, error: Exception) -> None:
        show_failure(self._settled(), error)

    def _failed_to_open(self, path: Path, error: Exception) -> None:
        safekeeping.show_trouble(self._settled(), path, error, partial(self.show_backups, path))

    def _settled(self) -> QWidget:
        """The window over which something is told after work has ended."""
        self.start.settle()
        if not self.start.isVisible() and not self._opened:
            self.show_start()
        return QApplication.activeWindow() or self.start

    def _follow(self, from_start: bool, step: opening.Step) -> None:
        match step:
            case Open(path):
                self.open_workspace(path, from_start=from_start)
            case opening.Plan(file):
                self.make_event(file)
            case Join(file):
                self.join(file)
            case TakeIn(path, file):
                self.open_workspace(path, partial(self._take_in, file), from_start)
            case Offer(path, file, title):
                self._offer(path, file, title)
            case Merge(path, files):
                self.open_workspace(path, partial(_merge, files), from_start)
            case Assist(file):
                self._ask_to_assist(file)

    # Safekeeping

    def show_backups(self, path: Path) -> BackupsDialog:
        """Show the backups of a workspace; one that is restored opens."""
        dialog = BackupsDialog(path, QApplication.activeWindow() or self.start)
        dialog.restored.connect(self._restored)
        dialog.open()
        return dialog

    @Slot(object)
    def _restored(self, restored: Restored) -> None:
        def tell(window: DeskWindow) -> None:
            Toast.show_in(window, str(restored), ms=12_000)

        self.open_workspace(restored.path, tell)

    def verify(self, file: Path) -> None:
        """Check a published result and tell what came of it."""

        def told(found: Verified) -> None:
            safekeeping.show_verified(self._settled(), file.name, found)

        self._beside("Checking the result…", lambda: publishing.verify_bundle(file), told)

    # Joining

    def join(self, file: Path) -> None:
        """Show the page on which a judge joins with an event file."""
        try:
            page = JoinPage(file, workspaces.default_folder(), self.start)
        except Problem as problem:  # the stick was pulled meanwhile
            self._failed(problem)
            return
        page.joined.connect(self._joined)
        self._come_forward()
        self.start.show_page(page, bar=True)

    @Slot(object)
    def _joined(self, desk: JudgeDesk) -> None:
        workspaces.note_opened(desk)
        self.show_desk(desk)

    def _take_in(self, file: Path, window: DeskWindow) -> None:
        if isinstance(window, JudgeWindow):
            window.take_in(file)
            name = window.desk.judge.name
            Toast.show_in(
                window, f"{name} judges here already.", "Join as someone else", partial(self.join, file), ms=10_000
            )

    def _offer(self, workspace: Path, file: Path, title: str) -> None:
        self._come_forward()
        offer_to_judge(self.start, file.name, title, partial(self.join, file), partial(self.open_workspace, workspace))

    def _ask_to_assist(self, file: Path) -> None:
        def make() -> OrganizerDesk:
            desk = assisting.assist(file, workspaces.default_folder())
            workspaces.note_opened(desk)
            return desk

        self._come_forward()
        offer_to_assist(self.start, file.name, partial(self.open_made, "Taking the event over…", make, _tell_next))

    # A new event

    def make_event(self, plan: Path | None = None) -> None:
        """Show the steps of a new event, filled in from a TOML file if one is given."""
        page = NewEventPage(NewEvent(About(day=_today(), zone=system_zone()), zones()))
        page.created.connect(self._create)
        page.left.connect(self.start.home)
        self._come_forward()
        self.start.show_page(page, page.leave)
        if plan is not None:
            page.load(plan)

    @Slot(object)
    def _create(self, plan: Plan) -> None:
        def create() -> OrganizerDesk:
            desk = OrganizerDesk.create(workspaces.default_folder(), plan)
            workspaces.note_opened(desk)
            return desk

        self.open_made("Creating the event…", create)

    # The projector

    def _make_presenter(self, path: Path, parent: QWidget) -> QWidget:
        # Charts are heavy and most of the evening nobody looks at this page.
        from gpumode_judge.ui.presenting_room import presenter_for

        opened = self._opened[path]
        if not isinstance(opened.desk, OrganizerDesk) or not isinstance(opened.window, OrganizerWindow):
            raise TypeError("only organizers have a projector")
        panel = presenter_for(opened.desk, opened.window, parent)
        opened.audiences.append(panel.audience)
        return panel

    # Closing

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            if isinstance(watched, JudgeWindow):
                keep_place(watched, "judge")
            # The window decides about closing only after this.
            QTimer.singleShot(0, self, self._put_away)
        return super().eventFilter(watched, event)

    @Slot()
    def _put_away(self) -> None:
        """Let go of what belongs to windows that were closed."""
        closed = {path: opened for path, opened in self._opened.items() if opened.window.isHidden()}
        for path, opened in closed.items():
            del self._opened[path]
            for audience in opened.audiences:
                audience.close()
                audience.deleteLater()
            opened.window.deleteLater()
            opened.desk.close()
        if not closed or self._opened or self.start.isVisible():
            return
        if any(opened.from_start for opened in closed.values()):
            self.show_start()
        else:
            QApplication.quit()

    @Slot()
    def show_start(self) -> None:
        """Show the start window with the events that were open here."""
        self.refresh_recents()
        self.start.home()
        self._come_forward()

    def _come_forward(self) -> None:
        self.start.show()
        _raise(self.start)

    @Slot()
    def _start_closed(self) -> None:
        if not self._opened:
            QApplication.quit()

    # Recent events and the theme

    def refresh_recents(self) -> None:
        """Read the list of recent events anew."""
        run(self.start, lambda _progress, _cancelled: workspaces.recent(), self._show_recents)

    def _show_recents(self, recent: Sequence[Recent]) -> None:
        rows = [RecentRow(r.path, r.title, r.who, r.role == "judge", r.day, r.opened) for r in recent]
        page = self.start.page
        # While the list was read the keyboard waited on the first choice; a person who moved it keeps it.
        waits = not page.recents.count() and page.judge.hasFocus()
        page.set_recents(rows)
        if self.start.isVisible() and self.start.other is None and (waits or not _inside(page)):
            page.take_focus()

    def _forget(self, path: Path) -> None:
        workspaces.forget(path)
        self.refresh_recents()
        Toast.show_in(self.start, f"“{path.name}” is off the list. The file stays where it is.")

    @Slot(str)
    def _keep_theme(self, choice: str) -> None:
        self.start.keep_theme(choice)


def _open(path: Path) -> AnyDesk:
    desk = workspaces.open_desk(path)
    with suppress(Problem):  # the list of recent events is a convenience
        workspaces.note_opened(desk)
    return desk


def _import(file: Path) -> AnyDesk:
    return _open(import_everything(file, workspaces.default_folder()))


def _tell_next(window: DeskWindow) -> None:
    words = "Now choose Event → File for the first laptop…, and merge that file there."
    Toast.show_in(window, words, ms=12_000)


def _merge(files: tuple[Path, ...], window: DeskWindow) -> None:
    if isinstance(window, OrganizerWindow):
        window.merge_files(files)


def _raise(window: QWidget) -> None:
    if window.isMinimized():
        window.showNormal()
    window.raise_()
    window.activateWindow()


def _inside(page: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and page.isAncestorOf(focused)


def _today() -> str:
    return QDate.currentDate().toString(Qt.DateFormat.ISODate)
