"""The display is kept awake on all three systems, and what cannot be done hinders nobody."""

import ctypes
import logging
import shutil
import socket
import struct
import subprocess
from threading import Thread
from types import SimpleNamespace

import pytest

from gpumode_judge.system.awake import REASON, KeepAwake, Linux, Mac, Windows, way_here
from gpumode_judge.system.dbus import Bus, BusError, Method


class Noted:
    """A way that notes what it is asked for."""

    def __init__(self, works=True, error=None):
        self.asked, self._works, self._error = [], works, error

    def begin(self):
        self.asked.append("begin")
        if self._error:
            raise self._error
        return self._works

    def end(self):
        self.asked.append("end")


def test_it_begins_and_ends_once():
    way = Noted()
    keep = KeepAwake(way)
    assert keep.start()
    assert keep.start()
    assert keep.on
    keep.stop()
    keep.stop()
    assert way.asked == ["begin", "end"]
    with KeepAwake(way) as keep:
        assert keep.on
    assert not keep.on
    assert way.asked == ["begin", "end"] * 2


@pytest.mark.parametrize(
    "way", [Noted(works=False), Noted(error=OSError("no such library")), Noted(error=AttributeError("x"))]
)
def test_what_cannot_be_done_is_only_noted(way, caplog):
    with caplog.at_level(logging.WARNING, "gpumode_judge"), KeepAwake(way) as keep:
        assert not keep.on
    assert "may go to sleep" in caplog.text
    assert way.asked == ["begin", "end"]


def test_every_system_has_its_way():
    assert isinstance(way_here("win32"), Windows)
    assert isinstance(way_here("darwin"), Mac)
    assert isinstance(way_here("linux"), Linux)


class TestWindows:
    def test_the_state_of_the_thread(self):
        states = []
        kernel = SimpleNamespace(SetThreadExecutionState=lambda state: states.append(state.value) or 1)
        with KeepAwake(Windows(SimpleNamespace(windll=SimpleNamespace(kernel32=kernel)))) as keep:
            assert keep.on
        assert states == [0x80000003, 0x80000000]

    def test_a_refusal(self):
        kernel = SimpleNamespace(SetThreadExecutionState=lambda state: 0)
        assert not KeepAwake(Windows(SimpleNamespace(windll=SimpleNamespace(kernel32=kernel)))).start()

    def test_without_the_library(self):
        assert not KeepAwake(Windows(SimpleNamespace())).start()


class Function:
    """A C function of a made-up library."""

    def __init__(self, do):
        self._do = do

    def __call__(self, *arguments):
        return self._do(*arguments)


class MacSystem:
    def __init__(self, refused=0):
        self.strings, self.held, self.refused, self.loaded = {}, {}, refused, []
        self.kit = SimpleNamespace(
            IOPMAssertionCreateWithName=Function(self._create),
            IOPMAssertionRelease=Function(lambda number: self.held.pop(number.value) and 0),
        )
        self.text = SimpleNamespace(
            CFStringCreateWithCString=Function(self._string), CFRelease=Function(lambda at: self.strings.pop(at))
        )

    def load(self, path):
        self.loaded.append(path)
        return self.kit if "IOKit" in path else self.text

    def _string(self, _allocator, words, _encoding):
        at = 1000 + len(self.loaded) + len(self.strings)
        self.strings[at] = words.decode()
        return at

    def _create(self, kind, level, name, out):
        if not self.refused:
            pointer = ctypes.cast(out, ctypes.POINTER(ctypes.c_uint32))
            pointer[0] = 77
            self.held[77] = (self.strings[kind], level, self.strings[name])
        return self.refused


class TestMac:
    def test_an_assertion_is_held_and_let_go(self):
        mac = MacSystem()
        keep = KeepAwake(Mac(mac.load, lambda name: None))
        assert keep.start()
        assert mac.held == {77: ("PreventUserIdleDisplaySleep", 255, REASON)}
        assert mac.strings == {}  # nothing leaks
        keep.stop()
        assert mac.held == {}
        assert "/System/Library/Frameworks/IOKit.framework/IOKit" in mac.loaded

    def test_a_refusal(self):
        mac = MacSystem(refused=-536870212)
        assert not KeepAwake(Mac(mac.load, lambda name: name)).start()
        assert mac.strings == {}

    def test_without_the_library(self):
        def load(path):
            raise OSError(path)

        assert not KeepAwake(Mac(load, lambda name: None)).start()


