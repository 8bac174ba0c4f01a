from dataclasses import replace
from decimal import Decimal

import pytest
from marking import put_marks
from PySide6.QtCore import QItemSelectionModel, Qt
from PySide6.QtWidgets import QApplication

from gpumode_judge.desk import locking
from gpumode_judge.desk.desk import new_id
from gpumode_judge.desk.organizing import OrganizerDesk
from gpumode_judge.event.event import Event, Prize, Track
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Ballot, Judge
from gpumode_judge.event.plan import Plan
from gpumode_judge.event.rubric import Criterion, Rubric
from gpumode_judge.event.rules import Rules
from gpumode_judge.event.submission import Submission
from gpumode_judge.ui.organizer.rules_changes import History, UseMethod
from gpumode_judge.ui.organizer.standing_rows import percent
from gpumode_judge.ui.organizer.window import PLACES


@pytest.fixture
def scored(window, evening, settled):
    files = (
        evening.score_file("Ada", {"s1": (5, 5), "s2": (1, 1)}),
        evening.score_file("Bob", {"s1": (4, 5), "s3": (5, 5)}),
    )
    window.merge_files(files)
    settled(window)
    window.go("standings")
    settled(window)
    return window


# Ada is harsh and saw the better half. By the raw means team 4 leads; once strictness is taken out, teams 1 and 2 do.
MARKS = {
    "Ada": {"s1": (4, 4), "s2": (4, 3), "s3": (3, 2), "s5": (2, 1), "s6": (1, 1)},
    "Bob": {"s3": (5, 4), "s4": (4, 5), "s5": (4, 3), "s6": (3, 3), "s7": (5, 4)},
    "Cyd": {"s1": (4, 4), "s4": (4, 4), "s7": (3, 4), "s8": (2, 2), "s2": (4, 4)},
}


@pytest.fixture
def desk(tmp_path, home):
    plan = Plan(
        event=Event(title="Kernel Night"),
        rubric=Rubric(
            name="Ours", criteria=(Criterion(key="depth", name="Depth"), Criterion(key="speed", name="Speed"))
        ),
        rules=Rules(weights={"depth": Decimal(70), "speed": Decimal(30)}),
        tracks=(Track(id="t1", name="Kernels"),),
        judges=tuple(Judge(id=new_id(), name=name) for name in MARKS),
    )
    with OrganizerDesk.create(tmp_path, plan) as made:
        made.put([Submission(id=f"s{n}", title=f"Team {n}", team=f"Crew {n}", table=str(n)) for n in range(1, 10)])
        kernels = [replace(s, tracks=("t1",)) for s in made.record.submissions.values() if s.id in ("s3", "s4", "s5")]
        made.put(kernels)
        put_marks(made, MARKS)
        yield made


@pytest.fixture
def page(qtbot, opened, desk):
    window = opened(desk)
    window.go("standings")
    still(qtbot, window)
    return window.standings


def still(qtbot, window) -> None:
    """Wait until everything that was asked for is shown."""
    qtbot.waitUntil(lambda: not window.session.busy and not window.standings.working, timeout=20_000)


def column(page, key: str) -> dict[str, str]:
    """The cells of a column by submission, top to bottom."""
    at = page.model.column(key)
    return {row.id: str(page.model.index(place, at).data()) for place, row in enumerate(page.model.rows())}


def tip(page, submission: str, key: str) -> str:
    index = page.model.index_of(submission)
    return str(index.siblingAtColumn(page.model.column(key)).data(Qt.ItemDataRole.ToolTipRole) or "")


def shown(window, key: str) -> list[str]:
    column = window.standings.model.column(key)
    return [str(window.standings.model.index(row, column).data()) for row in range(window.standings.model.rowCount())]


def test_the_table_shows_ranks_and_scores_with_one_decimal(scored):
    assert shown(scored, "title") == ["Team 3", "Team 1", "Team 2", "Team 4"]
    assert shown(scored, "rank") == ["1", "2", "3", "–"]
    assert shown(scored, "score") == ["100.0", "91.3", "0.0", "–"]
    assert shown(scored, "share depth") == ["70.0", "61.3", "0.0", "–"]


