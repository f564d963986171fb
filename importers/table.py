"""Term lists in: CSV, TSV and Excel tables with a header in English or Chinese, our own exports and reference lists.

A row is a concept, or a pair of terms of one (rows with the same id or name). In a reference list, a row with
`variant_of` adds its names to the concept of the row it names, and `succeeds` points to the concept of the former
body; rows may be named before they come. Above the header there may be titles; columns that are not known become notes.
"""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path

from glossary.errors import InvalidRecord, ParseError, TooLarge
from glossary.models import Concept, Remark
from importers import xlsx
from importers.cells import Row, read_row, split
from importers.columns import MAX_HEADER, Columns, find_table
from importers.encoding import read_text
from importers.rows import concepts_of

__all__ = ["MAX_CELL", "read_terms", "read_workbook", "split"]

# What a spreadsheet holds in a cell: anything longer is a broken quotation mark that swallowed the rows after it.
MAX_CELL = 32_767
MAX_COLUMNS = xlsx.MAX_COLUMNS
MAX_BYTES = 256 * 1024 * 1024  # some two million rows
MAX_FAULTS = 100_000
DELIMITERS = "\t,;|，"
_UNCOUNTED = "some formulas have no stored value and were read as empty; save it in a spreadsheet program"
_SHOWN = 20
_SHORT, _COMMON = 16, 10_000
# The apostrophe that our CSV export puts before what a spreadsheet would calculate, and how others do the same.
_HARMLESS = re.compile("'+[\\s\u200b\ufeff]*[=+\\-@＝＋－＠]")
_TEXT_FORMULA = re.compile(r'="([^"]*)"')
_REMARK = re.compile(r"(?:[*※]?\s*(?:附?注(?:释|：|:)|備?備註|说明(?:：|:)|資料來源|资料来源(?:：|:)|Notes?:|Source:))")

Record = Concept | InvalidRecord | Remark


@dataclass(frozen=True, slots=True)
class _Line:
    """A row of the file, or what is wrong with it; `is_heading`: one cell over several columns."""

    number: int
    cells: list[str]
    error: str = ""
    is_heading: bool = False


