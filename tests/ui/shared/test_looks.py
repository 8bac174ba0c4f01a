import re
import sys

import pytest
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QFont, QFontInfo, QFontMetrics, QImage, QPainter
from PySide6.QtWidgets import QLabel, QWidget

from gpumode_judge.system.resources import read_bytes, resource
from gpumode_judge.ui.shared.fonts import font
from gpumode_judge.ui.shared.icons import app_icon, icon, pixmap
from gpumode_judge.ui.shared.motion import duration, set_motion
from gpumode_judge.ui.shared.pill import STATES
from gpumode_judge.ui.shared.theme import apply_theme, contrast, current_theme, follow_system, load_theme, mixed

THEMES = ("light", "dark", "projector")
ICONS = {file.stem for file in resource("icons").glob("*.svg")} - {"app"}


@pytest.mark.parametrize("name", THEMES)
def test_every_text_stands_out_from_its_ground(name: str):
    theme = load_theme(name)
    needed = 7.0 if name == "projector" else 4.5
    weak = {
        pair: round(contrast(theme.value(pair[0]), theme.value(pair[1])), 2)
        for pair in theme.pairs()
        if contrast(theme.value(pair[0]), theme.value(pair[1])) < needed
    }
    assert weak == {}


@pytest.mark.parametrize("name", THEMES)
def test_edges_and_focus_stand_out(name: str):
    theme = load_theme(name)
    for ground in (theme.ground, theme.surface, theme.sunken):
        assert contrast(theme.line_strong, ground) >= 3
        assert contrast(theme.focus, ground) >= 3
    assert contrast(theme.ink, theme.accent) >= 3 or theme.dark  # the ring around a primary button


@pytest.mark.parametrize("name", THEMES)
def test_six_categories_told_apart(name: str):
    theme = load_theme(name)
    assert len(set(theme.categories)) == 6
    assert all(re.fullmatch("#[0-9A-F]{6}", color) for color in theme.categories)


def test_contrast_and_mixing():
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#123456", "#123456") == pytest.approx(1)
    assert mixed("#000000", "#FFFFFF", 0.5) == "#808080"


def test_check_marks_wear_the_colours_of_their_theme():
    for name in ("light", "dark"):
        theme = load_theme(name)
        assert f'stroke="{theme.on_accent}"'.encode() in read_bytes(f"themes/{name}-check.svg")
        assert f'stroke="{theme.ink_soft}"'.encode() in read_bytes(f"themes/{name}-down.svg")


def test_themes_are_put_on(themed):
    assert current_theme() == load_theme("light")
    follow_system(themed, "dark")
    assert current_theme() == load_theme("dark")
    assert themed.palette().window().color().name().upper() == load_theme("dark").ground
    follow_system(themed, "system")
    assert current_theme().name in ("light", "dark")


def test_figures_have_one_width(themed):
    figures = QFontMetrics(font(14))
    assert QFontInfo(font(14)).family() == "Inter"
    assert QFontInfo(font(40, QFont.Weight.Bold, display=True)).family() == "Inter Display"
    assert len({figures.horizontalAdvance(digit * 10) for digit in "0123456789"}) == 1


def test_figures_keep_one_width_under_the_stylesheet(themed, qtbot):
    label = QLabel("1")
    label.setProperty("role", "figure")
    qtbot.addWidget(label)
    label.ensurePolished()
    widths = {label.fontMetrics().horizontalAdvance(digit * 10) for digit in "0123456789"}
    assert max(widths) - min(widths) <= 1  # ten bold fours at 32 px are one pixel narrower than other figures
    assert QFontInfo(label.font()).family() == "Inter"


def test_what_teams_type_does_not_become_an_arrow(themed):
    image = [QImage(QSize(80, 30), QImage.Format.Format_RGB32) for _ in range(2)]
    for picture, feature in zip(image, (0, 1), strict=True):
        face = font(20)
        face.setFeature(QFont.Tag("calt"), feature)
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        painter.setFont(face)
        painter.drawText(QRect(0, 0, 80, 30), 0, "->")
        painter.end()
    assert image[0] != image[1]


@pytest.mark.parametrize("name", ["judge", "hand-in", "stick", "blackout", "sponsor"])
@pytest.mark.parametrize("dpr", [1.0, 1.5, 2.0])
def test_icons_are_sharp_and_tinted(themed, name: str, dpr: float):
    drawn = pixmap(name, 20, "accent", dpr)
    assert drawn.width() == round(20 * dpr)
    assert drawn.deviceIndependentSize().width() == pytest.approx(20)
    image = drawn.toImage()
    solid = [image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height())]
    strongest = max(solid, key=lambda color: color.alpha())
    assert strongest.name().upper() == load_theme("light").accent


def test_every_icon_is_drawn_inside_its_square(themed):
    for name in ICONS:
        text = read_bytes(f"icons/{name}.svg").decode()
        assert "currentColor" in text, name
        assert 'viewBox="0 0 24 24"' in text, name
        image = pixmap(name, 48).toImage()
        edge = [image.pixelColor(x, y).alpha() for x in range(48) for y in (0, 47)]
        edge += [image.pixelColor(x, y).alpha() for y in range(48) for x in (0, 47)]
        assert max(edge) == 0, name
        assert any(image.pixelColor(x, y).alpha() > 200 for x in range(48) for y in range(48)), name
    assert not icon("done").isNull()
    assert not app_icon().pixmap(64, 64).isNull()


def test_every_state_has_an_icon_of_its_own_and_a_word():
    assert {state.icon for state in STATES.values()} <= ICONS
    assert len({state.icon for state in STATES.values()}) == len(STATES)
    assert all(state.word for state in STATES.values())


def test_the_licence_of_the_fonts_is_beside_them():
    assert b"The Inter Project Authors" in resource("fonts/OFL.txt").read_bytes()


def test_movement_can_be_switched_off(themed):
    assert duration(160) == 0
    set_motion(themed, on=True)
    assert [duration(10), duration(160), duration(900)] == [120, 160, 200]
    set_motion(themed, on=False)


def test_painting_does_not_lose_references(themed, qtbot):
    """Some versions of the Qt bindings lose one reference to ``None`` per call of a void virtual, and then abort."""

    class Painted(QWidget):
        painted = 0

        def paintEvent(self, event) -> None:  # noqa: N802
            painter = QPainter(self)
            painter.drawPixmap(0, 0, pixmap("done", 16))
            painter.end()
            Painted.painted += 1

    widget = Painted()
    qtbot.addWidget(widget)
    widget.resize(20, 20)
    with qtbot.waitExposed(widget):
        widget.show()
    before = sys.getrefcount(None)
    for _ in range(3000):
        widget.repaint()
    assert Painted.painted >= 3000
    assert abs(sys.getrefcount(None) - before) < 500


def test_dressing_twice_changes_nothing_but_the_colours(themed, qtbot):
    face = themed.font().family()
    apply_theme(themed, load_theme("dark"))
    apply_theme(themed, load_theme("light"))
    assert themed.font().family() == face
