"""A program that writes in a store, killed at a random moment, and what is in the store after that."""

from __future__ import annotations

import json
import random
import signal
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from market_data import MarketData
from model.case.data import Case
from model.case.edits import replay
from model.store.store import Store
from tests.support.appending import begin
from tests.support.appending import start as ready

LONGEST = 0.25
"""Seconds between the first entry that was confirmed and the kill, at most: some dozens of entries."""


@dataclass(frozen=True)
class Killed:
    """The last change confirmed before the kill, the last one that is in the store, and what is wrong there."""

    confirmed: int
    kept: int
    wrong: tuple[str, ...]


def kill_once(path: Path, case_id: str, start: Case, market: MarketData, draw: random.Random) -> Killed:
    """Let the program write in a case that began as `start`, kill it at a random moment, open the store and look."""
    with ready(path, case_id, "anna", "a") as child:
        begin(child)
        assert child.stdout is not None
        lines = [child.stdout.readline()]
        time.sleep(draw.uniform(0, LONGEST))
        child.send_signal(signal.SIGKILL)
        lines += child.stdout.read().splitlines()
    whole = [line for line in lines if line.strip().endswith("}")]
    return after_a_kill(path, case_id, start, market, json.loads(whole[-1])["seq"])


def after_a_kill(path: Path, case_id: str, start: Case, market: MarketData, confirmed: int) -> Killed:
    """What is in the store, of which change `confirmed` was the last to be confirmed."""
    store = Store.at(path)
    with closing(store):
        with store.reading() as connection:
            sound = connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"
        stored, changes = store.open(case_id, market), store.since(case_id, -1)
    edits = [edit for change in changes for edit in change.edits]
    held = {
        "the file is not sound": sound,
        "the log has a gap, or is not as long as the case says": [change.seq for change in changes]
        == list(range(stored.seq + 1)),
        "what was confirmed is gone, or more is there than was asked for": confirmed <= stored.seq <= confirmed + 1,
        "the log does not give the case": replay(start, edits, market) == stored.case,
    }
    return Killed(confirmed, stored.seq, tuple(said for said, holds in held.items() if not holds))
