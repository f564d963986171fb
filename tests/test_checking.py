"""A translation checked: by the library, the API, the command line and the page."""

from __future__ import annotations

import io
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from glossary.cli import main
from glossary.edit import edit
from glossary.lookup import Lookup
from glossary.lookup.checking import RULES
from glossary.models import Concept, Term
from glossary.store import Store

FULL = "Office of Maritime Safety"


def check(lookup: Lookup, *segments: tuple[str, str], **options: Any) -> list[Any]:
    found: list[Any] = lookup.check(segments, **options)["findings"]
    for finding in found:
        text = segments[finding["segment"]][finding["side"] == "target"]
        piece = text.encode("utf-16-le")[2 * finding["start_utf16"] : 2 * finding["end_utf16"]]
        assert piece.decode("utf-16-le") == text[finding["start"] : finding["end"]]
        assert finding["found"] in (None, text[finding["start"] : finding["end"]])
    return found


def brief(findings: list[Any]) -> list[tuple[int, str, str, str | None]]:
    return [(one["segment"], one["rule"], one["severity"], one["found"]) for one in findings]


def test_a_term_missing_in_the_target(lookup: Lookup) -> None:
    (found,) = check(lookup, ("𠮷，海事安全厅设在总部。", "It is at Headquarters."))
    assert found == {
        "segment": 0, "rule": "missing_term", "severity": "warning", "side": "source", "start": 2, "end": 7,
        "start_utf16": 3, "end_utf16": 8, "expected": [FULL, "OMS"], "found": None, "concept": "c1",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("海事安全厅", f"the {FULL}"),
        ("海事安全厅", "The OFFICE OF MARITIME  SAFETY’s staff"),
        ("海安厅", f"the {FULL} (OMS)"),
        ("海安厅", f"OMS (the {FULL})"),
        ("港口规划处", "port planning services"),
        ("港口规划处", 'Port <g id="1">Planning</g> Service'),
        ("港口规划处", ""),
        ("港口规划处", "  "),
        ("无关", "Nothing to do with it"),
        ("脚本𠮷股", "<script>alert(1)</script> and alert(1)"),
    ],
)
def test_nothing_is_wrong(lookup: Lookup, source: str, target: str) -> None:
    assert [one for one in check(lookup, (source, target)) if "脚本" not in source] == []


def test_what_it_is_is_enough_for_a_short_form_and_behind_the_full_form(lookup: Lookup) -> None:
    assert check(lookup, ("海安厅", "The Office")) == []
    assert brief(check(lookup, ("海事安全厅", "The Office"))) == [(0, "missing_term", "warning", None)]
    assert check(lookup, ("海事安全厅", f"The {FULL}"), ("海事安全厅", "The Office")) == []
    assert brief(check(lookup, ("海安厅", "The Port Planning Service"))) == [(0, "missing_term", "info", None)]
    assert brief(check(lookup, ("海安厅", "Port Planning Office and Service"))) == []


def test_common_words_render_a_name_too(lookup: Lookup, store_path: Path) -> None:
    with Store(store_path) as store, edit(store, "test") as change:
        change.put(Concept(status="approved", terms=(Term("评价", "zh"), Term("Evaluation", "en"))))
        change.put(Concept(status="approved", terms=(Term("团结项目", "zh"), Term("Umoja", "en"))))
    assert check(lookup, ("评价", "its evaluation")) == []
    assert check(lookup, ("Umoja", "“团结”项目"), source="en", target="zh") == []
    assert brief(check(lookup, ("评价", "None"), ("自我评价", "None"))) == [
        (0, "missing_term", "warning", None),
        (1, "missing_term", "info", None),  # perhaps the end of a longer name
    ]


def test_a_short_form_that_is_left_out_is_only_a_note(lookup: Lookup) -> None:
    assert brief(check(lookup, ("海安厅", "It"))) == [(0, "missing_term", "info", None)]


def test_only_the_longest_name_is_asked_for(lookup: Lookup) -> None:
    text = ("港口规划处处长", "the chief")
    assert [one["concept"] for one in check(lookup, text)] == ["c2"]
    assert check(lookup, text, statuses=("approved", "proposed")) == []  # the post has no English yet


