"""The reader of PDF files: lines, columns, tables, notes and page headers by their place on the page."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from made_documents import Page, Pdf, docx, note_call, paragraph, table, wrapped

from glossary.errors import InputError, ParseError, TooLarge, UnsupportedFormat
from glossary.models import Document
from importers import pdf, read_document

LEFT, TOP, EM = 90.0, 760.0, 12.0
DUTY = (
    "海洋观测局由主管海洋观测事务助理秘书长领导，助理秘书长对秘书长负责，"
    "就所有与海洋观测有关的事项提供咨询意见，并代表秘书长同各会员国和区域组织保持联络。"
)
REPORT = (
    "观测科向局长报告北大西洋和南太平洋各浮标的状况，每年两次向会员国公布所得资料，"
    "并保管海洋观测局在各区域观测站的全部档案和仪器。"
)


def read(tmp_path: Path, data: bytes, name: str = "x.pdf") -> Document:
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


def texts(document: Document) -> list[str]:
    return [f"{p.label}|{p.kind}|{p.text}" for p in document.paragraphs]


def numbered(page: Page, y: float, number: str, text: str, x: float = LEFT, width: int = 34) -> float:
    """Set a paragraph as documents number them: the number, a tab, the text, its lines flush left."""
    lines = wrapped(text, width)
    page.at(x, y, number)
    page.prose(x + 3 * EM, y, [lines[0][: width - 3]])
    rest = wrapped(lines[0][width - 3 :] + "".join(lines[1:]), width)
    return page.prose(x, y - 1.5 * EM, rest) - EM


def test_paragraphs_over_lines_and_pages(tmp_path: Path) -> None:
    made = Pdf()
    page = made.page()
    y = numbered(page, TOP, "1.", DUTY)
    page.prose(LEFT, y, wrapped("2. " + REPORT, 34)[:1])
    page = made.page()
    y = page.prose(LEFT, TOP, wrapped("2. " + REPORT, 34)[1:])
    page.prose(LEFT, y - EM, ["3. 局长任期四年。"])
    assert texts(read(tmp_path, made.bytes())) == [f"1|body|{DUTY}", f"2|body|{REPORT}", "3|body|局长任期四年。"]


def test_page_headers_numbers_and_job_numbers_go(tmp_path: Path) -> None:
    made = Pdf()
    for number in range(1, 5):
        page = made.page()
        symbol, folio = (LEFT, LEFT + 380) if number % 2 else (LEFT + 340, LEFT)
        page.at(symbol, 800, "ST/SGB/2003/7")
        page.at(folio, 40, str(number))
        page.at(LEFT + 200, 40, "03-12345 (C)")
        numbered(page, TOP, f"{number}.", "甲乙丙丁"[number - 1] + DUTY)
    document = read(tmp_path, made.bytes())
    assert texts(document) == [f"{number}|body|{'甲乙丙丁'[number - 1]}{DUTY}" for number in range(1, 5)]
    assert document.symbol == "ST/SGB/2003/7"
    assert document.date == "2003"


@pytest.mark.parametrize("shift", [0.0, 5.0])
def test_two_columns_are_read_one_after_the_other(tmp_path: Path, shift: float) -> None:
    made = Pdf()
    page = made.page()
    page.at(LEFT + 130, TOP + 30, "海洋观测局的组织")
    right = LEFT + 18 * EM
    y = numbered(page, TOP, "1.", DUTY, LEFT, 16)
    page.prose(LEFT, y, wrapped("2. " + REPORT, 16)[:3])
    y = page.prose(right, TOP - shift, wrapped("2. " + REPORT, 16)[3:])
    numbered(page, y - EM, "3.", DUTY, right, 16)
    assert texts(read(tmp_path, made.bytes())) == [
        "1|heading|海洋观测局的组织",
        f"1|body|{DUTY}",
        f"2|body|{REPORT}",
        f"3|body|{DUTY}",
    ]


def test_tables_and_what_is_none(tmp_path: Path) -> None:
    made = Pdf()
    page = made.page()
    y = numbered(page, TOP, "1.", "各职位的员额和报告关系如下：")
    rows = (("职位", "员额", "报告关系"), ("观测科科长", "1", "局长"), ("浮标股股长", "12", "观测科科长"))
    for row in rows:
        for x, cell in zip((LEFT, LEFT + 150, LEFT + 220), row, strict=True):
            page.at(x, y, cell)
        y -= 24
    page.at(LEFT + 220, y + 24 - 15, "或副科长")
    y = numbered(page, y - 24, "2.", "局长领导：")
    for mark, text in (("(a)", "观测科；"), ("(b)", "船队管理股。")):
        page.at(LEFT + 24, y, mark)
        page.at(LEFT + 60, y, text)
        y -= 18
    assert texts(read(tmp_path, made.bytes())) == [
        "1|body|各职位的员额和报告关系如下：",
        "1|table|职位\t员额\t报告关系",
        "1|table|观测科科长\t1\t局长",
        "1|table|浮标股股长\t12\t观测科科长或副科长",
        "2|body|局长领导：",
        "2(a)|body|观测科；",
        "2(b)|body|船队管理股。",
    ]


def test_notes_at_the_foot_of_the_page(tmp_path: Path) -> None:
    made = Pdf()
    page = made.page()
    marked = DUTY.replace("咨询意见", "咨询意见^1^") + "浮标占海洋 5 km^2^。"
    page.prose(LEFT, TOP, wrapped("1. " + marked, 34))
    page.prose(LEFT, 120, wrapped("^1^ 见" + REPORT, 40), size=9)
    page.at(LEFT, 40, "1")
    page = made.page()
    page.prose(LEFT, TOP, ["2. 局长任期四年^*^。"])
    page.prose(LEFT, 120, ["* 可以连任一次。"], size=9)
    page.at(LEFT, 40, "2")
    assert texts(read(tmp_path, made.bytes())) == [
        f"1|body|{DUTY}浮标占海洋 5 km2。",
        f"1注|footnote|见{REPORT}",
        "2|body|局长任期四年。",
        "2注|footnote|可以连任一次。",
    ]


def test_blanks_of_the_layout_go_and_those_of_the_text_stay(tmp_path: Path) -> None:
    made = Pdf()
    page = made.page()
    x = LEFT
    for char in "海洋观测局设在总部。":
        x = page.at(x, TOP, char) + 2.5
    page.at(page.at(LEFT, TOP - 40, "自"), TOP - 40, " 2003 年起设立 The Bureau of Oceans 观测科。")
    page.at(page.at(LEFT, TOP - 80, "他任") + 13, TOP - 80, "近局长。")
    assert [p.text for p in read(tmp_path, made.bytes()).paragraphs] == [
        "海洋观测局设在总部。",
        "自 2003 年起设立 The Bureau of Oceans 观测科。",
        "他任 近局长。",
    ]


def test_a_heading_over_two_lines_and_stamps(tmp_path: Path) -> None:
    made = Pdf()
    page = made.page()
    page.at(LEFT + 100, TOP, "整个海洋观测问题所有", 14)
    page.at(LEFT + 100, TOP - 18, "方面的全盘审查", 14)
    page.at(LEFT + 100, TOP - 60, "第 1 节")
    page.at(LEFT + 100, TOP - 78, "一般规定")
    page.prose(LEFT, TOP - 120, wrapped("1.1 " + DUTY, 34))
    page.canvas.saveState()
    page.canvas.rotate(45)
    page.at(500, 200, "草稿", 60)
    page.canvas.restoreState()
    assert [p.text for p in read(tmp_path, made.bytes()).paragraphs] == [
        "整个海洋观测问题所有方面的全盘审查",
        "第 1 节",
        "一般规定",
        DUTY,
    ]


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_turned_pages(tmp_path: Path, turn: int) -> None:
    made = Pdf(rotation=turn)
    page = made.page()
    page.canvas.translate(*{90: (595, 0), 180: (595, 842), 270: (0, 842)}[turn])
    page.canvas.rotate(turn)
    page.prose(LEFT, 500, wrapped("1. " + DUTY, 34))
    assert texts(read(tmp_path, made.bytes())) == [f"1|body|{DUTY}"]


def test_a_document_of_one_page_and_one_line(tmp_path: Path) -> None:
    made = Pdf()
    made.page().at(LEFT, TOP, "海洋。")
    assert texts(read(tmp_path, made.bytes())) == ["1|body|海洋。"]


def test_a_scan_says_so(tmp_path: Path) -> None:
    made = Pdf()
    made.page().canvas.rect(10, 10, 100, 100)
    with pytest.raises(ParseError, match="OCR"):
        read(tmp_path, made.bytes())


def test_an_encrypted_file_says_so(tmp_path: Path) -> None:
    made = Pdf(password="secret")
    made.page().at(LEFT, TOP, "海洋。")
    with pytest.raises(ParseError, match="encrypted"):
        read(tmp_path, made.bytes())


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"%PDF-1.7 broken", ParseError, "damaged"),
        (b"PK\x03\x04", UnsupportedFormat, "no PDF"),
        ("海洋".encode(), UnsupportedFormat, "no PDF"),
        (b"", InputError, "empty"),
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes, error: type[InputError], said: str) -> None:
    with pytest.raises(error, match=said) as caught:
        read(tmp_path, data)
    assert str(tmp_path / "x.pdf") in str(caught.value)


def test_a_truncated_file_is_read_or_refused(tmp_path: Path) -> None:
    made = Pdf()
    for number in range(3):
        numbered(made.page(), TOP, f"{number + 1}.", DUTY)
    data = made.bytes()
    for end in range(100, len(data), 97):
        try:
            told = texts(read(tmp_path, data[:end]))
        except ParseError as error:
            told = [str(error)]
        assert told


def test_too_many_pages_and_characters(tmp_path: Path) -> None:
    made = Pdf()
    for _ in range(pdf.MAX_PAGES + 1):
        made.page()
    with pytest.raises(TooLarge, match="pages"):
        read(tmp_path, made.bytes())
    made = Pdf()
    page = made.page()
    for place in range(380):
        page.at(0, 800 - 2 * place, "海" * 290, 2)
    with pytest.raises(TooLarge, match="page 1"):
        read(tmp_path, made.bytes())


@pytest.mark.libreoffice
def test_a_word_document_printed_by_libreoffice(tmp_path: Path) -> None:
    body = [
        paragraph("海洋观测局的组织", style="H1"),
        paragraph(f"1. {DUTY}{REPORT}"),
        paragraph("2. " + REPORT.removesuffix("。"), note_call(2), "。"),
        paragraph("3. 各职位如下："),
        table(("职位", "报告关系"), ("观测科科长", "局长"), ("浮标管理股股长", "观测科科长")),
        paragraph("4. " + DUTY),
    ]
    source = tmp_path / "x.docx"
    source.write_bytes(docx(*body, notes={2: "见 A/58/881。"}))
    command = ["soffice", f"-env:UserInstallation={(tmp_path / 'office').as_uri()}", "--headless"]
    soffice = shutil.which("soffice")
    assert soffice
    subprocess.run(
        [soffice, *command[1:], "--convert-to", "pdf", "--outdir", str(tmp_path), str(source)], check=True, timeout=120
    )
    assert texts(read_document(source.with_suffix(".pdf"))) == texts(read_document(source))
