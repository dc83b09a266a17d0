"""What an option does to the municipality's books and budget, in sentences."""

from __future__ import annotations

from collections.abc import Sequence

from model.engine.results import OptionResult
from model.outcomes.budget import BudgetEffect
from model.outcomes.municipality import municipal_totals, property_tax_left
from model.outcomes.overview import Registration
from model.outcomes.quantities import figure, figure_of
from model.words.messages import Message, message


def books_reading(option: OptionResult) -> Message:
    """What the municipality receives and pays over the whole term, and its npv with and without the fund."""
    income, costs = municipal_totals(option)
    return message(
        "municipality_reading",
        income=figure_of("municipality_income", option.option.id, income),
        costs=figure_of("municipality_costs", option.option.id, costs),
        npv=figure(option, "municipality_npv"),
        without=figure(option, "municipality_npv_without_fund"),
    )


def property_tax_reading(option: OptionResult) -> Message:
    """The property tax over the whole term, and what is left of it after equalisation in the municipal fund."""
    gross, left = property_tax_left(option)
    return message(
        "property_tax_reading",
        gross=figure_of("municipality_property_tax", option.option.id, gross),
        left=figure_of("property_tax_left", option.option.id, left),
    )


def budget_reading(effect: BudgetEffect, option_id: str) -> Message:
    """How the budget changes on average, and its worst year."""
    return message(
        "budget_reading",
        mean=figure_of("budget_result", option_id, effect.mean_result),
        year=f"{effect.worst_year}",
        worst=figure_of("budget_result", option_id, min(effect.result), f"{effect.worst_year}"),
    )


def registration_reading(effects: Sequence[Registration], option_id: str) -> Message:
    """The municipality's npv with nobody and with everybody registered; `effects` go from nobody to everybody."""
    nobody, everybody = effects[0], effects[-1]
    return message(
        "registration_reading",
        nobody=figure_of("municipality_npv", option_id, nobody.municipality_npv),
        everybody=figure_of("municipality_npv", option_id, everybody.municipality_npv),
        fund=figure_of("municipal_fund_npv", option_id, everybody.fund),
    )
