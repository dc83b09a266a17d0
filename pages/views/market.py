"""Market data: what is known for the municipality, from where, how old; and an adviser's own figures over it."""

import streamlit as st

from market_data import Figure
from pages.shared.fields import show_refusal
from pages.shared.numbers import format_iso, format_period, format_short
from pages.shared.state import case, edition, market, overlay_name, put_overlay, refuse, settle
from pages.shared.tables import show_table
from pages.shared.words import language, plain, sentence, t


def figures() -> None:
    """Every indicator at the most local level that has it."""
    found = [(info, market().lookup(info.indicator, case().municipality)) for info in market().indicators]
    known = [(info, figure) for info, figure in found if figure is not None]
    show_table(
        {
            t("value"): [format_short(figure.value, language()) for _, figure in known],
            t("unit"): [t(f"unit_{info.unit}") for info, _ in known],
            t("period"): [format_period(figure.period, language()) for _, figure in known],
            t("level"): [f"{t('level_' + figure.level)} {figure.region_name}" for _, figure in known],
            t("source"): [origin(figure) for _, figure in known],
        },
        index=[info.label(language()) for info, _ in known],
        corner=t("indicator"),
        alt=t("market_title", town=market().municipality(case().municipality).name),
        figures=[t("value")],
    )


def origin(figure: Figure) -> str:
    """Who published a figure and when it was fetched, or that it is the adviser's own."""
    source = figure.source
    if figure.overlaid:
        return f"{source.publisher} {t('own_figure')}"
    fetched = f"; {t('retrieved').lower()} {format_iso(source.retrieved, language())}" if source.retrieved else ""
    return f"{source.attribution}{fetched}"


def facts() -> None:
    """Counts and charges from public sources; their definitions differ."""
    st.subheader(t("facts_title"))
    st.write(t("facts_intro"))
    codes = set(market().regions_of(case().municipality))
    rows = [fact for fact in market().facts if fact.region_code in codes]
    show_table(
        {
            t("value"): [
                " – ".join(dict.fromkeys(format_short(each, language()) for each in (fact.low, fact.high)))
                for fact in rows
            ],
            t("period"): [format_iso(fact.period, language()) for fact in rows],
            t("source"): [fact.source for fact in rows],
            t("note"): [fact.note for fact in rows],
        },
        index=[fact.fact for fact in rows],
        corner=t("indicator"),
        alt=t("facts_title"),
        figures=[t("value")],
    )


def overlay() -> None:
    """The adviser's own figures: upload, what was wrong with them, take them away."""
    st.subheader(t("overlay_title"))
    st.write(t("overlay_intro"))
    uploaded = st.file_uploader(t("overlay_upload"), type="csv", key=f"overlay_file.{edition()}")
    if uploaded is not None:
        problems = put_overlay((uploaded.name, uploaded.getvalue()))
        if not problems:
            st.rerun()
        st.error("\n\n".join([t("overlay_not_used"), *(sentence(each) for each in problems)]))
    name = overlay_name()
    if name is not None:
        for problem in market().problems:
            st.warning(plain(problem.text(language())))
        st.success(t("overlay_in_use", name=plain(name)))
        st.button(t("overlay_remove"), on_click=remove_overlay)
    show_refusal("overlay")
    lost = st.session_state.get("overlay_lost")
    if lost is not None and name is None:
        st.warning(t("overlay_lost", name=plain(lost)))


def remove_overlay() -> None:
    """Back to the official figures, if the case can be calculated with them."""
    settle("overlay")
    problems = put_overlay(None)
    if problems:
        refuse("overlay", " ".join(sentence(each) for each in problems))


st.title(t("market_title", town=plain(market().municipality(case().municipality).name)))
st.write(t("market_intro"))
figures()
facts()
overlay()
st.caption(t("attribution"))
