"""How present management starts follows the number of beds, as rows of data, and what a building costs has limits."""

from __future__ import annotations

from itertools import pairwise

import pytest

from market_data import load
from model.case import read_case
from model.engine.resolve import Provenance, resolve_option
from model.lines.running_costs import PRESENCES
from model.parameters.rules import PURCHASE_PER_M2
from model.parameters.table import default_row, defaults, presence_at, presence_steps
from tests.support.one_option import one_option


def default(key: str, beds: int, kind: str = "short_stay", variant: str = "", town: str = "GM1783") -> Provenance:
    option = {"id": "o", "type": kind, **({"variant": variant} if variant else {})}
    case = read_case({**one_option({}), "beds": beds, "municipality": town, "options": [option]})
    return resolve_option(case, case.options[0], load()).provenance[key]


def test_every_row_is_of_a_default_of_presence_and_starts_at_no_beds() -> None:
    kinds = {(row.option, row.variant) for row in defaults()["presence"]}
    assert {(step.option, step.variant) for step in presence_steps()} == kinds
    assert all(presence_at(option, variant, 0).from_beds == 0 for option, variant in kinds)


def test_more_beds_never_ask_for_less_presence() -> None:
    for option, variant in {(step.option, step.variant) for step in presence_steps()}:
        steps = [step for step in presence_steps() if (step.option, step.variant) == (option, variant)]
        for before, after in pairwise(steps):
            assert before.from_beds < after.from_beds
            assert PRESENCES.index(before.presence) < PRESENCES.index(after.presence)


@pytest.mark.parametrize("kind", [("short_stay", ""), ("mid_stay", ""), ("conversion", "farm"), ("new_build", "")])
def test_the_default_is_the_row_of_the_number_of_beds_and_says_from_how_many(kind: tuple[str, str]) -> None:
    row = default_row("presence", *kind)
    assert row is not None
    for step in (step for step in presence_steps() if (step.option, step.variant) == (row.option, row.variant)):
        origin = default("presence", int(step.from_beds) or 1, *kind)
        assert (origin.value, origin.status) == (step.presence, "assumption")
        assert f"vanaf {step.from_beds:.0f} bedden" in origin.explanation_nl


@pytest.mark.defaults
@pytest.mark.parametrize("town", ["GM0983", "GM0037", "GM1783", "GM0363", "GM0377"])
def test_a_building_starts_between_900_and_1500_euros_per_m2_and_says_when_that_holds_it(town: str) -> None:
    """Venlo, Stadskanaal, Westland, Amsterdam and Bloemendaal: cheap towns and dear ones."""
    origin, area = default("land_price_per_bed", 200, "conversion", "office", town), 15.0
    assert isinstance(origin.value, float) and origin.low is not None and origin.high is not None
    assert origin.low <= origin.value <= origin.high
    per_m2 = origin.value / area
    low, high = PURCHASE_PER_M2
    assert low - 0.01 <= per_m2 <= high + 0.01
    assert ("begrensd op" in origin.explanation_nl) == (per_m2 == pytest.approx(low) or per_m2 == pytest.approx(high))
