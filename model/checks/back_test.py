"""The starting set put in a year of the past: what a bed must cost to be recovered, against the price of the time.

Every test is data: `back_tests.csv` names the year, the town and the reference projects that give its beds and its
price; `back_test_inputs.csv` what was otherwise then, each with its reason; `back_test_ranges.csv` how far prices of
one year lie apart, which is the band. All other inputs are the defaults, at the price level of the year.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from market_data import ReferenceFigure, load
from model.case import Case, read_case
from model.checks.check import Check, verdict
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.parameters.table import ParameterSource, sources
from model.words.rows import read_table

FOLDER = Path(__file__).parent
RULE = "back_test"
PRICE, BEDS, NEEDED = "price_per_bed_week", "beds", "cost_recovery_price_per_bed_week"
OPTION = "a"
"""The id of the one option of the case of a test, short stay."""


@dataclass(frozen=True, slots=True)
class BackTest:
    """A year of the past: where, and the reference projects that published the beds and the price of the time.

    `note_nl` and `note_en` say what to know before the outcome is leaned on.
    """

    name: str
    year: int
    municipality: str
    beds_of: str
    price_of: str
    note_nl: str
    note_en: str

    def note(self, language: str) -> str:
        """What to know of it."""
        return self.note_nl if language == "nl" else self.note_en


@dataclass(frozen=True, slots=True)
class GivenThen:
    """An input of a test that differs from the default: its value, or the `project` that published it, and why.

    `status` is sourced, derived or assumption; an assumption has no source.
    """

    test: str
    key: str
    value: float | None
    project: str
    status: str
    source_id: str
    why_nl: str
    why_en: str

    def why(self, language: str) -> str:
        """Where it comes from, or why it is assumed."""
        return self.why_nl if language == "nl" else self.why_en

    @property
    def amount(self) -> float:
        """Its value, of the project where that published it. Raises LookupError where neither is there."""
        if self.value is not None:
            return self.value
        return published_of(self.project, self.key).value

    @property
    def cited(self) -> Cited | None:
        """Its source; None for an assumption."""
        if self.project:
            return cited(published_of(self.project, self.key).source.source_id)
        return cited(self.source_id) if self.source_id else None


@dataclass(frozen=True, slots=True)
class PriceRange:
    """The lowest and the highest price of one year that one source names, in a unit of `units.csv`."""

    year: int
    low: float
    high: float
    unit: str
    source_id: str

    @property
    def spread(self) -> float:
        """How far its ends lie from its middle, as a share of that.

        >>> PriceRange(2021, 60.0, 100.0, "eur_per_bed_week", "").spread
        0.25
        """
        return (self.high - self.low) / (self.high + self.low)


@dataclass(frozen=True, slots=True)
class Cited:
    """A source as it is cited, with its address and its tier."""

    words: str
    url: str
    tier: str


@dataclass(frozen=True)
class Reproduced:
    """What came of a test: the price of the time, the outcome of its case, and how wide the band around the price is.

    `spread` is half of the band as a share of the price of the time.
    """

    test: BackTest
    observed: ReferenceFigure
    result: CaseResult
    spread: float

    @property
    def needed(self) -> float | None:
        """What a bed per week must cost by the model; None where it has no outcome."""
        return self.result.options[OPTION].metrics[NEEDED]

    @property
    def allowed(self) -> float:
        """How far from the price of the time is within the band, euros per bed per week."""
        return self.spread * self.observed.value

    @property
    def low(self) -> float:
        """The lower end of the band."""
        return self.observed.value - self.allowed

    @property
    def high(self) -> float:
        """The upper end of the band."""
        return self.observed.value + self.allowed

    @property
    def off_by(self) -> float | None:
        """How far what the model needs lies from the price of the time, as a share of that."""
        return None if self.needed is None else self.needed / self.observed.value - 1

    @property
    def check(self) -> Check:
        """Passed within the band, failed outside it."""
        difference = math.inf if self.needed is None else self.needed - self.observed.value
        return verdict(RULE, self.test.name, difference, self.allowed, key=NEEDED)


def back_test_checks() -> Iterator[Check]:
    """One check per back-test."""
    for outcome in run_back_tests():
        yield outcome.check


def run_back_tests() -> tuple[Reproduced, ...]:
    """Every back-test, run by the engine."""
    return tuple(reproduced(test, case_of(test)) for test in back_tests())


def reproduced(test: BackTest, case: Case) -> Reproduced:
    """What a case of a test needs, against the price of the time. Raises BadInput for a case that cannot be run."""
    return Reproduced(test, published_of(test.price_of, PRICE), run_case(case), band_spread())


def case_of(test: BackTest) -> Case:
    """The starting set in the middle of the year of a test, with what was otherwise then.

    Raises BadInput for data that cannot be.
    """
    middle = f"{test.year}-07-01"
    return read_case(
        {
            "schema_version": 1,
            "name": test.name,
            "municipality": test.municipality,
            "beds": published_of(test.beds_of, BEDS).value,
            "start_date": middle,
            "price_level_date": middle,
            "options": [
                {
                    "id": OPTION,
                    "type": "short_stay",
                    "inputs": {given.key: given.amount for given in given_then(test)},
                }
            ],
        }
    )


def band_spread() -> float:
    """The band as a share of the price of the time: the narrowest range of prices of one year that was published."""
    return min(known.spread for known in price_ranges())


def published_of(project: str, indicator: str) -> ReferenceFigure:
    """A figure of a reference project, as published. Raises LookupError where there is none."""
    for figure in load().references:
        if (figure.reference.name_nl, figure.indicator) == (project, indicator):
            return figure
    raise LookupError(f"no {indicator} of {project}")


def given_then(test: BackTest) -> tuple[GivenThen, ...]:
    """The inputs of a test that differ from the defaults."""
    return tuple(given for given in given_inputs() if given.test == test.name)


@cache
def back_tests() -> tuple[BackTest, ...]:
    """The rows of `back_tests.csv`."""
    return read_table(FOLDER / "back_tests.csv", BackTest)


@cache
def given_inputs() -> tuple[GivenThen, ...]:
    """The rows of `back_test_inputs.csv`."""
    return read_table(FOLDER / "back_test_inputs.csv", GivenThen)


@cache
def price_ranges() -> tuple[PriceRange, ...]:
    """The rows of `back_test_ranges.csv`."""
    return read_table(FOLDER / "back_test_ranges.csv", PriceRange)


def cited(source_id: str) -> Cited:
    """A source of the back-test, of the parameters or of the market data. Raises KeyError for an unknown one."""
    known = _own_sources().get(source_id) or sources().get(source_id)
    if known is not None:
        return Cited(known.citation(), known.url, known.tier)
    of_market = load().sources[source_id]
    return Cited(f"{of_market.publisher}, {of_market.title}", of_market.url, of_market.tier)


@cache
def _own_sources() -> dict[str, ParameterSource]:
    rows = read_table(FOLDER / "back_test_sources.csv", ParameterSource)
    return {row.source_id: row for row in rows}
