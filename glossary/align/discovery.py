"""Chinese names that only the English shows: a head whose rendering is capitalized, and the words before it.

From the last word of a possible name the stretch grows to the left, over words that the English name renders too; a
short rest up to a word that cannot be in a name may be a word that the lexicon lacks.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass

from glossary.align.links import Link, Occurrence
from glossary.align.pairing import Candidate, candidates_of
from glossary.align.segment import Segment
from glossary.extract.candidates import category_of
from glossary.models import Category

LEAST = 0.8
# No name goes over these.
_STOPS = frozenset('，。；：！？（）()“”"〈〉由在是将请被把从了该其每')
_JOINS = "和与及、兼"
_SHORT_HEADS = frozenset("部厅司处科股署局室组队院站")
# A unit right before a name owns it: 航行厅 in 航行厅洪水科.
_OWNER_HEADS = frozenset("部厅司处署局")
_NO_BEGINNINGS = frozenset("各该本其每此两某些》")
_REST = 5  # characters between words that are rendered, or before the first one
_FARTHEST = 40
_SHORTEST = 3
# By so much a stretch has to be better than the name that extraction saw, when it is longer and when it is shorter.
_LONGER = 0.03
_SHORTER = 0.05
_FAR_SHORTER = 0.2
_MODIFIERS = ("会议", "大会", "中心", "联盟", "组织", "机构")
_AS_GOOD = 0.05
_OWNERS = ("联合国", "联合国的", "联合国系统", "大会", "秘书处")


@dataclass(frozen=True, slots=True)
class Known:
    """A name at [start, end) of a Chinese text, rendered by the English words from `first` to `last`."""

    start: int
    end: int
    first: int
    last: int
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """A name at [start, end) of a Chinese text, with its renderings, best first."""

    start: int
    end: int
    category: Category
    candidates: list[Candidate]


def discover(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield names beside those known, and in place of known ones that the English shows to begin elsewhere."""
    reach = len(segment.zh) + 1
    for head in reversed(_heads(segment.occurrences)):
        if head.end > reach:
            continue
        here = [one for one in known if one.start < head.end <= one.end]
        if any(one.end > head.end for one in here):
            continue
        others = [one for one in known if one not in here]
        found = _best(segment, head, others)
        if found is not None and all(_is_better(segment.zh, found, one) for one in here):
            yield found
            reach = found.start


def _is_better(zh: str, found: Found, known: Known) -> bool:
    """Tell whether a stretch replaces a known name that ends where it does.

    Longer, its English has to hold the other's; shorter, it has to be by far the better, or begin behind 和.
    """
    best = found.candidates[0]
    if found.start == known.start:
        return False
    if found.start < known.start:
        more = zh[found.start : known.start]
        if more in _OWNERS or not best.first <= known.first <= known.last <= best.last:
            return False
        same = (best.first, best.last) == (known.first, known.last)
        return best.score >= known.score + (_LONGER if same else -_AS_GOOD)
    return best.score >= known.score + (_SHORTER if zh[found.start - 1] in _JOINS else _FAR_SHORTER)


