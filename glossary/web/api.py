"""The JSON API under /api/v1; the OpenAPI document is generated from what stands here."""

from __future__ import annotations

from collections.abc import Iterator
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO, cast

from flask import Response, current_app
from flask_openapi3.models.info import Info
from flask_openapi3.models.license import License
from flask_openapi3.models.tag import Tag
from pydantic import BaseModel

from glossary.errors import NotFound
from glossary.excerpt import excerpt
from glossary.exports import WRITERS, Options
from glossary.lookup import in_script
from glossary.models import INVERSE, Change, Document
from glossary.records import citation_record, concept_record, dumps
from glossary.store import DocumentEntry, Store
from glossary.symbols import url
from glossary.web import answered, asked
from glossary.web.blueprint import Blueprint
from glossary.web.guard import Answer, by_index, by_store, cached, concept_tag, known, served

Record = dict[str, Any]
Responses = dict[str | int, type[BaseModel] | dict[Any, Any] | None]

INFO = Info(
    title="Glossary",
    version="1",
    summary="A bilingual term base: designations from Chinese institutional documents, with English and citations.",
    description=(
        "Reading is open, editing needs a token. "
        f"Limits: a body of at most {asked.MAX_BODY} bytes (413); a query of at most {asked.MAX_QUERY} characters, "
        f"a text of {asked.MAX_TEXT}, {asked.MAX_SEGMENTS} segments of {asked.MAX_SEGMENT}, {asked.MAX_LOOKUPS} names "
        "(422). Every GET answer carries an ETag and honours If-None-Match; "
        "errors are application/problem+json (RFC 9457)."
    ),
    license=License(name="MIT"),
)

_SPOOLED = 1024 * 1024  # bytes of an export kept in memory; what is longer goes through a file
_CHUNK = 64 * 1024
_ALL_LINES = 2**31


def problem(description: str) -> Record:
    """Describe an answer that is a problem."""
    schema = {"$ref": "#/components/schemas/Problem"}
    return {"description": description, "content": {"application/problem+json": {"schema": schema}}}


def _file(description: str) -> Record:
    media_types = dict.fromkeys(writer.media_type.partition(";")[0] for writer in WRITERS.values())
    return {"description": description, "content": {each: {"schema": {"type": "string"}} for each in media_types}}


_RESPONSES: Responses = {
    "304": {"description": "Not modified since the revision in If-None-Match"},
    "404": problem("There is no such thing"),
    "422": problem("A parameter is out of bounds; it is named"),
    "500": problem("The service failed"),
    "503": problem("The term base or its index cannot be read"),
}
_BODY_RESPONSES: Responses = {
    "400": problem("The body is no JSON"),
    "413": problem("The body is too long"),
    "415": problem("The body is not application/json"),
}

_READING = Tag(name="look-up", description="Search, suggestions, exact look-ups, terms in a text.")
_CONTENT = Tag(name="content", description="Concepts, documents, exports and changes.")
_SERVICE = Tag(name="service", description="Figures and health.")

api = Blueprint("api", __name__, url_prefix="/api/v1", abp_responses=_RESPONSES)


@api.get("/openapi.json", doc_ui=False)
@cached(by_index)
def describe() -> Response:
    """Return the description of this API."""
    return _json(current_app.extensions["openapi"]())


@api.get("/search", tags=[_READING], responses={"200": answered.SearchAnswer})
@cached(by_index)
def search(query: asked.SearchQuery) -> Response:
    """Search names in Chinese, English, pinyin and its initials; best first."""
    found = served().search(
        query.q,
        source=query.source,
        target=query.target,
        mode=query.mode,
        filters=query.filters(asked.SEARCH_DEFAULT),
        years=query.year,
        limit=query.limit,
        offset=query.offset,
    )
    return _json(in_script(found, query.script))


@api.get("/suggest", tags=[_READING], responses={"200": answered.SuggestAnswer})
@cached(by_index)
def suggest(query: asked.SuggestQuery) -> Response:
    """Complete a name as it is typed: beginning, pinyin, initials, acronym."""
    found = served().suggest(query.q, query.limit, asked.statuses(query.status, asked.SEARCH_DEFAULT))
    return _json(in_script(found, query.script))


