"""PDF files with a text layer -> Document: characters by their place on the page, then as a plain text is read.

PDFium (the package pypdfium2) gives the characters and their boxes; rows, columns, tables and notes are told from
these by `pagerows` and `pagelayout`, because a PDF stores no such things and often not even the order of reading.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Iterator
from ctypes import byref, c_double
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from glossary.errors import InputError, ParseError, TooLarge, UnsupportedFormat
from glossary.models import Document
from importers.encoding import CONTROL, read_bytes
from importers.pagelayout import laid_out
from importers.pagemargins import Page
from importers.pagerows import Glyph, printed, rows_of
from importers.plain import assemble

MAX_BYTES = 256 * 1024 * 1024
MAX_PAGES = 2000
MAX_PAGE_CHARS = 100_000
# Of the characters, by so many without a Unicode value a text layer is taken to be unreadable.
UNREADABLE = 0.3
MIN_READABLE = 2
# PDFium keeps state of its own for the process and bears only one thread at a time in it.
_PDFIUM = threading.Lock()


def read(path: Path, symbol: str | None = None) -> Document:
    """Read the text layer of a PDF file.

    Raises ParseError when it is encrypted, damaged, or holds no text (a scan), TooLarge over the limits.
    """
    data = read_bytes(path, MAX_BYTES)
    if b"%PDF-" not in data[:1024]:
        raise UnsupportedFormat("by its content this is no PDF file; give it the suffix of what it is", source=path)
    with _PDFIUM:
        pages = list(_pages(data, path))
    if not any(page.rows for page in pages):
        raise ParseError("the PDF holds no text layer (a scan?); run text recognition (OCR) on it first", source=path)
    lines, notes, headers, layout = laid_out(pages)
    if not lines:
        raise ParseError("the PDF holds nothing but page headers; run text recognition (OCR) on it first", source=path)
    sha256 = hashlib.sha256(data).hexdigest()
    return assemble(lines, path.name, symbol, sha256, notes=notes, headers=headers, layout=layout)


def _pages(data: bytes, source: Path) -> Iterator[Page]:
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        raise _refused(error, source) from error
    unread = chars = 0
    try:
        if len(document) > MAX_PAGES:
            raise TooLarge(f"the PDF has more than {MAX_PAGES} pages; split it", source=source)
        for number in range(len(document)):
            try:
                glyphs, height = _glyphs(document, number, source)
            except pdfium.PdfiumError as error:
                message = f"page {number + 1} of the PDF is damaged; open it in a viewer and print it to a new PDF"
                raise ParseError(message, source=source) from error
            chars += len(glyphs)
            readable = [glyph for glyph in glyphs if not _is_unread(glyph.char)]
            unread += len(glyphs) - len(readable)
            yield Page(tuple(rows_of(readable)), height)
    finally:
        document.close()
    if unread > UNREADABLE * chars and chars >= MIN_READABLE:
        message = "the fonts of the PDF do not tell their characters; run text recognition (OCR) on it first"
        raise ParseError(message, source=source)


def _refused(error: pdfium.PdfiumError, source: Path) -> InputError:
    if getattr(error, "err_code", None) in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
        return ParseError("the PDF is encrypted; save it without a password", source=source)
    return ParseError("the PDF is damaged; fetch it again, or print it to a new PDF from a viewer", source=source)


def _is_unread(char: str) -> bool:
    return char == "\ufffd" or "\ue000" <= char <= "\uf8ff"


def _glyphs(document: pdfium.PdfDocument, number: int, source: Path) -> tuple[list[Glyph], float]:
    """Read a page's upright characters, as the page is turned for reading, and its height."""
    page = document[number]
    try:
        text = page.get_textpage()
        try:
            count = text.count_chars()
            if count > MAX_PAGE_CHARS:
                message = f"page {number + 1} holds more than {MAX_PAGE_CHARS} characters; split it"
                raise TooLarge(message, source=source)
            width, height = page.get_width(), page.get_height()
            turn = page.get_rotation()
            glyphs = [glyph for at in range(count) if (glyph := _glyph(text.raw, at, turn, width, height))]
        finally:
            text.close()
    finally:
        page.close()
    return glyphs, height


def _glyph(text: object, at: int, turn: int, width: float, height: float) -> Glyph | None:
    code = raw.FPDFText_GetUnicode(text, at)
    if code < 0x20 or 0xD800 <= code < 0xE000 or raw.FPDFText_IsGenerated(text, at) == 1:
        return None
    char = " " if code in (0x20, 0xA0, 0x3000) else printed(chr(code))
    if CONTROL.match(char):
        return None
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = c_double(), c_double()
    if not (
        raw.FPDFText_GetLooseCharBox(text, at, byref(box))
        and raw.FPDFText_GetMatrix(text, at, byref(matrix))
        and raw.FPDFText_GetCharOrigin(text, at, byref(x), byref(y))
    ):
        return None
    along, across = _turned(matrix.a, matrix.b, turn) if turn else (matrix.a, matrix.b)
    if along <= 0 or abs(across) > 0.2 * along:
        return None  # a stamp across the page or a text up its margin
    size = raw.FPDFText_GetFontSize(text, at) * (matrix.c**2 + matrix.d**2) ** 0.5
    if not turn:
        return Glyph(box.left, box.right, y.value, max(size, 0.1), char)
    corners = [_place(*corner, turn, width, height) for corner in ((box.left, box.bottom), (box.right, box.top))]
    base = _place(x.value, y.value, turn, width, height)[1]
    return Glyph(min(corners)[0], max(corners)[0], base, max(size, 0.1), char)


def _turned(a: float, b: float, turn: int) -> tuple[float, float]:
    return {0: (a, b), 90: (b, -a), 180: (-a, -b), 270: (-b, a)}[turn]


def _place(x: float, y: float, turn: int, width: float, height: float) -> tuple[float, float]:
    """Turn a place on the sheet as the page is turned; width and height are those of the turned page."""
    return {0: (x, y), 90: (y, height - x), 180: (width - x, height - y), 270: (width - y, x)}[turn]
