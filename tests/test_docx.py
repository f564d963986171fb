"""The reader of Word documents: numbers that Word computes, notes, revisions, boxes, and packages made to harm."""

from __future__ import annotations

import struct
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from made_documents import W, docx, level, note_call, note_paragraph, numbering, package, paragraph, run, table

from glossary.errors import InputError, ParseError, TooLarge, UnsupportedFormat
from glossary.models import Document
from importers import read_document
from importers.counting import counted


def read(tmp_path: Path, data: bytes, name: str = "x.docx") -> Document:
    path = tmp_path / name
    path.write_bytes(data)
    return read_document(path)


def texts(document: Document) -> list[str]:
    return [f"{p.label}|{p.kind}|{p.text}" for p in document.paragraphs]


@pytest.mark.parametrize(
    ("number", "system", "written"),
    [
        (1, "decimal", "1"),
        (7, "decimalZero", "07"),
        (12, "decimalFullWidth", "１２"),
        (27, "lowerLetter", "aa"),
        (28, "upperLetter", "BB"),
        (14, "lowerRoman", "xiv"),
        (49, "upperRoman", "XLIX"),
        (1, "chineseCounting", "一"),
        (10, "chineseCounting", "十"),
        (21, "chineseCountingThousand", "二十一"),
        (105, "chineseCountingThousand", "一百零五"),
        (110, "chineseCountingThousand", "一百一十"),
        (10, "ideographDigital", "一〇"),
        (12, "japaneseCounting", "十二"),
        (12, "japaneseDigitalTenThousand", "一二"),
        (11, "taiwaneseCountingThousand", "十一"),
        (12, "chineseLegalSimplified", "壹拾贰"),
        (10, "ideographTraditional", "癸"),
        (12, "ideographZodiac", "亥"),
        (20, "decimalEnclosedCircle", "⑳"),
        (21, "decimalEnclosedCircleChinese", "㉑"),
        (20, "decimalEnclosedParen", "⒇"),
        (1, "decimalEnclosedFullstop", "⒈"),
        (10, "ideographEnclosedCircle", "㈩"),
        (11, "ideographEnclosedCircle", "11"),
        (0, "chineseCounting", "0"),
        (10_000_000, "lowerLetter", "10000000"),
        (3, "thaiNumbers", "3"),
    ],
)
def test_counting_systems(number: int, system: str, written: str) -> None:
    assert counted(number, system) == written


def test_numbers_of_several_levels_are_computed(tmp_path: Path) -> None:
    levels = (
        level(0, "chineseCounting", "第%1章", more='<w:suff w:val="space"/>')
        + level(1, "decimal", "%1.%2", more="<w:isLgl/>")
        + level(2, "lowerLetter", "(%3)")
        + level(3, "ideographEnclosedCircle", "%4", more='<w:suff w:val="nothing"/>')
    )
    body = [
        paragraph("组织", number=(1, 0)),
        paragraph("海洋观测局设观测科。", number=(1, 1)),
        paragraph("观测科：", number=(1, 1)),
        paragraph("管理浮标；", number=(1, 2)),
        paragraph("管理船队：", number=(1, 2)),
        paragraph("大船；", number=(1, 3)),
        paragraph("小船。", number=(1, 3)),
        paragraph("任期", number=(1, 0)),
        paragraph("局长任期四年。", number=(1, 1)),
    ]
    assert texts(read(tmp_path, docx(*body, lists=numbering(levels)))) == [
        "1.1|heading|第一章 组织",
        "1.1|body|海洋观测局设观测科。",
        "1.2|body|观测科：",
        "1.2(a)|body|管理浮标；",
        "1.2(b)|body|管理船队：",
        "1.2(b)㈠|body|大船；",
        "1.2(b)㈡|body|小船。",
        "2.1|heading|第二章 任期",
        "2.1|body|局长任期四年。",
    ]


