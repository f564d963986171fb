"""Languages as other programs write them -> BCP 47 tags."""

from __future__ import annotations

import re
from functools import lru_cache

# Tags (RFC 5646): language, script, region, variants and extensions; single letters begin private use.
_TAG = re.compile(r"[a-z]{2,3}(-[a-z0-9]{1,8})*|x(-[a-z0-9]{1,8})+", re.ASCII)
# ISO 639-2 codes of languages that have one of two letters, both the bibliographic and the terminological ones.
_LONG = {
    "chi": "zh", "zho": "zh", "eng": "en", "fre": "fr", "fra": "fr", "spa": "es", "rus": "ru", "ara": "ar",
    "ger": "de", "deu": "de", "ita": "it", "por": "pt", "jpn": "ja", "kor": "ko", "dut": "nl", "nld": "nl",
    "pol": "pl", "swe": "sv", "dan": "da", "fin": "fi", "nor": "no", "tur": "tr", "vie": "vi", "tha": "th",
    "ell": "el", "gre": "el", "hun": "hu", "ces": "cs", "cze": "cs", "ron": "ro", "rum": "ro", "bul": "bg",
    "ukr": "uk", "heb": "he", "hin": "hi", "ind": "id", "msa": "ms", "may": "ms", "fas": "fa", "per": "fa",
}  # fmt: skip
_NAMES = {
    "chinese": "zh", "中文": "zh", "汉语": "zh", "漢語": "zh", "简体中文": "zh-Hans", "simplified chinese": "zh-Hans",
    "chinese (simplified)": "zh-Hans", "chinese (traditional)": "zh-Hant", "traditional chinese": "zh-Hant",
    "繁体中文": "zh-Hant", "繁體中文": "zh-Hant", "chinese (prc)": "zh-CN", "chinese (china)": "zh-CN",
    "chinese (taiwan)": "zh-TW", "cn": "zh", "english": "en", "英文": "en", "英语": "en", "英語": "en",
    "english (united states)": "en-US", "english (united kingdom)": "en-GB",
    "french": "fr", "法文": "fr", "法语": "fr", "spanish": "es", "西班牙文": "es", "西班牙语": "es",
    "russian": "ru", "俄文": "ru", "俄语": "ru", "arabic": "ar", "阿拉伯文": "ar", "阿拉伯语": "ar",
    "german": "de", "德文": "de", "德语": "de", "japanese": "ja", "日文": "ja", "日语": "ja",
    "portuguese": "pt", "葡萄牙文": "pt", "葡萄牙语": "pt", "italian": "it", "意大利文": "it", "意大利语": "it",
}  # fmt: skip


@lru_cache(maxsize=1_000)
def tag(written: str) -> str | None:
    """Return the language tag that a code or a name means, None for what is neither.

    >>> tag("zh_CN"), tag("ZH-hant-tw"), tag("chi"), tag("中文"), tag("English"), tag("语言二")
    ('zh-CN', 'zh-Hant-TW', 'zh', 'zh', 'en', None)
    """
    plain = written.strip().casefold()
    if plain in _NAMES:
        return _NAMES[plain]
    code = plain.replace("_", "-")
    if not _TAG.fullmatch(code):
        return None
    first, *rest = code.split("-")
    return "-".join((_LONG.get(first, first), *map(_spelled, rest)))


def _spelled(part: str) -> str:
    if len(part) == 4 and part.isalpha():
        return part.title()
    return part.upper() if len(part) == 2 and part.isalpha() else part
