"""Which key does what: small drawings of keys beside what they act on, and one sheet with all of them."""

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from gpumode_judge.ui.shared.dialogs import Dialog
from gpumode_judge.ui.shared.labels import PlainLabel, SectionTitle
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.tokens import GRID

_SIGNS: Final = {
    "Left": "←",
    "Right": "→",
    "Up": "↑",
    "Down": "↓",
    "Return": "Enter",
    "PgDown": "Page ↓",
    "PgUp": "Page ↑",
}
# Between caps: a blank, a dash, or a plus that is not itself the key.
_SPLIT: Final = re.compile(r"( |–|(?<=[^+ ])\+(?=.))")
_MAC: Final = {"Ctrl": "⌘", "Alt": "⌥", "Shift": "⇧", "Meta": "⌃"}


@dataclass(frozen=True)
class KeySection:
    """A part of the help sheet: a title and pairs of keys and what they do."""

    title: str
    keys: tuple[tuple[str, str], ...]


class KeyHint(QWidget):
    """Keys drawn as caps, then what they do.

    ``keys`` are written as ``"Ctrl+Enter"``; alternatives are split by a blank or an en dash (``"1–5"``, ``"← →"``).
    """

    def __init__(self, keys: str, text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"{keys}: {text}" if text else keys)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        for place, part in enumerate(_SPLIT.split(keys)):
            if place % 2:
                if part == "–":
                    layout.addWidget(PlainLabel(part, "small", wrap=False))
            else:
                cap = PlainLabel(cap_text(part), "key", wrap=False)
                cap.setAlignment(Qt.AlignmentFlag.AlignCenter)
                cap.setMinimumWidth(24)
                layout.addWidget(cap)
        if text:
            layout.addSpacing(4)
            layout.addWidget(PlainLabel(text, "small", wrap=False))


class HelpSheet(Dialog):
    """Every key of a window on one sheet."""

    def __init__(self, title: str, sections: Sequence[KeySection], parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        for section in sections:
            column.addWidget(SectionTitle(section.title))
            grid = QGridLayout()
            grid.setHorizontalSpacing(3 * GRID)
            grid.setVerticalSpacing(GRID)
            grid.setColumnMinimumWidth(0, 20 * GRID)
            grid.setColumnStretch(1, 1)
            for row, (keys, text) in enumerate(section.keys):
                grid.addWidget(KeyHint(keys), row, 0, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
                grid.addWidget(PlainLabel(text), row, 1)
            column.addLayout(grid)
        column.addStretch(1)
        self.body.addWidget(Scroll(title, page), 1)
        self.add_close()
        self.resize(64 * GRID, min(80 * GRID, page.sizeHint().height() + 18 * GRID))


def show_keys(parent: QWidget, title: str, sections: Sequence[KeySection]) -> HelpSheet:
    """Open the help sheet over ``parent``; it goes away by itself when closed."""
    sheet = HelpSheet(title, sections, parent)
    sheet.open()
    return sheet


def cap_text(key: str) -> str:
    """What is printed on the cap of ``key`` on this machine."""
    if sys.platform == "darwin":
        key = _MAC.get(key, key)
    return _SIGNS.get(key, key)
