"""Known terms in a text: edges of terms, capitals, blanks, what wins; and the same as trying everything."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.matcher import Matcher, english_spellings, longest
from glossary.models import Match, Term
from glossary.text import fold, is_han, is_word

CHINESE = [
    "维持和平行动部", "和平行动部", "署", "部", "大会", "主席", "秘书长", "秘书长特别代表", "特别代表办公室",
    "77国集团", "COVID-19疫情", "支助办", "采购处", "采购司", "专家组", "积分", "AU", "后勤处", "特派团",
    "解除武装、复员和重返社会科", "古特·雷斯基金",
]  # fmt: skip
ENGLISH = [
    "Department of Peacekeeping Operations", "Peacekeeping Operations", "UNDP", "WHO", "Secretary-General",
    "Under-Secretary-General", "Chief of Staff", "contingent", "NGO", "Office", "Deputy",
    "Côte d'Ivoire Office", "duty station", "Group of 77", "UN-Habitat", "Security Council", "security",
    "Procurement Service",
    "Mobilization Programme",
]  # fmt: skip


def matcher(names: list[str], lang: str) -> Matcher:
    return Matcher(((f"c{at}", Term(name, lang)) for at, name in enumerate(names)), lang)


@pytest.fixture(scope="module")
def chinese() -> Matcher:
    return matcher(CHINESE, "zh")


@pytest.fixture(scope="module")
def english() -> Matcher:
    return matcher(ENGLISH, "en")


def strings(text: str, matches: list[Match]) -> list[str]:
    return [text[match.start : match.end] for match in matches]


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
        ("秘书长特别代表", ["秘书长特别代表"]),
        ("秘书长和特别代表", ["秘书长"]),
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
def test_chinese(chinese: Matcher, text: str, found: list[str]) -> None:
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
        ("Procurement Services", ["Procurement Services"]),
        ("mobilization programs, Mobilisation Programme", ["mobilization programs", "Mobilisation Programme"]),
        ("Department — of Peacekeeping Operations", ["Peacekeeping Operations"]),
        ("", []),
    ],
)  # fmt: skip
def test_english(english: Matcher, text: str, found: list[str]) -> None:
    assert strings(text, english.find(text)) == found


def test_overlaps_by_start_longest_first(chinese: Matcher) -> None:
    text = "秘书长特别代表办公室"
    assert strings(text, chinese.find(text)) == ["秘书长特别代表"]
    assert strings(text, chinese.find(text, overlaps=True)) == ["秘书长特别代表", "秘书长", "特别代表办公室"]
    text = "维持和平行动部"
    assert strings(text, chinese.find(text, overlaps=True)) == ["维持和平行动部", "和平行动部"]


def test_a_term_of_several_concepts_is_found_for_each_preferred_first() -> None:
    terms = [("c2", Term("大会", "zh", status="deprecated")), ("c3", Term("大会", "zh")), ("c1", Term("大會", "zh"))]
    assert [match.concept for match in Matcher(terms, "zh").find("大会。")] == ["c1", "c3", "c2"]


def test_only_terms_of_the_language_count_whatever_its_region() -> None:
    terms = [("c1", Term("大会", "zh-CN")), ("c2", Term("大会堂", "ja")), ("c3", Term("GA", "en"))]
    assert [match.concept for match in Matcher(terms, "zh-Hant").find("大會堂 GA")] == ["c1"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_terms_without_letters_and_no_terms_find_nothing(lang: str) -> None:
    assert matcher(["", " ", "、", "-", "\u200b"], lang).find("、- a") == []
    assert Matcher((), lang).find("a") == []


def test_the_match_bears_the_term_given() -> None:
    term = Term("特派团", "zh", "short_form", "deprecated")
    assert Matcher([("c9", term)], "zh").find("该特派团") == [Match(1, 4, "c9", term)]


@pytest.mark.parametrize(
    ("term", "spellings"),
    [
        ("Office", ["Office", "Offices"]),
        ("UNDP", ["UNDP", "UNDPs"]),
        ("Agency", ["Agency", "Agencies"]),
        ("survey", ["survey", "surveys"]),
        ("Branch", ["Branch", "Branches"]),
        ("Head of Mission", ["Head of Mission", "Head of Missions", "Heads of Mission"]),
        ("Attorney General", ["Attorney General", "Attorney Generals", "Attorneys General"]),
        ("Group of 77", ["Group of 77", "Groups of 77"]),
        ("Secretary-General", ["Secretary-General", "Secretary-Generals", "Secretaries-General"]),
        ("Labour Centre", ["Labour Centre", "Labour Centres", "Labor Center", "Labor Centers"]),
        ("of", ["of", "ofs"]),
    ],
)
def test_english_spellings(term: str, spellings: list[str]) -> None:
    assert english_spellings(term) == spellings


def naive(terms: list[str], text: str, lang: str) -> set[tuple[int, int, str]]:
    """Try every term at every place, with a regular expression made from it."""
    stands = _stands_in_chinese if lang == "zh" else _stands_in_english
    found = set()
    for term in dict.fromkeys(terms):
        for spelling in [term] if lang == "zh" else english_spellings(term):
            pattern = re.compile(_pattern(spelling, lang), re.IGNORECASE)
            for start in range(len(text)):
                match = pattern.match(text, start)
                if match and stands(text, spelling, match):
                    found.add((*match.span(), term))
    return found


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
    straddled = (
        is_word(fold(before) + spelling[0]) and is_word(spelling[-1] + fold(after)) if before and after else False
    )
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
@given(data=st.data())
def test_same_as_trying_everything(lang: str, data: st.DataObject) -> None:
    name, text = SAMPLES[lang]
    terms = data.draw(st.lists(name, min_size=1, max_size=8, unique=True))
    written = data.draw(text)
    found = matcher(terms, lang)
    expected = naive(terms, written, lang)
    for overlaps, spans in ((True, expected), (False, naive_longest(expected))):
        matches = found.find(written, overlaps=overlaps)
        assert {(match.start, match.end, match.term.text) for match in matches} == spans
        assert matches == sorted(matches, key=lambda match: (match.start, -match.end))


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(1, 5)).map(lambda pair: (pair[0], sum(pair)))))
def test_longest_leaves_no_overlap_and_no_room(spans: list[tuple[int, int]]) -> None:
    kept = longest(spans)
    assert all(a[1] <= b[0] for a, b in pairwise(kept))
    for start, end in spans:
        assert any(a < end and start < b and b - a >= end - start for a, b in kept)


@given(st.text(max_size=30))
def test_any_text_is_taken(text: str) -> None:
    for found in (matcher(CHINESE, "zh"), matcher(ENGLISH, "en")):
        for match in found.find(text, overlaps=True):
            assert 0 <= match.start < match.end <= len(text)
