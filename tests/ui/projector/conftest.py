"""Boards with the names that break layouts."""

import pytest

from gpumode_judge.ceremony.board import Board, BoardRow, Path, Race, Scene, Spread, Tally
from gpumode_judge.ui.shared.fonts import load_fonts

HARD = (
    "TurboSoftmax",
    "FlashKernels: fused attention for the rest of us, on one GPU",
    "内核融合 — 大规模矩阵乘法优化器",
    "مُسرّع الانتباه للنماذج اللغوية CUDA",
    "👩‍👩‍👧‍👦 Family Matmul 🧑🏽‍💻",
    "A",
    "W" * 60,
    "Übergrößenträger",
)


def make_rows(order, scores=None):
    rows = []
    for place, team in enumerate(order):
        score = scores[team] if scores else 95.0 - team
        rows.append(
            BoardRow(
                key=f"t{team}",
                rank=place + 1,
                name=HARD[team % len(HARD)],
                team="Ada, Grace",
                score=f"{score:.1f}",
                fraction=score / 100,
                segments=(score / 200, score / 200),
                visits=3,
            )
        )
    return tuple(rows)


def make_board(scene=Scene.LIVE, teams=20, order=None, scores=None, **more):
    told = {"title": "CUDA MODE IRL", "sponsors": ("NVIDIA", "Modal"), "as_of": "from 2 score files, 21:40"}
    if scene in (Scene.LIVE, Scene.CHARTS):
        told |= {"rows": make_rows(order or range(teams), scores), "legend": ("Performance", "Originality")}
    if scene is Scene.PROGRESS:
        told["teams"] = tuple(Tally(key=str(i), name=HARD[i % 8], table=str(i), done=1, wanted=4) for i in range(teams))
    if scene is Scene.CHARTS and teams:
        told["spread"] = Spread(bins=(0,) * 10 + (1, 2, 4, 2, 1) + (0,) * 5, visits=10, low=55, middle=62, high=70)
        paths = tuple(Path(key=str(i), name=HARD[i], points=((0, i + 1), (1, i + 1))) for i in range(min(teams, 8)))
        told["race"] = Race(moments=("20:00", "21:00"), paths=paths)
    if scene is Scene.BLACKOUT:
        told = {}
    return Board(scene=scene, **(told | more))


@pytest.fixture(autouse=True)
def fonts(qapp):
    """The shipped typeface, as the app has it."""
    load_fonts()


@pytest.fixture
def board():
    """Makes boards."""
    return make_board


class Desk:
    """Boards as the presenter's desk hands them out, and which scenes it was asked for."""

    def __init__(self):
        self.asked = []
        self.teams = 45
        self.order = None

    def board(self, scene):
        self.asked.append(scene)
        return make_board(scene, teams=self.teams, order=self.order)


@pytest.fixture
def desk():
    """A desk of 45 teams."""
    return Desk()
