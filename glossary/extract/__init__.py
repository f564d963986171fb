"""Designations of a document, found cold: without a term base, by rules and the document's own evidence."""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field, replace
from typing import Any

from glossary import symbols
from glossary.extract import candidates, names, patterns, scoring, script, short_forms, structure
from glossary.extract.short_forms import Definition
from glossary.extract.spans import Span
from glossary.extract.statements import Statement
from glossary.models import CATEGORIES, UNNUMBERED, Category, Claim, Designation, Document, Mention, Paragraph, TermKind

DEFAULT_MIN_SCORE = 0.5


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
    proposed: list[Mention] = field(default_factory=list)
    spans: list[Span] = field(default_factory=list)
    doubtful: bool = False


def extract(document: Document, *, min_score: float = DEFAULT_MIN_SCORE) -> list[Designation]:
    """Return the designations of a document, one for each name and category, in order of first mention.

    A short form that is also a name of its own (副秘书长, defined as short for one of them) comes as both. Mentions
    inside longer names are `nested`. Nothing but the document itself is looked at. A document in traditional characters
    is read as one in simplified ones; its names come as it prints them.
    """
    read = script.in_simplified(document)
    found = [one for one, _ in weighed(read)]
    if read is not document:
        found = script.as_printed(found, read, document)
    return sorted((one for one in found if one.score >= min_score), key=_place)


def weighed(document: Document) -> list[tuple[Designation, scoring.Features]]:
    """Return all that could be a designation, each with what its score is made of (nothing for symbols)."""
    paragraphs = document.paragraphs
    texts = [paragraph.text or "" for paragraph in paragraphs]
    found = candidates.decide(texts)
    defined = short_forms.definitions(texts, found.spans)
    if own := short_forms.lexicon(defined) | candidates.certain(texts):
        found = candidates.decide(texts, own)
        defined = short_forms.definitions(texts, found.spans)
    spans = _inside_short_forms(found.spans, defined, texts)
    entries = _entries(spans, paragraphs)
    _add_short_forms(entries, defined, spans, paragraphs, texts)
    _add_symbols(entries, paragraphs, texts)
    statements, proposed = structure.read(paragraphs, spans, short_forms.full_forms(defined))
    _add_claims(entries, statements, paragraphs)
    for span in proposed:
        entries[span.text, span.category].proposed.append(_mention(span, paragraphs))
    _add_doubtful(entries, found.doubtful, paragraphs)
    told = scoring.targets((statement.subject, statement.target) for statement in statements)
    return [_weighed(document, entry, found.headings, told, texts) for entry in entries.values()]


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
        "paragraphs": _numbered(own or designation.mentions),
        "full_form": designation.full_form,
        "short_form": designation.short_form,
        "parent": claims.get("part_of"),
        "head_of": claims.get("heads"),
        "reports_to": claims.get("reports_to"),
        "succeeds": claims.get("succeeds"),
        "canonical": designation.canonical,
        "score": designation.score,
        "relations": [
            {"type": claim.type, "text": claim.target, "paragraph": claim.mention.label} for claim in designation.claims
        ],
        "proposed": _numbered(designation.proposed),
    }


def _numbered(mentions: Sequence[Mention]) -> list[str]:
    labels = dict.fromkeys(mention.label for mention in mentions)
    return [label for label in labels if not any(mark in label for mark in UNNUMBERED)]


_Entries = dict[tuple[str, str], _Entry]
_Places = Mapping[str, Sequence[tuple[int, int]]]


def _entries(spans: Sequence[Span], paragraphs: Sequence[Paragraph]) -> _Entries:
    entries: _Entries = {}
    for span in spans:
        entry = entries.setdefault((span.text, span.category), _Entry(span.text, span.category))
        entry.mentions.append(_mention(span, paragraphs))
        entry.spans.append(span)
    found = {entry.text: entry.category for entry in entries.values() if entry.category in ("unit", "mission", "body")}
    for text, full in short_forms.tie(found).items():
        entry = entries[text, found[text]]
        entry.kind, entry.full_form = "short_form", full
    variants = short_forms.variants(found)
    for entry in entries.values():
        if entry.text in patterns.SHORT_FORMS:
            entry.kind, entry.full_form = "short_form", patterns.SHORT_FORMS[entry.text]
        elif entry.category == "mission" and names.is_mission_short_form(entry.text):
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
    """Add the short forms that the document defines; what stands for two names comes once for each of them."""
    by_short: dict[str, list[Definition]] = {}
    for definition in defined:
        if not definition.short.startswith(("该", "本")):
            by_short.setdefault(definition.short, []).append(definition)
    places = _places(by_short.keys(), texts)
    longer = _longest(spans)
    for short, definitions in by_short.items():
        own = next((entries[short, category] for category in CATEGORIES if (short, category) in entries), None)
        standing = _standing(short, places, longer, paragraphs) if own is None else own.mentions
        for definition, mentions in short_forms.kept_apart(definitions, standing):
            entry = own if definition is definitions[0] and short not in patterns.BARE_POSTS else None
            if entry is None:
                entry = entries[short, definition.full] = _Entry(short, _category_of(definition))
            entry.kind, entry.full_form = "acronym" if definition.acronym else "short_form", definition.full
            entry.mentions = mentions
            full = entries.get((definition.full, _category_of(definition)))
            if full is not None and full.short_form is None:
                full.short_form = short


