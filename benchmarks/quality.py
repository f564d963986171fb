"""How good extraction is: `python -m benchmarks.quality [--list DOCUMENT]`, against annotated documents.

Sets, all cold: `own`, invented bulletins annotated by reading (benchmarks/gold); where the development material lies
beside the project, real documents, `shared` and `corpus`, and real sentences, all annotated before the rules were run
on them. Rules are tuned on `own`, `shared` and the sentences for tuning, scores on the sentences for scores as well;
`corpus` was looked at once, late; the rest is held out, by document, and its mistakes are not printed. Strict means
surface and category. Optional items are right when found and cost nothing when missed.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from glossary.extract import DEFAULT_MIN_SCORE, extract, record
from glossary.models import Document, Paragraph
from importers import read_document

GOLD = Path(__file__).resolve().parent / "gold"
SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
CATEGORIES = ("unit", "post", "mission", "short", "body", "programme", "symbol")
BINS = 10
# Annotations of whole documents, and where these are.
DOCUMENTS = {
    "own": (GOLD / "gold.jsonl", GOLD),
    "shared": (SHARED / "gold" / "gold.jsonl", SHARED / "corpus"),
    "corpus": (GOLD / "corpus.jsonl", SHARED / "corpus"),
}
HELD_OUT = "sentences (held out)"
# The sentences by what parallel.jsonl has them for: rules, the fit of scores alone, or neither.
SENTENCES = {"sentences (tuning)": "tuning", "sentences (scores)": "scores", HELD_OUT: "test"}

Row = dict[str, Any]


@dataclass(slots=True)
class Score:
    """Right, false and missed designations by category, and the mistakes themselves."""

    right: Counter[str] = field(default_factory=Counter)
    false: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    places: Counter[bool] = field(default_factory=Counter)
    counts: Counter[bool] = field(default_factory=Counter)
    judged: list[tuple[float, bool]] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Take in the score of another document."""
        for mine, theirs in ((self.right, other.right), (self.false, other.false), (self.missed, other.missed)):
            mine.update(theirs)
        self.places.update(other.places)
        self.counts.update(other.counts)
        self.judged += other.judged
        self.mistakes += other.mistakes

    def figures(self, category: str | None = None) -> tuple[float, float, float]:
        """Return precision, recall and F1 of one category or of all."""
        right, false, missed = (
            counter.total() if category is None else counter[category]
            for counter in (self.right, self.false, self.missed)
        )
        precision = right / (right + false) if right + false else 0.0
        recall = right / (right + missed) if right + missed else 0.0
        return precision, recall, 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def bare(text: str | None) -> str:
    """Where a line broke, a blank says nothing: surfaces are compared without."""
    return "".join((text or "").split())


def scored(gold: Sequence[Row], found: Iterable[Row], min_score: float = 0.0) -> Score:
    """Compare the records of one document with its annotation."""
    score = Score()
    wanted: dict[str, list[Row]] = defaultdict(list)
    for row in gold:
        for surface in {row["surface"], row.get("canonical") or row["surface"], *(row.get("alt") or ())}:
            wanted[bare(surface)].append(row)
    taken: set[int] = set()
    seen: set[tuple[str, str]] = set()
    for line in found:
        category = "short" if line["kind"] in ("short_form", "acronym") else line["category"]
        text = bare(line["text"])
        rows = wanted.get(text) or wanted.get(bare(line["canonical"]), [])
        match = next((row for row in rows if row["category"] == category or row.get("any_category")), None)
        if (text, category) in seen or (match and id(match) in taken):
            continue
        seen.add((text, category))
        score.judged.append((line["score"], match is not None))
        if line["score"] < min_score:
            continue
        if match is None:
            score.false[category] += 1
            score.mistakes.append(f"false   {line['text']} ({category}, {line['score']:.2f})")
            continue
        taken.add(id(match))
        score.right[match["category"]] += 1
        _compare(score, match, line)
    for row in gold:
        if id(row) not in taken and not row.get("optional") and not row.get("generic"):
            score.missed[row["category"]] += 1
            score.mistakes.append(f"missed  {row['surface']} ({row['category']})")
    return score


def _compare(score: Score, gold: Row, line: Row) -> None:
    if not gold.get("nested_only") and "count" in gold:
        score.counts[line["count"] == gold["count"]] += 1
    if gold.get("paras"):
        said, allowed = set(line["paragraphs"]), gold.get("paras_any")
        score.places[set(gold["paras"]) <= said and (not allowed or said <= set(allowed))] += 1


