"""Answers compressed with gzip for who asks for it; what is short or compressed already goes as it is."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterable, Iterator

from flask import Flask, Response, request
from werkzeug.wsgi import ClosingIterator, FileWrapper

_LEAST = 1024  # bytes: below this it is not worth the header
_LEVEL = 5
_FAST = 1  # for what is long
_LONG = 128 * 1024
_TEXTS = ("text/", "application/json", "application/problem+json", "application/xml", "application/x-", "image/svg+xml")
_MORE_TEXTS = ("+xml", "+json", "jsonl", "javascript")


def register(app: Flask) -> None:
    """Compress the answers of an application, after whatever else changes them: register this first."""
    app.after_request(_compressed)


def _compressed(response: Response) -> Response:
    given = response.headers.get("Content-Length", "")
    if given and int(given) < _LEAST:
        return response  # soon told of most answers
    if not _is_text(response.mimetype) or response.status_code in (204, 304) or "Content-Encoding" in response.headers:
        return response
    response.headers.add("Vary", "Accept-Encoding")
    file = response.direct_passthrough
    tag, weak = response.get_etag()
    strong = tag is not None and not weak and not file  # names these very bytes
    if strong or request.method == "HEAD" or not _accepted():
        return response
    if response.is_streamed and not file:
        response.response = _stream(response.iter_encoded())
        response.headers.pop("Content-Length", None)
    else:
        opened = response.response  # a static file stays open until somebody closes it
        response.direct_passthrough = False
        data = response.get_data()
        if isinstance(opened, ClosingIterator | FileWrapper):
            opened.close()
        if len(data) < _LEAST:
            return response
        response.set_data(gzip.compress(data, _LEVEL if len(data) < _LONG else _FAST, mtime=0))
    if tag is not None:
        response.set_etag(tag, weak=True)
    response.headers["Content-Encoding"] = "gzip"
    return response


def _is_text(media_type: str | None) -> bool:
    return bool(media_type) and (str(media_type).startswith(_TEXTS) or str(media_type).endswith(_MORE_TEXTS))


def _accepted() -> bool:
    header = request.headers.get("Accept-Encoding", "")
    return "gzip" in header and request.accept_encodings.quality("gzip") > 0


def _stream(chunks: Iterable[bytes]) -> Iterator[bytes]:
    pressing = zlib.compressobj(_LEVEL, wbits=31)
    for chunk in chunks:
        if pressed := pressing.compress(chunk):
            yield pressed
    yield pressing.flush()
