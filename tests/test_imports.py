"""Imports taken back: as one, with their documents, and never over what people have done since."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.edit import edit
from glossary.errors import Conflict, NotFound
from glossary.imports import imports, undo
from glossary.ingest import Options, Report, add
from glossary.review import Reviewer
from glossary.store import Store
from glossary.verifying import problems

LIST = "中文,英文,上级\n灯塔科,Lighthouse Section,航标司\n航标司,Aids Division,\n海事处,Maritime Office,\n"
BULLETIN = "1.1 航标司由司长领导。\n1.2 航标司由灯塔科和档案科组成。\n"


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.create(tmp_path / "terms.db")
    brought(store, saved(tmp_path, "first.csv", "zh,en\n海事处,Maritime Office\n"))
    return store


def saved(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, "utf-8")
    return path


def brought(store: Store, *paths: Path, **options: object) -> Report:
    return add(store, paths, Options(who="Ana", **options), lambda _: None)  # type: ignore[arg-type]


def contents(store: Store) -> tuple[object, ...]:
    """What a term base holds, without its log."""
    documents = [(entry.document, entry.paragraphs) for entry in store.documents()]
    return list(store.concepts()), documents


def named(store: Store, name: str) -> str:
    (ident,) = store.find(name)
    return ident


def test_an_import_is_taken_back_as_one(store: Store, tmp_path: Path) -> None:
    before = contents(store)
    report = brought(store, saved(tmp_path, "list.csv", LIST), saved(tmp_path, "bulletin.txt", BULLETIN))
    assert (report.number, report.documents) == (2, ["bulletin"])
    undone = undo(store, 2, "Ben")
    assert contents(store) == before
    assert (undone.removed, undone.restored, undone.left, undone.documents) == (4, 0, [], ["bulletin"])
    assert not list(problems(store))
    (second, first) = imports(store)
    assert (second.number, second.who, second.files, second.undone) == (2, "Ana", "list.csv, bulletin.txt", 3)
    assert (first.added, first.changed, first.undone) == (1, 0, None)


def test_what_was_taken_back_may_come_in_again(store: Store, tmp_path: Path) -> None:
    paths = saved(tmp_path, "list.csv", LIST), saved(tmp_path, "bulletin.txt", BULLETIN)
    brought(store, *paths)
    terms = [concept.terms for concept in store.concepts()]
    undo(store, 2, "Ben")
    report = brought(store, *paths)
    assert (report.number, report.documents) == (4, ["bulletin"])
    assert [concept.terms for concept in store.concepts()] == terms
    undo(store, 4, "Ben")
    assert store.find("灯塔科") == []


def test_an_import_is_taken_back_once(store: Store) -> None:
    undo(store, 1, "Ben")
    with pytest.raises(Conflict, match="is taken back already, by change 2"):
        undo(store, 1, "Ben")
    with pytest.raises(NotFound, match="no import 2"):
        undo(store, 2, "Ben")


def test_what_has_changed_since_is_not_written_over(store: Store, tmp_path: Path) -> None:
    brought(store, saved(tmp_path, "list.csv", LIST))
    division = named(store, "航标司")
    Reviewer(store, "Cy").decide(division, "approved", None)
    revision = store.revision
    with pytest.raises(Conflict, match=f"1 concepts of import 2 have changed since .{division}: approved by Cy"):
        undo(store, 2, "Ben")
    assert store.revision == revision
    undone = undo(store, 2, "Ben", except_changed=True)
    assert undone.left == [f"{division}: approved by Cy"]
    assert store.find("灯塔科") == []
    assert store.concept(division).status == "approved"


def test_a_change_that_was_undone_is_none(store: Store, tmp_path: Path) -> None:
    before = contents(store)
    brought(store, saved(tmp_path, "list.csv", LIST))
    division = named(store, "航标司")
    Reviewer(store, "Cy").decide(division, "approved", None)
    Reviewer(store, "Cy").undo(division, None)
    undo(store, 2, "Ben")
    assert contents(store) == before


def test_what_others_point_to_stays(store: Store, tmp_path: Path) -> None:
    brought(store, saved(tmp_path, "list.csv", LIST + "海关,Customs,\n"))
    section, division = named(store, "灯塔科"), named(store, "航标司")
    Reviewer(store, "Cy").decide(section, "approved", None)
    undone = undo(store, 2, "Ben", except_changed=True)
    assert undone.left == [f"{section}: approved by Cy", f"{division}: {section} points to it"]
    assert undone.removed == 1
    assert store.concept(section).relations[0].concept == division


def test_when_all_has_changed_there_is_nothing_to_take_back(store: Store) -> None:
    Reviewer(store, "Cy").decide("c1", "approved", None)
    with pytest.raises(Conflict, match="nothing of import 1"):
        undo(store, 1, "Ben", except_changed=True)
    assert imports(store)[0].undone is None


def test_a_document_that_others_cite_is_kept_as_far_as_they_do(store: Store, tmp_path: Path) -> None:
    bulletin = saved(tmp_path, "bulletin.txt", "1.1 灯塔科由科长领导。\n1.2 海关局管航标。\n")
    brought(store, bulletin)
    section = named(store, "灯塔科")
    Reviewer(store, "Cy").decide(section, "approved", None)
    undone = undo(store, 2, "Ben", except_changed=True)
    assert undone.documents == []
    assert [(entry.document.symbol, entry.paragraphs) for entry in store.documents()] == [("bulletin", 1)]
    assert store.concept(section).terms[0].citations[0].context
    assert brought(store, bulletin).documents == ["bulletin"]
    assert [paragraph.label for paragraph in store.document("bulletin").paragraphs] == ["1.1", "1.2"]
    assert not list(problems(store))


def test_a_document_comes_in_where_citations_of_it_were_first(store: Store, tmp_path: Path) -> None:
    record = (
        '{"terms": [{"text": "航标司", "lang": "zh", "citations": [{"document": "bulletin", "paragraph": "1.1", '
        '"position": 0, "start": 0, "end": 3}]}]}\n'
    )
    brought(store, saved(tmp_path, "list.jsonl", record))
    brought(store, saved(tmp_path, "bulletin.txt", BULLETIN))
    (citation, *_) = store.concept(named(store, "航标司")).terms[0].citations
    assert citation.context == "航标司由司长领导。"


def test_a_dry_run_names_what_would_be(store: Store, tmp_path: Path) -> None:
    digest = store.digest()
    text = LIST + "海事处,Marine Bureau,\n,,x\n"
    report = brought(store, saved(tmp_path, "list.csv", text), dry_run=True)
    assert (report.number, report.added, report.unchanged) == (None, 2, 0)
    assert [(each.action, each.name) for each in report.outcomes] == [
        ("added", "灯塔科 = Lighthouse Section"),
        ("added", "航标司 = Aids Division"),
        ("changed", "海事处 = Maritime Office"),
    ]
    assert report.skipped == ["list.csv, line 6: neither a Chinese nor an English name in this row"]
    assert store.digest() == digest


def test_a_strict_import_with_a_fault_brings_in_nothing(store: Store, tmp_path: Path) -> None:
    digest = store.digest()
    with pytest.raises(Exception, match="line 5"):
        brought(store, saved(tmp_path, "list.csv", LIST + ",,x\n"), strict=True)
    assert store.digest() == digest


def test_what_is_undone_is_no_import_and_builds_are_none(store: Store) -> None:
    with edit(store, "build", "list.csv") as change:
        change.set_status("c1", "approved")
    assert [each.number for each in imports(store)] == [1]
