"""The pages in a real browser: suggestions, keys, and a look at the console."""

from __future__ import annotations

from collections.abc import Iterator
from threading import Thread

import pytest
from flask import Flask
from selenium import webdriver
from selenium.webdriver.chrome.service import Service
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.serving import WSGIRequestHandler, make_server

pytestmark = pytest.mark.browser

FLAGS = (
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--window-size=1100,900",
)
PATIENCE = 20


class Quiet(WSGIRequestHandler):
    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        pass


@pytest.fixture
def site(app: Flask) -> Iterator[str]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[webdriver.Chrome]:
    options = webdriver.ChromeOptions()
    options.binary_location = "/usr/bin/chromium"
    for flag in (*FLAGS, f"--user-data-dir={tmp_path_factory.mktemp('browser')}"):
        options.add_argument(flag)
    driver = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
    yield driver
    driver.quit()


def focused(browser: webdriver.Chrome) -> str:
    return str(
        browser.switch_to.active_element.get_attribute("href") or browser.switch_to.active_element.get_attribute("id")
    )


def until_at(browser: webdriver.Chrome, path: str) -> None:
    WebDriverWait(browser, PATIENCE).until(lambda driver: path in driver.current_url)


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
    "path", ["/", "/search?q=OMS", "/concepts/c1", "/concepts/c5", "/browse", "/documents", "/about"]
)
@pytest.mark.parametrize("width", [360, 1100])
def test_pages_fit_and_the_console_is_silent(browser: webdriver.Chrome, site: str, path: str, width: int) -> None:
    size = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", size)
    browser.get(site + path)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    assert [entry for entry in browser.get_log("browser") if entry["level"] in ("SEVERE", "WARNING")] == []
    browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


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
