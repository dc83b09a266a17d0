"""The mirror: an option against references at its price level, the model's own band and the wage cap."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from market_data import MarketData, load
from market_data.overlay import overlay_file
from model.analyses.mirror import Reflection, form_of, mirror
from model.analyses.operators import Answered
from model.case import Case, read_case
from model.documents.blocks import Paragraph
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.export.workbook.mirror_sheet import mirror_document
from model.law.norms import check_norms
from model.readings.mirror import operators_reading
from tests.readings.own_options import option as own_option
from tests.readings.own_options import outcome as own_outcome
from tests.support.operators import answered, with_answers

UNITS = {
    "building_cost_basis": "per_unit",
    "building_cost_per_unit": 100_000,
    "beds_per_unit": 4,
    "m2_per_bed": 15,
    "price_per_bed_week": 147.1,
    "occupancy": 0.9,
    "hours_per_week": 40,
}


def a_case(*options: dict[str, Any], **more: Any) -> Case:
    return read_case(
        {
            "schema_version": 1,
            "municipality": "GM1783",
            "beds": 200,
            "start_date": "2027-01-01",
            "price_level_date": "2026-01-01",
            "options": list(options),
            **more,
        }
    )


def short_stay(**inputs: Any) -> dict[str, Any]:
    return {"id": "a", "type": "short_stay", "inputs": {**UNITS, **inputs}}


def reflected(result: CaseResult, option: str = "a") -> dict[str, Reflection]:
    return {reflection.info.indicator: reflection for reflection in mirror(result, option)}


def of_short_stay(**inputs: Any) -> dict[str, Reflection]:
    return reflected(run_case(a_case(short_stay(**inputs))))


def test_every_measure_is_what_the_case_says_per_bed() -> None:
    """A unit of € 100,000 for 4 beds of 15 m² is € 1,666.67 per m²; the rest are lines and inputs of the option."""
    result = run_case(a_case(short_stay()))
    of = reflected(result)
    metrics = result.options["a"].metrics
    assert of["building_cost_per_m2"].value == pytest.approx(100_000 / (4 * 15))
    assert of["price_per_bed_week"].value == 147.1 and of["occupancy"].value == 0.9
    assert metrics["investment"] is not None
    assert of["investment_per_bed"].value == pytest.approx(metrics["investment"] / 200)
    assert of["net_initial_yield"].value == metrics["net_initial_yield"]
    assert of["cost_recovery_price_per_bed_week"].value == metrics["cost_recovery_price_per_bed_week"]


def test_operating_costs_are_those_of_the_first_full_year_brought_back_to_the_price_level() -> None:
    """€ 50,000 a year for ten beds from 2027 on: € 5,000, a year and a half of 2% after the price level of 2026."""
    costs = {"label": "Beheer", "kind": "operating_cost", "amount": 50_000, "per": "year", "from": 1, "to": 5}
    kept = own_option("Ankers", 200_000)
    option = {**kept, "own_lines": [*kept["own_lines"], costs]}
    result = own_outcome(option)
    result = run_case(replace(result.case, price_level_date=date(2026, 1, 1)))
    of = reflected(result, "Ankers")
    assert of["operating_costs_per_bed_year"].value == pytest.approx(5_000 / 1.02**1.5, rel=1e-4)
    assert of["investment_per_bed"].value == pytest.approx(100_000)
    assert "occupancy" not in of and "building_cost_per_m2" not in of
    assert all(reflection.band is None for reflection in of.values()), "own lines rest on no defaults"


def test_a_reference_is_brought_to_the_price_level_with_the_index_of_its_measure() -> None:
    """StartBlock: € 2,000 per m² in 2021; building cost index 101.2 in July 2021 and 127.1 in January 2026."""
    (known,) = of_short_stay()["building_cost_per_m2"].known
    assert known.figure.reference.name_nl == "StartBlock"
    assert known.value == pytest.approx(2_000 * 127.1 / 101.2)
    assert known.since is not None and known.until is not None
    assert (known.since.value, known.until.value) == (101.2, 127.1)


def test_what_was_published_per_m2_counts_at_the_floor_area_of_the_option() -> None:
    """StartBlock cost € 3,200 per m² all in: 18 m² per bed make € 57,600 of 2021."""
    (known,) = of_short_stay(m2_per_bed=18)["investment_per_bed"].known
    assert known.area == 18 and known.value == pytest.approx(3_200 * 18 * 127.1 / 101.2)


def test_a_price_of_the_year_of_the_price_level_stays_as_it_is() -> None:
    known = {item.figure.reference.name_nl: item for item in of_short_stay()["price_per_bed_week"].known}
    assert known["Loonstroken 2026"].value == 147.1 and known["Loonstroken 2026"].until is None


def test_what_no_reference_published_has_none() -> None:
    of = of_short_stay()
    assert of["occupancy"].known == of["operating_costs_per_bed_year"].known == ()


def test_only_what_was_built_alike_is_compared_where_a_form_matters() -> None:
    case = a_case(short_stay(), {"id": "c", "type": "conversion", "variant": "office"})
    of = reflected(run_case(case), "c")["building_cost_per_m2"]
    assert {known.figure.reference.form for known in of.known} == {"conversion"} and of.of_own_form


def test_without_a_reference_of_its_own_form_all_forms_count_and_that_is_said() -> None:
    market = without_relocatable(load())
    of = reflected(run_case(a_case(short_stay()), market))["building_cost_per_m2"]
    assert of.known and not of.of_own_form


def without_relocatable(market: MarketData) -> MarketData:
    kept = tuple(figure for figure in market.references if figure.reference.form in {"permanent", "conversion"})
    return replace(market, references=kept)


@pytest.mark.parametrize(
    ("kind", "form"),
    [
        ({"type": "short_stay"}, "relocatable"),
        ({"type": "mid_stay"}, "relocatable"),
        ({"type": "new_build", "variant": "relocatable"}, "relocatable"),
        ({"type": "new_build", "variant": "permanent"}, "permanent"),
        ({"type": "conversion", "variant": "hotel"}, "conversion"),
    ],
)
def test_what_is_built_follows_from_the_kind_of_option(kind: dict[str, str], form: str) -> None:
    assert form_of(a_case({"id": "a", **kind}).options[0]) == form


def test_the_band_of_an_input_is_the_low_and_the_high_of_its_default() -> None:
    untouched = run_case(a_case({"id": "a", "type": "short_stay"})).options["a"].resolved[0].provenance
    of = of_short_stay(price_per_bed_week=120)
    for key in ("price_per_bed_week", "occupancy"):
        assert of[key].band == (untouched[key].low, untouched[key].high)


def test_an_option_without_entries_is_within_its_own_band() -> None:
    of = reflected(run_case(a_case({"id": "a", "type": "short_stay"})))
    for reflection in of.values():
        assert reflection.band is not None and reflection.band[0] <= reflection.value <= reflection.band[1]
        assert not reflection.is_above and not reflection.is_below


def test_the_band_does_not_move_with_what_is_entered_and_what_is_beyond_it_is_outside() -> None:
    """Two beds in a unit instead of four double the building cost per m²."""
    one, other = of_short_stay(), of_short_stay(beds_per_unit=2, price_per_bed_week=60)
    assert one["building_cost_per_m2"].band == other["building_cost_per_m2"].band
    assert other["building_cost_per_m2"].is_above and not other["building_cost_per_m2"].is_below
    assert other["price_per_bed_week"].is_below and not other["price_per_bed_week"].is_above


def test_prices_are_held_against_the_deduction_norm_of_the_option() -> None:
    result = run_case(a_case(short_stay()))
    of = reflected(result)
    (norm,) = (test for test in check_norms(result, "a")["a"] if test.norm == "deduction_ceiling")
    price, recovery = of["price_per_bed_week"], of["cost_recovery_price_per_bed_week"]
    assert price.cap is not None and recovery.cap is not None
    assert (price.cap.price, price.cap.limit, price.cap.hours) == (norm.value, norm.limit, 40)
    assert recovery.cap.price / price.cap.price == pytest.approx(recovery.value / price.value), "both grow alike"
    assert all(of[key].cap is None for key in of if "price" not in key)


def test_a_mix_has_no_mirror_of_its_own() -> None:
    parts = [{"option": "a", "share": 0.5}, {"option": "b", "share": 0.5}]
    case = a_case(short_stay(), {"id": "b", "type": "mid_stay"}, {"id": "m", "type": "mix", "components": parts})
    assert mirror(run_case(case), "m") == ()


def test_without_a_full_year_there_are_no_yearly_costs() -> None:
    of = of_short_stay(term_years=1, construction_months=6, ramp_up_months=0)
    assert "operating_costs_per_bed_year" not in of and "investment_per_bed" in of


def test_an_advisers_own_project_counts_in_the_mirror() -> None:
    """In the year of the price level, so that no index comes between."""
    row = "operating_costs_per_bed_year;GM1783;2026MM01;3000;opgave;Ons Hof\n"
    content = "indicator;region_code;period;value;source;project\n" + row
    result = run_case(a_case(short_stay()), overlay_file(load(), content.encode(), "eigen.csv"))
    (known,) = reflected(result)["operating_costs_per_bed_year"].known
    assert known.value == 3_000 and known.figure.overlaid


class TestOperators:
    CASE = a_case(short_stay())

    def asked(self, *operators: tuple[Answered, ...]) -> dict[str, Reflection]:
        return reflected(run_case(with_answers(self.CASE, *operators)))

    def test_three_stand_beside_the_references_where_figure_and_unit_agree(self) -> None:
        found = self.asked(answered("price_per_bed_week", 130.0, 140.0, 160.0, year=None))
        standing = found["price_per_bed_week"].operators
        assert standing is not None and (standing.count, standing.middle) == (3, 140.0)
        assert [key for key, reflection in found.items() if reflection.operators is not None] == ["price_per_bed_week"]

    def test_two_do_not(self) -> None:
        assert self.asked(answered("occupancy", 0.9, 0.92))["occupancy"].operators is None

    def test_the_share_under_contract_is_no_occupancy(self) -> None:
        assert self.asked(answered("contract_share", 0.4, 0.5, 0.6))["occupancy"].operators is None

    def test_of_what_is_built_only_operators_who_built_alike_count(self) -> None:
        """Of four who say what they spent per bed, three have units that can move; the fourth says it of a building."""
        spent = answered("investment_per_bed", 20_000.0, 24_000.0, 30_000.0, 90_000.0, year=None)
        built = answered("building_form", *["relocatable"] * 3, "conversion", year=None)
        standing = self.asked(spent, built)["investment_per_bed"].operators
        assert standing is not None and (standing.count, standing.middle) == (3, 24_000.0)
        assert self.asked(spent)["investment_per_bed"].operators is None

    def test_the_sentence_says_where_the_option_stands_and_that_it_is_local_evidence(self) -> None:
        """A price of 147.10 is above a median of 140; quartiles 135 and 150, outwards 130 and 150."""
        found = self.asked(answered("price_per_bed_week", 130.0, 140.0, 160.0, year=None))
        reading = operators_reading(found["price_per_bed_week"])
        assert reading is not None
        said = reading.text("nl").replace("\u00a0", " ")
        assert said == (
            "Prijs per bed per week, lokaal bewijs: boven de mediaan van 3 exploitanten "
            "(€ 140; de middelste helft € 130 – € 150)."
        )
        assert operators_reading(found["occupancy"]) is None

    def test_the_sheet_says_it_too(self) -> None:
        result = run_case(with_answers(self.CASE, answered("price_per_bed_week", 130.0, 140.0, 160.0, year=None)))
        said = [
            sentence
            for block in mirror_document(result).blocks
            if isinstance(block, Paragraph)
            for sentence in block.messages
        ]
        assert operators_reading(reflected(result)["price_per_bed_week"]) in said
