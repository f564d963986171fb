"""Figures of extraction do not fall, and what they are measured on is what it was when they were pinned."""

from __future__ import annotations

import pytest

from benchmarks import floors, relevance
from benchmarks.quality import SHARED, available


def test_annotations_are_those_that_the_floors_were_measured_on() -> None:
    pinned = floors.read()["annotations"]
    changed = [name for name, digest in floors.digests().items() if pinned.get(name) != digest]
    assert not changed, "re-pin with: python -m benchmarks.quality --pin"


@pytest.fixture(scope="module")
def figures() -> dict[str, dict[str, float]]:
    return floors.figures()


def test_own_bulletins_are_read_as_well_as_before(figures: dict[str, dict[str, float]]) -> None:
    pinned = floors.read()["floors"]
    here = ("own", "structure of own", "relevance", "pairs of own")
    own = {name: part for name, part in pinned.items() if name in here}
    assert set(own) <= set(figures)
    assert not floors.fallen(figures, own)


def test_translators_find_what_they_mean(figures: dict[str, dict[str, float]]) -> None:
    assert len(list(relevance.queries())) >= 200
    assert figures["relevance"]["all"] >= 0.95


@pytest.mark.shared
def test_real_texts_are_read_as_well_as_before(figures: dict[str, dict[str, float]]) -> None:
    assert SHARED.is_dir()
    assert set(available()) <= set(figures)
    assert not floors.fallen(figures, floors.read()["floors"])


def test_a_fallen_figure_is_told() -> None:
    pinned = {"own": {"all": 0.9, "calibration error": 0.02}}
    assert floors.fallen({"own": {"all": 0.9, "calibration error": 0.02}}, pinned) == []
    told = floors.fallen({"own": {"all": 0.89, "calibration error": 0.03}}, pinned)
    assert [line.split(":")[0] for line in told] == ["own, all", "own, calibration error"]
