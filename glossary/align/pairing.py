"""Which English stretch of a segment renders a Chinese designation: words rendered, head agreed, edges kept.

A stretch is good when the words of the Chinese name are found in it (nothing left out), when its own words come from
the name (nothing too much, above all nothing that renders other words of the Chinese sentence), when its head is one
that the Chinese head can have (处 Service or Branch, 科 Section), and when it begins and ends where capitals do.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from glossary.align.english import LONGEST
from glossary.align.lexicon import ORGANIZATION
from glossary.align.links import Link
from glossary.align.segment import WEAK, Part, Segment

# The figures below were chosen on the sets for tuning of benchmarks/gold/parallel_pairs.jsonl and on four invented
# documents (ocean, hospital, basin, polar); a tenth more or less moves F1 by less than a point.
LEAST = 0.5
_KEPT = 6
# What bounds the work in a long text: an English name has few words more than the Chinese has characters.
_MORE_WORDS = 4
_MOST_LINKS = 6
_JOINTS = "和与及、以兼暨·/《"
# English words of an owner that stands on one side only.
_OWNERS = frozenset(("united", "nation", "secretary", "international"))
_UNKNOWN_MATCH = 0.55
_CHARACTERS = 2.0  # Chinese characters for an English word
# A stretch that leaves out a neighbouring capitalized word which nothing else explains; beyond of, for, and: less.
_CUT = 0.7
_CUT_AT_JOINT = 0.82
_CUT_AT_PLACE = 0.95
# A stretch without United Nations right before it, for a name with 联合国.
_CUT_AT_OWNER = 0.9
_ORGANIZATION_LAST = "nation"
# The same where every word of the Chinese name is rendered already.
_CUT_OF_FULL = 0.8
_CUT_OF_FULL_AT_JOINT = 0.93
# Words that join the parts of a sentence rather than those of a name.
_RARE_JOINTS = frozenset(("by", "from", "as", "under", "through", "among", "into", "or", "at", "a", "an"))
_RARELY = 0.95
# The head joined to the rest by and, where the Chinese name joins nothing: Section and Chief, of posts in a row.
_UNJOINED = 0.9
# A small word that the name has not, in the middle of capitals, is most likely the sentence's.
_COMMON_WORD = 3.0
_OUT_OF_PLACE = 0.05
# What a word inside a longer word of the name is worth; and an English word that other words of the name want, too.
_WITHIN = 0.7
_RIVALRY = 0.03
# Of two renderings of a word in one stretch the one with more words is meant.
_LONGER = 0.04
# What a word that another word of the name has already is worth to a second one.
_TWICE = 0.5
# A first word in the possessive that the Chinese name does not have is its owner: the Agency's statute.
_OWNED = 0.8
# The head of the Chinese name is rendered, but not as the head; by no word; another head stands in its place.
_HEAD_ASIDE = 0.8
_NO_HEAD = 0.7
_OTHER_HEAD = 0.6


@dataclass(frozen=True, slots=True)
class Candidate:
    """English words from `first` to `last` as the rendering of a designation; `strange` ones nothing explains."""

    score: float
    first: int
    last: int
    strange: int = 0


def candidates_of(segment: Segment, start: int, end: int, least: float = LEAST) -> list[Candidate]:
    """Return the renderings of the name at [start, end) of a segment's Chinese that score enough, best first."""
    scorer = _Scorer(segment, start, end, least)
    return sorted(scorer.scored(), key=lambda one: (-one.score, one.first, one.last))[:_KEPT]


