"""What holds for every request and every answer: who may ask, what browsers may do, what may be kept."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache, lru_cache, wraps
from importlib.metadata import PackageNotFoundError, version
from typing import Any, ParamSpec, cast
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, make_response, request
from flask.typing import ResponseReturnValue

from glossary.lookup import Lookup
from glossary.review import seen
from glossary.web import problems

P = ParamSpec("P")

LOCAL_HOSTS = ("localhost", "127.0.0.1", "::1")

_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = [
    ("Content-Security-Policy", _POLICY),
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
]
_UNTOLD = [*_HEADERS, ("Cache-Control", "no-cache")]
# POST under these paths only reads: a question too long for a URL.
_READING_POSTS = ("/api/v1/annotate", "/api/v1/check", "/api/v1/lookup")


class Answer(Response):
    """A response with the headers of all; what is whole is handed on as it is, where nothing is left to correct."""

    def get_wsgi_response(self, environ: dict[str, Any]) -> tuple[Iterable[bytes], str, list[tuple[str, str]]]:
        """Return body, status and headers for the server."""
        body, headers = self.response, list(self.headers)
        told = dict(headers)
        whole = type(body) is list and "Content-Length" in told and self.status_code == 200
        if not whole or environ["REQUEST_METHOD"] == "HEAD":
            body, _, headers = super().get_wsgi_response(environ)
        headers += _HEADERS if "Cache-Control" in told else _UNTOLD
        return cast("Iterable[bytes]", body), self.status, headers


def register(app: Flask, allowed_hosts: Sequence[str], cors_origins: Sequence[str]) -> None:
    """Guard an application. `allowed_hosts` are names without port; `cors_origins` are origins, or `*`."""
    app.response_class = Answer
    hosts = {host.strip("[]").rstrip(".").lower() for host in (*LOCAL_HOSTS, *allowed_hosts)}

    @app.before_request
    def refuse_foreign_hosts() -> Response | None:
        # A page of another site could point its own name at this machine and read what only its user may.
        if host_name(request.host) in hosts:
            return None
        return problems.answer(421, f"this service does not answer for {request.host!r}: allow the host by name")

    if cors_origins:
        _share(app, frozenset(cors_origins))


def _share(app: Flask, origins: frozenset[str]) -> None:
    @app.before_request
    def answer_preflight() -> Response | None:
        if request.method != "OPTIONS":
            return None
        asked = request.headers.get("Access-Control-Request-Method")
        if asked is None or not _may_read(asked):
            return None
        return Response(status=204) if _origin(origins) else None

    @app.after_request
    def add_cors(response: Response) -> Response:
        if request.path.startswith("/api/"):
            _add_cors(response, _origin(origins))
        return response


@lru_cache(maxsize=1024)
def host_name(host: str) -> str:
    """Return a Host header's name without port, brackets and final dot; empty when it makes no sense.

    >>> host_name("[::1]:8000"), host_name("Example.org.:80"), host_name("a:b:c")
    ('::1', 'example.org', '')
    """
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    return (parts.hostname or "").rstrip(".") if not (parts.path or parts.username) else ""


def _may_read(method: str) -> bool:
    return method in ("GET", "HEAD") or (method == "POST" and request.path in _READING_POSTS)


def _origin(origins: frozenset[str]) -> str | None:
    origin = request.headers.get("Origin", "")
    if "*" in origins:
        return "*"
    return origin if origin in origins else None


def _add_cors(response: Response, origin: str | None) -> None:
    response.vary.add("Origin")
    asked = request.headers.get("Access-Control-Request-Method", request.method)
    if origin is None or not _may_read(asked):
        return
    response.headers["Access-Control-Allow-Origin"] = origin
    response.headers["Access-Control-Expose-Headers"] = "ETag, Content-Disposition"
    if request.method == "OPTIONS":
        response.headers["Access-Control-Allow-Methods"] = "GET, HEAD, POST"
        response.headers["Access-Control-Allow-Headers"] = "Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "600"


def served() -> Lookup:
    """Return the look-ups of the application that answers."""
    found = current_app.extensions["glossary"]
    assert isinstance(found, Lookup)
    return found


def by_index(lookup: Lookup) -> int:
    """Return the revision of the index, on which searches depend."""
    return lookup.revision


def by_store(lookup: Lookup) -> int:
    """Return the revision of the term base, on which everything else depends."""
    return lookup.store.revision


def cached(
    revision: Callable[[Lookup], int], asker: Callable[[], str] = str
) -> Callable[[Callable[P, ResponseReturnValue]], Callable[P, Response]]:
    """Give answers an ETag of revision and URL, and answer 304 when the asker has them already.

    `asker` tells what else the answer depends on.
    """

    def decorate(view: Callable[P, ResponseReturnValue]) -> Callable[P, Response]:
        @wraps(view)
        def answer(*args: P.args, **kwargs: P.kwargs) -> Response:
            lookup, environ = served(), request.environ
            tag = f"revision-{revision(lookup)}-{_variant(lookup, environ, asker())}"
            if "HTTP_IF_NONE_MATCH" in environ and known(tag):
                response = Response(status=304)
            else:
                found = view(*args, **kwargs)
                response = found if isinstance(found, Response) else make_response(found)
                if response.status_code != 200:
                    return response
            response.set_etag(tag, weak=True)
            return response

        return answer

    return decorate


def fresh(page: str, status: int = 200) -> Response:
    """Return a page that nobody keeps, since it depends on who asks and when."""
    response = Response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def known(tag: str) -> bool:
    """Say whether the asker has the answer with this ETag already."""
    return request.if_none_match.contains_weak(tag)


def concept_tag(concept_id: str) -> str:
    """Return the strong ETag of a concept: its id, the revision of its last change, and what else the answer shows.

    A write is compared by the first two (`c12-57`); the rest tells answers apart that show changes of its neighbours.
    """
    store = served().store
    parts = (_version(), served().identity)
    return f"{concept_id}-{seen(store, concept_id)}-{store.revision}-{zlib.crc32(repr(parts).encode()):08x}"


def _variant(lookup: Lookup, environ: Mapping[str, Any], asker: str) -> str:
    """What else an answer depends on: the program, the file, the URL, who asks."""
    url = f"{environ['PATH_INFO']}\n{environ.get('QUERY_STRING', '')}"
    parts = f"{_version()}\n{lookup.identity}\n{url}\n{asker}"
    return f"{zlib.crc32(parts.encode('utf-8', 'surrogatepass')):08x}"


@cache
def _version() -> str:
    try:
        return version("glossary")
    except PackageNotFoundError:
        return hashlib.sha256(__file__.encode()).hexdigest()[:8]
