"""English text as pairing sees it: words with their stems, and the stretches that can be a designation.

Names are capitalized words joined by of, for, and, the, on, in, to (Office for the Coordination of Humanitarian
Affairs), with commas in enumerations and titles (Chief, Supply Chain). What of such a stretch is the name is for the
Chinese to decide; see `pairing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from glossary.align.lexicon import FUNCTION, WORD, Words, set_of

# What stands between the words of one name: blanks, a comma, a dash or slash, a bracket or a quotation mark.
_GAP = re.compile(r"[\s,/&–—-]*[\[\]“”\"]?[\s,]*")
# No name goes over these; months and days are no words of names either.
_STOPS = set_of(
    "is are was were be been being has have had shall will would should may might can could must do does did not"
    " that which who whose whom this these those it he she they we you if when while where also such than then there"
    " but so because therefore however"
)
_TIMES = set_of(
    "january february march april may june july august september october november december"
    " monday tuesday wednesday thursday friday saturday sunday"
)
_SENTENCE_END = re.compile(r"[.!?:;]\s*[\"”)]*\s*$|^\s*(?:[IVX]+|\d+|[a-z])?[.)]?\s*$")
# What stands in the brackets behind a name is its short form in quotation marks, or when it is an acronym.
_DEFINED = re.compile(
    r"\.?\s*\(\s*(?:(?:hereinafter|hereafter|henceforth)\b[^()“”\"‘’A-Z]*)?"
    r"(?:(?:the )?[“\"‘'](?:the )?([^()“”\"‘’]{2,60})[”\"’']|([A-Z][\w.-]*[A-Z][\w.-]*))\s*[),;]"
)
_FIGURES = re.compile(r"\d+")
_GRADE = re.compile(r"(?:P|D|GS|FS|NO)-\d[\d/-]*")  # of a post: no name goes over it
_QUOTED = re.compile(r"“([^“”]+)”|\"([^\"]+)\"")
_MARKS = (("“", "”"), ('"', '"'), ("(", ")"))
_NONE: frozenset[str] = frozenset()
_ORDINALS = set_of(
    "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth"
    " sixteenth seventeenth eighteenth nineteenth twentieth"
)
_FEWEST = 3  # letters of an acronym that is told by its definition
LONGEST = 34  # words: the Special Committee on the Situation with regard to the Implementation ... has 25


@dataclass(frozen=True, slots=True)
class Token:
    """A word at [start, end) of a text, without a possessive ending; `begins`, `ends`: whether a name can with it."""

    start: int
    end: int
    text: str
    stem: str
    capital: bool
    acronym: bool
    function: bool
    opens: bool
    after_break: bool
    after_comma: bool
    begins: bool = True
    ends: bool = True

    @property
    def figures(self) -> frozenset[str]:
        """The numbers in the word: 2015 in post-2015."""
        return frozenset(_FIGURES.findall(self.text)) if any(map(str.isdigit, self.text)) else _NONE


@dataclass(frozen=True)
class Sentence:
    """An English text and its words."""

    text: str
    tokens: tuple[Token, ...]

    @cached_property
    def positions(self) -> dict[str, list[int]]:
        """Where each stem stands, function words left out."""
        found: dict[str, list[int]] = {}
        for at, token in enumerate(self.tokens):
            if not token.function:
                found.setdefault(token.stem, []).append(at)
        return found

    def text_behind(self, at: int) -> str:
        """Return the text after a word."""
        return self.text[self.tokens[at].end :].lstrip()

    def has_capital(self, first: int, last: int) -> bool:
        """Tell whether one of the words from a first to a last has a capital."""
        return any(self.tokens[at].capital for at in range(first, last + 1))

    def is_cut(self, first: int, last: int) -> bool:
        """Tell whether a capital stands right before the first word or right behind the last one."""
        before = self.tokens[first - 1] if first and not self._parts(first) else None
        behind = self.tokens[last + 1] if last + 1 < len(self.tokens) and not self._parts(last + 1) else None
        return (before is not None and before.capital and not before.opens) or (behind is not None and behind.capital)

    def _parts(self, at: int) -> bool:
        return self.tokens[at].after_break or self.tokens[at].after_comma

    def is_owner(self, at: int) -> bool:
        """Tell whether a word is in the possessive."""
        return self.text[self.tokens[at].end :].startswith(("'s", "’s"))

    def begins_name(self, at: int) -> bool:
        """Tell whether a word can be the first of a name: a capital, a number, or an ordinal before a capital."""
        token = self.tokens[at]
        if not token.begins:
            return False
        if token.capital or token.figures:
            return True
        return token.text in _ORDINALS and at + 1 < len(self.tokens) and self.tokens[at + 1].capital

    @cached_property
    def quoted(self) -> tuple[tuple[int, int], ...]:
        """The stretches in quotation marks, by their first and last words."""
        spans = (match.span(match.lastindex or 0) for match in _QUOTED.finditer(self.text))
        inside = ([at for at, one in enumerate(self.tokens) if start <= one.start < end] for start, end in spans)
        return tuple((places[0], places[-1]) for places in inside if places)

    def breaks_quotation(self, first: int, last: int) -> bool:
        """Tell whether a stretch has one end in a quotation and the other beyond it."""
        return any((first < start <= last < end) or (start < first <= end < last) for start, end in self.quoted)

    @cached_property
    def content(self) -> tuple[int, ...]:
        """The positions of the words that are no function words."""
        return tuple(at for at, token in enumerate(self.tokens) if not token.function)

    def content_between(self, first: int, last: int) -> int:
        """Return how many words that are no function words stand between two words."""
        return sum(first < at < last for at in self.content)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Return where the text from a first to a last word stands; marks of quotation and brackets stay in pairs."""
        start, end = self.tokens[first].start, self.tokens[last].end
        text = self.text[start:end]
        for opening, closing in _MARKS:
            opened, closed = text.count(opening), text.count(closing)
            alone = opened % 2 == 1 if opening == closing else opened != closed
            if alone and closed >= opened and self.text[:start].endswith(opening):
                start -= 1
            elif alone and opened >= closed and self.text.startswith(closing, end):
                end += 1
        return start, end

    def printed(self, first: int, last: int) -> str:
        """Return the text from a first to a last word, without a possessive ending."""
        return self.text[slice(*self.span(first, last))]


