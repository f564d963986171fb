"""Renew the picture in the README: `python docs/screenshot.py OUT.png`, with Chromium and its driver installed."""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from threading import Thread
from wsgiref.simple_server import make_server

from selenium import webdriver
from selenium.webdriver.chrome.service import Service

from glossary.termbase import shipped
from glossary.web import create_app

FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars")


def main(out: Path) -> None:
    """Serve the shipped term base, search it, and keep the picture."""
    with tempfile.TemporaryDirectory() as folder:
        server = make_server("127.0.0.1", 0, create_app(shipped("terms.db"), Path(folder) / "index"))
        Thread(target=server.serve_forever, daemon=True).start()
        options = webdriver.ChromeOptions()
        options.binary_location = "/usr/bin/chromium"
        for flag in (*FLAGS, "--window-size=1000,560", f"--user-data-dir={folder}/profile"):
            options.add_argument(flag)
        browser = webdriver.Chrome(options=options, service=Service("/usr/bin/chromedriver"))
        browser.get(f"http://127.0.0.1:{server.server_port}/search?q=lgwdt&lang=en")
        browser.save_screenshot(str(out))
        browser.quit()
        server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
