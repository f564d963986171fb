"""Files of translation tools: what is in them, read as far as can be with readers that are not ours."""

from __future__ import annotations

import csv
import io
import struct
from pathlib import Path
from zipfile import ZipFile

import openpyxl
import pytest
import rdflib
from hypothesis import given, settings
from lxml import etree
from openpyxl.worksheet.worksheet import Worksheet
from rdflib.namespace import DCTERMS, RDF, SKOS
from strategies import any_texts, invented, term_bases

from glossary.errors import TooLarge
from glossary.exports import WRITERS, Options
from glossary.exports.cells import USABLE
from glossary.exports.skos import literal
from glossary.exports.xlsx import MAX_CELL, write_rows
from glossary.models import Change, Citation, Concept, Definition, Relation, Term
from importers import read_terms
from importers.translations import read as read_segments

OFFICE = Concept(
    "c5",
    "unit",
    "approved",
    "shipping",
    (Definition("管港口的。", "zh", "Bulletin 5"),),
    (
        Term("海事处", "zh", citations=(Citation("A/65/624", "12", 3, 0, 3, "在海事处"),)),
        Term("海|处", "zh", "short_form", "admitted"),
        Term("海示处", "zh", "variant", "deprecated"),
        Term("Maritime Office", "en", sources=("Gazette",)),
        Term("=MO", "en", "acronym", "admitted"),
        Term("Sea Office", "en", "full_form", "superseded"),
    ),
    (Relation("part_of", "c6", "港务部"),),
)
LONE = Concept("c6", "unit", "approved", terms=(Term("港务部", "zh"),))
AGAIN = Concept("c7", "body", "approved", terms=(Term("海事处", "zh"), Term("Maritime Agency", "en")))
BASE = [OFFICE, LONE, AGAIN]


def exported(name: str, concepts: list[Concept], options: Options | None = None) -> bytes:
    out = io.BytesIO()
    WRITERS[name].write(concepts, out, options or Options(ids={concept.id for concept in concepts}))
    return out.getvalue()


def rows(name: str, concepts: list[Concept], options: Options | None = None) -> list[list[str]]:
    data = exported(name, concepts, options)
    if WRITERS[name].suffix == ".xlsx":
        sheet = openpyxl.load_workbook(io.BytesIO(data)).active
        assert isinstance(sheet, Worksheet)
        assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
        return [[str(cell or "") for cell in row] for row in sheet.iter_rows(values_only=True)]
    delimiter = "\t" if WRITERS[name].suffix == ".tsv" else ","
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""), delimiter=delimiter))


def test_memoq_has_one_row_a_concept_with_alternatives() -> None:
    header, office, lone, _ = rows("memoq", BASE)
    assert header == ["Entry_ID", "Entry_Subject", "Entry_Note", "Chinese", "English", "Definition"]
    assert office[0] == "5"
    assert office[3:5] == ["海事处|海｜处|海示处", "Maritime Office|=MO"]
    assert "source: Gazette" in office[2]
    assert "not to be used: Sea Office" in office[2]
    assert lone[3:5] == ["港务部", ""]


def test_trados_sheet_names_languages_as_the_tags_say() -> None:
    header, office, *_ = rows("multiterm", BASE, Options(tags={"zh": "zh-CN", "en": "en-US"}))
    named = dict(zip(header, office, strict=True))
    assert named["Chinese (Simplified, China)"] == "海事处|海｜处|海示处"
    assert named["English (United States)"] == "Maritime Office|=MO"
    assert (named["Source"], named["Citation"]) == ("Gazette", "A/65/624, para. 12")


def test_phrase_names_every_form_once_for_a_concept() -> None:
    header, *lines = rows("phrase", [OFFICE, LONE], Options(tags={"zh": "zh_cn"}))
    assert header[:2] == ["zh-cn", "en"]
    assert [line[:2] for line in lines] == [
        ["海事处", "Maritime Office"],
        ["海|处", "Maritime Office"],
        ["海示处", "Maritime Office"],
        ["海事处", "=MO"],
        ["港务部", ""],
    ]


