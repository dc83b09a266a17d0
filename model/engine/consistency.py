"""Consistency: inputs that are possible together and hardly fit, as a table of rules; each warning says what to do.

What is impossible together stands in `contradictions`; an input that is odd by itself has its own bounds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from market_data import MarketData
from market_data.store import middle
from model.case import Case
from model.engine.contradictions.rules import chosen
from model.engine.resolve import ResolvedOption, resolve_option
from model.formula.direct import evaluate
from model.formula.expression import Expression, Input, leaves
from model.formula.primitives import equal
from model.options import traits_of
from model.options.traits import Concern, concern_of
from model.parameters.table import parameters
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import NEITHER, Quantity

UNITS_PER_M2 = (1_200.0, 3_000.0)
"""Euros per m2, excl. VAT, between which relocatable units cost at the price level of `UNITS_SINCE`."""
UNITS_SINCE = date(2026, 1, 1)
REGISTRATION_MONTHS = 4.0
"""Who stays longer than this within half a year registers as a resident (Wet BRP art. 2.38)."""
DAY_AND_NIGHT = "fte_day_and_night"
JOBS_DAY_AND_NIGHT = 168.0 / 40.0
"""Full-time jobs under which nobody can be present day and night: hours of a week / the longest usual working week."""
PURCHASE = "land_price_per_bed"
"""The price of a building with its land, where one is bought."""


@dataclass(frozen=True)
class Setting:
    """What the limits of a rule may depend on."""

    case: Case
    resolved: ResolvedOption
    market: MarketData


Limits = tuple[float, float]


@dataclass(frozen=True, eq=False)
class Oddity:
    """A rule: a measure of inputs that lies within limits, for the options it concerns, and says what to do if not.

    `code` is the message's; it names `value`, `low` and `high`, in `unit`. `when` must not be 0 for it to be looked at.
    """

    code: str
    unit: str
    measure: Expression
    limits: Callable[[Setting], Limits]
    concern: Concern
    when: Expression

    @property
    def inputs(self) -> frozenset[str]:
        """Keys of the inputs it is about."""
        named = (*leaves(self.measure), *leaves(self.when))
        return frozenset(leaf.key for leaf in named if isinstance(leaf, Input))


def oddities(case: Case, resolved: ResolvedOption, market: MarketData) -> Iterator[Message]:
    """What hardly fits together in an option, in the order of the table."""
    traits = traits_of(resolved.option.type, resolved.option.variant)
    values = resolved.values

    def value(operand: Expression) -> float:
        assert isinstance(operand, Input)
        return values[operand.key]

    for rule in rules():
        if not (rule.concern.meets(traits) and rule.inputs <= values.keys() and evaluate(rule.when, value)):
            continue
        low, high = rule.limits(Setting(case, resolved, market))
        measured = float(evaluate(rule.measure, value))
        if measured < low or measured > high:
            figures = {"value": measured, "low": low, "high": high}
            asked = Quantity(rule.code, "", "", rule.unit, NEITHER)
            of = resolved.option.id
            yield message(rule.code, option=of, **{name: Figure(asked, of, amount) for name, amount in figures.items()})


@cache
def rules() -> tuple[Oddity, ...]:
    """Every rule."""
    units = concern_of("temporary_site|relocatable")
    area = Input("m2_per_bed")
    return (
        Oddity(
            "odd_unit_price",
            "eur_per_m2",
            Input("building_cost_per_unit") / (Input("beds_per_unit") * area),
            _unit_price,
            units,
            chosen("building_cost_basis", "per_unit"),
        ),
        Oddity(
            "odd_bed_price",
            "eur_per_m2",
            Input("building_cost_per_bed") / area,
            _unit_price,
            units,
            chosen("building_cost_basis", "per_bed"),
        ),
        Oddity(
            "odd_purchase",
            "eur_per_m2",
            Input(PURCHASE) / area,
            _purchase,
            concern_of("lodges|lets"),
            chosen("land_tax_regime", "existing_home", "existing_non_home"),
        ),
        Oddity(
            "odd_registration",
            "months",
            Input("stay_months"),
            lambda _: (0.0, REGISTRATION_MONTHS),
            concern_of("lodges|lets"),
            equal(Input("brp_share"), 0),
        ),
        Oddity(
            "odd_presence",
            "fte",
            Input(DAY_AND_NIGHT),
            lambda _: (JOBS_DAY_AND_NIGHT, parameters()[DAY_AND_NIGHT].highest or 0.0),
            concern_of("lodges|lets"),
            chosen("presence", "day_and_night") * chosen("management_basis", "by_presence"),
        ),
    )


def _unit_price(setting: Setting) -> Limits:
    """What units cost per m2, at the price level of the case."""
    ratio, _, _ = setting.market.index_ratio("construction_input", UNITS_SINCE, setting.case.price_level_date)
    low, high = UNITS_PER_M2
    return low * ratio, high * ratio


def _purchase(setting: Setting) -> Limits:
    """Up to what a building of its kind costs per m2: the dearest that is known, or the model's own high end for it."""
    resolved, market = setting.resolved, setting.market
    index = {info.indicator: info.index for info in market.reference_infos}["purchase_per_m2"]
    known = [
        figure.value * market.index_ratio(index, middle(figure.period), setting.case.price_level_date)[0]
        for figure in market.references
        if figure.indicator == "purchase_per_m2"
    ]
    default = resolved.provenance[PURCHASE]
    if not default.is_default:
        inputs = {key: given for key, given in resolved.option.inputs.items() if key != PURCHASE}
        default = resolve_option(setting.case, replace(resolved.option, inputs=inputs), market).provenance[PURCHASE]
    own = default.value if default.high is None else default.high
    highest = own / resolved.values["m2_per_bed"] if isinstance(own, float) else 0.0
    return 0.0, max([highest, *known])
