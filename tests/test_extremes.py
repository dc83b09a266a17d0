"""What is allowed gives numbers: at every bound, alone and together, a result is finite or none with its reason."""

from __future__ import annotations

import json
import random
from typing import Any

import pytest

from model.case import allowed_inputs, read_case
from model.evaluation import run_case
from model.options import OPTION_TYPES
from model.parameters.table import Parameter
from model.problems import BadInput
from model.report import result_data

pytestmark = pytest.mark.thorough

Json = dict[str, Any]
KINDS = [
    (kind.key, variant) for kind in OPTION_TYPES.values() if not kind.is_mix for variant in (kind.variants or ("",))
]


def case_of(kind: str, variant: str, inputs: Json, **changes: Any) -> Json:
    option: Json = {"id": "o", "type": kind, "inputs": inputs}
    if variant:
        option["variant"] = variant
    if kind == "own":
        option["own_lines"] = [
            {"label": "Bouw", "kind": "investment", "amount": 1e6},
            {"label": "Huur", "kind": "revenue", "amount": 1e5},
        ]
    return {
        "schema_version": 1,
        "municipality": "GM1783",
        "beds": 200,
        "start_date": "2027-01-01",
        "price_level_date": "2026-01-01",
        "options": [option],
        **changes,
    }


def edges(parameter: Parameter) -> list[Any]:
    """The lowest and highest value a parameter allows, and a growth path between the two."""
    if parameter.choices:
        return [each if parameter.kind == "choice" else int(each) for each in parameter.choices]
    assert parameter.lowest is not None and parameter.highest is not None
    ends: list[Any] = [parameter.lowest, parameter.highest]
    return [*ends, {"2027": ends[0], "2030": ends[1]}] if parameter.kind == "growth" else ends


def answered(data: Json) -> bool:
    """Whether the case is calculated; it may be refused, but a result is finite, or none with its reason."""
    try:
        result = run_case(read_case(data))
    except BadInput as error:
        assert all(found.text("nl") != found.text("en") for found in error.problems)
        return False
    shown = result_data(result)
    json.dumps(shown, allow_nan=False)
    for option in shown["options"].values():
        assert {key for key, value in option["metrics"].items() if value is None} == set(option["reasons"])
    return True


@pytest.mark.parametrize(("kind", "variant"), KINDS)
def test_inputs_at_their_edges_together(kind: str, variant: str) -> None:
    chance = random.Random(f"{kind} {variant}")
    allowed = allowed_inputs(kind)
    calculated = 0
    for _ in range(12):
        keys = chance.sample(sorted(allowed), chance.choice([3, 12, min(len(allowed), 50)]))
        inputs = {key: chance.choice(edges(allowed[key])) for key in keys}
        level, start = sorted(chance.choices(["2000-01-01", "2024-02-29", "2027-01-01", "2100-12-31"], k=2))
        calculated += answered(
            case_of(
                kind,
                variant,
                inputs,
                beds=chance.choice([1, 100_000]),
                start_date=start,
                price_level_date=level,
                horizon_years=chance.choice([1, 30, 100]),
                periods_per_year=chance.choice([1, 1, 4]),
                discounting=chance.choice(["end_of_period", "mid_period"]),
            )
        )
    assert calculated


def test_a_wage_that_has_halved_for_three_generations() -> None:
    """The share of a wage of 1e-20 a week is enormous, and it is a number."""
    inputs = {"minimum_wage_growth": -0.5}
    assert answered(case_of("mid_stay", "", inputs, start_date="2100-12-31"))


def test_a_building_that_moves_for_a_thousand_years_is_refused() -> None:
    """100 + 10 x 100 years of own lines that double every year would pass the largest number there is."""
    inputs = {"term_years": 100, "end_of_term": "relocate", "relocation_times": 10, "relocation_term_years": 100}
    data = case_of("new_build", "relocatable", inputs)
    with pytest.raises(BadInput) as caught:
        run_case(read_case(data))
    assert [found.field for found in caught.value.problems] == ["o.relocation_times"]


def test_the_longest_terms_with_the_fastest_growth() -> None:
    """200 years of 100% growth on the largest amounts: 2^200 x 1e12 x 1e5 = 1.6e77."""
    inputs = {"term_years": 100, "end_of_term": "relocate", "relocation_times": 1, "relocation_term_years": 100}
    data = case_of("new_build", "relocatable", inputs, beds=100_000)
    data["options"][0]["own_lines"] = [
        {"label": "Huur", "kind": "revenue", "amount": 1e12, "per": "bed_week", "growth": 1}
    ]
    assert answered(data)
