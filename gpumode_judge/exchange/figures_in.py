"""Measured figures from a file: a leaderboard of KernelBot, or a table that somebody made by hand."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Final

from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import plain
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.exchange import kernelbot
from gpumode_judge.exchange.fields import words
from gpumode_judge.exchange.table import MOST_BYTES, Table
from gpumode_judge.exchange.tables import table_from_bytes
from gpumode_judge.exchange.toml_fields import meant
from gpumode_judge.exchange.units import TIMES, Cell, convert, read_cells, settled, time_unit
from gpumode_judge.system.files import read_regular

KERNELBOT: Final = "KernelBot leaderboard"
FIELDS: Final = ("team", "figure", "gpu", "leaderboard")
_TEAM: Final = (
    "team", "team name", "user", "user name", "username", "user_name", "submitter", "participant", "login", "handle", "who",
    "project", "project title", "project name", "title", "submission", "submission title", "group", "name",
)  # fmt: skip
_FIGURE: Final = (
    "figure", "submission score", "score", "result", "value", "runtime", "run time", "time", "latency", "duration",
    "elapsed", "geomean", "geometric mean", "throughput", "tokens per second", "speed", "loss", "validation loss", "passed",
    "correct", "best", "mean", "median",
)  # fmt: skip
_OTHERS: Final[Mapping[str, tuple[str, ...]]] = {
    "gpu": ("gpu", "gpu type", "device", "hardware"),
    "leaderboard": ("leaderboard", "leaderboard name", "problem", "problem name", "kernel", "task"),
}
_PASSED: Final = {
    **dict.fromkeys(("passed", "pass", "yes", "true", "ok", "correct", "✓", "✔"), Decimal(1)),
    **dict.fromkeys(("failed", "fail", "no", "false", "wrong", "incorrect", "✗", "✘"), Decimal(0)),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureRow:
    """One row or entry. ``line`` is the line of a table, or the number of a leaderboard's entry. ``read`` is the figure as it stands
    there and ``figure`` the same in the criterion's unit, ``None`` where there is none; ``why`` then tells what is wrong, if anything."""

    line: int
    name: str
    read: str
    figure: Decimal | None
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureFile:
    """A file that was read and understood.

    ``unit`` is that of its figures, empty if none is known; ``units`` are those that they may be in. ``gpu`` and ``leaderboard``
    are the chosen ones among ``gpus`` and ``leaderboards``. ``columns`` are the headers of a table, each with one of ``FIELDS`` or
    nothing. ``problem`` says what must be chosen or corrected before the rows mean anything; empty: nothing.
    """

    recognised: str
    unit: str
    units: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    gpu: str = ""
    gpus: tuple[str, ...] = ()
    leaderboard: str = ""
    leaderboards: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """What a person chose; empty: nothing. ``columns`` maps headers to one of ``FIELDS``, or to nothing to leave them out."""

    unit: str = ""
    gpu: str = ""
    leaderboard: str = ""
    columns: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class _Raw:
    line: int
    name: str
    read: str
    cell: Cell
    gpu: str
    leaderboard: str


def read_figures(
    path: Path,
    measured: Measured,
    chosen: Chosen | None = None,
    before: Chosen | None = None,
    *,
    sheet: str = "",
    header: bool = True,
) -> FigureFile:
    """The figures of a file for one measured criterion. What was chosen ``before`` holds where it still fits.

    Raises:
        Problem: the file cannot be read, or something was chosen that is not there.
    """
    chosen, before = chosen or Chosen(), before or Chosen()
    data = read_regular(path, MOST_BYTES)
    name = clean_line(path.name, 120) or "the file"
    if kernelbot.is_json(data):
        return _from_kernelbot(name, kernelbot.scores_from(name, data), measured, chosen, before)
    return _from_table(table_from_bytes(name, data, header=header, sheet=sheet), measured, chosen, before)


def _from_kernelbot(
    name: str, scores: Sequence[kernelbot.Score], measured: Measured, chosen: Chosen, before: Chosen
) -> FigureFile:
    if (chosen.unit and time_unit(chosen.unit) != kernelbot.UNIT) or (measured.unit and not time_unit(measured.unit)):
        asked = f"“{measured.name}” is in {measured.unit}" if not time_unit(measured.unit) else f"not {chosen.unit}"
        raise Problem(f"“{name}” is a leaderboard of KernelBot, whose scores are seconds; {asked}.")
    raws = [
        _Raw(s.number, s.user, "" if s.seconds is None else _shown(s.seconds), Cell(s.seconds, why=s.why), s.gpu, s.leaderboard)
        for s in scores
    ]  # fmt: skip
    notes = () if measured.lower else (f"More is better for “{measured.name}”, and KernelBot’s scores are seconds.",)
    units = (kernelbot.UNIT,)
    return _file(name, raws, measured, chosen, before, FigureFile(
        recognised=KERNELBOT, unit=kernelbot.UNIT, units=units, rows=(), notes=notes
    ))  # fmt: skip


