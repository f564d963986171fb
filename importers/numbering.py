"""How a document numbers its paragraphs, and whether a number at a line's start is one of them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Literal

OpeningKind = Literal["annex", "appendix", "section", "heading", "number", "item", "bullet"]

HAN_DIGITS = "一二三四五六七八九"
HAN_NUMBER = r"[一二三四五六七八九十]{1,3}"
ROMAN = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii", "xiv", "xv", "xvi")
ANNEX = re.compile(rf"(?:附\s?件|Annex)\s*({HAN_NUMBER}|[IVX]{{1,5}}|\d{{1,2}})?", re.I)
APPENDIX = re.compile(rf"(?:附\s?录|Appendix)\s*({HAN_NUMBER}|[IVX]{{1,5}}|\d{{1,2}}|[A-Z])?", re.I)
SECTION = re.compile(rf"(?:第\s?({HAN_NUMBER}|\d{{1,3}})\s?[节章编]|Section (\d{{1,3}}))(?![0-9A-Za-z])\s*(.{{0,80}})")
HAN_HEADING = re.compile(rf"({HAN_NUMBER})\s?[.．、]\s*(.{{1,80}})")
# The first level of Chinese official documents (GB/T 9704: 一、 then （一） then 1.), where it is a whole paragraph.
HAN_PARAGRAPH = re.compile(rf"({HAN_NUMBER})、(?![{HAN_DIGITS}十])")
LETTER_HEADING = re.compile(r"([A-Z])\s?[.．、]\s*(.{1,80})")
MARKDOWN = re.compile(r"(#{1,6})\s++(?=\S)")
ARTICLE = re.compile(rf"第\s?({HAN_NUMBER}|\d{{1,3}})\s?条(?![第的款之至和、，])\s*")
DOTTED = re.compile(r"(\d{1,3}(?:\.\d{1,3}){1,3})[.．]?(?![\d.%％/])\s*+(?![段节亿万倍%％年月日、，。；）)]|和 ?\d)")
SIMPLE = re.compile(r"(\d{1,3})\s?[.．、](?![\d])\s*")
ITEM = re.compile(
    rf"(?:- )?(?:[(（]([a-z]{{1,4}}|\d{{1,2}}|{HAN_NUMBER})[)）]|([㈠-㈩⑴-⒇①-⑳])|([a-z]|\d{{1,2}})[)）](?=\s))\s*"
)
ARTICLE_MARK = "条"
BULLET = re.compile(r"(?:[•·●▪■◆►▶○◦\uf0b7\uf0a7]\s*|[-*–] )")


@dataclass(frozen=True, slots=True)
class Opening:
    """What a line opens: its kind, the printed mark, the rest of the line, a heading's depth."""

    kind: OpeningKind
    text: str
    mark: str = ""
    level: int = 0
    value: tuple[int, ...] = ()


