"""What is a name at all: common nouns, national bodies and stray heads told from designations.

A candidate is looked at as a head and its modifier: 区域 + 委员会 is a common noun, 总部合同 + 委员会 a name.
"""

from __future__ import annotations

import re
from functools import lru_cache

from glossary.extract import patterns, words
from glossary.models import Category

YEAR = re.compile(r" ?\d{4} ?年")
_PROGRAMME_BEGINNINGS = ("联合国", "全球", "国际", "世界", "20", "非洲", "全国")
_NO_MODIFIERS = frozenset(("其他", "有关", "总部", "各个", "专门", "单独"))
_PLAIN_FIELDS = tuple(sorted((*patterns.GENERIC, *words.FIELDS), key=len, reverse=True))
# Heads that describe more often than they name: 战略合作框架
_DESCRIBED = ("框架", "网络", "战略", "规划", "议程", "伙伴关系")
_UNTITLED = (
    "两年期",
    "现金",
    "国家",
    "区域",
    "各国",
    "和",
    "与",
    "及",
    "拟议",
    "新",
    "本国",
    "地方",
    "政府",
    "有关",
    "国内",
    "非",
)
_BARE_HEADS = frozenset((*patterns.UNIT_HEADS, *patterns.BODY_HEADS)) - frozenset(patterns.BARE_NAMES)
_RANKED_HEADS = frozenset("部厅司处科股组")
_SENDER = re.compile("组织|联盟|共同体")
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
    if (
        modifier.startswith(("各", "每", "该"))
        or is_national(modifier, head)
        or (len(modifier) < 2 and category != "post")
    ):
        return False
    weak = _is_weak_name(modifier, head, category, heading)
    if weak is not None:
        return weak
    if heading:
        return True
    if category == "post":
        if head in patterns.HELD_RANKS:
            return held
        if modifier in _BARE_HEADS and modifier + head not in patterns.BARE_POSTS and not held:
            return False
        if head in patterns.WEAK_POST_HEADS:
            return modifier.startswith(("首席", "总")) or held
        return held or len(modifier) > 1 or modifier in patterns.POST_MODIFIERS
    return _is_specific(modifier, head, category)


def _is_weak_name(modifier: str, head: str, category: Category, heading: bool) -> bool | None:
    """Decide the heads that need a prefix or need nothing; None for all others."""
    if head in patterns.WEAK_UNIT_HEADS:
        if head == "总部":
            return modifier.endswith("区域") and len(modifier) > 2
        return modifier.startswith(patterns.ORGANIZATIONS) or any(place in modifier for place in words.PLACES)
    if head in ("会议", "协商进程"):
        held = modifier.endswith(("年度", "全体", "特别", "定期", "部长级", "高级别"))
        return modifier.startswith(patterns.ORGANIZATIONS) and len(modifier) > 4 and not held
    if head == "机制":
        rest = modifier.removeprefix("联合国")
        plain = _is_made_of(rest, _PLAIN_FIELDS) or any(mark in rest for mark in "和与及、的")
        return rest != modifier and not plain and len(rest) < 8
    if head == "组织" and not modifier.startswith(("世界", "国际")) and not sounds_foreign(modifier) and not heading:
        return False
    if head == "组织":
        return len(modifier) > 3 and not is_generic(modifier) and not any(mark in modifier for mark in "和与及、的")
    if head == "能力":
        return modifier.startswith(patterns.READY) and len(modifier) > 3
    if modifier + head in patterns.BARE_NAMES:
        return True
    if category in ("unit", "body") and len(head) > 3 and not head.endswith("小组"):
        return True
    if modifier == "联合国":
        return head in patterns.BARE_NAMES or head in patterns.PREFIXED or (category == "programme" and len(head) > 2)
    return is_placed(modifier, head) if category == "mission" else None


def _is_specific(modifier: str, head: str, category: Category) -> bool:
    if category == "programme":
        if head in patterns.WEAK_PROGRAMME_HEADS and not _is_prefixed(modifier, head):
            return is_titled(modifier, head)
        return modifier not in words.SOFT_VERBS and YEAR.fullmatch(modifier) is None and not is_generic(modifier)
    if len(head) == 1 and head in _RANKED_HEADS:
        return modifier not in _NO_MODIFIERS
    if modifier in words.SOFT_VERBS and modifier not in patterns.WHOLE_MODIFIERS:
        return False
    if len(head) == 3 and head.endswith("室"):
        return True
    return not is_generic(modifier)


