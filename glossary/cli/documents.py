"""Documents and lists: build, add, fetch; extract and align without a term base."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from glossary import batch, ingest, termbase
from glossary.align import align, align_segments
from glossary.align import record as pair_record
from glossary.bilingual import SOURCE, known_names
from glossary.cli.frame import (
    EXISTING,
    done,
    main,
    open_store,
    say,
)
from glossary.errors import GlossaryError, InputError
from glossary.extract import DEFAULT_MIN_SCORE, record
from glossary.fetch import Fetcher
from glossary.ingest import pairs_of
from glossary.records import dumps
from importers import read_document
from importers.segments import read_segments


@main.command()
@click.argument("documents", nargs=-1, required=True, type=EXISTING)
@click.option("--reference", "lists", multiple=True, type=EXISTING, help="A term list with English equivalents.")
@click.option("--out", required=True, type=EXISTING, help="The term base to write.")
@click.option("--date", help="Date for the change log; else SOURCE_DATE_EPOCH, else today.")
@click.option("--without-text", is_flag=True, help="Keep no document text but a few words around first citations.")
def build(
    documents: tuple[Path, ...], lists: tuple[Path, ...], out: Path, date: str | None, without_text: bool
) -> None:
    """Make a term base from documents and term lists, from nothing."""
    options = ingest.Options(who="build", date=date or _build_date(), with_text=not without_text)
    done(ingest.build(documents, lists, out, options, say))


def _build_date() -> str:
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if epoch and not epoch.isdigit():
        raise InputError(f"SOURCE_DATE_EPOCH is “{epoch}”, not a number of seconds: correct it or give --date")
    moment = datetime.fromtimestamp(int(epoch), UTC) if epoch else datetime.now(UTC)
    return moment.date().isoformat()


@main.command()
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
@click.option("--strict", is_flag=True, help="A faulty record stops everything.")
@click.option("--columns", default="", metavar="zh=A,en=B", help="Which columns of a table hold what.")
@click.option("--on-conflict", type=click.Choice(["keep", "overwrite", "both"]), default="keep", show_default=True)
@click.option("--accept", is_flag=True, help="Approve what comes in.")
@click.option("--json", "as_json", is_flag=True, help="Print the report as one JSON object, as the API answers it.")
@click.pass_context
def add(ctx: click.Context, /, files: tuple[Path, ...], columns: str, as_json: bool, **options: Any) -> None:
    """Bring documents and term lists into the term base; the same file twice changes nothing.

    With --dry-run every record is named that would be added or changed. `glossary undo` takes an import back.
    """
    chosen = ingest.Options(who="command line", columns=pairs_of(columns), **options)
    report = ingest.add(open_store(ctx, write=True), files, chosen, say)
    if as_json:
        click.echo(dumps(report.record()))
    elif chosen.dry_run:
        for outcome in report.outcomes:
            where = "" if outcome.action == "added" else outcome.concept
            told = "; ".join(filter(None, (outcome.why, *outcome.gained, *outcome.kept)))
            click.echo("\t".join((outcome.action, where, outcome.name, told)))
        if report.unlisted:
            click.echo(f"... and {report.unlisted} more")
    for line in () if as_json else report.remarks:
        click.echo(line, err=True)
    for line in () if as_json else report.skipped:
        click.echo(f"left out: {line}", err=True)
    done(f"{'would be done: ' if chosen.dry_run else ''}{report}{_way_back(report)}")


def _way_back(report: ingest.Report) -> str:
    return f"; `glossary undo {report.number}` takes it back" if report.number else ""


@main.command("fetch")
@click.argument("symbols", nargs=-1, required=True)
@click.option(
    "--lang", "langs", multiple=True, type=click.Choice(["zh", "en"]), default=("zh", "en"), show_default=True
)
@click.option("--refresh", is_flag=True, help="Ask again for what is in the cache.")
@click.pass_context
def fetch_command(ctx: click.Context, /, symbols: tuple[str, ...], langs: tuple[str, ...], refresh: bool) -> None:
    """Download UN documents by their symbols and bring them into the term base."""
    store = open_store(ctx, write=True)
    fetcher = Fetcher(termbase.documents_folder())
    paths: list[Path] = []
    for symbol in symbols:
        say(f"fetching {symbol}")
        paths += fetcher.fetch(symbol, langs, refresh=refresh).values()
    report = ingest.add(store, paths, ingest.Options(), say)
    for line in report.remarks:
        click.echo(line, err=True)
    done(report)


@main.command("extract")
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.option("--jsonl", is_flag=True, help="One JSON object a designation.")
@click.option("--min-score", default=DEFAULT_MIN_SCORE, show_default=True, type=click.FloatRange(0, 1))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 256), help="Processes to use.")
@click.option("--scheduler", default="", metavar="ADDRESS", help="A Dask scheduler, tcp://host:port, to use instead.")
@click.pass_context
def extract_command(
    ctx: click.Context, /, files: tuple[Path, ...], jsonl: bool, min_score: float, workers: int, scheduler: str
) -> None:
    """Print the designations found in documents, without a term base; each file alone."""
    found = failed = 0
    with batch.workers(workers, scheduler) as executor:
        for path, outcome in zip(files, batch.extract_files(files, min_score, executor), strict=True):
            say(f"{path}: {found} designations so far")
            if isinstance(outcome, GlossaryError):
                failed = outcome.exit_code
                click.echo(f"glossary: {outcome}", err=True)
                continue
            for line in map(record, outcome):
                found += 1
                if jsonl:
                    click.echo(dumps(line))
                else:
                    click.echo("\t".join((line["text"], line["category"], line["kind"], f"{line['score']:.2f}")))
    done(f"{found} designations")
    ctx.exit(failed)


@main.command("align")
@click.argument("files", nargs=-1, required=True, type=EXISTING)
@click.option("--jsonl", is_flag=True, help="One JSON object a pair.")
@click.option("--cold", is_flag=True, help="Do without the term base, whose approved names are known otherwise.")
@click.pass_context
def align_command(ctx: click.Context, /, files: tuple[Path, ...], *, jsonl: bool, cold: bool) -> None:
    """Print term pairs: of the Chinese and English version of a document, or of one file of aligned segments.

    The approved names of the term base are known; nothing is written to it.
    """
    if len(files) > 2:
        raise click.UsageError("name the two versions of a document, or one file of segments")
    if len(files) == 2:
        one, other = (read_document(path) for path in files)
        chinese = [document for document in (one, other) if document.lang == SOURCE]
        texts = [part.text or "" for document in chinese for part in document.paragraphs]
        found = align(one, other, () if cold else known_names(open_store(ctx), texts))
    else:
        segments = list(read_segments(files[0]))
        known = () if cold else known_names(open_store(ctx), (zh for zh, _ in segments))
        found = align_segments(segments, known, say=say)
    for pair in found.pairs:
        line = pair_record(pair)
        click.echo(dumps(line) if jsonl else f"{pair.zh}\t{pair.en}\t{pair.category}\t{pair.count}\t{pair.score:.2f}")
    for reason in found.left_out:
        click.echo(f"left out: {reason}", err=True)
    if found.left_out and not found.aligned:
        raise InputError("nothing could be aligned: give a Chinese text and its English", source=files[0])
    done(f"{len(found.pairs)} pairs{f'; {len(found.left_out)} stretches left out' if found.left_out else ''}")
