"""The lines of a text layer: what a page left between them, how they are wrapped, and how they are put together.

A text layer taken from a PDF breaks paragraphs over lines, often with a blank line between any two of them, and
leaves page headers, job numbers and footnotes where the page had them. Nothing is repaired unless the file itself
shows such wrapping (`measure`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from glossary.errors import TooLarge

# Document series of the United Nations (ST/SGB/2003/7: Editorial manual, document symbols).
SYMBOL = re.compile(r"(?:A|S|E|T|ST|DP|ICCD|CCPR|CEDAW|CERD|CRC|TD|HRI|HSP|UNEP|FCCC|SPLOS)(?:/[A-Za-z0-9.()\-]+)+")
# A job number of the printing service with the page number before or after it: 10-23136 (C)14, 16 07-24118.
ANY_SYMBOL = re.compile(r"[A-Z]{1,8}(?:/[A-Za-z0-9.()\-]+)+")  # of any organization: OSA/DGB/2031/4
JOB_NUMBER = re.compile(r"\d{0,3} ?\d{2}-\d{5}[A-Z]?(?: ?\([A-Z]\))? ?\d{0,3}\*?")
PAGE_NUMBER = re.compile(
    r"(?:第 ?\d{1,4} ?页(?:[,，/ ]*共 ?\d{1,4} ?页)?|[-–—] ?\d{1,4} ?[-–—]|\d{1,4} ?/ ?(\d{1,4})|Page \d{1,4})"
)
PAGE_BREAK = re.compile(r"(?<=[^\n\f])\f")
RULE = re.compile(r"[_\-–—=―─]{3,}")
TERMINAL = "。；：！？!?;:…"
# What units and posts end in: a short line that does is a whole name, not the first half of one.
NAME_ENDS = "处科司股厅部组室局团长员"
HAN = re.compile(r"[\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
WIDE = re.compile(
    r"[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\U00020000-\U0003ffff“”‘’…—]"
)
# A blank that parts two cells of a row, or stands where the text layer lost a character.
CELL_GAP = re.compile(rf"(?<={HAN.pattern})[ \u3000\t]+(?={HAN.pattern})")
PUNCTUATION = re.compile(r"[，。；：！？]")
# An English line that ends so is no whole name or heading.
LEADS_ON = re.compile(r"(?:\b(?:the|an?|of|and|or|to|by|in|for|with|on|at|as|is|are|that)|[-/,])$")
MAX_LINES = 2_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line without its outer blanks; `gap` counts the blank lines before it, `number` is its place from 1.

    Where the format itself says so, `level` is a heading's depth from 1, and `row` tells a row of a table, its cells
    parted by tabs.
    """

    text: str
    number: int
    gap: int = 0
    indent: int = 0
    trailing: bool = False
    new_page: bool = False
    level: int = 0
    row: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a file is set: wrapped or one paragraph a line, the width in columns (a Han character takes two).

    `end_marked`: a blank at a line's end marks the end of a paragraph, as text layers of word processors have it;
    `gap`: blank lines between two lines of one paragraph; `spaced`: blanks stand between Han and Latin characters;
    `sure`: the place of the lines on the page told which of them end a paragraph, and these alone are marked.
    """

    wrapped: bool = False
    width: int = 0
    end_marked: bool = False
    gap: int = 0
    indent: int = 0
    spaced: bool = True
    sure: bool = False


def columns(text: str) -> int:
    """Count the columns that a text takes in print; a wide character takes two."""
    return len(text) + len(WIDE.findall(text))


def terminated(text: str) -> bool:
    """Tell whether a text ends as a sentence or a list item does, closing quotes and brackets aside."""
    bare = text.rstrip("”’」』》）)] ")
    return bool(bare) and (bare[-1] in TERMINAL or (bare[-1] == "." and not bare[:-1].isdigit()))


def split_lines(text: str) -> list[Line]:
    """Split a text into its lines that are not blank; raises TooLarge for more than two million."""
    if text.count("\n") > MAX_LINES:
        raise TooLarge(f"the text has more than {MAX_LINES} lines; split it")
    found: list[Line] = []
    gap, new_page = 0, False
    for number, raw in enumerate(PAGE_BREAK.sub("\n\f", text).split("\n"), 1):
        new_page = new_page or "\f" in raw
        bare = raw.strip()
        if not bare:
            gap += 1
            continue
        indent = columns(raw[: len(raw) - len(raw.lstrip())].replace("\f", ""))
        found.append(Line(bare, number, gap, indent, raw[-1].isspace(), new_page))
        gap, new_page = 0, False
    return found


def without_furniture(lines: Sequence[Line]) -> tuple[list[Line], list[str]]:
    """Take page headers, page numbers and job numbers out; returns the rest, and the symbols that stood in headers."""
    drop = _furniture(lines)
    kept: list[Line] = []
    new_page = False
    for place, line in enumerate(lines):
        if place in drop:
            new_page = True
        else:
            kept.append(replace(line, new_page=True) if new_page else line)
            new_page = False
    return kept, [lines[place].text for place in sorted(drop) if ANY_SYMBOL.fullmatch(lines[place].text)]


def _furniture(lines: Sequence[Line]) -> set[int]:
    drop = {place for place, line in enumerate(lines) if len(line.text) < 40 and JOB_NUMBER.fullmatch(line.text)}
    drop |= _page_numbers(lines) | _running_heads(lines)
    alone = {
        place: line.text for place, line in enumerate(lines) if len(line.text) < 60 and ANY_SYMBOL.fullmatch(line.text)
    }
    again = {text for text, times in Counter(alone.values()).items() if times > 1}
    for place, text in alone.items():
        beside = place - 1 in drop or place + 1 in drop or (lines[place].new_page and place)
        if text in again or (beside and SYMBOL.fullmatch(text)):
            drop.add(place)
    bare_digits = {place for place, line in enumerate(lines) if len(line.text) < 5 and line.text.isdecimal()}
    drop |= {place for place in bare_digits if place - 1 in drop or place + 1 in drop or lines[place].new_page}
    return {place for place in drop if not lines[place].row}


def _page_numbers(lines: Sequence[Line]) -> set[int]:
    """Find lines like 第 3 页 or 3/12; they count as page numbers where two have the same form and the same total."""
    forms: dict[str, set[int]] = {}
    for place, line in enumerate(lines):
        if len(line.text) < 40 and (match := PAGE_NUMBER.fullmatch(line.text)):
            form = f"/{match[1]}" if match[1] else _without_digits(line.text)
            forms.setdefault(form, set()).add(place)
    return {place for places in forms.values() if len(places) > 1 for place in places}


def _running_heads(lines: Sequence[Line]) -> set[int]:
    """Find lines that stand first or last on most pages, where form feeds tell the pages."""
    starts = [place for place, line in enumerate(lines) if line.new_page and place]
    heads = Counter(_without_digits(lines[place].text) for place in starts)
    feet = Counter(_without_digits(lines[place - 1].text) for place in starts)
    need = max(2, len(starts) // 2)
    drop = {place for place in starts if heads[_without_digits(lines[place].text)] >= need}
    return drop | {place - 1 for place in starts if feet[_without_digits(lines[place - 1].text)] >= need}


def _without_digits(text: str) -> str:
    return re.sub(r"\d+", "#", text)


def measure(lines: Sequence[Line]) -> Layout:
    """Learn from the lines themselves how the text is set."""
    spaced = spaces_latin(lines)
    long = [line for line in lines if columns(line.text) >= 30]
    if not long:
        return Layout(spaced=spaced)
    widths = sorted(columns(line.text) for line in long)
    width = widths[(len(widths) * 9) // 10]
    open_ended = [
        place for place, line in enumerate(lines[:-1]) if columns(line.text) >= 30 and not terminated(line.text)
    ]
    running = [place for place in open_ended if width - 12 <= columns(lines[place].text) <= width + 12]
    if not (running and width <= 160 and _shows_wrapping(lines, running, len(open_ended), len(long))):
        return Layout(spaced=spaced)
    gaps = Counter(min(lines[place + 1].gap, 2) for place in running)
    indents = Counter(lines[place + 1].indent for place in running)
    end_marked = _marks_ends(lines, running)
    return Layout(True, width, end_marked, gaps.most_common(1)[0][0], indents.most_common(1)[0][0], spaced)


def _shows_wrapping(lines: Sequence[Line], running: Sequence[int], open_ended: int, long: int) -> bool:
    """Tell wrapped lines, which sentences run through and which end at one margin, from long names in a list."""
    if any(lines[place + 1].text[0] in "，。、；：）”》" for place in running):
        return True
    if len(running) == 1:
        return _marks_ends(lines, running)
    read_on = [place for place in running if _reads_on(lines[place].text, lines[place + 1].text)]
    reach = sorted(_reach(lines[place], lines[place + 1]) for place in running)
    margin = max((bisect_right(reach, at + 8) - place, at) for place, at in enumerate(reach))
    enough = margin[0] >= (2 if margin[1] >= 60 else 3 if margin[1] >= 50 else 5)
    return enough and margin[0] * 2 >= open_ended and len(running) * 5 >= long and len(read_on) * 2 >= len(running)


def _reads_on(text: str, following: str) -> bool:
    punctuated = PUNCTUATION.search(text) or PUNCTUATION.search(following)
    return bool(punctuated or following[0].islower() or LEADS_ON.search(text))


def _reach(line: Line, following: Line) -> int:
    """Count the columns up to which a line would reach with the first word of the next one on it."""
    word = re.match(r"[!-~]{1,40}|.", following.text)
    return columns(line.text) + columns(word.group() if word else "")


def _marks_ends(lines: Sequence[Line], running: Sequence[int]) -> bool:
    unmarked = sum(1 for place in running if not lines[place].trailing)
    ends = [line for line in lines if terminated(line.text) and line.text[-1] not in ":："]
    marked = sum(1 for line in ends if line.trailing)
    return len(ends) >= 2 and unmarked * 10 >= len(running) * 9 and marked * 3 >= len(ends) * 2


def spaces_latin(lines: Sequence[Line]) -> bool:
    """Tell whether the text sets a blank between Han and Latin characters."""
    blank = tight = 0
    for line in lines[:2000]:
        sample = line.text[:2000]
        blank += len(re.findall(r"[\u4e00-\u9fff] [A-Za-z0-9]", sample))
        tight += len(re.findall(r"[\u4e00-\u9fff][A-Za-z0-9]", sample))
    return blank >= tight


def is_full(line: Line, following: Line, layout: Layout) -> bool:
    """Tell whether a line reaches the margin, so that what follows would not have found room on it."""
    return _reach(line, following) >= layout.width - 12


def runs_on(line: Line, following: Line, layout: Layout) -> bool:
    """Tell whether the sentence surely goes on in the next line, whatever that begins with."""
    if not layout.wrapped:
        return False
    if layout.sure:
        return not line.trailing
    if not layout.end_marked:
        return not terminated(line.text) and _at_margin(line, following, layout)
    if line.trailing:
        return False
    return is_full(line, following, layout) or not (following.indent or _is_whole_box(line.text))


def continues(line: Line, following: Line, layout: Layout) -> bool:
    """Tell whether the next line, which opens nothing of its own, belongs to the same paragraph."""
    if not layout.wrapped:
        return False
    if layout.sure:
        return not line.trailing
    if following.text[0] in "，。、；）”》" or line.text[-1] in "、，(（/-" or runs_on(line, following, layout):
        return True
    if not terminated(line.text):
        if line.text[-1].isascii() and re.match(r"[a-z]{2}", following.text):
            return True
        return _at_margin(line, following, layout) or _is_tight(line, following, layout)
    if layout.end_marked:
        return False
    flush = following.indent <= layout.indent and not following.new_page
    return (flush or line.text[-1] in "；;") and _at_margin(line, following, layout)


def _at_margin(line: Line, following: Line, layout: Layout) -> bool:
    return (following.gap <= layout.gap or following.new_page) and is_full(line, following, layout)


def _is_tight(line: Line, following: Line, layout: Layout) -> bool:
    """Where blank lines part all lines, two lines without one between are one heading or one box of a chart."""
    return layout.gap > following.gap == following.indent and not _is_whole_box(line.text)


def _is_whole_box(text: str) -> bool:
    return text[-1] in NAME_ENDS or is_row(text)


def is_row(text: str) -> bool:
    """Tell whether a line is a row of cells: blanks between Han characters, and no sentence."""
    return len(text) < 80 and CELL_GAP.search(text) is not None and not PUNCTUATION.search(text)


def join(parts: Sequence[str], spaced: bool = True) -> str:
    """Put the lines of a paragraph together: no blank between Han characters, one between words, symbols whole.

    >>> join(["第", "61/279 号决议", "和题为“组织”的 ST/", "SGB/1997/5 号"])
    '第 61/279 号决议和题为“组织”的 ST/SGB/1997/5 号'
    """
    pieces = [parts[0]]
    for left, right in pairwise(parts):
        pieces.append(_glue(left[-1:], right[:1], spaced))
        pieces.append(right)
    return "".join(pieces)


def _glue(left: str, right: str, spaced: bool) -> str:
    if left in "/-(（[" or right in "/)）]%,.;:":
        return ""
    wide_left, wide_right = bool(WIDE.match(left)), bool(WIDE.match(right))
    if wide_left and wide_right:
        return ""
    if wide_left or wide_right:
        wide, narrow = (left, right) if wide_left else (right, left)
        return " " if spaced and HAN.match(wide) and narrow.isalnum() else ""
    return " "