def test_deepl_has_every_source_once_and_no_header() -> None:
    long = Concept("c8", terms=(Term("长", "zh"), Term("x" * 1025, "en")))
    assert rows("deepl", [*BASE, long]) == [[name, "Maritime Office"] for name in ("海事处", "海|处", "海示处")]


@pytest.mark.translate
def test_weblate_csv_is_read_by_translate_toolkit(tmp_path: Path) -> None:
    from translate.storage.csvl10n import csvfile

    for concepts in (BASE, invented(100)):
        path = tmp_path / "glossary.csv"
        path.write_bytes(exported("weblate", concepts))
        units = [unit for unit in csvfile.parsefile(str(path)).units if not unit.isheader()]
        forms = [(term, concept) for concept in concepts for term in concept.terms if term.lang == "zh"]
        assert len(units) == len(forms)
        by_source = {(unit.source, unit.getcontext()): unit for unit in units}
        for term, concept in forms:
            unit = by_source[" ".join(term.text.split()), concept.id]
            targets = [each for each in concept.terms if each.lang == "en" and each.status in USABLE]
            assert bool(unit.target) == bool(targets)
            if term.citations:
                assert "cited: " in unit.getnotes("developer")


def test_tmx_comes_back_as_segments_with_the_citation_in_the_note(tmp_path: Path) -> None:
    path = tmp_path / "terms.tmx"
    path.write_bytes(exported("tmx", BASE, Options(tags={"zh": "zh-CN"}, created="2026-01-02")))
    pairs = list(read_segments(path))
    assert len(pairs) == 7
    assert pairs[0] == ("海事处", "Maritime Office")
    assert "cited: A/65/624, para. 12" in path.read_text("utf-8")


def graph(concepts: list[Concept], options: Options | None = None) -> rdflib.Graph:
    return rdflib.Graph().parse(data=exported("skos", concepts, options).decode("utf-8"), format="turtle")


def test_skos_says_names_relations_and_sources() -> None:
    found = graph(BASE)
    office, lone = rdflib.URIRef("urn:glossary:c5"), rdflib.URIRef("urn:glossary:c6")
    assert set(found.objects(office, SKOS.prefLabel)) == {
        rdflib.Literal("海事处", lang="zh"),
        rdflib.Literal("Maritime Office", lang="en"),
    }
    assert rdflib.Literal("Sea Office", lang="en") in set(found.objects(office, SKOS.hiddenLabel))
    assert (office, SKOS.broader, lone) in found
    assert rdflib.Literal("Maritime Office: Gazette") in set(found.objects(office, DCTERMS.source))
    assert rdflib.Literal("在海事处 [A/65/624, para. 12]", lang="zh") in set(found.objects(office, SKOS.example))
    assert (office, SKOS.broader, lone) not in graph(BASE, Options())


@settings(max_examples=25, deadline=None)
@given(term_bases(3, text=any_texts()))
def test_any_concepts_give_turtle_with_one_preferred_label_a_language(concepts: list[Concept]) -> None:
    found = graph(concepts)
    assert len(set(found.subjects(RDF.type, SKOS.Concept))) == len(concepts)
    for subject in found.subjects(RDF.type, SKOS.Concept):
        labels = [label for label in found.objects(subject, SKOS.prefLabel) if isinstance(label, rdflib.Literal)]
        assert len(labels) == len({label.language for label in labels})


@given(any_texts())
def test_turtle_literals_come_back(text: str) -> None:
    (found,) = rdflib.Graph().parse(data=f"<a:a> <a:b> {literal(text)} .", format="turtle").objects()
    assert str(found) == literal_text(text)


def literal_text(text: str) -> str:
    return "".join("\ufffd" if (ord(c) < 32 and c not in "\n\r\t") or c in "\x7f\ufffe\uffff" else c for c in text)