def test_lists_of_one_definition_count_on_unless_they_start_anew(tmp_path: Path) -> None:
    again = '<w:num w:numId="2"><w:abstractNumId w:val="0"/></w:num>'
    anew = (
        '<w:num w:numId="3"><w:abstractNumId w:val="0"/>'
        '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="7"/></w:lvlOverride></w:num>'
    )
    letters = (
        '<w:num w:numId="4"><w:abstractNumId w:val="0"/>'
        f'<w:lvlOverride w:ilvl="0">{level(0, "upperRoman", "%1)")}</w:lvlOverride></w:num>'
    )
    lists = numbering(level(0, "decimal", "%1)"), overrides=again + anew + letters)
    body = [paragraph("海洋。", number=(number, 0)) for number in (1, 1, 2, 3, 3, 4)]
    read_texts = [p.text for p in read(tmp_path, docx(*body, lists=lists)).paragraphs]
    assert read_texts == ["海洋。", "海洋。", "海洋。", "7) 海洋。", "8) 海洋。", "IX) 海洋。"]


@pytest.mark.parametrize(("restart", "third"), [("", "1-1"), ('<w:lvlRestart w:val="0"/>', "1-3")])
def test_levels_restart_as_they_say(tmp_path: Path, restart: str, third: str) -> None:
    lists = numbering(level(0, "decimal", "第 %1 栏") + level(1, "decimal", "1-%2", more=restart))
    body = [paragraph("海洋。", number=(1, at)) for at in (0, 1, 1, 0, 1)]
    assert read(tmp_path, docx(*body, lists=lists)).paragraphs[-1].text == f"{third} 海洋。"


def list_style(kind: str, name: str, number: int) -> str:
    listed = f'<w:pPr><w:numPr><w:numId w:val="{number}"/></w:numPr></w:pPr>'
    return f'<w:style w:type="{kind}" w:styleId="{name}"><w:name w:val="{name}"/>{listed}</w:style>'


def test_numbers_by_style_and_by_list_style(tmp_path: Path) -> None:
    based = '<w:style w:type="paragraph" w:styleId="Q"><w:name w:val="q"/><w:basedOn w:val="P"/></w:style>'
    styles = based + list_style("paragraph", "P", 2) + list_style("paragraph", "I", 2) + list_style("numbering", "L", 1)
    real = level(0, "decimal", "%1.") + level(1, "lowerLetter", "(%2)", more='<w:pStyle w:val="I"/>')
    lists = numbering(real, '<w:numStyleLink w:val="L"/>')
    none = '<w:numPr><w:numId w:val="0"/></w:numPr>'
    body = [
        paragraph("海洋：", style="P"),
        paragraph("浮标；", style="I"),
        paragraph("船队。", style="I"),
        paragraph("观测。", style="Q"),
        paragraph("不编号。", style="Q", settings=none),
    ]
    assert texts(read(tmp_path, docx(*body, lists=lists, styles=styles))) == [
        "1|body|海洋：",
        "1(a)|body|浮标；",
        "1(b)|body|船队。",
        "2|body|观测。",
        "2|body|不编号。",
    ]


def test_a_circle_of_styles_ends(tmp_path: Path) -> None:
    styles = "".join(
        f'<w:style w:type="paragraph" w:styleId="{name}"><w:name w:val="{name}"/><w:basedOn w:val="{base}"/></w:style>'
        for name, base in (("A", "B"), ("B", "A"))
    )
    assert texts(read(tmp_path, docx(paragraph("海洋。", style="A"), styles=styles))) == ["1|body|海洋。"]


