"""Generated term bases for the benchmarks: `python -m benchmarks.made COUNT OUT`.

Names are put together from words of institutions, places and made-up surnames, so that there is no end of them: a unit,
post or programme with Chinese full and short form, English full form and acronym, and a place where it is cited. The
same count gives the same names. A base of a million concepts takes a minute and a half gigabyte.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from glossary.store import Store
from glossary.text import key

_TOPICS = """\
和平 Peace|安全 Security|经济 Economic|社会 Social|发展 Development|人权 Human Rights|环境 Environment
难民 Refugee|儿童 Child|妇女 Women's|教育 Education|卫生 Health|粮食 Food|农业 Agriculture|能源 Energy
水资源 Water Resources|海洋 Ocean|气候 Climate|贸易 Trade|财政 Finance|预算 Budget|人事 Personnel
采购 Procurement|后勤 Logistics|信息 Information|通信 Communications|技术 Technology|法律 Legal|司法 Justice
选举 Electoral|宪政 Constitutional|排雷 Mine Action|裁军 Disarmament|核查 Verification
反恐 Counter-Terrorism|药物 Drug|犯罪 Crime|人道 Humanitarian|救济 Relief|重建 Recovery|边境 Border
海关 Customs|航运 Shipping|铁路 Railway|邮政 Postal|森林 Forest|渔业 Fisheries|矿产 Minerals|城市 Urban
统计 Statistics"""
_DEEDS = """\
规划 Planning|支助 Support|管理 Management|评价 Evaluation|协调 Coordination|培训 Training|监测 Monitoring
分析 Analysis|政策 Policy|合作 Cooperation|监督 Oversight|研究 Research|方案 Programme|改革 Reform
援助 Assistance|执行 Implementation"""
_HEADS = """\
部 Department|厅 Office|司 Division|处 Service|科 Section|股 Unit|中心 Centre|委员会 Committee|小组 Team
基金 Fund|理事会 Council|工作组 Working Group|特派团 Mission|办公室 Bureau|研究所 Institute|方案 Programme"""
_SYLLABLES = """\
阿 a|巴 ba|卡 ka|达 da|法 fa|加 ga|哈 ha|贾 ja|拉 la|马 ma|纳 na|帕 pa|萨 sa|塔 ta|瓦 va|亚 ya|扎 za|贝 be
科 ko|迪 di|费 fe|戈 go|胡 hu|伊 i|基 ki|卢 lu|米 mi|努 nu|奥 o|佩 pe|里 ri|苏 su|特 te|乌 u|维 vi|沃 wo
泽 ze|博 bo|杜 du|恩 en"""


def _pairs(text: str) -> list[tuple[str, str]]:
    found = (each.split(" ", 1) for line in text.splitlines() for each in line.split("|"))
    return [(zh, en) for zh, en in found]


TOPICS, DEEDS, HEADS, SYLLABLES = map(_pairs, (_TOPICS, _DEEDS, _HEADS, _SYLLABLES))


class Made(NamedTuple):
    """A generated concept."""

    zh: str
    short: str
    en: str
    acronym: str


def made(count: int, seed: int = 5) -> Iterator[Made]:
    """Yield so many different concepts."""
    chance = random.Random(seed)
    seen: set[str] = set()
    while len(seen) < count:
        one = _one(chance)
        if one.zh not in seen:
            seen.add(one.zh)
            yield one


def _one(chance: random.Random) -> Made:
    topics, deed, head = chance.sample(TOPICS, chance.choice((1, 2, 2, 3))), chance.choice(DEEDS), chance.choice(HEADS)
    place = [chance.choice(SYLLABLES) for _ in range(chance.choice((0, 2, 3, 3)))]
    zh_place, en_place = "".join(zh for zh, _ in place), "".join(en for _, en in place).capitalize()
    zh = zh_place + "".join(zh for zh, _ in topics) + deed[0] + head[0]
    subject = " and ".join(en for _, en in topics)
    en = f"{en_place} {head[1]} of {subject} {deed[1]}".strip()
    if chance.random() < 0.5:
        en = f"{head[1]} for {subject} {deed[1]}{f' in {en_place}' if place else ''}"
    short = zh_place[:2] + "".join(zh[0] for zh, _ in topics) + deed[0][0] + head[0][:1]
    return Made(zh, short, en, "".join(word[0] for word in en.split() if word[0].isupper()))


def fill(store: Store, count: int) -> None:
    """Put so many concepts into an empty term base, approved, in one revision."""
    conn = store.db.conn
    conn.execute("PRAGMA synchronous = OFF")
    with conn:
        conn.execute("INSERT INTO revision VALUES (1, '2026-01-01', 'benchmark', '')")
        conn.execute("INSERT INTO document (id, symbol, lang, title) VALUES (1, 'A/99/1', 'zh', 'made')")
        conn.executemany(
            "INSERT INTO paragraph VALUES (?, 1, ?, ?, 'body', 0, NULL)", ((n, n, n) for n in range(1, 500))
        )
        rows = list(enumerate(made(count), 1))
        conn.executemany("INSERT INTO concept VALUES (?, 'unit', 'approved', '')", ((number,) for number, _ in rows))
        conn.executemany("INSERT INTO change VALUES (1, ?, 'created', NULL)", ((number,) for number, _ in rows))
        conn.executemany("INSERT INTO term VALUES (?, ?, ?, ?, ?, ?, ?, ?, 3, 'noun', NULL, NULL)", _terms(rows))
        conn.executemany(
            "INSERT INTO citation VALUES (NULL, ?, NULL, ?, NULL, NULL, NULL)",
            ((number * 4, number % 499 + 1) for number, _ in rows),
        )


def _terms(rows: list[tuple[int, Made]]) -> Iterator[tuple[int, int, int, str, str, str, str, str]]:
    for number, one in rows:
        names = ((one.zh, "zh", "full_form"), (one.short, "zh", "short_form"), (one.en, "en", "full_form"),
                 (one.acronym, "en", "acronym"))  # fmt: skip
        for place, (text, lang, kind) in enumerate(names):
            status = "preferred" if kind == "full_form" else "admitted"
            yield number * 4 + place, number, place, text, key(text), lang, kind, status


def base(count: int) -> Path:
    """Return a term base of so many generated concepts, made once and kept in the folder for temporary files."""
    path = Path(tempfile.gettempdir()) / "glossary-benchmarks" / f"{count}.db"
    if not path.exists():
        path.parent.mkdir(exist_ok=True)
        draft = path.with_suffix(".new")
        draft.unlink(missing_ok=True)
        with Store.create(draft) as store:
            fill(store, count)
            store.db.conn.execute("PRAGMA journal_mode = WAL")
        draft.replace(path)
    return path


if __name__ == "__main__":
    with Store.create(Path(sys.argv[2])) as new:
        fill(new, int(sys.argv[1]))
