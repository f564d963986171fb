"""What documents say, as concepts: designations tied to known concepts or proposed as new ones, with citations.

Known names (of the term base as it stands, and of all the documents that come in together) are found by the matcher,
unknown ones by extraction; the longest mention wins, and a name inside longer ones is cited only where it is meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from glossary.edit import Edit
from glossary.matcher import Matcher
from glossary.models import (
    Citation,
    Claim,
    Concept,
    Designation,
    Document,
    Note,
    Paragraph,
    Relation,
    RelationType,
    Term,
    union,
)
from glossary.reports import ADDS
from glossary.store import Store, rowid
from glossary.text import key

CONTEXT = 7  # characters kept on each side of a first citation where the term base keeps no document text
PROPOSED = "proposed"  # the note that says where a document proposes to set up what the concept is
SCOPE = "documents"  # the note by which a term list says in which documents a name means its concept


def propose(
    change: Edit, found: Iterable[tuple[Document, Sequence[Designation]]], *, with_text: bool, accept: bool
) -> dict[str, bool]:
    """Put what documents say into the term base; return the concepts that they came to, and whether each is new.

    With `with_text` citations take their sentence from the stored paragraphs; without, the first citation of each
    name in a document keeps a few words of context, the others their place only. `accept` approves what is touched.
    """
    texts = list(found)
    if not texts:
        return {}
    names = _Names(change.store, _spoken_of(change.store, texts))
    taken = [(_Reading(document, names), designations) for document, designations in texts]
    readings = [reading for reading, _ in taken]
    for defining in (True, False):  # a short form that one document defines is the same name in the others
        for reading, designations in taken:
            reading.take(each for each in designations if bool(each.full_form or each.short_form) is defining)
    matchers = {lang: names.matcher(lang) for lang in {reading.document.lang for reading in readings}}
    citations: dict[_Name, list[Citation]] = defaultdict(list)
    for reading in readings:
        reading.take_known(matchers[reading.document.lang])
        for name, places in reading.citations(with_text=with_text).items():
            citations[name] += places
    cited = {name.concept for name in citations}
    relations: dict[_Link, list[Citation]] = defaultdict(list)
    for reading in readings:
        for link, place in reading.links():
            if {link.concept, link.target} <= cited:
                relations[link].append(place)
    return _write(change, names, citations, relations, accept=accept)


def _spoken_of(store: Store, texts: Iterable[tuple[Document, Sequence[Designation]]]) -> list[str]:
    """Return the ids of the concepts of which a name stands in a document, or in what was found there, in order.

    Only these are read whole: a term base has many more.
    """
    keys: set[str] = set()
    paragraphs: dict[str, list[str]] = defaultdict(list)
    for document, designations in texts:
        paragraphs[document.lang] += (each.text or "" for each in document.paragraphs)
        for each in designations:
            said = (each.text, each.full_form, each.canonical, *(claim.target for claim in each.claims))
            keys.update(key(text) for text in said if text)
    ids = {ident for idents in store.named(keys).values() for ident in idents}
    for lang, those in paragraphs.items():
        matcher = Matcher(store.texts(lang), lang)
        ids.update(ident for text in those for _, _, ident in matcher.find(text, overlaps=True))
    return sorted(ids, key=lambda ident: rowid(ident) or 0)


@dataclass(frozen=True, slots=True)
class _Name:
    """A term of a concept that is being written: the concept's place in the draft, the term's text and language."""

    concept: int
    text: str
    lang: str


def _name(concept: int, term: Term) -> _Name:
    return _Name(concept, term.text, term.lang.split("-")[0])


@dataclass(frozen=True, slots=True)
class _Link:
    concept: int
    type: RelationType
    target: int


@dataclass(frozen=True, slots=True)
class _Span:
    position: int
    start: int
    end: int
    name: _Name


class _Names:
    """The concepts of the term base that matter and of the documents that come in, by the names they go by."""

    def __init__(self, store: Store, ids: Iterable[str]) -> None:
        self.concepts: list[Concept] = []
        self.rejected: set[str] = set()
        self._known: dict[str, list[tuple[_Name, Term]]] = defaultdict(list)
        for concept in store.concepts(ids):
            if any(note.name == ADDS for note in concept.notes):
                continue  # the concept to which it adds a name is the one that is meant
            if concept.status == "rejected":
                self.rejected.update(key(term.text) for term in concept.terms)
            else:
                self.learn(concept)

    def learn(self, concept: Concept) -> int:
        """Take in a concept; return its number."""
        self.concepts.append(concept)
        for term in concept.terms:
            self._known[key(term.text)].append((_name(len(self.concepts) - 1, term), term))
        return len(self.concepts) - 1

    def add_term(self, number: int, term: Term) -> _Name:
        """Give a known concept a further name."""
        concept = self.concepts[number]
        self.concepts[number] = replace(concept, terms=(*concept.terms, term))
        name = _name(number, term)
        self._known[key(term.text)].append((name, term))
        return name

    def remark(self, number: int, note: Note) -> None:
        """Give a known concept a note that it may have already."""
        concept = self.concepts[number]
        self.concepts[number] = replace(concept, notes=union(concept.notes, (note,)))

    def holding(self, text: str, document: Document) -> list[tuple[_Name, Term]]:
        """Return the names that a text may be in a document, folded alike."""
        names = self._known.get(key(text), [])
        return [(name, term) for name, term in names if _is_in(term, document.lang) and _fit(term, document)]

    def of(self, designation: Designation, document: Document) -> _Name | None:
        """Return the known name that a designation is; None without one, or when nothing tells several apart."""
        names = self.holding(designation.text, document)
        same = [each for each in names if self.concepts[each[0].concept].category == designation.category] or names
        if designation.full_form:
            full = key(designation.full_form)
            fitting = [each for each in same if full in self._keys(each[0].concept)]
            if not fitting and self.holding(designation.full_form, document):
                return None  # a short form of another concept, too
            same = fitting or same
        if len(same) > 1:  # one short form of several concepts is none of them, unless it is somebody's full name
            same = [each for each in same if each[1].kind == "full_form"][:1]
        return same[0][0] if same else None

    def meant(self, folded: str, document: Document, paragraph: Paragraph) -> _Name | None:
        """Return the one name that a folded text means in a paragraph; None when several fit equally well."""
        known = [(name, term) for name, term in self._known[folded] if _is_in(term, document.lang)]
        fits = [(_fit(term, document, paragraph), name) for name, term in known]
        best = max((fit for fit, _ in fits), default=0)
        names = [name for fit, name in fits if fit == best]
        return names[0] if best and len({name.concept for name in names}) == 1 else None

    def matcher(self, lang: str) -> Matcher[str]:
        """Return a matcher of all names in a language, whose keys are their folded texts."""
        terms = {text: term.text for text, names in self._known.items() for _, term in names if _is_in(term, lang)}
        return Matcher(terms.items(), lang)

    def _keys(self, number: int) -> set[str]:
        return {key(term.text) for term in self.concepts[number].terms}


class _Reading:
    """One document while its mentions are being gathered."""

    def __init__(self, document: Document, names: _Names) -> None:
        self.document = document
        self._names = names
        self._spans: dict[int, dict[tuple[int, int], _Name]] = defaultdict(dict)
        self._extracted: set[tuple[int, int, int]] = set()
        self._claims: list[tuple[int, Claim]] = []

    def take(self, designations: Iterable[Designation]) -> None:
        """Tie each designation to the concept that goes by its name or its full form, or propose a new one."""
        for designation in designations:
            name = self._names.of(designation, self.document)
            if name is None and key(designation.text) in self._names.rejected:
                continue  # a person has said that this is no name
            name = name or self._propose(designation)
            for mention in designation.mentions:
                self._spans[mention.position].setdefault((mention.start, mention.end), name)
                self._extracted.add((mention.position, mention.start, mention.end))
            self._claims.extend((name.concept, claim) for claim in designation.claims)
            if designation.proposed:
                labels = ", ".join(dict.fromkeys(mention.label for mention in designation.proposed))
                self._names.remark(name.concept, Note(PROPOSED, f"{self.document.symbol}: {labels}"))

    def _propose(self, designation: Designation) -> _Name:
        term = Term(designation.text, self.document.lang, designation.kind)
        if designation.full_form and (full := self._names.holding(designation.full_form, self.document)):
            return self._names.add_term(full[0][0].concept, replace(term, status="admitted"))
        terms = [term]
        if designation.canonical and designation.canonical != designation.text:
            terms.append(Term(designation.canonical, self.document.lang, "variant", "admitted"))
        score = (Note("score", f"{designation.score:.2f}"),)
        concept = Concept("", designation.category, terms=tuple(terms), notes=score)
        return _name(self._names.learn(concept), term)

    def take_known(self, matcher: Matcher[str]) -> None:
        """Add the mentions of known names that extraction has not seen."""
        for position, paragraph in enumerate(self.document.paragraphs):
            for start, end, folded in matcher.find(paragraph.text or "", overlaps=True):
                span = start, end
                if span not in self._spans[position]:
                    name = self._names.meant(folded, self.document, paragraph)
                    if name:
                        self._spans[position][span] = name

    def citations(self, *, with_text: bool) -> dict[_Name, list[Citation]]:
        """Return where each name is cited, in reading order."""
        outer, inner = self._longest()
        citations: dict[_Name, list[Citation]] = defaultdict(list)
        for span in outer:
            citations[span.name].append(self._citation(span.position, span.start, span.end))
        alone = set(citations)
        for span in inner:
            if span.name not in alone:
                citations[span.name].append(self._citation(span.position, span.start, span.end))
        if not with_text:
            for name, places in citations.items():
                places[0] = replace(places[0], context=self._context(places[0], name.text))
        return citations

    def links(self) -> Iterator[tuple[_Link, Citation]]:
        """Yield the relations that the document states between names that are known by now."""
        for number, claim in self._claims:
            target = next((name for name, _ in self._names.holding(claim.target, self.document)), None)
            if target is not None and target.concept != number:
                place = claim.mention
                yield _Link(number, claim.type, target.concept), self._citation(place.position, place.start, place.end)

    def _longest(self) -> tuple[list[_Span], list[_Span]]:
        """All spans in reading order, as those that stand for themselves and those inside a longer one."""
        outer: list[_Span] = []
        inner: list[_Span] = []
        for position, spans in sorted(self._spans.items()):
            for (start, end), name in sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])):
                span, around = _Span(position, start, end, name), outer[-1] if outer else None
                if around is None or around.position != position or end > around.end:
                    outer.append(span)
                elif self._is_part(span, around):
                    inner.append(span)
        return outer, inner

    def _is_part(self, span: _Span, around: _Span) -> bool:
        """Whether a name inside a longer one is meant: 政策委员会 in 秘书长政策委员会, not 行动部 in 维持和平行动部.

        It is when extraction has seen both, when the longer name begins with it, or when a name stands in front of it.
        What extraction has seen inside a name that only the term base knows is that name cut short.
        """
        if all((each.position, each.start, each.end) in self._extracted for each in (span, around)):
            return True
        in_front = (self.document.paragraphs[span.position].text or "")[around.start : span.start]
        return not in_front or bool(self._names.holding(in_front, self.document))

    def _citation(self, position: int, start: int, end: int) -> Citation:
        return Citation(self.document.symbol, self.document.paragraphs[position].label, position, start, end)

    def _context(self, citation: Citation, name: str) -> str | None:
        """A few words around a citation; none where the document prints only the end of the name (A/1 和 Add.1)."""
        text = self.document.paragraphs[citation.position or 0].text or ""
        around = text[max(0, (citation.start or 0) - CONTEXT) : (citation.end or 0) + CONTEXT]
        return around if "".join(name.split()) in "".join(around.split()) else None


def _write(
    change: Edit,
    names: _Names,
    citations: dict[_Name, list[Citation]],
    relations: dict[_Link, list[Citation]],
    *,
    accept: bool,
) -> dict[str, bool]:
    """Put every concept touched, with its citations, then its relations; return which were new."""
    ids = {number: concept.id for number, concept in enumerate(names.concepts)}
    touched = sorted({name.concept for name in citations})
    new = [not ids[number] for number in touched]
    for number in touched:
        concept = _cited(names.concepts[number], number, citations)
        ids[number] = change.put(replace(concept, status="approved") if accept else concept)
    stated: dict[int, dict[_Link, list[Citation]]] = defaultdict(dict)
    for link, places in relations.items():
        stated[link.concept][link] = places
    for number in sorted(stated):
        _relate(change, ids, number, stated[number])
    return {ids[number]: is_new for number, is_new in zip(touched, new, strict=True)}


def _cited(concept: Concept, number: int, citations: dict[_Name, list[Citation]]) -> Concept:
    terms = []
    for term in concept.terms:
        places = {(place.document, place.position, place.start) for place in term.citations}
        found = citations.get(_name(number, term), [])
        more = [place for place in found if (place.document, place.position, place.start) not in places]
        terms.append(replace(term, citations=(*term.citations, *more)))
    return replace(concept, terms=tuple(terms))


def _relate(change: Edit, ids: dict[int, str], number: int, stated: dict[_Link, list[Citation]]) -> None:
    concept = change.store.concept(ids[number])
    relations = {(relation.type, relation.concept): relation for relation in concept.relations}
    for link, citations in stated.items():
        old = relations.get((link.type, ids[link.target]), Relation(link.type, ids[link.target]))
        fresh = tuple(citation for citation in dict.fromkeys(citations) if citation not in old.citations)
        relations[link.type, ids[link.target]] = replace(old, citations=(*old.citations, *fresh))
    change.put(replace(concept, relations=tuple(relations.values())))


def _is_in(term: Term, lang: str) -> bool:
    return term.lang.split("-")[0] == lang


def _fit(term: Term, document: Document, paragraph: Paragraph | None = None) -> int:
    """How well a term's list lets it mean its concept here: 2 said so, 1 not spoken of, 0 not here.

    A scope is a list of documents, `A/61/749; A/65/624`, or of their tables and charts only, `A/61/749 (table)`. It
    binds variants and short forms, and whatever holds in tables only; a preferred name may stand anywhere.
    """
    scope = dict(_scope(term))
    kind = scope.get(document.symbol)
    if kind is not None:
        return 2 if not kind or paragraph is None or paragraph.kind == kind else 0
    return int(not scope or (term.status == "preferred" and not any(scope.values())))


def _scope(term: Term) -> Iterator[tuple[str, str]]:
    text = next((note.text for note in term.notes if note.name == SCOPE), "")
    for part in filter(None, map(str.strip, text.split(";"))):
        symbol, _, kind = part.rstrip(")").partition(" (")
        yield symbol, kind
