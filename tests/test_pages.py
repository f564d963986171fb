from __future__ import annotations

import html as markup
import re
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from glossary.edit import edit
from glossary.models import CATEGORIES, CONCEPT_STATUSES, INVERSE, TERM_KINDS, TERM_STATUSES, Document, Paragraph
from glossary.store import Store
from glossary.web import create_app, i18n

PAGES = [
    "/",
    "/search",
    "/search?q=OMS",
    "/search?q=nothing+of+the+kind",
    "/search?category=unit&status=proposed",
    "/concepts/c1",
    "/concepts/c5",
    "/browse",
    "/documents",
    "/documents/ST/OMS/2020/1",
    "/documents/circular-7",
    "/about",
    "/review",
    "/reports",
    "/signin",
    "/concepts/c1/history",
    "/concepts/c999",
]


def page(client: FlaskClient, path: str, **headers: str) -> str:
    return client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()}).text


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_page_is_whole_in_both_languages(client: FlaskClient, path: str, lang: str) -> None:
    response = client.get(path, headers={"Accept-Language": lang})
    html = response.text
    assert response.status_code == (404 if "c999" in path else 200)
    assert f'<html lang="{"zh-Hans" if lang == "zh" else "en"}">' in html
    assert html.count("<h1") == 1
    assert '<a class="skip" href="#content">' in html
    assert '<link rel="search" href="/opensearch.xml" type="application/opensearchdescription+xml"' in html
    assert "{{" not in html
    assert html.rstrip().endswith("</html>")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_inline_and_nothing_comes_from_elsewhere(client: FlaskClient, path: str) -> None:
    response = client.get(path)
    policy = response.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert response.headers["X-Content-Type-Options"] == "nosniff"
    assert response.headers["Referrer-Policy"]
    assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", response.text))
    assert "<style" not in response.text
    assert not re.search(r'\s(style|on\w+)="', response.text)
    assert not re.findall(r'(?:src|<link[^>]*href)="https?:', response.text)


@pytest.mark.parametrize("path", PAGES)
def test_an_anchor_stands_once_on_a_page(client: FlaskClient, path: str) -> None:
    anchors = re.findall(r'\sid="([^"]*)"', page(client, path))
    assert len(anchors) == len(set(anchors))
    assert all(anchors)


def test_every_term_says_its_language(client: FlaskClient) -> None:
    html = page(client, "/concepts/c1")
    assert '<span class="term preferred" lang="zh-Hans">海事安全厅</span>' in html
    assert '<span class="term preferred" lang="en">Office of Maritime Safety</span>' in html
    assert '<span class="term preferred" lang="fr">Bureau de la sécurité maritime</span>' in html


def test_markup_in_terms_is_text(client: FlaskClient) -> None:
    for path in ("/concepts/c5", "/search?q=script", "/search?q=" + quote("<script>alert(1)</script>")):
        html = page(client, path)
        assert "alert" in html
        assert "<script>" not in html
    assert 'href="javascript:' not in page(client, "/concepts/c5")


# -- language ----------------------------------------------------------------------------------------------------------


def test_both_languages_have_every_text() -> None:
    for key, texts in i18n.STRINGS.items():
        assert len(texts) == 2, key
        assert all(text.strip() for text in texts), key
        fields = [sorted(re.findall(r"\{\w+\}", text)) for text in texts]
        assert fields[0] == fields[1], key


@pytest.mark.parametrize(
    ("prefix", "values"),
    [
        ("category_", CATEGORIES),
        ("about_", (*CATEGORIES, *CONCEPT_STATUSES, *TERM_STATUSES)),
        ("status_", CONCEPT_STATUSES),
        ("term_", TERM_STATUSES),
        ("kind_", TERM_KINDS),
        ("relation_", (*INVERSE, *INVERSE.values())),
        ("reliability_", ("1", "2", "3", "4")),
    ],
)
def test_every_value_has_a_text(prefix: str, values: tuple[str, ...]) -> None:
    assert not [value for value in values if prefix + value not in i18n.STRINGS]


def test_the_templates_ask_for_texts_that_there_are() -> None:
    templates = Path(i18n.__file__).parent / "templates"
    asked = {key for path in templates.iterdir() for key in re.findall(r"""\b_\(["'](\w+)["'][,)]""", path.read_text())}
    assert asked
    assert asked <= set(i18n.STRINGS)


def test_the_language_is_asked_for_kept_and_else_the_browsers(client: FlaskClient) -> None:
    assert 'lang="en"' in page(client, "/", Accept_Language="de, en;q=0.5")[:200]
    assert 'lang="zh-Hans"' in page(client, "/", Accept_Language="zh-TW")[:200]
    asked = client.get("/?lang=zh", headers={"Accept-Language": "en"})
    assert "lang=zh" in asked.headers["Set-Cookie"]
    assert 'lang="zh-Hans"' in page(client, "/browse", Accept_Language="en")[:200]
    assert {"Accept-Language", "Cookie"} <= set(asked.vary)


