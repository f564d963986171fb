from __future__ import annotations

import gc

import pytest

from glossary.uncollected import uncollected


@uncollected()
def _failing(inner: list[bool]) -> None:
    with uncollected():
        inner.append(gc.isenabled())
    inner.append(gc.isenabled())
    raise KeyError


def test_cycles_are_looked_for_again_whatever_happens() -> None:
    inner: list[bool] = []
    assert gc.isenabled()
    with pytest.raises(KeyError):
        _failing(inner)
    assert inner == [False, False]
    assert gc.isenabled()
