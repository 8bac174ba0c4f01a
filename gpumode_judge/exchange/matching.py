"""Which judge or submission a name in a table means."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz

from gpumode_judge.event.people import Judge
from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.exchange.cells import table_name

_CLOSE: Final = 92
_MARGIN: Final = 4


@dataclass(frozen=True, slots=True)
class Match:
    """``id`` is what was meant, or empty with ``why`` it cannot be told; ``note`` tells of a match that was only close."""

    id: str = ""
    why: str = ""
    note: str = ""


def match_name(
    text: str, candidates: Mapping[str, Iterable[str]], exact: Mapping[str, Iterable[str]] | None = None
) -> Match:
    """The one candidate that ``text`` names.

    ``candidates`` maps ids to the names by which each may be called; ``exact`` to numbers and addresses of which only the very
    same counts. The same name (but for case and spacing) comes first, then ``exact``, then one clearly closest name.
    """
    shown, wanted = clean_line(text, 80), fold(text)
    if not wanted:
        return Match(why="There is no name.")
    for names in (candidates, exact or {}):
        same = [id_ for id_, known in names.items() if any(fold(name) == wanted for name in known if name)]
        if len(same) == 1:
            return Match(same[0])
        if same:
            return Match(why=f"“{shown}” is the name of {len(same)}; say which by its table or address.")
    scores: list[tuple[float, str, str]] = []
    if len(wanted) >= 4:
        for id_, known in candidates.items():
            folded = [(fuzz.ratio(wanted, fold(name)), name) for name in known if name]
            if folded:
                best, name = max(folded)
                scores.append((best, id_, name))
    scores.sort(reverse=True)
    near = [score for score in scores if score[0] >= _CLOSE and _numbers(score[2]) == _numbers(text)]
    if near and (len(scores) == 1 or scores[1][0] < near[0][0] - _MARGIN) and near[0] == scores[0]:
        return Match(near[0][1], note=f"“{shown}” was taken for “{clean_line(near[0][2], 80)}”.")
    if len(near) > 1:
        return Match(
            why=f"“{shown}” could be “{clean_line(near[0][2], 60)}” or “{clean_line(near[1][2], 60)}”; write the whole name."
        )
    hint = f"; did you mean “{clean_line(scores[0][2], 60)}”?" if scores and scores[0][0] >= 70 else "."
    return Match(why=f"“{shown}” is not known here{hint}")


def match_submission(text: str, submissions: Iterable[Submission], table: str = "") -> Match:
    """The submission named by title or team, by its table number, id or source; ``table`` decides between equal names.

    Every name is compared: whoever matches a long table asks once for each different text.
    """
    found = list(submissions)
    by_table = [s for s in found if table and fold(table_name(s.table)) == fold(table_name(table))]
    if not clean_line(text):
        if len(by_table) == 1:
            return Match(by_table[0].id)
        many = f"Table {clean_line(table, 40)} is given to {len(by_table)} submissions; name the submission."
        return Match(why=many if by_table else f"No submission is at table {clean_line(table, 40)}.")
    if by_table:
        here = _match(text, by_table)
        if here.id:
            return here
    return _match(text, found)


def match_judge(text: str, judges: Iterable[Judge], emails: Mapping[str, str]) -> Match:
    """The judge named by name, e-mail address (``emails`` by judge id) or id."""
    found = list(judges)
    return match_name(text, {j.id: (j.name,) for j in found}, {j.id: (emails.get(j.id, ""), j.id) for j in found})


def _match(text: str, found: list[Submission]) -> Match:
    by_title = {s.id: (s.title,) for s in found}
    titled = [id_ for id_, (title,) in by_title.items() if fold(title) == fold(text)]
    if len(titled) == 1:
        return Match(titled[0])
    return match_name(text, {s.id: (s.title, s.team) for s in found}, {s.id: (s.table, s.id, s.source) for s in found})


def _numbers(text: str) -> list[str]:
    """The figures in a name: ``Team 12`` and ``Team 13`` are close in letters and still two teams."""
    return "".join(c if c.isdecimal() else " " for c in text).split()
