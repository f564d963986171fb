"""Files into a term base: what a document and a list say ends up at the right concept, once, and undamaged."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.errors import Conflict, GlossaryError, InputError, InvalidRecord, ParseError, UnsupportedFormat
from glossary.ingest import Options, Report, add, build
from glossary.models import Citation, Concept, Note
from glossary.store import Store
from glossary.verifying import problems

BULLETIN = """第 1 节
一般规定
1.1 海事和港口部由主管海事副局长领导。
1.2 海事和港口部由航标管理司和船舶检验处组成。
第 2 节
航标管理司
2.1 航标管理司由司长领导，司长对主管海事副局长负责。
2.2 航标管理司下设灯塔科。灯塔科与船舶检验处合作。
"""
LIST = """zh,en,zh_short,en_acronym,category,reliability,source,note,documents,variant_of,kind,status,succeeds,from,to
海事和港口部,Department of Maritime Affairs and Ports,海港部,DMAP,unit,4,海/2020/1 (EN),,,,,,,,
航标管理司,Aids to Navigation Division,,,unit,2,,,,,,,,,
海运和港口部,,,,unit,2,,misprint,bulletin,海事和港口部,variant,deprecated,,,
灯塔股,Lighthouse Unit,,,unit,1,,,,,,,,,2019
灯塔科,Lighthouse Section,,,unit,2,,,,,,,灯塔股,2019,
"""


def quiet(_: str) -> None:
    """Say nothing."""


@pytest.fixture
def bulletin(tmp_path: Path) -> Path:
    return written(tmp_path / "bulletin.txt", BULLETIN)


@pytest.fixture
def terms(tmp_path: Path) -> Path:
    return written(tmp_path / "list.csv", LIST)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "terms.db")


def written(path: Path, text: str) -> Path:
    path.write_text(text, "utf-8")
    return path


def brought(store: Store, *paths: Path, **options: object) -> Report:
    return add(store, paths, Options(**options), quiet)  # type: ignore[arg-type]


def named(store: Store, name: str) -> Concept:
    (ident,) = store.find(name)
    return store.concept(ident)


def places(concept: Concept, name: str) -> list[tuple[str, int | None]]:
    (term,) = [term for term in concept.terms if term.text == name]
    return [(citation.paragraph, citation.start) for citation in term.citations]


def test_a_list_and_a_document_meet_in_one_concept(store: Store, bulletin: Path, terms: Path) -> None:
    brought(store, terms, bulletin)
    concept = named(store, "海事和港口部")
    assert concept.name("en") == "Department of Maritime Affairs and Ports"
    assert places(concept, "海事和港口部") == [("1.1", 0), ("1.2", 0)]
    assert concept.terms[0].citations[0] == Citation(
        "bulletin", "1.1", concept.terms[0].citations[0].position, 0, 6, "海事和港口部由主管海事副局长领导。"
    )


def test_what_the_list_does_not_know_is_proposed(store: Store, bulletin: Path, terms: Path) -> None:
    brought(store, terms, bulletin)
    concept = named(store, "船舶检验处")
    assert (concept.status, concept.category, concept.name("en")) == ("proposed", "unit", "")
    assert [note.name for note in concept.notes] == ["score"]


def test_where_a_unit_is_proposed_is_noted_once(store: Store, tmp_path: Path) -> None:
    letter = written(tmp_path / "letter.txt", "1. 建议设立灯塔司。\n2. 拟在灯塔司设立航标科。\n")
    brought(store, letter)
    assert Note("proposed", "letter: 1") in named(store, "灯塔司").notes
    assert Note("proposed", "letter: 2") in named(store, "航标科").notes
    revision = store.revision
    brought(store, letter)
    assert store.revision == revision


def test_the_order_of_list_and_document_does_not_matter_for_the_concept(
    store: Store, bulletin: Path, terms: Path
) -> None:
    brought(store, bulletin)
    assert named(store, "航标管理司").status == "proposed"
    brought(store, terms)
    concept = named(store, "航标管理司")
    assert (concept.status, concept.name("en")) == ("approved", "Aids to Navigation Division")
    assert places(concept, "航标管理司")


def test_variants_and_successions_of_the_list(store: Store, terms: Path) -> None:
    brought(store, terms)
    concept = named(store, "海运和港口部")
    assert concept.name("zh") == "海事和港口部"
    assert {term.text: term.status for term in concept.terms}["海运和港口部"] == "deprecated"
    (succession,) = named(store, "灯塔科").relations
    assert (succession.type, succession.text) == ("succeeds", "灯塔股")


def test_the_same_files_twice_change_nothing(store: Store, bulletin: Path, terms: Path) -> None:
    brought(store, terms, bulletin)
    revision, digest = store.revision, store.digest()
    report = brought(store, terms, bulletin)
    assert (report.added, report.changed) == (0, 0)
    assert (store.revision, store.digest()) == (revision, digest)


def test_other_content_under_the_same_symbol_is_a_conflict(store: Store, bulletin: Path) -> None:
    brought(store, bulletin)
    digest = store.digest()
    with pytest.raises(Conflict, match="bulletin"):
        brought(store, written(bulletin, BULLETIN + "2.3 灯塔科撤销。\n"))
    assert store.digest() == digest


def test_a_short_form_of_two_bodies_is_a_term_of_both(store: Store, tmp_path: Path) -> None:
    text = (
        "1. 锚地咨询委员会(下称“委员会”)每年开会。委员会有主席。\n2. 海图审查委员会(下称“委员会”)由委员会秘书处协助。\n"
    )
    brought(store, written(tmp_path / "bulletin.txt", text))
    for name, paragraph in (("锚地咨询委员会", "1"), ("海图审查委员会", "2")):
        term = next(term for term in named(store, name).terms if term.text == "委员会")
        assert {citation.paragraph for citation in term.citations} == {paragraph}


def test_a_short_form_that_one_document_defines_is_the_same_name_in_the_others(store: Store, tmp_path: Path) -> None:
    first = written(tmp_path / "a.txt", "1. 海港部由部长领导。\n2. 海港部负责航标。\n")
    second = written(tmp_path / "b.txt", "1. 海事和港口部(下称“海港部”)由三个司组成。\n2. 海港部设在北区。\n")
    alone = Store.create(tmp_path / "alone.db")
    brought(alone, first)
    assert [term.text for term in named(alone, "海港部").terms] == ["海港部"]
    brought(store, first, second)
    concept = named(store, "海港部")
    assert concept.name("zh") == "海事和港口部"
    assert {place.document for term in concept.terms for place in term.citations} == {"a", "b"}


def test_what_was_rejected_does_not_come_back(store: Store, bulletin: Path, tmp_path: Path) -> None:
    from glossary.edit import edit

    brought(store, bulletin)
    rejected = named(store, "船舶检验处").id
    with edit(store, "reviewer") as change:
        change.set_status(rejected, "rejected")
    brought(store, written(tmp_path / "other.txt", "1.1 船舶检验处由处长领导。\n1.2 船舶检验处下设档案科。\n"))
    assert store.find("船舶检验处") == [rejected]
    assert store.concept(rejected).status == "rejected"


def test_a_dry_run_does_nothing(store: Store, bulletin: Path, terms: Path) -> None:
    report = brought(store, terms, bulletin, dry_run=True)
    assert report.added > 4
    assert (store.revision, store.stats()["concepts"], store.stats()["documents"]) == (0, 0, 0)


def test_accept_approves(store: Store, bulletin: Path) -> None:
    brought(store, bulletin, accept=True)
    assert store.stats()["statuses"].keys() == {"approved"}


def test_faulty_records_are_left_out_and_said_or_stop_everything(store: Store, tmp_path: Path) -> None:
    faulty = written(
        tmp_path / "faulty.csv", "zh,en,category\n海事局,Maritime Bureau,unit\n档案科,Records Section,shop\n"
    )
    report = brought(store, faulty)
    assert report.added == 1
    assert [line for line in report.skipped if "line 3" in line and "shop" in line]
    with pytest.raises(InvalidRecord, match="line 3"):
        brought(store, faulty, strict=True)


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("missing.txt", None, InputError),
        ("empty.txt", b"", InputError),
        ("binary.txt", b"\x00\x01\x02" * 100, InputError),
        ("report.doc", b"\xd0\xcf\x11\xe0", UnsupportedFormat),
        ("list.csv", b"", InputError),
        ("odd.csv", "甲,乙\n丙,丁\n".encode(), ParseError),
    ],
)
def test_a_faulty_file_brings_in_nothing(
    store: Store, bulletin: Path, name: str, content: bytes | None, error: type[GlossaryError]
) -> None:
    path = bulletin.with_name(name)
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=name):
        brought(store, bulletin, path)
    assert store.stats()["documents"] == store.stats()["concepts"] == store.revision == 0


def test_a_build_depends_on_its_input_alone(tmp_path: Path, bulletin: Path, terms: Path) -> None:
    other = written(tmp_path / "another.txt", "1.1 灯塔科由科长领导。\n1.2 科长对航标管理司负责。\n")
    digests = set()
    for name, documents in (("one.db", [bulletin, other]), ("two.db", [other, bulletin])):
        build(documents, [terms], tmp_path / name, Options(who="build", date="2026-01-01"), quiet)
        with Store(tmp_path / name) as store:
            digests.add(store.digest())
    assert len(digests) == 1
    assert not list(tmp_path.glob("*.db-*"))


def test_a_failed_build_leaves_the_old_file(tmp_path: Path, bulletin: Path, terms: Path) -> None:
    out = tmp_path / "out.db"
    build([bulletin], [terms], out, Options(date="2026-01-01"), quiet)
    before = out.read_bytes()
    with pytest.raises(InputError):
        build([bulletin, tmp_path / "missing.txt"], [terms], out, Options(date="2026-01-01"), quiet)
    assert out.read_bytes() == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["bulletin.txt", "list.csv", "out.db"]


def test_without_text_keeps_a_few_words_of_first_citations_only(tmp_path: Path, bulletin: Path, terms: Path) -> None:
    out = tmp_path / "out.db"
    build([bulletin], [terms], out, Options(date="2026-01-01", with_text=False), quiet)
    with Store(out) as store:
        assert {paragraph.text for paragraph in store.document("bulletin").paragraphs} == {None}
        first, *others = named(store, "海事和港口部").terms[0].citations
        assert first.context == "海事和港口部由主管海事副局"
        assert [citation.context for citation in others] == [None]
        assert not list(problems(store))
