"""Who took the lead, and when: the moments of a race worth a word."""

from typing import Final, NamedTuple

from gpumode_judge.ceremony.board import Race

MOST: Final = 5


class Lead(NamedTuple):
    """At the moment with that index ``name`` came to be alone in front."""

    at: int
    key: str
    name: str


def leads_of(race: Race, most: int = MOST) -> tuple[Lead, ...]:
    """Each change of the lead, oldest first; of more than ``most`` the ones that lasted longest. Shared leads change nothing."""
    found: list[Lead] = []
    places = [(path, dict(path.points)) for path in race.paths]
    for at in range(len(race.moments)):
        first = [path for path, ranks in places if ranks.get(at) == 1]
        if len(first) == 1 and (not found or found[-1].key != first[0].key):
            found.append(Lead(at, first[0].key, first[0].name))
    ends = [*(lead.at for lead in found[1:]), len(race.moments)]
    lasted = sorted(zip(found, ends, strict=False), key=lambda pair: (-(pair[1] - pair[0].at), pair[0].at))
    kept = {lead.at for lead, _ in lasted[:most]}
    # A team that came back after one that is left out did not take the lead from itself.
    told: list[Lead] = []
    for lead in found:
        if lead.at in kept and (not told or told[-1].key != lead.key):
            told.append(lead)
    return tuple(told)


def thinned_points(points: tuple[tuple[int, int], ...]) -> tuple[tuple[int, int], ...]:
    """A path without the points that lie on a level between two others: the same line, painted sooner."""
    return tuple(
        point
        for at, point in enumerate(points)
        if at in (0, len(points) - 1) or not points[at - 1][1] == point[1] == points[at + 1][1]
    )
