"""Known terms in a text: edges of terms, capitals, blanks, what wins; and the same as trying everything."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.matcher import Found, Matcher, english_spellings, longest
from glossary.text import fold, is_han, words

CHINESE = [
    "维持和平行动部", "和平行动部", "署", "部", "大会", "主席", "秘书长", "秘书长特别代表", "特别代表办公室",
    "77国集团", "COVID-19疫情", "支助办", "采购处", "采购司", "专家组", "积分", "程序", "AU", "后勤处", "特派团",
    "解除武装、复员和重返社会科", "古特·雷斯基金", "民政", "法制", "《行动纲领》",
]  # fmt: skip
ENGLISH = [
    "Department of Peacekeeping Operations", "Peacekeeping Operations", "UNDP", "WHO", "Secretary-General",
    "Under-Secretary-General", "Chief of Staff", "contingent", "NGO", "Office", "Deputy",
    "Côte d'Ivoire Office", "duty station", "Group of 77", "UN-Habitat", "Security Council", "security",
    "Procurement Service",
    "Mobilization Programme", "Memorandum of Understanding",
]  # fmt: skip


def matcher(names: list[str], lang: str) -> Matcher[str]:
    return Matcher(((name, name) for name in names), lang)


@pytest.fixture(scope="module")
def chinese() -> Matcher[str]:
    return matcher(CHINESE, "zh")


@pytest.fixture(scope="module")
def english() -> Matcher[str]:
    return matcher(ENGLISH, "en")


def strings(text: str, matches: list[Found[str]]) -> list[str]:
    return [text[start:end] for start, end, _ in matches]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("维持和平行动部设在总部。", ["维持和平行动部"]),
        ("維持和平行動部", ["維持和平行動部"]),
        ("维持和平行动部队", []),
        ("维持和平行动部门", []),
        ("甲乙签署了文件", []),
        ("该署的工作", ["署"]),
        ("该署长", []),
        ("署", ["署"]),
        ("“署”", ["署"]),
        ("全部署名", []),
        ("扩大会议", []),
        ("联合国大会议程", ["大会"]),
        ("在大会会议上", ["大会"]),
        ("积分", ["积分"]),
        ("累积分布", []),
        ("累積分佈", []),
        ("排程序列", []),
        ("司法程序规定", ["程序"]),
        ("秘书长特别代表", ["秘书长特别代表"]),
        ("秘书长和特别代表", ["秘书长"]),
        ("助理秘书长、副秘书长、副主席", []),
        ("各级人民政府的民政部门", ["民政"]),
        ("原住民政策", []),
        ("司法制度和法制", ["法制"]),
        ("《行动纲领》和世界青年行动纲领", ["《行动纲领》", "行动纲领"]),
        ("77国集团", ["77国集团"]),
        ("第 77 国集团", ["77 国集团"]),
        ("７７国集团", ["７７国集团"]),
        ("177国集团", []),
        ("1.77国集团", []),
        ("covid-19 疫情", []),
        ("COVID-19 疫情和COVID—19疫情", ["COVID-19 疫情", "COVID—19疫情"]),
        ("支助办公室", []),
        ("支助办负责", ["支助办"]),
        ("采购处处理采购处理系统", ["采购处"]),
        ("专家组织", []),
        ("专家组成员", ["专家组"]),
        ("特派团结束", ["特派团"]),
        ("后勤处于2010年成立", ["后勤处"]),
        ("由AU负责、由ＡＵ负责、NAU、AU2、au", ["AU", "ＡＵ"]),
        ("解除武装、复员和重返社会科科长", ["解除武装、复员和重返社会科"]),
        ("古特•雷斯基金", ["古特•雷斯基金"]),
        ("采购\n司", []),
        ("采\u200b购司", ["采\u200b购司"]),
        ("\ud800采购司\udfff", ["采购司"]),
        ("𠮷采购司", ["采购司"]),
        ("", []),
    ],
)
def test_chinese(chinese: Matcher[str], text: str, found: list[str]) -> None:
    assert strings(text, chinese.find(text)) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The Department of Peacekeeping Operations.", ["Department of Peacekeeping Operations"]),
        ("DEPARTMENT OF PEACEKEEPING OPERATIONS", ["DEPARTMENT OF PEACEKEEPING OPERATIONS"]),
        ("department of  peacekeeping\noperations", ["department of  peacekeeping\noperations"]),
        ("Department of\n\nPeacekeeping Operations", ["Peacekeeping Operations"]),
        ("the Department of Peacekeeping Operations's staff", ["Department of Peacekeeping Operations"]),
        ("UNDP's and UNDP’s (UNDP)", ["UNDP", "UNDP", "UNDP"]),
        ("undp UNDPX XUNDP UNDP2", []),
        ("those who WHO knows", ["WHO"]),
        ("NGOs, NGO and ngos", ["NGOs", "NGO"]),
        ("Secretary General, secretary-general", ["Secretary General", "secretary-general"]),
        ("the Secretary\u2011General", ["Secretary\u2011General"]),
        ("Secretary-\nGeneral", ["Secretary-\nGeneral"]),
        ("Under-Secretaries-General", ["Under-Secretaries-General"]),
        ("Assistant Secretary-General, deputy Chiefs of Staff, vice-chief of staff", []),
        ("advice Secretary-General", ["Secretary-General"]),
        ("memoranda of understanding", ["memoranda of understanding"]),
        ("WHO-Europe, WHO-led, WHO-UNDP", ["WHO", "WHO", "UNDP"]),
        ("the Under-Secretary-General", ["Under-Secretary-General"]),
        ("Chiefs of Staff and a Chief of Staff", ["Chiefs of Staff", "Chief of Staff"]),
        ("Contingents and contingent", ["Contingents", "contingent"]),
        ("contingently", []),
        ("the office and the Office, Offices, OFFICE", ["Office", "Offices", "OFFICE"]),
        ("Deputies and deputies", ["Deputies"]),
        ("cote d’ivoire office", ["cote d’ivoire office"]),
        ("duty stations", ["duty stations"]),
        ("Group of 77, Group of 777", ["Group of 77"]),
        ("UN-Habitat, UN habitat, un-habitat", ["UN-Habitat", "UN habitat"]),
        ("Security Council security", ["Security Council", "security"]),
        ("由UNDP负责", ["UNDP"]),
        ("Procurement Services of the Secretariat", ["Procurement Services"]),
        ("a Peacekeeping Operation", ["Peacekeeping Operation"]),
        ("mobilization programs, Mobilisation Programme", ["mobilization programs", "Mobilisation Programme"]),
        ("Department — of Peacekeeping Operations", ["Peacekeeping Operations"]),
        ("", []),
    ],
)  # fmt: skip
def test_english(english: Matcher[str], text: str, found: list[str]) -> None:
    assert strings(text, english.find(text)) == found


def test_overlaps_by_start_longest_first(chinese: Matcher[str]) -> None:
    text = "秘书长特别代表办公室"
    assert strings(text, chinese.find(text)) == ["秘书长特别代表"]
    assert strings(text, chinese.find(text, overlaps=True)) == ["秘书长特别代表", "秘书长", "特别代表办公室"]
    text = "维持和平行动部"
    assert strings(text, chinese.find(text, overlaps=True)) == ["维持和平行动部", "和平行动部"]


def test_a_string_of_several_keys_is_found_for_each_in_their_order() -> None:
    found = Matcher([(2, "大会"), (3, "大會"), (1, "大会")], "zh-Hant")
    assert found.find("大會。") == [(0, 2, 2), (0, 2, 3), (0, 2, 1)]
    assert len(found) == 1


def test_what_is_not_kept_hides_nothing(chinese: Matcher[str]) -> None:
    text = "秘书长特别代表"
    assert strings(text, chinese.find(text, keep=lambda key: key != text)) == ["秘书长"]


def test_case_is_told_apart_for_each_key() -> None:
    found = Matcher([("organization", "WHO"), ("pronoun", "who")], "en")
    assert [key for _, _, key in found.find("who is who at WHO")] == ["pronoun"] * 2 + ["organization", "pronoun"]


def test_latin_acronyms_stand_in_chinese() -> None:
    text = "由UNDP和ＵＮＤＰ负责，undp、UNDPX不是。"
    assert strings(text, Matcher([(1, "UNDP")], "zh").find(text)) == ["UNDP", "ＵＮＤＰ"]


@pytest.mark.parametrize(
    ("lang", "text", "found"),
    [
        ("zh", '维持和平<g id="1">行动部</g>的', ['维持和平<g id="1">行动部']),
        ("zh", '<g id="1">大会</g>', ["大会"]),
        ("zh", '77<x id="2"/>国集团和{1}大会', ['77<x id="2"/>国集团', "大会"]),
        ("zh", "{大会}<大会>", ["大会", "大会"]),
        ("zh", "采购\u200b<b>处</b>", ["采购\u200b<b>处"]),
        ("zh", "署<签", ["署"]),
        ("en", 'the Security <bpt id="1" x=\'<b>\'>Council', ["Security"]),
        ("en", 'the Security <bpt id="1">Council</bpt>', ['Security <bpt id="1">Council']),
        ("en", "Security<x/>Council, Security<br>\nCouncil", ["Security<x/>Council", "Security<br>\nCouncil"]),
        ("en", "<1>Security</1> {2}Council<3/>", ["Security</1> {2}Council"]),
        ("en", "U<b>ND</b>P", ["U<b>ND</b>P"]),
        ("en", '<g title="UNDP">%(UNDP)s {UNDP} ${UNDP} %1$s UNDP', ["UNDP"]),
        ("en", "Chief&nbsp;of &#83;taff", ["Chief&nbsp;of &#83;taff"]),
        ("en", "C&ocirc;te", []),
        ("en", "NG&#79;", ["NG&#79;"]),
        ("en", "if UNDP < 3 and NGO > 4", ["UNDP", "NGO"]),
    ],
)  # fmt: skip
def test_inline_markup_is_passed_over(
    chinese: Matcher[str], english: Matcher[str], lang: str, text: str, found: list[str]
) -> None:
    assert strings(text, (chinese if lang == "zh" else english).find(text)) == found


@pytest.mark.parametrize("text", ["\n" * 100_000, "\n  " * 30_000, "<a " * 30_000, "<a b='" * 20_000, "{{a" * 30_000,
                                  "&#1" * 30_000, "%1" * 50_000, " " * 100_000, "-" * 100_000])  # fmt: skip
def test_hostile_texts_take_no_time(chinese: Matcher[str], english: Matcher[str], text: str) -> None:
    assert chinese.find(text) == english.find(text) == []


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_terms_without_letters_and_no_terms_find_nothing(lang: str) -> None:
    assert matcher(["", " ", "、", "-", "\u200b"], lang).find("、- a") == []
    assert Matcher((), lang).find("a") == []


@pytest.mark.parametrize(
    ("term", "spellings"),
    [
        ("Office", ["Office"]),
        ("UNDP", ["UNDP"]),
        ("Agency", ["Agency", "Agencies"]),
        ("survey", ["survey"]),
        ("Head of Mission", ["Head of Mission", "Heads of Mission"]),
        ("Deputy of Mission", ["Deputy of Mission", "Deputies of Mission"]),
        ("Office of Oversight Services", ["Office of Oversight Service"]),
        ("WTO Members", ["WTO Member"]),
        ("Attorney General", ["Attorney General", "Attorneys General"]),
        ("Secretary-General", ["Secretary-General", "Secretaries-General"]),
        ("Labour Centre", ["Labour Centre", "Labor Center"]),
        ("Working Parties", ["Working Parties", "Working Party"]),
        ("Regional Branches", ["Regional Branch"]),
        ("Human Rights Studies", ["Human Rights Studies", "Human Rights Study"]),
        ("Means of Defence", ["Means of Defence", "Means of Defense"]),
        ("News", ["News"]),
        ("goods", ["goods"]),
        ("of", ["of"]),
    ],
)
def test_english_spellings(term: str, spellings: list[str]) -> None:
    assert english_spellings(term) == spellings


def naive(terms: list[str], text: str, lang: str) -> set[tuple[int, int, str]]:
    """Try every term at every place, with a regular expression made from it."""
    stands = _stands_in_chinese if lang == "zh" else _stands_in_english
    found = set()
    for term in dict.fromkeys(terms):
        for spelling in [term] if lang == "zh" else _forms(term):
            pattern = re.compile(_pattern(spelling, lang), re.IGNORECASE)
            for start in range(len(text)):
                match = pattern.match(text, start)
                if match and stands(text, spelling, match):
                    found.add((*match.span(), term))
    starts = {start for start, _, _ in found}
    return {(start, end, term) for start, end, term in found if end + 1 in starts or not _goes_on(text, start, end)}


def _goes_on(text: str, start: int, end: int) -> bool:
    """Say whether a hyphen makes an acronym a part of another name."""
    return re.fullmatch(r"[A-Z0-9]*[A-Z][A-Z0-9]*-[A-Z]", text[start : end + 2]) is not None


def _forms(term: str) -> set[str]:
    """Return a term's spellings, each with the regular plural of its last word."""
    forms = set()
    for spelling in english_spellings(term):
        last = re.split("[ -]+", spelling)[-1]
        sibilant, acronym = re.search("(s|x|z|ch|sh)$", last, re.IGNORECASE), last.isupper()
        plain = last.isalpha() and (acronym or not (sibilant or re.search("[^aeiou]y$", last, re.IGNORECASE)))
        forms |= {spelling, *([spelling + "s"] if plain else [spelling + "es"] if last.isalpha() and sibilant else [])}
    return forms


