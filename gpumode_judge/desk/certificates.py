"""Certificates: one for each prize and team that won it, from the result that the ceremony tells."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from gpumode_judge.ceremony import notes
from gpumode_judge.ceremony.compose import day_text
from gpumode_judge.ceremony.snapshot import Contender, PrizeResult, Snapshot
from gpumode_judge.desk import ceremony
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.rehearsing import rehearse
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import slug


@dataclass(frozen=True, slots=True, kw_only=True)
class Certificate:
    """One sheet. ``values`` are the words for each of :data:`~gpumode_judge.desk.certificate_template.FIELDS`, empty where there are none;
    ``file`` is the name of its PDF, ``prize`` and ``team`` are ids; ``rehearsal`` tells that it comes from
    a rehearsal, and is printed across it."""

    file: str
    prize: str
    team: str
    values: Mapping[str, str]
    rehearsal: bool = False


def told_result(desk: OrganizerDesk, *, rehearsal: bool = False) -> ceremony.Show:
    """The ceremony that was taken last, or one with made-up results.

    Raises:
        Problem: no result was taken, or it cannot be told any more.
    """
    if rehearsal:
        return rehearse(desk)
    show = ceremony.last(desk)
    if show is None:
        raise Problem(
            "The result is not taken yet, and everything that leaves after the show comes from it: start the ceremony, or "
            "gpumode-judge ceremony --take."
        )
    return show


def certificates_of(snapshot: Snapshot) -> tuple[Certificate, ...]:
    """All certificates, in the order of the ceremony, the winners of each prize best first."""
    by_key = {one.key: one for one in snapshot.contenders}
    ranks = Counter(one.rank for one in snapshot.contenders)
    won = [(prize, by_key[key]) for prize in snapshot.prizes for key in prize.winners]
    return tuple(
        Certificate(
            file=f"{number:0{len(str(len(won)))}}-{slug(prize.name, 'prize')}-{slug(_team(one), 'team')}.pdf", prize=prize.id,
            team=one.key, values=_values(snapshot, prize, one, ranks[one.rank]), rehearsal=snapshot.rehearsal,
        )
        for number, (prize, one) in enumerate(won, 1)
    )  # fmt: skip


def _values(snapshot: Snapshot, prize: PrizeResult, one: Contender, equals: int) -> dict[str, str]:
    """What stands for each placeholder. The team's place only where the prize went by the standings of all."""
    return {
        "team": _team(one), "project": one.name if one.name != _team(one) else "", "members": notes.listed(one.members),
        "prize": prize.name, "award": prize.award, "sponsor": prize.sponsor, "event": snapshot.title, "place": snapshot.place,
        "day": day_text(snapshot.day),
        "rank": notes.place_title(one.rank, equals) if prize.general and one.rank is not None else "",
    }  # fmt: skip


def _team(one: Contender) -> str:
    return one.team or notes.name_of(one)
