"""Which column of a table is what: guessed from its header in English or Chinese, or told by the user."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from glossary.errors import ParseError

# Field -> what its header may be called, after `_plain`. The first column that fits is taken.
HEADERS: dict[str, tuple[str, ...]] = {
    "id": ("id", "conceptid", "entryid"),
    "zh": ("zh", "zhcn", "zhhans", "cn", "chn", "chinese", "中文", "汉语", "中文术语", "中文名称", "中文名", "术语"),
    "en": ("en", "enus", "engb", "eng", "english", "英文", "英语", "英文术语", "英文名称", "英文名"),
    "zh_short": ("zhshort", "chineseshort", "简称", "中文简称"),
    "zh_acronym": ("zhacronym",),
    "zh_variants": ("zhvariants", "zhsynonyms", "异名", "同义词"),
    "zh_deprecated": ("zhdeprecated", "不用", "禁用"),
    "en_short": ("enshort", "englishshort", "英文简称"),
    "en_acronym": ("enacronym", "acronym", "abbreviation", "缩写", "英文缩写", "缩略语"),
    "en_variants": ("envariants", "ensynonyms", "synonyms"),
    "en_deprecated": ("endeprecated",),
    "category": ("category", "类别", "分类", "类型"),
    "kind": ("kind", "termtype"),
    "status": ("status", "状态"),
    "reliability": ("reliability", "可靠性", "可靠度"),
    "source": ("source", "来源", "出处"),
    "sources": ("sources",),
    "note": ("note", "comment", "comments", "remark", "remarks", "备注", "注释", "说明"),
    "notes": ("notes",),
    "documents": ("documents", "文件"),
    "citations": ("citations",),
    "variant_of": ("variantof",),
    "part_of": ("partof", "parent", "上级", "隶属"),
    "heads": ("heads",),
    "reports_to": ("reportsto",),
    "succeeds": ("succeeds", "predecessor", "前身"),
    "from": ("from", "validfrom", "起"),
    "to": ("to", "validto", "止"),
    "subject": ("subject", "subjectfield", "domain", "field", "领域", "主题"),
    "zh_definition": ("zhdefinition", "中文定义"),
    "en_definition": ("endefinition", "英文定义"),
    "definition": ("definition", "定义"),
}
# Only where no column is called by its language: `source` is otherwise who says so.
PAIR_HEADERS: dict[str, tuple[str, ...]] = {
    "zh": ("source", "sourceterm", "sourcetext", "原文", "源语言", "源语"),
    "en": ("target", "targetterm", "targettext", "translation", "译文", "译名", "目标语言", "目标语"),
}
_FIELD_OF = {name: field for field, names in HEADERS.items() for name in names}
_LETTERS = re.compile(r"[A-Za-z]{1,2}")
WAY_OUT = "say which they are with --columns zh=A,en=B (letters, numbers from 1, or names of the header)"


@dataclass(frozen=True, slots=True)
class Columns:
    """Where each field stands (from 0), which other columns there are, and whether the first row is a header."""

    fields: Mapping[str, int]
    others: Mapping[int, str]
    width: int
    has_header: bool


def find_columns(first: Sequence[str], given: Mapping[str, str] | None, path: Path) -> Columns:
    """Return the columns of a table from its first row; what the user gives goes before what is guessed.

    Raises ParseError, which names the columns found and the way out.

    >>> dict(find_columns(["中文", "英文", "备注"], None, Path("terms.csv")).fields)
    {'zh': 0, 'en': 1, 'note': 2}
    """
    guessed = _guess(first)
    told = {field: _index(where, first, field, path) for field, where in (given or {}).items()}
    has_header = bool(guessed) or any(where in first for where in (given or {}).values())
    taken = set(told.values())
    fields = told | {field: at for field, at in guessed.items() if field not in told and at not in taken}
    missing = [lang for lang in ("zh", "en") if lang not in fields]
    if len(missing) == 2 or (missing and not given):
        named = " and no ".join(repr(lang) for lang in missing)
        raise ParseError(f"no {named} column among: {_listed(first)}; {WAY_OUT}", source=path, line=1)
    used = set(fields.values())
    others = {at: cell.strip() for at, cell in enumerate(first) if has_header and at not in used and cell.strip()}
    return Columns(fields, others, len(first), has_header)


def _guess(first: Sequence[str]) -> dict[str, int]:
    plain = [_plain(cell) for cell in first]
    fields: dict[str, int] = {}
    for at, name in enumerate(plain):
        if field := _FIELD_OF.get(name):
            fields.setdefault(field, at)
    for lang, names in PAIR_HEADERS.items():
        found = next((at for at, name in enumerate(plain) if name in names), None)
        if lang not in fields and found is not None:
            fields = {field: at for field, at in fields.items() if at != found} | {lang: found}
    return fields


def _listed(first: Sequence[str]) -> str:
    return ", ".join(cell.strip() or "(empty)" for cell in first[:20])


def _plain(cell: str) -> str:
    return re.sub(r"[\s_\-.:：]+", "", cell.strip().strip("\ufeff")).casefold()


def _index(where: str, first: Sequence[str], field: str, path: Path) -> int:
    if field not in HEADERS:
        raise ParseError(f"--columns has an unknown field {field!r}; known are {', '.join(HEADERS)}", source=path)
    names = [cell.strip() for cell in first]
    if where.strip() in names:
        return names.index(where.strip())
    at = _position(where.strip())
    if at is None or not 0 <= at < len(first):
        message = f"--columns {field}={where}: no such column among: {_listed(first)}; {WAY_OUT}"
        raise ParseError(message, source=path, line=1)
    return at


def _position(where: str) -> int | None:
    if where.isascii() and where.isdigit():
        return int(where) - 1
    if not _LETTERS.fullmatch(where):
        return None
    at = 0
    for letter in where.upper():
        at = at * 26 + ord(letter) - ord("A") + 1
    return at - 1
