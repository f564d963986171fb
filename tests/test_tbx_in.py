"""TBX of other makers comes in whole: what has no field of ours is kept in notes and told; faulty files are refused."""

from __future__ import annotations

import io
from pathlib import Path

import pytest

from glossary.errors import InvalidRecord, ParseError, TooLarge
from glossary.exports import Options as ExportOptions
from glossary.exports import multiterm, tbx
from glossary.ingest import Options, add
from glossary.models import Citation, Concept, Definition, Note, Relation, Remark, Term
from glossary.store import Store
from importers.tbx import MAX_ENTRY, read_terms

FILES = Path(__file__).resolve().parent / "tbx"


def read(path: Path) -> tuple[list[Concept], list[str], str]:
    found = list(read_terms(path))
    concepts = [each for each in found if isinstance(each, Concept)]
    errors = [str(each).removeprefix(f"{path}, ") for each in found if isinstance(each, InvalidRecord)]
    return concepts, errors, "\n".join(each.text for each in found if isinstance(each, Remark))


def test_desktop_term_base_in_v2() -> None:
    (concept,), errors, said = read(FILES / "multiterm.tbx")
    assert not errors
    assert concept.subject == "Ports"
    assert concept.definitions == (Definition("An office that\nruns a harbour.", "en-GB", "Rules, p. 3; Manual"),)
    assert concept.notes == (
        Note("id", "_17"),
        Note("origination", "2011-04-05T09:30:00, ana"),
        Note("modification", "2012-06-07, bo (Bo Example)"),
        Note("note fr-FR", "à vérifier"),
    )
    office, acronym, old, zh, fr = concept.terms
    assert office == Term(
        "Harbour Office",
        "en-GB",
        sources=("Rules",),
        notes=(Note("Status", "Approved"), Note("note", "Capital letters.")),
    )
    assert (acronym.kind, acronym.status, old.status) == ("acronym", "admitted", "deprecated")
    assert zh.citations == (Citation("港务公报", "7", context="他在港务处工作。"),)
    assert zh.notes == (Note("context", "港口的办公室。"), Note("context source", "港务公报"))
    assert fr.lang == "fr-FR"
    for part in ("v2 (martif), TBX-Basic: 1 entries", "en-GB (3)", "Status (1)", "hi (1)", "1 terms without text",
                 "exported from a desktop termbase", "ZH-CN as zh-CN (1)"):  # fmt: skip
        assert part in said


def test_portal_in_v2_with_ntig_and_odd_languages() -> None:
    (berth, quay), errors, said = read(FILES / "terminology-portal.tbx")
    assert berth.terms[0].notes == (
        Note("id", "2045_1001_5"),
        Note("geographicalUsage", "US"),
        Note("geographicalUsage note", "coast only"),
        Note("hyphenation", "ber | th"),
        Note("reliabilityCode", "3"),
    )
    assert [(term.text, term.lang, term.status) for term in quay.terms] == [
        ("码头", "zh", "preferred"),
        ("埠头", "zh", "admitted"),
        ("quay", "en", "preferred"),
    ]
    assert quay.notes == (
        Note("id", "2045_1002"),
        Note("crossReference", "berth (2045_1001)"),
        Note("crossReference", "quay (nowhere)"),
        Note("externalCrossReference", "Quays <https://ports.example/quay?a=1&b=2>"),
    )
    assert errors == [
        "line 25: id '2045_1001' stands already further up (entry 2045_1001)",
        "line 26: no language code: '语言二'; write one such as zh or en (entry e9)",
        "line 27: a language section without xml:lang; write one such as zh or en (entry e10)",
        "line 28: the entry has no term (entry e11)",
    ]
    for part in ("chi as zh (1)", "zh_CN as zh-CN (1)", "中文 as zh (1)", "attributes left out: from (1)",
                 "1 references to what the file does not have, kept as notes: nowhere", "Code (1)"):  # fmt: skip
        assert part in said


def test_larger_dialect_in_dct_with_prefixes_and_back_matter() -> None:
    (light,), errors, said = read(FILES / "linguist-dct.tbx")
    assert not errors
    assert light.id == "c7"
    assert light.definitions == (Definition("A portus light.", "en", "Manual"),)
    assert light.notes == (Note("note", "status: draft"), Note("definition en note", "old"))
    assert light.terms[0] == Term(
        "lighthouse",
        "en",
        sources=("List",),
        notes=(
            Note("grammaticalNumber", "singular"),
            Note("termType", "entryTerm"),
            Note("source note", "2nd ed."),
            Note("origination", "2020-01-02, Cy, editor"),
        ),
    )
    assert light.terms[1] == Term("燈塔", "zh-TW", notes=(Note("id", "t5"),))
    assert "style DCT, TBX-Linguist" in said
    assert "grammaticalNumber (1)" in said


ENTRY = '<termEntry id="c1"><langSet xml:lang="zh"><tig><term>港</term></tig></langSet></termEntry>'
BOMB = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
FAULTY = {
    "entities that grow": f'<!DOCTYPE martif [<!ENTITY e0 "x">{BOMB}]><martif>{ENTRY.replace("港", "&e11;")}</martif>',
    "entities in an attribute": f'<!DOCTYPE martif [<!ENTITY e0 "x">{BOMB}]><martif type="&e11;">{ENTRY}</martif>',
    "an entity outside": '<!DOCTYPE martif [<!ENTITY x SYSTEM "file:///etc/passwd">]><martif>'
    + ENTRY.replace("港", "&x;")
    + "</martif>",
    "a parameter entity": f'<!DOCTYPE martif [<!ENTITY % x SYSTEM "http://x.example"> %x;]><martif>{ENTRY}</martif>',
    "an entity of a DTD not read": f'<!DOCTYPE martif SYSTEM "x.dtd"><martif>{ENTRY.replace("港", "&nbsp;")}</martif>',
    "cut short": f"<martif><text><body>{ENTRY}<termEntry>",
    "no end tag": f"<martif><text><body>{ENTRY}</text></martif>",
    "a NUL": f"<martif>{ENTRY}\0</martif>",
    "no TBX": "<html><body>港</body></html>",
    "no XML": "港务处,Harbour Office\n",
    "nothing": "",
}


