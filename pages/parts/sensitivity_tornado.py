"""Sensitivity: which inputs move a result most, of one option or of the difference between two."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from model.analyses.sensitivity import Bar, difference_tornado, moving, tornado
from model.engine.results import OptionResult
from model.readings.sensitivity import still_words, tornado_reading
from model.words.messages import message
from pages.charts.drawing import show
from pages.charts.specs import Said, TornadoBar, tornado_bars
from pages.parts.sensitivity_results import shown, there_is_none
from pages.session.computed import of_case
from pages.session.entries import chosen
from pages.session.state import case, result
from pages.session.words import bold, language, plain, t, titles
from pages.widgets.choose import brief_amount, input_amount, input_name
from pages.widgets.folds import fold
from pages.widgets.page_bar import announce
from pages.widgets.tables import show_table

MOST_BARS = 12
PERCENTS = (5, 10, 20, 25, 50)


def tornado_part(option: OptionResult, metric: str) -> None:
    """One option, or the difference with another."""
    st.header(t("tornado_title"))
    names = titles(case().options)
    option_id = option.option.id
    left, right = st.columns(2)
    others = ["", *(name for name in names if name != option_id)]
    against = chosen(left.selectbox, t("against"), others, {"": t("against_none"), **names}, "tornado_against")
    widths = {0: t("spread_range"), **{width: f"± {width}%" for width in PERCENTS}}
    spread = chosen(right.selectbox, t("spread"), list(widths), widths, "tornado_spread")
    percent = spread / 100 if spread else None
    if against and there_is_none(result().options[against], metric):
        return
    bars = (
        of_case(difference_tornado, option_id, against, metric, percent)
        if against
        else of_case(tornado, option_id, metric, percent)
    )
    tornado_of(bars, metric, option, against)


def tornado_of(bars: tuple[Bar, ...], metric: str, option: OptionResult, against: str) -> None:
    """The chart with its reading and table."""
    moved = moving(bars)
    reading = tornado_reading(result(), option.option.id, metric, bars, against)
    words = reading.text(language())
    if not moved:
        st.write(plain(words))
        return
    announce(words)
    st.markdown(bold(words))
    largest = moved[:MOST_BARS]
    said = Said(reading, message("ui_tornado_alt"))
    drawn = [drawn_bar(bar, option) for bar in largest]
    show(tornado_bars(drawn, bars[0].base, (t("at_low"), t("at_high")), metric, said))
    fold(t("tornado_table", count=len(moved)), "tornado_table", partial(tornado_table, bars, metric, option))


def tornado_table(bars: Sequence[Bar], metric: str, option: OptionResult) -> None:
    """Every input that moves the result, with its ends and what they make of it; and how many move nothing."""
    moved = moving(bars)
    show_table(
        {
            t("low"): [input_amount(bar.key, bar.low, option) for bar in moved],
            t("high"): [input_amount(bar.key, bar.high, option) for bar in moved],
            t("at_low"): [shown(metric, bar.at_low) for bar in moved],
            t("at_high"): [shown(metric, bar.at_high) for bar in moved],
            t("effect_on"): [shown(metric, bar.effect) for bar in moved],
            t("direction"): [t(f"direction_{bar.direction}") for bar in moved],
        },
        index=[input_name(bar.key, option.option.id) for bar in moved],
        corner=t("input"),
        alt=t("tornado_title"),
        figures=(t("low"), t("high"), t("at_low"), t("at_high"), t("effect_on")),
    )
    st.caption(still_words(bars, language()))


def drawn_bar(bar: Bar, option: OptionResult) -> TornadoBar:
    """A bar of the tornado with its words."""
    return TornadoBar(
        name=input_name(bar.key, option.option.id),
        at_low=bar.at_low,
        at_high=bar.at_high,
        low=brief_amount(bar.key, bar.low, option),
        high=brief_amount(bar.key, bar.high, option),
    )
