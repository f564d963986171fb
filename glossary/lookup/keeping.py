"""The patterns of a language kept in a file beside the index, so that a start has only the automaton to make.

    FOLDER/patterns-zh      CRC-32 of the rest; a line of JSON: by which rules, of which revision, sizes; the parts

A file is of one revision for good: what has changed since is put over it (see `recognition`). It is written beside its
place and renamed, and thrown away at the slightest doubt: the term base has all that it says.
"""

from __future__ import annotations

import logging
import zlib
from array import array
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import reduce
from itertools import accumulate, pairwise
from pathlib import Path
from uuid import uuid4

from glossary import records
from glossary.matcher import Patterns, rules
from glossary.store import Store

_END = b"\n"
_SUM = 8  # hexadecimal digits
_LONGEST = 1 << 12  # bytes of the line, more than it ever has

_log = logging.getLogger(__name__)


def keep(folder: Path, lang: str, patterns: Patterns[int], store: Store, revision: int) -> None:
    """Write the patterns of a term base at a revision; a folder that takes no files is none the worse for it."""
    parts = list(_parts(patterns))
    head = _head(lang, store, revision) | {"sizes": list(map(len, parts))}
    body = [records.dumps(head), _END, *parts]
    draft = folder / f"patterns-{lang}.{uuid4().hex}.new"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"patterns-{lang}.*.new"):  # by writers that were stopped
            left.unlink(missing_ok=True)
        with draft.open("wb") as file:
            file.writelines([_sum(body), *body])
        draft.replace(_place(folder, lang))
    except OSError as error:
        _log.info("%s: the patterns of %s are not kept (%s)", folder, lang, error)
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def kept(folder: Path, lang: str, store: Store) -> tuple[Patterns[int], int] | None:
    """Return the patterns kept of this term base and their revision; None when there are none that are sound."""
    path = _place(folder, lang)
    try:
        content = memoryview(path.read_bytes())
    except FileNotFoundError:
        return None
    except OSError as error:
        _log.warning("%s cannot be read (%s): made anew from the term base", path, error)
        return None
    if _sum([content[_SUM:]]) != content[:_SUM]:
        _log.warning("%s is damaged: made anew from the term base", path)
        return None
    line = bytes(content[_SUM : _SUM + _LONGEST]).partition(_END)[0]
    head = records.loads(line)
    if not head.items() >= _head(lang, store, head["revision"]).items():
        _log.info("%s was made by other rules or from another term base: made anew", path)
        return None
    ends = list(accumulate(head["sizes"], initial=_SUM + len(line) + len(_END)))
    return _patterns([content[start:end] for start, end in pairwise(ends)]), head["revision"]


def _place(folder: Path, lang: str) -> Path:
    return folder / f"patterns-{lang}"


def _head(lang: str, store: Store, revision: int) -> dict[str, object]:
    return {"rules": rules(), "lang": lang, "revision": revision, "stamp": store.stamp(revision)}


def _sum(parts: Iterable[bytes | memoryview]) -> bytes:
    return b"%08x" % reduce(lambda total, part: zlib.crc32(part, total), parts, 0)


def _parts(patterns: Patterns[int]) -> Iterator[bytes]:
    yield records.dumps(patterns.texts)
    yield patterns.flags.tobytes()
    yield array("q", patterns.keys).tobytes()
    yield records.dumps(list(patterns.capitals.items()))
    yield records.dumps(
        [(at, [(capitals, list(keys)) for capitals, keys in groups]) for at, groups in patterns.others.items()]
    )


def _patterns(parts: Iterable[memoryview]) -> Patterns[int]:
    texts, flags, keys, capitals, others = parts
    return Patterns(
        records.loads(texts),
        array("H", flags.tobytes()),
        array("q", keys.tobytes()),
        {at: tuple(needed) for at, needed in records.loads(capitals)},
        {at: [(tuple(needed), array("q", own)) for needed, own in groups] for at, groups in records.loads(others)},
    )
