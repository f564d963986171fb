"""Files that are sent to the server: through the API with a token, on the pages with a report first."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from glossary import termbase
from glossary.edit import edit
from glossary.store import Store
from glossary.tokens import Tokens
from glossary.verifying import problems
from glossary.web import i18n, uploads

LIST = "中文,英文,部门\n灯塔科,Lighthouse Section,南\n港口规划处,Harbour Service,\n,,x\n"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path


@pytest.fixture
def api(client: FlaskClient, store_path: Path) -> FlaskClient:
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {Tokens(store_path).add('Ana', 'editor')}"
    return client


def sent(
    client: FlaskClient, text: str | bytes = LIST, name: str = "list.csv", query: str = "", **more: Any
) -> TestResponse:
    data = text.encode() if isinstance(text, str) else text
    fields = {"file": (io.BytesIO(data), name), **more}
    return client.post(f"/api/v1/import{query}", data=fields, content_type="multipart/form-data")


def test_a_list_comes_in_and_is_taken_back(api: FlaskClient, store_path: Path) -> None:
    answer = sent(api)
    assert answer.status_code == 200
    record = answer.json
    assert record is not None
    assert (record["dry_run"], record["import"], record["added"], record["changed"]) == (False, 2, 1, 0)
    at_odds = "c2 has the English “Port Planning Service”, the file “Harbour Service”"
    assert record["skipped"] == [
        "list.csv, line 4: neither a Chinese nor an English name in this row",
        f"list.csv: 港口规划处 = Harbour Service: {at_odds}",
    ]
    assert [(each["action"], each["concept"]) for each in record["records"]] == [("added", "c7"), ("skipped", "c2")]
    assert "columns: A “中文” = zh, B “英文” = en; kept as notes: C “部门”" in record["remarks"][0]
    terms = api.get("/api/v1/concepts/c7").json["terms"]  # type: ignore[index]
    assert [term["sources"] for term in terms] == [["list.csv"], ["list.csv"]]
    listed = api.get("/api/v1/imports").json
    assert listed == {
        "imports": [
            {
                "number": 2, "when": listed["imports"][0]["when"], "who": "Ana", "files": "list.csv", "added": 1,
                "changed": 0, "undone": None,
            }
        ]
    }  # fmt: skip
    undone = api.post("/api/v1/imports/2/undo")
    assert undone.json == {"number": 2, "removed": 1, "restored": 0, "left": [], "documents": []}
    assert api.get("/api/v1/concepts/c7").status_code == 404
    assert api.post("/api/v1/imports/2/undo").status_code == 409
    assert api.post("/api/v1/imports/9/undo").status_code == 404
    assert not list(termbase.uploads_folder().iterdir())
    with Store(store_path) as store:
        assert not list(problems(store))


def test_options_stand_in_the_address_or_the_form(api: FlaskClient, store_path: Path) -> None:
    for more in ({"query": "?dry_run=true&on_conflict=both"}, {"dry_run": "true", "on_conflict": "both"}):
        record = sent(api, **more).json  # type: ignore[arg-type]
        assert record is not None
        assert (record["dry_run"], record["import"], record["added"]) == (True, None, 2)
    text = "Lighthouse Section,灯塔科\n"
    record = sent(api, text, columns="zh=B,en=A", accept="1").json
    assert record is not None
    assert record["added"] == 1
    with Store(store_path) as store:
        assert store.concept("c7").status == "approved"


def test_the_body_itself_may_be_the_file(api: FlaskClient) -> None:
    book = openpyxl.Workbook()
    for row in (["中文", "英文"], ["灯塔科", "Lighthouse Section"]):
        book.worksheets[0].append(row)
    out = io.BytesIO()
    book.save(out)
    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert api.post("/api/v1/import?dry_run=1", data=out.getvalue(), content_type=media).json["added"] == 1  # type: ignore[index]
    answer = api.post("/api/v1/import?name=表.csv", data=LIST.encode(), content_type="application/octet-stream")
    assert answer.json["remarks"][0].startswith("表.csv: columns")  # type: ignore[index]


@pytest.mark.parametrize(
    ("text", "name", "status", "said"),
    [
        ("甲\n", "list.csv", 422, "list.csv, line 1: no 'zh' and no 'en' column"),
        ("x", "picture.png", 415, "picture.png: this format is not read"),
        (b"PK\x03\x04", "list.xlsx", 422, "list.xlsx: the workbook is damaged"),
        ("", "list.csv", 400, "list.csv: the file is empty"),
        (b"\0\1\2" * 99, "list.csv", 415, "list.csv: this is a binary file"),
        (LIST, "../../etc/passwd", 415, "passwd: this format is not read"),
    ],
)
def test_a_faulty_file_is_said_without_its_folder(
    api: FlaskClient, store_path: Path, text: str | bytes, name: str, status: int, said: str
) -> None:
    answer = sent(api, text, name)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.json["detail"].startswith(said)  # type: ignore[index]
    with Store(store_path) as store:
        assert store.revision == 1
    assert not list(termbase.uploads_folder().iterdir())


def test_strict_takes_all_or_nothing(api: FlaskClient, store_path: Path) -> None:
    answer = sent(api, query="?strict=true")
    assert answer.status_code == 422
    assert "list.csv, line 4" in answer.json["detail"]  # type: ignore[index]
    with Store(store_path) as store:
        assert store.revision == 1


@pytest.mark.parametrize("query", ["?on_conflict=maybe", "?columns=zh", "?dry_run=perhaps"])
def test_options_that_are_none_are_refused(api: FlaskClient, query: str) -> None:
    assert sent(api, query=query).status_code in (400, 422)


def test_nothing_sent_is_said(api: FlaskClient) -> None:
    assert api.post("/api/v1/import").status_code == 400
    assert api.post("/api/v1/import", data={"a": "b"}, content_type="multipart/form-data").status_code == 400


def test_who_may_not_write_may_not_import(client: FlaskClient, store_path: Path) -> None:
    assert sent(client).status_code == 401
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {Tokens(store_path).add('Bo', 'reader')}"
    assert sent(client).status_code == 403
    assert client.get("/api/v1/imports").status_code == 403
    assert client.post("/api/v1/imports/1/undo").status_code == 403


def test_what_is_too_long_is_refused(api: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "MAX_UPLOAD", 1000)
    assert sent(api, LIST + "x" * 2000).status_code == 413


# -- pages -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def editor(app: Flask, store_path: Path) -> FlaskClient:
    client = app.test_client()
    assert client.post("/signin", data={"token": Tokens(store_path).add("Ana", "editor")}).status_code == 303
    return client


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of a form on a page."""
    form = re.search(rf'<form[^>]*action="{action}".*?</form>', page, re.DOTALL)
    assert form
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form[0]))