def test_ctrl_c_copies_rows_with_whole_titles(qtbot, scored):
    view = scored.standings.view
    view.selectRow(0)
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    lines = QApplication.clipboard().text().splitlines()
    assert lines[0].split("\t")[-2:] == ["Depth", "Speed"]
    assert lines[1].split("\t")[1] == "Team 3"
    assert len(lines) == 2


@pytest.mark.parametrize("suffix", [".csv", ".xlsx"])
def test_the_standings_go_out(press, scored, settled, tmp_path, monkeypatch, suffix):
    path = tmp_path / f"out{suffix}"
    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", lambda *a: (str(path), ""))
    press(scored, Qt.Key.Key_S, scored.standings.save_button)
    settled(scored)
    assert path.stat().st_size > 100


def test_the_chosen_row_shows_every_visit(qtbot, scored):
    from gpumode_judge.ui.organizer.standing_rows import visits_of

    scored.standings.view.selectRow(1)
    assert scored.standings.detail.isVisible()
    visits = visits_of(scored.session.view.record, "s1")
    assert [(v.judge, v.total) for v in visits] == [("Ada", "100.0"), ("Bob", "82.5")]
    assert visits[0].marks == (("Depth", "5"), ("Speed", "5"))
    assert visits[0].notes == (("For the team", "seen by Ada"),)


def test_a_new_criterion_becomes_a_column(qtbot, scored, settled):
    scored.go("rubric")
    scored.rubric.rubric.add()
    scored.rubric.rubric.form.name.setText("Novelty")
    scored.rubric.rubric.form.weight.setText("10")
    scored.rubric.rubric.form._edited()
    scored.rubric.apply()
    settled(scored)
    scored.go("standings")
    qtbot.waitUntil(lambda: "share novelty" in [column.key for column in scored.standings.model.columns])


def test_ranges_and_chances_stand_beside_the_raw_mean(page):
    assert column(page, "rank")["s9"] == "–"
    assert set(column(page, "score")) == set(column(page, "raw"))
    assert column(page, "score") != column(page, "raw")
    first = next(iter(page.model.rows()))
    assert (first.low, str(first.rank)) == (1, "1")
    assert column(page, "range")[first.id] == f"1–{first.high}"
    assert column(page, "first")[first.id].endswith("%")
    chances = [row.first for row in page.model.rows() if row.first is not None]
    assert sum(chances) == pytest.approx(1)
    assert column(page, "first")["s9"] == column(page, "range")["s9"] == "–"


def test_neighbours_that_cannot_be_told_apart_say_so(page):
    joined = [row for row in page.model.rows() if row.below]
    assert joined
    row = joined[0]
    below = next(other for other in page.model.rows() if other.id == row.below)
    assert below.above == row.id
    assert "The marks cannot tell these two apart" in tip(page, row.id, "rank")
    assert below.submission.title in tip(page, row.id, "rank")


def test_percent_is_never_surer_than_it_can_be():
    assert [percent(p, 20) for p in (None, 0.0, 0.004, 0.005, 0.624, 0.9949, 0.996, 1.0)] == [
        "–", "<1\N{NO-BREAK SPACE}%", "<1\N{NO-BREAK SPACE}%", "1\N{NO-BREAK SPACE}%", "62\N{NO-BREAK SPACE}%",
        "99\N{NO-BREAK SPACE}%", ">99\N{NO-BREAK SPACE}%", ">99\N{NO-BREAK SPACE}%",
    ]  # fmt: skip
    assert percent(1.0, 3) == "100\N{NO-BREAK SPACE}%"


def test_another_method_stands_beside_the_one_in_force(qtbot, page):
    before = column(page, "rank")
    page.view.selectRow(2)
    chosen = page.view.current_id()
    pick(qtbot, page.method.choice, "Raw mean")
    still(qtbot, page.window())
    assert column(page, "rank") == before
    assert page.model.columns[page.model.column("other")].title == "Rank by Raw mean"
    moves = {row.id: row.move for row in page.model.rows() if row.move}
    assert moves
    for name, move in moves.items():
        assert column(page, "move")[name] == f"{'▲' if move > 0 else '▼'}{abs(move)}"
    assert page.view.current_id() == chosen
    assert [index.row() for index in page.view.selectionModel().selectedRows()] == [2]
    assert page.session.desk.record.rules.method == "severity"
    pick(qtbot, page.method.choice, "Compare with…")
    still(qtbot, page.window())
    assert "other" not in [c.key for c in page.model.columns]
    assert page.view.current_id() == chosen


