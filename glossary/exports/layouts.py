"""What the files of translation tools have in their columns: data, which the table and the sheet writer follow.

Sources, none of the tools but OmegaT and translate-toolkit (Weblate) being at hand to try: OmegaT 3.6 and 6 manual,
"Glossaries"; docs.weblate.org, "Comma separated values"; docs.memoq.com, "Term base in CSV format" and "Term base CSV
import settings"; docs.rws.com, "Formats for data import and export" (one row an entry, synonyms joined by a bar);
support.phrase.com, "Modify term bases" (concept_domain, concept_definition, concept_note, language codes as headers);
developers.deepl.com, "Glossaries" (unique sources, at most 1,024 bytes a cell).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from glossary import datcat
from glossary.exports.cells import comment, joined, one_line
from glossary.exports.options import Options
from glossary.models import USABLE, Concept, Term, term_rank

# How tools for people call a language in a header.
LANGUAGE_NAMES = {
    "zh": "Chinese", "zh-CN": "Chinese (Simplified, China)", "zh-Hans": "Chinese (Simplified)",
    "zh-TW": "Chinese (Traditional, Taiwan)", "zh-Hant": "Chinese (Traditional)", "en": "English",
    "en-US": "English (United States)", "en-GB": "English (United Kingdom)", "fr": "French", "es": "Spanish",
    "ru": "Russian", "ar": "Arabic",
}  # fmt: skip
_NO_TERM = Term("", "")
_MOST_BYTES = 1024  # of a cell, DeepL


@dataclass(frozen=True, slots=True)
class Row:
    """A concept, and the source and target term that a row is about; `names` are all of them, the best first."""

    concept: Concept
    source: Term
    target: Term | None
    sources: tuple[Term, ...]
    targets: tuple[Term, ...]


@dataclass(frozen=True, slots=True)
class Layout:
    """Columns of a file: a header (`{source}`, `{target}`: tags; `{Source}`, `{Target}`: names) and a fact of the row.

    `rows` makes rows of the forms and the equivalents of a concept. `unique`: a source stands once in the file; of two
    concepts the first has it. `limit` is how many bytes a cell may have; a row with a longer one is left out.
    """

    columns: tuple[tuple[str, str], ...]
    rows: Callable[[Concept, Options], Iterator[Row]]
    header: bool = True
    unique: bool = False
    limit: int = 0

    def headings(self, options: Options) -> list[str]:
        """Return the header."""
        source, target = options.tag(options.source), options.tag(options.target)
        words = {
            "source": source,
            "target": target,
            "Source": LANGUAGE_NAMES.get(source, source),
            "Target": LANGUAGE_NAMES.get(target, target),
        }
        return [heading.format_map(words) for heading, _ in self.columns]

    def cells(self, concept: Concept, options: Options) -> Iterator[list[str]]:
        """Yield the rows of a concept."""
        for row in self.rows(concept, options):
            yield [_FACTS[fact](row) for _, fact in self.columns]


def forms(concept: Concept, options: Options) -> tuple[list[Term], list[Term]]:
    """Return every source form, also those not to be used, and the target terms to use; the best first."""
    sources = sorted((term for term in concept.terms if options.is_source(term.lang)), key=term_rank)
    targets = [term for term in concept.terms if options.is_target(term.lang) and term.status in USABLE]
    return sources, sorted(targets, key=term_rank)


def pairs(concept: Concept, options: Options) -> Iterator[Row]:
    """Yield every source form with every usable target, each pair once; nothing without a usable target."""
    sources, targets = forms(concept, options)
    seen = set()
    for source in sources:
        for target in targets:
            pair = one_line(source.text).strip(), one_line(target.text).strip()
            if all(pair) and pair not in seen:
                seen.add(pair)
                yield Row(concept, source, target, tuple(sources), tuple(targets))


def _with_best_target(concept: Concept, options: Options) -> Iterator[Row]:
    """Yield every source form with the best target; a concept without one too, so that its name is recognized."""
    sources, targets = forms(concept, options)
    best = targets[0] if targets else None
    for source in sources:
        if one_line(source.text).strip():
            yield Row(concept, source, best, tuple(sources), tuple(targets))


def _with_a_target(concept: Concept, options: Options) -> Iterator[Row]:
    return (row for row in _with_best_target(concept, options) if row.target and one_line(row.target.text).strip())


def _each_name_once(concept: Concept, options: Options) -> Iterator[Row]:
    """Yield the best pair, then the other source forms with the best target, the best source with other targets."""
    yield from _with_best_target(concept, options)
    sources, targets = forms(concept, options)
    for target in targets[1:] if sources else ():
        yield Row(concept, sources[0], target, tuple(sources), tuple(targets))


def _entries(concept: Concept, options: Options) -> Iterator[Row]:
    """Yield one row for a concept that has a name in either language."""
    sources, targets = forms(concept, options)
    if sources or targets:
        source = sources[0] if sources else _NO_TERM
        yield Row(concept, source, targets[0] if targets else None, tuple(sources), tuple(targets))


def _alternatives(terms: tuple[Term, ...]) -> str:
    """Join names by a bar, as memoQ and Trados take them; a bar inside a name becomes a wide one."""
    return "|".join(dict.fromkeys(one_line(term.text).strip().replace("|", "｜") for term in terms))


def _definitions(row: Row) -> str:
    return joined(datcat.defined(definition) for definition in row.concept.definitions)


def _pages(row: Row) -> str:
    """Return the places cited, without the rest of the comment."""
    terms = (*row.sources, *row.targets)
    return joined(dict.fromkeys(datcat.place(place) for term in terms for place in term.citations))


def _sources(row: Row) -> str:
    return joined(dict.fromkeys(text for term in (*row.targets, *row.sources) for text in term.sources))


_FACTS: dict[str, Callable[[Row], str]] = {
    "id": lambda row: row.concept.id,
    "number": lambda row: row.concept.id.removeprefix("c"),
    "category": lambda row: row.concept.category,
    "subject": lambda row: row.concept.subject,
    "subject or category": lambda row: row.concept.subject or row.concept.category,
    "source": lambda row: row.source.text,
    "target": lambda row: row.target.text if row.target else "",
    "sources": lambda row: _alternatives(row.sources),
    "targets": lambda row: _alternatives(row.targets),
    "comment": lambda row: comment(row.concept, row.source, row.target),
    "definition": _definitions,
    "places": _pages,
    "who says so": _sources,
    "source status": lambda row: row.source.status if row.source.text else "",
    "target status": lambda row: row.target.status if row.target else "",
}

OMEGAT = Layout((("", "source"), ("", "target"), ("", "comment")), pairs, header=False)
WEBLATE = Layout(
    (("source", "source"), ("target", "target"), ("context", "id"), ("developer_comments", "comment")),
    _with_best_target,
)
DEEPL = Layout((("", "source"), ("", "target")), _with_a_target, header=False, unique=True, limit=_MOST_BYTES)
MEMOQ = Layout(
    (
        ("Entry_ID", "number"),
        ("Entry_Subject", "subject or category"),
        ("Entry_Note", "comment"),
        ("{Source}", "sources"),
        ("{Target}", "targets"),
        ("Definition", "definition"),
    ),
    _entries,
)
MULTITERM = Layout(
    (
        ("Entry number", "number"),
        ("Subject", "subject or category"),
        ("{Source}", "sources"),
        ("{Target}", "targets"),
        ("Definition", "definition"),
        ("Source", "who says so"),
        ("Citation", "places"),
        ("Note", "comment"),
    ),
    _entries,
)
PHRASE = Layout(
    (
        ("{source}", "source"),
        ("{target}", "target"),
        ("concept_domain", "subject or category"),
        ("concept_definition", "definition"),
        ("concept_note", "comment"),
    ),
    _each_name_once,
)
