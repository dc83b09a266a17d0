"""Market data: what is known for the municipality, from where, how old; and an adviser's own figures over it."""

import pandas as pd
import streamlit as st

from pages.shared.numbers import format_short
from pages.shared.state import case, edition, load_new, market
from pages.shared.words import language, plain, t

st.title(t("market_title", town=market().municipality(case().municipality).name))
st.write(t("market_intro"))
found = [(info, market().lookup(info.indicator, case().municipality)) for info in market().indicators]
rows = [
    {
        t("indicator"): info.label(language()),
        t("value"): format_short(figure.value, language()),
        t("unit"): t(f"unit_{info.unit}"),
        t("period"): figure.period,
        t("level"): f"{t('level_' + figure.level)}: {figure.region_name}",
        t("source"): figure.source.attribution + (f" {t('own_figure')}" if figure.overlaid else ""),
        t("retrieved"): figure.source.retrieved,
    }
    for info, figure in found
    if figure is not None
]
st.dataframe(pd.DataFrame(rows), hide_index=True, width="stretch", height=600)
st.subheader(t("facts_title"))
st.write(t("facts_intro"))
codes = set(market().regions_of(case().municipality))
facts = [
    {
        t("indicator"): fact.fact,
        t("value"): " – ".join(
            dict.fromkeys((format_short(fact.low, language()), format_short(fact.high, language())))
        ),
        t("period"): fact.period,
        t("source"): fact.source,
        t("note"): fact.note,
    }
    for fact in market().facts
    if fact.region_code in codes
]
st.dataframe(pd.DataFrame(facts), hide_index=True, width="stretch")
st.subheader(t("overlay_title"))
st.write(t("overlay_intro"))
uploaded = st.file_uploader(t("overlay_upload"), type="csv", key=f"overlay_file.{edition()}")
if uploaded is not None and st.session_state.get("overlay") != (uploaded.name, uploaded.getvalue()):
    st.session_state["overlay"] = (uploaded.name, uploaded.getvalue())
    st.rerun()
if "overlay" in st.session_state:
    for problem in market().problems:
        st.warning(plain(problem.text(language())))
    st.success(t("overlay_in_use", name=plain(st.session_state["overlay"][0])))
    if st.button(t("overlay_remove")):
        del st.session_state["overlay"]
        load_new(case())
        st.rerun()
st.caption(t("attribution"))
