"""How fast extraction is: `python -m benchmarks.extraction [--scheduler ADDRESS]`.

Real documents where the development material lies beside the project, else the bulletins of benchmarks/gold, each read
once: repeated documents say nothing. In the same run, a plain scan for the same head words, as the limit; then the
growth on inputs that are meant to be slow.
"""

from __future__ import annotations

import argparse
import re
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from benchmarks.quality import GOLD, SHARED
from glossary.batch import extract_files, workers
from glossary.extract import DEFAULT_MIN_SCORE, extract
from glossary.extract.patterns import HEADS
from importers import read_document

LINES = 60  # segments to a document cut from the aligned material


def texts() -> Iterator[str]:
    """Yield distinct documents: the corpus, and the aligned segments cut into pieces of LINES lines."""
    if not SHARED.is_dir():
        yield from (path.read_text("utf-8") for path in sorted(GOLD.glob("*.zh.txt")))
        return
    yield from (path.read_text("utf-8") for path in sorted((SHARED / "corpus").glob("*.zh.txt")))
    for path in sorted((SHARED / "parallel").glob("*.tsv")):
        segments = [line.split("\t")[0] for line in path.read_text("utf-8").splitlines()[1:]]
        for first in range(0, len(segments), LINES):
            yield "\n".join(segments[first : first + LINES])


def timed(action: Callable[[], object]) -> float:
    start = time.perf_counter()
    action()
    return time.perf_counter() - start


def throughput(folder: Path, scheduler: str) -> None:
    paths = []
    for number, text in enumerate(texts()):
        paths.append(folder / f"d{number:03}.txt")
        paths[-1].write_text(text, "utf-8")
    characters = sum(len(path.read_text("utf-8")) for path in paths)
    heads = re.compile("|".join(sorted({word for words in HEADS.values() for word in words}, key=len, reverse=True)))
    documents = [read_document(path) for path in paths]
    plain = timed(lambda: [heads.findall(part.text or "") for one in documents for part in one.paragraphs])
    alone = timed(lambda: [extract(document) for document in documents])
    print(f"{len(paths)} documents, {characters:,} characters\n{'':34}{'s':>7}{'characters/s':>14}")
    print(f"{'plain scan for head words':34}{plain:7.2f}{characters / plain:14,.0f}")
    print(
        f"{'paragraphs to designations':34}{alone:7.2f}{characters / alone:14,.0f}   1/{alone / plain:.0f} of the scan"
    )
    for count, address in ((1, ""), (2, ""), *([(2, scheduler)] if scheduler else [])):
        with workers(count, address) as executor:
            whole = timed(lambda: list(extract_files(paths, DEFAULT_MIN_SCORE, executor)))
        name = f"files to designations, {address or f'{count} process' + 'es' * (count > 1)}"
        print(f"{name:34}{whole:7.2f}{characters / whole:14,.0f}")


def _name(number: int) -> str:
    return "".join("东南西北海港航水山石"[int(digit)] for digit in str(number)) + "标"


HARD: dict[str, Callable[[int], str]] = {
    "one endless line of names": lambda size: "海事和港口部航标管理司、" * (size // 12),
    "one line without an end or a name": lambda size: "和" * size,
    "brackets that never close": lambda size: "海事局(" * (size // 4),
    "quotation marks that never close": lambda size: "下称“海事" * (size // 5),
    "numbers out of order": lambda size: "".join(f"{size - at}. 海事局\n" for at in range(size // 10)),
    "ordinals in a row": lambda size: "第一、" * (size // 3),
    "symbols and resolutions": lambda size: "A/63/1、第 61/1 号决议，" * (size // 18),
    "posts in charge of much": lambda size: "".join(
        f"局长对主管{_name(at)}和{_name(at + 1)}事务的两位副秘书长负责，见主管{_name(at)}事务副秘书长。\n"
        for at in range(size // 48)
    ),
    "blanks and control characters": lambda size: "海 \x07事\t局 \x00".replace("\x00", "") * (size // 8),
}


def growth() -> None:
    print(f"\n{'seconds for n characters':36}" + "".join(f"{size:>10,}" for size in SIZES) + "   exponent")
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "hard.txt"
        for kind, make in HARD.items():
            seconds = []
            for size in SIZES:
                path.write_text(make(size), "utf-8")
                seconds.append(timed(lambda: extract(read_document(path))))
            exponent = _exponent(seconds[-1] / seconds[0], SIZES[-1] / SIZES[0])
            print(f"{kind:36}" + "".join(f"{second:10.2f}" for second in seconds) + f"{exponent:11.2f}")


SIZES = (50_000, 200_000, 800_000)


def _exponent(times: float, sizes: float) -> float:
    from math import log

    return log(times) / log(sizes)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scheduler", default="", help="a Dask cluster to measure, too")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        throughput(Path(folder), options.scheduler)
    growth()


if __name__ == "__main__":
    main()
