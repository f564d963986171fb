"""Tables out: cells that spreadsheets leave alone, rows that OmegaT takes, and our CSV read back."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from strategies import any_texts, invented, term_bases

from glossary.exports import WRITERS, Options
from glossary.exports.cells import columns, harmless, joined
from glossary.models import Citation, Concept, Definition, Note, Relation, Term
from importers.table import read_terms, split

CHECKS = Path(__file__).resolve().parents[2] / "shared" / "checks" / "tbx"
USABLE = ("preferred", "admitted")


def exported(name: str, concepts: list[Concept], options: Options | None = None) -> str:
    out = io.BytesIO()
    WRITERS[name].write(concepts, out, options or Options())
    return out.getvalue().decode("utf-8-sig")


def table(text: str, delimiter: str = ",") -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True))


OFFICE = Concept(
    "c5",
    "unit",
    "approved",
    "shipping",
    (Definition("管港口的。", "zh", "Bulletin 5"), Definition("Un port.", "fr")),
    (
        Term("海事处", "zh", citations=(Citation("A/65/624", "12", 3, 0, 3), Citation("A/1"))),
        Term("海处", "zh", "short_form", "admitted"),
        Term("海务|处", "zh", "variant", "admitted"),
        Term("海示处", "zh", "variant", "deprecated", citations=(Citation("A/2", "3"),)),
        Term("Maritime Office", "en", reliability=4, valid_from="2010", sources=("Gazette",)),
        Term("MO", "en", "acronym", "admitted"),
        Term("Sea Office", "en", "full_form", "superseded"),
    ),
    (Relation("part_of", "c2", "港务部"),),
    (Note("era", "2010"),),
)


def test_row_of_a_concept() -> None:
    assert {name: cell for name, cell in table(exported("csv", [OFFICE]))[0].items() if cell} == {
        "id": "c5",
        "zh": "海事处",
        "zh_short": "海处",
        "zh_variants": r"海务\|处",
        "zh_deprecated": "海示处",
        "en": "Maritime Office",
        "en_acronym": "MO",
        "en_deprecated": "Sea Office",
        "category": "unit",
        "status": "approved",
        "reliability": "4",
        "from": "2010",
        "sources": "Maritime Office: Gazette",
        "citations": "A/65/624, para. 12 | A/1 | 海示处: A/2, para. 3",
        "part_of": "港务部 (c2)",
        "subject": "shipping",
        "zh_definition": "管港口的。 [Bulletin 5]",
        "notes": "era: 2010 | "
        + " | ".join(
            f"{name}: {fact}: unknown"
            for name in ("海事处", "海处", r"海务\|处", "海示处", "MO", "Sea Office")
            for fact in ("reliability", "valid from")
        ),
        "other_languages": "fr definition: Un port.",
    }


def test_source_that_holds_for_every_name_stands_alone() -> None:
    terms = (Term("海事处", "zh", sources=("Gazette",)), Term("Maritime Office", "en", sources=("Gazette",)))
    assert table(exported("csv", [Concept("c1", terms=terms)]))[0]["sources"] == "Gazette"


def test_csv_is_what_excel_wants() -> None:
    out = io.BytesIO()
    WRITERS["csv"].write([OFFICE], out, Options())
    assert out.getvalue().startswith(b"\xef\xbb\xbfid,zh,")
    assert out.getvalue().count(b"\r\n") == 2


@pytest.mark.parametrize(
    "start", ["=", "+", "-", "@", "\t=", "\r=", "\n=", " =", "\u200b=", "＝", "＋", "－", "＠", "'="]
)
def test_formulas_are_made_harmless(start: str) -> None:
    assert harmless(start + "1+1") == "'" + start + "1+1"


@pytest.mark.parametrize("cell", ["", "1+1", "a=b", "港务处", "'tis", "(=1)"])
def test_other_cells_stay(cell: str) -> None:
    assert harmless(cell) == cell


@settings(max_examples=60, deadline=None)
@given(term_bases(text=any_texts(min_size=1)))
def test_no_cell_starts_a_formula_and_every_row_is_whole(concepts: list[Concept]) -> None:
    rows = list(csv.reader(io.StringIO(exported("csv", concepts), newline=""), strict=True))
    assert [len(row) for row in rows] == [len(columns(Options()))] * (len(concepts) + 1)
    assert not [cell for row in rows for cell in row if cell.startswith(tuple("=+-@\t\r＝＋－＠"))]


@settings(max_examples=60, deadline=None)
@given(term_bases(text=any_texts(min_size=1)))
def test_tsv_has_one_line_a_concept(concepts: list[Concept]) -> None:
    lines = exported("tsv", concepts).split("\n")
    assert [line.count("\t") for line in lines[:-1]] == [len(columns(Options())) - 1] * (len(concepts) + 1)
    assert lines[-1] == ""
    assert len(table(exported("tsv", concepts), "\t")) == len(concepts)


def test_tsv_leaves_formulas_alone_and_quotes_only_leading_quotation_marks() -> None:
    concepts = [Concept("c1", terms=(Term("=1+1", "zh"), Term('"A" and "B"', "en")))]
    line = exported("tsv", concepts).splitlines()[1]
    assert line.startswith('c1\t=1+1\t\t\t\t\t"""A"" and ""B"""\t')
    assert table(exported("tsv", concepts), "\t")[0]["en"] == '"A" and "B"'
    assert 'say "A"' in exported("tsv", [Concept("c1", terms=(Term('say "A"', "en"),))])


@given(any_texts().map(str.strip).filter(bool))
def test_joined_values_come_apart_again(value: str) -> None:
    assert split(joined([value, "second"])) == tuple(dict.fromkeys((value, "second")))


def test_a_cell_holds_no_more_than_a_spreadsheet_takes() -> None:
    places = tuple(Citation(f"ST/SGB/2010/{number}", "1") for number in range(3000))
    cell = table(exported("csv", [Concept("c1", terms=(Term("甲", "zh", citations=places),))]))[0]["citations"]
    assert len(cell) < 32_767
    assert cell.endswith(f"(+{3000 - cell.count(' | ')} more)")


def test_columns_are_called_by_the_language_pair() -> None:
    row = table(exported("csv", [OFFICE], Options(source="en", target="zh")))[0]
    assert (row["en"], row["zh"], row["zh_short"]) == ("Maritime Office", "海事处", "海处")
    assert list(row).index("en") < list(row).index("zh")


def test_csv_read_back(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(exported("csv", [OFFICE, Concept("c2", terms=(Term("港务部", "zh"),))]), encoding="utf-8-sig")
    concept = next(item for item in read_terms(path) if isinstance(item, Concept))
    assert (concept.id, concept.category, concept.status) == ("c5", "unit", "approved")
    assert [(t.text, t.kind, t.status) for t in concept.terms] == [
        ("海事处", "full_form", "preferred"),
        ("海处", "short_form", "admitted"),
        ("海务|处", "variant", "admitted"),
        ("海示处", "variant", "deprecated"),
        ("Maritime Office", "full_form", "preferred"),
        ("MO", "acronym", "admitted"),
        ("Sea Office", "variant", "deprecated"),
    ]
    assert [t.sources for t in concept.terms if t.lang == "en"] == [("Gazette",), (), ()]
    assert concept.terms[0].citations == (Citation("A/65/624", "12"), Citation("A/1"))
    assert concept.terms[3].citations == (Citation("A/2", "3"),)
    assert concept.relations == (Relation("part_of", "c2", "港务部"),)
    assert Definition("管港口的。", "zh", "Bulletin 5") in concept.definitions
    assert Note("era", "2010") in concept.notes


@pytest.mark.parametrize("name", ["csv", "tsv"])
def test_names_of_invented_concepts_are_read_back(tmp_path: Path, name: str) -> None:
    base = invented(120)
    path = tmp_path / f"terms.{name}"
    with path.open("wb") as out:
        WRITERS[name].write(base, out, Options())
    found = [concept for concept in read_terms(path) if isinstance(concept, Concept)]
    assert [concept.id for concept in found] == [concept.id for concept in base]
    for read, concept in zip(found, base, strict=True):
        assert {(t.lang, t.text) for t in read.terms} == {(t.lang, t.text) for t in concept.terms}


def test_what_holds_for_one_name_comes_back_to_it(tmp_path: Path) -> None:
    terms = (
        Term(
            "海事处", "zh", reliability=4, valid_to="2018", notes=(Note("note", "new"),), citations=(Citation("A/1"),)
        ),
        Term("海处", "zh", "short_form", "admitted", 3, sources=("Gazette",), notes=(Note("era", "2010"),)),
        Term("Maritime: Office", "en", reliability=4, valid_to="2018", sources=("Bulletin 5",)),
        Term("MO", "en", "acronym", "admitted", citations=(Citation("A/2", "3"),)),
    )
    path = tmp_path / "terms.csv"
    path.write_text(exported("csv", [Concept("c3", "unit", "approved", terms=terms)]), encoding="utf-8-sig")
    expected = [Concept("c3", "unit", "approved", terms=terms)]
    assert [item for item in read_terms(path) if isinstance(item, Concept)] == expected


def rows(concepts: list[Concept]) -> list[list[str]]:
    first, *lines = exported("omegat", concepts).split("\n")
    assert first == "# -*- coding: utf-8 -*-"
    assert lines.pop() == ""
    return [line.split("\t") for line in lines]


def test_omegat_pairs_every_source_form_with_every_usable_target() -> None:
    assert [row[:2] for row in rows([OFFICE])] == [
        [source, target] for source in ("海事处", "海处", "海务|处", "海示处") for target in ("Maritime Office", "MO")
    ]


def test_omegat_comment_says_what_to_know() -> None:
    comments = {(source, target): comment for source, target, comment in rows([OFFICE])}
    assert comments["海事处", "Maritime Office"] == (
        "unit · shipping · reliability: 4 · 2010– · source: Gazette · cited: A/65/624, para. 12; A/1 · "
        "not to be used: Sea Office · "
        "part of: 港务部 · 管港口的。 · Un port. · era: 2010"
    )
    assert comments["海示处", "Maritime Office"].startswith("deprecated: 海示处 · unit")
    assert comments["海事处", "MO"].startswith("admitted acronym · unit · shipping · no source seen · cited: A/65/624")


def test_omegat_counts_the_places_it_does_not_show() -> None:
    places = tuple(Citation("A/1", str(number)) for number in range(1, 6))
    concept = Concept("c1", terms=(Term("甲", "zh", citations=places), Term("A", "en", sources=("S",))))
    assert "cited: A/1, para. 1; A/1, para. 2; A/1, para. 3 (+2 more)" in rows([concept])[0][2]


def test_omegat_needs_both_languages() -> None:
    alone = Concept("c1", terms=(Term("甲", "zh"), Term("A", "en", status="deprecated")))
    assert rows([alone, Concept("c2", terms=(Term("B", "en"),))]) == []


def test_omegat_line_is_never_a_comment() -> None:
    assert rows([Concept("c1", terms=(Term("#甲", "zh"), Term("#A", "en")))])[0][:2] == [" #甲", "#A"]


@settings(max_examples=60, deadline=None)
@given(term_bases(text=any_texts(min_size=1)))
def test_omegat_rows_are_whole(concepts: list[Concept]) -> None:
    found = rows(concepts)
    assert all(len(row) == 3 for row in found)
    assert not [row for row in found if row[0].startswith("#") or not row[0].strip() or not row[1].strip()]


@pytest.mark.shared
@pytest.mark.libreoffice
@pytest.mark.openpyxl
def test_spreadsheet_sees_what_we_wrote(tmp_path: Path) -> None:
    path = tmp_path / "terms.csv"
    path.write_text(exported("csv", invented(300)), encoding="utf-8-sig", newline="")
    command = [sys.executable, str(CHECKS / "check_csv.py"), str(path)]
    report = subprocess.run(command, capture_output=True, text=True, check=False).stdout
    assert "301 rows, 0 problems" in report, report[-2000:]
