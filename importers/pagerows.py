"""The characters of a printed page, by their place on it -> rows of text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from importers.lines import HAN, WIDE, join

# A raised mark within a row's text, until it is known whether it calls a note; no character of a page is a control.
RAISED, RAISED_END = "\x01", "\x02"
RAISED_MARK = re.compile(f"{RAISED}([^{RAISED_END}]*){RAISED_END}")
# A gap between Han and Latin characters: a blank, or what programs leave there of themselves. Counts as white space.
PERHAPS = "\x1f"
# One sign for two characters, which then stand at one place.
DOUBLED = "—―…─"
RADICAL = re.compile(r"[\u2e80-\u2fdf]")
# In ems: what parts cells or columns, two words, a lost character from a gap in a line set to fill its width.
CELL_GAP = 1.7
WORD_GAP = 0.18
MIXED_GAP = 0.4
BLANK_GAP = 0.15
HAN_GAP = 0.8
SAME_ROW = 0.45
SMALLER = 0.82
HIGHER = 0.12


class Glyph(NamedTuple):
    """A character: its left and right edge, its baseline (upwards), the size of its font, all in points."""

    left: float
    right: float
    base: float
    size: float
    char: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a row that no wide gap parts; `text` may hold raised marks between RAISED and RAISED_END."""

    left: float
    right: float
    base: float
    size: float
    text: str

    @property
    def shown(self) -> str:
        """The text with its raised marks as they are printed."""
        return RAISED_MARK.sub(r"\1", self.text)


Row = tuple[Segment, ...]


def rows_of(glyphs: Sequence[Glyph]) -> list[Row]:
    """Put the characters of a page into rows from its top, each of segments from the left."""
    found: list[list[Glyph]] = []
    size = top = 0.0
    for glyph in sorted(glyphs, key=lambda glyph: -glyph.base):
        if found and top - glyph.base <= SAME_ROW * max(size, glyph.size):
            found[-1].append(glyph)
            size = max(size, glyph.size)
        else:
            found.append([glyph])
            size, top = glyph.size, glyph.base
    return [row for glyphs in found if (row := _row(glyphs))]


def _row(glyphs: list[Glyph]) -> Row:
    glyphs.sort(key=lambda glyph: (glyph.left, glyph.right))
    pieces: list[list[Glyph]] = []
    end = 0.0
    for glyph in glyphs:
        if pieces and _is_overprint(pieces[-1][-1], glyph):
            continue
        if pieces and (glyph.char == " " or glyph.left - end <= CELL_GAP * glyph.size):
            pieces[-1].append(glyph)
        elif glyph.char != " ":
            pieces.append([glyph])
        if glyph.char != " ":
            end = glyph.right if len(pieces[-1]) == 1 else max(end, glyph.right)
    return tuple(segment for piece in pieces if (segment := _segment(piece)))


def _is_overprint(before: Glyph, glyph: Glyph) -> bool:
    """Tell a character that is printed twice, a little apart, to make it bold."""
    return before.char == glyph.char and glyph.char not in DOUBLED and glyph.left - before.left < 0.15 * glyph.size


def _segment(glyphs: list[Glyph]) -> Segment | None:
    inked = [glyph for glyph in glyphs if glyph.char != " "]
    if not inked:
        return None
    size = max(glyph.size for glyph in inked)
    base = min(glyph.base for glyph in inked if glyph.size >= SMALLER * size)
    text = _text(glyphs, size, base)
    return Segment(inked[0].left, max(glyph.right for glyph in inked), base, size, text)


def _text(glyphs: list[Glyph], size: float, base: float) -> str:
    pieces: list[str] = []
    before: Glyph | None = None
    blank = raised = False
    for glyph in glyphs:
        if glyph.char == " ":
            blank = True
            continue
        now = glyph.size < SMALLER * size and glyph.base > base + HIGHER * size
        if raised and not now:
            pieces.append(RAISED_END)
        if before is not None and not (now or raised):
            pieces.append(_between(before, glyph, blank))
        if now and not raised:
            pieces.append(RAISED)
        pieces.append(glyph.char)
        before, blank, raised = glyph, False, now
    return "".join(pieces) + (RAISED_END if raised else "")


def _between(left: Glyph, right: Glyph, blank: bool) -> str:
    """Tell whether a blank stands between two characters: one that was set, or a gap too wide for the layout's own."""
    gap = (right.left - left.right) / max(left.size, right.size)
    wide = bool(WIDE.match(left.char)) + bool(WIDE.match(right.char))
    if wide == 2:
        both = HAN.match(left.char) and HAN.match(right.char)
        return " " if (blank and gap > BLANK_GAP) or (both and gap > HAN_GAP) else ""
    if wide == 1:
        words = left.char.isalnum() and right.char.isalnum()
        if blank or gap > (MIXED_GAP if words else HAN_GAP):
            return " "
        return PERHAPS if words and gap > BLANK_GAP else ""
    return " " if blank or gap > WORD_GAP else ""


def plain_row(row: Row) -> str:
    """Put the segments of a row together, parted by blanks."""
    return " ".join(segment.text for segment in row)


def printed(char: str) -> str:
    """Give a character its ordinary code: many fonts name common characters as radicals."""
    return unicodedata.normalize("NFKC", char) if RADICAL.match(char) else char


def joined(texts: Sequence[str], spaced: bool) -> str:
    """Put the rows of a cell or note together."""
    return join(texts, spaced) if texts else ""
