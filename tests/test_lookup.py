from __future__ import annotations

import shutil
from pathlib import Path
from threading import Thread
from typing import Any

import pytest

from glossary.edit import edit
from glossary.errors import NotFound, StaleDatabase
from glossary.lookup import Lookup
from glossary.models import Concept, Term
from glossary.store import Filters, Store


def concepts(answer: Any) -> list[str]:
    return [hit["concept"] for hit in answer["hits"]]


@pytest.mark.parametrize(
    "query", ["海事安全厅", "海事安全廳", "hsaqt", "haishi", "OMS", "oms", "maritime safety", "海安厅"]
)
def test_search_finds_by_every_way(lookup: Lookup, query: str) -> None:
    assert concepts(lookup.search(query))[:1] == ["c1"]


def test_a_hit_has_all_terms_source_language_first(lookup: Lookup) -> None:
    hit = lookup.search("OMS", source="en", target="zh")["hits"][0]
    assert [term["lang"] for term in hit["terms"]] == ["en", "en", "zh", "zh", "fr"]
    assert hit["matched"] == "OMS"
    assert (hit["category"], hit["status"]) == ("unit", "approved")


def test_search_leaves_rejected_concepts_out_unless_asked(lookup: Lookup) -> None:
    assert "c4" not in concepts(lookup.search("", limit=100))
    assert concepts(lookup.search("", filters=Filters(statuses=("rejected",)))) == ["c4"]


def test_facets_count_all_hits(lookup: Lookup) -> None:
    facets = lookup.search("", limit=1)["facets"]
    assert facets["category"] == {"unit": 3, "concept": 1, "post": 1}
    assert facets["document"]["ST/OMS/2020/1"] == 2


def test_lookup_is_exact_and_keeps_the_order(lookup: Lookup) -> None:
    queries = ["港口规划处", "nothing", "oms", "", "港口规划处", "海洋委员会"]
    results = lookup.lookup(queries)["results"]
    assert [result["query"] for result in results] == queries
    assert [[hit["concept"] for hit in result["concepts"]] for result in results] == [
        ["c2"],
        [],
        ["c1"],
        [],
        ["c2"],
        [],
    ]


def test_lookup_takes_source_and_status(lookup: Lookup) -> None:
    assert lookup.lookup(["OMS"], source="zh")["results"][0]["concepts"] == []
    found = lookup.lookup(["海洋委员会"], statuses=("rejected",))["results"][0]["concepts"]
    assert [hit["concept"] for hit in found] == ["c4"]


def test_annotate_gives_offsets_in_both_units(lookup: Lookup) -> None:
    match = lookup.annotate(["𠮷与海事安全厅"])["segments"][0]["matches"][0]
    assert (match["start"], match["end"], match["start_utf16"], match["end_utf16"]) == (2, 7, 3, 8)
    assert (match["text"], match["concept"], match["concept_status"]) == ("海事安全厅", "c1", "approved")


def test_annotate_never_offers_deprecated_targets_but_knows_deprecated_sources(lookup: Lookup) -> None:
    match = lookup.annotate(["在港囗规划处"])["segments"][0]["matches"][0]
    assert (match["term"], match["status"], match["kind"]) == ("港囗规划处", "deprecated", "variant")
    assert [target["text"] for target in match["targets"]] == ["Port Planning Service"]


def test_annotate_puts_preferred_targets_first(lookup: Lookup) -> None:
    match = lookup.annotate(["海安厅"])["segments"][0]["matches"][0]
    assert [target["text"] for target in match["targets"]] == ["Office of Maritime Safety", "OMS"]


def test_annotate_takes_proposed_concepts_only_when_asked(lookup: Lookup) -> None:
    text = ["港口规划处处长"]
    assert [m["concept"] for m in lookup.annotate(text)["segments"][0]["matches"]] == ["c2"]
    asked = lookup.annotate(text, statuses=("approved", "proposed"))
    assert [m["concept"] for m in asked["segments"][0]["matches"]] == ["c3"]


def test_annotate_english(lookup: Lookup) -> None:
    match = lookup.annotate(["the OMS decides"], source="en", target="zh")["segments"][0]["matches"][0]
    assert [target["text"] for target in match["targets"]] == ["海事安全厅", "海安厅"]


def test_refresh_brings_everything_to_the_new_revision(lookup: Lookup, store_path: Path) -> None:
    assert lookup.annotate(["灯塔管理股"])["segments"][0]["matches"] == []
    before = lookup.revision
    with Store(store_path) as store, edit(store, "test") as change:
        new = change.put(Concept(status="approved", terms=(Term("灯塔管理股", "zh"), Term("Lighthouse Unit", "en"))))
        change.set_status("c1", "rejected")
    lookup.refresh()
    assert lookup.revision > before
    assert concepts(lookup.search("灯塔管理股")) == [new]
    assert [m["concept"] for m in lookup.annotate(["灯塔管理股和海事安全厅"])["segments"][0]["matches"]] == [new]
    assert "c1" not in concepts(lookup.search("OMS"))
    assert lookup.search("OMS", filters=Filters(statuses=("rejected",)))["hits"][0]["status"] == "rejected"


def test_an_index_on_disk_is_used_again_and_brought_up_to_date(store_path: Path, tmp_path: Path) -> None:
    with Lookup(store_path, tmp_path / "index") as first:
        first.refresh()
    pointer = (tmp_path / "index" / "current.json").read_bytes()
    with Lookup(store_path, tmp_path / "index") as again:
        again.refresh()
    assert (tmp_path / "index" / "current.json").read_bytes() == pointer
    with Store(store_path) as store, edit(store, "test") as change:
        change.set_status("c3", "approved")
    with Lookup(store_path, tmp_path / "index") as later:
        assert concepts(later.search("", filters=Filters(("post",), ("approved",)))) == ["c3"]