def test_a_caution_is_shown_before_a_method_is_used(qtbot, page):
    page.compare("z-score")
    still(qtbot, page.window())
    assert "penalises" in page.method.mind.text()
    page.compare("trimmed")
    still(qtbot, page.window())
    assert "seven" in page.method.mind.text() or "7" in page.method.mind.text()
    assert not page.method.use_button.isEnabled()


def test_a_method_is_used_and_taken_back(qtbot, page):
    window, desk = page.window(), page.session.desk
    page.compare("mean")
    still(qtbot, window)
    page.method.use_button.setFocus()
    qtbot.keyClick(page.method.use_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), UseMethod))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, UseMethod)
    assert "to another rank" in dialog.words.text()
    qtbot.keyClick(dialog, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.record.rules.method == "mean")
    still(qtbot, window)
    assert page.method.title.text() == "Scored by: Raw mean"
    assert page.method.choice.text_value() == "severity"
    page._take_back("severity")
    qtbot.waitUntil(lambda: desk.record.rules.method == "severity")
    still(qtbot, window)
    assert page.method.title.text() == "Scored by: Severity-adjusted"
    page.method.history_button.setFocus()
    qtbot.keyClick(page.method.history_button, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), History))
    QApplication.activeModalWidget().reject()


def test_after_the_lock_the_method_stays(qtbot, page):
    window, desk = page.window(), page.session.desk
    page.session.do(lambda: locking.lock(desk))
    still(qtbot, window)
    page.compare("mean")
    still(qtbot, window)
    assert not page.method.use_button.isEnabled()
    assert "locked" in page.method.use_button.toolTip()


def test_a_track_is_ranked_among_itself(qtbot, page):
    overall = column(page, "rank")
    pick(qtbot, page.group, "Track: Kernels")
    still(qtbot, page.window())
    assert set(column(page, "rank")) == {"s3", "s4", "s5"}
    assert list(column(page, "rank").values()) == ["1", "2", "3"]
    assert column(page, "overall") == {name: overall[name] for name in column(page, "rank")}
    assert sum(row.first or 0 for row in page.model.rows()) == pytest.approx(1)
    assert "3 rows" in page.count.text()


def test_a_prize_with_weights_of_its_own_has_its_own_standings(qtbot, page):
    window, desk = page.window(), page.session.desk
    page.session.do(lambda: desk.put([Prize(id="fast", name="Fastest", weights={"speed": Decimal(1)})]))
    still(qtbot, window)
    scores = column(page, "raw")
    pick(qtbot, page.group, "Prize: Fastest (own weights)")
    still(qtbot, window)
    assert column(page, "raw")["s4"] == "87.5"
    assert column(page, "raw") != scores
    assert "Fastest" in page.method.title.text()
    assert [c.key for c in page.model.columns if c.key.startswith("share ")] == ["share speed"]


def test_a_group_that_goes_away_is_all_again(qtbot, page):
    window, desk = page.window(), page.session.desk
    page.session.do(lambda: desk.put([Prize(id="x", name="Gone", eligible="opt-in")]))
    still(qtbot, window)
    pick(qtbot, page.group, "Prize: Gone")
    still(qtbot, window)
    assert column(page, "rank") == {}
    pick(qtbot, page.group, "All submissions")
    still(qtbot, window)
    assert len(page.model.rows()) == 9


