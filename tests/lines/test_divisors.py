"""Nothing in the definition divides by zero: every division, power and payment is found in the formulas themselves.

The formulas of every option type are walked through. What each divides by is then calculated with the inputs at the
ends of what is allowed, and must be something, or stand behind a condition that says it is not divided by.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from market_data import load
from model.__main__ import main
from model.case import Case, allowed_inputs, read_case
from model.engine.contradictions import conflicting
from model.engine.resolve import ResolvedOption, resolve_option
from model.engine.results import OptionResult
from model.engine.run import run_case
from model.engine.term import periods_in_term, years_needed
from model.export.workbook.layout import place_models
from model.formula.evaluate import compile_lines
from model.formula.expression import Call, Constant, Expression, Line, Shape
from model.formula.primitives import PRIMITIVES
from model.lines.business_case import build_business_case
from model.lines.mix import build_mix
from model.lines.statement import BusinessCase
from model.lines.structure import OWN_KINDS
from model.options import OPTION_TYPES
from tests.support.one_option import one_option
from tests.support.parity import differences, failed_checks, write
from tests.support.spreadsheet import Spreadsheet

Json = dict[str, Any]
Array = NDArray[np.float64]
QUICK = {("short_stay", ""), ("new_build", "relocatable"), ("own", "")}
KINDS = [
    pytest.param(kind.key, variant, marks=() if (kind.key, variant) in QUICK else pytest.mark.thorough)
    for kind in OPTION_TYPES.values()
    if not kind.is_mix
    for variant in (kind.variants or ("",))
]
"""Every kind of option; in the quick tests one with a relocation, one without, and one of own lines."""
SPANS = ((1, 1, 0), (100, 1, 0), (7, 4, 7), (3, 12, 14))
"""Term in years, periods per year, months of construction."""


@dataclass(frozen=True)
class Site:
    """A place in a formula that may not be given just any number: which line, what must hold, on which conditions."""

    line: str
    rule: str
    value: Expression
    conditions: tuple[Expression, ...]


DIVISORS = {"divide": 1, "payment": 1}
"""Which operand is divided by (a payment divides by the number of payments)."""
RATES = {"payment", "owed"}
GUARDED = {"where", "only_if"}
KNOWN_TO_DIVIDE = {"divide", "power", "payment", "owed", "ratio", "mean", "irr"}


def sites(line: Line) -> Iterator[Site]:
    """The sites of a line; `ratio`, `mean` and `irr` are blank by themselves where they have nothing to divide by."""

    def walk(expression: Expression, conditions: tuple[Expression, ...]) -> Iterator[Site]:
        if not isinstance(expression, Call):
            return
        name, operands = expression.primitive, expression.operands
        if name in DIVISORS and not isinstance(operands[DIVISORS[name]], Constant):
            yield Site(line.key, "not zero", operands[DIVISORS[name]], conditions)
        if name in RATES:
            yield Site(line.key, "above -1", operands[0], conditions)
        if name == "power":
            yield Site(line.key, "above 0", operands[0], conditions)
        for position, operand in enumerate(operands):
            guarded = name in GUARDED and position == 1
            yield from walk(operand, (*conditions, operands[0]) if guarded else conditions)

    yield from walk(line.expression, ())


def test_the_primitives_that_divide_are_the_ones_looked_for() -> None:
    """By their forms: what has a quotient, a power or a financial function in its workbook form."""
    divides = {
        name
        for name, primitive in PRIMITIVES.items()
        if "/" in primitive.excel
        or "^" in primitive.excel
        or any(word in primitive.excel for word in ("PMT", "FV", "AVERAGE"))
    }
    assert divides | {"irr"} == KNOWN_TO_DIVIDE


def case_of(kind: str, variant: str, span: tuple[int, int, int], **inputs: Any) -> Case:
    term, m, construction = span
    option: Json = {"id": "o", "type": kind, "variant": variant}
    if not variant:
        del option["variant"]
    option["inputs"] = {"term_years": term, "construction_months": min(construction, term * 12 - 1), **inputs}
    if kind == "own":
        lines = [
            {"label": kind, "kind": kind, "amount": 1000, "per": "once" if kind != "revenue" else "year"}
            for kind in OWN_KINDS
        ]
        for line in lines:
            if line["kind"] not in {"terminal_value", "end_cost"}:
                line["from"] = 0 if line["kind"] == "investment" else 1
        option["own_lines"] = [*lines, {**lines[0], "label": "land", "land": True}]
    return read_case(
        {
            "schema_version": 1,
            "municipality": "GM1783",
            "beds": 12,
            "start_date": "2025-07-15",
            "price_level_date": "2025-01-01",
            "periods_per_year": m,
            "options": [option],
        }
    )


FIXED = {"term_years", "construction_months", "relocation_times", "relocation_term_years", "end_of_term"}
"""What decides how long it lasts: given by the span."""


def ends_of(resolved: ResolvedOption) -> Mapping[str, tuple[float, ...]]:
    """Every input of the formulas with the ends of what is allowed: of a choice, every choice."""
    allowed = allowed_inputs(resolved.option.type)
    ends: dict[str, tuple[float, ...]] = {}
    for key in resolved.values:
        parameter = allowed.get(key.split("@")[0])
        if "." in key.removeprefix("own.") or key in FIXED or parameter is None:
            continue
        if parameter.kind == "choice":
            ends[key] = tuple(parameter.code(choice) for choice in parameter.choices)
        elif parameter.choices:
            ends[key] = tuple(float(choice) for choice in parameter.choices)
        elif parameter.lowest is not None and parameter.highest is not None:
            ends[key] = (parameter.lowest, parameter.highest)
    for key in resolved.values:
        if key.startswith("own.") and key.endswith((".amount", ".growth", ".vat_rate")):
            ends[key] = {"amount": (0.0, 1e12), "growth": (-0.5, 1.0), "vat_rate": (0.0, 1.0)}[key.rsplit(".", 1)[1]]
    return ends


def edges(resolved: ResolvedOption, corners: int) -> tuple[dict[str, Array], int]:
    """Inputs at their ends: one at a time, in pairs that meet, and many at once; what contradicts is left out."""
    chance, ends = random.Random(f"{resolved.option.type} {corners}"), ends_of(resolved)
    changes = [{key: value} for key, values in ends.items() for value in values]
    growths = [key for key in ends if key.endswith("_growth") or key == "inflation"]
    for growth in growths:
        changes += [{"discount_rate": rate, growth: rate} for rate in (0.0, 0.02, 0.03, 0.5)]
    free = {"discount_rate": 0.0, "land_growth": 0.0, "acquisition_cost_share": 0.0, "vat_taxed_share": 1.0}
    for regime in ends.get("land_tax_regime", ()):
        changes.append({**free, "land_tax_regime": regime, "residual_share": 1.0})
    shares = {f"{name}_basis": 4.0 for name in ("management", "cleaning", "other")}
    for costs in ((0.5, 0.25, 0.25), (0.7, 0.2, 0.1), (1.0, 0.0, 0.0), (1.0, 1.0, 1.0)):
        named = zip(("management", "cleaning", "other"), costs, strict=True)
        changes.append({**shares, **{f"{name}_cost": cost for name, cost in named}})
    for _ in range(corners):
        keys = chance.sample(sorted(ends), chance.choice([2, 4, 12, len(ends)]))
        changes.append({key: chance.choice(ends[key]) for key in keys})
    changes = [change for change in changes if change.keys() <= resolved.values.keys()]
    varied = sorted({key for change in changes for key in change})
    values = {
        key: np.array([change.get(key, resolved.values[key]) for change in changes], dtype=np.float64) for key in varied
    }
    kept = ~np.broadcast_to(conflicting({**resolved.values, **values}), len(changes))
    return {key: column[kept] for key, column in values.items()}, int(kept.sum())


def program_of(kind: str, variant: str, span: tuple[int, int, int]) -> tuple[ResolvedOption, BusinessCase, int, int]:
    case = case_of(kind, variant, span)
    resolved = resolve_option(case, case.options[0], load())
    last = periods_in_term(case, resolved)
    return resolved, build_business_case(resolved.structure), last, years_needed(case, last)


@pytest.mark.parametrize("span", SPANS)
@pytest.mark.parametrize(("kind", "variant"), KINDS)
def test_what_is_divided_by_is_never_zero_within_the_bounds(
    kind: str, variant: str, span: tuple[int, int, int]
) -> None:
    resolved, business_case, last, years = program_of(kind, variant, span)
    divisions = [site for line in business_case.lines for site in sites(line)]
    assert {site.rule for site in divisions} == {"not zero", "above -1", "above 0"}
    watched = [Line(f"watched_{number}", site.value) for number, site in enumerate(divisions)]
    flags = {
        (number, position): Line(f"flag_{number}_{position}", condition)
        for number, site in enumerate(divisions)
        for position, condition in enumerate(site.conditions)
    }
    varied, count = edges(resolved, 150)
    program = compile_lines([*watched, *flags.values()], varied)
    values = program.run({**resolved.values, **varied}, last, years)

    def table(line: Line) -> Array:
        value = values[line.key]
        rows = value if program.shapes[line.key] is not Shape.SCALAR else [value]
        return np.stack([np.broadcast_to(row, count) for row in rows])

    wrong = []
    for number, site in enumerate(divisions):
        value = table(watched[number])
        used = np.ones_like(value, dtype=np.bool_)
        for position in range(len(site.conditions)):
            used = used & (table(flags[number, position]) != 0)
        holds = {"not zero": value != 0, "above -1": value > -1, "above 0": value > 0}[site.rule]
        # A blank is divided by nowhere: it gives a blank.
        if np.any(used & ~holds & ~np.isnan(value)):
            wrong.append(f"{site.line}: {site.rule}")
    assert wrong == []


@pytest.mark.parametrize("span", [SPANS[0], pytest.param(SPANS[2], marks=pytest.mark.thorough)])
@pytest.mark.parametrize(("kind", "variant"), KINDS)
def test_both_readers_give_the_same_none_at_the_ends_of_every_input(
    kind: str, variant: str, span: tuple[int, int, int]
) -> None:
    """One scenario on plain numbers, and many at once: no error, nothing infinite, none where the other has none."""
    resolved, business_case, last, years = program_of(kind, variant, span)
    metrics = tuple(business_case.metrics.by_key().values())
    varied, count = edges(resolved, 20)
    many = compile_lines(metrics, varied).run({**resolved.values, **varied}, last, years)
    plain = compile_lines(metrics)
    wrong = []
    for scenario in range(count):
        mine = {key: float(column[scenario]) for key, column in varied.items()}
        alone = plain.run({**resolved.values, **mine}, last, years)
        for line in metrics:
            single, same = float(alone[line.key]), float(np.broadcast_to(many[line.key], count)[scenario])
            if np.isinf(single) or np.isinf(same) or np.isnan(single) != np.isnan(same):
                changed = {key: value for key, value in mine.items() if value != resolved.values[key]}
                wrong.append(f"{line.key}: {single} alone, {same} of many, with {changed}")
    assert wrong == []


def test_a_mix_divides_by_nothing_that_its_components_do_not_guard() -> None:
    """Its own quotients stand behind a condition or are a `ratio`, but for a flow to which 1 is added where it is 0."""
    bare = {site.line for line in build_mix(("x", "y")).lines for site in sites(line) if not site.conditions}
    assert bare == {"paid_back_within"}


def data_of(inputs: Json, kind: str = "short_stay", variant: str = "", **changes: Any) -> Json:
    return one_option(inputs, kind, variant, price_level_date="2026-01-01", **changes)


FREE_LAND = {
    "land_tax_regime": "vat_building_land",
    "vat_taxed_share": 1,
    "acquisition_cost_share": 0,
    "land_price_per_bed": 5000,
    "residual_method": "share_of_investment",
    "end_of_term": "stay",
    "term_years": 10,
    "sale_vat": "going_concern",
}
"""Land with all its VAT back and no other costs: a euro of it costs a euro, and is worth its growth at the end.

