"""The term base as a whole: serve, mcp, stats, backup, verify."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from glossary import mcp, termbase
from glossary.cli.frame import (
    EXISTING,
    done,
    drafted,
    indexing,
    main,
    open_lookup,
    open_store,
)
from glossary.records import dumps
from glossary.serve import serve


@main.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--allow-host", "allowed_hosts", multiple=True, metavar="NAME", help="Answer for this host name, too.")
@click.option("--cors", "cors_origins", multiple=True, metavar="ORIGIN", help="Its pages may read the API; * for all.")
@click.option("--rate-limit", default="", metavar="RATE", help="Per client and worker: 600/minute. None without it.")
@click.pass_context
def serve_command(ctx: click.Context, /, **options: Any) -> None:
    """Serve the web UI and the API."""
    path = termbase.locate(ctx.obj)
    serve(path, termbase.index_folder(path), progress=indexing, **options)


@main.command("mcp")
@click.pass_context
def mcp_command(ctx: click.Context, /) -> None:
    """Answer assistants over the Model Context Protocol, on standard input and output; read-only."""
    mcp.serve(open_lookup(ctx))


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
@click.pass_context
def stats(ctx: click.Context, /, as_json: bool) -> None:
    """Print figures of the term base, and its path."""
    store = open_store(ctx)
    figures = {"db": str(store.path), **store.stats()}
    if as_json:
        click.echo(dumps(figures))
        return
    for name, value in figures.items():
        shown = ", ".join(f"{each} {n}" for each, n in value.items()) if isinstance(value, dict) else value
        click.echo(f"{name.replace('_', ' '):22} {shown}")


@main.command()
@click.argument("out", type=EXISTING)
@click.pass_context
def backup(ctx: click.Context, /, out: Path) -> None:
    """Write a consistent copy of the term base, also while it is being served."""
    store = open_store(ctx)
    with drafted(out) as draft:
        store.backup(draft)
    done(f"{store.path} copied to {out}")


@main.command()
@click.pass_context
def verify(ctx: click.Context, /) -> None:
    """Check the term base and its index: structure, references, and that every context contains its term."""
    lookup = open_lookup(ctx)
    found = list(lookup.problems())
    for problem in found:
        click.echo(problem)
    if found:
        done(f"{len(found)} problems: restore a backup, or rebuild from the documents")
        ctx.exit(3)
    done("the term base and its index are sound")
