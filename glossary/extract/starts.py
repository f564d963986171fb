"""Where a name begins in the end: what stands before or behind its first word, whatever the marks say.

An ordinal, a place or a rest of another phrase is left out; a treaty, an official prefix, a session or the post that
sends is taken in.
"""

from __future__ import annotations

import re

from glossary.extract import names, patterns, words
from glossary.extract.mentions import Site
from glossary.models import Category

_FAR = 34
# 秘书长防止灭绝种族罪行问题特别顾问
_SENDER = re.compile(r"(?:秘书长|总干事|执行秘书|高级专员)[^，。；：、“”秘]{2,24}问题的?$")
# 2015 年《不扩散条约》审议大会: a body or office of a treaty is called by it
_TREATY = re.compile(r"(?:(?<!\d)\d{4} ?年|捍卫|维护)?《[^《》]*(?:公约|条约|议定书|协定|宪章)》$")
_SESSION = re.compile(r"第[一二三四五六七八九十]+(?:次|届)$")
_YEARS = re.compile(r"(?<!\d)\d{4}[-—–]$")
_NUMERALS = frozenset("一二三四五六七八九十百")
_ORDINAL = re.compile(r"第?[一二三四五六七八九十]+(?:次|届|个|名|位|批|轮|期|阶段)")
# What a stop left of a longer topic: 问题不限成员名额工作组
_TOPIC_MARK = re.compile("问题|事务")
_NO_JOINS = tuple(word for word in words.PROTECTED if word[0] in "和与及" and len(word) == 2)


def sender(text: str, site: Site) -> int | None:
    """Return where the post begins that sends the one at a site (秘书长防止…问题特别顾问), None without one."""
    if site.word not in patterns.SENT_RANKS:
        return None
    sent = _SENDER.search(text, max(0, site.head - _FAR), site.head)
    return sent.start() if sent else None


def before_prefix(text: str, here: int) -> int:
    """Return where a name begins whose official prefix has another one in front: 联合国驻非洲联盟办事处."""
    for prefix in ("联合国驻", "联合国"):
        if text.endswith(prefix, 0, here):
            return here - len(prefix)
    return here


def with_prefix(text: str, start: int, site: Site) -> int:
    """Return where a name begins with what belongs to it in front: 联合国安全理事会, 《鹿特丹公约》秘书处."""
    if text[start : site.end] in patterns.PREFIXED and text.endswith("联合国", 0, start):
        return start - len("联合国")
    if start and text[start - 1] == "》" and site.word in patterns.TREATY_HEADS:
        treaty = _TREATY.search(text, max(0, start - _FAR), start)
        return treaty.start() if treaty else start
    return start


def settled(text: str, start: int, site: Site, category: Category) -> int:
    """Return where a name begins without the words in front that are no part of it, and with the verb of a fund."""
    start = _trimmed(text, start, site)
    if category == "post":
        place = next((word for word in words.PLACE_MODIFIERS if text.startswith(word, start, site.head)), "")
        return start + len(place)
    before = site.before
    if category == "programme" and before is not None and start == site.start == before.end:
        return before.start if before.word in words.FUND_VERBS and site.word.endswith("基金") else start
    return start


def _trimmed(text: str, start: int, site: Site) -> int:
    head, name = site.head, text[site.head : site.end]
    while start < head and text[start] in "· 、":
        start += 1
    if name in ("组织", "联盟", "联合会") and "驻" in text[start:head]:
        start = text.rindex("驻", start, head) + 1
    if text[start - 1 : start] == "新" and names.sounds_foreign(text[start:head]):
        return start - 1
    session = _SESSION.search(text, max(0, start - 8), start)
    if session and name.endswith(("首脑会议", "国家会议")):
        return session.start()
    return _behind_year(text, _behind_ordinal(text, start, head), head, name)


def _behind_ordinal(text: str, start: int, head: int) -> int:
    for pattern in (_ORDINAL, _TOPIC_MARK):
        match = pattern.match(text, start, head)
        start = match.end() if match else start
    if text.startswith("时期", start):
        start += 2
    return start + (start < head and text[start] in "批轮期" and text[start - 1 : start] in _NUMERALS)


def _behind_year(text: str, start: int, head: int, name: str) -> int:
    year = names.YEAR.match(text, start, head)
    if start and name.endswith(patterns.YEAR_HEADS):
        years = _YEARS.search(text, max(0, start - 5), start)
        start = years.start() if years and year else start
    elif year:
        start = year.end()
    return start + (text[start] in "和与及" and not text.startswith(_NO_JOINS, start))