def calibration(judged: Sequence[tuple[float, bool]]) -> tuple[float, list[tuple[int, float, float]]]:
    """Return the expected calibration error in ten bins (Guo et al. 2017), and (size, mean score, share right)."""
    bins: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for score, right in judged:
        bins[min(int(score * BINS), BINS - 1)].append((score, right))
    curve = [
        (len(part), sum(score for score, _ in part) / len(part), sum(right for _, right in part) / len(part))
        for part in bins
        if part
    ]
    error = sum(size * abs(mean - share) for size, mean, share in curve) / max(1, len(judged))
    return error, curve


def rows_of(path: Path, name: str) -> dict[str, list[Row]]:
    """Read annotations, grouped by the field that names the document."""
    grouped: dict[str, list[Row]] = defaultdict(list)
    for line in path.read_text("utf-8").splitlines():
        if line.strip():
            row = json.loads(line)
            grouped[str(row[name])].append(row)
    return grouped


def records(document: Document) -> list[Row]:
    """Everything that extraction considers in a document, whatever its score."""
    return [record(designation) for designation in extract(document, min_score=0.0)]


def documents(name: str) -> Iterator[tuple[str, list[Row], Document]]:
    """Yield (name, annotation, document) of a set: whole documents, or some of the sentences."""
    if name in SENTENCES:
        yield from _sentences(SENTENCES[name])
        return
    annotation, folder = DOCUMENTS[name]
    gold = rows_of(annotation, "doc")
    for path in sorted(folder.glob("*.zh.txt")):
        document = read_document(path)
        name = document.symbol if document.symbol in gold else path.name.split(".")[0]
        if name in gold:
            yield name, gold[name], document


def _sentences(part: str) -> Iterator[tuple[str, list[Row], Document]]:
    for file, rows in rows_of(GOLD / "parallel.jsonl", "file").items():
        lines = (SHARED / "parallel" / file).read_text("utf-8").splitlines()[1:]
        by_line: dict[int, list[Row]] = defaultdict(list)
        for row in rows:
            if row["set"] == part:
                by_line[row["line"]] += [row] if row["category"] else []
        for number, annotated in sorted(by_line.items()):
            text = lines[number - 1].split("\t")[0]
            yield f"{file}:{number}", annotated, Document(f"{file}:{number}", paragraphs=(Paragraph("1", text),))


def available() -> list[str]:
    """The sets that can be measured here."""
    return [*DOCUMENTS, *SENTENCES] if SHARED.is_dir() else ["own"]


def measured(name: str, min_score: float = DEFAULT_MIN_SCORE) -> dict[str, Score]:
    """Return the score of each document of a set; sentences count as one document."""
    scores: dict[str, Score] = defaultdict(Score)
    for document, gold, text in documents(name):
        scores[name if name in SENTENCES else document].add(scored(gold, records(text), min_score))
    return scores


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--list", metavar="DOCUMENT", default="", help="list what was false and missed in it")
    parser.add_argument("--min-score", type=float, default=DEFAULT_MIN_SCORE)
    parser.add_argument("--pin", action="store_true", help="raise the floors of floors.json to these figures")
    parser.add_argument("--lower", metavar="REASON", default="", help="with --pin, lower floors, too, and say why")
    options = parser.parse_args(arguments)
    if options.pin:
        _pin(options.lower)
        return
    print(f"{'':28}{'P':>6}{'R':>6}{'F1':>6}   {'paragraphs':>11}{'counts':>8}  F1 by category")
    for name in available():
        total = Score()
        for document, score in measured(name, options.min_score).items():
            print(line_of(document, score))
            if options.list == document and document != HELD_OUT:
                print("\n".join(f"    {mistake}" for mistake in score.mistakes))
            total.add(score)
        print(line_of(f"all {name}", total))
        error, curve = calibration(total.judged)
        points = "  ".join(f"{mean:.2f}:{share:.2f} ({size})" for size, mean, share in curve)
        print(f"    score:share right (number)  {points}   expected calibration error {error:.3f}")


def _pin(reason: str) -> None:
    from benchmarks import floors  # floors measure with this module

    fell = floors.pin(reason)
    print("\n".join(fell) or "no figure fell")
    if fell and not reason:
        raise SystemExit("these floors stay where they were: use --lower REASON to lower them")


def line_of(name: str, score: Score) -> str:
    """Return one line of the table; a dash where the annotation says nothing of paragraphs or counts."""
    shares = [f"{counter[True] / counter.total():.3f}" if counter else "-" for counter in (score.places, score.counts)]
    by_category = " ".join(
        f"{category} {score.figures(category)[2]:.2f}"
        for category in CATEGORIES
        if score.right[category] + score.missed[category]
    )
    precision, recall, f1 = score.figures()
    return f"{name:28}{precision:6.3f}{recall:6.3f}{f1:6.3f}   {shares[0]:>11}{shares[1]:>8}  {by_category}"


if __name__ == "__main__":
    main()
