from __future__ import annotations

import gzip
import io
import re
import time
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.edit import edit
from glossary.exports import WRITERS, Options
from glossary.models import CATEGORIES, CONCEPT_STATUSES
from glossary.records import concept_from_record
from glossary.store import Filters, Store
from glossary.web import asked, create_app

EXAMPLES = {
    "get /api/v1/search": "?q=OMS",
    "get /api/v1/suggest": "?q=hs",
    "get /api/v1/concepts/{id}": "c1",
    "get /api/v1/concepts/{id}/history": "c1",
    "get /api/v1/documents/{id}": "ST/OMS/2020/1",
    "get /api/v1/export/{format}": "jsonl",
}
BODIES = {
    "/api/v1/annotate": {"text": "海事安全厅"},
    "/api/v1/check": {"segments": [{"source": "海事安全厅", "target": "it"}]},
    "/api/v1/lookup": {"queries": ["OMS"]},
}


def get(client: FlaskClient, path: str, **parameters: Any) -> Any:
    response = client.get(f"/api/v1{path}", query_string=urlencode(parameters, doseq=True))
    assert response.status_code == 200, response.text
    return response.json


# -- the description ---------------------------------------------------------------------------------------------------


def test_every_route_of_the_description_answers_as_it_says(client: FlaskClient) -> None:
    description = client.get("/api/v1/openapi.json").json
    assert description["openapi"].startswith("3.1")
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            if "security" in operation:  # writing, in test_writing.py
                continue
            example = EXAMPLES.get(f"{method} {path}", "")
            url = re.sub(r"\{\w+\}", example, path) if "{" in path else path + example
            response = client.open(url, method=method.upper(), json=BODIES.get(path))
            assert response.status_code == 200, f"{method} {url}: {response.text}"
            assert operation["summary"]
            assert "422" in operation["responses"]


def test_every_api_route_is_described(app: Flask, client: FlaskClient) -> None:
    described = client.get("/api/v1/openapi.json").json["paths"]
    routes = {re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule) for rule in app.url_map.iter_rules()}
    api = {rule for rule in routes if rule.startswith("/api/")} - {"/api/v1/openapi.json"}
    assert api == set(described)
    for rule in app.url_map.iter_rules():
        path = re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule)
        if path in described:
            assert {method.lower() for method in rule.methods or ()} - {"head", "options"} <= set(described[path]), path


def test_answers_have_the_keys_that_the_description_names(client: FlaskClient) -> None:
    description = client.get("/api/v1/openapi.json").json
    schemas = description["components"]["schemas"]
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            if "security" in operation:
                continue
            schema = operation["responses"]["200"]["content"].get("application/json", {}).get("schema")
            if schema is None:
                continue
            example = EXAMPLES.get(f"{method} {path}", "")
            url = re.sub(r"\{\w+\}", example, path) if "{" in path else path + example
            answer = client.open(url, method=method.upper(), json=BODIES.get(path)).json
            model = schemas[schema["$ref"].rsplit("/", 1)[-1]]
            assert set(answer) <= set(model["properties"]), path
            assert set(model.get("required", ())) <= set(answer), path


def test_the_limits_are_stated(client: FlaskClient) -> None:
    description = client.get("/api/v1/openapi.json").json
    annotate = description["components"]["schemas"]["AnnotateBody"]["properties"]
    assert str(asked.MAX_TEXT) in str(annotate["text"])
    assert str(asked.MAX_SEGMENTS) in str(annotate["segments"])
    limit = next(p for p in description["paths"]["/api/v1/search"]["get"]["parameters"] if p["name"] == "limit")
    assert (limit["schema"]["minimum"], limit["schema"]["maximum"]) == (1, 100)
    for number in (asked.MAX_BODY, asked.MAX_QUERY, asked.MAX_LOOKUPS):
        assert str(number) in description["info"]["description"]


# -- answers -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("script", "name"), [("s2tw", "海事安全廳"), ("s2hk", "海事安全廳"), ("", "海事安全厅")])
def test_chinese_is_shown_as_asked(client: FlaskClient, script: str, name: str) -> None:
    hit = get(client, "/search", q="OMS", script=script)["hits"][0]
    assert [term["text"] for term in hit["terms"]][:1] == [name]
    assert get(client, "/suggest", q="海事", script=script)["suggestions"][0]["text"] == name


