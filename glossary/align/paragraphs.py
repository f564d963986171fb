"""Which paragraphs, and which sentences in them, of two language versions translate each other.

Versions of a numbered document share their labels, so paragraphs with labels that stand once on both sides pair
first. Between those, and within paragraphs, stretches are paired by dynamic programming over their lengths (Gale and
Church, Computational Linguistics 19(1), 1993) with a bonus for what both sides print alike: numbers, symbols, dates,
Latin words. Stretches that fit nothing are left out.
"""

from __future__ import annotations

import math
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, chain, groupby
from operator import mul

from glossary.align.bitext import Bitext, Slice
from glossary.align.lexicon import Lexicon
from glossary.models import Document

_ANCHOR = re.compile(r"[A-Za-z][A-Za-z./-]*\d[\w./-]*|\d[\d,. ]*\d|\d|[A-Za-z]{3,}")
_ZH_SENTENCE = re.compile(r"[^。！？；]+(?:[。！？；]+[”’」』）)]*|$)")
_EN_SENTENCE = re.compile(r".+?(?:[.!?;][\"”’)]*(?=\s+[A-Z0-9(\"“‘]|\s*$)|$)", re.DOTALL)
_ABBREVIATION = re.compile(r"(?:\b(?:Mr|Mrs|Ms|Dr|No|Nos|St|para|paras|art|vol|chap|sect|cf|al|[A-Z]))\.$")
_NOTE = "注"  # what the label of a footnote ends in
# Chinese characters are fewer than English letters by about this; the spread is Gale and Church's.
_RATIO = 3.2
_VARIANCE = 6.8
# What it costs to leave a stretch alone, or to take two for one: the logarithms of how seldom that is.
_SKIP = 5.3
_MERGE = 3.1
_BEADS = ((1, 1, 0.0), (1, 0, _SKIP), (0, 1, _SKIP), (1, 2, _MERGE), (2, 1, _MERGE), (2, 2, 4.4))
_BAND = 60
_FARTHEST = 12.0
_ANCHORED = 1.2
_LOST = 0.8
_WORDS = 5.0
_FAR_OFF = 6.0
# The mean distance of stretches up to which their labels need no second opinion.
_GOOD_FIT = 0.5
# Neighbours whose mean distance is more than this are no translations of each other. Of the aligned UN segments 1 run
# of 5 in 200 comes to 1.4; of segments shifted by one, 1 in 100 stays under 2.5; of two documents, none under 3.4.
_ASTRAY = 2.0
_WINDOW = 5
_SHORTEST_RUN = 3
# A stretch by itself is taken for misaligned from here on, and at the edge of a run of such from there.
_ALONE = _FAR_OFF
_AT_EDGE = 1.0


@dataclass(frozen=True, slots=True)
class Print:
    """What can be compared of a stretch: its length in English letters, its anchors, and its words in English."""

    length: float
    anchors: frozenset[str]
    numbers: frozenset[str]
    stems: frozenset[str]


def _print_of(text: str, ratio: float, stems: frozenset[str]) -> Print:
    found = frozenset(re.sub(r"[ ,.]", "", match[0]).casefold() for match in _ANCHOR.finditer(text))
    return Print(len(text) * ratio, found, frozenset(filter(str.isdecimal, found)), stems)


def merged(prints: Sequence[Print]) -> Print:
    """Return the print of stretches that follow each other."""
    if len(prints) == 1:
        return prints[0]
    return Print(
        sum(one.length for one in prints),
        frozenset(chain.from_iterable(one.anchors for one in prints)),
        frozenset(chain.from_iterable(one.numbers for one in prints)),
        frozenset(chain.from_iterable(one.stems for one in prints)),
    )


def distance(zh: Print, en: Print) -> float:
    """Return how unlike two stretches are: in length, in what both print alike, and in the words rendered."""
    mean = (zh.length + en.length) / 2
    apart = abs(zh.length - en.length) / math.sqrt(max(1.0, mean) * _VARIANCE)
    shared = len(zh.anchors & en.anchors)
    lost = len(zh.numbers - en.anchors)
    words = 0.0
    if en.stems:
        rendered = len(zh.stems & en.stems) / len(en.stems)
        words = _WORDS * (0.5 - rendered) * min(1.0, len(en.stems) / 4)
    return min(apart, _FARTHEST) - _ANCHORED * min(shared, 5) + _LOST * min(lost, 3) + words


