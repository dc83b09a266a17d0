"""Sensitivity: what drives a result, two inputs together, what flips the ranking, and a bridge between options."""

from __future__ import annotations

import math
from functools import partial

import streamlit as st

from model.analyses.sensitivity import (
    EVERYWHERE,
    SPIDER_STEPS,
    Bar,
    Bridge,
    Flip,
    Leg,
    bridge,
    difference_tornado,
    ends_of,
    ranking_flips,
    spider,
    tornado,
    two_way,
)
from model.engine.results import CaseResult, OptionResult
from model.engine.scenarios import scenarios_of
from model.lines.labels import words
from model.lines.metrics import METRIC_KEYS
from model.problems import BadInput, Problem
from model.words.numbers import format_euro, format_million, format_percent
from pages.charts.analysis_charts import heat_map, spider_lines, tornado_bars, waterfall
from pages.charts.charts import CONFIG
from pages.session.entries import chosen
from pages.session.state import case, kept, result
from pages.session.versions import at_defaults, version_fields, version_outcome
from pages.session.words import PERCENT_UNITS, label, language, metric_value, notice_text, plain, t, titles
from pages.widgets.choose import (
    chosen_input,
    chosen_option,
    chosen_result,
    heading,
    input_amount,
    input_name,
    next_step,
)
from pages.widgets.fields import number_field
from pages.widgets.page_bar import announce
from pages.widgets.tables import show_table

MOST_BARS = 12
SPIDER_INPUTS = 5
PERCENTS = (5, 10, 20, 25, 50)
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
BEFORE = ("option", "defaults", "version")


def shown(metric: str, value: float) -> str:
    """A result as shown."""
    return metric_value(metric, None if math.isnan(value) else value)


def there_is_none(option: OptionResult, metric: str) -> bool:
    """Whether the option has no value of this result; says why."""
    if metric not in option.metrics or option.metrics[metric] is not None:
        return False
    reason = option.reasons.get(metric)
    why = notice_text(reason, titles(case().options)[option.option.id]) if reason is not None else ""
    st.info(f"{plain(t('no_result', metric=label(metric)))} {why}")
    return True


def tornado_part(option: OptionResult, metric: str) -> None:
    """One option, or the difference with another."""
    st.header(t("tornado_title"))
    names = titles(case().options)
    option_id = option.option.id
    left, right = st.columns(2)
    others = ["", *(name for name in names if name != option_id)]
    against = chosen(left.selectbox, t("against"), others, {"": t("against_none"), **names}, "tornado_against")
    widths = {0: t("spread_range"), **{each: f"± {each}%" for each in PERCENTS}}
    spread = chosen(right.selectbox, t("spread"), list(widths), widths, "tornado_spread")
    percent = spread / 100 if spread else None
    if against:
        if there_is_none(result().options[against], metric):
            return
        bars = difference_tornado(result(), option_id, against, metric, percent)
        about = t(
            "tornado_difference", metric=words(metric).label(language()), first=names[option_id], second=names[against]
        )
    else:
        bars = tornado(result(), option_id, metric, percent)
        about = words(metric).label(language())
    tornado_of(bars, metric, about, option)


def tornado_of(bars: tuple[Bar, ...], metric: str, about: str, option: OptionResult) -> None:
    """The chart with its reading and table."""
    moving = [bar for bar in bars if bar.effect > 0]
    if not moving:
        st.write(t("nothing_moves"))
        return
    top = moving[0]
    reading = t(
        "tornado_reading",
        input=input_name(top.key, option.option.id),
        low=input_amount(top.key, top.low, option),
        high=input_amount(top.key, top.high, option),
        at_low=shown(metric, top.at_low),
        at_high=shown(metric, top.at_high),
        metric=about,
    )
    announce(reading)
    st.markdown(f"**{plain(reading)}**")
    largest = moving[:MOST_BARS]
    st.plotly_chart(
        tornado_bars(
            [input_name(bar.key, option.option.id) for bar in largest],
            [bar.at_low for bar in largest],
            [bar.at_high for bar in largest],
            top.base,
            [(brief(bar.key, bar.low, option), brief(bar.key, bar.high, option)) for bar in largest],
            (t("at_low"), t("at_high")),
            language(),
            words(metric).unit,
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('tornado_alt')} {reading}",
    )
    with st.expander(t("tornado_table", count=len(moving)), key="tornado_table"):
        show_table(
            {
                t("low"): [input_amount(bar.key, bar.low, option) for bar in moving],
                t("high"): [input_amount(bar.key, bar.high, option) for bar in moving],
                t("at_low"): [shown(metric, bar.at_low) for bar in moving],
                t("at_high"): [shown(metric, bar.at_high) for bar in moving],
                t("effect_on"): [shown(metric, bar.effect) for bar in moving],
                t("direction"): [t(f"direction_{bar.direction}") for bar in moving],
            },
            index=[input_name(bar.key, option.option.id) for bar in moving],
            corner=t("input"),
            alt=t("tornado_title"),
            figures=(t("low"), t("high"), t("at_low"), t("at_high"), t("effect_on")),
        )