def test_headings_by_style_and_outline(tmp_path: Path) -> None:
    body = [
        paragraph("海洋观测局", style="H1"),
        paragraph("领导", settings='<w:outlineLvl w:val="1"/>'),
        paragraph("1. 局长领导海洋观测局。"),
        paragraph("2. 职能", style="H2"),
        paragraph("海洋观测局观测海洋。"),
        paragraph("局长对秘书长负责。", style="H1"),
    ]
    document = read(tmp_path, docx(*body))
    assert [(p.label, p.kind, p.level, p.text) for p in document.paragraphs] == [
        ("1", "heading", 1, "海洋观测局"),
        ("1", "heading", 2, "领导"),
        ("1", "body", 0, "局长领导海洋观测局。"),
        ("2", "heading", 2, "职能"),
        ("2", "body", 0, "海洋观测局观测海洋。"),
        ("2", "body", 0, "局长对秘书长负责。"),
    ]


def test_notes_follow_their_paragraph(tmp_path: Path) -> None:
    custom = '<w:r><w:footnoteReference w:customMarkFollows="1" w:id="4"/><w:t>*</w:t></w:r>'
    body = [
        paragraph("1. 海洋观测局", note_call(2), "观测海洋", note_call(3), "。"),
        table(("职位", "员额"), (paragraph("局长", custom), "1")),
        paragraph("2. 局长", note_call(1, "endnote"), "领导。"),
    ]
    notes = {
        2: "见 A/58/881。",
        3: note_paragraph("甲。") + paragraph("乙。"),
        4: paragraph("* 丙。"),
        9: "没有人提到。",
    }
    endnotes = f'<w:endnote w:id="1">{paragraph("<w:r><w:endnoteRef/></w:r>", " 丁。")}</w:endnote>'
    assert texts(read(tmp_path, docx(*body, notes=notes, endnotes=endnotes))) == [
        "1|body|海洋观测局观测海洋。",
        "1注|footnote|见 A/58/881。",
        "1注|footnote|甲。 乙。",
        "1|table|职位\t员额",
        "1|table|局长\t1",
        "1注|footnote|丙。",
        "2|body|局长领导。",
        "2注|footnote|丁。",
    ]


def test_what_is_deleted_hidden_or_code_is_left_out(tmp_path: Path) -> None:
    begin, separate, end = (f'<w:r><w:fldChar w:fldCharType="{step}"/></w:r>' for step in ("begin", "separate", "end"))
    code = "<w:r><w:instrText> IF </w:instrText></w:r>"
    fields = f"{begin}{code}{begin}{code}{separate}{run('9')}{end}{separate}{run('第 4 页')}{end}"
    body = [
        paragraph(
            "1. 局长",
            f"<w:del>{run('不')}<w:r><w:delText>从不</w:delText></w:r></w:del>",
            f"<w:ins>{run('每年')}</w:ins>",
            f"<w:moveFrom>{run('也')}</w:moveFrom>",
            "<w:r><w:rPr><w:vanish/></w:rPr><w:t>秘密</w:t></w:r>",
            '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>向</w:t></w:r>',
            f'<w:hyperlink w:anchor="a">{run("秘书长")}</w:hyperlink>',
            f"<w:fldSimple>{run('报告')}</w:fldSimple>",
            "<w:ruby><w:rt><w:r><w:t>jian</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>见</w:t></w:r></w:rubyBase></w:ruby>",
            fields,
            "。",
        ),
        paragraph("2. 观测科", settings="<w:rPr><w:del/></w:rPr>"),
        paragraph("观测海洋。"),
    ]
    assert texts(read(tmp_path, docx(*body))) == ["1|body|局长每年向秘书长报告见第 4 页。", "2|body|观测科观测海洋。"]


def test_boxes_come_once_and_controls_are_seen_through(tmp_path: Path) -> None:
    box = f"<w:txbxContent>{paragraph('浮标管理股')}</w:txbxContent>"
    drawn = (
        '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:wsp><wps:txbx>'
        f"{box}</wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict>"
        "</mc:Fallback></mc:AlternateContent></w:r>"
    )
    control = f"<w:sdt><w:sdtPr/><w:sdtContent>{paragraph('海洋观测局', drawn, '设在总部。')}</w:sdtContent></w:sdt>"
    old = paragraph(f"<w:r><w:pict><v:textbox>{box}</v:textbox></w:pict></w:r>", "观测科。")
    read_texts = [p.text for p in read(tmp_path, docx(control, old)).paragraphs]
    assert read_texts == ["海洋观测局设在总部。", "浮标管理股", "观测科。", "浮标管理股"]


