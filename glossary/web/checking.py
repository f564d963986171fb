"""The page that checks a translation: two columns pasted, or a file of segments."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, zip_longest
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, render_template, request
from werkzeug.utils import secure_filename

from glossary.errors import GlossaryError, InputError, TooLarge
from glossary.lookup.checking import Finding
from glossary.text import has_han
from glossary.web import marking
from glossary.web.guard import served
from importers.segments import read_segments, source_language

_MOST_SEGMENTS = 20_000
_MOST_SHOWN = 300

checking = Blueprint("checking", __name__, template_folder="templates")
Pairs = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Checked:
    """A segment with findings: its number from 1, both texts in pieces, what was found marked."""

    number: int
    source: list[marking.Piece]
    target: list[marking.Piece]
    findings: list[Finding]


@checking.get("/check")
def form() -> Response:
    """Ask for a text and its translation."""
    return _page({})


@checking.post("/check")
def check() -> Response:
    """Show what is wrong with a translation."""
    asked = request.form.get("source_lang", "")
    asked = asked if asked in ("zh", "en") else ""
    given: dict[str, Any] = {
        "source_lang": asked,
        "source": request.form.get("source", ""),
        "target": request.form.get("target", ""),
    }
    file = request.files.get("file")
    try:
        if file is not None and file.filename:
            pairs, source = _read(file.filename, file.stream.read(), asked)
        else:
            pairs, given["lines"] = _pasted(given["source"], given["target"])
            source = asked or _likely(pairs)
    except GlossaryError as error:
        return _page(given, problem=str(error), status=error.status)
    if not any(text.strip() for pair in pairs for text in pair):
        return _page(given, nothing=True, status=422)
    target = "zh" if source == "en" else "en"
    findings: list[Finding] = served().check(pairs, source=source, target=target)["findings"]
    segments = list(_checked(pairs, findings))
    return _page(
        given,
        langs=(source, target),
        total=len(pairs),
        count=len(findings),
        segments=segments[:_MOST_SHOWN],
        more=max(0, len(segments) - _MOST_SHOWN),
    )


def _page(given: dict[str, Any], status: int = 200, **shown: Any) -> Response:
    response = Response(render_template("check.html", given=given, **shown), status)
    response.headers["Cache-Control"] = "no-store"
    return response


def _pasted(source: str, target: str) -> tuple[Pairs, tuple[int, int] | None]:
    """Pair the lines of two columns, or take both from one that holds tabs; the second value tells odd numbers."""
    lines = source.rstrip().splitlines()
    others = target.rstrip().splitlines()
    if not others and any("\t" in line for line in lines):
        cells = [[*line.split("\t"), ""] for line in lines]
        lines, others = [row[0] for row in cells], [row[1] for row in cells]
    pairs = list(zip_longest(lines, others, fillvalue=""))
    _bounded(pairs)
    return pairs, None if len(lines) == len(others) else (len(lines), len(others))


def _likely(pairs: Pairs) -> str:
    """Return the language of the side that was translated from, by its characters."""
    chinese = [sum(map(has_han, side)) for side in zip(*pairs, strict=True)]
    return "en" if chinese and chinese[0] < chinese[1] else "zh"


def _read(name: str, content: bytes, asked: str) -> tuple[Pairs, str]:
    """Read an uploaded file, and which language it was translated from; what goes wrong names it as its owner does."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{secure_filename(Path(name).stem) or 'segments'}{Path(name).suffix[:10]}"
        path.write_bytes(content)
        try:
            pairs = list(read_segments(path))
            source = asked or source_language(path) or "zh"
        except InputError as error:
            raise type(error)(error.reason, source=name, line=error.line) from error
    _bounded(pairs)
    return (pairs if source == "zh" else [(english, chinese) for chinese, english in pairs]), source


def _bounded(pairs: Pairs) -> None:
    if len(pairs) > _MOST_SEGMENTS:
        raise TooLarge(
            f"these are {len(pairs)} segments, at most {_MOST_SEGMENTS} are checked at once here: "
            "use `glossary check FILE`"
        )


def _checked(pairs: Pairs, findings: Sequence[Finding]) -> Iterator[Checked]:
    for number, group in groupby(findings, key=lambda finding: finding["segment"]):
        found = list(group)
        sides = [
            list(marking.split(text, ((f["start"], f["end"], "") for f in found if f["side"] == side)))
            for text, side in zip(pairs[number], ("source", "target"), strict=True)
        ]
        yield Checked(number + 1, sides[0], sides[1], found)
