"""What we write into TBX notes comes back as it was."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import any_texts, citations, texts

from glossary import datcat
from glossary.models import PARTS_OF_SPEECH, TERM_KINDS, TERM_STATUSES, Citation, Note, Relation

NAMES = st.sampled_from(["note", "status", "reliability", "\\", "\\status", "definition fr"])
OURS = (datcat.CATEGORY, datcat.STATUS, datcat.RELIABILITY, datcat.CITED, "part of", "heads cited", "definition fr")


@given(st.builds(Note, any_texts() | NAMES, any_texts()))
def test_notes_come_back(note: Note) -> None:
    assert datcat.read_note(datcat.note_text(note)) == (note, False)


@given(st.builds(Note, texts() | NAMES, any_texts()), texts())
def test_notes_that_name_their_term_come_back(note: Note, term: str) -> None:
    assert datcat.read_note(datcat.note_text(note, term), term) == (note, False)


@given(citations(any_texts(min_size=1)))
def test_places_come_back(citation: Citation) -> None:
    assert datcat.read_place(datcat.exact_place(citation, context=True)).citation == citation


@given(citations())
def test_place_without_its_context_says_that_there_is_one(citation: Citation) -> None:
    found = datcat.read_place(datcat.exact_place(citation))
    assert found.quoted == (citation.context is not None)
    assert found.citation.document == citation.document
    assert (found.citation.position, found.citation.start) == (citation.position, citation.start)


@given(texts(), st.integers(1, 99).map("c{}".format))
def test_relations_come_back(text: str, concept: str) -> None:
    assert datcat.read_related(datcat.related(Relation("part_of", concept, text))) == (text, concept)


@pytest.mark.parametrize("name", OURS)
def test_our_own_notes_are_told_from_others(name: str) -> None:
    assert datcat.read_note(datcat.named(name, "x")) == (Note(name, "x"), True)
    assert datcat.read_note(datcat.note_text(Note(name, "x"))) == (Note(name, "x"), False)


def test_every_value_of_ours_has_a_category_value_and_back() -> None:
    assert [datcat.KIND_OF[datcat.TERM_TYPE[kind].casefold()] for kind in TERM_KINDS] == list(TERM_KINDS)
    statuses = [datcat.STATUS_OF[datcat.ADMINISTRATIVE_STATUS[status].casefold()] for status in TERM_STATUSES]
    assert statuses == list(TERM_STATUSES)
    assert [datcat.PART_OF_SPEECH_OF[datcat.PART_OF_SPEECH[part]] for part in PARTS_OF_SPEECH] == list(PARTS_OF_SPEECH)
