"""All options side by side: metrics, one chart that shows the difference, beds by date."""

import pandas as pd
import streamlit as st

from model.lines.labels import words
from pages.shared.charts import CONFIG, beds_by_date, metric_bars
from pages.shared.numbers import format_short
from pages.shared.state import case, market, result
from pages.shared.tables import show_table
from pages.shared.words import enumeration, label, language, metric_value, plain, subject, t, titles

HIGHER_IS_BETTER = frozenset(
    {
        "npv",
        "irr",
        "equity_npv",
        "equity_irr",
        "dscr_min",
        "dscr_average",
        "municipality_npv",
        "equivalent_annual_value",
        "residual_land_value",
        "gross_initial_yield",
        "net_initial_yield",
        "gross_initial_yield_kk",
        "net_initial_yield_kk",
    }
)

st.title(t("compare_title"))
st.caption(plain(subject(case(), market().municipality(case().municipality).name)))
st.write(t("compare_intro", beds=plain(format_short(case().beds, language()))))
outcome = result()
names = titles(case().options)
if outcome.is_concept:
    st.info(t("concept_note"))
keys = list(next(iter(outcome.options.values())).metrics)
show_table(
    {
        names[option_id]: [metric_value(metric, found.metrics[metric]) for metric in keys]
        for option_id, found in outcome.options.items()
    },
    index=[label(metric) for metric in keys],
    corner=t("metric"),
    alt=t("compare_title"),
)
missing = [
    f"{plain(names[option_id])}, {plain(words(metric).label(language()))}: {plain(reason.text(language()))}"
    for option_id, found in outcome.options.items()
    for metric, reason in found.reasons.items()
]
if missing:
    st.caption("  \n".join([t("dash_means"), *missing]))

metric = st.selectbox(
    t("metric_in_chart"),
    keys,
    format_func={key: label(key) for key in keys}.__getitem__,
    key="chart_metric",
    persist_state="session",
)
st.caption(plain(words(metric).meaning(language())))
values = {option_id: found.metrics[metric] for option_id, found in outcome.options.items()}
known = {option_id: value for option_id, value in values.items() if value is not None}
if known:
    best = (max if metric in HIGHER_IS_BETTER else min)(known.values())
    shown = metric_value(metric, best)
    winners = [names[option_id] for option_id, value in known.items() if metric_value(metric, value) == shown]
    code = "reading_highest" if metric in HIGHER_IS_BETTER else "reading_lowest"
    reading = t(code, option=enumeration(winners), value=shown)
    st.markdown(f"**{plain(reading)}**")
    percent = words(metric).unit in {"rate", "share"}
    st.plotly_chart(
        metric_bars(
            list(names.values()),
            [None if value is None else value * (100 if percent else 1) for value in values.values()],
            [metric_value(metric, value, short=True) for value in values.values()],
            "%" if percent else t(f"unit_{words(metric).unit}"),
            language(),
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('bars_alt', metric=label(metric))} {reading}",
    )
else:
    st.write(t("nothing_to_show"))

st.subheader(t("beds_title"))
options = list(outcome.options.values())
opened = [found.periods[min(found.first_open_period, len(found.periods) - 1)] for found in options]
latest = max(options, key=lambda found: found.first_open_period)
last_period = opened[options.index(latest)]
late = [names[found.option.id] for found, period in zip(options, opened, strict=True) if period == last_period]
reading = t("reading_beds", option=enumeration(late), period=last_period)
st.markdown(f"**{plain(reading)}**")
st.plotly_chart(
    beds_by_date(options, list(names.values()), case().beds, language()),
    width="stretch",
    config=CONFIG,
    alt=f"{t('beds_alt')} {reading}",
)
with st.expander(t("table"), key="beds_table"):
    longest = max((found.periods for found in options), key=len)
    beds = pd.DataFrame(
        {
            names[found.option.id]: [*found.beds_open, *[float("nan")] * (len(longest) - len(found.periods))]
            for found in options
        },
        index=pd.Index(longest, name=t("period")),
    )
    st.dataframe(
        beds.style.format(lambda value: format_short(round(value), language()), na_rep=""),
        width="stretch",
        alt=t("beds_title"),
    )
