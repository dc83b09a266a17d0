"""Growth of prices, costs and land: index rows, 1 at the price level date."""

from __future__ import annotations

from dataclasses import dataclass

from model.formula.expression import Expression, Input, Line, Shape
from model.formula.primitives import at_least, at_year, prev, year
from model.lines.structure import Structure
from model.lines.tenancy import build_price_kept
from model.lines.timeline import Timeline


@dataclass(frozen=True)
class Indices:
    """Price index rows, 1 at the price level date.

    Those of the price and `general_in_operation` count the period of opening from the opening day on. `asked` is that
    of what is asked: the price less what a law takes from it, `kept` the share that it leaves.
    """

    price: Line
    kept: Line
    asked: Line
    general: Line
    general_in_operation: Line
    building: Line
    land: Line


def build_indices(structure: Structure, timeline: Timeline) -> Indices:
    """Growth of prices, costs in general, building costs and land."""
    general, in_operation = growth_indices(
        "general_index", "general_index_in_operation", "inflation", timeline, structure
    )
    price = growth_index("price_index", "price_growth", timeline, structure, in_operation=True)
    kept = build_price_kept(structure, timeline)
    return Indices(
        price=price,
        kept=kept,
        asked=Line("asked_price_index", price * kept),
        general=general,
        general_in_operation=in_operation,
        building=growth_index("building_index", "building_cost_growth", timeline, structure),
        land=growth_index("land_index", "land_growth", timeline, structure),
    )


def growth_index(
    name: str, growth_key: str, timeline: Timeline, structure: Structure, *, in_operation: bool = False
) -> Line:
    """A price index row: 1 at the price level date, stepping each 1 January along `growth_key`, day-weighted.

    A period takes the day-weighted mean of the two calendar years of the table of `growth_level` it touches. With
    `in_operation` the period of opening counts its days from opening on: for what is only earned or spent then.
    """
    return _index_of(growth_level(name, growth_key, timeline, structure), name, timeline, in_operation)


def growth_indices(
    name: str, name_in_operation: str, growth_key: str, timeline: Timeline, structure: Structure
) -> tuple[Line, Line]:
    """The index of whole periods and that of the days in operation, on one table of levels."""
    level = growth_level(name, growth_key, timeline, structure)
    return _index_of(level, name, timeline, False), _index_of(level, name_in_operation, timeline, True)


def _index_of(level: Line, name: str, timeline: Timeline, in_operation: bool) -> Line:
    share = timeline.share_first_year_open if in_operation else timeline.share_first_year
    position = timeline.year_position
    return Line(name, share * at_year(level, position) + (1 - share) * at_year(level, position + 1))


def growth_level(name: str, growth_key: str, timeline: Timeline, structure: Structure) -> Line:
    """The table behind a price index: per calendar year, 1 in the year of the price level.

    The growth may differ per calendar year (steps `growth_key@1` from `growth_key@1.year` on).
    """
    count = structure.steps.get(growth_key, 0)
    rate: Expression = Input(growth_key)
    if count:
        for number in range(1, count + 1):
            before = growth_key if number == 1 else f"{growth_key}@{number - 1}"
            step = Input(f"{growth_key}@{number}") - Input(before)
            rate = rate + step * at_least(timeline.calendar_year, Input(f"{growth_key}@{number}.year"))
        rate = Line(f"{name}_growth", rate)
    level = Line(f"{name}_level", start=1.0, shape=Shape.YEAR)
    level.becomes(prev(level) * (1 + rate * timeline.after_price_level))
    return level


def mean_growth(name: str, growth_key: str, timeline: Timeline, structure: Structure) -> Expression:
    """The growth per year over the term: the one rate, or for a path the geometric mean from start to end."""
    if not structure.steps.get(growth_key, 0):
        return Input(growth_key)
    level = growth_level(name, growth_key, timeline, structure)
    years = Line("years_in_term", timeline.term_months / 12)
    at_start = Line(f"{name}_place", year(Input("start_date")) - timeline.first_year + 1)
    grown = Line(f"{name}_grown", at_year(level, at_start + years) / at_year(level, at_start))
    return Line(name, grown ** (1 / years) - 1)
