"""A state said with an icon and a word; the colour only helps."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from gpumode_judge.ui.shared.icons import IconLabel
from gpumode_judge.ui.shared.labels import PlainLabel


@dataclass(frozen=True)
class State:
    """How a state looks: an icon, a word and a tone (``plain``, ``good``, ``warn``, ``bad``, ``info``, ``accent``)."""

    icon: str
    word: str
    tone: str

    @property
    def ink(self) -> str:
        """The token of its icon and word."""
        return {"plain": "ink_soft", "accent": "accent_ink"}.get(self.tone, self.tone)


STATES: Final[Mapping[str, State]] = MappingProxyType(
    {
        "todo": State("todo", "To do", "plain"),
        "draft": State("draft", "Draft", "info"),
        "done": State("done", "Done", "good"),
        "absent": State("absent", "Absent", "warn"),
        "recused": State("recused", "Recused", "plain"),
        "skipped": State("skipped", "Skipped", "plain"),
        "late": State("clock", "Late", "warn"),
        "pending": State("device", "Pending", "warn"),
        "conflict": State("conflict", "Conflict", "bad"),
        "ok": State("check", "Fine", "good"),
        "info": State("info", "Note", "info"),
        "warning": State("warning", "Look here", "warn"),
        "error": State("error", "Refused", "bad"),
        "live": State("live", "Live", "accent"),
        "off": State("pause", "Off", "plain"),
    }
)


class StatusPill(QFrame):
    """A small rounded label for one of :data:`STATES`; ``text`` replaces its word."""

    def __init__(self, state: str = "todo", text: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("pill")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._icon = IconLabel("todo", 16)
        self._word = PlainLabel(wrap=False)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(8, 0, 10, 0)
        layout.setSpacing(5)
        layout.addWidget(self._icon)
        layout.addWidget(self._word)
        self.set_state(state, text)

    def set_state(self, state: str, text: str | None = None) -> None:
        """Show another of :data:`STATES`."""
        look = STATES[state]
        self._icon.set_icon(look.icon, look.ink)
        self._word.setText(look.word if text is None else text)
        self.setAccessibleName(self._word.text())
        self.setProperty("tone", look.tone)
        for widget in (self, self._word):
            widget.style().unpolish(widget)
            widget.style().polish(widget)

    def text(self) -> str:
        """The word that is shown."""
        return self._word.text()
