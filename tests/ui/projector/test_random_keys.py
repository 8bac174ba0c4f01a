"""Five hundred random keys from both windows: nothing raises, and no later step is ever shown than the stage says."""

import random

import pytest
from PySide6.QtCore import Qt
from stage_made import Stage, made_show

from gpumode_judge.ceremony.spoken import as_text
from gpumode_judge.ui.projector.keys import KEYS
from gpumode_judge.ui.projector.presenter import PresenterPanel


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("hidden", [False, True])
def test_no_later_step_than_the_stage_says(themed, desk, qtbot, seed, hidden):
    panel = PresenterPanel(desk, stage=Stage(), calm=True)
    qtbot.addWidget(panel)
    panel.resize(1060, 690)
    panel.show()
    panel._start.click()
    taken = made_show(hidden=hidden)
    boards, shown = [], []
    panel.show_state.board_changed.connect(boards.append)
    panel.show_state.stepped.connect(shown.append)
    panel.show_state.begin(taken.snapshot, taken.steps)
    before = panel.audience.canvas.board
    names = [one.name for one in taken.snapshot.contenders]
    dice = random.Random(seed)
    keys = [key for key in KEYS if key is not Qt.Key.Key_End] * 3 + [Qt.Key.Key_End] + [Qt.Key.Key_PageDown] * 30
    for _ in range(500):
        if dice.random() < 0.8:
            panel.show_state._last_next = float("-inf")
        qtbot.keyClick(panel.audience if dice.random() < 0.5 else panel._preview, dice.choice(keys))
        at, board = panel.show_state.at, panel.audience.canvas.board
        assert board == panel.show_state.board
        may = as_text(before) + "".join(as_text(step.board) for step in taken.steps[: at + 1])
        assert all(name in may for name in names if name in as_text(board))
        assert shown[-1:] == ([at] if at >= 0 else [])
    assert panel.audience.running
    assert len(boards) > 100
    panel.stop()
