"""The evening beside the picture: freeze, displays and how the picture looks there, and the keys."""

from typing import Final

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QHBoxLayout, QSlider, QVBoxLayout, QWidget

from gpumode_judge.desk.presenting import Health
from gpumode_judge.ui.projector import displays
from gpumode_judge.ui.projector.displays import DisplayId
from gpumode_judge.ui.projector.keys import HELP
from gpumode_judge.ui.projector.layout import SAFE
from gpumode_judge.ui.projector.own_keys import OwnKeys
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.keys import KeyHint
from gpumode_judge.ui.shared.labels import PlainLabel, roomy_list
from gpumode_judge.ui.shared.motion import duration
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.theme import GRID

OFF: Final = "Nowhere else"


class EveningPanel(Scroll):
    """``display_picked`` and ``also_picked`` carry a display as text (empty: off), ``calm_picked`` whether rows cut, ``safe_picked`` the
    border as a share of the picture."""

    display_picked = Signal(str)
    also_picked = Signal(str)
    calm_picked = Signal(bool)
    safe_picked = Signal(float)
    freeze_asked = Signal()

    def __init__(self, *, calm: bool, freezes: bool, parent: QWidget | None = None) -> None:
        super().__init__("Displays, freeze and keys", parent=parent)
        self.display = QComboBox()
        self.also = QComboBox()
        self.note = PlainLabel("", "soft")
        self.full = Button("Full screen", "plain", "fullscreen")
        self.calm = QCheckBox("Less motion on the projector")
        self.calm.setChecked(calm or duration() == 0)
        self.safe = QSlider(Qt.Orientation.Horizontal)
        self._safe_words = PlainLabel("", "soft", wrap=False)
        self.freeze = Button("Freeze the standings", "plain", "lock")
        self._frozen = PlainLabel("", "soft")
        self._freeze_card = Card("Freeze")
        self._freeze_card.setVisible(freezes)
        self._build()
        self._tell_safe(self.safe.value())

        OwnKeys(self.safe, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_End)
        for box in (self.display, self.also):
            OwnKeys(box, Qt.Key.Key_Home, Qt.Key.Key_End)
        self.display.activated.connect(self._pick_display)
        self.also.activated.connect(self._pick_also)
        self.calm.toggled.connect(self.calm_picked)
        self.safe.valueChanged.connect(self._tell_safe)
        self.safe.valueChanged.connect(self._pick_safe)
        self.freeze.clicked.connect(self.freeze_asked)

    def list_displays(self, wanted: DisplayId | None, also: DisplayId | None) -> None:
        """Offer the displays that are there, with the chosen ones chosen."""
        among = displays.screens()
        chosen, second = displays.find(wanted, among) or displays.likely(among), displays.find(also, among)
        self.display.clear()
        self.also.clear()
        self.also.addItem(OFF, "")
        for screen in among:
            self.display.addItem(displays.title(screen), DisplayId.of(screen).to_text())
            if screen is not chosen:
                self.also.addItem(displays.title(screen), DisplayId.of(screen).to_text())
                if screen is second:
                    self.also.setCurrentIndex(self.also.count() - 1)
        if chosen is not None:
            self.display.setCurrentIndex(among.index(chosen))
        if also is not None and second is None:
            self.also.addItem(f"{also.model or also.name} · unplugged", also.to_text())
            self.also.setCurrentIndex(self.also.count() - 1)
        self.also.setEnabled(self.also.count() > 1)

    def show_freeze(self, health: Health) -> None:
        """Tell whether standings are frozen."""
        count = f"{health.hidden} visit{' is' if health.hidden == 1 else 's are'} hidden"
        self._frozen.setText(
            f"The audience sees the standings at the freeze. {count}."
            if health.frozen
            else "The audience sees the newest standings. Freeze them to keep the end exciting."
        )
        self.freeze.set_words("Thaw the standings" if health.frozen else "Freeze the standings")

    def set_safe(self, safe: float) -> None:
        """Move the slider to ``safe``, 0 to 0.1."""
        self.safe.setValue(round(safe * 100))

    def _build(self) -> None:
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        card = Card("Display")
        for box, name in ((self.display, "Display"), (self.also, "Also on")):
            box.setAccessibleName(name)
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
            roomy_list(box)
        also = QHBoxLayout()
        also.setSpacing(GRID)
        also.addWidget(PlainLabel("Also on", wrap=False))
        also.addWidget(self.also, 1)
        self.safe.setRange(0, 10)
        self.safe.setPageStep(1)
        self.safe.setValue(round(SAFE * 100))
        self.safe.setAccessibleName("Safe area in percent")
        border = QHBoxLayout()
        border.setSpacing(GRID)
        border.addWidget(PlainLabel("Safe area", wrap=False))
        border.addWidget(self.safe, 1)
        border.addWidget(self._safe_words)
        self._safe_words.setMinimumWidth(4 * GRID)
        card.body.addWidget(self.display)
        card.body.addLayout(also)
        card.body.addWidget(self.note)
        card.body.addWidget(self.calm)
        card.body.addLayout(border)
        card.body.addWidget(self.full)
        self._freeze_card.body.addWidget(self._frozen)
        self._freeze_card.body.addWidget(self.freeze)
        keys = Card("Keys, here and on the projector")
        grid = QGridLayout()
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(GRID // 2)
        for line, (key, what) in enumerate(HELP):
            grid.addWidget(KeyHint(key), line, 0, Qt.AlignmentFlag.AlignLeft)
            grid.addWidget(PlainLabel(what, "soft"), line, 1)
        grid.setColumnStretch(1, 1)
        keys.body.addLayout(grid)
        for widget in (card, self._freeze_card, keys):
            column.addWidget(widget)
        column.addStretch(1)
        self.setWidget(page)

    @Slot(int)
    def _pick_display(self, index: int) -> None:
        self.display_picked.emit(str(self.display.itemData(index)))

    @Slot(int)
    def _pick_also(self, index: int) -> None:
        self.also_picked.emit(str(self.also.itemData(index)))

    @Slot(int)
    def _tell_safe(self, percent: int) -> None:
        self._safe_words.setText(f"{percent} %")

    @Slot(int)
    def _pick_safe(self, percent: int) -> None:
        self.safe_picked.emit(percent / 100)
