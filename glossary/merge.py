"""Concepts of a term list into the term base: which are there already, what they add, and where both disagree.

A record is the concept of the term base that has its id and one of its names, else the one that goes by its name:
they agree on a name in Chinese or, for want of it, in English, and on English where both have some; a category binds
where both have one. Records of one file are concepts of their own, however alike.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from typing import Literal

from glossary.edit import Edit
from glossary.models import USABLE, Concept, ConceptStatus, Relation, Term, combined, union
from glossary.store import Store, rowid
from glossary.text import key

OnConflict = Literal["keep", "overwrite", "both"]
Action = Literal["added", "changed", "unchanged", "skipped"]
BATCH = 500  # records that are looked up at once
_CANDIDATES = 100  # concepts that are looked at, of those that share one name


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a record: the concept it is now, how that was found, what it gained, where both disagree.

    `kept` are sentences: what stayed (`keep`) or was written over (`overwrite`), or why the record was skipped.
    """

    action: Action
    concept: str
    name: str
    why: str = ""
    gained: tuple[str, ...] = ()
    kept: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Match:
    """A concept of the term base that a record may be."""

    concept: Concept
    by_id: bool
    at_odds: bool
    differences: tuple[str, ...]
    names: int

    @property
    def why(self) -> str:
        """How it was found."""
        return "found by its id" if self.by_id else "found by its name"

    @property
    def rank(self) -> tuple[object, ...]:
        """Sort key, best first."""
        return (
            not self.by_id,
            self.at_odds,
            self.concept.status == "rejected",
            len(self.differences) > 0,
            -self.names,
            rowid(self.concept.id),
        )


