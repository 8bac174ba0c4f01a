"""The result as the ceremony tells it: taken once, frozen, signed. Nothing on the stage comes from anywhere else."""

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """One counted ballot of a team: the ``points`` of 100 that it adds to the score, and whether it was ``hidden`` at the freeze."""

    points: Fraction
    hidden: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """One team in the final order. ``ballots`` add up to ``score`` (with ``measured``, what machines gave).

    ``rank`` is shared by equals; without one the team has no place, and ``ballots`` is empty. ``shares`` are by criterion name the
    team's share of what there is and the field's mean share, 0–1. ``low`` and ``high`` are the 90 % range of the rank, where known.
    """

    key: str
    name: str
    team: str = ""
    members: tuple[str, ...] = ()
    table: str = ""
    tracks: tuple[str, ...] = ()
    photo: str = ""
    rank: int | None = None
    score: Fraction | None = None
    measured: Fraction = Fraction()
    ballots: tuple[Opened, ...] = ()
    shares: tuple[tuple[str, float, float], ...] = ()
    low: int | None = None
    high: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PrizeResult:
    """One prize and who won it, best first; ``why`` has a sentence for each winner. ``general`` tells that it goes by the
    standings of all."""

    id: str
    name: str
    sponsor: str = ""
    award: str = ""
    logo: str = ""
    winners: tuple[str, ...] = ()
    why: tuple[str, ...] = ()
    shared: bool = False
    general: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """Everything that the stage may tell. ``contenders`` in the final order, those without a rank last, equals by name; ``prizes`` in the
    order of the ceremony. ``source`` names the entries it was made of, ``at`` is when (UTC); ``rehearsal`` tells that it is
    made up, or that of a rehearsal event."""

    title: str
    place: str = ""
    day: str = ""
    sponsors: tuple[str, ...] = ()
    colours: tuple[str, ...] = ()
    logos: tuple[tuple[str, str], ...] = ()
    criteria: tuple[str, ...] = ()
    contenders: tuple[Contender, ...] = ()
    prizes: tuple[PrizeResult, ...] = ()
    source: str = ""
    at: str = ""
    rehearsal: bool = False

    def contender(self, key: str) -> Contender:
        """The contender with that key."""
        return next(one for one in self.contenders if one.key == key)
