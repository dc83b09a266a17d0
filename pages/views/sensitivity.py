"""Sensitivity: what drives a result, two inputs together, what flips the ranking, and a bridge between options."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import partial

import streamlit as st

from model.analyses.sensitivity import (
    SPIDER_STEPS,
    Flip,
    ends_of,
    moving,
    ranking_flips,
    spider,
    tornado,
    two_way,
)
from model.documents.number_charts import Curve, Curves, HeatMap
from model.documents.words import said
from model.engine.results import OptionResult
from model.engine.scenarios import scenarios_of
from model.outcomes.quantities import quantity
from model.problems import Problem
from model.readings.ranking import RANKED, flipped_option, flips_reading, standing_reading
from model.readings.sensitivity import grid_reading, spider_reading
from model.words.messages import message
from model.words.numbers import MISSING
from model.words.units import show_value
from pages.charts.drawing import show
from pages.charts.specs import Said, grid_map, spider_curves
from pages.parts.sensitivity_bridge import bridge_part
from pages.parts.sensitivity_results import there_is_none
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
EVERY = 6
"""Of so many rows and columns of the grid one stands in its table."""


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
    reading = grid_reading(option_id, metric, grid)
    st.markdown(bold(reading.text(language())))
    drawn = grid_map(result(), option_id, metric, grid, Said(reading, message("ui_grid_alt")))
    show(drawn)
    fold(t("table"), "grid_table", partial(grid_table, drawn))


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


def grid_table(drawn: HeatMap) -> None:
    """Every sixth row and column of the grid."""
    across, up = (side.figures[::EVERY] for side in (drawn.across, drawn.up))
    show_table(
        {
            place.show(language(), "input"): [row[EVERY * column].show(language()) for row in drawn.rows[::EVERY]]
            for column, place in enumerate(across)
        },
        index=[place.show(language(), "input") for place in up],
        corner=words_of(drawn.sides),
        alt=t("grid_title"),
    )


def spider_part(option: OptionResult, metric: str) -> None:
    """The five largest inputs from half to one and a half times their value."""
    st.header(t("spider_title"))
    option_id = option.option.id
    moved = [bar.key for bar in moving(of_case(tornado, option_id, metric, 0.25))]
    legs = of_case(spider, option_id, tuple(moved[:SPIDER_INPUTS]), metric)
    reading = spider_reading(result(), option_id, metric, legs)
    words = reading.text(language())
    if not moved:
        st.write(plain(words))
        return
    st.markdown(bold(words))
    drawn = spider_curves(result(), option_id, metric, legs, Said(reading, message("ui_spider_alt")))
    show(drawn)
    fold(t("table"), "spider_table", partial(spider_table, drawn))


def spider_table(drawn: Curves) -> None:
    """The result of each input at each step; a dash where the input cannot change that far."""
    show_table(
        {
            show_value(step, "share", language(), "brief"): [value_at(curve, step) for curve in drawn.curves]
            for step in SPIDER_STEPS
        },
        index=[said(curve.name, language()) for curve in drawn.curves],
        corner=t("input"),
        alt=t("spider_title"),
    )


def value_at(curve: Curve, step: float) -> str:
    """The result at a change of this share; a dash where the input cannot change that far."""
    there = (value for change, value in curve.points if math.isclose(change.value or 0.0, step, abs_tol=1e-9))
    return next((value.show(language()) for value in there), MISSING)


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
