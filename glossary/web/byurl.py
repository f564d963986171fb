"""Look-ups by URL: what browsers, bookmarks and CAT tools ask with nothing but an address."""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from glossary.lookup import SEARCHED
from glossary.web import asked
from glossary.web.guard import by_index, cached, served
from glossary.web.searching import search_link

# What CAT tools put for a language besides zh and en: ISO 639-2, as memoQ writes it.
_CODES = {"zho": "zh", "chi": "zh", "eng": "en"}

# Takes the words selected in a page or a field, else asks for some. Written for browsers of 2017 and later.
_BOOKMARKLET = """(() => {
let q = String(getSelection()).trim();
const field = document.activeElement;
if (!q && field && typeof field.selectionStart === "number")
  q = field.value.slice(field.selectionStart, field.selectionEnd).trim();
q = q || prompt("中文 / English / pinyin");
if (q) open("BASEs?q=" + encodeURIComponent(q.slice(0, MOST)));
})()"""

byurl = Blueprint("byurl", __name__, template_folder="templates")


@byurl.get("/s")
def quick() -> BaseResponse:
    """Lead to the one concept of that name, else to the search."""
    return _lead(asked.SearchQuery.model_validate({"q": request.args.get("q", "")}))


@byurl.get("/t")
def translate() -> BaseResponse:
    """Lead from a name in the source language to the one concept of that name, else to the search."""
    languages = {name: _language(request.args.get(name, "")) for name in ("source", "target")}
    return _lead(asked.SearchQuery.model_validate({"q": request.args.get("q", ""), **languages}))


def _language(tag: str) -> str:
    """Return the language of a tag as CAT tools write it: `zh-CN`, `zh_CN`, `ZHO-cn`."""
    code = tag.replace("_", "-").split("-")[0].lower()
    return _CODES.get(code, code)


def _lead(query: asked.SearchQuery) -> BaseResponse:
    found = served().lookup([query.q], source=query.source, statuses=SEARCHED)["results"][0]["concepts"]
    if len(found) == 1:
        return redirect(url_for("pages.concept", id=found[0]["concept"]))
    return redirect(search_link(query))


@byurl.get("/opensearch.xml")
def opensearch() -> Response:
    """Describe the search to browsers."""
    body = render_template("opensearch.xml", base=request.host_url.rstrip("/"))
    return Response(body, mimetype="application/opensearchdescription+xml")


@byurl.get("/opensearch/suggest")
@cached(by_index)
def complete() -> Response:
    """Complete what is typed into a browser's search field (OpenSearch Suggestions 1.1)."""
    query = asked.SuggestQuery.model_validate({"q": request.args.get("q", "")})
    found = served().suggest(query.q, query.limit)["suggestions"]
    return Response(
        current_app.json.dumps([query.q, [each["text"] for each in found]]), mimetype="application/x-suggestions+json"
    )


def bookmarklet(base: str) -> str:
    """Return the address of a bookmark that looks up the words selected in any page; `base` ends with a slash."""
    program = _BOOKMARKLET.replace("BASE", base).replace("MOST", str(asked.MAX_QUERY))
    return "javascript:" + quote(program.replace("\n", " "), safe="()=>{}[];:/?,'!&|.+")
