"""Look-ups in one term base: the same calls, and the same answers, for the web, the API and the command line.

A `Lookup` ties the term base (the truth) to what is derived from it: the search index on disk, the matchers and the
concepts in memory. Everything derived belongs to a revision; `refresh` brings it to the term base's own.
"""

from __future__ import annotations

import hashlib
import json
import logging
import random
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from threading import Event, Lock, Thread, local
from typing import Any, TypeVar
from weakref import WeakSet

from glossary.errors import GlossaryError, StaleDatabase
from glossary.index import EVERYTHING, Index, Mode, Progress, Query, Snapshot
from glossary.lookup import checking
from glossary.lookup.answers import SearchRecord, columns, exact_hits, hit_record, in_script, match_records, primary
from glossary.lookup.citing import citation_line
from glossary.lookup.memory import LANGUAGES, FileId, Known, Memory, succeeding
from glossary.lookup.recognition import Recognizer
from glossary.models import CONCEPT_STATUSES, Concept, ConceptStatus
from glossary.store import Filters, Store
from glossary.text import key
from glossary.verifying import problems

T = TypeVar("T")

SEARCHED: tuple[ConceptStatus, ...] = ("approved", "proposed")
TRUSTED: tuple[ConceptStatus, ...] = ("approved",)

_POLL_SECONDS = 0.2

__all__ = ["SEARCHED", "TRUSTED", "Known", "Lookup", "citation_line", "columns", "in_script", "primary"]

_log = logging.getLogger(__name__)