def brief(name: str, value: float, option: OptionResult) -> str:
    """The value of an input without what it is per: short enough for the end of a bar."""
    return input_amount(name, value, option).partition(" per ")[0]


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
    scenarios = scenarios_of(result(), option_id)
    names = list(ends_of(scenarios))
    ranked = [bar.key for bar in tornado(result(), option_id, metric) if bar.key in names]
    if len(names) < 2:
        st.write(t("grid_too_few"))
        return
    usual = [name for name in ("price_per_bed_week", "occupancy") if name in names]
    first, second = [*usual, *(name for name in ranked if name not in usual)][:2]
    left, middle, right = st.columns([2, 2, 1])
    with left:
        x_key = chosen_input(names, option_id, "grid_x", "grid_x", first)
    with middle:
        rest = [name for name in names if name != x_key]
        y_key = chosen_input(rest, option_id, "grid_y", "grid_y", second if second != x_key else first)
    unit = words(metric).unit
    percent = unit in PERCENT_UNITS
    entered, unmoved = entered_line(metric), LINES.get(metric, 0.0)
    with right:
        number_field(
            t("grid_line") + (" (%)" if percent else " (€)" if unit.startswith("eur") else ""),
            entered,
            f"grid_line.{metric}",
            partial(save_line, metric),
            follows=unmoved,
            name=t("grid_line"),
            percent=percent,
        )
    target = unmoved if entered is None else entered
    grid = two_way(result(), option_id, x_key, y_key, metric, target)
    at = words(metric).label(language())
    code = "grid_reading_line" if grid.line else "grid_reading_none"
    reading = t(code, metric=at, value=shown(metric, target))
    st.markdown(f"**{plain(reading)}**")
    st.plotly_chart(
        heat_map(
            grid.x.tolist(),
            grid.y.tolist(),
            grid.values.tolist(),
            grid.drawn,
            (input_name(x_key, option_id), input_name(y_key, option_id)),
            (scenarios.base(x_key), scenarios.base(y_key)),
            (scenarios.parameter(x_key).unit, scenarios.parameter(y_key).unit, unit),
            (f"{at} = {shown(metric, target)}", t("grid_here")),
            language(),
            target,
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('grid_alt')} {reading}",
    )
    with st.expander(t("table"), key="grid_table"):
        rows, columns = range(0, len(grid.y), 6), range(0, len(grid.x), 6)
        show_table(
            {
                input_amount(x_key, grid.x[column], option): [shown(metric, grid.values[row, column]) for row in rows]
                for column in columns
            },
            index=[input_amount(y_key, grid.y[row], option) for row in rows],
            corner=f"{input_name(y_key, option_id)} ↓ / {input_name(x_key, option_id)} →",
            alt=t("grid_title"),
        )


