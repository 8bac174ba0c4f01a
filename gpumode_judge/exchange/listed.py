"""Names of prizes and tracks that share one cell, some of which hold commas themselves."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from gpumode_judge.event.text import clean_line, fold

MOST_NAMES = 60
_MOST_TEXT = 20_000
_MOST_ROUNDS = 20
_MOST_PARTS = 12


@dataclass(frozen=True, slots=True)
class Listed:
    """The names in each cell, in order; ``unsure`` are those with commas that nothing proves to be one name, or several."""

    names: tuple[tuple[str, ...], ...]
    unsure: tuple[str, ...]


def split_listed(cells: Sequence[str], known: Iterable[str] = (), also: str = "") -> Listed:
    """Tell the names apart in every cell of a column.

    The longest ``known`` names are found first. What is left is cut only at a comma where the column itself proves that one
    name ends and another begins: a part that stands alone somewhere is a name; a part that ends a list somewhere, before one that
    begins a list somewhere, is the end of a name. Everything else stays whole. ``also`` are characters that separate for certain
    (forms that join answers with semicolons), besides line breaks.
    """
    hard = re.compile(f"[\n\r{re.escape(also)}]+") if also else re.compile(r"[\n\r]+")
    lists = [[_pieces(part) for part in hard.split(cell[:_MOST_TEXT]) if part.strip()] for cell in cells]
    lines = [pieces for cell in lists for pieces in cell if pieces]
    names = {_key(_pieces(name)) for name in known} - {()}
    begins = {_folded(pieces[0]) for pieces in lines}
    alone = {_key(pieces) for pieces in lines if len(pieces) == 1}
    runs = _settle([_glue(pieces, begins, names) for pieces in lines], names, alone)
    told = dict(zip(map(tuple, lines), runs, strict=True))
    found: list[tuple[str, ...]] = []
    doubtful: dict[str, None] = {}
    for cell in lists:
        row = [run for pieces in cell if pieces for run in told[tuple(pieces)]]
        doubtful |= {_text(run): None for run in row if len(run) > 1 and _flat(run) not in names}
        found.append(tuple(dict.fromkeys(_text(run) for run in row))[:MOST_NAMES])
    return Listed(tuple(found), tuple(doubtful))


# An atom is a piece with the pieces that can only continue it; a run is a list of atoms that make up one name.
_Atom = tuple[str, ...]
_Run = tuple[_Atom, ...]


def _settle(lines: list[list[_Atom]], names: set[tuple[str, ...]], alone: set[tuple[str, ...]]) -> list[list[_Run]]:
    sure = set(names | alone)
    runs: list[list[_Run]] = []
    for _ in range(_MOST_ROUNDS):
        longest = min(_MOST_PARTS, max(map(len, sure), default=0))
        runs = [_cut(line, sure, longest) for line in lines]
        free = [run for line in runs for run in line]
        begins = {_fold(run[0]) for run in free}
        ends = {_fold(run[-1]) for run in free}
        runs = [[part for run in line for part in _part(run, begins, ends, sure)] for line in runs]
        more = {_flat(run) for line in runs for run in line if len(run) == 1} - sure
        if not more:
            break
        sure |= more
    return runs


def _cut(line: list[_Atom], sure: set[tuple[str, ...]], longest: int) -> list[_Run]:
    """Cut around the longest sure names."""
    runs: list[_Run] = []
    free: list[_Atom] = []
    place = 0
    while place < len(line):
        end = next(
            (e for e in range(min(len(line), place + longest), place, -1) if _flat(line[place:e]) in sure), place
        )
        if end == place:
            free.append(line[place])
            place += 1
            continue
        if free:
            runs.append(tuple(free))
            free = []
        runs.append(tuple(line[place:end]))
        place = end
    return [*runs, tuple(free)] if free else runs


def _part(run: _Run, begins: set[_Atom], ends: set[_Atom], sure: set[tuple[str, ...]]) -> list[_Run]:
    if _flat(run) in sure:
        return [run]
    parts: list[list[_Atom]] = [[run[0]]]
    for before, after in pairwise(run):
        if _fold(before) in ends and _fold(after) in begins:
            parts.append([after])
        else:
            parts[-1].append(after)
    return [tuple(part) for part in parts]


def _glue(pieces: list[str], begins: set[str], names: set[tuple[str, ...]]) -> list[_Atom]:
    """Join a piece that begins in lower case and never begins a list ("sponsored by …") to what it continues."""
    atoms: list[_Atom] = []
    for piece in pieces:
        continues = atoms and piece[:1].islower() and _folded(piece) not in begins and (_folded(piece),) not in names
        if continues:
            atoms[-1] = (*atoms[-1], piece)
        else:
            atoms.append((piece,))
    return atoms


def _pieces(text: str) -> list[str]:
    """The text between commas; a comma inside brackets or inside a number separates nothing."""
    parts, depth, start = list[str](), 0, 0
    balanced = text.count("(") + text.count("[") == text.count(")") + text.count("]")
    for match in re.finditer(r"[()\[\]]|(?<!\d),|,(?!\d{3}(?!\d))", text):
        if match[0] in "([":
            depth += balanced
        elif match[0] in ")]":
            depth = max(0, depth - 1)
        elif not depth:
            parts.append(text[start : match.start()])
            start = match.end()
    return [piece for part in [*parts, text[start:]] if (piece := clean_line(part))]


@lru_cache(maxsize=20_000)
def _folded(piece: str) -> str:
    return fold(piece)


def _key(pieces: Sequence[str]) -> tuple[str, ...]:
    return tuple(_folded(piece) for piece in pieces)


def _fold(atom: _Atom) -> _Atom:
    return _key(atom)


def _flat(run: Iterable[_Atom]) -> tuple[str, ...]:
    return tuple(_folded(piece) for atom in run for piece in atom)


def _text(run: _Run) -> str:
    return clean_line(", ".join(piece for atom in run for piece in atom))
