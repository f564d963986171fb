"""Many aligned segments at once: `python -m benchmarks.bulk [--sizes 10000 100000]`.

The material is ../shared/parallel where it is there, else the sentences of benchmarks/gold, varied: in every copy other
words of the lexicon stand for each other on both sides, and other numbers, so that new names come with new segments.
Each size runs in a process of its own. The growth is that of CPU time from one size to the next, 1 when it is linear.
"""

from __future__ import annotations

import argparse
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence

from benchmarks.align import GOLD, SHARED, Segments
from glossary.align import align, align_segments
from glossary.align.lexicon import Words, load
from importers import read_document
from importers.segments import read_segments

SIZES = (10_000, 100_000)
_SHORTEST = 2
_NUMBER = re.compile(r"(?<![\d.,])\d{2,3}(?![\d.,])")


def material() -> Segments:
    """Return the sentences that are varied."""
    if SHARED.is_dir():
        paths = sorted((SHARED / "parallel").glob("*.tsv"))
        return [each for path in paths for each in read_segments(path)]
    found: list[tuple[str, str]] = []
    for path in sorted(GOLD.glob("*.zh.txt")):
        zh, en = read_document(path), read_document(path.with_name(path.name.replace(".zh.", ".en.")))
        places = {(one.zh_position, one.en_position) for pair in align(zh, en).pairs for one in pair.evidence}
        found += ((zh.paragraphs[own].text or "", en.paragraphs[other].text or "") for own, other in sorted(places))
    return found


def varied(segments: Segments, count: int) -> Iterator[tuple[str, str]]:
    """Yield segments until there are `count`: first as they are, then with words and numbers changed on both sides."""
    pairs = _words()
    chance = random.Random(1)
    swaps: dict[str, tuple[str, str, str]] = {}
    for nth in range(count):
        copy, at = divmod(nth, len(segments))
        zh, en = segments[at]
        if not copy:
            yield zh, en
            continue
        if not at:
            others = list(pairs.items())
            chance.shuffle(others)
            swaps = {zh: (en, *other) for (zh, en), other in zip(pairs.items(), others, strict=True)}
        for word, (english, other, other_english) in swaps.items():
            if word in zh and re.search(rf"\b{english}\b", en):
                zh, en = zh.replace(word, other), re.sub(rf"\b{english}\b", other_english, en)
                break
        shift = copy % 7
        yield _shifted(zh, shift), _shifted(en, shift)


def _words() -> dict[str, str]:
    """Return modifiers of the lexicon with an English word that is theirs alone."""
    entries = [one for one in load(Words()).entries.values() if one.modifies and len(one.zh) == _SHORTEST]
    english = {one.zh: one.english[0][0].capitalize() for one in entries if one.english and len(one.english[0]) == 1}
    return {zh: en for zh, en in english.items() if list(english.values()).count(en) == 1}


def _shifted(text: str, shift: int) -> str:
    return _NUMBER.sub(lambda match: str(int(match[0]) + shift), text)


def run(count: int) -> None:
    """Align so many segments and print pairs, seconds and the most memory that was used."""
    segments = list(varied(material(), count))
    begun = time.perf_counter()

    def say(text: str) -> None:
        if sys.stderr.isatty():
            print(f"\r\x1b[K{text}", end="", file=sys.stderr)

    found = align_segments(segments, say=say)
    seconds = time.perf_counter() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count}\t{len(found.pairs)}\t{len(found.left_out)}\t{seconds:.1f}\t{time.process_time():.1f}\t{memory:.0f}")


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--run", type=int, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.run:
        run(options.run)
        return
    names = ("segments", "pairs", "left out", "seconds", "of CPU", "MB", "segments/s", "growth")
    print("".join(f"{name:>11}" for name in names))
    before: tuple[int, float] | None = None
    for size in options.sizes:
        command = [sys.executable, "-m", "benchmarks.bulk", "--run", str(size)]
        line = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout.split()
        count, pairs, left, seconds, cpu, memory = int(line[0]), *map(float, line[1:])
        growth = (cpu / before[1]) / (count / before[0]) if before else 1.0
        figures = f"{count:11}{pairs:11.0f}{left:11.0f}{seconds:11.1f}{cpu:11.1f}{memory:11.0f}"
        print(f"{figures}{count / seconds:11.0f}{growth:11.2f}", flush=True)
        before = count, cpu


if __name__ == "__main__":
    main()
