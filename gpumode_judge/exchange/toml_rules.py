"""The rules of an event in TOML: methods and ties, measured criteria, and the prizes' own weights
(the format: :mod:`gpumode_judge.exchange.event_toml`)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Final

from gpumode_judge.event.event import Prize
from gpumode_judge.event.measured import MOST_PLACES, Measured, Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion
from gpumode_judge.event.rules import Rules, Tie
from gpumode_judge.event.text import fold
from gpumode_judge.exchange.toml_fields import Fields, meant

METHODS: Final = ("severity", "mean", "additive", "trimmed", "rasch", "order", "z-score")
RULES: Final = ("method", "priority", "ties", "signatures")
_MEASURED: Final = (
    "name", "key", "unit", "better", "turn", "points", "zero", "full", "excludes", "track", "prize", "weight",
)  # fmt: skip
_OF_TURN: Final[Mapping[str, frozenset[Turn]]] = {
    "points": frozenset({Turn.RANKS}),
    "zero": frozenset({Turn.LINEAR, Turn.LOG}),
    "full": frozenset({Turn.LINEAR, Turn.LOG, Turn.GATE}),
    "excludes": frozenset({Turn.GATE}),
    "weight": frozenset({Turn.RANKS, Turn.LINEAR, Turn.LOG}),
}
_MOST_FIGURE: Final = 10**15


Weighed = Criterion | Measured


@dataclass(frozen=True, slots=True)
class Weights:
    """Criteria in the order of the file, each with its ``place`` there and its weight, ``None`` where none is written."""

    pairs: Sequence[tuple[str, Weighed, Decimal | None]]

    def rules(self, fields: Fields) -> Rules:
        """The rules of the ``[rules]`` table with these weights; what cannot be meant raises :class:`Problem`."""
        given = [(place, c, w) for place, c, w in self.pairs if not _is_gate(c)]
        overall = [(place, c, w) for place, c, w in given if not c.scope]
        if any(weight is not None for _, _, weight in overall):
            for place, _, weight in overall:
                if weight is None:
                    raise Problem(f"{place}: the weight is missing, though other criteria have one.")
        if overall and not sum(_or_one(weight) for _, _, weight in overall):
            raise Problem("No criterion that everyone is marked on weighs anything; give one a weight above zero.")
        priority = fields.line("priority")
        ladder = fields.lines("ties") if "ties" in fields else tuple(Rules().ties)
        for tie in ladder:
            if tie not in tuple(Tie):
                raise fields.problem(f"“ties” can hold {_listed(tuple(Tie))}, not “{tie}”")
        try:
            return Rules(
                weights={c.key: _or_one(weight) for _, c, weight in given},
                method=fields.choice("method", METHODS, METHODS[0]),
                priority=self.key(fields, "priority", priority) if priority else "",
                signatures=fields.whole("signatures", 1, 1, 2),
                measured=tuple(c for _, c, _ in self.pairs if isinstance(c, Measured)),
                ties=tuple(Tie(tie) for tie in ladder),
            )
        except Problem as problem:
            # What a rule says of itself does not yet tell where it stands.
            raise problem if str(problem).startswith("Rules") else Problem(f"Rules: {problem}") from None

    def prize(self, prize: Prize, place: str, table: Fields) -> Prize:
        """The prize with its own weights and its gate, both of which name criteria."""
        if "gate" in table:
            prize = replace(prize, eligible=f"gate:{self._gate(table)}")
        if "weights" not in table:
            return prize
        weights: dict[str, Decimal] = {}
        fields = Fields(table.table("weights"), f"{place}, weights")
        for name in fields:
            key = self.key(fields, name, name)
            if key in weights:
                raise fields.problem(f"the criterion “{key}” has two weights; keep one")
            weights[key] = fields.number(name, Decimal(0))
        try:
            Rules(weights=weights)
        except Problem as problem:
            raise Problem(f"{place}: {problem}") from None
        if not any(weights.values()):
            raise table.problem("“weights” gives no criterion a weight above zero; give one, or leave it out")
        return replace(prize, weights=weights)

    def key(self, fields: Fields, said: str, name: str) -> str:
        """The key of the criterion that is called ``name``; gates, which give no points, and unknown ones raise :class:`Problem`."""
        found = _called((c for _, c, _ in self.pairs), name)
        if found is None:
            known = meant(name, [c.key for _, c, _ in self.pairs if not _is_gate(c)])
            raise fields.problem(f"“{said}” names “{name}”, which is no criterion{known}" if said != name
                                 else f"“{name}” is no criterion{known}")  # fmt: skip
        if _is_gate(found):
            raise fields.problem(f"“{found.name}” is a gate, which gives no points; name another criterion")
        return found.key

    def _gate(self, table: Fields) -> str:
        name = table.named("gate")
        gates = [c for _, c, _ in self.pairs if _is_gate(c)]
        found = _called(gates, name)
        if found is None:
            known = meant(name, [c.key for c in gates]) if gates else '; a gate is a [[measured]] with turn = "gate"'
            raise table.problem(f"there is no gate “{name}”{known}")
        return found.key


def measured(fields: Fields, number: int, scope: str) -> tuple[Measured, Decimal | None]:
    """One ``[[measured]]`` table, with its weight; what cannot be meant raises :class:`Problem`."""
    name = fields.named("name")
    turn = Turn(fields.choice("turn", tuple(Turn), Turn.LINEAR))
    for key, turns in _OF_TURN.items():
        if key in fields and turn not in turns:
            either = _listed(sorted(turns))
            raise fields.problem(f"“{key}” says nothing when figures turn by “{turn.value}”; it goes with {either}")
    weight = fields.number("weight", Decimal(1)) if "weight" in fields else None
    key = fields.key(name, f"measured-{number}")
    points = fields.numbers("points", _MOST_FIGURE)
    if len(points) > MOST_PLACES:
        raise fields.problem(f"“points” has {len(points)} places, and {MOST_PLACES} is the most")
    try:
        Rules(weights={key: weight or Decimal(0)})
        found = Measured(
            key=key, name=name, unit=fields.line("unit", limit=40), turn=turn, points=points,
            lower=fields.choice("better", ("lower", "higher"), "higher") == "lower",
            zero=fields.number("zero", Decimal(0), _MOST_FIGURE) if "zero" in fields else None,
            full=fields.number("full", Decimal(0), _MOST_FIGURE) if "full" in fields else None,
            excludes=fields.flag("excludes", False), scope=scope,
        )  # fmt: skip
    except Problem as problem:
        told = str(problem)
        raise problem if told.startswith(fields.place) else Problem(f"{fields.place}: {told}") from None
    return found, weight


def measured_fields(table: object, place: str) -> Fields:
    """The fields of one ``[[measured]]`` table."""
    return Fields(table, place, _MEASURED)


def distinct_keys(pairs: Iterable[tuple[str, Weighed, Decimal | None]]) -> None:
    """Problem if two criteria, judged or measured, have one key."""
    first: dict[str, str] = {}
    for place, criterion, _ in pairs:
        if (other := first.setdefault(criterion.key, place)) != place:
            short = other.partition(" “")[0].lower()
            raise Problem(f"{place}: {short} has the key “{criterion.key}” too; give each a key of its own.")


def _is_gate(criterion: Weighed) -> bool:
    return isinstance(criterion, Measured) and criterion.turn is Turn.GATE


def _called(criteria: Iterable[Weighed], name: str) -> Weighed | None:
    """The criterion with that key, else the first with that name."""
    known = list(criteria)
    same = [c for c in known if c.key == name] or [c for c in known if fold(c.name) == fold(name)]
    return same[0] if same else None


def _or_one(weight: Decimal | None) -> Decimal:
    return Decimal(1) if weight is None else weight


def _listed(words: Iterable[str]) -> str:
    *some, last = [f"“{word}”" for word in words]
    return f"{', '.join(some)} and {last}" if some else last
