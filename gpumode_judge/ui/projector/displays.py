"""Which display: told apart by maker, model and serial number, then by name, so that a choice survives a pulled cable."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QGuiApplication, QScreen


@dataclass(frozen=True, slots=True)
class DisplayId:
    """What a display says about itself."""

    maker: str
    model: str
    serial: str
    name: str

    @classmethod
    def of(cls, screen: QScreen) -> "DisplayId":
        """The identity of ``screen``."""
        return cls(screen.manufacturer(), screen.model(), screen.serialNumber(), screen.name())

    @classmethod
    def from_text(cls, text: str) -> "DisplayId | None":
        """Read what :meth:`to_text` wrote; None for anything else."""
        parts = text.split("\t")
        return cls(*parts) if len(parts) == 4 else None

    def to_text(self) -> str:
        """One line to remember it by."""
        return "\t".join(part.replace("\t", " ") for part in (self.maker, self.model, self.serial, self.name))


def screens() -> list[QScreen]:
    """All displays, the operator's first."""
    found = QGuiApplication.screens()
    primary = QGuiApplication.primaryScreen()
    return sorted(found, key=lambda screen: screen is not primary)


def find(wanted: DisplayId | None, among: Sequence[QScreen]) -> QScreen | None:
    """The display that was chosen: the same device, else the one with the same name; None when it is not there."""
    if wanted is None:
        return None
    known = [(DisplayId.of(screen), screen) for screen in among]
    device = (wanted.maker, wanted.model, wanted.serial)
    for there, screen in known:
        if wanted.serial and (there.maker, there.model, there.serial) == device:
            return screen
    for there, screen in known:
        # Two devices of one model can swap names; another model under the old name is another display.
        if there.name == wanted.name and (there.maker, there.model) == (wanted.maker, wanted.model):
            return screen
    return None


def likely(among: Sequence[QScreen]) -> QScreen | None:
    """The display to propose: the first that is not the operator's own; the only one if there is no other."""
    return among[1] if len(among) > 1 else among[0] if among else None


def mirrored(among: Sequence[QScreen]) -> bool:
    """Whether two displays show the same part of the desktop: then the audience sees the operator's own screen."""
    places = [(place.x(), place.y()) for place in (screen.geometry() for screen in among)]
    return len(set(places)) < len(places)


def short(screen: QScreen) -> str:
    """How a sentence names it: ``"EPSON EB-2250U"``."""
    return " ".join(filter(None, (screen.manufacturer(), screen.model()))) or screen.name() or "Screen"


def title(screen: QScreen) -> str:
    """How a list names it: ``"EPSON EB-2250U · 1920 × 1200"``."""
    size = screen.size() * screen.devicePixelRatio()
    name = short(screen)
    mine = " · this screen" if screen is QGuiApplication.primaryScreen() else ""
    return f"{name} · {size.width()} × {size.height()}{mine}"
