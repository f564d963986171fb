"""The search index: a disposable copy of the term base's names, made for finding.

The only package that imports whoosh.
"""

from __future__ import annotations

import sys
import warnings
from collections.abc import Iterable
from pathlib import Path
from types import TracebackType

with warnings.catch_warnings():
    # Whoosh's last release has backslashes that Python 3.12 warns of when it compiles them.
    warnings.simplefilter("ignore", SyntaxWarning)
    warnings.simplefilter("ignore", DeprecationWarning)
    import whoosh
    from whoosh import analysis, fields, formats
    from whoosh import index as whoosh_index

    from glossary.index.generations import Generation, Generations, Stamp
    from glossary.index.rows import Row, grams, latin_words, plain, row, stem
    from glossary.index.snapshot import Snapshot

from glossary.errors import StaleDatabase
from glossary.index.values import MODES, Hit, Mode, Query, Results, Suggestion
from glossary.models import Concept
from glossary.text import has_han

__all__ = ["MODES", "Hit", "Index", "Mode", "Query", "Results", "Suggestion"]

# Raise the number when what is indexed changes: indexes made before are then made anew.
SCHEMA = f"1 whoosh {whoosh.versionstring()} python {sys.version_info.major}.{sys.version_info.minor}"
_LOCK_SECONDS = 30.0


class Index:
    """Names of concepts, found by any of the ways people look for them.

    Several processes may read a folder while one writes: a reader keeps to the generation it has opened and takes the
    new one at its next question. Nothing in the folder is worth keeping: `rebuild` makes all of it.
    """

    def __init__(self, folder: Path) -> None:
        self._generations = Generations(folder)
        self._stamp: Stamp | None = None
        self._snapshot: Snapshot | None = None

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

    def rebuild(self, concepts: Iterable[Concept], revision: int) -> None:
        """Make the index anew from all concepts; raises StaleDatabase when another process is writing it."""
        with self._generations.writing(_LOCK_SECONDS):
            self._write(None, (), concepts, revision)

    def update(self, changed: Iterable[Concept], removed: Iterable[str], revision: int) -> None:
        """Bring the index to a revision: put in what changed, take out ids that are gone.

        Raises StaleDatabase when there is no sound index to start from, or another process is writing it.
        """
        with self._generations.writing(_LOCK_SECONDS):
            start = self._generations.current(SCHEMA)
            if start is None:
                raise StaleDatabase(f"{self._generations.folder}: there is no sound index to update; rebuild it")
            newest = {concept.id: concept for concept in changed}
            self._write(start, {*removed, *newest}, newest.values(), revision)

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

    def close(self) -> None:
        """Release the memory; the next question reads the files again."""
        self._snapshot = self._stamp = None

    def _sound(self) -> Snapshot:
        snapshot = self._current()
        if snapshot is None:
            raise StaleDatabase(f"{self._generations.folder}: the index is missing or damaged; rebuild it")
        return snapshot

    def _current(self) -> Snapshot | None:
        stamp = self._generations.stamp()
        while stamp != self._stamp:
            generation = self._generations.current(SCHEMA)
            self._snapshot = Snapshot(generation.files, generation.revision) if generation else None
            # What was just read may already be old, or may have been removed while it was read.
            self._stamp, stamp = stamp, self._generations.stamp()
        return self._snapshot

    def _write(self, start: Generation | None, gone: Iterable[str], put: Iterable[Concept], revision: int) -> None:
        with self._generations.making(start, SCHEMA, revision) as path:
            index = whoosh_index.open_dir(str(path)) if start else whoosh_index.create_in(str(path), _schema())
            with index.writer(limitmb=256) as writer:
                for identifier in gone:
                    writer.delete_by_term("concept", identifier)
                for concept in put:
                    writer.add_document(**_document(row(concept)))
            index.close()


def _schema() -> fields.Schema:
    """Every field holds terms made by us, one a line; nothing is weighed by Whoosh, so it keeps no frequencies."""
    lines = analysis.RegexTokenizer(r"[^\n]+")
    names = ("concept", "key", "gram", "word", "stem", "sound")
    indexed = {name: fields.FieldType(formats.Existence(), lines) for name in names}
    return fields.Schema(row=fields.STORED(), **indexed)


def _document(kept: Row) -> dict[str, object]:
    names = [name for name in kept.names if name.key]
    words = {word for name in names for word in latin_words(name.key)}
    terms: dict[str, Iterable[str]] = {
        "concept": [kept.concept],
        "key": [name.key for name in names],
        "gram": [gram for name in names if has_han(name.key) for gram in grams(name.key)],
        "word": words,
        "stem": map(stem, words),
        "sound": [sound for name in names for pair in name.pinyin for sound in pair if sound],
    }
    return {"row": plain(kept), **{field: "\n".join(sorted(set(found))) for field, found in terms.items()}}