def test_forbidden_terms(lookup: Lookup) -> None:
    (found,) = check(lookup, ("港口规划处", "The Harbour Planning Service"))
    assert (found["rule"], found["severity"], found["start"], found["end"]) == ("forbidden_term", "error", 4, 28)
    assert (found["expected"], found["concept"]) == (["Port Planning Service"], "c2")
    assert brief(check(lookup, ("别处", "The Harbour Planning Service"))) == [
        (0, "forbidden_term", "warning", "Harbour Planning Service")
    ]


def test_superseded_terms(lookup: Lookup) -> None:
    assert brief(check(lookup, ("港务科", "Port Section"))) == [(0, "superseded_term", "warning", "Port Section")]


def test_a_former_name_for_a_former_name_is_right(lookup: Lookup, store_path: Path) -> None:
    with Store(store_path) as store, edit(store, "test") as change:
        names = (Term("灯塔署", "zh", status="superseded"), Term("灯塔局", "zh"))
        english = (Term("Lighthouse Board", "en", status="superseded"), Term("Lighthouse Authority", "en"))
        change.put(Concept(status="approved", terms=(*names, *english)))
    assert check(lookup, ("灯塔署", "Lighthouse Board")) == []
    assert brief(check(lookup, ("灯塔局", "Lighthouse Board"))) == [
        (0, "superseded_term", "warning", "Lighthouse Board")
    ]


def test_an_acronym_before_its_full_form(lookup: Lookup) -> None:
    never = check(lookup, ("海安厅", "OMS"), ("海安厅", "OMS"))
    assert brief(never) == [(0, "acronym_before_full_form", "info", "OMS")]
    assert never[0]["expected"] == [f"{FULL} (OMS)"]
    later = check(lookup, ("海安厅", "The OMS"), ("海事安全厅", FULL))
    assert brief(later) == [(0, "acronym_before_full_form", "warning", "OMS")]
    assert check(lookup, ("海事安全厅", f"The {FULL} (OMS)"), ("海安厅", "OMS")) == []


def test_two_renderings_of_one_name(lookup: Lookup, store_path: Path) -> None:
    with Store(store_path) as store, edit(store, "test") as change:
        change.put(
            Concept(
                status="approved",
                terms=(
                    Term("灯塔局", "zh"),
                    Term("Lighthouse Authority", "en"),
                    Term("Beacon Board", "en", "variant", "admitted"),
                ),
            )
        )  # fmt: skip
    segments = [
        ("灯塔局", "Lighthouse Authority"),
        ("灯塔局", "lighthouse authorities"),
        ("灯塔局", "the Beacon Board"),
    ]
    (found,) = check(lookup, *segments)
    assert brief([found]) == [(2, "two_renderings", "warning", "Beacon Board")]
    assert found["expected"] == ["Lighthouse Authority"]
    assert check(lookup, segments[2], segments[2]) == []


@pytest.mark.parametrize(
    ("source", "target", "rules"),
    [
        ("见A/63/702和Corr.1。", "see A/63/702 and Corr.1.", []),
        ("见A/６３/７０２。", "see A/63/702.", []),
        ("大会第61/256号和第61/279号决议", "resolutions 61/256 and 61/279", []),
        ("安全理事会第1925(2010)号决议", "Security Council resolution 1925 (2010)", []),
        ("大会第61/279号决议", "A/RES/61/279", []),
        ("第53/243 A和B号决议", "resolutions 53/243 A and B", []),
        ("第2309(2016)、2322(2016)号决议", "resolutions 2309 (2016), 2322 (2016)", []),
        ("联合国第1325号决议", "resolution 1325", []),
        ("见A/63/702。", "see A/63/720.", [("symbol_changed", "A/63/720", ["A/63/702"])]),
        ("第61/279号决议", "resolution 61/297", [("symbol_changed", "61/297", ["61/279"])]),
        ("见A/63/702。", "see the report.", [("symbol_missing", None, ["A/63/702"])]),
        ("见报告。", "see ST/SGB/2010/1.", [("symbol_added", "ST/SGB/2010/1", [])]),
        ("2008/09年度预算", "the budget for 2008/09", []),
    ],
)  # fmt: skip
def test_symbols(lookup: Lookup, source: str, target: str, rules: list[Any]) -> None:
    found = check(lookup, (source, target))
    assert sorted((one["rule"], one["found"], one["expected"]) for one in found) == rules


