"""Writing through the API and the pages: who may, on which state, and what is answered when not."""

from __future__ import annotations

import hashlib
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from glossary.models import Concept, Term
from glossary.review import MERGED, Reviewer, seen
from glossary.store import Store
from glossary.termbase import shipped
from glossary.tokens import Tokens
from glossary.verifying import problems
from glossary.web import create_app, i18n

API = "/api/v1/concepts"
NEW = {"category": "unit", "terms": [{"text": "灯塔处", "lang": "zh"}, {"text": "Lighthouse Service", "lang": "en"}]}
WRITES = [
    ("POST", API, NEW),
    ("PUT", f"{API}/c3", NEW),
    ("PATCH", f"{API}/c3", {"status": "approved"}),
    ("DELETE", f"{API}/c3", None),
    ("POST", f"{API}/c3/accept", None),
    ("POST", f"{API}/c3/reject", None),
    ("POST", f"{API}/c3/merge", {"into": "c2"}),
    ("POST", f"{API}/c3/undo", None),
]
ON_ONE = WRITES[1:]


@dataclass
class Api:
    """A client that writes with a token, and with the ETag of the concept as it reads it."""

    client: FlaskClient
    token: str

    def tag(self, ident: str) -> str:
        return self.client.get(f"{API}/{ident}").headers["ETag"]

    def send(self, method: str, path: str, body: object = None, **headers: str) -> TestResponse:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        extra = {"json": body} if body is not None else {}
        return self.client.open(
            path, method=method, headers={"Authorization": f"Bearer {self.token}", **named}, **extra  # type: ignore[arg-type]
        )  # fmt: skip

    def write(self, method: str, ident: str, action: str = "", body: object = None) -> TestResponse:
        return self.send(method, f"{API}/{ident}{action}", body, If_Match=self.tag(ident))


@pytest.fixture
def api(client: FlaskClient, store_path: Path) -> Api:
    return Api(client, Tokens(store_path).add("Ana", "editor"))


def problem(response: TestResponse, status: int) -> dict[str, Any]:
    assert (response.status_code, response.content_type) == (status, "application/problem+json"), response.text
    assert isinstance(response.json, dict)
    return response.json


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


# -- who may -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
@pytest.mark.parametrize("given", [None, "", "Bearer", "Bearer wrong", "Basic QW5hOng=", "Bearer \udcff"])
def test_without_a_token_nothing_is_written(
    api: Api, store_path: Path, method: str, path: str, body: object, given: str | None
) -> None:
    headers = {"If-Match": "*"} if given is None else {"If-Match": "*", "Authorization": given}
    response = api.client.open(path, method=method, json=body, headers=headers)
    problem(response, 401)
    assert response.headers["WWW-Authenticate"].startswith("Bearer")
    with Store(store_path) as store:
        assert store.revision == 1


def test_before_any_token_was_given_out_nobody_may_write(client: FlaskClient) -> None:
    problem(client.post(API, json=NEW, headers={"Authorization": "Bearer x"}), 401)


@pytest.mark.parametrize(("method", "path", "body"), WRITES)
def test_a_reader_may_not_write(client: FlaskClient, store_path: Path, method: str, path: str, body: object) -> None:
    reader = Api(client, Tokens(store_path).add("Bo", "reader"))
    assert "role editor" in problem(reader.send(method, path, body, If_Match="*"), 403)["detail"]


def test_a_revoked_token_is_void_at_once(api: Api, store_path: Path) -> None:
    assert api.send("POST", API, NEW).status_code == 201
    Tokens(store_path).revoke("Ana")
    problem(api.send("POST", API, NEW), 401)


def test_a_damaged_tokens_file_is_said(api: Api, store_path: Path) -> None:
    Tokens(store_path).path.write_text("{")
    assert "damaged" in problem(api.send("POST", API, NEW), 503)["detail"]
    assert api.client.get("/").status_code == 200


