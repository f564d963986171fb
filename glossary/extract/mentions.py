"""Finding: every place of a text where a name could end, with all the places where it could begin.

One pass reads a paragraph as words of the lexicon in `patterns` and plain characters between them. A word that is no
part of any name (由, 提供, a comma) ends the stretch that a name could cover; a word that may be inside or outside
(和, 协调, the head of an owner in front) leaves a mark. Nothing is decided here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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


_Lexicon = Mapping[str, tuple[tuple[str, Role], ...]]


def tokens(text: str) -> Iterator[Token]:
    """Yield the words of the lexicon in a text, longest first, and a BREAK for whatever no name contains."""
    lexicon = _lexicon()
    position, size = 0, len(text)
    while position < size:
        character = text[position]
        for word, role in lexicon.get(character, ()):
            if text.startswith(word, position):
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


def sites(text: str) -> list[Site]:
    """Return the places of a paragraph where a name could end, in order."""
    return _Reader(text).sites()


class _Reader:
    """The state of one pass over a paragraph: the stretch that a name may cover so far."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.found: list[Site] = []
        self.start = 0
        self.before: Token | None = None
        self.marks: list[Mark] = []
        self.lead = -1
        self.each = False

    def sites(self) -> list[Site]:
        for token in tokens(self.text):
            self._read(token)
        return self.found

    def _read(self, token: Token) -> None:
        role = token.role
        if role is Role.PLAIN:
            return
        if role in (Role.HEAD, Role.KNOWN, Role.SHORT):
            self._head(token)
        elif role is Role.PREFIX:
            self._mark(token, token.start)
        elif role in (Role.SOFT, Role.JOIN):
            self._mark(token, token.end)
        elif role is Role.LEAD:
            if self.lead < 0 or token.word == "主管":
                self.lead = token.start
            self._mark(token, token.end)
        elif role is Role.VERB and self._ends_in_a_head(token):
            return
        elif role is Role.VERB and self._in_a_topic(token):
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
        site = Site(token.start, token.end, token.word, start, self.before, tuple(near), lead, fixed)
        self.found.append(site)
        if token.word in patterns.ORGANIZATIONS:
            self.marks.append(Mark(token.start, Token(token.start, token.end, Role.PREFIX, token.word)))
        else:
            self.marks.append(Mark(token.end, token, len(self.found) - 1))
        if head_category(token.word) == "post":
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

    def _ends_in_a_head(self, token: Token) -> bool:
        return self.text[token.end : token.end + 1] in _SHORT_HEADS and not any(
            self.text.startswith(word, token.end) for word in words.PROTECTED if word[0] in _SHORT_HEADS
        )


# As many marks as a name may have, so that a text without any punctuation takes no longer than another.
_MARKS = 16
_TOPIC = 8
_COUNTED = frozenset("年月日号届次段章条款节项个名位份种件国")
_SHORT_HEADS = frozenset("厅司处科股")


def head_category(word: str) -> Category | None:
    """Return the category of the names that end in a head, None for what is no head."""
    return _categories().get(word)


@cache
def _categories() -> Mapping[str, Category]:
    found: dict[str, Category] = dict.fromkeys(patterns.RANKS, "post")
    for category, heads in patterns.HEADS.items():
        found.update(dict.fromkeys(heads, category))
    found.update(patterns.BARE_NAMES)
    found.update(dict.fromkeys(patterns.KNOWN_BODIES, "body"))
    found.update(dict.fromkeys(patterns.SHORT_FORMS, "body"))
    return found


@cache
def _lexicon() -> _Lexicon:
    """Group the words by first character, longest first; a word in several groups has the role listed last."""
    roles: dict[str, Role] = {}
    for role, group in (
        (Role.PLAIN, words.PROTECTED + words.PLACES + patterns.NATIONAL_UNITS),
        (Role.STOP, words.STOPS),
        (Role.VERB, words.VERBS),
        (Role.SOFT, words.SOFT_VERBS),
        (Role.HEAD, tuple(patterns.RANKS) + tuple(word for heads in patterns.HEADS.values() for word in heads)),
        (Role.PREFIX, patterns.ORGANIZATIONS + patterns.PREFIX_PHRASES),
        (Role.KNOWN, patterns.KNOWN_BODIES),
        (Role.SHORT, tuple(patterns.SHORT_FORMS)),
        (Role.JOIN, words.JOINS),
        (Role.LEAD, words.POST_LEADS),
        (Role.OF, ("的",)),
        (Role.EACH, ("分别", "二位", "两位")),
    ):
        roles.update(dict.fromkeys(group, role))
    for word in patterns.ORGANIZATIONS:
        if word in patterns.KNOWN_BODIES:
            roles[word] = Role.KNOWN
    for word in ("代表", "秘书", "首长"):
        roles[word] = Role.SOFT if word == "代表" else Role.PLAIN
    grouped: dict[str, list[tuple[str, Role]]] = {}
    for word in sorted(roles, key=len, reverse=True):
        grouped.setdefault(word[0], []).append((word, roles[word]))
    return {first: tuple(group) for first, group in grouped.items()}


def _inside_a_name(character: str) -> bool:
    return "一" <= character <= "鿿" or character in "·•"


def _number_end(text: str, position: int) -> int:
    """Return where a number ends with the word that it counts (7 日, 3 个), one behind `position` without a number."""
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
