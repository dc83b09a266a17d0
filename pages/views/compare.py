"""All options side by side: metrics, one chart that shows the difference, beds by date."""

import pandas as pd
import streamlit as st

from model.lines.labels import words
from pages.shared.charts import beds_by_date, metric_bars
from pages.shared.state import case, result
from pages.shared.words import language, metric_value, plain, t

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
st.write(t("compare_intro", beds=f"{case().beds:g}"))
outcome = result()
titles = {key: found.option.title(language()) for key, found in outcome.options.items()}
if outcome.is_concept:
    st.info(t("concept_note"))
keys = list(next(iter(outcome.options.values())).metrics)
frame = pd.DataFrame(
    {
        f"{titles[key]} ({key})": [metric_value(metric, found.metrics[metric]) for metric in keys]
        for key, found in outcome.options.items()
    },
    index=pd.Index([words(metric).label(language()) for metric in keys], name=t("metric")),
)
st.table(frame.map(plain))

metric = st.selectbox(
    t("metric_in_chart"),
    keys,
    format_func=lambda key: words(key).label(language()),
    key="chart_metric",
    persist_state="session",
)
st.caption(words(metric).meaning(language()))
values = {key: found.metrics[metric] for key, found in outcome.options.items()}
known = {key: value for key, value in values.items() if value is not None}
if known:
    best = (max if metric in HIGHER_IS_BETTER else min)(known, key=lambda key: known[key])
    code = "reading_highest" if metric in HIGHER_IS_BETTER else "reading_lowest"
    st.markdown(f"**{t(code, option=plain(titles[best]), value=plain(metric_value(metric, known[best])))}**")
    scale = 100 if words(metric).unit in {"rate", "share"} else 1
    axis = "%" if scale == 100 else t(f"unit_{words(metric).unit}")
    st.plotly_chart(
        metric_bars(
            [titles[key] for key in values],
            [None if value is None else value * scale for value in values.values()],
            axis,
            language(),
        ),
        width="stretch",
        config={"displaylogo": False},
    )
else:
    st.write(t("nothing_to_show"))

st.subheader(t("beds_title"))
options = list(outcome.options.values())
late = max(options, key=lambda found: found.first_open_period)
st.markdown(
    f"**{t('reading_beds', option=plain(late.option.title(language())), period=late.periods[min(late.first_open_period, len(late.periods) - 1)])}**"
)
st.plotly_chart(
    beds_by_date(options, list(titles.values()), case().beds, language()),
    width="stretch",
    config={"displaylogo": False},
)
with st.expander(t("table")):
    longest = max((found.periods for found in options), key=len)
    beds = pd.DataFrame(
        {
            titles[found.option.id]: [f"{value:.0f}" for value in found.beds_open]
            + [""] * (len(longest) - len(found.periods))
            for found in options
        },
        index=pd.Index(longest, name=t("period")),
    )
    st.dataframe(beds, width="stretch")
for found in options:
    for key, reason in found.reasons.items():
        st.caption(f"{plain(titles[found.option.id])}, {words(key).label(language())}: {reason.text(language())}")
