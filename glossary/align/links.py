"""Which words of a Chinese text the lexicon finds again in its English."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from glossary.align.english import Sentence
from glossary.align.lexicon import Entry, Lexicon, Stems

# A rendering by a word of the same root, administration for administrative, is worth less than the word itself.
_SAME_ROOT = 0.75
# Of several renderings the usual one, which the lexicon has first, is a little likelier.
_RARER = 0.01


@dataclass(frozen=True, slots=True)
class Link:
    """English words from `first` to `last` that render a Chinese word."""

    first: int
    last: int
    strength: float


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A word of the lexicon at [start, end) of a Chinese text, with its renderings in the English."""

    start: int
    end: int
    entry: Entry
    links: tuple[Link, ...]


class Linker:
    """Finds renderings in one English sentence."""

    def __init__(self, sentence: Sentence, lexicon: Lexicon) -> None:
        self._sentence = sentence
        self._lexicon = lexicon
        self._known: dict[str, tuple[Link, ...]] = {}
        self._roots: dict[str, list[int]] = {}
        content = sentence.content
        self._next = dict(pairwise(content))
        for stem, positions in sentence.positions.items():
            root = lexicon.words.root(stem)
            if root:
                self._roots.setdefault(root, []).extend(positions)

    def occurrences(self, text: str) -> list[Occurrence]:
        """Return every word of the lexicon that stands in a Chinese text, shorter ones inside longer ones too."""
        entries = self._lexicon.entries
        begins = self._lexicon.begins
        found = []
        for start, character in enumerate(text):
            for end in range(start + 1, start + begins.get(character, 0) + 1):
                entry = entries.get(text[start:end])
                if entry is not None and end <= len(text):
                    found.append(Occurrence(start, end, entry, self.renderings(entry)))
        return found

    def renderings(self, entry: Entry) -> tuple[Link, ...]:
        """Return where the English of an entry stands in the sentence."""
        links = self._known.get(entry.zh)
        if links is None:
            links = self._known[entry.zh] = tuple(self._found(entry))
        return links

    def _found(self, entry: Entry) -> Iterator[Link]:
        for rank, stems in enumerate(entry.english):
            strength = 1 - _RARER * min(rank, 9)
            for first in self._sentence.positions.get(stems[0], ()):
                last = self._run(stems, first)
                if last is not None:
                    yield Link(first, last, strength)
            if len(stems) == 1 and entry.modifies:
                root = self._lexicon.words.root(stems[0])
                for first in self._roots.get(root, ()) if root else ():
                    if self._sentence.tokens[first].stem != stems[0]:
                        yield Link(first, first, _SAME_ROOT * strength)

    def _run(self, stems: Stems, first: int) -> int | None:
        """Return where a rendering that begins at a word ends, None where another word comes between."""
        at = first
        for stem in stems[1:]:
            following = self._next.get(at)
            if following is None or self._sentence.tokens[following].stem != stem:
                return None
            at = following
        return at
