"""What printed pages repeat: headers, footers, page numbers; told by their place and left out."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from importers.lines import JOB_NUMBER, PAGE_NUMBER, SYMBOL, terminated
from importers.pagerows import Row, plain_row
from importers.pagetables import opens

# Page headers and footers stand in this share of the page's height, and among so many rows from its edge.
MARGIN = 0.16
EDGE_ROWS = 4
NEAR = 4.0
MAX_HEADER = 60
BARE_NUMBER = re.compile(r"[-–—· ]*\d{1,4}[-–—· ]*")
DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of a page from its top, and its height in points."""

    rows: tuple[Row, ...]
    height: float


def without_margins(pages: Sequence[Page]) -> tuple[list[list[Row]], list[str]]:
    """Take page headers, footers and numbers out: what stands at one place on several pages, but for its digits."""
    edges = [[row for row in page.rows if _at_edge(row, page)] for page in pages]
    places: dict[str, list[tuple[float, int]]] = {}
    for number, rows in enumerate(edges):
        for row in rows:
            places.setdefault(_form(row), []).append((row[0].base, number))
    for found in places.values():
        found.sort()
    bodies: list[list[Row]] = []
    headers: list[str] = []
    for page, rows in zip(pages, edges, strict=True):
        furniture = {row for row in rows if _repeats(row, places[_form(row)]) or _is_number(row, page)}
        top = list(takewhile(furniture.__contains__, page.rows))
        drop = {*top, *takewhile(furniture.__contains__, reversed(page.rows))}
        bodies.append([row for row in page.rows if row not in drop])
        headers += [cell.text for row in page.rows if row in drop for cell in row if SYMBOL.fullmatch(cell.text)]
    return bodies, headers


def _at_edge(row: Row, page: Page) -> bool:
    place = next(at for at, other in enumerate(page.rows) if other is row)
    near = min(place, len(page.rows) - 1 - place) < EDGE_ROWS and not _is_prose(plain_row(row))
    return near and not MARGIN * page.height < row[0].base < (1 - MARGIN) * page.height


def _is_prose(text: str) -> bool:
    return len(text) > MAX_HEADER or terminated(text)


def _form(row: Row) -> str:
    return DIGITS.sub("#", plain_row(tuple(sorted(row, key=lambda segment: segment.text))))[:200]


def _repeats(row: Row, places: Sequence[tuple[float, int]]) -> bool:
    """Tell whether the same stands within a few points of this height on another page; numbered headings seem to."""
    if opens(plain_row(row)):
        return False
    at = bisect_left(places, (row[0].base - NEAR, -1))
    pages: set[int] = set()
    while at < len(places) and places[at][0] <= row[0].base + NEAR and len(pages) < 2:
        pages.add(places[at][1])
        at += 1
    return len(pages) > 1


def _is_number(row: Row, page: Page) -> bool:
    text = plain_row(row)
    if row not in (page.rows[0], page.rows[-1]) or len(page.rows) == 1:
        return False
    return any(form.fullmatch(text) for form in (BARE_NUMBER, PAGE_NUMBER, JOB_NUMBER))
