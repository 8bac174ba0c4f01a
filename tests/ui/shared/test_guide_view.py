import pytest
from PySide6.QtWidgets import QToolButton

from gpumode_judge.ui.shared.guide import GuideDialog, guide_pages
from gpumode_judge.ui.shared.search import SearchField


@pytest.mark.parametrize("page", guide_pages())
def test_a_page_of_the_guide_is_read_without_scrolling_sideways(page, themed, qtbot):
    dialog = GuideDialog(page)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.view.page == page
    assert not dialog.view.horizontalScrollBar().maximum()


def test_every_part_of_a_search_field_has_a_name(themed, qtbot):
    field = SearchField("Search teams")
    qtbot.addWidget(field)
    field.setText("warp")
    assert [button.text() for button in field.findChildren(QToolButton)] == ["Search", "Clear"]
