"""Known terms found in a text.

An automaton finds every string that folds to a known term; rules at its two edges (edges.py) then decide whether the
term itself stands there, and longer terms win over those inside or across them.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from typing import Generic, TypeAlias, TypeVar

import ahocorasick_rs

from glossary.matcher import folding
from glossary.matcher.edges import standing
from glossary.matcher.patterns import HAS_OTHERS, NEEDS_CAPITALS, Capitals, Patterns, rules
from glossary.matcher.spellings import english_spellings, is_acronym

__all__ = ["Found", "Matcher", "Patterns", "english_spellings", "is_acronym", "longest", "rules"]

K = TypeVar("K")


# A term at [start, end) of a text, in code points, and the key that the matcher was given with it. A bare tuple: there
# are hundreds of thousands a second.
Found: TypeAlias = tuple[int, int, K]


class Matcher(Generic[K]):
    """Finds terms of one language in texts of that language; made once, good for any number of texts and threads.

    English takes singular and plural, possessives, British and American spelling, a hyphen for a blank, and any case,
    but an acronym and a term of one capitalized word need their capitals (WHO is not who). Chinese takes simplified and
    traditional characters, half and full width, blanks between Chinese and Latin characters, and Latin acronyms.
    Inline markup is passed over: a term may span a tag.
    """

    def __init__(self, terms: Iterable[tuple[K, str]] | Patterns[K], lang: str) -> None:
        """Make a matcher from (key, term) pairs, or from their patterns; integer keys take the least memory."""
        chinese = lang.split("-")[0] == "zh"
        self._fold = folding.chinese if chinese else folding.english
        self._odd = folding.odd_chinese().search if chinese else None
        patterns = terms if isinstance(terms, Patterns) else Patterns.of(terms, lang)
        self._flags, self._keys = patterns.flags, patterns.keys
        self._capitals, self._others = patterns.capitals, patterns.others
        texts = patterns.texts
        self._automaton = ahocorasick_rs.AhoCorasick(texts, store_patterns=False) if texts else None

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
            key = keys[number]
            if (keep is None or keep(key)) and not (
                flags & NEEDS_CAPITALS and not _has_capitals(text, places, start, self._capitals[number])
            ):
                found.append((*span, key))
            if flags & HAS_OTHERS:
                for capitals, others in self._others[number]:
                    if _has_capitals(text, places, start, capitals):
                        found += [(*span, other) for other in others if keep is None or keep(other)]
        if found and "-" in text:
            found = _whole_names(text, found)
        return ordered(found, overlaps) if len(found) > 1 else found


def _whole_names(text: str, found: list[Found[K]]) -> list[Found[K]]:
    """Leave out acronyms that a hyphen makes a part of another name: UN-Habitat, but not UN-led nor DPKO-DFS."""
    starts = {start for start, _, _ in found}
    return [
        each
        for each in found
        if text[each[1] : each[1] + 1] != "-"
        or not text[each[1] + 1 : each[1] + 2].isupper()
        or each[1] + 1 in starts
        or not ((name := text[each[0] : each[1]]).isupper() and name.isalnum())
    ]


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


def _has_capitals(text: str, places: list[int] | None, start: int, capitals: Capitals) -> bool:
    chars = (text[places[start + at] if places else start + at] for at in capitals)
    return all(char.isupper() or char == "&" for char in chars)  # &#85; is taken for what is needed
