"""The last step of a new event: everything that will be made, to read once more."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from gpumode_judge.event.event import Mode, Prize
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.rubric import plain
from gpumode_judge.ui.shared.card import Card
from gpumode_judge.ui.shared.labels import PlainLabel
from gpumode_judge.ui.shared.scroll import Scroll
from gpumode_judge.ui.shared.theme import GRID
from gpumode_judge.ui.start.recents import day_words

_MOST = 12


class Summary(Scroll):
    """Shows a plan; it can only be read."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Summary", parent=parent)

    def show_plan(self, plan: Plan, folder: str) -> None:
        """Show ``plan``; ``folder`` is where its workspace will be."""
        page = QWidget()
        page.setObjectName("page")
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(2 * GRID)
        left.addWidget(_card("Event", _about(plan)))
        left.addWidget(_card("What comes next", _next(plan, folder)))
        left.addStretch(1)
        right.addWidget(_card(f"Rubric: {plan.rubric.name}", _criteria(plan)))
        right.addWidget(_card("Prizes", _prizes(plan)))
        right.addStretch(1)
        row = QHBoxLayout(page)
        row.setContentsMargins(0, 0, GRID, GRID)
        row.setSpacing(2 * GRID)
        row.addLayout(left, 1)
        row.addLayout(right, 1)
        self.setWidget(page)


Rows = Sequence[tuple[str, str]]


def _card(title: str, rows: Rows) -> Card:
    card = Card(title)
    grid = QGridLayout()
    grid.setHorizontalSpacing(2 * GRID)
    grid.setVerticalSpacing(6)
    grid.setColumnStretch(1, 1)
    for line, (key, words) in enumerate(rows):
        if key:
            label = PlainLabel(key, "soft", wrap=False)
            grid.addWidget(label, line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(PlainLabel(words), line, 1, Qt.AlignmentFlag.AlignTop)
        else:
            grid.addWidget(PlainLabel(words, "soft"), line, 0, 1, 2)
    card.body.addLayout(grid)
    return card


def _about(plan: Plan) -> Rows:
    event = plan.event
    rows = [
        ("Title", event.title),
        ("Place", event.place),
        ("Day", day_words(event.day)),
        ("Time zone", event.zone.replace("_", " ")),
        ("Mode", "Live: it counts" if event.mode is Mode.LIVE else "Rehearsal: it never counts"),
        ("Sponsors", ", ".join(event.sponsors)),
        ("Tracks", ", ".join(track.name for track in plan.tracks)),
        ("Judges", _few([judge.name for judge in plan.judges])),
        ("Score files", "Only this laptop can open them" if event.sealed else ""),
        ("Lock", "Two organizers must sign it" if plan.rules.signatures == 2 else ""),
    ]
    return [(key, words) for key, words in rows if words]


def _criteria(plan: Plan) -> Rows:
    everyone = [c for c in plan.rubric.criteria if not c.scope]
    total = sum(plan.rules.weight(c.key) for c in everyone)
    rows: list[tuple[str, str]] = []
    for criterion in plan.rubric.criteria:
        share = f"{plain(round(plan.rules.weight(criterion.key) / total * 100, 1))} %" if total else "0 %"
        rows.append(("–" if criterion.scope else share, f"{criterion.name}, {criterion.scale}"))
    return rows


def _prizes(plan: Plan) -> Rows:
    if not plan.prizes:
        return [("", "None yet; they can be added at any time.")]
    rows = [
        (f"{prize.count} ×", " · ".join(filter(None, (prize.name, prize.award, _sponsor(prize)))))
        for prize in plan.prizes[:_MOST]
    ]
    rest = len(plan.prizes) - _MOST
    return [*rows, ("", f"and {rest} more")] if rest > 0 else rows


def _sponsor(prize: Prize) -> str:
    return "" if prize.sponsor.casefold() in prize.name.casefold() else prize.sponsor


def _next(plan: Plan, folder: str) -> Rows:
    judges = "Hand each judge the event file and a ticket." if plan.judges else "Add judges; each gets a ticket."
    return [
        ("1", "Import the submissions."),
        ("2", judges),
        ("3", "Merge the score files as they come, and put the board on the projector."),
        ("", f"The workspace is kept in {folder}"),
    ]


def _few(names: Sequence[str]) -> str:
    more = len(names) - 6
    return ", ".join(names[:6]) + (f" and {more} more" if more > 0 else "")
