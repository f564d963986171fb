"""How well a name fits a query: the kind of fit decides, then what speaks against the name."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Literal

from glossary import text
from glossary.index.rows import Name, Row, content_words, latin_words, stem
from glossary.index.typos import one_error, part_with_error
from glossary.index.values import Hit, Mode

# The kinds of fit, as scores: the gaps are wider than anything else that counts.
EXACT, SOUNDS, PREFIX, WORDS, PART, BEGUN, SOUND_PREFIX, ERROR = 1.0, 0.88, 0.76, 0.64, 0.52, 0.40, 0.28, 0.16
SOUND_PART = ERROR
_SPREAD = 0.08
_LENGTH = 0.03
_MAX_QUERY = 200

Fitting = Mode | Literal["completion"]


@dataclass(frozen=True)
class Wanted:
    """A query's text in the forms in which names are compared; `typed` is empty unless it may be pinyin."""

    text: str
    key: str
    han: bool
    parts: tuple[str, ...]
    words: tuple[str, ...]
    stems: frozenset[str]
    typed: str

    @cached_property
    def joined(self) -> str:
        """The key without blanks."""
        return self.key.replace(" ", "")

    @cached_property
    def sound(self) -> str:
        """The pinyin of a Chinese query: only asked for in need, since the dictionaries take their time to load."""
        return text.pinyin(self.text).full if self.han else ""


def wanted(query: str) -> Wanted:
    """Read a query, of which the first 200 characters count."""
    cut = query[:_MAX_QUERY]
    key = text.key(cut)
    han = text.has_han(key)
    words = content_words(" ".join(latin_words(key)))
    parts = tuple(filter(None, text.keys(cut.split()))) if han else ()
    return Wanted(cut, key, han, parts, words, frozenset(map(stem, words)), "" if han else text.pinyin_query(cut))


def best_hit(row: Row, query: Wanted, mode: Fitting, source: str | None) -> Hit | None:
    """Return the row as a hit by the name that fits best, None when no name fits."""
    scored = ((score(name, query, mode), name.text) for name in row.names if not source or name.lang == source)
    best, matched = max(scored, default=(0.0, ""))
    return Hit(row.concept, best, matched) if best else None


def score(name: Name, query: Wanted, mode: Fitting) -> float:
    """Return the kind of fit less what speaks against the name: in (0, 1], or 0 when it does not fit."""
    base = fit(name, query, mode)
    if not base:
        return 0.0
    longer = 1 - min(1.0, len(query.key) / max(1, len(name.key)))
    return base - _SPREAD * name.demerit - _LENGTH * longer


def fit(name: Name, query: Wanted, mode: Fitting) -> float:
    """Return how a name fits a query in a mode: one of the scores above, 0 when it does not."""
    if mode == "exact":
        return EXACT if name.key == query.key else 0
    if mode == "prefix":
        return _spelling_prefix(name, query)
    if mode == "substring":
        return _spelling_prefix(name, query) or (PART if query.key in name.key else 0)
    if mode == "pinyin":
        typed = query.typed or query.sound
        return _sound(name, typed) or (SOUND_PART if sounds_within(typed, name) else 0)
    if mode == "completion":
        return _completion(name, query)
    if mode == "fuzzy":
        return _auto(name, query) or _error(name, query)
    return _auto(name, query)


def _auto(name: Name, query: Wanted) -> float:
    spelt = _spelling_prefix(name, query)
    if spelt:
        return spelt
    if query.han:
        if query.key in name.key:
            return PART
        return WORDS if len(query.parts) > 1 and all(part in name.key for part in query.parts) else 0
    return max(_latin(name, query), _sound(name, query.typed))


def _completion(name: Name, query: Wanted) -> float:
    spelt = _spelling_prefix(name, query)
    if spelt or query.han:
        return spelt
    return max(BEGUN if f" {query.key}" in name.key else 0, _sound(name, query.typed))


def _spelling_prefix(name: Name, query: Wanted) -> float:
    if name.key == query.key:
        return EXACT
    return PREFIX if name.key.startswith(query.key) else 0


def _latin(name: Name, query: Wanted) -> float:
    if not query.words:
        return 0
    if query.stems <= _stems(name.key):
        return WORDS
    *whole, begun = query.words
    if all(stem(word) in _stems(name.key) for word in whole):
        return BEGUN if any(word.startswith(begun) for word in latin_words(name.key)) else 0
    return 0


def _sound(name: Name, typed: str) -> float:
    if not typed:
        return 0
    if any(typed in pair for pair in name.pinyin):
        return SOUNDS
    begun = len(typed) > 1 and any(full.startswith(typed) or short.startswith(typed) for full, short in name.pinyin)
    return SOUND_PREFIX if begun else 0


def _error(name: Name, query: Wanted) -> float:
    fits = _error_in_chinese(name, query) if query.han else _error_in_latin(name, query)
    return ERROR if fits else 0


def _error_in_chinese(name: Name, query: Wanted) -> bool:
    if len(query.key) < 2:
        return False
    if query.sound and any(full.startswith(query.sound) for full, _ in name.pinyin):
        return True
    return shortens(query.key, name.key) or (len(query.key) > 2 and part_with_error(query.key, name.key))


def _error_in_latin(name: Name, query: Wanted) -> bool:
    if joins(query, name) or sounds_within(query.typed, name):
        return True
    words = latin_words(name.key)
    if query.words and all(_near_word(word, words) for word in query.words):
        return True
    return len(query.typed) > 4 and any(one_error(query.typed, full) for full, _ in name.pinyin)


def joins(query: Wanted, name: Name) -> bool:
    """Say whether a Latin query is part of a name when blanks are left out (peace keeping, vestigations)."""
    return len(query.joined) > 2 and query.joined in name.key.replace(" ", "")


def sounds_within(typed: str, name: Name) -> bool:
    """Say whether a part of the name may be read as was typed; two letters are in too many names."""
    return len(typed) > 2 and any(typed in full or typed in initials for full, initials in name.pinyin)


def shortens(short: str, full: str) -> bool:
    """Say whether a Chinese short form may stand for a name: its characters in order, the first and the last the same.

    >>> shortens("维和部", "维持和平行动部"), shortens("和部", "维持和平行动部")
    (True, False)
    """
    if short[0] != full[:1] or short[-1] != full[-1:]:
        return False
    rest = iter(full)
    return all(char in rest for char in short)


def _near_word(word: str, words: tuple[str, ...]) -> bool:
    return any(stem(word) == stem(other) or (len(word) > 2 and one_error(word, other)) for other in words)


@lru_cache(maxsize=65536)
def _stems(key: str) -> frozenset[str]:
    return frozenset(map(stem, latin_words(key)))
