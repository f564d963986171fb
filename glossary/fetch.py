"""Documents by their symbol, from the official document service of the United Nations, kept in a folder.

The service answers `?s=SYMBOL&l=zh&t=doc` with a redirect to a file. Word files are asked for first, their paragraphs
are certain; where there is none, or only one of the format before 2007, the PDF is taken. What came is told by its
bytes, as neither its name nor the header can be relied on.

`http.client` does the work: what counts here (where a redirect may lead, one limit for the whole time, when to try
again) has to be written with any library; this one brings no packages, and trusts whom the computer trusts.
"""

from __future__ import annotations

import hashlib
import json
import math
import random
import re
import secrets
import time
from collections.abc import Callable, Collection, Sequence
from contextlib import suppress
from dataclasses import asdict, astuple, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from urllib.parse import SplitResult, urlencode, urlsplit

from glossary.download import SUFFIXES, Answer, Limits, Transient, asked, origin, save
from glossary.errors import GlossaryError, InputError, NotFound, UnsupportedFormat
from glossary.symbols import is_symbol

SERVICE = "https://documents.un.org/api/symbol/access"
LANGUAGES = {"zh": "Chinese", "en": "English"}
LONGEST_SYMBOL = 80  # file systems end at names of 255 bytes; no symbol comes near
REDIRECTS = frozenset({301, 302, 303, 307, 308})
HOST = re.compile(r"[a-z0-9-]{1,63}(?:\.[a-z0-9-]{1,63})+")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a file in the folder comes from: what stands in the `.json` beside it."""

    symbol: str
    lang: str
    suffix: str
    url: str
    date: str
    sha256: str
    content_type: str
    etag: str
    last_modified: str


@dataclass(slots=True)
class Fetcher:
    """Fetches documents into a folder, one request after the other; not to be shared by threads.

    Follows redirects within the origin of `service` and to https hosts in the domains `hosts`, nowhere else.
    """

    cache: Path
    service: str = SERVICE
    hosts: Collection[str] = ("un.org",)
    pause: float = 1.0  # seconds
    limits: Limits = field(default_factory=Limits)
    clock: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    jitter: Callable[[], float] = random.random
    _free_at: float = field(default=-math.inf, init=False)

    def fetch(self, symbol: str, langs: Sequence[str] = ("zh", "en"), *, refresh: bool = False) -> dict[str, Path]:
        """Return the files of a document by language; what is in the folder is not asked for again without `refresh`.

        Raises InputError for what is no symbol or language, NotFound when a language is not published, TooLarge,
        UnsupportedFormat when there are only files that are not read here, else GlossaryError. Languages before the
        missing one stay in the folder.
        """
        symbol = _checked(symbol)
        for lang in langs:
            if lang not in LANGUAGES:
                raise InputError(f"documents are fetched in {' and '.join(LANGUAGES)}, not in {lang!r}")
        try:
            return {lang: self._version(symbol, lang, refresh) for lang in langs}
        except OSError as error:  # those of the network have become GlossaryErrors
            message = f"{self.cache} cannot hold the files ({error.strerror}): name another folder"
            raise GlossaryError(message) from error

    def _version(self, symbol: str, lang: str, refresh: bool) -> Path:
        known = self._known(symbol, lang)
        if known is None or refresh:
            self.cache.mkdir(parents=True, exist_ok=True)
            known = self._latest(symbol, lang, known)
        return self._path(symbol, lang, known.suffix)

    def _path(self, symbol: str, lang: str, suffix: str) -> Path:
        return self.cache / f"{slug(symbol)}.{lang}{suffix}"

    def _known(self, symbol: str, lang: str) -> Origin | None:
        with suppress(FileNotFoundError, TypeError, ValueError):
            origin = Origin(**json.loads(self._path(symbol, lang, ".json").read_bytes()))
            if not all(isinstance(value, str) for value in astuple(origin)) or origin.suffix not in SUFFIXES:
                return None
            with self._path(symbol, lang, origin.suffix).open("rb") as file:
                sha256 = hashlib.file_digest(file, "sha256").hexdigest()
            if (origin.symbol, origin.lang, origin.sha256) == (symbol, lang, sha256):
                return origin
        return None

    def _latest(self, symbol: str, lang: str, known: Origin | None) -> Origin:
        reasons: list[GlossaryError] = []
        for kind in ("doc", "pdf"):
            try:
                return self._download(symbol, lang, kind, known)
            except (NotFound, UnsupportedFormat) as error:
                reasons.append(error)
        raise next((reason for reason in reasons if isinstance(reason, UnsupportedFormat)), reasons[-1])

    def _download(self, symbol: str, lang: str, kind: str, known: Origin | None) -> Origin:
        url = f"{self.service}?{urlencode({'s': symbol, 'l': lang, 't': kind})}"
        deadline = self.clock() + self.limits.total
        tried = 0
        while True:
            try:
                return self._attempt(symbol, lang, url, known, deadline)
            except Transient as error:
                tried += 1
                wait = min(2**tried * (1 + self.jitter()) / 2, self.limits.wait)
                if error.wait is not None and (wait := error.wait) > self.limits.wait:
                    raise GlossaryError(f"{error}; it asks to wait for {wait:.0f} seconds") from error
                if tried >= self.limits.tries or self.clock() + wait >= deadline:
                    raise
                self.sleep(wait)

    def _attempt(self, symbol: str, lang: str, url: str, known: Origin | None, deadline: float) -> Origin:
        if (early := self._free_at - self.clock()) > 0:
            self.sleep(early)
        seen: set[str] = set()
        try:
            while True:
                if url in seen:
                    raise GlossaryError(f"the service redirects in a circle, at {url}: try again later")
                if len(seen) > (most := self.limits.redirects):
                    raise GlossaryError(f"the service redirects more than {most} times: try again later")
                seen.add(url)
                same = known if known and known.url == url else None
                with asked(self._allowed(url), _headers(same), self.limits, deadline - self.clock()) as answer:
                    if answer.response.status == 304 and same:
                        return same
                    if answer.response.status not in REDIRECTS:
                        answer.check(f"{symbol} in {LANGUAGES[lang]}")
                        return self._keep(symbol, lang, url, answer)
                    url = answer.location(url)
        finally:
            self._free_at = self.clock() + self.pause

    def _allowed(self, url: str) -> SplitResult:
        with suppress(ValueError):  # no address at all, or a port that is no number
            parts = urlsplit(url)
            scheme, host, port = here = origin(parts)
            within = HOST.fullmatch(host) and any(host == name or host.endswith(f".{name}") for name in self.hosts)
            if "@" not in parts.netloc and (
                here == origin(urlsplit(self.service)) or (within and (scheme, port) == ("https", 443))
            ):
                return parts
        raise GlossaryError(f"the service redirects to {url[:200]!r}, which is not followed: not one of its own hosts")

    def _keep(self, symbol: str, lang: str, url: str, answer: Answer) -> Origin:
        part = self.cache / f".{slug(symbol)}.{lang}.{secrets.token_hex(4)}.part"
        try:
            suffix, sha256 = save(answer, part, f"{symbol} in {LANGUAGES[lang]}", self.limits.size)
            now = datetime.now(UTC).isoformat(timespec="seconds")
            headers = map(answer.header, ("Content-Type", "ETag", "Last-Modified"))
            origin = Origin(symbol, lang, suffix, url, now, sha256, *headers)
            part.replace(self._path(symbol, lang, suffix))
            part.write_text(json.dumps(asdict(origin), indent=1) + "\n", "utf-8")
            part.replace(self._path(symbol, lang, ".json"))
            for other in SUFFIXES - {suffix}:
                self._path(symbol, lang, other).unlink(missing_ok=True)
        finally:
            part.unlink(missing_ok=True)
        return origin


def slug(symbol: str) -> str:
    """Return the file name of a symbol, as the readers of documents understand it.

    >>> slug("ST/SGB/2010/1"), slug("A/63/702/Corr.1"), slug("S/RES/1925(2010)")
    ('st-sgb-2010-1', 'a-63-702-corr.1', 's-res-1925-2010')
    """
    return re.sub(r"[^a-z0-9.]+", "-", symbol.lower()).strip("-.")


def _checked(symbol: str) -> str:
    symbol = re.sub(r" ?/ ?", "/", symbol.strip()).replace("（", "(").replace("）", ")")
    if not is_symbol(symbol) or not re.search(r"/.*\d", symbol) or len(symbol) > LONGEST_SYMBOL:
        raise InputError(f"{symbol[:LONGEST_SYMBOL]!r} is no document symbol: give one such as ST/SGB/2010/1")
    return symbol


def _headers(known: Origin | None) -> dict[str, str]:
    headers = {"User-Agent": user_agent(), "Accept": "*/*", "Connection": "close"}
    if known:
        headers |= {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
    return {name: value for name, value in headers.items() if value}


def user_agent() -> str:
    """Return what requests say of their sender: the project, its version and, if its metadata names one, its page."""
    try:
        about = metadata("glossary")
    except PackageNotFoundError:  # run from its folder, not installed
        return "glossary"
    pages = [line.partition(",")[2].strip() for line in about.get_all("Project-URL") or ()]
    return f"glossary/{about['Version']}" + (f" (+{pages[0]})" if pages else "")
