"""Documents by symbol: from a service on this computer that answers as the real one does, and as it should not."""

from __future__ import annotations

import hashlib
import io
import json
import ssl
import threading
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import cast
from urllib.parse import parse_qs, urlsplit

import pytest
from made_documents import docx, paragraph

from glossary.errors import GlossaryError, InputError, NotFound, TooLarge, UnsupportedFormat
from glossary.fetch import Fetcher, Limits, slug, user_agent
from importers import read_document
from importers.masthead import symbol_of

SYMBOL = "ST/OMS/2020/1"
DOCX = docx(paragraph("海事安全厅设港口规划处。"))
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
LEGACY = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
PAGE = b"\xef\xbb\xbf\n <!DOCTYPE html><title>Not a document</title>"

Reply = Callable[["Handler"], None]


@dataclass
class Service:
    """Answers by what is asked for: `doc`, `pdf` (then `.zh`, or any language), or a path; the last answer stays."""

    address: str = ""
    answers: dict[str, list[Reply]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    tunnels: list[str] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)
    tls: ssl.SSLContext | None = None

    def gives(self, what: str, *replies: Reply) -> None:
        self.answers[what] = list(replies)

    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def reply(self, path: str) -> Reply:
        query = parse_qs(urlsplit(path).query)
        names = [urlsplit(path).path]
        if "t" in query:
            names = [f"{query['t'][0]}.{query['l'][0]}", query["t"][0]]
        replies = next((self.answers[name] for name in names if name in self.answers), [status(404)])
        return replies.pop(0) if len(replies) > 1 else replies[0]


class Handler(BaseHTTPRequestHandler):
    service: Service
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self.close_connection = True
        self.service.asked.append((self.path, dict(self.headers)))
        with suppress(OSError):  # who asked has hung up
            self.service.reply(self.path)(self)

    def do_CONNECT(self) -> None:
        """As a proxy: whatever host is asked for, it is this one."""
        assert self.service.tls
        self.service.tunnels.append(self.path)
        self.wfile.write(b"HTTP/1.1 200 OK\r\n\r\n")
        try:
            self.connection = self.service.tls.wrap_socket(self.connection, server_side=True)
        except OSError:  # whoever asked does not trust the certificate
            return
        self.rfile, self.wfile = (
            self.connection.makefile("rb"),
            cast(io.BufferedIOBase, self.connection.makefile("wb", 0)),
        )
        self.handle_one_request()
        self.rfile.close()
        self.connection.close()

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name above
        pass

    def answer(self, code: int, headers: dict[str, str], body: bytes = b"") -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def file(body: bytes, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.answer(200, {"Content-Length": str(len(body)), **named}, body)


def chunked(body: bytes) -> Reply:
    framed = f"{len(body):x}\r\n".encode() + body + b"\r\n0\r\n\r\n"
    return lambda handler: handler.answer(200, {"Transfer-Encoding": "chunked"}, framed)


def undeclared(body: bytes) -> Reply:
    return lambda handler: handler.answer(200, {}, body)


def status(code: int, **headers: str) -> Reply:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return lambda handler: handler.answer(code, {"Content-Length": "0", **named})


def redirect(to: str, code: int = 302) -> Reply:
    return status(code, Location=to)


def stall(handler: Handler) -> None:
    handler.service.over.wait()


def stall_halfway(handler: Handler) -> None:
    handler.answer(200, {"Content-Length": "1000"}, PDF)
    handler.service.over.wait()


def pour(handler: Handler) -> None:
    handler.answer(200, {}, PDF)
    while True:
        handler.wfile.write(bytes(65536))


def pour_promises(handler: Handler) -> None:
    """Every line comes in time, and the answer never begins."""
    while True:
        handler.wfile.write(b"HTTP/1.1 100 Continue\r\n\r\n")


class Hours:
    """A clock that only sleeping moves."""

    def __init__(self) -> None:
        self.now = 0.0
        self.slept: list[float] = []

    def __call__(self) -> float:
        return self.now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds


@pytest.fixture
def service() -> Iterator[Service]:
    service = Service()
    server = ThreadingHTTPServer(("127.0.0.1", 0), type("_Handler", (Handler,), {"service": service}))
    service.address = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield service
    service.over.set()
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def hours() -> Hours:
    return Hours()


@pytest.fixture
def fetcher(service: Service, tmp_path: Path, hours: Hours) -> Fetcher:
    return made(service, tmp_path, hours)


def made(service: Service, folder: Path, hours: Hours, limits: Limits | None = None) -> Fetcher:
    return Fetcher(
        folder / "cache",
        f"{service.address}/access",
        ("un.org",),
        limits=limits or Limits(),
        clock=hours,
        sleep=hours.sleep,
        jitter=lambda: 1.0,
    )


def test_both_languages_are_fetched_and_read_with_symbol_and_language(
    service: Service, fetcher: Fetcher, tmp_path: Path
) -> None:
    service.gives("doc", redirect("/files/one.docx"))
    service.gives("/files/one.docx", file(DOCX))
    paths = fetcher.fetch(SYMBOL)
    assert paths == {lang: tmp_path / "cache" / f"st-oms-2020-1.{lang}.docx" for lang in ("zh", "en")}
    document = read_document(paths["zh"], symbol=SYMBOL)
    assert (document.symbol, document.lang) == (SYMBOL, "zh")
    assert service.paths() == [
        "/access?s=ST%2FOMS%2F2020%2F1&l=zh&t=doc",
        "/files/one.docx",
        "/access?s=ST%2FOMS%2F2020%2F1&l=en&t=doc",
        "/files/one.docx",
    ]


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        ("ST/SGB/2010/1", "st-sgb-2010-1"),
        ("A/63/702/Corr.1", "a-63-702-corr.1"),
        ("A/C.5/64/6", "a-c.5-64-6"),
        ("S/RES/1925(2010)", "s-res-1925-2010"),
        ("A/HRC/31/L.6/Rev.1", "a-hrc-31-l.6-rev.1"),
    ],
)
def test_the_file_name_tells_readers_the_symbol(symbol: str, name: str) -> None:
    assert slug(symbol) == name
    assert symbol_of(f"{name}.zh.docx", [], []) == symbol


