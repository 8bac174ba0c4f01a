"""Tickets on paper: eight a page, to be cut apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QMarginsF, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QFontMetricsF,
    QPagedPaintDevice,
    QPageLayout,
    QPageSize,
    QPainter,
    QPdfWriter,
    QPen,
)

from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.organizer.qr import paint_code, ticket_code
from gpumode_judge.ui.shared.fonts import font

ACROSS, DOWN = 2, 4
_SPACE = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap
STEPS = (
    "1  Install the app and open the event file that you were given.",
    "2  Pick your name, then type this ticket or scan the code.",
    "3  Score offline; hand in to a stick when you have recorded ballots.",
)


@dataclass(frozen=True)
class TicketCard:
    """What is printed for one judge."""

    judge_id: str
    name: str
    affiliation: str
    ticket: str
    event: str
    when: str


def save_pdf(path: Path, cards: Sequence[TicketCard], letter: bool = False) -> Path:
    """Write the tickets as a PDF.

    Raises:
        Problem: the file cannot be written there.
    """
    writer = QPdfWriter(str(path))
    writer.setTitle(f"Tickets – {cards[0].event}" if cards else "Tickets")
    writer.setResolution(300)
    size = QPageSize(QPageSize.PageSizeId.Letter if letter else QPageSize.PageSizeId.A4)
    writer.setPageLayout(QPageLayout(size, QPageLayout.Orientation.Portrait, QMarginsF(0, 0, 0, 0)))
    paint_cards(writer, cards)
    if not path.is_file() or not path.stat().st_size:
        raise Problem(f"“{path.name}” could not be written there; choose another folder.")
    return path


def paint_cards(
    device: QPagedPaintDevice, cards: Sequence[TicketCard], progress: Callable[[int], object] | None = None
) -> None:
    """Paint the tickets on the pages of ``device``.

    Raises:
        Problem: the device cannot be painted on.
    """
    painter = QPainter()
    if not painter.begin(device):
        raise Problem("The tickets could not be written there; choose another folder or printer.")
    try:
        for place, card in enumerate(cards):
            spot = place % (ACROSS * DOWN)
            if place and not spot:
                device.newPage()
            _paint(painter, _box(device, spot), card, device.logicalDpiX() / 72)
            if progress is not None:
                progress(place + 1)
    finally:
        painter.end()


def _box(device: QPagedPaintDevice, spot: int) -> QRectF:
    """Where a ticket lies, in device units; every page has 10 mm around, whatever the printer can reach."""
    dots = device.logicalDpiX() / 25.4
    size: QSizeF = device.pageLayout().pageSize().size(QPageSize.Unit.Millimeter) * dots
    printable = device.pageLayout().paintRect(QPageLayout.Unit.Millimeter)
    edge = 10 * dots
    wide, high = (size.width() - 2 * edge) / ACROSS, (size.height() - 2 * edge) / DOWN
    left = edge + (spot % ACROSS) * wide - printable.left() * dots
    top = edge + (spot // ACROSS) * high - printable.top() * dots
    return QRectF(left, top, wide, high)


def _paint(painter: QPainter, box: QRectF, card: TicketCard, point: float) -> None:
    painter.setPen(QPen(QColor("#999999"), 0.5 * point, Qt.PenStyle.DashLine))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRect(box)
    inner = box.adjusted(12 * point, 11 * point, -12 * point, -8 * point)
    side = 88 * point
    code = QRectF(inner.right() - side, inner.top() - 4 * point, side, side)
    paint_code(painter, ticket_code(card.judge_id, card.ticket), code)
    left = QRectF(inner.left(), inner.top(), inner.width() - side - 8 * point, inner.height())
    y = _line(painter, left, 0, card.event, 8, QFont.Weight.Medium, "#555555", point)
    y = _line(painter, left, y + 3 * point, card.name, 14, QFont.Weight.Bold, "#000000", point)
    y = _line(
        painter,
        left,
        y + point,
        " · ".join(filter(None, (card.affiliation, card.when))),
        8,
        QFont.Weight.Normal,
        "#555555",
        point,
    )
    _line(painter, left, y + 8 * point, card.ticket, 16, QFont.Weight.Bold, "#000000", point)
    painter.setPen(QColor("#222222"))
    painter.setFont(_font(7.5, QFont.Weight.Normal, point))
    steps = QRectF(inner.left(), inner.top() + side + 2 * point, inner.width(), inner.height() - side - 2 * point)
    painter.drawText(steps, int(_SPACE), "\n".join(STEPS))


def _line(
    painter: QPainter, box: QRectF, y: float, text: str, size: float, weight: QFont.Weight, ink: str, point: float
) -> float:
    """One line of ``text``, smaller or cut if it is too long; gives where the next may begin."""
    letters = _font(size, weight, point)
    metrics = QFontMetricsF(letters)
    wide = metrics.horizontalAdvance(text)
    if wide > box.width():
        letters = _font(max(size * 0.7, size * box.width() / wide * 0.98), weight, point)
        metrics = QFontMetricsF(letters)
    painter.setFont(letters)
    painter.setPen(QColor(ink))
    shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(
        QRectF(box.left(), box.top() + y, box.width(), metrics.height()), int(Qt.AlignmentFlag.AlignLeft), shown
    )
    return y + (metrics.height() if text else 0)


def _font(size: float, weight: QFont.Weight, point: float) -> QFont:
    return font(round(size * point), weight)
