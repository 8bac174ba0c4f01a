"""The organizers' window: the places, the menu, and what may be dropped on it."""

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Final

from PySide6.QtCore import QByteArray, Signal, Slot
from PySide6.QtGui import QAction, QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QHBoxLayout, QMainWindow, QStackedWidget, QWidget
from typing_extensions import override

from gpumode_judge.desk.importing import What
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.planning import plan_to_toml
from gpumode_judge.event.event import Mode
from gpumode_judge.event.text import slug
from gpumode_judge.system.files import replace_file
from gpumode_judge.ui.organizer.decide_page import DecidePage
from gpumode_judge.ui.organizer.fairness_page import FairnessPage
from gpumode_judge.ui.organizer.import_sheet import SUFFIXES, ImportSheet
from gpumode_judge.ui.organizer.judges_page import JudgesPage
from gpumode_judge.ui.organizer.keys import SECTIONS
from gpumode_judge.ui.organizer.lock_page import LockPage
from gpumode_judge.ui.organizer.lock_words import open_lock
from gpumode_judge.ui.organizer.menus import Menus
from gpumode_judge.ui.organizer.merge_page import MergePage
from gpumode_judge.ui.organizer.merge_wants import wants
from gpumode_judge.ui.organizer.overview_page import OverviewPage
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.prizes_page import PrizesPage
from gpumode_judge.ui.organizer.rubric_page import RubricPage
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.standings_page import StandingsPage
from gpumode_judge.ui.organizer.submissions_page import SubmissionsPage
from gpumode_judge.ui.organizer.view import View
from gpumode_judge.ui.organizer.why_page import WhyPage
from gpumode_judge.ui.shared.drop import local_paths
from gpumode_judge.ui.shared.empty import EmptyState
from gpumode_judge.ui.shared.guide import GuideDialog
from gpumode_judge.ui.shared.icons import app_icon
from gpumode_judge.ui.shared.keys import show_keys
from gpumode_judge.ui.shared.menus import on
from gpumode_judge.ui.shared.pill import StatusPill
from gpumode_judge.ui.shared.sidebar import Place, Sidebar
from gpumode_judge.ui.shared.theme import follow_system
from gpumode_judge.ui.shared.toast import Toast
from gpumode_judge.ui.shared.tokens import GRID
from gpumode_judge.ui.shared.work import drop_work

PLACES: Final = (
    Place("overview", "Overview", "overview"),
    Place("submissions", "Submissions", "submission"),
    Place("judges", "Judges", "judge"),
    Place("rubric", "Rubric and prizes", "rubric"),
    Place("merge", "Merge", "merge"),
    Place("standings", "Standings", "standings"),
    Place("fairness", "Fairness", "weight"),
    Place("decide", "Decide", "people"),
    Place("prizes", "Prizes", "prize"),
    Place("lock", "Lock", "lock", "Ctrl+L"),
    Place("projector", "Projector", "projector", "Ctrl+P"),
)


