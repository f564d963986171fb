"""All knowledge of characters: comparison keys, Han, pinyin, sentences, offsets.

Text is never changed where it is kept; keys exist only to compare. A key is made character by character, so the key
of a part of a name is a part of the name's key, whatever stands around it.
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

import opencc

Script = Literal["s2tw", "s2hk"]  # OpenCC's names for simplified to traditional; s2twp and the like change words

# Beside terms of two characters, and not in the library that lists words.
_MORE_WORDS = (
    *("办法", "依法", "制定", "制裁", "制约", "制订", "司法", "序列", "执法", "排程", "治国", "治安", "治理", "立法"),
)
_HAN = "\u2e80-\u2fdf\u3005-\u3007\u3021-\u3029\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_BLANKS = re.compile(r"\s+")
_HAN_CHAR = re.compile(f"[{_HAN}]")
_HAN_RUN = re.compile(f"[{_HAN}]+|[^{_HAN}]+")
_BLANK_BESIDE_HAN = re.compile(f"(?<=[{_HAN}])\\s+|\\s+(?=[{_HAN}])")

# OpenCC turns these by the word they stand in (乾淨 but 乾隆); a key has to decide without the word, so one form
# stands for both. 〇 is written 零 in other documents.
_ONE_FORM = str.maketrans("〇乾瞭藉覆徵著", "零干了借复征着")
# Latin letters that NFKD does not take apart.
_LATIN = str.maketrans({"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i", "æ": "ae", "œ": "oe", "ð": "d", "þ": "th"})

_SENTENCE_END = re.compile(r"[。！？!?；;…]+[”’」』）)\"']*|\.+[”’\"')]*(?=\s)|[\r\n]+")

# Characters that names read in two ways. A dictionary of phrases decides, and is now and then led astray by what stands
# beside (秘书 + 长发), so the other way leads to the name too.
_TWO_WAYS = {
    "重": ("chong", "zhong"),
    "长": ("zhang", "chang"),
    "行": ("xing", "hang"),
    "调": ("diao", "tiao"),
    "会": ("hui", "kuai"),
    "都": ("du", "dou"),
    "给": ("ji", "gei"),
    "差": ("cha", "chai"),
    "朝": ("chao", "zhao"),
    "藏": ("zang", "cang"),
    "乐": ("le", "yue"),
}
_TONE_DIGIT = re.compile(r"(?<=[a-z])[1-5](?![0-9])")
_NOT_PINYIN = re.compile(r"[^a-z0-9]+")


# British and American endings of the words that names of institutions have.
_SPELLINGS = (
    ("isation", "ization"),
    ("centre", "center"),
    ("programme", "program"),
    ("defence", "defense"),
    ("labour", "labor"),
    ("harbour", "harbor"),
)


@dataclass(frozen=True, slots=True)
class PinyinKeys:
    """A name as it is typed without Chinese: `full` liangangwendingtuan, `initials` lgwdt; both empty without Han."""

    full: str
    initials: str


def clean(text: str) -> str:
    """Return the text with every run of white space made one blank and none at the ends.

    >>> clean(" Department  of\\nSafety ")
    'Department of Safety'
    """
    return _BLANKS.sub(" ", text).strip()


def is_han(char: str) -> bool:
    """Say whether a character is a Chinese one; 〇 and 々 are.

    >>> is_han("联"), is_han("、")
    (True, False)
    """
    return _HAN_CHAR.match(char) is not None


def has_han(text: str) -> bool:
    """Say whether there is a Chinese character in the text."""
    return _HAN_CHAR.search(text) is not None


def key(text: str) -> str:
    """Return what names are compared by: no case, width, accents, punctuation, simplified or traditional.

    Blanks beside Han are gone, English words are parted by one blank; a hyphen is a blank. The key of a key is itself.
    It is empty when there is nothing but punctuation.

    >>> key("聯剛穩定團"), key("解除武装、复员和重返社会科"), key("Côte d'Ivoire"), key("７７ 国集团")
    ('联刚稳定团', '解除武装复员和重返社会科', 'cote d ivoire', '77国集团')
    """
    folded = unicodedata.normalize("NFKC", text).translate(_key_table())
    return _BLANK_BESIDE_HAN.sub("", " ".join(folded.split()))


def keys(texts: Iterable[str]) -> list[str]:
    """Return the key of each text, in order."""
    return [key(text) for text in texts]


def fold(text: str) -> str:
    """Return the text folded as `key` does it where one character gives one: same length, offsets hold.

    Quotation marks, dashes, middle dots and blanks become the plainest of their kind; other punctuation stays.

    >>> fold("聯合國—ＵＮ"), len(fold("ﬃ ß"))
    ('联合国-un', 3)
    """
    return text.translate(fold_table())


def simplified(text: str) -> str:
    """Return the text in simplified characters, by words where that matters; it may be in those of Hong Kong (衞).

    >>> simplified("乾淨"), simplified("乾隆"), simplified("衞生廳")
    ('干净', '乾隆', '卫生厅')
    """
    converted: str = _converter("hk2s").convert(_SURROGATE.sub("\ufffd", text))
    return converted


def traditional(text: str, script: Script) -> str:
    """Return the text in traditional characters as written in Taiwan or Hong Kong; its words stay as they are.

    >>> traditional("科特迪瓦秘书处", "s2tw"), traditional("卫生厅", "s2hk")
    ('科特迪瓦秘書處', '衞生廳')
    """
    converted: str = _converter(script).convert(_SURROGATE.sub("\ufffd", text))
    return converted


def pinyin(text: str) -> PinyinKeys:
    """Return the likeliest pinyin of a name; Latin letters and digits in it are kept.

    >>> pinyin("联刚稳定团")
    PinyinKeys(full='liangangwendingtuan', initials='lgwdt')
    """
    return readings(text, limit=1)[0]


def readings(text: str, limit: int = 6) -> tuple[PinyinKeys, ...]:
    """Return the likeliest pinyin of a name first, then those with one character read otherwise, up to `limit`.

    >>> [keys.full for keys in readings("协调厅")]
    ['xietiaoting', 'xiediaoting']
    """
    if not has_han(text):
        return (PinyinKeys("", ""),)
    syllables = _syllables(simplified(text))
    chars = [char for char, _ in syllables]
    variants = [[read for _, read in syllables]]
    for at, (char, read) in enumerate(syllables):
        others = (other for other in _TWO_WAYS.get(char, ()) if other != read)
        variants += [[*variants[0][:at], other, *variants[0][at + 1 :]] for other in others]
    return tuple(dict.fromkeys(_pinyin_keys(chars, reads) for reads in variants[:limit]))


def pinyin_query(text: str) -> str:
    """Return typed pinyin as `PinyinKeys` writes it: without tone marks, tone digits, blanks, apostrophes; ü is v.

    >>> pinyin_query("Lián gāng"), pinyin_query("lian2 gang1"), pinyin_query("xi'an lü"), pinyin_query("联刚")
    ('liangang', 'liangang', 'xianlv', '')
    """
    plain = text.casefold()
    if not plain.isascii():
        marked = unicodedata.normalize("NFD", plain).replace("u\u0308", "v")
        for mark in "\u0304\u0301\u030c\u0300":
            marked = marked.replace("u" + mark + "\u0308", "v").replace(mark, "")
        plain = marked.replace("u\u0308", "v")
    plain = plain.replace("u:", "v")
    return _NOT_PINYIN.sub("", _TONE_DIGIT.sub("", plain))


def american(text: str) -> str:
    """Return English in American spelling, as far as names of institutions go.

    >>> american("Programme for the Stabilisation of Defence")
    'Program for the Stabilization of Defense'
    """
    return _respelt(text, 0, 1)


def british(text: str) -> str:
    """Return English in British spelling, as far as names of institutions go.

    >>> british("Logistics Center, Demobilization Program")
    'Logistics Centre, Demobilisation Programme'
    """
    return _respelt(text, 1, 0)


@cache
def words() -> frozenset[str]:
    """Return common Chinese words of two characters, simplified, as the pinyin library lists them.

    >>> "扩大" in words(), "国大" in words()
    (True, False)
    """
    from pypinyin.phrases_dict import phrases_dict  # as slow to come as the rest of that library

    return frozenset((*(phrase for phrase in phrases_dict if len(phrase) == 2), *_MORE_WORDS))


@cache
def unchanged_han() -> str:
    """Return the Chinese characters of the common block that `fold` leaves as they are, in one string."""
    common = [chr(code) for code in range(0x4E00, 0xA000)]
    folded = simplified("\n".join(common)).translate(_ONE_FORM).split("\n")
    return "".join(char for char, other in zip(common, folded, strict=True) if char == other)


def sentence_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the span of the sentence or sentences that [start, end) stands in, without blanks at its ends.

    >>> text = "甲厅设乙科。乙科由科长领导。"
    >>> text[slice(*sentence_around(text, 6, 8))]
    '乙科由科长领导。'
    """
    first, last = 0, len(text)
    for mark in _SENTENCE_END.finditer(text):
        if mark.end() <= start:
            first = mark.end()
        elif mark.start() >= end:
            last = mark.end()
            break
    while first < start and text[first].isspace():
        first += 1
    while last > end and text[last - 1].isspace():
        last -= 1
    return first, last


