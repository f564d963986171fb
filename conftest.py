"""What tests need beyond Python, and the last line of a run: which of it was missing, so what was not tested.

With GLOSSARY_TEST_ALL set, as in CI, a missing one is a failure.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path

import pytest

SHARED = Path(__file__).resolve().parent.parent / "shared"


def _commands(*names: str) -> Callable[[], bool]:
    return lambda: all(shutil.which(name) for name in names)


NEEDS: dict[str, tuple[str, Callable[[], bool]]] = {
    "shared": ("the development material in ../shared", SHARED.is_dir),
    "browser": ("Chromium and its driver", _commands("chromium", "chromedriver")),
    "omegat": ("OmegaT and a JDK", _commands("omegat", "javac")),
    "libreoffice": ("LibreOffice Calc", _commands("soffice")),
    "saxon": ("the package saxonche", lambda: find_spec("saxonche") is not None),
    "translate": ("the package translate-toolkit", lambda: find_spec("translate") is not None),
    "openpyxl": ("the package openpyxl", lambda: find_spec("openpyxl") is not None),
}
_not_run: dict[str, int] = {}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose needs are not met; fail it where everything has to run."""
    for name, (what, is_there) in NEEDS.items():
        if item.get_closest_marker(name) and not is_there():
            if os.environ.get("GLOSSARY_TEST_ALL"):
                pytest.fail(f"{what} is missing")
            _not_run[name] = _not_run.get(name, 0) + 1
            pytest.skip(f"needs {what}")


@pytest.hookimpl(wrapper=True, trylast=True)
def pytest_unconfigure() -> Iterator[None]:
    """Say last what was not run."""
    yield
    if _not_run:
        print(
            "not run: " + "; ".join(f"{count} tests for want of {NEEDS[name][0]}" for name, count in _not_run.items())
        )
