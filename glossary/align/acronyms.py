"""Short forms: which acronym a Chinese name may be, by the initials of its words, and which head standing alone.

审调处 is OAI: 审 stands for audit, 调 for investigation, 处 for office. 国际法协会 is ILA, or the Association.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence, Set

from glossary.align.english import Sentence
from glossary.align.finds import Found, Known
from glossary.align.lexicon import Lexicon
from glossary.align.pairing import Candidate
from glossary.align.segment import WEAK, Segment
from glossary.extract.candidates import category_of

LONGEST_SHORT_FORM = 8
SPELLED = 0.75  # what initials tell: more than words that render a name worse
_GOES_ON = ("of", "on", "for", "to", "against")  # what joins the head of a name and what it is for
_ALONE = 0.6
_FARTHEST = 12  # characters before the head of a name that is told by initials alone
_FEWEST = 3  # two letters agree by chance


def candidates(name: str, sentence: Sentence, lexicon: Lexicon, taken: Container[int]) -> list[Candidate]:
    """Return the acronyms of a sentence that a Chinese short form may be, best first; `taken` render other words."""
    found = [
        Candidate(score, at, at)
        for at, token in enumerate(sentence.tokens)
        if token.acronym and at not in taken and (score := agreement(name, token.text, lexicon))
    ]
    return sorted(found, key=lambda one: (-one.score, one.first))


def discover(segment: Segment, known: Sequence[Known]) -> Iterator[Found]:
    """Yield the Chinese names whose words have the initials of an acronym that renders nothing else."""
    free = {
        at
        for at, token in enumerate(segment.sentence.tokens)
        if token.acronym and token.text.isalpha() and not any(one.takes(at, at) for one in known)
    }
    if not free:
        return
    taken = frozenset(range(len(segment.sentence.tokens))) - free
    for head in segment.occurrences:
        if not head.entry.ends_names or any(one.overlaps(head.start, head.end) for one in known):
            continue
        starts = {one.start for one in segment.occurrences if head.start - _FARTHEST <= one.start < head.start}
        for start in sorted(starts):
            if any(one.overlaps(start, head.end) for one in known):
                continue
            renderings = spelled(segment, start, head.end, taken)
            if renderings:
                name = segment.zh[start : head.end]
                yield Found(start, head.end, category_of(name) or "programme", renderings)
                return


def spelled(segment: Segment, start: int, end: int, taken: Container[int]) -> list[Candidate]:
    """Return the acronyms whose letters are the initials of all the words of the name at [start, end)."""
    entries = segment.lexicon.entries
    words = []
    for part in segment.parts(start, end):
        text = segment.zh[part.start : part.end]
        if not part.known:
            return []
        initials = {"".join(stem[0] for stem in stems) for stems in entries[text].english if stems}
        words.append(initials | {""} if text in WEAK else initials)
    return [
        Candidate(SPELLED, at, at)
        for at, token in enumerate(segment.sentence.tokens)
        if token.acronym and at not in taken and _is_spelled(_letters(token.text), words)
    ]


def _letters(acronym: str) -> str:
    letters = "".join(letter.lower() for letter in acronym if letter.isupper())
    return letters if len(letters) >= _FEWEST else ""


def _is_spelled(letters: str, words: Sequence[Set[str]]) -> bool:
    """Tell whether letters are made up of one string for each word, in any order."""
    if not letters or not words:
        return not letters and not words
    first, *others = words
    return any(
        _is_spelled(letters.replace(initials, "", 1), others)
        for initials in first
        if initials in letters and (initials or others)
    )


def is_lone_head(segment: Segment, start: int, end: int, candidate: Candidate) -> bool:
    """Tell whether a rendering is that of the last word of a name and nothing else: Division, for 后运司."""
    entry = segment.lexicon.head_of(segment.zh[start:end])
    token = segment.sentence.tokens[candidate.first]
    alone = candidate.first == candidate.last and not token.acronym
    return alone and entry is not None and entry.zh != segment.zh[start:end] and (token.stem,) in entry.english


def lone_heads(segment: Segment, start: int, end: int, taken: Container[int]) -> list[Candidate]:
    """Return where the head of a name stands for all of it: the Committee, for a committee named in full before."""
    name = segment.zh[start:end]
    heads, is_listed = _heads(segment.lexicon, name), segment.lexicon.is_name(name)
    tokens = segment.sentence.tokens
    found = [
        Candidate(_ALONE, at, at)
        for at in range(1, len(tokens))
        if tokens[at].stem in heads
        and tokens[at].capital
        and tokens[at - 1].text.lower() == "the"
        and (is_listed or at not in taken)
        and not _goes_on(segment, at)
    ]
    return found if len({tokens[one.first].stem for one in found}) == 1 else []


def _heads(lexicon: Lexicon, name: str) -> set[str]:
    """Return the words that a name may be called by for short: those of its head, or the head of its English."""
    if lexicon.is_name(name):
        return {stem for stems in lexicon.entries[name].english for stem in stems if stem in lexicon.heads}
    entry = lexicon.head_of(name)
    return {stems[0] for stems in entry.english if len(stems) == 1} if entry and entry.role == "head" else set()


def _goes_on(segment: Segment, at: int) -> bool:
    """Tell whether a name goes on behind a word: Committee on Conferences, Committee Secretary."""
    tokens = segment.sentence.tokens
    behind = tokens[at + 1 : at + 4]
    if not behind or behind[0].after_break or behind[0].after_comma:
        return False
    words = [one for one in behind if one.text.lower() != "the"]
    return words[0].capital or (words[0].text.lower() in _GOES_ON and len(words) > 1 and words[1].capital)


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
