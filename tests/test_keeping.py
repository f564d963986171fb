"""Patterns kept beside the index: a start from them finds what one from the term base finds, whatever befell them."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from glossary.edit import edit
from glossary.lookup import Lookup, keeping
from glossary.lookup.recognition import Recognizer
from glossary.models import CONCEPT_STATUSES, Concept, Term
from glossary.store import Store

TEXTS = {"zh": "由OMS和oms、海事安全厅、港囗规划处处长负责", "en": "the OMS, the oms and port planning services"}


def found(recognizer: Recognizer) -> list[tuple[int, int, int]]:
    return recognizer.finder(frozenset(CONCEPT_STATUSES), overlaps=True)(TEXTS[recognizer.lang])


def put(store: Store, name: str, ident: str = "") -> None:
    with edit(store, "test") as change:
        change.put(Concept(ident, "unit", "approved", terms=(Term(name, "zh"), Term("OMS", "en", "acronym"))))


@pytest.mark.parametrize("lang", TEXTS)
def test_what_is_kept_finds_the_same(store_path: Path, tmp_path: Path, lang: str) -> None:
    with Store(store_path) as store:
        put(store, "海事安全")  # a second concept with the acronym
        anew = Recognizer.of(store, lang)
        first = Recognizer.of(store, lang, tmp_path)
        kept = (tmp_path / f"patterns-{lang}").read_bytes()
        again = Recognizer.of(store, lang, tmp_path)
    assert found(anew)
    assert found(again) == found(first) == found(anew)
    assert (tmp_path / f"patterns-{lang}").read_bytes() == kept


def test_what_has_changed_since_is_put_over_it(store_path: Path, tmp_path: Path) -> None:
    with Store(store_path) as store:
        with edit(store, "test") as change:
            for number in range(40):
                change.put(Concept("", "unit", "approved", terms=(Term(f"第{number}灯塔局", "zh"),)))
        Recognizer.of(store, "zh", tmp_path)
        kept = (tmp_path / "patterns-zh").read_bytes()
        put(store, "海事安全", "c1")
        later = Recognizer.of(store, "zh", tmp_path)
        assert found(later) == found(Recognizer.of(store, "zh"))
        assert (tmp_path / "patterns-zh").read_bytes() == kept
        with edit(store, "test") as change:
            for number in range(40):
                change.put(Concept("", "unit", "approved", terms=(Term(f"第{number}航标局", "zh"),)))
        assert found(Recognizer.of(store, "zh", tmp_path)) == found(Recognizer.of(store, "zh"))
        assert (tmp_path / "patterns-zh").read_bytes() != kept


def _cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def _flip(content: bytes) -> bytes:
    return content[:-3] + bytes((content[-3] ^ 0xFF,)) + content[-2:]


def _flip_in_the_head(content: bytes) -> bytes:
    return content[:30] + bytes((content[30] ^ 0xFF,)) + content[31:]


@pytest.mark.parametrize("damage", [_cut, _flip, _flip_in_the_head, lambda _: b"", lambda _: b"\n"])
def test_damage_is_told_and_repaired(
    store_path: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture, damage: Callable[[bytes], bytes]
) -> None:
    path = tmp_path / "patterns-zh"
    with Store(store_path) as store:
        anew = found(Recognizer.of(store, "zh", tmp_path))
        sound = path.read_bytes()
        path.write_bytes(damage(sound))
        assert found(Recognizer.of(store, "zh", tmp_path)) == anew
    assert [record.getMessage() for record in caplog.records] == [f"{path} is damaged: made anew from the term base"]
    assert path.read_bytes() == sound


def test_a_crash_in_the_middle_leaves_nothing_that_counts(store_path: Path, tmp_path: Path) -> None:
    crash = """
import os, sys
from pathlib import Path
from glossary.lookup import Lookup
Path.replace = lambda *_: os._exit(9)
with Lookup(Path(sys.argv[1]), Path(sys.argv[2])) as lookup:
    lookup.recognizer("zh")
"""
    command = [sys.executable, "-c", crash, str(store_path), str(tmp_path / "kept")]
    assert subprocess.run(command, check=False).returncode == 9
    assert [path.suffix for path in (tmp_path / "kept").iterdir()] == [".new"]
    with Store(store_path) as store:
        assert found(Recognizer.of(store, "zh", tmp_path / "kept")) == found(Recognizer.of(store, "zh"))
    assert [path.name for path in (tmp_path / "kept").iterdir()] == ["patterns-zh"]


def test_what_was_kept_of_another_term_base_or_state_is_not_used(store_path: Path, tmp_path: Path) -> None:
    with Store(store_path) as store:
        store.backup(tmp_path / "before.db")
        put(store, "灯塔局")
        Recognizer.of(store, "zh", tmp_path)
        assert keeping.kept(tmp_path, "zh", store)
    with Store(tmp_path / "before.db") as older:
        assert keeping.kept(tmp_path, "zh", older) is None
        assert found(Recognizer.of(older, "zh", tmp_path)) == found(Recognizer.of(older, "zh"))
    with Store.create(tmp_path / "other.db") as other:
        put(other, "灯塔局")
        assert keeping.kept(tmp_path, "zh", other) is None


def test_what_other_rules_have_made_is_not_used(
    store_path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Store(store_path) as store:
        Recognizer.of(store, "zh", tmp_path)
        monkeypatch.setattr("glossary.lookup.keeping.rules", lambda: "others")
        assert keeping.kept(tmp_path, "zh", store) is None


def test_a_folder_that_takes_no_files_only_costs_time(store_path: Path, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with Store(store_path) as store:
        assert found(Recognizer.of(store, "zh", tmp_path / "file")) == found(Recognizer.of(store, "zh"))


def test_a_service_starts_from_what_another_has_kept(store_path: Path, tmp_path: Path) -> None:
    with Lookup(store_path, tmp_path / "index") as first:
        answer = first.annotate([TEXTS["zh"]], statuses=CONCEPT_STATUSES)
    with Store(store_path) as store:
        patterns, revision = keeping.kept(tmp_path / "index", "zh", store) or pytest.fail("nothing is kept")
        assert revision == store.revision
    # What no term base says any more is found by the file alone.
    marked = tmp_path / "marked"
    shutil.copytree(tmp_path / "index", marked)
    patterns.texts[patterns.texts.index("海事安全厅")] = "海洋安全厅"
    with Store(store_path) as store:
        keeping.keep(marked, "zh", patterns, store, revision)
    with Lookup(store_path, marked) as second:
        matches = second.annotate(["海洋安全厅"])["segments"][0]["matches"]
    assert answer["segments"][0]["matches"]
    assert len(matches) == 1