@dataclass(slots=True)
class Merger:
    """The records of one file on their way into the term base.

    `source` is the file's name, which becomes a source of the names that it brings (none for records with an id of a
    term base: they say themselves where their names are from). With `keep` the term base's word counts where both
    speak, and a record whose English is another one is skipped; with `overwrite` the file's; with `both` such a record
    becomes a concept of its own.
    """

    change: Edit
    on_conflict: OnConflict
    source: str = ""
    disagreeing: int = 0
    _taken: set[str] = field(default_factory=set)  # concepts that a record of this file is
    _made: set[str] = field(default_factory=set)  # those of them that are new
    _ids: dict[str, str] = field(default_factory=dict)  # the file's ids -> ours
    _relations: list[tuple[Outcome, tuple[Relation, ...]]] = field(default_factory=list)

    def put(self, records: Iterable[Concept]) -> Iterator[Outcome]:
        """Put records, in their order; relations wait for `relate`."""
        waiting = iter(records)
        while batch := list(islice(waiting, BATCH)):
            found = _candidates(self.change.store, batch)
            for record in batch:
                yield self._put(record, found)

    def relate(self) -> Iterator[Outcome | str]:
        """Put the relations of all records; yield a sentence for each to nowhere, and what was unchanged until now."""
        for outcome, relations in self._relations:
            known: list[Relation] = []
            for relation in relations:
                target = self._ids.get(relation.concept) or self._there(relation)
                if target is None:
                    yield f"{outcome.name}: its relation to {relation.concept}, which the file does not have"
                elif target != outcome.concept:
                    known.append(replace(relation, concept=target))
            if self.change.relate(outcome.concept, known) and outcome.action == "unchanged":
                yield replace(outcome, action="changed", gained=("relations",))

    def _there(self, relation: Relation) -> str | None:
        """The concept of the term base that a relation names by an id and a name that it has there."""
        for concept in self.change.store.concepts([relation.concept]):
            if relation.text and any(key(term.text) == key(relation.text) for term in concept.terms):
                return concept.id
        return None

    def _put(self, record: Concept, found: _Found) -> Outcome:
        every = sorted(_matches(record, found, self._made), key=lambda match: match.rank)
        matches = [match for match in every if match.concept.id not in self._taken]
        name = shown(record)
        if known := next((each for each in (*matches, *every) if self._says_nothing_new(record, each)), None):
            return self._noted(record, Outcome("unchanged", known.concept.id, name, known.why, (), known.differences))
        match = matches[0] if matches else None
        if match and self.on_conflict == "both" and (match.at_odds or match.differences):
            agreeing = (each for each in matches if not (each.at_odds or each.differences))
            match = next(agreeing, None)
        if match is None:
            return self._add(record, found, name, f"beside {matches[0].concept.id}" if matches else "")
        why = match.why
        comes = record.status == "rejected" or (self.on_conflict == "overwrite" and record.status == "approved")
        if match.concept.status == "rejected" and not comes:
            self._taken.add(match.concept.id)
            return self._skipped(record, match, name, why, (f"{match.concept.id} has been rejected",))
        if match.at_odds and self.on_conflict == "keep":
            self.disagreeing += 1
            return self._skipped(record, match, name, why, match.differences)
        return self._merge(record, match, name, why)

    def _says_nothing_new(self, record: Concept, match: _Match) -> bool:
        """Tell whether a concept has all that a record says: then the record is that one, before any other."""
        if match.at_odds or (self.on_conflict == "both" and match.differences):
            return False
        old = match.concept
        if old.status == "rejected" and record.status != "rejected":
            return False
        said = {(each.type, key(each.text)) for each in record.relations}
        if not said <= {(each.type, key(each.text)) for each in old.relations}:
            return False
        record = _in_tags_of(old, record)
        return _merged(old, record, overwrite=self.on_conflict == "overwrite", trusted=match.by_id) == old

    def _skipped(self, record: Concept, match: _Match, name: str, why: str, kept: tuple[str, ...]) -> Outcome:
        if record.id:  # the relations of others to it are to the concept that it is
            self._ids[record.id] = match.concept.id
        return Outcome("skipped", match.concept.id, name, why, (), kept)

    def _add(self, record: Concept, found: _Found, name: str, why: str) -> Outcome:
        number = rowid(record.id)
        free = number is not None and number < _HIGHEST and not (record.id in found.ids or record.id in self._taken)
        if not why and number is not None and not free:
            why = f"its id {record.id} is another concept's"
        terms = self._with_source(record, record.terms)
        ident = self.change.write(replace(record, id=record.id if free else "", relations=(), terms=terms), None)
        self._made.add(ident)
        return self._noted(record, Outcome("added", ident, name, why))

    def _merge(self, record: Concept, match: _Match, name: str, why: str) -> Outcome:
        old = match.concept
        record = _in_tags_of(old, record)
        known = {(term.lang, term.text) for term in old.terms}
        fresh = self._with_source(record, (term for term in record.terms if (term.lang, term.text) not in known))
        record = replace(record, terms=(*(term for term in record.terms if (term.lang, term.text) in known), *fresh))
        new = _merged(old, record, overwrite=self.on_conflict == "overwrite", trusted=match.by_id)
        self.change.write(new, old)
        action: Action = "unchanged" if new == old else "changed"
        return self._noted(record, Outcome(action, old.id, name, why, _gained(old, new), match.differences))

    def _noted(self, record: Concept, outcome: Outcome) -> Outcome:
        self._taken.add(outcome.concept)
        if record.id:
            self._ids[record.id] = outcome.concept
        if record.relations:
            self._relations.append((outcome, record.relations))
        return outcome

    def _with_source(self, record: Concept, terms: Iterable[Term]) -> tuple[Term, ...]:
        if not self.source or rowid(record.id) is not None:
            return tuple(terms)
        return tuple(replace(term, sources=union(term.sources, (self.source,))) for term in terms)


def _in_tags_of(old: Concept, record: Concept) -> Concept:
    """Give what a record says in a wider or narrower tag (`zh-CN` for `zh`) the tag under which it is there already."""
    names = [(term.text, term.lang) for term in old.terms]
    said = [(each.text, each.lang) for each in old.definitions]
    terms = [(term, _tag_of(term.text, term.lang, names)) for term in record.terms]
    definitions = [(each, _tag_of(each.text, each.lang, said)) for each in record.definitions]
    if all(term.lang == lang for term, lang in terms) and all(each.lang == lang for each, lang in definitions):
        return record
    return replace(
        record,
        terms=tuple(replace(term, lang=lang) for term, lang in terms),
        definitions=tuple(replace(each, lang=lang) for each, lang in definitions),
    )


