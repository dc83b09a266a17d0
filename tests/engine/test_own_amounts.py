"""The amounts of own lines are inputs of every analysis, like any other: numbers by hand on a rent and a building."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from model.__main__ import main
from model.analyses.evidence import evidence
from model.analyses.risk import Distribution, Setup, default_setup, run_risk
from model.analyses.sensitivity import (
    REST,
    Extent,
    bridge,
    difference_tornado,
    ranking_flips,
    spider,
    tornado,
    two_way,
)
from model.analyses.solve import solvable, solve, with_input
from model.case import Case, read_case, write_case
from model.case.example import example_case
from model.engine.inputs import input_label, input_of, split_name
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.engine.scenarios import scenarios_of
from model.problems import BadInput

YEARS, RATE, BUILDING, RENT = 10, 0.05, 1_000_000.0, 100_000.0
ANNUITY = sum((1 + RATE) ** -year for year in range(1, YEARS + 1))
"""Present value of 1 a year: 7.72173. So npv = 7.72173 x rent - building: linear in both."""


def option(name: str = "o", building: float = BUILDING, rent: float = RENT, rate: float = RATE) -> dict[str, Any]:
    lines = [
        {"label": "Bouw", "kind": "investment", "amount": building},
        {"label": "Huur", "kind": "revenue", "amount": rent},
    ]
    return {"id": name, "type": "own", "inputs": {"discount_rate": rate}, "own_lines": lines}


def case_of(*options: dict[str, Any]) -> Case:
    return read_case(
        {
            "schema_version": 1,
            "name": "own",
            "municipality": "GM1783",
            "beds": 10,
            "start_date": "2027-01-01",
            "horizon_years": YEARS,
            "options": list(options),
        }
    )


def result_of(*options: dict[str, Any]) -> CaseResult:
    return run_case(case_of(*(options or (option(),))))


def mix_of(*components: str) -> dict[str, Any]:
    share = 1 / len(components)
    return {"id": "m", "type": "mix", "components": [{"option": component, "share": share} for component in components]}


def npv(result: CaseResult, name: str = "o") -> float:
    value = result.options[name].metrics["npv"]
    assert value is not None
    return value


@pytest.mark.parametrize(
    ("name", "prefix", "key"),
    [
        ("occupancy", "", "occupancy"),
        ("a.occupancy", "a", "occupancy"),
        ("own.1.amount", "", "own.1.amount"),
        ("a.own.12.amount", "a", "own.12.amount"),
        ("own.occupancy", "own", "occupancy"),
        ("own.own.1.amount", "own", "own.1.amount"),
    ],
)
def test_a_name_is_an_option_and_a_key_also_when_the_option_is_called_own(name: str, prefix: str, key: str) -> None:
    assert split_name(name) == (prefix, key)


def test_the_amounts_are_among_the_inputs_of_an_option() -> None:
    assert scenarios_of(result_of(), "o").inputs()[-2:] == ("own.1.amount", "own.2.amount")


def test_in_a_mix_an_amount_is_of_its_component_even_where_amounts_are_equal() -> None:
    """Line 1 of one option is another line than line 1 of the other."""
    names = scenarios_of(result_of(option("x"), option("y"), mix_of("x", "y")), "m").inputs()
    assert {"x.own.1.amount", "x.own.2.amount", "y.own.1.amount", "y.own.2.amount"} <= set(names)
    assert "own.1.amount" not in names


def test_an_amount_without_its_component_is_unknown_in_a_mix() -> None:
    result = result_of(option("x"), option("y"), mix_of("x", "y"))
    with pytest.raises(KeyError):
        scenarios_of(result, "m").base("own.1.amount")
    with pytest.raises(BadInput, match=r"own\.1\.amount"):
        solve(result, "m", "own.1.amount")


@pytest.mark.parametrize(
    ("per", "unit"),
    [
        ("once", "eur"),
        ("year", "eur_per_year"),
        ("bed_week", "eur_per_bed_week"),
        ("m2_year", "eur_per_m2_year"),
    ],
)
def test_an_amount_is_called_by_the_label_of_its_line_and_counts_per_what_the_line_is_per(per: str, unit: str) -> None:
    about = option() | {"own_lines": [{"label": "Parkeren", "kind": "revenue", "amount": 5, "per": per}]}
    parameter = input_of(case_of(about), "o", "own.1.amount")
    assert (parameter.label("nl"), parameter.label("en"), parameter.unit) == ("Parkeren", "Parkeren", unit)


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (("Huur", "Huur"), "Huur (eigen post 1)"),
        (("Bezettingsgraad", "Huur"), "Bezettingsgraad (eigen post 1)"),
        (("", "Huur"), "Eigen post 1: bedrag"),
    ],
)
def test_a_label_that_does_not_tell_apart_has_the_number_of_the_line(labels: tuple[str, str], expected: str) -> None:
    """Two lines of one name, a line named as an input, a line without a name."""
    lines = [{"label": label, "kind": "revenue", "amount": 5} for label in labels]
    assert input_label(case_of(option() | {"own_lines": lines}), "o", "own.1.amount", "nl") == expected


def test_a_line_that_was_taken_out_still_has_a_name() -> None:
    """A page may hold the result of the case as it was."""
    assert input_label(case_of(option()), "o", "own.9.amount", "en") == "Own line 9: amount"


def test_an_option_of_own_lines_has_the_tornado_of_its_amounts() -> None:
    """The building +-25%: npv from -250,000 to +250,000 around it. The rent: a quarter of 772,173 either way."""
    bars = {bar.key: bar for bar in tornado(result_of(), "o")}
    building, rent = bars["own.1.amount"], bars["own.2.amount"]
    assert list(bars)[:2] == ["own.1.amount", "own.2.amount"]
    assert (building.low, building.high) == (750_000, 1_250_000)
    assert (building.effect, building.direction) == (pytest.approx(500_000), "down")
    assert (rent.effect, rent.direction) == (pytest.approx(0.5 * RENT * ANNUITY), "up")


def test_a_percentage_moves_an_amount_by_that_share() -> None:
    bars = {bar.key: bar for bar in tornado(result_of(), "o", percent=0.1)}
    assert (bars["own.2.amount"].low, bars["own.2.amount"].high) == (pytest.approx(90_000), pytest.approx(110_000))


def test_an_amount_of_nothing_has_no_bar() -> None:
    assert "own.1.amount" not in {bar.key for bar in tornado(result_of(option(building=0.0)), "o")}


def test_a_mix_moves_the_amount_of_one_component() -> None:
    """Amounts per year do not depend on the share of the beds: the rent of 200,000 moves npv by half of 1,544,347."""
    result = result_of(option("x"), option("y", rent=200_000.0), mix_of("x", "y"))
    bar = next(bar for bar in tornado(result, "m") if bar.key == "y.own.2.amount")
    assert bar.effect == pytest.approx(0.5 * 200_000 * ANNUITY)
    assert bar.base == pytest.approx(300_000 * ANNUITY - 2 * BUILDING)


def test_between_two_options_every_amount_moves_in_its_own_option() -> None:
    """Both have a building of 1 mln as line 1: two buildings, so two bars of 500,000, one each way."""
    bars = {bar.key: bar for bar in difference_tornado(result_of(option("x"), option("y")), "x", "y")}
    assert "own.1.amount" not in bars
    assert [bars[key].effect for key in ("x.own.1.amount", "y.own.1.amount")] == pytest.approx([500_000] * 2)
    assert [bars[key].direction for key in ("x.own.1.amount", "y.own.1.amount")] == ["down", "up"]


def test_a_grid_of_two_amounts_breaks_even_where_the_building_costs_what_the_rent_is_worth() -> None:
    spans = ((500_000.0, 1_500_000.0), (50_000.0, 200_000.0))
    grid = two_way(result_of(), "o", "own.1.amount", "own.2.amount", extent=Extent(spans, 5))
    expected = [[rent * ANNUITY - building for building in grid.x] for rent in grid.y]
    assert grid.values == pytest.approx(np.array(expected))
    assert grid.line
    assert [building for building, _ in grid.line] == pytest.approx([rent * ANNUITY for _, rent in grid.line])


def test_a_spider_of_the_rent_is_a_straight_line() -> None:
    (leg,) = spider(result_of(), "o", ["own.2.amount"])
    assert leg.changes == pytest.approx((-0.5, -0.25, -0.1, 0.0, 0.1, 0.25, 0.5))
    assert leg.values == pytest.approx([RENT * (1 + change) * ANNUITY - BUILDING for change in leg.changes])


def test_the_amount_at_which_another_option_wins() -> None:
    """Undiscounted: x makes 10 x 150,000 - 1 mln = 500,000; y 10 x 130,000 - 1 mln = 300,000.

    Equal when the rent of x is 130,000 or its building 1.2 mln, or the rent of y 150,000 or its building 0.8 mln. The
    slider of an amount is twice the amount: 20,000 / 300,000, 200,000 / 2 mln (twice) and 20,000 / 260,000.
    """
    result = result_of(option("x", rent=150_000.0, rate=0.0), option("y", rent=130_000.0, rate=0.0))
    flips = {(flip.option, flip.key): flip for flip in ranking_flips(result) if flip.key.startswith("own.")}
    expected = {
        ("x", "own.1.amount"): (1_200_000, 0.1),
        ("x", "own.2.amount"): (130_000, 20 / 300),
        ("y", "own.1.amount"): (800_000, 0.1),
        ("y", "own.2.amount"): (150_000, 20 / 260),
    }
    assert {key: flip.value for key, flip in flips.items()} == pytest.approx(
        {key: value for key, (value, _) in expected.items()}, rel=1e-6
    )
    assert {key: flip.size for key, flip in flips.items()} == pytest.approx(
        {key: size for key, (_, size) in expected.items()}, rel=1e-5
    )
    assert all(flip.winner != "x" for flip in flips.values())


def test_a_mix_follows_the_amount_of_its_component_in_the_ranking() -> None:
    """Undiscounted x makes 500,000, y 300,000, the mix 800,000. Without a profit of y the mix is no better than x.

    That is at a rent of y of 100,000 or a building of 1.3 mln; and y equals the mix at a rent of x of 100,000 or a
    building of 1.5 mln.
    """
    options = (option("x", rent=150_000.0, rate=0.0), option("y", rent=130_000.0, rate=0.0))
    flips = ranking_flips(result_of(*options, mix_of("x", "y")))
    values = {(flip.option, flip.key, flip.winner): flip.value for flip in flips if flip.key.startswith("own.")}
    assert values == pytest.approx(
        {
            ("x", "own.1.amount", "y"): 1_500_000,
            ("x", "own.2.amount", "y"): 100_000,
            ("y", "own.1.amount", "x"): 1_300_000,
            ("y", "own.2.amount", "x"): 100_000,
        },
        rel=1e-6,
    )


def test_a_bridge_has_the_own_lines_as_a_group() -> None:
    """Undiscounted income 36,500 for one year; twice the amount and 25% a year: 73,000 / 1.25 = 58,400.

    Amount first +36,500, last +29,200: Shapley 32,850. Rate first -7,300, last -14,600: Shapley -10,950.
    """

    def income(amount: float, rate: float) -> CaseResult:
        about = option(rate=rate) | {"own_lines": [{"label": "Huur", "kind": "revenue", "amount": amount, "to": 1}]}
        return result_of(about)

    bridged = bridge(income(36_500, 0.0), "o", income(73_000, 0.25), "o")
    assert {step.group: step.amount for step in bridged.steps} == pytest.approx(
        {"own_lines": 32_850, "financing": -10_950}
    )


def test_every_number_of_an_own_line_is_in_its_bar_of_a_bridge() -> None:
    """Rent from year 3 to 6 instead of 1 to the end, growing 2%: nothing is left unexplained."""
    before = result_of()
    changed = option()
    changed["own_lines"][1] |= {"from": 3, "to": 6, "growth": 0.02, "growth_from": 4}
    after = result_of(changed)
    bridged = bridge(before, "o", after, "o")
    assert [step.group for step in bridged.steps] == ["own_lines"]
    assert bridged.steps[0].amount == pytest.approx(npv(after) - npv(before))


def test_an_own_line_more_is_what_a_bridge_cannot_explain_by_numbers() -> None:
    more = option()
    more["own_lines"].append({"label": "Automaten", "kind": "revenue", "amount": 1_000})
    bridged = bridge(result_of(), "o", result_of(more), "o")
    assert [(step.group, step.amount) for step in bridged.steps] == [(REST, pytest.approx(1_000 * ANNUITY))]


def test_the_rent_at_which_the_plan_breaks_even_by_hand() -> None:
    """1 mln / 7.72173 = 129,504.57."""
    assert "own.2.amount" in solvable(result_of(), "o")
    answer = solve(result_of(), "o", "own.2.amount")
    assert [solution.value for solution in answer.solutions] == pytest.approx([129_504.57], abs=0.01)
    again = run_case(with_input(result_of(), "o", "own.2.amount", answer.solutions[0].value))
    assert npv(again) == pytest.approx(0, abs=0.01)


def test_what_a_building_may_cost_is_found_from_nothing() -> None:
    """An amount of 0 has no size: the answer is the worth of the rent, 772,173, or 77 mln of a hundred times it."""
    for rent in (RENT, 100 * RENT):
        answer = solve(result_of(option(building=0.0, rent=rent)), "o", "own.1.amount")
        assert [solution.value for solution in answer.solutions] == pytest.approx([rent * ANNUITY], rel=1e-9)


def test_the_rent_of_one_component_of_a_mix_can_be_solved() -> None:
    """Two buildings of 1 mln, x earns 100,000: y must earn 2 mln / 7.72173 - 100,000 = 159,009.15."""
    result = result_of(option("x"), option("y"), mix_of("x", "y"))
    answer = solve(result, "m", "y.own.2.amount")
    assert [solution.value for solution in answer.solutions] == pytest.approx([2 * 129_504.575 - 100_000], abs=0.01)
    changed = with_input(result, "m", "y.own.2.amount", answer.solutions[0].value)
    assert changed.option("x") == result.case.option("x")
    assert npv(run_case(changed), "m") == pytest.approx(0, abs=0.01)


def test_an_own_line_of_a_standard_option_is_an_input_as_well() -> None:
    """A yearly contribution: whole runs at both ends of its bar, and at its break-even."""
    data = write_case(example_case("GM1783"))
    data["options"][0]["own_lines"] = [{"label": "Bijdrage", "kind": "revenue", "amount": 50_000, "per": "year"}]
    case = read_case(data)
    result = run_case(case)
    bar = next(bar for bar in tornado(result, "a") if bar.key == "own.1.amount")
    ends = [npv(run_case(case.with_input("a", "own.1.amount", amount)), "a") for amount in (37_500.0, 62_500.0)]
    assert (bar.at_low, bar.at_high) == pytest.approx(ends, abs=0.01)
    for solution in solve(result, "a", "own.1.amount").solutions:
        assert npv(run_case(case.with_input("a", "own.1.amount", solution.value)), "a") == pytest.approx(0, abs=1)


def test_evidence_knows_the_amounts_of_the_components_of_a_mix() -> None:
    """Given by the user, so +-25%: both buildings move the npv by 500,000."""
    result = result_of(option("x"), option("y"), mix_of("x", "y"))
    by_key = {varied.key: varied for varied in evidence(result, "m").inputs}
    for key in ("x.own.1.amount", "y.own.1.amount"):
        assert (by_key[key].status, by_key[key].has_range, by_key[key].effect) == (
            "given",
            False,
            pytest.approx(500_000),
        )


def test_a_risk_run_draws_the_amounts_by_default_from_a_quarter_either_way() -> None:
    """Like any number the user gave."""
    distributions = default_setup(result_of(), "o").distributions
    assert distributions["own.2.amount"] == Distribution("pert", 75_000, 100_000, 125_000)


def test_a_risk_run_draws_an_amount_as_asked() -> None:
    """A rent between 80,000 and 140,000, every value as likely: npv between -382,262 and 81,043.

    The mean rent is 110,000, so the mean npv is 110,000 x 7.72173 - 1 mln = -150,609; the plan pays above 129,504.57,
    which is (140,000 - 129,504.57) / 60,000 = 17.5% of the draws.
    """
    setup = Setup({"own.2.amount": Distribution("uniform", 80_000, 0, 140_000)}, draws=2_000)
    risk = run_risk(result_of(), "o", setup)
    spread = risk.spreads["npv"]
    assert spread.mean == pytest.approx(110_000 * ANNUITY - BUILDING, abs=100)
    assert spread.p50 == pytest.approx(spread.mean, abs=500)
    assert 1 - spread.below_zero == pytest.approx((140_000 - 129_504.57) / 60_000, abs=0.001)
    assert [contribution.key for contribution in risk.contributions] == ["own.2.amount"]


@pytest.fixture
def case_file(tmp_path: Path) -> str:
    path = tmp_path / "own.json"
    path.write_text(json.dumps(write_case(case_of(option()))), encoding="utf-8")
    return str(path)


def test_the_command_line_solves_an_own_line_and_calls_it_by_its_label(
    case_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["solve", case_file, "o", "own.2.amount", "--json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert [solution["value"] for solution in answer["solutions"]] == pytest.approx([129_504.57], abs=0.01)
    assert main(["solve", case_file, "o", "own.2.amount"]) == 0
    said = capsys.readouterr().out
    assert "Huur = €\u00a0129.505 per jaar" in said


@pytest.mark.parametrize("extra", [(), ("--grid", "own.1.amount,own.2.amount"), ("--spider", "own.1.amount")])
def test_the_command_line_shows_amounts_with_their_labels(
    extra: tuple[str, ...], case_file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["sensitivity", case_file, "o", *extra]) == 0
    assert "Bouw" in capsys.readouterr().out


def test_the_risk_paragraph_names_the_lines_that_matter(case_file: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["risk", case_file, "o", "--draws", "500"]) == 0
    said = capsys.readouterr().out
    assert "Bouw" in said and "Huur" in said
