"""The field for the ticket: it writes the dashes itself and knows what a scanner types."""

from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from gpumode_judge.desk.judging import read_code

LETTERS = 12
_SIGNS = frozenset("0123456789ABCDEFGHJKMNPQRSTVWXYZ")


def spaced(typed: str) -> str:
    """What was typed so far as ``XXXX-XXXX-XXXX``: dashes and case do not matter, O is 0, I and L are 1."""
    plain = typed.upper().translate(str.maketrans("OIL", "011"))
    letters = "".join(sign for sign in plain if sign in _SIGNS)[:LETTERS]
    return "-".join(letters[start : start + 4] for start in range(0, len(letters), 4))


class TicketField(QLineEdit):
    """``scanned`` brings (judge id, ticket) when a scanner typed both."""

    scanned = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setPlaceholderText("XXXX-XXXX-XXXX")
        self.setMaxLength(120)
        self.setAccessibleName("Ticket")

        self.textEdited.connect(self._edited)

    def complete(self) -> bool:
        """Whether a whole ticket stands here."""
        return bool(read_code(self.text())[1])

    def show_ticket(self, ticket: str) -> None:
        """Show a ticket that came from elsewhere."""
        self.setText(spaced(ticket))

    @Slot(str)
    def _edited(self, text: str) -> None:
        if scanning(text):
            judge, ticket = read_code(text)
            if judge and ticket:
                self.scanned.emit(judge, ticket)
            return
        before = spaced(text[: self.cursorPosition()])
        with QSignalBlocker(self):
            self.setText(spaced(text))
        self.setCursorPosition(len(before))


def scanning(text: str) -> bool:
    """Whether ``text`` is, or may become, what a scanner types: ``gmj:<judge>:<ticket>``."""
    start = text.strip().lower()
    return bool(start) and (start.startswith("gmj:") or (len(start) > 1 and "gmj:".startswith(start)))