class Lookup:
    """One term base file with its index and matchers; safe to share between threads. Close it, or use it in `with`.

    Nothing is opened before the first question; `progress` is told how far the making of an index is. Raises NotFound
    or StaleDatabase when the file is missing or damaged.
    """

    def __init__(
        self, db: Path, index_folder: Path, progress: Progress = lambda _, __: None, known: Known | None = None
    ) -> None:
        self.path = db
        self._progress = progress
        self._folder = index_folder
        self._index = Index(index_folder)
        self._local = local()
        self._stores: WeakSet[Store] = WeakSet()
        self._file: FileId | None = known.file if known else None
        self._memory: Memory | None = Memory.of(known, index_folder) if known else None
        self._indexed: tuple[FileId | None, int] | None = None
        self._searching: Snapshot | None = None
        self._refreshing, self._indexing = Lock(), Lock()
        self._stop = Event()
        self._watcher: Thread | None = None

    def __enter__(self) -> Lookup:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Stop watching and release all files."""
        self.pause()
        self._searching = None
        self._index.close()
        for store in list(self._stores):
            store.close()

    @property
    def store(self) -> Store:
        """The term base, open for the thread that asks; a file that was replaced is opened anew after a refresh."""
        store: Store | None = getattr(self._local, "store", None)
        if store is None or self._local.file != self._file:
            if store is not None:
                store.close()
            store = Store(self.path)
            self._local.store, self._local.file = store, self._file
            self._stores.add(store)
        return store

    @property
    def revision(self) -> int:
        """The revision of the term base that searches answer from."""
        return self._searched().revision

    def recognizer(self, lang: str) -> Recognizer:
        """Return what finds terms in texts of a language at this revision, made by whoever asks first."""
        return self._current().recognizer(self.store, lang)

    @property
    def identity(self) -> str:
        """Tell this file from another one that takes its place: part of every cache key."""
        return _digest(self._current().file)

    def known(self) -> Known:
        """Return what may be passed on to other processes, all of it made."""
        return self._current().known(self.store)

    # -- keeping up --------------------------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring memory and index to the term base's revision; cheap when they are there already.

        Answers go on from what there was until the new is whole, also when this raises.
        """
        self._refresh_memory()
        with self._indexing:
            # In this order: another process may index a newer revision meanwhile, never an older one.
            indexed, revision = self._index.revision, self.store.revision
            if self._indexed != (self._file, revision):
                try:
                    self._refresh_index(self.store, indexed, revision)
                except OSError as error:
                    raise StaleDatabase(f"{self._folder}: the index cannot be written ({error})") from error
                self._indexed = self._file, revision
            self._searching = self._index.snapshot()

    def _refresh_memory(self) -> None:
        with self._refreshing:
            file = _file_of(self.path)
            if file != self._file:
                Store(self.path).close()  # raises before the old file is given up
                self._file = file
            before = self._memory if self._memory and self._memory.file == file else None
            revision = self.store.revision
            if before is None or before.revision != revision:
                self._memory = succeeding(self.store, before, file, revision, self._folder)

    def watch(self) -> None:
        """Refresh in a thread of its own from now on, about twice a second, until `close`."""
        self._watcher = Thread(target=self._keep_up, name="glossary-refresh", daemon=True)
        self._watcher.start()

    def pause(self) -> None:
        """Stop watching: what is answered stays as it is until `refresh`."""
        self._stop.set()
        if self._watcher:
            self._watcher.join()

    def _keep_up(self) -> None:
        # Uneven waits: of several processes with one index folder one comes first and does the work for all. Chance of
        # its own, so that a thread changes nobody's sequence.
        told, chance = "", random.Random()  # noqa: S311
        while True:
            try:
                self.refresh()
                self._index.warm(SEARCHED)
                for lang in LANGUAGES:  # before the first text is sent
                    self._current().recognizer(self.store, lang)
                told = ""
            except (GlossaryError, OSError, sqlite3.Error) as error:
                if told != str(error):
                    told = str(error)
                    _log.warning("still answering from the revision before: %s", told)
            if self._stop.wait(_POLL_SECONDS * chance.uniform(0.6, 1.4)):
                break

    def _current(self) -> Memory:
        if self._memory is None:
            self._refresh_memory()
        assert self._memory is not None
        return self._memory

    def _searched(self) -> Snapshot:
        """Return the open index, which is made when there is none yet; `refresh` puts a newer one in its place."""
        if self._searching is None:
            self.refresh()
        assert self._searching is not None
        return self._searching

    def _ask(self, question: Callable[[Snapshot], T]) -> tuple[T, int]:
        """Return an answer of the index and the revision that it is from."""
        searching = self._searched()
        try:
            return question(searching), searching.revision
        except (sqlite3.OperationalError, OSError):  # two writers later its files may be gone
            self._searching = searching = self._index.snapshot()
            return question(searching), searching.revision

    def _refresh_index(self, store: Store, indexed: int | None, revision: int) -> None:
        if indexed is None or indexed > revision or not self._is_of(store):
            self._index.rebuild(store.concepts(), revision, store.dates(), self._progress)
        elif indexed < revision:
            changed = store.changed_since(indexed)
            found = list(store.concepts(changed))
            gone = set(changed) - {concept.id for concept in found}
            self._index.update(found, gone, revision, store.dates())
        else:
            return
        note = {"revision": revision, "stamp": store.stamp(revision)}
        draft = self._folder / "base.json.new"
        draft.write_text(json.dumps(note), "utf-8")
        draft.replace(self._folder / "base.json")

    def _is_of(self, store: Store) -> bool:
        """Whether the index on disk was made from this very file, not from one that stood in its place before."""
        try:
            note = json.loads((self._folder / "base.json").read_text("utf-8"))
            return bool(note["stamp"] == store.stamp(note["revision"]))
        except (OSError, ValueError, KeyError, TypeError):
            return False

    # -- answers -----------------------------------------------------------------------------------------------------

    def search(
        self,
        text: str,
        *,
        source: str | None = None,
        target: str | None = None,
        mode: Mode = "auto",
        filters: Filters | None = None,
        years: Sequence[str] = (),
        limit: int = 20,
        offset: int = 0,
    ) -> SearchRecord:
        """Find concepts; blank text lists by the filters. Without statuses, approved and proposed ones are found."""
        filters = filters or Filters()
        current = self._current()
        if not filters.statuses:
            filters = replace(filters, statuses=SEARCHED)
        query = _query(text, source, mode, filters, years, limit, offset)
        results, revision = self._ask(lambda index: index.search(query))
        names = current.names_of(self.store, [hit.concept for hit in results.hits])
        hits = [
            hit_record(names[hit.concept], hit.score, hit.matched, source, target)
            for hit in results.hits
            if hit.concept in names
        ]
        return {
            "total": results.total,
            "hits": hits,
            "facets": results.facets,
            "suggestions": list(results.suggestions),
            "more": results.more,
            "revision": revision,
        }

    def suggest(self, text: str, limit: int = 10, statuses: Sequence[str] = SEARCHED) -> dict[str, Any]:
        """Complete what was typed."""
        found, revision = self._ask(lambda index: index.suggest(text, limit, statuses) if text.strip() else [])
        shown = [{"text": each.text, "lang": each.lang, "concept": each.concept} for each in found]
        return {"suggestions": shown, "revision": revision}

    def lookup(
        self,
        queries: Sequence[str],
        *,
        source: str | None = None,
        target: str | None = None,
        statuses: Sequence[str] = TRUSTED,
    ) -> dict[str, Any]:
        """Return for each query, in order, the concepts that have a term equal to it when both are folded."""
        current = self._current()
        keys = {query: key(query) for query in queries}
        found = self.store.named(filter(None, keys.values()))
        names = current.names_of(self.store, (ident for idents in found.values() for ident in idents))
        results = []
        for query in queries:
            concepts = [names[ident] for ident in found.get(keys[query], ()) if ident in names]
            results.append({"query": query, "concepts": exact_hits(keys[query], concepts, source, target, statuses)})
        return {"results": results, "revision": current.revision}

    def annotate(
        self,
        segments: Iterable[str],
        *,
        source: str = "zh",
        target: str = "en",
        overlaps: bool = False,
        statuses: Sequence[str] = TRUSTED,
    ) -> dict[str, Any]:
        """Return for each segment, in order, the terms that stand in it, by start, longest first."""
        current = self._current()
        find = current.recognizer(self.store, source).finder(frozenset(statuses), overlaps)
        found = [(text, find(text)) for text in segments]
        entries = current.entries_of(self.store, {key for _, matches in found for _, _, key in matches}, target)
        marked = [{"matches": match_records(text, matches, entries) if matches else []} for text, matches in found]
        return {"segments": marked, "revision": current.revision}

    def check(
        self,
        segments: Iterable[tuple[str, str]],
        *,
        source: str = "zh",
        target: str = "en",
        statuses: Sequence[str] = TRUSTED,
    ) -> dict[str, Any]:
        """Check segments of a text (source, target) against the term base; findings in the order of the segments."""
        current, wanted = self._current(), frozenset(statuses)
        finders = [current.recognizer(self.store, lang).finder(wanted, overlaps=True) for lang in (source, target)]
        texts = list(segments)
        found = [tuple(find(text) for find, text in zip(finders, pair, strict=True)) for pair in texts]
        sides = [
            current.entries_of(self.store, {key for pair in found for _, _, key in pair[side]}, other)
            for side, other in ((0, target), (1, source))
        ]
        pairs = [
            checking.Pair(
                number,
                checking.Side(pair[0], source, matches[0], sides[0]),
                checking.Side(pair[1], target, matches[1], sides[1]),
            )
            for number, (pair, matches) in enumerate(zip(texts, found, strict=True))
        ]
        return {"findings": checking.findings(pairs), "revision": current.revision}

    def cite(
        self, queries: Sequence[str], *, source: str | None = None, statuses: Sequence[str] = SEARCHED
    ) -> dict[str, Any]:
        """Return for each query, in order, a line of citation for every concept that has a term equal to it."""
        found = self.lookup(queries, source=source, statuses=statuses)
        ids = {hit["concept"] for result in found["results"] for hit in result["concepts"]}
        whole = {concept.id: concept for concept in self.store.concepts(sorted(ids))}
        results = [
            {
                "query": result["query"],
                "citations": [
                    {"concept": hit["concept"], "line": citation_line(whole[hit["concept"]], hit["matched"])}
                    for hit in result["concepts"]
                    if hit["concept"] in whole
                ],
            }
            for result in found["results"]
        ]
        return {"results": results, "revision": found["revision"]}

    def briefs(self, ids: Iterable[str]) -> dict[str, Concept]:
        """Return known concepts by id, each term with its first citation only: enough to list them."""
        return self._current().concepts_of(self.store, ids)

    def letters(
        self, source: str | None, filters: Filters | None = None, years: Sequence[str] = ()
    ) -> list[tuple[str, int]]:
        """Return the letters that a listing's names begin with, by pinyin, each with the number of hits before it."""
        query = _query("", source, "auto", filters or Filters(statuses=SEARCHED), years)
        return self._ask(lambda index: index.letters(query))[0]

    def found_ids(
        self, text: str, source: str | None, mode: Mode, filters: Filters, years: Sequence[str] = ()
    ) -> list[str]:
        """Return the ids of all concepts that a search finds, best first."""
        query = _query(text, source, mode, filters, years)
        everything = replace(query, limit=EVERYTHING, most=EVERYTHING)
        return [hit.concept for hit in self._ask(lambda index: index.search(everything))[0].hits]

    def problems(self) -> Iterator[str]:
        """Yield a sentence for whatever is wrong with the term base or its index; nothing when all is well."""
        yield from problems(self.store)
        self.refresh()
        indexed = self._index.search(Query(statuses=CONCEPT_STATUSES, limit=0)).total
        stored = len(self.store.concept_ids())
        if indexed != stored:
            yield f"the index holds {indexed} concepts, the term base {stored}: remove {self._folder}"


def _file_of(path: Path) -> FileId | None:
    try:
        status = path.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


@cache
def _digest(file: FileId | None) -> str:
    return hashlib.sha256(repr(file).encode()).hexdigest()[:8]


def _query(
    text: str,
    source: str | None,
    mode: Mode,
    filters: Filters,
    years: Sequence[str] = (),
    limit: int = 0,
    offset: int = 0,
) -> Query:
    narrowed = filters.categories, filters.statuses, filters.documents, tuple(years)
    return Query(text.strip(), source, mode, *narrowed, limit, offset)
