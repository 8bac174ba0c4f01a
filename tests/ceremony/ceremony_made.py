"""Results made up for tests: every text about a team carries that team's mark, so that a leak is found wherever it hides."""

from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from fractions import Fraction

from hypothesis import strategies as st

from gpumode_judge.ceremony.programme import Part, Programme, usual
from gpumode_judge.ceremony.resolver import can_open
from gpumode_judge.ceremony.snapshot import Contender, Opened, PrizeResult, Snapshot

HARD = (
    "内核融合", "نواة سريعة", "גרעין מהיר", "👩‍👩‍👧‍👦 Fusion", "ZALGO T̷̢̛e̵x̴t̸", "ALL CAPITALS FOREVER AND EVER", "A " * 30, "", "x",
    "12.5 points",
)  # fmt: skip

# Letters: a reason with a digit in it is held back for another cause than the name.
_LETTERS = str.maketrans("0123456789", "abcdefghij")


def mark(index: int) -> str:
    """What every text about this team holds and no other text does."""
    return "‹" + f"{index:03}".translate(_LETTERS) + "›"


def walk(value: object) -> Iterator[object]:
    """Every string and number in a value of dataclasses and tuples."""
    if is_dataclass(value):
        for field in fields(value):
            yield from walk(getattr(value, field.name))
    elif isinstance(value, (tuple, list)):
        for one in value:
            yield from walk(one)
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from walk(key)
            yield from walk(one)
    elif value is not None:
        yield value


def team(index: int, rank: int | None, points=(), *, measured=Fraction(), hard: str = "Kernel", **more) -> Contender:
    """A team; ``points`` are its ballots, a negative one is hidden."""
    ballots = tuple(Opened(points=abs(Fraction(p)), hidden=p < 0) for p in points)
    score = measured + sum((ballot.points for ballot in ballots), Fraction()) if rank is not None else None
    return Contender(
        key=f"key{mark(index)}", name=f"{hard}{mark(index)}", team=f"Team{mark(index)}", members=(f"Ada{mark(index)}",),
        table=mark(index), photo=f"photos/{mark(index)}.png", rank=rank, score=score, measured=measured, ballots=ballots,
        shares=(("Speed", 0.5 + index / 1000, 0.25), ("Idea", 0.4 + index / 1000, 0.125)), **more,
    )  # fmt: skip


def snapshot(*contenders: Contender, prizes=(), **more) -> Snapshot:
    """A result."""
    return Snapshot(
        title="Kernel night", sponsors=("Modal",), contenders=tuple(contenders), prizes=tuple(prizes), **more
    )


def field(count: int, *, hidden: bool = False) -> tuple[Contender, ...]:
    """So many teams, each two points below the one before."""
    return tuple(team(i, i + 1, (50 - i, -(50 - i) if hidden else 50 - i)) for i in range(count))


@st.composite
def snapshots(draw, *, hidden: bool | None = None, most: int = 16):
    """Ties, decided and undecided, hidden ballots, measured points, teams without a place, prizes of all kinds."""
    count, closed = draw(st.integers(0, most)), draw(st.booleans()) if hidden is None else hidden
    points = st.sampled_from([Fraction(0), Fraction(1, 3), Fraction(7), Fraction(20, 3), Fraction(13)])
    ballots = [
        tuple(
            Opened(points=p, hidden=closed and h)
            for p, h in draw(st.lists(st.tuples(points, st.booleans()), min_size=1, max_size=5))
        )
        for _ in range(count)
    ]
    measured = [draw(st.sampled_from([Fraction(0), Fraction(11, 7)])) for _ in range(count)]
    scores = {
        str(i): None if draw(st.integers(0, 9)) == 0 else measured[i] + sum((b.points for b in ballots[i]), Fraction())
        for i in range(count)
    }
    ranks = _ranks(scores, {str(i): draw(st.integers(0, 1)) for i in range(count)})
    made = [
        Contender(
            key=f"key{mark(i)}", name=draw(st.sampled_from(HARD)) + mark(i), team=draw(st.sampled_from(["", f"T{mark(i)}"])),
            members=(f"Ada{mark(i)}", f"Bo{mark(i)}")[: draw(st.integers(0, 2))], table=mark(i), photo=f"{mark(i)}.png",
            rank=ranks.get(str(i)), score=scores[str(i)], measured=measured[i] if str(i) in ranks else Fraction(),
            ballots=ballots[i] if str(i) in ranks else (), shares=(("Speed", 0.5 + i / 1000, 0.25),),
        )
        for i in range(count)
    ]  # fmt: skip
    made.sort(key=lambda one: (one.rank is None, one.rank, one.name))
    return Snapshot(
        title="Kernel night", place="San Francisco", day="2024-09-21", sponsors=("Modal", "NVIDIA"),
        contenders=tuple(made), prizes=tuple(draw(_prizes(made))), rehearsal=draw(st.booleans()),
    )  # fmt: skip


def _ranks(scores, decided):
    """Shared by equals, unless something else decided between them."""
    figures = {name: (score, decided[name]) for name, score in scores.items() if score is not None}
    return {name: 1 + sum(other > mine for other in figures.values()) for name, mine in figures.items()}


@st.composite
def _prizes(draw, teams):
    prizes = []
    for number in range(draw(st.integers(0, 5))):
        general = draw(st.booleans())
        ranked = [one.key for one in teams if one.rank is not None]
        some = ranked[: draw(st.integers(0, 6))] if general else []
        if teams and not general:
            some = draw(st.lists(st.sampled_from([one.key for one in teams]), unique=True, max_size=5))
        why = tuple(
            draw(
                st.sampled_from(
                    ["", "Lovely.", f"Unlike {teams[-1].name}.", _gossip(teams, key), f"Better than {teams[0].name}."]
                )
            )
            for key in some
        )
        prizes.append(
            PrizeResult(
                id=f"prize {'abcde'[number]}", name=f"Prize {'ABCDE'[number]}", sponsor=draw(st.sampled_from(["", "Modal"])),
                award=draw(st.sampled_from(["", "Credits"])), winners=tuple(some), why=why, shared=draw(st.booleans()),
                general=general,
            )
        )  # fmt: skip
    return prizes


def _gossip(teams, key) -> str:
    one = next(other for other in teams if other.key == key)
    return f"Place {one.rank} with {float(one.score or 0):.1f} points."


@st.composite
def shows(draw, **more):
    """A result and a programme that fits it."""
    result = draw(snapshots(**more))
    if draw(st.booleans()):
        return result, usual(result)
    parts = [Part("opening"), Part("thanks"), Part("countdown", draw(st.integers(0, 9))), Part("podium")]
    parts += [Part("prizes", prizes=(prize.id,)) for prize in result.prizes]
    parts = draw(st.permutations(parts))
    if can_open(result.contenders):
        first = min(at for at, part in enumerate(parts) if part.kind in ("countdown", "podium"))
        parts.insert(draw(st.integers(0, first)), Part("resolver", draw(st.integers(0, 9))))
    return result, Programme(tuple(parts))
