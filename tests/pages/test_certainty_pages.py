"""Sensitivity, break-even, risk and explain: what can be asked there, and that the answer follows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from model.analyses.sensitivity import bridge
from model.analyses.solve import TARGETS
from model.case import Component, InputValue, Option, OwnLine
from model.case.example import example_case
from model.engine.run import run_case
from model.lines.metrics import METRIC_KEYS
from model.words.numbers import format_euro, format_million, number
from model.words.texts import text
from pages.widgets.choose import RESULT_KEYS
from tests.support.screens import as_read, current, errors, figure, html_of, metrics, opened, pressed, turned_to

pytestmark = pytest.mark.thorough

LANGUAGES = ("nl", "en")


def words_on(app: AppTest) -> str:
    """Sentences, tables and messages of a page, as read."""
    kinds = (app.markdown, app.caption, app.success, app.warning, app.info, app.error)
    cells = (str(cell) for table in app.table for cell in (*table.value.columns, *table.value.to_numpy().ravel()))
    return "\n".join(as_read(words) for words in (*(element.value for kind in kinds for element in kind), *cells))


# Sensitivity


@pytest.mark.parametrize("key", RESULT_KEYS)
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
    assert any("Laagste DSCR bestaat niet" in as_read(info.value) for info in app.info)


def test_the_line_of_the_grid_can_lie_at_another_value() -> None:
    """A management of EUR 5,000 per bed is never recovered; the outcome itself lies in the middle of the grid."""
    case = example_case("GM1783").with_input("a", "management_cost", 5_000.0)
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


def test_a_bridge_from_a_version_kept_earlier() -> None:
    app = opened("sensitivity")
    app.segmented_control(key="bridge_before.nl").set_value("version").run()
    pressed(app, "Leg deze versie vast")
    assert "sindsdien is niets gewijzigd" in words_on(app)
    app.session_state["case"] = current(app).with_input("a", "price_per_bed_week", 150.0)
    app.run()
    start = run_case(example_case("GM1783")).options["a"].metrics["npv"]
    assert f"Van {format_million(start, 'nl')} naar" in words_on(app)
    assert "Prijs verklaart het meest" in words_on(app)


def test_a_ranking_of_one_option_is_none() -> None:
    app = opened("case")
    app.session_state["case"] = replace(example_case("GM1783"), options=(Option("a", "short_stay"),))
    assert "ten minste twee opties" in words_on(turned_to(app, "sensitivity"))


def own_lines() -> Option:
    """A building of 1 mln, rent 100,000 a year, undiscounted; the rent's label holds what could be markup."""
    lines = (
        OwnLine("Bouw", "investment", 1_000_000.0, "once", 0.0),
        OwnLine("Huur *per jaar* <b>", "revenue", 100_000.0),
    )
    inputs = {"discount_rate": 0.0, "term_years": 8.0}
    return Option("o", "own", label="Plan", inputs=inputs, own_lines=lines)


def opened_with(page: str, *options: Option) -> AppTest:
    """A page of a case with these options."""
    app = opened("case")
    app.session_state["case"] = replace(example_case("GM1783"), options=options)
    return turned_to(app, page)


def test_a_tornado_of_own_lines_calls_them_by_their_labels() -> None:
    """A quarter either way; as it was typed, for plotly reads some HTML."""
    app = opened_with("sensitivity", own_lines())
    assert not app.exception
    said = words_on(app).replace("\u00a0", " ")
    assert "Bouw doet het meest: van € 750.000 tot € 1.250.000" in said
    low_ends = figure(app)["data"][0]
    ends = dict(zip(low_ends["y"], low_ends["text"], strict=True))
    assert ends["Huur *per jaar* &lt;b&gt;"].replace("\u00a0", " ") == "€ 75.000"


def test_two_amounts_of_own_lines_can_be_put_in_the_grid() -> None:
    app = opened_with("sensitivity", own_lines())
    app.selectbox(key="grid_x.nl").set_value("own.1.amount").run()
    app.selectbox(key="grid_y.nl").set_value("own.2.amount").run()
    assert not app.exception
    assert figure(app, 1)["layout"]["xaxis"]["title"]["text"] == "Bouw"
    assert "€ 75.000 per jaar" in words_on(app).replace("\u00a0", " ")