def test_a_session_is_no_token(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    problem(client.post(API, json=NEW), 401)


# -- on which state ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("method", "path", "body"), ON_ONE)
def test_a_write_on_a_concept_needs_if_match(api: Api, method: str, path: str, body: object) -> None:
    assert "If-Match" in problem(api.send(method, path, body), 428)["detail"]


@pytest.mark.parametrize(("method", "path", "body"), ON_ONE)
def test_a_stale_write_tells_what_has_changed(api: Api, store_path: Path, method: str, path: str, body: object) -> None:
    old = api.tag("c3")
    with Store(store_path) as store:
        Reviewer(store, "Bo").decide("c3", "rejected", None)
        Reviewer(store, "Cy").decide("c3", "proposed", None)
        revision = store.revision
    told = problem(api.send(method, path, body, If_Match=old), 409)
    assert [(change["who"], change["action"]) for change in told["changes"]] == [("Bo", "rejected"), ("Cy", "proposed")]
    assert all(change["when"] and change["concept"] == "c3" for change in told["changes"])
    with Store(store_path) as store:
        assert store.revision == revision


@pytest.mark.parametrize("tag", ['"c3-99"', '"c2-1"', '"x"', '"revision-1"', '""', 'c3-1"'])
def test_a_tag_of_something_else_is_stale(api: Api, tag: str) -> None:
    problem(api.send("POST", f"{API}/c3/accept", If_Match=tag), 409)


@pytest.mark.parametrize("tag", ["*", '"c3-1"', 'W/"c3-1"', '"c3-0", "c3-1"'])
def test_the_short_tag_the_weak_one_and_the_star_will_do(api: Api, tag: str) -> None:
    assert api.send("POST", f"{API}/c3/accept", If_Match=tag).status_code == 200


def test_a_change_of_a_neighbour_is_no_conflict(api: Api) -> None:
    tag = api.tag("c1")
    assert api.write("PATCH", "c2", body={"relations": []}).status_code == 200
    assert api.tag("c1") != tag
    assert api.send("PATCH", f"{API}/c1", {"subject": "港口"}, If_Match=tag).status_code == 200


def test_of_two_clients_the_second_is_told_and_can_go_on_from_there(api: Api, store_path: Path) -> None:
    other = Api(api.client, Tokens(store_path).add("Bo", "editor"))
    tag = api.tag("c2")
    first = api.send("PATCH", f"{API}/c2", {"subject": "Ana's"}, If_Match=tag)
    assert first.status_code == 200
    told = problem(other.send("PATCH", f"{API}/c2", {"subject": "Bo's"}, If_Match=tag), 409)
    assert told["changes"][0]["who"] == "Ana"
    assert api.client.get(f"{API}/c2").json["subject"] == "Ana's"
    assert other.send("PATCH", f"{API}/c2", {"subject": "Bo's"}, If_Match=first.headers["ETag"]).status_code == 200
    history = api.client.get(f"{API}/c2/history").json["changes"]
    assert [change["who"] for change in history] == ["fixture", "Ana", "Bo"]


def test_of_many_writes_at_once_on_one_state_exactly_one_is_written(app: Flask, api: Api, store_path: Path) -> None:
    tag = api.tag("c3")

    def write(number: int) -> int:
        mine = Api(app.test_client(), api.token)
        return mine.send("PATCH", f"{API}/c3", {"subject": str(number)}, If_Match=tag).status_code

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(write, range(16))) == [200] + [409] * 15
    with Store(store_path) as store:
        assert store.revision == 2


# -- what is written ---------------------------------------------------------------------------------------------------


def test_a_concept_is_created(api: Api) -> None:
    response = api.send("POST", API, NEW)
    assert response.status_code == 201
    made = response.json
    assert response.headers["Location"] == f"{API}/{made['id']}"
    assert response.headers["ETag"] == api.tag(made["id"])
    assert (made["status"], made["terms"][0]["text"]) == ("proposed", "灯塔处")
    assert api.client.get(response.headers["Location"]).json == made


def test_what_was_read_can_be_put_back_and_changes_nothing(api: Api, store_path: Path) -> None:
    for ident in ("c1", "c2", "c3"):
        record = api.client.get(f"{API}/{ident}").json
        response = api.write("PUT", ident, body=record)
        assert (response.status_code, response.json) == (200, record)
    with Store(store_path) as store:
        assert store.revision == 1