@api.post("/lookup", tags=[_READING], responses={"200": answered.LookupAnswer, **_BODY_RESPONSES})
def lookup(body: asked.LookupBody) -> Response:
    """Look up names exactly, many at once; case, width, punctuation and kind of characters do not matter."""
    return _json(served().lookup(body.queries, source=body.source, target=body.target, statuses=body.statuses()))


@api.post("/annotate", tags=[_READING], responses={"200": answered.AnnotateAnswer, **_BODY_RESPONSES})
def annotate(body: asked.AnnotateBody) -> Response:
    """Find the terms that stand in a text, with their equivalents in the other language."""
    segments = [body.text] if body.text is not None else body.segments or []
    found = served().annotate(
        segments, source=body.source, target=body.target, overlaps=body.overlaps, statuses=body.statuses()
    )
    if body.text is not None:
        return _json({"matches": found["segments"][0]["matches"], "revision": found["revision"]})
    return _json(found)


@api.post("/check", tags=[_READING], responses={"200": answered.CheckAnswer, **_BODY_RESPONSES})
def check(body: asked.CheckBody) -> Response:
    """Check a translation: terms missing, forbidden or superseded, acronyms not introduced, symbols changed."""
    pairs = [(pair.source, pair.target) for pair in body.segments]
    return _json(served().check(pairs, source=body.source, target=body.target, statuses=body.statuses()))


@api.get("/concepts/<id>", tags=[_CONTENT], responses={"200": answered.ConceptAnswer})
def concept(path: asked.ConceptPath) -> Response:
    """Return a concept whole, with its relations from both ends; its ETag is what a write sends as If-Match."""
    record = whole_record(served().store, path.id)
    tag = concept_tag(path.id)
    response = Response(status=304) if known(tag) else _json(record)
    response.set_etag(tag)
    response.headers["Cache-Control"] = "no-cache"
    return response


@api.get("/concepts/<id>/history", tags=[_CONTENT], responses={"200": answered.HistoryAnswer})
@cached(by_store)
def history(path: asked.ConceptPath) -> Response:
    """Return what happened to a concept, oldest first; also to one that is gone."""
    changes = served().store.changes(concept_id=path.id, limit=_ALL_LINES)
    if not changes:
        served().store.concept(path.id)
    return _json({"concept": path.id, "changes": [change_record(change) for change in changes]})


@api.get("/documents", tags=[_CONTENT], responses={"200": answered.DocumentsAnswer})
@cached(by_store)
def documents() -> Response:
    """List the documents, in the order of symbols."""
    store = served().store
    revision = store.revision
    return _json({"documents": [_entry_record(entry) for entry in store.documents()], "revision": revision})


@api.get("/documents/<path:id>", tags=[_CONTENT], responses={"200": answered.DocumentAnswer})
@cached(by_store)
def document(path: asked.DocumentPath, query: asked.DocumentQuery) -> Response:
    """Return a document: its paragraphs, with text where it is stored, and the concepts cited from it."""
    store = served().store
    revision = store.revision
    found = document_version(store, path.id, query.lang)
    return _json({**_document_record(found), "terms": _terms_of(store, found), "revision": revision})


@api.get("/export/<format>", tags=[_CONTENT], responses={"200": _file("The file, as an attachment")})
@cached(by_store)
def export(path: asked.FormatPath, query: asked.ExportQuery) -> Response:
    """Export concepts in a format of translation tools; the formats are listed with the answer 404."""
    writer = WRITERS.get(path.format)
    if writer is None:
        raise NotFound(f"there is no export format {path.format!r}: want one of {', '.join(WRITERS)}")
    store, filters = served().store, query.filters(asked.EXPORT_DEFAULT)
    if query.q.strip() or query.year:
        ids = served().found_ids(query.q, query.source, query.mode, filters, query.year)
    else:
        ids = store.concept_ids(filters)
    options = Options(
        query.source or "zh",
        query.target or "en",
        tags=query.tags(),
        ids=frozenset(ids),
        changes=lambda concept: store.changes(concept_id=concept),
        base=lambda path: excerpt(store, ids, path),
    )
    # Written before the first byte goes out, so that a failure is still an answer of its own.
    out = cast("BinaryIO", SpooledTemporaryFile(max_size=_SPOOLED))  # noqa: SIM115  closed with the response
    writer.write(store.concepts(ids), out, options)
    length = out.tell()
    response = Response(_chunks(out))
    response.call_on_close(out.close)
    response.content_length = length
    response.headers["Content-Type"] = writer.media_type
    response.headers["Content-Disposition"] = f'attachment; filename="glossary{writer.suffix}"'
    return response


