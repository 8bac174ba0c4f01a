"""The lines of the slope chart: where each submission stands on the left and on the right, and what is said of it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from gpumode_judge.ui.organizer.standing_rows import MUCH, moved_words
from gpumode_judge.ui.organizer.standings_found import Found, Rank, reasons, title_of, within
from gpumode_judge.ui.organizer.words import score

RAW: Final = "mean"
_CALM: Final = 15  # one in so many ranks is a large move where there are many submissions


@dataclass(frozen=True)
class Line:
    """One submission. ``left`` and ``right`` are its ranks, ``start`` and ``end`` its places on the paper, from 0."""

    id: str
    title: str
    left: Rank
    right: Rank
    left_score: str
    right_score: str
    start: int = 0
    end: int = 0

    @property
    def move(self) -> int:
        """By how many ranks it stands higher (+) or lower (−) on the right."""
        return self.left.rank - self.right.rank


@dataclass(frozen=True)
class Slopes:
    """All lines, in the order of the right side, and the methods' names on either side.

    A move of ``much`` ranks is pointed out. ``why_not`` is the sentence that stands there instead where there is nothing to draw.
    """

    lines: tuple[Line, ...]
    left: str
    right: str
    much: int
    why_not: str = ""


def slopes_of(found: Found) -> Slopes:
    """The raw mean on the left, or the method that is compared; what is in force on the right."""
    right = found.standings.method
    left = found.compared or RAW
    lines: list[Line] = []
    for row in found.rows:
        before = row.other if found.compared else row.raw
        if before is None or row.rank is None:
            continue
        was = row.other_score if found.compared else row.standing.raw
        lines.append(Line(row.id, row.submission.title, before, row.rank, score(was), score(row.standing.score)))
    ends = {line.id: place for place, line in enumerate(sorted(lines, key=lambda line: line.right.rank))}
    starts = {
        line.id: place
        for place, line in enumerate(sorted(lines, key=lambda line: (line.left.rank, ends[line.id])))
    }  # fmt: skip
    placed = sorted(
        (replace(line, start=starts[line.id], end=ends[line.id]) for line in lines), key=lambda line: line.end
    )
    why_not = ""
    if left == right:
        why_not = "The raw mean is in force, and it is all there is to see. Choose a method above to compare it with."
    elif len(placed) < 2:
        why_not = "There is nothing to compare before two submissions have a rank."
    return Slopes(tuple(placed), left, right, max(MUCH, -(-len(placed) // _CALM)), why_not)


def story(found: Found, slopes: Slopes, line: Line) -> str:
    """Where a submission stands on either side, and why its score is not its raw mean."""
    told = (
        f"By {within(slopes.left)} rank {line.left.words} with {line.left_score}, by {within(slopes.right)} rank "
        f"{line.right.words} with {line.right_score}: {moved_words(line.move)}."
    )
    # The raw mean explains itself: told is what the other one does with it.
    explained = found.other if slopes.right == RAW and found.other else found.standings
    clauses = reasons(explained, line.id)
    if not clauses:
        return told
    row = explained.row(line.id)
    sentence = "; ".join(clauses)
    if RAW in (slopes.left, slopes.right):
        return f"{told} {sentence[:1].upper()}{sentence[1:]}."
    return f"{told} From its raw mean {score(row.raw)} to {score(row.score)}: {sentence}."


def legend(slopes: Slopes) -> str:
    """What the two sides are, and which lines are strong."""
    return (
        f"Left: by {within(slopes.left)}. Right: by {within(slopes.right)}. "
        f"Strong lines moved {slopes.much} ranks or more."
    )


def table_text(slopes: Slopes) -> str:
    """The chart in words, one line for each submission."""
    head = f"{title_of(slopes.left)} → {title_of(slopes.right)}"
    return "\n".join((head, *(f"{line.title}: {line.left} → {line.right}" for line in slopes.lines)))


def index_of(lines: Sequence[Line], submission: str) -> int:
    """The place of a submission among ``lines``, or −1."""
    return next((place for place, line in enumerate(lines) if line.id == submission), -1)
