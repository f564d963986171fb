"""What all concepts are filtered by, in memory: a few bytes each, so that any set of hits is counted at once."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate, chain

from glossary.index.rows import Facets, lang_of
from glossary.index.values import Query

_VALUES = 200  # of a facet that are told
_KEPT = 16  # answers that are remembered until the index changes

Wishes = Mapping[str, frozenset[str]]
Letters = list[tuple[str, int]]
_OF_KIND: dict[str, Callable[[Facets], Iterable[str]]] = {
    "category": lambda facets: (facets.category,),
    "status": lambda facets: (facets.status,),
    "year": lambda facets: facets.years,
    "source": lambda facets: facets.langs,
}


class Catalogue:
    """Concepts by their places, with the kind of each (category, status, years, languages) and its documents."""

    def __init__(
        self, db: sqlite3.Connection, in_order: Callable[[], array[int]], letters: Callable[[], Letters]
    ) -> None:
        self._kinds = _kinds(db)
        self._symbols: dict[int, str] = dict(db.execute("SELECT id, value FROM document"))
        sql = "SELECT place, facets, documents, CAST(substr(concept, 2) AS INTEGER) FROM concept ORDER BY place"
        rows = db.execute(sql).fetchall()
        size = rows[-1][0] + 1 if rows else 0
        self._kind_of = array("I", bytes(array("I").itemsize * size))  # 0 where there is no concept
        self._concepts = array("q", bytes(array("q").itemsize * size))
        cited = [0] * size
        for place, kind, documents, concept in rows:
            self._kind_of[place] = kind
            self._concepts[place] = concept
            cited[place] = len(documents) // array("I").itemsize
        self._documents = array("I", b"".join(row[2] for row in rows))
        self._starts = array("I", accumulate(cited, initial=0))
        self._read_order, self._read_letters = in_order, letters
        self._passing: dict[object, bytes] = {}
        self._listings: dict[object, tuple[array[int], dict[str, dict[str, int]]]] = {}

    @cached_property
    def _in_order(self) -> array[int]:
        return self._read_order()

    @cached_property
    def _letters(self) -> Letters:
        return self._read_letters()

    def concept(self, place: int) -> str:
        """Return the id of a concept."""
        return f"c{self._concepts[place]}"

    def facets(self, place: int) -> Facets:
        """Return what a concept is filtered by."""
        return self._kinds[self._kind_of[place]]

    def passing(self, places: Iterable[int], wishes: Wishes) -> Iterator[int]:
        """Yield those of the places whose concepts pass, in the order given."""
        allowed, kind_of = self._allowed(wishes), self._kind_of
        passing = (place for place in places if allowed[kind_of[place]])
        if "document" not in wishes:
            return passing
        wanted = {number for number, symbol in self._symbols.items() if symbol in wishes["document"]}
        return (place for place in passing if not wanted.isdisjoint(self._cited_from(place)))

    def counts(self, places: Iterable[int], wishes: Wishes) -> dict[str, dict[str, int]]:
        """Return how many concepts there are of each value of each facet, its own filter off, most first."""
        given = list(places)
        kept = list(self.passing(given, wishes))
        kinds = Counter(map(self._kind_of.__getitem__, kept))
        told = {}
        for name in ("category", "status", "document", "year"):
            counted, of_kinds = kept, kinds
            if name in wishes:
                others = {other: wish for other, wish in wishes.items() if other != name}
                counted = list(self.passing(given, others))
                if len(counted) > len(kept):
                    of_kinds = Counter(map(self._kind_of.__getitem__, counted))
            told[name] = self._documents_of(counted) if name == "document" else self._values(name, of_kinds)
        return told

    def listing(self, wishes: Wishes) -> tuple[Sequence[int], dict[str, dict[str, int]]]:
        """Return all places that pass in the order of names, and the counts of the facets."""
        asked = tuple(sorted(wishes.items()))
        known = self._listings.get(asked)
        if known is None:
            named = {name: wish for name, wish in wishes.items() if name == "source"}
            counts = self.counts(self.passing(self._in_order, named), wishes)
            known = array("I", self.passing(self._in_order, wishes)), counts
            if len(self._listings) >= _KEPT:
                self._listings.clear()
            self._listings[asked] = known
        return known

    def letters(self, wishes: Wishes) -> list[tuple[str, int]]:
        """Return the letters that pinyin of names in a listing begins with, each with the concepts before it."""
        found: list[tuple[str, int]] = []
        before = start = 0
        for letter, end in self._letters:
            passing = sum(1 for _ in self.passing(self._in_order[start:end], wishes))
            if passing and letter.isalpha():
                found.append((letter, before))
            before, start = before + passing, end
        return found

    def _values(self, name: str, kinds: Mapping[int, int]) -> dict[str, int]:
        found: dict[str, int] = {}
        for kind, count in kinds.items():
            for value in _OF_KIND[name](self._kinds[kind]):
                found[value] = found.get(value, 0) + count
        return _most(found)

    def _documents_of(self, places: Iterable[int]) -> dict[str, int]:
        numbers = Counter(chain.from_iterable(map(self._cited_from, places)))
        return _most({self._symbols[number]: count for number, count in numbers.most_common(_VALUES)})

    def _cited_from(self, place: int) -> array[int]:
        return self._documents[self._starts[place] : self._starts[place + 1]]

    def _allowed(self, wishes: Wishes) -> bytes:
        """Return for each kind, by its number, whether it passes; 0 stands for no concept."""
        asked = tuple(sorted(pair for pair in wishes.items() if pair[0] != "document"))
        known = self._passing.get(asked)
        if known is None:
            allowed = bytearray(max(self._kinds, default=0) + 1)
            for kind, facets in self._kinds.items():
                allowed[kind] = not any(wish.isdisjoint(_OF_KIND[name](facets)) for name, wish in asked)
            if len(self._passing) >= _KEPT:
                self._passing.clear()
            known = self._passing[asked] = bytes(allowed)
        return known


def _most(counts: Mapping[str, int]) -> dict[str, int]:
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_VALUES])


def wishes(query: Query, *, source: bool = False) -> Wishes:
    """Return the filters of a query by facet, that of the language only if asked for."""
    wished: dict[str, Iterable[str]] = {
        "category": query.categories,
        "status": query.statuses,
        "document": query.documents,
        "year": query.years,
        "source": () if query.source is None or not source else (str(lang_of(query.source)),),
    }
    return {name: frozenset(values) for name, values in wished.items() if values}


def _kinds(db: sqlite3.Connection) -> dict[int, Facets]:
    kinds = {}
    for number, value in db.execute("SELECT id, value FROM facets"):
        category, status, years, langs = json.loads(value)
        kinds[number] = Facets(category, status, tuple(years), langs)
    return kinds
