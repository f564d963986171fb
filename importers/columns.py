"""Which column of a table is what: guessed from its header in English or Chinese, or told by the user."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glossary.errors import ParseError
from glossary.text import has_han
from importers.headers import FACTS, LANGUAGES, SEVERAL, field_of, is_field, pair_of, parts_of, role_of

MAX_HEADER = 30  # rows that are looked at for the header, under titles and remarks
_LETTERS = re.compile(r"[A-Za-z]{1,3}")
WAY_OUT = "say which they are with --columns zh=A,en=B (letters, numbers from 1, or names of the header)"
# What only the lists and exports of this program have: such a table must keep to its rules to the letter.
_OUR_FIELDS = ("reliability", "variant_of")
_OUR_HEADERS = {"zh", "en", "category"}


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands (from 0), which other columns there are, and whether the first row is a header.

    `more` are further columns of fields that take several; `others` has the name of each column that is kept as notes.
    `is_ours`: the table is a list or an export of this program. `places` has all columns of each field, `langs` the
    languages that any column is about, Chinese and English first.
    """

    fields: Mapping[str, int]
    others: Mapping[int, str]
    width: int
    has_header: bool
    header: tuple[str, ...] = ()
    more: Mapping[int, str] = field(default_factory=dict)
    is_ours: bool = False
    places: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    langs: tuple[str, ...] = ()

    def value(self, cells: Sequence[str], name: str) -> str:
        """Return what a row says in the (first) column of a field; empty without one."""
        at = self.fields.get(name)
        return "" if at is None else cells[at]

    def named(self, field: str) -> str:
        """Return what the column of a field is called."""
        return self._calls(self.fields[field]) or field

    def __str__(self) -> str:
        taken = {at: name for name, at in self.fields.items()} | dict(self.more)
        named = [self._place(at) + ("" if self._calls(at) == taken[at] else f" = {taken[at]}") for at in sorted(taken)]
        notes = [self._place(at) for at in sorted(self.others)]
        return ", ".join(named) + (f"; kept as notes: {', '.join(notes)}" if notes else "")

    def _place(self, at: int) -> str:
        name = self._calls(at)
        return f"{letter(at)} “{name}”" if name else letter(at)

    def _calls(self, at: int) -> str:
        return self.header[at].strip() if self.has_header and at < len(self.header) else ""


@dataclass(frozen=True, slots=True)
class Found:
    """The columns of a table, the row that they were found in, and the first row of data (both from 0)."""

    columns: Columns
    row: int
    first: int


def find_table(rows: Sequence[Sequence[str]], given: Mapping[str, str] | None, path: Path) -> Found:
    """Find the header among the first rows of a table: the first that names a Chinese and an English column.

    Under it there may be a second one, of roles (中文 over 全称 and 简称). Raises ParseError as find_columns does.
    """
    for at, row in enumerate(rows[:MAX_HEADER]):
        if not _names_both(row) and not (given and _is_named(row, given)):
            continue
        if at + 1 < len(rows) and (joined := _two_storeys(row, rows[at + 1])):
            return Found(find_columns(joined, given, path, rows[at + 2 :]), at, at + 2)
        return Found(find_columns(row, given, path, rows[at + 1 :]), at, at + 1)
    found = find_columns(rows[0], given, path, rows[1:], line=1)
    return Found(found, 0, int(found.has_header))


def _names_both(row: Sequence[str]) -> bool:
    found = _guess(row, ())[0]
    return _of(found, "zh") is not None and _of(found, "en") is not None


def _is_named(row: Sequence[str], given: Mapping[str, str]) -> bool:
    names = {cell.strip() for cell in row}
    return any(where.strip() in names and len(where.strip()) > 1 for where in given.values())


def _two_storeys(above: Sequence[str], below: Sequence[str]) -> list[str] | None:
    """Join a header with a second one that says nothing but roles; a language reaches over the blanks beside it."""
    said = [cell for cell in below if cell.strip()]
    reaches_over = any(cell.strip() and not (at < len(above) and above[at].strip()) for at, cell in enumerate(below))
    if len(said) < 2 or not reaches_over or any(role_of(cell) is None for cell in said):
        return None
    joined, last = [], ""
    for at in range(max(len(above), len(below))):
        upper = above[at].strip() if at < len(above) else ""
        lower = below[at].strip() if at < len(below) else ""
        last = upper or (last if lower else "")
        joined.append(f"{last} {lower}".strip())
    return joined


