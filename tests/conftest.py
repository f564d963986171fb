"""A small term base of an invented maritime organization, and the application that serves it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from werkzeug.serving import WSGIRequestHandler, make_server

from glossary.edit import edit
from glossary.lookup import Lookup
from glossary.models import Citation, Concept, Definition, Document, Note, Paragraph, Relation, Term
from glossary.store import Store
from glossary.web import create_app

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1100,900",
    "--lang=en",
)
SHARED = Path(__file__).resolve().parents[2] / "shared"

BULLETIN = Document(
    "ST/OMS/2020/1",
    title="海事安全厅的组织",
    date="2020-03-01",
    paragraphs=(
        Paragraph("1.1", "海事安全厅的组织", "heading", 1),
        Paragraph("1.1", "海事安全厅(海安厅)设港口规划处。该厅由助理秘书长领导。"),
        Paragraph("1.2", "港口规划处由处长领导，处长对助理秘书长负责。"),
    ),
    sha256="1" * 64,
)
OFFICE = Concept(
    category="unit",
    status="approved",
    subject="航运",
    definitions=(Definition("负责海上安全的厅", "zh", "ST/OMS/2020/1"),),
    terms=(
        Term(
            "海事安全厅",
            "zh",
            reliability=4,
            citations=(Citation("ST/OMS/2020/1", "1.1", 0, 0, 5), Citation("ST/OMS/2020/1", "1.1", 1, 0, 5)),
        ),
        Term("海安厅", "zh", "short_form", "admitted", citations=(Citation("ST/OMS/2020/1", "1.1", 1, 6, 9),)),
        Term(
            "Office of Maritime Safety",
            "en",
            reliability=3,
            sources=("Annual report, https://oms.example/report?y=1&z",),
        ),
        Term("OMS", "en", "acronym", "admitted"),
        Term("Bureau de la sécurité maritime", "fr"),
    ),
    notes=(Note("remark", "moved in 2021"),),
)
SERVICE = Concept(
    category="unit",
    status="approved",
    terms=(
        Term("港口规划处", "zh", citations=(Citation("ST/OMS/2020/1", "1.2", 2, 0, 5),)),
        Term("港囗规划处", "zh", "variant", "deprecated"),
        Term("Port Planning Service", "en", reliability=2),
        Term("Harbour Planning Service", "en", "variant", "deprecated"),
    ),
    relations=(Relation("part_of", "c1"), Relation("succeeds", "c6")),
)
CHIEF = Concept(
    category="post",
    status="proposed",
    terms=(
        Term(
            "港口规划处处长", "zh", citations=(Citation("circular-7", "3", None, None, None, "请联系港口规划处处长。"),)
        ),
    ),
    relations=(Relation("heads", "c2"),),
)
REJECTED = Concept(category="body", status="rejected", terms=(Term("海洋委员会", "zh"), Term("Ocean Board", "en")))
HOSTILE = Concept(
    category="concept",
    status="approved",
    terms=(Term("脚本𠮷股", "zh"), Term("<script>alert(1)</script>", "en", sources=("javascript:alert(1)",))),
)
SECTION = Concept(
    category="unit",
    status="approved",
    terms=(Term("港务科", "zh", valid_to="2015"), Term("Port Section", "en", status="superseded", valid_to="2015")),
)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the term base of the tests and its index once; each test has a copy."""
    folder = tmp_path_factory.mktemp("made")
    with Store.create(folder / "terms.db") as store, edit(store, "fixture", date="2024-05-06") as change:
        change.add_document(BULLETIN)
        for concept in (OFFICE, SERVICE, CHIEF, REJECTED, HOSTILE, SECTION):
            change.put(concept)
    with Lookup(folder / "terms.db", folder / "index") as lookup:
        lookup.refresh()
    return folder


@pytest.fixture
def store_path(made: Path, tmp_path: Path) -> Path:
    shutil.copy(made / "terms.db", tmp_path)
    shutil.copytree(made / "index", tmp_path / "index")
    return tmp_path / "terms.db"


@pytest.fixture
def lookup(store_path: Path, tmp_path: Path) -> Iterator[Lookup]:
    with Lookup(store_path, tmp_path / "index") as lookup:
        yield lookup


@pytest.fixture
def app(store_path: Path, tmp_path: Path) -> Iterator[Flask]:
    app = create_app(store_path, tmp_path / "index", allowed_hosts=["terms.example"])
    app.testing = True
    app.config["PROPAGATE_EXCEPTIONS"] = False
    yield app
    app.extensions["glossary"].close()


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


class Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever, args=(0.02,))  # so soon it sees that it is to stop
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()