def test_search_by_year(client: FlaskClient) -> None:
    assert get(client, "/search", year="2020")["total"] == 2
    assert get(client, "/search", q="year:2020 港口")["facets"]["year"] == {"2020": 1}
    assert client.get("/api/v1/search?year=20").status_code == 422


def test_search(client: FlaskClient) -> None:
    answer = get(client, "/search", q="港口规划处")
    assert answer["total"] == 2
    assert {"concept", "category", "status", "score", "matched", "terms"} <= set(answer["hits"][0])
    assert [hit["concept"] for hit in answer["hits"]] == ["c2", "c3"]
    assert answer["facets"]["status"] == {"approved": 1, "proposed": 1}


@pytest.mark.parametrize("blank", ["", "  ", "\u3000"])
def test_a_blank_query_lists_by_the_filters(client: FlaskClient, blank: str) -> None:
    assert get(client, "/search", q=blank, category="unit")["total"] == 3


@pytest.mark.parametrize(
    ("filters", "total"),
    [
        ({"status": "all"}, 6),
        ({"status": ["approved", "rejected"]}, 5),
        ({"status": "approved,rejected"}, 5),
        ({"category": "post", "status": "approved"}, 0),
        ({"document": "ST/OMS/2020/1"}, 2),
        ({"document": ["ST/OMS/2020/1", "circular-7"]}, 3),
        ({"category": "", "status": "", "document": "", "source": "", "target": ""}, 5),
    ],
)
def test_filters(client: FlaskClient, filters: dict[str, Any], total: int) -> None:
    assert get(client, "/search", **filters)["total"] == total


def test_paging_gives_every_concept_once(client: FlaskClient) -> None:
    pages = [get(client, "/search", limit=2, offset=offset)["hits"] for offset in (0, 2, 4, 6)]
    assert [len(page) for page in pages] == [2, 2, 1, 0]
    assert len({hit["concept"] for page in pages for hit in page}) == 5


def test_suggest(client: FlaskClient) -> None:
    assert {"text": "海事安全厅", "lang": "zh", "concept": "c1"} in get(client, "/suggest", q="hsa")["suggestions"]
    assert get(client, "/suggest", q="")["suggestions"] == []


def test_a_concept_shows_relations_from_both_ends_and_can_be_read_back(client: FlaskClient) -> None:
    record = get(client, "/concepts/c2")
    assert {(r["type"], r["concept"]) for r in record["relations"]} == {
        ("part_of", "c1"),
        ("succeeds", "c6"),
        ("headed_by", "c3"),
    }
    assert {relation.type for relation in concept_from_record(record).relations} == {"part_of", "succeeds"}
    assert get(client, "/concepts/c1")["terms"][0]["citations"][0]["context"] == "海事安全厅的组织"


def test_history(client: FlaskClient) -> None:
    answer = get(client, "/concepts/c1/history")
    assert answer["changes"] == [
        {"revision": 1, "when": "2024-05-06", "who": "fixture", "concept": "c1", "action": "created"}
    ]


def test_annotate_takes_a_text_or_segments(client: FlaskClient) -> None:
    one = client.post("/api/v1/annotate", json={"text": "海事安全厅"}).json
    many = client.post("/api/v1/annotate", json={"segments": ["", "海事安全厅"]}).json
    assert one["matches"] == many["segments"][1]["matches"]
    assert many["segments"][0] == {"matches": []}


def test_annotate_takes_a_thousand_segments(client: FlaskClient) -> None:
    answer = client.post("/api/v1/annotate", json={"segments": ["港口规划处"] * 1000}).json
    assert [len(segment["matches"]) for segment in answer["segments"]] == [1] * 1000


def test_lookup(client: FlaskClient) -> None:
    answer = client.post("/api/v1/lookup", json={"queries": ["OMS", "x"], "source": "en", "target": "zh"}).json
    assert [[hit["concept"] for hit in result["concepts"]] for result in answer["results"]] == [["c1"], []]


