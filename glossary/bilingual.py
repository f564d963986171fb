"""Documents in Chinese and English that come into a term base: names proposed, versions paired, English cited.

The Chinese text comes first: what it names is proposed. Then the two versions of a document, or the two sides of
aligned segments, show which English renders which name. Last, the English is read for the names known by then.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import product

from glossary import equivalents
from glossary.align import Alignment, align, align_segments, are_versions
from glossary.edit import Edit
from glossary.equivalents import Bilingual
from glossary.errors import InputError, NotFound
from glossary.extract import extract
from glossary.matcher import Matcher
from glossary.models import USABLE, Concept, Designation, Document, Term
from glossary.propose import propose
from glossary.store import Store
from glossary.symbols import is_symbol

SOURCE, TARGET = "zh", "en"  # extraction knows the one; in others the names that the term base knows are found
_MOST_REMARKS = 20  # stretches that are named, of those that were left out of one document


@dataclass(frozen=True, slots=True)
class Segments:
    """Aligned segments as two documents, a paragraph a segment; `origins` names the document that each is from."""

    zh: Document
    en: Document
    origins: tuple[str, ...] = ()


@dataclass(slots=True)
class Brought:
    """What came of documents: their symbols, the concepts touched and whether each is new, pairs, remarks."""

    documents: list[str] = field(default_factory=list)
    concepts: dict[str, bool] = field(default_factory=dict)
    pairs: int = 0
    remarks: list[str] = field(default_factory=list)


def bring(
    change: Edit,
    documents: Sequence[Document],
    segments: Iterable[Segments],
    *,
    with_text: bool,
    accept: bool,
    say: Callable[[str], None],
) -> Brought:
    """Store the documents and segments that are new, with what they say; what is there already changes nothing.

    Two versions that do not correspond come in each by itself, and the reason is among the remarks.
    """
    brought = Brought()
    found: dict[tuple[str, str], list[Designation]] = {}
    texts: dict[tuple[str, str], Document] = {}

    def store(document: Document) -> bool:
        is_new = change.add_document(document, with_text=with_text)
        texts[document.symbol, document.lang] = document
        if is_new:
            say(f"reading {document.symbol} ({document.lang})")
            brought.documents.append(document.symbol)
            found[document.symbol, document.lang] = extract(document) if document.lang == SOURCE else []
        return is_new

    for document in documents:
        store(document)
    brought.remarks += _single(change.store, documents)
    couples = [_Couple(zh, en) for zh, en in _versions(change.store, texts, found)]
    couples += [_Couple(each.zh, each.en, each.origins) for each in segments if store(each.zh) | store(each.en)]
    known = known_names(change.store, (one.text or "" for couple in couples for one in couple.zh.paragraphs))
    bilingual = []
    for couple in couples:
        designations = found.get((couple.zh.symbol, SOURCE))
        aligned = _aligned(couple, known, designations, brought.remarks, say)
        if aligned is not None:
            bilingual.append(Bilingual(couple.zh, couple.en, aligned.pairs, designations or (), couple.origins))
            brought.pairs += len(aligned.pairs)
    english = {(each.en.symbol, each.en.lang) for each in bilingual}
    told = {"with_text": with_text, "accept": accept}
    first = [(texts[name], names) for name, names in found.items() if name not in english]
    last = [(texts[name], names) for name, names in found.items() if name in english]
    for step in (
        propose(change, first, **told),
        equivalents.put(change, bilingual, **told),
        propose(change, last, **told) if last else {},
    ):
        for ident, is_new in step.items():
            brought.concepts[ident] = is_new or brought.concepts.get(ident, False)
    return brought


def named_alike(documents: Sequence[Document]) -> list[Document]:
    """Give the two versions of a document that were named together one symbol, where their files do not tell it."""
    sides = {each.lang: each for each in documents}
    if len(documents) != len(sides) or set(sides) != {SOURCE, TARGET}:
        return list(documents)
    zh, en = sides[SOURCE], sides[TARGET]
    symbols = {each.symbol for each in documents if is_symbol(each.symbol)} or {zh.symbol}
    if len(symbols) > 1 or zh.symbol == en.symbol or not are_versions(zh, replace(en, symbol=zh.symbol)):
        return list(documents)
    return [replace(each, symbol=min(symbols)) for each in documents]


@dataclass(frozen=True, slots=True)
class _Couple:
    zh: Document
    en: Document
    origins: tuple[str, ...] = ()


def _versions(
    store: Store, texts: dict[tuple[str, str], Document], new: Iterable[tuple[str, str]]
) -> Iterator[tuple[Document, Document]]:
    """Yield the two versions of each document of which one is new; the other may be in the term base with its text."""
    for symbol in dict.fromkeys(symbol for symbol, _ in new):
        zh, en = (texts.get((symbol, lang)) or _stored(store, symbol, lang) for lang in (SOURCE, TARGET))
        if zh is not None and en is not None:
            yield zh, en


def _single(store: Store, documents: Sequence[Document]) -> Iterator[str]:
    """Say of which documents one version is missing, when some came in Chinese and some in English."""
    there = {(each.symbol, each.lang) for each in documents}
    if not {SOURCE, TARGET} <= {lang for _, lang in there}:
        return
    for symbol, lang in dict.fromkeys((each.symbol, each.lang) for each in documents):
        other, missing = (TARGET, "English") if lang == SOURCE else (SOURCE, "Chinese")
        if (symbol, other) not in there and _stored(store, symbol, other) is None:
            yield f"{symbol} ({lang}): no {missing} version of it was found, by symbol or text: nothing was paired"


def _stored(store: Store, symbol: str, lang: str) -> Document | None:
    try:
        document = store.document(symbol, lang)
    except NotFound:
        return None
    return document if document.paragraphs and all(each.text is not None for each in document.paragraphs) else None


def known_names(store: Store, texts: Iterable[str]) -> list[tuple[str, str]]:
    """Return the Chinese and English names of the approved concepts that Chinese texts name, full with full forms.

    What goes by a common noun (风险管理) is no name: it would stand in the way of the names that it is part of.
    """
    matcher = Matcher(store.texts(SOURCE, "approved"), SOURCE)
    found = sorted({key for text in texts for _, _, key in matcher.find(text, overlaps=True)})
    return [
        (zh.text, en.text)
        for concept in store.concepts(found)
        for zh, en in product(*(_current(concept, lang) for lang in (SOURCE, TARGET)))
        if concept.category != "concept" or en.text != en.text.lower()
        if zh.kind == en.kind or "full_form" not in (zh.kind, en.kind)
    ]


def _current(concept: Concept, lang: str) -> list[Term]:
    return [one for one in concept.terms if one.lang.split("-")[0] == lang and one.status in USABLE]


def _aligned(
    couple: _Couple,
    known: Sequence[tuple[str, str]],
    designations: Sequence[Designation] | None,
    remarks: list[str],
    say: Callable[[str], None],
) -> Alignment | None:
    zh, en = couple.zh, couple.en
    say(f"aligning {zh.symbol}")
    try:
        if couple.origins:
            sides = zip(zh.paragraphs, en.paragraphs, strict=True)
            found = align_segments(
                [(one.text or "", other.text or "") for one, other in sides], known, designations, say
            )
        else:
            found = align(zh, en, known, designations)
    except InputError as error:
        remarks.append(f"{zh.symbol}: not aligned: {error}")
        return None
    remarks += [f"{zh.symbol}: left out: {reason}" for reason in found.left_out[:_MOST_REMARKS]]
    if more := len(found.left_out) - _MOST_REMARKS:
        remarks += [f"{zh.symbol}: left out: {more:,} more stretches"] if more > 0 else []
    return found
