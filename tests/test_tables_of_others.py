"""Tables in the manner of other tools and of ministries: all of it comes in, and what was taken for what is said."""

from __future__ import annotations

import csv
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from glossary.errors import InputError, InvalidRecord, ParseError, TooLarge
from glossary.models import Concept, Definition, Note, Relation, Remark, Term
from importers import read_terms, table

MEMOQ = """\ufeff\
Entry_ID;Entry_Subject;Entry_ClientID;Entry_Note;Chinese_PRC;Chinese_PRC_Def;Term_Info;English;Term_Info
0;海事;OMS;see bulletin;航标管理司;管航标的司;CasePermissive;Aids to Navigation Division;HalfPrefix
0;海事;OMS;see bulletin;航标司;;;ANDiv;
1;;;;灯塔科；灯塔股;;;"Lighthouse Section (Lima; Quito)|Lighthouse Unit";
"""
WEBLATE = """"location","source","target","id","fuzzy","context","translator_comments"
"","Lighthouse Section","灯塔科","","False","","旧称灯塔股"
"a:3","Port Office","港务处","","True","menu",""
"""
MINISTRY = """国际海事组织机构名称对照表,,,,
（2020年编）,,,,
序号,中文名称,英文名称,来源,备注
1,海事安全委员会,Maritime Safety Committee,海/2020/1,
2,便利运输委员会,Facilitation Committee,海/2020/2,旧称便运委
注：本表由编译处编写。,,,,
"""


