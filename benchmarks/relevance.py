"""Whether search finds what translators mean: `python -m benchmarks.relevance [--db TERMS.DB] [--list]`.

The queries of benchmarks/gold/queries.tsv were written as people type them, each with the Chinese name of the concept
wanted, before ranking was tuned. It was tuned on those in odd lines; those in even lines are held out, and their
mistakes are not printed. Lines with a third column are of the set named there: `later`, written when ranking was done,
measured (0.90, the last 101 lines 0.96) and then tuned on. The figure is the mean reciprocal rank of the wanted concept
among the first 20 hits (Voorhees, TREC-8, 1999); a name that several concepts bear is right with any of them, and so
are all that a bar parts.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

from glossary.lookup import Lookup
from glossary.termbase import shipped

QUERIES = Path(__file__).resolve().parent / "gold" / "queries.tsv"
HALVES = ("tuning", "held out")
SETS = (*HALVES, "later")
DEPTH = 20


def queries() -> Iterator[tuple[str, str, str]]:
    """Yield (set, query, Chinese name of the concept wanted, or several)."""
    for at, line in enumerate(QUERIES.read_text("utf-8").splitlines()):
        query, wanted, *named = line.split("\t")
        yield named[0] if named else HALVES[at % 2], query, wanted


def ranks(db: Path) -> Iterator[tuple[str, str, str, int | None]]:
    """Yield (set, query, wanted, rank from 1), rank None where it is not among the first hits."""
    with tempfile.TemporaryDirectory() as folder, Lookup(db, Path(folder)) as lookup:
        for name, query, wanted in queries():
            hits = lookup.search(query, limit=DEPTH)["hits"]
            right = set(wanted.split("|"))
            named = (at for at, hit in enumerate(hits, 1) if any(term["text"] in right for term in hit["terms"]))
            yield name, query, wanted, next(named, None)


def measured(db: Path | None = None) -> dict[str, float]:
    """Return the mean reciprocal rank of each set, and of both halves together, on the shipped term base or another."""
    shares: dict[str, list[float]] = {name: [] for name in (*SETS, "all")}
    for each, _, _, rank in ranks(db or shipped("terms.db")):
        for name in (each, "all") if each in HALVES else (each,):
            shares[name].append(1 / rank if rank else 0.0)
    return {name: sum(values) / max(1, len(values)) for name, values in shares.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--db", type=Path, default=shipped("terms.db"), help="default: the shipped term base")
    parser.add_argument("--list", action="store_true", help="list the queries that are not first, but for the held out")
    options = parser.parse_args(arguments)
    for name, figure in measured(options.db).items():
        print(f"{name:10}{figure:6.3f}")
    if options.list:
        for name, query, wanted, rank in ranks(options.db):
            if name != "held out" and rank != 1:
                print(f"{rank or '-':>4}  {query}  ({wanted})")


if __name__ == "__main__":
    main()
