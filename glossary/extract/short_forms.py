"""Short forms: those that a document defines (全称(下称“简称”)), and those in use that its full forms account for."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from glossary.extract import names, patterns
from glossary.extract.forms import runs_through
from glossary.extract.mentions import head_category
from glossary.extract.spans import Span
from glossary.models import Category, Mention

_MARK = "|".join(sorted(patterns.DEFINITION_MARKS, key=len, reverse=True))
_NAME = r"[^”“\"「」()（）。；，,]{2,24}"
# 全称(下称“简称”), 全称(下称“简称”或“更短”), 全称（“简称”）, 全称，以下称为“简称”
_DECLARED = (
    re.compile(
        rf" ?[(（] ?(?:{_MARK})(?:为|作)? ?[“\"「]?({_NAME}?)[”\"」]?"
        rf"(?: ?(?:或|、|和) ?[“\"「]({_NAME})[”\"」])? ?[)）]"
    ),
    re.compile(rf" ?[(（] ?[“\"「]({_NAME})[”\"」] ?[)）]"),
    re.compile(rf"[，,] ?(?:{_MARK})(?:为|作)? ?[“\"「]({_NAME})[”\"」]"),
)
# 全称(简称), 全称(UNSOA), 全称(简称，UNSOA): without a word that says so, the pairing must hold
_BRACKETED = re.compile(
    r" ?[(（] ?([一-鿿]{2,14}|[A-Z][A-Za-z\-/]{1,15}|[A-Z]-\d\d)(?:[，、,/] ?([A-Z][A-Za-z\-/]{1,15}))? ?[)）]"
)
# A short form in use is short: 维和部, 行预咨委会, 联塞部队; 维和情况中心 is a variant.
_SHORTEST = {"unit": 5, "body": 7, "mission": 8}
_CROWD = 400  # of more names than these with the same two ends, none tells another
_PHRASE = 61
_ACRONYM = re.compile(r"[A-Z][A-Za-z\-/]*[A-Z][A-Za-z\-/]*|[A-Z]-\d\d")
# Where the phrase in front of a definition begins at the earliest, when it is no name of itself
_PHRASE_START = re.compile(r"[。；：，,、:;]|以及|尤其是|特别是|例如")


@dataclass(frozen=True, slots=True)
class Definition:
    """A document says at [start, end) of paragraph `position` that `short` stands for `full`, whose name is `span`."""

    position: int
    start: int
    end: int
    short: str
    full: str
    span: Span | None
    acronym: bool = False


def definitions(texts: Sequence[str], spans: Iterable[Span]) -> list[Definition]:
    """Return the short forms that a document defines, in reading order."""
    ends: dict[tuple[int, int], Span] = {}
    for span in spans:
        known = ends.get((span.position, span.end))
        if known is None or span.start < known.start:
            ends[span.position, span.end] = span
    found: dict[tuple[int, int], Definition] = {}
    for position, text in enumerate(texts):
        for definition in _in_paragraph(position, text, ends):
            found.setdefault((position, definition.start), definition)
    return [found[place] for place in sorted(found)]


def kept_apart(
    definitions: Sequence[Definition], standing: Sequence[Mention]
) -> list[tuple[Definition, list[Mention]]]:
    """Part the places of a short form among the names that it stands for, each with its first definition.

    A place belongs to the last definition in front of it, one in front of them all to the first. A phrase that is no
    name is no second meaning, nor is the same name with 联合国 in front. Names without any place are left out.
    """
    meanings: dict[str, tuple[Definition, list[Mention]]] = {}
    first = _meaning(definitions[0])
    names = [_meaning(one) if one.span is not None else first for one in definitions]
    for name, one in zip(names, definitions, strict=True):
        meanings.setdefault(name, (one, []))
    starts = [(one.position, one.start) for one in definitions]
    for mention in standing:
        name = names[max(0, bisect_right(starts, (mention.position, mention.start)) - 1)]
        meanings[name][1].append(mention)
    return [(one, mentions) for one, mentions in meanings.values() if mentions]


def full_forms(defined: Iterable[Definition]) -> dict[str, str]:
    """Return the full forms of the short forms that stand for one name throughout the document."""
    found: dict[str, str] = {}
    several: set[str] = set()
    for one in defined:
        before = found.setdefault(one.short, one.full)
        if before.removeprefix("联合国") != _meaning(one):
            several.add(one.short)
    return {short: full for short, full in found.items() if short not in several}


def _meaning(definition: Definition) -> str:
    return definition.full.removeprefix("联合国")


def lexicon(defined: Iterable[Definition]) -> set[tuple[str, Category]]:
    """Return the short forms that are names wherever they stand, with their categories: 方预会, GDC, not 该厅."""
    return {
        (definition.short, definition.span.category)
        for definition in defined
        if definition.span is not None
        and len(definition.short) > 2
        and not definition.full.endswith(definition.short)
        and not definition.short.startswith(("该", "本"))
        and head_category(definition.short) is None
        and not names.is_generic(definition.short[:-2])
    }


def is_abbreviation(short: str, full: str) -> bool:
    """Tell whether an undeclared short form is one: words cut to single characters, same beginning, same end.

    Leaving out whole words makes a variant: 管理部 for 管理事务部.

    >>> is_abbreviation("维和部", "维持和平行动部"), is_abbreviation("管理部", "管理事务部")
    (True, False)
    """
    if short[0] != full[0] or short[-1] != full[-1] or len(short) * 4 > len(full) * 3 or not runs_through(short, full):
        return False
    return full.endswith(short) or any(len(run) == 1 for run in _runs(short, full)[:-1])


def is_variant(short: str, full: str) -> bool:
    """Tell whether a name is another with whole words left out: 管理部, 管理事务部."""
    if (
        short[0] != full[0]
        or short[-1] != full[-1]
        or len(full) - len(short) > 2
        or short.endswith("办公室")
        or not runs_through(short, full)
    ):
        return False
    runs = _runs(short, full)
    return len(runs) == 2 and len(runs[0]) >= 2


def tie(found: Mapping[str, str]) -> dict[str, str]:
    """Return the undeclared short forms among names (with their categories), each with its full form."""
    tied = {}
    for group in _by_ends(found).values():
        for short in group:
            if not 2 < len(short) <= _SHORTEST[found[short]]:
                continue
            full = [name for name in group if len(name) > len(short) and _stands_for(short, name, found[short])]
            if full:
                tied[short] = min(full, key=len)
    return tied


def _stands_for(short: str, name: str, category: str) -> bool:
    full = _bare(name, short)
    if category == "mission" and short[0] == full[0] and short[-1] == full[-1]:
        return short != full and runs_through(short, full)  # 东帝汶综合团: the head alone is cut
    return is_abbreviation(short, full)


def variants(found: Mapping[str, str]) -> set[str]:
    """Return the units among names (with their categories) that are others with whole words left out."""
    return {
        short
        for group in _by_ends(found).values()
        for short in group
        if found[short] == "unit" and any(is_variant(short, name) for name in group)
    }


def _by_ends(found: Mapping[str, str]) -> dict[tuple[str, str, str], list[str]]:
    """Group names by category, first and last character: only those can be forms of each other."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for name, category in found.items():
        for start in {name[0], _start(name)}:
            groups.setdefault((start, name[-1], category), []).append(name)
    return {ends: group for ends, group in groups.items() if len(group) <= _CROWD}