def _pattern(spelling: str, lang: str) -> str:
    if lang == "en":
        return re.sub(r"(?: |-)+", r"(?:\\s+|-\\s?)", spelling)
    gaps = [" *" if is_han(a) or is_han(b) else "" for a, b in pairwise(spelling)]
    return "".join(
        f"[{char}{'聯' if char == '联' else ''}]{gap}" for char, gap in zip(spelling, [*gaps, ""], strict=True)
    )


def _capitals_hold(spelling: str, matched: str) -> bool:
    words, there = re.findall("[A-Za-z]+", spelling), re.findall("[A-Za-z]+", matched)
    for word, other in zip(words, there, strict=True):
        acronym = sum(char.isupper() for char in word) > 1 or len(words) == 1
        if acronym and any(a.isupper() and not b.isupper() for a, b in zip(word, other, strict=True)):
            return False
    return True


def _stands_in_english(text: str, spelling: str, match: re.Match[str]) -> bool:
    before, after = text[: match.start()][-1:], text[match.end() :][:1]
    free = not before.isalnum() and not after.isalnum() and "\n\n" not in match.group()
    return free and _capitals_hold(spelling, match.group())


def _stands_in_chinese(text: str, spelling: str, match: re.Match[str]) -> bool:
    left, right = text[: match.start()], text[match.end() :]
    before = _neighbour(left[::-1], spelling[0])
    after = _neighbour(right, spelling[-1])
    if not _capitals_hold(spelling, match.group()) or (spelling[-1] == "部" and after == "队"):
        return False
    if any(a.isalnum() and b.isalnum() and not is_han(a + b) and not is_han(b) and not is_han(a)
           for a, b in ((before, spelling[0]), (spelling[-1], after))):  # fmt: skip
        return False
    if len(spelling) == 1 and is_han(spelling):
        return all(not is_han(near) or near in words for near, words in ((before, "该的"), (after, "的")) if near)
    straddled = fold(before) + spelling[0] in words() and spelling[-1] + fold(after) in words()
    return not (len(spelling) == 2 and straddled)


