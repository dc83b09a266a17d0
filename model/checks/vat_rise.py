"""What the newest rise of VAT on lodging costs a bed of the example: two runs that differ in that rate alone."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from market_data import load
from model.case.example import example_case
from model.engine.run import run_case
from model.parameters.law import law_steps

RATE, NEEDED, SHORT_STAY = "lodging_vat_rate", "cost_recovery_price_per_bed_week", "short_stay"


@dataclass(frozen=True)
class VatRise:
    """The rates before and after the rise `since` a day, and what a bed per week must cost at each.

    The prices are those of short stay in the example of `town`, with as many `beds`; None where one has no outcome.
    """

    town: str
    beds: float
    since: date
    rate_before: float
    rate_after: float
    price_before: float | None
    price_after: float | None

    @property
    def rise(self) -> float | None:
        """By how much a bed per week must cost more, euros."""
        if self.price_before is None or self.price_after is None:
            return None
        return self.price_after - self.price_before


def newest_vat_rise(municipality: str) -> VatRise:
    """The newest step of the rate in the law, and short stay of the example at the rates before and after it.

    With the shipped market data, whatever an adviser has laid over them. Raises UnknownRegion.
    """
    before, after = law_steps(RATE)[-2:]
    example = example_case(municipality)
    option = next(option for option in example.options if option.type == SHORT_STAY)
    alone = replace(example, options=(option,))
    prices = [
        run_case(alone.with_input(option.id, RATE, step.value)).options[option.id].metrics[NEEDED]
        for step in (before, after)
    ]
    return VatRise(
        town=load().municipality(municipality).name,
        beds=example.beds,
        since=after.since,
        rate_before=before.value,
        rate_after=after.value,
        price_before=prices[0],
        price_after=prices[1],
    )
