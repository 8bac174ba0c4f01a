"""Spreadsheets, read by a process of their own.

A few forged bytes make a spreadsheet library ask for a thousand times the memory there is, and what fails then is not a call
but the process. So a child with limits reads the file and hands back plain JSON; whatever befalls it, the app goes on.
"""

import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.exchange import sheet_worker

MOST_UNPACKED: Final = 200 << 20
MOST_ENTRIES: Final = 2_000
MOST_RATIO: Final = 300
_SECONDS: Final = 60
_WORKER: Final = Path(sheet_worker.__file__)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet's records, lazily, and what else the workbook holds."""

    name: str
    names: tuple[str, ...]
    records: Iterator[tuple[int, list[str]]]
    notes: tuple[str, ...]


def read_sheet(name: str, data: bytes, sheet: str = "") -> Sheet:
    """Read XLSX, XLSM, XLS or ODS bytes; what is broken, hostile, encrypted or over the limits raises Problem."""
    if data.startswith(b"PK"):
        _check_zip(name, data)
    lines = _run(name, data, sheet)
    try:
        head = json.loads(lines[0])
        if "why" in head:
            raise Problem(_explain(name, str(head["why"]), str(head.get("detail", ""))))
        chosen, names, filled = str(head["sheet"]), [str(n) for n in head["sheets"]], [str(n) for n in head["filled"]]
    except (IndexError, KeyError, ValueError) as error:
        raise Problem(_explain(name, "broken")) from error
    others = [other for other in filled if other != chosen]
    notes = () if not others or sheet else (f"Only the sheet “{clean_line(chosen)}” of “{name}” was read, not “{clean_line(others[0])}”"
        + (f" and {len(others) - 1} more." if len(others) > 1 else "."),)  # fmt: skip
    return Sheet(clean_line(chosen), tuple(clean_line(n) for n in names), _records(lines[1:]), notes)


def _records(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    for line in lines:
        number, cells = json.loads(line)
        yield number, cells


def _check_zip(name: str, data: bytes) -> None:
    """Refuse an archive by its directory, before a byte of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, EOFError) as error:
        raise Problem(_explain(name, "broken")) from error
    unpacked = sum(entry.file_size for entry in entries)
    packed = sum(entry.compress_size for entry in entries)
    swollen = unpacked > (16 << 20) and unpacked > MOST_RATIO * max(packed, 1)
    if unpacked > MOST_UNPACKED or swollen or len(entries) > MOST_ENTRIES:
        raise Problem(
            f"“{name}” would unpack to far more than a table needs, so it was not opened; save it as CSV and import that."
        )
    if not {"xl/workbook.xml", "xl/workbook.bin", "content.xml"} & {entry.filename for entry in entries}:
        raise Problem(f"“{name}” is a ZIP archive, not a spreadsheet; unpack it and import the table inside.")


def _run(name: str, data: bytes, sheet: str) -> list[str]:
    if getattr(sys, "frozen", False) or not sys.executable:  # a packed app has no interpreter to start
        return list(sheet_worker.lines(data, sheet))
    command = [sys.executable, "-P", "-X", "utf8", str(_WORKER), sheet]
    hidden = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    try:
        done = subprocess.run(  # noqa: S603 - our own interpreter and file; the sheet's name is only ever compared
            command, input=data, capture_output=True, timeout=_SECONDS, creationflags=hidden, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise Problem(_explain(name, "slow")) from error
    except (OSError, ValueError) as error:
        raise Problem(f"“{name}” cannot be opened as a spreadsheet here; save it as CSV and import that.") from error
    if done.returncode:
        raise Problem(_explain(name, "memory"))
    return done.stdout.decode("utf-8", "replace").split("\n")[:-1]


def _explain(name: str, why: str, detail: str = "") -> str:
    match why:
        case "password":
            return f"“{name}” is locked with a password; save it without one and import that."
        case "sheet":
            return f"“{name}” has no sheet “{clean_line(detail)}”; choose one that it has."
        case "empty":
            return f"“{name}” has nothing in it; choose the file that holds the table."
        case "columns":
            return f"“{name}” has more than {sheet_worker.MOST_COLUMNS:,} columns, so it is not a table to import."
        case "rows":
            return f"“{name}” has more than {sheet_worker.MOST_ROWS:,} rows; import only the rows that are meant."
        case "text" | "memory" | "slow":
            return f"“{name}” holds far more than a table needs and was not read; save the one sheet as CSV and import that."
        case _:
            return f"“{name}” is broken or not a spreadsheet after all; open it where it was made, save it as CSV and import that."
