"""Chinese names that only the English shows: a head whose rendering is capitalized, and the words before it.

From the last word of a possible name the stretch grows to the left, over words that the English name renders too; a
short rest up to a word that cannot be in a name may be a word that the lexicon lacks.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, replace

from glossary.align.lexicon import OF_STATES, set_of
from glossary.align.links import Link, Occurrence
from glossary.align.pairing import Candidate, candidates_of
from glossary.align.segment import Segment
from glossary.extract.candidates import category_of
from glossary.models import Category

LEAST = 0.8
# No name goes over these.
_STOPS = frozenset('，。；：！？（）()“”"〈〉由在是将请被把从向了该其每')
_JOINS = "和与及、兼"
_SHORT_HEADS = frozenset("部厅司处科股署局室组队院站")
# A unit right before a name owns it: 航行厅 in 航行厅洪水科.
_OWNER_HEADS = frozenset("部厅司处署局")
_NO_BEGINNINGS = frozenset("各该本其每此两某些》之的和与及、")
_TITLE = re.compile(r"《([^《》]{2,60})》|题为[“\"]([^“”\"]{4,60})[”\"]")
_LATIN = re.compile(r"[（(]([A-Z][A-Za-z0-9-]{1,9})[）)]")
_LEAST_OF_TITLE = 0.6
_INSTRUMENTS = frozenset(
    (
        "公约",
        "条约",
        "宪章",
        "规约",
        "议定书",
        "任择议定书",
        "纲要",
        "纲领",
        "宣言",
        "协定",
        "协议",
        "章程",
        "宪法",
        "契约",
        "准则",
    )
)
# What numbers a name: 第三次, 2010年.
_NUMBERING = re.compile(
    r"(?:第[一二三四五六七八九十百\d]+[次届个]|\d{4}(?:[-—–－]\d{4})?年?后?|[A-Za-z][A-Za-z.-]+ ?)$"
)
_LONGEST_TITLE = 80
_COUNTED = re.compile(r"(?<!第)[余\d一二三四五六七八九十百多数几](?:名|个|位|项)")
_AND = ("和", "与", "及", "、", "以", "兼", "·", "-")
_QUOTED = re.compile(r"(?:《[^《》]+》|“[^“”]+”|\"[^\"]+\")$")
_BREAK = re.compile("[，。；：！？]")
# Official names are printed in lower case, too, above all of what is made for one purpose.
_IN_LOWER_CASE = set_of(
    "计划 行动计划 战略 框架 战略框架 机制 信息交换机制 方案 协定 停火协定 细则 财务细则 条例 财务条例 议程 行动议程"
    " 准则 指南 文件 成果文件 系统 工作队 比额表 分摊比额表 项目 论坛 网络"
)
_LEAST_IN_LOWER_CASE = 0.9
_VERBS = tuple(
    set_of(
        "加强 支持 促进 建立 设立 改进 提供 实施 执行 开展 制定 制订 通过 审查 捍卫 提高 推动 拟订 编制 完善 使用 监测"
        " 利用 采用 遵守 修订 协助 根据 按照 批准 核准 包括 落实 启动 继续 扩大 参加 参与"
    )
)
_HELD = re.compile("(?:举行|召开|设立|通过|提供|发表|开展|提交|编写|主办|负责|作出|规定|商定|核准)的$")
_REST = 5  # characters between words that are rendered, or before the first one
_FARTHEST = 40
_SHORTEST = 3
# By so much a stretch has to be better than the name that extraction saw, when it is longer and when it is shorter.
_LONGER = 0.03
_SHORTER = 0.05
_FAR_SHORTER = 0.2
_MODIFIERS = ("会议", "大会", "中心", "联盟", "组织", "机构")
_AS_GOOD = 0.08
_SURE = 0.97
OWNER = "联合国"
_ORGANS = frozenset(OWNER + organ for organ in ("大会", "安全理事会", "秘书处", "秘书长"))
_OFFICES = ("办公室", "办公厅", "办事处")
OWNERS = ("联合国", "联合国的", "联合国系统", "大会", "秘书处")


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
    """A name at [start, end) of a Chinese text, with its renderings, best first; `nested`: inside a longer one."""

    start: int
    end: int
    category: Category
    candidates: list[Candidate]
    nested: bool = False

    @property
    def known(self) -> Known:
        """The name with its best rendering."""
        best = self.candidates[0]
        return Known(self.start, self.end, best.first, best.last, best.score)


def discover(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield names beside those known, and in place of known ones that the English shows to begin elsewhere."""
    # The organization's own name stands inside many others; wherever it is rendered, it is no hindrance to them.
    known = [one for one in known if segment.zh[one.start : one.end] != OWNER]
    for find in (_titles, _fixed, _latin):
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
            more.append(best.known)
            reach = best.start
    yield from _nested(segment, [*known, *more])


