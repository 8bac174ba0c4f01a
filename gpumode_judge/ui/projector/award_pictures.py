"""Pictures of the awards for the web, as the projector showed them."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QImageWriter

from gpumode_judge.desk.awards_out import AwardPicture
from gpumode_judge.event.problem import Problem
from gpumode_judge.system.files import write_new
from gpumode_judge.ui.projector.pictures import EventPictures
from gpumode_judge.ui.projector.render import render_board

SIZE = (1920, 1080)


def paint_award(
    picture: AwardPicture, folder: Path, read: Callable[[str], bytes | None], size: tuple[int, int] = SIZE
) -> Path:
    """Paint one picture into a new PNG file in ``folder``; ``read`` gives the bytes of logos and photos by name.

    Needs a ``QApplication``, and its thread.

    Raises:
        Problem: it cannot be made that large, is there already, or the disk refused.
    """
    image = render_board(picture.board, *size, pictures=EventPictures(read))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    if not QImageWriter(buffer, QByteArray(b"png")).write(image):
        raise Problem(f"The picture “{picture.file}” could not be made; try again.")
    return write_new(folder / picture.file, bytes(data.data()))