def test_who_is_out_by_a_gate_says_why(qtbot, page):
    window, desk = page.window(), page.session.desk
    rules = desk.record.rules
    correct = Measured(key="ok", name="Correct", turn=Turn.GATE, lower=False, excludes=True)
    figures = [Figure(submission=f"s{n}", criterion="ok", value=Decimal(int(n != 4))) for n in range(1, 10)]
    page.session.do(lambda: (desk.put([replace(rules, measured=(correct,))]), desk.say(*figures)))
    still(qtbot, window)
    assert column(page, "rank")["s4"] == "–"
    assert "did not pass" in tip(page, "s4", "rank")
    index = page.model.index_of("s4")
    assert index.data(Qt.ItemDataRole.ForegroundRole) is not None
    assert list(column(page, "rank"))[-2:] != ["s4", "s4"]


def test_new_views_keep_rows_sorting_scrolling_and_hover(qtbot, page):
    window, desk = page.window(), page.session.desk
    page.tabs.setCurrentIndex(1)
    still(qtbot, window)
    chart = page.chart.chart
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Space)
    hovered, chosen = chart.hover, page.view.current_id()
    assert hovered == chosen == chart.chosen
    page.view.sortByColumn(page.model.column("title"), Qt.SortOrder.DescendingOrder)
    put_marks(desk, {"Bob": {"s9": (3, 3)}})
    window.refresh()
    qtbot.waitUntil(lambda: column(page, "rank").get("s9", "–") != "–")
    still(qtbot, window)
    assert (chart.hover, chart.chosen, page.view.current_id()) == (hovered, chosen, chosen)
    assert list(column(page, "rank")) == [f"s{n}" for n in range(9, 0, -1)]


def test_enter_and_why_ask_for_the_whole_story(qtbot, page):
    wanted = []
    page.why_wanted.connect(wanted.append)
    assert not page.why_button.isEnabled()
    page.view.setFocus()
    page.view.selectRow(0)
    qtbot.keyClick(page.view, Qt.Key.Key_Down)
    current = page.view.current_id()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    qtbot.keyClick(page.why_button, Qt.Key.Key_Return)
    assert wanted == [current, current]
    page.tabs.setCurrentIndex(1)
    qtbot.keyClick(page.chart.chart, Qt.Key.Key_Up)
    qtbot.keyClick(page.chart.chart, Qt.Key.Key_Return)
    assert wanted == [current, current, page.chart.chart.hover]


def test_the_chart_tells_why_a_line_goes_up_or_down(qtbot, page):
    page.tabs.setCurrentIndex(1)
    still(qtbot, page.window())
    harsh = next(row.id for row in page.model.rows() if row.id == "s3")
    page.chart.chart._hover(harsh)
    assert page.chart.who.text() == "Team 3"
    assert "than average" in page.chart.story.text()
    assert "Raw mean" in page.chart.left_title.text()
    page.compare("additive")
    still(qtbot, page.window())
    assert page.chart.left_title.text() == "Full correction"
    assert page.chart.chart.hover == "s3"


def test_where_the_raw_mean_rules_the_chart_asks_what_to_compare(qtbot, page):
    window, desk = page.window(), page.session.desk
    page.session.do(lambda: desk.put([replace(desk.record.rules, method="mean")]))
    still(qtbot, window)
    page.tabs.setCurrentIndex(1)
    assert page.chart.currentIndex() == 1
    page.compare("severity")
    still(qtbot, window)
    assert page.chart.currentIndex() == 0
    line = page.chart.chart.slopes.lines[0]
    page.chart.chart._hover(line.id)
    assert "Its judges were" in page.chart.story.text()


def test_a_refusal_is_said_once_and_the_raw_mean_is_shown(qtbot, page):
    window, desk = page.window(), page.session.desk
    page.session.do(
        lambda: (
            desk.add_judges([Judge(id="zed", name="Zed")]),
            put_marks(desk, {"Zed": {"s9": (3, 3)}}),
        )
    )
    still(qtbot, window)
    assert page.banner.isVisible()
    assert "share" in page.banner.text()
    assert "raw mean is shown" in page.method.title.text()
    page.compare("mean")
    still(qtbot, window)
    assert page.method.use_button.isEnabled()
    page.compare("additive")
    still(qtbot, window)
    assert "share no judge" in page.method.mind.text()
    assert not page.method.use_button.isEnabled()
    page.banner._shut()
    window.refresh()
    still(qtbot, window)
    assert not page.banner.isVisible()
    assert set(column(page, "range").values()) == {"–"}


