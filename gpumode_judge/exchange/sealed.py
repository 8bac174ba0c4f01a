"""A score file that only the organizers' laptop can open: a .gmj file inside a sealed box.

UTF-8 lines: a header ``{"format":"gmj-sealed","v":1,"event":…,"count":N}``, N lines of base64, and a trailer
``{"end":N,"sha256":…}`` over all bytes before it. The box (X25519, XSalsa20 and Poly1305, as libsodium makes it) is for the
device that made the event; nobody else, not even the one who sealed it, can open it again.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from hashlib import sha256
from typing import Final

from nacl.exceptions import CryptoError
from nacl.public import SealedBox
from nacl.signing import SigningKey, VerifyKey

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.gmj import (
    MOST_BYTES,
    MOST_LINE,
    UNREADABLE,
    BadFile,
    changed,
    check_end,
    json_line,
    lines_of,
    newer,
    object_of,
)

MOST_INSIDE: Final = 47 * 1024 * 1024  # what a file of 64 MiB has room for
_BEGIN: Final = b'{"format":"gmj-sealed"'
_CHUNK: Final = MOST_LINE // 4 * 3


def is_sealed(data: bytes) -> bool:
    """Whether these are the bytes of a sealed file (which may be broken all the same)."""
    return data.startswith(_BEGIN)


def seal(data: bytes, event: str, genesis: str) -> bytes:
    """Seal the bytes of a .gmj file of ``event`` for the device ``genesis`` (its public key in hex).

    Raises:
        Problem: there is more than a file may hold, or the key is none.
    """
    if len(data) > MOST_INSIDE:
        raise Problem(
            "This score file has grown past what can be sealed (47 MiB); ask the organizers to merge it here."
        )
    try:
        box = SealedBox(VerifyKey(bytes.fromhex(genesis)).to_curve25519_public_key())
    except (ValueError, TypeError, CryptoError, RuntimeError) as error:
        raise Problem("This event names a laptop that nothing can be sealed for; ask for a new event file.") from error
    inside = box.encrypt(data)
    lines = [b64encode(inside[i : i + _CHUNK]) for i in range(0, len(inside), _CHUNK)]
    header = {"format": "gmj-sealed", "v": 1, "event": event, "count": len(lines)}
    content = b"".join(line + b"\n" for line in (json_line(header), *lines))
    whole = content + json_line({"end": len(lines), "sha256": sha256(content).hexdigest()}) + b"\n"
    if len(whole) > MOST_BYTES:
        raise Problem(
            "This score file has grown past what can be sealed (47 MiB); ask the organizers to merge it here."
        )
    return whole


def open_sealed(data: bytes, event: str, seed: bytes) -> bytes:
    """The bytes of the .gmj file inside; ``seed`` is the secret of the device that made ``event``.

    Raises:
        BadFile: a rule is broken; the sentence names the line.
        Problem: it belongs to another event, or was sealed for another laptop.
    """
    of, inside = _checked(data)
    if of != event:
        raise Problem("It is sealed and belongs to another event, so nothing of it was taken in.")
    try:
        return SealedBox(SigningKey(seed).to_curve25519_private_key()).decrypt(inside)
    except (CryptoError, ValueError, TypeError) as error:
        raise Problem(
            "It is sealed, and only the laptop on which this event was made can open it; merge it there."
        ) from error


def _checked(data: bytes) -> tuple[str, bytes]:
    lines = lines_of(data)
    header = object_of(lines[0], 1)
    event, version = header.get("event"), header.get("v")
    if header.get("format") != "gmj-sealed" or not isinstance(event, str):
        raise changed(1)
    if version is True or version != 1:
        raise newer()
    check_end(data, lines, header.get("count"))
    parts: list[bytes] = []
    for number, line in enumerate(lines[1:-1], 2):
        try:
            parts.append(b64decode(line, validate=True))
        except (Base64Error, ValueError) as error:
            raise BadFile(number, UNREADABLE) from error
    return event, b"".join(parts)
