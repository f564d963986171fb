"""What is answered when something goes wrong: problem+json (RFC 9457) under /api, an HTML page elsewhere."""

from __future__ import annotations

import logging
import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

from flask import Flask, Response, current_app, render_template, request
from pydantic import ValidationError
from werkzeug.exceptions import HTTPException, MethodNotAllowed, NotFound, TooManyRequests

from glossary.errors import GlossaryError

_log = logging.getLogger(__name__)
_PLACE = re.compile(r"(.+) at line (\d+) column (\d+)")
_WANTED = {
    "model_type": "an object",
    "model_attributes_type": "an object",
    "tuple_type": "a list",
    "list_type": "a list",
}
# What the parser says, for people.
_PLAIN = {
    "EOF while parsing a value": "it ends where a value should begin",
    "EOF while parsing": "it ends inside",
    "recursion limit exceeded": "lists and objects stand more than 200 deep",
    "unexpected end of hex escape": "half a surrogate pair",
    "lone leading surrogate in hex escape": "half a surrogate pair",
    "invalid unicode code point": "bytes that are no UTF-8",
    "expected value": "a value should begin (NaN and Infinity are none)",
    "expected ident": "want true, false or null",
    "expected `": "want `",
    "key must be a string": "want a name in double quotes",
    "trailing characters": "something follows the end",
    "control character (\\u0000-\\u001F) found while parsing a string": "a control character in a string",
}


def register(app: Flask) -> None:
    """Answer every error of an application; nothing of the inside is shown."""
    app.register_error_handler(GlossaryError, _glossary_error)
    app.register_error_handler(ValidationError, invalid)
    app.register_error_handler(HTTPException, _http_error)
    app.register_error_handler(Exception, _unforeseen)


def invalid(error: ValidationError) -> Response:
    """Answer 422, naming each parameter at fault, what is wrong with it, and what is allowed."""
    faults = [_fault(each) for each in error.errors(include_url=False, include_context=False, include_input=False)]
    detail = "; ".join(f"{fault['where']}: {fault['what']}" if fault["where"] else fault["what"] for fault in faults)
    return answer(422, detail, errors=faults)


def no_json(error: ValueError, body: bytes) -> str:
    """Say why a body is no JSON, and where: by line and character, where the parser counts bytes.

    >>> no_json(ValueError("expected `:` at line 2 column 7"), '{"a":\\n"处" 1}'.encode())
    'the body is no JSON: want `:` at line 2, column 5'
    """
    if body[:2] in (BOM_UTF16_LE, BOM_UTF16_BE):
        return "the body is no JSON: it is in UTF-16, want UTF-8"
    found = _PLACE.fullmatch(str(error))
    if not found:
        return f"the body is no JSON: {error}"
    what, line, column = found[1], int(found[2]), int(found[3])
    before = body.split(b"\n")[line - 1][:column]
    for technical, plain in _PLAIN.items():
        what = what.replace(technical, plain)
    return f"the body is no JSON: {what} at line {line}, column {len(before.decode('utf-8', 'ignore'))}"


def answer(
    status: int,
    detail: str,
    errors: Iterable[Mapping[str, str]] = (),
    headers: Mapping[str, str] | None = None,
    changes: Iterable[Mapping[str, Any]] = (),
) -> Response:
    """Return an error in the form that suits who asks; `changes` are what a stale write has missed."""
    title = HTTPStatus(status).phrase
    if request.path.startswith("/api/") or request.headers.get("Accept") == "application/json":
        problem: dict[str, Any] = {"type": "about:blank", "title": title, "status": status, "detail": detail}
        if errors:
            problem["errors"] = list(errors)
        if changes:
            problem["changes"] = list(changes)
        body, media_type = current_app.json.dumps(problem), "application/problem+json"
    else:
        body, media_type = render_template("error.html", status=status, title=title, detail=detail), "text/html"
    response = Response(body, status, mimetype=media_type)
    response.headers["Cache-Control"] = "no-store"
    response.headers.update(headers or {})
    return response


def _fault(error: Any) -> dict[str, str]:
    where = ".".join(str(part) for part in error["loc"])
    wanted = _WANTED.get(error["type"])
    what = f"want {wanted}" if wanted else error["msg"].removeprefix("Value error, ")
    return {"where": where, "what": what}


def _glossary_error(error: GlossaryError) -> Response:
    if error.status >= 500:
        _log.error("%s %s: %s", request.method, request.path, error)
    return answer(error.status, str(error))


def _http_error(error: HTTPException) -> Response:
    if error.response is not None:
        return error.response  # type: ignore[return-value]
    status = error.code or 500
    kept = {name: value for name, value in error.get_headers() if name in ("Allow", "Location", "Retry-After")}
    if 300 <= status < 400:
        return error.get_response()  # type: ignore[return-value]
    detail = error.description or HTTPStatus(status).description
    if detail == NotFound.description:
        detail = f"there is nothing at {request.path}"
    if isinstance(error, MethodNotAllowed) and error.valid_methods:
        detail = f"{request.method} is not among what is answered here: {', '.join(sorted(error.valid_methods))}"
    if isinstance(error, TooManyRequests):
        detail = f"more requests than are answered to one client ({detail}): wait as Retry-After says"
    return answer(status, detail, headers=kept)


def _unforeseen(error: Exception) -> Response:
    _log.error("%s %s failed", request.method, request.path, exc_info=error)
    return answer(500, "the service failed on this request: its log tells why")
