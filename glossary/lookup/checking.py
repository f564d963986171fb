"""A translation checked against the term base, segment by segment and as one text.

Rules: `missing_term` (a name in the source, none of its equivalents in the target), `forbidden_term` (deprecated),
`superseded_term`, `acronym_before_full_form`, `two_renderings` (of one name in one text), `symbol_changed`,
`symbol_missing`, `symbol_added`. Every approved alternative counts, in either number, case and spelling; for a short
form, and behind the full form, the English may say no more than what it is: the Committee, the Assembly. After the
checks of memoQ and MateCat, which ask for a term only where the longest name stands and flag what is forbidden even
without it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from itertools import pairwise
from typing import Literal, NamedTuple, TypedDict, get_args

from glossary import symbols
from glossary.lookup.answers import Entry, primary
from glossary.matcher import Found, ordered
from glossary.models import USABLE
from glossary.store import TermRow
from glossary.text import is_han, key, utf16_offsets

Rule = Literal[
    "missing_term",
    "forbidden_term",
    "superseded_term",
    "acronym_before_full_form",
    "two_renderings",
    "symbol_changed",
    "symbol_missing",
    "symbol_added",
]
RULES: tuple[Rule, ...] = get_args(Rule)
Severity = Literal["error", "warning", "info"]
SideName = Literal["source", "target"]

_PREPOSITIONS = frozenset(("of", "for", "on", "to", "in", "at", "and"))
_PAINT = "■"  # a key keeps it, and it stands in no name
_ALIKE = 0.6  # of two symbols that may be one, mistyped
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９／", "0123456789/")
_SERIES = ("A/HRC/RES/", "A/RES/", "S/RES/", "E/RES/")


class Finding(TypedDict):
    """What a rule found: at [start, end) of one side of a segment, in code points and in UTF-16 units."""

    segment: int
    rule: Rule
    severity: Severity
    side: SideName
    start: int
    end: int
    start_utf16: int
    end_utf16: int
    expected: list[str]
    found: str | None
    concept: str | None


@dataclass(frozen=True, slots=True)
class Standing:
    """A span of a text and all that it may be, best first."""

    start: int
    end: int
    entries: tuple[Entry, ...]

    @property
    def concepts(self) -> frozenset[str]:
        """The concepts that may be meant."""
        return frozenset(entry.record["concept"] for entry in self.entries)


@dataclass(frozen=True)
class Side:
    """One text of a segment with the terms found in it, those inside others too."""

    text: str
    lang: str
    found: Sequence[Found[int]]
    known: Mapping[int, Entry]

    @cached_property
    def all(self) -> list[Standing]:
        """Every term, by start, longest first."""
        return list(self._standing(self.found))

    @cached_property
    def rest(self) -> str:
        """The text without the terms that are found in it, which are painted over."""
        rest = list(self.text)
        for standing in self.longest:
            rest[standing.start : standing.end] = _PAINT * (standing.end - standing.start)
        return "".join(rest)

    @cached_property
    def longest(self) -> list[Standing]:
        """The terms that no longer one rules out."""
        return list(self._standing(ordered(list(self.found), overlaps=False)))

    def _standing(self, found: Iterable[Found[int]]) -> Iterator[Standing]:
        spans: dict[tuple[int, int], list[Entry]] = defaultdict(list)
        for start, end, number in found:
            if number in self.known:
                spans[start, end].append(self.known[number])
        for (start, end), entries in spans.items():
            yield Standing(start, end, tuple(sorted(entries, key=lambda entry: entry.rank)))


@dataclass(frozen=True, slots=True)
class Pair:
    """A segment: its number from 0, and both sides."""

    number: int
    source: Side
    target: Side


def findings(pairs: Sequence[Pair]) -> list[Finding]:
    """Return what is wrong with a text, in the order of its segments; a segment without a target is passed over."""
    translated = [pair for pair in pairs if pair.target.text.strip()]
    found = [
        *_missing(translated),
        *(finding for pair in translated for rule in (_not_to_be_used, _symbols) for finding in rule(pair)),
        *_acronyms(translated),
        *_renderings(translated),
    ]
    return sorted(found, key=lambda one: (one["segment"], one["side"], one["start"], RULES.index(one["rule"])))


def _finding(
    pair: Pair,
    rule: Rule,
    severity: Severity,
    side: SideName,
    span: tuple[int, int],
    expected: Iterable[str] = (),
    concept: str | None = None,
) -> Finding:
    text = pair.source.text if side == "source" else pair.target.text
    start_utf16, end_utf16 = utf16_offsets(text, span)
    return {
        "segment": pair.number,
        "rule": rule,
        "severity": severity,
        "side": side,
        "start": span[0],
        "end": span[1],
        "start_utf16": start_utf16,
        "end_utf16": end_utf16,
        "expected": list(dict.fromkeys(expected)),
        "found": text[slice(*span)] if side == "target" else None,
        "concept": concept,
    }


def _usable(entry: Entry, lang: str) -> list[TermRow]:
    """Return the terms of a concept that may be used in a language, best first."""
    return [row for row in entry.names if primary(row.lang) == lang and row.status in USABLE]


def _missing(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Find names of the source without any of their equivalents in the target.

    Only a note are short forms, and Chinese names of two characters that may be the end of a longer one: 缔约方大会.
    """
    introduced: set[str] = set()
    for pair in pairs:
        rendered = {concept for standing in pair.target.all for concept in standing.concepts}
        introduced.update(*(each.concepts for each in pair.target.all if _full(each, pair.target)))
        for name in pair.source.longest:
            offered = [(entry, _usable(entry, pair.target.lang)) for entry in name.entries]
            offered = [(entry, rows) for entry, rows in offered if rows]
            if not offered or not rendered.isdisjoint(name.concepts):
                continue
            if any(_rendered_otherwise(entry, rows, pair.target, introduced) for entry, rows in offered):
                continue
            first = offered[0][0]
            sure = first.row.kind in ("full_form", "acronym") and not _perhaps_an_end(name, pair.source)
            severity: Severity = "warning" if sure else "info"
            expected = (row.text for _, rows in offered for row in rows)
            concept = first.record["concept"]
            yield _finding(pair, "missing_term", severity, "source", (name.start, name.end), expected, concept)


