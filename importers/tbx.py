"""TBX in: v3 (ISO 30042:2019, `tbx`) and v2 (`martif`), DCA and DCT, of whatever dialect, read as a stream.

MultiTerm's own XML (`mtf`) is near enough to it to be read alike.

What a file says beyond our fields stands in notes under its own names and is counted; a record that breaks a rule is
reported and left out. In files that this program wrote (`glossary.datcat.ENCODING`), the notes are read back into
fields. A document type may be named and is never loaded; entities are refused.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from glossary import datcat
from glossary.errors import InputError, InvalidRecord, ParseError
from glossary.models import Concept, Remark
from importers import languages
from importers.markup import Element, line_of, stream
from importers.tbxentry import Entries
from importers.tbxitems import XML_LANG, Pieces, Tally, local
from importers.tbxterm import Terms

MAX_ENTRY = 16 * 1024 * 1024  # bytes: no entry of a term base is near it
_HEADERS = ("tbxHeader", "martifHeader")
_ENTRIES = ("conceptEntry", "termEntry", "conceptGrp")
_ROOTS = ("tbx", "martif", "mtf")
_KINDS = {"tbx": "TBX v3", "martif": "TBX v2 (martif)", "mtf": "MultiTerm XML"}
_ROOT = re.compile(rb"<(?:[\w.-]+:)?(?:tbx|martif|mtf)[\s>]")
_HEAD = 1 << 16
_SHOWN = 12  # names in a remark
_MAX_SAID = 500


def read_terms(
    path: Path,
    columns: Mapping[str, str] | None = None,  # noqa: ARG001 (all readers of term lists are called alike)
) -> Iterator[Concept | InvalidRecord | Remark]:
    """Yield the concepts of a file and, in their place, the records that break a rule; at the end what there is to say.

    Ids of our form (`c12`) are kept; others stand in a note `id`. Raises ParseError for a file that is no TBX, is not
    well-formed, or has entities, TooLarge over the limits.
    """
    _check(path)
    tally = Tally()
    people = _people(path)
    entries: Entries | None = None
    said = ""
    count = 0
    for element in stream(path, (*_HEADERS, *_ENTRIES, *_ROOTS), MAX_ENTRY):
        name = local(element)
        if name in _HEADERS:
            entries, said = _entries(element, people, tally), _said(element)
        elif name in _ENTRIES:
            count += 1
            entries = entries or _entries(element, people, tally)
            yield _record(entries, element, path)
        else:
            yield Remark(_dialect(element, said, count, tally))
    yield from map(Remark, _remarks(tally, people))


def is_tbx(head: bytes) -> bool:
    """Tell by its first bytes, in any encoding, whether a file is TBX."""
    return _ROOT.search(head.replace(b"\0", b"")) is not None


def _check(path: Path) -> None:
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD)
    except OSError as error:
        raise InputError(f"the file cannot be opened ({error.strerror}); check the path", source=path) from error
    if not is_tbx(head):
        raise ParseError(
            "by its content this is no TBX, neither <tbx> nor <martif>, nor MultiTerm XML; export it as TBX",
            source=path,
        )


def _record(entries: Entries, element: Element, path: Path) -> Concept | InvalidRecord:
    try:
        return entries.concept(element)
    except InvalidRecord as error:
        named = f" (entry {element.get('id')})" if element.get("id") else ""
        return InvalidRecord(error.reason + named, source=path, line=line_of(element))


def _entries(element: Element, people: Mapping[str, str], tally: Tally) -> Entries:
    """Return the reader of entries for what the header says or, where there is none, by the first entry."""
    root = element.getroottree().getroot()
    ours = local(element) in _HEADERS and any(each.text == datcat.ENCODING for each in element.iter("{*}p"))
    lang = languages.tag(root.get(XML_LANG) or root.get("lang") or "") or ""
    pieces, v2 = Pieces(ours, people, tally), local(root) == "martif"
    return Entries(pieces, Terms(pieces, ours, v2, tally), ours, v2, lang, tally)


def _said(header: Element) -> str:
    """Return what a header says of its file, but for what we say in every one."""
    texts = (" ".join(str(text).split()) for text in header.itertext())
    return "; ".join(dict.fromkeys(text for text in texts if text and text != datcat.ENCODING))[:_MAX_SAID]


def _people(path: Path) -> dict[str, str]:
    """Return what the back matter says under each id: persons, organizations, books; by their name if they have one."""
    if not _has_back_matter(path):
        return {}
    found: dict[str, str] = {}
    for element in stream(path, ("refObject", *_ENTRIES), MAX_ENTRY):
        if local(element) == "refObject" and (identifier := element.get("id")):
            texts = {each.get("type") or "": _line(each) for each in element.iter("{*}item")}
            texts = texts or {"": _line(element)}
            found[identifier] = ", ".join(filter(None, texts.values()))
    return found


def _line(element: Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _has_back_matter(path: Path) -> bool:
    """Look for it as bytes, which is faster than to parse a file twice for nothing."""
    tail = b""
    with path.open("rb") as file:
        while chunk := file.read(1 << 20):
            text = (tail + chunk).replace(b"\0", b"")
            if b"refObject" in text:
                return True
            tail = chunk[-32:]
    return False


def _dialect(root: Element, said: str, count: int, tally: Tally) -> str:
    style = f", style {(root.get('style') or 'dca').upper()}" if local(root) == "tbx" else ""
    kind = f", {root.get('type')}" if root.get("type") else ""
    header = f"; its header: {said}" if said else ""
    languages_of = _counted(tally.terms) or "none"
    return f"{_KINDS[local(root)]}{style}{kind}: {count} entries; terms by language: {languages_of}{header}"


def _remarks(tally: Tally, people: Mapping[str, str]) -> Iterator[str]:
    if tally.as_notes:
        yield f"kept as notes, for want of a field: {_counted(tally.as_notes)}"
    if tally.respelled:
        yield f"languages respelled: {_counted(tally.respelled)}"
    if tally.markup:
        yield f"mark-up inside texts left out, its text kept: {_counted(tally.markup)}"
    if tally.attributes:
        yield f"attributes left out: {_counted(tally.attributes)}"
    if tally.empty_terms:
        yield f"{tally.empty_terms} terms without text left out"
    if lost := [target for target in tally.lost() if target not in people]:
        shown = ", ".join(lost[:_SHOWN]) + (" …" if len(lost) > _SHOWN else "")
        yield f"{len(lost)} references to what the file does not have, kept as notes: {shown}"


def _counted(counter: Counter[str]) -> str:
    shown = ", ".join(f"{name} ({count})" for name, count in counter.most_common(_SHOWN))
    rest = len(counter) - _SHOWN
    return f"{shown} and {rest} more" if rest > 0 else shown
