"""Sentences that state results: which option is best, why a result is none, how long options last."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.case.example import example_case
from model.engine.run import run_case
from model.readings.lasting import paid_back_reading, terms, terms_differ, unfair_reading
from model.readings.missing import missing_reading, missing_readings
from model.readings.names import listed
from model.readings.ranking import best_reading, standing_reading
from model.words.figures import Figure
from model.words.messages import Message
from tests.readings.own_options import option, outcome


def told(reading: Message | None, language: str = "nl") -> str:
    assert reading is not None
    return reading.text(language).replace("\u00a0", " ")


def figures(reading: Message) -> list[tuple[str, float | None]]:
    """The quantity and value of every figure in a sentence."""
    shown = [piece.figure for piece in reading.pieces("nl")]
    return [(figure.quantity.key, figure.value) for figure in shown if isinstance(figure, Figure)]


class TestBest:
    def test_of_an_npv_the_highest_is_best(self) -> None:
        """5 x 240,000 - 1,000,000 = 200,000."""
        result = outcome(option("A", 210_000), option("B", 240_000))
        assert told(best_reading(result, "npv")) == "Het hoogst: B met € 200.000."
        assert told(best_reading(result, "npv"), "en") == "Highest: B with € 200,000."

    def test_where_all_lose_the_closest_to_nothing_is_named(self) -> None:
        """5 x 190,000 - 1,000,000 = -50,000."""
        said = told(best_reading(outcome(option("A", 150_000), option("B", 190_000)), "npv"))
        assert said == "Geen enkele optie komt boven nul; het dichtst bij komt B met € -50.000."

    def test_of_a_cost_the_lowest_is_best(self) -> None:
        """Until the first rent comes in the million is out, and what the rent of the first years leaves of it."""
        said = told(best_reading(outcome(option("A", 150_000), option("B", 190_000)), "viability_gap"))
        assert said == "Het laagst: B met € 50.000."

    def test_those_that_look_the_same_are_named_together(self) -> None:
        result = outcome(option("A", 240_000), option("B", 240_000.04), option("C", 200_000))
        assert told(best_reading(result, "npv")) == "Het hoogst: A en B met € 200.000."

    def test_of_what_has_no_direction_the_span_is_told(self) -> None:
        assert told(best_reading(outcome(option("A", 1), option("B", 2)), "loan_amount")) == "Van € 0 tot € 0."

    def test_an_option_without_any_line_takes_no_part(self) -> None:
        assert best_reading(outcome(option("A", 0, own_lines=[])), "npv") is None

    def test_the_number_in_the_sentence_is_a_figure(self) -> None:
        reading = best_reading(outcome(option("A", 240_000)), "npv")
        assert reading is not None and figures(reading) == [("npv", pytest.approx(200_000))]


class TestStanding:
    @pytest.mark.parametrize(
        ("options", "metric", "said"),
        [
            (("A",), "npv", "Een rangorde vraagt ten minste twee opties met een uitkomst."),
            (("A", "B"), "npv", "Nu is A de beste op netto contante waarde (€ 0)."),
            (
                ("A", "B"),
                "loan_amount",
                "Op leningbedrag is geen optie beter dan een andere: hoger is er niet beter en lager ook niet.",
            ),
        ],
    )
    def test_who_stands_on_top_or_why_nobody_does(self, options: tuple[str, ...], metric: str, said: str) -> None:
        assert told(standing_reading(outcome(*(option(name, 200_000) for name in options)), metric)) == said


class TestMissing:
    def test_why_a_result_is_none_is_told_once_for_all_options_it_holds_for(self) -> None:
        (said,) = missing_readings(outcome(option("A", 100), option("B", 100)), ("payback_years",))
        assert told(said).startswith("terugverdientijd: ")
        assert told(said).endswith("(A en B)")

    def test_of_a_result_that_is_there_nothing_is_told(self) -> None:
        assert missing_reading(outcome(option("A", 240_000)), "A", "npv") is None


class TestLasting:
    def test_totals_over_terms_that_differ_do_not_compare_but_what_is_per_year_does(self) -> None:
        short = example_case("GM1783").with_input("a", "term_years", 15.0)
        result = run_case(replace(short, options=(short.option("a"), short.option("d"))))
        assert terms_differ(result)
        assert [term.show("nl") for term in terms(result).values()][0] == "15\u00a0jaar"
        assert told(unfair_reading(result, "npv")).startswith("De opties duren niet even lang: 15 jaar tot ")
        assert unfair_reading(result, "equivalent_annual_value") is None
        assert unfair_reading(result, "irr") is None

    def test_when_it_is_paid_back(self) -> None:
        """A million at 250,000 a year, at the end of the fourth."""
        assert told(paid_back_reading(outcome(option("A", 250_000)).options["A"])) == (
            "De investering is na 4 jaar terugverdiend."
        )
        assert told(paid_back_reading(outcome(option("A", 10)).options["A"])).endswith("niet terugverdiend.")


def test_names_in_a_row_keep_their_figures_apart() -> None:
    assert listed(["x"]).text("nl") == "x"
    assert listed(["x", "y", "z"]).text("nl") == "x, y en z"