def test_the_own_lines_of_a_mix_have_the_name_of_their_component() -> None:
    mix = Option("m", "mix", components=(Component("o", 0.5), Component("a", 0.5)))
    app = opened_with("sensitivity", own_lines(), Option("a", "short_stay"), mix)
    app.segmented_control(key="analysed_option.nl").set_value("m").run()
    assert not app.exception
    assert "Plan: Bouw" in app.selectbox(key="grid_x.nl").options


# Break-even


def test_the_rent_of_an_own_line_can_be_solved_and_put_in_the_case() -> None:
    """1 mln over 8 years, undiscounted: 125,000 a year."""
    app = opened_with("breakeven", own_lines())
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
    app = opened_with("breakeven", Option("o", "own", inputs={**loan, "term_years": 40.0}, own_lines=lines))
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
    assert "100,0%" in as_read(app.warning[0].value)


# Risk


def test_the_amounts_of_own_lines_vary_and_are_called_by_their_labels() -> None:
    app = opened_with("risk", own_lines())
    assert not app.exception
    assert {"Bouw", "Huur *per jaar* <b>"} <= set(app.multiselect(key="risk_varied.o.nl").options)
    assert "Bouw" in words_on(app)


def test_each_input_can_have_its_own_distribution() -> None:
    app = opened("risk")
    before = metrics(app)["Middelste uitkomst"]
    for kind in ("triangular", "normal", "lognormal", "uniform", "discrete"):
        app.selectbox(key="risk_kind.a.price_per_bed_week.nl").set_value(kind).run()
        assert not app.exception
        assert not app.error
    app.text_input(key="risk.a.price_per_bed_week.chance_high.nl").set_value("75").run()
    assert not app.error
    assert metrics(app)["Middelste uitkomst"] != before


def test_chances_above_a_hundred_per_cent_are_refused_by_name() -> None:
    app = opened("risk")
    app.selectbox(key="risk_kind.a.price_per_bed_week.nl").set_value("discrete").run()
    app.text_input(key="risk.a.price_per_bed_week.chance_high.nl").set_value("90").run()
    assert "Prijs per bed per week: de kansen op laag en hoog zijn samen meer dan 100%" in errors(app)


def test_an_input_can_be_left_out_of_the_uncertainty() -> None:
    app = opened("risk")
    chosen = app.multiselect(key="risk_varied.a.nl")
    chosen.set_value([]).run()
    assert not app.exception
    assert "Wat maakt de spreiding" in [header.value for header in app.header]


def test_correlations_that_contradict_are_refused_with_the_names_of_the_inputs() -> None:
    """Price with occupancy 0,9 and with growth 0,9, occupancy with growth -0,9: no three inputs move so."""
    app = opened("risk")
    for first, second, value in (
        ("price_per_bed_week", "occupancy", ""),
        ("price_per_bed_week", "price_growth", "0,9"),
        ("occupancy", "price_growth", "-0,9"),
    ):
        if value:
            app.selectbox(key="pair_first.a.nl").set_value(first).run()
            app.selectbox(key="pair_second.a.nl").set_value(second).run()
            pressed(app, "Voeg toe")
            app.text_input(key=f"risk.a.correlation.{first}.{second}.nl").set_value(value).run()
        else:
            app.text_input(key=f"risk.a.correlation.{second}.{first}.nl").set_value("0,9").run()
    told = errors(app)
    assert "Bezettingsgraad" in told
    assert "Groei van de prijs per jaar" in told
    assert "price_" not in told
    assert "0.9" not in told


def test_any_certainty_can_be_asked_for() -> None:
    app = opened("risk")
    app.text_input(key="risk.a.certainty.nl").set_value("97,5").run()
    assert "Kapitaal bij 97,5% zekerheid" in metrics(app)


def test_an_impossible_certainty_is_refused_in_words() -> None:
    app = opened("risk")
    app.text_input(key="risk.a.certainty.nl").set_value("20").run()
    assert "Zekerheid: 20,00% valt buiten de grenzen" in errors(app)


def test_the_effect_of_an_event_can_be_set() -> None:
    app = opened("risk")
    before = metrics(app)["Kapitaal bij 90% zekerheid"]
    app.text_input(key="risk.a.event.cost_overrun.building_cost_per_m2.nl").set_value("1,5").run()
    assert not app.error
    assert metrics(app)["Kapitaal bij 90% zekerheid"] != before


def test_the_second_life_shows_its_branches_and_the_value_of_relocating() -> None:
    app = opened("risk")
    app.toggle(key="second_life.a").set_value(True).run()
    assert not app.exception
    told = words_on(app)
    assert "De mogelijkheid om te verplaatsen is" in told
    assert "Netto contante waarde, gemiddeld" in told


