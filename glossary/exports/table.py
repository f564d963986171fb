"""Tables as text: CSV for spreadsheets, TSV for other programs (one row a concept), and the tables of tools.

Cells are those of `glossary.exports.cells`, or the columns that `glossary.exports.layouts` gives a tool. Only the CSV
for spreadsheets has formulas made harmless: tools would show the apostrophe.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator
from functools import partial
from typing import BinaryIO

from glossary.exports import layouts
from glossary.exports.cells import clean, columns, concept_cells, harmless, one_line
from glossary.exports.layouts import Layout
from glossary.exports.options import Options
from glossary.models import Concept

_BOM = b"\xef\xbb\xbf"
_BUFFER = 1 << 16


def write_csv(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write UTF-8 with BOM and CRLF, as Excel wants it, and return the number of rows under the header.

    A cell that a spreadsheet would calculate gets an apostrophe before it, which importers.table takes off again.
    """
    rows = ([harmless(clean(cell)) for cell in concept_cells(concept, options)] for concept in concepts)
    return _write_quoted(columns(options), rows, out)


def _write_quoted(header: list[str], rows: Iterable[list[str]], out: BinaryIO, *, every: bool = False) -> int:
    """Write rows of commas and quotation marks (around every cell or where needed), and return how many."""
    out.write(_BOM)
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL if every else csv.QUOTE_MINIMAL)
    writer.writerow(header)
    count = 0
    for row in rows:
        writer.writerow(row)
        count += 1
        if buffer.tell() > _BUFFER:
            _flush(buffer, out)
    _flush(buffer, out)
    return count


def _flush(buffer: io.StringIO, out: BinaryIO) -> None:
    out.write(buffer.getvalue().encode())
    buffer.seek(0)
    buffer.truncate()


def write_tsv(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write UTF-8 without BOM, tabs between cells and none inside, and return the number of rows under the header.

    Nothing is quoted but a cell that starts with a quotation mark, which most readers would take for quoting.
    """
    out.write(("\t".join(columns(options)) + "\n").encode())
    count = 0
    for concept in concepts:
        cells = (one_line(cell) for cell in concept_cells(concept, options))
        out.write(("\t".join(_quoted(cell) if cell.startswith('"') else cell for cell in cells) + "\n").encode())
        count += 1
    return count


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'


def write_omegat(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write source term, target term and comment for every source form with every usable target; return the rows.

    Every source form is there, also those not to be used, so that they are recognized; the comment says so. A concept
    without a usable target has no row. OmegaT takes a line that starts with # for a comment and trims nothing, so such
    a source term gets a blank before it.
    """
    out.write(b"# -*- coding: utf-8 -*-\n")
    return _write_tabs(concepts, out, options, layout=layouts.OMEGAT, commented=True)


def _write_tabs(
    concepts: Iterable[Concept], out: BinaryIO, options: Options, *, layout: Layout, commented: bool = False
) -> int:
    count = 0
    for row in tool_rows(layout, concepts, options):
        line = "\t".join(cell.strip() for cell in row)
        out.write(((" " if commented and line.startswith("#") else "") + line + "\n").encode())
        count += 1
    return count


def _write_commas(concepts: Iterable[Concept], out: BinaryIO, options: Options, *, layout: Layout) -> int:
    return _write_quoted(layout.headings(options), tool_rows(layout, concepts, options), out, every=True)


def tool_rows(layout: Layout, concepts: Iterable[Concept], options: Options) -> Iterator[list[str]]:
    """Yield the rows of a tool's file, each cell in one line."""
    seen: set[str] = set()
    for concept in concepts:
        for cells in layout.cells(concept, options):
            row = [one_line(cell) for cell in cells]
            if layout.limit and any(len(cell.encode()) > layout.limit for cell in row):
                continue
            if layout.unique:
                if row[0].strip() in seen:
                    continue
                seen.add(row[0].strip())
            yield row


write_deepl = partial(_write_tabs, layout=layouts.DEEPL)
write_memoq = partial(_write_commas, layout=layouts.MEMOQ)
write_weblate = partial(_write_commas, layout=layouts.WEBLATE)
