"""Text as XML takes it."""

from __future__ import annotations

import re

_ILLEGAL = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile('[&<>\r"]')
# As numbers: Java's parser takes no more than 100,000 named ones in a file (jdk.xml.maxGeneralEntitySizeLimit).
_REFERENCE = {char: f"&#{ord(char)};" for char in '&<>\r"'}


def escape(text: str) -> str:
    r"""Return text for an element or attribute; what XML 1.0 cannot hold becomes U+FFFD.

    >>> escape("R&D\x00")
    'R&#38;D\ufffd'
    """
    text = _ILLEGAL.sub("\ufffd", text)
    return _SPECIAL.sub(lambda match: _REFERENCE[match[0]], text)
