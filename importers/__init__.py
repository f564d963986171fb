"""Readers: files -> plain values of `glossary.models`, one module a format; none of them knows the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Literal

from glossary.errors import InvalidRecord, UnsupportedFormat
from glossary.models import Concept, Document, Remark
from importers import docx, html, jsonl, pdf, plain, table, tbx
from importers.segments import SEGMENT_SUFFIXES, holds_segments

# A new format of documents is a line here: suffix -> reader(path, symbol=...).
DOCUMENT_READERS: dict[str, Callable[[Path, str | None], Document]] = {
    ".txt": plain.read,
    ".md": plain.read,
    ".html": html.read,
    ".htm": html.read,
    ".docx": docx.read,
    ".pdf": pdf.read,
}
Kind = Literal["document", "terms", "segments"]
# Formats that are not read, of programs that can save what is.
WORD_PROCESSORS = frozenset({".doc", ".dot", ".rtf", ".odt", ".wps", ".pages"})
DOCUMENT_SUFFIXES = frozenset(DOCUMENT_READERS)
TermReader = Callable[[Path, Mapping[str, str] | None], Iterator[Concept | InvalidRecord | Remark]]
# The same for term lists: suffix -> reader(path, columns), which yields concepts and, in their place, faulty records.
TERM_READERS: dict[str, TermReader] = {
    ".csv": table.read_terms,
    ".tsv": table.read_terms,
    ".xlsx": table.read_workbook,
    ".jsonl": jsonl.read_terms,
    ".tbx": tbx.read_terms,
    ".xml": tbx.read_terms,
}
TERM_SUFFIXES = frozenset(TERM_READERS)


def read_document(path: Path, *, symbol: str | None = None) -> Document:
    """Read a document into clean, labelled paragraphs; `symbol` overrules what its text and file name tell.

    Raises UnsupportedFormat for a suffix or content that is not read here, InputError for a file that cannot be.
    """
    reader = DOCUMENT_READERS.get(path.suffix.lower())
    if reader is None:
        way_out = "save it as .docx" if path.suffix.lower() in WORD_PROCESSORS else "convert the file"
        raise UnsupportedFormat(f"documents are read from {_listed(DOCUMENT_SUFFIXES)}; {way_out}", source=path)
    return reader(path, symbol)


def kind_of(path: Path) -> Kind:
    """Tell whether a file is a document, a list of terms or aligned segments; raises UnsupportedFormat for neither.

    Its suffix tells, and for a table its content: segments have sentences, and no columns of terms.
    """
    suffix = path.suffix.lower()
    if suffix in DOCUMENT_SUFFIXES:
        return "document"
    if suffix in SEGMENT_SUFFIXES and holds_segments(path):
        return "segments"
    if suffix in TERM_SUFFIXES:
        return "terms"
    readable = (
        f"documents: {_listed(DOCUMENT_SUFFIXES)}; term lists: {_listed(TERM_SUFFIXES)}; "
        f"aligned segments: {_listed(SEGMENT_SUFFIXES)}"
    )
    raise UnsupportedFormat(f"this format is not read; convert the file ({readable})", source=path)


def read_terms(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[Concept | InvalidRecord | Remark]:
    """Yield the concepts of a term list, in their place the records that break a rule, and remarks on the whole file.

    `columns` says which column of a table holds what (`{"zh": "A", "en": "B"}`). Raises InputError for a file that
    cannot be read as a whole.
    """
    return TERM_READERS[_suffix_by_content(path)](path, columns)


def _suffix_by_content(path: Path) -> str:
    """Tell what a term list is by how it begins, for lists come under the wrong suffix."""
    suffix = path.suffix.lower()
    try:
        with path.open("rb") as file:
            head = file.read(4096)
    except (OSError, ValueError):  # its reader says what is wrong
        return suffix
    start = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    if tbx.is_tbx(head):
        return ".tbx"
    if start.startswith(b"PK"):
        return ".xlsx"
    if start.startswith((b'{"', b"{ ")):
        return ".jsonl"
    return ".csv" if suffix in (".xlsx", ".jsonl") and start and start[0] > 31 and start[:1] != b"{" else suffix


def _listed(suffixes: frozenset[str]) -> str:
    return ", ".join(sorted(suffixes))
