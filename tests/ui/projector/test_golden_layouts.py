"""Where each name, score and bar stands, as text: a change of the layout shows here as a change of these lines.

Names in letters of the shipped typeface are told exactly; the widths of other scripts depend on the fonts of the machine, so for those
only that they fit is told (in the tests of the scenes).
"""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from gpumode_judge.ceremony.board import Board, BoardRow, Scene
from gpumode_judge.ceremony.scenes import PrizeCard, Winner
from gpumode_judge.ui.projector import liverows, reveal_scene, revealrows, rowpaint, text
from gpumode_judge.ui.projector.digits import Digits
from gpumode_judge.ui.projector.layout import frame_of, rows_of
from gpumode_judge.ui.projector.podium_scene import steps_of
from gpumode_judge.ui.projector.prize_scene import winner_boxes
from gpumode_judge.ui.projector.render import render_board
from gpumode_judge.ui.projector.reveal_scene import places_of

NAMES = (
    "TurboSoftmax",
    "FlashKernels: fused attention for the rest of us, on one GPU",
    "W" * 60,
    "ALL CAPITALS EVERYWHERE IN THIS NAME",
    "Z̷a̸l̵g̶o̵ kernels",
    "A",
)
OTHERS = ("内核融合 — 大规模矩阵乘法优化器", "مُسرّع الانتباه للنماذج CUDA", "מאיץ הקשב", "👩‍👩‍👧‍👦 Family 🧑🏽‍💻", "")
SIZES = ((1920, 1080), (3840, 2160), (1280, 720), (1024, 768))


def row(at, name, **more):
    score = f"{95 - at * 3}.5"
    told = {"key": f"t{at}", "rank": at, "name": name, "score": score, "fraction": float(score) / 100, "visits": 3}
    return BoardRow(**(told | {"segments": (float(score) / 200,) * 2, "settled": True} | more))


def winners(names):
    return tuple(Winner(key=f"t{at}", name=name, rank=at, score=f"{95 - at * 3}.5") for at, name in enumerate(names, 1))


def boards(names):
    base = {"title": "CUDA MODE IRL"}
    rows = tuple(row(at, name) for at, name in enumerate(names, 1))
    prize = PrizeCard(name="Best kernel", sponsor="NVIDIA", award="A GPU", count=len(names), winners=winners(names))
    return {
        "live": Board(scene=Scene.LIVE, rows=rows, legend=("Speed", "Idea"), **base),
        "reveal": Board(scene=Scene.REVEAL, rows=rows, focus="t2", **base),
        "podium": Board(scene=Scene.PODIUM, podium=winners(names[:3]), **base),
        "prize": Board(scene=Scene.PRIZE, prize=prize, **base),
    }


@pytest.fixture
def painted(monkeypatch):
    """What is painted, a line each."""
    lines = []
    draw, digits = text.draw, Digits.draw

    def told(painter, box, words, style, color, align=Qt.AlignmentFlag.AlignLeft, smallest=0):
        used = draw(painter, box, words, style, color, align, smallest)
        if words:
            fit = text.fitted(words, style, box.w, smallest)
            how = "cut" if fit.text != text.calm(words) else "shrunk" if fit.size < style.size else "whole"
            lines.append((fit.text, f"{box.x},{box.y} {box.w}x{box.h} {fit.size}px {how}", used, box))
        return used

    def figures(self, painter, right, middle, words):
        digits(self, painter, right, middle, words)
        lines.append((words, f"ends {right},{middle}", 0, None))

    def framed(module, name, label):
        real = getattr(module, name)

        def wrapped(*args, **more):
            made = real(*args, **more)
            box = made if isinstance(made, tuple) else None
            if box is not None:
                lines.append((label, f"{box[0]},{box[1]} {box[2]}x{box[3]}", 0, None))
            return made

        monkeypatch.setattr(module, name, wrapped)

    monkeypatch.setattr(text, "draw", told)
    monkeypatch.setattr(Digits, "draw", figures)
    framed(rowpaint, "bar_box", "bar")
    framed(reveal_scene, "bar_box", "bar")
    for module, name in ((liverows, "paint_row"), (revealrows, "paint_place")):
        real = getattr(module, name)

        def wrapped(*args, _real=real, **more):
            lines.append(("row", "", 0, None))
            return _real(*args, **more)

        monkeypatch.setattr(module, name, wrapped)
    return lines


def standing(board, frame):
    """The boxes that rows, winners and steps stand in."""
    match board.scene:
        case Scene.LIVE:
            return rows_of(frame, len(board.rows), a_page=board.rows_a_page, first_page=True).slots
        case Scene.REVEAL:
            return places_of(board, frame).slots
        case Scene.PODIUM:
            return [step for step in steps_of(board, frame) if step is not None]
        case _:
            return winner_boxes(frame.body, board.prize.count, frame)


def layout(painted):
    lines = []
    for size in SIZES:
        for scene, board in boards(NAMES).items():
            painted.clear()
            render_board(board, *size)
            lines.append(f"== {scene} {size[0]}x{size[1]}")
            lines += [f"{box.x},{box.y} {box.w}x{box.h}" for box in standing(board, frame_of(*size))]
            lines += [f"{words[:44]} | {where}".rstrip(" |") for words, where, *_ in painted]
    return "\n".join(lines)


def test_golden_layouts(qapp, painted):
    golden = Path(__file__).with_name("golden_layouts.txt")
    assert layout(painted) == golden.read_text(encoding="utf-8").rstrip("\n")


@pytest.mark.parametrize("size", SIZES, ids="{0[0]}x{0[1]}".format)
@pytest.mark.parametrize("scene", ["live", "reveal", "podium", "prize"])
@pytest.mark.parametrize("first", range(len(OTHERS)))
def test_names_in_other_scripts_fit(qapp, painted, scene, size, first):
    names = (*OTHERS[first:], *OTHERS[:first])
    render_board(boards(names)[scene], *size)
    for words, _where, used, box in painted:
        if box is not None:
            assert used <= box.w + 1, words
            assert "\N{REPLACEMENT CHARACTER}" not in words
