"""Where the chunks of a batch are run: in processes of this machine, or on the workers of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol

from model.analyses.batch.job import Chunk, Found
from model.problems import BadInput, problem

UNDER_WAY = 4
"""Chunks per worker that are sent out ahead."""
DASK_SECONDS = 10
"""How long an address of a cluster may take to answer."""


class Runner(Protocol):
    """Runs a function on every item and gives the results, best in the order of the items: what is early waits."""

    def __call__(self, function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        """The results of all items."""


def local_processes(workers: int | None = None) -> Runner:
    """All cores of this machine; one worker runs in this process."""
    count = workers or available_cores()

    def run(function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        if count == 1:
            yield from map(function, items)
            return
        with ProcessPoolExecutor(count, initializer=_end_with_parent) as pool:
            yield from _in_turn(lambda item: pool.submit(function, item), items, count * UNDER_WAY)

    return run


class _Answer(Protocol):
    """Work sent out: its result, when it is there."""

    def result(self) -> list[Found]:
        """Waits for it."""


def _in_turn(send: Callable[[Chunk], _Answer], items: Iterable[Chunk], ahead: int) -> Iterator[list[Found]]:
    """The results in the order of the items, never more than `ahead` of them under way or waiting their turn."""
    under_way: deque[_Answer] = deque()
    try:
        for item in items:
            under_way.append(send(item))
            if len(under_way) >= ahead:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
    except BrokenProcessPool:
        raise BadInput((problem("worker_lost", "batch"),)) from None


def _end_with_parent() -> None:
    """A worker whose parent is killed ends at once, instead of waiting for work for ever."""
    parent = multiprocessing.parent_process()
    if parent is not None:

        def end() -> None:
            parent.join()
            os._exit(1)

        threading.Thread(target=end, daemon=True).start()


def available_cores() -> int:
    """Cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def dask_cluster(address: str) -> Runner:
    """Workers of a Dask cluster (an optional extra: install `distributed`). Lost work is run again by Dask itself.

    Raises BadInput when Dask is not installed; the run does when the address does not answer.
    """
    try:
        from distributed import Client
    except ImportError:
        raise BadInput((problem("dask_missing", "--dask"),)) from None

    def run(function: Callable[[Chunk], list[Found]], items: Iterable[Chunk]) -> Iterator[list[Found]]:
        try:
            client = Client(address, timeout=DASK_SECONDS)
        except (OSError, ValueError) as error:
            raise BadInput((problem("dask_unreachable", "--dask", value=address),)) from error
        with client:
            ahead = max(1, sum(client.nthreads().values())) * UNDER_WAY
            yield from _in_turn(lambda item: client.submit(function, item), items, ahead)

    return run
