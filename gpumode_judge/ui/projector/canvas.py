"""The board as one hand-painted widget: the audience sees it, the presenter's thumbnail is it, the picture command renders it."""

from math import ceil, floor
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QEvent, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.ceremony.board import Board, Scene, as_text
from gpumode_judge.ceremony.compose import blackout
from gpumode_judge.ui.projector import furniture, stills
from gpumode_judge.ui.projector.layout import SAFE, Box, Frame, frame_of, rows_of
from gpumode_judge.ui.projector.legend import paint_heads
from gpumode_judge.ui.projector.liverows import LiveRows
from gpumode_judge.ui.projector.watermark import Watermark
from gpumode_judge.ui.shared.fonts import load_fonts
from gpumode_judge.ui.shared.theme import Theme, load_theme

if TYPE_CHECKING:
    from gpumode_judge.ui.projector.charts import ChartsView

FADE: Final = 0.22
MOST_RECTS: Final = 4
_LONGEST_STEP: Final = 0.1


class BoardCanvas(QWidget):
    """Shows one :class:`Board`, and knows nothing else.

    All painting is in device pixels: ready pixmaps land on whole pixels on every display. What stands still lies in one backdrop
    pixmap, rows in a pixmap each. ``reduced_motion`` makes every change a cut. ``safe`` is the border to keep free, 0–0.1.
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        theme: Theme | None = None,
        reduced_motion: bool = False,
        safe: float = SAFE,
    ) -> None:
        super().__init__(parent)
        load_fonts()
        self._theme = theme or load_theme("projector")
        self._safe = safe
        self._board = blackout()
        self._frame: Frame | None = None
        self._backdrop: QPixmap | None = None
        self._rows = LiveRows(self._theme)
        self._charts: ChartsView | None = None
        self._watermark: Watermark | None = None
        self._before: QPixmap | None = None
        self._faded = FADE
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(16)
        self.reduced_motion = reduced_motion
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Board")

        self._timer.timeout.connect(self._tick)

    @property
    def board(self) -> Board:
        """What is shown."""
        return self._board

    @property
    def still(self) -> bool:
        """Whether nothing moves."""
        return self._rows.still and self._before is None

    def show_board(self, board: Board, *, animate: bool = True) -> None:
        """Show ``board``. With ``animate`` rows travel and scores count; the same board again changes nothing."""
        if board == self._board:
            return
        old, self._board = self._board, board
        self.setAccessibleDescription(as_text(board))
        animate = animate and not self.reduced_motion and self.isVisible() and self._frame is not None
        same_page = _place(old) == _place(board)
        if animate and not same_page:
            self._begin_fade(old, board)
        if not same_page:
            self._frame = None
        dirty = self._lay_out(animate=animate and same_page)
        if same_page and board.scene is Scene.LIVE and self._frame:
            self._refresh_furniture(old)
            self._mark(dirty)
        else:
            self._backdrop = None
            self.update()
        self._start()

    def advance(self, seconds: float) -> None:
        """Let time pass for everything that moves, and ask for the painting of what changed."""
        if self._before is not None:
            self._faded += seconds
            if self._faded >= FADE:
                self._before = None
            self.update()
        self._mark(self._rows.step(seconds))

    @override
    def sizeHint(self) -> QSize:
        """A sixteenth by ninth."""
        return QSize(1280, 720)

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay everything out again."""
        self._forget_layout()
        super().resizeEvent(event)

    @override
    def event(self, event: QEvent) -> bool:
        """Another display can have finer pixels."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._forget_layout()
            self.update()
        return super().event(event)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        """Blit the backdrop and the rows, only where something changed."""
        painter = QPainter(self)
        ratio = self.devicePixelRatioF()
        painter.scale(1 / ratio, 1 / ratio)
        rect = _grown(event.rect(), ratio)
        if self._board.scene is Scene.BLACKOUT:
            painter.fillRect(rect, QColor(0, 0, 0))
        else:
            if self._frame is None:
                self._lay_out(animate=False)
            if self._backdrop is None:
                self._backdrop = self._paint_backdrop()
            live = self._board.scene is Scene.LIVE and bool(self._board.rows)
            if not live or not self._rows.covers(rect):
                painter.drawPixmap(rect.x(), rect.y(), self._backdrop, rect.x(), rect.y(), rect.width(), rect.height())
            if live:
                self._rows.paint(painter, rect)
        if self._before is not None:
            painter.setOpacity(max(0.0, 1 - self._faded / FADE))
            painter.drawPixmap(0, 0, self._before)
        painter.end()

    def _size(self) -> tuple[int, int]:
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    def _forget_layout(self) -> None:
        self._frame = self._backdrop = self._before = None
        self._lay_out(animate=False)

    def _lay_out(self, *, animate: bool) -> list[Box]:
        if self._frame is None:
            width, height = self._size()
            self._frame = frame_of(width, height, lifted=self._board.lifted, safe=self._safe)
            animate = False
        dirty: list[Box] = []
        if self._board.scene is Scene.LIVE:
            dirty = self._rows.show(self._board, self._frame, animate=animate)
        else:
            self._rows.clear()
        self._lay_children()
        return dirty

    def _lay_children(self) -> None:
        board, frame = self._board, self._frame
        assert frame is not None  # noqa: S101 - _lay_out() has made it
        ratio = self.devicePixelRatioF()
        if board.scene is Scene.CHARTS and board.chart is not None:
            # pyqtgraph and NumPy load when the first chart is shown, not when the app starts.
            if self._charts is None:
                from gpumode_judge.ui.projector.charts import ChartsView

                self._charts = ChartsView(self._theme, self)
            body = frame.body
            self._charts.setGeometry(
                round(body.x / ratio), round(body.y / ratio), round(body.w / ratio), round(body.h / ratio)
            )
            self._charts.show_board(board, round(frame.height / ratio))
            self._charts.show()
        elif self._charts is not None:
            self._charts.hide()
            self._charts.forget()
        if board.rehearsal and board.scene is not Scene.BLACKOUT:
            self._watermark = self._watermark or Watermark(self._theme, self)
            self._watermark.setGeometry(self.rect())
            self._watermark.show()
            self._watermark.raise_()
        elif self._watermark is not None:
            self._watermark.hide()

    def _paint_backdrop(self) -> QPixmap:
        pixmap = QPixmap(*self._size())
        pixmap.fill(self._theme.color("ground"))
        frame, board, theme = self._frame, self._board, self._theme
        if frame is None:
            return pixmap
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        if board.scene is Scene.WELCOME:
            stills.paint_welcome(painter, board, frame, theme)
        else:
            furniture.paint_header(painter, board, frame, theme)
            furniture.paint_footer(painter, board, frame, theme)
        if board.scene is Scene.PROGRESS:
            stills.paint_progress(painter, board, frame, theme)
        elif board.scene is Scene.LIVE and board.rows:
            layout = rows_of(frame, len(board.rows), a_page=board.rows_a_page, first_page=board.page == 0)
            paint_heads(painter, board.legend, layout, frame, theme)
        elif (board.scene is Scene.CHARTS and board.chart is None) or board.scene is Scene.LIVE:
            stills.paint_nothing(painter, board, frame, theme)
        painter.end()
        return pixmap

    def _refresh_furniture(self, old: Board) -> None:
        """Header, legend and footer may tell something new while the rows only move."""
        new, frame = self._board, self._frame
        told = (old.title, old.as_of, old.sponsors, old.legend, old.pages, old.rehearsal)
        if frame and told != (new.title, new.as_of, new.sponsors, new.legend, new.pages, new.rehearsal):
            self._backdrop = None
            top = Box(0, 0, frame.width, frame.body.y + frame.small * 2)
            self._mark([top, Box(0, frame.footer.y, frame.width, frame.height - frame.footer.y)])

    def _begin_fade(self, old: Board, new: Board) -> None:
        """Only between painted scenes: a blackout must be sudden, and a chart is a widget of its own."""
        if {old.scene, new.scene} & {Scene.BLACKOUT, Scene.CHARTS}:
            self._before = None
            return
        self._board, shown = old, self._board
        before = QPixmap(*self._size())
        before.setDevicePixelRatio(self.devicePixelRatioF())
        self._before = None
        self.render(before)
        before.setDevicePixelRatio(1)
        self._board = shown
        self._before, self._faded = before, 0.0

    def _mark(self, boxes: list[Box]) -> None:
        ratio = self.devicePixelRatioF()
        if len(boxes) > MOST_RECTS:
            # Clipping to many small rectangles costs more than painting what lies between them.
            left, top = min(box.x for box in boxes), min(box.y for box in boxes)
            boxes = [Box(left, top, max(b.right for b in boxes) - left, max(b.bottom for b in boxes) - top)]
        for box in boxes:
            left, top = floor(box.x / ratio), floor(box.y / ratio)
            self.update(QRect(left, top, ceil(box.right / ratio) - left, ceil(box.bottom / ratio) - top))

    def _start(self) -> None:
        if not self.still and not self._timer.isActive():
            self._since.start()
            self._timer.start()

    @Slot()
    def _tick(self) -> None:
        self.advance(min(_LONGEST_STEP, self._since.restart() / 1000))
        if self.still:
            self._timer.stop()


def _place(board: Board) -> tuple[Scene, int, bool, int]:
    """Where a board is in the show; while this stays, rows travel. Few rows are laid out by their number."""
    return board.scene, board.page, board.lifted, min(len(board.rows), board.rows_a_page)


def _grown(rect: QRect, ratio: float) -> QRect:
    """A rectangle of the widget as device pixels, outwards."""
    left, top = floor(rect.x() * ratio), floor(rect.y() * ratio)
    return QRect(
        left, top, ceil((rect.x() + rect.width()) * ratio) - left, ceil((rect.y() + rect.height()) * ratio) - top
    )
