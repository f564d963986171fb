"""What holds for every format: it streams, counts, says the same twice, and has every name in it."""

from __future__ import annotations

import io
from collections.abc import Iterator
from zipfile import ZipFile

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet
from strategies import invented

from glossary.errors import UnsupportedFormat
from glossary.exports import WRITERS, Options, Writer, format_for, write
from glossary.models import Citation, Concept, Term

ALL = pytest.mark.parametrize("writer", WRITERS.values(), ids=lambda writer: writer.name)
HEADER_LINES = {"jsonl": 0, "deepl": 0, "stardict": 0}
ENTRY = {"tbx": "</conceptEntry>", "tbx-dct": "</conceptEntry>", "tbx2": "</termEntry>", "tmx": "</tu>",
         "skos": " a skos:Concept ;", "multiterm-xml": "</conceptGrp>", "stardict": "unit · approved"}  # fmt: skip
COMMENTED = ("stardict", "tbx2", "omegat", "memoq", "multiterm", "phrase", "weblate", "tmx")


def harbour(number: int) -> Concept:
    return Concept(
        f"c{number}",
        "unit",
        "approved",
        terms=(
            Term(f"港务{number}处", "zh", citations=(Citation("A/65/624", str(number)),)),
            Term(f"Harbour Office {number}", "en", sources=("Harbour Gazette",), reliability=3),
        ),
    )


def exported(writer: Writer, concepts: list[Concept], options: Options | None = None) -> str:
    out = io.BytesIO()
    writer.write(concepts, out, options or Options())
    return text_of(writer, out)


def text_of(writer: Writer, out: io.BytesIO) -> str:
    """Return what a file says, a workbook as lines with tabs."""
    if writer.suffix == ".zip":
        with ZipFile(out) as archive:
            name = "glossary/terms.csv" if writer.name == "kit" else "glossary/glossary.dict"
            return archive.read(name).decode("utf-8-sig")
    if writer.suffix != ".xlsx":
        return out.getvalue().decode("utf-8-sig")
    sheet = openpyxl.load_workbook(out).active
    assert isinstance(sheet, Worksheet)
    return "\n".join("\t".join(str(cell or "") for cell in row) for row in sheet.iter_rows(values_only=True))


@ALL
def test_every_name_is_written_and_counted(writer: Writer) -> None:
    concepts = [harbour(number) for number in range(1, 21)]
    out = io.BytesIO()
    assert writer.write(iter(concepts), out, Options()) == 20
    text = text_of(writer, out)
    for concept in concepts:
        for term in concept.terms:
            assert term.text in text


@ALL
def test_place_and_source_are_written(writer: Writer) -> None:
    text = exported(writer, [harbour(12)])
    has_no_column_for_it = writer.name == "deepl"
    assert ("A/65/624" in text) != has_no_column_for_it
    assert ("Harbour Gazette" in text) != has_no_column_for_it


@ALL
def test_count_is_number_of_rows_or_entries(writer: Writer) -> None:
    concepts = [harbour(1), harbour(2)]
    text = exported(writer, concepts)
    rows = len(text.splitlines()) - HEADER_LINES.get(writer.name, 1)
    assert (text.count(ENTRY[writer.name]) if writer.name in ENTRY else rows) == 2


@ALL
def test_same_concepts_give_same_bytes(writer: Writer) -> None:
    assert exported(writer, invented(40)) == exported(writer, invented(40))


@pytest.mark.parametrize(
    "writer",
    [each for each in WRITERS.values() if each.suffix not in (".xlsx", ".zip")],
    ids=lambda writer: writer.name,
)
def test_writes_while_it_reads(writer: Writer) -> None:
    """A workbook is an archive, put together at the end from files."""
    out = io.BytesIO()
    written = 0

    def concepts() -> Iterator[Concept]:
        nonlocal written
        for number in range(1, 4001):
            yield harbour(number)
        written = out.tell()

    writer.write(concepts(), out, Options())
    assert written > 0.7 * out.tell()


@ALL
def test_empty_term_base(writer: Writer) -> None:
    out = io.BytesIO()
    assert writer.write([], out, Options()) == 0
    text = text_of(writer, out)
    if writer.name in ENTRY:
        assert ENTRY[writer.name] not in text
    else:
        assert len(text.splitlines()) == HEADER_LINES.get(writer.name, 1)


@ALL
def test_term_without_source_is_not_shown_as_sourced(writer: Writer) -> None:
    concept = Concept("c1", "unit", "approved", terms=(Term("港务处", "zh"), Term("Harbour Office", "en")))
    text = exported(writer, [concept])
    assert "Gazette" not in text
    assert ("no source seen" in text) == (writer.name in COMMENTED)
    assert 'type="source"' not in text
    assert "basic:source" not in text


@ALL
def test_control_characters_do_not_break_the_file(writer: Writer) -> None:
    concept = Concept("c1", terms=(Term("港\x00务\x0b处\ufffe", "zh"), Term("Harbour\x1bOffice", "en")))
    assert "\x00" not in exported(writer, [concept])


@pytest.mark.parametrize(
    ("path", "name", "expected"),
    [
        ("terms.tbx", None, "tbx"),
        ("terms.TBX", None, "tbx"),
        ("terms.csv", None, "csv"),
        ("glossary/un.utf8", None, "omegat"),
        ("terms.jsonl", None, "jsonl"),
        ("-", "tbx2", "tbx2"),
        ("terms.xml", "tbx-dct", "tbx-dct"),
    ],
)
def test_format_by_name_else_by_suffix(path: str, name: str | None, expected: str) -> None:
    assert format_for(path, name).name == expected


@pytest.mark.parametrize(("path", "name"), [("terms.doc", None), ("-", None), ("terms.csv", "word")])
def test_unknown_format_names_the_known_ones(path: str, name: str | None) -> None:
    with pytest.raises(UnsupportedFormat, match="tbx, tbx-dct, tbx2, csv"):
        format_for(path, name)


def test_write_refuses_unknown_format() -> None:
    with pytest.raises(UnsupportedFormat, match="omegat"):
        write([], io.BytesIO(), "word")


@ALL
def test_languages_may_be_turned_round(writer: Writer) -> None:
    text = exported(writer, [harbour(1)], Options(source="en", target="zh"))
    assert text.index("Harbour Office 1") < text.index("港务1处") or writer.name in ("jsonl", "skos", "stardict")
