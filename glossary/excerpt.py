"""A term base of some of the concepts of another, for those who shall have no more than these."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from pathlib import Path

from glossary.edit import Edit, edit
from glossary.models import Concept
from glossary.store import Store


def excerpt(store: Store, ids: Sequence[str], path: Path) -> None:
    """Write a term base at `path` with the concepts of these ids, which they keep, and the documents cited by them.

    With all concepts it is a copy, change log and all; else the log begins anew, and relations to others are left out.
    """
    if len(ids) == len(store.concept_ids()):
        store.backup(path)
        return
    kept = frozenset(ids)
    with Store.create(path) as copy:
        with edit(copy, "export", f"{len(kept)} concepts of another term base") as change:
            _documents(store, ids, change)
            for concept in store.concepts(ids):
                change.put(replace(concept, relations=tuple(r for r in concept.relations if r.concept in kept)))
        copy.db.disable_wal()


def _documents(store: Store, ids: Sequence[str], change: Edit) -> None:
    cited = set(_cited(store.concepts(ids)))
    for entry in store.documents():
        if entry.document.symbol in cited and entry.document.sha256:
            change.add_document(store.document(entry.document.symbol, entry.document.lang))


def _cited(concepts: Iterable[Concept]) -> Iterable[str]:
    for concept in concepts:
        for citations in (*(term.citations for term in concept.terms), *(r.citations for r in concept.relations)):
            yield from (citation.document for citation in citations)