@dataclass(slots=True)
class Numbering:
    """The state of a document's numbering while its lines are read in order."""

    candidates: frozenset[tuple[int, ...]] = frozenset()
    annex: str = ""
    annexes: int = 0
    appendix: str = ""
    section: int = 0
    titles: int = 0
    last: tuple[int, ...] = ()
    base: str = ""
    items: list[tuple[str, int, str]] = field(default_factory=list)
    indent: int = 0
    numbered: bool = False
    articles: bool = False
    dotted: bool = False

    def __post_init__(self) -> None:
        """Learn whether the document numbers its paragraphs within its sections (8.3)."""
        self.dotted = sum(1 for value in self.candidates if len(value) > 1) > 2

    @property
    def label(self) -> str:
        """The label of the paragraph that stands here."""
        if self.appendix:
            return self.annex + self.appendix
        if self.base:
            return self.annex + self.base + "".join(mark for _, _, mark in self.items)
        if self.section:
            return f"{self.annex}s{self.section}" + "".join(mark for _, _, mark in self.items)
        return self.annex + "0"

    def opening(self, text: str, titlelike: bool, level: int = 0) -> Opening | None:
        """Tell what a line opens, None if it opens nothing; `titlelike`: it is short and no sentence.

        `level` is the depth of a line that the format itself calls a heading, 0 for others.
        """
        if level:
            return self._styled(level, text)
        if markdown := MARKDOWN.match(text):
            return self._markdown(len(markdown[1]), text[markdown.end() :].rstrip("# "))
        title = self._title(text) if titlelike else self._han_paragraph(text)
        return title or self._number(text, titlelike) or self._item(text)

    def _markdown(self, level: int, title: str) -> Opening:
        inner = self._title(title)
        if inner:
            return Opening(inner.kind, inner.text, inner.mark, level, inner.value)
        return Opening("heading", title, level=level)

    def _styled(self, level: int, text: str) -> Opening:
        """Take the format's word that this is a heading; a number that goes on with the document's is its label."""
        inner = self._title(text) or self._number(text, False)
        if inner and inner.kind != "item":
            return Opening(inner.kind, inner.text, inner.mark, level, inner.value)
        return Opening("heading", text, level=level)

    def _title(self, text: str) -> Opening | None:
        if annex := ANNEX.fullmatch(text):
            number = numeral(annex[1]) or self.annexes + 1
            return Opening("annex" if number > self.annexes else "heading", text, level=1, value=(number,))
        if APPENDIX.fullmatch(text):
            return Opening("appendix", text, re.sub(r"\s+", "", text), 1)
        if section := SECTION.fullmatch(text):
            return Opening("section", text, level=1, value=(numeral(section[1] or section[2]),))
        if han := HAN_HEADING.fullmatch(text):
            number = numeral(han[1])
            return Opening("section", text, level=1, value=(number,)) if number in (1, self.titles + 1) else None
        if LETTER_HEADING.fullmatch(text):
            return Opening("heading", text, level=2)
        return None

    def _han_paragraph(self, text: str) -> Opening | None:
        match = HAN_PARAGRAPH.match(text)
        number = numeral(match[1]) if match else 0
        return Opening("section", text, value=(number,)) if match and number == self.titles + 1 else None

    def _number(self, text: str, titlelike: bool) -> Opening | None:
        if match := DOTTED.match(text):
            value = tuple(map(int, match[1].split(".")))
            if self._follows(value) and not (self.section and value[0] != self.section):
                return Opening("number", text[match.end() :], match[1], value=value)
        if match := SIMPLE.match(text):
            return self._simple(int(match[1]), text, text[match.end() :], titlelike)
        if match := ARTICLE.match(text):
            value = (numeral(match[1]),)
            return Opening("number", text[match.end() :] or text, ARTICLE_MARK + str(value[0]), value=value)
        return None

    def _simple(self, number: int, text: str, rest: str, titlelike: bool) -> Opening | None:
        if titlelike and self.dotted:
            return Opening("section", text, level=1, value=(number,))
        if not self.base and self.items and self.items[-1][0] in ("han", "digit"):
            return Opening("item", rest, f"({number})") if self._level("digit", number) is not None else None
        if self._follows((number,)) and not self.articles:
            return Opening("number", rest, str(number), value=(number,))
        if titlelike and not self.articles:
            return Opening("heading", text, level=3)
        if number == 1 and not self.base:
            return Opening("number", rest, "1", value=(1,))
        return Opening("item", rest, f"({number})") if self._level("digit", number) is not None else None

    def _follows(self, value: tuple[int, ...]) -> bool:
        """The next number, or one of the two after it (a number may be lost); the first is 1, or has one after it."""
        if not self.last:
            return value[-1] == 1 or (*value[:-1], value[-1] + 1) in self.candidates
        if (len(self.last) == 1) != (len(value) == 1):
            return len(value) > 1 and value[-1] == 1
        if len(value) > len(self.last):
            return value == (*self.last, 1)
        prefix, number = value[:-1], value[-1]
        if prefix == self.last[: len(value) - 1]:
            return 0 < number - self.last[len(value) - 1] <= 3
        return len(value) > 1 and number == 1 and value[0] - self.last[0] in (1, 2)

    def is_next(self, opening: Opening) -> bool:
        """Tell whether a number is the very next one."""
        return opening.kind == "number" and bool(self.last) and opening.value == (*self.last[:-1], self.last[-1] + 1)

    def _item(self, text: str) -> Opening | None:
        match = ITEM.match(text)
        if match:
            raw = match[1] or match[2] or match[3]
            mark = match[2] or f"({raw})"
            ranks = item_ranks(raw)
            if any(self._level(family, number) is not None for family, number in ranks):
                return Opening("item", text[match.end() :], mark)
        bullet = BULLET.match(text)
        return Opening("bullet", text[bullet.end() :]) if bullet and text[bullet.end() :] else None

    def _level(self, family: str, number: int) -> int | None:
        for level in range(len(self.items) - 1, -1, -1):
            if self.items[level][0] == family:
                return level if number == 1 or 0 < number - self.items[level][1] <= 2 else None
        return len(self.items) if number == 1 else None

    def take(self, opening: Opening, indent: int = 0) -> None:
        """Go on to what a line opens; `indent` is how far it is set in."""
        self.numbered = self.numbered or opening.kind in ("number", "section", "annex")
        if opening.kind == "annex":
            self.annexes = opening.value[0]
            self.annex, self.appendix = f"{roman(self.annexes)}:", ""
            self.section, self.titles, self.last, self.base, self.items = 0, 0, (), "", []
        elif opening.kind == "appendix":
            self.appendix = opening.mark
        elif opening.kind == "section":
            self.section = self.titles = opening.value[0]
            self.base, self.items = "", []
        elif opening.kind == "number":
            self.appendix = ""
            self.articles = opening.mark.startswith(ARTICLE_MARK)
            self.last, self.base, self.items = opening.value, opening.mark.removeprefix(ARTICLE_MARK), []
        elif opening.kind == "item":
            self.indent = indent
            self._take_item(opening.mark)

    def resume(self, indent: int) -> None:
        """Go on with unmarked text; set out further than the items before it, it belongs to their paragraph."""
        if indent < self.indent:
            self.items = []

    def _take_item(self, mark: str) -> None:
        for family, number in item_ranks(mark.strip("()")):
            level = self._level(family, number)
            if level is not None:
                self.items[level:] = [(family, number, mark)]
                return


