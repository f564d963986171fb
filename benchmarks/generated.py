"""Invented concepts by the million, of the shape of names of units; always the same for the same number."""

from __future__ import annotations

import random
from collections.abc import Iterator

from glossary.models import Citation, Concept, Term

FIELDS = [
    ("采购", "Procurement"), ("后勤", "Logistics"), ("人力资源", "Human Resources"), ("水文", "Hydrology"),
    ("航空", "Aviation"), ("医务", "Medical"), ("运输", "Transport"), ("档案", "Archives"), ("培训", "Training"),
    ("地雷行动", "Mine Action"), ("预算", "Budget"), ("会计", "Accounts"), ("信息和通信", "Information Technology"),
    ("法律", "Legal"), ("采矿", "Mining"), ("灯塔", "Lighthouse"), ("渔业", "Fisheries"), ("海关", "Customs"),
    ("森林", "Forest"), ("税务", "Taxation"), ("气象", "Weather"), ("铁路", "Railway"), ("港口", "Harbour"),
    ("粮食", "Food"), ("疫苗", "Vaccine"), ("邮政", "Postal"), ("土地", "Land"), ("能源", "Energy"),
]  # fmt: skip
TASKS = [
    ("规划", "Planning"), ("支助", "Support"), ("协调", "Coordination"), ("管理", "Management"),
    ("评价", "Evaluation"), ("政策", "Policy"), ("监督", "Oversight"), ("重返社会", "Reintegration"),
    ("安全", "Security"), ("研究", "Research"), ("改革", "Reform"), ("援助", "Assistance"), ("登记", "Registration"),
]  # fmt: skip
HEADS = [
    ("处", "Service"), ("科", "Section"), ("司", "Division"), ("股", "Unit"), ("办公室", "Office"),
    ("委员会", "Committee"), ("小组", "Team"), ("处处长", "Service Chief"), ("基金", "Fund"), ("方案", "Programme"),
    ("特派团", "Mission"), ("工作组", "Working Group"), ("中心", "Centre"), ("理事会", "Board"),
]  # fmt: skip
# Syllables as names are transliterated.
_SYLLABLES = """
        阿a 巴ba 贝be 比bi 布bu 达da 德de 迪di 多do 杜du 法fa 菲fi 福fo 加ga 格ge 古gu 哈ha 赫he
        胡hu 卡ka 克ke 基ki 科ko
        库ku 拉la 勒le 利li 洛lo 卢lu 马ma 梅me 米mi 莫mo 穆mu 纳na 内ne 尼ni 诺no 努nu 帕pa 佩pe
        皮pi 波po 普pu 雷re 里ri
        罗ro 鲁ru 萨sa 塞se 西si 索so 苏su 塔ta 特te 提ti 托to 图tu 瓦va 韦ve 维vi 沃wo 亚ya 约yo
        扎za 泽ze 兹zi 佐zo 祖zu
        尔r 斯s 恩n 姆m
"""
_ADJECTIVES = [
    ("", ""), ("区域", "Regional "), ("联合", "Joint "), ("综合", "Integrated "), ("高级", "Senior "),
    ("特别", "Special "),
    ("国际", "International "), ("中央", "Central "), ("临时", "Interim "), ("常设", "Standing "),
]  # fmt: skip
DOCUMENTS_EACH = 40  # concepts to a document


def documents(count: int) -> dict[str, str]:
    """Return the documents that a number of concepts is cited from, with their dates."""
    return {
        f"A/{50 + number % 30}/{number}": str(1995 + number % 30) for number in range(1, 20 + count // DOCUMENTS_EACH)
    }


def concepts(count: int) -> Iterator[Concept]:
    """Yield concepts c1, c2 ...: a Chinese and an English name each, short forms and acronyms for some."""
    chance = random.Random(7)
    symbols = list(documents(count))
    for number in range(1, count + 1):
        place_zh, place_en = _place(chance)
        (adjective, adjective_en), field, task, head = map(chance.choice, (_ADJECTIVES, FIELDS, TASKS, HEADS))  # type: ignore[arg-type]
        zh = f"{place_zh}{adjective}{field[0]}{task[0]}{head[0]}"
        en = f"{place_en} {adjective_en}{field[1]} {task[1]} {head[1]}"
        if chance.random() < 0.4:
            en = f"{adjective_en}{head[1]} for {field[1]} {task[1]} in {place_en}"
        cited = tuple(Citation(symbol, str(chance.randint(1, 99))) for symbol in chance.sample(symbols, 2))
        terms = [
            Term(zh, "zh", reliability=chance.randint(1, 4), citations=cited),
            Term(en, "en", reliability=chance.randint(1, 4)),
        ]
        if chance.random() < 0.3:
            terms.append(Term(f"{place_zh[0]}{field[0][0]}{task[0][0]}{head[0][-1]}", "zh", "short_form", "admitted"))
        if chance.random() < 0.3:
            letters = "".join(word[0] for word in en.split() if word[0].isupper())
            terms.append(Term(letters, "en", "acronym", "admitted"))
        status = chance.choice(("approved", "approved", "proposed"))
        yield Concept(f"c{number}", "unit", status, terms=tuple(terms))  # type: ignore[arg-type]


def _place(chance: random.Random) -> tuple[str, str]:
    parts = chance.choices(_SYLLABLES.split(), k=chance.randint(2, 4))
    return "".join(part[0] for part in parts), "".join(part[1:] for part in parts).capitalize()
