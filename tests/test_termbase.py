"""One rule for which term base is opened; the shipped file is only read."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary import termbase
from glossary.edit import edit
from glossary.errors import Forbidden
from glossary.models import Concept, Term
from glossary.store import Store


@pytest.fixture
def shipped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A shipped file of our own, and data and cache folders nobody else uses."""
    monkeypatch.delenv("GLOSSARY_DB", raising=False)
    monkeypatch.setattr(termbase, "_PACKAGE", tmp_path / "package")
    monkeypatch.setattr(termbase, "user_data_path", lambda name: tmp_path / "data" / name)
    (tmp_path / "package").mkdir()
    return ship(tmp_path / "package" / "terms.db", "海事局")


def ship(path: Path, *names: str) -> Path:
    path.unlink(missing_ok=True)
    with Store.create(path) as store:
        with edit(store, "build") as change:
            for name in names:
                change.put(Concept("", "unit", terms=(Term(name, "zh"),)))
        store.db.disable_wal()
    return path


def names(path: Path) -> list[str]:
    with Store(path) as store:
        return [concept.name("zh") for concept in store.concepts()]


def test_an_explicit_path_comes_first(shipped: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GLOSSARY_DB", str(tmp_path / "env.db"))
    assert termbase.locate(tmp_path / "given.db") == tmp_path / "given.db"
    assert termbase.locate() == tmp_path / "env.db"


def test_the_first_use_makes_a_copy_and_leaves_the_shipped_file_as_it_is(shipped: Path) -> None:
    before = shipped.read_bytes()
    copy = termbase.locate()
    assert copy != shipped
    with Store(copy) as store, edit(store, "me") as change:
        change.put(Concept("", "unit", terms=(Term("档案科", "zh"),)))
    assert names(termbase.locate()) == ["海事局", "档案科"]
    assert shipped.read_bytes() == before
    assert sorted(path.name for path in shipped.parent.iterdir()) == ["terms.db"]


def test_a_newer_shipped_file_renews_a_copy_without_edits(shipped: Path) -> None:
    termbase.locate()
    ship(shipped, "海事局", "航标处")
    assert names(termbase.locate()) == ["海事局", "航标处"]
    assert names(termbase.locate()) == ["海事局", "航标处"]


def test_a_copy_with_edits_is_kept(shipped: Path) -> None:
    with Store(termbase.locate()) as store, edit(store, "me") as change:
        change.put(Concept("", "unit", terms=(Term("档案科", "zh"),)))
    ship(shipped, "海事局", "航标处")
    assert names(termbase.locate()) == ["海事局", "档案科"]


def test_the_shipped_file_is_not_edited(shipped: Path, tmp_path: Path) -> None:
    with pytest.raises(Forbidden, match="only read"):
        termbase.refuse_shipped(shipped)
    termbase.refuse_shipped(tmp_path / "other.db")


def test_each_term_base_has_its_own_index_folder(tmp_path: Path) -> None:
    assert termbase.index_folder(tmp_path / "a.db") == termbase.index_folder(tmp_path / "x" / ".." / "a.db")
    assert termbase.index_folder(tmp_path / "a.db") != termbase.index_folder(tmp_path / "b.db")
