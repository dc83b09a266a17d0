"""Evidence: the effect of each input on the npv, and the share that rests on a source."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from model.analyses.evidence import evidence, past_review
from model.analyses.sensitivity import tornado
from model.case import Component, Option, read_case
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.parameters.table import default_row, defaults, parameters


def npv(result: CaseResult, option: str = "o") -> float:
    value = result.options[option].metrics["npv"]
    assert value is not None
    return value


@pytest.fixture(scope="module")
def result() -> CaseResult:
    return run_case(example_case("GM1783"))


def test_the_effect_of_an_input_is_the_spread_of_npv_over_its_sourced_range(result: CaseResult) -> None:
    """The price is derived from the wage, over the range of its row; checked against two whole runs of the case."""
    row = default_row("price_per_bed_week", "short_stay", "")
    assert row is not None and row.low is not None and row.high is not None
    varied = next(varied for varied in evidence(result, "a").inputs if varied.key == "price_per_bed_week")
    assert (varied.status, varied.has_range, varied.low, varied.high) == ("derived", True, row.low, row.high)
    runs = [run_case(result.case.with_input("a", "price_per_bed_week", value)) for value in (row.low, row.high)]
    ends = [npv(outcome, "a") for outcome in runs]
    assert varied.effect == pytest.approx(max(ends) - min(ends), abs=0.01)


def test_the_range_of_an_assumption_does_not_count_for_nobody_sourced_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Assumed at 85%, thought to be 75% to 95%: here 63.75% (-25%) to 100% (its bound), in a tornado 75% to 95%."""
    row = default_row("occupancy", "short_stay", "")
    assert row is not None
    assumed = replace(row, low=0.75, typical=0.85, high=0.95, status="assumption")
    monkeypatch.setitem(defaults(), "occupancy", (assumed,))
    result = run_case(example_case("GM1783"))
    varied = next(varied for varied in evidence(result, "a").inputs if varied.key == "occupancy")
    assert (varied.status, varied.has_range, varied.low, varied.high) == ("assumption", False, 0.6375, 1.0)
    ends = [npv(run_case(result.case.with_input("a", "occupancy", value)), "a") for value in (0.6375, 1.0)]
    assert varied.effect == pytest.approx(max(ends) - min(ends), abs=0.01)
    bar = next(bar for bar in tornado(result, "a") if bar.key == "occupancy")
    assert (bar.low, bar.high) == (0.75, 0.95)


def test_an_assumption_that_moves_nothing_but_the_rounding_is_not_to_be_found_first(result: CaseResult) -> None:
    """Service costs are a part of the price: rent is what is left, so together they always bring in the same."""
    option, still = result.case.option("b"), "service_cost_per_bed_week"
    origins = result.options["b"].resolved[0].provenance
    given = {
        key: origin.value
        for key, origin in origins.items()
        if origin.status == "assumption" and origin.value is not None and key != still
    }
    alone = replace(option, inputs={**option.inputs, **given})
    support = evidence(run_case(replace(result.case, options=(alone,))), "b")
    assumed = [row for row in support.inputs if row.status == "assumption"]
    assert [row.key for row in assumed] == [still] and 0 <= assumed[0].effect < 1e-6
    assert support.get_these_first == ()


def test_the_shares_of_two_inputs_by_hand() -> None:
    """One payment of 100 in year 1 at a rate that is given, 25%: npv 80.

    The payment goes from 75 to 125: npv 60 to 100, m = 40. The rate from 18.75% to 31.25%: 84.21 to 76.19, m = 8.02.
    The term, derived from the horizon of one year, has no range and stays one whole year. So given is all of it:
    40 / 48.02 = 83.3%.
    """
    option = {
        "id": "o",
        "type": "own",
        "inputs": {"discount_rate": 0.25},
        "own_lines": [{"label": "Huur", "kind": "revenue", "amount": 100}],
    }
    case = {
        "schema_version": 1,
        "name": "hand",
        "municipality": "GM1783",
        "beds": 10,
        "start_date": "2027-01-01",
        "horizon_years": 1,
        "options": [option],
    }
    report = evidence(run_case(read_case(case)), "o")
    moving = {varied.key: varied for varied in report.inputs if varied.effect > 1e-6}
    assert set(moving) == {"own.1.amount", "discount_rate"}
    rate = 100 / 1.1875 - 100 / 1.3125
    assert (moving["own.1.amount"].effect, moving["discount_rate"].effect) == pytest.approx((40, rate))
    assert moving["own.1.amount"].share == pytest.approx(40 / (40 + rate))
    assert report.shares["given"] == pytest.approx(1)
    assert report.share == pytest.approx(0)