def test_documents(client: FlaskClient) -> None:
    listed = get(client, "/documents")["documents"]
    assert [entry["id"] for entry in listed] == ["ST/OMS/2020/1", "circular-7"]
    whole = get(client, "/documents/ST/OMS/2020/1")
    assert [paragraph["label"] for paragraph in whole["paragraphs"]] == ["1.1", "1.1", "1.2"]
    assert [(term["concept"], term["text_en"]) for term in whole["terms"]] == [
        ("c1", "Office of Maritime Safety"),
        ("c2", "Port Planning Service"),
    ]
    assert whole["url"] == "https://docs.un.org/zh/ST/OMS/2020/1"
    assert get(client, "/documents/circular-7")["paragraphs"][0]["text"] is None


def test_changes_can_be_followed(client: FlaskClient, store_path: Path) -> None:
    first = get(client, "/changes")
    assert (first["revision"], len(first["changes"]), first["more"]) == (1, 6, False)
    assert get(client, "/changes", since=1)["changes"] == []
    with Store(store_path) as store:
        for concept in ("c2", "c3"):
            with edit(store, "test") as change:
                change.set_status(concept, "rejected")
    page = get(client, "/changes", since=1, limit=1)
    assert (page["revision"], [c["concept"] for c in page["changes"]], page["more"]) == (2, ["c2"], True)
    assert [c["concept"] for c in get(client, "/changes", since=2)["changes"]] == ["c3"]


def test_a_revision_is_never_cut_in_two(client: FlaskClient) -> None:
    page = get(client, "/changes", limit=2)
    assert (page["revision"], len(page["changes"])) == (1, 6)


def test_stats_and_health_name_the_file(client: FlaskClient, store_path: Path) -> None:
    assert get(client, "/stats")["db"] == str(store_path)
    assert get(client, "/health") == {"status": "ok", "revision": 1, "index_revision": 1, "db": str(store_path)}


@pytest.mark.parametrize("name", sorted(WRITERS))
def test_an_export_is_what_the_writer_writes(client: FlaskClient, store_path: Path, name: str) -> None:
    response = client.get(f"/api/v1/export/{name}")
    expected = io.BytesIO()
    with Store(store_path) as store:
        ids = store.concept_ids(Filters(statuses=("approved",)))
        options = Options(ids=frozenset(ids), changes=lambda concept: store.changes(concept_id=concept))
        WRITERS[name].write(store.concepts(ids), expected, options)
    if name != "kit":  # which has the term base in it, too
        assert response.data == expected.getvalue()
    assert response.headers["Content-Disposition"].startswith("attachment; ")
    assert response.headers["Content-Type"] == WRITERS[name].media_type


@pytest.mark.parametrize(
    ("filters", "concepts"),
    [
        ({"status": "all"}, 6),
        ({"status": "proposed"}, 1),
        ({"category": "unit"}, 3),
        ({"document": "ST/OMS/2020/1"}, 2),
        ({"q": "港口规划处", "status": "all"}, 2),
        ({"q": "nothing of the kind"}, 0),
    ],
)
def test_an_export_takes_the_filters_of_search(client: FlaskClient, filters: dict[str, str], concepts: int) -> None:
    assert len(client.get("/api/v1/export/jsonl", query_string=filters).data.splitlines()) == concepts


def test_an_export_writes_other_language_tags(client: FlaskClient) -> None:
    assert b'xml:lang="zh-CN"' in client.get("/api/v1/export/tbx?tag=zh=zh-CN").data


