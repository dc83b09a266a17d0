"""The values of quantities: of an option, of a mix, and why there is none."""

from __future__ import annotations

from dataclasses import replace

import pytest

from model.case import Case, Component, Option
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.outcomes.quantities import figure, quantity, together
from model.words.quantities import comparable, quantities, results


@pytest.fixture(scope="module")
def outcome() -> CaseResult:
    case: Case = example_case("GM1783")
    mix = Option("m", "mix", components=(Component("a", 0.4), Component("d", 0.6)))
    return run_case(replace(case, options=(*case.options, mix)))


class TestFigure:
    def test_a_result_is_what_the_run_gives(self, outcome: CaseResult) -> None:
        for option in outcome.options.values():
            for key, value in option.metrics.items():
                assert figure(option, key).value == value

    def test_a_result_that_does_not_exist_says_why(self, outcome: CaseResult) -> None:
        missing = [
            figure(option, key)
            for option in outcome.options.values()
            for key in option.metrics
            if key in option.reasons
        ]
        assert missing
        assert all(shown.value is None and shown.why_none and shown.why_none.text("nl") for shown in missing)

    def test_every_quantity_can_be_asked_of_every_option(self, outcome: CaseResult) -> None:
        for option in outcome.options.values():
            for key in comparable():
                asked = figure(option, key)
                assert asked.quantity.label("nl") and asked.quantity.label("en"), key
                assert asked.show("nl"), key

    def test_of_a_mix_the_dearest_price_counts_and_contributions_add_up(self, outcome: CaseResult) -> None:
        prices = [figure(outcome.options[key], "price_per_bed_week").value for key in ("a", "d")]
        assert figure(outcome.options["m"], "price_per_bed_week").value == max(price for price in prices if price)
        assert together(quantity("municipal_contribution"), [1000.0, 500.0]) == 1500.0

    def test_a_limit_says_which_component_is_the_worst_for_it(self, outcome: CaseResult) -> None:
        """Short stay is there for a shorter time than new build: at most asks the longest, at least the shortest."""
        terms = [figure(outcome.options[key], "term_in_years").value for key in ("a", "d")]
        mix = outcome.options["m"]
        assert figure(mix, "term_in_years", highest_is_worst=True).value == max(term for term in terms if term)
        assert figure(mix, "term_in_years", highest_is_worst=False).value == min(term for term in terms if term)

    def test_what_is_not_known_of_a_component_is_not_known_of_the_mix(self) -> None:
        assert together(quantity("brp_share"), [0.5, None]) is None

    def test_an_input_says_what_it_rests_on(self, outcome: CaseResult) -> None:
        assert figure(outcome.options["a"], "price_per_bed_week").basis in {"sourced", "derived", "assumed"}
        assert figure(outcome.options["a"], "npv").basis == "computed"

    def test_a_line_that_is_no_quantity_is_one_of_which_neither_way_is_better(self) -> None:
        assert not quantity("price_first_year").has_direction
        assert "price_first_year" not in results()

    def test_what_only_an_analysis_finds_is_not_asked_of_an_option(self, outcome: CaseResult) -> None:
        for key in quantities().keys() - comparable().keys():
            with pytest.raises(ValueError, match=key):
                figure(outcome.options["a"], key)

    def test_what_is_nothing_is_refused(self, outcome: CaseResult) -> None:
        with pytest.raises(KeyError):
            figure(outcome.options["a"], "no_such_thing")
