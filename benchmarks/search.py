"""How long searches take in process, beside SQLite's own indexes over the same rows, and what the index costs.

    python -m benchmarks.search [--concepts N]... [--db TERMS.DB] [--repeat N] [--keep FOLDER] [--cpu]

Concepts are generated (default: 2,000 and 85,000; a million takes a quarter of an hour to build); with --keep an index
stays in a folder and is used again. A search answers total, facets and twenty hits; what it is compared with answers
ten row numbers: B-trees over keys and pinyin, FTS5 with trigrams over both languages and with stems over English. The
memory is that of a process of its own that opens the index and has answered every kind of question once.
"""

from __future__ import annotations

import argparse
import random
import resource
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median, quantiles

from benchmarks import generated
from glossary.index import Index, Mode, Query
from glossary.models import Concept, Term
from glossary.store import Store
from glossary.text import key, pinyin

Names = tuple[str, str]  # Chinese, English
Asking = Callable[[str], object]
Clock = Callable[[], float]


@dataclass(frozen=True)
class Kind:
    """A kind of query: its mode, how people come by its text, and the SQL that is nearest to it."""

    mode: Mode | None  # None: completions
    typed: Callable[[Names, random.Random], str]
    sql: str = ""
    given: Callable[[str], tuple[str, ...]] = lambda text: (text,)  # the SQL's parameters


def _words(names: Names) -> list[str]:
    return [word for word in key(names[1]).split() if word not in ("for", "in", "and")]


def _misspelt(word: str, chance: random.Random) -> str:
    at = chance.randint(1, max(1, len(word) - 2))
    return word[:at] + word[at + 1 :]


def _other_character(names: Names, chance: random.Random) -> str:
    at = chance.randint(1, len(names[0]) - 2)
    return names[0][:at] + "某" + names[0][at + 1 :]


Given = Callable[[str], tuple[str, ...]]


def _tree(column: str) -> tuple[str, Given]:
    return f"SELECT id FROM term WHERE {column} = ? LIMIT 10", lambda text: (key(text),)


def _range(column: str) -> tuple[str, Given]:
    sql = f"SELECT id FROM term WHERE {column} >= ? AND {column} < ? LIMIT 10"
    return sql, lambda text: (text, text + "\U0010ffff")


def _threes(joint: str, order: str = "ORDER BY rank") -> tuple[str, Given]:
    sql = f"SELECT rowid FROM three WHERE three MATCH ? {order} LIMIT 10"

    def given(text: str) -> tuple[str, ...]:
        parts = text.split() if len(text) > 6 and not text.isascii() and " " in text else [text]
        runs = (part[at : at + 3] for part in parts for at in range(max(1, len(part) - 2)))
        return (f" {joint} ".join(f'"{run}"' for run in runs),)

    return sql, given


def _stems(joint: str = " ") -> tuple[str, Given]:
    sql = "SELECT rowid FROM stem WHERE stem MATCH ? ORDER BY rank LIMIT 10"
    return sql, lambda text: (joint.join(text.split()),)


def _own_words(names: Names, chance: random.Random, count: int) -> str:
    return " ".join(chance.sample(_words(names), count))


def _one_wrong(names: Names, chance: random.Random) -> str:
    first, *others = _words(names)[:3]
    return " ".join([_misspelt(first, chance), *others])


def _sound(names: Names) -> str:
    return pinyin(names[0]).full


def _initials(names: Names) -> str:
    return pinyin(names[0]).initials


