"""A made-up event for the tests of the judge's desk."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from gpumode_judge.desk.desk import new_id
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Event, Mode, Track
from gpumode_judge.event.people import Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.rubric import Criterion, Rubric, Scale
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Link, Submission

ANCHORS = {
    Decimal(
        1
    ): "Nobody but the team would run it: no licence, tied to one machine, or the problem is already solved well elsewhere.",
    Decimal(
        3
    ): "Useful to some: the code is open and another person could run it, but they would have to read the source and mend things.",
    Decimal(
        5
    ): "People would install it this week: a clear need, open code with a licence, and a way in for contributors.",
}
PROMPT = "How likely is this to become an open-source project that people outside the team use and build on?"
NAMES = (("impact", "Open-source impact", 30), ("depth", "Technical depth", 25), ("evidence", "Performance evidence", 25),
         ("novelty", "Novelty", 10), ("demo", "Demo and write-up", 10))  # fmt: skip
TITLES = ("Warp-speed attention for ragged batches", "FP8 training on one laptop", "A Triton compiler pass that fuses softmax",
          "TinyFlash", "Mixture of kernels", "Sparse gather without tears", "KV cache on a diet", "Roofline in the browser",
          "Autotune while you sleep", "Quantised diffusion at 4K", "Ray tracing a transformer", "GPU-native JSON")  # fmt: skip


@dataclass
class Evening:
    organizer: OrganizerDesk
    event_file: Path
    judge: Judge
    submissions: tuple[Submission, ...]
    folder: Path

    def join(self, ticket: bool = True, folder: Path | None = None) -> JudgeDesk:
        typed = self.organizer.tickets[self.judge.id] if ticket else ""
        return JudgeDesk.join(self.event_file, self.judge.id, typed, folder or self.folder)

    def export(self) -> Path:
        self.event_file = self.organizer.export_event(self.folder)
        return self.event_file


def rubric(scale: Scale | None = None) -> Rubric:
    fitting = scale or Scale()
    anchors = {level: text for level, text in ANCHORS.items() if fitting.allows(level)}
    if fitting.high >= 10:
        anchors = {fitting.low: ANCHORS[Decimal(1)], fitting.high: ANCHORS[Decimal(5)]}
    return Rubric(
        name="Open-ended",
        criteria=tuple(
            Criterion(
                key=key, name=name, prompt=PROMPT, anchors=anchors, scale=fitting,
                note_prompt="Who would use it first, and what stands in their way?",
            )
            for key, name, _ in NAMES
        ),
    )  # fmt: skip


def some_submissions(count: int) -> tuple[Submission, ...]:
    return tuple(
        Submission(
            id=new_id(), title=TITLES[n % len(TITLES)] + (f" {n}" if n >= len(TITLES) else ""), team=f"Team {n + 1}",
            table=str(n + 1), tracks=("llm",) if n % 3 else ("vision",), members=("Ada Lovelace", "Grace Hopper", "Alan Turing"),
            links=(Link("Code", "https://github.com/example/thing"), Link("Video", "https://youtu.be/a"), Link("", "javascript:alert()")),
            description="We fuse what others launch one by one.\n\n## How\n\n- one persistent kernel\n- no host round trips\n" * 3,
        )
        for n in range(count)
    )  # fmt: skip


def make_evening(
    folder: Path,
    count: int = 4,
    scale: Scale | None = None,
    submissions: tuple[Submission, ...] = (),
    mode: Mode = Mode.LIVE,
) -> Evening:
    folder.mkdir(parents=True, exist_ok=True)
    judge = Judge(id=new_id(), name="Ada Lovelace", affiliation="Analytical Engines")
    plan = Plan(
        event=Event(title="CUDA MODE IRL", place="San Francisco", day="2026-09-21", mode=mode),
        rubric=rubric(scale),
        rules=Rules(weights={key: Decimal(weight) for key, _, weight in NAMES}),
        tracks=(Track(id="llm", name="Language models"), Track(id="vision", name="Vision")),
        judges=(
            judge,
            Judge(id=new_id(), name="Bob Noyce", affiliation="Silicon Row"),
            Judge(id=new_id(), name="Chloé Ōsaka"),
        ),
    )
    organizer = OrganizerDesk.create(folder / "organizer.gmjdb", plan)
    made = submissions or some_submissions(count)
    organizer.put(made)
    return Evening(organizer, organizer.export_event(folder), judge, made, folder)
