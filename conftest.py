"""What tests need beyond Python, and the last line of a run: which of it was missing, so what was not tested.

With GLOSSARY_TEST_ALL set, as in CI, a missing one is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest
from hypothesis import settings

# Half of the usual number of examples keeps a run under two minutes on two cores.
settings.register_profile("suite", max_examples=50)
settings.load_profile("suite")

SHARED = Path(__file__).resolve().parent.parent / "shared"


def _commands(*names: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(name) for name in names)


def _office_part(name: str) -> bool:
    """LibreOffice is one command with parts that are installed by themselves, each a library beside the program."""
    command = shutil.which("soffice")
    return command is not None and (Path(command).resolve().parent / f"lib{name}lo.so").exists()


NEEDS: dict[str, tuple[str, Callable[[], bool]]] = {
    "shared": ("the development material in ../shared", SHARED.is_dir),
    "browser": ("Chromium and its driver", _commands("chromium", "chromedriver")),
    "curl": ("curl", _commands("curl")),
    "omegat": ("OmegaT and a JDK", _commands("omegat", "javac")),
    "libreoffice": ("LibreOffice Calc and Writer", lambda: all(map(_office_part, ("sc", "sw")))),
    "saxon": ("the package saxonche", lambda: find_spec("saxonche") is not None),
    "translate": ("the package translate-toolkit", lambda: find_spec("translate") is not None),
    "dask": ("the package distributed", lambda: find_spec("distributed") is not None),
    "limiter": ("the package flask-limiter", lambda: find_spec("flask_limiter") is not None),
    "mcp": ("the package mcp", lambda: find_spec("mcp") is not None),
    "openpyxl": ("the package openpyxl", lambda: find_spec("openpyxl") is not None),
}
NEED = "needs "
_last_line = pytest.StashKey[str]()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with what takes longest, so that no worker is left alone with it at the end."""
    items.sort(key=lambda item: item.path.name != "test_quality.py")


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose needs are not met; fail it where everything has to run."""
    for name, (what, is_there) in NEEDS.items():
        if item.get_closest_marker(name) and not is_there():
            if os.environ.get("GLOSSARY_TEST_ALL"):
                pytest.fail(f"{what} is missing")
            pytest.skip(NEED + what)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, config: pytest.Config) -> None:
    """Count what was not run, by what was missing."""
    reasons = [str(report.longrepr[2]) for report in terminalreporter.stats.get("skipped", [])]
    missing = Counter(reason.partition(NEED)[2] or reason for reason in reasons)
    config.stash[_last_line] = "; ".join(f"{count} tests for want of {what}" for what, count in missing.items())


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_unconfigure(config: pytest.Config) -> Iterator[None]:
    """Say it last."""
    yield
    if line := config.stash.get(_last_line, ""):
        print(f"not run: {line}")
