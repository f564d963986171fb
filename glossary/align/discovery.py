"""Chinese names that only the English shows: a head whose rendering is capitalized, and the words before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from glossary.align import acronyms, fixed, observances, printed
from glossary.align.finds import INSTRUMENTS, JOINS, LEAST, OWNERS, Found, Known, clashes
from glossary.align.lexicon import ORGANIZATION
from glossary.align.links import Link, Occurrence
from glossary.align.pairing import Candidate, candidates_of
from glossary.align.segment import Segment
from glossary.align.starts import is_owner, starts
from glossary.extract.candidates import category_of
from glossary.extract.organs import FULL_FORMS, SHORT_FORMS
from glossary.models import Category

_SHORT_HEADS = frozenset("部厅司处科股署局室组队院站")
_NO_BEGINNINGS = frozenset("各该本其每此两某些》之的和与及、")
_LONGEST_TITLE = 80
_COUNTED = re.compile(r"(?<!第)[余\d一二三四五六七八九十百多数几](?:名|个|位|项|份|件|种)")
_BREAK = re.compile("[，。；：！？]")
_OF_POSTS = frozenset(("主管", "负责", "分管"))  # what the name of a post may begin with, and English often leaves out
_SPOKEN_OF = frozenset("该本此")  # before a unit that is spoken of: 该中心 begins no name
_OF_HOLDERS = frozenset("前原新现")  # before a holder of a post: 前主任
_JOINT = re.compile(f"[{JOINS}]")
_SHORTEST = 3
# By so much a stretch has to be better than the name that extraction saw, when it is longer and when it is shorter.
_LONGER = 0.03
_SHORTER = 0.05
_FAR_SHORTER = 0.2
_AS_GOOD = 0.08


def discover(segment: Segment, known: Sequence[Known], *, by_initials: bool) -> Iterator[Found]:
    """Yield names beside those known, and in place of known ones that the English shows to begin elsewhere.

    `by_initials`: also those that only the letters of an acronym tell.
    """
    # The organization's own name stands inside many others; wherever it is rendered, it is no hindrance to them.
    known = [one for one in known if segment.zh[one.start : one.end] != ORGANIZATION]
    for find in (_from_abouts, fixed.titles, fixed.listed, fixed.acronyms, observances.find):
        for found in find(segment, known):
            known = [one for one in known if not (found.start <= one.start and one.end == found.end)]
            known.append(found.known)
            yield found
    reach = len(segment.zh) + 1
    more: list[Known] = []
    for head in reversed(_heads(segment.occurrences)):
        if head.end > reach:
            continue
        here = [one for one in known if one.start < head.end <= one.end]
        if any(one.end > head.end for one in here):
            continue
        others = [one for one in known if one not in here]
        best = _best(segment, head, others)
        if best is not None and all(_is_better(segment, best, one) for one in here):
            yield best
            known = others
            more.append(best.known)
            reach = best.start
    for found in acronyms.discover(segment, [*known, *more]) if by_initials else ():
        more.append(found.known)
        yield found
    for found in fixed.listed(segment, [*known, *more]):
        more.append(found.known)
        yield found
    yield from fixed.nested(segment, [*known, *more])


def _heads(occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    """Return the words that can end a name, or are one, the longest of those that end together, by their ends."""
    longest: dict[int, Occurrence] = {}
    for one in occurrences:
        if (
            (one.entry.ends_names or one.entry.role == "name")
            and one.links
            and (one.end - one.start > 1 or one.entry.zh in _SHORT_HEADS)
            and (one.end not in longest or one.start < longest[one.end].start)
        ):
            longest[one.end] = one
    return [longest[end] for end in sorted(longest)]


def _is_free(segment: Segment, link: Link, others: Sequence[Known]) -> bool:
    """Tell whether the rendering of a head belongs to no other name and is more than a sentence's first word."""
    if any(one.takes(link.first, link.last) for one in others):
        return False
    first = segment.sentence.tokens[link.first]
    return link.first < link.last or first.acronym or not (first.capital and first.opens)


def _best(segment: Segment, head: Occurrence, others: Sequence[Known]) -> Found | None:
    """Return the name that ends in a head and is rendered best, if there is one."""
    if not any(_is_free(segment, link, others) for link in head.links):
        return None
    best: Found | None = None
    shorter: Candidate | None = None
    before = ((one.end, segment.zh[one.start : one.end]) for one in others)
    ends = {end for end, owner in before if is_owner(owner, end, head) and owner != ORGANIZATION}
    for start, rendered in starts(segment, head, ends):
        if any(one.start < start < one.end for one in others):
            continue
        name = segment.zh[start : head.end]
        candidates = [
            one
            for one in candidates_of(segment, start, head.end, LEAST)
            if printed.is_one(segment, one, name, head)
            and printed.is_name(segment, one, name, head)
            and not clashes(segment, one, start, head.end, others)
        ]
        if not candidates or (not rendered and shorter and _same(candidates[0], shorter) and not shorter.strange):
            continue
        if shorter and _is_place_behind(segment, shorter, candidates[0]):
            break
        shorter = candidates[0]
        category = _category(segment, name, head)
        if category is not None and (best is None or _is_fuller(candidates[0], best.candidates[0])):
            best = Found(start, head.end, category, candidates)
    return (_from_about(segment, best.known) or best) if best is not None else None


