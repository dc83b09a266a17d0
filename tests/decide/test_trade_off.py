"""The trade-off of a case: fixed scales, weights of every kind, and what is left out with its reason."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import Case, read_case, write_case
from model.case.example import example_case
from model.decide.trade_off import FULL, STARTING, Weighing, trade_off
from model.engine.run import run_case
from model.problems import BadInput


def weighed(sections: dict[str, Any] | None = None, **changes: Any) -> Weighing:
    case: Case = example_case("GM1783")
    return trade_off(run_case(read_case(write_case(case) | changes | (sections or {}))))


def criteria(*given: dict[str, Any], **weights: Any) -> dict[str, Any]:
    return {"trade_off": {"criteria": list(given), **weights}}


COST = {"key": "cost_per_bed_night", "worst": 40.0, "best": 10.0}


@pytest.fixture(scope="module")
def start() -> Weighing:
    return weighed()


class TestStart:
    def test_a_case_that_names_no_criteria_is_weighed_on_those_to_start_with(self, start: Weighing) -> None:
        assert tuple(criterion.quantity.key for criterion in start.criteria) == STARTING
        assert start.is_starting
        assert [criterion.weight.value for criterion in start.criteria] == [0.5, 0.5]
        assert {criterion.weight.basis for criterion in start.criteria} == {"assumed"}

    def test_options_that_deliver_the_need_score_all_of_it(self, start: Weighing) -> None:
        beds = start.criteria[1]
        assert (beds.scale.worst, beds.scale.best) == (0.0, 200.0)
        assert {score.value for score in beds.scores.values()} == {FULL}

    def test_the_cheapest_night_comes_first_where_all_else_is_equal(self, start: Weighing) -> None:
        cost = {option: shown.value or 0.0 for option, shown in start.criteria[0].values.items()}
        assert list(start.totals) == sorted(cost, key=cost.__getitem__)
        assert start.best == (min(cost, key=cost.__getitem__),)


class TestScale:
    def test_on_a_fixed_scale_a_score_is_the_place_of_the_value(self) -> None:
        weighing = weighed(criteria(COST))
        for option, shown in weighing.criteria[0].values.items():
            # From 40 (0) to 10 (100): (40 - cost) / 30.
            expected = (40.0 - (shown.value or 0.0)) / 30.0 * 100
            assert weighing.totals[option].value == pytest.approx(expected)

    def test_half_the_need_scores_a_half(self) -> None:
        row = {"stay": "short", "from": "2027-01", "low": 400, "typical": 400, "high": 400, "source": "Telling"}
        weighing = weighed(criteria({"key": "beds"}) | {"need": {"rows": [row]}})
        assert {total.value for total in weighing.totals.values()} == {50.0}

    def test_a_date_is_better_when_earlier(self) -> None:
        weighing = weighed(criteria({"key": "opening_date"}))
        opening = {option: shown.value or 0.0 for option, shown in weighing.criteria[0].values.items()}
        assert weighing.totals[min(opening, key=opening.__getitem__)].value == FULL
        assert weighing.totals[max(opening, key=opening.__getitem__)].value == 0.0


class TestWeights:
    @pytest.mark.parametrize(
        ("given", "shares"),
        [
            ({"weights": {"cost_per_bed_night": 3, "beds": 1}}, (0.75, 0.25)),
            ({"ranking": ["beds", "cost_per_bed_night"]}, (0.25, 0.75)),
            ({"swing": {"cost_per_bed_night": 100, "beds": 25}}, (0.8, 0.2)),
            ({"intervals": {"cost_per_bed_night": [0.4, 0.6], "beds": [0.2, 0.4]}}, (0.625, 0.375)),
            ({"weights": {"cost_per_bed_night": 3}}, (1.0, 0.0)),
            ({}, (0.5, 0.5)),
        ],
    )
    def test_every_way_to_say_weights_gives_shares_of_one(
        self, given: dict[str, Any], shares: tuple[float, float]
    ) -> None:
        weighing = weighed(criteria(COST, {"key": "beds"}, **given))
        assert tuple(criterion.weight.value for criterion in weighing.criteria) == pytest.approx(shares)

    def test_a_weight_that_the_case_gives_is_judged(self) -> None:
        weighing = weighed(criteria(COST, weights={"cost_per_bed_night": 1}))
        assert weighing.criteria[0].weight.basis == "judged" and not weighing.is_starting


class TestLeftOut:
    def test_an_option_without_a_value_is_left_out_by_name_of_the_criterion_and_with_the_reason(self) -> None:
        options = [{"id": "a", "type": "short_stay", "inputs": {"loan_share": 0}}, {"id": "b", "type": "mid_stay"}]
        weighing = weighed(criteria({"key": "dscr_min"}), options=options)
        assert (set(weighing.totals), set(weighing.left_out)) == ({"b"}, {"a"})
        assert weighing.left_out["a"].text("nl") == "Geen waarde voor laagste DSCR. Er is geen lening."

    def test_an_option_without_any_line_is_left_out_for_its_zeros_are_no_outcome(self) -> None:
        weighing = weighed(options=[{"id": "a", "type": "short_stay"}, {"id": "o", "type": "own"}])
        assert (set(weighing.totals), set(weighing.left_out)) == ({"a"}, {"o"})
        assert "Deze optie heeft nog geen posten." in weighing.left_out["o"].text("nl")
        assert weighing.criteria[0].values["o"].value is None

    def test_a_quantity_of_which_neither_way_is_better_needs_both_ends(self) -> None:
        with pytest.raises(BadInput, match="loan_amount"):
            weighed(criteria({"key": "loan_amount"}))
        weighing = weighed(criteria({"key": "loan_amount", "worst": 2e7, "best": 0.0}))
        assert all(0.0 <= (total.value or 0.0) <= FULL for total in weighing.totals.values())

    def test_what_is_no_quantity_is_refused_by_name(self) -> None:
        with pytest.raises(BadInput, match="nonsense"):
            weighed(criteria({"key": "nonsense"}))
