"""Comma-, semicolon- and tab-separated text."""

import csv
import re
from collections.abc import Iterator
from itertools import islice
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange.table import MOST_CELL

MOST_LINE: Final = 8 << 20
_LOOK: Final = 40
_LINE: Final = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# Fed after the last line: a cell that swallows it was opened by a quotation mark and never closed.
_END: Final = "\ufdd0\ufdd1"
_BOMS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))

# One limit for the whole process, set once: the module's own is too small for long write-ups.
csv.field_size_limit(MOST_CELL)


class _Unclosed(Exception):
    pass


def decode(name: str, data: bytes) -> tuple[str, tuple[str, ...]]:
    """The text of a file, and notes about how it was read: UTF-8, UTF-16 with a byte order mark, else Windows-1252."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            try:
                return _no_nul(name, data[len(bom) :].decode(encoding)), ()
            except UnicodeDecodeError as error:
                raise Problem(
                    f"“{name}” is broken: it is not the Unicode text it claims to be; export it again."
                ) from error
    if b"\0" in data:
        _no_nul(name, data.decode("latin-1"))
    try:
        return data.decode("utf-8"), ()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
    try:
        text = data.decode("cp1252")
    except UnicodeDecodeError as error:
        raise Problem(
            f"“{name}” is in an unknown text encoding (first seen in line {line}); save it as “CSV UTF-8” and import that."
        ) from error
    return text, (f"“{name}” is not UTF-8 (line {line}), so it was read as Windows-1252; check the accents in names.",)


def records(name: str, text: str) -> Iterator[tuple[int, list[str]]]:
    """Every record with the physical line on which it begins."""
    skip, delimiter = choose_delimiter(text)
    begun = skip + 1
    try:
        for line, cells in _parse(text, delimiter, skip):
            yield line, cells
            begun = line + 1
    except _Unclosed as error:
        raise Problem(
            f"A quotation mark in line {error} of “{name}” is never closed, so the rest cannot be told apart; mend that line."
        ) from error
    except csv.Error as error:
        raise Problem(
            f"A cell near line {begun} of “{name}” is longer than a million characters or its quotation marks do not close; "
            "mend that line."
        ) from error
    except OverflowError as error:
        raise Problem(
            f"Line {error} of “{name}” is longer than {MOST_LINE >> 20} MB, so it is not a table to import."
        ) from error


def choose_delimiter(text: str) -> tuple[int, str]:
    """How many leading lines to skip, and what separates the cells.

    Excel's ``sep=;`` line decides. Otherwise: a header with a tab outside quotes is tab-separated; of comma and semicolon the
    one that cuts the header into clearly more cells wins, and when that is not clear, the one under which more of the next
    rows are as wide as the header.
    """
    hint = re.match(r"sep=([,;\t])\r?\n", text, re.IGNORECASE)
    if hint:
        return 1, hint[1]
    looks = {delimiter: _look(text, delimiter) for delimiter in "\t,;"}
    width = {delimiter: len(rows[0]) if rows else 0 for delimiter, rows in looks.items()}
    if width["\t"] > 1:
        return 0, "\t"
    if width[","] >= 3 * width[";"] or width[";"] <= 1:
        return 0, ","
    if width[";"] >= 3 * width[","] or width[","] <= 1:
        return 0, ";"
    fit = {d: sum(len(row) == width[d] for row in looks[d]) / len(looks[d]) for d in ",;"}
    return 0, max(",;", key=lambda d: (fit[d], width[d]))


def _look(text: str, delimiter: str) -> list[list[str]]:
    found: list[list[str]] = []
    try:
        for _, cells in islice(_parse(text, delimiter, 0), _LOOK):
            if any(cell.strip() for cell in cells):
                found.append(cells)
    except (csv.Error, _Unclosed, OverflowError):
        pass
    return found


def _parse(text: str, delimiter: str, skip: int) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(_lines(text, skip), delimiter=delimiter)
    begun = skip + 1
    for cells in reader:
        if cells == [_END]:
            return
        if cells and cells[-1].endswith(_END):
            raise _Unclosed(begun)
        yield begun, cells
        begun = skip + reader.line_num + 1


def _lines(text: str, skip: int) -> Iterator[str]:
    for number, match in enumerate(_LINE.finditer(text), start=1):
        if match.end() - match.start() > MOST_LINE:
            raise OverflowError(number)
        if number > skip:
            yield match[0]
    yield _END


def _no_nul(name: str, text: str) -> str:
    place = text.find("\0")
    if place >= 0:
        line = text.count("\n", 0, place) + 1
        raise Problem(
            f"“{name}” is not a plain table: line {line} holds NUL characters; save it as “CSV UTF-8” and import that."
        )
    return text
