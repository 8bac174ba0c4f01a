"""What the standings, their reasons and the diagnosis tell a program: plain values with documented, stable names.

Points are points of 100 to four decimals, chances and shares are 0–1. ``submission`` is a title and ``id`` its id, ``judge`` a name and
``judge_id`` its id.
"""

from collections.abc import Iterable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from gpumode_judge.desk.contest import Packet
from gpumode_judge.desk.diagnosing import WithoutJudge, joining, without_judges
from gpumode_judge.desk.explaining import Why, WhyFigure, name_of
from gpumode_judge.desk.history import RulesChange
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.graph import Pair, refusal
from gpumode_judge.standings.judge_cards import JudgeCard, Unexpected
from gpumode_judge.standings.methods import METHODS
from gpumode_judge.standings.next_visits import NextVisit
from gpumode_judge.standings.ranking import Standings
from gpumode_judge.standings.totals import rounded

Shown = dict[str, Any]


def result_by(desk: OrganizerDesk, method: str) -> Result:
    """The result by another method than that of the rules, to look at; the desk's own if ``method`` is empty or the same."""
    record = desk.record
    if method in ("", record.rules.method):
        return desk.result
    return Result(replace(record, rules=replace(record.rules, method=method)))


def show_why(found: Why) -> Shown:
    """``{"submission", "id", "team", "rank", "ranked", "score", "raw", "raw_rank", "out", "tie", "chances", "steps", "visits", "profile",
    "figures", "says"}``.

    ``raw`` and the points of the ``steps`` add up to ``score``: ``[{"why", "points", "says"}]``, ``why`` being judges, steady, few or
    method. ``visits`` are ``[{"judge", "judge_id", "at", "total", "correction", "share", "marks": {criterion: mark}, "notes": [{"about",
    "text"}], "unexpected"}]``, ``profile`` ``[{"criterion", "points", "most", "field"}]`` (``field``: the mean of all), ``figures``
    ``[{"criterion", "figure", "place", "points", "most"}]``. ``chances`` are ``{"first", "top3", "low", "high"}`` or null.
    """
    row, fall = found.standing, found.waterfall
    return {
        "submission": found.submission.title, "id": found.submission.id, "team": found.submission.team,
        "rank": row.rank, "ranked": found.ranked, "score": four(row.score), "raw": four(row.raw), "raw_rank": row.raw_rank,
        "out": row.out, "tie": row.told.value if row.told else "",
        "chances": None if found.first is None else {
            "first": found.first, "top3": found.top, "low": found.low, "high": found.high,
        },
        "steps": [{"why": s.why.value, "points": four(s.points), "says": s.says} for s in fall.steps] if fall else [],
        "visits": [
            {
                "judge": v.name, "judge_id": v.judge, "at": v.at, "total": four(v.total), "correction": four(v.correction),
                "share": four(v.share), "marks": dict(v.marks), "notes": [{"about": a, "text": t} for a, t in v.notes],
                "unexpected": v.unexpected,
            }
            for v in found.visits
        ],
        "profile": [
            {"criterion": p.name, "points": four(p.points), "most": four(p.most), "field": four(p.field)} for p in found.profile
        ],
        "figures": _figures(found.figures),
        "says": list(found.says),
    }  # fmt: skip


def show_compared(desk: OrganizerDesk) -> Shown:
    """``{"event", "method", "methods": [{"method", "title", "refused"}], "rows": [{"submission", "id", "ranks", "differ"}]}``.

    Rows are in the order of the method of the rules. ``ranks`` are by method, without the methods that are refused, whose
    sentence says why; a rank is null without a visit. ``differ`` tells whether the methods disagree about the submission.
    """
    record, compared = desk.record, desk.result.compared
    able = {name: found for name, found in compared.items() if isinstance(found, Standings)}
    ranks = {name: {row.submission: row.rank for row in found.rows} for name, found in able.items()}
    rows: list[Shown] = []
    for row in desk.result.standings.rows:
        mine = {name: found[row.submission] for name, found in ranks.items()}
        rows.append(
            {
                "submission": record.submissions[row.submission].title, "id": row.submission, "ranks": mine,
                "differ": len(set(mine.values())) > 1,
            }
        )  # fmt: skip
    return {
        "event": record.event.title,
        "method": record.rules.method,
        "methods": [
            {"method": name, "title": METHODS[name].title, "refused": found if isinstance(found, str) else ""}
            for name, found in compared.items()
        ],
        "rows": rows,
    }


