"""Sensitivity: what drives a result, two inputs together, what flips the ranking, and a bridge between options."""

from __future__ import annotations

import streamlit as st

from model.analysis_commands import input_label
from model.lines.labels import words
from model.options import OPTION_TYPES
from model.scenarios import scenarios_of
from model.sensitivity import (
    EVERYWHERE,
    Bar,
    bridge,
    difference_tornado,
    ends_of,
    ranking_flips,
    spider,
    tornado,
    two_way,
)
from pages.shared.analysis_charts import heat_map, spider_lines, tornado_bars, waterfall
from pages.shared.charts import CONFIG
from pages.shared.choose import chosen_input, chosen_option, chosen_result, heading, input_amount
from pages.shared.numbers import format_euro
from pages.shared.state import case, result
from pages.shared.tables import show_table
from pages.shared.words import language, metric_value, plain, t, titles

MOST_BARS = 12
SPIDER_INPUTS = 5
PERCENTS = (5, 10, 20, 25, 50)


def money(metric: str) -> bool:
    """Whether a result is an amount in euros."""
    return words(metric).unit == "eur"


def shown(metric: str, value: float) -> str:
    """A result as shown."""
    return metric_value(metric, None if value != value else value)


def tornado_of(bars: tuple[Bar, ...], metric: str) -> None:
    """The chart with its reading and table."""
    largest = [bar for bar in bars if bar.effect > 0][:MOST_BARS]
    if not largest:
        st.write(t("nothing_moves"))
        return
    top = largest[0]
    reading = t(
        "tornado_reading",
        input=input_label(top.key, language()),
        effect=shown(metric, top.effect),
        metric=words(metric).label(language()),
    )
    st.markdown(f"**{plain(reading)}**")
    st.plotly_chart(
        tornado_bars(
            [input_label(bar.key, language()) for bar in largest],
            [bar.at_low for bar in largest],
            [bar.at_high for bar in largest],
            top.base,
            (t("at_low"), t("at_high")),
            language(),
            money(metric),
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('tornado_alt')} {reading}",
    )
    with st.expander(t("table"), key="tornado_table"):
        show_table(
            {
                t("low"): [input_amount(bar.key, bar.low) for bar in bars],
                t("high"): [input_amount(bar.key, bar.high) for bar in bars],
                t("at_low"): [shown(metric, bar.at_low) for bar in bars],
                t("at_high"): [shown(metric, bar.at_high) for bar in bars],
                t("direction"): [t(f"direction_{bar.direction}") for bar in bars],
            },
            index=[input_label(bar.key, language()) for bar in bars],
            corner=t("input"),
            alt=t("tornado_title"),
        )


def tornado_part(option_id: str, metric: str) -> None:
    """One option, or the difference with another."""
    st.subheader(t("tornado_title"))
    names = titles(case().options)
    left, right = st.columns(2)
    with left:
        others = ["", *(name for name in names if name != option_id)]
        against = st.selectbox(
            t("against"), others, format_func=lambda each: names.get(each, t("against_none")), key="tornado_against"
        )
    with right:
        spread = st.selectbox(
            t("spread"),
            [0, *PERCENTS],
            format_func=lambda each: f"± {each}%" if each else t("spread_range"),
            key="tornado_spread",
        )
    percent = spread / 100 if spread else None
    if against:
        tornado_of(difference_tornado(result(), option_id, against, metric, percent), metric)
    else:
        tornado_of(tornado(result(), option_id, metric, percent), metric)


def grid_part(option_id: str, metric: str) -> None:
    """Two inputs together, with the line on which the result is zero."""
    st.subheader(t("grid_title"))
    scenarios = scenarios_of(result(), option_id)
    names = list(ends_of(scenarios))
    ranked = [bar.key for bar in tornado(result(), option_id, metric) if bar.key in names]
    left, right = st.columns(2)
    with left:
        x_key = chosen_input(names, "grid_x", "grid_x", ranked[0])
    with right:
        y_key = chosen_input([name for name in names if name != x_key], "grid_y", "grid_y", ranked[1])
    grid = two_way(result(), option_id, x_key, y_key, metric)
    reading = t("grid_reading_line") if grid.line else t("grid_reading_none", metric=words(metric).label(language()))
    st.markdown(f"**{plain(reading)}**")
    st.plotly_chart(
        heat_map(
            grid.x.tolist(),
            grid.y.tolist(),
            grid.values.tolist(),
            grid.drawn,
            (input_label(x_key, language()), input_label(y_key, language())),
            (scenarios.base(x_key), scenarios.base(y_key)),
            language(),
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('grid_alt')} {reading}",
    )
    with st.expander(t("table"), key="grid_table"):
        rows, columns = range(0, len(grid.y), 6), range(0, len(grid.x), 6)
        show_table(
            {
                input_amount(x_key, grid.x[column]): [shown(metric, grid.values[row, column]) for row in rows]
                for column in columns
            },
            index=[input_amount(y_key, grid.y[row]) for row in rows],
            corner=f"{input_label(y_key, language())} / {input_label(x_key, language())}",
            alt=t("grid_title"),
        )


