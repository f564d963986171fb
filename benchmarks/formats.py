"""Speed and memory of files out and in: `python -m benchmarks.formats [--concepts 100000] [--only csv,tbx] [--import]`.

Each format is written in a process of its own, concept by concept, to a file: concepts a second (of processor time,
which other programs of the machine do not disturb much), the peak of memory, and the ratio to the bare library that
writes the same rows, prepared beforehand, in the same run. With `--import`, the TBX is brought into an empty term
base (other lists: `benchmarks.importing`), and that is written as CSV and TBX.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

import orjson
import xlsxwriter
from lxml import etree

from benchmarks import generated
from glossary.exports import WRITERS, Options, cells, format_for, layouts, table, write
from glossary.ingest import Options as ImportOptions
from glossary.ingest import add
from glossary.models import Citation, Concept, Definition, Term
from glossary.records import concept_record
from glossary.store import Store
from importers import read_terms

SAMPLE = 2_000
AIMS = {"csv": 10_000, "tsv": 10_000, "omegat": 10_000, "jsonl": 10_000, "tmx": 10_000, "tbx": 3_000, "tbx-dct": 3_000,
        "tbx2": 3_000, "xlsx": 1_500, "multiterm": 1_500, "phrase": 1_500}  # fmt: skip
IMPORT_AIM = 3_000
MOST_MEMORY = 300  # MB


def sample() -> list[Concept]:
    """Return concepts as an extraction and a list give them: short forms, acronyms, sources, places, some contexts."""
    found = []
    for number, concept in enumerate(generated.concepts(SAMPLE)):
        zh, en = concept.terms[:2]
        places = tuple(Citation(f"A/{60 + n}/{number + 1}", str(n + 8), n, 4, 9, f"设在{zh.text}内") for n in range(2))
        terms = (
            replace(zh, reliability=4, citations=places, sources=("ST/SGB/2010/1",)),
            Term(zh.text[:2] + zh.text[-1:], "zh", "short_form", "admitted", 3, citations=places[:1]),
            replace(en, reliability=3, sources=(f"A/{60 + number % 20}/{number + 1}, https://docs.example/{number}",)),
            Term("".join(word[0] for word in en.text.split()), "en", "acronym", "admitted"),
        )
        definition = (Definition(f"{zh.text}负责有关事项。", "zh", "ST/SGB/2010/1"),) if number % 4 == 0 else ()
        found.append(replace(concept, status="approved", terms=terms, definitions=definition))
    return found


def concepts(count: int, *, renamed: bool = False) -> Iterator[Concept]:
    """Yield concepts that differ in their ids and, to be told apart by an import, in a number before their names."""
    for number, concept in enumerate(islice(cycle(sample()), count)):
        terms = concept.terms
        if renamed and number >= SAMPLE:
            terms = tuple(replace(term, text=f"{number // SAMPLE} {term.text}") for term in terms)
        yield replace(concept, id=f"c{number + 1}", terms=terms)


def bare(name: str) -> Callable[[Path, int], None] | None:
    """Return what writes the same rows with nothing but the library."""
    if name in ("csv", "tsv", "omegat", "deepl", "memoq", "weblate"):
        return lambda path, count: bare_csv(rows(name), path, count)
    if name in ("xlsx", "multiterm", "phrase"):
        return lambda path, count: bare_sheet(rows(name), path, count)
    if name == "jsonl":
        return bare_json
    return bare_lxml if name in ("tbx", "tbx-dct", "tbx2", "tmx") else None


def rows(name: str) -> list[list[list[str]]]:
    """Return the rows of each concept of the sample."""
    if name in ("csv", "tsv", "xlsx"):
        return [[cells.concept_cells(concept, Options())] for concept in sample()]
    layout = {
        "memoq": layouts.MEMOQ, "weblate": layouts.WEBLATE, "multiterm": layouts.MULTITERM,
        "omegat": layouts.OMEGAT, "deepl": layouts.DEEPL,
    }  # fmt: skip
    return [list(table.tool_rows(layout.get(name, layouts.PHRASE), [concept], Options())) for concept in sample()]


def bare_csv(prepared: list[list[list[str]]], path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        for each in islice(cycle(prepared), count):
            writer.writerows(each)


def bare_sheet(prepared: list[list[list[str]]], path: Path, count: int) -> None:
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet()
    at = 0
    for each in islice(cycle(prepared), count):
        for row in each:
            for column, cell in enumerate(row):
                sheet.write_string(at, column, cell)
            at += 1
    book.close()


def bare_json(path: Path, count: int) -> None:
    records = [concept_record(concept) for concept in sample()]
    with path.open("wb") as file:
        for record in islice(cycle(records), count):
            file.write(orjson.dumps(record) + b"\n")


def bare_lxml(path: Path, count: int) -> None:
    """Build the elements of each entry and write them, as lxml's documentation has it for large files."""
    out = io.BytesIO()
    write(sample(), out, path.suffix.removeprefix("."))
    entries = [plain(entry) for entry in etree.fromstring(out.getvalue()).iter("{*}conceptEntry", "termEntry", "tu")]
    with path.open("wb") as file, etree.xmlfile(file, encoding="utf-8") as document, document.element("body"):
        for entry in islice(cycle(entries), count):
            document.write(built(entry))


def plain(element: Any) -> tuple[str, dict[str, str], str, str, list[Any]]:
    children = [plain(child) for child in element]
    return str(element.tag), dict(element.attrib), element.text or "", element.tail or "", children


