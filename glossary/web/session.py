"""Signing in to the pages with a token: a signed cookie that ends with the token, and a secret in every form."""

from __future__ import annotations

import hmac
import secrets
from datetime import timedelta
from typing import Any, cast

from flask import Blueprint, Flask, Request, Response, abort, g, redirect, render_template, request, session, url_for
from flask.sessions import NullSession, SecureCookieSession, SecureCookieSessionInterface
from werkzeug.wrappers import Response as BaseResponse

from glossary import termbase
from glossary.errors import Forbidden, GlossaryError
from glossary.tokens import Token, Tokens
from glossary.web import problems
from glossary.web.guard import served
from glossary.web.language import chosen

_PLAIN = ("/api/", "/static/")  # what is asked there does not depend on who is signed in
_NOBODY = NullSession()
_LIFETIME = timedelta(hours=12)

signing = Blueprint("signing", __name__, template_folder="templates")


class _Sessions(SecureCookieSessionInterface):
    """Sessions signed with the secret beside the tokens, so that every worker process knows them."""

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        if request.path.startswith(_PLAIN):
            return _NOBODY
        if self.get_cookie_name(app) not in request.cookies:
            return self.session_class()
        return super().open_session(app, request)

    def get_signing_serializer(self, app: Flask) -> Any:
        try:
            app.secret_key = Tokens(app.extensions["glossary"].path).secret or None
        except GlossaryError:  # nobody is signed in; signing in says why
            app.secret_key = None
        return super().get_signing_serializer(app)

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002  as Flask calls it
        return request.is_secure or request.headers.get("X-Forwarded-Proto") == "https"


def register(app: Flask) -> None:
    """Give an application its sessions, and templates who is signed in."""
    app.session_interface = _Sessions()
    app.config.update(
        SESSION_COOKIE_NAME="glossary_session",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Strict",
        SESSION_REFRESH_EACH_REQUEST=False,
        PERMANENT_SESSION_LIFETIME=_LIFETIME,
    )
    app.context_processor(lambda: {"editor": signed_in(), "csrf": session.get("csrf", "")})
    app.register_blueprint(signing)


def signed_in() -> Token | None:
    """Return the token of who is asking; None for a visitor."""
    if "editor" not in g:
        g.editor = None  # also when the tokens cannot be read, for the page that says so
        name = session.get("name")
        token = Tokens(served().path).named(name) if name else None
        if token is not None and hmac.compare_digest(token.digest, str(session.get("token"))):
            g.editor = token
    return cast("Token | None", g.editor)


def visitor() -> str:
    """Tell who is asking, and in which language: what pages depend on beside the term base."""
    editor = signed_in()
    return f"{chosen()} {editor.name if editor else ''}"


def writer() -> str:
    """Return who writes; refuses whoever may not, a form that is not ours, and the shipped term base."""
    token = signed_in()
    if token is None:
        abort(problems.answer(401, "you are not signed in, or not any more: sign in and do it again"))
    _check_form()
    if token.role != "editor":
        raise Forbidden(f"the token of {token.name} has the role {token.role}: editing needs one with the role editor")
    termbase.refuse_shipped(served().path)
    return token.name


def _check_form() -> None:
    given = request.headers.get("X-CSRF-Token") or request.form.get("csrf", "")
    if not hmac.compare_digest(given.encode(), str(session.get("csrf", "")).encode()) or not given:
        raise Forbidden("this form was not made in your session: open the page again and send it from there")


def ask_to_sign_in() -> BaseResponse | None:
    """Return a redirect to the sign-in that leads back here, for a page that only makes sense to an editor."""
    if signed_in() is not None:
        return None
    return redirect(url_for("signing.sign_in", next=request.full_path.rstrip("?")))


def local(path: str | None, default: str) -> str:
    """Return a path of this site to go on to; another site's address is not followed.

    >>> [local(path, "/") for path in ("/review?x=1", "//evil.example", "https://evil.example", "/\\\\evil.example")]
    ['/review?x=1', '/', '/', '/']
    """
    here = path and path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if here and path else default


@signing.get("/signin")
def sign_in() -> Response:
    """Ask for the token; to who is signed in, offer to sign out."""
    return _page()


@signing.post("/signin")
def begin() -> BaseResponse:
    """Begin a session."""
    if request.headers.get("Sec-Fetch-Site", "same-origin") not in ("same-origin", "none"):
        raise Forbidden("a page of another site may not sign you in: open the sign-in page itself")
    tokens = Tokens(served().path)
    token = tokens.find(request.form.get("token", "").strip())
    if token is None:
        return _page("wrong_token" if tokens.secret else "no_tokens", 401)
    session.clear()
    session.permanent = True
    session.update(name=token.name, token=token.digest, csrf=secrets.token_urlsafe(24))
    return redirect(local(request.form.get("next"), "/review"), 303)


@signing.post("/signout")
def end() -> BaseResponse:
    """End the session."""
    if signed_in() is not None:
        _check_form()
    session.clear()
    return redirect("/", 303)


def _page(problem: str = "", status: int = 200) -> Response:
    following = local(request.values.get("next"), "/review")
    response = Response(render_template("signin.html", problem=problem, next=following), status)
    response.headers["Cache-Control"] = "no-store"
    return response
