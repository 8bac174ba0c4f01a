"""What the statements come to: standings, chances, diagnosis. Worked out from a record alone, and once for each record."""

import re
from dataclasses import replace
from functools import cached_property
from hashlib import sha256
from typing import TYPE_CHECKING

from gpumode_judge.event.event import Prize
from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.methods import METHODS
from gpumode_judge.standings.ranking import Standings, standings

if TYPE_CHECKING:  # drawing needs what takes long to import, and the judges' table of marks does not wait for it
    from gpumode_judge.standings.diagnosis import Diagnosis
    from gpumode_judge.standings.draws import Chances
    from gpumode_judge.standings.fit import Fit


def standings_for(record: Record, prize: Prize | None = None, method: str = "") -> Standings:
    """The standings of a record: by the method of its rules or another one, with a prize's own weights or the rules'.

    Raises:
        Problem: no rubric is in force, or no criterion has a weight.
    """
    if record.rubric is None:
        raise Problem("There are no standings while two rubrics are in conflict; choose one on the Merge page.")
    found = standings(
        record.rubric,
        record.rules,
        [s.id for s in record.judged],
        (held.value for held in record.ballots.values()),
        (held.value for held in record.figures.values()),
        (d.value for d in record.decisions if d.value.prize in ("", prize.id if prize else "")),
        method=method,
        weights=prize.weights if prize and prize.weights else None,
    )
    return replace(found, refused=_with_titles(record, found.refused)) if found.refused else found


def _with_titles(record: Record, sentence: str) -> str:
    """A method knows submissions by their ids only; people know them by their titles."""
    ids = "|".join(re.escape(s.id) for s in record.judged)
    return re.sub(rf"\b(?:{ids})\b", lambda found: f"“{record.submissions[found[0]].title}”", sentence)


def seed_of(record: Record) -> int:
    """What chance begins with: a number that follows from everything that the standings are made of, so that every laptop
    with the same statements draws the same."""
    made_of = [held.eid for held in record.ballots.values()] + [held.eid for held in record.figures.values()]
    told = "\n".join([record.rubric_eid, *record.heads.get(("rules",), ()), *sorted(made_of)])
    return int.from_bytes(sha256(told.encode()).digest()[:7], "big")


class Result:
    """Everything that a record comes to. Each part is worked out when it is first asked for.

    Every property raises :class:`Problem` as :func:`standings_for` does.
    """

    def __init__(self, record: Record) -> None:
        self.record = record
        self._by_method: dict[str, Standings] = {}
        self._by_prize: dict[str, Standings] = {}

    @cached_property
    def standings(self) -> Standings:
        """By the method of the rules."""
        return standings_for(self.record)

    def by(self, method: str) -> Standings:
        """By another method, for comparison."""
        if method in ("", self.record.rules.method):
            return self.standings
        if method not in self._by_method:
            self._by_method[method] = standings_for(self.record, method=method)
        return self._by_method[method]

    def for_prize(self, prize: Prize) -> Standings:
        """The standings by which a prize is given."""
        decided = any(d.value.prize == prize.id for d in self.record.decisions)
        if not prize.weights and not decided:
            return self.standings
        if prize.id not in self._by_prize:
            self._by_prize[prize.id] = standings_for(self.record, prize)
        return self._by_prize[prize.id]

    @cached_property
    def compared(self) -> dict[str, Standings | str]:
        """By every method: its standings, or the sentence that says why it can say nothing here."""
        found: dict[str, Standings | str] = {}
        for name in METHODS:
            rows = self.by(name)
            found[name] = rows.refused or rows
        return found

    @cached_property
    def chances(self) -> "Chances | None":
        """How sure the ranks are; ``None`` where the visits say nothing about it."""
        from gpumode_judge.standings.uncertainty import chances_of

        return chances_of(self.standings, seed_of(self.record), model=self.model)

    @cached_property
    def model(self) -> "Fit | None":
        """The fit that knows how sure it is, whichever method ranks: see :func:`~gpumode_judge.standings.uncertainty.severity_or_mean`."""
        from gpumode_judge.standings.uncertainty import severity_or_mean

        return severity_or_mean(self.standings)

    @cached_property
    def diagnosis(self) -> "Diagnosis | None":
        """What there is to see about judges, submissions and the event before the lock; ``None`` where judges count for nothing."""
        from gpumode_judge.standings.diagnosis import diagnosis

        visits, model = self.standings.visits, self.model
        return None if visits is None or model is None else diagnosis(visits, model, order_of_visits(self.record))


def order_of_visits(record: Record) -> dict[tuple[str, str], int]:
    """The how manieth visit of its judge each (judge, submission) was, from 0: by when it began, then as it was recorded."""
    made: dict[str, list[tuple[str, int, str]]] = {}
    for (judge, submission), held in record.ballots.items():
        if held.value.outcome is Outcome.MARKED:
            made.setdefault(judge, []).append((held.value.began or held.at, held.seq, submission))
    return {
        (judge, submission): turn
        for judge, visits in made.items()
        for turn, (_, _, submission) in enumerate(sorted(visits))
    }
