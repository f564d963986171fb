"""TMX 1.4b: terms as the segments of a translation memory, for tools that take no glossary. The note has the citation.

Source: Localization Industry Standards Association, TMX 1.4b Specification, 2005.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from glossary.exports.cells import comment, one_line
from glossary.exports.layouts import pairs
from glossary.exports.options import Options
from glossary.exports.xml import escape
from glossary.models import Concept


def write(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:
    """Write a unit for every source form with every usable target, and return how many; status is said in the note."""
    source, target = escape(options.tag(options.source)), escape(options.tag(options.target))
    created = f' creationdate="{options.created.replace("-", "")}T000000Z"' if options.created else ""
    out.write(
        '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4">\n'
        f'<header creationtool="glossary" creationtoolversion="1" segtype="phrase" o-tmf="glossary" adminlang="en" '
        f'srclang="{source}" datatype="plaintext"{created}><note>{escape(options.title)}</note></header>\n'
        "<body>\n".encode()
    )
    count = 0
    for concept in concepts:
        for row in pairs(concept, options):
            count += 1
            texts = ((source, row.source.text), (target, row.target.text if row.target else ""))
            sides = "".join(f'<tuv xml:lang="{lang}"><seg>{escape(one_line(text))}</seg></tuv>' for lang, text in texts)
            note = escape(comment(concept, row.source, row.target))
            out.write(f'<tu tuid="{escape(concept.id)}-{count}"><note>{note}</note>{sides}</tu>\n'.encode())
    out.write(b"</body>\n</tmx>\n")
    return count
