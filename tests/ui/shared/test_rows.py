from dataclasses import dataclass, replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication

from gpumode_judge.ui.shared.tables import ROW_ROLE, SORT_ROLE, Column, RowsModel, copy_text, table


@dataclass(frozen=True)
class Team:
    key: str
    name: str
    score: Decimal | None = None


COLUMNS = (
    Column[Team]("name", "Team", lambda team: team.name, tip=lambda team: team.name),
    Column[Team](
        "score",
        "Score",
        lambda team: "–" if team.score is None else f"{team.score:.1f}",
        lambda team: team.score,
        numeric=True,
        icon=lambda team: None if team.score is None else "done",
        tone=lambda team: "good",
        width=100,
    ),
)
TEAMS = (
    Team("a", "Warp", Decimal("80.5")),
    Team("b", "<b>Tensor</b>", None),
    Team("c", "Älpha", Decimal(9)),
    Team("d", "Block", Decimal(95)),
)


@pytest.fixture
def model(themed):
    made = RowsModel(COLUMNS, key=lambda team: team.key)
    made.set_rows(TEAMS)
    return made


def keys(model):
    return "".join(team.key for team in model.rows())


def test_it_is_a_good_model(model, qtmodeltester):
    qtmodeltester.check(model, force_py=True)
    model.sort(1, Qt.SortOrder.DescendingOrder)
    model.set_filter("e")
    qtmodeltester.check(model, force_py=True)


def test_cells(model):
    cell = model.index(0, model.column("score"))
    assert cell.data() == "80.5"
    assert cell.data(SORT_ROLE) == Decimal("80.5")
    assert cell.data(ROW_ROLE) is TEAMS[0]
    assert cell.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight
    assert not cell.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert model.index(1, 1).data(Qt.ItemDataRole.DecorationRole) is None
    assert model.index(1, 0).data(Qt.ItemDataRole.ToolTipRole) == "<span>&lt;b&gt;Tensor&lt;/b&gt;</span>"


def test_numbers_sort_as_numbers_and_unknown_ones_stay_last(model):
    model.sort(1, Qt.SortOrder.AscendingOrder)
    assert keys(model) == "cadb"
    assert model.headerData(1, Qt.Orientation.Horizontal) == "↑ Score"
    model.sort(1, Qt.SortOrder.DescendingOrder)
    assert keys(model) == "dacb"
    model.sort(0, Qt.SortOrder.AscendingOrder)
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Team ↑"
    model.sort(-1)
    assert keys(model) == "abcd"


def test_narrowing_down(model):
    model.set_filter("TENS b")
    assert keys(model) == "b"
    model.set_filter(keep=lambda team: team.score is not None)
    assert keys(model) == "acd"
    model.set_filter()
    assert keys(model) == "abcd"


def test_new_rows_are_told_as_insertions(model, qtbot):
    with qtbot.waitSignal(model.rowsInserted) as told, qtbot.assertNotEmitted(model.modelReset):
        model.set_rows((*TEAMS, Team("e", "Lane")))
    assert told.args[1:] == [4, 4]


def test_a_changed_row_is_told_as_changed(model, qtbot):
    with qtbot.waitSignal(model.dataChanged) as told:
        model.replace(replace(TEAMS[2], name="Omega"))
    assert told.args[0].row() == told.args[1].row() == 2
    assert model.index(2, 0).data() == "Omega"


def test_the_selection_follows_its_row(model, qtbot):
    view = table(model, "Teams")
    qtbot.addWidget(view)
    view.selectRow(0)
    view.sortByColumn(1, Qt.SortOrder.AscendingOrder)
    model.set_rows((Team("x", "First", Decimal(1)), *TEAMS[::-1]))
    model.set_filter("w")
    chosen = [model.row(index).key for index in view.selectionModel().selectedRows()]
    assert chosen == ["a"]


def test_a_great_change_is_one_reset(model, qtbot):
    with qtbot.waitSignal(model.modelReset):
        model.set_rows([Team(str(number), "x") for number in range(200)])
        model.set_rows([Team(str(number), "x") for number in range(0, 200, 2)])
    assert model.rowCount() == 100


def test_the_table_copies_what_is_selected(model, qtbot):
    view = table(model, "Teams")
    qtbot.addWidget(view)
    view.show()
    assert view.accessibleName() == "Teams"
    assert view.rowHeight(0) == 40
    view.sortByColumn(1, Qt.SortOrder.DescendingOrder)
    view.setFocus()
    view.selectRow(1)
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "Team\tScore\nWarp\t80.5\n"
    view.clearSelection()
    assert copy_text(view).count("\n") == 5


@given(
    st.lists(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 3)), unique_by=lambda pair: pair[0]), max_size=6),
    st.sampled_from([-1, 0, 1]),
    st.sampled_from(["", "1", "2"]),
)
def test_a_listener_that_follows_the_signals_sees_the_same_rows(batches, column, text):
    columns = (
        Column("key", "Key", lambda row: str(row[0]), lambda row: row[0]),
        Column("value", "Value", lambda row: str(row[1]), lambda row: row[1] or None),
    )
    model = RowsModel(columns, key=lambda row: row[0])
    seen: list[int] = []

    def read(first, last):
        return [model.row(model.index(place, 0))[0] for place in range(first, last + 1)]

    def inserted(_parent, first, last):
        seen[first:first] = read(first, last)

    def removed(_parent, first, last):
        del seen[first : last + 1]

    def moved():
        seen[:] = read(0, len(seen) - 1)

    model.rowsInserted.connect(inserted)
    model.rowsRemoved.connect(removed)
    model.layoutChanged.connect(moved)
    model.modelReset.connect(lambda: seen.__setitem__(slice(None), read(0, model.rowCount() - 1)))
    for batch in batches:
        model.set_rows(batch)
        assert seen == [row[0] for row in model.rows()]
        model.sort(column)
        assert seen == [row[0] for row in model.rows()]
        model.set_filter(text)
        assert seen == [row[0] for row in model.rows()]
