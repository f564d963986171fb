"""The lines of a format that knows its paragraphs (HTML, Word), gathered in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from glossary.errors import TooLarge
from importers.encoding import clean
from importers.footnotes import Footnote
from importers.lines import MAX_LINES, WIDE, Line, columns
from importers.tables import CELL

MAX_CELLS = 1000
BLANKS = re.compile(r"[ \t\n\r\f]+")
# A break of the file's own lines between wide characters is no blank (CSS Text 3, 4.1.3).
BREAK = re.compile(r"(?<=({0})){1}(?={0})".format(WIDE.pattern, r"[ \t\r\f]*\n[ \t\r\n\f]*"))


@dataclass(slots=True)
class Flow:
    """Lines as they are read; `number` counts every line, also the empty ones."""

    lines: list[Line] = field(default_factory=list)
    notes: list[Footnote] = field(default_factory=list)
    number: int = 0
    gap: int = 0
    new_page: bool = False

    def add(self, text: str, level: int = 0, indent: int = 0, gap: int = 0) -> None:
        """Add a line, a heading if it has a level; one without text is a blank line."""
        self.number += 1
        if self.number > MAX_LINES:
            raise TooLarge(f"the document has more than {MAX_LINES} lines; split it")
        text = clean(text).replace("\n", " ")
        bare = text.strip()
        if not bare:
            self.gap += 1
            return
        inset = indent + columns(text[: len(text) - len(text.lstrip())])
        gap = max(gap, self.gap)
        self.lines.append(Line(bare, self.number, gap, inset, text[-1].isspace(), self.new_page, level))
        self.gap, self.new_page = 0, False

    def row(self, cells: Iterable[str]) -> None:
        """Add a row of a table; cells without text keep their place, a row without any is left out."""
        texts = [BLANKS.sub(" ", clean(cell)).strip() for cell in cells]
        check_cells(len(texts))
        self.number += 1
        if text := CELL.join(texts).strip():
            self.lines.append(Line(text, self.number, self.gap, new_page=self.new_page, row=True))
            self.gap, self.new_page = 0, False

    def note(self, mark: str, text: str) -> None:
        """Hang a footnote on the line that was added last."""
        if text := BLANKS.sub(" ", clean(text)).strip():
            self.notes.append(Footnote(mark, text, self.lines[-1].number if self.lines else 0))


def check_cells(count: int) -> None:
    """Raise TooLarge for a row of a table with too many cells."""
    if count > MAX_CELLS:
        raise TooLarge(f"a table has more than {MAX_CELLS} columns; split it")
