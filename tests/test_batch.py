"""Many documents at once: the same result in this process, in several, and on a cluster."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from glossary import batch
from glossary.batch import AHEAD, Outcome, extract_files, workers
from glossary.errors import InputError
from glossary.extract import DEFAULT_MIN_SCORE, record


@pytest.fixture
def paths(tmp_path: Path) -> list[Path]:
    """More files than are handed out at once, one of them missing."""
    found = [tmp_path / f"d{number}.txt" for number in range(AHEAD + 5)]
    for number, path in enumerate(found):
        path.write_text(f"1. 航标管理{'一二三'[number % 3]}司由司长领导。\n2. 灯塔科对司长负责。\n", "utf-8")
    found[3].unlink()
    return found


def shown(outcomes: Iterator[Outcome]) -> list[object]:
    return [list(map(record, each)) if isinstance(each, list) else str(each) for each in outcomes]


def test_a_file_that_cannot_be_read_costs_only_itself(paths: list[Path]) -> None:
    found = shown(extract_files(paths, DEFAULT_MIN_SCORE))
    assert len(found) == len(paths)
    assert isinstance(found[3], str)
    assert "d3.txt" in found[3]
    assert all(isinstance(each, list) and each for number, each in enumerate(found) if number != 3)


def test_processes_give_the_same_in_the_same_order(paths: list[Path]) -> None:
    with workers(2) as executor:
        assert shown(extract_files(paths, DEFAULT_MIN_SCORE, executor)) == shown(
            extract_files(paths, DEFAULT_MIN_SCORE)
        )


@pytest.mark.dask
@pytest.mark.filterwarnings("ignore")
def test_a_cluster_gives_the_same_in_the_same_order(paths: list[Path]) -> None:
    from distributed import LocalCluster

    with (
        LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None) as cluster,
        workers(scheduler=cluster.scheduler_address) as executor,
    ):
        assert shown(extract_files(paths, DEFAULT_MIN_SCORE, executor)) == shown(
            extract_files(paths, DEFAULT_MIN_SCORE)
        )


@pytest.mark.dask
@pytest.mark.filterwarnings("ignore")
def test_a_scheduler_that_does_not_answer_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(batch, "ANSWER", 1)
    with pytest.raises(InputError, match="no scheduler answers"), workers(scheduler="tcp://127.0.0.1:1"):
        pass
