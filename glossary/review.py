"""What a person decides about concepts: accept, reject, change, merge, undo; each decision is one revision.

A decision is made on a state that was seen: `seen` is the revision of the concept's last change then (None: whatever
it is now). When the concept has changed since, `Stale` is raised and nothing is written.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from glossary.edit import Edit, edit
from glossary.errors import Conflict, InvalidRecord
from glossary.models import Change, Citation, Concept, ConceptStatus, Note, Relation, Term, combined, union
from glossary.records import concept_from_record
from glossary.reports import ADDS, SCORE, queue
from glossary.store import Filters, Store, rowid

MERGED = "merged into"  # the note by which a merged concept tells where it went
UNDO = "undo of revision "  # before its number, and, where it was a whole import, ` (import)`
_MERGE = "merge of "
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff\u2028\u2029]")
_LANG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")


class Stale(Conflict):
    """The concept has changed since it was seen; `changes` tells what, oldest first."""

    def __init__(self, concept: str, changes: list[Change]) -> None:
        who = ", ".join(dict.fromkeys(change.who for change in changes))
        super().__init__(
            f"{concept} has been changed since you read it" + (f" (by {who})" if who else "") + ": read it again"
        )
        self.changes = changes


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a concept with what it was before; None when it was new."""

    revision: int
    when: str
    who: str
    action: str
    note: str
    before: Concept | None


def seen(store: Store, concept_id: str) -> int:
    """Return the revision of a concept's last change, 0 when the log knows nothing of it."""
    sql = "SELECT ifnull(max(revision_id), 0) FROM change WHERE concept_id = ?"
    return int(store.db.conn.execute(sql, (rowid(concept_id),)).fetchone()[0])


def steps(store: Store, concept_id: str) -> Iterator[Step]:
    """Yield the changes of a concept, newest first."""
    sql = """SELECT r.id, r.date, r.who, c.action, r.note, c.before
             FROM change c JOIN revision r ON r.id = c.revision_id WHERE c.concept_id = ? ORDER BY r.id DESC"""
    for revision, when, who, action, note, before in store.db.conn.execute(sql, (rowid(concept_id),)).fetchall():
        state = None if before is None else concept_from_record(json.loads(before))
        yield Step(revision, when, who, action, note, state)


