"""The term base in files of other tools: export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import click

from glossary import termbase
from glossary.cli.frame import done, filtered, main, open_store, output, say, statuses_or
from glossary.cli.watching import watch
from glossary.excerpt import excerpt
from glossary.exports import WRITERS, Options, format_for
from glossary.exports import write as write_export
from glossary.ingest import pairs_of
from glossary.models import Concept
from glossary.store import Filters, Store


def _counted(concepts: Iterable[Concept], total: int) -> Iterator[Concept]:
    """Say how far an export has come."""
    for count, concept in enumerate(concepts):
        if count % 1000 == 0:
            say(f"{count:,} of {total:,} concepts")
        yield concept


@main.command("export")
@click.argument("out", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--format", "name", type=click.Choice(list(WRITERS)), help="Else by the file's suffix.")
@click.option("--tag", "tags", multiple=True, metavar="zh=zh-CN", help="Write another language tag.")
@click.option("--watch", "watching", is_flag=True, help="Write it anew whenever the term base changes, until Ctrl-C.")
@filtered
@click.pass_context
def export(
    ctx: click.Context, /, out: Path, name: str | None, tags: tuple[str, ...], watching: bool, **chosen: Any
) -> None:
    """Write the term base to a file (`-` is stdout), in a format told by its suffix or --format."""
    writer = format_for(out, name)
    renamed = pairs_of(",".join(tags))
    filters = Filters(chosen["categories"], statuses_or(chosen["statuses"], ("approved",)), chosen["documents"])

    def write(store: Store, file: BinaryIO) -> str:
        ids = store.concept_ids(filters)
        options = Options(
            tags=renamed,
            created=date.today().isoformat(),
            ids=frozenset(ids),
            changes=lambda concept: store.changes(concept_id=concept),
            base=lambda path: excerpt(store, ids, path),
        )
        entries = write_export(_counted(store.concepts(ids), len(ids)), file, writer.name, options)
        return f"{entries} entries from {len(ids)} concepts"

    if watching:
        if str(out) == "-":
            raise click.UsageError("--watch keeps a file up to date: name one instead of -")
        watch(termbase.locate(ctx.obj), out, write)
        return
    store = open_store(ctx)
    with output(out) as file:
        written = write(store, file)
    done(f"{written} written to {out}")
