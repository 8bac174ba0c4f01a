"""The page that explains one rank, beside a desk of a small evening, with real key presses."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMainWindow

from gpumode_judge.desk.contest import packet
from gpumode_judge.event.measured import Figure, Measured, Turn
from gpumode_judge.event.people import Ballot, Judge, Outcome, Remark
from gpumode_judge.event.submission import Entered, Submission
from gpumode_judge.standings.waterfall import Part, Step, Waterfall, Why
from gpumode_judge.ui.organizer.waterfall_view import scale_of
from gpumode_judge.ui.organizer.why_words import apart, headline, lines_of

NAMES = ("Ada Lovelace", "Bob Barker", "Cyd Charisse", "Dee Daniels")
MARKS = {
    "Ada Lovelace": {"s1": (5, 4), "s2": (4, 4), "s3": (3, 2), "s4": (2, 3)},
    "Bob Barker": {"s1": (4, 3), "s2": (2, 2), "s3": (2, 1)},
    "Cyd Charisse": {"s1": (3, 4), "s3": (3, 3), "s4": (1, 2)},
    "Dee Daniels": {"s2": (5, 5), "s4": (3, 3), "s1": (5, 5)},
}


class Table:
    """A desk with marks, and the page over it."""

    def __init__(self, qtbot, desk) -> None:
        from gpumode_judge.ui.organizer.session import Session
        from gpumode_judge.ui.organizer.why_page import WhyPage

        self.bot, self.desk = qtbot, desk
        self.host = QMainWindow()
        qtbot.addWidget(self.host)
        self.session = Session(desk, self.host)
        self.page = WhyPage(self.session)
        self.host.setCentralWidget(self.page)
        self.session.fresh.connect(self.page.show_view)
        self.host.resize(1000, 480)
        with qtbot.waitActive(self.host):
            self.host.show()
            self.host.activateWindow()
        self.fresh()

    def fresh(self) -> None:
        with self.bot.waitSignal(self.session.fresh, timeout=20_000):
            self.session.refresh()
        self.rest()

    def rest(self) -> None:
        self.bot.waitUntil(lambda: not self.page.working and not self.session.busy, timeout=20_000)

    def show(self, submission: str) -> None:
        self.page.show_team(submission)
        self.rest()

    def key(self, key, modifier=Qt.KeyboardModifier.NoModifier) -> None:
        self.bot.keyClick(QApplication.focusWidget() or self.page, key, modifier)
        self.rest()

    def mark(self, name: str, **marks) -> None:
        judge = next(j.id for j in self.desk.record.judges.values() if j.name == name)
        rubric = self.desk.record.rubric_eid
        self.desk.put_ballots([
            Ballot(judge=judge, submission=s, rubric=rubric, marks={"depth": Decimal(a), "speed": Decimal(b)})
            for s, (a, b) in marks.items()
        ])  # fmt: skip

    def words(self) -> str:
        """Everything that can be read on the page below its head, hidden cards aside."""
        content = self.page.content
        return "\n".join(label.text() for label in content.findChildren(QLabel) if label.isVisibleTo(content))

    @property
    def title(self) -> str:
        return self.page.heading.text()


@pytest.fixture
def table(qtbot, themed, evening):
    desk = evening.desk
    known = [evening.judge_id("Ada"), evening.judge_id("Bob"), "cyd", "dee"]
    desk.put([Judge(id=judge, name=name) for judge, name in zip(known, NAMES, strict=True)])
    desk.put([replace(desk.record.rules, method="severity")])
    made = Table(qtbot, desk)
    for name, marks in MARKS.items():
        made.mark(name, **marks)
    made.fresh()
    return made


def test_the_head_says_the_rank_and_how_sure_it_is(table):
    table.show("s1")
    why = table.page.story.why
    assert headline(why) == f"Rank 1 of 4, probably between {why.low} and {why.high}"
    said = table.words()
    assert headline(why) in said
    assert "Chance of the top 3: " in said
    assert "Crew 1 · Table 1" in said


def test_the_figures_on_the_way_to_the_score_add_up(table):
    for submission in ("s1", "s2", "s3", "s4"):
        table.show(submission)
        lines = lines_of(table.page.story.why.waterfall)
        assert_adds_up(lines)
        said = table.words()
        assert all(line.says in said and line.figure in said for line in lines)


def assert_adds_up(lines) -> None:
    figures = [Decimal(line.figure.replace("−", "-")) for line in lines]
    assert sum(figures[:-1]) == figures[-1]


tenths = st.fractions(min_value=-40, max_value=40, max_denominator=997)


@given(raw=st.fractions(min_value=0, max_value=100, max_denominator=997), points=st.lists(tenths, max_size=4))
def test_whatever_the_steps_are_the_shown_figures_add_up_and_are_on_the_scale(raw, points):
    steps = tuple(Step(why=Why.METHOD, points=each, says="so") for each in points)
    fall = Waterfall(
        submission="s", raw=raw, parts=(Part(judge="j", total=raw, correction=Fraction(), share=Fraction(1)),), steps=steps,
        score=raw + sum(points, Fraction()), judged=Fraction(1), measured=Fraction(),
    )  # fmt: skip
    lines = lines_of(fall)
    assert_adds_up(lines)
    scale = scale_of(lines)
    assert all(scale.low < line.start < scale.high and scale.low < line.end < scale.high for line in lines)
    assert 1 <= len(scale.ticks()) <= 12
    assert [line.start for line in lines[1:]] == [line.end for line in lines[:-1]]


def test_alt_and_arrows_walk_through_the_standings(table):
    order = [row.submission for row in table.session.view.standings]
    table.show(order[0])
    assert not table.page.before_button.isEnabled()
    for submission in order[1:]:
        table.key(Qt.Key.Key_Right, Qt.KeyboardModifier.AltModifier)
        assert table.page.story.why.submission.id == submission
    assert not table.page.after_button.isEnabled()
    table.key(Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert table.page.story.why.submission.id == order[-2]


def test_escape_empties_the_search_first_and_then_goes_back(table):
    table.show("s1")
    told = []
    table.page.back_wanted.connect(lambda: told.append(True))
    table.key(Qt.Key.Key_Slash)
    assert table.page.search.hasFocus()
    table.bot.keyClicks(table.page.search, "zzz")
    table.key(Qt.Key.Key_Escape)
    assert table.page.search.text() == ""
    assert not told
    table.show("s2")
    table.key(Qt.Key.Key_Escape)
    assert told == [True]


def test_typing_a_part_of_a_title_and_enter_goes_to_that_team(table):
    table.show("s1")
    table.key(Qt.Key.Key_Slash)
    table.bot.keyClicks(table.page.search, "crew 3")
    table.bot.keyClick(table.page.search, Qt.Key.Key_Return)
    table.rest()
    assert table.title == "Team 3"
    table.bot.waitUntil(lambda: table.page.search.text() == "")
    assert not table.page.search.hasFocus()


def test_the_list_below_the_field_is_walked_with_the_arrows(table):
    table.show("s1")
    table.key(Qt.Key.Key_Slash)
    table.bot.keyClicks(table.page.search, "team")
    seen = table.page.search.completer().popup()
    table.bot.waitUntil(seen.isVisible)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        table.bot.keyClick(seen, key)
    table.rest()
    assert table.page.story.why.submission.id == table.page.search.fitting("team")[2].id
    assert not seen.isVisible()
    table.bot.waitUntil(lambda: table.page.search.text() == "")


def test_a_table_alone_finds_the_team_that_stands_there(table):
    table.desk.put([Submission(id=f"x{n}", title=f"2{n} kernels in 2 days", table=f"{n}2") for n in range(1, 9)])
    table.fresh()
    fits = table.page.search.fitting("2")
    assert fits[0].id == "s2"
    assert len(fits) > 5
    assert table.page.search.fitting("KERNELS 23")[0].id == "x3"
    assert table.page.search.fitting(" ") == []


def test_hidden_names_are_the_letters_of_the_contest_page(table):
    table.show("s1")
    assert all(name in table.words() for name in NAMES)
    table.page.hide_names.setChecked(True)
    said = table.words()
    assert not any(name in said for name in NAMES)
    page = packet(table.session.view.result, "s1")
    shown = table.page.story.letters
    by_letter = {visit.judge: visit.total for visit in page.visits}
    for visit in table.page.story.why.visits:
        assert by_letter[shown[visit.judge]] == visit.total
    assert all(f"Judge {letter}" in said for letter in "ABCD")
    table.page.copy_button.click()
    assert not any(name in QApplication.clipboard().text() for name in NAMES)


def test_ctrl_shift_c_copies_the_story_as_text(table):
    table.show("s1")
    table.bot.keyClick(
        table.page, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    )
    text = QApplication.clipboard().text()
    assert table.host.isActiveWindow()  # laying the page out opens no window of its own
    assert text.startswith("Team 1 · Crew 1: rank 1 of 4")
    assert "raw mean of 4 visits" in text
    assert "Ada Lovelace" in text


def test_a_new_view_keeps_the_team_and_the_place_on_the_page(table):
    table.show("s1")
    bar = table.page._area.verticalScrollBar()
    table.bot.waitUntil(lambda: bar.maximum() > 150)
    bar.setValue(120)
    before = table.page.story
    table.mark("Bob Barker", s4=(5, 5))
    table.fresh()
    assert table.title == "Team 1"
    assert table.page.story != before
    table.bot.wait(20)
    assert bar.value() == 120
    table.page.hide_names.setChecked(True)
    table.bot.wait(20)
    assert bar.value() == 120
    shown = table.page.content
    table.fresh()
    assert table.page.content is shown  # nothing is new, so nothing is laid out again
    table.show("s2")
    assert bar.value() == 0


def test_each_visit_shows_marks_total_correction_share_and_notes_as_they_are(table):
    judge = next(j.id for j in table.desk.record.judges.values() if j.name == NAMES[0])
    table.desk.say(Remark(judge=judge, submission="s1", criterion="depth", text="<b>fused</b> & tiled"))
    table.fresh()
    table.show("s1")
    label = next(found for found in table.page.findChildren(QLabel) if "fused" in found.text())
    assert label.text() == "Depth: <b>fused</b> & tiled"
    assert label.textFormat() == Qt.TextFormat.PlainText
    said = table.words()
    for visit in table.page.story.why.visits:
        assert visit.name in said
    for head in ("Depth", "Speed", "Total", "Correction", "Counts", "Mean"):
        assert head in said


def test_a_mark_that_nobody_expects_is_pointed_out(table):
    table.desk.put([Submission(id=f"y{n}", title=f"Odd {n}", table=f"9{n}") for n in range(12)])
    for n in range(12):
        for place, name in enumerate(NAMES):
            level = 1 + (n + place % 2) % 3
            table.mark(name, **{f"y{n}": (level, level)})
    table.mark(NAMES[3], y0=(5, 5))
    table.mark(NAMES[0], y0=(1, 1))
    table.fresh()
    odd = [n for n in range(12) if shown_unexpected(table, f"y{n}")]
    assert 0 in odd


def shown_unexpected(table, submission: str) -> bool:
    table.show(submission)
    flagged = any(visit.unexpected for visit in table.page.story.why.visits)
    assert ("Unexpected" in table.words()) is flagged
    return flagged


def test_an_unvisited_team_is_told_so_and_leads_to_the_others(table):
    table.desk.put([Submission(id="new", title="Newcomer")])
    table.fresh()
    table.show("new")
    assert "No rank yet" in table.words()
    assert "there is no score to explain" in table.words()
    wanted = []
    table.page.going.connect(wanted.append)
    table.page.content.unvisited_wanted.emit()
    assert wanted == ["unvisited"]


def test_a_team_that_a_gate_shuts_out_is_told_by_which(table):
    rules = table.desk.record.rules
    table.desk.put([replace(rules, measured=(Measured(key="ok", name="Tests", turn=Turn.GATE, excludes=True),))])
    for n in (1, 2, 3):
        table.desk.say(Figure(submission=f"s{n}", criterion="ok", value=Decimal(1 if n > 1 else 0)))
    table.fresh()
    table.show("s1")
    assert "No rank\n" in table.words()
    assert "did not pass “Tests”" in table.words()
    table.show("s4")
    assert "has no figure for “Tests”" in table.words()
    assert "no figure" in table.words()


def test_measured_criteria_show_figure_place_and_points(table):
    rules = table.desk.record.rules
    measured = Measured(
        key="ms", name="Runtime", unit="ms", lower=True, turn=Turn.RANKS, points=(Decimal(5), Decimal(3))
    )
    table.desk.put([replace(rules, weights=dict(rules.weights) | {"ms": Decimal(100)}, measured=(measured,))])
    for n, value in enumerate(("2.5", "1.25"), 1):
        table.desk.say(Figure(submission=f"s{n}", criterion="ms", unit="ms", value=Decimal(value)))
    table.fresh()
    table.show("s1")
    assert "2.5 ms\n2\n30.0\n50.0" in table.words()
    assert "which counts 50 %" in table.words()
    assert_adds_up(lines_of(table.page.story.why.waterfall))


def test_refused_standings_are_told_in_a_strip(table):
    table.desk.put([Judge(id="island", name="Lone Wolf"), Submission(id="far", title="Far away")])
    table.mark("Lone Wolf", far=(3, 3))
    table.fresh()
    table.show("far")
    assert table.page.banner.isVisible()
    assert "can say nothing here, so the raw mean ranks" in table.page.banner.text()
    assert "nothing is corrected" in table.words()


def test_ballots_that_do_not_count_are_told(table):
    judge = next(j.id for j in table.desk.record.judges.values() if j.name == NAMES[1])
    rubric = table.desk.record.rubric_eid
    table.desk.put_ballots(
        [Ballot(judge=judge, submission="s4", rubric=rubric, outcome=Outcome.RECUSED, reason="my lab")]
    )
    table.fresh()
    table.show("s4")
    assert "Not counted: Bob Barker (recused: my lab)." in table.words()
    table.page.hide_names.setChecked(True)
    assert "Not counted: 1 judge (recused: my lab)." in table.words()


def test_a_team_that_withdraws_leaves_a_plain_sentence(table):
    table.show("s3")
    table.desk.put([replace(table.desk.record.submissions["s3"], entered=Entered.WITHDRAWN)])
    table.fresh()
    assert not table.page.save_button.isEnabled()
    assert "is not judged" in table.page._empty.text.text()


def test_before_any_team_is_chosen_the_page_says_what_to_do(table):
    assert table.page._empty.title.text() == "Choose a team"
    assert not table.page.copy_button.isEnabled()
    table.page.save()
    table.page.copy()


def test_ctrl_s_saves_the_contest_page(table, tmp_path, monkeypatch):
    table.show("s1")
    path = tmp_path / "page"
    asked = []

    def answer(*given):
        asked.append(given[2])
        return str(path), ""

    monkeypatch.setattr("PySide6.QtWidgets.QFileDialog.getSaveFileName", answer)
    table.bot.keyClick(table.page, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    table.rest()
    assert asked == ["contest-1-team-1.pdf"]
    assert path.with_suffix(".pdf").read_bytes().startswith(b"%PDF")


def test_a_wide_window_has_two_columns_and_all_themes_are_painted(table, themed):
    from gpumode_judge.ui.shared.theme import apply_theme, load_theme

    table.show("s1")
    content = table.page.content
    assert content.visits.x() == content.way.x()
    table.host.resize(2200, 1200)
    table.bot.waitUntil(lambda: content.visits.x() > content.way.x())
    for theme in ("dark", "light"):
        apply_theme(themed, load_theme(theme))
        assert not table.host.grab().isNull()


def test_words_from_right_to_left_do_not_reorder_what_is_around_them():
    assert apart("Depth") == "Depth"
    assert apart("عمق").strip("\u200e\u2068\u2069") == "عمق"
    assert apart("عمق") != "عمق"