KINDS: dict[str, Kind] = {
    "exact zh": Kind("exact", lambda names, _: names[0], *_tree("zh")),
    "exact en": Kind("exact", lambda names, _: names[1], *_tree("en")),
    "prefix zh 2": Kind("prefix", lambda names, _: names[0][:2], *_range("zh")),
    "prefix zh 5": Kind("prefix", lambda names, _: names[0][:5], *_range("zh")),
    "prefix en 3": Kind("prefix", lambda names, _: key(names[1])[:3], *_range("en")),
    "prefix en 6": Kind("prefix", lambda names, _: key(names[1])[:6], *_range("en")),
    "substring zh 4": Kind("substring", lambda names, _: names[0][1:5], *_threes("AND", "")),
    "substring zh 2": Kind("substring", lambda names, _: names[0][1:3]),
    "substring en 6": Kind("substring", lambda names, _: key(names[1])[2:8], *_threes("AND", "")),
    "ranked zh": Kind("auto", lambda names, _: names[0][-6:], *_threes("AND")),
    "ranked zh, two parts": Kind("auto", lambda names, _: f"{names[0][-3:]} {names[0][:3]}", *_threes("AND")),
    "ranked en, 2 words": Kind("auto", lambda names, chance: _own_words(names, chance, 2), *_stems()),
    "ranked en, 3 words": Kind("auto", lambda names, chance: _own_words(names, chance, 3), *_stems()),
    "ranked en, a topic": Kind("auto", lambda names, _: " ".join(_words(names)[-2:]), *_stems()),
    "fuzzy zh": Kind("fuzzy", _other_character, *_threes("OR")),
    "fuzzy en": Kind("fuzzy", _one_wrong, *_threes("OR")),
    "pinyin": Kind("pinyin", lambda names, _: _sound(names), *_tree("sound")),
    "pinyin begun": Kind("pinyin", lambda names, _: _sound(names)[:9], *_range("sound")),
    "initials": Kind("pinyin", lambda names, _: _initials(names), *_tree("initials")),
    "any word en": Kind("auto", lambda names, _: f"zzz {_words(names)[0]} {_words(names)[-1]}", *_stems(" OR ")),
    "empty": Kind("auto", lambda *_: ""),
    "suggest zh 1": Kind(None, lambda names, _: names[0][:1], *_range("zh")),
    "suggest zh 3": Kind(None, lambda names, _: names[0][:3], *_range("zh")),
    "suggest pinyin": Kind(None, lambda names, _: _sound(names)[:5], *_range("sound")),
    "suggest initials": Kind(None, lambda names, _: _initials(names)[:3], *_range("initials")),
    "suggest en 3": Kind(None, lambda names, _: key(names[1])[:3], *_range("en")),
    "suggest en, 2nd word": Kind(None, lambda names, _: _words(names)[1][:4], *_range("en")),
}


def asked(kind: Kind, index: Index) -> Asking:
    """Return the question of a kind to the index."""
    if kind.mode is None:
        return partial(index.suggest, statuses=("approved", "proposed"))
    mode: Mode = kind.mode
    return lambda text: index.search(Query(text, mode=mode, statuses=("approved", "proposed")))


def peer(rows: Iterable[Names], path: Path) -> sqlite3.Connection:
    """Return SQLite with its own indexes over the same rows."""
    db = sqlite3.connect(path, isolation_level=None)
    db.executescript(
        """PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -262144;
        CREATE TABLE term (id INTEGER PRIMARY KEY, zh TEXT, en TEXT, sound TEXT, initials TEXT);
        CREATE VIRTUAL TABLE three USING fts5(zh, en, content='term', content_rowid='id', tokenize='trigram');
        CREATE VIRTUAL TABLE stem USING fts5(en, content='term', content_rowid='id', tokenize='porter unicode61');"""
    )
    sounds = ((zh, en, pinyin(zh)) for zh, en in rows)
    kept = ((key(zh), key(en), sound.full, sound.initials) for zh, en, sound in sounds)
    db.execute("BEGIN")
    db.executemany("INSERT INTO term (zh, en, sound, initials) VALUES (?, ?, ?, ?)", kept)
    db.execute("COMMIT")
    for column in ("zh", "en", "sound", "initials"):
        db.execute(f"CREATE INDEX term_{column} ON term ({column})")
    db.executescript("INSERT INTO three (three) VALUES ('rebuild'); INSERT INTO stem (stem) VALUES ('rebuild')")
    return db


def percentiles(times: list[float]) -> tuple[float, float]:
    """Return the median and the 99th percentile in milliseconds."""
    return median(times) * 1000, quantiles(times, n=100)[98] * 1000


def timed(call: Callable[[], object], clock: Clock = time.perf_counter) -> float:
    """Return how long a call takes, in seconds."""
    start = clock()
    call()
    return clock() - start


def measure(index: Index, db: sqlite3.Connection, rows: list[Names], repeat: int, clock: Clock) -> Iterator[str]:
    """Yield a line for each kind of query; both are asked in turn."""
    for name, kind in KINDS.items():
        chance = random.Random(11)
        texts = [kind.typed(chance.choice(rows), chance) for _ in range(repeat)]
        ask = asked(kind, index)
        ask(texts[0])
        ours, theirs = [], []
        for text in texts:
            ours.append(timed(partial(ask, text), clock))
            if kind.sql:
                theirs.append(timed(partial(_fetched, db, kind.sql, kind.given(text)), clock))
        middle, worst = percentiles(ours)
        line = f"{name:22}{middle:9.2f}{worst:9.2f}"
        if theirs:
            other, last = percentiles(theirs)
            line += f"{other:11.3f}{last:9.2f}{middle / max(other, 0.001):9.1f}"
        yield line