def test_tables(tmp_path: Path) -> None:
    inner = table(("职位", "报告关系"), ("局长", paragraph("秘书长") + paragraph("和大会")))
    gone = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p/></w:tc></w:tr>"
    body = [
        table((paragraph("1. 下列职位：") + inner,)),
        table(("", "")),
        table(("甲", "乙")).replace("</w:tbl>", gone + "</w:tbl>"),
        table(("海洋观测局观测海洋。",)),
    ]
    assert texts(read(tmp_path, docx(*body))) == [
        "1|body|下列职位：",
        "1|table|职位\t报告关系",
        "1|table|局长\t秘书长 和大会",
        "1|table|甲\t乙",
        "1|body|海洋观测局观测海洋。",
    ]


def test_breaks_signs_and_blanks(tmp_path: Path) -> None:
    body = [
        paragraph(
            "<w:r><w:t>海洋。</w:t><w:br/><w:t>观测</w:t><w:noBreakHyphen/><w:t>甲</w:t><w:tab/><w:t>乙。</w:t></w:r>"
        ),
        paragraph("<w:r><w:t>海洋</w:t><w:br/><w:t>观测局</w:t></w:r>", style="H1"),
    ]
    assert [p.text for p in read(tmp_path, docx(*body)).paragraphs] == ["海洋。", "观测-甲 乙。", "海洋观测局"]


def test_a_ministry_and_a_company(tmp_path: Path) -> None:
    notice = numbering(
        level(0, "chineseCounting", "%1、") + level(1, "chineseCounting", "（%2）") + level(2, "decimal", "%3.")
    )
    body = [
        paragraph("海洋部关于加强观测的通知"),
        paragraph("总体要求", number=(1, 0)),
        paragraph("各司局应当观测海洋。", number=(1, 1)),
        paragraph("各站应当报告。", number=(1, 1)),
        paragraph("沿海各站：", number=(1, 2)),
        paragraph("海岛各站。", number=(1, 2)),
        paragraph("各所应当配合。", number=(1, 1)),
        paragraph("组织领导。海洋部设领导小组，由局长任组长。", number=(1, 0)),
        paragraph("领导小组设办公室。", number=(1, 1)),
        paragraph("办公室设在观测司。", number=(1, 2)),
    ]
    assert texts(read(tmp_path, docx(*body, lists=notice)))[1:] == [
        "s1(一)|heading|一、总体要求",
        "s1(一)|body|各司局应当观测海洋。",
        "s1(二)|body|各站应当报告。",
        "s1(二)(1)|body|沿海各站：",
        "s1(二)(2)|body|海岛各站。",
        "s1(三)|body|各所应当配合。",
        "s2|body|二、组织领导。海洋部设领导小组，由局长任组长。",
        "s2(一)|body|领导小组设办公室。",
        "s2(一)(1)|body|办公室设在观测司。",
    ]
    rules = numbering(
        level(0, "chineseCounting", "第%1章")
        + level(1, "chineseCountingThousand", "第%2条", more='<w:lvlRestart w:val="0"/>')
    )
    body = [
        paragraph("总则", number=(1, 0)),
        paragraph("公司设观测部。", number=(1, 1)),
        paragraph("职责", number=(1, 0)),
        paragraph("观测部观测海洋。", number=(1, 1)),
    ]
    assert texts(read(tmp_path, docx(*body, lists=rules))) == [
        "1|heading|第一章 总则",
        "1|body|公司设观测部。",
        "2|heading|第二章 职责",
        "2|body|观测部观测海洋。",
    ]


