"""Characters: keys that bring together what people write differently, pinyin, sentences, offsets."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary import text

MIXED = st.text(st.sampled_from("聯联剛维和部、·—-（）() \u3000\tAbÉéﬃß'’0２〇零㈠\u0301\ud800𠮷。"), max_size=12)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("联刚稳定团", "聯剛穩定團"),
        ("解除武装、复员和重返社会科", "解除武装复员和重返社会科"),
        ("安东尼奥·古特雷斯", "安东尼奥•古特雷斯"),
        ("“一个联合国”倡议", "「一個聯合國」倡議"),
        ("77国集团", "７７ 国集团"),
        ("二〇一〇年", "二零一零年"),
        ("卫生处", "衞生處"),
        ("答覆", "答复"),
        ("瞭解", "了解"),
        ("Côte d'Ivoire", "cote d ivoire"),
        ("Côte d’Ivoire", "Co\u0302te d'Ivoire"),
        ("Under-Secretary-General", "under secretary  general"),
        ("Under‑Secretary–General", "UNDER SECRETARY GENERAL"),
        ("Tromsø", "Tromso"),
        ("COVID-19疫情", "covid 19 疫情"),
        ("維持和平行動部 (維和部)", "维持和平行动部（维和部）"),
    ],
)
def test_key_brings_together(one: str, other: str) -> None:
    assert text.key(one) == text.key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("采购处", "采购科"), ("Service", "Services"), ("A/65/624", "A/65/62"), ("rule of law", "ruleoflaw"), ("C+", "C")],
)
def test_key_keeps_apart(one: str, other: str) -> None:
    assert text.key(one) != text.key(other)


@pytest.mark.parametrize("nothing", ["", "  ", "、。（）", "\ud800", "\x00", "\u0301"])
def test_key_of_nothing_is_empty(nothing: str) -> None:
    assert text.key(nothing) == ""


@given(MIXED)
def test_key_of_a_key_is_itself(string: str) -> None:
    assert text.key(text.key(string)) == text.key(string)


@given(st.text(max_size=20))
def test_key_takes_any_text(string: str) -> None:
    key = text.key(string)
    assert key == key.strip()
    assert "  " not in key
    assert text.keys([string, string]) == [key, key]


@given(st.text("聯联剛维和部乾著", max_size=6), st.text("聯联剛维和部乾淨名", max_size=6))
def test_key_of_a_part_is_a_part_of_the_key(left: str, right: str) -> None:
    assert text.key(left + right) == text.key(left) + text.key(right)


@given(st.one_of(MIXED, st.text(max_size=20)))
def test_fold_keeps_every_offset(string: str) -> None:
    folded = text.fold(string)
    assert len(folded) == len(string)
    assert text.fold(folded) == folded
    folded.encode()


@pytest.mark.parametrize(
    ("name", "full", "initials"),
    [
        ("联刚稳定团", "liangangwendingtuan", "lgwdt"),
        ("聯剛穩定團", "liangangwendingtuan", "lgwdt"),
        ("重返社会", "chongfanshehui", "cfsh"),
        ("行动处", "xingdongchu", "xdc"),
        ("银行", "yinhang", "yh"),
        ("秘书长", "mishuzhang", "msz"),
        ("调查科", "diaochake", "dck"),
        ("协调厅", "xietiaoting", "xtt"),
        ("77国集团", "77guojituan", "77gjt"),
        ("吕宋AU办事处", "lvsongaubanshichu", "lsaubsc"),
        ("方案、规划", "fanganguihua", "fagh"),
        ("iSeek股", "iseekgu", "iseekg"),
        ("Office", "", ""),
    ],
)
def test_pinyin(name: str, full: str, initials: str) -> None:
    assert text.pinyin(name) == text.PinyinKeys(full, initials)


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("秘书长发言人", "mishuzhangfayanren"),
        ("政策和协调股", "zhengcehexietiaogu"),
        ("重返社会科", "chongfanshehuike"),
        ("重返社会科", "zhongfanshehuike"),
        ("给养股", "jiyanggu"),
        ("首都警察局", "shoudujingchaju"),
    ],
)
def test_readings(name: str, full: str) -> None:
    assert full in [keys.full for keys in text.readings(name)]


def test_readings_are_bounded_and_begin_with_the_likeliest() -> None:
    keys = text.readings("秘书长")
    assert keys == (text.pinyin("秘书长"), text.PinyinKeys("mishuchang", "msc"))
    assert len(text.readings("重长行调会都" * 3)) <= 6
    assert text.readings("厅") == (text.pinyin("厅"),)
    assert text.readings("Office") == (text.PinyinKeys("", ""),)


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("lian gang", "liangang"),
        ("Lián Gāng", "liangang"),
        ("lian2gang1 wen3", "liangangwen"),
        ("xi'an", "xian"),
        ("xi’an", "xian"),
        ("lü", "lv"),
        ("lǚ", "lv"),
        ("lu:3", "lv"),
        ("nǜ", "nv"),
        ("联刚", ""),
        ("", ""),
    ],
)
def test_pinyin_query(typed: str, query: str) -> None:
    assert text.pinyin_query(typed) == query


@given(st.text(max_size=10))
def test_pinyin_takes_any_text(string: str) -> None:
    keys = text.pinyin(string)
    assert set(keys.full + keys.initials) <= set("abcdefghijklmnopqrstuvwxyz0123456789")


@pytest.mark.parametrize(
    ("whole", "term", "sentence"),
    [
        ("甲厅设乙科。乙科由科长领导；丙股在内。", "乙科由", "乙科由科长领导；"),
        ("只有一句", "一句", "只有一句"),
        ("第一句！第二句？第三句", "第三", "第三句"),
        ("The Unit reports. The Chief of St. Anne heads it. End.", "Chief", "The Chief of St."),
        ("No. 5", "5", "5"),
        ("标题\n正文一句。", "正文", "正文一句。"),
        ("他说：“甲科已设。”然后走了。", "然后", "然后走了。"),
    ],
)
def test_sentence_around(whole: str, term: str, sentence: str) -> None:
    start = whole.index(term)
    first, last = text.sentence_around(whole, start, start + len(term))
    assert whole[first:last] == sentence


@given(st.text("甲。 .\na", max_size=20), st.data())
def test_sentence_holds_what_it_is_around(whole: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, len(whole)))
    first, last = text.sentence_around(whole, start, end)
    assert 0 <= first <= start <= end <= last <= len(whole)


@given(st.text("a部𠮷😀", max_size=10))
def test_utf16_offsets_agree_with_the_codec(string: str) -> None:
    offsets = list(range(len(string) + 1))
    units = [len(string[:offset].encode("utf-16-le")) // 2 for offset in offsets]
    assert text.utf16_offsets(string, offsets) == units
    assert text.utf16_length(string) == units[-1]


def test_han() -> None:
    assert [char for char in "部〇々𠮷Aé、。あ1" if text.is_han(char)] == ["部", "〇", "々", "𠮷"]
    assert text.has_han("AU办")
    assert not text.has_han("Office、")


def test_clean() -> None:
    assert text.clean(" 维持\u3000和平\r\n\t行动 ") == "维持 和平 行动"
