"""What a bed costs the resident, against the most that may be deducted from the minimum wage, in sentences."""

from __future__ import annotations

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
