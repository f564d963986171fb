"""The part of the index that is Whoosh's: which names have all of some words, and which have most of the rarest.

Terms are stems of English words and pairs of Chinese characters, one document a name, added in the order of merit (see
`rows`). Nothing is stored but the name's number, in a column; no positions and no frequencies: names are short. The
only module that opens a Whoosh index.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from itertools import islice
from pathlib import Path
from threading import Lock
from typing import Any
from weakref import finalize

from whoosh import analysis, columns, fields, formats
from whoosh import index as whoosh_index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import SegmentReader

from glossary.index.rows import Name, pairs
from glossary.index.words import SMALL_WORDS, stem
from glossary.text import has_han

# A query's words: all of the alternatives of each must be there; an alternative is one stem or several.
Group = Sequence[Sequence[str]]
Documents = Sequence[int] | set[int]

_FREQUENT, _KEPT = 500, 400  # documents that make a list worth keeping, and lists kept: four bytes a document
_MUCH_LONGER = 30  # times, from which on looking up beats reading
_SMALL_SEGMENT = 2000  # names; so many segments of that size are kept apart
_SEGMENTS = 8


class RankedWriter:
    """The Whoosh index in a folder while it is made or changed; commit or abandon it."""

    def __init__(self, folder: Path, *, new: bool) -> None:
        self._index = whoosh_index.create_in(str(folder), _schema()) if new else whoosh_index.open_dir(str(folder))
        self._reader = None if new else self._index.reader()
        self._writer = self._index.writer(limitmb=256, codec=_Codec(compression=0))

    def add(self, name: Name) -> None:
        """Put a name in."""
        field, terms = _terms(name)
        if terms:
            self._writer.add_document(id=name.id, **{field: terms})

    def remove(self, name: Name) -> None:
        """Take a name out: it is known by its number among those that share its rarest term."""
        field, terms = _terms(name)
        if not terms or self._reader is None:
            return
        rarest = min(terms, key=lambda term: self._reader.doc_frequency(field, term))  # type: ignore[union-attr]
        if (field, rarest) not in self._reader:
            return
        numbers = self._reader.column_reader("id")
        for document in self._reader.postings(field, rarest).all_ids():
            if numbers[document] == name.id:
                self._writer.delete_document(document)

    def commit(self) -> None:
        """Write what was put in and taken out."""
        self._writer.commit(mergetype=_merged)
        self._close()

    def abandon(self) -> None:
        """Leave the folder as it is."""
        self._writer.cancel()
        self._close()

    def _close(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._index.close()


class Ranked:
    """The Whoosh index in a folder, open for reading; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._index = whoosh_index.open_dir(str(folder))
        self._searcher = self._index.searcher()
        finalize(self, self._searcher.close)  # when nobody asks any more
        leaves = (leaf.reader() for leaf, _ in self._searcher.leaf_searchers())
        self._leaves = [leaf for leaf in leaves if leaf.doc_count_all()]
        self._numbers = [_numbers(leaf) for leaf in self._leaves]
        self._read: OrderedDict[tuple[int, str, str], array[int]] = OrderedDict()
        self._lock = Lock()  # a Whoosh reader has one place in its files

    def all_of(self, groups: Sequence[Group], limit: int) -> list[int]:
        """Return the numbers of names with an alternative of every group of stems, `limit` at most, best first."""
        found: list[int] = []
        with self._lock:
            for at, numbers in enumerate(self._numbers):
                documents = self._common([self._any(at, group) for group in groups])
                found += map(numbers.__getitem__, islice(documents, limit))
        found.sort()
        return found[:limit]

    def frequency(self, stem: str) -> int:
        """Return how many names have a stem."""
        with self._lock:
            return int(self._searcher.doc_frequency("stem", stem))

    def _any(self, leaf: int, group: Group) -> Documents:
        """Return the documents with one of the alternatives; only those of a single one are in order."""
        each = [self._common([self._documents(leaf, stem) for stem in alternative]) for alternative in group]
        return each[0] if len(each) == 1 else set().union(*each)

    def _common(self, lists: Sequence[Documents]) -> Sequence[int]:
        """Return what all lists share, in order; Whoosh's own intersection reads all of them for every question."""
        shared, *others = sorted(lists, key=len)
        for other in others:
            if isinstance(other, set):
                shared = other.intersection(shared)
            elif len(other) > _MUCH_LONGER * len(shared):
                shared = {document for document in shared if _has(other, document)}
            else:
                shared = set(shared).intersection(other)
        return sorted(shared) if isinstance(shared, set) else shared

    def _documents(self, leaf: int, term: str, field: str = "stem") -> Sequence[int]:
        """Return the documents with a term in order; lists of frequent ones are kept."""
        asked = leaf, field, term
        known = self._read.get(asked)
        if known is None:
            reader = self._leaves[leaf]
            if (field, term) not in reader:
                return ()
            known = array("I", reader.postings(field, term).all_ids())
            if len(known) >= _FREQUENT:
                self._read[asked] = known
                if len(self._read) > _KEPT:
                    self._read.popitem(last=False)
        else:
            self._read.move_to_end(asked)
        return known

    def some_of(self, field: str, terms: Iterable[str], least: float, limit: int) -> list[tuple[int, float]]:
        """Return names that have some of the terms (`stem` or `pair`), those with the rarest first, and their share.

        The share, from `least` to 1, is that of the rarities (inverse document frequencies) of all terms; one that no
        name has is as rare as can be. Terms are read from the rarest on, and none that is not needed (MaxScore, Turtle
        and Flood 1995); Whoosh's own way of skipping does not always come to an end.
        """
        with self._lock:
            weights = {term: self._searcher.idf(field, term) for term in terms}
            whole = sum(weights.values())
            found = [
                (min(1.0, score / whole), self._numbers[leaf][document])
                for leaf in range(len(self._leaves))
                for document, score in self._scores(leaf, field, weights, least * whole).items()
                if score >= least * whole
            ]
        found.sort(key=lambda pair: (-pair[0], pair[1]))
        return [(number, share) for share, number in found[:limit]]

    def _scores(self, leaf: int, field: str, weights: Mapping[str, float], least: float) -> dict[int, float]:
        scores: dict[int, float] = {}
        rest = sum(weights.values())
        for term in sorted(weights, key=lambda term: -weights[term]):
            documents = self._documents(leaf, term, field)
            if rest < least:  # a name that has none of the terms before cannot get there any more
                documents = [document for document in scores if _has(documents, document)]
            for document in documents:
                scores[document] = scores.get(document, 0.0) + weights[term]
            rest -= weights[term]
        return scores