def _heads(occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    """Return the words that can end a name, or are one, the longest of those that end together, by their ends."""
    longest: dict[int, Occurrence] = {}
    for one in occurrences:
        if (
            one.entry.role
            and one.links
            and (one.end - one.start > 1 or one.entry.zh in _SHORT_HEADS)
            and (one.end not in longest or one.start < longest[one.end].start)
        ):
            longest[one.end] = one
    return [longest[end] for end in sorted(longest)]


def _is_free(segment: Segment, link: Link, others: Sequence[Known]) -> bool:
    tokens = segment.sentence.tokens
    if any(link.first <= one.last and one.first <= link.last for one in others):
        return False
    first = tokens[link.first]
    return tokens[link.last].capital and (link.first < link.last or first.acronym or not first.opens)


def _best(segment: Segment, head: Occurrence, others: Sequence[Known]) -> Found | None:
    if not any(_is_free(segment, link, others) for link in head.links):
        return None
    best: Found | None = None
    shorter: Candidate | None = None
    ends = {one.end for one in others if _is_unit(segment.zh[one.start : one.end])}
    for start, rendered in _starts(segment, head, ends):
        if any(one.start < start < one.end for one in others):
            continue
        candidates = [
            one
            for one in candidates_of(segment, start, head.end)
            if one.score >= LEAST
            and segment.sentence.tokens[one.first].capital
            and not any(_clashes(one, start, head.end, other) for other in others)
        ]
        if not candidates or (not rendered and shorter is not None and _same(candidates[0], shorter)):
            continue
        shorter = candidates[0]
        category = _category(segment.zh[start : head.end], head)
        if category is not None and (best is None or _is_fuller(candidates[0], best.candidates[0])):
            best = Found(start, head.end, category, candidates)
    return best


def _same(one: Candidate, other: Candidate) -> bool:
    return (one.first, one.last) == (other.first, other.last)


def _is_fuller(candidate: Candidate, other: Candidate) -> bool:
    """Tell whether the rendering of a longer stretch is better, or as good and longer, too."""
    if candidate.first <= other.first <= other.last <= candidate.last and candidate != other:
        return candidate.score >= other.score - _AS_GOOD
    return candidate.score > other.score


def _clashes(candidate: Candidate, start: int, end: int, other: Known) -> bool:
    """Tell whether a rendering takes words of another name that is not inside this one."""
    if candidate.last < other.first or other.last < candidate.first:
        return start <= other.start and other.end <= end and other.score >= LEAST
    return not (
        start <= other.start and other.end <= end and candidate.first <= other.first <= other.last <= candidate.last
    )


def _category(name: str, head: Occurrence) -> Category | None:
    """Tell the category of a name by its ending; None for a head alone, which is no name."""
    if name[0] in _NO_BEGINNINGS and name != head.entry.zh:
        return None
    if head.entry.role == "name":
        return category_of(name) or "body"
    if head.entry.zh in _SHORT_HEADS and len(name) < _SHORTEST:
        return None
    if len(name) == head.end - head.start and len(name) <= _SHORTEST:
        return None
    return category_of(name) or ("post" if head.entry.role == "rank" else "programme")


def _is_name(segment: Segment, start: int, end: int, head: Occurrence, *, joined: bool) -> bool:
    """Tell whether the word before a name is a name of its own: 秘书处 in 秘书处新闻部, not 协调员 in 协调员办公室."""
    word = segment.zh[start:end]
    entry = segment.lexicon.entries[word]
    if entry.role == "name" or (joined and (entry.role == "rank" or word in _OWNERS)):
        return True
    if joined and category_of(word) in ("unit", "body", "mission"):
        return True
    return _is_unit(word) and head.entry.role != "rank"


def _joins(zh: str, start: int, end: int) -> int:
    return sum(character in _JOINS for character in zh[start:end])


def _is_unit(word: str) -> bool:
    return category_of(word) in ("unit", "body", "mission") and word not in _MODIFIERS


def _starts(segment: Segment, head: Occurrence, ends: Container[int]) -> Iterator[tuple[int, bool]]:
    """Yield where a name that ends in a head may begin, nearest first, and whether with a word that is rendered.

    It goes not over the `ends` of other names.
    """
    at = min(
        [head.start]
        + [one.start for one in segment.occurrences if one.end == head.end and one.links and one.start < head.start]
    )
    yield at, True
    limit = max(0, head.end - _FARTHEST)
    linked = {
        one.end: one.start
        for one in sorted(segment.occurrences, key=lambda one: -one.start)
        if one.end <= head.start and one.end - one.start > 1 and one.links
    }

    def stops(place: int) -> bool:
        before = segment.zh[place - 1]
        opened = before == "《" and "》" not in segment.zh[place : head.start]
        return opened or place in ends or before in _STOPS or before in _OWNER_HEADS

    while at > limit and at not in ends:
        gap = 0
        while gap <= _REST and at - gap > limit and at - gap not in linked and not stops(at - gap):
            gap += 1
        end = at - gap
        if end in linked and gap <= _REST:
            if _is_name(segment, linked[end], end, head, joined=0 < gap == _joins(segment.zh, end, at)):
                return
            at = linked[end]
            yield at, True
        else:
            if 0 < gap <= _REST:
                yield end, False
            return