@pytest.mark.parametrize("text", FAULTY.values(), ids=FAULTY.keys())
def test_faulty_file_brings_in_nothing_and_says_why(tmp_path: Path, text: str) -> None:
    path = tmp_path / "faulty.tbx"
    path.write_text(text, "utf-8")
    with Store.create(tmp_path / "terms.db") as store:
        with pytest.raises(ParseError, match=r"faulty\.tbx.*(entities|damaged|no TBX)"):
            add(store, [path], Options(), lambda _: None)
        assert store.revision == 0


def test_entry_without_end_is_refused_before_memory_is_full(tmp_path: Path) -> None:
    path = tmp_path / "long.tbx"
    path.write_text("<martif><termEntry>" + "<note>x</note>" * (MAX_ENTRY // 12), "utf-8")
    with pytest.raises(TooLarge, match="an entry of more than"):
        list(read_terms(path))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "gb18030"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "terms.tbx"
    declared = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>'
    path.write_bytes(f'{declared}<!DOCTYPE martif SYSTEM "x.dtd"><martif>{ENTRY}</martif>'.encode(encoding))
    concepts, errors, _ = read(path)
    assert not errors
    assert [term.text for term in concepts[0].terms] == ["港"]


def test_undeclared_encoding_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    path.write_bytes(f"<martif>{ENTRY}</martif>".encode("gb18030"))
    with pytest.raises(ParseError, match="bytes"):
        list(read_terms(path))


def test_notes_of_others_are_not_taken_for_ours(tmp_path: Path) -> None:
    path = tmp_path / "terms.tbx"
    noted = ENTRY.replace("</tig>", "<note>reliability: 9</note></tig>").replace(
        '"c1">', '"c1"><note>category: x</note>'
    )
    path.write_text(f"<martif>{noted}</martif>", "utf-8")
    (concept,), errors, _ = read(path)
    assert not errors
    assert concept.notes == (Note("note", "category: x"),)
    assert concept.terms[0].notes == (Note("note", "reliability: 9"),)


SPOILT = {
    "reliability: 4": ("reliability: 9", "reliability is '9', want 1 to 4"),
    "category: unit": ("category: x", "category is 'x', want one of unit, post"),
    "cited: A/1, para. 2 [3:4-5]": ("cited: A/1, para. 2 [3:5-4]", "no place in a document"),
    "part of cited: A/2": ("part of cited: ", "no place in a document"),
    '<langSec xml:lang="zh">': ('<langSec xml:lang="z h">', "no language code: 'z h'"),
    'id="c2"': ('id="c1"', "id 'c1' stands already further up"),
}


@pytest.mark.parametrize("whole", SPOILT)
def test_spoilt_record_of_ours_is_left_out_and_the_others_come_in(tmp_path: Path, whole: str) -> None:
    term = Term("港", "zh", reliability=4, citations=(Citation("A/1", "2", 3, 4, 5),))
    relation = Relation("part_of", "c2", citations=(Citation("A/2"),))
    first = Concept("c1", "unit", "approved", terms=(term,), relations=(relation,))
    out = io.BytesIO()
    tbx.write_dca([first, Concept("c2", "body", "approved", terms=(Term("海", "fr"),))], out, ExportOptions())
    spoilt, reason = SPOILT[whole]
    text = out.getvalue().decode()
    assert whole in text
    path = tmp_path / "terms.tbx"
    path.write_text(text.replace(whole, spoilt), "utf-8")
    concepts, errors, _ = read(path)
    assert len(concepts) == 1
    assert reason in errors[0]
    with Store.create(tmp_path / "terms.db") as store:
        assert add(store, [path], Options(), lambda _: None).added == 1


def test_multiterm_xml_is_read_alike() -> None:
    (entry,), errors, said = read(FILES / "multiterm.xml")
    assert not errors
    assert entry.subject == "Ports"
    assert entry.definitions == (Definition("Where ships lie.", "en"),)
    assert entry.notes == (
        Note("id", "12"),
        Note("entryClass", "0"),
        Note("origination", "2002-09-03T14:16:20, super"),
        Note("Client", "OMS"),
    )
    berth, quay, zh = entry.terms
    assert (berth.text, berth.lang, berth.status, berth.part_of_speech) == ("berth", "en", "preferred", "noun")
    assert berth.sources == ("Manual",)
    assert berth.notes == (Note("modification", "2003-01-02T00:00:00, ana"),)
    assert (quay.status, quay.notes) == ("deprecated", ())
    assert (zh.text, zh.lang, zh.notes) == ("泊位", "zh-Hans", (Note("Status", "new"),))
    assert "MultiTerm XML: 1 entries; terms by language: en (2), zh-Hans (1)" in said


def test_our_multiterm_xml_comes_back_by_names(tmp_path: Path) -> None:
    out = io.BytesIO()
    term = Term("港务处", "zh", status="deprecated", sources=("Gazette",))
    multiterm.write([Concept("c4", "unit", terms=(term, Term("Office", "en")))], out, ExportOptions())
    path = tmp_path / "terms.xml"
    path.write_bytes(out.getvalue())
    (concept,), errors, _ = read(path)
    assert not errors
    assert [(each.text, each.status, each.sources) for each in concept.terms] == [
        ("港务处", "deprecated", ("Gazette",)),
        ("Office", "preferred", ()),
    ]
