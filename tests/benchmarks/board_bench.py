"""The projector's board in motion against a full-screen blit of the same size, in one run.

    python tests/benchmarks/board_bench.py

Times are medians of one frame, painted by the CPU. Limits are ratios, so that they mean the same on every machine.
"""

import os
import random
import statistics
import sys
from dataclasses import replace
from pathlib import Path
from time import get_clock_info, perf_counter, thread_time

if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).parents[2]))

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPixmap, QRegion
from PySide6.QtWidgets import QApplication, QWidget

from gpumode_judge.ceremony.board import Board, BoardRow, Scene
from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.plots import SharesPlot
from gpumode_judge.ui.shared.theme import load_theme

# Painting is work for one thread. Its own time leaves out what other programs do meanwhile, where it is fine enough.
clock = thread_time if get_clock_info("thread_time").resolution <= 1e-6 else perf_counter
FRAMES = 600
TEAMS = 50
SIZES = ((1920, 1080), (3840, 2160))


class Recorded(BoardCanvas):
    """Keeps the regions that are asked for, so that a frame can be painted by hand and timed alone."""

    def __init__(self) -> None:
        super().__init__()
        self.dirty = QRegion()

    def update(self, *what) -> None:
        rect = what[0] if what else self.rect()
        self.dirty += QRegion(rect)


def board(order: list[int], scores: list[float]) -> Board:
    rows = tuple(
        BoardRow(
            key=f"t{team}",
            rank=place + 1,
            name=f"Persistent kernels for team {team}",
            team="Ada, Grace, Katherine",
            score=f"{scores[team]:.1f}",
            fraction=scores[team] / 100,
            segments=tuple(scores[team] / 100 * part for part in (0.4, 0.3, 0.2, 0.1)),
            visits=4,
        )
        for place, team in enumerate(order)
    )
    legend = ("Performance", "Originality", "Open-source impact", "Demo")
    return Board(scene=Scene.LIVE, title="Benchmark", as_of="from 12 score files, 21:40", legend=legend, rows=rows)


def settled(canvas: BoardCanvas, target: QImage) -> None:
    while not canvas.still:
        canvas.advance(0.1)
    canvas.render(target)


def frames(canvas: Recorded, target: QImage, count: int) -> list[float]:
    """Milliseconds of each of ``count`` frames: advance, and paint what changed."""
    times: list[float] = []
    for _ in range(count):
        if canvas.still:
            break
        canvas.dirty = QRegion()
        started = clock()
        canvas.advance(1 / 60)
        region = canvas.dirty
        painter = QPainter(target)
        canvas.render(painter, region.boundingRect().topLeft(), region, QWidget.RenderFlag(0))
        painter.end()
        times.append((clock() - started) * 1000)
    return times


def all_moving(canvas: Recorded, target: QImage) -> list[float]:
    dice = random.Random(1)
    order, scores = list(range(TEAMS)), [90 - team for team in range(TEAMS)]
    canvas.show_board(board(order, scores), animate=False)
    settled(canvas, target)
    times: list[float] = []
    while len(times) < FRAMES:
        dice.shuffle(order)
        scores = [dice.uniform(20, 95) for _ in scores]
        canvas.show_board(board(order, scores))
        canvas.render(target)
        # The first frame makes the pixmaps of changed rows; after that they only move.
        times += frames(canvas, target, 30)
    return times


def two_swapping(canvas: Recorded, target: QImage) -> list[float]:
    order, scores = list(range(TEAMS)), [90.0 - team for team in range(TEAMS)]
    canvas.show_board(board(order, scores), animate=False)
    settled(canvas, target)
    times: list[float] = []
    for _ in range(4):
        order[6], order[7] = order[7], order[6]
        canvas.show_board(replace(board(order, scores)))
        canvas.render(target)
        times += frames(canvas, target, 60)
    return times


