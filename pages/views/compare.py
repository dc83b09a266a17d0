"""All options side by side: one chart that shows the difference, metrics, beds by date."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from model.engine.results import CaseResult, OptionResult
from model.outcomes.quantities import figure, quantity
from model.readings.horizon import horizon_reading, years_reading
from model.readings.lasting import beds_readings, terms, unfair_reading
from model.readings.missing import missing_readings
from model.readings.names import in_a_row
from model.readings.ranking import best_reading
from model.readings.staff import shortage_readings
from model.words.messages import message
from model.words.quantities import headlines
from model.words.units import show_value
from pages.charts.drawing import show
from pages.charts.specs import Said, bars, beds_strips
from pages.parts.compare_prices import prices
from pages.parts.compare_what_ifs import what_ifs
from pages.session.entries import chosen
from pages.session.state import case, market, result
from pages.session.words import bold, counted, label, language, plain, subject, t, titles
from pages.widgets.choose import onward
from pages.widgets.folds import fold
from pages.widgets.page_bar import announce
from pages.widgets.readings import closing_said, emphasised, line
from pages.widgets.tables import scrolling_table, show_table

COUNCIL_ASKS = 4
"""The rank up to which a metric stands in the first table; the others are one click away."""
OVER_HORIZON = "npv_over_horizon"


def about_horizon() -> str:
    """How long the horizon is, and which options last as long."""
    return plain(" ".join(reading(case()).text(language()) for reading in (years_reading, horizon_reading)))


def difference(outcome: CaseResult, names: dict[str, str]) -> None:
    """One metric of choice: who comes out best, whether that is a fair question, and the chart."""
    keys = list(next(iter(outcome.options.values())).metrics)
    metric = chosen(st.selectbox, t("metric_in_chart"), keys, {key: label(key) for key in keys}, "chart_metric")
    st.caption(plain(quantity(metric).meaning(language())))
    with st.container():
        if metric == OVER_HORIZON:
            st.caption(about_horizon())
    best = best_reading(outcome, metric)
    readings = closing_said() if metric == "npv" else (() if best is None else (best,))
    sentences = [reading.text(language()) for reading in readings]
    announce(" ".join(sentences))
    if not sentences:
        st.write(t("nothing_to_show"))
        return
    st.markdown(emphasised(sentences))
    if metric == "npv":
        for reading in shortage_readings(outcome):
            st.caption(plain(reading.text(language())))
    unfair = unfair_reading(outcome, metric)
    if unfair is not None:
        st.warning(plain(unfair.text(language())))
    figures = [figure(option, metric) for option in outcome.options.values()]
    words = Said(in_a_row(readings), message("ui_bars_alt", metric=label(metric)))
    show(bars(list(names.values()), figures, words, "category"))


def metrics_table(
    outcome: CaseResult, names: dict[str, str], keys: Sequence[str], alt: str, *, lasting: bool = False
) -> None:
    """The metrics of every option, after how long each one lasts, and why a metric is missing."""
    term = terms(outcome)
    show_table(
        {
            names[option_id]: [
                *([term[option_id].show(language())] if lasting else []),
                *(figure(option, metric).show(language()) for metric in keys),
            ]
            for option_id, option in outcome.options.items()
        },
        index=[*([t("term")] if lasting else []), *(label(metric) for metric in keys)],
        corner=t("metric"),
        alt=alt,
    )
    if OVER_HORIZON in keys:
        st.caption(about_horizon())
    told = [line(reading) for reading in missing_readings(outcome, keys)]
    if told:
        st.caption("  \n".join([t("dash_means"), *told]))


def beds(outcome: CaseResult, names: dict[str, str]) -> None:
    """When each option's beds are there, and when they go."""
    st.header(t("beds_title"))
    options = list(outcome.options.values())
    longest = max((option.periods for option in options), key=len)
    reading = in_a_row(tuple(beds_readings(outcome)))
    st.markdown(bold(reading.text(language())))
    show(beds_strips(options, case().beds, list(names.values()), Said(reading, message("ui_beds_alt"))))
    fold(t("table"), "beds_table", partial(beds_table, options, names, longest))


def beds_table(options: Sequence[OptionResult], names: dict[str, str], periods: Sequence[str]) -> None:
    """Beds in use per period, a column for each option; empty once an option has ended."""
    rows = [
        [
            show_value(option.beds_open[number], "beds", language(), "cell") if number < len(option.periods) else ""
            for option in options
        ]
        for number in range(len(periods))
    ]
    columns = [names[option.option.id] for option in options]
    scrolling_table(columns, periods, rows, t("beds_title"), corner=t("period"))


st.title(t("compare_title"))
st.caption(plain(subject(case(), market().municipality(case().municipality).name)))
st.write(plain(counted("compare_intro", case().beds)))
current = result()
shown_names = titles(case().options)
with st.container():
    difference(current, shown_names)
with st.container():
    metrics_table(current, shown_names, headlines(COUNCIL_ASKS), t("compare_title"), lasting=True)
others = [metric for metric in next(iter(current.options.values())).metrics if metric not in headlines(COUNCIL_ASKS)]
fold(t("other_metrics"), "other_metrics", partial(metrics_table, current, shown_names, others, t("other_metrics")))
with st.container():
    if current.is_concept:
        st.info(t("concept_note"))
what_ifs()
prices()
beds(current, shown_names)
onward("compare")
