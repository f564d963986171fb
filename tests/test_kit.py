"""The offline kit: a page that searches from disk without any network, and a term base of what was exported."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from zipfile import ZipFile

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from glossary.excerpt import excerpt
from glossary.exports import WRITERS, Options
from glossary.exports.kit import PAGES
from glossary.store import Filters, Store
from glossary.text import key
from glossary.verifying import problems


def unpacked(store_path: Path, out: Path, filters: Filters | None = None) -> Path:
    """Write a kit of a term base, unpack it, and return its folder."""
    data = io.BytesIO()
    with Store(store_path) as store:
        ids = store.concept_ids(filters)
        options = Options(title="Ports & seas", base=lambda path: excerpt(store, ids, path))
        assert WRITERS["kit"].write(store.concepts(ids), data, options) == len(ids)
    with ZipFile(data) as archive:
        archive.extractall(out)
    return out / "glossary"


def test_kit_has_page_base_and_table_and_no_more(store_path: Path, tmp_path: Path) -> None:
    folder = unpacked(store_path, tmp_path)
    names = {path.name for path in folder.iterdir()}
    assert names == {*PAGES, "README.txt", "terms.js", "terms.csv", "terms.db"}
    with Store(folder / "terms.db") as copy, Store(store_path) as store:
        assert list(copy.concepts()) == list(store.concepts())
        assert not list(problems(copy))
    with (folder / "terms.csv").open(encoding="utf-8-sig", newline="") as file:
        assert len(list(csv.DictReader(file))) == 6


def test_kit_of_approved_concepts_holds_no_others(store_path: Path, tmp_path: Path) -> None:
    folder = unpacked(store_path, tmp_path, Filters(statuses=("approved",)))
    with Store(folder / "terms.db") as copy, Store(store_path) as store:
        kept = store.concept_ids(Filters(statuses=("approved",)))
        assert copy.concept_ids() == kept
        assert [concept.terms for concept in copy.concepts()] == [concept.terms for concept in store.concepts(kept)]
        assert not list(problems(copy))
        assert copy.document("ST/OMS/2020/1").title
    for path in folder.iterdir():
        assert "海洋委员会".encode() not in path.read_bytes()


def test_no_page_names_another_place(store_path: Path, tmp_path: Path) -> None:
    folder = unpacked(store_path, tmp_path)
    for page in PAGES:
        assert "//" not in (folder / page).read_text("utf-8").replace("// ", "")


@pytest.mark.browser
def test_page_searches_from_disk(browser: webdriver.Chrome, store_path: Path, tmp_path: Path) -> None:
    folder = unpacked(store_path, tmp_path)
    browser.get((folder / "index.html").as_uri())
    assert browser.title == "Ports & seas"
    assert found(browser)[0] == "海事安全厅"
    for query in (
        "海事安全厅",
        "海事安全廳",
        "海安",
        "OMS",
        "office maritime",
        "haishianquanting",
        "hsaqt",
        "of maritime saf",
    ):
        assert ask(browser, query)[0] == "海事安全厅", query
    assert ask(browser, "script alert") == ["脚本𠮷股"]
    assert ask(browser, "没有这样的") == []
    ask(browser, "港囗")
    assert browser.find_element(By.CSS_SELECTOR, "#hits .avoid").text == "港囗规划处"
    browser.find_element(By.CSS_SELECTOR, "#hits summary").send_keys(Keys.ENTER)
    opened = WebDriverWait(browser, 20).until(lambda driver: driver.find_element(By.CSS_SELECTOR, "#hits dl"))
    assert "cited: ST/OMS/2020/1, para. 1.2" in opened.text
    browser.find_element(By.ID, "language").click()
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "zh"
    addresses = browser.execute_script("return performance.getEntriesByType('resource').map((each) => each.name)")
    assert all(str(address).startswith("file:") for address in addresses)
    assert not [entry for entry in browser.get_log("browser") if entry["level"] == "SEVERE"]


@pytest.mark.browser
def test_page_compares_names_as_the_program_does(browser: webdriver.Chrome, store_path: Path, tmp_path: Path) -> None:
    folder = unpacked(store_path, tmp_path)
    browser.get((folder / "index.html").as_uri())
    texts = [
        "聯剛穩定團",
        "解除武装、复员和重返社会科",
        "Côte d'Ivoire",
        "７７ 国集团",
        "Non-Proliferation, Unit (A)",
        "〇一",
    ]
    assert json.loads(browser.execute_script(f"return JSON.stringify({json.dumps(texts)}.map(key))")) == list(
        map(key, texts)
    )


def ask(browser: webdriver.Chrome, query: str) -> list[str]:
    box = browser.find_element(By.ID, "q")
    box.clear()
    box.send_keys(query)
    return found(browser)


def found(browser: webdriver.Chrome) -> list[str]:
    return [name.text for name in browser.find_elements(By.CSS_SELECTOR, "#hits li span[lang=zh] .name")]
