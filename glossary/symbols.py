"""Document symbols and resolution numbers: where they stand in a text, and what their full form is.

Source: United Nations Editorial Manual, "Document symbols"; a symbol names the organ, the session or year and the
running number, joined by slashes. Resolutions are cited by their bare number, `第 61/279 号决议` for A/RES/61/279.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

# The organs that give symbols, A/63/702, S/2009/304; others have two letters at least: ST/SGB/2010/1, UNICEF/2022/EB/9.
_SERIES = r"(?:[AEST]|[A-Z]{2,}\d{0,2}(?:-[A-Z]{2,})?)"
# A/61/6 (Prog.3), A/57/387 (Part II)
_IN_BRACKETS = r"(?: ?[(（](?:[IVXLC]+|\d{4}|(?:Part|Prog|Vol|Sect)\.? ?[IVX\d]+)[)）])?"
_PART = rf"[A-Z0-9][A-Za-z0-9.\-]{{0,30}}{_IN_BRACKETS}"
_SYMBOL = re.compile(rf"(?<![A-Za-z0-9/])(?:{_SERIES})(?: ?/ ?{_PART}){{1,12}}")
_NUMBERED = re.compile(r"/ ?(?:[A-Z]+\.)?\d+")
_WHOLE = re.compile(rf"{_SYMBOL.pattern}(?: [A-Z])?")
_AND = r" ?(?:和|及|与|以及|或|、|[,，]|and) ?"
# 和 Corr.1, 及 Corr.1、Add.1: a follower takes the place behind the symbol before it.
_FOLLOWER = re.compile(rf"{_AND}((?:Add|Corr|Rev|Amend|Summary|Part)\. ?\d+(?:/(?:Add|Corr|Rev)\. ?\d+)*)")
_LETTER = r"(?: ?[A-Z](?: ?(?:和|至|-|(?<= )(?:and|to)(?= )) ?[A-Z](?![A-Za-z]))*(?![A-Za-z]))?"
_PLAIN = rf"(?:S-|ES-)?(?:\d{{4}}|\d{{1,2}})/\d{{1,3}}(?!\d){_LETTER}"
_OLD = rf"\d{{1,4}}(?: [A-Z])? ?[(（](?:[SE]{{1,2}}-)?[IVXLC]+[)）]{_LETTER}"
_COUNCIL = r"\d{1,4} ?[(（]\d{4}[)）]"
_NUMBER = rf"(?<![\dA-Za-z/.\-])(?:{_COUNCIL}|{_OLD}|{_PLAIN})"
# 第 61/256 号和第 61/279 号决议: numbers in a row, then what they are.
_ITEM = rf"(?:第 ?)?{_NUMBER}(?: ?号)?"
_RESOLUTIONS = re.compile(rf"{_ITEM}(?:{_AND}{_ITEM}){{0,40}} ?(?:号|(?:联合国|大会|安理会|安全理事会)?(?:决议|决定))")
_ONE_NUMBER = re.compile(_NUMBER)
_RESOLUTION_BEFORE = re.compile(r"决议 ?[(（《]? ?(?:第 ?)?$|[Rr]esolutions? ?$")
# 安全理事会第 1325 号决议: a number of four figures says that it is the Council's, though not of which year
_YEARLESS = re.compile(
    r"(?:安理会|安全理事会|联合国)(?:通过的|有关的?|各项|的)?第 ?"
    rf"(?:{_COUNCIL} ?号?[和、及] ?第?)?([12]\d{{3}}) ?号决议"
)
# A misprint drops the organ: (62/741) in brackets, or 文件 before it, with a number too high for a resolution.
_BARE_SYMBOL = re.compile(r"(?<![\dA-Za-z/.])\d{2}/\d{3}(?:/(?:Add|Corr|Rev)\.\d+)*(?![\d/])")

_YEAR = re.compile(r"[/(]((?:19[4-9]|20\d)\d)(?=[/)]|$)")
_SESSION = re.compile(r"A/(?:RES/|C\.\d/)?([3-9]\d)/\d")  # since 1975 documents of the Assembly bear its session

_HUMAN_RIGHTS = re.compile(r"人权理事会[^，。；]{0,12}$")
_ECOSOC = re.compile(r"(?:经济及社会理事会|经社理事会)[^，。；]{0,12}$")


@dataclass(frozen=True, slots=True)
class Symbol:
    """A symbol or resolution number at [start, end) of a text: as printed, followers completed, and its full form."""

    start: int
    end: int
    text: str
    canonical: str


def find(text: str) -> Iterator[Symbol]:
    """Yield the symbols and resolution numbers of a text, in order, without overlaps.

    >>> [symbol.text for symbol in find("见 A/63/702 和 Corr.1 以及大会第 61/279 号决议")]
    ['A/63/702', 'A/63/702/Corr.1', '61/279']
    """
    if not any(character.isdigit() for character in text):
        return
    found = [*_symbols(text)]
    found += _apart(_resolutions(text), found)
    found += [Symbol(*match.span(1), match[1], f"S/RES/{match[1]}") for match in _YEARLESS.finditer(text)]
    found += _apart(_misprints(text), found)
    yield from sorted(found, key=lambda symbol: symbol.start)


def numbers(text: str) -> Iterator[Symbol]:
    """Yield whatever looks like the number of a resolution, with no word around it to say so; in order.

    >>> [symbol.text for symbol in numbers("resolutions 61/256, 61/279 and 1925 (2010)")]
    ['61/256', '61/279', '1925(2010)']
    """
    for found in _ONE_NUMBER.finditer(text):
        printed = _tidy(found[0])
        yield Symbol(found.start(), found.end(), printed, canonical(printed))


def canonical(number: str, *, before: str = "") -> str:
    """Return the full symbol of a resolution number; `before`, the words in front of it, tells the organ.

    >>> canonical("61/279"), canonical("1925(2010)"), canonical("S-10/2"), canonical("217 A (III)")
    ('A/RES/61/279', 'S/RES/1925(2010)', 'A/RES/S-10/2', 'A/RES/217 A (III)')
    """
    number = _narrow(number)
    if re.fullmatch(r"\d+ ?\(\d{4}\)", number):
        return f"S/RES/{number.replace(' ', '')}"
    if _HUMAN_RIGHTS.search(before):
        return f"A/HRC/RES/{number}"
    if _ECOSOC.search(before):
        return f"E/RES/{number}"
    return f"A/RES/{number}"


def url(symbol: str, lang: str = "zh") -> str | None:
    """Return the page where the organization publishes a document, None for what is no symbol; `lang` is zh or en.

    >>> url("ST/SGB/2010/1")
    'https://docs.un.org/zh/ST/SGB/2010/1'
    """
    if not is_symbol(symbol):
        return None
    return f"https://docs.un.org/{lang}/{symbol.replace(' ', '%20')}"


def year(symbol: str) -> str:
    """Return the year that a symbol tells, empty when it tells none: sessions of the Assembly begin in September.

    >>> year("ST/SGB/2010/1"), year("A/65/624"), year("S/RES/1925(2010)"), year("circular")
    ('2010', '2010', '2010', '')
    """
    if found := _YEAR.search(symbol):
        return found[1]
    if found := _SESSION.match(symbol):
        return str(1945 + int(found[1]))
    return ""


def is_symbol(text: str) -> bool:
    """Tell whether a whole text is one document symbol.

    >>> is_symbol("A/63/702/Corr.1"), is_symbol("61/279")
    (True, False)
    """
    return _WHOLE.fullmatch(text.strip()) is not None


def _symbols(text: str) -> Iterator[Symbol]:
    for match in _SYMBOL.finditer(text):
        printed = match[0].rstrip(".-")
        if _NUMBERED.search(printed) is None:
            continue
        printed, joint = _split_joint(printed)
        end = match.start() + len(printed)
        yield Symbol(match.start(), end, _closed(printed), _full(printed))
        if joint:
            start = end + 1
            end = match.start() + len(match[0].rstrip(".-"))
            yield Symbol(start, end, _closed(joint), _full(joint))
        yield from _followers(text, end, _closed(joint or printed))


def _split_joint(printed: str) -> tuple[str, str]:
    """Part A/55/305-S/2000/809, one document with the symbols of two organs."""
    match = re.search(rf"-(?=(?:{_SERIES})/)", printed)
    return (printed[: match.start()], printed[match.end() :]) if match else (printed, "")


def _followers(text: str, end: int, symbol: str) -> Iterator[Symbol]:
    base = re.sub(r"/(?:Add|Corr)\.\d+$", "", symbol)
    while match := _FOLLOWER.match(text, end):
        printed = f"{base}/{_closed(match[1])}"
        yield Symbol(match.start(1), match.end(1), printed, _full(printed))
        end = match.end()


def _resolutions(text: str) -> Iterator[Symbol]:
    for match in _RESOLUTIONS.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        after = text[match.end() : match.end() + 8]
        if not _is_resolution(match[0], before, after):
            continue
        decided = "决定" in match[0] or after.lstrip().startswith("决定")
        for number in _ONE_NUMBER.finditer(text, match.start(), match.end()):
            printed = _tidy(number[0])
            full = printed if decided else canonical(printed, before=before)
            yield Symbol(number.start(), number.end(), printed, full)
    for number in _ONE_NUMBER.finditer(text):
        if _RESOLUTION_BEFORE.search(text[max(0, number.start() - 12) : number.start()]):
            printed = _tidy(number[0])
            yield Symbol(number.start(), number.end(), printed, canonical(printed))


def _is_resolution(printed: str, before: str, after: str) -> bool:
    if "决议" in printed or "决定" in printed or after.lstrip().startswith(("决议", "联合国决议", "决定")):
        return True
    if after.lstrip().startswith(("建议", "案", "条")):
        return False
    return "决议" in before and "决定" not in before


def _misprints(text: str) -> Iterator[Symbol]:
    for match in _BARE_SYMBOL.finditer(text):
        before, after = text[max(0, match.start() - 3) : match.start()], text[match.end() : match.end() + 3]
        bracketed = before.endswith(("(", "（")) and after.startswith((")", "）", "，", ",", "、", " "))
        if bracketed or before.endswith(("文件", "文件 ")) or after.startswith(("号文件", " 号文")):
            yield Symbol(match.start(), match.end(), match[0], f"A/{match[0]}")


def _closed(printed: str) -> str:
    return re.sub(r" ?/ ?", "/", re.sub(r"\. (?=\d)", ".", printed))


def _tidy(number: str) -> str:
    return re.sub(r" (?=[(（]\d{4})", "", number)


def _full(printed: str) -> str:
    return (
        re.sub(r" ?\(", " (", _narrow(_closed(printed)))
        if re.search(r"[(（][A-Z]", printed)
        else _narrow(_closed(printed))
    )


def _narrow(text: str) -> str:
    return text.replace("（", "(").replace("）", ")")


def _apart(symbols: Iterable[Symbol], found: Iterable[Symbol]) -> list[Symbol]:
    """Return the symbols that share no place with those found before."""
    taken = {place for symbol in found for place in range(symbol.start, symbol.end)}
    return [symbol for symbol in symbols if taken.isdisjoint(range(symbol.start, symbol.end))]
