"""Pieces of a TBX entry in one form, whatever the style: DCA (`<descrip type="context">`), DCT (`<basic:context>`), v2.

ISO 30042:2019 and 2008. A group (`descripGrp`, `adminGrp`, `transacGrp` ...) is its first piece with the others under
it; `hi`, `foreign` and the like inside a text are left out, their text stays.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from glossary import datcat
from glossary.models import Note
from importers.markup import Element

XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# Data categories that TBX-Basic has, in small letters: makers differ in capitals.
_KNOWN = {name.casefold(): name for name in datcat.DATA_CATEGORIES} | {
    "subject": "subjectField",
    "part of speech": "partOfSpeech",
    "term type": "termType",
}
# Pieces that are named by what they are, not by a data category.
_PLAIN = frozenset({"note", "date"})
_COUNTED_NOT = _PLAIN | datcat.DATA_CATEGORIES.keys()
_OF_STRUCTURE = frozenset({"type", "target", "id", "lang", XML_LANG})
_LONGEST, _MOST_NAMES, _MOST_TARGETS = 80, 1_000, 100_000
_TRANSACTION_TYPES = frozenset({"transactiontype", "terminologymanagementtransactions", "transac"})


class Item(NamedTuple):  # made for every element: a frozen dataclass takes five times as long
    """One piece: its data category, what it says, what it refers to, its language if named, and what is under it."""

    name: str
    text: str
    target: str = ""
    lang: str = ""
    parts: tuple[Item, ...] = ()


@dataclass(slots=True)
class Tally:
    """What a file has that has no field of ours, or had to be left out, with how often."""

    as_notes: Counter[str] = field(default_factory=Counter)
    attributes: Counter[str] = field(default_factory=Counter)
    markup: Counter[str] = field(default_factory=Counter)
    terms: Counter[str] = field(default_factory=Counter)
    respelled: Counter[str] = field(default_factory=Counter)
    empty_terms: int = 0
    ids: set[int] = field(default_factory=set)  # hashes: a file of millions of entries is no rarity
    targets: set[str] = field(default_factory=set)

    def seen(self, identifier: str) -> bool:
        """Remember an id, and tell whether it was there before."""
        before = len(self.ids)
        self.ids.add(hash(identifier))
        return len(self.ids) == before

    def lost(self) -> list[str]:
        """Return what is referred to and stands nowhere, in order."""
        return sorted(target for target in self.targets if hash(target) not in self.ids)


def count(counter: Counter[str], name: str) -> None:
    """Count a name; a file of endless names fills no memory."""
    name = name if len(name) <= _LONGEST else name[:_LONGEST] + "…"
    counter[name if name in counter or len(counter) < _MOST_NAMES else "others"] += 1


@dataclass(frozen=True, slots=True)
class Pieces:
    """Makes items of elements; `exact` keeps white space, `people` names what stands in the back matter by its id."""

    exact: bool
    people: Mapping[str, str]
    tally: Tally

    def item(self, element: Element) -> Item:
        """Return an element with all that is in it."""
        name = local(element)
        if name.endswith("Grp") and len(element):
            return self._group(element, name)
        written, target, lang = name, "", ""
        for key, value in element.items():
            if key == "type":
                written = str(value) or name
            elif key == "target":
                target = str(value)
                self._count_target(target)
            elif key in (XML_LANG, "lang"):
                lang = str(value)
            elif key != "id":
                count(self.tally.attributes, str(key).rpartition("}")[2])
        kind = name if name in _PLAIN else category(written)
        if kind not in _COUNTED_NOT and not name.startswith("trans"):
            count(self.tally.as_notes, kind)
        return Item(kind, self.text(element), target, lang)

    def _count_target(self, target: str) -> None:
        """Remember what is referred to inside the file; what our own files refer to is checked where it is merged."""
        if target and "://" not in target and not self.exact and len(self.tally.targets) < _MOST_TARGETS:
            self.tally.targets.add(target)

    def _group(self, element: Element, name: str) -> Item:
        parts = [self.item(child) for child in element]
        head = name.removesuffix("Grp")
        at = next((nth for nth, child in enumerate(element) if local(child).casefold() == head.casefold()), 0)
        main = parts[at]
        others = (*main.parts, *parts[:at], *parts[at + 1 :])
        return Item(main.name, main.text, main.target, main.lang, others)

    def text(self, element: Element) -> str:
        """Return the text of an element; of other files than ours without the blanks of the layout."""
        text = self._text_of_parts(element) if len(element) else element.text or ""
        if self.exact:
            return text
        text = text.strip()
        return "\n".join(map(str.strip, text.splitlines())) if "\n" in text else text

    def _text_of_parts(self, element: Element) -> str:
        pieces = [str(piece) for piece in element.itertext()]
        if local(element).endswith(("List", "Grp")):  # termCompList and the like hold parts, not mark-up
            return " | ".join(filter(None, map(str.strip, pieces)))
        for child in element.iterdescendants():
            count(self.tally.markup, local(child))
        return "".join(pieces)

    def count_attributes(self, element: Element) -> None:
        """Count the attributes that no reader of ours knows."""
        for name in map(str, element.keys()):
            if name not in _OF_STRUCTURE:
                count(self.tally.attributes, name.rpartition("}")[2])

    def notes(self, item: Item, lang: str = "") -> Iterator[Note]:
        """Yield an item as notes under its name, one for each piece; with the language where it is about one."""
        if (kind := _transaction(item)) is not None:
            yield Note(_about(kind, lang), self._transaction(item, kind))
            return
        yield Note(_about(item.name, lang), self.said(item))
        for part in item.parts:
            for note in self.notes(part):
                yield Note(_about(f"{item.name} {note.name}", lang), note.text)

    def parts(self, item: Item, lang: str = "") -> Iterator[Note]:
        """Yield what stands under an item that has a field of ours."""
        for part in item.parts:
            for note in self.notes(part):
                yield Note(f"{_about(item.name, lang)} {note.name}", note.text)

    def said(self, item: Item) -> str:
        """Return the text of an item with what it refers to."""
        text, target = item.text, item.target
        if not target:
            return text
        if "://" in target:
            return datcat.linked(text, target)
        name = self.people.get(target, "")
        if name:
            return text if name in text else f"{text} ({name})" if text else name
        return f"{text} ({target})" if text else f"({target})"

    def _transaction(self, item: Item, kind: str) -> str:
        date = next((part.text for part in item.parts if part.name == "date"), "")
        people = [self.said(part) for part in item.parts if part.name == "responsibility"]
        if kind != item.text and item.text:
            people.append(item.text)  # <transac type="origination">Ana</transac>, as MultiTerm writes it
        others = [
            f"{part.name}: {self.said(part)}" for part in item.parts if part.name not in ("date", "responsibility")
        ]
        return "; ".join((datcat.transaction(date, ", ".join(filter(None, people))), *others))


@lru_cache(maxsize=1_000)
def category(written: str) -> str:
    """Return the data category that a file names, as TBX-Basic spells it if it has it."""
    kind = " ".join(written.split())
    return _KNOWN.get(kind.casefold(), kind)


def local(element: Element) -> str:
    """Return the name of an element without its namespace."""
    return _local(str(element.tag))


@lru_cache(maxsize=1_000)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def is_transaction(item: Item) -> bool:
    """Tell whether an item says who did something when."""
    return _transaction(item) is not None


def _transaction(item: Item) -> str | None:
    """Return what was done, `origination` or what the file calls it; None where an item is no transaction."""
    if item.name.casefold() in _TRANSACTION_TYPES:
        return item.text or item.name
    return item.name if any(part.name == "date" for part in item.parts) else None


def _about(name: str, lang: str) -> str:
    return f"{name} {lang}" if lang else name
