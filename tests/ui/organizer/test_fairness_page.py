"""The page of fairness over a real desk: what the marks tell, who is harsh, and where judges go next."""

from decimal import Decimal

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMainWindow

from gpumode_judge.desk.locking import declare_interest, lock
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Event
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.standings.judge_cards import Drift, JudgeCard
from gpumode_judge.ui.organizer import judge_numbers as numbers
from gpumode_judge.ui.organizer.fairness_page import FairnessPage
from gpumode_judge.ui.organizer.session import Session
from gpumode_judge.ui.organizer.visit_plan import AssignDialog, Planned, additions, as_text, assign, change_words
from gpumode_judge.ui.shared.labels import PlainLabel

LEFT = Qt.MouseButton.LeftButton
NAMES = ("Ada", "Bob", "Cyd", "Dee")
HARSH = {"Ada": -2, "Bob": 0, "Cyd": 1, "Dee": 0}  # levels that each adds


@pytest.fixture
def desk(tmp_path, home):
    plan = Plan(
        event=Event(title="Kernel Night", zone="UTC"),
        rubric=Rubric(
            name="Ours", criteria=(Criterion(key="depth", name="Depth"), Criterion(key="speed", name="Speed"))
        ),
        rules=Rules(weights={"depth": Decimal(70), "speed": Decimal(30)}),
        judges=tuple(Judge(id=f"j{n}", name=name) for n, name in enumerate(NAMES)),
    )
    made = OrganizerDesk.create(tmp_path, plan)
    made.put([Submission(id=f"s{n}", title=f"Team {n}", table=str(n)) for n in range(1, 9)])
    yield made
    made.close()


def mark(desk, pairs) -> None:
    """Ballots for (judge number, team number), by the team's quality and the judge's severity."""

    def level(n: int, judge: str, more: int) -> Decimal:
        return Decimal(min(5, max(1, 3 + (n % 3 - 1) + HARSH[judge] + more)))

    desk.put_ballots([
        Ballot(
            judge=f"j{j}", submission=f"s{n}", rubric=desk.record.rubric_eid,
            marks={"depth": level(n, NAMES[j], 0), "speed": level(n, NAMES[j], (j + n) % 2)},
        )
        for j, n in pairs
    ])  # fmt: skip


EVERYONE = [(j, n) for n in range(1, 8) for j in range(4) if (j + n) % 4]
APART = [(j, n) for n in range(1, 9) for j in ((0, 1) if n < 5 else (2, 3))]


@pytest.fixture
def opened(qtbot, themed):
    pages = []

    def open_page(desk):
        window = QMainWindow()
        qtbot.addWidget(window)
        session = Session(desk, window)
        page = FairnessPage(session)
        window.setCentralWidget(page)
        window.resize(1280, 720)
        session.fresh.connect(page.show_view)
        window.show()
        session.refresh()
        pages.append(page)
        rest(qtbot, page)
        return page

    return open_page


def rest(qtbot, page) -> None:
    qtbot.waitUntil(
        lambda: page.session.view is not None and not page.session.busy and not page.working
        and page.health is not None and page.health.result is page.session.view.result,
        timeout=20_000,
    )  # fmt: skip


def click(qtbot, button) -> None:
    with qtbot.waitSignal(button.clicked):
        qtbot.mouseClick(button, LEFT)


def show_judges(qtbot, page) -> None:
    bar = page.tabs.tabBar()
    qtbot.mouseClick(bar, LEFT, pos=bar.tabRect(1).center())
    assert page.view.isVisible()


def test_the_event_is_told_in_sentences_and_figures(qtbot, opened, desk):
    mark(desk, EVERYONE)
    page = opened(desk)
    assert page.whole.says == page.health.diagnosis.says
    assert any("reliability" in line for line in page.whole.says)
    labels = [label.text() for label in page.whole.findChildren(PlainLabel)]
    assert any(text.startswith("Teams differ by ") and "one visit is off by" in text for text in labels)
    assert "Yes: every two teams can be compared, through judges who saw both or through a chain of them." in labels


def test_groups_are_named_with_the_visits_that_join_them(qtbot, opened, desk):
    mark(desk, APART)
    page = opened(desk)
    labels = [label.text() for label in page.whole.findChildren(PlainLabel)]
    assert "seen by Ada and Bob" in labels
    assert "seen by Cyd and Dee" in labels
    assert "One visit would join them:" in labels
    page.hide_button.click()
    labels = [label.text() for label in page.whole.findChildren(PlainLabel)]
    assert not any("Ada" in text or "Dee" in text for text in labels)
    plan = next(b for b in page.whole.findChildren(type(page.hide_button)) if b.text() == "Plan the next visits")
    click(qtbot, plan)
    assert page.tabs.currentIndex() == 2


