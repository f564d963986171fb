"""Known terms found in a text.

An automaton finds every string that folds to a known term; rules at its two edges then decide whether the term
itself stands there, and longer terms win over those inside or across them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

import ahocorasick_rs

from glossary.models import Match, Term, term_rank
from glossary.text import american, british, fold, is_han, is_word

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f"
# Blanks that say nothing. In Chinese those beside a Chinese character (第 77 国集团), but not the end of a line, which
# may part two names; in English all but the first. \0 stands for the end of a paragraph, which no name goes across.
_IDLE_CHINESE = re.compile(
    f"[{_INVISIBLE}]+|(?<=[{_HAN}])[^\\S\\n\\r]+(?=[{_HAN}\\w])|(?<=\\w)[^\\S\\n\\r]+(?=[{_HAN}])"
)
_IDLE_ENGLISH = re.compile(f"[{_INVISIBLE}]+|(?<= )[ ]+")
_PARAGRAPH_END = re.compile(r"\n(?=\s*\n)")
_HYPHEN = re.compile(r"(?<=\w)-(?=\s?\w)")
_WORD = re.compile(r"[^\W\d_]+")

# A term of one Chinese character stands for itself between words like these, not inside other words (署 in 签署).
_BEFORE = frozenset("该本各两此我贵原前新和与及或的由向对在从为等是将给以被经至到即称")
_AFTER = frozenset("的和与及或在为将已由等对向应也可是于内下须需并不曾均还从则负所")
# What makes the last character of a name the first of another word (部 in 行动部队). Only where hardly anything else
# begins so: 处于 is not here, since 后勤处于2010年 is about the 处, nor 团结, since 特派团结束 is about the 团.
_CONTINUED = {
    "部": "队门署件",
    "处": "理境罚置",
    "科": "学技研",
    "组": "织",
    "司": "法令",
    "局": "势",
    "署": "名",
    "团": "队体",
    "股": "东份权",
    "办": "公",
}
_PREPOSITIONS = frozenset(("of", "for", "to", "on", "in", "at", "and"))
_SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$", re.IGNORECASE)
_CONSONANT_Y = re.compile(r"(?<=[^aeiou])y$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class _Reading:
    """A term under one of its spellings; `capitals` are offsets in the folded spelling."""

    concept: str
    term: Term
    capitals: tuple[int, ...]


class Matcher:
    """Finds the terms of one language in texts of that language; made once, good for any number of texts.

    English takes plurals, possessives, British and American spelling, a hyphen for a blank, and any case, but an
    acronym and a term of one capitalized word need their capitals (WHO is not who). Chinese takes simplified and
    traditional characters, half and full width, and blanks between Chinese and Latin characters.
    """

    def __init__(self, terms: Iterable[tuple[str, Term]], lang: str) -> None:
        """Make a matcher from (concept id, term) pairs; terms of other languages are left out."""
        primary = lang.split("-")[0]
        self._chinese = primary == "zh"
        readings: dict[str, dict[_Reading, None]] = defaultdict(dict)
        for concept, term in terms:
            if term.lang.split("-")[0] == primary:
                for spelling in [term.text.strip()] if self._chinese else english_spellings(term.text.strip()):
                    folded, places = self._folded(spelling)
                    if any(char.isalnum() for char in folded):
                        needed = _needed_capitals(spelling)
                        capitals = tuple(at for at in range(len(folded)) if (places[at] if places else at) in needed)
                        readings[folded][_Reading(concept, term, capitals)] = None
        self._readings = [sorted(same, key=_order) for same in readings.values()]
        self._automaton = ahocorasick_rs.AhoCorasick(list(readings)) if readings else None

    def find(self, text: str, overlaps: bool = False) -> list[Match]:
        """Return the terms in a text by start, longest first; with `overlaps` also those inside or across others.

        A term that belongs to several concepts gives a match for each. Offsets are those of the text as given.
        """
        if self._automaton is None:
            return []
        folded, places = self._folded(text)
        found: dict[tuple[int, int], list[Match]] = {}
        for index, start, end in self._automaton.find_matches_as_indexes(folded, overlapping=True):
            if not self._stands(folded, start, end):
                continue
            first, last = (places[start], places[end - 1] + 1) if places else (start, end)
            for reading in self._readings[index]:
                if all(text[places[start + at] if places else start + at].isupper() for at in reading.capitals):
                    found.setdefault((first, last), []).append(Match(first, last, reading.concept, reading.term))
        kept = found if overlaps else longest(found)
        return [match for span in sorted(kept, key=lambda span: (span[0], -span[1])) for match in found[span]]

    def _folded(self, text: str) -> tuple[str, list[int] | None]:
        """Return the text as it is compared, and where each of its characters stood (None: where it stands)."""
        if self._chinese:
            return _without(fold(text), _IDLE_CHINESE, text)
        folded = _HYPHEN.sub(" ", fold(_PARAGRAPH_END.sub("\0", text)))
        return _without(folded, _IDLE_ENGLISH, folded)

    def _stands(self, folded: str, start: int, end: int) -> bool:
        before, after = folded[start - 1 : start] if start else "", folded[end : end + 1]
        if _joined(before, folded[start]) or _joined(folded[end - 1], after):
            return False
        if folded[start].isdigit() and before in (".", ",") and folded[start - 2 : start - 1].isdigit():
            return False
        return not self._chinese or _stands_in_chinese(before, folded[start:end], after)


def longest(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the spans that are left when a longer one (of equals the first) rules out all it overlaps, by start.

    >>> longest([(0, 3), (2, 7), (7, 9), (4, 6)])
    [(2, 7), (7, 9)]
    """
    kept: list[tuple[int, int]] = []
    for span in sorted(spans, key=lambda span: (span[0] - span[1], span[0])):
        at = bisect_left(kept, span)
        free = (at == 0 or kept[at - 1][1] <= span[0]) and (at == len(kept) or span[1] <= kept[at][0])
        if free:
            kept.insert(at, span)
    return kept


