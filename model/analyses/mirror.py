"""The mirror: where an option stands against reference projects, the model's own band and the wage cap; figures only.

Per measure the option's value at the price level of the case, what projects published of it brought to that price
level, and how far the same option goes when one default at a time moves to its low or its high.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

import numpy as np

from market_data import Figure, MarketData, ReferenceFigure
from market_data.records import ReferenceInfo
from market_data.store import middle
from model.analyses.operators import PriceLevel, Spread, built_as, operators_of, question_about, spread_of
from model.case import Case, Option
from model.engine.resolve import ResolvedOption
from model.engine.results import CaseResult, OptionResult
from model.engine.run import run_option
from model.engine.scenarios import Array, Scenarios, varied_values
from model.law.norms import NormResult, check_norms
from model.options import OPTION_TYPES, Trait, traits_of
from model.parameters.price_level import ratio_between
from model.problems import BadInput

MONTHS, DAYS = 12, 365.25
HALF_A_YEAR = 6
"""Months from the start of a year to its middle, where its average price level lies."""
ROOM = 1e-9
"""How far beyond its band a value may come by rounding of the machine, as a share of it."""

Numbers = Mapping[str, Array | float]
Bands = Mapping[str, tuple[float, float]]
Measure = Callable[[Numbers], Array | float]


@dataclass(frozen=True)
class Known:
    """A figure of a reference at the price level of the case.

    `info` says what was published. `value` is the published figure x the index, and x `area` m2 per bed where it was
    published per m2. `since` and `until` are the figures of the index, None where it has none or both are the same.
    """

    info: ReferenceInfo
    figure: ReferenceFigure
    value: float
    area: float | None
    since: Figure | None
    until: Figure | None


@dataclass(frozen=True)
class Cap:
    """A price per bed per week in the first full year, against the most that may then be deducted from the wage.

    That depends on the `hours` per week that are worked.
    """

    price: float
    norm: NormResult
    hours: float

    @property
    def limit(self) -> float:
        """The most that may be deducted per week."""
        assert self.norm.limit is not None
        return self.norm.limit


@dataclass(frozen=True)
class Reflection:
    """One measure of an option in the mirror.

    `info` says what it is. `known` are the references from low to high: those of the option's own form where a form
    matters and one has the figure (`of_own_form`), else all. `operators` is what the operators of the case answered
    to the same question, those who built alike where a form matters; None where fewer than three did. `band` is the
    model's own low and high; None where the option rests on no defaults. `cap` is there for prices.
    """

    info: ReferenceInfo
    option: str
    value: float
    known: tuple[Known, ...]
    of_own_form: bool
    operators: Spread | None
    band: tuple[float, float] | None
    cap: Cap | None

    @property
    def is_above(self) -> bool:
        """Whether it is above the model's own band."""
        return self.band is not None and self.value > self.band[1] + abs(self.band[1]) * ROOM

    @property
    def is_below(self) -> bool:
        """Whether it is below the model's own band."""
        return self.band is not None and self.value < self.band[0] - abs(self.band[0]) * ROOM


def _operating_costs(of: Numbers) -> Array | float:
    """What is spent to run a bed for the first full year, ground rent included, brought back to the price level.

    With the inflation of the case, from the middle of that year: start, construction and ramp-up lie before it. None
    where no full year fits in the term.
    """
    months = of["construction_months"] + of.get("ramp_up_months", 0.0) + HALF_A_YEAR
    years = (of["start_date"] - of["price_level_date"]) / DAYS + months / MONTHS
    spent = (of["first_year_revenue"] - of["first_year_noi"]) / of["first_year_known"]
    return spent / of["beds"] / (1 + of["inflation"]) ** years


