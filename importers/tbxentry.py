"""One entry of a TBX file -> one concept; what has no field of ours becomes a note under the name in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from glossary import datcat
from glossary.errors import InvalidRecord
from glossary.models import (
    CATEGORIES,
    CONCEPT_STATUSES,
    Category,
    Concept,
    ConceptStatus,
    Definition,
    Note,
    Relation,
    Term,
)
from glossary.text import has_han
from importers import languages
from importers.markup import Element
from importers.tbxitems import XML_LANG, Item, Pieces, Tally, count, is_transaction, local
from importers.tbxterm import Terms, checked_place

T = TypeVar("T")

_SECTIONS = frozenset({"langSec", "langSet", "languageGrp"})
_TERM_SECTIONS = frozenset({"termSec", "tig", "ntig", "termGrp"})
MOST_TERMS = 10_000


@dataclass(slots=True)
class _Found:
    """What was read of an entry so far."""

    category: Category = "concept"
    status: ConceptStatus = "proposed"
    subjects: list[str] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    terms: list[Term] = field(default_factory=list)
    relations: list[Relation] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    order: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Entries:
    """Reads entries of one file: `ours` when this program wrote it, `v2` for martif, `lang` the file's own language."""

    pieces: Pieces
    terms: Terms
    ours: bool
    v2: bool
    lang: str
    tally: Tally

    def concept(self, element: Element) -> Concept:
        """Return the concept of an entry; raises InvalidRecord with the reason, without file and line."""
        found = _Found()
        identifier = self._identifier(element, found)
        self.pieces.count_attributes(element)
        for child in element:
            name = local(child)
            if name in _SECTIONS:
                self._section(child, found)
            elif name == "concept":  # MultiTerm's number of the entry
                found.notes.append(Note("id", self.pieces.text(child)))
            else:
                self._about_concept(self.pieces.item(child), found)
        if not found.terms:
            raise InvalidRecord("the entry has no term")
        return Concept(
            id=identifier,
            category=found.category,
            status=found.status,
            subject="; ".join(dict.fromkeys(found.subjects)),
            definitions=datcat.in_order(found.definitions, found.order.get(datcat.DEFINITION_ORDER, "")),
            terms=datcat.in_order(found.terms, found.order.get(datcat.ORDER, "")),
            relations=tuple(found.relations),
            notes=tuple(found.notes),
        )

    def _identifier(self, element: Element, found: _Found) -> str:
        """Return an id that is one of ours; another one is kept as a note."""
        identifier = element.get("id") or ""
        if not identifier:
            return ""
        if self.tally.seen(identifier):
            raise InvalidRecord(f"id {identifier!r} stands already further up")
        if is_ours(identifier):
            return identifier
        if not self.ours:
            found.notes.append(Note("id", identifier))
        return ""

    # -- the concept ---------------------------------------------------------------------------------------------------

    def _about_concept(self, item: Item, found: _Found) -> None:
        if item.name == "subjectField":
            found.subjects.append(item.text)
            found.notes += self.pieces.parts(item)
        elif item.name == "definition":
            self._definition(item, self._language_of(item), found)
        elif self.ours and (item.name == "crossReference" or self._from_log(item)):
            pass  # said again by a note, or by nothing that a concept holds
        elif self.ours and item.name == "note":
            self._our_note(item.text, found)
        else:
            found.notes += self.pieces.notes(item)

    def _from_log(self, item: Item) -> bool:
        if not is_transaction(item):
            return False
        return self.v2 or any(part.name == "note" and part.text == datcat.CHANGE_LOG for part in item.parts)

    def _language_of(self, item: Item) -> str:
        if item.lang:
            return self._tag(item.lang)
        if has_han(item.text) and self.lang.split("-")[0] not in ("zh", "ja"):
            return "zh"
        return self.lang or "en"

    def _definition(self, item: Item, lang: str, found: _Found) -> None:
        sources = [self.pieces.said(part) for part in item.parts if part.name == "source"]
        others = item.parts
        if item.text:
            found.definitions.append(Definition(item.text, lang, "; ".join(sources) if sources else None))
            others = tuple(part for part in item.parts if part.name != "source")
        found.notes += self.pieces.parts(item._replace(parts=others), lang)

    def _our_note(self, text: str, found: _Found) -> None:
        note, ours = datcat.read_note(text)
        name = note.name
        if not ours:
            found.notes.append(note)
        elif name == datcat.CATEGORY:
            found.category = _one_of(note, CATEGORIES)
        elif name == datcat.STATUS:
            found.status = _one_of(note, CONCEPT_STATUSES)
        elif name in (datcat.ORDER, datcat.DEFINITION_ORDER):
            found.order[name] = note.text
        elif name in datcat.RELATION_NAMES:
            found.relations += self._relation(note)
        elif name.removesuffix(datcat.RELATION_CITED) in datcat.RELATION_NAMES:
            _cite(found.relations, note)
        elif name.startswith(datcat.DEFINITION + " "):
            _define(found.definitions, note)
        else:
            found.notes.append(note)

    def _relation(self, note: Note) -> Iterator[Relation]:
        text, concept = datcat.read_related(note.text)
        if is_ours(concept):
            yield Relation(datcat.RELATION_NAMES[note.name], concept, text)

    # -- a language ----------------------------------------------------------------------------------------------------

    def _section(self, section: Element, found: _Found) -> None:
        lang = self._tag(_language_written(section))
        self.pieces.count_attributes(section)
        first = True
        for child in section:
            if local(child) in _TERM_SECTIONS:
                term = self.terms.term(child, lang, first=first)
                if term is None:
                    self.tally.empty_terms += 1
                    continue
                first = False
                found.terms.append(term)
                if len(found.terms) > MOST_TERMS:
                    raise InvalidRecord(f"more than {MOST_TERMS:,} terms in one entry")
            elif local(child) != "language":
                self._about_language(self.pieces.item(child), lang, found)

    def _about_language(self, item: Item, lang: str, found: _Found) -> None:
        if item.name == "definition":
            self._definition(item, lang, found)
        else:
            found.notes += self.pieces.notes(item, lang)

    def _tag(self, written: str) -> str:
        lang = languages.tag(written)
        if self.ours and lang is not None:
            return written
        if lang is None:
            wrong = f"no language code: {written[:80]!r}" if written else "a language section without xml:lang"
            raise InvalidRecord(f"{wrong}; write one such as zh or en")
        if lang != written:
            count(self.tally.respelled, f"{written} as {lang}")
        return lang


