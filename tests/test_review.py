"""Decisions of people: the queue, reports, merging, and that undo gives back exactly what there was."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from glossary import reports
from glossary.edit import edit
from glossary.errors import Conflict, InvalidRecord, NotFound
from glossary.models import CATEGORIES, CONCEPT_STATUSES, Citation, Concept, Document, Note, Paragraph, Relation, Term
from glossary.review import MERGED, Reviewer, Stale, seen
from glossary.store import Filters, Store
from glossary.verifying import problems
from tests.strategies import terms as any_term


@pytest.fixture
def store(store_path: Path) -> Iterator[Store]:
    with Store(store_path) as store:
        yield store


@pytest.fixture
def ana(store: Store) -> Reviewer:
    return Reviewer(store, "Ana")


def proposal(text: str, score: str, category: str = "unit", *more: Term) -> Concept:
    kind = CATEGORIES[CATEGORIES.index(category)]  # type: ignore[arg-type]
    return Concept(category=kind, terms=(Term(text, "zh"), *more), notes=(Note("score", score),))


def put(store: Store, *concepts: Concept) -> list[str]:
    with edit(store, "import") as change:
        return [change.put(concept) for concept in concepts]


# -- the queue ---------------------------------------------------------------------------------------------------------


def test_the_surest_proposals_come_first_and_those_without_a_score_last(store: Store) -> None:
    ids = put(store, proposal("甲处", "0.5"), proposal("乙处", "0.91"), proposal("丙处", "high"), proposal("丁处", "7"))
    assert [(each.concept, each.score) for each in reports.queue(store)] == [
        (ids[3], 1.0), (ids[1], 0.91), (ids[0], 0.5), ("c3", 0.0), (ids[2], 0.0)
    ]  # fmt: skip


def test_the_queue_is_narrowed_by_category_and_document(store: Store) -> None:
    (unit,) = put(store, proposal("甲处", "0.5"))
    assert [each.concept for each in reports.queue(store, Filters(("unit",), ("approved",)))] == [unit]
    assert [each.concept for each in reports.queue(store, Filters((), (), ("circular-7",)))] == ["c3"]


def test_the_queue_is_narrowed_to_names_with_english_and_to_those_without(store: Store) -> None:
    english = Term("First Service", "en-GB")
    with_english, without = put(store, proposal("甲处", "0.5", "unit", english), proposal("乙处", "0.9"))
    narrowed = [[each.concept for each in reports.queue(store, Filters(english=there))] for there in (True, False)]
    assert with_english in narrowed[0]
    assert without in narrowed[1]
    assert sorted(narrowed[0] + narrowed[1]) == sorted(each.concept for each in reports.queue(store))


def test_many_are_accepted_in_one_revision_if_they_are_as_many_as_were_shown(store: Store, ana: Reviewer) -> None:
    first, second, _ = put(store, proposal("甲处", "0.9"), proposal("乙处", "0.95"), proposal("丙处", "0.89"))
    revision = store.revision
    with pytest.raises(Conflict, match="there are 2"):
        ana.accept_above(0.9, Filters(), 3)
    assert store.revision == revision
    assert set(ana.accept_above(0.9, Filters(), 2)) == {first, second}
    assert store.revision == revision + 1
    assert store.concept(first).status == store.concept(second).status == "approved"
    ana.undo(first, None)
    assert (store.concept(first).status, store.concept(second).status) == ("proposed", "approved")


# -- reports -----------------------------------------------------------------------------------------------------------


def test_one_name_with_two_equivalents_is_reported_with_what_speaks_for_each(store: Store) -> None:
    cited = (Citation("ST/OMS/2020/1", "1.2", 2, 0, 5), Citation("memo", "4"))
    ids = put(
        store,
        proposal("航标处", "1", "unit", Term("Beacon Service", "en", citations=cited)),
        proposal("航標處", "1", "unit", Term("Buoy Service", "en")),
        Concept(status="rejected", terms=(Term("航标处", "zh"), Term("Lamp Service", "en"))),
    )
    (found,) = reports.conflicts(store)
    assert (found.name, found.lang) == ("航标处", "zh")
    assert [(choice.text, choice.concepts, choice.citations) for choice in found.choices] == [
        ("Beacon Service", (ids[0],), 2),
        ("Buoy Service", (ids[1],), 0),
    ]
    assert found.choices[0].documents == (("ST/OMS/2020/1", "2020-03-01"), ("memo", None))


def test_two_equivalents_in_one_concept_are_a_conflict_too_but_not_an_acronym_or_a_deprecated_one(store: Store) -> None:
    here = (Term("Pilot Board", "en"), Term("PB", "en", "acronym"), Term("Pilot Bord", "en", status="deprecated"))
    (ident,) = put(store, proposal("引航局", "1", "body", *here))
    assert reports.conflicts(store) == []
    put(store, replace(store.concept(ident), terms=(*store.concept(ident).terms, Term("Pilotage Board", "en"))))
    assert [choice.text for choice in reports.conflicts(store)[0].choices] == ["Pilot Board", "Pilotage Board"]


def test_one_english_name_of_several_chinese_ones_is_reported(store: Store) -> None:
    english = Term("Office of the Chief", "en")
    put(store, proposal("处长办公室", "1", "unit", english), proposal("科长办公室", "1", "unit", english))
    (found,) = reports.conflicts(store)
    assert (found.lang, found.name) == ("en", "Office of the Chief")
    assert {choice.text for choice in found.choices} == {"处长办公室", "科长办公室"}


def test_duplicates_share_a_folded_name_and_the_category(store: Store) -> None:
    ids = put(
        store,
        proposal("航标处", "1"),
        proposal("航標處", "1"),
        proposal("航标处", "1", "post"),
        Concept(category="unit", status="rejected", terms=(Term("航标处", "zh"),)),
        proposal("灯塔处", "1", "unit", Term("ＬＳ", "en", "acronym")),
        proposal("灯船处", "1", "unit", Term("LS", "en", "acronym")),
    )
    found = reports.duplicates(store)
    assert [(each.category, each.concepts, each.full) for each in found] == [
        ("unit", (ids[0], ids[1]), True),
        ("unit", (ids[4], ids[5]), False),
    ]


# -- writing -----------------------------------------------------------------------------------------------------------


def test_a_decision_on_an_old_state_is_not_written_and_tells_what_happened(store: Store, ana: Reviewer) -> None:
    before = seen(store, "c3")
    Reviewer(store, "Bo").decide("c3", "rejected", before)
    with pytest.raises(Stale, match="by Bo") as raised:
        ana.decide("c3", "approved", before)
    assert [(change.who, change.action) for change in raised.value.changes] == [("Bo", "rejected")]
    assert store.concept("c3").status == "rejected"


def test_who_and_when_are_in_the_log(store: Store, ana: Reviewer) -> None:
    ana.decide("c3", "approved", None)
    change = store.changes(concept_id="c3")[-1]
    assert (change.who, change.action) == ("Ana", "approved")


SOUND = Concept(category="unit", terms=(Term("灯塔处", "zh"),))


@pytest.mark.parametrize(
    ("concept", "field"),
    [
        (replace(SOUND, terms=()), "terms"),
        (replace(SOUND, terms=(Term(" ", "zh"),)), "terms[0].text"),
        (replace(SOUND, terms=(Term("甲\n乙", "zh"),)), "terms[0].text"),
        (replace(SOUND, terms=(*SOUND.terms, Term("x", "english!"))), "terms[1].lang"),
        (replace(SOUND, terms=SOUND.terms * 2), "terms[1].text"),
        (replace(SOUND, terms=(Term("甲", "zh", sources=("",)),)), "terms[0].sources[0]"),
        (replace(SOUND, terms=(Term("甲", "zh", citations=(Citation("d", start=1),)),)), "terms[0].citations[0]"),
        (
            replace(SOUND, terms=(Term("甲", "zh", citations=(Citation("d", start=1, end=1),)),)),
            "terms[0].citations[0]",
        ),
        (replace(SOUND, subject="a\x00"), "subject"),
        (replace(SOUND, id="c1", relations=(Relation("part_of", "c1"),)), "relations[0].concept"),
        (replace(SOUND, relations=(Relation("part_of", "c1"),) * 2), "relations"),
    ],
)
def test_what_must_not_be_written_is_refused_by_field(
    store: Store, ana: Reviewer, concept: Concept, field: str
) -> None:
    revision = store.revision
    with pytest.raises(InvalidRecord) as raised:
        ana.write(concept, None) if concept.id else ana.create(concept)
    assert str(raised.value).startswith(field)
    assert store.revision == revision


def test_a_relation_needs_its_other_end(store: Store, ana: Reviewer) -> None:
    with pytest.raises(Conflict, match=r"^relations\[0\]\.concept: there is no concept c99$"):
        ana.create(replace(SOUND, relations=(Relation("part_of", "c99"),)))


def test_an_unknown_concept_is_not_found(store: Store, ana: Reviewer) -> None:
    for act in (ana.decide, ana.merge):
        with pytest.raises(NotFound):
            act("c99", "rejected", None)  # type: ignore[operator]


# -- merging -----------------------------------------------------------------------------------------------------------


def test_merging_moves_everything_and_doubles_nothing(store: Store, ana: Reviewer) -> None:
    cited = Citation("ST/OMS/2020/1", "1.2", 2, 0, 5)
    (twin,) = put(
        store,
        Concept(
            category="unit",
            terms=(
                Term("港口规划处", "zh", reliability=3, citations=(cited, Citation("memo", "2"))),
                Term("港规处", "zh", "short_form"),
                Term("Port Planning Office", "en", sources=("memo",)),
            ),
            relations=(Relation("part_of", "c1"), Relation("heads", "c2"), Relation("succeeds", "c5")),
            notes=(Note("score", "0.7"), Note("remark", "seen in a memo")),
        ),
    )
    put(store, replace(store.concept("c3"), relations=(Relation("heads", "c2"), Relation("heads", twin))))
    put(store, replace(store.concept("c6"), relations=(Relation("reports_to", twin),)))
    ana.merge(twin, "c2", None)
    whole, gone = store.concept("c2"), store.concept(twin)
    texts = [(term.text, term.status) for term in whole.terms]
    assert texts[-2:] == [("港规处", "preferred"), ("Port Planning Office", "admitted")]
    assert len(texts) == 6
    assert whole.terms[0].reliability == 3
    assert [(c.document, c.paragraph) for c in whole.terms[0].citations] == [("ST/OMS/2020/1", "1.2"), ("memo", "2")]
    assert {(r.type, r.concept) for r in whole.relations} == {
        ("part_of", "c1"), ("succeeds", "c6"), ("succeeds", "c5")
    }  # fmt: skip
    assert Note("remark", "seen in a memo") in whole.notes
    assert gone.status == "rejected"
    assert Note(MERGED, "c2") in gone.notes
    assert not gone.relations
    assert not any(term.citations for term in gone.terms)
    assert [(r.type, r.concept) for r in store.concept("c3").relations] == [("heads", "c2")]
    assert [(r.type, r.concept) for r in store.concept("c6").relations] == [("reports_to", "c2")]
    assert list(problems(store)) == []


@pytest.mark.parametrize("undone", ["c3", "c2", "c1"])
def test_undoing_a_merge_restores_all_it_touched_from_any_of_them(store: Store, ana: Reviewer, undone: str) -> None:
    before = list(store.concepts())
    ana.merge("c2", "c1", None)
    assert list(store.concepts()) != before
    assert set(ana.undo(undone, None)) == {"c1", "c2", "c3"}
    assert list(store.concepts()) == before


def test_a_merge_that_something_builds_on_is_not_undone(store: Store, ana: Reviewer) -> None:
    ana.merge("c2", "c1", None)
    ana.write(replace(store.concept("c1"), subject="港口"), None)
    before = list(store.concepts())
    with pytest.raises(Conflict, match="c1 has been changed since"):
        ana.undo("c2", None)
    assert list(store.concepts()) == before
    ana.undo("c1", None)
    ana.undo("c2", None)
    assert store.concept("c2").status == "approved"


@pytest.mark.parametrize(("source", "into"), [("c1", "c1"), ("c1", "c4")])
def test_a_merge_into_itself_or_into_a_rejected_one_is_refused(
    store: Store, ana: Reviewer, source: str, into: str
) -> None:
    revision = store.revision
    with pytest.raises(InvalidRecord, match="into"):
        ana.merge(source, into, None)
    assert store.revision == revision


# -- undoing -----------------------------------------------------------------------------------------------------------

EDITS = st.one_of(
    st.tuples(st.just("decide"), st.sampled_from(CONCEPT_STATUSES)),
    st.tuples(st.just("term"), any_term()),
    st.tuples(st.just("subject"), st.sampled_from(["", "港口", "航运 & more"])),
    st.tuples(st.just("unrelate"), st.none()),
    st.tuples(st.just("merge"), st.sampled_from(["c1", "c5", "c6"])),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40, deadline=None)
@given(steps=st.lists(EDITS, min_size=1, max_size=5))
def test_undo_after_any_edits_walks_back_through_every_state(
    store: Store, ana: Reviewer, steps: list[tuple[str, object]]
) -> None:
    states = [list(store.concepts())]
    for kind, value in steps:
        concept = store.concept("c2")
        try:
            if kind == "decide":
                ana.decide("c2", value, None)  # type: ignore[arg-type]
            elif kind == "merge":
                ana.merge("c2", str(value), None)
            else:
                changed = {
                    "term": lambda c=concept, v=value: replace(c, terms=(*c.terms, v)),
                    "subject": lambda c=concept, v=value: replace(c, subject=v),
                    "unrelate": lambda c=concept: replace(c, relations=()),
                }[kind]()
                ana.write(changed, None)
        except InvalidRecord:
            pass
        if list(store.concepts()) != states[-1]:
            states.append(list(store.concepts()))
    for state in reversed(states[:-1]):
        ana.undo("c2", None)
        assert list(store.concepts()) == state
    assert list(problems(store)) == []


def test_what_was_created_by_hand_is_gone_after_undo_and_its_id_is_not_used_again(store: Store, ana: Reviewer) -> None:
    ident = ana.create(SOUND)
    assert ana.undo(ident, seen(store, ident)) == [ident]
    with pytest.raises(NotFound):
        store.concept(ident)
    assert [change.action for change in store.changes(concept_id=ident)] == ["created", "undone"]
    assert ana.create(SOUND) != ident
    with pytest.raises(Conflict, match="no change to undo"):
        ana.undo(ident, None)


def test_what_came_with_others_or_is_pointed_to_is_not_undone_away(store: Store, ana: Reviewer) -> None:
    with pytest.raises(Conflict, match="came into the term base with others"):
        ana.undo("c1", None)
    ident = ana.create(SOUND)
    other = ana.create(replace(SOUND, relations=(Relation("part_of", ident),)))
    with pytest.raises(Conflict, match=f"{other} points to {ident}"):
        ana.undo(ident, None)


def test_undo_of_a_stale_state_is_refused(store: Store, ana: Reviewer) -> None:
    ana.decide("c3", "approved", None)
    before = seen(store, "c3")
    ana.decide("c3", "rejected", None)
    with pytest.raises(Stale):
        ana.undo("c3", before)


def test_undo_keeps_citations_in_documents_with_text(store: Store, ana: Reviewer) -> None:
    with edit(store, "import") as change:
        change.add_document(Document("memo-1", paragraphs=(Paragraph("1", "灯塔处由处长领导。"),), sha256="9" * 64))
    (ident,) = put(store, replace(SOUND, terms=(Term("灯塔处", "zh", citations=(Citation("memo-1", "1", 0, 0, 3),)),)))
    before = store.concept(ident)
    ana.write(replace(before, terms=(replace(before.terms[0], citations=()),)), None)
    ana.undo(ident, None)
    assert store.concept(ident) == before
    assert before.terms[0].citations[0].context == "灯塔处由处长领导。"


def test_each_language_is_cited_from_its_own_version_also_after_undo(store: Store, ana: Reviewer) -> None:
    with edit(store, "import") as change:
        for lang, text in (("zh", "灯塔处由处长领导。"), ("en", "The Lighthouse Service has a Chief.")):
            change.add_document(Document("memo-1", lang, paragraphs=(Paragraph("1", text),), sha256=lang * 32))
    terms = (
        Term("灯塔处", "zh", citations=(Citation("memo-1", "1", 0, 0, 3),)),
        Term("Lighthouse Service", "en", citations=(Citation("memo-1", "1", 0, 4, 22),)),
    )
    (ident,) = put(store, replace(SOUND, terms=terms))
    before = store.concept(ident)
    assert [term.citations[0].context for term in before.terms] == [
        "灯塔处由处长领导。",
        "The Lighthouse Service has a Chief.",
    ]
    ana.decide(ident, "approved", None)
    ana.write(replace(store.concept(ident), subject="港口"), None)
    ana.undo(ident, None)
    ana.undo(ident, None)
    assert store.concept(ident) == before
    assert list(problems(store)) == []


# -- the command -------------------------------------------------------------------------------------------------------


def run(path: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "glossary.cli", "--db", str(path), "review", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", timeout=60, check=True)
    return done.stdout


def test_the_command_prints_the_queue_and_the_reports(store: Store) -> None:
    ids = put(
        store,
        proposal("航标处", "0.75", "unit", Term("Beacon Service", "en")),
        proposal("航标处", "0.5", "unit", Term("Buoy Service", "en")),
    )
    assert run(store.path).splitlines()[0] == f"{ids[0]}\t航标处\tBeacon Service\tunit\t0.75"
    assert len(run(store.path, "--category", "post").splitlines()) == 1
    first = json.loads(run(store.path, "--json"))["proposals"][0]
    assert first == {"concept": ids[0], "zh": "航标处", "en": "Beacon Service", "category": "unit", "score": 0.75}
    assert f"航标处\tBuoy Service\t{ids[1]}\t0" in run(store.path, "--conflicts")
    assert f"unit\t航标处\t{ids[0]}, {ids[1]}" in run(store.path, "--duplicates")
    assert json.loads(run(store.path, "--conflicts", "--json"))["conflicts"][0]["choices"][0]["concepts"] == [ids[0]]
