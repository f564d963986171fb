"""What the term base knows: search, annotate, cite."""

from __future__ import annotations

from typing import Any

import click

from glossary.cli.frame import (
    done,
    filtered,
    main,
    open_lookup,
    statuses_or,
)
from glossary.errors import InputError
from glossary.index import MODES
from glossary.lookup import in_script
from glossary.records import dumps
from glossary.store import Filters


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
