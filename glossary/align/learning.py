"""What a pair teaches: the one word of a Chinese name that the lexicon lacks, and the English left over for it."""

from __future__ import annotations

from glossary.align import english
from glossary.align.lexicon import Lexicon, Stems
from glossary.align.segment import Segment

_SHORTEST = 2
_MOST_WORDS = 3


def lesson(segment: Segment, start: int, end: int, first: int, last: int) -> tuple[str, Stems] | None:
    """Return a Chinese word and its English when both are all that a pair leaves unexplained.

    The pair is the name at [start, end) of the Chinese and the words from `first` to `last` of the English.
    """
    explained: set[int] = set()
    rest = []
    for part in segment.parts(start, end):
        links = [link for link in part.links if first <= link.first and link.last <= last]
        for link in links:
            explained.update(range(link.first, link.last + 1))
        if not part.known:
            rest.append(part)
    tokens = segment.sentence.tokens
    content = [at for at in segment.sentence.content if first <= at <= last]
    left = [at for at in content if at not in explained]
    if len(rest) != 1 or rest[0].end - rest[0].start < _SHORTEST or not 1 <= len(left) <= _MOST_WORDS:
        return None
    together = content.index(left[-1]) - content.index(left[0]) == len(left) - 1
    word = segment.zh[rest[0].start : rest[0].end]
    taught = together and not any(map(str.isdigit, word))  # a year is no word of names
    return (word, tuple(tokens[at].stem for at in left)) if taught else None


def lesson_of(zh: str, en: str, lexicon: Lexicon) -> tuple[str, Stems] | None:
    """Return what two names that go together teach."""
    sentence = english.read(en, lexicon.words)
    return lesson(Segment(zh, sentence, lexicon), 0, len(zh), 0, len(sentence.tokens) - 1)
