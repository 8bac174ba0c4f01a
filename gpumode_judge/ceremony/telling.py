"""Steps one after the other, and what the audience knows after each."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from gpumode_judge.ceremony import compose, notes
from gpumode_judge.ceremony.board import Board, BoardRow, Scene
from gpumode_judge.ceremony.forecast import seconds_of
from gpumode_judge.ceremony.programme import Part
from gpumode_judge.ceremony.scenes import Winner
from gpumode_judge.ceremony.snapshot import Contender, Snapshot
from gpumode_judge.event.problem import Problem

# fmt: off
_RANK_WORDS: Final = frozenset((
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "last", "place", "placed", "rank",
    "ranked", "top", "score", "scored", "points", "standings", "overall",
))
# fmt: on


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One press of *next*.

    ``title`` is for the presenter's list and may name teams, ``note`` is what the emcee says and does, ``seconds`` the forecast.
    ``board`` is exactly what the audience sees, and holds only what is told up to this step. ``tells`` are the keys of teams that the
    audience sees here for the first time and the ids of prizes whose winners are all told here; ``places`` the keys of teams whose
    final place and score are told here for the first time.
    """

    part: str
    title: str
    note: str
    seconds: int
    board: Board
    tells: tuple[str, ...] = ()
    places: tuple[str, ...] = ()


class Telling:
    """Gathers the steps of one ceremony."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot
        self.steps: list[Step] = []
        self.named: set[str] = set()
        self.placed: set[str] = set()
        self.won: dict[str, list[str]] = {}
        self._by_key = {one.key: one for one in snapshot.contenders}
        self._bursts = 0
        self._names = {
            one.key: [text.casefold() for text in (one.name, one.team, *one.members) if text]
            for one in snapshot.contenders
        }

    @property
    def ranked(self) -> tuple[Contender, ...]:
        """Everyone with a place, in the final order."""
        return tuple(one for one in self.snapshot.contenders if one.rank is not None)

    def contender(self, key: str, prize: str) -> Contender:
        """A winner of ``prize``; :class:`Problem` when the result does not hold that team."""
        if key not in self._by_key:
            raise Problem(f"“{prize}” was won by a team that is not in the result; take the result anew.")
        return self._by_key[key]

    def names(self, keys: Iterable[str], *, places: bool = False) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The teams are told from now on, with their places if ``places``: those whose name, and those whose place is new."""
        given = list(dict.fromkeys(keys))
        new = tuple(key for key in given if key not in self.named)
        self.named.update(new)
        placed = tuple(key for key in given if places and key not in self.placed)
        self.placed.update(placed)
        return new, placed

    def burst(self) -> int:
        """The number of the next burst of confetti."""
        self._bursts += 1
        return self._bursts

    def board(self, scene: Scene) -> Board:
        """An empty board of this ceremony."""
        return compose.of_snapshot(scene, self.snapshot)

    def step(
        self,
        part: Part,
        kind: str,
        title: str,
        note: str,
        board: Board,
        told: tuple[tuple[str, ...], tuple[str, ...]] = ((), ()),
        teams: int = 1,
    ) -> None:
        """Add a step; ``kind`` and ``teams`` tell how long it takes, ``told`` is what :meth:`names` said."""
        self.steps.append(
            Step(
                part=part.name, title=title, note=note, seconds=seconds_of(kind, teams), board=board.focused(), tells=told[0],
                places=told[1],
            )
        )  # fmt: skip

    def row(self, one: Contender, *, settled: bool = True) -> BoardRow:
        """A team whose place and score are told."""
        return BoardRow(
            key=one.key,
            rank=one.rank,
            name=notes.name_of(one),
            team=notes.team_of(one),
            score=compose.score_text(one.score),
            fraction=fraction_of(one),
            visits=len(one.ballots),
            settled=settled,
        )

    def winner(self, one: Contender, line: str = "") -> Winner:
        """A team that is told; its place and score only when they are told."""
        placed = one.key in self.placed
        return Winner(
            key=one.key,
            name=notes.name_of(one),
            team=notes.team_name(one),
            members=", ".join(one.members),
            rank=one.rank if placed else None,
            score=compose.score_text(one.score) if placed else "",
            photo=one.photo,
            line=line,
        )

    def may_say(self, sentence: str, key: str) -> bool:
        """Whether a sentence about a winner gives nothing away: no team that is not told, and, while the winner's own place is not
        told, nothing that sounds like a place or a score."""
        said = sentence.casefold()
        for other, names in self._names.items():
            known = other in self.named and (other in self.placed or other == key)
            if not known and any(name in said for name in names):
                return False
        if key in self.placed:
            return True
        words = {word.strip(".,:;!?()“”\"'") for word in said.split()}
        return not any(letter.isdigit() for letter in said) and not words & _RANK_WORDS


def fraction_of(one: Contender) -> float:
    """The score as a share of the full 100, 0–1."""
    return min(1.0, max(0.0, float((one.score or 0) / 100)))


def pending_row(position: int) -> BoardRow:
    """A place whose team is not told yet."""
    return BoardRow(key=f"place {position}", rank=position, name="")
