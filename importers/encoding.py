"""Bytes -> text: which encoding a file is in, and what to say when it is none."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

from charset_normalizer import from_bytes

from glossary.errors import InputError, ParseError, TooLarge, UnsupportedFormat

MAX_BYTES = 64 * 1024 * 1024

# Magic numbers of formats that are no plain text, whatever the file is called.
SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a ZIP archive or an Office file (.docx, .xlsx, .odt)"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office file (.doc, .xls)"),
    (b"{\\rtf", "an RTF file"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"\x89PNG", "an image"),
    (b"\xff\xd8\xff", "an image"),
)
BOMS: tuple[tuple[bytes, str], ...] = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Besides controls, the invisible characters that a layout leaves inside words: soft hyphen, zero-width space, joiner.
CONTROL = re.compile(r"[\xad\u200b\u2060\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
NEWLINE = re.compile(r"\r\n?|\x85|\u2028|\u2029")
# The encodings of Chinese text that are still met, each with the lead bytes of the first-level characters of its set:
# the common ones, which are nearly all of a running text, and few of one that is read in the wrong encoding.
CHINESE = {"gb18030": ("gb2312", 0xB0, 0xD7), "big5": ("big5", 0xA4, 0xC6), "big5hkscs": ("big5", 0xA4, 0xC6)}
MARKS = "，。、；：！？（）《》〈〉「」『』【】“”‘’—…·　－／％．"
SAMPLE = 256 * 1024
COMMON_SHARE = 0.6
# By so much the best reading must lead the others: some strings of a few characters read well in two encodings.
CLEAR_LEAD = 0.1
WAY_OUT = "save it as UTF-8 and try again"


def read_text(path: Path, limit: int = MAX_BYTES) -> str:
    """Read a text file: UTF-8, UTF-16, GB18030 or Big5; line ends are `\\n` on return.

    Raises InputError (missing, a folder, empty), TooLarge, UnsupportedFormat (not text), ParseError (no encoding fits).
    """
    return decode(read_bytes(path, limit), path)


def read_start(path: Path, size: int = SAMPLE) -> str:
    """Read the first lines of a text file, of at most `size` bytes; raises as `read_text`."""
    try:
        with path.open("rb") as file:
            data = file.read(size)
    except (OSError, ValueError) as error:
        raise InputError(f"the file cannot be opened ({error}); check the path", source=path) from error
    if len(data) == size and (end := data.rfind(b"\n") + 1):
        data = data[: end + (data[end : end + 1] == b"\0")]  # the line end may be two bytes wide
    return decode(data, path)


def read_bytes(path: Path, limit: int = MAX_BYTES) -> bytes:
    """Read a file of at most `limit` bytes that is not empty."""
    try:
        if path.is_dir():
            raise InputError("this is a folder; name a file in it", source=path)
        with path.open("rb") as file:
            data = file.read(limit + 1)
    except FileNotFoundError as error:
        raise InputError("there is no such file; check the path", source=path) from error
    except (OSError, ValueError) as error:  # ValueError: a null byte in the path
        raise InputError(f"the file cannot be opened ({error}); check its permissions", source=path) from error
    if len(data) > limit:
        raise TooLarge(f"the file is larger than {limit // (1024 * 1024)} MiB; split it", source=path)
    if not data.strip():
        raise InputError("the file is empty; check that it was saved", source=path)
    return data


def decode(data: bytes, source: Path) -> str:
    """Decode bytes to clean text: one kind of line end, no control characters but tab, line end and form feed."""
    _refuse_other_formats(data, source)
    text = clean(_decoded(data, source))
    if not text.strip():
        raise InputError("the file holds no text; check that it was saved", source=source)
    return text


def clean(text: str) -> str:
    """Give a text one kind of line end and of blank, and take out controls but tab, line end and form feed."""
    return CONTROL.sub("", NEWLINE.sub("\n", text)).replace("\xa0", " ")


def _refuse_other_formats(data: bytes, source: Path) -> None:
    for signature, name in SIGNATURES:
        if data.startswith(signature):
            raise UnsupportedFormat(f"by its content this is {name}, not plain text; export it as text", source=source)


def _decoded(data: bytes, source: Path) -> str:
    for bom, encoding in BOMS:
        if data.startswith(bom):
            try:
                return data.decode(encoding)
            except UnicodeDecodeError as error:
                raise ParseError(f"the file is damaged at byte {error.start}; {WAY_OUT}", source=source) from error
    if b"\0" in data:
        if (text := _unmarked_utf16(data)) is not None:
            return text
        raise UnsupportedFormat(f"this is a binary file, not text; {WAY_OUT}", source=source)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        return _other_encoding(data, error, source)


def _unmarked_utf16(data: bytes) -> str | None:
    """Decode UTF-16 without a byte order mark: ASCII characters have a zero byte, on one side always; else None."""
    start = data[:SAMPLE]
    for encoding, odd in (("utf-16-le", 1), ("utf-16-be", 0)):
        if b"\0" in start[odd::2] and b"\0" not in start[1 - odd :: 2]:
            try:
                text = data.decode(encoding)
            except UnicodeDecodeError:
                return None
            return text if "\n" in text and not CONTROL.search(text[:SAMPLE]) else None
    return None


def _other_encoding(data: bytes, error: UnicodeDecodeError, source: Path) -> str:
    if _is_utf8_but_for(data, error):
        line = data.count(b"\n", 0, error.start) + 1
        message = "the UTF-8 text breaks off inside a character" if error.end >= len(data) else "not valid UTF-8 here"
        raise ParseError(f"{message}; the file is damaged, fetch it again", source=source, line=line) from error
    readings = sorted((reading for name in CHINESE for reading in _reading(data, name)), reverse=True)
    if readings and readings[0][0] >= COMMON_SHARE:
        share, text = readings[0]
        if all(share - other >= CLEAR_LEAD or text == same for other, same in readings[1:]):
            return text
        raise ParseError(f"the text is too short to tell GB18030 from Big5; {WAY_OUT}", source=source) from error
    raise ParseError(f"the encoding of the text is {_guess(data)}; {WAY_OUT}", source=source) from error


def _is_utf8_but_for(data: bytes, error: UnicodeDecodeError) -> bool:
    """Tell damaged UTF-8 from another encoding: before the first fault there is sound multi-byte text."""
    sound = data[: error.start]
    return len(sound) - len(sound.decode("utf-8")) >= 8


def _reading(data: bytes, name: str) -> list[tuple[float, str]]:
    """Decode with one encoding, if that can be: how much of it reads like Chinese, and the text."""
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        return []
    foreign = [char for char in text[:SAMPLE] if not char.isascii() and char not in MARKS]
    common = sum(1 for char in foreign if _is_common(char, name))
    return [(common / len(foreign), text)] if foreign else []


def _is_common(char: str, name: str) -> bool:
    charset, first, last = CHINESE[name]
    try:
        lead = char.encode(charset)[0]
    except UnicodeEncodeError:
        return False
    return first <= lead <= last


def _guess(data: bytes) -> str:
    best = from_bytes(data[:SAMPLE]).best()
    known = "not UTF-8, GB18030 or Big5"
    return f"{known} (it may be {best.encoding})" if best else known
