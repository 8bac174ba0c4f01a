import sys

import pytest
from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QFontMetricsF, QImage

from gpumode_judge.ceremony.board import Scene
from gpumode_judge.ui.projector.canvas import BoardCanvas
from gpumode_judge.ui.projector.layout import Box, frame_of, rows_of
from gpumode_judge.ui.projector.render import render_board
from gpumode_judge.ui.projector.rowpaint import sizes_of
from gpumode_judge.ui.projector.text import Type, fitted, lines_of


class Counted(BoardCanvas):
    """Counts what is painted."""

    def __init__(self):
        super().__init__()
        self.painted = []

    def paintEvent(self, event):  # noqa: N802 - Qt's name
        self.painted.append(QRect(event.rect()))
        super().paintEvent(event)


@pytest.fixture
def canvas(qtbot):
    widget = Counted()
    qtbot.addWidget(widget)
    widget.resize(1280, 720)
    widget.show()
    qtbot.waitExposed(widget)
    # Time passes only where a test says so.
    widget._timer.timeout.disconnect()
    return widget


def settle(canvas, qapp):
    for _ in range(2000):
        if canvas.still:
            break
        canvas.advance(1 / 60)
    qapp.processEvents()
    canvas.painted.clear()


def test_a_scene_that_stands_is_not_painted_again(canvas, board, qapp, qtbot):
    canvas.show_board(board(), animate=False)
    settle(canvas, qapp)
    canvas.show_board(board())
    qtbot.wait(60)
    assert canvas.painted == []
    assert canvas.still


def test_two_rows_that_swap_repaint_only_themselves(canvas, board, qapp):
    order = list(range(20))
    canvas.show_board(board(order=order), animate=False)
    settle(canvas, qapp)
    order[8], order[9] = order[9], order[8]
    canvas.show_board(board(order=order))
    settle_first = canvas.painted
    qapp.processEvents()
    settle_first.clear()
    canvas.advance(0.2)
    qapp.processEvents()
    painted = QRect()
    for rect in canvas.painted:
        painted = painted.united(rect)
    slots = rows_of(frame_of(1280, 720), 20, a_page=12, first_page=True).slots
    assert painted.top() >= slots[7].y
    assert painted.bottom() <= slots[10].bottom


def test_rows_sent_elsewhere_in_flight_end_where_the_last_board_says(canvas, board, qapp):
    order = list(range(12))
    canvas.show_board(board(order=order), animate=False)
    settle(canvas, qapp)
    canvas.show_board(board(order=order[::-1]))
    for _ in range(20):
        canvas.advance(1 / 60)
    between = canvas._rows.places()
    assert any(place != round(place) for place in between.values())
    last = [5, 0, 11, 3, 1, 2, 4, 6, 7, 8, 9, 10]
    canvas.show_board(board(order=last))
    assert canvas._rows.places() == between
    settle(canvas, qapp)
    assert canvas._rows.places() == {f"t{team}": place for place, team in enumerate(last)}


def picture(canvas):
    return canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def test_after_moving_the_picture_is_the_one_that_stands(canvas, board, qapp):
    order = list(range(30))
    canvas.show_board(board(order=order), animate=False)
    settle(canvas, qapp)
    end = board(order=order[::-1], scores=[20.0 + team for team in range(30)])
    canvas.show_board(end)
    settle(canvas, qapp)
    assert picture(canvas) == render_board(end, 1280, 720)


def test_moving_paints_what_a_full_painting_would(canvas, board, qapp):
    order = list(range(14))
    canvas.show_board(board(order=order), animate=False)
    settle(canvas, qapp)
    before = picture(canvas)
    canvas.show_board(board(order=[3, 1, 2, 0, *order[4:]]))
    canvas.advance(0.25)
    partly = picture(canvas)
    canvas.update()
    assert partly == picture(canvas) != before


def test_charts_that_are_left_keep_nothing(canvas, board, qapp):
    for page in range(3):
        canvas.show_board(board(Scene.CHARTS).turned(page))
        qapp.processEvents()
    plots = canvas._charts._plots.values()
    assert any(plot._extras for plot in plots)
    canvas.show_board(board(Scene.BLACKOUT))
    assert canvas._charts._board is None
    assert not any(plot._extras or plot.bars.count for plot in plots)


def test_less_motion_cuts(canvas, board, qapp):
    canvas.reduced_motion = True
    canvas.show_board(board(order=range(12)))
    canvas.show_board(board(order=range(11, -1, -1)))
    assert canvas.still
    assert canvas._rows.places()["t11"] == 0