# -- bad input ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "status", "names"),
    [
        ("/nothing", 404, ""),
        ("/concepts/c999", 404, "c999"),
        ("/concepts/x", 404, "x"),
        ("/concepts/c1%00", 404, ""),
        ("/concepts/" + "c" * 65, 422, "id"),
        ("/concepts/c99999999999999999999", 404, ""),
        ("/concepts/c999/history", 404, "c999"),
        ("/documents/NO/SUCH", 404, "NO/SUCH"),
        ("/documents/ST/OMS/2020/1?lang=en", 404, ""),
        ("/documents/ST/OMS/2020/1?lang=xx", 422, "'zh' or 'en'"),
        ("/export/doc", 404, "jsonl"),
        ("/export/jsonl?tag=zh", 422, "tag"),
        ("/search?q=" + "q" * 201, 422, "200"),
        ("/search?q=%00", 422, "control"),
        ("/search?q=a%1Bb", 422, "control"),
        ("/search?mode=regex", 422, "'pinyin'"),
        ("/search?category=ship", 422, "'unit'"),
        ("/search?status=open", 422, "'approved'"),
        ("/search?source=fr", 422, "'zh' or 'en'"),
        ("/search?limit=0", 422, "limit"),
        ("/search?limit=101", 422, "limit"),
        ("/search?limit=ten", 422, "limit"),
        ("/search?offset=-1", 422, "offset"),
        ("/search?offset=" + "9" * 30, 422, "offset"),
        ("/search?document=%00", 422, "document"),
        ("/suggest?limit=0", 422, "limit"),
        ("/changes?since=-1", 422, "since"),
        ("/changes?since=x", 422, "since"),
    ],
)
def test_bad_requests_are_told_what_is_wrong(client: FlaskClient, path: str, status: int, names: str) -> None:
    response = client.get(f"/api/v1{path}")
    assert response.status_code == status
    assert response.content_type == "application/problem+json"
    assert response.json["status"] == status
    assert names in response.json["detail"]
    assert "Traceback" not in response.text


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("annotate", {}, 422),
        ("annotate", {"text": "x", "segments": ["x"]}, 422),
        ("annotate", {"text": 1}, 422),
        ("annotate", {"text": "x" * (asked.MAX_TEXT + 1)}, 422),
        ("annotate", {"segments": ["x"] * (asked.MAX_SEGMENTS + 1)}, 422),
        ("annotate", {"segments": ["x" * (asked.MAX_SEGMENT + 1)]}, 422),
        ("annotate", {"text": "x", "source": "fr"}, 422),
        ("annotate", {"text": "x", "status": ["open"]}, 422),
        ("annotate", [], 422),
        ("annotate", "text", 422),
        ("annotate", {"text": "x", "status": [{}]}, 422),
        ("check", {}, 422),
        ("check", {"segments": [{"source": "x"}]}, 422),
        ("check", {"segments": [["x", "y"]]}, 422),
        ("check", {"segments": [{"source": "x" * (asked.MAX_SEGMENT + 1), "target": ""}]}, 422),
        ("check", {"segments": [{"source": "x", "target": "y"}] * (asked.MAX_SEGMENTS + 1)}, 422),
        ("check", {"segments": [], "source": "en", "target": "en"}, 422),
        ("lookup", {}, 422),
        ("lookup", {"queries": "OMS"}, 422),
        ("lookup", {"queries": ["x"] * (asked.MAX_LOOKUPS + 1)}, 422),
        ("lookup", {"queries": ["x" * 201]}, 422),
        ("lookup", {"queries": ["a\x00"]}, 422),
    ],
)
def test_bad_bodies(client: FlaskClient, path: str, body: object, status: int) -> None:
    response = client.post(f"/api/v1/{path}", json=body)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")


NO_JSON = [
    (b"", "it ends where a value should begin at line 1, column 0"),
    (b"{", "it ends inside an object at line 1, column 1"),
    (b'{"text": "\xe5\xa4\x84", "segments": ["a"', "it ends inside a list at line 1, column 30"),
    (b'{"text": "a",\n "\xe5\xa4\x84" 1}', "want `:` at line 2, column 6"),
    (b"{'text': 1}", "want a name in double quotes at line 1, column 2"),
    (b'{"text": "\\ud800"}', "half a surrogate pair at line 1, column 17"),
    (b'{"text": "\xff"}', "bytes that are no UTF-8 at line 1, column 10"),
    (b'{"text": NaN}', "a value should begin (NaN and Infinity are none) at line 1, column 10"),
    (b"[" * 100_000, "lists and objects stand more than 200 deep at line 1, column 202"),
    (b"{} {}", "something follows the end at line 1, column 4"),
]


@pytest.mark.parametrize(("body", "fault"), NO_JSON)
def test_a_body_that_is_no_json_is_told_where(client: FlaskClient, body: bytes, fault: str) -> None:
    response = client.post("/api/v1/annotate", data=body, content_type="application/json; charset=utf-8")
    assert (response.status_code, response.content_type) == (400, "application/problem+json")
    assert response.json["detail"] == f"the body is no JSON: {fault}"


@pytest.mark.parametrize(
    ("body", "kind", "status"),
    [
        (b"{}", "text/plain", 415),
        (b"{}", "", 415),
        (b'"' + b"x" * asked.MAX_BODY + b'"', "application/json", 413),
    ],
)
def test_other_bodies_that_are_not_read(client: FlaskClient, body: bytes, kind: str, status: int) -> None:
    response = client.post("/api/v1/annotate", data=body, content_type=kind)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")


