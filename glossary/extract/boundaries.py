"""Where the name of a head begins: from the head to the left, mark by mark, by rules and by evidence.

At each mark (和, a verb that may be a noun, an owner) the name goes on or begins. What stands alone elsewhere in the
document decides first; where nothing does, the words themselves do.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from glossary.extract import names, patterns, starts, words
from glossary.extract.mentions import Mark, Role, Site
from glossary.extract.spans import Span
from glossary.models import Category

_NEAR = 16  # so many names before a site may be a part of it
_ONE_WORD = 2
_TELLING = 5  # a head of so many characters says what it does: 高级管理小组


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
        self.doubtful: list[Span] = []

    def spans(self) -> list[Span | None]:
        """Return what each site is, None for one that is no name."""
        for site in self.row:
            self.decided.append(self._span(site))
        return self.decided

    def _span(self, site: Site) -> Span | None:
        if site.category is None:
            return None
        span = self._read(site, site.category)
        if names.is_ministry(span.text):
            return replace(span, hidden=True)
        if self._is_name(span):
            return span
        whole = self._with_owner(span)
        if whole is None:
            self.doubtful.append(replace(span, hidden=True))
        return whole

    def _read(self, site: Site, category: Category) -> Span:
        """Return what a site would be, were it a name."""
        begun, owner, lead = self._start(site, category)
        settled = starts.settled(self.text, begun, site, category)
        start = starts.with_prefix(self.text, settled, site)
        text = self.text[start : site.end]
        near = self.decided[-_NEAR:]
        return Span(
            self.position,
            start,
            site.end,
            text,
            _category(text, site, category),
            site.word,
            owner,
            certain=site.before is None or site.before.role is not Role.JOIN,
            fixed=site.fixed and settled == site.head,
            lead=lead,
            joined=max((inner.end for inner in near if inner is not None and inner.start == start), default=0),
        )

    def _with_owner(self, span: Span) -> Span | None:
        """Return what is a name for its owner's sake: 人居署管理委员会 whole, 信息管理委员会 without a unit."""
        owner = next((one for one in self.decided[-_NEAR:] if one is not None and one.end == span.start), None)
        if owner is None or (span.text == span.head and len(span.head) < _TELLING) or span.category != "body":
            return None
        if not owner.fixed and owner.category not in ("unit", "mission"):
            return None
        if not owner.fixed and len(span.text) - len(span.head) != _ONE_WORD:
            return span
        return replace(span, start=owner.start, text=self.text[owner.start : span.end], owner=None)

    def _is_name(self, span: Span) -> bool:
        modifier = span.text[: -len(span.head)]
        if span.lead or (span.fixed and (not modifier or span.head not in patterns.HEADS_AND_SHORT_FORMS)):
            return len(span.text) <= patterns.LONGEST
        at = span.end - len(span.head)
        held = any(
            inner is not None and inner.end == at and inner.start >= span.start for inner in self.decided[-_NEAR:]
        )
        known = span.head in patterns.WEAK_BODY_HEADS and self.evidence[span.text] > 1
        heading = known or span.text in self.evidence.headings
        return names.is_name(modifier, span.head, span.category, heading=heading, held=held)

    def _start(self, site: Site, category: Category) -> tuple[int, str | None, bool]:
        if category == "post" and 0 <= site.lead < site.head and self._leads(site):
            sender = next((one for one in self.decided[-_NEAR:] if one and one.start <= site.lead < one.end), None)
            return (sender.start if sender is not None else site.lead), None, True
        sent = starts.sender(self.text, site)
        if sent is not None:
            return sent, None, True
        if site.fixed and site.word not in patterns.HEADS_AND_SHORT_FORMS:
            return site.head, None, False
        return self._walk(site, category, [mark for mark in site.marks if mark.position <= site.head], site.start)

    def _leads(self, site: Site) -> bool:
        between = self.text[site.lead : site.head]
        if len(between) > patterns.LONGEST or len(between) < 4:
            return False
        if between.startswith("主管"):
            return not site.word.startswith(("办公室", "特派团"))
        if not between.startswith(words.POST_LEADS):
            return site.word in patterns.SENT_RANKS and between.endswith(("的", "问题"))
        return site.word in patterns.LED_RANKS and between.endswith(("的", "事务", "问题"))

    def _walk(self, site: Site, category: Category, marks: list[Mark], first: int) -> tuple[int, str | None, bool]:
        """Go left from the head, mark by mark, as long as the name goes on."""
        text, end = self.text, site.end
        lead = False
        positions = [first, *(mark.position for mark in marks)]
        for index in range(len(marks) - 1, -1, -1):
            mark = marks[index]
            here = mark.position
            lefts = positions[: index + 1]
            if mark.token.role is Role.PREFIX:
                return starts.before_prefix(self.text, here), None, lead
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
            owner = self.row[mark.site]
            anaphor = owner.start == owner.head and owner.before is not None and owner.before.word in ("该", "本")
            return "cut" if anaphor and not bare else "through"
        if bare:
            named = category == "post" and site.word not in patterns.RANKS
            named = named or (
                category == "unit"
                and site.word in patterns.BARE_NAMES
                and site.word != "秘书处"
                and inner.category != "post"
            )
            if category == "body" and len(site.word) >= _TELLING and inner.category in ("unit", "mission"):
                return "cut"
            return "cut" if named and (inner.category != "post" or site.word == "特别助理") else "include"
        if rest.startswith(("事务", "问题", "和", "与", "及", "、")):
            return "through"
        if inner.category == "post" and (site.word in patterns.OFFICE_HEADS or category == "post"):
            return "include"
        if (inner.text == "秘书长" and category == "body") or (inner.fixed and rest in patterns.MISSION_OFFICES):
            return "include"
        if inner.category == "mission" and not inner.fixed and not names.is_placed(inner.text[: -len(inner.head)]):
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
            if inner is not None and inner.head not in patterns.WEAK_HEADS:
                return inner.category == "post" and longer > alone
            if inner is None and longer <= alone:
                generic = self.row[marks[index - 1].site].word
                if len(generic) > 1 and generic not in patterns.WEAK_HEADS:
                    return False
        if word == "与" and self.text[lefts[-1] : mark.token.start] in words.SOFT_VERBS:
            return False
        if (rest != site.word or names.is_full_name(rest)) and (longer or alone):
            return longer >= alone and longer > 0
        start = max((left.position for left in marks[:index] if self._parts(left)), default=lefts[0])
        left = self.text[max(start, lefts[0]) : mark.token.start].strip()
        prefixed = any(left_mark.token.role is Role.PREFIX for left_mark in marks[:index])
        if not left or len(left) > 12 or (not prefixed and self._ends_a_list(left, site, start)):
            return False
        if word == "、":
            return category != "post" and any(char in rest[: -len(site.word)] for char in "和与及")
        if rest == site.word:
            return not names.is_full_name(site.word)
        if category == "post":
            return not names.is_generic(left) and self.text[max(start - 1, 0)] != "、"
        return True

    def _parts(self, mark: Mark) -> bool:
        """Tell whether a mark parts a list: no verb that may be a noun, no head without a name (方案规划、预算和…)."""
        return mark.token.role is not Role.SOFT and (mark.site < 0 or self.decided[mark.site] is not None)

    def _ends_a_list(self, left: str, site: Site, start: int) -> bool:
        """Tell whether the words in front of 和 are a thing of their own: 各项行动和外勤支助部, not 业务和观测厅."""
        if left.endswith(words.PERSONS):
            return True
        if not left.endswith(words.COMMON_HEADS):
            return False
        opened = start > site.start or site.before is None or site.before.word not in words.DETERMINERS
        return not (opened and len(left) <= 4)

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
        if rest == site.word and category == "post" and len(rest) > 4 and names.is_full_name(rest):
            return False
        if rest == site.word and not names.is_full_name(rest) and site.word not in patterns.HEADS_AND_SHORT_FORMS:
            return True
        if site.fixed and rest == site.word and not rest.endswith("委员会"):
            return False
        lefts = [site.start, mark.token.start, *(left.position for left in marks[:index])]
        longer, alone = self._stands_alone(lefts, site.end), self.evidence[rest]
        if longer or alone:
            return longer >= alone
        if mark.token.word == "代表":
            return False
        if site.word in patterns.WEAK_PROGRAMME_HEADS and len(rest) - len(site.word) > 3:
            return False
        if self._is_awaited(site, marks, index):
            return True
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

    def _is_awaited(self, site: Site, marks: list[Mark], index: int) -> bool:
        """Tell whether a name must begin where a verb stands: behind 由 and its like."""
        if index == 0 and marks[index].token.start == site.start:
            return site.before is not None and site.before.word in words.OPENERS
        return False

    def _verb_before(self, marks: list[Mark], join: int) -> bool:
        """Tell whether what stands before a join is a verb: in 监督和协调军事顾问办公室 so is what follows."""
        before = marks[join - 1] if join else None
        return before is not None and before.token.role is Role.SOFT and before.position == marks[join].token.start

    @staticmethod
    def _starts_here(mark: Mark, marks: list[Mark], index: int, first: int) -> bool:
        before = marks[index - 1].position if index else first
        return mark.token.start in (before, first)

    def _stands_alone(self, lefts: Iterable[int], end: int) -> int:
        text, counts = self.text, self.evidence.counts
        found = 0
        for left in lefts:
            count = counts.get(text[left:end], 0)
            if count > found:
                found = count
        return found


def _category(text: str, site: Site, category: Category) -> Category:
    """Return the category of a name as a whole, where its beginning tells another than its head: 国际灯塔局."""
    if site.word in ("局", "中心") and text.startswith(("国际", "世界")) and text.endswith("局"):
        return "body"
    if category == "unit" and text.endswith(patterns.FIELD_OFFICES) and names.is_field_presence(text):
        return "mission"
    return category
