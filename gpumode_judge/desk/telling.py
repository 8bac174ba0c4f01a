"""What the desks tell a person on a terminal: plain lines."""

from collections.abc import Iterable, Iterator
from itertools import groupby

from gpumode_judge.desk.changes import ImportReport
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.locking import waiting_for_a_word
from gpumode_judge.desk.merging import KNOWN, MergeReport, MergeRow
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.desk.quarantine import quarantined
from gpumode_judge.event.agenda import Agenda
from gpumode_judge.event.event import Mode, Prize, Track
from gpumode_judge.event.measured import Figure
from gpumode_judge.event.people import Ballot, Judge, Outcome, Remark
from gpumode_judge.event.rubric import Rubric, plain
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import Record
from gpumode_judge.ledger.statements import Assign, Award, Decision, Freeze, Told
from gpumode_judge.standings.totals import rounded

_MOST_NAMES = 8


def count(number: int, thing: str) -> str:
    """A number with its noun: ``"1 file"``, ``"2 files"``."""
    return f"{number} {thing}{'' if number == 1 else 's'}"


def names(found: Iterable[str]) -> str:
    """Names in a row, the first eight of them."""
    listed = list(found)
    more = f" and {len(listed) - _MOST_NAMES} more" if len(listed) > _MOST_NAMES else ""
    return ", ".join(listed[:_MOST_NAMES]) + more


def status_lines(desk: OrganizerDesk | JudgeDesk) -> Iterator[str]:
    """How things stand in a workspace: for organizers what is missing, for a judge the round."""
    event = desk.record.event
    rehearsal = " (rehearsal)" if event.mode is Mode.REHEARSAL else ""
    if isinstance(desk, JudgeDesk):
        yield f"“{event.title}”{rehearsal}, {desk.judge.name}"
        yield str(desk.status())
        for card in desk.cards():
            total = f"{card.total:>5}" if card.entered.marks and not card.entered.aside else "    –"
            yield f"{card.state.value:8} {total}  {card.submission.table[:6] or '–':6}  {card.submission.title}"
        if desk.locked:
            yield "The organizers have locked the scores: what you record now waits for their word."
        elif desk.signed_off:
            yield "Signed off: these totals are yours."
        if desk.backup_problem:
            yield desk.backup_problem
        if desk.text_setting("ticket") == "":
            yield f"This laptop’s four words, for the organizers: {desk.words}"
        return
    overview = desk.overview()
    yield f"“{event.title}”{rehearsal}, the organizers"
    yield f"{count(len(overview.submissions), 'submission')}, {count(len(overview.judges), 'judge')}"
    yield f"{overview.visits} of {count(overview.wanted, 'visit')} marked, {count(desk.files_merged, 'score file')} merged"
    if overview.unvisited:
        yield "Nobody has marked: " + names(s.title for s in overview.unvisited)
    if overview.silent:
        yield "Nothing yet from: " + names(judge.name for judge in overview.silent)
    if overview.pending:
        yield f"{count(overview.pending, 'laptop')} waiting to be accepted: gpumode-judge devices"
    if overview.conflicts:
        yield f"{count(overview.conflicts, 'conflict')} waiting for a decision: gpumode-judge conflicts"
    if overview.gaps:
        yield f"{count(overview.gaps, 'laptop')} with an earlier score file missing: ask for the newest one"
    if overview.unfit:
        yield f"{count(overview.unfit, 'ballot')} that the rubric no longer allows: they do not count until marked again"
    yield from _safety_lines(desk)
    if desk.record.rubric and desk.event_file_outdated:
        written = bool(desk.object_setting("event file"))
        yield f"The judges’ event file {'is not up to date' if written else 'is not written yet'}: gpumode-judge export"


def _safety_lines(desk: OrganizerDesk) -> Iterator[str]:
    """The lock, and what a person has to look after."""
    record = desk.record
    if record.lock is not None:
        yield "The scores are locked."
    openings = sum(not asked.manifest for asked in record.lock_waiting)
    for number, what in ((len(record.lock_waiting) - openings, "lock"), (openings, "opening")):
        if number:
            yield f"{count(number, what)} waiting for another organizer’s signature: gpumode-judge sign"
    waiting = sum(len(late.entries) for late in waiting_for_a_word(desk))
    if waiting:
        yield f"{count(waiting, 'statement')} waiting for your word: gpumode-judge waiting"
    broken = sum(not item.salvaged for item in quarantined(desk))
    if broken:
        yield f"{count(broken, 'broken file')} kept aside: gpumode-judge quarantine"
    if desk.missing:
        yield f"{count(desk.missing, 'statement')} of this laptop missing here: merge the newest event file to bring them back"
    if not desk.can_speak:
        yield "This workspace is for looking only: its key is on the organizers’ own laptop."
    if desk.backup_problem:
        yield desk.backup_problem


