"""The term base as a whole: stats, backup, verify."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli.frame import (
    EXISTING,
    done,
    drafted,
    main,
    open_lookup,
    open_store,
)
from glossary.records import dumps


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
