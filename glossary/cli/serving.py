"""The term base for others to ask: serve, mcp."""

from __future__ import annotations

from typing import Any

import click

from glossary import mcp, termbase
from glossary.cli.frame import indexing, main, open_lookup
from glossary.serve import serve


@main.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.option("--allow-host", "allowed_hosts", multiple=True, metavar="NAME", help="Answer for this host name, too.")
@click.option("--cors", "cors_origins", multiple=True, metavar="ORIGIN", help="Its pages may read the API; * for all.")
@click.option("--rate-limit", default="", metavar="RATE", help="Per client and worker: 600/minute. None without it.")
@click.option("--behind-proxy", is_flag=True, help="Believe its X-Forwarded-For and -Proto; it must set both.")
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
