"""Sensitivity: what drives a result, two inputs together, what flips the ranking, and a bridge between options."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import streamlit as st

from model.analyses.sensitivity import (
    EVERYWHERE,
    SPIDER_STEPS,
    Flip,
    Grid,
    Leg,
    ends_of,
    ranking_flips,
    spider,
    tornado,
    two_way,
)
from model.engine.results import OptionResult
from model.engine.scenarios import scenarios_of
from model.lines.labels import words_of_line
from model.lines.metrics import METRIC_KEYS
from model.problems import Problem
from model.words.numbers import format_percent
from pages.charts.analysis_charts import Axis, Surface, heat_map, spider_lines
from pages.charts.charts import CONFIG
from pages.parts.sensitivity_bridge import bridge_part
from pages.parts.sensitivity_results import shown, there_is_none
from pages.parts.sensitivity_tornado import tornado_part
from pages.session.computed import of_case
from pages.session.state import case, result
from pages.session.words import PERCENT_UNITS, language, plain, t, titles
from pages.widgets.choose import (
    chosen_input,
    chosen_option,
    chosen_result,
    heading,
    input_amount,
    input_name,
    onward,
)
from pages.widgets.fields import Caption, number_field
from pages.widgets.folds import fold
from pages.widgets.tables import show_table

SPIDER_INPUTS = 5
LOWER_IS_BETTER = frozenset(
    {
        "viability_gap",
        "cost_per_bed_night",
        "resident_cost_share",
        "payback_years",
        "loan_amount",
        "investment",
        "peak_funding",
        "cost_recovery_price_per_bed_week",
    }
)
LINES = {"dscr_min": 1.25, "dscr_average": 1.25, "resident_cost_share": 0.25}
"""Where the line in the grid stands until somebody moves it; zero for the other results."""


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
    unit = words_of_line(metric).unit
    percent = unit in PERCENT_UNITS
    entered, unmoved = entered_line(metric), LINES.get(metric, 0.0)
    sign = " (%)" if percent else " (€)" if unit.startswith("eur") else ""
    number_field(
        Caption(t("grid_line") + sign, t("grid_line")),
        entered,
        f"grid_line.{metric}",
        partial(save_line, metric),
        follows=unmoved,
        percent=percent,
    )
    return unmoved if entered is None else entered


def grid_chart(grid: Grid, option: OptionResult, metric: str) -> None:
    """The heat map of the grid with its reading."""
    metric_label = words_of_line(metric).label(language())
    target = shown(metric, grid.target)
    code = "grid_reading_line" if grid.line else "grid_reading_none"
    reading = t(code, metric=metric_label, value=target)
    st.markdown(f"**{plain(reading)}**")
    scenarios = of_case(scenarios_of, option.option.id)
    x, y = (
        Axis(input_name(key, option.option.id), scenarios.parameter(key).unit, values.tolist(), scenarios.base(key))
        for key, values in ((grid.x_key, grid.x), (grid.y_key, grid.y))
    )
    surface = Surface(
        values=grid.values.tolist(),
        unit=words_of_line(metric).unit,
        middle=grid.target,
        line=grid.drawn,
        line_name=f"{metric_label} = {target}",
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
    moving = [bar.key for bar in of_case(tornado, option_id, metric, 0.25) if bar.effect > 0]
    keys = tuple(moving[:SPIDER_INPUTS])
    if not keys:
        st.write(t("nothing_moves"))
        return
    legs = of_case(spider, option_id, keys, metric)
    known = [[value for value in leg.values if not math.isnan(value)] for leg in legs]
    steepest = max(range(len(legs)), key=lambda number: max(known[number]) - min(known[number]))
    reading = t(
        "spider_reading",
        input=input_name(legs[steepest].key, option_id),
        metric=words_of_line(metric).label(language()),
        least=shown(metric, min(known[steepest])),
        most=shown(metric, max(known[steepest])),
    )
    st.markdown(f"**{plain(reading)}**")
    st.plotly_chart(
        spider_lines(
            [input_name(leg.key, option_id) for leg in legs],
            [leg.changes for leg in legs],
            [leg.values for leg in legs],
            language(),
            words_of_line(metric).unit,
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
                format_percent(step, language(), 0): [
                    shown(metric, at_step) if (at_step := value_at(leg, step)) is not None else "–" for leg in legs
                ]
                for step in SPIDER_STEPS
            },
            index=[input_name(leg.key, option_id) for leg in legs],
            corner=t("input"),
            alt=t("spider_title"),
        ),
    )


def value_at(leg: Leg, step: float) -> float | None:
    """The result at a change of this share; None where the input cannot change that far."""
    return next(
        (
            value
            for change, value in zip(leg.changes, leg.values, strict=True)
            if math.isclose(change, step, abs_tol=1e-9)
        ),
        None,
    )


FLIPS_SHOWN = 8


def flips_part(metric: str) -> None:
    """The smallest single change that makes another option the best."""
    st.header(t("flips_title"))
    names = titles(case().options) | {EVERYWHERE: t("all_options")}
    measure = metric if metric in METRIC_KEYS else "npv"
    higher = measure not in LOWER_IS_BETTER
    scores = {
        name: value for name, option in result().options.items() if (value := option.metrics[measure]) is not None
    }
    if len(scores) < 2:
        st.write(t("flips_one"))
        return
    best = (max if higher else min)(scores, key=lambda name: scores[name])
    standing = t(
        "flips_best",
        option=names[best],
        metric=words_of_line(measure).label(language()),
        value=shown(measure, scores[best]),
    )
    flips = of_case(ranking_flips, measure, higher_is_better=higher, most=FLIPS_SHOWN)
    if not flips:
        st.markdown(f"**{plain(standing)} {plain(t('flips_none'))}**")
        return
    first = flips[0]
    reading = t(
        "flips_reading",
        option=names[first.option],
        input=input_name(first.key, first.option),
        base=input_amount(first.key, first.base, changed_in(first)),
        value=input_amount(first.key, first.value, changed_in(first)),
        winner=names[first.winner],
    )
    st.markdown(f"**{plain(standing)} {plain(reading)}**")
    show_table(
        {
            t("input"): [input_name(flip.key, flip.option) for flip in flips],
            t("now"): [input_amount(flip.key, flip.base, changed_in(flip)) for flip in flips],
            t("becomes"): [input_amount(flip.key, flip.value, changed_in(flip)) for flip in flips],
            t("winner"): [names[flip.winner] for flip in flips],
        },
        index=[names[flip.option] for flip in flips],
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