def saved(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def workbook(path: Path, *rows: list[object], change: Callable[[Worksheet], None] | None = None) -> Path:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(row)
    if change:
        change(sheet)
    book.save(path)
    return path


def concepts(path: Path, columns: dict[str, str] | None = None) -> list[Concept]:
    found = list(read_terms(path, columns))
    assert not [item for item in found if isinstance(item, InvalidRecord)]
    return [item for item in found if isinstance(item, Concept)]


def remarks(path: Path, columns: dict[str, str] | None = None) -> str:
    return "\n".join(item.text for item in read_terms(path, columns) if isinstance(item, Remark))


def faults(path: Path) -> list[InvalidRecord]:
    return [item for item in read_terms(path) if isinstance(item, InvalidRecord)]


def names(concept: Concept) -> list[tuple[str, str, str]]:
    return [(term.lang, term.text, term.status) for term in concept.terms]


def test_memoq_has_a_row_for_each_pair_of_terms(tmp_path: Path) -> None:
    path = saved(tmp_path / "memoq.csv", MEMOQ)
    first, second = concepts(path)
    assert names(first) == [
        ("zh", "航标管理司", "preferred"),
        ("zh", "航标司", "admitted"),
        ("en", "Aids to Navigation Division", "preferred"),
        ("en", "ANDiv", "admitted"),
    ]
    assert first.subject == "海事"
    assert first.definitions == (Definition("管航标的司", "zh"),)
    assert first.terms[0].notes == (Note("note", "see bulletin"),)
    assert first.notes == (
        Note("id", "0"),
        Note("Entry_ClientID", "OMS"),
        Note("Term_Info", "CasePermissive"),
        Note("Term_Info", "HalfPrefix"),
    )
    assert [text for _, text, _ in names(second)] == [
        "灯塔科", "灯塔股", "Lighthouse Section (Lima; Quito)", "Lighthouse Unit",
    ]  # fmt: skip
    said = remarks(path)
    assert "E “Chinese_PRC” = zh" in said
    assert "“Entry_ClientID” 2, “Term_Info” 2" in said


def test_weblate_says_source_and_target_and_the_rows_tell_which_is_chinese(tmp_path: Path) -> None:
    first, second = concepts(saved(tmp_path / "weblate.csv", WEBLATE))
    assert (first.name("zh"), first.name("en")) == ("灯塔科", "Lighthouse Section")
    assert first.terms[0].notes == (Note("note", "旧称灯塔股"),)
    assert second.notes == (Note("location", "a:3"), Note("fuzzy", "True"), Note("context", "menu"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "gb18030"])
def test_a_ministry_puts_titles_above_and_remarks_below(tmp_path: Path, encoding: str) -> None:
    path = saved(tmp_path / "list.csv", MINISTRY, encoding)
    first, second = concepts(path)
    assert (first.name("zh"), first.name("en")) == ("海事安全委员会", "Maritime Safety Committee")
    assert first.terms[1].sources == ("海/2020/1",)
    assert second.terms[0].notes == (Note("note", "旧称便运委"),)
    said = remarks(path)
    assert "line 1, above the header: 国际海事组织机构名称对照表" in said
    assert "line 2, above the header: （2020年编）" in said
    assert "line 6, a remark: 注：本表由编译处编写。" in said
    assert "row numbers is left out" in said


def ministry(sheet: Worksheet) -> None:
    for area in ("A1:F1", "C3:D3", "E3:F3", "A5:F5", "C7:C8", "A9:F9"):
        sheet.merge_cells(area)


def test_a_workbook_with_merged_cells_and_two_rows_of_headers(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "list.xlsx",
        ["某组织术语表 2020"],
        [],
        ["序号", "类别", "中文", "", "英文", ""],
        ["", "", "全称", "简称", "全称", "缩写"],
        ["一、机构"],
        [1, "组织机构", "海事安全委员会", "海安会", "Maritime Safety Committee", "MSC"],
        [2, "司局", "航标管理司", None, "Aids to Navigation Division"],
        [None, "司局", None, None, "Navigation Aids Division"],
        ["二、职务"],
        [3, "杂", "司长", None, "Director", None, "多"],
        change=ministry,
    )
    body, division, post = concepts(path)
    assert (body.category, body.subject, division.category, post.category) == ("unit", "一、机构", "unit", "concept")
    assert [(term.text, term.kind) for term in body.terms] == [
        ("海事安全委员会", "full_form"),
        ("海安会", "short_form"),
        ("Maritime Safety Committee", "full_form"),
        ("MSC", "acronym"),
    ]
    assert [text for _, text, _ in names(division)] == [
        "航标管理司", "Aids to Navigation Division", "Navigation Aids Division",
    ]  # fmt: skip
    assert post.subject == "二、职务"
    assert post.notes == (Note("类别", "杂"), Note("column G", "多"))
    assert "“一、机构”, “二、职务”" in remarks(path)


def test_crowdin_says_of_each_language_what_it_says(tmp_path: Path) -> None:
    header = [
        "Concept Definition", "Concept Subject", "Concept URL", "Term [zh-CN]", "Description [zh-CN]",
        "Status [zh-CN]", "Note [zh-CN]", "Term [en]", "Part Of Speech [en]", "Status [en]", "Type [en]", "Note [en]",
        "Term [fr]", "Term [zh-TW]",
    ]  # fmt: skip
    row = [
        "keeps lights", "shipping", "https://x.example", "灯塔科", "管灯塔的科", "preferred", "zn", "LS", "verb",
        "not recommended", "acronym", "en note", "Section des phares", "燈塔科",
    ]  # fmt: skip
    (concept,) = concepts(workbook(tmp_path / "crowdin.xlsx", header, row))
    assert concept.subject == "shipping"
    assert {(each.text, each.lang) for each in concept.definitions} == {("keeps lights", "en"), ("管灯塔的科", "zh")}
    assert concept.terms == (
        Term("灯塔科", "zh", notes=(Note("note", "zn"),)),
        Term("燈塔科", "zh-TW"),
        Term("LS", "en", "acronym", "deprecated", None, "verb", notes=(Note("note", "en note"),)),
        Term("Section des phares", "fr"),
    )
    assert concept.notes == (Note("Concept URL", "https://x.example"),)


def test_multiterm_and_unterm_workbooks(tmp_path: Path) -> None:
    header = ["Subject", "Chinese", "Chinese Status", "English", "English Status", "English Source"]
    rows = [
        ["sea", "港务处", "Approved", "Port Office", "Preferred", "Gazette"],
        ["sea", "港务处", "", "Harbour", "Deprecated"],
    ]
    (concept,) = concepts(workbook(tmp_path / "multiterm.xlsx", header, *rows))
    assert concept.status == "approved"
    assert names(concept)[1:] == [("en", "Port Office", "preferred"), ("en", "Harbour", "deprecated")]
    assert concept.terms[1].sources == ("Gazette",)
    header = ["UNTERM ID", "English", "English Acronym", "French", "Russian", "Chinese", "Chinese Short", "Remarks"]
    row = [100200300400500, "Office of Maritime Safety", "OMS", "Bureau", "Управление", "海事安全厅", "海安厅", "r"]
    (concept,) = concepts(workbook(tmp_path / "unterm.xlsx", header, row))
    assert concept.notes == (Note("id", "100200300400500"),)
    assert [(term.lang, term.kind) for term in concept.terms] == [
        ("zh", "full_form"), ("zh", "short_form"), ("en", "full_form"), ("en", "acronym"), ("fr", "full_form"),
        ("ru", "full_form"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("header", "langs"),
    [
        ("zh_CN,en_US", ["zh", "en"]),
        ("chi,eng", ["zh", "en"]),
        ("ZH-TW,EN", ["zh-TW", "en"]),
        ("繁體中文,英文", ["zh-Hant", "en"]),
        ("中文（简体）,英文名称*", ["zh", "en"]),
        ("Chinese (Simplified),English (United Kingdom)", ["zh", "en"]),
        ("汉语,英语", ["zh", "en"]),
        ("原文,译文", ["zh", "en"]),
    ],
)
def test_languages_by_many_names(tmp_path: Path, header: str, langs: list[str]) -> None:
    path = saved(tmp_path / "list.csv", f"{header}\n港务处,Port Office\n海事处,Sea Office\n")
    assert [[term.lang for term in concept.terms] for concept in concepts(path)] == [langs, langs]


def test_states_and_dates_in_chinese_and_values_of_nobody(tmp_path: Path) -> None:
    text = (
        "中文\t英文\t状态\t启用日期\n"
        "海安会\tMSC\t已审定\t2010年2月5日\n"
        "旧港处\tOld Port\t禁用\t\n"
        "某处\tX\t老张看过\t去年\n"
    )
    path = saved(tmp_path / "list.tsv", text)
    first, second, third = concepts(path)
    assert (first.status, first.terms[0].valid_from) == ("approved", "2010-02-05")
    assert [term.status for term in second.terms] == ["deprecated", "deprecated"]
    assert third.notes == (Note("状态", "老张看过"), Note("启用日期", "去年"))
    assert "values that are none of ours, kept as notes: “状态” 1, “启用日期” 1" in remarks(path)


def test_rows_with_one_name_are_one_concept_unless_something_tells_them_apart(tmp_path: Path) -> None:
    text = "中文,英文,领域,备注\n处,Section,,\n处,Service,,x\n处,Section,,\n处,Office,海事,\n处,Section,,\n,Alone,,\n"
    path = saved(tmp_path / "list.csv", text)
    found = [item for item in read_terms(path) if isinstance(item, Concept)]
    assert [[text for _, text, _ in names(each)] for each in found] == [
        ["处", "Section", "Service"], ["处", "Office"], ["Alone"],
    ]  # fmt: skip
    assert [(error.line, error.reason) for error in faults(path)] == [
        (4, "says the same as line 2"),
        (6, "says the same as line 2"),
    ]


def test_relations_by_name_and_those_to_nowhere_stay_as_notes(tmp_path: Path) -> None:
    path = saved(tmp_path / "list.csv", "中文,英文,上级\n灯塔科,LS,航标司\n航标司,AD,部\n")
    section, division = concepts(path)
    assert section.relations == (Relation("part_of", division.id, "航标司"),)
    assert division.notes == (Note("part_of", "部"),)
    assert "part_of: names that no row of the file has, kept as notes: 1" in remarks(path)


def test_several_sheets_and_the_one_that_is_asked_for(tmp_path: Path) -> None:
    def more(sheet: Worksheet) -> None:
        book = sheet.parent
        assert book is not None
        book.create_sheet("说明").append(["本库由编译处维护"])
        second = book.create_sheet("二")
        second.append(["中文", "英文"])
        second.append(["乙", "B"])
        hidden = book.create_sheet("旧")
        hidden.append(["中文", "英文"])
        hidden.sheet_state = "hidden"

    path = workbook(tmp_path / "list.xlsx", ["中文", "英文"], ["甲", "A"], change=more)
    assert [concept.name("zh") for concept in concepts(path)] == ["甲", "乙"]
    said = remarks(path)
    assert "sheet “说明” is left out: no 'zh' and no 'en' column" in said
    assert "sheet “旧” is hidden; its 1 rows are left out" in said
    assert [concept.name("en") for concept in concepts(path, {"sheet": "二"})] == ["B"]
    assert [concept.name("zh") for concept in concepts(path, {"zh": "A", "en": "B"})] == ["甲"]
    with pytest.raises(ParseError, match="no sheet “三”"):
        concepts(path, {"sheet": "三"})


def test_a_file_under_the_wrong_suffix_is_told_by_its_content(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", ["中文", "英文"], ["甲", "A"])
    assert [concept.name("en") for concept in concepts(path.rename(tmp_path / "list.csv"))] == ["A"]
    assert [c.name("en") for c in concepts(saved(tmp_path / "text.xlsx", "中文\t英文\n甲\tA\n", "utf-16"))] == ["A"]
    record = '{"terms": [{"text": "甲", "lang": "zh"}, {"text": "A", "lang": "en"}]}\n'
    assert [concept.name("en") for concept in concepts(saved(tmp_path / "lines.csv", record))] == ["A"]


def test_quotation_marks_between_tabs_are_text_unless_a_spreadsheet_set_them(tmp_path: Path) -> None:
    plain = saved(tmp_path / "a.tsv", '中文\t英文\n"蓝盔"部队\t"Blue helmets" unit\n乙\tB "2"\n')
    assert [concept.name("en") for concept in concepts(plain)] == ['"Blue helmets" unit', 'B "2"']
    excel = saved(tmp_path / "b.tsv", '中文\t英文\t备注\n甲\t"A ""1"""\t"two\nlines"\n')
    (concept,) = concepts(excel)
    assert (concept.name("en"), concept.terms[0].notes) == ('A "1"', (Note("note", "two\nlines"),))


@pytest.mark.parametrize(
    "header",
    ["中文/Chinese,英文/English,备注 Remarks", "名称（必填）,外文名称,说明", "Term,Translation,Comment (internal)"],
)
def test_headers_in_two_languages_or_none(tmp_path: Path, header: str) -> None:
    (concept,) = concepts(saved(tmp_path / "list.csv", f"{header}\n处,Office,x\n"))
    assert (concept.name("zh"), concept.name("en")) == ("处", "Office")
    assert concept.terms[0].notes == (Note("note", "x"),)


def test_a_term_that_is_a_word_of_headers_is_a_term(tmp_path: Path) -> None:
    path = saved(tmp_path / "list.csv", "中文,英文\n名称,Name\n备注,Note\n")
    assert [concept.name("en") for concept in concepts(path)] == ["Name", "Note"]


def test_a_formula_without_a_value_is_said(tmp_path: Path) -> None:
    path = workbook(tmp_path / "list.xlsx", ["中文", "英文"], ["甲", "A"], ["乙", '="B"&"C"'], ["丙", "#N/A"])
    assert [concept.name("en") for concept in concepts(path)] == ["A", "", ""]
    assert "some formulas have no stored value" in remarks(path)


def test_text_that_a_spreadsheet_was_made_to_leave_alone(tmp_path: Path) -> None:
    path = saved(tmp_path / "list.csv", '中文,英文,编号\n甲,\'=A,"=""00123"""\n')
    (concept,) = concepts(path)
    assert (concept.name("en"), concept.notes) == ("=A", (Note("id", "00123"),))


@pytest.mark.parametrize(
    "text",
    [
        "中文\t英文\t定义\n处\tOffice\t一，二，三,四,五,六\n科\tSection\t甲,乙,丙\n",
        "中文;英文;定义\n处;Office;a, b, c, d\n科;Section;a, b\n",
        "表,一,二,三,四\n中文|英文\n处|Office\n科|Section\n",
        "中文，英文\n处，Office\n科，Section\n",
    ],
)
def test_the_delimiter_is_what_stands_evenly(tmp_path: Path, text: str) -> None:
    assert [each.name("en") for each in concepts(saved(tmp_path / "list.csv", text))] == ["Office", "Section"]


# -- made to harm ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        ("中文,英文".encode() + b"," * 1_000_000 + b"x\n", TooLarge, r"1,000,002 columns, at most 1,000"),
        ("中文,英文\n甲,\0A\n".encode(), InputError, "binary"),
        ("中文,英文\n".encode() + "国际海事组织,A\n".encode("gb18030") * 3, ParseError, "line 2: not valid UTF-8"),
        ("中文,英文\n甲,A\n".encode("utf-16")[:-1], ParseError, "damaged"),
        ("甲\n乙\n".encode(), ParseError, "no 'zh' and no 'en' column among: 甲"),
        ("中文,英文\n".encode() + b"x\n" * 1_002, ParseError, "more than 1,000 faulty rows"),
    ],
)
def test_a_faulty_table_is_refused_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes, error: type[InputError], said: str
) -> None:
    monkeypatch.setattr(table, "MAX_FAULTS", 1000)
    path = tmp_path / "list.csv"
    path.write_bytes(data)
    with pytest.raises(error, match=said):
        list(read_terms(path))