def test_the_refusal_offers_the_raw_mean(qtbot, page):
    window, desk = page.window(), page.session.desk
    page.session.do(
        lambda: (
            desk.add_judges([Judge(id="zed", name="Zed")]),
            put_marks(desk, {"Zed": {"s9": (3, 3)}}),
        )
    )
    still(qtbot, window)
    page.banner._action.setFocus()
    qtbot.keyClick(page.banner._action, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), UseMethod))
    qtbot.keyClick(QApplication.activeModalWidget(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: desk.record.rules.method == "mean")
    still(qtbot, window)
    assert not page.banner.isVisible()


def test_a_prize_by_which_nobody_has_a_score_goes_back_to_all(qtbot, page):
    window, desk = page.window(), page.session.desk
    page.session.do(lambda: desk.put([Prize(id="no", name="Nothing", weights={"gone": Decimal(1)})]))
    still(qtbot, window)
    pick(qtbot, page.group, "Prize: Nothing (own weights)")
    still(qtbot, window)
    assert page.group.text_value() == ""
    assert len(page.model.rows()) == 9
    QApplication.activeModalWidget().reject()


def test_enter_tells_of_the_row_however_the_table_is_sorted(qtbot, page):
    wanted = []
    page.why_wanted.connect(wanted.append)
    page.view.sortByColumn(page.model.column("title"), Qt.SortOrder.DescendingOrder)
    page.compare("mean")
    still(qtbot, page.window())
    assert next(iter(column(page, "title"))) == "s9"
    page.view.setFocus()
    qtbot.keyClick(page.view, Qt.Key.Key_Home, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(page.view, Qt.Key.Key_Enter)
    assert wanted == ["s9"]


def test_the_newest_request_wins(qtbot, page):
    for method in ("z-score", "additive", "mean", "order"):
        page.compare(method)
    still(qtbot, page.window())
    assert page.found.wanted.other == "order"
    assert page.model.columns[page.model.column("other")].title == "Rank by Order only"


def test_several_selected_rows_survive_other_columns(qtbot, page):
    page.view.selectRow(1)
    rows = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    page.view.selectionModel().select(page.model.index(4, 0), rows)
    before = {page.model.row(index).id for index in page.view.selectionModel().selectedRows()}
    page.compare("mean")
    still(qtbot, page.window())
    assert {page.model.row(index).id for index in page.view.selectionModel().selectedRows()} == before


def pick(qtbot, choice, words: str) -> None:
    """Choose with the keyboard."""
    choice.setFocus()
    qtbot.keyClick(choice, Qt.Key.Key_Home)
    for _ in range(choice.count()):
        if choice.currentText() == words:
            break
        qtbot.keyClick(choice, Qt.Key.Key_Down)
    assert choice.currentText() == words


def test_three_hundred_teams_and_sixty_judges_are_shown(qtbot, opened, settled, tmp_path):
    judges = tuple(Judge(id=new_id(), name=f"Judge {n}") for n in range(60))
    plan = Plan(
        event=Event(title="Big"),
        rubric=Rubric(name="r", criteria=(Criterion(key="a", name="A"),)),
        rules=Rules(method="mean", weights={"a": Decimal(1)}),
        judges=judges,
    )
    with OrganizerDesk.create(tmp_path, plan) as desk:
        desk.put([Submission(id=f"s{n}", title=f"Team {n}", table=str(n)) for n in range(300)])
        desk.put_ballots(
            [
                Ballot(
                    judge=judges[n % 60].id, submission=f"s{n}", rubric=desk.record.rubric_eid,
                    marks={"a": Decimal(n % 5 + 1)},
                )
                for n in range(300)
            ]
        )  # fmt: skip
        window = opened(desk)
        for place in PLACES[:7]:
            window.go(place.key)
            settled(window)
        assert len(window.submissions.model.rows()) == 300
        assert len(window.judges.model.rows()) == 60
        assert shown(window, "rank")[:60] == ["=1"] * 60
        window.close()
