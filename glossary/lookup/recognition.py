"""Terms recognized in texts: the matchers of a term base, brought to a new revision by small layers.

A matcher takes seconds to make from a large term base, so a change does not make it anew: concepts that changed get a
matcher of their own, which stands in for them from then on. Layers grow like digits: a new one takes in those before it
that are not much larger, so there are few.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import partial

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
    """A matcher of some concepts (None: all) of some statuses; `hidden` are those that a later layer speaks for."""

    matcher: Matcher[int]
    statuses: frozenset[int]
    concepts: frozenset[int] | None
    hidden: frozenset[int] = frozenset()

    def keep(self, wanted: frozenset[int]) -> Callable[[int], bool] | None:
        """Return what tells which terms count, None when all do."""
        return None if self.statuses <= wanted else lambda key: key & _STATUS_MASK in wanted


class Recognizer:
    """The terms that may stand in texts of one language, at one revision; never changed."""

    def __init__(self, lang: str, layers: tuple[_Layer, ...]) -> None:
        self.lang = lang
        self._layers = layers

    @classmethod
    def of(cls, store: Store, lang: str) -> Recognizer:
        """Make a recognizer of all concepts in a term base."""
        return cls(lang, (_layer(store, lang, None),))

    def updated(self, store: Store, changed: Iterable[int]) -> Recognizer:
        """Return the recognizer with these concepts as they are now; those that are gone are found no more."""
        concepts = set(changed)
        below = list(self._layers)
        while (last := below[-1].concepts) is not None and len(last) <= 2 * len(concepts):
            concepts |= last
            below.pop()
        layers = [_layer(store, self.lang, frozenset(concepts))]
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


def _layer(store: Store, lang: str, concepts: frozenset[int] | None) -> _Layer:
    """Make the layer of some concepts, or all; in Chinese texts English acronyms stand, too."""
    statuses: set[int] = set()

    def terms() -> Iterator[tuple[int, str]]:
        for row in store.terms(concepts):
            primary = row.lang.partition("-")[0]
            if primary == lang or (lang == "zh" and primary == "en" and is_acronym(row.text)):
                key = key_of(row)
                statuses.add(key & _STATUS_MASK)
                yield key, row.text

    matcher = Matcher(terms(), lang)
    return _Layer(matcher, frozenset(statuses), concepts)
