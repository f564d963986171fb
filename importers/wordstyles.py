"""The styles of a Word document: which are headings, and which number their paragraphs."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from importers.markup import Element, whole
from importers.wordlists import Listed, attribute, child, children, value

HEADING = re.compile(r"(?:heading|标题)\s*([1-9])", re.I)
TITLES = frozenset({"title", "标题", "subtitle", "副标题"})
BODY_LEVEL = 9
NO_LIST = "0"


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: heading depth (0: none), list and level in it, indents in twentieths of a point."""

    level: int = 0
    number: str | None = None
    at: int | None = None
    left: int = 0
    first: int = 0
    name: str = ""


@dataclass(frozen=True, slots=True)
class Styles:
    """The paragraph styles by their id, with what they are based on worked in; `lists`: list style -> numId."""

    named: dict[str, Style] = field(default_factory=dict)
    default: str = ""
    lists: dict[str, str] = field(default_factory=dict)

    @classmethod
    def read(cls, part: Element | None) -> Styles:
        """Read the part styles.xml; an absent one has none."""
        nodes = {attribute(node, "styleId") or "": node for node in children(part, "style")}
        paragraphs = {name: node for name, node in nodes.items() if attribute(node, "type") in (None, "paragraph")}
        default = next((name for name, node in paragraphs.items() if attribute(node, "default") in ("1", "true")), "")
        lists = {
            name: value(child(child(node, "pPr"), "numPr"), "numId") or ""
            for name, node in nodes.items()
            if attribute(node, "type") == "numbering"
        }
        return cls({name: _resolved(name, paragraphs) for name in paragraphs}, default, lists)

    def of(self, settings: Element | None) -> Style:
        """Tell the style of a paragraph by its settings (pPr), its own outline level before that of its style."""
        name = value(settings, "pStyle")
        style = self.named.get(self.default if name is None else name, Style())
        outline = whole(value(settings, "outlineLvl"))
        return style if outline is None else replace(style, level=0 if outline >= BODY_LEVEL else outline + 1)

    def list_of(self, settings: Element | None, style: Style) -> Listed | None:
        """Tell the list and the level in it that a paragraph is numbered by, None if it is not."""
        own = child(settings, "numPr")
        number = value(own, "numId") or style.number
        at = whole(value(own, "ilvl"), style.at)
        return Listed(number, at, style.name) if number and number != NO_LIST else None


def _resolved(name: str, nodes: dict[str, Element]) -> Style:
    """Work a style out from what it is based on, the farthest first; a circle ends where it closes."""
    chain: list[str] = []
    base: str | None = name
    while base in nodes and base not in chain:
        chain.append(base)
        base = value(nodes[base], "basedOn")
    style = Style()
    for link in reversed(chain):
        style = _derived(style, nodes[link])
    return replace(style, name=name)


def _derived(style: Style, node: Element) -> Style:
    settings = child(node, "pPr")
    name = value(node, "name") or ""
    outline = whole(value(settings, "outlineLvl"))
    if outline is not None:
        style = replace(style, level=0 if outline >= BODY_LEVEL else outline + 1)
    elif heading := HEADING.fullmatch(name):
        style = replace(style, level=int(heading[1]))
    elif name.lower() in TITLES:
        style = replace(style, level=1)
    if (listed := child(settings, "numPr")) is not None:
        style = replace(style, number=value(listed, "numId") or style.number, at=whole(value(listed, "ilvl"), style.at))
    if (indent := child(settings, "ind")) is not None:
        left = whole(attribute(indent, "left") or attribute(indent, "start"), style.left) or 0
        style = replace(style, left=left, first=whole(attribute(indent, "firstLine"), style.first) or 0)
    return style
