"""What serving many needs: compression, answers of one revision, limits; several workers on one file."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.edit import edit
from glossary.errors import InputError
from glossary.models import Concept, Term
from glossary.store import Store
from glossary.web import create_app, limiting

GZIP = {"Accept-Encoding": "gzip, br"}


@pytest.mark.parametrize(
    "path", ["/", "/api/v1/openapi.json", "/static/style.css", "/api/v1/export/tbx", "/api/v1/export/jsonl"]
)
def test_texts_are_compressed_for_who_asks(client: FlaskClient, path: str) -> None:
    plain, packed = client.get(path), client.get(path, headers=GZIP)
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    assert "Content-Encoding" not in plain.headers
    for answer in (plain, packed):
        assert "Accept-Encoding" in ", ".join(answer.headers.get_all("Vary"))
    refused = client.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers
    for answer in (plain, packed, refused):
        answer.close()


def test_what_is_short_or_named_byte_by_byte_is_not(client: FlaskClient) -> None:
    for path in ("/api/v1/health", "/api/v1/concepts/c1"):
        assert "Content-Encoding" not in client.get(path, headers=GZIP).headers
    etag = client.get("/", headers=GZIP).headers["ETag"]
    again = client.get("/", headers={**GZIP, "If-None-Match": etag})
    assert (again.status_code, again.data) == (304, b"")
    segments = ["海事安全厅"] * 100
    packed = client.post("/api/v1/annotate", json={"segments": segments}, headers=GZIP)
    assert len(gzip.decompress(packed.data)) > 10 * len(packed.data)


def test_an_answer_says_the_revision_of_what_gave_it(app: Flask, client: FlaskClient, store_path: Path) -> None:
    lookup = app.extensions["glossary"]
    lookup.pause()
    before = client.get("/api/v1/search?q=灯塔局")
    with Store(store_path) as store, edit(store, "test") as change:
        change.put(Concept(status="approved", terms=(Term("灯塔局", "zh"), Term("Lighthouse Board", "en"))))
    assert client.get("/api/v1/concepts/c7").json["terms"][0]["text"] == "灯塔局"  # at once
    stale = client.get("/api/v1/search?q=灯塔局", headers={"If-None-Match": before.headers["ETag"]})
    assert stale.status_code == 304
    assert client.get("/api/v1/health").json | {"db": ""} == {
        "status": "ok",
        "revision": 2,
        "index_revision": 1,
        "db": "",
    }
    lookup.refresh()
    fresh = client.get("/api/v1/search?q=灯塔局", headers={"If-None-Match": before.headers["ETag"]})
    assert (fresh.status_code, fresh.json["total"], fresh.json["revision"]) == (200, 1, 2)
    assert fresh.headers["ETag"].startswith('W/"revision-2-')
    assert len(client.post("/api/v1/annotate", json={"text": "灯塔局"}).json["matches"]) == 1


@pytest.mark.limiter
def test_a_client_that_asks_too_much_is_told_when_to_come_back(store_path: Path, tmp_path: Path) -> None:
    app = create_app(store_path, tmp_path / "index", rate_limit="3/minute")
    client = app.test_client()
    answers = [client.get("/api/v1/health") for _ in range(4)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
    assert ["Retry-After" in answer.headers for answer in answers] == [False, False, False, True]
    assert answers[3].content_type == "application/problem+json"
    assert 0 < int(answers[3].headers["Retry-After"]) <= 60
    assert "3 per 1 minute" in answers[3].json["detail"]
    assert client.get("/api/v1/health", environ_base={"REMOTE_ADDR": "10.0.0.1"}).status_code == 200
    with client.get("/static/style.css") as static:
        assert static.status_code == 200
    app.extensions["glossary"].close()


@pytest.mark.limiter
@pytest.mark.parametrize("rate", ["often", "10", "/minute", "0.5/fortnight"])
def test_a_rate_that_makes_no_sense_is_told(rate: str) -> None:
    with pytest.raises(InputError, match="600/minute"):
        limiting.check(rate)
