"""What the machine has: a display, Qt's system libraries; and the one sentence for what it lacks."""

import ctypes
import os
import re
import sys
from collections.abc import Mapping
from typing import Final

# What Qt's own modules load, and what its window plugin for X loads on top: library -> Debian/Ubuntu package.
_QT_LIBRARIES: Final = {
    "libGL.so.1": "libgl1",
    "libEGL.so.1": "libegl1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libfontconfig.so.1": "libfontconfig1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libX11.so.6": "libx11-6",
}
_X_LIBRARIES: Final = {
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
_SHARED_OBJECT: Final = re.compile(r"(lib[\w.+-]+\.so[.\d]*)\b")


def has_display() -> bool:
    """Whether windows can be opened: a desktop session, or a Qt platform that was chosen by hand (offscreen, vnc)."""
    if os.environ.get("QT_QPA_PLATFORM"):
        return True
    if sys.platform in {"win32", "darwin"}:
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def apt_line() -> str:
    """The command that installs every system library that Qt needs on Debian and Ubuntu."""
    return "sudo apt-get install -y " + " ".join((*_QT_LIBRARIES.values(), *_X_LIBRARIES.values()))


def qt_missing(error: ImportError) -> str | None:
    """One sentence with the exact command if ``error`` says that a library of Qt's is not installed, else ``None``."""
    found = _SHARED_OBJECT.search(str(error))
    if found is None:
        return None
    return f"Windows need a system library that is not installed ({found[1]}); run: {apt_line()}"


def platform_missing(loads: Mapping[str, bool] | None = None) -> str | None:
    """The same sentence if the X plugin would abort the process for want of a library; ask before starting Qt.

    ``loads`` says which libraries can be loaded; they are tried if it is not given.
    """
    if loads is None:
        if sys.platform != "linux" or not _goes_to_x():
            return None
        loads = {name: _loads(name) for name in _X_LIBRARIES}
    missing = [name for name, there in loads.items() if not there]
    return f"Windows need a system library that is not installed ({missing[0]}); run: {apt_line()}" if missing else None


def _goes_to_x() -> bool:
    chosen = os.environ.get("QT_QPA_PLATFORM", "")
    if chosen:
        return chosen.split(":")[0].split(";")[0] == "xcb"
    return bool(os.environ.get("DISPLAY")) and not os.environ.get("WAYLAND_DISPLAY")


def _loads(name: str) -> bool:
    try:
        ctypes.CDLL(name)
    except OSError:
        return False
    return True
