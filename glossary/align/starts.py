"""Where a Chinese name may start, told from its last word: over words that its English renders too.

A short rest up to a word that cannot be in a name may be a word that the lexicon lacks.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator

from glossary.align.finds import JOINS, OWNERS
from glossary.align.lexicon import OF_STATES, ORGANIZATION, set_of
from glossary.align.links import Occurrence
from glossary.align.segment import Segment
from glossary.extract.candidates import category_of

# No name goes over these.
_STOPS = frozenset('，。；：！？（）()“”"〈〉由在是将请被把从向了该其每')
# A unit right before a name owns it: 航行厅 in 航行厅洪水科.
_OWNER_HEADS = frozenset("部厅司处署局")
# What numbers a name: 第三次, 2010年.
_NUMBERING = re.compile(
    r"(?:第[一二三四五六七八九十百\d]+[次届个]|\d{4}(?:[-—–－]\d{4})?年?后?|[A-Za-z][A-Za-z.-]+ ?)$"
)
_QUOTED = re.compile(r"(?:《[^《》]+》|“[^“”]+”|\"[^\"]+\")$")
_HELD = re.compile("(?:举行|召开|设立|通过|提供|发表|开展|提交|编写|主办|负责|作出|规定|商定|核准)的$")
_REST = 5  # characters between words that are rendered, or before the first one
_FARTHEST = 40
_FOR_A_PURPOSE = frozenset(("工作队", "工作组", "小组", "专题组"))  # a mission before it is what it was made for
# What bodies have under their names: 太平洋共同体秘书处.
_OF_BODIES = set_of("秘书处 筹备委员会 缔约方大会 缔约国大会 主席团")
_MODIFIERS = ("会议", "大会", "中心", "联盟", "组织", "机构")


def starts(segment: Segment, head: Occurrence, ends: Container[int]) -> Iterator[tuple[int, bool]]:
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
        if before == "的" and _HELD.search(segment.zh, limit, place):
            return True
        return opened or place in ends or before in _STOPS or before in _OWNER_HEADS

    while at > limit and at not in ends:
        if head.entry.role == "rank" and segment.zh[at - 1] == "副":
            at -= 1
            yield at, True
        quoted = _QUOTED.search(segment.zh, limit, at)
        if quoted is not None:
            at = quoted.start()
            yield at, True
            continue
        numbering = _NUMBERING.search(segment.zh, limit, at)
        if numbering is not None:
            at = numbering.start()
            yield at, True
        gap = 0
        while gap <= _REST and at - gap > limit and at - gap not in linked and not stops(at - gap):
            gap += 1
        end = at - gap
        if end in linked and gap <= _REST:
            if _is_name(segment, linked[end], end, head, joined=_is_joint(segment.zh[end:at])):
                return
            if gap:
                yield end, False
            if head.entry.zh.endswith(OF_STATES) and segment.lexicon.is_place(segment.zh[linked[end] : end]):
                return
            at = linked[end]
            yield at, True
        else:
            if 0 < gap <= _REST:
                yield end, False
            return


def _is_name(segment: Segment, start: int, end: int, head: Occurrence, *, joined: bool) -> bool:
    """Tell whether the word before a name is a name of its own: 秘书处 in 秘书处新闻部, not 协调员 in 协调员办公室."""
    word = segment.zh[start:end]
    entry = segment.lexicon.entries[word]
    if head.entry.zh in _OF_BODIES and end == head.start:
        return False
    if joined and entry.ends_names and word == head.entry.zh:
        return True
    if word == ORGANIZATION:  # in its name, unless the English puts the organization behind: ... of the United Nations
        owner = (one for one in segment.occurrences if (one.start, one.end) == (start, end))
        last = max(link.first for link in head.links)
        return joined or not any(link.first < last for one in owner for link in one.links)
    if (entry.role == "name" and word not in OWNERS) or (joined and (entry.role == "rank" or word in OWNERS)):
        return True
    if joined and category_of(word) in ("unit", "body", "mission"):
        return True
    return is_owner(word, end, head) and head.entry.role != "rank"


def _is_joint(between: str) -> bool:
    """Tell whether two names are joined by what stands between them; 副 after 和 is the second one's."""
    return between != "" and between.strip(JOINS) in ("", "副")


def is_owner(word: str, end: int, head: Occurrence) -> bool:
    """Tell whether a unit or body, which ends before a name, owns it; some are modifiers, 会议, or what that is for."""
    category = category_of(word)
    if head.entry.zh in _OF_BODIES and end == head.start:
        return False
    if category == "mission":
        return head.entry.zh not in _FOR_A_PURPOSE
    return category in ("unit", "body") and word not in _MODIFIERS
