"""Which term base is opened, and where what belongs to it lies: one rule for every command.

`--db PATH`, else `GLOSSARY_DB`, else the user's copy in the platform's data folder, made from the shipped `terms.db`
on first use and renewed from a newer shipped one as long as nobody has edited it. The shipped file is only read.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from platformdirs import user_cache_path, user_data_path

from glossary.edit import edit
from glossary.errors import Forbidden, GlossaryError, StaleDatabase
from glossary.store import Store

_PACKAGE = Path(__file__).resolve().parent


def shipped(name: str) -> Path:
    """Return a shipped file or folder (`terms.db`, `static`): inside an installed package, else at the top level."""
    inside = _PACKAGE / name
    return inside if inside.exists() else _PACKAGE.parent / name


def locate(db: Path | None = None) -> Path:
    """Return the path of the term base to open, making or renewing the user's copy where that is the one."""
    if db is not None:
        return db
    if named := os.environ.get("GLOSSARY_DB"):
        return Path(named)
    return _user_copy(user_data_path("glossary"))


def index_folder(path: Path) -> Path:
    """Return the folder of the search index that belongs to a term base: a cache, never beside the file itself."""
    name = hashlib.sha256(str(path.resolve()).encode()).hexdigest()[:16]
    return user_cache_path("glossary") / "index" / name


def documents_folder() -> Path:
    """Return the folder where fetched documents are kept: a cache, too."""
    return user_cache_path("glossary") / "documents"


def uploads_folder() -> Path:
    """Return the folder where files that were sent to the server wait to be brought in."""
    return user_cache_path("glossary") / "uploads"


def refuse_shipped(path: Path) -> None:
    """Raise Forbidden for the shipped term base, which is only read."""
    if path.resolve() == shipped("terms.db").resolve():
        raise Forbidden(f"{path} is the shipped term base, which is only read: leave --db off to edit your own copy")


def _user_copy(folder: Path) -> Path:
    copy, source = folder / "terms.db", shipped("terms.db")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if copy.exists() and not (source.exists() and _is_stale(copy, source)):
            return copy
        if not source.exists():
            raise StaleDatabase("no term base came with this program: name one with --db or GLOSSARY_DB")
        _copy(source, copy)
    except OSError as error:
        raise GlossaryError(f"cannot make your copy of the term base in {folder} ({error}): use --db") from error
    return copy


def _is_stale(copy: Path, source: Path) -> bool:
    """Whether the shipped file is another one than the copy was made from, and the copy has no edits to lose."""
    with Store(copy) as store:
        return store.meta("shipped") != _digest(source) and store.meta("shipped_revision") == str(store.revision)


def _copy(source: Path, copy: Path) -> None:
    with tempfile.TemporaryDirectory(dir=copy.parent) as folder:
        draft = Path(folder) / copy.name
        shutil.copyfile(source, draft)
        with Store(draft) as store:
            store.db.enable_wal()
            with edit(store, "copy") as change:
                change.set_meta("shipped", _digest(source))
                change.set_meta("shipped_revision", str(store.revision))
        for leftover in (copy.with_name(copy.name + "-wal"), copy.with_name(copy.name + "-shm")):
            leftover.unlink(missing_ok=True)
        draft.replace(copy)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
