"""A formula that names its choices is the formula that counted them, line by line."""

from __future__ import annotations

from model.formula.expression import Call, Expression, Input, Line
from model.formula.words import describe
from tests.parameters.option_kinds import graph_of
from tests.parameters.test_choices import calls_in

BY_POSITION = {
    # vat_building_land, existing_non_home, existing_home, vat_option, ground_lease
    "is_ground_lease": [("land_tax_regime", "0", "0", "0", "0", "1")],
    "land_share": [
        ("land_tax_regime", "1", "purchase_land_share", "purchase_land_share", "purchase_land_share", "1"),
    ],
    "land_vat_rate": [("land_tax_regime", "1", "0", "0", "1", "0")],
    "transfer_tax_rate": [
        ("land_tax_regime", "0", "transfer_tax_non_home", "transfer_tax_home", "transfer_tax_non_home", "0"),
    ],
    # per_m2, per_bed, per_unit
    "building_costs_today": [
        (
            "building_cost_basis",
            "building_cost_per_m2 × floor_area",
            "building_cost_per_bed × beds",
            "building_cost_per_unit × units",
        )
    ],
    # real_estate, service; exempt, taxed, going_concern
    "works_are_service": [("works_revision", "0", "1")],
    "sale_revision_share": [("sale_vat", "0", "1", "taxed_share_first_use")],
    # stay, relocate, dismantle
    "works_sold": [("end_of_term", "1", "1", "0")],
    "relocations": [("end_of_term", "0", "relocation_times", "0")],
    "stays": [("end_of_term", "1", "0", "0")],
    "land_returns_apart": [("end_of_term", "residual_by_share", "1", "1")],
    "building_keeps_share": [("end_of_term", "residual_by_share", "1", "0")],
    "dismantles": [("end_of_term", "0", "0", "1")],
    # share_of_investment, exit_yield, given_amount
    "residual_by_share": [("residual_method", "1", "0", "0")],
    "residual_by_yield": [("residual_method", "0", "1", "0")],
    "residual_by_amount": [("residual_method", "0", "0", "1")],
    # exempt, corporate; end_of_period, mid_period; off, on; off, local; home, non_home
    "pays_corporate_tax": [("tax_regime", "0", "1")],
    "mid_period_shift": [("discounting", "0", "1 ÷ (periods_per_year × 2)")],
    "is_guaranteed": [("guarantee_use", "0", "1")],
    "plan_costs_counted": [("plan_costs_use", "0", "1")],
    "is_home_for_property_tax": [("property_class", "1", "0")],
    # annuity, linear, bullet; share, dscr, lower_of_both
    "balance_per_euro": [("loan_type", "annuity_balance", "linear_balance", "bullet_balance")],
    "interest_to_date_per_euro": [
        (
            "loan_type",
            "annuity_interest",
            "rate_per_payment × linear_interest",
            "rate_per_payment × repayments_made",
        )
    ],
    "counted_repayment_per_euro": [("loan_type", "1", "1", "0")],
    "loan_amount": [("loan_sizing", "loan_by_share", "loan_by_dscr", "the lower of loan_by_share and loan_by_dscr")],
    # per_bed_year, per_m2_year, per_occupied_night, share_of_revenue, per_year; woz_tariff
    "energy_quantity": [
        (
            "energy_basis",
            "bed_years × energy_index",
            "m2_years × energy_index",
            "occupied_nights × energy_index",
            "revenue",
            "open_years × energy_index",
        )
    ],
    "property_tax_quantity": [
        (
            "property_tax_basis",
            "bed_years × property_tax_index",
            "m2_years × property_tax_index",
            "occupied_nights × property_tax_index",
            "revenue",
            "open_years × property_tax_index",
            "0",
        )
    ],
    "energy_revenue_share": [("energy_basis", "0", "0", "0", "1", "0")],
    "property_tax_revenue_share": [("property_tax_basis", "0", "0", "0", "1", "0", "0")],
    "property_tax_by_tariff": [("property_tax_basis", "0", "0", "0", "0", "0", "1")],
}
"""What each line picks from, in the order of the choices of its input, counted by hand from parameters.csv."""


def test_each_named_choice_stands_where_its_word_stands_among_the_choices() -> None:
    lines = graph_of("short_stay").by_key
    assert {key: picks(lines[key]) for key in BY_POSITION} == BY_POSITION


def picks(line: Line) -> list[tuple[str, ...]]:
    """By which input and from which values the formula of a line picks."""
    return [
        (chosen_input(call.operands[0]), *(describe(value, "en", str) for value in call.operands[1:]))
        for call in calls_in(line.expression)
        if call.primitive == "pick"
    ]


def chosen_input(code: Expression) -> str:
    expression = code.expression if isinstance(code, Line) else code
    assert isinstance(expression, Call) and isinstance(expression.operands[0], Input)
    return expression.operands[0].key
