"""What a document says of itself: symbol, language, title, date; from its first lines and its file name."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from importers.lines import HAN, SYMBOL
from importers.numbering import numeral

# Bodies and series whose letters stand at the head of document symbols, and what may stand inside them.
HEADS = frozenset(
    {"A", "S", "E", "T", "ST", "TD", "DP", "HRI", "HSP", "UNEP", "CCPR", "CEDAW", "CERD", "CRC", "ICCD", "FCCC"}
)
SERIES = frozenset({"SGB", "AI", "IC", "IES", "ADM", "CS", "ES", "LOT", "INF", "RES", "DEC", "PRST", "PV", "SR", "BUR"})
BODIES = frozenset({"AC", "CN", "CONF", "NGO", "C", "HRC", "SUB", "PC", "WG", "WP", "CRP", "L", "R", "P"})
PARTS = frozenset({"Add", "Corr", "Rev", "Amend", "Summary", "Prog"})
SPELLING = {name.lower(): name for name in HEADS | SERIES | BODIES | PARTS}
LANGUAGES = {"zh": "zh", "cn": "zh", "chs": "zh", "chi": "zh", "c": "zh", "en": "en", "eng": "en", "e": "en"}
MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
NUMERIC_DATE = re.compile(r"((?:19|20)\d\d) ?年 ?(\d{1,2}) ?月 ?(\d{1,2}) ?日")
HAN_DATE = re.compile(
    r"([一二][一二三四五六七八九〇零○]{3})年([一二三四五六七八九十]{1,2})月([一二三四五六七八九十]{1,3})日"
)
ENGLISH_DATE = re.compile(rf"(\d{{1,2}}) ({MONTHS}) ((?:19|20)\d\d)", re.I)
ISSUANCE = re.compile(r".{0,12}(?:公报|行政指示|情况通报|bulletin|Administrative instruction)", re.I)
REPORT = re.compile(r".{0,20}(?:的报告|的说明|Report of the .{1,40}|Note by .{1,40})", re.I)
SESSION = re.compile(
    r"第.{1,8}届.{0,6}会议|议程项目.{0,30}|.{0,30}session|Agenda items?.{0,30}|Distr.*|Original.*", re.I
)


def symbol_of(name: str, headers: Sequence[str], first: Sequence[str]) -> str:
    """Tell a document's symbol: from its page headers, a line of its masthead, its file name, else that name.

    >>> symbol_of("st-sgb-2003-7.zh.txt", [], []), symbol_of("my notes.txt", [], [])
    ('ST/SGB/2003/7', 'my notes')
    """
    if headers:
        return Counter(headers).most_common(1)[0][0]
    from_name = _symbol_in_name(name)
    alone = {text for text in first if len(text) < 60 and SYMBOL.fullmatch(text) and re.search(r"\d", text)}
    return alone.pop() if len(alone) == 1 else from_name or _stem(name)


def _stem(name: str) -> str:
    stem = Path(name).stem
    bare, _, tag = stem.rpartition(".")
    return bare if bare and tag.lower() in LANGUAGES else stem


def _symbol_in_name(name: str) -> str:
    parts = [part for part in re.split(r"[-_ ]", _stem(name)) if part]
    if len(parts) < 2 or parts[0].upper() not in HEADS or not any(part[-1].isdecimal() for part in parts):
        return ""
    known = [_symbol_part(part) for part in parts]
    if not all(known):
        return ""
    if known[:2] == ["S", "RES"] and len(known) == 4:
        return f"S/RES/{known[2]}({known[3]})"
    return "/".join(known)


def _symbol_part(part: str) -> str:
    word, dot, number = part.partition(".")
    spelled = SPELLING.get(word.lower(), "")
    if dot:
        return f"{spelled}.{number}" if spelled and number.isdecimal() else ""
    return spelled or (part if re.fullmatch(r"\d{1,4}(\(\d{4}\))?", part) else "")


def language_of(name: str, text: str) -> str:
    """Tell the language: by the file name's tag, else by the share of Han characters; zh in doubt."""
    tag = Path(Path(name).stem).suffix.lstrip(".").lower()
    if tag in LANGUAGES:
        return LANGUAGES[tag]
    sample = text[:100_000]
    latin = len(re.findall(r"[A-Za-z]", sample))
    return "en" if latin > 20 and len(HAN.findall(sample)) * 20 < latin else "zh"


def title_of(headings: Sequence[str]) -> str:
    """Choose the title among the headings before the first paragraph; empty if none looks like one."""
    for place, heading in enumerate(headings):
        if ISSUANCE.fullmatch(heading) and place + 1 < len(headings):
            return headings[place + 1]
        if REPORT.fullmatch(heading) and place:
            return headings[place - 1]
    titles = [text for text in headings if not (SESSION.fullmatch(text) or ISSUANCE.fullmatch(text) or _is_datum(text))]
    return titles[0] if titles else ""


def _is_datum(text: str) -> bool:
    return SYMBOL.fullmatch(text[:80]) is not None or (len(text) < 24 and _date_in(text) is not None)


def date_of(first: Sequence[str], symbol: str) -> str | None:
    """Tell a document's date from the short lines before its text, else the year from its symbol (ISO 8601)."""
    for text in first:
        if found := _date_in(text[:120]):
            return found
    year = re.search(r"/((?:19|20)\d\d)(?:/|$)", symbol)
    return year[1] if year else None


def _date_in(text: str) -> str | None:
    if match := NUMERIC_DATE.search(text):
        return _iso(int(match[1]), int(match[2]), int(match[3]))
    if match := ENGLISH_DATE.search(text):
        return _iso(int(match[3]), MONTHS.split("|").index(match[2].lower()) + 1, int(match[1]))
    if match := HAN_DATE.search(text):
        digits = "".join("0" if char in "〇零○" else str(numeral(char)) for char in match[1])
        return _iso(int(digits), numeral(match[2]), numeral(match[3]))
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    return f"{year:04}-{month:02}-{day:02}" if 1 <= month <= 12 and 1 <= day <= 31 else None
