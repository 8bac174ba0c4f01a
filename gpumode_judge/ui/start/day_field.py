"""A day, typed or picked from a calendar in our own look."""

from string import Template
from typing import Final

from PySide6.QtCore import QDate, QEvent, QLocale, QSize, Qt, Signal, Slot
from PySide6.QtGui import QFocusEvent, QFont, QKeyEvent, QMouseEvent, QTextCharFormat
from PySide6.QtWidgets import QCalendarWidget, QDateEdit, QToolButton, QWidget
from typing_extensions import override

from gpumode_judge.system.resources import resource
from gpumode_judge.ui.shared.icons import icon
from gpumode_judge.ui.shared.theme import Theme, current_theme

_LOOK: Final = Template("""
QCalendarWidget { background: $surface; }
QCalendarWidget QWidget#qt_calendar_navigationbar { background: $surface; min-height: 44px; }
QCalendarWidget QToolButton { color: $ink; font-weight: 600; min-height: 28px; padding: 2px 10px; }
QCalendarWidget QToolButton::menu-indicator { image: none; width: 0; }
QCalendarWidget QAbstractItemView {
    background: $surface; color: $ink; border: none; border-radius: 0; padding: 0;
    selection-background-color: $accent; selection-color: $on_accent; font-size: 13px;
}
QCalendarWidget QAbstractItemView:focus { border: none; }
QCalendarWidget QAbstractItemView:disabled { color: $ink_faint; }
QCalendarWidget QTableView::item { border: none; padding: 0; }
QCalendarWidget QTableView::item:selected { background: $accent; color: $on_accent; border-radius: 6px; }
QCalendarWidget QSpinBox { min-height: 24px; padding: 0 20px 0 4px; }
""")


_Part = QDateEdit.Section
_BETWEEN: Final = frozenset(" .,/-")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december",
)  # fmt: skip


