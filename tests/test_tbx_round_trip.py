"""What we write as TBX v3 comes back as it was."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import any_texts, invented, term_bases

from glossary import termbase
from glossary.exports import WRITERS, Options
from glossary.models import Concept, Note, Remark
from glossary.store import Store
from importers.tbx import read_terms

V3 = pytest.mark.parametrize("style", ["tbx", "tbx-dct"])
TOLD = ["customerSubset", "source", "externalCrossReference", "xGraphic", "context", "geographicalUsage", "origination"]
NAMED = st.builds(
    Note,
    st.sampled_from([*TOLD, "grammaticalGender", "id", "note fr", "reliability", "order of names"]),
    st.sampled_from(
        ["A/65/624 <https://docs.un.org/zh/A/65/624>", "2026-01-02, Ana", "2026-13-02", "neuter", "US", ""]
    ),
)
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def written(style: str, concepts: list[Concept], path: Path, options: Options | None = None) -> Path:
    with path.open("wb") as out:
        WRITERS[style].write(concepts, out, options or Options(ids={concept.id for concept in concepts}))
    return path


def read(path: Path) -> list[Concept]:
    found = list(read_terms(path))
    *concepts, said = found
    assert isinstance(said, Remark)
    assert all(isinstance(each, Concept) for each in concepts), found
    return [each for each in concepts if isinstance(each, Concept)]


def writable(value: object) -> object:
    """Put U+FFFD for what XML cannot hold, in every string of a value."""
    if isinstance(value, str):
        return UNWRITABLE.sub("\ufffd", value)
    if isinstance(value, tuple):
        return tuple(map(writable, value))
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{each.name: writable(getattr(value, each.name)) for each in fields(value)})
    return value


@st.composite
def with_category_notes(draw: st.DrawFn) -> list[Concept]:
    """Concepts whose notes have the names of data categories."""
    named = st.lists(NAMED, max_size=3).map(tuple)
    return [
        replace(concept, notes=draw(named), terms=tuple(replace(term, notes=draw(named)) for term in concept.terms))
        for concept in draw(term_bases(2))
    ]


@V3
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(concepts=term_bases() | with_category_notes())
def test_generated_concepts_come_back(style: str, tmp_path: Path, concepts: list[Concept]) -> None:
    named = [concept for concept in concepts if concept.terms]
    assert read(written(style, concepts, tmp_path / "x.tbx")) == named


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=30)
@given(concepts=term_bases(2, text=any_texts()))
def test_any_text_comes_back_as_far_as_xml_can_hold_it(tmp_path: Path, concepts: list[Concept]) -> None:
    named = [writable(concept) for concept in concepts if concept.terms]
    assert read(written("tbx", concepts, tmp_path / "x.tbx")) == named


@V3
def test_invented_concepts_come_back(style: str, tmp_path: Path) -> None:
    concepts = invented(300)
    assert read(written(style, concepts, tmp_path / "x.tbx")) == concepts


@V3
def test_shipped_term_base_comes_back(style: str, tmp_path: Path) -> None:
    with Store(termbase.shipped("terms.db")) as store:
        concepts = list(store.concepts())
        options = Options(ids={concept.id for concept in concepts}, changes=lambda c: store.changes(concept_id=c))
        path = written(style, concepts, tmp_path / "x.tbx", options)
    assert b"<date>" in path.read_bytes()
    assert read(path) == concepts