def blits(width: int, height: int, target: QImage) -> list[float]:
    class Blit(QWidget):
        def paintEvent(self, event) -> None:  # noqa: N802 - Qt's name
            painter = QPainter(self)
            painter.drawPixmap(0, 0, pixmap)
            painter.end()

    pixmap = QPixmap(width, height)
    pixmap.fill(0x123456)
    widget = Blit()
    widget.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
    widget.resize(width, height)
    times: list[float] = []
    for _ in range(FRAMES):
        started = clock()
        painter = QPainter(target)
        widget.render(painter, QPoint(), QRegion(QRect(0, 0, width, height)), QWidget.RenderFlag(0))
        painter.end()
        times.append((clock() - started) * 1000)
    return times


def charts(app: QApplication) -> list[tuple[str, float, str, float, float]]:
    """A chart of 50 bars in four shares against the same plot without a bar."""
    full = board(list(range(TEAMS)), [90.0 - team for team in range(TEAMS)])
    told: list[float] = []
    bare = tuple(replace(row, segments=()) for row in full.rows)
    for shown in (replace(full, rows=bare), full):
        plot = SharesPlot(load_theme("projector"), None)
        plot.resize(1240, 760)
        plot.show_board(shown, 1080)
        plot.show()
        app.processEvents()
        target = QImage(plot.size(), QImage.Format.Format_RGB32)
        times: list[float] = []
        for _ in range(60):
            started = clock()
            painter = QPainter(target)
            plot.render(painter)
            painter.end()
            times.append((clock() - started) * 1000)
        told.append(statistics.median(times))
    empty, bars = told
    return [("1080p empty plot", empty, "ms", 1.0, 1.0), ("1080p chart of 50 bars", bars, "× plot", bars / empty, 2.0)]


def p99(times: list[float]) -> float:
    return statistics.quantiles(times, n=100)[98]


def measure() -> list[tuple[str, float, str, float, float]]:
    """Rows of name, milliseconds, unit of the ratio, ratio and its limit."""
    app = QApplication.instance() or QApplication([])
    rows: list[tuple[str, float, str, float, float]] = []
    for width, height in SIZES:
        target = QImage(width, height, QImage.Format.Format_RGB32)
        canvas = Recorded()
        canvas.resize(width, height)
        canvas.setVisible(True)
        app.processEvents()
        # Blits before and after: a machine that gets busy meanwhile does not make the ratio better or worse.
        blit = blits(width, height, target)
        moving = all_moving(canvas, target)
        swap = two_swapping(canvas, target)
        blit += blits(width, height, target)
        base, most = statistics.median(blit), 8.0 if height == 1080 else 16.0
        name = f"{height}p"
        rows += [
            (f"{name} full-screen blit", base, "ms", 1.0, 1.0),
            (
                f"{name} all rows moving, scores counting",
                statistics.median(moving),
                "× blit",
                statistics.median(moving) / base,
                3.0,
            ),
            (f"{name} the same, p99", p99(moving), "× blit", p99(moving) / base, 5.0),
            (f"{name} the same, p99 in ms", p99(moving), "ms", p99(moving), most),
            (f"{name} two rows swapping", statistics.median(swap), "× blit", statistics.median(swap) / base, 0.3),
        ]
        canvas.hide()
    return rows + charts(app)


def main() -> int:
    """Print the table; 1 when a limit is broken."""
    rows = measure()
    lines = [f"{'board':<44}{'figure':>12}{'ratio':>9}{'limit':>9}"]
    for name, figure, _unit, ratio, limit in rows:
        verdict = "" if ratio <= limit else "  over"
        lines.append(f"{name:<44}{figure:>9.2f} ms{ratio:>9.2f}{limit:>9.2f}{verdict}")
    sys.stdout.write("\n".join(lines) + "\n")
    return int(any(ratio > limit for *_, ratio, limit in rows))


if __name__ == "__main__":
    raise SystemExit(main())