def show_history(record: Record, changes: Iterable[RulesChange]) -> list[Shown]:
    """``[{"at", "in_force", "says": [text], "moves": [{"submission", "id", "before", "after"}]}]``, newest first.

    ``moves`` are the ranks that the change moves on the ballots of today, the largest moves first; null is no rank.
    """
    return [
        {
            "at": change.at, "in_force": change.in_force, "says": list(change.says),
            "moves": [
                {
                    "submission": record.submissions[m.submission].title, "id": m.submission, "before": m.before,
                    "after": m.after,
                }
                for m in change.moves
            ],
        }
        for change in changes
    ]  # fmt: skip


def show_diagnosis(desk: OrganizerDesk) -> Shown:
    """``{"event", "refused", "mend", "says", "visits", "each", "reliability", "needed", "spread", "pieces", "bridges", "algebraic",
    "joining", "judges", "submissions", "without"}``.

    ``refused`` says why the method of the rules gives no standings, ``mend`` which visits would join the pieces; both are empty if all is
    well. ``each`` is the mean number of visits, ``needed`` the visits each that make the order reliable (.8). ``spread`` is ``{"team",
    "judge", "noise"}`` or null. ``pieces`` are ``[{"submissions": [title], "judges": [name]}]``, ``bridges`` and ``joining`` ``[{"judge",
    "judge_id", "submission", "id"}]``: visits on which the comparison hangs alone, and the fewest that would join the pieces.
    ``judges`` are ``[{"judge", "judge_id", "visits", "severity", "severity_error", "noise", "lowest", "highest", "levels", "agreement",
    "halo", "drift": {"slope", "error", "plain"}, "unexpected": [visit]}]`` by name, ``submissions`` ``[{"submission", "id", "visits",
    "spread", "unexpected": [visit]}]`` in visiting order, a visit being ``{"judge", "judge_id", "submission", "id", "total",
    "expected", "z"}``. ``without`` tells what changes hands without a judge: ``[{"judge", "judge_id", "changes": [{"prize", "gains":
    [title], "loses": [title]}], "unseen": [title], "problem"}]``, only those without whom something changes; null while there is
    no result. What is not known is null.
    """
    record, result = desk.record, desk.result
    found, refused = result.diagnosis, result.standings.refused
    shown: Shown = {
        "event": record.event.title, "refused": refused, "mend": "", "says": list(found.says) if found else [], "visits": 0,
        "each": 0.0, "reliability": None, "needed": None, "spread": None, "pieces": [], "bridges": [], "algebraic": None,
        "joining": [], "judges": [], "submissions": [], "without": None if refused else _without(without_judges(result)),
    }  # fmt: skip
    if found is None:
        return shown
    event, links = found.event, found.event.links
    cards = {card.judge: card for card in found.judges}
    seen = {card.submission: card for card in found.submissions}
    shown["joining"], shown["mend"] = _mend(record, result)
    return shown | {
        "visits": event.visits, "each": _near(event.each), "reliability": _near(event.reliability), "needed": event.needed,
        "spread": None if event.spread is None else {
            "team": _near(event.spread.team), "judge": _near(event.spread.judge), "noise": _near(event.spread.noise),
        },
        "pieces": [
            {
                "submissions": [record.submissions[s].title for s in piece.submissions],
                "judges": [name_of(record, judge) for judge in piece.judges],
            }
            for piece in links.pieces
        ],
        "bridges": [_pair(record, pair) for pair in links.bridges], "algebraic": _near(links.algebraic),
        "judges": [_judge(record, cards[j]) for j in [*record.judges, *sorted(cards.keys() - record.judges.keys())] if j in cards],
        "submissions": [
            {
                "submission": s.title, "id": s.id, "visits": seen[s.id].visits if s.id in seen else 0,
                "spread": _near(seen[s.id].spread) if s.id in seen else None,
                "unexpected": [_unexpected(record, one) for one in seen[s.id].unexpected] if s.id in seen else [],
            }
            for s in record.judged
        ],
    }  # fmt: skip


def show_next(record: Record, visits: Iterable[NextVisit], minutes: float, per_visit: float) -> Shown:
    """``{"minutes", "per_visit", "gain", "visits": [{"judge", "judge_id", "submission", "id", "table", "reason", "gain"}]}``.

    The most useful visit comes first. ``reason`` is unseen (nobody has seen it), joins (groups that share no judge) or surer. ``gain`` is
    the rise of the chance that a prize place goes to the right submission, of each visit and of all; null while too few marks tell it.
    """
    rows: list[Shown] = []
    for visit in visits:
        named = _pair(record, (visit.judge, visit.submission))
        table = record.submissions[visit.submission].table
        rows.append({**named, "table": table, "reason": visit.reason.value, "gain": _near(visit.gain)})
    known = [row["gain"] for row in rows if row["gain"] is not None]
    return {"minutes": minutes, "per_visit": per_visit, "gain": _near(sum(known)) if known else None, "visits": rows}


