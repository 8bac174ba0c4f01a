"""A time zone, found by typing a part of its name."""

from datetime import date, datetime, time
from functools import cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

from PySide6.QtCore import Qt, QTimeZone, Signal, Slot
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QSizePolicy, QWidget
from typing_extensions import override

_GROUPS = ("Africa", "America", "Antarctica", "Asia", "Atlantic", "Australia", "Europe", "Indian", "Pacific")


@cache
def zones() -> tuple[str, ...]:
    """The zones that are offered: places, by name, and UTC."""
    places = (name for name in available_timezones() if name.partition("/")[0] in _GROUPS)
    return ("UTC", *sorted(places))


def system_zone() -> str:
    """The zone of this laptop, if it is one that is offered; else UTC."""
    name = bytes(QTimeZone.systemTimeZoneId().data()).decode("ascii", "ignore")
    return name if name in zones() else "UTC"


def offset_words(zone: str, day: str) -> str:
    """How far ``zone`` is from UTC at noon of ``day``: ``"UTC−07:00 on that day"``; empty if nobody can say."""
    try:
        noon = datetime.combine(date.fromisoformat(day), time(12), ZoneInfo(zone))
    except (ValueError, ZoneInfoNotFoundError, OSError):
        return ""
    text = f"{noon:%z}"
    return f"UTC{'−' if text[0] == '-' else '+'}{text[1:3]}:{text[3:5]} on that day" if text else ""


class ZoneField(QComboBox):
    """``value()`` is the IANA name; what is typed but no zone is given back as it is. ``changed`` tells each change."""

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.typed = QLineEdit()
        self.setLineEdit(self.typed)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMaxVisibleItems(12)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.addItems([_shown(name) for name in zones()])
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        self.setCompleter(completer)

        self.editTextChanged.connect(self._tell)

    def value(self) -> str:
        """The zone."""
        typed = " ".join(self.currentText().split())
        return _by_shown().get(typed.casefold(), typed)

    def set_value(self, zone: str) -> None:
        """Show ``zone``; nothing is told."""
        self.blockSignals(True)
        self.setEditText(_shown(zone))
        self.setCurrentIndex(self.findText(_shown(zone)))
        self.setEditText(_shown(zone))
        self.blockSignals(False)

    @override
    def focusInEvent(self, e: QFocusEvent) -> None:
        super().focusInEvent(e)
        if e.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            self.typed.selectAll()

    @override
    def focusOutEvent(self, e: QFocusEvent) -> None:
        # "los ang" and Tab is meant as the one place that it can be.
        typed = " ".join(self.currentText().split()).casefold()
        fitting = [name for name in zones() if typed and typed in _shown(name).casefold()]
        if len(fitting) == 1 and self.value() != fitting[0]:
            self.setEditText(_shown(fitting[0]))
        super().focusOutEvent(e)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _shown(zone: str) -> str:
    return zone.replace("_", " ")


@cache
def _by_shown() -> dict[str, str]:
    return {_shown(name).casefold(): name for name in zones()} | {name.casefold(): name for name in zones()}
