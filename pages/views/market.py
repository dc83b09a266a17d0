"""Market data: what is known for the municipality, from where, how old; and an adviser's own figures over it."""

import streamlit as st

from market_data import Figure
from market_data.overlay import template
from market_data.store import sort_key
from model.problems import first_said
from model.words.numbers import format_iso, format_period
from model.words.units import show_value
from pages.session.entries import pressed, show_refusal
from pages.session.refusals import refuse, settle
from pages.session.state import case, edition, market, overlay_name, put_overlay
from pages.session.words import language, plain, sentences, t
from pages.widgets.choose import onward
from pages.widgets.folds import fold
from pages.widgets.tables import show_table


def figures() -> None:
    """Every indicator at the most local level that has it."""
    pairs = [(info, market().lookup(info.indicator, case().municipality)) for info in market().indicators]
    known = [(info, figure) for info, figure in pairs if figure is not None]
    show_table(
        {
            t("value"): [as_published(figure.value, info.unit) for info, figure in known],
            t("period"): [format_period(figure.period, language()) for _, figure in known],
            t("level"): [f"{t('level_' + figure.level)} {figure.region_name}" for _, figure in known],
            t("source"): [origin(figure) for _, figure in known],
        },
        index=[info.label(language()) for info, _ in known],
        corner=t("indicator"),
        alt=t("market_title", town=market().municipality(case().municipality).name),
        figures=[t("value")],
    )


def as_published(value: float, unit_key: str) -> str:
    """An official figure with its unit and what it is per."""
    return show_value(value, unit_key, language(), "input")


def origin(figure: Figure) -> str:
    """Who published a figure and when it was fetched, or that it is the adviser's own."""
    source = figure.source
    if figure.overlaid:
        return f"{source.publisher} {t('own_figure')}"
    fetched = f"; {t('retrieved').lower()} {format_iso(source.retrieved, language())}" if source.retrieved else ""
    return f"{source.attribution(language())}{fetched}"


def prices() -> None:
    """The newest level of each national series, and the minimum wage at the price level date."""
    st.write(t("prices_intro"))
    newest = [
        (name, max(points, key=lambda point: sort_key(point.period))) for name, points in market().indices.items()
    ]
    rows = [(t(f"series_{name}"), figure, "index") for name, figure in newest]
    wage = market().minimum_wage(case().price_level_date)
    if wage is not None:
        rows.append((t("minimum_wage_hour"), wage, "eur_per_hour"))
    show_table(
        {
            t("value"): [as_published(figure.value, unit_key) for _, figure, unit_key in rows],
            t("period"): [format_iso(format_period(figure.period, language()), language()) for _, figure, _ in rows],
            t("source"): [origin(figure) for _, figure, _ in rows],
        },
        index=[label for label, _, _ in rows],
        corner=t("indicator"),
        alt=t("prices_title"),
        figures=[t("value")],
    )


def rents() -> None:
    """The tables of maximum rents by points."""
    fold(t("rents_title"), "max_rents", rents_table)


def rents_table() -> None:
    """Maximum rents by points, of shared and of independent homes."""
    points = sorted({number for _, number in market().max_rents})
    some = next(iter(market().max_rents.values()))
    st.write(t("rents_intro", year=some.period))
    columns = {"rents_shared": market().max_rent_shared, "rents_independent": market().max_rent_independent}
    show_table(
        {t(name): [rent_at(find(number)) for number in points] for name, find in columns.items()},
        index=[str(number) for number in points],
        corner=t("rents_points"),
        alt=t("rents_title"),
    )
    st.caption(plain(origin(some)))


def rent_at(figure: Figure | None) -> str:
    """A maximum rent, or a dash where the table has none."""
    return show_value(figure.value if figure else None, "eur_per_month", language())


def facts() -> None:
    """Counts and charges from public sources; their definitions differ."""
    st.write(t("facts_intro"))
    codes = set(market().regions_of(case().municipality))
    rows = [fact for fact in market().facts if fact.region_code in codes]
    show_table(
        {
            t("value"): [
                " – ".join(dict.fromkeys(as_published(bound, fact.unit) for bound in (fact.low, fact.high)))
                for fact in rows
            ],
            t("period"): [format_iso(fact.period, language()) for fact in rows],
            t("source"): [
                f"{fact.source} ({fact.licence_words(language())}); "
                f"{t('retrieved').lower()} {format_iso(fact.retrieved, language())}"
                for fact in rows
            ],
            t("note"): [fact.note(language()) for fact in rows],
        },
        index=[fact.label(language()) for fact in rows],
        corner=t("indicator"),
        alt=t("facts_title"),
        figures=[t("value")],
    )


def overlay() -> None:
    """The adviser's own figures: upload, what was wrong with them, take them away."""
    st.write(t("overlay_intro"))
    st.write(t("overlay_projects"))
    st.download_button(
        t("overlay_template"),
        template(market(), case().municipality),
        f"{case().municipality}.csv",
        "text/csv",
        help=t("overlay_template_help"),
        on_click="ignore",
    )
    uploaded = st.file_uploader(t("overlay_upload"), type="csv", key=f"overlay_file.{edition()}")
    if uploaded is not None:
        problems = put_overlay((uploaded.name, uploaded.getvalue()))
        if not problems:
            st.rerun()
        st.error("\n\n".join([t("overlay_not_used"), *sentences(problems)]))
    name = overlay_name()
    if name is not None:
        for told in first_said(market().problems, lambda skipped: skipped.text(language()), language()):
            st.warning(plain(told))
        own = (figure.overlaid for listed in market().figures.values() for figure in listed)
        if any(reference.overlaid for reference in market().references) or any(own):
            st.success(t("overlay_in_use", name=plain(name)))
        else:
            st.warning(t("overlay_none", name=plain(name)))
        st.button(t("overlay_remove"), on_click=pressed(remove_overlay))
    show_refusal("overlay")


def remove_overlay() -> None:
    """Back to the official figures, if the case can be calculated with them."""
    settle("overlay")
    problems = put_overlay(None)
    if problems:
        refuse("overlay", " ".join(sentences(problems)))


st.title(t("market_title", town=plain(market().municipality(case().municipality).name)))
st.write(t("market_intro"))
PARTS = {"figures": (figures,), "prices": (prices, rents), "facts": (facts,), "overlay": (overlay,)}
"""What is under each tab: under one another they would make a page nobody reads to its end."""
for tab, parts in zip(st.tabs([t(f"{part}_title") for part in PARTS]), PARTS.values(), strict=True):
    with tab:
        for part in parts:
            part()
st.caption(t("attribution"))
onward("market")
