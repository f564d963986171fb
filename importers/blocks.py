"""A paragraph while its lines are gathered, and the charts among them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from glossary.models import ParagraphKind
from importers.footnotes import Footnote
from importers.lines import NAME_ENDS, Layout, columns, is_row, terminated
from importers.numbering import OpeningKind

CHART = "图"
MIN_BOXES = 6
BOX_COLUMNS = 64
MAX_BOX_LINES = 6
# A box's line is taken to be full from this share of the widest one on (A/61/749, annex I).
FULL_SHARE = 0.75


@dataclass(slots=True)
class Block:
    """The lines of one paragraph; `number` and `end` are its first and last line, `gap` the blank ones before it.

    `opens` is how the document itself marks its beginning; a fellow is a
    bullet whose glyph is lost, empty is a line that nothing goes on in.
    """

    label: str
    kind: ParagraphKind
    lines: list[str]
    number: int
    end: int
    gap: int = 0
    level: int = 0
    scope: str = ""
    opens: OpeningKind | Literal["fellow", "row", ""] = ""
    notes: list[Footnote] = field(default_factory=list)


def with_charts(blocks: Sequence[Block], layout: Layout) -> list[Block]:
    """Find organization charts, whose boxes a text layer runs together, and put each box's lines together.

    A chart belongs to no numbered paragraph: its label is that of the paragraph before it and 图, up to the next one.
    """
    if not layout.wrapped:
        return list(blocks)
    made: list[Block] = []
    place = 0
    chart = ""
    while place < len(blocks):
        end = place
        while end < len(blocks) and _is_box(blocks[end]) and blocks[end].label == blocks[place].label:
            end += 1
        if chart != blocks[place].label or _is_prose(blocks[place]):
            chart = ""
        if end - place >= MIN_BOXES and not blocks[place].label.endswith("0"):
            chart = blocks[place].label
            made.extend(_chart(blocks[place:end]))
        else:
            end = max(end, place + 1)
            made.extend(_in_chart(block) if chart else block for block in blocks[place:end])
        place = end
    return made


def _is_box(block: Block) -> bool:
    text = block.lines[-1]
    return block.opens in ("", "fellow") and not terminated(text) and columns(text) <= BOX_COLUMNS


def _is_prose(block: Block) -> bool:
    return len(block.lines) > 1 and terminated(block.lines[-1])


def _in_chart(block: Block) -> Block:
    return block if block.label.endswith(CHART) or "附" in block.label else replace(block, label=block.label + CHART)


def _chart(boxes: Sequence[Block]) -> list[Block]:
    lines = [line for box in boxes for line in box.lines if not is_row(line) and "，" not in line and " " not in line]
    widest = max((columns(line) for line in lines), default=0)
    made: list[Block] = []
    for box in boxes:
        if made and _goes_on(made[-1], box, widest):
            made[-1].lines.extend(box.lines)
            made[-1].end = box.end
            made[-1].notes.extend(box.notes)
        else:
            made.append(replace(_in_chart(box), kind="table", level=0))
    return made


def _goes_on(box: Block, following: Block, widest: int) -> bool:
    if len(box.lines) >= MAX_BOX_LINES:
        return False
    line, after = box.lines[-1], following.lines[0]
    if after[0] in "(（" or sum(map(_depth, box.lines)) > 0:
        return True
    near = following.gap <= 1 and not is_row(line) and not is_row(after)
    full = columns(line) >= FULL_SHARE * widest and columns(after) < columns(line)
    return near and full and line[-1] not in NAME_ENDS


def _depth(line: str) -> int:
    return sum(line.count(char) for char in "(（") - sum(line.count(char) for char in ")）")
