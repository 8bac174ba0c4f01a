"""The emcee's script on paper: big print, a new page for each part, from the same result as the pictures."""

from collections.abc import Sequence
from itertools import groupby
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale, QMarginsF, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPageLayout, QPageSize, QPainter, QPdfWriter

from gpumode_judge.ceremony.forecast import forecast, length_text
from gpumode_judge.ceremony.script import Step
from gpumode_judge.desk.ceremony import Show
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.system.files import replace_file
from gpumode_judge.ui.shared.fonts import font, load_fonts

_DPI: Final = 300
_NOTE: Final = 22
_WRAP: Final = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)
_ENDLESS: Final = 1_000_000


def save_script(path: Path, show: Show, letter: bool | None = None) -> Path:
    """Write the script as a PDF, on A4 or ``letter`` paper (as the country has it, if not said). A file that is there is replaced.

    Needs a ``QGuiApplication``.

    Raises:
        Problem: the file cannot be written there.
    """
    load_fonts()
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"Script – {show.snapshot.title}")
    writer.setCreator("GPU MODE Judge")
    writer.setResolution(_DPI)
    size = QPageSize.PageSizeId.Letter if (_letter_here() if letter is None else letter) else QPageSize.PageSizeId.A4
    writer.setPageLayout(
        QPageLayout(
            QPageSize(size), QPageLayout.Orientation.Portrait, QMarginsF(15, 13, 15, 12), QPageLayout.Unit.Millimeter
        )
    )
    painter = QPainter()
    if not painter.begin(writer):
        raise Problem(f"“{path.name}” could not be printed; try again.")
    _Paper(writer, painter, show).print_steps(show.steps)
    painter.end()
    buffer.close()
    return replace_file(path, bytes(data.data()))


def origin_of(show: Show) -> str:
    """What the script is of: made-up results, or those that were taken, for an event that may itself be a rehearsal."""
    if show.rehearsal:
        return "Rehearsal, made-up results"
    at = show.snapshot.at
    return f"Rehearsal event, result taken {at}" if show.snapshot.rehearsal else f"Result taken {at}"


class _Paper:
    """Prints from the top of a page to its foot."""

    def __init__(self, writer: QPdfWriter, painter: QPainter, show: Show) -> None:
        self._writer = writer
        self._painter = painter
        self._title = clean_line(show.snapshot.title, 200)
        self._origin = origin_of(show)
        self._page = 0
        self._y = 0
        self._foot = self._dots(10)
        self._gutter = self._dots(18)

    def print_steps(self, steps: Sequence[Step]) -> None:
        """Everything, part by part."""
        number = 0
        for part, group in groupby(steps, key=lambda step: step.part):
            told = list(group)
            self._begin_page()
            self._words(part, 0, 26, QFont.Weight.Bold)
            self._words(
                f"{self._title}  ·  {_numbers(number + 1, len(told))} of {len(steps)}  ·  "
                f"{length_text(forecast(told))}",
                0, 11, soft=True,
            )  # fmt: skip
            self._y += self._dots(6)
            for step in told:
                number += 1
                self._step(number, step, part)

    def _step(self, number: int, step: Step, part: str) -> None:
        needed = self._height(step.title, 13, QFont.Weight.DemiBold) + self._height(step.note, _NOTE) + self._dots(5)
        if self._y + needed > self._writer.height() - self._foot and self._y > self._dots(25):
            self._begin_page()
            self._words(f"{part}, continued", 0, 13, QFont.Weight.DemiBold, soft=True)
            self._y += self._dots(3)
        top = self._y
        self._at(QRect(0, top, self._gutter, self._dots(10)), str(number), _NOTE, QFont.Weight.Bold)
        self._words(step.title, self._gutter, 13, QFont.Weight.DemiBold, soft=True)
        self._words(step.note, self._gutter, _NOTE)
        self._y += self._dots(5)

    def _begin_page(self) -> None:
        if self._page:
            self._writer.newPage()
        self._page += 1
        self._y = 0
        foot = QRect(0, self._writer.height() - self._dots(6), self._writer.width(), self._dots(6))
        self._at(foot, f"Page {self._page}  ·  {self._origin}  ·  Not for the audience", 9, soft=True)

    def _words(
        self, text: str, x: int, points: int, weight: QFont.Weight = QFont.Weight.Normal, *, soft: bool = False
    ) -> None:
        """Text over as many lines and pages as it needs."""
        height = self._height(text, points, weight, x)
        self._at(QRect(x, self._y, self._writer.width() - x, height), text, points, weight, soft=soft)
        self._y += height + self._dots(1)

    def _at(
        self, room: QRect, text: str, points: int, weight: QFont.Weight = QFont.Weight.Normal, *, soft: bool = False
    ) -> None:
        self._painter.setFont(self._font(points, weight))
        self._painter.setPen(QColor("#5a6070" if soft else "#000000"))
        self._painter.drawText(room, _WRAP, text)

    def _height(self, text: str, points: int, weight: QFont.Weight = QFont.Weight.Normal, x: int | None = None) -> int:
        room = QRect(0, 0, self._writer.width() - (self._gutter if x is None else x), _ENDLESS)
        metrics = QFontMetrics(self._font(points, weight), self._writer)
        return metrics.boundingRect(room, _WRAP, text).height()

    def _font(self, points: int, weight: QFont.Weight) -> QFont:
        return font(round(points * _DPI / 72), weight)

    def _dots(self, millimetres: float) -> int:
        return round(millimetres * _DPI / 25.4)


def _numbers(first: int, count: int) -> str:
    return f"step {first}" if count == 1 else f"steps {first} to {first + count - 1}"


def _letter_here() -> bool:
    return QLocale.system().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
