"""A whole event as a TOML file: written by hand, kept in git, given to ``new --from``, written by ``export --toml``.

Everything but the event's title and the criteria may be left out; the comments tell what holds then. Tracks are
called by their names::

    [event]
    title = "Kernel Night"
    place = "Hall 4"                  # nothing
    day = "2026-09-19"                # no day yet
    zone = "America/Los_Angeles"      # UTC
    mode = "live"                     # live; or "rehearsal", for good
    sponsors = ["Acme", "Umbrella"]   # none
    sealed = true                     # false; true: only the organizers can open score files
    colours = ["#7A1FA2", "#0B1E3B"]  # the app's; the projector's accent, and what tints its grounds

    [rubric]
    name = "Our rubric"               # the event's title

    [[criterion]]                     # at least one, in the judges' order
    name = "Depth"
    key = "depth"                     # from the name; then never change it
    prompt = "How hard was it to build?"
    low = 1                           # 1
    high = 5                          # 5
    step = 0.5                        # 1
    note_prompt = "What impressed you?"
    weight = 30                       # 1 each; give all of them one, or none

    [criterion.anchors]               # nothing; what a mark means
    1 = "A tutorial, followed."
    "2.5" = "Half marks need quotes."
    5 = "New ground."

    [[criterion]]
    name = "Speed"
    track = "Kernels"                 # everyone; or prize = "…", who opted in
    weight = 70

    [[measured]]                      # none; what a machine measures
    name = "Runtime"
    key = "runtime"                   # from the name; then never change it
    unit = "ms"                       # none; in what figures are kept
    better = "lower"                  # higher
    turn = "log"                      # linear; or "ranks", "log", "gate"
    zero = 40                         # linear: 0; the figure that gives nothing
    full = 2.5                        # the best one; the figure that gives everything
    track = "Kernels"                 # everyone; or prize = "…"
    weight = 1                        # as of a criterion

    [[measured]]
    name = "Places"
    better = "lower"
    turn = "ranks"
    points = [5, 3, 1]                # for "ranks": the points of each place
    weight = 20

    [[measured]]
    name = "Correct"
    turn = "gate"                     # passed or not; gives no points
    full = 1                          # 1; from which figure on it is passed
    excludes = true                   # false; true: no rank for who does not pass

    [rules]
    method = "severity"               # severity; or "mean", "additive", "trimmed", "rasch", "order", "z-score"
    priority = "depth"                # none; is looked at first in a tie
    ties = ["priority", "firsts"]     # these two, then "person"
    signatures = 2                    # 1; how many organizers must sign the lock, 1 or 2

    [[track]]
    name = "Kernels"
    description = "Anything that runs on the GPU."

    [[prize]]
    name = "Golden Warp"
    sponsor = "Acme"
    award = "A trophy"
    count = 1                         # 1; how many win it
    track = "Kernels"                 # everyone; or eligible = "opt-in"
    again = true                      # true; also for winners of higher ones
    place = 1                         # as in this file; 1 is given first
    shared = true                     # false; true: equal ones may both win it
    decided = "person"                # standings; or "person"

    [[prize]]
    name = "Fastest Kernel"
    gate = "correct"                  # everyone; only who passed this gate

    [prize.weights]                   # those of the rules; by key or name
    runtime = 3
    depth = 1

    [[judge]]
    name = "Ada Example"
    email = "ada@example.org"         # nothing; it is in no event file
    affiliation = "Example Lab"
    tracks = ["Kernels"]              # all

    [agenda]
    hand_in = "21:00"                 # no deadline

    [[agenda.item]]                   # none; in the order of the day
    title = "Doors open"
    begins = "09:30"
    ends = "10:00"                    # when the next one begins
    where = "Foyer"                   # nothing

    [[agenda.item]]
    title = "Awards"
    begins = "2026-09-20T00:30"       # a time without a date is on the event's day

Marks and weights are taken to the digit as they are written. Unknown keys are refused: a misspelt key would otherwise
be a rule that nobody applied.
"""

import tomllib
from collections.abc import Callable, Mapping
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Final
from zoneinfo import available_timezones

from gpumode_judge.event.event import Event, Mode, Prize, Track
from gpumode_judge.event.measured import Measured
from gpumode_judge.event.people import Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, Scale, plain
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import clean_block, clean_line, fold
from gpumode_judge.exchange.toml_agenda import agenda
from gpumode_judge.exchange.toml_fields import MOST_IN_BLOCK, Fields, meant
from gpumode_judge.exchange.toml_rules import RULES, Weights, distinct_keys, measured, measured_fields
from gpumode_judge.exchange.toml_writer import document
from gpumode_judge.system.files import read_regular

MOST_BYTES: Final = 1_000_000

