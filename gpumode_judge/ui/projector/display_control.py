"""Which display the picture is on, how it looks there, and what a person should know about that."""

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QGuiApplication

from gpumode_judge.ceremony.board import Board
from gpumode_judge.ui.projector import displays
from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.displays import DisplayId
from gpumode_judge.ui.projector.evening_panel import EveningPanel
from gpumode_judge.ui.projector.pictures import Pictures
from gpumode_judge.ui.projector.preview import Preview, Thumb
from gpumode_judge.ui.projector.second_window import Audiences, Awake


class DisplayControl(QObject):
    """Joins the controls of ``evening`` to the audience windows, and gives every picture in the panel the shape and the look of theirs.

    ``display_chosen`` and ``also_chosen`` carry a display as text, to be remembered; ``changed`` tells that a display or a window came,
    went or moved.
    """

    display_chosen = Signal(str)
    also_chosen = Signal(str)
    calm_chosen = Signal(bool)
    safe_chosen = Signal(float)
    changed = Signal()

    def __init__(
        self,
        evening: EveningPanel,
        preview: Preview,
        coming: tuple[Thumb, ...],
        parent: QObject,
        *,
        awake: Awake | None,
        remembered: str,
        also: str,
        pictures: Pictures | None,
    ) -> None:
        super().__init__(parent)
        self.audiences = Audiences(self, awake)
        self._evening = evening
        self._preview = preview
        self._coming = coming
        self._pictures = pictures
        self._wanted = DisplayId.from_text(remembered)
        self.audiences.set_dress(self._dress)
        self.audiences.set_also(DisplayId.from_text(also))
        self.dress_all()

        self.audiences.changed.connect(self.list_displays)
        evening.display_picked.connect(self._choose_display)
        evening.also_picked.connect(self._choose_also)
        evening.calm_picked.connect(self._set_calm)
        evening.safe_picked.connect(self._set_safe)

    @Slot()
    def list_displays(self) -> None:
        """Offer the displays that are there now."""
        wanted = self.audiences.main.display or self._wanted
        self._evening.list_displays(wanted, self.audiences.also)
        among = displays.screens()
        chosen = displays.find(wanted, among) or displays.likely(among)
        if chosen is not None:
            size = chosen.size() if len(among) > 1 else QSize(16, 9)
            for picture in (self._preview, *self._coming):
                picture.set_shape(size.width(), size.height())
        self._evening.note.setText(self.advice())
        self.changed.emit()

    def put_on(self, board: Board) -> None:
        """Cover the chosen display, unless the picture is there already."""
        among = displays.screens()
        wanted = DisplayId.from_text(str(self._evening.display.currentData()))
        screen = displays.find(wanted, among) or displays.likely(among)
        if screen is None or self.audiences.running:
            return
        self.display_chosen.emit(DisplayId.of(screen).to_text())
        self.audiences.main.canvas.show_board(board, animate=False)
        self.audiences.start(screen, covering=len(among) > 1)

    def put_on_again(self, board: Board) -> None:
        """Cover the display of last time, if that is there; else a person chooses another."""
        if self._wanted is None or displays.find(self._wanted, displays.screens()) is not None:
            self.put_on(board)

    def advice(self) -> str:
        """What a person should know about the chosen display."""
        among = displays.screens()
        if self.audiences.main.waiting:
            return "The display is unplugged. The picture comes back as soon as it is plugged in again."
        if len(among) == 1:
            return "Only this screen is connected. The picture opens in a window; F makes it fill the screen."
        if displays.mirrored(among):
            return "Two displays show the same picture. Extend the desktop first, or the audience sees this panel."
        if self._evening.display.currentData() == DisplayId.of(QGuiApplication.primaryScreen()).to_text():
            return "This is your own screen. The picture covers it until you press Esc."
        return "The picture covers the chosen display. Your own screen stays as it is."

    def dress_all(self) -> None:
        """Give every picture the safe area, the motion and the logos that hold now."""
        thumbs = (thumb.canvas for thumb in self._coming)
        for canvas in (*self.audiences.canvases, self._preview.canvas, *thumbs):
            self._dress(canvas)

    def _dress(self, canvas: BoardCanvas) -> None:
        still = canvas in [thumb.canvas for thumb in self._coming]
        canvas.reduced_motion = still or self._evening.calm.isChecked()
        safe = self._evening.safe.value() / 100
        if canvas.safe != safe:
            canvas.set_safe(safe)
        canvas.set_pictures(self._pictures)

    @Slot(str)
    def _choose_display(self, text: str) -> None:
        self._wanted = DisplayId.from_text(text)
        self.display_chosen.emit(text)
        screen = displays.find(self._wanted, displays.screens())
        if screen is not None and self.audiences.running:
            self.audiences.start(screen)
        self.list_displays()

    @Slot(str)
    def _choose_also(self, text: str) -> None:
        self.also_chosen.emit(text)
        self.audiences.set_also(DisplayId.from_text(text))
        self.list_displays()

    @Slot(bool)
    def _set_calm(self, calm: bool) -> None:
        self.dress_all()
        self.calm_chosen.emit(calm)

    @Slot(float)
    def _set_safe(self, safe: float) -> None:
        self.dress_all()
        self.safe_chosen.emit(safe)
