"""One invented document as text layer, Word file, web page and PDF: the same paragraphs whichever way it came."""

from __future__ import annotations

from pathlib import Path

import pytest
from made_documents import Pdf, docx, level, note_call, numbering, paragraph, table, wrapped

from importers import read_document

FIRST = (
    "海洋观测局由主管海洋观测事务助理秘书长领导，助理秘书长对秘书长负责，"
    "就所有与海洋观测有关的事项提供咨询意见，并代表秘书长同各会员国保持联络。"
)
SECOND = (
    "下列各职位的报告关系由主管海洋观测事务助理秘书长确定，"
    "并在海洋观测局的年度工作计划中予以公布，供各科、股和中心参照执行："
)
THIRD = (
    "海洋观测局的核心职能如下，"
    "由局长同各区域观测站和管理事务部协商之后按照大会有关决议规定的任务和现有资源分配给各科执行："
)
ITEM_A = "管理北大西洋和南太平洋的全部浮标，定期维修浮标所载的各种仪器，并将所得资料按月送交数据分析中心保存和公布；"
ITEM_B = "每两年就海洋观测的状况向大会提出一份报告，其中载列各观测站的工作成果以及为改进观测工作所需的资源和人员。"
ANNEX_TEXT = (
    "观测站设在总部以外各地，每站设站长一人，由局长同观测科科长协商后任命，任期四年，可以连任一次，对观测科科长负责。"
)
NOTE = "见 A/58/881 和 Corr.1。"
ROWS = (("职位", "报告关系"), ("观测船队队长", "船队管理股股长"), ("浮标维修站站长", "浮标管理股股长"))

EXPECTED = [
    "1.1|heading|秘书长公报",
    "1.1|heading|海洋观测局的组织",
    "1.1|heading|第 1 节",
    "1.1|heading|组织",
    f"1.1|body|{FIRST}",
    "1.1注|footnote|" + NOTE,
    f"1.2|body|{SECOND}",
    *("1.2|table|" + "\t".join(row) for row in ROWS),
    "2.1|heading|第 2 节",
    "2.1|heading|职能",
    f"2.1|body|{THIRD}",
    f"2.1(a)|body|{ITEM_A}",
    f"2.1(b)|body|{ITEM_B}",
    "I:1|heading|附件一",
    "I:1|heading|区域观测站",
    f"I:1|body|{ANNEX_TEXT}",
]
NOTED = FIRST.index("，并代表")


def as_text() -> bytes:
    noted = wrapped("1.1 " + FIRST, 35)
    at = next(place for place in range(len(noted)) if "，并代表" in noted[place])
    before, _, after = noted[at].partition("，并代表")
    body = "\n\n".join([*noted[:at], f"{before}\n1\n，并代表{after}", *noted[at + 1 :]])
    parts = ["秘书长公报", "海洋观测局的组织", "第 1 节", "组织", body + f"\n\n__________________\n\n 1\n {NOTE}"]
    parts += ["ST/SGB/2003/7\n\n\n03-12345 (C)2", "\n\n".join(wrapped("1.2 " + SECOND, 35))]
    parts += [" ".join(row) for row in ROWS]
    parts += ["第 2 节", "职能", *("\n\n".join(wrapped(text, 35)) for text in ("2.1 " + THIRD, "(a) " + ITEM_A))]
    parts += ["\n\n".join(wrapped("(b) " + ITEM_B, 35)), "附件一", "区域观测站"]
    parts.append("\n\n".join(wrapped("1. " + ANNEX_TEXT, 35)))
    return " \n\n".join([*parts, ""]).encode()  # a text layer leaves a blank at the end of every paragraph


