"""Values of other people's tables in our words: states, categories, kinds of names, dates, in English and Chinese."""

from __future__ import annotations

import re
from functools import lru_cache

from glossary import datcat
from glossary.models import CATEGORIES, Category, ConceptStatus, PartOfSpeech, TermKind, TermStatus
from importers.headers import plain

_STATUSES: dict[TermStatus | ConceptStatus, str] = {
    "preferred": "preferredterm recommended standard standardized standardised 首选 推荐 优先 规范 标准 正式 规范用语",
    "admitted": "admittedterm allowed acceptable 许用 允许 可用 认可 备选",
    "deprecated": "deprecatedterm forbidden notrecommended donotuse notallowed incorrect 禁用 不用 弃用 不推荐 "
    "不宜使用 错误",
    "superseded": "supersededterm obsolete outdated former historical 旧称 停用 已停用 废止 已废止 过时 曾用",
    "approved": "final validated verified accepted confirmed published active 已核准 核准 已批准 批准 已审定 审定 "
    "已审核 已审 已确认 确认 现行 有效 在用",
    "proposed": "new draft pending candidate provisional suggested underreview unreviewed inprogress 待审 待审核 "
    "待审定 未审 草案 草稿 建议 拟用 暂定 待定 新增",
    "rejected": "declined 驳回 已驳回 否决 已否决 不采用",
}
_CATEGORIES: dict[Category, str] = {
    "unit": "office department 机构 组织机构 单位 部门 内设机构 司局 处室",
    "post": "title position function 职务 职位 职衔 官职 职称 岗位",
    "mission": "fieldmission peacekeepingmission 特派团 维和行动 维和特派团 任务",
    "body": "organ committee commission 机关 委员会 会议 国际组织 组织",
    "programme": "program project initiative fund 方案 项目 计划 基金 规划",
    "symbol": "文号",
    "document": "文件 文书 条约 公约 决议",
    "concept": "term general 术语 概念 一般用语 其他",
}
_STATUS_OF = {word: status for status, words in _STATUSES.items() for word in (status, *words.split())}
_CATEGORY_OF = {word: category for category, words in _CATEGORIES.items() for word in words.split()} | {
    category: category for category in CATEGORIES
}
_KIND_OF: dict[str, TermKind] = {
    **{plain(name): kind for name, kind in datcat.KIND_OF.items()},
    **dict.fromkeys(("fullform", "fullname", "full", "全称", "正式名称"), "full_form"),
    **dict.fromkeys(("shortform", "short", "shortname", "简称"), "short_form"),
    **dict.fromkeys(("acronym", "abbreviation", "缩写", "缩略语", "首字母缩略语"), "acronym"),
    **dict.fromkeys(("variant", "synonym", "异名", "同义词", "别名"), "variant"),
}
_PART_OF: dict[str, PartOfSpeech] = {
    **{plain(name): part for name, part in datcat.PART_OF_SPEECH_OF.items()},
    **dict.fromkeys(("n", "名词"), "noun"),
    **dict.fromkeys(("v", "动词"), "verb"),
    **dict.fromkeys(("adj", "形容词"), "adjective"),
    **dict.fromkeys(("adv", "副词"), "adverb"),
}
_DATE = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?(?: 00:00:00)?")
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")


@lru_cache(maxsize=4096)
def status_of(text: str) -> TermStatus | ConceptStatus | None:
    """Tell the state that a word names, of a name or of a concept.

    >>> status_of("Approved"), status_of("禁用"), status_of("preferredTerm-admn-sts"), status_of("Li")
    ('approved', 'deprecated', 'preferred', None)
    """
    return _STATUS_OF.get(plain(text.removesuffix("-admn-sts")))


@lru_cache(maxsize=4096)
def category_of(text: str) -> Category | None:
    """Tell the category that a word names."""
    return _CATEGORY_OF.get(plain(text))


@lru_cache(maxsize=4096)
def kind_of(text: str) -> TermKind | None:
    """Tell the kind of name that a word means."""
    return _KIND_OF.get(plain(text))


@lru_cache(maxsize=4096)
def part_of_speech_of(text: str) -> PartOfSpeech | None:
    """Tell the part of speech that a word means."""
    return _PART_OF.get(plain(text))


def date_of(text: str) -> str | None:
    """Return a date in ISO 8601; None when it is none.

    >>> date_of("2010"), date_of("2010/2/5"), date_of("2010年2月"), date_of("spring")
    ('2010', '2010-02-05', '2010-02', None)
    """
    if _ISO.fullmatch(text):
        return text
    match = _DATE.fullmatch(text.strip())
    return "-".join(part.zfill(2) for part in match.groups() if part) if match else None