def _tag_of(text: str, lang: str, known: Sequence[tuple[str, str]]) -> str:
    tags = [tag for other, tag in known if other == text]
    if lang in tags:
        return lang
    return next((tag for tag in tags if tag.startswith(f"{lang}-") or lang.startswith(f"{tag}-")), lang)


_HIGHEST = 10**9  # an id beyond it is not kept: the ids of all concepts to come would go on from there


def shown(concept: Concept) -> str:
    """Return a concept's names as a report calls it.

    >>> shown(Concept(terms=(Term("海事处", "zh"), Term("Maritime Office", "en"))))
    '海事处 = Maritime Office'
    """
    names = [name for name in (concept.name("zh"), concept.name("en")) if name]
    return " = ".join(names) or next((term.text for term in concept.terms), "")


# -- finding -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Found:
    """The concepts that records of a batch may be: by id, and their ids by each folded name."""

    ids: dict[str, Concept]
    names: dict[str, list[str]]


def _candidates(store: Store, records: Sequence[Concept]) -> _Found:
    names = store.named({key(term.text) for record in records for term in _asked(record)}, _CANDIDATES)
    ids = {record.id for record in records if rowid(record.id) is not None}
    ids.update(ident for idents in names.values() for ident in idents)
    return _Found({concept.id: concept for concept in store.concepts(sorted(ids))}, names)


def _asked(record: Concept) -> list[Term]:
    """The names by which a record is looked for: full ones, in Chinese where it has some, else in English."""
    by_lang: dict[str, list[Term]] = defaultdict(list)
    for term in record.terms:
        by_lang[primary(term.lang)].append(term)
    terms = by_lang.get("zh") or by_lang.get("en") or list(record.terms)
    return [term for term in terms if term.kind in ("full_form", "variant")] or terms


def _matches(record: Concept, found: _Found, made: set[str]) -> Iterator[_Match]:
    if (same := found.ids.get(record.id)) and same.id not in made:
        shared = {key(term.text) for term in same.terms} & {key(term.text) for term in record.terms}
        if shared:
            at_odds = _agree(same, record, "en") is False
            yield _Match(same, True, at_odds, tuple(_differences(same, record, at_odds)), len(shared))
    names = dict.fromkeys(key(term.text) for term in _asked(record))
    for ident in dict.fromkeys(ident for name in names for ident in found.names.get(name, ())):
        concept = found.ids[ident]
        if ident in made or ident == record.id:
            continue
        zh, en = (_agree(concept, record, lang) for lang in ("zh", "en"))
        neither = zh is None and en is None
        fits = "concept" in (concept.category, record.category) or concept.category == record.category
        if fits and zh is not False and (zh or en or neither):
            at_odds = en is False
            count = int(zh is True) + int(en is True) + int(concept.category == record.category)
            yield _Match(concept, False, at_odds, tuple(_differences(concept, record, at_odds)), count)


def primary(lang: str) -> str:
    """Return the language of a tag without country and script."""
    return lang.split("-")[0]


def _agree(one: Concept, other: Concept, lang: str) -> bool | None:
    """Tell whether two concepts share a name that is a full one of either; None where one has none in a language."""
    mine, theirs = _keys(one, lang), _keys(other, lang)
    if not mine[0] or not theirs[0]:
        return None
    return bool(mine[0] & theirs[1] or mine[1] & theirs[0])


def _keys(concept: Concept, lang: str) -> tuple[set[str], set[str]]:
    """The folded full names, or all where there is none, and all names."""
    terms = [term for term in concept.terms if primary(term.lang) == lang]
    every = {key(term.text) for term in terms}
    return {key(term.text) for term in terms if term.kind in ("full_form", "variant")} or every, every


