"""What is allowed gives numbers: at every bound, alone and together, a result is finite or none with its reason."""

from __future__ import annotations

import json
import random
import re
from pathlib import Path
from typing import Any

import pytest

from model.__main__ import main
from model.case import allowed_inputs, read_case
from model.cli.report import result_data
from model.engine.run import run_case
from model.options import OPTION_TYPES
from model.parameters.table import Parameter
from model.problems import BadInput

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
        return [choice if parameter.kind == "choice" else int(choice) for choice in parameter.choices]
    assert parameter.lowest is not None and parameter.highest is not None
    ends: list[Any] = [parameter.lowest, parameter.highest]
    return [*ends, {"2027": ends[0], "2030": ends[1]}] if parameter.kind == "growth" else ends


def answered(data: Json) -> bool:
    """Whether the case is calculated; it may be refused, but a result is finite, or none with its reason."""
    try:
        result = run_case(read_case(data))
    except BadInput as error:
        assert all(problem.text("nl") != problem.text("en") for problem in error.problems)
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
    assert [problem.field for problem in caught.value.problems] == ["o.relocation_times"]


def test_the_longest_terms_with_the_fastest_growth() -> None:
    """200 years of 100% growth on the largest amounts: 2^200 x 1e12 x 1e5 = 1.6e77."""
    inputs = {"term_years": 100, "end_of_term": "relocate", "relocation_times": 1, "relocation_term_years": 100}
    data = case_of("new_build", "relocatable", inputs, beds=100_000)
    data["options"][0]["own_lines"] = [
        {"label": "Huur", "kind": "revenue", "amount": 1e12, "per": "bed_week", "growth": 1}
    ]
    assert answered(data)


def far_out(chance: random.Random) -> Json:
    """A case of own lines with amounts, growth, terms and rates as far out as a case file allows."""
    kinds = ("investment", "replacement", "revenue", "operating_cost", "terminal_value", "end_cost", "subsidy")
    lines: list[Json] = []
    for _ in range(chance.randint(1, 4)):
        kind = chance.choice(kinds)
        line: Json = {"label": "x", "kind": kind, "growth": chance.choice([-0.5, 0, 0.5, 1])}
        line["amount"] = float(f"1e{chance.randint(-12, 12)}")
        if kind in {"revenue", "operating_cost"}:
            line |= {"per": chance.choice(["once", "year", "bed_week"]), "from": chance.choice([0, 1, 5, 200])}
        lines.append(line)
    inputs: Json = {
        "discount_rate": chance.choice([0, 1e-9, 0.05, 1]),
        "term_years": chance.choice([1, 2, 30, 200]),
        "loan_amount": float(f"1e{chance.randint(0, 9)}"),
    }
    option = {"id": "o", "type": "own", "inputs": inputs, "own_lines": lines}
    return case_of("own", "", {}, beds=chance.choice([1, 200, 100_000]), options=[option])


@pytest.mark.parametrize("number", range(8))
def test_every_command_answers_a_case_of_any_magnitude(
    number: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 0 with numbers, or exit 2 with a sentence; no warning, no traceback, and no number that is none."""
    chance = random.Random(f"far out {number}")
    case = tmp_path / "case.json"
    case.write_text(json.dumps(far_out(chance)), encoding="utf-8")
    target = ("--target", chance.choice(["npv", "irr", "dscr_min", "payback_years"]))
    value = f"--value={chance.choice(['1e26', '-1e300', '0', '1e308', '5'])}"
    for command in (
        ("run", case),
        ("run", case, "--json"),
        ("explain", case, "o", "npv"),
        ("explain", case, "o", "cash_flow", "--period", "1"),
        ("sensitivity", case, "o"),
        ("sensitivity", case, "o", "--flips"),
        ("solve", case, "o", "discount_rate"),
        ("solve", case, "o", "own.1.amount", *target, value),
        ("risk", case, "o", "--draws", "50"),
        ("export", case, tmp_path / "out.xlsx"),
    ):
        status = main([str(word) for word in command])
        told = capsys.readouterr()
        assert status in {0, 2}, (command, told.err)
        assert not re.search(r"\b(nan|inf|NaN|Infinity)\b", told.out), command
        assert (status == 2) == bool(told.err.strip()), command
