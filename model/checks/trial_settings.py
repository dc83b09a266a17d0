"""The settings in which sliders are tried: in at least one of them every slider must move something."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from market_data import MarketData
from model.case import Case, InputValue, Option, OwnLine, allowed_inputs
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.parameters.table import local_amounts, parameters
from model.problems import BadInput

TRIAL_AMOUNT = 0.1
"""A municipality's own amount, as a part of what its slider goes to."""


def _own_amounts() -> Mapping[str, InputValue]:
    """Every line of the municipality's books without a shipped figure, switched on with an amount."""
    settings: dict[str, InputValue] = {}
    for switch, amount in local_amounts().items():
        settings |= {switch: "local", amount: TRIAL_AMOUNT * (parameters()[amount].slider_high or 1.0)}
    return settings


ADMISSIBLE: tuple[Mapping[str, InputValue], ...] = (
    {},
    {"tax_regime": "corporate", "price_per_bed_week": 400.0, "loan_grace_years": 1.0},
    {"tax_regime": "corporate", "price_per_bed_week": 60.0, "loan_rate": 0.08, "residual_share": 0.0},
    {"land_tax_regime": "ground_lease", "municipal_land_share": 1.0, "ground_lease_rate": 0.01},
    {"land_tax_regime": "vat_building_land", "vat_taxed_share": 0.5, "municipal_land_share": 0.5},
    {"land_tax_regime": "existing_home", "vat_taxed_share": 0.0, "building_cost_basis": "per_m2"},
    {"land_tax_regime": "existing_non_home", "building_cost_basis": "per_bed", "brp_share": 0.5},
    {"building_cost_basis": "per_unit", "loan_sizing": "dscr", "price_per_bed_week": 400.0},
    {"end_of_term": "relocate", "relocation_times": 2.0},
    {"end_of_term": "dismantle"},
    {"take_up_share": 0.5, "take_up_occupancy": 0.6, "vacancy_bearer": "employer"},
    {"residual_method": "exit_yield"},
    {"residual_method": "given_amount", "residual_amount": 1e6},
    {"loan_amount": 1e6, "equity_discount_rate": 0.1, "property_tax_basis": "per_bed_year", "property_tax_cost": 90.0},
    {"property_class": "home", "employer_share": 0.5, "travel_cost_per_bed_week": 10.0},
    {"property_class": "non_home", "brp_share": 0.3, "tourist_tax_basis": "per_night", "tourist_tax_form": "partly"},
    {"vat_taxed_share": 1.0, "brp_share": 0.3, "tourist_tax_basis": "share_of_price"},
    {
        **_own_amounts(),
        "brp_share": 0.5,
        "municipal_land_share": 1.0,
        "municipal_contribution": 1e5,
        "vat_compensation_share": 0.5,
    },
    {
        "use_function": "housing",
        "realisation_grant_use": "on",
        "rent_regulated": "yes",
        "rent_points": 80.0,
        "local_workers_share": 0.5,
        "persons_per_kitchen": 10.0,
    },
    {
        "use_function": "housing",
        "rent_regulated": "yes",
        "rent_table": "home",
        "guarantee_use": "on",
        "guaranteed_share": 0.5,
        "residual_share": 0.1,
    },
)
"""Settings that are possible together: in at least one of them every slider must move something."""

SMALL_SUM = 30_000.0
SMALL_WORKS: Mapping[str, InputValue] = {
    "works_revision": "service",
    "vat_taxed_share": 1.0,
    "construction_months": 0.0,
    "building_cost_basis": "per_bed",
    "site_preparation_per_bed": 0.0,
}
"""Works of some 30,000 euros, near the threshold below which VAT on services is not revised."""

TRIAL_BEDS = 200
"""Fewest beds a slider is tested with."""

TRIAL_LINES = (
    OwnLine("Bouw", "investment", 2e7, per="once", first=0.0, vat_rate=0.21),
    OwnLine("Aanloop", "revenue", 4e5, first=1.0, last=3.0),
    OwnLine("Omzet", "revenue", 6e6, first=4.0),
    OwnLine("Huur", "revenue", 1.0, per="m2_year", first=1.0),
)
"""Own lines on which the inputs of an option of own lines can be tested:
losses first, profits above a million after."""


def admissible_runs(case: Case, option: Option, market: MarketData) -> Iterator[CaseResult]:
    """The case under each setting that is possible for the option."""
    small_works = {**SMALL_WORKS, "building_cost_per_bed": SMALL_SUM / case.beds}
    for setting in (*ADMISSIBLE, small_works):
        try:
            yield run_case(_with(case, option.id, setting), market)
        except BadInput:
            continue


def _with(case: Case, option_id: str, setting: Mapping[str, InputValue]) -> Case:
    allowed = allowed_inputs(case.option(option_id).type)
    for key, value in setting.items():
        if key in allowed:
            case = case.with_input(option_id, key, value)
    return case
