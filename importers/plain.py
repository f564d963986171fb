"""Plain text and text layers (.txt, .md) -> Document."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import takewhile
from pathlib import Path

from glossary.models import Document, Paragraph
from importers import masthead
from importers.blocks import Block, with_charts
from importers.encoding import clean, decode, read_bytes
from importers.footnotes import Footnote, without_footnotes
from importers.lines import (
    Layout,
    Line,
    columns,
    continues,
    is_full,
    join,
    measure,
    runs_on,
    split_lines,
    terminated,
    without_furniture,
)
from importers.numbering import Numbering, Opening, number_at
from importers.tables import CELL, Table, table_at

LINK = re.compile(r"\[([^\[\]\n]{1,300})\]\((?:[^()\n]{0,300})\)")
FOOTNOTE = "注"
TITLE_COLUMNS = 64
UNMARKED_LEVEL = 4


def read(path: Path, symbol: str | None = None) -> Document:
    """Read a plain text or the text layer of a document; raises what `encoding.read_text` raises."""
    data = read_bytes(path)
    return parse(decode(data, path), path.name, symbol, hashlib.sha256(data).hexdigest())


def parse(text: str, name: str, symbol: str | None = None, sha256: str = "") -> Document:
    """Make a document of a text; `name` is its file name, which may tell symbol and language."""
    return assemble(split_lines(clean(text)), name, symbol, sha256)


def assemble(
    lines: Sequence[Line],
    name: str,
    symbol: str | None = None,
    sha256: str = "",
    *,
    notes: Sequence[Footnote] = (),
    headers: Sequence[str] = (),
    layout: Layout | None = None,
) -> Document:
    """Make a document of its lines, whatever file they came from.

    What the format itself tells is passed on: footnotes it keeps apart, symbols in its page headers, and how its lines
    are set; without a layout the lines are measured.
    """
    sample = "\n".join(line.text for line in lines[:5000])
    lines, running = without_furniture(lines)
    layout = layout or measure(lines)
    body, found = without_footnotes(lines, layout)
    gathered, numbered = gather(body, layout)
    first = [cell for block in takewhile(_before_numbers, gathered[:60]) for cell in join(block.lines).split(CELL)]
    short = [text for text in first if len(text) < 60]
    masthead_blocks = takewhile(_in_masthead, gathered)
    titles = [block for block in masthead_blocks if block.opens != "row" and (numbered or block.opens)]
    attach(gathered, [*found, *notes])
    blocks = with_charts(gathered, layout) if numbered else gathered
    label_headings(blocks)
    if not numbered:
        number_by_line(blocks)
    symbol = symbol or masthead.symbol_of(name, [*headers, *running], short[:10])
    return Document(
        symbol=symbol,
        lang=masthead.language_of(name, sample),
        title=masthead.title_of([clean_links(join(block.lines)) for block in titles]),
        date=masthead.date_of(short[:12], symbol),
        paragraphs=tuple(paragraphs(blocks, layout)),
        sha256=sha256,
    )


def _before_numbers(block: Block) -> bool:
    return block.opens in ("", "heading", "fellow", "row")


def _in_masthead(block: Block) -> bool:
    return block.opens == "row" or (block.level > 0 and block.opens in ("", "heading"))


def gather(lines: Sequence[Line], layout: Layout) -> tuple[list[Block], bool]:
    """Put lines together into blocks, numbered as the document numbers them; says whether it numbers any."""
    numbering = Numbering(frozenset(number for line in lines if (number := number_at(line.text))))
    blocks: list[Block] = []
    place = start = 0  # `start`: the line that nothing before goes on in, the first one and that after a table
    while place < len(lines):
        line = lines[place]
        before = lines[place - 1] if place > start else None
        if line.row:
            blocks.append(_row(line.text, (line.number, line.number), numbering))
            start = place + 1
        elif opening := _opening(lines, place, before, numbering, layout):
            numbering.take(opening, line.indent)
            blocks.append(_opened(opening, line, numbering))
        elif before and continues(before, line, layout) and not _is_heading(lines, place, numbering, layout):
            blocks[-1].lines.append(line.text)
            blocks[-1].end = line.number
        elif layout.wrapped and (table := table_at(lines, place)):
            blocks.extend(_rows(table, line, lines[table.end - 1], numbering))
            place, start = table.end - 1, table.end
        else:
            numbering.resume(line.indent)
            blocks.append(
                _unmarked(line, numbering, is_titlelike(lines, place, layout), blocks[-1] if blocks else None)
            )
        place += 1
    return blocks, numbering.numbered


def _opening(
    lines: Sequence[Line], place: int, before: Line | None, numbering: Numbering, layout: Layout
) -> Opening | None:
    line = lines[place]
    level = 0 if terminated(line.text) else line.level  # a sentence set in the style of a heading is none
    opening = numbering.opening(line.text, is_titlelike(lines, place, layout), level)
    if level:
        return opening
    if opening and before and runs_on(before, line, layout):
        # A line that reaches the margin may be a long heading: the very next number after it is believed.
        in_sentence = layout.end_marked and is_full(before, line, layout)
        return opening if numbering.is_next(opening) and not in_sentence else None
    return opening


def _is_heading(lines: Sequence[Line], place: int, numbering: Numbering, layout: Layout) -> bool:
    """Tell a heading from the short last line of a paragraph: a sentence ends before it, a number comes after it."""
    if not terminated(lines[place - 1].text) or place + 1 == len(lines) or not is_titlelike(lines, place, layout):
        return False
    opening = None if layout.end_marked else numbering.opening(lines[place + 1].text, False)
    return opening is not None and opening.kind == "number"


def is_titlelike(lines: Sequence[Line], place: int, layout: Layout) -> bool:
    """Tell whether a line is short and no sentence, as headings are."""
    line = lines[place]
    if terminated(line.text) or line.text[-1] in "，、,;" or columns(line.text) > TITLE_COLUMNS:
        return False
    return place + 1 == len(lines) or not runs_on(line, lines[place + 1], layout)


def _opened(opening: Opening, line: Line, numbering: Numbering) -> Block:
    return Block(
        label=numbering.label,
        kind="heading" if opening.level else "body",
        lines=[opening.text],
        number=line.number,
        end=line.number,
        gap=line.gap,
        level=opening.level,
        scope=numbering.annex,
        opens=opening.kind,
    )


def _unmarked(line: Line, numbering: Numbering, titlelike: bool, before: Block | None) -> Block:
    # After a bullet that ends without punctuation, short lines are its fellows whose bullets the text layer lost.
    fellow = (
        titlelike and before is not None and before.opens in ("bullet", "fellow") and not terminated(before.lines[-1])
    )
    heading = titlelike and not fellow
    block = Block(numbering.label, "heading" if heading else "body", [line.text], line.number, line.number, line.gap)
    block.level, block.scope, block.opens = (
        UNMARKED_LEVEL if heading else 0,
        numbering.annex,
        "fellow" if fellow else "",
    )
    return block


def _rows(table: Table, first: Line, last: Line, numbering: Numbering) -> list[Block]:
    numbers = first.number, last.number
    return [_row(row, numbers, numbering) for row in table.rows]


def _row(text: str, numbers: tuple[int, int], numbering: Numbering) -> Block:
    return Block(numbering.label, "table", [text], *numbers, scope=numbering.annex, opens="row")


def attach(blocks: list[Block], notes: Sequence[Footnote]) -> None:
    """Hang every footnote on the block that its mark stands in."""
    place = 0
    for note in sorted(notes, key=lambda note: note.anchor):
        while place + 1 < len(blocks) and blocks[place + 1].number <= note.anchor:
            place += 1
        if blocks:
            blocks[place].notes.append(note)


def label_headings(blocks: Sequence[Block]) -> None:
    """Give every heading the label of the text that follows it in the same annex, else of what goes before."""
    label, scope = None, None
    for block in reversed(blocks):
        if block.scope != scope:
            label, scope = None, block.scope
        if block.kind != "heading" or block.opens == "number":
            label = block.label
        elif label is not None:
            block.label = label
        else:
            block.kind, block.level = "body", 0


def number_by_line(blocks: Sequence[Block]) -> None:
    """Label the paragraphs of a text without numbering by the line that each begins on."""
    for block in blocks:
        block.label = str(block.number)
        if not block.level or block.level == UNMARKED_LEVEL:
            block.kind, block.level = "body" if block.kind == "heading" else block.kind, 0


def paragraphs(blocks: Sequence[Block], layout: Layout) -> list[Paragraph]:
    """Make the paragraphs, each footnote after the one it hangs on."""
    made: list[Paragraph] = []
    for block in blocks:
        text = clean_links(join(block.lines, layout.spaced))
        if text:
            made.append(Paragraph(block.label, text, block.kind, block.level))
        made.extend(Paragraph(block.label + FOOTNOTE, clean_links(note.text), "footnote") for note in block.notes)
    return made


def clean_links(text: str) -> str:
    """Keep of a Markdown link only what is shown.

    >>> clean_links("见 [ST/SGB/2003/7](#) 号公报")
    '见 ST/SGB/2003/7 号公报'
    """
    return LINK.sub(r"\1", text).strip() if "](" in text else text.strip()
