"""The soak runs of `benchmarks/soak`, in short: entries as fast as hands while the processors are busy."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page

from model.store.opening import FILE, FOLDER_SETTING
from tests.support.application import ended, free_port, local, open_page, started
from tests.support.hands import PLACES, Logged, busy, entries_of, judged, logged, standing, typed_by_hand
from tests.support.kept import case_id, kept_case
from tests.support.sessions import counted, counting

FIRST, SECOND = PLACES[0].entry(50), PLACES[1].entry(25)


@pytest.mark.browser
@pytest.mark.parametrize("pause", [0, 20])
def test_entries_without_waiting_on_a_busy_machine_are_kept_each_in_its_own_field(
    page: Page, address: str, pause: int
) -> None:
    entries = entries_of(10, seed=pause)
    open_page(page, address, "case")
    with busy():
        typed_by_hand(page, entries, pause)
    outcome = judged(entries, logged(Path(os.environ[FOLDER_SETTING]) / FILE, case_id(page)))
    assert (outcome.kept, outcome.wrong) == (10, ())
    assert standing(kept_case(page), entries) == []


@pytest.mark.browser
def test_nothing_is_left_of_sessions_whose_tab_is_closed(page: Page, household: BrowserContext, tmp_path: Path) -> None:
    """Of those that the server keeps no longer, a few may still be in memory: Python looks for them now and then."""
    port = free_port()
    server = started(port, {**counting(tmp_path), "STREAMLIT_SERVER_DISCONNECTED_SESSION_TTL": "1"})
    try:
        open_page(page, local(port), "case")
        for name in ("options", "risk", "compare", "sensitivity", "who_pays", "norms"):
            tab = household.new_page()
            open_page(tab, local(port), name)
            tab.close()
        page.wait_for_timeout(5_000)
        there = counted(tmp_path)
    finally:
        ended(server)
    assert there.open == 1
    assert there.alive <= 4, there


def test_an_entry_is_typed_as_dutch_hands_do() -> None:
    assert (FIRST.typed, FIRST.value) == ("1.250,50", 1250.5)
    assert (SECOND.typed, SECOND.value) == ("11,25", pytest.approx(0.1125))
    assert PLACES[4].entry(7).typed == "2.008"


def test_no_two_entries_are_the_same_number() -> None:
    entries = entries_of(200, seed=1)
    assert len({entry.value for entry in entries}) == len({entry.typed for entry in entries}) == 200


@pytest.mark.parametrize(
    ("log", "counts"),
    [
        ([(FIRST.place.path, 1250.5), (SECOND.place.path, 0.1125)], (2, 0, 0, 0)),
        ([(FIRST.place.path, 1250.5)], (1, 1, 0, 0)),
        ([(FIRST.place.path, 125050.0), (SECOND.place.path, 0.1125)], (1, 1, 1, 0)),
        ([(FIRST.place.path, 1250.5), ("beds", 0.1125)], (1, 0, 0, 1)),
        ([(FIRST.place.path, 1250.5), (SECOND.place.path, 0.1125), ("beds", 5.0)], (2, 0, 0, 1)),
        ([(FIRST.place.path, 1250.5), (FIRST.place.path, 1250.5), (SECOND.place.path, 0.1125)], (2, 0, 1, 0)),
    ],
    ids=["kept", "lost", "misread", "in another field", "half in another field", "twice"],
)
def test_the_log_tells_what_became_of_an_entry(log: list[Logged], counts: tuple[int, int, int, int]) -> None:
    outcome = judged([FIRST, SECOND], log)
    assert (outcome.kept, len(outcome.lost), len(outcome.misread), len(outcome.misplaced)) == counts
