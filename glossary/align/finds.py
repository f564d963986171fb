"""What discovery hands on: names that are known in a segment, and those found beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from glossary.align.lexicon import ORGANIZATION, set_of
from glossary.align.pairing import Candidate
from glossary.align.segment import Segment
from glossary.models import Category

LEAST = 0.8  # from which score on a rendering is evidence that a stretch is a name
# What stands before many names without being part of them.
OWNERS = (ORGANIZATION, "联合国的", "联合国系统", "大会", "秘书处")
JOINS = "和与及、兼"
INSTRUMENTS = set_of("公约 条约 宪章 规约 议定书 任择议定书 纲要 纲领 宣言 协定 协议 章程 宪法 契约 准则")


@dataclass(frozen=True, slots=True)
class Known:
    """A name at [start, end) of a Chinese text, rendered by the English words from `first` to `last`."""

    start: int
    end: int
    first: int
    last: int
    score: float

    def overlaps(self, start: int, end: int) -> bool:
        """Tell whether the name and [start, end) of the Chinese share a character."""
        return self.start < end and start < self.end

    def takes(self, first: int, last: int) -> bool:
        """Tell whether the name is rendered by one of the English words from a first to a last."""
        return self.first <= last and first <= self.last


@dataclass(frozen=True, slots=True)
class Found:
    """A name at [start, end) of a Chinese text, with its renderings, best first; `nested`: inside a longer one."""

    start: int
    end: int
    category: Category
    candidates: list[Candidate]
    nested: bool = False

    @property
    def known(self) -> Known:
        """The name with its best rendering."""
        best = self.candidates[0]
        return Known(self.start, self.end, best.first, best.last, best.score)


def clashes(segment: Segment, candidate: Candidate, start: int, end: int, others: Iterable[Known]) -> bool:
    """Tell whether a rendering of the name at [start, end) takes words of another name that is not inside it.

    A name inside it has to be rendered inside it, be it by other words of the same stems than were found for it.
    """
    return any(_clash(segment, candidate, start, end, other) for other in others)


def _clash(segment: Segment, candidate: Candidate, start: int, end: int, other: Known) -> bool:
    inside = start <= other.start and other.end <= end
    if candidate.first <= other.first and other.last <= candidate.last:
        return not inside
    if candidate.last < other.first or other.last < candidate.first:
        stems = [token.stem for token in segment.sentence.tokens]
        words, within = stems[other.first : other.last + 1], stems[candidate.first : candidate.last + 1]
        again = any(within[at : at + len(words)] == words for at in range(len(within) - len(words) + 1))
        return inside and other.score >= LEAST and not again
    return True
