"""The search page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, render_template, request, url_for

from glossary.exports import WRITERS
from glossary.lookup import SEARCHED, columns, primary
from glossary.models import Citation, Concept, term_rank
from glossary.web import asked
from glossary.web.guard import by_index, cached, served
from glossary.web.session import visitor

_FIRST = ("csv", "xlsx", "tbx", "tbx2", "omegat", "memoq")  # of the formats; the others behind them
_FACET_ROWS = 12
FILTERS = ("category", "status", "document", "year")
SCRIPTS = {"": "zh-Hans", "s2tw": "zh-Hant-TW", "s2hk": "zh-Hant-HK"}

searching = Blueprint("searching", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What vouches for a hit: one source, one place; `unsourced` where nothing does for the English, or at all."""

    source: str
    place: Citation | None
    unsourced: bool


@searching.get("/")
@searching.get("/search")
@cached(by_index, visitor)
def search() -> str:
    """Show the search page; with a query or a filter its results."""
    query = _asked()
    started = request.path == "/search" or any((query.q, query.category, query.status, query.document, query.year))
    found = served().search(
        query.q,
        source=query.source,
        target=query.target,
        mode=query.mode,
        filters=query.filters(SEARCHED),
        years=query.year,
        limit=query.limit,
        offset=query.offset,
    )
    briefs = served().briefs(hit["concept"] for hit in found["hits"])
    return render_template(
        "search.html",
        query=query,
        started=started,
        found=found,
        rows=[(hit, briefs[hit["concept"]]) for hit in found["hits"] if hit["concept"] in briefs],
        columns=columns,
        evidence=_evidence,
        facets=_facets(found["facets"], query),
        link=search_link,
        filters=FILTERS,
        scripts=SCRIPTS,
        letters=_letters(query, found["total"]) if started else [],
        exports=[(WRITERS[name], _export_link(name, query)) for name in dict.fromkeys((*_FIRST, *WRITERS))],
    )


def _asked() -> asked.SearchQuery:
    lists = {name: request.args.getlist(name) for name in FILTERS}
    single = {name: value for name, value in request.args.items() if name not in lists}
    return asked.SearchQuery.model_validate({**single, **lists})


def search_link(query: asked.SearchQuery, **changes: Any) -> str:
    """Return the address of a search, from its first page."""
    values = {**query.model_dump(exclude_defaults=True), "offset": 0, **changes}
    return url_for("searching.search") + _query_string(values)


def _export_link(name: str, query: asked.SearchQuery) -> str:
    values = query.model_dump(exclude_defaults=True, exclude={"limit", "offset", "target", "script"})
    return f"/api/v1/export/{name}{_query_string(values)}"


def _query_string(values: dict[str, Any]) -> str:
    given = {name: value for name, value in values.items() if value not in (None, "", [], 0)}
    return "?" + urlencode(given, doseq=True) if given else ""


def _facets(counts: Mapping[str, Mapping[str, int]], query: asked.SearchQuery) -> list[dict[str, Any]]:
    """Return the filters with their values: counts, whether chosen, and where choosing or leaving each leads."""
    shown = []
    for name in FILTERS:
        chosen = [str(value) for value in getattr(query, name)]
        found = dict(counts.get(name, {}))
        if name == "year":
            found = dict(sorted(found.items(), reverse=True))
        if name == "status" and len(found) > 1:
            found["all"] = sum(found.values())
        values = [
            {
                "value": value,
                "count": found.get(value, 0),
                "chosen": value in chosen,
                "link": search_link(query, **{name: _toggled(chosen, value)}),
            }
            for value in dict.fromkeys([*chosen, *found])
        ]
        shown.append({"name": name, "values": values[:_FACET_ROWS], "more": values[_FACET_ROWS:]})
    return shown


def _toggled(chosen: list[str], value: str) -> list[str]:
    if value in chosen:
        return [each for each in chosen if each != value]
    return [value] if value == "all" else [*(each for each in chosen if each != "all"), value]


def _evidence(concept: Concept) -> Evidence:
    terms = sorted(concept.terms, key=lambda term: (primary(term.lang) != "en", term_rank(term)))
    sourced = [term for term in terms if term.sources]
    place = next((term.citations[0] for term in terms if term.citations), None)
    english = [term for term in terms if primary(term.lang) == "en"]
    told = any(term.sources or term.citations for term in english or terms)
    return Evidence(sourced[0].sources[0] if sourced else "", place, not told)


def _letters(query: asked.SearchQuery, total: int) -> list[tuple[str, int]]:
    """Return the letters that pinyin of a listing begins with, and where each begins; nothing for a short one."""
    if query.q.strip() or total <= query.limit:
        return []
    letters = served().letters(query.source, query.filters(SEARCHED), query.year)
    return [(letter.upper(), start) for letter, start in letters]
