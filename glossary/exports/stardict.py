"""StarDict, in a ZIP archive: look-up in GoldenDict, KOReader and the like, by every name in either language.

Source: StarDict, "Format for StarDict dictionary files", version 2.4.2: `.dict` holds the articles, `.idx` the sorted
headwords with place and length of the article, `.ifo` the figures.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from glossary import datcat
from glossary.exports.cells import clean, one_line
from glossary.exports.options import Options
from glossary.models import Concept, Term, term_rank

NAME = "glossary"
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of ZIP archives: the same concepts give the same bytes
_LONGEST = 255  # bytes of a headword
_LOWER = bytes(code + 32 if 65 <= code <= 90 else code for code in range(256))
_MORE_PLACES = 3


def write(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write an article a concept, under each of its names, and return how many articles."""
    words: list[tuple[bytes, int, int]] = []
    count = at = 0
    with TemporaryFile() as articles, ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for concept in concepts:
            article = _article(concept).encode()
            count += 1
            articles.write(article)
            words += ((word, at, len(article)) for word in _headwords(concept))
            at += len(article)
        index = b"".join(word + b"\0" + struct.pack(">II", *place) for word, *place in sorted(words, key=_order))
        _add(archive, "ifo", _figures(options, len(words), len(index)).encode())
        _add(archive, "idx", index)
        articles.seek(0)
        with archive.open(_info("dict"), "w", force_zip64=True) as member:
            while chunk := articles.read(1 << 20):
                member.write(chunk)
    return count


def _info(suffix: str) -> ZipInfo:
    info = ZipInfo(f"{NAME}/{NAME}.{suffix}", _FIRST_DAY)
    info.compress_type = ZIP_DEFLATED
    return info


def _add(archive: ZipFile, suffix: str, data: bytes) -> None:
    archive.writestr(_info(suffix), data)


def _order(entry: tuple[bytes, int, int]) -> tuple[bytes, bytes, int]:
    """Sort as StarDict searches: by ASCII letters without case, then by bytes."""
    word, at, _ = entry
    return word.translate(_LOWER), word, at


def _figures(options: Options, words: int, size: int) -> str:
    date = f"date={options.created.replace('-', '.')}\n" if options.created else ""
    return (
        f"StarDict's dict ifo file\nversion=2.4.2\nwordcount={words}\nidxfilesize={size}\n"
        f"bookname={one_line(options.title)}\n{date}sametypesequence=m\n"
    )


def _headwords(concept: Concept) -> Iterator[bytes]:
    for text in dict.fromkeys(one_line(term.text).strip() for term in concept.terms):
        word = text.encode()
        if 0 < len(word) <= _LONGEST:
            yield word


def _article(concept: Concept) -> str:
    chinese_first = sorted(concept.terms, key=lambda term: (not term.lang.startswith("zh"), *term_rank(term)))
    lines = list(map(_line, chinese_first))
    lines.append(" · ".join(filter(None, (concept.id, concept.category, concept.status, concept.subject))))
    lines += map(datcat.defined, concept.definitions)
    lines += (datcat.named(datcat.RELATION_NAME[each.type], datcat.related(each)) for each in concept.relations)
    lines += map(datcat.note_text, concept.notes)
    return clean("\n".join(lines))


def _line(term: Term) -> str:
    parts = [one_line(term.text)]
    if term.status != "preferred" or term.kind != "full_form":
        parts.append(f"({term.status} {term.kind.replace('_', ' ')})")
    if term.sources:
        parts.append(datcat.named(datcat.SOURCE, "; ".join(term.sources)))
    elif not term.citations:
        parts.append(datcat.NO_SOURCE)
    parts.append(datcat.some_places(term.citations, _MORE_PLACES))
    return " · ".join(filter(None, parts))
