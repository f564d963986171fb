"""One answer of a web server, read with limits: on time between bytes, on time in all, on size; told by its bytes."""

from __future__ import annotations

import hashlib
import socket
import ssl
import threading
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection, HTTPException, HTTPResponse, HTTPSConnection
from pathlib import Path
from urllib.parse import SplitResult, quote, urldefrag, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

from glossary.errors import GlossaryError, NotFound, TooLarge, UnsupportedFormat

MAX_BYTES = 64 * 1024 * 1024
CHUNK = 64 * 1024
PORTS = {"http": 80, "https": 443}
TRANSIENT = frozenset({429, 500, 502, 503, 504})
SUFFIXES = frozenset({".docx", ".pdf"})
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: the container of Word 97-2003


@dataclass(frozen=True, slots=True)
class Limits:
    """What one file may cost; times in seconds. `total` covers all tries for it, `silence` the time between bytes."""

    connect: float = 10.0
    silence: float = 30.0
    total: float = 300.0
    wait: float = 60.0  # the longest Retry-After that is waited for
    size: int = MAX_BYTES
    redirects: int = 5
    tries: int = 4


def origin(parts: SplitResult) -> tuple[str, str, int]:
    """Return scheme, host and port: what a redirect may keep or change."""
    return parts.scheme, parts.hostname or "", parts.port or PORTS.get(parts.scheme, 0)


