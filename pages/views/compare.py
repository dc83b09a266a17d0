"""All options side by side: one chart that shows the difference, metrics, beds by date."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from model.engine.results import CaseResult, OptionResult
from model.lines.labels import words_of_line
from model.outcomes.quantities import figure
from model.words.messages import message
from model.words.numbers import format_short
from pages.charts.charts import CONFIG, beds_by_date
from pages.charts.drawing import show
from pages.charts.specs import Said, bars
from pages.session.entries import chosen
from pages.session.state import case, market, result
from pages.session.words import counted, enumeration, label, language, metric_value, plain, subject, t, titles
from pages.widgets.choose import onward
from pages.widgets.folds import fold
from pages.widgets.page_bar import announce
from pages.widgets.readings import closes, emphasised, extreme, terms, terms_differ, years
from pages.widgets.tables import scrolling_table, show_table

MAIN = (
    "npv",
    "npv_over_horizon",
    "equivalent_annual_value",
    "viability_gap",
    "cost_recovery_price_per_bed_week",
    "investment",
    "peak_funding",
    "irr",
    "payback_years",
    "dscr_min",
    "cost_per_bed_night",
    "municipality_npv",
    "resident_cost_share",
)
"""What a council asks first; the other metrics are one click away."""
PER_YEAR = "equivalent_annual_value"
FOR_UNEQUAL_TERMS = (PER_YEAR, "npv_over_horizon")
"""Metrics that compare options which do not last equally long."""


def difference(outcome: CaseResult, names: dict[str, str]) -> None:
    """One metric of choice: who comes out best, whether that is a fair question, and the chart."""
    keys = list(next(iter(outcome.options.values())).metrics)
    metric = chosen(st.selectbox, t("metric_in_chart"), keys, {key: label(key) for key in keys}, "chart_metric")
    st.caption(plain(words_of_line(metric).meaning(language())))
    best = extreme(outcome, names, metric)
    sentences = closes() if metric == "npv" else (best,) if best else ()
    announce(" ".join(sentences))
    if not sentences:
        st.write(t("nothing_to_show"))
        return
    st.markdown(emphasised(sentences))
    if terms_differ(outcome) and words_of_line(metric).unit == "eur" and metric not in FOR_UNEQUAL_TERMS:
        lasting = terms(outcome).values()
        st.warning(
            plain(
                t(
                    "terms_differ",
                    low=years(min(lasting)),
                    high=years(max(lasting)),
                    metric=label(PER_YEAR),
                    reading=extreme(outcome, names, PER_YEAR),
                )
            )
        )
    figures = [figure(option, metric) for option in outcome.options.values()]
    said = Said(" ".join(sentences), message("ui_bars_alt", metric=label(metric)))
    show(bars(list(names.values()), figures, said, "category"))


def metrics_table(
    outcome: CaseResult, names: dict[str, str], keys: Sequence[str], alt: str, *, lasting: bool = False
) -> None:
    """The metrics of every option, after how long each one lasts, and why a metric is missing."""
    term = terms(outcome)
    show_table(
        {
            names[option_id]: [
                *([years(term[option_id])] if lasting else []),
                *(metric_value(metric, option.metrics[metric]) for metric in keys),
            ]
            for option_id, option in outcome.options.items()
        },
        index=[*([t("term")] if lasting else []), *(label(metric) for metric in keys)],
        corner=t("metric"),
        alt=alt,
    )
    missing: dict[tuple[str, str], list[str]] = {}
    for option_id, option in outcome.options.items():
        for metric, reason in option.reasons.items():
            if metric in keys:
                missing.setdefault((label(metric), reason.text(language())), []).append(names[option_id])
    told = [plain(f"{name}: {reason} ({enumeration(without)})") for (name, reason), without in missing.items()]
    if told:
        st.caption("  \n".join([t("dash_means"), *told]))


def beds(outcome: CaseResult, names: dict[str, str]) -> None:
    """When each option's beds are there, and when they go."""
    st.header(t("beds_title"))
    options = list(outcome.options.values())
    opening = {option.option.id: option.first_open_period for option in options}
    ending = {option.option.id: option.computed.last_period for option in options}
    longest = max((option.periods for option in options), key=len)
    parts = [in_period("beds_first", opening, min(opening.values()), names, longest)]
    if len(set(opening.values())) > 1:
        parts.append(in_period("beds_last", opening, max(opening.values()), names, longest))
    if len(set(ending.values())) > 1:
        parts.append(in_period("beds_end", ending, min(ending.values()), names, longest))
    reading = " ".join(parts)
    st.markdown(f"**{plain(reading)}**")
    st.plotly_chart(
        beds_by_date(options, list(names.values()), case().beds, t("beds_needed"), language()),
        width="stretch",
        config=CONFIG,
        alt=f"{t('beds_alt')} {reading}",
    )
    fold(t("table"), "beds_table", partial(beds_table, options, names, longest))


def beds_table(options: Sequence[OptionResult], names: dict[str, str], periods: Sequence[str]) -> None:
    """Beds in use per period, a column for each option; empty once an option has ended."""
    rows = [
        [
            format_short(round(option.beds_open[number]), language()) if number < len(option.periods) else ""
            for option in options
        ]
        for number in range(len(periods))
    ]
    columns = [names[option.option.id] for option in options]
    scrolling_table(columns, periods, rows, t("beds_title"), corner=t("period"))


def in_period(code: str, periods: dict[str, int], wanted: int, names: dict[str, str], labels: Sequence[str]) -> str:
    """Which options have something in a period: the sentence."""
    matching = [names[option_id] for option_id, period in periods.items() if period == wanted]
    return t(f"reading_{code}", option=enumeration(matching), period=labels[min(wanted, len(labels) - 1)])


st.title(t("compare_title"))
st.caption(plain(subject(case(), market().municipality(case().municipality).name)))
st.write(plain(counted("compare_intro", case().beds)))
current = result()
shown_names = titles(case().options)
with st.container():
    difference(current, shown_names)
with st.container():
    metrics_table(current, shown_names, MAIN, t("compare_title"), lasting=True)
others = [metric for metric in next(iter(current.options.values())).metrics if metric not in MAIN]
fold(t("other_metrics"), "other_metrics", partial(metrics_table, current, shown_names, others, t("other_metrics")))
with st.container():
    if current.is_concept:
        st.info(t("concept_note"))
beds(current, shown_names)
onward("compare")
