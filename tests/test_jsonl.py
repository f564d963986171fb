"""JSON Lines keeps everything, and a broken line costs that line alone."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from strategies import any_texts, concepts, invented, term_bases

from glossary.errors import InputError, InvalidRecord, ParseError, TooLarge
from glossary.exports import write
from glossary.models import Concept, Relation, Term
from glossary.records import concept_from_record, concept_record
from importers.jsonl import MAX_LINE, read_terms


def lines(tmp_path: Path, *records: str) -> Path:
    path = tmp_path / "terms.jsonl"
    path.write_text("\n".join(records) + "\n", encoding="utf-8")
    return path


@settings(max_examples=60, deadline=None)
@given(term_bases(text=any_texts(min_size=1)))
def test_reading_what_was_written_gives_the_same(tmp_path_factory: pytest.TempPathFactory, base: list[Concept]) -> None:
    path = tmp_path_factory.mktemp("jsonl") / "terms.jsonl"
    with path.open("wb") as out:
        assert write(base, out, "jsonl") == len(base)
    assert list(read_terms(path)) == base


def test_invented_concepts_come_back(tmp_path: Path) -> None:
    path = tmp_path / "terms.jsonl"
    with path.open("wb") as out:
        write(invented(100), out, "jsonl")
    assert list(read_terms(path)) == invented(100)


@given(concepts())
def test_record_is_json_and_back(concept: Concept) -> None:
    assert concept_from_record(json.loads(json.dumps(concept_record(concept)))) == concept


def test_record_has_the_keys_of_the_api() -> None:
    out = io.BytesIO()
    write([Concept("c1", terms=(Term("港务处", "zh", valid_from="2010"),))], out, "jsonl")
    record = json.loads(out.getvalue())
    assert list(record) == ["id", "category", "status", "subject", "definitions", "terms", "relations", "notes"]
    assert record["terms"][0]["from"] == "2010"
    assert record["terms"][0]["to"] is None


def test_few_keys_are_enough() -> None:
    concept = concept_from_record({"terms": [{"text": "港务处", "lang": "zh"}]})
    assert concept == Concept(terms=(Term("港务处", "zh"),))


def test_relations_seen_from_their_other_end_are_left_out() -> None:
    relations = [{"type": "has_part", "concept": "c2"}, {"type": "part_of", "concept": "c3", "text": "港务部"}]
    assert concept_from_record({"relations": relations}).relations == (Relation("part_of", "c3", "港务部"),)


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ([], "not a JSON object"),
        ({"id": 12}, r"concept\.id is not a string"),
        ({"id": "12"}, "want c and a number"),
        ({"category": "ship"}, "category is 'ship', want one of unit"),
        ({"status": "final"}, "status is 'final'"),
        ({"terms": {}}, r"concept\.terms is not a list"),
        ({"terms": ["甲"]}, r"terms\[0\] is not a JSON object"),
        ({"terms": [{"text": "甲"}]}, r"terms\[0\] has no 'lang'"),
        ({"terms": [{"text": "甲", "lang": "zh_CN"}]}, r"terms\[0\]\.lang is 'zh_CN', want a tag such as zh, zh-CN"),
        ({"terms": [{"text": "甲", "lang": "中文"}]}, "lang is '中文', want a tag"),
        ({"terms": [{"text": "", "lang": "zh"}]}, r"terms\[0\] has no 'text'"),
        ({"terms": [{"text": "甲", "lang": "zh", "reliability": 5}]}, "reliability is 5, want 1 to 4"),
        ({"terms": [{"text": "甲", "lang": "zh", "reliability": True}]}, "not a whole number"),
        ({"terms": [{"text": "甲", "lang": "zh", "relability": 4}]}, "unknown key 'relability'"),
        ({"terms": [{"text": "甲", "lang": "zh", "sources": [1]}]}, r"sources\[0\] is not a string"),
        ({"terms": [{"text": "甲", "lang": "zh", "citations": [{"document": "A", "start": -1}]}]}, "negative"),
        ({"terms": [{"text": "甲", "lang": "zh", "citations": [{"document": "A", "start": 5, "end": 2}]}]}, "before"),
        ({"relations": [{"concept": "c2"}]}, "type is None"),
    ],
)
def test_broken_record_says_what_is_wrong(record: Any, said: str) -> None:
    with pytest.raises(InvalidRecord, match=said):
        concept_from_record(record)


@pytest.mark.parametrize(
    "broken",
    ["{", "12", '{"id": "c1"} {}', '{"category": "ship"}', '{"subject": "\\ud800"}', "[" * 100_000, '{"id": "c1"}'],
)
def test_bad_line_is_reported_and_the_others_come(tmp_path: Path, broken: str) -> None:
    found = list(read_terms(lines(tmp_path, '{"id": "c1"}', "", broken, '{"id": "c2"}')))
    assert [concept.id for concept in found if isinstance(concept, Concept)] == ["c1", "c2"]
    errors = [error for error in found if isinstance(error, InvalidRecord)]
    assert [(error.source, error.line) for error in errors] == [(tmp_path / "terms.jsonl", 3)]


def test_bytes_that_are_not_utf8_stop_the_file(tmp_path: Path) -> None:
    path = tmp_path / "terms.jsonl"
    path.write_bytes('{"subject": "港务"}'.encode("gb18030"))
    with pytest.raises(ParseError, match="line 1: not UTF-8"):
        list(read_terms(path))


def test_line_without_end_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.jsonl"
    path.write_bytes(b'{"id": "c1"}\n' + b" " * (MAX_LINE + 1))
    with pytest.raises(TooLarge, match="line 2: a line of more than 10,000,000 bytes"):
        list(read_terms(path))


def test_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="check the path"):
        list(read_terms(tmp_path / "none.jsonl"))


def test_byte_order_mark_is_taken_off(tmp_path: Path) -> None:
    path = tmp_path / "terms.jsonl"
    path.write_bytes(b'\xef\xbb\xbf{"id": "c1"}\r\n')
    assert list(read_terms(path)) == [Concept("c1")]
