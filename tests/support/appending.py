"""A program that enters numbers in a stored case, one after the other, and says of each what became of it.

    python -m tests.support.appending CASES.sqlite CASE_ID ACTOR OPTION COUNT

One line of JSON per entry, once it is answered: {"seq": 5, "seen": 4} for one that is written, {"conflict": [5]} for
one that is refused because others had changed the same. COUNT 0 goes on until it is killed. It says "ready" first, and
begins at a line on its standard input.
"""

from __future__ import annotations

import itertools
import json
import subprocess
import sys
from pathlib import Path

from market_data import load
from model.case.edits import input_path, set_value
from model.store.changes import Author
from model.store.records import Conflict
from model.store.store import Setting, Store
from tests.support.application import ROOT

READY = "ready\n"
KINDS_OF_ENTRY = 1000
"""After so many entries the same numbers come again: no two in a row are the same."""


def entry(number: int) -> float:
    """What is entered, of which no two in a row are the same."""
    return 0.1 + number % KINDS_OF_ENTRY / 2000


def start(path: Path, case_id: str, actor: str, option: str, count: int = 0) -> subprocess.Popen[str]:
    """The program, ready to begin."""
    words = [sys.executable, "-m", "tests.support.appending", str(path), case_id, actor, option, str(count)]
    child = subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert child.stdout is not None and child.stdout.readline() == READY
    return child


def begin(child: subprocess.Popen[str]) -> None:
    """Let it begin."""
    assert child.stdin is not None
    child.stdin.write("\n")
    child.stdin.flush()


def main(path: Path, case_id: str, actor: str, option: str, count: int) -> None:
    """Enter and say."""
    store, author, setting = Store.at(path), Author(actor), Setting("model-1", load())
    seen = first = store.seq(case_id) or 0
    sys.stdout.write(READY)
    sys.stdout.flush()
    sys.stdin.readline()
    for number in range(first, first + count) if count else itertools.count(first):
        edit = set_value(input_path(option, "occupancy"), entry(number) + (actor > "b") / 4000)
        done = store.append(case_id, (edit,), seen, author, setting, lambda _: None)
        if isinstance(done, Conflict):
            said: dict[str, object] = {"conflict": [change.seq for change in done.changes]}
            seen = store.seq(case_id) or 0
        else:
            said = {"seq": done.seq, "seen": seen}
            seen = done.seq
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]))
