"""The pages in a real browser: suggestions, keys, and a look at the console."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import unquote

import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait

from glossary.edit import edit
from glossary.ingest import Options, add
from glossary.models import Concept, Note, Term
from glossary.review import Reviewer, seen
from glossary.store import Store
from glossary.tokens import Tokens

pytestmark = pytest.mark.browser

PATIENCE = 20
GOLD = Path(__file__).resolve().parents[1] / "benchmarks" / "gold"


def focused(browser: webdriver.Chrome) -> str:
    return str(
        browser.switch_to.active_element.get_attribute("href") or browser.switch_to.active_element.get_attribute("id")
    )


def until_at(browser: webdriver.Chrome, path: str) -> None:
    WebDriverWait(browser, PATIENCE).until(lambda driver: path in driver.current_url)


def complaints(browser: webdriver.Chrome, site: str) -> list[str]:
    """What the console says of a site: not of the one of the test before, whose server is gone."""
    log = [entry for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")]
    return [entry["message"] for entry in log if site in entry["message"]]


def assert_fits(browser: webdriver.Chrome, site: str, path: str, width: int) -> None:
    """A page is no wider than its window, and the console says nothing of it."""
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(site + path)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert complaints(browser, site) == []
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def suggestions(browser: webdriver.Chrome) -> list[str]:
    return [each.text for each in browser.find_elements(By.CSS_SELECTOR, "#suggestions [role=option]")]


def test_suggestions_appear_and_lead_to_the_concept(browser: webdriver.Chrome, site: str) -> None:
    browser.get(site)
    box = browser.find_element(By.ID, "q")
    box.send_keys("hsa")
    WebDriverWait(browser, PATIENCE).until(lambda driver: "海事安全厅" in suggestions(driver))
    assert box.get_attribute("aria-expanded") == "true"
    box.send_keys(Keys.ARROW_DOWN)
    chosen = browser.find_element(By.CSS_SELECTOR, "#suggestions [aria-selected=true]")
    assert box.get_attribute("aria-activedescendant") == chosen.get_attribute("id")
    box.send_keys(Keys.ENTER)
    until_at(browser, "/concepts/c1")
    assert "海事安全厅" in browser.find_element(By.TAG_NAME, "h1").text


def test_escape_closes_the_suggestions_and_enter_searches(browser: webdriver.Chrome, site: str) -> None:
    browser.get(site)
    box = browser.find_element(By.ID, "q")
    box.send_keys("port")
    WebDriverWait(browser, PATIENCE).until(suggestions)
    box.send_keys(Keys.ESCAPE)
    assert suggestions(browser) == []
    assert box.get_attribute("value") == "port"
    box.send_keys(Keys.ENTER)
    until_at(browser, "/search?q=port")


def test_keys_walk_the_hits(browser: webdriver.Chrome, site: str) -> None:
    browser.get(f"{site}/search?category=unit")
    links = [link.get_attribute("href") for link in browser.find_elements(By.CSS_SELECTOR, "a.names")]
    body = browser.find_element(By.TAG_NAME, "body")
    body.send_keys("/")
    assert focused(browser) == "q"
    browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    assert focused(browser) == links[0]
    browser.switch_to.active_element.send_keys("j")
    assert focused(browser) == links[1]
    browser.switch_to.active_element.send_keys(Keys.ARROW_DOWN)
    assert focused(browser) == links[2]
    browser.switch_to.active_element.send_keys("k")
    assert focused(browser) == links[1]
    browser.switch_to.active_element.send_keys(Keys.ENTER)
    until_at(browser, str(links[1]))


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/search?q=OMS",
        "/concepts/c1",
        "/concepts/c5",
        "/browse",
        "/documents",
        "/about",
        "/review",
        "/reports",
        "/signin",
    ],
)
@pytest.mark.parametrize("width", [360, 1100])
def test_pages_fit_and_the_console_is_silent(browser: webdriver.Chrome, site: str, path: str, width: int) -> None:
    assert_fits(browser, site, path, width)


def test_pages_work_without_scripts(browser: webdriver.Chrome, site: str) -> None:
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(site)
    box = browser.find_element(By.ID, "q")
    box.send_keys("OMS")
    box.send_keys(Keys.ENTER)
    until_at(browser, "/search?q=OMS")
    browser.find_element(By.CSS_SELECTOR, "a.names").click()
    until_at(browser, "/concepts/c1")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


# -- review ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def proposals(store_path: Path) -> list[str]:
    """Six more proposals, surest first; the fixture's own, without a score, comes behind them."""
    with Store(store_path) as store, edit(store, "import") as change:
        return [
            change.put(
                Concept(
                    category="unit",
                    terms=(Term(f"{name}处", "zh"), Term(f"{word} Service", "en")),
                    notes=(Note("score", f"0.{9 - place}"),),
                )
            )
            for place, (name, word) in enumerate(
                [("甲", "First"), ("乙", "Second"), ("丙", "Third"), ("丁", "Fourth"), ("戊", "Fifth"), ("己", "Sixth")]
            )
        ]


