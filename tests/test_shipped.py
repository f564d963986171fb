"""The shipped term base: sound, complete, and no copy of the documents it was made from."""

from __future__ import annotations

import csv
import sqlite3
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

from conftest import SHARED
from glossary.ingest import Options, build
from glossary.lookup import Lookup
from glossary.models import Citation, Concept, Document
from glossary.propose import CONTEXT
from glossary.store import Store
from glossary.text import key
from glossary.verifying import problems
from importers import read_document

ROOT = Path(__file__).resolve().parent.parent
CORPUS = SHARED / "corpus"
LIST = ROOT / "reference" / "un-secretariat.csv"


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    with Store(ROOT / "terms.db") as store:
        yield store


@pytest.fixture(scope="module")
def concepts(store: Store) -> list[Concept]:
    return list(store.concepts())


def cited(concepts: list[Concept]) -> Iterator[tuple[str, Citation]]:
    return ((term.text, place) for concept in concepts for term in concept.terms for place in term.citations)


def bare(text: str) -> str:
    return "".join(text.split())


def test_it_is_sound_and_one_file(store: Store) -> None:
    assert not list(problems(store))
    journal = sqlite3.connect(f"file:{ROOT / 'terms.db'}?mode=ro", uri=True).execute("PRAGMA journal_mode").fetchone()
    assert journal == ("delete",)


def test_it_holds_no_document_text(store: Store) -> None:
    assert store.db.conn.execute("SELECT count(*) FROM paragraph WHERE text IS NOT NULL").fetchone() == (0,)


def test_contexts_are_short_contain_their_term_and_stand_with_first_citations_only(concepts: list[Concept]) -> None:
    for concept in concepts:
        for term in concept.terms:
            seen: set[str] = set()
            for place in term.citations:
                if place.context is not None:
                    assert place.document not in seen
                    assert bare(term.text) in bare(place.context)
                    assert len(place.context) <= (place.end or 0) - (place.start or 0) + 2 * CONTEXT
                seen.add(place.document)


def test_every_name_of_the_list_is_there_with_its_english(store: Store) -> None:
    with LIST.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    english = {row["zh"]: row["en"] for row in rows if not row["variant_of"]}
    for row in rows:
        wanted = row["en"] or english[row["variant_of"]]
        found = store.concepts(store.find(row["zh"], "zh"))
        assert any(term.text == wanted for concept in found for term in concept.terms), row["zh"]


def test_no_row_without_source_is_shown_as_sourced(concepts: list[Concept]) -> None:
    with LIST.open(encoding="utf-8", newline="") as file:
        sourced = {row[name] for row in csv.DictReader(file) if row["source"] for name in ("zh", "zh_short")}
    for concept in concepts:
        for term in concept.terms:
            if term.lang == "zh" and term.sources:
                assert term.text in sourced


def test_reliability_decides_what_is_approved(concepts: list[Concept]) -> None:
    for concept in concepts:
        best = concept.terms[0].reliability
        assert (concept.status == "approved") == (best is not None and best >= 2)


@pytest.mark.parametrize(
    "query", ["联刚稳定团", "聯剛穩定團", "MONUSCO", "liangangwendingtuan", "lgwdt", "lián gāng wěn dìng tuán"]
)
def test_monusco_is_found_first_by_every_way_in(tmp_path: Path, query: str) -> None:
    with Lookup(ROOT / "terms.db", tmp_path) as lookup:
        first = lookup.search(query)["hits"][0]
        texts = {term["text"] for term in first["terms"]}
        assert texts >= {
            "联合国组织刚果民主共和国稳定特派团",
            "United Nations Organization Stabilization Mission in the Democratic Republic of the Congo",
        }
    with Store(ROOT / "terms.db") as store:
        places = [place for _, place in cited([store.concept(first["concept"])])]
    assert ("A/65/624", "12") in {(place.document, place.paragraph) for place in places}


def test_an_office_knows_its_department(store: Store) -> None:
    (ident,) = store.find("法治和安全机构厅", "zh")
    concept = store.concept(ident)
    assert concept.name("en") == "Office of Rule of Law and Security Institutions"
    parents = [relation for relation in concept.relations if relation.type == "part_of"]
    assert [relation.text for relation in parents] == ["维持和平行动部"]
    assert {place.document for place in parents[0].citations} == {"ST/SGB/2010/1"}


@pytest.fixture(scope="module")
def documents() -> dict[str, Document]:
    return {document.symbol: document for document in map(read_document, sorted(CORPUS.glob("*.zh.txt")))}


@pytest.mark.shared
def test_it_is_what_the_documents_and_the_list_give(store: Store, tmp_path: Path) -> None:
    (date,) = store.db.conn.execute("SELECT date FROM revision").fetchone()
    out = tmp_path / "rebuilt.db"
    options = Options(who="build", date=date, with_text=False)
    build(sorted(CORPUS.glob("*.zh.txt")), [LIST], out, options, lambda _: None)
    with Store(out) as rebuilt:
        assert rebuilt.digest() == store.digest(), "run `make terms.db`"


@pytest.mark.shared
def test_citations_are_true_and_contexts_cover_at_most_a_quarter(
    concepts: list[Concept], documents: dict[str, Document]
) -> None:
    covered: dict[str, set[tuple[int, int]]] = defaultdict(set)
    for name, place in cited(concepts):
        assert place.position is not None
        assert place.start is not None
        assert place.end is not None
        paragraph = documents[place.document].paragraphs[place.position]
        printed = bare((paragraph.text or "")[place.start : place.end])
        assert paragraph.label == place.paragraph
        assert printed
        assert key(bare(name)).endswith(key(printed)), "as the term base compares: without case, quotation marks"
        if place.context is not None:
            first = max(0, place.start - CONTEXT)
            assert (paragraph.text or "")[first : first + len(place.context)] == place.context
            covered[place.document].update((place.position, at) for at in range(first, first + len(place.context)))
    for symbol, characters in covered.items():
        total = sum(len(paragraph.text or "") for paragraph in documents[symbol].paragraphs)
        assert len(characters) <= total / 4, symbol


@pytest.mark.shared
def test_every_name_of_the_list_is_cited_where_it_stands_by_itself(
    concepts: list[Concept], documents: dict[str, Document]
) -> None:
    texts = {symbol: [list(part.text or "") for part in document.paragraphs] for symbol, document in documents.items()}
    cites: set[tuple[str, str]] = set()
    for name, place in cited(concepts):
        cites.add((name, place.document))
        span = slice(place.start, place.end)
        letters = texts[place.document][place.position or 0]
        letters[span] = "□" * len(letters[span])
    with LIST.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            scope = dict(part.strip(" )").partition(" (")[::2] for part in row["documents"].split(";") if part.strip())
            for symbol, document in documents.items():
                if (row["zh"], symbol) in cites or (scope and symbol not in scope):
                    continue
                for letters, paragraph in zip(texts[symbol], document.paragraphs, strict=True):
                    if scope.get(symbol) in (None, "", paragraph.kind):
                        assert bare(row["zh"]) not in bare("".join(letters)), (row["zh"], symbol, paragraph.label)
