"""What a bed costs the resident, against the most that may be deducted from the minimum wage, in sentences."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from model.case import IF_PROPOSALS_PASS, IN_FORCE, LAWS
from model.engine.results import CaseResult, Computed, OptionResult
from model.outcomes.quantities import figure_of
from model.words.messages import Message, message


@dataclass(frozen=True)
class DearestBed:
    """The price per week of the dearest bed of an option, and the deduction ceiling by law, from period 1 on."""

    periods: tuple[str, ...]
    price: tuple[float, ...]
    ceilings: Mapping[str, tuple[float, ...]]

    def first_above(self, law: str) -> str | None:
        """The first period in which the price is above the ceiling under a law; None when it never is."""
        above = zip(self.periods, self.price, self.ceilings[law], strict=True)
        return next((period for period, paid, most in above if paid > most), None)


def with_price(option: OptionResult) -> list[Computed]:
    """The option, or the components of a mix, whose bed has a price."""
    return [part for part in option.parts if "price_per_week" in part.rows]


WORKING_WEEKS = (40.0, 36.0, 32.0)
"""Hours per week at which is said what may be deducted: a full week, the usual mean, and a short week."""


@dataclass(frozen=True)
class Deduction:
    """Of the price of a bed per week in the first full year: what may be deducted at these hours, and what is left."""

    hours: float
    deducted: float
    left: float


def deductions(part: Computed) -> tuple[Deduction, ...]:
    """What may be deducted at each of `WORKING_WEEKS`; nothing where no full year fits in the term.

    The most that may be deducted is a share of the minimum wage somebody is entitled to, and so of the hours.
    """
    if part.resolved is None or not part.scalars["has_full_year"]:
        return ()
    price, an_hour = part.scalars["price_first_year"], _deducted_per_hour(part)
    return tuple(
        Deduction(hours, min(price, an_hour * hours), max(0.0, price - an_hour * hours)) for hours in WORKING_WEEKS
    )


def full_deduction_reading(part: Computed) -> Message | None:
    """From how many hours per week the whole price may be deducted; None where no full year fits in the term."""
    if part.resolved is None or not part.scalars["has_full_year"]:
        return None
    hours = part.scalars["price_first_year"] / _deducted_per_hour(part)
    code = "resident_deducted_from" if hours <= max(WORKING_WEEKS) else "resident_deducted_beyond"
    option = part.resolved.option.id
    # Rounded up, so that the hours that are said are enough.
    shown = figure_of("hours_per_week", option, math.ceil(round(hours * 10, 6)) / 10)
    return message(code, hours=shown, full=figure_of("hours_per_week", option, max(WORKING_WEEKS)))


def _deducted_per_hour(part: Computed) -> float:
    assert part.resolved is not None
    return part.scalars["ceiling_first_year"] / part.resolved.values["hours_per_week"]


def dearest_part(option: OptionResult) -> Computed | None:
    """The component with the dearest bed in the first full year; None where no bed has a price."""
    return max(with_price(option), key=lambda part: part.scalars["price_first_year"], default=None)


def dearest_bed(option: OptionResult, laws: Mapping[str, CaseResult]) -> DearestBed | None:
    """The dearest bed in the first year, of the components with a price; None where no bed has one."""
    parts = with_price(option)
    if not parts:
        return None
    dearest = max(range(len(parts)), key=lambda number: parts[number].scalars["price_first_year"])
    price = parts[dearest].rows["price_per_week"][1:]
    same = {law: with_price(laws[law].options[option.option.id])[dearest] for law in LAWS}
    return DearestBed(
        periods=tuple(option.periods[1 : len(price) + 1]),
        price=tuple(price),
        ceilings={law: tuple(part.rows["deduction_ceiling"][1:]) for law, part in same.items()},
    )


def resident_reading(bed: DearestBed) -> tuple[Message, Message]:
    """From when the price is above the ceiling, under the law in force and if the proposals pass."""
    now, passed = bed.first_above(IN_FORCE), bed.first_above(IF_PROPOSALS_PASS)
    return (
        message("resident_reading_over", period=now) if now else message("resident_reading_under"),
        message("resident_passed_over", period=passed) if passed else message("resident_passed_under"),
    )


def travel_reading(part: Computed) -> Message | None:
    """Travel costs per week and who bears them; None for an option without inputs about them."""
    if part.resolved is None:
        return None
    option, values = part.resolved.option.id, part.resolved.values
    amount, share = (
        figure_of(key, option, values[key]) for key in ("travel_cost_per_bed_week", "travel_employer_share")
    )
    return message("resident_travel", amount=amount, share=share)


def prices_of(parts: Sequence[Computed], key: str) -> list[float | None]:
    """An amount of the first full year per component; None when its term has no full year."""
    return [part.scalars[key] if part.scalars["has_full_year"] else None for part in parts]
