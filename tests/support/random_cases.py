"""Seeded random cases over every option type, loan type and period length."""

from __future__ import annotations

import random
from typing import Any

from model.case import Case, allowed_inputs, read_case
from model.lines.running_costs import COST_LINES
from model.options import OPTION_TYPES
from model.parameters.table import parameters

TYPES = ("short_stay", "mid_stay", "conversion", "new_build", "own", "mix")
TOWNS = ("GM1783", "GM0363", "GM1992", "GM0984", "GM0014")


SEEDS = range(60)
"""Seeds of the cases that vary the structure of time, loan and tax."""


def random_case(seed: int) -> Case:
    """A case with one option (two components beside it for a mix); the seed decides type, loan and period length."""
    draw = random.Random(seed)
    kind = TYPES[seed % len(TYPES)]
    m = (1, 1, 4, 12)[(seed // 2) % 4]
    data: dict[str, Any] = {
        "schema_version": 1,
        "name": f"case {seed}",
        "municipality": draw.choice(TOWNS),
        "beds": draw.randint(5, 600),
        "start_date": f"{draw.randint(2025, 2029)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}",
        "price_level_date": draw.choice(["2024-01-01", "2025-01-01", "2024-07-01"]),
        "periods_per_year": m,
        "discounting": draw.choice(["end_of_period", "mid_period"]),
        "law": draw.choice(["in_force", "if_proposals_pass"]),
        "proposals": draw.choice([{}, {}, {"tenancy": f"{draw.randint(2025, 2032)}-03-10", "thirty_nights": "no"}]),
        "options": [],
    }
    if kind == "mix":
        share = draw.choice([0.25, 0.4, 0.5])
        data["options"] = [
            _option(draw, "x", "short_stay", seed, m),
            _option(draw, "y", draw.choice(["new_build", "conversion"]), seed + 1, m),
            {
                "id": "z",
                "type": "mix",
                "components": [{"option": "x", "share": share}, {"option": "y", "share": 1 - share}],
            },
        ]
    else:
        data["options"] = [_option(draw, "x", kind, seed, m)]
    return read_case(data)


def _option(draw: random.Random, name: str, kind: str, seed: int, m: int) -> dict[str, Any]:
    longest = 12 if m == 12 else 30
    construction = 0 if kind == "own" else draw.choice([0, 5, 9, 14])
    term = draw.randint(3, longest)
    inputs = _structure(draw, seed, term, construction)
    option: dict[str, Any] = {"id": name, "type": kind, "inputs": inputs, "own_lines": _own_lines(draw, kind, term)}
    if kind != "own":
        inputs |= _operation(draw)
    return option


def _structure(draw: random.Random, seed: int, term: int, construction: int) -> dict[str, Any]:
    """Time, discounting, loan and tax."""
    inputs: dict[str, Any] = {
        "term_years": term,
        "construction_months": construction,
        "discount_rate": round(draw.uniform(0, 0.12), 4),
        "loan_type": ("annuity", "linear", "bullet")[seed % 3],
        "loan_sizing": draw.choice(["share", "dscr", "lower_of_both"]),
        "loan_share": round(draw.uniform(0, 0.9), 3),
        "loan_rate": draw.choice([0, 0.03, 0.055]),
        "loan_years": draw.choice([2.5, 5, 10, 20]),
        "loan_grace_years": draw.choice([0, 0.5, 1, 2]),
        "loan_payments_per_year": draw.choice([1, 2, 4, 12]),
        "loan_fee": draw.choice([0, 0.01]),
        "tax_regime": draw.choice(["exempt", "corporate"]),
        "depreciation_years": draw.choice([10, 25, 40]),
        "subsidy_at_start": draw.choice([0, 0, 250_000]),
        "inflation": draw.choice([0.02, {"2026": 0.03, "2029": 0.015}]),
    }
    if draw.random() < 0.3:
        inputs["loan_amount"] = draw.randint(100_000, 3_000_000)
    if draw.random() < 0.5:
        inputs["equity_discount_rate"] = 0.09
    return inputs


def _operation(draw: random.Random) -> dict[str, Any]:
    """Price, use, land, building, costs, the end of the term and what the municipality does."""
    return {
        "price_per_bed_week": round(draw.uniform(80, 320), 2),
        "occupancy": round(draw.uniform(0.6, 1), 3),
        "ramp_up_months": draw.choice([0, 3, 7, 18]),
        "vat_taxed_share": draw.choice([0, 0.5, 1]),
        "brp_share": draw.choice([0, 0.4, 1]),
        "take_up_share": draw.choice([0, 0.6, 1]),
        "take_up_years": draw.choice([0, 2, 5, 30]),
        "take_up_occupancy": round(draw.uniform(0.7, 1), 3),
        "vacancy_bearer": draw.choice(["operator", "employer", "municipality"]),
        "empty_bed_share": 0.4,
        "tourist_tax_basis": draw.choice(["per_night", "share_of_price"]),
        "tourist_tax_form": draw.choice(["in_price", "on_top", "partly"]),
        "tourist_tax_vat": draw.choice(["in_price", "always", "never"]),
        "land_tax_regime": draw.choice(
            ["vat_building_land", "existing_non_home", "existing_home", "vat_option", "ground_lease"]
        ),
        "building_cost_basis": draw.choice(["per_m2", "per_bed", "per_unit"]),
        "end_of_term": draw.choice(["stay", "relocate", "dismantle"]),
        "relocation_times": draw.choice([0, 1, 2]),
        "relocation_term_years": draw.randint(2, 6),
        "relocation_months": draw.choice([0, 4]),
        "residual_method": draw.choice(["share_of_investment", "exit_yield", "given_amount"]),
        "residual_amount": 1_000_000,
        "furniture_life_years": draw.randint(2, 9),
        "major_maintenance_cycle": draw.randint(3, 12),
        "energy_basis": draw.choice(["per_occupied_night", "per_m2_year", "per_bed_year"]),
        "energy_cost": round(draw.uniform(1, 20), 2),
        "management_basis": draw.choice(["share_of_revenue", "per_year", "per_bed_year", "by_presence"]),
        "presence": draw.choice(["by_telephone", "fixed_hours", "daily", "day_and_night"]),
        "management_cost": round(draw.uniform(0.02, 0.2), 3),
        "municipal_land_share": draw.choice([0, 1]),
        "municipal_contribution": draw.choice([0, 100_000]),
        "property_class": draw.choice(["home", "non_home"]),
        "property_tax_basis": draw.choice(["woz_tariff", "per_bed_year"]),
        "works_revision": draw.choice(["real_estate", "service"]),
        "fund_use": draw.choice(["off", "on"]),
        "plan_costs_use": draw.choice(["off", "local"]),
        "plan_costs": 80_000,
        "plan_cost_recovery_share": 0.6,
        "enforcement_use": draw.choice(["off", "local"]),
        "enforcement_cost": 40,
        "registration_use": "local",
        "registration_cost": 35,
        "employer_share": draw.choice([0, 0.3]),
        "travel_cost_per_bed_week": 12,
        "price_growth": draw.choice([0.02, {"2026": 0.01, "2028": 0.03, "2031": 0.02}]),
    }


def _own_lines(draw: random.Random, kind: str, term: int) -> list[dict[str, Any]]:
    lines: list[dict[str, Any]] = []
    if kind == "own":
        lines += [
            {"label": "=Bouw", "kind": "investment", "amount": draw.randint(10**6, 10**7), "per": "once", "from": 0},
            {
                "label": "+Huur",
                "kind": "revenue",
                "amount": draw.randint(200_000, 900_000),
                "per": "year",
                "growth": 0.02,
            },
            {
                "label": "Verkoop",
                "kind": "terminal_value",
                "amount": draw.randint(0, 10**7),
                "per": "once",
            },
            {
                "label": "Grond",
                "kind": "investment",
                "amount": draw.choice([0, 400_000]),
                "per": "once",
                "from": draw.choice([0, 1]),
                "vat_rate": 0.21,
                "land": True,
            },
            {"label": "Uitbreiding", "kind": "investment", "amount": 150_000, "per": "once", "from": min(2, term)},
            {"label": "Vooraf", "kind": "revenue", "amount": 20_000, "per": "year", "from": 0},
        ]
    if draw.random() < 0.6:
        lines += [
            {
                "label": "-Kosten",
                "kind": "operating_cost",
                "amount": 12.5,
                "per": "bed_week",
                "from": 1,
                "to": term,
                "growth": 0.01,
                "vat_rate": 0.21,
            },
            {
                "label": "@Opknappen",
                "kind": "replacement",
                "amount": 40_000,
                "per": "once",
                "from": min(2, term),
                "growth": 0.03,
            },
            {"label": "Bijdrage", "kind": "subsidy", "amount": 10_000, "per": "once", "from": 1},
            {"label": "Gemeente", "kind": "operating_cost", "amount": 5_000, "per": "year", "ledger": "municipality"},
        ]
    return lines


WIDE_SEEDS = range(36)
"""Seeds of the cases that vary everything."""
_TYPES_AND_VARIANTS = tuple(
    (kind.key, variant)
    for kind in OPTION_TYPES.values()
    if not kind.is_mix and not kind.only_own_lines
    for variant in (kind.variants or ("",))
)


def wide_case(seed: int) -> Case:
    """A case that takes its turn through every option type and variant, with most inputs drawn over their sliders.

    Where `random_case` varies the structure of time, loan and tax, this one reaches every choice and every number,
    within what may stand together (`model.engine.contradictions.contradictions`).
    """
    draw = random.Random(10_000 + seed)
    kind, variant = _TYPES_AND_VARIANTS[seed % len(_TYPES_AND_VARIANTS)]
    m = (1, 4, 1, 12)[seed % 4]
    option = _option(draw, "x", kind, seed, m)
    option["variant"] = variant
    option["inputs"]["term_years"] = draw.randint(3, 6 if m == 12 else 20)
    option["own_lines"] = _own_lines(draw, kind, option["inputs"]["term_years"])
    _draw_the_rest(draw, kind, variant, option["inputs"])
    data = {
        "schema_version": 1,
        "name": f"wide {seed}",
        "municipality": draw.choice(TOWNS),
        "beds": draw.randint(5, 600),
        "start_date": f"{draw.randint(2025, 2028)}-{draw.randint(1, 12):02d}-15",
        "price_level_date": "2025-01-01",
        "periods_per_year": m,
        "discounting": ("end_of_period", "mid_period")[seed % 2],
        "law": ("in_force", "if_proposals_pass")[seed // 2 % 2],
        "proposals": ({}, {"tenancy": f"{draw.randint(2025, 2031)}-05-20"})[seed % 2],
        "options": [option],
    }
    return read_case(data)


def _draw_the_rest(draw: random.Random, kind: str, variant: str, inputs: dict[str, Any]) -> None:
    """Most inputs that are still at their default: a choice, or a number on the slider."""
    housing = draw.random() < 0.6
    inputs["use_function"] = "housing" if housing else "lodging"
    inputs["rent_regulated"] = draw.choice(["yes", "yes", "no"])
    eligible = housing and variant == "relocatable" and inputs["rent_regulated"] == "yes"
    inputs["guarantee_use"] = draw.choice(["on", "on", "off"]) if eligible else "off"
    inputs["subsidy_scheme"] = draw.choice(["none", "sft", "rthf", "other"] if housing else ["none", "other"])
    inputs["realisation_grant_use"] = draw.choice(["on", "local", "off"]) if housing else "off"
    for name in ("care", "information", "avoided", "registration"):
        inputs[f"{name}_use"] = draw.choice(["off", "local"])
        inputs[f"{name}_cost"] = draw.randint(1, 200)
    for key in ("energy_basis", "management_basis", "property_tax_basis", "fund_use"):
        inputs[key] = draw.choice(parameters()[key].choices)
    for key, parameter in allowed_inputs(kind).items():
        if key in inputs or key in _LEFT_AT_DEFAULT or draw.random() < 0.2:
            continue
        if parameter.kind == "choice":
            inputs[key] = draw.choice(parameter.choices)
        elif parameter.slider_low is not None and parameter.slider_high is not None:
            value = draw.uniform(parameter.slider_low, parameter.slider_high)
            inputs[key] = round(value) if parameter.kind == "integer" else round(value, 4)
    for name in COST_LINES:
        if inputs.get(f"{name}_basis") == "share_of_revenue":
            inputs[f"{name}_cost"] = round(draw.uniform(0, 0.3), 4)
    state, municipality = (inputs.get(f"guarantee_{party}_share") for party in ("state", "municipality"))
    if state is not None and municipality is not None:
        inputs["guarantee_municipality_share"] = min(municipality, round(1 - state, 4))
    else:  # a default of one does not go with any draw of the other
        inputs.pop("guarantee_state_share", None)
        inputs.pop("guarantee_municipality_share", None)
    inputs["service_cost_per_bed_week"] = round(draw.uniform(0, inputs["price_per_bed_week"]), 2)


_LEFT_AT_DEFAULT = {"loan_amount", "equity_discount_rate"}
"""What `_option` gives or leaves out on purpose."""
