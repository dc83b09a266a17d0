"""One municipality of the atlas next to the middle one: what makes it dearer or cheaper, input by input."""

from __future__ import annotations

from dataclasses import dataclass, replace

from market_data import MarketData, Municipality
from market_data.store import NATIONAL
from model.analyses.atlas.figures import PRICE, Atlas
from model.analyses.sensitivity import bridge
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput

A_CENT = 0.01
"""What adds less than half of it to a price is no cause of anything."""


@dataclass(frozen=True)
class Cause:
    """An input that differs from that of the middle municipality, and what it adds to the cost-recovery price.

    `region` is the most local region it stands on a figure of: the municipality itself, or a wider one around it.
    """

    key: str
    effect: float
    region: str


@dataclass(frozen=True)
class Place:
    """A municipality next to the middle one of `count`, with prices that recover the costs of an option.

    `causes` add up to the difference, the largest first; `local` are the inputs that stand on its own figures.
    """

    town: Municipality
    middle: Municipality
    price: float
    middle_price: float
    count: int
    causes: tuple[Cause, ...]
    local: tuple[str, ...]


def middle_of(atlas: Atlas, option_id: str, market: MarketData) -> Municipality | None:
    """The municipality in the middle by cost-recovery price, the lower of two; None where no one has a price."""
    known = sorted((value, code) for code, value in atlas.measured(option_id, PRICE).items() if value is not None)
    return market.municipality(known[(len(known) - 1) // 2][1]) if known else None


def compared(atlas: Atlas, option_id: str, code: str, market: MarketData) -> Place | None:
    """A municipality next to the middle one; None where either has no such price."""
    middle = middle_of(atlas, option_id, market)
    if middle is None:
        return None
    here, there = (_outcome(atlas, option_id, town, market) for town in (code, middle.code))
    try:
        steps = bridge(there, option_id, here, option_id, PRICE, by_input=True)
    except BadInput:
        return None
    own = here.options[option_id].resolved[0].provenance
    causes = [
        Cause(step.group, step.amount, _most_local(own[step.group].regions, code, market))
        for step in steps.steps
        if abs(step.amount) >= A_CENT / 2
    ]
    return Place(
        town=market.municipality(code),
        middle=middle,
        price=steps.end,
        middle_price=steps.start,
        count=len(atlas.towns),
        causes=tuple(sorted(causes, key=lambda cause: -abs(cause.effect))),
        local=tuple(key for key, origin in own.items() if code in origin.regions),
    )


def _outcome(atlas: Atlas, option_id: str, code: str, market: MarketData) -> CaseResult:
    return run_case(replace(example_case(code, market), options=(atlas.option(option_id),)), market)


def _most_local(regions: tuple[str, ...], code: str, market: MarketData) -> str:
    """Of some regions the most local one around a municipality; the country where none is."""
    return next((region for region in market.regions_of(code) if region in regions), NATIONAL)
