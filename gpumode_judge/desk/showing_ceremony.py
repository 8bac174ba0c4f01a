"""The ceremony, the agenda and the pictures as plain values for ``--json``, and as lines of text."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any, Final

from gpumode_judge.ceremony.forecast import forecast, length_text
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.desk.agenda import PreparedAgenda
from gpumode_judge.desk.ceremony import Logged, Refusal, Show
from gpumode_judge.desk.pictures import Matched
from gpumode_judge.desk.presenting import local_time
from gpumode_judge.desk.telling import count
from gpumode_judge.event.agenda import Agenda

Shown = dict[str, Any]
_FRAME: Final = "step-{:03}.png"


def show_ceremony(show: Show, refused: Sequence[Refusal] = ()) -> Shown:
    """``{"rehearsal", "taken", "at", "over", "stale", "seconds", "refusals": [{"text", "place"}], "steps": [{"step", "part", "title",
    "note", "seconds", "from", "scene", "tells", "picture"}]}``.

    ``step`` counts from 1, ``at`` is the one where the ceremony stands; ``from`` is in seconds since its beginning, ``tells`` are ids
    of teams and prizes that are told here first, ``picture`` is
    what the audience can read. ``seconds`` is the forecast of the whole.
    """
    steps: list[Shown] = []
    for number, step in enumerate(show.steps, 1):
        steps.append(
            {
                "step": number, "part": step.part, "title": step.title, "note": step.note, "seconds": step.seconds,
                "from": sum(s["seconds"] for s in steps), "scene": step.board.scene.value, "tells": list(step.tells),
                "picture": as_text(step.board),
            }
        )  # fmt: skip
    return {
        "rehearsal": int(show.rehearsal), "taken": show.snapshot.at, "at": show.at + 1, "over": int(show.over), "stale": show.stale,
        "seconds": forecast(show.steps), "refusals": show_refusals(refused), "steps": steps,
    }  # fmt: skip


def show_refusals(refused: Sequence[Refusal]) -> list[Shown]:
    """``[{"text", "place"}]``; ``place`` is the page of the window on which it is mended."""
    return [{"text": one.text, "place": one.place} for one in refused]


def step_lines(show: Show) -> Iterator[str]:
    """The steps by part, with when each begins."""
    begins, part = 0, ""
    for number, step in enumerate(show.steps, 1):
        if step.part != part:
            part = step.part
            yield part
        here = ">" if number == show.at + 1 and not show.over else " "
        yield f" {here}{number:4}  {begins // 60:3}:{begins % 60:02}  {step.title}"
        begins += step.seconds
    yield f"{count(len(show.steps), 'step')}, {length_text(begins)}."
    if show.stale:
        yield show.stale


def script_lines(show: Show) -> Iterator[str]:
    """What the emcee says and does, step by step."""
    if show.rehearsal:
        yield "REHEARSAL: these results are made up."
    part = ""
    for number, step in enumerate(show.steps, 1):
        if step.part != part:
            part = step.part
            yield from ("", part.upper())
        yield f"{number:4}. {step.title}"
        yield f"      {step.note}"
    yield f"\n{length_text(forecast(show.steps)).capitalize()}."


def frames(show: Show) -> list[tuple[str, str]]:
    """The file of each step's picture, with a row for ``frames.csv``."""
    return [(_FRAME.format(number), step.title) for number, step in enumerate(show.steps, 1)]


def frames_csv(show: Show) -> str:
    """``file,seconds,step,part,title`` for each frame: what a program that makes a film of them needs."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(["file", "seconds", "step", "part", "title"])
    for number, step in enumerate(show.steps, 1):
        rows.writerow([_FRAME.format(number), step.seconds, number, step.part, _plain(step.title)])
    return text.getvalue()


def show_log(lines: Sequence[Logged], zone: str) -> list[Shown]:
    """``[{"at", "time", "step", "what"}]``, the oldest first. ``at`` is UTC, ``time`` the clock on the wall; ``step`` counts from 1, and
    is 0 where the result was taken or the ceremony finished."""
    return [{"at": one.at, "time": local_time(one.at, zone), "step": one.step, "what": one.what} for one in lines]


def log_lines(shown: Sequence[Shown]) -> Iterator[str]:
    """What was shown when."""
    for one in shown:
        yield f"{one['time']:5}  {one['step'] or '–':>4}  {one['what']}"
    if not shown:
        yield "No ceremony was shown yet."


def show_agenda(agenda: Agenda, prepared: PreparedAgenda | None = None) -> Shown:
    """``{"hand_in", "items": [{"begins", "ends", "title", "where"}], "skipped": [{"line", "why"}], "columns": [{"column", "field"}],
    "notes"}``."""
    return {
        "hand_in": agenda.hand_in,
        "items": [{"begins": i.begins, "ends": i.ends, "title": i.title, "where": i.where} for i in agenda.items],
        "skipped": [{"line": s.line, "why": s.why} for s in prepared.skipped] if prepared else [],
        "columns": [{"column": c, "field": f} for c, f in prepared.columns] if prepared else [],
        "notes": list(prepared.notes) if prepared else [],
    }


def agenda_lines(shown: Shown) -> Iterator[str]:
    """The day, line by line, and what was left out."""
    for item in shown["items"]:
        time = "–".join(filter(None, (item["begins"], item["ends"])))
        yield f"  {time:13}  {item['title']}{' · ' if item['where'] else ''}{item['where']}"
    if not shown["items"]:
        yield "No agenda yet."
    if shown["hand_in"]:
        yield f"Submissions are to be handed in until {shown['hand_in']}."
    yield from shown["notes"]
    yield from (f"Line {one['line']} was left out: {one['why']}" for one in shown["skipped"])


def show_pictures(found: Sequence[Matched]) -> Shown:
    """``{"kept", "files": [{"file", "picture", "whom", "why"}]}``; ``why`` says why a file was not kept."""
    files = [{"file": one.file, "picture": one.name, "whom": one.whom, "why": one.why} for one in found]
    return {"kept": sum(bool(one.name) for one in found), "files": files}


def picture_lines(shown: Shown) -> Iterator[str]:
    """What became of each file."""
    for one in shown["files"]:
        yield f"  {one['file']}: {one['whom']}" if one["picture"] else f"  {one['file']} was left out: {one['why']}"
    yield f"{count(shown['kept'], 'picture')} kept."


def _plain(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
