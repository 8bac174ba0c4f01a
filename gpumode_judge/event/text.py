"""Make words from strangers safe to show: text stays text, and nothing in it can reorder or hide the rest."""

import re
import unicodedata
from typing import Final

# Bidirectional embeddings, overrides and isolates can make a name read as another one.
_BIDI: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
# Everything in Cc but newline and tab; byte order marks, noncharacters, lone surrogates.
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_SPACES: Final = re.compile(r"[\s\u200b]+")
# Old and odd line ends, which would glue words together if they were dropped as controls.
_LINE_ENDS: Final = re.compile("\r\n?|[\x0b\x0c\x85\u2028\u2029]")


def clean_line(text: str, limit: int = 300) -> str:
    """One line of plain text: controls and bidi overrides out, white space folded, at most ``limit`` characters."""
    if text.isascii() and text.isprintable() and "  " not in text:
        if " " not in text and len(text) <= limit:  # a time, an id, one word
            return text
        return text.strip()[:limit].rstrip()
    plain = _CONTROL.sub("", _SPACES.sub(" ", _BIDI.sub("", text)))
    return unicodedata.normalize("NFC", _SPACES.sub(" ", plain)).strip()[:limit].rstrip()


def clean_block(text: str, limit_bytes: int = 24_000) -> str:
    """Several lines of plain text: as :func:`clean_line`, but newlines and tabs stay; cut at ``limit_bytes`` of UTF-8."""
    plain = _LINE_ENDS.sub("\n", text)
    plain = unicodedata.normalize("NFC", _CONTROL.sub("", _BIDI.sub("", plain))).strip()
    raw = plain.encode()
    return plain if len(raw) <= limit_bytes else raw[:limit_bytes].decode(errors="ignore").rstrip()


def fold(text: str) -> str:
    """The form in which two names are compared: case, accents' composition and spacing do not matter."""
    return clean_line(unicodedata.normalize("NFKC", text)).casefold()


def slug(text: str, fallback: str = "item") -> str:
    """A short ASCII name for files and keys: ``"Open-source impact"`` becomes ``"open-source-impact"``."""
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", ascii_text.lower()).strip("-")[:40].strip("-") or fallback
