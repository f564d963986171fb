"""The command line: parse, call, print. Exit codes: 0 done, 1 failed, 2 bad input or usage, 3 needs repair."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, BinaryIO

import click

from glossary import batch, ingest, reports, termbase
from glossary.edit import edit
from glossary.errors import GlossaryError, InputError
from glossary.exports import WRITERS, format_for
from glossary.exports import Options as ExportOptions
from glossary.exports import write as write_export
from glossary.extract import DEFAULT_MIN_SCORE, record
from glossary.fetch import Fetcher
from glossary.lookup import Lookup
from glossary.models import CATEGORIES, CONCEPT_STATUSES, ConceptStatus
from glossary.records import dumps
from glossary.serve import serve
from glossary.store import Filters, Store
from glossary.tokens import ROLES, Role, Tokens

EXISTING = click.Path(path_type=Path)


class Group(click.Group):
    """Turns every error of the project into one sentence on stderr and its exit code."""

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


def _say(text: str) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{text}", nl=False, err=True)


def _done(text: object) -> None:
    if sys.stderr.isatty():
        click.echo("\r\x1b[K", nl=False, err=True)
    click.echo(text, err=True)


def _store(ctx: click.Context, *, write: bool = False) -> Store:
    path = termbase.locate(ctx.obj)
    if write:
        termbase.refuse_shipped(path)
    store = Store(path)
    ctx.call_on_close(store.close)
    return store


def _lookup(ctx: click.Context) -> Lookup:
    path = termbase.locate(ctx.obj)
    lookup = Lookup(path, termbase.index_folder(path))
    ctx.call_on_close(lookup.close)
    return lookup


def _filters(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that narrow search and export."""
    for option in (
        click.option("--document", "documents", multiple=True, metavar="SYMBOL", help="Only concepts cited from it."),
        click.option("--status", "statuses", multiple=True, type=click.Choice([*CONCEPT_STATUSES, "all"])),
        click.option("--category", "categories", multiple=True, type=click.Choice(CATEGORIES)),
    ):
        command = option(command)
    return command


def _statuses(statuses: tuple[str, ...], default: tuple[str, ...]) -> tuple[str, ...]:
    return CONCEPT_STATUSES if "all" in statuses else statuses or default


@main.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--workers", default=1, show_default=True, type=click.IntRange(1, 64))
@click.pass_context
def serve_command(ctx: click.Context, /, host: str, port: int, workers: int) -> None:
    """Serve the web UI and the API."""
    path = termbase.locate(ctx.obj)
    serve(path, termbase.index_folder(path), host=host, port=port, workers=workers)


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
    _done(ingest.build(documents, lists, out, options, _say))


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
@click.pass_context
def add(ctx: click.Context, /, files: tuple[Path, ...], columns: str, **options: Any) -> None:
    """Bring documents and term lists into the term base; the same file twice changes nothing."""
    report = ingest.add(_store(ctx, write=True), files, ingest.Options(columns=_columns(columns), **options), _say)
    for line in report.skipped:
        click.echo(f"left out: {line}", err=True)
    _done(f"{'would be done: ' if options['dry_run'] else ''}{report}")


@main.command("fetch")
@click.argument("symbols", nargs=-1, required=True)
@click.option(
    "--lang", "langs", multiple=True, type=click.Choice(["zh", "en"]), default=("zh", "en"), show_default=True
)
@click.option("--refresh", is_flag=True, help="Ask again for what is in the cache.")
@click.pass_context
def fetch_command(ctx: click.Context, /, symbols: tuple[str, ...], langs: tuple[str, ...], refresh: bool) -> None:
    """Download UN documents by their symbols and bring them into the term base."""
    store = _store(ctx, write=True)
    fetcher = Fetcher(termbase.documents_folder())
    paths: list[Path] = []
    for symbol in symbols:
        _say(f"fetching {symbol}")
        paths += fetcher.fetch(symbol, langs, refresh=refresh).values()
    _done(ingest.add(store, paths, ingest.Options(), _say))


def _columns(text: str) -> dict[str, str]:
    pairs = [part.partition("=") for part in text.split(",") if part.strip()]
    if any(not (name.strip() and equals and value.strip()) for name, equals, value in pairs):
        raise InputError(f"--columns is “{text}”: write it as zh=A,en=B")
    return {name.strip(): value.strip() for name, _, value in pairs}


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
            _say(f"{path}: {found} designations so far")
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
    _done(f"{found} designations")
    ctx.exit(failed)


@main.command()
@click.argument("query")
@click.option("--source", default=None, help="Search in this language only.")
@click.option("--limit", default=20, show_default=True, type=click.IntRange(1, 100))
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
@_filters
@click.pass_context
def search(ctx: click.Context, /, query: str, source: str | None, limit: int, as_json: bool, **chosen: Any) -> None:
    """Search the term base: Chinese, English, acronyms, pinyin or its initials."""
    filters = Filters(
        chosen["categories"], _statuses(chosen["statuses"], ("approved", "proposed")), chosen["documents"]
    )
    answer = _lookup(ctx).search(query, source=source, filters=filters, limit=limit)
    if as_json:
        click.echo(dumps(answer))
        return
    for hit in answer["hits"]:
        names = [" / ".join(t["text"] for t in hit["terms"] if t["lang"].startswith(lang)) for lang in ("zh", "en")]
        click.echo(f"{hit['concept']}\t{names[0]}\t{names[1] or '—'}\t{hit['category']}, {hit['status']}")
    _done(f"{answer['total']} concepts")


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
    answer = _lookup(ctx).annotate([text], source=source, target=target)["segments"][0]
    if as_json:
        click.echo(dumps(answer))
        return
    for match in answer["matches"]:
        targets = "; ".join(each["text"] for each in match["targets"])
        click.echo(f"{match['start']}–{match['end']}\t{match['text']}\t{targets or '—'}\t{match['concept']}")