_TOP: Final = ("event", "rubric", "criterion", "measured", "rules", "track", "prize", "judge", "agenda")
_EVENT: Final = ("title", "place", "day", "zone", "mode", "sponsors", "sealed", "colours")
_CRITERION: Final = (
    "name", "key", "prompt", "low", "high", "step", "anchors", "note_prompt", "track", "prize", "weight",
)  # fmt: skip
_PRIZE: Final = (
    "name", "sponsor", "award", "count", "eligible", "track", "gate", "again", "place", "weights", "shared", "decided",
)  # fmt: skip
_JUDGE: Final = ("name", "email", "affiliation", "tracks")

_Pair = tuple[str, Criterion | Measured, Decimal | None]


def read_plan(source: str | bytes | Path, new_id: Callable[[], str]) -> Plan:
    """The event that a TOML text, its bytes, or the file at a path describes.

    ``new_id`` makes the id of each track, prize and judge, in that order. Whatever cannot be meant raises
    :class:`Problem` with the place where it stands.
    """
    top = Fields(_parse(source), "The event file", _TOP)
    event = _event(Fields(top.table("event"), "Event", _EVENT))
    tracks = tuple(_track(n, table, new_id()) for n, table in enumerate(top.tables("track"), 1))
    track_ids = _distinct("track", [(track.name, track.id) for track in tracks])
    given = [_prize(n, table, new_id(), track_ids) for n, table in enumerate(top.tables("prize"), 1)]
    prize_ids = _distinct("prize", [(prize.name, prize.id) for prize, _ in given])
    people = [_judge(n, table, new_id(), track_ids) for n, table in enumerate(top.tables("judge"), 1)]
    _distinct("judge", [(f"{judge.name}, {judge.affiliation}".strip(", "), judge.id) for judge, _ in people])
    named = Fields(top.table("rubric"), "Rubric", ("name",)).line("name") or event.title
    judged = [_criterion(n, table, track_ids, prize_ids) for n, table in enumerate(top.tables("criterion"), 1)]
    pairs: list[_Pair] = [*judged]
    pairs += [_measured(n, table, track_ids, prize_ids) for n, table in enumerate(top.tables("measured"), 1)]
    if not judged:
        weightless = "; with weight = 0 it only decides between equals" if pairs else ""
        raise Problem(f"The event file has no criterion; write at least one [[criterion]]{weightless}.")
    distinct_keys(pairs)
    weights = Weights(pairs)
    return Plan(
        event=event,
        rubric=Rubric(name=named, criteria=tuple(criterion for _, criterion, _ in judged)),
        rules=weights.rules(Fields(top.table("rules"), "Rules", RULES)),
        tracks=tracks,
        prizes=tuple(weights.prize(prize, fields.place, fields) for prize, fields in given),
        judges=tuple(judge for judge, _ in people),
        emails=tuple((judge.id, email) for judge, email in people if email),
        agenda=agenda(top.table("agenda")),
    )


def write_plan(plan: Plan) -> str:
    """The TOML text of an event: :func:`read_plan` gives the same event back, but for new ids.

    Raises:
        Problem: two tracks or prizes have one name, or something refers to one that is not in the plan.
    """
    return document(plan)


