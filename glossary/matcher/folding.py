"""Texts as they are compared with terms: folded, without inline markup and blanks that say nothing.

A folded text comes with the place of each of its characters in the text as given, so that matches have its offsets.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TypeAlias

from glossary.text import fold, fold_table, unchanged_han

_HAN = "\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_INVISIBLE = "\u00ad\u200b-\u200d\u2060\ufeff\u0300-\u036f"
# Blanks that say nothing. In Chinese those beside a Chinese character (第 77 国集团), but not the end of a line, which
# may part two names; in English all but the first. \0 stands for the end of a paragraph, which no name goes across.
_IDLE_CHINESE = re.compile(
    f"[{_INVISIBLE}]+|(?<=[{_HAN}])[^\\S\\n\\r]+(?=[{_HAN}\\w])|(?<=\\w)[^\\S\\n\\r]+(?=[{_HAN}])"
)
_IDLE_ENGLISH = re.compile(f"[{_INVISIBLE}]+|(?<= ) +")
_PARAGRAPH_END = re.compile(r"\n(?=[^\S\n]*\n)")
_HYPHEN = re.compile(r"-(?=\s?\w)(?<=\w-)")

# What most texts consist of needs no folding, and is told by one quick search. Punctuation that Chinese writes in full
# width is compared in full width.
_FULL_WIDTH = str.maketrans(",():;!?", "，（）：；！？")
_PLAIN_CHINESE = "abcdefghijklmnopqrstuvwxyz0123456789，（）：；！？。、《》…·-./+'\"="
_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")

_ATTRIBUTES = r"(?:\s+[\w:.-]+\s*=\s*(?:\"[^\"<>]*\"|'[^'<>]*'))*\s*"
_MARKUP = re.compile(
    # Beside a placeholder goes a blank: <x/>, <br>, {1}, and the numbered tags of translation tools.
    rf"(?P<blank><[A-Za-z][\w:.-]*{_ATTRIBUTES}/>|</?(?:br|p|li|td|div)\b{_ATTRIBUTES}>|<\d+/>|\{{\d+\}})"
    # A tag around words may stand inside a name.
    rf"|(?P<none></?[A-Za-z][\w:.-]*{_ATTRIBUTES}>|</?\d+>|\{{\d+>|<\d+\}})"
    # What stands for a value has no words in it.
    r"|(?P<value>\$?\{\{?[A-Za-z_][\w.]*\}\}?|(?<!\d)%(?:\(\w+\)|\d+\$)?[-+0#]*\d*(?:\.\d+)?[sdifuxXeEgGc@](?![A-Za-z]))"
    r"|(?P<entity>&(?:amp|lt|gt|quot|apos|nbsp|#\d{1,7}|#x[0-9A-Fa-f]{1,6});)",
    re.ASCII,
)


# A text as it is compared; the place of each of its characters (None: where it stands); widths other than 1 by place.
Folded: TypeAlias = tuple[str, list[int] | None, dict[int, int] | None]


def span(folded: Folded, start: int, end: int) -> tuple[int, int]:
    """Return where in the text as given a part of the folded text stands."""
    _, places, wide = folded
    if places is None:
        return start, end
    last = places[end - 1]
    return places[start], last + (wide.get(last, 1) if wide else 1)


def chinese(text: str, *, markup: bool = True) -> Folded:
    """Fold a Chinese text, or without `markup` a Chinese term."""
    odd = odd_chinese()
    if odd.search(text) is None:
        return text, None, None
    bare = _without_markup(text) if markup else (text, None, None)
    table = _chinese_table()
    folded = odd.sub(lambda found: found[0].translate(table), bare[0])
    return _without(folded, _IDLE_CHINESE, bare)


def english(text: str, *, markup: bool = True) -> Folded:
    """Fold an English text, or without `markup` an English term."""
    bare = _without_markup(text) if markup else (text, None, None)
    if bare[1] is None and text.isascii() and text.isprintable():
        folded = text.lower()
    else:
        parted = _PARAGRAPH_END.sub("\0", bare[0])
        folded = _blanks(_NOT_ASCII.sub(lambda found: fold(found[0]), parted).lower())
        if len(folded) != len(parted):
            folded = fold(parted)
    if "-" in folded:
        folded = _HYPHEN.sub(" ", folded)
    if "  " in folded or not folded.isascii():
        return _without(folded, _IDLE_ENGLISH, (folded, *bare[1:]))
    return folded, *bare[1:]


_BLANKS = str.maketrans(dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f", " "))


def _blanks(text: str) -> str:
    return text.translate(_BLANKS) if _CONTROL.search(text) else text


_CONTROL = re.compile(r"[\t-\r\x1c-\x1f]")


@cache
def odd_chinese() -> re.Pattern[str]:
    """Match what folding changes, blanks, and what may be markup: everything but what surely stays."""
    return re.compile(f"[^{re.escape(unchanged_han() + _PLAIN_CHINESE)}]+")


class _ChineseTable(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = fold_table()[code].translate(_FULL_WIDTH)
        return self[code]


@cache
def _chinese_table() -> _ChineseTable:
    return _ChineseTable()


def _without_markup(text: str) -> Folded:
    if "<" not in text and "{" not in text and "%" not in text and "&" not in text:
        return text, None, None
    pieces: list[str] = []
    places: list[int] = []
    wide: dict[int, int] = {}
    done = 0
    for found in _MARKUP.finditer(text):
        start, end = found.span()
        pieces.append(text[done:start])
        places += range(done, start)
        done = end
        instead = _INSTEAD.get(str(found.lastgroup)) or html.unescape(found[0])[:1]
        if found.lastgroup != "none":
            pieces.append(instead)
            places.append(start)
            wide[start] = end - start
    if not done:
        return text, None, None
    pieces.append(text[done:])
    places += range(done, len(text))
    return "".join(pieces), places, wide


_INSTEAD = {"blank": " ", "none": " ", "value": "\0"}


def _without(folded: str, idle: re.Pattern[str], bare: Folded) -> Folded:
    """Leave out what is idle in the bare text, whose characters are those of the folded one."""
    text, at, wide = bare
    spans = [found.span() for found in idle.finditer(text)]
    if not spans:
        return folded, at, wide
    starts, ends = [0, *(end for _, end in spans)], [*(start for start, _ in spans), len(folded)]
    kept = list(zip(starts, ends, strict=True))
    places: list[int] = []
    for a, b in kept:
        places += range(a, b) if at is None else at[a:b]
    return "".join(folded[a:b] for a, b in kept), places, wide
