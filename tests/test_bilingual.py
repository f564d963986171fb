"""English into a term base: from two versions or aligned segments, once, and never against a person."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary import reports
from glossary.edit import edit
from glossary.errors import InputError
from glossary.ingest import Options, Report, add, build
from glossary.models import Concept, Note, Term
from glossary.propose import SCOPE
from glossary.review import Reviewer
from glossary.store import Filters, Store
from glossary.verifying import problems

ZH = """第 1 节
灯塔规划处
1.1 灯塔规划处设在港务厅。处长对秘书长负责。
1.2 该处设有 12 名工作人员，由海岸科和供应科组成。
1.3 供应科管理仓库。港口信息系统(港信系统)由海岸科管理。
"""
EN = """Section 1
Lighthouse Planning Service
1.1 The Lighthouse Planning Service is part of the Port Office. The Chief reports to the Secretary-General.
1.2 It has a staff of 12 and consists of the Coast Section and the Supply Section.
1.3 The Supply Section runs the warehouse. The Port Information System (PISYS) is run by the Coast Section.
"""
OTHER_ZH = "1. 委员会审议了预算。\n2. 供应科报告了 2031 年的仓库情况。\n3. 海岸科没有到会。\n"
OTHER_EN = (
    "1. The Committee reviewed the budget.\n2. The Supply Section reported on the warehouse in 2031.\n"
    "3. The Coast Section was absent.\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "terms.db")


def written(folder: Path, **files: str) -> list[Path]:
    paths = []
    for name, text in files.items():
        path = folder / name.replace("__", ".")
        path.write_text(text, "utf-8")
        paths.append(path)
    return paths


def brought(store: Store, *paths: Path, **options: object) -> Report:
    return add(store, paths, Options(**options), lambda _: None)  # type: ignore[arg-type]


def named(store: Store, name: str) -> Concept:
    (concept,) = [each for each in store.concepts(store.find(name)) if each.status != "rejected"]
    return concept


def english(concept: Concept, text: str) -> Term:
    (term,) = [term for term in concept.terms if term.text == text]
    return term


def facts(term: Term) -> dict[str, str]:
    return {note.name: note.text for note in reversed(term.notes)}


def test_two_versions_give_proposals_with_both_sentences(store: Store, tmp_path: Path) -> None:
    report = brought(store, *written(tmp_path, plan__zh__txt=ZH, plan__en__txt=EN))
    assert report.pairs >= 5
    concept = named(store, "供应科")
    assert (concept.status, concept.name("en")) == ("proposed", "Supply Section")
    term = english(concept, "Supply Section")
    assert [(place.document, place.paragraph) for place in term.citations] == [("plan", "1.2"), ("plan", "1.3")]
    assert (facts(term)["count"], facts(term)["evidence"], term.sources) == ("2", "plan, 1.2 = 1.2", ("plan (EN)",))
    zh, en = next(reports.proofs(concept))
    assert zh is not None
    assert en is not None
    assert zh.context == "该处设有 12 名工作人员，由海岸科和供应科组成。"
    assert en.context == "It has a staff of 12 and consists of the Coast Section and the Supply Section."
    assert list(problems(store)) == []


def test_what_the_document_defines_is_most_reliable(store: Store, tmp_path: Path) -> None:
    brought(store, *written(tmp_path, plan__zh__txt=ZH, plan__en__txt=EN))
    assert english(named(store, "灯塔规划处"), "Lighthouse Planning Service").reliability == 4
    assert english(named(store, "秘书长"), "Secretary-General").reliability == 1
    system = named(store, "港口信息系统")
    assert [(term.text, term.kind) for term in system.terms if term.lang == "en"] == [
        ("Port Information System", "full_form"), ("PISYS", "acronym")
    ]  # fmt: skip
    assert english(system, "PISYS").citations[0].paragraph == "1.3"


def test_the_same_again_changes_nothing(store: Store, tmp_path: Path) -> None:
    paths = written(tmp_path, plan__zh__txt=ZH, plan__en__txt=EN)
    brought(store, *paths)
    digest = store.digest()
    report = brought(store, *paths)
    assert (report.pairs, report.added, report.changed) == (0, 0, 0)
    assert store.digest() == digest


def test_a_second_document_adds_evidence(store: Store, tmp_path: Path) -> None:
    brought(store, *written(tmp_path, plan__zh__txt=ZH, plan__en__txt=EN))
    brought(store, *written(tmp_path, minutes__zh__txt=OTHER_ZH, minutes__en__txt=OTHER_EN))
    term = english(named(store, "海岸科"), "Coast Section")
    assert facts(term)["count"] == "3"
    assert term.sources == ("plan (EN)", "minutes (EN)")
    assert {place.document for place in term.citations} == {"plan", "minutes"}


def test_several_documents_make_a_pair_more_reliable(store: Store, tmp_path: Path) -> None:
    brought(store, *written(tmp_path, minutes__zh__txt=OTHER_ZH, minutes__en__txt=OTHER_EN))
    assert english(named(store, "供应科"), "Supply Section").reliability == 1
    again = written(tmp_path, notes__zh__txt=OTHER_ZH + "4. 散会。\n", notes__en__txt=OTHER_EN + "4. It rose.\n")
    brought(store, *again)
    assert english(named(store, "供应科"), "Supply Section").reliability == 3


def test_a_version_that_comes_later_is_paired_with_the_one_that_is_there(store: Store, tmp_path: Path) -> None:
    zh, en = written(tmp_path, plan__zh__txt=ZH, plan__en__txt=EN)
    brought(store, zh)
    assert named(store, "供应科").name("en") == ""
    brought(store, en)
    assert named(store, "供应科").name("en") == "Supply Section"


def test_names_of_the_two_files_need_not_agree(store: Store, tmp_path: Path) -> None:
    brought(store, *written(tmp_path, 规章__txt=ZH, rules__txt=EN))
    assert [(entry.document.symbol, entry.document.lang) for entry in store.documents()] == [
        ("规章", "zh"), ("规章", "en")
    ]  # fmt: skip
    assert named(store, "供应科").name("en") == "Supply Section"


# -- what people have decided ------------------------------------------------------------------------------------------


def approved(store: Store, *terms: Term) -> str:
    with edit(store, "Ana") as change:
        return change.put(Concept(category="unit", status="approved", terms=terms))


def test_another_english_name_for_an_approved_concept_is_proposed_and_comes_in_as_admitted(
    store: Store, tmp_path: Path
) -> None:
    home = approved(store, Term("供应科", "zh"), Term("Stores Section", "en"))
    brought(store, *written(tmp_path, minutes__zh__txt=OTHER_ZH, minutes__en__txt=OTHER_EN))
    (ident,) = [each for each in store.find("供应科") if each != home]
    before = store.concept(home)
    assert [term.text for term in before.terms] == ["供应科", "Stores Section"]
    assert len(before.terms[0].citations) == 1
    assert "Stores Section" in [choice.text for each in reports.conflicts(store) for choice in each.choices]
    reviewer = Reviewer(store, "Ana")
    reviewer.decide(ident, "approved", None)
    assert [(term.text, term.status) for term in store.concept(home).terms] == [
        ("供应科", "preferred"), ("Stores Section", "preferred"), ("Supply Section", "admitted")
    ]  # fmt: skip
    assert store.concept(ident).status == "rejected"
    assert {change.who for change in store.changes(concept_id=home)} == {"Ana", "import"}
    reviewer.undo(ident, None)
    assert (store.concept(ident).status, store.concept(home)) == ("proposed", before)
    assert ident in reviewer.accept_above(0.0, Filters())
    assert "Supply Section" in [term.text for term in store.concept(home).terms]


def test_the_english_of_an_approved_concept_gets_citations_only(store: Store, tmp_path: Path) -> None:
    home = approved(store, Term("供应科", "zh"), Term("Supply Section", "en", reliability=2))
    brought(store, *written(tmp_path, minutes__zh__txt=OTHER_ZH, minutes__en__txt=OTHER_EN))
    assert store.find("供应科") == [home]
    term = english(store.concept(home), "Supply Section")
    assert (term.reliability, term.sources, term.notes) == (2, (), ())
    assert [place.paragraph for place in term.citations] == ["2"]


def test_english_comes_to_the_unit_that_the_document_means(store: Store, tmp_path: Path) -> None:
    elsewhere = Term("海岸科", "zh", "variant", "admitted", notes=(Note(SCOPE, "OTHER/1"),))
    terms = (Term("西岸科", "zh"), elsewhere, Term("Coast Section", "en"))
    with edit(store, "ana") as change:
        approved = change.put(Concept("", "unit", "approved", terms=terms))
    brought(store, *written(tmp_path, plan__zh__txt=ZH, plan__en__txt=EN))
    (meant,) = [each for each in store.concepts(store.find("海岸科", "zh")) if each.id != approved]
    assert (meant.status, meant.name("en")) == ("proposed", "Coast Section")
    assert [relation.type for relation in meant.relations] == ["part_of"]
    assert not english(store.concept(approved), "Coast Section").citations


def test_what_was_rejected_does_not_come_back(store: Store, tmp_path: Path) -> None:
    home = approved(store, Term("供应科", "zh"), Term("Stores Section", "en"))
    brought(store, *written(tmp_path, minutes__zh__txt=OTHER_ZH, minutes__en__txt=OTHER_EN))
    (pair,) = [each for each in store.find("供应科") if each != home]
    reviewer = Reviewer(store, "Ana")
    reviewer.decide(pair, "rejected", None)
    reviewer.decide(named(store, "海岸科").id, "rejected", None)
    brought(store, *written(tmp_path, plan__zh__txt=ZH, plan__en__txt=EN))
    assert {each.id for each in store.concepts(store.find("供应科")) if each.status != "rejected"} == {home}
    assert {each.status for each in store.concepts(store.find("海岸科"))} == {"rejected"}
    assert store.concept(home).name("en") == "Stores Section"


def test_with_accept_english_comes_straight_to_the_concept(store: Store, tmp_path: Path) -> None:
    home = approved(store, Term("供应科", "zh"), Term("Stores Section", "en"))
    brought(store, *written(tmp_path, minutes__zh__txt=OTHER_ZH, minutes__en__txt=OTHER_EN), accept=True)
    assert [term.text for term in store.concept(home).terms] == ["供应科", "Stores Section", "Supply Section"]
    assert store.stats()["statuses"].keys() == {"approved"}


# -- segments ----------------------------------------------------------------------------------------------------------

SEGMENTS = """zh\ten\tdocument
供应科管理仓库。\tThe Supply Section runs the warehouse.\tX/1
散会。\t\tX/1
海岸科没有到会。\tThe Coast Section was absent.\tX/2
供应科开会。\tThe Supply Section met.\tX/2
"""


def test_segments_are_told_from_a_list_of_terms_and_stored_with_their_documents(store: Store, tmp_path: Path) -> None:
    (path,) = written(tmp_path, memory__tsv=SEGMENTS)
    report = brought(store, path)
    assert report.remarks == ["memory: left out: segment 2: no English"]
    term = english(named(store, "供应科"), "Supply Section")
    assert (term.reliability, term.sources) == (3, ("X/1 (EN)", "X/2 (EN)"))
    assert [(place.document, place.paragraph) for place in term.citations] == [("memory", "1"), ("memory", "4")]
    digest = store.digest()
    brought(store, path)
    assert store.digest() == digest


def test_a_name_that_both_languages_print_alike_is_cited_from_its_own_version(store: Store, tmp_path: Path) -> None:
    rows = (
        "供应科(UNSUP)与海岸科合作，并每年向大会提出报告。\tThe Supply Section (UNSUP) works with the Coast Section.\n"
    )
    (path,) = written(tmp_path, memory__tsv=rows + "UNSUP 开会。\tAnother sentence that is long, then UNSUP met.\n")
    brought(store, path)
    found = [term for ident in store.find("UNSUP") for term in store.concept(ident).terms if term.text == "UNSUP"]
    assert {term.lang for term in found} == {"zh", "en"}
    assert all("UNSUP" in (place.context or "") for term in found for place in term.citations)


@pytest.mark.parametrize("name", ["list.csv", "list.tsv"])
def test_a_list_of_terms_is_no_segments(store: Store, tmp_path: Path, name: str) -> None:
    mark = "," if name.endswith("csv") else "\t"
    (tmp_path / name).write_text(f"zh{mark}en\n供应科{mark}Supply Section\n海岸科{mark}Coast Section\n", "utf-8")
    report = brought(store, tmp_path / name)
    assert (report.added, report.pairs, store.documents()) == (2, 0, [])


# -- what goes wrong ---------------------------------------------------------------------------------------------------


STRANGE = """1. Whereas the weather was fine, nobody had expected the harvest to fail in the spring of 1988.
2. Farmers asked for seed, for credit and for water, in that order, and got none of the three that year.
3. Grain prices rose by 40 per cent.
4. In the north, 14,000 families moved to the towns along the river, where work could still be found.
"""


def test_versions_of_two_documents_come_in_each_by_itself(store: Store, tmp_path: Path) -> None:
    report = brought(store, *written(tmp_path, plan__zh__txt=ZH, plan__en__txt=STRANGE))
    assert report.pairs == 0
    assert "give two versions of one document" in report.remarks[0]
    assert len(store.documents()) == 2
    assert named(store, "供应科").name("en") == ""


def test_two_files_that_are_no_versions_keep_their_own_names(store: Store, tmp_path: Path) -> None:
    report = brought(store, *written(tmp_path, 规章__txt=ZH, letter__txt=STRANGE))
    assert [remark.partition(" version")[0] for remark in report.remarks] == [
        "规章 (zh): no English",
        "letter (en): no Chinese",
    ]
    assert {entry.document.symbol for entry in store.documents()} == {"规章", "letter"}


def test_of_a_folder_a_faulty_file_is_left_out_and_the_rest_comes_in(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "papers"
    folder.mkdir()
    written(folder, plan__zh__txt=ZH, plan__en__txt=EN, minutes__zh__txt=OTHER_ZH, minutes__en__txt="", notes__xyz="x")
    report = brought(store, folder)
    assert len(report.skipped) == 2
    assert "minutes.en.txt" in report.skipped[0]
    assert [remark.partition(" version")[0] for remark in report.remarks] == ["minutes (zh): no English"]
    assert named(store, "供应科").name("en") == "Supply Section"
    assert [entry.document.symbol for entry in store.documents()] == ["minutes", "plan", "plan"]
    with pytest.raises(InputError, match=r"minutes\.en\.txt"):
        brought(store, folder, strict=True)
    (tmp_path / "none").mkdir()
    with pytest.raises(InputError, match="no file in this folder"):
        brought(store, tmp_path / "none")


def test_without_text_a_few_words_around_the_evidence_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "out.db"
    paths = written(tmp_path, plan__zh__txt=ZH, plan__en__txt=EN)
    build(paths, [], out, Options(date="2026-01-01", with_text=False), lambda _: None)
    with Store(out) as store:
        first, second = english(named(store, "供应科"), "Supply Section").citations
        assert first.context == "Coast Section and the Supply Section."
        assert second.context is None
        assert not list(problems(store))
