"""The folder of an index: generations side by side, and a pointer that names the one in force.

    FOLDER/current.json           the pointer: schema, revision, generation, and size and CRC-32 of its files
    FOLDER/3f2a.../               one generation: names.db and a Whoosh index, never changed once the pointer names it
    FOLDER/WRITER                 the writers' lock

A new generation is made beside the old one and becomes current by one rename, so that a crash leaves the old one in
force. Readers keep the files open, mapped into memory that all of them share; on POSIX systems they do so after the
folder is removed, elsewhere it is removed later. Checksums are compared when a generation is opened.
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from whoosh.util.filelock import FileLock, try_for

from glossary.errors import StaleDatabase

_POINTER = "current.json"
_LOCK_SUFFIX = "LOCK"
_CHANGED_SUFFIX = ".db"
_CHUNK = 1 << 20
_LOOK_SECONDS = 0.02  # between two looks whether the lock is free
Stamp = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class Generation:
    """A sound generation: its folder and the names of its files."""

    path: Path
    revision: int
    files: tuple[str, ...]


class Generations:
    """The generations in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._summed: dict[tuple[int, int, int], int] = {}

    def stamp(self) -> Stamp | None:
        """Return what changes with the pointer; None without one."""
        try:
            status = (self.folder / _POINTER).stat()
        except OSError:
            return None
        return status.st_mtime_ns, status.st_ino, status.st_size

    def current(self, schema: str) -> Generation | None:
        """Return the generation in force; None when it is missing, damaged, or made for another schema."""
        try:
            pointer = json.loads((self.folder / _POINTER).read_text("utf-8"))
            path = self.folder / pointer["generation"]
            sound = pointer["schema"] == schema and pointer["files"] == self._sums(path)
            return Generation(path, int(pointer["revision"]), tuple(pointer["files"])) if sound else None
        except (OSError, ValueError, TypeError, KeyError):
            return None

    @contextmanager
    def writing(self, timeout: float) -> Iterator[None]:
        """Hold the writers' lock.

        Raises StaleDatabase when another writer keeps it longer than `timeout` seconds, or the folder takes no files.
        """
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            lock = FileLock(str(self.folder / "WRITER"))
            if not try_for(lock.acquire, timeout=timeout, delay=_LOOK_SECONDS):
                raise StaleDatabase(f"{self.folder}: another process is writing the index; try again in a moment")
            try:
                yield
            finally:
                lock.release()
        except OSError as error:
            reason = error.strerror or error
            raise StaleDatabase(f"{self.folder}: the index cannot be written ({reason}); free the folder") from error

    @contextmanager
    def making(self, start: Generation | None, schema: str, revision: int) -> Iterator[Path]:
        """Make a generation in the folder given, empty or with the files of another, and put it in force at the end.

        Only under the lock. The generations before it are removed.
        """
        path = self.folder / uuid.uuid4().hex
        path.mkdir()
        try:
            if start:
                for name in start.files:
                    _take(start.path / name, path / name)
            yield path
            # What a power cut takes of an update is seen by the checksums; it need not wait for the disk.
            self._publish(path, schema, revision, lasting=start is None)
        except BaseException:
            shutil.rmtree(path, ignore_errors=True)
            raise

    def _publish(self, path: Path, schema: str, revision: int, *, lasting: bool) -> None:
        if lasting:
            for file in (*path.iterdir(), path):
                _sync(file)
        sums = self._sums(path)
        pointer = {"schema": schema, "revision": revision, "generation": path.name, "files": sums}
        draft = self.folder / f"{path.name}.json"
        draft.write_text(json.dumps(pointer), "utf-8")
        if lasting:
            _sync(draft)
        draft.replace(self.folder / _POINTER)
        if lasting:
            _sync(self.folder)
        self._sweep(path.name)

    def _sums(self, path: Path) -> dict[str, list[int]]:
        """Return size and CRC-32 of each file; one linked from another generation is not read again."""
        sums = {}
        for file in _files(path):
            status = file.stat()
            seen = status.st_ino, status.st_size, status.st_mtime_ns
            if seen not in self._summed:
                self._summed[seen] = _checksum(file)
            sums[file.name] = [status.st_size, self._summed[seen]]
        return sums

    def _sweep(self, kept: str) -> None:
        """Remove other generations, and what writers left that were stopped."""
        for path in self.folder.iterdir():
            ours = len(path.stem) == len(kept) and path.name != kept
            if ours and path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif ours and path.suffix == ".json":
                path.unlink(missing_ok=True)


def _files(path: Path) -> list[Path]:
    return [file for file in sorted(path.iterdir()) if not file.name.endswith(_LOCK_SUFFIX)]


def _checksum(path: Path) -> int:
    total = 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            total = zlib.crc32(chunk, total)
    return total


def _take(source: Path, target: Path) -> None:
    """Link a file that is replaced when it changes, as Whoosh's are; copy one that is changed itself."""
    if source.suffix != _CHANGED_SUFFIX:
        try:
            target.hardlink_to(source)
        except OSError:  # a file system without links
            pass
        else:
            return
    shutil.copyfile(source, target)


def _sync(path: Path) -> None:
    if path.is_dir() and os.name == "nt":
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
