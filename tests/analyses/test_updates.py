"""An update of the model or the market data: what it changes in a stored case, added up, and how to keep it out."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from market_data import load
from market_data.overlay import overlay_file
from model.analyses.sensitivity import Bridge
from model.analyses.updates import MODEL, keep_edits, kept_of, update_bridge, update_of
from model.case import Case, Component, Option, Reason
from model.case.edits import apply_all
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.parameters import table
from model.parameters.table import Default, default_row
from model.words.quantities import results

WHY = Reason("Anna", "2027-03-01", "waarde van voor de update")
Move = Callable[[Mapping[str, Callable[[float], float]]], None]


def stored(result: CaseResult) -> dict[str, Any]:
    """What is kept, as a store gives it back."""
    kept: dict[str, Any] = json.loads(json.dumps(kept_of(result)))
    return kept


def npv(result: CaseResult, option: str) -> float:
    value = result.options[option].metrics["npv"]
    assert value is not None
    return value


def bars(bridge: Bridge) -> dict[str, float]:
    return {step.group: step.amount for step in bridge.steps}


@pytest.fixture
def move(monkeypatch: pytest.MonkeyPatch) -> Iterator[Move]:
    """Moves the defaults of some inputs, in every row that is a plain number."""
    shipped = table.defaults()

    def moved(changes: Mapping[str, Callable[[float], float]]) -> None:
        def row_of(row: Default) -> Default:
            is_number = isinstance(row.typical, float) and not row.rule
            return replace(row, typical=changes[row.key](row.typical)) if is_number else row  # type: ignore[arg-type]

        rows = {key: tuple(map(row_of, group)) if key in changes else group for key, group in shipped.items()}
        monkeypatch.setattr(table, "defaults", lambda: rows)

    yield moved
    monkeypatch.undo()


def with_mix() -> Case:
    case = example_case("GM1783")
    mix = Option("m", "mix", components=(Component("a", 0.5), Component("d", 0.5)))
    return replace(case, options=(*case.options, mix)).with_input("a", "occupancy", 0.9)


class TestKept:
    def test_every_input_is_kept_once_left_out_or_entered(self) -> None:
        result = run_case(with_mix())
        kept = stored(result)["options"]
        resolved = result.options["a"].resolved[0]
        assert kept["a"]["entered"] == {"occupancy": 0.9}
        assert {*kept["a"]["defaults"], *kept["a"]["entered"]} == set(resolved.provenance)
        assert kept["a"]["defaults"]["price_per_bed_week"] == resolved.values["price_per_bed_week"]
        assert set(kept["m"]) == {"numbers"}

    def test_every_number_with_a_value_is_kept(self) -> None:
        result = run_case(with_mix())
        for option, kept in stored(result)["options"].items():
            scalars = result.options[option].computed.scalars
            assert kept["numbers"] == {key: scalars[key] for key in results() if not math.isnan(scalars[key])}

    def test_dated_values_are_kept_with_their_days(self) -> None:
        """The minimum wage of the figures: each by the day from which it counts."""
        wages = [(since, figure.value) for since, figure in load().wages if figure.unit == "hour"]
        kept = stored(run_case(example_case("GM1783")))["options"]["a"]["steps"]["minimum_wage_hour"]
        assert kept == [["", wages[0][1]], *([since.isoformat(), value] for since, value in wages[1:])]


class TestNothingChanged:
    def test_the_same_model_and_data_change_nothing(self) -> None:
        result = run_case(with_mix())
        update = update_of(stored(result), result)
        assert not update.differs
        assert set(update.options) == {"a", "b", "c", "d", "m"}
        assert all(update_bridge(stored(result), result, option).steps == () for option in result.options)
        assert keep_edits(stored(result), result, WHY) == ()


class TestDefaults:
    def test_a_default_that_moved_is_named_with_what_it_was(self, move: Move) -> None:
        before = run_case(with_mix())
        row = default_row("furniture_per_bed", "short_stay", "")
        assert row is not None and isinstance(row.typical, float)
        then = before.options["a"].resolved[0].values["furniture_per_bed"]
        move({"furniture_per_bed": lambda value: 2 * value})
        after = run_case(with_mix())
        update = update_of(stored(before), after)
        (moved,) = update.options["a"].moved
        assert (moved.option, moved.key, moved.then) == ("a", "furniture_per_bed", then)
        assert moved.now == pytest.approx(2 * then)
        assert [(other.option, other.key) for other in update.options["m"].moved] == [
            ("a", "furniture_per_bed"),
            ("d", "furniture_per_bed"),
        ]
        assert update.options["a"].numbers["npv"] == (npv(before, "a"), npv(after, "a"))

    def test_what_was_entered_is_no_default_that_moved(self, move: Move) -> None:
        before = run_case(with_mix())
        move({"occupancy": lambda value: value - 0.05})
        update = update_of(stored(before), run_case(with_mix()))
        assert update.options["a"].moved == ()
        assert not update.options["a"].differs
        assert [moved.key for moved in update.options["b"].moved] == ["occupancy"]

    def test_one_bar_per_input_adds_up_to_the_difference(self, move: Move) -> None:
        before = run_case(with_mix())
        keys = ("furniture_per_bed", "discount_rate", "loan_rate")
        move({key: lambda value: 1.1 * value for key in keys})
        after = run_case(with_mix())
        for option in ("a", "b", "c", "d"):
            bridge = update_bridge(stored(before), after, option)
            assert set(bars(bridge)) == set(keys)
            assert bars(bridge)["loan_rate"] == pytest.approx(0, abs=0.005)  # the npv is that before financing
            assert (bridge.start, bridge.end) == (npv(before, option), npv(after, option))
            assert bridge.start + math.fsum(bars(bridge).values()) == pytest.approx(bridge.end, abs=0.005)
        mixed = bars(update_bridge(stored(before), after, "m"))
        assert {"a.furniture_per_bed", "d.furniture_per_bed", "a.discount_rate", "d.discount_rate"} <= set(mixed)
        assert npv(before, "m") + math.fsum(mixed.values()) == pytest.approx(npv(after, "m"), abs=0.005)

    def test_one_input_alone_makes_the_whole_difference(self, move: Move) -> None:
        before = run_case(with_mix())
        move({"furniture_per_bed": lambda value: value + 100})
        after = run_case(with_mix())
        assert bars(update_bridge(stored(before), after, "a")) == {
            "furniture_per_bed": pytest.approx(npv(after, "a") - npv(before, "a"), abs=0.005)
        }

    def test_the_term_may_move_too(self, move: Move) -> None:
        before = run_case(with_mix())
        move({"construction_months": lambda value: value + 6, "furniture_life_years": lambda value: value + 1})
        after = run_case(with_mix())
        bridge = update_bridge(stored(before), after, "d")
        assert set(bars(bridge)) == {"construction_months", "furniture_life_years"}
        assert bridge.start + math.fsum(bars(bridge).values()) == pytest.approx(npv(after, "d"), abs=0.005)

    def test_of_very_many_inputs_they_change_one_after_another(self, move: Move) -> None:
        before = run_case(with_mix())
        growths = [key for key in before.options["a"].resolved[0].defaults_used if key.endswith("_growth")]
        numbers = [*growths, "furniture_per_bed", "discount_rate", "inflation"]
        move({key: lambda value: value + 0.001 for key in numbers})
        after = run_case(with_mix())
        bridge = update_bridge(stored(before), after, "a")
        assert len(bridge.steps) > 10
        assert bridge.method == "ordered"
        assert bridge.start + math.fsum(bars(bridge).values()) == pytest.approx(npv(after, "a"), abs=0.005)


class TestTheModelItself:
    def test_what_no_input_explains_is_the_model(self) -> None:
        """A model that made EUR 1,000 less of the same inputs."""
        result = run_case(with_mix())
        kept = stored(result)
        kept["options"]["a"]["numbers"]["npv"] -= 1000
        bridge = update_bridge(kept, result, "a")
        assert bars(bridge) == {MODEL: pytest.approx(1000)}
        assert update_of(kept, result).options["a"].differs

    def test_it_stands_apart_from_the_inputs(self, move: Move) -> None:
        before = run_case(with_mix())
        kept = stored(before)
        kept["options"]["a"]["numbers"]["npv"] -= 1000
        move({"furniture_per_bed": lambda value: value + 100})
        after = run_case(with_mix())
        assert bars(update_bridge(kept, after, "a")) == {
            MODEL: pytest.approx(1000),
            "furniture_per_bed": pytest.approx(npv(after, "a") - npv(before, "a"), abs=0.005),
        }

    def test_inputs_that_went_or_came_are_named(self) -> None:
        result = run_case(with_mix())
        kept = stored(result)
        kept["options"]["a"]["defaults"]["parking_levy"] = 12.0
        del kept["options"]["a"]["defaults"]["furniture_per_bed"]
        update = update_of(kept, result).options["a"]
        assert (update.gone, update.new) == (("parking_levy",), ("furniture_per_bed",))
        assert update_bridge(kept, result, "a").steps == ()

    def test_a_choice_the_model_no_longer_knows_is_part_of_the_model(self) -> None:
        result = run_case(with_mix())
        kept = stored(result)
        kept["options"]["a"]["defaults"]["loan_type"] = "perpetual"
        (moved,) = update_of(kept, result).options["a"].moved
        assert (moved.key, moved.then) == ("loan_type", "perpetual")
        assert update_bridge(kept, result, "a").steps == ()
        assert keep_edits(kept, result, WHY) == ()


class TestMarketData:
    def test_another_home_value_is_a_bar_of_what_follows_from_it(self) -> None:
        """The land of new build is a share of the home value of the town."""
        overlay = b"indicator;region_code;period;value;source\naverage_home_value;GM1783;2030JJ00;900000;eigen\n"
        case = with_mix()
        before, after = run_case(case, load()), run_case(case, overlay_file(load(), overlay, "eigen.csv"))
        bridge = update_bridge(stored(before), after, "d")
        assert MODEL not in bars(bridge) and bars(bridge)
        assert set(bars(bridge)) == {moved.key for moved in update_of(stored(before), after).options["d"].moved}
        assert bridge.start + math.fsum(bars(bridge).values()) == pytest.approx(npv(after, "d"), abs=0.005)
        entered = run_case(apply_all(case, keep_edits(stored(before), after, WHY)), after.market)
        assert npv(entered, "d") == npv(before, "d")

    def test_a_new_minimum_wage_is_one_bar_with_where_its_growth_begins(self) -> None:
        market = load()
        newest = max(since for since, _ in market.wages)
        later = date(newest.year + 1, 7, 1)
        wages = tuple(
            (later, replace(figure, value=2 * figure.value)) for since, figure in market.wages if since == newest
        )
        case = replace(with_mix(), law="in_force")
        before = run_case(case, market)
        after = run_case(case, replace(market, version="newer", wages=(*market.wages, *wages)))
        moved = {default.key for default in update_of(stored(before), after).options["a"].moved}
        assert moved == {"minimum_wage_hour", "minimum_wage_growth"}
        share = "resident_cost_share"
        kept = stored(before)
        bridge = update_bridge(kept, after, "a", share)
        assert set(bars(bridge)) <= {"minimum_wage_hour"}
        assert bridge.end == after.options["a"].computed.scalars[share]
        assert keep_edits(kept, after, WHY) == ()


class TestKeeping:
    def test_what_was_left_out_is_entered_with_a_reason_and_gives_the_old_numbers(self, move: Move) -> None:
        case = with_mix()
        before = run_case(case)
        keys = ("furniture_per_bed", "discount_rate", "occupancy", "minimum_wage_growth", "price_growth", "term_years")
        move({key: lambda value: value + 1 if value > 1 else value - 0.01 for key in keys})
        after = run_case(case)
        edits = keep_edits(stored(before), after, WHY)
        kept = run_case(apply_all(case, edits))
        for option, outcome in before.options.items():
            assert dict(kept.options[option].metrics) == dict(outcome.metrics)
        given = kept.case.option("b")
        assert given.reasons["occupancy"] == WHY
        assert set(given.inputs) == set(given.reasons)
        assert kept.case.option("a").inputs["occupancy"] == 0.9
        assert "occupancy" not in kept.case.option("a").reasons
