"""Model quality, visible: what must always hold, tested on the case at hand, every slider at both ends,
published cases.

`run_checks` gives one `Check` per thing tested; a single failure is our fault, never the user's.
"""

from __future__ import annotations

import json
import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

import numpy as np

from market_data import MarketData
from model.case import IF_PROPOSALS_PASS, Case, InputValue, Option, OwnLine, allowed_inputs, read_case, shown_inputs
from model.engine.inputs import parameter_of
from model.engine.results import CaseResult, Computed
from model.engine.run import run_case
from model.engine.scenarios import Array, Scenarios, scenarios_of
from model.export.workbook.fingerprint import formula_fingerprint
from model.law.norms import check_norms
from model.options import OPTION_TYPES
from model.outcomes.frames import check_frames
from model.parameters.table import parameters
from model.problems import BadInput
from model.words.rounding import round_half_up
from model.words.texts import number, text

PASSED, FAILED, UNKNOWN = "passed", "failed", "unknown"
CENT = 0.01
HERE = Path(__file__).parent
PARITY_RECORD = HERE / "parity_record.json"
RESULTS = (
    "npv",
    "equity_npv",
    "irr",
    "dscr_min",
    "municipality_npv",
    "municipality_npv_without_fund",
    "resident_cost_share",
    "viability_gap",
    "equivalent_annual_value",
    "npv_over_horizon",
    "cost_per_bed_night",
    "residual_land_value",
    "ledger_state_npv",
    "ledger_resident_npv",
    "ledger_employer_npv",
    "ledger_outside_npv",
    "ceiling_first_year",
    "loan_amount",
)
"""Results in which a living slider shows."""
EQUITY_GROUPS = ("financing", "tax", "law")
"""Groups of parameters whose direction is measured on the equity's npv: the project's does not see loans and tax."""


@dataclass(frozen=True)
class Check:
    """One thing tested: which rule, on what, the outcome and, when it failed, by how much or why."""

    rule: str
    subject: str
    status: str
    detail: str = ""
    difference: float | None = None

    def why(self, language: str) -> str:
        """By how much it failed, in the language's notation, or why."""
        if self.difference is None:
            return self.detail
        decimals = 4 if abs(self.difference) < 1 else 2
        return number(round_half_up(self.difference, decimals), language, decimals)

    def text(self, language: str) -> str:
        """The rule in words; for workbooks that were compared with other formulas, that."""
        outdated = "_outdated" if (self.rule, self.status) == ("parity", UNKNOWN) else ""
        return text(f"quality_{self.rule}{outdated}", language)

    def about(self, language: str) -> str:
        """What was tested, with the name of an input instead of its key."""
        option, _, key = self.subject.partition(".")
        return f"{option}: {parameters()[key].label(language)}" if key in parameters() else self.subject


def run_checks(result: CaseResult) -> tuple[Check, ...]:
    """Every check on a case."""
    return (
        *(check for option in result.options.values() for check in _invariants(result.case, option.computed)),
        *(
            check
            for option in result.options.values()
            for part in option.components
            for check in _invariants(result.case, part)
        ),
        *(check for option_id in result.options for check in _directions(result, option_id)),
        *_dead_sliders(result),
        *_published(),
        _parity(),
    )


def _verdict(rule: str, subject: str, difference: float, allowed: float = CENT) -> Check:
    if abs(difference) <= allowed:
        return Check(rule, subject, PASSED)
    return Check(rule, subject, FAILED, difference=difference)


def _invariants(case: Case, model: Computed) -> Iterator[Check]:
    """What holds in every case: sources are uses, the debt ends at zero, the balance, the ledgers,
    npv by two routes.
    """
    rows, name = model.rows, model.name
    yield _verdict("ledgers", name, _largest(rows[f"ledger_{party}"] for party in _PARTIES))
    if model.resolved is None:
        return
    yield _verdict("loan_is_drawn", name, math.fsum(rows["drawdown"]) - model.scalars["loan_amount"])
    yield _verdict("sources_are_uses", name, _gap(_summed(rows, _SOURCES, "equity_cash_flow"), _summed(rows, _USES)))
    yield _verdict("debt_ends_at_zero", name, rows["closing_balance"][-1])
    yield _verdict("balance", name, _balance_gap(model))
    yield _verdict("operator_ledger", name, _gap(rows["ledger_operator"], rows["equity_cash_flow"]))
    yield _verdict("municipality_ledger", name, _gap(rows["ledger_municipality"], rows["municipality_cash_flow"]))
    yield _verdict("npv_two_ways", name, _npv_line_by_line(case, model) - model.scalars["npv"])


