"""Hands that type without waiting, on two pages in turn, and what the store's log says of every entry they made.

A hand looks where it types: it begins once the field has the focus. It waits for nothing else: not for an answer, not
for the figures, not for the page to come to rest. No two entries are the same number, so that one tells from the log
where each of them went.
"""

from __future__ import annotations

import json
import os
import random
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field, fields
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

from model.parameters.table import parameters
from model.words.texts import text
from tests.support.application import PATIENCE, settled
from tests.support.application import field as text_field

Logged = tuple[str, float]
"""Where in the case a value was put, and the value."""


@dataclass(frozen=True)
class Place:
    """A field: on which page, what its label begins with, where in the case it stands and which numbers go in it.

    `decimals` are typed behind a comma, `least` is the first of the numbers; a percentage is a fraction in the case.
    """

    page: str
    label: str
    path: str
    least: int
    decimals: int = 0
    percent: bool = False

    def entry(self, number: int) -> Entry:
        """The entry of this number, as Dutch hands type it: 1.250,50."""
        units = self.least * 10**self.decimals + number
        whole, part = divmod(units, 10**self.decimals)
        typed = f"{whole:,}".replace(",", ".") + (f",{part:0{self.decimals}d}" if self.decimals else "")
        return Entry(self, typed, units / 10 ** (self.decimals + (2 if self.percent else 0)))


@dataclass(frozen=True)
class Entry:
    """What is typed in a field, and the number it stands for in the case."""

    place: Place
    typed: str
    value: float


def _input(key: str, least: int, decimals: int, *, percent: bool = False) -> Place:
    label = parameters()[key].label("nl")
    return Place("options", label, f"options.a.inputs.{key}", least, decimals, percent)


PLACES = (
    _input("site_preparation_per_bed", 1_250, 2),
    _input("contingency_share", 11, 2, percent=True),
    _input("furniture_per_bed", 3_500, 2),
    Place("norms", text("frame_max_price_per_week", "nl"), "frames.max_price_per_week", 101, 2),
    Place("norms", text("frame_min_beds", "nl"), "frames.min_beds", 2_001),
)
"""Five fields on two pages: amounts with cents, a percentage and a whole number."""
MOST_TABS = 60
LOOK, MOST_LOOKS = 5, 20
"""Seconds that somebody waits for what is in a fold before looking again, and how often."""
FOLDS = {"options": "ui_group_building"}


