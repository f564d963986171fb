"""Concepts of a term list into the term base: which are there already, and what they add to them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

from glossary.edit import Edit
from glossary.models import Concept, Relation, Term, combined, union
from glossary.store import Store
from glossary.text import key

OnConflict = Literal["keep", "overwrite", "both"]
Outcome = Literal["added", "changed", "unchanged"]


def merge(change: Edit, concepts: Sequence[Concept], on_conflict: OnConflict) -> tuple[list[Outcome], list[str]]:
    """Put the concepts of one file; return what became of each, and a sentence for each relation to nowhere.

    Ids are the file's own and only tie its concepts together. A concept is the one of the term base that has its
    Chinese name, its category and, where both have English, some English of it. `keep` adds what is new, `overwrite`
    lets the file's word count where both speak, `both` makes new concepts of all.
    """
    outcomes: list[Outcome] = []
    ids: dict[str, str] = {}
    for concept in concepts:
        old = None if on_conflict == "both" else _same(change.store, concept)
        new = concept if old is None else _merged(old, concept, overwrite=on_conflict == "overwrite")
        outcomes.append("added" if old is None else "unchanged" if new == old else "changed")
        ids[concept.id] = change.put(replace(new, id="", relations=()) if old is None else new)
    return outcomes, [lost for concept in concepts for lost in _relate(change, concept, ids)]


def _same(store: Store, concept: Concept) -> Concept | None:
    name = concept.name("zh") or concept.name("en") or next((term.text for term in concept.terms), "")
    english = _english(concept)
    for other in store.concepts(store.find(name)):
        theirs = _english(other)
        at_odds = english and theirs and not english & theirs
        if other.category == concept.category and other.status != "rejected" and not at_odds:
            return other
    return None


def _english(concept: Concept) -> set[str]:
    return {key(term.text) for term in concept.terms if term.lang.split("-")[0] == "en" and term.kind != "acronym"}


def _merged(old: Concept, new: Concept, *, overwrite: bool) -> Concept:
    first, second = (new, old) if overwrite else (old, new)
    return replace(
        old,
        status="approved" if "approved" in (old.status, new.status) else old.status,
        subject=first.subject or second.subject,
        definitions=union(old.definitions, new.definitions),
        terms=_merged_terms(first.terms, second.terms, old.terms),
        notes=union(old.notes, new.notes),
    )


def _merged_terms(first: tuple[Term, ...], second: tuple[Term, ...], order: tuple[Term, ...]) -> tuple[Term, ...]:
    firsts = {(term.lang, term.text): term for term in first}
    seconds = {(term.lang, term.text): term for term in second}
    names = dict.fromkeys((term.lang, term.text) for term in (*order, *first, *second))
    return tuple(_merged_term(firsts.get(name), seconds.get(name)) for name in names)


def _merged_term(first: Term | None, second: Term | None) -> Term:
    if first and second:
        return combined(first, second)
    term = first or second
    assert term is not None
    return term


def _relate(change: Edit, concept: Concept, ids: dict[str, str]) -> list[str]:
    if not concept.relations:
        return []
    stored = change.store.concept(ids[concept.id])
    relations = {(relation.type, relation.concept): relation for relation in stored.relations}
    lost: list[str] = []
    for relation in concept.relations:
        target = ids.get(relation.concept)
        if target is None:
            lost.append(f"{concept.name('zh')}: its relation to {relation.concept}, which the file does not have")
        elif target != stored.id:
            relations.setdefault((relation.type, target), Relation(relation.type, target, citations=relation.citations))
    change.put(replace(stored, relations=tuple(relations.values())))
    return lost