def _is_prefixed(modifier: str, head: str) -> bool:
    if head == "系统" and _is_made_of(modifier.removeprefix("联合国"), _PLAIN_FIELDS):
        return False  # 联合国发展系统: all organizations in a field
    described = head in _DESCRIBED and modifier.startswith(("国际", "世界"))
    return modifier.startswith(_PROGRAMME_BEGINNINGS) and not described


def is_titled(modifier: str, head: str) -> bool:
    """Tell whether a plan or system has a title of its own.

    >>> is_titled("港口警察训练", "方案"), is_titled("环境管理", "计划"), is_titled("国家", "方案")
    (True, False, False)
    """
    if head in _DESCRIBED or len(modifier) < (2 if head in ("基金", "账户") else 4):
        return False
    if modifier.startswith((*_UNTITLED, "加强", "执行", "实施", "改进", "若", "建立")) or any(
        mark in modifier for mark in ("、", "和", "与", "及")
    ):
        return False
    return not _is_made_of(modifier, _PLAIN_FIELDS)


def is_generic(modifier: str) -> bool:
    """Tell whether a modifier is made of words that leave a head a common noun (区域, 外地, 特别).

    >>> is_generic("外地"), is_generic("总部合同")
    (True, False)
    """
    return len(modifier) <= 4 and _is_made_of(modifier, _GENERIC)


@lru_cache(maxsize=4096)
def _is_made_of(modifier: str, vocabulary: tuple[str, ...]) -> bool:
    while modifier:
        word = next((word for word in vocabulary if modifier.startswith(word)), None)
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
    if head.endswith("部长") and modifier + "部" in patterns.NATIONAL_UNITS:
        return True
    if head == "部" and any(field in modifier for field in patterns.NATIONAL_FIELDS):
        return True
    if modifier.startswith("国家") and head in ("中心", "研究院", "研究所", "实验室"):
        return len(modifier) < 5
    return modifier.startswith(patterns.NATIONAL_BEGINNINGS) and modifier + head != "国家工作队"


def is_ministry(name: str) -> bool:
    """Tell whether a name is that of a national ministry: no designation, but an owner of units."""
    return name in patterns.NATIONAL_UNITS


def is_placed(modifier: str, head: str = "") -> bool:
    """Tell whether a mission is one with a name: by an organization in front or a place (联合国苏丹, 科索沃)."""
    if modifier.startswith((*patterns.ORGANIZATIONS, "联")) or modifier.endswith(words.PLACES):
        return True
    modifier = _SENDER.split(modifier)[-1]
    return sounds_foreign(modifier) or (
        head not in ("特派团", "政治特派团") and len(modifier) > 1 and not is_generic(modifier)
    )


def sounds_foreign(modifier: str) -> bool:
    """Tell whether a modifier holds a transliterated place, or a part of one by its bearing (北托里亚, 南方高原)."""
    foreign = sum(character in words.TRANSLITERATION for character in modifier)
    return foreign > 1 or (len(modifier) > 2 and modifier[0] in "东南西北")


def is_worldwide(modifier: str) -> bool:
    """Tell whether a 大会 is a conference of its own: 世界人道主义大会, not 振兴大会."""
    return len(modifier) > 3 and modifier.startswith(("世界", "国际", "全球", "第"))


def stands_as_it_is(head: str) -> bool:
    """Tell whether a head is a designation without anything in front: 大会, 秘书长, 科长."""
    return head in patterns.BARE_NAMES or head in patterns.BARE_POSTS


def is_full_name(head: str) -> bool:
    """Tell whether a head is more of a name than a rank: 军事顾问 may follow a verb, 主任 takes what precedes it."""
    if head in patterns.HEADS_AND_SHORT_FORMS:
        return False
    return head in patterns.STANDALONE or head in patterns.BARE_NAMES or (stands_as_it_is(head) and len(head) > 3)


def is_mission_short_form(name: str) -> bool:
    """Tell whether a name is built like the short form of a mission.

    >>> is_mission_short_form("联苏特派团"), is_mission_short_form("联合国苏丹特派团")
    (True, False)
    """
    return name.startswith("联") and not name.startswith("联合国") and name.endswith(patterns.MISSION_SHORT_HEADS)


def is_field_presence(name: str) -> bool:
    """Tell whether an office is one in the field: of an organization, for a place.

    >>> is_field_presence("联合国梅罗湾支助办公室"), is_field_presence("建设和平支助办公室")
    (True, False)
    """
    organization = max(patterns.ORGANIZATIONS, key=lambda one: len(one) * name.startswith(one))
    head = max((head for head in patterns.FIELD_OFFICES if name.endswith(head)), key=len)
    return name.startswith(organization) and len(name) > len(organization) + len(head) + 1