def test_put_replaces_and_answers_with_the_new_tag(api: Api) -> None:
    response = api.write("PUT", "c3", body=NEW)
    assert [term["text"] for term in response.json["terms"]] == ["灯塔处", "Lighthouse Service"]
    assert response.json["relations"] == []
    assert response.headers["ETag"] == api.tag("c3")
    assert response.headers["ETag"].startswith('"c3-2-')


def test_patch_changes_what_is_given_only(api: Api) -> None:
    before = api.client.get(f"{API}/c1").json
    terms = [{"text": "海安厅", "lang": "zh", "reliability": 2}]
    after = api.write("PATCH", "c1", body={"terms": terms, "subject": None}).json
    assert (after["subject"], len(after["terms"]), after["terms"][0]["reliability"]) == ("", 1, 2)
    assert {key: after[key] for key in ("category", "definitions", "notes")} == {
        key: before[key] for key in ("category", "definitions", "notes")
    }


@pytest.mark.parametrize(
    ("method", "action", "status"),
    [("DELETE", "", "rejected"), ("POST", "/accept", "approved"), ("POST", "/reject", "rejected")],
)
def test_decisions(api: Api, method: str, action: str, status: str) -> None:
    response = api.write(method, "c3", action)
    assert (response.status_code, response.json["id"], response.json["status"]) == (200, "c3", status)
    assert response.headers["ETag"] == api.tag("c3")


def test_merge_answers_with_the_other_and_undo_restores_both(api: Api) -> None:
    before = [api.client.get(f"{API}/{ident}").json for ident in ("c3", "c2")]
    response = api.write("POST", "c3", "/merge", {"into": "c2"})
    assert response.json["id"] == "c2"
    assert "港口规划处处长" in [term["text"] for term in response.json["terms"]]
    assert response.headers["ETag"] == api.tag("c2")
    gone = api.client.get(f"{API}/c3").json
    assert gone["status"] == "rejected"
    assert {"name": MERGED, "text": "c2"} in gone["notes"]
    assert api.write("POST", "c2", "/undo").status_code == 200
    assert [api.client.get(f"{API}/{ident}").json for ident in ("c3", "c2")] == before


def test_undo_of_a_creation_removes_the_concept(api: Api) -> None:
    ident = api.send("POST", API, NEW).json["id"]
    assert api.write("POST", ident, "/undo").status_code == 204
    problem(api.client.get(f"{API}/{ident}"), 404)
    assert [each["action"] for each in api.client.get(f"{API}/{ident}/history").json["changes"]] == [
        "created", "undone"
    ]  # fmt: skip


def test_what_cannot_be_undone_is_a_conflict(api: Api) -> None:
    assert "with others" in problem(api.write("POST", "c3", "/undo"), 409)["detail"]


def test_writes_are_in_the_changes_with_the_name_of_the_token(api: Api) -> None:
    api.write("POST", "c3", "/accept")
    (change,) = api.client.get("/api/v1/changes?since=1").json["changes"]
    assert (change["who"], change["concept"], change["action"]) == ("Ana", "c3", "approved")


@pytest.mark.parametrize(("method", "path", "body"), ON_ONE)
def test_an_unknown_concept_is_not_found(api: Api, method: str, path: str, body: object) -> None:
    problem(api.send(method, path.replace("c3", "c99"), body, If_Match='"c99-1"'), 404)


TERM = {"text": "灯塔处", "lang": "zh"}


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({}, "terms"),
        ([], ""),
        ({"terms": []}, "terms"),
        ({"terms": [{"text": "x"}]}, "terms.0.lang"),
        ({"terms": [{"text": "", "lang": "zh"}]}, "terms.0.text"),
        ({"terms": [{"text": " ", "lang": "zh"}]}, "terms[0].text"),
        ({"terms": [TERM, TERM]}, "terms[1].text"),
        ({"terms": [{**TERM, "kind": "nickname"}]}, "terms.0.kind"),
        ({"terms": [{**TERM, "reliability": 5}]}, "terms.0.reliability"),
        ({"terms": [{**TERM, "relaibility": 4}]}, "terms.0.relaibility"),
        ({"terms": [{**TERM, "text": "x" * 1001}]}, "terms.0.text"),
        ({"terms": [{**TERM, "citations": [{"paragraph": "1"}]}]}, "terms.0.citations.0.document"),
        ({"terms": [TERM], "category": "thing"}, "category"),
        ({"terms": [TERM], "relations": [{"type": "likes", "concept": "c1"}]}, "relations.0.type"),
        ({"terms": [TERM], "id": "c7"}, "id"),
    ],
)
def test_what_breaks_a_rule_is_named(api: Api, store_path: Path, body: object, field: str) -> None:
    assert field in problem(api.send("POST", API, body), 422)["detail"]
    if body != {} and not isinstance(body, list) and "id" not in body:
        assert field in problem(api.send("PATCH", f"{API}/c3", body, If_Match="*"), 422)["detail"]
    with Store(store_path) as store:
        assert store.revision == 1


