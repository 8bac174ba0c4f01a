"""How large a new window may be."""

from typing import Final

from PySide6.QtWidgets import QWidget

_FRAME: Final = 40  # pixels: the title bar that the system puts above a window, which nobody knows before it is shown


def resize_within(window: QWidget, width: int, height: int) -> None:
    """Give ``window`` this size, or what the screen has room for."""
    room = window.screen().availableGeometry()
    window.resize(min(width, room.width()), min(height, room.height() - _FRAME))