def test_a_cell_of_ten_megabytes_costs_its_row(tmp_path: Path) -> None:
    path = saved(tmp_path / "list.csv", f"中文,英文\n乙,{'b' * 10_000_000}\n丙,C\n")
    assert [concept.name("zh") for concept in read_terms(path) if isinstance(concept, Concept)] == ["丙"]
    assert [(fault.line, "field larger" in fault.reason) for fault in faults(path)] == [(2, True)]


@pytest.mark.parametrize("shape", ["relations", "variants", "homonyms", "joined"])
def test_chains_and_heaps_of_rows_are_walked_once(tmp_path: Path, shape: str) -> None:
    count = 8_000  # a reader that walks them again for each row is not done before the evening
    path = tmp_path / "list.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["zh", "en", "category", "variant_of", "part_of", "subject"][: 6 if shape != "joined" else 2])
        for at in range(count):
            row = {
                "relations": [f"甲{at}", "", "unit", "", f"甲{at + 1}", ""],
                "variants": [f"甲{at}", "", "unit", f"甲{at + 1}" if at < count - 1 else "", "", ""],
                "homonyms": ["甲", f"A{at}", "", "", "甲", str(at)],
                "joined": ["甲", f"A{at}"],
            }[shape]
            writer.writerow(row)
    found = list(read_terms(path))
    kinds = {kind: sum(isinstance(item, kind) for item in found) for kind in (Concept, InvalidRecord)}
    assert (
        kinds
        == {
            "relations": {Concept: 0, InvalidRecord: count},
            "variants": {Concept: 1, InvalidRecord: count - 1001},
            "homonyms": {Concept: 0, InvalidRecord: count},
            "joined": {Concept: 1, InvalidRecord: count - 1001},
        }[shape]
    )
