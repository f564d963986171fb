"""How well English equivalents are found: `python -m benchmarks.align [--list NAME]`.

Three kinds: `own`, the invented documents of benchmarks/gold in two versions; `documents` and `sentences`, which need
the development material beside the project: the gold pairs of two aligned documents, and annotated segments of others,
in sets for tuning and for testing (benchmarks/gold/README.md). Judged is the best pair of a name, for the sentences the
one of that segment. Beside ours stand the capitalized phrase with the best Dice coefficient, and, where it is
installed, the word aligner eflomal, which is given the Chinese names.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import statistical
from glossary.align import align, align_segments
from glossary.extract import extract
from glossary.models import Document, Paragraph
from importers import read_document
from importers.segments import read_segments

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "benchmarks" / "gold"
SHARED = ROOT.parent / "shared"

UNSEEN = "unseen"  # the set whose mistakes nobody reads
Segments = Sequence[tuple[str, str]]
# What a system says: for each Chinese name the English of the whole material, or of one segment.
Answers = dict[tuple[str, str], str]

_PHRASE = re.compile(r"[A-Z][\w'’-]*(?:(?:,? (?:of|for|the|and|on|in|to|&))* [A-Z][\w'’-]*)*")


@dataclass(slots=True)
class Score:
    """Counts of one set, and what was wrong or missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0
    mistakes: list[str] = field(default_factory=list)

    def figures(self) -> tuple[float, float, float]:
        """Return precision, recall and their harmonic mean."""
        precision = self.right / max(1, self.right + self.wrong)
        recall = self.right / max(1, self.right + self.wrong + self.missed)
        return precision, recall, 2 * precision * recall / max(1e-9, precision + recall)

    def add(self, other: Score) -> None:
        """Add the counts of another set."""
        self.right += other.right
        self.wrong += other.wrong
        self.missed += other.missed
        self.mistakes += other.mistakes


@dataclass(frozen=True, slots=True)
class Case:
    """A set: the gold English by name and segment (empty: anywhere), our answers, and the segments for the baseline."""

    name: str
    gold: dict[tuple[str, str], set[str]]
    answers: Answers
    segments: Segments


def norm(english: str) -> str:
    """Return what is compared of an English name: no case, leading article or plural."""
    english = re.sub(r"\s+", " ", english.replace("’", "'").strip().lower())
    return re.sub(r"s\b", "", english.removeprefix("the "))


def scored(gold: dict[tuple[str, str], set[str]], answers: Answers) -> Score:
    """Compare answers with the gold standard."""
    score = Score()
    for key, english in gold.items():
        answer = answers.get(key)
        if answer is None:
            score.missed += 1
            score.mistakes.append(f"missed {key[0]} | {' / '.join(sorted(english))}")
        elif norm(answer) in english:
            score.right += 1
        else:
            score.wrong += 1
            score.mistakes.append(f"wrong  {key[0]} | {answer} | {' / '.join(sorted(english))}")
    return score


def dice(segments: Segments) -> Answers:
    """Return the baseline's answers: the capitalized phrase that goes best with a name."""
    document = Document("x", paragraphs=tuple(Paragraph(str(at + 1), zh) for at, (zh, _) in enumerate(segments)))
    phrases = [set(_PHRASE.findall(english)) for _, english in segments]
    counts = Counter(phrase for found in phrases for phrase in found)
    answers: Answers = {}
    for designation in extract(document):
        places = {mention.position for mention in designation.mentions}
        together = Counter(phrase for place in places for phrase in sorted(phrases[place]))
        ranked = sorted(together, key=lambda one: (-2 * together[one] / (len(places) + counts[one]), one))
        if ranked:
            answers.setdefault((designation.text, ""), ranked[0])
            answers.update(
                {(designation.text, str(place + 1)): ranked[0] for place in places if ranked[0] in phrases[place]}
            )
    return answers


def own() -> Iterator[Case]:
    """Yield the invented documents."""
    gold: dict[str, dict[tuple[str, str], set[str]]] = defaultdict(lambda: defaultdict(set))
    for row in rows(GOLD / "pairs.jsonl"):
        gold[row["doc"]][row["zh"], ""].add(norm(row["en"]))
    for name in sorted(gold):
        zh, en = (read_document(GOLD / f"{name}.{lang}.txt") for lang in ("zh", "en"))
        pairs = align(zh, en).pairs
        texts = [
            (zh.paragraphs[one.zh_position].text or "", en.paragraphs[one.en_position].text or "")
            for pair in pairs
            for one in pair.evidence
        ]
        answers = {(pair.zh, ""): pair.en for pair in reversed(pairs)}
        yield Case(name, gold[name], answers, list(dict.fromkeys(texts)))


