"""Tables in a text layer: rows whose cells only a blank parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from importers.lines import CELL_GAP, PUNCTUATION, Line, columns, terminated
from importers.numbering import ANNEX, APPENDIX, SECTION, number_at

CELL = "\t"
MIN_ROWS = 3
MAX_COLUMNS = 90


@dataclass(frozen=True, slots=True)
class Table:
    """Rows, their cells parted by a tab, and the place of the first line after them."""

    rows: tuple[str, ...]
    end: int


def table_at(lines: Sequence[Line], place: int) -> Table | None:
    """Read the table that begins at a line: at least three lines of as many cells each, and no sentence."""
    cells = _cells(lines[place])
    if len(cells) < 2:
        return None
    end = place
    rows: list[list[str]] = []
    while end < len(lines) and len(row := _cells(lines[end])) == len(cells):
        rows.append(row)
        end += 1
    if len(rows) < MIN_ROWS:
        return None
    rest, end = _wrapped_cells(lines, end, max(columns(row[0]) for row in rows))
    rows += [rest[at : at + len(cells)] for at in range(0, len(rest), len(cells))]
    return Table(tuple(CELL.join(row) for row in rows), end)


def _cells(line: Line) -> list[str]:
    if columns(line.text) > MAX_COLUMNS or PUNCTUATION.search(line.text):
        return []
    return CELL_GAP.split(line.text)


def _wrapped_cells(lines: Sequence[Line], place: int, width: int) -> tuple[list[str], int]:
    """Read the cells after the last full row that stand one below the other; one as wide as its column goes on."""
    cells: list[str] = []
    goes_on = False
    end = place
    while end < len(lines) and end < place + 6 and lines[end].gap <= 1 and _is_cell(lines[end], width):
        text = lines[end].text
        if goes_on:
            cells[-1] += text
        else:
            cells.append(text)
        goes_on = columns(text) >= width
        end += 1
    return (cells, end) if len(cells) > 1 else ([], place)


def _is_cell(line: Line, width: int) -> bool:
    if number_at(line.text) or any(pattern.match(line.text) for pattern in (SECTION, ANNEX, APPENDIX)):
        return False
    return len(_cells(line)) == 1 and columns(line.text) <= width and not terminated(line.text)