def _rendered_otherwise(entry: Entry, rows: Iterable[TermRow], side: Side, introduced: set[str]) -> bool:
    """Say whether a text has an equivalent in other marks or as common words, or only its head where that is enough."""
    written = key(side.rest)
    if side.lang != "en":
        return any(len(form) > 2 and form in written for form in (key(row.text) for row in rows))
    full = [row.text for row in rows if row.kind != "acronym"]
    if any(re.search(rf"(?<![^ ]){re.escape(key(name))}s?(?![^ ])", written) for name in full):
        return True
    is_enough = entry.row.kind == "short_form" or entry.record["concept"] in introduced
    return is_enough and any(_alone(_head(name)).search(side.rest) for name in full)


def _head(name: str) -> str:
    """Return the noun that an English name is about.

    >>> _head("Special Committee on Peacekeeping Operations"), _head("General Assembly")
    ('Committee', 'Assembly')
    """
    words = name.split()
    return next((word for word, after in pairwise(words) if after in _PREPOSITIONS), words[-1])


def _alone(noun: str) -> re.Pattern[str]:
    """Match a noun where no other name begins with it: the Department, but not Department of Justice."""
    return re.compile(rf"(?<![\w-])(?i:{re.escape(noun)})s?(?![\w-])(?! (?:of|for|on) [A-Z{_PAINT}])")


def _perhaps_an_end(name: Standing, side: Side) -> bool:
    """Say whether a Chinese name is short and stands behind other characters that are no name."""
    goes_on = is_han(side.text[name.start - 1 : name.start])
    return name.end - name.start == 2 and goes_on and all(other.end != name.start for other in side.longest)


def _not_to_be_used(pair: Pair) -> Iterator[Finding]:
    named = {concept for standing in pair.source.all for concept in standing.concepts}
    former = {
        entry.record["concept"]
        for standing in pair.source.longest
        for entry in standing.entries
        if entry.row.status == "superseded"
    }
    for standing in pair.target.longest:
        statuses = {entry.row.status for entry in standing.entries}
        meant = next((entry for entry in standing.entries if entry.record["concept"] in named), standing.entries[0])
        concept = meant.record["concept"]
        if not statuses.isdisjoint(USABLE) or ("deprecated" not in statuses and concept in former):
            continue
        rule: Rule = "superseded_term" if "superseded" in statuses else "forbidden_term"
        severity: Severity = "error" if rule == "forbidden_term" and concept in named else "warning"
        expected = (row.text for row in _usable(meant, pair.target.lang))
        yield _finding(pair, rule, severity, "target", (standing.start, standing.end), expected, concept)


