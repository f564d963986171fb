r"""What a concept says, as cells of a row: for spreadsheets (one row a concept) and for tools (names, a comment).

A cell with several values joins them by ` | `; a bar inside a value is written `\|`, a backslash `\\`. Columns of a
language: the term to use, then short forms, acronyms, other names, and names not to be used. `reliability` and years
are those of the target term to use; what holds for one name alone has that name before it. Left out: context and
offsets of citations, citations of relations, parts of speech, and how names not to be used differ among themselves.
Characters that text files cannot show become U+FFFD.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from glossary import datcat
from glossary.exports.options import Options
from glossary.models import RELATION_TYPES, USABLE, Concept, Term, TermKind, term_rank

BAR = " | "
# A spreadsheet holds 32,767 characters in a cell; the rest of a longer list is counted, not lost without a word.
MAX_CELL = 32_000
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff\ud800-\udfff]")
_NEWLINES = re.compile("\r\n?")
_BLANKS = re.compile(r"[\t\n\x0b\x0c\x85\u2028\u2029]+")
# OWASP, CSV injection; wide forms are formulas where the spreadsheet's language is Chinese or Japanese.
_FORMULA = re.compile("'*[\\s\u200b\ufeff]*[=+\\-@\t\r\n＝＋－＠]")
_COLUMN_OF_KIND: dict[TermKind, str] = {
    "full_form": "variants",
    "short_form": "short",
    "acronym": "acronym",
    "variant": "variants",
}
_LANGUAGE_COLUMNS = ("", "_short", "_acronym", "_variants", "_deprecated")
_MORE_PLACES = 3


def columns(options: Options) -> list[str]:
    """Return the header of CSV and TSV.

    >>> columns(Options())[:6]
    ['id', 'zh', 'zh_short', 'zh_acronym', 'zh_variants', 'zh_deprecated']
    """
    pair = [lang + suffix for lang in (options.source, options.target) for suffix in _LANGUAGE_COLUMNS]
    definitions = [f"{lang}_definition" for lang in (options.source, options.target)]
    return [
        "id",
        *pair,
        "category",
        "status",
        "reliability",
        "from",
        "to",
        "sources",
        "citations",
        *RELATION_TYPES,
        "subject",
        *definitions,
        "notes",
        "other_languages",
    ]


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet calculates: an apostrophe goes before `=`, `+`, `-`, `@`, tab or CR.

    >>> harmless("=1+1"), harmless("1+1"), harmless("'=1+1")
    ("'=1+1", '1+1', "''=1+1")
    """
    return "'" + cell if _FORMULA.match(cell) else cell


def clean(text: str) -> str:
    """Return text as files can show it: LF for other line ends, U+FFFD for control characters.

    >>> clean("a\\r\\nb\\x00")
    'a\\nb\ufffd'
    """
    return _CONTROL.sub("\ufffd", _NEWLINES.sub("\n", text) if "\r" in text else text)


def one_line(text: str) -> str:
    """Return text clean and without tabs and line ends.

    >>> one_line("a\\tb")
    'a b'
    """
    return _BLANKS.sub(" ", clean(text))


def joined(values: Iterable[str]) -> str:
    r"""Return several values in one cell, each once.

    >>> print(joined(["one", "a|b", "one"]))
    one | a\|b
    """
    parts: list[str] = []
    length = 0
    distinct = list(dict.fromkeys(values))
    for value in distinct:
        part = value.replace("\\", "\\\\").replace("|", "\\|")
        length += len(part) + len(BAR)
        if length > MAX_CELL:
            parts.append(f"(+{len(distinct) - len(parts)} more)")
            break
        parts.append(part)
    return BAR.join(parts)


def concept_cells(concept: Concept, options: Options) -> list[str]:
    """Return the cells of a concept under `columns`."""
    source = _names([term for term in concept.terms if options.is_source(term.lang)])
    target = _names([term for term in concept.terms if options.is_target(term.lang)])
    shown = _main(concept, options)
    return [
        concept.id,
        *source,
        *target,
        concept.category,
        concept.status,
        "" if shown is None or shown.reliability is None else str(shown.reliability),
        (shown and shown.valid_from) or "",
        (shown and shown.valid_to) or "",
        joined(_sources(concept)),
        joined(_citations(concept, options)),
        *(_relations(concept, relation) for relation in RELATION_TYPES),
        concept.subject,
        _definitions(concept, options.is_source),
        _definitions(concept, options.is_target),
        joined(_notes(concept, shown or Term("", ""))),
        joined(_others(concept, options)),
    ]


def _main(concept: Concept, options: Options) -> Term | None:
    """Return the target term to use, else the source term, which years and reliability are told of."""
    for belongs in (options.is_target, options.is_source):
        terms = [term for term in concept.terms if belongs(term.lang)]
        if terms:
            return min(terms, key=term_rank)
    return None


def _sources(concept: Concept) -> Iterator[str]:
    """Yield sources alone where they hold for every name, else with the name, so that no other name looks sourced."""
    alike = len({term.sources for term in concept.terms}) == 1
    for term in concept.terms:
        yield from term.sources if alike else (f"{term.text}: {source}" for source in term.sources)


