"""Whether English is printed as one name: by its capitals, or, for what is official in lower case, in full."""

from __future__ import annotations

from glossary.align.lexicon import set_of
from glossary.align.links import Occurrence
from glossary.align.pairing import Candidate
from glossary.align.segment import Segment

_AND = ("和", "与", "及", "、", "以", "兼", "·", "-")
# Official names are printed in lower case, too, above all of what is made for one purpose.
_IN_LOWER_CASE = set_of(
    "计划 行动计划 战略 框架 战略框架 机制 信息交换机制 方案 协定 停火协定 细则 财务细则 条例 财务条例 议程 行动议程"
    " 准则 指南 文件 成果文件 系统 工作队 比额表 分摊比额表 项目 论坛 网络"
)
_LEAST_IN_LOWER_CASE = 0.9
_GENERIC = 3  # characters of a head up to which it names nothing by itself
_VERBS = tuple(
    set_of(
        "加强 支持 促进 建立 设立 改进 提供 实施 执行 开展 制定 制订 通过 审查 捍卫 提高 推动 拟订 编制 完善 使用 监测"
        " 利用 采用 遵守 修订 协助 根据 按照 批准 核准 包括 落实 启动 继续 扩大 参加 参与"
    )
)


def is_one(segment: Segment, candidate: Candidate, name: str, head: Occurrence) -> bool:
    """Tell whether English is one name: a comma is in it only where the Chinese has a list, or in a title."""
    tokens = segment.sentence.tokens
    if tokens[candidate.first].figures and not (name[0] == "第" or name[0].isascii()):
        return False
    joined = any(token.text == "and" for token in tokens[candidate.first : candidate.last])
    if joined and head.entry.role != "name" and not any(joint in name for joint in _AND):
        return False
    commas = any(tokens[at].after_comma for at in range(candidate.first + 1, candidate.last + 1))
    return not commas or "、" in name or head.entry.role in ("rank", "name")


def is_name(segment: Segment, candidate: Candidate, name: str, head: Occurrence) -> bool:
    """Tell whether English is a name by its capitals; official names in lower case have to be rendered in full."""
    tokens = segment.sentence.tokens
    heads = [link for link in head.links if candidate.first <= link.first and link.last <= candidate.last]
    if any(tokens[link.last].capital for link in heads) and segment.sentence.begins_name(candidate.first):
        return True
    if head.entry.zh == "秘书处" and tokens[candidate.last].capital:
        return True  # in lower case by custom: the secretariat of the Basel Convention
    words = tokens[candidate.first : candidate.last + 1]
    joined = any(one.after_comma for one in words[1:]) or any(one.text.lower() == "and" for one in words)
    if candidate.strange or len(words) == 1 or joined:
        return False
    if segment.sentence.begins_name(candidate.first) and not words[0].opens:
        return True
    return (
        head.entry.zh in _IN_LOWER_CASE
        and len(name) > min(len(head.entry.zh), _GENERIC)
        and candidate.score >= _LEAST_IN_LOWER_CASE
        and not any(one.capital for one in words)
        and not _is_of_many(segment, candidate)
        and "的" not in name
        and not name.startswith(_VERBS)
    )


def _is_of_many(segment: Segment, candidate: Candidate) -> bool:
    """Tell whether English in lower case speaks of several such: health systems, not the staff regulations."""
    tokens = segment.sentence.tokens
    before = tokens[candidate.first - 1].text.lower() if candidate.first else ""
    last = tokens[candidate.last]
    return before != "the" and last.text.lower() != last.stem
