"""Concepts as JSON objects: the one form that the HTTP API answers with and that `jsonl` files hold.

The keys are those of `GET /api/v1/concepts/{id}`. `concept_from_record(concept_record(c)) == c` for every concept.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import orjson

from glossary.errors import InvalidRecord
from glossary.models import (
    CATEGORIES,
    CONCEPT_STATUSES,
    INVERSE,
    PARTS_OF_SPEECH,
    RELATION_TYPES,
    TERM_KINDS,
    TERM_STATUSES,
    Citation,
    Concept,
    Definition,
    Note,
    Relation,
    Term,
)

T = TypeVar("T")
Record = dict[str, Any]

_CONCEPT_KEYS = frozenset(("id", "category", "status", "subject", "definitions", "terms", "relations", "notes"))
_TERM_KEYS = frozenset(
    ("text", "lang", "kind", "status", "reliability", "part_of_speech", "sources", "from", "to", "notes", "citations")
)
_CITATION_KEYS = frozenset(("document", "paragraph", "position", "start", "end", "context"))
_RELATION_KEYS = frozenset(("type", "concept", "text", "citations"))
_DEFINITION_KEYS = frozenset(("text", "lang", "source"))
_NOTE_KEYS = frozenset(("name", "text"))
_LANGUAGE = re.compile(r"[A-Za-z]{1,8}(-[A-Za-z0-9]{1,8})*")


def dumps(value: object) -> bytes:
    """Return a record (or a list of them) as one line of JSON in UTF-8; raises TypeError for what is no JSON value.

    >>> dumps({"text": "处"}).decode()
    '{"text":"处"}'
    """
    return orjson.dumps(value)


def loads(line: bytes | memoryview) -> Any:
    """Return the value of a line of JSON in UTF-8; raises ValueError for what is none."""
    return orjson.loads(line)


def concept_record(concept: Concept) -> Record:
    """Return the JSON object of a concept: every key is there, `null` or an empty list where nothing is known."""
    return {
        "id": concept.id,
        "category": concept.category,
        "status": concept.status,
        "subject": concept.subject,
        "definitions": [{"text": d.text, "lang": d.lang, "source": d.source} for d in concept.definitions],
        "terms": [term_record(term) for term in concept.terms],
        "relations": [
            {
                "type": relation.type,
                "concept": relation.concept,
                "text": relation.text,
                "citations": [citation_record(citation) for citation in relation.citations],
            }
            for relation in concept.relations
        ],
        "notes": _note_records(concept.notes),
    }


def term_record(term: Term) -> Record:
    """Return the JSON object of a term; its years are `from` and `to`."""
    return {
        "text": term.text,
        "lang": term.lang,
        "kind": term.kind,
        "status": term.status,
        "reliability": term.reliability,
        "part_of_speech": term.part_of_speech,
        "sources": list(term.sources),
        "from": term.valid_from,
        "to": term.valid_to,
        "notes": _note_records(term.notes),
        "citations": [citation_record(citation) for citation in term.citations],
    }


def citation_record(citation: Citation) -> Record:
    """Return the JSON object of a citation.

    >>> citation_record(Citation("ST/SGB/2010/1", "8.1"))["paragraph"]
    '8.1'
    """
    return {
        "document": citation.document,
        "paragraph": citation.paragraph,
        "position": citation.position,
        "start": citation.start,
        "end": citation.end,
        "context": citation.context,
    }


def _note_records(notes: tuple[Note, ...]) -> list[Record]:
    return [{"name": note.name, "text": note.text} for note in notes]


def concept_from_record(record: object) -> Concept:
    """Return the concept of a JSON object; only terms with text and lang are required, unknown keys are an error.

    Relations as the API shows them from their other end (`has_part`, `headed_by` ...) are left out: they are stored
    with the concept they start from. Raises InvalidRecord, which names the key at fault.
    """
    fields = _Fields(record, "concept", _CONCEPT_KEYS)
    identifier = fields.text("id")
    if identifier and not (identifier[0] == "c" and identifier[1:].isascii() and identifier[1:].isdigit()):
        raise InvalidRecord(f"id is {identifier!r}, want c and a number, such as c12, or nothing")
    return Concept(
        id=identifier,
        category=fields.choice("category", CATEGORIES, "concept"),
        status=fields.choice("status", CONCEPT_STATUSES, "proposed"),
        subject=fields.text("subject"),
        definitions=fields.each("definitions", _definition),
        terms=fields.each("terms", _term),
        relations=tuple(r for r in fields.each("relations", _relation) if r is not None),
        notes=fields.each("notes", _note),
    )


def _definition(record: object, path: str) -> Definition:
    fields = _Fields(record, path, _DEFINITION_KEYS)
    return Definition(fields.required("text"), fields.language(), fields.optional("source"))


def _note(record: object, path: str) -> Note:
    fields = _Fields(record, path, _NOTE_KEYS)
    return Note(fields.text("name"), fields.text("text"))


def _term(record: object, path: str) -> Term:
    fields = _Fields(record, path, _TERM_KEYS)
    reliability = fields.number("reliability")
    if reliability is not None and not 1 <= reliability <= 4:
        raise InvalidRecord(f"{path}.reliability is {reliability}, want 1 to 4")
    return Term(
        text=fields.required("text"),
        lang=fields.language(),
        kind=fields.choice("kind", TERM_KINDS, "full_form"),
        status=fields.choice("status", TERM_STATUSES, "preferred"),
        reliability=reliability,
        part_of_speech=fields.choice("part_of_speech", PARTS_OF_SPEECH, "noun"),
        valid_from=fields.optional("from"),
        valid_to=fields.optional("to"),
        sources=fields.each("sources", _string),
        notes=fields.each("notes", _note),
        citations=fields.each("citations", _citation),
    )


def _relation(record: object, path: str) -> Relation | None:
    fields = _Fields(record, path, _RELATION_KEYS)
    if fields.text("type") in INVERSE.values():
        return None
    return Relation(
        type=fields.choice("type", RELATION_TYPES, None),
        concept=fields.required("concept"),
        text=fields.text("text"),
        citations=fields.each("citations", _citation),
    )


def _citation(record: object, path: str) -> Citation:
    fields = _Fields(record, path, _CITATION_KEYS)
    position, start, end = fields.number("position"), fields.number("start"), fields.number("end")
    if any(number is not None and number < 0 for number in (position, start, end)):
        raise InvalidRecord(f"{path} has a negative offset, offsets count from 0")
    if start is not None and end is not None and start > end:
        raise InvalidRecord(f"{path} ends at {end}, before its start {start}")
    return Citation(
        document=fields.required("document"),
        paragraph=fields.text("paragraph"),
        position=position,
        start=start,
        end=end,
        context=fields.optional("context"),
    )


def _string(value: object, path: str) -> str:
    if not isinstance(value, str):
        raise InvalidRecord(f"{path} is not a string")
    return value


class _Fields:
    """One JSON object, read key by key; a key that is missing or null has its default."""

    __slots__ = ("_path", "_values")

    def __init__(self, record: object, path: str, keys: frozenset[str]) -> None:
        if not isinstance(record, Mapping):
            raise InvalidRecord(f"{path} is not a JSON object")
        if unknown := sorted(str(key) for key in record if key not in keys):
            raise InvalidRecord(f"{path} has an unknown key {unknown[0]!r}, known are {', '.join(sorted(keys))}")
        self._values = record
        self._path = path

    def optional(self, key: str) -> str | None:
        value = self._values.get(key)
        if value is not None and not isinstance(value, str):
            raise InvalidRecord(f"{self._path}.{key} is not a string")
        return value

    def text(self, key: str) -> str:
        return self.optional(key) or ""

    def required(self, key: str) -> str:
        if not (value := self.text(key)):
            raise InvalidRecord(f"{self._path} has no {key!r}")
        return value

    def language(self) -> str:
        """Return the tag under `lang`, as XML and RDF take it (xs:language), or raise InvalidRecord."""
        lang = self.required("lang")
        if not _LANGUAGE.fullmatch(lang):
            raise InvalidRecord(f"{self._path}.lang is {lang[:80]!r}, want a tag such as zh, zh-CN or en")
        return lang

    def number(self, key: str) -> int | None:
        value = self._values.get(key)
        if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
            raise InvalidRecord(f"{self._path}.{key} is not a whole number")
        return value

    def choice(self, key: str, allowed: tuple[T, ...], default: T | None) -> T:
        """Return the one of `allowed` that stands under a key, or the default; None as default: the key is required."""
        value = self._values.get(key)
        if value is None and default is not None:
            return default
        for known in allowed:
            if known == value:
                return known
        raise InvalidRecord(f"{self._path}.{key} is {value!r}, want one of {', '.join(map(str, allowed))}")

    def each(self, key: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
        values = self._values.get(key)
        if values is None:
            return ()
        if not isinstance(values, list | tuple):
            raise InvalidRecord(f"{self._path}.{key} is not a list")
        return tuple(read(value, f"{self._path}.{key}[{n}]") for n, value in enumerate(values))
