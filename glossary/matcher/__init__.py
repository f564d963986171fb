"""Known terms found in a text.

An automaton finds every string that folds to a known term; rules at its two edges (edges.py) then decide whether the
term itself stands there, and longer terms win over those inside or across them.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Generic, TypeAlias, TypeVar

import ahocorasick_rs

from glossary.matcher import edges, folding
from glossary.matcher.edges import standing
from glossary.matcher.spellings import english_spellings, is_acronym, needed_capitals

__all__ = ["Found", "Matcher", "english_spellings", "is_acronym", "longest"]

K = TypeVar("K")


# A term at [start, end) of a text, in code points, and the key that the matcher was given with it. A bare tuple: there
# are hundreds of thousands a second.
Found: TypeAlias = tuple[int, int, K]

_CAPITALS, _OTHERS = 1 << 8, 1 << 9


class Matcher(Generic[K]):
    """Finds terms of one language in texts of that language; made once, good for any number of texts and threads.

    English takes singular and plural, possessives, British and American spelling, a hyphen for a blank, and any case,
    but an acronym and a term of one capitalized word need their capitals (WHO is not who). Chinese takes simplified and
    traditional characters, half and full width, blanks between Chinese and Latin characters, and Latin acronyms.
    Inline markup is passed over: a term may span a tag.
    """

    def __init__(self, terms: Iterable[tuple[K, str]], lang: str) -> None:
        """Make a matcher from (key, term) pairs; integer keys take the least memory."""
        chinese = lang.split("-")[0] == "zh"
        self._fold = folding.chinese if chinese else folding.english
        self._odd = folding.odd_chinese().search if chinese else None
        patterns: dict[str, int] = {}
        self._flags = array("H")
        self._keys: list[K] | array[int] = []
        self._capitals: dict[int, tuple[int, ...]] = {}
        self._others: dict[int, list[tuple[K, tuple[int, ...]]]] = {}
        for key, term in terms:
            for spelling in (term.strip(),) if chinese else english_spellings(term.strip()):
                folded = self._fold(spelling, markup=False)
                if any(map(str.isalnum, folded[0])):
                    flags = edges.chinese_flags(folded[0]) if chinese else edges.english_flags(folded[0], spelling)
                    self._add(patterns, folded, key, flags, _capitals(folded, spelling))
        if all(type(key) is int for key in self._keys):
            self._keys = array("q", self._keys)  # type: ignore[arg-type]
        self._automaton = ahocorasick_rs.AhoCorasick(list(patterns), store_patterns=False) if patterns else None

    def _add(
        self, patterns: dict[str, int], folded: folding.Folded, key: K, flags: int, capitals: tuple[int, ...]
    ) -> None:
        """Take in a spelling of a term; most patterns have one key only."""
        text = folded[0]
        number = patterns.setdefault(text, len(patterns))
        if number == len(self._flags):
            self._flags.append(flags | (_CAPITALS if capitals else 0))
            self._keys.append(key)  # type: ignore[arg-type]
            if capitals:
                self._capitals[number] = capitals
            return
        self._flags[number] |= flags | _OTHERS
        others = self._others.setdefault(number, [])
        if (key, capitals) not in others and (key, capitals) != (self._keys[number], self._capitals.get(number, ())):
            others.append((key, capitals))

    def __len__(self) -> int:
        """Return how many different strings are looked for."""
        return len(self._flags)

    def find(self, text: str, overlaps: bool = False, keep: Callable[[K], bool] | None = None) -> list[Found[K]]:
        """Return the terms in a text by start, longest first; with `overlaps` also those inside or across others.

        A string that is a term of several keys is found for each, in the order in which they were given. `keep` tells
        which keys count: what it leaves out hides nothing. Offsets are those of the text as given.
        """
        if self._automaton is None:
            return []
        if self._odd is not None and self._odd(text) is None:
            folded: folding.Folded = (text, None, None)
            plain, places = text, None
        else:
            folded = self._fold(text)
            plain, places, _ = folded
        all_flags, keys = self._flags, self._keys
        found: list[Found[K]] = []
        for number, start, end in self._automaton.find_matches_as_indexes(plain, overlapping=True):
            flags = all_flags[number]
            last = standing(plain, start, end, flags) if flags else end
            if not last:
                continue
            span = (start, last) if places is None else folding.span(folded, start, last)
            key: K = keys[number]  # type: ignore[assignment]
            if (keep is None or keep(key)) and not (
                flags & _CAPITALS and not _has_capitals(text, places, start, self._capitals[number])
            ):
                found.append((*span, key))
            if flags & _OTHERS:
                found += [
                    (*span, other)
                    for other, capitals in self._others[number]
                    if (keep is None or keep(other)) and _has_capitals(text, places, start, capitals)
                ]
        return ordered(found, overlaps) if len(found) > 1 else found


def ordered(found: list[Found[K]], overlaps: bool) -> list[Found[K]]:
    """Return what was found by start, longest first; without `overlaps` only what no longer one rules out."""
    if not overlaps:
        kept = frozenset(longest({each[:2] for each in found}))
        found = [each for each in found if each[:2] in kept]
    return sorted(found, key=_by_start)


def _by_start(found: Found[K]) -> tuple[int, int]:
    return found[0], -found[1]


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


def _capitals(folded: folding.Folded, spelling: str) -> tuple[int, ...]:
    """Return the offsets in the folded spelling where the text must have a capital."""
    needed = needed_capitals(spelling)
    text, places, _ = folded
    return tuple(at for at in range(len(text)) if (places[at] if places else at) in needed) if needed else ()


def _has_capitals(text: str, places: list[int] | None, start: int, capitals: tuple[int, ...]) -> bool:
    chars = (text[places[start + at] if places else start + at] for at in capitals)
    return all(char.isupper() or char == "&" for char in chars)  # &#85; is taken for what is needed