Ten years from 1 January 2027 end in 2036: nine steps of growth, ten years of discount.
"""


def residual(rate: float, growth: float, **inputs: Any) -> OptionResult:
    given = {**FREE_LAND, "discount_rate": rate, "land_growth": growth, **inputs}
    return run_case(read_case(data_of(given))).options["o"]


class TestTheHighestPriceOfLand:
    def test_it_is_none_with_its_reason_where_land_costs_nothing_on_balance(self) -> None:
        """A euro out at the start and a euro back at the end, undiscounted: 1 - 1 = 0."""
        outcome = residual(0.0, 0.0)
        assert outcome.metrics["residual_land_value"] is None
        assert "geen hoogste grondprijs" in outcome.reasons["residual_land_value"].text("nl")
        assert "no highest land price" in outcome.reasons["residual_land_value"].text("en")

    @pytest.mark.parametrize("rate", [0.02, 0.03, 0.07])
    def test_a_growth_that_makes_up_for_the_rate_leaves_only_rounding_which_is_nothing(self, rate: float) -> None:
        """1 - (1 + g)^9 / (1 + r)^10 = 0 for (1 + g) = (1 + r)^(10/9), in floating point up to a few times 1e-16."""
        assert residual(rate, (1 + rate) ** (10 / 9) - 1).metrics["residual_land_value"] is None

    def test_it_is_none_where_a_dearer_plot_would_earn_more(self) -> None:
        """1 - 1.02^9 / 1.01^10 = -0.082: the price that makes the value zero would be a lowest one."""
        assert residual(0.01, 0.02).metrics["residual_land_value"] is None

    def test_else_it_is_the_price_plus_the_value_over_what_a_euro_costs(self) -> None:
        """1 - 1.02^9 / 1.05^10 = 0.266323; land of 100 x 5,000, grown 2% in the year before the start."""
        outcome = residual(0.05, 0.02)
        per_euro = 1 - 1.02**9 / 1.05**10
        value = outcome.metrics["npv"]
        assert value is not None
        assert outcome.metrics["residual_land_value"] == pytest.approx(510_000 + value / per_euro, rel=1e-9)

    def test_under_ground_lease_the_reason_is_that_no_land_is_bought(self) -> None:
        outcome = residual(0.0, 0.0, land_tax_regime="ground_lease")
        assert outcome.metrics["npv"] is not None
        assert outcome.reasons["residual_land_value"].code == "no_residual_land_value"

    def test_a_mix_with_such_a_part_has_none_for_the_same_reason(self) -> None:
        data = data_of({**FREE_LAND, "discount_rate": 0.0, "land_growth": 0.0})
        option = data["options"][0]
        shares = [{"option": "o", "share": 0.5}, {"option": "p", "share": 0.5}]
        fine = {**option, "id": "p", "inputs": {**option["inputs"], "discount_rate": 0.05}}
        data["options"] = [option, fine, {"id": "mix", "type": "mix", "components": shares}]
        outcome = run_case(read_case(data)).options
        assert outcome["p"].metrics["residual_land_value"] is not None
        assert outcome["mix"].reasons["residual_land_value"].code == "no_residual_land_value_highest"

    @pytest.mark.parametrize(("rate", "growth"), [(0.0, 0.0), (0.03, 1.03 ** (10 / 9) - 1), (0.01, 0.02), (0.05, 0.02)])
    def test_the_workbook_says_the_same(self, rate: float, growth: float, tmp_path: Path) -> None:
        given = {**FREE_LAND, "discount_rate": rate, "land_growth": growth}
        result = run_case(read_case(data_of(given)))
        recalculated = Spreadsheet(write(result, tmp_path)).recalculate()
        assert differences(result, place_models(result), recalculated) == []
        assert failed_checks(recalculated) == []


@cache
def shortest_lease() -> Json:
    """A year under ground lease at a rate of 0: what the building and its land give back equals what they cost."""
    return data_of({"term_years": 1, "discount_rate": 0, "land_tax_regime": "ground_lease"}, "mid_stay", beds=1)


@pytest.mark.thorough
@pytest.mark.parametrize("command", ["run", "check"])
def test_the_commands_answer_where_an_extra_euro_of_land_costs_nothing(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "case.json"
    path.write_text(json.dumps(shortest_lease()), encoding="utf-8")
    main([command, str(path)])
    assert "Traceback" not in capsys.readouterr().err
