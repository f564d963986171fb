"""What look-ups answer: records, the same for the API, the pages and the command line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, TypedDict

from glossary.models import Concept, ConceptStatus, Match, Term, term_rank
from glossary.text import key, utf16_offsets

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
    """A page of hits, best first, of `total`."""

    total: int
    hits: list[HitRecord]
    facets: dict[str, dict[str, int]]
    suggestions: list[str]
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
    kind: str
    status: str
    targets: list[dict[str, Any]]


def hit_record(
    concept: Concept, score: float, matched: str, source: str | None = None, target: str | None = None
) -> HitRecord:
    """Return a concept found as the API shows it."""
    first = [lang for lang in (source, target) if lang] or ["zh", "en"]

    def place(term: Term) -> tuple[int, tuple[int, int]]:
        lang = primary(term.lang)
        return first.index(lang) if lang in first else len(first), term_rank(term)

    return {
        "concept": concept.id,
        "category": concept.category,
        "status": concept.status,
        "score": round(score, 4),
        "matched": matched,
        "terms": [_term_record(term) for term in sorted(concept.terms, key=place)],
    }


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


def _term_record(term: Term) -> TermRecord:
    return {
        "text": term.text,
        "lang": term.lang,
        "kind": term.kind,
        "status": term.status,
        "reliability": term.reliability,
    }


def brief(concept: Concept) -> Concept:
    """Return a concept as lists need it: terms without notes, each with its first place only."""
    terms = tuple(
        replace(term, notes=(), citations=tuple(replace(cited, context=None) for cited in term.citations[:1]))
        for term in concept.terms
    )
    return replace(concept, terms=terms, definitions=(), relations=(), notes=())


def exact_hits(
    query: str, concepts: list[Concept], source: str | None, target: str | None, statuses: Sequence[str]
) -> list[HitRecord]:
    """Return those concepts that have a term equal to the query, the most trusted first."""
    wanted = key(query)
    ranked: list[tuple[tuple[int, tuple[int, int]], HitRecord]] = []
    for concept in concepts:
        equal = [term for term in concept.terms if key(term.text) == wanted and source in (None, primary(term.lang))]
        if equal and concept.status in statuses:
            best = min(equal, key=term_rank)
            order = _TRUST.index(concept.status), term_rank(best)
            ranked.append((order, hit_record(concept, 1.0, best.text, source, target)))
    return [hit for _, hit in sorted(ranked, key=lambda pair: pair[0])]


def targets_of(concept: Concept, lang: str) -> list[dict[str, Any]]:
    """Return the terms to translate by, best first; deprecated ones are never offered."""
    terms = [term for term in concept.terms if primary(term.lang) == lang and term.status != "deprecated"]
    shown = ("text", "kind", "status", "reliability")
    return [{name: getattr(term, name) for name in shown} for term in sorted(terms, key=term_rank)]


def match_records(
    text: str, matches: Sequence[Match], concepts: dict[str, Concept], targets: dict[str, list[dict[str, Any]]]
) -> list[MatchRecord]:
    """Return matches in a text as records; `concepts` and `targets` are by concept id, others are left out."""
    known = [match for match in matches if match.concept in concepts]
    ends = utf16_offsets(text, [offset for match in known for offset in (match.start, match.end)])
    return [
        {
            "start": match.start,
            "end": match.end,
            "start_utf16": ends[2 * number],
            "end_utf16": ends[2 * number + 1],
            "text": text[match.start : match.end],
            "concept": match.concept,
            "concept_status": concepts[match.concept].status,
            "category": concepts[match.concept].category,
            "term": match.term.text,
            "kind": match.term.kind,
            "status": match.term.status,
            "targets": targets[match.concept],
        }
        for number, match in enumerate(known)
    ]