def test_without_a_mark_the_page_says_what_comes(qtbot, opened, desk):
    page = opened(desk)
    assert page.empty.text.text() == "It comes with the first ballots."
    with qtbot.waitSignal(page.going) as told:
        qtbot.mouseClick(page.merge_button, LEFT)
    assert told.args == ["merge"]
    mark(desk, EVERYONE)
    page.session.refresh()
    rest(qtbot, page)
    assert page._stack.currentIndex() == 0


def test_judges_are_sorted_searched_and_opened_with_keys(qtbot, opened, desk):
    mark(desk, EVERYONE)
    page = opened(desk)
    show_judges(qtbot, page)
    assert page.model.rows()[0].name == "Ada"
    assert numbers.severity(page.model.rows()[0].card).endswith("harsher than most")
    page.sort.setFocus()
    qtbot.keyClick(page.sort, Qt.Key.Key_Down)
    assert page.model.rows()[0].name == "Cyd"
    page.search.setFocus()
    qtbot.keyClicks(page.search, "dee")
    qtbot.keyClick(page.search, Qt.Key.Key_Return)
    assert [row.name for row in page.model.rows()] == ["Dee"]
    page.view.setFocus()
    page.view.selectRow(0)
    assert page.panel.isVisible()
    assert page.panel.name.text() == "Dee"
    click(qtbot, page.panel.close_button)
    assert page.panel.isHidden()


def test_hidden_names_are_nowhere(qtbot, opened, desk):
    mark(desk, EVERYONE)
    page = opened(desk)
    show_judges(qtbot, page)
    page.view.selectRow(0)
    click(qtbot, page.hide_button)
    shown = {page.model.index(row, 0).data() for row in range(4)}
    assert shown == {"Judge A", "Judge B", "Judge C", "Judge D"}
    assert page.panel.name.text() in shown
    page.search.setText("Ada")
    page.search.returnPressed.emit()
    assert page.model.rows() == ()


def test_a_surprising_visit_leads_to_the_teams_story(qtbot, opened, desk):
    mark(desk, EVERYONE)
    odd = Ballot(
        judge="j1", submission="s3", rubric=desk.record.rubric_eid, marks={"depth": Decimal(1), "speed": Decimal(1)}
    )
    desk.put_ballots([Ballot(judge="j1", submission="s3", rubric=odd.rubric, marks=odd.marks)])
    page = opened(desk)
    card = next(row for row in page.model.rows() if row.card.unexpected)
    show_judges(qtbot, page)
    page.view.setCurrentIndex(page.model.index_of(card.id))
    link = page.panel.links[0]
    with qtbot.waitSignal(page.why_wanted) as told:
        qtbot.mouseClick(link, LEFT)
    assert told.args == [card.card.unexpected[0].submission]


