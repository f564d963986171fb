"""Web pages (.html, .htm) -> Document: the main text, without what surrounds it; nothing is fetched."""

from __future__ import annotations

import codecs
import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from glossary.errors import ParseError, TooLarge
from glossary.models import Document
from importers.counting import counted
from importers.encoding import BOMS, clean, decode, read_bytes
from importers.flow import BLANKS, BREAK, Flow, check_cells
from importers.lines import join
from importers.markup import Element, events, html, whole
from importers.plain import assemble
from importers.webnotes import Notes, notes_of

MAX_BYTES = 32 * 1024 * 1024
# No text, or text about the page and not of the document.
# fmt: off
LEFT_OUT = frozenset((
    "head", "title", "script", "style", "noscript", "template", "nav", "aside", "header", "footer", "button", "select",
    "option", "textarea", "input", "svg", "math", "iframe", "object", "embed", "audio", "video", "canvas", "map",
    "dialog", "menu", "rt", "rp", "del",
))
# fmt: on
# A header or footer within the main text belongs to it.
KEPT_IN_MAIN = frozenset({"header", "footer"})
ASIDE_ROLES = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"})
FURNITURE = re.compile(
    r"(?:^|[\s_\-])(?:nav|navbar|navigation|menu|breadcrumbs?|crumbs?|sidebar|footer|share|toolbar|pagination|skip)(?:$|[\s_\-])",
    re.I,
)
# fmt: off
BLOCKS = frozenset((
    "address", "article", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "header", "hgroup", "hr", "legend", "li", "main", "ol", "p", "pre",
    "section", "summary", "table", "tbody", "tfoot", "thead", "tr", "ul", "html",
))
# fmt: on
HEADINGS = {f"h{level}": level for level in range(1, 7)}
CELLS = frozenset({"td", "th"})
BREAK_SIGN = "\v"  # a line break within a block; no text has one, the decoder takes them out
LIST_TYPES = {"a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman", "1": "decimal"}
LIST_STYLES = {
    "lower-alpha": "lowerLetter",
    "lower-latin": "lowerLetter",
    "upper-alpha": "upperLetter",
    "upper-latin": "upperLetter",
    "lower-roman": "lowerRoman",
    "upper-roman": "upperRoman",
    "cjk-ideographic": "chineseCounting",
    "simp-chinese-informal": "chineseCounting",
    "trad-chinese-informal": "chineseCounting",
    "cjk-decimal": "ideographDigital",
    "cjk-heavenly-stem": "ideographTraditional",
}
HIDDEN = re.compile(r"(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.I)
LIST_STYLE = re.compile(r"list-style(?:-type)?\s*:\s*([a-z\-]+)", re.I)
CHARSET = re.compile(
    rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:\-]{2,40})"
    rb"|<\?xml[^>]{0,80}encoding=[\"']([A-Za-z0-9_\-]{2,40})",
    re.I,
)
# Pages that say GB2312 are written in its superset, as browsers read them (WHATWG Encoding Standard).
SUPERSETS = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "big5hkscs", "latin-1": "cp1252", "iso8859-1": "cp1252"}


def read(path: Path, symbol: str | None = None) -> Document:
    """Read a web page; raises what `encoding.read_text` raises, and ParseError for a page without text."""
    data = read_bytes(path, MAX_BYTES)
    root = html(_decoded(data, path), path)
    reader = _Reader(notes_of(root))
    try:
        reader.read(_main(root))
    except TooLarge as error:
        raise TooLarge(error.reason, source=path) from error
    if not reader.flow.lines:
        raise ParseError("the page holds no text of its own; save it from the browser once it is shown", source=path)
    sha256 = hashlib.sha256(data).hexdigest()
    return assemble(reader.flow.lines, path.name, symbol, sha256, notes=reader.flow.notes)


def _decoded(data: bytes, source: Path) -> str:
    """Decode by byte order mark, else as the page says it is encoded, else by what its bytes show."""
    told = CHARSET.search(data[:4096])
    if told and not data.startswith(tuple(bom for bom, _ in BOMS)):
        try:
            name = codecs.lookup((told[1] or told[2]).decode("ascii")).name
            if not name.startswith("utf-16"):
                return clean(data.decode(SUPERSETS.get(name, name)))
        except (LookupError, UnicodeDecodeError):
            pass  # it says so wrongly: pages are copied from site to site with their heads
    return decode(data, source)


def _main(root: Element) -> Element:
    """Find the element that holds the main text: the one <main>, else the one <article>, else the body."""
    for path in (".//main", ".//*[@role='main']", ".//article", ".//body"):
        found = root.findall(path)
        if len(found) == 1 and "".join(str(text) for text in found[0].itertext()).strip():
            return found[0]
    return root


@dataclass(slots=True)
class _List:
    """A list that is open: how it counts, and how far it has counted; bullets count nothing."""

    system: str = ""
    count: int = 0
    step: int = 1


@dataclass(slots=True)
class _Table:
    """A table that is open: the cells of the row at hand; one that only places text is read as text."""

    layout: bool
    cells: list[list[str]] = field(default_factory=list)
    in_cell: bool = False