class Transient(GlossaryError):
    """A fault that is worth another try, after `wait` seconds if the service said so."""

    def __init__(self, message: str, wait: float | None = None) -> None:
        super().__init__(message)
        self.wait = wait


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answers, while its body is being read."""

    host: str
    response: HTTPResponse
    limits: Limits
    expired: threading.Event

    def header(self, name: str) -> str:
        """Return a header, empty when it is missing or not plain text."""
        value = self.response.getheader(name, "")
        return value if value.isascii() and value.isprintable() else ""

    def location(self, url: str) -> str:
        """Return where a redirect from `url` leads."""
        # The bytes that the header had, as far as they may not stand in an address.
        to = quote(self.response.getheader("Location", ""), safe="%/:=&?~#+!$,;'@()*[]", encoding="latin-1")
        with suppress(ValueError):
            return urldefrag(urljoin(url, to)).url
        return to  # refused where it is looked at

    def check(self, what: str) -> None:
        """Raise what the status means, unless it is success; `what` was asked for."""
        status = self.response.status
        if status in (404, 410):
            raise NotFound(f"{self.host} has no {what}: check the symbol, or fetch another language")
        if status in TRANSIENT:
            message = f"{self.host} cannot answer now ({status}): try again later"
            raise Transient(message, _seconds(self.header("Retry-After")))
        if status in (401, 403, 451):
            raise GlossaryError(f"{self.host} refused to give {what} ({status}): try again later, or use a browser")
        if status not in (200, 204):
            raise GlossaryError(f"{self.host} answered {status} instead of {what}: try again later, or use a browser")

    def chunks(self) -> Iterator[bytes]:
        """Yield the body; raises Transient when it ends too early."""
        declared, came = self.response.length, 0
        while True:
            with _reading(self.host, self.limits, self.expired):
                chunk = self.response.read(CHUNK)
                if self.expired.is_set():
                    raise TimeoutError
            if not chunk:
                break
            came += len(chunk)
            yield chunk
        if declared is not None and came < declared:
            raise Transient(f"{self.host} broke off after {came} of {declared} bytes: try again later")


@contextmanager
def asked(parts: SplitResult, headers: dict[str, str], limits: Limits, seconds: float) -> Iterator[Answer]:
    """Send a GET and hold the connection open; no more than `seconds` in all, and `limits.silence` between bytes."""
    host, expired = parts.hostname or "", threading.Event()
    with ExitStack() as stack:
        with _reaching(host, limits):
            connection = _connection(parts, limits.connect)
            stack.callback(connection.close)
            connection.connect()
        # The time limit of a socket starts anew with every byte; only another thread can end the whole.
        guard = threading.Timer(seconds, _cut, (connection.sock, expired))
        guard.daemon = True
        guard.start()
        stack.callback(guard.cancel)
        with _reading(host, limits, expired):
            connection.sock.settimeout(limits.silence)
            connection.request("GET", (parts.path or "/") + (f"?{parts.query}" if parts.query else ""), headers=headers)
            response = connection.getresponse()
        stack.callback(response.close)
        yield Answer(host, response, limits, expired)


def _connection(parts: SplitResult, timeout: float) -> HTTPConnection:
    scheme, host, port = origin(parts)
    if scheme == "http":
        return HTTPConnection(host, port, timeout=timeout)
    proxy = urlsplit("" if proxy_bypass(host) else getproxies().get("https", ""))
    nearest = (proxy.hostname, proxy.port or PORTS["http"]) if proxy.hostname else (host, port)
    connection = HTTPSConnection(*nearest, timeout=timeout, context=ssl.create_default_context())
    if proxy.hostname:
        connection.set_tunnel(host, port)
    return connection


@contextmanager
def _reaching(host: str, limits: Limits) -> Iterator[None]:
    try:
        yield
    except TimeoutError as error:
        raise Transient(f"{host} did not answer within {limits.connect:g} seconds: try again later") from error
    except ssl.SSLCertVerificationError as error:
        message = f"{host} could not prove its identity ({error.verify_message}): nothing was asked"
        raise GlossaryError(message) from error
    except (OSError, HTTPException, ValueError) as error:  # the last for a proxy whose address is none
        raise GlossaryError(f"{host} cannot be reached ({error}): check the connection to the network") from error


def _cut(sock: socket.socket, expired: threading.Event) -> None:
    expired.set()
    with suppress(OSError):
        socket.socket.shutdown(sock, socket.SHUT_RDWR)  # not that of SSLSocket, which pulls the rug from a reader


@contextmanager
def _reading(host: str, limits: Limits, expired: threading.Event) -> Iterator[None]:
    try:
        yield
    except (OSError, HTTPException) as error:
        if expired.is_set():
            raise GlossaryError(f"{host} took more than {limits.total:g} seconds: try again later") from error
        if isinstance(error, TimeoutError):
            raise Transient(f"{host} stalled for {limits.silence:g} seconds: try again later") from error
        raise Transient(f"{host} broke off ({error or type(error).__name__}): try again later") from error


def _seconds(retry_after: str) -> float | None:
    if retry_after.isdecimal():
        return float(retry_after[:9])
    try:
        return max(0.0, (parsedate_to_datetime(retry_after) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def save(answer: Answer, path: Path, what: str, limit: int) -> tuple[str, str]:
    """Write an answer's body to a file; returns the suffix that its content calls for, and its SHA-256."""
    digest, size, suffix, tail = hashlib.sha256(), 0, "", b""
    too_large = TooLarge(f"{what} has more than {limit} bytes, the most that is fetched: download it with a browser")
    whole = answer.response.length is not None or answer.response.chunked
    if (answer.response.length or 0) > limit:
        raise too_large
    with path.open("wb") as file:
        for chunk in answer.chunks():
            suffix = suffix or _suffix(chunk, what, answer.host)
            size += len(chunk)
            if size > limit:
                raise too_large
            digest.update(chunk)
            file.write(chunk)
            tail = (tail + chunk)[-1024:]
    if not size:  # so the service answers for symbols that are reserved and not yet published
        raise NotFound(f"{answer.host} has no {what} yet: check the symbol, or fetch another language")
    _check_whole(path, suffix, what, whole or b"%%EOF" in tail)
    return suffix, digest.hexdigest()


def _suffix(head: bytes, what: str, host: str) -> str:
    if head.startswith(b"PK\x03\x04"):
        return ".docx"
    if head.startswith(OLE):
        raise UnsupportedFormat(f"{what} is published as a Word file before 2007 only: save it as .docx and add that")
    if head.removeprefix(b"\xef\xbb\xbf").lstrip()[:1] in (b"<", b"{"):
        raise NotFound(f"the service answered a page, not a file, for {what}: does the symbol exist?")
    if b"%PDF-" in head[:1024]:  # as in ISO 32000-1, Annex H, implementation note 13
        return ".pdf"
    raise UnsupportedFormat(f"{host} has {what} in a format that is not read: only .docx and .pdf are")


def _check_whole(path: Path, suffix: str, what: str, whole: bool) -> None:
    if suffix == ".docx":
        try:
            with zipfile.ZipFile(path) as package:
                names = package.namelist()
        except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as error:
            raise Transient(f"the Word file of {what} came damaged ({error}): try again later") from error
        if "[Content_Types].xml" not in names or not any(name.startswith("word/") for name in names):
            raise UnsupportedFormat(f"{what} came as a zip archive that is no Word file: unpack it and add its files")
    elif not whole:  # no length was declared, and the end of the PDF is missing
        raise Transient(f"the PDF of {what} came incomplete: try again later")
