"""Word documents (.docx) -> Document.

Read with the ZIP and XML of `package` and `markup`, not with python-docx: what decides the labels here, the numbers
that Word computes from numbering.xml, that library does not compute, and it neither gives footnotes, text boxes and
tracked changes nor bounds what a packed file unpacks to. Headers, footers and comments are parts of their own, and
are not opened.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from glossary.errors import ParseError, TooLarge
from glossary.models import Document
from importers.encoding import read_bytes
from importers.flow import Flow
from importers.lines import join
from importers.markup import Element, whole
from importers.package import Package
from importers.plain import assemble
from importers.wordlists import TRUE, Counters, Listed, attribute, child, children, is_on, local, read_lists
from importers.wordstyles import Style, Styles

# What is no text of this version: deleted and moved away, the reading above Han characters, what is kept twice.
LEFT_OUT = frozenset({"del", "moveFrom", "rt", "rPr", "tblPr", "tcPr", "trPr", "sectPr", "pPr", "tblGrid", "sdtPr"})
SIGNS = {"tab": " ", "ptab": " ", "noBreakHyphen": "-", "cr": "\n"}
BOX = "txbxContent"
# Half the width of a Han character of 10.5 point, the size of Chinese body text, in twentieths of a point.
COLUMN = 105
CUSTOM_MARK = re.compile(r"(?:\d{1,3}|\*{1,3}|[†‡])[ \t]*")


def read(path: Path, symbol: str | None = None) -> Document:
    """Read a Word document; raises UnsupportedFormat, ParseError or TooLarge when it is none, damaged or oversized."""
    data = read_bytes(path)
    package = Package(data, path)
    main = package.related("").get("officeDocument", "word/document.xml")
    root = package.part(main)
    body = child(root, "body")
    if body is None:
        raise ParseError("by its content this is no Word document; save it as .docx", source=path)
    related = package.related(main)

    def part(kind: str) -> Element | None:
        return package.part(related[kind]) if kind in related else None

    styles = Styles.read(part("styles"))
    reader = _Reader(styles, Counters(read_lists(part("numbering"), styles.lists)), Flow())
    for kind in ("footnote", "endnote"):
        reader.keep_notes(kind, part(f"{kind}s"))
    try:
        reader.blocks(body)
    except TooLarge as error:
        raise TooLarge(error.reason, source=path) from error
    if not reader.flow.lines:
        raise ParseError("the document holds no text; check that it was saved, or recognize its pictures", source=path)
    return assemble(reader.flow.lines, path.name, symbol, hashlib.sha256(data).hexdigest(), notes=reader.flow.notes)


@dataclass(slots=True)
class _Reader:
    """Where a reading stands: the pieces of the paragraph at hand, the notes it refers to, the fields that are open."""

    styles: Styles
    counters: Counters
    flow: Flow
    notes: dict[tuple[str, str], Element] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    called: list[tuple[str, str]] = field(default_factory=list)
    boxes: list[Element] = field(default_factory=list)
    fields: list[bool] = field(default_factory=list)  # for each open field: is this still its instruction?

    def keep_notes(self, kind: str, part: Element | None) -> None:
        for note in children(part, kind):
            if attribute(note, "type") in (None, "normal"):
                self.notes[kind, attribute(note, "id") or ""] = note

    def blocks(self, parent: Element) -> None:
        for node in _flat(parent):
            if local(node) == "p":
                self.paragraph(node)
            else:
                self.table(node)

    def paragraph(self, node: Element) -> None:
        settings = child(node, "pPr")
        style = self.styles.of(settings)
        self.inline(node)
        if child(child(settings, "rPr"), "del") is not None:
            return  # the deleted mark joins the paragraph to the next one, which keeps its own settings
        text, called, boxes = self.taken()
        listed = self.styles.list_of(settings, style)
        mark = self.counters.mark(listed) if listed else ""
        self.lines(text, mark, style, self.indent(settings, style, listed))
        self.hang(called)
        for box in boxes:
            self.blocks(box)

    def taken(self) -> tuple[str, list[tuple[str, str]], list[Element]]:
        text, called, boxes = "".join(self.pieces), self.called, self.boxes
        self.pieces, self.called, self.boxes = [], [], []
        return text, called, boxes

    def lines(self, text: str, mark: str, style: Style, indent: int) -> None:
        """Add a paragraph; a line break in it parts lines, but in a heading it only breaks the line."""
        if "\f" in text:
            self.flow.new_page = True
        parts = text.replace("\f", "\n").split("\n")
        if style.level:
            parts = [join([part.strip() for part in parts if part.strip()] or [""])]
        for place, part in enumerate(parts):
            shown = part.strip() or (place == 0 and len(parts) > 1 and mark)
            self.flow.add(mark + part if place == 0 and shown else part, style.level, indent)

    def indent(self, settings: Element | None, style: Style, listed: Listed | None) -> int:
        """Tell how many columns a paragraph is set in: its own setting, else its list's, else its style's."""
        own = child(settings, "ind")
        left = whole(attribute(own, "left") or attribute(own, "start"))
        if left is None and listed and (level := self.counters.level(listed)):
            left = level.indent
        first = whole(attribute(own, "firstLine"), style.first) or 0
        return max(0, (style.left if left is None else left) + first) // COLUMN

    def hang(self, called: list[tuple[str, str]]) -> None:
        for place, key in enumerate(called):
            if note := self.note(key):
                self.flow.note(str(place), note)

    def note(self, key: tuple[str, str]) -> str:
        """Read a note as one text; it is left out of the paragraphs around it, whose state is kept."""
        node = self.notes.get(key)
        if node is None:
            return ""
        kept = self.pieces, self.called, self.boxes, self.fields
        self.fields = []
        texts = []
        for paragraph in _flat(node):
            self.pieces, self.called, self.boxes = [], [], []
            self.inline(paragraph)
            texts.append("".join(self.pieces).replace("\n", " ").strip())
        self.pieces, self.called, self.boxes, self.fields = kept
        texts = [text for text in texts if text]
        return CUSTOM_MARK.sub("", join(texts), count=1) if texts and self.marked(node) else " ".join(texts)

    @staticmethod
    def marked(node: Element) -> bool:
        """Tell whether a note's mark is typed into it: there is none that Word computes."""
        return not any(local(inner) in ("footnoteRef", "endnoteRef") for inner in node.iter())

    def inline(self, node: Element) -> None:
        """Gather the text of a paragraph, or of a piece of one, in its order."""
        for inner in node:
            name = local(inner)
            if name in LEFT_OUT:
                continue
            if name == "t":
                self.say(inner.text or "")
            elif name == "r":
                self.run(inner)
            elif name == "fldChar":
                self.field(attribute(inner, "fldCharType"))
            elif name == BOX:
                self.boxes.append(inner)
            elif name == "AlternateContent":
                self.inline(_chosen(inner))
            elif name == "br":
                self.say("\f" if attribute(inner, "type") == "page" else "\n")
            elif name in SIGNS:
                self.say(SIGNS[name])
            elif name in ("footnoteReference", "endnoteReference"):
                self.called.append((name.removesuffix("Reference"), attribute(inner, "id") or ""))
            else:
                self.inline(inner)

    def run(self, run: Element) -> None:
        if is_on(child(child(run, "rPr"), "vanish")):
            return
        note = next((inner for inner in run if local(inner) in ("footnoteReference", "endnoteReference")), None)
        before = len(self.pieces)
        self.inline(run)
        if note is not None and attribute(note, "customMarkFollows") in TRUE:
            del self.pieces[before:]

    def say(self, text: str) -> None:
        if not any(self.fields):
            self.pieces.append(text)

    def field(self, step: str | None) -> None:
        """Follow a field: its instruction is no text, its result is."""
        if step == "begin":
            self.fields.append(True)
        elif step == "separate" and self.fields:
            self.fields[-1] = False
        elif step == "end" and self.fields:
            self.fields.pop()

    def table(self, node: Element) -> None:
        """Read a table as rows; one of a single column, or with tables in it, only places text, read as such."""
        rows = [row for row in _rows(node) if child(child(row, "trPr"), "del") is None]
        cells = [list(_cells(row)) for row in rows]
        layout = all(len(row) < 2 for row in cells) or any(
            local(inner) == "tbl" for row in cells for cell in row for inner in _flat(cell)
        )
        for row in cells:
            if layout:
                for cell in row:
                    self.blocks(cell)
            else:
                self.row(row)

    def row(self, cells: list[Element]) -> None:
        texts: list[str] = []
        notes: list[tuple[str, str]] = []
        boxes: list[Element] = []
        for cell in cells:
            parts = []
            for paragraph in _flat(cell):
                settings = child(paragraph, "pPr")
                listed = self.styles.list_of(settings, self.styles.of(settings))
                self.inline(paragraph)
                text, called, inside = self.taken()
                mark = self.counters.mark(listed) if listed else ""
                parts.append(join([line.strip() for line in re.split(r"[\n\f]", mark + text) if line.strip()] or [""]))
                notes += called
                boxes += inside
            texts.append(" ".join(part for part in parts if part))
        self.flow.row(texts)
        self.hang(notes)
        for box in boxes:
            self.blocks(box)


def _flat(parent: Element) -> Iterator[Element]:
    """Yield the paragraphs and tables of a body, cell or note, also those in content controls."""
    for node in parent:
        name = local(node)
        if name in ("p", "tbl"):
            yield node
        elif name == "AlternateContent":
            yield from _flat(_chosen(node))
        elif name not in LEFT_OUT:
            yield from _flat(node)


def _rows(table: Element) -> Iterator[Element]:
    return _inside(table, "tr")


def _cells(row: Element) -> Iterator[Element]:
    return _inside(row, "tc")


def _inside(parent: Element, name: str) -> Iterator[Element]:
    for node in parent:
        if local(node) == name:
            yield node
        elif local(node) in ("sdt", "sdtContent", "customXml", "ins"):
            yield from _inside(node, name)


def _chosen(alternate: Element) -> Element:
    """Choose one of the forms in which the same thing is kept: the first, or else the one for older programs."""
    choice = child(alternate, "Choice")
    return next(iter(alternate)) if choice is None and len(alternate) else alternate if choice is None else choice
