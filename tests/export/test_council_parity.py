"""Workbooks of cases that reach the council's side: guarantees, moves, own lines between operator and municipality."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from model.case import read_case
from model.evaluation import run_case
from model.export.layout import place_models
from tests.export.test_parity import differences, write
from tests.support.recalculate import Office

pytestmark = pytest.mark.office

MOVING: dict[str, Any] = {
    "term_years": 3,
    "construction_months": 5,
    "end_of_term": "relocate",
    "relocation_times": 2,
    "relocation_term_years": 2,
    "relocation_months": 4,
    "brp_share": 0.7,
    "municipal_land_share": 0.5,
    "municipal_contribution": 100_000,
    "avoided_use": "local",
    "avoided_cost": 25,
    "care_use": "local",
    "care_cost": 40,
}
GUARANTEED: dict[str, Any] = {
    "term_years": 6,
    "use_function": "housing",
    "rent_regulated": "yes",
    "guarantee_use": "on",
    "guaranteed_share": 0.6,
    "residual_share": 0.1,
    "realisation_grant_use": "on",
}
SOLD: dict[str, Any] = {"residual_method": "given_amount", "residual_amount": 900_000}
OWN_LINES: list[dict[str, Any]] = [
    {
        "label": "Vergoeding",
        "kind": "operating_cost",
        "amount": 9_000,
        "vat_rate": 0.21,
        "counterparty": "municipality",
    },
    {"label": "Bijdrage", "kind": "subsidy", "amount": 70_000, "counterparty": "municipality"},
    {"label": "Weg", "kind": "investment", "amount": 80_000, "from": 2, "vat_rate": 0.21, "ledger": "municipality"},
    {
        "label": "Steun",
        "kind": "operating_cost",
        "amount": 5_000,
        "ledger": "municipality",
        "counterparty": "operator",
    },
]
CASES: dict[str, dict[str, Any]] = {
    "a building that moves twice": MOVING,
    "leased land": MOVING | {"land_tax_regime": "ground_lease", "municipal_land_share": 1},
    "a guarantee with a loss": GUARANTEED,
    "a guaranteed building that is sold": GUARANTEED | SOLD,
    "a guaranteed building sold by its yield": GUARANTEED | {"residual_method": "exit_yield"},
}


@pytest.mark.parametrize("what", CASES)
@pytest.mark.parametrize(("start", "periods_per_year"), [("2027-01-01", 1), ("2026-07-15", 4)])
def test_recalculated_workbook_equals_engine(
    what: str, start: str, periods_per_year: int, office: Office, tmp_path: Path
) -> None:
    option = {
        "id": "x",
        "type": "new_build",
        "variant": "relocatable",
        "inputs": CASES[what],
        "own_lines": OWN_LINES,
    }
    data = {
        "schema_version": 1,
        "name": what,
        "municipality": "GM1783",
        "beds": 60,
        "start_date": start,
        "periods_per_year": periods_per_year,
        "law": "if_proposals_pass",
        "options": [option],
    }
    result = run_case(read_case(data))
    found = office.recalculate(write(result, tmp_path))
    assert differences(result, place_models(result), found)[:5] == []
