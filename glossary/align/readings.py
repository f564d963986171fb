"""Reading a material: the renderings of every designation where it stands, none used twice in a segment."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from glossary import symbols
from glossary.align import acronyms, english
from glossary.align.bitext import Bitext
from glossary.align.discovery import discover
from glossary.align.finds import OWNERS, Known
from glossary.align.learning import lesson
from glossary.align.lexicon import Entry, Lexicon, Stems
from glossary.align.pairing import Candidate, candidates_of
from glossary.align.segment import Segment
from glossary.extract.patterns import SHORT_FORMS
from glossary.models import Category, Designation, TermKind

_SURE = 0.9
_GOOD = 0.65
# An acronym goes with a name when they share at least so many segments, and so much of all that they stand in.
_SHARED = 2
_DICE = 0.6
_PIECE = re.compile(r"\w+|[^\w\s]")
_LENGTH, _LONG = 0.01, 10  # what a character is worth, when names contend for words, and up to how many
_SINGLE = 0.25  # what a rendering of one word is worth less, when names contend for words
_STEP = 500  # segments between two words on progress
_DEFINING = 12  # characters between a full form and the short form that it defines: (以下简称“


@dataclass(frozen=True, slots=True)
class Rendering:
    """An English text at [start, end), from a first to a last word; how sure it is, and the acronym defined there.

    `capital` tells whether a word has one, `definite` whether an article stands before it, `cut`
    whether a capital stands right beside it.
    """

    text: str
    score: float
    start: int
    end: int
    first: int = 0
    last: int = -1
    acronym: str = ""
    capital: bool = True
    definite: bool = False
    cut: bool = False


@dataclass(slots=True)
class Reading:
    """A designation where it stands in a bitext, with its possible renderings, best first."""

    designation: int
    bitext: int
    start: int
    end: int
    nested: bool
    renderings: list[Rendering] = field(default_factory=list)


class Reader:
    """Reads a material with a lexicon, and learns from it what the lexicon lacks."""

    def __init__(self, designations: Sequence[Designation], bitexts: Sequence[Bitext], lexicon: Lexicon) -> None:
        self.designations = list({(one.text, one.mentions): one for one in reversed(designations)}.values())[::-1]
        self._bitexts = bitexts
        self._lexicon = lexicon
        self._numbers = {one.text: nth for nth, one in enumerate(self.designations)}
        self._together: dict[str, Counter[str]] = defaultdict(Counter)
        self._lessons: Counter[tuple[str, Stems]] = Counter()
        self._of_name: Counter[str] = Counter()
        self._of_acronym: Counter[str] = Counter()
        self._acronyms: dict[int, tuple[str, ...]] = {}
        self._full: dict[str, Counter[str]] = defaultdict(Counter)

    def read(self, say: Callable[[str], None]) -> list[Reading]:
        """Return every designation where it stands, with what renders it there; `say` is told how far it is."""
        standing: dict[int, list[Reading]] = defaultdict(list)
        for reading in self._standing():
            standing[reading.bitext].append(reading)
        found = []
        for at in range(len(self._bitexts)):
            if at % _STEP == 0:
                say(f"pairing names: {at:,} of {len(self._bitexts):,} segments")
            found.append(self._read(at, standing[at]))
        learnt = self._learn(chain.from_iterable(found))
        for at, readings in enumerate(found):
            if at % _STEP == 0:
                say(f"reading again what was in doubt: {at:,} of {len(found):,} segments")
            unread = self._unread(at, readings)
            in_doubt = any(not reading.renderings or reading.renderings[0].score < _SURE for reading in readings)
            if unread or (learnt and in_doubt):
                found[at] = self._read(at, standing[at], unread)
        return list(chain.from_iterable(found))

    def _standing(self) -> Iterator[Reading]:
        of_paragraph: dict[int, list[int]] = defaultdict(list)
        for at, bitext in enumerate(self._bitexts):
            of_paragraph[bitext.zh.position].append(at)
        for nth, designation in enumerate(self.designations):
            for mention in designation.mentions:
                for at in of_paragraph.get(mention.position, ()):
                    zh = self._bitexts[at].zh
                    if zh.start <= mention.start and mention.end <= zh.start + len(zh.text):
                        yield Reading(nth, at, mention.start - zh.start, mention.end - zh.start, mention.nested)

    def _unread(self, at: int, readings: Sequence[Reading]) -> set[str]:
        """Return the acronyms that render nothing in a segment."""
        text = self._bitexts[at].en.text
        taken = [one.renderings[0] for one in readings if one.renderings]
        return {
            short
            for short in self._acronyms[at]
            if not any(one.start <= text.index(short) < one.end or one.acronym == short for one in taken)
        }

    def _expanded(self, sentence: english.Sentence, unread: Iterable[str]) -> english.Sentence:
        """Put the words that the material defines acronyms by in their place."""
        names = {short: self._full[short].most_common(1)[0][0] for short in unread if short in self._full}
        if not names:
            return sentence
        full = {short: english.read(name, self._lexicon.words).tokens for short, name in names.items()}
        return english.expanded(sentence, full)

    def _read(self, at: int, standing: Sequence[Reading], unread: Iterable[str] | None = None) -> list[Reading]:
        """Read a segment; again with the acronyms `unread` in it."""
        bitext = self._bitexts[at]
        sentence = english.read(bitext.en.text, self._lexicon.words)
        self._acronyms[at] = tuple(token.text for token in sentence.tokens if token.acronym)
        for short, first in english.definitions(sentence):
            self._full[sentence.tokens[short].text][sentence.printed(first, short - 1)] += 1
        sentence = self._expanded(sentence, unread or ())
        segment = Segment(bitext.zh.text, sentence, self._lexicon)
        names: list[Reading] = []
        printed: list[Reading] = []
        for reading in standing:
            is_symbol = self.designations[reading.designation].category == "symbol"
            (printed if is_symbol else names).append(reading)
        readings = [*names, *printed, *self._joint_symbols(bitext.zh.text, printed)]
        for reading in readings[len(names) :]:
            reading.renderings = list(_symbol(self.designations[reading.designation], bitext.en.text))
        known = self._contend(names, segment)
        readings += self._discovered(at, segment, readings, known, by_initials=unread is not None)
        self._count(readings, segment)
        return readings

    def _joint_symbols(self, zh: str, printed: Sequence[Reading]) -> Iterator[Reading]:
        """Yield the symbols of one document that two organs issue: A/88/895-S/2033/363."""
        for one, other in pairwise(sorted(printed, key=lambda reading: reading.start)):
            if zh[one.end : other.start] == "-":
                nth = self._number(zh[one.start : other.end], "symbol")
                yield Reading(nth, one.bitext, one.start, other.end, False)

    def _contend(self, names: Sequence[Reading], segment: Segment) -> list[Known]:
        """Give each name its renderings, and return them; what a surer one has taken is lost to the others.

        Of names that are as sure the longest comes first; a name inside it has its English inside, and the same name
        may be rendered once for all. A short form that is being defined comes last: it goes with the one that the
        English defines behind its full form.
        """
        defined = dict(english.definitions(segment.sentence))
        found = [(reading, self._in_full(reading, self._candidates(reading, segment), defined)) for reading in names]
        full = [self._full_form(reading, names, segment.zh) for reading in names]
        order = sorted(
            range(len(names)),
            key=lambda nth: (full[nth] is not None, -_sureness(names[nth], found[nth][1]), nth),
        )
        taken: list[tuple[Reading, Candidate]] = []
        for nth in order:
            reading, candidates = found[nth]
            defining = full[nth]
            if defining is not None and defining.renderings:
                short = _defined(defining.renderings[0], segment.sentence)
                if short is not None:
                    reading.renderings = [short]
                    continue
            free = [one for one in candidates if all(_goes_with(reading, one, *other) for other in taken)]
            free = _untaken_first(free, taken, segment.sentence)
            reading.renderings = [_rendering(one, segment.sentence) for one in free]
            if free:
                taken.append((reading, free[0]))
        return [Known(reading.start, reading.end, one.first, one.last, one.score) for reading, one in taken]

    def _candidates(self, reading: Reading, segment: Segment) -> list[Candidate]:
        place = reading.start, reading.end
        outside = segment.outside(*place)
        found = candidates_of(segment, *place)
        if found and not acronyms.is_lone_head(segment, *place, found[0]):
            return (found[0].score < acronyms.SPELLED and acronyms.spelled(segment, *place, outside)) or found
        name = self.designations[reading.designation].text
        return (
            acronyms.candidates(name, segment.sentence, self._lexicon, outside)
            or acronyms.spelled(segment, *place, outside)
            or found
            or acronyms.lone_heads(segment, *place, outside)
        )

    def _in_full(
        self, reading: Reading, candidates: Sequence[Candidate], defined: Mapping[int, int]
    ) -> Sequence[Candidate]:
        """Render a full form by the name before an acronym that is defined there, not by the acronym."""
        if not candidates or self.designations[reading.designation].kind != "full_form":
            return candidates
        best = candidates[0]
        if best.first != best.last or best.last not in defined:
            return candidates
        return [replace(best, first=defined[best.last], last=best.last - 1), *candidates[1:]]

    def _full_form(self, reading: Reading, names: Sequence[Reading], zh: str) -> Reading | None:
        """Return the full form before the brackets in which a short form is defined."""
        name = self.designations[reading.designation].full_form
        for other in names:
            if other.end < reading.start <= other.end + _DEFINING and self.designations[other.designation].text == name:
                return other if zh[other.end] in "(（" else None
        return None

    def _discovered(
        self, at: int, segment: Segment, readings: Sequence[Reading], known: Sequence[Known], *, by_initials: bool
    ) -> Iterator[Reading]:
        """Yield the names that only the English shows, in place of those that it shows to begin elsewhere."""
        for found in discover(segment, known, by_initials=by_initials):
            for other in readings:
                owned = segment.zh[found.start : other.start] in OWNERS
                if other.start < found.end == other.end and not found.nested and not owned:
                    other.renderings = []
            nth = self._number(segment.zh[found.start : found.end], found.category)
            renderings = [_rendering(one, segment.sentence) for one in found.candidates]
            yield Reading(nth, at, found.start, found.end, found.nested, renderings)

    def _number(self, text: str, category: Category) -> int:
        """Return the number of a designation, which is a new one when extraction has not seen it."""
        nth = self._numbers.get(text)
        if nth is None:
            nth = self._numbers[text] = len(self.designations)
            kind: TermKind = "acronym" if text.isascii() else "short_form" if text in SHORT_FORMS else "full_form"
            self.designations.append(Designation("", text, category, kind, (), 0.5))
        return nth

    def _count(self, readings: Iterable[Reading], segment: Segment) -> None:
        for reading in readings:
            if reading.renderings and reading.renderings[0].score >= _GOOD:
                best = reading.renderings[0]
                taught = lesson(segment, reading.start, reading.end, best.first, best.last)
                if taught is not None:
                    self._lessons[taught] += 1
        short = {token.text for token in segment.sentence.tokens if token.acronym}
        self._of_acronym.update(short)
        for name in {self.designations[reading.designation].text for reading in readings}:
            self._of_name[name] += 1
            self._together[name].update(short)

    def _learn(self, readings: Iterable[Reading]) -> bool:
        """Add to the lexicon what the material shows: acronyms that are defined, or that go with a name throughout."""
        defined: dict[str, Counter[str]] = defaultdict(Counter)
        paired = set()
        for reading in readings:
            designation = self.designations[reading.designation]
            if reading.renderings:
                paired.add(designation.text)
                best = reading.renderings[0]
                if best.acronym and designation.short_form:
                    defined[designation.short_form][best.acronym] += 1
        for name, counts in self._together.items():
            if name not in paired and (found := self._constant_companion(name, counts)):
                defined[name][found] += 1
        for name, counts in defined.items():
            self._lexicon.add(Entry(name, tuple((self._lexicon.words.stem(one),) for one in counts), "short"))
        taught = [(word, stems) for (word, stems), count in self._lessons.items() if count >= _SHARED]
        for word, stems in taught:
            self._lexicon.add(Entry(word, (stems,)))
        return bool(defined or taught)

    def _constant_companion(self, name: str, counts: Counter[str]) -> str:
        best, count = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        rivals = sum(other == count for other in counts.values())
        if count < _SHARED or rivals > 1 or len(name) > acronyms.LONGEST_SHORT_FORM:
            return ""
        return best if 2 * count / (self._of_name[name] + self._of_acronym[best]) >= _DICE else ""


def _sureness(reading: Reading, candidates: Sequence[Candidate]) -> float:
    """Return how sure the best rendering is: more for a long name, less for one word, which may be part of others."""
    if not candidates:
        return 0.0
    best = candidates[0]
    return best.score + _LENGTH * min(reading.end - reading.start, _LONG) - (_SINGLE if best.first == best.last else 0)


def _defined(full: Rendering, sentence: english.Sentence) -> Rendering | None:
    """Return the short form that the English defines behind a name."""
    span = english.short_form_behind(sentence, full.last) if full.last >= 0 else None
    return None if span is None else Rendering(sentence.text[slice(*span)], full.score, *span)


def _untaken_first(
    free: list[Candidate], taken: Sequence[tuple[Reading, Candidate]], sentence: english.Sentence
) -> list[Candidate]:
    """Put the same words first where they stand once more, when another mention of the name has the first of them."""
    used = {(one.first, one.last) for _, one in taken}
    if not free or (free[0].first, free[0].last) not in used:
        return free
    text = sentence.printed(free[0].first, free[0].last)
    again = [one for one in free if (one.first, one.last) not in used and sentence.printed(one.first, one.last) == text]
    return again + [one for one in free if one not in again]


def _goes_with(reading: Reading, candidate: Candidate, other: Reading, taken: Candidate) -> bool:
    apart = candidate.last < taken.first or taken.last < candidate.first
    if reading.start >= other.end or other.start >= reading.end:
        same = (candidate.first, candidate.last) == (taken.first, taken.last)
        if apart or (reading.designation == other.designation and same):
            return True
        # An owner that stands before the Chinese name may stand inside the English: the UNICEF Deputy Director.
        if reading.start == other.end:
            return candidate.first <= taken.first and taken.last < candidate.last
        return other.start == reading.end and taken.first <= candidate.first and candidate.last < taken.last
    inside = taken.first <= candidate.first and candidate.last <= taken.last
    around = candidate.first <= taken.first and taken.last <= candidate.last
    return apart or (inside if reading.end - reading.start < other.end - other.start else around)


def _rendering(candidate: Candidate, sentence: english.Sentence) -> Rendering:
    start, end = sentence.span(candidate.first, candidate.last)
    behind = english.short_form_behind(sentence, candidate.last)
    short = "" if behind is None else sentence.text[slice(*behind)]
    return Rendering(
        sentence.text[start:end],
        candidate.score,
        start,
        end,
        candidate.first,
        candidate.last,
        short if english.is_acronym(short) else "",
        sentence.has_capital(candidate.first, candidate.last),
        candidate.first > 0 and sentence.tokens[candidate.first - 1].text.lower() == "the",
        sentence.is_cut(candidate.first, candidate.last),
    )


def _symbol(designation: Designation, text: str) -> Iterator[Rendering]:
    for symbol in symbols.find(text):
        if symbol.text == designation.text or symbol.canonical == designation.canonical:
            yield Rendering(text[symbol.start : symbol.end], 1.0, symbol.start, symbol.end)
            return
    # Numbers in a row, and blanks that one language prints: 853(1993) is 853 (1993).
    printed = r"\s?".join(map(re.escape, _PIECE.findall(designation.text)))
    for match in re.finditer(rf"(?<![\w/]){printed}(?![\w/])", text):
        yield Rendering(match[0], 1.0, match.start(), match.end())
        return
