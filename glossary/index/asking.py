"""How a query is read: quotes, a minus and field names narrow it; whatever makes no sense as such is text.

采购 -科                      names with 采购, of concepts without 科 in any name
"rule of law" office          the words in quotes stand together
采购 category:unit year:2010  filters; also status, document, and zh: or en: for the language
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import get_args

from glossary import text
from glossary.index import words
from glossary.index.values import Query
from glossary.models import Category, ConceptStatus

MAX_QUERY = 200
_QUOTES = '"“”„‟＂'
_TOKEN = re.compile(
    rf"(?P<minus>[-－−])?(?:(?P<field>[a-z]+|[\u4e00-\u9fff]{{2}})[:：])?"
    rf"(?:[{_QUOTES}](?P<quoted>[^{_QUOTES}]*)[{_QUOTES}](?=\s|$)|(?P<word>\S+))"
)
_FIELDS = dict(
    zip(
        ["category", "status", "document", "year", "类别", "状态", "文件", "年份"],
        ("categories", "statuses", "documents", "years") * 2,
        strict=True,
    )
)
LANGUAGES = ("zh", "en")
_ALLOWED: dict[str, tuple[str, ...]] = {"categories": get_args(Category), "statuses": get_args(ConceptStatus)}
_PIECES = re.compile(r"[^\W_]+")
_SCRIPTS = re.compile(r"[\u3400-\u9fff]+|[^\u3400-\u9fff]+")
_NUMERALS = "零一二三四五六七八九"
_CHINESE_NUMBER = re.compile(r"[零一二三四五六七八九十百]+")
_DIGITS = re.compile(r"\d{1,3}(?!\d)")


@dataclass(frozen=True)
class Wanted:
    """What names are looked for: `text` as typed, without what narrows; `line` is all that was typed.

    `phrases` must stand in a name, `without` in no name of the concept. What else a kind of fit compares is made of
    these when it asks.
    """

    text: str
    line: str
    phrases: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @cached_property
    def key(self) -> str:
        """The key of the text."""
        return text.key(self.text)

    @cached_property
    def whole(self) -> str:
        """The key of all that was typed."""
        return text.key(self.line)

    @cached_property
    def han(self) -> bool:
        """Whether there is Chinese in it."""
        return text.has_han(self.key)

    @property
    def joined(self) -> str:
        """The key without blanks."""
        return self.key.replace(" ", "")

    @cached_property
    def parts(self) -> tuple[str, ...]:
        """The keys of what blanks part, in a query with Chinese in it."""
        return tuple(filter(None, text.keys(self.text.split()))) if self.han else ()

    @cached_property
    def pieces(self) -> tuple[str, ...]:
        """The keys of what blanks, punctuation and a change of script part."""
        runs = (piece for run in _PIECES.findall(self.text) for piece in _SCRIPTS.findall(run))
        return tuple(filter(None, text.keys(runs)))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """The words and numbers that are not Chinese; small ones only where there are no others."""
        return tuple(word for word in words.content_words(words.latin_words(self.key)) if word != "s")

    @cached_property
    def typed(self) -> str:
        """The letters of what may be pinyin; else empty."""
        return "" if self.han else text.pinyin_query(self.text)


def read(query: Query) -> tuple[Query, Wanted]:
    """Read a query, of which the first 200 characters count; return it with its filters, and what to look for."""
    plain: list[str] = []
    phrases: list[str] = []
    without: list[str] = []
    given: dict[str, tuple[str, ...]] = {}
    source = query.source
    for token in _TOKEN.finditer(query.text[:MAX_QUERY]):
        name, found = token["field"], token["word"] if token["quoted"] is None else token["quoted"]
        field = _filter(name, found) if name and not token["minus"] else ""
        if field:
            given[field] = (*given.get(field, ()), found)
            continue
        if name in LANGUAGES and not token["minus"]:
            source = name
        elif name:
            found = f"{name}:{found}"
        if token["minus"] and token.start() and text.key(found):
            without.append(text.key(found))
            continue
        if token["quoted"] is not None and text.key(found):
            phrases.append(text.key(found))
        plain.append(found)
    if given or source != query.source:
        query = replace(query, source=source, **given)  # type: ignore[arg-type]
    return query, Wanted(" ".join(filter(None, plain)), query.text[:MAX_QUERY], tuple(phrases), tuple(without))


def look_for(typed: str) -> Wanted:
    """Return what to look for when all that was typed is text."""
    return Wanted(typed[:MAX_QUERY], typed[:MAX_QUERY])


def other_numerals(key: str) -> list[str]:
    """Return a key with its numbers written in Chinese, and in digits, as far as that changes it.

    >>> other_numerals("77国集团"), other_numerals("第五委员会"), other_numerals("大会")
    (['七十七国集团'], ['第5委员会'], [])
    """
    chinese = _DIGITS.sub(lambda found: _in_chinese(int(found[0])), key)
    digits = _CHINESE_NUMBER.sub(lambda found: _in_digits(found[0]), key)
    return [each for each in dict.fromkeys((chinese, digits)) if each != key]


def _filter(name: str, value: str) -> str:
    """Return which filter of a query a field sets, empty when there is none that takes the value."""
    field = _FIELDS.get(name, "")
    allowed = _ALLOWED.get(field)
    sound = value in allowed if allowed else bool(value) and (field != "years" or re.fullmatch(r"\d{4}", value))
    return field if sound else ""


def _in_chinese(number: int) -> str:
    if number >= 100:
        return str(number)
    tens, ones = divmod(number, 10)
    if not tens:
        return _NUMERALS[ones]
    return ("" if tens == 1 else _NUMERALS[tens]) + "十" + (_NUMERALS[ones] if ones else "")


def _in_digits(numerals: str) -> str:
    if "百" in numerals or numerals.count("十") > 1:
        return numerals
    if "十" not in numerals:
        return "".join(str(_NUMERALS.index(numeral)) for numeral in numerals)
    tens, ones = numerals.split("十")
    if len(tens) > 1 or len(ones) > 1:
        return numerals
    return str((_NUMERALS.index(tens) if tens else 1) * 10 + (_NUMERALS.index(ones) if ones else 0))
