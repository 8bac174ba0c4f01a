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

    [rules]
    method = "mean"                   # mean: the weighted mean over the visits
    priority = "depth"                # none; is looked at first in a tie
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

    [[judge]]
    name = "Ada Example"
    email = "ada@example.org"         # stays on the organizer's computer
    affiliation = "Example Lab"
    tracks = ["Kernels"]              # all

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
from gpumode_judge.event.people import Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric, Scale, plain
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.text import clean_block, clean_line, fold, slug
from gpumode_judge.exchange.toml_fields import MOST_IN_BLOCK, Fields, meant
from gpumode_judge.exchange.toml_writer import document
from gpumode_judge.system.files import read_regular

MOST_BYTES: Final = 1_000_000
METHODS: Final = ("mean",)

_TOP: Final = ("event", "rubric", "criterion", "rules", "track", "prize", "judge")
_EVENT: Final = ("title", "place", "day", "zone", "mode", "sponsors", "sealed")
_CRITERION: Final = (
    "name", "key", "prompt", "low", "high", "step", "anchors", "note_prompt", "track", "prize", "weight",
)  # fmt: skip
_PRIZE: Final = ("name", "sponsor", "award", "count", "eligible", "track", "again", "place")
_JUDGE: Final = ("name", "email", "affiliation", "tracks")


def read_plan(source: str | bytes | Path, new_id: Callable[[], str]) -> Plan:
    """The event that a TOML text, its bytes, or the file at a path describes.

    ``new_id`` makes the id of each track, prize and judge, in that order. Whatever cannot be meant raises
    :class:`Problem` with the place where it stands.
    """
    top = Fields(_parse(source), "The event file", _TOP)
    event = _event(Fields(top.table("event"), "Event", _EVENT))
    tracks = tuple(_track(n, table, new_id()) for n, table in enumerate(top.tables("track"), 1))
    track_ids = _distinct("track", [(track.name, track.id) for track in tracks])
    prizes = tuple(_prize(n, table, new_id(), track_ids) for n, table in enumerate(top.tables("prize"), 1))
    prize_ids = _distinct("prize", [(prize.name, prize.id) for prize in prizes])
    people = [_judge(n, table, new_id(), track_ids) for n, table in enumerate(top.tables("judge"), 1)]
    _distinct("judge", [(f"{judge.name}, {judge.affiliation}".strip(", "), judge.id) for judge, _ in people])
    named = Fields(top.table("rubric"), "Rubric", ("name",)).line("name") or event.title
    pairs = [_criterion(n, table, track_ids, prize_ids) for n, table in enumerate(top.tables("criterion"), 1)]
    rubric = _rubric(named, [criterion for criterion, _ in pairs])
    return Plan(
        event=event,
        rubric=rubric,
        rules=_rules(Fields(top.table("rules"), "Rules", ("method", "priority", "signatures")), pairs),
        tracks=tracks,
        prizes=prizes,
        judges=tuple(judge for judge, _ in people),
        emails=tuple((judge.id, email) for judge, email in people if email),
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
    )


def _place(kind: str, number: int, table: object) -> str:
    name = table.get("name") if isinstance(table, Mapping) else None  # pyright: ignore[reportUnknownVariableType, reportUnknownMemberType]
    return f"{kind} {number} “{clean_line(name, 60)}”" if isinstance(name, str) and name.strip() else f"{kind} {number}"


def _track(number: int, table: object, new: str) -> Track:
    fields = Fields(table, _place("Track", number, table), ("name", "description"))
    return Track(id=new, name=fields.named("name"), description=fields.block("description"))


def _prize(number: int, table: object, new: str, tracks: Mapping[str, str]) -> Prize:
    fields = Fields(table, _place("Prize", number, table), _PRIZE)
    if "track" in fields and "eligible" in fields:
        raise fields.problem("“track” already tells who is eligible; leave “eligible” out")
    eligible = fields.choice("eligible", ("all", "opt-in"), "all")
    return Prize(
        id=new,
        name=fields.named("name"),
        sponsor=fields.line("sponsor"),
        award=fields.line("award"),
        count=fields.whole("count", 1, 1, 10_000),
        eligible=f"track:{_known(fields, 'track', fields.named('track'), tracks)}" if "track" in fields else eligible,
        again=fields.flag("again", True),
        place=fields.whole("place", number, 0, 1_000_000),
    )


