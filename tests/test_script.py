"""Documents in traditional characters: the same names at the same places, printed as the document prints them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from glossary.align import align, align_segments
from glossary.extract import extract
from glossary.extract.script import in_simplified
from glossary.ingest import Options, add
from glossary.models import Document, Paragraph
from glossary.store import Store
from glossary.text import Script, simplified, traditional
from glossary.verifying import problems
from importers import read_document

OWN = Path(__file__).parent.parent / "benchmarks" / "gold"
SCRIPTS: tuple[Script, ...] = ("s2tw", "s2hk")


def in_traditional(document: Document, script: Script) -> Document:
    """Return a document in traditional characters."""
    paragraphs = (replace(part, text=traditional(part.text or "", script)) for part in document.paragraphs)
    return replace(document, paragraphs=tuple(paragraphs))


@pytest.mark.parametrize("script", SCRIPTS)
@pytest.mark.parametrize("name", ["ocean-bulletin", "hospital-group"])
def test_the_names_are_those_of_the_simplified_document(name: str, script: Script) -> None:
    document = read_document(OWN / f"{name}.zh.txt")
    there = in_traditional(document, script)
    expected, found = extract(document), extract(there)
    assert [replace(one, text=simplified(one.text), full_form=None, short_form=None, claims=()) for one in found] == [
        replace(one, full_form=None, short_form=None, claims=()) for one in expected
    ]
    for one in found:
        texts = {(there.paragraphs[at.position].text or "")[at.start : at.end] for at in one.mentions}
        assert one.text in texts or one.category == "symbol"
    relations = {(one.text, claim.type, claim.target) for one in found for claim in one.claims}
    assert {tuple(map(simplified, relation)) for relation in relations} == {
        (one.text, claim.type, claim.target) for one in expected for claim in one.claims
    }


def test_pairs_of_both_kinds_of_characters_are_the_same() -> None:
    zh, en = (read_document(OWN / f"basin-letter.{lang}.txt") for lang in ("zh", "en"))
    expected = {(pair.zh, pair.en) for pair in align(zh, en).pairs}
    found = align(in_traditional(zh, "s2hk"), en).pairs
    assert {(simplified(pair.zh), pair.en) for pair in found} == expected
    assert "阿莫拉河流域聯盟" in {pair.zh for pair in found}


def test_segments_in_traditional_characters() -> None:
    found = align_segments([("航道處由處長領導。", "The Fairway Service is headed by a chief.")])
    assert [(pair.zh, pair.en) for pair in found.pairs] == [("航道處", "Fairway Service"), ("處長", "chief")]


def test_one_traditional_character_in_a_simplified_document_is_none() -> None:
    document = Document("X/1", paragraphs=(Paragraph("1", "乾隆年间设立的著作权处由处长领导，负责著作权登记。"),))
    assert in_simplified(document) is document


def test_such_a_document_meets_the_names_that_are_known(tmp_path: Path) -> None:
    with Store.create(tmp_path / "terms.db") as store:
        document = OWN / "ocean-bulletin.zh.txt"
        add(store, [document], Options(), lambda _: None)
        before = len(store.concept_ids())
        again = tmp_path / "again.txt"
        again.write_text(
            traditional(document.read_text("utf-8"), "s2hk").replace("OSA/DGB/2031/4", "OSA/DGB/2032/1"), "utf-8"
        )
        report = add(store, [again], Options(), lambda _: None)
        assert report.documents == ["OSA/DGB/2032/1"]
        assert len(store.concept_ids()) - before <= 1  # the symbol of the other document
        assert not list(problems(store))
