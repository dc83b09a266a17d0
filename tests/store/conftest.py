"""A store of its own for each test."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from market_data import MarketData, load
from model.case.data import Case
from model.case.edits import input_path, set_value
from model.case.example import example_case
from model.store.changes import Author
from model.store.records import Stored
from model.store.store import Setting, Store


class Clock:
    """A clock that stands until it is put on."""

    def __init__(self) -> None:
        self.now = datetime(2027, 1, 4, 9, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def on(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(tmp_path: Path, clock: Clock) -> Iterator[Store]:
    made = Store.at(tmp_path / "cases" / "cases.sqlite", clock)
    yield made
    made.close()


MARKET = load()
MODEL = "model-1"
SETTING = Setting(MODEL, MARKET)
ANNA, BRAM = Author("anna's browser", "Anna"), Author("bram's browser", "Bram")


def occupied(store: Store, case_id: str, value: float, *, option: str = "a", author: Author = ANNA) -> Stored:
    """The case after this occupancy was entered by who has seen everything."""
    edit = set_value(input_path(option, "occupancy"), value)
    after = store.append(case_id, (edit,), store.seq(case_id) or 0, author, SETTING, any_case)
    assert isinstance(after, Stored)
    return after


def any_case(_: Case) -> None:
    """Accepts every case and keeps nothing of it."""


@pytest.fixture
def market() -> MarketData:
    return MARKET


@pytest.fixture
def example() -> Case:
    return example_case("GM1783", MARKET)
