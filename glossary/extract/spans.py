"""A name as decided: what the stages behind the decision pass on."""

from __future__ import annotations

from dataclasses import dataclass

from glossary.models import Category


@dataclass(frozen=True, slots=True)
class Span:
    """A name as decided, at [start, end) of paragraph `position`; `owner` is the name in front that was cut off."""

    position: int
    start: int
    end: int
    text: str
    category: Category
    head: str
    owner: str | None = None
    certain: bool = True
    nested: bool = False
    fixed: bool = False
    lead: bool = False
    joined: int = 0
    hidden: bool = False