def as_word() -> bytes:
    body = [
        paragraph("秘书长公报", style="H1"),
        paragraph("海洋观测局的组织", style="H1"),
        paragraph("<w:r><w:t></w:t></w:r>"),
        paragraph("第 1 节", style="H2"),
        paragraph("组织", style="H3"),
        paragraph("1.1\t" + FIRST[:NOTED], note_call(2), FIRST[NOTED:]),
        paragraph("1.2\t" + SECOND),
        table(*ROWS),
        paragraph("第 2 节", style="H2"),
        paragraph("职能", style="H3"),
        paragraph("<w:del><w:r><w:t>删</w:t></w:r></w:del>", "2.1\t" + THIRD),
        paragraph(ITEM_A, number=(3, 0)),
        paragraph(ITEM_B, number=(3, 0)),
        paragraph("附件一", style="H1"),
        paragraph("区域观测站", style="H2"),
        paragraph(ANNEX_TEXT, number=(2, 0)),
    ]
    return docx(
        *body, notes={2: NOTE}, lists=numbering("", level(0, "decimal", "%1."), level(0, "lowerLetter", "(%1)"))
    )


def as_page() -> bytes:
    cells = "".join("<tr>" + "".join(f"<td>{cell}" for cell in row) for row in ROWS)
    return (
        "<html><head><title>公报</title></head><body><nav>首页</nav><main><h1>秘书长公报</h1><h1>海洋观测局<br>的组织</h1>"
        f"<h2>第 1 节</h2><h3>组织</h3><p>1.1&nbsp;{FIRST[:NOTED]}<sup><a href='#fn1'>1</a></sup>{FIRST[NOTED:]}</p>"
        f"<p>1.2 {SECOND}</p><table>{cells}</table><h2>第 2 节</h2><h3>职能</h3><p>2.1 {THIRD}"
        f"<ol type=a><li>{ITEM_A}<li>{ITEM_B}</ol><h2>附件一</h2><h3>区域观测站</h3><ol><li>{ANNEX_TEXT}</ol>"
        f"<ol><li id=fn1>{NOTE} <a href='#r'>↩</a></ol></main><footer>版权</footer>"
    ).encode()


def as_pdf() -> bytes:
    made = Pdf()
    page = made.page()
    y = 750.0
    for heading in ("秘书长公报", "海洋观测局的组织", "第 1 节", "组织"):
        page.at(90, y, heading)
        y -= 32
    y = page.prose(90, y, wrapped(f"1.1 {FIRST[:NOTED]}^1^{FIRST[NOTED:]}", 34)) - 10
    page.prose(90, 100, ["^1^ " + NOTE], size=9)
    page.at(90, 800, "ST/SGB/2003/7")
    page = made.page()
    page.at(90, 800, "ST/SGB/2003/7")
    y = page.prose(90, 750, wrapped("1.2 " + SECOND, 34)) - 10
    for left, right in ROWS:
        page.at(90, y, left)
        page.at(300, y, right)
        y -= 20
    for heading in ("第 2 节", "职能"):
        page.at(90, y - 14, heading)
        y -= 32
    y = page.prose(90, y - 14, wrapped("2.1 " + THIRD, 34)) - 10
    for mark, text in (("(a)", ITEM_A), ("(b)", ITEM_B)):
        page.at(114, y, mark)
        y = page.prose(144, y, wrapped(text, 29)) - 10
    page = made.page()
    page.at(90, 800, "ST/SGB/2003/7")
    page.at(90, 750, "附件一")
    page.at(90, 718, "区域观测站")
    page.prose(90, 680, wrapped("1. " + ANNEX_TEXT, 34))
    return made.bytes()


@pytest.mark.parametrize(
    ("suffix", "data"), [(".txt", as_text()), (".docx", as_word()), (".html", as_page()), (".pdf", as_pdf())]
)
def test_the_same_paragraphs_whichever_way_it_came(tmp_path: Path, suffix: str, data: bytes) -> None:
    path = tmp_path / f"st-sgb-2003-7.zh{suffix}"
    path.write_bytes(data)
    document = read_document(path)
    assert [f"{p.label}|{p.kind}|{p.text}" for p in document.paragraphs] == EXPECTED
    assert (document.symbol, document.lang, document.title) == ("ST/SGB/2003/7", "zh", "海洋观测局的组织")
    assert document.date == "2003"
