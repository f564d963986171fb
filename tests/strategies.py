"""Concepts to test with: hypothesis strategies, and a fixed set of invented ones that uses every field."""

from __future__ import annotations

import random
from typing import TypeVar

from hypothesis import strategies as st

from glossary.models import (
    CATEGORIES,
    CONCEPT_STATUSES,
    PARTS_OF_SPEECH,
    RELATION_TYPES,
    TERM_KINDS,
    TERM_STATUSES,
    Citation,
    Concept,
    Definition,
    Note,
    Relation,
    Term,
)

T = TypeVar("T")

# Characters that some format gives a meaning to, with ordinary ones.
ALPHABET = "海事港务司处长甲乙丙AbcXyz019 ()（）、。；:;,|\\/\"'<>&=+-@#[]{}…—é𠮷"


def texts(max_size: int = 12) -> st.SearchStrategy[str]:
    """Names and remarks as people write them: one line, no blanks at the ends, not empty."""
    return st.text(st.sampled_from(ALPHABET), min_size=1, max_size=max_size).map(str.strip).filter(bool)


def any_texts(min_size: int = 0) -> st.SearchStrategy[str]:
    """Whatever a string can hold that UTF-8 can: control characters, line ends, non-characters."""
    return st.text(st.characters(exclude_categories=["Cs"]), min_size=min_size, max_size=12)


