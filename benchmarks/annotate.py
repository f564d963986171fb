"""How fast terms are found in texts: `python -m benchmarks.annotate [--sizes 2000,85000,1000000]`.

Generated term bases and segments, one core, medians of several rounds. In the same run, as the limit: the bare
automaton of the same strings on texts that need no folding, with the same test at the edges and the same longest sweep.
`benchmarks.load` sends the batch of 1,000 segments over HTTP.
"""

from __future__ import annotations

import argparse
import random
import resource
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import ahocorasick_rs

from benchmarks.made import DEEDS, HEADS, TOPICS, Made, base, made
from glossary.lookup import Lookup
from glossary.matcher import edges, english_spellings, folding, longest

SEGMENTS = 1000
ROUNDS = 9


def segments(count: int, lang: str) -> list[str]:
    """Return segments of ordinary length; a quarter of them name a concept of the base of that size."""
    chance = random.Random(11)
    names: list[Made] = []
    for number, one in enumerate(made(min(count, 100_000))):
        if number % 37 == 0:
            names.append(one)
    return [(_chinese if lang == "zh" else _english)(chance, names) for _ in range(SEGMENTS)]


def _chinese(chance: random.Random, names: Sequence[Made]) -> str:
    words = [zh for zh, _ in (*TOPICS, *DEEDS, *HEADS)]
    parts = ["".join(chance.sample(words, chance.randint(2, 5))) for _ in range(4)]
    if chance.random() < 0.25:
        parts.insert(2, chance.choice(names).zh)
    return (
        "，".join(
            ("在总部设立的" + parts[0], "以及由主任领导的" + "的".join(parts[1:3]), "对" + "负责".join(parts[3:]))
        )
        + "。"
    )


def _english(chance: random.Random, names: Sequence[Made]) -> str:
    words = [en for _, en in (*TOPICS, *DEEDS, *HEADS)]
    parts = [" ".join(chance.sample(words, chance.randint(1, 3))).lower() for _ in range(4)]
    if chance.random() < 0.25:
        parts.insert(2, f"the {chance.choice(names).en}")
    return f"The {parts[0]} is headed by a director who is accountable for " + ", the ".join(parts[1:]) + "."


def bare(count: int, lang: str) -> Callable[[Sequence[str]], int]:
    """Return the automaton alone, over the same strings: overlapping matches, edges, longest."""
    strings: dict[str, int] = {}
    for one in made(count):
        for text in (one.zh, one.short, one.acronym) if lang == "zh" else (one.en, one.acronym):
            for spelling in [text] if lang == "zh" else english_spellings(text):
                folded = (folding.chinese if lang == "zh" else folding.english)(spelling, markup=False)[0]
                flags = edges.chinese_flags(folded) if lang == "zh" else edges.english_flags(folded, spelling)
                strings[folded] = strings.get(folded, 0) | flags
    automaton = ahocorasick_rs.AhoCorasick(list(strings), store_patterns=False)
    flagged = list(strings.values())
    standing = edges.standing

    def find(texts: Sequence[str]) -> int:
        found = 0
        for text in texts:
            spans = []
            for number, start, end in automaton.find_matches_as_indexes(text, overlapping=True):
                flags = flagged[number]
                if not flags or (end := standing(text, start, end, flags)):
                    spans.append((start, end))
            found += len(longest(spans)) if len(spans) > 1 else len(spans)
        return found

    return find


def rates(actions: dict[str, Callable[[], int]]) -> dict[str, float]:
    """Return segments a second of processor time of each, the median of rounds that take turns."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    for action in actions.values():
        action()
    for _ in range(ROUNDS):
        for name, action in actions.items():
            begun = time.process_time()
            action()
            taken[name].append(time.process_time() - begun)
    return {name: SEGMENTS / statistics.median(times) for name, times in taken.items()}


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", default="2000,85000")
    parser.add_argument("--lang", default="zh,en")
    options = parser.parse_args(arguments)
    names = ("find/s", 10), ("ratio", 7), ("annotate/s", 12), ("ratio", 7), ("made in", 9), ("RSS MB", 8)
    print(f"{'concepts':>10} lang {'bare/s':>10}" + "".join(name.rjust(width) for name, width in names))
    for size in map(int, options.sizes.split(",")):
        for lang in options.lang.split(","):
            _line(size, lang)


def _line(size: int, lang: str) -> None:
    texts = segments(size, lang)
    folded = [text if lang == "zh" else folding.english(text)[0] for text in texts]
    target = "en" if lang == "zh" else "zh"
    with tempfile.TemporaryDirectory() as folder, Lookup(base(size), Path(folder)) as lookup:
        begun = time.process_time()
        recognizer = lookup.recognizer(lang)
        made_in = time.process_time() - begun
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        alone = bare(size, lang)
        find = recognizer.finder(frozenset(("approved",)))
        measured = rates(
            {
                "bare": lambda: alone(folded),
                "find": lambda: sum(len(find(text)) for text in texts),
                "annotate": lambda: len(lookup.annotate(texts, source=lang, target=target)["segments"]),
            }
        )
    limit, find, annotate = measured["bare"], measured["find"], measured["annotate"]
    print(
        f"{size:10,} {lang:4} {limit:10,.0f}{find:10,.0f}{find / limit:7.2f}{annotate:12,.0f}{annotate / limit:7.2f}"
        f"{made_in:8.1f}s{memory:8,.0f}"
    )


if __name__ == "__main__":
    main()