class DayField(QDateEdit):
    """``value()`` is an ISO date, typed as ``19 sep 2026`` or ``19.9.2026``.

    Up and Down move by the part the cursor is on; Alt+Down opens the calendar.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        self._made = False
        self._part: QDateEdit.Section | None = None
        self._day = 0
        self._typed = ""
        self._went_on = False
        super().__init__(parent)
        self.setLocale(QLocale(QLocale.Language.English))
        self.setDisplayFormat("d MMMM yyyy")
        self.setCalendarPopup(True)
        self.setDateRange(QDate(2000, 1, 1), QDate(2199, 12, 31))
        calendar = QCalendarWidget()
        calendar.setLocale(self.locale())
        calendar.setFirstDayOfWeek(QLocale.system().firstDayOfWeek())
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setHorizontalHeaderFormat(QCalendarWidget.HorizontalHeaderFormat.ShortDayNames)
        calendar.setMinimumSize(320, 300)
        self.setCalendarWidget(calendar)
        self._made = True
        self._dress()

        self.dateChanged.connect(self._tell)

    def value(self) -> str:
        """The day as an ISO date."""
        return self.date().toString(Qt.DateFormat.ISODate)

    def set_value(self, day: str) -> None:
        """Show ``day``, or today if it is none; nothing is told."""
        date = QDate.fromString(day, Qt.DateFormat.ISODate)
        self.blockSignals(True)
        self.setDate(date if date.isValid() else QDate.currentDate())
        self.blockSignals(False)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        self._begin()
        super().focusInEvent(event)

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._begin()
        super().mousePressEvent(event)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt knows months only by their whole names, and takes the sign after a full part for one more step."""
        sign = event.text().casefold()
        if not sign.isprintable() or not sign or event.modifiers() & _COMBINED:
            self._begin()
            super().keyPressEvent(event)
            return
        part = self._part or self.currentSection()
        if sign in _BETWEEN:
            if not self._went_on:
                self._go_on(part)
            self._went_on = False
        elif part is _Part.MonthSection and sign.isdecimal() and self._typed.isalpha():
            self._go_on(part)  # the year follows the letters of a month at once
            self._type(_Part.YearSection, sign)
        else:
            self._type(part, sign)

    def _begin(self) -> None:
        """Nothing was typed yet."""
        self._part, self._day, self._typed, self._went_on = None, 0, "", False

    def _type(self, part: QDateEdit.Section, sign: str) -> None:
        read = {_Part.DaySection: _day, _Part.MonthSection: _month, _Part.YearSection: _year}[part]
        self._part = part
        self._typed = next((text for text in (self._typed + sign, sign) if read(text) >= 0), "")
        value = read(self._typed)
        if value > 0:
            day, date = self._day or self.date().day(), self.date()
            if part is _Part.DaySection:
                day = self._day = value
            month = value if part is _Part.MonthSection else date.month()
            first = QDate(value if part is _Part.YearSection else date.year(), month, 1)
            self.setDate(first.addDays(min(day, first.daysInMonth()) - 1))
        self._show(part)
        if part is not _Part.YearSection and _whole(self._typed, 31 if part is _Part.DaySection else 12):
            self._go_on(part)
            self._went_on = True
        else:
            self._went_on = False

    def _go_on(self, part: QDateEdit.Section) -> None:
        self._part = _Part.MonthSection if part is _Part.DaySection else _Part.YearSection
        self._typed = ""
        self._show(self._part)

    def _show(self, part: QDateEdit.Section) -> None:
        self.interpretText()  # after a shorter day Qt would mark the wrong part
        self.setSelectedSection(part)

    @override
    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.StyleChange and self._made:
            self._dress()
        super().changeEvent(event)

    def _dress(self) -> None:
        theme: Theme = current_theme()
        if self.property("worn") == theme.name:
            return
        self.setProperty("worn", theme.name)
        calendar = self.calendarWidget()
        calendar.setStyleSheet(_LOOK.substitute({k: v for k, v in vars(theme).items() if isinstance(v, str)}))
        arrow = resource(f"themes/{'dark' if theme.dark else 'light'}-down.svg").as_posix()
        self.setStyleSheet(
            "QDateEdit { padding: 1px 32px 1px 1px; }"
            "QDateEdit::drop-down { border: none; width: 32px; subcontrol-origin: border; subcontrol-position: center right; }"
            f'QDateEdit::down-arrow {{ image: url("{arrow}"); width: 14px; height: 14px; }}'
        )
        for name, side, said in (("prevmonth", "left", "Month before"), ("nextmonth", "right", "Next month")):
            button = calendar.findChild(QToolButton, f"qt_calendar_{name}")
            if isinstance(button, QToolButton):
                button.setIcon(icon(side))
                button.setIconSize(QSize(18, 18))
                button.setAccessibleName(said)
        words = QTextCharFormat()
        words.setForeground(theme.color("ink"))
        words.setFontWeight(QFont.Weight.DemiBold)
        calendar.setHeaderTextFormat(words)
        plain = QTextCharFormat()
        plain.setForeground(theme.color("ink"))
        for day in (Qt.DayOfWeek.Saturday, Qt.DayOfWeek.Sunday):
            calendar.setWeekdayTextFormat(day, plain)

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _day(typed: str) -> int:
    """The day that stands there; 0 while none does yet, -1 if it never will."""
    return int(typed) if typed.isdecimal() and int(typed) <= 31 else -1


def _month(typed: str) -> int:
    """The month that ``typed`` begins or numbers; 0 while it does not yet, -1 if it never will."""
    if typed.isdecimal():
        return int(typed) if int(typed) <= len(_MONTHS) else -1
    return next((n for n, name in enumerate(_MONTHS, 1) if typed and name.startswith(typed)), -1)


def _year(typed: str) -> int:
    """The year, two figures being one of this century; 0 while it does not stand there yet, -1 if it never will."""
    if not typed.isdecimal() or len(typed) > 4 or (len(typed) == 4 and not 2000 <= int(typed) < 2200):
        return -1
    return 2000 + int(typed) if len(typed) == 2 else int(typed) if len(typed) == 4 else 0


def _whole(typed: str, most: int) -> bool:
    """Whether no figure can follow in a number up to ``most``."""
    return typed.isdecimal() and (len(typed) == 2 or int(typed) * 10 > most)


_COMBINED = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
