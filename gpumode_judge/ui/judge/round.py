"""A judge's round: the cards in visiting order, which one is open, and which one comes next. No Qt."""

from collections.abc import Iterable
from enum import StrEnum

from gpumode_judge.desk.cards import Card, State
from gpumode_judge.event.text import fold


class Show(StrEnum):
    """Which cards the list shows."""

    ALL = "All submissions"
    TODO = "To do"
    DRAFT = "Drafts"
    DONE = "Recorded"
    NO_MARKS = "Absent, recused, skipped"

    def wants(self, card: Card) -> bool:
        """Whether a card is shown."""
        match self:
            case Show.ALL:
                return True
            case Show.TODO:
                return card.state is State.TODO
            case Show.DRAFT:
                return card.state is State.DRAFT
            case Show.DONE:
                return card.state is State.DONE
            case Show.NO_MARKS:
                return card.state in (State.ABSENT, State.RECUSED, State.SKIPPED)


class Round:
    """The cards of one judge; ``current`` is the id of the submission that is open, or ``""``."""

    def __init__(self, cards: Iterable[Card] = ()) -> None:
        self._cards: dict[str, Card] = {}
        self.current = ""
        self.take(cards)

    def take(self, cards: Iterable[Card]) -> None:
        """Go on with other cards; the open one stays open if it is among them, else the first to do is opened."""
        self._cards = {card.submission.id: card for card in cards}
        if self.current not in self._cards:
            self.current = self.next_open() or next(iter(self._cards), "")

    def put(self, card: Card) -> None:
        """One card has changed."""
        self._cards[card.submission.id] = card

    @property
    def cards(self) -> tuple[Card, ...]:
        """All cards in visiting order."""
        return tuple(self._cards.values())

    @property
    def card(self) -> Card | None:
        """The open card."""
        return self._cards.get(self.current)

    def neighbour(self, steps: int, shown: Iterable[str] = ()) -> str:
        """The id ``steps`` further on among ``shown`` (all cards if it does not hold the open one); the open one at the ends."""
        names = list(shown)
        if self.current not in names:
            names = list(self._cards)
        if self.current not in names:
            return ""
        return names[max(0, min(len(names) - 1, names.index(self.current) + steps))]

    def next_open(self, after: str = "") -> str:
        """The next card to do after ``after``, then from the top; then the next draft; ``""`` when all is recorded."""
        names = list(self._cards)
        place = names.index(after) + 1 if after in self._cards else 0
        rest = [name for name in (*names[place:], *names[:place]) if name != after]
        for state in (State.TODO, State.DRAFT):
            found = next((name for name in rest if self._cards[name].state is state), "")
            if found:
                return found
        return ""

    def recorded(self) -> int:
        """How many cards are recorded and unchanged since."""
        return sum(card.recorded is not None and not card.open for card in self._cards.values())

    def by_table(self, text: str) -> str:
        """The id of the submission at exactly the table ``text``; ``""`` if there is none."""
        wanted = fold(text)
        return next((name for name, c in self._cards.items() if wanted and fold(c.submission.table) == wanted), "")
