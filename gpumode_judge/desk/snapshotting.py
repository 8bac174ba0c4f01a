"""Freeze the result for the ceremony: the final order, what each ballot added, who won what. Made once, told from then on."""

from collections.abc import Callable, Mapping
from fractions import Fraction
from hashlib import sha256
from typing import Final

from gpumode_judge.ceremony.snapshot import Contender, Opened, PrizeResult, Snapshot
from gpumode_judge.desk.allocating import allocation_of
from gpumode_judge.desk.explaining import most_measured, totals_of, waterfall_of
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.pictures import photo_of, sponsor_logos
from gpumode_judge.desk.scoring import Result
from gpumode_judge.desk.snapshot_json import digest_of, from_json, to_json
from gpumode_judge.event.event import Mode, Prize
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.text import clean_line, fold
from gpumode_judge.ledger.record import Held, Record
from gpumode_judge.ledger.statements import Place
from gpumode_judge.standings.prizes import BY_PERSON, Given
from gpumode_judge.standings.ranking import Standing, Standings

__all__ = ["beyond", "digest_of", "from_json", "general", "snapshot_of", "snapshot_of_result", "source_of", "to_json"]

_NOTHING: Final = Fraction()
# What is told follows from these; a note, a sign-off or a thaw changes nothing on the stage.
_TOLD_KINDS: Final = frozenset({"rubric", "rules", "track", "prize", "submission", "award", "decide", "measure"})


def snapshot_of_result(desk: OrganizerDesk, at: str) -> Snapshot:
    """The result of a desk as it stands, taken at ``at`` (a UTC time as text).

    Raises:
        Problem: there are no standings.
    """
    logos = dict(sponsor_logos(desk))
    pictures = desk.store.pictures()
    return snapshot_of(
        desk.result, at, logos=logos, photo=lambda team: name if (name := photo_of(team)) in pictures else ""
    )


def snapshot_of(
    result: Result,
    at: str,
    *,
    logos: Mapping[str, str] | None = None,
    photo: Callable[[str], str] = lambda _team: "",
    rehearsal: bool = False,
) -> Snapshot:
    """A result as the ceremony tells it. ``logos`` are picture names by sponsor, ``photo`` gives that of a submission or nothing.

    ``rehearsal`` tells that it is made up; that of a rehearsal event is one as well, and every picture says so.

    Raises:
        Problem: there are no standings.
    """
    record, event = result.record, result.record.event
    logos = logos or {}
    by_sponsor = {fold(sponsor): name for sponsor, name in logos.items()}
    bars = _Bars(record, result.standings)
    given = {one.prize: one for one in allocation_of(result)}
    return Snapshot(
        title=event.title, place=event.place, day=event.day, sponsors=event.sponsors, colours=event.colours, logos=tuple(logos.items()),
        criteria=tuple(bars.names.values()),
        contenders=tuple(_contender(result, row, bars, photo(row.submission)) for row in _in_order(record, result.standings)),
        prizes=tuple(
            _prize(prize, given[prize.id], by_sponsor.get(fold(prize.sponsor), ""))
            for prize in record.prizes
            if prize.count > 0
        ),
        source=source_of(record), at=at,
        rehearsal=rehearsal or event.mode is Mode.REHEARSAL,
    )  # fmt: skip


def source_of(record: Record) -> str:
    """What names everything that the ceremony tells follows from: another text means another result."""
    ballots = [held.eid for held in record.ballots.values()]
    heads = [eid for slot, eids in record.heads.items() if slot[0] in _TOLD_KINDS for eid in eids]
    teams = [f"{s.id} {s.entered.value}" for s in record.submissions.values()]
    return sha256("\n".join(sorted({*ballots, *heads, *teams})).encode()).hexdigest()


def beyond(held: Held[Ballot], manifest: Mapping[str, Place] | None) -> bool:
    """Whether a ballot came after a freeze; nothing did while there is none."""
    if manifest is None:
        return False
    place = manifest.get(held.device)
    return place is None or held.seq > place[0]


