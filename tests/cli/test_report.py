"""The result as a table for people and as data for machines."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.analyses.evidence import evidence
from model.case import Component, Option
from model.case.example import example_case
from model.cli.report import result_data, result_table
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.words.texts import text


@pytest.fixture(scope="module")
def result() -> CaseResult:
    priced = example_case("GM1783").with_input("a", "price_per_bed_week", 126.92)
    case = replace(priced, frames={"max_price_per_week": 120, "max_beds": 250})
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    return run_case(replace(case, options=(*case.options, mix, Option("o", "own"))))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("section", ["ledgers", "budget", "norms", "frames", "evidence"])
def test_the_table_shows_every_side_of_the_case(result: CaseResult, section: str, language: str) -> None:
    assert text(f"table_{section}", language) in result_table(result, language)


def test_a_frame_shows_how_far_an_option_is_from_it(result: CaseResult) -> None:
    """EUR 126.92 against at most EUR 120: 6.92 too much. 200 beds against at most 250: room for 50."""
    rows = {line[:40].strip(): line for line in result_table(result, "nl").splitlines()}
    assert "schiet tekort (€\u00a0-6,92)" in rows["Hoogste prijs per bed per week"]
    beds = next(line for name, line in rows.items() if name == text("frame_max_beds", "nl")[:40].strip())
    assert beds.count("voldoet (50\u00a0bedden)") == 6


def test_the_table_names_what_to_find_out_first(result: CaseResult) -> None:
    shown = result_table(result, "nl")
    assert "zoek dit eerst uit" in shown


def test_every_default_has_its_provenance_in_the_data(result: CaseResult) -> None:
    """Value, unit, price level, source or reason, and status, for each input of each option."""
    for option_id, option in result_data(result)["options"].items():
        for row in option["inputs"]:
            assert {"key", "value", "unit", "price_level", "status", "source", "explanation"} <= set(row)
            assert row["source"] or row["explanation"] or row["status"] == "not_given", (option_id, row["key"])


def test_the_data_holds_the_municipalitys_lines_and_its_budget(result: CaseResult) -> None:
    options = result_data(result)["options"]
    assert {line["use"] for line in options["d"]["municipal_lines"]} == {"off", "on"}
    assert {line["model"] for line in options["m"]["municipal_lines"]} == {"m.a", "m.d"}
    assert [year["year"] for year in options["a"]["budget_years"]][:2] == [2027, 2028]
    assert options["o"]["budget_years"] == []


def test_the_evidence_in_the_data_is_the_evidence(result: CaseResult) -> None:
    data = result_data(result)["options"]["c"]["evidence"]
    assert data["share"] == evidence(result, "c").share
    assert data["get_these_first"] == list(evidence(result, "c").get_these_first)
