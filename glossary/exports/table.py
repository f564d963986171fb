r"""Tables: CSV for spreadsheets, TSV for CAT tools (one row a concept), OmegaT's glossary (one row a pair of terms).

A cell with several values joins them by ` | `; a bar inside a value is written `\|`, a backslash `\\`. Columns of a
language: the term to use, then short forms, acronyms, other names, and names not to be used. `reliability` and years
are those of the target term to use; what holds for one name alone has that name before it. Left out: context and
offsets of citations, citations of relations, parts of speech, and how names not to be used differ among themselves.
Characters that text files cannot show become U+FFFD.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO

from glossary import datcat
from glossary.exports.options import Options
from glossary.models import RELATION_TYPES, Concept, Term, TermKind, TermStatus, term_rank

BAR = " | "
# A spreadsheet holds 32,767 characters in a cell; the rest of a longer list is counted, not lost without a word.
MAX_CELL = 32_000
USABLE: tuple[TermStatus, ...] = ("preferred", "admitted")
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


def write_csv(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write UTF-8 with BOM and CRLF, as Excel wants it, and return the number of rows under the header.

    A cell that a spreadsheet would calculate gets an apostrophe before it, which importers.table takes off again.
    """
    out.write(b"\xef\xbb\xbf")
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    writer.writerow(columns(options))
    count = 0
    for concept in concepts:
        writer.writerow([harmless(_clean(cell)) for cell in _cells(concept, options)])
        count += 1
        if buffer.tell() > 1 << 16:
            _flush(buffer, out)
    _flush(buffer, out)
    return count


def _flush(buffer: io.StringIO, out: BinaryIO) -> None:
    out.write(buffer.getvalue().encode())
    buffer.seek(0)
    buffer.truncate()


def write_tsv(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write UTF-8 without BOM, tabs between cells and none inside, and return the number of rows under the header.

    Nothing is quoted but a cell that starts with a quotation mark, which most readers would take for quoting.
    """
    out.write(("\t".join(columns(options)) + "\n").encode())
    count = 0
    for concept in concepts:
        cells = (_one_line(cell) for cell in _cells(concept, options))
        out.write(("\t".join(_quoted(cell) if cell.startswith('"') else cell for cell in cells) + "\n").encode())
        count += 1
    return count


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def harmless(cell: str) -> str:
    """Return a cell that no spreadsheet calculates: an apostrophe goes before `=`, `+`, `-`, `@`, tab or CR.

    >>> harmless("=1+1"), harmless("1+1"), harmless("'=1+1")
    ("'=1+1", '1+1', "''=1+1")
    """
    return "'" + cell if _FORMULA.match(cell) else cell


def _clean(text: str) -> str:
    return _CONTROL.sub("\ufffd", _NEWLINES.sub("\n", text) if "\r" in text else text)


def _one_line(text: str) -> str:
    return _BLANKS.sub(" ", _clean(text))


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


def _cells(concept: Concept, options: Options) -> list[str]:
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
    return joined(d.text + (f" [{d.source}]" if d.source else "") for d in concept.definitions if belongs(d.lang))


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


def write_omegat(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write source term, target term and comment for every source form with every usable target; return the rows.

    Every source form is there, also those not to be used, so that they are recognized; the comment says so. A concept
    without a usable target has no row. OmegaT takes a line that starts with # for a comment and trims nothing, so such
    a source term gets a blank before it.
    """
    out.write(b"# -*- coding: utf-8 -*-\n")
    count = 0
    for concept in concepts:
        for row in _omegat_rows(concept, options):
            out.write(("\t".join(row) + "\n").encode())
            count += 1
    return count


def _omegat_rows(concept: Concept, options: Options) -> Iterator[tuple[str, str, str]]:
    sources = sorted((term for term in concept.terms if options.is_source(term.lang)), key=term_rank)
    targets = [term for term in concept.terms if options.is_target(term.lang) and term.status in USABLE]
    targets.sort(key=term_rank)
    seen = set()
    for source in sources:
        for target in targets:
            left, right = _one_line(source.text).strip(), _one_line(target.text).strip()
            if left and right and (left, right) not in seen:
                seen.add((left, right))
                yield (" " + left if left.startswith("#") else left), right, _comment(concept, source, target)


def _comment(concept: Concept, source: Term, target: Term) -> str:
    return _one_line(" · ".join(filter(None, _remarks(concept, source, target))))


def _remarks(concept: Concept, source: Term, target: Term) -> Iterator[str]:
    if source.status not in USABLE:
        yield f"{source.status}: {source.text}"
    if target.status != "preferred" or target.kind != "full_form":
        yield f"{target.status} {target.kind.replace('_', ' ')}"
    yield concept.category
    yield concept.subject
    if concept.status != "approved":
        yield concept.status
    if target.reliability is not None:
        yield datcat.named(datcat.RELIABILITY, str(target.reliability))
    if target.valid_from or target.valid_to:
        yield f"{target.valid_from or ''}–{target.valid_to or ''}"
    yield _evidence(source, target)
    for relation in concept.relations:
        yield datcat.named(datcat.RELATION_NAME[relation.type], relation.text or relation.concept)
    yield from (definition.text for definition in concept.definitions)
    yield from map(datcat.note_text, (*source.notes, *target.notes, *concept.notes))


def _evidence(source: Term, target: Term) -> str:
    """Return who says so and where it stands; a few places, then how many more."""
    parts = []
    if target.sources:
        parts.append(datcat.named(datcat.SOURCE, "; ".join(target.sources)))
    elif not target.citations:
        parts.append(datcat.NO_SOURCE)
    if others := [text for text in source.sources if text not in target.sources]:
        parts.append(datcat.named(f"{source.lang} {datcat.SOURCE}", "; ".join(others)))
    if places := list(dict.fromkeys(datcat.place(c) for term in (target, source) for c in term.citations)):
        more = f" (+{len(places) - _MORE_PLACES} more)" if len(places) > _MORE_PLACES else ""
        parts.append(datcat.named(datcat.CITED, "; ".join(places[:_MORE_PLACES]) + more))
    return " · ".join(parts)
