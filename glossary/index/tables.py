"""The part of the index that is a SQLite file, as it is written.

    concept   what a hit leads to, what it is filtered by (facets, documents), the order of names
    name      a name at its number, with all that it is found by; B-tree over its key: exact, prefix
    form      pinyin, initials, and English without order, ending, hyphen and spelling: B-tree
    gram      Chinese characters and their pairs, and how names and their pinyin begin: FTS5, row numbers only
    part      three letters at a time of English and pinyin: FTS5, row numbers only
    word      the English vocabulary, forwards and backwards, to find a word near a misspelt one

FTS5 answers in the order of row numbers, which is the order of merit (see `rows`): it stops when enough is found. The
file is never changed once a generation is in force: an update works on a copy.
"""

from __future__ import annotations

import json
import sqlite3
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from glossary.index.ranked import RankedWriter
from glossary.index.rows import COMPACT, INITIALS, STEMS, Name, Row, grams
from glossary.text import has_han

FILE = "names.db"
# Beginnings of up to so many characters are kept in the order of merit; longer ones are few enough to be sorted.
BEGINNINGS = 4
NAME_BEGINS, SOUND_BEGINS = "⟨", "⟪"
# What the tokenizer takes for a mark between terms stands under another name.
MARKS = {code: 0x2400 + code for code in range(128) if not chr(code).isalnum()}
_BATCH = 4000

Progress = Callable[[str, int], None]  # what is done, and how many of it

_SCHEMA = """
CREATE TABLE concept (place INTEGER PRIMARY KEY, concept TEXT NOT NULL UNIQUE, facets INTEGER NOT NULL,
                      documents BLOB NOT NULL, ordering TEXT NOT NULL, names TEXT NOT NULL);
CREATE TABLE facets (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE);
CREATE TABLE document (id INTEGER PRIMARY KEY, value TEXT NOT NULL UNIQUE);
CREATE TABLE name (id INTEGER PRIMARY KEY, text TEXT NOT NULL, key TEXT NOT NULL, forms TEXT NOT NULL,
                   vocabulary TEXT NOT NULL);
CREATE TABLE form (form TEXT NOT NULL, id INTEGER NOT NULL, PRIMARY KEY (form, id)) WITHOUT ROWID;
CREATE TABLE word (word TEXT PRIMARY KEY, backwards TEXT NOT NULL, names INTEGER NOT NULL) WITHOUT ROWID;
CREATE VIRTUAL TABLE gram USING fts5(terms, content='', detail=none, columnsize=0, tokenize='ascii');
CREATE VIRTUAL TABLE part USING fts5(terms, content='', detail=none, columnsize=0, tokenize='trigram');
"""
_INDEXES = """
CREATE INDEX name_key ON name (key);
CREATE INDEX concept_order ON concept (ordering, place);
CREATE INDEX word_backwards ON word (backwards);
"""


