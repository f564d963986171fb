"""Records of a list meet the concepts of a term base: which is which, who counts where they disagree, what is said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from strategies import invented

from glossary.edit import edit
from glossary.merge import Merger, OnConflict, Outcome
from glossary.models import Citation, Concept, Definition, Note, Relation, Term
from glossary.store import Store

OFFICE = Concept(
    category="unit",
    status="approved",
    terms=(
        Term("海事处", "zh", reliability=4),
        Term("海处", "zh", "short_form", "admitted"),
        Term("Maritime Office", "en"),
        Term("MO", "en", "acronym", "admitted"),
    ),
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    store = Store.create(tmp_path / "terms.db")
    with edit(store, "fixture") as change:
        change.put(OFFICE)
        change.put(Concept(category="post", status="approved", terms=(Term("处长", "zh"), Term("Chief", "en"))))
        change.put(Concept(category="unit", status="rejected", terms=(Term("旧处", "zh"), Term("Old Office", "en"))))
    return store


def pair(zh: str, en: str, **more: object) -> Concept:
    names = [(zh, "zh"), (en, "en")]
    return Concept(terms=tuple(Term(text, lang) for text, lang in names if text), **more)  # type: ignore[arg-type]


def merged(
    store: Store, *records: Concept, on_conflict: OnConflict = "keep", source: str = ""
) -> tuple[list[Outcome], list[Outcome | str]]:
    with edit(store, "test") as change:
        merger = Merger(change, on_conflict, source)
        return list(merger.put(records)), list(merger.relate())


def actions(outcomes: Sequence[Outcome]) -> list[tuple[str, str]]:
    return [(outcome.action, outcome.concept) for outcome in outcomes]


@pytest.mark.parametrize(
    "record",
    [
        pair("海事处", "Maritime Office"),
        pair("海事處", "maritime office"),
        pair("海事处", ""),
        pair("", "Maritime Office"),
        pair("海事处", "MO"),
        pair("海处", "Maritime Office"),
        pair("海事处", "Maritime Office", category="unit"),
        pair("海事处", "Marine Office", id="c1"),
    ],
)
def test_a_record_is_the_concept_that_goes_by_its_name(store: Store, record: Concept) -> None:
    outcomes, _ = merged(store, record)
    assert [outcome.concept for outcome in outcomes] == ["c1"]
    assert outcomes[0].action == ("skipped" if record.id else outcomes[0].action)


@pytest.mark.parametrize(
    "record",
    [
        pair("海事科", "Maritime Section"),
        pair("海事处", "Maritime Office", category="post"),
        pair("海事科", "Maritime Office"),
        pair("港务处", "Port Office", id="c1"),
    ],
)
def test_a_record_of_another_name_or_category_is_new_whatever_its_id(store: Store, record: Concept) -> None:
    outcomes, _ = merged(store, record)
    assert actions(outcomes) == [("added", "c4")]
    assert store.concept("c1").terms == OFFICE.terms


def test_an_id_that_is_free_is_kept_and_one_that_is_taken_said(store: Store) -> None:
    outcomes, _ = merged(store, pair("甲", "A", id="c70"), pair("乙", "B", id="c2"), pair("丙", "C", id="c99999999999"))
    assert actions(outcomes) == [("added", "c70"), ("added", "c71"), ("added", "c72")]
    assert outcomes[1].why == "its id c2 is another concept's"


def test_records_of_one_file_are_concepts_of_their_own_and_stay_so(store: Store) -> None:
    records = (pair("甲", "A"), pair("甲", ""), pair("甲", "A"))
    first, _ = merged(store, *records)
    assert [outcome.action for outcome in first] == ["added"] * 3
    again, _ = merged(store, *records)
    assert actions(again) == [("unchanged", outcome.concept) for outcome in first]


def test_a_record_is_first_the_concept_that_says_all_of_it_already(store: Store) -> None:
    records = (pair("处", "Section"), pair("处", "Section", subject="sea"), pair("处", ""))
    merged(store, *records)
    backwards, _ = merged(store, *reversed(records))
    assert actions(backwards) == [("unchanged", "c4"), ("unchanged", "c5"), ("unchanged", "c4")]


def test_what_is_new_is_added_with_its_file_as_source_and_only_once(store: Store) -> None:
    record = replace(
        pair("海事处", "Maritime Office"),
        subject="shipping",
        definitions=(Definition("管海事的处", "zh"),),
        notes=(Note("era", "2010"),),
    )
    record = replace(record, terms=(*record.terms, Term("Sea Office", "en", sources=("Gazette",))))
    (outcome,), _ = merged(store, record, source="list.csv")
    assert outcome.gained == ("en Sea Office", "definition: 管海事的处", "era: 2010")
    office = store.concept("c1")
    assert (office.subject, office.status, office.category) == ("shipping", "approved", "unit")
    assert [(term.text, term.status, term.sources) for term in office.terms[2:]] == [
        ("Maritime Office", "preferred", ()),
        ("MO", "admitted", ()),
        ("Sea Office", "admitted", ("Gazette", "list.csv")),
    ]
    revision = store.revision
    assert actions(merged(store, record, source="list.csv")[0]) == [("unchanged", "c1")]
    assert store.revision == revision


def test_a_record_with_an_id_of_a_term_base_says_itself_where_it_is_from(store: Store) -> None:
    merged(store, pair("甲", "A", id="c9"), source="terms.jsonl")
    assert [term.sources for term in store.concept("c9").terms] == [(), ()]


ODD = pair("海事处", "Marine Bureau")


def test_keep_leaves_out_what_is_at_odds_and_says_why(store: Store) -> None:
    outcomes, _ = merged(store, ODD)
    assert actions(outcomes) == [("skipped", "c1")]
    assert outcomes[0].kept == ("c1 has the English “Maritime Office”, the file “Marine Bureau”",)
    assert store.concept("c1").terms == OFFICE.terms


def test_overwrite_prefers_the_name_of_the_file_and_loses_none(store: Store) -> None:
    merged(store, ODD, on_conflict="overwrite")
    english = {term.text: (term.status, term.kind) for term in store.concept("c1").terms if term.lang == "en"}
    assert english == {
        "Maritime Office": ("admitted", "full_form"),
        "MO": ("admitted", "acronym"),
        "Marine Bureau": ("preferred", "full_form"),
    }


def test_both_makes_a_concept_of_its_own(store: Store) -> None:
    outcomes, _ = merged(store, ODD, on_conflict="both")
    assert [(each.action, each.concept, each.why) for each in outcomes] == [("added", "c4", "beside c1")]
    assert actions(merged(store, pair("海事处", "Maritime Office"), on_conflict="both")[0]) == [("unchanged", "c1")]


@pytest.mark.parametrize("on_conflict", ["keep", "overwrite", "both"])
def test_the_same_list_twice_changes_nothing(store: Store, on_conflict: OnConflict) -> None:
    worse = replace(OFFICE, terms=(Term("海事处", "zh", status="deprecated", reliability=2), *OFFICE.terms[1:]))
    records = (ODD, worse, pair("旧处", "Old Office"), pair("甲", "A"))
    merged(store, *records, on_conflict=on_conflict, source="list.csv")
    digest = store.digest()
    outcomes, _ = merged(store, *records, on_conflict=on_conflict, source="list.csv")
    assert store.digest() == digest
    assert not [outcome for outcome in outcomes if outcome.action in ("added", "changed")]


def test_where_one_value_only_can_hold_the_other_is_said(store: Store) -> None:
    record = replace(
        pair("海事处", "Maritime Office"), terms=(Term("海事处", "zh", status="deprecated", reliability=2),)
    )
    (outcome,), _ = merged(store, record)
    said = ("海事处: preferred, in the file deprecated", "海事处: reliability 4, in the file 2")
    assert (outcome.action, outcome.kept) == ("unchanged", said)
    merged(store, record, on_conflict="overwrite")
    assert (store.concept("c1").terms[0].status, store.concept("c1").terms[0].reliability) == ("deprecated", 2)


def test_what_was_rejected_stays_so_unless_the_file_counts(store: Store) -> None:
    record = pair("旧处", "Old Office", status="approved")
    outcomes, _ = merged(store, record)
    assert actions(outcomes) == [("skipped", "c3")]
    assert outcomes[0].kept == ("c3 has been rejected",)
    merged(store, record, on_conflict="overwrite")
    assert store.concept("c3").status == "approved"


def test_relations_follow_the_ids_of_the_file(store: Store) -> None:
    section = replace(
        pair("科", "Section", id="#2"),
        relations=(Relation("part_of", "#3"), Relation("reports_to", "c2", "处长"), Relation("heads", "c2", "他人")),
    )
    outcomes, said = merged(store, section, pair("海事处", "Maritime Office", id="#3"))
    relations = [(each.type, each.concept) for each in store.concept(outcomes[0].concept).relations]
    assert relations == [("part_of", "c1"), ("reports_to", "c2")]
    assert said == ["科 = Section: its relation to c2, which the file does not have"]
    _, said = merged(
        store, pair("海事处", "Maritime Office", id="#1", relations=(Relation("reports_to", "c2", "处长"),))
    )
    assert [(each.action, each.gained) for each in said if isinstance(each, Outcome)] == [("changed", ("relations",))]


def test_relations_to_what_is_skipped_lead_to_the_concept_that_it_is(store: Store) -> None:
    section = pair("科", "Section", relations=(Relation("part_of", "#3"),))
    outcomes, said = merged(store, section, replace(ODD, id="#3"))
    assert [outcome.action for outcome in outcomes] == ["added", "skipped"]
    assert said == []
    assert store.concept(outcomes[0].concept).relations[0].concept == "c1"


def test_a_list_that_approves_counts_for_a_proposal(store: Store) -> None:
    with edit(store, "x") as change:
        change.put(pair("甲", "A", category="unit"))
    merged(store, pair("甲", "A", status="approved"))
    assert store.concept("c4").status == "approved"


@settings(max_examples=8, deadline=None)
@given(st.integers(0, 10_000), st.sampled_from(["keep", "overwrite", "both"]))
def test_an_own_term_base_comes_in_whole_and_twice_without_harm(seed: int, on_conflict: OnConflict) -> None:
    import tempfile

    base = [replace(each, relations=()) for each in invented(12, seed)]
    base = [replace(each, terms=tuple({(t.lang, t.text): t for t in each.terms}.values())) for each in base]
    with tempfile.TemporaryDirectory() as folder:
        store = Store.create(Path(folder) / "terms.db")
        merged(store, *base, on_conflict=on_conflict, source="base.jsonl")
        assert [plain(each) for each in store.concepts()] == [plain(each) for each in base]
        digest = store.digest()
        merged(store, *base, on_conflict=on_conflict, source="base.jsonl")
        assert store.digest() == digest
        store.close()


def plain(concept: Concept) -> Concept:
    """Without what a term base without the text of documents keeps in its own way."""
    terms = (replace(term, citations=tuple(map(place, term.citations))) for term in concept.terms)
    return replace(concept, terms=tuple(terms))


def place(citation: Citation) -> Citation:
    return Citation(citation.document, citation.paragraph)
