"""The result in the contest community's format: the files of a CLICS contest package, version 2026-01.

A criterion is a problem that gives 0 to 100, a track is a group, a prize is an award. A team's total is its score of 100; it is the
weighted sum of nothing that stands here, because judges' severity, weights and ties are settled before. Teams without a place are
listed, but stand in no row of the scoreboard. Judges, marks and people are nowhere in it.

The same result gives the same bytes, in a folder and in a zip.
"""

import io
import json
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from gpumode_judge import __version__
from gpumode_judge.ceremony.snapshot import Contender, PrizeResult, Snapshot
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.text import clean_line, fold, slug
from gpumode_judge.system.files import explain, write_new

VERSION: Final = "2026-01"
ADDRESS: Final = "https://ccs-specs.icpc.io/2026-01/contest_api"
FEED: Final = "event-feed.ndjson"
PLACES: Final = 10
MOST_ID: Final = 36

# Tools break ties of score by the earlier time: with one time for all, equals stay equal.
ONE_TIME: Final = "0:00:00"
_FULL: Final = 100
_ID: Final = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]*[A-Za-z0-9_-])?")
# What tools take for an award of a known kind.
_RESERVED: Final = re.compile(
    r"winner|rank-.*|.*-medal|(?:first-to-solve|group-winner|organization-winner|group-highlight|solution)-.*",
    re.IGNORECASE,
)
_DAY: Final = timedelta(days=1)
_LONGEST: Final = timedelta(days=366)

