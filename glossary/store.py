"""The term base as it is read, on SQLite through sqlite-utils; `glossary.reports` adds what reviewers ask.

Writing is `glossary.edit`: the only way to change a term base, one transaction and one revision at a time.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.resources import files
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Any, NamedTuple, cast
from uuid import uuid4

import sqlite_utils

from glossary.errors import NotFound, StaleDatabase
from glossary.loading import BATCH, batches, concepts_of, names_of, relations_of, slots
from glossary.models import (
    Category,
    Change,
    Concept,
    ConceptStatus,
    Document,
    Paragraph,
    Relation,
    TermKind,
    TermStatus,
)
from glossary.text import key

SCHEMA_VERSION = 1
APPLICATION_ID = 0x7465726D  # "term": tells our files from other SQLite files


@dataclass(frozen=True, slots=True)
class Filters:
    """Which concepts: each field narrows, empty means any; `documents` are symbols in which a term is cited.

    `english` tells whether they have an English name or have none.
    """

    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    english: bool | None = None


@dataclass(frozen=True, slots=True)
class DocumentEntry:
    """A document as a list shows it, with the number of its paragraphs and of the concepts cited from it."""

    document: Document
    paragraphs: int
    concepts: int


class TermRow(NamedTuple):
    """A term with what is shown of it in a text; `concept` is the number in the concept's id."""

    concept: int
    position: int
    concept_status: ConceptStatus
    category: Category
    text: str
    lang: str
    kind: TermKind
    status: TermStatus
    reliability: int | None
    key: str


_TERM_ROW = (
    *("t.concept_id", "t.position", "c.status", "c.category"),
    *("t.text", "t.lang", "t.kind", "t.status", "t.reliability", "t.key"),
)


@dataclass(frozen=True, slots=True)
class Branch:
    """A concept in the tree of units, with its parts in the order of names."""

    concept: str
    name: str
    name_en: str
    parts: tuple[Branch, ...]


