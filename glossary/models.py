"""The plain values that the rooms of this house pass to each other.

Terms follow ISO 704 and ISO 30042 (TBX): a *concept* is one idea, its *terms* are the names it goes by in each
language, a *citation* is a place where a term stands. Offsets count code points of the paragraph's text, from 0,
end exclusive. Dates are ISO 8601 strings of any precision (`2010`, `2010-02-05`). Every value is frozen; an empty
tuple means none.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Literal, Protocol, TypeVar, get_args

T = TypeVar("T")

Category = Literal["unit", "post", "mission", "body", "programme", "symbol", "document", "concept"]
ConceptStatus = Literal["proposed", "approved", "rejected"]
TermKind = Literal["full_form", "short_form", "acronym", "variant"]
TermStatus = Literal["preferred", "admitted", "deprecated", "superseded"]
PartOfSpeech = Literal["noun", "verb", "adjective", "adverb", "other"]
RelationType = Literal["part_of", "heads", "reports_to", "succeeds"]
ParagraphKind = Literal["body", "heading", "footnote", "table"]

CATEGORIES: tuple[Category, ...] = get_args(Category)
CONCEPT_STATUSES: tuple[ConceptStatus, ...] = get_args(ConceptStatus)
TERM_KINDS: tuple[TermKind, ...] = get_args(TermKind)
TERM_STATUSES: tuple[TermStatus, ...] = get_args(TermStatus)
USABLE: tuple[TermStatus, ...] = ("preferred", "admitted")  # the statuses of names that may be used
PARTS_OF_SPEECH: tuple[PartOfSpeech, ...] = get_args(PartOfSpeech)
RELATION_TYPES: tuple[RelationType, ...] = get_args(RelationType)

# In labels: a chart, an appendix. They are places, but no paragraph that a number would lead to.
UNNUMBERED = ("图", "附录")

# A relation is stored once, from the concept that it says something about; seen from the other end it reads so.
INVERSE: dict[str, str] = {
    "part_of": "has_part",
    "heads": "headed_by",
    "reports_to": "answered_to_by",
    "succeeds": "succeeded_by",
}


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One clean string of a document, without line breaks; `text` is None where a term base keeps no text.

    `label` is how the document numbers it: `8.3`, `8.3(a)`, `7.3(d)㈠`, `I:12` in annex I, `s1` for an unnumbered
    paragraph of section 1, `0` before the first number, `35注` for a footnote to 35; a heading has the label of the
    paragraph that follows it, so labels may repeat. What no number leads to says so: `I:52图` is a chart behind I:52,
    `II:附录` an appendix. `level` is a heading's depth from 1, 0 for anything else.
    """

    label: str
    text: str | None
    kind: ParagraphKind = "body"
    level: int = 0


@dataclass(frozen=True, slots=True)
class Document:
    """A document version in one language; `symbol` is what citations call it (`ST/SGB/2010/1`, else its file name)."""

    symbol: str
    lang: str = "zh"
    title: str = ""
    date: str | None = None
    paragraphs: tuple[Paragraph, ...] = ()
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class Mention:
    """A designation where it stands: `document.paragraphs[position].text[start:end]`, whose label is `label`."""

    position: int
    label: str
    start: int
    end: int
    nested: bool = False


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says of a designation: a relation to another one, and the mention where it says so."""

    type: RelationType
    target: str
    mention: Mention


@dataclass(frozen=True, slots=True)
class Designation:
    """One name that extraction found in a document, with every place where it stands, in reading order.

    `mentions` with `nested` stand inside a longer name and are not counted. `proposed` are those where the document
    speaks of setting it up, `score` is in [0, 1].
    """

    document: str
    text: str
    category: Category
    kind: TermKind
    mentions: tuple[Mention, ...]
    score: float
    full_form: str | None = None
    short_form: str | None = None
    canonical: str | None = None
    claims: tuple[Claim, ...] = ()
    proposed: tuple[Mention, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """A named remark: what a source says beyond our fields, under the name that the source gives it."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Citation:
    """A place where a term stands, or a relation is stated.

    `paragraph` is the label, `position` the paragraph's ordinal in the document from 0 (labels may repeat); start and
    end are offsets in that paragraph. `context` is the words around the term; None where only the place is kept.
    """

    document: str
    paragraph: str = ""
    position: int | None = None
    start: int | None = None
    end: int | None = None
    context: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A name of a concept in one language (a BCP 47 tag), with who says so (`sources`) and where it stands.

    `reliability` is 1 to 4: 4 seen in the official version of the document itself, 3 seen in another source of the
    organization, 2 sure but seen elsewhere or not at all, 1 less sure; None where nobody has judged.
    """

    text: str
    lang: str
    kind: TermKind = "full_form"
    status: TermStatus = "preferred"
    reliability: int | None = None
    part_of_speech: PartOfSpeech = "noun"
    valid_from: str | None = None
    valid_to: str | None = None
    sources: tuple[str, ...] = ()
    notes: tuple[Note, ...] = ()
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """What a concept is, in one language, and who says so."""

    text: str
    lang: str
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Relation:
    """A link to the concept with id `concept`; `text` is that concept's name, for reading only."""

    type: RelationType
    concept: str
    text: str = ""
    citations: tuple[Citation, ...] = ()


