"""Two texts side by side: the stretches that translate each other, with their places in the two versions."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Slice:
    """A stretch of a paragraph: the paragraph's position in its document, its label, where it begins, its text."""

    position: int
    label: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class Bitext:
    """A Chinese stretch and the English one that translates it."""

    zh: Slice
    en: Slice