@pytest.mark.parametrize(("length", "status"), [(asked.MAX_BODY - 1, 400), (asked.MAX_BODY + 1, 413)])
def test_a_body_that_does_not_tell_its_length_is_bounded(client: FlaskClient, length: int, status: int) -> None:
    chunked = {"wsgi.input_terminated": True, "HTTP_TRANSFER_ENCODING": "chunked"}
    body = io.BytesIO(b"[" + b" " * (length - 1))
    response = client.post("/api/v1/lookup", input_stream=body, content_type="application/json", environ_base=chunked)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")


@pytest.mark.parametrize("body", [b"[]", b'"text"', b"1", b"null"])
def test_a_body_that_is_no_object_is_told_so(client: FlaskClient, body: bytes) -> None:
    response = client.post("/api/v1/lookup", data=body, content_type="application/json")
    assert (response.status_code, response.json["detail"]) == (422, "want an object")


@pytest.mark.parametrize("text", ["\x00海事安全厅\x1b", "\ufffe\U0010ffff", "a" * 1000 + "海事安全厅", "\u202e", "‍"])
def test_annotate_takes_any_characters(client: FlaskClient, text: str) -> None:
    assert client.post("/api/v1/annotate", json={"text": text}).status_code == 200


@pytest.mark.parametrize(
    "q", ["\ud83d\ude00", "*", "?", '"', "a AND", "[", "key:x", "%", "_", "'; --", "\u200b", "（", "-1"]
)
@pytest.mark.parametrize("mode", ["auto", "exact", "prefix", "substring", "fuzzy", "pinyin"])
def test_search_takes_any_characters(client: FlaskClient, q: str, mode: str) -> None:
    q = q.encode("utf-16", "surrogatepass").decode("utf-16")
    assert client.get("/api/v1/search", query_string={"q": q, "mode": mode}).status_code == 200


def test_half_a_surrogate_pair_in_a_url_is_no_failure(client: FlaskClient) -> None:
    assert client.get("/api/v1/search?q=%ED%A0%80").status_code in (200, 422)


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_wrong_methods_name_the_right_ones(client: FlaskClient, method: str) -> None:
    response = client.open("/api/v1/search", method=method, json={})
    assert (response.status_code, response.content_type) == (405, "application/problem+json")
    assert "GET" in response.headers["Allow"]
    assert response.json["detail"] == f"{method} is not among what is answered here: GET, HEAD, OPTIONS"


def test_bodies_in_other_wrappings(client: FlaskClient) -> None:
    body = '{"text": "采购"}'

    def sent(data: bytes, **headers: str) -> tuple[int, str]:
        answer = client.post("/api/v1/annotate", data=data, content_type="application/json", headers=headers)
        return answer.status_code, answer.json.get("detail", "")

    assert sent(body.encode("utf-8-sig")) == (200, "")
    assert sent(body.encode("utf-16")) == (400, "the body is no JSON: it is in UTF-16, want UTF-8")
    packed = gzip.compress(body.encode())
    assert sent(packed, **{"Content-Encoding": "gzip"}) == (415, "the body is packed (gzip): send it as it is")


def test_an_unforeseen_failure_shows_nothing_of_the_inside(app: Flask) -> None:
    app.add_url_rule("/api/v1/broken", "one", view_func=lambda: {}["secret"])
    app.add_url_rule("/broken", "other", view_func=lambda: {}["secret"])
    client = app.test_client()
    for path, kind in (("/api/v1/broken", "application/problem+json"), ("/broken", "text/html; charset=utf-8")):
        response = client.get(path)
        assert (response.status_code, response.content_type) == (500, kind)
        assert "Traceback" not in response.text
        assert "secret" not in response.text


# -- keeping, guarding -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/search?q=OMS",
        "/api/v1/concepts/c2/history",
        "/api/v1/export/csv",
        "/api/v1/changes",
        "/search?q=OMS",
        "/about",
    ],
)
def test_what_is_known_is_not_sent_again(client: FlaskClient, path: str) -> None:
    first = client.get(path)
    assert first.headers["ETag"].startswith('W/"revision-1-')
    assert first.headers["Cache-Control"] == "no-cache"
    again = client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["ETag"] == first.headers["ETag"]