@dataclass(frozen=True, slots=True)
class Concept:
    """One idea and all its names; `id` matches `c[0-9]+`, and is empty until a term base has given one."""

    id: str = ""
    category: Category = "concept"
    status: ConceptStatus = "proposed"
    subject: str = ""
    definitions: tuple[Definition, ...] = ()
    terms: tuple[Term, ...] = ()
    relations: tuple[Relation, ...] = ()
    notes: tuple[Note, ...] = ()

    def name(self, lang: str) -> str:
        """Return the term to show for a language: preferred before others, full forms first; empty without one.

        >>> Concept(terms=(Term("维和部", "zh", "short_form"), Term("维持和平行动部", "zh"))).name("zh")
        '维持和平行动部'
        """
        terms = [term for term in self.terms if term.lang.split("-")[0] == lang]
        return min(terms, key=term_rank).text if terms else ""


def union(first: Iterable[T], second: Iterable[T]) -> tuple[T, ...]:
    """Join two rows of values: the first as it is, then what only the second has, each value once."""
    first = tuple(first)
    known = set(first)
    return (*first, *(value for value in dict.fromkeys(second) if value not in known))


def all_places(first: tuple[Citation, ...], second: tuple[Citation, ...]) -> tuple[Citation, ...]:
    """Join citations; of the second row only those that say more than one of the first.

    >>> all_places((Citation("A/1", "2", 17, 5, 9),), (Citation("A/1", "2"), Citation("A/1", "3")))[1:]
    (Citation(document='A/1', paragraph='3', position=None, start=None, end=None, context=None),)
    """
    known: dict[tuple[str, str], list[Citation]] = {}
    for citation in first:
        known.setdefault((citation.document, citation.paragraph), []).append(citation)
    new = (
        citation
        for citation in second
        if not any(_says_no_more(citation, old) for old in known.get((citation.document, citation.paragraph), ()))
    )
    return union(first, new)


def _says_no_more(new: Citation, old: Citation) -> bool:
    return (
        new.position in (None, old.position)
        and new.start in (None, old.start)
        and new.end in (None, old.end)
        and new.context in (None, old.context)
    )


def combined(first: Term, second: Term) -> Term:
    """Join what two records say of one name; where both speak and only one can hold, the first does.

    >>> combined(Term("处", "zh", sources=("a",)), Term("处", "zh", reliability=3, sources=("b", "a")))
    ... # doctest: +ELLIPSIS
    Term(text='处', lang='zh', ... reliability=3, ... sources=('a', 'b'), ...)
    """
    return replace(
        first,
        reliability=first.reliability or second.reliability,
        valid_from=first.valid_from or second.valid_from,
        valid_to=first.valid_to or second.valid_to,
        sources=union(first.sources, second.sources),
        notes=union(first.notes, second.notes),
        citations=all_places(first.citations, second.citations),
    )


class Ranked(Protocol):
    """What has the rank of a term: a term, or a row of them."""

    @property
    def status(self) -> TermStatus: ...  # noqa: D102

    @property
    def kind(self) -> TermKind: ...  # noqa: D102


def term_rank(term: Ranked) -> tuple[int, int]:
    """Sort key that puts preferred terms before others, then full forms before short ones."""
    return TERM_STATUSES.index(term.status), TERM_KINDS.index(term.kind)


@dataclass(frozen=True, slots=True)
class Remark:
    """What the reader of a term list says of the file as a whole: how it took it, and what it kept as notes."""

    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One line of the change log: at `revision`, `who` did `action` to a concept (empty: to the whole term base)."""

    revision: int
    when: str
    who: str
    concept: str
    action: str


@dataclass(frozen=True, slots=True)
class Segment:
    """A Chinese text with its English; `document` is where they are from, empty where the file does not say."""

    zh: str
    en: str
    document: str = ""


@dataclass(frozen=True, slots=True)
class PairEvidence:
    """A place where a Chinese name and its English stand side by side: labels, and positions in the two versions.

    For aligned segments the labels are the segment's number from 1, the positions its ordinal from 0.
    """

    zh_label: str
    en_label: str
    zh_position: int
    zh_start: int
    zh_end: int
    en_position: int
    en_start: int
    en_end: int


@dataclass(frozen=True, slots=True)
class Pair:
    """A Chinese designation and the English that renders it in the other version, with every place that shows it.

    `score` is in [0, 1]; `count` is how many of the Chinese mentions are rendered so; `en_acronym` is the short form
    that the English defines behind the name.
    """

    zh: str
    en: str
    en_acronym: str | None
    category: Category
    kind: TermKind
    score: float
    count: int
    evidence: tuple[PairEvidence, ...]