def show_packet(found: Packet) -> Shown:
    """``{"event", "day", "submission", "team", "table", "snapshot", "rules": [text], "criteria": [{"criterion", "weight", "scale"}],
    "visits": [{"judge", "marks": [mark], "sum", "total", "correction", "share"}], "figures", "mean", "raw", "steps":
    [{"says", "points"}], "score", "rank", "ranked", "tie", "sure", "says": [text]}``.

    No judge is named: they are “Judge A”, “Judge B”, … in an order that tells nothing. ``marks`` are in the order of the
    ``criteria``, ``sum`` and ``mean`` the arithmetic of a total and of the raw mean in words, ``figures`` as :func:`show_why`
    gives them.
    """
    return {
        "event": found.event, "day": found.day, "submission": found.title, "team": found.team, "table": found.table,
        "snapshot": found.snapshot, "rules": list(found.rules),
        "criteria": [{"criterion": c.name, "weight": four(c.weight), "scale": c.scale} for c in found.criteria],
        "visits": [
            {
                "judge": v.judge, "marks": list(v.marks), "sum": v.sum, "total": four(v.total), "correction": four(v.correction),
                "share": four(v.share),
            }
            for v in found.visits
        ],
        "figures": _figures(found.figures), "mean": found.mean, "raw": four(found.raw),
        "steps": [{"says": step.says, "points": four(step.points)} for step in found.steps],
        "score": four(found.score), "rank": found.rank, "ranked": found.ranked, "tie": found.tie, "sure": found.sure,
        "says": list(found.says),
    }  # fmt: skip


def four(figure: Fraction | None) -> float | None:
    """A figure to four decimals, rounded half up."""
    return None if figure is None else float(rounded(figure, 4))


def _near(figure: float | None) -> float | None:
    return None if figure is None else round(figure, 4)


def _figures(found: Iterable[WhyFigure]) -> list[Shown]:
    return [
        {"criterion": f.name, "figure": f.figure, "place": f.place, "points": four(f.points), "most": four(f.most)}
        for f in found
    ]


def _pair(record: Record, pair: Pair) -> Shown:
    judge, submission = pair
    title = record.submissions[submission].title
    return {"judge": name_of(record, judge), "judge_id": judge, "submission": title, "id": submission}


def _judge(record: Record, card: JudgeCard) -> Shown:
    drift = card.drift
    return {
        "judge": name_of(record, card.judge), "judge_id": card.judge, "visits": card.visits, "severity": _near(card.severity),
        "severity_error": _near(card.severity_error), "noise": _near(card.noise), "lowest": four(card.lowest),
        "highest": four(card.highest), "levels": _near(card.levels), "agreement": _near(card.agreement), "halo": _near(card.halo),
        "drift": None if drift is None else {"slope": _near(drift.slope), "error": _near(drift.error), "plain": drift.plain},
        "unexpected": [_unexpected(record, one) for one in card.unexpected],
    }  # fmt: skip


def _unexpected(record: Record, one: Unexpected) -> Shown:
    named = _pair(record, (one.judge, one.submission))
    return {**named, "total": four(one.total), "expected": _near(one.expected), "z": _near(one.z)}


def _without(found: Iterable[WithoutJudge]) -> list[Shown]:
    return [
        {
            "judge": one.name, "judge_id": one.judge,
            "changes": [{"prize": c.prize, "gains": list(c.gains), "loses": list(c.loses)} for c in one.changes],
            "unseen": list(one.unseen), "problem": one.problem,
        }
        for one in found
        if one.decides or one.unseen
    ]  # fmt: skip


def _mend(record: Record, result: Result) -> tuple[list[Shown], str]:
    """The fewest visits that join what shares no judge, and the sentence that names them."""
    if result.diagnosis is None or result.diagnosis.event.links.connected:
        return [], ""
    try:
        pairs = joining(record, result)
    except Problem as problem:
        return [], str(problem)
    said = refusal(
        result.diagnosis.event.links.pieces,
        pairs,
        lambda judge: name_of(record, judge),
        lambda name: f"“{record.submissions[name].title}”",
    )
    return [_pair(record, pair) for pair in pairs], said