def find_columns(
    first: Sequence[str],
    given: Mapping[str, str] | None,
    path: Path,
    sample: Sequence[Sequence[str]] = (),
    line: int | None = 1,
) -> Columns:
    """Return the columns of a table from its header; what the user gives goes before what is guessed.

    Rows of data tell which side of an unnamed pair (`source`, `target`) is Chinese. Raises ParseError, which names the
    columns found and the way out.

    >>> dict(find_columns(["中文", "英文", "备注"], None, Path("terms.csv")).fields)
    {'zh': 0, 'en': 1, 'note': 2}
    """
    guessed, more = _guess(first, sample)
    told = {name: _index(where, first, name, path, line) for name, where in (given or {}).items()}
    has_header = bool(guessed) or any(where in first for where in (given or {}).values())
    taken = set(told.values())
    fields = told | {name: at for name, at in guessed.items() if name not in told and at not in taken}
    for lang in ("zh", "en"):
        if lang not in fields and (other := _of(fields, lang)):
            fields[lang] = fields[other]
    missing = [lang for lang in ("zh", "en") if lang not in fields]
    if len(missing) == 2 or (missing and not given):
        named = " and no ".join(repr(lang) for lang in missing)
        raise ParseError(f"no {named} column among: {_listed(first)}; {WAY_OUT}", source=path, line=line)
    more = {at: name for at, name in more.items() if at not in taken}
    used = {*fields.values(), *more}
    others = {at: _name(first, at) for at in range(len(first)) if has_header and at not in used}
    ours = any(name in fields for name in _OUR_FIELDS) or set(first) >= _OUR_HEADERS
    return Columns(fields, others, len(first), has_header, tuple(first), more, ours, *_by_field(fields, more))


def _by_field(fields: Mapping[str, int], more: Mapping[int, str]) -> tuple[dict[str, tuple[int, ...]], tuple[str, ...]]:
    """Return all columns of each field, and the languages of any.

    A column whose tag has a country or script, and which is `zh` or `en` for want of another, is that tag's alone.
    """
    exact = {at for name, at in fields.items() if "-" in name and not parts_of(name)[1]}
    places: dict[str, tuple[int, ...]] = {
        name: (at,) for name, at in fields.items() if "-" in name or parts_of(name)[1:] != ("",) or at not in exact
    }
    for at, name in more.items():
        places[name] = (*places.get(name, ()), at)
    langs = dict.fromkeys(filter(None, (parts_of(name)[0] for name in places)))
    return places, tuple(sorted(langs, key=lambda lang: (lang[:2] != "zh", lang[:2] != "en")))


def letter(at: int) -> str:
    """Return the letter of a column, counted from 0, as spreadsheets show it.

    >>> letter(0), letter(25), letter(26)
    ('A', 'Z', 'AA')
    """
    before, last = divmod(at, 26)
    return (letter(before - 1) if before else "") + chr(ord("A") + last)


def _name(first: Sequence[str], at: int) -> str:
    return first[at].strip() or f"column {letter(at)}"


def _of(fields: Mapping[str, int], lang: str) -> str | None:
    """Find the field that holds the names in a language, of whatever country or script."""
    return next((name for name in fields if name == lang or (parts_of(name)[1] == "" and name[:3] == f"{lang}-")), None)


def _guess(first: Sequence[str], sample: Sequence[Sequence[str]]) -> tuple[dict[str, int], dict[int, str]]:
    fields: dict[str, int] = {}
    more: dict[int, str] = {}
    for at, cell in enumerate(first):
        name = field_of(cell) if cell.strip() else None
        if name and name in fields and parts_of(name)[0] and parts_of(name)[1] in SEVERAL:
            more[at] = name
        elif name:
            fields.setdefault(name, at)
    for lang in ("zh", "en"):
        found = next((at for at, cell in enumerate(first) if pair_of(cell) == lang), None)
        if _of(fields, lang) is None and found is not None:
            fields = {name: at for name, at in fields.items() if at != found} | {lang: found}
    if {"zh", "en"} <= fields.keys() and any(pair_of(first[fields[lang]]) for lang in ("zh", "en")):
        zh, en = (Counter(has_han(row[at]) for row in sample if at < len(row)) for at in (fields["zh"], fields["en"]))
        if en[True] > en[False] and zh[True] <= zh[False]:
            fields["zh"], fields["en"] = fields["en"], fields["zh"]
    return fields, more


def _listed(first: Sequence[str]) -> str:
    return ", ".join(cell.strip()[:100] or "(empty)" for cell in first[:20])


def _index(where: str, first: Sequence[str], name: str, path: Path, line: int | None) -> int:
    if not is_field(name):
        known = ", ".join((*LANGUAGES[3:5], "zh_short", "en_acronym", *FACTS))
        raise ParseError(f"--columns has an unknown field {name!r}; known are {known} and the like", source=path)
    names = [cell.strip() for cell in first]
    if where.strip() in names:
        return names.index(where.strip())
    at = _position(where.strip())
    if at is None or not 0 <= at < len(first):
        message = f"--columns {name}={where}: no such column among: {_listed(first)}; {WAY_OUT}"
        raise ParseError(message, source=path, line=line)
    return at


def _position(where: str) -> int | None:
    if where.isascii() and where.isdigit() and len(where) < 6:
        return int(where) - 1
    if not _LETTERS.fullmatch(where):
        return None
    at = 0
    for each in where.upper():
        at = at * 26 + ord(each) - ord("A") + 1
    return at - 1
