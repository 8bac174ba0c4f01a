"""The demo's two faces: windows in which score files merge as you watch, or pictures of the same evening in a folder."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QBuffer, QByteArray, QEventLoop, QIODevice, QObject, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QImage, QImageWriter
from PySide6.QtWidgets import QApplication, QWidget

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.desk.demo import DemoEvening
from gpumode_judge.desk.merging import MergeReport
from gpumode_judge.event.problem import Problem
from gpumode_judge.system.files import make_folder, replace_file
from gpumode_judge.ui import app as start
from gpumode_judge.ui.shared.theme import apply_theme, load_theme
from gpumode_judge.ui.shared.toast import Toast

if TYPE_CHECKING:  # the first window is seen before these are loaded
    from gpumode_judge.desk.certificates import Certificate
    from gpumode_judge.desk.contest import Packet
    from gpumode_judge.desk.organizing import OrganizerDesk
    from gpumode_judge.ui.organizer.window import OrganizerWindow
    from gpumode_judge.ui.projector.presenter import PresenterPanel
    from gpumode_judge.ui.windows import DeskWindow, Windows

PACE_MS: Final = 2500
_WIDE: Final = (1280, 720)
_HELLO: Final = "A score file arrives every few seconds. Ctrl+1 to 9: pages. F1: keys."
_OVER: Final = "All score files are in. Ctrl+6: standings. Ctrl+P: charts."


def run_demo(folder: Path) -> int:
    """Play the demo in windows, keeping everything in ``folder``; gives the exit code when the last window closes."""
    made: list[DemoEvening] = []

    def make() -> OrganizerDesk:
        made.append(DemoEvening(folder, date.today()))  # noqa: DTZ011  (the day on this laptop's wall)
        return made[0].desk

    def ready(window: DeskWindow, _windows: Windows) -> None:
        _DemoShow(made[0], window)

    return start.run_organizer(make, ready, "Making an evening like CUDA MODE IRL…")


def offer_demo(make_folder: Callable[[], Path]) -> Callable[[Windows], object]:
    """What the start window does when somebody wants the demo; ``make_folder`` gives a new folder for it."""

    def begin(windows: Windows) -> None:
        made: list[DemoEvening] = []

        def make() -> OrganizerDesk:
            made.append(DemoEvening(make_folder(), date.today()))  # noqa: DTZ011
            return made[0].desk

        windows.open_made("Making an evening like CUDA MODE IRL…", make, lambda window: _DemoShow(made[0], window))

    return begin


class _DemoShow(QObject):
    """Lets one score file after the other arrive while the window is open."""

    def __init__(self, evening: DemoEvening, window: QWidget) -> None:
        super().__init__(window)
        from gpumode_judge.ui.organizer.window import OrganizerWindow
        from gpumode_judge.ui.projector.presenter import PresenterPanel

        if not isinstance(window, OrganizerWindow):
            raise TypeError("the demo is the organizers'")
        self._evening = evening
        self._window = window
        self._timer = QTimer(self)
        self._timer.setInterval(PACE_MS)
        self._timer.timeout.connect(self._next)
        window.destroyed.connect(evening.close)
        window.go("projector")
        panel = window.findChild(PresenterPanel)
        if panel is not None:
            panel.show_state.choose(Scene.LIVE)
            # After the windows were shown and the desktop has placed them.
            QTimer.singleShot(300, window, partial(_show_audience, panel, window))
        Toast.show_in(window, _HELLO, ms=12_000)
        self._timer.start()

    @Slot()
    def _next(self) -> None:
        if not self._window.session.busy:
            self._window.session.do(self._evening.step, self._merged)

    def _merged(self, report: MergeReport | None) -> None:
        if report is None:
            self._timer.stop()
            Toast.show_in(self._window, _OVER, ms=20_000)


def _show_audience(panel: PresenterPanel, window: QWidget) -> None:
    """Put the board on the second display; with only one, beside the window as far as there is room."""
    from gpumode_judge.ui.projector import displays

    among = displays.screens()
    if not among:
        return
    screen = displays.likely(among) or among[0]
    panel.audience.start(screen, covering=len(among) > 1)
    if len(among) == 1:
        room = screen.availableGeometry()
        window.move(room.topLeft())
        width = room.width() * 9 // 16
        there = QRect(0, 0, width, width * 9 // 16)
        there.moveBottomRight(room.bottomRight())
        panel.audience.setGeometry(there)
        panel.audience.raise_()


def demo_pictures(folder: Path, tell: Callable[[str], None]) -> None:
    """Play the demo without a display: pictures of board and desks at several moments, standings and workspaces in ``folder``."""
    app = _offscreen()
    pictures = make_folder(folder / "pictures")
    evening = DemoEvening(folder, date.today(), tell)  # noqa: DTZ011
    try:
        boards = _Boards(evening, pictures)
        boards.paint("1-welcome", Scene.WELCOME)
        moments = {12: "2-early", 30: "3-half-time", 45: "4-late"}
        done = 0
        while evening.step() is not None:
            done += 1
            if done % 12 == 0:
                tell(f"{done} score files merged …")
            if done in moments:
                boards.paint(f"{moments[done]}-progress", Scene.PROGRESS)
                boards.paint(f"{moments[done]}-live", Scene.LIVE)
            if done == 30:
                _paint_judge(app, evening, pictures)
        boards.paint("5-end-live", Scene.LIVE, pages=2)
        boards.paint("5-end-charts", Scene.CHARTS, pages=3)
        tell("Painting the desks …")
        _paint_organizer(app, evening, pictures)
        _write_standings(evening, folder)
    finally:
        evening.close()
    evening.tidy()


def paint_board(
    board: Board, width: int, height: int, path: Path, pictures: Callable[[str], bytes | None] | None = None
) -> None:
    """Paint a board into a PNG file, with the logos and photos that ``pictures`` gives by name.

    What the disk refuses raises :class:`Problem`.
    """
    from gpumode_judge.ui.projector.pictures import EventPictures
    from gpumode_judge.ui.projector.render import render_board

    _offscreen()
    known = EventPictures(pictures) if pictures else None
    _write_png(render_board(board, width, height, pictures=known), path)


def print_contest(packet: Packet, path: Path) -> None:
    """Print the page of a team that contests its rank into a PDF file; what the disk refuses raises :class:`Problem`."""
    from gpumode_judge.ui.organizer.contest_pdf import save_contest

    _offscreen()
    save_contest(path, packet)


def print_certificate(certificate: Certificate, template: bytes, path: Path, letter: bool | None) -> None:
    """Print a certificate by a checked template into a new PDF file; what the disk refuses raises :class:`Problem`."""
    from gpumode_judge.ui.projector.certificates_pdf import save_certificate

    _offscreen()
    save_certificate(path, certificate, template, letter)


def _write_png(image: QImage, path: Path) -> None:
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise Problem(f"The picture “{path.name}” could not be made; try a smaller size.")
    replace_file(path, bytes(data.data()))


class _Boards:
    def __init__(self, evening: DemoEvening, folder: Path) -> None:
        from gpumode_judge.desk.presenting import Presenting

        self._presenting = Presenting(evening.desk)
        self._folder = folder

    def paint(self, name: str, scene: Scene, pages: int = 1) -> None:
        board = self._presenting.board(scene)
        for page in range(min(pages, board.pages)):
            number = f"-{page + 1}" if pages > 1 else ""
            paint_board(board.turned(page), 1920, 1080, self._folder / f"board-{name}{number}.png")


def _paint_judge(app: QApplication, evening: DemoEvening, folder: Path) -> None:
    from gpumode_judge.ui.judge.window import JudgeWindow

    laptop = evening.laptops[0]
    card = next(card for card in laptop.cards() if not card.recorded)
    for criterion in card.criteria[:3]:
        laptop.mark(card.submission.id, criterion.key, criterion.scale.levels[-2])
    laptop.note(card.submission.id, card.criteria[1].key, "Clear profile, warm caches excluded. Ask about batch 1.")
    laptop.remember("open card", card.submission.id)
    window = JudgeWindow(laptop)
    _grab(app, window, folder, "desk-judge", lambda: True)
    window.hide()  # closing it would close its desk, and the evening goes on
    window.deleteLater()


def _paint_organizer(app: QApplication, evening: DemoEvening, folder: Path) -> None:
    from gpumode_judge.desk.presenting import Presenting
    from gpumode_judge.ui.organizer.window import OrganizerWindow
    from gpumode_judge.ui.projector.presenter import PresenterPanel
    from gpumode_judge.ui.projector.stage_desk import StageDesk

    presenting = Presenting(evening.desk)
    window = OrganizerWindow(
        evening.desk,
        lambda parent: PresenterPanel(presenting, stage=StageDesk(evening.desk, presenting), parent=parent),
    )
    for place in (
        "overview",
        "submissions",
        "judges",
        "rubric",
        "merge",
        "standings",
        "fairness",
        "decide",
        "prizes",
        "lock",
        "projector",
    ):
        window.go(place)
        if (panel := window.findChild(PresenterPanel)) is not None:
            panel.show_state.choose(Scene.LIVE)
        _grab(app, window, folder, f"desk-organizer-{place}", partial(_at_rest, window, place))
    window.hide()  # closing it would close its desk, and the evening goes on
    window.deleteLater()


def _at_rest(window: OrganizerWindow, place: str) -> bool:
    """Whether a page shows all that it works out beside the window."""
    return not window.session.busy and not getattr(getattr(window, place), "working", False)


def _grab(app: QApplication, window: QWidget, folder: Path, name: str, ready: Callable[[], bool]) -> None:
    window.setAttribute(Qt.WidgetAttribute.WA_DontShowOnScreen)
    for theme in ("light", "dark"):
        apply_theme(app, load_theme(theme))
        window.resize(*_WIDE)
        window.show()
        _settle(ready)
        _write_png(window.grab().toImage(), folder / f"{name}-{theme}.png")


def _settle(ready: Callable[[], bool]) -> None:
    """Let what was begun beside the window come to its end, and animations to rest."""
    loop = QEventLoop()
    timer = QTimer()
    timer.setInterval(50)
    calm = 0

    def look() -> None:
        nonlocal calm
        calm = calm + 1 if ready() else 0
        if calm > 8:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    QTimer.singleShot(10_000, loop.quit)
    loop.exec()


def _write_standings(evening: DemoEvening, folder: Path) -> None:
    from gpumode_judge.desk import reporting, showing

    for suffix in ("csv", "xlsx"):
        reporting.write_standings(evening.desk, folder / f"standings.{suffix}")
    shown = json.dumps(showing.show_standings(evening.desk), ensure_ascii=False, indent=1)
    replace_file(folder / "standings.json", shown.encode())


def _offscreen() -> QApplication:
    """An application that paints without a display; an error in it ends the command like any other."""
    running = QApplication.instance()
    if isinstance(running, QApplication):
        return running
    os.environ["QT_QPA_PLATFORM"] = "offscreen"
    app = QApplication(sys.argv[:1])
    apply_theme(app, load_theme("light"))
    return app
