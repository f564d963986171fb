"""Aligned segments in: tables of a Chinese and an English column (TSV, CSV, XLSX), translation memories and files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

from glossary.errors import ParseError, UnsupportedFormat
from glossary.text import has_han
from importers import translations, xlsx
from importers.columns import find_columns
from importers.encoding import read_text

_SAMPLE = 50  # rows that are looked at to tell which column is Chinese


def read_segments(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the Chinese and the English of each segment in order; a side that is missing is empty.

    In a table, a first row that names languages or columns is a header and no segment; without one the column with
    Han characters is the Chinese one. An empty row is a segment without text, so that numbers stay those of the rows.
    Raises UnsupportedFormat for another suffix, ParseError for a file without two sides.
    """
    reader = SEGMENT_READERS.get(path.suffix.lower())
    if reader is None:
        raise UnsupportedFormat(
            f"segments are read from {', '.join(sorted(SEGMENT_READERS))}; convert the file", source=path
        )
    return reader(path)


def read_tsv(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the segments of tab-separated lines; quotation marks are text."""
    yield from _cells([line.split("\t") for line in read_text(path).rstrip("\n").split("\n")], path)


def read_csv(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the segments of a table with commas or semicolons."""
    yield from _cells(list(_csv_rows(read_text(path).rstrip("\n"), path)), path)


def read_xlsx(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the segments of the first sheet of a workbook; its empty rows are segments without text."""
    rows: list[list[str]] = []
    for number, cells in xlsx.read_rows(path):
        rows += [[""]] * (number - 1 - len(rows))
        rows.append(cells)
    yield from _cells(rows, path)


# A new format of segments is a line here: suffix -> reader(path).
SEGMENT_READERS: dict[str, Callable[[Path], Iterator[tuple[str, str]]]] = {
    ".tsv": read_tsv,
    ".csv": read_csv,
    ".xlsx": read_xlsx,
    ".tmx": translations.read,
    ".xlf": translations.read,
    ".xliff": translations.read,
}
SEGMENT_SUFFIXES = frozenset(SEGMENT_READERS)


def _cells(rows: list[list[str]], path: Path) -> Iterator[tuple[str, str]]:
    zh, en, first = _columns(rows, path)
    for row in rows[first:]:
        yield _cell(row, zh), _cell(row, en)


def _csv_rows(text: str, path: Path) -> Iterator[list[str]]:
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise ParseError(
            f"not a row of a table ({error}); check its quotation marks", source=path, line=reader.line_num
        ) from error


def _columns(rows: list[list[str]], path: Path) -> tuple[int, int, int]:
    """Return the column of Chinese and of English, and the first row that is a segment."""
    try:
        found = find_columns(rows[0], None, path)
    except ParseError:
        return (*_guessed(rows, path), 0)
    return found.fields["zh"], found.fields["en"], 1


def _guessed(rows: list[list[str]], path: Path) -> tuple[int, int]:
    if max(len(row) for row in rows) < 2:
        raise ParseError(
            "one column only, segments need a Chinese and an English one; check the delimiter", source=path, line=1
        )
    sample = [row for row in rows[:_SAMPLE] if len(row) > 1]
    first, second = (sum(has_han(row[at]) for row in sample) for at in (0, 1))
    return (0, 1) if first >= second else (1, 0)


def _cell(row: list[str], at: int) -> str:
    return row[at].strip() if at < len(row) else ""