def looked_at(client: FlaskClient, text: str = LIST, name: str = "list.csv", **more: str) -> TestResponse:
    data = {**fields(client.get("/import").text, "/import"), "file": (io.BytesIO(text.encode()), name), **more}
    return client.post("/import", data=data, content_type="multipart/form-data")


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_report_comes_first_then_the_import_then_its_undoing(
    editor: FlaskClient, store_path: Path, lang: i18n.Language
) -> None:
    editor.set_cookie("lang", lang)
    words = i18n.translator(lang)
    page = looked_at(editor).text
    assert words("import_not_yet") in page
    for said in ("灯塔科 = Lighthouse Section", "line 4", "kept as notes: C “部门”", words("import_skipped", n=2)):
        assert said in page
    with Store(store_path) as store:
        assert store.revision == 1
    done = editor.post("/import/confirm", data=fields(page, "/import/confirm"))
    assert words("import_number", number=2) in done.text
    with Store(store_path) as store:
        assert store.find("灯塔科") == ["c7"]
    listed = editor.get("/imports").text
    assert "list.csv" in listed
    editor.post("/imports/2/undo", data=fields(listed, "/imports/2/undo"))
    assert words("import_undone", number=3) in editor.get("/imports").text
    with Store(store_path) as store:
        assert store.find("灯塔科") == []


def test_what_was_sent_may_be_looked_at_again_in_another_way(editor: FlaskClient) -> None:
    page = looked_at(editor, "Lighthouse Section,灯塔科\n")
    assert page.status_code == 422
    assert "--columns" in page.text
    again = editor.post("/import", data={**fields(page.text, "/import"), "columns": "zh=B,en=A"})
    assert "灯塔科 = Lighthouse Section" in again.text
    assert fields(again.text, "/import/confirm")["columns"] == "zh=B,en=A"


def test_when_the_term_base_has_changed_the_report_comes_again(editor: FlaskClient, store_path: Path) -> None:
    page = looked_at(editor).text
    with Store(store_path) as store, edit(store, "Bo") as change:
        change.set_status("c3", "approved")
    again = editor.post("/import/confirm", data=fields(page, "/import/confirm"))
    assert i18n.translator("en")("import_has_changed") in again.text
    with Store(store_path) as store:
        assert store.find("灯塔科") == []
    assert editor.post("/import/confirm", data=fields(again.text, "/import/confirm")).status_code == 200
    with Store(store_path) as store:
        assert store.find("灯塔科") == ["c7"]
    assert editor.post("/import/confirm", data=fields(again.text, "/import/confirm")).status_code == 404


def test_only_an_editor_in_his_own_session_imports(app: Flask, editor: FlaskClient, store_path: Path) -> None:
    stranger = app.test_client()
    for path in ("/import", "/imports"):
        assert stranger.get(path).status_code == 302
    for path in ("/import", "/import/confirm", "/imports/1/undo"):
        assert stranger.post(path, data={"csrf": "x"}).status_code == 401
        assert editor.post(path, data={"csrf": "wrong"}).status_code == 403
    assert (
        editor.post(
            "/import/confirm", data={**fields(editor.get("/import").text, "/import"), "upload": "../x"}
        ).status_code
        == 404
    )


def test_hostile_names_stay_text(editor: FlaskClient) -> None:
    page = looked_at(editor, "中文,英文\n<script>甲</script>,<b>A</b>\n", '"><img src=x>.csv').text
    assert "<script>甲" not in page
    assert "<img src" not in page


def test_old_uploads_go(home: Path, editor: FlaskClient) -> None:
    for number in range(20):
        (termbase.uploads_folder() / f"old-upload-number-{number:04}").mkdir(parents=True)
    looked_at(editor)
    assert len(list(termbase.uploads_folder().iterdir())) <= 10
