"""Two invented documents in both languages, from text, Word and PDF: whichever way they came, every pair is right."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_documents import FONT, SIZE, Pdf, docx, paragraph
from reportlab.pdfbase.pdfmetrics import stringWidth

from benchmarks.align import GOLD, norm, rows, scored
from glossary.align import align
from glossary.models import Document
from importers import read_document

NAMES = ("ocean-bulletin", "field-report")
WIDTH = 410.0  # points of a line


def printed(document: Document) -> Iterator[tuple[str, bool]]:
    """The paragraphs as they are printed, with their numbers, and whether each is a heading."""
    before = ""
    for one in document.paragraphs:
        number = re.sub(r"^.*(?=[(（])|.*:|^(?:0|s\d+)$", "", one.label)
        if one.kind == "heading" or not number or one.label == before:
            yield one.text or "", one.kind == "heading"
        elif one.kind == "body":
            yield f"{number}{'.' if number.isdigit() else ''} {one.text}", False
        before = one.label if one.kind == "body" else before


def as_word(document: Document) -> bytes:
    parts = [paragraph(text, style="H1" if is_heading else "") for text, is_heading in printed(document)]
    return docx(*parts)


def set_in_lines(text: str, lang: str) -> list[str]:
    """Break a text into lines of one width: Chinese before any character but a stop, English at blanks."""
    lines = [""]
    for piece in re.findall(r"[A-Za-z0-9/().-]+|.", text) if lang == "zh" else re.findall(r"\S+\s*", text):
        if stringWidth(lines[-1] + piece, FONT, SIZE) > WIDTH and piece not in "，。；：、":
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def as_pdf(document: Document) -> bytes:
    made = Pdf()
    page, y = made.page(), 750.0
    for text, is_heading in printed(document):
        lines = set_in_lines(text, document.lang)
        if y - 18 * len(lines) < 90:
            page, y = made.page(), 750.0
        y = page.prose(90, y, lines) - (14 if is_heading else 10)
    return made.bytes()


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("suffix", [".txt", ".docx", ".pdf"])
def test_every_pair_is_right(tmp_path: Path, name: str, suffix: str) -> None:
    versions = []
    for lang in ("zh", "en"):
        path = GOLD / f"{name}.{lang}.txt"
        document = read_document(path)
        if suffix != ".txt":
            path = tmp_path / f"{name}.{lang}{suffix}"
            path.write_bytes(as_word(document) if suffix == ".docx" else as_pdf(document))
        versions.append(read_document(path, symbol=document.symbol))
    pairs = align(*versions).pairs
    gold: dict[tuple[str, str], set[str]] = {}
    for row in rows(GOLD / "pairs.jsonl"):
        if row["doc"] == name:
            gold.setdefault((row["zh"], ""), set()).add(norm(row["en"]))
    score = scored(gold, {(pair.zh, ""): pair.en for pair in reversed(pairs)})
    assert score.right == len(gold)
    assert not score.mistakes