def test_the_strict_namespace_is_read(tmp_path: Path) -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    parts = {"document": f'<w:document xmlns:w="{strict}"><w:body>{paragraph("海洋。")}</w:body></w:document>'}
    assert texts(read(tmp_path, package(parts))) == ["1|body|海洋。"]


@pytest.mark.parametrize(
    ("data", "error", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, UnsupportedFormat, "save it as .docx"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), ParseError, "encrypted"),
        (b"%PDF-1.7", UnsupportedFormat, "no .docx"),
        (b"PK\x03\x04 broken", ParseError, "damaged"),
        (docx(paragraph("海洋。"))[:-300], ParseError, "damaged"),
        (docx(paragraph("")), ParseError, "no text"),
        (package({"document": f"<w:document {W}/>"}), ParseError, "no Word document"),
        (package({"document": f"<w:document {W}><w:body>"}), ParseError, "word/document.xml in it is damaged"),
        (package({"styles": f"<w:styles {W}/>"}), ParseError, "no Word document"),
    ],
)
def test_what_is_refused(tmp_path: Path, data: bytes, error: type[InputError], said: str) -> None:
    with pytest.raises(error, match=said) as caught:
        read(tmp_path, data)
    assert str(tmp_path / "x.docx") in str(caught.value)


def test_old_word_files_are_told_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(UnsupportedFormat, match=r"save it as \.docx"):
        read_document(tmp_path / "x.doc")


@pytest.mark.parametrize(
    "prologue",
    [
        '<!DOCTYPE d [<!ENTITY a "海洋"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
        '<!DOCTYPE d [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE d SYSTEM "http://localhost:9/x.dtd">',
    ],
)
def test_document_types_are_refused(tmp_path: Path, prologue: str) -> None:
    entity = "&b;" if "ENTITY" in prologue else ""
    text = f"{prologue}<w:document {W}><w:body><w:p><w:r><w:t>{entity}x</w:t></w:r></w:p></w:body></w:document>"
    with pytest.raises(ParseError, match="document type"):
        read(tmp_path, package({"document": text}))


def test_a_part_that_bursts_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TooLarge, match="packed more than"):
        read(tmp_path, docx(paragraph("海" * 9_000_000)))
    with pytest.raises(TooLarge, match="MiB"):
        read(tmp_path, docx(*[paragraph("海" * 1_000_000)] * 24))


def test_a_part_that_lies_about_its_size_is_refused(tmp_path: Path) -> None:
    data = bytearray(docx(*[paragraph("海" * 1_000_000)] * 24))
    at = data.find(b"PK\x01\x02")
    while at >= 0:  # the directory at the end, which says how large the parts are
        struct.pack_into("<I", data, at + 24, 100)
        at = data.find(b"PK\x01\x02", at + 1)
    with pytest.raises((TooLarge, ParseError)):
        read(tmp_path, bytes(data))


def test_too_many_parts(tmp_path: Path) -> None:
    buffer = BytesIO(docx(paragraph("海洋。")))
    with zipfile.ZipFile(buffer, "a") as archive:
        for number in range(10_001):
            archive.writestr(f"x{number}", b"")
    with pytest.raises(TooLarge, match="parts"):
        read(tmp_path, buffer.getvalue())


@pytest.mark.parametrize(
    "body",
    [
        "<w:tbl><w:tr><w:tc>" * 10_000 + "</w:tc></w:tr></w:tbl>" * 10_000,
        table(("甲",) * 100_000),
        "<w:p><w:r><w:t>" + "海洋" * 1_800_000 + "</w:t></w:r></w:p>" + paragraph(*map(chr, range(0x4E00, 0x9000))),
    ],
)
def test_monstrous_documents_are_read_or_refused(tmp_path: Path, body: str) -> None:
    try:
        told = str(len(read(tmp_path, docx(body)).paragraphs))
    except TooLarge as error:
        told = str(error)
    assert told.isdecimal() or "x.docx" in told