def spider_part(option_id: str, metric: str) -> None:
    """The five largest inputs from half to one and a half times their value."""
    st.subheader(t("spider_title"))
    bars = [bar.key for bar in tornado(result(), option_id, metric, 0.25) if bar.effect > 0][:SPIDER_INPUTS]
    if not bars:
        return
    legs = spider(result(), option_id, bars, metric)
    reading = t("spider_reading", input=input_label(bars[0], language()))
    st.markdown(f"**{plain(reading)}**")
    st.plotly_chart(
        spider_lines(
            [input_label(leg.key, language()) for leg in legs],
            [leg.changes for leg in legs],
            [leg.values for leg in legs],
            language(),
            money(metric),
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('spider_alt')} {reading}",
    )


def flips_part() -> None:
    """The smallest single change that makes another option the best."""
    st.subheader(t("flips_title"))
    names = titles(case().options) | {EVERYWHERE: t("all_options")}
    flips = ranking_flips(result())
    if not flips:
        st.write(t("flips_none"))
        return
    first = flips[0]
    reading = t(
        "flips_reading",
        option=names[first.option],
        input=input_label(first.key, language()),
        base=input_amount(first.key, first.base),
        value=input_amount(first.key, first.value),
        winner=names[first.winner],
    )
    st.markdown(f"**{plain(reading)}**")
    shown_flips = flips[:8]
    show_table(
        {
            t("input"): [input_label(flip.key, language()) for flip in shown_flips],
            t("now"): [input_amount(flip.key, flip.base) for flip in shown_flips],
            t("becomes"): [input_amount(flip.key, flip.value) for flip in shown_flips],
            t("winner"): [names[flip.winner] for flip in shown_flips],
        },
        index=[names[flip.option] for flip in shown_flips],
        corner=t("option"),
        alt=t("flips_title"),
        figures=(t("now"), t("becomes")),
    )


def bridge_part(option_id: str) -> None:
    """From one option's npv to another's."""
    st.subheader(t("bridge_title"))
    names = titles(case().options)
    others = [
        option.id
        for option in case().options
        if option.id != option_id
        and not OPTION_TYPES[option.type].is_mix
        and not OPTION_TYPES[option.type].only_own_lines
    ]
    kind = OPTION_TYPES[case().option(option_id).type]
    if kind.is_mix or kind.only_own_lines or not others:
        st.write(t("bridge_not"))
        return
    other = st.selectbox(t("bridge_to"), others, format_func=names.__getitem__, key="bridge_to")
    found = bridge(result(), option_id, result(), other)
    steps = [step for step in found.steps if abs(step.amount) >= 1]
    steps.sort(key=lambda step: -abs(step.amount))
    largest = steps[0] if steps else None
    labels = [t("bridge_rest") if step.group == "structure" else t(f"group_{step.group}") for step in steps]
    reading = t("bridge_reading", group=labels[0], amount=format_euro(largest.amount, language())) if largest else ""
    st.markdown(f"**{plain(reading)}**")
    st.plotly_chart(
        waterfall(
            [names[option_id], *labels, names[other]],
            [found.start, *(step.amount for step in steps), found.end],
            [True, *(False for _ in steps), True],
            language(),
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('bridge_alt')} {reading}",
    )
    st.caption(t(f"bridge_{found.method}"))
    with st.expander(t("table"), key="bridge_table"):
        show_table(
            {
                t("amount"): [
                    format_euro(found.start, language()),
                    *(format_euro(step.amount, language()) for step in steps),
                    format_euro(found.end, language()),
                ]
            },
            index=[names[option_id], *labels, names[other]],
            corner=t("bridge_title"),
            alt=t("bridge_title"),
        )


heading("sensitivity")
option = chosen_option("analysed_option")
metric = chosen_result("analysed_result")
tornado_part(option.option.id, metric)
grid_part(option.option.id, metric)
spider_part(option.option.id, metric)
flips_part()
bridge_part(option.option.id)
