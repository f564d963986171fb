"""The ways an English term may be spelt in a text, and the capitals it needs there."""

from __future__ import annotations

import re

from glossary.text import american, british

_WORD = re.compile(r"[^\W\d_]+")
_TWO_CAPITALS = re.compile(r"[A-Z][A-Za-z]*[A-Z]|^\W*[A-Za-z]+[^A-Za-z]*$")  # in one word, or one word alone
_ACRONYM = re.compile(r"[A-Z].*[A-Z0-9]|[0-9].*[A-Z]")
_PARTS = re.compile(r"([\s-]+)")
_PREPOSITIONS = frozenset(("of", "for", "to", "on", "in", "at", "and"))
SIBILANT = re.compile(r"(?:s|x|z|ch|sh)$", re.IGNORECASE)
CONSONANT_Y = re.compile(r"(?<=[^aeiou])y$", re.IGNORECASE)
# Posts and the like, of which there are several; a unit's name has no plural (Offices of Legal Affairs).
_COUNTED = frozenset(
    (
        *("adviser", "advisor", "ambassador", "assistant", "chairperson", "chief", "commander", "commissioner"),
        *("coordinator", "country", "deputy", "director", "envoy", "general", "group", "head", "mediator", "member"),
        *("minister", "mission", "observer", "officer", "president", "rapporteur", "representative", "secretary"),
        *("memorandum", "specialist", "state", "territory", "volunteer"),
    )
)
_NO_PLURAL = re.compile(r"(?:ss|us|is|ics|news|headquarters)$", re.IGNORECASE)
_PLURAL_ES = re.compile(r"(?:ss|x|zz|ch|sh)es$", re.IGNORECASE)


def english_spellings(term: str) -> list[str]:
    """Return the spellings of a term to look for: British and American, in either number. A plural that just adds s or
    es is not among them, but its singular: the edges of a match allow for those letters.

    >>> english_spellings("Programme"), english_spellings("Agency")
    (['Programme', 'Program'], ['Agency', 'Agencies'])
    >>> english_spellings("Head of Mission"), english_spellings("Peacekeeping Operations")
    (['Head of Mission', 'Heads of Mission'], ['Peacekeeping Operation'])
    """
    spellings = dict.fromkeys([term, british(term), american(term)])
    if len(spellings) == 1:
        return _numbers(term)
    return list(dict.fromkeys(form for spelling in spellings for form in _numbers(spelling)))


def needed_capitals(term: str) -> frozenset[int]:
    """Return the offsets of the capitals of acronyms, and of a term that is one word; others may be small.

    >>> sorted(needed_capitals("UN system")), sorted(needed_capitals("Security Council"))
    ([0, 1], [])
    """
    if term == term.lower() or (" " in term and term.isascii() and not _TWO_CAPITALS.search(term)):
        return frozenset()  # soon told of most terms
    found = list(_WORD.finditer(term))
    return frozenset(
        at
        for word in found
        if len(found) == 1 or sum(char.isupper() for char in word.group()) > 1
        for at in range(*word.span())
        if term[at].isupper()
    )


def is_acronym(term: str) -> bool:
    """Say whether a term is written in capitals, so that it stands out in a Chinese text too.

    >>> [is_acronym(term) for term in ("UNDP", "UN-Habitat", "Office", "R&D", "G77")]
    [True, True, False, True, True]
    """
    return " " not in term and _ACRONYM.search(term) is not None


def _numbers(term: str) -> list[str]:
    parts = _PARTS.split(term)
    last = parts[-1]
    singular = _singular(last) if len(parts) > 1 and last.isalpha() else ""
    if singular:
        first = [_with(parts, len(parts) - 1, singular)]
        found = [term, *first] if last.endswith("ies") else first
    else:
        found = [term]
        if last.isalpha() and not last.isupper() and CONSONANT_Y.search(last):
            found.append(_with(parts, len(parts) - 1, last[:-1] + "ies"))
    return found + [_with(parts, at, _plural(parts[at])) for at in _heads(parts) if parts[at].isalpha()]


def _heads(parts: list[str]) -> list[int]:
    """Return which parts stand in the plural when the term does: before a preposition, before General."""
    heads = [at - 2 for at in range(2, len(parts), 2) if parts[at].casefold() in _PREPOSITIONS][:1]
    heads = [at - 2 if at > 1 and parts[at].casefold() == "general" else at for at in heads]  # Secretaries-General for
    if len(parts) > 2 and parts[-1].casefold() == "general":
        heads.append(len(parts) - 3)
    return [at for at in heads if parts[at].casefold() in _COUNTED or parts[-1].casefold() == "general"]


def chinese_spellings(term: str) -> list[str]:
    """Return a term as it may be written in a text: the title of an instrument with its marks, and without.

    >>> chinese_spellings("《行动纲领》"), chinese_spellings("大会")
    (['《行动纲领》', '行动纲领'], ['大会'])
    """
    bare = term[1:-1]
    titled = term[:1] + term[-1:] == "《》" and "《" not in bare and "》" not in bare
    return [term, bare] if titled and bare.strip() else [term]


def _with(parts: list[str], at: int, word: str) -> str:
    return "".join([*parts[:at], word, *parts[at + 1 :]])


def _plural(word: str) -> str:
    if word.isupper():
        return word + "s"
    if CONSONANT_Y.search(word):
        return word[:-1] + "ies"
    if word.casefold().endswith("ndum"):
        return word[:-2] + "a"  # memoranda
    return word + ("es" if SIBILANT.search(word) else "s")


def _singular(word: str) -> str:
    if word.isupper() or not word.endswith("s") or len(word) < 5 or _NO_PLURAL.search(word):
        return ""
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if _PLURAL_ES.search(word) else word[:-1]
