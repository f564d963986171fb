r"""A row of cells -> a checked row, and the names it holds.

A table with the columns of our lists and exports keeps to their rules: cells with several values part them by `|`
(`\|` is a bar that belongs to a value), `source` by `; `, and a value that is none of ours is a fault of its row. In
other people's tables names may also be parted by semicolons, or line by line where both languages have as many lines,
and values that are none of ours are kept as notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from glossary import datcat
from glossary.errors import InvalidRecord
from glossary.models import (
    CATEGORIES,
    CONCEPT_STATUSES,
    RELATION_TYPES,
    TERM_KINDS,
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
from importers.headers import parts_of

_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_ESCAPED = re.compile(r"\\([\\|])")
_SEMICOLON = re.compile(r"\s*[;；]\s+|；")
_RELIABILITY = re.compile("[1-4]")
_DEFINED = re.compile(r"(.*) \[([^\[\]]*)\]", re.DOTALL)
_MORE = re.compile(r"\(\+\d+ more\)")
_KINDS: dict[str, TermKind] = {"short": "short_form", "acronym": "acronym", "variants": "variant"}
_OPEN, _CLOSE = "(（[【〔「『《“", ")）]】〕」』》”"


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row says of all its names."""

    reliability: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    kind: TermKind | None = None
    concept_status: ConceptStatus | None = None
    term_status: TermStatus | None = None
    odd: tuple[Note, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Row:
    """One checked row: what ties it to other rows, and its cells, out of which the rest is read when it is needed."""

    line: int
    cells: tuple[str, ...]
    columns: Columns
    facts: Facts = Facts()
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
        at = self.columns.fields.get(name)
        return "" if at is None else self.cells[at]


def read_row(cells: tuple[str, ...], line: int, columns: Columns, subject: str = "") -> Row:
    """Check a row; `subject` is the heading that it stands under. Raises InvalidRecord for a row that breaks a rule."""
    row = Row(line, cells, columns)
    row = replace(row, facts=_our_facts(row) if columns.is_ours else _their_facts(row))
    zh, en = _main(row, "zh"), _main(row, "en")
    category = row.value("category")
    row = replace(
        row,
        id=row.value("id"),
        zh=zh[0] if zh else "",
        en=en[0] if en else "",
        category=_category(category, strict=columns.is_ours),
        subject=row.value("subject") or subject,
        variant_of=row.value("variant_of"),
        relations=tuple((kind, name) for kind in RELATION_TYPES for name in _related(row, kind)),
    )
    if not (zh or en or bare_terms(row)):
        raise InvalidRecord("neither a Chinese nor an English name in this row")
    return row


def status_of(row: Row) -> ConceptStatus | None:
    """Tell the state of the concept that a row gives, by its status or, in our lists, by its reliability."""
    facts = row.facts
    if facts.concept_status is None and facts.reliability is not None and facts.reliability >= 2:
        return "approved"
    said = {vocabulary.status_of(row.value(f"{lang}_status")) for lang in ("zh", "en")}
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
    names = {term.text for term in bare_terms(row)}
    for name, text in _labelled(split(row.value("notes")) if row.value("notes") else (), names):
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
    said = dict(_said(row))
    firsts = {lang: next(term for term in terms if term.lang == lang) for lang in {term.lang for term in terms}}
    return [
        _with_facts(
            replace(
                term,
                sources=(
                    *(text for name, text in sources if name in ("", term.text)),
                    *(note.text for note in said.get(term.lang, ()) if note.name == "source"),
                ),
                notes=(
                    *(_row_notes(row) if nth == 0 else ()),
                    *(n for n in said.get(term.lang, ()) if n.name != "source" and term is firsts[term.lang]),
                ),
                citations=tuple(
                    datcat.read_place(text).citation
                    for name, text in places
                    if name == term.text or (not name and nth == 0)
                ),
            ),
            [remark for name, remark in remarks if name == term.text],
        )
        for nth, term in enumerate(terms)
    ]


def bare_terms(row: Row) -> list[Term]:
    """Return the names of a row with what holds for all of them, Chinese first, each once."""
    found: dict[tuple[str, str], Term] = {}
    langs = dict.fromkeys(parts_of(name)[0] for name in row.columns.fields)
    for lang in sorted(filter(None, langs), key=lambda lang: (lang[:2] != "zh", lang[:2] != "en")):
        for term in _names(row, lang):
            found.setdefault((term.lang, term.text), term)
    return list(found.values())


# -- reading cells -----------------------------------------------------------------------------------------------------


def _filled(row: Row) -> Iterator[tuple[str, str]]:
    """Yield the fields that are not empty, in the order of columns, one that has several columns several times."""
    for name, at in (*row.columns.fields.items(), *((name, at) for at, name in row.columns.more.items())):
        if row.cells[at]:
            yield name, row.cells[at]


def _cells(row: Row, name: str) -> list[str]:
    cells = [row.value(name)]
    cells += [row.cells[at] for at, other in row.columns.more.items() if other == name]
    return [cell for cell in cells if cell]


def _main(row: Row, lang: str) -> tuple[str, ...]:
    """Return the names in the columns that are called by a language, the first of them to be preferred."""
    cells = _cells(row, lang)
    if row.columns.is_ours:
        return tuple(" ".join(cell.split("\n")) for cell in cells)
    lines = len(row.value(lang).split("\n"))
    if lines > 1 and all(len(row.value(other).split("\n")) == lines for other in ("zh", "en")):
        cells = [line for cell in cells for line in cell.split("\n")]
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


def _said(row: Row) -> Iterator[tuple[str, tuple[Note, ...]]]:
    """Yield for each language what its own columns say of its names: sources, notes, examples, odd values."""
    notes: dict[str, list[Note]] = {}
    for name, cell in _filled(row):
        lang, role = parts_of(name)
        if lang and role in ("source", "note", "context"):
            notes.setdefault(lang, []).append(Note(role, cell))
        elif lang and role in _LANGUAGE_VALUES and _LANGUAGE_VALUES[role](cell) is None:
            notes.setdefault(lang, []).append(Note(role.replace("_", " "), cell))
    yield from ((lang, tuple(values)) for lang, values in notes.items())


_LANGUAGE_VALUES = {
    "status": vocabulary.status_of,
    "kind": vocabulary.kind_of,
    "part_of_speech": vocabulary.part_of_speech_of,
}


def _names(row: Row, lang: str) -> Iterator[Term]:
    facts = row.facts
    base = Term("", lang, reliability=facts.reliability, valid_from=facts.valid_from, valid_to=facts.valid_to)
    status, kind, others = _standing(row, lang)
    if part := vocabulary.part_of_speech_of(row.value(f"{lang}_part_of_speech")):
        base = replace(base, part_of_speech=part)
    default: TermStatus = "admitted" if row.variant_of else "preferred"
    if lang not in ("zh", "en") or row.columns.fields.get(lang) not in _more_exact(row.columns):
        for nth, text in enumerate(_main(row, lang)):
            yield replace(base, text=text, kind=kind, status=(status or default) if nth == 0 else others)
    for role, of_kind in _KINDS.items():
        for text in _several(row, f"{lang}_{role}"):
            yield replace(base, text=text, kind=of_kind, status=others)
    for text in _several(row, f"{lang}_deprecated"):
        yield replace(base, text=text, kind="variant", status="deprecated")


def _more_exact(columns: Columns) -> set[int]:
    """The columns of names with a country or script in their tag: `zh` or `en` only for want of another column."""
    return {at for name, at in columns.fields.items() if "-" in name and not parts_of(name)[1]}


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


def _our_facts(row: Row) -> Facts:
    status = row.value("status").casefold()
    concept_status = next((known for known in CONCEPT_STATUSES if known == status), None)
    term_status = next((known for known in TERM_STATUSES if known == status), None)
    if status and concept_status is None and term_status is None:
        raise InvalidRecord(f"status is {status!r}, want one of {', '.join((*TERM_STATUSES, *CONCEPT_STATUSES))}")
    kind = row.value("kind").casefold()
    if kind and kind not in TERM_KINDS:
        raise InvalidRecord(f"kind is {kind!r}, want one of {', '.join(TERM_KINDS)}")
    grade = row.value("reliability")
    if grade and not _RELIABILITY.fullmatch(grade):
        raise InvalidRecord(f"reliability is {grade!r}, want 1 to 4 or nothing")
    return Facts(
        int(grade) if grade else None,
        _date(row, "from"),
        _date(row, "to"),
        next((known for known in TERM_KINDS if known == kind), None),
        concept_status,
        term_status,
    )


def _date(row: Row, name: str) -> str | None:
    text = row.value(name)
    if text and not _ISO.fullmatch(text):
        raise InvalidRecord(f"{name!r} is {text!r}, want a date such as 2010 or 2010-02-05")
    return text or None


def _their_facts(row: Row) -> Facts:
    status = vocabulary.status_of(row.value("status"))
    read: Mapping[str, object] = {
        "status": status,
        "kind": vocabulary.kind_of(row.value("kind")),
        "from": vocabulary.date_of(row.value("from")),
        "to": vocabulary.date_of(row.value("to")),
        "category": vocabulary.category_of(row.value("category")),
    }
    odd = tuple(
        Note(_header(row, name), row.value(name)) for name, known in read.items() if row.value(name) and known is None
    )
    return Facts(
        None,
        vocabulary.date_of(row.value("from")),
        vocabulary.date_of(row.value("to")),
        vocabulary.kind_of(row.value("kind")),
        next((known for known in CONCEPT_STATUSES if known == status), None),
        next((known for known in TERM_STATUSES if known == status), None),
        odd,
    )


def _header(row: Row, name: str) -> str:
    at = row.columns.fields[name]
    return (row.columns.header[at].strip() if row.columns.has_header else "") or name


def _category(text: str, *, strict: bool) -> Category | None:
    if not strict:
        return vocabulary.category_of(text)
    value = text.casefold()
    known = next((category for category in CATEGORIES if category == value), None)
    if value and known is None:
        raise InvalidRecord(f"category is {value!r}, want one of {', '.join(CATEGORIES)}")
    return known


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
