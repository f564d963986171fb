"""One generation of the index: pages of hits, facets, completions."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from glossary.index import asking
from glossary.index.asking import Wanted
from glossary.index.catalogue import wishes
from glossary.index.names import Names
from glossary.index.ranked import Ranked
from glossary.index.rows import INITIALS, MAX_CONCEPTS, doubt_of, lang_of, place_of
from glossary.index.tiers import Fitting, Tier
from glossary.index.values import EVERYTHING, Hit, Query, Results, Suggestion

_DOUBT = 0.1  # what all that speaks against a name takes from its score
_MEANT = 3  # suggestions after a typing error
_LANGS = ("zh", "en")
_COUNTED, _NARROWED = 2_000, 100_000  # names of a kind of fit that are read


class Found:
    """Concepts that fit, by their places, best first, each with the name that fits best and its kind of fit."""

    def __init__(self) -> None:
        self.numbers: dict[int, int] = {}
        self.scores: dict[int, float] = {}
        self.more = False

    def add(self, score: float, numbers: list[int]) -> None:
        """Add the names of a kind of fit, best first."""
        places = [number >> 12 & (MAX_CONCEPTS - 1) for number in numbers]  # place_of, for many
        best = dict(zip(reversed(places), reversed(numbers), strict=True))
        fresh = [place for place in dict.fromkeys(places) if place not in self.numbers]
        self.numbers.update(zip(fresh, map(best.__getitem__, fresh), strict=True))
        self.scores.update(dict.fromkeys(fresh, score))

    def keep(self, places: Iterable[int], there: bool) -> None:
        """Leave out concepts that are not among the places, or those that are."""
        given = set(places)
        self.numbers = {place: number for place, number in self.numbers.items() if (place in given) == there}


class Snapshot:
    """What can be asked of a generation; safe to share between threads."""

    def __init__(self, folder: Path, revision: int) -> None:
        self.revision = revision
        self._names = Names(folder)
        self._ranked = Ranked(folder)
        self._fitting = Fitting(self._names, self._ranked)
        self._catalogue = self._names.catalogue

    def search(self, query: Query) -> Results:
        """Answer a query; see `Index.search`."""
        query, wanted = asking.read(query)
        if not query.text.strip() or not (wanted.text or wanted.phrases or wanted.without or wanted.whole):
            return self._listed(query)
        if not wanted.text and not wanted.phrases:
            return self._listed(query)
        most = query.most or _most(query)
        results = self._page(query, self._found(wanted, self._fitting.tiers(wanted, query.mode, most), query, most))
        if results.total or query.mode != "auto":
            return results
        results = self._page(query, self._found(wanted, self._fitting.errors(wanted, most), query, most), _MEANT)
        if results.total:
            return results
        some = ((score, [number]) for score, number in self._fitting.some(wanted))
        return self._page(query, self._found(wanted, some, query, most), _MEANT)

    def suggest(self, text: str, limit: int, statuses: Iterable[str]) -> list[Suggestion]:
        """Complete a name; see `Index.suggest`."""
        wanted, allowed = asking.look_for(text), frozenset(statuses)
        different: dict[str, Suggestion] = {}
        seen: set[int] = set()
        for numbers in self._completions(wanted, limit * 8):
            passing = [number for number in numbers if number not in seen and self._allowed(number, allowed)]
            seen.update(numbers)
            for number, name in self._names.texts(islice(passing, limit * 4)):
                if name not in different:
                    lang = _LANGS[number & 3] if number & 3 < len(_LANGS) else ""
                    different[name] = Suggestion(name, lang, self._catalogue.concept(place_of(number)))
                    if len(different) == limit:
                        return list(different.values())
        return list(different.values())

    def letters(self, query: Query) -> list[tuple[str, int]]:
        """Return the letters of a listing; see `Index.letters`."""
        return self._catalogue.letters(wishes(query, source=True))

    # -- finding -----------------------------------------------------------------------------------------------------

    def _found(self, wanted: Wanted, tiers: Iterable[Tier], query: Query, most: int) -> Found:
        """Return the concepts that fit, as far as `most` lets them be counted."""
        lang, found = lang_of(query.source), Found()
        for score, numbers in tiers:
            found.more |= len(numbers) >= most
            found.add(score, numbers if lang is None else [number for number in numbers if number & 3 == lang])
            if len(found.numbers) >= most:
                break
        for phrase in wanted.phrases:
            found.keep(map(place_of, self._fitting.containing(phrase, EVERYTHING)), True)
        for word in wanted.without:
            found.keep(map(place_of, self._fitting.containing(word, EVERYTHING)), False)
        return found

    def _completions(self, wanted: Wanted, limit: int) -> Iterator[list[int]]:
        if not wanted.key:
            return
        yield self._names.exact(wanted.key, limit)
        yield self._names.beginning(wanted.key, limit)
        if wanted.han and len(wanted.joined) > 1:
            yield self._names.containing([wanted.key], limit)
        if wanted.typed:
            yield self._names.sounding(wanted.typed, limit)
            yield self._names.formed(INITIALS + wanted.typed, limit)
        if not wanted.han and len(wanted.key) > 1:
            yield self._names.with_letters(f" {wanted.key}", limit)

    def _allowed(self, number: int, statuses: frozenset[str]) -> bool:
        return not statuses or self._catalogue.facets(place_of(number)).status in statuses

    # -- pages and facets --------------------------------------------------------------------------------------------

    def _page(self, query: Query, found: Found, meant: int = 0) -> Results:
        wished = wishes(query)
        passing = list(self._catalogue.passing(found.numbers, wished))
        start = max(0, query.offset)
        page = passing[start : start + max(0, query.limit)]
        names = dict(self._names.texts(map(found.numbers.__getitem__, page)))
        hits = tuple(
            Hit(
                self._catalogue.concept(place),
                _score(found.scores[place], found.numbers[place]),
                names[found.numbers[place]],
            )
            for place in page
        )
        best = self._names.texts(found.numbers[place] for place in passing[: meant * 3]) if meant else ()
        suggestions = tuple(islice(dict.fromkeys(text for _, text in best), meant))
        facets = self._catalogue.counts(found.numbers, wished)
        return Results(len(passing), hits, facets, suggestions, found.more)

    def _listed(self, query: Query) -> Results:
        places, facets = self._catalogue.listing(wishes(query, source=True))
        start = max(0, query.offset)
        page = places[start : start + max(0, query.limit)]
        hits = tuple(Hit(self._catalogue.concept(place), 1.0, name) for place, name in self._names.first_names(page))
        return Results(len(places), hits, facets)


def _most(query: Query) -> int:
    """Return how many names are read: more of them where filters will leave few."""
    return _NARROWED if query.categories or query.documents or query.years else _COUNTED


def _score(kind: float, number: int) -> float:
    return max(0.0001, kind - min(_DOUBT, kind / 2) * doubt_of(number))