@api.get("/changes", tags=[_CONTENT], responses={"200": answered.ChangesAnswer})
@cached(by_store)
def changes(query: asked.ChangesQuery) -> Response:
    """Return what happened after a revision, oldest first, to keep a copy up to date."""
    store = served().store
    revision = store.revision
    found = store.changes(query.since, limit=query.limit + 1)
    more = len(found) > query.limit
    if more:
        found = _whole_revisions(store, found)
        revision = found[-1].revision
    return _json({"revision": revision, "changes": [change_record(each) for each in found], "more": more})


@api.get("/stats", tags=[_SERVICE], responses={"200": answered.StatsAnswer})
@cached(by_store)
def stats() -> Response:
    """Return figures of the term base, and its path."""
    return _json({"db": str(served().path), **served().store.stats()})


@api.get("/health", tags=[_SERVICE], responses={"200": answered.HealthAnswer})
def health() -> Response:
    """Say that the service answers, from which file and revision."""
    lookups = served()
    response = _json(
        {
            "status": "ok",
            "revision": lookups.store.revision,
            "index_revision": lookups.revision,
            "db": str(lookups.path),
        }
    )
    response.headers["Cache-Control"] = "no-store"
    return response


def _chunks(file: BinaryIO) -> Iterator[bytes]:
    file.seek(0)
    with file:
        while chunk := file.read(_CHUNK):
            yield chunk


def document_version(store: Store, symbol: str, lang: str | None) -> Document:
    """Return a document in a language, or in the first there is, Chinese before others; raises NotFound."""
    versions = [entry.document.lang for entry in store.documents() if entry.document.symbol == symbol]
    wanted = lang or ("zh" if "zh" in versions or not versions else versions[0])
    return store.document(symbol, wanted)


def change_record(change: Change) -> Record:
    """Return a line of the change log as the API shows it."""
    return {
        "revision": change.revision,
        "when": change.when,
        "who": change.who,
        "concept": change.concept,
        "action": change.action,
    }


def _whole_revisions(store: Store, found: list[Change]) -> list[Change]:
    """Leave out the last revision, which may go on; when there is no other, return all of it."""
    first, last = found[0].revision, found[-1].revision
    if first < last:
        return [change for change in found if change.revision < last]
    return [change for change in store.changes(first - 1, limit=_ALL_LINES) if change.revision == first]


def whole_record(store: Store, concept_id: str) -> Record:
    """Return a concept with its relations from both ends; raises NotFound."""
    record = concept_record(store.concept(concept_id))
    record["relations"] += _relations_to(store, concept_id)
    return record


def _relations_to(store: Store, concept_id: str) -> list[Record]:
    return [
        {
            "type": INVERSE[relation.type],
            "concept": relation.concept,
            "text": relation.text,
            "citations": [citation_record(citation) for citation in relation.citations],
        }
        for relation in store.relations_to(concept_id)
    ]


def _entry_record(entry: DocumentEntry) -> Record:
    return {**_head(entry.document), "paragraphs": entry.paragraphs, "concepts": entry.concepts}


def _head(document: Document) -> Record:
    return {
        "id": document.symbol,
        "lang": document.lang,
        "title": document.title,
        "date": document.date,
        "url": url(document.symbol, document.lang),
    }


def _document_record(document: Document) -> Record:
    paragraphs = [
        {"label": each.label, "kind": each.kind, "level": each.level, "text": each.text} for each in document.paragraphs
    ]
    return {**_head(document), "paragraphs": paragraphs}


def _terms_of(store: Store, document: Document) -> list[Record]:
    cited = store.concepts_in(document.symbol)
    briefs = served().briefs(concept for concept, _, _ in cited)
    return [
        {
            "concept": ident,
            "category": briefs[ident].category,
            "status": briefs[ident].status,
            "text": briefs[ident].name("zh"),
            "text_en": briefs[ident].name("en"),
            "paragraph": label,
            "count": count,
        }
        for ident, label, count in cited
        if ident in briefs and briefs[ident].status != "rejected"
    ]


def _json(record: object) -> Response:
    return Answer(dumps(record), content_type="application/json")
