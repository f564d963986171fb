"""What waits for a person: proposals, names with several equivalents, and concepts that may be one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, replace
from typing import Any

from glossary.models import Citation, Concept, Note, Term, term_rank
from glossary.store import Filters, Store, rowid
from glossary.text import key

SCORE = "score"  # the note in which a proposal, or its English, carries how sure its finder is, 0 to 1
COUNT = "count"  # the note on an English name that says how often it was seen to render the Chinese one
EVIDENCE = "evidence"  # the notes that say where: `A/61/749, 12 = 12`, the label in the Chinese and in the English
ADDS = "adds to"  # the note by which a proposal tells the concept to which it adds a name when it is accepted

_EVIDENCE = re.compile(r"(.*), (.*?) = (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Proposal:
    """A concept that waits for a decision; `score` is in [0, 1], 0 where nothing is known."""

    concept: str
    score: float


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several equivalents of a name: the concepts that have it, and what speaks for it.

    `statuses` are those of the concepts; `citations` counts places where it stands, or where the name stands for it;
    `documents` are (symbol, date).
    """

    text: str
    concepts: tuple[str, ...]
    statuses: tuple[str, ...]
    citations: int
    documents: tuple[tuple[str, str | None], ...]


@dataclass(frozen=True, slots=True)
class Ambiguity:
    """A name with several preferred equivalents in the other language, the best attested first."""

    name: str
    lang: str
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Concepts of one category that share names; `full` when one of these is a full form."""

    category: str
    names: tuple[str, ...]
    concepts: tuple[str, ...]
    full: bool


def evidence(document: str, zh: str, en: str) -> Note:
    """Return the note that says where an English name renders a Chinese one: the labels in the two versions."""
    return Note(EVIDENCE, f"{document}, {zh} = {en}")


def proofs(concept: Concept) -> Iterator[tuple[Citation | None, Citation | None]]:
    """Yield the citations of a Chinese name and of its English that stand side by side, as far as they are kept.

    Places with their words come first.
    """
    cited = {lang: _by_place(concept, lang) for lang in ("zh", "en")}
    notes = (note for term in concept.terms for note in term.notes if note.name == EVIDENCE)
    places = [match.groups() for note in notes if (match := _EVIDENCE.fullmatch(note.text))]
    found = [(cited["zh"].get((document, zh)), cited["en"].get((document, en))) for document, zh, en in places]
    yield from sorted(found, key=lambda pair: not all(each is not None and each.context for each in pair))


def _by_place(concept: Concept, lang: str) -> dict[tuple[str, str], Citation]:
    terms = sorted((term for term in concept.terms if term.lang.split("-")[0] == lang), key=term_rank, reverse=True)
    places = [place for term in terms for place in reversed(term.citations)]
    return {(place.document, place.paragraph): place for place in places}


def queue(store: Store, filters: Filters | None = None) -> list[Proposal]:
    """Return the proposals, surest first; the statuses of `filters` do not count."""
    scores: dict[int, float] = {}
    for number, text in _rows(store, "SELECT concept_id, text FROM note WHERE name = ?", SCORE):
        with suppress(ValueError):  # a pair is as sure as the name and its English both are
            scores[number] = min(scores.get(number, 1.0), max(0.0, float(text)))
    ids = store.concept_ids(replace(filters or Filters(), statuses=("proposed",)))
    found = [Proposal(ident, scores.get(rowid(ident) or 0, 0.0)) for ident in ids]
    return sorted(found, key=lambda proposal: -proposal.score)


def conflicts(store: Store) -> list[Ambiguity]:
    """Return the names whose preferred full forms in the other language differ, Chinese names first."""
    by_name: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for zh, en, concept in _rows(store, _PAIRS):
        by_name["zh", zh][en].add(concept)
        by_name["en", en][zh].add(concept)
    torn = {name: choices for name, choices in by_name.items() if len(choices) > 1}
    ids = {ident for choices in torn.values() for idents in choices.values() for ident in idents}
    concepts = {concept.id: concept for concept in store.concepts(sorted(ids))}
    dates = {entry.document.symbol: entry.document.date for entry in store.documents()}
    found = [_ambiguity(name, lang, choices, concepts, dates) for (lang, name), choices in torn.items()]
    return sorted(found, key=lambda each: (each.lang != "zh", -sum(c.citations for c in each.choices), each.name))


_PAIRS = """SELECT z.key, e.key, 'c' || c.id FROM concept c
            JOIN term z ON z.concept_id = c.id AND (z.lang = 'zh' OR z.lang GLOB 'zh-*')
            JOIN term e ON e.concept_id = c.id AND (e.lang = 'en' OR e.lang GLOB 'en-*')
            WHERE c.status <> 'rejected' AND z.status = 'preferred' AND e.status = 'preferred'
              AND z.kind = 'full_form' AND e.kind = 'full_form'"""


def _ambiguity(
    name: str,
    lang: str,
    choices: Mapping[str, set[str]],
    concepts: Mapping[str, Concept],
    dates: Mapping[str, str | None],
) -> Ambiguity:
    shared = [ident for idents in choices.values() for ident in idents]
    found = []
    for text, idents in choices.items():
        # Where one concept has both equivalents, its citations of the name speak for neither.
        wanted = {text} | ({name} if all(shared.count(ident) == 1 for ident in idents) else set())
        terms = [term for ident in sorted(idents) for term in concepts[ident].terms]
        cited = [citation for term in terms if key(term.text) in wanted for citation in term.citations]
        documents = tuple((symbol, dates.get(symbol)) for symbol in dict.fromkeys(c.document for c in cited))
        shown = _printed(terms, text)
        ordered = tuple(sorted(idents, key=_number))
        found.append(Choice(shown, ordered, tuple(concepts[one].status for one in ordered), len(cited), documents))
    printed = _printed((term for ident in shared for term in concepts[ident].terms), name)
    return Ambiguity(printed, lang, tuple(sorted(found, key=lambda choice: (-choice.citations, choice.text))))


def _printed(terms: Iterable[Term], folded: str) -> str:
    return next((term.text for term in terms if key(term.text) == folded), folded)


def duplicates(store: Store) -> list[Duplicate]:
    """Return concepts of one category that share a name when folded; those that share a full form first."""
    shared: dict[tuple[str, tuple[str, ...]], list[tuple[str, bool]]] = defaultdict(list)
    for category, text, idents, full in _rows(store, _SHARED):
        concepts = tuple(sorted((f"c{number}" for number in idents.split(",")), key=_number))
        shared[category, concepts].append((text, bool(full)))
    found = [
        Duplicate(category, tuple(text for text, _ in names), concepts, any(full for _, full in names))
        for (category, concepts), names in shared.items()
    ]
    return sorted(found, key=lambda each: (not each.full, _number(each.concepts[0]), each.concepts))


_SHARED = """SELECT c.category, min(t.text), group_concat(DISTINCT c.id), max(t.kind = 'full_form')
             FROM term t JOIN concept c ON c.id = t.concept_id
             WHERE c.status <> 'rejected' AND t.status IN ('preferred', 'admitted') AND t.key <> ''
             GROUP BY c.category, t.key HAVING count(DISTINCT c.id) > 1"""


def record(store: Store, what: str, filters: Filters) -> dict[str, list[dict[str, Any]]]:
    """Return `proposals`, `conflicts` or `duplicates` as JSON objects under that name; filters narrow the first."""
    if what == "conflicts":
        return {what: [asdict(each) for each in conflicts(store)]}
    if what == "duplicates":
        return {what: [asdict(each) for each in duplicates(store)]}
    waiting = queue(store, filters)
    concepts = {concept.id: concept for concept in store.concepts(each.concept for each in waiting)}
    return {
        what: [
            {
                "concept": each.concept,
                "zh": concepts[each.concept].name("zh"),
                "en": concepts[each.concept].name("en"),
                "category": concepts[each.concept].category,
                "score": each.score,
            }
            for each in waiting
        ]
    }


def lines(record: Mapping[str, list[dict[str, Any]]]) -> Iterator[tuple[str, ...]]:
    """Yield the cells of a report to print, one line a proposal, equivalent or concept.

    >>> list(lines({"proposals": [{"concept": "c1", "zh": "处", "en": "", "category": "unit", "score": 0.5}]}))
    [('c1', '处', '—', 'unit', '0.50')]
    """
    for each in record.get("proposals", ()):
        yield each["concept"], each["zh"] or "—", each["en"] or "—", each["category"], f"{each['score']:.2f}"
    for each in record.get("conflicts", ()):
        for choice in each["choices"]:
            places = ", ".join(f"{symbol} ({date})" if date else symbol for symbol, date in choice["documents"])
            ways = "; ".join(_way(*one) for one in zip(choice["concepts"], choice["statuses"], strict=True))
            yield each["name"], choice["text"], ", ".join(choice["concepts"]), str(choice["citations"]), places, ways
    for each in record.get("duplicates", ()):
        first, *others = each["concepts"]
        ways = "; ".join(f"merge at /concepts/{other}/merge?q={first}" for other in others)
        yield each["category"], " · ".join(each["names"]), ", ".join(each["concepts"]), ways


def _way(concept: str, status: str) -> str:
    """Say how a line of the report of conflicts is settled."""
    if status == "proposed":
        return f"glossary accept {concept}, or reject"
    return f"make one admitted at /concepts/{concept}/edit"


def _number(concept_id: str) -> int:
    return rowid(concept_id) or 0


def _rows(store: Store, sql: str, *values: object) -> Iterator[Any]:
    yield from store.db.conn.execute(sql, values)
