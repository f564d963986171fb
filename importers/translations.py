"""Translation memories and files -> aligned segments: TMX 1.4, XLIFF 1.2 and 2.

Text inside native codes (`bpt`, `ept`, `ph`, `it`, `ut`) is markup of the original format and is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from glossary.errors import ParseError
from importers.encoding import read_bytes
from importers.markup import Element, xml

_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_CODES = frozenset({"bpt", "ept", "ph", "it", "ut", "sub"})
# A document type without declarations of its own, as TMX 1.4 files have it, says nothing that is needed.
_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*>")
_BOMS = (b"\xff\xfe", b"\xfe\xff")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")


def read(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the Chinese and the English of each unit in order; a side that is missing is empty.

    Raises ParseError for a file that is neither TMX nor XLIFF, or not between Chinese and English.
    """
    root = xml(_plain(read_bytes(path)), path)
    kind = _name(root)
    if kind == "tmx":
        found = list(_tmx(root))
    elif kind == "xliff":
        found = list(_xliff(root, path))
    else:
        raise ParseError(f"this is neither TMX nor XLIFF (its root is {kind!r}); export it as one", source=path)
    if found and not any(zh for zh, _ in found) and not any(en for _, en in found):
        raise ParseError("no segment is in Chinese or English; check the languages of the file", source=path)
    yield from found


def source_language(path: Path) -> str:
    """Return the language that a file says it was translated from, `zh` or `en`; empty when it says neither.

    Raises ParseError for a file that is no XML.
    """
    root = xml(_plain(read_bytes(path)), path)
    told = [root.get("srcLang"), *(each.get("source-language") for each in _all(root, "file"))]
    told += [header.get("srclang") for header in _all(root, "header")]
    languages = {_language(tag) for tag in told if tag}
    return languages.pop() if len(languages) == 1 and languages <= {"zh", "en"} else ""


def _plain(data: bytes) -> bytes:
    if data.startswith(_BOMS):
        data = _DECLARATION.sub("", data.decode("utf-16", "replace")).encode()
    return _DOCTYPE.sub(b"", data, count=1)


def _tmx(root: Element) -> Iterator[tuple[str, str]]:
    for unit in _all(root, "tu"):
        sides: dict[str, str] = {}
        for variant in _all(unit, "tuv"):
            language = _language(variant.get(_LANG) or variant.get("lang") or "")
            sides.setdefault(language, next((_text(segment) for segment in _all(variant, "seg")), ""))
        yield sides.get("zh", ""), sides.get("en", "")


def _xliff(root: Element, path: Path) -> Iterator[tuple[str, str]]:
    for file in _all(root, "file"):
        source = _language(file.get("source-language") or root.get("srcLang") or "")
        target = _language(file.get("target-language") or root.get("trgLang") or "")
        if {source, target} != {"zh", "en"}:
            raise ParseError(
                f"the file is between {source or 'no language'} and {target or 'no language'}; "
                "segments are read between zh and en",
                source=path,
            )
        version_2 = next(_all(file, "unit"), None) is not None
        for unit in _all(file, "segment" if version_2 else "trans-unit"):
            sides = {source: _child(unit, "source"), target: _child(unit, "target")}
            yield sides["zh"], sides["en"]


def _child(unit: Element, name: str) -> str:
    return next((_text(child) for child in unit if _name(child) == name), "")


def _all(root: Element, name: str) -> Iterator[Element]:
    return (element for element in root.iter() if _name(element) == name)


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _language(tag: str) -> str:
    return tag.lower().replace("_", "-").partition("-")[0]


def _text(element: Element) -> str:
    return " ".join("".join(_pieces(element)).split())


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if _name(child) not in _CODES:
            yield from _pieces(child)
        yield child.tail or ""
