"""The search index: a disposable copy of the term base's names, made for finding.

Whoosh finds and ranks by words; exact names, beginnings, parts, pinyin and misspelt words come from B-trees and FTS5 in
one SQLite file beside it, which answer in a tenth of the time. The only package that imports whoosh.
"""

from __future__ import annotations

import sqlite3
import sys
import warnings
from collections.abc import Iterable, Iterator, Mapping
from itertools import count
from pathlib import Path
from types import TracebackType

with warnings.catch_warnings():
    # Whoosh's last release has backslashes that Python 3.12 warns of when it compiles them.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    import whoosh
    from whoosh.index import EmptyIndexError

    from glossary.index.generations import Generation, Generations, Stamp
    from glossary.index.ranked import RankedWriter
    from glossary.index.rows import Row, row
    from glossary.index.snapshot import Snapshot
    from glossary.index.tables import Progress, Tables

from glossary.errors import StaleDatabase
from glossary.index.values import EVERYTHING, MODES, Hit, Mode, Query, Results, Suggestion
from glossary.models import Concept, ConceptStatus
from glossary.text import pinyin
from glossary.uncollected import uncollected

__all__ = ["EVERYTHING", "MODES", "Hit", "Index", "Mode", "Progress", "Query", "Results", "Snapshot", "Suggestion"]

# Raise the number when what is indexed changes: indexes made before are then made anew.
SCHEMA = f"3 whoosh {whoosh.versionstring()} python {sys.version_info.major}.{sys.version_info.minor}"
_LOCK_SECONDS = 30.0
_PROGRESS = 1000  # concepts between two reports


class Index:
    """Names of concepts, found by any of the ways people look for them.

    Several processes may read a folder while one writes: a reader keeps to the generation it has opened and takes the
    new one at its next question. Nothing in the folder is worth keeping: `rebuild` makes all of it.
    """

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._stamp: Stamp | None = None
        self._snapshot: Snapshot | None = None
        self._warm: Snapshot | None = None

    def __enter__(self) -> Index:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    @property
    def revision(self) -> int | None:
        """The revision that the index was made from; None when it is missing, damaged, or of another version."""
        snapshot = self._current()
        return snapshot.revision if snapshot else None

    def rebuild(
        self,
        concepts: Iterable[Concept],
        revision: int,
        dates: Mapping[str, str] | None = None,
        progress: Progress = lambda _, __: None,
    ) -> None:
        """Make the index anew from all concepts; `dates` are those of documents, by symbol.

        `progress` is told what is done, and how many of it: concepts read, names indexed. Raises StaleDatabase when
        another process is writing the index, InputError when there are too many concepts.
        """
        with self._generations.writing(_LOCK_SECONDS), uncollected():
            self._write(None, (), _told(concepts, progress), revision, dates or {}, progress)

    def update(
        self,
        changed: Iterable[Concept],
        removed: Iterable[str],
        revision: int,
        dates: Mapping[str, str] | None = None,
    ) -> None:
        """Bring the index to a revision: put in what changed, take out ids that are gone.

        Nothing is done when another process has brought it there meanwhile.

        Raises StaleDatabase when there is no sound index to start from, or another process is writing it.
        """
        with self._generations.writing(_LOCK_SECONDS):
            start = self._generations.current(SCHEMA)
            if start is None:
                raise StaleDatabase(f"{self._generations.folder}: there is no sound index to update; rebuild it")
            if start.revision >= revision:
                return
            newest = {concept.id: concept for concept in changed}
            self._write(start, {*removed, *newest}, newest.values(), revision, dates or {})

    def search(self, query: Query) -> Results:
        """Find concepts, best first; without text list them in the order of names.

        Any text is allowed: only its first 200 characters count. Raises StaleDatabase without a sound index.
        """
        return self._sound().search(query)

    def suggest(self, text: str, limit: int = 10, statuses: Iterable[str] = ()) -> list[Suggestion]:
        """Complete what was typed: a name's beginning, a word's, pinyin, initials; each name once, best first.

        `statuses` are concept statuses, none for all. Raises StaleDatabase without a sound index.
        """
        return self._sound().suggest(text, limit, statuses)

    def letters(self, query: Query) -> list[tuple[str, int]]:
        """Return the letters that the names of a listing begin with, by pinyin, each with the hits before it."""
        return self._sound().letters(query)

    def warm(self, statuses: tuple[ConceptStatus, ...]) -> None:
        """Make what the first list of everything, and the first pinyin, would have to wait for."""
        snapshot = self._current()
        if snapshot and snapshot is not self._warm:
            snapshot.search(Query(statuses=statuses, limit=0))
            pinyin("长")
            self._warm = snapshot

    def snapshot(self) -> Snapshot:
        """Return the generation in force, open: it answers as this does, and goes on to when there is a newer one.

        Whoever holds it answers from one revision, and opens a newer one when it suits. Raises StaleDatabase without a
        sound index.
        """
        return self._sound()

    def close(self) -> None:
        """Give the files up; the next question opens them again."""
        self._snapshot = self._warm = self._stamp = None

    def _sound(self) -> Snapshot:
        snapshot = self._current()
        if snapshot is None:
            raise StaleDatabase(f"{self._generations.folder}: the index is missing or damaged; rebuild it")
        return snapshot

    def _current(self) -> Snapshot | None:
        stamp = self._generations.stamp()
        while stamp != self._stamp:
            generation = self._generations.current(SCHEMA)
            try:
                self._snapshot = Snapshot(generation.path, generation.revision) if generation else None
            except (OSError, sqlite3.OperationalError, EmptyIndexError):
                self._snapshot = None
            # What was just read may already be old, or may have been removed while it was read.
            self._stamp, stamp = stamp, self._generations.stamp()
        return self._snapshot

    def _write(
        self,
        start: Generation | None,
        gone: Iterable[str],
        put: Iterable[Concept],
        revision: int,
        dates: Mapping[str, str],
        progress: Progress = lambda _, __: None,
    ) -> None:
        with self._generations.making(start, SCHEMA, revision) as path:
            ranked = RankedWriter(path, new=start is None)
            tables = Tables(path, ranked, progress)
            try:
                places = tables.places(gone)
                tables.remove(sorted(places.values()))
                tables.put(_rows(put, places, tables.next_place(), dates))
                tables.close()
                ranked.commit()
            except BaseException:
                tables.abandon()
                ranked.abandon()
                raise


def _rows(
    concepts: Iterable[Concept], places: Mapping[str, int], free: int, dates: Mapping[str, str]
) -> Iterator[tuple[int, Row]]:
    """Yield each concept's row with its place: the one it had, else the next."""
    following = count(free)
    for concept in concepts:
        place = places[concept.id] if concept.id in places else next(following)
        yield place, row(concept, place, dates)


def _told(concepts: Iterable[Concept], progress: Progress) -> Iterator[Concept]:
    for number, concept in enumerate(concepts, 1):
        yield concept
        if number % _PROGRESS == 0:
            progress("concepts read", number)
