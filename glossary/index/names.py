"""The part of the index that is a SQLite file, as it is asked: every answer is numbers of names, best first.

Each question reads at most `limit` rows of what it asks for; see `tables` for what there is.
"""

from __future__ import annotations

import sqlite3
from array import array
from collections import deque
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from itertools import accumulate, islice
from pathlib import Path
from weakref import finalize

from glossary.index.catalogue import Catalogue
from glossary.index.rows import place_of
from glossary.index.tables import BEGINNINGS, FILE, MARKS, NAME_BEGINS, SOUND_BEGINS, beginning
from glossary.index.typos import one_error
from glossary.loading import batches, slots

_LAST = "\U0010ffff"
_NEAR_WORDS = 12
_FEW = 4
_ALPHABET = " abcdefghijklmnopqrstuvwxyz0123456789"
_MAPPED = 1 << 34  # bytes of the file that may be mapped into memory: shared by all that read it
_WITH_TERMS = "SELECT rowid FROM gram WHERE gram MATCH ? ORDER BY rowid LIMIT ?"

Numbers = list[int]


class Names:
    """The file in a folder, open for reading; safe to share between threads."""

    def __init__(self, folder: Path) -> None:
        self._uri = f"{(folder / FILE).resolve().as_uri()}?mode=ro&immutable=1"
        self._free: deque[sqlite3.Connection] = deque()
        finalize(self, _close, self._free)  # when nobody asks any more
        first = self._opened()
        self.catalogue = Catalogue(first, partial(_in_order, self._uri), partial(_letters, self._uri))
        self._free.append(first)  # what is open stays, also when the files are removed

    # -- whole names -------------------------------------------------------------------------------------------------

    def exact(self, key: str, limit: int) -> Numbers:
        """Return the names with this key."""
        return self._numbers("SELECT id FROM name WHERE key = ? ORDER BY id LIMIT ?", key, limit)

    def beginning(self, key: str, limit: int) -> Numbers:
        """Return the names whose key begins so."""
        if len(key) <= BEGINNINGS:
            return self._matching(NAME_BEGINS, key, limit)
        return sorted(self._numbers("SELECT id FROM name WHERE key >= ? AND key < ? LIMIT ?", key, key + _LAST, limit))

    def formed(self, form: str, limit: int) -> Numbers:
        """Return the names with this form."""
        return self._numbers("SELECT id FROM form WHERE form = ? ORDER BY id LIMIT ?", form, limit)

    def sounding(self, begun: str, limit: int) -> Numbers:
        """Return the names whose pinyin or initials begin so."""
        if len(begun) <= BEGINNINGS:
            return self._matching(SOUND_BEGINS, begun, limit)
        return self.forms_beginning(begun, limit)

    def forms_beginning(self, begun: str, limit: int) -> Numbers:
        """Return the names with a form that begins so."""
        sql = "SELECT DISTINCT id FROM form WHERE form >= ? AND form < ? LIMIT ?"
        return sorted(self._numbers(sql, begun, begun + _LAST, limit))

    # -- parts of names ----------------------------------------------------------------------------------------------

    def containing(self, parts: Sequence[str], limit: int) -> Numbers:
        """Return the names with all the parts; each has a Chinese character in it."""
        bare = [part.replace(" ", "") for part in parts]
        terms = dict.fromkeys(gram for part in bare for gram in _cover(part, 2))
        if len(bare) == 1 and len(bare[0]) < 3:
            return self._numbers(_WITH_TERMS, _grams(terms), limit)
        tests = " AND instr(replace(n.key, ' ', ''), ?)" * len(bare)
        sql = f"""SELECT g.rowid FROM gram g CROSS JOIN name n ON n.id = g.rowid WHERE gram MATCH ?{tests}
                  ORDER BY g.rowid LIMIT ?"""
        return self._numbers(sql, _grams(terms), *bare, limit)

    def with_characters(self, alternatives: Iterable[Sequence[str]], limit: int) -> Numbers:
        """Return the names with all characters and pairs of one of the alternatives, wherever they stand."""
        choices = " OR ".join(dict.fromkeys(f"({_grams(dict.fromkeys(each))})" for each in alternatives if each))
        return self._numbers(_WITH_TERMS, choices, limit) if choices else []

    def with_letters(self, letters: str, limit: int) -> Numbers:
        """Return the names with these letters, blanks at the ends standing for the ends of words."""
        test = "instr(' ' || n.key || ' ', ?)"
        if len(letters) < 3:
            return self._with_few_letters(letters, test, limit)
        return self._parts(_all_of(_cover(letters, 3)), test, letters, limit)

    def with_sound(self, letters: str, limit: int) -> Numbers:
        """Return the names with these letters, three at least, in their pinyin or its initials."""
        test = "substr(n.forms, 1, 1) <> '=' AND instr(n.forms, ?)"
        return self._parts(_all_of(_cover(letters, 3)), test, letters, limit)

    def with_sounds(self, alternatives: Iterable[Sequence[str]], limit: int) -> Numbers:
        """Return the names with all runs of letters of one of the alternatives, wherever they stand."""
        choices = [_all_of(dict.fromkeys(three for run in each for three in _cover(run, 3))) for each in alternatives]
        sql = "SELECT rowid FROM part WHERE part MATCH ? ORDER BY rowid LIMIT ?"
        return self._numbers(sql, " OR ".join(f"({choice})" for choice in choices), limit)

    # -- English words -----------------------------------------------------------------------------------------------

    def is_word(self, word: str) -> bool:
        """Say whether a name has this English word."""
        return bool(self._ask("SELECT 1 FROM word WHERE word = ?", (word,)))

    def completions(self, begun: str, limit: int) -> list[str]:
        """Return English words that begin so, those first that most names have."""
        sql = "SELECT word FROM word WHERE word >= ? AND word < ? ORDER BY names DESC, word LIMIT ?"
        return [word for (word,) in self._ask(sql, (begun, begun + _LAST, limit))]

    def near(self, word: str) -> list[str]:
        """Return English words one error away from a word of four letters at least, those first that most names have.

        An error leaves one half of the word as it is, or changes places across its middle.
        """
        if len(word) < 4:
            return []
        half = len(word) // 2
        crossed = word[: half - 1] + word[half] + word[half - 1] + word[half + 1 :]
        head, tail = word[:half], word[: half - 1 : -1]
        sizes = len(word) - 1, len(word) + 1
        sql = """SELECT word, names FROM word WHERE word >= ? AND word < ? AND length(word) BETWEEN ? AND ?
                 UNION SELECT word, names FROM word WHERE backwards >= ? AND backwards < ?
                                                      AND length(word) BETWEEN ? AND ?
                 UNION SELECT word, names FROM word WHERE word = ?"""
        rows = self._ask(sql, (head, head + _LAST, *sizes, tail, tail + _LAST, *sizes, crossed))
        found = sorted((-names, other) for other, names in rows if other != word and one_error(word, other))
        return [other for _, other in found[:_NEAR_WORDS]]

    # -- what numbers stand for --------------------------------------------------------------------------------------

    def keys(self, numbers: Iterable[int]) -> list[tuple[int, str, str]]:
        """Return number, key and forms of names, in the order given."""
        return self._rows("SELECT id, key, forms FROM name WHERE id IN ", numbers)

    def other_keys(self, key: str) -> list[str]:
        """Return the keys of the names that concepts have beside one with this key, of the best few concepts."""
        places = dict.fromkeys(map(place_of, self.exact(key, _FEW)))
        rows = self._rows("SELECT place, names FROM concept WHERE place IN ", places)
        others = self.keys(int(number) for _, names in rows for number in names.split())
        return [other for _, other, _ in others if other != key]

    def texts(self, numbers: Iterable[int]) -> list[tuple[int, str]]:
        """Return number and text of names, in the order given."""
        return self._rows("SELECT id, text FROM name WHERE id IN ", numbers)

    def first_names(self, places: Iterable[int]) -> list[tuple[int, str]]:
        """Return place and first name of concepts, in the order given."""
        found = self._rows("SELECT place, ordering FROM concept WHERE place IN ", places)
        return [(place, ordering.rpartition("\t")[2]) for place, ordering in found]

    # -- asking ------------------------------------------------------------------------------------------------------

    def _ask(self, sql: str, values: Sequence[object] = ()) -> list[tuple]:  # type: ignore[type-arg]
        try:
            db = self._free.pop()
        except IndexError:
            db = self._opened()
        try:
            return db.execute(sql, values).fetchall()
        finally:
            self._free.append(db)

    def _opened(self) -> sqlite3.Connection:
        db = sqlite3.connect(self._uri, uri=True, check_same_thread=False, isolation_level=None)
        db.execute(f"PRAGMA mmap_size = {_MAPPED}")
        db.execute("PRAGMA cache_size = -8192")
        return db

    def _numbers(self, sql: str, *values: object) -> Numbers:
        return [row[0] for row in self._ask(sql, values)]

    def _rows(self, sql: str, numbers: Iterable[int]) -> list[tuple]:  # type: ignore[type-arg]
        """Return the rows with these numbers in their first column, in the order given, as far as there are any."""
        wanted = list(numbers)
        found = {row[0]: row for batch in batches(wanted) for row in self._ask(f"{sql}({slots(batch)})", batch)}
        return [found[number] for number in wanted if number in found]

    def _matching(self, mark: str, begun: str, limit: int) -> Numbers:
        term = _quoted(beginning(mark, begun))
        return self._numbers(_WITH_TERMS, term, limit)

    def _parts(self, query: str, test: str, letters: str, limit: int) -> Numbers:
        sql = f"""SELECT p.rowid FROM part p CROSS JOIN name n ON n.id = p.rowid WHERE part MATCH ? AND {test}
                  ORDER BY p.rowid LIMIT ?"""
        return self._numbers(sql, query, letters, limit)

    def _with_few_letters(self, letters: str, test: str, limit: int) -> Numbers:
        if len(letters) < 2 or not letters.isascii():
            # One letter is in nearly every name, so that a scan soon has enough.
            return self._numbers(f"SELECT n.id FROM name n WHERE {test} ORDER BY n.id LIMIT ?", letters, limit)
        threes = dict.fromkeys([*(letters + char for char in _ALPHABET), *(char + letters for char in _ALPHABET)])
        return self._parts(" OR ".join(map(_quoted, threes)), test, letters, limit)


