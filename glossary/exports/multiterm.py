"""MultiTerm XML (MTF): what MultiTerm and Trados import with "Sync" or through the cloud, entry by entry.

Source: RWS, MultiTerm API documentation, "XML Schema: MTF" (conceptGrp, languageGrp, termGrp, descripGrp, transacGrp).
Field names are ours: an import definition maps them, or creates them in a new termbase.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import BinaryIO

from glossary import datcat
from glossary.exports.layouts import LANGUAGE_NAMES
from glossary.exports.options import Options
from glossary.exports.xml import escape
from glossary.models import Concept, Term, term_rank

_EMPTY = "—"  # MultiTerm refuses a field without text


def write(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write one entry a concept that has a term, and return how many; entries are numbered by their ids."""
    out.write(b'<?xml version="1.0" encoding="UTF-8"?>\n<mtf>\n')
    count = 0
    for concept in concepts:
        if concept.terms:
            count += 1
            out.write(_entry(concept, count, options).encode())
    out.write(b"</mtf>\n")
    return count


def _entry(concept: Concept, count: int, options: Options) -> str:
    number = concept.id.removeprefix("c")
    parts = [f"<conceptGrp><concept>{number if number.isdigit() else count}</concept>"]
    parts += _log(concept, options)
    parts += [_field(name, text) for name, text in _about_concept(concept)]
    terms = sorted(concept.terms, key=term_rank)
    order = sorted(terms, key=lambda t: 0 if options.is_source(t.lang) else 1 if options.is_target(t.lang) else 2)
    for tag in dict.fromkeys(options.tag(term.lang) for term in order):
        parts.append(f'\n<languageGrp><language type="{escape(LANGUAGE_NAMES.get(tag, tag))}" lang="{escape(tag)}"/>')
        parts += [
            _field("Definition", datcat.defined(definition))
            for definition in concept.definitions
            if options.tag(definition.lang) == tag
        ]
        parts += [_term(term) for term in order if options.tag(term.lang) == tag]
        parts.append("</languageGrp>")
    parts.append("</conceptGrp>\n")
    return "".join(parts)


def _field(name: str, text: str) -> str:
    return f'<descripGrp><descrip type="{name}">{escape(text) or _EMPTY}</descrip></descripGrp>'


def _about_concept(concept: Concept) -> Iterator[tuple[str, str]]:
    yield "Category", concept.category
    yield "Entry status", concept.status
    if concept.subject:
        yield "Subject", concept.subject
    langs = {term.lang for term in concept.terms}
    for definition in concept.definitions:
        if definition.lang not in langs:
            yield "Note", datcat.named(f"{datcat.DEFINITION} {definition.lang}", definition.text)
    for relation in concept.relations:
        yield "Relation", datcat.named(datcat.RELATION_NAME[relation.type], datcat.related(relation))
    for note in concept.notes:
        yield "Note", datcat.note_text(note)


def _term(term: Term) -> str:
    fields = "".join(_field(name, text) for name, text in _about_term(term))
    return f"\n<termGrp><term>{escape(term.text)}</term>{fields}</termGrp>"


def _about_term(term: Term) -> Iterator[tuple[str, str]]:
    yield "Status", term.status
    yield "Type", term.kind.replace("_", " ")
    yield "Part of speech", term.part_of_speech
    if term.reliability is not None:
        yield "Reliability", str(term.reliability)
    if term.valid_from or term.valid_to:
        yield "Years", f"{term.valid_from or ''}–{term.valid_to or ''}"
    for source in term.sources:
        yield "Source", source
    for place in dict.fromkeys(map(datcat.place, term.citations)):
        yield "Citation", place
    for citation in term.citations:
        if citation.context:
            yield "Context", f"{citation.context} [{datcat.place(citation)}]"
    for note in term.notes:
        yield "Note", datcat.note_text(note)


def _log(concept: Concept, options: Options) -> Iterator[str]:
    """Yield who made the concept and who changed it last, with the time as MultiTerm has it, without a zone."""
    for name, change in options.history(concept.id):
        when = change.when[:19] if len(change.when) >= 19 else f"{change.when[:10]}T00:00:00"
        yield f'<transacGrp><transac type="{name}">{escape(change.who)}</transac><date>{when}</date></transacGrp>'
