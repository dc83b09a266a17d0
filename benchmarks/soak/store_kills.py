"""A program that enters numbers in a stored case, killed two hundred times: `python -m benchmarks.soak.store_kills`.

After each kill the store is opened: what was confirmed must be there, and nothing half. The numbers of kills and the
seed may follow: `python -m benchmarks.soak.store_kills 1000 5`. Ends with 1 when anything was wrong.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from pathlib import Path

from market_data import load
from model.case.example import example_case
from model.store.changes import Author
from model.store.store import Setting, Store
from tests.support.kills import kill_once

KILLS, SEED = 200, 22


def main(kills: int = KILLS, seed: int = SEED) -> int:
    """Kill, look and print what came out; gives the exit status."""
    market, draw = load(), random.Random(seed)
    case, began = example_case("GM1783", market), time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "cases.sqlite"
        store = Store.at(path)
        case_id = store.create(case, Author("anna"), Setting("model-1", market)).id
        store.close()
        outcomes = [kill_once(path, case_id, case, market, draw) for _ in range(kills)]
    wrong = [outcome for outcome in outcomes if outcome.wrong]
    for outcome in wrong:
        print(f"change {outcome.confirmed}: {'; '.join(outcome.wrong)}")
    unanswered = sum(outcome.kept > outcome.confirmed for outcome in outcomes)
    print(
        f"{kills} kills, {outcomes[-1].kept:,} changes, {len(wrong)} with something wrong; after {unanswered} kills a "
        f"change was written whose answer had not been read; {time.monotonic() - began:.0f} s"
    )
    return 1 if wrong else 0


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