def _optional(strategy: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | strategy


def _several(strategy: st.SearchStrategy[T], max_size: int = 2) -> st.SearchStrategy[tuple[T, ...]]:
    return st.lists(strategy, max_size=max_size).map(tuple)


@st.composite
def citations(draw: st.DrawFn, text: st.SearchStrategy[str] | None = None) -> Citation:
    """Places in documents, from the document's name alone to offsets and context."""
    text = texts() if text is None else text
    span = draw(_optional(st.tuples(st.integers(0, 99), st.integers(1, 99)).map(lambda at: (at[0], sum(at)))))
    return Citation(
        document=draw(st.sampled_from(["A/65/624", "ST/SGB/2010/1", "bulletin"]) | text.filter(bool)),
        paragraph=draw(st.sampled_from(["", "8.3(a)", "I:12", "35注"]) | text),
        position=draw(_optional(st.integers(0, 500))),
        start=span[0] if span else None,
        end=span[1] if span else None,
        context=draw(_optional(text)),
    )


@st.composite
def terms(draw: st.DrawFn, text: st.SearchStrategy[str] | None = None, lang: str | None = None) -> Term:
    """Terms with any of their fields."""
    text = texts() if text is None else text
    return Term(
        text=draw(text.filter(bool)),
        lang=lang or draw(st.sampled_from(["zh", "en", "zh-Hant", "fr"])),
        kind=draw(st.sampled_from(TERM_KINDS)),
        status=draw(st.sampled_from(TERM_STATUSES)),
        reliability=draw(_optional(st.integers(1, 4))),
        part_of_speech=draw(st.sampled_from(PARTS_OF_SPEECH)),
        valid_from=draw(_optional(st.sampled_from(["2007", "2010-02", "2010-02-05"]))),
        valid_to=draw(_optional(st.sampled_from(["2012", "2013-11-30"]))),
        sources=draw(_several(text)),
        notes=draw(_several(st.builds(Note, text, text))),
        citations=draw(_several(citations(text))),
    )


@st.composite
def concepts(draw: st.DrawFn, identifier: str | None = None, text: st.SearchStrategy[str] | None = None) -> Concept:
    """Concepts with any of their fields; relations point anywhere among c1 ... c9."""
    text = texts() if text is None else text
    filled = text.filter(bool)
    target = st.integers(1, 9).map("c{}".format)
    return Concept(
        id=draw(st.just("") | target) if identifier is None else identifier,
        category=draw(st.sampled_from(CATEGORIES)),
        status=draw(st.sampled_from(CONCEPT_STATUSES)),
        subject=draw(st.just("") | text),
        definitions=draw(_several(st.builds(Definition, filled, st.sampled_from(["zh", "en", "fr"]), _optional(text)))),
        terms=draw(_several(terms(text), max_size=4)),
        relations=draw(
            _several(st.builds(Relation, st.sampled_from(RELATION_TYPES), target, text, _several(citations(text))))
        ),
        notes=draw(_several(st.builds(Note, text, text))),
    )


@st.composite
def term_bases(draw: st.DrawFn, max_size: int = 4, text: st.SearchStrategy[str] | None = None) -> list[Concept]:
    """Some concepts with ids c1, c2 ... in order."""
    size = draw(st.integers(0, max_size))
    return [draw(concepts(f"c{number}", text)) for number in range(1, size + 1)]


_AWKWARD = (
    "{}",
    "={}",
    "+{}",
    "-{}",
    "@{}",
    "#{}",
    "'={}",
    '"{}" 二',
    '{} "三',
    "{} | 四",
    "{}; 五",
    "{}\\六",
    "<{}&amp;七>",
    "（{}）",
    "{}𠮷",
    "{}, 一",
    "＝{}",
)


def invented(count: int, seed: int = 7) -> list[Concept]:
    """Return concepts c1, c2 ... that together use every field and every awkward character; always the same ones."""
    chance = random.Random(seed)
    return [_invented(chance, number, count) for number in range(1, count + 1)]


def _invented(chance: random.Random, number: int, count: int) -> Concept:
    words = {
        "zh": (f"海事{number}处", f"海{number}", f"海务{number}处"),
        "en": (f"Office-{number}", f"O{number}", "Bureau"),
    }
    least = {"zh": 1, "en": 0 if number % 7 == 0 else 1}
    names = [
        _invented_term(chance, _AWKWARD[(number + nth) % len(_AWKWARD)].format(word), lang, nth)
        for lang in words
        for nth, word in enumerate(words[lang][: chance.randint(least[lang], 3)])
    ]
    other = chance.randint(1, count)
    relation = Relation(chance.choice(RELATION_TYPES), f"c{other}", f"海事{other}处", (_invented_citation(chance),))
    return Concept(
        id=f"c{number}",
        category=CATEGORIES[number % len(CATEGORIES)],
        status=chance.choice(CONCEPT_STATUSES),
        subject=chance.choice(("", "海事 <maritime> & harbours")),
        definitions=chance.choice(((), (Definition("管港口的。", "zh", "甲 & 乙"), Definition("A port.", "fr")))),
        terms=tuple(names),
        relations=chance.choice(((), (relation,))),
        notes=chance.choice(
            (
                (),
                (Note("note", "see: below"), Note("status", "draft"), Note("a: b\\", "x: y")),
                (Note("customerSubset", "港 & 海"), Note("xGraphic", "chart <https://oms.example/a?b=1&c=2>")),
                (Note("origination", "2026-01-02, Ana & Bo"), Note("modification", "2026-03-04T05:06:07Z")),
            )
        ),
    )


def _invented_term(chance: random.Random, text: str, lang: str, nth: int) -> Term:
    return Term(
        text=text,
        lang=lang,
        kind=chance.choice(TERM_KINDS) if nth else "full_form",
        status=chance.choice(TERM_STATUSES) if nth else "preferred",
        reliability=chance.choice((None, 1, 2, 3, 4)),
        part_of_speech=chance.choice(PARTS_OF_SPEECH),
        valid_from=chance.choice((None, "2007", "2010-02-05")),
        valid_to=chance.choice((None, "2013")),
        sources=chance.choice(((), ("Harbour Gazette, p. 3",), ("甲; 乙 | 丙", "=SUM(A1)"))),
        notes=chance.choice(
            (
                (),
                (Note("note", "=1+1"), Note("era", "2007–2010")),
                (Note("geographicalUsage", "north"), Note("context", "在海事处 <工作>"), Note("projectSubset", "p-1")),
                (Note("grammaticalGender", "neuter"), Note("externalCrossReference", "rules <http://oms.example/r>")),
            )
        ),
        citations=tuple(_invented_citation(chance) for _ in range(chance.randint(0, 5))),
    )


def _invented_citation(chance: random.Random) -> Citation:
    document = chance.choice(("A/65/624", "ST/SGB/2010/1", "港务公报, para. 7 [x].txt"))
    paragraph = chance.choice(("", "8.3(a)", "I:12", "35注"))
    start = chance.randint(0, 40)
    if chance.random() < 0.3:
        return Citation(document, paragraph)
    return Citation(
        document, paragraph, chance.randint(0, 90), start, start + 5, chance.choice((None, "在海事处<工作>&值班"))
    )
