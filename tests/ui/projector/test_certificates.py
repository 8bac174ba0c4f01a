"""Certificates on paper: every name fits, nothing is markup, and what leaves after the show has a button."""

import re
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtCore import QByteArray
from PySide6.QtSvg import QSvgRenderer
from stage_made import made_snapshot, text_of

from gpumode_judge.desk.certificate_template import FIELDS, parse, shipped_template
from gpumode_judge.desk.certificates import Certificate
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.projector.after_show import AfterShowDialog
from gpumode_judge.ui.projector.certificate_text import READABLE, SMALLEST, fill, fit
from gpumode_judge.ui.projector.certificates_pdf import save_certificate
from gpumode_judge.ui.shared.labels import PlainLabel

SVG = "{http://www.w3.org/2000/svg}"
HARD = (
    "TurboSoftmax",
    "FlashKernels: fused attention for the rest of us, on one GPU, by the night owls of building seven",
    "内核融合大规模矩阵乘法优化器内核融合大规模矩阵乘法优化器内核融合大规模矩阵乘法优化器",
    "مُسرّع الانتباه للنماذج اللغوية CUDA גרעין מהיר",
    "👩‍👩‍👧‍👦 Family Matmul 🧑🏽‍💻",
    "W" * 60,
    "é̷́ Z̷̢̛algo",
    "<b>&amp;\"'{{prize}}</b>",
    "x",
)


def values(**told):
    return dict.fromkeys(FIELDS, "") | told


def filled(template, **told):
    return ET.fromstring(fill(parse(template), values(**told)))


def lines(root):
    return ["".join(text.itertext()) for text in root.iter(f"{SVG}text")]


def drawing(text="{{team}}", attributes='data-width="50"'):
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 70">'
        f'<text x="10" y="30" font-size="5" font-family="Inter" {attributes}>{text}</text></svg>'
    ).encode()


def boxes(svg):
    """Where each text of a drawing stands, on the page."""
    root = ET.fromstring(svg)
    texts = list(root.iter(f"{SVG}text"))
    for number, text in enumerate(texts):
        text.set("id", f"t{number}")
    renderer = QSvgRenderer(QByteArray(ET.tostring(root)))
    assert renderer.isValid()
    return [
        renderer.transformForElement(f"t{number}").mapRect(renderer.boundsOnElement(f"t{number}"))
        for number in range(len(texts))
    ]


@pytest.mark.parametrize("name", HARD)
def test_every_name_fits_everywhere(themed, name):
    svg = fill(parse(shipped_template()), dict.fromkeys(FIELDS, name))
    found = boxes(svg)
    assert len(found) >= len(FIELDS) - 1
    for box in found:
        assert box.left() >= 250
        assert box.right() <= 1134
        assert 48 < box.top() < box.bottom() < 792
    # A block never reaches into the one before: tall letters may touch by a little.
    team = [box for box in found if box.height() > 45 and box.top() > 340]
    assert all(box.bottom() < 545 for box in team)


def test_words_are_words(themed):
    root = filled(shipped_template(), team="<script>{{prize}}</script>", prize='"&<')
    assert "<script>{{prize}}</script>" in lines(root)
    assert '"&<' in lines(root)
    assert not list(root.iter(f"{SVG}script"))


def test_what_is_missing_leaves_no_trace(themed):
    told = lines(filled(shipped_template(), team="Ada", prize="Best", place="Berlin"))
    assert told == ["Best", "awarded to", "Ada", "For the organizers", "Berlin"]
    assert "Saturday" in lines(filled(shipped_template(), team="Ada", day="Saturday"))
    assert lines(filled(drawing("{{rank}} · {{award}} · {{prize}}"), rank="1st", prize="Best")) == ["1st · Best"]


def test_what_an_editor_made_of_it(themed):
    root = filled(
        drawing('<tspan x="20" y="40" style="font-weight:bold">for  {{team}}</tspan>', 'style="fill:red"'), team="A"
    )
    (text,) = root.iter(f"{SVG}text")
    assert text.text == "for A"
    assert text.get("style") == "fill:red;font-weight:bold"
    group = next(root.iter(f"{SVG}g"))
    assert re.match(r"translate\(20\.0+ 40\.0+\)", group[0].get("transform"))


