"""Recognizers brought up to date by layers find what one made anew finds."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.edit import edit
from glossary.lookup import Known, Lookup
from glossary.lookup.recognition import Recognizer
from glossary.models import CONCEPT_STATUSES, Concept, Term
from glossary.store import Store

NAMES = {"zh": ["大会", "大会处", "会处", "处长", "UNDP", "联处"], "en": ["ab", "ab ba", "AB", "ba office", "office"]}
CHANGE = st.tuples(
    st.integers(1, 5),
    st.lists(st.sampled_from(NAMES["zh"] + NAMES["en"]), min_size=1, max_size=3),
    st.sampled_from(CONCEPT_STATUSES),
)
CHANGES = st.lists(CHANGE, max_size=8)
TEXTS = ("大会处长和UNDP、联處", "the ab ba offices of AB, ab office")


def put(store: Store, number: int, names: list[str], status: str) -> None:
    terms = tuple(Term(name, "en" if name.replace(" ", "").isascii() else "zh") for name in names)
    with edit(store, "test") as change:
        change.put(Concept(f"c{number}", "unit", status, terms=terms))  # type: ignore[arg-type]


@settings(deadline=None)
@given(changes=CHANGES, sizes=st.lists(st.integers(1, 3), min_size=8, max_size=8))
def test_layers_are_as_good_as_made_anew(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, list[str], str]], sizes: list[int]
) -> None:
    with Store.create(tmp_path_factory.mktemp("layers") / "terms.db") as store:
        layered = {lang: Recognizer.of(store, lang) for lang in NAMES}
        pending = list(changes)
        for size in sizes:
            some, pending = pending[:size], pending[size:]
            for number, names, status in some:
                put(store, number, names, status)
            if some:
                numbers = {number for number, _, _ in some}
                layered = {lang: each.updated(store, numbers) for lang, each in layered.items()}
        for lang, text in zip(NAMES, TEXTS, strict=True):
            anew = Recognizer.of(store, lang)
            for overlaps in (False, True):
                for statuses in (frozenset(("approved",)), frozenset(CONCEPT_STATUSES)):
                    ours, theirs = (each.finder(statuses, overlaps)(text) for each in (layered[lang], anew))
                    assert sorted(ours) == sorted(theirs)
                    assert [each[:2] for each in ours] == [each[:2] for each in theirs]


def test_what_is_known_is_taken_over_and_brought_up_to_date(store_path: Path, tmp_path: Path) -> None:
    with Lookup(store_path, tmp_path / "index") as first:
        known = first.known()
    with Store(store_path) as store:
        put(store, 1, ["灯塔局"], "approved")
    with Lookup(store_path, tmp_path / "index", known=known) as second:
        assert second.annotate(["灯塔局"])["segments"] == [{"matches": []}]
        second.refresh()
        assert [m["concept"] for m in second.annotate(["灯塔局"])["segments"][0]["matches"]] == ["c1"]
        assert second.annotate(["海事安全厅"])["segments"] == [{"matches": []}]


def test_what_is_known_of_another_file_is_not_used(store_path: Path, tmp_path: Path) -> None:
    with Store.create(tmp_path / "other.db") as store:
        put(store, 1, ["灯塔局"], "approved")
    with Lookup(tmp_path / "other.db", tmp_path / "index") as first:
        known = first.known()
    with Lookup(store_path, tmp_path / "index2", known=known) as second:
        second.refresh()
        found = second.annotate(["灯塔局归海事安全厅"])["segments"][0]["matches"]
        assert [match["text"] for match in found] == ["海事安全厅"]


def test_a_new_process_makes_its_own() -> None:
    import pickle

    assert pickle.loads(pickle.dumps(Known(None, 1, "", {}))) is None


def test_latin_acronyms_in_chinese_lead_to_their_targets(lookup: Lookup) -> None:
    (match,) = lookup.annotate(["由OMS负责，oms不是"])["segments"][0]["matches"]
    assert (match["text"], match["lang"], match["kind"], match["concept"]) == ("OMS", "en", "acronym", "c1")
    assert [target["text"] for target in match["targets"]] == ["Office of Maritime Safety", "OMS"]
    assert lookup.check([("由OMS负责", "by the Office of Maritime Safety")])["findings"] == []


def test_a_rejected_longer_name_hides_nothing(lookup: Lookup, store_path: Path) -> None:
    with Store(store_path) as store:
        put(store, 4, ["海事安全厅厅长"], "rejected")
    lookup.refresh()
    assert [m["text"] for m in lookup.annotate(["海事安全厅厅长"])["segments"][0]["matches"]] == ["海事安全厅"]
