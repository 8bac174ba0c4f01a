"""What the standings, their reasons and the diagnosis tell a person on a terminal: plain lines."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, Final

from gpumode_judge.desk.explaining import Why
from gpumode_judge.desk.telling import count, names
from gpumode_judge.standings.next_visits import Reason
from gpumode_judge.standings.totals import rounded

Shown = dict[str, Any]
WIDE: Final = 24  # characters of a name in a table
_MOST_MOVES: Final = 10
_REASONS: Final = {
    Reason.UNSEEN: "nobody has seen it",
    Reason.JOINS: "joins groups that share no judge",
    Reason.SURER: "makes the prizes surer",
}


def why_lines(found: Why) -> Iterator[str]:
    """Why one submission stands where it does: its rank, the steps to its score, each visit with the judge's name."""
    row, fall = found.standing, found.waterfall
    team = f" · {found.submission.team}" if found.submission.team else ""
    rank = f"rank {row.rank} of {found.ranked}" if row.rank is not None else "no rank"
    yield f"{found.submission.title}{team}: {rank}"
    yield from (f"  {text}" for text in found.says)
    if found.first is not None and found.top is not None:
        yield f"  Chance of the first place {chance(found.first)}, of the top three {chance(found.top)}."
    if fall is not None:
        yield ""
        yield f"  {points(fall.raw):>7}  raw mean of {count(len(fall.parts), 'visit')}" + (
            f", with {points(fall.measured)} measured" if fall.judged < 1 else ""
        )
        yield from (f"  {signed(step.points):>7}  {step.says}" for step in fall.steps)
        yield f"  {points(fall.score):>7}  score"
    if found.visits:
        yield ""
        yield f"  {'Judge':{WIDE}}  Total  Correction  Share  Marks"
        for visit in found.visits:
            marks = ", ".join(f"{name} {mark}" for name, mark in visit.marks)
            share = f"{points(visit.share * 100, 0)} %"
            odd = "  unexpected" if visit.unexpected else ""
            yield (
                f"  {cut(visit.name):{WIDE}}  {points(visit.total):>5}  {signed(visit.correction):>10}  {share:>5}  {marks}{odd}"
            )
            yield from (f"    {about}: {' '.join(text.split())}" for about, text in visit.notes)
    if found.profile or found.figures:
        yield ""
        yield f"  {'Criterion':{WIDE}}  Points  of most  Mean of all"
    for part in found.profile:
        yield f"  {cut(part.name):{WIDE}}  {points(part.points):>6}  {points(part.most):>7}  {points(part.field):>11}"
    for figure in found.figures:
        place = f", place {figure.place}" if figure.place else ""
        told = f"{figure.figure or 'no figure'}{place}"
        yield f"  {cut(figure.name):{WIDE}}  {points(figure.points):>6}  {points(figure.most):>7}  measured: {told}"


def compared_lines(shown: Shown) -> Iterator[str]:
    """The ranks by each method side by side, and which submissions they disagree about."""
    able = [method for method in shown["methods"] if not method["refused"]]
    yield "  ".join([*(f"{m['method']:>{_column(m)}}" for m in able), "", "Submission"])
    for row in shown["rows"]:
        ranks = (f"{row['ranks'][m['method']] or '–':>{_column(m)}}" for m in able)
        yield "  ".join([*ranks, "≠" if row["differ"] else " ", row["submission"]])
    differ = sum(row["differ"] for row in shown["rows"])
    yield (
        f"The methods disagree about {count(differ, 'submission')} (≠)." if differ else "The methods agree about every rank."
    )  # fmt: skip
    yield from (f"{m['method']}: {m['refused']}" for m in shown["methods"] if m["refused"])


def _column(method: Shown) -> int:
    return max(4, len(method["method"]))


def history_lines(shown: list[Shown]) -> Iterator[str]:
    """Every change of the rules, newest first, and what it moves."""
    for change in shown:
        yield f"{change['at']}{'  (in force)' if change['in_force'] else ''}"
        yield from (f"  {text}" for text in change["says"])
        moves = change["moves"]
        for move in moves[:_MOST_MOVES]:
            yield f"    rank {move['before'] or '–'} → {move['after'] or '–'}  {move['submission']}"
        if len(moves) > _MOST_MOVES:
            yield f"    and {count(len(moves) - _MOST_MOVES, 'more move')}: --json tells all"
    if not shown:
        yield "No rules were ever said."


