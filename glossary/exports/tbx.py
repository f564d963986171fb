"""TBX: ISO 30042:2019 TBX-Basic in both styles (DCA, DCT), and the older martif (v2) that most tools read.

The two v3 styles keep everything: what TBX-Basic has no category for stands in notes (see `glossary.datcat`), so that
`importers.tbx` gets the concepts back. v2 is written for people in front of
OmegaT or Weblate, which show notes and nothing of `<admin>`: sources and places are said in notes, the best term comes
first, and target terms not to be used are left out. A concept without a term to show is left out, and not counted.
Characters that XML 1.0 cannot hold become U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from itertools import takewhile
from typing import BinaryIO

from glossary import datcat
from glossary.exports.options import Options
from glossary.exports.xml import escape
from glossary.models import USABLE, Change, Citation, Concept, Definition, Note, Relation, Term, term_rank
from glossary.symbols import url

_XML_ID = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]*")
_HTTP = re.compile(r"https?://[^\s<>\"{}|\\^`]+")

Category = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Style:
    """What differs between the three files: the opening, element names, and how a data category is spelled."""

    opening: str
    root: str
    header: str
    encoding: str
    entry: str
    language: str
    term: str
    category: Category
    v2: bool = False


def _dca(name: str, text: str, target: str = "") -> str:
    element = datcat.DATA_CATEGORIES[name][0]
    attribute = f' target="{escape(target)}"' if target else ""
    return f'<{element} type="{name}"{attribute}>{escape(text)}</{element}>'


def _dct(name: str, text: str, target: str = "") -> str:
    prefix = datcat.DATA_CATEGORIES[name][1]
    attribute = f' target="{escape(target)}"' if target else ""
    return f"<{prefix}:{name}{attribute}>{escape(text)}</{prefix}:{name}>"


_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_V3 = f'{_XML}<tbx xmlns="{datcat.NS_CORE}" type="TBX-Basic"'
_MODULES = f'xmlns:min="{datcat.NS_MIN}" xmlns:basic="{datcat.NS_BASIC}"'
_V2 = f'{_XML}<!DOCTYPE martif SYSTEM "TBXBasiccoreStructV02.dtd">\n<martif type="TBX-Basic"'
_NOTED = f"<p>{datcat.ENCODING}</p>"
_V3_HEAD = f"<encodingDesc>{_NOTED}</encodingDesc>"
_V2_HEAD = f'<encodingDesc><p type="XCSURI">TBXBasicXCSV02.xcs</p>{_NOTED}</encodingDesc>'

DCA = Style(f'{_V3} style="dca"', "tbx", "tbxHeader", _V3_HEAD, "conceptEntry", "langSec", "termSec", _dca)
DCT = Style(f'{_V3} style="dct" {_MODULES}', "tbx", "tbxHeader", _V3_HEAD, "conceptEntry", "langSec", "termSec", _dct)
V2 = Style(_V2, "martif", "martifHeader", _V2_HEAD, "termEntry", "langSet", "tig", _dca, v2=True)


def write(concepts: Iterable[Concept], out: BinaryIO, options: Options, style: Style = DCA) -> int:
    """Write one entry a concept, as they come, and return how many.

    A concept whose id XML does not take as one gets `n1`, `n2` ...; other ids stay. An empty term base has no body
    in v3; v2 wants an entry in any case, there it has an empty body, which OmegaT reads.
    """
    out.write(_head(options, style).encode())
    count = unnamed = 0
    for concept in concepts:
        identifier = concept.id
        if not _XML_ID.fullmatch(identifier):
            unnamed += 1
            identifier = f"n{unnamed}"
        entry = _entry(concept, identifier, options, style)
        if entry:
            out.write(f"<body>\n{entry}".encode() if not count else entry.encode())
            count += 1
    body = "</body>" if count else "<body></body>" if style.v2 else ""
    out.write(f"{body}</text>\n</{style.root}>\n".encode())
    return count


def _head(options: Options, style: Style) -> str:
    about = f"{options.title}, {options.created}" if options.created else options.title
    return (
        f'{style.opening} xml:lang="{escape(options.tag(options.source))}">\n<{style.header}><fileDesc>'
        f"<titleStmt><title>{escape(options.title)}</title></titleStmt><sourceDesc><p>{escape(about)}</p></sourceDesc>"
        f"</fileDesc>{style.encoding}</{style.header}>\n<text>"
    )


write_dca = partial(write, style=DCA)
write_dct = partial(write, style=DCT)
write_v2 = partial(write, style=V2)


def _entry(concept: Concept, identifier: str, options: Options, style: Style) -> str:
    languages = _languages(concept, options, style)
    if not languages:
        return ""
    sections = "".join(_language(tag, terms, concept, options, style) for tag, terms in languages.items())
    return (
        f'<{style.entry} id="{identifier}">{_concept_info(concept, languages, options, style)}\n'
        f"{sections}</{style.entry}>\n"
    )


def _languages(concept: Concept, options: Options, style: Style) -> dict[str, list[Term]]:
    """Return the terms by language tag: source language first, then target, then the others as they come."""
    terms = concept.terms
    if style.v2:
        terms = tuple(t for t in terms if t.status in USABLE or not options.is_target(t.lang))
        terms = tuple(sorted(terms, key=term_rank))
    order = sorted(terms, key=lambda t: 0 if options.is_source(t.lang) else 1 if options.is_target(t.lang) else 2)
    languages: dict[str, list[Term]] = {}
    for term in order:
        languages.setdefault(options.tag(term.lang), []).append(term)
    return languages


def _note(text: str) -> str:
    return f"<note>{escape(text)}</note>"


def _concept_info(concept: Concept, languages: dict[str, list[Term]], options: Options, style: Style) -> str:
    parts = [style.category("subjectField", concept.subject)] if concept.subject else []
    parts += [
        style.category("crossReference", relation.text or relation.concept, relation.concept)
        for relation in concept.relations
        if relation.concept in options.ids and _XML_ID.fullmatch(relation.concept)
    ]
    parts.append(_note(datcat.named(datcat.CATEGORY, concept.category)))
    parts.append(_note(datcat.named(datcat.STATUS, concept.status)))
    for relation in concept.relations:
        parts += [_note(text) for text in _relation_notes(relation, style)]
    for definition in concept.definitions:
        if options.tag(definition.lang) not in languages:
            parts += [_note(text) for text in _definition_notes(definition)]
    if not style.v2:
        parts += [_note(text) for text in _order_notes(concept, languages, options)]
    parts += [_noted(note, "c", style) for note in concept.notes]
    parts += _log(options.history(concept.id), style)
    return "".join(parts)


def _order_notes(concept: Concept, languages: dict[str, list[Term]], options: Options) -> Iterator[str]:
    """Yield in which order names and definitions stand here, where that is not by languages."""
    tags = {tag: place for place, tag in enumerate(languages)}
    written = sorted(range(len(concept.terms)), key=lambda at: tags[options.tag(concept.terms[at].lang)])
    if told := datcat.order(written):
        yield datcat.named(datcat.ORDER, told)
    definitions = concept.definitions
    written = sorted(range(len(definitions)), key=lambda at: tags.get(options.tag(definitions[at].lang), -1))
    if told := datcat.order(written):
        yield datcat.named(datcat.DEFINITION_ORDER, told)


def _noted(note: Note, level: str, style: Style, about: str = "") -> str:
    """Return a note as the data category or the transaction that its name says, else as a note."""
    if not style.v2:  # whose readers show notes, and little else
        if note.name in datcat.TRANSACTIONS and (told := datcat.read_transaction(note.text)):
            return _transaction(note.name, *told, style)
        if level in datcat.CATEGORY_OF_NOTE.get(note.name, ""):
            if datcat.DATA_CATEGORIES[note.name][0] == "xref":
                if found := datcat.read_linked(note.text):
                    return style.category(note.name, *found)
            elif datcat.DATA_CATEGORIES[note.name][0] != "termNote":  # has its place before all others
                return style.category(note.name, note.text)
    return _note(datcat.note_text(note, about))


def _transaction(name: str, date: str, who: str, style: Style, remark: str = "") -> str:
    person = style.category("responsibility", who) if who else ""
    of_log = _note(remark) if remark else ""
    kind = style.category("transactionType", name)
    return f"<transacGrp>{kind}<date>{date}</date>{person}{of_log}</transacGrp>"


def _log(history: Iterable[tuple[str, Change]], style: Style) -> Iterator[str]:
    for name, change in history:
        date = change.when[:10] if style.v2 else change.when
        if datcat.read_transaction(date):
            yield _transaction(name, date, change.who, style, "" if style.v2 else datcat.CHANGE_LOG)


def _relation_notes(relation: Relation, style: Style) -> Iterator[str]:
    name = datcat.RELATION_NAME[relation.type]
    if style.v2:
        places = "; ".join(map(datcat.place, relation.citations))
        yield datcat.named(name, f"{relation.text or relation.concept}" + (f" ({places})" if places else ""))
        return
    yield datcat.named(name, datcat.related(relation))
    for citation in relation.citations:
        yield datcat.named(name + datcat.RELATION_CITED, datcat.exact_place(citation, context=True))


def _definition_notes(definition: Definition) -> Iterator[str]:
    yield datcat.named(f"{datcat.DEFINITION} {definition.lang}", definition.text)
    if definition.source is not None:
        yield datcat.named(f"{datcat.DEFINITION} {definition.lang} {datcat.SOURCE}", definition.source)


def _language(tag: str, terms: list[Term], concept: Concept, options: Options, style: Style) -> str:
    definitions = "".join(
        _with_source("definition", definition.text, definition.source, style)
        for definition in concept.definitions
        if options.tag(definition.lang) == tag
    )
    entries = "".join(_term(term, style) for term in terms)
    return f'<{style.language} xml:lang="{escape(tag)}">{definitions}\n{entries}</{style.language}>\n'


def _with_source(name: str, text: str, source: str | None, style: Style) -> str:
    admin = style.category("source", source) if source is not None else ""
    return f"<descripGrp>{style.category(name, text)}{admin}</descripGrp>"


def _term(term: Term, style: Style) -> str:
    category = style.category
    parts = [
        f"<{style.term}><term>{escape(term.text)}</term>",
        category("partOfSpeech", datcat.PART_OF_SPEECH[term.part_of_speech]),
        category("termType", datcat.TERM_TYPE[term.kind]),
        category("administrativeStatus", datcat.ADMINISTRATIVE_STATUS[term.status]),
    ]
    first = list(takewhile(lambda note: _is_term_note(note, style), term.notes))
    parts += [category(note.name, note.text) for note in first]
    parts += [category("source", source) for source in term.sources]
    for citation in term.citations:
        if citation.context is None:
            parts.append(category("source", datcat.place(citation)))
        else:
            parts.append(_with_source("context", citation.context, datcat.place(citation), style))
    parts += [category("externalCrossReference", name, target) for name, target in _pages(term)]
    parts += [_note(text) for text in _term_facts(term, style)]
    parts += [_noted(note, "t", style, term.text if style.v2 else "") for note in term.notes[len(first) :]]
    parts += [_note(text) for text in _evidence(term, style)]
    parts.append(f"</{style.term}>\n")
    return "".join(parts)


def _is_term_note(note: Note, style: Style) -> bool:
    if style.v2:
        return False
    return note.name == "geographicalUsage" or (note.name == "grammaticalGender" and note.text in datcat.GENDERS)


def _pages(term: Term) -> Iterator[tuple[str, str]]:
    """Yield the cited documents that have a public page, each once."""
    for document in dict.fromkeys(citation.document for citation in term.citations):
        page = url(document, term.lang.split("-")[0])
        if page is not None and _HTTP.fullmatch(page):
            yield document, page


def _term_facts(term: Term, style: Style) -> Iterator[str]:
    about = term.text if style.v2 else ""
    for name, value in datcat.facts(term):
        yield datcat.named(datcat.of_term(name, about), value)


def _evidence(term: Term, style: Style) -> Iterator[str]:
    return _evidence_for_people(term) if style.v2 else _exact_evidence(term.citations)


def _exact_evidence(citations: tuple[Citation, ...]) -> Iterator[str]:
    for citation in citations:
        yield datcat.named(datcat.CITED, datcat.exact_place(citation))


def _evidence_for_people(term: Term) -> Iterator[str]:
    places = dict.fromkeys(map(datcat.place, term.citations))
    sources = term.sources or (() if places else (datcat.NO_SOURCE,))
    if sources:
        yield datcat.named(datcat.of_term(datcat.SOURCE, term.text), "; ".join(sources))
    if places:
        yield datcat.named(datcat.of_term(datcat.CITED, term.text), "; ".join(places))
