"""Names carried over by their sound: 布林迪西 is Brindisi, told by the consonants of its pinyin.

Voiced and voiceless, l and r, v and w are one: Chinese transcription does not keep them apart.
"""

from __future__ import annotations

import re

from glossary.text import pinyin

# The sounds that letters stand for: pinyin c, q, x, j and zh, ch, sh are sibilants, English c before e, i, y, too.
_PINYIN = re.compile(r"[zcs]h|[cqxj]")
_SIBILANT = re.compile(r"[cs]h|c(?=[eiy])")
_CLASSES = {
    letter: group[0] for group in ("pb", "td", "kgcq", "lr", "m", "n", "szxj", "wv", "f", "h") for letter in group
}
_LEAST = 0.75
_SHARE = 0.4


def of_chinese(text: str) -> str:
    """Return the consonants of a Chinese word as it is read.

    >>> of_chinese("布林迪西"), of_english("Brindisi")
    ('plnts', 'plnts')
    """
    return _skeleton(_PINYIN.sub("s", pinyin(text).full))


def of_english(text: str) -> str:
    """Return the consonants of an English word."""
    return _skeleton(_SIBILANT.sub("s", text.lower()).replace("th", "t").replace("ph", "f"))


def alike(chinese: str, english: str) -> bool:
    """Tell whether consonants agree: nearly all of the English ones stand in the Chinese, and not by chance.

    >>> alike(of_chinese("哈尔文"), of_english("Halven")), alike(of_chinese("哈尔文"), of_english("Frost"))
    (True, False)
    """
    common = _common(chinese, english)
    return common >= 2 and common >= _LEAST * len(english) and common >= _SHARE * len(chinese)


def _skeleton(text: str) -> str:
    found = ""
    for letter in text:
        group = _CLASSES.get(letter, "")
        if group and not found.endswith(group):
            found += group
        elif not group and not found.endswith(" "):
            found += " "
    return found.replace(" ", "")


def _common(one: str, other: str) -> int:
    """Return the length of the longest common subsequence."""
    row = [0] * (len(other) + 1)
    for letter in one:
        diagonal = 0
        for at, against in enumerate(other):
            above = row[at + 1]
            row[at + 1] = diagonal + 1 if letter == against else max(above, row[at])
            diagonal = above
    return row[-1]
