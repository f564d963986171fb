r"""A row of cells -> a checked row, and the names it holds.

A table with the columns of our lists and exports keeps to their rules: cells with several values part them by `|`
(`\|` is a bar that belongs to a value), `source` by `; `, and a value that is none of ours is a fault of its row. In
other people's tables names may also be parted by semicolons, or line by line where both languages have as many lines,
and values that are none of ours are kept as notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from glossary import datcat
from glossary.errors import InvalidRecord
from glossary.models import (
    CONCEPT_STATUSES,
    RELATION_TYPES,
    TERM_STATUSES,
    Category,
    ConceptStatus,
    Definition,
    Note,
    RelationType,
    Term,
    TermKind,
    TermStatus,
)
from glossary.text import has_han
from importers import vocabulary
from importers.columns import Columns
from importers.facts import NOTHING, Facts, read_facts
from importers.headers import parts_of

_ESCAPED = re.compile(r"\\([\\|])")
_SEMICOLON = re.compile(r"\s*[;；]\s+|；")
_RELIABILITY = re.compile("[1-4]")
_DEFINED = re.compile(r"(.*) \[([^\[\]]*)\]", re.DOTALL)
_MORE = re.compile(r"\(\+\d+ more\)")
_PARTED = re.compile(r"[|;；\n]")
_KINDS: dict[str, TermKind] = {"short": "short_form", "acronym": "acronym", "variants": "variant"}
_OPEN, _CLOSE = "(（[【〔「『《“", ")）]】〕」』》”"


@dataclass(frozen=True, slots=True)
class Row:
    """One checked row: what ties it to other rows, and its cells, out of which the rest is read when it is needed."""

    line: int
    cells: tuple[str, ...]
    columns: Columns
    facts: Facts = NOTHING
    id: str = ""
    zh: str = ""
    en: str = ""
    category: Category | None = None
    subject: str = ""
    variant_of: str = ""
    relations: tuple[tuple[RelationType, str], ...] = ()

    @property
    def name(self) -> str:
        """The name other rows call this one by."""
        return self.zh or self.en or next((term.text for term in bare_terms(self)), "")

    def value(self, name: str) -> str:
        """Return what stands in the column of a field; empty without one."""
        return self.columns.value(self.cells, name)


def read_row(cells: tuple[str, ...], line: int, columns: Columns, subject: str = "") -> Row:
    """Check a row; `subject` is the heading that it stands under. Raises InvalidRecord for a row that breaks a rule."""
    bare, facts = Row(line, cells, columns), read_facts(columns, cells)
    zh, en = (_first(bare, lang) for lang in ("zh", "en"))
    row = Row(
        line,
        cells,
        columns,
        facts,
        bare.value("id"),
        zh,
        en,
        facts.category,
        bare.value("subject") or subject,
        bare.value("variant_of"),
        tuple((kind, name) for kind in RELATION_TYPES if kind in columns.fields for name in _related(bare, kind)),
    )
    if not (zh or en or bare_terms(row)):
        raise InvalidRecord("neither a Chinese nor an English name in this row")
    return row


def _first(row: Row, lang: str) -> str:
    """Return the first name in a language, of whatever country or script."""
    return next((name for tag in row.columns.langs if tag[:2] == lang for name in _main(row, tag)), "")


def status_of(row: Row) -> ConceptStatus | None:
    """Tell the state of the concept that a row gives, by its status or, in our lists, by its reliability."""
    facts = row.facts
    if facts.concept_status is None and facts.reliability is not None and facts.reliability >= 2:
        return "approved"
    said = {vocabulary.status_of(cell) for lang in row.columns.langs for cell in _cells(row, f"{lang}_status")}
    return facts.concept_status or next((status for status in CONCEPT_STATUSES if status in said), None)


def split(cell: str) -> tuple[str, ...]:
    r"""Return the values of a cell that holds several.

    >>> split(r"one | a\|b")
    ('one', 'a|b')
    """
    if "|" not in cell:
        return (_ESCAPED.sub(r"\1", cell),) if "\\" in cell else (cell,)
    parts = re.findall(r"(?:[^\\|]|\\.|\\$)+", cell, re.DOTALL)
    return tuple(_ESCAPED.sub(r"\1", part.strip()) for part in parts if part.strip())


def split_names(cell: str) -> tuple[str, ...]:
    """Return the names in a cell of somebody's table: bars and semicolons part them, but not inside brackets.

    >>> split_names("维和部；维持和平行动部"), split_names("Office (Lima; Quito)")
    (('维和部', '维持和平行动部'), ('Office (Lima; Quito)',))
    """
    if not any(mark in cell for mark in "|;；"):
        return (cell,) if cell else ()
    parts, depth = [""], 0
    for char in cell:
        depth = max(0, depth + (char in _OPEN) - (char in _CLOSE))
        if char in "|;；" and not depth:
            parts.append("")
        else:
            parts[-1] += char
    return tuple(dict.fromkeys(part.strip() for part in parts if part.strip()))


def definitions_of(row: Row) -> Iterator[Definition]:
    """Yield the definitions in a row."""
    for name, cell in _filled(row):
        lang, role = parts_of(name)
        if role != "definition":
            continue
        for text in split(cell) if row.columns.is_ours else (cell,):
            match = _DEFINED.fullmatch(text) if row.columns.is_ours else None
            said = lang or ("zh" if has_han(text) else "en")
            yield Definition(match[1], said, match[2]) if match else Definition(text, said)


def concept_notes_of(row: Row) -> Iterator[Note]:
    """Yield what a row says of the concept as a whole, the columns without a field under their own names."""
    if notes := row.value("notes"):
        for name, text in _labelled(split(notes), {term.text for term in bare_terms(row)}):
            if not name:
                yield datcat.read_note(text)[0]
    yield from row.facts.odd
    for at, name in row.columns.others.items():
        if row.cells[at]:
            yield Note(name, row.cells[at])


def terms_of(row: Row) -> list[Term]:
    """Return the names of a row; notes and places go to the first one, those after a name to that name."""
    terms = bare_terms(row)
    names = {term.text for term in terms}
    sources = _labelled(_sources(row), names)
    places = _labelled(split(row.value("citations")) if row.value("citations") else (), names)
    notes = split(row.value("notes")) if row.value("notes") else ()
    remarks = [(name, datcat.read_note(text)) for name, text in _labelled(notes, names)]
    said = _said(row)
    begun: set[str] = set()
    found = []
    for nth, term in enumerate(terms):
        own = said.get(term.lang, ())
        first = term.lang not in begun
        begun.add(term.lang)
        whole = replace(
            term,
            sources=(
                *(text for name, text in sources if not name or name == term.text),
                *(note.text for note in own if note.name == "source"),
            ),
            notes=(
                *(_row_notes(row) if nth == 0 else ()),
                *(note for note in own if first and note.name != "source"),
            ),
            citations=tuple(
                datcat.read_place(text).citation for name, text in places if name == term.text or not (name or nth)
            ),
        )
        found.append(_with_facts(whole, [remark for name, remark in remarks if name == term.text]))
    return found


def bare_terms(row: Row) -> list[Term]:
    """Return the names of a row with what holds for all of them, Chinese first, each once."""
    found: dict[tuple[str, str], Term] = {}
    for lang in row.columns.langs:
        for term in _names(row, lang):
            found.setdefault((term.lang, term.text), term)
    return list(found.values())


# -- reading cells -----------------------------------------------------------------------------------------------------


def _filled(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the fields that are not empty, in the order of columns, one that has several columns several times."""
    for name, places in row.columns.places.items():
        for at in places:
            if row.cells[at]:
                yield name, row.cells[at]


