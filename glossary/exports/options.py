"""What every export may be told; a module of its own, so that the formats need not import the list of formats."""

from __future__ import annotations

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from glossary.models import Change


def _no_changes(_: str) -> Sequence[Change]:
    return ()


@dataclass(frozen=True, slots=True)
class Options:
    """How to write a term base: the language pair, how languages are tagged, and what the file says of itself.

    `tags` renames language tags (`{"zh": "zh-CN"}`). `created` is an ISO date for headers; empty leaves it out, so that
    the same concepts always give the same bytes. `ids` holds the concepts known to be in the file: only to those may
    TBX point with a cross-reference, a relation to any other is told in a note alone. `changes` returns the change log
    of a concept, oldest first; `base` writes a term base of the same concepts to a path, for the kit.
    """

    source: str = "zh"
    target: str = "en"
    tags: Mapping[str, str] = field(default_factory=dict)
    title: str = "Glossary"
    created: str = ""
    ids: Container[str] = frozenset()
    changes: Callable[[str], Sequence[Change]] = _no_changes
    base: Callable[[Path], None] | None = None

    def tag(self, lang: str) -> str:
        """Return the tag to write for a language.

        >>> Options(tags={"zh": "zh-CN"}).tag("zh"), Options().tag("en_GB")
        ('zh-CN', 'en-GB')
        """
        return self.tags.get(lang, lang).replace("_", "-")

    def history(self, concept: str) -> tuple[tuple[str, Change], ...]:
        """Return who made a concept (`origination`), and who changed it last (`modification`), as far as known."""
        first, *others = self.changes(concept) or (None,)
        if first is None:
            return ()
        return (("origination", first), *(("modification", each) for each in others[-1:]))

    def is_source(self, lang: str) -> bool:
        """Tell whether a language tag is the source language or a variety of it (`zh-Hant` is `zh`)."""
        return lang == self.source or lang.startswith(self.source + "-")

    def is_target(self, lang: str) -> bool:
        """Tell whether a language tag is the target language or a variety of it."""
        return lang == self.target or lang.startswith(self.target + "-")
