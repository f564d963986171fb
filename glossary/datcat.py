"""TBX data categories (ISO 30042:2019, ISO 12620) and our field values, for the writer and the reader alike.

TBX-Basic has a fixed list of categories. What it has none for (reliability, years, category, status of the concept,
relations, places) goes into `<note>` as `name: value`, and this module knows how to say and how to read that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from glossary.models import Citation, Definition, Note, PartOfSpeech, Relation, RelationType, Term, TermKind, TermStatus

T = TypeVar("T")

NS_CORE = "urn:iso:std:iso:30042:ed-2"
NS_MIN = "http://www.tbxinfo.net/ns/min"
NS_BASIC = "http://www.tbxinfo.net/ns/basic"
# Stands in the header of our files: their notes may be read as below, and white space belongs to what is said.
ENCODING = "glossary: what TBX-Basic has no category for stands in notes as name: value; white space counts"

# Data category -> (element in DCA style and in v2, prefix of its own element in DCT style).
DATA_CATEGORIES: dict[str, tuple[str, str]] = {
    "subjectField": ("descrip", "min"),
    "definition": ("descrip", "basic"),
    "context": ("descrip", "basic"),
    "source": ("admin", "basic"),
    "customerSubset": ("admin", "min"),
    "projectSubset": ("admin", "basic"),
    "partOfSpeech": ("termNote", "min"),
    "administrativeStatus": ("termNote", "min"),
    "termType": ("termNote", "basic"),
    "grammaticalGender": ("termNote", "basic"),
    "geographicalUsage": ("termNote", "basic"),
    "termLocation": ("termNote", "basic"),
    "externalCrossReference": ("xref", "min"),
    "xGraphic": ("xref", "basic"),
    "crossReference": ("ref", "basic"),
    "transactionType": ("transac", "basic"),
    "responsibility": ("transacNote", "basic"),
}

TERM_TYPE: dict[TermKind, str] = {
    "full_form": "fullForm",
    "short_form": "shortForm",
    "acronym": "acronym",
    "variant": "variant",
}
ADMINISTRATIVE_STATUS: dict[TermStatus, str] = {
    "preferred": "preferredTerm-admn-sts",
    "admitted": "admittedTerm-admn-sts",
    "deprecated": "deprecatedTerm-admn-sts",
    "superseded": "supersededTerm-admn-sts",
}
PART_OF_SPEECH: dict[PartOfSpeech, str] = {
    "noun": "noun",
    "verb": "verb",
    "adjective": "adjective",
    "adverb": "adverb",
    "other": "other",
}
# What other tools write, in small letters: the values above, the rest of the picklists, display values, Weblate's own.
KIND_OF: dict[str, TermKind] = {value.casefold(): kind for kind, value in TERM_TYPE.items()} | {
    "abbreviation": "acronym",
    "phrase": "full_form",
    "initialism": "acronym",
    "full form": "full_form",
    "short form": "short_form",
}
STATUS_OF: dict[str, TermStatus] = {value.casefold(): status for status, value in ADMINISTRATIVE_STATUS.items()} | {
    "preferred": "preferred",
    "preferredterm": "preferred",
    "admitted": "admitted",
    "admittedterm": "admitted",
    "deprecated": "deprecated",
    "deprecatedterm": "deprecated",
    "superseded": "superseded",
    "supersededterm": "superseded",
    "notrecommended": "deprecated",
    "not recommended": "deprecated",
    "forbidden": "deprecated",
    "obsolete": "superseded",
}
PART_OF_SPEECH_OF: dict[str, PartOfSpeech] = {value: part for part, value in PART_OF_SPEECH.items()} | {
    "propernoun": "noun",
}
# A note of one of these names is written as the data category, on a concept (c) or a term (t), where the style has it.
CATEGORY_OF_NOTE: dict[str, str] = {
    "customerSubset": "ct",
    "projectSubset": "ct",
    "source": "c",
    "externalCrossReference": "ct",
    "xGraphic": "c",
    "context": "t",
    "geographicalUsage": "t",
    "grammaticalGender": "t",
}
GENDERS = ("masculine", "feminine", "neuter", "other")
TRANSACTIONS = ("origination", "modification")
CHANGE_LOG = "change log"  # says of a transaction that it tells our own log, which no import brings back

CATEGORY, STATUS = "category", "status"
RELIABILITY, VALID_FROM, VALID_TO = "reliability", "valid from", "valid to"
CITED = "cited"
ORDER, DEFINITION_ORDER = "order of names", "order of definitions"
SOURCE = "source"
NO_SOURCE = "no source seen"
UNKNOWN = "unknown"
PLAIN_NOTE = "note"
DEFINITION = "definition"
RELATION_CITED = " cited"
RELATION_NAMES: dict[str, RelationType] = {
    "part of": "part_of",
    "heads": "heads",
    "reports to": "reports_to",
    "succeeds": "succeeds",
}
RELATION_NAME: dict[RelationType, str] = {relation: name for name, relation in RELATION_NAMES.items()}
_OWN = (CATEGORY, STATUS, RELIABILITY, VALID_FROM, VALID_TO, CITED, SOURCE, ORDER, DEFINITION_ORDER)
_RESERVED = frozenset((*_OWN, *RELATION_NAMES)) | {name + RELATION_CITED for name in RELATION_NAMES}

# A colon in a name is escaped, a name of ours that is not meant so has a backslash before it.
_EMPTY_NAME = "\\-"
_NAMED = re.compile(r"((?:[^\\:\n]|\\.){0,200}): (.*)", re.DOTALL)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
_OFFSETS = r"(?P<position>\d*)(?::(?P<start>\d*)-(?P<end>\d*))?(?P<quoted>…?)"
_PLACE = re.compile(
    rf"(?P<document>.*?)(?:, para\. (?P<paragraph>.*?))?(?: \[{_OFFSETS}\](?:: (?P<context>.*))?)?", re.DOTALL
)
_RELATED = re.compile(r"(?:(?P<text>.*) )?\((?P<concept>[^()]*)\)", re.DOTALL)
_LINKED = re.compile(r"(?:(?P<text>.*) )?<(?P<target>https?://[^\s<>\"{}|\\^`]+)>", re.DOTALL)
_TRANSACTION = re.compile(
    r"(?P<date>\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\d(?:Z|[+-]\d\d:\d\d)?)?)(?:, (?P<who>.+))?", re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Place:
    """A citation read from a note; `quoted` says that its context stands in the entry's next context description."""

    citation: Citation
    quoted: bool