MEASURES: Mapping[str, Measure] = {
    "investment_per_bed": lambda of: of["investment"] / of["beds"],
    "building_cost_per_m2": lambda of: of["building_costs_today"] / (of["beds"] * of["m2_per_bed"]),
    "operating_costs_per_bed_year": _operating_costs,
    "price_per_bed_week": lambda of: of["price_weighted"],
    "occupancy": lambda of: of["occupancy"],
    "net_initial_yield": lambda of: of["net_initial_yield"],
    "cost_recovery_price_per_bed_week": lambda of: of["cost_recovery_price_per_bed_week"],
}
"""The measures of the mirror, each a figure of `reference_figures.csv`, from lines and inputs of an option."""
LINES = (
    "investment",
    "building_costs_today",
    "first_year_revenue",
    "first_year_noi",
    "first_year_known",
    "price_weighted",
    "net_initial_yield",
    "cost_recovery_price_per_bed_week",
)
PER_M2 = {"investment_per_bed": "investment_per_m2"}
"""Measures that a reference may have per m2 instead: x the floor area per bed of the option."""
OF_A_FORM = ("investment_per_bed", "building_cost_per_m2")
"""Measures of which only what was built alike is alike."""
PRICES = ("price_per_bed_week", "cost_recovery_price_per_bed_week")


def mirror(result: CaseResult, option_id: str, bands: Bands | None = None) -> tuple[Reflection, ...]:
    """Every measure that an option has; none of a mix, whose components have mirrors of their own.

    `bands` are those of `bands_of`, for who has them already.
    """
    outcome = result.options[option_id]
    if outcome.components or not outcome.has_outcome:
        return ()
    (resolved,) = outcome.resolved
    values = _measured(dict(resolved.values) | _lines_of(outcome))
    if bands is None:
        bands = bands_of(result.case, outcome.option, result.market)
    cap = _cap(result, option_id)
    infos = _infos(result)
    reflections = []
    for key, value in values.items():
        known, of_own_form = _known(infos[key], resolved, result)
        reflections.append(
            Reflection(
                info=infos[key],
                option=option_id,
                value=float(value),
                known=known,
                of_own_form=of_own_form,
                operators=_operators(infos[key], resolved, result),
                band=bands.get(key),
                cap=_brought_to(cap, float(value), values) if key in PRICES else None,
            )
        )
    return tuple(reflections)


def references_of(result: CaseResult) -> tuple[Known, ...]:
    """What references published of the measures and of what else has a price index, at the price level of the case."""
    shown = {key for key, info in _infos(result).items() if info.index or key in MEASURES}
    return tuple(_brought(figure, result, None) for figure in result.market.references if figure.indicator in shown)


def form_of(option: Option) -> str:
    """What is built for an option, as references name it; "" for own lines."""
    if OPTION_TYPES[option.type].only_own_lines:
        return ""
    traits = traits_of(option.type, option.variant)
    if option.type == "conversion":
        return "conversion"
    return "relocatable" if {Trait.RELOCATABLE, Trait.TEMPORARY_SITE} & traits else "permanent"


def _lines_of(outcome: OptionResult) -> dict[str, float]:
    """The lines that are measured, without those that the option does not have."""
    scalars = outcome.computed.scalars
    return {key: scalars[key] for key in LINES if key in scalars}


def _measured(of: Numbers) -> dict[str, Array | float]:
    """The measures for which all that they are made of is there; without those that have no value."""
    values: dict[str, Array | float] = {}
    for key, measure in MEASURES.items():
        try:
            with np.errstate(divide="ignore", invalid="ignore"):
                value = measure(of)
        except (KeyError, ZeroDivisionError):
            continue
        if np.any(np.isfinite(value)):
            values[key] = value
    return values


def untouched(option: Option) -> Option:
    """An option as it is without anything entered: all that the bands of its measures depend on."""
    return replace(option, inputs={}, reasons={}, label="")


def bands_of(case: Case, option: Option, market: MarketData) -> Bands:
    """Lowest and highest of every measure when one default at a time moves to its low or its high.

    Of the option untouched; none for own lines, for a mix, and where that option cannot be calculated.
    """
    kind = OPTION_TYPES[option.type]
    if kind.only_own_lines or kind.is_mix:
        return {}
    try:
        outcome = run_option(case, untouched(option), market)
    except BadInput:
        return {}
    scenarios = Scenarios(case, outcome, outcome.parts)
    changes = _one_at_a_time(scenarios)
    wanted = tuple(_lines_of(outcome))
    moved = varied_values(scenarios.resolved[0], changes) | scenarios.run(changes, wanted)
    return {key: (float(np.nanmin(values)), float(np.nanmax(values))) for key, values in _measured(moved).items()}