def _close(connections: deque[sqlite3.Connection]) -> None:
    while connections:
        connections.pop().close()


def _in_order(uri: str) -> array[int]:
    """Return the places of all concepts in the order of names."""
    with closing(sqlite3.connect(uri, uri=True)) as db:
        return array("I", (row[0] for row in db.execute("SELECT place FROM concept ORDER BY ordering, place")))


def _letters(uri: str) -> list[tuple[str, int]]:
    """Return the letters that pinyin of first names begins with, each with the number of concepts up to its last."""
    sql = "SELECT substr(ordering, 2, 1), count(*) FROM concept WHERE ordering < '1' GROUP BY 1 ORDER BY 1"
    with closing(sqlite3.connect(uri, uri=True)) as db:
        counts = db.execute(sql).fetchall()
    return list(zip((letter for letter, _ in counts), accumulate(count for _, count in counts), strict=True))


def _cover(text: str, size: int) -> list[str]:
    """Return runs of a text that together are all of it: fewer than all its runs, since hits are compared anyway."""
    last = max(0, len(text) - size)
    return list(dict.fromkeys(text[at : at + size] for at in (*range(0, last, size), last)))


def _quoted(term: str) -> str:
    return '"' + term.replace('"', '""') + '"'


def _grams(terms: Iterable[str]) -> str:
    return _all_of(term.translate(MARKS) for term in terms)


def _all_of(terms: Iterable[str]) -> str:
    return " AND ".join(map(_quoted, islice(terms, 64)))
