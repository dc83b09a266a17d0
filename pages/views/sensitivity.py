"""Sensitivity: what drives a result, two inputs together, what flips the ranking, and a bridge between options."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import streamlit as st

from model.analyses.sensitivity import (
    SPIDER_STEPS,
    Flip,
    Grid,
    Leg,
    ends_of,
    moving,
    ranking_flips,
    spider,
    tornado,
    two_way,
)
from model.engine.results import OptionResult
from model.engine.scenarios import scenarios_of
from model.outcomes.quantities import quantity
from model.problems import Problem
from model.readings.ranking import RANKED, flipped_option, flips_reading, standing_reading
from model.readings.sensitivity import grid_reading, spider_reading
from model.words.units import show_value
from pages.charts.analysis_charts import Axis, Surface, heat_map, spider_lines
from pages.charts.charts import CONFIG
from pages.parts.sensitivity_bridge import bridge_part
from pages.parts.sensitivity_results import shown, there_is_none
from pages.parts.sensitivity_tornado import tornado_part
from pages.session.computed import of_case
from pages.session.state import case, result
from pages.session.words import bold, language, plain, t, titles, words_of
from pages.widgets.choose import (
    USUAL,
    chosen_input,
    chosen_option,
    chosen_result,
    heading,
    input_amount,
    input_name,
    onward,
)
from pages.widgets.fields import Caption, number_field, with_sign
from pages.widgets.folds import fold
from pages.widgets.readings import sentence
from pages.widgets.tables import show_table

SPIDER_INPUTS = 5


def entered_line(metric: str) -> float | None:
    """Where somebody put the line in the grid for a result, if they did."""
    values: dict[str, float] = st.session_state.setdefault("grid_lines", {})
    return values.get(metric)


def save_line(metric: str, value: float | None) -> tuple[Problem, ...]:
    """Keep where the line stands; a blank brings back the usual place."""
    values: dict[str, float] = st.session_state.setdefault("grid_lines", {})
    if value is None:
        values.pop(metric, None)
    else:
        values[metric] = value
    return ()


def grid_part(option: OptionResult, metric: str) -> None:
    """Two inputs together, with the line on which the result reaches a value."""
    st.header(t("grid_title"))
    option_id = option.option.id
    names = list(ends_of(of_case(scenarios_of, option_id)))
    if len(names) < 2:
        st.write(t("grid_too_few"))
        return
    first, second = usual_pair(names, option_id, metric)
    left, middle, right = st.columns([2, 2, 1])
    with left:
        x_key = chosen_input(names, option_id, "grid_x", "grid_x", first)
    with middle:
        rest = [name for name in names if name != x_key]
        y_key = chosen_input(rest, option_id, "grid_y", "grid_y", second if second != x_key else first)
    with right:
        target = line_field(metric)
    grid = of_case(two_way, option_id, x_key, y_key, metric, target)
    grid_chart(grid, option, metric)
    fold(t("table"), "grid_table", partial(grid_table, grid, option, metric))


def usual_pair(names: Sequence[str], option_id: str, metric: str) -> list[str]:
    """The inputs of the grid until somebody chooses: price and occupancy, else those that move the result most."""
    ranked = [bar.key for bar in of_case(tornado, option_id, metric) if bar.key in names]
    usual = [name for name in ("price_per_bed_week", "occupancy") if name in names]
    return [*usual, *(name for name in ranked if name not in usual)][:2]


def line_field(metric: str) -> float:
    """The field for where the line in the grid stands, and where it does."""
    unit = quantity(metric).unit
    entered, unmoved = entered_line(metric), USUAL.get(metric, 0.0)
    number_field(
        Caption(with_sign(t("grid_line"), unit), t("grid_line")),
        entered,
        f"grid_line.{metric}",
        partial(save_line, metric),
        follows=unmoved,
        percent=unit.is_ratio,
    )
    return unmoved if entered is None else entered


def grid_chart(grid: Grid, option: OptionResult, metric: str) -> None:
    """The heat map of the grid with its reading."""
    reading = grid_reading(option.option.id, metric, grid).text(language())
    st.markdown(bold(reading))
    scenarios = of_case(scenarios_of, option.option.id)
    x, y = (
        Axis(input_name(key, option.option.id), scenarios.parameter(key).unit, values.tolist(), scenarios.base(key))
        for key, values in ((grid.x_key, grid.x), (grid.y_key, grid.y))
    )
    surface = Surface(
        values=grid.values.tolist(),
        unit=quantity(metric).unit_key,
        middle=grid.target,
        line=grid.drawn,
        line_name=f"{quantity(metric).label(language())} = {shown(metric, grid.target)}",
        case_name=t("grid_here"),
    )
    st.plotly_chart(
        heat_map(x, y, surface, language()),
        width="stretch",
        config=CONFIG,
        alt=f"{t('grid_alt')} {reading}",
    )


def grid_table(grid: Grid, option: OptionResult, metric: str) -> None:
    """Every sixth row and column of the grid."""
    option_id = option.option.id
    rows, columns = range(0, len(grid.y), 6), range(0, len(grid.x), 6)
    show_table(
        {
            input_amount(grid.x_key, grid.x[column], option): [shown(metric, grid.values[row, column]) for row in rows]
            for column in columns
        },
        index=[input_amount(grid.y_key, grid.y[row], option) for row in rows],
        corner=f"{input_name(grid.y_key, option_id)} ↓ / {input_name(grid.x_key, option_id)} →",
        alt=t("grid_title"),
    )


def spider_part(option: OptionResult, metric: str) -> None:
    """The five largest inputs from half to one and a half times their value."""
    st.header(t("spider_title"))
    option_id = option.option.id
    moved = [bar.key for bar in moving(of_case(tornado, option_id, metric, 0.25))]
    legs = of_case(spider, option_id, tuple(moved[:SPIDER_INPUTS]), metric)
    reading = spider_reading(result(), option_id, metric, legs).text(language())
    if not moved:
        st.write(plain(reading))
        return
    st.markdown(bold(reading))
    st.plotly_chart(
        spider_lines(
            [input_name(leg.key, option_id) for leg in legs],
            [leg.changes for leg in legs],
            [leg.values for leg in legs],
            language(),
            quantity(metric).unit_key,
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('spider_alt')} {reading}",
    )
    fold(
        t("table"),
        "spider_table",
        partial(
            show_table,
            {
                show_value(step, "share", language(), "brief"): [shown(metric, value_at(leg, step)) for leg in legs]
                for step in SPIDER_STEPS
            },
            index=[input_name(leg.key, option_id) for leg in legs],
            corner=t("input"),
            alt=t("spider_title"),
        ),
    )


def value_at(leg: Leg, step: float) -> float:
    """The result at a change of this share; not a number where the input cannot change that far."""
    return next(
        (
            value
            for change, value in zip(leg.changes, leg.values, strict=True)
            if math.isclose(change, step, abs_tol=1e-9)
        ),
        math.nan,
    )


FLIPS_SHOWN = 8


def flips_part(metric: str) -> None:
    """The smallest single change that makes another option the best."""
    st.header(t("flips_title"))
    standing = standing_reading(result(), metric)
    if standing.code != RANKED:
        st.write(plain(standing.text(language())))
        return
    flips = of_case(ranking_flips, metric, most=FLIPS_SHOWN)
    st.markdown(bold(sentence([standing, flips_reading(result(), flips)])))
    if not flips:
        return
    names = titles(case().options)
    show_table(
        {
            t("input"): [input_name(flip.key, flip.option) for flip in flips],
            t("now"): [input_amount(flip.key, flip.base, changed_in(flip)) for flip in flips],
            t("becomes"): [input_amount(flip.key, flip.value, changed_in(flip)) for flip in flips],
            t("winner"): [names[flip.winner] for flip in flips],
        },
        index=[words_of(flipped_option(result(), flip)) for flip in flips],
        corner=t("option"),
        alt=t("flips_title"),
        figures=(t("now"), t("becomes")),
    )


def changed_in(flip: Flip) -> OptionResult | None:
    """The option whose input a flip changes; None for an input that changes in all of them."""
    return result().options.get(flip.option)


heading("sensitivity")
about = chosen_option("analysed_option")
measured = chosen_result("analysed_result")
with st.container():
    missing = there_is_none(about, measured)
for part in (tornado_part, grid_part, spider_part):
    with st.container():
        if not missing:
            part(about, measured)
with st.container():
    flips_part(measured)
with st.container():
    bridge_part(about, measured)
onward("sensitivity")