class Tables:
    """The file while it is made or changed; close it when done. English words and pairs go to `ranked`, too."""

    def __init__(self, folder: Path, ranked: RankedWriter, progress: Progress = lambda _, __: None) -> None:
        path = folder / FILE
        self._new = not path.exists()
        self._ranked = ranked
        self._progress = progress
        self._numbers: dict[tuple[str, str], int] = {}
        self._db = sqlite3.connect(path, isolation_level=None)
        # Nothing here outlives a failure: the folder is thrown away then.
        cache = 1 << (18 if self._new else 14)  # KB: a change looks at few pages, in a process that has other work
        for pragma in ("journal_mode = OFF", "synchronous = OFF", f"cache_size = -{cache}", "temp_store = FILE"):
            self._db.execute(f"PRAGMA {pragma}")
        if self._new:
            self._db.executescript(_SCHEMA)
        self._db.execute("CREATE TEMP TABLE fresh (id INTEGER, text TEXT, key TEXT, forms TEXT, vocabulary TEXT)")
        self._db.execute("BEGIN")

    def next_place(self) -> int:
        """Return the first place that no concept has had since the last rebuild."""
        (place,) = self._db.execute("SELECT ifnull(max(place), -1) + 1 FROM concept").fetchone()
        return int(place)

    def places(self, concepts: Iterable[str]) -> dict[str, int]:
        """Return the places of those concepts that are there."""
        find = "SELECT place FROM concept WHERE concept = ?"
        found = ((concept, self._db.execute(find, (concept,)).fetchone()) for concept in concepts)
        return {concept: int(row[0]) for concept, row in found if row}

    def remove(self, places: Sequence[int]) -> None:
        """Take concepts out."""
        names = sorted(number for place in places for number in self._names_of(place))
        rows = [Name(*self._db.execute("SELECT * FROM name WHERE id = ?", (number,)).fetchone()) for number in names]
        self._db.executemany("INSERT INTO gram (gram, rowid, terms) VALUES ('delete', ?, ?)", map(_grams, rows))
        self._db.executemany("INSERT INTO part (part, rowid, terms) VALUES ('delete', ?, ?)", map(_parts, rows))
        self._db.executemany("DELETE FROM form WHERE form = ? AND id = ?", _forms(rows))
        self._count(Counter(word for row in rows for word in row.vocabulary.split()), -1)
        self._db.executemany("DELETE FROM name WHERE id = ?", ((number,) for number in names))
        self._db.executemany("DELETE FROM concept WHERE place = ?", ((place,) for place in places))
        for row in rows:
            self._ranked.remove(row)

    def put(self, rows: Iterable[tuple[int, Row]]) -> None:
        """Put concepts in at their places, which must be free."""
        numbers: list[int] = []
        insert = "INSERT INTO concept VALUES (?, ?, ?, ?, ?, ?)"
        for place, row in rows:
            kind = self._number("facets", json.dumps(row.facets, ensure_ascii=False))
            documents = array("I", (self._number("document", symbol) for symbol in row.documents)).tobytes()
            own = [name.id for name in row.names]
            self._db.execute(insert, (place, row.concept, kind, documents, row.order, " ".join(map(str, own))))
            self._db.executemany("INSERT INTO fresh VALUES (?, ?, ?, ?, ?)", row.names)
            if not self._new:
                numbers += own
        # In their order: a B-tree that grows at its end is written once.
        self._db.execute("INSERT INTO name SELECT * FROM fresh ORDER BY id")
        self._db.execute("DELETE FROM fresh")
        self._derive(self._all_names() if self._new else self._some_names(sorted(numbers)))

    def close(self) -> None:
        """Write what is left and give the file up."""
        if self._new:
            self._db.execute("COMMIT")
            self._db.executescript(_INDEXES)
        else:
            self._db.execute("COMMIT")
        self._db.close()

    def abandon(self) -> None:
        """Give the file up as it is."""
        self._db.close()

    def _names_of(self, place: int) -> list[int]:
        (names,) = self._db.execute("SELECT names FROM concept WHERE place = ?", (place,)).fetchone()
        return [int(number) for number in names.split()]

    def _number(self, table: str, value: str) -> int:
        known = self._numbers.get((table, value))
        if known is None:
            self._db.execute(f"INSERT OR IGNORE INTO {table} (value) VALUES (?)", (value,))
            (known,) = self._db.execute(f"SELECT id FROM {table} WHERE value = ?", (value,)).fetchone()
            self._numbers[table, value] = known
        return known

    def _all_names(self) -> Iterator[list[Name]]:
        cursor = self._db.execute("SELECT * FROM name ORDER BY id")
        while batch := cursor.fetchmany(_BATCH):
            yield [Name(*row) for row in batch]

    def _some_names(self, numbers: list[int]) -> Iterator[list[Name]]:
        rest = iter(numbers)
        while batch := list(islice(rest, _BATCH)):
            yield [Name(*self._db.execute("SELECT * FROM name WHERE id = ?", (each,)).fetchone()) for each in batch]

    def _derive(self, batches: Iterator[list[Name]]) -> None:
        """Fill everything that names are found by, in the order of numbers: FTS5 takes no other without delay."""
        vocabulary: Counter[str] = Counter()
        done = 0
        self._db.execute("CREATE TEMP TABLE unsorted (form TEXT, id INTEGER)")
        for names in batches:
            self._db.executemany("INSERT INTO gram (rowid, terms) VALUES (?, ?)", map(_grams, names))
            self._db.executemany("INSERT INTO part (rowid, terms) VALUES (?, ?)", map(_parts, names))
            self._db.executemany("INSERT INTO unsorted VALUES (?, ?)", _forms(names))
            for name in names:
                vocabulary.update(name.vocabulary.split())
                self._ranked.add(name)
            done += len(names)
            self._progress("names indexed", done)
        self._db.execute("INSERT OR IGNORE INTO form SELECT form, id FROM unsorted ORDER BY 1, 2")
        self._db.execute("DROP TABLE unsorted")
        self._count(vocabulary, 1)

    def _count(self, vocabulary: Counter[str], sign: int) -> None:
        sql = "INSERT INTO word VALUES (?, ?, ?) ON CONFLICT (word) DO UPDATE SET names = names + excluded.names"
        rows = ((word, word[::-1], sign * count) for word, count in sorted(vocabulary.items()))
        self._db.executemany(sql, rows)
        if sign < 0:
            self._db.execute("DELETE FROM word WHERE names <= 0")


def beginning(mark: str, text: str) -> str:
    """Return the term for names or sounds that begin so."""
    return mark + text.translate(MARKS)


def characters(key: str) -> list[str]:
    """Return the terms for the characters of a key and their pairs, blanks left out."""
    return [gram.translate(MARKS) for gram in grams(key)]


def _beginnings(mark: str, text: str) -> Iterator[str]:
    return (beginning(mark, text[:size]) for size in range(1, min(len(text), BEGINNINGS) + 1))


def _sounds(name: Name) -> list[str]:
    return [form for form in name.forms.split("\n") if form and form[0] not in (STEMS, COMPACT, INITIALS)]


def _grams(name: Name) -> tuple[int, str]:
    terms = dict.fromkeys(_beginnings(NAME_BEGINS, name.key))
    if has_han(name.key):
        terms |= dict.fromkeys(characters(name.key))
        terms |= dict.fromkeys(term for sound in _sounds(name) for term in _beginnings(SOUND_BEGINS, sound))
    return name.id, " ".join(terms)


def _parts(name: Name) -> tuple[int, str]:
    letters = " ".join(name.vocabulary.split()) if has_han(name.key) else name.key
    return name.id, "\n".join([f" {letters} ", *_sounds(name)])


def _forms(names: Iterable[Name]) -> Iterator[tuple[str, int]]:
    return ((form, name.id) for name in names for form in name.forms.split("\n") if form)
