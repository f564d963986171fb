"""From renderings where they stand to pairs: every segment votes, the surest and commonest English comes first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from glossary.align.bitext import Bitext
from glossary.align.readings import Reading, Rendering
from glossary.align.scoring import SYMBOL, features, score
from glossary.extract.scoring import Features
from glossary.models import Designation, Pair, PairEvidence

# How much the other segments of the material weigh when one of them chooses among its renderings.
_SHARE = 0.4
_AGAIN = 0.3  # how much every other place of a rendering takes from the doubt in it


@dataclass(slots=True)
class _Tally:
    chosen: list[Rendering] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    evidence: list[PairEvidence] = field(default_factory=list)

    @property
    def weight(self) -> float:
        """How often and how well a name is rendered so: by this the best English of a name comes first."""
        doubt = 1 - min(1.0, max(one.score for one in self.chosen))
        return len(self.chosen) * (1 - doubt / (1 + _AGAIN * (len(self.chosen) - 1)))


def weighed(
    designations: Sequence[Designation], bitexts: Sequence[Bitext], readings: Iterable[Reading]
) -> Iterator[tuple[Pair, Features]]:
    """Yield the pairs and what their scores are made of, in the order of the designations, the best of each first."""
    of_name: dict[int, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.renderings:
            of_name[reading.designation].append(reading)
    first = {nth: min((one.bitext, one.start, -one.end) for one in found) for nth, found in of_name.items()}
    for nth in sorted(of_name, key=first.__getitem__):
        tallies = _tallied(of_name[nth], bitexts)
        ordered = sorted(tallies.items(), key=lambda item: (-item[1].weight, item[0]))
        for _, tally in ordered:
            yield _pair(designations[nth], tally)


def _tallied(readings: Sequence[Reading], bitexts: Sequence[Bitext]) -> dict[str, _Tally]:
    votes: dict[str, float] = defaultdict(float)
    for reading in readings:
        for key, sureness in {_key(one.text): one.score for one in reversed(reading.renderings)}.items():
            votes[key] += sureness**3
    most = max(votes.values())
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for reading in readings:
        chosen = max(
            reading.renderings,
            key=lambda one: one.score * (1 - _SHARE + _SHARE * votes[_key(one.text)] / most),
        )
        tally = tallies[_key(chosen.text)]
        tally.chosen.append(chosen)
        tally.before.append(bitexts[reading.bitext].zh.text[max(0, reading.start - 1) : reading.start])
        tally.evidence.append(_evidence(reading, chosen, bitexts[reading.bitext]))
    return tallies


def _key(text: str) -> str:
    return text.casefold().replace("’", "'")


def _evidence(reading: Reading, chosen: Rendering, bitext: Bitext) -> PairEvidence:
    return PairEvidence(
        bitext.zh.label,
        bitext.en.label,
        bitext.zh.position,
        bitext.zh.start + reading.start,
        bitext.zh.start + reading.end,
        bitext.en.position,
        bitext.en.start + chosen.start,
        bitext.en.start + chosen.end,
    )


def _pair(designation: Designation, tally: _Tally) -> tuple[Pair, Features]:
    printed = Counter(one.text for one in tally.chosen)
    acronyms = Counter(one.acronym for one in tally.chosen if one.acronym)
    acronym = acronyms.most_common(1)[0][0] if acronyms else None
    found = features(designation, tally.chosen, tally.before, acronym)
    pair = Pair(
        designation.text,
        printed.most_common(1)[0][0],
        acronym,
        designation.category,
        designation.kind,
        SYMBOL if designation.category == "symbol" else score(found),
        len(tally.evidence),
        tuple(tally.evidence),
    )
    return pair, found
