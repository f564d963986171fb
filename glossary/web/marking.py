"""Which part of a name or a sentence to mark."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from glossary.text import fold, is_han


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of text, marked or not; `concept` is the one it leads to."""

    text: str
    marked: bool = False
    concept: str = ""


def marked(text: str, wanted: str, *, whole: bool = False) -> list[Piece]:
    """Split a text at what was looked for: the whole of it, else its words; case, width, punctuation and kind of
    characters do not matter. With `whole`, everything is marked when no part is found.

    >>> [piece.text for piece in marked("解除武装、复员和重返社会科", "武装复员") if piece.marked]
    ['武装、复员']
    """
    letters = [(char, place) for place, char in enumerate(fold(text)) if char.isalnum()]
    plain = "".join(char for char, _ in letters)
    spans = list(_spans(plain, _plain(wanted)))
    if not spans:
        spans = [span for word in fold(wanted).split() for span in _spans(plain, _plain(word), least=2)]
    if not spans:
        return [Piece(text, whole)]
    return list(split(text, ((letters[start][1], letters[end - 1][1] + 1, "") for start, end in spans)))


def split(text: str, spans: Iterable[tuple[int, int, str]]) -> Iterator[Piece]:
    """Yield the pieces of a text, the spans (start, end, concept) marked; a span that overlaps one before is left out.

    >>> [(piece.text, piece.marked) for piece in split("甲厅设乙科", [(3, 5, "c2"), (0, 2, "c1")])]
    [('甲厅', True), ('设', False), ('乙科', True)]
    """
    done = 0
    for start, end, concept in sorted(spans, key=lambda span: (span[0], -span[1])):
        if start < done:
            continue
        if start > done:
            yield Piece(text[done:start])
        yield Piece(text[start:end], True, concept)
        done = end
    if done < len(text):
        yield Piece(text[done:])


def _plain(text: str) -> str:
    return "".join(char for char in fold(text) if char.isalnum())


def _spans(plain: str, wanted: str, least: int = 1) -> Iterator[tuple[int, int]]:
    if len(wanted) < least and not any(map(is_han, wanted)):
        return
    at = plain.find(wanted) if wanted else -1
    while at >= 0:
        yield at, at + len(wanted)
        at = plain.find(wanted, at + len(wanted))
