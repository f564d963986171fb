"""Small Word and PDF files for tests, written from literal XML and with reportlab's built-in Chinese font."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from io import BytesIO
from xml.sax.saxutils import escape

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
NAMESPACES = (
    f'{W} xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:r="{OFFICE}" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.'
    'wordprocessingml.document.main+xml"/>{}</Types>'
)
STYLES = "".join(
    f'<w:style w:type="paragraph" w:styleId="H{level}"><w:name w:val="heading {level}"/>'
    f'<w:pPr><w:outlineLvl w:val="{level - 1}"/></w:pPr></w:style>'
    for level in (1, 2, 3)
)


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def paragraph(*pieces: str, style: str = "", number: tuple[int, int] | None = None, settings: str = "") -> str:
    """A paragraph of runs, or of texts; `number` is its list and the level in it."""
    listed = f'<w:numPr><w:ilvl w:val="{number[1]}"/><w:numId w:val="{number[0]}"/></w:numPr>' if number else ""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inner = "".join(piece if piece.startswith("<") else run(piece) for piece in pieces)
    return f"<w:p><w:pPr>{named}{listed}{settings}</w:pPr>{inner}</w:p>"


def table(*rows: tuple[str, ...]) -> str:
    """A table of texts, or of pieces of XML."""
    made = "".join(
        "<w:tr>"
        + "".join(f"<w:tc><w:tcPr/>{cell if cell.startswith('<') else paragraph(cell)}</w:tc>" for cell in row)
        + "</w:tr>"
        for row in rows
    )
    return f"<w:tbl><w:tblPr/><w:tblGrid/>{made}</w:tbl>"


def note_call(number: int, kind: str = "footnote") -> str:
    return f'<w:r><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:{kind}Reference w:id="{number}"/></w:r>'


def level(at: int, system: str, text: str, start: int = 1, more: str = "") -> str:
    return (
        f'<w:lvl w:ilvl="{at}"><w:start w:val="{start}"/><w:numFmt w:val="{system}"/>{more}'
        f'<w:lvlText w:val="{text}"/></w:lvl>'
    )


def numbering(*lists: str, overrides: str = "") -> str:
    """Lists 1, 2, ... of these levels; `overrides` are further <w:num>."""
    definitions = "".join(
        f'<w:abstractNum w:abstractNumId="{place}">{levels}</w:abstractNum>' for place, levels in enumerate(lists)
    )
    numbers = "".join(
        f'<w:num w:numId="{place + 1}"><w:abstractNumId w:val="{place}"/></w:num>' for place in range(len(lists))
    )
    return definitions + numbers + overrides


def docx(
    *body: str, notes: dict[int, str] | None = None, endnotes: str = "", lists: str = "", styles: str = STYLES
) -> bytes:
    """A .docx of body XML; `notes` are footnotes by number, as texts or paragraphs."""
    footnotes = "".join(
        f'<w:footnote w:id="{number}">{text if text.startswith("<") else note_paragraph(text)}</w:footnote>'
        for number, text in (notes or {}).items()
    )
    parts = {
        "document": f"<w:document {NAMESPACES}><w:body>{''.join(body)}<w:sectPr/></w:body></w:document>",
        "styles": f"<w:styles {W}>{styles}</w:styles>",
        "numbering": f"<w:numbering {W}>{lists}</w:numbering>",
        "footnotes": f'<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p/></w:footnote>'
        f"{footnotes}</w:footnotes>",
        "endnotes": f"<w:endnotes {W}>{endnotes}</w:endnotes>",
        "header1": f"<w:hdr {W}>{paragraph('海洋年鉴')}</w:hdr>",
    }
    return package(parts)


def note_paragraph(text: str) -> str:
    return paragraph("<w:r><w:footnoteRef/></w:r>", " " + text)


def package(parts: dict[str, str]) -> bytes:
    """A packed .docx of these parts."""
    kinds = [kind for kind in parts if kind != "document"]
    relations = "".join(
        f'<Relationship Id="r{place}" Type="{OFFICE}/{kind.rstrip("1")}" Target="{kind}.xml"/>'
        for place, kind in enumerate(kinds)
    )
    content = "".join(
        f'<Override PartName="/word/{kind}.xml" ContentType="application/vnd.openxmlformats-officedocument.'
        f'wordprocessingml.{kind.rstrip("1")}+xml"/>'
        for kind in kinds
    )
    main = f'<Relationship Id="r1" Type="{OFFICE}/officeDocument" Target="word/document.xml"/>'
    buffer = BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", TYPES.format(content))
        archive.writestr("_rels/.rels", f'<Relationships xmlns="{PACKAGE}">{main}</Relationships>')
        archive.writestr(
            "word/_rels/document.xml.rels", f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>'
        )
        for name, text in parts.items():
            archive.writestr(f"word/{name}.xml", '<?xml version="1.0" encoding="UTF-8"?>' + text)
    return buffer.getvalue()


FONT = "STSong-Light"
SIZE = 12.0
PAGE = (595.0, 842.0)


class Page:
    """A page to write on: `at` places a piece of text, `prose` sets lines flush left and says where it ended."""

    def __init__(self, canvas: Canvas) -> None:
        self.canvas = canvas

    def at(self, x: float, y: float, text: str, size: float = SIZE) -> float:
        """Write a text; returns where it ends."""
        self.canvas.setFont(FONT, size)
        self.canvas.drawString(x, y, text)
        return x + float(pdfmetrics.stringWidth(text, FONT, size))

    def prose(self, x: float, y: float, lines: Sequence[str], size: float = SIZE, first: float = 0) -> float:
        """Write the lines of a paragraph; a part in ^...^ is raised. Returns the height after it."""
        for place, line in enumerate(lines):
            end = x + (first if place == 0 else 0)
            for odd, piece in enumerate(line.split("^")):
                end = self.at(end, y + (4 if odd % 2 else 0), piece, 0.6 * size if odd % 2 else size)
            y -= 1.5 * size
        return y


def wrapped(text: str, width: int) -> list[str]:
    """Break a text of Han characters into lines of so many; raised marks take no room."""
    lines, line, count, raised = [], "", 0, False
    for char in text:
        raised ^= char == "^"
        if count >= width and not raised and char not in "^，。；：":
            lines.append(line)
            line, count = "", 0
        line += char
        count += not raised and char != "^"
    return [*lines, line]


class Pdf:
    """A PDF under way; `page()` begins a page, `bytes()` ends it."""

    def __init__(self, size: tuple[float, float] = PAGE, rotation: int = 0, password: str = "") -> None:
        pdfmetrics.registerFont(UnicodeCIDFont(FONT))
        self.buffer = BytesIO()
        self.canvas = Canvas(self.buffer, pagesize=size, encrypt=password or None, invariant=True)
        self.rotation = rotation
        self.begun = False

    def page(self) -> Page:
        if self.begun:
            self.canvas.showPage()
        self.begun = True
        self.canvas.setPageRotation(self.rotation)
        return Page(self.canvas)

    def bytes(self) -> bytes:
        self.canvas.showPage()
        self.canvas.save()
        return self.buffer.getvalue()
