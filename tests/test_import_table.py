"""Term lists in: the reference list's rules, headers in two languages, and broken rows that cost only themselves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from glossary.errors import InputError, InvalidRecord, ParseError
from glossary.models import Concept, Note, Relation, Remark, Term
from importers.table import MAX_CELL, read_terms

HEADER = "zh,en,zh_short,en_acronym,category,reliability,source,note,documents,variant_of,kind,status,succeeds,from,to"
FIELDS = HEADER.split(",")


def row(**cells: str) -> str:
    """One row of a reference list; unnamed cells are empty."""
    return ",".join(f'"{cells.pop(field)}"' if field in cells else "" for field in FIELDS)


def reference_list(tmp_path: Path, *rows: str) -> Path:
    return saved(tmp_path, "\n".join((HEADER, *rows)) + "\n")


def saved(tmp_path: Path, text: str, name: str = "terms.csv") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def records(path: Path, columns: dict[str, str] | None = None) -> list[Concept | InvalidRecord]:
    """What a list holds, without the remarks on the whole of it."""
    return [item for item in read_terms(path, columns) if not isinstance(item, Remark)]


def concepts(path: Path, columns: dict[str, str] | None = None) -> list[Concept]:
    found = records(path, columns)
    assert [item for item in found if isinstance(item, InvalidRecord)] == []
    return [item for item in found if isinstance(item, Concept)]


def errors(path: Path) -> list[tuple[int | None, str]]:
    return [(item.line, item.reason) for item in read_terms(path) if isinstance(item, InvalidRecord)]


def test_row_of_a_reference_list(tmp_path: Path) -> None:
    path = reference_list(
        tmp_path,
        row(
            zh="海事部",
            en="Department of the Sea",
            zh_short="海部",
            en_acronym="DMA",
            category="unit",
            reliability="4",
            source="A; B, 2",
            note="new",
            documents="A/1 (2, 3); A/2",
            **{"from": "2010"},
        ),
    )
    base = Term("海事部", "zh", reliability=4, valid_from="2010", sources=("A", "B, 2"))
    terms = (
        replace(base, notes=(Note("note", "new"), Note("documents", "A/1 (2, 3); A/2"))),
        replace(base, text="海部", kind="short_form", status="admitted"),
        replace(base, text="Department of the Sea", lang="en"),
        replace(base, text="DMA", lang="en", kind="acronym", status="admitted"),
    )
    assert concepts(path) == [Concept("", "unit", "approved", terms=terms)]


@pytest.mark.parametrize(
    ("reliability", "status", "expected"),
    [
        ("4", "", "approved"),
        ("2", "", "approved"),
        ("1", "", "proposed"),
        ("", "", "proposed"),
        ("1", "approved", "approved"),
    ],
)
def test_status_follows_reliability(tmp_path: Path, reliability: str, status: str, expected: str) -> None:
    path = reference_list(tmp_path, row(zh="甲", en="A", reliability=reliability, status=status))
    assert concepts(path)[0].status == expected


def test_no_source_stays_no_source(tmp_path: Path) -> None:
    path = reference_list(tmp_path, row(zh="甲", en="A", reliability="2"))
    assert [term.sources for term in concepts(path)[0].terms] == [(), ()]


def test_variants_join_the_concept_they_name_whatever_the_order(tmp_path: Path) -> None:
    path = reference_list(
        tmp_path,
        row(
            zh="海示部", en="Sea Department", category="unit", variant_of="海事部", status="deprecated", note="misprint"
        ),
        row(zh="海运部", en="Shipping Department", variant_of="海示部", status="superseded", reliability="3"),
        row(zh="海事部", en="Sea Department", category="unit", reliability="4"),
        row(zh="海部", variant_of="海事部", kind="short_form"),
    )
    (concept,) = concepts(path)
    assert concept.status == "approved"
    assert [(t.text, t.kind, t.status, t.reliability) for t in concept.terms] == [
        ("海事部", "full_form", "preferred", 4),
        ("海示部", "variant", "deprecated", None),
        ("海运部", "variant", "superseded", 3),
        ("海部", "short_form", "admitted", None),
        ("Sea Department", "full_form", "preferred", 4),
        ("Shipping Department", "variant", "superseded", 3),
    ]
    assert concept.terms[1].notes == (Note("note", "misprint"),)


def test_variant_may_add_only_an_english_name(tmp_path: Path) -> None:
    path = reference_list(tmp_path, row(zh="甲", en="A"), row(zh="甲", en="B", variant_of="甲"))
    assert [term.text for term in concepts(path)[0].terms] == ["甲", "A", "B"]


def test_successor_points_to_its_predecessor(tmp_path: Path) -> None:
    path = reference_list(
        tmp_path,
        row(zh="海事部", en="New", succeeds="航运局"),
        row(zh="航运部", en="Old"),
        row(zh="航运局", variant_of="航运部"),
    )
    assert concepts(path)[0].relations == (Relation("succeeds", "#3", "航运部"),)


def test_a_relation_to_what_an_export_left_out_keeps_its_id(tmp_path: Path) -> None:
    path = saved(tmp_path, "id,zh,en,reliability,part_of\nc5,科,Section,4,处 (c1)\nc6,股,Unit,4,科 (c5)\n")
    section, unit = concepts(path)
    assert section.relations == (Relation("part_of", "c1", "处"),)
    assert unit.relations == (Relation("part_of", "c5", "科"),)


def test_same_name_in_two_categories_is_two_concepts(tmp_path: Path) -> None:
    path = reference_list(
        tmp_path,
        row(zh="海事", en="Sea", category="unit"),
        row(zh="海事", en="Sea", category="programme"),
        row(zh="海示", category="programme", variant_of="海事"),
    )
    assert [[term.text for term in c.terms] for c in concepts(path)] == [["海事", "Sea"], ["海事", "海示", "Sea"]]


@pytest.mark.parametrize(
    ("broken", "said"),
    [
        (row(category="unit", reliability="3"), "neither a Chinese nor an English name"),
        (row(zh="乙", en="B", category="ship"), "category is 'ship', want one of unit, post"),
        (row(zh="乙", en="B", reliability="5"), "reliability is '5', want 1 to 4"),
        (row(zh="乙", en="B", reliability="high"), "reliability is 'high'"),
        (row(zh="乙", en="B", kind="long"), "kind is 'long'"),
        (row(zh="乙", en="B", status="old"), "status is 'old', want one of preferred"),
        (row(zh="乙", en="B", **{"from": "last year"}), "'from' is 'last year', want a date"),
        ("乙,B", "2 columns where the first row has 15"),
        (row(zh="乙", en="B") + ",more", "16 columns where the first row has 15"),
        (row(zh="乙", en="字" * (MAX_CELL + 1)), "a cell of 32,768 characters"),
        (row(zh="乙", en="字" * 140_000), "not a row of a table"),
        ('乙,"B" and C' + "," * 13, "not a row of a table"),
        (row(zh="乙", en="B", variant_of="乌有"), "variant_of: '乌有' is no name in this file"),
        (row(zh="乙", en="B", variant_of="乙"), "variant_of: '乙' is no name in this file"),
        (row(zh="乙", en="B", succeeds="乌有"), "succeeds: '乌有' is no name in this file"),
        (row(zh="乙", en="B", succeeds="乙"), "the concept of this row itself"),
        (row(zh="甲", en="Again"), "'甲' stands already on line 2"),
        (row(zh="甲", en="A", variant_of="甲"), "adds no name to '甲'"),
    ],
)
def test_broken_row_is_reported_and_the_others_come(tmp_path: Path, broken: str, said: str) -> None:
    path = reference_list(tmp_path, row(zh="甲", en="A"), broken, row(zh="丙", en="C"))
    found = records(path)
    assert [item.name("zh") for item in found if isinstance(item, Concept)] == ["甲", "丙"]
    (error,) = (item for item in found if isinstance(item, InvalidRecord))
    assert (error.source, error.line) == (path, 3)
    assert said in error.reason
    assert found.index(error) == 1


def test_row_that_names_a_broken_row_is_broken_too(tmp_path: Path) -> None:
    path = reference_list(
        tmp_path,
        row(zh="甲", en="A", succeeds="乙"),
        row(zh="乙", en="B", succeeds="丙"),
        row(zh="丙", category="ship"),
    )
    assert [line for line, _ in errors(path)] == [2, 3, 4]
    assert not [item for item in read_terms(path) if isinstance(item, Concept)]


def test_name_of_two_concepts_needs_a_category(tmp_path: Path) -> None:
    path = reference_list(
        tmp_path, row(zh="甲", category="unit"), row(zh="甲", category="post"), row(zh="乙", variant_of="甲")
    )
    assert errors(path) == [(4, "variant_of: '甲' names 2 concepts of this file")]


def test_line_numbers_count_lines_inside_cells(tmp_path: Path) -> None:
    path = saved(tmp_path, 'zh,en\n"甲\n乙","A\nB"\n\n丙\n')
    found = records(path)
    assert isinstance(found[0], Concept)
    assert [term.text for term in found[0].terms] == ["甲", "乙", "A", "B"]
    assert errors(path) == [(6, "1 columns where the first row has 2; check delimiters and quotation marks")]


def test_unclosed_quotation_mark_is_reported_where_it_opens(tmp_path: Path) -> None:
    path = saved(tmp_path, 'zh,en\n甲,A\n乙,"B\n丙,C\n')
    assert [line for line, _ in errors(path)] == [3]


@pytest.mark.parametrize(
    "text",
    [
        "zh,en\n港务处,Port Office\n",
        "中文,英文\n港务处,Port Office\n",
        "中文;英文\n港务处;Port Office\n",
        "ZH-CN\tEnglish\n港务处\tPort Office\n",
        "Source,x,target\n港务处,,Port Office\n",
        "原文|译文\n港务处|Port Office\n",
        '"中文名称","英文名称"\n"港务处","Port Office"\n',
        "en,zh\nPort Office,港务处\n",
        "\ufeffzh,en\n港务处,Port Office\n",
        "zh,en\n港务处,Port Office,,\n",
    ],
)
def test_headers_and_delimiters_are_guessed(tmp_path: Path, text: str) -> None:
    assert concepts(saved(tmp_path, text)) == [Concept("", terms=(Term("港务处", "zh"), Term("Port Office", "en")))]


def test_other_fields_by_their_chinese_headers(tmp_path: Path) -> None:
    path = saved(tmp_path, "中文,英文,类别,备注,来源,定义,Project\n港务处,Port Office,unit,旧称,Gazette,管港口的。,X\n")
    (concept,) = concepts(path)
    assert concept.category == "unit"
    assert concept.terms[0].notes == (Note("note", "旧称"),)
    assert concept.terms[1].sources == ("Gazette",)
    assert [(d.text, d.lang) for d in concept.definitions] == [("管港口的。", "zh")]
    assert concept.notes == (Note("Project", "X"),)


@pytest.mark.parametrize(
    ("text", "columns"),
    [
        ("港务处,x,Port Office\n", {"zh": "A", "en": "C"}),
        ("港务处,x,Port Office\n", {"zh": "1", "en": "3"}),
        ("术,n,语\n港务处,x,Port Office\n", {"zh": "术", "en": "语"}),
        ("en,n,zh\n港务处,x,Port Office\n", {"zh": "A", "en": "C"}),
    ],
)
def test_columns_may_be_told(tmp_path: Path, text: str, columns: dict[str, str]) -> None:
    (concept,) = concepts(saved(tmp_path, text), columns)
    assert (concept.name("zh"), concept.name("en")) == ("港务处", "Port Office")


def test_chinese_alone_may_be_told(tmp_path: Path) -> None:
    assert [c.name("zh") for c in concepts(saved(tmp_path, "甲\n乙\n"), {"zh": "A"})] == ["甲", "乙"]


def test_missing_header_names_columns_and_way_out(tmp_path: Path) -> None:
    with pytest.raises(
        ParseError, match=r"terms.csv, line 1: no 'zh' and no 'en' column among: 港务处, Port Office"
    ) as said:
        list(read_terms(saved(tmp_path, "港务处,Port Office\n海事处,Sea Office\n")))
    assert "--columns zh=A,en=B" in str(said.value)


@pytest.mark.parametrize("columns", [{"zh": "Z"}, {"zh": "9"}, {"zh": "0"}, {"zh": "nothing"}, {"name": "A"}])
def test_columns_that_are_not_there(tmp_path: Path, columns: dict[str, str]) -> None:
    with pytest.raises(ParseError, match=r"known are|no such column"):
        list(read_terms(saved(tmp_path, "zh,en\n甲,A\n"), columns=columns))


def test_gb18030_is_read(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_bytes("中文,英文\n港口事务管理处,Port Office\n国际海事组织的工作人员,Staff\n".encode("gb18030"))
    assert concepts(path)[0].name("zh") == "港口事务管理处"


def test_file_with_nul_characters_is_refused_whole(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="binary"):
        list(read_terms(saved(tmp_path, "zh,en\n甲,A\n乙\0,B\n")))


def test_chain_of_variants_is_followed(tmp_path: Path) -> None:
    chain = [row(zh=f"甲{number}", variant_of=f"甲{number - 1}") for number in range(1, 200)]
    path = reference_list(tmp_path, *reversed(chain), row(zh="甲0", en="A"))
    assert len(concepts(path)[0].terms) == 201


@pytest.mark.shared
def test_reference_list_of_the_development_material(tmp_path: Path) -> None:
    path = Path(__file__).resolve().parents[2] / "shared" / "reference" / "un-secretariat-2007-2013.csv"
    if not path.exists():
        pytest.skip("the reference list is not beside the project")
    found = records(path)
    assert len(found) == 567
    assert [item for item in found if isinstance(item, InvalidRecord)] == []
