"""From which price each option starts, and why."""

from __future__ import annotations

from dataclasses import dataclass

from model.engine.resolve import Provenance
from model.engine.results import CaseResult
from model.outcomes.quantities import figure_of
from model.words.figures import Figure

PRICE = "price_per_bed_week"


@dataclass(frozen=True)
class AskedPrice:
    """The price of an option per bed per week, with where it comes from."""

    option: str
    price: Figure
    origin: Provenance


def asked_prices(result: CaseResult) -> tuple[AskedPrice, ...]:
    """The price of every option that asks one for a bed; of a mix its components say it."""
    return tuple(
        AskedPrice(
            option.option.id, figure_of(PRICE, option.option.id, resolved.values[PRICE]), resolved.provenance[PRICE]
        )
        for of, option in result.options.items()
        if (resolved := option.computed.resolved) is not None and PRICE in resolved.provenance
    )
