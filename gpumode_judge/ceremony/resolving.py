"""The opening of closed scores as steps of the ceremony."""

from dataclasses import replace
from typing import Final

from gpumode_judge.ceremony import notes
from gpumode_judge.ceremony.board import BoardRow, Scene
from gpumode_judge.ceremony.compose import score_text
from gpumode_judge.ceremony.programme import Part
from gpumode_judge.ceremony.resolver import Act, Line, Opening, can_open, openings
from gpumode_judge.ceremony.snapshot import Contender
from gpumode_judge.ceremony.telling import Telling
from gpumode_judge.event.problem import Problem

MOST_IN_WORDS: Final = 3


def tell_resolver(telling: Telling, part: Part) -> None:
    """From the standings at the freeze to the result.

    Raises:
        Problem: closed scores cannot tell this result: nothing is closed, or the scores are not the sum of what the judges gave.
    """
    if not telling.ranked:
        return
    if not can_open(telling.ranked):
        raise Problem(
            "Closed scores cannot be opened one by one here: none is closed, or the scores are more than a sum of them. Choose the "
            "countdown."
        )
    teams = {one.key: one for one in telling.ranked}
    made: dict[Line, BoardRow] = {}  # few rows change in a step: the others are one value in all of them
    for opening in openings(telling.ranked, part.top):
        about = [teams[key] for key in opening.keys]
        settles = opening.act in (Act.SETTLE, Act.TAIL)
        told = telling.names(teams) if opening.act is Act.START else ((), ())
        told = telling.names((one.key for one in about), places=True) if settles else told
        title, sentence, note = _words(opening, about)
        ends = opening.act is Act.SETTLE and any(one.rank == 1 for one in about)
        board = replace(
            telling.board(Scene.REVEAL),
            heading=_heading(opening),
            rows=tuple(made.get(line) or made.setdefault(line, _row(line, teams[line.key])) for line in opening.lines),
            focus=_focus(opening),
            told=sentence,
            hidden=sum(line.closed for line in opening.lines),
            confetti=telling.burst() if ends else 0,
        )
        kind = {Act.START: "start", Act.TAIL: "tail", Act.LOOK: "look", Act.OPEN: "open", Act.SETTLE: "place"}
        telling.step(part, "winner" if ends else kind[opening.act], title, note, board, told, len(about))


def _focus(opening: Opening) -> str:
    """After the tail everybody looks at those who are left."""
    return opening.keys[0] if opening.keys and opening.act is not Act.TAIL else ""


def _heading(opening: Opening) -> str:
    return "The standings at the freeze" if opening.act is Act.START else "Opening the closed scores"


def _words(opening: Opening, about: list[Contender]) -> tuple[str, str, str]:
    """The title, the sentence for the audience, and the note for the emcee."""
    lines = {line.key: line for line in opening.lines}
    names = notes.listed([notes.name_of(one) for one in about])
    match opening.act:
        case Act.START:
            return "Standings at the freeze", "", notes.start(sum(line.closed for line in opening.lines))
        case Act.TAIL:
            left = sum(not line.settled for line in opening.lines)
            told = f"The top {left} are left; the places below are final"
            return told, told, notes.tail(about, left)
        case Act.LOOK:
            closed = lines[about[0].key].closed
            told = f"{names}: {'1 closed score' if closed == 1 else f'{closed} closed scores'}"
            return told, told, notes.look(about[0], closed)
        case Act.OPEN:
            line = lines[about[0].key]
            told = f"{names}: +{score_text(opening.added)}" + _moved(opening.came, line.rank)
            note = notes.opened(about[0], score_text(opening.added), opening.came, line.rank, line.closed)
            return told, told, note
        case Act.SETTLE:
            groups = _shared(about)
            told = "; ".join(_placed(equals) for equals in groups)
            if len(groups) > MOST_IN_WORDS:
                told = f"Places {groups[0][0].rank} to {groups[-1][-1].rank} are final"
            return told, told, notes.told(about, about[0].rank if len(groups) == 1 else None)


def _moved(came: int, rank: int) -> str:
    return (
        f", up from {notes.ordinal(came)} to {notes.ordinal(rank)}" if rank < came else f", stays {notes.ordinal(rank)}"
    )


def _shared(about: list[Contender]) -> list[list[Contender]]:
    """Equal points may still have places of their own: a decision told them apart."""
    ranks = sorted({one.rank or 0 for one in about})
    return [[one for one in about if one.rank == rank] for rank in ranks]


def _placed(equals: list[Contender]) -> str:
    names = notes.listed([notes.name_of(one) for one in equals])
    return f"{notes.place_title(equals[0].rank or 0, len(equals))}: {names}"


def _row(line: Line, one: Contender) -> BoardRow:
    return BoardRow(
        key=line.key,
        rank=line.rank,
        name=notes.name_of(one),
        team=notes.team_of(one),
        score=score_text(line.points),
        fraction=min(1.0, max(0.0, float(line.points / 100))),
        visits=line.open,
        hidden=line.closed,
        settled=line.settled,
    )
