"""The contest page on paper: it adds up, names nobody, and nothing of it is lost on the way to the pages."""

import re
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from PySide6.QtGui import QPageLayout, QPageSize, QPdfWriter

from gpumode_judge.__main__ import QtFace
from gpumode_judge.desk.contest import Packet, PacketCriterion, PacketStep, PacketVisit, packet
from gpumode_judge.desk.explaining import WhyFigure
from gpumode_judge.event.people import Ballot
from gpumode_judge.event.problem import Problem
from gpumode_judge.ui.organizer.contest_pdf import blocks_of, save_contest
from gpumode_judge.ui.organizer.paper import Gap, Look, Row, Words, pages_of

LONG = "Warp-speed attention 日本語 " + "and then some more " * 20
A4, LETTER = (595, 842), (612, 792)


def page_of(visits: int = 4, criteria: int = 4, **changes) -> Packet:
    names = ["Impact on GPU kernels", "Craft", "独创性", "الأثر", *(f"Criterion number {n}" for n in range(5, 40))]
    total = Fraction(200, 3)
    made = Packet(
        event="Kernel Night", day="2026-09-19", title="Fused softmax", team="Crew 1", table="12", snapshot="3f2a91c0d4e5",
        rules=("Scored by “Severity-adjusted”: judges are compared.", "What counts: الأثر 20 %, Craft 80 %."),
        criteria=tuple(PacketCriterion(name=n, weight=Fraction(1, criteria), scale="1–5") for n in names[:criteria]),
        visits=tuple(
            PacketVisit(
                judge=f"Judge {n}", marks=("3",) * criteria, sum=" + ".join(["8.33 × 2/4"] * criteria) + " = 66.67",
                total=total, correction=Fraction(n, 7), share=Fraction(1, visits),
            )
            for n in range(visits)
        ),
        figures=(), mean="(66.67 + 66.67) / 2 = 66.67", raw=total,
        steps=(PacketStep(says="Your judges were harsher.", points=Fraction(1, 3)), PacketStep(says="Few visits.", points=Fraction(-2, 3))),
        score=total - Fraction(1, 3), rank=6, ranked=45, tie="", sure="The true rank lies from 4 to 9.", says=(),
    )  # fmt: skip
    return replace(made, **changes)


def said(page: Packet) -> list[str]:
    """All text on the page, block by block; the cells of a row beside each other."""
    found: list[str] = []
    for block in blocks_of(page):
        if isinstance(block, Words):
            found.append(block.text)
        elif isinstance(block, Row):
            found.append(" | ".join(cell.text for cell in block.cells))
    return found


def sheets(path) -> int:
    return len(re.findall(rb"/Type\s*/Page\b", path.read_bytes()))


def size_of(path) -> tuple[int, int]:
    found = re.search(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)", path.read_bytes())
    assert found
    return round(float(found[1])), round(float(found[2]))


def test_an_ordinary_team_gets_one_page(themed, tmp_path):
    path = save_contest(tmp_path / "page.pdf", page_of(), letter=False)
    assert sheets(path) == 1
    assert size_of(path) == A4
    assert size_of(save_contest(path, page_of(), letter=True)) == LETTER
    assert sheets(path) == 1


def test_the_lines_to_the_score_add_up(themed):
    lines = said(page_of())
    start = next(n for n, text in enumerate(lines) if text.startswith("Raw mean"))
    end = next(n for n, text in enumerate(lines) if text.startswith("Score | "))
    figures = [text.rpartition(" | ")[2].replace("−", "-") for text in lines[start : end + 1] if " | " in text]
    assert figures == ["66.67", "+0.33", "-0.67", "66.33"]
    assert sum(map(Decimal, figures[:-1])) == Decimal(figures[-1])


def test_what_rounding_leaves_has_a_line_of_its_own(themed):
    steps = (PacketStep(says="One.", points=Fraction(1, 300)), PacketStep(says="Two.", points=Fraction(1, 300)))
    page = page_of(raw=Fraction(10), steps=steps, score=Fraction(10) + Fraction(2, 300))
    assert any(text.startswith("Rounding: ") and text.endswith("| +0.01") for text in said(page))
    assert not any(text.startswith("Rounding") for text in said(page_of()))


def test_the_mean_of_the_corrections_leads_to_the_first_step(themed):
    assert "The mean of the corrections: (0.00 +0.14 +0.29 +0.43) / 4 = +0.21" in said(page_of())
    figures = (WhyFigure(name="Runtime", figure="2 ms", place=3, points=Fraction(5), most=Fraction(50)),)
    assert any(text.endswith("= +0.21; 50 % of it = +0.11") for text in said(page_of(figures=figures)))
    plain = replace(page_of(), visits=tuple(replace(v, correction=Fraction()) for v in page_of().visits))
    assert not any("orrection" in text for text in said(plain))