def test_a_relation_to_nowhere_is_refused(api: Api) -> None:
    body = {"terms": [TERM], "relations": [{"type": "part_of", "concept": "c99"}]}
    for refused in (api.send("POST", API, body), api.send("PATCH", f"{API}/c3", body, If_Match="*")):
        assert problem(refused, 409)["detail"] == "relations[0].concept: there is no concept c99"


@pytest.mark.parametrize("body", [{}, {"into": "c3"}, {"into": "c4"}, {"into": "x"}, {"into": ["c2"]}])
def test_a_merge_to_nowhere_is_refused(api: Api, body: object) -> None:
    assert "into" in problem(api.write("POST", "c3", "/merge", body), 422)["detail"]


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH"])
def test_a_body_that_is_no_json(api: Api, method: str) -> None:
    path = API if method == "POST" else f"{API}/c3"
    headers = {"Authorization": f"Bearer {api.token}", "If-Match": "*"}
    bad = api.client.open(path, method=method, data=b"{", content_type="application/json", headers=headers)
    assert problem(bad, 400)["detail"] == "the body is no JSON: it ends inside an object at line 1, column 1"
    problem(api.client.open(path, method=method, data=b"{}", content_type="text/plain", headers=headers), 415)


def test_every_write_is_described_with_its_answers(client: FlaskClient) -> None:
    description = client.get("/api/v1/openapi.json").json
    assert description["components"]["securitySchemes"]["token"]["scheme"] == "bearer"
    described = {
        (method.upper(), path): operation
        for path, methods in description["paths"].items()
        for method, operation in methods.items()
        if "security" in operation
    }
    described = {named: operation for named, operation in described.items() if "/import" not in named[1]}
    assert {(method, path.replace("c3", "{id}")) for method, path, _ in WRITES} == set(described)
    for (_, path), operation in described.items():
        assert operation["security"] == [{"token": []}]
        headers = [each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"]
        assert headers == (["If-Match"] if "{id}" in path else [])
        wanted = {"401", "403", "409", "422"} | ({"428"} if "{id}" in path else {"201"})
        assert wanted <= set(operation["responses"])


# -- the shipped term base ---------------------------------------------------------------------------------------------


def test_the_shipped_term_base_is_never_written(tmp_path: Path) -> None:
    path = shipped("terms.db")
    before = digest(path), sorted(each.name for each in path.parent.iterdir())
    link = tmp_path / "terms.db"
    link.symlink_to(path)
    token = Tokens(link).add("Ana", "editor")
    app = create_app(link, tmp_path / "index")
    client = app.test_client()
    try:
        headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}
        for method, address, body in WRITES:
            told = problem(client.open(address, method=method, json=body, headers=headers), 403)
            assert "only read" in told["detail"]
        assert client.post("/signin", data={"token": token}).status_code == 303
        for path_of_form in ("/concepts/c1/accept", "/concepts/c1/edit", "/concepts/new", "/review/accept"):
            assert client.post(path_of_form, data=form(client, "/review", seen="1")).status_code == 403
    finally:
        app.extensions["glossary"].close()
    assert (digest(path), sorted(each.name for each in path.parent.iterdir())) == before


# -- signing in --------------------------------------------------------------------------------------------------------


def signed_in(app: Flask, store_path: Path, name: str = "Ana") -> FlaskClient:
    client = app.test_client()
    token = Tokens(store_path).add(name, "editor")
    assert client.post("/signin", data={"token": token}).status_code == 303
    return client


def form(client: FlaskClient, page: str, **fields: str) -> dict[str, str]:
    found = re.search(r'name="csrf" value="([^"]*)"', client.get("/signin").text)
    return {"csrf": found[1] if found else "", **fields}


