"""Hypothesis strategy for cases that reach every option that matters to the council's side of the model.

Values are drawn from the table of parameters itself: any choice, any slider between its ends. What a new one adds is
therefore drawn too. Combinations the model refuses are left out.
"""

from __future__ import annotations

from typing import Any

from hypothesis import assume
from hypothesis import strategies as st

from model.case import allowed_inputs, read_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.options import OPTION_TYPES
from model.parameters.table import Parameter, local_amounts
from model.problems import BadInput

STANDARD = ("short_stay", "mid_stay", "conversion", "new_build")
OWN_KINDS = ("investment", "replacement", "revenue", "operating_cost", "terminal_value", "end_cost", "subsidy")
PARTIES = ("operator", "municipality", "resident", "employer", "state", "outside")


def _value(draw: st.DrawFn, parameter: Parameter) -> Any:
    if parameter.kind == "choice":
        return draw(st.sampled_from(parameter.choices))
    low, high = parameter.slider_low, parameter.slider_high
    if low is None or high is None:
        return None
    if parameter.kind == "integer" or parameter.unit in {"months", "years"}:
        return draw(st.integers(int(low + 0.999), int(high)))
    return round(draw(st.floats(low, high)), 4)


def _inputs(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    allowed = {key: parameter for key, parameter in allowed_inputs(kind).items() if not parameter.dated}
    keys = draw(st.sets(st.sampled_from(sorted(allowed)), max_size=30))
    inputs = {key: value for key in sorted(keys) if (value := _value(draw, allowed[key])) is not None}
    inputs |= {"term_years": draw(st.integers(2, 12)), "construction_months": draw(st.sampled_from([0, 0, 5, 14]))}
    inputs["loan_years"] = draw(st.sampled_from([2.5, 8, 20]))
    inputs["loan_grace_years"] = draw(st.sampled_from([0, 1]))
    if kind in STANDARD:
        inputs |= {
            "end_of_term": draw(st.sampled_from(["stay", "relocate", "dismantle"])),
            "relocation_times": draw(st.integers(0, 2)),
            "relocation_term_years": draw(st.integers(2, 5)),
            "relocation_months": draw(st.integers(0, 8)),
            "land_tax_regime": draw(
                st.sampled_from(
                    ["ground_lease", "ground_lease", "vat_building_land", "existing_non_home", "existing_home"]
                )
            ),
            "municipal_land_share": draw(st.sampled_from([0, 0.5, 1])),
            "service_cost_per_bed_week": draw(st.sampled_from([0, 25])),
            "price_per_bed_week": draw(st.sampled_from([60, 130, 300])),
            "brp_share": draw(st.sampled_from([0, 0.3, 1])),
        }
        if draw(st.booleans()):
            for use, amount in local_amounts().items():
                inputs |= {use: "local", amount: draw(st.sampled_from([0, 25, 150]))}
        for use, amount in local_amounts().items():
            if inputs.get(use) == "local":
                inputs.setdefault(amount, 40)
    return inputs


def _own_line(draw: st.DrawFn, number: int, term: int) -> dict[str, Any]:
    kind = draw(st.sampled_from(OWN_KINDS))
    ledger = draw(st.sampled_from(["operator", "operator", "municipality"]))
    first = draw(st.integers(0, term))
    return {
        "label": f"Post {number}",
        "kind": kind,
        "ledger": ledger,
        "counterparty": draw(st.sampled_from([party for party in PARTIES if party != ledger])),
        "amount": draw(st.sampled_from([1, 1_000, 333_333.33])),
        "per": draw(st.sampled_from(["once", "year", "bed_week"])),
        "from": first,
        "growth": draw(st.sampled_from([0, 0.02])),
        "vat_rate": draw(st.sampled_from([0, 0.09, 0.21])),
    }


def _option(draw: st.DrawFn, name: str, kind: str) -> dict[str, Any]:
    inputs = _inputs(draw, kind)
    if kind == "new_build" and draw(st.booleans()):
        # A guarantee asks for several settings at once, which chance alone seldom gives.
        inputs |= {
            "use_function": "housing",
            "rent_regulated": "yes",
            "rent_table": "home",
            "guarantee_use": "on",
            "guaranteed_share": draw(st.sampled_from([0.2, 0.6])),
            "residual_share": draw(st.sampled_from([0, 0.5])),
            "residual_method": draw(st.sampled_from(["share_of_investment", "exit_yield", "given_amount"])),
            "residual_amount": draw(st.sampled_from([0, 100_000])),
        }
        variant = "relocatable"
    else:
        variant = draw(st.sampled_from(("", *OPTION_TYPES[kind].variants)))
    count = draw(st.integers(1, 4) if kind == "own" else st.integers(0, 3))
    option: dict[str, Any] = {"id": name, "type": kind, "inputs": inputs}
    option["own_lines"] = [_own_line(draw, number + 1, int(inputs["term_years"])) for number in range(count)]
    if draw(st.sampled_from([False, False, True])):
        # So does what the municipality itself builds and writes off.
        built = {"kind": "investment", "ledger": "municipality", "counterparty": "outside", "per": "once"}
        option["own_lines"].append({**_own_line(draw, count + 1, int(inputs["term_years"])), **built})
    if variant:
        option["variant"] = variant
    return option


@st.composite
def council_cases(draw: st.DrawFn) -> dict[str, Any]:
    """A random case, as in its file, of any type, period length, law and discounting."""
    kind = draw(st.sampled_from([*STANDARD, "own", "mix"]))
    data: dict[str, Any] = {
        "schema_version": 1,
        "name": "case",
        "municipality": "GM1783",
        "beds": draw(st.sampled_from([1, 37, 400])),
        "start_date": draw(st.sampled_from(["2025-07-01", "2026-01-01", "2026-11-15", "2027-01-01", "2028-02-29"])),
        "price_level_date": "2025-01-01",
        "periods_per_year": draw(st.sampled_from([1, 4, 12])),
        "discounting": draw(st.sampled_from(["end_of_period", "mid_period"])),
        "law": draw(st.sampled_from(["in_force", "if_proposals_pass"])),
        "proposals": draw(st.sampled_from([{}, {"tenancy": "2028-10-01"}, {"thirty_nights": "no"}])),
    }
    if kind == "mix":
        share = draw(st.sampled_from([0.25, 0.5]))
        data["options"] = [
            _option(draw, "x", draw(st.sampled_from(STANDARD))),
            _option(draw, "y", draw(st.sampled_from(STANDARD))),
            {
                "id": "z",
                "type": "mix",
                "components": [{"option": "x", "share": share}, {"option": "y", "share": 1 - share}],
            },
        ]
    else:
        data["options"] = [_option(draw, "x", kind)]
    return data


def run_or_skip(data: dict[str, Any]) -> CaseResult:
    """The result of a drawn case; a combination the model refuses is skipped."""
    try:
        return run_case(read_case(data))
    except BadInput:
        assume(False)
        raise