def test_branches_that_do_not_add_up_wait() -> None:
    app = opened("risk")
    app.toggle(key="second_life.a").set_value(True).run()
    app.slider(key="branch.a.stay").set_value(90).run()
    assert any("tellen op tot 150%" in as_read(warning.value) for warning in app.warning)


def test_the_paragraph_can_be_had_in_the_other_language() -> None:
    app = opened("risk")
    app.segmented_control(key="paragraph.nl.nl").set_value("en").run()
    assert "The largest risks:" in app.code[0].value


def test_what_changed_since_the_last_version_is_told() -> None:
    app = opened("risk")
    app.session_state["case"] = current(app).with_input("a", "price_per_bed_week", 150.0)
    app.run()
    assert "Ten opzichte van de vorige versie" in app.code[0].value
    assert "Gewijzigde invoer: Prijs per bed per week." in words_on(app)


def test_the_chance_of_a_frame_is_told() -> None:
    app = opened("case")
    app.session_state["case"] = replace(example_case("GM1783"), frames={"min_municipality_npv": 0.0})
    assert "De grootste kans om niet te halen" in words_on(turned_to(app, "risk"))


# Explain


@pytest.mark.parametrize("key", [*METRIC_KEYS, "opening_date", "building_costs", "municipality_fund"])
def test_any_metric_or_line_can_be_explained(key: str) -> None:
    language = LANGUAGES[len(key) % 2]
    app = opened("explain", language)
    app.selectbox(key=f"explained.{language}").set_value(key).run()
    assert not app.exception
    assert not app.error
    assert "<summary>" in html_of(app) or 'class="leaf"' in html_of(app)


def test_a_date_in_an_explanation_is_a_date() -> None:
    """Opening on the start of 1 January 2027 plus the months of construction, not day 46388."""
    app = opened("explain")
    app.selectbox(key="explained.nl").set_value("opening_date").run()
    assert re.search(r">\d\d-\d\d-20\d\d</span>", html_of(app))


def test_a_choice_in_an_explanation_is_in_words() -> None:
    app = opened("explain")
    app.selectbox(key="explained.nl").set_value("building_costs").run()
    app.select_slider(key="explain_depth").set_value(8).run()
    assert "per_unit" not in html_of(app)


# Who pays whom


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ledgers_per_period_close_with_their_sum(language: str) -> None:
    app = opened("who_pays", language)
    sums = app.dataframe[0].value.loc[text("ui_ledgers_sum", language)]
    assert set(sums) == {"0"}


def test_the_share_registered_can_be_set_where_its_consequence_stands() -> None:
    app = opened("who_pays")
    app.select_slider(key="a.brp_share.slider.nl").set_value(0.5).run()
    assert current(app).option("a").inputs["brp_share"] == 0.5
    assert "50%" in [str(label) for table in app.table for label in table.value.index.map(as_read)]


def test_a_line_of_the_municipality_that_is_off_says_so() -> None:
    told = words_on(opened("who_pays"))
    assert {"telt niet mee", "telt mee"} <= set(told.split("\n"))


def test_a_mix_shows_the_price_of_each_component() -> None:
    app = opened("case")
    case = example_case("GM1783")
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    app.session_state["case"] = replace(case, options=(*case.options, mix))
    turned_to(app, "who_pays")
    app.segmented_control(key="analysed_option.nl").set_value("m").run()
    rows = {as_read(str(label)) for table in app.table for label in table.value.index}
    assert {"Short stay (logies)", "Nieuwbouw: permanent"} <= rows


# Quality


def test_a_failed_check_names_option_input_and_kind_in_words(monkeypatch: pytest.MonkeyPatch) -> None:
    from model.checks import FAILED, Check

    of_input = Check("direction_up", "a", FAILED, "occupancy", difference=-1234.5)
    of_kind = Check("every_kind", "conversion:office", FAILED)
    monkeypatch.setattr("model.checks.run_checks", lambda _: (of_input, of_kind))
    app = pressed(opened("quality"), text("ui_quality_run", "nl"))
    told = words_on(app)
    assert {"Short stay (logies): Bezettingsgraad", "Transformatie: kantoor", "-1.234,50"} <= set(told.split("\n"))


def test_the_law_on_the_minimum_wage_has_an_english_name() -> None:
    assert "Minimumloon" not in "\n".join(
        str(label) for table in opened("norms", "en").table for label in table.value.index
    )
