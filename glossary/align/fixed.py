"""Names with ends that are given: titles in 《》, names of the lexicon, Latin short forms, and names inside names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from glossary.align.finds import INSTRUMENTS, LEAST, Found, Known, clashes
from glossary.align.lexicon import ORGANIZATION, set_of
from glossary.align.pairing import Candidate, candidates_of
from glossary.align.segment import Segment
from glossary.extract.candidates import category_of
from glossary.models import Category

_TITLE = re.compile(r"《([^《》]{2,60})》|题为[“\"]([^“”\"]{4,60})[”\"]|[“\"]([^“”\"]{3,80})[”\"]")
_LATIN = re.compile(r"[（(]([A-Z][A-Za-z0-9-]{1,9})[）)]")
_LEAST_OF_TITLE = 0.6
_LEAST_OF_QUOTED = 0.45
_SURE = 0.97
_ORGANS = frozenset(ORGANIZATION + organ for organ in ("大会", "安全理事会", "秘书处", "秘书长"))
_BEHIND = ("of the United Nations", "of the UN")
_SURE_INSIDE = 0.9
_NUMBERING = re.compile(r"第[一二三四五六七八九十百\d]+[次届](?=.{4})")
_INSTITUTIONS = set_of("论坛 大学 学院 研究院 研究所 基金会 协会 银行")
_OFFICES = ("办公室", "办公厅", "办事处")


def titles(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield what stands in 《》 or quotation marks, with its renderings: the marks say where a name begins and ends.

    What is only quoted has to be quoted in the English, too, and to begin with a capital.
    """
    for match in _TITLE.finditer(segment.zh):
        start, end = match.span(match.lastindex or 0)
        if any((one.start, one.end) == (start, end) for one in known):
            continue
        others = [one for one in known if not one.overlaps(start, end)]
        printed = list(_quoted(segment, start, end))
        if not match[3]:
            least = _LEAST_OF_TITLE if match[1] else LEAST
            printed += (one for one in candidates_of(segment, start, end, least) if match[1] or one.first < one.last)
        candidates = [
            one
            for one in printed
            if segment.sentence.has_capital(one.first, one.last)
            and segment.sentence.begins_name(one.first)
            and not clashes(segment, one, start, end, others)
        ]
        if candidates:
            yield Found(start, end, category_of(segment.zh[start:end]) or "programme", candidates)


def _quoted(segment: Segment, start: int, end: int) -> Iterator[Candidate]:
    """Yield the quoted English of which half and more renders a Chinese title."""
    if not segment.sentence.quoted:
        return
    found = candidates_of(segment, start, end, _LEAST_OF_QUOTED)
    for first, last in segment.sentence.quoted:
        inside = [one for one in found if first <= one.first and one.last <= last]
        rendered = {at for one in inside for at in range(one.first, one.last + 1)}
        if len(rendered) * 2 > last - first:
            yield Candidate(max(LEAST, inside[0].score), first, last)


def listed(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield the whole names of the lexicon that are rendered, also where they are part of a longer name."""
    reach = 0
    tokens = segment.sentence.tokens
    names = (one for one in segment.occurrences if one.entry.role == "name" and one.links)
    for one in sorted(names, key=lambda one: (one.start, -one.end)):
        around = [other for other in known if other.start <= one.start and one.end <= other.end]
        if one.end <= reach or any((other.start, other.end) == (one.start, one.end) for other in around):
            continue
        inside = [other for other in known if one.start <= other.start and other.end <= one.end]
        beside = [other for other in known if other not in around and other not in inside]
        candidates = [
            Candidate(link.strength, link.first, link.last)
            for link in one.links
            if (link.first < link.last or tokens[link.first].capital)
            and all(other.first <= link.first and link.last <= other.last for other in around)
            and not any(other.takes(link.first, link.last) for other in beside)
        ]
        overlapping = any(other.overlaps(one.start, one.end) for other in beside)
        if candidates and not overlapping:
            reach, place = one.end, one.start
            candidates.sort(key=lambda each: (each.first - each.last, segment.apart(place, each.first), -each.score))
            yield Found(one.start, one.end, category_of(one.entry.zh) or "body", candidates, bool(around))


def acronyms(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield the Latin short forms in brackets that the English prints, too."""
    tokens = segment.sentence.tokens
    for match in _LATIN.finditer(segment.zh):
        start, end = match.span(1)
        places = [at for at, token in enumerate(tokens) if token.text == match[1] and token.acronym]
        if segment.zh[: start - 1].rstrip().endswith(tuple("0123456789")):
            continue  # a resolution's session: 1147(XLI)
        if places and not any(one.overlaps(start, end) for one in known):
            places.sort(key=lambda at: segment.apart(start, at))
            yield Found(start, end, "body", [Candidate(_SURE, at, at) for at in places])


def nested(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield names inside longer names: the convention of 巴塞尔公约缔约方大会, the body of 常设论坛秘书处."""
    taken = {(one.start, one.end) for one in known}
    for outer in known:
        if segment.zh[outer.start] == "《":
            continue
        for start, end, category, least in _inside(segment, outer):
            if (start, end) in taken:
                continue
            candidates = [
                one
                for one in candidates_of(segment, start, end, least)
                if outer.first <= one.first <= one.last <= outer.last
                and ((one.first, one.last) != (outer.first, outer.last) or end == outer.end)
                and segment.sentence.begins_name(one.first)
            ]
            if candidates:
                taken.add((start, end))
                yield Found(start, end, category, candidates, nested=True)


def _inside(segment: Segment, outer: Known) -> Iterator[tuple[int, int, Category, float]]:
    """Yield where names inside a name may stand, with their categories and the least score of their English."""
    name = segment.zh[outer.start : outer.end]
    behind = outer.start + (len(ORGANIZATION) if name.startswith(ORGANIZATION) else 0)
    printed = segment.sentence.printed(outer.first, outer.last)
    if behind > outer.start and (name in _ORGANS or printed.endswith(_BEHIND)):
        yield behind, outer.end, category_of(name) or "body", LEAST
    numbering = _NUMBERING.match(name)
    if numbering is not None and segment.lexicon.is_head(name[numbering.end() :]):
        yield outer.start + numbering.end(), outer.end, category_of(name) or "body", LEAST
    own = segment.lexicon.head_of(name)
    last = outer.end - (len(own.zh) if own else 1)
    for head in segment.occurrences:
        if not outer.start <= head.start < head.end <= last:
            continue
        category = category_of(segment.zh[outer.start : head.end])
        if head.entry.role == "rank" and segment.zh[head.end : outer.end] in _OFFICES:
            yield behind, head.end, "post", LEAST
        elif head.entry.zh in INSTRUMENTS:
            yield outer.start, head.end, "programme", LEAST
        elif head.entry.role == "head" and outer.start < head.start:
            if category in ("unit", "body", "mission"):
                yield outer.start, head.end, category, _SURE_INSIDE
            elif head.entry.zh in _INSTITUTIONS:
                yield outer.start, head.end, "body", _SURE_INSIDE
