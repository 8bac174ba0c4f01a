"""What a ceremony consists of, in order."""

from dataclasses import dataclass
from typing import Final, Literal

from gpumode_judge.ceremony.resolver import can_open
from gpumode_judge.ceremony.snapshot import Snapshot
from gpumode_judge.event.problem import Problem

Kind = Literal["opening", "countdown", "resolver", "prizes", "podium", "thanks"]
NAMES: Final[dict[Kind, str]] = {
    "opening": "Opening",
    "countdown": "Countdown",
    "resolver": "Closed scores",
    "prizes": "Prizes",
    "podium": "Podium",
    "thanks": "Thanks",
}
LEAST_TOP: Final = 5
RESOLVER_TOP: Final = 12


@dataclass(frozen=True, slots=True)
class Part:
    """One part. ``top`` is how many places are told one by one, 0 for all: a countdown tells no more than these, the opening of closed
    scores tells the places below in one step. ``prizes`` are ids, told in this order; empty: all in the order of the ceremony.

    Raises:
        Problem: there is no such kind of part, or ``top`` is below 0.
    """

    kind: Kind
    top: int = 0
    prizes: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        if self.kind not in NAMES:
            raise Problem(f"“{self.kind}” is no part of a ceremony; there are {', '.join(NAMES)}.")
        if self.top < 0:
            raise Problem(f"{self.name}: {self.top} places cannot be told; write 0 for all, or how many.")

    @property
    def name(self) -> str:
        """What the presenter's list calls it."""
        return NAMES[self.kind]


@dataclass(frozen=True, slots=True)
class Programme:
    """The parts in order.

    Raises:
        Problem: a part other than prizes is there twice, closed scores are opened after places were told, or a prize is told twice.
    """

    parts: tuple[Part, ...]

    def __post_init__(self) -> None:
        kinds: list[Kind] = [part.kind for part in self.parts]
        for kind in kinds:
            if kind != "prizes" and kinds.count(kind) > 1:
                raise Problem(f"“{NAMES[kind]}” is in the programme twice; take one of them out.")
        early = kinds[: kinds.index("resolver")] if "resolver" in kinds else []
        for kind in early:
            if kind in ("countdown", "podium"):
                raise Problem(f"“{NAMES[kind]}” tells places before the closed scores are opened; put it after them.")
        given = [part.prizes for part in self.parts if part.kind == "prizes"]
        named = [prize for prizes in given for prize in prizes]
        if len(named) > len(set(named)) or (len(given) > 1 and not all(given)):
            raise Problem("A prize is in the programme twice; name each prize in one part only.")


def usual(snapshot: Snapshot) -> Programme:
    """The programme that fits most evenings.

    Prizes that go by something else than the standings of all come first, because they give no place away. Then the places from
    below: by opening the closed scores where there are some, else by a countdown. After the podium come the general prizes.
    """
    own = tuple(prize.id for prize in snapshot.prizes if not prize.general)
    general = tuple(prize.id for prize in snapshot.prizes if prize.general)
    parts = [Part("opening")]
    parts += [Part("prizes", prizes=own)] if own else []
    if any(one.rank for one in snapshot.contenders):
        most = max((len(prize.winners) for prize in snapshot.prizes if prize.general), default=0)
        parts.append(
            Part("resolver", RESOLVER_TOP) if can_open(snapshot.contenders) else Part("countdown", max(LEAST_TOP, most))
        )
        parts.append(Part("podium"))
    parts += [Part("prizes", prizes=general)] if general else []
    return Programme((*parts, Part("thanks")))
