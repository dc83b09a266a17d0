"""The default of what may be asked of who stays longer than thirty days, if that is tenancy."""

from __future__ import annotations

import math

from model.parameters.points import ROOM, WEEKS_IN_A_MONTH, Dwelling, classes, highest_rent, room_points, woz_class
from model.parameters.situation import Derived, Situation
from model.parameters.table import Default, choice_label
from model.words.numbers import euros, number
from model.words.texts import LANGUAGES, text

SERVICE, AREA, UNIT, WOZ = "service_cost_per_bed_week", "m2_per_bed", "beds_per_unit", "woz_value_per_bed"
REGION = "home_value_per_m2"


def tenancy_price(situation: Situation, row: Default) -> Derived | None:
    """The highest bare rent of a room by the points of the plan, per week, and the option's service costs.

    Low and high are those of the worst and the best of `points_classes.csv`. None where the table of rents is missing.
    """
    values, market = situation.values, situation.market
    region = market.lookup(REGION, situation.municipality)
    label = situation.choices["energy_label"]
    plan = Dwelling(
        m2_per_bed=values[AREA],
        beds_per_unit=values[UNIT],
        label=label,
        woz_per_bed=values.get(WOZ, math.nan),
        region_per_m2=None if region is None else region.value,
    )
    best, *_, worst = classes()
    points = room_points(plan, label, woz_class(plan))
    counts = (room_points(plan, worst.energy_label, worst.woz), points, room_points(plan, best.energy_label, best.woz))
    rents = [highest_rent(market, ROOM, count) for count in counts]
    if any(rent is None for rent in rents):
        return None
    low, typical, high = (rent[0] / WEEKS_IN_A_MONTH + values[SERVICE] for rent in rents if rent is not None)
    words = {
        language: text(
            "tenancy_price",
            language,
            points=number(points, language),
            label=choice_label("energy_label", label, language),
            woz=text(f"points_{woz_class(plan)}", language),
            rent=euros(rents[1][0] if rents[1] is not None else 0.0, language, 2),
            service=euros(values[SERVICE], language, 2),
        )
        for language in LANGUAGES
    }
    return Derived(
        value=typical,
        low=min(low, typical),
        high=max(high, typical),
        explanation_nl=words["nl"],
        explanation_en=words["en"],
        figures=tuple(rent[1] for rent in rents[1:2] if rent is not None),
        status=row.status,
        source_ids=(row.source_id,),
    )
