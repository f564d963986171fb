"""The one door to lxml: XML and HTML parsed so that a file can neither fetch, nor include, nor exhaust anything."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from lxml import etree

from glossary.errors import InputError, ParseError, TooLarge

Element = etree._Element
_CHUNK = 1 << 16
_WHERE = re.compile(r"(,? line \d+, column \d+)? ?\(<string>, line \d+\)$")
_NO_ENTITIES = "it declares or uses entities, which are not read; save it without them"


def xml(data: bytes, source: str | Path, part: str = "") -> Element:
    """Parse XML without entities, DTD or network; raises ParseError when it is not well-formed or has a DTD.

    `part` names the piece of a packed file. What is nested or long beyond libxml2's own limits is refused.
    """
    where = f"{part} in it" if part else "the XML"
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise _refused(error, where, source) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise ParseError(f"{where} declares a document type, which is not read; save it anew", source=source)
    return root


def _refused(error: etree.XMLSyntaxError, where: str, source: str | Path) -> ParseError | TooLarge:
    said = str(error)
    if "Excessive depth" in said or "Resource limit" in said:
        return TooLarge(f"{where} is nested too deeply or holds too long a text; split the document", source=source)
    return ParseError(f"{where} is damaged ({said}); save it anew", source=source)


def html(text: str, source: str | Path) -> Element:
    """Parse HTML as browsers bear it, mended where it is malformed; raises TooLarge where it is nested too deeply."""
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise TooLarge("the HTML is nested too deeply; split the document", source=source)
    if root is None:
        raise ParseError("the HTML holds no element; check that the page was saved whole", source=source)
    return root


def events(root: Element) -> etree.iterwalk:
    """Walk a tree by its start and end events, without recursion; `skip_subtree()` passes over what began last."""
    return etree.iterwalk(root, events=("start", "end"))


def whole(raw: str | None, default: int | None = None) -> int | None:
    """Read a whole number of at most nine digits."""
    return int(raw) if raw and re.fullmatch(r"-?\d{1,9}", raw, re.ASCII) else default


def stream(path: Path, names: Iterable[str], limit: int) -> Iterator[Element]:
    """Yield the elements of these local names as each ends, and forget it when the next is asked for.

    A document type may be named; it is never loaded. Raises ParseError for what is not well-formed or declares or uses
    entities, TooLarge when `limit` bytes pass without one of the elements, InputError for a file that cannot be opened.
    """
    parser = etree.XMLPullParser(
        events=("end",),
        tag=[f"{{*}}{name}" for name in names],
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    since = 0
    for chunk in _chunks(path):
        since += len(chunk)
        for element in _fed(parser, chunk, path):
            since = 0
            _refuse_entities(element, path)
            yield element
            _forget(element)
        if since > limit:
            raise TooLarge(f"an entry of more than {limit:,} bytes, or none at all; split the file", source=path)
    _closed(parser, path)


def _chunks(path: Path) -> Iterator[bytes]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"the file cannot be opened ({error.strerror}); check the path", source=path) from error
    with file:
        yield from iter(lambda: file.read(_CHUNK), b"")


def _fed(parser: etree.XMLPullParser, chunk: bytes, source: Path) -> Iterator[Element]:
    try:
        parser.feed(chunk)
        for _, element in parser.read_events():
            assert isinstance(element, Element)
            yield element
    except etree.XMLSyntaxError as error:
        raise _damaged(parser, error, source) from error
    if parser.error_log:  # the next call would say less of it
        raise _damaged(parser, None, source)


def _closed(parser: etree.XMLPullParser, source: Path) -> None:
    try:
        parser.close()
    except etree.XMLSyntaxError as error:
        raise _damaged(parser, error, source) from error


def _damaged(parser: etree.XMLPullParser, error: etree.XMLSyntaxError | None, source: Path) -> ParseError | TooLarge:
    first = next((entry for entry in parser.error_log if entry.level_name != "WARNING"), None)
    said = first.message.strip() if first else _WHERE.sub("", " ".join(str(error).split())).strip()
    line = first.line if first else error.lineno if error else None
    if "Excessive depth" in said or "esource limit" in said or "Huge" in said or "too long" in said:
        return TooLarge(f"nested too deeply or holds too long a text ({said}); split it", source=source, line=line)
    if "ntity" in said:
        return ParseError(f"{_NO_ENTITIES} ({said})", source=source, line=line)
    return ParseError(f"the XML is damaged or cut short ({said}); save it anew", source=source, line=line)


def _refuse_entities(element: Element, source: Path) -> None:
    declared = element.getroottree().docinfo.internalDTD
    if declared is None:  # then the parser has refused any already
        return
    if list(declared.entities()):  # type: ignore[attr-defined]  # the stubs lack it
        raise ParseError(_NO_ENTITIES, source=source, line=1)
    for entity in element.iter(etree.Entity):
        raise ParseError(f"{_NO_ENTITIES} ({entity.text} is one)", source=source, line=line_of(element))


def line_of(element: Element) -> int | None:
    """Return the line an element starts on, from 1."""
    line = element.sourceline
    return line if isinstance(line, int) else None


def _forget(element: Element) -> None:
    """Empty an element and drop all before it, so that memory holds one at a time."""
    element.clear()
    parent = element.getparent()
    while parent is not None and parent[0] is not element:
        del parent[0]