def test_the_folder_tells_where_a_file_is_from(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.gives("doc", redirect("/one.docx?x=%E5%8E%85#top"))
    service.gives("/one.docx", file(DOCX, Content_Type="application/octet-stream"))
    fetcher.fetch(SYMBOL, ["en"])
    origin = json.loads((tmp_path / "cache" / "st-oms-2020-1.en.json").read_text("utf-8"))
    assert datetime.fromisoformat(origin.pop("date")).tzinfo == UTC
    assert origin == {
        "symbol": SYMBOL,
        "lang": "en",
        "suffix": ".docx",
        "url": f"{service.address}/one.docx?x=%E5%8E%85",
        "sha256": hashlib.sha256(DOCX).hexdigest(),
        "content_type": "application/octet-stream",
        "etag": "",
        "last_modified": "",
    }
    assert sorted(path.name for path in (tmp_path / "cache").iterdir()) == [
        "st-oms-2020-1.en.docx",
        "st-oms-2020-1.en.json",
    ]


def test_requests_say_who_asks_and_come_with_a_pause(service: Service, fetcher: Fetcher, hours: Hours) -> None:
    service.gives("doc", file(DOCX))
    fetcher.fetch(SYMBOL)
    assert hours.slept == [1.0]
    (_, headers) = service.asked[0]
    assert headers["User-Agent"] == user_agent()
    assert user_agent().startswith("glossary")


@pytest.mark.parametrize("first", [file(LEGACY), status(404), file(PAGE), file(b"\xffWPC" + bytes(9)), file(b"")])
def test_without_a_word_file_that_can_be_read_the_pdf_is_taken(
    service: Service, fetcher: Fetcher, first: Reply
) -> None:
    service.gives("doc", first)
    service.gives("pdf", file(PDF))
    path = fetcher.fetch(SYMBOL, ["zh"])["zh"]
    assert path.name == "st-oms-2020-1.zh.pdf"
    assert path.read_bytes() == PDF


@pytest.mark.parametrize("way", [file, chunked, undeclared])
@pytest.mark.parametrize(("body", "suffix"), [(DOCX, ".docx"), (PDF, ".pdf"), (b"\r\n" + PDF, ".pdf")])
def test_the_content_tells_the_format(
    service: Service, fetcher: Fetcher, way: Callable[[bytes], Reply], body: bytes, suffix: str
) -> None:
    service.gives("doc", way(body))
    path = fetcher.fetch(SYMBOL, ["zh"])["zh"]
    assert (path.suffix, path.read_bytes()) == (suffix, body)


def test_what_is_in_the_folder_is_not_asked_for_again(service: Service, fetcher: Fetcher) -> None:
    service.gives("doc", file(DOCX))
    first = fetcher.fetch(SYMBOL)
    assert fetcher.fetch(f" {SYMBOL.replace('/', ' / ')} ") == first
    assert len(service.asked) == 2


@pytest.mark.parametrize("damage", ["file", "sidecar", "foreign sidecar", "no sidecar", "no file"])
def test_a_damaged_folder_is_mended(service: Service, fetcher: Fetcher, tmp_path: Path, damage: str) -> None:
    service.gives("doc", file(DOCX))
    path = fetcher.fetch(SYMBOL, ["zh"])["zh"]
    sidecar = path.with_suffix(".json")
    whole = json.loads(sidecar.read_text("utf-8"))
    if damage == "file":
        path.write_bytes(DOCX[:-9])
    elif damage == "no file":
        path.unlink()
    elif damage == "no sidecar":
        sidecar.unlink()
    elif damage == "foreign sidecar":
        path.with_suffix(".html").write_bytes(DOCX)
        sidecar.write_text(json.dumps(whole | {"suffix": ".html"}), "utf-8")
    else:
        sidecar.write_text("[", "utf-8")
    assert fetcher.fetch(SYMBOL, ["zh"])["zh"] == path
    assert path.read_bytes() == DOCX
    assert len(service.asked) == 2
    assert json.loads(sidecar.read_text("utf-8"))["sha256"] == whole["sha256"]


def test_a_refresh_asks_whether_the_file_has_changed(service: Service, fetcher: Fetcher) -> None:
    service.gives("doc", redirect("/one.docx"))
    service.gives("/one.docx", file(DOCX, ETag='"1"', Last_Modified="Mon, 02 Mar 2020 10:00:00 GMT"), status(304))
    path = fetcher.fetch(SYMBOL, ["zh"])
    assert fetcher.fetch(SYMBOL, ["zh"], refresh=True) == path
    conditions = [("If-None-Match" in headers, "If-Modified-Since" in headers) for _, headers in service.asked]
    assert conditions == [(False, False)] * 3 + [(True, True)]
    assert path["zh"].read_bytes() == DOCX


def test_a_condition_is_not_put_to_another_address(service: Service, fetcher: Fetcher) -> None:
    service.gives("doc", redirect("/one.docx"), redirect("/two.docx"))
    service.gives("/one.docx", file(DOCX, ETag='"1"'))
    other = docx(paragraph("海事安全厅已改组。"))
    service.gives("/two.docx", file(other, ETag='"1"'))
    fetcher.fetch(SYMBOL, ["zh"])
    assert fetcher.fetch(SYMBOL, ["zh"], refresh=True)["zh"].read_bytes() == other
    assert not any("If-None-Match" in headers for _, headers in service.asked)


def test_a_file_of_another_format_replaces_the_old_one(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.gives("doc", file(PDF), file(DOCX))
    fetcher.fetch(SYMBOL, ["zh"])
    assert fetcher.fetch(SYMBOL, ["zh"], refresh=True)["zh"].suffix == ".docx"
    assert not [*(tmp_path / "cache").glob("*.pdf")]


def test_a_failed_refresh_leaves_what_was_there(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.gives("doc", file(DOCX), file(DOCX[:-40], Content_Length=str(len(DOCX))))
    path = fetcher.fetch(SYMBOL, ["zh"])["zh"]
    with pytest.raises(GlossaryError, match="broke off"):
        fetcher.fetch(SYMBOL, ["zh"], refresh=True)
    assert path.read_bytes() == DOCX
    assert len([*(tmp_path / "cache").iterdir()]) == 2


@pytest.mark.parametrize(
    ("trouble", "waited"),
    [
        (status(500), 2.0),
        (status(503, Retry_After="soon"), 2.0),
        (status(429, Retry_After="7"), 7.0),
        (status(429, Retry_After="Mon, 02 Mar 2020 10:00:00 GMT"), 1.0),
        (file(DOCX[:-40], Content_Length=str(len(DOCX))), 2.0),
        (undeclared(DOCX[:-40]), 2.0),
        (undeclared(PDF[:-8]), 2.0),
        (lambda handler: handler.wfile.write(b"220 ready\r\n"), 2.0),
        (lambda handler: None, 2.0),
    ],
)
def test_after_a_passing_trouble_it_tries_again(
    service: Service, fetcher: Fetcher, hours: Hours, trouble: Reply, waited: float
) -> None:
    service.gives("doc", trouble, file(DOCX))
    assert fetcher.fetch(SYMBOL, ["zh"])["zh"].read_bytes() == DOCX
    assert sum(hours.slept) == waited


def test_it_waits_longer_each_time_and_gives_up(service: Service, fetcher: Fetcher, hours: Hours) -> None:
    service.gives("doc", status(503))
    with pytest.raises(GlossaryError, match=r"cannot answer now \(503\)"):
        fetcher.fetch(SYMBOL)
    assert hours.slept == [2.0, 4.0, 8.0]


@pytest.mark.parametrize("after", ["3600", "9" * 5000, format_datetime(datetime(2150, 1, 1, tzinfo=UTC), usegmt=True)])
def test_a_wait_beyond_the_limit_is_told_not_waited(
    service: Service, fetcher: Fetcher, hours: Hours, after: str
) -> None:
    service.gives("doc", status(429, Retry_After=after))
    with pytest.raises(GlossaryError, match=r"asks to wait for \d+ seconds"):
        fetcher.fetch(SYMBOL)
    assert not hours.slept
    assert len(service.asked) == 1


def test_it_does_not_wait_beyond_the_whole_time(service: Service, tmp_path: Path, hours: Hours) -> None:
    service.gives("doc", status(429, Retry_After="50"))
    with pytest.raises(GlossaryError, match="429"):
        made(service, tmp_path, hours, Limits(total=90)).fetch(SYMBOL)
    assert hours.slept == [50.0]


@pytest.mark.parametrize(
    ("reply", "error", "message"),
    [
        (status(404), NotFound, "has no ST/OMS/2020/1 in Chinese: check the symbol"),
        (status(410), NotFound, "has no ST/OMS/2020/1 in Chinese"),
        (file(b""), NotFound, "in Chinese yet"),
        (status(204), NotFound, "in Chinese yet"),
        (file(PAGE), NotFound, "answered a page, not a file, for ST/OMS/2020/1 in Chinese: does the symbol exist"),
        (file(b'{"error": "none"}'), NotFound, "a page, not a file"),
        (status(403), GlossaryError, r"refused to give ST/OMS/2020/1 in Chinese \(403\)"),
        (status(202), GlossaryError, "answered 202 instead of"),
        (status(304), GlossaryError, "answered 304 instead of"),
        (file(LEGACY), UnsupportedFormat, "Word file before 2007"),
        (file(b"\x1f\x8b" + bytes(99)), UnsupportedFormat, "in a format that is not read"),
        (file(b"PK"), UnsupportedFormat, "in a format that is not read"),
        (file(b"PK\x03\x04" + bytes(99)), GlossaryError, "came damaged"),
        (redirect(""), GlossaryError, "in a circle"),
    ],
)
def test_an_answer_that_is_no_document_is_told_in_a_sentence(
    service: Service, fetcher: Fetcher, tmp_path: Path, reply: Reply, error: type[GlossaryError], message: str
) -> None:
    service.gives("doc", reply)
    service.gives("pdf", reply)
    with pytest.raises(error, match=message) as raised:
        fetcher.fetch(SYMBOL)
    assert "\n" not in str(raised.value)
    assert not [*(tmp_path / "cache").iterdir()]


def test_an_archive_that_is_no_word_file_is_not_kept(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    archive = tmp_path / "files.zip"
    with zipfile.ZipFile(archive, "w") as writing:
        writing.writestr("one.txt", "海事")
    service.gives("doc", file(archive.read_bytes()))
    with pytest.raises(UnsupportedFormat, match="a zip archive that is no Word file"):
        fetcher.fetch(SYMBOL)
    assert not [*(tmp_path / "cache").iterdir()]


def test_the_legacy_format_is_told_when_there_is_no_pdf(service: Service, fetcher: Fetcher) -> None:
    service.gives("doc", file(LEGACY))
    with pytest.raises(UnsupportedFormat, match="Word file before 2007"):
        fetcher.fetch(SYMBOL)


def test_a_missing_language_is_told_and_the_other_kept(service: Service, fetcher: Fetcher, tmp_path: Path) -> None:
    service.gives("doc.zh", file(DOCX))
    with pytest.raises(NotFound, match="in English"):
        fetcher.fetch(SYMBOL)
    asked = len(service.asked)
    assert fetcher.fetch(SYMBOL, ["zh"])["zh"].is_file()
    assert len(service.asked) == asked


@pytest.mark.parametrize(
    "to",
    [
        "http://files.example/one.docx",
        "https://files.example/one.docx",
        "https://un.org.example/one.docx",
        "https://notun.org/one.docx",
        "https://un.org@files.example/one.docx",
        "https://files.example\\@un.org/one.docx",
        "http://documents.un.org/one.docx",
        "https://documents.un.org:8443/one.docx",
        "https://documents.un.org:port/one.docx",
        "https://documents.un.org./one.docx",
        "https://someone:secret@documents.un.org/one.docx",
        "https://127.0.0.1/one.docx",
        "https://[::1]/one.docx",
        "https://[::1/one.docx",
        "//127.0.0.2/one.docx",
        "http://127.0.0.1:1/one.docx",
        "http://127.0.0.1/one.docx",
        "file:///etc/hostname",
        "ftp://documents.un.org/one.docx",
        "https:///one.docx",
        "https://.un.org/one.docx",
        "https://文.un.org/one.docx",
    ],
)
def test_a_redirect_elsewhere_is_not_followed(service: Service, fetcher: Fetcher, to: str) -> None:
    service.gives("doc", redirect(to.encode().decode("latin-1")))
    with pytest.raises(GlossaryError, match="is not followed: not one of its own hosts"):
        fetcher.fetch(SYMBOL)
    assert len(service.asked) == 1


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_five_redirects_are_followed(service: Service, fetcher: Fetcher, code: int) -> None:
    service.gives("doc", redirect("/1", code))
    for number in range(1, 5):
        service.gives(f"/{number}", redirect(f"{number + 1}", code))
    service.gives("/5", file(DOCX))
    assert fetcher.fetch(SYMBOL, ["zh"])["zh"].read_bytes() == DOCX


def test_six_redirects_are_too_many(service: Service, fetcher: Fetcher) -> None:
    service.gives("doc", redirect("/1"))
    for number in range(1, 7):
        service.gives(f"/{number}", redirect(f"/{number + 1}"))
    with pytest.raises(GlossaryError, match="more than 5 times"):
        fetcher.fetch(SYMBOL)
    assert len(service.asked) == 6


def test_a_circle_of_redirects_is_told(service: Service, fetcher: Fetcher) -> None:
    service.gives("doc", redirect("/1"))
    service.gives("/1", redirect("/2"))
    service.gives("/2", redirect("/1#again"))
    with pytest.raises(GlossaryError, match="in a circle"):
        fetcher.fetch(SYMBOL)
    assert len(service.asked) == 3


def test_an_address_in_other_letters_is_followed(service: Service, fetcher: Fetcher) -> None:
    service.gives("doc", redirect("/厅 1.docx".encode().decode("latin-1")))
    service.gives("/%E5%8E%85%201.docx", file(DOCX))
    assert fetcher.fetch(SYMBOL, ["zh"])["zh"].read_bytes() == DOCX


@pytest.mark.parametrize("reply", [stall, stall_halfway])
def test_a_stall_ends(service: Service, tmp_path: Path, hours: Hours, reply: Reply) -> None:
    service.gives("doc", reply)
    with pytest.raises(GlossaryError, match=r"stalled for 0\.1 seconds"):
        made(service, tmp_path, hours, Limits(silence=0.1, tries=2)).fetch(SYMBOL)
    assert len(service.asked) == 2
    assert not [*(tmp_path / "cache").iterdir()]


@pytest.mark.parametrize("reply", [pour, pour_promises])
def test_the_whole_time_is_limited(service: Service, tmp_path: Path, hours: Hours, reply: Reply) -> None:
    service.gives("doc", reply)
    with pytest.raises(GlossaryError, match=r"more than 0\.3 seconds"):
        made(service, tmp_path, hours, Limits(total=0.3, size=2**50)).fetch(SYMBOL)
    assert len(service.asked) == 1
    assert not [*(tmp_path / "cache").iterdir()]


@pytest.mark.parametrize("reply", [pour, file(PDF, Content_Length="9999999"), chunked(PDF + bytes(9999))])
def test_the_size_is_limited(service: Service, tmp_path: Path, hours: Hours, reply: Reply) -> None:
    service.gives("doc", reply)
    with pytest.raises(TooLarge, match="more than 5000 bytes"):
        made(service, tmp_path, hours, Limits(size=5000)).fetch(SYMBOL)
    assert not [*(tmp_path / "cache").iterdir()]


@pytest.mark.parametrize(
    "symbol",
    ["", "61/279", "A", "A/RES", "st/sgb/2010/1", "../../etc/passwd", "A/1?l=fr&s=A/2", "A/1\nB", "A/" + "1" * 99],
)
def test_what_is_no_symbol_is_not_asked_for(service: Service, fetcher: Fetcher, symbol: str) -> None:
    with pytest.raises(InputError, match="is no document symbol: give one such as"):
        fetcher.fetch(symbol)
    assert not service.asked


def test_a_language_that_is_not_read_is_told(service: Service, fetcher: Fetcher) -> None:
    with pytest.raises(InputError, match="in zh and en, not in 'fr'"):
        fetcher.fetch(SYMBOL, ["zh", "fr"])
    assert not service.asked


def test_a_folder_that_cannot_be_is_told(service: Service, tmp_path: Path, hours: Hours) -> None:
    (tmp_path / "cache").write_text("a file")
    with pytest.raises(GlossaryError, match="cannot hold the files"):
        made(service, tmp_path, hours).fetch(SYMBOL)


@pytest.mark.parametrize("host", ["127.0.0.1:1", "nowhere.invalid"])
def test_without_a_network_it_says_so_at_once(tmp_path: Path, hours: Hours, host: str) -> None:
    with pytest.raises(GlossaryError, match=r"cannot be reached .*: check the connection"):
        made(Service(f"http://{host}"), tmp_path, hours).fetch(SYMBOL)
    assert not hours.slept


# A key for two hosts that cannot exist (RFC 6761), valid to 2120: it guards nothing.
CERTIFICATE = """-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgXMp27zlqBFmocB+x
pmOg2nsCD2FlvEVBSgX7k4KRup+hRANCAASlbbFY0OAdb4D6WI9I783rKPVCBBHG
ohjI3R40GssGo7TGwGZXVkBliTKeP96ynoJeFn0igz51f2+2JjrkfhYM
-----END PRIVATE KEY-----
-----BEGIN CERTIFICATE-----
MIIBkDCCATagAwIBAgIBATAKBggqhkjOPQQDAjAVMRMwEQYDVQQDDAp1bi5leGFt
cGxlMCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAwMTAxMDAwMDAwWjAVMRMwEQYDVQQD
DAp1bi5leGFtcGxlMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEpW2xWNDgHW+A
+liPSO/N6yj1QgQRxqIYyN0eNBrLBqO0xsBmV1ZAZYkynj/esp6CXhZ9IoM+dX9v
tiY65H4WDKN1MHMwHQYDVR0OBBYEFJXMBqIVs26CI5spENJJET+Fun3vMA8GA1Ud
EwEB/wQFMAMBAf8wDgYDVR0PAQH/BAQDAgKEMDEGA1UdEQQqMCiCFGRvY3VtZW50
cy51bi5leGFtcGxlghBmaWxlcy51bi5leGFtcGxlMAoGCCqGSM49BAMCA0gAMEUC
IBMEA/9M9zN5kb+l0MGbNjkbxbaZV73TiRZzJFLEo+IpAiEA9PsZMdPs2cwRLSYV
pIU4XrC/o8ffTVdSE7l61ah5gNw=
-----END CERTIFICATE-----
"""


@pytest.fixture
def secure(service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Service:
    """The service as two https hosts, reached through a proxy."""
    certificate = tmp_path / "un.example.pem"
    certificate.write_text(CERTIFICATE)
    service.tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    service.tls.load_cert_chain(certificate)
    for name in ("NO_PROXY", "no_proxy", "HTTPS_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", service.address)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    service.address = "https://documents.un.example"
    return service


def secured(service: Service, folder: Path, hours: Hours) -> Fetcher:
    return Fetcher(folder / "cache", f"{service.address}/access", ("un.example",), clock=hours, sleep=hours.sleep)


def test_over_https_it_follows_to_another_host_of_the_domain(secure: Service, tmp_path: Path, hours: Hours) -> None:
    secure.gives("doc", redirect("https://files.un.example/one.docx"))
    secure.gives("/one.docx", file(DOCX))
    path = secured(secure, tmp_path, hours).fetch(SYMBOL, ["zh"])["zh"]
    assert path.read_bytes() == DOCX
    assert secure.tunnels == ["documents.un.example:443", "files.un.example:443"]
    assert secure.asked[1][1]["Host"] == "files.un.example"


def test_https_is_not_left(secure: Service, tmp_path: Path, hours: Hours) -> None:
    secure.gives("doc", redirect("http://documents.un.example/one.docx"))
    with pytest.raises(GlossaryError, match="is not followed"):
        secured(secure, tmp_path, hours).fetch(SYMBOL)


def test_a_proxy_that_is_none_is_told(
    secure: Service, tmp_path: Path, hours: Hours, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:port")
    with pytest.raises(GlossaryError, match="cannot be reached"):
        secured(secure, tmp_path, hours).fetch(SYMBOL)


def test_a_host_that_cannot_prove_its_name_is_not_asked(secure: Service, tmp_path: Path, hours: Hours) -> None:
    secure.address = "https://other.un.example"
    with pytest.raises(GlossaryError, match="could not prove its identity"):
        secured(secure, tmp_path, hours).fetch(SYMBOL)
    assert not secure.asked
    assert not hours.slept