class Desktop:
    """A message bus that answers as a desktop does, on a socket of its own. ``knows`` are the services that are there."""

    def __init__(self, folder, knows=("org.freedesktop.ScreenSaver",), noise=b""):
        self.path, self.knows, self.noise = folder / "bus", knows, noise
        self.calls, self.hung_up = [], False
        self._listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self._listening.bind(str(self.path))
        self._listening.listen(1)
        self._thread = Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def address(self):
        return f"unix:path={self.path},guid=1"

    def join(self):
        self._thread.join(5)
        self._listening.close()

    def _serve(self):
        line, _ = self._listening.accept()
        with line:
            line.settimeout(5)
            data = b""
            while not data.endswith(b"\r\n"):
                data += line.recv(1)
            assert data.startswith(b"\0AUTH EXTERNAL ")
            line.sendall(b"OK 1234\r\n")
            data = b""
            while not data.endswith(b"BEGIN\r\n"):
                data += line.recv(1)
            while self._answer(line):
                pass
            self.hung_up = True

    def _answer(self, line):
        fixed = self._read(line, 16)
        if fixed is None:
            return False
        body, serial, length = struct.unpack("<III", fixed[4:])
        fields = self._read(line, length + -length % 8)
        self._read(line, body)
        known = next((name for name in (*self.knows, "org.freedesktop.DBus") if name.encode() in fields), "")
        self.calls.append(known or "unknown")
        if self.noise:
            line.sendall(self.noise)
        answer = struct.pack("<I", 7) if known else struct.pack("<I", 8) + b"unknown.\0"
        kind, signature = (2, b"u") if known else (3, b"s")
        head = bytes([5, 1]) + b"u\0" + struct.pack("<I", serial) + bytes([8, 1]) + b"g\0" + b"\x01" + signature + b"\0"
        message = b"l" + bytes([kind, 0, 1]) + struct.pack("<III", len(answer), 1, len(head)) + head
        line.sendall(message + b"\0" * (-len(message) % 8) + answer)
        return True

    @staticmethod
    def _read(line, count):
        data = b""
        while len(data) < count:
            more = line.recv(count - len(data))
            if not more:
                return None
            data += more
        return data


SIGNAL = (
    lambda fields: (
        b"l\x04\x00\x01" + struct.pack("<III", 0, 9, len(fields)) + fields + b"\0" * (-(16 + len(fields)) % 8)
    )
)(b"\x01\x01o\0\x05\0\0\0/abcd\0")

needs_sockets = pytest.mark.skipif(not hasattr(socket, "AF_UNIX"), reason="the bus is a Unix socket")


@needs_sockets
class TestLinux:
    def way(self, desktop=None):
        return Linux(environment={"DBUS_SESSION_BUS_ADDRESS": desktop.address} if desktop else {})

    @pytest.mark.parametrize("noise", [b"", SIGNAL])
    @pytest.mark.parametrize(
        "service", ["org.freedesktop.ScreenSaver", "org.gnome.SessionManager", "org.freedesktop.portal.Desktop"]
    )
    def test_the_desktop_is_asked_and_the_line_is_held(self, tmp_path, service, noise):
        desktop = Desktop(tmp_path, (service,), noise)
        way = self.way(desktop)
        keep = KeepAwake(way)
        assert keep.start()
        assert way.settle(5)
        assert desktop.calls[0] == "org.freedesktop.DBus"
        assert desktop.calls[-1] == service
        assert not desktop.hung_up
        keep.stop()
        desktop.join()
        assert desktop.hung_up

    def test_a_desktop_that_keeps_nothing_awake(self, tmp_path, caplog):
        desktop = Desktop(tmp_path, ())
        way = self.way(desktop)
        with caplog.at_level(logging.INFO, "gpumode_judge"):
            KeepAwake(way).start()
            assert not way.settle(5)
            desktop.join()
        assert "by hand" in caplog.text
        assert desktop.hung_up

    def test_stopped_before_the_answer(self, tmp_path):
        desktop = Desktop(tmp_path)
        way = self.way(desktop)
        way.begin()
        way.end()
        way.settle(5)
        desktop.join()
        assert desktop.hung_up

    def test_without_anything(self):
        assert not KeepAwake(self.way()).start()

    def test_a_bus_that_is_not_there(self, tmp_path):
        way = Linux(environment={"XDG_RUNTIME_DIR": str(tmp_path)})
        assert way.begin()
        assert not way.settle(5)
        way.end()

    @pytest.mark.parametrize(
        "said",
        [
            b"",
            b"REJECTED EXTERNAL\r\n",
            b"x" * 600,
            b"OK 1\r\n" + b"\0" * 64,
            b"OK 1\r\nl\x02\0\1" + b"\xff" * 12,
            b"OK 1\r\nl\x02\0\1",
        ],
    )
    def test_a_bus_that_says_what_cannot_be(self, tmp_path, said):
        listening = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        listening.bind(str(tmp_path / "bus"))
        listening.listen(1)

        def serve():
            line, _ = listening.accept()
            with line:
                line.sendall(said)

        Thread(target=serve, daemon=True).start()
        with pytest.raises(BusError):
            Bus(f"unix:path={tmp_path / 'bus'}", seconds=1)
        listening.close()

    @pytest.mark.parametrize("address", ["", "tcp:host=x", "unix:", "unix:path=/nowhere/at/all", "autolaunch:"])
    def test_an_address_without_a_bus(self, address):
        with pytest.raises(BusError):
            Bus(address, seconds=1)

    @pytest.mark.skipif(not shutil.which("dbus-daemon"), reason="there is no dbus-daemon")
    def test_a_real_bus(self, tmp_path):
        address = f"unix:path={tmp_path / 'bus'}"
        daemon = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address", f"--address={address}"], stdout=subprocess.PIPE
        )
        try:
            assert daemon.stdout.readline()
            with Bus(address) as bus:
                asked = Method("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus", "GetNameOwner")
                assert bus.call(asked, "org.freedesktop.DBus").endswith(b"org.freedesktop.DBus\0")
                with pytest.raises(BusError, match="Could not get owner"):
                    bus.call(asked, "org.example.Nobody")
                with pytest.raises(BusError):
                    bus.call(Method("org.example.Nobody", "/", "org.example.Nobody", "Inhibit"), "", 8, None)
        finally:
            daemon.terminate()
            daemon.wait(5)
            daemon.stdout.close()
