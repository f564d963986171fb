"""Concepts out to files: `WRITERS` by name, and `write`, which streams and knows no database.

>>> import io
>>> from glossary.models import Concept, Term
>>> out = io.BytesIO()
>>> write([Concept("c1", terms=(Term("海事处", "zh"), Term("Maritime Office", "en")))], out, "omegat")
1
>>> print(out.getvalue().decode().splitlines()[1].split("\\t")[:2])
['海事处', 'Maritime Office']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import BinaryIO

from glossary.errors import UnsupportedFormat
from glossary.exports import jsonl, kit, multiterm, skos, stardict, table, tbx, tmx, xlsx
from glossary.exports.options import Options
from glossary.models import Concept

__all__ = ["WRITERS", "Options", "Writer", "format_for", "write"]


@dataclass(frozen=True, slots=True)
class Writer:
    """A format: `write` puts concepts on a binary stream and returns how many entries (or rows) it wrote."""

    name: str
    suffix: str
    media_type: str
    write: Callable[[Iterable[Concept], BinaryIO, Options], int]
    summary: str


_TBX = "application/x-tbx+xml"
_CSV = "text/csv; charset=utf-8"
_TSV = "text/tab-separated-values; charset=utf-8"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ALL = (
    Writer("tbx", ".tbx", _TBX, tbx.write_dca, "TBX-Basic, ISO 30042:2019, style DCA"),
    Writer("tbx-dct", ".tbx", _TBX, tbx.write_dct, "TBX-Basic, ISO 30042:2019, style DCT"),
    Writer("tbx2", ".tbx", _TBX, tbx.write_v2, "TBX-Basic of 2008 (martif), for OmegaT, Weblate and other v2 readers"),
    Writer("csv", ".csv", _CSV, table.write_csv, "one row a concept, for spreadsheets"),
    Writer("tsv", ".tsv", _TSV, table.write_tsv, "one row a concept, for other programs"),
    Writer("xlsx", ".xlsx", _XLSX, xlsx.write, "one row a concept, as an Excel workbook"),
    Writer("omegat", ".utf8", "text/plain; charset=utf-8", table.write_omegat, "OmegaT glossary, one row a pair"),
    Writer("memoq", ".csv", _CSV, table.write_memoq, "memoQ term base, one row a concept"),
    Writer("multiterm", ".xlsx", _XLSX, xlsx.write_multiterm, "MultiTerm and Trados, one row a concept"),
    Writer("multiterm-xml", ".xml", "application/xml", multiterm.write, "MultiTerm XML, one entry a concept"),
    Writer("phrase", ".xlsx", _XLSX, xlsx.write_phrase, "Phrase and Crowdin, one row a name"),
    Writer("weblate", ".csv", _CSV, table.write_weblate, "Weblate glossary, one row a source form"),
    Writer("deepl", ".tsv", _TSV, table.write_deepl, "DeepL glossary, two columns, no citations"),
    Writer("tmx", ".tmx", "application/x-tmx+xml", tmx.write, "translation memory, one unit a pair"),
    Writer("jsonl", ".jsonl", "application/jsonl", jsonl.write, "one JSON object a concept, lossless"),
    Writer("skos", ".ttl", "text/turtle; charset=utf-8", skos.write, "SKOS in Turtle, for linked data"),
    Writer("kit", ".zip", "application/zip", kit.write, "offline kit: a search page, the term base, the CSV"),
    Writer("stardict", ".zip", "application/zip", stardict.write, "StarDict dictionary, for look-up programs"),
)
WRITERS: Mapping[str, Writer] = MappingProxyType({writer.name: writer for writer in _ALL})


def write(
    concepts: Iterable[Concept],
    out: BinaryIO,
    format: str,  # noqa: A002 (the word that the command line and the API use)
    options: Options | None = None,
) -> int:
    """Write concepts in a format, one after the other as they come, and return the number of entries or rows.

    Raises UnsupportedFormat, which names the formats.
    """
    return _named(format).write(concepts, out, options or Options())


def format_for(path: str | Path, name: str | None = None) -> Writer:
    """Return the writer for a name or, without one, for the suffix of a file (the first that has it).

    Raises UnsupportedFormat, which names the formats.

    >>> format_for("terms.tbx").name, format_for("-", "tbx2").name
    ('tbx', 'tbx2')
    """
    if name:
        return _named(name)
    suffix = Path(path).suffix.lower()
    for writer in WRITERS.values():
        if writer.suffix == suffix:
            return writer
    raise UnsupportedFormat(
        f"no export format has the suffix {suffix!r}; give --format, one of {_names()}", source=path
    )


def _named(name: str) -> Writer:
    if name not in WRITERS:
        raise UnsupportedFormat(f"no export format {name!r}; want one of {_names()}")
    return WRITERS[name]


def _names() -> str:
    return ", ".join(WRITERS)
