"""The review pages: the queue of proposals, decisions on concepts, and the reports of what is at odds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from glossary.errors import InputError, InvalidRecord
from glossary.lookup import SEARCHED, columns
from glossary.models import CATEGORIES, Citation, Concept, Term
from glossary.reports import Proposal, conflicts, duplicates, proofs, queue
from glossary.review import Reviewer, Stale, addition, seen
from glossary.store import Filters, Store, rowid
from glossary.web import problems
from glossary.web.api import change_record
from glossary.web.guard import fresh, served
from glossary.web.session import ask_to_sign_in, local, writer

_CARDS = 20
_SAMPLE = 50  # proposals named on the page that asks before accepting many
_LINES = 200  # of each report on one page
_FOUND = 10  # concepts offered to merge into
_ENGLISH = {"": None, "with": True, "without": False}

review = Blueprint("review", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Card:
    """A proposal as it is judged: the concept, its state, sentences by language, and concepts that share a name."""

    concept: Concept
    score: float
    seen: int
    sentences: dict[str, Sentence]
    home: Concept | None
    twins: tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Sentence:
    """Words in which a term stands."""

    term: Term
    cited: Citation


@review.get("/review")
def cards() -> Response:
    """Show the queue, surest proposals first."""
    store, filters = served().store, _filters()
    waiting = queue(store, filters)
    rest = [each for each in waiting if _place(each) > _after()]
    shown = rest[:_CARDS]
    page = render_template(
        "review.html",
        cards=[_card(store, each) for each in shown],
        total=len(waiting),
        filters=filters,
        categories=CATEGORIES,
        documents=[entry.document.symbol for entry in store.documents() if entry.concepts],
        here=request.full_path.rstrip("?"),
        following=_link(after=f"{shown[-1].score}:{shown[-1].concept}") if len(rest) > _CARDS else "",
        first=_link() if len(rest) < len(waiting) else "",
        done=_done(store),
        columns=columns,
    )
    return fresh(page)


def _filters() -> Filters:
    """The filters of the address, or of the form that was sent from there."""
    categories = tuple(each for each in CATEGORIES if each in request.values.getlist("category"))
    documents = tuple(filter(None, request.values.getlist("document")))
    return Filters(categories, (), documents, _ENGLISH.get(request.values.get("english", "")))


def _place(proposal: Proposal) -> tuple[float, int]:
    return -proposal.score, rowid(proposal.concept) or 0


def _after() -> tuple[float, int]:
    """Where the page begins: behind a proposal, not at a number, for those before it go as they are decided on."""
    score, _, ident = request.args.get("after", "").partition(":")
    try:
        return -float(score), rowid(ident) or 0
    except ValueError:
        return -2.0, 0


def _link(**more: str) -> str:
    filters = _filters()
    english = next(name for name, is_there in _ENGLISH.items() if is_there is filters.english)
    given = {"category": filters.categories, "document": filters.documents, "english": english, **more}
    query = urlencode({name: value for name, value in given.items() if value}, doseq=True)
    return url_for("review.cards") + (f"?{query}" if query else "")


def _card(store: Store, proposal: Proposal) -> Card:
    concept = store.concept(proposal.concept)
    shared = {ident for term in concept.terms for ident in store.find(term.text)} - {concept.id}
    home = addition(store, concept)
    twins = (twin for twin in store.concepts(sorted(shared)) if twin.status != "rejected" and twin != home)
    state = seen(store, concept.id)
    return Card(concept, proposal.score, state, _sentences(concept), home, tuple(islice(twins, 3)))


def _sentences(concept: Concept) -> dict[str, Sentence]:
    """Return the words that show a name and its English side by side; else the first that each stands in."""
    sides = columns(concept)
    proof = dict(zip(("zh", "en"), next(proofs(concept), (None, None)), strict=True))
    found = {}
    for lang in ("zh", "en"):
        cited = [(term, place) for term in sides[lang] for place in term.citations]
        chosen = next((each for each in cited if each[1] == proof[lang]), None)
        chosen = chosen or next((each for each in cited if each[1].context), None)
        if chosen is not None:
            found[lang] = Sentence(*chosen)
    return found


def _done(store: Store) -> tuple[Concept, int] | None:
    """The concept decided on last, and its state, to take the decision back."""
    ident = request.args.get("done", "")
    concept = next(store.concepts([ident]), None) if ident else None
    return (concept, seen(store, ident)) if concept else None


# -- decisions ---------------------------------------------------------------------------------------------------------


@review.errorhandler(Stale)
def stale(error: Stale) -> Response:
    """Say that somebody else was there first, and what they did."""
    if request.headers.get("Accept") == "application/json":
        return problems.answer(409, str(error), changes=[change_record(change) for change in error.changes])
    back = local(request.form.get("next"), url_for("review.cards"))
    return fresh(render_template("stale.html", changes=error.changes, back=back), 409)


@review.post("/concepts/<id>/accept")
def accept(id: str) -> BaseResponse:  # noqa: A002  the promised name of the parameter
    """Approve a concept."""
    return _decided(id, lambda who: who.decide(id, "approved", state()))


@review.post("/concepts/<id>/reject")
def reject(id: str) -> BaseResponse:  # noqa: A002
    """Reject a concept."""
    return _decided(id, lambda who: who.decide(id, "rejected", state()))


@review.post("/concepts/<id>/undo")
def undo(id: str) -> BaseResponse:  # noqa: A002
    """Take the last change back."""
    return _decided(id, lambda who: who.undo(id, state()))


@review.post("/concepts/<id>/merge")
def merge(id: str) -> BaseResponse:  # noqa: A002
    """Merge a concept into another, given by id or by a name that only one concept has; else offer some."""
    who = Reviewer(served().store, writer())
    into = _target(request.form.get("into", "").strip(), id)
    if into is None and request.headers.get("Accept") != "application/json":
        return _merging(id, request.form.get("into", ""))
    if into is None:
        raise InvalidRecord(f"no concept, or several, go by the name “{request.form.get('into', '')}”: choose one")
    return _decided(id, lambda _: who.merge(id, into, state()))


@review.get("/concepts/<id>/merge")
def choose(id: str) -> BaseResponse:  # noqa: A002
    """Offer concepts to merge into."""
    return ask_to_sign_in() or _merging(id, request.args.get("q", ""))


def state() -> int:
    """Return the revision that the form was made from."""
    try:
        return int(request.form["seen"])
    except (KeyError, ValueError) as error:
        raise InputError("the form does not say which state of the concept it was made from: open it again") from error


def _decided(id: str, decide: Callable[[Reviewer], Any]) -> BaseResponse:  # noqa: A002
    store = served().store
    decide(Reviewer(store, writer()))
    if request.headers.get("Accept") == "application/json":
        left = next(store.concepts([id]), None)
        record = {"concept": id, "status": left.status if left else None, "seen": seen(store, id)}
        return current_app.json.response(record)  # type: ignore[return-value]
    if request.form.get("next") in (None, url_for("pages.concept", id=id)) and not list(store.concepts([id])):
        return redirect(url_for("review.cards"), 303)
    return redirect(onward(id), 303)


def onward(id: str) -> str:  # noqa: A002
    """Return where a form leads when it is done: back to the queue, which then offers to undo, or to the concept."""
    following = local(request.form.get("next"), url_for("pages.concept", id=id))
    path, _, query = following.partition("?")
    if path != url_for("review.cards"):
        return following
    kept = [part for part in query.split("&") if part and not part.startswith("done=")]
    return f"{path}?{'&'.join([*kept, f'done={id}'])}"


def _target(wanted: str, ident: str) -> str | None:
    store = served().store
    if next(store.concepts([wanted]), None) is not None:
        return wanted
    found = [each.id for each in store.concepts(store.find(wanted)) if each.status != "rejected" and each.id != ident]
    return found[0] if len(found) == 1 else None


def _merging(ident: str, wanted: str) -> Response:
    store = served().store
    concept = store.concept(ident)
    names = [wanted] if wanted.strip() else [term.text for term in concept.terms][:3]
    hits = [hit["concept"] for name in names for hit in served().search(name[:200], limit=_FOUND)["hits"]]
    ids = [each for each in dict.fromkeys([*store.find(names[0]), *hits]) if each != ident][:_FOUND]
    page = render_template(
        "merge.html",
        concept=concept,
        seen=seen(store, ident),
        wanted=wanted,
        found=[each for each in store.concepts(ids) if each.status in SEARCHED],
        next=local(request.values.get("next"), url_for("pages.concept", id=ident)),
    )
    return fresh(page)


# -- many at once, and reports -----------------------------------------------------------------------------------------


@review.get("/review/accept")
def ask() -> BaseResponse:
    """Show what accepting everything above a score would approve."""
    return ask_to_sign_in() or _asking(_score())


@review.post("/review/accept")
def accept_all() -> BaseResponse:
    """Approve all proposals above a score, if they are as many as were shown."""
    who = Reviewer(served().store, writer())
    try:
        count = int(request.form["count"])
    except (KeyError, ValueError):
        return _asking(_score())
    who.accept_above(_score(), _filters(), count)
    return redirect(_link(), 303)


def _score() -> float:
    try:
        return min(1.0, max(0.0, float(request.values.get("score", "0.9"))))
    except ValueError as error:
        raise InputError("the score is not a number from 0 to 1: correct it") from error


def _asking(score: float) -> Response:
    store, filters = served().store, _filters()
    found = [each for each in queue(store, filters) if each.score >= score]
    sample = list(store.concepts(each.concept for each in found[:_SAMPLE]))
    page = render_template("accept.html", score=score, filters=filters, count=len(found), sample=sample, back=_link())
    return fresh(page)


@review.get("/reports")
def reports() -> Response:
    """Show names with several equivalents and concepts that share a name."""
    store = served().store
    torn, shared = conflicts(store), duplicates(store)
    ids = {ident for each in torn[:_LINES] for choice in each.choices for ident in choice.concepts}
    ids.update(ident for each in shared[:_LINES] for ident in each.concepts)
    concepts = {concept.id: concept for concept in store.concepts(sorted(ids))}
    page = render_template("reports.html", conflicts=torn, duplicates=shared, concepts=concepts, limit=_LINES)
    return fresh(page)