def _from_abouts(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield the names of instruments that begin before what is known of them."""
    yield from filter(None, (_from_about(segment, one) for one in known))


def _from_about(segment: Segment, known: Known) -> Found | None:
    """Return the name of an instrument, or of its body, from 关于, where they begin: 关于汞的水俣公约."""
    start = segment.zh.rfind("关于", max(0, known.end - _LONGEST_TITLE), known.start)
    more, name = segment.zh[start : known.start], segment.zh[known.start : known.end]
    if start < 0 or "的" not in more + name or _BREAK.search(more) or not any(one in name for one in INSTRUMENTS):
        return None
    longer = [
        one
        for one in candidates_of(segment, start, known.end, LEAST)
        if one.first == known.first and one.last >= known.last
    ]
    return Found(start, known.end, category_of(name) or "programme", longer) if longer else None


def _is_place_behind(segment: Segment, name: Candidate, longer: Candidate) -> bool:
    """Tell whether all that a longer rendering has more is a place behind the name: X University, the Netherlands."""
    behind = segment.sentence.text_behind(name.last)
    return longer.first == name.first and longer.last > name.last and behind.startswith((", ", "in ", "at "))


def _same(one: Candidate, other: Candidate | Known) -> bool:
    """Tell whether two renderings are the same words."""
    return (one.first, one.last) == (other.first, other.last)


def _is_fuller(candidate: Candidate, other: Candidate) -> bool:
    """Tell whether the rendering of a longer stretch is better, or as good and longer, too."""
    if candidate.first <= other.first <= other.last <= candidate.last and candidate != other:
        return candidate.score >= other.score - _AS_GOOD
    return candidate.score > other.score


def _is_better(segment: Segment, found: Found, known: Known) -> bool:
    """Tell whether a stretch replaces a known name that ends where it does.

    Longer, its English has to hold the other's; shorter, it has to be by far the better, or begin behind 和.
    """
    zh = segment.zh
    best = found.candidates[0]
    name = zh[known.start : known.end]
    is_listed = name in FULL_FORMS or segment.lexicon.is_name(name)
    if found.start == known.start or (is_listed and found.start > known.start):
        return False
    if name in SHORT_FORMS and not segment.lexicon.is_head(name):
        return False
    if is_listed and any(not part.known for part in segment.parts(found.start, known.start)):
        return False
    if found.start < known.start:
        more = zh[found.start : known.start]
        if found.start and zh[found.start - 1] in _SPOKEN_OF:
            return False
        if more in OWNERS or not best.first <= known.first <= known.last <= best.last:
            return False
        of_name = segment.lexicon.head_of(name)
        if more[-1] in _OF_HOLDERS and of_name is not None and of_name.role == "rank":
            return False
        if more[-1] in JOINS or more[-1] == "的":
            heads = [segment.lexicon.head_of(one) for one in (more.rstrip(JOINS), name)]
            if segment.lexicon.is_name(name) or (more[-1] != "的" and heads[0] and heads[0] == heads[1]):
                return False
        if more[-1] in JOINS and segment.sentence.tokens[known.first - 1].text.lower() == "the":
            return False  # Member States and the Secretariat are two
        if segment.sentence.tokens[best.first].opens and segment.sentence.content_between(best.first, known.first) == 0:
            return False  # the first word of a sentence has a capital whatever it is
        if best.first == known.first and segment.sentence.text_behind(known.last).startswith(("in ", "at ")):
            return False  # the place of a body is no part of its name
        return best.score >= known.score + (_LONGER if _same(best, known) else -_AS_GOOD)
    if zh[known.start : found.start] in _OF_POSTS:
        return False
    same = _same(best, known) and not best.strange
    return best.score >= known.score + (_SHORTER if same or zh[found.start - 1] in JOINS else _FAR_SHORTER)


def _category(segment: Segment, name: str, head: Occurrence) -> Category | None:
    """Tell the category of a name by its ending; None for a head alone and other stretches that are no name."""
    if name[0] == "之" or (name[0] in _NO_BEGINNINGS and name != head.entry.zh):
        return None
    if head.entry.role == "rank" and name[0] in _OF_HOLDERS:
        return None
    if name.count("《") != name.count("》") or "或" in name or _COUNTED.search(name):
        return None
    if "、" in name and not any(joint in name.rpartition("、")[2] for joint in "和与及"):
        return None  # a list that goes on
    if head.entry.role == "name":
        return category_of(name) or "body"
    others = _JOINT.split(name)[:-1]
    if any(one.endswith(name[-1]) and segment.lexicon.head_of(one) for one in others):
        return None  # several names of one kind
    if head.entry.zh in _SHORT_HEADS and len(name) < _SHORTEST:
        return None
    if len(name) == head.end - head.start and len(name) <= _SHORTEST:
        return "programme" if name in INSTRUMENTS else None
    return category_of(name) or ("post" if head.entry.role == "rank" else "programme")