class Store:
    """A term base file, open for one thread at a time; use it as a context manager or close it.

    Raises NotFound when there is no such file, StaleDatabase when it is damaged, newer, or no term base.
    """

    def __init__(self, path: Path) -> None:
        if not path.is_file():
            raise NotFound(f"there is no term base at {path}: make one with `glossary build DOCUMENTS... --out {path}`")
        self.path = path
        self.db = _connect(path)
        try:
            self._check()
        except BaseException:
            self.close()
            raise

    @classmethod
    def create(cls, path: Path) -> Store:
        """Make an empty term base at `path`, where there is no file yet, and open it."""
        db = _connect(path)
        db.conn.executescript(files("glossary").joinpath("schema.sql").read_text("utf-8"))
        db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        db.conn.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")
        db.conn.execute("PRAGMA journal_mode = WAL")
        db.table("meta").insert({"key": "identity", "value": uuid4().hex})
        db.conn.close()
        return cls(path)

    def _check(self) -> None:
        try:
            application = self._value("PRAGMA application_id")
            version = self._value("PRAGMA user_version")
            self._value("SELECT count(*) FROM meta")
        except sqlite3.DatabaseError as error:
            raise StaleDatabase(f"{self.path} is damaged or no term base ({error}): {_WAY_OUT}") from error
        if application != APPLICATION_ID:
            raise StaleDatabase(f"{self.path} is a SQLite file but no term base: {_WAY_OUT}")
        if version != SCHEMA_VERSION:
            raise StaleDatabase(
                f"{self.path} has schema {version}, this program reads schema {SCHEMA_VERSION}: "
                + ("update the program" if version > SCHEMA_VERSION else _WAY_OUT)
            )

    def close(self) -> None:
        """Close the file; a closed store cannot be used again."""
        self.db.conn.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.close()

    # -- the file ----------------------------------------------------------------------------------------------------

    @property
    def revision(self) -> int:
        """Number of the last change, 0 for a new term base: the one key under which anything derived is kept."""
        return int(self._value("SELECT ifnull(max(id), 0) FROM revision"))

    def meta(self, name: str) -> str | None:
        """Return a fact about the file itself, None when it is not recorded."""
        row = self.db.conn.execute("SELECT value FROM meta WHERE key = ?", (name,)).fetchone()
        return None if row is None else cast(str, row[0])

    def stamp(self, revision: int) -> str:
        """Return what tells this term base at a revision from any other file or state: what is derived keeps it."""
        row = self.db.conn.execute("SELECT date, who, note FROM revision WHERE id = ?", (revision,)).fetchone()
        return repr((self.meta("identity"), revision, row))

    def stats(self) -> dict[str, Any]:
        """Return figures: concepts by category and status, terms by language, citations, documents, revision."""
        count = self._value
        return {
            "revision": self.revision,
            "concepts": count("SELECT count(*) FROM concept"),
            "categories": dict(self._rows("SELECT category, count(*) FROM concept GROUP BY 1 ORDER BY 2 DESC, 1")),
            "statuses": dict(self._rows("SELECT status, count(*) FROM concept GROUP BY 1 ORDER BY 2 DESC, 1")),
            "terms": dict(self._rows("SELECT lang, count(*) FROM term GROUP BY 1 ORDER BY 2 DESC, 1")),
            "concepts_with_english": count("SELECT count(DISTINCT concept_id) FROM term WHERE lang GLOB 'en*'"),
            "relations": count("SELECT count(*) FROM relation"),
            "citations": count("SELECT count(*) FROM citation WHERE term_id IS NOT NULL"),
            "documents": count("SELECT count(*) FROM document"),
        }

    # -- concepts ----------------------------------------------------------------------------------------------------

    def concept(self, concept_id: str) -> Concept:
        """Return one concept whole; raises NotFound."""
        found = next(self.concepts([concept_id]), None)
        if found is None:
            raise NotFound(f"there is no concept {concept_id}")
        return found

    def has(self, concept_id: str) -> bool:
        """Tell whether there is a concept with an id."""
        return self.db.conn.execute("SELECT 1 FROM concept WHERE id = ?", (rowid(concept_id),)).fetchone() is not None

    def concepts(self, ids: Iterable[str] | None = None) -> Iterator[Concept]:
        """Yield concepts whole, in the order of `ids` (unknown ones are passed over), or all in order of id."""
        rowids = (
            (row[0] for row in self.db.conn.execute("SELECT id FROM concept ORDER BY id"))
            if ids is None
            else (number for number in map(rowid, ids) if number is not None)
        )
        while batch := tuple(islice(rowids, BATCH)):
            found = concepts_of(self.db.conn, batch)
            yield from (found[number] for number in batch if number in found)

    def concept_ids(self, filters: Filters | None = None) -> list[str]:
        """Return the ids of the concepts that pass `filters`, in order of id."""
        where, values = _where(filters or Filters())
        return [row[0] for row in self._rows(f"SELECT 'c' || c.id FROM concept c {where} ORDER BY c.id", values)]

    def find(self, text: str, lang: str | None = None) -> list[str]:
        """Return the ids of concepts that have a term equal to `text` when folded, in order of id."""
        sql = "SELECT DISTINCT concept_id FROM term WHERE key = ? AND (? IS NULL OR lang = ? OR lang GLOB ? || '-*')"
        return [f"c{row[0]}" for row in self._rows(sql + " ORDER BY 1", (key(text), lang, lang, lang))]

    def terms(self, numbers: Iterable[int] | None = None) -> Iterator[TermRow]:
        """Yield the terms of the concepts of these numbers (`c12` is 12), or of all, as bare rows in their order."""
        sql = f"SELECT {', '.join(_TERM_ROW)} FROM term t JOIN concept c ON c.id = t.concept_id"
        if numbers is None:
            rows = self._rows(f"{sql} ORDER BY t.concept_id, t.position")
            yield from map(TermRow._make, rows)
            return
        for batch in batches(sorted(numbers)):
            rows = self._rows(f"{sql} WHERE c.id IN ({slots(batch)}) ORDER BY t.concept_id, t.position", batch)
            yield from map(TermRow._make, rows)

    def named(self, keys: Iterable[str], limit: int = 10**9) -> dict[str, list[str]]:
        """Return for each folded name the ids of the concepts that have it, in order of id, at most `limit` of each."""
        found: dict[str, list[str]] = defaultdict(list)
        waiting = iter(keys)
        while batch := tuple(islice(waiting, BATCH)):
            sql = f"SELECT key, concept_id FROM term WHERE key IN ({slots(batch)})"
            for folded, number in sorted(set(self._rows(sql, batch))):
                if len(found[folded]) < limit:
                    found[folded].append(f"c{number}")
        return found

    def texts(self, lang: str, status: ConceptStatus | None = None) -> Iterator[tuple[str, str]]:
        """Yield concept id and text of every term in a language, of all concepts or of those with a status."""
        sql = """SELECT 'c' || t.concept_id, t.text FROM term t JOIN concept c ON c.id = t.concept_id
                 WHERE (t.lang = ? OR t.lang GLOB ? || '-*') AND (? IS NULL OR c.status = ?) ORDER BY t.id"""
        return self._rows(sql, (lang, lang, status, status))

    def relations_to(self, concept_id: str) -> list[Relation]:
        """Return the relations of others to a concept; `concept` and `text` of each name the other one."""
        number = rowid(concept_id) or 0
        return relations_of(self.db.conn, (number,), "target_id", "concept_id").get(number, [])

    def names(self, ids: Iterable[str], lang: str) -> dict[str, str]:
        """Return for each known id the name to show in a language; a concept without one is left out."""
        numbers = [number for number in map(rowid, ids) if number is not None]
        return {f"c{number}": text for number, text in self._names(numbers, lang).items()}

    def tree(self) -> list[Branch]:
        """Return the tree of units by part_of, roots (units with parts but no parent) in the order of names.

        A unit with two parents stands under both; a cycle is cut where it closes.
        """
        sql = """SELECT r.target_id, r.concept_id FROM relation r JOIN concept c ON c.id = r.concept_id
                 JOIN concept t ON t.id = r.target_id
                 WHERE r.type = 'part_of' AND c.status <> 'rejected' AND t.status <> 'rejected'"""
        parts: dict[int, list[int]] = defaultdict(list)
        children: set[int] = set()
        for parent, child in self._rows(sql):
            parts[parent].append(child)
            children.add(child)
        numbers = sorted({*parts, *children})
        zh, en = (self._names(numbers, lang) for lang in ("zh", "en"))

        def branch(number: int, above: frozenset[int]) -> Branch:
            below = sorted((part for part in parts[number] if part not in above), key=lambda part: zh.get(part, ""))
            under = tuple(branch(part, above | {part}) for part in below)
            return Branch(f"c{number}", zh.get(number, ""), en.get(number, ""), under)

        roots = sorted((number for number in list(parts) if number not in children), key=lambda n: zh.get(n, ""))
        return [branch(root, frozenset({root})) for root in roots]

    # -- documents ---------------------------------------------------------------------------------------------------

    def documents(self) -> list[DocumentEntry]:
        """Return all documents without their paragraphs, in the order of symbols."""
        sql = """SELECT d.symbol, d.lang, d.title, d.date, d.sha256,
                        (SELECT count(*) FROM paragraph p WHERE p.document_id = d.id),
                        (SELECT count(DISTINCT t.concept_id) FROM paragraph p JOIN citation c ON c.paragraph_id = p.id
                         JOIN term t ON t.id = c.term_id WHERE p.document_id = d.id)
                 FROM document d ORDER BY d.symbol, d.lang DESC"""
        return [
            DocumentEntry(Document(symbol, lang, title, date, sha256=sha256), paragraphs, concepts)
            for symbol, lang, title, date, sha256, paragraphs, concepts in self._rows(sql)
        ]

    def dates(self) -> dict[str, str]:
        """Return the dates of documents by symbol, as far as they are known."""
        return dict(self._rows("SELECT symbol, min(date) FROM document WHERE date IS NOT NULL GROUP BY symbol"))

    def document(self, symbol: str, lang: str = "zh") -> Document:
        """Return a document with its paragraphs (their text None where none is kept); raises NotFound."""
        row = self.db.conn.execute(
            "SELECT id, title, date, sha256 FROM document WHERE symbol = ? AND lang = ?", (symbol, lang)
        ).fetchone()
        if row is None:
            raise NotFound(f"there is no document {symbol} in the term base")
        sql = "SELECT label, text, kind, level FROM paragraph WHERE document_id = ? ORDER BY position, id"
        paragraphs = tuple(Paragraph(*values) for values in self._rows(sql, (row[0],)))
        return Document(symbol, lang, row[1], row[2], paragraphs, row[3])

    def concepts_in(self, symbol: str) -> list[tuple[str, str, int]]:
        """Return (concept id, first label, number of citations) of a document's concepts, in reading order."""
        sql = """SELECT 'c' || t.concept_id, p.label, count(*),
                        min(ifnull(p.position, 0) * 1000000 + ifnull(c.start, 0))
                 FROM document d JOIN paragraph p ON p.document_id = d.id JOIN citation c ON c.paragraph_id = p.id
                 JOIN term t ON t.id = c.term_id WHERE d.symbol = ? GROUP BY 1 ORDER BY 4, 1"""
        return [(concept, label, count) for concept, label, count, _ in self._rows(sql, (symbol,))]

    # -- the change log ----------------------------------------------------------------------------------------------

    def changes(self, since: int = 0, concept_id: str | None = None, limit: int = 1000) -> list[Change]:
        """Return what happened after revision `since`, oldest first, at most `limit` lines, to one concept or all."""
        of_one = "" if concept_id is None else "AND c.concept_id = ?"  # a condition of its own, for the index
        sql = f"""SELECT r.id, r.date, r.who, 'c' || c.concept_id, c.action FROM revision r
                  JOIN change c ON c.revision_id = r.id
                  WHERE r.id > ? {of_one} ORDER BY r.id, c.concept_id LIMIT ?"""
        values = (since, limit) if concept_id is None else (since, rowid(concept_id) or 0, limit)
        return [Change(*row) for row in self._rows(sql, values)]

    def changed_since(self, revision: int) -> list[str]:
        """Return the ids of concepts changed after a revision, also of those that are gone, in order."""
        sql = "SELECT DISTINCT concept_id FROM change WHERE revision_id > ? ORDER BY 1"
        return [f"c{row[0]}" for row in self._rows(sql, (revision,))]

    def backup(self, out: Path) -> None:
        """Write a consistent copy of the open term base to `out`, while others read and write it."""
        target = sqlite3.connect(out)
        try:
            self.db.conn.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        finally:
            target.close()

    def digest(self) -> str:
        """Return the SHA-256 of the contents as a sorted dump: equal for two builds of the same input."""
        lines = sorted(self.db.conn.iterdump())
        return hashlib.sha256("\n".join(lines).encode()).hexdigest()

    # -- statements --------------------------------------------------------------------------------------------------

    def _value(self, sql: str) -> Any:
        return self.db.conn.execute(sql).fetchone()[0]

    def _names(self, numbers: Sequence[int], lang: str) -> dict[int, str]:
        found: dict[int, str] = {}
        for batch in batches(numbers):
            found |= names_of(self.db.conn, batch, lang)
        return found

    def _rows(self, sql: str, values: Sequence[object] = ()) -> Iterator[Any]:
        yield from self.db.conn.execute(sql, values)


