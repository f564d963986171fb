"""The term base as written by `edit` and read by `Store`: nothing lost, nothing half written."""

from __future__ import annotations

import sqlite3
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary.edit import edit
from glossary.errors import Conflict, InvalidRecord, NotFound, StaleDatabase
from glossary.models import Citation, Concept, Definition, Document, Note, Paragraph, Relation, Term
from glossary.store import Filters, Store
from glossary.verifying import problems
from tests.strategies import concepts as any_concept

DOCUMENT = Document(
    "海/2020/1",
    title="海事局的组织",
    date="2020",
    sha256="0" * 64,
    paragraphs=(Paragraph("1", "海事局由航标处和档案科组成。", "body"), Paragraph("2", "航标处由处长领导。")),
)
BUREAU = Concept(
    "",
    "unit",
    "approved",
    "组织",
    (Definition("主管海事的机构", "zh", "海/2020/1"),),
    (
        Term(
            "海事局", "zh", reliability=3, sources=("海/2020/1 (EN)",), citations=(Citation("海/2020/1", "1", 0, 0, 3),)
        ),
        Term("Maritime Bureau", "en", notes=(Note("usage", "after 2019"),), valid_from="2019"),
        Term("Bureau maritime", "fr", status="admitted"),
    ),
    notes=(Note("origin", "invented"),),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.create(tmp_path / "terms.db")


def put(store: Store, *concepts: Concept) -> list[str]:
    with edit(store, "tester") as change:
        return [change.put(concept) for concept in concepts]


def test_a_concept_comes_back_whole(store: Store) -> None:
    (ident,) = put(store, BUREAU)
    assert store.concept(ident) == replace(BUREAU, id=ident)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(concept=any_concept())
def test_any_concept_comes_back_whole(store: Store, concept: Concept) -> None:
    concept = replace(concept, id="", relations=())
    (ident,) = put(store, concept)
    back = store.concept(ident)
    assert replace(back, id="") == concept
    assert put(store, back) == [ident]


def test_putting_the_same_again_leaves_no_revision(store: Store) -> None:
    (ident,) = put(store, BUREAU)
    revision = store.revision
    put(store, store.concept(ident))
    assert store.revision == revision


def test_relations_are_seen_from_both_ends_and_make_the_tree(store: Store) -> None:
    place = Citation("海/2020/1", "1", 0, 4, 7)
    with edit(store, "tester") as change:
        parent = change.put(BUREAU)
        child = change.put(
            Concept(
                "", "unit", terms=(Term("航标处", "zh"),), relations=(Relation("part_of", parent, citations=(place,)),)
            )
        )
    assert store.concept(child).relations == (Relation("part_of", parent, "海事局", (place,)),)
    assert store.relations_to(parent) == [Relation("part_of", child, "航标处", (place,))]
    (root,) = store.tree()
    assert (root.name, root.name_en, [part.name for part in root.parts]) == ("海事局", "Maritime Bureau", ["航标处"])


def test_a_cycle_of_parts_does_not_hang_the_tree(store: Store) -> None:
    first, second, third = put(
        store, *(Concept("", "unit", terms=(Term(name, "zh"),)) for name in ("甲处", "乙处", "丙处"))
    )
    with edit(store, "tester") as change:
        for child, parent in ((second, first), (third, second), (second, third)):
            concept = store.concept(child)
            change.put(replace(concept, relations=(*concept.relations, Relation("part_of", parent))))
    (root,) = store.tree()
    assert root.name == "甲处"


def test_the_sentence_around_a_citation_comes_from_the_text(store: Store) -> None:
    with edit(store, "tester") as change:
        assert change.add_document(DOCUMENT)
        ident = change.put(BUREAU)
    (citation,) = store.concept(ident).terms[0].citations
    assert citation.context == "海事局由航标处和档案科组成。"


def test_without_text_only_places_are_kept(store: Store) -> None:
    with edit(store, "tester") as change:
        change.add_document(DOCUMENT, with_text=False)
    assert [paragraph.text for paragraph in store.document("海/2020/1").paragraphs] == [None, None]
    assert [paragraph.label for paragraph in store.document("海/2020/1").paragraphs] == ["1", "2"]


def test_the_same_document_twice_changes_nothing_other_content_is_a_conflict(store: Store) -> None:
    with edit(store, "tester") as change:
        change.add_document(DOCUMENT)
    revision = store.revision
    with edit(store, "tester") as change:
        assert not change.add_document(DOCUMENT)
    assert store.revision == revision
    with pytest.raises(Conflict, match="other content"), edit(store, "tester") as change:
        change.add_document(replace(DOCUMENT, sha256="1" * 64))


def test_an_error_takes_the_whole_edit_back(store: Store) -> None:
    put(store, BUREAU)
    before = store.digest()
    with pytest.raises(InvalidRecord):
        put(store, BUREAU, replace(BUREAU, relations=(Relation("part_of", "x1"),)))
    assert store.digest() == before


def test_a_relation_to_nowhere_breaks_a_rule(store: Store) -> None:
    with pytest.raises(InvalidRecord, match="taken back"), edit(store, "tester") as change:
        change.put(replace(BUREAU, relations=(Relation("part_of", "c999"),)))
    assert store.stats()["concepts"] == 0


def test_filters(store: Store) -> None:
    with edit(store, "tester") as change:
        change.add_document(DOCUMENT)
        bureau = change.put(BUREAU)
        post = change.put(Concept("", "post", "proposed", terms=(Term("处长", "zh"),)))
    assert store.concept_ids() == [bureau, post]
    assert store.concept_ids(Filters(categories=("post",))) == [post]
    assert store.concept_ids(Filters(statuses=("approved",))) == [bureau]
    assert store.concept_ids(Filters(documents=("海/2020/1",))) == [bureau]
    assert store.concept_ids(Filters(documents=("x' OR 1=1 --",))) == []


def test_find_folds(store: Store) -> None:
    (ident,) = put(store, BUREAU)
    assert store.find("maritime bureau", "en") == [ident]
    assert store.find("海事局") == [ident]
    assert store.find("海事局", "en") == []


def test_the_log_says_who_did_what(store: Store) -> None:
    (ident,) = put(store, BUREAU)
    with edit(store, "reviewer", date="2026-01-02") as change:
        change.set_status(ident, "rejected")
    created, rejected = store.changes(concept_id=ident)
    assert (created.who, created.action) == ("tester", "created")
    assert (rejected.who, rejected.action, rejected.when) == ("reviewer", "rejected", "2026-01-02")
    assert store.changed_since(created.revision) == [ident]
    assert store.changed_since(rejected.revision) == []


@pytest.mark.parametrize("ident", ["", "c", "c0", "c1.5", "x1", "c99999999999999999999999", "c1; DROP TABLE term"])
def test_unknown_ids_are_not_found(store: Store, ident: str) -> None:
    with pytest.raises(NotFound):
        store.concept(ident)


def test_problems_names_a_context_without_its_term(store: Store) -> None:
    put(
        store,
        replace(BUREAU, terms=(Term("海事局", "zh", citations=(Citation("海/1", "1", context="航标处由处长领导"),)),)),
    )
    assert [problem for problem in problems(store) if "does not stand" in problem]


def test_backup_is_a_whole_term_base(store: Store, tmp_path: Path) -> None:
    put(store, BUREAU)
    store.backup(tmp_path / "copy.db")
    with Store(tmp_path / "copy.db") as copy:
        assert copy.digest() == store.digest()


def test_a_locked_file_is_said(store: Store) -> None:
    other = sqlite3.connect(store.path)
    other.execute("BEGIN IMMEDIATE")
    store.db.conn.execute("PRAGMA busy_timeout = 1")
    with pytest.raises(StaleDatabase, match="locked"), edit(store, "tester"):
        pass
    other.close()


def test_missing_foreign_damaged_and_newer_files(tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    with pytest.raises(NotFound, match="glossary build"):
        Store(path)
    path.write_bytes(b"not a database at all" * 100)
    with pytest.raises(StaleDatabase, match="damaged"):
        Store(path)
    path.unlink()
    sqlite3.connect(path).execute("CREATE TABLE meta (x)").connection.close()
    with pytest.raises(StaleDatabase, match="no term base"):
        Store(path)
    path.unlink()
    Store.create(path).close()
    newer = sqlite3.connect(path)
    newer.execute("PRAGMA user_version = 99")
    newer.close()
    with pytest.raises(StaleDatabase, match="update the program"):
        Store(path)


def test_a_truncated_file_is_damaged(store: Store) -> None:
    put(store, *(replace(BUREAU, notes=(Note("n", str(number) * 500),)) for number in range(50)))
    store.db.disable_wal()
    store.close()
    store.path.write_bytes(store.path.read_bytes()[:6000])
    with pytest.raises(StaleDatabase):
        Store(store.path)


@settings(max_examples=100)
@given(st.text())
def test_rowid_never_raises(text: str) -> None:
    from glossary.store import rowid

    assert rowid(text) is None or text == f"c{rowid(text)}" or text.startswith("c0")
