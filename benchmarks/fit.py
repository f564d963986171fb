"""Fit the weights of scores: `python -m benchmarks.fit [pairs]`, which prints them and how well they hold.

Without an argument those of glossary/extract/scoring.py, with `pairs` those of glossary/align/scoring.py.

A logistic model with a small penalty, by Newton's method, on what the rules were tuned on (the invented bulletins, two
real documents, the sentences for tuning) and, because rules do better there than elsewhere, on what they were not: the
sentences for scores, and benchmarks/gold/read.jsonl, findings in other sentences judged by reading. How well it holds
is measured by leaving out each bulletin in turn; the held-out sentences tell it for text that nothing was tuned on.

Pairs are those of the aligned material whose names are annotated for tuning, and of the others those that were judged
by reading, benchmarks/gold/read_pairs.jsonl: two in three, so that each stands for two.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from math import exp

from benchmarks.align import norm, rows
from benchmarks.quality import GOLD, HELD_OUT, SHARED, available, calibration, documents, rows_of, scored
from glossary.align import align_segments
from glossary.extract import record, scoring, weighed
from glossary.models import Document, Paragraph
from importers.segments import read_segments

PENALTY = 0.3
TUNING = ("tune", "tuning", "tuning2")  # sets of annotated pairs
STANDS_FOR = 2
FOLDS = 10
ROUNDS = 12
SETS = tuple(name for name in available() if name not in (HELD_OUT, "corpus"))

Sample = tuple[scoring.Features, bool]


def samples(name: str) -> dict[str, list[Sample]]:
    """Return the judged designations of each document of a set, without symbols."""
    found: dict[str, list[Sample]] = {}
    for document, gold, text in documents(name):
        candidates = [one for one in weighed(text) if one[0].category != "symbol"]
        lines = [{**record(one), "score": float(place)} for place, (one, _) in enumerate(candidates)]
        rows = [row for row in gold if row["category"] != "symbol"]
        judged = scored(rows, lines).judged
        found[document] = [(candidates[int(place)][1], right) for place, right in judged]
    return found


def read_samples() -> list[Sample]:
    """Return what was judged by reading after the rules had run; no annotated sentence is among it."""
    found: list[Sample] = []
    for file, judgements in rows_of(GOLD / "read.jsonl", "file").items():
        lines = (SHARED / "parallel" / file).read_text("utf-8").splitlines()[1:]
        judged = {(row["line"], row["surface"], row["category"]): bool(row["right"]) for row in judgements}
        for number in sorted({line for line, _, _ in judged}):
            text = lines[number - 1].split("\t")[0]
            for one, features in weighed(Document("read", paragraphs=(Paragraph("1", text),))):
                if (number, one.text, one.category) in judged:
                    found.append((features, judged[number, one.text, one.category]))
    return found


def fitted(given: Sequence[Sample]) -> dict[str, float]:
    """Return the weight of each feature that the samples have."""
    names = sorted({name for features, _ in given for name in features})
    rows = [([features.get(name, 0.0) for name in names], float(right)) for features, right in given]
    weights = [0.0] * len(names)
    for _ in range(ROUNDS):
        slope = [-PENALTY * weight for weight in weights]
        curve = [[PENALTY * (one == other) for other in range(len(names))] for one in range(len(names))]
        for row, right in rows:
            share = 1 / (1 + exp(-sum(weight * value for weight, value in zip(weights, row, strict=True))))
            used = [place for place, value in enumerate(row) if value]
            for one in used:
                slope[one] += (right - share) * row[one]
                for other in used:
                    curve[one][other] += share * (1 - share) * row[one] * row[other]
        step = _solved(curve, slope)
        weights = [weight + change for weight, change in zip(weights, step, strict=True)]
    return {name: round(weight, 2) for name, weight in zip(names, weights, strict=True)}


def _solved(matrix: list[list[float]], right: list[float]) -> list[float]:
    """Solve a system of linear equations by elimination; the penalty keeps the pivots above 0."""
    rows = [[*row, value] for row, value in zip(matrix, right, strict=True)]
    for place, pivot in enumerate(rows):
        for other in rows[place + 1 :]:
            factor = other[place] / pivot[place]
            for column in range(place, len(pivot)):
                other[column] -= factor * pivot[column]
    solved = [0.0] * len(rows)
    for place in range(len(rows) - 1, -1, -1):
        known = sum(rows[place][column] * solved[column] for column in range(place + 1, len(rows)))
        solved[place] = (rows[place][-1] - known) / rows[place][place]
    return solved


def judged(weights: dict[str, float], given: Iterable[Sample]) -> list[tuple[float, bool]]:
    """Return score and truth of samples under some weights."""
    return [
        (1 / (1 + exp(-sum(weights.get(name, 0.0) * value for name, value in features.items()))), right)
        for features, right in given
    ]


def pair_samples() -> list[list[Sample]]:
    """Return the judged pairs of the aligned material, symbols left out; those of one list count together."""
    gold: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for row in rows(GOLD / "parallel_pairs.jsonl"):
        if row["set"] in TUNING:
            gold[f"parallel/{row['file']}", str(row["line"]), row["zh"]].add(norm(row["en"]))
    read = {
        (row["file"], str(row["line"]), row["zh"], norm(row["en"])): bool(row["right"])
        for row in rows(GOLD / "read_pairs.jsonl")
    }
    found: list[list[Sample]] = []
    for file in sorted({file for file, *_ in (*gold, *read)}):
        aligned = align_segments(read_segments(SHARED / file))
        for pair, features in zip(aligned.pairs, aligned.features, strict=True):
            if pair.category == "symbol":
                continue
            places = [(file, one.zh_label, pair.zh) for one in pair.evidence]
            annotated = [norm(pair.en) in gold[place] for place in places if place in gold]
            judged = [right for place in places if (right := read.get((*place, norm(pair.en)))) is not None]
            if annotated:
                found.append([(features, any(annotated))])
            elif judged:
                found.append([(features, judged[0])] * STANDS_FOR)
    return found


def fit_pairs() -> None:
    """Print the weights of pairs and the expected calibration error by cross-validation."""
    given = pair_samples()
    print(json.dumps(fitted([one for same in given for one in same]), ensure_ascii=False, indent=4))
    held: list[tuple[float, bool]] = []
    for fold in range(FOLDS):
        rest = [one for nth, same in enumerate(given) if nth % FOLDS != fold for one in same]
        part = [one for nth, same in enumerate(given) if nth % FOLDS == fold for one in same]
        held += judged(fitted(rest), part)
    tell(f"{len(given)} pairs; by cross-validation", held)


def fit_designations() -> None:
    """Print the weights and the expected calibration error by cross-validation."""
    sets = {name: samples(name) for name in SETS}
    if SHARED.is_dir():
        sets["read"] = {"read": read_samples()}
    everything = [sample for found in sets.values() for part in found.values() for sample in part]
    print(json.dumps(fitted(everything), ensure_ascii=False, indent=4))
    held: list[tuple[float, bool]] = []
    for document, part in sets["own"].items():
        rest = [
            sample for found in sets.values() for name, other in found.items() if name != document for sample in other
        ]
        held += judged(fitted(rest), part)
    tell(f"{len(everything)} samples; by cross-validation over the bulletins", held)


def tell(how: str, held: Sequence[tuple[float, bool]]) -> None:
    """Print the expected calibration error and the curve of scores for what was left out."""
    error, curve = calibration(held)
    print(f"{how}: expected calibration error {error:.3f}")
    print("  ".join(f"{mean:.2f}:{share:.2f} ({size})" for size, mean, share in curve))


def main() -> None:
    """Print what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("of", nargs="?", choices=["designations", "pairs"], default="designations")
    (fit_pairs if parser.parse_args().of == "pairs" else fit_designations)()


if __name__ == "__main__":
    main()
