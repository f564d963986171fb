"""One entry of a TBX file -> one concept; what has no field of ours becomes a note under the name in the file."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import TypeVar

from glossary import datcat
from glossary.errors import InvalidRecord
from glossary.models import (
    CATEGORIES,
    CONCEPT_STATUSES,
    Category,
    Citation,
    Concept,
    ConceptStatus,
    Definition,
    Note,
    PartOfSpeech,
    Relation,
    Term,
    TermKind,
    TermStatus,
)
from glossary.symbols import url
from glossary.text import has_han
from importers import languages
from importers.markup import Element
from importers.tbxitems import XML_LANG, Item, Pieces, Tally, count, is_transaction, local

T = TypeVar("T")

_SECTIONS = frozenset({"langSec", "langSet"})
_TERM_SECTIONS = frozenset({"termSec", "tig", "ntig"})
_STATUS = frozenset({"administrativestatus", "usagestatus", "normativeauthorization"})
_PICKED = frozenset({"termType", "partOfSpeech"})
MOST_TERMS = 10_000
MOST_ITEMS = 100_000  # of one term
MAX_TERM = 10_000
MAX_PLACE = 300  # what may be the name of a document; a longer source is a remark
_OURS_ON_TERM = (datcat.RELIABILITY, datcat.VALID_FROM, datcat.VALID_TO, datcat.CITED, datcat.SOURCE)


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


@dataclass(slots=True)
class _Draft:
    """A term so far; `cited` are places told exactly, `told` those told for people, by notes of ours."""

    status: TermStatus
    kind: TermKind = "full_form"
    part_of_speech: PartOfSpeech = "noun"
    reliability: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    sources: list[str] = field(default_factory=list)
    contexts: list[Item] = field(default_factory=list)
    cited: list[datcat.Place] = field(default_factory=list)
    told: set[str] = field(default_factory=set)
    notes: list[Note] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Entries:
    """Reads entries of one file: `ours` when this program wrote it, `v2` for martif, `lang` the file's own language."""

    pieces: Pieces
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
            if local(child) in _SECTIONS:
                self._section(child, found)
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
            found.notes += self._parts(item)
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
        found.notes += self._parts(replace(item, parts=others), lang)

    def _parts(self, item: Item, lang: str = "") -> Iterator[Note]:
        """Yield what stands under an item that has a field of ours."""
        name = f"{item.name} {lang}" if lang else item.name
        for part in item.parts:
            for note in self.pieces.notes(part):
                yield Note(f"{name} {note.name}", note.text)

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
        written = section.get(XML_LANG) or section.get("lang") or ""
        lang = self._tag(written)
        self.pieces.count_attributes(section)
        first = True
        for child in section:
            if local(child) in _TERM_SECTIONS:
                term = self._term(child, lang, first=first)
                if term is None:
                    self.tally.empty_terms += 1
                    continue
                first = False
                found.terms.append(term)
                if len(found.terms) > MOST_TERMS:
                    raise InvalidRecord(f"more than {MOST_TERMS:,} terms in one entry")
            else:
                self._about_language(self.pieces.item(child), lang, found)

    def _about_language(self, item: Item, lang: str, found: _Found) -> None:
        if item.name == "definition":
            self._definition(item, lang, found)
        else:
            found.notes += self.pieces.notes(item, lang)

    def _tag(self, written: str) -> str:
        if self.ours and written:
            return written
        lang = languages.tag(written)
        if lang is None:
            wrong = f"no language code: {written[:80]!r}" if written else "a language section without xml:lang"
            raise InvalidRecord(f"{wrong}; write one such as zh or en")
        if lang != written:
            count(self.tally.respelled, f"{written} as {lang}")
        return lang

    # -- a term --------------------------------------------------------------------------------------------------------

    def _term(self, section: Element, lang: str, *, first: bool) -> Term | None:
        """Return the term of a section, None where it is empty; a status not given is told by its place."""
        text = ""
        items: list[Item] = []
        draft = _Draft("preferred" if first else "admitted")
        for child in _flat(section):
            if local(child) == "term":
                text = self.pieces.text(child)
                draft.notes += self._term_id(child)
            else:
                items.append(self.pieces.item(child))
        draft.notes += self._term_id(section)
        if not self.ours:
            text = " ".join(text.split())
        if not text:
            return None
        if len(text) > MAX_TERM:
            raise InvalidRecord(f"a term of {len(text):,} characters, at most {MAX_TERM:,} are read")
        if len(items) > MOST_ITEMS:
            raise InvalidRecord(f"more than {MOST_ITEMS:,} pieces on one term")
        for item in items:
            self._take(item, draft, text)
        count(self.tally.terms, lang)
        return self._finished(text, lang, draft)

    def _term_id(self, element: Element) -> Iterator[Note]:
        self.pieces.count_attributes(element)
        if identifier := element.get("id"):
            self.tally.seen(identifier)
            yield Note("id", identifier)

    def _take(self, item: Item, draft: _Draft, text: str) -> None:
        name = item.name
        if name == "note" and self.ours:
            self._our_term_note(item.text, draft, text)
        elif name == "context" and (item.parts or not self.ours):
            draft.contexts.append(item)
        elif name == "source":
            draft.sources.append(self.pieces.said(item))
            draft.notes += self._parts(item)
        elif self._is_standing(item, draft):
            draft.notes += self._parts(item)
        else:
            if name in _PICKED or name.casefold() in _STATUS:
                count(self.tally.as_notes, f"{name} “{item.text}”")
            draft.notes += self.pieces.notes(item)

    def _is_standing(self, item: Item, draft: _Draft) -> bool:
        """Take kind, status or part of speech, and tell whether the item is one that we know."""
        name, value = item.name, item.text.strip().casefold()
        if name == "termType" and (kind := datcat.KIND_OF.get(value)):
            draft.kind = kind
        elif name == "partOfSpeech" and (part := datcat.PART_OF_SPEECH_OF.get(value)):
            draft.part_of_speech = part
        elif name.casefold() in _STATUS and (status := datcat.STATUS_OF.get(value)):
            draft.status = status
        else:
            return False
        return True

    def _our_term_note(self, text: str, draft: _Draft, name: str) -> None:
        note, ours = datcat.read_note(text, name if self.v2 else "")
        if not ours or note.name not in _OURS_ON_TERM:
            draft.notes.append(note)
        elif note.name == datcat.RELIABILITY:
            draft.reliability = _reliability(note.text)
        elif note.name == datcat.VALID_FROM:
            draft.valid_from = note.text
        elif note.name == datcat.VALID_TO:
            draft.valid_to = note.text
        elif note.name == datcat.CITED and self.v2:
            draft.told.update(note.text.split("; "))
        elif note.name == datcat.CITED:
            draft.cited.append(datcat.read_place(note.text))

    def _finished(self, text: str, lang: str, draft: _Draft) -> Term:
        """Return the term; places told exactly take their contexts first."""
        contexts = iter(draft.contexts)
        citations = [
            replace(place.citation, context=item.text)
            if place.quoted and (item := next(contexts, None))
            else place.citation
            for place in draft.cited
        ]
        sources = _without_last(draft.sources, [place.citation for place in draft.cited if not place.quoted])
        if draft.told:
            citations += [datcat.read_place(source).citation for source in sources if source in draft.told]
            sources = [source for source in sources if source not in draft.told]
        notes = draft.notes
        for item in contexts:
            if (citation := self._citation(text, item)) is not None:
                citations.append(citation)
            else:
                notes += self.pieces.notes(item)
        if self.ours:
            notes = _without_pages(notes, lang, citations) if notes and citations else notes
        else:
            sources = list(filter(None, sources))
        if self.v2 or not self.ours:
            citations = list(dict.fromkeys(citations))
        return Term(
            text, lang, draft.kind, draft.status, draft.reliability, draft.part_of_speech, draft.valid_from,
            draft.valid_to, tuple(sources), tuple(notes), tuple(citations),
        )  # fmt: skip

    def _citation(self, text: str, item: Item) -> Citation | None:
        """Return a context with its source as a citation, where the term stands in it and the source can be a place."""
        if len(item.parts) != 1 or item.parts[0].name != "source":
            return None
        place = self.pieces.said(item.parts[0])
        if not place or len(place) > MAX_PLACE or "\n" in place or _bare(text) not in _bare(item.text):
            return None
        return replace(datcat.read_place(place).citation, context=item.text)