class Reviewer:
    """Somebody who may write to a term base; every method is one transaction and one revision in the name of `who`."""

    def __init__(self, store: Store, who: str) -> None:
        self.store = store
        self.who = who

    def create(self, concept: Concept) -> str:
        """Put a new concept and return its id; raises InvalidRecord, which names the field at fault."""
        with edit(self.store, self.who) as change:
            check(self.store, concept)
            return change.put(replace(concept, id=""))

    def write(self, concept: Concept, seen: int | None) -> None:
        """Put a concept in the place of what it was; raises InvalidRecord, which names the field at fault."""
        with self._on(concept.id, seen) as change:
            check(self.store, concept)
            change.put(concept)

    def decide(self, concept_id: str, status: ConceptStatus, seen: int | None) -> None:
        """Approve, reject or propose a concept; what adds a name to an approved concept is merged into that."""
        home = addition(self.store, self.store.concept(concept_id)) if status == "approved" else None
        if home is not None:
            self.merge(concept_id, home.id, seen)
            return
        with self._on(concept_id, seen) as change:
            _set_status(change, self.store.concept(concept_id), status)

    def accept_above(self, score: float, filters: Filters, count: int | None = None) -> list[str]:
        """Approve all proposals of at least a score; raises Conflict when they are not `count`, as was shown."""
        with edit(self.store, self.who, f"accepted from a score of {score:.2f}") as change:
            ids = [each.concept for each in queue(self.store, filters) if each.score >= score]
            if count is not None and len(ids) != count:
                raise Conflict(f"there are {len(ids)} such proposals now, not {count}: look at them again")
            adding = {each.id for each in self.store.concepts(ids) if addition(self.store, each)}
            for ident in ids:
                if ident not in adding:
                    _set_status(change, self.store.concept(ident), "approved")
        for ident in adding:  # each a revision of its own: undoing one takes both concepts back
            self.decide(ident, "approved", None)
        return ids

    def merge(self, concept_id: str, into: str, seen: int | None) -> None:
        """Move everything of a concept to another one; it stays, rejected and empty, with a note where it went.

        What both have is not doubled. A name that was preferred is admitted where the other has a preferred one. The
        relations of others that pointed to it point to the other. Raises InvalidRecord when that is rejected or itself.
        """
        with self._on(concept_id, seen) as change:
            change.describe(f"{_MERGE}{concept_id} into {into}")
            old, target = self.store.concept(concept_id), self.store.concept(into)
            if old.id == target.id:
                raise InvalidRecord("into: a concept cannot be merged into itself")
            if target.status == "rejected":
                raise InvalidRecord(f"into: {into} is rejected, accept it first")
            pointing = {relation.concept for relation in self.store.relations_to(old.id)} - {target.id}
            change.put(_emptied(old, target.id), "merged")
            change.put(_united(target, old), "changed")
            for other in self.store.concepts(sorted(pointing)):
                change.put(replace(other, relations=_moved(other, old.id, target.id)))

    def undo(self, concept_id: str, seen: int | None) -> list[str]:
        """Take back the last change of a concept that is not taken back yet; return the concepts that this changed.

        Undoing a merge restores all that it touched; undoing a creation by hand removes the concept. Raises Conflict
        when there is nothing to undo, or something that builds on it has to be undone first.
        """
        with edit(self.store, self.who) as change:
            if seen is not None:
                self._expect(concept_id, seen)
            step = standing(self.store, concept_id)
            if step is None:
                raise Conflict(f"{concept_id} has no change to undo")
            change.describe(f"{UNDO}{step.revision}")
            touched = _touched(self.store, step.revision)
            ids = touched if step.note.startswith(_MERGE) else [concept_id]
            for ident in ids:
                self._restore(change, ident, step.revision, alone=len(touched) == 1)
        return ids

    @contextmanager
    def _on(self, concept_id: str, seen: int | None) -> Iterator[Edit]:
        with edit(self.store, self.who) as change:
            self.store.concept(concept_id)
            if seen is not None:
                self._expect(concept_id, seen)
            yield change

    def _expect(self, concept_id: str, revision: int) -> None:
        if revision != seen(self.store, concept_id):
            raise Stale(concept_id, self.store.changes(revision, concept_id))

    def _restore(self, change: Edit, ident: str, revision: int, *, alone: bool) -> None:
        step = standing(self.store, ident)
        if step is None or step.revision != revision:
            raise Conflict(f"{ident} has been changed since: undo that first")
        if step.before is not None:
            for relation in step.before.relations:
                if not self.store.has(relation.concept):
                    raise Conflict(f"{ident} pointed to {relation.concept}, which is gone: change it by hand")
            change.put(step.before, "undone")
            return
        if not alone:
            raise Conflict(f"{ident} came into the term base with others: reject it instead")
        if pointing := self.store.relations_to(ident):
            raise Conflict(f"{pointing[0].concept} points to {ident}: change that first, or reject {ident}")
        change.remove(ident, "undone")


def addition(store: Store, concept: Concept) -> Concept | None:
    """Return the approved concept that a proposal adds a name to, None when it is for none."""
    ids = [note.text for note in concept.notes if note.name == ADDS] if concept.status == "proposed" else []
    return next((home for home in store.concepts(ids) if home.status == "approved"), None)


def _set_status(change: Edit, concept: Concept, status: ConceptStatus) -> None:
    notes = tuple(note for note in concept.notes if note.name != ADDS or status != "approved")  # it stands for itself
    if status != concept.status:
        change.put(replace(concept, status=status, notes=notes), status)


def check(store: Store, concept: Concept) -> None:
    """Raise InvalidRecord, naming the field, for what a person must not write, Conflict for a relation to nowhere."""
    if not concept.terms:
        raise InvalidRecord("terms: a concept has at least one name")
    _check_text("subject", concept.subject, blank=True)
    for number, definition in enumerate(concept.definitions):
        if definition.source is not None:
            _check_text(f"definitions[{number}].source", definition.source)
    names: set[tuple[str, str]] = set()
    for number, term in enumerate(concept.terms):
        field = f"terms[{number}]"
        _check_text(f"{field}.text", term.text)
        if not _LANG.fullmatch(term.lang):
            raise InvalidRecord(f"{field}.lang is “{term.lang}”, want a language tag such as zh or en")
        if (term.lang, term.text) in names:
            raise InvalidRecord(f"{field}.text: “{term.text}” is there twice")
        names.add((term.lang, term.text))
        for nth, source in enumerate(term.sources):
            _check_text(f"{field}.sources[{nth}]", source)
        for nth, cited in enumerate(term.citations):
            _check_citation(f"{field}.citations[{nth}]", cited)
    for number, relation in enumerate(concept.relations):
        if relation.concept == concept.id:
            raise InvalidRecord(f"relations[{number}].concept: a concept has no relation to itself")
        if not store.has(relation.concept):
            raise Conflict(f"relations[{number}].concept: there is no concept {relation.concept}")
    links = [(relation.type, relation.concept) for relation in concept.relations]
    if len(set(links)) < len(links):
        raise InvalidRecord("relations: one is there twice")