def _judge(number: int, table: object, new: str, tracks: Mapping[str, str]) -> tuple[Judge, str]:
    fields = Fields(table, _place("Judge", number, table), _JUDGE)
    email = fields.line("email", limit=254)
    if email and ("@" not in email.strip("@") or " " in email):
        raise fields.problem(f"“{email}” is not an e-mail address")
    mine = tuple(dict.fromkeys(_known(fields, "track", name, tracks) for name in fields.lines("tracks")))
    return Judge(id=new, name=fields.named("name"), affiliation=fields.line("affiliation"), tracks=mine), email


def _criterion(
    number: int, table: object, tracks: Mapping[str, str], prizes: Mapping[str, str]
) -> tuple[Criterion, Decimal | None]:
    fields = Fields(table, _place("Criterion", number, table), _CRITERION)
    name = fields.named("name")
    key = fields.line("key", limit=64) or slug(name, f"criterion-{number}")
    if not key.isascii():
        raise fields.problem(f"the key “{key}” must be made of plain letters and digits, for example “depth”")
    if "track" in fields and "prize" in fields:
        raise fields.problem("a criterion can be for a track or for a prize, not for both")
    scope = next((s for s in ("track", "prize") if s in fields), "")
    if scope:
        scope = f"{scope}:{_known(fields, scope, fields.named(scope), tracks if scope == 'track' else prizes)}"
    weight = fields.number("weight", Decimal(1)) if "weight" in fields else None
    try:
        scale = Scale(*(fields.number(end, getattr(Scale(), end)) for end in ("low", "high", "step")))
        Rules(weights={key: weight or Decimal(0)})
    except Problem as problem:
        raise Problem(f"{fields.place}: {problem}") from None
    return Criterion(
        key=key,
        name=name,
        prompt=fields.block("prompt"),
        scale=scale,
        anchors=_anchors(fields, scale),
        note_prompt=fields.line("note_prompt"),
        scope=scope,
    ), weight


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


def _rubric(name: str, criteria: list[Criterion]) -> Rubric:
    if not criteria:
        raise Problem("The event file has no criterion; write at least one [[criterion]].")
    first: dict[str, int] = {}
    for number, criterion in enumerate(criteria, 1):
        if (other := first.setdefault(criterion.key, number)) != number:
            raise Problem(
                f"Criterion {number} “{criterion.name}”: criterion {other} has the key “{criterion.key}” too; "
                "give each a key of its own."
            )
    return Rubric(name=name, criteria=tuple(criteria))


def _rules(fields: Fields, pairs: list[tuple[Criterion, Decimal | None]]) -> Rules:
    overall = [(criterion, weight) for criterion, weight in pairs if not criterion.scope]
    if any(weight is not None for _, weight in overall):
        for number, (criterion, weight) in enumerate(pairs, 1):
            if weight is None and not criterion.scope:
                raise Problem(
                    f"Criterion {number} “{criterion.name}”: the weight is missing, though other criteria have one."
                )
    if overall and not sum(Decimal(1) if weight is None else weight for _, weight in overall):
        raise Problem("No criterion that everyone is marked on weighs anything; give one a weight above zero.")
    names = {fold(criterion.name): criterion.key for criterion, _ in pairs}
    keys = {criterion.key: criterion.key for criterion, _ in pairs}
    if priority := fields.line("priority"):
        key = keys.get(priority, names.get(fold(priority), ""))
        if not key:
            raise fields.problem(f"“priority” names “{priority}”, which is no criterion{meant(priority, list(keys))}")
        priority = key
    return Rules(
        weights={criterion.key: Decimal(1) if weight is None else weight for criterion, weight in pairs},
        method=fields.choice("method", METHODS, "mean"),
        priority=priority,
        signatures=fields.whole("signatures", 1, 1, 2),
    )


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
