"""Look-ups for assistants over the Model Context Protocol, on standard input and output; nothing can be written.

The only module that imports mcp, the official SDK: the optional extra `mcp`.
"""

from __future__ import annotations

import signal
from collections.abc import Callable
from functools import wraps
from importlib.metadata import version
from typing import Any, ParamSpec

from glossary.errors import GlossaryError, InputError
from glossary.lookup import TRUSTED, Lookup
from glossary.web import answered, asked

P = ParamSpec("P")

_INSTRUCTIONS = """\
A Chinese–English term base of institutional designations: units, posts, missions, bodies, programmes, with citations.
Before translating, send the source text to `annotate` and use the targets it gives; afterwards send source and target
to `check`. `lookup` finds names exactly; `cite` says in one line where a name stands and who vouches for its English.
Terms with the status preferred or admitted may be used, deprecated and superseded ones may not. A name that is not
found is not in the term base: say so."""


class Tools:
    """What an assistant may call; the answers are those of the API, with its bounds."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup

    def lookup(
        self,
        queries: asked.Queries,
        source: asked.OptionalLanguage = None,
        status: asked.Statuses = (),
    ) -> answered.LookupAnswer:
        """Find the concepts that have exactly these names, in either language or in `source` (zh, en).

        Case, width, punctuation, simplified or traditional characters do not matter. Only approved concepts are found
        unless `status` says otherwise (all: proposed and rejected, too). Each comes with all its terms, best first.
        """
        chosen = asked.statuses(status, TRUSTED)
        return answered.LookupAnswer.model_validate(self._lookup.lookup(queries, source=source, statuses=chosen))

    def annotate(
        self, segments: asked.Segments, source: asked.Language = "zh", target: asked.Language = "en"
    ) -> answered.AnnotateAnswer:
        """Find the approved terms that stand in segments of a text, and the terms to translate them by, best first.

        Offsets count code points of the segment as given. A matched term with the status deprecated or superseded is a
        misprint or a former name in the source.
        """
        found = self._lookup.annotate(segments, source=source, target=target, statuses=TRUSTED)
        return answered.AnnotateAnswer.model_validate(found)

    def check(
        self, segments: asked.Pairs, source: asked.Language = "zh", target: asked.Language = "en"
    ) -> answered.CheckAnswer:
        """Check a translation, its segments in the order of the text, against the approved terms.

        Finds terms missing in the target, deprecated and superseded ones, acronyms before their full form, two
        renderings of one name, and document symbols changed; each with severity, offsets and what was expected.
        """
        if source == target:
            raise InputError("source and target are one language: a translation has two")
        pairs = [(pair.source, pair.target) for pair in segments]
        found = self._lookup.check(pairs, source=source, target=target, statuses=TRUSTED)
        return answered.CheckAnswer.model_validate(found)

    def cite(self, queries: asked.Queries) -> answered.CiteAnswer:
        """Give one line of citation for each concept of exactly these names, in either language.

        It has the document symbol and paragraph, the Chinese name, the English name, and who says so.
        """
        return answered.CiteAnswer.model_validate(self._lookup.cite(queries))


def server(lookup: Lookup) -> Any:
    """Make the server of a term base, an `MCPServer`; raises InputError when the extra is not installed."""
    try:
        from mcp.server.mcpserver import MCPServer
        from mcp.server.mcpserver.exceptions import ToolError
        from mcp_types import ToolAnnotations
    except ImportError as error:
        raise InputError("`glossary mcp` needs the official SDK: pip install 'mcp>=2.3,<3'") from error

    def telling(tool: Callable[P, object]) -> Callable[P, object]:
        @wraps(tool)
        def told(*args: P.args, **kwargs: P.kwargs) -> object:
            try:
                return tool(*args, **kwargs)
            except GlossaryError as error:
                raise ToolError(str(error)) from error

        return told

    made = MCPServer("glossary", version=version("glossary"), instructions=_INSTRUCTIONS, log_level="WARNING")
    tools = Tools(lookup)
    only_reads = ToolAnnotations(
        read_only_hint=True, destructive_hint=False, idempotent_hint=True, open_world_hint=False
    )
    for tool in (tools.lookup, tools.annotate, tools.check, tools.cite):
        made.add_tool(telling(tool), annotations=only_reads)
    return made


def serve(lookup: Lookup) -> None:
    """Answer on standard input and output until the other side closes it or the user interrupts.

    Raises NotFound or StaleDatabase when the term base cannot be read.
    """
    made = server(lookup)
    lookup.refresh()
    lookup.watch()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # the SDK would wait for the line that it is reading
    made.run("stdio")
