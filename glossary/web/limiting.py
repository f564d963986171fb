"""A limit on the requests of each client, off unless it is asked for.

The only module that imports flask_limiter, the optional extra `limit`. Every worker process counts for itself.
"""

from __future__ import annotations

from flask import Flask, Response, request

from glossary.errors import InputError


def check(rate: str) -> None:
    """Raise InputError for a rate that makes no sense, or without the extra."""
    try:
        import flask_limiter  # noqa: F401
        from limits import parse_many
    except ImportError as error:
        raise InputError("a rate limit needs Flask-Limiter: pip install '.[limit]'") from error
    try:
        parse_many(rate)
    except ValueError as error:
        raise InputError(f"the rate limit is “{rate}”: write it as 600/minute or 10/second") from error


def register(app: Flask, rate: str) -> None:
    """Answer 429 to a client, told by its address, that asks more than `rate` (`600/minute`); static files are free.

    Raises InputError for a rate that makes no sense, or without the extra.
    """
    check(rate)
    from flask_limiter import Limiter
    from flask_limiter.util import get_remote_address

    @app.after_request
    def wait_only_when_refused(response: Response) -> Response:
        if response.status_code != 429:
            response.headers.pop("Retry-After", None)  # the library, which comes before, tells it always
        return response

    limiter = Limiter(
        get_remote_address, app=app, application_limits=[rate], storage_uri="memory://", headers_enabled=True
    )
    limiter.request_filter(lambda: request.path.startswith("/static/"))
