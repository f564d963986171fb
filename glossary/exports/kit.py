"""The offline kit: a ZIP archive with a search page that works from disk, the term base, and the CSV.

The page loads scripts that lie beside it and asks nothing of any network. Its data are the concepts exported; the term
base holds the same concepts (`Options.base` writes it), never tokens.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.resources import files
from pathlib import Path
from shutil import copyfileobj
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from glossary import datcat
from glossary.exports.cells import clean
from glossary.exports.options import Options
from glossary.exports.table import write_csv
from glossary.models import Concept, Term, TermStatus, term_rank
from glossary.records import dumps
from glossary.text import is_han, key, pinyin

FOLDER = "glossary"
PAGES = ("index.html", "search.js", "style.css")
_MORE_PLACES = 5
_FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # of ZIP archives: the same concepts give the same bytes
_HAN = ((0x2E80, 0x2FE0), (0x3005, 0x3008), (0x3021, 0x302A), (0x3400, 0x4DC0), (0x4E00, 0xA000), (0xF900, 0xFB00))
_UNUSED: tuple[TermStatus, ...] = ("deprecated", "superseded")
_README = """\
Open index.html in a browser: search in Chinese, English, pinyin or by acronym. It needs no network and no program.
terms.csv opens in a spreadsheet. terms.db is the term base: glossary --db terms.db serve

用浏览器打开 index.html，即可以中文、英文、拼音或缩写检索；无需联网，也无需安装程序。
terms.csv 可用表格软件打开。terms.db 是术语库：glossary --db terms.db serve
"""


def write(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write the archive and return the number of concepts; without `options.base` there is no term base in it."""
    with TemporaryDirectory() as name, ZipFile(out, "w", ZIP_DEFLATED) as archive:
        folder = Path(name)
        count = _write_terms(concepts, folder, options)
        if options.base is not None:
            options.base(folder / "terms.db")
        _add(archive, "README.txt", _README.encode())
        for page in PAGES:
            _add(archive, page, files("glossary.exports").joinpath("offline", page).read_bytes())
        for path in sorted(folder.iterdir()):
            info = ZipInfo(f"{FOLDER}/{path.name}", _FIRST_DAY)
            info.compress_type = ZIP_DEFLATED
            with path.open("rb") as file, archive.open(info, "w", force_zip64=True) as member:
                copyfileobj(file, member)
    return count


def _add(archive: ZipFile, name: str, data: bytes) -> None:
    archive.writestr(ZipInfo(f"{FOLDER}/{name}", _FIRST_DAY), data, ZIP_DEFLATED)


def _write_terms(concepts: Iterable[Concept], folder: Path, options: Options) -> int:
    """Write the CSV and the page's data side by side, for the concepts come once."""
    with (folder / "terms.csv").open("wb") as table, (folder / "terms.js").open("wb") as script:
        head = {"title": options.title, "created": options.created or "—", "fold": _folded()}
        script.write(b'"use strict";\nconst GLOSSARY = ' + dumps(head) + b";\nGLOSSARY.terms = [\n")
        count = write_csv(_also_as_data(concepts, script), table, options)
        script.write(b"];\n")
    return count


def _also_as_data(concepts: Iterable[Concept], script: BinaryIO) -> Iterator[Concept]:
    for concept in concepts:
        if concept.terms:
            script.write(dumps(_record(concept)) + b",\n")
        yield concept


def _record(concept: Concept) -> list[Any]:
    """Return a concept as search.js takes it: id, category, status, terms, keys, pinyin, initials, other facts."""
    terms = sorted(concept.terms, key=lambda term: (term.status in _UNUSED, term_rank(term)))
    spoken = [pinyin(term.text) for term in terms if term.lang.startswith("zh")]
    return [
        concept.id,
        concept.category,
        concept.status,
        [[clean(term.text), term.lang, term.kind, term.status, list(_evidence(term))] for term in terms],
        list(dict.fromkeys(key(term.text) for term in terms)),
        list(dict.fromkeys(each.full for each in spoken if each.full)),
        list(dict.fromkeys(each.initials for each in spoken if each.initials)),
        list(_facts(concept)),
    ]


def _evidence(term: Term) -> Iterator[str]:
    if term.reliability is not None:
        yield datcat.named(datcat.RELIABILITY, str(term.reliability))
    if term.valid_from or term.valid_to:
        yield f"{term.valid_from or ''}–{term.valid_to or ''}"
    if term.sources:
        yield datcat.named(datcat.SOURCE, "; ".join(term.sources))
    elif not term.citations:
        yield datcat.NO_SOURCE
    if places := datcat.some_places(term.citations, _MORE_PLACES):
        yield places
    yield from map(datcat.note_text, term.notes)


def _facts(concept: Concept) -> Iterator[tuple[str, str, str]]:
    if concept.subject:
        yield "subject", "", concept.subject
    for definition in concept.definitions:
        said = datcat.defined(definition)
        yield "definition", definition.lang, said
    for relation in concept.relations:
        yield "relation", "", datcat.named(datcat.RELATION_NAME[relation.type], datcat.related(relation))
    for note in concept.notes:
        yield "note", "", datcat.note_text(note)


def _folded() -> tuple[str, str]:
    """Return the Han characters that fold to another one, and those others, in the same order."""
    chars = [chr(code) for first, end in _HAN for code in range(first, end)]
    pairs = [(char, folded) for char in chars if is_han(char) and (folded := key(char)) != char and len(folded) == 1]
    return "".join(char for char, _ in pairs), "".join(folded for _, folded in pairs)
