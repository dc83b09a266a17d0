"""Who is present on a site, what that costs a bed, and where a large shortage goes with it."""

from __future__ import annotations

from collections.abc import Iterator

from model.engine.results import CaseResult, Computed, OptionResult
from model.outcomes.quantities import figure_of
from model.parameters.table import ChosenWord
from model.readings.closing import OF_THE_INVESTMENT
from model.readings.names import OptionName
from model.words.figures import Figure
from model.words.messages import Message, message
from model.words.quantities import LOWER, NEITHER, Quantity

LARGE_SHORTAGE = 0.2
"""The share of the investment above which a shortage is said with what the staff costs a bed."""
JOBS = Quantity("staff", "voltijdsbanen", "full-time jobs", "fte", NEITHER)
PER_BED = Quantity("staff_cost_per_bed", "beheer per bed", "management per bed", "eur_per_bed_year", LOWER)


def staff_reading(part: Computed) -> Message | None:
    """The full-time jobs of the presence chosen, and what they cost a bed per year at the price level.

    None where management is not worked out by presence.
    """
    if part.resolved is None or not part.scalars.get("management_by_presence"):
        return None
    option, values, given = part.resolved.option.id, part.resolved.values, part.resolved.provenance
    presence = str(given["presence"].value)
    jobs, wage = part.scalars["staff"], values["staff_cost_per_fte"]
    return message(
        "staff_by_presence" if jobs == values[f"fte_{presence}"] else "staff_by_beds",
        presence=ChosenWord("presence", presence),
        jobs=Figure(JOBS, option, jobs),
        wage=figure_of("staff_cost_per_fte", option, wage),
        beds=figure_of("beds_per_fte", option, values["beds_per_fte"]),
        per_bed=Figure(PER_BED, option, jobs * wage / part.scalars["beds"]),
    )


def shortage_readings(result: CaseResult) -> Iterator[Message]:
    """Per option whose shortage is large: how large, and what its staff costs a bed."""
    for option in result.options.values():
        yield from shortage_of(result, option)


def shortage_of(result: CaseResult, option: OptionResult) -> Iterator[Message]:
    """What the staff of an option costs a bed where its shortage is large; nothing otherwise, and nothing of a mix."""
    npv, invested = option.metrics.get("npv"), option.metrics.get("investment")
    staff = staff_reading(option.computed)
    if staff is None or npv is None or not invested or npv / invested >= -LARGE_SHORTAGE:
        return
    short = Figure(OF_THE_INVESTMENT, option.option.id, -npv / invested)
    yield message("large_shortage", option=OptionName(result.case, option.option.id), share=short, staff=staff)
