"""Finding: every place of a text where a name could end, with all the places where it could begin.

One pass reads a paragraph as words of the lexicon in `patterns` and plain characters between them. A word that is no
part of any name (由, 提供, a comma) ends the stretch that a name could cover; a word that may be inside or outside
(和, 协调, the head of an owner in front) leaves a mark. Nothing is decided here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache

from glossary.extract import patterns, words
from glossary.models import Category


class Role(Enum):
    """What a word of the lexicon does to a name around it."""

    HEAD = "head"
    KNOWN = "known"
    SHORT = "short"
    PREFIX = "prefix"
    PLAIN = "plain"
    STOP = "stop"
    VERB = "verb"
    SOFT = "soft"
    JOIN = "join"
    LEAD = "lead"
    OF = "of"
    EACH = "each"
    BREAK = "break"


@dataclass(frozen=True, slots=True)
class Token:
    """A word of the lexicon at [start, end) of a paragraph."""

    start: int
    end: int
    role: Role
    word: str
    category: Category | None = None


@dataclass(frozen=True, slots=True)
class Mark:
    """A place where a name may begin: behind `token`, at `position`; `site` is the owner that ends there, if any."""

    position: int
    token: Token
    site: int = -1


@dataclass(frozen=True, slots=True)
class Site:
    """A head at [head, end), the start of the stretch that its name may cover, and the marks in between.

    `before` is what ends the stretch on the left; `lead` the start of 主管… in front of a post, -1 without one;
    `fixed` says that the name is known as a whole and starts at `head`.
    """

    head: int
    end: int
    word: str
    start: int
    before: Token | None
    marks: tuple[Mark, ...]
    lead: int = -1
    fixed: bool = False
    category: Category | None = None


Known = Mapping[str, tuple[Sequence[int], Mapping[str, Category]]]
_Lexicon = Mapping[str, tuple[tuple[str, Role], ...]]


def known(names: Iterable[tuple[str, Category]]) -> Known:
    """Group names that a document defines, for `sites`: by first character, with their lengths, longest first."""
    grouped: dict[str, dict[str, Category]] = {}
    for name, category in sorted(names):
        grouped.setdefault(name[0], {})[name] = category
    return {first: (sorted({len(name) for name in group}, reverse=True), group) for first, group in grouped.items()}


def tokens(text: str, own: Known | None = None) -> Iterator[Token]:
    """Yield the words of the lexicon in a text, longest first, and a BREAK for whatever no name contains.

    The names in `own` are words of the lexicon for this text.
    """
    lexicon = _lexicon()
    own = own or {}
    position, size = 0, len(text)
    while position < size:
        character = text[position]
        if character in own:
            lengths, group = own[character]
            end = next((position + length for length in lengths if _stands(group, text, position, length)), position)
            if end > position:
                name = text[position:end]
                yield Token(position, end, Role.KNOWN, name, group[name])
                position = end
                continue
        for word, role in lexicon.get(character, ()):
            if text.startswith(word, position):
                if word == "执行秘书" and text.startswith("长", position + 4):
                    continue  # 执行 and 秘书长
                if word == "部分" and text[position + 2 : position + 3] in ("为", "成"):
                    continue  # the 部 of a unit, then 分为
                yield Token(position, position + len(word), role, word)
                position += len(word)
                break
        else:
            if not _inside_a_name(character):
                end = _year_end(text, position + (character == " ")) if position + 5 < size else position
                if end <= position + 1:
                    end = _number_end(text, position)
                    yield Token(position, end, Role.BREAK, character)
                position = end
            else:
                position += 1


def sites(text: str, own: Known | None = None) -> list[Site]:
    """Return the places of a paragraph where a name could end, in order; those in `own` are names."""
    return _Reader(text, own).sites()


def _stands(group: Mapping[str, Category], text: str, position: int, length: int) -> bool:
    """Tell whether one of the names stands at a position and is not the half of a word in Latin letters."""
    end = position + length
    if text[position:end] not in group:
        return False
    before, after = text[max(0, position - 1) : position + 1], text[end - 1 : end + 1]
    return not any(len(pair) == 2 and pair.isascii() and pair.isalnum() for pair in (before, after))


class _Reader:
    """The state of one pass over a paragraph: the stretch that a name may cover so far."""

    def __init__(self, text: str, own: Known | None) -> None:
        self.text = text
        self.own = own
        self.found: list[Site] = []
        self.start = 0
        self.before: Token | None = None
        self.marks: list[Mark] = []
        self.lead = -1
        self.each = False

    def sites(self) -> list[Site]:
        row = list(tokens(self.text, self.own))
        for token, after, next_one in zip(row, [*row[1:], None], [*row[2:], None, None], strict=False):
            if not self._runs_on(token, after):
                self._read(token, self._is_noun(token, after, next_one))
        return self.found

    def _runs_on(self, token: Token, after: Token | None) -> bool:
        """Tell whether a weak head is the first half of something else: the 规划 of 规划处, the 系统 of 系统分析."""
        if token.role is not Role.HEAD or token.word not in patterns.WEAK_HEADS:
            return False
        last = self.marks[-1] if self.marks else None
        bare = last is not None and last.position == token.start and last.token.role is not Role.SOFT
        if bare or token.start == self.start:
            if token.word in words.SOFT_VERBS:
                self._mark(Token(token.start, token.end, Role.SOFT, token.word), token.end)
            return True
        if self.text.startswith("问题", token.end) or _YEAR.match(self.text, self.start):
            return False
        if after is not None and after.start == token.end:
            return after.role in (Role.HEAD, Role.PLAIN, Role.SOFT)
        return token.end < len(self.text) and _inside_a_name(self.text[token.end])

    def _is_noun(self, token: Token, after: Token | None, next_one: Token | None) -> bool:
        """Tell whether a verb can be none: in 病历推进小组, 海域使用管理司 nothing parts it from the head."""
        if token.role is not Role.VERB or after is None or token.word not in words.NOMINAL:
            return False
        if after.role is Role.HEAD and self.text[token.end : after.start] == "事务":
            return True
        if after.start != token.end:
            return False
        if after.role is Role.JOIN:
            opened = self.start == token.start and self.before is not None and self.before.word in words.OPENERS
            return opened or self._in_a_row(token.start)
        if token.start - max(self.start, self.marks[-1].position if self.marks else 0) < 2:
            return False
        if after.role is Role.SOFT and next_one is not None and next_one.start == after.end:
            after = next_one
        return after.role is Role.HEAD and head_category(after.word) in ("unit", "body") and after.word not in _WHOLE

    def _in_a_row(self, position: int) -> bool:
        """Tell whether a name and a join end at a position, so that another name is to follow."""
        if len(self.marks) < 2 or self.marks[-1].token.role is not Role.JOIN or self.marks[-1].position != position:
            return False
        return self.marks[-2].site >= 0 and self.marks[-2].position == self.marks[-1].token.start

    def _read(self, token: Token, noun: bool) -> None:
        role = token.role
        if role is Role.PLAIN or noun:
            return
        if role in (Role.HEAD, Role.KNOWN, Role.SHORT):
            self._head(token)
        elif role is Role.PREFIX:
            self._mark(token, token.start)
        elif role in (Role.SOFT, Role.JOIN):
            self._mark(token, token.end)
        elif role is Role.LEAD:
            if self.lead < 0 or token.word == "主管":
                self.lead = self._sender(token)
            self._mark(token, token.end)
        elif token.word == "关于" and self._sender(token) < token.start:
            self.lead = self._sender(token)
            self._mark(token, token.end)
        elif role is Role.VERB and self._ends_in_a_head(token):
            return
        elif role is Role.VERB and (self._in_a_topic(token) or self._in_charge()):
            self._mark(token, token.end)
        else:
            self._break(token)

    def _head(self, token: Token) -> None:
        near = [mark for mark in self.marks[-_MARKS:] if mark.position >= token.start - patterns.LONGEST]
        start = self.start
        if token.start - start > patterns.LONGEST:
            start = near[0].position if near else token.start
        lead = -1 if self.each else self.lead
        fixed = token.role is not Role.HEAD
        category = token.category or head_category(token.word)
        site = Site(token.start, token.end, token.word, start, self.before, tuple(near), lead, fixed, category)
        self.found.append(site)
        if token.word in patterns.ORGANIZATIONS:
            self.marks.append(Mark(token.start, Token(token.start, token.end, Role.PREFIX, token.word)))
        else:
            self.marks.append(Mark(token.end, token, len(self.found) - 1))
        if category == "post":
            self.lead = -1

    def _mark(self, token: Token, position: int) -> None:
        if token.role is Role.JOIN and token.start == self.start:
            self.start, self.before = token.end, token
            return
        self.marks.append(Mark(position, token))
        if len(self.marks) > 2 * _MARKS:
            del self.marks[:_MARKS]

    def _break(self, token: Token) -> None:
        if token.role is not Role.OF:
            self.lead = -1
        if token.role is Role.EACH:
            self.each = True
        elif token.role is Role.BREAK:
            self.each = False
        self.start, self.before = token.end, token
        self.marks = []

    def _in_a_topic(self, token: Token) -> bool:
        """Tell whether a verb is a part of what a body deals with: 骚扰和滥用权力问题独立工作队."""
        last = self.marks[-1] if self.marks else None
        joined = last is not None and last.token.role is Role.JOIN and last.position == token.start
        return joined and "问题" in self.text[token.end : token.end + _TOPIC]

    def _sender(self, token: Token) -> int:
        """Return where a lead begins: with the post in front of it (秘书长负责…特别代表), else at the lead itself."""
        last = self.marks[-1] if self.marks else None
        if last is None or last.site < 0 or last.position != token.start or token.word == "主管":
            return token.start
        site = self.found[last.site]
        return site.head if site.category == "post" and site.word in patterns.BARE_POSTS else token.start

    def _in_charge(self) -> bool:
        """Tell whether a verb is a part of what a post is in charge of: 主管危机应对事务助理总干事."""
        return self.lead >= 0 and self.text.startswith("主管", self.lead)

    def _ends_in_a_head(self, token: Token) -> bool:
        return self.text.startswith(_SHORT_HEADS, token.end) and not self.text.startswith(_NO_HEADS, token.end)


# As many marks as a name may have, so that a text without any punctuation takes no longer than another.
_MARKS = 16
_YEAR = re.compile(r" ?\d{4} ?年")
_TOPIC = 8
_COUNTED = frozenset("年月日号届次段章条款节项个名位份种件国级")
_SHORT_HEADS = tuple("厅司处科股")
_NO_HEADS = tuple(word for word in words.PROTECTED if word.startswith(_SHORT_HEADS))
# What a verb may take as it stands: 设立办公厅
_WHOLE = frozenset((*patterns.BARE_NAMES, "办公室", "委员会", "秘书处", "办事处", "工作队", "工作组", "总部"))


def head_category(word: str) -> Category | None:
    """Return the category of the names that end in a head, None for what is no head."""
    return _categories().get(word)


@cache
def _categories() -> Mapping[str, Category]:
    found: dict[str, Category] = dict.fromkeys(patterns.RANKS, "post")
    for category, heads in patterns.HEADS.items():
        found.update(dict.fromkeys(heads, category))
    found.update(patterns.BARE_NAMES)
    found.update(patterns.KNOWN)
    found.update({short: patterns.KNOWN[full] for short, full in patterns.SHORT_FORMS.items()})
    return found


@cache
def _lexicon() -> _Lexicon:
    """Group the words by first character, longest first; a word in several groups has the role listed last."""
    roles: dict[str, Role] = {}
    for role, group in (
        (Role.PLAIN, words.PROTECTED + words.PLACES),
        (Role.STOP, words.STOPS),
        (Role.VERB, words.VERBS),
        (Role.SOFT, words.SOFT_VERBS),
        (Role.HEAD, tuple(patterns.RANKS) + tuple(word for heads in patterns.HEADS.values() for word in heads)),
        (Role.PREFIX, patterns.ORGANIZATIONS + patterns.PREFIX_PHRASES),
        (Role.KNOWN, tuple(patterns.KNOWN)),
        (Role.SHORT, tuple(patterns.SHORT_FORMS)),
        (Role.JOIN, words.JOINS),
        (Role.LEAD, words.POST_LEADS),
        (Role.OF, ("的",)),
        (Role.EACH, ("分别", "二位", "两位")),
    ):
        roles.update(dict.fromkeys(group, role))
    for word in patterns.ORGANIZATIONS:
        if word in patterns.KNOWN:
            roles[word] = Role.KNOWN
    roles["代表"] = Role.SOFT
    roles["首长"] = Role.PLAIN
    grouped: dict[str, list[tuple[str, Role]]] = {}
    for word in sorted(roles, key=len, reverse=True):
        grouped.setdefault(word[0], []).append((word, roles[word]))
    return {first: tuple(group) for first, group in grouped.items()}


def _inside_a_name(character: str) -> bool:
    return "一" <= character <= "鿿" or character in "·•"


def _number_end(text: str, position: int) -> int:
    """Return where a number ends with the word that it counts (7 日, P-4 级), one on from `position` without one."""
    end = position
    while text[end : end + 1].isdigit():
        end += 1
    if end == position:
        return position + 1
    blank = text[end : end + 1] == " "
    return end + blank + 1 if text[end + blank : end + blank + 1] in _COUNTED else end


def _year_end(text: str, position: int) -> int:
    """Return where a year in front of a name ends (2005 年世界首脑会议), `position` itself without one."""
    if not text[position].isdigit() or (position and text[position - 1].isdigit()):
        return position
    end = position + 4
    if text[position:end].isdigit():
        end += text[end : end + 1] == " "
        if text[end : end + 1] == "年":
            return end + 1
    return position