def documents() -> Iterator[Case]:
    """Yield the aligned documents of the development material."""
    for path in sorted((SHARED / "gold" / "pairs").glob("*.tsv")):
        gold: dict[tuple[str, str], set[str]] = defaultdict(set)
        for row in rows(SHARED / "gold" / "pairs.jsonl"):
            if row["doc"] == path.stem and row["en"] and row["en_in_file"] and not row["optional"]:
                gold[row["surface"], ""].add(norm(row["en"]))
        segments = list(read_segments(path))
        yield Case(
            path.stem, gold, {(one.zh, ""): one.en for one in reversed(align_segments(segments).pairs)}, segments
        )


def sentences() -> Iterator[Case]:
    """Yield the annotated segments of the development material by file and set."""
    by_file: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows(GOLD / "parallel_pairs.jsonl"):
        by_file[row["file"]].append(row)
    for file, annotated in sorted(by_file.items()):
        segments = list(read_segments(SHARED / "parallel" / file))
        answers = {
            (pair.zh, place.zh_label): pair.en
            for pair in reversed(align_segments(segments).pairs)
            for place in pair.evidence
        }
        for name in sorted({row["set"] for row in annotated}):
            gold: dict[tuple[str, str], set[str]] = defaultdict(set)
            for row in annotated:
                if row["set"] == name:
                    gold[row["zh"], str(row["line"])].add(norm(row["en"]))
            yield Case(f"sentences {name}: {file.removesuffix('.tsv')}", gold, answers, segments)


def rows(path: Path) -> Iterator[dict[str, str]]:
    """Yield the records of a JSON Lines file."""
    for line in path.read_text("utf-8").splitlines():
        yield json.loads(line)


def cases() -> Iterator[tuple[str, Iterable[Case]]]:
    """Yield the sets that can be measured here."""
    yield "own", own()
    if SHARED.is_dir():
        yield "documents", documents()
        yield "sentences", sentences()


def measured() -> dict[str, dict[str, float]]:
    """Return the precision and F1 of each set that can be measured here, for the floors."""
    found: dict[str, dict[str, float]] = {}
    for name, of_set in cases():
        totals: dict[str, Score] = defaultdict(Score)
        for case in of_set:
            totals[case.name.partition(":")[0] if name == "sentences" else name].add(scored(case.gold, case.answers))
        part = found.setdefault("pairs of own" if name == "own" else "pairs", {})
        for each, total in totals.items():
            precision, _, part[f"{each}, F1"] = total.figures()
            part[f"{each}, precision"] = precision
    return found


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", metavar="NAME", default="", help="list what was wrong and missed in a set")
    options = parser.parse_args(arguments)
    rivals = ["Dice", "eflomal"] if statistical.IS_THERE else ["Dice"]
    print(f"{'':34}{'P':>6}{'R':>6}{'F1':>6}{'right':>7}{'wrong':>7}{'missed':>7}" + "".join(map(_head, rivals)))
    if not statistical.IS_THERE:
        print("eflomal is not installed (pip install eflomal): not compared")
    for name, found in cases():
        totals: dict[str, list[Score]] = {}
        aligned: dict[int, statistical.Aligned] = {}
        begun = time.perf_counter()
        for case in found:
            systems = [case.answers, dice(case.segments)]
            if statistical.IS_THERE:
                if id(case.segments) not in aligned:
                    aligned = {id(case.segments): statistical.Aligned(case.segments)}
                systems.append(aligned[id(case.segments)].answers(case.gold.keys()))
            scores = [scored(case.gold, answers) for answers in systems]
            print(line_of(case.name, scores))
            if options.list and case.name.startswith(options.list) and UNSEEN not in case.name:
                print("\n".join(f"    {mistake}" for mistake in scores[0].mistakes))
            of_set = case.name.partition(":")[0] if name == "sentences" else name
            for total, score in zip(totals.setdefault(of_set, [Score() for _ in scores]), scores, strict=True):
                total.add(score)
        for of_set, scores in totals.items():
            print(line_of(f"all {of_set}", scores))
        print(f"    {time.perf_counter() - begun:.1f} s")


def _head(rival: str) -> str:
    return f"{rival + ' P, R, F1':>21}"


def line_of(name: str, scores: Sequence[Score]) -> str:
    """Return one line of the table: ours with counts, then the figures of the others."""
    ours, *others = scores
    counts = f"{ours.right:7}{ours.wrong:7}{ours.missed:7}"
    parts = ["".join(f"{value:6.3f}" for value in score.figures()) for score in others]
    return f"{name:34}{''.join(f'{value:6.3f}' for value in ours.figures())}{counts}" + "".join(
        f"   {one}" for one in parts
    )


if __name__ == "__main__":
    main()
