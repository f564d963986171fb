"""What a row of a table says of all its names: status, kind, years, reliability, category.

In a list of this program a value that is none of ours is a fault of its row; in other people's tables it is a note.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from glossary.errors import InvalidRecord
from glossary.models import (
    CATEGORIES,
    CONCEPT_STATUSES,
    TERM_KINDS,
    TERM_STATUSES,
    Category,
    ConceptStatus,
    Note,
    TermKind,
    TermStatus,
)
from importers import vocabulary
from importers.columns import Columns

T = TypeVar("T")

_DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_RELIABILITY = re.compile("[1-4]")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a row says of all its names; `odd` are the values of other people's tables that are none of ours."""

    reliability: int | None = None
    valid_from: str | None = None
    valid_to: str | None = None
    kind: TermKind | None = None
    concept_status: ConceptStatus | None = None
    term_status: TermStatus | None = None
    category: Category | None = None
    odd: tuple[Note, ...] = ()


NOTHING = Facts()
_KNOWN: Mapping[str, Callable[[str], object]] = {
    "status": vocabulary.status_of,
    "kind": vocabulary.kind_of,
    "from": vocabulary.date_of,
    "to": vocabulary.date_of,
    "category": vocabulary.category_of,
}


def read_facts(columns: Columns, cells: Sequence[str]) -> Facts:
    """Read what a row says of all its names; raises InvalidRecord in a list of this program."""
    return _ours(columns, cells) if columns.is_ours else _theirs(columns, cells)


def _ours(columns: Columns, cells: Sequence[str]) -> Facts:
    status = columns.value(cells, "status").casefold()
    concept_status, term_status = _among(status, CONCEPT_STATUSES), _among(status, TERM_STATUSES)
    if status and concept_status is None and term_status is None:
        raise InvalidRecord(f"status is {status!r}, want one of {', '.join((*TERM_STATUSES, *CONCEPT_STATUSES))}")
    grade = columns.value(cells, "reliability")
    if grade and not _RELIABILITY.fullmatch(grade):
        raise InvalidRecord(f"reliability is {grade!r}, want 1 to 4 or nothing")
    return Facts(
        int(grade) if grade else None,
        _date(columns, cells, "from"),
        _date(columns, cells, "to"),
        _one_of(columns, cells, "kind", TERM_KINDS),
        concept_status,
        term_status,
        _one_of(columns, cells, "category", CATEGORIES),
    )


def _date(columns: Columns, cells: Sequence[str], name: str) -> str | None:
    text = columns.value(cells, name)
    if text and not _DATE.fullmatch(text):
        raise InvalidRecord(f"{name!r} is {text!r}, want a date such as 2010 or 2010-02-05")
    return text or None


def _one_of(columns: Columns, cells: Sequence[str], name: str, allowed: tuple[T, ...]) -> T | None:
    value = columns.value(cells, name).casefold()
    known = _among(value, allowed)
    if value and known is None:
        raise InvalidRecord(f"{name} is {value!r}, want one of {', '.join(map(str, allowed))}")
    return known


def _among(value: object, allowed: Iterable[T]) -> T | None:
    return next((known for known in allowed if known == value), None)


def _theirs(columns: Columns, cells: Sequence[str]) -> Facts:
    said = {name: columns.value(cells, name) for name in _KNOWN if name in columns.fields}
    if not any(said.values()):
        return NOTHING
    status = vocabulary.status_of(said.get("status", ""))
    return Facts(
        None,
        vocabulary.date_of(said.get("from", "")),
        vocabulary.date_of(said.get("to", "")),
        vocabulary.kind_of(said.get("kind", "")),
        _among(status, CONCEPT_STATUSES),
        _among(status, TERM_STATUSES),
        vocabulary.category_of(said.get("category", "")),
        tuple(Note(columns.named(name), text) for name, text in said.items() if text and _KNOWN[name](text) is None),
    )
