"""Measured figures, prepared or kept, as plain values for ``--json`` and as lines of text."""

from collections.abc import Iterator
from typing import Any

from gpumode_judge.desk.measuring import FigureView, PreparedFigures
from gpumode_judge.desk.showing import show_import
from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.rubric import plain
from gpumode_judge.event.text import clean_line
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.measured import gate, places

Shown = dict[str, Any]


def show_prepared(record: Record, prepared: PreparedFigures, *, rows: bool) -> Shown:
    """``{"criterion", "recognised", "unit", "lower", "gpu", "leaderboard", …}`` and all that an import gives; with ``rows`` also
    ``"rows"``, ``"columns"``, ``"gpus"``, ``"leaderboards"`` and ``"problem"``."""
    shown: Shown = {
        "criterion": prepared.criterion.key,
        "recognised": prepared.recognised,
        "unit": prepared.unit,
        "lower": prepared.lower,
        "gpu": prepared.gpu,
        "leaderboard": prepared.leaderboard,
        **show_import(prepared.preview),
    }
    if rows:
        shown["problem"] = prepared.problem
        shown["gpus"], shown["leaderboards"] = list(prepared.gpus), list(prepared.leaderboards)
        shown["columns"] = [{"column": header, "field": field} for header, field in prepared.columns]
        shown["rows"] = [
            {
                "line": row.line, "name": row.name, "read": row.read, "figure": _number(row), "unit": prepared.criterion.unit,
                "submission": _title(record, row.submission), "id": row.submission, "sure": row.sure,
                "confirmed": row.confirmed, "counts": row.counts, "why": row.why,
            }
            for row in prepared.rows
        ]  # fmt: skip
    return shown


def prepared_lines(record: Record, prepared: PreparedFigures) -> Iterator[str]:
    """What a file was taken for, then a line for each row."""
    where = ", ".join(text for text in (prepared.leaderboard, prepared.gpu) if text)
    what = f"{prepared.recognised or 'A table'}{f': {where}' if where else ''}."
    own = prepared.criterion.unit
    units = (
        f"in {prepared.unit}, kept in {own}" if own and prepared.unit not in ("", own) else f"in {own}" if own else ""
    )
    yield f"{what} “{prepared.criterion.name}”{f' {units}' if units else ''}: {_better(prepared.criterion)}."
    for header, field in prepared.columns:
        if field:
            yield f"  {field:12} is the column “{clean_line(header, 60)}”"
    for row in prepared.rows:
        figure = "" if row.figure is None else f"{plain(row.figure)} {own}".rstrip()
        yield f"  {row.line:>5}  {row.name[:30]:30}  {row.read[:24]:>24}  {figure[:24]:>24}  {_whose(record, row)}".rstrip()


def show_figures(record: Record) -> list[Shown]:
    """``[{"criterion", "name", "unit", "lower", "turn", "weight", "figures": [{"place", "submission", "id", "figure", "passed", "source"}],
    "missing": [title]}]``, one for each measured criterion; ``place`` is null for a gate, and ``passed`` for all others."""
    judged = {s.id: s for s in record.judged}
    shown: list[Shown] = []
    for measured in record.rules.measured:
        held = {
            s: h.value for (s, key), h in record.figures.items() if key == measured.key and h.value.value is not None
        }
        values = {name: figure.value for name, figure in held.items() if figure.value is not None}
        is_gate = measured.turn is Turn.GATE
        placed, passed = places(measured, values, judged), gate(measured, values, judged)
        rows = [
            {
                "place": None if is_gate else placed[name], "submission": judged[name].title, "id": name,
                "figure": plain(values[name]), "passed": passed[name] if is_gate else None, "source": held[name].source,
            }
            for name in sorted(placed, key=lambda name: (placed[name], judged[name].title, name))
        ]  # fmt: skip
        shown.append(
            {
                "criterion": measured.key, "name": measured.name, "unit": measured.unit, "lower": measured.lower,
                "turn": measured.turn.value, "weight": None if is_gate else plain(record.rules.weight(measured.key)),
                "figures": rows, "missing": [s.title for s in judged.values() if s.id not in placed],
            }
        )  # fmt: skip
    return shown


def figures_lines(record: Record) -> Iterator[str]:
    """Every measured criterion with its figures, best first, and who has none."""
    for measured, shown in zip(record.rules.measured, show_figures(record), strict=True):
        weight = "gives no points" if shown["weight"] is None else f"weight {shown['weight']}"
        yield f"{shown['name']} ({shown['criterion']}): {_better(measured)}, {weight}"
        for row in shown["figures"]:
            told = row["place"] if row["passed"] is None else "yes" if row["passed"] else "no"
            yield f"  {told:>4}  {row['submission'][:40]:40}  {row['figure']} {measured.unit}".rstrip()
        if shown["missing"]:
            yield f"  no figure: {', '.join(shown['missing'])}"


def _better(measured: Measured) -> str:
    return "less is better" if measured.lower else "more is better"


def _whose(record: Record, row: FigureView) -> str:
    if not row.counts:
        return row.why
    title = _title(record, row.submission)
    return title if row.confirmed else f"{title}? ({row.sure} % sure)"


def _title(record: Record, submission: str) -> str:
    return record.submissions[submission].title if submission in record.submissions else ""


def _number(row: FigureView) -> str | None:
    return None if row.figure is None else plain(row.figure)
