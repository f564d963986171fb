"""Aligned segments in: TSV, CSV, TMX and XLIFF."""

from __future__ import annotations

from pathlib import Path

import pytest

from glossary.errors import InputError, ParseError, UnsupportedFormat
from importers.segments import read_segments

PAIRS = [("港务厅", "Port Office"), ("灯塔处", "Lighthouse Service")]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.tsv", "港务厅\tPort Office\n灯塔处\tLighthouse Service\n"),
        ("a.tsv", "zh\ten\n港务厅\tPort Office\n灯塔处\tLighthouse Service\n"),
        ("a.tsv", "en-US\tzh-CN\nPort Office\t港务厅\nLighthouse Service\t灯塔处\n"),
        ("a.tsv", "Port Office\t港务厅\nLighthouse Service\t灯塔处"),
        ("a.tsv", "\ufeffzh\ten\tdocument\r\n港务厅\tPort Office\tX/1\r\n灯塔处\tLighthouse Service\tX/1\r\n"),
        ("a.csv", "source,target\n港务厅,Port Office\n灯塔处,Lighthouse Service\n"),
        ("a.csv", '中文;英文\n"港务厅";"Port Office"\n灯塔处;Lighthouse Service\n'),
        ("a.csv", "港务厅,Port Office\n灯塔处,Lighthouse Service\n"),
    ],
)
def test_tables(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert list(read_segments(path)) == PAIRS


def test_quotation_marks_of_a_tsv_are_text(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text('"港务厅\tthe "Port" Office"\n灯塔处\tLighthouse Service\n', "utf-8")
    assert next(read_segments(path)) == ('"港务厅', 'the "Port" Office"')


def test_missing_sides_and_empty_rows_keep_their_place(tmp_path: Path) -> None:
    path = tmp_path / "a.tsv"
    path.write_text("zh\ten\n港务厅\tPort Office\n\n灯塔处\n\tLighthouse Service\n", "utf-8")
    assert list(read_segments(path)) == [PAIRS[0], ("", ""), ("灯塔处", ""), ("", "Lighthouse Service")]


def test_a_cell_may_have_several_lines(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('zh,en\n港务厅,"Port\nOffice"\n', "utf-8")
    assert list(read_segments(path)) == [("港务厅", "Port\nOffice")]


@pytest.mark.parametrize(
    ("name", "text", "error", "message"),
    [
        ("a.tsv", "港务厅\n灯塔处\n", ParseError, "one column only"),
        ("a.csv", 'zh,en\n港务厅,"Port\n', ParseError, "line 2.*quotation marks"),
        ("a.doc", "x", UnsupportedFormat, r"segments are read from \.csv, \.tmx, \.tsv"),
        ("a.tsv", "", InputError, "empty"),
    ],
)
def test_faulty_files(tmp_path: Path, name: str, text: str, error: type[InputError], message: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    with pytest.raises(error, match=message):
        list(read_segments(path))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        list(read_segments(tmp_path / "none.tsv"))


TMX = """<?xml version="1.0" encoding="{encoding}"?>{doctype}
<tmx version="1.4"><header srclang="en"/><body>
<tu><tuv xml:lang="en-US"><seg>Port <bpt i="1">&lt;b&gt;</bpt>Office<ept i="1">&lt;/b&gt;</ept></seg></tuv>
<tuv xml:lang="ZH-CN"><seg>港务厅</seg></tuv><tuv xml:lang="fr"><seg>Bureau</seg></tuv></tu>
<tu><tuv xml:lang="zh"><seg>灯塔<hi>处</hi></seg></tuv><tuv lang="en"><seg>Lighthouse Service</seg></tuv></tu>
<tu><tuv xml:lang="zh"><seg>司</seg></tuv></tu></body></tmx>"""
XLIFF_1 = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file source-language="zh-CN" target-language="en" original="x"><body>
<trans-unit id="1"><source>港务<g id="1">厅</g></source><target>Port Office<x id="2"/></target></trans-unit>
<group><trans-unit id="2"><source>灯塔处</source><target>Lighthouse Service</target></trans-unit></group>
<trans-unit id="3"><source>司</source></trans-unit></body></file></xliff>"""
XLIFF_2 = """<xliff version="2.0" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="zh-Hans">
<file id="f">
<unit id="1"><segment><source>Port <pc id="1">Office</pc></source><target>港务厅</target></segment>
<segment><source>Lighthouse Service</source><target>灯塔处</target></segment></unit>
<unit id="2"><segment><source/><target>司</target></segment></unit></file></xliff>"""
OTHER_LANGUAGES = TMX.format(encoding="utf-8", doctype="").replace("zh", "de").replace("ZH", "de").replace('"en', '"nl')
DOCTYPE = '<!DOCTYPE tmx SYSTEM "tmx14.dtd">'


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tmx", TMX.format(encoding="utf-8", doctype="").encode()),
        ("a.tmx", TMX.format(encoding="utf-8", doctype=DOCTYPE).encode()),
        ("a.tmx", TMX.format(encoding="utf-16", doctype=DOCTYPE).encode("utf-16")),
        ("a.xlf", XLIFF_1.encode()),
        ("a.xliff", XLIFF_2.encode()),
    ],
)
def test_translation_memories_and_files(tmp_path: Path, name: str, data: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert list(read_segments(path)) == [*PAIRS, ("司", "")]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ("<html/>", "neither TMX nor XLIFF"),
        (XLIFF_1.replace('"en"', '"fr"'), "between zh and fr"),
        (OTHER_LANGUAGES, "Chinese or"),
        (TMX.format(encoding="utf-8", doctype='<!DOCTYPE tmx [<!ENTITY a "b">]>'), "document type"),
        ("<tmx><body>", "damaged"),
    ],
)
def test_faulty_translation_files(tmp_path: Path, data: str, message: str) -> None:
    path = tmp_path / "a.tmx"
    path.write_text(data, "utf-8")
    with pytest.raises(ParseError, match=message):
        list(read_segments(path))