def test_measured_figures_gates_and_missing_ones_are_told(themed):
    figures = (
        WhyFigure(name="Runtime", figure="2.904 ms", place=8, points=Fraction(5, 3), most=Fraction(20)),
        WhyFigure(name="Tests", figure="passed", place=None, points=Fraction(), most=Fraction()),
        WhyFigure(name="Speed", figure="", place=None, points=Fraction(), most=Fraction(10)),
    )
    lines = said(page_of(figures=figures))
    assert "Runtime | 2.904 ms | 8 | 1.67 | 20.00" in lines
    assert "Tests | passed | – | – | –" in lines
    assert "Speed | no figure | – | 0.00 | 10.00" in lines


def test_few_criteria_stand_by_name_and_many_by_number(themed):
    assert any(text.startswith("Judge | Impact on GPU kernels\n25 %, 1–5 | ") for text in said(page_of()))
    lines = said(page_of(criteria=12))
    assert any(text.startswith("Judge | 1 | 2 | 3 | ") for text in lines)
    assert any("2\u00a0Craft (8.3 %, 1–5)" in text for text in lines)


def test_without_rank_score_or_visit_the_page_says_so(themed, tmp_path):
    page = page_of(
        0, steps=(), mean="", raw=None, score=None, rank=None, says=("Nobody has marked it yet, so it has no rank.",)
    )  # fmt: skip
    lines = said(page)
    assert "No rank" in lines
    assert "Nobody has marked it yet, so it has no rank." in lines
    assert not any(text.startswith(("From the marks", "The marks of")) for text in lines)
    assert sheets(save_contest(tmp_path / "page.pdf", page)) == 1


@pytest.mark.parametrize("visits", [12, 60])
def test_many_visits_and_criteria_go_on_to_further_pages_and_nothing_is_lost(themed, tmp_path, visits):
    page = page_of(visits, 12, title=LONG, team="فريق النواة 🚀", event=LONG)
    path = save_contest(tmp_path / "page.pdf", page, letter=False)
    blocks = tuple(blocks_of(page))
    writer = QPdfWriter(str(tmp_path / "other.pdf"))
    writer.setPageLayout(
        QPageLayout(QPageSize(QPageSize.PageSizeId.A4), QPageLayout.Orientation.Portrait, writer.pageLayout().margins())
    )
    writer.setResolution(300)
    pages = pages_of(writer, blocks)
    assert [b for p in pages for b in p if not isinstance(b, Gap)] == [b for b in blocks if not isinstance(b, Gap)]
    assert all(not p[-1].holds for p in pages)
    assert not any(isinstance(p[0], Gap) for p in pages[1:])
    assert sheets(path) == (2 if visits == 12 else len(pages))


def test_a_title_that_is_too_long_ends_in_an_ellipsis(themed):
    look = Look(17, bold=True)
    point = 300 / 72
    three = Words("one line\n" * 3, look).height(2000, point)
    assert Words(LONG, look, most=3).height(2000, point) < three * 1.4
    assert Words(LONG, look).height(2000, point) > three * 1.4


def test_the_page_of_a_real_evening_names_no_judge(themed, evening, tmp_path):
    desk, rubric = evening.desk, evening.desk.record.rubric_eid
    desk.put([replace(desk.record.rules, method="severity")])
    desk.put_ballots([
        Ballot(
            judge=evening.judge_id(name), submission=f"s{n}", rubric=rubric,
            marks={"depth": Decimal(mark), "speed": Decimal(mark)},
        )
        for name, marks in (("Ada", (5, 4, 2)), ("Bob", (4, 3, 1))) for n, mark in enumerate(marks, 1)
    ])  # fmt: skip
    page = packet(desk.result, "s2")
    text = "\n".join(said(page))
    assert "Ada" not in text
    assert "Bob" not in text
    assert f"Rank {page.rank} of 3, with " in text
    assert "70 × 3/4 + 30 × 3/4 = 75" in text
    assert page.snapshot in text
    path = tmp_path / "page.pdf"
    QtFace().contest_pdf(page, path)
    assert sheets(path) == 1


def test_a_folder_that_is_not_there_is_a_problem(themed, tmp_path):
    with pytest.raises(Problem):
        save_contest(tmp_path / "nowhere" / "page.pdf", page_of())
