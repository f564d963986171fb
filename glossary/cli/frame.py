"""What all commands share: the group with its errors and exit codes, the term base, options, progress, output."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from typing import Any, BinaryIO

import click

from glossary import termbase
from glossary.errors import GlossaryError, InputError
from glossary.lookup import Lookup
from glossary.models import CATEGORIES, CONCEPT_STATUSES
from glossary.store import Store

EXISTING = click.Path(path_type=Path)


# The module of each command; it is loaded when the command is asked for, so that a search need not wait for readers.
MODULES = {
    "documents": ("add", "align", "build", "extract", "fetch"),
    "lookups": ("annotate", "cite", "search"),
    "checking": ("check",),
    "exporting": ("export",),
    "editing": ("accept", "reject", "review", "token", "undo"),
    "keeping": ("backup", "stats", "verify"),
    "serving": ("mcp", "serve"),
}


class Group(click.Group):
    """Loads commands as they are asked for; turns every error of the project into one sentence and its exit code."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - the signature is click's
        """Return the names of all commands."""
        return sorted(name for names in MODULES.values() for name in names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, None for an unknown name."""
        for module, names in MODULES.items():
            if cmd_name in names:
                import_module(f"glossary.cli.{module}")
        return super().get_command(ctx, cmd_name)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command named."""
        try:
            return super().invoke(ctx)
        except GlossaryError as error:
            click.echo(f"glossary: {error}", err=True)
            ctx.exit(error.exit_code)
        except BrokenPipeError:
            sys.stdout = open(os.devnull, "w")  # noqa: SIM115, PTH123 - the reader has gone; say nothing more
            ctx.exit(1)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="glossary")
@click.option("--db", type=EXISTING, help="The term base; else GLOSSARY_DB, else your own copy of the shipped one.")
@click.pass_context
def main(ctx: click.Context, /, db: Path | None) -> None:
    """Bilingual terminology from Chinese institutional documents, with citations."""
    ctx.obj = db


def say(text: str) -> None:
    """Show progress, on a terminal only."""
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)


def indexing(what: str, number: int) -> None:
    """Show how far the making of a search index is."""
    say(f"search index: {number:,} {what}")


def done(text: object) -> None:
    """Print the line that ends a command."""
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
    click.echo(text, err=True)


def open_store(ctx: click.Context, *, write: bool = False) -> Store:
    """Open the term base for the rest of the command; raises Forbidden when the shipped one is to be written."""
    path = termbase.locate(ctx.obj)
    if write:
        termbase.refuse_shipped(path)
    store = Store(path)
    ctx.call_on_close(store.close)
    return store


def open_lookup(ctx: click.Context) -> Lookup:
    """Open the term base with its index for the rest of the command."""
    path = termbase.locate(ctx.obj)
    lookup = Lookup(path, termbase.index_folder(path), indexing)
    ctx.call_on_close(lookup.close)
    return lookup


def filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that narrow search and export."""
    for option in (
        click.option("--document", "documents", multiple=True, metavar="SYMBOL", help="Only concepts cited from it."),
        click.option("--status", "statuses", multiple=True, type=click.Choice([*CONCEPT_STATUSES, "all"])),
        click.option("--category", "categories", multiple=True, type=click.Choice(CATEGORIES)),
    ):
        command = option(command)
    return command


def statuses_or(statuses: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    """Return the statuses chosen, `all` written out, or the default."""
    return CONCEPT_STATUSES if "all" in statuses else statuses or default


@contextmanager
def drafted(path: Path) -> Iterator[Path]:
    """Yield another path to write to; the file appears under its own name only when it is whole.

    A draft that is removed again leaves the file as it was.
    """
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        yield draft
        if draft.exists():
            draft.replace(path)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", source=path) from error
    finally:
        draft.unlink(missing_ok=True)


@contextmanager
def output(path: Path) -> Iterator[BinaryIO]:
    """Yield a file to write, or stdout for `-`."""
    if str(path) == "-":
        yield sys.stdout.buffer
        return
    with drafted(path) as draft, draft.open("wb") as file:
        yield file
