"""The columns of printed pages: rows parted where a blank strip runs down between them, in reading order."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from importers.pagerows import Row

# Columns: what a gutter measures at least, the share of rows that may cross it, how much of its column a row fills.
GUTTER = 8
CROSSING = 0.2
FILLED = 0.6
MIN_COLUMN_ROWS = 4
# From this share of the long rows that end at one edge, the text is set flush right.
FLUSH = 0.4


@dataclass(slots=True)
class Column:
    """Rows that are read one after the other: their page, and between which edges they are set."""

    rows: list[Row]
    page: int
    slot: tuple[int, int] = (0, 0)
    left: float = 0
    right: float = 0


def columns_of(rows: Sequence[Row], page: int, slot: tuple[int, int]) -> list[Column]:
    """Part rows where a blank strip runs down between them; what goes across it is read before and after."""
    gutter = _gutter(rows)
    if gutter is None:
        return [Column(list(rows), page, slot)] if rows else []
    found: list[Column] = []
    band: tuple[list[Row], list[Row]] = ([], [])
    for row in rows:
        left = tuple(segment for segment in row if segment.right <= gutter + 1)
        right = tuple(segment for segment in row if segment.left >= gutter - 1)
        if len(left) + len(right) < len(row):
            found += _sides(band, page, gutter)
            band = ([], [])
            found += [Column([row], page, slot)]
        else:
            for side, piece in zip(band, (left, right), strict=True):
                if piece:
                    side.append(piece)
    found += _sides(band, page, gutter)
    return _together(found)


def _sides(band: tuple[list[Row], list[Row]], page: int, gutter: float) -> list[Column]:
    return [
        column for side, rows in enumerate(band, 1) for column in columns_of(rows, page, (side, round(gutter / 12)))
    ]


def _together(columns: Sequence[Column]) -> list[Column]:
    """Put columns of one row each that follow each other and go across the gutter together."""
    found: list[Column] = []
    for column in columns:
        if found and found[-1].slot == column.slot and column.slot == (0, 0):
            found[-1].rows += column.rows
        else:
            found.append(column)
    return found


def _gutter(rows: Sequence[Row]) -> float | None:
    """Find the middle of a strip that few rows cross, with rows on both sides that fill their column."""
    if len(rows) < 2 * MIN_COLUMN_ROWS // 2:
        return None
    left = min(row[0].left for row in rows)
    right = max(segment.right for row in rows for segment in row)
    start, end = int(left + 0.2 * (right - left)), int(left + 0.8 * (right - left))
    covered = [0] * (max(0, end - start) + 2)
    for row in rows:
        for segment in row:
            first, last = max(int(segment.left) - start, 0), min(int(segment.right) + 1 - start, len(covered) - 1)
            if first < last:
                covered[first] += 1
                covered[last] -= 1
    count, begin, best = 0, 0, (0, 0)
    for at, change in enumerate(covered):
        count += change
        if count > CROSSING * len(rows):
            begin = at + 1
        elif at - begin > best[1] - best[0]:
            best = (begin, at)
    middle = start + (best[0] + best[1]) / 2
    return middle if best[1] - best[0] >= GUTTER and _both_filled(rows, middle, left, right) else None


def _both_filled(rows: Sequence[Row], gutter: float, left: float, right: float) -> bool:
    for low, high in ((left, gutter), (gutter, right)):
        pieces = [[segment for segment in row if low - 1 <= segment.left and segment.right <= high + 1] for row in rows]
        widths = [piece[-1].right - piece[0].left for piece in pieces if piece]
        if len(widths) < MIN_COLUMN_ROWS or median(widths) < FILLED * (high - low):
            return False
    return True


def set_edges(columns: Sequence[Column]) -> None:
    """Learn between which edges the columns of each slot are set: most rows begin and, in prose, end there."""
    lefts: dict[tuple[int, int], list[float]] = {}
    rights: dict[tuple[int, int], list[float]] = {}
    for column in columns:
        lefts.setdefault(column.slot, []).extend(row[0].left for row in column.rows)
        rights.setdefault(column.slot, []).extend(row[-1].right for row in column.rows)
    for values in (lefts, rights):
        if len(values.get((0, 0), ())) < MIN_COLUMN_ROWS:  # rows across columns, which show the edges better
            values[0, 0] = [value for slot in values.values() for value in slot]
    sizes = {column.slot: column.rows[0][0].size for column in columns}
    edges: dict[tuple[int, int], tuple[float, float]] = {}
    for slot, size in sizes.items():
        left = sorted(lefts[slot])[len(lefts[slot]) // 20]
        edges[slot] = left, _right_edge(left, sorted(rights[slot]), size)
    for column in columns:
        column.left, column.right = edges[column.slot]


def _right_edge(left: float, ends: Sequence[float], size: float) -> float:
    """Find where most of the long rows end; in ragged text, where nearly all do."""
    far = ends[(len(ends) * 19) // 20]
    long = [end for end in ends if end - left > FILLED * (far - left)]
    most, edge = max(((bisect_left(long, end + size) - at, end) for at, end in enumerate(long)), default=(0, far))
    return min(far, edge + size / 2) if most > FLUSH * len(long) else far