def rowid(concept_id: str) -> int | None:
    """Return the number of a concept id, None when it is not of the form `c12`.

    >>> rowid("c12"), rowid("x"), rowid("c1.5"), rowid("c99999999999999999999")
    (12, None, None, None)
    """
    digits = concept_id[1:]
    plain = concept_id.startswith("c") and digits.isascii() and digits.isdigit() and len(digits) <= 18
    return int(digits) if plain else None


_WAY_OUT = "restore a backup, or remove the file to start again from the shipped term base"


def _connect(path: Path) -> sqlite_utils.Database:
    conn = sqlite3.connect(path, timeout=30, check_same_thread=False)
    conn.execute("PRAGMA foreign_keys = ON")
    try:
        return sqlite_utils.Database(conn)
    except sqlite3.DatabaseError as error:
        conn.close()
        raise StaleDatabase(f"{path} is damaged or no term base ({error}): {_WAY_OUT}") from error


def _where(filters: Filters) -> tuple[str, list[str]]:
    parts: list[str] = []
    for column, values in (("c.category", filters.categories), ("c.status", filters.statuses)):
        if values:
            parts.append(f"{column} IN ({slots(values)})")
    if filters.documents:
        parts.append(f"""c.id IN (SELECT t.concept_id FROM document d JOIN paragraph p ON p.document_id = d.id
                         JOIN citation x ON x.paragraph_id = p.id JOIN term t ON t.id = x.term_id
                         WHERE d.symbol IN ({slots(filters.documents)}))""")
    if filters.english is not None:
        english = "SELECT t.concept_id FROM term t WHERE t.lang = 'en' OR t.lang GLOB 'en-*'"
        parts.append(f"c.id {'IN' if filters.english else 'NOT IN'} ({english})")
    clause = f"WHERE {' AND '.join(parts)}" if parts else ""
    return clause, [*filters.categories, *filters.statuses, *filters.documents]
