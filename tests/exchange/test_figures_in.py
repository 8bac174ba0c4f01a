import csv
import json
from decimal import Decimal
from fractions import Fraction

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gpumode_judge.event.measured import Measured, Turn
from gpumode_judge.event.problem import Problem
from gpumode_judge.event.submission import Submission
from gpumode_judge.exchange.aliases import Guesser
from gpumode_judge.exchange.figures_in import Chosen, read_figures
from gpumode_judge.exchange.units import TIMES, convert, read_cells, settled, time_unit

RUNTIME = Measured(
    key="runtime", name="Runtime", unit="µs", lower=True, turn=Turn.RANKS, points=(Decimal(5), Decimal(3))
)
SPEED = Measured(key="speed", name="Speed", unit="tokens/s")
PASSED = Measured(key="ok", name="Correct", turn=Turn.GATE)


@pytest.fixture
def file(tmp_path):
    """A table: ``file(["team", "ms"], ["A", "1"])``, or JSON: ``file(value)``."""

    def make(*rows):
        path = tmp_path / ("figures.csv" if isinstance(rows[0], list) and isinstance(rows[0][0], str) else "board.json")
        if path.suffix == ".csv":
            with path.open("w", newline="", encoding="utf-8") as out:
                csv.writer(out).writerows(rows)
        else:
            path.write_text(json.dumps(rows[0]), encoding="utf-8")
        return path

    return make


def told(found):
    return [(row.line, row.name, row.figure) for row in found.rows]


class TestCells:
    @pytest.mark.parametrize(
        ("text", "value", "unit"),
        [
            ("12", "12", ""), ("12.5", "12.5", ""), ("12,5", "12.5", ""), ("1,234.5", "1234.5", ""), ("1.234,5", "1234.5", ""),
            ("1 234.5", "1234.5", ""), ("1\u202f234,5", "1234.5", ""), ("1'234.5", "1234.5", ""), ("1,234,567", "1234567", ""),
            ("1.234", "1.234", ""), (".5", "0.5", ""), ("1.2e-05", "0.000012", ""), ("1E3", "1000", ""), ("-3", "-3", ""),
            ("−3", "-3", ""), ("12 ms", "12", "ms"), ("12ms", "12", "ms"), ("0.5 sec", "0.5", "s"), ("7 us", "7", "µs"),
            ("7 μs", "7", "µs"), ("7µs", "7", "µs"), ("9 nanoseconds", "9", "ns"), ("1,234.5 tokens/s", "1234.5", "tokens/s"),
            ("1e3 ms", "1000", "ms"), ("٣", "3", ""),
        ],
    )  # fmt: skip
    def test_figures_as_people_write_them(self, text, value, unit):
        (cell,) = read_cells([text])
        assert (cell.value, cell.unit, cell.why) == (Decimal(value), unit, "")

    @pytest.mark.parametrize("text", ["", "  ", "-", "n/a", "–", "DNF", "timed out", "OOM"])
    def test_nothing_is_no_mistake(self, text):
        (cell,) = read_cells([text])
        assert (cell.value, cell.why) == (None, "")

    @pytest.mark.parametrize(
        "text", ["fast", "NaN", "inf", "1.2.3", "12,34,5", "1 23", "ms 12", "12 ms 3", "0x10", "9" * 70, "+", "--1"]
    )
    def test_what_is_no_figure_is_told(self, text):
        (cell,) = read_cells([text])
        assert cell.value is None
        assert cell.why.endswith("is not a figure.")

    def test_the_column_tells_what_a_comma_is(self):
        assert read_cells(["1,234"])[0].why == "“1,234” can be read in two ways; write it without a comma."
        assert [c.value for c in read_cells(["1,234", "12.5"])] == [Decimal(1234), Decimal("12.5")]
        assert [c.value for c in read_cells(["1,234", "12,5"])] == [Decimal("1.234"), Decimal("12.5")]
        assert [c.value for c in read_cells(["1.234", "12,5"])] == [Decimal(1234), Decimal("12.5")]
        assert [c.value for c in read_cells(["1,234", "12,5", "12.5"])] == [None, Decimal("12.5"), Decimal("12.5")]

    @given(st.lists(st.text(alphabet="0123456789.,' eE+-msµ/x", max_size=12), max_size=5))
    def test_anything_is_a_figure_nothing_or_one_sentence(self, texts):
        for cell in read_cells(texts):
            assert cell.value is None or (cell.value.is_finite() and not cell.why)


