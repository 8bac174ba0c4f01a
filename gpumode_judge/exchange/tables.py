"""Any table file to a :class:`Table`: what it is is told by its content, never by its name alone."""

from pathlib import Path
from typing import Final

from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line
from gpumode_judge.exchange.delimited import decode, records
from gpumode_judge.exchange.sheets import read_sheet
from gpumode_judge.exchange.table import MOST_BYTES, Row, Table, build
from gpumode_judge.system.files import read_regular

__all__ = ["Row", "Table", "read_table", "table_from_bytes"]

_ZIP: Final = b"PK\x03\x04"
_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Files that people pick by mistake, told apart so that the sentence can say what it is.
_OTHERS: Final[tuple[tuple[bytes, str], ...]] = (
    (b"%pdf", "a PDF"),
    (b"\x89png", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"gif8", "a picture"),
    (b"\x1f\x8b", "a compressed file"),
    (b"rar!", "a compressed file"),
    (b"sqlite format 3", "a database"),
    (b"<!doctype", "a web page"),
    (b"<html", "a web page"),
    (b"<?xml", "an XML file"),
    (b'{"', "a data file or an event file"),
    (b"[{", "a data file"),
    (b"{\\rtf", "a text document"),
)


def read_table(path: Path, *, header: bool = True, sheet: str = "") -> Table:
    """Read CSV, TSV, XLSX, XLSM, XLS or ODS; everything else, and everything over the limits, raises Problem.

    ``header=False`` is for files without a header row (Gavel, Jury). ``sheet`` names a sheet of a spreadsheet; without it the
    first visible one that holds anything is read. Formulas are never computed: a spreadsheet's stored value is what is read,
    and in CSV a cell that begins with ``=`` is text.
    """
    return table_from_bytes(path.name or str(path), read_regular(path, MOST_BYTES), header=header, sheet=sheet)


def table_from_bytes(name: str, data: bytes, *, header: bool = True, sheet: str = "") -> Table:
    """As :func:`read_table`, for bytes that were read already; ``name`` is what messages call the file."""
    name = clean_line(name, 120) or "the file"
    if data.startswith((_ZIP, _OLE)):
        found = read_sheet(name, data, sheet)
        names, rows = build(name, found.records, headed=header)
        return Table(
            name=name, header=names, rows=rows, headed=header, sheet=found.name, sheets=found.names, notes=found.notes
        )
    start = data[:64].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    for magic, kind in _OTHERS:
        if start.startswith(magic):
            raise Problem(f"“{name}” is {kind}, not a table; export the table as CSV or XLSX and import that.")
    text, notes = decode(name, data)
    names, rows = build(name, records(name, text), headed=header)
    return Table(name=name, header=names, rows=rows, headed=header, notes=notes)