_SOURCES = ("net_operating_income", "residual_value", "subsidies", "drawdown")
_USES = (
    "investment_outlay",
    "replacement",
    "end_costs",
    "corporate_tax",
    "financing_fee",
    "construction_interest",
    "interest",
    "repayment",
    "final_repayment",
)
"""What the money comes from and what it goes to, per period; the owner puts in, or takes out, the difference."""


def _summed(rows: Mapping[str, Sequence[float]], keys: Sequence[str], less: str = "") -> list[float]:
    """Rows added up per period, less one other row."""
    taken = rows[less] if less else [0.0] * len(rows[keys[0]])
    return [math.fsum(values) - out for *values, out in zip(*(rows[key] for key in keys), taken, strict=True)]


_RUNNING = {"net_operating_income": 1, "running_subsidies": 1, "replacement": -1, "investment_outlay": -1}
_AT_END = {"residual_value": 1, "guarantee_payment": 1, "end_costs": -1}


def _npv_line_by_line(case: Case, model: Computed) -> float:
    """The npv by another route: each line of P + S discounted apart, by its own moment, from dates in years."""
    assert model.resolved is not None
    rate, m = model.resolved.values["discount_rate"], case.periods_per_year
    earlier = 0.5 / m if case.discounting == "mid_period" else 0.0
    return math.fsum(
        sign * amount / (1 + rate) ** max(0.0, period / m - shift)
        for lines, shift in ((_RUNNING, earlier), (_AT_END, 0.0))
        for key, sign in lines.items()
        for period, amount in enumerate(model.rows[key])
    )


_PARTIES = ("operator", "municipality", "resident", "employer", "state", "outside")


def _largest(rows: Iterator[Sequence[float]]) -> float:
    """The largest sum of rows over the periods, in absolute value."""
    return max(abs(math.fsum(values)) for values in zip(*rows, strict=True))


def _gap(left: Sequence[float], right: Sequence[float]) -> float:
    return max(abs(a - b) for a, b in zip(left, right, strict=True))


def _balance_gap(model: Computed) -> float:
    """The balance identity per period: change of book value = change of debt + profit after tax - paid to equity.

    Book value is the building, the furniture and the land; what is sold leaves it. Profit is the taxable flow.
    """
    rows = model.rows
    kinds_of_land = ("land_costs_with_own", "costs_of_land", "land_costs")
    nothing = (0.0,) * (model.last_period + 1)
    paid_for_land = next((rows[key] for key in kinds_of_land if key in rows), nothing)
    furniture = rows.get("book_value_furniture", nothing)
    worst = land = book_before = debt_before = 0.0
    for period in range(model.last_period + 1):
        sold = rows["book_value_sold"][period]
        land += paid_for_land[period]
        book = rows["book_value_building"][period] + furniture[period] + land - sold
        debt = rows["closing_balance"][period]
        earned = rows["taxable_flow"][period] - rows["corporate_tax"][period] - rows["equity_cash_flow"][period]
        worst = max(worst, abs((book - book_before) - (debt - debt_before) - earned))
        book_before, debt_before = book, debt
    return worst


def _directions(result: CaseResult, option_id: str) -> Iterator[Check]:
    """Every slider at both ends: a higher value moves the operator's npv the way its definition says."""
    scenarios = scenarios_of(result, option_id)
    sliders = {
        name: (low, high)
        for name in scenarios.inputs()
        if (parameter := parameter_of(name)).direction in {"up", "down"}
        and (low := parameter.slider_low) is not None
        and (high := parameter.slider_high) is not None
    }
    sliders = {name: scenarios.possible(name, ends) for name, ends in sliders.items()}
    found = _one_at_a_time(scenarios, sliders, ("npv", "equity_npv"))
    middle = scenarios.run({}, ("npv", "equity_npv"))
    for column, name in enumerate(sliders):
        parameter = parameter_of(name)
        measure = "equity_npv" if parameter.group in EQUITY_GROUPS else "npv"
        low, high = found[measure][:, column]
        sign = 1.0 if parameter.direction == "up" else -1.0
        base, low_end, high_end = scenarios.base(name), *sliders[name]
        between = float(middle[measure][0])
        order = [(low_end, float(low)), (high_end, float(high))]
        if low_end < base < high_end:
            order.insert(1, (base, between))
        steps = [sign * (b - a) for (_, a), (_, b) in zip(order, order[1:], strict=False)]
        worst = min(steps)
        status = PASSED if worst >= -CENT else FAILED
        yield Check(
            f"direction_{parameter.direction}",
            f"{option_id}.{name}",
            status,
            difference=worst if status == FAILED else None,
        )


