"""What README and CHANGELOG claim is so."""

from __future__ import annotations

import re
import tomllib
from importlib import import_module
from pathlib import Path

import click
import pytest
from click.testing import CliRunner

from benchmarks import quality
from glossary.cli import main
from glossary.exports import WRITERS

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def test_the_readme_is_short() -> None:
    assert len(README.splitlines()) < 150


CONTEXT = click.Context(main)


@pytest.mark.parametrize("command", main.list_commands(CONTEXT))
def test_every_command_is_named_and_explains_itself(command: str) -> None:
    assert f"`{command}`" in README or f"glossary {command}" in README
    shown = CliRunner().invoke(main, [command, "--help"])
    assert shown.exit_code == 0
    found = main.get_command(CONTEXT, command)
    assert found
    assert found.help


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_every_export_is_named(name: str) -> None:
    assert f"`{name}`" in README


def test_the_table_of_formats_is_that_of_the_code() -> None:
    table = (ROOT / "docs" / "formats.md").read_text("utf-8").split("## What each carries")[1].split("\n\n")[1]
    rows = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in table.splitlines()[2:]]
    assert [(name.strip("`| "), suffix) for name, suffix, *_ in rows] == [(w.name, w.suffix) for w in WRITERS.values()]
    assert all(len(row) == 6 and all(row) for row in rows)


def test_every_path_named_in_the_readme_is_there() -> None:
    tree = README.split("## How it is put together")[1].split("```")[1]
    for line in filter(str.strip, tree.splitlines()):
        found = re.match(r" *((?:[\w./]+(?:, )?)+)(?: |$)", line)
        assert found, line
        for name in found.group(1).split(", "):
            folder = ROOT / "glossary" if line.startswith(" ") else ROOT
            assert (folder / name).exists(), name


def test_every_link_leads_somewhere() -> None:
    for target in re.findall(r"\]\((?!http)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target


@pytest.mark.shared
def test_the_figures_of_the_readme_are_those_measured() -> None:
    scores = quality.measured("shared") | quality.measured("corpus")
    for row, name in (("own", "own"), ("tuning", "sentences (tuning)"), ("held out", quality.HELD_OUT)):
        scores[row] = quality.Score()
        for score in quality.measured(name).values():
            scores[row].add(score)
    rows = re.findall(r"^\| ([^|:]+?)(?::[^|]*)? \| ([\d.]+) \| ([\d.]+) \| ([\d.]+) \|$", README, re.MULTILINE)
    assert {name for name, *_ in rows} == scores.keys()
    for name, *figures in rows:
        assert figures == [f"{figure:.3f}" for figure in scores[name].figures()], name


def test_the_changelog_leads_with_this_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["version"]
    newest = re.search(r"^## \[(\d+\.\d+\.\d+)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert newest
    assert newest.group(1) == version


def test_make_targets_of_the_readme_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in set(re.findall(r"(?:^|`)make ([a-z.]+)", README, re.MULTILINE)):
        assert re.search(rf"^{re.escape(target)}:", makefile, re.MULTILINE), target


def test_every_command_of_the_modules_is_in_the_table() -> None:
    for module in (ROOT / "glossary" / "cli").glob("*.py"):
        if module.stem != "__main__":
            import_module(f"glossary.cli.{module.stem}")
    assert sorted(main.commands) == main.list_commands(CONTEXT)