def sign_in(browser: webdriver.Chrome, site: str, store_path: Path) -> None:
    token = Tokens(store_path).add("Ana", "editor")
    browser.delete_all_cookies()
    browser.get(f"{site}/review?lang=en")
    browser.find_element(By.LINK_TEXT, "Sign in to decide on proposals.").click()
    browser.find_element(By.ID, "token").send_keys(token, Keys.ENTER)
    until_at(browser, "/review")
    WebDriverWait(browser, PATIENCE).until(lambda driver: current(driver))


def current(browser: webdriver.Chrome) -> str:
    found = browser.find_elements(By.CSS_SELECTOR, ".card.current")
    return str(found[0].get_attribute("data-id")) if found else ""


def press(browser: webdriver.Chrome, *keys: str) -> None:
    for key in keys:
        browser.switch_to.active_element.send_keys(key)


def until_status(browser: webdriver.Chrome, store_path: Path, wanted: dict[str, str]) -> None:
    def reached(_: webdriver.Chrome) -> bool:
        with Store(store_path) as store:
            return all(store.concept(ident).status == status for ident, status in wanted.items())

    WebDriverWait(browser, PATIENCE).until(reached)


def test_reviewing_with_the_keyboard_alone(
    browser: webdriver.Chrome, site: str, store_path: Path, proposals: list[str]
) -> None:
    first, second, third, fourth, fifth, _ = proposals
    sign_in(browser, site, store_path)
    assert current(browser) == first
    press(browser, "a")
    assert current(browser) == second
    press(browser, "r")
    assert current(browser) == third
    press(browser, "j")
    assert current(browser) == fourth
    press(browser, "k", "k")
    assert current(browser) == second
    press(browser, "j", "a", "r")
    assert current(browser) == fifth
    until_status(browser, store_path, {first: "approved", second: "rejected", third: "approved", fourth: "rejected"})
    press(browser, "u")
    assert current(browser) == fourth
    press(browser, "a", "u", "u", "u")
    assert current(browser) == second
    until_status(browser, store_path, {first: "approved", second: "proposed", third: "proposed", fourth: "proposed"})
    press(browser, "a")
    assert current(browser) == third
    until_status(browser, store_path, {second: "approved"})
    assert browser.find_element(By.ID, "status").text == "5 proposals wait"
    with Store(store_path) as store:
        assert [change.action for change in store.changes(concept_id=second)] == [
            "created", "rejected", "undone", "approved"
        ]  # fmt: skip
        assert {change.who for change in store.changes(since=2)} == {"Ana"}
    assert complaints(browser, site) == []


def test_fifty_pairs_of_a_document_are_reviewed_with_the_keyboard_alone(
    browser: webdriver.Chrome, site: str, store_path: Path
) -> None:
    versions = [GOLD / f"ocean-bulletin.{lang}.txt" for lang in ("zh", "en")]
    with Store(store_path) as store:
        add(store, versions, Options(), lambda _: None)
    sign_in(browser, site, store_path)
    assert len(browser.find_elements(By.CSS_SELECTOR, ".card:first-child .side q mark")) >= 2
    decided: dict[str, str] = {}
    on_page: dict[str, str] = {}
    while len(decided) < 50:
        card = current(browser)
        if card in on_page:  # the last one of a page
            until_status(browser, store_path, on_page)
            browser.switch_to.active_element.send_keys(Keys.ENTER)
            WebDriverWait(browser, PATIENCE).until(lambda driver, last=card: current(driver) not in ("", last))
            on_page = {}
            continue
        rejected = len(decided) % 5 == 4
        if len(decided) % 10 == 3:
            press(browser, "r", "u")
            assert current(browser) == card
        press(browser, "r" if rejected else "a")
        decided[card] = on_page[card] = "rejected" if rejected else "approved"
    until_status(browser, store_path, decided)
    with Store(store_path) as store:
        undone = [ident for nth, ident in enumerate(decided) if nth % 10 == 3]
        assert all("undone" in [each.action for each in store.changes(concept_id=ident)] for ident in undone)
        assert {each.who for ident in decided for each in store.changes(since=2, concept_id=ident)} == {"Ana"}


def test_a_decision_that_came_too_late_is_shown_on_its_card(
    browser: webdriver.Chrome, site: str, store_path: Path, proposals: list[str]
) -> None:
    sign_in(browser, site, store_path)
    with Store(store_path) as store:
        Reviewer(store, "Bo").decide(proposals[0], "rejected", seen(store, proposals[0]))
    press(browser, "a")
    failed = (By.CSS_SELECTOR, f"#{proposals[0]}.failed .outcome")
    WebDriverWait(browser, PATIENCE).until(lambda driver: driver.find_elements(*failed))
    assert "by Bo" in browser.find_element(*failed).text
    assert "Bo: rejected" in browser.find_element(*failed).text
    assert current(browser) == proposals[0]
    until_status(browser, store_path, {proposals[0]: "rejected"})
    browser.get_log("browser")  # the 409 is logged there


