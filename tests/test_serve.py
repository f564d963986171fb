from __future__ import annotations

import json
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

from glossary.errors import InputError, NotFound
from glossary.serve import serve

PROGRAM = """
import sys
from pathlib import Path
from glossary.serve import serve
if __name__ == "__main__":
    serve(Path(sys.argv[1]), Path(sys.argv[2]), port=int(sys.argv[3]), workers=int(sys.argv[4]))
"""
Start = Callable[[int], tuple["subprocess.Popen[str]", int]]


@pytest.fixture
def port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture
def start(store_path: Path, tmp_path: Path, port: int) -> Iterator[Start]:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM)
    running: list[subprocess.Popen[str]] = []

    def run(workers: int) -> tuple[subprocess.Popen[str], int]:
        command = [sys.executable, str(program), str(store_path), str(tmp_path / "index"), str(port), str(workers)]
        process = subprocess.Popen(
            command, stderr=subprocess.PIPE, text=True, cwd=Path(__file__).parent.parent, env={"PYTHONPATH": "."}
        )
        running.append(process)
        return process, port

    yield run
    for process in running:
        if process.poll() is None:
            process.kill()
        process.wait()
        assert process.stderr
        process.stderr.close()


@pytest.mark.parametrize("workers", [1, 2])
def test_it_says_where_answers_and_stops_when_interrupted(start: Start, store_path: Path, workers: int) -> None:
    process, port = start(workers)
    assert process.stderr
    assert process.stderr.readline() == f"{store_path} on http://127.0.0.1:{port}/ (Ctrl-C stops)\n"
    with urlopen(f"http://127.0.0.1:{port}/api/v1/health", timeout=30) as answer:
        assert json.load(answer)["db"] == str(store_path)
    process.send_signal(signal.SIGINT)
    assert process.wait(timeout=30) == 0
    assert process.stderr.read() == ""


def test_a_busy_port_is_one_sentence(store_path: Path, tmp_path: Path, port: int) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        with pytest.raises(InputError, match=f"cannot serve on 127.0.0.1, port {port}.*--port"):
            serve(store_path, tmp_path / "index", port=port)


def test_an_unknown_host_is_one_sentence(store_path: Path, tmp_path: Path, port: int) -> None:
    with pytest.raises(InputError, match=r"cannot serve on host\.invalid"):
        serve(store_path, tmp_path / "index", host="host.invalid", port=port)


def test_a_missing_term_base_is_told_before_anything_starts(tmp_path: Path, port: int) -> None:
    with pytest.raises(NotFound, match="no term base"):
        serve(tmp_path / "none.db", tmp_path / "index", port=port)
