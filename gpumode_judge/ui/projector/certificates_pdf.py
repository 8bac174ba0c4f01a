"""Certificates as PDF files: the template with the words of one prize and one team, on a whole sheet."""

from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale, QMarginsF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPageLayout, QPageSize, QPainter, QPdfWriter
from PySide6.QtSvg import QSvgRenderer

from gpumode_judge.desk.certificate_template import parse
from gpumode_judge.desk.certificates import Certificate
from gpumode_judge.event.problem import Problem
from gpumode_judge.system.files import write_new
from gpumode_judge.ui.projector.certificate_text import fill
from gpumode_judge.ui.shared.fonts import font, load_fonts

_DPI: Final = 300
_REHEARSAL: Final = "REHEARSAL"


def save_certificate(path: Path, certificate: Certificate, template: bytes, letter: bool | None = None) -> Path:
    """Write a certificate as a new PDF, on A4 or ``letter`` paper (as the country has it, if not said), turned as the template is.

    ``template`` was checked by :func:`~gpumode_judge.desk.certificate_template.check_template`. Needs a ``QGuiApplication``.

    Raises:
        Problem: the template cannot be drawn, there is a file already, or the disk refused.
    """
    load_fonts()
    renderer = QSvgRenderer(QByteArray(fill(parse(template), certificate.values)))
    drawn = renderer.viewBoxF().size()
    if not renderer.isValid() or drawn.isEmpty():
        raise Problem("The template of the certificates cannot be drawn; save it again as a plain SVG.")
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(" – ".join(filter(None, (certificate.values.get("prize"), certificate.values.get("team")))))
    writer.setCreator("GPU MODE Judge")
    writer.setResolution(_DPI)
    size = QPageSize.PageSizeId.Letter if (_letter_here() if letter is None else letter) else QPageSize.PageSizeId.A4
    turned = QPageLayout.Orientation.Landscape if drawn.width() >= drawn.height() else QPageLayout.Orientation.Portrait
    writer.setPageLayout(QPageLayout(QPageSize(size), turned, QMarginsF(0, 0, 0, 0)))
    painter = QPainter()
    if not painter.begin(writer):
        raise Problem(f"“{path.name}” could not be printed; try again.")
    page = QRectF(0, 0, writer.width(), writer.height())
    shown = drawn.scaled(page.size(), Qt.AspectRatioMode.KeepAspectRatio)
    room = QRectF(0, 0, shown.width(), shown.height())
    room.moveCenter(page.center())
    renderer.render(painter, room)
    if certificate.rehearsal:
        _across(painter, page)
    painter.end()
    buffer.close()
    return write_new(path, bytes(data.data()))


def _across(painter: QPainter, page: QRectF) -> None:
    """Nobody may take a made-up certificate for a real one."""
    painter.save()
    painter.translate(page.center())
    painter.rotate(-24)
    painter.setFont(font(round(page.width() * 0.13), QFont.Weight.Bold, display=True))
    painter.setPen(QColor(90, 96, 112, 60))
    painter.drawText(
        QRectF(-page.width(), -page.height(), 2 * page.width(), 2 * page.height()),
        int(Qt.AlignmentFlag.AlignCenter),
        _REHEARSAL,
    )
    painter.restore()


def _letter_here() -> bool:
    return QLocale.system().measurementSystem() == QLocale.MeasurementSystem.ImperialUSSystem