def test_a_change_gives_a_new_etag(client: FlaskClient, app: Flask, store_path: Path) -> None:
    paths = ("/api/v1/search?q=OMS", "/api/v1/concepts/c1")
    before = [client.get(path).headers["ETag"] for path in paths]
    with Store(store_path) as store, edit(store, "test") as change:
        change.set_status("c1", "rejected")
    app.extensions["glossary"].refresh()
    for path, tag, revision in zip(paths, before, ('W/"revision-2-', '"c1-2-'), strict=True):
        answer = client.get(path, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert answer.headers["ETag"].startswith(revision)


def test_the_etag_of_a_concept_is_its_own_and_still_tells_when_neighbours_change(
    client: FlaskClient, store_path: Path
) -> None:
    first = client.get("/api/v1/concepts/c1")
    assert first.headers["ETag"].startswith('"c1-1-')
    headers = {"If-None-Match": first.headers["ETag"]}
    again = client.get("/api/v1/concepts/c1", headers=headers)
    assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", first.headers["ETag"])
    with Store(store_path) as store, edit(store, "test") as change:
        change.put(replace(store.concept("c2"), relations=()))
    later = client.get("/api/v1/concepts/c1", headers=headers)
    assert later.status_code == 200
    assert later.headers["ETag"].startswith('"c1-1-')
    assert later.headers["ETag"] != first.headers["ETag"]


def test_the_application_follows_changes_by_itself(client: FlaskClient, store_path: Path) -> None:
    with Store(store_path) as store, edit(store, "test") as change:
        change.set_status("c1", "rejected")
    end = time.monotonic() + 20
    while get(client, "/health")["index_revision"] < 2 and time.monotonic() < end:
        pass
    assert get(client, "/health")["index_revision"] == 2
    assert get(client, "/search", q="OMS")["total"] == 0


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200),
        ("localhost:8000", 200),
        ("127.0.0.1:1", 200),
        ("[::1]:8000", 200),
        ("terms.example", 200),
        ("TERMS.example:80", 200),
        ("evil.example", 421),
        ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example:8000", 421),
        ("evil@localhost", 421),
        ("[", 421),
    ],
)
@pytest.mark.parametrize("path", ["/api/v1/health", "/", "/static/style.css"])
def test_only_known_hosts_are_answered_for(client: FlaskClient, host: str, status: int, path: str) -> None:
    with client.get(path, headers={"Host": host}) as response:
        assert response.status_code in (status, 400 if status == 421 else status)


def test_other_origins_may_not_read_unless_allowed(client: FlaskClient) -> None:
    answer = client.get("/api/v1/stats", headers={"Origin": "https://cat.example"})
    assert not [name for name, _ in answer.headers if name.startswith("Access-Control-")]


def test_allowed_origins_may_read_and_nothing_else(store_path: Path, tmp_path: Path) -> None:
    app = create_app(store_path, tmp_path / "index", cors_origins=["https://cat.example"])
    client = app.test_client()
    origin = {"Origin": "https://cat.example"}
    answer = client.get("/api/v1/stats", headers=origin)
    assert answer.headers["Access-Control-Allow-Origin"] == "https://cat.example"
    assert "Origin" in answer.headers["Vary"]
    ask = {**origin, "Access-Control-Request-Method": "POST"}
    assert client.options("/api/v1/annotate", headers=ask).headers["Access-Control-Allow-Headers"]
    assert (
        "Access-Control-Allow-Origin"
        not in client.options("/api/v1/concepts/c1", headers={**ask, "Access-Control-Request-Method": "DELETE"}).headers
    )
    assert (
        "Access-Control-Allow-Origin"
        not in client.get("/api/v1/stats", headers={"Origin": "https://evil.example"}).headers
    )
    app.extensions["glossary"].close()


def test_json_is_utf8_as_it_is(client: FlaskClient) -> None:
    assert "海事安全厅".encode() in client.get("/api/v1/search?q=OMS").data


@pytest.mark.parametrize("value", [*CATEGORIES, *CONCEPT_STATUSES])
def test_every_value_is_a_filter(client: FlaskClient, value: str) -> None:
    name = "category" if value in CATEGORIES else "status"
    assert client.get(f"/api/v1/search?{name}={quote(value)}").status_code == 200
