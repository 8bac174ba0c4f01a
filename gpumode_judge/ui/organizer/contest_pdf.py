"""The page for a team that contests its rank, printed: from the marks to the rank, without a judge's name."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path
from typing import Final

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QLocale, QMarginsF
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter

from gpumode_judge.desk.contest import Packet
from gpumode_judge.desk.telling import count
from gpumode_judge.desk.telling_results import points
from gpumode_judge.event.problem import Problem
from gpumode_judge.standings.totals import rounded
from gpumode_judge.system.files import replace_file
from gpumode_judge.ui.organizer.paper import Block, Cell, Gap, Hairline, Look, Row, Words, pages_of, print_pages
from gpumode_judge.ui.organizer.why_words import apart

_DPI: Final = 300
_NAMED: Final = 5  # so many criteria stand by name above the marks; more by number, with a list of names
_PLACES: Final = 2
_MINUS: Final = "−"

_TITLE: Final = Look(17, bold=True)
_RANK: Final = Look(12, bold=True)
_SECTION: Final = Look(10.5, bold=True)
_TEXT: Final = Look(9)
_STRONG: Final = Look(9, bold=True)
_SMALL: Final = Look(7.5, soft=True)
_HEAD: Final = Look(7.5, soft=True, bold=True)

_EXACT: Final = "All figures are points of 100, worked out exactly and shown with two decimals."


def save_contest(path: Path, packet: Packet, letter: bool | None = None) -> Path:
    """Write the page as a PDF, on A4 or ``letter`` paper (as the country has it, if not said). A file that is there is replaced.

    Raises:
        Problem: the file cannot be written there.
    """
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    writer = QPdfWriter(buffer)
    writer.setTitle(f"{packet.title} – {packet.event}")
    writer.setCreator("GPU MODE Judge")
    writer.setResolution(_DPI)
    size = QPageSize.PageSizeId.Letter if (_letter_here() if letter is None else letter) else QPageSize.PageSizeId.A4
    margins = QMarginsF(15, 13, 15, 12)
    writer.setPageLayout(
        QPageLayout(QPageSize(size), QPageLayout.Orientation.Portrait, margins, QPageLayout.Unit.Millimeter)
    )
    foot = " · ".join(map(apart, filter(None, (packet.event, packet.title))))
    if not print_pages(writer, pages_of(writer, tuple(blocks_of(packet))), foot, f"State {packet.snapshot}"):
        raise Problem(f"“{path.name}” could not be printed; try again.")
    buffer.close()
    return replace_file(path, bytes(data.data()))


def blocks_of(packet: Packet) -> Iterator[Block]:
    """Everything on the page, from its top to its foot."""
    where = (apart(packet.team), f"Table {apart(packet.table)}" if packet.table else "")
    when = " · ".join(filter(None, (apart(packet.event), packet.day)))
    yield Row((Cell(when, 1, _SMALL), Cell(f"State of the marks: {packet.snapshot}", 1, _SMALL, right=True)))
    yield Gap(4)
    yield Words(packet.title, _TITLE, most=3)
    if any(where):
        yield Words(" · ".join(filter(None, where)), Look(9, soft=True), most=2)
    yield Gap(6)
    yield Words(_ranked(packet), _RANK)
    for said in (*packet.says, packet.tie, packet.sure):
        if said:
            yield Words(said, _TEXT)
    yield from _visits(packet)
    yield from _figures(packet)
    yield from _way(packet)
    yield from _section("The rules")
    names = [one.name for one in (*packet.criteria, *packet.figures) if apart(one.name) != one.name]
    for rule in packet.rules:
        yield Words(_apart_in(rule, names), _TEXT)
    yield from _section("To contest this")
    yield Words(packet.how, _TEXT)


def _ranked(packet: Packet) -> str:
    score = "" if packet.score is None else f", with {_shown(packet.score)} points of 100"
    return f"Rank {packet.rank} of {packet.ranked}{score}" if packet.rank is not None else f"No rank{score}"


def _section(title: str) -> Iterator[Block]:
    yield Gap(10)
    yield Words(title, _SECTION, holds=True)
    yield Gap(2)


def _visits(packet: Packet) -> Iterator[Block]:
    """A row for each visit, with its sum below, and what the columns are called."""
    if not packet.visits:
        return
    yield from _section(f"The marks of {count(len(packet.visits), 'visit')}")
    named = len(packet.criteria) <= _NAMED
    if not named:
        listed = (
            f"{n}\u00a0{apart(c.name)} ({_percent(c.weight)}, {c.scale})" for n, c in enumerate(packet.criteria, 1)
        )
        yield Words("   ".join(listed), _SMALL)
        yield Gap(3)
    heads = [
        f"{apart(c.name)}\n{_percent(c.weight)}, {c.scale}" if named else str(n)
        for n, c in enumerate(packet.criteria, 1)
    ]
    corrected = any(visit.correction for visit in packet.visits)
    wide = 1.0 if named else 0.5
    tail = ["Total", *(["Correction"] if corrected else []), "Counts"]
    yield Row(
        (Cell("Judge", 1.1, _HEAD), *(Cell(head, wide, _HEAD, right=True) for head in heads),
         *(Cell(head, 1.1, _HEAD, right=True) for head in tail)),
        bottom=True, holds=True,
    )  # fmt: skip
    yield Hairline(holds=True)
    for visit in packet.visits:
        figures = [
            _shown(visit.total),
            *([_signed(visit.correction)] if corrected else []),
            f"{points(visit.share * 100)} %",
        ]
        yield Row(
            (Cell(visit.judge, 1.1, _STRONG), *(Cell(mark or "–", wide, _TEXT, right=True) for mark in visit.marks),
             *(Cell(figure, 1.1, _STRONG if n == 0 else _TEXT, right=True) for n, figure in enumerate(figures))),
            holds=True,
        )  # fmt: skip
        yield Words(visit.sum, _SMALL)
        yield Hairline()
    if corrected:
        yield Words(
            "Correction: what is added because the judge is harsher than the average judge, or taken off because the judge is milder. "
            "Counts: how much of the judges’ score the visit decides.",
            _SMALL,
        )  # fmt: skip


def _way(packet: Packet) -> Iterator[Block]:
    """The lines from the raw mean to the rank; their figures add up."""
    if packet.raw is None or packet.score is None:
        return
    yield from _section("From the marks to the rank")
    yield _line(f"Raw mean: {packet.mean}" if packet.mean else "Raw mean", _shown(packet.raw), holds=True)
    for number, step in enumerate(packet.steps):
        yield _line(step.says, _signed(step.points), holds=True)
        if number == 0 and any(visit.correction for visit in packet.visits):
            yield Words(_corrections(packet), _SMALL, holds=True)
    rest = rounded(packet.score, _PLACES) - rounded(packet.raw, _PLACES)
    rest -= sum(rounded(step.points, _PLACES) for step in packet.steps)
    if rest:
        yield _line(
            "Rounding: the lines above are shown with two decimals; the rest of them is here.",
            _signed(Fraction(rest)),
            holds=True,
        )
    yield Hairline(holds=True)
    yield _line("Score", _shown(packet.score), _STRONG, holds=True)
    if packet.rank is not None:
        yield _line(
            f"Rank among {count(packet.ranked, 'submission')}, the highest score first",
            str(packet.rank),
            _STRONG,
            holds=True,
        )
    yield Words(_EXACT, _SMALL)


def _figures(packet: Packet) -> Iterator[Block]:
    if not packet.figures:
        return
    yield from _section("What was measured")
    heads = (("Criterion", 3.0), ("Figure", 1.6), ("Place", 0.7), ("Points", 0.8), ("Of", 0.8))
    yield Row(tuple(Cell(head, wide, _HEAD, right=n > 0) for n, (head, wide) in enumerate(heads)), holds=True)
    yield Hairline(holds=True)
    for one in packet.figures:
        gives = one.most > 0
        cells = (
            apart(one.name), one.figure or "no figure", str(one.place or "–"),
            _shown(one.points) if gives else "–", _shown(one.most) if gives else "–",
        )  # fmt: skip
        yield Row(
            tuple(
                Cell(words, wide, _TEXT, right=n > 0)
                for n, (words, (_, wide)) in enumerate(zip(cells, heads, strict=True))
            )
        )


def _line(says: str, figure: str, look: Look = _TEXT, holds: bool = False) -> Row:
    return Row((Cell(says, 6, look), Cell(figure, 1, _STRONG, right=True)), holds=holds)


def _corrections(packet: Packet) -> str:
    """How the corrections of the visits make the first step."""
    values = [visit.correction for visit in packet.visits]
    mean = sum(values, Fraction()) / len(values)
    said = f"The mean of the corrections: ({' '.join(map(_signed, values))}) / {len(values)} = {_signed(mean)}"
    judged = 1 - sum((figure.most for figure in packet.figures), Fraction()) / 100
    return said if judged == 1 else f"{said}; {_percent(judged)} of it = {_signed(mean * judged)}"


def _shown(figure: Fraction) -> str:
    return points(figure, _PLACES)


def _signed(figure: Fraction) -> str:
    shown = rounded(figure, _PLACES)
    return f"{'+' if shown > 0 else _MINUS if shown < 0 else ''}{abs(shown)}"


def _apart_in(text: str, names: list[str]) -> str:
    for name in sorted(set(names), key=len, reverse=True):
        text = text.replace(name, apart(name))
    return text


def _percent(share: Fraction) -> str:
    return f"{points(share * 100)} %".replace(".0 %", " %")


def _letter_here() -> bool:
    """Whether paper is Letter where this laptop is."""
    here = (QLocale.Country.UnitedStates, QLocale.Country.Canada, QLocale.Country.Mexico, QLocale.Country.Philippines)
    return QLocale.system().territory() in here
