"""JSON Lines in: one concept a line, as `glossary export --format jsonl` and the API write it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from glossary.errors import InputError, InvalidRecord, ParseError, TooLarge
from glossary.models import Concept
from glossary.records import concept_from_record

# A concept with some hundred citations takes 100 kB; a line far beyond that is not a concept but a file without lines.
MAX_LINE = 10_000_000


def read_terms(
    path: Path,
    columns: Mapping[str, str] | None = None,  # noqa: ARG001 (all readers of term lists are called alike)
) -> Iterator[Concept | InvalidRecord]:
    """Yield the concepts of a file and, in their place, the records that break a rule; ids are kept.

    JSON Lines have no `columns` to choose. Lines are read one by one; an empty file holds no concepts. Raises
    InputError when there is no such file, ParseError when it is not UTF-8, TooLarge for a line over 10 million bytes.
    """
    ids: dict[str, int] = {}
    for number, line in enumerate(_lines(path), 1):
        if len(line) > MAX_LINE:
            message = f"a line of more than {MAX_LINE:,} bytes; write one concept a line"
            raise TooLarge(message, source=path, line=number)
        text = _decode(line, path, number)
        if text.strip():
            yield _record(text, path, number, ids)


def _lines(path: Path) -> Iterator[bytes]:
    try:
        file = path.open("rb")
    except OSError as error:
        raise InputError(f"the file cannot be opened ({error.strerror}); check the path", source=path) from error
    with file:
        while line := file.readline(MAX_LINE + 1):
            yield line


def _decode(line: bytes, path: Path, number: int) -> str:
    try:
        return line.decode("utf-8-sig" if number == 1 else "utf-8")
    except UnicodeDecodeError as error:
        message = "not UTF-8, which JSON Lines must be; save it again as UTF-8"
        raise ParseError(message, source=path, line=number) from error


def _record(text: str, path: Path, number: int, ids: dict[str, int]) -> Concept | InvalidRecord:
    try:
        record = json.loads(text)
        if "\\u" in text:  # an escape can spell half a surrogate pair, which no file can hold
            json.dumps(record, ensure_ascii=False).encode()
        concept = concept_from_record(record)
    except (ValueError, RecursionError) as error:
        return InvalidRecord(f"not a JSON object on one line ({error})", source=path, line=number)
    except InvalidRecord as error:
        return InvalidRecord(error.reason, source=path, line=number)
    if concept.id and (first := ids.setdefault(concept.id, number)) != number:
        return InvalidRecord(f"id {concept.id!r} stands already on line {first}", source=path, line=number)
    return concept
