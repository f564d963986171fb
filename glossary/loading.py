"""Reads what belongs to a concept out of SQLite: a few statements for a batch of concepts, never one for each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from sqlite3 import Connection
from typing import Any

from glossary.models import Citation, Concept, Definition, Note, Relation, Term
from glossary.text import sentence_around

BATCH = 400  # concepts read at once: under SQLite's smallest limit of 999 parameters


def slots(values: Sequence[object]) -> str:
    """Return the places of values in a statement: `?,?,?` for three."""
    return ",".join("?" * len(values))


def batches(values: Sequence[int]) -> Iterator[tuple[int, ...]]:
    """Yield values in batches of at most `BATCH`."""
    for first in range(0, len(values), BATCH):
        yield tuple(values[first : first + BATCH])


def concepts_of(conn: Connection, batch: tuple[int, ...]) -> dict[int, Concept]:
    """Return concepts whole by number; unknown ones are left out."""
    terms = _terms(conn, batch)
    relations = relations_of(conn, batch, "concept_id", "target_id")
    definitions: dict[int, list[Definition]] = defaultdict(list)
    sql = f"""SELECT concept_id, text, lang, source FROM definition WHERE concept_id IN ({slots(batch)})
              ORDER BY position"""
    for number, *values in conn.execute(sql, batch):
        definitions[number].append(Definition(*values))
    notes = _notes(conn, "concept_id", batch, "term_id IS NULL")
    sql = f"SELECT id, category, status, subject FROM concept WHERE id IN ({slots(batch)})"
    return {
        number: Concept(
            f"c{number}",
            category,
            status,
            subject,
            tuple(definitions[number]),
            tuple(terms[number]),
            tuple(relations[number]),
            tuple(notes[number]),
        )
        for number, category, status, subject in conn.execute(sql, batch)
    }


def _terms(conn: Connection, batch: tuple[int, ...]) -> dict[int, list[Term]]:
    sql = f"""SELECT concept_id, id, text, lang, kind, status, reliability, part_of_speech, valid_from, valid_to
              FROM term WHERE concept_id IN ({slots(batch)}) ORDER BY position"""
    rows = list(conn.execute(sql, batch))
    ids = tuple(row[1] for row in rows)
    sources: dict[int, list[str]] = defaultdict(list)
    citations: dict[int, list[Citation]] = defaultdict(list)
    notes: dict[int, list[Note]] = defaultdict(list)
    for part in batches(ids):
        sql = f"SELECT term_id, text FROM term_source WHERE term_id IN ({slots(part)}) ORDER BY term_id, position"
        for number, text in conn.execute(sql, part):
            sources[number].append(text)
        citations |= _citations(conn, "term_id", part)
        notes |= _notes(conn, "term_id", part, "1")
    terms: dict[int, list[Term]] = defaultdict(list)
    for concept, number, *values in rows:
        fields: list[Any] = [*values, tuple(sources[number]), tuple(notes[number]), tuple(citations[number])]
        terms[concept].append(Term(*fields))
    return terms


def _notes(conn: Connection, column: str, batch: tuple[int, ...], only: str) -> dict[int, list[Note]]:
    notes: dict[int, list[Note]] = defaultdict(list)
    sql = f"SELECT {column}, name, text FROM note WHERE {column} IN ({slots(batch)}) AND {only} ORDER BY id"
    for number, name, text in conn.execute(sql, batch):
        notes[number].append(Note(name, text))
    return notes


def _citations(conn: Connection, column: str, batch: tuple[int, ...]) -> dict[int, list[Citation]]:
    citations: dict[int, list[Citation]] = defaultdict(list)
    sql = f"""SELECT c.{column}, d.symbol, p.label, p.position, c.start, c.stop, c.context, p.text
              FROM citation c JOIN paragraph p ON p.id = c.paragraph_id JOIN document d ON d.id = p.document_id
              WHERE c.{column} IN ({slots(batch)}) ORDER BY c.id"""
    for number, symbol, label, position, start, end, context, text in conn.execute(sql, batch):
        if text is not None and start is not None and end <= len(text):
            first, last = sentence_around(text, start, end)
            context = text[first:last]
        citations[number].append(Citation(symbol, label, position, start, end, context))
    return citations


def relations_of(conn: Connection, batch: tuple[int, ...], here: str, there: str) -> dict[int, list[Relation]]:
    """Return the relations of concepts in column `here`; `concept` and `text` of each name the one in `there`."""
    sql = f"SELECT {here}, id, type, {there} FROM relation WHERE {here} IN ({slots(batch)}) ORDER BY type, {there}"
    rows = list(conn.execute(sql, batch))
    citations: dict[int, list[Citation]] = {}
    names: dict[int, str] = {}
    for part in batches(tuple(row[1] for row in rows)):
        citations |= _citations(conn, "relation_id", part)
    for part in batches(tuple(sorted({row[3] for row in rows}))):
        names |= names_of(conn, part, "en") | names_of(conn, part, "zh")
    relations: dict[int, list[Relation]] = defaultdict(list)
    for number, ident, kind, other in rows:
        relations[number].append(Relation(kind, f"c{other}", names.get(other, ""), tuple(citations.get(ident, ()))))
    return relations


def names_of(conn: Connection, batch: Sequence[int], lang: str) -> dict[int, str]:
    """Return the best name of each concept in a language, as `Concept.name` chooses it; none where it has none."""
    sql = f"""SELECT concept_id, text FROM term WHERE concept_id IN ({slots(batch)})
              AND (lang = ? OR lang GLOB ? || '-*')
              ORDER BY instr('preferred admitted deprecated superseded', status),
                       instr('full_form short_form acronym variant', kind), position"""
    names: dict[int, str] = {}
    for number, text in conn.execute(sql, (*batch, lang, lang)):
        names.setdefault(number, text)
    return names
