"""The one door to lxml: XML and HTML parsed so that a file can neither fetch, nor include, nor exhaust anything."""

from __future__ import annotations

import re
from pathlib import Path

from lxml import etree

from glossary.errors import ParseError, TooLarge

Element = etree._Element


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
