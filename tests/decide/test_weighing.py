"""Weighing: scales, weights, dominance and where the answer turns, against what can be worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.decide.weighing import (
    Scale,
    best_of,
    dominated_by,
    middle_of,
    normalised,
    of_ranking,
    scores_of,
    together,
    turnings,
)

SCORES = st.dictionaries(
    st.sampled_from("abcd"),
    st.fixed_dictionaries({key: st.integers(0, 20).map(lambda step: step / 20) for key in ("cost", "beds", "time")}),
    min_size=2,
)
WEIGHTS = st.fixed_dictionaries({key: st.integers(1, 20).map(float) for key in ("cost", "beds", "time")})


class TestScale:
    def test_a_value_half_way_scores_a_half_on_a_rising_and_on_a_falling_scale(self) -> None:
        assert Scale(0.0, 200.0).score(100.0) == Scale(40.0, 20.0).score(30.0) == 0.5

    def test_what_lies_beyond_the_scale_scores_no_more_than_its_end(self) -> None:
        scale = Scale(0.0, 200.0)
        assert (scale.score(-10.0), scale.score(400.0)) == (0.0, 1.0)

    def test_options_that_are_alike_all_score_the_same(self) -> None:
        scores = scores_of({"a": {"beds": 200.0}, "b": {"beds": 200.0}}, {"beds": Scale(200.0, 200.0)})
        assert scores["a"] == scores["b"]


class TestWeights:
    def test_weights_are_shares_of_one(self) -> None:
        assert normalised({"cost": 60.0, "beds": 20.0, "time": 20.0}) == {"cost": 0.6, "beds": 0.2, "time": 0.2}

    @pytest.mark.parametrize("weights", [{"cost": 0.0, "beds": 0.0}, {"cost": -1.0, "beds": 2.0}])
    def test_weights_that_say_nothing_are_refused(self, weights: dict[str, float]) -> None:
        with pytest.raises(ValueError, match="weights"):
            normalised(weights)

    def test_a_ranking_of_two_gives_three_to_one(self) -> None:
        # The mean of w between 1/2 and 1 is 3/4.
        assert of_ranking(["cost", "beds"]) == {"cost": 0.75, "beds": 0.25}

    @pytest.mark.parametrize("count", [1, 2, 5, 12])
    def test_the_weights_of_a_ranking_add_up_and_fall(self, count: int) -> None:
        weights = list(of_ranking([str(number) for number in range(count)]).values())
        assert math.fsum(weights) == pytest.approx(1.0)
        assert weights == sorted(weights, reverse=True)

    def test_of_intervals_the_middles_count(self) -> None:
        # Middles 0.5 and 0.3 of a total of 0.8.
        assert middle_of({"cost": (0.4, 0.6), "beds": (0.2, 0.4)}) == pytest.approx({"cost": 0.625, "beds": 0.375})


class TestTotals:
    def test_a_score_is_the_weighted_sum(self) -> None:
        assert together({"cost": 0.5, "beds": 1.0}, {"cost": 0.75, "beds": 0.25}) == 0.625

    def test_options_that_score_the_same_are_both_best(self) -> None:
        scores = {"a": {"cost": 1.0, "beds": 0.0}, "b": {"cost": 0.0, "beds": 1.0}}
        assert best_of(scores, {"cost": 0.5, "beds": 0.5}) == ("a", "b")

    @given(SCORES, WEIGHTS)
    def test_what_is_dominated_never_comes_out_alone_on_top(
        self, scores: dict[str, dict[str, float]], weights: dict[str, float]
    ) -> None:
        assert not set(best_of(scores, normalised(weights))) & set(dominated_by(scores))

    def test_an_option_that_is_equal_everywhere_is_not_dominated(self) -> None:
        assert dominated_by({"a": {"cost": 0.5}, "b": {"cost": 0.5}}) == {}


class TestTurning:
    def test_two_criteria_turn_where_the_lines_cross(self) -> None:
        # a: w x 1 + (1 - w) x 0.2; b: w x 0.4 + (1 - w) x 0.8. Equal at 0.2 + 0.8 w = 0.8 - 0.4 w, so at w = 1/2.
        scores = {"a": {"cost": 1.0, "beds": 0.2}, "b": {"cost": 0.4, "beds": 0.8}}
        of_cost, of_beds = turnings(scores, {"cost": 0.7, "beds": 0.3})
        assert (of_cost.criterion, of_cost.before, of_cost.after) == ("cost", ("b",), ("a",))
        assert of_cost.weight == pytest.approx(0.5)
        assert (of_beds.criterion, of_beds.weight) == ("beds", pytest.approx(0.5))

    def test_one_criterion_never_turns(self) -> None:
        assert turnings({"a": {"cost": 1.0}, "b": {"cost": 0.4}}, {"cost": 1.0}) == ()

    @given(SCORES, WEIGHTS)
    def test_between_two_turnings_the_best_stays_the_best(
        self, scores: dict[str, dict[str, float]], weights: dict[str, float]
    ) -> None:
        shares = normalised(weights)
        for key in shares:
            turns = [turning for turning in turnings(scores, shares) if turning.criterion == key]
            stops = [0.0, *(turning.weight for turning in turns), 1.0]
            for low, high in zip(stops, stops[1:], strict=False):
                inside = np.linspace(low, high, 7)[1:-1]
                rest = math.fsum(share for name, share in shares.items() if name != key)
                best = [
                    set(best_of(scores, {n: w if n == key else (1 - w) * s / rest for n, s in shares.items()}))
                    for w in inside
                ]
                assert set.intersection(*best), (key, low, high)
