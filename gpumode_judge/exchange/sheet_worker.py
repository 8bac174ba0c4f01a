"""The child process that reads a spreadsheet: bytes come in by stdin, JSON lines go out, and nothing of the app is imported."""

import contextlib
import io
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Final

MOST_ROWS: Final = 100_000
MOST_COLUMNS: Final = 1_000
MOST_CELL: Final = 1 << 20
MOST_TEXT: Final = 64 << 20
_MEMORY: Final = 3 << 30

Value = float | int | str | bool | date | datetime | time | timedelta | None


class _Stop(Exception):
    """Why the reading ends, as a word and a detail."""


def lines(data: bytes, sheet: str) -> Iterator[str]:
    """A first line with the sheets' names, then ``[row number, cells]`` for each row; or one line with ``why`` it failed."""
    try:
        chosen, names, filled, rows = _read(data, sheet)
        found = [json.dumps({"sheet": chosen, "sheets": names, "filled": filled}), *rows]
    except _Stop as stop:
        found = [json.dumps({"why": stop.args[0], "detail": stop.args[1] if len(stop.args) > 1 else ""})]
    yield from found


def _read(data: bytes, sheet: str) -> tuple[str, list[str], list[str], list[str]]:
    import python_calamine as calamine

    try:
        book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        kinds = {meta.name: meta for meta in book.sheets_metadata}
        names = list(kinds)
        visible = [
            n for n, m in kinds.items()
            if m.visible == calamine.SheetVisibleEnum.Visible and m.typ == calamine.SheetTypeEnum.WorkSheet
        ]  # fmt: skip
        if sheet and sheet not in names:
            raise _Stop("sheet", sheet)
        filled: list[str] = []
        first: tuple[str, list[str]] | None = None
        for name in [sheet] if sheet else visible[:20] or names[:1]:
            if first is not None:
                if book.get_sheet_by_name(name).start is not None:
                    filled.append(name)
                continue
            rows = list(_rows(book.get_sheet_by_name(name).iter_rows()))
            if rows:
                first = name, rows
                filled.append(name)
    except _Stop:
        raise
    except calamine.PasswordError as error:
        raise _Stop("password") from error
    except MemoryError as error:
        raise _Stop("memory") from error
    except BaseException as error:  # a panic in the library is not an Exception
        raise _Stop("broken") from error
    if first is None:
        raise _Stop("empty")
    return first[0], names, filled, first[1]


def _rows(values: Iterable[Iterable[Value]]) -> Iterator[str]:
    count = size = 0
    for number, row in enumerate(values, start=1):
        cells = [render(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if not cells:
            continue
        count += 1
        size += sum(map(len, cells))
        if len(cells) > MOST_COLUMNS:
            raise _Stop("columns")
        if count > MOST_ROWS + 1:
            raise _Stop("rows")
        if size > MOST_TEXT or max(map(len, cells)) > MOST_CELL:
            raise _Stop("text")
        yield json.dumps([number, cells])


def render(value: Value) -> str:
    """A cell as a person writes it: ``5.0`` is ``5``, a date is ISO, midnight adds no time."""
    match value:
        case None:
            return ""
        case str():
            return value
        case bool():
            return "TRUE" if value else "FALSE"
        case int() | float():
            number = Decimal(repr(value))
            if not number.is_finite():
                return ""
            text = f"{number:f}"
            return text.rstrip("0").rstrip(".") if "." in text else text
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case timedelta():
            seconds = int(value.total_seconds())
            return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}"


def _limit_memory() -> None:
    try:
        import resource
    except ImportError:  # Windows refuses such requests by itself
        return
    with contextlib.suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_AS, (_MEMORY, _MEMORY))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def main() -> None:
    """Read stdin, print lines. An exit code other than 0 means that it grew too large or crashed."""
    _limit_memory()
    for line in lines(sys.stdin.buffer.read(), sys.argv[1] if len(sys.argv) > 1 else ""):
        sys.stdout.write(line + "\n")


if __name__ == "__main__":
    main()
