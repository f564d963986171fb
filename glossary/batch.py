"""Many documents at once: each is extracted alone, in this process, in several, or on a cluster.

Anything that offers an executor of `concurrent.futures` fits; dask.distributed (the optional extra `cluster`) does.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import cast

from glossary.errors import GlossaryError, InputError
from glossary.extract import extract
from glossary.models import Designation
from importers import read_document

AHEAD = 64  # documents handed out before their turn: keeps every worker busy and memory bounded

ANSWER = 10  # seconds within which a scheduler has to answer

Outcome = list[Designation] | GlossaryError


def extract_files(paths: Iterable[Path], min_score: float, executor: Executor | None = None) -> Iterator[Outcome]:
    """Yield for each file, in order, its designations or why it could not be read.

    With an executor, its workers read the files themselves: on a cluster the paths must lead there, too.
    """
    if executor is None:
        yield from (_extracted(path, min_score) for path in paths)
        return
    waiting: deque[Future[Outcome]] = deque()
    remaining = iter(paths)
    try:
        for path in remaining:
            waiting.append(executor.submit(_extracted, path, min_score))
            if len(waiting) >= AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()
    finally:
        for future in waiting:
            future.cancel()


@contextmanager
def workers(count: int = 1, scheduler: str = "") -> Iterator[Executor | None]:
    """Open an executor: of a Dask cluster by the address of its scheduler, of `count` processes, or none for one.

    Raises InputError when the extra is not installed or the scheduler does not answer.
    """
    if scheduler:
        with _cluster(scheduler) as executor:
            yield executor
    elif count > 1:
        with ProcessPoolExecutor(count) as pool:
            yield pool
    else:
        yield None


@contextmanager
def _cluster(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ImportError as error:
        raise InputError("--scheduler needs dask.distributed: pip install 'distributed>=2025.1'") from error
    try:
        client = Client(address, timeout=ANSWER)
    except (OSError, ValueError) as error:
        raise InputError(f"no scheduler answers at {address} ({error}): start one with `dask scheduler`") from error
    with client, cast(Executor, client.get_executor(pure=False)) as executor:
        yield executor


def _extracted(path: Path, min_score: float) -> Outcome:
    try:
        return extract(read_document(path), min_score=min_score)
    except GlossaryError as error:
        return error
