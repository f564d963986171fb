"""The term base on the web: pages for people, JSON under /api/v1 for programs.

The only package that imports flask; flask-openapi3 and pydantic describe and check the API.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import IO, Any, NoReturn, cast

from flask import Flask, Request, Response
from flask.json.provider import JSONProvider
from flask_openapi3.blueprint import APIBlueprint
from flask_openapi3.openapi import OpenAPI
from pydantic_core import from_json
from werkzeug.exceptions import BadRequest, RequestEntityTooLarge, UnsupportedMediaType
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import MapAdapter
from werkzeug.utils import cached_property

from glossary import records, termbase
from glossary.lookup import Known, Lookup
from glossary.web import (
    answered,
    api,
    asked,
    bringing,
    byurl,
    checking,
    compression,
    editing,
    guard,
    importing,
    language,
    limiting,
    pages,
    problems,
    review,
    searching,
    session,
    writing,
)

__all__ = ["create_app"]


class _Json(JSONProvider):
    """JSON in UTF-8 as it is, keys in our order; half a surrogate pair, NaN and bottomless nesting are refused."""

    def dumps(self, obj: Any, **_: Any) -> str:
        return records.dumps(obj).decode()

    def loads(self, s: str | bytes, **_: Any) -> Any:
        if isinstance(s, bytes):
            s = s.removeprefix(BOM_UTF8)  # which some editors put there; RFC 8259, section 8.1: it may be passed over
        return from_json(s, allow_inf_nan=False)

    def response(self, *args: Any, **kwargs: Any) -> Response:
        return Response(records.dumps(self._prepare_response_obj(args, kwargs)), mimetype="application/json")


class _Request(Request):
    """A request; a body whose length is told is read in one piece, and one that is no JSON is told where and why."""

    @cached_property
    def stream(self) -> IO[bytes]:
        told = self.environ.get("CONTENT_LENGTH", "")
        short = told.isdecimal() and int(told) <= asked.MAX_BODY and "HTTP_TRANSFER_ENCODING" not in self.environ
        if not short or "wsgi.input_terminated" not in self.environ:
            return super().stream
        return cast("IO[bytes]", self.environ["wsgi.input"])  # which ends there: nobody need count along

    @property
    def is_json(self) -> bool:
        return self.environ.get("CONTENT_TYPE") == "application/json" or super().is_json

    def on_json_loading_failed(self, e: ValueError | None) -> NoReturn:
        if e is None:
            raise UnsupportedMediaType(f"the body is {self.mimetype or 'of no type'}: send application/json")
        if coding := self.headers.get("Content-Encoding", ""):
            raise UnsupportedMediaType(f"the body is packed ({coding}): send it as it is")
        if len(self.get_data()) >= asked.MAX_BODY:  # of a body that did not tell its length the rest is cut off
            raise RequestEntityTooLarge
        raise BadRequest(problems.no_json(e, self.get_data()))


class _Application(OpenAPI):
    """The application; every view and hook of ours is a plain function, which need not be asked each time."""

    request_class = _Request

    def register_api(self, api: APIBlueprint, **options: Any) -> None:
        """Register a blueprint; the library would describe a path by the last one that has it, all methods or not."""
        before = dict(self.paths)
        super().register_api(api, **options)
        for path, item in before.items():
            now = self.paths[path]
            for method in ("get", "put", "post", "delete", "patch"):
                if getattr(now, method) is None and (operation := getattr(item, method)) is not None:
                    setattr(now, method, operation)

    def create_url_adapter(self, request: Request | None) -> MapAdapter | None:
        """Bind the routes to what a request has read of its environment already; no route asks for a host."""
        if request is None:
            return super().create_url_adapter(request)
        query = request.query_string.decode("utf-8", "replace")
        place = request.host, request.root_path, "", request.scheme, request.path
        return MapAdapter(self.url_map, *place, request.method, query)

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        return func


def create_app(
    db: Path,
    index_folder: Path,
    *,
    allowed_hosts: Sequence[str] = (),
    cors_origins: Sequence[str] = (),
    rate_limit: str = "",
    behind_proxy: bool = False,
    known: Known | None = None,
) -> Flask:
    """Make the application that serves a term base; it is ready, and keeps itself up to date, when this returns.

    `allowed_hosts` are host names to answer for besides the local ones; `cors_origins` are the origins whose pages may
    read the API (`*` for all); `rate_limit` is how much each client may ask (`600/minute`), anything without it;
    `behind_proxy` believes a proxy which scheme and client a request came by (X-Forwarded-Proto, X-Forwarded-For), but
    not which host: it passes Host on. `known` is what another process has made of the term base already. Raises
    NotFound or StaleDatabase when the term base cannot be read, InputError for a rate limit that makes no sense.
    """
    lookup = Lookup(db, index_folder, known=known)
    lookup.refresh()
    app = _Application(
        "glossary.web",
        info=api.INFO,
        doc_ui=False,
        security_schemes=writing.SECURITY_SCHEMES,
        validation_error_model=answered.Problem,
        validation_error_callback=problems.invalid,
        static_folder=str(termbase.shipped("static")),
    )
    app.json = _Json(app)
    app.config["MAX_CONTENT_LENGTH"] = app.config["MAX_FORM_MEMORY_SIZE"] = asked.MAX_BODY
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.extensions["glossary"] = lookup
    app.extensions["openapi"] = lambda: app.api_doc
    if behind_proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app)  # type: ignore[method-assign]
    compression.register(app)
    guard.register(app, allowed_hosts, cors_origins)
    if rate_limit:
        limiting.register(app, rate_limit)
    problems.register(app)
    app.register_api(api.api)
    app.register_api(bringing.writing)
    language.register(app)
    session.register(app)
    app.register_blueprint(review.review)
    app.register_blueprint(editing.editing)
    app.register_blueprint(importing.importing)
    app.register_blueprint(searching.searching)
    app.register_blueprint(byurl.byurl)
    app.register_blueprint(pages.pages)
    app.register_blueprint(checking.checking)
    lookup.watch()
    return app