def test_visits_are_found_copied_and_assigned_and_taken_back(qtbot, opened, desk):
    mark(desk, EVERYONE)
    desk.assign({f"j{n}": tuple(s for j, k in EVERYONE if j == n for s in [f"s{k}"]) for n in range(3)})
    declare_interest(desk, "j0", "s8", "advises the team")
    before = dict(desk.record.assignments)
    page = opened(desk)
    page.show_visits()
    view = page.next
    view.left.setFocus()
    qtbot.keyClick(view.left, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClicks(view.left, "12")
    qtbot.keyClick(view.left, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    rest(qtbot, page)
    planned = view.planned
    assert planned is not None
    assert planned.visits
    assert all(len(visits) <= 2 for visits in planned.by_judge().values())
    assert "s8" in {v.submission for v in planned.visits}
    assert ("j0", "s8") not in {(v.judge, v.submission) for v in planned.visits}
    click(qtbot, view.copy_button)
    assert QGuiApplication.clipboard().text() == as_text(planned)
    assert "Table 8: Team 8" in as_text(planned)
    click(qtbot, view.assign_button)
    dialog = page.window().findChild(AssignDialog)
    added = [one for one in additions(desk.record, planned) if one.new]
    assert added
    qtbot.mouseClick(dialog.assign_button, LEFT)
    rest(qtbot, page)
    for one in added:
        assert desk.record.assignments[one.judge] == (*before[one.judge], *one.new)
    assert "j3" not in desk.record.assignments  # sees everything anyway
    assert view.banner.isHidden()  # nothing else came in
    view._undo(added)
    rest(qtbot, page)
    assert dict(desk.record.assignments) == before
    assert desk.object_setting("next visits") == {"left": 12, "each": 6, "count": 20}


def test_a_ballot_that_comes_later_makes_the_plan_old(qtbot, opened, desk):
    mark(desk, EVERYONE)
    page = opened(desk)
    page.show_visits()
    page.next.look()
    rest(qtbot, page)
    mark(desk, [(3, 8)])
    page.session.refresh()
    rest(qtbot, page)
    assert "come in since" in page.next.banner.text()
    page.next.banner.acted.emit()
    rest(qtbot, page)
    assert page.next.banner.isHidden()


def test_only_free_judges_are_sent_and_none_can_be(qtbot, opened, desk):
    mark(desk, EVERYONE)
    page = opened(desk)
    page.show_visits()
    view = page.next
    click(qtbot, view.none_button)
    assert not view.find_button.isEnabled()
    item = view.judges.item(1)
    view.judges.setCurrentItem(item)
    view.judges.setFocus()
    qtbot.keyClick(view.judges, Qt.Key.Key_Space)
    assert view.chosen() == ("j1",)
    page.session.refresh()
    rest(qtbot, page)
    assert view.chosen() == ("j1",)  # a new view changes nothing about it
    click(qtbot, view.find_button)
    rest(qtbot, page)
    assert {v.judge for v in view.planned.visits} == {"j1"}


def test_cancelling_leaves_the_page_as_it_was(qtbot, opened, desk):
    mark(desk, EVERYONE)
    page = opened(desk)
    page.show_visits()
    qtbot.mouseClick(page.next.find_button, LEFT)
    page.next.look()
    page.next._cancel()
    rest(qtbot, page)
    assert page.next.planned is None
    assert page.next.find_button.isEnabled()


def test_after_the_lock_nothing_is_assigned(qtbot, opened, desk):
    mark(desk, EVERYONE)
    desk.assign({"j0": ("s1",)})
    page = opened(desk)
    page.show_visits()
    page.next.look()
    rest(qtbot, page)
    added = additions(desk.record, page.next.planned)
    lock(desk)
    page.session.refresh()
    rest(qtbot, page)
    assert not page.next.find_button.isEnabled()
    assert not page.next.assign_button.isEnabled()
    assert "locked" in page.next.banner.text()
    with pytest.raises(Problem, match="locked"):
        assign(desk, added)


def test_what_assigning_changes_is_told_in_a_sentence(desk):
    desk.assign({"j0": ("s1", "s2")})
    from gpumode_judge.standings.next_visits import NextVisit, Reason

    visits = tuple(NextVisit(judge="j0", submission=s, reason=Reason.UNSEEN, gain=None) for s in ("s2", "s5"))
    (one,) = additions(desk.record, Planned(record=desk.record, visits=visits))
    assert (
        change_words(desk.record, one)
        == "After the 2 visits of the round: Team 5 (table 5). 1 is on the round already."
    )


def card(**more) -> JudgeCard:
    known = {
        "judge": "j", "visits": 9, "severity": 4.0, "severity_error": 1.0, "noise": 8.0, "lowest": 0, "highest": 100, "levels": 0.5,
        "agreement": 0.7, "halo": 1.0, "drift": None, "unexpected": (),
    }  # fmt: skip
    return JudgeCard(**{**known, **more})


@pytest.mark.parametrize(
    ("severity", "error", "words"),
    [
        (4.2, 1.0, "4.2 points harsher than most"),
        (-12.4, 1.0, "12 points milder than most"),
        (4.2, 3.0, "Hard to tell yet"),
        (0.3, 1.0, "Like most"),
        (None, None, "Cannot be told"),
    ],
)
def test_severity_in_words(severity, error, words):
    assert numbers.severity(card(severity=severity, severity_error=error)) == words


def test_the_rest_of_a_card_in_words():
    assert numbers.severity_in_full(card()) == (
        "The best guess is 4 points harsher than the average judge; it lies between 2 and 6 points harsher 19 times of 20."
    )
    assert "3 points milder and 5 points harsher" in numbers.severity_in_full(card(severity=1.0, severity_error=2.0))
    assert (
        numbers.drift(card(drift=Drift(slope=1.5, error=0.5)))
        == "Gets milder by about 1.5 points from one visit to the next."
    )
    assert numbers.halo(card(halo=0.2)).startswith("Marks all criteria nearly alike")
    assert numbers.agreement(card(agreement=-0.1)).startswith("The order agrees hardly")
    assert numbers.remarks(card(halo=0.2, agreement=0.0)) == ("criteria alike", "another order")
    assert [numbers.letters(n) for n in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
