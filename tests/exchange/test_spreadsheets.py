import datetime as dt
import struct
import zipfile
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
import xlwt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table as OdfTable
from odf.table import TableCell, TableRow
from odf.text import P

from gpumode_judge.event.problem import Problem
from gpumode_judge.exchange import sheets
from gpumode_judge.exchange.tables import read_table, table_from_bytes


def xlsx(*rows: tuple[object, ...]) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(**members: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name.replace("__", "/").replace("_", "."), data)
    return out.getvalue()


def test_xlsx_cells_read_as_a_person_writes_them(tmp_path: Path) -> None:
    when = dt.datetime(2026, 3, 14, 15, 9, 26)  # noqa: DTZ001 - a sheet knows no zones
    path = tmp_path / "teams.csv"  # told by content, not by name
    path.write_bytes(
        xlsx((), ("Title", "Table", "At", "Ok"), ("A 🦜", 5, when, True), (), ("B", 2.5, dt.date(2026, 3, 14), "=1+1"))
    )
    found = read_table(path)
    assert found.header == ("Title", "Table", "At", "Ok")
    assert [(row.line, row.cells) for row in found.rows] == [
        (3, ("A 🦜", "5", "2026-03-14 15:09:26", "TRUE")),
        (5, ("B", "2.5", "2026-03-14")),
    ]


def test_a_formula_gives_its_stored_value() -> None:
    whole = xlsx(("Title", "Table"), ("A", "=6*7"))
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(whole)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(
                name,
                data.replace(b"<v></v>", b"<v>42</v>").replace(b"<v/>", b"<v>42</v>").replace(b"<v />", b"<v>42</v>"),
            )
    assert table_from_bytes("a.xlsx", out.getvalue()).rows[0].cells == ("A", "42")


def test_xls_and_ods(tmp_path: Path) -> None:
    old = xlwt.Workbook()
    sheet = old.add_sheet("Teams")
    for r, row in enumerate([("Title", "Table"), ("Café", 12)]):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    old.save(str(tmp_path / "teams.xls"))
    ods = OpenDocumentSpreadsheet()
    table = OdfTable(name="Teams")
    for values in [("Title", "Table"), ("Café", "12")]:
        row = TableRow()
        for value in values:
            cell = TableCell(valuetype="string")
            cell.addElement(P(text=value))
            row.addElement(cell)
        table.addElement(row)
    ods.spreadsheet.addElement(table)
    ods.save(str(tmp_path / "teams.ods"))
    for name in ("teams.xls", "teams.ods"):
        found = read_table(tmp_path / name)
        assert (found.sheet, found.header, found.rows[0].cells) == ("Teams", ("Title", "Table"), ("Café", "12"))


def test_the_first_visible_sheet_that_holds_something_or_the_one_named() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Cover"
    hidden = book.create_sheet("Hidden")
    hidden.append(("secret",))
    hidden.sheet_state = "hidden"
    book.create_sheet("Teams").append(("Title",))
    book["Teams"].append(("A",))
    book.create_sheet("Judges").append(("Name",))
    data = saved(book)
    found = table_from_bytes("e.xlsx", data)
    assert (found.sheet, found.sheets) == ("Teams", ("Cover", "Hidden", "Teams", "Judges"))
    assert "not “Judges”" in found.notes[0]
    assert table_from_bytes("e.xlsx", data, sheet="Judges").header == ("Name",)
    with pytest.raises(Problem, match="no sheet “Nope”"):
        table_from_bytes("e.xlsx", data, sheet="Nope")


def problem_of(data: bytes) -> str:
    with pytest.raises(Problem, match="odd") as caught:
        table_from_bytes("odd.xlsx", data)
    assert "\n" not in str(caught.value)
    return str(caught.value)


def test_an_empty_and_a_truncated_workbook() -> None:
    assert "nothing in it" in problem_of(xlsx())
    whole = xlsx(("Title",), ("A",))
    assert "broken" in problem_of(whole[: len(whole) // 2])
    assert "broken" in problem_of(zipped(xl__workbook_xml=b"<nope"))


def test_bombs_are_refused_before_they_are_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    def forbidden(*_: object) -> list[str]:
        raise AssertionError("it was opened")

    monkeypatch.setattr(sheets, "_run", forbidden)
    assert "unpack to far more" in problem_of(zipped(xl__workbook_xml=b"\0" * (20 << 20)))
    assert "unpack to far more" in problem_of(zipped(xl__workbook_xml=b"x", **{f"m{i}": b"" for i in range(2_001)}))


def test_a_cell_at_the_far_corner_does_not_take_the_app_down() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "Title"
    book.active["XFD1048576"] = "boo"
    assert "far more than a table needs" in problem_of(saved(book))


def test_an_xls_that_claims_a_billion_rows_does_not_take_the_app_down() -> None:
    book = xlwt.Workbook()
    book.add_sheet("S").write(0, 0, "Title")
    out = BytesIO()
    book.save(out)
    data = bytearray(out.getvalue())
    place = data.find(b"\x00\x02\x0e\x00") + 4
    data[place : place + 12] = struct.pack("<IIHH", 0, 0x3FFFFFFF, 0, 0xFFFF)
    assert "far more than a table needs" in problem_of(bytes(data))


def test_too_many_columns_and_too_much_shared_text() -> None:
    assert "more than 1,000 columns" in problem_of(xlsx(tuple(range(1_001))))
    assert "far more" in problem_of(xlsx(*[("x" * 32_000,) * 50 for _ in range(60)]))


def test_without_an_interpreter_to_start_it_is_read_in_this_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "")
    assert table_from_bytes("a.xlsx", xlsx(("Title",), ("A",))).rows[0].cells == ("A",)


def test_a_child_that_cannot_finish_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sheets, "_SECONDS", 0.001)
    assert "was not read" in problem_of(xlsx(("Title",), ("A",)))


WHOLE = xlsx(("Title", "Table"), ("A", 5), ("B", 2.5))


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.tuples(st.integers(0, len(WHOLE) - 1), st.integers(0, 255)), min_size=1, max_size=8),
    st.integers(0, 400),
)
def test_damaged_workbooks_end_in_words(changes: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(WHOLE[: len(WHOLE) - cut] if cut % 3 == 0 else WHOLE)
    for place, value in changes:
        data[place % len(data)] = value
    with suppress(Problem):
        table_from_bytes("odd.xlsx", bytes(data))
