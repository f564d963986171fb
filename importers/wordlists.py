"""The numbers of a Word document's lists, which Word computes while it prints and does not store (ECMA-376, 17.9)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from importers.counting import counted
from importers.markup import Element, whole

TRUE = ("1", "true", "on")
PLACE = re.compile(r"%([1-9])")
BULLET_SIGN = "•"
WIDE_ENDS = "、．）】》"


@dataclass(frozen=True, slots=True)
class Level:
    """One level of a list: `text` is the pattern of its numbers, as `%1.%2`; `restart` as lvlRestart, None if unset."""

    start: int = 1
    system: str = "decimal"
    text: str = ""
    restart: int | None = None
    legal: bool = False
    style: str = ""
    indent: int | None = None
    tight: bool = False


@dataclass(frozen=True, slots=True)
class Listed:
    """What a paragraph is numbered by: a list, and a level of it, or the style that the level is tied to."""

    number: str
    at: int | None = None
    style: str = ""


@dataclass(frozen=True, slots=True)
class List:
    """A list as paragraphs name it: the definition whose counters it shares, its levels, and where it starts anew."""

    definition: str
    levels: dict[int, Level]
    starts: dict[int, int] = field(default_factory=dict)


def local(element: Element) -> str:
    """Tell an element's name without its namespace: the transitional and the strict one name the same things."""
    return str(element.tag).rpartition("}")[2]


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield the children of a name."""
    return (child for child in (() if element is None else element) if local(child) == name)


def child(element: Element | None, name: str) -> Element | None:
    """Find the first child of a name."""
    return next(children(element, name), None)


def attribute(element: Element | None, name: str) -> str | None:
    """Read an attribute whatever namespace it is in; None without the element or the attribute."""
    for key, value in () if element is None else element.items():
        if str(key).rpartition("}")[2] == name:
            return str(value)
    return None


def value(element: Element | None, name: str) -> str | None:
    """Read the attribute `val` of a child, as most settings of Word are kept."""
    return attribute(child(element, name), "val")


def is_on(element: Element | None) -> bool:
    """Tell whether a switch is set: it is there, and does not say no."""
    return element is not None and (attribute(element, "val") or "1") in TRUE


def read_lists(numbering: Element | None, style_lists: dict[str, str]) -> dict[str, List]:
    """Read the lists by their numId; `style_lists` tells the numId that a list style stands for."""
    definitions = {attribute(node, "abstractNumId") or "": node for node in children(numbering, "abstractNum")}
    nodes = {attribute(node, "numId") or "": node for node in children(numbering, "num")}
    found: dict[str, List] = {}
    for number, node in nodes.items():
        name = value(node, "abstractNumId") or ""
        linked = value(definitions.get(name), "numStyleLink")
        if linked and (other := nodes.get(style_lists.get(linked, ""))) is not None:
            name = value(other, "abstractNumId") or ""
        found[number] = _list(name, definitions.get(name), node)
    return found


def _list(name: str, definition: Element | None, node: Element) -> List:
    levels = dict(map(_level, children(definition, "lvl")))
    starts: dict[int, int] = {}
    for override in children(node, "lvlOverride"):
        at = whole(attribute(override, "ilvl"), 0) or 0
        if (own := child(override, "lvl")) is not None:
            levels[at] = _level(own)[1]
        if (start := whole(value(override, "startOverride"))) is not None:
            starts[at] = start
            levels[at] = replace(levels.get(at, Level()), start=start)
    return List(name, levels, starts)


def _level(node: Element) -> tuple[int, Level]:
    system = value(node, "numFmt") or "decimal"
    indent = child(child(node, "pPr"), "ind")
    return whole(attribute(node, "ilvl"), 0) or 0, Level(
        start=whole(value(node, "start"), 0) or 0,
        system=system if child(node, "numFmt") is not None else _alternate(node),
        text=value(node, "lvlText") or "",
        restart=whole(value(node, "lvlRestart")),
        legal=is_on(child(node, "isLgl")),
        style=value(node, "pStyle") or "",
        indent=whole(attribute(indent, "left") or attribute(indent, "start")),
        tight=value(node, "suff") == "nothing",
    )


def _alternate(node: Element) -> str:
    """Read the number format that older programs are to use in place of a custom one."""
    return value(child(child(node, "AlternateContent"), "Fallback"), "numFmt") or "decimal"


@dataclass(slots=True)
class Counters:
    """The state of all lists while the paragraphs are read in order."""

    lists: dict[str, List]
    counts: dict[str, dict[int, int]] = field(default_factory=dict)
    started: set[tuple[str, int]] = field(default_factory=set)

    def level(self, listed: Listed) -> Level | None:
        """Find the level that a paragraph is on."""
        found = self.lists.get(listed.number)
        return found.levels.get(_place(found, listed)) if found else None

    def mark(self, listed: Listed) -> str:
        """Count a paragraph; returns what Word prints before its text, empty for nothing.

        A blank stands for the tab or blank after the number, none where the list has none or a wide mark ends it.
        """
        found = self.lists.get(listed.number)
        level = self.level(listed)
        if found is None or level is None:
            return ""
        number, at = listed.number, _place(found, listed)
        counts = self.counts.setdefault(found.definition, {})
        anew = at in found.starts and (number, at) not in self.started
        counts[at] = level.start if anew or at not in counts else counts[at] + 1
        self.started.add((number, at))
        for deeper in [other for other in counts if other > at and _restarts(found.levels.get(other), other, at)]:
            del counts[deeper]
        printed = _printed(found, at, counts)
        return printed if not printed or level.tight or printed[-1] in WIDE_ENDS else printed + " "


def _place(found: List, listed: Listed) -> int:
    if listed.at is None and listed.style:
        return next((at for at, level in sorted(found.levels.items()) if level.style == listed.style), 0)
    return listed.at or 0


def _restarts(level: Level | None, deeper: int, at: int) -> bool:
    """Tell whether a deeper level starts anew after one of level `at`; lvlRestart counts levels from 1."""
    return at + 1 <= deeper if level is None or level.restart is None else at + 1 <= level.restart


def _printed(found: List, at: int, counts: dict[int, int]) -> str:
    level = found.levels[at]
    if level.system == "bullet":
        return BULLET_SIGN + " "
    if level.system == "none" and not PLACE.sub("", level.text).strip():
        return ""

    def number(match: re.Match[str]) -> str:
        place = int(match[1]) - 1
        other = found.levels.get(place, Level())
        system = "decimal" if level.legal else other.system
        return "" if system == "none" else counted(counts.get(place, other.start), system)

    return PLACE.sub(number, level.text)
