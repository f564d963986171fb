"""TBX: well-formed whatever the concepts hold, valid by the official schemas, and read by the tools it is for."""

from __future__ import annotations

import io
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from lxml import etree
from strategies import any_texts, invented, term_bases

from glossary import termbase
from glossary.datcat import NS_CORE
from glossary.exports import WRITERS, Options
from glossary.models import Change, Citation, Concept, Definition, Note, Relation, Term
from glossary.store import Store

CHECKS = Path(__file__).resolve().parents[2] / "shared" / "checks" / "tbx"
STYLES = ("tbx", "tbx-dct", "tbx2")
BASE = invented(300)
USABLE = ("preferred", "admitted")
ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def exported(style: str, concepts: list[Concept], options: Options | None = None) -> bytes:
    out = io.BytesIO()
    WRITERS[style].write(concepts, out, options or Options())
    return out.getvalue()


def parsed(style: str, concepts: list[Concept], options: Options | None = None) -> etree._Element:
    return etree.fromstring(exported(style, concepts, options))


def texts_of(root: etree._Element, name: str) -> list[str]:
    return [element.text or "" for element in root.iter(name, f"{{{NS_CORE}}}{name}")]


def notes(*terms: Term, style: str = "tbx", relations: tuple[Relation, ...] = ()) -> list[str]:
    return texts_of(parsed(style, [Concept("c1", "unit", "approved", terms=terms, relations=relations)]), "note")


@settings(max_examples=40, deadline=None)
@given(term_bases(text=any_texts(min_size=1)))
def test_any_text_is_well_formed_and_kept(concepts: list[Concept]) -> None:
    for style in STYLES[:2]:
        written = sorted(texts_of(parsed(style, concepts), "term"))
        wanted = sorted(ILLEGAL.sub("\ufffd", term.text) for concept in concepts for term in concept.terms)
        assert written == wanted


@pytest.mark.parametrize("style", STYLES)
def test_fields_have_their_categories(style: str) -> None:
    term = Term("海处", "zh", "short_form", "superseded", 3, "other", "2007", "2010", ("Gazette",))
    definition = Definition("管港口的。", "zh", "Bulletin 5")
    concept = Concept("c7", "unit", "approved", "shipping", (definition,), (term,), notes=(Note("era", "2007"),))
    text = exported(style, [concept]).decode()
    for value in ("shortForm", "supersededTerm-admn-sts", "other", "Gazette", "shipping", "管港口的。", "Bulletin 5"):
        assert f">{value}<" in text
    for note in ("category: unit", "status: approved", "era: 2007"):
        assert f"<note>{note}</note>" in text
    assert 'id="c7"' in text
    assert "reliability" in text


def test_citation_with_context_and_without() -> None:
    quoted = Citation("A/65/624", "12", 17, 5, 9, "在海事处工作")
    root = parsed("tbx", [Concept("c1", terms=(Term("海事处", "zh", citations=(quoted, Citation("A/1", "2"))),))])
    group = root.find(f".//{{{NS_CORE}}}descripGrp")
    assert group is not None
    assert [child.text for child in group] == ["在海事处工作", "A/65/624, para. 12"]
    assert texts_of(root, "admin") == ["A/65/624, para. 12", "A/1, para. 2"]
    assert [note for note in texts_of(root, "note") if note.startswith("cited")] == [
        "cited: A/65/624, para. 12 [17:5-9…]",
        "cited: A/1, para. 2",
    ]
    assert [xref.get("target") for xref in root.iter(f"{{{NS_CORE}}}xref")] == [
        "https://docs.un.org/zh/A/65/624",
        "https://docs.un.org/zh/A/1",
    ]


def test_v2_says_source_and_place_in_notes_with_the_name() -> None:
    zh = Term("海事处", "zh", citations=(Citation("A/65/624", "12", 17, 5, 9, "在海事处工作"), Citation("A/1", "2")))
    found = notes(zh, Term("Maritime Office", "en", sources=("Gazette",)), Term("MO", "en", "acronym"), style="tbx2")
    assert found[2:] == [
        "cited (海事处): A/65/624, para. 12; A/1, para. 2",
        "source (Maritime Office): Gazette",
        "source (MO): no source seen",
    ]


def test_v2_leaves_out_targets_not_to_be_used_and_keeps_such_sources() -> None:
    terms = (
        Term("海务处", "zh", "variant", "deprecated"),
        Term("海事处", "zh"),
        Term("Sea Office", "en", "variant", "superseded"),
        Term("Ocean Office", "en", "variant", "deprecated"),
        Term("Maritime Office", "en"),
    )
    concepts = [Concept("c1", terms=terms)]
    assert texts_of(parsed("tbx2", concepts), "term") == ["海事处", "海务处", "Maritime Office"]
    assert set(texts_of(parsed("tbx", concepts), "term")) == {term.text for term in terms}


