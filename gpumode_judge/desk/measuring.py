"""Measured figures: prepare a file, show what each row would become, and only then say it; or one figure by hand.

Rows are joined to submissions by names that a person confirmed. They are remembered for the event, as are the unit, the GPU, the
leaderboard and the columns for each criterion. Only figures that are new or changed are said.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Final, cast

from gpumode_judge.desk.changes import ImportReport
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.measured import Figure, Measured
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import plain
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.exchange.aliases import Guess, Guesser
from gpumode_judge.exchange.figures_in import FIELDS as COLUMNS
from gpumode_judge.exchange.figures_in import Chosen, FigureRow, cells_of, read_figures
from gpumode_judge.exchange.rows import Skipped
from gpumode_judge.exchange.toml_fields import meant
from gpumode_judge.exchange.units import TIMES, convert, settled, time_unit
from gpumode_judge.standings.measured import unusable
from gpumode_judge.store.values import Json

NOBODY: Final = ""  # what a name is confirmed as that belongs to no submission of the event
_NAMES: Final = "names on leaderboards"
_MANY: Final = 8
_BLANK: Final = "It has no figure."
_BETTER: Final = "The same team has a better one."


@dataclass(frozen=True, slots=True, kw_only=True)
class FigureView:
    """One row as it is shown.

    ``line`` is a table's line or the number of a leaderboard's entry, ``read`` the figure as it stands there and ``figure`` the
    same in the criterion's unit. ``submission`` is whose it is, or seems to be: ``sure`` tells how sure that is, 0–100, and
    ``confirmed`` whether a person said so. ``counts`` is whether the figure would be kept (once it is confirmed); ``why`` says why not.
    """

    line: int
    name: str
    read: str
    figure: Decimal | None
    submission: str
    sure: int
    confirmed: bool
    counts: bool
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedFigures:
    """A file of figures that was read and understood, and what taking it in would do.

    ``unit`` is that of the file and one of ``units``; ``lower`` tells that less is better. ``gpu`` and ``leaderboard`` are the chosen
    ones of ``gpus`` and ``leaderboards``. ``columns`` are a table's headers with what each is taken for (one of ``COLUMNS``, or
    nothing). ``unconfirmed`` are names that only seem to mean a submission. ``problem`` says why it cannot be taken in yet, or is
    empty; ``preview`` is the report that :func:`commit_figures` would give, once the names are confirmed.
    """

    criterion: Measured
    recognised: str
    source: str
    unit: str
    units: tuple[str, ...]
    rows: tuple[FigureView, ...]
    gpu: str = ""
    gpus: tuple[str, ...] = ()
    leaderboard: str = ""
    leaderboards: tuple[str, ...] = ()
    columns: tuple[tuple[str, str], ...] = ()
    unconfirmed: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    problem: str = ""
    preview: ImportReport = field(default_factory=ImportReport)

    @property
    def lower(self) -> bool:
        """Whether less is better."""
        return self.criterion.lower


def prepare_figures(
    desk: OrganizerDesk,
    path: Path,
    criterion_key: str,
    unit: str = "",
    aliases: Mapping[str, str] | None = None,
    gpu: str = "",
    leaderboard: str = "",
    *,
    columns: Mapping[str, str] | None = None,
    accept_guesses: bool = False,
    sheet: str = "",
    header: bool = True,
) -> PreparedFigures:
    """Read a file of figures and work out what taking it in would do. Nothing is kept.

    ``aliases`` are confirmed names with the submission each means (``NOBODY``: none of the event); with ``accept_guesses`` every
    guess is confirmed. ``columns`` maps columns to one of ``COLUMNS``, or to nothing to leave them out.

    Raises:
        Problem: the file cannot be read, the criterion is not measured, or something was chosen that is not there.
    """
    measured = find_measured(desk, criterion_key)
    chosen = Chosen(unit=unit, gpu=gpu, leaderboard=leaderboard, columns=columns)
    found = read_figures(path, measured, chosen, _before(desk, measured.key), sheet=sheet, header=header)
    aliases = aliases or {}
    confirmed = confirmed_names(desk) | _checked(desk, aliases)
    guesser = Guesser(desk.record.submissions.values())
    guesses = {row.name: guesser.guess(row.name) for row in found.rows if row.name}
    views = [_view(row, guesses.get(row.name, Guess()), confirmed, accept_guesses) for row in found.rows]
    views, notes = _best(views, measured)
    there = {fold(row.name) for row in found.rows}
    notes += [
        f"No row is called “{clean_line(name, 60)}”." for name in aliases if found.rows and fold(name) not in there
    ]
    place = ", ".join(text for text in (found.leaderboard, found.gpu) if text)
    shown = clean_line(path.name, 200)
    prepared = PreparedFigures(
        criterion=measured, recognised=found.recognised, source=f"{shown} ({place})" if place else shown, unit=found.unit,
        units=found.units, rows=tuple(views), gpu=found.gpu, gpus=found.gpus, leaderboard=found.leaderboard,
        leaderboards=found.leaderboards, columns=found.columns, notes=(*found.notes, *notes), problem=found.problem,
        unconfirmed=tuple(dict.fromkeys(v.name for v in views if v.figure is not None and v.submission and not v.confirmed)),
    )  # fmt: skip
    return _told(desk, prepared)


def commit_figures(desk: OrganizerDesk, prepared: PreparedFigures) -> ImportReport:
    """Take in what was prepared: all of it or nothing. What was confirmed and chosen is remembered for the event.

    Raises:
        Problem: something must still be chosen, a name is not confirmed, the rules changed meanwhile, or the disk refused.
    """
    if find_measured(desk, prepared.criterion.key) != prepared.criterion:
        raise Problem(f"The rule for “{prepared.criterion.name}” was changed meanwhile; look at the file again.")
    prepared = _told(desk, prepared)
    if prepared.problem:
        raise Problem(prepared.problem)
    fresh = [figure for figure in _figures(prepared) if not _same(desk, figure)]
    if fresh:
        desk.say(*fresh)
    names = {fold(view.name): view.submission for view in prepared.rows if view.confirmed}
    desk.remember(_NAMES, {**_kept_names(desk), **names})
    chosen: dict[str, Json] = {
        "unit": prepared.unit, "gpu": prepared.gpu, "leaderboard": prepared.leaderboard, "columns": dict(prepared.columns),
    }  # fmt: skip
    desk.remember(_setting(prepared.criterion.key), chosen)
    return prepared.preview


def put_figure(
    desk: OrganizerDesk, submission: str, key: str, value: Decimal | None, source: str = "", unit: str = ""
) -> bool:
    """Say one figure by hand, in ``unit`` (that of the criterion, if empty); ``None`` takes it back. Gives whether it was new.

    Raises:
        Problem: there is no such submission or measured criterion, or the figure cannot be kept.
    """
    measured = find_measured(desk, key)
    if submission not in desk.record.submissions:
        raise Problem("That submission is not in this event.")
    if value is not None:
        own = time_unit(measured.unit) or measured.unit
        said = time_unit(unit) or clean_line(unit, 40) or own
        value = settled(convert(value, own if fold(said) == fold(own) else said, own))
        if own in TIMES and value <= 0:
            raise Problem(f"A time is above zero; {plain(value)} {own} was not measured.")
    figure = Figure(
        submission=submission, criterion=measured.key, value=value, unit=measured.unit, source=clean_line(source, 300)
    )
    if _same(desk, figure):
        return False
    desk.say(figure)
    return True


def read_figure(desk: OrganizerDesk, key: str, text: str) -> tuple[Decimal, str]:
    """A figure as a person types it, and its unit if one is written: ``"12.5 ms"``, ``"1,234.5"``, for a gate ``"passed"``.

    Raises:
        Problem: it is not a figure, or there is no such measured criterion.
    """
    (cell,) = cells_of([text], find_measured(desk, key))
    if cell.value is None:
        raise Problem(cell.why or "There is no figure; write a number such as 12.5.")
    return cell.value, cell.unit


def find_measured(desk: OrganizerDesk, text: str) -> Measured:
    """The measured criterion with that key or name; :class:`Problem` if there is none."""
    known = desk.record.rules.measured
    found = [m for m in known if m.key == text] or [m for m in known if fold(m.name) == fold(text)]
    if len(found) == 1:
        return found[0]
    if not known:
        raise Problem("No criterion of this event is measured; add one to the rules first.")
    names = [m.key for m in known]
    if found:
        raise Problem(
            f"“{clean_line(text, 60)}” is the name of {len(found)} criteria; say which by its key: {', '.join(names)}."
        )
    raise Problem(f"There is no measured criterion “{clean_line(text, 60)}”{meant(text, names)}.")


def confirmed_names(desk: OrganizerDesk) -> dict[str, str]:
    """Names on leaderboards, folded, with the submission that a person said each means (``NOBODY``: none of the event)."""
    known = desk.record.submissions
    return {name: submission for name, submission in _kept_names(desk).items() if not submission or submission in known}


def _kept_names(desk: OrganizerDesk) -> dict[str, str]:
    return {name: value for name, value in desk.object_setting(_NAMES).items() if isinstance(value, str)}


def _checked(desk: OrganizerDesk, aliases: Mapping[str, str]) -> dict[str, str]:
    for name, submission in aliases.items():
        if submission and submission not in desk.record.submissions:
            raise Problem(f"“{clean_line(name, 60)}” cannot be that submission: it is not in this event.")
    return {fold(name): submission for name, submission in aliases.items()}


def _before(desk: OrganizerDesk, key: str) -> Chosen:
    kept = desk.object_setting(_setting(key))
    columns = kept.get("columns")
    texts = {name: value for name, value in kept.items() if isinstance(value, str)}
    return Chosen(
        unit=texts.get("unit", ""), gpu=texts.get("gpu", ""), leaderboard=texts.get("leaderboard", ""),
        columns={h: f for h, f in cast("Mapping[str, Json]", columns).items() if isinstance(f, str)}
        if isinstance(columns, Mapping) else {},
    )  # fmt: skip


def _setting(key: str) -> str:
    return f"figures of {key}"


def _view(row: FigureRow, guess: Guess, confirmed: Mapping[str, str], accept: bool) -> FigureView:
    said = confirmed.get(fold(row.name)) if row.name else None
    submission = guess.submission if said is None else said
    known = said is not None or (accept and bool(guess.submission))
    why = row.why
    if not why and row.figure is None:
        why = _BLANK
    elif not why and not submission:
        why = guess.why if said is None else f"“{row.name}” is nobody of this event."
    return FigureView(
        line=row.line, name=row.name, read=row.read, figure=row.figure, submission=submission,
        sure=guess.sure if said is None else 100, confirmed=known, counts=not why, why=why,
    )  # fmt: skip


def _best(views: Iterable[FigureView], measured: Measured) -> tuple[list[FigureView], list[str]]:
    """Of several figures of one submission the best counts; the others are told."""
    views = list(views)
    best: dict[str, FigureView] = {}
    for view in views:
        held = best.get(view.submission)
        if view.counts and (held is None or _better(view, held, measured.lower)):
            best[view.submission] = view
    told = [replace(v, counts=False, why=_BETTER) if v.counts and best[v.submission] is not v else v for v in views]
    more = sum(a.counts and not b.counts for a, b in zip(views, told, strict=True))
    many = len({b.submission for a, b in zip(views, told, strict=True) if a.counts and not b.counts})
    if not more:
        return told, []
    figures, teams = (
        "figure does" if more == 1 else "figures do",
        "one submission" if many == 1 else f"{many} submissions",
    )
    return told, [f"{more} more {figures} not count: of several of {teams} the best does."]


def _better(view: FigureView, held: FigureView, lower: bool) -> bool:
    if view.figure is None or held.figure is None:
        return False
    return view.figure < held.figure if lower else view.figure > held.figure


def _figures(prepared: PreparedFigures) -> list[Figure]:
    return [
        Figure(
            submission=view.submission, criterion=prepared.criterion.key, value=view.figure, unit=prepared.criterion.unit,
            source=prepared.source,
        )
        for view in prepared.rows if view.counts
    ]  # fmt: skip


def _same(desk: OrganizerDesk, figure: Figure) -> bool:
    """Whether the figure is known already; where it comes from does not matter, but two that contradict each other do."""
    slot = (figure.submission, figure.criterion)
    if any(conflict.slot[1:] == slot and conflict.kind == "measure" for conflict in desk.record.conflicts):
        return False
    held = desk.record.figures.get(slot)
    if held is None:
        return figure.value is None
    return held.value.value == figure.value and (held.value.unit == figure.unit or figure.value is None)


def _told(desk: OrganizerDesk, prepared: PreparedFigures) -> PreparedFigures:
    """With the report of what would happen now, and what still stands in the way."""
    record = desk.record
    figures = _figures(prepared)
    fresh = [figure for figure in figures if not _same(desk, figure)]
    changed = sum((f.submission, f.criterion) in record.figures for f in fresh)
    blank = sum(view.why == _BLANK for view in prepared.rows)
    better = sum(view.why == _BETTER for view in prepared.rows)
    named = {view.submission for view in prepared.rows if view.submission}
    vanished = [
        record.submissions[held.value.submission].title
        for (submission, key), held in record.figures.items()
        if key == prepared.criterion.key and held.value.source == prepared.source and held.value.value is not None
        and submission in record.submissions and submission not in named
    ]  # fmt: skip
    notes = list(prepared.notes)
    if blank:
        notes.append(f"{blank} row has no figure." if blank == 1 else f"{blank} rows have no figure.")
    given = {figure.submission: figure.value for figure in figures if figure.value is not None}
    nothing = len(unusable(prepared.criterion, given, given))
    if nothing:
        told = (
            "1 figure is not above zero and gives" if nothing == 1 else f"{nothing} figures are not above zero and give"
        )
        notes.append(f"{told} no points: “{prepared.criterion.name}” is counted on a logarithmic scale.")
    if record.lock is not None and fresh:
        notes.append("The scores are locked: these figures come late and wait until they are admitted.")
    problem = prepared.problem or _unconfirmed(prepared.unconfirmed)
    report = ImportReport(
        read=len(prepared.rows), added=len(fresh) - changed, changed=changed, unchanged=len(figures) - len(fresh) + better,
        skipped=tuple(
            Skipped(view.line, view.why) for view in prepared.rows
            if not view.counts and view.why not in (_BLANK, _BETTER)
        ),
        vanished=tuple(sorted(vanished)), notes=tuple(notes),
    )  # fmt: skip
    return replace(prepared, problem=problem, preview=report)


def _unconfirmed(names: tuple[str, ...]) -> str:
    if not names:
        return ""
    listed = ", ".join(f"“{clean_line(name, 40)}”" for name in names[:_MANY]) + (" …" if len(names) > _MANY else "")
    return f"Confirm whose figures these are first: {listed}."


__all__ = [
    "COLUMNS",
    "NOBODY",
    "FigureView",
    "PreparedFigures",
    "commit_figures",
    "confirmed_names",
    "find_measured",
    "prepare_figures",
    "put_figure",
    "read_figure",
]
