"""The web application on a production WSGI server; the only module that imports granian."""

from __future__ import annotations

import gc
import os
import socket
import sys
import time
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from threading import Thread

from granian import Granian
from granian.constants import Interfaces

from glossary.errors import InputError
from glossary.index import Progress
from glossary.lookup import Lookup
from glossary.web import create_app, limiting

# An export of everything takes a second; the others' questions are answered meanwhile.
THREADS = 4
_EVERYWHERE = ("0.0.0.0", "::")  # noqa: S104  compared with, not bound to


def serve(
    db: Path,
    index_folder: Path,
    *,
    host: str = "127.0.0.1",
    port: int = 8000,
    workers: int = 1,
    allowed_hosts: Sequence[str] = (),
    cors_origins: Sequence[str] = (),
    rate_limit: str = "",
    behind_proxy: bool = False,
    progress: Progress = lambda _, __: None,
) -> None:
    """Serve a term base until interrupted, in `workers` processes; prints the address when it can be asked.

    Hosts and origins default to GLOSSARY_ALLOWED_HOSTS and GLOSSARY_CORS_ORIGINS, parted by commas; a client may ask
    as much as it likes without `rate_limit` (`600/minute`, counted by each worker); `behind_proxy` is as for
    `create_app`. Index and automata are made once: workers are forked where the system can, and share them. Raises
    InputError when the address is in use or unknown or the rate makes no sense, NotFound or StaleDatabase when the
    term base cannot be read.
    """
    _claim(host, port)
    if rate_limit:
        limiting.check(rate_limit)
    # Once for all workers, and errors are told before any is started.
    with Lookup(db, index_folder, progress) as lookup:
        lookup.refresh()
        known = lookup.known()
    gc.collect()
    gc.freeze()  # what is there now is left alone, so that the workers go on sharing it
    hosts = [host, *_own_names(host), *(allowed_hosts or _listed("GLOSSARY_ALLOWED_HOSTS"))]
    origins = list(cors_origins or _listed("GLOSSARY_CORS_ORIGINS"))
    server = Granian(
        "glossary.web:create_app",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=THREADS,
        log_enabled=False,
        workers_kill_timeout=5,
    )
    server.on_startup(Thread(target=_announce, args=(db, host, port), daemon=True).start)
    loader = partial(
        create_app,
        db.absolute(),
        index_folder.absolute(),
        allowed_hosts=hosts,
        cors_origins=origins,
        rate_limit=rate_limit,
        behind_proxy=behind_proxy,
        known=known,
    )
    server.serve(target_loader=loader, wrap_loader=False)


def _announce(db: Path, host: str, port: int) -> None:
    """Say where to go as soon as a worker listens there."""
    reached = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104
    while True:
        try:
            with socket.create_connection((reached, port), timeout=1):
                break
        except OSError:
            time.sleep(0.02)
    shown = f"[{reached}]" if ":" in reached else reached
    print(f"{db} on http://{shown}:{port}/ (Ctrl-C stops)", file=sys.stderr, flush=True)


def _claim(host: str, port: int) -> None:
    """Find out whether the address is free before processes are started; granian would share it with another."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            if os.name == "posix":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
            probe.listen()
    except OSError as error:
        reason = error.strerror or str(error)
        raise InputError(f"cannot serve on {host}, port {port} ({reason}): choose another with --port") from error


def _own_names(host: str) -> list[str]:
    """The names this machine goes by, when it answers on all its addresses."""
    if host not in _EVERYWHERE:
        return []
    name = socket.gethostname()
    try:
        addresses = [str(info[4][0]) for info in socket.getaddrinfo(name, None)]
    except OSError:
        addresses = []
    return [name, socket.getfqdn(), *addresses]


def _listed(variable: str) -> list[str]:
    return [part.strip() for part in os.environ.get(variable, "").split(",") if part.strip()]
