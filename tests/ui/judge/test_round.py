from decimal import Decimal

from gpumode_judge.desk.cards import Card, Entered, State
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.submission import Submission
from gpumode_judge.ledger.record import Held
from gpumode_judge.ui.judge.round import Round, Show


def card(name: str, state: State = State.TODO) -> Card:
    held = (
        None
        if state in (State.TODO, State.DRAFT)
        else Held(Ballot(judge="j", submission=name, rubric="r"), "e", "d", 1, "")
    )
    return Card(
        submission=Submission(id=name, title=name, table=name), state=state, criteria=(), entered=Entered(), private="",
        missing=(), unfit=(), total=Decimal(0), recorded=held, changed=state is State.DRAFT,
    )  # fmt: skip


def test_the_first_to_do_is_opened():
    assert Round([card("1", State.DONE), card("2"), card("3")]).current == "2"
    assert Round([card("1", State.DONE), card("2", State.ABSENT)]).current == "1"
    assert Round().current == ""


def test_what_comes_next_goes_round_and_ends_with_drafts():
    cards = Round([card("1"), card("2", State.DRAFT), card("3", State.DONE), card("4")])
    assert cards.next_open("1") == "4"
    assert cards.next_open("4") == "1"
    cards.put(card("1", State.DONE))
    cards.put(card("4", State.SKIPPED))
    assert cards.next_open("4") == "2"
    cards.put(card("2", State.DONE))
    assert cards.next_open("2") == ""


def test_neighbours_stop_at_the_ends_and_follow_what_is_shown():
    cards = Round([card(name) for name in "1234"])
    cards.current = "2"
    assert (cards.neighbour(-1), cards.neighbour(1), cards.neighbour(9)) == ("1", "3", "4")
    assert cards.neighbour(1, ("2", "4")) == "4"
    assert cards.neighbour(1, ("1", "4")) == "3"
    assert Round().neighbour(1) == ""


def test_the_open_card_stays_open_when_cards_change():
    cards = Round([card("1"), card("2")])
    cards.current = "2"
    cards.take([card("3"), card("2")])
    assert cards.current == "2"
    cards.take([card("3", State.DONE), card("4")])
    assert cards.current == "4"


def test_counts_and_filters():
    cards = Round([card("1", State.DONE), card("2", State.DRAFT), card("3", State.RECUSED), card("4")])
    assert cards.recorded() == 2
    shown = {show: [c.submission.id for c in cards.cards if show.wants(c)] for show in Show}
    assert shown == {
        Show.ALL: ["1", "2", "3", "4"],
        Show.TODO: ["4"],
        Show.DRAFT: ["2"],
        Show.DONE: ["1"],
        Show.NO_MARKS: ["3"],
    }
    assert cards.by_table(" 3 ") == "3"
    assert cards.by_table("") == ""
