"""The pages on which a concept is written by hand: a form that names the state it was made from, and the history."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response as BaseResponse

from glossary.errors import InputError, InvalidRecord
from glossary.lookup import columns
from glossary.models import (
    CATEGORIES,
    CONCEPT_STATUSES,
    TERM_KINDS,
    TERM_STATUSES,
    Change,
    Citation,
    Concept,
    Note,
    Term,
)
from glossary.records import concept_from_record, concept_record
from glossary.review import Reviewer, Stale, seen, steps
from glossary.web.guard import served
from glossary.web.review import onward, state
from glossary.web.session import ask_to_sign_in, local, writer

_SPARE = 2  # empty rows at the end, for pages without scripts

editing = Blueprint("editing", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class TermRow:
    """A row of the form as it was typed; `was` is the name it had, by which its citations are found again."""

    was: str = ""
    text: str = ""
    lang: str = ""
    kind: str = "full_form"
    status: str = "preferred"
    reliability: str = ""
    sources: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed, right or wrong."""

    category: str = "concept"
    status: str = "proposed"
    subject: str = ""
    terms: tuple[TermRow, ...] = ()
    notes: tuple[Note, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Past:
    """A line of the history: what was done, and what it did to the concept."""

    change: Change
    note: str
    lost: tuple[str, ...]
    gained: tuple[str, ...]


@editing.get("/concepts/new")
def new() -> BaseResponse:
    """Show an empty form."""
    form = Form("unit", "approved", terms=(TermRow(lang="zh"), TermRow(lang="en")))
    return ask_to_sign_in() or _page(form, None, 0)


@editing.post("/concepts/new")
def create() -> BaseResponse:
    """Make a concept of the form."""
    who, form = writer(), _form()
    if "more" in request.form:
        return _page(form, None, 0)
    try:
        ident = Reviewer(served().store, who).create(_concept(form, Concept()))
    except InvalidRecord as error:
        return _page(form, None, 0, problem=error.reason, status=422)
    return redirect(url_for("pages.concept", id=ident), 303)


@editing.get("/concepts/<id>/edit")
def edit(id: str) -> BaseResponse:  # noqa: A002  the promised name of the parameter
    """Show a concept as a form."""
    store = served().store
    concept = store.concept(id)
    return ask_to_sign_in() or _page(_filled(concept), concept, seen(store, id))


@editing.post("/concepts/<id>/edit")
def save(id: str) -> BaseResponse:  # noqa: A002
    """Write the form over the concept, if nobody else has meanwhile."""
    store, who, form = served().store, writer(), _form()
    concept, before = store.concept(id), state()
    if "more" in request.form:
        return _page(form, concept, before)
    if "accept" in request.form:
        form = replace(form, status="approved")
    try:
        Reviewer(store, who).write(_concept(form, concept), before)
    except InvalidRecord as error:
        return _page(form, concept, before, problem=error.reason, status=422)
    except Stale as error:
        return _page(form, store.concept(id), seen(store, id), changes=error.changes, status=409)
    return redirect(onward(id), 303)


def _page(
    form: Form,
    concept: Concept | None,
    before: int,
    *,
    problem: str = "",
    changes: Iterable[Change] = (),
    status: int = 200,
) -> Response:
    langs = dict.fromkeys(["zh", "en", *(row.lang for row in form.terms if row.lang)])
    spare = tuple(TermRow(lang=lang) for lang in ("zh", "en")[:_SPARE])
    page = render_template(
        "edit.html",
        form=form,
        rows=(*form.terms, *(spare if concept or "more" in request.form else ())),
        concept=concept,
        seen=before,
        problem=problem,
        changes=list(changes),
        columns=columns,
        langs=list(langs),
        categories=CATEGORIES,
        statuses=CONCEPT_STATUSES,
        kinds=TERM_KINDS,
        term_statuses=TERM_STATUSES,
        next=local(request.values.get("next"), ""),
    )
    response = Response(page, status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _filled(concept: Concept) -> Form:
    rows = (
        TermRow(
            f"{term.lang}|{term.text}",
            term.text,
            term.lang,
            term.kind,
            term.status,
            str(term.reliability or ""),
            "\n".join(term.sources),
        )
        for term in concept.terms
    )
    return Form(concept.category, concept.status, concept.subject, tuple(rows), concept.notes)


def _form() -> Form:
    sent = request.form
    cells = (_lines(sent, f"term_{name}") for name in TermRow.__slots__)
    notes = zip(_lines(sent, "note_name"), _lines(sent, "note_text"), strict=False)
    try:
        rows = tuple(TermRow(*values) for values in zip(*cells, strict=True))
    except ValueError as error:
        raise InputError("the form is not whole: open the page again") from error
    return Form(
        sent.get("category", ""),
        sent.get("status", ""),
        sent.get("subject", "").strip(),
        tuple(row for row in rows if row.text),
        tuple(Note(name, text) for name, text in notes if text),
    )


def _lines(sent: MultiDict[str, str], name: str) -> list[str]:
    return [value.replace("\r\n", "\n").strip() for value in sent.getlist(name)]


def _concept(form: Form, base: Concept) -> Concept:
    """What was typed as a concept; all that the form does not show comes from `base`. Raises InvalidRecord."""
    known = {f"{term.lang}|{term.text}": term for term in base.terms}
    record = concept_record(replace(base, subject=form.subject, terms=(), notes=form.notes)) | {
        "category": form.category,
        "status": form.status,
    }
    terms = tuple(_term(row, number, known.get(row.was)) for number, row in enumerate(form.terms))
    return replace(concept_from_record(record), terms=terms)


def _term(row: TermRow, number: int, known: Term | None) -> Term:
    record = {
        "text": row.text,
        "lang": row.lang,
        "kind": row.kind,
        "status": row.status,
        "reliability": int(row.reliability) if row.reliability in ("1", "2", "3", "4") else None,
        "sources": [line.strip() for line in row.sources.split("\n") if line.strip()],
    }
    try:
        (term,) = concept_from_record({"terms": [record]}).terms
    except InvalidRecord as error:
        raise InvalidRecord(error.reason.replace("terms[0]", f"terms[{number}]")) from error
    if known is None:
        return term
    return replace(
        known,
        text=term.text,
        lang=term.lang,
        kind=term.kind,
        status=term.status,
        reliability=term.reliability,
        sources=term.sources,
        citations=tuple(_still_cited(known, term.text)),
    )


def _still_cited(known: Term, text: str) -> Iterator[Citation]:
    """The citations of a term under its new text: a place where that does not stand is no evidence for it."""
    shift, length = known.text.find(text), len(known.text)
    for cited in known.citations:
        if text == known.text:
            yield cited
        elif shift >= 0 and cited.start is not None and cited.end == cited.start + length:
            yield replace(cited, start=cited.start + shift, end=cited.start + shift + len(text))
        elif "".join(text.split()) in "".join((cited.context or "").split()):
            yield replace(cited, start=None, end=None)


# -- history -----------------------------------------------------------------------------------------------------------


@editing.get("/concepts/<id>/history")
def history(id: str) -> Response:  # noqa: A002
    """Show who did what to a concept, newest first."""
    store = served().store
    now = next(store.concepts([id]), None)
    lines: list[Past] = []
    after = now
    for step in steps(store, id):
        lost, gained = _differences(step.before, after)
        change = Change(step.revision, step.when, step.who, id, step.action)
        lines.append(Past(change, step.note, lost, gained))
        after = step.before
    if not lines:
        store.concept(id)
    page = render_template("history.html", id=id, concept=now, seen=seen(store, id), lines=lines)
    response = Response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _differences(before: Concept | None, after: Concept | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """What a concept lost and gained, in words of the record; nothing where one side is missing."""
    if before is None or after is None:
        return (), ()
    old, new = list(_facts(before)), list(_facts(after))
    return tuple(fact for fact in old if fact not in new), tuple(fact for fact in new if fact not in old)


def _facts(concept: Concept) -> Iterator[str]:
    yield f"category: {concept.category}"
    yield f"status: {concept.status}"
    if concept.subject:
        yield f"subject: {concept.subject}"
    for term in concept.terms:
        graded = f", {term.reliability}/4" if term.reliability else ""
        yield f"{term.text} ({term.lang}, {term.kind}, {term.status}{graded})"
        for source in term.sources:
            yield f"{term.text} ← {source}"
        if term.citations:
            yield f"{term.text}: {len(term.citations)} ¶"
    for definition in concept.definitions:
        yield definition.text
    for relation in concept.relations:
        yield f"{relation.type} {relation.concept}"
    for note in concept.notes:
        yield f"{note.name}: {note.text}"
