"""A thousand entries by real keys while the processors are busy: `python -m benchmarks.soak.entries`.

Five fields on two pages, with 0, 20, 50, 100 and 300 ms between keys; the log of the store says what became of each.
The number of entries and the seed may follow: `python -m benchmarks.soak.entries 100 5`. What the server says goes in
the file that `SOAK_LOG` names. Ends with 1 when an entry was lost, misread or put in another field.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from model.store.opening import FILE, FOLDER_SETTING
from tests.support.application import CHROMIUM_ARGUMENTS, chromium, open_page, running
from tests.support.hands import Outcome, busy, entries_of, judged, logged, standing, typed_by_hand
from tests.support.kept import case_id, kept_case

ENTRIES, SEED = 1_000, 22
PAUSES = (0, 20, 50, 100, 300)
"""Milliseconds between keys."""


def main(count: int = ENTRIES, seed: int = SEED) -> int:
    """Type, look in the log and print what came out; gives the exit status."""
    each, failed = count // len(PAUSES), 0
    print(
        f"{'between keys':>12} {'entries':>8} {'kept':>6} {'lost':>6} {'misread':>8} {'elsewhere':>10} {'took':>8}",
        flush=True,
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        os.environ[FOLDER_SETTING] = folder
        browser = playwright.chromium.launch(executable_path=chromium(), args=list(CHROMIUM_ARGUMENTS))
        with running(Path(os.environ.get("SOAK_LOG", os.devnull))) as address:
            for number, pause in enumerate(PAUSES):
                began = time.monotonic()
                outcome, wrong = _typed(browser, address, each, pause, seed + number)
                print(
                    f"{pause:>9} ms {each:>8} {outcome.kept:>6} {len(outcome.lost):>6} {len(outcome.misread):>8} "
                    f"{len(outcome.misplaced):>10} {time.monotonic() - began:>6.0f} s",
                    *wrong,
                    sep="\n             ",
                    flush=True,
                )
                failed += len(wrong)
        browser.close()
    return 1 if failed else 0


def _typed(browser: Browser, address: str, count: int, pause: int, seed: int) -> tuple[Outcome, list[str]]:
    """What became of so many entries in a new case, and in words what is wrong."""
    entries = entries_of(count, seed)
    with browser.new_context(locale="nl-NL", timezone_id="Europe/Amsterdam") as context:
        page = context.new_page()
        open_page(page, address, "case")
        with busy():
            typed_by_hand(page, entries, pause)
        outcome = judged(entries, logged(Path(os.environ[FOLDER_SETTING]) / FILE, case_id(page)))
        return outcome, [*outcome.wrong, *standing(kept_case(page), entries)]


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
