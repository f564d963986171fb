"""A Chinese text with its English: the words of a name, and which English words they and their neighbours render."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from glossary.align import sounds
from glossary.align.english import Sentence
from glossary.align.lexicon import OF_STATES, Lexicon
from glossary.align.links import Link, Linker, Occurrence

# 主管法律事务, 全球传播问题: words that English names leave out as often as not.
WEAK = frozenset(("问题", "事务", "主管", "负责", "关于", "联合国", "国际", "系统", "方面", "领域", "工作", "处理"))
_JOINS = frozenset("的和与及、兼以在-—－·/《》“”（）() ")
_SHORT_HEADS = frozenset("部厅司处科股署局室组")
_PRINTED = re.compile(r"[A-Za-z0-9][\w.-]*", re.ASCII)
# A name's words weigh by their length; this much of it where the word is often left out, unknown, or a transcription.
_WEAK_SHARE = 0.35
_RESIDUE_SHARE = 0.45
_SOUND_SHARE = 0.8
_SOUND = 0.9
_QUOTED = re.compile('[“"]([^“”"]+)[”"]')
_AS_QUOTED = 0.9  # what the quoted English is worth as the rendering of quoted Chinese of which no word is rendered
_NEXT = 3  # words from one rendering to the next, of and the between them


@dataclass(frozen=True, slots=True)
class Part:
    """A word of a Chinese name: its weight and renderings; `known` where the lexicon has it."""

    start: int
    end: int
    weight: float
    known: bool
    links: tuple[Link, ...]


class Segment:
    """A Chinese text with its English, and what the lexicon links in them."""

    def __init__(self, zh: str, sentence: Sentence, lexicon: Lexicon) -> None:
        self.zh = zh
        self.sentence = sentence
        self.lexicon = lexicon
        self.linker = Linker(sentence, lexicon)
        self.occurrences = self.linker.occurrences(zh)

    def parts(self, start: int, end: int) -> list[Part]:
        """Part the name at [start, end) into words, so that most of it is known and rendered."""
        quoted = _QUOTED.search(self.zh, start, end) if self.sentence.quoted else None
        if quoted is not None and end - start > quoted.end() - quoted.start() and not self._links(*quoted.span(1)):
            links = tuple(Link(first, last, _AS_QUOTED) for first, last in self.sentence.quoted)
            own = Part(*quoted.span(), (quoted.end() - quoted.start()) ** 0.75, False, links)
            before, behind = self.parts(start, quoted.start()), self.parts(quoted.end(), end)
            return [*before, own, *behind]
        inside = [one for one in self.occurrences if start <= one.start and one.end <= end]
        by_start: dict[int, list[Occurrence]] = {}
        ranks = {one.start for one in inside if one.entry.role == "rank"}
        for one in inside:
            if one.entry.role == "short" and start < one.start:
                continue  # 监督处 is short for 内部监督处, not a word of it
            if (
                one.end - one.start > 1
                or one.end == end
                or one.end in ranks
                or (one.links and not one.entry.ends_names)
            ):
                by_start.setdefault(one.start, []).append(one)
        best: dict[int, tuple[float, Occurrence | None]] = {end: (0.0, None)}
        for at in range(end - 1, start - 1, -1):
            choices: list[tuple[float, Occurrence | None]] = [(best[at + 1][0] - 0.05, None)]
            for one in by_start.get(at, ()):
                length = one.end - one.start
                value = length * (1.6 if one.links else 1.0) - 0.3
                choices.append((value + best[one.end][0], one))
            best[at] = max(choices, key=lambda choice: choice[0])
        return list(self._cut(best, start, end))

    def _links(self, start: int, end: int) -> bool:
        """Tell whether a word between two places is rendered."""
        return any(one.links for one in self.occurrences if start <= one.start and one.end <= end)

    def _cut(self, best: dict[int, tuple[float, Occurrence | None]], start: int, end: int) -> Iterator[Part]:
        at = start
        while at < end:
            chosen = best[at][1]
            if chosen is not None:
                text = self.zh[at : chosen.end]
                share = _WEAK_SHARE if text in WEAK and chosen.end < end else 1.0
                yield Part(at, chosen.end, share * (chosen.end - at) ** 0.75, True, chosen.links)
                at = chosen.end
            elif self.zh[at] in _JOINS:
                at += 1
            else:
                stop = at + 1
                while stop < end and best[stop][1] is None and self.zh[stop] not in _JOINS:
                    stop += 1
                text = self.zh[at:stop]
                links = self._echoes(text) if stop - at > 1 and text not in WEAK else ()
                share = _WEAK_SHARE if text in WEAK else _SOUND_SHARE if links else _RESIDUE_SHARE
                yield Part(at, stop, share * (stop - at) ** 0.75, False, links)
                at = stop

    def _echoes(self, text: str) -> tuple[Link, ...]:
        """Return the words that a stretch unknown to the lexicon prints too, or may transcribe."""
        words = self.lexicon.words
        printed = {word.casefold() for word in _PRINTED.findall(text)}
        if printed:
            tokens = self.sentence.tokens
            return tuple(
                Link(at, at, 1.0)
                for at in self.sentence.content
                if tokens[at].text.casefold() in printed or (tokens[at].figures & printed)
            )
        return tuple(
            Link(at, at, 1.0 if words.reads(text, token.text) else _SOUND)
            for at in self.sentence.content
            if (token := self.sentence.tokens[at]).capital
            and not token.acronym
            and token.stem not in self.lexicon.vocabulary
            and sounds.alike(words.sound(text), words.sound(token.text))
        )

    def apart(self, start: int, first: int) -> float:
        """Return how far a Chinese place and an English word are apart, in shares of the segment."""
        return abs(start / len(self.zh) - first / len(self.sentence.tokens))

    def outside(self, start: int, end: int) -> frozenset[int]:
        """Return the English words that render Chinese words outside [start, end)."""
        return frozenset(at for first, last, words in self._words if last <= start or end <= first for at in words)

    @cached_property
    def _words(self) -> list[tuple[int, int, list[int]]]:
        """The words of more than one character, with the places of their English.

        A word that stands more than once in the English is meant where its Chinese neighbour is rendered next to it.
        """
        words = [one for one in self.occurrences if one.links and one.end - one.start > 1]
        starts: dict[int, list[Occurrence]] = {}
        ends: dict[int, list[Occurrence]] = {}
        for one in words:
            starts.setdefault(one.start, []).append(one)
            ends.setdefault(one.end, []).append(one)
        found = []
        for one in words:
            links = one.links
            if len(links) > 1:
                beside = [*ends.get(one.start, ()), *starts.get(one.end, ())]
                near = {at for other in beside for link in other.links for at in (link.first, link.last)}
                meant = [each for each in links if any(_is_beside(each, at) for at in near)]
                links = tuple(meant) or links
            found.append((one.start, one.end, [at for each in links for at in range(each.first, each.last + 1)]))
        return found

    def heads_outside(self, start: int, end: int) -> frozenset[int]:
        """Return the English words that may render the heads of other units: Department, where another 部 stands."""
        return frozenset(
            link.first
            for one in self.occurrences
            if one.start and one.entry.zh in _SHORT_HEADS and (one.end <= start or end <= one.start)
            for link in one.links
        )

    def before(self, start: int, head: str = "") -> frozenset[int]:
        """Return the English words that render the modifier right before a name, where one stands there.

        Such a word is no owner; next to the English of the name it shows that the name begins earlier.
        """
        end = start
        while end and self.zh[end - 1] in "和与及、":
            end -= 1
        return frozenset(
            at
            for one in self.occurrences
            if one.end == end and one.entry.modifies and one.end - one.start > 1 and one.entry.zh not in WEAK
            if not (one.entry.role == "place" and head.endswith(OF_STATES))
            for link in one.links
            for at in range(link.first, link.last + 1)
        )


def _is_beside(link: Link, at: int) -> bool:
    """Tell whether a word stands next to a rendering, over at most one other: Office of Legal Affairs."""
    return link.last < at <= link.last + _NEXT or link.first - _NEXT <= at < link.first