def _cells(row: Row, name: str) -> list[str]:
    return [row.cells[at] for at in row.columns.places.get(name, ()) if row.cells[at]]


def _main(row: Row, lang: str) -> tuple[str, ...]:
    """Return the names in the columns that are called by a language, the first of them to be preferred."""
    cells = _cells(row, lang)
    if row.columns.is_ours:
        return tuple(" ".join(cell.split("\n")) for cell in cells)
    if any("\n" in cell for cell in cells):
        lines = {row.value(other).count("\n") for other in ("zh", "en")}
        if lines == {cells[0].count("\n")}:
            cells = [line for cell in cells for line in cell.split("\n")]
    if len(cells) == 1 and not _PARTED.search(cells[0]):
        return (cells[0],)
    found = (name for cell in cells for name in split_names(" ".join(cell.split("\n")).strip()))
    return tuple(dict.fromkeys(found))


def _related(row: Row, kind: RelationType) -> tuple[str, ...]:
    """Split several names of other rows by `|`, or by `; ` as the reference lists do."""
    cell = row.value(kind)
    if not cell:
        return ()
    return split(cell) if "|" in cell else tuple(_SEMICOLON.split(cell))


def _sources(row: Row) -> tuple[str, ...]:
    given = [part for cell in _cells(row, "source") for part in _SEMICOLON.split(cell) if part]
    return tuple(given) or (split(row.value("sources")) if row.value("sources") else ())


