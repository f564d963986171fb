"""Pairs of names as proposals: English tied to the concept that has the Chinese name, with the places that prove it.

One proposal is one Chinese name with one English name. English comes to a proposed concept that has none of its kind;
beside an approved concept, or one with other English, a proposal of its own says to which concept it adds a name:
accepting it merges it there. A pair that was rejected is not proposed again.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from glossary.edit import Edit
from glossary.models import (
    Category,
    Citation,
    Concept,
    Designation,
    Document,
    Note,
    Pair,
    Term,
    TermKind,
    TermStatus,
    union,
)
from glossary.reports import ADDS, COUNT, EVIDENCE, SCORE, evidence
from glossary.store import rowid
from glossary.text import key

_SHOWN = 3  # places that a proposal names as its evidence
_MOST_SOURCES = 5
_SURE = 0.8
_UNSURE = 0.6
_MANY = 4
_PLURAL = re.compile(r"s\b")
_DEFINING = 40  # characters between a name and the acronym defined behind it: (hereinafter referred to as “
_AROUND = {"zh": 7, "en": 24}  # characters of context where no document text is kept
_SHORT: tuple[TermKind, ...] = ("short_form", "acronym")


@dataclass(frozen=True, slots=True)
class Bilingual:
    """Two versions of a document and the pairs that they show, with what was extracted from the Chinese.

    For aligned segments `origins` names the document that each is from (the file, where it does not say).
    """

    zh: Document
    en: Document
    pairs: Sequence[Pair]
    designations: Sequence[Designation] = ()
    origins: Sequence[str] = ()


@dataclass(slots=True)
class _Equivalent:
    """A Chinese name with one English name, over all the material: how sure, how often, where, and who defines it."""

    zh: str
    en: str
    category: Category
    kind: TermKind
    score: float = 0.0
    defined: bool = False
    origins: dict[str, None] = field(default_factory=dict)
    acronyms: Counter[str] = field(default_factory=Counter)
    zh_places: list[Citation] = field(default_factory=list)
    en_places: list[Citation] = field(default_factory=list)
    acronym_places: list[Citation] = field(default_factory=list)
    evidence: list[Note] = field(default_factory=list)

    def take(self, pair: Pair, source: Bilingual, *, defined: bool, with_text: bool) -> None:
        """Add what one material shows."""
        self.score = max(self.score, pair.score)
        self.defined = self.defined or defined
        if pair.en_acronym:
            self.acronyms[pair.en_acronym] += pair.count
        for nth, place in enumerate(pair.evidence):
            bare = with_text or nth > 0
            zh = _citation(source.zh, place.zh_position, place.zh_start, place.zh_end, bare=bare)
            en = _citation(source.en, place.en_position, place.en_start, place.en_end, bare=bare)
            self.zh_places.append(zh)
            self.en_places.append(en)
            self.origins[source.origins[place.zh_position] if source.origins else source.zh.symbol] = None
            self.evidence.append(evidence(zh.document, zh.paragraph, en.paragraph))
            if pair.en_acronym and (acronym := _behind(source.en, pair.en_acronym, en)):
                self.acronym_places.append(acronym)

    def reliability(self, sources: int) -> int:
        """Return 4 when a document that defines the name shows it in both versions, else by how often it was seen."""
        if self.score < _SURE:
            return 1
        if self.defined:
            return 4
        if sources > 1:
            return 3
        return 2 if len(self.en_places) > 1 else 1


def put(change: Edit, found: Sequence[Bilingual], *, with_text: bool, accept: bool) -> dict[str, bool]:
    """Put pairs into the term base; return the concepts that they came to, and whether each is new.

    With `accept` everything touched is approved, and English goes straight to the concept that has the Chinese name.
    """
    writer = _Writer(change, accept=accept)
    for equivalents in _gathered(found, with_text=with_text):
        for equivalent in equivalents:
            writer.put(equivalent)
    return writer.touched


def _gathered(found: Sequence[Bilingual], *, with_text: bool) -> list[list[_Equivalent]]:
    """Return the equivalents of each Chinese name, best first; full forms come before short forms."""
    by_name: dict[str, dict[str, _Equivalent]] = {}
    for source in found:
        defining = {one.text for one in source.designations if one.full_form or one.short_form or one.claims}
        for pair in source.pairs:
            if pair.category != "symbol":
                of_name = by_name.setdefault(key(pair.zh), {})
                new = _Equivalent(pair.zh, pair.en, pair.category, pair.kind)
                defined = not source.origins and (pair.zh in defining or _is_defined(pair, source))
                of_name.setdefault(_folded(pair.en), new).take(pair, source, defined=defined, with_text=with_text)
    names = [sorted(each.values(), key=lambda one: -one.score * len(one.en_places)) for each in by_name.values()]
    sound = [[each[0], *(one for one in each[1:] if not _is_noise(one, each[0]))] for each in names]
    return sorted(sound, key=lambda each: each[0].kind in _SHORT)


def _is_noise(one: _Equivalent, best: _Equivalent) -> bool:
    """Whether English was seen once and unsurely, where the same name was rendered otherwise many times."""
    return one.score < _UNSURE and len(one.en_places) == 1 and len(best.en_places) >= _MANY


def _is_defined(pair: Pair, source: Bilingual) -> bool:
    """Whether the English says what its short form is, or the name stands in a heading of both versions."""
    return pair.en_acronym is not None or any(
        source.zh.paragraphs[place.zh_position].kind == source.en.paragraphs[place.en_position].kind == "heading"
        for place in pair.evidence
    )


class _Writer:
    """Writes equivalents to the concepts of a term base."""

    def __init__(self, change: Edit, *, accept: bool) -> None:
        self.touched: dict[str, bool] = {}
        self._change = change
        self._accept = accept

    def put(self, equivalent: _Equivalent) -> None:
        """Add to the concept that has both names, or the English to one that has the Chinese, or propose it."""
        store = self._change.store
        known = list(store.concepts(store.find(equivalent.zh, "zh")))
        standing = sorted((each for each in known if each.status != "rejected"), key=lambda c: _order(c, equivalent))
        english = _folded(equivalent.en)
        known_pair = next((concept for concept in standing if english in _english(concept)), None)
        if known_pair is not None and (known_pair is standing[0] or not _has_room(standing[0], equivalent)):
            self._write(_cited(known_pair, equivalent))
            return
        if known_pair is None and known and (not standing or any(english in _english(each) for each in known)):
            return  # a person has said that this is no name, or no pair
        home = standing[0] if standing else None
        if home is not None and (self._accept or _has_room(home, equivalent)):
            self._write(_extended(home, equivalent))
        else:
            self._write(_proposal(equivalent, home))

    def _write(self, concept: Concept) -> None:
        new = not concept.id
        ident = self._change.put(replace(concept, status="approved") if self._accept else concept)
        self.touched[ident] = new or self.touched.get(ident, False)


def _order(concept: Concept, equivalent: _Equivalent) -> tuple[bool, bool, bool, bool, int]:
    """Put first the concept that is cited where the pair stands: units of several parents may share a name."""
    adds = any(note.name == ADDS for note in concept.notes)
    other = concept.category != equivalent.category
    places = {(place.document, place.position, place.start) for place in equivalent.zh_places}
    cited = {(place.document, place.position, place.start) for term in concept.terms for place in term.citations}
    return adds, other, not places & cited, concept.status != "approved", rowid(concept.id) or 0


def _folded(english: str) -> str:
    """Return what is alike in an English name and its plural, with and without its article.

    >>> _folded("the Regional Divisions") == _folded("regional division")
    True
    """
    return _PLURAL.sub("", key(english.removeprefix("the ")).replace("ies", "y"))


def _english(concept: Concept) -> dict[str, Term]:
    return {_folded(term.text): term for term in reversed(concept.terms) if term.lang.split("-")[0] == "en"}


def _has_room(home: Concept, equivalent: _Equivalent) -> bool:
    """Whether nobody has judged a concept yet, and it has no English of this kind."""
    if home.status != "proposed" or any(note.name == ADDS for note in home.notes):
        return False
    short = _kind(equivalent, home) in _SHORT
    return not any((term.kind in _SHORT) is short for term in _english(home).values())


def _kind(equivalent: _Equivalent, home: Concept | None) -> TermKind:
    letters = [char for char in equivalent.en if char.isalpha()]
    if " " not in equivalent.en and sum(map(str.isupper, letters)) * 2 > len(letters) > 1:
        return "acronym"
    full = any(term.kind == "full_form" for term in _english(home).values()) if home else False
    return "short_form" if equivalent.kind in _SHORT and full else "full_form"


def _proposal(equivalent: _Equivalent, home: Concept | None) -> Concept:
    terms = [Term(equivalent.zh, "zh", equivalent.kind, citations=tuple(equivalent.zh_places))]
    notes = [Note(SCORE, f"{equivalent.score:.2f}")]
    if home is not None:
        notes.append(Note(ADDS, next((note.text for note in home.notes if note.name == ADDS), home.id)))
    terms += _new_english(equivalent, home, "preferred")
    return Concept("", home.category if home else equivalent.category, terms=tuple(terms), notes=tuple(notes))


def _extended(home: Concept, equivalent: _Equivalent) -> Concept:
    taken = any(term.kind == "full_form" for term in _english(home).values())
    english = list(_new_english(equivalent, home, "admitted" if taken else "preferred"))
    return replace(home, terms=(*_with_chinese(home, equivalent), *english))


def _new_english(equivalent: _Equivalent, home: Concept | None, status: TermStatus) -> Iterator[Term]:
    kind = _kind(equivalent, home)
    sources = tuple(f"{origin} (EN)" for origin in equivalent.origins)[:_MOST_SOURCES]
    term = Term(
        equivalent.en,
        "en",
        kind,
        "admitted" if kind in _SHORT and home is not None and home.name("en") else status,
        equivalent.reliability(len(equivalent.origins)),
        sources=sources,
        notes=_notes(equivalent.score, len(equivalent.en_places), equivalent.evidence),
        citations=tuple(equivalent.en_places),
    )
    yield term
    yield from _acronym(equivalent, term, () if home is None else home.terms)


def _acronym(equivalent: _Equivalent, english: Term, others: Iterable[Term]) -> Iterator[Term]:
    """Yield the acronym that the English defines behind the name, if the concept does not have it."""
    if equivalent.acronyms:
        text = equivalent.acronyms.most_common(1)[0][0]
        if key(text) not in {key(term.text) for term in (english, *others)}:
            places = tuple(equivalent.acronym_places)
            yield replace(english, text=text, kind="acronym", status="admitted", notes=(), citations=places)


def _cited(concept: Concept, equivalent: _Equivalent) -> Concept:
    """Add citations to a pair that is known; what it is worth is told anew as long as nobody has judged it."""
    english = _english(concept)
    known = english[_folded(equivalent.en)]
    places = _fresh(known, equivalent.en_places)
    term = replace(known, citations=(*known.citations, *places))
    if concept.status == "proposed" and places and any(note.name == COUNT for note in known.notes):
        sources = union(known.sources, (f"{origin} (EN)" for origin in equivalent.origins))[:_MOST_SOURCES]
        facts = {note.name: note.text for note in known.notes}
        score = max(equivalent.score, float(facts.get(SCORE, "0")))
        shown = [*(note for note in known.notes if note.name == EVIDENCE), *equivalent.evidence]
        term = replace(
            term,
            sources=sources,
            reliability=max(known.reliability or 1, equivalent.reliability(len(sources))),
            notes=_notes(score, int(facts[COUNT]) + len(places), shown),
        )
    terms = [term if each is known else each for each in _with_chinese(concept, equivalent)]
    more = _acronym(equivalent, term, concept.terms) if concept.status == "proposed" else ()
    return replace(concept, terms=(*terms, *more))


def _with_chinese(concept: Concept, equivalent: _Equivalent) -> Iterator[Term]:
    """Yield the terms, the Chinese name cited from every paragraph that is evidence."""
    for term in concept.terms:
        if term.lang.split("-")[0] == "zh" and key(term.text) == key(equivalent.zh):
            cited = {(place.document, place.position) for place in term.citations}
            more = [each for each in equivalent.zh_places if (each.document, each.position) not in cited]
            yield replace(term, citations=(*term.citations, *more))
        else:
            yield term


def _fresh(term: Term, places: Sequence[Citation]) -> list[Citation]:
    cited = {(place.document, place.position, place.start) for place in term.citations}
    return [place for place in places if (place.document, place.position, place.start) not in cited]


def _notes(score: float, count: int, shown: Sequence[Note]) -> tuple[Note, ...]:
    return (Note(SCORE, f"{score:.2f}"), Note(COUNT, str(count)), *list(dict.fromkeys(shown))[:_SHOWN])


def _citation(document: Document, position: int, start: int, end: int, *, bare: bool) -> Citation:
    paragraph = document.paragraphs[position]
    context = None if bare else _context(paragraph.text or "", start, end, document.lang)
    return Citation(document.symbol, paragraph.label, position, start, end, context)


def _context(text: str, start: int, end: int, lang: str) -> str:
    """Return a few words around a name; English words are not cut."""
    reach = _AROUND.get(lang, _AROUND["en"])
    first, last = max(0, start - reach), min(len(text), end + reach)
    if lang != "zh":
        first = start if first and " " not in text[first:start] else first and text.index(" ", first) + 1
        last = last if last == len(text) else max(end, text.rfind(" ", end, last))
    return text[first:last].strip()


def _behind(document: Document, acronym: str, name: Citation) -> Citation | None:
    """Return where an acronym stands in the brackets behind a name."""
    text = document.paragraphs[name.position or 0].text or ""
    start = text.find(acronym, name.end or 0, (name.end or 0) + len(acronym) + _DEFINING)
    return None if start < 0 else replace(name, start=start, end=start + len(acronym), context=None)