def _fixed(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
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
            and not any(link.first <= other.last and other.first <= link.last for other in beside)
        ]
        overlapping = any(other.start < one.end and one.start < other.end for other in beside)
        if candidates and not overlapping:
            reach, place = one.end, one.start
            candidates.sort(key=lambda each: (each.first - each.last, segment.apart(place, each.first), -each.score))
            yield Found(one.start, one.end, category_of(one.entry.zh) or "body", candidates, bool(around))


def _latin(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield the Latin short forms in brackets that the English prints, too."""
    tokens = segment.sentence.tokens
    for match in _LATIN.finditer(segment.zh):
        start, end = match.span(1)
        places = [at for at, token in enumerate(tokens) if token.text == match[1] and token.acronym]
        if segment.zh[: start - 1].rstrip().endswith(tuple("0123456789")):
            continue  # a resolution's session: 1147(XLI)
        if places and not any(one.start < end and start < one.end for one in known):
            places.sort(key=lambda at: segment.apart(start, at))
            yield Found(start, end, "body", [Candidate(_SURE, at, at) for at in places])


def _nested(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield names that longer names begin with: the convention of 巴塞尔公约缔约方大会, the post of 特别代表办公室."""
    taken = {(one.start, one.end) for one in known}
    for outer in known:
        if segment.zh[outer.start] == "《":
            continue
        if segment.zh[outer.start : outer.end] in _ORGANS and (outer.start + len(OWNER), outer.end) not in taken:
            inner = [one for one in candidates_of(segment, outer.start + len(OWNER), outer.end) if one.score >= LEAST]
            inner = [one for one in inner if outer.first <= one.first <= one.last <= outer.last]
            if inner:
                name = segment.zh[outer.start + len(OWNER) : outer.end]
                yield Found(outer.end - len(name), outer.end, category_of(name) or "body", inner, nested=True)
        start = outer.start + (len(OWNER) if segment.zh.startswith(OWNER, outer.start) else 0)
        for head in segment.occurrences:
            if not outer.start < head.start <= head.end < outer.end:
                continue
            of_post = head.entry.role == "rank" and segment.zh[head.end : outer.end] in _OFFICES
            begin = start if of_post else outer.start
            if (begin, head.end) in taken or not (of_post or head.entry.zh in _INSTRUMENTS):
                continue
            candidates = [
                one
                for one in candidates_of(segment, begin, head.end, LEAST)
                if outer.first <= one.first <= one.last <= outer.last
                and (one.first, one.last) != (outer.first, outer.last)
                and segment.sentence.begins_name(one.first)
            ]
            if candidates:
                taken.add((begin, head.end))
                yield Found(begin, head.end, "post" if of_post else "programme", candidates, nested=True)


def _titles(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield what stands in 《》 whole, with its renderings: such marks say where a name begins and ends."""
    for match in _TITLE.finditer(segment.zh):
        start, end = match.span(1) if match[1] else match.span(2)
        if any((one.start, one.end) == (start, end) for one in known):
            continue
        others = [one for one in known if one.end <= start or end <= one.start]
        candidates = [
            one
            for one in candidates_of(segment, start, end)
            if one.score >= (_LEAST_OF_TITLE if match[1] else LEAST)
            and one.first < one.last + bool(match[1])
            and segment.sentence.has_capital(one.first, one.last)
            and segment.sentence.begins_name(one.first)
            and not any(_clashes(one, start, end, other) for other in others)
        ]
        if candidates:
            yield Found(start, end, category_of(segment.zh[start:end]) or "programme", candidates)


def _is_better(segment: Segment, found: Found, known: Known) -> bool:
    """Tell whether a stretch replaces a known name that ends where it does.

    Longer, its English has to hold the other's; shorter, it has to be by far the better, or begin behind 和.
    """
    zh = segment.zh
    best = found.candidates[0]
    if found.start == known.start:
        return False
    if found.start < known.start:
        more = zh[found.start : known.start]
        if more in OWNERS or not best.first <= known.first <= known.last <= best.last:
            return False
        name = zh[known.start : known.end]
        if more[-1] in _JOINS or more[-1] == "的":
            heads = [segment.lexicon.head_of(one) for one in (more.rstrip(_JOINS), name)]
            if segment.lexicon.is_name(name) or (more[-1] != "的" and heads[0] and heads[0] == heads[1]):
                return False
        if more[-1] in _JOINS and segment.sentence.tokens[known.first - 1].text.lower() == "the":
            return False  # Member States and the Secretariat are two
        if best.first == known.first and segment.sentence.text_behind(known.last).startswith(("in ", "at ")):
            return False  # the place of a body is no part of its name
        same = (best.first, best.last) == (known.first, known.last)
        return best.score >= known.score + (_LONGER if same else -_AS_GOOD)
    same = (best.first, best.last) == (known.first, known.last) and not best.strange
    return best.score >= known.score + (_SHORTER if same or zh[found.start - 1] in _JOINS else _FAR_SHORTER)


def _heads(occurrences: Sequence[Occurrence]) -> list[Occurrence]:
    """Return the words that can end a name, or are one, the longest of those that end together, by their ends."""
    longest: dict[int, Occurrence] = {}
    for one in occurrences:
        if (
            not one.entry.modifies
            and one.links
            and (one.end - one.start > 1 or one.entry.zh in _SHORT_HEADS)
            and (one.end not in longest or one.start < longest[one.end].start)
        ):
            longest[one.end] = one
    return [longest[end] for end in sorted(longest)]


def _is_free(segment: Segment, link: Link, others: Sequence[Known]) -> bool:
    """Tell whether the rendering of a head belongs to no other name and is more than a sentence's first word."""
    if any(link.first <= one.last and one.first <= link.last for one in others):
        return False
    first = segment.sentence.tokens[link.first]
    return link.first < link.last or first.acronym or not (first.capital and first.opens)


def _is_one(segment: Segment, candidate: Candidate, name: str, head: Occurrence) -> bool:
    """Tell whether English is one name: a comma is in it only where the Chinese has a list, or in a title."""
    tokens = segment.sentence.tokens
    if tokens[candidate.first].figures and not (name[0] == "第" or name[0].isascii()):
        return False
    joined = any(token.text == "and" for token in tokens[candidate.first : candidate.last])
    if joined and head.entry.role != "name" and not any(joint in name for joint in _AND):
        return False
    commas = any(tokens[at].after_comma for at in range(candidate.first + 1, candidate.last + 1))
    return not commas or "、" in name or head.entry.role in ("rank", "name")


def _is_printed_as_name(segment: Segment, candidate: Candidate, head: Occurrence, name: str) -> bool:
    """Tell whether English is a name by its capitals; official names in lower case have to be rendered in full."""
    tokens = segment.sentence.tokens
    heads = [link for link in head.links if candidate.first <= link.first and link.last <= candidate.last]
    if any(tokens[link.last].capital for link in heads) and segment.sentence.begins_name(candidate.first):
        return True
    if head.entry.zh == "秘书处" and tokens[candidate.last].capital:
        return True
    words = tokens[candidate.first : candidate.last + 1]
    joined = any(one.after_comma for one in words[1:]) or any(one.text.lower() == "and" for one in words)
    if candidate.strange or len(words) == 1 or joined:
        return False
    if segment.sentence.begins_name(candidate.first) and not words[0].opens:
        return True
    return (
        head.entry.zh in _IN_LOWER_CASE
        and len(name) > len(head.entry.zh)
        and candidate.score >= _LEAST_IN_LOWER_CASE
        and not any(one.capital for one in words)
        and "的" not in name
        and not name.startswith(_VERBS)
    )


def _best(segment: Segment, head: Occurrence, others: Sequence[Known]) -> Found | None:
    if not any(_is_free(segment, link, others) for link in head.links):
        return None
    best: Found | None = None
    shorter: Candidate | None = None
    names = ((one.end, segment.zh[one.start : one.end]) for one in others)
    ends = {end for end, name in names if _is_unit(name) and name != OWNER}
    for start, rendered in _starts(segment, head, ends):
        if any(one.start < start < one.end for one in others):
            continue
        candidates = [
            one
            for one in candidates_of(segment, start, head.end, LEAST)
            if _is_one(segment, one, segment.zh[start : head.end], head)
            and _is_printed_as_name(segment, one, head, segment.zh[start : head.end])
            and not any(_clashes(one, start, head.end, other) for other in others)
        ]
        if not candidates or (not rendered and shorter and _same(candidates[0], shorter) and not shorter.strange):
            continue
        if shorter and _is_place_behind(segment, shorter, candidates[0]):
            break
        shorter = candidates[0]
        category = _category(segment.zh[start : head.end], head)
        if category is not None and (best is None or _is_fuller(candidates[0], best.candidates[0])):
            best = Found(start, head.end, category, candidates)
    return _from_about(segment, best, head) if best is not None else None


def _from_about(segment: Segment, found: Found, head: Occurrence) -> Found:
    """Let the name of an instrument, or of its body, begin at 关于, as they do: 关于汞的水俣公约."""
    start = segment.zh.rfind("关于", max(0, head.end - _LONGEST_TITLE), found.start)
    between = segment.zh[start : head.start]
    if start < 0 or "的" not in between or _BREAK.search(between):
        return found
    if not any(word in segment.zh[found.start : head.end] for word in _INSTRUMENTS):
        return found
    best = found.candidates[0]
    longer = [
        one
        for one in candidates_of(segment, start, head.end, LEAST)
        if one.first == best.first and one.last >= best.last
    ]
    return replace(found, start=start, candidates=longer) if longer else found


def _is_place_behind(segment: Segment, name: Candidate, longer: Candidate) -> bool:
    """Tell whether all that a longer rendering has more is a place behind the name: X University, the Netherlands."""
    behind = segment.sentence.text_behind(name.last)
    return longer.first == name.first and longer.last > name.last and behind.startswith((", ", "in ", "at "))


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
    """Tell the category of a name by its ending; None for a head alone and other stretches that are no name."""
    if name[0] == "之" or (name[0] in _NO_BEGINNINGS and name != head.entry.zh):
        return None
    if name.count("《") != name.count("》") or "或" in name or _COUNTED.search(name):
        return None
    if "、" in name and not any(joint in name.rpartition("、")[2] for joint in "和与及"):
        return None  # a list that goes on
    if head.entry.role == "name":
        return category_of(name) or "body"
    if head.entry.zh in _SHORT_HEADS and len(name) < _SHORTEST:
        return None
    if len(name) == head.end - head.start and len(name) <= _SHORTEST:
        return "programme" if name in _INSTRUMENTS else None
    return category_of(name) or ("post" if head.entry.role == "rank" else "programme")


def _is_name(segment: Segment, start: int, end: int, head: Occurrence, *, joined: bool) -> bool:
    """Tell whether the word before a name is a name of its own: 秘书处 in 秘书处新闻部, not 协调员 in 协调员办公室."""
    word = segment.zh[start:end]
    entry = segment.lexicon.entries[word]
    if head.entry.zh == "秘书处":
        return False  # that of a body is a unit of its own
    if joined and entry.ends_names and word == head.entry.zh:
        return True
    if word == OWNER:  # in its name, unless the English puts the organization behind: ... of the United Nations
        first = min(link.first for link in head.links)
        owner = (one for one in segment.occurrences if (one.start, one.end) == (start, end))
        return joined or all(link.first > first for one in owner for link in one.links)
    if (entry.role == "name" and word not in OWNERS) or (joined and (entry.role == "rank" or word in OWNERS)):
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
        if before == "的" and _HELD.search(segment.zh, limit, place):
            return True
        return opened or place in ends or before in _STOPS or before in _OWNER_HEADS

    while at > limit and at not in ends:
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
            if _is_name(segment, linked[end], end, head, joined=0 < gap == _joins(segment.zh, end, at)):
                return
            if gap:
                yield end, False
            if head.entry.zh in OF_STATES and segment.lexicon.is_place(segment.zh[linked[end] : end]):
                return
            at = linked[end]
            yield at, True
        else:
            if 0 < gap <= _REST:
                yield end, False
            return
