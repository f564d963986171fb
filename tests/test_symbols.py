"""Document symbols and resolution numbers: found as printed, completed, and made canonical."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import symbols

FOUND = [
    ("见 ST/SGB/2010/1 号公报", [("ST/SGB/2010/1", "ST/SGB/2010/1")]),
    ("ST/ SGB/1997/5 号", [("ST/SGB/1997/5", "ST/SGB/1997/5")]),
    ("A/63/702 和 Corr.1", [("A/63/702", "A/63/702"), ("A/63/702/Corr.1", "A/63/702/Corr.1")]),
    (
        "A/61/858 及 Corr.1、Add.1",
        [
            ("A/61/858", "A/61/858"),
            ("A/61/858/Corr.1", "A/61/858/Corr.1"),
            ("A/61/858/Add.1", "A/61/858/Add.1"),
        ],
    ),
    ("A/61/858/Add.1 和 Add.2", [("A/61/858/Add.1", "A/61/858/Add.1"), ("A/61/858/Add.2", "A/61/858/Add.2")]),
    ("(A/55/305-S/2000/809)", [("A/55/305", "A/55/305"), ("S/2000/809", "S/2000/809")]),
    ("（见 A/61/6（Prog.3））", [("A/61/6（Prog.3）", "A/61/6 (Prog.3)")]),
    ("CEDAW/C/GEO/4-5", [("CEDAW/C/GEO/4-5", "CEDAW/C/GEO/4-5")]),
    ("A/AC.183/SR.413", [("A/AC.183/SR.413", "A/AC.183/SR.413")]),
    ("E/CN.4/1998/53/Add.2。", [("E/CN.4/1998/53/Add.2", "E/CN.4/1998/53/Add.2")]),
    ("大会第 61/279 号决议", [("61/279", "A/RES/61/279")]),
    ("第61/279号决议", [("61/279", "A/RES/61/279")]),
    ("第 1925(2010)号决议", [("1925(2010)", "S/RES/1925(2010)")]),
    ("第1872（2009）号决议", [("1872（2009）", "S/RES/1872(2009)")]),
    ("第 61/256 号和第 61/279 号决议", [("61/256", "A/RES/61/256"), ("61/279", "A/RES/61/279")]),
    ("第60/1号、第61/2号决议", [("60/1", "A/RES/60/1"), ("61/2", "A/RES/61/2")]),
    ("大会第 61/121 B 号决议", [("61/121 B", "A/RES/61/121 B")]),
    ("(S-10/2 号决议)", [("S-10/2", "A/RES/S-10/2")]),
    ("人权理事会第 16/21 号决议", [("16/21", "A/HRC/RES/16/21")]),
    ("经济及社会理事会第2007/25号决议", [("2007/25", "E/RES/2007/25")]),
    ("第217 A (III)号决议", [("217 A (III)", "A/RES/217 A (III)")]),
    ("第 3235(XXIX)号决议", [("3235(XXIX)", "A/RES/3235(XXIX)")]),
    ("报告(62/741)", [("62/741", "A/62/741")]),
    ("第35/5号决定", [("35/5", "35/5")]),
    ("2015/16年度和 1/2", []),
    ("与会者/代表、A/B 两类", []),
    ("", []),
]


@pytest.mark.parametrize(("text", "expected"), FOUND, ids=[text or "empty" for text, _ in FOUND])
def test_find(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(symbol.text, symbol.canonical) for symbol in symbols.find(text)] == expected


@pytest.mark.parametrize(
    ("number", "before", "expected"),
    [
        ("61/279", "", "A/RES/61/279"),
        ("61/279", "大会第 ", "A/RES/61/279"),
        ("2007/25", "经社理事会第 ", "E/RES/2007/25"),
        ("16/21", "人权理事会第 ", "A/HRC/RES/16/21"),
        ("1863 (2009)", "", "S/RES/1863(2009)"),
    ],
)
def test_canonical(number: str, before: str, expected: str) -> None:
    assert symbols.canonical(number, before=before) == expected


@pytest.mark.parametrize(
    ("symbol", "lang", "expected"),
    [
        ("ST/SGB/2010/1", "zh", "https://docs.un.org/zh/ST/SGB/2010/1"),
        ("A/RES/61/279", "en", "https://docs.un.org/en/A/RES/61/279"),
        ("A/RES/61/121 B", "zh", "https://docs.un.org/zh/A/RES/61/121%20B"),
        ("S/RES/1925(2010)", "zh", "https://docs.un.org/zh/S/RES/1925(2010)"),
        ("61/279", "zh", None),
        ("灯塔司", "zh", None),
        ("notes", "zh", None),
        ("A/../etc", "zh", None),
    ],
)
def test_url(symbol: str, lang: str, expected: str | None) -> None:
    assert symbols.url(symbol, lang) == expected


@given(st.text(alphabet="A/ST12(0)号第决议和、.CorAdd-SX \n", max_size=60))
def test_symbols_come_in_order_and_stand_in_the_text(text: str) -> None:
    end = 0
    for symbol in symbols.find(text):
        assert end <= symbol.start < symbol.end <= len(text)
        end = symbol.end
