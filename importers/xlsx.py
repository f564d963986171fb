"""Excel workbooks in, row by row: every cell as the text that it shows, within bounds. The one door to openpyxl.

openpyxl reads a sheet as a stream; the faster python-calamine lays out the whole rectangle, so that a sheet with two
cells far apart exhausts the memory. Formulas count by the value that the program stored last.
"""

from __future__ import annotations

import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.workbook import Workbook

from glossary.errors import InputError, ParseError, TooLarge, UnsupportedFormat
from importers.encoding import clean, read_bytes
from importers.package import ENCRYPTED, MAX_ENTRIES, MAX_RATIO, OLE, RATIO_FROM

MAX_ROWS = 1_048_576  # what a sheet holds
MAX_COLUMNS = 1_000  # a sheet has 16,384; a term list of so many is something else
MAX_SHEET = 400 * 1024 * 1024  # a full sheet of six columns, unpacked
MAX_STRINGS = 128 * 1024 * 1024
MAX_CELLS = 50_000_000
MAX_MERGED = 200_000
_PROLOG = 64 * 1024
_ROOT = re.compile(rb"<[A-Za-z_]")
_MERGED = re.compile(rb"<(?:\w+:)?mergeCell\s[^<>]*?ref=\"([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})\"")
_UNCOUNTED = re.compile(rb"<f\b[^<>]*(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>")
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_ZEROS = re.compile("0{2,}")
_WAY_OUT = "open it in a spreadsheet program and save it as .xlsx"
# What openpyxl lets through when a workbook is not what it should be; faulty XML is a SyntaxError.
_DAMAGED = (
    SyntaxError, InvalidFileException, zipfile.BadZipFile, zlib.error, EOFError, OSError, LookupError, ValueError,
    TypeError, AttributeError, ArithmeticError, NotImplementedError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row with its number from 1; `is_heading`: all it holds is one cell that spans several columns."""

    number: int
    cells: list[str]
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet with its rows, to be read before the next one is; empty rows are left out.

    `has_uncounted`: some cell holds a formula whose value no program has stored; it is read as empty.
    """

    name: str
    is_hidden: bool
    rows: Iterator[SheetRow]
    has_uncounted: bool = False


@dataclass(frozen=True, slots=True)
class _Scan:
    """What a sheet's XML says that openpyxl tells only where it reads all of it into memory."""

    merged: dict[int, list[tuple[int, int, int]]]  # by first row: the first and last column, the last row
    has_uncounted: bool = False


def read_sheets(path: Path) -> Iterator[Sheet]:
    """Yield the sheets of a workbook in order; cells that were merged downwards hold their value in every row.

    Numbers come as their digits, dates in ISO 8601. Raises InputError (missing, empty), UnsupportedFormat (no
    workbook), ParseError (damaged, encrypted) and TooLarge (over the limits of this module).
    """
    data = read_bytes(path)
    if data.startswith(OLE) and ENCRYPTED in data:
        raise ParseError("the file is encrypted; save it without a password", source=path)
    if not data.startswith(b"PK"):
        raise UnsupportedFormat(f"by its content this is no .xlsx file; {_WAY_OUT}", source=path)
    warnings.filterwarnings("ignore", category=UserWarning, module="openpyxl")
    file = BytesIO(data)
    with _mishaps(path):
        archive = zipfile.ZipFile(file)
    with archive:
        _check(archive, path)
        with _mishaps(path):
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        try:
            yield from _sheets(book, archive, path)
        finally:
            book.close()


def read_rows(path: Path) -> Iterator[tuple[int, list[str]]]:
    """Yield the rows of the first sheet that is shown and holds any, with their numbers from 1; empty ones left out."""
    for sheet in read_sheets(path):
        first = None if sheet.is_hidden else next(sheet.rows, None)
        if first is not None:
            yield first.number, first.cells
            yield from ((row.number, row.cells) for row in sheet.rows)
            return
    raise InputError("the workbook holds no rows; check that it was saved", source=path)


@contextmanager
def _mishaps(path: Path) -> Iterator[None]:
    try:
        yield
    except InputError:
        raise
    except _DAMAGED as error:
        said = str(error) or type(error).__name__
        raise ParseError(f"the workbook is damaged ({said[:200]}); {_WAY_OUT}", source=path) from error


def _check(archive: zipfile.ZipFile, path: Path) -> None:
    """Refuse what would exhaust memory or time; `zipfile` unpacks no more of a part than it says it holds."""
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES:
        raise TooLarge(f"the file packs more than {MAX_ENTRIES} parts", source=path)
    if "xl/workbook.xml" not in archive.namelist():
        kind = "a binary workbook (.xlsb)" if "xl/workbook.bin" in archive.namelist() else "no .xlsx file"
        raise UnsupportedFormat(f"by its content this is {kind}; {_WAY_OUT}", source=path)
    for info in entries:
        if info.flag_bits & 1:
            raise ParseError("the file is encrypted; save it without a password", source=path)
        if info.filename.lower().endswith((".xml", ".rels")):
            _check_part(archive, info, path)


def _check_part(archive: zipfile.ZipFile, info: zipfile.ZipInfo, path: Path) -> None:
    limit = MAX_SHEET if "worksheets/" in info.filename else MAX_STRINGS
    if info.file_size > limit:
        limit //= 1024 * 1024
        raise TooLarge(f"{info.filename} in it unpacks to more than {limit} MiB; split the list", source=path)
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(info.compress_size, 1):
        raise TooLarge(f"{info.filename} in it is packed more than {MAX_RATIO} to one", source=path)
    with _mishaps(path), archive.open(info) as file:
        prolog = file.read(_PROLOG).replace(b"\0", b"")
    root = _ROOT.search(prolog)
    if root is None or b"<!" in re.sub(rb"<!--.*?-->", b"", prolog[: root.start()], flags=re.DOTALL):
        raise ParseError(f"{info.filename} in it declares a document type, which is not read; {_WAY_OUT}", source=path)


def _sheets(book: Workbook, archive: zipfile.ZipFile, path: Path) -> Iterator[Sheet]:
    for sheet in book.worksheets:
        part = str(getattr(sheet, "_worksheet_path", "")).lstrip("/")
        with _mishaps(path):
            scan = _scan(archive, part, path) if part else _Scan({})
        yield Sheet(sheet.title, sheet.sheet_state != "visible", _rows(sheet, scan.merged, path), scan.has_uncounted)


def _scan(archive: zipfile.ZipFile, part: str, path: Path) -> _Scan:
    """Find what is merged, which a sheet says behind its rows, and whether formulas lack their values."""
    uncounted = False
    found: dict[int, list[tuple[int, int, int]]] = {}
    count, rest = 0, b""
    with archive.open(part) as file:
        while chunk := file.read(1 << 20):
            text = rest + chunk
            for match in _MERGED.finditer(text):
                left, top, right, bottom = (number or 0 for number in range_boundaries(match[1].decode()))
                found.setdefault(top, []).append((left, right, bottom))
                count += 1
            uncounted = uncounted or _UNCOUNTED.search(text) is not None
            rest = text[max(text.rfind(b"<c "), text.rfind(b"<mergeCell"), 0) :][-2000:]
            if count > MAX_MERGED:
                raise TooLarge(f"more than {MAX_MERGED:,} merged cells; split the list", source=path)
    return _Scan(found, uncounted)


def _rows(sheet: Any, merged: dict[int, list[tuple[int, int, int]]], path: Path) -> Iterator[SheetRow]:
    sheet.reset_dimensions()
    down: dict[int, tuple[int, str]] = {}  # column -> until which row a value goes down
    cells_seen = 0
    rows = iter(sheet.rows)
    for number in range(1, MAX_ROWS + 2):
        with _mishaps(path):
            row = next(rows, None)
            if row is None:
                return
            cells = [_text(cell) for cell in row]
        cells_seen += len(cells) + 1
        while cells and not cells[-1]:
            cells.pop()
        if len(cells) > MAX_COLUMNS:
            message = f"{len(cells):,} columns, at most {MAX_COLUMNS:,} are read; remove what is far to the right"
            raise TooLarge(message, source=path, line=number)
        if number > MAX_ROWS or cells_seen > MAX_CELLS:
            raise TooLarge(f"more than {MAX_ROWS:,} rows or {MAX_CELLS:,} cells; split the list", source=path)
        heading = sum(map(bool, cells)) == 1 and any(
            cells[left - 1 : left] == [cells[-1]] and right > left for left, right, _ in merged.get(number, ())
        )
        if any(cells):
            _fill_down(cells, number, merged.get(number, ()), down)
            yield SheetRow(number, cells, heading)


def _fill_down(cells: list[str], number: int, begun: Any, down: dict[int, tuple[int, str]]) -> None:
    for at, (last, value) in list(down.items()):
        if number > last:
            del down[at]
        else:
            cells += [""] * (at + 1 - len(cells))
            cells[at] = cells[at] or value
    for left, _, bottom in begun:
        if bottom > number and left <= len(cells) and cells[left - 1]:
            down[left - 1] = (bottom, cells[left - 1])


def _text(cell: Any) -> str:
    value = cell.value
    if value is None or cell.data_type == "e":  # an error such as #N/A says nothing
        return ""
    if isinstance(value, str):
        if "_x" in value:
            value = _ESCAPED.sub(lambda match: chr(int(match[1], 16)), value)
        return clean(value).strip()
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return _number(value, str(cell.number_format))
    return _moment(value)


def _number(value: float, shown: str) -> str:
    """Write a number without an exponent and, where the format asks for it, with its leading zeros."""
    digits = format(Decimal(repr(value)), "f")
    digits = digits.rstrip("0").rstrip(".") if "." in digits else digits
    return digits.zfill(len(shown)) if _ZEROS.fullmatch(shown) and digits.isdigit() else digits


def _moment(value: object) -> str:
    if isinstance(value, datetime) and value.time() == time():
        return value.date().isoformat()
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)