def _bare(name: str, short: str) -> str:
    """Leave out 联合国 where the short form does: 东帝汶综合团."""
    return name if name[0] == short[0] else name.removeprefix("联合国").removeprefix("驻")


def _start(name: str) -> str:
    return name.removeprefix("联合国").removeprefix("驻")[:1] or name[0]


def _runs(short: str, full: str) -> list[str]:
    """Cut a short form into the pieces that stand together in its full form, each piece as long as can be."""
    runs: list[str] = []
    here, at = 0, 0
    while here < len(short):
        length = len(short) - here
        while length > 1 and full.find(short[here : here + length], at) < 0:
            length -= 1
        at = full.find(short[here : here + length], at) + length
        runs.append(short[here : here + length])
        here += length
    return runs


def _in_paragraph(position: int, text: str, ends: Mapping[tuple[int, int], Span]) -> Iterator[Definition]:
    if "(" not in text and "（" not in text and "称" not in text:
        return
    for pattern in _DECLARED:
        for match in pattern.finditer(text):
            span = ends.get((position, match.start()))
            full = (
                span.text if span is not None else _phrase(text, match.start(), bracketed=match[0].strip()[0] in "(（")
            )
            for group in range(1, pattern.groups + 1):
                if full and match[group] and full != match[group]:
                    acronym = _ACRONYM.fullmatch(match[group]) is not None
                    yield Definition(position, *match.span(group), match[group].strip(), full, span, acronym)
    for match in _BRACKETED.finditer(text):
        span = ends.get((position, match.start()))
        if span is None:
            continue
        for group in (1, 2):
            short = match[group]
            if not short:
                continue
            acronym = _ACRONYM.fullmatch(short) is not None
            if acronym or (short[0] > "z" and runs_through(short, span.text)):
                yield Definition(position, match.start(group), match.end(group), short, span.text, span, acronym)


def _phrase(text: str, end: int, *, bracketed: bool) -> str:
    if not bracketed:
        return ""
    start = max(0, end - _PHRASE)
    for match in _PHRASE_START.finditer(text, start, end):
        start = match.end()
    phrase = text[start:end].strip()
    return phrase if 4 <= len(phrase) <= 60 else ""
