"""What an update changed, as sentences: per option where a number goes, which defaults moved, and what did most."""

from __future__ import annotations

from typing import Any

import pytest

from model.analyses.updates import MODEL, MovedDefault, kept_of, update_bridge, update_of
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.readings.updates import (
    moved_readings,
    other_inputs_readings,
    update_bridge_reading,
    update_readings,
    update_step_name,
)
from model.words.figures import Figure
from model.words.messages import Message

CASE = example_case("GM1783")


@pytest.fixture(scope="module")
def result() -> CaseResult:
    return run_case(CASE)


def told(reading: Message, language: str = "nl") -> str:
    return reading.text(language).replace("\u00a0", " ")


def kept_with(result: CaseResult, key: str, value: object) -> dict[str, Any]:
    """Kept of a day on which one default of short stay was another."""
    kept = kept_of(result)
    kept["options"]["a"]["defaults"][key] = value
    return kept


def moved(key: str, then: Any, now: Any) -> str:
    (reading,) = moved_readings([MovedDefault("a", key, then, now)], CASE)
    return told(reading)


def test_a_number_that_goes_elsewhere_is_said_with_both_values(result: CaseResult) -> None:
    kept = kept_of(result)
    kept["options"]["a"]["numbers"]["npv"] = -1_250_000.0
    (reading,) = update_readings(update_of(kept, result), result)
    figures = {piece.name: piece.figure for piece in reading.pieces("nl") if isinstance(piece.figure, Figure)}
    assert told(reading).startswith("Short stay (logies): netto contante waarde gaat van € -1,25 mln naar €")
    assert figures["now"].value == result.options["a"].metrics["npv"]


def test_a_default_that_moves_nothing_is_said_all_the_same(result: CaseResult) -> None:
    (reading,) = update_readings(update_of(kept_with(result, "loan_rate", 0.01), result), result)
    assert "blijft" in told(reading) and told(reading).endswith("; 1 standaardwaarde is anders.")


def test_what_a_default_was_and_is_has_its_unit() -> None:
    assert moved("occupancy", 0.9, 0.85) == (
        "Bezettingsgraad van Short stay (logies): de standaardwaarde was 90% en is nu 85%"
    )
    assert moved("loan_type", "annuity", "bullet").endswith("was annuïteit en is nu aflossing aan het eind")
    assert moved("loan_amount", None, 1_000_000.0).endswith("was geen en is nu € 1.000.000")
    assert moved("loan_type", "perpetual", "annuity").endswith("was een andere keuze en is nu annuïteit")


def test_of_dated_values_only_those_that_differ_are_said() -> None:
    wages = (("", 14.4), ("2026-01-01", 14.71))
    newer = (*wages, ("2026-07-01", 14.99))
    assert moved("minimum_wage_hour", wages, newer).endswith(": nieuw is € 14,99 per uur vanaf 1 juli 2026")
    assert moved("minimum_wage_hour", newer, wages).endswith(": vervallen is € 14,99 per uur vanaf 1 juli 2026")
    later = (("", 0.0), ("2028", 0.03))
    assert moved("minimum_wage_growth", (("", 0.0), ("2027", 0.03)), later).endswith(
        "de standaardwaarde was 3% vanaf 2027 en is nu 3% vanaf 2028"
    )


def test_the_bars_are_called_by_their_inputs_and_the_model_by_itself(result: CaseResult) -> None:
    kept = kept_with(result, "occupancy", 0.5)
    kept["options"]["a"]["numbers"]["npv"] -= 1000
    bridge = update_bridge(kept, result, "a")
    names = {step.group: update_step_name(step, CASE, "a") for step in bridge.steps}
    assert set(names) == {MODEL, "occupancy"}
    said = told(update_bridge_reading(bridge, CASE, "a"))
    assert "Bezettingsgraad verklaart het meest" in said
    assert "Occupancy explains most" in told(update_bridge_reading(bridge, CASE, "a"), "en")


def test_inputs_that_went_are_counted_and_those_that_came_are_named(result: CaseResult) -> None:
    kept = kept_with(result, "parking_levy", 12.0)
    del kept["options"]["a"]["defaults"]["furniture_per_bed"]
    gone, new = other_inputs_readings(update_of(kept, result).options["a"])
    assert told(gone).startswith("1 invoer van toen bestaat niet meer")
    assert "parking_levy" not in told(gone)
    assert told(new) == "Nieuwe invoer, die er toen nog niet was: Inrichting per bed."
