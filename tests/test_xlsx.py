"""Workbooks in: every cell as the text it shows, and files made to harm refused within bounds."""

from __future__ import annotations

import datetime
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from glossary.errors import InputError, ParseError, TooLarge, UnsupportedFormat
from importers import xlsx
from importers.segments import read_segments
from importers.xlsx import read_rows, read_sheets

SHEET = "xl/worksheets/sheet1.xml"


def saved(path: Path, *rows: list[object], change: Callable[[openpyxl.Workbook], None] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    if change:
        change(book)
    book.save(path)
    return path


def patched(path: Path, change: Callable[[bytes], bytes], part: str = SHEET) -> Path:
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    parts[part] = change(parts[part])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return path


def test_numbers_and_dates_are_their_text(tmp_path: Path) -> None:
    def zeros(book: openpyxl.Workbook) -> None:
        book.worksheets[0]["E1"].number_format = "000000"

    row = [10**14 + 1, 1.5, datetime.date(2010, 2, 5), datetime.datetime(2010, 2, 5, 3, 4), 42, True, "007", 1e21]
    path = saved(tmp_path / "a.xlsx", row, change=zeros)
    assert list(read_rows(path)) == [
        (1, ["100000000000001", "1.5", "2010-02-05", "2010-02-05 03:04:00", "000042", "TRUE", "007", "1" + "0" * 21])
    ]


def test_empty_rows_are_left_out_and_merged_cells_go_down(tmp_path: Path) -> None:
    def merge(book: openpyxl.Workbook) -> None:
        book.worksheets[0].merge_cells("A3:A5")
        book.worksheets[0].merge_cells("A1:B1")

    path = saved(tmp_path / "a.xlsx", ["标题"], [], ["处", "A"], [None, "B"], [], ["科", "C"], change=merge)
    rows = [row for sheet in read_sheets(path) for row in sheet.rows]
    assert [(row.number, row.cells, row.is_heading) for row in rows] == [
        (1, ["标题"], True),
        (3, ["处", "A"], False),
        (4, ["处", "B"], False),
        (6, ["科", "C"], False),
    ]


def test_sheets_that_are_hidden_or_empty_are_not_the_first(tmp_path: Path) -> None:
    def more(book: openpyxl.Workbook) -> None:
        book.worksheets[0].sheet_state = "hidden"
        book.create_sheet("empty")
        book.create_sheet("terms").append(["处"])

    assert list(read_rows(saved(tmp_path / "a.xlsx", ["secret"], change=more))) == [(1, ["处"])]


def test_segments_of_a_workbook_keep_the_numbers_of_their_rows(tmp_path: Path) -> None:
    path = saved(tmp_path / "a.xlsx", ["zh", "en"], ["处", "Office"], [], ["科", "Section"])
    assert list(read_segments(path)) == [("处", "Office"), ("", ""), ("科", "Section")]


def grown(text: bytes) -> Callable[[bytes], bytes]:
    return lambda data: data.replace(b"</sheetData>", text + b"</sheetData>")


FAR = b'<row r="900"><c r="XFD900" t="str"><v>far</v></c></row>'


@pytest.mark.parametrize(
    ("change", "error", "said"),
    [
        (grown(FAR), TooLarge, "16,384 columns"),
        (grown(b'<row r="99999999999"><c t="str"><v>x</v></c></row>'), TooLarge, "more than 1,000 rows"),
        (grown(b"<row/>" * 900_000), TooLarge, "packed more than 250 to one"),
        (lambda data: data.replace(b"<worksheet", b"<!DOCTYPE x []><worksheet", 1), ParseError, "document type"),
        (lambda data: data[: len(data) // 2], ParseError, "damaged"),
        (lambda data: b"", ParseError, "a.xlsx"),
        (lambda data: b"<x/>", InputError, "holds no rows"),
    ],
)
def test_a_faulty_sheet_is_refused(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    change: Callable[[bytes], bytes],
    error: type[InputError],
    said: str,
) -> None:
    monkeypatch.setattr(xlsx, "MAX_ROWS", 1000)
    path = patched(saved(tmp_path / "a.xlsx", ["处", "Office"]), change)
    with pytest.raises(error, match=said) as told:
        list(read_rows(path))
    assert "a.xlsx" in str(told.value)


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"zh,en\n", UnsupportedFormat, "no .xlsx file"),
        (b"PK\x03\x04rest", ParseError, "damaged"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old", UnsupportedFormat, "no .xlsx file"),
        (b"", InputError, "empty"),
    ],
)
def test_what_is_no_workbook_is_refused(tmp_path: Path, data: bytes, error: type[InputError], said: str) -> None:
    path = tmp_path / "a.xlsx"
    path.write_bytes(data)
    with pytest.raises(error, match=said):
        list(read_rows(path))


def test_an_archive_of_something_else_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("word/document.xml", "<x/>")
    with pytest.raises(UnsupportedFormat, match=r"no \.xlsx file"):
        list(read_rows(path))


@pytest.mark.parametrize(
    "part", ["xl/styles.xml", "xl/workbook.xml", "[Content_Types].xml", "xl/_rels/workbook.xml.rels"]
)
@pytest.mark.parametrize("harm", [b"\xff\xfe<", b'="'])
def test_damage_in_any_part_is_said(tmp_path: Path, part: str, harm: bytes) -> None:
    path = patched(saved(tmp_path / "a.xlsx", ["处", "Office"]), lambda data: data[:80] + harm + data[80:], part)
    with pytest.raises(ParseError, match=r"a\.xlsx"):
        list(read_rows(path))
