"""What the page that explains one rank says, and the names that it leaves out. Nothing here knows of widgets."""

import unicodedata
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Final

from gpumode_judge.desk.contest import letters
from gpumode_judge.desk.explaining import TOP, Why, WhyVisit, why
from gpumode_judge.desk.scoring import Result
from gpumode_judge.desk.telling_results import points, signed, why_lines
from gpumode_judge.event.people import Ballot, Outcome
from gpumode_judge.standings.methods import METHODS
from gpumode_judge.standings.totals import rounded
from gpumode_judge.standings.waterfall import Waterfall
from gpumode_judge.ui.organizer.standing_rows import percent
from gpumode_judge.ui.organizer.words import OUTCOMES, counted, judge_called, listed, tracks_of

ROUNDING: Final = "The figures above are rounded to one decimal; the rest of it is here."


@dataclass(frozen=True)
class Left:
    """A judge whose ballot on the submission does not count, and why."""

    judge: str
    name: str
    why: str


@dataclass(frozen=True)
class Story:
    """Everything that the page shows of one submission.

    ``letters`` are what the judges are called without names, by id. ``left`` are the ballots that do not count. ``where`` is team,
    table and tracks. ``refused`` is the sentence that says why the method of the rules can say nothing here, or empty.
    """

    why: Why
    letters: Mapping[str, str]
    left: tuple[Left, ...]
    where: str
    refused: str
    zone: str


@dataclass(frozen=True)
class Line:
    """One line of the way to the score: from ``start`` to ``end`` points of 100, equal for a place on the way."""

    start: Fraction
    end: Fraction
    figure: str
    says: str
    step: bool


def story_of(result: Result, submission_id: str) -> Story:
    """The story of a submission. It may take a moment: never call it on the window's thread.

    Raises:
        Problem: it is not judged, or there are no standings.
    """
    found, record = why(result, submission_id), result.record
    submission = found.submission
    team, tracks = apart(submission.team), apart(tracks_of(record, submission.tracks))
    where = (team, f"Table {apart(submission.table)}" if submission.table else "", tracks)
    counts = {visit.judge for visit in found.visits}
    left: list[Left] = []
    for judge in record.judges:
        slot = (judge, submission_id)
        if judge not in counts and slot in record.unfit:
            left.append(Left(judge, judge_called(record, judge), "a mark is missing"))
        elif judge not in counts and slot in record.ballots:
            left.append(Left(judge, judge_called(record, judge), _outcome(record.ballots[slot].value)))
    return Story(
        why=found, letters=letters(record, submission_id, sorted(counts)), left=tuple(left),
        where=" · ".join(filter(None, where)), refused=_refused(result), zone=record.event.zone,
    )  # fmt: skip


def visits_shown(story: Story, hidden: bool) -> tuple[WhyVisit, ...]:
    """The visits, by name or, if names are ``hidden``, by letter and without the times at which a team saw its judges."""
    if not hidden:
        return story.why.visits
    called = story.letters
    unnamed = (replace(visit, name=called[visit.judge], at="") for visit in story.why.visits)
    return tuple(sorted(unnamed, key=lambda visit: (len(visit.name), visit.name)))


def left_words(story: Story, hidden: bool) -> str:
    """Whose ballots do not count, and why; empty if all do."""
    if not story.left:
        return ""
    if hidden:
        many = Counter(one.why for one in story.left)
        said = [f"{counted(judges, 'judge')} ({reason})" for reason, judges in many.items()]
    else:
        said = [f"{apart(one.name)} ({apart(one.why)})" for one in story.left]
    return f"Not counted: {listed(said, most=20)}."


def headline(found: Why) -> str:
    """The rank and how sure it is, in one sentence without a full stop."""
    rank = found.standing.rank
    if rank is None:
        return "No rank" if found.standing.out or found.standing.score is not None else "No rank yet"
    said = f"Rank {rank} of {found.ranked}"
    if found.low is None or found.high is None:
        return said
    return (
        f"{said}, probably {found.low}"
        if found.low == found.high
        else f"{said}, probably between {found.low} and {found.high}"
    )


def chances(found: Why) -> str:
    """The chances of the first places, a line each; empty where nothing is known about them."""
    if found.first is None or found.top is None or found.standing.rank is None:
        return ""
    first, top = percent(found.first, found.ranked), percent(found.top, found.ranked)
    return f"Chance of the top {TOP}: {top}\nChance of first: {first}"


def lines_of(fall: Waterfall) -> tuple[Line, ...]:
    """The way from the raw mean to the score. The figures that are shown add up: what rounding leaves has a line of its own."""
    at = fall.raw
    lines = [Line(at, at, points(at), _raw(fall), step=False)]
    for step in fall.steps:
        lines.append(Line(at, at + step.points, signed(step.points), step.says, step=True))
        at += step.points
    shown = rounded(fall.raw) + sum(rounded(step.points) for step in fall.steps)
    rest = rounded(fall.score) - shown
    if rest:
        lines.append(Line(at, at, signed(Fraction(rest)), ROUNDING, step=True))
    says = "Score: this is what ranks." if fall.steps else "Score: the raw mean ranks, nothing is corrected."
    return (*lines, Line(at, at, points(fall.score), says, step=False))


def apart(text: str) -> str:
    """``text`` so that letters written from right to left do not reorder the figures and names around them."""
    mixed = any(unicodedata.bidirectional(letter) in ("R", "AL", "AN") for letter in text)
    return f"\u200e\u2068{text}\u2069" if mixed else text


def as_text(story: Story, hidden: bool) -> str:
    """All of it as plain text, for a message to a team."""
    found = replace(story.why, visits=visits_shown(story, hidden))
    return "\n".join((*why_lines(found), *filter(None, (left_words(story, hidden),))))


def _raw(fall: Waterfall) -> str:
    visits = len(fall.parts)
    mean = sum((part.total for part in fall.parts), Fraction()) / visits
    said = f"Raw mean of {counted(visits, 'visit')}"
    if fall.judged == 1:
        return f"{said}."
    share = f"{points(fall.judged * 100, 0)} %"
    return f"{said}, {points(mean)}, which counts {share} ({points(mean * fall.judged)}), with {points(fall.measured)} measured."


def _refused(result: Result) -> str:
    standings = result.standings
    if not standings.refused:
        return ""
    info = METHODS.get(standings.wanted)
    title = info.title if info else standings.wanted
    return f"“{title}” can say nothing here, so the raw mean ranks. {standings.refused}"


def _outcome(ballot: Ballot) -> str:
    word = OUTCOMES[ballot.outcome][1].lower() if ballot.outcome is not Outcome.MARKED else "the marks do not count"
    return f"{word}: {ballot.reason}" if ballot.reason else word
