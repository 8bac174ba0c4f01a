"""The board as one hand-painted widget: the audience sees it, the presenter's thumbnail is it, the picture command renders it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QElapsedTimer, QEvent, QRect, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QColor, QHideEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QWidget
from typing_extensions import override

from gpumode_judge.ceremony.board import Board, Scene
from gpumode_judge.ceremony.compose import blackout
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.ui.projector import confetti
from gpumode_judge.ui.projector.backdrop import ROWS, paint_backdrop, scene_frame
from gpumode_judge.ui.projector.contrast import theme_for
from gpumode_judge.ui.projector.countdown_scene import Now, Ticker, ticker_of, utc_now
from gpumode_judge.ui.projector.layout import SAFE, Box, Frame
from gpumode_judge.ui.projector.liverows import LiveRows
from gpumode_judge.ui.projector.pictures import Pictures
from gpumode_judge.ui.projector.regions import dirty_rects, furniture_of, grown, place_of
from gpumode_judge.ui.projector.revealrows import RevealRows
from gpumode_judge.ui.projector.watermark import Watermark
from gpumode_judge.ui.shared.fonts import load_fonts
from gpumode_judge.ui.shared.theme import Theme, load_theme

if TYPE_CHECKING:
    from gpumode_judge.ui.projector.charts import ChartsView

FADE: Final = 0.22
MOST_SAFE: Final = 0.1
_LEAST: Final = (160, 90)
_LONGEST_STEP: Final = 0.1
_SHOWN_AT_ONCE: Final = frozenset({Scene.PROGRESS, Scene.AGENDA, Scene.WELCOME})


class BoardCanvas(QWidget):
    """Shows one :class:`Board`, and knows nothing else.

    All painting is in device pixels: ready pixmaps land on whole pixels on every display. What stands still lies in one backdrop
    pixmap, rows in a pixmap each. ``reduced_motion`` makes every change a cut and leaves confetti out. ``safe`` is the border to
    keep free, 0–0.1. ``pictures`` gives logos and photos; without it names stand there. ``now`` is the clock of countdowns (UTC).
    """

    def __init__(
        self,
        parent: QWidget | None = None,
        *,
        theme: Theme | None = None,
        reduced_motion: bool = False,
        safe: float = SAFE,
        pictures: Pictures | None = None,
        now: Now = utc_now,
    ) -> None:
        super().__init__(parent)
        load_fonts()
        self._theme = self._plain = theme or load_theme("projector")
        self._colours: tuple[str, ...] = ()
        self._safe = min(MOST_SAFE, max(0.0, safe))
        self._pictures = pictures
        self._now = now
        self._board = blackout()
        self._frame: Frame | None = None
        self._backdrop: QPixmap | None = None
        self._rows = LiveRows(self._theme)
        self._reveal = RevealRows(self._theme)
        self._ticker: Ticker | None = None
        self._confetti = confetti.SECONDS
        self._papers = [QColor(color) for color in self._theme.categories]
        self._charts: ChartsView | None = None
        self._watermark: Watermark | None = None
        self._before: QPixmap | None = None
        self._faded = FADE
        self._since = QElapsedTimer()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(16)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setTimerType(Qt.TimerType.PreciseTimer)
        self.reduced_motion = reduced_motion
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName("Board")

        self._timer.timeout.connect(self._tick)
        self._clock.timeout.connect(self._second)

    @property
    def board(self) -> Board:
        """What is shown."""
        return self._board

    @property
    def still(self) -> bool:
        """Whether nothing moves."""
        rows = self._moving_rows()
        return (rows is None or rows.still) and self._before is None and self._confetti >= confetti.SECONDS

    @property
    def safe(self) -> float:
        """The border that is kept free, as a share of the picture."""
        return self._safe

    def set_safe(self, safe: float) -> None:
        """Keep another border free, 0–0.1."""
        self._safe = min(MOST_SAFE, max(0.0, safe))
        self._forget_layout()
        self.update()

    def set_theme(self, theme: Theme) -> None:
        """Wear other colours."""
        if theme == self._theme:
            return
        self._theme = theme
        self._rows, self._reveal = LiveRows(theme), RevealRows(theme)
        self._papers = [QColor(color) for color in theme.categories]
        for child in (self._charts, self._watermark):
            if child is not None:
                child.hide()
                child.deleteLater()
        self._charts = self._watermark = None
        self._forget_layout()
        self.update()

    def set_pictures(self, pictures: Pictures | None) -> None:
        """Take logos and photos from elsewhere."""
        self._pictures = pictures
        self._backdrop = None
        self.update()

    def show_board(self, board: Board, *, animate: bool = True) -> None:
        """Show ``board``. With ``animate`` rows travel and scores count; the same board again changes nothing."""
        if board == self._board:
            return
        old, self._board = self._board, board
        self.setAccessibleDescription(as_text(board))
        if board.scene is not Scene.BLACKOUT and board.colours != self._colours:
            self._colours = board.colours
            self.set_theme(theme_for(board.colours) if board.colours else self._plain)
        animate = animate and not self.reduced_motion and self.isVisible() and self._frame is not None
        same_page, rows = place_of(old) == place_of(board), self._moving_rows()
        reveal = old.scene is board.scene is Scene.REVEAL and old.lifted == board.lifted
        if animate and (not same_page or (rows is None and board.scene not in _SHOWN_AT_ONCE)):
            self._begin_fade(old, board)
        else:
            self._before = None
        if not same_page and not reveal:
            self._frame = None
        dirty = self._lay_out(animate=animate and (same_page or reveal))
        if same_page and rows is not None and self._frame:
            self._refresh_furniture(old)
            self._mark(dirty)
        else:
            self._backdrop = None
            self.update()
        burst = board.confetti not in (0, old.confetti)
        self._confetti = 0.0 if burst and animate else self._confetti if board.confetti else confetti.SECONDS
        self._start()

    def advance(self, seconds: float) -> None:
        """Let time pass for everything that moves, and ask for the painting of what changed."""
        if self._before is not None:
            self._faded += seconds
            if self._faded >= FADE:
                self._before = None
            self.update()
        if self._confetti < confetti.SECONDS:
            self._confetti += seconds
            self.update()
        rows = self._moving_rows()
        if rows is not None:
            self._mark(rows.step(seconds))

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
        rect = grown(event.rect(), ratio)
        if self._board.scene is Scene.BLACKOUT:
            painter.fillRect(rect, QColor(0, 0, 0))
        else:
            self._paint_picture(painter, rect)
        if self._before is not None:
            painter.setOpacity(max(0.0, 1 - self._faded / FADE))
            painter.drawPixmap(0, 0, self._before)
            painter.setOpacity(1)
        if self._confetti < confetti.SECONDS:
            confetti.paint(painter, confetti.pieces(self._board.confetti, self._confetti, *self._size()), self._papers)
        painter.end()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """A clock that nobody saw goes on."""
        super().showEvent(event)
        self._second()

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing ticks where nobody sees it."""
        self._clock.stop()
        super().hideEvent(event)

    def _paint_picture(self, painter: QPainter, rect: QRect) -> None:
        if self._frame is None:
            self._lay_out(animate=False)
        if self._backdrop is None and self._frame is not None:
            self._backdrop = paint_backdrop(self._board, self._size(), self._frame, self._theme, self._pictures)
        rows = self._moving_rows()
        if self._backdrop is not None and (rows is None or not rows.covers(rect)):
            painter.drawPixmap(rect.x(), rect.y(), self._backdrop, rect.x(), rect.y(), rect.width(), rect.height())
        if rows is not None:
            rows.paint(painter, rect)
        if self._ticker is not None and rect.intersects(QRect(*self._ticker.box)):
            self._ticker.paint(painter)

    def _moving_rows(self) -> LiveRows | RevealRows | None:
        """What moves in this scene, if anything does."""
        if not self._board.rows:
            return None
        return self._rows if self._board.scene in ROWS else self._reveal if self._board.scene is Scene.REVEAL else None

    def _size(self) -> tuple[int, int]:
        """In device pixels, and never so small that nothing could be laid out: of less the corner is seen."""
        ratio = self.devicePixelRatioF()
        return max(_LEAST[0], round(self.width() * ratio)), max(_LEAST[1], round(self.height() * ratio))

    def _forget_layout(self) -> None:
        self._frame = self._backdrop = self._before = None
        self._lay_out(animate=False)

    def _lay_out(self, *, animate: bool) -> list[Box]:
        if self._frame is None:
            self._frame = scene_frame(self._board, *self._size(), self._safe)
            animate = False
        dirty: list[Box] = []
        rows = self._moving_rows()
        for other in (self._rows, self._reveal):
            if other is not rows:
                other.clear()
        if rows is not None:
            dirty = rows.show(self._board, self._frame, animate=animate)
        self._ticker = ticker_of(self._board, self._frame, self._theme)
        self._second()
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

    def _refresh_furniture(self, old: Board) -> None:
        """Header, legend, footer and the last telling may say something new while the rows only move."""
        new, frame = self._board, self._frame
        if frame and furniture_of(old) != furniture_of(new):
            self._backdrop = None
            low = frame.body.bottom - frame.name * 2 if new.scene is Scene.REVEAL else frame.footer.y
            top = Box(0, 0, frame.width, frame.body.y + frame.small * 2)
            self._mark([top, Box(0, low, frame.width, frame.height - low)])

    def _begin_fade(self, old: Board, new: Board) -> None:
        """Only between painted scenes: a blackout must be sudden, and a chart is a widget of its own."""
        if {old.scene, new.scene} & {Scene.BLACKOUT, Scene.CHARTS}:
            self._before = None
            return
        self._board, shown = old, self._board
        self._before, self._faded = self._still_picture(), 0.0
        self._board = shown

    def _still_picture(self) -> QPixmap:
        """What is shown, without confetti and watermark: a copy of a large picture would keep the audience waiting."""
        if self._backdrop is not None and self._moving_rows() is None and self._ticker is None:
            return self._backdrop
        picture = QPixmap(*self._size())
        painter = QPainter(picture)
        self._paint_picture(painter, picture.rect())
        painter.end()
        return picture

    def _mark(self, boxes: list[Box]) -> None:
        for rect in dirty_rects(boxes, self.devicePixelRatioF()):
            self.update(rect)

    def _start(self) -> None:
        if not self.still and not self._timer.isActive():
            self._since.start()
            self._timer.start()

    @Slot()
    def _second(self) -> None:
        """Let the figures of a countdown say what it is now, and wait for the next full second."""
        self._clock.stop()
        if self._ticker is None:
            return
        now = self._now()
        if self._ticker.tick(now):
            self._mark([self._ticker.box])
        if self.isVisible() and not self._ticker.over:
            self._clock.start(1000 - now.microsecond // 1000)

    @Slot()
    def _tick(self) -> None:
        self.advance(min(_LONGEST_STEP, self._since.restart() / 1000))
        if self.still:
            self._timer.stop()
