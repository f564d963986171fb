"""One generation of the index: pages of hits, facets, completions."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path

from glossary.index import asking
from glossary.index.asking import Wanted
from glossary.index.names import Names
from glossary.index.ranked import Ranked
from glossary.index.rows import INITIALS, Facets, doubt_of, lang_of, place_of
from glossary.index.tiers import COUNTED, Fitting
from glossary.index.values import Hit, Query, Results, Suggestion

_DOUBT = 0.1  # what all that speaks against a name takes from its score
_MEANT = 3  # suggestions after a typing error
_FACET_VALUES = 200
_KEPT = 64  # filters whose concepts are remembered
_LANGS = ("zh", "en")

# Places of concepts, best first, each with its score and the name that fits best.
Found = dict[int, tuple[float, int]]
Filters = tuple[tuple[str, frozenset[str]], ...]
_FACETS: dict[str, Callable[[Facets], tuple[str, ...]]] = {
    "category": lambda facets: (facets.category,),
    "status": lambda facets: (facets.status,),
    "document": lambda facets: facets.documents,
    "year": lambda facets: facets.years,
}


class Snapshot:
    """What can be asked of a generation; safe to share between threads."""

    def __init__(self, folder: Path, revision: int) -> None:
        self.revision = revision
        self._names = Names(folder)
        self._ranked = Ranked(folder)
        self._fitting = Fitting(self._names, self._ranked)
        self._passed: dict[Filters, bytes] = {}

    def search(self, query: Query) -> Results:
        """Answer a query; see `Index.search`."""
        query, wanted = asking.read(query)
        if not query.text.strip() or not (wanted.text or wanted.phrases or wanted.without or wanted.whole):
            return self._listed(query)
        if not wanted.text and not wanted.phrases:
            return self._listed(query)
        found, more = self._found(wanted, self._fitting.tiers(wanted, query.mode), query.source)
        results = self._page(query, found, more=more)
        if results.total or query.mode != "auto":
            return results
        found, more = self._found(wanted, self._fitting.errors(wanted), query.source)
        results = self._page(query, found, meant=_MEANT, more=more)
        if results.total:
            return results
        some = ((score, [number]) for score, number in self._fitting.some(wanted))
        found, _ = self._found(wanted, some, query.source)
        return self._page(query, found, meant=_MEANT)

    def suggest(self, text: str, limit: int, statuses: Iterable[str]) -> list[Suggestion]:
        """Complete a name; see `Index.suggest`."""
        wanted, allowed = asking.look_for(text), frozenset(statuses)
        different: dict[str, Suggestion] = {}
        for numbers in self._completions(wanted, limit * 8):
            passing = [number for number in numbers if self._allowed(number, allowed)]
            for number, name in self._names.texts(passing[: limit * 4]):
                concept = self._names.concepts([place_of(number)])[0][0]
                lang = number & 3
                different.setdefault(name, Suggestion(name, _LANGS[lang] if lang < len(_LANGS) else "", concept))
                if len(different) == limit:
                    return list(different.values())
        return list(different.values())

    def letters(self, query: Query) -> list[tuple[str, int]]:
        """Return the letters of a listing; see `Index.letters`."""
        allowed = self._passing(_filters(query, query.source))
        starts = self._names.letters()
        counted: list[tuple[str, int]] = []
        before = place = 0
        for letter, start in [*starts, ("", len(self._in_order))]:
            passing = sum(allowed[self._names.kind_of[at]] for at in self._in_order[place:start])
            if counted and not passing:
                counted.pop()
            before, place = before + passing, start
            counted.append((letter, before))
        return counted[:-1]

    # -- finding -----------------------------------------------------------------------------------------------------

    def _found(
        self, wanted: Wanted, tiers: Iterable[tuple[float, list[int]]], source: str | None
    ) -> tuple[Found, bool]:
        """Return the concepts that fit, and whether there may be more of them."""
        lang, found, more = lang_of(source), Found(), False
        for base, numbers in tiers:
            more = more or len(numbers) >= COUNTED
            for number in numbers:
                place = place_of(number)
                if place not in found and (lang is None or number & 3 == lang):
                    found[place] = base, number
            if len(found) >= COUNTED:
                break
        for phrase in wanted.phrases:
            having = set(map(place_of, self._fitting.containing(phrase)))
            found = {place: fit for place, fit in found.items() if place in having}
        for word in wanted.without:
            having = set(map(place_of, self._fitting.containing(word)))
            found = {place: fit for place, fit in found.items() if place not in having}
        return found, more

    def _completions(self, wanted: Wanted, limit: int) -> Iterator[list[int]]:
        if not wanted.key:
            return
        yield self._names.beginning(wanted.key, limit)
        if wanted.typed:
            yield self._names.sounding(wanted.typed, limit)
            yield self._names.formed(INITIALS + wanted.typed, limit)
        if not wanted.han and len(wanted.key) > 1:
            yield self._names.with_letters(f" {wanted.key}", limit)

    def _allowed(self, number: int, statuses: frozenset[str]) -> bool:
        facets = self._names.facets_of(number)
        return facets is not None and (not statuses or facets.status in statuses)

    # -- pages and facets --------------------------------------------------------------------------------------------

    def _page(self, query: Query, found: Found, *, meant: int = 0, more: bool = False) -> Results:
        filters = _filters(query, None)
        allowed, kind_of = self._passing(filters), self._names.kind_of
        counts = Counter(map(kind_of.__getitem__, found))
        total = sum(count for kind, count in counts.items() if allowed[kind])
        passing = (fit for place, fit in found.items() if allowed[kind_of[place]])
        page = list(islice(passing, max(0, query.offset), max(0, query.offset) + max(0, query.limit)))
        names = self._texts(number for _, number in page)
        hits = tuple(self._hit(score, number, names) for score, number in page)
        suggestions: tuple[str, ...] = ()
        if meant and total:
            passing = (fit for place, fit in found.items() if allowed[kind_of[place]])
            best = [number for _, number in islice(passing, meant * 3)]
            suggestions = tuple(islice(dict.fromkeys(text for _, text in self._names.texts(best)), meant))
        return Results(total, hits, self._facets(counts, filters), suggestions, more)

    def _hit(self, score: float, number: int, names: Mapping[int, str]) -> Hit:
        ((concept, _),) = self._names.concepts([place_of(number)])
        return Hit(concept, max(0.0001, score - min(_DOUBT, score / 2) * doubt_of(number)), names[number])

    def _texts(self, numbers: Iterable[int]) -> dict[int, str]:
        return dict(self._names.texts(numbers))

    def _listed(self, query: Query) -> Results:
        filters = _filters(query, query.source)
        allowed, kind_of = self._passing(filters), self._names.kind_of
        counts = self._counts
        total = sum(count for kind, count in counts.items() if allowed[kind])
        passing = (place for place in self._in_order if allowed[kind_of[place]])
        start = max(0, query.offset)
        places = list(islice(passing, start, start + max(0, query.limit))) if query.limit > 0 else []
        hits = tuple(Hit(concept, 1.0, name) for concept, name in self._names.concepts(places))
        return Results(total, hits, self._facets(counts, filters))

    @cached_property
    def _in_order(self) -> array[int]:
        return self._names.in_order()

    @cached_property
    def _counts(self) -> Counter[int]:
        return Counter(self._names.kind_of)

    def _facets(self, counts: Mapping[int, int], filters: Filters) -> dict[str, dict[str, int]]:
        shown: dict[str, dict[str, int]] = {}
        for name, values in _FACETS.items():
            allowed = self._passing(tuple(each for each in filters if each[0] != name))
            found: Counter[str] = Counter()
            for kind, count in counts.items():
                if allowed[kind]:
                    for value in values(self._names.kinds[kind]):
                        found[value] += count
            best = sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))
            shown[name] = dict(best[:_FACET_VALUES])
        return shown

    def _passing(self, filters: Filters) -> bytes:
        """Return for each kind of concept, by its number, whether it passes the filters; 0 stands for none."""
        known = self._passed.get(filters)
        if known is None:
            passing = bytearray(max(self._names.kinds, default=0) + 1)
            for kind, facets in self._names.kinds.items():
                passing[kind] = all(_passes(facets, name, wanted) for name, wanted in filters)
            if len(self._passed) >= _KEPT:
                self._passed.clear()
            known = self._passed[filters] = bytes(passing)
        return known


def _passes(facets: Facets, name: str, wanted: frozenset[str]) -> bool:
    if name == "source":
        return not wanted.isdisjoint(facets.langs)
    return not wanted.isdisjoint(_FACETS[name](facets))


def _filters(query: Query, source: str | None) -> Filters:
    wished: Sequence[tuple[str, Iterable[str]]] = (
        ("category", query.categories),
        ("status", query.statuses),
        ("document", query.documents),
        ("year", query.years),
        ("source", () if source is None else (str(lang_of(source)),)),
    )
    return tuple((name, frozenset(values)) for name, values in wished if values)