def standings_lines(desk: OrganizerDesk, method: str = "") -> Iterator[str]:
    """The standings as a table: rank with its 90 % range, score beside the raw mean, visits, the chance of the first place."""
    result = desk.result
    chances = result.chances
    place = {name: n for n, name in enumerate(chances.submissions)} if chances else {}
    yield "Rank    Range  Score    Raw  Visits  P(1st)  Submission"
    for row in result.by(method).rows:
        span = first = "–"
        if chances is not None and row.submission in place:
            at = place[row.submission]
            span, first = f"{chances.low[at]}–{chances.high[at]}", f"{chances.first[at] * 100:.0f} %"
        score, raw = ("–" if points is None else rounded(points) for points in (row.score, row.raw))
        submission = desk.record.submissions[row.submission]
        team = f" · {submission.team}" if submission.team else ""
        out = f" ({row.out})" if row.out else ""
        yield (
            f"{row.rank or '–':>4}  {span:>7}  {score:>5}  {raw:>5}  {row.visits:>6}  {first:>6}  {submission.title}{team}{out}"
        )


def merge_lines(report: MergeReport) -> Iterator[str]:
    """A line for each file, and one for all of them."""
    yield from map(row_line, report.rows)
    sums = report.sums
    refused = f", {sums['refused']} refused" if sums["refused"] else ""
    yield f"{count(sums['files'], 'file')}{refused}: {count(sums['new'], 'new statement')}."
    if report.note:
        yield report.note


def row_line(row: MergeRow) -> str:
    """What became of one file."""
    return f"{row.name}{f' ({row.who})' if row.who else ''}: {_became(row)}"


def _became(row: MergeRow) -> str:
    if row.why and not row.ok:
        if not row.kept:
            return f"refused. {row.why}"
        whole = f"{count(row.whole, 'statement')} in it" if row.whole else "nothing in it"
        return f"refused. {row.why} The file is kept, and {whole} {'are' if row.whole > 1 else 'is'} whole: gpumode-judge quarantine"
    parts = [
        f"{row.new} new" if row.outcome != KNOWN else "nothing new",
        f"{row.pending} waiting for the laptop to be accepted" if row.pending else "",
        f"{row.conflicts} in conflict" if row.conflicts else "",
        f"{row.gaps} waiting for an earlier file" if row.gaps else "",
        f"{row.unfit} that the rubric no longer allows" if row.unfit else "",
        f"{row.late} after the lock (see gpumode-judge waiting)" if row.late else "",
        f"{row.refused} that do not count" if row.refused else "",
    ]
    return ", ".join(part for part in parts if part)


def import_lines(report: ImportReport) -> Iterator[str]:
    """Notes, skipped lines with their reasons, and what an updated export no longer has."""
    yield from report.notes
    for why, skips in groupby(report.skipped, key=lambda skip: skip.why):
        lines = [str(skip.line) for skip in skips]
        yield f"Line{'s' * (len(lines) > 1)} {names(lines)} skipped: {why}"
    for title in report.vanished:
        yield f"No longer in the file, kept here: {title}"


def about(record: Record, slot: tuple[str, ...]) -> str:
    """What a slot of the ledger is about, in names: ``"ballot: Ada on Warp Speed"``."""
    known = {s.id: s.title for s in record.submissions.values()} | {j.id: j.name for j in record.judges.values()}
    known |= {t.id: t.name for t in record.tracks} | {p.id: p.name for p in record.prizes}
    kind, *ids = slot
    known |= {m.key: m.name for m in record.rules.measured}
    between = " and " if kind == "decide" else " on "
    told = between.join(known.get(name, name) for name in [name for name in ids if name][:2])
    return f"{kind}: {told}" if told else kind


def _titles(record: Record, submissions: Iterable[str]) -> list[str]:
    known = record.submissions
    return [f"“{known[name].title}”" if name in known else name for name in submissions]


def says(record: Record, value: object) -> str:
    """What one side of a conflict says, in a line."""
    match value:
        case Ballot(outcome=Outcome.MARKED):
            return ", ".join(f"{key} {plain(mark)}" for key, mark in sorted(value.marks.items()))
        case Ballot():
            return f"{value.outcome.value}: {value.reason}"
        case Remark():
            return value.text or "no note"
        case Submission():
            facts = [value.team, f"table {value.table}" if value.table else "", *map(record.track, value.tracks)]
            return ", ".join([f"“{value.title}”", *filter(None, facts), value.entered.value])
        case Rubric():
            return f"“{value.name}”: " + ", ".join(f"{c.name} {c.scale}" for c in value.criteria)
        case Rules():
            weights = ", ".join(f"{key} {plain(weight)}" for key, weight in sorted(value.weights.items()))
            return f"{value.method}; {weights}"
        case Judge():
            return ", ".join(filter(None, [value.name, value.affiliation, *map(record.track, value.tracks)]))
        case Track() | Prize():
            return value.name
        case Figure():
            figure = "no figure" if value.value is None else f"{plain(value.value)} {value.unit}".rstrip()
            return f"{figure} ({value.source})" if value.source else figure
        case Award():
            what = names(_titles(record, value.submissions)) or "nobody"
            return f"{what}, decided by {value.by}: {value.reason}" if value.by else what
        case Decision():
            return f"{', then '.join(_titles(record, value.order))}, decided by {value.by}: {value.reason}"
        case Assign():
            known = record.submissions
            return names(known[name].title if name in known else name for name in value.submissions) or "no visits"
        case Agenda():
            until = f", hand in until {value.hand_in}" if value.hand_in else ""
            return (names(f"{i.begins} {i.title}" for i in value.items) or "no items") + until
        case Freeze():
            return "the projector is frozen" if value.manifest else "the projector is not frozen"
        case Told():
            return f"the result with the sum {value.digest[:12]}"
        case _:
            return str(value)