class OrganizerWindow(QMainWindow):
    """One event of the organizers.

    ``projector_page`` makes the presenter's panel; ``changed`` is told after each new view, ``closed`` when the window
    closes, ``theme_chosen`` when a person picks a theme, and ``start_wanted`` when one wants the start window. Closing
    the window does not close the desk.
    """

    changed = Signal()
    closed = Signal()
    theme_chosen = Signal(str)
    start_wanted = Signal()

    def __init__(self, desk: OrganizerDesk, projector_page: Callable[[QWidget], QWidget] | None = None) -> None:
        super().__init__()
        self.desk = desk
        self.session = Session(desk, self)
        self.setWindowIcon(app_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(960, 600)
        self.resize(1280, 800)
        self.sidebar = Sidebar(PLACES, "Event")
        self._rehearsal = QWidget()
        mark = QHBoxLayout(self._rehearsal)
        mark.setContentsMargins(12, 0, 0, GRID)
        pill = StatusPill("warning", "Rehearsal")
        pill.setToolTip("For practice: nothing here counts.")
        mark.addWidget(pill)
        mark.addStretch(1)
        self._rehearsal.hide()
        self.sidebar.body.insertWidget(1, self._rehearsal)
        self._projector_page = projector_page
        self._stack = QStackedWidget()
        self._pages: dict[str, QWidget] = {}
        self._stale: set[str] = set()
        self._shown = "overview"
        middle = QWidget()
        middle.setObjectName("page")
        row = QHBoxLayout(middle)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self._stack, 1)
        self.setCentralWidget(middle)
        self.menus = Menus(self, PLACES)
        geometry = self.desk.text_setting("window")
        if geometry:
            self.restoreGeometry(QByteArray.fromHex(geometry.encode()))
        self._page("overview")

        on(self.menus.write, self._write)
        on(self.menus.save_plan, self.export_toml)
        on(self.menus.merge, self._choose_files)
        on(self.menus.start, self._want_start)
        on(self.menus.close, self.close)
        on(self.menus.keys, self.show_keys)
        on(self.menus.guide, self.show_guide)
        self.menus.places.triggered.connect(self._go_by_action)
        self.menus.themes.triggered.connect(self._choose_theme)
        self.sidebar.chosen.connect(self._go)
        self.session.fresh.connect(self._show_view)
        self.session.going.connect(self.go)
        self.session.refresh()

    @cached_property
    def overview(self) -> OverviewPage:
        """The first page."""
        return OverviewPage(self.session)

    @cached_property
    def submissions(self) -> SubmissionsPage:
        """The page of submissions."""
        return SubmissionsPage(self.session)

    @cached_property
    def judges(self) -> JudgesPage:
        """The page of judges."""
        return JudgesPage(self.session)

    @cached_property
    def rubric(self) -> RubricPage:
        """The page of rubric, prizes and tracks."""
        return RubricPage(self.session)

    @cached_property
    def merge(self) -> MergePage:
        """The page where files come in."""
        return MergePage(self.session)

    @cached_property
    def standings(self) -> StandingsPage:
        """The page of standings."""
        page = StandingsPage(self.session)
        page.why_wanted.connect(self.show_why)
        return page

    @cached_property
    def why(self) -> WhyPage:
        """The page that tells why one submission has its rank. It belongs to the standings."""
        page = WhyPage(self.session)
        page.back_wanted.connect(self._back_to_standings)
        page.going.connect(self.go)
        return page

    @cached_property
    def fairness(self) -> FairnessPage:
        """The page on how the judging goes: judges, the event, the next best visits."""
        page = FairnessPage(self.session)
        page.going.connect(self.go)
        page.why_wanted.connect(self.show_why)
        return page

    @cached_property
    def decide(self) -> DecidePage:
        """The page for those who deliberate."""
        page = DecidePage(self.session)
        page.going.connect(self.go)
        page.why_wanted.connect(self.show_why)
        return page

    @cached_property
    def prizes(self) -> PrizesPage:
        """The page that tells who wins what, and why."""
        page = PrizesPage(self.session)
        page.going.connect(self.go)
        page.why_wanted.connect(self.show_why)
        return page

    @cached_property
    def lock(self) -> LockPage:
        """The page where scores are locked and the result is published."""
        return LockPage(self.session)

    @cached_property
    def projector(self) -> QWidget:
        """The presenter's panel."""
        if self._projector_page is not None:
            return self._projector_page(self)
        return EmptyState("projector", "No projector here", "This window was opened without the presenter’s panel.")

    def _page(self, key: str) -> QWidget:
        """A page, made when it is first wanted: that is when its widgets cost time."""
        if key not in self._pages:
            page: QWidget = getattr(self, key)
            self._pages[key] = page
            self._stack.addWidget(page)
            self._stale.add(key)
        return self._pages[key]

    @Slot()
    def refresh(self) -> None:
        """Show what holds now; call it after something else than this window changed the event."""
        self.session.refresh()

    @Slot(str)
    def go(self, place: str) -> None:
        """Go to a page, or to a part of one such as ``laptops`` or ``import submissions``."""
        match place:
            case "laptops":
                self.sidebar.choose("judges")
                self.judges.show_laptops()
            case "silent":
                self.sidebar.choose("judges")
                self.judges.show_silent()
            case "behind":
                self.sidebar.choose("judges")
                self.judges.show_behind()
            case "conflicts":
                self.sidebar.choose("merge")
                self.merge.show_conflicts()
            case "waiting":
                self.sidebar.choose("merge")
                self.merge.show_waiting()
            case "unvisited":
                self.sidebar.choose("submissions")
                self.submissions.show_unvisited()
            case "import submissions":
                self.sidebar.choose("submissions")
                self.submissions.import_table()
            case _:
                self.sidebar.choose(place)

    @Slot(str)
    def show_why(self, submission: str) -> None:
        """Tell why a submission has its rank."""
        self.sidebar.choose("standings")
        self._go("why")
        self.why.show_team(submission)

    @Slot()
    def _back_to_standings(self) -> None:
        self._go("standings")

    def merge_files(self, paths: tuple[Path, ...]) -> None:
        """Merge files and the files in folders, and show what came of it."""
        self.sidebar.choose("merge")
        self.merge.merge(paths)

    def import_table(self, path: Path) -> None:
        """Show what a table would bring: judges on their page, submissions on any other."""
        judges = self.sidebar.current() == "judges"
        self.sidebar.choose("judges" if judges else "submissions")
        sheet = ImportSheet(self.session, What.JUDGES if judges else What.SUBMISSIONS, self)
        sheet.open()
        sheet.read(path)

    @override
    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if local_paths(event.mimeData(), (".gmj", *SUFFIXES), folders=True):
            event.acceptProposedAction()

    @override
    def dropEvent(self, event: QDropEvent) -> None:
        paths = local_paths(event.mimeData(), (".gmj",), folders=True)
        tables = local_paths(event.mimeData(), SUFFIXES)
        if paths:
            event.acceptProposedAction()
            self.merge_files(paths)
        elif tables:
            event.acceptProposedAction()
            self.import_table(tables[0])

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        for page in self._pages.values():
            if isinstance(page, Page):
                page.leave()
        drop_work(self)
        geometry = bytes(self.saveGeometry().toHex().data()).decode()
        self.desk.remember("window", geometry)
        super().closeEvent(event)
        self.closed.emit()

    @Slot()
    def _write(self) -> None:
        self.go("overview")
        self.overview.write_event_file()

    @Slot()
    def show_keys(self) -> None:
        """Show every key of this window."""
        show_keys(self, "Keys", SECTIONS)

    @Slot()
    def _want_start(self) -> None:
        self.start_wanted.emit()

    @Slot()
    def show_guide(self) -> None:
        """Show the guide at the page for where one is."""
        GuideDialog("projector" if self.sidebar.current() == "projector" else "organizer", self).open()

    @Slot()
    def export_toml(self) -> None:
        """Ask for a file and write the plan of the event into it."""
        view = self.session.view
        name = f"{slug(view.record.event.title if view else '', 'event')}.toml"
        chosen, _ = QFileDialog.getSaveFileName(self, "Save the plan", name, "TOML (*.toml)")
        if chosen:
            path = Path(chosen) if Path(chosen).suffix else Path(f"{chosen}.toml")
            desk = self.desk
            self.session.do(lambda: replace_file(path, plan_to_toml(desk.plan).encode()), self._saved_toml)

    def _saved_toml(self, path: Path) -> None:
        Toast.show_in(self, f"“{path.name}” is saved.")

    @Slot()
    def _choose_files(self) -> None:
        chosen, _ = QFileDialog.getOpenFileNames(self, "Score files to merge", "", "Score files (*.gmj)")
        if chosen:
            self.merge_files(tuple(Path(name) for name in chosen))

    @Slot(QAction)
    def _go_by_action(self, action: QAction) -> None:
        self.go(str(action.data()))

    @Slot(QAction)
    def _choose_theme(self, action: QAction) -> None:
        app = QApplication.instance()
        choice = action.data()
        if isinstance(app, QApplication):
            follow_system(app, choice)
            self.theme_chosen.emit(choice)

    @Slot(str)
    def _go(self, key: str) -> None:
        before = self._stack.currentWidget()
        if isinstance(before, Page):
            before.leave()
        page = self._page(key)
        self._shown = key
        self._stack.setCurrentWidget(page)
        if key in self._stale and self.session.view is not None and isinstance(page, Page):
            self._stale.discard(key)
            page.show_view(self.session.view)

    def _show_view(self, view: View) -> None:
        event, look = view.record.event, view.overview
        rehearsal = event.mode is Mode.REHEARSAL
        self.sidebar.title.setText(event.title)
        self._rehearsal.setVisible(rehearsal)
        self.setWindowTitle(f"{event.title} – rehearsal" if rehearsal else event.title)
        self.sidebar.set_badge("submissions", str(len(look.submissions)) if look.submissions else "")
        waiting = len(view.record.pending)
        judges = len(look.judges)
        self.sidebar.set_badge("judges", str(waiting or judges or ""), "warn" if waiting else "plain")
        wanted, told = wants(view, self.desk.can_speak)
        self.sidebar.set_badge("merge", str(wanted or ""), "bad" if look.conflicts else "warn", told)
        waiting_lock = open_lock(view.record) is not None
        self.sidebar.set_badge(
            "lock", "to sign" if waiting_lock else "locked" if view.record.lock is not None else "",
            "warn" if waiting_lock else "plain",
        )  # fmt: skip
        self._stale = {key for key, page in self._pages.items() if isinstance(page, Page)}
        page = self._stack.currentWidget()
        if isinstance(page, Page):
            self._stale.discard(self._shown)
            page.show_view(view)
        self.changed.emit()