def _language_written(section: Element) -> str:
    """Return the language as the file has it; MultiTerm says it in an element of its own, by code and by name."""
    named = section.find("{*}language")
    where = section if named is None else named
    written = where.get(XML_LANG) or where.get("lang") or ""
    return written if named is None or languages.tag(written) else named.get("type") or written


def is_ours(identifier: str) -> bool:
    """Tell whether an id has the form that concepts have here."""
    return 1 < len(identifier) <= 19 and identifier[0] == "c" and identifier[1:].isascii() and identifier[1:].isdigit()


def _one_of(note: Note, allowed: tuple[T, ...]) -> T:
    for known in allowed:
        if known == note.text:
            return known
    raise InvalidRecord(f"{note.name} is {note.text!r}, want one of {', '.join(map(str, allowed))}")


def _cite(relations: list[Relation], note: Note) -> None:
    kind = datcat.RELATION_NAMES[note.name.removesuffix(datcat.RELATION_CITED)]
    if relations and relations[-1].type == kind:
        place = checked_place(note.text).citation
        relations[-1] = replace(relations[-1], citations=(*relations[-1].citations, place))


def _define(definitions: list[Definition], note: Note) -> None:
    lang = note.name.removeprefix(datcat.DEFINITION + " ")
    of_source = " " + datcat.SOURCE
    if not lang.endswith(of_source):
        definitions.append(Definition(note.text, lang))
    elif definitions:
        definitions[-1] = replace(definitions[-1], source=note.text)
