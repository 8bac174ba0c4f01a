"""Which submission a user name on a leaderboard may mean: a guess with how sure it is, for a person to confirm."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz import fuzz, process

from gpumode_judge.event.submission import Submission
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.exchange.fields import words

SAME: Final = 100
NEARLY_SAME: Final = 97  # but for spaces and signs: warp-wizards, Warp Wizards
MEMBER: Final = 95
_CLOSE: Final = 85
_MARGIN: Final = 5


@dataclass(frozen=True, slots=True)
class Guess:
    """The ``submission`` that a name most likely means (empty: none can be told, and ``why`` says so) and how ``sure`` that is, 0–100."""

    submission: str = ""
    sure: int = 0
    why: str = ""


class Guesser:
    """Guesses for many names at once."""

    def __init__(self, submissions: Iterable[Submission]) -> None:
        self._titles: dict[str, str] = {}
        self._steps: list[tuple[int, dict[str, set[str]]]] = [(SAME, {}), (NEARLY_SAME, {}), (MEMBER, {})]
        self._near: dict[tuple[str, ...], list[tuple[str, str]]] = {}  # by the numbers in a name: (name, submission)
        same, nearly, members = (names for _, names in self._steps)
        for s in submissions:
            self._titles[s.id] = clean_line(s.title, 60)
            for name in filter(None, (s.title, s.team)):
                same.setdefault(fold(name), set()).add(s.id)
                nearly.setdefault(_bare(name), set()).add(s.id)
                self._near.setdefault(_digits(name), []).append((words(name), s.id))
            for name in s.members:
                members.setdefault(_bare(name), set()).add(s.id)

    def guess(self, name: str) -> Guess:
        """The submission called so: the same title or team, then the same but for signs, a member's name, one clearly closest name."""
        shown = f"“{clean_line(name, 60)}”"
        for sure, names in self._steps:
            found = names.get(fold(name) if sure == SAME else _bare(name), set[str]())
            if len(found) == 1:
                return Guess(min(found), sure)
            if found:
                return Guess(why=f"{shown} can be {self._either(found)}; say which.")
        return self._closest(name, shown)

    def _closest(self, name: str, shown: str) -> Guess:
        wanted, near_by = words(name), self._near.get(_digits(name), [])
        best: dict[str, float] = {}
        if len(wanted) >= 4:
            names = [known for known, _ in near_by]
            for _, score, place in process.extract(
                wanted, names, scorer=fuzz.ratio, score_cutoff=_CLOSE - _MARGIN, limit=20
            ):
                submission = near_by[place][1]
                best[submission] = max(best.get(submission, 0), score)
        ranked = sorted(((score, submission) for submission, score in best.items()), key=lambda p: (-p[0], p[1]))
        if not ranked or ranked[0][0] < _CLOSE:
            return Guess(why=f"No submission is called {shown}.")
        near = {submission for score, submission in ranked if score >= ranked[0][0] - _MARGIN}
        if len(near) > 1:
            return Guess(why=f"{shown} can be {self._either(near)}; say which.")
        return Guess(ranked[0][1], min(MEMBER - 1, int(ranked[0][0])))

    def _either(self, found: Iterable[str]) -> str:
        titles = sorted(f"“{self._titles[submission]}”" for submission in found)
        return " or ".join(titles[:3]) + (" or another" if len(titles) > 3 else "")


def _bare(name: str) -> str:
    return "".join(c for c in fold(name) if c.isalnum()) or fold(name)


def _digits(text: str) -> tuple[str, ...]:
    """Team 12 and Team 13 are close in letters and still two teams."""
    return tuple("".join(c if c.isdecimal() else " " for c in text).split())
