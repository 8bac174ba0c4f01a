import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange import sheet_worker, table
from gpumode_judge.exchange.tables import Table, read_table, table_from_bytes


def read(data: bytes | str, *, header: bool = True) -> Table:
    return table_from_bytes("teams.csv", data if isinstance(data, bytes) else data.encode(), header=header)


def test_rows_keep_the_physical_line_on_which_they_begin() -> None:
    found = read('Title,Story\nA,"one\ntwo\n\nthree"\n\n , \nB,x\n')
    assert [(row.line, row.cells) for row in found.rows] == [(2, ("A", "one\ntwo\n\nthree")), (8, ("B", "x"))]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_every_line_ending_and_a_missing_last_one(end: str) -> None:
    found = read(end.join(["Title,Team", 'A,"x, y"', 'B,"say ""hi"""']))
    assert [row.cells for row in found.rows] == [("A", "x, y"), ("B", 'say "hi"')]
    assert [row.line for row in found.rows] == [2, 3]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_unicode_with_and_without_a_mark(encoding: str) -> None:
    found = read("Title,Team\nÉmile 🦜,Wěi\n".encode(encoding))
    assert (found.header, found.rows[0].cells, found.notes) == (("Title", "Team"), ("Émile 🦜", "Wěi"), ())


def test_windows_1252_is_read_and_said() -> None:
    found = read("Title,Team\nCafé – “x”,Núñez\n".encode("cp1252"))
    assert found.rows[0].cells == ("Café – “x”", "Núñez")
    assert "Windows-1252" in found.notes[0]
    assert "line 2" in found.notes[0]


@pytest.mark.parametrize(
    ("text", "header", "first"),
    [
        ("a;b;c\n1;2,5;3\n", ("a", "b", "c"), ("1", "2,5", "3")),
        ("a\tb, c\n1\t2, 3\n", ("a", "b, c"), ("1", "2, 3")),
        ("a,b;x,c\n1,2,3\n", ("a", "b;x", "c"), ("1", "2", "3")),
        ("Judge;Design (0,5 steps)\nAda;7,5\nBo;8\n", ("Judge", "Design (0,5 steps)"), ("Ada", "7,5")),
        ('"a;b",c\n"1;2",3\n', ("a;b", "c"), ("1;2", "3")),
        ("sep=;\na;b,c\n1;2\n", ("a", "b,c"), ("1", "2")),
        ("only\none\n", ("only",), ("one",)),
    ],
)
def test_the_separator_is_told_by_the_header(text: str, header: tuple[str, ...], first: tuple[str, ...]) -> None:
    found = read(text)
    assert (found.header, found.rows[0].cells) == (header, first)


def test_ragged_rows_and_nameless_and_repeated_columns() -> None:
    found = read("Name,,Name\na\nb,c,d,e\n")
    assert found.header == ("Name", "column 2", "Name (2)")
    assert (found.rows[0].cell(2), found.rows[1].cell(3), found.rows[1].cell(99)) == ("", "e", "")


def test_without_a_header_every_row_counts() -> None:
    found = read("A,12,fast\nB,13,slow\n", header=False)
    assert (found.header, len(found.rows), found.rows[0].line) == (("column 1", "column 2", "column 3"), 2, 1)


def test_formulas_in_csv_are_text() -> None:
    assert read('T\n"=HYPERLINK(""http://x"")"\n').rows[0].cells == ('=HYPERLINK("http://x")',)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "nothing in it"),
        (b"\n \n,,\n", "nothing in it"),
        (b"a,b\n1,\x002\n", "line 2 holds NUL"),
        ("a,b\n1,2\n".encode("utf-16-le"), "NUL"),
        (b"\xff\xfea", "not the Unicode text"),
        (b"a,b\n\x81\x8d\xff,2\n", "unknown text encoding"),
        (b'a,b\n1,"never closed\n2,3\n', "line 2 of “teams.csv” is never closed"),
        (b"a,b\n" + b"x" * (1 << 20) + b"y,2\n", "million characters"),
        (b'a,b\n"' + b"x,\n" * 400_000, "million characters"),
        (b"a,b\n" + b"," * 1_000_000 + b"\n", "more than 1,000 columns"),
        (b"a" + b",b" * 1_000_000 + b"\n1,2\n", "more than 1,000 columns"),
        (b"a\n" + b"x" * ((8 << 20) + 1), "longer than 8 MB"),
        (b"a\n" + b"1\n" * 100_001, "more than 100,000 rows"),
        (b"%PDF-1.7\n", "a PDF"),
        (b"\x89PNG\r\n", "a picture"),
        (b"  <!DOCTYPE html><table>", "a web page"),
        (b'{"event": 1}\n', "a data file or an event file"),
        (b"PK\x03\x04 and no more", "broken or not a spreadsheet"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "broken or not a spreadsheet"),
    ],
)
def test_what_is_no_table_gets_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(Problem, match="teams") as caught:
        read(data)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_only_plain_files_of_a_sane_size(tmp_path: Path) -> None:
    huge = tmp_path / "huge.csv"
    with huge.open("wb") as file:
        file.truncate(200_000_000)
    with pytest.raises(Problem, match="larger than"):
        read_table(huge)
    with pytest.raises(Problem, match="folder"):
        read_table(tmp_path)
    with pytest.raises(Problem, match="not there"):
        read_table(tmp_path / "gone.csv")
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        with pytest.raises(Problem, match="not a plain file"):
            read_table(tmp_path / "pipe.csv")
        with pytest.raises(Problem, match="not a plain file"):
            read_table(Path("/dev/zero"))


def test_a_zip_that_is_no_spreadsheet(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "teams.csv", "w") as archive:
        archive.writestr("teams.csv", "a,b")
    with pytest.raises(Problem, match="ZIP archive"):
        read_table(tmp_path / "teams.csv")


def test_the_child_process_has_the_same_limits() -> None:
    assert (sheet_worker.MOST_ROWS, sheet_worker.MOST_COLUMNS) == (table.MOST_ROWS, table.MOST_COLUMNS)
    assert sheet_worker.MOST_CELL == table.MOST_CELL


@settings(max_examples=300, deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(alphabet='ab,;\t"\r\n =\0é\ufdd0\ufdd1', max_size=80).map(str.encode)),
    st.booleans(),
)
@example(b'"', True)
@example(b"sep=;\n", True)
@example("\ufdd0\ufdd1".encode(), True)
def test_any_bytes_give_a_table_or_a_problem(data: bytes, header: bool) -> None:
    try:
        found = read(data, header=header)
    except Problem:
        return
    assert len(set(found.header)) == len(found.header)
    assert [row.line for row in found.rows] == sorted({row.line for row in found.rows})


@given(st.lists(st.lists(st.text(alphabet='ab,"\n é;', max_size=6), min_size=2, max_size=4), min_size=1, max_size=6))
def test_what_was_written_is_what_is_read(rows: list[list[str]]) -> None:
    quoted = ["h1,h2,h3,h4"] + [",".join('"' + cell.replace('"', '""') + '"' for cell in row) for row in rows]
    kept = [tuple(row) for row in rows if any(cell.strip() for cell in row)]
    assert [row.cells for row in read("\r\n".join(quoted)).rows] == kept


def test_a_file_name_cannot_disguise_itself_in_a_message() -> None:
    with pytest.raises(Problem, match="tseb"):
        table_from_bytes("\u202etseb\x07.csv", b"")
