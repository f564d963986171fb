"""Extraction as a whole: constructions by golden files, invariants on arbitrary text, and figures that never fall."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.extract import DEFAULT_MIN_SCORE, extract, record
from glossary.models import Designation, Document, Paragraph, ParagraphKind

GOLDEN = sorted((Path(__file__).parent / "golden" / "extract").glob("*.txt"))


def document(text: str) -> Document:
    """Read a golden text: a line is a paragraph, `## ` marks a heading, a number in front is the label."""
    paragraphs = []
    label = "0"
    for line in text.strip("\n").split("\n"):
        number = re.match(r"(\d+\.\d+(?:\([a-z]\))?|\d+\.) ", line)
        label = number[1].rstrip(".") if number else label
        kind: ParagraphKind = "heading" if line.startswith("## ") else "body"
        paragraphs.append(
            Paragraph(label, line.removeprefix("## ")[number.end() if number else 0 :], kind, int(kind == "heading"))
        )
    return Document("TEST/1", paragraphs=tuple(paragraphs))


def printed(designations: list[Designation]) -> list[str]:
    """Print designations as golden files have them: text, category, kind and labels; then what is said of each."""
    lines = []
    for row in map(record, designations):
        lines.append("\t".join([row["text"], row["category"], row["kind"], *row["paragraphs"]]))
        fields = ("full_form", "parent", "head_of", "reports_to", "succeeds", "canonical")
        lines += [f"\t{said}\t{row[said]}" for said in fields if row[said] not in (None, row["text"])]
        main = {row["parent"], row["head_of"], row["reports_to"], row["succeeds"]}
        lines += [f"\talso {said['type']}\t{said['text']}" for said in row["relations"] if said["text"] not in main]
        lines += [f"\tproposed\t{' '.join(row['proposed'])}"] * bool(row["proposed"])
    return lines


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden(path: Path) -> None:
    text, expected = path.read_text("utf-8").split("# expected\n")
    assert "\n".join(printed(extract(document(text)))) == expected.rstrip("\n")


# --- invariants ----------------------------------------------------------------------------------------------------

WORDS = st.sampled_from(
    [
        "秘书长",
        "副秘书长",
        "维持和平行动部",
        "港务厅",
        "灯塔司",
        "处长",
        "科长",
        "主管",
        "负责",
        "和",
        "与",
        "、",
        "及",
        "由",
        "组成",
        "领导",
        "对",
        "向",
        "的",
        "该司",
        "联合国",
        "大会",
        "委员会",
        "协调",
        "管理",
        "代表",
        "办公室",
        "主任",
        "特派团",
        "(下称“",
        "”)",
        "（",
        "）",
        "，",
        "。",
        "第",
        "61/279",
        "号决议",
        "A/63/702",
        "和",
        "Corr.1",
        "2005",
        "年",
        "世界首脑会议",
        "信托基金",
        "兼",
        "/",
        "-",
        "\n",
        "12",
        "ABC",
        "全部",
        "部分为",
    ]
)
TEXTS = st.lists(WORDS, max_size=40).map("".join) | st.text(max_size=80)


@given(st.lists(TEXTS, max_size=4))
def test_mentions_hold_for_any_text(texts: list[str]) -> None:
    paragraphs = tuple(Paragraph(str(number), text) for number, text in enumerate(texts))
    found = extract(Document("X", paragraphs=paragraphs), min_score=0)
    own: dict[int, list[tuple[int, int, str]]] = {}
    for designation in found:
        assert designation.mentions
        assert 0 <= designation.score <= 1
        assert list(designation.mentions) == sorted(designation.mentions, key=lambda one: (one.position, one.start))
        for mention in designation.mentions:
            standing = texts[mention.position][mention.start : mention.end]
            assert mention.label == str(mention.position)
            if designation.category == "symbol":
                continue
            assert standing.replace(" ", "") == designation.text.replace(" ", "")
            if not mention.nested and designation.kind == "full_form":
                own.setdefault(mention.position, []).append((mention.start, mention.end, designation.text))
    for places in own.values():
        places.sort()
        for (_, end, _), (start, _, _) in pairwise(places):
            assert end <= start
    assert extract(Document("X", paragraphs=paragraphs), min_score=0) == found


@given(st.lists(TEXTS, min_size=1, max_size=3))
def test_designations_come_in_order_of_first_mention_and_once(texts: list[str]) -> None:
    found = extract(Document("X", paragraphs=tuple(Paragraph("1", text) for text in texts)), min_score=0)
    first = [(one.mentions[0].position, one.mentions[0].start) for one in found]
    assert first == sorted(first)
    keys = [(one.text, one.category, one.kind in ("short_form", "acronym") and one.full_form) for one in found]
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize(
    "text", ["\ue000由\ue001领导。", "灯塔司由\ue001领导，下设\ue000和海图处。", "\ue001之下设\ue000，对\ue001负责"]
)
def test_private_characters_of_a_text_are_no_placeholders(text: str) -> None:
    found = extract(Document("X", paragraphs=(Paragraph("1", text),)), min_score=0)
    assert {one.text for one in found} <= {"灯塔司", "海图处"}


def test_a_paragraph_without_text_is_passed_over() -> None:
    assert extract(Document("X", paragraphs=(Paragraph("1", None),))) == []


def test_min_score_leaves_out_the_doubtful() -> None:
    paragraphs = (
        Paragraph("1", "灯塔司由司长领导。灯塔司有二十人。灯塔司设在港口。"),
        Paragraph("2", "提到了环境管理计划。"),
    )
    everything = extract(Document("X", paragraphs=paragraphs), min_score=0)
    sure = extract(Document("X", paragraphs=paragraphs))
    assert {one.text for one in sure} < {one.text for one in everything}
    assert all(one.score >= 0.85 for one in sure)
    assert 0 < DEFAULT_MIN_SCORE < 1


def test_record_has_the_promised_fields() -> None:
    row = record(extract(Document("X", paragraphs=(Paragraph("1", "灯塔司由港务厅长领导。"),)))[0])
    assert list(row) == (
        [
            "document",
            "text",
            "category",
            "kind",
            "count",
            "paragraphs",
            "full_form",
            "short_form",
            "parent",
            "head_of",
            "reports_to",
            "succeeds",
            "canonical",
            "score",
            "relations",
            "proposed",
        ]
    )