def test_a_damaged_index_is_rebuilt(store_path: Path, tmp_path: Path) -> None:
    with Lookup(store_path, tmp_path / "index") as first:
        first.refresh()
    for path in (tmp_path / "index").rglob("*"):
        if path.is_file():
            path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    with Lookup(store_path, tmp_path / "index") as again:
        assert concepts(again.search("OMS")) == ["c1"]


def test_another_file_in_its_place_is_noticed_at_equal_revision(
    lookup: Lookup, store_path: Path, tmp_path: Path
) -> None:
    assert lookup.search("灯塔管理股")["total"] == 0
    identity = lookup.identity
    other = tmp_path / "other.db"
    with Store.create(other) as store, edit(store, "fixture", date="2024-05-06") as change:
        change.put(Concept(status="approved", terms=(Term("灯塔管理股", "zh"),)))
    for suffix in ("-wal", "-shm"):
        Path(f"{store_path}{suffix}").unlink(missing_ok=True)
    other.replace(store_path)
    lookup.refresh()
    assert concepts(lookup.search("", limit=100)) == ["c1"]
    assert concepts(lookup.search("灯塔管理股")) == ["c1"]
    assert lookup.identity != identity


def test_an_older_copy_in_its_place_is_noticed(store_path: Path, tmp_path: Path) -> None:
    with Store(store_path) as store:
        store.backup(tmp_path / "backup.db")
        with edit(store, "test") as change:
            change.put(Concept(status="approved", terms=(Term("灯塔管理股", "zh"),)))
    with Lookup(store_path, tmp_path / "index") as first:
        assert first.search("灯塔管理股")["total"] == 1
    shutil.copyfile(tmp_path / "backup.db", store_path)
    with Lookup(store_path, tmp_path / "index") as again:
        assert again.search("灯塔管理股")["total"] == 0


def test_answers_go_on_while_the_file_is_gone_or_damaged(lookup: Lookup, store_path: Path, tmp_path: Path) -> None:
    lookup.refresh()
    kept = store_path.rename(tmp_path / "kept.db")
    with pytest.raises(NotFound):
        lookup.refresh()
    assert concepts(lookup.search("OMS")) == ["c1"]
    store_path.write_bytes(b"no term base")
    with pytest.raises(StaleDatabase):
        lookup.refresh()
    assert concepts(lookup.search("OMS")) == ["c1"]
    kept.replace(store_path)
    lookup.refresh()
    assert concepts(lookup.search("OMS")) == ["c1"]


def test_many_threads_get_the_same_answers(lookup: Lookup) -> None:
    answers: list[list[str]] = []

    def ask() -> None:
        answers.extend(concepts(lookup.search(query)) for query in ("OMS", "港口", "hsaqt") * 5)

    threads = [Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8 * 15
    assert {tuple(answer) for answer in answers} == {("c1",), ("c2", "c3")}


def test_problems_are_none_in_a_sound_term_base(lookup: Lookup) -> None:
    assert list(lookup.problems()) == []


def test_a_missing_term_base_is_said(tmp_path: Path) -> None:
    with Lookup(tmp_path / "none.db", tmp_path / "index") as lookup, pytest.raises(NotFound, match="no term base"):
        lookup.search("x")


def test_an_index_that_cannot_be_written_is_said(store_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        Lookup(store_path, tmp_path / "file" / "index") as lookup,
        pytest.raises(StaleDatabase, match="index cannot be written"),
    ):
        lookup.search("x")


def test_another_base_copied_into_the_same_file_is_indexed_anew(tmp_path: Path) -> None:
    """Same revision, same date, same first concepts, even the same inode: only the content differs."""
    for name, number in (("one.db", 3), ("two.db", 5)):
        with Store.create(tmp_path / name) as store:
            with edit(store, "build", date="2026-01-01") as change:
                for at in range(number):
                    change.put(Concept("", "unit", "approved", terms=(Term(f"第{at}灯塔处", "zh"),)))
            store.db.disable_wal()
    place = tmp_path / "terms.db"
    shutil.copy(tmp_path / "one.db", place)
    with Lookup(place, tmp_path / "index") as lookup:
        assert lookup.search("灯塔处")["total"] == 3
    with place.open("r+b") as file:
        file.write((tmp_path / "two.db").read_bytes())
    with Store(place) as store, edit(store, "me") as change:
        change.put(Concept("", "unit", "approved", terms=(Term("新灯塔处", "zh"),)))
    with Lookup(place, tmp_path / "index") as lookup:
        assert lookup.search("灯塔处")["total"] == 6
        assert not list(lookup.problems())


REPORT = "https://oms.example/report?y=1&z"


@pytest.mark.parametrize(
    ("query", "lines"),
    [
        (
            "海安厅",
            [
                "ST/OMS/2020/1, para. 1.1: 海安厅 = Office of Maritime Safety (Annual report, "
                + REPORT
                + "; reliability 3/4)"
            ],
        ),
        ("oms", ["ST/OMS/2020/1, para. 1.1: 海事安全厅 = OMS (English: no source seen)"]),
        (
            "港囗规划处",
            ["港囗规划处 [deprecated] = Port Planning Service (English: no source seen; reliability 2/4)"],
        ),
        ("港口规划处处长", ["circular-7, para. 3: 港口规划处处长 (no English name known; proposed)"]),
        ("海洋委员会", []),
        ("", []),
    ],
)
def test_a_line_cites_place_names_and_who_says_so(lookup: Lookup, query: str, lines: list[str]) -> None:
    (result,) = lookup.cite([query])["results"]
    assert [cited["line"] for cited in result["citations"]] == lines