@main.command("export")
@click.argument("out", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--format", "name", type=click.Choice(list(WRITERS)), help="Else by the file's suffix.")
@click.option("--tag", "tags", multiple=True, metavar="zh=zh-CN", help="Write another language tag.")
@_filters
@click.pass_context
def export(ctx: click.Context, /, out: Path, name: str | None, tags: tuple[str, ...], **chosen: Any) -> None:
    """Write the term base to a file (`-` is stdout), in a format told by its suffix or --format."""
    writer = format_for(out, name)
    store = _store(ctx)
    filters = Filters(chosen["categories"], _statuses(chosen["statuses"], ("approved",)), chosen["documents"])
    ids = store.concept_ids(filters)
    options = ExportOptions(tags=_columns(",".join(tags)), ids=frozenset(ids))
    with _output(out) as file:
        entries = write_export(store.concepts(ids), file, writer.name, options)
    _done(f"{entries} entries from {len(ids)} concepts written to {out}")


@contextmanager
def _output(path: Path) -> Iterator[BinaryIO]:
    """A file that appears under its name only when it is whole, or stdout."""
    if str(path) == "-":
        yield sys.stdout.buffer
        return
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with draft.open("wb") as file:
            yield file
        draft.replace(path)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", source=path) from error
    finally:
        draft.unlink(missing_ok=True)


def _decide(status: ConceptStatus) -> Callable[..., None]:
    @click.argument("concepts", nargs=-1, required=True)
    @click.pass_context
    def command(ctx: click.Context, /, concepts: tuple[str, ...]) -> None:
        store = _store(ctx, write=True)
        with edit(store, "command line") as change:
            for concept in concepts:
                change.set_status(concept, status)
        _done(f"{len(concepts)} concepts {status}")

    return command


main.command("accept", help="Approve proposed concepts, by id.")(_decide("approved"))
main.command("reject", help="Reject proposed concepts, by id: later documents do not bring them back.")(
    _decide("rejected")
)


@main.command("review")
@click.option("--conflicts", "what", flag_value="conflicts", help="Names with several preferred equivalents instead.")
@click.option("--duplicates", "what", flag_value="duplicates", help="Concepts that share a name instead.")
@click.option("--category", "categories", multiple=True, type=click.Choice(CATEGORIES))
@click.option("--document", "documents", multiple=True, metavar="SYMBOL", help="Only concepts cited from it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def review_command(ctx: click.Context, /, what: str | None, as_json: bool, **chosen: Any) -> None:
    """Print what waits for a decision: proposals, surest first."""
    record = reports.record(_store(ctx), what or "proposals", Filters(chosen["categories"], (), chosen["documents"]))
    if as_json:
        click.echo(dumps(record))
    else:
        for line in reports.lines(record):
            click.echo("\t".join(line))
        _done(f"{sum(map(len, record.values()))} {what or 'proposals'}")


@main.group("token")
def token_group() -> None:
    """Give out and take back editors' tokens for the API and the web UI."""


@token_group.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="editor", show_default=True)
@click.pass_context
def token_add(ctx: click.Context, /, name: str, role: Role) -> None:
    """Print a new token for somebody: once, for only its hash is kept."""
    click.echo(Tokens(_store(ctx, write=True).path).add(name, role))
    _done(f"this is the only time that the token of {name} can be seen")


@token_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def token_list(ctx: click.Context, /, as_json: bool) -> None:
    """Print who has a token, with which role, since when."""
    kept = [{"name": t.name, "role": t.role, "created": t.created} for t in Tokens(_store(ctx, write=True).path)]
    for line in [dumps({"tokens": kept})] if as_json else map("\t".join, (each.values() for each in kept)):
        click.echo(line)
    _done(f"{len(kept)} tokens")


@token_group.command("revoke")
@click.argument("name")
@click.pass_context
def token_revoke(ctx: click.Context, /, name: str) -> None:
    """Take a token back; sessions that began with it end."""
    Tokens(_store(ctx, write=True).path).revoke(name)
    _done(f"the token of {name} is revoked")


@main.command()
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
@click.pass_context
def stats(ctx: click.Context, /, as_json: bool) -> None:
    """Print figures of the term base, and its path."""
    store = _store(ctx)
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
    store = _store(ctx)
    draft = out.with_name(f".{out.name}.{os.getpid()}")
    try:
        store.backup(draft)
        draft.replace(out)
    except OSError as error:
        raise InputError(f"cannot be written ({error.strerror})", source=out) from error
    finally:
        draft.unlink(missing_ok=True)
    _done(f"{store.path} copied to {out}")


@main.command()
@click.pass_context
def verify(ctx: click.Context, /) -> None:
    """Check the term base and its index: structure, references, and that every context contains its term."""
    lookup = _lookup(ctx)
    found = list(lookup.problems())
    for problem in found:
        click.echo(problem)
    if found:
        _done(f"{len(found)} problems: restore a backup, or rebuild from the documents")
        ctx.exit(3)
    _done("the term base and its index are sound")


if __name__ == "__main__":
    main()