def test_a_page_in_the_other_language_has_another_etag(client: FlaskClient) -> None:
    tags = {client.get("/about", headers={"Accept-Language": lang}).headers["ETag"] for lang in ("en", "zh")}
    assert len(tags) == 2


# -- what the pages say ------------------------------------------------------------------------------------------------


def test_hits_show_both_names_with_the_match_marked(client: FlaskClient) -> None:
    html = page(client, "/search?q=" + quote("海事"))
    assert "<mark>海事</mark>安全厅" in html
    assert "Office of Maritime Safety" in html
    assert "Annual report" in html


@pytest.mark.parametrize(
    ("query", "marked"), [("海事安全廳", "海事安全厅"), ("maritime", "Maritime"), ("ｏｍｓ", "OMS")]
)
def test_what_is_marked_is_what_was_meant(client: FlaskClient, query: str, marked: str) -> None:
    assert f"<mark>{marked}</mark>" in page(client, "/search?q=" + quote(query))


def test_proposed_concepts_and_missing_names_are_marked(client: FlaskClient) -> None:
    html = page(client, "/search?category=post", Accept_Language="en")
    assert '<span class="badge proposed">proposed</span>' in html
    assert "no English name known" in html


def test_a_name_without_a_source_says_so(client: FlaskClient) -> None:
    assert "no source seen" in page(client, "/search?q=Port+Planning+Service")
    assert "no source seen" in page(client, "/concepts/c2")


def test_facets_lead_to_narrower_searches(client: FlaskClient) -> None:
    html = page(client, "/search?q=" + quote("港口规划处"))
    links = [link.replace("&amp;", "&") for link in re.findall(r'href="(/search\?[^"]+)"', html)]
    narrowed = next(link for link in links if "category=post" in link)
    assert "/concepts/c3" in page(client, narrowed)
    assert "/concepts/c2" not in page(client, narrowed)


def test_export_links_keep_the_filters(client: FlaskClient) -> None:
    html = page(client, "/search?category=unit&status=all")
    link = next(link for link in re.findall(r'href="(/api/v1/export/jsonl[^"]*)"', html)).replace("&amp;", "&")
    assert len(client.get(link).data.splitlines()) == 3


def test_characters_can_be_switched(client: FlaskClient) -> None:
    html = page(client, "/search?q=OMS&script=s2tw")
    assert "海事安全廳" in html
    assert 'lang="zh-Hant-TW"' in html
    assert "script=s2hk" in html


def test_paging_leads_on_and_back(client: FlaskClient) -> None:
    first = page(client, "/search?limit=2")
    following = re.search(r'rel="next" href="([^"]+)"', first)
    assert following
    second = page(client, following[1].replace("&amp;", "&"))
    assert 'rel="prev"' in second
    assert 'start="3"' in second


def test_letters_lead_into_a_long_list(client: FlaskClient) -> None:
    html = page(client, "/search?limit=1")
    letters = dict(re.findall(r'<a href="([^"]+)">([A-Z])</a>', html))
    starts = {letter: link.replace("&amp;", "&") for link, letter in letters.items()}
    assert list(starts) == ["G", "H", "J"]
    assert 'href="/concepts/c2"' in page(client, starts["G"])
    assert 'href="/concepts/c1"' in page(client, starts["H"])
    assert 'href="/concepts/c5"' in page(client, starts["J"])


def test_a_concept_shows_everything_known(client: FlaskClient) -> None:
    html = page(client, "/concepts/c1", Accept_Language="en")
    for text in ("short form", "acronym", "Reliability 4/4", "seen in the official version", "负责海上安全的厅"):
        assert text in html
    assert 'href="https://oms.example/report?y=1&amp;z" rel="noopener noreferrer"' in html
    assert 'href="https://docs.un.org/zh/ST/OMS/2020/1" rel="noopener noreferrer"' in html
    assert '<q lang="zh-Hans"><mark>海事安全厅</mark>(海安厅)设港口规划处。</q>' in html
    assert "moved in 2021" in html
    assert "2024-05-06" in html


def test_relations_are_links_both_ways(client: FlaskClient) -> None:
    for path, other in [("c1", "c2"), ("c2", "c1"), ("c2", "c3"), ("c3", "c2"), ("c2", "c6"), ("c6", "c2")]:
        relations = page(client, f"/concepts/{path}").split('class="relations"')[1]
        assert f'href="/concepts/{other}"' in relations


def test_terms_not_to_be_used_say_so(client: FlaskClient) -> None:
    assert '<span class="warning">not to be used</span>' in page(client, "/concepts/c2", Accept_Language="en")
    html = page(client, "/concepts/c6", Accept_Language="en")
    assert '<span class="warning">no longer in use</span>' in html
    assert "until 2015" in html


def test_a_document_with_text_links_its_terms(client: FlaskClient) -> None:
    html = page(client, "/documents/ST/OMS/2020/1")
    assert '<a href="/concepts/c1">海安厅</a>' in html
    assert 'id="p1.2"' in html
    assert "助理秘书长领导" in html


def test_a_document_without_text_lists_its_terms(client: FlaskClient) -> None:
    html = page(client, "/documents/circular-7")
    assert 'id="p3"' in html
    assert '<a href="/concepts/c3">' in html