@pytest.mark.parametrize("style", STYLES)
def test_cross_reference_only_to_concepts_of_the_file(style: str) -> None:
    relations = (
        Relation("part_of", "c2", "港务部", (Citation("A/1", "2", 3, 0, 4, "港务部下设"),)),
        Relation("heads", "c9"),
    )
    concept = Concept("c1", terms=(Term("海事处", "zh"),), relations=relations)
    other = Concept("c2", terms=(Term("港务部", "zh"),))
    root = parsed(style, [concept, other], Options(ids={"c1", "c2"}))
    assert [el.get("target") for el in root.iter() if el.get("target") and "http" not in str(el.get("target"))] == [
        "c2"
    ]
    assert "crossReference" not in exported(style, [concept, other]).decode()
    assert any(note.startswith("part of: 港务部") for note in texts_of(root, "note"))
    assert any("A/1, para. 2" in note for note in texts_of(root, "note"))


def test_concept_without_term_is_neither_written_nor_counted() -> None:
    out = io.BytesIO()
    assert WRITERS["tbx"].write([Concept("c1"), Concept("c2", terms=(Term("甲", "zh"),))], out, Options()) == 1
    assert b'"c1"' not in out.getvalue()


def test_concept_of_one_language_stays() -> None:
    for style in STYLES:
        assert texts_of(parsed(style, [Concept("c1", terms=(Term("甲", "zh"),))]), "term") == ["甲"]


@pytest.mark.parametrize("style", STYLES)
def test_ids_that_xml_does_not_take_are_generated(style: str) -> None:
    concepts = [Concept(name, terms=(Term("甲", "zh"),)) for name in ("", "12", "c12", "")]
    root = parsed(style, concepts)
    assert [el.get("id") for el in root.iter() if el.get("id")] == ["n1", "n2", "c12", "n3"]


@pytest.mark.parametrize("style", STYLES)
def test_language_tags_and_header(style: str) -> None:
    concepts = [Concept("c1", terms=(Term("甲", "zh"), Term("A", "en"), Term("乙", "zh-Hant")))]
    options = Options(tags={"zh": "zh-CN"}, title="Ports & harbours", created="2026-01-02")
    root = parsed(style, concepts, options)
    tags = [value for el in root.iter() for key, value in el.attrib.items() if str(key).endswith("}lang")]
    assert tags == ["zh-CN", "zh-CN", "zh-Hant", "en"]
    assert "Ports & harbours, 2026-01-02" in texts_of(root, "p")


def test_definition_in_a_language_without_terms_goes_into_a_note() -> None:
    concept = Concept("c1", definitions=(Definition("Un port.", "fr", "Gazette"),), terms=(Term("甲", "zh"),))
    found = texts_of(parsed("tbx", [concept]), "note")
    assert found[2:] == ["definition fr: Un port.", "definition fr source: Gazette"]


def files(folder: Path, concepts: list[Concept]) -> list[Path]:
    log = (
        Change(1, "2026-01-02", "Ana", "", "created"),
        Change(2, "2026-02-03T04:05:06+00:00", "Bo & Cy", "", "changed"),
    )
    ids = {concept.id for concept in concepts}
    options = Options(ids=ids, created="2026-01-02", changes=lambda _: log)
    paths = []
    for style in STYLES:
        path = folder / f"{style}.tbx"
        path.write_bytes(exported(style, concepts, options))
        paths.append(path)
    return paths


def check(name: str, *arguments: object) -> str:
    command = [sys.executable, str(CHECKS / name), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout


@pytest.fixture(params=["invented", "shipped"])
def base(request: pytest.FixtureRequest) -> list[Concept]:
    if request.param == "invented":
        return BASE
    with Store(termbase.shipped("terms.db")) as store:
        return list(store.concepts())


@pytest.mark.shared
@pytest.mark.saxon
def test_valid_by_the_official_schemas(tmp_path: Path, base: list[Concept]) -> None:
    report = check("validate_tbx.py", *files(tmp_path, base))
    assert report.count("VALID [") == 3, report
    assert "INVALID" not in report


@pytest.mark.shared
@pytest.mark.saxon
def test_empty_v3_files_are_valid(tmp_path: Path) -> None:
    report = check("validate_tbx.py", *files(tmp_path, [])[:2])
    assert report.count("VALID [v3") == 2, report
    assert "INVALID" not in report


@pytest.mark.shared
@pytest.mark.translate
def test_translate_toolkit_reads_every_entry(tmp_path: Path, base: list[Concept]) -> None:
    report = check("read_translate_toolkit.py", files(tmp_path, base)[2], "zh", "en")
    both = sum(1 for c in base if any(t.lang == "zh" for t in c.terms) and any(map(usable_target, c.terms)))
    assert report.splitlines()[-1] == f"READ {len(base)} entries, {both} with both languages"
    assert 0 < both < len(base)


def usable_target(term: Term) -> bool:
    return term.lang == "en" and term.status in USABLE


@pytest.mark.shared
@pytest.mark.omegat
def test_omegat_reads_every_pair(tmp_path: Path, base: list[Concept]) -> None:
    rows = tmp_path / "terms.utf8"
    with rows.open("wb") as out:
        written = WRITERS["omegat"].write(base, out, Options())
    command = ["sh", str(CHECKS / "omegat_probe.sh"), "-s", "zh", "-t", "en", str(files(tmp_path, base)[2]), str(rows)]
    report = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert f"READ {sum(map(pairs_shown, base))} tbx2.tbx" in report
    assert f"READ {written} terms.utf8" in report


def pairs_shown(concept: Concept) -> int:
    """OmegaT shows a source term without a target too."""
    return sum(term.lang == "zh" for term in concept.terms) * max(1, sum(map(usable_target, concept.terms)))
