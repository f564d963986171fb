"""Excel workbooks of one sheet, written row by row in constant memory. The one door to XlsxWriter.

Every cell is text: nothing is calculated, and long numbers and dates stay as they are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import closing
from datetime import datetime
from functools import partial
from itertools import chain
from tempfile import TemporaryDirectory
from typing import BinaryIO

import xlsxwriter

from glossary.errors import TooLarge
from glossary.exports import layouts
from glossary.exports.cells import clean, columns, concept_cells
from glossary.exports.layouts import Layout
from glossary.exports.options import Options
from glossary.exports.table import tool_rows
from glossary.models import Concept

MAX_ROWS = 1_048_576  # of a sheet, with the header
MAX_CELL = 32_767  # UTF-16 units
_FIRST_DAY = datetime(1980, 1, 1)  # of ZIP archives; for want of a date, so that the same concepts give the same bytes
_WIDTH = 28


def write(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write one row a concept, in the columns of the CSV, and return the number of rows under the header.

    Raises TooLarge for more rows than a sheet holds.
    """
    rows = ([clean(cell) for cell in concept_cells(concept, options)] for concept in concepts)
    return write_rows(columns(options), rows, out, options)


def _write_tool(concepts: Iterable[Concept], out: BinaryIO, options: Options, *, layout: Layout) -> int:
    return write_rows(layout.headings(options), tool_rows(layout, concepts, options), out, options)


write_multiterm = partial(_write_tool, layout=layouts.MULTITERM)
write_phrase = partial(_write_tool, layout=layouts.PHRASE)


def write_rows(
    header: Sequence[str], rows: Iterable[Sequence[str]], out: BinaryIO, options: Options, most: int = MAX_ROWS
) -> int:
    """Write a sheet of texts under a header and return the number of rows under it; raises TooLarge beyond `most`."""
    with TemporaryDirectory() as folder:
        book = xlsxwriter.Workbook(
            out,
            {
                "constant_memory": True,
                "tmpdir": folder,
                "strings_to_numbers": False,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "use_zip64": True,
            },
        )
        created = datetime.fromisoformat(options.created) if options.created else _FIRST_DAY
        book.set_properties({"title": options.title, "created": created})
        sheet = book.add_worksheet("terms")
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(header) - 1, _WIDTH)
        with closing(sheet.row_data_fh):  # a file in the folder; the book closes it only when all went well
            count = _fill(sheet.write_string, chain([header], rows), most)
            book.close()
    return count - 1


def _fill(write_cell: Callable[[int, int, str], object], rows: Iterable[Sequence[str]], most: int) -> int:
    count = 0
    for row in rows:
        if count >= most:
            raise TooLarge(
                f"a sheet holds {most:,} rows, the export has more: write csv, or narrow it by category or document"
            )
        for at, cell in enumerate(row):
            if cell:
                write_cell(count, at, cell if len(cell) < MAX_CELL // 2 else _cut(cell))
        count += 1
    return count


def _cut(cell: str) -> str:
    """Cut what is longer than a cell may be, and say so."""
    units = cell.encode("utf-16-le")
    if len(units) <= 2 * MAX_CELL:
        return cell
    kept = units[: 2 * (MAX_CELL - 40)].decode("utf-16-le", "ignore")
    return f"{kept} … (+{len(cell) - len(kept)} characters)"
