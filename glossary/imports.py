"""The imports of a term base: which there were, and how one is taken back whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from typing import Any

from glossary.edit import Edit, edit
from glossary.errors import Conflict, NotFound
from glossary.loading import batches
from glossary.models import Concept
from glossary.records import concept_from_record
from glossary.review import UNDO, standing
from glossary.store import Store

IMPORT = "import of "  # how the note of its revision begins, before the names of the files
_WHOLE = " (import)"
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Import:
    """An import as a list shows it; `number` is its revision, `undone` the one that took it back."""

    number: int
    when: str
    who: str
    files: str
    added: int
    changed: int
    undone: int | None

    def __str__(self) -> str:
        said = f"{self.number}\t{self.when}\t{self.who}\t{self.files}\t{self.added} added, {self.changed} changed"
        return said + (f"; taken back by {self.undone}" if self.undone else "")

    def record(self) -> dict[str, Any]:
        """Return the JSON object of an import."""
        return asdict(self)


@dataclass(slots=True)
class Undone:
    """What the undoing of an import did: concepts removed, restored, and left as they are with the reason."""

    number: int
    removed: int = 0
    restored: int = 0
    left: list[str] = field(default_factory=list)
    documents: list[str] = field(default_factory=list)

    def record(self) -> dict[str, Any]:
        """Return the JSON object of what was undone."""
        return asdict(self)

    def __str__(self) -> str:
        said = (
            f"import {self.number} is taken back: {self.removed} concepts removed, {self.restored} as they were before"
        )
        if self.documents:
            said += f"; documents removed: {', '.join(self.documents)}"
        return said + (f"; {len(self.left)} left as they are" if self.left else "")


def imports(store: Store, limit: int = 100, before: int = 2**62) -> list[Import]:
    """Return the imports before a number, newest first, at most `limit`."""
    sql = """SELECT r.id, r.date, r.who, substr(r.note, ?),
                    (SELECT count(*) FROM change c WHERE c.revision_id = r.id AND c.before IS NULL),
                    (SELECT count(*) FROM change c WHERE c.revision_id = r.id AND c.before IS NOT NULL),
                    (SELECT max(u.id) FROM revision u WHERE u.note = ? || r.id || ?)
             FROM revision r WHERE r.note GLOB ? AND r.id < ? ORDER BY r.id DESC LIMIT ?"""
    values = (len(IMPORT) + 1, UNDO, _WHOLE, f"{IMPORT}*", before, limit)
    return [Import(*row) for row in store.db.conn.execute(sql, values)]


def the_import(store: Store, number: int) -> Import:
    """Return one import; raises NotFound."""
    found = next(iter(imports(store, 1, number + 1)), None)
    if found is None or found.number != number:
        raise NotFound(f"there is no import {number}: `glossary undo` lists them")
    return found


def note_documents(change: Edit) -> None:
    """Note which documents an import has brought, for its undoing."""
    if change.documents:
        change.set_meta(_key(change.revision), json.dumps(change.documents, ensure_ascii=False))


def undo(store: Store, number: int, who: str, *, except_changed: bool = False) -> Undone:
    """Take an import back: what it added goes, what it changed is as it was before, the documents it brought go.

    Raises NotFound when there is no such import, Conflict when it is taken back already, or when concepts have changed
    since (with `except_changed` these are left as they are) and when nothing would be taken back.
    """
    known = the_import(store, number)
    if known.undone:
        raise Conflict(f"import {number} is taken back already, by change {known.undone}")
    with edit(store, who, f"{UNDO}{number}{_WHOLE}") as change:
        plan = _Plan(store, number)
        if plan.left and not except_changed:
            raise Conflict(
                f"{len(plan.left)} concepts of import {number} have changed since ({'; '.join(plan.left[:_SHOWN])}"
                f"{' ...' if len(plan.left) > _SHOWN else ''}): undo that first, or leave them as they are with "
                "--except-changed"
            )
        done = Undone(number, len(plan.created), len(plan.changed), plan.left)
        for concept, now in plan.restored():
            change.write(concept, now, "undone")
        change.remove_all(plan.created, "undone")
        done.documents = _remove_documents(change, number)
        if not (done.removed or done.restored or done.documents):
            raise Conflict(f"nothing of import {number} can be taken back: all of it has changed since")
        _ = change.revision
    return done


class _Plan:
    """What the undoing of an import will do to each concept that it touched."""

    def __init__(self, store: Store, number: int) -> None:
        self.store = store
        self.number = number
        self.left: list[str] = []
        self.created: list[int] = []
        self.changed: dict[int, Concept] = {}
        rows = store.db.conn.execute(
            """SELECT c.concept_id, c.before, p.id IS NOT NULL,
                      EXISTS (SELECT 1 FROM change l WHERE l.concept_id = c.concept_id AND l.revision_id > ?)
               FROM change c LEFT JOIN concept p ON p.id = c.concept_id
               WHERE c.revision_id = ? ORDER BY c.concept_id""",
            (number, number),
        ).fetchall()
        for concept, before, is_there, has_later in rows:
            if has_later:
                step = standing(store, f"c{concept}")
                if step is None or step.revision < number:
                    continue  # taken back by itself
                if step.revision > number:
                    self.left.append(f"c{concept}: {step.action} by {step.who}")
                    continue
            if before is not None:
                self.changed[concept] = concept_from_record(json.loads(before))
            elif is_there:
                self.created.append(concept)
        self._keep_what_is_pointed_to()
        self._keep_what_points_nowhere()

    def _keep_what_is_pointed_to(self) -> None:
        """Leave what was added where a concept points to it that stays as it is."""
        going = set(self.created)
        pointing: dict[int, list[int]] = {}
        sql = """SELECT r.concept_id, r.target_id FROM relation r JOIN change c ON c.concept_id = r.target_id
                 WHERE c.revision_id = ? AND c.before IS NULL"""
        for source, target in self.store.db.conn.execute(sql, (self.number,)):
            pointing.setdefault(source, []).append(target)
        stay = [source for source in pointing if source not in going and source not in self.changed]
        while stay:
            source = stay.pop()
            for target in pointing.get(source, ()):
                if target in going:
                    going.remove(target)
                    self.left.append(f"c{target}: c{source} points to it")
                    stay.append(target)
        self.created = [number for number in self.created if number in going]

    def _keep_what_points_nowhere(self) -> None:
        """Leave what was changed where it pointed, before, to a concept that is gone."""
        for number, concept in list(self.changed.items()):
            gone = next((each.concept for each in concept.relations if not self.store.has(each.concept)), None)
            if gone:
                self.left.append(f"c{number}: it pointed to {gone}, which is gone")
                del self.changed[number]

    def restored(self) -> Iterator[tuple[Concept, Concept | None]]:
        """Yield each concept as it was before the import, and as it is."""
        numbers = list(self.changed)
        for batch in batches(numbers):
            now = {concept.id: concept for concept in self.store.concepts(f"c{number}" for number in batch)}
            yield from ((self.changed[number], now.get(f"c{number}")) for number in batch)


def _remove_documents(change: Edit, number: int) -> list[str]:
    """Remove the documents that an import has brought, but for paragraphs that are still cited."""
    noted = change.store.meta(_key(number))
    removed = []
    for symbol, lang in json.loads(noted) if noted else ():
        if change.remove_document(symbol, lang):
            removed.append(symbol)
    return list(dict.fromkeys(removed))


def _key(number: int) -> str:
    return f"documents of import {number}"