def _citations(concept: Concept, options: Options) -> Iterator[str]:
    """Yield places alone for the source term to use, with the name for any other."""
    terms = [term for term in concept.terms if options.is_source(term.lang)] or list(concept.terms)
    main = min(terms, key=term_rank, default=None)
    for term in concept.terms:
        for citation in term.citations:
            yield datcat.place(citation) if term is main else f"{term.text}: {datcat.place(citation)}"


def _names(terms: list[Term]) -> tuple[str, str, str, str, str]:
    """Return the cells of a language: the term to use, short forms, acronyms, variants, names not to be used."""
    usable = [term for term in terms if term.status in USABLE]
    main = min(usable, key=term_rank) if usable else None
    others: dict[str, list[str]] = {"short": [], "acronym": [], "variants": []}
    for term in usable:
        if term is not main:
            others[_COLUMN_OF_KIND[term.kind]].append(term.text)
    deprecated = [term.text for term in terms if term.status not in USABLE]
    return (
        main.text if main else "",
        joined(others["short"]),
        joined(others["acronym"]),
        joined(others["variants"]),
        joined(deprecated),
    )


def _relations(concept: Concept, relation_type: str) -> str:
    return joined(datcat.related(relation) for relation in concept.relations if relation.type == relation_type)


def _definitions(concept: Concept, belongs: Callable[[str], bool]) -> str:
    return joined(datcat.defined(d) for d in concept.definitions if belongs(d.lang))


def _notes(concept: Concept, shown: Term) -> Iterator[str]:
    """Yield the notes; those of a term, and where it differs from what the row says, after its name."""
    yield from map(datcat.note_text, concept.notes)
    for term in concept.terms:
        facts = (
            (datcat.RELIABILITY, term.reliability, shown.reliability),
            (datcat.VALID_FROM, term.valid_from, shown.valid_from),
            (datcat.VALID_TO, term.valid_to, shown.valid_to),
        )
        for name, value, of_row in facts:
            if value != of_row:
                yield f"{term.text}: {datcat.named(name, datcat.UNKNOWN if value is None else str(value))}"
        for note in term.notes:
            yield f"{term.text}: {datcat.note_text(note)}"


def _others(concept: Concept, options: Options) -> Iterator[str]:
    for term in concept.terms:
        if not (options.is_source(term.lang) or options.is_target(term.lang)):
            yield f"{term.lang}: {term.text}"
    for definition in concept.definitions:
        if not (options.is_source(definition.lang) or options.is_target(definition.lang)):
            yield f"{definition.lang} definition: {definition.text}"


def comment(concept: Concept, source: Term, target: Term | None) -> str:
    """Return in one line what a translator should know of a pair: who says so, where it stands, what not to use."""
    return one_line(" · ".join(filter(None, _remarks(concept, source, target))))


def _remarks(concept: Concept, source: Term, target: Term | None) -> Iterator[str]:
    if source.status not in USABLE:
        yield f"{source.status}: {source.text}"
    if target and (target.status != "preferred" or target.kind != "full_form"):
        yield f"{target.status} {target.kind.replace('_', ' ')}"
    yield concept.category
    yield concept.subject
    if concept.status != "approved":
        yield concept.status
    shown = target or source
    if shown.reliability is not None:
        yield datcat.named(datcat.RELIABILITY, str(shown.reliability))
    if shown.valid_from or shown.valid_to:
        yield f"{shown.valid_from or ''}–{shown.valid_to or ''}"
    yield _evidence(source, target)
    yield _avoided(concept, source)
    for relation in concept.relations:
        yield datcat.named(datcat.RELATION_NAME[relation.type], relation.text or relation.concept)
    yield from (definition.text for definition in concept.definitions)
    notes = (*source.notes, *target.notes) if target else source.notes
    yield from map(datcat.note_text, (*notes, *concept.notes))


def _avoided(concept: Concept, source: Term) -> str:
    """Return the names of the other languages that are not to be used, which tools that ignore status do not get."""
    lang = source.lang.split("-")[0]
    avoided = [term.text for term in concept.terms if term.status not in USABLE and term.lang.split("-")[0] != lang]
    return datcat.named("not to be used", "; ".join(avoided)) if avoided else ""


def _evidence(source: Term, target: Term | None) -> str:
    """Return who says so and where it stands; a few places, then how many more."""
    parts = []
    if target and target.sources:
        parts.append(datcat.named(datcat.SOURCE, "; ".join(target.sources)))
    elif target and not target.citations:
        parts.append(datcat.NO_SOURCE)
    if others := [text for text in source.sources if not target or text not in target.sources]:
        parts.append(datcat.named(f"{source.lang} {datcat.SOURCE}", "; ".join(others)))
    cited = (*(target.citations if target else ()), *source.citations)
    parts.append(datcat.some_places(cited, _MORE_PLACES))
    return " · ".join(filter(None, parts))
