"""A concept as the index knows it: names with their keys, and what it is filtered and ordered by."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import NamedTuple

from whoosh.lang.porter import stem as porter_stem

from glossary import text
from glossary.models import TERM_KINDS, TERM_STATUSES, Concept, Term

# Words that a query may add to a name or leave out.
_SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with"))
# What speaks against a concept: nobody has approved it, somebody has rejected it.
_DOUBT = {"approved": 0.0, "proposed": 0.5, "rejected": 1.0}
_MAX_KEY = 500

PlainName = tuple[str, str, str, float, tuple[tuple[str, str], ...]]
Plain = tuple[str, str, str, tuple[str, ...], str, tuple[PlainName, ...]]


class Name(NamedTuple):
    """A term with the keys it is found by; `demerit` in [0, 1] orders names that fit equally well, least first."""

    text: str
    lang: str
    key: str
    demerit: float
    pinyin: tuple[tuple[str, str], ...]


class Row(NamedTuple):
    """A concept with all its names; `order` sorts the whole list."""

    concept: str
    category: str
    status: str
    documents: tuple[str, ...]
    order: str
    names: tuple[Name, ...]


def row(concept: Concept) -> Row:
    """Return what the index keeps of a concept."""
    symbols = dict.fromkeys(citation.document for term in concept.terms for citation in term.citations)
    names = tuple(_name(concept, term) for term in concept.terms)
    return Row(concept.id, concept.category, concept.status, tuple(symbols), _order(concept), names)


def plain(kept: Row) -> Plain:
    """Return a row as bare tuples: they are stored faster, and read without knowing our classes."""
    concept, category, status, documents, order, names = kept
    return concept, category, status, documents, order, tuple((*name,) for name in names)


def from_plain(stored: Plain) -> Row:
    """Return the row that `plain` took apart."""
    concept, category, status, documents, order, names = stored
    return Row(concept, category, status, documents, order, tuple(map(Name._make, names)))


def content_words(key: str) -> tuple[str, ...]:
    """Return the words of a key without small words, or all when there are no others.

    >>> content_words("office of the rule of law"), content_words("to the")
    (('office', 'rule', 'law'), ('to', 'the'))
    """
    words = tuple(key.split())
    return tuple(word for word in words if word not in _SMALL_WORDS) or words


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of an English word, in British or American spelling.

    >>> stem("operations") == stem("operation"), stem("centres") == stem("center")
    (True, True)
    """
    stemmed: str = porter_stem(text.american(word))
    return stemmed


@lru_cache(maxsize=65536)
def latin_words(key: str) -> tuple[str, ...]:
    """Return the words and numbers of a key that are not Chinese.

    >>> latin_words("77国集团au处")
    ('77', 'au')
    """
    return tuple("".join(" " if text.is_han(char) else char for char in key).split())


def grams(key: str) -> list[str]:
    """Return the single characters and pairs of characters of a key, blanks left out.

    >>> grams("77国")
    ['7', '国', '77', '7国']
    """
    chars = key.replace(" ", "")
    return list(dict.fromkeys([*chars, *pairs(chars)]))


def pairs(chars: str) -> list[str]:
    """Return the pairs of neighbours in a string.

    >>> pairs("维和部")
    ['维和', '和部']
    """
    return [chars[at : at + 2] for at in range(len(chars) - 1)]


def _name(concept: Concept, term: Term) -> Name:
    key = text.key(term.text)[:_MAX_KEY]
    readings = text.readings(term.text[:_MAX_KEY]) if text.has_han(key) else ()
    pinyin = tuple((reading.full, reading.initials) for reading in readings)
    return Name(term.text, term.lang.split("-")[0], key, _demerit(concept, term), pinyin)


def _demerit(concept: Concept, term: Term) -> float:
    """Weigh what speaks against a term; the parts that matter less break ties of those before them."""
    return (
        0.48 * TERM_STATUSES.index(term.status) / (len(TERM_STATUSES) - 1)
        + 0.30 * _DOUBT[concept.status]
        + 0.10 * TERM_KINDS.index(term.kind) / (len(TERM_KINDS) - 1)
        + 0.06 * (4 - (term.reliability or 2)) / 3
        + 0.06 / (1 + math.log2(1 + len(term.citations)))
    )


def _order(concept: Concept) -> str:
    """Order by the Chinese name's pinyin, then the name; concepts with English only come last."""
    chinese, english = concept.name("zh"), concept.name("en")
    parts = ("0", text.pinyin(chinese).full, chinese) if chinese else ("1", text.key(english), english)
    return "\0".join(parts)