class TestUnits:
    @given(st.decimals(min_value=0, max_value=10**12, places=6), st.sampled_from(TIMES), st.sampled_from(TIMES))
    def test_times_are_converted_to_the_digit_there_and_back(self, value, unit, to):
        there = convert(value, unit, to)
        assert convert(there, to, unit) == value
        assert Fraction(there) == Fraction(value) * Fraction(1000) ** (TIMES.index(to) - TIMES.index(unit))

    def test_only_times_are_converted(self):
        assert convert(Decimal(3), "tokens/s", "tokens/s") == 3
        with pytest.raises(Problem, match="tokens/s"):
            convert(Decimal(3), "ms", "tokens/s")
        assert time_unit("Milliseconds") == "ms"
        assert time_unit("tokens/s") == ""

    def test_what_can_be_kept(self):
        assert settled(Decimal("999999999999999.5")) == Decimal("999999999999999.5")
        assert settled(Decimal("1.2345678901234567891")) == Decimal("1.234567890123456789")
        assert str(settled(Decimal("-0E-999999"))) == "0"
        assert settled(Decimal("1E-999999")) == 0
        for wrong in ("1E15", "NaN", "Infinity", "1E+999999"):
            with pytest.raises(Problem, match="15 digits"):
                settled(Decimal(wrong))


