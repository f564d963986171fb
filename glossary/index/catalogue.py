"""What all concepts are filtered by, in memory: a few bytes each, so that any set of hits is counted at once."""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from itertools import chain, compress
from typing import NamedTuple

from glossary.index.rows import Facets, lang_of
from glossary.index.values import Query

_VALUES = 200  # of a facet that are told
_FEW = 10_000  # concepts, whose documents are counted one by one
_KEPT = 16  # answers that are remembered until the index changes

_ANY: frozenset[str] = frozenset()
Letters = list[tuple[str, int]]
_OF_KIND: dict[str, Callable[[Facets], Iterable[str]]] = {
    "category": lambda facets: (facets.category,),
    "status": lambda facets: (facets.status,),
    "year": lambda facets: facets.years,
    "source": lambda facets: facets.langs,
}


class Wishes(NamedTuple):
    """The values of each facet of which a concept must have one; none for a facet that does not matter."""

    category: frozenset[str] = _ANY
    status: frozenset[str] = _ANY
    document: frozenset[str] = _ANY
    year: frozenset[str] = _ANY
    source: frozenset[str] = _ANY


class Catalogue:
    """Concepts by their places, with the kind of each (category, status, years, languages) and its documents."""

    def __init__(
        self, db: sqlite3.Connection, in_order: Callable[[], array[int]], letters: Callable[[], Letters]
    ) -> None:
        self._kinds = _kinds(db)
        self._symbols: dict[int, str] = dict(db.execute("SELECT id, value FROM document"))
        size = db.execute("SELECT ifnull(max(place), -1) + 1 FROM concept").fetchone()[0]
        self._kind_of = array("I", bytes(array("I").itemsize * size))  # 0 where there is no concept
        self._concepts = array("q", bytes(array("q").itemsize * size))
        self._cited_from = array("I", bytes(array("I").itemsize * size))  # which of the sets of documents
        sets = {b"": 0}  # few, since many concepts are cited from the same documents
        sql = "SELECT place, facets, documents, CAST(substr(concept, 2) AS INTEGER) FROM concept ORDER BY place"
        for place, kind, documents, concept in db.execute(sql):
            self._kind_of[place] = kind
            self._concepts[place] = concept
            self._cited_from[place] = sets.setdefault(documents, len(sets))
        self._documents = [array("I", documents) for documents in sets]
        self._read_order, self._read_letters = in_order, letters
        self._passing: dict[Wishes, bytes] = {}
        self._listings: dict[Wishes, tuple[array[int], dict[str, dict[str, int]]]] = {}

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

    def passing(self, places: Iterable[int], wishes: Wishes) -> Iterable[int]:
        """Return those of the places whose concepts pass, in the order given."""
        return self._of_kinds(self._cited(places, wishes), wishes)

    def counts(self, places: Iterable[int], wishes: Wishes) -> dict[str, dict[str, int]]:
        """Return how many concepts there are of each value of each facet, its own filter off, most first."""
        given = list(places)
        kinds = Counter(map(self._kind_of.__getitem__, self._cited(given, wishes)))
        allowed = self._allowed(wishes)
        by_category = self._allowed(wishes._replace(category=_ANY)) if wishes.category else allowed
        by_status = self._allowed(wishes._replace(status=_ANY)) if wishes.status else allowed
        by_year = self._allowed(wishes._replace(year=_ANY)) if wishes.year else allowed
        categories: dict[str, int] = {}
        statuses: dict[str, int] = {}
        years: dict[str, int] = {}
        for kind, count in kinds.items():
            facets = self._kinds[kind]
            if by_category[kind]:
                categories[facets.category] = categories.get(facets.category, 0) + count
            if by_status[kind]:
                statuses[facets.status] = statuses.get(facets.status, 0) + count
            if by_year[kind]:
                for year in facets.years:
                    years[year] = years.get(year, 0) + count
        documents = self._documents_of(self._of_kinds(given, wishes))
        return {"category": _most(categories), "status": _most(statuses), "document": documents, "year": _most(years)}

    def listing(self, wishes: Wishes) -> tuple[Sequence[int], dict[str, dict[str, int]]]:
        """Return all places that pass in the order of names, and the counts of the facets."""
        known = self._listings.get(wishes)
        if known is None:
            counts = self.counts(self.passing(self._in_order, Wishes(source=wishes.source)), wishes)
            known = array("I", self.passing(self._in_order, wishes)), counts
            if len(self._listings) >= _KEPT:
                self._listings.clear()
            self._listings[wishes] = known
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

    def _documents_of(self, places: Iterable[int]) -> dict[str, int]:
        numbers = list(map(self._cited_from.__getitem__, places))
        found: Counter[int] = Counter()
        if len(numbers) < _FEW:
            found.update(chain.from_iterable(map(self._documents.__getitem__, numbers)))
        else:
            for number, count in Counter(numbers).items():
                for document in self._documents[number]:
                    found[document] += count
        best = found.most_common(_VALUES) if len(found) > _VALUES else found.items()
        return _most({self._symbols[number]: count for number, count in best})

    def _of_kinds(self, places: Iterable[int], wishes: Wishes) -> Iterable[int]:
        given, allowed = list(places), self._allowed(wishes)
        return compress(given, map(allowed.__getitem__, map(self._kind_of.__getitem__, given)))

    def _cited(self, places: Iterable[int], wishes: Wishes) -> Iterable[int]:
        """Return those of the places whose concepts are cited from a document wished for."""
        if not wishes.document:
            return places
        wanted = {number for number, symbol in self._symbols.items() if symbol in wishes.document}
        cited = bytes(not wanted.isdisjoint(documents) for documents in self._documents)
        given = list(places)
        return compress(given, map(cited.__getitem__, map(self._cited_from.__getitem__, given)))

    def _allowed(self, wishes: Wishes) -> bytes:
        """Return for each kind, by its number, whether it passes; 0 stands for no concept."""
        if wishes.document:
            wishes = wishes._replace(document=_ANY)
        known = self._passing.get(wishes)
        if known is None:
            asked = [(name, wish) for name, wish in wishes._asdict().items() if wish]
            allowed = bytearray(max(self._kinds, default=0) + 1)
            for kind, facets in self._kinds.items():
                allowed[kind] = not any(wish.isdisjoint(_OF_KIND[name](facets)) for name, wish in asked)
            if len(self._passing) >= _KEPT:
                self._passing.clear()
            known = self._passing[wishes] = bytes(allowed)
        return known


def _most(counts: Mapping[str, int]) -> dict[str, int]:
    if len(counts) < 2:
        return dict(counts)
    return dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))[:_VALUES])


def wishes(query: Query, *, source: bool = False) -> Wishes:
    """Return the filters of a query by facet, that of the language only if asked for."""
    langs = () if query.source is None or not source else (str(lang_of(query.source)),)
    return Wishes(*map(frozenset, (query.categories, query.statuses, query.documents, query.years, langs)))


def _kinds(db: sqlite3.Connection) -> dict[int, Facets]:
    kinds = {}
    for number, value in db.execute("SELECT id, value FROM facets"):
        category, status, years, langs = json.loads(value)
        kinds[number] = Facets(category, status, tuple(years), langs)
    return kinds
