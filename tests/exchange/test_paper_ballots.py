from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.event.people import Outcome
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.rubric import Criterion, Scale
from gpumode_judge.exchange.ballots_in import ballots_from
from gpumode_judge.exchange.cells import mark
from gpumode_judge.exchange.fields import What
from gpumode_judge.exchange.guessing import guess
from gpumode_judge.exchange.mapping import apply
from gpumode_judge.exchange.rows import BallotRow, Rows
from gpumode_judge.exchange.tables import table_from_bytes

TEN = Scale(Decimal(0), Decimal(10), Decimal("0.5"))
CRITERIA = (
    Criterion(key="design", name="Design", scale=TEN),
    Criterion(key="depth", name="Technical depth", scale=TEN),
)


def ballots(text: str, judge: str = "", corrections: tuple[tuple[str, str], ...] = ()) -> Rows[BallotRow]:
    table = table_from_bytes("paper.csv", text.encode())
    return ballots_from(table, apply(guess(table, What.BALLOTS, CRITERIA), corrections), CRITERIA, judge)


def test_wide_with_decimal_commas_and_blanks() -> None:
    rows = ballots(
        "Judge,Team Number,Team Name,Design (/10),Technical depth (30%),Total,Notes/Comments\n"
        'Ada,12,Warp,"7,5",8/10,15.5,neat\nAda,3,Solo,0,,,\n'
    )
    first, second = rows.items
    assert (first.judge, first.submission, first.table, first.note) == ("Ada", "Warp", "12", "neat")
    assert first.marks == {"design": Decimal("7.5"), "depth": Decimal(8)}
    assert second.marks == {"design": Decimal(0)}


def test_long_rows_make_one_ballot() -> None:
    rows = ballots("Judge,Project,Criterion,Score\nAda,Warp,design,7\nBo,Warp,Design,5\nAda,Warp,Technical Depth,8\n")
    assert [(row.line, row.judge, dict(row.marks)) for row in rows.items] == [
        (2, "Ada", {"design": Decimal(7), "depth": Decimal(8)}),
        (3, "Bo", {"design": Decimal(5)}),
    ]
    assert (rows.read, rows.joined, rows.skipped) == (3, 1, ())


def test_columns_under_other_names_by_correction() -> None:
    rows = ballots(
        "judge,examinee,trait,rating\nAda,Warp,Design,7\n",
        corrections=(("examinee", "submission"), ("trait", "criterion")),
    )
    assert rows.items[0].marks == {"design": Decimal(7)}


def test_a_sheet_that_is_one_judges_own() -> None:
    text = "Team Name,Design\nWarp,7\n"
    assert ballots(text, judge="Ada").items[0].judge == "Ada"
    with pytest.raises(Problem, match="“judge”"):
        ballots(text)


def test_outcomes_in_their_column_or_in_a_cell() -> None:
    rows = ballots(
        "Judge,Team,Design,Technical depth,Outcome,Reason\n"
        "Ada,A,,,Absent,nobody there\nAda,B,recused,,,\nAda,C,skipped,skipped,,late\nAda,D,5,6,submitted,\n"
    )
    assert [(row.outcome, row.reason, len(row.marks)) for row in rows.items] == [
        (Outcome.ABSENT, "nobody there", 0),
        (Outcome.RECUSED, "", 0),
        (Outcome.SKIPPED, "late", 0),
        (Outcome.MARKED, "", 2),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("Ada,A,,", "It has no mark and does not say why."),
        ("Ada,A,absent,5", "It says absent and has marks; only one of the two can be."),
        ("Ada,A,absent,recused", "It says both absent and recused."),
        ("Ada,A,great,5", "Design: “great” is not a mark."),
        ('Ada,A,"1,000",5', "Design: “1,000” can be read in two ways; write it without a comma."),
        ("Ada,A,NaN,5", "Design: “NaN” is not a mark."),
        ("Ada,A,8/5,5", "Design: “8/5” is not a mark."),
        (",A,1,5", "It names no judge."),
        ("Ada,,1,5", "It names no submission and no table."),
    ],
)
def test_a_ballot_that_cannot_be_read_is_skipped_whole(line: str, why: str) -> None:
    rows = ballots(f"Judge,Team,Design,Technical depth\n{line}\nBo,B,1,2\n")
    assert [(skip.line, skip.why) for skip in rows.skipped] == [(2, why)]
    assert [row.judge for row in rows.items] == ["Bo"]


def test_long_rows_that_cannot_be_read_take_their_ballot_along() -> None:
    rows = ballots(
        "Judge,Team,Criterion,Mark\nAda,A,Design,7\nAda,A,Style,7\nBo,A,Design,7\nBo,A,design,8\nCy,A,,absent\n"
    )
    assert [(skip.line, skip.why) for skip in rows.skipped] == [
        (2, "The rubric has no criterion “Style” (line 3)."),
        (4, "“design” is marked twice (line 5)."),
    ]
    assert [(row.judge, row.outcome) for row in rows.items] == [("Cy", Outcome.ABSENT)]


def test_the_later_of_two_ballots_counts() -> None:
    rows = ballots("Judge,Team,Design\nAda,A,7\nada,a,8\n")
    assert [(row.line, row.marks["design"]) for row in rows.items] == [(3, Decimal(8))]
    assert [(skip.line, skip.why) for skip in rows.skipped] == [
        (2, "The same judge has a later ballot on it in line 3, which counts.")
    ]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("7", "7"),
        (" 7,5 ", "7.5"),
        ("７", "7"),
        ("4 – good", "4"),
        ("5 (best)", "5"),
        ("−1", "-1"),
        ("007.50", "7.5"),
        ("10/10", "10"),
    ],
)
def test_marks_as_people_write_them(cell: str, value: str) -> None:
    assert mark(cell, Decimal(10)) == Decimal(value)


@pytest.mark.parametrize("cell", ["", "  ", "-", "n/a", "—"])
def test_blank_is_blank(cell: str) -> None:
    assert mark(cell) is None


@pytest.mark.parametrize("cell", ["inf", "1e999", "9" * 40, "1.2.3", "0x10", "٧", "7 8", "1_000", "5 - 6", "=5"])
def test_what_is_no_mark(cell: str) -> None:
    with pytest.raises(Problem):
        mark(cell, Decimal(10))


@given(st.text(max_size=30))
def test_any_text_is_a_small_number_nothing_or_a_problem(cell: str) -> None:
    try:
        value = mark(cell)
    except Problem:
        return
    assert value is None or (value.is_finite() and abs(value) < 10**9)