def test_from_english(lookup: Lookup) -> None:
    options = {"source": "en", "target": "zh"}
    assert check(lookup, (f"The {FULL} (OMS)", "海事安全厅（海安厅）"), **options) == []
    assert [one["expected"] for one in check(lookup, (FULL, "该厅"), **options)] == [["海事安全厅", "海安厅"]]
    assert brief(check(lookup, ("Port Planning Service", "港囗规划处"), **options)) == [
        (0, "forbidden_term", "error", "港囗规划处")
    ]


def test_findings_come_in_the_order_of_segments(lookup: Lookup) -> None:
    found = check(lookup, ("海安厅见A/1/2", "OMS"), ("港口规划处", "x"), ("港务科", "Port Section A/3/4"))
    assert [one["segment"] for one in found] == [0, 0, 1, 2, 2]


NAMES = ["海事安全厅", "海安厅", "港口规划处", FULL, "OMS", "Port Section", "A/63/702", "61/279号决议", " "]
PIECES = st.lists(st.sampled_from(NAMES), max_size=5).map("".join)


def test_any_text_is_taken(store_path: Path, tmp_path: Path) -> None:
    with Lookup(store_path, tmp_path / "index") as lookup:

        @given(st.lists(st.tuples(PIECES | st.text(max_size=9), PIECES | st.text(max_size=9)), max_size=4))
        def taken(segments: list[tuple[str, str]]) -> None:
            for finding in lookup.check(segments)["findings"]:
                text = segments[finding["segment"]][finding["side"] == "target"]
                assert finding["rule"] in RULES
                assert 0 <= finding["start"] < finding["end"] <= len(text)

        taken()


# -- the API, the command line, the page -------------------------------------------------------------------------------

SEGMENTS = [{"source": "海安厅见A/63/702。", "target": "OMS, see A/63/720."}]
RULES_FOUND = ["acronym_before_full_form", "symbol_changed"]
ZH, EN = SEGMENTS[0]["source"], SEGMENTS[0]["target"]
FILES = {
    "x.tsv": f"zh\ten\n{ZH}\t{EN}\n",
    "x.tmx": '<tmx version="1.4"><header/><body><tu><tuv xml:lang="zh-CN"><seg>海<bpt i="1">b</bpt>' + ZH[1:] + "</seg>"
    f'</tuv><tuv xml:lang="en"><seg>{EN}</seg></tuv></tu></body></tmx>',
    "x.xlf": '<xliff version="1.2"><file source-language="zh" target-language="en"><body><trans-unit id="1">'
    f'<source>海<g id="1">{ZH[1:]}</g></source><target>{EN}</target></trans-unit></body></file></xliff>',
    "x.xliff": '<xliff xmlns="urn:oasis:names:tc:xliff:document:2.0" version="2.0" srcLang="zh" trgLang="en">'
    f'<file id="f"><unit id="u"><segment><source>{ZH}</source><target>{EN}</target></segment></unit></file></xliff>',
}


def test_api(client: FlaskClient) -> None:
    answer = client.post("/api/v1/check", json={"segments": SEGMENTS}).json
    assert [finding["rule"] for finding in answer["findings"]] == RULES_FOUND
    assert answer["revision"] == 1
    assert client.post("/api/v1/check", json={"segments": []}).json["findings"] == []


@pytest.mark.parametrize("name", FILES)
def test_command_line(store_path: Path, tmp_path: Path, name: str) -> None:
    file = tmp_path / name
    file.write_text(FILES[name], "utf-8")
    run = CliRunner().invoke(main, ["--db", str(store_path), "check", str(file)])
    assert [line.split("\t")[2] for line in run.stdout.splitlines()] == RULES_FOUND, run.output
    assert run.stdout.startswith(
        "segment 1\tinfo\tacronym_before_full_form\tOMS\tOffice of Maritime Safety (OMS)\tc1\n"
    )
    assert "2 findings in 1 segments" in run.stderr
    run = CliRunner().invoke(main, ["--db", str(store_path), "check", str(file), "--json"])
    assert [finding["rule"] for finding in json.loads(run.stdout)["findings"]] == RULES_FOUND