def _parse(source: str | bytes | Path) -> Mapping[str, object]:
    try:
        raw = read_regular(source, MOST_BYTES) if isinstance(source, Path) else source
        text = raw.decode("utf-8-sig") if isinstance(raw, bytes) else raw.removeprefix("\ufeff")
    except UnicodeDecodeError:
        raise Problem("The event file is not UTF-8 text; save it again as UTF-8.") from None
    if len(text) > MOST_BYTES:
        raise Problem("The event file is larger than a million characters; it is not an event as this app writes it.")
    try:
        return tomllib.loads(text, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        why = clean_line(str(error), 200)
        raise Problem(f"The event file is not correct TOML: {why[:1].lower()}{why[1:]}.") from None
    except (ValueError, InvalidOperation, RecursionError):
        raise Problem("The event file holds a number or a nesting that no event needs; write it anew.") from None


def _event(fields: Fields) -> Event:
    zone = fields.line("zone", "UTC", 60)
    zones = available_timezones()
    # A computer without a time zone database cannot judge the name, and a wrong one only shows a wrong hour.
    if zones and zone not in zones:
        raise fields.problem(f"“{zone}” is not a time zone such as “Europe/Berlin”{meant(zone, sorted(zones))}")
    return Event(
        title=fields.named("title"),
        place=fields.line("place"),
        day=fields.day("day"),
        zone=zone,
        mode=Mode(fields.choice("mode", tuple(Mode), Mode.LIVE)),
        sponsors=fields.lines("sponsors"),
        sealed=fields.flag("sealed", False),
        colours=fields.lines("colours"),
    )


def _place(kind: str, number: int, table: object) -> str:
    name = table.get("name") if isinstance(table, Mapping) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return f"{kind} {number} “{clean_line(name, 60)}”" if isinstance(name, str) and name.strip() else f"{kind} {number}"


def _track(number: int, table: object, new: str) -> Track:
    fields = Fields(table, _place("Track", number, table), ("name", "description"))
    return Track(id=new, name=fields.named("name"), description=fields.block("description"))


def _prize(number: int, table: object, new: str, tracks: Mapping[str, str]) -> tuple[Prize, Fields]:
    """The prize but for what names criteria, which are not known yet."""
    fields = Fields(table, _place("Prize", number, table), _PRIZE)
    said = [key for key in ("track", "gate", "eligible") if key in fields]
    if len(said) > 1:
        raise fields.problem(f"“{said[0]}” already tells who is eligible; leave “{said[1]}” out")
    eligible = fields.choice("eligible", ("all", "opt-in"), "all")
    return Prize(
        id=new,
        name=fields.named("name"),
        sponsor=fields.line("sponsor"),
        award=fields.line("award"),
        count=fields.whole("count", 1, 0, 10_000),
        eligible=f"track:{_known(fields, 'track', fields.named('track'), tracks)}" if "track" in fields else eligible,
        again=fields.flag("again", True),
        place=fields.whole("place", number, 0, 1_000_000),
        shared=fields.flag("shared", False),
        decided=fields.choice("decided", ("standings", "person"), "standings"),
    ), fields


def _judge(number: int, table: object, new: str, tracks: Mapping[str, str]) -> tuple[Judge, str]:
    fields = Fields(table, _place("Judge", number, table), _JUDGE)
    email = fields.line("email", limit=254)
    if email and ("@" not in email.strip("@") or " " in email):
        raise fields.problem(f"“{email}” is not an e-mail address")
    mine = tuple(dict.fromkeys(_known(fields, "track", name, tracks) for name in fields.lines("tracks")))
    return Judge(id=new, name=fields.named("name"), affiliation=fields.line("affiliation"), tracks=mine), email


def _scope(fields: Fields, tracks: Mapping[str, str], prizes: Mapping[str, str]) -> str:
    if "track" in fields and "prize" in fields:
        raise fields.problem("a criterion can be for a track or for a prize, not for both")
    kind = next((s for s in ("track", "prize") if s in fields), "")
    return f"{kind}:{_known(fields, kind, fields.named(kind), tracks if kind == 'track' else prizes)}" if kind else ""


def _measured(number: int, table: object, tracks: Mapping[str, str], prizes: Mapping[str, str]) -> _Pair:
    fields = measured_fields(table, _place("Measured", number, table))
    found, weight = measured(fields, number, _scope(fields, tracks, prizes))
    return fields.place, found, weight


def _criterion(
    number: int, table: object, tracks: Mapping[str, str], prizes: Mapping[str, str]
) -> tuple[str, Criterion, Decimal | None]:
    fields = Fields(table, _place("Criterion", number, table), _CRITERION)
    name = fields.named("name")
    key = fields.key(name, f"criterion-{number}")
    scope = _scope(fields, tracks, prizes)
    weight = fields.number("weight", Decimal(1)) if "weight" in fields else None
    try:
        scale = Scale(*(fields.number(end, getattr(Scale(), end)) for end in ("low", "high", "step")))
        Rules(weights={key: weight or Decimal(0)})
    except Problem as problem:
        raise Problem(f"{fields.place}: {problem}") from None
    criterion = Criterion(
        key=key,
        name=name,
        prompt=fields.block("prompt"),
        scale=scale,
        anchors=_anchors(fields, scale),
        note_prompt=fields.line("note_prompt"),
        scope=scope,
    )
    return fields.place, criterion, weight


def _anchors(fields: Fields, scale: Scale) -> dict[Decimal, str]:
    anchors: dict[Decimal, str] = {}
    for key, text in fields.table("anchors").items():
        shown = clean_line(key, 20)
        if not isinstance(text, str):
            raise fields.problem(f'the anchor of mark {shown} must be text; a half mark is written in quotes, "2.5"')
        try:
            level = Decimal(key)
        except InvalidOperation:
            raise fields.problem(f"the anchor “{shown}” must be a mark of the scale {scale}") from None
        if not scale.allows(level):
            raise fields.problem(f"there is an anchor for {shown}, which is not a mark of the scale {scale}")
        if level in anchors:
            raise fields.problem(f"the mark {plain(level)} has two anchors; keep one")
        if len(cleaned := clean_block(text)) > MOST_IN_BLOCK:
            raise fields.problem(f"the anchor of mark {shown} is longer than {MOST_IN_BLOCK} characters")
        if cleaned:
            anchors[level] = cleaned
    return anchors


def _distinct(kind: str, named: list[tuple[str, str]]) -> dict[str, str]:
    folded: set[str] = set()
    for number, (name, _) in enumerate(named, 1):
        if fold(name) in folded:
            raise Problem(f"{kind.title()} {number} “{name}”: another {kind} has the same name; tell them apart.")
        folded.add(fold(name))
    return dict(named)


def _known(fields: Fields, kind: str, name: str, ids: Mapping[str, str]) -> str:
    found = next((new for known, new in ids.items() if fold(known) == fold(name)), None)
    if found is None:
        raise fields.problem(f"there is no {kind} “{name}”{meant(name, list(ids)) if ids else ' in this file'}")
    return found
