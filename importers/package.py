"""The parts of an Office file (a ZIP archive), each read within bounds."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from io import BytesIO
from pathlib import Path

from glossary.errors import ParseError, TooLarge, UnsupportedFormat
from importers.markup import Element, xml

MAX_ENTRIES = 10_000
MAX_PART = 64 * 1024 * 1024
# Markup packs well, up to 60 to one in long tables; a part beyond this and of more than a few MB was made to burst.
MAX_RATIO = 250
RATIO_FROM = 4 * 1024 * 1024
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")


class Package:
    """An open Office file; raises UnsupportedFormat for another format, ParseError for a damaged archive."""

    def __init__(self, data: bytes, source: Path) -> None:
        self.source = source
        if data.startswith(OLE):
            raise _refused_ole(data, source)
        if not data.startswith(b"PK"):
            raise UnsupportedFormat("by its content this is no .docx file; save it as .docx", source=source)
        try:
            self.archive = zipfile.ZipFile(BytesIO(data))
            self.entries = {info.filename: info for info in self.archive.infolist()}
        except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
            raise ParseError(f"the file is damaged ({error}); fetch or save it again", source=source) from error
        if len(self.entries) > MAX_ENTRIES:
            raise TooLarge(f"the file packs more than {MAX_ENTRIES} parts", source=source)

    def part(self, name: str) -> Element | None:
        """Read a part as XML, None if there is none; raises TooLarge over the limits, ParseError if it is damaged."""
        info = self.entries.get(name)
        return None if info is None else xml(self._bytes(info), self.source, name)

    def _bytes(self, info: zipfile.ZipInfo) -> bytes:
        if info.flag_bits & 1:
            raise ParseError("the file is encrypted; save it without a password", source=self.source)
        try:
            with self.archive.open(info) as file:
                data = file.read(MAX_PART + 1)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise ParseError(
                f"{info.filename} in it is damaged ({error}); fetch or save it again", source=self.source
            ) from error
        if len(data) > MAX_PART:
            limit = MAX_PART // (1024 * 1024)
            raise TooLarge(f"{info.filename} in it unpacks to more than {limit} MiB; split it", source=self.source)
        if len(data) > RATIO_FROM and len(data) > MAX_RATIO * max(info.compress_size, 1):
            raise TooLarge(f"{info.filename} in it is packed more than {MAX_RATIO} to one", source=self.source)
        return data

    def related(self, name: str) -> dict[str, str]:
        """Tell the parts that a part (empty: the file itself) refers to, by the last word of the relation's type."""
        folder, base = posixpath.split(name)
        relations = self.part(posixpath.join(folder, "_rels", f"{base}.rels"))
        found: dict[str, str] = {}
        for relation in () if relations is None else relations:
            kind = str(relation.get("Type", "")).rpartition("/")[2]
            if relation.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, str(relation.get("Target", ""))))
                found.setdefault(kind, target.lstrip("/"))
        return found


def _refused_ole(data: bytes, source: Path) -> ParseError | UnsupportedFormat:
    if ENCRYPTED in data:
        return ParseError("the file is encrypted; save it without a password", source=source)
    message = "this is an old Word file (.doc); open it in Word or LibreOffice and save it as .docx"
    return UnsupportedFormat(message, source=source)