def spider_part(option: OptionResult, metric: str) -> None:
    """The five largest inputs from half to one and a half times their value."""
    st.header(t("spider_title"))
    option_id = option.option.id
    keys = [bar.key for bar in tornado(result(), option_id, metric, 0.25) if bar.effect > 0][:SPIDER_INPUTS]
    if not keys:
        st.write(t("nothing_moves"))
        return
    legs = spider(result(), option_id, keys, metric)
    known = [[value for value in leg.values if not math.isnan(value)] for leg in legs]
    steepest = max(range(len(legs)), key=lambda number: max(known[number]) - min(known[number]))
    reading = t(
        "spider_reading",
        input=input_name(legs[steepest].key, option_id),
        metric=words(metric).label(language()),
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
            words(metric).unit,
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('spider_alt')} {reading}",
    )
    with st.expander(t("table"), key="spider_table"):
        show_table(
            {
                format_percent(step, language(), 0): [
                    shown(metric, found) if (found := value_at(leg, step)) is not None else "–" for leg in legs
                ]
                for step in SPIDER_STEPS
            },
            index=[input_name(leg.key, option_id) for leg in legs],
            corner=t("input"),
            alt=t("spider_title"),
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
    scores = {name: value for name, each in result().options.items() if (value := each.metrics[measure]) is not None}
    if len(scores) < 2:
        st.write(t("flips_one"))
        return
    best = (max if higher else min)(scores, key=lambda name: scores[name])
    standing = t(
        "flips_best", option=names[best], metric=words(measure).label(language()), value=shown(measure, scores[best])
    )
    flips = kept(
        "flips",
        measure,
        lambda: ranking_flips(result(), measure, higher_is_better=higher, most=FLIPS_SHOWN),
    )
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


def alike(first: OptionResult, second: OptionResult) -> bool:
    """Whether a bridge between two options is possible: part by part the standard lines in both, or in neither."""
    kinds = [[part.structure.only_own_lines for part in option.resolved] for option in (first, second)]
    return bool(first.components) == bool(second.components) and kinds[0] == kinds[1]


def bridge_part(option: OptionResult, metric: str) -> None:
    """What explains the difference with another option, with the defaults, or with an earlier version of the case."""
    st.header(t("bridge_title"))
    option_id = option.option.id
    starts = {each: t(f"bridge_from_{each}") for each in BEFORE}
    before = chosen(st.segmented_control, t("bridge_before"), BEFORE, starts, "bridge_before", required=True)
    names = titles(case().options)
    measure = metric if words(metric).unit == "eur" and metric in METRIC_KEYS else "npv"
    if before == "option":
        others = [name for name, each in result().options.items() if name != option_id and alike(option, each)]
        if not others:
            st.write(t("bridge_not"))
            return
        other = chosen(st.selectbox, t("bridge_to"), others, names, "bridge_to")
        bridge_between(result(), option_id, other, (names[option_id], names[other]), measure)
        return
    if before == "defaults":
        earlier: CaseResult | None = at_defaults(option_id)
        start = t("bridge_at_defaults")
    else:
        version_fields("bridge")
        earlier, start = version_outcome(), t("bridge_at_version")
        if earlier is None:
            return
    old = earlier.options.get(option_id) if earlier is not None else None
    if earlier is None or old is None or not alike(old, option):
        st.write(t("bridge_no_earlier", option=plain(names[option_id])))
        return
    bridge_between(earlier, option_id, option_id, (start, t("bridge_now")), measure)


def bridge_between(before: CaseResult, first: str, second: str, ends: tuple[str, str], measure: str) -> None:
    """The bridge from an option, here or in an earlier case, to one of this case; or why there is none."""
    try:
        found = bridge(before, first, result(), second, measure)
    except BadInput as error:
        without_value = any(each.code == "bridge_without_value" for each in error.problems)
        st.write(
            t("bridge_no_value", metric=plain(words(measure).label(language()))) if without_value else t("bridge_not")
        )
        return
    bridge_chart(found, ends, measure)


def bridge_chart(found: Bridge, ends: tuple[str, str], measure: str) -> None:
    """The waterfall with its reading and table."""
    steps = sorted((step for step in found.steps if abs(step.amount) >= 1), key=lambda step: -abs(step.amount))
    if not steps:
        st.write(t("bridge_equal", metric=plain(words(measure).label(language()))))
        return
    labels = [t("bridge_rest") if step.group == "structure" else t(f"group_{step.group}") for step in steps]
    reading = t(
        "bridge_reading",
        metric=words(measure).label(language()),
        start=format_million(found.start, language()),
        end=format_million(found.end, language()),
        group=labels[0],
        amount=format_euro(steps[0].amount, language()),
    )
    st.markdown(f"**{plain(reading)}**")
    amounts = [found.start, *(step.amount for step in steps), found.end]
    st.plotly_chart(
        waterfall(
            [ends[0], *labels, ends[1]],
            amounts,
            [True, *(False for _ in steps), True],
            [format_million(each, language()) for each in amounts],
            language(),
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('bridge_alt')} {reading}",
    )
    st.caption(t(f"bridge_{found.method}"))
    with st.expander(t("table"), key="bridge_table"):
        show_table(
            {t("amount"): [format_euro(each, language(), 2) for each in amounts]},
            index=[ends[0], *labels, ends[1]],
            corner=t("bridge_title"),
            alt=t("bridge_title"),
        )


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
next_step("breakeven", "to_breakeven")