def _row_notes(row: Row) -> Iterator[Note]:
    for name in ("note", "documents"):
        for cell in _cells(row, name):
            yield Note(name, cell)


def _said(row: Row) -> dict[str, list[Note]]:
    """Return for each language what its own columns say of its names: sources, notes, examples, odd values."""
    notes: dict[str, list[Note]] = {}
    for name, cell in _filled(row):
        if "_" not in name:
            continue
        lang, role = parts_of(name)
        if lang and role in ("source", "note", "context"):
            notes.setdefault(lang, []).append(Note(role, cell))
        elif lang and role in _LANGUAGE_VALUES and _LANGUAGE_VALUES[role](cell) is None:
            notes.setdefault(lang, []).append(Note(role.replace("_", " "), cell))
    return notes


_LANGUAGE_VALUES = {
    "status": vocabulary.status_of,
    "kind": vocabulary.kind_of,
    "part_of_speech": vocabulary.part_of_speech_of,
}


def _names(row: Row, lang: str) -> Iterator[Term]:
    facts, places = row.facts, row.columns.places
    status, kind, others = _standing(row, lang)
    part = vocabulary.part_of_speech_of(row.value(f"{lang}_part_of_speech")) or "noun"

    def named(text: str, kind: TermKind, status: TermStatus) -> Term:
        return Term(text, lang, kind, status, facts.reliability, part, facts.valid_from, facts.valid_to)

    for text in _main(row, lang):
        yield named(text, kind, status or ("admitted" if row.variant_of else "preferred"))
        status = others
    for role, of_kind in _KINDS.items():
        if f"{lang}_{role}" in places:
            yield from (named(text, of_kind, others) for text in _several(row, f"{lang}_{role}"))
    if f"{lang}_deprecated" in places:
        yield from (named(text, "variant", "deprecated") for text in _several(row, f"{lang}_deprecated"))


def _several(row: Row, name: str) -> Iterator[str]:
    for cell in _cells(row, name):
        yield from split(cell) if row.columns.is_ours else split_names(" ".join(cell.split("\n")))


def _standing(row: Row, lang: str) -> tuple[TermStatus | None, TermKind, TermStatus]:
    """Tell state and kind of a language's first name, and the state of its others."""
    facts = row.facts
    status = facts.term_status
    if row.columns.is_ours:
        # A name given up takes its translation along; a misprint or a name not to be used does not.
        status = status if lang == "zh" or status == "superseded" else None
        kind: TermKind = "variant" if row.variant_of else "full_form"
        kind = (facts.kind or kind) if lang == "zh" else kind
    else:
        own = vocabulary.status_of(row.value(f"{lang}_status"))
        status = next((known for known in TERM_STATUSES if known == own), status)
        kind = vocabulary.kind_of(row.value(f"{lang}_kind")) or facts.kind or "full_form"
    zh_status = facts.term_status if row.columns.is_ours and lang == "zh" else status
    return status, kind, zh_status if zh_status in ("deprecated", "superseded") else "admitted"


def _with_facts(term: Term, remarks: list[tuple[Note, bool]]) -> Term:
    """Put the remarks on a term: facts of ours into their fields, the others among its notes."""
    for note, ours in remarks:
        text = None if note.text == datcat.UNKNOWN else note.text
        if ours and note.name == datcat.RELIABILITY and (text is None or _RELIABILITY.fullmatch(text)):
            term = replace(term, reliability=int(text) if text else None)
        elif ours and note.name == datcat.VALID_FROM:
            term = replace(term, valid_from=text)
        elif ours and note.name == datcat.VALID_TO:
            term = replace(term, valid_to=text)
        else:
            term = replace(term, notes=(*term.notes, note))
    return term


def _labelled(values: Iterable[str], names: Iterable[str]) -> list[tuple[str, str]]:
    """Part `name: value`, as our CSV export says what holds for one name alone, and drop its count of what is more."""
    longest_first = sorted(names, key=len, reverse=True)
    found = []
    for value in values:
        if not _MORE.fullmatch(value):
            name = next((name for name in longest_first if value.startswith(name + ": ")), "")
            found.append((name, value.removeprefix(name + ": ") if name else value))
    return found
