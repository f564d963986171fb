"""Rows of a term list that belong together -> concepts: variants, one row a term pair, relations, doublets.

Every step takes time in proportion to the rows: a file may be made to be slow.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from glossary import datcat
from glossary.errors import InvalidRecord
from glossary.models import Category, Concept, Note, Relation, RelationType, Remark, Term, combined
from importers.cells import Row, bare_terms, concept_notes_of, definitions_of, status_of, terms_of

MAX_ROWS_OF_ONE = 1000
OUR_ID = re.compile(r"c[0-9]{1,18}")


@dataclass(slots=True)
class _Group:
    """The row of a concept and the rows that add names to it."""

    main: Row
    variants: Sequence[Row] = ()
    id: str = ""
    _names: set[tuple[str, str]] | None = None

    @property
    def names(self) -> set[tuple[str, str]]:
        """The language and text of every name; few groups are ever asked."""
        if self._names is None:
            self._names = {name for row in self.rows for name in _names_in(row)}
        return self._names

    def add(self, row: Row) -> bool:
        """Add a row; returns whether there was room for it."""
        if len(self.variants) == MAX_ROWS_OF_ONE:
            return False
        if not isinstance(self.variants, list):
            self.variants = []
        self.variants.append(row)
        if self._names is not None:
            self._names.update(_names_in(row))
        return True

    @property
    def rows(self) -> list[Row]:
        """The main row, then the others in the order of the file."""
        return [self.main, *sorted(self.variants, key=lambda row: row.line)]


@dataclass(slots=True)
class _Groups:
    """The concepts of a file, by name (a name may belong to several) and by id, and what is wrong with rows."""

    prefix: str
    are_named: bool  # some row calls a concept by a name
    groups: list[_Group] = field(default_factory=list)
    by_name: dict[str, list[_Group]] = field(default_factory=lambda: defaultdict(list))
    by_category: dict[tuple[str, Category | None], list[_Group]] = field(default_factory=lambda: defaultdict(list))
    by_id: dict[str, _Group] = field(default_factory=dict)
    mains: dict[Hashable, _Group] = field(default_factory=dict)
    wrong: dict[int, str] = field(default_factory=dict)
    joined: int = 0
    lost: dict[RelationType, int] = field(default_factory=lambda: defaultdict(int))

    def find(self, row: Row, name: str) -> _Group | str:
        """Return the concept that a row calls by a name, or what is wrong with that name."""
        text, identifier = datcat.read_related(name)
        if identifier in self.by_id:
            return self.by_id[identifier]
        called = name if self.by_name.get(name) else text
        found = self.by_name.get(called) or []
        same = self.by_category.get((called, row.category)) or []
        if len(found) == 1 or len(same) == 1:
            return (same if len(same) == 1 else found)[0]
        return f"{name!r} names {len(found)} concepts of this file" if found else f"{name!r} is no name in this file"

    def call(self, name: str, group: _Group) -> None:
        """Make a concept known by a name."""
        if not self.are_named:
            return
        for known in (self.by_name[name], self.by_category[name, group.main.category]):
            if not known or known[-1] is not group:
                known.append(group)


def concepts_of(
    rows: Sequence[Row], bad: Sequence[InvalidRecord], path: Path, prefix: str = ""
) -> Iterator[Concept | InvalidRecord | Remark]:
    """Yield concepts and bad rows in the order of the file, then what is to be said of all rows.

    Concepts that a relation points to and that have no id of this program's form get one of the file's own, `#` and
    the line of their row (behind `prefix`).
    """
    groups = _Groups(prefix, any(row.variant_of or row.relations for row in rows))
    for row in rows:
        if not row.variant_of:
            _add_main(row, groups)
    _add_variants([row for row in rows if row.variant_of], groups)
    links = _links(groups)
    wrong = [InvalidRecord(reason, source=path, line=line) for line, reason in groups.wrong.items()]
    faults = sorted((*bad, *wrong), key=lambda error: error.line or 0, reverse=True)
    for group in groups.groups:
        if group.main.line in groups.wrong:
            continue
        while faults and (faults[-1].line or 0) < group.main.line:
            yield faults.pop()
        yield _concept(group, links, groups)
    yield from reversed(faults)
    yield from _remarks(groups)


def _add_main(row: Row, groups: _Groups) -> None:
    other = groups.by_id.get(row.id) if row.id else None
    if other is not None:
        if row.columns.is_ours or (OUR_ID.fullmatch(row.id) and not _names_in(row) & other.names):
            groups.wrong[row.line] = f"id {row.id!r} stands already on line {other.main.line}"
        else:
            _join(row, other, groups)
        return
    subject = "" if row.columns.is_ours else row.subject
    anonymous, named = (groups.mains.get(_key(row, subject, has_id=has_id)) for has_id in (False, True))
    twin = (anonymous or named) if not row.id else anonymous if row.columns.is_ours else None
    if twin is not None and row.columns.is_ours:
        groups.wrong[row.line] = (
            f"{row.name!r} stands already on line {twin.main.line}; give another category, or variant_of"
        )
    elif twin is not None:
        _join(row, twin, groups)
    else:
        _begin(row, subject, groups)


def _key(row: Row, subject: str, *, has_id: bool) -> Hashable:
    """What tells concepts apart that have no id; the name alone where there is nothing else, to save memory."""
    return (row.name, row.category, subject, has_id) if row.category or subject or has_id else row.name


def _begin(row: Row, subject: str, groups: _Groups) -> None:
    own = bool(OUR_ID.fullmatch(row.id))
    group = _Group(row, id=row.id if own else "")
    groups.groups.append(group)
    groups.call(row.name, group)
    groups.mains.setdefault(_key(row, subject, has_id=bool(row.id)), group)
    if row.id:
        groups.by_id[row.id] = group


def _join(row: Row, group: _Group, groups: _Groups) -> None:
    """Add a row to the concept of an earlier one with the same id, or name: a row is a pair of terms there."""
    if any(_said(row) == _said(other) for other in (group.main, *group.variants[-3:])):
        groups.wrong[row.line] = f"says the same as line {group.main.line}"
        return
    if not group.add(row):
        groups.wrong[row.line] = f"more than {MAX_ROWS_OF_ONE:,} rows for the concept of line {group.main.line}"
        return
    groups.joined += 1
    groups.call(row.name, group)


def _said(row: Row) -> tuple[str, ...]:
    """What a row says, but for its number."""
    at = row.columns.fields.get("number", -1)
    return tuple(cell for nth, cell in enumerate(row.cells) if nth != at)


def _add_variants(rows: Iterable[Row], groups: _Groups) -> None:
    """Add each row to the concept it names; a variant may be named by another, whatever the order."""
    waiting: dict[str, list[Row]] = defaultdict(list)
    ready = list(rows)
    while ready:
        more: list[Row] = []
        for row in ready:
            found = groups.find(row, row.variant_of)
            if isinstance(found, str):
                waiting[datcat.read_related(row.variant_of)[0] or row.variant_of].append(row)
            elif _add_variant(row, found, groups):
                more += waiting.pop(row.name, ())
        ready = more
    for row in (row for those in waiting.values() for row in those):
        groups.wrong[row.line] = f"variant_of: {groups.find(row, row.variant_of)}"


def _add_variant(row: Row, group: _Group, groups: _Groups) -> bool:
    names = _names_in(row)
    if names <= group.names:
        groups.wrong[row.line] = f"adds no name to {row.variant_of!r}, which line {group.main.line} has already"
        return False
    if not group.add(row):
        groups.wrong[row.line] = f"more than {MAX_ROWS_OF_ONE:,} rows for the concept of line {group.main.line}"
        return False
    groups.call(row.name, group)
    return True


# -- relations ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Link:
    """A relation of a row as it was written, and the concept that it points to: of this file, or of a term base."""

    type: RelationType
    said: str
    group: _Group | None = None

    @property
    def relation(self) -> Relation:
        """Return the relation; the name is that of the concept, or the one that was written before its id."""
        if self.group is not None:
            return Relation(self.type, self.group.id, self.group.main.name)
        text, identifier = datcat.read_related(self.said)
        return Relation(self.type, identifier, text)


_Links = dict[int, list[_Link]]  # by line


def _links(groups: _Groups) -> _Links:
    """Find what the relations of rows point to.

    A name with an id that the file does not have is a concept of the term base that the file is from. In our lists, a
    row that points nowhere or to itself is wrong, and so is one that points to a concept whose row is; in other
    people's tables it keeps that relation as a note.
    """
    links: _Links = {}
    pointing: dict[int, list[tuple[Row, RelationType, str]]] = defaultdict(list)
    for group in groups.groups:
        for row in group.rows:
            for kind, name in row.relations:
                found = groups.find(row, name)
                if isinstance(found, _Group) and found is not group:
                    found.id = found.id or f"{groups.prefix}#{found.main.line}"
                    links.setdefault(row.line, []).append(_Link(kind, name, found))
                    pointing[found.main.line].append((row, kind, name))
                elif isinstance(found, str) and OUR_ID.fullmatch(datcat.read_related(name)[1]):
                    links.setdefault(row.line, []).append(_Link(kind, name))
                elif row.columns.is_ours:
                    said = found if isinstance(found, str) else f"{name!r} is the concept of this row itself"
                    groups.wrong.setdefault(row.line, f"{kind}: {said}")
                else:
                    groups.lost[kind] += 1
    gone = list(groups.wrong)
    while gone:
        for row, kind, name in pointing.pop(gone.pop(), ()):
            if row.line not in groups.wrong:
                groups.wrong[row.line] = f"{kind}: {name!r} is no name in this file"
                gone.append(row.line)
    return links


def _concept(group: _Group, links: _Links, groups: _Groups) -> Concept:
    rows = [row for row in group.rows if row.line not in groups.wrong]
    main = group.main
    terms: dict[tuple[str, str], Term] = {}
    for row in rows:
        for term in terms_of(row):
            known = terms.get((term.lang, term.text))
            if known is None:
                terms[term.lang, term.text] = _beside(term, terms.values(), joined=row is not main)
            elif row is not main and not row.columns.is_ours:
                terms[term.lang, term.text] = combined(known, term)
    return Concept(
        id=group.id,
        category=main.category or "concept",
        status=status_of(main) or "proposed",
        subject=main.subject,
        definitions=tuple(dict.fromkeys(each for row in rows for each in definitions_of(row))),
        terms=tuple(sorted(terms.values(), key=lambda term: (term.lang[:2] != "zh", term.lang[:2] != "en"))),
        relations=tuple(dict.fromkeys(_relations(rows, links))),
        notes=tuple(dict.fromkeys(_notes(rows, links))),
    )


def _beside(term: Term, others: Iterable[Term], *, joined: bool) -> Term:
    """A name as a further row brings it: no second preferred one of its language and kind."""
    if not joined or term.status != "preferred":
        return term
    taken = any((o.lang, o.kind, o.status) == (term.lang, term.kind, "preferred") for o in others)
    return replace(term, status="admitted") if taken else term


def _relations(rows: Iterable[Row], links: _Links) -> Iterator[Relation]:
    for row in rows:
        yield from (link.relation for link in links.get(row.line, ()))


def _notes(rows: Iterable[Row], links: _Links) -> Iterator[Note]:
    for nth, row in enumerate(rows):
        if nth == 0 and row.id and not OUR_ID.fullmatch(row.id):
            yield Note("id", row.id)
        yield from concept_notes_of(row)
        if not row.columns.is_ours:
            there = {(link.type, link.said) for link in links.get(row.line, ())}
            yield from (Note(kind, name) for kind, name in row.relations if (kind, name) not in there)


def _remarks(groups: _Groups) -> Iterator[Remark]:
    if groups.joined:
        yield Remark(f"rows that add to the concept of an earlier row, with the same id or name: {groups.joined}")
    for kind, count in groups.lost.items():
        yield Remark(f"{kind}: names that no row of the file has, kept as notes: {count}")


def _names_in(row: Row) -> set[tuple[str, str]]:
    return {(term.lang, term.text) for term in bare_terms(row)}