def utf16_length(text: str) -> int:
    """Return how many UTF-16 units a text takes.

    >>> utf16_length("𠮷野")
    3
    """
    return len(text) + sum(char > "\uffff" for char in text)


def utf16_offsets(text: str, offsets: Sequence[int]) -> list[int]:
    """Return offsets in code points as offsets in UTF-16 units, in the order given.

    >>> utf16_offsets("𠮷野家", [2, 0, 1])
    [3, 0, 2]
    """
    if not text or max(text) <= "\uffff":
        return list(offsets)
    wide = [position for position, char in enumerate(text) if char > "\uffff"]
    return [offset + bisect_left(wide, offset) for offset in offsets]


@cache
def _converter(name: str) -> opencc.OpenCC:
    return opencc.OpenCC(name)


class _KeyTable(dict[int, str]):
    """What each character becomes in a key, found out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        kind = unicodedata.category(char)
        if kind[0] in "PZC" or char in "`^~|<>=¨¯´¸":
            folded = " "
        elif kind == "Mn" and "\u0300" <= char <= "\u036f":
            folded = ""
        else:
            folded = _folded_char(char)
        self[code] = folded
        return folded


class _FoldTable(dict[int, str]):
    """What each character becomes in a folded copy of the same length, found out when first met."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = _PLAIN.get(char) or (" " if char.isspace() else _folded_char(unicodedata.normalize("NFKC", char)))
        if len(folded) != 1:
            folded = char.lower() if len(char.lower()) == 1 else char
        self[code] = "\ufffd" if 0xD800 <= code <= 0xDFFF else folded
        return self[code]