def diagnosis_lines(shown: Shown) -> Iterator[str]:
    """What to look at before the lock: sentences, the judges, the submissions that stand out, whom a single judge decides."""
    yield from shown["says"] or ["Judges count for nothing in this event."]
    if shown["mend"]:
        yield shown["mend"]
    elif shown["refused"]:
        yield shown["refused"]
    if shown["judges"]:
        yield ""
        yield f"{'Judge':{WIDE}}  Visits     Severity  Noise   Range  Agreement  Drift  Unexpected"
        yield from map(_judge_line, shown["judges"])
    told = [s for s in shown["submissions"] if s["visits"] < 2 or s["unexpected"]]
    if told:
        yield ""
        yield "Submissions to look at"
    for submission in told:
        few = {0: "no visit", 1: "one visit"}.get(submission["visits"], "")
        odd = [
            f"{one['judge']} gave {one['total']:.1f} where {one['expected']:.1f} was to be expected"
            for one in submission["unexpected"]
        ]
        yield f"  {submission['submission']}: " + "; ".join(filter(None, [few, *odd]))
    yield from _without_lines(shown)


def _judge_line(judge: Shown) -> str:
    severity = "–"
    if judge["severity"] is not None:
        error = "" if judge["severity_error"] is None else f" ± {judge['severity_error']:.1f}"
        severity = f"{_sign(judge['severity'])}{error}"
    noise = "–" if judge["noise"] is None else f"{judge['noise']:.1f}"
    agreement = "–" if judge["agreement"] is None else f"{judge['agreement']:.2f}"
    drift = "–" if judge["drift"] is None else _sign(judge["drift"]["slope"]) + ("!" if judge["drift"]["plain"] else "")
    span = f"{judge['lowest']:.0f}–{judge['highest']:.0f}"
    return (
        f"{cut(judge['judge']):{WIDE}}  {judge['visits']:>6}  {severity:>11}  {noise:>5}  {span:>6}  {agreement:>9}  {drift:>5}  "
        f"{len(judge['unexpected']) or '–':>10}"
    )


def _without_lines(shown: Shown) -> Iterator[str]:
    if shown["without"] is None or not shown["judges"]:
        return
    yield ""
    told = [one for one in shown["without"] if one["changes"] or one["problem"]]
    if not told:
        yield "Nothing that is won hangs on a single judge."
    for one in told:
        yield f"Without {one['judge']}: {one['problem']}".rstrip()
        for change in one["changes"]:
            yield f"  “{change['prize']}”: {_swap(change)}"
    for one in shown["without"]:
        if one["unseen"]:
            yield f"Only {one['judge']} has seen {names(one['unseen'])}."


def _swap(change: Shown) -> str:
    gains, loses = names(change["gains"]), names(change["loses"])
    if gains and loses:
        return f"{gains} instead of {loses}"
    return f"{gains} too" if gains else f"{loses} no longer, and who instead is open"


def next_lines(shown: Shown) -> Iterator[str]:
    """Who should go where next, the most useful first, and what all of it is worth."""
    for visit in shown["visits"]:
        table = f" (table {visit['table']})" if visit["table"] else ""
        gain = f", +{visit['gain'] * 100:.1f} %" if visit["gain"] is not None else ""
        yield f"{cut(visit['judge']):{WIDE}} → {visit['submission']}{table}: {_REASONS[Reason(visit['reason'])]}{gain}"
    if not shown["visits"]:
        yield "No visit is left that a free judge could make in that time."
    elif shown["gain"] is not None:
        yield (
            f"Together: a prize place goes to the right submission with a chance that is {shown['gain'] * 100:.1f} % higher."
        )


def chance(figure: float) -> str:
    """A chance as people read it: never 0 or 100 % where draws cannot know."""
    if 0 < figure < 0.005:
        return "< 1 %"
    return "> 99 %" if 0.995 <= figure < 1 else f"{figure * 100:.0f} %"


def cut(name: str, wide: int = WIDE) -> str:
    """A name that fits into a column."""
    return name if len(name) <= wide else name[: wide - 1] + "…"


def points(figure: Fraction, places: int = 1) -> str:
    """Points as they are shown."""
    return str(rounded(figure, places)).replace("-", "−")


def signed(figure: Fraction) -> str:
    """Points that are added, with their sign."""
    shown = rounded(figure)
    return f"{'+' if shown > 0 else '−' if shown < 0 else ''}{abs(shown)}"


def _sign(figure: float) -> str:
    shown = round(figure, 1)
    return f"{'+' if shown > 0 else '−' if shown < 0 else ''}{abs(shown):.1f}"