def read_terms(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[Record]:
    """Yield the concepts of a text table in the order of its rows and, in their place, the rows that break a rule.

    `columns` says where a field stands: a letter (`A`), a number from 1, or a name of the header. Ids of the form
    `c12` are those of an `id` column; other concepts to which a relation points get one of the file's own, `#` and
    their line. A concept is approved when its row says so or, in our lists, has a reliability of 2 or more,
    else proposed. Remarks say which column was taken for what. Raises ParseError when the columns cannot be told.
    """
    yield from _Table(path, columns or {}).read(_records(read_text(path, MAX_BYTES), path))


def read_workbook(path: Path, columns: Mapping[str, str] | None = None) -> Iterator[Record]:
    """Yield the concepts of an Excel workbook, as `read_terms` does of a text table.

    Every sheet that is shown and has a Chinese and an English column is read, with `columns` the first that holds
    rows (or the one named as `sheet`); remarks name the others.
    """
    given = dict(columns or {})
    wanted = given.pop("sheet", "")
    left: list[str] = []
    failed: list[ParseError] = []
    read = 0
    for number, sheet in enumerate(xlsx.read_sheets(path), 1):
        if sheet.name != wanted if wanted else sheet.is_hidden or (given and read):
            left += _passed_over(sheet)
            continue
        table = _Table(path, given, f"sheet “{sheet.name}”: ", f"{number}.")
        try:
            yield from table.read(_Line(row.number, row.cells, "", row.is_heading) for row in sheet.rows)
        except ParseError as error:
            if table.is_begun:
                raise
            failed.append(error)
            left.append(f"sheet “{sheet.name}” is left out: {error.reason}")
        read += table.rows > 0
        if sheet.has_uncounted:
            left.append(f"sheet “{sheet.name}”: {_UNCOUNTED}")
    if not read:
        missing = f"no sheet “{wanted}”" if wanted else "no sheet with rows; check that it was saved"
        raise failed[0] if failed else ParseError(missing, source=path)
    yield from map(Remark, left)


def _passed_over(sheet: xlsx.Sheet) -> Iterator[str]:
    if rows := sum(1 for _ in sheet.rows):
        why = "hidden" if sheet.is_hidden else "not the one chosen"
        yield f"sheet “{sheet.name}” is {why}; its {rows} rows are left out"


@dataclass(slots=True)
class _Table:
    """One table while it is read: its columns, and what is to be said of it when all rows are known."""

    path: Path
    given: Mapping[str, str]
    place: str = ""
    prefix: str = ""
    is_begun: bool = False
    rows: int = 0
    faults: list[InvalidRecord] = field(default_factory=list)
    kept: Counter[str] = field(default_factory=Counter)
    odd: Counter[str] = field(default_factory=Counter)
    headings: list[str] = field(default_factory=list)
    common: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)

    def read(self, lines: Iterable[_Line]) -> Iterator[Record]:
        """Yield what the lines of a table hold. Raises ParseError when there is no header, or too much is faulty."""
        rest = iter(lines)
        head = list(islice(rest, MAX_HEADER + 20))
        if not head:
            return
        sound = self._sound(head)
        found = find_table([line.cells for line in sound], self.given, self.path)
        self.is_begun = True
        last = sound[found.first - 1].number if found.first else 0
        yield Remark(f"{self.place}columns: {found.columns}")
        for line in sound[: found.row]:
            said = " ".join(cell for cell in line.cells if cell.strip())
            yield Remark(f"{self.place}line {line.number}, above the header: {said[:500]}")
        data = (line for line in head if line.error or line.number > last)
        rows = [*self._rows(data, found.columns), *self._rows(rest, found.columns)]
        for record in concepts_of(rows, self.faults, self.path, self.prefix):
            yield Remark(self.place + record.text) if isinstance(record, Remark) else record
        yield from (Remark(self.place + text) for text in self._said(found.columns))

    def _sound(self, head: Sequence[_Line]) -> list[_Line]:
        """Return those of the first lines that can be read, in a sheet as long as the longest of them.

        A sheet's rows end with their last cell, also above data without a header.
        """
        sound = [line for line in head if not line.error]
        if not sound:
            message = f"the first row cannot be read ({head[0].error}); check its quotation marks"
            raise ParseError(message, source=self.path, line=head[0].number)
        width = max(len(line.cells) for line in sound) if self.place else 0
        return [replace(line, cells=[*line.cells, *[""] * (width - len(line.cells))]) for line in sound]

    def _rows(self, lines: Iterable[_Line], columns: Columns) -> Iterator[Row]:
        for line in lines:
            row = self._row(line, columns)
            if isinstance(row, Row):
                self.rows += 1
                self.kept.update(name for at, name in columns.others.items() if row.cells[at])
                self.odd.update(note.name for note in row.facts.odd)
                yield row
            elif row is not None:
                self.faults.append(InvalidRecord(self.place + row, source=self.path, line=line.number))
                if len(self.faults) > MAX_FAULTS:
                    message = f"more than {MAX_FAULTS:,} faulty rows; this is no term list, or its columns are others"
                    raise ParseError(message, source=self.path)

    def _row(self, line: _Line, columns: Columns) -> Row | str | None:
        """Read a row; a text is what is wrong with it, None a line that is none."""
        if line.error:
            return f"not a row of a table ({line.error})"
        if line.is_heading and not columns.is_ours:
            self.headings.append(line.cells[-1])
            return None
        filled = [cell for cell in line.cells if cell.strip()]
        if len(filled) == 1 and not columns.is_ours and _REMARK.match(filled[0].strip()):
            self.remarks.append(f"line {line.number}, a remark: {filled[0].strip()[:500]}")
            return None
        subject = self.headings[-1] if self.headings else ""
        try:
            cells = self._shared(_fitted(line.cells, columns, is_sheet=bool(self.place)))
            return read_row(cells, line.number, columns, subject)
        except InvalidRecord as error:
            return error.reason

    def _shared(self, cells: Iterable[str]) -> tuple[str, ...]:
        """Keep short cells that stand in many rows once."""
        known = self.common
        if len(known) > _COMMON:
            known.clear()
        return tuple(known.setdefault(cell, cell) if len(cell) <= _SHORT else cell for cell in cells)

    def _said(self, columns: Columns) -> Iterator[str]:
        if self.kept:
            yield f"kept as notes, with their number of values: {_counted(self.kept)}"
        if self.odd:
            yield f"values that are none of ours, kept as notes: {_counted(self.odd)}"
        if self.headings:
            shown = ", ".join(f"“{text[:100]}”" for text in self.headings[:_SHOWN])
            yield f"headings inside the table, taken as subjects: {len(self.headings)} ({shown})"
        if "number" in columns.fields:
            yield "the column of row numbers is left out"
        yield from self.remarks[:_SHOWN]
        if len(self.remarks) > _SHOWN:
            yield f"{len(self.remarks) - _SHOWN} more remarks of one cell"


