"""English words as search compares them: stems, spellings, initials, numbers."""

from __future__ import annotations

import re
from functools import lru_cache

from whoosh.lang.porter import stem as porter_stem

from glossary import text

# Words that a query may add to a name or leave out.
SMALL_WORDS = frozenset(("a", "an", "and", "at", "by", "for", "from", "in", "of", "on", "or", "the", "to", "with", "s"))
_INNER_MARK = re.compile(r"(?<=\w)[-‐‑‒–'’ʼ](?=\w)")
# Endings and words that are written in two ways; the second is the one compared.
_SPELLINGS = tuple(
    (re.compile(of), to)
    for of, to in (
        (r"(?:wo)?m[ae]n$|persons?$|people$", "person"),  # chairman, chairperson
        (r"is(e|ed|er|ers|es|ing|ation|ations|ational)$", r"iz\1"),
        (r"ys(e|ed|er|ers|es|ing)$", r"yz\1"),
        (r"(?<=[lbvnd])our(s?|able|ing|ed|al)$", r"or\1"),
        (r"(?<=[tb])res?$", "er"),
        (r"ence(s?)$", r"ense\1"),
        (r"amme(s?|d|r)$", r"am\1"),
        (r"visor(s?)$", r"viser\1"),
        (r"sellor(s?)$", r"selor\1"),
        (r"ll(ed|ing|er|ers)$", r"l\1"),
        (r"dgement", "dgment"),
        (r"ae", "e"),
    )
)
_ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"]
_SAME = {
    "1st": "first",
    "2nd": "second",
    "3rd": "third",
    **{f"{number}th": word for number, word in enumerate(_ORDINALS[3:], 4)},
    **{roman: str(number) for number, roman in enumerate(["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"], 1)},
}
# How words of names are cut short in notes and when typing.
_SHORT = """
admin administration, asst assistant, cttee committee, comm committee, comms communications, conf conference,
coord coordination, dep deputy, dept department, dev development, dir director, div division, drc democratic congo,
eval evaluation,
fin financial, gen general, govt government, hq headquarters, hr human resources, hum humanitarian,
ict information communications technology, info information, intl international, it information technology,
log logistics, mgmt management, mgt management, mil military, org organization, ops operations, pk peacekeeping,
prog programme, rep representative, sec security, sect section, sg secretary general, svc service, tech technology,
trg training, un united nations
"""
ABBREVIATIONS = {short: tuple(full) for short, *full in (pair.split() for pair in _SHORT.split(","))}


@lru_cache(maxsize=65536)
def latin_words(key: str) -> tuple[str, ...]:
    """Return the words and numbers of a key that are not Chinese.

    >>> latin_words("77国集团au处")
    ('77', 'au')
    """
    if text.has_han(key):
        key = "".join(" " if text.is_han(char) else char for char in key)
    return tuple(key.split())


def content_words(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words without small words, or all when there are no others.

    >>> content_words(("office", "of", "the", "rule", "of", "law")), content_words(("to", "the"))
    (('office', 'rule', 'law'), ('to', 'the'))
    """
    return tuple(word for word in words if word not in SMALL_WORDS) or words


@lru_cache(maxsize=65536)
def stem(word: str) -> str:
    """Return the stem of an English word, in British or American spelling; numbers and ordinals have one form.

    >>> stem("operations") == stem("operation"), stem("centres") == stem("center"), stem("ii")
    (True, True, '2')
    """
    known = _SAME.get(word)
    if known:
        return known
    stemmed: str = porter_stem(spelling(word))
    return stemmed


@lru_cache(maxsize=65536)
def spelling(word: str) -> str:
    """Return a lower-case word in the one spelling that is compared.

    >>> spelling("programme"), spelling("advisors"), spelling("stabilisation"), spelling("spokesman")
    ('program', 'advisers', 'stabilization', 'spokesperson')
    """
    if len(word) > 4:
        for of, to in _SPELLINGS:
            word = of.sub(to, word)
    return word


def compact(key: str) -> str:
    """Return a key without blanks, in one spelling: Peace-keeping is peacekeeping."""
    return "".join(spelling(word) for word in key.split() if word not in SMALL_WORDS) or key.replace(" ", "")


def stems(words: tuple[str, ...]) -> str:
    """Return the stems of the content words as one key, whatever their order.

    >>> stems(("the", "operations", "of", "peacekeeping")) == stems(("peacekeeping", "operation"))
    True
    """
    return " ".join(sorted({stem(word) for word in content_words(words)}))


def joined_words(raw: str) -> tuple[str, ...]:
    """Return what hyphenated words and those with an apostrophe are when they are written as one.

    >>> joined_words("Peace-keeping in Côte d'Ivoire")
    ('peacekeeping', 'divoire')
    """
    return tuple(text.key(_INNER_MARK.sub("", word)) for word in raw.split() if _INNER_MARK.search(word))


def subject(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return what the name of a unit says that it deals with: its content words without the one for a unit.

    That word stands before a preposition, else last.

    >>> subject(("department", "of", "field", "support")), subject(("police", "division"))
    (('field', 'support'), ('police',))
    """
    if len(words) > 2 and words[1] in ("of", "for"):
        return content_words(words[2:])
    return content_words(words)[:-1]


def initials(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the letters by which words may be abbreviated: of all, and without small words; none for one word.

    >>> initials(("rule", "of", "law")), initials(("group", "of", "77")), initials(("law",))
    (('rol', 'rl'), ('go77', 'g77'), ())
    """
    if len(content_words(words)) < 2:
        return ()
    chosen = (words, content_words(words))
    return tuple(dict.fromkeys("".join(word if word.isdigit() else word[0] for word in each) for each in chosen))