def test_a_default_derived_from_the_varied_input_follows_it(result: CaseResult) -> None:
    """The price of land per bed is a price per m2 x floor area per bed, as when a user moves that slider."""
    varied = next(varied for varied in evidence(result, "c").inputs if varied.key == "m2_per_bed")
    ends = [npv(run_case(result.case.with_input("c", "m2_per_bed", value)), "c") for value in (varied.low, varied.high)]
    assert varied.npv_low == pytest.approx(ends[0], abs=1)
    assert varied.npv_high == pytest.approx(ends[1], abs=1)


def test_an_input_without_a_range_takes_a_quarter_either_way() -> None:
    """Given by the user, so without a range: 0.8 takes 0.6 to 1 (its bound)."""
    report = evidence(run_case(example_case("GM1783").with_input("a", "occupancy", 0.8)), "a")
    occupancy = next(varied for varied in report.inputs if varied.key == "occupancy")
    assert not occupancy.has_range
    assert (occupancy.low, occupancy.high) == (pytest.approx(0.6), 1.0)


def test_shares_add_up_to_one(result: CaseResult) -> None:
    report = evidence(result, "d")
    assert sum(report.shares.values()) == pytest.approx(1)
    assert sum(varied.share for varied in report.inputs) == pytest.approx(1)


def test_the_assumptions_to_get_first_are_the_five_with_the_largest_effect(result: CaseResult) -> None:
    report = evidence(result, "a")
    assumptions = [varied for varied in report.inputs if varied.status == "assumption"]
    largest = sorted(assumptions, key=lambda varied: -varied.effect)[:5]
    assert list(report.get_these_first) == [varied.key for varied in largest]


def test_giving_a_figure_moves_its_share_from_assumption_to_given() -> None:
    """Occupancy is an assumption of the starting set; given at the same value, its whole share is that of the user."""
    result = run_case(example_case("GM1783"))
    before = evidence(result, "a")
    occupancy = next(varied for varied in before.inputs if varied.key == "occupancy")
    assert occupancy.status == "assumption"
    after = evidence(run_case(result.case.with_input("a", "occupancy", occupancy.value)), "a")
    assert before.shares["given"] == 0
    assert after.shares["given"] > 0
    assert after.shares["assumption"] < before.shares["assumption"]
    assert after.shares["given"] == pytest.approx(occupancy.share)
    assert after.shares["assumption"] == pytest.approx(before.shares["assumption"] - occupancy.share)


def test_a_mix_has_the_evidence_of_its_components() -> None:
    """Both components ask EUR 130, so that the price is one input of the mix."""
    case = example_case("GM1783")
    for option in ("a", "d"):
        case = case.with_input(option, "price_per_bed_week", 130.0)
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    result = run_case(type(case)(**{**vars(case), "options": (*case.options, mix)}))
    price = next(varied for varied in evidence(result, "m").inputs if varied.key == "price_per_bed_week")
    changed = result.case.with_input("a", "price_per_bed_week", price.low).with_input(
        "d", "price_per_bed_week", price.low
    )
    assert price.npv_low == pytest.approx(npv(run_case(changed), "m"), abs=0.01)


def test_own_lines_have_evidence_too() -> None:
    case = read_case(
        {
            "schema_version": 1,
            "name": "own",
            "municipality": "GM1783",
            "beds": 10,
            "start_date": "2027-01-01",
            "options": [
                {
                    "id": "o",
                    "type": "own",
                    "own_lines": [{"label": "Bouw", "kind": "investment", "amount": 100}],
                }
            ],
        }
    )
    assert {varied.key for varied in evidence(run_case(case), "o").inputs} >= {"discount_rate"}


