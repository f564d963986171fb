"""The footnotes of a web page: marks in its text, and the notes elsewhere in it that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from importers.lines import WIDE
from importers.markup import Element

MARK = re.compile(r"[\[(（〔]?\s*(\d{1,3}|[a-z]|\*{1,3}|[†‡]|[①-⑳])\s*[\])）〕]?")
BACK = re.compile(r"[\s\[\](){}↑↩^⏎︎返回]*")
NOTE_BLOCKS = frozenset({"li", "p", "div", "dd", "aside", "td", "section"})
# How generators name what a note's mark leads to: #fn1, #_ftn1, #footnote-2, #cite_note-3, #n4.
NAMED = re.compile(r"(?:.*(?:fn|ftn|edn|note|endnote|cite|zhu)|n)[\W_]*\w{0,12}", re.I)
MAX_NOTE_PARTS = 20_000


@dataclass(slots=True)
class Notes:
    """Marks (elements) and the key of what they lead to, the notes' elements, and their texts by key."""

    references: dict[Element, str] = field(default_factory=dict)
    bodies: set[Element] = field(default_factory=set)
    texts: dict[str, str] = field(default_factory=dict)


def notes_of(root: Element) -> Notes:
    """Find the footnotes that are evident: a raised or so named link to a place that has text, or a raised mark with a
    paragraph that begins with the same raised mark.
    """
    notes = Notes()
    _linked(root, notes)
    if not notes.references:
        _raised(root, notes)
    return notes


def _linked(root: Element, notes: Notes) -> None:
    targets = {name: node for node in root.iter() for key in ("name", "id") if (name := node.get(key))}
    for link in root.iter("a"):
        target = targets.get((link.get("href") or "").removeprefix("#")) if _is_local(link) else None
        if target is None or not MARK.fullmatch(_text(link)):
            continue
        raised = _raised_around(link)
        if raised is None and link.get("role") != "doc-noteref" and not _is_named(link):
            continue
        body = _block(target)
        if body is None or body is _block(link) or link in notes.references or body in link.iterancestors():
            continue
        mark = link if raised is None else raised
        if body in notes.bodies or _note_text(body):
            # A note's own link back to its mark looks the same; the mark comes first in the text.
            if any(above in notes.bodies for above in link.iterancestors()):
                continue
            key = link.get("href", "")
            notes.references[mark] = key
            notes.bodies.add(body)
            notes.texts[key] = _note_text(body)


def _is_local(link: Element) -> bool:
    return (link.get("href") or "").startswith("#")


def _is_named(link: Element) -> bool:
    return NAMED.fullmatch((link.get("href") or "")[1:100]) is not None


def _raised_around(link: Element) -> Element | None:
    """Find the <sup> that holds nothing but a link, or else the link that holds nothing but a <sup>."""
    above = link.getparent()
    if above is not None and above.tag == "sup":
        return above if _text(above) == _text(link) else link
    return link if len(link) == 1 and link[0].tag == "sup" and not (link.text or "").strip() else None


def _block(node: Element) -> Element | None:
    if node.tag in NOTE_BLOCKS:
        return node
    return next((above for above in node.iterancestors() if above.tag in NOTE_BLOCKS), None)


def _note_text(body: Element) -> str:
    """Read a note without its mark and its link back."""
    pieces = "".join(_pieces(body))
    text = re.sub(rf"(?<={WIDE.pattern})\s*\n\s*(?={WIDE.pattern})", "", pieces)
    text = re.sub(r"\s+", " ", text).strip(" ↑↩^")
    return re.sub(
        r"^(?:[\[(（〔]\s*(?:\d{1,3}|[a-z]|\*{1,3}|[①-⑳])\s*[\])）〕]|[①-⑳]|\*{1,3}|\d{1,3}(?=[\s.．、])[.．、]?)\s*",
        "",
        text,
    )


def _pieces(body: Element) -> Iterator[str]:
    for place, node in enumerate(body.iter()):
        if place > MAX_NOTE_PARTS:
            return
        own = node.text or ""
        local = node.tag == "a" and (_is_local(node) or not node.get("href"))
        mark = (local or node.tag == "sup") and (BACK.fullmatch(_text(node)) or MARK.fullmatch(_text(node)))
        hidden = mark or _in_mark(node, body)
        yield "" if hidden else own
        if node is not body:
            yield "" if _in_mark(node, body) else node.tail or ""


def _in_mark(node: Element, body: Element) -> bool:
    above = node.getparent()
    return (
        node is not body
        and above is not None
        and above is not body
        and above.tag in ("a", "sup")
        and (MARK.fullmatch(_text(above)) is not None)
    )


def _raised(root: Element, notes: Notes) -> None:
    """Tie raised marks to the paragraphs further down that begin with the same raised mark."""
    waiting: dict[str, Element] = {}
    for sup in root.iter("sup"):
        match = MARK.fullmatch(_text(sup))
        block = _block(sup)
        if not match or block is None:
            continue
        if not _begins(block, sup):
            waiting[match[1]] = sup
        elif (mark := waiting.pop(match[1], None)) is not None and (text := _note_text(block)):
            key = f"{match[1]} {len(notes.texts)}"
            notes.references[mark] = key
            notes.bodies.add(block)
            notes.texts[key] = text


def _begins(block: Element, sup: Element) -> bool:
    node = sup
    while node is not block:
        before = node.getprevious()
        above = node.getparent()
        if before is not None or above is None or (above.text or "").strip():
            return False
        node = above
    return True


def _text(node: Element) -> str:
    """Read the text of a short element; a long one is no mark."""
    found = ""
    for piece in node.itertext():
        found += str(piece)
        if len(found) > 40:
            break
    return found.strip()