_PLAIN = {
    **dict.fromkeys("‘’‛′＇", "'"),
    **dict.fromkeys("“”„‟″＂「」『』", '"'),
    **dict.fromkeys("‐‑‒–—―−－", "-"),
    **dict.fromkeys("·•‧∙・･", "·"),
}


@cache
def _key_table() -> _KeyTable:
    return _KeyTable()


@cache
def fold_table() -> Mapping[int, str]:
    """Return what `fold` makes of each character, by code point."""
    return _FoldTable()


def _folded_char(char: str) -> str:
    if is_han(char):
        return simplified(char).translate(_ONE_FORM)
    parts = unicodedata.normalize("NFKD", char.casefold())
    bare = "".join(part for part in parts if not "\u0300" <= part <= "\u036f")
    return unicodedata.normalize("NFC", bare.translate(_LATIN))


_RESPELT = tuple(form for pair in _SPELLINGS for form in pair)


def _respelt(text: str, of: int, to: int) -> str:
    small = text.lower()
    if not any(form in small for form in _RESPELT):
        return text
    for pair in _SPELLINGS:
        text = re.sub(f"{pair[of]}(?=s?\\b|al)", lambda found, new=pair[to]: _cased(new, found[0]), text, flags=re.I)  # type: ignore[misc]
    return text


def _cased(word: str, like: str) -> str:
    if like.isupper():
        return word.upper()
    return word.capitalize() if like[0].isupper() else word


def _pinyin_keys(chars: list[str], reads: list[str]) -> PinyinKeys:
    initials = (read[0] if len(char) == 1 else read for char, read in zip(chars, reads, strict=True))
    return PinyinKeys(pinyin_query("".join(reads)), pinyin_query("".join(initials)))


@lru_cache(maxsize=2048)  # a name is asked for its keys and for its place in a list
def _syllables(text: str) -> list[tuple[str, str]]:
    """Return each Chinese character with its likeliest reading, and runs of other characters with themselves."""
    from pypinyin.seg.mmseg import seg  # its dictionaries take a fifth of a second: not for those who do not ask

    found: list[tuple[str, str]] = []
    for run in _HAN_RUN.finditer(text):
        if is_han(run[0][0]):
            found += (pair for word in seg.cut(run[0]) for pair in zip(word, _word_reading(word), strict=True))
        else:
            found.append((run[0], run[0]))
    return found


@lru_cache(maxsize=65536)
def _word_reading(word: str) -> list[str]:
    """Return the reading of each character of a word: names share their words, and pypinyin takes its time."""
    from pypinyin import lazy_pinyin

    read = lazy_pinyin(word)
    return read if len(read) == len(word) else [lazy_pinyin(char)[0] for char in word]
