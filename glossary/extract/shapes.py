"""Names told by their shape alone, whatever words stand inside: titles in quotation marks, numbered conferences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from glossary.extract import patterns
from glossary.extract.spans import Span
from glossary.models import Category

_THINGS = "|".join(patterns.TITLED_THINGS)
_QUOTED = "|".join(patterns.QUOTED_THINGS)
_RUN = r"(?:[^，。；：、“”\"《》()（）\d第由的]|自由)"
_TOPIC = "促进|保护|消除|防止|打击|预防|禁止|反对|杜绝"
# Each with what a paragraph must have for it; the name is group 1, its head group 2.
_SHAPES: tuple[tuple[Category, str, re.Pattern[str]], ...] = (
    # 题为“2010 年和平行动”的维和改革议程
    (
        "programme",
        "题为",
        re.compile(rf"题为[“\"]([^”\"]{{3,24}})[”\"]的[^。；，“的项]{{0,8}}?({_THINGS})(?!项目)"),
    ),
    # 《联合国宪章》: every instrument with its title
    ("programme", "《", re.compile(r"《([^《》\s][^《》]{0,37}?([^《》]{1,2}))》")),
    # “团结”项目, “第二道防线”方案
    ("programme", "“", re.compile(rf"(?<!题为)(“[^”“，。；]{{2,16}}”({_QUOTED}))")),
    ("programme", '"', re.compile(rf'(?<!题为)("[^"，。；]{{2,16}}"({_QUOTED}))')),
    # 第三次联合国世界减少灾害风险大会, 第一次国际企业家投资论坛
    (
        "body",
        "第",
        re.compile(
            rf"(第[一二三四五六七八九十]+[次届](?:联合国)?(?:全球|{_RUN}{{0,16}}?(?:国际|世界))"
            rf"{_RUN}{{0,18}}?({'|'.join(patterns.CONFERENCES)}))(?!室|厅|中心|主席|秘书)"
        ),
    ),
    ("body", "第", re.compile(r"(第[一二三四五六](?:、第[一二三四五六]){0,4}(?:和|及|与)第[一二三四五六](委员会))")),
    # 在打击恐怖主义过程中促进和保护人权与基本自由问题特别报告员
    (
        "post",
        "问题",
        re.compile(
            rf"((?:在(?:打击|反)恐怖主义(?:的|过程)?中)?(?:{_TOPIC}){_RUN}{{2,28}}?问题"
            r"(特别报告员|独立专家|特别代表|特别顾问))"
        ),
    ),
    # 常备司法和惩戒能力
    ("unit", "能力", re.compile(r"((?:常设|常备)[一-鿿]{2,4}和[一-鿿]{2,4}(能力))")),
    # 非洲联盟应对西非埃博拉爆发援助团
    (
        "mission",
        "团",
        re.compile(
            rf"((?:联合国|非洲联盟|欧洲联盟)(?:应对|协助|监督|支助|援助|核查){_RUN}{{2,20}}?([^大集军]团))(?!长|结|体)"
        ),
    ),
)


def find(position: int, text: str) -> Iterator[Span]:
    """Yield the names of a paragraph that their shape tells."""
    for category, mark, pattern in _SHAPES:
        if mark in text:
            for match in pattern.finditer(text):
                yield Span(position, match.start(1), match.end(1), match[1], category, match[2])
