"""How long the store takes: `python -m benchmarks.store`. README.md says what was measured where.

Elapsed time, for a change is confirmed when it is on the disk and a person waits for that; processor time beside it,
which other jobs on the machine move less.
"""

from __future__ import annotations

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

from market_data import load
from model.case.edits import input_path, replay, set_value
from model.case.example import example_case
from model.store.changes import Author
from model.store.records import Stored
from model.store.store import Setting, Store
from model.store.upkeep import backup

CHANGES = 10_000
ROUNDS = 5
ANNA = Author("anna", "Anna")
OPTIONS = ("a", "b", "c", "d")


def main(changes: int = CHANGES) -> None:
    """Make a case with so many changes, measuring on the way, and print."""
    market = load()
    setting, case = Setting("model-1", market), example_case("GM1783", market)
    with tempfile.TemporaryDirectory() as folder:
        store = Store.at(Path(folder) / "cases.sqlite")
        case_id = store.create(case, ANNA, setting).id

        def enter(number: int) -> None:
            edit = set_value(input_path(OPTIONS[number % len(OPTIONS)], "occupancy"), 0.1 + number % 1000 / 2000)
            assert isinstance(store.append(case_id, (edit,), number, ANNA, setting, lambda _: None), Stored)

        def replayed() -> None:
            stored, log = store.open(case_id, market), store.since(case_id, 0)
            assert replay(case, [edit for change in log for edit in change.edits], market) == stored.case

        def there_and_back() -> None:
            for step in (store.undo, store.redo):
                assert isinstance(step(case_id, ANNA, setting, lambda _: None), Stored)

        taken = [seconds(partial(enter, number)) for number in range(changes)]
        first, last = taken[: changes // 10], taken[-changes // 10 :]
        rows = {
            "4 kB written and made sure of on this disk": [seconds(partial(sync, Path(folder))) for _ in range(200)],
            f"append, the first {len(first):,}": first,
            f"append, the last {len(last):,} of {changes:,}": last,
            f"open, and replay {changes:,} changes": [seconds(replayed) for _ in range(ROUNDS)],
            "what can be taken back (`can`)": [seconds(lambda: store.can(case_id, ANNA)) for _ in range(ROUNDS)],
            "undo and redo, together": [seconds(there_and_back) for _ in range(ROUNDS)],
            "the last 20 changes": [seconds(lambda: store.last_changes(case_id, 20)) for _ in range(ROUNDS)],
            "a backup, checked": [seconds(lambda: backup(store, unused(Path(folder)))) for _ in range(ROUNDS)],
        }
        size = store.path.stat().st_size
        store.close()
    print(f"{changes:,} changes of one case: {size / 1e6:.1f} MB\n")
    print("| | median, ms | 99th percentile, ms | of the processor, ms |\n|---|---:|---:|---:|")
    for name, times in rows.items():
        elapsed, processor = ([1000 * taken[place] for taken in times] for place in (0, 1))
        ninety_nine = sorted(elapsed)[max(0, round(len(elapsed) * 0.99) - 1)]
        middle, busy = statistics.median(elapsed), statistics.median(processor)
        print(f"| {name} | {middle:.1f} | {ninety_nine:.1f} | {busy:.1f} |")


def seconds(work: Callable[[], object]) -> tuple[float, float]:
    """Elapsed and processor time of a piece of work."""
    start, busy = time.perf_counter(), time.process_time()
    work()
    return time.perf_counter() - start, time.process_time() - busy


def sync(folder: Path) -> None:
    """The least a change can take here: some bytes written, and on the disk."""
    with (folder / "line").open("ab") as file:
        file.write(b"x" * 4096)
        file.flush()
        os.fsync(file.fileno())


def unused(folder: Path) -> Path:
    """A name no file has yet."""
    return folder / f"backup-{len(list(folder.iterdir()))}.sqlite"


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