def number_at(text: str) -> tuple[int, ...] | None:
    """Read the number that a line begins with, whether or not it is a paragraph's.

    >>> number_at("8.3 海洋观测局"), number_at("12. 海洋"), number_at("3.2 亿"), number_at("2007 年")
    ((8, 3), (12,), None, None)
    """
    match = DOTTED.match(text) or SIMPLE.match(text)
    return tuple(map(int, match[1].split("."))) if match else None


def item_ranks(raw: str) -> list[tuple[str, int]]:
    """Tell what an item's mark may count: `i` is the ninth letter or the first roman number, in this order."""
    if raw.isdecimal() and raw.isascii():
        return [("digit", int(raw))]
    for family, first, last in (("circled han", "㈠", "㈩"), ("bracketed", "⑴", "⒇"), ("circled", "①", "⑳")):
        if len(raw) == 1 and first <= raw <= last:
            return [(family, ord(raw) - ord(first) + 1)]
    if raw[0] in HAN_DIGITS or raw[0] == "十":
        return [("han", numeral(raw))]
    ranks = [("letter", ord(raw) - ord("a") + 1)] if len(raw) == 1 else []
    return ranks + ([("roman", ROMAN.index(raw))] if raw in ROMAN else [])


def numeral(raw: str | None) -> int:
    """Read a Chinese, roman or Arabic numeral up to 99; 0 for none.

    >>> [numeral(raw) for raw in ("二", "十二", "二十", "IV", "7")]
    [2, 12, 20, 4, 7]
    """
    if not raw:
        return 0
    if raw.isdecimal():
        return int(raw)
    if raw.lower() in ROMAN:
        return ROMAN.index(raw.lower())
    tens, ten, ones = raw.rpartition("十")
    return (10 * (HAN_DIGITS.find(tens) + 1 if tens else 1) if ten else 0) + (HAN_DIGITS.find(ones) + 1 if ones else 0)


def roman(number: int) -> str:
    """Write a number as the annexes of a document are numbered: I, II, III, in digits from XVII on."""
    return ROMAN[number].upper() if number < len(ROMAN) else str(number)