def english_spellings(term: str) -> list[str]:
    """Return a term as it is, in British and in American spelling, each with its plurals.

    >>> english_spellings("Programme")
    ['Programme', 'Programmes', 'Program', 'Programs']
    """
    spellings = dict.fromkeys([term, british(term), american(term)])
    return list(dict.fromkeys(form for spelling in spellings for form in [spelling, *_plurals(spelling)]))


def _plurals(term: str) -> list[str]:
    """Return the plurals of the last word, of the word before a preposition, and of what General follows."""
    parts = re.split(r"([\s-]+)", term)
    heads = [len(parts) - 1]
    heads += [at - 2 for at in range(2, len(parts), 2) if parts[at].casefold() in _PREPOSITIONS][:1]
    if len(parts) > 2 and parts[-1].casefold() == "general":
        heads.append(len(parts) - 3)
    return ["".join([*parts[:at], _plural(parts[at]), *parts[at + 1 :]]) for at in heads if parts[at].isalpha()]


def _plural(word: str) -> str:
    if word.isupper():
        return word + "s"
    if _CONSONANT_Y.search(word):
        return word[:-1] + "ies"
    return word + ("es" if _SIBILANT.search(word) else "s")


def _order(reading: _Reading) -> tuple[tuple[int, int], str, str]:
    return term_rank(reading.term), reading.concept, reading.term.text


def _needed_capitals(term: str) -> frozenset[int]:
    """Return the offsets of the capitals of acronyms, and of a term that is one word."""
    words = list(_WORD.finditer(term))
    return frozenset(
        at
        for word in words
        if len(words) == 1 or sum(char.isupper() for char in word.group()) > 1
        for at in range(*word.span())
        if term[at].isupper()
    )


def _without(folded: str, idle: re.Pattern[str], text: str) -> tuple[str, list[int] | None]:
    spans = [found.span() for found in idle.finditer(text)]
    if not spans:
        return folded, None
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(folded)]
    pieces = list(zip(starts, ends, strict=True))
    return "".join(folded[a:b] for a, b in pieces), [at for a, b in pieces for at in range(a, b)]


def _joined(left: str, right: str) -> bool:
    """Say whether two neighbours are letters or digits of one word: never so beside a Chinese character."""
    return left.isalnum() and right.isalnum() and not is_han(left) and not is_han(right)


def _stands_in_chinese(before: str, term: str, after: str) -> bool:
    if after and after in _CONTINUED.get(term[-1], ""):
        return False
    if not (before and after and is_han(before) and is_han(after)) and len(term) > 1:
        return True
    if len(term) == 1 and is_han(term):
        return _leaves_alone(before, _BEFORE) and _leaves_alone(after, _AFTER)
    # 大会 in 扩大会议: both of its halves belong to other words.
    return len(term) != 2 or not (is_word(before + term[0]) and is_word(term[1] + after))


def _leaves_alone(neighbour: str, function_words: frozenset[str]) -> bool:
    return not neighbour or not is_han(neighbour) or neighbour in function_words
