"""What docs/cat-tools.md promises: its addresses answer, its commands run, and the script works in OmegaT."""

from __future__ import annotations

import html
import json
import os
import re
import subprocess
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient

from glossary.edit import edit
from glossary.exports import WRITERS
from glossary.models import Concept, Term
from glossary.store import Store

DOCS = Path(__file__).resolve().parent.parent / "docs"
RECIPES = (DOCS / "cat-tools.md").read_text("utf-8")
SERVICE = "http://127.0.0.1:8000"
# The placeholders of each tool: OmegaT, MultiTerm Widget (source, target, term), browsers' keywords.
PLACEHOLDERS = {"{target}": "海安厅", "{0}": "zh-CN", "{1}": "en-GB", "{2}": "海安厅", "%s": "海安厅"}


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", RECIPES, re.DOTALL)


def addresses() -> list[str]:
    return sorted(set(re.findall(rf"{SERVICE}(/[^\s`<\")]+)", html.unescape(RECIPES))))


@pytest.mark.parametrize("address", addresses())
def test_every_address_answers(client: FlaskClient, address: str) -> None:
    filled = address
    for placeholder, value in PLACEHOLDERS.items():
        filled = filled.replace(placeholder, quote(value))
    response = client.get(filled)
    assert response.status_code in (200, 302)
    if filled != address:
        assert response.headers["Location"] == "/concepts/c1"


def test_every_file_and_format_is_there() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", RECIPES):
        assert (DOCS / target).exists(), target
    for script in re.findall(r"--script=(\S+)", RECIPES):
        assert (DOCS.parent / script).exists(), script
    assert set(re.findall(r"--format (\S+?)[`,)]", RECIPES)) <= set(WRITERS)


def test_what_is_to_be_copied_is_well_formed() -> None:
    assert len([ElementTree.fromstring(block) for block in blocks("xml")]) == 2
    assert [json.loads(block)["mcpServers"]["glossary"]["args"] for block in blocks("json")] == [["mcp"]]


@pytest.mark.curl
def test_the_conditional_download_keeps_the_file_up_to_date(site: str, store_path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "translations" / "project" / "glossary"
    folder.mkdir(parents=True)
    (recipe,) = [block for block in blocks("sh") if "curl" in block]

    def download(service: str = site) -> int:
        env = {**os.environ, "HOME": str(tmp_path)}
        done = subprocess.run(
            ["sh", "-c", recipe.replace(SERVICE, service)], env=env, capture_output=True, text=True, check=False
        )
        return len(done.stderr)

    file = folder / "un.utf8"
    assert download() == 0
    first = file.stat()
    assert "海事安全厅\tOffice of Maritime Safety" in file.read_text("utf-8")
    assert download() == 0
    assert file.stat().st_ino == first.st_ino, "left alone"
    assert download("http://127.0.0.1:1") > 0
    assert file.stat().st_ino == first.st_ino, "left alone when nothing answers"
    with Store(store_path) as store, edit(store, "test") as change:
        change.put(Concept(status="approved", terms=(Term("引航站", "zh"), Term("Pilot Station", "en"))))
    assert download() == 0
    assert "引航站\tPilot Station" in file.read_text("utf-8")
    assert {path.name for path in folder.iterdir()} == {"un.utf8", ".un.etag"}


# -- OmegaT ------------------------------------------------------------------------------------------------------------

PROJECT = """<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<omegat><project version="1.0"><source_dir>__DEFAULT__</source_dir><target_dir>__DEFAULT__</target_dir>
<tm_dir>__DEFAULT__</tm_dir><glossary_dir>__DEFAULT__</glossary_dir><dictionary_dir>__DEFAULT__</dictionary_dir>
<source_lang>ZH-CN</source_lang><target_lang>{target}</target_lang><sentence_seg>true</sentence_seg></project></omegat>
"""


def omegat(folder: Path, service: str, target: str = "EN") -> tuple[list[list[str]], str]:
    """Run the script on a project in OmegaT, without a window; return its lines, and what it said of errors."""
    project = folder / "project"
    for name in ("source", "target", "tm", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True, exist_ok=True)
    (project / "omegat.project").write_text(PROJECT.format(target=target), "utf-8")
    (project / "source" / "text.txt").write_text("海安厅设港囗规划处。\n这里没有术语。\n", "utf-8")
    script = DOCS / "omegat" / "glossary_service.groovy"
    env = {**os.environ, "GLOSSARY_URL": service, "JAVA_TOOL_OPTIONS": f"-Duser.home={folder}", "LC_ALL": "C"}
    done = subprocess.run(
        ["omegat", str(project), "--mode=console-translate", f"--script={script}"],
        env=env, capture_output=True, encoding="utf-8", timeout=120, check=True,
    )  # fmt: skip
    return [line.split("\t") for line in done.stdout.splitlines() if "\t" in line], done.stderr


@pytest.mark.omegat
def test_omegat_shows_the_terms_of_each_segment(site: str, tmp_path: Path) -> None:
    lines, _ = omegat(tmp_path, site + "/")
    assert lines == [
        ["1", "0", "3", "海安厅", "Office of Maritime Safety; OMS", "admitted", "c1"],
        ["1", "4", "9", "港囗规划处", "Port Planning Service", "deprecated", "c2"],
    ]


@pytest.mark.omegat
def test_omegat_says_what_the_service_says(site: str, tmp_path: Path) -> None:
    lines, said = omegat(tmp_path, site, target="FR")
    assert lines == []
    assert f"{site}: target: Input should be 'zh' or 'en'" in said
