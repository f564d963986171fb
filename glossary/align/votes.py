"""From renderings where they stand to pairs: every segment votes, the surest and commonest English comes first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from glossary.align.bitext import Bitext
from glossary.align.readings import Reading, Rendering
from glossary.models import Designation, Pair, PairEvidence

# How much the other segments of the material weigh when one of them chooses among its renderings.
_SHARE = 0.4


@dataclass(slots=True)
class _Tally:
    scores: list[float] = field(default_factory=list)
    printed: Counter[str] = field(default_factory=Counter)
    acronyms: Counter[str] = field(default_factory=Counter)
    evidence: list[PairEvidence] = field(default_factory=list)


def pairs(
    designations: Sequence[Designation], bitexts: Sequence[Bitext], readings: Iterable[Reading]
) -> Iterator[Pair]:
    """Yield the pairs in the order of the designations, the best of each first."""
    of_name: dict[int, list[Reading]] = defaultdict(list)
    for reading in readings:
        if reading.renderings:
            of_name[reading.designation].append(reading)
    first = {nth: min((one.bitext, one.start, -one.end) for one in found) for nth, found in of_name.items()}
    for nth in sorted(of_name, key=first.__getitem__):
        tallies = _tallied(of_name[nth], bitexts)
        found = [_pair(designations[nth], tally) for tally in tallies.values()]
        yield from sorted(found, key=lambda pair: (-pair.count * pair.score, pair.en))


def _tallied(readings: Sequence[Reading], bitexts: Sequence[Bitext]) -> dict[str, _Tally]:
    votes: dict[str, float] = defaultdict(float)
    for reading in readings:
        for key, score in {_key(one.text): one.score for one in reversed(reading.renderings)}.items():
            votes[key] += score**3
    most = max(votes.values())
    tallies: dict[str, _Tally] = defaultdict(_Tally)
    for reading in readings:
        chosen = max(
            reading.renderings,
            key=lambda one: one.score * (1 - _SHARE + _SHARE * votes[_key(one.text)] / most),
        )
        tally = tallies[_key(chosen.text)]
        tally.scores.append(chosen.score)
        tally.printed[chosen.text] += 1
        if chosen.acronym:
            tally.acronyms[chosen.acronym] += 1
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


def _pair(designation: Designation, tally: _Tally) -> Pair:
    doubt = 1 - min(1.0, max(tally.scores))
    score = 1 - doubt / (1 + 0.3 * (len(tally.scores) - 1))
    acronym = tally.acronyms.most_common(1)[0][0] if tally.acronyms else None
    return Pair(
        designation.text,
        tally.printed.most_common(1)[0][0],
        acronym,
        designation.category,
        designation.kind,
        round(max(0.0, score), 2),
        len(tally.evidence),
        tuple(tally.evidence),
    )
