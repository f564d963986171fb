"""Footnotes in a text layer: taken out of the sentence that the page broke for them, and tied to their marks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from importers.lines import RULE, Layout, Line, columns, continues, is_row, join, terminated

MARK = re.compile(r"\d{1,3}|[a-z]|\*{1,3}|[†‡]")
MARKED = re.compile(r"(\d{1,3}|[a-z]|\*{1,3}|[†‡])\s+(?=\S)")


@dataclass(frozen=True, slots=True)
class Footnote:
    """A note's text, its mark, and the line number that its mark in the text stands after (its own, if none does)."""

    mark: str
    text: str
    anchor: int


def without_footnotes(lines: Sequence[Line], layout: Layout) -> tuple[list[Line], list[Footnote]]:
    """Take footnotes and their marks out; a line whose mark stood alone is put together with what follows it.

    Only a wrapped text has them: where a line is a paragraph, a line with one digit is one too.
    """
    if not layout.wrapped:
        return [line for line in lines if not RULE.fullmatch(line.text)], []
    kept: list[Line] = []
    notes: list[Footnote] = []
    anchors: dict[str, int] = {}
    place, ruled = 0, False
    below = _marks_below(lines)
    while place < len(lines):
        line = lines[place]
        is_called = not ruled and line.text in below[place]  # the note comes at the foot of this page
        if line.new_page:  # a note stands on the page of its mark, and the same marks come again on the next one
            anchors.clear()
        if RULE.fullmatch(line.text):
            ruled, place = True, place + 1
        elif line.row:
            ruled, place = False, place + 1
            kept.append(line)
        elif not is_called and (end := _note_end(lines, place, ruled, layout)):
            notes.append(_note(lines[place:end], anchors, kept, layout))
            place = end
        elif kept and MARK.fullmatch(line.text) and (is_called or _is_reference(lines, place)):
            anchors[line.text] = kept[-1].number
            place = _skip_reference(lines, place, kept, layout, is_called=is_called)
        else:
            ruled = False
            kept.append(line)
            place += 1
    return kept, notes


def _marks_below(lines: Sequence[Line]) -> list[frozenset[str]]:
    """Return for each line the marks of the notes that stand under the rule farther down its page."""
    marks: frozenset[str] = frozenset()
    passed: list[str] = []
    under_rule = ""  # the mark of the line before, going up
    found = []
    for line in reversed(lines):
        match = MARK.fullmatch(line.text) or MARKED.match(line.text)
        if RULE.fullmatch(line.text) and under_rule:
            marks = frozenset(passed)
        under_rule = match[0].rstrip() if match else ""
        passed += [under_rule] if match else []
        found.append(marks)
        if line.new_page:
            marks, under_rule = frozenset(), ""
            passed.clear()
    return found[::-1]


def _note_end(lines: Sequence[Line], place: int, ruled: bool, layout: Layout) -> int:
    """Return where the note that begins here ends, 0 if none begins."""
    line = lines[place]
    alone = MARK.fullmatch(line.text) is not None
    if alone:
        has_text = place + 1 < len(lines) and lines[place + 1].gap == 0 and not MARK.fullmatch(lines[place + 1].text)
        begins = has_text and (ruled or (line.gap > 0 and lines[place + 1].indent > 0))
    else:
        begins = ruled and MARKED.match(line.text) is not None
    if not begins:
        return 0
    end = place + (2 if alone else 1)
    while end < len(lines) and not lines[end].new_page and continues(lines[end - 1], lines[end], layout):
        end += 1
    return end


def _note(lines: Sequence[Line], anchors: dict[str, int], kept: Sequence[Line], layout: Layout) -> Footnote:
    texts = [line.text for line in lines]
    if MARK.fullmatch(texts[0]):
        mark = texts.pop(0)
    else:
        match = MARKED.match(texts[0])
        mark = match[1] if match else ""
        texts[0] = texts[0][match.end() :] if match else texts[0]
    here = kept[-1].number if kept else 0
    return Footnote(mark, join(texts, layout.spaced), anchors.pop(mark, here))


def _is_reference(lines: Sequence[Line], place: int) -> bool:
    return lines[place].gap == 0 or not terminated(lines[place - 1].text)


def _skip_reference(lines: Sequence[Line], place: int, kept: list[Line], layout: Layout, *, is_called: bool) -> int:
    """Drop a mark that stands alone in a sentence; the line was broken for it, not at the margin."""
    following = place + 1
    short = columns(kept[-1].text) <= 2 * layout.width
    if short and following < len(lines) and lines[following].gap == 0 and (is_called or lines[place].gap == 0):
        after = lines[following]
        row = is_row(kept[-1].text) and is_row(after.text)
        text = f"{kept[-1].text} {after.text}" if row else join([kept[-1].text, after.text], layout.spaced)
        kept[-1] = replace(kept[-1], text=text, trailing=after.trailing)
        return following + 1
    kept[-1] = replace(kept[-1], trailing=True)
    return following
