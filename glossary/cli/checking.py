"""A translation against the term base: check."""

from __future__ import annotations

from pathlib import Path

import click

from glossary.cli.frame import EXISTING, done, main, open_lookup
from glossary.records import dumps
from importers.segments import read_segments, source_language


@main.command()
@click.argument("file", type=EXISTING)
@click.option(
    "--source", type=click.Choice(["zh", "en"]), help="The other is checked.  [default: as the file says, else zh]"
)
@click.option("--json", "as_json", is_flag=True, help="Print what the API answers.")
@click.pass_context
def check(ctx: click.Context, /, file: Path, source: str | None, as_json: bool) -> None:
    """Check a translation against the term base: TMX, XLIFF, or a table of two columns."""
    pairs = list(read_segments(file))
    source = source or source_language(file) or "zh"
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