def _from_table(table: Table, measured: Measured, chosen: Chosen, before: Chosen) -> FigureFile:
    columns = _columns(table, measured, chosen.columns or {}, before.columns or {})
    places = {field: table.header.index(header) for header, field in columns.items() if field}
    own = time_unit(measured.unit) or measured.unit
    units = TIMES if own in TIMES else (own,)
    start = FigureFile(recognised="", unit="", units=units, rows=(), columns=tuple(columns.items()), notes=table.notes)
    missing = [field for field in ("team", "figure") if field not in places]
    if missing:
        return replace(start, problem=_missing(table, missing))
    texts = [row.cell(places["figure"]) for row in table.rows]
    raws = [
        _Raw(
            row.line, clean_line(row.cell(places["team"]), 100), clean_line(text, 60), cell,
            *(clean_line(row.cell(places[f]), 60) if f in places else "" for f in ("gpu", "leaderboard")),
        )
        for row, text, cell in zip(table.rows, texts, cells_of(texts, measured), strict=True)
    ]  # fmt: skip
    unit = _unit(chosen.unit, units, measured) or _unit_in(table.header[places["figure"]])
    if not unit and before.unit in units:
        unit = before.unit
    if not unit and len(units) == 1:
        unit = units[0]
    unlike = any(raw.cell.value is not None and not raw.cell.unit for raw in raws)
    written = sorted({raw.cell.unit for raw in raws if raw.cell.unit in TIMES})
    if not unit and not unlike and len(written) == 1:
        unit = written[0]
    if not unit and unlike and own in TIMES:
        known = f"{', '.join(TIMES[:-1])} or {TIMES[-1]}"
        return replace(start, problem=f"Say in which unit the figures of “{table.name}” are: {known}.")
    return _file(table.name, raws, measured, chosen, before, replace(start, unit=unit))


def _missing(table: Table, fields: Sequence[str]) -> str:
    names = ", ".join(f"“{clean_line(h, 40)}”" for h in table.header[:12]) + (" …" if len(table.header) > 12 else "")
    either = " and ".join(f"“{field}”" for field in fields)
    return f"“{table.name}” has no column that is clearly {either}; say which one it is. It has {names}."


def _file(
    name: str, raws: Sequence[_Raw], measured: Measured, chosen: Chosen, before: Chosen, start: FigureFile
) -> FigureFile:
    """The rows of the chosen leaderboard and GPU; which are there is told, and which must be chosen."""
    leaderboards = _kinds(raw.leaderboard for raw in raws)
    leaderboard = _choice("leaderboard", chosen.leaderboard, before.leaderboard, leaderboards, name)
    raws = [raw for raw in raws if not leaderboard or fold(raw.leaderboard) == fold(leaderboard)]
    gpus = _kinds(raw.gpu for raw in raws)
    gpu = _choice("GPU", chosen.gpu, before.gpu, gpus, name)
    raws = [raw for raw in raws if not gpu or fold(raw.gpu) == fold(gpu)]
    problem = _must_choose("leaderboards", leaderboard, leaderboards, name)
    problem = problem or _must_choose("GPUs", gpu, gpus, name)
    return replace(
        start, gpu=gpu, gpus=gpus, leaderboard=leaderboard, leaderboards=leaderboards, problem=problem,
        rows=() if problem else tuple(_row(raw, measured, start.unit) for raw in raws),
    )  # fmt: skip


def _row(raw: _Raw, measured: Measured, unit: str) -> FigureRow:
    own = time_unit(measured.unit) or measured.unit
    figure, why = raw.cell.value, raw.cell.why
    read = raw.read if raw.cell.unit or not unit or figure is None else f"{raw.read} {unit}"
    if figure is None or why:
        return FigureRow(line=raw.line, name=raw.name, read=read, figure=None, why=why)
    said = raw.cell.unit or unit
    try:
        if said not in TIMES and fold(said) == fold(own):
            said = own
        if said != own and not (said in TIMES and own in TIMES) and (own or raw.cell.unit):
            raise Problem(
                f"“{raw.read}” is not in {own}." if own else f"“{raw.read}” has a unit, and the figures have none."
            )
        figure = settled(convert(figure, said, own) if own else figure)
        if figure < 0:
            raise Problem(f"{_shown(figure)} is below zero; if that is meant, put it in by hand.")
        if not figure and said in TIMES:
            raise Problem("Nothing takes no time at all; it was not measured.")
    except Problem as problem:
        return FigureRow(line=raw.line, name=raw.name, read=read, figure=None, why=str(problem))
    why = "" if raw.name else "It names no team."
    return FigureRow(line=raw.line, name=raw.name, read=read, figure=figure if raw.name else None, why=why)


