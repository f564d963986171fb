"""What people decide: review, accept, reject, and the tokens of editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import click

from glossary import imports, reports
from glossary.cli.frame import (
    done,
    main,
    open_store,
)
from glossary.models import CATEGORIES, ConceptStatus
from glossary.records import dumps
from glossary.review import Reviewer
from glossary.store import Filters
from glossary.tokens import ROLES, Role, Tokens


def _decide(status: ConceptStatus) -> Callable[..., None]:
    @click.argument("concepts", nargs=-1, required=True)
    @click.pass_context
    def command(ctx: click.Context, /, concepts: tuple[str, ...]) -> None:
        store = open_store(ctx, write=True)
        for concept in concepts:  # all are there, or nothing is done
            store.concept(concept)
        reviewer = Reviewer(store, "command line")
        for concept in concepts:
            reviewer.decide(concept, status, None)
        done(f"{len(concepts)} concepts {status}")

    return command


main.command("accept", help="Approve proposed concepts, by id.")(_decide("approved"))
main.command("reject", help="Reject proposed concepts, by id: later documents do not bring them back.")(
    _decide("rejected")
)


@main.command("undo")
@click.argument("number", required=False, type=int)
@click.option("--except-changed", is_flag=True, help="Leave concepts that have changed since as they are.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def undo_command(ctx: click.Context, /, number: int | None, except_changed: bool, as_json: bool) -> None:
    """Take an import back whole; without its number, list the imports."""
    store = open_store(ctx, write=True)
    if number is None:
        listed = imports.imports(store)
        for line in [dumps({"imports": [each.record() for each in listed]})] if as_json else map(str, listed):
            click.echo(line)
        done(f"{len(listed)} imports")
        return
    undone = imports.undo(store, number, "command line", except_changed=except_changed)
    if as_json:
        click.echo(dumps(undone.record()))
    for line in () if as_json else undone.left:
        click.echo(f"left as it is: {line}", err=True)
    done(undone)


@main.command("review")
@click.option("--conflicts", "what", flag_value="conflicts", help="Names with several preferred equivalents instead.")
@click.option("--duplicates", "what", flag_value="duplicates", help="Concepts that share a name instead.")
@click.option("--category", "categories", multiple=True, type=click.Choice(CATEGORIES))
@click.option("--document", "documents", multiple=True, metavar="SYMBOL", help="Only concepts cited from it.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def review_command(ctx: click.Context, /, what: str | None, as_json: bool, **chosen: Any) -> None:
    """Print what waits for a decision: proposals, surest first."""
    record = reports.record(
        open_store(ctx), what or "proposals", Filters(chosen["categories"], (), chosen["documents"])
    )
    if as_json:
        click.echo(dumps(record))
    else:
        for line in reports.lines(record):
            click.echo("\t".join(line))
        done(f"{sum(map(len, record.values()))} {what or 'proposals'}")


@main.group("token")
def token_group() -> None:
    """Give out and take back editors' tokens for the API and the web UI."""


@token_group.command("add")
@click.argument("name")
@click.option("--role", type=click.Choice(ROLES), default="editor", show_default=True)
@click.pass_context
def token_add(ctx: click.Context, /, name: str, role: Role) -> None:
    """Print a new token for somebody: once, for only its hash is kept."""
    click.echo(Tokens(open_store(ctx, write=True).path).add(name, role))
    done(f"this is the only time that the token of {name} can be seen")


@token_group.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
@click.pass_context
def token_list(ctx: click.Context, /, as_json: bool) -> None:
    """Print who has a token, with which role, since when."""
    kept = [{"name": t.name, "role": t.role, "created": t.created} for t in Tokens(open_store(ctx, write=True).path)]
    for line in [dumps({"tokens": kept})] if as_json else map("\t".join, (each.values() for each in kept)):
        click.echo(line)
    done(f"{len(kept)} tokens")


@token_group.command("revoke")
@click.argument("name")
@click.pass_context
def token_revoke(ctx: click.Context, /, name: str) -> None:
    """Take a token back; sessions that began with it end."""
    Tokens(open_store(ctx, write=True).path).revoke(name)
    done(f"the token of {name} is revoked")
