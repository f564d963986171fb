"""Aligned segments in: tables of a Chinese and an English column (TSV, CSV, XLSX), translation memories and files."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from glossary.errors import InputError, ParseError, UnsupportedFormat
from glossary.models import Document, Paragraph, Segment
from glossary.text import has_han
from importers import translations, xlsx
from importers.columns import find_columns
from importers.encoding import read_bytes, read_start, read_text

_SAMPLE = 50  # rows that are looked at to tell which column is Chinese
_MANY = 200  # and to tell whether they hold sentences
# Columns of segments beside the two texts; with any other a table is a list of terms.
_BESIDE = frozenset({"zh", "en", "id", "source", "note", "documents"})
_ORIGINS = frozenset({"document", "symbol", "文件", "文号"})
_SENTENCE = re.compile(r".*[。！？；]\W*|.{30,}", re.DOTALL)
_SHARE = 0.3


def read_segments(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the Chinese and the English of each segment in order; a side that is missing is empty.

    In a table, a first row that names languages or columns is a header and no segment; without one the column with
    Han characters is the Chinese one. An empty row is a segment without text, so that numbers stay those of the rows.
    Raises UnsupportedFormat for another suffix, ParseError for a file without two sides.
    """
    return ((each.zh, each.en) for each in _read(path))


def source_language(path: Path) -> str:
    """Return the language that segments were translated from, `zh` or `en`, empty where the file does not say so.

    Raises ParseError for a damaged file.
    """
    reads_translations = SEGMENT_READERS.get(path.suffix.lower()) is _from_translations
    return translations.source_language(path) if reads_translations else ""


def read_sides(path: Path) -> tuple[Document, Document, tuple[str, ...]]:
    """Return aligned segments as a Chinese and an English document, a paragraph a segment, labelled by its number.

    The third value names the document that each segment is from, which a column `document` tells, else the file.
    Raises as `read_segments`.
    """
    sha256 = hashlib.sha256(read_bytes(path)).hexdigest()
    segments = list(_read(path))
    zh, en = (
        tuple(Paragraph(str(nth), text) for nth, text in enumerate(side, 1))
        for side in ((each.zh for each in segments), (each.en for each in segments))
    )
    origins = tuple(each.document or path.stem for each in segments)
    return (
        Document(path.stem, "zh", path.name, None, zh, sha256),
        Document(path.stem, "en", path.name, None, en, sha256),
        origins,
    )


def holds_segments(path: Path) -> bool:
    """Tell aligned segments from a list of terms: by the suffix, for a table by its columns and sentences."""
    if path.suffix.lower() not in _TABLES:
        return path.suffix.lower() in SEGMENT_SUFFIXES
    try:
        table = _table(_first_rows(path), path)
    except InputError:  # its reader says what is wrong
        return False
    rows = [row for row in islice(table.segments(), _MANY) if row.zh and row.en]
    return not table.fields - _BESIDE and sum(map(_is_sentence, rows)) > _SHARE * len(rows)


def _is_sentence(segment: Segment) -> bool:
    return _SENTENCE.fullmatch(segment.zh) is not None


def _read(path: Path) -> Iterator[Segment]:
    reader = SEGMENT_READERS.get(path.suffix.lower())
    if reader is None:
        raise UnsupportedFormat(
            f"segments are read from {', '.join(sorted(SEGMENT_READERS))}; convert the file", source=path
        )
    return reader(path)


def _first_rows(path: Path) -> list[list[str]]:
    if path.suffix.lower() == ".xlsx":
        return [cells for _, cells in islice(xlsx.read_rows(path), _MANY)]
    text = read_start(path).rstrip("\n")
    return _tab_separated(text) if path.suffix.lower() == ".tsv" else list(islice(_comma_separated(text, path), _MANY))


def _tsv_rows(path: Path) -> list[list[str]]:
    """Return the cells of tab-separated lines; quotation marks are text."""
    return _tab_separated(read_text(path).rstrip("\n"))


def _tab_separated(text: str) -> list[list[str]]:
    return [line.split("\t") for line in text.split("\n")]


def _csv_rows(path: Path) -> list[list[str]]:
    """Return the cells of a table with commas or semicolons."""
    return list(_comma_separated(read_text(path).rstrip("\n"), path))


def _comma_separated(text: str, path: Path) -> Iterator[list[str]]:
    head = text.partition("\n")[0]
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=max(",;\t", key=head.count), strict=True)
    try:
        yield from reader
    except csv.Error as error:
        raise ParseError(
            f"not a row of a table ({error}); check its quotation marks", source=path, line=reader.line_num
        ) from error


def _xlsx_rows(path: Path) -> list[list[str]]:
    """Return the rows of the first sheet of a workbook, empty ones too."""
    rows: list[list[str]] = []
    for number, cells in xlsx.read_rows(path):
        rows += [[""]] * (number - 1 - len(rows))
        rows.append(cells)
    return rows


# A new format of tables is a line here: suffix -> the rows of a file.
_TABLES: dict[str, Callable[[Path], list[list[str]]]] = {".tsv": _tsv_rows, ".csv": _csv_rows, ".xlsx": _xlsx_rows}


def _from_table(path: Path) -> Iterator[Segment]:
    yield from _table(_TABLES[path.suffix.lower()](path), path).segments()


def _from_translations(path: Path) -> Iterator[Segment]:
    yield from (Segment(zh, en) for zh, en in translations.read(path))


# A new format of segments is a line here: suffix -> reader(path).
SEGMENT_READERS: dict[str, Callable[[Path], Iterator[Segment]]] = {
    **dict.fromkeys(_TABLES, _from_table),
    ".tmx": _from_translations,
    ".xlf": _from_translations,
    ".xliff": _from_translations,
}
SEGMENT_SUFFIXES = frozenset(SEGMENT_READERS)


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows of a table, its columns of Chinese, English and origins (-1: none), and the names of those known."""

    rows: list[list[str]]
    zh: int
    en: int
    origin: int
    fields: frozenset[str]

    def segments(self) -> Iterator[Segment]:
        """Yield a segment a row."""
        for row in self.rows:
            yield Segment(_cell(row, self.zh), _cell(row, self.en), _cell(row, self.origin))


def _table(rows: list[list[str]], path: Path) -> _Table:
    try:
        found = find_columns(rows[0], None, path)
    except ParseError:
        return _Table(rows, *_guessed(rows, path), -1, frozenset())
    origin = next((at for at, name in enumerate(rows[0]) if name.strip().casefold() in _ORIGINS), -1)
    if origin < 0:
        origin = found.fields.get("documents", -1)
    return _Table(rows[1:], found.fields["zh"], found.fields["en"], origin, frozenset(found.fields))


def _guessed(rows: list[list[str]], path: Path) -> tuple[int, int]:
    if max(len(row) for row in rows) < 2:
        raise ParseError(
            "one column only, segments need a Chinese and an English one; check the delimiter", source=path, line=1
        )
    sample = [row for row in rows[:_SAMPLE] if len(row) > 1]
    first, second = (sum(has_han(row[at]) for row in sample) for at in (0, 1))
    return (0, 1) if first >= second else (1, 0)


def _cell(row: list[str], at: int) -> str:
    return row[at].strip() if 0 <= at < len(row) else ""
