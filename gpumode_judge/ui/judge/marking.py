"""What keys do to marks: typed figures, steps along a scale, and which criterion comes next. No Qt."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from gpumode_judge.event.rubric import Criterion, Scale, plain

FIGURES: Final = "0123456789.,-"
FAR: Final = 10  # steps that a long step takes


@dataclass(frozen=True, slots=True)
class Typed:
    """What became of one typed figure.

    ``mark`` is to be set now (``None``: nothing yet). ``settled`` tells that no longer number can follow, so that the next
    criterion is due; ``again`` that the figure belongs to the next criterion; ``refused`` that no level begins like this.
    """

    mark: Decimal | None = None
    settled: bool = False
    again: bool = False
    refused: bool = False


class MarkTyping:
    """Figures typed one after another on one scale: ``1`` then ``0`` is 10 where 10 is a level."""

    def __init__(self, scale: Scale) -> None:
        self._levels = {plain(level): level for level in scale.levels}
        self.text = ""

    def key(self, figure: str) -> Typed:
        """Take one typed figure; ``,`` is a decimal point too."""
        text = self.text + figure.replace(",", ".")
        going_on = [name for name in self._levels if name.startswith(text)]
        if not going_on:
            began, self.text = self.text, ""
            return Typed(settled=True, again=True) if began in self._levels else Typed(refused=True)
        mark = self._levels.get(text)
        if mark is not None and len(going_on) == 1:
            self.text = ""
            return Typed(mark, settled=True)
        self.text = text
        return Typed(mark)

    def settle(self) -> bool:
        """No more figures come; gives whether a whole number was being typed."""
        whole = self.text in self._levels
        self.text = ""
        return whole


def stepped(scale: Scale, mark: Decimal | None, steps: int) -> Decimal:
    """The level ``steps`` away from ``mark``, within the scale; without a mark, the end from which one comes."""
    if mark is None:
        return scale.low if steps > 0 else scale.high
    levels = scale.levels
    if mark not in levels:
        return min(levels, key=lambda level: abs(level - mark))
    return levels[max(0, min(len(levels) - 1, levels.index(mark) + steps))]


def next_without_mark(criteria: Sequence[Criterion], marks: Mapping[str, Decimal], after: str) -> str:
    """The key of the next criterion that still needs a mark, looking on from ``after`` and then from the top; ``""`` if none."""
    keys = [criterion.key for criterion in criteria]
    place = keys.index(after) + 1 if after in keys else 0
    rest = (*criteria[place:], *criteria[:place])
    return next((c.key for c in rest if c.key not in marks or not c.scale.allows(marks[c.key])), "")