def test_memory_and_accessible_text_hold_only_what_is_shown(canvas, board, qapp):
    canvas.show_board(board(), animate=False)
    assert "TurboSoftmax" in canvas.accessibleDescription()
    canvas.show_board(board(Scene.BLACKOUT))
    assert canvas.accessibleDescription() == ""
    assert canvas.board.rows == ()
    assert canvas._rows.places() == {}
    image = picture(canvas)
    assert {image.pixelColor(x, y).rgb() for x in range(0, 1280, 64) for y in range(0, 720, 48)} == {
        QColor("black").rgb()
    }


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (1024, 768)])
@pytest.mark.parametrize("teams", [0, 1, 3, 45, 300])
@pytest.mark.parametrize("scene", [Scene.WELCOME, Scene.PROGRESS, Scene.LIVE, Scene.CHARTS])
def test_every_scene_paints_with_any_number_of_teams(qapp, board, scene, teams, size):
    shown = board(scene, teams=teams, rehearsal=teams == 3)
    for page in range(min(shown.pages, 3)):
        image = render_board(shown.turned(page), *size)
        assert (image.width(), image.height()) == size
        # The border that a projector may swallow stays empty of words: it holds one colour, but for the ornament and the watermark.
        if scene is not Scene.WELCOME and not shown.rehearsal:
            assert len({image.pixelColor(x, 4).rgb() for x in range(0, size[0], 16)}) == 1


def test_a_picture_has_sensible_sizes(qapp, board):
    with pytest.raises(ValueError, match="160 to 8192"):
        render_board(board(), 10, 10)


@pytest.mark.parametrize("size", [(1280, 720), (1920, 1080), (3840, 2160)])
def test_hard_names_fit_and_are_never_below_the_smallest_size(qapp, board, size):
    frame = frame_of(*size)
    layout = rows_of(frame, 45, a_page=12, first_page=False)
    style = sizes_of(frame, layout.slots[0].h).name
    width = layout.columns.name[1]
    told = [fitted(row.name, style, width) for row in board().rows[:8]]
    for fit in told:
        assert fit.width <= width + 0.5
        assert fit.size >= max(round(style.size * 0.7), int(size[1] * 0.024))
    assert [fit.text for fit in told[:1] + told[2:6] + told[7:]] == [
        row.name for i, row in enumerate(board().rows[:8]) if i not in (1, 6)
    ]
    assert told[6].text.endswith("…")
    assert told[6].size == round(style.size * 0.7)


GOLDEN = """
1280x720
27 | TurboSoftmax
19 | FlashKernels: fused attention for the rest of us, on one GPU
19 | WWWWWWWWWWWWWWWWWWWWWWWWWWW…
27 | Übergrößenträger
1920x1080
40 | TurboSoftmax
28 | FlashKernels: fused attention for the rest of us, on one GPU
28 | WWWWWWWWWWWWWWWWWWWWWWWWWWWW…
40 | Übergrößenträger
3840x2160
80 | TurboSoftmax
57 | FlashKernels: fused attention for the rest of us, on one GPU
56 | WWWWWWWWWWWWWWWWWWWWWWWWWWWW…
80 | Übergrößenträger
"""


def test_golden_layout_of_long_names(qapp, board):
    lines = []
    for size in ((1280, 720), (1920, 1080), (3840, 2160)):
        frame = frame_of(*size)
        layout = rows_of(frame, 45, a_page=12, first_page=False)
        style = sizes_of(frame, layout.slots[0].h).name
        lines.append(f"{size[0]}x{size[1]}")
        for row in (row for i, row in enumerate(board().rows[:8]) if i in (0, 1, 6, 7)):
            fit = fitted(row.name, style, layout.columns.name[1])
            lines.append(f"{fit.size} | {fit.text}")
    assert "\n".join(lines) == GOLDEN.strip()


def test_joined_emoji_are_never_taken_apart(qapp):
    family = "👩‍👩‍👧‍👦"
    fit = fitted(family * 20, Type(40), 300)
    kept = fit.text.removesuffix("…")
    assert kept == family * (len(kept) // len(family))


def test_a_title_breaks_between_words(qapp):
    style = Type(120, display=True)
    lines, size = lines_of("The Very Long Name of a Weekend of Kernels and Coffee", style, 1500, 2)
    assert len(lines) == 2
    assert " ".join(lines) == "The Very Long Name of a Weekend of Kernels and Coffee"
    measure = QFontMetricsF(style.font(size))
    assert all(measure.horizontalAdvance(line) <= 1500 for line in lines)


def test_lifted_rows_leave_the_lower_part_free(qapp, board):
    shown = board(lifted=True)
    image = render_board(shown, 1280, 720)
    ground = image.pixelColor(2, 2)
    assert all(image.pixelColor(x, y) == ground for x in range(0, 1280, 8) for y in range(600, 720, 6))


def test_painting_keeps_the_references_to_none(canvas, board, qapp):
    canvas.show_board(board(), animate=False)
    settle(canvas, qapp)
    before = sys.getrefcount(None)
    for _ in range(3000):
        canvas.repaint(Box(0, 0, 8, 8).x, 200, 40, 20)
    assert abs(sys.getrefcount(None) - before) < 500