@dataclass(slots=True)
class _Reader:
    """Where a reading stands: the text since the last block began, and the lists and tables that are open."""

    notes: Notes
    flow: Flow = field(default_factory=Flow)
    text: list[str] = field(default_factory=list)
    called: list[str] = field(default_factory=list)
    lists: list[_List] = field(default_factory=list)
    tables: list[_Table] = field(default_factory=list)
    mark: str = ""
    level: int = 0
    pre: int = 0
    main: int = 0

    def read(self, root: Element) -> None:
        skipped: Element | None = None
        walk = events(root)
        for event, node in walk:
            name = node.tag if isinstance(node.tag, str) else ""
            if event == "start":
                if node is not root and self.left_out(node, name):
                    skipped = node
                    walk.skip_subtree()
                else:
                    self.start(node, name)
                    self.text.append(self.said(node.text))
                continue
            if node is skipped:
                skipped = None
            else:
                self.end(name)
            if node is not root:
                self.text.append(self.said(node.tail))
        self.flush()

    def said(self, text: str | None) -> str:
        return (text or "").replace("\n", BREAK_SIGN) if self.pre else text or ""

    def left_out(self, node: Element, name: str) -> bool:
        if node in self.notes.references:
            self.called.append(self.notes.references[node])
            return True
        if name in LEFT_OUT and not (self.main and name in KEPT_IN_MAIN):
            return True
        if node in self.notes.bodies or node.get("hidden") is not None or node.get("aria-hidden") == "true":
            return True
        named = f"{node.get('class', '')} {node.get('id', '')}" if name in ("div", "ul", "p", "section") else ""
        if node.get("role") in ASIDE_ROLES or FURNITURE.search(named[:1000]):
            return True
        return HIDDEN.search(node.get("style", "")[:1000]) is not None

    def start(self, node: Element, name: str) -> None:
        if name == "br":
            self.text.append(BREAK_SIGN)
        elif name in HEADINGS:
            self.flush()
            self.level = HEADINGS[name]
        elif name in CELLS:
            self.open_cell()
        elif name in BLOCKS:
            self.flush()
            self.open(node, name)
        elif name == "hr":
            self.flush()

    def open(self, node: Element, name: str) -> None:
        if name in ("ol", "ul"):
            self.lists.append(_list(node, name))
        elif name == "li":
            self.mark = self.next_mark(node)
        elif name == "table":
            self.tables.append(_Table(_is_layout(node)))
        elif name in ("main", "article"):
            self.main += 1
        elif name == "pre":
            self.pre += 1

    def end(self, name: str) -> None:
        if name in HEADINGS:
            self.flush()
            self.level = 0
        elif name in CELLS:
            self.flush()
            if self.tables:
                self.tables[-1].in_cell = False
        elif name in BLOCKS:
            self.flush()
            self.close(name)

    def close(self, name: str) -> None:
        if name in ("ol", "ul") and self.lists:
            self.lists.pop()
        elif name == "li":
            self.mark = ""
        elif name == "tr" and self.tables and self.tables[-1].cells:
            self.flow.row(" ".join(cell) for cell in self.tables[-1].cells)
            self.tables[-1].cells = []
            self.hang()
        elif name == "table" and self.tables:
            self.tables.pop()
        elif name in ("main", "article"):
            self.main -= 1
        elif name == "pre":
            self.pre -= 1

    def open_cell(self) -> None:
        self.flush()
        if self.tables and not self.tables[-1].layout:
            self.tables[-1].in_cell = True
            self.tables[-1].cells.append([])
            check_cells(len(self.tables[-1].cells))

    def next_mark(self, node: Element) -> str:
        """Count an item of the innermost list, and write its number as it is shown: 1., 一、, (a)."""
        if not self.lists or not self.lists[-1].system:
            return "• "
        found = self.lists[-1]
        value = whole(node.get("value"))
        found.count = value if value is not None else found.count + found.step
        number = counted(found.count, found.system)
        if found.system in ("decimal", "upperLetter", "upperRoman"):
            return f"{number}. "
        return f"({number}) " if found.system.startswith("lower") else f"{number}、"

    def flush(self) -> None:
        """End the block at hand: its text becomes lines, or goes into the cell that is open."""
        raw, self.text = "".join(self.text), []
        parts = raw.split(BREAK_SIGN)
        if not self.pre:
            parts = [BLANKS.sub(" ", BREAK.sub("", part)).strip(" ") for part in parts]
        if not any(part.strip() for part in parts):
            return
        if self.level or self._cell() is not None:
            parts = [join([part.strip() for part in parts if part.strip()])]
        parts = [part for part in parts if part.strip()] if not self.pre else parts
        mark, self.mark = self.mark, ""
        if (cell := self._cell()) is not None:
            cell.append(mark + parts[0])
            return
        for place, part in enumerate(parts):
            text = mark + part.lstrip() if place == 0 and mark else part
            self.flow.add(text, self.level, gap=0 if place else 1)
        self.hang()

    def _cell(self) -> list[str] | None:
        table = self.tables[-1] if self.tables else None
        return table.cells[-1] if table and table.in_cell and table.cells else None

    def hang(self) -> None:
        for mark in self.called:
            self.flow.note(mark, self.notes.texts.get(mark, ""))
        self.called = []


def _list(node: Element, name: str) -> _List:
    if name == "ul":
        return _List()
    style = LIST_STYLE.search(node.get("style", "")[:1000])
    system = LIST_STYLES.get(style[1].lower(), "") if style else ""
    step = -1 if node.get("reversed") is not None else 1
    start = whole(node.get("start"))
    if start is None:
        start = 1 if step > 0 else sum(1 for _ in node.iterchildren("li"))
    return _List(system or LIST_TYPES.get(node.get("type", "1"), "decimal"), start - step, step)


def _is_layout(table: Element) -> bool:
    """Tell a table that only places text: it has tables in it, or no row of two cells."""
    if table.get("role") in ("presentation", "none") or table.find(".//table") is not None:
        return True
    return not any(sum(1 for cell in row if cell.tag in CELLS) > 1 for row in table.iter("tr"))
