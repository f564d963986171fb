"""Deciding: the names of a document, by what stands alone somewhere in it.

A name that stands alone (a heading, between two commas, behind 由) shows where it begins elsewhere. So the sites
that can only be read one way are counted first, and then decide the others.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from glossary.extract import patterns, words
from glossary.extract.boundaries import Chooser, Evidence, Span
from glossary.extract.mentions import Role, Site, head_category, sites
from glossary.models import Category

_TITLED = re.compile(rf"题为[“\"]([^”\"]{{3,24}})[”\"]的[^。；，“的]{{0,12}}?({'|'.join(patterns.TITLED_THINGS)})")
_WHOLE = 3
_BEHIND_A_SUBJECT = frozenset("由对的包向在：:，")


def decide(texts: Sequence[str]) -> list[Span]:
    """Return the names found in paragraphs, in reading order, those inside longer ones marked as nested."""
    found = [sites(text) for text in texts]
    counts, headings = _standing_alone(texts, found)
    evidence = Evidence(counts, headings)
    for span in _spans(texts, found, evidence):
        if span.certain and span.text not in counts and not span.text.startswith(words.SOFT_VERBS):
            counts[span.text] += 1
    return _nest([*_cut_to_known(_spans(texts, found, evidence)), *_titled(texts)])


def _standing_alone(texts: Sequence[str], found: Sequence[Sequence[Site]]) -> tuple[Counter[str], frozenset[str]]:
    """Count the names that can be read in one way only, and gather those that are a whole paragraph."""
    counts: Counter[str] = Counter()
    whole: set[str] = set()
    for text, row in zip(texts, found, strict=True):
        stripped = text.strip()
        for site in row:
            name = text[site.start : site.end].strip()
            if name == stripped and len(name) <= patterns.LONGEST:
                counts[name] += _WHOLE
                whole.add(name)
            elif _unmistakable(site) or _begins_the_paragraph(site, text):
                counts[name] += 1
    return counts, frozenset(whole)


def _begins_the_paragraph(site: Site, text: str) -> bool:
    """Tell whether a name is the subject of its paragraph: 解除武装、复员和重返社会科由…"""
    return not text[: site.start].strip() and text[site.end : site.end + 1] in _BEHIND_A_SUBJECT


def _unmistakable(site: Site) -> bool:
    """Tell whether a site can be read in one way only: nothing inside its stretch could begin a name."""
    if site.before is not None and site.before.role is Role.JOIN:
        return False
    return all(
        mark.position == site.start or (mark.token.role in (Role.SOFT, Role.LEAD) and mark.token.start != site.start)
        for mark in site.marks
    )


def _spans(texts: Sequence[str], found: Sequence[Sequence[Site]], evidence: Evidence) -> list[Span]:
    return [
        span
        for position, (text, row) in enumerate(zip(texts, found, strict=True))
        for span in Chooser(position, text, row, evidence).spans()
        if span is not None
    ]


def _titled(texts: Sequence[str]) -> list[Span]:
    """Find programmes by their titles in quotation marks, where the document says what they are."""
    return [
        Span(position, match.start(1), match.end(1), match[1], "programme", match[2])
        for position, text in enumerate(texts)
        if "题为" in text
        for match in _TITLED.finditer(text)
    ]


def _cut_to_known(spans: list[Span]) -> list[Span]:
    """Cut a name met once to the known name that it ends in: an unknown verb stands in front (借鉴维持和平行动部)."""
    counts = Counter(span.text for span in spans if span.certain)
    result = []
    for span in spans:
        cut = _known_ending(span, counts)
        result.append(span if cut is None else replace(span, start=span.start + cut, text=span.text[cut:], owner=None))
    return result


def _known_ending(span: Span, counts: Counter[str]) -> int | None:
    if span.lead or span.fixed or counts[span.text] > 1 or span.text.startswith(patterns.ORGANIZATIONS):
        return None
    for cut in range(1, len(span.text) - len(span.head) - 1):
        if span.joined and span.start + cut >= span.joined:
            return None
        if counts[span.text[cut:]] >= 2:
            return cut if span.text[cut - 1] not in "和与及、" else None
    return None


def _nest(spans: list[Span]) -> list[Span]:
    """Mark the names inside longer ones; of two that overlap otherwise, the one that starts first is the longer."""
    result: list[Span] = []
    reach: dict[int, int] = {}
    for span in sorted(spans, key=lambda span: (span.position, span.start, -span.end)):
        inside = span.end <= reach.get(span.position, 0)
        if not inside and span.start < reach.get(span.position, 0):
            continue
        reach[span.position] = max(reach.get(span.position, 0), span.end)
        result.append(replace(span, nested=inside))
    return result


def category_of(name: str) -> Category | None:
    """Return the category that the ending of a name tells, None where it tells none."""
    for length in range(min(len(name), 8), 0, -1):
        category = head_category(name[-length:])
        if category is not None:
            return category
    return None