def named(name: str, value: str) -> str:
    """Return the text of a note of ours.

    >>> named(RELIABILITY, "4")
    'reliability: 4'
    """
    return f"{name}: {value}"


def note_text(note: Note, term: str = "") -> str:
    r"""Return the text that carries a note, so that `read_note` gives the note back.

    `term` goes into the name, for tools that show the notes of all terms of an entry together.

    >>> note_text(Note("note", "Not in use.")), note_text(Note("era", "2007")), note_text(Note("status", "draft"))
    ('Not in use.', 'era: 2007', '\\status: draft')
    """
    if note.name == PLAIN_NOTE and not term:
        return note.text if note.text and not _NAMED.fullmatch(note.text) else named(PLAIN_NOTE, note.text)
    name = _escape_name(note.name) or _EMPTY_NAME
    return named(of_term("\\" + name if _is_ours(name) else name, term), note.text)


def facts(term: Term) -> list[tuple[str, str]]:
    """Return what TBX has no category for, and we a field: how sure a term is and the years in which it holds."""
    told = ((RELIABILITY, term.reliability), (VALID_FROM, term.valid_from), (VALID_TO, term.valid_to))
    return [(name, str(value)) for name, value in told if value is not None]


def of_term(name: str, term: str) -> str:
    """Return the name of a note that says which term it is about.

    >>> named(of_term(RELIABILITY, "Maritime Office"), "4")
    'reliability (Maritime Office): 4'
    """
    return f"{name} ({_escape_name(term)})" if term else name


def read_note(text: str, term: str = "") -> tuple[Note, bool]:
    """Return the note that a text carries, and whether it is one of ours, such as `reliability: 4`.

    >>> read_note("reliability: 4"), read_note("Not in use.")
    ((Note(name='reliability', text='4'), True), (Note(name='note', text='Not in use.'), False))
    """
    match = _NAMED.fullmatch(text)
    if match is None:
        return Note(PLAIN_NOTE, text), False
    name = match[1].removesuffix(f" ({_escape_name(term)})") if term else match[1]
    if name == _EMPTY_NAME:
        return Note("", match[2]), False
    ours = _is_ours(name)
    bare = name[1:] if name.startswith("\\") and _is_ours(name[1:]) else name
    return Note(_unescape(bare), match[2]), ours


def _is_ours(name: str) -> bool:
    return name in _RESERVED or name.startswith(DEFINITION + " ")


