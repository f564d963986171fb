"""The server for assistants, asked by the official client over standard input and output."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import pytest

from glossary.edit import edit
from glossary.lookup import Lookup
from glossary.models import Concept, Term
from glossary.store import Store

pytestmark = pytest.mark.mcp

TOOLS = {"lookup", "annotate", "check", "cite"}


def asked(store_path: Path, question: Callable[[Any], Awaitable[Any]]) -> Any:
    """Start the server on a term base, ask it, and return what the question returns."""
    from mcp import Client, StdioServerParameters

    folder = store_path.parent
    server = StdioServerParameters(
        command=sys.executable,
        args=["-m", "glossary.cli", "--db", str(store_path), "mcp"],
        env={"XDG_CACHE_HOME": str(folder / "cache"), "XDG_DATA_HOME": str(folder / "data")},
    )

    async def ask() -> Any:
        async with Client(server) as client:
            return await question(client)

    return asyncio.run(asyncio.wait_for(ask(), 60))


def test_every_tool_answers_as_the_api_does_and_only_reads(store_path: Path, lookup: Lookup) -> None:
    async def question(client: Any) -> Any:
        tools = (await client.list_tools()).tools
        questions = {
            "lookup": {"queries": ["海事安全廳", "nothing"], "source": "zh"},
            "annotate": {"segments": ["海安厅设港囗规划处。", ""]},
            "check": {"segments": [{"source": "港口规划处由处长领导。", "target": "Harbour Planning Service"}]},
            "cite": {"queries": ["OMS"]},
        }
        return tools, {name: await client.call_tool(name, asked) for name, asked in questions.items()}

    before = lookup.store.digest()
    tools, answers = asked(store_path, question)
    assert {tool.name for tool in tools} == answers.keys() == TOOLS
    assert all(tool.annotations.read_only_hint and tool.description and tool.output_schema for tool in tools)
    assert not any(answer.is_error for answer in answers.values())
    found = {name: answer.structured_content for name, answer in answers.items()}
    assert found["lookup"] == lookup.lookup(["海事安全廳", "nothing"], source="zh")
    assert found["annotate"]["segments"] == lookup.annotate(["海安厅设港囗规划处。", ""])["segments"]
    assert found["check"] == lookup.check([("港口规划处由处长领导。", "Harbour Planning Service")])
    assert "forbidden_term" in {finding["rule"] for finding in found["check"]["findings"]}
    assert found["cite"] == lookup.cite(["OMS"])
    assert lookup.store.digest() == before


@pytest.mark.parametrize(
    ("tool", "arguments", "said"),
    [
        ("lookup", {"queries": ["q" * 201]}, "at most 200"),
        ("lookup", {"queries": ["q"] * 501}, "at most 500"),
        ("lookup", {"queries": ["\x00"]}, "control character"),
        ("annotate", {"segments": ["a"], "source": "fr"}, "'zh' or 'en'"),
        ("annotate", {}, "segments"),
        ("check", {"segments": [{"source": "a"}]}, "segments.0.target"),
        ("check", {"segments": [], "source": "en"}, "a translation has two"),
        ("delete", {}, "Unknown tool"),
    ],
)
def test_what_cannot_be_answered_is_said(lookup: Lookup, tool: str, arguments: dict[str, Any], said: str) -> None:
    from mcp import Client

    from glossary.mcp import server

    async def ask() -> Any:
        async with Client(server(lookup)) as client:
            return await client.call_tool(tool, arguments)

    answer = asyncio.run(ask())
    assert answer.is_error
    assert said in answer.content[0].text
    assert "Traceback" not in answer.content[0].text


def test_a_change_is_seen_while_it_runs(store_path: Path) -> None:
    async def question(client: Any) -> Any:
        with Store(store_path) as store, edit(store, "test") as change:
            change.put(Concept(status="approved", terms=(Term("引航站", "zh"), Term("Pilot Station", "en"))))
        while True:
            answer = await client.call_tool("lookup", {"queries": ["引航站"]})
            if answer.structured_content["results"][0]["concepts"]:
                return answer

    assert "Pilot Station" in asked(store_path, question).content[0].text


def test_a_missing_term_base_is_one_sentence(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "glossary.cli", "--db", str(tmp_path / "none.db"), "mcp"]
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("glossary: there is no term base at ")
