"""The slope chart alone, over lines that a test makes up."""

import pytest
from PySide6.QtCore import QPoint, Qt

from gpumode_judge.ui.organizer.slope_chart import SlopeChart
from gpumode_judge.ui.organizer.slope_lines import Line, Slopes
from gpumode_judge.ui.organizer.standings_found import Rank
from gpumode_judge.ui.shared.theme import apply_theme, load_theme


def slopes(starts: list[int], much: int = 3) -> Slopes:
    """One line for each number, in the order of the right side; the number is its place on the left."""
    lines = tuple(
        Line(f"s{n}", f"Team {n}", Rank(start + 1, shared=False), Rank(n + 1, shared=False), "70.0", "71.5", start, n)
        for n, start in enumerate(starts)
    )
    return Slopes(lines, "mean", "severity", much)


@pytest.fixture
def chart(qtbot, themed):
    made = SlopeChart()
    qtbot.addWidget(made)
    made.resize(900, 500)
    made.show_slopes(slopes([3, 1, 2, 0]))
    made.show()
    made.setFocus()
    return made


def points(chart, kind: str) -> list[float]:
    return [float(y) - 0.5 for y in chart.plot.curves[kind].getData()[1]]


def test_those_who_moved_much_are_drawn_apart(chart):
    assert points(chart, "up") == [3, 0]
    assert points(chart, "down") == [0, 3]
    assert points(chart, "quiet") == [1, 1, 2, 2]


def test_arrow_keys_walk_in_the_order_of_the_right_side(qtbot, chart):
    seen = []
    chart.hovered.connect(seen.append)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Home):
        qtbot.keyClick(chart, key)
    assert seen == ["s0", "s1", "s3", "s2", "s0"]
    assert points(chart, "hovered") == [3, 0]
    assert "Team 0: rank 4 to 1" in chart.accessibleDescription()


def test_space_chooses_and_enter_opens(qtbot, chart):
    picked, opened = [], []
    chart.picked.connect(picked.append)
    chart.opened.connect(opened.append)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert opened == []
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Space)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert (picked, opened) == (["s0"], ["s0"])


def test_escape_lets_go(qtbot, chart):
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.hover == ""
    assert points(chart, "hovered") == []


@pytest.mark.parametrize(
    ("part", "place", "expected"), [("left_names", 0, "s3"), ("right_names", 0, "s0"), ("right_names", 3, "s3")]
)
def test_the_pointer_finds_the_row_of_either_side(qtbot, chart, part, place, expected):
    names = getattr(chart, part)
    row = 40  # four lines have all the room they want
    picked = []
    chart.picked.connect(picked.append)
    qtbot.mouseMove(names, QPoint(30, place * row + row // 2))
    assert chart.hover == expected
    qtbot.mouseClick(names, Qt.MouseButton.LeftButton, pos=QPoint(30, place * row + row // 2))
    assert picked == [expected]


def test_a_click_on_a_line_chooses_it(qtbot, chart):
    picked = []
    chart.picked.connect(picked.append)
    plot = chart.plot
    # Halfway, the two steep lines cross between the rows; a quarter of the way they are three quarters of a row apart from all others.
    where = QPoint(plot.width() // 8, round((3.5 - 3 / 8) * 40))
    qtbot.mouseClick(plot.viewport(), Qt.MouseButton.LeftButton, pos=where)
    assert picked == ["s0"]


def test_new_lines_keep_what_is_hovered_chosen_and_in_sight(qtbot, chart):
    many = [*range(1, 300), 0]
    chart.show_slopes(slopes(many, 20))
    assert chart.bar.maximum() > 0
    qtbot.keyClick(chart, Qt.Key.Key_End)
    chart.choose("s250")
    where = chart.bar.value()
    assert where > 0
    chart.show_slopes(slopes([1, 0, *range(2, 300)], 20))
    assert (chart.hover, chart.chosen, chart.bar.value()) == ("s299", "s250", where)
    chart.show_slopes(slopes([0, 1]))
    assert chart.hover == ""


def test_keys_bring_a_line_into_sight(qtbot, chart):
    chart.show_slopes(slopes(list(range(300)), 20))
    qtbot.keyClick(chart, Qt.Key.Key_End)
    assert chart.bar.value() == chart.bar.maximum()
    qtbot.keyClick(chart, Qt.Key.Key_PageUp)
    assert chart.hover != "s299"
    qtbot.keyClick(chart, Qt.Key.Key_Home)
    assert (chart.hover, chart.bar.value()) == ("s0", 0)


def test_it_follows_the_theme(chart, themed):
    apply_theme(themed, load_theme("dark"))
    assert chart.plot.backgroundBrush().color() == load_theme("dark").color("surface")
    apply_theme(themed, load_theme("light"))


def test_nothing_at_all_is_calm(qtbot, chart):
    chart.show_slopes(Slopes((), "mean", "mean", 3, "Nothing."))
    qtbot.keyClick(chart, Qt.Key.Key_Down)
    qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chart.hover == ""
    assert chart.accessibleDescription() == ""
