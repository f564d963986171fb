"""A concept as the index knows it: names with their keys, and what it is filtered and ordered by.

A name's number says how good it is: numbers rise with what speaks against a name, so that whatever is read in the order
of numbers comes best first, and reading can stop when enough is found. From the highest bit: doubt (12 bits), the
alphabet (15), the concept's place in the index (24), the name's place among the concept's (10), its language (2).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from glossary import symbols, text
from glossary.errors import InputError
from glossary.index import words
from glossary.models import TERM_KINDS, TERM_STATUSES, Concept, Term

MAX_CONCEPTS = 1 << 24
_MAX_NAMES = 1 << 10
_MAX_KEY = 500
_LANGS = ("zh", "en")
OTHER_LANG = len(_LANGS)
# What speaks against a concept: nobody has approved it, somebody has rejected it.
_DOUBT = {"approved": 0.0, "proposed": 0.5, "rejected": 1.0}
# The shares of what speaks against a name; the parts that matter less break ties of those before them.
_STATUS, _DECISION, _LENGTH, _KIND, _RELIABILITY, _RARITY, _AGE = 0.35, 0.22, 0.27, 0.07, 0.04, 0.04, 0.01
_OLDEST, _NEWEST = 1945, 2045
# Forms by which a name is found beside its spelling; pinyin has no mark before it.
STEMS, COMPACT, INITIALS = "=", "~", "."


class Facets(NamedTuple):
    """What a concept is filtered by, beside the documents; `langs` are those that it has names in."""

    category: str
    status: str
    years: tuple[str, ...]
    langs: str


class Name(NamedTuple):
    """A term with the keys it is found by, as text: `forms` and `vocabulary` are parted by line ends and blanks."""

    id: int
    text: str
    key: str
    forms: str
    vocabulary: str


class Row(NamedTuple):
    """A concept with all its names; `order` sorts the whole list."""

    concept: str
    facets: Facets
    documents: tuple[str, ...]
    order: str
    names: tuple[Name, ...]


def row(concept: Concept, place: int, dates: Mapping[str, str]) -> Row:
    """Return what the index keeps of a concept at a place; `dates` are those of documents by symbol.

    Raises InputError when there are more concepts than numbers.
    """
    if place >= MAX_CONCEPTS:
        raise InputError(f"a search index takes {MAX_CONCEPTS} concepts at most: split the term base")
    documents = dict.fromkeys(citation.document for term in concept.terms for citation in term.citations)
    years = {symbol: dates.get(symbol, "")[:4] or symbols.year(symbol) for symbol in documents}
    langs = "".join(sorted({str(_lang(term)) for term in concept.terms}))
    newest = sorted({year for year in years.values() if year}, reverse=True)
    facets = Facets(concept.category, concept.status, tuple(newest), langs)
    age = 1.0 if not newest else (_NEWEST - min(_NEWEST, max(_OLDEST, int(newest[0])))) / (_NEWEST - _OLDEST)
    names = tuple(_name(concept, term, place, at, age) for at, term in enumerate(concept.terms[:_MAX_NAMES]))
    return Row(concept.id, facets, tuple(documents), _order(concept, names), tuple(name for name in names if name.key))


def place_of(name_id: int) -> int:
    """Return the place of the concept that a name belongs to."""
    return name_id >> 12 & (MAX_CONCEPTS - 1)


def lang_of(lang: str | None) -> int | None:
    """Return the number of a language asked for, None for any."""
    return None if lang is None else _LANGS.index(lang) if lang in _LANGS else OTHER_LANG


def doubt_of(name_id: int) -> float:
    """Return what speaks against a name, in [0, 1]."""
    return (name_id >> 51) / 4095


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


def _lang(term: Term) -> int:
    return lang_of(term.lang.split("-")[0]) or 0


def _name(concept: Concept, term: Term, place: int, at: int, age: float) -> Name:
    key = text.key(term.text)[:_MAX_KEY]
    doubt = round(4095 * _doubt(concept, term, key, age))
    forms: list[str] = []
    latin = words.latin_words(key)
    vocabulary = dict.fromkeys(latin)
    if text.has_han(key):
        readings = text.readings(term.text[:_MAX_KEY])
        forms = [form for reading in readings for form in (reading.full, reading.initials)]
    elif latin:
        vocabulary |= dict.fromkeys(words.joined_words(term.text[:_MAX_KEY]))
        forms = [STEMS + words.stems(latin), COMPACT + words.compact(key)]
        forms += [INITIALS + letters for letters in words.initials(latin)]
    number = ((doubt << 15 | _alphabet(key, forms)) << 24 | place) << 12 | at << 2 | _lang(term)
    return Name(number, term.text, key, "\n".join(dict.fromkeys(filter(None, forms))), " ".join(vocabulary))


def _doubt(concept: Concept, term: Term, key: str, age: float) -> float:
    length = len(key) if text.has_han(key) else len(key) / 3
    return (
        _STATUS * TERM_STATUSES.index(term.status) / (len(TERM_STATUSES) - 1)
        + _DECISION * _DOUBT[concept.status]
        + _LENGTH * length / (8 + length)
        + _KIND * TERM_KINDS.index(term.kind) / (len(TERM_KINDS) - 1)
        + _RELIABILITY * (4 - (term.reliability or 2)) / 3
        + _RARITY / (1 + math.log2(1 + len(term.citations)))
        + _AGE * age
    )


def _alphabet(key: str, forms: list[str]) -> int:
    """Return where the first three letters stand in the alphabet: of a Chinese name, those of its syllables."""
    letters = (forms[1] if text.has_han(key) and forms else key.replace(" ", ""))[:3].ljust(3)
    number = 0
    for letter in letters:
        number = number << 5 | max(0, min(31, ord(letter) - 96))
    return number


def _order(concept: Concept, names: Iterable[Name]) -> str:
    """Order by the Chinese name's pinyin, then the name; concepts with English only come last."""
    chinese, english = concept.name("zh"), concept.name("en")
    if chinese:
        sound = next((name.forms.partition("\n")[0] for name in names if name.text == chinese), "")
        return f"0{sound}\t{chinese}"
    return f"1{text.key(english)}\t{english}"