def test_a_document_in_two_languages_offers_both(store_path: Path, app: Flask) -> None:
    with Store(store_path) as store, edit(store, "test") as change:
        text = Paragraph("1.1", "The Office of Maritime Safety (OMS) has a Port Planning Service.")
        change.add_document(Document("ST/OMS/2020/1", "en", "Organization", paragraphs=(text,), sha256="2" * 64))
    client = app.test_client()
    assert 'href="?version=en"' in page(client, "/documents/ST/OMS/2020/1")
    html = page(client, "/documents/ST/OMS/2020/1?version=en")
    assert '<a href="/concepts/c1">Office of Maritime Safety</a>' in html
    assert "https://docs.un.org/en/ST/OMS/2020/1" in html


def test_a_symbol_with_odd_characters_can_be_followed(store_path: Path, app: Flask) -> None:
    symbol = "第 7 号#?&%2F通知"
    with Store(store_path) as store, edit(store, "test") as change:
        change.add_document(Document(symbol, paragraphs=(Paragraph("1", "海事安全厅"),), sha256="3" * 64))
    client = app.test_client()
    link = next(link for link in re.findall(r'href="(/documents/[^"]+)"', page(client, "/documents")) if "%23" in link)
    assert symbol in markup.unescape(page(client, link))


def test_the_tree_shows_parts(client: FlaskClient) -> None:
    tree = page(client, "/browse").split('class="tree"')[1]
    assert tree.index("海事安全厅") < tree.index("港口规划处")


def test_about_names_the_file(client: FlaskClient, store_path: Path) -> None:
    assert str(store_path) in page(client, "/about")


@pytest.mark.parametrize(("behind_proxy", "scheme"), [(True, "https"), (False, "http")])
def test_the_scheme_that_a_proxy_names_is_believed_when_told_to(
    store_path: Path, tmp_path: Path, behind_proxy: bool, scheme: str
) -> None:
    client = create_app(store_path, tmp_path / "index", behind_proxy=behind_proxy).test_client()
    told = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "192.0.2.1", "X-Forwarded-Host": "evil.example"}
    assert f"{scheme}://localhost/" in client.get("/about", headers=told).text
    assert f"{scheme}://localhost/" in client.get("/opensearch.xml", headers=told).text


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/s?q=OMS", "/concepts/c1"),
        ("/s?q=" + quote("港口"), "/search?q=" + quote("港口")),
        ("/s", "/search"),
        ("/t?source=zh&target=en&q=" + quote("海事安全厅"), "/concepts/c1"),
        ("/t?source=zh-CN&target=en-US&q=" + quote("海事安全厅"), "/concepts/c1"),
        ("/t?source=zh&target=en&q=OMS", "/search?q=OMS&source=zh&target=en"),
        ("/t?source=zho-CN&target=eng&q=" + quote("海事安全厅"), "/concepts/c1"),
        ("/t?source=&target=&q=oms", "/concepts/c1"),
        ("/s?q=" + quote(" 海安厅\n"), "/concepts/c1"),
    ],
)
def test_look_ups_by_url(client: FlaskClient, path: str, target: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response.headers["Location"] == target


def test_a_language_that_is_not_there_is_said(client: FlaskClient) -> None:
    response = client.get("/t?source=fr-FR&target=en&q=x")
    assert response.status_code == 422
    assert "zh" in response.text


def test_opensearch_completes_what_is_typed(client: FlaskClient) -> None:
    response = client.get("/opensearch/suggest?q=" + quote("海事"))
    assert response.mimetype == "application/x-suggestions+json"
    assert response.get_json(force=True) == ["海事", ["海事安全厅"]]
    assert client.get("/opensearch/suggest").get_json(force=True) == ["", []]
    assert 'template="http://localhost/opensearch/suggest?q={searchTerms}"' in page(client, "/opensearch.xml")


def test_a_concept_can_be_cited_and_its_other_names_are_near(client: FlaskClient) -> None:
    html = page(client, "/concepts/c1")
    assert "ST/OMS/2020/1, para. 1.1: 海事安全厅 = Office of Maritime Safety" in html
    others = html.split('class="also"')[1].split("</p>")[0]
    assert re.findall(r">([^<>]+)</span>", others)[1:] == ["海安厅", "OMS"]
    assert 'class="also"' not in page(client, "/concepts/c2"), "names not to be used are not offered"


def test_opensearch_describes_the_search(client: FlaskClient) -> None:
    response = client.get("/opensearch.xml")
    assert response.content_type.startswith("application/opensearchdescription+xml")
    assert 'template="http://localhost/s?q={searchTerms}"' in response.text


@pytest.mark.parametrize(
    ("path", "status"),
    [("/nothing", 404), ("/concepts/c999", 404), ("/search?limit=1000", 422), ("/search?q=" + "q" * 201, 422)],
)
def test_errors_are_pages(client: FlaskClient, path: str, status: int) -> None:
    response = client.get(path)
    assert (response.status_code, response.mimetype) == (status, "text/html")
    assert str(status) in response.text