def _one_at_a_time(
    scenarios: Scenarios, ends: Mapping[str, tuple[float, float]], wanted: Sequence[str]
) -> dict[str, Array]:
    """Each result with each input at its low and at its high end, `(2, inputs)`, the others as they are."""
    keys = list(ends)
    changes = {}
    for column, key in enumerate(keys):
        values = np.full(2 * len(keys), scenarios.base(key))
        values[column], values[len(keys) + column] = ends[key]
        changes[key] = values
    if not keys:
        return {key: np.empty((2, 0)) for key in wanted}
    return {key: values.reshape(2, len(keys)) for key, values in scenarios.run(changes, wanted).items()}


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
    {"residual_method": "exit_yield"},
    {"residual_method": "given_amount", "residual_amount": 1e6},
    {"loan_amount": 1e6, "equity_discount_rate": 0.1, "property_tax_basis": "per_bed_year", "property_tax_cost": 90.0},
    {"property_class": "home", "employer_share": 0.5, "travel_cost_per_bed_week": 10.0},
    {"property_class": "non_home", "tourist_tax_passed_on": 0.5, "brp_share": 0.3},
    {
        "plan_costs_use": "local",
        "plan_costs": 1e5,
        "enforcement_use": "local",
        "enforcement_cost": 10.0,
        "registration_use": "local",
        "registration_cost": 10.0,
        "information_use": "local",
        "information_cost": 10.0,
        "care_use": "local",
        "care_cost": 10.0,
        "avoided_use": "local",
        "avoided_cost": 10.0,
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

_SMALL_SUM = 30_000.0
_SMALL_WORKS: Mapping[str, InputValue] = {
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


def _dead_sliders(result: CaseResult) -> Iterator[Check]:
    """Every parameter an option shows moves a result, a norm or a frame in at least one admissible setting.

    Many sliders at once over all settings first; what is still dead then, and every choice, by whole runs of the case.
    """
    for option in result.case.options:
        if OPTION_TYPES[option.type].is_mix:
            continue
        own_lines = TRIAL_LINES if OPTION_TYPES[option.type].only_own_lines else option.own_lines
        # A short term, which ends within the revision years of VAT: what a slider does shows in eight years as well as
        # in forty. And enough beds: what counts from a million of profit on never shows with one bed.
        trial = replace(option, own_lines=own_lines, inputs={"term_years": 8.0}, reasons={})
        beds = max(result.case.beds, TRIAL_BEDS)
        alone = replace(result.case, beds=beds, options=(trial,), law=IF_PROPOSALS_PASS)
        bases = list(_admissible_runs(alone, trial, result.market))
        shown = shown_inputs(option)
        numbers = {key for key, parameter in shown.items() if parameter.kind != "choice"}
        dead = set(numbers)
        for turn, base in enumerate(bases):
            if dead:
                # The same inputs together in all settings after the first, so that one compiled program serves them.
                dead -= _moving(base, option.id, numbers)
                numbers = set(dead) if turn == 0 else numbers
        left = dead | {key for key, parameter in shown.items() if parameter.kind == "choice"}
        for base in bases:
            if left:
                before = _fingerprint(base, option.id)
                left -= {key for key in sorted(left) if _choice_moves(base, before, option.id, key)}
        for key in sorted(left):
            yield Check("dead_slider", f"{option.id}.{key}", FAILED)
        if not left:
            yield Check("dead_slider", option.id, PASSED)


def _admissible_runs(case: Case, option: Option, market: MarketData) -> Iterator[CaseResult]:
    """The case under each setting that is possible for the option."""
    small_works = {**_SMALL_WORKS, "building_cost_per_bed": _SMALL_SUM / case.beds}
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


def _moving(base: CaseResult, option_id: str, keys: set[str]) -> set[str]:
    """Which of these inputs move a result when they go from the low to the high end of their slider."""
    scenarios = scenarios_of(base, option_id)
    standard = "budget_result" in base.options[option_id].lines
    wanted = RESULTS if standard else tuple(key for key in RESULTS if key != "ceiling_first_year")
    known = set(scenarios.inputs())
    ends = {
        key: scenarios.possible(key, (parameter.slider_low or 0.0, parameter.slider_high or 1.0))
        for key in sorted(keys & known)
        if (parameter := parameters()[key])
    }
    found = _one_at_a_time(scenarios, ends, wanted)
    return {
        key
        for column, key in enumerate(ends)
        if any(_differ(values[0, column], values[1, column]) for values in found.values())
    }


def _differ(low: float, high: float) -> bool:
    if math.isnan(low) or math.isnan(high):
        return math.isnan(low) != math.isnan(high)
    return abs(low - high) > 1e-9 * max(1.0, abs(low), abs(high))


def _choice_moves(base: CaseResult, before: tuple[object, ...], option_id: str, key: str) -> bool:
    """Whether some other value of this input changes any line, norm, frame or warning of the option (`before`)."""
    parameter = parameters()[key]
    current = base.options[option_id].resolved[0].provenance[key].value
    others: list[InputValue] = (
        list(parameter.choices)
        if parameter.kind == "choice"
        else [value for value in (parameter.slider_low, parameter.slider_high) if value is not None]
    )
    for value in others:
        if value == current:
            continue
        try:
            changed = run_case(base.case.with_input(option_id, key, value), base.market)
        except BadInput:
            # A value that is refused beside the others does something: it is tested.
            return True
        if _fingerprint(changed, option_id) != before:
            return True
    return False


_ABOUT_DEFAULTS = {"rests_on_assumptions", "past_review"}
"""Warnings that change as soon as a figure is given, whatever it is."""

_EVERY_FRAME: Mapping[str, float] = {"min_local_workers_share": 0.5}


def _fingerprint(result: CaseResult, option_id: str) -> tuple[object, ...]:
    """Everything an option shows, as one comparable value."""
    option = result.options[option_id]
    framed = replace(result, case=replace(result.case, frames=_EVERY_FRAME))
    norms = tuple(
        (found.norm, found.status, found.value, found.limit)
        for tests in check_norms(result, option_id).values()
        for found in tests
    )
    frames = tuple((test.kind.key, test.passes) for test in check_frames(framed).by_option[option_id])
    rows = {key: row for key, row in option.lines.items() if not key.endswith("_code")}
    scalars = {key: value for key, value in option.computed.scalars.items() if "_code" not in key}
    numbers = np.fromiter(chain(*rows.values(), scalars.values()), dtype=float)
    # As bytes, so that a blank (NaN) equals a blank; + 0.0 makes a zero out of a negative zero.
    values = (tuple(rows), tuple(scalars), (np.round(numbers, 6) + 0.0).tobytes())
    warnings = tuple(notice for notice in option.warnings if notice.code not in _ABOUT_DEFAULTS)
    return (values, norms, frames, warnings)


@cache
def published_cases() -> tuple[Mapping[str, Any], ...]:
    """Published pro formas with their expected values."""
    with (HERE / "published_cases.json").open(encoding="utf-8") as file:
        return tuple(json.load(file))


def published_gaps(published: Mapping[str, Any]) -> Iterator[tuple[str, float, float]]:
    """What was expected of a published pro forma, by how much our outcome differs, and what rounding in print allows.

    An expected value is that of a metric, of a line in one period, or of a line over all periods.
    """
    data = {
        "schema_version": 1,
        "name": published["name"],
        "municipality": "GM1783",
        "beds": 100,
        "start_date": "2027-01-01",
        "horizon_years": published["years"],
        "periods_per_year": published.get("periods_per_year", 1),
        "options": [{"id": "o", "type": "own", "inputs": published["inputs"], "own_lines": published["own_lines"]}],
    }
    result = run_case(read_case(data)).options["o"]
    for each in published["expected"]:
        what = each.get("metric") or each["line"]
        value: float | None
        if "metric" in each:
            value = result.metrics[what]
        elif "period" in each:
            value = result.lines[what][each["period"]]
            what += f" {result.periods[each['period']]}"
        else:
            value = math.fsum(result.lines[what])
        yield what, math.inf if value is None else value - each["value"], each["within"]


def _published() -> Iterator[Check]:
    for published in published_cases():
        for what, gap, within in published_gaps(published):
            yield _verdict("published", f"{published['name']}: {what}", gap, within)


def _parity() -> Check:
    """The last time workbooks were recalculated and compared with the engine,
    and whether the formulas are still those.
    """
    if not PARITY_RECORD.is_file():
        return Check("parity", "LibreOffice", UNKNOWN, "-")
    record = json.loads(PARITY_RECORD.read_text(encoding="utf-8"))
    same = record["fingerprint"] == formula_fingerprint()
    detail = f"{record['date']}: {record['workbooks']}"
    if not same:
        return Check("parity", "LibreOffice", UNKNOWN, detail)
    return Check("parity", "LibreOffice", PASSED if record["passed"] else FAILED, detail)


def worst(checks: Sequence[Check]) -> str:
    """Failed when any check failed, else passed: what is unknown is no failure."""
    return FAILED if any(check.status == FAILED for check in checks) else PASSED
