"""What a document says of its units and posts: which is part of which, who heads what and answers to whom.

A paragraph is rewritten with one placeholder for each name, so that a sentence pattern is one short expression:
`U由P领导` for 警务司由警务顾问领导. Sentences that speak of 该司 or of a bare rank are read by what stands before.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from glossary.extract import phrases
from glossary.extract.skeleton import POST, UNIT, Skeleton
from glossary.extract.skeleton import skeleton as build
from glossary.extract.spans import Span
from glossary.extract.statements import Statement, is_higher, settled
from glossary.models import Paragraph, RelationType

_DEPTH = 4  # so many names begin before a place that one of them may cover it
_MEMORY = 300  # so far back, in characters or names, a sentence may refer
_FORMER = ("原", "前称", "前身", "前")
_OFFICE = "办公室"
_IN_A_FIELD = 8  # so many posts of one rank are in charge of one field
_GRADE = 8  # so far in front of a post stands what makes it a mere grade
_NUMBERS = {"二": 2, "两": 2, "三": 3, "四": 4}
_LETTERS = " abcdefghijklmnopqrstuvwxyz"  # footnote marks of a chart
_HEADING_RANKS = ("司长", "处长", "科长", "股长", "组长", "小组长", "主任", "队长", "厅长", "所长", "局长", "团长")
_CHIEFS = ("秘书长", "总干事", "执行秘书", "高级专员", "执行主任")
_TOP_RANKS = (*(deputy + chief for deputy in ("副", "助理") for chief in _CHIEFS), "高级代表")
_BARE_RANKS = frozenset((*_HEADING_RANKS, *_TOP_RANKS, "副司长", "副处长", "副科长"))


def read(
    paragraphs: Sequence[Paragraph], spans: Iterable[Span], full_forms: Mapping[str, str]
) -> tuple[list[Statement], list[Span]]:
    """Return what the paragraphs say of the names found in them, and the names where they propose to set one up.

    `full_forms` are those that the document defines, by their short forms.
    """
    reader = _Reader(paragraphs, [span for span in spans if not span.nested], full_forms)
    return reader.read(), reader.proposed


class _Reader:
    """Reads a document from top to bottom and remembers what 该司 and a bare rank refer to."""

    def __init__(self, paragraphs: Sequence[Paragraph], spans: Sequence[Span], full_forms: Mapping[str, str]) -> None:
        self.paragraphs = paragraphs
        self.by_position: dict[int, list[Span]] = {}
        for span in spans:
            self.by_position.setdefault(span.position, []).append(span)
        self.units = Counter(span.text for span in spans if span.category == "unit")
        self.posts = {span.text for span in spans if span.category == "post"}
        self.in_charge = _in_charge_by_rank(self.posts)
        self.full_forms = full_forms
        self.heads: dict[str, str] = {}
        self.led: dict[str, str] = {}
        self.heading: str | None = None
        self.title: str | None = None
        self.title_span: Span | None = None
        self.chart: str | None = None
        self.section: list[Span] = []
        self.found: list[Statement] = []
        self.parents: dict[str, str] = {}
        self.list_of: tuple[str, str] | None = None
        self.proposed: list[Span] = []

    def read(self) -> list[Statement]:
        self._by_name()
        for position, paragraph in enumerate(self.paragraphs):
            self._paragraph(position, paragraph)
        self._offices_of_heads()
        return settled(self.found)

    # --- names that say it themselves ---

    def _by_name(self) -> None:
        """Read 综合培训处处长 and 主管政治事务副秘书长: the name of the post tells what it heads."""
        leading: set[str] = set()
        for span in sorted(self._spans(), key=lambda span: (span.position, span.start)):
            if span.category == "post":
                unit = self._headed(span.text)
                unit = self.full_forms.get(unit, unit) if unit is not None else None
                if unit is not None and span.text not in leading:
                    leading.add(self._head(unit, span.text))
                    self._say("heads", span.text, unit, span)
            elif span.category == "unit" and (holder := _holder(span.text)) in self.posts:
                headed = self._headed(holder)
                if headed is not None:
                    self._say("part_of", span.text, headed, span, weak=True)
            if (
                span.category == "unit"
                and span.owner is not None
                and span.owner in self.units
                and is_higher(span.owner, span.text)
            ):
                self._say("part_of", span.text, span.owner, span)

    def _offices_of_heads(self) -> None:
        """Say of 军事顾问办公室, and of the 司长办公室 of a unit, who heads it; after what the text itself says."""
        for span in self._spans():
            holder = _holder(span.text) if span.category == "unit" else ""
            if holder in _BARE_RANKS:
                above = self.heads.get(self.parents.get(span.text, ""), "")
                holder = above if above.endswith(holder) else ""
            if holder in self.posts:
                self._say("heads", holder, span.text, span)

    def _head(self, unit: str, post: str) -> str:
        """Remember who heads a unit, and what a post heads first; return the head, who stays the one first named."""
        if unit not in self.heads:
            self.heads[unit] = post
            self.led.setdefault(post, unit)
        return self.heads[unit]

    def _headed(self, post: str) -> str | None:
        for rank in _HEADING_RANKS:
            unit = post[: -len(rank)]
            if post.endswith(rank) and len(unit) > 2 and (unit in self.units or rank == unit[-1] + "长" != "团长"):
                return unit  # 司长 after 司: the unit is named in the post, if nowhere else
        if post.endswith("长") and post[:-1] in self.units:
            return post[:-1]
        for rank in _TOP_RANKS:
            if post.endswith(rank) and post != rank and not post.endswith("副" + rank):
                core = (
                    post[: -len(rank)].removeprefix("主管").removesuffix("的").removesuffix("事务").removesuffix("问题")
                )
                tails = ("", "厅", "事务厅") if rank.startswith("助理") else ("", "部", "事务部", "厅", "事务厅")
                units = [core + tail for tail in tails if core + tail in self.units]
                return max(units, key=self.units.__getitem__, default=None)
        return None

    def _spans(self) -> Iterator[Span]:
        for spans in self.by_position.values():
            yield from spans

    # --- a paragraph ---

    def _paragraph(self, position: int, paragraph: Paragraph) -> None:
        text = paragraph.text or ""
        skeleton = build(text, self._with_anaphors(text, self.by_position.get(position, [])))
        if paragraph.kind == "heading" or len(text) < 30:
            self._heading(skeleton, text)
        else:
            self.chart = None
        self.section += skeleton.spans.values()
        self._listed(skeleton, paragraph.label)
        self._composition(skeleton)
        self._leadership(skeleton)
        self._reporting(skeleton)
        self._renaming(skeleton)

    def _heading(self, skeleton: Skeleton, text: str) -> None:
        title = phrases.TITLE.search(skeleton.text.strip())
        if title and self.title is None:
            self.title_span = next(iter(skeleton.spans.values()))
            self.title = self.title_span.text
        names = list(skeleton.spans.values())
        chart = phrases.CHART.search(skeleton.text.strip())
        if chart:
            self.chart = names[0].text
        elif self.chart and len(names) == 1 and names[0].text != self.chart and skeleton.text.strip(_LETTERS) == UNIT:
            self._say("part_of", names[0].text, self.chart, names[0], weak=True)
        if len(names) == 1 and skeleton.text.strip() in (UNIT, POST):
            self.heading = names[0].text
            self.section = []
            if names[0].category == "unit" and self.title and names[0].text != self.title:
                self._say("part_of", names[0].text, self.title, names[0], weak=True)
        elif text.startswith("第") and "节" in text:
            self.section = []

    def _listed(self, skeleton: Skeleton, label: str) -> None:
        """Read a list that runs over paragraphs: one that ends in 由以下部分构成：, then items with one part each."""
        if self.list_of is not None and label.startswith(self.list_of[0] + "("):
            first = skeleton.spans.get(0)
            if first is not None and first.category == "unit" and skeleton.text[1:2] in ("", "，", "；", "。", "："):
                self._part(first, self.list_of[1])
            return
        opening = phrases.OPENS_A_LIST.search(skeleton.text, max(0, len(skeleton.text) - _MEMORY))
        self.list_of = (label, self._resolved_unit(skeleton.at(opening, "unit"))) if opening else None

    def _composition(self, skeleton: Skeleton) -> None:
        for whole, words, part in skeleton.bracketed:
            if self.full_forms.get(part.text) == whole.text:
                continue
            if part.category == "unit" == whole.category and not words.startswith(_FORMER) and "见" not in words:
                self._part(part, whole.text)
        for pattern in (phrases.CONSISTS, phrases.INCLUDES, phrases.OWNS, phrases.LISTED):
            for match in pattern.finditer(skeleton.text):
                self._parts(skeleton.inside(match, "parts", UNIT), self._resolved_unit(skeleton.at(match, "unit")))
        for pattern in (phrases.SET_UP, phrases.ADDS, phrases.SITS, phrases.BELONGS, phrases.ITS):
            for match in pattern.finditer(skeleton.text):
                self._part(skeleton.at(match, "part"), self._resolved_unit(skeleton.at(match, "unit")))
        self._composition_told_before(skeleton)

    def _composition_told_before(self, skeleton: Skeleton) -> None:
        """Read the parts of a unit that the sentence names by its head, at its beginning, or not at all."""
        for match in phrases.UNDER.finditer(skeleton.text):
            headed = self.led.get(self._resolved_post(skeleton.at(match, "post"), None))
            self._parts(skeleton.inside(match, "parts", UNIT), headed)
        for match in phrases.DROPPED.finditer(skeleton.text):
            subject = self._subject(skeleton, match.start())
            if subject is not None:
                parts = skeleton.inside(match, "parts" if match["parts"] else "members", UNIT)
                self._parts([part for part in parts if part is not subject], self._resolved_unit(subject))
        for match in phrases.NAMELY.finditer(skeleton.text):
            above = self.parents.get(skeleton.at(match, "unit").text)
            self._parts(skeleton.inside(match, "parts", UNIT), above)
        for match in phrases.ALSO.finditer(skeleton.text):
            earliest = max(_sentence(skeleton.text, match.start()), match.start() - _MEMORY)
            whole = skeleton.text.find(UNIT, earliest, match.start())
            for part in skeleton.inside(match, "parts", UNIT) if whole >= 0 else []:
                self._say("part_of", part.text, skeleton.spans[whole].text, part, weak=True)

    def _parts(self, parts: Iterable[Span], whole: str | None) -> None:
        """Say that units are part of another, if there is one."""
        if whole is not None:
            for part in parts:
                self._part(part, whole)

    @staticmethod
    def _subject(skeleton: Skeleton, place: int) -> Span | None:
        """Return the unit that a sentence begins with, None where it begins with something else."""
        first = _sentence(skeleton.text, place)
        return skeleton.spans.get(first) if skeleton.text[first : first + 1] == UNIT else None

    def _part(self, part: Span, whole: str) -> None:
        if part.text != whole and is_higher(whole, part.text):
            self._say("part_of", part.text, whole, part)

    def _leadership(self, skeleton: Skeleton) -> None:
        for pattern in (phrases.LED, phrases.LED_AFTER, phrases.LEADS):
            for match in pattern.finditer(skeleton.text):
                unit = self._resolved_unit(skeleton.at(match, "unit"))
                post = self._resolved_post(skeleton.at(match, "post"), unit)
                if self.heads.get(unit, post) != post:
                    unit = self._section_unit() or unit
                if post not in _BARE_RANKS:
                    self._head(unit, post)
                self._say("heads", post, unit, skeleton.at(match, "post"), weak=post in _BARE_RANKS)

    def _section_unit(self) -> str | None:
        """Return the unit of the heading while nobody heads it: a section speaks of it, even where it is misprinted."""
        return self.heading if self.heading in self.units and self.heading not in self.heads else None

    def _reporting(self, skeleton: Skeleton) -> None:
        for match in phrases.ANSWERS.finditer(skeleton.text):
            sentence = _sentence(skeleton.text, match.start())
            posts = [
                place
                for place in range(max(sentence, match.start() - _MEMORY), match.start())
                if skeleton.text[place] == POST
                and skeleton.text[place + 1 : place + 2] != "级"
                and not phrases.GRADED.search(skeleton.text, max(0, place - _GRADE), place)
            ]
            targets = skeleton.inside(match, "to", POST)
            if not posts or not targets:
                continue
            for who in _together(skeleton.text, posts, match.start()):
                subject = self._resolved_post(skeleton.spans[who], None)
                for target in self._targets(skeleton.text[match.start("to") : match.end("to")], targets):
                    if subject != target and subject not in _BARE_RANKS:
                        self._say("reports_to", subject, target, skeleton.spans[who])

    def _targets(self, words: str, targets: Sequence[Span]) -> Iterator[str]:
        for target in targets:
            spread = re.search(rf"主管(?P<fields>[^主管。]*?)(?:事务)?的?(?:二位|两位)?{POST}", words)
            if spread and target.text in _TOP_RANKS:
                fields = re.split("和(?!平)|、|及|与", spread["fields"].removesuffix("事务"))
                both = [post for field in [spread["fields"], *fields] for post in self._in_charge(field, target.text)]
                yield from both
                if both:
                    continue
            yield self._resolved_post(target, None)

    def _in_charge(self, field: str, rank: str) -> Iterator[str]:
        """Yield the posts of a rank that are in charge of a field, in order."""
        beginning = "主管" + field
        posts = self.in_charge.get(rank, ()) if len(field) > 1 else ()
        first = bisect_left(posts, beginning)
        yield from takewhile(lambda post: post.startswith(beginning), posts[first : first + _IN_A_FIELD])

    def _renaming(self, skeleton: Skeleton) -> None:
        for new, words, old in skeleton.bracketed:
            if words.startswith(_FORMER) and new.category == old.category == "unit":
                self._say("succeeds", new.text, old.text, new)
        for pattern in (phrases.RENAMED, phrases.REPLACES, phrases.TODAY, phrases.FORMERLY):
            for match in pattern.finditer(skeleton.text):
                new, old = skeleton.at(match, "new"), skeleton.at(match, "old")
                if new.text != old.text:
                    self._say("succeeds", new.text, old.text, new)
        for match in phrases.PROPOSED.finditer(skeleton.text):
            start, end = match.span("names")
            self.proposed += [skeleton.spans[place] for place in range(start, end) if place in skeleton.spans]

    # --- what a short name refers to ---

    def _resolved_unit(self, span: Span) -> str:
        """Return the unit that a name stands for: 组建处 is the 部队组建处 of the heading."""
        name = self.full_forms.get(span.text, span.text)
        if self.heading and self.heading != name and self.heading.endswith(name):
            return self.heading
        return name

    def _resolved_post(self, span: Span, unit: str | None) -> str:
        """Return the post that a bare rank stands for: by definition, by what stands before, by the heading."""
        name = span.text
        if name not in _BARE_RANKS:
            return self.full_forms.get(name, name)
        for earlier in reversed(self.section[-_MEMORY:]):
            if (
                earlier.category == "post"
                and earlier.text != name
                and earlier.text.endswith(name)
                and earlier.text[: -len(name)][-1:] not in "副助理"
                and (earlier.position, earlier.start) < (span.position, span.start)
            ):
                return earlier.text
        above = self.heads.get(unit or self.heading or "")
        if above and above.endswith(name) and not above.endswith("副" + name):
            return above
        if name in self.full_forms:
            return self.full_forms[name]
        above = self.heads.get(self.title or "")
        if above and above.endswith(name):
            return above
        longer = self.in_charge.get(name, ())
        return longer[0] if len(longer) == 1 else name

    def _with_anaphors(self, text: str, spans: Sequence[Span]) -> list[Span]:
        """Add 该司 and its like as the unit that they refer to."""
        result = list(spans)
        starts = [span.start for span in spans]
        for match in phrases.ANAPHOR.finditer(text):
            before = bisect_right(starts, match.start())
            if before and match.start() < max(span.end for span in spans[max(0, before - _DEPTH) : before]):
                continue
            name = self._named_before(spans[max(0, before - _MEMORY) : before], match["head"])
            if name:
                position = spans[0].position if spans else -1
                result.append(Span(position, match.start(), match.end(), name, "unit", match["head"]))
        return result

    def _named_before(self, spans: Sequence[Span], head: str) -> str | None:
        for near in (spans, self.section[-_MEMORY:]):
            for span in reversed(near):
                if span.category == "unit" and span.text.endswith(head):
                    return span.text
        return self.heading if self.heading and self.heading.endswith(head) else None

    def _say(self, relation: RelationType, subject: str, target: str, span: Span, *, weak: bool = False) -> None:
        self.found.append(Statement(relation, subject, target, span, weak))
        if relation == "part_of":
            self.parents.setdefault(subject, target)


def _sentence(text: str, place: int) -> int:
    """Return where the sentence around a place begins, 0 where no end of another is near."""
    return max(text.rfind(mark, max(0, place - _MEMORY), place) for mark in "。；") + 1


def _holder(office: str) -> str:
    """Return whose office a unit is by its name, the empty string for another unit."""
    return office.removesuffix(_OFFICE) if office.endswith(_OFFICE) else ""


def _together(text: str, posts: Sequence[int], end: int) -> Sequence[int]:
    """Return which of some posts in a sentence a verb at `end` speaks of: the last one, and those joined to it."""
    both = phrases.BOTH.search(text, posts[-1], end)
    if both:
        return posts[-_NUMBERS[both["number"]] :]
    first = len(posts) - 1
    while first and phrases.TOGETHER.fullmatch(text, posts[first - 1] + 1, posts[first]):
        first -= 1
    return posts[first:]


def _in_charge_by_rank(posts: Iterable[str]) -> dict[str, list[str]]:
    """Group the posts in charge of a field by rank, in order."""
    found: dict[str, list[str]] = {}
    for post in sorted(posts):
        rank = next((rank for rank in _TOP_RANKS if post.endswith(rank) and not post.endswith("副" + rank)), None)
        if rank is not None and post.startswith("主管"):
            found.setdefault(rank, []).append(post)
    return found