@dataclass(frozen=True, slots=True)
class Bead:
    """Stretches [zh_start, zh_end) and [en_start, en_end) of two sequences that translate each other."""

    zh_start: int
    zh_end: int
    en_start: int
    en_end: int


class Aligner:
    """Aligns paragraphs and sentences by what they have in common, words of the lexicon among it."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._prints: dict[tuple[bool, Slice], Print] = {}
        self._ratio = _RATIO

    def pair(self, zh: Document, en: Document) -> tuple[list[Bitext], list[str]]:
        """Return the stretches of two versions that translate each other, and the labels of what was left out.

        There are no stretches when the two are not versions of one document.
        """
        own, other = _slices(zh), _slices(en)
        lengths = [sum(len(one.text) for one in side) for side in (own, other)]
        self._ratio = min(5.5, max(2.2, lengths[1] / max(1, lengths[0])))
        found: list[tuple[Bitext, float]] = []
        left_out: list[str] = []
        for bead in self._better(own, other):
            zh_part, en_part = own[bead.zh_start : bead.zh_end], other[bead.en_start : bead.en_end]
            if not zh_part or not en_part or self._cost(zh_part, en_part) > _FAR_OFF:
                left_out += [f"zh {one.label}: no English" for one in zh_part]
                left_out += [f"en {one.label}: no Chinese" for one in en_part]
            else:
                found += self._narrowed(zh_part, en_part)
        bitexts = [one for one, _ in found]
        distances = [apart for _, apart in found]
        if _mean(bitexts, distances) > _ASTRAY:
            return [], left_out
        runs = list(misaligned(distances))
        left_out += [_said(bitexts[start:end]) for start, end in runs]
        return _without(bitexts, runs), left_out

    def sound(self, bitexts: Sequence[Bitext]) -> tuple[list[Bitext], list[str]]:
        """Return the aligned segments that translate each other, and the numbers of those that do not."""
        lengths = [sum(len(one.zh.text) for one in bitexts), sum(len(one.en.text) for one in bitexts)]
        self._ratio = min(5.5, max(2.2, lengths[1] / max(1, lengths[0])))
        distances = []
        for one in bitexts:
            distances.append(self._cost([one.zh], [one.en]))
            self._prints.clear()  # each is asked for once
        runs = list(misaligned(distances))
        return _without(bitexts, runs), [_segments(bitexts[start:end]) for start, end in runs]

    def _better(self, zh: Sequence[Slice], en: Sequence[Slice]) -> list[Bead]:
        """Align by labels and without; take what fits better: the labels of unnumbered texts are line numbers."""
        labelled = list(self.beads(zh, en, anchors(zh, en)))
        if self._total(labelled, zh, en) <= _GOOD_FIT * max(len(zh), len(en)):
            return labelled
        plain = list(self.beads(zh, en))
        return labelled if self._total(labelled, zh, en) <= self._total(plain, zh, en) + _SKIP else plain

    def _total(self, found: Sequence[Bead], zh: Sequence[Slice], en: Sequence[Slice]) -> float:
        total = 0.0
        for bead in found:
            zh_part, en_part = zh[bead.zh_start : bead.zh_end], en[bead.en_start : bead.en_end]
            total += self._cost(zh_part, en_part) if zh_part and en_part else _SKIP * (len(zh_part) + len(en_part))
        return total

    def beads(self, zh: Sequence[Slice], en: Sequence[Slice], fixed: Sequence[tuple[int, int]] = ()) -> Iterator[Bead]:
        """Yield the stretches that translate each other, in order, and those of one side; `fixed` pairs are given."""
        zh_at = en_at = 0
        for zh_anchor, en_anchor in [*fixed, (len(zh), len(en))]:
            for bead in self._align(zh[zh_at:zh_anchor], en[en_at:en_anchor]):
                yield Bead(bead.zh_start + zh_at, bead.zh_end + zh_at, bead.en_start + en_at, bead.en_end + en_at)
            if zh_anchor < len(zh):
                yield Bead(zh_anchor, zh_anchor + 1, en_anchor, en_anchor + 1)
            zh_at, en_at = zh_anchor + 1, en_anchor + 1

    def _align(self, zh: Sequence[Slice], en: Sequence[Slice]) -> Iterator[Bead]:
        """Align two sequences by dynamic programming, within a band around the diagonal."""
        if not zh or not en:
            yield from (Bead(at, at + 1, 0, 0) for at in range(len(zh)))
            yield from (Bead(0, 0, at, at + 1) for at in range(len(en)))
            return
        zh_prints = [self._print(one, chinese=True) for one in zh]
        en_prints = [self._print(one, chinese=False) for one in en]
        best: dict[tuple[int, int], tuple[float, int, int]] = {(0, 0): (0.0, 0, 0)}
        width = max(_BAND, abs(len(zh) - len(en)) + 10)
        for row in range(len(zh) + 1):
            middle = row * len(en) // len(zh)
            for column in range(max(0, middle - width), min(len(en), middle + width) + 1):
                reached = best.get((row, column))
                if reached is None:
                    continue
                for down, right, price in _BEADS:
                    if row + down > len(zh) or column + right > len(en):
                        continue
                    cost = reached[0] + price
                    if down and right:
                        cost += distance(
                            merged(zh_prints[row : row + down]), merged(en_prints[column : column + right])
                        )
                    target = (row + down, column + right)
                    if target not in best or cost < best[target][0]:
                        best[target] = (cost, down, right)
        yield from _traced(best, len(zh), len(en))

    def _print(self, one: Slice, *, chinese: bool) -> Print:
        known = self._prints.get((chinese, one))
        if known is None:
            if chinese:
                stems = self._lexicon.stems_in(one.text)
            else:
                stems = frozenset(self._lexicon.vocabulary.intersection(self._lexicon.words.stems(one.text)))
            known = self._prints[chinese, one] = _print_of(one.text, self._ratio if chinese else 1.0, stems)
        return known

    def _cost(self, zh: Sequence[Slice], en: Sequence[Slice]) -> float:
        own = merged([self._print(one, chinese=True) for one in zh])
        return distance(own, merged([self._print(one, chinese=False) for one in en]))

    def _narrowed(self, zh: Sequence[Slice], en: Sequence[Slice]) -> Iterator[tuple[Bitext, float]]:
        """Pair the sentences of paragraphs that translate each other; say how unlike those are that go together."""
        own = [one for part in zh for one in _sentences(part, _zh_ends(part.text))]
        other = [one for part in en for one in _sentences(part, _en_ends(part.text))]
        if len(own) > 1 and len(other) > 1:
            beads: Iterable[Bead] = self._align(own, other)
        else:
            beads = [Bead(0, len(own), 0, len(other))]
        for bead in beads:
            zh_part, en_part = own[bead.zh_start : bead.zh_end], other[bead.en_start : bead.en_end]
            if zh_part and en_part:
                apart = self._cost(zh_part, en_part)
                yield from ((one, apart) for one in _joined(zh_part, en_part))


def misaligned(distances: Sequence[float]) -> Iterator[tuple[int, int]]:
    """Yield the runs [start, end) of neighbours that do not translate each other, told by their distances.

    >>> list(misaligned([0, 0, 0, 0, 6, 4, 5, 3, 4, 0, 0, 0, 0, 9])), list(misaligned([0, 3, 0, 0, 3, 0]))
    ([(4, 9), (13, 14)], [])
    """
    astray = [distance > _ALONE for distance in distances]
    for is_run, places in groupby(range(len(distances)), key=_means(distances).__getitem__):
        run = list(places) if is_run else []
        while run and distances[run[0]] <= _AT_EDGE:
            del run[0]
        while run and distances[run[-1]] <= _AT_EDGE:
            del run[-1]
        if len(run) >= _SHORTEST_RUN:
            astray[run[0] : run[-1] + 1] = [True] * len(run)
    for is_run, places in groupby(range(len(distances)), key=astray.__getitem__):
        run = list(places)
        if is_run:
            yield run[0], run[-1] + 1


def _means(distances: Sequence[float]) -> list[bool]:
    """Tell for each distance whether the mean of those around it is too much."""
    totals = [0.0, *accumulate(distances)]
    spans = ((max(0, at - _WINDOW // 2), min(len(distances), at + _WINDOW // 2 + 1)) for at in range(len(distances)))
    return [totals[end] - totals[start] > _ASTRAY * (end - start) for start, end in spans]


def _mean(bitexts: Sequence[Bitext], distances: Sequence[float]) -> float:
    """Return the mean distance, long stretches counting more."""
    lengths = [len(one.zh.text) for one in bitexts]
    total: float = sum(map(mul, lengths, distances))
    return total / max(1, sum(lengths))


def _without(bitexts: Sequence[Bitext], runs: Iterable[tuple[int, int]]) -> list[Bitext]:
    left = {at for start, end in runs for at in range(start, end)}
    return [one for at, one in enumerate(bitexts) if at not in left]


def _said(run: Sequence[Bitext]) -> str:
    zh, en = _from_to([one.zh.label for one in run]), _from_to([one.en.label for one in run])
    return f"zh {zh} and en {en}: not the same text"


def _segments(run: Sequence[Bitext]) -> str:
    labels = [one.zh.label for one in run]
    return f"segment{'s' if len(run) > 1 else ''} {_from_to(labels)}: the English is not that of the Chinese"


def _from_to(labels: Sequence[str]) -> str:
    return labels[0] if labels[0] == labels[-1] else f"{labels[0]}–{labels[-1]}"


def _slices(document: Document) -> list[Slice]:
    """Return the paragraphs with text, the notes to each behind all of it: pages break it elsewhere in each version."""
    slices = [
        Slice(position, one.label, 0, one.text)
        for position, one in enumerate(document.paragraphs)
        if one.text and one.text.strip()
    ]
    of_paragraph = groupby(slices, key=lambda one: one.label.removesuffix(_NOTE))
    return [one for _, those in of_paragraph for one in sorted(those, key=lambda one: one.label.endswith(_NOTE))]


def anchors(zh: Sequence[Slice], en: Sequence[Slice]) -> list[tuple[int, int]]:
    """Return the places with a label that stands equally often on both sides, the longest run in order."""
    places = _by_label(en)
    candidates = [
        (at, others[nth])
        for label, own in _by_label(zh).items()
        if len(own) == len(others := places.get(label, []))
        for nth, at in enumerate(own)
    ]
    return _longest_rising(sorted(candidates))


def _by_label(slices: Sequence[Slice]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for at, one in enumerate(slices):
        found.setdefault(one.label, []).append(at)
    return found


def _longest_rising(candidates: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    tails: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for nth, (_, other) in enumerate(candidates):
        place = bisect_left(tails, other)
        if place == len(tails):
            tails.append(other)
            ends.append(nth)
        else:
            tails[place], ends[place] = other, nth
        before.append(ends[place - 1] if place else -1)
    rising = []
    at = ends[-1] if ends else -1
    while at >= 0:
        rising.append(candidates[at])
        at = before[at]
    return rising[::-1]


def _traced(best: dict[tuple[int, int], tuple[float, int, int]], rows: int, columns: int) -> list[Bead]:
    found = []
    row, column = rows, columns
    while row or column:
        _, down, right = best[row, column]
        found.append(Bead(row - down, row, column - right, column))
        row, column = row - down, column - right
    return found[::-1]


def _joined(zh: Sequence[Slice], en: Sequence[Slice]) -> Iterator[Bitext]:
    for own in _runs(zh):
        for other in _runs(en):
            yield Bitext(own, other)


def _runs(slices: Sequence[Slice]) -> Iterator[Slice]:
    """Join the stretches that follow each other in one paragraph."""
    current: Slice | None = None
    for one in slices:
        if current is not None and current.position == one.position:
            current = Slice(one.position, one.label, current.start, current.text + one.text)
        else:
            if current is not None:
                yield current
            current = one
    if current is not None:
        yield current


def _sentences(part: Slice, ends: Iterable[int]) -> Iterator[Slice]:
    start = 0
    for end in ends:
        yield Slice(part.position, part.label, part.start + start, part.text[start:end])
        start = end


def _zh_ends(text: str) -> Iterator[int]:
    for match in _ZH_SENTENCE.finditer(text):
        if match.end() < len(text) and text[match.end() - 1] != "；":
            yield match.end()
    yield len(text)


def _en_ends(text: str) -> Iterator[int]:
    for match in _EN_SENTENCE.finditer(text):
        if match.end() < len(text) and not _ABBREVIATION.search(match[0]) and not match[0].endswith(";"):
            yield match.end()
    yield len(text)
