"""The search index: what is found and in which order, filters and facets, damage, updates, readers beside writers."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.errors import StaleDatabase
from glossary.index import EVERYTHING, MODES, Index, Mode, Query, Suggestion
from glossary.models import Category, Citation, Concept, ConceptStatus, Term

ACTIVE: tuple[ConceptStatus, ...] = ("approved", "proposed")


def concept(number: int, *terms: Term, category: Category = "unit", status: ConceptStatus = "approved") -> Concept:
    return Concept(f"c{number}", category, status, terms=terms)


def pair(
    number: int, zh: str, en: str, short: str = "", acronym: str = "", category: Category = "unit", cited: str = ""
) -> Concept:
    citations = tuple(Citation(symbol) for symbol in cited.split())
    terms = [Term(zh, "zh", citations=citations), Term(en, "en")]
    if short:
        terms.append(Term(short, "zh", "short_form"))
    if acronym:
        terms.append(Term(acronym, "en", "acronym"))
    return concept(number, *terms, category=category)


CONCEPTS = (
    pair(1, "维持和平行动部", "Department of Peacekeeping Operations", "维和部", "DPKO", cited="A/1 A/2"),
    pair(2, "维持和平行动部警务司", "Police Division, Department of Peacekeeping Operations", cited="A/1"),
    pair(3, "外勤支助部", "Department of Field Support", "外勤部", "DFS", cited="A/2"),
    pair(4, "解除武装、复员和重返社会科", "Disarmament, Demobilization and Reintegration Section", cited="A/1"),
    pair(5, "法治和安全机构厅", "Office of Rule of Law and Security Institutions", "法治厅", "OROLSI"),
    pair(
        6,
        "联合国组织刚果民主共和国稳定特派团",
        "United Nations Organization Stabilization Mission in the Democratic Republic of the Congo",
        "联刚稳定团",
        "MONUSCO",
        "mission",
    ),
    pair(7, "秘书长", "Secretary-General", category="post"),
    pair(8, "秘书长特别代表", "Special Representative of the Secretary-General", "", "SRSG", "post"),
    pair(9, "主管外勤支助事务副秘书长", "Under-Secretary-General for Field Support", category="post"),
    pair(10, "大会", "General Assembly", category="body"),
    pair(11, "安全理事会", "Security Council", category="body", cited="A/2"),
    pair(12, "77国集团", "Group of 77", category="body"),
    pair(13, "采购司", "Procurement Division"),
    pair(14, "采购科", "Procurement Section"),
    pair(15, "银行业务股", "Banking Unit"),
    pair(16, "调查司", "Investigations Division"),
    pair(17, "科特迪瓦办事处", "Côte d'Ivoire Office"),
    pair(18, "卫生和安全方案", "Health and Safety Programme", category="programme"),
    pair(19, "地雷行动处", "Mine Action Service", "", "UNMAS"),
    concept(20, Term("新闻部", "zh"), Term("公共信息部", "zh", status="deprecated"), Term("Public News", "en")),
    concept(21, Term("公共信息部门", "zh"), Term("Public Information Sector", "en")),
    concept(22, Term("水文站", "zh"), Term("Hydrology Station", "en"), status="proposed"),
    concept(23, Term("水文站", "zh"), Term("Water Station", "en"), status="approved"),
    concept(24, Term("水文站", "zh"), Term("Wrong Station", "en"), status="rejected"),
    concept(25, Term("Lighthouse Board", "en")),
    concept(26, Term("通信组", "zh", reliability=2), Term("Signals Team", "en")),
    concept(27, Term("通信组", "zh", reliability=4), Term("Communications Team", "en")),
    concept(28, Term("档案室", "zh"), Term("Archives", "en")),
    concept(29, Term("档案室", "zh", citations=(Citation("A/3"), Citation("A/4"))), Term("Record Office", "en")),
)


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    with Index(tmp_path_factory.mktemp("index")) as made:
        made.rebuild(CONCEPTS, 7)
        yield made


def found(index: Index, text: str, mode: Mode = "auto", **filters: object) -> list[str]:
    return [hit.concept for hit in index.search(Query(text, mode=mode, statuses=ACTIVE, **filters)).hits]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("维持和平行动部", "c1"),
        ("維持和平行動部", "c1"),
        ("维和部", "c1"),
        ("DPKO", "c1"),
        ("dpko", "c1"),
        ("Department of Peacekeeping Operations", "c1"),
        ("peacekeeping department", "c1"),
        ("Department of the Peacekeeping Operation", "c1"),
        ("weichihepingxingdongbu", "c1"),
        ("wéi chí hé píng xíng dòng bù", "c1"),
        ("wei2 chi2 he2 ping2 xing2 dong4 bu4", "c1"),
        ("weichiheping", "c1"),
        ("wchpxdb", "c1"),
        ("wchp", "c1"),
        ("警务", "c2"),
        ("police", "c2"),
        ("外勤部", "c3"),
        ("解除武装复员和重返社会科", "c4"),
        ("武装复员", "c4"),
        ("demobilization", "c4"),
        ("Reintegration Disarmament", "c4"),
        ("office rule law", "c5"),
        ("聯剛穩定團", "c6"),
        ("lgwdt", "c6"),
        ("liangangwendingtuan", "c6"),
        ("刚果 稳定", "c6"),
        ("mishuzhang", "c7"),
        ("秘书长", "c7"),
        ("Secretary General", "c7"),
        ("secretary-generals", "c7"),
        ("大会", "c10"),
        ("77国", "c12"),
        ("７７国集团", "c12"),
        ("group of 77", "c12"),
        ("77guo", "c12"),
        ("yinhang", "c15"),
        ("diaochasi", "c16"),
        ("cote d ivoire", "c17"),
        ("COTE D’IVOIRE", "c17"),
        ("公共信息部", "c20"),
        ("lighthous", "c25"),
        ("peace keeping operations", "c1"),
        ("operation for peace-keeping", "c1"),
        ("D.P.K.O.", "c1"),
        ("dfs department", "c3"),
        ("health & safety program", "c18"),
        ("七十七国集团", "c12"),
        ("G77", "c12"),
        ("handsu 维持和平行动部", "c1"),
        ("\U00030000\U00030001", ""),
        ("没有这个", ""),
    ],
)
def test_first_hit(index: Index, query: str, first: str) -> None:
    assert (found(index, query) or [""])[0] == first


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("DFS副秘书长", "c9"),  # Chinese and Latin parted; an acronym stands for what its unit deals with
        ("外勤部副秘书长", "c9"),  # a short form before a post, without a blank
        ("USG DFS", ""),
        ("under-secretary-general DFS", "c9"),
        ("解武科", "c4"),
        ("秘特代", "c8"),  # a short form that ends before the name does
        ("解武重返", "c4"),
        ("机构安全法治厅", "c5"),  # in another order
        ("UNDFS", "c3"),
        ("UNGA", "c10"),
        ("hydrologic station", "c22"),  # another ending
        ("lian he guo wen ding te pai tuan", "c6"),  # syllables left out
    ],
)
def test_half_remembered_names(index: Index, query: str, first: str) -> None:
    assert (found(index, query) or [""])[0] == first


def test_a_part_cut_out_of_a_word_leaves_room_for_what_it_may_be_short_for(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        index.rebuild([pair(1, "安全和安保部", "Safety"), pair(2, "安全部门改革股", "Reform")], 1)
        assert found(index, "安全部") == ["c2", "c1"]
        assert found(index, "安全和安保部") == ["c1"]


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("维持和平行动步", "c1"),
        ("维持和行动部", "c1"),
        ("维持和平平行动部", "c1"),
        ("维持平和行动部", "c1"),
        ("采够司", "c13"),
        ("为持和平行动部", "c1"),
        ("安理会", "c11"),
        ("depatment of field support", "c3"),
        ("Peacekeepign Operations", "c1"),
        ("procuremnt section", "c14"),
        ("vestigations", "c16"),
        ("chongfanshehui", "c4"),
        ("liangangwenditgtuan", "c6"),
        ("lianggangwenditgtuan", ""),
        ("liangangwendintuan", "c6"),
    ],
)
def test_one_typing_error_is_forgiven_and_told(index: Index, query: str, first: str) -> None:
    results = index.search(Query(query, statuses=ACTIVE))
    assert ([hit.concept for hit in results.hits] or [""])[0] == first
    assert (results.suggestions[0] == results.hits[0].matched) if first else not results.suggestions


def test_suggestions_pass_the_filters(index: Index) -> None:
    assert index.search(Query("Wrogn Station")).suggestions == ("Wrong Station",)
    assert index.search(Query("Wrogn Station", statuses=ACTIVE)).suggestions == ()


def test_a_name_that_the_filters_hide_does_not_keep_others_from_being_suggested(index: Index) -> None:
    results = index.search(Query("Wrong Station", statuses=ACTIVE))
    assert (results.total, results.suggestions) == (0, ())
    assert index.search(Query("采购司", documents=("A/9",))).hits == ()


def test_no_suggestions_where_the_query_is_found(index: Index) -> None:
    assert index.search(Query("维和部")).suggestions == ()


@pytest.mark.parametrize(
    ("query", "order"),
    [
        ("维持和平行动部", ["c1", "c2"]),
        ("采购", ["c14", "c13"]),
        ("公共信息部", ["c20", "c21"]),
        ("水文站", ["c23", "c22"]),
        ("通信组", ["c27", "c26"]),
        ("档案室", ["c29", "c28"]),
        ("Secretary-General", ["c7", "c9", "c8"]),
        ("procurement", ["c14", "c13"]),
    ],
)
def test_order(index: Index, query: str, order: list[str]) -> None:
    assert [hit for hit in found(index, query) if hit in order] == order


def test_preferred_terms_come_before_deprecated_ones(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        deprecated = concept(1, Term("甲部", "zh", status="deprecated"), Term("A", "en"))
        index.rebuild([deprecated, concept(2, Term("甲部", "zh")), concept(3, Term("甲部", "zh", "short_form"))], 1)
        assert found(index, "甲部") == ["c2", "c3", "c1"]


@pytest.mark.parametrize(
    ("mode", "query", "hits"),
    [
        ("exact", "維持和平行動部", {"c1"}),
        ("exact", "维持和平", set()),
        ("exact", "DFS", {"c3"}),
        ("prefix", "维持和平", {"c1", "c2"}),
        ("prefix", "和平行动", set()),
        ("prefix", "department of p", {"c1"}),
        ("substring", "和平行动部", {"c1", "c2"}),
        ("substring", "keeping", {"c1", "c2"}),
        ("substring", "部警", {"c2"}),
        ("substring", "维部", set()),
        ("pinyin", "wchpxdb", {"c1"} | {"c2"}),
        ("pinyin", "caigou", {"c13", "c14"}),
        ("pinyin", "xingdongbu", {"c1", "c2"}),
        ("pinyin", "xdb", {"c1", "c2"}),
        ("pinyin", "采够", {"c13", "c14"}),
        ("pinyin", "Procurement", set()),
        ("fuzzy", "采购丝", {"c13", "c14"}),
        ("fuzzy", "Bankign", {"c15"}),
    ],
)
def test_modes(index: Index, mode: Mode, query: str, hits: set[str]) -> None:
    assert set(found(index, query, mode)) == hits


def test_source_chooses_the_language_searched(index: Index) -> None:
    assert found(index, "77", source="en") == ["c12"]
    assert found(index, "DPKO", source="zh") == []
    assert found(index, "维和部", source="en") == []
    assert "c25" not in found(index, "", source="zh", limit=100)
    assert index.search(Query("Department of Peacekeeping Operations", source="en")).hits[0].matched.startswith("Dep")


def test_matched_is_the_term_as_written_and_scores_fall(index: Index) -> None:
    results = index.search(Query("解除武装复员"))
    assert results.hits[0].matched == "解除武装、复员和重返社会科"
    scores = [hit.score for hit in index.search(Query("部", limit=100)).hits]
    assert scores == sorted(scores, reverse=True)
    assert all(0 < score <= 1 for score in scores)


def test_an_empty_query_lists_in_the_order_of_names(index: Index) -> None:
    results = index.search(Query(" ", statuses=ACTIVE, limit=100))
    assert results.total == len(results.hits) == len(CONCEPTS) - 1
    names = [hit.matched for hit in results.hits]
    assert names[0] == "77国集团"
    assert names.index("采购科") < names.index("采购司") < names.index("大会") < names.index("主管外勤支助事务副秘书长")
    assert names[-1] == "Lighthouse Board"


def test_pages_put_together_are_the_whole(index: Index) -> None:
    whole = found(index, "部", limit=100)
    pages = [hit for offset in range(0, 20, 3) for hit in found(index, "部", limit=3, offset=offset)]
    assert pages == whole
    assert index.search(Query("部", limit=0)).total == len(index.search(Query("部", limit=100)).hits)
    assert index.search(Query("部", limit=-1, offset=-5)).hits == ()


@pytest.mark.parametrize(
    ("query", "hits"),
    [
        ("采购 -科", {"c13"}),
        ("procurement -section", {"c13"}),
        ('"rule of law"', {"c5"}),
        ('"law of rule"', set()),
        ("“维持和平” 警务", {"c2"}),
        ("采购 category:unit", {"c13", "c14"}),
        ("采购 category:post", set()),
        ("采购 category:ship", {"c13", "c14"}),
        ("类别:body 大会", {"c10"}),
        ("水文站 status:rejected", {"c24"}),
        ("status:rejected", {"c24"}),
        ("category:body document:A/2", {"c11"}),
        ("zh:77", {"c12"}),
        ("en:dpko", {"c1"}),
        ("zh:dpko", set()),
        ("Secretary-General -Special -Under", {"c7"}),
        ("- 采购司 -", {"c13"}),
        ('"采购司', {"c13"}),
        ("year:20", set()),
    ],
)
def test_what_narrows_a_query(index: Index, query: str, hits: set[str]) -> None:
    assert set(found(index, query)) == hits


def test_years_are_those_of_the_documents(tmp_path: Path) -> None:
    cited = [
        pair(1, "甲处", "A", cited="A/65/624 X/1"),
        pair(2, "乙处", "B", cited="ST/SGB/2013/5"),
        pair(3, "丙处", "C"),
    ]
    with Index(tmp_path) as index:
        index.rebuild(cited, 1, {"X/1": "2007-02-15"})
        assert index.search(Query("处")).facets["year"] == {"2007": 1, "2010": 1, "2013": 1}
        assert [hit.concept for hit in index.search(Query("处", years=("2010", "2013"))).hits] == ["c1", "c2"]
        assert index.search(Query("处 year:2007")).total == index.search(Query("", years=("2007",))).total == 1
        assert index.letters(Query()) == [("b", 0), ("j", 1), ("y", 2)]
        assert index.letters(Query(years=("2013",))) == [("y", 0)]


def test_counting_stops_where_nobody_pages_to(tmp_path: Path) -> None:
    many = [pair(number, f"采购{number}处", f"Unit {number}") for number in range(1, 21)]
    with Index(tmp_path) as index:
        index.rebuild(many, 1)
        results = index.search(Query("采购", most=5))
        assert (results.total, results.more) == (5, True)
        results = index.search(Query("采购", most=EVERYTHING, limit=EVERYTHING))
        assert (results.total, results.more, len(results.hits)) == (20, False, 20)


def test_filters_and_facets(index: Index) -> None:
    results = index.search(Query("", categories=("body",), statuses=ACTIVE))
    assert {hit.concept for hit in results.hits} == {"c10", "c11", "c12"}
    assert results.facets["status"] == {"approved": 3}
    assert results.facets["document"] == {"A/2": 1}
    # A facet shows what another choice of its own would give.
    assert results.facets["category"]["post"] == 3
    results = index.search(Query("水文站", statuses=("approved",)))
    assert [hit.concept for hit in results.hits] == ["c23"]
    assert results.facets["status"] == {"approved": 1, "proposed": 1, "rejected": 1}
    results = index.search(Query("", documents=("A/1",), categories=("unit",)))
    assert {hit.concept for hit in results.hits} == {"c1", "c2", "c4"}
    assert next(iter(results.facets["document"].items())) == ("A/1", 3)
    assert index.search(Query("", statuses=("rejected",))).total == 1


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("维", "维和部"),
        ("維持", "维持和平行动部"),
        ("lian", "联刚稳定团"),
        ("lgw", "联刚稳定团"),
        ("procu", "Procurement Section"),
        ("demob", "Disarmament, Demobilization and Reintegration Section"),
        ("DPK", "DPKO"),
        ("office of rule", "Office of Rule of Law and Security Institutions"),
    ],
)
def test_suggest(index: Index, typed: str, first: str) -> None:
    assert index.suggest(typed, statuses=ACTIVE)[0].text == first


def test_suggestions_are_bounded_different_and_filtered(index: Index) -> None:
    assert len(index.suggest("d", 2)) == 2
    assert [each.text for each in index.suggest("水文", 5)] == ["水文站"]
    assert index.suggest("Wrong", statuses=ACTIVE) == []
    assert index.suggest("Wrong") == [Suggestion("Wrong Station", "en", "c24")]
    assert index.suggest("。") == index.suggest("") == []


ODD = [
    "\x00",
    "\ud800",
    "部\udfff",
    "*",
    "维*",
    "?",
    '"',
    "((",
    "AND OR NOT",
    "x" * 1_000_000,
    "部" * 1_000_000,
    "a " * 9999,
]


@pytest.mark.parametrize("query", ODD, ids=range(len(ODD)))
@pytest.mark.parametrize("mode", MODES)
def test_odd_queries_are_answered(index: Index, query: str, mode: Mode) -> None:
    assert index.search(Query(query, mode=mode)).total <= len(CONCEPTS)
    assert len(index.suggest(query)) <= 10


@given(text=st.text(max_size=12), mode=st.sampled_from(MODES))
@settings(max_examples=150, deadline=None)
def test_any_query_is_answered(index: Index, text: str, mode: Mode) -> None:
    results = index.search(Query(text, mode=mode, limit=50))
    assert len(results.hits) == results.total == len({hit.concept for hit in results.hits})


def test_only_punctuation_finds_nothing(index: Index) -> None:
    assert index.search(Query("、。")).total == 0


def test_each_name_is_found_by_itself(index: Index) -> None:
    for each in CONCEPTS:
        for term in each.terms:
            for mode in MODES[:4]:
                results = index.search(Query(term.text, mode=mode))
                assert each.id in [hit.concept for hit in results.hits], (term.text, mode)


def test_missing_index(tmp_path: Path) -> None:
    index = Index(tmp_path / "none")
    assert index.revision is None
    with pytest.raises(StaleDatabase, match="rebuild"):
        index.search(Query("部"))
    with pytest.raises(StaleDatabase, match="rebuild"):
        index.update([], [], 1)
    index.rebuild([], 3)
    assert index.revision == 3
    assert index.search(Query("")).total == index.search(Query("部")).total == 0


def _generation(folder: Path) -> Path:
    return folder / str(json.loads((folder / "current.json").read_text("utf-8"))["generation"])


def _truncate(folder: Path) -> None:
    largest = max(_generation(folder).iterdir(), key=lambda path: path.stat().st_size)
    os.truncate(largest, largest.stat().st_size // 2)


def _flip_a_byte(folder: Path) -> None:
    largest = max(_generation(folder).iterdir(), key=lambda path: path.stat().st_size)
    content = bytearray(largest.read_bytes())
    content[len(content) // 2] ^= 0xFF
    largest.write_bytes(content)


def _lose_a_file(folder: Path) -> None:
    next(_generation(folder).glob("*.toc")).unlink()


def _of_another_schema(folder: Path) -> None:
    pointer = folder / "current.json"
    pointer.write_text(pointer.read_text("utf-8").replace('"schema": "', '"schema": "0 '), "utf-8")


def _empty_pointer(folder: Path) -> None:
    (folder / "current.json").write_text("", "utf-8")


def _pointer_without_sense(folder: Path) -> None:
    (folder / "current.json").write_text('[{"generation": 1}]', "utf-8")


def _no_pointer(folder: Path) -> None:
    (folder / "current.json").unlink()


@pytest.mark.parametrize(
    "damage",
    [
        _truncate,
        _flip_a_byte,
        _lose_a_file,
        _of_another_schema,
        _empty_pointer,
        _pointer_without_sense,
        _no_pointer,
    ],
)
def test_damage_is_seen_and_repaired(tmp_path: Path, damage: object) -> None:
    with Index(tmp_path) as index:
        index.rebuild(CONCEPTS, 4)
    assert callable(damage)
    damage(tmp_path)
    with Index(tmp_path) as index:
        assert index.revision is None
        with pytest.raises(StaleDatabase):
            index.update([], [], 5)
        index.rebuild(CONCEPTS, 5)
        assert index.revision == 5
        assert found(index, "维和部") == ["c1"]


def test_update_replaces_adds_and_removes(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        index.rebuild(CONCEPTS, 1)
        changed = [pair(13, "购置司", "Acquisition Division"), pair(40, "灯塔处", "Lighthouse Service")]
        index.update(changed, ["c14", "c999"], 2)
        assert index.revision == 2
        assert found(index, "购置司") == ["c13"]
        assert found(index, "采购") == []
        assert found(index, "灯塔处") == ["c40"]
        assert index.search(Query("")).total == len(CONCEPTS)
        index.update([pair(40, "甲", "A"), pair(40, "乙处", "B")], [], 3)
        assert found(index, "甲", "exact") == []
        assert found(index, "乙处") == ["c40"]


def test_what_another_process_has_done_is_not_done_again(tmp_path: Path) -> None:
    with Index(tmp_path) as one, Index(tmp_path) as other:
        one.rebuild(CONCEPTS[:3], 1)
        assert other.revision == 1
        one.update([CONCEPTS[3]], [], 2)
        pointer = (tmp_path / "current.json").read_bytes()
        other.update([CONCEPTS[3]], [], 2)
        assert (tmp_path / "current.json").read_bytes() == pointer
        assert other.revision == 2


def test_many_updates_are_as_good_as_a_rebuild(tmp_path: Path) -> None:
    with Index(tmp_path / "one") as one, Index(tmp_path / "other") as other:
        one.rebuild(CONCEPTS[:3], 1)
        for revision, each in enumerate(CONCEPTS, 2):
            one.update([each], [], revision)
        other.rebuild(CONCEPTS, 1)
        for text in ["", "部", "department", "wei", "维持和平行动步", "secretary general"]:
            assert one.search(Query(text)) == other.search(Query(text))
            assert one.suggest(text) == other.suggest(text)
        assert len([path for path in (tmp_path / "one").iterdir() if path.is_dir()]) == 1


def test_an_open_reader_sees_the_swap(tmp_path: Path) -> None:
    with Index(tmp_path) as writer, Index(tmp_path) as reader:
        writer.rebuild(CONCEPTS[:5], 1)
        assert found(reader, "外勤部") == ["c3"]
        for revision in range(2, 6):
            writer.rebuild(CONCEPTS, revision)
        assert reader.revision == 5
        assert found(reader, "DPKO") == ["c1"]
        assert found(reader, "大会") == ["c10"]


def test_a_reader_keeps_what_it_has_opened(tmp_path: Path) -> None:
    with Index(tmp_path) as index:
        index.rebuild(CONCEPTS, 1)
        snapshot = index._sound()
        shutil.rmtree(_generation(tmp_path))
        assert snapshot.search(Query("维和部")).hits[0].concept == "c1"
        assert snapshot.search(Query("维持和平行动步")).hits[0].concept == "c1"
        assert found(index, "DPKO") == ["c1"]


def test_a_crash_in_the_middle_leaves_the_old_index(tmp_path: Path) -> None:
    crash = """
