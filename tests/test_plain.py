"""The reader of plain texts and text layers: golden documents, properties, and the measured corpus."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.errors import GlossaryError, InputError, TooLarge, UnsupportedFormat
from glossary.models import Document
from importers import DOCUMENT_SUFFIXES, kind_of, lines, masthead, numbering, read_document
from importers.plain import parse

GOLDEN = sorted((Path(__file__).parent / "golden" / "documents").glob("*.txt"))
EXPECTED = "\n# expected\n"
SHARED = Path(__file__).resolve().parents[2] / "shared"
CORPUS = SHARED / "corpus"


@pytest.mark.parametrize("path", GOLDEN, ids=[path.stem for path in GOLDEN])
def test_golden_document(path: Path) -> None:
    text, expected = path.read_text(encoding="utf-8").split(EXPECTED)
    read = [f"{p.label}\t{p.kind}\t{p.text}" for p in parse(text, path.name).paragraphs]
    assert read == expected.splitlines()


def test_there_are_golden_documents() -> None:
    assert len(GOLDEN) >= 16


@pytest.mark.parametrize("path", GOLDEN, ids=[path.stem for path in GOLDEN])
def test_golden_document_with_carriage_returns(path: Path, tmp_path: Path) -> None:
    text, expected = path.read_text(encoding="utf-8").split(EXPECTED)
    copy = tmp_path / path.name
    copy.write_bytes(text.replace("\n", "\r\n").encode())
    assert [f"{p.label}\t{p.kind}\t{p.text}" for p in read_document(copy).paragraphs] == expected.splitlines()


# In the others it is the blank at a line's end that tells the end of a paragraph from the end of a line.
UNMARKED = [path for path in GOLDEN if path.stem.split("_")[0] not in {"organization", "footnote", "two", "inline"}]


@pytest.mark.parametrize("path", UNMARKED, ids=[path.stem for path in UNMARKED])
def test_golden_document_without_blanks_at_line_ends(path: Path) -> None:
    text, expected = path.read_text(encoding="utf-8").split(EXPECTED)
    bare = "\n".join(line.rstrip() for line in text.split("\n"))
    assert [f"{p.label}\t{p.kind}\t{p.text}" for p in parse(bare, path.name).paragraphs] == expected.splitlines()


@pytest.mark.parametrize(
    ("name", "symbol"),
    [
        ("st-sgb-2003-7.zh.txt", "ST/SGB/2003/7"),
        ("st_ai_2010_5.txt", "ST/AI/2010/5"),
        ("a-58-881.zh.txt", "A/58/881"),
        ("a-58-881-corr.1.txt", "A/58/881/Corr.1"),
        ("a-res-58-999.txt", "A/RES/58/999"),
        ("s-res-1863-2009.txt", "S/RES/1863(2009)"),
        ("A-AC.183-SR.413.txt", "A/AC.183/SR.413"),
        ("e-2023-l.5.txt", "E/2023/L.5"),
        ("a-plan-for-2010.txt", "a-plan-for-2010"),
        ("notes.v2.txt", "notes.v2"),
        ("海洋观测局.zh.txt", "海洋观测局"),
    ],
)
def test_symbol_from_file_name(name: str, symbol: str) -> None:
    assert parse("海洋观测局。", name).symbol == symbol


@pytest.mark.parametrize(
    ("text", "symbol"),
    [
        ("ST/SGB/2003/9\n海洋观测局的组织\n海洋观测局由局长领导。", "ST/SGB/2003/9"),
        ("海洋观测局。\nA/58/101\nA/58/102\n见以上文件。", "A/58/881"),
        ("本文件取代 ST/SGB/2003/9 号公报。", "A/58/881"),
        ("海洋观测局。\n\n\nA/58/882\n\n03-12345 (C)2\n\n观测科。", "A/58/882"),
    ],
)
def test_symbol_from_text(text: str, symbol: str) -> None:
    assert parse(text, "a-58-881.txt").symbol == symbol
    assert parse(text, "a-58-881.txt", symbol="X/1").symbol == "X/1"


@pytest.mark.parametrize(
    ("text", "name", "date"),
    [
        ("5 August 2013\n\n# 公报\n\n观测。", "x.md", "2013-08-05"),
        ("2007 年 2 月 15 日的信\n1. 观测。\n", "x.txt", "2007-02-15"),
        ("二〇〇七年二月十五日\n1. 观测。\n", "x.txt", "2007-02-15"),
        ("1. 海洋观测局设立于 2007 年 2 月 15 日。\n", "x.txt", None),
        ("1. 观测。\n", "st-sgb-2010-1.txt", "2010"),
        ("1. 观测。\n", "a-65-624.txt", None),
        ("2007 年 13 月 15 日的信\n1. 观测。\n", "x.txt", None),
    ],
)
def test_date(text: str, name: str, date: str | None) -> None:
    assert parse(text, name).date == date


@pytest.mark.parametrize(
    ("text", "name", "lang"),
    [
        ("海洋观测局", "x.txt", "zh"),
        ("The Office of Ocean Observation reports to the Director.", "x.txt", "en"),
        ("The Office of Ocean Observation reports to the Director.", "x.zh.txt", "zh"),
        ("海洋观测局", "x.en.txt", "en"),
        ("2010", "x.txt", "zh"),
    ],
)
def test_language(text: str, name: str, lang: str) -> None:
    assert parse(text, name).lang == lang


@pytest.mark.parametrize(
    ("headings", "title"),
    [
        (["秘书长公报", "海洋观测局的组织"], "海洋观测局的组织"),
        (["第五十八届会议", "议程项目 9", "海洋观测", "秘书长的报告"], "海洋观测"),
        (["第五十八届会议", "议程项目 9", "海洋观测"], "海洋观测"),
        ([], ""),
    ],
)
def test_title(headings: list[str], title: str) -> None:
    assert masthead.title_of(headings) == title


def test_a_text_without_numbers_or_headings_has_no_title() -> None:
    assert parse("海洋观测局\n观测科\n", "x.txt").title == ""
    assert parse("# 海洋观测局\n观测科\n", "x.txt").title == "海洋观测局"


def test_document_knows_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("海洋观测局".encode("gb18030"))
    assert read_document(path).sha256 == hashlib.sha256(path.read_bytes()).hexdigest()


def test_levels_of_headings() -> None:
    document = parse("附件一\n一. 导言\nA. 领导\n局长\n1. 海洋观测局设局长。\n", "x.txt")
    assert [(p.text, p.level) for p in document.paragraphs if p.kind == "heading"] == [
        ("附件一", 1),
        ("一. 导言", 1),
        ("A. 领导", 2),
        ("局长", 4),
    ]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("8.3 观测。\n8.4 报告。", ["8.3", "8.4"]),
        ("1. 观测。\n2. 报告。\n2010 年。\n12.5 亿元。", ["1", "2", "2", "2"]),
        ("1. 观测：\n(h) 甲。\n2. 报告：\n(a) 甲。\n(i) 乙。\n(b) 丙。", ["1", "1", "2", "2(a)", "2(a)(i)", "2(b)"]),
        ("1. 观测：\n(g) 甲。", ["1", "1"]),
        ("第 1 节\n观测。\n第 2 节\n2.1 报告。", ["s1", "s1", "2.1", "2.1"]),
        ("1. 观测：\n（a）甲。\n（b）乙。\n① 丙。\n② 丁。", ["1", "1(a)", "1(b)", "1(b)①", "1(b)②"]),
        ("1. 观测：\n(一) 甲。\n(二) 乙。\n⑴ 丙。", ["1", "1(一)", "1(二)", "1(二)⑴"]),
        ("3. 观测：\n1. 甲。\n2. 乙。\n4. 报告。", ["3", "3(1)", "3(2)", "4"]),
        ("附件\n1. 观测。\n附录\n海洋观测局。", ["I:1", "I:1", "I:附录", "I:附录"]),
        ("第8条\n海洋观测局。\n第9条\n观测科。", ["8", "8", "9", "9"]),
        ("42. 号浮标。\n海洋。", ["1", "2"]),
    ],
)
def test_labels(text: str, labels: list[str]) -> None:
    assert [p.label for p in parse(text, "x.txt").paragraphs] == labels


@pytest.mark.parametrize(
    "text",
    [
        "3/12\n海洋观测局。\n4/12\n观测科。",
        "第 3 页\n海洋观测局。\n第 4 页\n观测科。",
        "海洋年鉴\n海洋观测局。\n\f海洋年鉴\n观测科。\n\f海洋年鉴",
        "海洋观测局。\n__________\n观测科。",
    ],
)
def test_page_furniture_goes(text: str) -> None:
    read = [p.text for p in parse(text, "x.txt").paragraphs]
    assert [text for text in read if text != "海洋年鉴"] == ["海洋观测局。", "观测科。"]
    assert read.count("海洋年鉴") <= 1


def test_resolutions_on_lines_of_their_own_are_no_page_numbers() -> None:
    assert [p.text for p in parse("61/279\n62/250\n海洋。", "x.txt").paragraphs] == ["61/279", "62/250", "海洋。"]


HAN = st.text(alphabet="海洋观测局秘书处和与的主管长科股室", min_size=1, max_size=60)


@given(st.lists(HAN.map(lambda text: text + "。"), min_size=1, max_size=20))
def test_a_text_that_is_not_wrapped_keeps_its_lines(written: list[str]) -> None:
    document = parse("\n".join(written), "x.txt")
    assert [p.text for p in document.paragraphs] == written
    assert [p.label for p in document.paragraphs] == [str(number) for number in range(1, len(written) + 1)]


@given(HAN.filter(lambda text: len(text) > 5), st.integers(min_value=20, max_value=40))
def test_a_wrapped_sentence_is_whole_again(sentence: str, width: int) -> None:
    whole = (sentence + "，") * 30 + "。"
    wrapped = "\n\n".join(whole[start : start + width] for start in range(0, len(whole), width))
    assert "".join(p.text or "" for p in parse(wrapped, "x.txt").paragraphs) == whole
    assert len(parse(wrapped, "x.txt").paragraphs) == 1


MARKS: tuple[str, ...] = (
    "\n",
    "\n\n",
    " ",
    "\f",
    "海洋",
    "1. ",
    "2. ",
    "8.3 ",
    "(a) ",
    "(b) ",
    "㈠",
    "附件一",
    "附录",
    "第 1 节",
    "# ",
    "- ",
)
MARKS += (
    "*",
    "__",
    "A/58/881",
    "03-12345 (C)2",
    "a",
    "1",
    "[x](y)",
    "。",
    "，",
    "（",
    "海" * 36,
    "甲 乙",
    "第三条 ",
    "\t",
)


@settings(max_examples=400)
@given(st.one_of(st.text(), st.lists(st.sampled_from(MARKS), max_size=40).map("".join)))
def test_any_text_is_read(text: str) -> None:
    document = parse(text, "x.txt")
    for paragraph in document.paragraphs:
        assert paragraph.text
        assert paragraph.text == paragraph.text.strip()
        assert not re.search(r"[\n\r\f]", paragraph.text)
        assert paragraph.label
        assert (paragraph.level > 0) == (paragraph.kind == "heading")


@settings(max_examples=200)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    path = tmp_path_factory.getbasetemp() / "any.txt"
    path.write_bytes(data)
    try:
        told = read_document(path).sha256
    except GlossaryError as error:
        told = str(error)
    assert told == hashlib.sha256(data).hexdigest() or str(path) in told


@pytest.mark.parametrize(
    "text", ["海洋观测局，" * 50_000, "(" * 300_000, "[a" * 100_000 + "](", "A/" * 100_000, "1." * 100_000]
)
def test_endless_lines_are_one_paragraph(text: str) -> None:
    assert len(parse(text, "x.txt").paragraphs) == 1


@pytest.mark.parametrize(
    "names",
    [
        [
            "主管海洋观测和海洋资料管理事务助理秘书长",
            "海洋观测局浮标管理股北大西洋观测站站长",
            "海洋观测局观测船队管理股股长办公室",
        ]
        * 3,
        [
            "观测科科长对局长负责，并由两名副科长协助",
            "股长由科长任命，任期四年，可以连任一次，常驻总部",
            "局长由秘书长任命，对秘书长负责，任期五年",
        ],
        ["Office of Ocean Observation and Data Management", "Buoy Management Unit of the North Atlantic Station"] * 4,
    ],
)
def test_a_list_of_long_names_is_not_wrapped(names: list[str]) -> None:
    assert [p.text for p in parse("\n".join(names), "x.txt").paragraphs] == names


def test_too_many_lines() -> None:
    with pytest.raises(TooLarge, match="lines"):
        parse("\n" * (lines.MAX_LINES + 1), "x.txt")


@pytest.mark.parametrize("raw", ["四", "十", "十四", "四十", "四十一", "XIV", "xiv", "14"])
def test_numerals_keep_their_order(raw: str) -> None:
    values = {"四": 4, "十": 10, "十四": 14, "四十": 40, "四十一": 41, "XIV": 14, "xiv": 14, "14": 14}
    assert numbering.numeral(raw) == values[raw]


@pytest.mark.parametrize("suffix", sorted(DOCUMENT_SUFFIXES))
def test_kind_of_documents(suffix: str) -> None:
    assert kind_of(Path("a" + suffix.upper())) == "document"


@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".jsonl"])
def test_kind_of_term_lists(suffix: str) -> None:
    assert kind_of(Path("a" + suffix)) == "terms"


def test_unknown_formats_are_refused_and_the_known_ones_named(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormat, match=r"\.md.*\.txt"):
        read_document(tmp_path / "a.wps")
    with pytest.raises(UnsupportedFormat, match=r"\.txt.*\.csv"):
        kind_of(Path("a.exe"))


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        read_document(tmp_path / "missing.txt")


def _corpus(name: str) -> Document:
    return read_document(CORPUS / name)


class TestCorpus:
    """What the five documents are known to hold."""

    pytestmark = pytest.mark.shared

    def test_a_65_624_has_paragraphs_1_to_121(self) -> None:
        document = _corpus("a-65-624.zh.txt")
        labels = [p.label for p in document.paragraphs if p.kind == "body" and p.label.isdecimal() and p.label != "0"]
        assert list(dict.fromkeys(labels)) == [str(number) for number in range(1, 122)]
        assert document.symbol == "A/65/624"
        assert len([p for p in document.paragraphs if p.kind == "table"]) == 8
        assert [p.label for p in document.paragraphs if p.kind == "footnote"] == ["2注", "35注", "35注"]

    @pytest.mark.parametrize(
        ("name", "symbol", "date", "last"),
        [
            ("st-sgb-2010-1.zh.txt", "ST/SGB/2010/1", "2010", "9.2"),
            ("st-sgb-2010-2.zh.txt", "ST/SGB/2010/2", "2010", "10.1"),
            ("st-sgb-2013-5.zh.txt", "ST/SGB/2013/5", "2013-08-05", "9.2"),
            ("a-65-624.zh.txt", "A/65/624", None, "121(c)"),
            ("a-61-749.zh.txt", "A/61/749", "2007-02-15", "II:附录"),
        ],
    )
    def test_what_the_documents_say_of_themselves(self, name: str, symbol: str, date: str | None, last: str) -> None:
        document = _corpus(name)
        assert (document.symbol, document.date, document.lang) == (symbol, date, "zh")
        assert document.paragraphs[-1].label == last
        assert not [p for p in document.paragraphs if p.text and re.search(r"\d\d-\d{5}|___|#|\]\(", p.text)]

    @pytest.mark.parametrize(
        ("name", "label", "fact"),
        [
            ("st-sgb-2010-1.zh.txt", "s1", "外勤支助部"),
            ("st-sgb-2010-1.zh.txt", "8.8(b)", "警务司"),
            ("st-sgb-2010-2.zh.txt", "1.1", "ST/SGB/1997/5"),
            ("st-sgb-2010-2.zh.txt", "7.3(d)㈠", "外勤业务"),
            ("a-61-749.zh.txt", "I:16", "和平行动部"),
            ("a-61-749.zh.txt", "II:20(e)", "高级管理小组"),
            ("a-61-749.zh.txt", "I:3", "秘书处 迫切"),
            ("a-65-624.zh.txt", "35注", "布林迪西"),
        ],
    )
    def test_facts_stand_where_they_are_cited(self, name: str, label: str, fact: str) -> None:
        assert [p for p in _corpus(name).paragraphs if p.label == label and p.text and fact in p.text]
