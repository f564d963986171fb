"""The pages that show what there is: concepts, documents, categories, figures. They work without JavaScript."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from flask import Blueprint, render_template, request

from glossary.lookup import SEARCHED, citation_line, columns, primary
from glossary.models import (
    CATEGORIES,
    CONCEPT_STATUSES,
    INVERSE,
    TERM_STATUSES,
    Citation,
    Concept,
    Document,
    Paragraph,
    Relation,
    Term,
)
from glossary.store import Store
from glossary.web import marking
from glossary.web.api import document_version
from glossary.web.byurl import bookmarklet
from glossary.web.guard import by_index, by_store, cached, served
from glossary.web.session import visitor

pages = Blueprint("pages", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class CitedDocument:
    """A document that cites a term: citations with their words, and the other paragraphs where it stands."""

    document: str
    count: int
    quoted: tuple[Citation, ...]
    places: tuple[str, ...]


@pages.get("/concepts/<id>")
@cached(by_store, visitor)
def concept(id: str) -> str:  # noqa: A002  the promised name of the parameter
    """Show a concept whole."""
    store = served().store
    found = store.concept(id)
    relations = _relations(store, found)
    others = served().briefs(relation.concept for _, group in relations for relation in group)
    return render_template(
        "concept.html",
        concept=found,
        columns=columns(found),
        relations=relations,
        others=others,
        citations=_by_document,
        history=list(reversed(store.changes(concept_id=id, limit=10_000))),
        standing=_standing,
        cite=citation_line(found),
    )


def _relations(store: Store, concept: Concept) -> list[tuple[str, list[Relation]]]:
    order = [name for kind in INVERSE.items() for name in kind]
    found = [(relation.type, relation) for relation in concept.relations]
    found_back = [(INVERSE[relation.type], relation) for relation in store.relations_to(concept.id)]
    groups: dict[str, list[Relation]] = defaultdict(list)
    for kind, relation in [*found, *found_back]:
        groups[kind].append(relation)
    return [(kind, groups[kind]) for kind in order if kind in groups]


def _by_document(citations: Iterable[Citation]) -> list[CitedDocument]:
    ordered = sorted(citations, key=lambda cited: (cited.document, cited.position or 0, cited.start or 0))
    return [_cited_document(document, list(group)) for document, group in groupby(ordered, lambda c: c.document)]


def _cited_document(document: str, citations: list[Citation]) -> CitedDocument:
    quoted = tuple(cited for cited in citations if cited.context)
    shown = {cited.paragraph for cited in quoted}
    labels = dict.fromkeys(c.paragraph for c in citations if c.paragraph and c.paragraph not in shown)
    return CitedDocument(document, len(citations), quoted, tuple(labels))


def _standing(term: Term) -> str:
    """Return the key of the warning that goes with a term; empty when it may be used."""
    return {"deprecated": "not_to_be_used", "superseded": "no_longer_used"}.get(term.status, "")


@pages.get("/browse")
@cached(by_index, visitor)
def browse() -> str:
    """Show the categories with their counts, and the tree of units."""
    counts = served().search("", limit=0)["facets"].get("category", {})
    tree = served().store.tree()
    return render_template("browse.html", categories=[(c, counts[c]) for c in CATEGORIES if c in counts], tree=tree)


@pages.get("/documents")
@cached(by_store, visitor)
def documents() -> str:
    """List the documents."""
    return render_template("documents.html", entries=served().store.documents())


@pages.get("/documents/<path:symbol>")
@cached(by_store, visitor)
def document(symbol: str) -> str:
    """Show a document: its text with the terms in it as links, or where each term stands."""
    store = served().store
    wanted = request.args.get("version") or None
    found = document_version(store, symbol, wanted)
    with_text = any(paragraph.text for paragraph in found.paragraphs)
    cited = store.concepts_in(symbol)
    return render_template(
        "document.html",
        document=found,
        versions=[e.document.lang for e in store.documents() if e.document.symbol == symbol],
        paragraphs=_annotated(found) if with_text else [],
        places=[] if with_text else _places(store, symbol),
        cited=cited,
        briefs=served().briefs(ident for ident, _, _ in cited),
    )


def _annotated(document: Document) -> list[tuple[str, Paragraph, list[marking.Piece]]]:
    """Return each paragraph with its anchor and its text in pieces, the terms leading to their concepts."""
    lang = primary(document.lang)
    texts = [paragraph.text or "" for paragraph in document.paragraphs]
    found = served().annotate(texts, source=lang, target="en" if lang == "zh" else "zh", statuses=SEARCHED)
    pieces = [
        list(marking.split(text, ((m["start"], m["end"], m["concept"]) for m in segment["matches"])))
        for text, segment in zip(texts, found["segments"], strict=True)
    ]
    anchors = _anchors("" if each.kind == "heading" else each.label for each in document.paragraphs)
    return list(zip(anchors, document.paragraphs, pieces, strict=True))


def _anchors(labels: Iterable[str]) -> list[str]:
    """Return the label where it comes first, else nothing: an anchor stands once on a page."""
    labels = list(labels)
    first: dict[str, int] = {}
    for position, label in enumerate(labels):
        first.setdefault(label, position)
    return [label if first[label] == position else "" for position, label in enumerate(labels)]


def _places(store: Store, symbol: str) -> list[tuple[str, str, list[tuple[Concept, Term]]]]:
    """Return (anchor, label, terms) by paragraph, in reading order; paragraphs in a row with one label are one."""
    found = [
        (cited.position or 0, cited.start or 0, cited.paragraph, concept, term)
        for concept in store.concepts(ident for ident, _, _ in store.concepts_in(symbol))
        if concept.status != "rejected"
        for term in concept.terms
        for cited in term.citations
        if cited.document == symbol
    ]
    found.sort(key=lambda place: place[:2])
    grouped = [
        (label, list({(concept.id, term.text): (concept, term) for *_, concept, term in group}.values()))
        for label, group in groupby(found, key=lambda place: place[2])
    ]
    return [(anchor, *place) for anchor, place in zip(_anchors(each[0] for each in grouped), grouped, strict=True)]


@pages.get("/about")
@cached(by_store, visitor)
def about() -> str:
    """Show figures, what the words mean, and where the term base lies."""
    lookups = served()
    return render_template(
        "about.html",
        figures=lookups.store.stats(),
        path=lookups.path,
        categories=CATEGORIES,
        statuses=CONCEPT_STATUSES,
        term_statuses=TERM_STATUSES,
        base=request.host_url,
        bookmarklet=bookmarklet(request.host_url),
    )
