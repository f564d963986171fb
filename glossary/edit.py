"""The only way to change a term base: one transaction, one revision, every change in the log."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from typing import Any

from glossary.errors import Conflict, InvalidRecord, StaleDatabase
from glossary.models import Citation, Concept, ConceptStatus, Document, Note, Relation, Term
from glossary.records import concept_record, dumps
from glossary.store import Store, rowid
from glossary.text import key

_TERM_COLUMNS = (
    "concept_id", "position", "text", "key", "lang", "kind", "status", "reliability", "part_of_speech", "valid_from",
    "valid_to",
)  # fmt: skip


@contextmanager
def edit(store: Store, who: str, note: str = "", date: str | None = None) -> Iterator[Edit]:
    """Open one transaction on `store`; it is kept when the block ends, and taken back whole when it raises.

    `note` says what the whole is (an import's file name); `date` is ISO 8601 and defaults to now, in UTC. An edit that
    changes nothing leaves no revision. Raises StaleDatabase when another writer keeps the file locked for 30 seconds.
    """
    conn = store.db.conn
    try:
        conn.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as error:
        raise StaleDatabase(
            f"{store.path} cannot be written ({error}): try again when the other writer is done"
        ) from error
    change = Edit(store, who, note, date or datetime.now(UTC).isoformat(timespec="seconds"))
    try:
        yield change
        conn.commit()
    except sqlite3.IntegrityError as error:
        conn.rollback()
        raise InvalidRecord(f"the change breaks a rule of the term base and was taken back: {error}") from error
    except BaseException:
        conn.rollback()
        raise


class Edit:
    """A change in progress; made by `edit`, and gone with its transaction."""

    def __init__(self, store: Store, who: str, note: str, date: str) -> None:
        self.store = store
        self._db = store.db
        self._head = (who, note, date)
        self._revision: int | None = None
        self.documents: list[tuple[str, str]] = []  # symbol and language of those that are new

    @property
    def revision(self) -> int:
        """The number of this change; asking for it makes the revision."""
        if self._revision is None:
            who, note, date = self._head
            cursor = self._db.conn.execute("INSERT INTO revision (date, who, note) VALUES (?, ?, ?)", (date, who, note))
            self._revision = int(cursor.lastrowid or 0)
        return self._revision

    @property
    def has_begun(self) -> bool:
        """Whether anything has changed yet."""
        return self._revision is not None

    def describe(self, note: str) -> None:
        """Say what the whole is, once that is known; before the first change."""
        assert self._revision is None
        self._head = (self._head[0], note, self._head[2])

    def put(self, concept: Concept, action: str | None = None) -> str:
        """Write a concept whole, as a new one when its id is empty or free; return its id.

        A concept equal to what is stored is left alone and not logged. `action` for the log defaults to `created` or
        `changed`. Relations may point to concepts that are put later in the same edit.
        """
        number = rowid(concept.id)
        if concept.id and number is None:
            raise InvalidRecord(f"the concept id “{concept.id}” is not of the form c12")
        before = next(self.store.concepts([concept.id]), None) if number else None
        return self.write(concept, before, action)

    def write(self, concept: Concept, before: Concept | None, action: str | None = None) -> str:
        """Write a concept as `put` does where it is known how it was `before`: None when its id is empty or free."""
        if before is not None and _plain(before) == _plain(concept):
            return concept.id
        number = rowid(concept.id)
        head = (concept.category, concept.status, concept.subject)
        if before is None:
            number = self._insert("concept", ("id", "category", "status", "subject"), (number, *head))
        else:
            assert number is not None
            self._empty(number)
            self._db.conn.execute(
                "UPDATE concept SET category = ?, status = ?, subject = ? WHERE id = ?", (*head, number)
            )
        self._fill(number, concept)
        self._log(number, action or ("created" if before is None else "changed"), before)
        return f"c{number}"

    def relate(self, concept_id: str, relations: Sequence[Relation]) -> bool:
        """Add relations to a concept that is there, each type and target once; return whether any was new."""
        number = rowid(concept_id) or 0
        sql = "SELECT type, target_id FROM relation WHERE concept_id = ?"
        known = {(kind, f"c{target}") for kind, target in self._db.conn.execute(sql, (number,))}
        fresh = {(each.type, each.concept): each for each in relations if (each.type, each.concept) not in known}
        if not fresh:
            return False
        sql = "SELECT 1 FROM change WHERE revision_id = ? AND concept_id = ?"
        if not self._db.conn.execute(sql, (self.revision, number)).fetchone():
            self._log(number, "changed", self.store.concept(concept_id))
        self._relations(number, fresh.values())
        return True

    def set_status(self, concept_id: str, status: ConceptStatus) -> None:
        """Approve, reject or propose a concept; raises NotFound."""
        concept = self.store.concept(concept_id)
        if concept.status != status:
            self._db.table("concept").update(rowid(concept_id) or 0, {"status": status})
            self._log(rowid(concept_id) or 0, status, concept)

    def remove(self, concept_id: str, action: str) -> None:
        """Remove a concept for good, also from the relations of others; the log keeps it. Raises NotFound."""
        concept = self.store.concept(concept_id)
        self._db.conn.execute("DELETE FROM concept WHERE id = ?", (rowid(concept_id),))
        self._log(rowid(concept_id) or 0, action, concept)

    def remove_all(self, numbers: Sequence[int], action: str) -> None:
        """Remove many concepts for good, as `remove` does each."""
        for concept in self.store.concepts(f"c{number}" for number in numbers):
            self._log(rowid(concept.id) or 0, action, concept)
        self._db.conn.executemany("DELETE FROM concept WHERE id = ?", ((number,) for number in numbers))

    def remove_document(self, symbol: str, lang: str) -> bool:
        """Remove a document, but for paragraphs that are cited; return whether it is gone whole.

        What is left of it is a document known from citations only, which may come in again.
        """
        row = self._db.conn.execute("SELECT id FROM document WHERE symbol = ? AND lang = ?", (symbol, lang)).fetchone()
        if row is None:
            return False
        _ = self.revision
        self._db.conn.execute(
            """DELETE FROM paragraph WHERE document_id = ?
               AND NOT EXISTS (SELECT 1 FROM citation c WHERE c.paragraph_id = paragraph.id)""",
            row,
        )
        if self._db.conn.execute("SELECT count(*) FROM paragraph WHERE document_id = ?", row).fetchone()[0]:
            self._db.conn.execute("UPDATE document SET sha256 = '' WHERE id = ?", row)
            return False
        self._db.conn.execute("DELETE FROM document WHERE id = ?", row)
        return True

    def add_document(self, document: Document, *, with_text: bool = True) -> bool:
        """Store a document with its paragraphs; return whether it is new.

        The same file twice changes nothing; a symbol that is there with other content raises Conflict. Without text,
        paragraphs keep their place and label only.
        """
        sql = "SELECT id, sha256 FROM document WHERE symbol = ? AND lang = ?"
        row = self._db.conn.execute(sql, (document.symbol, document.lang)).fetchone()
        if row is not None and row[1] == document.sha256:
            return False
        if row is not None and row[1]:
            raise Conflict(
                f"{document.symbol} ({document.lang}) is in the term base with other content: "
                "give the document another symbol, or build a new term base"
            )
        fields = {"title": document.title, "date": document.date, "sha256": document.sha256}
        if row is None:
            head = {"symbol": document.symbol, "lang": document.lang, **fields}
            number = int(self._db.table("document").insert(head).last_pk or 0)
        else:
            number = row[0]
            self._db.table("document").update(number, fields)
        self._db.conn.executemany(
            """INSERT INTO paragraph (document_id, position, label, kind, level, text) VALUES (?, ?, ?, ?, ?, ?)
               ON CONFLICT DO UPDATE SET kind = excluded.kind, level = excluded.level, text = excluded.text""",
            (
                (number, position, part.label, part.kind, part.level, part.text if with_text else None)
                for position, part in enumerate(document.paragraphs)
            ),
        )
        self.documents.append((document.symbol, document.lang))
        _ = self.revision  # a document alone is a change, too
        return True

    def set_meta(self, name: str, value: str) -> None:
        """Record a fact about the file itself; that is no change of the term base."""
        self._db.conn.execute("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", (name, value))

    # -- below a concept -----------------------------------------------------------------------------------------------

    def _empty(self, number: int) -> None:
        for table in ("term", "definition", "note", "relation"):
            self._db.conn.execute(f"DELETE FROM {table} WHERE concept_id = ?", (number,))

    def _fill(self, number: int, concept: Concept) -> None:
        insert = self._insert
        for position, definition in enumerate(concept.definitions):
            values = (number, position, definition.text, definition.lang, definition.source)
            insert("definition", ("concept_id", "position", "text", "lang", "source"), values)
        for position, term in enumerate(concept.terms):
            self._term(number, position, term)
        self._notes(number, None, concept.notes)
        self._relations(number, concept.relations)

    def _relations(self, number: int, relations: Iterable[Relation]) -> None:
        for relation in relations:
            target = rowid(relation.concept)
            if target is None:
                raise InvalidRecord(f"a relation points to “{relation.concept}”, which is no concept id")
            values = (number, relation.type, target)
            ident = self._insert("relation", ("concept_id", "type", "target_id"), values)
            self._citations("relation_id", ident, relation.citations)

    def _term(self, number: int, position: int, term: Term) -> None:
        values = (
            number, position, term.text, key(term.text), term.lang, term.kind, term.status, term.reliability,
            term.part_of_speech, term.valid_from, term.valid_to,
        )  # fmt: skip
        ident = self._insert("term", _TERM_COLUMNS, values)
        for place, source in enumerate(term.sources):
            self._insert("term_source", ("term_id", "position", "text"), (ident, place, source))
        self._notes(number, ident, term.notes)
        self._citations("term_id", ident, term.citations, term.lang.split("-")[0])

    def _notes(self, concept: int, term: int | None, notes: tuple[Note, ...]) -> None:
        for note in notes:
            self._insert("note", ("concept_id", "term_id", "name", "text"), (concept, term, note.name, note.text))

    def _citations(self, owner: str, ident: int, citations: tuple[Citation, ...], lang: str = "zh") -> None:
        for citation in citations:
            paragraph, has_text = self._paragraph(citation, lang)
            context = None if has_text and citation.start is not None else citation.context
            values = (ident, paragraph, citation.start, citation.end, context)
            self._insert("citation", (owner, "paragraph_id", "start", "stop", "context"), values)

    def _paragraph(self, citation: Citation, lang: str) -> tuple[int, bool]:
        """The paragraph that a citation names, in the version in the term's language where there are several.

        One that the term base does not have yet is made, without text.
        """
        sql = """SELECT p.id, p.text IS NOT NULL FROM document d JOIN paragraph p ON p.document_id = d.id
                 WHERE d.symbol = ? AND p.label = ? AND p.position IS ? ORDER BY d.lang = ? DESC, d.lang DESC LIMIT 1"""
        place = (citation.document, citation.paragraph, citation.position)
        found = self._db.conn.execute(sql, (*place, lang)).fetchone()
        if found is not None:
            return int(found[0]), bool(found[1])
        if not citation.document:
            raise InvalidRecord("a citation does not name its document")
        conn = self._db.conn
        row = conn.execute(
            "SELECT id FROM document WHERE symbol = ? ORDER BY lang = ? DESC, lang DESC", (citation.document, lang)
        ).fetchone()
        document = row[0] if row else self._insert("document", ("symbol",), (citation.document,))
        values = (document, citation.position, citation.paragraph)
        return self._insert("paragraph", ("document_id", "position", "label"), values), False

    def _insert(self, table: str, columns: tuple[str, ...], values: tuple[Any, ...]) -> int:
        return int(self._db.conn.execute(_insertion(table, columns), values).lastrowid or 0)

    def _log(self, number: int, action: str, before: Concept | None) -> None:
        state = None if before is None else dumps(concept_record(before)).decode()
        sql = """INSERT INTO change (revision_id, concept_id, action, before) VALUES (?, ?, ?, ?)
                 ON CONFLICT DO NOTHING"""  # the state before a revision is the one before its first change
        self._db.conn.execute(sql, (self.revision, number, action, state))


@cache
def _insertion(table: str, columns: tuple[str, ...]) -> str:
    return f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"


def _plain(concept: Concept) -> Concept:
    """Without what is for reading only: the names in relations, and their order."""
    bare = (replace(relation, text="") for relation in concept.relations)
    return replace(concept, relations=tuple(sorted(bare, key=lambda relation: (relation.type, relation.concept))))