def test_a_figure_past_its_review_date_warns_in_the_result() -> None:
    """The price range is to be reviewed by 2027-01-31."""
    case = example_case("GM1783")
    assert "price_per_bed_week" in past_review(run_case(case), "a", date(2027, 2, 1))
    before = run_case(case, today=date(2027, 1, 1)).options["a"].warnings
    after = run_case(case, today=date(2027, 2, 1)).options["a"].warnings
    assert not any(notice.code == "past_review" for notice in before)
    assert any(notice.code == "past_review" for notice in after)


@pytest.mark.defaults
def test_a_figure_divided_by_a_sourced_number_of_beds_is_derived_and_what_stands_in_for_another_assumed(
    result: CaseResult,
) -> None:
    """Sourced per home, with four beds of a source in it: derived. Lodging has no levies of a home: assumed there."""
    short_stay, mid_stay = (result.options[option].resolved[0].provenance for option in "ab")
    assert short_stay["beds_per_unit"].status == "sourced"
    assert short_stay["building_cost_per_bed"].status == "derived"
    assert mid_stay["levies_cost"].status == "derived"
    assert short_stay["levies_cost"].status == "assumption"


def own_case(**own_inputs: float) -> CaseResult:
    lines = [
        {"label": "Bouw", "kind": "investment", "amount": 1_000_000},
        {"label": "Huur", "kind": "revenue", "amount": 100_000},
    ]
    option = {"id": "o", "type": "own", "inputs": {"discount_rate": 0.05} | own_inputs, "own_lines": lines}
    data = {
        "schema_version": 1,
        "name": "own",
        "municipality": "GM1783",
        "beds": 10,
        "start_date": "2027-01-01",
        "horizon_years": 10,
        "options": [option],
    }
    return run_case(read_case(data))


def test_the_amounts_of_own_lines_are_inputs_with_an_effect() -> None:
    """A building of 1 mln, +-25%: npv moves by 500,000. Rent of 100,000: by half of its present value of 772,173."""
    by_key = {varied.key: varied for varied in evidence(own_case(), "o").inputs}
    assert by_key["own.1.amount"].effect == pytest.approx(500_000)
    present_value = sum(100_000 / 1.05**year for year in range(1, 11))
    assert by_key["own.2.amount"].effect == pytest.approx(present_value / 2)
    assert by_key["own.1.amount"].status == "given"


def whole_run_effect(result: CaseResult, option: str, key: str, low: float, high: float) -> float:
    """The spread of npv over three whole runs of the case, with the input at its low, its own and its high value."""
    ends = [npv(run_case(result.case.with_input(option, key, value)), option) for value in (low, high)]
    return max(*ends, npv(result, option)) - min(*ends, npv(result, option))


@pytest.mark.thorough
def test_the_shares_follow_from_whole_runs_of_the_case_one_input_at_a_time(result: CaseResult) -> None:
    """Computed apart: the range from the table if it has a source, else +-25%; three runs per input, then shares.

    The wage's growth is left out: given, it counts from the price level instead of from the last known wage.
    """
    given = result.options["a"].resolved[0].provenance
    effects: dict[str, float] = {}
    for key, resolved in given.items():
        parameter = parameters()[key]
        if not isinstance(resolved.value, float) or parameter.dated or key == "minimum_wage_growth":
            continue
        ranged = resolved.low is not None and resolved.high is not None and resolved.low < resolved.high
        ranged &= resolved.status in {"sourced", "derived"}
        low, high = (resolved.low, resolved.high) if ranged else (resolved.value * 0.75, resolved.value * 1.25)
        assert low is not None and high is not None
        low, high = max(low, parameter.lowest or 0.0), min(high, parameter.highest or 0.0)
        if parameter.kind == "integer":
            low, high = float(round(low)), float(round(high))
        if low < high:
            effects[key] = whole_run_effect(result, "a", key, low, high)
    total = sum(effects.values())
    found_evidence = evidence(result, "a")
    for status in ("sourced", "derived", "assumption"):
        mine = sum(effect for key, effect in effects.items() if given[key].status == status) / total
        assert found_evidence.shares[status] == pytest.approx(mine, abs=1e-6), status
    weak = sum(e for k, e in effects.items() if given[k].tier in {"C", "D"} and given[k].status != "assumption") / total
    assert found_evidence.weak_share == pytest.approx(weak, abs=1e-6)
    wanted = sorted((k for k in effects if given[k].status == "assumption"), key=lambda k: -effects[k])[:5]
    assert list(found_evidence.get_these_first) == wanted