def _unescape(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text


def _escape_name(name: str) -> str:
    return name.replace("\\", "\\\\").replace(":", "\\:").replace("\n", "\\\n")


def place(citation: Citation) -> str:
    """Return how a person cites a place.

    >>> place(Citation("A/65/624", "12", 17, 5, 9))
    'A/65/624, para. 12'
    """
    if not citation.paragraph:
        return citation.document
    return f"{citation.document}, para. {citation.paragraph}"


def some_places(citations: Iterable[Citation], most: int) -> str:
    """Return places for people, each once, at most so many and how many more; empty without any.

    >>> some_places([Citation("A/1", "2"), Citation("A/1", "2"), Citation("A/1", "3")], 1)
    'cited: A/1, para. 2 (+1 more)'
    """
    places = list(dict.fromkeys(map(place, citations)))
    more = f" (+{len(places) - most} more)" if len(places) > most else ""
    return named(CITED, "; ".join(places[:most]) + more) if places else ""


def defined(definition: Definition) -> str:
    """Return a definition with its source in one text.

    >>> defined(Definition("A port.", "en", "Gazette"))
    'A port. [Gazette]'
    """
    return definition.text + (f" [{definition.source}]" if definition.source else "")


def exact_place(citation: Citation, *, context: bool = False) -> str:
    """Return a place with position and offsets, which `read_place` reads; with `context` the words themselves too.

    An ellipsis says that the words stand in a context description of the same term.

    >>> exact_place(Citation("A/65/624", "12", 17, 5, 9, "the Office of …"))
    'A/65/624, para. 12 [17:5-9…]'
    """
    document, paragraph = _escape_place(citation.document), _escape_place(citation.paragraph)
    text = f"{document}, para. {paragraph}" if paragraph else document
    offsets = "" if citation.position is None else str(citation.position)
    if citation.start is not None or citation.end is not None:
        offsets += f":{_digits(citation.start)}-{_digits(citation.end)}"
    if citation.context is None:
        return f"{text} [{offsets}]" if offsets else text
    return f"{text} [{offsets}]: {citation.context}" if context else f"{text} [{offsets}…]"


def read_place(text: str) -> Place:
    """Return the citation in the text of a place; any text is one, at least a document's name.

    >>> read_place("A/65/624, para. 12 [17:5-9…]").citation
    Citation(document='A/65/624', paragraph='12', position=17, start=5, end=9, context=None)
    """
    match = _PLACE.fullmatch(text)
    assert match is not None  # the document part takes any text
    citation = Citation(
        document=_unescape(match["document"]),
        paragraph=_unescape(match["paragraph"] or ""),
        position=_number(match["position"]),
        start=_number(match["start"]),
        end=_number(match["end"]),
        context=match["context"],
    )
    return Place(citation, bool(match["quoted"]))


def _escape_place(text: str) -> str:
    return text.replace("\\", "\\\\").replace(", para. ", ",\\ para. ").replace(" [", " \\[")


def _digits(number: int | None) -> str:
    return "" if number is None else str(number)


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def related(relation: Relation) -> str:
    """Return how a note names the other end of a relation.

    >>> related(Relation("part_of", "c3", "维持和平行动部"))
    '维持和平行动部 (c3)'
    """
    return f"{relation.text} ({relation.concept})" if relation.text else f"({relation.concept})"


def read_related(text: str) -> tuple[str, str]:
    """Return name and concept id from the value of a relation note; the id is empty where it gives none.

    >>> read_related("维持和平行动部 (c3)"), read_related("some office")
    (('维持和平行动部', 'c3'), ('some office', ''))
    """
    match = _RELATED.fullmatch(text)
    return (match["text"] or "", match["concept"]) if match else (text, "")


def linked(text: str, target: str) -> str:
    """Return how a note tells a reference to a page.

    >>> linked("A/65/624", "https://docs.un.org/en/A/65/624"), linked("", "https://un.org")
    ('A/65/624 <https://docs.un.org/en/A/65/624>', '<https://un.org>')
    """
    return f"{text} <{target}>" if text else f"<{target}>"


def read_linked(text: str) -> tuple[str, str] | None:
    """Return text and address of a reference to a page, None for any other text."""
    match = _LINKED.fullmatch(text)
    found = (match["text"] or "", match["target"]) if match else None
    return found if found and linked(*found) == text else None


def transaction(date: str, who: str) -> str:
    """Return how a note tells who did something when.

    >>> transaction("2026-01-02", "Ana"), transaction("2026-01-02", "")
    ('2026-01-02, Ana', '2026-01-02')
    """
    return ", ".join(filter(None, (date, who)))


def read_transaction(text: str) -> tuple[str, str] | None:
    """Return date (or time) and person of a transaction as TBX can hold them, None for any other text."""
    match = _TRANSACTION.fullmatch(text)
    if match is None:
        return None
    try:
        datetime.fromisoformat(match["date"])
    except ValueError:
        return None
    return match["date"], match["who"] or ""


def order(places: Sequence[int]) -> str:
    """Return how a note tells where things written in another order stood (from 0); empty where the order is the same.

    >>> order([2, 0, 1]), order([0, 1])
    ('3 1 2', '')
    """
    return "" if list(places) == sorted(places) else " ".join(str(place + 1) for place in places)


def in_order(values: Sequence[T], told: str) -> tuple[T, ...]:
    """Return values as `order` tells they stood; as they are where it does not tell of just these.

    >>> in_order(["c", "a", "b"], "3 1 2"), in_order(["a", "b"], "1 7")
    (('a', 'b', 'c'), ('a', 'b'))
    """
    if not told:
        return tuple(values)
    places = [int(place) for place in told.split() if place.isascii() and place.isdigit() and len(place) < 7]
    if sorted(places) != list(range(1, len(values) + 1)):
        return tuple(values)
    return tuple(value for _, value in sorted(zip(places, values, strict=True), key=lambda pair: pair[0]))
