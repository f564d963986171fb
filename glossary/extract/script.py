"""Documents in traditional characters: read in simplified ones, which the rules know, and told as they are printed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import islice

from glossary.models import Designation, Document
from glossary.text import is_han, simplified

_LOOKED_AT = 2000  # Chinese characters at the beginning that tell in which a document is written
_SHARE = 0.05  # of them traditional: about a third are in a traditional text, hardly any in a simplified one


def in_simplified(document: Document) -> Document:
    """Return a document in simplified characters, every offset the same; itself where it is in them."""
    han = "".join(
        islice((char for part in document.paragraphs for char in part.text or "" if is_han(char)), _LOOKED_AT)
    )
    if sum(one != other for one, other in zip(han, _simplified(han), strict=True)) <= _SHARE * len(han):
        return document
    paragraphs = (replace(part, text=_simplified(part.text or "")) for part in document.paragraphs)
    return replace(document, paragraphs=tuple(paragraphs))


def as_printed(found: Sequence[Designation], read: Document, document: Document) -> list[Designation]:
    """Return designations of a document as `read` with their names as the document itself prints them first."""
    names: dict[str | None, str] = {}
    for one in found:
        names[one.text] = printed(one.text, ((at.position, at.start, at.end) for at in one.mentions), read, document)

    return [
        replace(
            one,
            text=names[one.text],
            full_form=names.get(one.full_form, one.full_form),
            short_form=names.get(one.short_form, one.short_form),
            claims=tuple(replace(claim, target=names.get(claim.target, claim.target)) for claim in one.claims),
        )
        for one in found
    ]


def printed(name: str, places: Iterable[tuple[int, int, int]], read: Document, document: Document) -> str:
    """Return a name as a document prints it at the first of some places, (position, start, end), where it stands.

    One that is put together (A/88/749/Corr.1 of `A/88/749 和 Corr.1`) stands nowhere and stays as it is.
    """
    for position, start, end in places:
        if (read.paragraphs[position].text or "")[start:end] == name:
            return (document.paragraphs[position].text or "")[start:end]
    return name


def _simplified(text: str) -> str:
    whole = simplified(text)
    return whole if len(whole) == len(text) else "".join(map(simplified, text))
