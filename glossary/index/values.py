"""What is asked of the index and what it answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, NamedTuple, get_args

Mode = Literal["auto", "exact", "prefix", "substring", "fuzzy", "pinyin"]
EVERYTHING = 1 << 30  # more than any index holds
MODES: tuple[Mode, ...] = get_args(Mode)


@dataclass(frozen=True, slots=True)
class Query:
    """A search; an empty tuple filters nothing, `source` None looks at both languages.

    `documents` are symbols, `years` four digits: a concept passes when one of its terms is cited from such a document.
    `most` is how many names are read at most of each kind of fit, 0 for as many as suits a page.
    """

    text: str = ""
    source: str | None = None
    mode: Mode = "auto"
    categories: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    limit: int = 20
    offset: int = 0
    most: int = 0


class Hit(NamedTuple):
    """A concept found: `score` is in (0, 1], `matched` the term that fits the query best, as it is written."""

    concept: str
    score: float
    matched: str


@dataclass(frozen=True, slots=True)
class Results:
    """A page of hits, best first, of `total`; `suggestions` are names that may have been meant.

    `facets` are counts over all hits by category, status, document and year, most first (documents: the first 200);
    each facet is counted with its own filter off, to show what another choice would give. When so many names fit that
    counting stopped, `more` is true, and total and facets speak of the best of them.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    suggestions: tuple[str, ...] = ()
    more: bool = False


class Suggestion(NamedTuple):
    """A name that begins as the user typed, in Chinese, English, pinyin or initials."""

    text: str
    lang: str
    concept: str
