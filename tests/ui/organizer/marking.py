"""Marks that are written down at once, without a judge's laptop."""

from decimal import Decimal

from gpumode_judge.event.people import Ballot

Marks = dict[str, dict[str, tuple[int, int]]]  # judge by name → submission → depth and speed

EQUAL: Marks = {"Ada": {"s1": (5, 5), "s2": (5, 5), "s3": (2, 2), "s4": (1, 1)}}


def put_marks(desk, marks: Marks) -> None:
    judges = {judge.name: judge.id for judge in desk.record.judges.values()}
    desk.put_ballots(
        [
            Ballot(
                judge=judges[name], submission=submission, rubric=desk.record.rubric_eid,
                marks={"depth": Decimal(depth), "speed": Decimal(speed)},
            )
            for name, visits in marks.items()
            for submission, (depth, speed) in visits.items()
        ]
    )  # fmt: skip