def built(entry: tuple[str, dict[str, str], str, str, list[Any]], parent: Any = None) -> Any:
    tag, attributes, text, tail, children = entry
    element = etree.Element(tag, attributes) if parent is None else etree.SubElement(parent, tag, attributes)
    element.text, element.tail = text, tail
    for child in children:
        built(child, element)
    return element


def run_one(name: str, count: int, folder: Path) -> dict[str, float]:
    """Write a format, then the bare rows; return seconds, megabytes of memory and of the file."""
    path = folder / f"{name}{format_for('-', name).suffix}"
    options = Options(ids=_Any())
    start = time.process_time()
    with path.open("wb") as file:
        write(concepts(count), file, name, options)
    seconds = time.process_time() - start
    memory = peak()
    start = time.process_time()
    for _ in concepts(count):
        pass
    making = time.process_time() - start
    result = {"seconds": seconds - making, "memory": memory, "size": path.stat().st_size / 1e6}
    if (writer := bare(name)) is not None:
        start = time.process_time()
        writer(folder / f"bare.{name}", count)
        result["bare"] = time.process_time() - start
    return result


class _Any:
    def __contains__(self, _: object) -> bool:
        return True


def run_import(name: str, count: int, folder: Path) -> dict[str, float]:
    """Bring TBX into an empty term base; `read` is the reader alone, `bare` the library alone.

    `rich` are the concepts that are written, too; `plain` those of `benchmarks.importing`: fewer names, no contexts.
    """
    path = folder / f"in-{name}.tbx"
    made = concepts(count, renamed=True) if name == "rich" else generated.concepts(count)
    with path.open("wb") as file:
        write(made, file, "tbx", Options(ids=_Any()))
    start = time.process_time()
    assert sum(isinstance(each, Concept) for each in read_terms(path)) == count
    read = time.process_time() - start
    reading = peak()
    base = folder / f"in-{name}.db"
    start = time.process_time()
    with Store.create(base) as store:
        report = add(store, [path], ImportOptions(), lambda _: None)
        assert report.added == count, report
    seconds = time.process_time() - start
    memory = peak()
    start = time.process_time()
    for _, element in etree.iterparse(str(path), tag="{*}conceptEntry"):
        list(element.itertext())
        element.clear()
        while element.getprevious() is not None:
            del element.getparent()[0]
    bare_seconds = time.process_time() - start
    return {"seconds": seconds, "memory": memory, "read": read, "reading": reading, "bare": bare_seconds}


def run_store(name: str, count: int, folder: Path) -> dict[str, float]:
    """Write a term base of many concepts, as `glossary export` does."""
    with Store(folder / "in-rich.db") as store:
        start = time.process_time()
        ids = store.concept_ids()
        options = Options(ids=frozenset(ids), changes=lambda concept: store.changes(concept_id=concept))
        with (folder / f"out.{name}").open("wb") as file:
            assert write(store.concepts(ids), file, name, options) == count
        return {"seconds": time.process_time() - start, "memory": peak()}


def peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measured(kind: str, name: str, count: int, folder: Path) -> dict[str, float]:
    """Run one measurement in a process of its own, so that its memory is its own."""
    command = [sys.executable, "-m", "benchmarks.formats", "--run", kind, name, str(count), str(folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.stderr)
    return dict(json.loads(done.stdout))


def said(found: dict[str, float], count: int, aim: int | None) -> str:
    rate = count / found["seconds"]
    ratio = f"{found['seconds'] / found['bare']:8.2f}" if "bare" in found else f"{'':8}"
    short = "" if aim is None or rate >= aim else f"  short of {aim:,}"
    heavy = "" if found["memory"] < MOST_MEMORY else f"  over {MOST_MEMORY} MB"
    size = f"{found['size']:9.1f}" if "size" in found else f"{'':9}"
    return f"{rate:14,.0f}{found['memory']:9.0f}{size}{ratio}{short}{heavy}"


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concepts", type=int, default=100_000, help="how many (default 100,000)")
    parser.add_argument("--only", default="", help="formats, parted by commas (default: all)")
    parser.add_argument("--import", dest="bring_in", action="store_true", help="also bring TBX in")
    parser.add_argument("--run", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.run:
        kind, name, count, folder = options.run
        runs = {"out": run_one, "in": run_import, "store": run_store}
        print(json.dumps(runs[kind](name, int(count), Path(folder))))
        return
    names = [name for name in options.only.split(",") if name] or list(WRITERS)
    with tempfile.TemporaryDirectory() as folder:
        print(f"{options.concepts:,} concepts\n{'':12}{'concepts/s':>14}{'MB':>9}{'file MB':>9}{'x bare':>8}")
        for name in names:
            found = measured("out", name, options.concepts, Path(folder))
            print(f"{name:12}{said(found, options.concepts, AIMS.get(name))}", flush=True)
        for name in ("plain", "rich") if options.bring_in else ():
            found = measured("in", name, options.concepts, Path(folder))
            alone = f"  (reader alone {options.concepts / found['read']:,.0f}/s, {found['reading']:.0f} MB)"
            print(f"{'in, ' + name:12}{said(found, options.concepts, IMPORT_AIM)}{alone}", flush=True)
        for name in ("csv", "tbx") if options.bring_in else ():
            found = measured("store", name, options.concepts, Path(folder))
            print(f"{name + ' of base':12}{said(found, options.concepts, AIMS.get(name))}", flush=True)


if __name__ == "__main__":
    main()