def _fetched(db: sqlite3.Connection, sql: str, given: tuple[str, ...]) -> list[object]:
    return db.execute(sql, given).fetchall()


def opened(folder: Path, count: int, clock: Clock) -> None:
    """Open an index in this process, ask everything once, and print seconds to the first answer and memory."""
    rows = [names(concept) for concept in generated.concepts(50)]
    start = clock()
    with Index(folder) as index:
        index.search(Query(rows[0][0]))
        first = clock() - start
        for kind in KINDS.values():
            for row in rows:
                asked(kind, index)(kind.typed(row, random.Random(1)))
    status = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    own, mapped = (int(status[name].split()[0]) / 1024 for name in ("RssAnon", "RssFile"))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"{count} concepts: first answer after {first:.2f} s; {own:.0f} MB of its own, "
        f"{mapped:.0f} MB mapped and shared, {peak:.0f} MB at most"
    )


def names(concept: Concept) -> Names:
    """Return the first names of a concept."""
    return concept.name("zh"), concept.name("en")


def told(what: str, number: int) -> None:
    """Show how far a build is, on a terminal."""
    if sys.stderr.isatty():
        print(f"\r{number} {what}   ", end="", file=sys.stderr)


def report(concepts: Callable[[], Iterable[Concept]], count: int, repeat: int, folder: Path, clock: Clock) -> None:
    """Build or open an index, and print all figures."""
    index_folder, dates = folder / f"index-{count}", generated.documents(count)
    rows = [pair for pair in map(names, concepts()) if len(pair[0]) > 5 and len(_words(pair)) > 2]
    with Index(index_folder) as index:
        if index.revision is None:
            built = timed(lambda: index.rebuild(concepts(), 1, dates, told), clock)
            print(f"{count} concepts: index built in {built:.1f} s")
        size = sum(file.stat().st_size for file in index_folder.rglob("*") if file.is_file())
        print(f"{count} concepts: {size / 1e6:.0f} MB on disk")
        edited = Concept("c1", "unit", "approved", terms=(Term("新编灯塔档案处", "zh"), Term("Revised Archive", "en")))
        revision = (index.revision or 0) + 1

        def edit() -> None:
            index.update([edited], (), revision, dates)
            assert index.search(Query("新编灯塔档案处", mode="exact")).total == 1

        print(f"{count} concepts: an edit is found after {timed(edit, clock):.2f} s")
    sys.stdout.flush()
    subprocess.run(
        [sys.executable, "-m", "benchmarks.search", "--open", str(index_folder), "--concepts", str(count)], check=True
    )
    path = folder / f"peer-{count}.db"
    path.unlink(missing_ok=True)
    db = peer(rows, path)
    with Index(index_folder) as index:
        print(f"{count:<22}{'p50 ms':>9}{'p99 ms':>9}{'SQLite p50':>11}{'p99 ms':>9}{'ratio':>9}")
        for line in measure(index, db, rows, repeat, clock):
            print(line, flush=True)
    db.close()


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--concepts", type=int, action="append", help="how many to generate; repeatable")
    parser.add_argument("--db", type=Path, help="a term base to take the concepts from")
    parser.add_argument("--repeat", type=int, default=200, help="searches of each kind (default 200)")
    parser.add_argument("--keep", type=Path, help="a folder for what is built, used again if it is there")
    parser.add_argument("--cpu", action="store_true", help="measure processor time: for a machine that others use, too")
    parser.add_argument("--open", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    clock = time.process_time if options.cpu else time.perf_counter
    if options.open:
        opened(options.open, options.concepts[0], clock)
        return
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        if options.db:
            with Store(options.db) as store:
                concepts = list(store.concepts())
            report(lambda: concepts, len(concepts), options.repeat, folder, clock)
            return
        for count in options.concepts or (2_000, 85_000):
            report(partial(generated.concepts, count), count, options.repeat, folder, clock)


if __name__ == "__main__":
    main()