class _Terms(fields.FieldType):  # type: ignore[misc]
    """A field of terms made by us."""

    def __init__(self) -> None:
        super().__init__(formats.Existence(), analysis.IDAnalyzer(), scorable=False)

    def index(self, terms: list[str], **_: Any) -> list[tuple[bytes, int, float, bytes]]:
        return [(term.encode("utf-8"), 1, 1.0, b"") for term in terms]


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own, but does not look on the disk for the length of a field at every term: none is kept."""

    def per_document_reader(self, storage: Any, segment: Any) -> Any:
        reader = super().per_document_reader(storage, segment)
        reader.doc_field_length = lambda *_: 0
        return reader


def _numbers(leaf: Any) -> array[int]:
    """Return the names' numbers by document, read at once: Whoosh unpacks each when it is asked for."""
    column = leaf.column_reader("id", translate=False)
    numbers: array[int] = column._dbfile.get_array(column._basepos, "q", column._count)
    return numbers


def _schema() -> fields.Schema:
    return fields.Schema(id=fields.COLUMN(columns.NumericColumn("q")), stem=_Terms(), pair=_Terms())


def _terms(name: Name) -> tuple[str, list[str]]:
    if has_han(name.key):
        return "pair", list(dict.fromkeys(pairs(name.key.replace(" ", ""))))
    return "stem", list(dict.fromkeys(stem(word) for word in name.vocabulary.split() if word not in SMALL_WORDS))


def _has(documents: Sequence[int], wanted: int) -> bool:
    at = bisect_left(documents, wanted)
    return at < len(documents) and documents[at] == wanted


def _merged(writer: Any, segments: list[Any]) -> list[Any]:
    """Join small segments when there are many; the large one stays in the order of merit."""
    small = [segment for segment in segments if segment.doc_count_all() < _SMALL_SEGMENT]
    if len(small) < _SEGMENTS:
        return segments
    for segment in small:
        with SegmentReader(writer.storage, writer.schema, segment) as reader:
            writer.add_reader(reader)
    return [segment for segment in segments if segment not in small]