def _acronyms(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Find the first use of each acronym whose full form has stood neither before it nor in brackets behind it."""
    somewhere = {
        concept
        for pair in pairs
        for standing in pair.target.all
        if _full(standing, pair.target)
        for concept in standing.concepts
    }
    introduced: set[str] = set()
    for pair in pairs:
        side = pair.target
        outermost = {(standing.start, standing.end) for standing in side.longest}
        for standing in side.all:
            entry = standing.entries[0]
            if _full(standing, side):
                introduced |= standing.concepts
            elif (
                entry.row.kind == "acronym"
                and primary(entry.row.lang) == side.lang
                and (standing.start, standing.end) in outermost
                and introduced.isdisjoint(standing.concepts)
            ):
                introduced |= standing.concepts
                full_forms = [row.text for row in _usable(entry, side.lang) if row.kind == "full_form"]
                if full_forms and not _explained(standing, side):
                    expected = [f"{full_form} ({entry.row.text})" for full_form in full_forms]
                    severity: Severity = "info" if somewhere.isdisjoint(standing.concepts) else "warning"
                    span, concept = (standing.start, standing.end), entry.record["concept"]
                    yield _finding(pair, "acronym_before_full_form", severity, "target", span, expected, concept)


def _full(standing: Standing, side: Side) -> bool:
    rows = (entry.row for entry in standing.entries)
    return any(row.kind in ("full_form", "variant") and primary(row.lang) == side.lang for row in rows)


def _explained(acronym: Standing, side: Side) -> bool:
    """Say whether the full form stands in brackets right behind an acronym."""
    return any(
        _BRACKET.fullmatch(side.text, acronym.end, other.start) is not None
        for other in side.all
        if other.start >= acronym.end and _full(other, side) and not other.concepts.isdisjoint(acronym.concepts)
    )


_BRACKET = re.compile(r"\s*[(（]\s*(?:the\s+)?", re.IGNORECASE)


class _Use(NamedTuple):
    """A full form in the target that renders a name of the source."""

    pair: Pair
    standing: Standing
    entry: Entry


def _renderings(pairs: Sequence[Pair]) -> Iterator[Finding]:
    """Find names of the source that the target renders by different full forms, and those it should not mix in."""
    uses: dict[str, list[_Use]] = defaultdict(list)
    for pair in pairs:
        for name in dict.fromkeys(key(entry.row.text) for each in pair.source.longest for entry in each.entries):
            uses[name] += _uses(pair, name)
    told: set[tuple[int, int, int]] = set()
    for found in uses.values():
        texts = list(dict.fromkeys(key(use.entry.row.text) for use in found))
        if len(texts) < 2:
            continue
        counts = Counter(key(use.entry.row.text) for use in found)
        kept = min(found, key=lambda use: (-counts[key(use.entry.row.text)], use.entry.rank))
        for use in found:
            place = (use.pair.number, use.standing.start, use.standing.end)
            if key(use.entry.row.text) != key(kept.entry.row.text) and place not in told:
                told.add(place)
                concept = use.entry.record["concept"]
                expected = [kept.entry.row.text]
                yield _finding(use.pair, "two_renderings", "warning", "target", place[1:], expected, concept)


def _uses(pair: Pair, name: str) -> Iterator[_Use]:
    meant = {
        entry.record["concept"]
        for standing in pair.source.longest
        for entry in standing.entries
        if key(entry.row.text) == name
    }
    for standing in pair.target.longest:
        for entry in standing.entries:
            row = entry.row
            full = row.kind in ("full_form", "variant") and primary(row.lang) == pair.target.lang
            if full and row.status in USABLE and entry.record["concept"] in meant:
                yield _Use(pair, standing, entry)
                break


def _symbols(pair: Pair) -> Iterator[Finding]:
    """Compare the symbols and resolution numbers of both sides, in any order and any form."""
    source, target = (text.translate(_WIDE_DIGITS) for text in (pair.source.text, pair.target.text))
    there, here = list(symbols.find(source)), list(symbols.find(target))
    anywhere = here + [each for each in symbols.numbers(target) if not _inside(each, here)]
    known = {_bare(each) for each in (*there, *symbols.numbers(source))}
    lost = [each for each in there if _bare(each) not in set(map(_bare, anywhere)) and not _printed(each, target)]
    strange = [each for each in anywhere if _bare(each) not in known and not _printed(each, source)]
    for each in lost:
        like = max(strange, key=lambda other: _likeness(each, other), default=None)
        if like is not None and _likeness(each, like) >= _ALIKE:
            strange.remove(like)
            yield _finding(pair, "symbol_changed", "error", "target", (like.start, like.end), [each.text])
        else:
            yield _finding(pair, "symbol_missing", "warning", "source", (each.start, each.end), [each.text])
    for other in strange:
        if other in here:
            yield _finding(pair, "symbol_added", "warning", "target", (other.start, other.end))


def _printed(symbol: symbols.Symbol, text: str) -> bool:
    """Say whether a text has a symbol as it stands, as no part of a longer one."""
    return re.search(rf"(?<![A-Za-z0-9/]){re.escape(symbol.text)}(?![A-Za-z0-9/])", text) is not None


def _inside(symbol: symbols.Symbol, others: Iterable[symbols.Symbol]) -> bool:
    return any(other.start < symbol.end and symbol.start < other.end for other in others)


def _bare(symbol: symbols.Symbol) -> str:
    """Return what both languages write of a symbol: 第 61/279 号决议 and A/RES/61/279 are one."""
    text = "".join(symbol.canonical.upper().replace(" AND ", "和").replace(" TO ", "至").split())
    return next((text.removeprefix(series) for series in _SERIES if text.startswith(series)), text)


def _likeness(first: symbols.Symbol, second: symbols.Symbol) -> float:
    return SequenceMatcher(None, _bare(first), _bare(second), autojunk=False).ratio()
