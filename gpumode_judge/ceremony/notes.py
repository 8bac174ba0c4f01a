"""What the emcee says and does at each step: short enough to read at a glance, with a name only where the picture has it too."""

from collections.abc import Sequence
from typing import Final

from gpumode_judge.ceremony.compose import score_text
from gpumode_judge.ceremony.snapshot import Contender, PrizeResult, Snapshot

_WORDS: Final = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth",
)  # fmt: skip
MOST_READ_OUT: Final = 10
BRIEF_FROM: Final = 3


def name_of(one: Contender) -> str:
    """What a team goes by on the stage; never empty."""
    return one.name or one.team or "Untitled"


def team_name(one: Contender) -> str:
    """The team, where the submission has a name of its own; else nothing."""
    return one.team if one.team != name_of(one) else ""


def team_of(one: Contender) -> str:
    """The line below the name: the team, or the people in it."""
    return team_name(one) or ", ".join(one.members)


def ordinal(number: int) -> str:
    """``"1st"``, ``"12th"``, ``"23rd"``."""
    teen = number % 100 in (11, 12, 13)
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"


def ordinal_word(number: int) -> str:
    """``"fifth"`` up to twelve, then ``"13th"``: as it is spoken."""
    return _WORDS[number - 1] if 0 < number <= len(_WORDS) else ordinal(number)


def place_title(rank: int, teams: int) -> str:
    """``"3rd place"``, ``"Shared 3rd place"``."""
    return f"{'Shared ' if teams > 1 else ''}{ordinal(rank)} place"


def listed(things: Sequence[str]) -> str:
    """``"A"``, ``"A and B"``, ``"A, B and C"``."""
    return " and ".join(filter(None, (", ".join(things[:-1]), things[-1]))) if things else ""


def opening(snapshot: Snapshot) -> str:
    """Before anything is told."""
    place = f" in {snapshot.place}" if snapshot.place else ""
    thanks = listed(["the judges", *snapshot.sponsors])
    return f"Welcome everyone to the results of {snapshot.title or 'the evening'}{place}. Thank {thanks}. Next starts the show."


def announce(rank: int, teams: int, positions: str) -> str:
    """A place is empty, and everybody looks at it."""
    if teams > 1:
        return f"Say: “{teams} teams share {ordinal_word(rank)} place.” ({positions}) Wait, then next."
    return f"Say: “In {ordinal_word(rank)} place …” Wait, then next." if rank > 1 else (
        "Say: “And the winner is …” Wait longer than feels right, then next."
    )  # fmt: skip


def told(teams: Sequence[Contender], rank: int | None) -> str:
    """Teams stand in the picture now; ``rank`` is theirs."""
    place = f"{place_title(rank, len(teams))}: " if rank else ""
    return place + _read_out(teams, points=True) + " Wait for the applause."


def start(closed: int) -> str:
    """The standings at the freeze, before the first closed score."""
    scores = "1 score is" if closed == 1 else f"{closed} scores are"
    return (
        f"These are the standings at the freeze; {scores} still closed. Explain: we open them from the bottom, an opened score only "
        "adds, so everything below the mark is final."
    )


def tail(teams: Sequence[Contender], left: int) -> str:
    """Everything below is opened and final."""
    told = "1 team is" if len(teams) == 1 else f"{len(teams)} teams are"
    return (
        f"{told} at their final places. Thank them all. The top {left} stand in the order of what is open so far; their closed scores come "
        "now."
    )


def look(one: Contender, closed: int) -> str:
    """The mark moved to a team with closed ballots."""
    scores = "1 closed score" if closed == 1 else f"{closed} closed scores"
    return f"“{name_of(one)}” has {scores}. Wait, then next."


def opened(one: Contender, added: str, came: int, rank: int, left: int) -> str:
    """One closed ballot is open."""
    moved = f"up from {ordinal(came)} to {ordinal(rank)}" if rank < came else f"stays {ordinal(rank)}"
    more = f" {left} more closed." if left else " All open now."
    return f"“{name_of(one)}”: plus {added}, {moved}.{more}"


def prize(given: PrizeResult, winners: int) -> str:
    """The prize and its sponsor, before the winners. ``winners`` is how many it has."""
    sponsor = f", from {given.sponsor}" if given.sponsor else ""
    many = "One winner." if winners == 1 else f"{winners} winners."
    stage = f" Ask {given.sponsor} to the stage." if given.sponsor else ""
    return f"“{given.name}”{sponsor}{f': {given.award}' if given.award else ''}. {many}{stage}"


def not_given(given: PrizeResult) -> str:
    """Nobody won it."""
    return f"“{given.name}” is not given tonight.{f' Thank {given.sponsor} all the same.' if given.sponsor else ''}"


def grouped(prizes: Sequence[PrizeResult], teams: Sequence[Contender]) -> str:
    """Several prizes with the same winners."""
    return f"{len(prizes)} prizes go to the same teams: {_read_out(teams)} All of them to the stage, one picture."


def winners(teams: Sequence[Contender], left: int, why: Sequence[str]) -> str:
    """Winners of a prize; ``left`` are not told yet."""
    reasons = " ".join(sentence for sentence in why if sentence)
    more = f" {left} more to tell." if left else " Hand it over, one picture."
    return f"{_read_out(teams)}{f' {reasons}' if reasons else ''}{more}"


def podium(all_told: bool) -> str:
    """The best stand together."""
    return "Everyone on the podium to the stage. One picture." if all_told else "The podium is empty. Wait, then next."


def profile(one: Contender) -> str:
    """What a winner's score is made of."""
    best = max(one.shares, key=lambda bar: bar[1] - bar[2], default=None)
    most = f" Furthest ahead of the field in {best[0]}: {best[1]:.0%}, all teams {best[2]:.0%}." if best else ""
    return f"Why “{name_of(one)}” won.{most}"


def thanks(snapshot: Snapshot) -> str:
    """The end."""
    whom = listed([*snapshot.sponsors, "the judges", "the helpers", "every team"])
    return f"Thank {whom}. Say where to pick up prizes and what comes next."


def _read_out(teams: Sequence[Contender], *, points: bool = False) -> str:
    read = [_about(one, brief=len(teams) > BRIEF_FROM, points=points) for one in teams[:MOST_READ_OUT]]
    rest = len(teams) - len(read)
    return "; ".join(read) + (f"; and {rest} more, see the picture." if rest else ".")


def _about(one: Contender, *, brief: bool, points: bool) -> str:
    team = f" by {name}" if (name := team_name(one)) else ""
    people = f" ({listed(one.members)})" if one.members and not brief else ""
    table = f", table {one.table}" if one.table and not brief else ""
    tracks = f", {listed(one.tracks)}" if one.tracks and not brief else ""
    # A score that the picture does not show yet is not in the emcee's hands either: it would slip out.
    score = f", {score_text(one.score)} points" if points and one.score is not None else ""
    return f"“{name_of(one)}”{team}{people}{table}{tracks}{score}"
