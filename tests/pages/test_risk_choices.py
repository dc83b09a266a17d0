"""Risk: what is set there goes into the case, as any other entry, and a case with choices of its own shows them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from model.analyses.risk import Branch, Distribution, Effect, Event, Overlay
from model.case import Case, Component, Option, read_case, write_case
from model.case.example import example_case
from tests.support.screens import as_read, current, errors, metrics, opened, pressed, turned_to

pytestmark = pytest.mark.thorough


def chosen(app: AppTest, option: str = "a") -> Overlay:
    return current(app).option(option).risk


def words_on(app: AppTest) -> str:
    return "\n".join(as_read(element.value) for kind in (app.caption, app.warning, app.info) for element in kind)


def with_choices(overlay: Overlay, **changes: object) -> Case:
    """The example with choices for option a."""
    case = example_case("GM1783")
    options = tuple(replace(option, risk=overlay) if option.id == "a" else option for option in case.options)
    return replace(case, options=options, **changes)  # type: ignore[arg-type]


def page_of(case: Case) -> AppTest:
    app = opened("case")
    app.session_state["case"] = case
    return turned_to(app, "risk")


# Entries go into the case


def test_nothing_is_in_the_case_until_somebody_sets_something() -> None:
    assert chosen(opened("risk")).is_standard


def test_a_range_goes_into_the_case_and_a_blank_takes_it_out_again() -> None:
    app = opened("risk")
    app.text_input(key="risk.a.price_per_bed_week.high.nl").set_value("300").run()
    entered = chosen(app).distributions["price_per_bed_week"]
    assert entered is not None and entered.high == 300
    assert list(chosen(app).distributions) == ["price_per_bed_week"]
    app.text_input(key="risk.a.price_per_bed_week.high.nl").set_value("").run()
    assert chosen(app).is_standard


def test_every_kind_of_choice_goes_into_the_case_and_its_file() -> None:
    app = opened("risk")
    app.selectbox(key="risk_draws.a.nl").set_value(1_000).run()
    app.text_input(key="risk.a.certainty.nl").set_value("95").run()
    app.number_input(key="risk_seed.a").set_value(4).run()
    app.selectbox(key="risk_method.a.nl").set_value("sobol").run()
    app.selectbox(key="risk_kind.a.price_per_bed_week.nl").set_value("discrete").run()
    app.text_input(key="risk.a.price_per_bed_week.chance_low.nl").set_value("40").run()
    app.slider(key="event.a.permit_delay").set_value(60).run()
    app.text_input(key="risk.a.event.permit_delay.construction_months.nl").set_value("9").run()
    app.toggle(key="second_life.a").set_value(True).run()
    app.text_input(key="risk.a.branch.dismantle.dismantle_cost_per_bed.nl").set_value("1.234").run()
    assert not app.exception
    assert not errors(app)
    overlay = chosen(app)
    assert (overlay.draws, overlay.certainty, overlay.seed, overlay.method) == (1_000, 0.95, 4, "sobol")
    price = overlay.distributions["price_per_bed_week"]
    assert price is not None and price.probabilities == (0.4, 0.35, 0.25)
    delay = next(event for event in overlay.events or () if event.key == "permit_delay")
    assert (delay.probability, delay.effects) == (0.6, (Effect("construction_months", "add", 9.0),))
    dismantle = next(branch for branch in overlay.branches or () if branch.key == "dismantle")
    assert dismantle.settings["dismantle_cost_per_bed"] == 1234
    assert read_case(write_case(current(app))) == current(app)


def test_an_input_taken_away_comes_back_as_it_was() -> None:
    app = opened("risk")
    names = list(app.multiselect(key="risk_varied.a.nl").value)
    app.multiselect(key="risk_varied.a.nl").set_value(names[1:]).run()
    assert chosen(app).distributions == {names[0]: None}
    app.multiselect(key="risk_varied.a.nl").set_value(names).run()
    assert chosen(app).is_standard


def test_another_input_is_added_with_the_range_of_its_evidence() -> None:
    app = opened("risk")
    field = app.multiselect(key="risk_varied.a.nl")
    field.set_value([*field.value, "tourist_tax_passed_on"]).run()
    entered = chosen(app).distributions["tourist_tax_passed_on"]
    assert entered is not None and entered.low < entered.high


def test_probabilities_of_the_second_life_take_effect_once_they_add_up() -> None:
    """Staying 30% and dismantling 20%: 50% staying waits until dismantling is 0%."""
    app = opened("risk")
    app.toggle(key="second_life.a").set_value(True).run()
    before = {branch.key: branch.probability for branch in chosen(app).branches or ()}
    moved = round(100 * before["dismantle"])
    app.slider(key="branch.a.stay").set_value(round(100 * before["stay"]) + moved).run()
    assert {branch.key: branch.probability for branch in chosen(app).branches or ()} == before
    assert "ze gelden zodra het 100% is" in words_on(app)
    app.slider(key="branch.a.dismantle").set_value(0).run()
    after = {branch.key: branch.probability for branch in chosen(app).branches or ()}
    assert after == pytest.approx({**before, "stay": before["stay"] + before["dismantle"], "dismantle": 0.0})
    assert "ze gelden zodra het 100% is" not in words_on(app)


def test_a_choice_is_undone_as_any_other_entry() -> None:
    app = opened("risk")
    before = metrics(app)["Middelste uitkomst"]
    app.text_input(key="risk.a.price_per_bed_week.high.nl").set_value("300").run()
    app.button(key="undo").click().run()
    assert chosen(app).is_standard
    assert metrics(app)["Middelste uitkomst"] == before
    assert app.text_input(key="risk.a.price_per_bed_week.high.nl").value != "300"


def test_all_choices_go_back_to_the_standard_at_once() -> None:
    app = page_of(with_choices(Overlay({"occupancy": None}, certainty=0.95)))
    pressed(app, "Terug naar de standaardaannamen")
    assert chosen(app).is_standard
    assert "Terug naar de standaardaannamen" not in [button.label for button in app.button]


def test_each_option_has_its_own_choices() -> None:
    app = opened("risk")
    app.text_input(key="risk.a.certainty.nl").set_value("95").run()
    app.segmented_control(key="analysed_option.nl").set_value("b").run()
    assert "Kapitaal bij 90% zekerheid" in metrics(app)
    app.segmented_control(key="analysed_option.nl").set_value("a").run()
    assert "Kapitaal bij 95% zekerheid" in metrics(app)


# With the options of the case


def test_a_copy_of_an_option_has_its_choices_too() -> None:
    app = opened("case")
    app.session_state["case"] = with_choices(Overlay(certainty=0.95))
    app.run()
    app.button(key="copy.a").click().run()
    (copy,) = (option for option in current(app).options if option.id not in "abcd")
    assert copy.risk == Overlay(certainty=0.95)


def test_a_removed_option_takes_its_choices_along_and_undoing_brings_both_back() -> None:
    app = opened("case")
    app.session_state["case"] = with_choices(Overlay(certainty=0.95))
    app.run()
    app.button(key="remove.a").click().run()
    assert "risk" not in write_case(current(app))
    app.button(key="undo").click().run()
    assert chosen(app) == Overlay(certainty=0.95)


# A case with choices of its own


HOSTILE = "<img src=x> **vet**"


def test_a_case_written_by_hand_shows_all_its_choices() -> None:
    """A discrete input of two values, an event and branches that are not shipped, and numbers no list offers."""
    own = Overlay(
        distributions={
            "occupancy": Distribution("discrete", values=(0.7, 0.9), probabilities=(0.4, 0.6)),
            "loan_rate": Distribution("uniform", 0.03, 0.0, 0.05),
        },
        events=(
            Event(
                "strike", 0.33, (Effect("occupancy", "add", -0.1), Effect("occupancy", "add", -0.2)), HOSTILE, HOSTILE
            ),
        ),
        branches=(
            Branch("<b>sold</b>", 0.5, {"end_of_term": "stay", "residual_share": 0.9}),
            Branch("gone", 0.5, {"end_of_term": "dismantle"}),
        ),
        draws=777,
        seed=0,
        certainty=0.975,
    )
    app = page_of(with_choices(own))
    assert not app.exception
    assert not errors(app)
    assert "Kapitaal bij 97,5% zekerheid" in metrics(app)
    assert app.selectbox(key="risk_draws.a.nl").value == 777
    assert "0,7 (kans 40%)" in words_on(app)
    assert app.slider(key="event.a.strike").value == 33
    assert chosen(app) == own
    app.selectbox(key="risk_kind.a.occupancy.nl").set_value("uniform").run()
    entered = chosen(app).distributions["occupancy"]
    assert entered is not None and (entered.kind, entered.low, entered.high) == ("uniform", 0.7, 0.9)


def test_what_was_chosen_for_an_input_that_is_not_there_now_is_named() -> None:
    """Occupancy of a mix as one input exists only as long as it is equal in its components."""
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    case = example_case("GM1783").with_input("a", "occupancy", 0.7).with_input("d", "occupancy", 0.9)
    mix = replace(mix, risk=Overlay({"occupancy": Distribution("uniform", 0.7, 0.8, 0.9)}))
    app = page_of(replace(case, options=(mix, *case.options)))
    assert not app.exception
    assert "deze optie heeft ze nu niet: Bezettingsgraad" in words_on(app)


def test_the_page_says_what_the_proposals_change() -> None:
    assert "Dertignachtenregel vanaf 1 juli 2028" in words_on(opened("risk"))


def test_proposals_are_no_event_to_set_in_a_case_that_counts_on_them() -> None:
    app = page_of(replace(example_case("GM1783"), law="if_proposals_pass"))
    assert "rekent al met de wetsvoorstellen" in words_on(app)
    assert "event.a.law_change" not in [slider.key for slider in app.slider]
    assert "event.a.law_change" in [slider.key for slider in opened("risk").slider]
