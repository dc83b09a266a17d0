"""Risk, explain, who pays whom and quality: what can be asked there, and that the answer follows."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from streamlit.delta_generator import DeltaGenerator

from model.case import Component, Option
from model.case.example import example_case
from model.lines.metrics import METRIC_KEYS
from model.words.texts import text
from tests.support.screens import (
    as_read,
    current,
    errors,
    html_of,
    metrics,
    opened,
    plan_of_own_lines,
    pressed,
    turned_to,
    with_options,
    words_on,
)

pytestmark = pytest.mark.thorough

LANGUAGES = ("nl", "en")


# Risk


def test_what_goes_on_during_a_run_is_said_at_one_of_its_two_bars(monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[str | None] = []
    draw = DeltaGenerator.progress

    def noted(place: DeltaGenerator, share: float, words: str | None = None) -> DeltaGenerator:
        said.append(words)
        return draw(place, share, words)

    monkeypatch.setattr(DeltaGenerator, "progress", noted)
    app = opened("risk")
    assert not app.exception
    assert said[:2] == ["De toekomsten worden doorgerekend", None]
    assert set(said[::2]) == {said[0]} and set(said[1::2]) == {None}


def test_the_amounts_of_own_lines_vary_and_are_called_by_their_labels() -> None:
    app = with_options("risk", plan_of_own_lines())
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
    assert "Zekerheid: 20% valt buiten de grenzen" in errors(app)


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
    assert re.search(r">\d{1,2}-\d{1,2}-20\d\d</span>", html_of(app))


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_back_test_shows_each_test_its_source_and_what_is_circular(language: str) -> None:
    """€ 60 in Diemen, by Expertisecentrum Flexwonen (B), and € 100 in 2019, by NOS (C), before a check has run."""
    app = opened("quality", language)
    table = next(table.value for table in app.table if "Diemen 2009" in table.value.index)
    assert list(table.index) == ["Diemen 2009", "Waalwijk 2019"]
    rows = [" ".join(as_read(str(cell)) for cell in row) for row in table.to_numpy()]
    assert rows[0].startswith("2009 €\xa060 ") and "Expertisecentrum Flexwonen" in rows[0]
    assert rows[1].startswith("2019 €\xa0100 ") and "NOS" in rows[1]
    assert all("✓" in row or "✗" in row for row in rows)
    assert text("back_test_circular", language) in {as_read(info.value) for info in app.info}
    assert text("ui_vat_rise_title", language) in [header.value for header in app.header]


def test_what_a_back_test_was_given_stands_there_with_its_reason() -> None:
    app = opened("quality", "en")
    given = next(table.value for table in app.table if "Reason" in table.value.columns)
    rows = {as_read(str(row["Input"])): as_read(str(row["Value"])) for _, row in given.iterrows()}
    assert rows["Building costs per unit"] == "€\xa060,000 per unit"


def test_a_back_test_outside_its_band_shows_so(monkeypatch: pytest.MonkeyPatch) -> None:
    from model.checks.back_test import OPTION, back_tests, case_of, reproduced

    test = back_tests()[0]
    case = case_of(test).with_input(OPTION, "building_cost_per_unit", 120_000.0)
    monkeypatch.setattr("model.checks.run_back_tests", lambda: (reproduced(test, case),))
    assert f"✗ {text('quality_status_failed', 'nl')}" in words_on(opened("quality"))


def test_the_law_on_the_minimum_wage_has_an_english_name() -> None:
    assert "Minimumloon" not in "\n".join(
        str(label) for table in opened("norms", "en").table for label in table.value.index
    )
