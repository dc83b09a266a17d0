"""The same batch on a Dask cluster: a lost worker's rows are run again, and nothing is counted twice."""

from __future__ import annotations

import csv
import os
import signal
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest

from model.analyses.batch import Chunk, Found, Job, RunChunk, dask_cluster, local_processes, run_batch

distributed = pytest.importorskip("distributed")
pytestmark = [
    pytest.mark.thorough,
    pytest.mark.filterwarnings("ignore"),
]
ROWS = [{"municipality": "GM1783", "type": "short_stay", "occupancy": f"{0.5 + number / 200}"} for number in range(64)]


@pytest.fixture
def cluster() -> Iterator[object]:
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, silence_logs=50
    ) as running:
        yield running


def read(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8", newline="") as file:
        return sorted(csv.DictReader(file), key=lambda row: int(row["row"]))


def test_a_cluster_gives_what_this_machine_gives(cluster: object, tmp_path: Path) -> None:
    run_batch(ROWS[:20], tmp_path / "here.csv", Job(), local_processes(1))
    run_batch(ROWS[:20], tmp_path / "there.csv", Job(), dask_cluster(cluster.scheduler_address))  # type: ignore[attr-defined]
    assert read(tmp_path / "here.csv") == read(tmp_path / "there.csv")


def test_a_lost_workers_rows_are_run_again_and_counted_once(cluster: object, tmp_path: Path) -> None:
    runner = dask_cluster(cluster.scheduler_address)  # type: ignore[attr-defined]
    victim = next(iter(cluster.workers.values()))  # type: ignore[attr-defined]

    def interrupted(function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        for number, result in enumerate(runner(function, items)):
            if number == 0:
                os.kill(victim.pid, signal.SIGKILL)
            yield result

    out = tmp_path / "out.csv"
    counts = run_batch(ROWS, out, Job(), interrupted)
    assert counts.done == len(ROWS)
    assert [int(row["row"]) for row in read(out)] == list(range(len(ROWS)))
    assert RunChunk(Job())(((0, ROWS[0]),))[0]["npv"] == float(read(out)[0]["npv"])
