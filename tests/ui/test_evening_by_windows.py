"""The shared evening through the real windows: by keys, clicks and drops from the start window to the projector."""

import json
import socket
from fractions import Fraction

import pytest
from evening import script
from evening_hands import Hands, Laptop
from evening_players import JudgeAtWork, Organizer
from PySide6.QtWidgets import QApplication

from gpumode_judge.ceremony.board import visits_text
from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.desk import showing
from gpumode_judge.desk.judging import JudgeDesk
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.standings.totals import rounded
from gpumode_judge.ui.shared.dialogs import Dialog

KEPT = json.loads(script.STANDINGS.read_text(encoding="utf-8"))


@pytest.fixture
def dialogs(monkeypatch) -> list[str]:
    """Every dialog that was made, in order."""
    made: list[str] = []
    first = Dialog.__init__

    def noted(self, *args, **kwargs) -> None:
        made.append(type(self).__name__)
        first(self, *args, **kwargs)

    monkeypatch.setattr(Dialog, "__init__", noted)
    return made


@pytest.fixture
def offline(monkeypatch) -> None:
    """Whoever asks for the network fails."""

    def refuse(*_args) -> None:
        raise AssertionError("somebody asked for the network")

    monkeypatch.setattr(socket.socket, "connect", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)


@pytest.fixture
def laptop(qtbot, themed, tmp_path, monkeypatch):
    """Gives laptops, each with a home of its own; at the end they are turned off."""
    hands = Hands(qtbot)
    made: list[Laptop] = []

    def give(name: str) -> Laptop:
        made.append(Laptop(hands, tmp_path / name, monkeypatch, themed))
        return made[-1]

    yield give
    for one in made:
        one.turn_off()


@pytest.mark.parametrize(
    ("order", "typed"),
    [((script.ADA, script.BO), True), ((script.BO, script.ADA), False)],
    ids=["typed, a then b", "from a file, b then a"],
)
def test_the_evening_gives_the_same_standings_in_whatever_order(
    order, typed, laptop, dialogs, offline, tmp_path
) -> None:
    organizer = Organizer(laptop("organizers"))
    (organizer.make_event_by_typing if typed else organizer.make_event_from_file)()
    organizer.import_table("2", script.DEVPOST, (7, 0, 0, 0))
    organizer.import_table("3", script.JUDGES, (2, 0, 0, 0))
    tickets = {judge: organizer.ticket_of(judge) for judge in (script.ADA, script.BO)}
    event_file = organizer.write_event_file(tmp_path / "event file")

    files = {}
    for judge in (script.ADA, script.BO):
        person = JudgeAtWork(laptop(judge), judge)
        person.join(event_file, tickets[judge], dropped=judge == script.BO)
        person.play()
        files[judge] = person.hand_in(tmp_path / "stick", stick=judge == script.BO)
        path = person.window.desk.path
        person.go_home()
        JudgeDesk.open(path).close()  # nobody holds it any more

    window = organizer.window
    organizer.laptop.sit_down(window)
    organizer.show_live_board()
    organizer.merge(files[order[0]])
    before = shown_order(organizer)
    stood_still: list[bool] = []
    organizer.panel.show_state.board_changed.connect(
        lambda _: stood_still.append(organizer.panel.audience.canvas.still)
    )
    organizer.merge(files[order[1]])
    assert stood_still == [False]
    organizer.hands.until(lambda: organizer.panel.audience.canvas.still)
    assert shown_order(organizer) != before
    check_board(organizer)
    check_page(organizer)
    assert comparable(window.desk, typed) == KEPT

    path = window.desk.path
    organizer.hands.press("w", ctrl=True)
    organizer.hands.until(organizer.laptop.app.start.isVisible)
    with OrganizerDesk.open(path) as desk:
        assert comparable(desk, typed) == KEPT
    tickets_seen = ["TicketDialog"] * 2
    judges_seen = ["ReasonDialog", "HandInDialog", "HandInDialog"]
    assert dialogs == ["ImportSheet", "ImportSheet", *tickets_seen, *judges_seen]
    assert QApplication.activeModalWidget() is None


def comparable(desk: OrganizerDesk, typed: bool) -> dict:
    """The standings as the commands' evening compares them. The editor makes its own keys from the names."""
    shown = script.comparable(showing.show_standings(desk))
    if typed:
        keys = [c.key for c in desk.record.rubric.criteria]
        for row in shown["rows"]:
            assert list(row["shares"]) == keys
            row["shares"] = dict(zip(script.CRITERIA, row["shares"].values(), strict=True))
    return shown


def one_decimal(value: float) -> str:
    return str(rounded(Fraction(str(value))))


def shown_order(organizer: Organizer) -> list[str]:
    return [row.name for row in organizer.panel.audience.canvas.board.rows]


def check_board(organizer: Organizer) -> None:
    """The audience, its thumbnail and a screen reader are told the kept standings."""
    board = organizer.panel.audience.canvas.board
    told = as_text(board).splitlines()
    people = {s.title: ", ".join(s.members) for s in organizer.window.desk.record.submissions.values()}
    assert told[:2] == [script.TITLE, "Live standings"]
    assert told[-len(KEPT["rows"]) :] == [
        f"{row['rank']}. {row['submission']} ({people[row['submission']]}) {one_decimal(row['score'])},"
        f" {visits_text(row['visits'])}"
        for row in KEPT["rows"]
    ]
    for canvas in (organizer.panel.audience.canvas, organizer.panel._preview.canvas):
        assert canvas.board == board
        assert canvas.accessibleDescription() == as_text(board)


def check_page(organizer: Organizer) -> None:
    """The cells of the page are the kept standings."""
    organizer.hands.press("6", ctrl=True)
    page = organizer.window.standings
    assert page.view.isVisible()
    organizer.hands.until(lambda: not page.working)
    model = page.model
    keys = ["rank", "title", "team", "table", "visits", "score", "raw"]
    shares = [column.key for column in model.columns if column.key.startswith("share ")]
    cells = [
        [model.index(row, model.column(key)).data() for key in (*keys, *shares)] for row in range(model.rowCount())
    ]
    assert cells == [
        [
            str(row["rank"]), row["submission"], row["team"], row["table"], str(row["visits"]), one_decimal(row["score"]),
            one_decimal(row["raw"]), *(one_decimal(share) for share in row["shares"].values()),
        ]
        for row in KEPT["rows"]
    ]  # fmt: skip