def entries_of(count: int, seed: int) -> list[Entry]:
    """So many entries, the five fields in turn; no two are the same number, in the case nor as typed."""
    draw = random.Random(seed)
    rounds = -(-count // len(PLACES))
    numbers = [draw.sample(range(1, max(1_000, 2 * rounds)), rounds) for _ in PLACES]
    made = [place.entry(numbers[column][row]) for row in range(rounds) for column, place in enumerate(PLACES)]
    return made[:count]


@contextmanager
def busy() -> Iterator[None]:
    """A process that does nothing as fast as it can, for every processor."""
    with ExitStack() as spinning:
        for _ in range(os.cpu_count() or 1):
            spinner = subprocess.Popen([sys.executable, "-c", "while True: pass"])
            spinning.callback(spinner.wait)
            spinning.callback(spinner.kill)
        yield


def typed_by_hand(page: Page, entries: Sequence[Entry], pause: int) -> None:
    """Type the entries in turn, with `pause` milliseconds between keys; ends when the page has come to rest.

    The page is that of the application, and not the one of the first entry. From field to field with Tab, and to
    another page with a click on the menu, which ends the entry before it.
    """
    page.set_viewport_size({"width": 1400, "height": 1000})
    before: Place | None = None
    for entry in entries:
        _come_to(page, before, entry.place, pause)
        page.keyboard.type(entry.typed, delay=pause)
        before = entry.place
    page.keyboard.press("Tab")
    settled(page)
    page.wait_for_timeout(1000)
    settled(page)


def _come_to(page: Page, before: Place | None, place: Place, pause: int) -> None:
    """Put the focus in a field, with all that stands there selected, as Tab leaves it."""
    if before is not None and before.page == place.page:
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            page.wait_for_timeout(pause)
            if _focused(page).startswith(place.label):
                return
        raise AssertionError(f"Tab does not come by {place.label}")
    title = text(f"ui_page_{place.page}", "nl")
    page.get_by_test_id("stSidebarNav").get_by_role("link", name=title, exact=True).click()
    there = text_field(page, place.label)
    if place.page in FOLDS:
        _opened(page, text(FOLDS[place.page], "nl"), there)
    expect(there).to_be_visible(timeout=PATIENCE)
    there.click()
    page.keyboard.press("Control+A")


def _opened(page: Page, title: str, there: Locator) -> None:
    """Open the fold a field is in. One that is opened while its page is being drawn may close again: then once more."""
    fold = page.get_by_test_id("stExpander").filter(has=page.get_by_text(title, exact=True))
    for _ in range(MOST_LOOKS):
        expect(fold).to_be_visible(timeout=PATIENCE)
        if fold.locator("details[open]").count() == 0:
            fold.locator("summary").click()
        until = time.monotonic() + LOOK
        while time.monotonic() < until:
            if there.is_visible():
                return
            page.wait_for_timeout(50)
    raise AssertionError(f"{title} does not open")


def _focused(page: Page) -> str:
    """The label of the text field that has the focus; empty for anything else."""
    label: str = page.evaluate("document.activeElement.labels?.[0]?.innerText ?? ''")
    return label.strip()


def logged(path: Path, case_id: str) -> list[Logged]:
    """What the log of a store says was put where in a case, in its order; a value that is no number counts as NaN."""
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    rows = connection.execute("SELECT edits FROM changes WHERE case_id = ? ORDER BY seq", (case_id,)).fetchall()
    connection.close()
    edits = [edit for (text_of_edits,) in rows for edit in json.loads(text_of_edits)]
    return [(edit["path"], _number(edit.get("value"))) for edit in edits]


def _number(value: object) -> float:
    return float(value) if isinstance(value, (int, float)) else float("nan")


@dataclass(frozen=True)
class Outcome:
    """What became of the entries: those kept as typed, and in words those that were not.

    `misplaced` stands in another field; `misread` is a number nobody typed there; `lost` is nowhere in the log.
    """

    kept: int = 0
    lost: tuple[str, ...] = ()
    misread: tuple[str, ...] = ()
    misplaced: tuple[str, ...] = ()

    def __add__(self, other: Outcome) -> Outcome:
        return Outcome(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(self)))

    @property
    def wrong(self) -> tuple[str, ...]:
        """Everything that went wrong, in words."""
        return (*self.lost, *self.misread, *self.misplaced)


@dataclass
class _Left:
    """What of the log no entry accounts for yet."""

    there: list[Logged] = field(default_factory=list)

    def take(self, path: str, value: float) -> bool:
        for logged_path, logged_value in self.there:
            if logged_path == path and abs(logged_value - value) <= 1e-9:
                self.there.remove((logged_path, logged_value))
                return True
        return False


def judged(entries: Sequence[Entry], log: Sequence[Logged]) -> Outcome:
    """What became of each entry, by a log that holds nothing else: every value in it must be one that was typed."""
    left = _Left(list(log))
    missing = [entry for entry in entries if not left.take(entry.place.path, entry.value)]
    lost, misplaced = [], []
    for entry in missing:
        elsewhere = next((path for path, _ in left.there if left.take(path, entry.value)), None)
        said = f"{entry.typed} in {entry.place.path}"
        if elsewhere is None:
            lost.append(said)
        else:
            misplaced.append(f"{said} stands in {elsewhere}")
    own = {entry.place.path for entry in entries}
    misread = [f"{value} in {path}" for path, value in left.there if path in own]
    misplaced += [f"{value} in {path}" for path, value in left.there if path not in own]
    return Outcome(len(entries) - len(missing), tuple(lost), tuple(misread), tuple(misplaced))


def standing(case: Mapping[str, object], entries: Sequence[Entry]) -> list[str]:
    """Where the case does not end with the last entry of a field."""
    last = {entry.place.path: entry for entry in entries}
    wrong = []
    for path, entry in last.items():
        value: object = case
        for part in path.split("."):
            value = _below(value, part)
        if not isinstance(value, (int, float)) or abs(value - entry.value) > 1e-9:
            wrong.append(f"{path} is {value}, not {entry.typed}")
    return wrong


def _below(value: object, part: str) -> object:
    if isinstance(value, list):
        return next((each for each in value if each.get("id") == part), None)
    return value.get(part) if isinstance(value, dict) else None
