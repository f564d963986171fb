"""International years, days and weeks: 国际卫生年 is the International Year of Sanitation, its theme in the middle.

The words that make such a name stand apart in Chinese and together in English, so that it is read whole: up to the
last capital, and with the year only where both print it as part of the name (2008国际卫生年).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from glossary.align.finds import Found, Known, clashes
from glossary.align.pairing import Candidate
from glossary.align.segment import Segment

# What stands before such a name when its theme does not: 大屠杀国际纪念日.
_BEFORE = (
    r"(?<![\u4e00-\u9fff])|(?<=[的为和与及在是对将年])|(?<=庆祝)|(?<=纪念)|(?<=宣布)|(?<=设立)|(?<=支持)|(?<=参加)"
)
_NAME = re.compile(
    rf"(?:(\d{{4}}年?)|{_BEFORE})((?:世界|国际)([\u4e00-\u9fff]{{1,14}}?)([年日周]))(?![度代来前后末初报益程期])"
)
_ENGLISH = {"年": "year", "日": "day", "周": "week"}
_SCOPES = {"国际": "international", "世界": "world"}
_JOINTS = frozenset(("of", "for", "on", "against", "in", "to", "with", "and", "the"))
_ALONE = 0.8
_RENDERED = 0.19  # more where the words of the theme are rendered


def find(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield the names of years, days and weeks with the English that has the words of their themes."""
    tokens = segment.sentence.tokens
    for match in _NAME.finditer(segment.zh):
        start, end = match.span(2)
        stretches = list(_stretches(segment, match[2][:2], match[4]))
        candidates = []
        for first, last in stretches:
            share = _rendered(segment, *match.span(3), first, last)
            if share or len(stretches) == 1:
                candidates.append(Candidate(_ALONE + _RENDERED * share, first, last))
        others = [one for one in known if not one.overlaps(start, end)]
        candidates = [one for one in candidates if not clashes(segment, one, start, end, others)]
        if not candidates:
            continue
        candidates.sort(key=lambda one: (-one.score, one.first))
        best = candidates[0]
        year = match[1] if match[1] and match[1].isdecimal() else ""
        behind = best.last + 1
        if year and behind < len(tokens) and tokens[behind].text == year:
            start -= len(year)
            candidates = [Candidate(best.score, best.first, behind)]
        yield Found(start, end, "programme", candidates)


def _stretches(segment: Segment, scope: str, kind: str) -> Iterator[tuple[int, int]]:
    """Yield the English names of a kind: International Year of ..., World ... Day."""
    tokens = segment.sentence.tokens
    for at, token in enumerate(tokens):
        if token.stem != _ENGLISH[kind] or not token.capital:
            continue
        first = at
        while first and tokens[first].stem != _SCOPES[scope] and tokens[first - 1].capital:
            first -= 1
        if tokens[first].stem == _SCOPES[scope]:
            yield first, _end(segment, at)


def _end(segment: Segment, at: int) -> int:
    """Return the last capital of a name that begins at a word, over the small words that join capitals."""
    tokens = segment.sentence.tokens
    last = at
    for place in range(at + 1, len(tokens)):
        token = tokens[place]
        if token.after_break or token.after_comma or not (token.capital or token.text in _JOINTS):
            break
        if token.text in ("and", "the") and tokens[place - 1].text == "and":
            break  # the name of something else: and the Day of
        if token.capital:
            last = place
    return last


def _rendered(segment: Segment, start: int, end: int, first: int, last: int) -> float:
    """Return the share of a theme's words that a stretch renders."""
    parts = segment.parts(start, end)
    found = [part for part in parts if any(first <= link.first and link.last <= last for link in part.links)]
    return sum(part.weight for part in found) / max(0.1, sum(part.weight for part in parts))