def _counted(counts: Counter[str]) -> str:
    shown = ", ".join(f"“{name[:100]}” {count}" for name, count in counts.most_common(_SHOWN))
    return shown + (f" and {len(counts) - _SHOWN} others" if len(counts) > _SHOWN else "")


def _records(text: str, path: Path) -> Iterator[_Line]:
    """Yield the rows that are not empty with the line they start on; a row that cannot be read is its error."""
    delimiter = _delimiter(text)
    # Our TSV, which is for other programs, has no apostrophes before formulas.
    plain: Callable[[str], str] = str if delimiter == "\t" else _without_apostrophe
    reader = csv.reader(_lines(text), delimiter=delimiter, strict=True)
    if delimiter == "\t" and not _is_quoted(text):
        reader = csv.reader(_lines(text), delimiter=delimiter, quoting=csv.QUOTE_NONE)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield _Line(line, [], str(error))
        else:
            if len(cells) > MAX_COLUMNS and any(cell.strip() for cell in cells[MAX_COLUMNS:]):
                message = f"{len(cells):,} columns, at most {MAX_COLUMNS:,} are read; check the delimiter"
                raise TooLarge(message, source=path, line=line)
            if any(cell.strip() for cell in cells):
                yield _Line(line, [plain(cell) for cell in cells[:MAX_COLUMNS]])


def _is_quoted(text: str) -> bool:
    """Tell whether quotation marks in a text with tabs are a spreadsheet's; in other tools' they are text."""
    if '"' not in text:
        return True
    try:
        return sum(1 for _ in csv.reader(_lines(text), delimiter="\t", strict=True)) > 0
    except csv.Error:
        return False


def _lines(text: str) -> Iterator[str]:
    """Yield the lines of a text with their ends, without another copy of all of it."""
    start = 0
    while start < len(text):
        end = text.find("\n", start) + 1 or len(text)
        yield text[start:end]
        start = end


def _without_apostrophe(cell: str) -> str:
    if _HARMLESS.match(cell):
        return cell[1:]
    match = _TEXT_FORMULA.fullmatch(cell) if cell.startswith('="') else None
    return match[1] if match else cell


def _delimiter(text: str) -> str:
    """Find the delimiter: the one that stands equally often in the most of the first lines."""
    head = [re.sub(r'"[^"]*"', "", line[:100_000]) for line in text[:1_000_000].lstrip("\ufeff\n").split("\n", 40)[:40]]

    def evenness(mark: str) -> tuple[float, int]:
        counts = Counter(filter(None, (line.count(mark) for line in head)))
        number, lines = max(counts.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return lines, number

    return max(DELIMITERS, key=evenness)


def _fitted(cells: list[str], columns: Columns, *, is_sheet: bool) -> tuple[str, ...]:
    """Return the cells of a row, stripped, as many as there are columns."""
    least = columns.width if columns.is_ours else max(columns.fields.get("zh", 0), columns.fields.get("en", 0)) + 1
    width = columns.width
    if (len(cells) < least and not is_sheet) or any(cell.strip() for cell in cells[width:]):
        raise InvalidRecord(
            f"{len(cells)} columns where the first row has {width}; check delimiters and quotation marks"
        )
    for cell in cells:
        if len(cell) > MAX_CELL:
            raise InvalidRecord(f"a cell of {len(cell):,} characters, at most {MAX_CELL:,} are read")
    return (*(cell.strip() for cell in cells[:width]), *("" for _ in range(width - len(cells))))