def test_merging_and_editing_from_the_keyboard(
    browser: webdriver.Chrome, site: str, store_path: Path, proposals: list[str]
) -> None:
    sign_in(browser, site, store_path)
    press(browser, "m")
    browser.switch_to.active_element.send_keys("Port Planning Service", Keys.ENTER)
    until_status(browser, store_path, {proposals[0]: "rejected"})
    with Store(store_path) as store:
        assert "甲处" in [term.text for term in store.concept("c2").terms]
    assert current(browser) == proposals[1]
    press(browser, "e")
    until_at(browser, f"/concepts/{proposals[1]}/edit")
    name = browser.find_elements(By.NAME, "term_text")[1]
    name.clear()
    name.send_keys("Second Division", Keys.ENTER)
    until_at(browser, "/review")
    with Store(store_path) as store:
        assert store.concept(proposals[1]).name("en") == "Second Division"


def test_reviewing_without_scripts(
    browser: webdriver.Chrome, site: str, store_path: Path, proposals: list[str]
) -> None:
    sign_in(browser, site, store_path)
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    browser.get(f"{site}/review")
    browser.find_element(By.CSS_SELECTOR, f"#{proposals[0]} button[value=accept]").click()
    until_at(browser, f"done={proposals[0]}")
    until_status(browser, store_path, {proposals[0]: "approved"})
    browser.find_element(By.CSS_SELECTOR, ".flash button").click()
    until_status(browser, store_path, {proposals[0]: "proposed"})
    browser.find_element(By.CSS_SELECTOR, f"#{proposals[1]} [data-merge]").click()
    until_at(browser, f"/concepts/{proposals[1]}/merge")
    browser.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})


def test_a_list_is_looked_at_brought_in_and_taken_back(
    browser: webdriver.Chrome,
    site: str,
    store_path: Path,
    proposals: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    path = tmp_path / "list.csv"
    path.write_text("中文,英文\n灯塔科,Lighthouse Section\n", "utf-8")
    sign_in(browser, site, store_path)
    browser.get(f"{site}/import")
    browser.find_element(By.ID, "file").send_keys(str(path))
    browser.find_element(By.CSS_SELECTOR, ".importing button").click()
    wait = WebDriverWait(browser, PATIENCE)
    wait.until(lambda driver: driver.find_elements(By.CSS_SELECTOR, "form[action='/import/confirm']"))
    assert "灯塔科 = Lighthouse Section" in browser.find_element(By.TAG_NAME, "main").text
    browser.find_element(By.CSS_SELECTOR, "form[action='/import/confirm'] button").click()
    until_at(browser, "/import/confirm")
    with Store(store_path) as store:
        assert len(store.find("灯塔科")) == 1
    browser.find_element(By.CSS_SELECTOR, ".flash form button").click()
    until_at(browser, "/imports")
    with Store(store_path) as store:
        assert store.find("灯塔科") == []
    assert complaints(browser, site) == []


@pytest.mark.parametrize("path", ["/review", "/concepts/c2/edit", "/concepts/new", "/concepts/c2/history", "/import"])
@pytest.mark.parametrize("width", [360, 1100])
def test_the_pages_of_editors_fit(
    browser: webdriver.Chrome, site: str, store_path: Path, proposals: list[str], path: str, width: int
) -> None:
    sign_in(browser, site, store_path)
    assert_fits(browser, site, path, width)


def test_the_bookmark_looks_up_the_words_selected_in_any_page(browser: webdriver.Chrome, site: str) -> None:
    browser.get(f"{site}/about")
    address = str(browser.find_element(By.CSS_SELECTOR, 'a[href^="javascript:"]').get_attribute("href"))
    program = unquote(address.removeprefix("javascript:"))
    first = browser.current_window_handle
    for prepare, path in (
        ("getSelection().selectAllChildren(document.querySelector('p'))", "/concepts/c1"),
        (
            "getSelection().removeAllRanges(); const i = document.querySelector('input'); i.focus(); i.select()",
            "/search",
        ),
    ):
        browser.get("data:text/html;charset=utf-8,<p> 海事安全厅 </p><input value='港口 100%25'>")
        browser.execute_script(prepare)
        browser.execute_script(program)
        WebDriverWait(browser, PATIENCE).until(lambda driver: len(driver.window_handles) == 2)
        browser.switch_to.window(next(handle for handle in browser.window_handles if handle != first))
        until_at(browser, path)
        assert path != "/search" or browser.find_element(By.ID, "q").get_attribute("value") == "港口 100%"
        browser.close()
        browser.switch_to.window(first)