def _add_doubtful(entries: _Entries, doubtful: Sequence[Span], paragraphs: Sequence[Paragraph]) -> None:
    """Add what is rather no name, for its low score; a name keeps its own places."""
    sure = set(entries)
    short = {entry.text for entry in entries.values() if entry.kind in ("short_form", "acronym")}
    for span in doubtful:
        key = (span.text, span.category)
        if key not in sure and span.text not in short:
            entry = entries.setdefault(key, _Entry(span.text, span.category, doubtful=True))
            entry.mentions.append(_mention(span, paragraphs))
            entry.spans.append(span)


def _inside_short_forms(spans: Sequence[Span], defined: Sequence[Definition], texts: Sequence[str]) -> list[Span]:
    """Mark as nested the names inside a short form that is no name by its build (外勤支助部行动)."""
    known = {span.text for span in spans}
    shorts = {definition.short for definition in defined} - known
    places = [
        (position, at, at + len(short)) for short, found in _places(shorts, texts).items() for position, at in found
    ]
    covered: dict[int, list[tuple[int, int]]] = {}
    for position, start, end in sorted(places):
        covered.setdefault(position, []).append((start, end))
    return [
        replace(span, nested=True) if _within(span.start, span.end, covered.get(span.position, [])) else span
        for span in spans
    ]


def _within(start: int, end: int, places: Sequence[tuple[int, int]], size: int = -1) -> bool:
    """Tell whether [start, end) lies inside one of some places in order, which is longer than `size`."""
    before = bisect_right(places, (start, sys.maxsize))
    return before > 0 and end <= places[before - 1][1] and places[before - 1][1] - places[before - 1][0] > size


def _category_of(definition: Definition) -> Category:
    if definition.span is not None:
        return definition.span.category
    return candidates.category_of(definition.short) or "programme"


def _longest(spans: Sequence[Span]) -> dict[int, list[tuple[int, int]]]:
    longest: dict[int, list[tuple[int, int]]] = {}
    for span in spans:
        if not span.nested:
            longest.setdefault(span.position, []).append((span.start, span.end))
    return longest


def _standing(
    name: str, places: _Places, longer: Mapping[int, Sequence[tuple[int, int]]], paragraphs: Sequence[Paragraph]
) -> list[Mention]:
    """Find a short form that is no name by its build wherever it stands; inside a longer name it is nested."""
    return [
        Mention(
            position,
            paragraphs[position].label,
            at,
            at + len(name),
            _within(at, at + len(name), longer.get(position, ()), len(name)),
        )
        for position, at in places.get(name, ())
    ]


def _places(names: Set[str], texts: Sequence[str]) -> _Places:
    """Return where names stand, not as halves of words in Latin letters; in one pass, however many names."""
    places: dict[str, list[tuple[int, int]]] = {}
    ends: dict[str, tuple[int, int]] = {}
    firsts = {name[0] for name in names}
    lengths = sorted({len(name) for name in names})
    for position, text in enumerate(texts if names else ()):
        for at in (at for at, character in enumerate(text) if character in firsts):
            for name in (text[at : at + length] for length in lengths):
                if name not in names or ends.get(name, (-1, 0)) > (position, at):
                    continue
                around = text[max(0, at - 1) : at] + text[at + len(name) : at + len(name) + 1]
                if not (name.isascii() and any(character.isascii() and character.isalnum() for character in around)):
                    places.setdefault(name, []).append((position, at))
                    ends[name] = (position, at + len(name))
    return places


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
            entry.claims.append(Claim(statement.type, statement.target, _mention(statement.span, paragraphs)))


def _weighed(
    document: Document, entry: _Entry, headings: Set[str], told: Set[str], texts: Sequence[str]
) -> tuple[Designation, scoring.Features]:
    features = {} if entry.category == "symbol" else scoring.features(_evidence(entry, headings, told), texts)
    designation = Designation(
        document.symbol,
        entry.text,
        entry.category,
        entry.kind,
        tuple(entry.mentions),
        scoring.SYMBOL if entry.category == "symbol" else scoring.score(features),
        entry.full_form,
        entry.short_form,
        entry.canonical,
        tuple(entry.claims),
        tuple(entry.proposed),
    )
    return designation, features


def _evidence(entry: _Entry, headings: Set[str], told: Set[str]) -> scoring.Evidence:
    return scoring.Evidence(
        entry.text,
        entry.category,
        entry.kind,
        entry.mentions,
        entry.spans,
        heading=entry.text in headings,
        defined=bool(entry.full_form or entry.short_form),
        told=entry.text in told,
        doubtful=entry.doubtful,
    )


def _mention(span: Span, paragraphs: Sequence[Paragraph]) -> Mention:
    return Mention(span.position, paragraphs[span.position].label, span.start, span.end, span.nested)


def _place(designation: Designation) -> tuple[int, int, int, str]:
    first = min(designation.mentions, key=lambda mention: (mention.position, mention.start))
    return first.position, first.start, -first.end, designation.kind