def _check_text(field: str, text: str, *, blank: bool = False) -> None:
    if not blank and not text.strip():
        raise InvalidRecord(f"{field} is blank")
    if _CONTROL.search(text):
        raise InvalidRecord(f"{field} contains a line end or a control character")


def _check_citation(field: str, cited: Citation) -> None:
    if (cited.start is None) != (cited.end is None):
        raise InvalidRecord(f"{field} has a start or an end only, want both or none")
    if cited.start is not None and cited.end is not None and cited.start >= cited.end:
        raise InvalidRecord(f"{field} ends at {cited.end}, not after its start {cited.start}")


# -- merging -----------------------------------------------------------------------------------------------------------


def _emptied(old: Concept, into: str) -> Concept:
    terms = tuple(replace(term, citations=()) for term in old.terms)
    notes = tuple(note for note in old.notes if note.name in (SCORE, MERGED))
    notes = (*notes, Note(MERGED, into))
    return replace(old, status="rejected", terms=terms, definitions=(), relations=(), notes=notes)


def _united(target: Concept, old: Concept) -> Concept:
    ours = {note.name for note in target.notes}
    notes = [
        note for note in old.notes if note.name not in (MERGED, ADDS) and not (note.name == SCORE and SCORE in ours)
    ]
    terms = {(term.lang, term.text): term for term in target.terms}
    for term in old.terms:
        known = terms.get((term.lang, term.text))
        terms[term.lang, term.text] = _stepped_back(term, target) if known is None else combined(known, term)
    here = replace(target, relations=tuple(r for r in target.relations if r.concept != old.id))
    return replace(
        here,
        status="approved" if old.status == "approved" else target.status,
        subject=target.subject or old.subject,
        definitions=union(target.definitions, old.definitions),
        terms=tuple(terms.values()),
        relations=_joined(here.relations, (r for r in old.relations if r.concept != target.id)),
        notes=union(target.notes, notes),
    )


def _stepped_back(term: Term, target: Concept) -> Term:
    """A name as it comes to a concept: no second preferred one of its language and kind."""
    taken = any((o.lang, o.kind, o.status) == (term.lang, term.kind, "preferred") for o in target.terms)
    return replace(term, status="admitted") if taken and term.status == "preferred" else term


def _moved(other: Concept, old: str, target: str) -> tuple[Relation, ...]:
    stay = (relation for relation in other.relations if relation.concept != old)
    return _joined(stay, (replace(r, concept=target) for r in other.relations if r.concept == old))


def _joined(first: Iterable[Relation], second: Iterable[Relation]) -> tuple[Relation, ...]:
    """Relations of one type to one concept become one, with the citations of both."""
    found: dict[tuple[str, str], Relation] = {}
    for relation in (*first, *second):
        known = found.setdefault((relation.type, relation.concept), relation)
        both = replace(known, citations=union(known.citations, relation.citations))
        found[relation.type, relation.concept] = both
    return tuple(found.values())


# -- undoing -----------------------------------------------------------------------------------------------------------


def standing(store: Store, concept_id: str) -> Step | None:
    """The last change of a concept that no later one has undone."""
    below = None
    for step in steps(store, concept_id):
        if below is not None and step.revision >= below:
            continue
        if step.action != "undone":
            return step
        below = int(step.note.removeprefix(UNDO).partition(" ")[0])
    return None


def _touched(store: Store, revision: int) -> list[str]:
    sql = "SELECT 'c' || concept_id FROM change WHERE revision_id = ? ORDER BY concept_id"
    return [row[0] for row in store.db.conn.execute(sql, (revision,))]