def general(prize: Prize) -> bool:
    """Whether a prize goes by the standings of all, so that its winners give places away."""
    return prize.eligible == "all" and not prize.weights and prize.decided != BY_PERSON


def _in_order(record: Record, standings: Standings) -> list[Standing]:
    """Those without a rank last, equal ones by name: nothing tells them apart, so nothing but the alphabet may."""
    ranked = sum(row.rank is not None for row in standings.rows)
    name = {s.id: fold(s.title or s.team) for s in record.submissions.values()}
    return sorted(standings.rows, key=lambda r: (r.rank or ranked + 1, name[r.submission], r.submission))


def _contender(result: Result, row: Standing, bars: "_Bars", photo: str) -> Contender:
    record = result.record
    team = record.submissions[row.submission]
    placed = row.rank is not None
    measured, ballots = _points(result, row) if placed else (_NOTHING, ())
    low, high = _range(result, row.submission) if placed else (None, None)
    return Contender(
        key=team.id, name=team.title or team.team, team=team.team, members=team.members, table=team.table,
        tracks=tuple(clean_line(record.track(track)) for track in team.tracks), photo=photo, rank=row.rank,
        score=row.score if placed else None, measured=measured, ballots=ballots,
        shares=bars.of(row) if placed else (), low=low, high=high,
    )  # fmt: skip


def _points(result: Result, row: Standing) -> tuple[Fraction, tuple[Opened, ...]]:
    """What machines gave, and what each ballot adds: never less than nothing, and together exactly the score.

    A ballot's part goes by its total without its judge's severity, and by how much it decides.
    """
    score = row.score or _NOTHING
    fall = waterfall_of(result.standings, row.submission)
    if fall is None:
        return score, ()
    measured = min(fall.measured, score)  # a score below what machines gave: then no ballot adds anything
    record, judged = result.record, score - measured
    parts = [part.share * max(_NOTHING, part.total + part.correction) for part in fall.parts]
    whole = sum(parts, _NOTHING)
    equal = Fraction(1, len(parts))
    ballots = (record.ballots[part.judge, row.submission] for part in fall.parts)
    return measured, tuple(
        Opened(points=judged * (part / whole if whole else equal), hidden=beyond(held, record.freeze))
        for part, held in zip(parts, ballots, strict=True)
    )


def _range(result: Result, submission: str) -> tuple[int | None, int | None]:
    chances = result.chances
    if chances is None or submission not in chances.submissions:
        return None, None
    at = chances.submissions.index(submission)
    return int(chances.low[at]), int(chances.high[at])


class _Bars:
    """By criterion what there is to get, and what the field gets in the mean."""

    def __init__(self, record: Record, standings: Standings) -> None:
        totals = totals_of(record)
        most = (
            {c.key: (c.name, totals.weight(c.key) * 100 * standings.judged) for c in totals.criteria} if totals else {}
        )
        gives = most_measured(record)
        most |= {m.key: (m.name, gives[m.key]) for m in record.rules.measured if m.key in gives}
        self.names = {key: name for key, (name, points) in most.items() if points > 0}
        self._most = {key: points for key, (_, points) in most.items() if points > 0}
        field = [row.shares for row in standings.rows if row.rank is not None and row.shares]
        self._field = {
            key: sum((shares.get(key, _NOTHING) for shares in field), _NOTHING) / len(field) if field else _NOTHING
            for key in self._most
        }

    def of(self, row: Standing) -> tuple[tuple[str, float, float], ...]:
        """A team's share of what there is, and the field's, 0–1."""
        return tuple(
            (name, float(row.shares[key] / self._most[key]), float(self._field[key] / self._most[key]))
            for key, name in self.names.items()
            if key in row.shares
        )


def _prize(prize: Prize, given: Given, logo: str) -> PrizeResult:
    return PrizeResult(
        id=prize.id, name=prize.name, sponsor=prize.sponsor, award=prize.award, logo=logo, winners=given.winners,
        why=tuple(clean_line(given.reasons.get(name, "")) for name in given.winners), shared=len(given.winners) > prize.count,
        general=general(prize) and not given.by,
    )  # fmt: skip