class TestTables:
    def test_columns_are_found_by_their_names(self, file):
        found = read_figures(
            file(["Team name", "Members", "Runtime (ms)"], ["A", "x", "1.5"], ["B", "y", "0.25"]), RUNTIME
        )
        assert (found.unit, found.problem, found.recognised) == ("ms", "", "")
        assert found.columns == (("Team name", "team"), ("Members", ""), ("Runtime (ms)", "figure"))
        assert told(found) == [(2, "A", Decimal(1500)), (3, "B", Decimal(250))]
        assert [row.read for row in found.rows] == ["1.5 ms", "0.25 ms"]

    def test_the_column_of_the_criterion_goes_before_others(self, file):
        path = file(["team", "score", "Speed"], ["A", "1", "900"])
        assert told(read_figures(path, SPEED)) == [(2, "A", Decimal(900))]

    def test_the_only_names_and_the_only_numbers_are_it(self, file):
        assert told(read_figures(file(["whose", "how much"], ["A", "7"]), SPEED)) == [(2, "A", Decimal(7))]

    def test_without_a_header(self, file):
        found = read_figures(file(["A", "7"], ["B", "8"]), SPEED, header=False)
        assert told(found) == [(1, "A", Decimal(7)), (2, "B", Decimal(8))]

    def test_the_unit_of_a_time_must_be_said_somewhere(self, file):
        path = file(["team", "runtime"], ["A", "7"])
        assert "in which unit" in read_figures(path, RUNTIME).problem
        assert told(read_figures(path, RUNTIME, Chosen(unit="milliseconds"))) == [(2, "A", Decimal(7000))]
        assert told(read_figures(path, RUNTIME, before=Chosen(unit="s"))) == [(2, "A", Decimal(7_000_000))]
        with pytest.raises(Problem, match="not in “lightyears”"):
            read_figures(path, RUNTIME, Chosen(unit="lightyears"))

    def test_units_in_the_cells_go_before_all_others(self, file):
        path = file(["team", "runtime"], ["A", "7 ms"], ["B", "7"], ["C", "7 tokens/s"])
        found = read_figures(path, RUNTIME, Chosen(unit="s"))
        assert [row.figure for row in found.rows] == [Decimal(7000), Decimal(7_000_000), None]
        assert found.rows[2].why == "“7 tokens/s” is not in µs."
        assert read_figures(file(["team", "runtime"], ["A", "7 ms"]), RUNTIME).unit == "ms"

    def test_a_unit_of_its_own(self, file):
        found = read_figures(file(["team", "speed"], ["A", "7 Tokens/s"], ["B", "8"], ["C", "9 ms"]), SPEED)
        assert [row.figure for row in found.rows] == [Decimal(7), Decimal(8), None]
        assert found.units == ("tokens/s",)

    def test_figures_without_a_unit(self, file):
        loss = Measured(key="loss", name="Loss", lower=True, zero=Decimal(11))
        found = read_figures(file(["team", "loss"], ["A", "3.28"], ["B", "3 ms"]), loss)
        assert [row.figure for row in found.rows] == [Decimal("3.28"), None]
        assert "has a unit" in found.rows[1].why

    def test_rows_that_are_no_figures_are_told(self, file):
        path = file(["team", "ms"], ["A", ""], ["B", "fast"], ["C", "-3"], ["D", "0"], ["", "5"], ["E", "1e20"])
        found = read_figures(path, RUNTIME, Chosen(unit="ms"))
        assert [row.figure for row in found.rows] == [None] * 6
        assert [row.why for row in found.rows] == [
            "", "“fast” is not a figure.", "-3000 is below zero; if that is meant, put it in by hand.",
            "Nothing takes no time at all; it was not measured.", "It names no team.",
            "1E+23 cannot be kept; a figure has 15 digits before the point at most.",
        ]  # fmt: skip

    def test_a_gate_is_passed_or_not(self, file):
        path = file(["team", "correct"], ["A", "yes"], ["B", "FAILED"], ["C", "1"], ["D", "-"])
        assert [row.figure for row in read_figures(path, PASSED).rows] == [Decimal(1), Decimal(0), Decimal(1), None]

    def test_columns_can_be_corrected_and_are_remembered(self, file):
        path = file(["team", "score", "best of 3"], ["A", "1", "900"])
        chosen = Chosen(columns={"best of 3": "figure"})
        assert (
            told(read_figures(path, SPEED, chosen))
            == told(read_figures(path, SPEED, before=chosen))
            == [(2, "A", Decimal(900))]
        )
        assert read_figures(path, SPEED, before=Chosen(columns={"gone": "figure"})).rows[0].figure == 1
        assert "no column that is clearly “team”" in read_figures(path, SPEED, Chosen(columns={"team": ""})).problem
        for wrong in ({"gone": "figure"}, {"score": "price"}):
            with pytest.raises(Problem, match="There is no"):
                read_figures(path, SPEED, Chosen(columns=wrong))

    def test_several_problems_in_one_table(self, file):
        path = file(
            ["Problem", "GPU", "team", "ms"],
            ["conv", "B200", "A", "1"],
            ["sort", "B200", "A", "2"],
            ["sort", "H100", "A", "3"],
        )
        found = read_figures(path, RUNTIME, Chosen(unit="ms"))
        assert found.leaderboards == ("conv", "sort")
        assert "several leaderboards; choose one: conv, sort" in found.problem
        assert found.rows == ()
        conv = read_figures(path, RUNTIME, Chosen(unit="ms", leaderboard="CONV"))
        assert (conv.gpu, told(conv)) == ("B200", [(2, "A", Decimal(1000))])
        assert "several GPUs" in read_figures(path, RUNTIME, Chosen(unit="ms", leaderboard="sort")).problem

    def test_a_spreadsheet_with_real_numbers(self, tmp_path):
        book = openpyxl.Workbook()
        for row in (("Team", "Runtime [s]"), ("A", 1.2345e-05), ("B", 3), ("C", None), ("D", "0.5 ms")):
            book.active.append(row)
        book.save(tmp_path / "times.xlsx")
        found = read_figures(tmp_path / "times.xlsx", RUNTIME)
        assert told(found) == [
            (2, "A", Decimal("12.345")), (3, "B", Decimal(3_000_000)), (4, "C", None), (5, "D", Decimal(500)),
        ]  # fmt: skip

    def test_a_file_that_is_no_table(self, tmp_path):
        (tmp_path / "x.pdf").write_bytes(b"%PDF-1.7 ...")
        with pytest.raises(Problem, match="a PDF"):
            read_figures(tmp_path / "x.pdf", RUNTIME)
        with pytest.raises(Problem):
            read_figures(tmp_path / "gone.csv", RUNTIME)


