"""How many requests a second are answered: `python -m benchmarks.load [--size 85000] [--workers 2] [--seconds 5]`.

wrk with 16 connections on the same cores as the workers, varied queries, after a warm-up of each kind. In the same run,
on the same server with as many workers: an empty Flask view. Then how soon a write is searched and annotated in every
worker, what a worker takes of memory, and a batch of 1,000 segments over HTTP beside the call in process.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote
from urllib.request import Request, urlopen

from benchmarks.annotate import segments
from benchmarks.made import base, made
from glossary.edit import edit
from glossary.lookup import Lookup
from glossary.models import Concept, Term
from glossary.store import Store

EMPTY = """
import sys
from functools import partial
from flask import Flask
from granian import Granian
def make():
    app = Flask("empty")
    app.get("/")(lambda: "{}")
    return app
if __name__ == "__main__":
    port, workers = map(int, sys.argv[1:3])
    server = Granian("x", port=port, interface="wsgi", workers=workers, blocking_threads=THREADS, log_enabled=False)
    server.serve(target_loader=make, wrap_loader=False)
"""
SCRIPT = """
local lines = {}
for line in io.lines(os.getenv("WRK_REQUESTS")) do lines[#lines + 1] = line end
local at = math.random(#lines)
request = function()
  at = at % #lines + 1
  local path, body = lines[at]:match("^(%S+)%s?(.*)$")
  if body == "" then return wrk.format("GET", path) end
  return wrk.format("POST", path, {["Content-Type"] = "application/json"}, body)
end
"""


def requests(kind: str, size: int) -> list[str]:
    """Return requests of a kind, a path and perhaps a body each."""
    names = [one for number, one in enumerate(made(min(size, 20_000))) if number % 10 == 0]
    if kind == "empty":
        return ["/"]
    if kind == "lookup":
        return ["/api/v1/lookup " + json.dumps({"queries": [one.zh], "source": "zh"}) for one in names]
    if kind == "annotate":
        return ["/api/v1/annotate " + json.dumps({"text": text}) for text in segments(min(size, 20_000), "zh")]
    path = {"search": "search?mode=exact&q=", "suggest": "suggest?q="}[kind]
    return [f"/api/v1/{path}{quote(one.zh if kind == 'search' else one.zh[:3])}" for one in names]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def running(command: Sequence[str], port: int) -> Iterator[tuple[subprocess.Popen[bytes], float]]:
    """Run a server until the block ends; yield the process and the seconds until it took connections."""
    begun = time.perf_counter()
    process = subprocess.Popen(command, stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port), timeout=1).close()
                break
            except OSError:
                if process.poll() is not None:
                    raise SystemExit(f"the server has stopped: {' '.join(command)}") from None
                time.sleep(0.05)
        yield process, time.perf_counter() - begun
    finally:
        process.send_signal(signal.SIGINT)
        process.wait()


def children(process: subprocess.Popen[bytes]) -> list[str]:
    return Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()


def cpu(process: subprocess.Popen[bytes]) -> float:
    """Return the seconds of processor time that the workers have taken."""
    ticks = sum(
        sum(map(int, Path(f"/proc/{child}/stat").read_text().rpartition(")")[2].split()[11:13]))
        for child in children(process)
    )
    return ticks / os.sysconf("SC_CLK_TCK")


class Rate(NamedTuple):
    """Requests a second, the 99th percentile in milliseconds, microseconds of the workers' time for a request."""

    rate: float
    p99: float
    cost: float


def measured(process: subprocess.Popen[bytes], port: int, kind: str, size: int, seconds: int, folder: Path) -> Rate:
    """Measure one kind of requests; raises SystemExit when there were errors."""
    script, lines = folder / "wrk.lua", folder / "requests"
    script.write_text(SCRIPT)
    lines.write_text("\n".join(requests(kind, size)), "utf-8")
    out, environment = "", {**os.environ, "WRK_REQUESTS": str(lines)}
    for duration in (2, seconds):
        command = ["wrk", "-t1", "-c16", f"-d{duration}s", "--latency", "-s", str(script), f"http://127.0.0.1:{port}"]
        begun = cpu(process)
        out = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        raise SystemExit(f"{kind}: {out}")
    rate, percentile = re.search(r"Requests/sec:\s+([\d.]+)", out), re.search(r"99%\s+([\d.]+)(us|ms|s)", out)
    assert rate
    assert percentile
    count = re.search(r"(\d+) requests in", out)
    assert count
    unit = {"us": 0.001, "ms": 1.0, "s": 1000.0}[percentile[2]]
    return Rate(float(rate[1]), float(percentile[1]) * unit, 1e6 * (cpu(process) - begun) / int(count[1]))


def memory(process: subprocess.Popen[bytes]) -> str:
    """Return what each worker holds in memory, and its share of what it shares, in megabytes."""
    figures = []
    for child in children(process):
        text = Path(f"/proc/{child}/smaps_rollup").read_text()
        held = {name: int(re.search(rf"^{name}:\s+(\d+)", text, re.MULTILINE)[1]) // 1024 for name in ("Rss", "Pss")}  # type: ignore[index]
        figures.append(f"{held['Rss']} MB (its share {held['Pss']})")
    return ", ".join(figures)


def post(port: int, path: str, body: object) -> bytes:
    data = json.dumps(body).encode()
    with urlopen(Request(f"http://127.0.0.1:{port}{path}", data, {"Content-Type": "application/json"})) as answer:
        return bytes(answer.read())


def freshness(port: int, db: Path) -> dict[str, float]:
    """Return the seconds from a write until 40 answers in a row, of all workers, have it."""
    name = f"灯塔{time.time_ns()}局"
    with Store(db) as store, edit(store, "benchmark") as change:
        ident = change.put(Concept(status="approved", terms=(Term(name, "zh"), Term("Lighthouse Board", "en"))))
    begun = time.perf_counter()
    asked: dict[str, Callable[[], bytes]] = {
        "concept": lambda: urlopen(f"http://127.0.0.1:{port}/api/v1/concepts/{ident}").read(),
        "annotate": lambda: post(port, "/api/v1/annotate", {"text": name}),
        "search": lambda: urlopen(f"http://127.0.0.1:{port}/api/v1/search?mode=exact&q={quote(name)}").read(),
    }
    seen = dict.fromkeys(asked, 0)
    found: dict[str, float] = {}
    while len(found) < len(asked) and time.perf_counter() - begun < 120:
        for kind, ask in asked.items():
            if kind not in found:
                seen[kind] = seen[kind] + 1 if ident.encode() in ask() else 0
                if seen[kind] == 1:
                    first = time.perf_counter() - begun
                if seen[kind] == 40:
                    found[kind] = first
        time.sleep(0.005)
    return found


def batch(port: int, db: Path, folder: Path) -> tuple[float, float]:
    """Return the median milliseconds of 1,000 segments in process and over HTTP."""
    texts = segments(20_000, "zh")
    with Lookup(db, folder / "other-index") as lookup:
        body = {"segments": texts}
        actions: dict[str, Callable[[], object]] = {
            "in": lambda: lookup.annotate(texts),
            "over": lambda: post(port, "/api/v1/annotate", body),
        }
        times: dict[str, list[float]] = {name: [] for name in actions}
        for _ in range(12):
            for name, action in (
                ("in", lambda: lookup.annotate(texts)),
                ("over", lambda: post(port, "/api/v1/annotate", body)),
            ):
                begun = time.perf_counter()
                action()
                times[name].append(1000 * (time.perf_counter() - begun))
    return statistics.median(times["in"][2:]), statistics.median(times["over"][2:])


def main(arguments: Sequence[str] | None = None) -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=85_000)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--seconds", type=int, default=5)
    options = parser.parse_args(arguments)
    if not shutil.which("wrk"):
        raise SystemExit("wrk is missing: apt-get install wrk")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = folder / "terms.db"
        with Store(base(options.size)) as store:
            store.backup(db)
        os.environ["XDG_CACHE_HOME"] = str(folder / "cache")
        _measure(options, db, folder)


def _measure(options: argparse.Namespace, db: Path, folder: Path) -> None:
    from glossary.serve import THREADS

    program = folder / "empty.py"
    program.write_text(EMPTY.replace("THREADS", str(THREADS)))
    port = free_port()
    with running([sys.executable, str(program), str(port), str(options.workers)], port) as (process, _):
        empty = measured(process, port, "empty", options.size, options.seconds, folder)
    print(f"{options.size:,} concepts, {options.workers} workers; CPU: microseconds of the workers for a request")
    print(f"{'':10}{'requests/s':>12}{'of empty':>10}{'p99 ms':>8}{'CPU':>6}{'of empty':>10}")
    _row("empty", empty, empty)
    port = free_port()
    serve = ["serve", "--port", str(port), "--workers", str(options.workers)]
    command = [sys.executable, "-m", "glossary.cli", "--db", str(db), *serve]
    with running(command, port) as (_, started):
        print(f"{'':10}the index made and served in {started:.1f} s")
    with running(command, port) as (process, started):
        for kind in ("lookup", "search", "suggest", "annotate"):
            _row(kind, measured(process, port, kind, options.size, options.seconds, folder), empty)
        inside, over = batch(port, db, folder)
        print(f"1,000 segments: {inside:.1f} ms in process, {over:.1f} ms over HTTP, {over / inside:.2f} times")
        print(f"first connection with a built index after {started:.1f} s; a worker: {memory(process)}")
        for kind, seconds in freshness(port, db).items():
            print(f"a write is in {kind} of every worker after {seconds:.2f} s")


def _row(kind: str, one: Rate, empty: Rate) -> None:
    shares = one.rate / empty.rate, empty.cost / one.cost
    print(f"{kind:10}{one.rate:12,.0f}{shares[0]:10.2f}{one.p99:8.1f}{one.cost:6.0f}{shares[1]:10.2f}", flush=True)


if __name__ == "__main__":
    main()
