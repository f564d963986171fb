"""SKOS in Turtle, written as a stream: concepts with preferred, other and hidden labels, relations, sources.

Sources: W3C, SKOS Reference (2009): one preferred label a language, S14; labels are of one kind only, S13. RDF 1.1
Turtle (2014): escapes, section 2.4. Dublin Core terms for sources and former names. Names not to be used are hidden
labels, which searches find and lists do not show.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO

from glossary import datcat
from glossary.exports.options import Options
from glossary.models import USABLE, Concept, Relation, RelationType, Term, term_rank

_PREFIXES = """\
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix : <urn:glossary:> .

"""
_ESCAPED = re.compile(r'[\x00-\x1f"\\\x7f\ud800-\udfff\ufffe\uffff]')
_ESCAPES = {"\n": "\\n", "\r": "\\r", "\t": "\\t", '"': '\\"', "\\": "\\\\"}
_LOCAL = re.compile(r"[A-Za-z][A-Za-z0-9]*")
_PROPERTY: dict[RelationType, str] = {
    "part_of": "skos:broader",
    "heads": "skos:related",
    "reports_to": "skos:related",
    "succeeds": "dct:replaces",
}


def write(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write a scheme and its concepts, and return how many; relations only to concepts of the file."""
    title = f"{options.title}, {options.created}" if options.created else options.title
    out.write(f"{_PREFIXES}:terms a skos:ConceptScheme ;\n    dct:title {literal(title)} .\n".encode())
    count = 0
    for concept in concepts:
        count += 1
        name = concept.id if _LOCAL.fullmatch(concept.id) and concept.id != "terms" else f"n-{count}"
        facts = " ;\n    ".join(_facts(concept, options))
        out.write(f"\n:{name} a skos:Concept ;\n    skos:inScheme :terms ;\n    {facts} .\n".encode())
    return count


def literal(text: str, lang: str = "") -> str:
    r"""Return text as a literal, with a language if it is in one; control characters become U+FFFD.

    >>> print(literal('say "R\\D"', "en"))
    "say \"R\\D\""@en
    """
    quoted = _ESCAPED.sub(lambda match: _ESCAPES.get(match[0], "\ufffd"), text)
    return f'"{quoted}"@{lang}' if lang else f'"{quoted}"'


def _facts(concept: Concept, options: Options) -> Iterator[str]:
    yield f"skos:notation {literal(concept.id)}"
    yield f"dct:type {literal(concept.category)}"
    yield f"skos:editorialNote {literal(datcat.named(datcat.STATUS, concept.status), 'en')}"
    if concept.subject:
        yield f"dct:subject {literal(concept.subject)}"
    yield from _labels(concept.terms, options)
    for definition in concept.definitions:
        said = datcat.defined(definition)
        yield f"skos:definition {literal(said, options.tag(definition.lang))}"
    for relation in concept.relations:
        yield from _relation(relation, options)
    for term in concept.terms:
        yield from _about_term(term, options)
    for note in concept.notes:
        yield f"skos:note {literal(datcat.note_text(note))}"


def _labels(terms: Iterable[Term], options: Options) -> Iterator[str]:
    """Yield each name once: the best usable one of a language is preferred, one that is not to be used is hidden."""
    labelled: set[tuple[str, str]] = set()
    preferred: set[str] = set()
    for term in sorted(terms, key=term_rank):
        lang = options.tag(term.lang)
        if (term.text, lang) in labelled:
            continue
        labelled.add((term.text, lang))
        if term.status not in USABLE:
            kind = "hiddenLabel"
        else:
            kind = "altLabel" if lang in preferred else "prefLabel"
            preferred.add(lang)
        yield f"skos:{kind} {literal(term.text, lang)}"


def _relation(relation: Relation, options: Options) -> Iterator[str]:
    if relation.concept in options.ids and _LOCAL.fullmatch(relation.concept):
        yield f"{_PROPERTY[relation.type]} :{relation.concept}"
    places = "; ".join(map(datcat.place, relation.citations))
    said = datcat.named(datcat.RELATION_NAME[relation.type], relation.text or relation.concept)
    yield f"skos:note {literal(said + (f' ({places})' if places else ''))}"


def _about_term(term: Term, options: Options) -> Iterator[str]:
    """Yield sources and places, each with the name that it is about, for a label can carry nothing in SKOS."""
    for source in term.sources:
        yield f"dct:source {literal(f'{term.text}: {source}')}"
    for place in dict.fromkeys(map(datcat.place, term.citations)):
        yield f"dct:bibliographicCitation {literal(f'{term.text}: {place}')}"
    for citation in term.citations:
        if citation.context:
            quoted = f"{citation.context} [{datcat.place(citation)}]"
            yield f"skos:example {literal(quoted, options.tag(term.lang))}"
    for name, value in datcat.facts(term):
        yield f"skos:editorialNote {literal(f'{term.text}: {datcat.named(name, value)}')}"
    for note in term.notes:
        yield f"skos:note {literal(f'{term.text}: {datcat.note_text(note)}')}"
