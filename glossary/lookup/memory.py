"""What is kept in memory of a term base at one revision: terms recognized, names and concepts read.

It answers from one revision only, and never changes but to hold more of it; a newer revision gets a memory of its own,
which takes over what has not changed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from threading import Lock

from glossary.lookup.answers import Entry, Names, brief, entries
from glossary.lookup.recognition import Recognizer, concept_of, key_of
from glossary.models import Concept, term_rank
from glossary.store import Store, rowid
from glossary.uncollected import uncollected

LANGUAGES = ("zh", "en")
FileId = tuple[int, int]  # device and inode

_KEPT = 100_000  # concepts and terms kept, to answer faster


@dataclass(frozen=True, slots=True)
class Known:
    """What takes long to make of a term base and never changes: for processes that are forked, so that they share it.

    A process that is started anew cannot take it over, and makes its own.
    """

    file: FileId | None
    revision: int
    stamp: str
    recognizers: Mapping[str, Recognizer]

    def __reduce__(self) -> tuple[type[None], tuple[()]]:
        return type(None), ()


@dataclass(frozen=True, slots=True)
class Memory:
    """One revision of a term base file; safe to share between threads, each of which brings its own store."""

    file: FileId | None
    revision: int
    stamp: str
    folder: Path  # where patterns are kept
    recognizers: dict[str, Recognizer] = field(default_factory=dict)
    concepts: dict[str, Concept] = field(default_factory=dict)
    names: dict[str, Names] = field(default_factory=dict)
    entries: dict[str, dict[int, Entry]] = field(default_factory=lambda: defaultdict(dict))  # by target language
    _making: Lock = field(default_factory=Lock)

    @classmethod
    def of(cls, known: Known, folder: Path) -> Memory:
        """Return a memory that holds what another process has made."""
        return cls(known.file, known.revision, known.stamp, folder, dict(known.recognizers))

    def known(self, store: Store) -> Known:
        """Return what may be passed on to other processes, all of it made."""
        recognizers = {lang: self.recognizer(store, lang) for lang in LANGUAGES}
        return Known(self.file, self.revision, self.stamp, recognizers)

    def recognizer(self, store: Store, lang: str) -> Recognizer:
        """Return the recognizer of a language, made by whoever comes first."""
        found = self.recognizers.get(lang)
        if found is None:
            with self._making, uncollected():
                found = self.recognizers.get(lang) or Recognizer.of(store, lang, self.folder)
                self.recognizers[lang] = found
        return found

    def concepts_of(self, store: Store, ids: Iterable[str]) -> dict[str, Concept]:
        """Return known concepts by id, as lists need them; those that are not there yet are read, and stay."""
        wanted = list(ids)
        known = {ident: self.concepts[ident] for ident in wanted if ident in self.concepts}
        if len(known) < len(wanted):
            missing = [ident for ident in wanted if ident not in known]
            fresh = {concept.id: brief(concept) for concept in store.concepts(missing)}
            if len(self.concepts) > _KEPT:
                self.concepts.clear()
            self.concepts.update(fresh)
            known |= fresh
        return {ident: known[ident] for ident in wanted if ident in known}

    def names_of(self, store: Store, ids: Iterable[str]) -> dict[str, Names]:
        """Return the names of known concepts, best first, from memory or from the file."""
        wanted = list(ids)
        known = {ident: self.names[ident] for ident in wanted if ident in self.names}
        if len(known) < len(wanted):
            missing = [number for ident in wanted if ident not in known and (number := rowid(ident)) is not None]
            rows = groupby(store.terms(missing), key=lambda row: row.concept)
            fresh = {f"c{number}": tuple(sorted(group, key=term_rank)) for number, group in rows}
            if len(self.names) > _KEPT:
                self.names.clear()
            self.names.update(fresh)
            known |= fresh
        return known

    def entries_of(self, store: Store, keys: set[int], target: str) -> dict[int, Entry]:
        """Return what is told of terms found, from memory or from the file; of those that are gone nothing."""
        kept = self.entries[target]
        missing = {concept_of(key) for key in keys if key not in kept}
        if not missing:
            return kept
        fresh = {key_of(entry.row): entry for entry in entries(store.terms(missing), target)}
        known = {key: kept[key] for key in keys if key in kept} | fresh
        if len(kept) > _KEPT:
            kept = self.entries[target] = {}
        kept.update(fresh)
        return known


def succeeding(store: Store, before: Memory | None, file: FileId | None, revision: int, folder: Path) -> Memory:
    """Return the memory of a revision; of the one before, if it is of the same term base, what has not changed."""
    after = Memory(file, revision, store.stamp(revision), folder)
    if before is None or revision < before.revision or store.stamp(before.revision) != before.stamp:
        return after
    changed = store.changed_since(before.revision)
    numbers = {number for number in map(rowid, changed) if number is not None}
    for lang, recognizer in list(before.recognizers.items()):  # before anybody asks: no request waits for them
        after.recognizers[lang] = recognizer.updated(store, numbers)
    gone = frozenset(changed)
    after.names.update((ident, each) for ident, each in list(before.names.items()) if ident not in gone)
    after.concepts.update((ident, each) for ident, each in list(before.concepts.items()) if ident not in gone)
    for target, known in list(before.entries.items()):
        kept = ((key, entry) for key, entry in list(known.items()) if concept_of(key) not in numbers)
        after.entries[target].update(kept)
    return after