def read(text: str, words: Words) -> Sentence:
    """Part an English text into words.

    >>> sentence = read("The Under-Secretary-General's office (UNMIL)", Words())
    >>> [token.text for token in sentence.tokens], [token.acronym for token in sentence.tokens]
    (['The', 'Under-Secretary-General', 'office', 'UNMIL'], [False, False, False, True])
    """
    return Sentence(text, tuple(_tokens(text, words)))


def _tokens(text: str, words: Words) -> Iterator[Token]:
    end = 0
    stopped = False
    for match in WORD.finditer(text):
        word = match[0]
        gap = text[end : match.start()]
        bare = _without_possessive(word)
        stop = match.start() + len(bare)
        small = bare.lower()
        grade = _GRADE.fullmatch(bare) is not None
        letters = sum(character.isupper() for character in bare)
        yield Token(
            match.start(),
            stop,
            bare,
            words.stem(word),
            capital=not grade and ((bare[0].isupper() and small not in _TIMES) or (letters > 0 and "-" in bare)),
            acronym=is_acronym(bare),
            function=small in FUNCTION,
            opens=not end or (bool(gap.strip()) and _SENTENCE_END.search(gap) is not None),
            after_break=stopped or grade or small in _STOPS or _GAP.fullmatch(gap) is None,
            after_comma="," in gap,
        )
        end = match.end()
        stopped = grade or small in _STOPS


def _without_possessive(word: str) -> str:
    """Drop 's, and the apostrophe of a plural, which the caller puts back inside a name (Children's Fund).

    >>> _without_possessive("Secretary-General's"), _without_possessive("Peoples'")
    ('Secretary-General', 'Peoples')
    """
    return re.sub(r"['’](?:s)?$", "", word)


def short_form_behind(sentence: Sentence, last: int) -> tuple[int, int] | None:
    """Return where the short form stands that is defined in brackets behind a name: (UNMIL), (hereinafter “the Base”).

    >>> sentence = read("The Tara Supply Base (hereinafter referred to as “the Base”) and UNMIL (the Mission)", Words())
    >>> span = short_form_behind(sentence, 3)
    >>> sentence.text[slice(*span)], short_form_behind(sentence, 10)
    ('Base', None)
    """
    match = _DEFINED.match(sentence.text, sentence.tokens[last].end)
    return None if match is None else match.span(1 if match[1] else 2)


def is_acronym(text: str) -> bool:
    """Tell whether a word is one by its capitals: more than half of it, and two at least."""
    capitals = sum(map(str.isupper, text))
    return capitals >= 2 and (capitals * 2 > len(text) or text.startswith("UN-")) and " " not in text


def definitions(sentence: Sentence) -> Iterator[tuple[int, int]]:
    """Yield where acronyms stand that a text defines in brackets, and where the names before them begin.

    >>> list(definitions(read("the Human Development Report Office (HDRO)", Words())))
    [(5, 1)]
    """
    for at, token in enumerate(sentence.tokens):
        letters = token.text.removesuffix("s").lower()
        is_defined = at and short_form_behind(sentence, at - 1) == (token.start, token.end)
        if is_defined and token.acronym and len(letters) >= _FEWEST and letters.isalpha():
            for first in range(at - len(letters), max(-1, at - 2 * len(letters)), -1):
                if first >= 0 and _spells(letters, sentence.tokens[first:at]):
                    yield at, first
                    break


def expanded(sentence: Sentence, full: Mapping[str, Sequence[Token]]) -> Sentence:
    """Return a sentence with the words that acronyms stand for in place of some; each stands where the acronym does."""
    tokens: list[Token] = []
    for token in sentence.tokens:
        words = full.get(token.text)
        for nth, word in enumerate(words or (token,)):
            if words:
                first, last = nth == 0, nth == len(words) - 1
                word = replace(
                    token,
                    text=word.text,
                    stem=word.stem,
                    capital=not word.function,
                    acronym=word.acronym,
                    function=word.function,
                    after_break=token.after_break and first,
                    after_comma=token.after_comma if first else word.after_comma,
                    begins=first,
                    ends=last,
                )
            tokens.append(word)
    return Sentence(sentence.text, tuple(tokens))


def _spells(letters: str, words: Sequence[Token]) -> bool:
    """Tell whether letters are the initials of words in order: of all, of their parts, or of those with a meaning."""
    content = [word for word in words if not word.function]
    return words[0].text[0].lower() == letters[0] and letters in (
        "".join(part[0].lower() for word in chosen for part in word.text.split(mark) if part)
        for chosen in (words, content)
        for mark in ("-", None)
    )
