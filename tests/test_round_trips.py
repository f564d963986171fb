"""A whole term base out to a file and in again: the lossless formats give it back, no format changes what is there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from strategies import invented

from glossary import termbase
from glossary.edit import edit
from glossary.exports import WRITERS, Options
from glossary.ingest import Options as ImportOptions
from glossary.ingest import add
from glossary.models import Concept
from glossary.store import Filters, Store

LOSSLESS = ("jsonl", "tbx", "tbx-dct")


def exported(store: Store, name: str, path: Path, tags: Mapping[str, str] | None = None) -> Path:
    ids = store.concept_ids(Filters())
    options = Options(tags=tags or {}, ids=frozenset(ids), changes=lambda concept: store.changes(concept_id=concept))
    with path.open("wb") as out:
        WRITERS[name].write(store.concepts(ids), out, options)
    return path


def brought_in(store: Store, path: Path) -> tuple[int, int, int, int]:
    report = add(store, [path], ImportOptions(strict=True), lambda _: None)
    return report.added, report.changed, report.unchanged, len(report.skipped)


def plain(concept: Concept) -> Concept:
    """Without the order of relations, which has no meaning."""
    return replace(concept, relations=tuple(sorted(concept.relations, key=lambda each: (each.type, each.concept))))


@pytest.mark.parametrize("name", LOSSLESS)
def test_shipped_term_base_comes_back_whole_and_once(name: str, tmp_path: Path) -> None:
    with Store(termbase.shipped("terms.db")) as shipped, Store.create(tmp_path / "copy.db") as copy:
        path = exported(shipped, name, tmp_path / f"terms{WRITERS[name].suffix}")
        concepts = list(map(plain, shipped.concepts()))
        assert brought_in(copy, path) == (len(concepts), 0, 0, 0)
        assert list(map(plain, copy.concepts())) == concepts
        assert brought_in(copy, path) == (0, 0, len(concepts), 0)


@pytest.mark.parametrize("name", [*LOSSLESS, "tbx2"])
def test_file_of_a_term_base_changes_nothing_in_it(name: str, tmp_path: Path) -> None:
    with Store(termbase.shipped("terms.db")) as shipped:
        shipped.backup(tmp_path / "copy.db")
    with Store(tmp_path / "copy.db") as copy:
        count = len(copy.concept_ids())
        revision = copy.revision
        assert brought_in(copy, exported(copy, name, tmp_path / f"t{WRITERS[name].suffix}")) == (0, 0, count, 0)
        assert copy.revision == revision


def test_file_with_tags_of_countries_changes_nothing_either(tmp_path: Path) -> None:
    with Store.create(tmp_path / "terms.db") as store:
        with edit(store, "test") as change:
            for concept in invented(40):
                change.put(replace(concept, relations=()))
        path = exported(store, "tbx", tmp_path / "trados.tbx", {"zh": "zh-CN", "en": "en-US"})
        assert brought_in(store, path) == (0, 0, 40, 0)


@pytest.mark.parametrize("name", LOSSLESS)
def test_invented_term_base_comes_back_whole(name: str, tmp_path: Path) -> None:
    with Store.create(tmp_path / "terms.db") as store, Store.create(tmp_path / "copy.db") as copy:
        with edit(store, "test") as change:
            for concept in invented(60):
                own = tuple(relation for relation in concept.relations if relation.concept != concept.id)
                change.put(replace(concept, relations=own))
        path = exported(store, name, tmp_path / f"terms{WRITERS[name].suffix}")
        assert brought_in(copy, path)[0] == 60
        assert list(map(plain, copy.concepts())) == list(map(plain, store.concepts()))