import os, sys
from pathlib import Path
from glossary.index import Index
from glossary.models import Concept, Term
def concepts():
    yield Concept("c1", terms=(Term("新名", "zh"),))
    os._exit(9)
Index(Path(sys.argv[1])).rebuild(concepts(), 2)
"""
    with Index(tmp_path) as index:
        index.rebuild(CONCEPTS, 1)
        assert subprocess.run([sys.executable, "-c", crash, str(tmp_path)], check=False).returncode == 9
        assert index.revision == 1
        assert found(index, "维和部") == ["c1"]
        index.update([concept(50, Term("灯塔处", "zh"))], [], 2)
        assert found(index, "灯塔处") == ["c50"]
        assert len([path for path in tmp_path.iterdir() if path.is_dir()]) == 1


def test_a_reader_in_another_process_lives_through_swaps(tmp_path: Path) -> None:
    read = """
import sys
from pathlib import Path
from glossary.index import Index, Query
with Index(Path(sys.argv[1])) as index:
    print(index.revision, flush=True)
    while index.revision < 12:
        assert index.search(Query("采购")).total == 2
        assert index.suggest("采购")
"""
    with Index(tmp_path) as index:
        index.rebuild(CONCEPTS, 1)
        command = [sys.executable, "-c", read, str(tmp_path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as reader:
            assert reader.stdout
            assert reader.stdout.readline() == "1\n"
            for revision in range(2, 12):
                index.update([CONCEPTS[12]], [], revision)
            index.rebuild(CONCEPTS, 12)
            assert reader.wait(60) == 0


def test_a_failure_in_the_middle_leaves_the_old_index_and_nothing_else(tmp_path: Path) -> None:
    def concepts() -> Iterator[Concept]:
        yield CONCEPTS[0]
        raise KeyError

    with Index(tmp_path) as index:
        index.rebuild(CONCEPTS, 1)
        before = sorted(tmp_path.iterdir())
        with pytest.raises(KeyError):
            index.rebuild(concepts(), 2)
        with pytest.raises(KeyError):
            index.update(concepts(), [], 2)
        assert sorted(tmp_path.iterdir()) == before
        assert index.revision == 1


def test_a_folder_that_takes_no_files(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", "utf-8")
    index = Index(tmp_path / "file")
    assert index.revision is None
    with pytest.raises(StaleDatabase, match="cannot be written"):
        index.rebuild(CONCEPTS, 1)


def test_a_second_writer_waits_and_is_then_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.index._LOCK_SECONDS", 0.2)
    with Index(tmp_path) as index:

        def concepts() -> Iterator[Concept]:
            with pytest.raises(StaleDatabase, match="another process"):
                Index(tmp_path).rebuild(CONCEPTS, 9)
            yield CONCEPTS[0]

        index.rebuild(concepts(), 1)
        assert index.revision == 1
        assert index.search(Query("")).total == 1


def test_threads_share_an_index(index: Index) -> None:
    answers: list[list[str]] = []
    wanted = found(index, "department")

    def ask() -> None:
        answers.extend(found(index, "department") for _ in range(20))

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [wanted] * 80
