"""Terms recognized in texts: the matchers of a term base, brought to a new revision by small layers.

A matcher takes seconds to make from a large term base, so a change does not make it anew: concepts that changed get a
matcher of their own, which stands in for them from then on. Layers grow like digits: a new one takes in those before it
that are not much larger, so there are few.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glossary.matcher import Found, Matcher, is_acronym, ordered
from glossary.models import CONCEPT_STATUSES
from glossary.store import Store, TermRow

# A key is one number: concept, position of the term in it, status of the concept.
_POSITION_BITS, _STATUS_BITS = 16, 2
_CONCEPT_SHIFT = _POSITION_BITS + _STATUS_BITS
_STATUS_MASK = (1 << _STATUS_BITS) - 1
_POSITION_MASK = (1 << _POSITION_BITS) - 1


@dataclass(frozen=True, slots=True)
class _Layer:
    """A matcher of some concepts (None: all); `hidden` are those that a later layer speaks for."""

    matcher: Matcher[int]
    concepts: frozenset[int] | None
    hidden: frozenset[int] = frozenset()


class Recognizer:
    """The terms that may stand in texts of one language, at one revision; never changed."""

    def __init__(self, lang: str, layers: tuple[_Layer, ...]) -> None:
        self.lang = lang
        self._layers = layers

    @classmethod
    def of(cls, store: Store, lang: str) -> Recognizer:
        """Make a recognizer of all concepts in a term base."""
        return cls(lang, (_Layer(_matcher(store, lang, None), None),))

    def updated(self, store: Store, changed: Iterable[int]) -> Recognizer:
        """Return the recognizer with these concepts as they are now; those that are gone are found no more."""
        concepts = set(changed)
        below = list(self._layers)
        while (last := below[-1].concepts) is not None and len(last) <= 2 * len(concepts):
            concepts |= last
            below.pop()
        layers = [_Layer(_matcher(store, self.lang, concepts), frozenset(concepts))]
        hidden = layers[0].concepts or frozenset()
        for layer in reversed(below):
            layers.insert(0, _Layer(layer.matcher, layer.concepts, hidden))
            hidden |= layer.concepts or frozenset()
        return Recognizer(self.lang, tuple(layers))

    def find(self, text: str, statuses: frozenset[str], overlaps: bool = False) -> list[Found[int]]:
        """Return the terms of concepts of these statuses in a text, by start, longest first; see `Matcher.find`."""
        wanted = _wanted(statuses)
        if len(self._layers) == 1:
            return self._layers[0].matcher.find(text, overlaps, lambda key: key & _STATUS_MASK in wanted)
        found = [
            each
            for layer in self._layers
            for each in layer.matcher.find(text, True, lambda key: key & _STATUS_MASK in wanted)
            if concept_of(each.key) not in layer.hidden
        ]
        return ordered(found, overlaps)


def key_of(row: TermRow) -> int:
    """Return the key under which a term is found."""
    place = row.position & _POSITION_MASK
    return row.concept << _CONCEPT_SHIFT | place << _STATUS_BITS | CONCEPT_STATUSES.index(row.concept_status)


def concept_of(key: int) -> int:
    """Return the number of the concept that a term belongs to."""
    return key >> _CONCEPT_SHIFT


def _wanted(statuses: frozenset[str]) -> frozenset[int]:
    return frozenset(number for number, status in enumerate(CONCEPT_STATUSES) if status in statuses)


def _matcher(store: Store, lang: str, concepts: Iterable[int] | None) -> Matcher[int]:
    """Make a matcher of a language; in Chinese texts English acronyms stand, too."""

    def stands(row: TermRow) -> bool:
        primary = row.lang.partition("-")[0]
        return primary == lang or (lang == "zh" and primary == "en" and is_acronym(row.text))

    return Matcher(((key_of(row), row.text) for row in store.terms(concepts) if stands(row)), lang)
