"""The reader of web pages: main text, lists, tables, notes, encodings, and pages that are malformed or monstrous."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from glossary.errors import GlossaryError, InputError, ParseError, TooLarge, UnsupportedFormat
from glossary.models import Document
from importers import read_document


def read(tmp_path: Path, page: str | bytes, name: str = "x.html") -> Document:
    path = tmp_path / name
    path.write_bytes(page.encode() if isinstance(page, str) else page)
    return read_document(path)


def texts(tmp_path: Path, page: str) -> list[str]:
    return [f"{p.label}|{p.kind}|{p.text}" for p in read(tmp_path, page).paragraphs]


def bare(tmp_path: Path, page: str) -> list[str | None]:
    return [p.text for p in read(tmp_path, page).paragraphs]


FURNITURE = (
    "<head><title>题</title><style>p{}</style></head><nav>导航</nav><header>海洋网</header>"
    "<div class='site-nav'>栏目</div>"
    "<div id='breadcrumb'>首页</div><ul class='menu top'><li>新闻</li></ul><div role='navigation'>导航</div>"
    "<p hidden>藏</p><p style='display: none'>藏</p><p aria-hidden='true'>藏</p><script>var a = '码';</script>"
    "<noscript>码</noscript><template><p>样</p></template><form><button>查</button></form><aside>旁</aside>"
)


@pytest.mark.parametrize(
    "page",
    [
        f"<html>{FURNITURE}<main><header><h1>海洋观测局</h1></header><p>观测海洋。</p></main><footer>版权</footer></html>",
        f"{FURNITURE}<article><h1>海洋观测局</h1><p>观测海洋。</article><footer>版权</footer>",
        f"<body>{FURNITURE}<h1>海洋观测局</h1><div>观测海洋。</div><footer>版权</footer>",
        f"{FURNITURE}<div role='main'><h1>海洋<br>观测局</h1>观测海洋。<p></p></div><article>另一篇。</article>",
        f"<form>{FURNITURE}<h1>海洋观测局<h1></h1><table><tr><td><p>观测海洋。</table></form>",
    ],
)
def test_the_main_text_alone(tmp_path: Path, page: str) -> None:
    document = read(tmp_path, page)
    assert [(p.kind, p.text) for p in document.paragraphs] == [("heading", "海洋观测局"), ("body", "观测海洋。")]
    assert document.title == "海洋观测局"


def test_blocks_are_lines_and_blanks_are_those_of_the_text(tmp_path: Path) -> None:
    page = (
        "<div>海洋<b>观测</b>局<span>。</span>"
        "<div>观测\n  海洋和 <i>UN</i>\n1 号 浮标&nbsp;甲&mdash;乙&#x3002;</div>末。</div>"
        "<p>一行。<br/>二行<wbr>完。<ruby>见<rt>jiàn</rt></ruby></p><pre>甲。\n  乙。</pre><dl><dt>词<dd>义。</dl>"
    )
    assert bare(tmp_path, page) == [
        "海洋观测局。",
        "观测海洋和 UN 1 号 浮标 甲—乙。",
        "末。",
        "一行。",
        "二行完。见",
        "甲。",
        "乙。",
        "词",
        "义。",
    ]


def test_lists_are_numbered_as_they_are_shown(tmp_path: Path) -> None:
    page = (
        "<ol start=3><li>观测：<ol type=a><li>浮标；<li>船队：<ol type=i><li>大船；<li>小船。</ol></ol>"
        "<li value=5><p>报告。</p><p>每年一次。</p></ol><ul><li>甲。<li>乙。</ul>"
    )
    assert texts(tmp_path, "<p>1. 总则。<p>2. 职能。" + page) == [
        "1|body|总则。",
        "2|body|职能。",
        "3|body|观测：",
        "3(a)|body|浮标；",
        "3(b)|body|船队：",
        "3(b)(i)|body|大船；",
        "3(b)(ii)|body|小船。",
        "5|body|报告。",
        "5|body|每年一次。",
        "5|body|甲。",
        "5|body|乙。",
    ]


@pytest.mark.parametrize(
    ("opening", "read_as"),
    [
        ("<ol>", ["1|甲，", "2|乙，"]),
        ("<ol reversed>", ["0|2. 甲，", "1|乙，"]),
        ("<ol type=A>", ["0|A. 甲，", "0|B. 乙，"]),
        ("<ol type=I start=4>", ["0|IV. 甲，", "0|V. 乙，"]),
        ("<ol style='list-style-type: cjk-ideographic'>", ["s1|一、甲，", "s2|二、乙，"]),
        ("<ol start=-1>", ["0|-1. 甲，", "0|0. 乙，"]),
        ("<ol start=x type=z>", ["1|甲，", "2|乙，"]),
    ],
)
def test_list_marks(tmp_path: Path, opening: str, read_as: list[str]) -> None:
    page = f"<p>海洋。{opening}<li>甲，<li>乙，</ol><h2>第 9 节</h2>"
    assert [f"{p.label}|{p.text}" for p in read(tmp_path, page).paragraphs][1:3] == read_as


def test_tables(tmp_path: Path) -> None:
    page = (
        "<table><tr><td><p>1. 职位：</p><table><caption>表一</caption><thead><tr><th>职位<th>报告关系</thead>"
        "<tr><td>局长<td><p>秘书长</p><p>和大会</p><tr><td colspan=2>全体<tr><td><td></table></td></tr></table>"
        "<table><tr><td>2. 海洋观测局观测海洋。</table>"
    )
    assert texts(tmp_path, page) == [
        "1|body|职位：",
        "1|heading|表一",
        "1|table|职位\t报告关系",
        "1|table|局长\t秘书长 和大会",
        "1|table|全体",
        "2|body|海洋观测局观测海洋。",
    ]


NOTED = ["1|body|海洋观测局观测海洋。", "1注|footnote|见 A/58/881。", "2|body|局长领导。", "2注|footnote|乙。"]


LINKED = (
    "<p>1. 海洋观测局<sup><a href='#fn1' id='r1'>1</a></sup>观测海洋。<p>2. 局长<sup><a href='#fn2'>2</a></sup>领导。"
    "<hr><ol><li id=fn1>见 A/58/881。<a href='#r1'>↩</a><li id=fn2>乙。</ol>"
)
FROM_WORD = (
    "<p>1. 海洋观测局<a href='#_ftn1' name='_ftnref1'><sup>[1]</sup></a>观测海洋。"
    "<p>2. 局长<a href='#_ftn2' name='_ftnref2'>[2]</a>领导。"
    "<div><p><a href='#_ftnref1' name='_ftn1'>[1]</a> 见 A/58/881。</p>"
    "<p><a href='#_ftnref2' name='_ftn2'>[2]</a>乙。</p>"
)
RAISED = (
    "<p>1. 海洋观测局<sup>1</sup>观测海洋。<p>2. 局长<sup>2</sup>领导。<p><sup>1</sup> 见 A/58/881。<p><sup>2</sup>乙。"
)


@pytest.mark.parametrize("page", [LINKED, FROM_WORD, RAISED])
def test_notes_that_are_evident(tmp_path: Path, page: str) -> None:
    assert texts(tmp_path, page) == NOTED


def test_what_is_raised_and_leads_nowhere_is_text(tmp_path: Path) -> None:
    page = (
        "<p>1. 海洋 3 m<sup>2</sup><sup><a href='#x'>9</a></sup>，见<a href='#p2'>第 2 段</a>。<p id=p2>2. 局长领导。"
    )
    assert texts(tmp_path, page) == ["1|body|海洋 3 m29，见第 2 段。", "2|body|局长领导。"]


PAGE = "<meta charset={}><p>海洋观测局由局长领导，局长对秘书长负责，就所有与海洋观测有关的事项提供咨询意见。"
SENTENCE = PAGE.partition("<p>")[2]


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (PAGE.format("utf-8").encode(), "utf-8"),
        (PAGE.format("gb2312").encode("gb18030"), "gb2312"),
        (PAGE.format("big5").replace("观", "觀").encode("utf-8"), "said wrongly"),
        (PAGE.partition(">")[2].encode("gb18030"), "not said"),
        (PAGE.format("gbk").encode("utf-16"), "byte order mark"),
        (b"<?xml version='1.0' encoding='GBK'?>" + SENTENCE.encode("gbk"), "XHTML"),
        (PAGE.format("no-such").encode(), "unknown"),
        (PAGE.format("utf-16le").encode(), "impossible"),
    ],
)
def test_encodings(tmp_path: Path, data: bytes, name: str) -> None:
    assert [str(p.text).replace("觀", "观") for p in read(tmp_path, data).paragraphs] == [SENTENCE]


def test_htm_is_read_too(tmp_path: Path) -> None:
    assert read(tmp_path, "<p>海洋。", "ST-SGB-2003-7.zh.HTM").symbol == "ST/SGB/2003/7"


@pytest.mark.parametrize(
    ("page", "error", "said"),
    [
        ("<html><head><title>题</title></head><body><script>x</script></body></html>", ParseError, "no text"),
        ("", InputError, "empty"),
        (b"%PDF-1.7", UnsupportedFormat, "PDF"),
        ("<!-- 海洋 -->", ParseError, "HTML"),
        ("<table>" * 3000 + "海洋", TooLarge, "nested"),
        ("<table><tr>" + "<td>甲" * 100_000, TooLarge, "columns"),
    ],
)
def test_what_is_refused(tmp_path: Path, page: str | bytes, error: type[InputError], said: str) -> None:
    with pytest.raises(error, match=said) as caught:
        read(tmp_path, page)
    assert str(tmp_path / "x.html") in str(caught.value)


@pytest.mark.parametrize(
    "page",
    [
        "<p>" + "海洋" * 1_700_000,
        "<table><tr><td>" * 600 + "海洋",
        "<ol><li>" * 900 + "海洋",
        "海" + "<sup><a href='#n'>1</a></sup>" * 50_000 + "<p id=n>洋",
        "<a href=#a>" * 1000 + "海洋",
        "<p>海<sup>1</sup>" * 50_000,
        "<div class='" + "a-" * 500_000 + "'>海洋</div>",
    ],
)
def test_monstrous_pages_are_read(tmp_path: Path, page: str) -> None:
    assert "海" in "".join(str(p.text) for p in read(tmp_path, page).paragraphs)


TAGS = [
    "<p>",
    "</p>",
    "<ol>",
    "</ol>",
    "<li>",
    "<table>",
    "<tr>",
    "<td>",
    "</table>",
    "<h1>",
    "</h1>",
    "<sup>",
    "</sup>",
]
TAGS += [
    "<a href='#a'>1</a>",
    "<p id=a>",
    "<br>",
    "<pre>",
    "</pre>",
    "<main>",
    "</main>",
    "海洋",
    " ",
    "1. ",
    "\n",
    "<!--",
]


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(TAGS), max_size=40).map("".join))
def test_any_page_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, page: str) -> None:
    path = tmp_path_factory.getbasetemp() / "any.html"
    path.write_text(page, encoding="utf-8")
    try:
        found = [paragraph.text or "" for paragraph in read_document(path).paragraphs]
    except GlossaryError as error:
        found = [str(error)]
    assert all(text and text == text.strip() for text in found)
