"""Rows of printed pages -> lines in reading order: what pages repeat, columns, tables, notes, ends of paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from importers.footnotes import MARK, Footnote
from importers.lines import (
    HAN,
    NAME_ENDS,
    WIDE,
    Layout,
    Line,
    spaces_latin,
    terminated,
)
from importers.numbering import ANNEX, APPENDIX
from importers.pagecolumns import Column, columns_of, set_edges
from importers.pagemargins import Page, without_margins
from importers.pagerows import PERHAPS, RAISED, RAISED_MARK, Row, joined, plain_row
from importers.pagetables import opens, table_at

# The number of a section on a line of its own, above its title.
DIVISION = re.compile(
    r"第\s?[一二三四五六七八九十\d]{1,3}\s?[节章编条部分]{1,2}|(?:Section|Chapter|Part)\s\w{1,5}", re.I
)
MIXED_BLANK = re.compile(rf"(?:{HAN.pattern} (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) {HAN.pattern})")
NOTE_SIZE = 0.95
NOTE_START = re.compile(r"(\d{1,3}(?![\d.．、%/])|[a-z](?=\s)|\*{1,3}|[†‡])\s*(?=\S)")
# Ems that a row set flush right may fall short of the margin, as punctuation is pushed out; and one within a sentence,
# where a wrapped text was printed once more (as `lines.is_full` bears).
SLACK = 0.6
RAGGED = 5
INDENT = 0.8
LOOSE = 1.35
TIGHT = 1.3
USUAL_PITCH = 1.6
MAX_HEADING_ROWS = 3


@dataclass(slots=True)
class _Lines:
    """Lines as they are laid out; `calls`: mark -> number of the line that it stands in, of the page at hand."""

    size: float
    lines: list[Line] = field(default_factory=list)
    notes: list[Footnote] = field(default_factory=list)
    calls: dict[str, int] = field(default_factory=dict)
    page: int = -1


def laid_out(pages: Sequence[Page]) -> tuple[list[Line], list[Footnote], list[str], Layout]:
    """Put the rows of a document in reading order; returns lines, notes, the symbols of page headers, the layout."""
    bodies, headers = without_margins(pages)
    columns = [column for number, rows in enumerate(bodies) for column in columns_of(rows, number, (0, 0))]
    set_edges(columns)
    sizes = Counter(round(segment.size, 1) for rows in bodies for row in rows for segment in row for _ in segment.text)
    made = _Lines(sizes.most_common(1)[0][0] if sizes else 0)
    for place, column in enumerate(columns):
        _add(made, column, columns[place + 1] if place + 1 < len(columns) else None)
    _settle_blanks(made)
    width = round(max((2 * (column.right - column.left) / made.size for column in columns), default=0))
    layout = Layout(wrapped=True, width=width, end_marked=True, spaced=spaces_latin(made.lines), sure=True)
    for at, line in enumerate(made.lines):
        if RAISED in line.text:  # no note was found: it is an exponent, or a note elsewhere
            made.lines[at] = replace(line, text=RAISED_MARK.sub(r"\1", line.text))
    return made.lines, made.notes, headers, layout


def _settle_blanks(made: _Lines) -> None:
    """Read the gaps between Han and Latin characters as blanks in a document that sets blanks there, else as none."""
    lines = made.lines
    blanks = sum(len(MIXED_BLANK.findall(line.text)) for line in lines)
    blank = " " if blanks > sum(line.text.count(PERHAPS) for line in lines) else ""
    made.lines = [replace(line, text=line.text.replace(PERHAPS, blank)) for line in lines]
    made.notes = [replace(note, text=note.text.replace(PERHAPS, blank)) for note in made.notes]


def _add(made: _Lines, column: Column, following: Column | None) -> None:
    if column.page != made.page:
        made.page = column.page
        made.calls.clear()
    pitch = _pitch(column.rows)
    place = 0
    while place < len(column.rows):
        if end := _note(made, column, place, pitch):
            place = end
            continue
        if table := table_at(column.rows, place):
            for cells in table.rows:
                _append(made, "\t".join(joined(cell, True) for cell in cells), row=True)
            place = table.end
            continue
        row = column.rows[place]
        if (end := _heading_end(column, place)) > place + 1:
            _append(made, joined([plain_row(row) for row in column.rows[place:end]], True))
            place = end
            continue
        after = place + 1 < len(column.rows)
        ends = _ends(column, place, pitch) if after else _ends_column(row, column, following)
        fresh = not made.lines or made.lines[-1].trailing
        indent = max(0, round((row[0].left - column.left) / (row[0].size / 2))) if fresh else 0
        _append(made, plain_row(row), indent=indent, trailing=ends)
        place += 1


def _append(made: _Lines, text: str, *, indent: int = 0, trailing: bool = True, row: bool = False) -> None:
    number = made.lines[-1].number + 1 if made.lines else 1
    for match in RAISED_MARK.finditer(text):
        if mark := _mark(match[1]):
            made.calls[mark] = number
    made.lines.append(Line(text, number, 0, indent, trailing, row=row))


def _pitch(rows: Sequence[Row]) -> float:
    """Measure from one baseline to the next within paragraphs: the common distance."""
    steps = Counter(round(above[0].base - below[0].base, 0) for above, below in pairwise(rows))
    step, times = steps.most_common(1)[0] if steps else (0.0, 0)
    return step if times > 2 else min(step, USUAL_PITCH * rows[0][0].size)


def _ends(column: Column, place: int, pitch: float) -> bool:
    """Tell whether a row ends its paragraph, by its length, the distance to the next row, and what that begins with."""
    row, after = column.rows[place], column.rows[place + 1]
    text, size = _bare(row), row[0].size
    if abs(after[0].size - size) > 0.1 * size and not _is_mixed(row, after):
        return True
    if not _is_full(row, after, column, 0 if terminated(text) or opens(_bare(after)) else RAGGED):
        return True
    if row[0].base - after[0].base > LOOSE * max(pitch, size):
        return terminated(text) or row[0].base - after[0].base > 2 * LOOSE * max(pitch, size)
    set_in = after[0].left - column.left > INDENT * size and after[0].left - row[0].left > INDENT * size
    return terminated(text) and (set_in or opens(_bare(after)))


def _heading_end(column: Column, place: int) -> int:
    """Find where a heading of two or three short rows ends, which stand closer to each other than to what is around.

    Returns the place after its first row where there is no such heading.
    """
    rows = column.rows
    if place + 1 == len(rows) or _is_full(rows[place], rows[place + 1], column, RAGGED):
        return place + 1
    step = rows[place][0].base - rows[place + 1][0].base
    end = place + 2
    while end < len(rows) and rows[end - 1][0].base - rows[end][0].base < TIGHT * step:
        end += 1
    apart = not place or rows[place - 1][0].base - rows[place][0].base >= TIGHT * step
    if not apart or end - place > MAX_HEADING_ROWS or any(len(row) > 1 for row in rows[place:end]):
        return place + 1
    texts = [_bare(row) for row in rows[place:end]]
    alone = any(pattern.fullmatch(texts[0]) for pattern in (DIVISION, ANNEX, APPENDIX))
    whole = alone or any(text[-1] in NAME_ENDS for text in texts[:-1]) or any(map(opens, texts[1:]))
    return place + 1 if whole or any(map(terminated, texts)) else end


def _is_mixed(row: Row, after: Row) -> bool:
    """Tell a paragraph with letters of several sizes from two paragraphs: some size is the same."""
    return bool({round(segment.size) for segment in row} & {round(segment.size) for segment in after})


def _ends_column(row: Row, column: Column, following: Column | None) -> bool:
    """Tell the same of the last row of a column, whose paragraph may go on in the next one."""
    if following is None or abs(following.rows[0][0].size - row[0].size) > 0.1 * row[0].size:
        return True
    after = following.rows[0]
    if not _is_full(row, after, column, 0 if terminated(_bare(row)) or opens(_bare(after)) else RAGGED):
        return True
    set_in = after[0].left - following.left > INDENT * row[0].size
    return terminated(_bare(row)) and (set_in or opens(_bare(after)))


def _is_full(row: Row, after: Row, column: Column, slack: float) -> bool:
    """Tell whether the first word of the next row would not have found room in this one, give or take some ems."""
    size = row[0].size
    word = re.match(r"[!-~]{1,40}|.", _bare(after))
    reach = row[-1].right + (size if not word or WIDE.match(word[0]) else 0.45 * size * len(word[0]))
    return reach > column.right - (SLACK + slack) * size


def _bare(row: Row) -> str:
    return RAISED_MARK.sub("", plain_row(row)).strip() or plain_row(row)


def _note(made: _Lines, column: Column, place: int, pitch: float) -> int:
    """Read the note that begins in this row, as small rows at the foot do; returns where it ends, 0 for none."""
    apart = place > 0 and column.rows[place - 1][0].base - column.rows[place][0].base > LOOSE * pitch
    mark = _note_mark(made, column.rows[place], apart)
    if not mark:
        return 0
    size = column.rows[place][-1].size
    end = place + 1
    while (
        end < len(column.rows)
        and column.rows[end][0].size <= 1.05 * size
        and not _note_mark(made, column.rows[end], True)
    ):
        end += 1
    texts = [plain_row(row) for row in column.rows[place:end]]
    texts[0] = re.sub(rf"^(?:{RAISED_MARK.pattern}|{re.escape(mark)})\s*", "", texts[0])
    text = joined([RAISED_MARK.sub(r"\1", text) for text in texts if text], True)
    anchor = made.calls.pop(mark, made.lines[-1].number)
    line = made.lines[anchor - 1]
    made.lines[anchor - 1] = replace(
        line, text=RAISED_MARK.sub(lambda m: "" if _mark(m[1]) == mark else m[0], line.text)
    )
    made.notes.append(Footnote(mark, text, anchor))
    return end


def _note_mark(made: _Lines, row: Row, apart: bool) -> str:
    """Tell the mark of the note that a row begins: one that the page calls, in small print, raised or set apart."""
    text = plain_row(row)
    small = row[-1].size < NOTE_SIZE * made.size
    if raised := RAISED_MARK.match(text):
        mark = _mark(raised[1])
    elif match := NOTE_START.match(text):
        mark = match[1]
    else:
        return ""
    return mark if mark in made.calls and (small or raised or apart) else ""


def _mark(raw: str) -> str:
    bare = raw.strip("[]()（） ")
    return bare if MARK.fullmatch(bare) else ""
