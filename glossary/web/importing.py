"""The pages on which an editor brings files in: what is sent is looked at first, then brought in, and can be undone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from flask import Blueprint, Response, redirect, render_template, request, url_for
from pydantic import ValidationError
from werkzeug.wrappers import Response as BaseResponse

from glossary import imports
from glossary.errors import InputError
from glossary.ingest import Report
from glossary.web import bringing, uploads
from glossary.web.bringing import ImportQuery
from glossary.web.guard import fresh, served
from glossary.web.session import ask_to_sign_in, writer

_LISTED = 200  # of each kind of line on one page
_RECENT = 50

importing = Blueprint("importing", __name__, template_folder="templates")


@importing.before_request
def allow_files() -> None:
    """Let what is sent here be longer than other forms."""
    request.max_content_length = uploads.MAX_UPLOAD


@importing.get("/import")
def ask() -> BaseResponse:
    """Ask for files."""
    return ask_to_sign_in() or _page(ImportQuery.model_validate({}))


@importing.post("/import")
def check() -> BaseResponse:
    """Show what files would do, those sent now or before; nothing is written."""
    who, told = writer(), _told()
    word = request.form.get("upload", "")
    if any(file.filename for file in request.files.getlist("file")):
        uploads.drop(word)
        word = ""
    try:
        word = word or uploads.keep(request.files.getlist("file"))
        return _checked(word, told, who)
    except InputError as error:
        return _page(told, upload=word, problem=str(error), status=error.status)


@importing.post("/import/confirm")
def confirm() -> BaseResponse:
    """Bring in what was looked at; when the term base has changed since, show what it would do now."""
    who, told = writer(), _told()
    word = request.form.get("upload", "")
    paths = uploads.kept(word)
    if request.form.get("revision") != str(served().store.revision):
        return _checked(word, told, who, has_changed=True)
    try:
        report = uploads.bring(paths, bringing.options(told, who))
    except InputError as error:
        return _page(told, upload=word, problem=str(error), status=error.status)
    uploads.drop(word)
    return _page(told, report=report, names=_names(paths), is_done=True)


@importing.get("/imports")
def listed() -> BaseResponse:
    """List the imports."""
    page = render_template("imports.html", imports=imports.imports(served().store, _RECENT, _before()), limit=_RECENT)
    return ask_to_sign_in() or fresh(page)


@importing.post("/imports/<int:number>/undo")
def undo(number: int) -> BaseResponse:
    """Take an import back."""
    imports.undo(served().store, number, writer(), except_changed="except_changed" in request.form)
    return redirect(url_for("importing.listed"), 303)


def _before() -> int:
    text = request.args.get("before", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 18 else 2**62


def _told() -> ImportQuery:
    form = request.form.to_dict()
    known = {name: form[name] for name in ("strict", "accept", "on_conflict", "columns") if name in form}
    try:
        return ImportQuery.model_validate(known)
    except ValidationError as error:
        raise InputError("the form is not whole: open the page again") from error


def _checked(word: str, told: ImportQuery, who: str, *, has_changed: bool = False) -> Response:
    paths = uploads.kept(word)
    trial = told.model_copy(update={"dry_run": True})
    report = uploads.bring(paths, bringing.options(trial, who))
    return _page(told, upload=word, report=report, names=_names(paths), has_changed=has_changed)


def _names(paths: list[Path]) -> str:
    return ", ".join(path.name for path in paths)


def _page(told: ImportQuery, *, status: int = 200, report: Report | None = None, **shown: Any) -> Response:
    page = render_template(
        "import.html",
        told=told,
        report=report,
        revision=served().store.revision,
        limit=_LISTED,
        megabytes=uploads.MAX_UPLOAD // (1024 * 1024),
        **{"upload": "", "problem": "", "names": "", "is_done": False, "has_changed": False, **shown},
    )
    return fresh(page, status)
