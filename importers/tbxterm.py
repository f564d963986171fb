"""One term of a TBX file, with what is said of it: `termSec` in v3, `tig` and `ntig` in v2."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from glossary import datcat
from glossary.errors import InvalidRecord
from glossary.models import Citation, Note, PartOfSpeech, Term, TermKind, TermStatus
from glossary.symbols import url
from importers.markup import Element
from importers.tbxitems import Item, Pieces, Tally, category, count, local

_STATUS = frozenset({"administrativestatus", "usagestatus", "normativeauthorization", "status"})
_PICKED = frozenset({"termType", "partOfSpeech"})
MOST_ITEMS = 100_000  # of one term
MAX_TERM = 10_000
MAX_PLACE = 300  # what may be the name of a document; a longer source is a remark
_CITED = f"{datcat.CITED}: "
_OURS_ON_TERM = (datcat.RELIABILITY, datcat.VALID_FROM, datcat.VALID_TO, datcat.CITED, datcat.SOURCE)


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
class Terms:
    """Reads the terms of one file: `ours` when this program wrote it, `v2` for martif."""

    pieces: Pieces
    ours: bool
    v2: bool
    tally: Tally

    def term(self, section: Element, lang: str, *, first: bool) -> Term | None:
        """Return the term of a section, None where it is empty; a status not given is told by its place."""
        text = ""
        items: list[Item] = []
        draft = _Draft("preferred" if first else "admitted")
        for child in _flat(section):
            name = local(child)
            if name == "term":
                text = self.pieces.text(child)
                draft.notes += self._term_id(child) if child.keys() else ()
            elif name != "termNote" or not self._is_plain(child, draft):
                items.append(self.pieces.item(child))
        draft.notes += self._term_id(section) if section.keys() else ()
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
            draft.notes += self.pieces.parts(item)
        elif self._is_standing(name, item.text, draft):
            draft.notes += self.pieces.parts(item)
        else:
            if name in _PICKED or name.casefold() in _STATUS:
                count(self.tally.as_notes, f"{name} “{item.text}”")
            draft.notes += self.pieces.notes(item)

    def _is_plain(self, element: Element, draft: _Draft) -> bool:
        """Take what most `termNote` say without more ado, and tell whether it was that."""
        if len(element) or len(element.keys()) != 1:
            return False
        return self._is_standing(category(element.get("type") or ""), element.text or "", draft)

    def _is_standing(self, name: str, text: str, draft: _Draft) -> bool:
        """Take kind, status or part of speech, and tell whether it is one that we know."""
        value = text.strip().casefold()
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
        if text.startswith(_CITED) and not self.v2:  # most are
            draft.cited.append(checked_place(text[len(_CITED) :]))
            return
        note, ours = datcat.read_note(text, name if self.v2 else "")
        if not ours or note.name not in _OURS_ON_TERM:
            draft.notes.append(note)
        elif note.name == datcat.RELIABILITY:
            draft.reliability = _reliability(note.text)
        elif note.name == datcat.VALID_FROM:
            draft.valid_from = note.text
        elif note.name == datcat.VALID_TO:
            draft.valid_to = note.text
        elif note.name == datcat.CITED:
            draft.told.update(note.text.split("; "))

    def _finished(self, text: str, lang: str, draft: _Draft) -> Term:
        """Return the term; places told exactly take their contexts first."""
        if not (draft.cited or draft.contexts or draft.sources):
            return self._made(text, lang, draft, (), draft.notes, ())
        contexts = iter(draft.contexts)
        citations = [
            with_context(place.citation, item.text)
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
        return self._made(text, lang, draft, sources, notes, citations)

    def _made(
        self,
        text: str,
        lang: str,
        draft: _Draft,
        sources: Iterable[str],
        notes: Iterable[Note],
        citations: Iterable[Citation],
    ) -> Term:
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
        citation = datcat.read_place(place).citation
        return with_context(citation, item.text) if citation.document else None


def _flat(section: Element) -> Iterator[Element]:
    """Yield what is in a term section, also what `ntig` puts into `termGrp`."""
    for child in section:
        if local(child) == "termGrp":
            yield from child
        else:
            yield child


def with_context(citation: Citation, context: str) -> Citation:
    """Return a citation with its context; `dataclasses.replace` takes five times as long, and there are many."""
    return Citation(citation.document, citation.paragraph, citation.position, citation.start, citation.end, context)


def checked_place(text: str) -> datcat.Place:
    """Return a place in a note of ours; raises InvalidRecord for one that no term base holds."""
    place = datcat.read_place(text)
    start, end = place.citation.start, place.citation.end
    whole = start is None and end is None
    if not place.citation.document or not (whole or (start is not None and end is not None and start < end)):
        raise InvalidRecord(f"no place in a document: {datcat.exact_place(place.citation)[:200]!r}")
    return place


def _reliability(text: str) -> int:
    if text not in ("1", "2", "3", "4"):
        raise InvalidRecord(f"reliability is {text!r}, want 1 to 4")
    return int(text)


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
