"""The part of the API that brings files in and takes imports back."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from flask import Response, current_app, request
from flask_openapi3.models.file import FileStorage
from flask_openapi3.models.tag import Tag
from pydantic import ConfigDict, Field

from glossary import imports, ingest
from glossary.web import answered, uploads
from glossary.web.api import problem
from glossary.web.asked import Asked
from glossary.web.guard import served
from glossary.web.writing import FILES, reviewer, writing

_IMPORTS = Tag(name="import", description="Term lists and documents come in, and imports are taken back whole.")


class ImportForm(Asked):
    """Files and how they come in: fields of a form, of which all but the files may stand in the address as well."""

    # Described as required, but a file may also be the body itself.
    model_config = ConfigDict(json_schema_extra={"required": ["file"]})

    file: list[FileStorage] = Field(
        [], description="One file or several, with their names.", json_schema_extra={"minItems": 1}
    )


class ImportQuery(Asked):
    """How files come in."""

    dry_run: bool = Field(False, description="Say what would be done, and do nothing.")
    strict: bool = Field(False, description="A faulty record stops everything.")
    accept: bool = Field(False, description="Approve what comes in.")
    on_conflict: Literal["keep", "overwrite", "both"] = Field(
        "keep",
        description="Where the term base has another English: keep it and skip the record; let the file's count; both.",
    )
    name: Annotated[str, Field(max_length=200, description="The name of a file that is sent as the body itself.")] = ""
    columns: Annotated[str, Field(max_length=1000, description="Which columns of a table hold what: `zh=A,en=B`.")] = ""


class ImportPath(Asked):
    """An import."""

    number: int = Field(ge=1, le=2**62, description="Its number, which is a revision of the term base.")


class UndoQuery(Asked):
    """How an import is taken back."""

    except_changed: bool = Field(False, description="Leave concepts that have changed since as they are.")


class ImportsQuery(Asked):
    """Which imports."""

    limit: int = Field(100, ge=1, le=1000)
    before: int = Field(2**62, ge=1, le=2**62, description="Only those with a smaller number.")


__all__ = ["writing"]


@writing.before_request
def allow_files() -> None:
    """Let an import be longer than other bodies."""
    if request.endpoint == FILES:
        request.max_content_length = uploads.MAX_UPLOAD


@writing.post("/import", tags=[_IMPORTS], responses={"200": answered.ImportAnswer})
def import_files(form: ImportForm, query: ImportQuery) -> Response:
    """Bring in term lists, documents and aligned segments as one change, or say what that would do.

    The form is multipart/form-data of at most 64 MiB; one file may also be sent as the body itself, with its `name`
    or a media type that tells what it is.
    """
    told = ImportQuery.model_validate({**request.form.to_dict(), **query.model_dump(exclude_unset=True)})
    word = uploads.keep(form.file or uploads.body(told.name))
    try:
        report = uploads.bring(uploads.kept(word), options(told, reviewer().who))
    finally:
        uploads.drop(word)
    return _json({"dry_run": told.dry_run, **report.record()})


@writing.get("/imports", tags=[_IMPORTS], responses={"200": answered.ImportsAnswer})
def list_imports(query: ImportsQuery) -> Response:
    """List the imports, newest first."""
    return _json({"imports": [each.record() for each in imports.imports(served().store, query.limit, query.before)]})


@writing.post(
    "/imports/<int:number>/undo",
    tags=[_IMPORTS],
    responses={"200": answered.UndoneAnswer, "404": problem("There is no such import")},
)
def undo_import(path: ImportPath, query: UndoQuery) -> Response:
    """Take an import back: what it added goes, what it changed is as it was before."""
    undone = imports.undo(served().store, path.number, reviewer().who, except_changed=query.except_changed)
    return _json(undone.record())


def options(told: ImportQuery, who: str) -> ingest.Options:
    """Return how files come in, as they were asked to."""
    return ingest.Options(
        who=who,
        strict=told.strict,
        accept=told.accept,
        dry_run=told.dry_run,
        on_conflict=told.on_conflict,
        columns=ingest.pairs_of(told.columns),
    )


def _json(record: dict[str, Any]) -> Response:
    response: Response = current_app.json.response(record)  # type: ignore[assignment]
    response.headers["Cache-Control"] = "no-store"
    return response
