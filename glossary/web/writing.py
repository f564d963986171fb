"""The writing half of the API: concepts are created, changed, decided on, merged, and taken back.

A write names the state that it was made on: `If-Match` with the ETag of the concept as read, else nothing is written.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

from flask import Response, abort, current_app, g, request, url_for
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.models.tag import Tag
from werkzeug.http import parse_etags

from glossary import termbase
from glossary.errors import Conflict, Forbidden
from glossary.review import Reviewer, Stale, seen
from glossary.tokens import Tokens
from glossary.web import answered, asked, problems, written
from glossary.web.api import Responses, change_record, problem, whole_record
from glossary.web.guard import concept_tag, served

_TAG = re.compile(r"(c[0-9]{1,18})-([0-9]{1,18})(-.*)?", re.DOTALL)
FILES = "writing.import_files"  # what is sent there is no JSON
_BEARER = 'Bearer realm="glossary"'

SECURITY_SCHEMES: dict[str, Any] = {
    "token": {"type": "http", "scheme": "bearer", "description": "A token from `glossary token add`."}
}
_RESPONSES: Responses = {
    "400": problem("The body is no JSON"),
    "401": problem("No token, or one that is not known (any more)"),
    "403": problem("The token lacks the role editor, or the term base is the shipped one, which is only read"),
    "404": problem("There is no such concept"),
    "409": problem("The concept has changed since it was read (`changes` says how), or does not fit what is there"),
    "413": problem("The body is too long"),
    "415": problem("The body is not application/json"),
    "422": problem("A field breaks a rule; it is named"),
    "500": problem("The service failed"),
    "503": problem("The term base or the tokens cannot be read, or another writer keeps the term base"),
}
_ON_ONE: Responses = {"428": problem("If-Match is missing: send the ETag of the concept as you read it")}
_WHOLE: Responses = {"200": answered.ConceptAnswer, **_ON_ONE}
_WRITING = Tag(
    name="editing",
    description=(
        "Needs a token with the role editor. Writes on a concept need If-Match with its ETag, and answer with the "
        "concept as it is then and its new ETag; `*` writes over whatever there is."
    ),
)

writing = APIBlueprint(
    "writing",
    __name__,
    url_prefix="/api/v1",
    abp_tags=[_WRITING],
    abp_responses=_RESPONSES,
    abp_security=[{"token": []}],
)


@writing.before_request
def authorize() -> None:
    """Let in who has a token with the role editor, and a body that is JSON."""
    kind, _, given = request.headers.get("Authorization", "").partition(" ")
    token = Tokens(served().path).find(given.strip()) if kind.lower() == "bearer" and given.strip() else None
    if token is None:
        told = f'{_BEARER}, error="invalid_token"' if given else _BEARER
        detail = "this token is not known" if given else "writing needs a token: send `Authorization: Bearer ...`"
        abort(problems.answer(401, detail, headers={"WWW-Authenticate": told}))
    if token.role != "editor":
        raise Forbidden(f"the token of {token.name} has the role {token.role}: writing needs one with the role editor")
    termbase.refuse_shipped(served().path)
    if request.endpoint != FILES and (request.content_length or request.method in ("PUT", "PATCH")):
        request.get_json()
    g.writer = Reviewer(served().store, token.name)


@writing.errorhandler(Stale)
def stale(error: Stale) -> Response:
    """Answer 409 with what has changed."""
    return problems.answer(409, str(error), changes=[change_record(change) for change in error.changes])


@writing.post("/concepts", responses={"201": answered.ConceptAnswer})
def create(body: written.NewConceptBody) -> Response:
    """Make a new concept; its status is proposed unless the body says otherwise."""
    ident = reviewer().create(body.concept())
    response = _answer(ident, 201)
    response.headers["Location"] = url_for("api.concept", id=ident)
    return response


@writing.put("/concepts/<id>", responses=_WHOLE)
def put(path: asked.ConceptPath, header: written.Condition, body: written.ConceptBody) -> Response:
    """Put a concept in the place of what it was."""
    if body.id not in ("", path.id):
        raise Conflict(f"id is {body.id}, the address says {path.id}")
    reviewer().write(replace(body.concept(), id=path.id), _expected(path.id, header))
    return _answer(path.id)


@writing.patch("/concepts/<id>", responses=_WHOLE)
def patch(path: asked.ConceptPath, header: written.Condition, body: written.PatchBody) -> Response:
    """Change some fields of a concept: a merge patch, in which a list is replaced as a whole."""
    store = served().store
    expected = _expected(path.id, header)
    before = seen(store, path.id) if expected is None else expected
    reviewer().write(body.applied(store.concept(path.id)), before)
    return _answer(path.id)


@writing.delete("/concepts/<id>", responses=_WHOLE)
def delete(path: asked.ConceptPath, header: written.Condition) -> Response:
    """Reject a concept: it is kept with the status rejected, so that later documents do not bring it back."""
    reviewer().decide(path.id, "rejected", _expected(path.id, header))
    return _answer(path.id)


@writing.post("/concepts/<id>/accept", responses=_WHOLE)
def accept(path: asked.ConceptPath, header: written.Condition) -> Response:
    """Approve a concept."""
    reviewer().decide(path.id, "approved", _expected(path.id, header))
    return _answer(path.id)


@writing.post("/concepts/<id>/reject", responses=_WHOLE)
def reject(path: asked.ConceptPath, header: written.Condition) -> Response:
    """Reject a concept, as DELETE does."""
    reviewer().decide(path.id, "rejected", _expected(path.id, header))
    return _answer(path.id)


@writing.post("/concepts/<id>/merge", responses=_WHOLE)
def merge(path: asked.ConceptPath, header: written.Condition, body: written.MergeBody) -> Response:
    """Move names, citations, notes and relations to another concept, and reject this one; answers with the other."""
    reviewer().merge(path.id, body.into, _expected(path.id, header))
    return _answer(body.into)


@writing.post("/concepts/<id>/undo", responses={**_WHOLE, "204": {"description": "The concept was new: it is gone"}})
def undo(path: asked.ConceptPath, header: written.Condition) -> Response:
    """Take back the last change that still stands; undoing a merge restores both concepts."""
    reviewer().undo(path.id, _expected(path.id, header))
    if next(served().store.concepts([path.id]), None) is None:
        return Response(status=204)
    return _answer(path.id)


def reviewer() -> Reviewer:
    """Return who writes."""
    found = g.writer
    assert isinstance(found, Reviewer)
    return found


def _expected(concept_id: str, header: written.Condition) -> int | None:
    """The revision in If-Match; None for `*`; 0, which is no revision, for a tag of something else."""
    served().store.concept(concept_id)
    if not header.if_match.strip():
        abort(428, "this write needs If-Match with the ETag of the concept as you read it")
    tags = parse_etags(header.if_match)
    if tags.star_tag:
        return None
    found = [_TAG.fullmatch(tag or "") for tag in tags.as_set(include_weak=True)]
    revisions = [int(tag[2]) for tag in found if tag and tag[1] == concept_id]
    current = seen(served().store, concept_id)
    return current if current in revisions else max(revisions, default=0)


def _answer(concept_id: str, status: int = 200) -> Response:
    store = served().store
    response: Response = current_app.json.response(whole_record(store, concept_id))  # type: ignore[assignment]
    response.status_code = status
    response.set_etag(concept_tag(concept_id))
    response.headers["Cache-Control"] = "no-store"
    return response
