r"""Term lists in: CSV and TSV with a header in English or Chinese, our own exports, and our own reference lists.

A row is a Chinese name and its English one. In a reference list, a row with `variant_of` adds its names to the concept
of the row it names, and `succeeds` points to the concept of the former body; rows may be named before they come.
Cells with several values separate them by `|` (`\|` is a bar that belongs to a value), `source` by `; `.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TypeVar

from glossary.errors import InvalidRecord, ParseError
from glossary.models import (
    CATEGORIES,
    CONCEPT_STATUSES,
    RELATION_TYPES,
    TERM_KINDS,
    TERM_STATUSES,
    Concept,
    Note,
    RelationType,
)
from importers.columns import Columns, find_columns
from importers.encoding import read_text
from importers.rows import Row, concepts_of

T = TypeVar("T")

# What a spreadsheet holds in a cell: anything longer is a broken quotation mark that swallowed the rows after it.
MAX_CELL = 32_767
DELIMITERS = "\t,;|，"
_NUMBER = re.compile(r"[1-4]")
_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ESCAPED = re.compile(r"\\([\\|])")
_SEMICOLON = re.compile(r"\s*[;；]\s+|；")
# The apostrophe that our CSV export puts before what a spreadsheet would calculate.
_HARMLESS = re.compile("'+[\\s\u200b\ufeff]*[=+\\-@＝＋－＠]")


def read_terms(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[Concept | InvalidRecord]:
    """Yield the concepts of a table in the order of its rows and, in their place, the rows that break a rule.

    `columns` says where a field stands: a letter (`A`), a number from 1, or a name of the header. Concepts get ids of
    this file, `c1`, `c2` ... (or those of its `id` column), so that relations can point to them. A concept is
    approved when the reliability of its row is 2 or more, unless `status` says otherwise, else proposed.
    Raises ParseError when the columns cannot be told.
    """
    records = _records(read_text(path))
    first_line, first = next(records)
    if not isinstance(first, list):
        raise ParseError(f"the first row cannot be read ({first}); check its quotation marks", source=path, line=1)
    found = find_columns(first, columns, path)
    good: list[Row] = []
    bad: list[InvalidRecord] = []
    if not found.has_header:
        _sort_in(_row(first, first_line, found, path), good, bad)
    for line, cells in records:
        if isinstance(cells, csv.Error):
            bad.append(InvalidRecord(f"not a row of a table ({cells})", source=path, line=line))
        else:
            _sort_in(_row(cells, line, found, path), good, bad)
    yield from concepts_of(good, bad, path)


def _records(text: str) -> Iterator[tuple[int, list[str] | csv.Error]]:
    """Yield the rows that are not empty with the line they start on; a row that cannot be read is its error."""
    delimiter = _delimiter(text)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield line, error
        else:
            if any(cell.strip() for cell in cells):
                # Our TSV, which is for other programs, has no such apostrophes.
                yield line, cells if delimiter == "\t" else [_without_apostrophe(cell) for cell in cells]


def _without_apostrophe(cell: str) -> str:
    return cell[1:] if _HARMLESS.match(cell) else cell


def _sort_in(row: Row | InvalidRecord, good: list[Row], bad: list[InvalidRecord]) -> None:
    if isinstance(row, Row):
        good.append(row)
    else:
        bad.append(row)


def _delimiter(text: str) -> str:
    head = re.sub(r'"[^"]*"', "", text.lstrip("\ufeff\n").partition("\n")[0])
    return max(DELIMITERS, key=head.count)


def _row(cells: list[str], line: int, columns: Columns, path: Path) -> Row | InvalidRecord:
    try:
        return _checked(_fitted(cells, columns.width), line, columns)
    except InvalidRecord as error:
        return InvalidRecord(error.reason, source=path, line=line)


def _fitted(cells: list[str], width: int) -> list[str]:
    if len(cells) < width or any(cell.strip() for cell in cells[width:]):
        raise InvalidRecord(
            f"{len(cells)} columns where the first row has {width}; check delimiters and quotation marks"
        )
    for cell in cells:
        if len(cell) > MAX_CELL:
            raise InvalidRecord(f"a cell of {len(cell):,} characters, at most {MAX_CELL:,} are read")
    return cells


def _checked(cells: list[str], line: int, columns: Columns) -> Row:
    values = {field: cells[at].strip() for field, at in columns.fields.items()}
    several = {field: split(value) for field, value in values.items() if value}
    status = values.get("status", "").casefold()
    row = Row(
        line=line,
        id=values.get("id", ""),
        zh=_one_line(values.get("zh", "")),
        en=_one_line(values.get("en", "")),
        several=several,
        category=_known("category", values, CATEGORIES),
        kind=_known("kind", values, TERM_KINDS),
        concept_status=_one_of(status, CONCEPT_STATUSES),
        term_status=_one_of(status, TERM_STATUSES),
        reliability=_reliability(values.get("reliability", "")),
        valid_from=_date("from", values),
        valid_to=_date("to", values),
        sources=(*_SEMICOLON.split(values["source"]),) if values.get("source") else several.get("sources", ()),
        variant_of=values.get("variant_of", ""),
        relations=tuple((kind, name) for kind in RELATION_TYPES for name in _names(kind, values, several)),
        subject=values.get("subject", ""),
        term_notes=tuple(Note(name, values[name]) for name in ("note", "documents") if values.get(name)),
        other_cells=tuple(Note(name, cells[at].strip()) for at, name in columns.others.items() if cells[at].strip()),
    )
    if status and row.concept_status is None and row.term_status is None:
        raise InvalidRecord(f"status is {status!r}, want one of {', '.join((*TERM_STATUSES, *CONCEPT_STATUSES))}")
    if not any((row.zh, row.en, *(several.get(f"{lang}_deprecated") for lang in ("zh", "en")))):
        raise InvalidRecord("neither a Chinese nor an English name in this row")
    return row


def split(cell: str) -> tuple[str, ...]:
    r"""Return the values of a cell that holds several.

    >>> split(r"one | a\|b")
    ('one', 'a|b')
    """
    if "|" not in cell:
        return (_ESCAPED.sub(r"\1", cell),) if "\\" in cell else (cell,)
    parts = re.findall(r"(?:[^\\|]|\\.|\\$)+", cell, re.DOTALL)
    return tuple(_ESCAPED.sub(r"\1", part.strip()) for part in parts if part.strip())


def _one_line(text: str) -> str:
    return " ".join(text.split("\n")) if "\n" in text else text


def _names(kind: RelationType, values: Mapping[str, str], several: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """Split several names of other rows by `|`, or by `; ` as the reference lists do."""
    if kind not in several:
        return ()
    return several[kind] if "|" in values[kind] else tuple(_SEMICOLON.split(values[kind]))


def _known(field: str, values: Mapping[str, str], allowed: tuple[T, ...]) -> T | None:
    value = values.get(field, "").casefold()
    known = _one_of(value, allowed)
    if value and known is None:
        raise InvalidRecord(f"{field} is {value!r}, want one of {', '.join(map(str, allowed))}")
    return known


def _one_of(value: str, allowed: tuple[T, ...]) -> T | None:
    return next((known for known in allowed if known == value), None)


def _reliability(value: str) -> int | None:
    if value and not _NUMBER.fullmatch(value):
        raise InvalidRecord(f"reliability is {value!r}, want 1 to 4 or nothing")
    return int(value) if value else None


def _date(field: str, values: Mapping[str, str]) -> str | None:
    value = values.get(field, "")
    if value and not _DATE.fullmatch(value):
        raise InvalidRecord(f"{field!r} is {value!r}, want a date such as 2010 or 2010-02-05")
    return value or None
