"""Just enough D-Bus to ask a desktop for one thing and to hold the line: an inhibition lasts as long as the connection that asked."""

import os
import socket
import struct
from dataclasses import dataclass
from typing import Final, Self

_CALL, _RETURN, _ERROR = 1, 2, 3
_PATH, _INTERFACE, _MEMBER, _REPLY, _DESTINATION, _SIGNATURE = 1, 2, 3, 5, 6, 8
_BUS: Final = "org.freedesktop.DBus"
_MOST: Final = 1 << 20  # no answer that is waited for is longer
_MOST_MESSAGES: Final = 200


class BusError(OSError):
    """The bus is not there, refused, or said what cannot be."""


@dataclass(frozen=True, slots=True)
class Method:
    """What is called: ``path`` and ``interface`` at the service ``name``."""

    name: str
    path: str
    interface: str
    member: str


class Bus:
    """A connection to a message bus. Each wait lasts ``seconds`` at most. Raises :class:`BusError` throughout."""

    def __init__(self, address: str, seconds: float = 2.0) -> None:
        self._serial = 0
        self._socket = _connected(address, seconds)
        try:
            self._introduce()
        except (OSError, ValueError, struct.error) as error:
            self.close()
            raise error if isinstance(error, BusError) else BusError(str(error)) from error

    def call(self, method: Method, *arguments: str | int | None) -> bytes:
        """Call a method with texts, unsigned numbers and empty dictionaries (``None``); gives the bytes of its answer."""
        self._serial += 1
        try:
            self._socket.sendall(_message(method, self._serial, arguments))
            for _ in range(_MOST_MESSAGES):
                kind, answered, body = self._receive()
                if answered == self._serial and kind in (_RETURN, _ERROR):
                    if kind == _ERROR:
                        raise BusError(body[4:204].decode("utf-8", "replace"))
                    return body
        except (OSError, struct.error) as error:
            raise error if isinstance(error, BusError) else BusError(str(error)) from error
        raise BusError("no answer")

    def close(self) -> None:
        """Hang up: whatever was asked for on this line is let go."""
        self._socket.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _introduce(self) -> None:
        user = str(os.getuid() if hasattr(os, "getuid") else 0).encode().hex().encode()
        self._socket.sendall(b"\0AUTH EXTERNAL " + user + b"\r\n")
        line = b""
        while not line.endswith(b"\r\n"):
            more = self._socket.recv(1)
            if not more or len(line) > 500:
                raise BusError("the bus hung up")
            line += more
        if not line.startswith(b"OK"):
            raise BusError("the bus let nobody in")
        self._socket.sendall(b"BEGIN\r\n")
        self.call(Method(_BUS, "/org/freedesktop/DBus", _BUS, "Hello"))

    def _receive(self) -> tuple[int, int, bytes]:
        """The kind of the next message, the number of the call that it answers (0 for none), and its body."""
        fixed = self._read(16)
        if fixed[0:1] not in (b"l", b"B"):
            raise BusError("not a message")
        order = "<" if fixed[0:1] == b"l" else ">"
        body_length, _serial, fields_length = struct.unpack(f"{order}III", fixed[4:])
        if body_length + fields_length > _MOST:
            raise BusError("a message that is too long")
        fields = self._read(fields_length + (-fields_length) % 8)[:fields_length]
        return fixed[1], _answered(fields, order), self._read(body_length)

    def _read(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self._socket.recv(count - len(data))
            if not more:
                raise BusError("the bus hung up")
            data += more
        return data


def _connected(address: str, seconds: float) -> socket.socket:
    family: int = getattr(socket, "AF_UNIX", -1)  # Windows has none
    for one in address.split(";") if family >= 0 else ():
        kind, _, rest = one.partition(":")
        keys: dict[str, str] = {key: value for key, _, value in (pair.partition("=") for pair in rest.split(","))}
        path = f"\0{keys['abstract']}" if "abstract" in keys else keys.get("path", "")
        if kind != "unix" or not path:
            continue
        line = socket.socket(family, socket.SOCK_STREAM)
        try:
            line.settimeout(seconds)
            line.connect(path)
        except (OSError, ValueError):
            line.close()
            continue
        return line
    raise BusError("there is no bus")


def _message(method: Method, serial: int, arguments: tuple[str | int | None, ...]) -> bytes:
    body, signature = b"", ""
    for value in arguments:
        body += b"\0" * (-len(body) % 4)
        match value:
            case str():
                body, signature = body + _text(value), signature + "s"
            case int():
                body, signature = body + struct.pack("<I", value), signature + "u"
            case None:
                body, signature = body + struct.pack("<I", 0), signature + "a{sv}"
                body += b"\0" * (-len(body) % 8)
    fields = b""
    for code, kind, value in (
        (_PATH, "o", method.path), (_INTERFACE, "s", method.interface), (_MEMBER, "s", method.member),
        (_DESTINATION, "s", method.name), (_SIGNATURE, "g", signature),
    ):  # fmt: skip
        if value:
            fields += b"\0" * (-len(fields) % 8)
            raw = value.encode()
            told = bytes([len(raw)]) + raw + b"\0" if kind == "g" else _text(value)
            fields += bytes([code, 1]) + kind.encode() + b"\0" + told
    head = b"l" + bytes([_CALL, 0, 1]) + struct.pack("<III", len(body), serial, len(fields)) + fields
    return head + b"\0" * (-len(head) % 8) + body


def _text(value: str) -> bytes:
    raw = value.encode()
    return struct.pack("<I", len(raw)) + raw + b"\0"


def _answered(fields: bytes, order: str) -> int:
    """The number of the call that a message answers, out of its header's fields."""
    at = 0
    while at + 4 <= len(fields):
        at += -at % 8
        code, kind = fields[at], fields[at + 2 : at + 3]
        at += 4
        if kind == b"u":
            (value,) = struct.unpack_from(f"{order}I", fields, at)
            if code == _REPLY:
                return int(value)
            at += 4
        elif kind in (b"s", b"o"):
            (length,) = struct.unpack_from(f"{order}I", fields, at)
            at += 4 + length + 1
        elif kind == b"g":
            at += 1 + fields[at] + 1
        else:
            break
    return 0
