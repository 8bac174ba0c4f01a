"""How far the order can be trusted: sentences first, then the figures they come from, and on what the visits hang."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from math import floor
from typing import Final

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from gpumode_judge.desk.diagnosing import diagnosis_of, joining
from gpumode_judge.desk.scoring import Result
from gpumode_judge.event.problem import Problem
from gpumode_judge.ledger.record import Record
from gpumode_judge.standings.diagnosis import ENOUGH, Diagnosis, EventCard
from gpumode_judge.standings.fit import Spread
from gpumode_judge.standings.graph import Links, Pair, Piece
from gpumode_judge.standings.judge_cards import Unexpected
from gpumode_judge.ui.organizer.judge_card_view import surprise
from gpumode_judge.ui.organizer.judge_numbers import amount, points
from gpumode_judge.ui.organizer.words import called, counted, listed
from gpumode_judge.ui.shared.buttons import Button
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.theme import current_theme
from gpumode_judge.ui.shared.tiles import StatTile
from gpumode_judge.ui.shared.tokens import GRID

_MOST: Final = 8  # groups, bridges, surprises that are told one by one
_WIDEST: Final = 180 * GRID  # on a large screen, lines longer than this are hard to follow
_UNTOLD: Final = "More teams need a second visit before it can be told."
_FAR: Final = 50  # more visits each than anyone can make


@dataclass(frozen=True, kw_only=True)
class Health:
    """What is known about a result. ``joins`` are the fewest visits that would join its groups, or ``cannot`` says why none would.

    ``diagnosis`` is ``None`` where there is none; ``problem`` then says why, or nothing if judges count for nothing.
    """

    result: Result
    diagnosis: Diagnosis | None = None
    joins: tuple[Pair, ...] = ()
    cannot: str = ""
    problem: str = ""

    @property
    def record(self) -> Record:
        """What it is about."""
        return self.result.record


def health_of(result: Result) -> Health:
    """Work it out; it may take a second on a large event."""
    try:
        found = diagnosis_of(result)
    except Problem as problem:
        return Health(result=result, problem=str(problem))
    try:
        return Health(result=result, diagnosis=found, joins=joining(result.record, result))
    except Problem as problem:
        return Health(result=result, diagnosis=found, cannot=str(problem))


class EventHealth(Scroll):
    """The event as a whole. ``why_wanted`` tells the id of a submission; ``visits_wanted`` that visits should be planned."""

    why_wanted = Signal(str)
    visits_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("The event as a whole", parent=parent)
        self.says: tuple[str, ...] = ()
        self.links: list[Button] = []

    def show_health(self, health: Health, names: Mapping[str, str]) -> None:
        """Show what was found; ``names`` are those of judges, or what stands for them."""
        found, place = health.diagnosis, self.verticalScrollBar().value()
        self.links = []
        self.says = found.says if found is not None else ()
        page = QWidget()
        page.setObjectName("page")
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, GRID, 0)
        column.setSpacing(2 * GRID)
        if found is not None:
            column.addWidget(_sentences(found.says))
            if found.event.visits:
                column.addWidget(_tiles(found.event))
                both = QGridLayout()
                both.setSpacing(2 * GRID)
                both.setColumnStretch(0, 1)
                both.setColumnStretch(1, 1)
                top = Qt.AlignmentFlag.AlignTop
                hang = self._links(health, found.event.links, names)
                if found.event.spread is not None:
                    both.addWidget(_differences(found.event.spread), 0, 0, top)
                    both.addWidget(hang, 0, 1, top)
                else:
                    both.addWidget(hang, 0, 0, 1, 2, top)
                column.addLayout(both)
                odd = [one for card in found.judges for one in card.unexpected]
                if odd:
                    column.addWidget(self._surprises(odd, health.record, names))
        column.addStretch(1)
        page.setMaximumWidth(_WIDEST)
        self.setWidget(page)
        self.verticalScrollBar().setValue(place)

    def _links(self, health: Health, links: Links, names: Mapping[str, str]) -> Card:
        card, record = Card("Do the visits hang together?"), health.record
        body = card.body
        if links.connected:
            body.addWidget(
                PlainLabel(
                    "Yes: every two teams can be compared, through judges who saw both or through a chain of them."
                )
            )
        else:
            body.addWidget(
                PlainLabel(
                    f"No: they fall into {len(links.pieces)} groups that share no judge. No rank holds across them."
                )
            )
            for place, piece in enumerate(links.pieces[:_MOST]):
                body.addLayout(_piece(place, piece, names, record))
            if len(links.pieces) > _MOST:
                body.addWidget(PlainLabel(f"and {len(links.pieces) - _MOST} more groups", "small"))
        if health.joins:
            body.addSpacing(GRID)
            many = len(health.joins)
            body.addWidget(
                PlainLabel("One visit would join them:" if many == 1 else f"{many} visits would join them:", "strong")
            )
            for judge, submission in health.joins[:_MOST]:
                body.addWidget(PlainLabel(f"{names.get(judge, judge)} to {called(record, submission)}"))
            if many > _MOST:
                body.addWidget(PlainLabel(f"and {many - _MOST} more", "small"))
        if health.cannot:
            body.addWidget(PlainLabel(health.cannot, "strong"))
        if links.bridges:
            body.addSpacing(GRID)
            body.addWidget(PlainLabel("Without one of these visits they would fall apart:", "strong"))
            for judge, submission in links.bridges[:_MOST]:
                body.addWidget(PlainLabel(f"{names.get(judge, judge)} at {called(record, submission)}", elide=True))
            if len(links.bridges) > _MOST:
                body.addWidget(PlainLabel(f"and {len(links.bridges) - _MOST} more", "small"))
        if links.connected and links.algebraic is not None:
            body.addWidget(
                PlainLabel(
                    f"How closely they are knit: {links.algebraic:.2f} (0 is in pieces; higher is safer).", "small"
                )
            )
        if not links.connected or links.bridges:
            plan = Button("Plan the next visits", "plain", "right")
            plan.clicked.connect(self.visits_wanted)
            row = QHBoxLayout()
            row.addWidget(plan)
            row.addStretch(1)
            body.addSpacing(GRID)
            body.addLayout(row)
        return card

    def _surprises(self, odd: Sequence[Unexpected], record: Record, names: Mapping[str, str]) -> Card:
        card = Card("Visits that differ most from what all others let expect")
        card.body.addWidget(
            PlainLabel("Worth asking about, and no reproach: a judge may have seen what nobody else did.", "small")
        )
        grid = QGridLayout()
        grid.setHorizontalSpacing(2 * GRID)
        grid.setVerticalSpacing(4)
        for column, share in enumerate((3, 5, 4)):
            grid.setColumnStretch(column, share)
        for row, one in enumerate(sorted(odd, key=lambda one: (-abs(one.z), one.judge, one.submission))[:_MOST]):
            title = called(record, one.submission)
            ask = Button("Why", "plain", name=f"Why {title} stands where it does")
            ask.clicked.connect(partial(self.why_wanted.emit, one.submission))
            self.links.append(ask)
            grid.addWidget(PlainLabel(names.get(one.judge, one.judge), elide=True), row, 0)
            grid.addWidget(PlainLabel(title, elide=True), row, 1)
            grid.addWidget(PlainLabel(surprise(one), "soft", elide=True), row, 2)
            grid.addWidget(ask, row, 3)
        card.body.addLayout(grid)
        if len(odd) > _MOST:
            card.body.addWidget(PlainLabel(f"{len(odd) - _MOST:,} more are on the cards of the judges.", "small"))
        return card


def _sentences(says: Sequence[str]) -> Card:
    card = Card()
    for place, text in enumerate(says):
        label = PlainLabel(text, "body" if place else "title", select=True)
        card.body.addWidget(label)
    return card


def _tiles(event: EventCard) -> QWidget:
    box = QWidget()
    row = QHBoxLayout(box)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(2 * GRID)
    each = round(event.each, 1)
    tiles = (
        StatTile("Reliability", reliability(event), reliability_means(event)),
        StatTile("Visits a team", f"{each:g}", f"{counted(event.visits, 'visit')} count in all".capitalize()),
        StatTile(f"Needed for {_share(ENOUGH)}", *needed(event)),
    )
    for tile in tiles:
        tile.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        row.addWidget(tile, 1)
    return box


def reliability(event: EventCard) -> str:
    """The reliability as a figure; a dash where it is not known."""
    return "–" if event.reliability is None else _share(event.reliability)


def reliability_means(event: EventCard) -> str:
    """What the reliability tells, in a sentence."""
    if event.reliability is None:
        return _UNTOLD if event.links.connected else "It can be told once the groups are joined."
    own = floor(event.reliability * 100 + 1e-9)
    return f"{own} % of the differences between scores lie in the teams, {100 - own} % in chance."


def needed(event: EventCard) -> tuple[str, str]:
    """How many visits each would be enough, and what that means beside those that were made."""
    if event.needed is None:
        return "–", "The marks do not tell the teams apart." if event.reliability is not None else "Not known yet."
    if event.needed > _FAR:
        return f"> {_FAR}", "More visits than an evening has; mind the ranges of the ranks instead."
    if event.each >= event.needed:
        return str(event.needed), "There are enough."
    more = round(event.needed - event.each, 1)
    return str(event.needed), f"{more:g} more for each team."


def differences(spread: Spread) -> str:
    """The spread of teams, judges and chance as one sentence."""
    return (
        f"Teams differ by {points(spread.team)}, judges by {amount(spread.judge)}, "
        f"one visit is off by {amount(spread.noise)}."
    )


def _differences(spread: Spread) -> Card:
    card = Card("What the marks are made of")
    card.body.addWidget(PlainLabel(differences(spread), select=True))
    card.body.addSpacing(4)
    most = max(spread.team, spread.judge, spread.noise, 1e-9)
    grid = QGridLayout()
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    rows = (
        ("Teams", spread.team, "accent"),
        ("Judges’ severity", spread.judge, "warn"),
        ("Chance in a visit", spread.noise, "ink_faint"),
    )
    for row, (title, value, token) in enumerate(rows):
        grid.addWidget(PlainLabel(title, wrap=False), row, 0)
        grid.addWidget(_Bar(value / most, token), row, 1)
        figure = PlainLabel(amount(value), "number", wrap=False)
        grid.addWidget(figure, row, 2, Qt.AlignmentFlag.AlignRight)
    card.body.addLayout(grid)
    card.body.addWidget(
        PlainLabel(
            "In points of 100, as standard deviations: two of three lie within. Severity is corrected; chance shrinks with visits.",
            "small",
        )
    )
    return card


class _Bar(QWidget):
    def __init__(self, share: float, token: str) -> None:
        super().__init__()
        self._share, self._token = share, token
        self.setFixedHeight(3 * GRID)
        self.setMinimumWidth(8 * GRID)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        theme = current_theme()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color(self._token))
        middle = self.height() / 2
        painter.drawRoundedRect(QRectF(0, middle - 5, max(2.0, self.width() * self._share), 10), 3, 3)
        painter.end()


def _piece(place: int, piece: Piece, names: Mapping[str, str], record: Record) -> QVBoxLayout:
    judges = listed((names.get(judge, judge) for judge in piece.judges), 6)
    rows = QVBoxLayout()
    rows.setSpacing(0)
    one = len(piece.submissions) == 1
    teams = called(record, piece.submissions[0]) if one else counted(len(piece.submissions), "team")
    rows.addWidget(PlainLabel(f"Group {place + 1}: {teams}"))
    rows.addWidget(PlainLabel(f"seen by {judges}", "small"))
    return rows


def _share(share: float) -> str:
    # Cut, not rounded: what does not reach .80 must not read .80.
    shown = floor(share * 100 + 1e-9) / 100
    return "1" if shown >= 1 else f"{shown:.2f}".removeprefix("0")
