"""What look-ups answer: records, the same for the API, the pages and the command line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain, groupby
from typing import Any, Literal, TypedDict

from glossary.matcher import Found
from glossary.models import Concept, ConceptStatus, Term, term_rank
from glossary.store import TermRow
from glossary.text import Script, has_han, traditional, utf16_offsets

_TRUST: tuple[ConceptStatus, ...] = ("approved", "proposed", "rejected")


class TermRecord(TypedDict):
    """A term as look-ups show it."""

    text: str
    lang: str
    kind: str
    status: str
    reliability: int | None


class HitRecord(TypedDict):
    """A concept found, with all its terms: source language first, then the target's, best ones first."""

    concept: str
    category: str
    status: str
    score: float
    matched: str
    terms: list[TermRecord]


class SearchRecord(TypedDict):
    """A page of hits, best first, of `total`; with `more`, counting stopped there."""

    total: int
    hits: list[HitRecord]
    facets: Mapping[str, Mapping[str, int]]
    suggestions: list[str]
    more: bool
    revision: int


class MatchRecord(TypedDict):
    """A term in a text; offsets in code points and in UTF-16 units, `term` and `status` are the matched term's."""

    start: int
    end: int
    start_utf16: int
    end_utf16: int
    text: str
    concept: str
    concept_status: str
    category: str
    term: str
    lang: str
    kind: str
    status: str
    targets: list[dict[str, Any]]


Names = tuple[TermRow, ...]  # of one concept, at least one, best first


def hit_record(
    names: Names, score: float, matched: str, source: str | None = None, target: str | None = None
) -> HitRecord:
    """Return a concept found as the API shows it: its names by language, the source's first, then the target's."""
    terms: dict[str | None, list[TermRecord]] = {lang: [] for lang in (source, target) if lang} or {"zh": [], "en": []}
    others: list[TermRecord] = []
    for term in names:
        terms.get(primary(term.lang), others).append(
            {
                "text": term.text,
                "lang": term.lang,
                "kind": term.kind,
                "status": term.status,
                "reliability": term.reliability,
            }
        )
    return {
        "concept": f"c{names[0].concept}",
        "category": names[0].category,
        "status": names[0].concept_status,
        "score": round(score, 4),
        "matched": matched,
        "terms": [*chain.from_iterable(terms.values()), *others],
    }


def in_script(answer: Mapping[str, Any], script: Script | Literal[""]) -> dict[str, Any]:
    """Return a search or its suggestions with Chinese in traditional characters; as they are without a script."""
    if not script:
        return dict(answer)

    def written(text: str) -> str:
        return traditional(text, script) if has_han(text) else text

    def each(record: Mapping[str, Any]) -> dict[str, Any]:
        shown = {name: written(record[name]) for name in ("text", "matched") if name in record}
        inner = {"terms": [each(term) for term in record["terms"]]} if "terms" in record else {}
        chinese = primary(record.get("lang", "zh")) == "zh"
        return {**record, **(shown if chinese else {}), **inner}

    suggestions = [written(meant) if isinstance(meant, str) else each(meant) for meant in answer["suggestions"]]
    hits = {"hits": [each(hit) for hit in answer["hits"]]} if "hits" in answer else {}
    return {**answer, **hits, "suggestions": suggestions}


def columns(concept: Concept) -> dict[str, list[Term]]:
    """Return the terms by language, Chinese and English always, best terms first."""
    columns: dict[str, list[Term]] = {lang: [] for lang in ("zh", "en")}
    for term in sorted(concept.terms, key=term_rank):
        columns.setdefault(primary(term.lang), []).append(term)
    return columns


def primary(lang: str) -> str:
    """Return the language of a tag without region or script.

    >>> primary("zh-Hant")
    'zh'
    """
    return lang.split("-")[0]


def brief(concept: Concept) -> Concept:
    """Return a concept as lists need it: terms without notes, each with its first place only."""
    terms = tuple(
        replace(term, notes=(), citations=tuple(replace(cited, context=None) for cited in term.citations[:1]))
        for term in concept.terms
    )
    return replace(concept, terms=terms, definitions=(), relations=(), notes=())


def exact_hits(
    wanted: str, concepts: Iterable[Names], source: str | None, target: str | None, statuses: Sequence[str]
) -> list[HitRecord]:
    """Return those concepts, each by its names, that have a term of the key wanted, the most trusted first."""
    ranked: list[tuple[tuple[int, tuple[int, int]], HitRecord]] = []
    for names in concepts:
        best = next((term for term in names if term.key == wanted and source in (None, primary(term.lang))), None)
        if best and best.concept_status in statuses:
            order = _TRUST.index(best.concept_status), term_rank(best)
            ranked.append((order, hit_record(names, 1.0, best.text, source, target)))
    return [hit for _, hit in sorted(ranked, key=lambda pair: pair[0])]


@dataclass(frozen=True, slots=True)
class Entry:
    """What is told of a term found in a text, its place left open; `names` are all terms of its concept, best first."""

    row: TermRow
    names: tuple[TermRow, ...]
    record: dict[str, Any]

    @property
    def rank(self) -> tuple[int, int]:
        """Sort key of the terms that one span may be, best first."""
        return term_rank(self.row)


def entries(rows: Iterable[TermRow], target: str) -> Iterator[Entry]:
    """Yield what is told of each term, with the equivalents of its concept in the target language, best first.

    Deprecated equivalents are never offered. The rows of a concept come together.
    """
    for number, group in groupby(rows, key=lambda row: row.concept):
        names = tuple(sorted(group, key=term_rank))
        targets = [
            {"text": row.text, "kind": row.kind, "status": row.status, "reliability": row.reliability}
            for row in names
            if primary(row.lang) == target and row.status != "deprecated"
        ]
        for row in names:
            yield Entry(row, names, _match_entry(row, f"c{number}", targets))


def _match_entry(row: TermRow, concept: str, targets: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "start": 0,
        "end": 0,
        "start_utf16": 0,
        "end_utf16": 0,
        "text": "",
        "concept": concept,
        "concept_status": row.concept_status,
        "category": row.category,
        "term": row.text,
        "lang": row.lang,
        "kind": row.kind,
        "status": row.status,
        "targets": targets,
    }


def match_records(text: str, found: Sequence[Found[int]], known: Mapping[int, Entry]) -> list[MatchRecord]:
    """Return the terms found in a text as records, best terms of a span first; what is not `known` is left out."""
    if len(found) > 1 and len({each[:2] for each in found}) < len(found):
        found = sorted((each for each in found if each[2] in known), key=lambda each: _place(each, known))
    wide = len(text.encode("utf-16-le", "surrogatepass")) > 2 * len(text)
    records: list[Any] = []
    for start, end, number in found:
        entry = known.get(number)
        if entry:
            start_utf16, end_utf16 = utf16_offsets(text, (start, end)) if wide else (start, end)
            record = entry.record.copy()
            record["start"], record["end"], record["text"] = start, end, text[start:end]
            record["start_utf16"], record["end_utf16"] = start_utf16, end_utf16
            records.append(record)
    return records


def _place(found: Found[int], known: Mapping[int, Entry]) -> tuple[int, int, tuple[int, int]]:
    start, end, number = found
    return start, -end, known[number].rank