def _one_at_a_time(scenarios: Scenarios) -> dict[str, Array | float]:
    """The inputs with a range in as many scenarios as there are ends, of which the first leaves all as it is."""
    ends = {name: span for name in scenarios.inputs() if (span := _ends(scenarios, name))}
    count = 1 + 2 * len(ends)
    changes: dict[str, Array | float] = {}
    for number, (name, span) in enumerate(ends.items()):
        values = np.full(count, scenarios.base(name))
        values[1 + 2 * number : 3 + 2 * number] = span
        changes[name] = values
    return changes


def _ends(scenarios: Scenarios, name: str) -> tuple[float, float] | None:
    """The range of a default beside the others; None for what has no range."""
    origin = scenarios.provenance(name)
    if origin.low is None or origin.high is None:
        return None
    low, high = scenarios.range_without_conflict(name, (origin.low, origin.high))
    return (low, high) if low < high else None


def _known(info: ReferenceInfo, resolved: ResolvedOption, result: CaseResult) -> tuple[tuple[Known, ...], bool]:
    """The references that have a figure, from low to high, and whether they are of the option's own form."""
    per_m2, area = PER_M2.get(info.indicator), resolved.values.get("m2_per_bed")
    brought = [
        _brought(figure, result, area if figure.indicator == per_m2 else None)
        for figure in result.market.references
        if figure.indicator == info.indicator or (figure.indicator == per_m2 and area is not None)
    ]
    form = form_of(resolved.option)
    alike = [known for known in brought if known.figure.reference.form in {form, ""}]
    chosen = alike if info.indicator in OF_A_FORM and alike else brought
    is_alike = info.indicator not in OF_A_FORM or bool(alike)
    return tuple(sorted(chosen, key=lambda known: known.value)), is_alike


def _operators(info: ReferenceInfo, resolved: ResolvedOption, result: CaseResult) -> Spread | None:
    """What operators answered to the question that a measure is about, at the price level of the case."""
    question, asked = question_about(info), operators_of(result.case)
    if question is None:
        return None
    alike = built_as(asked, form_of(resolved.option)) if info.indicator in OF_A_FORM else asked
    spread = spread_of(question, alike, PriceLevel(result.case.price_level_date, result.market))
    return spread if spread.is_shown else None


def _brought(figure: ReferenceFigure, result: CaseResult, area: float | None) -> Known:
    """A published figure at the price level of the case, with its own index, for a floor area if it is per m2."""
    info = _infos(result)[figure.indicator]
    value = figure.value * (1.0 if area is None else area)
    index = None
    if info.index:
        index = ratio_between(info.index, middle(figure.period), result.case.price_level_date, result.market)
    if index is None:
        return Known(info, figure, value, area, None, None)
    ratio, since, until = index
    return Known(info, figure, value * ratio, area, since, until)


def _infos(result: CaseResult) -> dict[str, ReferenceInfo]:
    """What the figures of references are, by key."""
    return {info.indicator: info for info in result.market.reference_infos}


def _cap(result: CaseResult, option_id: str) -> Cap | None:
    """The option's price of the first full year against the deduction norm; None where that is not tested."""
    tests: Iterable[NormResult] = check_norms(result, option_id).get(option_id, ())
    norm = next((test for test in tests if test.norm == "deduction_ceiling"), None)
    if norm is None or norm.value is None or norm.limit is None:
        return None
    (resolved,) = result.options[option_id].resolved
    return Cap(norm.value, norm, resolved.values["hours_per_week"])


def _brought_to(cap: Cap | None, price: float, values: Numbers) -> Cap | None:
    """The cap beside another price of the option, which grows alike: a price that recovers costs, in the same year."""
    charged = float(values.get("price_per_bed_week", 0.0))
    if cap is None or not charged:
        return None
    return replace(cap, price=cap.price * price / charged)