def is_ours(identifier: str) -> bool:
    """Tell whether an id has the form that concepts have here."""
    return 1 < len(identifier) <= 19 and identifier[0] == "c" and identifier[1:].isascii() and identifier[1:].isdigit()


def _flat(section: Element) -> Iterator[Element]:
    """Yield what is in a term section, also what `ntig` puts into `termGrp`."""
    for child in section:
        if local(child) == "termGrp":
            yield from child
        else:
            yield child


def _one_of(note: Note, allowed: tuple[T, ...]) -> T:
    for known in allowed:
        if known == note.text:
            return known
    raise InvalidRecord(f"{note.name} is {note.text!r}, want one of {', '.join(map(str, allowed))}")


def _reliability(text: str) -> int:
    if text not in ("1", "2", "3", "4"):
        raise InvalidRecord(f"reliability is {text!r}, want 1 to 4")
    return int(text)


def _cite(relations: list[Relation], note: Note) -> None:
    kind = datcat.RELATION_NAMES[note.name.removesuffix(datcat.RELATION_CITED)]
    if relations and relations[-1].type == kind:
        place = datcat.read_place(note.text).citation
        relations[-1] = replace(relations[-1], citations=(*relations[-1].citations, place))


def _define(definitions: list[Definition], note: Note) -> None:
    lang = note.name.removeprefix(datcat.DEFINITION + " ")
    of_source = " " + datcat.SOURCE
    if not lang.endswith(of_source):
        definitions.append(Definition(note.text, lang))
    elif definitions:
        definitions[-1] = replace(definitions[-1], source=note.text)


def _without_pages(notes: list[Note], lang: str, citations: Iterable[Citation]) -> list[Note]:
    """Return the notes without references to the documents cited: the symbol tells their pages. Once for each."""
    derived = set()
    for document in {place.document for place in citations}:
        if page := url(document, lang.split("-")[0]):
            derived.add(Note("externalCrossReference", datcat.linked(document, page)))
    kept = []
    for note in notes:
        if note in derived:
            derived.remove(note)
        else:
            kept.append(note)
    return kept


def _without_last(values: list[str], citations: Iterable[Citation]) -> list[str]:
    """Return the values without the last one for each of the places."""
    dropped = Counter(map(datcat.place, citations))
    if not dropped:
        return values
    kept = []
    for value in reversed(values):
        if dropped[value]:
            dropped[value] -= 1
        else:
            kept.append(value)
    return kept[::-1]


def _bare(text: str) -> str:
    return "".join(text.split())
