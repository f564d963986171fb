"""Terms recognized in texts: the matchers of a term base, brought to a new revision by small layers.

A matcher takes seconds to make from a large term base, so a change does not make it anew: concepts that changed get a
matcher of their own, which stands in for them from then on. Layers grow like digits: a new one takes in those before it
that are not much larger, so there are few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from glossary.lookup.keeping import keep, kept
from glossary.matcher import Found, Matcher, Patterns, is_acronym, ordered
from glossary.models import CONCEPT_STATUSES
from glossary.store import Store, TermRow, rowid

# A key is one number: concept, position of the term in it, status of the concept.
_POSITION_BITS, _STATUS_BITS = 16, 2
_CONCEPT_SHIFT = _POSITION_BITS + _STATUS_BITS
_STATUS_MASK = (1 << _STATUS_BITS) - 1
_POSITION_MASK = (1 << _POSITION_BITS) - 1
_MUCH = 8  # with more than one changed concept in so many patterns, those kept are made anew


@dataclass(frozen=True, slots=True)
class _Layer:
    """A matcher of some concepts (None: all) of some statuses; `hidden` are those that a later layer speaks for."""

    matcher: Matcher[int]
    statuses: frozenset[int]
    concepts: frozenset[int] | None
    hidden: frozenset[int] = frozenset()

    @classmethod
    def of(cls, patterns: Patterns[int], lang: str, concepts: frozenset[int] | None) -> _Layer:
        """Make the layer of some concepts, or of all, from their patterns."""
        others = (keys for groups in patterns.others.values() for _, keys in groups)
        statuses = {key & _STATUS_MASK for keys in (patterns.keys, *others) for key in keys}
        return cls(Matcher(patterns, lang), frozenset(statuses), concepts)

    def keep(self, wanted: frozenset[int]) -> Callable[[int], bool] | None:
        """Return what tells which terms count, None when all do."""
        return None if self.statuses <= wanted else lambda key: key & _STATUS_MASK in wanted


class Recognizer:
    """The terms that may stand in texts of one language, at one revision; never changed."""

    def __init__(self, lang: str, layers: tuple[_Layer, ...]) -> None:
        self.lang = lang
        self._layers = layers

    @classmethod
    def of(cls, store: Store, lang: str, folder: Path | None = None) -> Recognizer:
        """Make a recognizer of all concepts in a term base, from what is kept in the folder if that saves time."""
        before = kept(folder, lang, store) if folder else None
        if before:
            patterns, revision = before
            changed = {number for number in map(rowid, store.changed_since(revision)) if number is not None}
            if len(changed) * _MUCH <= len(patterns.texts):
                recognizer = cls(lang, (_Layer.of(patterns, lang, None),))
                return recognizer.updated(store, changed) if changed else recognizer
        revision = store.revision
        patterns = _patterns(store, lang, None)
        if folder:
            keep(folder, lang, patterns, store, revision)
        return cls(lang, (_Layer.of(patterns, lang, None),))

    def updated(self, store: Store, changed: Iterable[int]) -> Recognizer:
        """Return the recognizer with these concepts as they are now; those that are gone are found no more."""
        concepts = set(changed)
        below = list(self._layers)
        while (last := below[-1].concepts) is not None and len(last) <= 2 * len(concepts):
            concepts |= last
            below.pop()
        patterns = _patterns(store, self.lang, concepts)
        layers = [_Layer.of(patterns, self.lang, frozenset(concepts))]
        hidden = layers[0].concepts or frozenset()
        for layer in reversed(below):
            layers.insert(0, replace(layer, hidden=hidden))
            hidden |= layer.concepts or frozenset()
        return Recognizer(self.lang, tuple(layers))

    def finder(self, statuses: frozenset[str], overlaps: bool = False) -> Callable[[str], list[Found[int]]]:
        """Return what finds the terms of concepts of these statuses in a text; see `Matcher.find`."""
        wanted = frozenset(number for number, status in enumerate(CONCEPT_STATUSES) if status in statuses)
        layers = self._layers
        if len(layers) == 1:
            return partial(layers[0].matcher.find, overlaps=overlaps, keep=layers[0].keep(wanted))

        def find_in_layers(text: str) -> list[Found[int]]:
            found = [
                each
                for layer in layers
                for each in layer.matcher.find(text, True, layer.keep(wanted))
                if concept_of(each[2]) not in layer.hidden
            ]
            return ordered(found, overlaps)

        return find_in_layers


def key_of(row: TermRow) -> int:
    """Return the key under which a term is found."""
    place = row.position & _POSITION_MASK
    return row.concept << _CONCEPT_SHIFT | place << _STATUS_BITS | CONCEPT_STATUSES.index(row.concept_status)


def concept_of(key: int) -> int:
    """Return the number of the concept that a term belongs to."""
    return key >> _CONCEPT_SHIFT


def _patterns(store: Store, lang: str, concepts: Iterable[int] | None) -> Patterns[int]:
    """Make the patterns of some concepts, or all; in Chinese texts English acronyms stand, too."""

    def terms() -> Iterator[tuple[int, str]]:
        for row in store.terms(concepts):
            primary = row.lang.partition("-")[0]
            if primary == lang or (lang == "zh" and primary == "en" and is_acronym(row.text)):
                yield key_of(row), row.text

    return Patterns.of(terms(), lang)