class TestFit:
    def test_what_fits_stays(self, themed):
        assert fit("Ada", 40, 50, 3).lines == ("Ada",)
        assert fit("Ada", 40, 50, 3).scale == 1

    def test_a_little_too_long_becomes_smaller_before_it_breaks(self, themed):
        found = fit("Ada Lovelace", 60, 50, 3)
        assert found.lines == ("Ada Lovelace",)
        assert READABLE <= found.scale < 1

    def test_longer_breaks_into_lines_of_about_one_length(self, themed):
        found = fit("one two three four five six", 90, 50, 3)
        assert len(found.lines) == 2
        assert found.lines == ("one two three", "four five six")
        assert found.scale == READABLE

    def test_longest_is_cut(self, themed):
        found = fit("word " * 100, 2000, 50, 2)
        assert len(found.lines) == 2
        assert found.scale == SMALLEST
        assert found.lines[1].endswith("…")

    def test_no_taller_than_there_is_room(self, themed):
        assert len(fit("word " * 20, 300, 50, 6, tall=1).lines) == 1
        assert fit("one two three four five six", 90, 50, 3, tall=1.3).scale < READABLE

    def test_one_endless_word(self, themed):
        found = fit("W" * 60, 600, 50, 3)
        assert len(found.lines) == 3
        assert "".join(found.lines).rstrip("…") == "W" * len("".join(found.lines).rstrip("…"))


@pytest.mark.parametrize(("letter", "box"), [(False, "842"), (True, "792")])
def test_a_sheet(themed, tmp_path, letter, box):
    sheet = Certificate(file="x.pdf", prize="p", team="t", values=values(team="Ada", prize="Best"), rehearsal=letter)
    path = save_certificate(tmp_path / "x.pdf", sheet, shipped_template(), letter)
    assert text_of(path).startswith("%PDF")
    assert text_of(path).count("/Type /Page\n") == 1
    assert f"/MediaBox [0 0 {box}" in text_of(path)
    with pytest.raises(Problem, match="already there"):
        save_certificate(path, sheet, shipped_template(), letter)


def test_an_upright_template_stands_upright(themed, tmp_path):
    sheet = Certificate(file="x.pdf", prize="p", team="t", values=values(team="Ada"))
    upright = drawing().replace(b"0 0 100 70", b"0 0 70 100")
    assert "/MediaBox [0 0 595" in text_of(save_certificate(tmp_path / "x.pdf", sheet, upright, letter=False))


class Desk:
    """What the dialog asks for; ``error`` is raised instead."""

    error = None

    def write_clics(self, path):
        if self.error:
            raise self.error
        path.write_text("zip")

    def write_log(self, path):
        path.write_text("log")

    def picture(self, name):
        return None


@pytest.fixture
def dialog(themed, qtbot, tmp_path):
    def show(**more):
        made = AfterShowDialog(Desk(), made_snapshot(**more), tmp_path)
        made.show()
        qtbot.waitExposed(made)
        return made

    return show


def write(qtbot, row):
    with qtbot.waitSignal(row.ended, timeout=20_000):
        row.write.click()
    return row


class TestAfterTheShow:
    def test_four_things_go_into_the_folder(self, dialog, qtbot, tmp_path):
        made = dialog()
        for row in made.rows:
            write(qtbot, row)
            assert row.path is not None
            assert row.path.exists()
            assert row.open.isVisible()
        assert len(list(made.certificates.path.glob("*.pdf"))) == 4
        assert sorted(path.name for path in made.pictures.path.iterdir()) == [
            "1-best-kernel.png",
            "2-grand-prize.png",
            "podium.png",
        ]
        write(qtbot, made.clics)
        assert made.clics.path == tmp_path / "cuda-mode-irl-clics-2.zip"
        made.close()

    def test_what_goes_wrong_is_told_and_the_rest_goes_on(self, dialog, qtbot, tmp_path):
        made = dialog()
        Desk.error = Problem("There is no room left.")
        try:
            row = write(qtbot, made.clics)
        finally:
            Desk.error = None
        assert row.state.text() == "There is no room left."
        assert row.path is None
        assert not row.open.isVisible()
        assert write(qtbot, row).path is not None
        made.use_template(tmp_path / "gone.svg")
        assert "not there" in write(qtbot, made.certificates).state.text()
        made.close()

    def test_a_template_of_ones_own(self, dialog, qtbot, tmp_path):
        (tmp_path / "mine.svg").write_bytes(drawing())
        made = dialog()
        made.use_template(tmp_path / "mine.svg")
        assert "mine.svg" in made.certificates.state.text()
        assert write(qtbot, made.certificates).path is not None
        made.close()

    def test_a_rehearsal_event_says_so_and_writes_everything(self, dialog, qtbot):
        made = dialog(rehearsal=True)
        told = [label.text() for label in made.findChildren(PlainLabel)]
        assert any("event is a rehearsal" in text for text in told)
        assert not any("made up" in text for text in told)
        for row in made.rows:
            assert write(qtbot, row).path is not None
        made.close()

    def test_closing_stops_what_is_being_written(self, dialog, qtbot):
        made = dialog(teams=9)
        made.pictures.write.click()
        made.close()
        qtbot.wait(50)
