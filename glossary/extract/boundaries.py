"""Where the name of a head begins: from the head to the left, mark by mark, by rules and by evidence.

At each mark (和, a verb that may be a noun, an owner) the name goes on or begins. What stands alone elsewhere in the
document decides first; where nothing does, the words themselves do.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from glossary.extract import names, patterns, words
from glossary.extract.mentions import Mark, Role, Site, head_category
from glossary.models import Category

_LEAD_RANKS = (
    "副秘书长",
    "助理秘书长",
    "特别代表",
    "高级代表",
    "司长",
    "主任",
    "专员",
    "帮办",
    "秘书长",
    "干事",
    "特别助理",
    "特使",
    "顾问",
    "副特别代表",
)
_OFFICE_HEADS = frozenset(("办公室", "办公厅", "办事处", "前台"))
# What a stop left of a longer topic: 问题不限成员名额工作组
_TOPIC_MARK = re.compile("问题|事务")
_NEAR = 16
_ORDINAL = re.compile(r"第?[一二三四五六七八九十]+(?:次|届|个|名|位)")


@dataclass(frozen=True, slots=True)
class Span:
    """A name as decided, at [start, end) of paragraph `position`; `owner` is the name in front that was cut off."""

    position: int
    start: int
    end: int
    text: str
    category: Category
    head: str
    owner: str | None = None
    certain: bool = True
    nested: bool = False
    fixed: bool = False
    lead: bool = False
    joined: int = 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """How often each name stands alone in a document, and those that are a whole paragraph somewhere."""

    counts: Mapping[str, int]
    headings: frozenset[str]

    def __getitem__(self, name: str) -> int:
        return self.counts.get(name, 0)


class Chooser:
    """Decides the sites of one paragraph from left to right: an owner is decided before what it owns."""

    def __init__(self, position: int, text: str, row: Sequence[Site], evidence: Evidence) -> None:
        self.position = position
        self.text = text
        self.row = row
        self.evidence = evidence
        self.decided: list[Span | None] = []

    def spans(self) -> list[Span | None]:
        """Return what each site is, None for one that is no name."""
        for site in self.row:
            self.decided.append(self._span(site))
        return self.decided

    def _span(self, site: Site) -> Span | None:
        category = head_category(site.word)
        if category is None:
            return None
        start, owner, lead = self._start(site, category)
        start = self._trimmed(start, site.head, site.end)
        if category == "post":
            start = self._without_place(start, site)
        elif category == "programme" and site.before is not None and start == site.start == site.before.end:
            start = site.before.start if site.before.word in words.FUND_VERBS and site.word.endswith("基金") else start
        text = self.text[start : site.end]
        span = Span(
            self.position,
            start,
            site.end,
            text,
            category,
            site.word,
            owner,
            certain=site.before is None or site.before.role is not Role.JOIN,
            fixed=site.fixed and start == site.head,
            lead=lead,
            joined=max(
                (inner.end for inner in self.decided[-_NEAR:] if inner is not None and inner.start == start), default=0
            ),
        )
        return span if self._is_name(span) else None

    def _is_name(self, span: Span) -> bool:
        modifier = span.text[: -len(span.head)]
        if span.lead or (span.fixed and (not modifier or span.head not in patterns.HEADS_AND_SHORT_FORMS)):
            return len(span.text) <= patterns.LONGEST
        at = span.end - len(span.head)
        held = any(
            inner is not None and inner.end == at and inner.start >= span.start for inner in self.decided[-_NEAR:]
        )
        heading = span.text in self.evidence.headings
        return names.is_name(modifier, span.head, span.category, heading=heading, held=held)

    def _start(self, site: Site, category: Category) -> tuple[int, str | None, bool]:
        if category == "post" and 0 <= site.lead < site.head and self._leads(site):
            return site.lead, None, True
        fixed = site.fixed and site.word not in patterns.HEADS_AND_SHORT_FORMS
        position = site.head if fixed else site.start
        marks = [mark for mark in site.marks if mark.position <= site.head]
        if fixed and not (marks and marks[-1].position == site.head and marks[-1].site >= 0):
            return site.head, None, False
        return self._walk(site, category, marks, position)

    def _leads(self, site: Site) -> bool:
        between = self.text[site.lead : site.head]
        if len(between) > patterns.LONGEST or len(between) < 4:
            return False
        if between.startswith("主管"):
            return not site.word.startswith(("办公室", "特派团"))
        return site.word in _LEAD_RANKS and between.endswith(("的", "事务", "问题"))

    def _walk(self, site: Site, category: Category, marks: list[Mark], first: int) -> tuple[int, str | None, bool]:
        """Go left from the head, mark by mark, as long as the name goes on."""
        text, end = self.text, site.end
        lead = False
        for index in range(len(marks) - 1, -1, -1):
            mark = marks[index]
            here = mark.position
            lefts = [first, *(left.position for left in marks[:index])]
            if mark.token.role is Role.PREFIX:
                return here, None, lead
            rest = text[here:end]
            if mark.site >= 0:
                inner = self.decided[mark.site]
                outcome = self._owned(site, category, mark, inner, rest, lefts)
                if outcome == "include" and inner is not None:
                    start = self._with_double(inner) if category == "unit" else inner.start
                    return start, inner.owner, inner.lead
                if outcome == "cut":
                    return here, inner.text if inner is not None else None, lead
                continue
            if mark.token.role is Role.JOIN:
                if not self._joined(site, category, marks, index, rest, lefts):
                    return self._behind_verb(marks, index), None, lead
                continue
            if mark.token.role is Role.LEAD:
                return here, None, lead
            soft = mark.token.role is Role.SOFT and self._starts_here(mark, marks, index, first)
            if soft and not self._softly_joined(site, category, marks, index, rest):
                return here, None, lead
        if site.word in patterns.STANDALONE and not (
            site.word == "大会" and names.is_worldwide(text[first : site.head].strip())
        ):
            return site.head, None, False
        return first, None, lead

    def _with_double(self, inner: Span) -> int:
        """Return where a post begins that is held with another one: 主任兼高级代表帮办."""
        before = [span for span in self.decided[-_NEAR:] if span is not None and span.end == inner.start - 1]
        return before[-1].start if before and self.text[inner.start - 1] == "兼" else inner.start

    def _owned(
        self, site: Site, category: Category, mark: Mark, inner: Span | None, rest: str, lefts: list[int]
    ) -> str:
        """Say how the name of an owner that ends at a mark goes with the rest: include, cut, or through."""
        bare = mark.position == site.head
        if inner is None:
            return "through"
        if bare:
            return "include"
        if rest.startswith(("事务", "问题", "和", "与", "及", "、")):
            return "through"
        if inner.category == "post" and (site.word in _OFFICE_HEADS or category == "post"):
            return "include"
        if inner.text == "秘书长" and category == "body":
            return "include"
        if inner.category == "mission" and not names.is_placed(inner.text[: -len(inner.head)]):
            return "through"
        if self._stands_alone(lefts, site.end) > self.evidence[rest]:
            return "through"
        return "cut"

    def _joined(
        self, site: Site, category: Category, marks: list[Mark], index: int, rest: str, lefts: list[int]
    ) -> bool:
        """Tell whether a name goes on to the left of 和, 、 and the like."""
        mark = marks[index]
        word = mark.token.word
        if word == "兼":
            return False
        longer, alone = self._stands_alone(lefts, site.end), self.evidence[rest]
        if index > 0 and marks[index - 1].site >= 0 and marks[index - 1].position == mark.token.start:
            inner = self.decided[marks[index - 1].site]
            if inner is not None:
                return False
        if (rest != site.word or names.is_full_name(rest)) and (longer or alone):
            return longer >= alone and longer > 0
        start = max((left.position for left in marks[:index] if left.token.role is not Role.SOFT), default=lefts[0])
        left = self.text[max(start, lefts[0]) : mark.token.start].strip()
        prefixed = any(left_mark.token.role is Role.PREFIX for left_mark in marks[:index])
        if not left or len(left) > 12 or (left.endswith(words.COMMON_HEADS) and not prefixed):
            return False
        if word == "、":
            return category != "post" and any(char in rest[: -len(site.word)] for char in "和与及")
        if rest == site.word:
            return not names.is_full_name(site.word)
        if category == "post":
            return not names.is_generic(left) and self.text[max(start - 1, 0)] != "、"
        return True

    @staticmethod
    def _behind_verb(marks: list[Mark], index: int) -> int:
        """Return where a name begins behind a join: not with a verb (讨论海地问题和通过小组)."""
        mark = marks[index]
        after = marks[index + 1] if index + 1 < len(marks) else None
        if after is not None and after.token.role is Role.VERB and after.token.start == mark.position:
            return after.position
        return mark.position

    def _softly_joined(self, site: Site, category: Category, marks: list[Mark], index: int, rest: str) -> bool:
        """Tell whether a verb that may be a noun belongs to the name behind it."""
        mark = marks[index]
        if rest == site.word and not names.is_full_name(rest):
            return True
        longer, alone = self.evidence[self.text[mark.token.start : site.end]], self.evidence[rest]
        if longer or alone:
            return longer >= alone
        if mark.token.word == "代表":
            return False
        if rest.startswith(("事务", "问题")):
            return True
        before = marks[index - 1] if index else None
        if before is not None and before.token.role is Role.JOIN and before.position == mark.token.start:
            return not self._verb_before(marks, index - 1)
        if index and marks[index - 1].site >= 0:
            inner = self.decided[marks[index - 1].site]
            return inner is None or inner.category != "post"
        if rest.startswith(("和", "与", "及", "、", *words.SOFT_VERBS)):
            return True
        if len(rest) < len(site.word) + 2 or rest[: -len(site.word)] in words.PALE_FIELDS:
            return True
        return category == "body" and mark.token.word in words.NAME_VERBS

    def _verb_before(self, marks: list[Mark], join: int) -> bool:
        """Tell whether what stands before a join is a verb: in 监督和协调军事顾问办公室 so is what follows."""
        before = marks[join - 1] if join else None
        return before is not None and before.token.role is Role.SOFT and before.position == marks[join].token.start

    @staticmethod
    def _starts_here(mark: Mark, marks: list[Mark], index: int, first: int) -> bool:
        before = marks[index - 1].position if index else first
        return mark.token.start in (before, first)

    def _stands_alone(self, lefts: Iterable[int], end: int) -> int:
        return max((self.evidence[self.text[left:end]] for left in lefts), default=0)

    def _trimmed(self, start: int, head: int, end: int) -> int:
        while start < head and self.text[start] in "· ":
            start += 1
        for pattern in (_ORDINAL, _TOPIC_MARK):
            match = pattern.match(self.text, start, head)
            start = match.end() if match else start
        year = names.YEAR.match(self.text, start, head)
        return year.end() if year and not self.text[head:end].endswith(patterns.YEAR_HEADS) else start

    def _without_place(self, start: int, site: Site) -> int:
        word = next((word for word in words.PLACE_MODIFIERS if self.text.startswith(word, start, site.head)), "")
        return start + len(word)
