"""The whole ceremony as a list of steps: a pure function of the result and the programme."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from typing import Final

from gpumode_judge.ceremony import notes
from gpumode_judge.ceremony.board import ROWS_A_PAGE, BoardRow, Scene
from gpumode_judge.ceremony.prizegiving import tell_prizes
from gpumode_judge.ceremony.programme import Part, Programme
from gpumode_judge.ceremony.resolving import tell_resolver
from gpumode_judge.ceremony.scenes import Profile
from gpumode_judge.ceremony.snapshot import Contender, Snapshot
from gpumode_judge.ceremony.telling import Step, Telling, pending_row
from gpumode_judge.event.problem import Problem

__all__ = ["Step", "script"]

PODIUM_PLACES: Final = 3
PODIUM_TEAMS: Final = 6
MOST_PROFILES: Final = 3


def script(snapshot: Snapshot, programme: Programme) -> tuple[Step, ...]:
    """Every step, in order. The board of each holds only what is told up to and including it.

    Parts for which there is nothing to tell (a countdown without a ranked team, prizes where there are none) are left out.

    Raises:
        Problem: the programme does not fit the result: it names a prize that is not there, a winner is not in the result, closed scores
            cannot be opened from the bottom, or nothing is left to tell.
    """
    telling = Telling(snapshot)
    for part in programme.parts:
        match part.kind:
            case "opening":
                telling.step(part, "opening", "Opening", notes.opening(snapshot), telling.board(Scene.WELCOME))
            case "countdown":
                _countdown(telling, part)
            case "resolver":
                tell_resolver(telling, part)
            case "prizes":
                tell_prizes(telling, part)
            case "podium":
                _podium(telling, part)
            case "thanks":
                telling.step(part, "thanks", "Thanks", notes.thanks(snapshot), telling.board(Scene.SPONSORS))
    if not telling.steps:
        raise Problem("There is nothing to tell: no team has a place and no prize is given. Merge score files first.")
    return tuple(telling.steps)


def _countdown(telling: Telling, part: Part) -> None:
    """Places from below: the empty place, then who has it. Equals share a step."""
    teams = [one for one in telling.ranked if not part.top or _rank(one) <= part.top]
    if not teams:
        return
    heading = "The result" if len(teams) == len(telling.ranked) else f"The top {part.top}"
    shown: list[BoardRow] = [
        telling.row(one) if one.key in telling.placed else pending_row(at) for at, one in enumerate(teams, 1)
    ]
    board = replace(telling.board(Scene.REVEAL), heading=heading)
    if all(one.key in telling.placed for one in teams):
        told = telling.names(one.key for one in teams)
        board = replace(board, rows=tuple(shown))
        telling.step(part, "list", heading, notes.told(teams, None), board, told, len(teams))
        return
    end = len(teams)
    for rank, equals in reversed(_by_rank(teams)):
        begin, many = end - len(equals), len(equals)
        if all(one.key in telling.placed for one in equals):
            end = begin
            continue
        title = notes.place_title(rank, many)
        positions = f"{begin + 1}–{end}" if many > 1 else str(end)
        focus = shown[begin].key
        waiting = replace(board, rows=tuple(shown), focus=focus, told=f"{title} goes to …")
        telling.step(part, "announce", title, notes.announce(rank, many, positions), waiting)
        told = telling.names((one.key for one in equals), places=True)
        shown[begin:end] = [telling.row(one) for one in equals]
        names = notes.listed([notes.name_of(one) for one in equals]) if many <= ROWS_A_PAGE else f"{many} teams"
        done = replace(
            board, rows=tuple(shown), focus=shown[begin].key, told=f"{title}: {names}",
            confetti=telling.burst() if rank == 1 else 0,
        )  # fmt: skip
        kind = "winner" if rank == 1 else "place"
        telling.step(part, kind, f"{title}: {names}", notes.told(equals, rank), done, told, many)
        end = begin


def _podium(telling: Telling, part: Part) -> None:
    """Third, second, first; at once when they are told already. Then what the winner's score is made of."""
    groups = _podium_groups(telling.ranked)
    if not groups:
        return
    board = replace(telling.board(Scene.PODIUM), heading="The podium")
    shown: list[Contender] = []
    if all(one.key in telling.placed for _, equals in groups for one in equals):
        shown = [one for _, equals in groups for one in equals]
        telling.names(one.key for one in shown)
        ready = replace(board, podium=tuple(map(telling.winner, shown)))
        telling.step(part, "podium", "The podium", notes.podium(all_told=True), ready)
    else:
        telling.step(part, "announce", "The podium, empty", notes.podium(all_told=False), board)
        for rank, equals in reversed(groups):
            shown = [*equals, *shown]
            told = telling.names((one.key for one in equals), places=True)
            title = f"{notes.place_title(rank, len(equals))}: {notes.listed([notes.name_of(one) for one in equals])}"
            step = replace(
                board, podium=tuple(map(telling.winner, shown)), told=title, focus=equals[0].key,
                confetti=telling.burst() if rank == groups[0][0] else 0,
            )  # fmt: skip
            kind = "winner" if rank == groups[0][0] else "place"
            telling.step(part, kind, title, notes.told(equals, rank), step, told, len(equals))
    firsts = [one for one in groups[0][1] if one.shares]
    for one in firsts if len(firsts) <= MOST_PROFILES else ():
        profile = Profile(name=notes.name_of(one), bars=one.shares)
        step = replace(
            board, podium=tuple(map(telling.winner, shown)), profile=profile, focus=one.key, confetti=telling.burst()
        )
        telling.step(part, "profile", f"Profile of {profile.name}", notes.profile(one), step)


def _podium_groups(ranked: Sequence[Contender]) -> list[tuple[int, list[Contender]]]:
    """The best three places, as long as they fit: equals are never torn apart, and first place is always there."""
    groups: list[tuple[int, list[Contender]]] = []
    for rank, equals in _by_rank(ranked):
        full = sum(len(others) for _, others in groups) + len(equals) > PODIUM_TEAMS
        if groups and (rank > PODIUM_PLACES or full):
            break
        groups.append((rank, equals))
    return groups


def _by_rank(teams: Sequence[Contender]) -> list[tuple[int, list[Contender]]]:
    return [(rank, list(equals)) for rank, equals in groupby(teams, key=_rank)]


def _rank(one: Contender) -> int:
    return one.rank or 0
