"""The command line as a user types it: what it prints, what it leaves behind, and its exit codes."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from glossary.store import Store

BULLETIN = "1.1 航标管理司由司长领导。\n1.2 航标管理司由灯塔科和档案科组成。\n1.3 灯塔科对航标管理司负责。\n"
LIST = "zh,en,en_acronym,category,reliability,source\n航标管理司,Aids to Navigation Division,AND,unit,3,海/2020/1\n"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """An empty folder to work in, with a bulletin and a list, and data and cache folders of its own."""
    return written(tmp_path)


def written(folder: Path) -> Path:
    (folder / "bulletin.txt").write_text(BULLETIN, "utf-8")
    (folder / "list.csv").write_text(LIST, "utf-8")
    return folder


def run(home: Path, *arguments: str, stdin: str | None = None, **env: str) -> subprocess.CompletedProcess[str]:
    settings = {name: value for name, value in os.environ.items() if name != "GLOSSARY_DB"}
    settings |= {"XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache"), **env}
    return subprocess.run(
        [sys.executable, "-m", "glossary.cli", *arguments],
        cwd=home, env=settings, input=stdin, capture_output=True, text=True, encoding="utf-8", timeout=60, check=False,
    )  # fmt: skip


def ok(home: Path, *arguments: str, stdin: str | None = None) -> str:
    done = run(home, *arguments, stdin=stdin)
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The term base of the bulletin and the list, built once."""
    folder = written(tmp_path_factory.mktemp("built"))
    ok(folder, "build", "bulletin.txt", "--reference", "list.csv", "--out", "t.db", "--date", "2026-01-01")
    return folder / "t.db"


@pytest.fixture
def built(home: Path, once: Path) -> Path:
    shutil.copy(once, home)
    return home


def test_build_search_annotate_export(built: Path) -> None:
    assert "Aids to Navigation Division" in ok(built, "--db", "t.db", "search", "hbgls")
    answer = json.loads(ok(built, "--db", "t.db", "search", "航標管理司", "--json"))
    assert answer["hits"][0]["terms"][0]["text"] == "航标管理司"
    matches = json.loads(ok(built, "--db", "t.db", "annotate", "--json", stdin="航标管理司的人"))["matches"]
    assert [(match["start"], match["end"], match["targets"][0]["text"]) for match in matches] == [
        (0, 5, "Aids to Navigation Division")
    ]
    ok(built, "--db", "t.db", "export", "out.csv")
    assert "航标管理司" in (built / "out.csv").read_text("utf-8-sig")
    assert json.loads(ok(built, "--db", "t.db", "export", "-", "--format", "jsonl"))["status"] == "approved"
    assert len(ok(built, "--db", "t.db", "export", "-", "--format", "jsonl", "--status", "all").splitlines()) > 1


def test_align_knows_the_approved_names_unless_told_not_to(built: Path) -> None:
    (built / "names.csv").write_text("zh,en\n灯塔所,Beacon House\n", "utf-8")
    ok(built, "--db", "t.db", "add", "names.csv", "--accept")
    (built / "s.tsv").write_text("zh\ten\n灯塔所每年提交报告。\tBeacon House submits a report every year.\n", "utf-8")
    assert "灯塔所\tBeacon House\t" in ok(built, "--db", "t.db", "align", "s.tsv")
    assert "Beacon" not in ok(built, "--db", "t.db", "align", "--cold", "s.tsv")


def test_align_says_when_nothing_can_be_aligned(home: Path) -> None:
    (home / "s.tsv").write_text("zh\ten\n航道处由处长领导。\t航道处由处长领导。\n航标司\t\n", "utf-8")
    done = run(home, "align", "s.tsv")
    assert done.returncode == 2
    assert "segment 1: the English is in Chinese" in done.stderr
    assert "s.tsv: nothing could be aligned" in done.stderr


def test_extract_prints_the_promised_form(home: Path) -> None:
    lines = [json.loads(line) for line in ok(home, "extract", "bulletin.txt", "--jsonl").splitlines()]
    (division,) = [line for line in lines if line["text"] == "航标管理司"]
    assert division.keys() >= {
        "document", "text", "category", "kind", "count", "paragraphs", "full_form", "short_form", "parent",
        "head_of", "reports_to", "succeeds", "canonical", "score",
    }  # fmt: skip
    assert (division["document"], division["category"], division["count"]) == ("bulletin", "unit", 3)
    assert division["paragraphs"] == ["1.1", "1.2", "1.3"]


