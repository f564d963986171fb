"""JSON Lines: one concept a line, with everything that is known of it. The lossless format."""

from __future__ import annotations

from collections.abc import Iterable
from typing import BinaryIO

from glossary.exports.options import Options
from glossary.models import Concept
from glossary.records import concept_record, dumps


def write(concepts: Iterable[Concept], out: BinaryIO, options: Options) -> int:  # noqa: ARG001 (all writers are called alike)
    """Write one JSON object a line, in the order given, and return how many; an empty term base is an empty file."""
    count = 0
    for concept in concepts:
        out.write(dumps(concept_record(concept)) + b"\n")
        count += 1
    return count
