"""Paragraphs and sentences of two versions that translate each other."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.align.bitext import Slice
from glossary.align.lexicon import Words, load
from glossary.align.paragraphs import Aligner, Bead, anchors
from glossary.models import Document, Paragraph

LEXICON = load(Words())


def versions(zh: list[tuple[str, str]], en: list[tuple[str, str]]) -> tuple[Document, Document]:
    own, other = (tuple(Paragraph(label, text) for label, text in side) for side in (zh, en))
    return Document("X", paragraphs=own), Document("X", "en", paragraphs=other)


def texts(zh: list[tuple[str, str]], en: list[tuple[str, str]]) -> list[tuple[str, str]]:
    bitexts, _ = Aligner(LEXICON).pair(*versions(zh, en))
    return [(one.zh.text.strip(), one.en.text.strip()) for one in bitexts]


def test_sentences_inside_a_paragraph() -> None:
    zh = [("1", "港务厅由秘书长领导。该厅有 12 名工作人员。预算由委员会审议。")]
    english = (
        "The Port Office is headed by the Secretary-General. It has a staff of 12. The Committee reviews the budget."
    )
    assert texts(zh, [("1", english)]) == [
        ("港务厅由秘书长领导。", "The Port Office is headed by the Secretary-General."),
        ("该厅有 12 名工作人员。", "It has a staff of 12."),
        ("预算由委员会审议。", "The Committee reviews the budget."),
    ]


def test_two_sentences_for_one() -> None:
    zh = [("1", "港务厅由秘书长领导，并有 12 名工作人员，他们管理仓库。预算由委员会审议，委员会有 40 名成员。")]
    english = (
        "The Port Office is headed by the Secretary-General. It has a staff of 12, who manage the warehouse."
        " The budget is reviewed by the Committee, which has 40 members."
    )
    assert [zh_text[:3] for zh_text, _ in texts(zh, [("1", english)])] == ["港务厅", "预算由"]
    assert texts(zh, [("1", english)])[1][1].startswith("The budget")


def test_no_sentence_ends_at_a_title_or_an_initial() -> None:
    zh = [("1", "李先生领导港务厅。该厅有 12 人。")]
    en = [("1", "Mr. Li heads the Port Office. It has 12 people.")]
    assert texts(zh, en)[0][1] == "Mr. Li heads the Port Office."


@pytest.mark.parametrize("missing", ["zh", "en"])
def test_a_paragraph_of_one_side_is_reported(missing: str) -> None:
    zh = [
        ("1", "港务厅由秘书长领导。"),
        ("2", "灯塔委员会于 2031 年 5 月审议了 88 份文件。"),
        ("3", "预算由大会核准。"),
    ]
    en = [
        ("1", "The Port Office is headed by the Secretary-General."),
        ("2", "The Lighthouse Committee reviewed 88 documents in May 2031."),
        ("3", "The budget is approved by the General Assembly."),
    ]
    (zh if missing == "zh" else en).pop(1)
    bitexts, left_out = Aligner(LEXICON).pair(*versions(zh, en))
    assert left_out == (["en 2: no Chinese"] if missing == "zh" else ["zh 2: no English"])
    assert [one.zh.label for one in bitexts] == ["1", "3"]


def test_labels_that_lie_are_not_believed() -> None:
    names = ["港务厅", "灯塔委员会", "海事法庭", "渔业司", "预算处"]
    english = ["Port Office", "Lighthouse Committee", "Maritime Tribunal", "Fisheries Division", "Budget Service"]
    zh = [(str(nth + 1), f"{name}有 {nth + 11} 名工作人员。") for nth, name in enumerate(names)]
    en = [(str(2 * nth + 1), f"The {name} has a staff of {nth + 11}.") for nth, name in enumerate(english)]
    assert [(zh_text[:2], en_text[4:8]) for zh_text, en_text in texts(zh, en)] == [
        (name[:2], other[:4]) for name, other in zip(names, english, strict=True)
    ]


def test_labels_pair_where_lengths_do_not() -> None:
    zh = [(f"1.{nth}", "职能。") for nth in range(1, 6)] + [
        ("2.1", "港务厅的核心职能包括下列各项，详见附件和其他文件。")
    ]
    en = [(f"1.{nth}", "Functions and also a good deal more of it.") for nth in range(1, 6)] + [("2.1", "Office.")]
    slices = [[Slice(at, label, 0, text) for at, (label, text) in enumerate(side)] for side in (zh, en)]
    assert anchors(*slices) == [(at, at) for at in range(6)]


@given(
    st.lists(st.text("港务厅 12。；A.x\n", max_size=12), max_size=6),
    st.lists(st.text("Port 12.;A(x\n", max_size=20), max_size=6),
)
def test_beads_cover_both_sides_once_and_in_order(zh: list[str], en: list[str]) -> None:
    own = [Slice(at, str(at), 0, text) for at, text in enumerate(zh)]
    other = [Slice(at, str(at), 0, text) for at, text in enumerate(en)]
    for fixed in ((), anchors(own, other)):
        beads = list(Aligner(LEXICON).beads(own, other, fixed))
        assert [at for bead in beads for at in range(bead.zh_start, bead.zh_end)] == list(range(len(zh)))
        assert [at for bead in beads for at in range(bead.en_start, bead.en_end)] == list(range(len(en)))


@given(st.text(max_size=120), st.text(max_size=120))
def test_stretches_stand_in_their_paragraphs(zh: str, en: str) -> None:
    own, other = versions([("1", zh)], [("1", en)])
    for one in Aligner(LEXICON).pair(own, other)[0]:
        assert zh[one.zh.start : one.zh.start + len(one.zh.text)] == one.zh.text
        assert en[one.en.start : one.en.start + len(one.en.text)] == one.en.text


def test_a_bead_of_one_side_has_an_empty_other() -> None:
    own = [Slice(0, "1", 0, "港务厅")]
    assert list(Aligner(LEXICON).beads(own, [])) == [Bead(0, 1, 0, 0)]
