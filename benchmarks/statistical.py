"""What a statistical word aligner makes of names that it is given: eflomal, where it is installed (GPL, never ours).

Chinese is aligned character by character, English word by word, in both directions. The English of a name is the
stretch from the first to the last word that its characters are linked to in both, where there is none in one.
"""

from __future__ import annotations

import re
import tempfile
from collections import defaultdict
from collections.abc import Collection, Sequence
from importlib.util import find_spec
from pathlib import Path

from glossary.align.lexicon import set_of

IS_THERE = find_spec("eflomal") is not None
_WORD = re.compile(r"[^\W_]+(?:[-'’./&][^\W_]+)*|[^\w\s]")
_AT_EDGE = set_of("the of for and on in to a an , . ; : ( ) \" ' by with as at from")

Links = list[dict[int, set[int]]]


class Aligned:
    """Segments aligned word by word, once; each name is then looked up."""

    def __init__(self, segments: Sequence[tuple[str, str]]) -> None:
        self._texts = [text for _, text in segments]
        self._zh = [[char for char in text if not char.isspace()] for text, _ in segments]
        self._en = [list(_WORD.finditer(text)) for text in self._texts]
        self._forward, self._backward = _linked(self._zh, [[match[0] for match in words] for words in self._en])

    def answers(self, names: Collection[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return the English of names, each given with the number of its segment (empty: the first that has it)."""
        found = {}
        for name, label in names:
            bare = "".join(name.split())
            places = [int(label) - 1] if label else [at for at, one in enumerate(self._zh) if bare in "".join(one)][:1]
            for at in places:
                found[name, label] = self._english(at, bare)
        return {name: english for name, english in found.items() if english}

    def _english(self, at: int, name: str) -> str:
        start = "".join(self._zh[at]).find(name)
        forward, backward = self._forward[at], self._backward[at]
        chars = range(start, start + len(name)) if start >= 0 else range(0)
        both = {word for char in chars for word in forward[char] & backward[char]}
        linked = both or {word for char in chars for word in forward[char] | backward[char]}
        return _stretch(self._texts[at], self._en[at][min(linked) : max(linked) + 1]) if linked else ""


def _stretch(text: str, words: list[re.Match[str]]) -> str:
    while words and words[0][0].lower() in _AT_EDGE:
        words = words[1:]
    while words and words[-1][0].lower() in _AT_EDGE:
        words = words[:-1]
    return text[words[0].start() : words[-1].end()] if words else ""


def _linked(zh: Sequence[Sequence[str]], en: Sequence[Sequence[str]]) -> tuple[Links, Links]:
    from eflomal import Aligner  # type: ignore[import-not-found,unused-ignore]

    with tempfile.TemporaryDirectory() as folder:
        paths = {name: Path(folder) / name for name in ("zh", "en", "forward", "backward")}
        paths["zh"].write_text("\n".join(" ".join(line) or "-" for line in zh) + "\n", "utf-8")
        paths["en"].write_text("\n".join(" ".join(line).lower() or "-" for line in en) + "\n", "utf-8")
        with paths["zh"].open(encoding="utf-8") as source, paths["en"].open(encoding="utf-8") as target:
            Aligner().align(
                source,
                target,
                links_filename_fwd=str(paths["forward"]),
                links_filename_rev=str(paths["backward"]),
                quiet=True,
            )
        return _read(paths["forward"]), _read(paths["backward"])


def _read(path: Path) -> Links:
    found: Links = []
    for line in path.read_text("utf-8").splitlines():
        of_char: dict[int, set[int]] = defaultdict(set)
        for link in line.split():
            char, word = map(int, link.split("-"))
            of_char[char].add(word)
        found.append(of_char)
    return found
