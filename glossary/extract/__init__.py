"""Designations of a document, found cold: without a term base, by rules and the document's own evidence."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from glossary import symbols
from glossary.extract import candidates, names, patterns, short_forms, structure, words
from glossary.extract.boundaries import Span
from glossary.extract.short_forms import Definition
from glossary.extract.structure import Statement
from glossary.models import CATEGORIES, Category, Claim, Designation, Document, Mention, Paragraph, TermKind

DEFAULT_MIN_SCORE = 0.3


@dataclass(slots=True)
class _Entry:
    """A designation in the making."""

    text: str
    category: Category
    kind: TermKind = "full_form"
    mentions: list[Mention] = field(default_factory=list)
    full_form: str | None = None
    short_form: str | None = None
    canonical: str | None = None
    claims: list[Claim] = field(default_factory=list)


def extract(document: Document, *, min_score: float = DEFAULT_MIN_SCORE) -> list[Designation]:
    """Return the designations of a document, one for each name and category, in order of first mention.

    A short form that is also a name of its own (副秘书长, defined as short for one of them) comes as both. Mentions
    inside longer names are `nested`. Nothing but the document itself is looked at.
    """
    paragraphs = document.paragraphs
    texts = [paragraph.text or "" for paragraph in paragraphs]
    spans = candidates.decide(texts)
    defined = short_forms.definitions(texts, spans)
    spans = _inside_short_forms(spans, defined, texts)
    entries = _entries(spans, paragraphs)
    _add_short_forms(entries, defined, spans, paragraphs, texts)
    _add_symbols(entries, paragraphs, texts)
    full_forms = {definition.short: definition.full for definition in defined}
    _add_claims(entries, structure.statements(paragraphs, spans, full_forms), paragraphs)
    found = [_designation(document, entry) for entry in entries.values()]
    return sorted((one for one in found if one.score >= min_score), key=_place)


def record(designation: Designation) -> dict[str, Any]:
    """Return a designation as the JSON object that `glossary extract --jsonl` prints."""
    own = [mention for mention in designation.mentions if not mention.nested]
    claims: dict[str, str] = {}
    for claim in designation.claims:
        claims.setdefault(claim.type, claim.target)
    return {
        "document": designation.document,
        "text": designation.text,
        "category": designation.category,
        "kind": designation.kind,
        "count": len(own),
        "paragraphs": list(dict.fromkeys(mention.label for mention in own or designation.mentions)),
        "full_form": designation.full_form,
        "short_form": designation.short_form,
        "parent": claims.get("part_of"),
        "head_of": claims.get("heads"),
        "reports_to": claims.get("reports_to"),
        "succeeds": claims.get("succeeds"),
        "canonical": designation.canonical,
        "score": designation.score,
    }


_Entries = dict[tuple[str, str], _Entry]


def _entries(spans: Sequence[Span], paragraphs: Sequence[Paragraph]) -> _Entries:
    entries: _Entries = {}
    for span in spans:
        entry = entries.setdefault((span.text, span.category), _Entry(span.text, span.category))
        entry.mentions.append(_mention(span, paragraphs))
    found = {entry.text: entry.category for entry in entries.values() if entry.category in ("unit", "mission", "body")}
    for text, full in short_forms.tie(found).items():
        entry = entries[text, found[text]]
        entry.kind, entry.full_form = "short_form", full
    variants = short_forms.variants(found)
    for entry in entries.values():
        if entry.text in patterns.SHORT_FORMS:
            entry.kind, entry.full_form = "short_form", patterns.SHORT_FORMS[entry.text]
        elif (entry.category == "mission" and names.is_mission_short_form(entry.text)) or (
            entry.category == "unit" and entry.text[:-1] in patterns.ABBREVIATIONS
        ):
            entry.kind = "short_form"
        elif entry.kind == "full_form" and entry.category == "unit" and entry.text in variants:
            entry.kind = "variant"
    return entries


def _add_short_forms(
    entries: _Entries,
    defined: Sequence[Definition],
    spans: Sequence[Span],
    paragraphs: Sequence[Paragraph],
    texts: Sequence[str],
) -> None:
    for definition in defined:
        if definition.short.startswith(("该", "本")):
            continue
        category = _category_of(definition)
        key = (definition.short, "short")
        if key in entries:
            continue
        entry = _Entry(
            definition.short, category, "acronym" if definition.acronym else "short_form", full_form=definition.full
        )
        own = next(
            (entries[definition.short, name] for name in CATEGORIES if (definition.short, name) in entries), None
        )
        if own is not None and definition.short not in patterns.BARE_POSTS:
            own.kind, own.full_form = entry.kind, definition.full
            entry = own
        else:
            entry.mentions = (
                _standing(definition.short, spans, paragraphs, texts) if own is None else list(own.mentions)
            )
            entries[key] = entry
        full = entries.get((definition.full, category))
        if full is not None and full.short_form is None:
            full.short_form = definition.short


def _inside_short_forms(spans: list[Span], defined: Sequence[Definition], texts: Sequence[str]) -> list[Span]:
    """Mark as nested the names inside a short form that is no name by its build (外勤支助部行动)."""
    known = {span.text for span in spans}
    places = [
        (position, at, at + len(short))
        for short in {definition.short for definition in defined} - known
        for position, text in enumerate(texts)
        for at in _places(short, text)
    ]
    covered: dict[int, list[tuple[int, int]]] = {}
    for position, start, end in sorted(places):
        covered.setdefault(position, []).append((start, end))
    return [
        replace(span, nested=True) if _within(span.start, span.end, covered.get(span.position, [])) else span
        for span in spans
    ]


def _within(start: int, end: int, places: Sequence[tuple[int, int]]) -> bool:
    before = bisect_right(places, (start, sys.maxsize))
    return before > 0 and end <= places[before - 1][1]


def _category_of(definition: Definition) -> Category:
    if definition.span is not None:
        return definition.span.category
    category = next((mention for mention in (candidates.category_of(definition.short),) if mention), None)
    return category or "programme"


def _standing(name: str, spans: Sequence[Span], paragraphs: Sequence[Paragraph], texts: Sequence[str]) -> list[Mention]:
    """Find a short form that is no name by its build wherever it stands; inside a longer name it is nested."""
    longer: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        if not span.nested and len(span.text) > len(name) and name in span.text:
            longer.setdefault(span.position, []).append((span.start, span.end))
    return [
        Mention(
            position,
            paragraphs[position].label,
            at,
            at + len(name),
            _within(at, at + len(name), longer.get(position, [])),
        )
        for position, text in enumerate(texts)
        for at in _places(name, text)
    ]


def _places(name: str, text: str) -> Iterator[int]:
    at = text.find(name)
    while at >= 0:
        around = text[max(0, at - 1) : at] + text[at + len(name) : at + len(name) + 1]
        if not (name.isascii() and any(character.isascii() and character.isalnum() for character in around)):
            yield at
        at = text.find(name, at + len(name))


def _add_symbols(entries: _Entries, paragraphs: Sequence[Paragraph], texts: Sequence[str]) -> None:
    for position, text in enumerate(texts):
        for symbol in symbols.find(text):
            entry = entries.setdefault(
                (symbol.text, "symbol"), _Entry(symbol.text, "symbol", canonical=symbol.canonical)
            )
            entry.mentions.append(Mention(position, paragraphs[position].label, symbol.start, symbol.end))


def _add_claims(entries: _Entries, statements: Sequence[Statement], paragraphs: Sequence[Paragraph]) -> None:
    for statement in statements:
        category = "post" if statement.type in ("heads", "reports_to") else "unit"
        entry = entries.get((statement.subject, category))
        if entry is not None and statement.span.position >= 0:
            entry.claims.append(structure.claim(statement, paragraphs[statement.span.position].label))


def _designation(document: Document, entry: _Entry) -> Designation:
    score = _score(entry)
    return Designation(
        document.symbol,
        entry.text,
        entry.category,
        entry.kind,
        tuple(entry.mentions),
        score,
        entry.full_form,
        entry.short_form,
        entry.canonical,
        tuple(entry.claims),
    )


def _score(entry: _Entry) -> float:
    """Return how sure a designation is: more with each mention and each thing said of it, less behind a verb."""
    if entry.category == "symbol":
        return 1.0
    own = sum(not mention.nested for mention in entry.mentions)
    said = 0.1 if entry.claims or entry.full_form or entry.short_form else 0.0
    doubt = 0.15 if own < 2 and entry.text.startswith(words.SOFT_VERBS) else 0.0
    return round(min(0.99, 0.6 + 0.1 * min(own, 3) + said - doubt), 2)


def _mention(span: Span, paragraphs: Sequence[Paragraph]) -> Mention:
    return Mention(span.position, paragraphs[span.position].label, span.start, span.end, span.nested)


def _place(designation: Designation) -> tuple[int, int, int, str]:
    first = min(designation.mentions, key=lambda mention: (mention.position, mention.start))
    return first.position, first.start, -first.end, designation.kind
