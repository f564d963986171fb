"""Files that are sent in: kept for a while under their own names, brought in, and spoken of without their folder."""

from __future__ import annotations

import re
import secrets
import shutil
import time
from collections.abc import Iterable
from pathlib import Path

from flask import request
from werkzeug.datastructures import FileStorage

from glossary import ingest, termbase
from glossary.errors import InputError, NotFound, TooLarge
from glossary.web.guard import served

MAX_UPLOAD = 64 * 1024 * 1024
MAX_FILES = 20
_SUFFIXES = {
    "text/csv": ".csv",
    "text/tab-separated-values": ".tsv",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": ".xlsx",
    "application/x-tbx+xml": ".tbx",
    "application/x-tbx": ".tbx",
    "application/jsonl": ".jsonl",
    "application/x-ndjson": ".jsonl",
    "application/x-tmx+xml": ".tmx",
    "application/xliff+xml": ".xlf",
}
_KEPT = 10  # uploads that wait to be confirmed
_SECONDS = 24 * 3600
_TOKEN = re.compile(r"[A-Za-z0-9_-]{20,40}")
_UNSAFE = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|\u2028\u2029\ud800-\udfff]+')


def keep(files: Iterable[FileStorage]) -> str:
    """Keep files that were sent, for a day at most, and return the word by which they are found again.

    Raises InputError when there is none, TooLarge when there are too many.
    """
    sent = [file for file in files if file.filename]
    if not sent:
        raise InputError("no file was sent: choose one (as `file` in a form)")
    if len(sent) > MAX_FILES:
        raise TooLarge(f"{len(sent)} files, at most {MAX_FILES} come in at once")
    _tidy()
    word = secrets.token_urlsafe(18)
    for number, file in enumerate(sent):
        folder = termbase.uploads_folder() / word / f"{number:02}"
        folder.mkdir(parents=True, mode=0o700)
        file.save(folder / plain_name(file.filename or ""))
    return word


def body(name: str) -> list[FileStorage]:
    """Return the body of the request as a file, if it is one; `name` may be empty where its media type will do."""
    if not request.content_length or request.mimetype in ("multipart/form-data", "application/x-www-form-urlencoded"):
        return []
    return [FileStorage(request.stream, filename=name or f"upload{_SUFFIXES.get(request.mimetype, '')}")]


def kept(word: str) -> list[Path]:
    """Return the files that were kept under a word; raises NotFound when they are gone."""
    folder = termbase.uploads_folder() / word
    if not _TOKEN.fullmatch(word) or not folder.is_dir():
        raise NotFound("the files that were sent are no longer kept: send them again")
    return sorted(path for path in folder.glob("*/*") if path.is_file())


def drop(word: str) -> None:
    """Remove the files that were kept under a word."""
    if _TOKEN.fullmatch(word):
        shutil.rmtree(termbase.uploads_folder() / word, ignore_errors=True)


def bring(paths: list[Path], options: ingest.Options) -> ingest.Report:
    """Bring files into the term base that is served; errors name a file without its folder."""
    try:
        return ingest.add(served().store, paths, options, lambda _: None)
    except InputError as error:
        if error.source is None:
            raise
        raise type(error)(error.reason, source=Path(error.source).name, line=error.line) from error


def plain_name(name: str) -> str:
    """Return the name of a file as it was sent, fit to be one here.

    >>> plain_name("C:\\\\lists\\\\术语.xlsx"), plain_name("../../etc/x.csv"), plain_name("..")
    ('术语.xlsx', 'x.csv', 'upload')
    """
    last = re.split(r"[/\\]", name)[-1]
    stem, dot, suffix = _UNSAFE.sub("_", last).strip(" .").rpartition(".")
    shown = f"{(stem or 'upload')[:60]}{dot}{suffix[:10]}" if dot else (suffix[:60] or "upload")
    return shown.strip(" .") or "upload"


def _tidy() -> None:
    """Remove uploads that are old, and the oldest of too many."""
    folder = termbase.uploads_folder()
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    waiting = sorted((path.stat().st_mtime, path) for path in folder.iterdir() if path.is_dir())
    for number, (begun, path) in enumerate(waiting):
        if begun < time.time() - _SECONDS or number <= len(waiting) - _KEPT:
            shutil.rmtree(path, ignore_errors=True)
