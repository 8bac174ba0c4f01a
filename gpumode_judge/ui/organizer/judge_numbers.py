"""What the marks tell about a judge, in words a person would use. None of it is a reproach."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from statistics import median
from typing import Final

from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.judge_cards import JudgeCard
from gpumode_judge.ui.organizer.words import counted, judge_called

ERRORS: Final = 2.0  # standard errors to either side that are drawn: the truth lies between them 19 times of 20
_UNSTEADY, _STEADY = 1.4, 0.7  # of the usual noise
_FLAT, _LIVELY = 0.5, 1.5  # of the usual distance between the criteria of a visit
_AGREES, _APART = 0.6, 0.2


@dataclass(frozen=True, kw_only=True)
class JudgeRow:
    """One judge as shown. ``name`` may be a letter that stands for it; ``usual`` is the noise of the judge in the middle."""

    card: JudgeCard
    name: str
    usual: float | None

    @property
    def id(self) -> str:
        """The judge's id."""
        return self.card.judge


def rows_of(cards: Iterable[JudgeCard], names: Mapping[str, str]) -> tuple[JudgeRow, ...]:
    """A row for each card."""
    cards = tuple(cards)
    known = [card.noise for card in cards if card.noise is not None]
    usual = median(known) if known else None
    return tuple(JudgeRow(card=card, name=names[card.judge], usual=usual) for card in cards)


def names_of(record: Record, judges: Collection[str], *, hidden: bool) -> dict[str, str]:
    """By id, what judges are called: their names, or letters in an order that tells nothing about them."""
    if not hidden:
        return {judge: judge_called(record, judge) for judge in judges}
    return {judge: f"Judge {letters(place)}" for place, judge in enumerate(sorted(judges))}


def letters(place: int) -> str:
    """``A`` to ``Z`` for 0 to 25, then ``AA``, ``AB``, …"""
    text = ""
    while place >= 0:
        place, last = divmod(place, 26)
        text = chr(ord("A") + last) + text
        place -= 1
    return text


def points(value: float) -> str:
    """``1 point``, ``4.2 points``; from ten on without decimals."""
    shown = amount(value)
    return f"{shown} point" if shown == "1" else f"{shown} points"


def amount(value: float) -> str:
    """A figure without its sign, as exactly as it is worth reading."""
    shown = f"{abs(value):.0f}" if abs(value) >= 9.95 else f"{abs(value):.1f}"
    return shown.removesuffix(".0")


def severity(card: JudgeCard, *, short: bool = False) -> str:
    """How harsh a judge is beside the average one, in a few words."""
    if card.severity is None:
        return "Cannot be told"
    error = card.severity_error
    if error is not None and abs(card.severity) <= ERRORS * error:
        return "Like most" if ERRORS * error < 3 else "Hard to tell yet"
    if abs(card.severity) < 0.5:
        return "Like most"
    return _side(card.severity) + ("" if short else " than most")


def severity_in_full(card: JudgeCard) -> str:
    """The same with how sure it is, as a sentence."""
    if card.severity is None:
        return "How harsh this judge is cannot be told from these visits."
    if card.severity_error is None:
        return f"{_side(card.severity).capitalize()} than the average judge."
    low, high = card.severity - ERRORS * card.severity_error, card.severity + ERRORS * card.severity_error
    best = f"The best guess is {_side(card.severity)} than the average judge"
    if abs(card.severity) < 0.05:
        best = "The best guess is as the average judge"
    if low > 0 or high < 0:
        nearer, farther = sorted((abs(low), abs(high)))
        between = f"{amount(nearer)} and {points(farther)} {'harsher' if low > 0 else 'milder'}"
    else:
        between = f"{points(low)} milder and {points(high)} harsher"
    return f"{best}; it lies between {between} 19 times of 20."


def noise(row: JudgeRow) -> str:
    """By how much one visit is off, and how that is beside the others."""
    card = row.card
    if card.noise is None:
        return "How far one visit is off cannot be told."
    return f"One visit is off by about {points(card.noise)}, {steadiness(row)}."


def steadiness(row: JudgeRow) -> str:
    """The noise beside that of the judge in the middle."""
    if row.card.noise is None or not row.usual:
        return "as with everyone"
    share = row.card.noise / row.usual
    return "more than with most" if share > _UNSTEADY else "less than with most" if share < _STEADY else "as with most"


def agreement(card: JudgeCard) -> str:
    """How far a judge sees the order as the others do."""
    if card.agreement is None:
        return "Too few visits are shared with others to compare the order."
    how = "well" if card.agreement >= _AGREES else "partly" if card.agreement >= _APART else "hardly"
    return f"The order agrees {how} with the others’ ({signed(card.agreement)}, where 1 is fully and 0 not at all)."


def halo(card: JudgeCard) -> str:
    """How far a judge tells criteria apart."""
    if card.halo is None:
        return "With one criterion there is nothing to tell apart."
    if card.halo < _FLAT:
        return f"Marks all criteria nearly alike ({percent(card.halo)} of the usual difference)."
    how = "more than most" if card.halo > _LIVELY else "as most do"
    return f"Tells criteria apart {how} ({percent(card.halo)} of the usual difference)."


def drift(card: JudgeCard) -> str:
    """Whether the marks move from visit to visit."""
    if card.drift is None:
        return "Too few visits to tell whether the marks drift."
    if not card.drift.plain:
        return "No drift that chance does not explain."
    how = "milder" if card.drift.slope > 0 else "harsher"
    return f"Gets {how} by about {points(card.drift.slope)} from one visit to the next."


def used(card: JudgeCard) -> str:
    """Which part of the scale a judge used."""
    return f"Gave {_total(card.lowest)} to {_total(card.highest)} of 100, and {percent(card.levels)} of the levels at least once."


def remarks(card: JudgeCard) -> tuple[str, ...]:
    """What is worth a look, in a word or two each; mostly nothing."""
    found: list[str] = []
    if card.drift is not None and card.drift.plain:
        found.append("drifts")
    if card.halo is not None and card.halo < _FLAT and card.visits >= 4:
        found.append("criteria alike")
    if card.agreement is not None and card.agreement < _APART and card.visits >= 4:
        found.append("another order")
    if card.unexpected:
        found.append(counted(len(card.unexpected), "surprise"))
    return tuple(found)


def percent(share: float) -> str:
    """``95 %``."""
    return f"{share * 100:.0f} %"


def signed(value: float) -> str:
    """A correlation as it is printed: ``.62``, ``−.10``, ``1``."""
    shown = f"{abs(value):.2f}"
    shown = "1" if shown == "1.00" else shown.removeprefix("0")
    return f"−{shown}" if value < 0 and shown != ".00" else shown


def _total(value: Fraction) -> str:
    return f"{float(value):.0f}"


def _side(value: float) -> str:
    if abs(value) < 0.05:
        return "no harsher"
    return f"{points(value)} {'harsher' if value > 0 else 'milder'}"
