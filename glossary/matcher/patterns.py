"""What an automaton is made of: the strings that terms fold to, and what has to be looked at where one stands.

Making patterns takes longer than making the automaton, so they can be kept: they are plain values.
"""

from __future__ import annotations

import hashlib
import sys
import unicodedata
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from itertools import groupby
from typing import Generic, TypeVar

from glossary.matcher import edges, folding
from glossary.matcher.spellings import chinese_spellings, english_spellings, needed_capitals

K = TypeVar("K")

Capitals = tuple[int, ...]  # offsets in a pattern where the text must have a capital

NEEDS_CAPITALS, HAS_OTHERS = 1 << 8, 1 << 9


@dataclass(frozen=True, slots=True)
class Patterns(Generic[K]):
    """Different strings in order, each with its flags (see `edges`) and the key of a term that folds to it.

    By the places of strings: `capitals` where that term needs some, and the `others` that fold to the same string, in
    the order in which they were given, together when they need the same capitals.
    """

    texts: list[str]
    flags: array[int]
    keys: Sequence[K]
    capitals: dict[int, Capitals]
    others: dict[int, list[tuple[Capitals, Sequence[K]]]]

    @classmethod
    def of(cls, terms: Iterable[tuple[K, str]], lang: str) -> Patterns[K]:
        """Return the patterns of (key, term) pairs; integer keys take the least memory."""
        chinese = lang.split("-")[0] == "zh"
        fold = folding.chinese if chinese else folding.english
        spellings = chinese_spellings if chinese else english_spellings
        found: dict[str, int] = {}  # the place of each string among the flags and the keys
        flags, keys = array("H"), list[K]()
        capitals: dict[int, Capitals] = {}
        others: dict[int, dict[tuple[K, Capitals], None]] = {}
        for key, term in terms:
            for spelling in spellings(term.strip()):
                folded = fold(spelling, markup=False)
                text = folded[0]
                if not any(map(str.isalnum, text)):
                    continue
                looked_at = edges.chinese_flags(text) if chinese else edges.english_flags(text, spelling)
                needed = _capitals(folded, spelling)
                place = found.setdefault(text, len(found))
                if place == len(keys):  # most strings have one key only
                    flags.append(looked_at | (NEEDS_CAPITALS if needed else 0))
                    keys.append(key)
                    if needed:
                        capitals[place] = needed
                    continue
                flags[place] |= looked_at
                if (key, needed) != (keys[place], capitals.get(place, ())):
                    flags[place] |= HAS_OTHERS
                    others.setdefault(place, {})[key, needed] = None
        # In order, since an automaton of sorted strings is made and run through faster: neighbours share their nodes.
        texts = sorted(found)
        order = [found[text] for text in texts]
        return cls(
            texts,
            array("H", (flags[place] for place in order)),
            _compact([keys[place] for place in order]),
            {at: capitals[place] for at, place in enumerate(order) if place in capitals},
            {at: _together(others[place]) for at, place in enumerate(order) if place in others},
        )


@cache
def rules() -> str:
    """Return what changes with the rules that patterns are made by: those made before are then of no use."""
    sources = [*files("glossary.matcher").iterdir(), files("glossary").joinpath("text.py")]
    digest = hashlib.sha256()
    for source in sorted(sources, key=lambda source: source.name):
        if source.name.endswith(".py"):
            digest.update(source.read_bytes())
    return f"{digest.hexdigest()} {version('opencc')} {unicodedata.unidata_version} {sys.byteorder}"


def _capitals(folded: folding.Folded, spelling: str) -> Capitals:
    """Return the offsets in the folded spelling where the text must have a capital."""
    needed = needed_capitals(spelling)
    text, places, _ = folded
    return tuple(at for at in range(len(text)) if (places[at] if places else at) in needed) if needed else ()


def _together(keys: Iterable[tuple[K, Capitals]]) -> list[tuple[Capitals, Sequence[K]]]:
    groups = groupby(keys, key=lambda pair: pair[1])
    return [(capitals, _compact([key for key, _ in group])) for capitals, group in groups]


def _compact(keys: list[K]) -> Sequence[K]:
    return array("q", keys) if all(type(key) is int for key in keys) else keys  # type: ignore[type-var]
