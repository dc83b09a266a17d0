"""The pages for the council and on certainty: what they say, and that what is set there is kept."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from model.analyses.evidence import evidence
from model.case import Reason
from model.case.example import example_case
from model.case.proposals import counted
from model.engine.run import run_case
from model.words.numbers import format_euro, format_number, format_percent
from model.words.texts import text
from tests.support.screens import (
    as_read,
    current,
    errors,
    html_of,
    metrics,
    opened,
    opened_with,
    pressed,
    turned_to,
    words_on,
)

pytestmark = pytest.mark.thorough

LANGUAGES = ("nl", "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_ledgers_are_said_to_reconcile(language: str) -> None:
    app = opened("who_pays", language)
    assert text("ledgers_reconcile", language) in [caption.value for caption in app.caption]


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_proposal_of_law_can_be_counted_on_from_a_date_and_is_kept(language: str) -> None:
    app = opened("who_pays", language)
    since = "proposals.tenancy.since"
    assert app.date_input(key=since).disabled
    app.toggle(key="proposals.tenancy.counts").set_value(True).run()
    assert not app.exception
    assert counted(current(app)) == {"tenancy": current(app).start_date}
    app.date_input(key=since).set_value(date(2029, 3, 1)).run()
    assert counted(current(app)) == {"tenancy": date(2029, 3, 1)}
    assert text("law_proposal_no_date", language, source="").split(".")[0] in words_on(app)
    assert counted(current(turned_to(app, "case"))) == {"tenancy": date(2029, 3, 1)}


def test_a_case_that_counts_on_all_that_may_pass_shows_them_switched_on_and_can_leave_one() -> None:
    app = opened_with(replace(example_case("GM1783"), law="if_proposals_pass"), "who_pays")
    switch = app.toggle(key="proposals.thirty_nights.counts")
    assert switch.value and not app.toggle(key="proposals.tenancy.counts").value
    switch.set_value(False).run()
    assert not app.exception
    assert counted(current(app)) == {}


def test_a_frame_typed_in_dutch_is_kept_and_tested() -> None:
    app = opened("norms")
    app.text_input(key="frame.max_price_per_week.nl").set_value("120,50").run()
    assert current(app).frames == {"max_price_per_week": 120.5}
    shown = " ".join(as_read(str(cell)) for table in app.table for cell in table.value.to_numpy().ravel())
    assert "past niet" in shown


def test_a_frame_that_is_no_number_is_refused_by_name() -> None:
    app = opened("norms")
    app.text_input(key="frame.max_price_per_week.nl").set_value("veel").run()
    assert "Hoogste prijs per bed per week" in errors(app)
    assert not current(app).frames


def test_frames_that_no_option_meets_together_are_told() -> None:
    app = opened("norms")
    app.text_input(key="frame.min_beds.nl").set_value("300").run()
    app.text_input(key="frame.max_beds.nl").set_value("100").run()
    assert any("Minste bedden" in warning.value for warning in app.warning)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_evidence_share_is_the_models(language: str) -> None:
    app = opened("evidence", language)
    share = evidence(run_case(example_case("GM1783")), "a").share
    shown = [as_read(header.value) for header in app.header]
    assert any(format_percent(share, language, 0) in heading for heading in shown)


def test_a_frame_that_is_a_date_follows_the_case_back_with_undo() -> None:
    app = opened("norms")
    key = next(field.key for field in app.date_input if field.key and field.key.startswith("frame."))
    app.date_input(key=key).set_value(date(2028, 1, 1)).run()
    assert list(current(app).frames.values()) == ["2028-01-01"]
    app.button(key="undo").click().run()
    assert not current(app).frames
    assert app.date_input(key=key).value is None


def test_an_option_without_a_norm_to_test_is_not_said_to_meet_them_all() -> None:
    app = opened()
    app.selectbox(key="new_option.nl").set_value("own").run()
    turned_to(pressed(app, "Voeg toe"), "norms")
    reading = next(as_read(element.value) for element in app.markdown if "Elke norm" in element.value)
    assert "Nieuwbouw: permanent" in reading
    assert "Eigen posten" not in reading


def test_a_reason_for_a_changed_input_is_kept_in_the_case() -> None:
    app = opened("options")
    app.select_slider(key="a.occupancy.slider.nl").set_value(0.8).run()
    turned_to(app, "evidence")
    app.text_input(key="a.occupancy.who").set_value("team wonen").run()
    app.text_input(key="a.occupancy.why").set_value("opgave exploitant").run()
    kept = current(app).option("a").reasons["occupancy"]
    assert isinstance(kept, Reason)
    assert (kept.who, kept.why) == ("team wonen", "opgave exploitant")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_explanation_shows_the_number_and_its_formula(language: str) -> None:
    app = opened("explain", language)
    npv = run_case(example_case("GM1783")).options["a"].metrics["npv"]
    shown = html_of(app)
    assert format_euro(npv, language, 2) in shown
    assert "= " in shown


def test_the_checks_run_at_the_press_of_a_button() -> None:
    app = pressed(opened("quality"), text("ui_quality_run", "nl"))
    assert not app.exception
    assert any("0 fout" in message.value for message in app.success)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_break_even_price_is_the_cost_recovery_price(language: str) -> None:
    app = opened("breakeven", language)
    price = run_case(example_case("GM1783")).options["a"].metrics["cost_recovery_price_per_bed_week"]
    assert any(format_number(price, 2, language) in as_read(message.value) for message in app.success)


def test_a_value_found_can_be_put_in_the_case() -> None:
    app = opened("breakeven")
    next(button for button in app.button if button.label.startswith("Gebruik")).click().run()
    price = run_case(example_case("GM1783")).options["a"].metrics["cost_recovery_price_per_bed_week"]
    assert current(app).option("a").inputs["price_per_bed_week"] == pytest.approx(price, abs=1e-4)


def test_risk_shows_the_evidence_beside_the_chance() -> None:
    """False precision is worse than none."""
    shown = metrics(opened("risk"))
    assert {"Kans op een tekort", "Rust op bronnen", "Middelste uitkomst"} <= shown.keys()


def test_the_risk_paragraph_can_be_copied() -> None:
    app = opened("risk")
    assert "De grootste risico's:" in app.code[0].value


def test_a_dutch_percentage_is_read_as_the_target() -> None:
    app = opened("breakeven")
    app.selectbox(key="solved_target.nl").set_value("irr").run()
    app.text_input(key="target_value.irr.nl").set_value("5,5").run()
    assert app.session_state["target_values"]["irr"] == pytest.approx(0.055)
    assert not app.exception


def test_a_range_of_a_risk_can_be_edited_and_changes_the_outcome() -> None:
    app = opened("risk")
    before = metrics(app)["Middelste uitkomst"]
    app.text_input(key="risk.a.price_per_bed_week.high.nl").set_value("300").run()
    assert not app.exception
    assert metrics(app)["Middelste uitkomst"] != before


def test_an_impossible_range_of_a_risk_is_refused_and_kept() -> None:
    app = opened("risk")
    app.text_input(key="risk.a.price_per_bed_week.high.nl").set_value("50").run()
    assert not app.exception
    assert "is hoger dan hoog (€\u00a050 per bed per week)" in errors(app)
    assert app.text_input(key="risk.a.price_per_bed_week.high.nl").value == "50"