def cells_of(texts: Sequence[str], measured: Measured) -> tuple[Cell, ...]:
    """The figures in the cells of one column; for a gate, passed and failed are figures too."""
    cells = read_cells(texts)
    if measured.turn is not Turn.GATE:
        return cells
    return tuple(
        Cell(_PASSED[fold(text)]) if fold(text) in _PASSED else cell for text, cell in zip(texts, cells, strict=True)
    )


def _unit(said: str, units: Sequence[str], measured: Measured) -> str:
    """The unit that a person said; Problem if figures of this criterion cannot be in it."""
    if not said:
        return ""
    unit = time_unit(said) or said
    found = [known for known in units if fold(known) == fold(unit)]
    if not found:
        either = " or ".join(known or "no unit" for known in units)
        raise Problem(f"Figures for “{measured.name}” are in {either}, not in “{clean_line(said, 40)}”.")
    return found[0]


def _unit_in(header: str) -> str:
    """A time's unit in a column's name, in brackets or at the end: ``Runtime (ms)``, ``time_us``."""
    inside = re.findall(r"[\[(]([^\])]+)[\])]", header)
    last = re.split(r"[\s_/,:]+", header.strip())[-1]
    if last == header.strip() and time_unit(last) == "s":  # a column “s” can be anything
        last = ""
    return next((unit for word in (*inside, last) if (unit := time_unit(word))), "")


def _columns(table: Table, measured: Measured, said: Mapping[str, str], before: Mapping[str, str]) -> dict[str, str]:
    """What each column is: as a person said, now or before, else by its name, else by what is in it."""
    columns = dict.fromkeys(table.header, "")
    fixed: set[str] = set()
    for mapping, strict in ((before, False), (said, True)):
        for header, field in mapping.items():
            place = _header(table, header)
            if place is None or field not in ("", *FIELDS):
                if strict:
                    known = (
                        ", ".join(f"“{clean_line(h, 40)}”" for h in table.header[:40])
                        if place is None
                        else ", ".join(FIELDS)
                    )
                    what = (
                        f"no column “{clean_line(header, 60)}”"
                        if place is None
                        else f"no such thing as “{clean_line(field, 40)}”"
                    )
                    raise Problem(f"There is {what}; there are {known}.")
                continue
            for other in columns:
                if field and columns[other] == field:
                    columns[other] = ""
            columns[place] = field
            fixed.add(place)
    own = (words(measured.name), words(measured.key))
    for field, names in (("figure", own), ("team", _TEAM), ("figure", _FIGURE), *_OTHERS.items()):
        if field not in columns.values():
            free = [h for h in table.header if h not in fixed and not columns[h]]
            found = next((h for name in names for h in free if _bare(h) == name or words(h) == name), "")
            if found:
                columns[found] = field
    _by_content(table, columns, fixed)
    return columns


def _by_content(table: Table, columns: dict[str, str], fixed: set[str]) -> None:
    """If one column of numbers, or one of names, is left, it is the one that is missing."""
    free = [h for h in table.header if h not in fixed and not columns[h]]
    share = {h: _numeric(table, h) for h in free}
    left = {"figure": [h for h in free if share[h] > 0.5], "team": [h for h in free if share[h] == 0]}
    for field, headers in left.items():
        if field not in columns.values() and len(headers) == 1:
            columns[headers[0]] = field


def _numeric(table: Table, header: str) -> float:
    place = table.header.index(header)
    texts = [row.cell(place) for row in table.rows[:50] if row.cell(place).strip()]
    return sum(cell.value is not None for cell in read_cells(texts)) / len(texts) if texts else 0.5


def _header(table: Table, header: str) -> str | None:
    same = [h for h in table.header if h == header] or [h for h in table.header if words(h) == words(header)]
    return same[0] if len(same) == 1 else None


def _bare(header: str) -> str:
    """A header without its unit."""
    return words(" ".join(w for w in re.split(r"[\s_()\[\]]+", header) if not time_unit(w)))


def _kinds(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted({fold(name): name for name in names if name}.values(), key=fold))


def _choice(kind: str, said: str, before: str, there: Sequence[str], name: str) -> str:
    """The one of those that are there which was said, or chosen before; the only one if there is one."""
    for wanted in (said, before):
        found = [known for known in there if wanted and fold(known) == fold(wanted)]
        if found:
            return found[0]
        if wanted and wanted is said:
            raise Problem(f"“{name}” has no {kind} “{clean_line(said, 60)}”{meant(said, there) if there else ''}.")
    return there[0] if len(there) == 1 else ""


def _must_choose(kind: str, chosen: str, there: Sequence[str], name: str) -> str:
    if chosen or len(there) < 2:
        return ""
    listed = ", ".join(there[:8]) + (" …" if len(there) > 8 else "")
    return f"“{name}” holds several {kind}; choose one: {listed}."


def _shown(value: Decimal) -> str:
    """A figure for people: no power of ten where the plain one is short."""
    text = plain(value) if -20 < value.adjusted() < 20 else str(value)
    return text if len(text) <= 24 else clean_line(str(value), 24)
