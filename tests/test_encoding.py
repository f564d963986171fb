"""Encodings: what is read, and one clear sentence for what is not."""

from __future__ import annotations

import codecs
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from glossary.errors import GlossaryError, InputError, ParseError, TooLarge, UnsupportedFormat
from importers import encoding

SENTENCE = "海洋观测局由局长领导，局长对秘书长负责，就海洋观测的所有事项提供咨询意见。\n"
TRADITIONAL = "海洋觀測局由局長領導，局長對秘書長負責，就海洋觀測的所有事項提供諮詢意見。\n"


def _file(tmp_path: Path, data: bytes) -> Path:
    path = tmp_path / "text.txt"
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "text"),
    [
        (SENTENCE.encode(), SENTENCE),
        (codecs.BOM_UTF8 + SENTENCE.encode(), SENTENCE),
        (SENTENCE.encode("utf-16"), SENTENCE),
        (codecs.BOM_UTF16_BE + SENTENCE.encode("utf-16-be"), SENTENCE),
        (SENTENCE.encode("gb18030"), SENTENCE),
        (("㐀" + SENTENCE * 3).encode("gb18030"), "㐀" + SENTENCE * 3),
        ("海洋观测局".encode("gbk"), "海洋观测局"),
        (TRADITIONAL.encode("big5"), TRADITIONAL),
        (("ST/SGB/2003/7\n" * 40 + SENTENCE).encode("gb18030"), "ST/SGB/2003/7\n" * 40 + SENTENCE),
        ("甲\r\n乙\r丙\u2028丁".encode(), "甲\n乙\n丙\n丁"),
        ("甲\x07乙\x1b\t丙\x0c\n".encode(), "甲乙\t丙\x0c\n"),
        ("第\xa0 1 节海\u200b洋\xad".encode(), "第  1 节海洋"),
        (b"plain", "plain"),
    ],
    ids=[
        "utf-8",
        "bom",
        "utf-16-le",
        "utf-16-be",
        "gb18030",
        "four bytes",
        "short gbk",
        "big5",
        "mixed",
        "ends",
        "controls",
        "invisible",
        "ascii",
    ],
)
def test_text_is_decoded(tmp_path: Path, data: bytes, text: str) -> None:
    assert encoding.read_text(_file(tmp_path, data)) == text


@pytest.mark.parametrize(
    ("data", "error", "message"),
    [
        (b"", InputError, "empty"),
        (b" \n\n", InputError, "empty"),
        (b"\x07\x08", InputError, "no text"),
        (codecs.BOM_UTF8, InputError, "no text"),
        (b"%PDF-1.7\n%\xe2\xe3", UnsupportedFormat, "PDF"),
        (b"PK\x03\x04\x14\x00", UnsupportedFormat, "Office"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", UnsupportedFormat, "Office"),
        (b"{\\rtf1\\ansi}", UnsupportedFormat, "RTF"),
        (b"\x7fELF\x00\x01\x02", UnsupportedFormat, "binary"),
        (SENTENCE.encode()[:-2], ParseError, "breaks off"),
        (SENTENCE.encode() + b"\xff\xfe" + SENTENCE.encode(), ParseError, "line 2.*not valid UTF-8"),
        (SENTENCE.encode("utf-16")[:-1], ParseError, "damaged"),
        ("區域採購組".encode("big5"), ParseError, "too short to tell"),
        ("café crème à la carte".encode("latin-1"), ParseError, "UTF-8, GB18030 or Big5"),
        ("Управление морских наблюдений".encode("koi8-r"), ParseError, "UTF-8, GB18030 or Big5"),
        (bytes(range(128, 256)), ParseError, "UTF-8, GB18030 or Big5"),
    ],
)
def test_what_is_no_text_is_refused_in_a_sentence(
    tmp_path: Path, data: bytes, error: type[GlossaryError], message: str
) -> None:
    path = _file(tmp_path, data)
    with pytest.raises(error, match=message) as raised:
        encoding.read_text(path)
    assert str(path) in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no such file"):
        encoding.read_text(tmp_path / "missing.txt")


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="folder"):
        encoding.read_text(tmp_path)


def test_a_path_through_a_file(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be opened"):
        encoding.read_text(_file(tmp_path, b"text") / "text.txt")


def test_a_file_over_the_limit(tmp_path: Path) -> None:
    path = _file(tmp_path, b"x" * 1001)
    with pytest.raises(TooLarge, match="split it"):
        encoding.read_bytes(path, limit=1000)
    assert len(encoding.read_bytes(path, limit=1001)) == 1001


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc", "Cf"]), min_size=1).filter(str.strip))
def test_utf_8_is_read_as_it_is(text: str) -> None:
    assert encoding.decode(text.encode(), Path("x.txt")) == encoding.clean(text)