def test_signing_in_gives_a_strict_cookie_and_leads_on(app: Flask, store_path: Path) -> None:
    token = Tokens(store_path).add("Ana", "editor")
    response = app.test_client().post("/signin", data={"token": f" {token}\n", "next": "/reports?x=1"})
    assert (response.status_code, response.headers["Location"]) == (303, "/reports?x=1")
    cookie = next(each for each in response.headers.getlist("Set-Cookie") if each.startswith("glossary_session="))
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie
    assert "Secure" not in cookie
    assert token not in cookie


def test_over_https_the_cookie_is_secure(app: Flask, store_path: Path) -> None:
    token = Tokens(store_path).add("Ana", "editor")
    for where in ({"base_url": "https://localhost"}, {"headers": {"X-Forwarded-Proto": "https"}}):
        response = app.test_client().post("/signin", data={"token": token}, **where)  # type: ignore[arg-type]
        assert "Secure" in response.headers["Set-Cookie"]


@pytest.mark.parametrize("target", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_signing_in_leads_nowhere_else(app: Flask, store_path: Path, target: str) -> None:
    token = Tokens(store_path).add("Ana", "editor")
    response = app.test_client().post("/signin", data={"token": token, "next": target})
    assert response.headers["Location"] == "/review"


def test_a_wrong_token_does_not_sign_in(client: FlaskClient, store_path: Path) -> None:
    assert "No tokens have been given out" in client.post("/signin", data={"token": "x"}).text
    Tokens(store_path).add("Ana", "editor")
    response = client.post("/signin", data={"token": "x"})
    assert response.status_code == 401
    assert "not known" in response.text
    assert "Set-Cookie" not in response.headers


def test_another_site_cannot_sign_in(app: Flask, store_path: Path) -> None:
    token = Tokens(store_path).add("Ana", "editor")
    response = app.test_client().post("/signin", data={"token": token}, headers={"Sec-Fetch-Site": "cross-site"})
    assert response.status_code == 403


def test_a_session_ends_with_signing_out_and_with_its_token(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    assert ">Ana</a>" in client.get("/about").text
    assert client.post("/signout", data={}).status_code == 403
    assert client.post("/signout", data=form(client, "/signin")).status_code == 303
    assert ">Ana</a>" not in client.get("/about").text
    client = signed_in(app, store_path, "Bo")
    Tokens(store_path).revoke("Bo")
    assert ">Bo</a>" not in client.get("/about").text
    Tokens(store_path).add("Bo", "editor")
    assert ">Bo</a>" not in client.get("/about").text


def test_every_worker_knows_the_session(app: Flask, store_path: Path, tmp_path: Path) -> None:
    client = signed_in(app, store_path)
    other = create_app(store_path, tmp_path / "index")
    try:
        cookie = client.get_cookie("glossary_session")
        assert cookie
        stranger = other.test_client()
        stranger.set_cookie("glossary_session", cookie.value)
        assert ">Ana</a>" in stranger.get("/about").text
        stranger.set_cookie("glossary_session", cookie.value[:-2] + "xx")
        assert ">Ana</a>" not in stranger.get("/about").text
    finally:
        other.extensions["glossary"].close()


def test_a_page_for_an_editor_is_not_kept_for_a_visitor(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    visitor = app.test_client()
    tags = {each.get("/concepts/c1", headers={"Accept-Language": "en"}).headers["ETag"] for each in (client, visitor)}
    assert len(tags) == 2
    for path in ("/review", "/reports", "/signin", "/concepts/c1/edit", "/concepts/c1/history", "/concepts/c3/merge"):
        assert client.get(path).headers["Cache-Control"] == "no-store"


# -- forms -------------------------------------------------------------------------------------------------------------

FORMS = ["/concepts/c3/accept", "/concepts/c3/reject", "/concepts/c3/undo", "/concepts/c3/merge", "/concepts/c3/edit",
         "/concepts/new", "/review/accept"]  # fmt: skip


@pytest.mark.parametrize("path", FORMS)
def test_a_form_needs_a_session_and_its_secret(app: Flask, store_path: Path, path: str) -> None:
    assert app.test_client().post(path, data={"seen": "1", "csrf": ""}).status_code == 401
    client = signed_in(app, store_path)
    for secret in ({}, {"csrf": ""}, {"csrf": "wrong"}, {"csrf": "ż"}):
        assert client.post(path, data={"seen": "1", **secret}).status_code == 403
    with Store(store_path) as store:
        assert store.revision == 1


def test_a_reader_may_look_and_not_decide(app: Flask, store_path: Path) -> None:
    client = app.test_client()
    token = Tokens(store_path).add("Bo", "reader")
    client.post("/signin", data={"token": token})
    assert client.post("/concepts/c3/accept", data=form(client, "/review", seen="1")).status_code == 403


@pytest.mark.parametrize("path", ["/concepts/c3/edit", "/concepts/new", "/concepts/c3/merge", "/review/accept"])
def test_pages_for_editors_lead_to_the_sign_in_and_back(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"] == "/signin?next=" + path


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize(
    "path", ["/signin", "/review", "/reports", "/concepts/c2/edit", "/concepts/new", "/concepts/c3/merge",
             "/concepts/c2/history", "/review/accept?score=0"],
)  # fmt: skip
def test_the_pages_of_editors_are_whole(app: Flask, store_path: Path, path: str, lang: str) -> None:
    client = signed_in(app, store_path)
    html = client.get(path, headers={"Accept-Language": lang}).text
    assert html.count("<h1") == 1
    assert "{{" not in html
    assert not re.search(r'\s(style|on\w+)="', html)
    anchors = re.findall(r'\sid="([^"]*)"', html)
    assert len(anchors) == len(set(anchors))
    assert i18n.STRINGS["review"][lang == "zh"] in html


def test_the_queue_shows_what_is_needed_to_decide(app: Flask, store_path: Path) -> None:
    with Store(store_path) as store:
        record = Concept(category="post", terms=(Term("港口规划处处长", "zh"), Term("Chief, Port Planning", "en")))
        Reviewer(store, "Bo").create(record)
    visitor = app.test_client().get("/review").text
    assert "/concepts/c3/accept" not in visitor
    html = signed_in(app, store_path).get("/review").text
    assert "请联系<mark>港口规划处处长</mark>。" in html
    assert 'formaction="/concepts/c3/accept"' in html
    assert "Chief, Port Planning" in html
    assert 'name="into" value="c7"' in html


def test_the_queue_goes_on_behind_what_was_seen(app: Flask, store_path: Path) -> None:
    with Store(store_path) as store:
        for number in range(45):
            Reviewer(store, "Bo").create(Concept(category="unit", terms=(Term(f"第{number}处", "zh"),)))
    client = signed_in(app, store_path)
    found: list[str] = []
    path = "/review"
    while path:
        html = client.get(path).text
        found += re.findall(r'data-id="(c\d+)"', html)
        following = re.search(r'rel="next" href="([^"]+)"', html)
        path = following[1].replace("&amp;", "&") if following else ""
    assert len(found) == len(set(found)) == 46


def test_deciding_by_form_leads_back_and_offers_to_undo(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    sent = form(client, "/review", seen="1", next="/review?category=post")
    response = client.post("/concepts/c3/accept", data=sent)
    assert (response.status_code, response.headers["Location"]) == (303, "/review?category=post&done=c3")
    html = client.get(response.headers["Location"]).text
    assert 'action="/concepts/c3/undo"' in html
    assert "is now approved" in html
    again = client.post("/concepts/c3/reject", data=sent)
    assert again.status_code == 409
    assert "Somebody else" in again.text
    assert client.post("/concepts/c3/undo", data={**sent, "seen": "2"}).status_code == 303
    with Store(store_path) as store:
        assert store.concept("c3").status == "proposed"


def test_a_script_gets_json(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    headers = {"Accept": "application/json", "X-CSRF-Token": form(client, "/review")["csrf"]}
    answer = client.post("/concepts/c3/accept", data={"seen": "1"}, headers=headers)
    assert answer.json == {"concept": "c3", "status": "approved", "seen": 2}
    stale = problem(client.post("/concepts/c3/reject", data={"seen": "1"}, headers=headers), 409)
    assert stale["changes"][0]["who"] == "Ana"
    vague = problem(client.post("/concepts/c3/merge", data={"seen": "2", "into": "nothing"}, headers=headers), 422)
    assert "choose one" in vague["detail"]


@pytest.mark.parametrize("into", ["c2", "港口规划处", "port planning service"])
def test_merging_by_form_takes_an_id_or_a_name(app: Flask, store_path: Path, into: str) -> None:
    client = signed_in(app, store_path)
    assert client.post("/concepts/c3/merge", data=form(client, "/review", seen="1", into=into)).status_code == 303
    with Store(store_path) as store:
        assert store.concept("c3").notes[-1].text == "c2"


def test_merging_with_an_unclear_name_offers_concepts(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    response = client.post("/concepts/c3/merge", data=form(client, "/review", seen="1", into="海事"))
    assert response.status_code == 200
    assert 'name="into" value="c1"' in response.text


def test_many_are_accepted_after_a_look_at_how_many(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    assert "Accept 1 proposal " in client.get("/review/accept?score=0").text
    sent = form(client, "/review", score="0", count="2")
    assert client.post("/review/accept", data=sent).status_code == 409
    assert client.post("/review/accept", data={**sent, "count": "1"}).status_code == 303
    with Store(store_path) as store:
        assert store.concept("c3").status == "approved"
    assert client.get("/review/accept?score=x").status_code == 400
    assert '<option value="without" selected>' in client.get("/review?english=without").text
    assert 'name="english" value="without"' in client.get("/review/accept?score=0&english=without").text


# -- the editing form --------------------------------------------------------------------------------------------------


def fields(client: FlaskClient, path: str) -> list[tuple[str, str]]:
    """What a browser would send of the editing form as it is shown."""
    html = client.get(path).text.split('class="editing"')[1].split("</form>")[0]
    sent: list[tuple[str, str]] = []
    pattern = r"<input[^>]*>|<select.*?</select>|<textarea.*?</textarea>"
    for control in re.findall(pattern, html, re.DOTALL):
        name = re.search(r'name="([^"]*)"', control)
        assert name
        if control.startswith("<textarea"):
            value = control.split(">", 1)[1].removesuffix("</textarea>").removeprefix("\n")
        elif control.startswith("<select"):
            chosen = re.search(r'<option(?: value="([^"]*)")? selected[^>]*>([^<]*)', control)
            value = (chosen[1] or chosen[2]) if chosen else ""
        else:
            value = (re.search(r'value="([^"]*)"', control) or ["", ""])[1]
        sent.append(
            (name[1], value.replace("&#34;", '"').replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&"))
        )
    return sent


def post(client: FlaskClient, path: str, sent: list[tuple[str, str]]) -> TestResponse:
    data: dict[str, list[str]] = {}
    for name, value in sent:
        data.setdefault(name, []).append(value)
    return client.post(path, data=data)


def changed(sent: list[tuple[str, str]], name: str, value: str, nth: int = 0) -> list[tuple[str, str]]:
    places = [place for place, each in enumerate(sent) if each[0] == name]
    return [(name, value) if place == places[nth] else each for place, each in enumerate(sent)]


@pytest.mark.parametrize("ident", ["c1", "c2", "c3", "c5"])
def test_saving_the_form_as_it_is_changes_nothing(app: Flask, store_path: Path, ident: str) -> None:
    client = signed_in(app, store_path)
    response = post(client, f"/concepts/{ident}/edit", fields(client, f"/concepts/{ident}/edit"))
    assert (response.status_code, response.headers["Location"]) == (303, f"/concepts/{ident}")
    with Store(store_path) as store:
        assert store.revision == 1


def test_the_form_changes_what_it_shows_and_keeps_the_rest(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    sent = fields(client, "/concepts/c1/edit")
    sent = changed(sent, "subject", "航运安全")
    sent = changed(sent, "term_sources", "甲\r\n\r\n 乙 ", 0)
    sent = changed(sent, "term_text", "", 4)
    sent = changed(sent, "note_text", "moved in 2022")
    assert post(client, "/concepts/c1/edit", sent).status_code == 303
    with Store(store_path) as store:
        after = store.concept("c1")
    assert after.subject == "航运安全"
    assert after.terms[0].sources == ("甲", "乙")
    assert len(after.terms[0].citations) == 2
    assert [term.lang for term in after.terms] == ["zh", "zh", "en", "en"]
    assert after.definitions
    assert after.notes[0].text == "moved in 2022"


def test_a_name_that_is_changed_keeps_the_citations_that_contain_it(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    sent = fields(client, "/concepts/c1/edit")
    assert post(client, "/concepts/c1/edit", changed(sent, "term_text", "事安全厅")).status_code == 303
    sent = fields(client, "/concepts/c1/edit")
    assert post(client, "/concepts/c1/edit", changed(sent, "term_text", "厅(海安厅)", 0)).status_code == 303
    with Store(store_path) as store:
        assert [(c.position, c.start) for c in store.concept("c1").terms[0].citations] == [(1, None)]
        assert list(problems(store)) == []
    sent = fields(client, "/concepts/c1/edit")
    assert post(client, "/concepts/c1/edit", changed(sent, "term_text", "别的", 0)).status_code == 303
    with Store(store_path) as store:
        assert store.concept("c1").terms[0].citations == ()


def test_two_editors_do_not_overwrite_each_other(app: Flask, store_path: Path) -> None:
    ana, bo = signed_in(app, store_path), signed_in(app, store_path, "Bo")
    path = "/concepts/c2/edit"
    of_ana, of_bo = fields(ana, path), fields(bo, path)
    assert post(bo, path, changed(of_bo, "term_text", "Harbour Service", 2)).status_code == 303
    response = post(ana, path, changed(of_ana, "subject", "港口"))
    assert response.status_code == 409
    assert "Bo" in response.text
    assert "Harbour Service" in response.text
    assert 'name="subject" value="港口"' in response.text
    assert 'name="seen" value="2"' in response.text
    with Store(store_path) as store:
        assert store.concept("c2").subject == ""
    assert post(ana, path, changed(changed(of_ana, "subject", "港口"), "seen", "2")).status_code == 303


def test_a_form_that_breaks_a_rule_comes_back_as_it_was_typed(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    sent = changed(fields(client, "/concepts/c2/edit"), "term_lang", "Chinese!")
    response = post(client, "/concepts/c2/edit", sent)
    assert response.status_code == 422
    assert "terms[0].lang" in response.text
    assert 'value="Chinese!"' in response.text
    assert post(client, "/concepts/c2/edit", sent[:-6]).status_code in (400, 422)
    assert post(client, "/concepts/c2/edit", [*sent, ("more", "1")]).status_code == 200
    with Store(store_path) as store:
        assert seen(store, "c2") == 1


def test_a_new_concept_by_form(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    sent = fields(client, "/concepts/new")
    assert post(client, "/concepts/new", sent).status_code == 422
    sent = changed(changed(sent, "term_text", "灯塔处"), "term_text", "Lighthouse Service", 1)
    response = post(client, "/concepts/new", sent)
    assert response.headers["Location"] == "/concepts/c7"
    with Store(store_path) as store:
        assert [term.text for term in store.concept("c7").terms] == ["灯塔处", "Lighthouse Service"]


def test_the_history_says_who_did_what(app: Flask, store_path: Path) -> None:
    client = signed_in(app, store_path)
    post(client, "/concepts/c2/edit", changed(fields(client, "/concepts/c2/edit"), "subject", "港口"))
    html = client.get("/concepts/c2/history").text
    assert "<ins>subject: 港口</ins>" in html
    assert html.index("Ana") < html.index("fixture")
    ident = "c7"
    with Store(store_path) as store:
        who = Reviewer(store, "Bo")
        who.create(Concept(terms=(Term("灯", "zh"),)))
        who.undo(ident, None)
    assert "has been removed" in client.get(f"/concepts/{ident}/history").text
    assert client.get("/concepts/c99/history").status_code == 404


def test_the_reports_lead_to_settling(app: Flask, store_path: Path) -> None:
    with Store(store_path) as store:
        Reviewer(store, "Bo").create(
            Concept(category="unit", terms=(Term("港口规划处", "zh"), Term("Harbour Office", "en")))
        )
    html = app.test_client().get("/reports").text
    assert "Harbour Office" in html
    assert "/concepts/c7/merge?next=/reports&amp;q=c2" in html
    assert "/concepts/c7/edit?next=/reports" in html
