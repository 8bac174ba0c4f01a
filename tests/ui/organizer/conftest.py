"""An event of a small evening, and the organizers' window over it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from gpumode_judge.desk.desk import new_id
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Event, Mode, Prize, Track
from gpumode_judge.event.people import Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ui.organizer.page import Page
from gpumode_judge.ui.organizer.session import Session


def make_desk(
    folder: Path, teams: int = 4, judges: tuple[str, ...] = ("Ada", "Bob"), mode: Mode = Mode.LIVE
) -> OrganizerDesk:
    plan = Plan(
        event=Event(title="Kernel Night", zone="UTC", mode=mode),
        rubric=Rubric(
            name="Ours", criteria=(Criterion(key="depth", name="Depth"), Criterion(key="speed", name="Speed"))
        ),
        rules=Rules(method="mean", weights={"depth": Decimal(70), "speed": Decimal(30)}),
        tracks=(Track(id="t1", name="Kernels"),),
        prizes=(Prize(id="p1", name="Golden Warp", place=1), Prize(id="p2", name="Silver Warp", place=2)),
        judges=tuple(Judge(id=new_id(), name=name) for name in judges),
    )
    desk = OrganizerDesk.create(folder, plan)
    desk.put([Submission(id=f"s{n}", title=f"Team {n}", team=f"Crew {n}", table=str(n)) for n in range(1, teams + 1)])
    return desk


@dataclass
class Evening:
    """A desk with what tests ask of it."""

    desk: OrganizerDesk
    folder: Path
    laptops: list[JudgeDesk] = field(default_factory=list)

    def judge_id(self, name: str) -> str:
        return next(judge.id for judge in self.desk.record.judges.values() if judge.name == name)

    def score_file(self, name: str, marks: dict[str, tuple[int, int]], ticket: bool = True, lap: str = "") -> Path:
        """A judge's laptop marks submissions and hands in; gives the file."""
        home = self.folder / f"{name}{lap}"
        home.mkdir(exist_ok=True)
        judge = self.judge_id(name)
        laptop = JudgeDesk.join(
            self.desk.export_event(self.folder), judge, self.desk.tickets[judge] if ticket else "", home
        )
        self.laptops.append(laptop)
        for submission, (depth, speed) in marks.items():
            laptop.mark(submission, "depth", Decimal(depth))
            laptop.mark(submission, "speed", Decimal(speed))
            laptop.note(submission, "", f"seen by {name}")
            laptop.record_ballot(submission)
        return laptop.hand_in(home).path


@pytest.fixture
def evening(tmp_path: Path, home: Path) -> Iterator[Evening]:
    made = Evening(make_desk(tmp_path), tmp_path)
    yield made
    for laptop in made.laptops:
        laptop.close()
    made.desk.close()


@pytest.fixture
def opened(qtbot, themed) -> Callable:
    """Opens a window over a desk and waits for its first view."""
    from gpumode_judge.ui.organizer.window import OrganizerWindow

    def open_window(desk: OrganizerDesk, **options):
        window = OrganizerWindow(desk, **options)
        qtbot.addWidget(window)
        window.resize(1280, 720)
        window.show()
        rest(qtbot, window)
        return window

    return open_window


@pytest.fixture
def window(opened, evening):
    return opened(evening.desk)


def rest(qtbot, window) -> None:
    """Wait until nothing is under way and the newest view is shown."""
    qtbot.waitUntil(lambda: window.session.view is not None and not window.session.busy, timeout=20_000)


@pytest.fixture
def settled(qtbot):
    return lambda window: rest(qtbot, window)


@pytest.fixture
def alone(qtbot, themed, evening):
    """Makes a page over the desk without the window around it: gives what shows it, and with ``rest`` waits for it."""

    def make(kind: type[Page], width: int) -> Callable[[], Page]:
        host = QWidget()
        qtbot.addWidget(host)
        session = Session(evening.desk, host)
        page = kind(session)
        QVBoxLayout(host).addWidget(page)
        session.fresh.connect(page.show_view)
        host.resize(width, 720)

        def wait() -> None:
            qtbot.waitUntil(
                lambda: session.view is not None and not session.busy and not page.working, timeout=20_000
            )  # fmt: skip

        def show() -> Page:
            host.show()
            host.activateWindow()
            qtbot.waitUntil(lambda: QApplication.activeWindow() is host)
            session.refresh()
            wait()
            return page

        show.rest = wait
        return show

    return make


@pytest.fixture
def press(qtbot):
    """Press Ctrl and a key, and wait until the button that answers to it is clicked (Qt animates it first)."""

    def press_key(window, key, button) -> None:
        with qtbot.waitSignal(button.clicked):
            qtbot.keyClick(window, key, Qt.KeyboardModifier.ControlModifier)

    return press_key
