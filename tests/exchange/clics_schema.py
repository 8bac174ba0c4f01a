"""What the CLICS contest API, version 2026-01, asks of each object: our own table of the facts, and a small checker of them."""

import re

ID = re.compile(r"[A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,34}[A-Za-z0-9_-])?")
MOMENT = re.compile(r"[12]\d{3}-[01]\d-[0-3]\dT[0-2]\d:[0-6]\d:[0-6]\d(\.\d{3})?([+-][01]\d(:[0-5]\d)?|Z)")
SPAN = re.compile(r"([1-9]\d*)?\d:[0-5]\d:[0-5]\d(\.\d{3})?")


def is_number(value) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value == value and abs(value) < 1e300


def whole(least: int):
    return lambda value: type(value) is int and value >= least


def text(value) -> bool:
    return isinstance(value, str)


def ident(value) -> bool:
    return text(value) and ID.fullmatch(value) is not None


def moment(value) -> bool:
    return text(value) and MOMENT.fullmatch(value) is not None


def span(value) -> bool:
    return text(value) and SPAN.fullmatch(value) is not None


def maybe(check):
    return lambda value: value is None or check(value)


def idents(value) -> bool:
    return isinstance(value, list) and len(set(value)) == len(value) and all(map(ident, value))


# By kind of object: what must be there, and what may be. Everything else is refused.
OBJECTS = {
    "contest": (
        {"id": ident, "name": text, "duration": span, "scoreboard_type": lambda value: value == "score"},
        {"formal_name": text, "start_time": maybe(moment), "scoreboard_freeze_duration": maybe(span)},
    ),
    "teams": (
        {"id": ident, "name": text},
        {"display_name": maybe(text), "label": maybe(text), "group_ids": maybe(idents)},
    ),
    "problems": (
        {"id": ident, "label": text, "name": text, "ordinal": whole(0), "test_data_count": whole(0)},
        {"max_score": is_number},
    ),
    "groups": ({"id": ident, "name": text}, {"type": maybe(text)}),
    "organizations": ({"id": ident, "name": text}, {}),
    "awards": ({"id": ident, "citation": text, "team_ids": maybe(idents)}, {}),
    "state": (
        {key: maybe(moment) for key in ("started", "ended", "finalized", "end_of_updates")},
        {"frozen": maybe(moment), "thawed": maybe(moment)},
    ),
    "api": (
        {"version": lambda value: value == "2026-01", "version_url": text},
        {"provider": lambda value: set(value) <= {"name", "version"} and all(map(text, value.values()))},
    ),
    "scoreboard": ({"time": moment, "contest_time": span, "state": lambda _: True, "rows": lambda v: isinstance(v, list)}, {}),
    "row": ({"rank": whole(1), "team_id": ident, "score": lambda _: True}, {"problems": lambda v: isinstance(v, list)}),
    "row score": ({"score": lambda v: is_number(v) and v >= 0, "time": maybe(span)}, {}),
    "cell": (
        {"problem_id": ident, "num_judged": whole(0), "num_pending": whole(0), "score": lambda v: is_number(v) and v >= 0},
        {"time": span},
    ),
    "line": ({"type": text, "id": maybe(ident), "data": lambda _: True}, {"token": maybe(text)}),
}  # fmt: skip
LISTS = ("teams", "problems", "groups", "organizations", "awards")


def wrong(kind: str, value: object) -> list[str]:
    """What an object breaks; nothing if it is as it should be."""
    if not isinstance(value, dict):
        return [f"{kind}: no object"]
    needed, allowed = OBJECTS[kind]
    found = [f"{kind}: {key} is missing" for key in needed if key not in value]
    for key, one in value.items():
        check = needed.get(key) or allowed.get(key)
        if check is None:
            found.append(f"{kind}: {key} is unknown")
        elif not check(one):
            found.append(f"{kind}: {key} is {one!r}")
    return found


def wrong_in(files: dict[str, object]) -> list[str]:
    """What a whole package breaks: the objects, their ids, and what they refer to."""
    found = [*wrong("api", files["api"]), *wrong("contest", files["contest"]), *wrong("state", files["state"])]
    for kind in LISTS:
        values = files[kind]
        found += [problem for value in values for problem in wrong(kind, value)]
        ids = [value["id"] for value in values]
        found += [f"{kind}: an id is there twice"] if len({one.casefold() for one in ids}) < len(ids) else []
    known = {kind: {value["id"] for value in files[kind]} for kind in LISTS}
    found += [
        f"team {t['id']}: unknown group" for t in files["teams"] if not known["groups"] >= set(t.get("group_ids") or ())
    ]
    found += [
        f"award {a['id']}: unknown team" for a in files["awards"] if not known["teams"] >= set(a["team_ids"] or ())
    ]
    board = files["scoreboard"]
    found += [*wrong("scoreboard", board), *wrong("state", board["state"])]
    for row in board["rows"]:
        found += [*wrong("row", row), *wrong("row score", row["score"])]
        found += [] if row["team_id"] in known["teams"] else ["row: unknown team"]
        for cell in row.get("problems", ()):
            found += wrong("cell", cell)
            found += [] if cell["problem_id"] in known["problems"] else ["cell: unknown problem"]
            # With points there is a time, without points there is none.
            found += [] if ("time" in cell) is (cell["score"] > 0) else ["cell: time"]
    return found
