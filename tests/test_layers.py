"""Who may import whom: the table in this file is the architecture, and every library has one door."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
MODULES = sorted(path for room in ("glossary", "importers") for path in (ROOT / room).rglob("*.py"))

# From the ground up: a module imports only from lines above; modules of one line are strangers to each other,
# except within one package.
LAYERS = (
    "glossary.errors",
    "glossary.models",
    "glossary.text glossary.symbols glossary.datcat glossary.records glossary.tokens glossary.uncollected",
    "glossary.extract glossary.matcher glossary.loading glossary.exports importers",
    "glossary.align glossary.store glossary.index",
    "glossary.edit glossary.reports glossary.verifying",
    "glossary.review",
    "glossary.excerpt glossary.merge glossary.propose glossary.equivalents glossary.imports",
    "glossary.bilingual",
    "glossary.download",
    "glossary.termbase glossary.ingest glossary.lookup glossary.batch glossary.fetch",
    "glossary.web",
    "glossary.serve glossary.mcp",
    "glossary.cli",
)
DOORS = {
    "ahocorasick_rs": "glossary.matcher",
    "charset_normalizer": "importers.encoding",
    "click": "glossary.cli",
    "distributed": "glossary.batch",
    "flask_limiter": "glossary.web.limiting",
    "limits": "glossary.web.limiting",
    "flask": "glossary.web",
    "flask_openapi3": "glossary.web",
    "granian": "glossary.serve",
    "mcp": "glossary.mcp",
    "mcp_types": "glossary.mcp",
    "lxml": "importers.markup",
    "opencc": "glossary.text",
    "openpyxl": "importers.xlsx",
    "orjson": "glossary.records",
    "platformdirs": "glossary.termbase",
    "pydantic": "glossary.web",
    "pypdfium2": "importers.pdf",
    "pypinyin": "glossary.text",
    "sqlite_utils": "glossary.store",
    "whoosh": "glossary.index",
    "xlsxwriter": "glossary.exports.xlsx",
}


OPTIONAL = {"distributed", "mcp", "mcp_types", "flask_limiter", "limits"}


def name_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def room_of(module: str) -> str:
    return "importers" if module.startswith("importers") else ".".join(module.split(".")[:2])


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert not node.level, f"{path}: relative import"
            assert node.module
            yield from (
                f"{node.module}.{alias.name}" if node.module == "glossary" else node.module for alias in node.names
            )


RANK = {room: rank for rank, line in enumerate(LAYERS) for room in line.split()}


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_imports_only_from_below(path: Path) -> None:
    room = room_of(name_of(path))
    if room == "glossary":
        return
    assert room in RANK, f"{room} has no place in the layers"
    for module in imports(path):
        other = room_of(module)
        if other in RANK and other != room:
            assert RANK[other] < RANK[room], f"{name_of(path)} imports {module}"


@pytest.mark.parametrize("path", MODULES, ids=name_of)
def test_one_door_per_library(path: Path) -> None:
    for module in imports(path):
        door = DOORS.get(module.split(".")[0])
        assert door is None or name_of(path).startswith(door), f"{name_of(path)} imports {module}, the door is {door}"


def test_every_dependency_has_its_door() -> None:
    declared = (ROOT / "pyproject.toml").read_text("utf-8").split("dependencies = [")[1].split("]")[0]
    names = {
        line.split('"')[1].split(">")[0].lower().replace("-", "_") for line in declared.splitlines() if '"' in line
    }
    assert names == {name.lower() for name in DOORS} - OPTIONAL