class _Scorer:
    """Scores stretches of a sentence as renderings of one name."""

    def __init__(self, segment: Segment, start: int, end: int, least: float) -> None:
        self._least = least
        self._cuts: dict[tuple[int, int], float] = {}
        self._sentence = segment.sentence
        self._lexicon = segment.lexicon
        self._zh = segment.zh[start:end]
        self._parts = [self._near(part, segment, start) for part in segment.parts(start, end)]
        self._segment, self._place = segment, (start, end)
        self._middle = (start + end) / 2 / max(1, len(segment.zh))
        self._inside: dict[int, float] = {}
        for part in self._parts:
            for link in part.links:
                for at in range(link.first, link.last + 1):
                    self._inside[at] = max(self._inside.get(at, 0.0), link.strength)
        # Words inside longer words of the name, 事务 in 事务局; and its last one, Division in Secretariat Division.
        for one in segment.occurrences:
            is_last = one.end == end and start < one.start and one.entry.ends_names
            if start <= one.start and one.end <= end and (one.end - one.start > 1 or is_last):
                for link in one.links:
                    for at in range(link.first, link.last + 1):
                        self._inside[at] = max(self._inside.get(at, 0.0), _WITHIN * link.strength)
        self._wanted = Counter(
            at for part in self._parts for at in {at for link in part.links for at in range(link.first, link.last + 1)}
        )
        head = segment.lexicon.head_of(self._zh)
        self._before = segment.before(start, head.zh if head else "")
        self._has_head = head is not None
        self._is_owned = self._zh.startswith(ORGANIZATION)
        last = self._parts[-1] if self._parts else None
        self._head_links: Sequence[Link] = last.links if last is not None and last.end == end else ()
        if not self._head_links:  # 审查委员会 is a Review Committee as a rule, but a Committee in any case
            found = map(segment.linker.renderings, segment.lexicon.heads_of(self._zh))
            self._head_links = next(filter(None, found), ())
        self._has_joint = any(one in self._zh for one in _JOINTS)
        self._heads_at = {link.first for link in self._head_links}
        self._joined = self._inside.keys() - self._heads_at if self._has_joint else frozenset()
        self._weight = sum(part.weight for part in self._parts)
        self._open = [part for part in self._parts if not part.links and segment.zh[part.start : part.end] not in WEAK]
        self._unknown = _UNKNOWN_MATCH * sum(part.weight for part in self._open)
        # Characters that no English word is found for: words the lexicon lacks, or renders otherwise.
        self._room = sum((part.end - part.start) * (0.5 if part.known else 1.0) for part in self._open)

    @cached_property
    def _outside(self) -> frozenset[int]:
        return self._segment.outside(*self._place)

    @cached_property
    def _heads_outside(self) -> frozenset[int]:
        return self._segment.heads_outside(*self._place)

    def _near(self, part: Part, segment: Segment, start: int) -> Part:
        """Keep the renderings of a word that stand where the name does, when it is rendered all over a long text."""
        if len(part.links) <= _MOST_LINKS:
            return part
        middle = start / len(segment.zh) * len(segment.sentence.tokens)
        nearest = sorted(part.links, key=lambda link: abs(link.first - middle))[:_MOST_LINKS]
        return replace(part, links=tuple(sorted(nearest, key=lambda link: link.first)))

    def scored(self) -> Iterator[Candidate]:
        """Yield the stretches that score enough."""
        if not self._inside:
            return
        tokens = self._sentence.tokens
        edges = [at for at in self._sentence.content if tokens[at].capital or at in self._inside]
        places = {at: place for place, at in enumerate(self._sentence.content)}
        for nth, first in enumerate(edges):
            if not tokens[first].begins:
                continue
            stop = self._reach(first)
            linked = False
            for last in edges[nth:]:
                if last >= stop or places[last] - places[first] > len(self._zh) + _MORE_WORDS:
                    break
                linked = linked or last in self._inside
                if linked and tokens[last].ends and not self._sentence.breaks_quotation(first, last):
                    score, strange = self._score(first, last)
                    if score >= self._least:
                        yield Candidate(score, first, last, strange)

    def _reach(self, first: int) -> int:
        """Return the first word that cannot belong to a name that begins at a word."""
        tokens = self._sentence.tokens
        for at in range(first + 1, min(len(tokens), first + LONGEST)):
            if tokens[at].after_break:
                return at
        return min(len(tokens), first + LONGEST)

    def _score(self, first: int, last: int) -> tuple[float, int]:
        covered = 0.0
        explained: set[int] = set()
        for part in self._parts:
            best: Link | None = None
            worth = 0.0
            for link in part.links:
                if first <= link.first and link.last <= last:
                    value = link.strength - (0.9 if link.first in explained else 0.0)
                    value += _LONGER * (link.last - link.first) - _RIVALRY * (self._wanted[link.first] - 1)
                    if value > worth:
                        best, worth = link, value
            if best is not None:
                covered += part.weight * best.strength * (_TWICE if best.first in explained else 1.0)
                explained.update(range(best.first, best.last + 1))
        if covered + self._unknown < self._least**2 * self._weight:  # not enough, whatever the words
            return 0.0, 0
        words, own, strange = self._words(first, last, explained)
        if strange and self._room:
            share = min(1.0, strange * _CHARACTERS / self._room)
            own += _UNKNOWN_MATCH * min(strange, self._room / _CHARACTERS + 0.5)
            covered += share * self._unknown
        forward = covered / self._weight
        backward = own / words
        score = math.sqrt(forward * backward)
        if score < self._least:  # what follows only takes away
            return 0.0, strange
        score *= self._head(first, last) * self._edges(first, last)
        if first == last and self._is_modifier(first):
            return 0.0, strange
        if self._sentence.is_owner(first) and first not in explained and first < last:
            score *= _OWNED
        middle = (self._sentence.tokens[first].start + self._sentence.tokens[last].end) / 2
        return score - _OUT_OF_PLACE * abs(self._middle - middle / max(1, len(self._sentence.text))), strange

    def _is_modifier(self, at: int) -> bool:
        """Tell whether a word alone renders a modifier only, where the head is known: Basel of 巴塞尔公约."""
        token = self._sentence.tokens[at]
        if token.acronym or not self._has_head or len(self._parts) < 2:
            return not any(map(str.isalpha, token.text))
        return all(link.first != at for link in self._head_links) and any(
            link.first == at for part in self._parts[:-1] if part.known for link in part.links
        )

    def _words(self, first: int, last: int, explained: set[int]) -> tuple[float, float, int]:
        """Return the weight of a stretch's words, what of it the name explains, and how many words nothing does."""
        words = own = 0.0
        strange = 0
        for at in range(first, last + 1):
            token = self._sentence.tokens[at]
            if token.function:
                continue
            weight = 1.0
            if at in explained:
                own += self._inside[at]
            elif at in self._inside:
                own += 0.4 * self._inside[at]
            elif token.stem in _OWNERS and (self._is_owned or at not in self._outside):
                weight = 0.3
            elif at in self._outside:
                weight = 1.3
            elif not token.capital:
                weight = _COMMON_WORD
            else:
                strange += 1
            words += weight
        return max(words, 0.1), own, strange

    def _head(self, first: int, last: int) -> float:
        if not self._has_head:
            return 0.97
        heads = self._head_places(first, last)
        for link in self._head_links:
            if first <= link.first and link.last <= last and any(link.first <= at <= link.last for at in heads):
                return 1.0
        if any(first <= link.first and link.last <= last for link in self._head_links):
            return _HEAD_ASIDE
        stems = {self._sentence.tokens[at].stem for at in heads}
        return _OTHER_HEAD if stems & self._lexicon.heads else _NO_HEAD

    def _head_places(self, first: int, last: int) -> set[int]:
        """Return the words that can be the head: before the first preposition, after a comma, and the last one.

        The last one, but not behind an article: in Narcotic Drugs and the Commission another name begins there.
        """
        tokens = self._sentence.tokens
        found = set() if last > first and tokens[last - 1].text == "the" else {last}
        current = first
        open_phrase = True
        for at in range(first, last + 1):
            token = tokens[at]
            if token.after_comma and at > first:
                if open_phrase:
                    found.add(current)
                open_phrase = True
            if token.function and token.text.lower() not in ("the", "and", "or"):
                if open_phrase:
                    found.add(current)
                open_phrase = False
            elif not token.function:
                current = at
        return found

    def _edges(self, first: int, last: int) -> float:
        """Return how well a stretch ends where a name does: not amid capitals that nothing else explains."""
        tokens = self._sentence.tokens
        factor = self._cut_at(first, -1) * self._cut_at(last, 1)
        if not self._sentence.begins_name(first):
            factor *= 0.93
        if last in self._heads_at and not self._has_joint and tokens[last - 1].text.lower() == "and":
            factor *= _UNJOINED
        factor *= _RARELY ** sum(token.text.lower() in _RARE_JOINTS for token in tokens[first:last] if token.function)
        if "、" not in self._zh and any(token.after_comma for token in tokens[first + 1 : last + 1]):
            factor *= 0.96
        return factor

    def _cut_at(self, edge: int, step: int) -> float:
        factor = self._cuts.get((edge, step))
        if factor is None:
            factor = self._cuts[edge, step] = self._cut(edge, step)
        return factor

    def _cut(self, edge: int, step: int) -> float:
        """Return what it costs to end at an edge when capitals go on beyond it."""
        at, joint = self._beyond(edge, step)
        if at is None:
            return 1.0
        tokens = self._sentence.tokens
        beyond = tokens[at]
        if step < 0 and not joint and self._is_owned and beyond.stem == _ORGANIZATION_LAST:
            return _CUT_AT_OWNER
        if step < 0 and not joint and tokens[edge].stem == _ORGANIZATION_LAST and beyond.stem == "united":
            return _CUT
        if not beyond.capital or beyond.stem in _OWNERS:
            return 1.0
        if at in self._inside and (not joint or (joint == ["and"] and at in self._joined)):
            return _CUT
        if at in self._before and len(joint) < 2:
            return _CUT_AT_JOINT if joint else _CUT
        if at in self._outside or at in self._heads_outside or beyond.opens:
            return 1.0
        if joint and not set(joint) - {"and", ","} and beyond.stem in self._lexicon.heads:
            return 1.0
        if beyond.acronym or joint[:1] == ["in"]:
            return _CUT_AT_PLACE
        if not joint:
            return _CUT if self._room else _CUT_OF_FULL
        # Before a name, of and for belong to what is said of it; and the begins another name.
        if (joint[0] == "and" and len(joint) > 1) or (joint[0] != "and" and step < 0):
            return 1.0
        return _CUT_AT_JOINT if self._room else _CUT_OF_FULL_AT_JOINT

    def _beyond(self, edge: int, step: int) -> tuple[int | None, list[str]]:
        """Return the next word that is no function word, and what joins it, in reading order; None over a break."""
        tokens = self._sentence.tokens
        joint: list[str] = []
        at = edge
        while 0 <= at + step < len(tokens):
            later = tokens[max(at, at + step)]
            if later.after_break or (later.after_comma and "、" not in self._zh):
                return None, []
            if later.after_comma:
                joint.append(",")
            at += step
            if not tokens[at].function:
                return at, joint[::step]
            joint.append(tokens[at].text.lower())
        return None, []
