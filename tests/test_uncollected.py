from __future__ import annotations

import gc

import pytest

from glossary.uncollected import uncollected


def test_cycles_are_looked_for_again_whatever_happens() -> None:
    assert gc.isenabled()
    with pytest.raises(KeyError), uncollected():
        with uncollected():
            assert not gc.isenabled()
        assert not gc.isenabled()
        raise KeyError
    assert gc.isenabled()
