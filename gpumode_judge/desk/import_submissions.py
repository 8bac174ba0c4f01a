"""Which submissions an import adds or changes."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from gpumode_judge.desk.changes import Changes, ImportReport
from gpumode_judge.desk.desk import new_id
from gpumode_judge.event.event import Prize, Track
from gpumode_judge.event.submission import Entered, Submission
from gpumode_judge.event.text import fold
from gpumode_judge.exchange.fields import Field
from gpumode_judge.exchange.mapping import ColumnMap
from gpumode_judge.exchange.rows import Rows, SubmissionRow
from gpumode_judge.ledger.record import Record


def changes(record: Record, rows: Rows[SubmissionRow], mapping: ColumnMap, contacts: Mapping[str, str]) -> Changes:
    """What the rows add to the event and change in it.

    A row is the submission with the same source, else the one with the same title and e-mail address or team, else the only
    one with that title. Columns that the table does not have change nothing; a blank table number or track does neither.
    """
    names = _Names(record)
    known = _Known(record, contacts)
    fresh: list[Submission] = []
    emails: dict[str, str] = {}
    met: set[str] = set()
    added = changed = unchanged = 0
    notes: list[str] = []
    for row in rows.items:
        before = known.find(row, met)
        after = _merged(before, row, mapping, names)
        met.add(after.id)
        if before is None:
            added += 1
        elif before == after:
            unchanged += 1
        else:
            changed += 1
        if before and before.entered is Entered.WITHDRAWN and row.entered is Entered.SUBMITTED:
            notes.append(
                f"“{after.title}” was withdrawn here and stays withdrawn; bring it back on the Submissions page."
            )
        if before != after:
            fresh.append(after)
        if row.emails:
            emails[after.id] = ", ".join(row.emails)
    vanished = tuple(s.title for s in record.submissions.values() if s.source and s.id not in met)
    if new := [p.name for p in names.new_prizes]:
        notes.append(f"Added as opt-in prizes: {'; '.join(new)}.")
    if new := [t.name for t in names.new_tracks]:
        notes.append(f"Added as tracks: {'; '.join(new)}.")
    report = ImportReport(added=added, changed=changed, unchanged=unchanged, vanished=vanished, notes=tuple(notes))
    statements = (*names.new_tracks, *names.new_prizes, *fresh)
    return Changes(
        statements=statements, contacts={k: v for k, v in emails.items() if contacts.get(k) != v}, report=report
    )


@dataclass
class _Names:
    """Ids of tracks and prizes by name; a name that the event does not have gets one."""

    record: Record
    new_tracks: list[Track] = field(default_factory=list[Track])
    new_prizes: list[Prize] = field(default_factory=list[Prize])

    def __post_init__(self) -> None:
        self._tracks = {fold(t.name): t.id for t in self.record.tracks}
        self._prizes = {fold(p.name): p.id for p in self.record.prizes}

    def tracks(self, names: Iterable[str]) -> tuple[str, ...]:
        """The ids of tracks, each once."""
        for name in names:
            if fold(name) not in self._tracks:
                self.new_tracks.append(Track(id=new_id(), name=name))
                self._tracks[fold(name)] = self.new_tracks[-1].id
        return tuple(dict.fromkeys(self._tracks[fold(name)] for name in names))

    def prizes(self, names: Iterable[str]) -> tuple[str, ...]:
        """The ids of prizes, each once."""
        for name in names:
            if fold(name) not in self._prizes:
                place = max((p.place for p in (*self.record.prizes, *self.new_prizes)), default=0) + 1
                self.new_prizes.append(Prize(id=new_id(), name=name, eligible="opt-in", place=place))
                self._prizes[fold(name)] = self.new_prizes[-1].id
        return tuple(dict.fromkeys(self._prizes[fold(name)] for name in names))


class _Known:
    """Finds the submission that a row is about."""

    def __init__(self, record: Record, contacts: Mapping[str, str]) -> None:
        self._contacts = contacts
        self._by_source = {fold(s.source): s for s in record.submissions.values() if s.source}
        self._by_title: dict[str, list[Submission]] = {}
        for s in record.submissions.values():
            self._by_title.setdefault(fold(s.title), []).append(s)

    def find(self, row: SubmissionRow, met: set[str]) -> Submission | None:
        """The submission, unless an earlier row was it already."""
        found = self._by_source.get(fold(row.source)) if row.source else None
        if found is None:
            # A draft gets its address when it is submitted: until then title and sender are all that is known.
            same = [s for s in self._by_title.get(fold(row.title), []) if not (row.source and s.source)]
            near = [s for s in same if self._is_from(s, row)]
            found = (
                near[0] if len(near) == 1 else same[0] if len(same) == 1 and not self._is_other(same[0], row) else None
            )
        return None if found and found.id in met else found

    def _is_from(self, s: Submission, row: SubmissionRow) -> bool:
        emails = {fold(e) for e in self._contacts.get(s.id, "").split(",") if e.strip()}
        return bool(emails & {fold(e) for e in row.emails}) or bool(row.team and fold(row.team) == fold(s.team))

    def _is_other(self, s: Submission, row: SubmissionRow) -> bool:
        emails = {fold(e) for e in self._contacts.get(s.id, "").split(",") if e.strip()}
        return bool(row.team and s.team) or bool(emails and row.emails)


def _merged(before: Submission | None, row: SubmissionRow, mapping: ColumnMap, names: _Names) -> Submission:
    tracks, prizes = names.tracks(row.tracks), names.prizes(row.prizes)
    if before is None:
        return Submission(
            id=new_id(), title=row.title, team=row.team, table=row.table, tracks=tracks, prizes=prizes, members=row.members,
            links=row.links, description=row.description, entered=row.entered, source=row.source,
        )  # fmt: skip

    def has(*fields: Field) -> bool:
        return any(mapping.headers(field) for field in fields)

    return replace(
        before,
        title=row.title,
        team=row.team if has(Field.TEAM) and row.team else before.team,
        table=row.table or before.table,
        tracks=tracks or before.tracks,
        prizes=prizes if has(Field.PRIZES, Field.PRIZE) else before.prizes,
        members=row.members or before.members,
        links=row.links if has(Field.LINK) else before.links,
        description=row.description if has(Field.DESCRIPTION) else before.description,
        entered=before.entered if before.entered is Entered.WITHDRAWN or not has(Field.STATUS) else row.entered,
        source=row.source or before.source,
    )
