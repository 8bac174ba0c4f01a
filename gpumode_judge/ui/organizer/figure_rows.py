"""The rows of a file of figures as they are listed, and what keeping them would do."""

from dataclasses import dataclass
from typing import Final

from gpumode_judge.desk.measuring import (
    FigureView,
    PreparedFigures,
)
from gpumode_judge.ui.organizer.figures_hand import short
from gpumode_judge.ui.organizer.words import counted
from gpumode_judge.ui.shared.tables import Column


@dataclass(frozen=True, kw_only=True)
class NameRow:
    """A row of the file with the title of the submission that it is, or seems to be."""

    view: FigureView
    title: str
    unit: str

    @property
    def state(self) -> tuple[str, str, str]:
        """How sure it is whose figure this is: an icon, a word and a tone."""
        view = self.view
        if view.submission and not view.confirmed:
            return "help", f"{view.sure} % sure", "warn"
        if view.confirmed and not view.submission:
            return "minus", "nobody", "ink_soft"
        if view.confirmed:
            return "check", "confirmed", "good"
        return "warning", "not known", "warn"


NAME_COLUMNS: Final[tuple[Column[NameRow], ...]] = (
    Column("name", "In the file", lambda r: r.view.name, tip=lambda r: r.view.name),
    Column("read", "As it stands there", lambda r: r.view.read, numeric=True, tip=lambda r: r.view.read, width=150),
    Column(
        "figure", "Figure", lambda r: "–" if r.view.figure is None else f"{short(r.view.figure)} {r.unit}".strip(),
        lambda r: r.view.figure, numeric=True, width=150,
    ),
    Column("title", "Submission", lambda r: r.title, tip=lambda r: r.view.why or r.title),
    Column(
        "sure", "Whose", lambda r: r.state[1], lambda r: (r.view.confirmed, r.view.sure), icon=lambda r: r.state[0],
        tone=lambda r: r.state[2], tip=lambda r: r.view.why, width=130,
    ),
)  # fmt: skip


def is_open(view: FigureView) -> bool:
    """Whether a person has still to say whose figure it is."""
    return view.figure is not None and not view.confirmed


def report_words(prepared: PreparedFigures) -> str:
    """What keeping the figures would do, in figures."""
    report = prepared.preview
    parts = [f"{report.added} new", f"{report.changed} changed", f"{report.unchanged} unchanged"]
    if report.skipped:
        parts.append(f"{len(report.skipped)} left out")
    words = ("Once the names are confirmed: " if prepared.unconfirmed else "") + ", ".join(parts) + "."
    if report.vanished:
        words += f" {counted(len(report.vanished), 'team').capitalize()} had a figure from this file before and has none now; it is kept."
    return words
