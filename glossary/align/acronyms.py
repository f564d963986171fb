"""Short forms on both sides: which acronym a Chinese short form may be, by the initials of its words.

审调处 is OAI: 审 stands for audit, 调 for investigation, 处 for office.
"""

from __future__ import annotations

from collections.abc import Container, Iterator

from glossary.align.english import Sentence
from glossary.align.lexicon import Lexicon
from glossary.align.pairing import Candidate

LONGEST_SHORT_FORM = 8
_FEWEST = 3  # two letters agree by chance


def candidates(name: str, sentence: Sentence, lexicon: Lexicon, taken: Container[int]) -> list[Candidate]:
    """Return the acronyms of a sentence that a Chinese short form may be, best first; `taken` render other words."""
    found = [
        Candidate(score, at, at)
        for at, token in enumerate(sentence.tokens)
        if token.acronym and at not in taken and (score := agreement(name, token.text, lexicon))
    ]
    return sorted(found, key=lambda one: (-one.score, one.first))


def agreement(name: str, acronym: str, lexicon: Lexicon) -> float:
    """Return how well the letters of an acronym fit the words that a Chinese short form is made of; 0 if they do not.

    Every letter but one, and that only in a long acronym, has to be the initial of a word.
    """
    letters = [letter.lower() for letter in acronym if letter.isupper()]
    if acronym.startswith("UN") and len(letters) > _FEWEST:
        letters = letters[2:]
    if len(name) > LONGEST_SHORT_FORM or len(letters) < _FEWEST or len(letters) > len(name) + 2:
        return 0.0
    matched = sum(_matched(letters, [lexicon.initials(character) for character in name]))
    if matched < len(letters) - (len(letters) > _FEWEST):
        return 0.0
    return 0.45 + 0.25 * matched / len(letters)


def _matched(letters: list[str], initials: list[frozenset[str]]) -> Iterator[bool]:
    """Give each letter a character of its own, the characters with the fewest meanings first."""
    free = sorted(initials, key=len)
    for letter in letters:
        chosen = next((letters_of for letters_of in free if letter in letters_of), None)
        if chosen is not None:
            free.remove(chosen)
        yield chosen is not None
