"""What a document says, as concepts: its designations tied to known concepts or proposed as new ones, with citations.

Known names (of the term base as it stands) are found by the matcher, unknown ones by extraction; the longest mention
wins, and a name that extraction sees inside longer ones only is cited there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
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
)
from glossary.store import Store
from glossary.text import key

CONTEXT = 7  # characters kept on each side of a first citation where the term base keeps no document text
SCOPE = "documents"  # the note by which a term list says in which documents a name means its concept


def propose(
    change: Edit, document: Document, designations: Iterable[Designation], *, with_text: bool, accept: bool
) -> tuple[int, int]:
    """Put what a document says into the term base; return the numbers of concepts that are new and that were known.

    With `with_text` citations take their sentence from the stored paragraphs; without, the first citation of each
    name keeps a few words of context, the others their place only. `accept` approves what is touched.
    """
    draft = _Draft(change.store, document)
    for designation in designations:
        draft.take(designation)
    draft.take_known()
    return draft.write(change, with_text=with_text, accept=accept)


@dataclass(frozen=True, slots=True)
class _Name:
    """A term of a concept that is being written: the concept's place in the draft, and the term's text."""

    concept: int
    text: str


@dataclass(frozen=True, slots=True)
class _Span:
    position: int
    start: int
    end: int
    name: _Name


class _Draft:
    """The concepts that one document touches, while its mentions are being gathered."""

    def __init__(self, store: Store, document: Document) -> None:
        self.document = document
        self.concepts: list[Concept] = []
        self.spans: dict[int, dict[tuple[int, int], _Name]] = defaultdict(dict)
        self.claims: list[tuple[int, Claim]] = []
        self._extracted: set[tuple[int, int, int]] = set()
        self._known: dict[str, list[tuple[_Name, Term]]] = defaultdict(list)
        self._rejected: set[str] = set()
        for concept in store.concepts():
            if concept.status == "rejected":
                self._rejected.update(key(term.text) for term in concept.terms)
            else:
                self._learn(concept)

    def _learn(self, concept: Concept) -> int:
        number = len(self.concepts)
        self.concepts.append(concept)
        for term in concept.terms:
            if term.lang.split("-")[0] == self.document.lang and _fit(term, self.document):
                self._known[key(term.text)].append((_Name(number, term.text), term))
        return number

    def take(self, designation: Designation) -> None:
        """Tie a designation to the concept that goes by its name or its full form, or propose a new one."""
        name = self._name(designation)
        if name is None:
            if key(designation.text) in self._rejected:
                return  # a person has said that this is no name
            name = self._propose(designation)
        for mention in designation.mentions:
            self.spans[mention.position].setdefault((mention.start, mention.end), name)
            self._extracted.add((mention.position, mention.start, mention.end))
        self.claims.extend((name.concept, claim) for claim in designation.claims)

    def _name(self, designation: Designation) -> _Name | None:
        """The known name that a designation is; None when there is none, or several and nothing to tell them apart."""
        names = self._known.get(key(designation.text), [])
        same = [each for each in names if self.concepts[each[0].concept].category == designation.category] or names
        if designation.full_form:
            full = key(designation.full_form)
            same = [each for each in same if full in self._keys(each[0].concept)] or same
        if len(same) > 1:  # one short form of several concepts is none of them, unless it is somebody's full name
            same = [each for each in same if each[1].kind == "full_form"][:1]
        return same[0][0] if same else None

    def _keys(self, number: int) -> set[str]:
        return {key(term.text) for term in self.concepts[number].terms}

    def _propose(self, designation: Designation) -> _Name:
        term = Term(designation.text, self.document.lang, designation.kind)
        full = self._known.get(key(designation.full_form)) if designation.full_form else None
        if full:
            name = _Name(full[0][0].concept, term.text)
            term = replace(term, status="admitted")
            whole = self.concepts[name.concept]
            self.concepts[name.concept] = replace(whole, terms=(*whole.terms, term))
            self._known[key(term.text)].append((name, term))
            return name
        terms = [term]
        if designation.canonical and designation.canonical != designation.text:
            terms.append(Term(designation.canonical, self.document.lang, "variant", "admitted"))
        score = (Note("score", f"{designation.score:.2f}"),)
        return _Name(self._learn(Concept("", designation.category, terms=tuple(terms), notes=score)), term.text)

    def take_known(self) -> None:
        """Add the mentions of known names that extraction has not seen."""
        terms = {text: names[0][1] for text, names in self._known.items()}
        matcher = Matcher(terms.items(), self.document.lang)
        for position, paragraph in enumerate(self.document.paragraphs):
            for match in matcher.find(paragraph.text or "", overlaps=True):
                span = match.start, match.end
                if span not in self.spans[position] and (name := self._meant(match.concept, paragraph)):
                    self.spans[position][span] = name

    def _meant(self, folded: str, paragraph: Paragraph) -> _Name | None:
        """The one known name that a folded text means in a paragraph; None when several fit equally well."""
        fits = [(_fit(term, self.document, paragraph), name) for name, term in self._known[folded]]
        best = max(fit for fit, _ in fits)
        names = [name for fit, name in fits if fit == best]
        return names[0] if best and len({name.concept for name in names}) == 1 else None

    def write(self, change: Edit, *, with_text: bool, accept: bool) -> tuple[int, int]:
        """Put every concept touched, with its citations and relations; return how many were new and how many not."""
        citations = self._citations(with_text=with_text)
        relations = self._relations()
        ids = {number: concept.id for number, concept in enumerate(self.concepts)}
        touched = sorted({*(name.concept for name in citations), *relations})
        new = sum(not ids[number] for number in touched)
        for number in touched:
            concept = self._cited(number, citations)
            ids[number] = change.put(replace(concept, status="approved") if accept else concept)
        for number, found in sorted(relations.items()):
            self._relate(change, ids, number, found)
        return new, len(touched) - new

    def _cited(self, number: int, citations: Mapping[_Name, list[Citation]]) -> Concept:
        concept = self.concepts[number]
        terms = []
        for term in concept.terms:
            fresh = citations.get(_Name(number, term.text), []) if term.lang == self.document.lang else []
            places = {(place.document, place.position, place.start) for place in term.citations}
            more = [c for c in fresh if (c.document, c.position, c.start) not in places]
            terms.append(replace(term, citations=(*term.citations, *more)))
        return replace(concept, terms=tuple(terms))

    def _citations(self, *, with_text: bool) -> dict[_Name, list[Citation]]:
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

    def _longest(self) -> tuple[list[_Span], list[_Span]]:
        """All spans in reading order, as those that stand for themselves and those inside a longer one."""
        outer: list[_Span] = []
        inner: list[_Span] = []
        for position, spans in sorted(self.spans.items()):
            for (start, end), name in sorted(spans.items(), key=lambda item: (item[0][0], -item[0][1])):
                span, around = _Span(position, start, end, name), outer[-1] if outer else None
                if around is None or around.position != position or end > around.end:
                    outer.append(span)
                elif self._is_part(span, around):
                    inner.append(span)
        return outer, inner

    def _is_part(self, span: _Span, around: _Span) -> bool:
        """Whether a name inside a longer one is meant: 政策委员会 in 秘书长政策委员会, not 行动部 in 维持和平行动部.

        It is when extraction says so, when the longer name begins with it, or when a name stands in front of it.
        """
        text = self.document.paragraphs[span.position].text or ""
        in_front = text[around.start : span.start]
        return (span.position, span.start, span.end) in self._extracted or not in_front or key(in_front) in self._known

    def _citation(self, position: int, start: int, end: int) -> Citation:
        return Citation(self.document.symbol, self.document.paragraphs[position].label, position, start, end)

    def _context(self, citation: Citation, name: str) -> str | None:
        """A few words around a citation; none where the document prints only the end of the name (A/1 和 Add.1)."""
        text = self.document.paragraphs[citation.position or 0].text or ""
        around = text[max(0, (citation.start or 0) - CONTEXT) : (citation.end or 0) + CONTEXT]
        return around if "".join(name.split()) in "".join(around.split()) else None

    def _relations(self) -> dict[int, dict[tuple[RelationType, int], list[Citation]]]:
        relations: dict[int, dict[tuple[RelationType, int], list[Citation]]] = defaultdict(lambda: defaultdict(list))
        for number, claim in self.claims:
            target = next((name for name, _ in self._known.get(key(claim.target), [])), None)
            if target is not None and target.concept != number:
                place = claim.mention
                citation = self._citation(place.position, place.start, place.end)
                relations[number][claim.type, target.concept].append(citation)
        return relations

    def _relate(
        self,
        change: Edit,
        ids: Mapping[int, str],
        number: int,
        found: Mapping[tuple[RelationType, int], list[Citation]],
    ) -> None:
        concept = change.store.concept(ids[number])
        relations = {(relation.type, relation.concept): relation for relation in concept.relations}
        for (kind, target), citations in found.items():
            if not ids[target]:
                continue
            old = relations.get((kind, ids[target]), Relation(kind, ids[target]))
            fresh = tuple(citation for citation in dict.fromkeys(citations) if citation not in old.citations)
            relations[kind, ids[target]] = replace(old, citations=(*old.citations, *fresh))
        change.put(replace(concept, relations=tuple(relations.values())))


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
