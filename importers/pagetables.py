"""Tables on a printed page: rows whose cells stand below one another."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from importers.numbering import ANNEX, APPENDIX, BULLET, ITEM, SECTION, number_at
from importers.pagerows import Row, Segment

MIN_ROWS = 2
# Ems between two rows of one table at most, and between two edges that are the same.
MAX_STEP = 3.5
OVERLAP = 0.3
# A list's numbers and bullets, which stand apart from its text like a first column.
LIST_MARK = re.compile(
    r"(?:[(（]?(?:[a-zA-Z]|[ivxIVX]{1,5}|\d{1,3}|[一二三四五六七八九十]{1,3})[)）.．、]"
    r"|\d{1,3}(?:\.\d{1,3})+\.?|[㈠-㈩①-⑳⑴-⒇•·●▪■○◦\-–*]|第[一二三四五六七八九十百\d]{1,4}[章节条])"
)


@dataclass(frozen=True, slots=True)
class PageTable:
    """Rows of cells, each cell of lines, and the place of the first row after the table."""

    rows: tuple[tuple[tuple[str, ...], ...], ...]
    end: int


def table_at(rows: Sequence[Row], place: int) -> PageTable | None:
    """Read the table that begins with a row: at least two rows of two cells or more that stand in the same columns."""
    if len(rows[place]) < 2:
        return None
    columns: list[tuple[float, float]] = []
    end = place
    while end < len(rows) and (end == place or _step(rows, end) <= MAX_STEP):
        merged = _merged(columns, rows[end])
        if len(merged) < 2 or len(merged) < len(columns) or not _fits(merged, rows[end]) or _spans(columns, rows[end]):
            break
        if end > place and LIST_MARK.fullmatch(rows[end][0].shown) and not LIST_MARK.fullmatch(rows[place][0].shown):
            break
        columns, end = merged, end + 1
    full = [row for row in rows[place:end] if len(row) > 1]
    if len(full) < MIN_ROWS or (len(columns) == 2 and all(LIST_MARK.fullmatch(row[0].shown) for row in full)):
        return None
    while len(rows[end - 1]) == 1 and not _is_cell_line(rows, end - 1, columns):
        end -= 1  # a line of text just below the table, no narrower than its first column
    return PageTable(tuple(_cells(rows[place:end], columns)), end)


def _step(rows: Sequence[Row], place: int) -> float:
    return (rows[place - 1][0].base - rows[place][0].base) / max(rows[place][0].size, rows[place - 1][0].size)


def _merged(columns: Sequence[tuple[float, float]], row: Row) -> list[tuple[float, float]]:
    """Widen the columns by a row's cells; cells above one another are one column."""
    spans = sorted([*columns, *((segment.left, segment.right) for segment in row)])
    found = [spans[0]]
    for left, right in spans[1:]:
        if left < found[-1][1]:
            found[-1] = (found[-1][0], max(found[-1][1], right))
        else:
            found.append((left, right))
    return found


def _fits(columns: Sequence[tuple[float, float]], row: Row) -> bool:
    return len({_column(columns, segment) for segment in row}) == len(row)


def _spans(columns: Sequence[tuple[float, float]], row: Row) -> bool:
    """Tell a row of text from one of cells: a single piece that is in no column."""
    return len(row) == 1 and bool(columns) and _column(columns, row[0]) is None


def _column(columns: Sequence[tuple[float, float]], segment: Segment) -> int | None:
    slack = OVERLAP * segment.size
    for place, (left, right) in enumerate(columns):
        if segment.left < right + slack and left - slack < segment.right:
            return place
    return None


def _is_cell_line(rows: Sequence[Row], place: int, columns: Sequence[tuple[float, float]]) -> bool:
    """Tell whether a last row of one piece goes on in a cell: it stands close, or not in the first column."""
    return _column(columns, rows[place][0]) != 0 or _step(rows, place) < 1.5


def _cells(rows: Sequence[Row], columns: Sequence[tuple[float, float]]) -> list[tuple[tuple[str, ...], ...]]:
    steps = [_step(rows, place) for place in range(1, len(rows)) if len(rows[place]) > 1 and len(rows[place - 1]) > 1]
    apart = median(steps) if steps else 0.0
    found: list[list[list[str]]] = []
    for place, row in enumerate(rows):
        goes_on = _column(columns, row[0]) != 0 or (len(row) < len(columns) and _step(rows, place) < 0.85 * apart)
        if not found or not (place and goes_on):
            found.append([[] for _ in columns])
        for segment in row:
            found[-1][_column(columns, segment) or 0].append(segment.text)
    return [tuple(tuple(cell) for cell in cells) for cells in found]


def opens(text: str) -> bool:
    """Tell whether a row begins with the number of a paragraph, item, section or annex, or with a bullet."""
    patterns = (ITEM, BULLET, SECTION, LIST_MARK, ANNEX, APPENDIX)
    return number_at(text) is not None or any(pattern.match(text) for pattern in patterns)
