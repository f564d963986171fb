"""`glossary export --watch`: the file follows the term base, and is left alone while nothing changes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from glossary.cli import main
from glossary.edit import edit
from glossary.models import Concept, Term
from glossary.store import Store

Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(store_path: Path, tmp_path: Path) -> Iterator[Start]:
    running: list[subprocess.Popen[str]] = []

    def run(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "glossary.cli", "--db", str(store_path), "export", *arguments, "--watch"]
        process = subprocess.Popen(command, cwd=tmp_path, stderr=subprocess.PIPE, text=True, encoding="utf-8")
        running.append(process)
        return process

    yield run
    for process in running:
        process.kill()
        process.communicate()


def line(process: subprocess.Popen[str]) -> str:
    """The next line it prints."""
    assert process.stderr
    return process.stderr.readline()


def put(path: Path, zh: str, status: str = "approved") -> None:
    with Store(path) as store, edit(store, "test") as change:
        change.put(Concept(category="unit", status=status, terms=(Term(zh, "zh"), Term("Pilot Station", "en"))))  # type: ignore[arg-type]


def test_the_file_follows_the_term_base_until_interrupted(start: Start, store_path: Path) -> None:
    out = store_path.with_name("terms.utf8")
    process = start("terms.utf8")
    assert "revision 1: " in line(process)
    first = out.stat()
    put(store_path, "候选引航站", "proposed")  # a new revision, and nothing new in the file
    put(store_path, "引航站")
    assert " entries from 5 concepts written to terms.utf8" in line(process)
    assert "引航站\tPilot Station" in out.read_text("utf-8")
    assert out.stat().st_ino != first.st_ino, "written aside and renamed"
    process.send_signal(signal.SIGINT)
    assert (process.wait(timeout=30), line(process)) == (0, "terms.utf8 is not kept up to date any longer\n")
    assert not [path for path in out.parent.iterdir() if path.name.startswith(".")]


def test_a_file_with_the_same_content_is_left_alone(start: Start, store_path: Path) -> None:
    out = store_path.with_name("terms.csv")
    CliRunner().invoke(main, ["--db", str(store_path), "export", str(out)])
    os.utime(out, (1, 1))
    process = start("terms.csv")
    assert "terms.csv holds the same already" in line(process)
    other = start("other.csv")
    assert "other.csv" in line(other)
    put(store_path, "候选引航站", "proposed")
    out.with_name("other.csv").unlink()
    assert "other.csv" in line(other), "a file that is gone is written again"
    assert out.stat().st_mtime == 1
    process.send_signal(signal.SIGTERM)
    assert line(process) == "terms.csv is not kept up to date any longer\n"


def test_a_term_base_that_is_away_is_waited_for(start: Start, store_path: Path) -> None:
    process = start("terms.utf8")
    assert "revision 1: " in line(process)
    away = store_path.rename(store_path.with_name("away.db"))
    assert "terms.utf8 stays as it is: there is no term base" in line(process)
    put(away, "引航站")
    away.rename(store_path)
    assert "revision 2: " in line(process)


@pytest.mark.parametrize(
    ("arguments", "said"),
    [(["-", "--format", "csv"], "name one instead of -"), (["nowhere/terms.csv"], "nowhere/terms.csv")],
)
def test_what_cannot_be_kept_is_said(start: Start, arguments: list[str], said: str) -> None:
    process = start(*arguments)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 2
    assert said in told
    assert "Traceback" not in told