def _neighbour(side: str, edge: str) -> str:
    """Return the character beside an edge, blanks passed over where one of the two that they part is Chinese."""
    bare = side.lstrip(" ")
    idle = bare and bare[0].isalnum() and (is_han(edge) or (is_han(bare[0]) and edge.isalnum()))
    return bare[0] if idle else side[:1]


def naive_longest(found: set[tuple[int, int, str]]) -> set[tuple[int, int, str]]:
    left, kept = set(found), set()
    while left:
        start, end, _ = min(left, key=lambda each: (each[0] - each[1], each[0]))
        kept |= {each for each in left if each[:2] == (start, end)}
        left = {each for each in left if each[1] <= start or each[0] >= end}
    return kept


CHINESE_PIECES = [*"联聯部队该的签大会AU17国 a，", "扩大会议", "大会", "部队"]
ENGLISH_PIECES = [
    *"abA-1, \n",
    "ab",
    "AB",
    "Ab",
    "ba",
    "of",
    "bs",
    "bies",
    "General",
    "s",
    "'s",
    " ",
    " ",
    "es",
    "ABs",
    "by",
]
SAMPLES = {
    "zh": (
        st.text("联部队该大会", min_size=1, max_size=4) | st.sampled_from(["AU", "AU部", "77国", "联A", "1部", "大会"]),
        st.lists(st.sampled_from(CHINESE_PIECES), max_size=20).map("".join),
    ),
    "en": (
        st.sampled_from(["ab", "AB", "Ab", "ab ba", "AB-ba", "b of a", "a", "ab General", "Bs", "ba ab a", "by"]),
        st.lists(st.sampled_from(ENGLISH_PIECES), max_size=16).map("".join),
    ),
}


@pytest.mark.parametrize("lang", SAMPLES)
@settings(deadline=None)
@given(data=st.data())
def test_same_as_trying_everything(lang: str, data: st.DataObject) -> None:
    name, text = SAMPLES[lang]
    terms = data.draw(st.lists(name, min_size=1, max_size=8, unique=True))
    written = data.draw(text)
    found = matcher(terms, lang)
    expected = naive(terms, written, lang)
    for overlaps, spans in ((True, expected), (False, naive_longest(expected))):
        matches = found.find(written, overlaps=overlaps)
        assert set(matches) == spans
        assert matches == sorted(matches, key=lambda match: (match[0], -match[1]))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)).map(lambda pair: (pair[0], sum(pair)))))
def test_longest_leaves_no_overlap_and_no_room(spans: list[tuple[int, int]]) -> None:
    kept = longest(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(kept))
    for start, end in spans:
        assert any(a < end and start < b and b - a >= end - start for a, b in kept)


@given(st.text(max_size=30))
def test_any_text_is_taken(text: str) -> None:
    for found in (matcher(CHINESE, "zh"), matcher(ENGLISH, "en")):
        for start, end, _ in found.find(text, overlaps=True):
            assert 0 <= start < end <= len(text)
