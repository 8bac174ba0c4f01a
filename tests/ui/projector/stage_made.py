"""A made-up ceremony, and a desk that hands it out, without a workspace."""

from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path

from gpumode_judge.ceremony.programme import usual
from gpumode_judge.ceremony.script import script
from gpumode_judge.ceremony.snapshot import Contender, Opened, PrizeResult, Snapshot
from gpumode_judge.desk.ceremony import Show as Taken
from gpumode_judge.desk.presenting import Health
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.projector.stage_desk import Waiting

HEALTHY = Health(
    last_merge="2026-01-01T20:00:00Z", age=240, files=12, missing=(), behind=(), pending=0, conflicts=0, gaps=0, unfit=0, frozen="",
    hidden=0,
)  # fmt: skip


def made_snapshot(teams=9, hidden=False, **more):
    contenders = tuple(
        Contender(
            key=f"t{place}", name=f"Team Nr {place}", members=(f"Person {place}",), rank=place,
            score=Fraction(100 - 5 * place),
            ballots=(Opened(points=Fraction(90 - 5 * place)), Opened(points=Fraction(10), hidden=hidden)),
            shares=(("Impact", 0.9, 0.5),),
        )
        for place in range(1, teams + 1)
    )  # fmt: skip
    prizes = (
        PrizeResult(id="track", name="Best kernel", sponsor="Modal", winners=("t4",), why=("fastest",), general=False),
        PrizeResult(id="main", name="Grand prize", sponsor="NVIDIA", award="A GPU", winners=("t1", "t2", "t3")),
    )
    return Snapshot(
        title="CUDA MODE IRL", sponsors=("NVIDIA", "Modal"), criteria=("Impact",), contenders=contenders, prizes=prizes, **more
    )  # fmt: skip


def made_show(**more):
    snapshot = made_snapshot(**more)
    programme = usual(snapshot)
    return Taken(snapshot=snapshot, programme=programme, steps=script(snapshot, programme))


@dataclass
class Stage:
    """What the panel asks of a desk. ``kept`` outlives panels, as a workspace does."""

    kept: list = field(default_factory=list)
    wrong: tuple = ()
    told: Health = HEALTHY
    taken: Taken | None = None
    broken: bool = False
    finished: bool = False
    frozen: bool = False

    def health(self):
        return replace(self.told, hidden=14 if self.frozen else 0, frozen="2026-01-01T21:00:00Z" if self.frozen else "")

    def picture(self, name):
        return None

    def load_pictures(self):
        return False

    def freeze(self):
        self.frozen = True

    def thaw(self):
        self.frozen = False

    has_result = False

    def last(self):
        return None

    def refusals(self):
        return self.wrong

    def resume(self):
        if self.taken is None or self.finished:
            return None
        return Waiting(replace(self.taken, at=self.kept[-1] if self.kept else 0), bool(self.kept), 120.0)

    def take(self, *, again=False):
        self.taken, self.kept, self.finished = made_show(), [], False
        return self.taken

    def rehearse(self, number):
        return replace(made_show(rehearsal=True), rehearsal=True)

    def note(self, taken, at):
        if self.broken:
            raise Problem("The disk is full; free some space.")
        self.kept.append(at)

    def finish(self, taken):
        self.finished = True


def text_of(path: Path) -> str:
    """The bytes of a PDF, for a look at its pages."""
    return path.read_bytes().decode("latin-1")