FROM_ENGLISH = {
    "x.tmx": '<tmx version="1.4"><header srclang="en-US"/><body><tu><tuv xml:lang="zh"><seg>海安厅</seg></tuv>'
    '<tuv xml:lang="en"><seg>Office of Maritime Safety and Port Section</seg></tuv></tu></body></tmx>',
    "x.xlf": '<xliff version="1.2"><file source-language="en" target-language="zh"><body><trans-unit id="1">'
    "<source>Office of Maritime Safety and Port Section</source><target>海安厅</target></trans-unit></body></file>"
    "</xliff>",
}


@pytest.mark.parametrize("name", FROM_ENGLISH)
def test_a_file_says_which_way_it_was_translated(
    client: FlaskClient, store_path: Path, tmp_path: Path, name: str
) -> None:
    file = tmp_path / name
    file.write_text(FROM_ENGLISH[name], "utf-8")
    run = CliRunner().invoke(main, ["--db", str(store_path), "check", str(file)])
    assert [line.split("\t")[2:4] for line in run.stdout.splitlines()] == [["missing_term", "Port Section"]], run.output
    run = CliRunner().invoke(main, ["--db", str(store_path), "check", str(file), "--source", "zh"])
    assert "Port Section" not in [line.split("\t")[3] for line in run.stdout.splitlines() if "missing" in line]
    page = client.post("/check", data={"file": (io.BytesIO(FROM_ENGLISH[name].encode()), name)})
    assert "<mark>Port Section</mark>" in page.text


def test_the_page_tells_by_the_text_which_way_it_was_translated(client: FlaskClient) -> None:
    texts = {"source": "The Office of Maritime Safety\nPort Section", "target": "海安厅\n别处"}
    assert "<mark>Port Section</mark>" in client.post("/check", data=texts).text
    assert "<mark>Port Section</mark>" not in client.post("/check", data={**texts, "source_lang": "zh"}).text


@pytest.mark.parametrize(
    ("name", "content"), [("x.doc", "a"), ("x.tmx", "<tmx"), ("x.tsv", "one column"), ("x.tsv", "")]
)
def test_bad_files_are_one_sentence(
    client: FlaskClient, store_path: Path, tmp_path: Path, name: str, content: str
) -> None:
    file = tmp_path / name
    file.write_text(content, "utf-8")
    run = CliRunner().invoke(main, ["--db", str(store_path), "check", str(file)])
    assert (run.exit_code, run.stdout) == (2, "")
    assert run.stderr.count("\n") == 1
    page = client.post("/check", data={"file": (io.BytesIO(content.encode()), name)})
    assert page.status_code in (400, 415, 422)
    assert "/tmp" not in page.text
    assert 'role="alert"' in page.text


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("name", FILES)
def test_page_takes_a_file(client: FlaskClient, name: str, lang: str) -> None:
    page = client.post(f"/check?lang={lang}", data={"file": (io.BytesIO(FILES[name].encode()), name)})
    assert page.status_code == 200
    assert page.text.count('class="badge') == 2
    assert "A/63/720" in page.text
    assert ("应为" if lang == "zh" else "expected") in page.text


@pytest.mark.parametrize(
    "form",
    [
        {"source": "别处\n海安厅见A/63/702。", "target": "There\nOMS, see A/63/720."},
        {"source": "别处\tThere\n海安厅见A/63/702。\tOMS, see A/63/720.\n", "target": ""},
    ],
)
def test_page_takes_two_columns(client: FlaskClient, form: dict[str, str]) -> None:
    page = client.post("/check", data=form)
    assert "2 findings in 2 segments" in page.text
    assert "<mark>A/63/720</mark>" in page.text
    assert "form-action 'self'" in page.headers["Content-Security-Policy"]


def test_page_tells_when_lines_do_not_pair_and_when_there_is_nothing(client: FlaskClient) -> None:
    assert client.get("/check").status_code == 200
    assert client.post("/check", data={"source": " ", "target": ""}).status_code == 422
    page = client.post("/check", data={"source": "海安厅\n二", "target": "the Office of Maritime Safety"})
    assert "The columns have 2 and 1 lines" in page.text
    assert "Nothing found in 2 segments." in page.text


def test_page_takes_much_text_and_escapes_it(client: FlaskClient) -> None:
    page = client.post("/check", data={"source": "海事安全厅<script>\n" * 5000, "target": "<img src=x>\n" * 5000})
    assert page.status_code == 200
    assert "<img" not in page.text
    assert "4700 more segments" in page.text
    assert client.post("/check", data={"source": "x\n" * 20_001, "target": ""}).status_code == 413