def _differences(old: Concept, new: Concept, at_odds: bool) -> Iterator[str]:
    """Yield a sentence for each point on which both speak, and not alike."""
    if at_odds:
        yield f"{old.id} has the English “{old.name('en')}”, the file “{new.name('en')}”"
    if "concept" not in (old.category, new.category) and old.category != new.category:
        yield f"{old.id} is a {old.category}, in the file a {new.category}"
    if old.subject and new.subject and old.subject != new.subject:
        yield f"{old.id} has the subject “{old.subject}”, in the file “{new.subject}”"
    known = {(term.lang, term.text): term for term in old.terms}
    for term in new.terms:
        if before := known.get((term.lang, term.text)):
            yield from (f"{term.text}: {said}" for said in _term_differences(before, term))


def _term_differences(old: Term, new: Term) -> Iterator[str]:
    if (old.status in USABLE) != (new.status in USABLE):
        yield f"{old.status}, in the file {new.status}"
    for name, mine, theirs in (
        ("reliability", old.reliability, new.reliability),
        ("from", old.valid_from, new.valid_from),
        ("to", old.valid_to, new.valid_to),
    ):
        if mine and theirs and mine != theirs:
            yield f"{name} {mine}, in the file {theirs}"


# -- merging -----------------------------------------------------------------------------------------------------------


def _merged(old: Concept, new: Concept, *, overwrite: bool, trusted: bool) -> Concept:
    """Join a concept and a record of it; `trusted` takes the record's kinds of names for said, not for defaults."""
    first, second = (new, old) if overwrite else (old, new)
    category = first.category if first.category != "concept" else second.category
    return replace(
        old,
        category=category,
        status=_status(old.status, new.status, overwrite=overwrite),
        subject=first.subject or second.subject,
        definitions=union(old.definitions, new.definitions),
        terms=tuple(_merged_terms(old.terms, new.terms, overwrite=overwrite, trusted=trusted)),
        notes=union(old.notes, new.notes),
    )


def _status(old: ConceptStatus, new: ConceptStatus, *, overwrite: bool) -> ConceptStatus:
    """A list that approves counts; one that says `proposed` may only have no column for it."""
    if overwrite and new != "proposed":
        return new
    return "approved" if old == "proposed" and new == "approved" else old


def _merged_terms(old: Sequence[Term], new: Sequence[Term], *, overwrite: bool, trusted: bool) -> Iterator[Term]:
    theirs = {(term.lang, term.text): term for term in new}
    mine = {(term.lang, term.text) for term in old}
    fresh = [term for name, term in theirs.items() if name not in mine]
    preferred = {(term.lang, term.kind) for term in (new if overwrite else old) if term.status == "preferred"}
    for term in old:
        other = theirs.get((term.lang, term.text))
        if other is None:
            steps_back = overwrite and term.status == "preferred" and (term.lang, term.kind) in preferred
            yield replace(term, status="admitted") if steps_back else term
        elif not overwrite:
            yield combined(term, other)
        elif trusted:
            yield combined(other, term)
        else:
            kind = term.kind if other.kind == "full_form" else other.kind
            yield replace(combined(other, term), kind=kind, part_of_speech=term.part_of_speech)
    for term in fresh:
        steps_back = not overwrite and term.status == "preferred" and (term.lang, term.kind) in preferred
        yield replace(term, status="admitted") if steps_back else term


def _gained(old: Concept, new: Concept) -> tuple[str, ...]:
    """What a concept has after a merge that it had not before, in few words."""
    if old == new:
        return ()
    known = {(term.lang, term.text): term for term in old.terms}
    said = [f"{term.lang} {term.text}" for term in new.terms if (term.lang, term.text) not in known]
    said += [
        f"{term.text}: {before.status} → {term.status}"
        for term in new.terms
        if (before := known.get((term.lang, term.text))) and before.status != term.status
    ]
    if old.status != new.status:
        said.append(f"{old.status} → {new.status}")
    if old.category != new.category:
        said.append(f"{old.category} → {new.category}")
    said += [f"definition: {each.text[:80]}" for each in new.definitions if each not in old.definitions]
    said += [f"{note.name}: {note.text[:80]}" for note in new.notes if note not in old.notes]
    return (*said, *([] if said else ["sources, notes or years of its names"]))
