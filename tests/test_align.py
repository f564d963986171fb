"""Pairs of Chinese and English names: constructions by golden files, invariants on any text, and figures that hold."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.align import Alignment, align, align_segments, record
from glossary.align.acronyms import agreement
from glossary.align.english import read
from glossary.align.learning import lesson_of
from glossary.align.lexicon import Entry, Lexicon, Words, load, parse
from glossary.errors import InputError
from glossary.models import Document, Pair, Paragraph

GOLDEN = sorted((Path(__file__).parent / "golden" / "align").glob("*.txt"))


def printed(pairs: tuple[Pair, ...]) -> list[str]:
    """Print pairs as golden files have them: Chinese, English, acronym, category, and the segments that show it."""
    return [
        "\t".join([one.zh, one.en, one.en_acronym or "-", one.category, *(place.zh_label for place in one.evidence)])
        for one in pairs
    ]


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    text, expected = path.read_text("utf-8").split("# expected\n")
    segments = [(zh, en) for zh, en in (line.split("\t") for line in text.splitlines())]
    assert "\n".join(printed(align_segments(segments).pairs)) == expected.rstrip("\n")


# --- invariants ----------------------------------------------------------------------------------------------------

CHINESE = st.lists(
    st.sampled_from(
        [
            "秘书长",
            "灯塔",
            "规划",
            "处",
            "处长",
            "科",
            "司",
            "港务厅",
            "大会",
            "委员会",
            "和",
            "与",
            "、",
            "的",
            "主管",
            "事务",
            "办公室",
            "联合国",
            "A/88/702",
            "第 88/279 号决议",
            "(",
            ")",
            "，",
            "。",
            "设立",
            "东区",
            "一",
            "特派团",
            "海事组织",
            " ",
            "\n",
            "x",
        ]
    ),
    max_size=25,
).map("".join) | st.text(max_size=60)
ENGLISH = st.lists(
    st.sampled_from(
        [
            "Secretary-General",
            "Lighthouse",
            "Planning",
            "Service",
            "Chief",
            "of",
            "the",
            "The",
            "for",
            "and",
            "Office",
            "Section",
            "Division",
            "General Assembly",
            "Committee",
            "(",
            ")",
            ",",
            ".",
            "UNMIT",
            "is",
            "IMO",
            "United Nations",
            "A/88/702",
            "resolution 88/279",
            "'s",
            "I",
            "Mission",
            "lighthouse",
            "“",
            "\n",
            "&",
            "/",
            "-",
            "No. 5",
        ]
    ),
    max_size=30,
).map(" ".join) | st.text(max_size=80)


@settings(deadline=None)
@given(st.lists(st.tuples(CHINESE, ENGLISH), max_size=4))
def test_evidence_holds_for_any_text(segments: list[tuple[str, str]]) -> None:
    found = align_segments(segments)
    for pair in found.pairs:
        assert 0 <= pair.score <= 1
        assert pair.count == len(pair.evidence) > 0
        for place in pair.evidence:
            zh, en = segments[place.zh_position][0], segments[place.en_position][1]
            assert place.zh_label == place.en_label == str(place.zh_position + 1)
            assert (
                zh[place.zh_start : place.zh_end].replace(" ", "") == pair.zh.replace(" ", "")
                or pair.category == "symbol"
            )
            assert en[place.en_start : place.en_end].casefold().replace("’", "'") == pair.en.casefold().replace(
                "’", "'"
            )
    assert align_segments(segments) == found
    assert len({(pair.zh, pair.en, pair.category, pair.kind) for pair in found.pairs}) == len(found.pairs)


@settings(deadline=None)
@given(st.lists(CHINESE, max_size=5), st.lists(ENGLISH, max_size=5))
def test_two_versions_of_anything(zh: list[str], en: list[str]) -> None:
    own = Document("X/1", paragraphs=tuple(Paragraph(str(nth), text) for nth, text in enumerate(zh)))
    other = Document("X/1", "en", paragraphs=tuple(Paragraph(str(nth), text) for nth, text in enumerate(en)))
    try:
        found = align(own, other)
    except InputError:
        return
    for pair in found.pairs:
        for place in pair.evidence:
            assert pair.en.casefold() == en[place.en_position][place.en_start : place.en_end].casefold()
            assert place.zh_label == str(place.zh_position)


# --- two versions --------------------------------------------------------------------------------------------------

ZH = (
    Paragraph("1.1", "灯塔规划处的组织", "heading", 1),
    Paragraph("1.1", "灯塔规划处设在港务厅。处长对秘书长负责。"),
    Paragraph("1.2", "该处设有 12 名工作人员，由海岸科和供应科组成。"),
    Paragraph("1.3", "供应科管理仓库。"),
)
EN = (
    Paragraph("1.1", "Organization of the Lighthouse Planning Service", "heading", 1),
    Paragraph(
        "1.1", "The Lighthouse Planning Service is part of the Port Office. The Chief reports to the Secretary-General."
    ),
    Paragraph("1.2", "It has a staff of 12 and consists of the Coast Section and the Supply Section."),
    Paragraph("1.3", "The Supply Section runs the warehouse."),
)
UNLIKE = "Farmers asked for seed, credit and water in the spring of 1988, and got none of the three that year. "


def english(pairs: tuple[Pair, ...]) -> dict[str, str]:
    return {pair.zh: pair.en for pair in reversed(pairs)}


def test_two_versions_are_paired_by_their_labels() -> None:
    found = align(Document("ST/OMS/1", paragraphs=ZH), Document("ST/OMS/1", "en", paragraphs=EN))
    assert found.left_out == ()
    by_name = {pair.zh: pair for pair in found.pairs}
    assert by_name["灯塔规划处"].en == "Lighthouse Planning Service"
    assert [(one.zh_label, one.en_label) for one in by_name["灯塔规划处"].evidence] == [("1.1", "1.1"), ("1.1", "1.1")]
    assert by_name["供应科"].en == "Supply Section"
    assert by_name["供应科"].count == 2


def test_the_versions_may_come_in_either_order() -> None:
    zh, en = Document("ST/OMS/1", paragraphs=ZH), Document("ST/OMS/1", "en", paragraphs=EN)
    assert align(en, zh) == align(zh, en)


def test_a_paragraph_without_counterpart_is_left_out() -> None:
    more = Paragraph(
        "1.4", "Nothing of this stands in the other version, although it is a paragraph of some length: " + "x y " * 40
    )
    found = align(Document("X", paragraphs=ZH), Document("X", "en", paragraphs=(*EN, more)))
    assert found.left_out == ("en 1.4: no Chinese",)
    assert english(found.pairs)["供应科"] == "Supply Section"


def test_unnumbered_versions_are_paired_by_content() -> None:
    zh = tuple(Paragraph(str(nth + 1), one.text) for nth, one in enumerate(ZH))
    en = tuple(Paragraph(str(2 * nth + 1), one.text) for nth, one in enumerate(EN))
    found = align(Document("notes", paragraphs=zh), Document("notes", "en", paragraphs=en))
    assert english(found.pairs)["海岸科"] == "Coast Section"
    assert found.left_out == ()


@pytest.mark.parametrize(
    ("zh", "en", "message"),
    [
        (Document("ST/SGB/2010/1", paragraphs=ZH), Document("ST/SGB/2013/5", "en", paragraphs=EN), "ST/SGB/2013/5"),
        (Document("X", paragraphs=ZH), Document("X", "zh", paragraphs=ZH), "both versions .* in Chinese"),
        (Document("X", "en", paragraphs=EN), Document("X", "en", paragraphs=EN), "both versions .* in English"),
        (
            Document("X", paragraphs=ZH),
            Document("X", "en", paragraphs=tuple(Paragraph(one.label, UNLIKE * 2) for one in EN)),
            "give two versions of one document",
        ),
        (Document("X", paragraphs=ZH), Document("X", "en"), "holds no text"),
        (Document("X", paragraphs=(Paragraph("1", None),)), Document("X", "en", paragraphs=EN), "holds no text"),
    ],
)
def test_versions_that_are_none(zh: Document, en: Document, message: str) -> None:
    with pytest.raises(InputError, match=message):
        align(zh, en)


# --- segments ------------------------------------------------------------------------------------------------------


def test_segments_without_a_side_are_left_out_and_keep_their_number() -> None:
    found = align_segments([("港务厅", ""), ("", "Port Office"), ("供应科开会。", "The Supply Section met.")])
    assert found.left_out == ("segment 1: no English", "segment 2: no Chinese")
    assert [place.zh_label for place in found.pairs[0].evidence] == ["3"]


def test_what_is_too_long_to_be_a_segment_is_left_out() -> None:
    found = align_segments([("供应科" * 10_000, "Supply Section"), ("供应科", "Supply Section")])
    assert found.left_out == ("segment 1: longer than 10,000 characters",)
    assert [place.zh_label for place in found.pairs[0].evidence] == ["2"]


def test_sides_in_one_language_are_left_out() -> None:
    segments = [("供应科开会。", "供应科开会。"), ("The Supply Section met today.", "The Supply Section met today.")]
    assert align_segments(segments).left_out == (
        "segment 1: the English is in Chinese",
        "segment 2: the Chinese is in English",
    )
    assert align_segments([("UNMIT", "UNMIT"), ("A/88/702", "A/88/702")]).left_out == ()


def test_misaligned_segments_are_found_and_left_out() -> None:
    zh = [
        "供应科管理仓库，并每年向大会报告 12 次。",
        "海岸科没有到会。",
        "预算委员会在 2031 年审议了 88 份文件，但没有作出决定，因为成员不足。",
        "散会。",
        "秘书长在报告第 5 段请求大会核准 340 万美元。",
        "副主任辞职。",
        "选举定于 2032 年 3 月举行，所有会员国都可以提名候选人，名单将在网站上公布。",
        "主席感谢各代表团。",
    ]
    en = [
        "The Supply Section runs the warehouse and reports to the General Assembly 12 times a year.",
        "The Coast Section was absent.",
        "The Budget Committee reviewed 88 documents in 2031 but took no decision, as too few members were present.",
        "The meeting rose.",
        "In paragraph 5 of his report the Secretary-General asks the General Assembly to approve $3.4 million.",
        "The Deputy Director resigned.",
        "Elections will be held in March 2032; all Member States may nominate candidates, whose list will be online.",
        "The Chair thanked the delegations.",
    ]
    assert align_segments(zip(zh, en, strict=True)).left_out == ()
    shifted = align_segments(zip(zh * 2, [*en, *en[1:], en[0]], strict=True))
    assert shifted.left_out == ("segments 9–16: the English is not that of the Chinese",)
    assert {place.zh_label for pair in shifted.pairs for place in pair.evidence} <= set("12345678")


def test_a_stretch_that_says_something_else_is_left_out() -> None:
    other = "Nothing of what the harvest of 1988 had promised came true, and 14,000 families left the north for good."
    en = [*EN[:3], *(Paragraph(f"2.{nth}", other) for nth in range(1, 5)), Paragraph("1.3", EN[3].text)]
    zh = [*ZH[:3], *(Paragraph(f"2.{nth}", "该科。") for nth in range(1, 5)), ZH[3]]
    found = align(Document("X", paragraphs=tuple(zh)), Document("X", "en", paragraphs=tuple(en)))
    assert found.left_out
    assert all("2." in reason for reason in found.left_out)
    assert english(found.pairs)["供应科"] == "Supply Section"


def test_no_segments_no_pairs() -> None:
    assert align_segments([]) == Alignment(())


def test_known_names_are_evidence() -> None:
    segments = [("海草处由三人组成。", "Three people are in the Tariff Board.")]
    assert english(align_segments(segments).pairs) == {}
    assert english(align_segments(segments, [("海草处", "Tariff Board")]).pairs) == {"海草处": "Tariff Board"}


def test_a_short_form_goes_with_the_acronym_that_is_always_there() -> None:
    segments = [
        ("停火监察团(停监团)派出十人。", "The Ceasefire Supervision Mission sent ten."),
        ("停监团开会。", "CESUM met and the IMO left."),
        ("停监团休会。", "Later CESUM adjourned."),
    ]
    assert english(align_segments(segments).pairs)["停监团"] == "CESUM"
    assert "停监团" not in english(align_segments(segments[:2]).pairs)


def test_a_word_that_the_material_teaches() -> None:
    segments = [
        ("潮闸处开会。", "The Sluice Service met."),
        ("潮闸司休会。", "The Sluice Division adjourned."),
        (
            "潮闸科和渔业科协助潮闸委员会。",
            "The Section on Fisheries and the Sluice Section assist the Sluice Committee.",
        ),
    ]
    assert english(align_segments(segments).pairs)["潮闸科"] == "Sluice Section"


def test_record_has_the_promised_fields() -> None:
    row = record(
        align_segments([("供应科和供应科科长。", "The Supply Section and the Chief of the Supply Section.")]).pairs[0]
    )
    assert row == {
        "zh": "供应科",
        "en": "Supply Section",
        "en_acronym": None,
        "category": "unit",
        "kind": "full_form",
        "score": row["score"],
        "count": row["count"],
        "evidence": [{"zh": "1", "en": "1"}],
    }


# --- the lexicon ---------------------------------------------------------------------------------------------------


def test_the_lexicon_is_sound() -> None:
    path = Path(__file__).resolve().parents[1] / "glossary" / "align" / "lexicon.tsv"
    text = path.read_text("utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:] if not line.startswith("#")]
    assert all(len(row) == 3 for row in rows)
    assert len({row[0] for row in rows}) == len(rows) > 1000
    assert {row[2] for row in rows} == {"", "head", "rank", "name", "place"}
    assert not [
        row[0] for row in rows if re.search("[\u4e00-\u9fff]", row[1]) or not re.search("[\u4e00-\u9fff]", row[0])
    ]
    assert not [one.zh for one in parse(text, Words()) if len(set(one.english)) < len(one.english)]


def test_deputies_come_with_their_ranks() -> None:
    words = Words()
    lexicon = Lexicon([Entry("港务长", (("harbourmaster",),), "rank")], words)
    assert lexicon.entries["副港务长"].english == (("deputy", "harbourmaster"), ("viceharbourmaster",))


@pytest.mark.parametrize(
    ("zh", "en", "taught"),
    [
        ("潮闸处", "Sluice Service", ("潮闸", ("sluice",))),
        ("潮闸管理处", "Tide Sluice Management Service", ("潮闸", ("tide", "sluice"))),
        ("潮闸和藻礁处", "Sluice and Reef Service", None),
        ("管理处", "Management Service", None),
    ],
)
def test_what_two_names_teach(zh: str, en: str, taught: tuple[str, tuple[str, ...]] | None) -> None:
    assert lesson_of(zh, en, load(Words())) == taught


def test_acronyms_by_initials() -> None:
    lexicon = load(Words())
    assert agreement("审调处", "OAI", lexicon) > 0
    assert agreement("审调处", "WXY", lexicon) == 0
    assert agreement("审调处", "OA", lexicon) == 0


@given(ENGLISH)
def test_tokens_stand_in_their_text(text: str) -> None:
    sentence = read(text, Words())
    ends = [0]
    for token in sentence.tokens:
        assert text[token.start : token.end] == token.text
        assert token.start >= ends[-1]
        ends.append(token.end)
