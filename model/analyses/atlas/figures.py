"""What the atlas shows of each municipality and option, and from which rows of a batch that is read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from market_data import MarketData
from model.analyses.batch import Job, Row
from model.case import Case, Option
from model.case.example import example_case
from model.engine.resolve import resolve_option

PRICE, PER_BED, GAP, OF_THE_MUNICIPALITY = (
    "cost_recovery_price_per_bed_week",
    "npv_per_bed",
    "deduction_gap",
    "municipality_npv",
)
MEASURES = (PRICE, PER_BED, GAP, OF_THE_MUNICIPALITY)
"""What can be mapped, by the key of its quantity."""
LINES = ("price_weighted", "price_first_year", "ceiling_first_year")
JOB = Job(lines=LINES)
"""Every row as a batch has it, with the lines that the measures need besides."""
OWN_TAXES = ("tourist_tax_per_night", "ozb_home_owner_rate", "ozb_non_home_owner_rate", "ozb_non_home_user_rate")
"""What decides what a municipality receives itself: where one is not its own figure, its result is not known."""
Values = Mapping[str, float | None]


@dataclass(frozen=True)
class Atlas:
    """Per municipality (by code) and option of the example (by id) the value of each measure, None where there is none.

    `example` is the case that every municipality was calculated as; `own_taxes` are the municipalities whose taxes are
    all their own figures: of others the result of the municipality is not known.
    """

    example: Case
    values: Mapping[tuple[str, str], Values]
    own_taxes: frozenset[str]

    @property
    def towns(self) -> tuple[str, ...]:
        """The municipalities, by code."""
        return tuple(dict.fromkeys(code for code, _ in self.values))

    def measured(self, option_id: str, measure: str) -> Values:
        """A measure of an option in every municipality. Raises KeyError for what the atlas does not have."""
        return {code: values[measure] for (code, option), values in self.values.items() if option == option_id}

    def option(self, option_id: str) -> Option:
        """An option of the example."""
        return self.example.option(option_id)


def the_example(market: MarketData) -> Case:
    """The example of the first municipality: its options, beds and dates are those of every one."""
    return example_case(market.municipalities[0].code, market)


def atlas_rows(market: MarketData) -> tuple[Row, ...]:
    """A row of a batch for every municipality and option of the example."""
    example = the_example(market)
    return tuple(
        {
            "municipality": town.code,
            "type": option.type,
            "variant": option.variant,
            "beds": f"{example.beds:g}",
            "start_date": example.start_date.isoformat(),
        }
        for town in market.municipalities
        for option in example.options
    )


def measures_of(found: Values, *, taxes_are_own: bool) -> Values:
    """The measures of a row: price, npv / beds, price against the deduction limit, and the municipality's own result.

    deduction_gap = cost-recovery price x price of the first full year / price - deduction limit of the first full year:
    both in the money of that year, as the norm has it. Special cases: None where the row has no such price.
    """
    price, npv, beds = found[PRICE], found["npv"], found["beds"]
    asked, first_year, limit = found["price_weighted"], found["price_first_year"], found["ceiling_first_year"]
    has_gap = price is not None and first_year is not None and limit is not None
    return {
        PRICE: price,
        PER_BED: npv / beds if npv is not None and beds else None,
        GAP: (price or 0.0) * (first_year or 0.0) / asked - (limit or 0.0) if has_gap and asked else None,
        OF_THE_MUNICIPALITY: found[OF_THE_MUNICIPALITY] if taxes_are_own else None,
    }


def with_own_taxes(market: MarketData) -> frozenset[str]:
    """The municipalities of which every one of `OWN_TAXES` is a figure of their own."""
    example = the_example(market)
    own = set()
    for town in market.municipalities:
        case = example_case(town.code, market)
        resolved = resolve_option(case, example.options[0], market)
        if all(town.code in resolved.provenance[key].regions for key in OWN_TAXES):
            own.add(town.code)
    return frozenset(own)
