"""Keep the display awake while the audience looks at it. What cannot be done is noted in the log and hinders nothing."""

import ctypes
import os
import sys
from collections.abc import Callable, Mapping
from ctypes import util
from threading import Lock, Thread
from types import TracebackType
from typing import Any, Final, Protocol, Self

from gpumode_judge.system.dbus import Bus, Method
from gpumode_judge.system.logs import log

REASON: Final = "A board is on the projector"
_NAME: Final = "GPU MODE Judge"
_CONTINUOUS, _SYSTEM, _DISPLAY = 0x80000000, 0x00000001, 0x00000002
_UTF8: Final = 0x08000100
_LEVEL_ON: Final = 255
_IDLE: Final = 8  # what is not to happen, as both services number it: the session is taken for idle
_ASKED: Final[tuple[tuple[Method, tuple[str | int | None, ...]], ...]] = (
    (
        Method("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver", "Inhibit"),
        (_NAME, REASON),
    ),
    (
        Method("org.gnome.SessionManager", "/org/gnome/SessionManager", "org.gnome.SessionManager", "Inhibit"),
        (_NAME, 0, REASON, _IDLE),
    ),
    (
        Method(
            "org.freedesktop.portal.Desktop",
            "/org/freedesktop/portal/desktop",
            "org.freedesktop.portal.Inhibit",
            "Inhibit",
        ),
        ("", _IDLE, None),
    ),
)


class Way(Protocol):
    """One way to keep a display awake."""

    def begin(self) -> bool:
        """Keep it awake from now on; tells whether that worked. Returns at once."""
        ...

    def end(self) -> None:
        """Let it sleep again."""
        ...


class KeepAwake:
    """Keeps the display awake between :meth:`start` and :meth:`stop`, or as a context. Starting or stopping twice does no harm.

    ``way`` is how; without one it is that of this system.
    """

    def __init__(self, way: Way | None = None) -> None:
        self._way = way or way_here()
        self._on = False

    @property
    def on(self) -> bool:
        """Whether the display is kept awake now."""
        return self._on

    def start(self) -> bool:
        """Keep the display awake; tells whether it is."""
        if not self._on:
            self._on = self._quietly(self._way.begin)
            if not self._on:
                self._quietly(self._way.end)  # what was begun of it
                log().warning("the display may go to sleep: this system does not let it be kept awake")
        return self._on

    def stop(self) -> None:
        """Let it sleep again as the system is set."""
        if self._on:
            self._on = False
            self._quietly(self._way.end)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    @staticmethod
    def _quietly(do: Callable[[], bool | None]) -> bool:
        try:
            return bool(do())
        except Exception as error:  # noqa: BLE001  (a foreign library may raise what it likes: the show goes on)
            log().warning("keeping the display awake: %s: %s", type(error).__name__, error)
            return False


def way_here(platform: str = sys.platform) -> Way:
    """The way of a system."""
    match platform:
        case "win32":
            return Windows(ctypes)
        case "darwin":
            return Mac(ctypes.CDLL, util.find_library)
        case _:
            return Linux()


class Windows:
    """By the state of the thread that asks; begin and end it on the same one."""

    def __init__(self, libraries: Any) -> None:  # noqa: ANN401  (windll is known on Windows alone)
        self._libraries = libraries

    def begin(self) -> bool:
        """See :class:`Way`."""
        return self._set(_CONTINUOUS | _SYSTEM | _DISPLAY)

    def end(self) -> None:
        """See :class:`Way`."""
        self._set(_CONTINUOUS)

    def _set(self, state: int) -> bool:
        # Gives the earlier state; nothing at all if it refused.
        return bool(self._libraries.windll.kernel32.SetThreadExecutionState(ctypes.c_uint(state)))


class Mac:
    """By a power assertion, which the system itself lets go when the app ends."""

    def __init__(self, load: Callable[[str], Any], find: Callable[[str], str | None]) -> None:
        self._load, self._find = load, find
        self._assertion: ctypes.c_uint32 | None = None

    def begin(self) -> bool:
        """See :class:`Way`."""
        kit, text = self._library("IOKit"), self._library("CoreFoundation")
        text.CFStringCreateWithCString.restype = ctypes.c_void_p
        text.CFStringCreateWithCString.argtypes = [ctypes.c_void_p, ctypes.c_char_p, ctypes.c_uint32]
        text.CFRelease.argtypes = [ctypes.c_void_p]
        kit.IOPMAssertionCreateWithName.argtypes = [
            ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.POINTER(ctypes.c_uint32),
        ]  # fmt: skip
        made = [
            text.CFStringCreateWithCString(None, words, _UTF8)
            for words in (b"PreventUserIdleDisplaySleep", REASON.encode())
        ]
        assertion = ctypes.c_uint32(0)
        try:
            refused = kit.IOPMAssertionCreateWithName(made[0], _LEVEL_ON, made[1], ctypes.byref(assertion))
        finally:
            for words in filter(None, made):
                text.CFRelease(words)
        self._assertion = None if refused else assertion
        return not refused

    def end(self) -> None:
        """See :class:`Way`."""
        assertion, self._assertion = self._assertion, None
        if assertion is not None:
            self._library("IOKit").IOPMAssertionRelease(assertion)

    def _library(self, name: str) -> Any:  # noqa: ANN401  (what a library holds is known to C alone)
        return self._load(self._find(name) or f"/System/Library/Frameworks/{name}.framework/{name}")


Connect = Callable[[str], Bus]


class Linux:
    """By asking the desktop over D-Bus, which lets the screen go dark again as soon as the connection that asked closes: so it is held.

    Asking is done beside: a desktop may take its time to answer. No other program is started for it.
    """

    def __init__(self, connect: Connect = Bus, environment: Mapping[str, str] | None = None) -> None:
        self._connect = connect
        self._environment = os.environ if environment is None else environment
        self._bus: Bus | None = None
        self._turn = Lock()
        self._asking: Thread | None = None
        self._asked = 0

    def begin(self) -> bool:
        """See :class:`Way`. True: there is a desktop to ask."""
        address = self._address()
        if address:
            self._asked += 1
            self._asking = Thread(target=self._ask, args=(address, self._asked), name="awake", daemon=True)
            self._asking.start()
        return bool(address)

    def end(self) -> None:
        """See :class:`Way`."""
        with self._turn:
            self._asked += 1
            bus, self._bus = self._bus, None
        if bus is not None:
            bus.close()

    def settle(self, seconds: float) -> bool:
        """Wait until the desktop has answered; tells whether it keeps the screen on."""
        if self._asking is not None:
            self._asking.join(seconds)
        return self._bus is not None

    def _address(self) -> str:
        given = self._environment.get("DBUS_SESSION_BUS_ADDRESS", "")
        runtime = self._environment.get("XDG_RUNTIME_DIR", "")
        return given or (f"unix:path={runtime}/bus" if runtime else "")

    def _ask(self, address: str, turn: int) -> None:
        try:
            bus = self._connect(address)
        except OSError as error:
            log().warning("the screen may go dark: there is no desktop to ask (%s)", error)
            return
        if any(_keeps(bus, method, arguments) for method, arguments in _ASKED):
            with self._turn:
                if self._asked == turn:
                    self._bus = bus
                    return
        else:
            log().warning("the screen may go dark: no desktop service keeps it on; switch the screen saver off by hand")
        bus.close()


def _keeps(bus: Bus, method: Method, arguments: tuple[str | int | None, ...]) -> bool:
    try:
        bus.call(method, *arguments)
    except OSError as error:
        log().info("%s does not keep the screen on: %s", method.name, error)
        return False
    return True