Data = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the result itself does not tell: the time zone of its day, the names of the criteria that machines ``measured``, and
    whether the result is ``final``. While it is not, nobody has won anything yet."""

    zone: str = "UTC"
    measured: Collection[str] = ()
    final: bool = True


def package(snapshot: Snapshot, about: About) -> dict[str, bytes]:
    """Every file by its name.

    Raises:
        Problem: the result does not say when it was taken.
    """
    made = _Package(snapshot, about)
    whole: dict[str, object] = {
        "api": {
            "version": VERSION, "version_url": ADDRESS, "provider": {"name": "GPU MODE Judge", "version": __version__},
        },
        "contest": made.contest, "teams": made.teams, "problems": made.problems, "groups": made.groups, "organizations": [],
        "state": made.state, "scoreboard": made.scoreboard, "awards": made.awards,
    }  # fmt: skip
    files = {f"{name}.json": _json(value, indent=1) for name, value in whole.items()}
    return {**files, FEED: b"".join(_json(line) for line in made.feed())}


def to_zip(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip. They are not squeezed: what a squeezer makes differs from one laptop to the next."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as archive:
        for name, data in files.items():
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system, info.external_attr = 3, 0o644 << 16
            archive.writestr(info, data)
    return out.getvalue()


def write_folder(folder: Path, files: Mapping[str, bytes]) -> Path:
    """Write the files into a folder that is not there yet, or is empty; gives it. After a failure nothing is left.

    Raises:
        Problem: something of that name is there already, or the disk refused.
    """
    written: list[Path] = []
    made = not folder.exists()
    try:
        if made:
            folder.mkdir(parents=True)
        elif not folder.is_dir() or any(folder.iterdir()):
            raise Problem(f"“{clean_line(folder.name)}” is there already and was left as it is; choose another name.")
        for name, data in files.items():
            written.append(write_new(folder / name, data))
    except (Problem, OSError) as error:
        for path in written:
            path.unlink(missing_ok=True)
        if made:
            shutil.rmtree(folder, ignore_errors=True)
        if isinstance(error, OSError):
            raise Problem(explain(error, folder)) from error
        raise
    return folder


class _Ids:
    """Ids as the format allows them: what fits is kept, everything else becomes a short name; none is given twice."""

    def __init__(self, most: int = MOST_ID) -> None:
        self._most = most
        self._taken: set[str] = set()

    def new(self, text: str, fallback: str) -> str:
        """An id for what is called ``text``."""
        fits = len(text) <= self._most and _ID.fullmatch(text)
        base = text if fits else slug(text, fallback)[: self._most].strip("-.") or fallback
        found, number = base, 1
        while found.casefold() in self._taken:
            number += 1
            end = f"-{number}"
            found = base[: self._most - len(end)] + end
        self._taken.add(found.casefold())
        return found


class _Package:
    def __init__(self, snapshot: Snapshot, about: About) -> None:
        self._snapshot = snapshot
        self._final = about.final
        self._measured = {fold(name) for name in about.measured}
        self._begin, self._at = _times(snapshot, about.zone)
        ids, groups, problems = _Ids(), _Ids(MOST_ID - len("group-winner-")), _Ids()
        self._teams = {one.key: ids.new(one.key, "team") for one in snapshot.contenders}
        tracks = {track for one in snapshot.contenders for track in one.tracks if track}
        self._groups = {track: groups.new(slug(track, "track"), "track") for track in sorted(tracks, key=_by_name)}
        self._problems = [(name, problems.new(slug(name, "criterion"), "criterion")) for name in snapshot.criteria]

    @property
    def contest(self) -> Data:
        s = self._snapshot
        name = (s.title or "Event") + (" (rehearsal)" if s.rehearsal else "")
        told = self._at - self._begin
        return {
            "id": _Ids().new(slug(f"{s.title} {s.day}", "event"), "event"), "name": name,
            "formal_name": " · ".join(filter(None, (name, s.place, s.day))), "start_time": _utc(self._begin),
            "duration": _length(told if self._final else max(told, _DAY)), "scoreboard_type": "score",
        }  # fmt: skip

    @property
    def groups(self) -> list[Data]:
        return [{"id": known, "name": name, "type": "track"} for name, known in self._groups.items()]

    @property
    def teams(self) -> list[Data]:
        made: list[Data] = []
        for one in self._snapshot.contenders:
            name = one.team or one.name or "Untitled"
            team: Data = {"id": self._teams[one.key], "name": name}
            if one.name and one.name != name:
                team["display_name"] = one.name
            if one.table:
                team["label"] = one.table
            team["group_ids"] = list(dict.fromkeys(self._groups[track] for track in one.tracks if track))
            made.append(team)
        return made

    @property
    def problems(self) -> list[Data]:
        # No test data: a judge's visit is none.
        return [
            {"id": known, "label": _letters(at), "name": name, "ordinal": at, "test_data_count": 0, "max_score": _FULL}
            for at, (name, known) in enumerate(self._problems)
        ]

    @property
    def state(self) -> Data:
        over = _utc(self._at) if self._final else None
        return {"started": _utc(self._begin), "ended": over, "finalized": over, "end_of_updates": over}

    @property
    def scoreboard(self) -> Data:
        return {
            "time": _utc(self._at), "contest_time": _length(self._at - self._begin), "state": self.state,
            "rows": [self._row(one) for one in self._snapshot.contenders if one.rank is not None],
        }  # fmt: skip

    def _row(self, one: Contender) -> Data:
        score = {"score": _number(float(one.score or 0)), "time": ONE_TIME}
        return {
            "rank": one.rank, "team_id": self._teams[one.key], "score": score, "problems": self._of_criteria(one),
        }  # fmt: skip

    def _of_criteria(self, one: Contender) -> list[Data]:
        """What a team got, in the order of the criteria; those of other tracks are left out."""
        told: dict[tuple[str, int], float] = {}
        seen = Counter[str]()
        for name, share, _ in one.shares:
            told[name, seen[name]] = share
            seen[name] += 1
        cells: list[Data] = []
        seen.clear()
        for name, known in self._problems:
            share = told.get((name, seen[name]))
            seen[name] += 1
            if share is None:
                continue
            judged = 1 if fold(name) in self._measured else max(1, len(one.ballots))
            score = _number(min(1.0, share) * _FULL)
            cell: Data = {"problem_id": known, "num_judged": judged, "num_pending": 0, "score": score}
            cells.append({**cell, "time": ONE_TIME} if score else cell)
        return cells

    @property
    def awards(self) -> list[Data]:
        ranks: dict[int, list[Contender]] = {}
        for one in self._snapshot.contenders:
            if one.rank is not None and self._final:
                ranks.setdefault(one.rank, []).append(one)
        made = [self._award("winner", "Winner", ranks.get(1, ()))]
        made += [
            self._award(f"rank-{rank}", f"Place {rank}", teams)
            for rank, teams in sorted(ranks.items())
            if rank <= PLACES
        ]
        for track, known in self._groups.items():
            best = min((rank for rank, teams in ranks.items() if any(track in t.tracks for t in teams)), default=0)
            teams = [one for one in ranks.get(best, ()) if track in one.tracks]
            made.append(self._award(f"group-winner-{known}", f"Best place in {track}", teams))
        ids = _Ids()
        for award in made:
            ids.new(award["id"], "award")
        by_key = {one.key: one for one in self._snapshot.contenders}
        for prize in self._snapshot.prizes:
            name = f"prize-{prize.id}" if _RESERVED.fullmatch(prize.id) else prize.id
            teams = [by_key[key] for key in prize.winners] if self._final else ()
            made.append(self._award(ids.new(name, "prize"), _citation(prize), teams))
        return made

    def _award(self, known: str, citation: str, teams: Iterable[Contender]) -> Data:
        return {"id": known, "citation": citation, "team_ids": [self._teams[one.key] for one in teams]}

    def feed(self) -> Iterable[Data]:
        """Every object once; what others refer to comes first, and the state, which may say that nothing follows, last."""
        many = {
            "groups": self.groups, "problems": self.problems, "teams": self.teams, "awards": self.awards,
        }  # fmt: skip
        lines: list[Data] = [{"type": "contest", "id": None, "data": self.contest}]
        lines += [{"type": kind, "id": one["id"], "data": one} for kind, all_of in many.items() for one in all_of]
        lines.append({"type": "state", "id": None, "data": self.state})
        return [{"token": f"{number}", **line} for number, line in enumerate(lines, 1)]


def _citation(prize: PrizeResult) -> str:
    """Never why it was won: reasons name the people who decided."""
    giver = f" ({prize.sponsor})" if prize.sponsor else ""
    return f"{prize.name}{giver}" + (f": {prize.award}" if prize.award else "")


def _by_name(text: str) -> tuple[str, str]:
    return fold(text), text


def _letters(at: int) -> str:
    """A, B, … Z, AA: as a spreadsheet counts its columns."""
    text = ""
    at += 1
    while at:
        at, rest = divmod(at - 1, 26)
        text = chr(65 + rest) + text
    return text


def _number(value: float) -> int | float:
    """Never below nothing, which the format refuses."""
    number = round(max(0.0, value), 6)
    return int(number) if number == int(number) else number


def _times(snapshot: Snapshot, zone: str) -> tuple[datetime, datetime]:
    """When the day began, in its own time zone, and when the result was taken."""
    try:
        at = datetime.fromisoformat(snapshot.at)
        at = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Problem("The result does not say when it was taken; take it again.") from error
    try:
        day = date.fromisoformat(snapshot.day)
        begin = datetime.combine(day, time.min, ZoneInfo(zone)).astimezone(UTC)
    except (ValueError, OverflowError, ZoneInfoNotFoundError, OSError):
        begin = at + _DAY
    # An event without a day, or tried out before its day, began with the day on which the result was taken.
    if not timedelta() <= at - begin <= _LONGEST:
        begin = at.replace(hour=0, minute=0, second=0, microsecond=0)
    return begin, at


def _utc(moment: datetime) -> str:
    return moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _length(span: timedelta) -> str:
    thousandths = span // timedelta(milliseconds=1)
    seconds, rest = divmod(thousandths, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}" + (f".{rest:03}" if rest else "")


def _json(value: object, indent: int | None = None) -> bytes:
    # A feed is read line by line, and not every reader ends a line where we do: there only ASCII.
    text = json.dumps(value, ensure_ascii=indent is None, allow_nan=False, indent=indent)
    return f"{text}\n".encode()