def entry(user, score, gpu="B200", board="conv"):
    return {"user_name": user, "submission_score": score, "gpu_type": gpu, "leaderboard_name": board}


class TestKernelBot:
    def test_scores_are_seconds(self, file):
        found = read_figures(file([entry("warps", 1.25e-05), entry("tiles", None)]), RUNTIME)
        assert (found.recognised, found.unit, found.gpu, found.leaderboard) == (
            "KernelBot leaderboard",
            "s",
            "B200",
            "conv",
        )
        assert told(found) == [(1, "warps", Decimal("12.5")), (2, "tiles", None)]
        assert found.rows[0].read == "0.0000125 s"

    def test_the_gpu_must_be_chosen_where_there_are_several(self, file):
        path = file([entry("warps", 1), entry("warps", 2, "H100")])
        assert read_figures(path, RUNTIME).problem == "“board.json” holds several GPUs; choose one: B200, H100."
        assert [row.read for row in read_figures(path, RUNTIME, Chosen(gpu="h100")).rows] == ["2 s"]
        assert [row.read for row in read_figures(path, RUNTIME, before=Chosen(gpu="H100")).rows] == ["2 s"]
        assert read_figures(path, RUNTIME, before=Chosen(gpu="A100")).problem
        with pytest.raises(Problem, match="no GPU “H10”; “H100” is probably meant"):
            read_figures(path, RUNTIME, Chosen(gpu="H10"))

    def test_other_units_are_refused(self, file):
        path = file([entry("warps", 1)])
        with pytest.raises(Problem, match="seconds; not ms"):
            read_figures(path, RUNTIME, Chosen(unit="ms"))
        with pytest.raises(Problem, match="“Speed” is in tokens/s"):
            read_figures(path, SPEED)

    def test_a_criterion_without_a_unit_takes_seconds(self, file):
        assert read_figures(file([entry("warps", 1.5)]), Measured(key="x", name="X")).rows[0].figure == Decimal("1.5")

    def test_more_is_better_is_worth_a_word(self, file):
        assert "More is better" in read_figures(file([entry("w", 1)]), Measured(key="x", name="X", unit="s")).notes[0]


class TestGuesses:
    @pytest.fixture
    def guesser(self):
        return Guesser(
            [
                Submission(id="a", title="Fast Convolutions", team="Warp Wizards", members=("Ada Example", "Bo")),
                Submission(id="b", title="Sorting", team="Tile Tamers", members=("Cy", "Bo")),
                Submission(id="c", title="Team 12", team=""),
                Submission(id="d", title="Twins", team="Same"),
                Submission(id="e", title="Twins", team="Same"),
            ]
        )

    @pytest.mark.parametrize(
        ("name", "submission", "sure"),
        [
            ("Warp wizards", "a", 100), ("warp-wizards", "a", 97), ("WarpWizards", "a", 97), ("sorting", "b", 100),
            ("ada_example", "a", 95), ("cy", "b", 95), ("Tile Tamer", "b", 94), ("team 12", "c", 100),
        ],
    )  # fmt: skip
    def test_who_is_meant(self, guesser, name, submission, sure):
        guess = guesser.guess(name)
        assert (guess.submission, guess.why) == (submission, "")
        assert guess.sure == pytest.approx(sure, abs=3)

    @pytest.mark.parametrize(
        ("name", "why"),
        [
            ("Team 13", "No submission is called"), ("stranger", "No submission is called"), ("", "No submission is called"),
            ("Bo", "“Fast Convolutions” or “Sorting”; say which"), ("same", "“Twins” or “Twins”; say which"),
        ],
    )  # fmt: skip
    def test_who_cannot_be_told(self, guesser, name, why):
        guess = guesser.guess(name)
        assert (guess.submission, guess.sure) == ("", 0)
        assert why in guess.why
