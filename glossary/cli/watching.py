"""An export kept up to date: the file is written anew whenever the term base has changed, until interrupted.

CAT tools reread a glossary file when it changes, so it is left alone while its content stays the same, and appears
whole or not at all.
"""

from __future__ import annotations

import filecmp
import signal
import sqlite3
import time
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from glossary.cli.frame import done, drafted
from glossary.errors import GlossaryError
from glossary.store import Store

_POLL_SECONDS = 1.0

# Writes an export of a term base to a stream, and returns a few words on how much that was.
Write = Callable[[Store, BinaryIO], str]


def watch(path: Path, out: Path, write: Write) -> None:
    """Keep `out` an export of the term base at `path`; returns when interrupted or told to end.

    The first writing raises what is wrong. Later a failure is said once and tried again: the term base may be
    replaced, or the file be open in another program for a moment.
    """
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    seen = told = ""
    try:
        while True:
            try:
                seen, told = _follow(path, out, write, seen), ""
            except (GlossaryError, OSError, sqlite3.Error) as error:
                if not seen:
                    raise
                if told != str(error):
                    told = str(error)
                    done(f"{out} stays as it is: {told}")
            time.sleep(_POLL_SECONDS)
    except KeyboardInterrupt:
        done(f"{out} is not kept up to date any longer")


def _follow(path: Path, out: Path, write: Write, seen: str) -> str:
    """Renew the file where the term base is another one than `seen`; return the stamp of what it is now."""
    with Store(path) as store:
        revision = store.revision
        stamp = store.stamp(revision)
        if stamp != seen or not out.exists():
            written = _renew(store, out, write)
            if written or not seen:
                said = f"{written} written to {out}" if written else f"{out} holds the same already"
                done(f"{datetime.now():%H:%M:%S} revision {revision}: {said}")
    return stamp


def _renew(store: Store, out: Path, write: Write) -> str:
    """Write the export; return what was written, empty where the file holds the same already."""
    with drafted(out) as draft:
        with draft.open("wb") as file:
            written = write(store, file)
        if out.exists() and filecmp.cmp(draft, out, shallow=False):
            draft.unlink()
            written = ""
    return written