def test_sheet_keeps_text_as_text_and_cuts_no_cell_silently() -> None:
    out = io.BytesIO()
    cells = ["=1+1", "00123", "2020-01-02", "123456789012345678", "𠮷" * MAX_CELL]
    assert write_rows(["a", "b", "c", "d", "e"], [cells], out, Options()) == 1
    sheet = openpyxl.load_workbook(out).active
    assert isinstance(sheet, Worksheet)
    found = [cell.value for cell in sheet[2]]
    assert found[:4] == cells[:4]
    assert str(found[4]).startswith("𠮷" * 16_000)
    assert str(found[4]).endswith("characters)")


def test_more_rows_than_a_sheet_holds_are_refused_with_the_way_out() -> None:
    out = io.BytesIO()
    with pytest.raises(TooLarge, match=r"a sheet holds 3 rows.*write csv, or narrow it"):
        write_rows(["a"], ([str(number)] for number in range(3)), out, Options(), most=3)
    assert not out.getvalue()


@pytest.mark.parametrize("name", ["csv", "tsv", "xlsx", "memoq", "multiterm", "weblate", "phrase"])
def test_we_read_our_own_tables(tmp_path: Path, name: str) -> None:
    path = tmp_path / f"terms{WRITERS[name].suffix}"
    path.write_bytes(exported(name, [OFFICE, LONE]))
    found = [item for item in read_terms(path) if isinstance(item, Concept)]
    names = {term.text.replace("｜", "|") for concept in found for term in concept.terms}
    assert names >= {"海事处", "港务部", "Maritime Office"}


def test_multiterm_xml_has_fields_by_level() -> None:
    log = (
        Change(1, "2026-01-02", "Ana", "c5", "created"),
        Change(2, "2026-02-03T04:05:06+00:00", "Bo", "c5", "changed"),
    )
    root = etree.fromstring(
        exported("multiterm-xml", [OFFICE, LONE], Options(tags={"zh": "zh-CN"}, changes=lambda _: log))
    )
    office, _ = root.findall("conceptGrp")
    assert office.findtext("concept") == "5"
    assert [(each.get("type"), each.text) for each in office.iter("transac")] == [
        ("origination", "Ana"),
        ("modification", "Bo"),
    ]
    assert [each.text for each in office.iter("date")] == ["2026-01-02T00:00:00", "2026-02-03T04:05:06"]
    assert [each.get("lang") for each in office.iter("language")] == ["zh-CN", "en"]
    assert [each.text for each in office.iter("term")][:2] == ["海事处", "海|处"]
    fields = {(each.get("type"), each.text) for each in office.iter("descrip")}
    assert {("Source", "Gazette"), ("Citation", "A/65/624, para. 12"), ("Status", "superseded")} <= fields
    assert ("Context", "在海事处 [A/65/624, para. 12]") in fields


def stardict(concepts: list[Concept]) -> tuple[str, list[tuple[str, str]]]:
    """Read a dictionary as StarDict's description says: the figures, and headwords with their articles."""
    with ZipFile(io.BytesIO(exported("stardict", concepts))) as archive:
        index, articles = (archive.read(f"glossary/glossary.{suffix}") for suffix in ("idx", "dict"))
        figures = archive.read("glossary/glossary.ifo").decode()
    assert f"idxfilesize={len(index)}\n" in figures
    found = []
    while index:
        word, _, rest = index.partition(b"\0")
        start, length = struct.unpack(">II", rest[:8])
        found.append((word.decode(), articles[start : start + length].decode()))
        index = rest[8:]
    return figures, found


def test_stardict_leads_from_every_name_to_its_article() -> None:
    figures, found = stardict(BASE)
    assert f"wordcount={len(found)}\n" in figures
    assert [word for word, article in found if "港务部 ·" in article] == ["港务部"]
    (article,) = (article for word, article in found if word == "Sea Office")
    assert "Maritime Office · source: Gazette" in article
    assert "cited: A/65/624, para. 12" in article
    assert len([word for word, _ in found if word == "海事处"]) == 2


def test_stardict_is_sorted_as_it_is_searched() -> None:
    words = [word.encode() for word, _ in stardict(invented(200))[1]]
    assert words == sorted(words, key=lambda word: (bytes(c + 32 if 65 <= c <= 90 else c for c in word), word))
