"""What the term base knows: search, annotate, check, cite, export."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import click

from glossary import termbase
from glossary.cli.frame import (
    EXISTING,
    done,
    filtered,
    main,
    open_lookup,
    open_store,
    output,
    say,
    statuses_or,
)
from glossary.cli.watching import watch
from glossary.errors import InputError
from glossary.excerpt import excerpt
from glossary.exports import WRITERS, format_for
from glossary.exports import Options as ExportOptions
from glossary.exports import write as write_export
from glossary.index import MODES
from glossary.ingest import pairs_of
from glossary.lookup import in_script
from glossary.models import Concept
from glossary.records import dumps
from glossary.store import Filters, Store
from importers.segments import read_segments


@main.command()
@click.argument("query")
@click.option("--source", default=None, type=click.Choice(["zh", "en"]), help="Search in this language only.")
@click.option("--mode", default="auto", show_default=True, type=click.Choice(MODES), help="How names are compared.")
@click.option("--year", "years", multiple=True, help="Only concepts cited from documents of this year.")
@click.option("--script", type=click.Choice(["s2tw", "s2hk"]), help="Print traditional characters.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100))
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
@filtered
@click.pass_context
def search(ctx: click.Context, /, query: str, limit: int, as_json: bool, **chosen: Any) -> None:
    """Search the term base: Chinese, English, acronyms, pinyin or its initials.

    A minus before a word leaves it out, quotes keep words together; category:, status:, document:, year: filter.
    """
    filters = Filters(
        chosen["categories"], statuses_or(chosen["statuses"], ("approved", "proposed")), chosen["documents"]
    )
    asked = {name: chosen[name] for name in ("source", "mode", "years")}
    found = open_lookup(ctx).search(query, filters=filters, limit=limit, **asked)
    answer = in_script(found, chosen["script"] or "")
    if as_json:
        click.echo(dumps(answer))
        return
    for hit in answer["hits"]:
        names = [" / ".join(t["text"] for t in hit["terms"] if t["lang"].startswith(lang)) for lang in ("zh", "en")]
        click.echo(f"{hit['concept']}\t{names[0]}\t{names[1] or '—'}\t{hit['category']}, {hit['status']}")
    done(f"{answer['total']} concepts")


@main.command()
@click.argument("file", default="-", type=click.File("r", encoding="utf-8"))
@click.option("--source", default="zh", show_default=True)
@click.option("--target", default="en", show_default=True)
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
@click.pass_context
def annotate(ctx: click.Context, /, file: Any, source: str, target: str, as_json: bool) -> None:
    """Print the terms that stand in a text."""
    try:
        text = file.read()
    except UnicodeDecodeError as error:
        raise InputError("the text is not UTF-8: convert it first", source=file.name) from error
    answer = open_lookup(ctx).annotate([text], source=source, target=target)["segments"][0]
    if as_json:
        click.echo(dumps(answer))
        return
    for match in answer["matches"]:
        targets = "; ".join(each["text"] for each in match["targets"])
        click.echo(f"{match['start']}–{match['end']}\t{match['text']}\t{targets or '—'}\t{match['concept']}")


@main.command()
@click.argument("file", type=EXISTING)
@click.option(
    "--source", type=click.Choice(["zh", "en"]), default="zh", show_default=True, help="The other is checked."
)
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
@click.pass_context
def check(ctx: click.Context, /, file: Path, source: str, as_json: bool) -> None:
    """Check a translation against the term base: TMX, XLIFF, or a table of two columns."""
    pairs = list(read_segments(file))
    target = "en" if source == "zh" else "zh"
    if source == "en":
        pairs = [(english, chinese) for chinese, english in pairs]
    answer = open_lookup(ctx).check(pairs, source=source, target=target)
    if as_json:
        click.echo(dumps(answer))
        return
    for finding in answer["findings"]:
        text = pairs[finding["segment"]][finding["side"] == "target"][finding["start"] : finding["end"]]
        expected = " / ".join(finding["expected"]) or "—"
        facts = (finding["severity"], finding["rule"], text, expected, finding["concept"] or "")
        click.echo("\t".join((f"segment {finding['segment'] + 1}", *facts)))
    done(f"{len(answer['findings'])} findings in {len(pairs)} segments")


@main.command()
@click.argument("terms", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def cite(ctx: click.Context, /, terms: tuple[str, ...], as_json: bool) -> None:
    """Print a line of citation for each term: where it stands, its English, and who says so."""
    answer = open_lookup(ctx).cite(terms)
    if as_json:
        click.echo(dumps(answer))
        return
    lines = [cited["line"] for result in answer["results"] for cited in result["citations"]]
    for line in lines:
        click.echo(line)
    done(f"{len(lines)} citations")


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
        options = ExportOptions(
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
