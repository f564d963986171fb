"""How fast term lists come in: `python -m benchmarks.importing [--concepts N] [--formats csv jsonl xlsx] [--undo]`.

Into an empty term base, then the same file again (which changes nothing), each in a process of its own so that its
memory can be told; beside it the rows that the bare library reads from the same file in the same run.
"""

from __future__ import annotations

import argparse
import csv
import json
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import openpyxl

from benchmarks.generated import concepts as generated
from glossary.imports import undo
from glossary.ingest import Options, add
from glossary.records import concept_record, dumps
from glossary.store import Store

HEADER = ("中文", "英文", "类别", "来源", "备注")


def rows(count: int) -> Iterator[tuple[str, ...]]:
    for number, concept in enumerate(generated(count)):
        yield concept.name("zh"), concept.name("en"), "unit", f"Gazette {number}", f"No. {number}"


def write_csv(path: Path, count: int) -> None:
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(rows(count))


def write_xlsx(path: Path, count: int) -> None:
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(HEADER)
    for row in rows(count):
        sheet.append(row)
    book.save(path)


def write_jsonl(path: Path, count: int) -> None:
    with path.open("wb") as file:
        for concept in generated(count):
            file.write(dumps(concept_record(concept)) + b"\n")


def read_csv(path: Path) -> int:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return sum(1 for _ in csv.reader(file)) - 1


def read_xlsx(path: Path) -> int:
    book = openpyxl.load_workbook(path, read_only=True)
    return sum(1 for _ in book.worksheets[0].iter_rows(values_only=True)) - 1


def read_jsonl(path: Path) -> int:
    with path.open("rb") as file:
        return sum(bool(json.loads(line)) for line in file)


FORMATS: dict[str, tuple[Callable[[Path, int], None], Callable[[Path], int]]] = {
    "csv": (write_csv, read_csv),
    "jsonl": (write_jsonl, read_jsonl),
    "xlsx": (write_xlsx, read_xlsx),
}


def bring(db: Path, path: Path) -> str:
    with Store(db) as store:
        return str(add(store, [path], Options(), lambda _: None))


def take_back(db: Path, _: Path) -> str:
    with Store(db) as store:
        return str(undo(store, 1, "benchmark"))


def bare(_: Path, path: Path) -> str:
    return f"{FORMATS[path.suffix[1:]][1](path)} rows"


def measured(name: str, call: Callable[[Path, Path], str], db: Path, path: Path, count: int) -> float:
    """Print how long a call takes in a process of its own, and what it used; return its processor time in seconds."""

    def child(pipe: multiprocessing.connection.Connection) -> None:
        start, used = time.perf_counter(), time.process_time()
        said = call(db, path)
        times = time.perf_counter() - start, time.process_time() - used
        pipe.send((*times, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, said))

    context = multiprocessing.get_context("fork")
    here, there = context.Pipe()
    process = context.Process(target=child, args=(there,))
    process.start()
    seconds, used, memory, said = here.recv()
    process.join()
    rates = f"{count / seconds:10,.0f} /s {count / used:10,.0f} /s of processor time"
    print(f"{name:24}{seconds:8.2f} s {rates} {memory:6} MB   {said}", flush=True)
    return float(used)


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--concepts", type=int, default=20_000)
    parser.add_argument("--formats", nargs="+", choices=FORMATS, default=list(FORMATS))
    parser.add_argument("--undo", action="store_true", help="take the first import back at the end")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        for suffix in options.formats:
            path, db = Path(folder) / f"list.{suffix}", Path(folder) / f"{suffix}.db"
            FORMATS[suffix][0](path, options.concepts)
            Store.create(db).close()
            least = measured(f"{suffix}, read only", bare, db, path, options.concepts)
            whole = measured(f"{suffix}, import", bring, db, path, options.concepts)
            measured(f"{suffix}, the same again", bring, db, path, options.concepts)
            print(f"{'':24}{whole / least:8.1f} times the bare library")
            if options.undo:
                measured(f"{suffix}, taken back", take_back, db, path, options.concepts)


if __name__ == "__main__":
    main()
