"""One generation of the index, held in memory."""

from __future__ import annotations

import heapq
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable
from functools import cached_property
from itertools import chain, islice
from threading import Lock

from whoosh import query as whoosh_query
from whoosh.filedb.filestore import RamStorage

from glossary.index import ranking
from glossary.index.ranking import Fitting, Wanted
from glossary.index.rows import Row, from_plain, pairs, stem
from glossary.index.typos import Vocabulary
from glossary.index.values import Hit, Query, Results, Suggestion

_EXPANSIONS = 500  # terms that a prefix stands for at most
_NEAR = 300  # names compared character by character at most
_MEANT = 3  # suggestions after a typing error

Found = list[tuple[Row, Hit]]
_FACETS: dict[str, Callable[[Row], tuple[str, ...]]] = {
    "category": lambda row: (row.category,),
    "status": lambda row: (row.status,),
    "document": lambda row: row.documents,
}


class Snapshot:
    """What can be asked of a generation; safe to share between threads."""

    def __init__(self, files: dict[str, bytes], revision: int) -> None:
        self.revision = revision
        storage = RamStorage()
        storage.files.update(files)
        self._searcher = storage.open_index().searcher()
        self._reader = self._searcher.reader()
        self._lock = Lock()  # a Whoosh reader has one place in its files
        self._rows: dict[int, Row] = {at: from_plain(stored["row"]) for at, stored in self._reader.iter_docs()}

    def search(self, query: Query) -> Results:
        """Answer a query; see `Index.search`."""
        if not query.text.strip():
            return _page(query, self._listed(query.source))
        wanted = ranking.wanted(query.text)
        if not wanted.key:
            return _page(query, [])
        results = _page(query, self._ranked(wanted, query.mode, query.source))
        if results.total or query.mode != "auto":
            return results
        return _page(query, self._ranked(wanted, "fuzzy", query.source), meant=_MEANT)

    def suggest(self, text: str, limit: int, statuses: Iterable[str]) -> list[Suggestion]:
        """Complete a name; see `Index.suggest`."""
        wanted, allowed = ranking.wanted(text), frozenset(statuses)
        rows = (self._rows[at] for at in self._candidates(wanted, "completion"))
        scored = (
            (-ranking.score(name, wanted, "completion"), name.text, name.lang, row.concept)
            for row in rows
            if not allowed or row.status in allowed
            for name in row.names
        )
        best = heapq.nsmallest(limit * 4, (fit for fit in scored if fit[0]))
        different = {name: Suggestion(name, lang, concept) for _, name, lang, concept in reversed(best)}
        return list(islice(reversed(different.values()), limit))

    def _listed(self, source: str | None) -> Found:
        rows = (row for row in self._in_order if not source or any(name.lang == source for name in row.names))
        return [(row, Hit(row.concept, 1.0, row.order.rpartition("\0")[2])) for row in rows]

    @cached_property
    def _in_order(self) -> list[Row]:
        return sorted(self._rows.values(), key=lambda row: (row.order, row.concept))

    @cached_property
    def _vocabulary(self) -> Vocabulary:
        return Vocabulary(word.decode() for word in self._reader.lexicon("word"))

    def _ranked(self, wanted: Wanted, mode: Fitting, source: str | None) -> Found:
        rows = (self._rows[at] for at in self._candidates(wanted, mode))
        hits = ((row, ranking.best_hit(row, wanted, mode, source)) for row in rows)
        found = [(row, hit) for row, hit in hits if hit]
        return sorted(found, key=lambda pair: (-pair[1].score, pair[0].order, pair[0].concept))

    def _candidates(self, wanted: Wanted, mode: Fitting) -> set[int]:
        """Return the documents that may fit: all that do, as far as `_EXPANSIONS` and `_NEAR` let them."""
        if not wanted.key:
            return set()
        with self._lock:
            if mode == "exact":
                return self._having_any("key", [wanted.key])
            if mode == "prefix":
                return self._containing(wanted) if wanted.han else self._beginning("key", wanted.key)
            if mode == "pinyin":
                typed = wanted.typed or wanted.sound
                return self._sounding(typed) | self._within(typed)
            if mode == "substring":
                return self._containing(wanted) if wanted.han else self._within(wanted.joined)
            found = self._containing(wanted) if wanted.han else self._wording(wanted)
            return found | self._near(wanted) if mode == "fuzzy" else found

    def _having(self, field: str, terms: Iterable[str]) -> set[int]:
        """Return the documents with all the terms."""
        query = whoosh_query.And([whoosh_query.Term(field, term) for term in terms])
        return set(self._searcher.docs_for_query(query))

    def _beginning(self, field: str, prefix: str) -> set[int]:
        if not prefix:
            return set()
        terms = islice(self._reader.expand_prefix(field, prefix), _EXPANSIONS)
        return self._having_any(field, [term.decode() for term in terms])

    def _having_any(self, field: str, terms: Iterable[str]) -> set[int]:
        known = (term for term in terms if (field, term) in self._reader)
        return set().union(*(self._reader.postings(field, term).all_ids() for term in known))

    def _containing(self, wanted: Wanted) -> set[int]:
        parts = (part.replace(" ", "") for part in wanted.parts)
        return self._having("gram", [gram for part in parts for gram in (pairs(part) or [part])])

    def _wording(self, wanted: Wanted) -> set[int]:
        if not wanted.words:
            return self._beginning("key", wanted.key)
        *whole, begun = wanted.words
        found = self._beginning("word", begun)
        if whole:
            found &= self._having("stem", map(stem, whole))
        return found | self._having("stem", wanted.stems) | self._sounding(wanted.typed)

    def _sounding(self, typed: str) -> set[int]:
        return self._beginning("sound", typed) if len(typed) > 1 else self._having_any("sound", [typed])

    def _near(self, wanted: Wanted) -> set[int]:
        if wanted.han:
            spelt = self._sharing(pairs(wanted.joined)) | self._having("gram", wanted.joined)
            return spelt | self._beginning("sound", wanted.sound)
        found = self._within(wanted.joined, wanted.typed) if len(wanted.joined) > 2 else set()
        if wanted.words:
            spellings = ([word, stem(word), *self._vocabulary.near(word)] for word in wanted.words)
            found |= set.intersection(*(self._spelt(options) for options in spellings))
        half = wanted.typed[: len(wanted.typed) // 2]
        return found | (self._beginning("sound", half) if len(half) > 2 else set())

    @cached_property
    def _spelt_out(self) -> tuple[str, list[int], list[int]]:
        """All names without blanks and their sounds as one string, with where each document begins, and which it is."""
        lines, starts, documents, length = [], [], [], 0
        for at, row in self._rows.items():
            forms = [
                form for name in row.names for form in (name.key.replace(" ", ""), *chain.from_iterable(name.pinyin))
            ]
            lines.append("\n".join(forms))
            starts.append(length)
            documents.append(at)
            length += len(lines[-1]) + 1
        return "\n".join(lines), starts, documents

    def _within(self, *parts: str) -> set[int]:
        """Return the documents with one of the parts anywhere: parts of words have no terms of their own."""
        whole, starts, documents = self._spelt_out
        found = set()
        for part in filter(None, parts):
            place = whole.find(part)
            while place >= 0:
                document = bisect_right(starts, place)
                found.add(documents[document - 1])
                place = whole.find(part, starts[document]) if document < len(starts) else -1
        return found

    def _spelt(self, words: list[str]) -> set[int]:
        return self._having_any("word", words) | self._having_any("stem", [stem(word) for word in words])

    def _sharing(self, shared: list[str]) -> set[int]:
        """Return the documents with most of the pairs: one error spoils at most three."""
        counts = Counter(at for pair in set(shared) for at in self._having_any("gram", [pair]))
        least = max(1, len(set(shared)) - 3)
        return {at for at, count in counts.most_common(_NEAR) if count >= least}


def _page(query: Query, found: Found, meant: int = 0) -> Results:
    wished = {"category": query.categories, "status": query.statuses, "document": query.documents}
    filters = {name: frozenset(values) for name, values in wished.items() if values}
    kept = _passing(found, filters)
    facets: dict[str, dict[str, int]] = {}
    for name, values in _FACETS.items():
        others = {other: allowed for other, allowed in filters.items() if other != name}
        rows = kept if name not in filters else _passing(found, others)
        counts = Counter(chain.from_iterable(values(row) for row, _ in rows))
        facets[name] = dict(sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])))
    start = max(0, query.offset)
    hits = tuple(hit for _, hit in kept[start : start + max(0, query.limit)])
    names = dict.fromkeys(hit.matched for _, hit in kept)
    return Results(len(kept), hits, facets, tuple(islice(names, meant)))


def _passing(found: Found, filters: dict[str, frozenset[str]]) -> Found:
    for name, allowed in filters.items():
        values = _FACETS[name]
        found = [pair for pair in found if not allowed.isdisjoint(values(pair[0]))]
    return found