def test_add_twice_accept_reject(built: Path) -> None:
    (built / "more.txt").write_text("1. 船舶检验处由处长领导。\n2. 船舶检验处下设验船科。\n", "utf-8")
    assert "added" in run(built, "--db", "t.db", "add", "more.txt").stderr
    assert "0 concepts added; 0 changed" in run(built, "--db", "t.db", "add", "more.txt").stderr
    with Store(built / "t.db") as store:
        (ident,) = store.find("船舶检验处")
    ok(built, "--db", "t.db", "accept", ident)
    assert "approved" in ok(built, "--db", "t.db", "search", "船舶检验处")
    ok(built, "--db", "t.db", "reject", ident)
    assert json.loads(ok(built, "--db", "t.db", "search", "船舶检验处", "--json"))["total"] == 0


def test_stats_verify_backup(built: Path) -> None:
    assert json.loads(ok(built, "--db", "t.db", "stats", "--json"))["documents"] == 1
    ok(built, "--db", "t.db", "verify")
    ok(built, "--db", "t.db", "backup", "copy.db")
    with Store(built / "t.db") as one, Store(built / "copy.db") as two:
        assert one.digest() == two.digest()


def test_a_failed_export_leaves_nothing(built: Path) -> None:
    done = run(built, "--db", "t.db", "export", "nowhere/out.csv")
    assert done.returncode == 2
    assert "nowhere/out.csv" in done.stderr
    assert not (built / "nowhere").exists()


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["--db", "missing.db", "stats"], 1, "no term base at missing.db"),
        (["--db", "bulletin.txt", "stats"], 3, "damaged or no term base"),
        (["--db", "t.db", "add", "missing.txt"], 2, "missing.txt"),
        (["--db", "t.db", "add", "picture.png"], 2, "picture.png"),
        (["--db", "t.db", "add", "list.csv", "--columns", "zh"], 2, "zh=A,en=B"),
        (["--db", "t.db", "export", "out.xyz"], 2, "tbx"),
        (["--db", "t.db", "accept", "c999"], 1, "c999"),
        (["build", "bulletin.txt", "--out", "x.db", "--reference", "bulletin.txt"], 2, "no term list"),
        (["extract"], 2, "FILES"),
        (["frobnicate"], 2, "frobnicate"),
    ],
)
def test_errors_are_one_sentence_and_a_code(built: Path, arguments: list[str], code: int, said: str) -> None:
    (built / "picture.png").write_bytes(b"\x89PNG")
    done = run(built, *arguments)
    assert (done.returncode, "Traceback" in done.stderr) == (code, False), done.stderr
    assert said in done.stderr


def test_a_build_date_that_is_none(home: Path) -> None:
    done = run(home, "build", "bulletin.txt", "--out", "x.db", SOURCE_DATE_EPOCH="soon")
    assert (done.returncode, "SOURCE_DATE_EPOCH" in done.stderr) == (2, True)


def test_without_db_your_own_copy_is_used(home: Path) -> None:
    stats = json.loads(ok(home, "stats", "--json"))
    assert stats["db"].startswith(str(home / "data"))


def test_a_busy_port_is_said(built: Path) -> None:
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = run(built, "--db", "t.db", "serve", "--port", port)
    assert done.returncode in (1, 2)
    assert port in done.stderr
    assert "Traceback" not in done.stderr


def test_a_missing_extra_is_named(built: Path) -> None:
    program = "import sys; sys.modules['mcp'] = None; from glossary.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", program, "--db", str(built / "t.db"), "mcp"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (
        2,
        "glossary: `glossary mcp` needs the official SDK: pip install 'mcp>=2.3,<3'\n",
    )


def test_cite_prints_a_line_a_term(built: Path) -> None:
    line = "bulletin, para. 1.1: 航标管理司 = Aids to Navigation Division (海/2020/1; reliability 3/4)"
    assert ok(built, "--db", "t.db", "cite", "航標管理司") == line + "\n"
    assert json.loads(ok(built, "--db", "t.db", "cite", "航标管理司", "--json"))["results"][0]["query"] == "航标管理司"
