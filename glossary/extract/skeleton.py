"""A paragraph with one placeholder for each name, so that a sentence pattern is one short expression."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from glossary.extract.spans import Span

UNIT, POST, OTHER = "\ue000", "\ue001", "\ue002"
_WORDS = 24  # so many characters of what stands in brackets in front of a name
_LEFT_OUT = frozenset((*' “”「」"', UNIT, POST, OTHER))  # a placeholder in the text itself is no name
PLACEHOLDERS = {"unit": UNIT, "post": POST}


@dataclass(frozen=True, slots=True)
class Skeleton:
    """A paragraph with a placeholder for each name outside brackets, and the names by place."""

    text: str
    spans: Mapping[int, Span]
    bracketed: Sequence[tuple[Span, str, Span]]

    def inside(self, match: re.Match[str], group: str, placeholder: str) -> list[Span]:
        """Return the names of one kind within a group of a match."""
        start, end = match.span(group)
        return [self.spans[place] for place in range(start, end) if self.text[place] == placeholder]

    def at(self, match: re.Match[str], group: str) -> Span:
        """Return the name that a group of a match is."""
        return self.spans[match.start(group)]


def skeleton(text: str, spans: Iterable[Span]) -> Skeleton:
    """Return a paragraph with a placeholder for each name; blanks, quotation marks and brackets are left out."""
    pieces: list[str] = []
    places: dict[int, Span] = {}
    bracketed: list[tuple[Span, str, Span]] = []
    opened = 0
    size, here, depth = 0, 0, 0
    last: Span | None = None
    owner: Span | None = None
    starts = {span.start: span for span in spans}
    while here < len(text):
        span = starts.get(here)
        if span is not None:
            if depth == 0:
                places[size] = last = span
                pieces.append(PLACEHOLDERS.get(span.category, OTHER))
                size += 1
            elif owner is not None:
                bracketed.append((owner, text[opened : min(span.start, opened + _WORDS)].strip(), span))
            here = span.end
            continue
        character = text[here]
        here += 1
        if character in "(（":
            if depth == 0:
                owner = last if last is not None and last.end == here - 1 else None
                opened = here
            depth += 1
        elif character in ")）":
            depth = max(0, depth - 1)
        elif depth == 0 and character not in _LEFT_OUT:
            pieces.append(character)
            size += 1
    return Skeleton("".join(pieces), places, bracketed)
