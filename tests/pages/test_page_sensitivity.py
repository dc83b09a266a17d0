"""Sensitivity and break-even: what can be asked there, and that the answer follows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from model.analyses.sensitivity import bridge
from model.analyses.solve import TARGETS
from model.case import Component, InputValue, Option, OwnLine
from model.case.example import example_case
from model.engine.run import run_case
from model.words.numbers import format_euro, format_million, number
from model.words.quantities import results
from tests.support.screens import (
    as_read,
    current,
    figure,
    named,
    opened,
    plan_of_own_lines,
    turned_to,
    typed,
    with_options,
    words_on,
)

pytestmark = pytest.mark.thorough


# Sensitivity


@pytest.mark.parametrize("key", results())
def test_every_result_of_every_ledger_can_be_analysed(key: str) -> None:
    app = opened("sensitivity")
    app.selectbox(key="analysed_result.nl").set_value(key).run()
    assert not app.exception
    assert not app.error


def test_a_return_is_drawn_in_per_cent_not_in_euros() -> None:
    app = opened("sensitivity")
    app.segmented_control(key="analysed_option.nl").set_value("d").run()
    app.selectbox(key="analysed_result.nl").set_value("net_initial_yield").run()
    assert figure(app)["layout"]["xaxis"]["title"]["text"] == "%"
    assert figure(app, 1)["data"][0]["colorbar"]["title"]["text"] == "%"


def test_the_tornado_writes_the_input_values_at_its_ends() -> None:
    shown = figure(opened("sensitivity"))
    assert all(words.strip() for bar in shown["data"] for words in bar["text"])


def test_a_result_that_does_not_exist_says_why() -> None:
    app = opened("case")
    case = example_case("GM1783")
    app.session_state["case"] = replace(case, options=(Option("a", "short_stay", inputs={"loan_share": 0.0}),))
    turned_to(app, "sensitivity")
    app.selectbox(key="analysed_result.nl").set_value("dscr_min").run()
    assert any("Bij deze optie bestaat laagste DSCR niet: " in as_read(info.value) for info in app.info)


def test_the_line_of_the_grid_can_lie_at_another_value() -> None:
    """A management of EUR 5,000 per bed is never recovered; the outcome itself lies in the middle of the grid."""
    case = example_case("GM1783").with_input("a", "management_basis", "per_bed_year")
    case = case.with_input("a", "management_cost", 5_000.0)
    npv = run_case(case).options["a"].metrics["npv"]
    assert npv is not None and npv < 0
    outcome = number(npv, "nl", 0)
    app = opened("case")
    app.session_state["case"] = case
    turned_to(app, "sensitivity")
    assert "nergens € 0" in words_on(app).replace("\u00a0", " ")
    app.text_input(key="grid_line.npv.nl").set_value(outcome).run()
    assert f"Op de zwarte lijn is de uitkomst € {outcome}" in words_on(app).replace("\u00a0", " ")


def test_a_bridge_from_the_defaults_explains_what_was_changed() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.8).run()
    turned_to(app, "sensitivity")
    app.segmented_control(key="bridge_before.nl").set_value("defaults").run()
    before, after = run_case(example_case("GM1783")), run_case(current(app))
    bridged = bridge(before, "a", after, "a")
    assert [step.group for step in bridged.steps] == ["occupancy"]
    assert f"Bezetting verklaart het meest: {format_euro(bridged.steps[0].amount, 'nl')}" in words_on(app)


def test_a_bridge_from_a_named_version() -> None:
    app = named(turned_to(typed(opened(), "case.beds.nl", "210"), "history"), "voor de raad")
    turned_to(app, "sensitivity")
    app.segmented_control(key="bridge_before.nl").set_value("version").run()
    assert "Sinds deze versie is niets gewijzigd." in words_on(app)
    before = current(app)
    app.session_state["case"] = before.with_input("a", "price_per_bed_week", 150.0)
    app.run()
    start = run_case(before).options["a"].metrics["npv"]
    assert f"Van {format_million(start, 'nl')} naar" in words_on(app)
    assert "Prijs verklaart het meest" in words_on(app)


def test_without_a_named_version_the_page_says_where_to_name_one() -> None:
    app = opened("sensitivity")
    app.segmented_control(key="bridge_before.nl").set_value("version").run()
    assert "op de pagina Geschiedenis een naam" in words_on(app)


def test_the_cheapest_per_person_is_the_cheapest_per_night() -> None:
    """A year per person is 365 nights: the page ranks by both the same way, as the command line does."""
    app = opened("sensitivity")
    standing = []
    for key in ("cost_per_bed_night", "cost_per_person_year"):
        app.selectbox(key="analysed_result.nl").set_value(key).run()
        standing.append(re.findall(r"Nu is (.+?) de beste op", words_on(app)))
    assert standing[0] == standing[1] != []


def test_a_loan_is_not_ranked() -> None:
    app = opened("sensitivity")
    app.selectbox(key="analysed_result.nl").set_value("loan_amount").run()
    assert "Op leningbedrag is geen optie beter dan een andere" in words_on(app)


def test_a_ranking_of_one_option_is_none() -> None:
    app = opened("case")
    app.session_state["case"] = replace(example_case("GM1783"), options=(Option("a", "short_stay"),))
    assert "ten minste twee opties" in words_on(turned_to(app, "sensitivity"))


def test_a_tornado_of_own_lines_calls_them_by_their_labels() -> None:
    """A quarter either way; as it was typed, for plotly reads some HTML."""
    app = with_options("sensitivity", plan_of_own_lines())
    assert not app.exception
    said = words_on(app).replace("\u00a0", " ")
    assert "Bouw doet het meest: van € 750.000 tot € 1.250.000" in said
    low_ends = figure(app)["data"][0]
    ends = dict(zip(low_ends["y"], low_ends["text"], strict=True))
    assert ends["Huur *per jaar* &lt;b&gt;"].replace("\u00a0", " ") == "€ 75.000"


def test_two_amounts_of_own_lines_can_be_put_in_the_grid() -> None:
    app = with_options("sensitivity", plan_of_own_lines())
    app.selectbox(key="grid_x.nl").set_value("own.1.amount").run()
    app.selectbox(key="grid_y.nl").set_value("own.2.amount").run()
    assert not app.exception
    assert figure(app, 1)["layout"]["xaxis"]["title"]["text"] == "Bouw"
    assert "€ 75.000 per jaar" in words_on(app).replace("\u00a0", " ")


def test_the_own_lines_of_a_mix_have_the_name_of_their_component() -> None:
    mix = Option("m", "mix", components=(Component("o", 0.5), Component("a", 0.5)))
    app = with_options("sensitivity", plan_of_own_lines(), Option("a", "short_stay"), mix)
    app.segmented_control(key="analysed_option.nl").set_value("m").run()
    assert not app.exception
    assert "Plan: Bouw" in app.selectbox(key="grid_x.nl").options


# Break-even


def test_the_rent_of_an_own_line_can_be_solved_and_put_in_the_case() -> None:
    """1 mln over 8 years, undiscounted: 125,000 a year."""
    app = with_options("breakeven", plan_of_own_lines())
    app.selectbox(key="solved_input.nl").set_value("own.2.amount").run()
    assert "€ 125.000 per jaar" in as_read(app.success[0].value).replace("\u00a0", " ")
    app.button(key="solve_use.0").click().run()
    assert not app.exception
    assert current(app).options[0].own_lines[1].amount == pytest.approx(125_000)


def test_a_step_past_the_target_is_told_with_what_is_just_below_it_and_can_be_put_in_the_case() -> None:
    """1,200,000 without interest in n equal payments of 100,000 rent each: cover n / 12; 12.5 years are 13 payments."""
    loan: dict[str, InputValue] = {"loan_amount": 1.2e6, "loan_rate": 0.0, "loan_type": "linear"}
    loan |= {"loan_payments_per_year": 1.0}
    lines = (OwnLine("Bouw", "investment", 1.2e6, "once", 0.0), OwnLine("Huur", "revenue", 1e5))
    app = with_options("breakeven", Option("o", "own", inputs={**loan, "term_years": 40.0}, own_lines=lines))
    app.selectbox(key="solved_target.nl").set_value("dscr_min").run()
    app.selectbox(key="solved_input.nl").set_value("loan_years").run()
    app.text_input(key="target_value.dscr_min.nl").set_value("1,05").run()
    told = as_read(app.success[0].value).replace("\u00a0", " ")
    assert "Vanaf Looptijd van de lening = 12,5 jaar" in told and "1,08, net eronder 1" in told
    app.button(key="solve_use.0").click().run()
    assert current(app).options[0].inputs["loan_years"] == 12.5


@pytest.mark.parametrize("target", TARGETS)
def test_every_target_is_answered_in_words(target: str) -> None:
    app = opened("case")
    app.session_state["case"] = replace(example_case("GM1783"), options=(Option("d", "new_build", "permanent"),))
    turned_to(app, "breakeven")
    app.selectbox(key="solved_target.nl").set_value(target).run()
    assert not app.exception
    assert not app.error
    assert app.success or app.warning


def test_the_cover_that_lenders_ask_is_the_usual_target() -> None:
    app = opened("breakeven")
    app.selectbox(key="solved_target.nl").set_value("dscr_min").run()
    assert app.text_input(key="target_value.dscr_min.nl").placeholder == "1,25"


def test_without_a_value_the_best_is_told() -> None:
    """Even a full house does not cover the cost of short stay in the example."""
    app = opened("breakeven")
    app.selectbox(key="solved_input.nl").set_value("occupancy").run()
    assert "op zijn best" in as_read(app.warning[0].value)
    assert "bij 100%" in as_read(app.warning[0].value)
