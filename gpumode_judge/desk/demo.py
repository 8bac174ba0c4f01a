"""The demo: an evening like the first CUDA MODE IRL, with made-up teams and judges, through the real files and the real merge.

Every mark is drawn with a seed from a hidden quality of the team and the severity and noise of the judge, typed into a judge's
own workspace, handed in as a score file and merged.
"""

import json
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from gpumode_judge.desk import importing, planning
from gpumode_judge.desk.desk import WORKSPACE
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.merging import MergeReport
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Mode
from gpumode_judge.event.people import Judge, Outcome
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.system.resources import read_bytes, resource

VISITS: Final = 4
ROUNDS: Final = 5
SEED: Final = 20240921
_BEGIN: Final = time(18, 30)
_VISIT: Final = timedelta(minutes=12)
_ZONE: Final = "America/Los_Angeles"


def _quiet(_text: str) -> None:
    pass


class _Watch:
    """The clock on the wall of the demo: it goes on a little with each thing that is said."""

    def __init__(self, day: date) -> None:
        self.at = datetime.combine(day, _BEGIN, ZoneInfo(_ZONE)).astimezone(UTC)

    def __call__(self) -> str:
        self.at += timedelta(milliseconds=700)
        return self.at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


class DemoEvening:
    """One evening: made at once, then played step by step. ``desk`` is the organizers' open workspace."""

    def __init__(self, folder: Path, day: date, said: Callable[[str], None] | None = None) -> None:
        """Make the event in ``folder``, import its teams and judges, and let every judge join with their ticket.

        Raises:
            Problem: the folder cannot be written, or holds a demo already.
        """
        self.folder = folder
        tell = said or _quiet
        self._random = random.Random(SEED)  # noqa: S311  (made-up marks, the same ones every time)
        self._day = day
        self._watch = _Watch(day)
        truth = cast("dict[str, Any]", json.loads(read_bytes("samples/demo/truth.json")))
        self._quality = cast("Mapping[str, float]", truth["quality"])
        self._judges = cast("Mapping[str, Mapping[str, float]]", truth["judges"])
        plan = planning.template("cuda-mode-irl")
        event = replace(plan.event, title="CUDA MODE IRL", day=day.isoformat(), zone=_ZONE, mode=Mode.REHEARSAL)
        tell("Making the event …")
        self.desk = OrganizerDesk.create(folder / f"organizers{WORKSPACE}", replace(plan, event=event), self._watch)
        for name, what in (("submissions", importing.What.SUBMISSIONS), ("judges", importing.What.JUDGES)):
            importing.commit(self.desk, importing.prepare(self.desk, resource(f"samples/demo/{name}.csv"), what))
        self.desk.assign(self._rounds())
        self.inbox = folder / "score files"
        self.inbox.mkdir()
        self.event_file = self.desk.export_event(folder)
        tell("Twelve judges join on their laptops …")
        (folder / "judges").mkdir()
        self._watches = {judge.id: _Watch(day) for judge in self.desk.record.judges.values()}
        self._laptops = {judge.id: self._join(judge) for judge in self.desk.record.judges.values()}
        self._steps = self._order()

    def close(self) -> None:
        """Let go of every workspace."""
        for laptop in self._laptops.values():
            laptop.close()
        self.desk.close()

    def tidy(self) -> None:
        """Take away what SQLite and the locks leave beside the workspaces, after :meth:`close`.

        They were all made here; a journal that is not empty belongs to a write that was cut off, and stays.
        """
        for path in (self.desk.path, *(laptop.path for laptop in self._laptops.values())):
            path.with_name(f"{path.name}.lock").unlink(missing_ok=True)
            journal = path.with_name(f"{path.name}-journal")
            if journal.is_file() and not journal.stat().st_size:
                journal.unlink()

    @property
    def laptops(self) -> tuple[JudgeDesk, ...]:
        """The judges' open workspaces, by name."""
        return tuple(self._laptops.values())

    @property
    def steps(self) -> int:
        """How many score files are still to come."""
        return len(self._steps)

    def score(self) -> Path | None:
        """The next judge visits a few teams and hands in; gives the score file, or ``None`` when the evening is over."""
        if not self._steps:
            return None
        judge_id, names, turn = self._steps.pop(0)
        laptop = self._laptops[judge_id]
        for number, name in enumerate(names):
            watch = self._watches[judge_id]
            watch.at = max(watch.at, self._start(turn) + _VISIT * number + timedelta(minutes=self._random.random() * 6))
            self._visit(laptop, name)
        self._watch.at = max(self._watch.at, self._watches[judge_id].at)
        return laptop.hand_in(self.inbox).path

    def step(self) -> MergeReport | None:
        """:meth:`score`, and the organizers merge the file."""
        path = self.score()
        return self.desk.merge([path]) if path else None

    def _start(self, turn: int) -> datetime:
        begin = datetime.combine(self._day, _BEGIN, ZoneInfo(_ZONE)).astimezone(UTC)
        return begin + turn * (_VISIT * 3 + timedelta(minutes=2))

    def _join(self, judge: Judge) -> JudgeDesk:
        path = self.folder / "judges" / f"{judge.name.replace('/', ' ')}{WORKSPACE}"
        return JudgeDesk.join(self.event_file, judge.id, self.desk.tickets[judge.id], path, self._watches[judge.id])

    def _rounds(self) -> dict[str, list[str]]:
        """Four visits a team; neighbours in the hall, and never the same four judges together."""
        judges = list(self.desk.record.judges)
        rounds: dict[str, list[str]] = {judge: [] for judge in judges}
        strides = (0, 1, 3, 7)  # the differences of a perfect ruler: two judges meet at few teams
        for number, submission in enumerate(self.desk.record.judged):
            for stride in strides[:VISITS]:
                rounds[judges[(number + stride) % len(judges)]].append(submission.id)
        # Everybody begins somewhere else in the hall.
        starts = {judge: len(mine) * place // len(judges) for place, (judge, mine) in enumerate(rounds.items())}
        return {judge: [*mine[starts[judge] :], *mine[: starts[judge]]] for judge, mine in rounds.items()}

    def _order(self) -> list[tuple[str, Sequence[str], int]]:
        steps: list[tuple[str, Sequence[str], int]] = []
        for turn in range(ROUNDS):
            turns: list[tuple[str, Sequence[str], int]] = []
            for judge_id in self._laptops:
                mine = [s.id for s in self.desk.record.round_of(judge_id)]
                cut = [len(mine) * i // ROUNDS for i in (turn, turn + 1)]
                turns.append((judge_id, mine[cut[0] : cut[1]], turn))
            self._random.shuffle(turns)
            steps += turns
        return steps

    def _visit(self, laptop: JudgeDesk, name: str) -> None:
        chance = self._random.random()
        if chance < 0.015:
            laptop.record_outcome(name, Outcome.ABSENT, "nobody at the table")
        elif chance < 0.025:
            laptop.record_outcome(name, Outcome.RECUSED, "I know the team")
        else:
            for criterion in laptop.rubric.of(laptop.record.submissions[name]):
                laptop.mark(name, criterion.key, self._mark(laptop, name, criterion))
            laptop.record_ballot(name)
            if chance > 0.98:
                first = laptop.rubric.criteria[0]
                laptop.mark(name, first.key, self._mark(laptop, name, first))
                laptop.record_ballot(name)

    def _mark(self, laptop: JudgeDesk, name: str, criterion: Criterion) -> Decimal:
        judge = self._judges[laptop.judge.name]
        quality = self._quality[laptop.record.submissions[name].title]
        drawn = 3 + 0.6 * quality - judge["severity"] + self._random.gauss(0, judge["noise"])
        return min(criterion.scale.levels, key=lambda level: abs(float(level) - drawn))
