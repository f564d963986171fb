"""What is a name at all: common nouns, national bodies and stray heads told from designations.

A candidate is looked at as a head and its modifier: 区域 + 委员会 is a common noun, 总部合同 + 委员会 a name.
"""

from __future__ import annotations

import re

from glossary.extract import patterns, words
from glossary.models import Category

YEAR = re.compile(r" ?\d{4} ?年")
_PROGRAMME_BEGINNINGS = ("联合国", "全球", "国际", "世界", "20", "非洲")
_NO_MODIFIERS = frozenset(("其他", "有关", "总部", "各个", "专门", "单独"))
_GENERIC = tuple(sorted((*patterns.GENERIC, "和", "的", "与", "、"), key=len, reverse=True))


def is_name(modifier: str, head: str, category: Category, *, heading: bool = False, held: bool = False) -> bool:
    """Tell whether a modifier and a head make a designation.

    `heading` says that the name stands as a whole paragraph somewhere, `held` that the modifier of a post is a name.

    >>> is_name("灯塔", "司", "unit"), is_name("区域", "委员会", "body"), is_name("全国妇女", "理事会", "body")
    (True, False, False)
    """
    if not modifier:
        return stands_as_it_is(head)
    if len(modifier) + len(head) > patterns.LONGEST or (modifier.startswith(("第", "次", "届")) and head != "大会"):
        return False
    if is_national(modifier, head) or (len(modifier) < 2 and category != "post"):
        return False
    weak = _is_weak_name(modifier, head, category)
    if weak is not None:
        return weak
    if heading:
        return True
    if category == "post":
        return held or len(modifier) > 1 or modifier in patterns.POST_MODIFIERS
    return _is_specific(modifier, head, category)


def _is_weak_name(modifier: str, head: str, category: Category) -> bool | None:
    """Decide the heads that need a prefix or need nothing; None for all others."""
    if head in patterns.WEAK_UNIT_HEADS:
        return modifier.startswith(patterns.ORGANIZATIONS) or any(place in modifier for place in words.PLACES)
    if head in patterns.WEAK_BODY_HEADS:
        return modifier.startswith(patterns.ORGANIZATIONS) and len(modifier) > 4
    if modifier + head in patterns.BARE_NAMES:
        return True
    if category in ("unit", "body") and len(head) > 3 and not head.endswith("小组"):
        return True
    if modifier == "联合国":
        return head in patterns.BARE_NAMES or (category == "programme" and len(head) > 2)
    return is_placed(modifier) if category == "mission" else None


def _is_specific(modifier: str, head: str, category: Category) -> bool:
    if category == "programme":
        if head in patterns.WEAK_PROGRAMME_HEADS and not modifier.startswith(_PROGRAMME_BEGINNINGS):
            return False
        return modifier not in words.SOFT_VERBS and YEAR.fullmatch(modifier) is None and not is_generic(modifier)
    if len(head) == 1:
        return modifier not in _NO_MODIFIERS
    if modifier in words.SOFT_VERBS and modifier not in patterns.WHOLE_MODIFIERS:
        return False
    return not is_generic(modifier)


def is_generic(modifier: str) -> bool:
    """Tell whether a modifier is made of words that leave a head a common noun (区域, 外地, 特别).

    >>> is_generic("外地"), is_generic("总部合同")
    (True, False)
    """
    if len(modifier) > 4:
        return False
    while modifier:
        word = next((word for word in _GENERIC if modifier.startswith(word)), None)
        if word is None:
            return False
        modifier = modifier[len(word) :]
    return True


def is_national(modifier: str, head: str) -> bool:
    """Tell whether a name is that of a national body, which is no designation here, or ends in a transliteration."""
    if (modifier + head).endswith(patterns.NATIONAL_BODIES):
        return True
    if head == "科" and modifier[-1] in words.TRANSLITERATION and modifier[-2:-1] in words.TRANSLITERATION:
        return True
    if head == "部" and any(field in modifier for field in patterns.NATIONAL_FIELDS):
        return True
    return modifier.startswith(patterns.NATIONAL_BEGINNINGS) and modifier + head != "国家工作队"


def is_placed(modifier: str) -> bool:
    """Tell whether a mission is one with a name: by an organization in front or a place (联合国苏丹, 科索沃)."""
    return modifier.startswith((*patterns.ORGANIZATIONS, "联")) or modifier.endswith(words.PLACES)


def is_worldwide(modifier: str) -> bool:
    """Tell whether a 大会 is a conference of its own: 世界人道主义大会, not 振兴大会."""
    return len(modifier) > 3 and modifier.startswith(("世界", "国际", "全球", "第"))


def stands_as_it_is(head: str) -> bool:
    """Tell whether a head is a designation without anything in front: 大会, 秘书长, 科长."""
    return head in patterns.BARE_NAMES or head in patterns.BARE_POSTS


def is_full_name(head: str) -> bool:
    """Tell whether a head is more of a name than a rank: 军事顾问 may follow a verb, 主任 takes what precedes it."""
    return head in patterns.STANDALONE or (stands_as_it_is(head) and len(head) > 3)


def is_mission_short_form(name: str) -> bool:
    """Tell whether a name is built like the short form of a mission.

    >>> is_mission_short_form("联苏特派团"), is_mission_short_form("联合国苏丹特派团")
    (True, False)
    """
    return name.startswith("联") and not name.startswith("联合国") and name.endswith(patterns.MISSION_SHORT_HEADS)
