"""Of many criteria those that weigh most are told one by one, the others together."""

from __future__ import annotations

from typing import Any

import pytest

from model.case import read_case, write_case
from model.case.example import example_case
from model.decide.heaviest import heaviest
from model.decide.trade_off import Weighing, trade_off
from model.engine.run import run_case
from model.readings.trade_off import left_out

WEIGHTS = {"npv": 10, "beds": 20, "cost_per_bed_night": 40, "investment": 5, "municipality_npv": 25}


@pytest.fixture(scope="module")
def weighing() -> Weighing:
    trade: dict[str, Any] = {"criteria": [{"key": key} for key in WEIGHTS], "weights": WEIGHTS}
    return trade_off(run_case(read_case(write_case(example_case("GM1783")) | {"trade_off": trade})))


def test_as_many_as_there_is_room_for_are_all_told(weighing: Weighing) -> None:
    own, others = heaviest(weighing, len(WEIGHTS))
    assert (own, others) == (weighing.criteria, None)


def test_of_more_the_heaviest_keep_their_order_and_the_others_take_one_place(weighing: Weighing) -> None:
    own, others = heaviest(weighing, 4)
    assert [one.quantity.key for one in own] == ["beds", "cost_per_bed_night", "municipality_npv"]
    assert others is not None
    assert [one.quantity.key for one in others.criteria] == ["npv", "investment"], "the heaviest first"
    assert others.count.value == 2
    assert others.weight.value == pytest.approx(0.15)  # 10 and 5 of 100


def test_the_points_of_the_others_are_their_weights_times_their_scores(weighing: Weighing) -> None:
    _, others = heaviest(weighing, 4)
    assert others is not None
    npv, investment = others.criteria
    for option, points in others.points.items():
        scores = (npv.scores[option].value or 0.0, investment.scores[option].value or 0.0)
        assert points.value == pytest.approx(0.10 * scores[0] + 0.05 * scores[1])


def test_options_left_out_for_the_same_reason_stand_in_one_sentence() -> None:
    case = example_case("GM1783")
    trade = {"criteria": [{"key": "local_workers_share", "worst": 0.0, "best": 1.0}]}
    case = read_case(write_case(case) | {"trade_off": trade})
    (said,) = left_out(trade_off(run_case(case)), case)
    words = said.text("nl")
    assert all(option.title("nl") in words for option in case.options) and "doen niet mee" in words
