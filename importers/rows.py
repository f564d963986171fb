"""Rows of a term list that belong together -> concepts: variants, relations between rows, doublets."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from glossary import datcat
from glossary.errors import InvalidRecord
from glossary.models import (
    Category,
    Concept,
    ConceptStatus,
    Definition,
    Note,
    Relation,
    RelationType,
    Term,
    TermKind,
    TermStatus,
)
from glossary.text import has_han

_ID = re.compile(r"c[0-9]{1,18}")
_DEFINED = re.compile(r"(.*) \[([^\[\]]*)\]", re.DOTALL)
_APPROVED_FROM = 2
_RELIABILITY = re.compile("[1-4]")
_MORE = re.compile(r"\(\+\d+ more\)")


@dataclass(frozen=True, slots=True)
class Row:
    """One checked row; `several` holds every cell of more than one value by its field."""

    line: int
    id: str = ""
    zh: str = ""
    en: str = ""
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    category: Category | None = None
    kind: TermKind | None = None
    concept_status: ConceptStatus | None = None
    term_status: TermStatus | None = None
    reliability: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    sources: tuple[str, ...] = ()
    variant_of: str = ""
    relations: tuple[tuple[RelationType, str], ...] = ()
    subject: str = ""
    term_notes: tuple[Note, ...] = ()
    other_cells: tuple[Note, ...] = ()

    @property
    def name(self) -> str:
        """The name other rows call this one by."""
        return self.zh or self.en or next(iter(self.several.get("zh_deprecated", ())), "")


@dataclass(slots=True)
class _Group:
    """The row of a concept and the rows that add names to it."""

    main: Row
    variants: list[Row] = field(default_factory=list)
    id: str = ""
    names: set[tuple[str, str]] = field(default_factory=set)

    @property
    def rows(self) -> list[Row]:
        """The main row, then the others in the order of the file."""
        return [self.main, *sorted(self.variants, key=lambda row: row.line)]


@dataclass(slots=True)
class _Groups:
    """The concepts of a file, by name (a name may belong to several) and by id, and what is wrong with rows."""

    groups: list[_Group] = field(default_factory=list)
    by_name: dict[str, list[_Group]] = field(default_factory=dict)
    by_id: dict[str, _Group] = field(default_factory=dict)
    wrong: dict[int, str] = field(default_factory=dict)

    def find(self, row: Row, name: str) -> _Group | str:
        """Return the concept that a row calls by a name, or what is wrong with that name."""
        text, identifier = datcat.read_related(name)
        if identifier in self.by_id:
            return self.by_id[identifier]
        found = self.by_name.get(name) or self.by_name.get(text) or []
        same = [group for group in found if group.main.category == row.category]
        if len(found) == 1 or len(same) == 1:
            return (same or found)[0]
        return f"{name!r} names {len(found)} concepts of this file" if found else f"{name!r} is no name in this file"


def concepts_of(rows: Sequence[Row], bad: Sequence[InvalidRecord], path: Path) -> Iterator[Concept | InvalidRecord]:
    """Yield concepts and bad rows in the order of the file.

    A row that is left out may be what another row names, so the rest is looked at again until nothing is wrong.
    """
    rows = list(rows)
    errors = list(bad)
    while (groups := _grouped(rows)).wrong:
        errors += [InvalidRecord(reason, source=path, line=line) for line, reason in groups.wrong.items()]
        rows = [row for row in rows if row.line not in groups.wrong]
    found: list[tuple[int, Concept | InvalidRecord]] = [(error.line or 0, error) for error in errors]
    found += [(group.main.line, _concept(group, groups)) for group in groups.groups]
    yield from (item for _, item in sorted(found, key=lambda pair: pair[0]))


def _grouped(rows: Sequence[Row]) -> _Groups:
    groups = _Groups()
    for row in rows:
        if not row.variant_of:
            _add_main(row, groups)
    _number(groups)
    _add_variants([row for row in rows if row.variant_of], groups)
    for group in groups.groups:
        for row in group.rows:
            _check_relations(row, group, groups)
    return groups


def _add_main(row: Row, groups: _Groups) -> None:
    own_id = bool(_ID.fullmatch(row.id))
    if own_id and (other := groups.by_id.get(row.id)):
        groups.wrong[row.line] = f"id {row.id!r} stands already on line {other.main.line}"
        return
    for other in groups.by_name.get(row.name, []):
        same = other.main.category == row.category and not (own_id and other.id)
        if same and other.main.name == row.name:
            groups.wrong[row.line] = (
                f"{row.name!r} stands already on line {other.main.line}; give another category, or variant_of"
            )
            return
    group = _Group(row, id=row.id if own_id else "", names=_names_in(row))
    groups.groups.append(group)
    groups.by_name.setdefault(row.name, []).append(group)
    if own_id:
        groups.by_id[row.id] = group


def _number(groups: _Groups) -> None:
    """Give ids to the concepts without one, after the highest in the file."""
    last = max((int(identifier[1:]) for identifier in groups.by_id), default=0)
    for group in groups.groups:
        if not group.id:
            last += 1
            group.id = f"c{last}"


def _add_variants(rows: Sequence[Row], groups: _Groups) -> None:
    """Add each row to the concept it names; a variant may be named by another, whatever the order."""
    waiting = list(rows)
    while waiting:
        later = []
        for row in waiting:
            found = groups.find(row, row.variant_of)
            if isinstance(found, str):
                later.append((row, found))
            else:
                _add_variant(row, found, groups)
        if len(later) == len(waiting):
            groups.wrong |= {row.line: f"variant_of: {reason}" for row, reason in later}
            return
        waiting = [row for row, _ in later]


def _add_variant(row: Row, group: _Group, groups: _Groups) -> None:
    names = _names_in(row)
    if names <= group.names:
        groups.wrong[row.line] = f"adds no name to {row.variant_of!r}, which line {group.main.line} has already"
        return
    group.names |= names
    group.variants.append(row)
    of_name = groups.by_name.setdefault(row.name, [])
    if group not in of_name:
        of_name.append(group)


def _check_relations(row: Row, group: _Group, groups: _Groups) -> None:
    for kind, name in row.relations:
        found = groups.find(row, name)
        if isinstance(found, str):
            groups.wrong[row.line] = f"{kind}: {found}"
        elif found is group:
            groups.wrong[row.line] = f"{kind}: {name!r} is the concept of this row itself"


def _concept(group: _Group, groups: _Groups) -> Concept:
    main = group.main
    terms: dict[tuple[str, str], Term] = {}
    for row in group.rows:
        for term in _terms(row):
            terms.setdefault((term.lang, term.text), term)
    approved = main.reliability is not None and main.reliability >= _APPROVED_FROM
    return Concept(
        id=group.id,
        category=main.category or "concept",
        status=main.concept_status or ("approved" if approved else "proposed"),
        subject=main.subject,
        definitions=tuple(_definitions(main)),
        terms=tuple(sorted(terms.values(), key=lambda term: term.lang != "zh")),
        relations=tuple(dict.fromkeys(_relations(group, groups))),
        notes=tuple(_concept_notes(group)),
    )


def _relations(group: _Group, groups: _Groups) -> Iterator[Relation]:
    for row in group.rows:
        for kind, name in row.relations:
            found = groups.find(row, name)
            assert isinstance(found, _Group)  # _check_relations
            yield Relation(kind, found.id, found.main.name)


def _concept_notes(group: _Group) -> Iterator[Note]:
    for row in group.rows:
        names = {term.text for term in _bare_terms(row)}
        for name, text in _labelled(row.several.get("notes", ()), names):
            if not name:
                yield datcat.read_note(text)[0]
        yield from row.other_cells


def _definitions(row: Row) -> Iterator[Definition]:
    for column in ("zh_definition", "en_definition", "definition"):
        for text in row.several.get(column, ()):
            lang = ("zh" if has_han(text) else "en") if column == "definition" else column[:2]
            match = _DEFINED.fullmatch(text)
            yield Definition(match[1], lang, match[2]) if match else Definition(text, lang)


def _terms(row: Row) -> list[Term]:
    """Return the names of a row; notes and places go to the first one, those after a name to that name."""
    terms = _bare_terms(row)
    names = {term.text for term in terms}
    sources = _labelled(row.sources, names)
    places = _labelled(row.several.get("citations", ()), names)
    remarks = [(name, datcat.read_note(text)) for name, text in _labelled(row.several.get("notes", ()), names)]
    return [
        _with_facts(
            replace(
                term,
                sources=tuple(text for name, text in sources if name in ("", term.text)),
                notes=row.term_notes if nth == 0 else (),
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


def _names_in(row: Row) -> set[tuple[str, str]]:
    return {(term.lang, term.text) for term in _bare_terms(row)}


def _bare_terms(row: Row) -> list[Term]:
    base = Term("", "", reliability=row.reliability, valid_from=row.valid_from, valid_to=row.valid_to)
    kind = row.kind or ("variant" if row.variant_of else "full_form")
    return [
        *_names(row, "zh", kind, row.term_status, base),
        *_names(row, "en", "variant" if row.variant_of else "full_form", _english_status(row), base),
    ]


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


def _english_status(row: Row) -> TermStatus | None:
    """A name given up takes its translation along; a misprint or a name not to be used does not."""
    return "superseded" if row.term_status == "superseded" else None


def _names(row: Row, lang: str, kind: TermKind, status: TermStatus | None, base: Term) -> Iterator[Term]:
    name = row.zh if lang == "zh" else row.en
    others: TermStatus = status if status in ("deprecated", "superseded") else "admitted"
    if name:
        default: TermStatus = "admitted" if row.variant_of else "preferred"
        yield replace(base, text=name, lang=lang, kind=kind, status=status or default)
    kinds: dict[str, TermKind] = {"short": "short_form", "acronym": "acronym", "variants": "variant"}
    for column, of_kind in kinds.items():
        for text in row.several.get(f"{lang}_{column}", ()):
            yield replace(base, text=text, lang=lang, kind=of_kind, status=others)
    for text in row.several.get(f"{lang}_deprecated", ()):
        yield replace(base, text=text, lang=lang, kind="variant", status="deprecated")
