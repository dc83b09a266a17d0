"""Who pays and who gains: the six ledgers, the municipality's books and budget, the resident, and the law to come."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from model.calendar import law_calendar
from model.case import LAWS
from model.evaluation import OptionResult
from model.lines.labels import words as line_words
from model.lines.ledgers import LEDGERS
from model.overview import (
    budget_years,
    compare_laws,
    ledger_totals,
    paid_in_all,
    reconciliation_gap,
    registration_effect,
    summed_rows,
)
from model.parameters.table import choice_label, parameters
from model.texts import text
from pages.shared.analysis_charts import balance_bars, two_rows
from pages.shared.charts import CONFIG
from pages.shared.choose import chosen_option, heading
from pages.shared.numbers import format_date, format_euro, format_million, format_number, format_percent
from pages.shared.state import case, change, market, result
from pages.shared.tables import show_table
from pages.shared.words import label, language, notice_text, plain, t, titles

SHOWN_AS_ZERO = 0.5


def party(name: str) -> str:
    """The name of a party with a capital."""
    words = text(f"party_{name}", language())
    return words[:1].upper() + words[1:]


def in_all(option: OptionResult) -> None:
    """What each party gains or pays over the whole term, and who pays whom."""
    st.subheader(t("ledgers_title"))
    totals = ledger_totals(option)
    payer = min(totals, key=lambda name: totals[name])
    gainer = max(totals, key=lambda name: totals[name])
    reading = t("ledgers_reading", payer=party(payer), gainer=party(gainer))
    st.markdown(f"**{reading}**")
    st.plotly_chart(
        balance_bars(
            [party(name) for name in LEDGERS],
            [totals[name] for name in LEDGERS],
            [format_million(totals[name], language()) for name in LEDGERS],
            language(),
        ),
        width="stretch",
        config=CONFIG,
        alt=f"{t('ledgers_alt')} {reading}",
    )
    gap = reconciliation_gap(option)
    st.caption(t("reconciles") if gap < SHOWN_AS_ZERO else t("reconciles_not", gap=format_euro(gap, language(), 2)))
    paid = paid_in_all(option)
    with st.expander(t("who_pays_whom"), key="who_pays_whom"):
        show_table(
            {
                t("to_party", party=party(payee)): [
                    ""
                    if abs(paid.get((payer, payee), 0.0)) < SHOWN_AS_ZERO
                    else format_euro(paid[payer, payee], language())
                    for payer in LEDGERS
                ]
                for payee in LEDGERS
            },
            index=[party(name) for name in LEDGERS],
            corner=t("pays"),
            alt=t("who_pays_whom"),
        )
    with st.expander(t("per_period"), key="ledger_rows"):
        rows_table(option, {f"ledger_{name}": option.lines[f"ledger_{name}"] for name in LEDGERS})


def rows_table(option: OptionResult, rows: dict[str, tuple[float, ...]]) -> None:
    """Rows per period, as a table that scrolls."""
    frame = pd.DataFrame(
        {period: [row[number] for row in rows.values()] for number, period in enumerate(option.periods)},
        index=pd.Index([label(key) for key in rows], name=t("line")),
    )
    st.dataframe(
        frame.style.format(partial(format_number, decimals=0, language=language())), width="stretch", alt=t("table_alt")
    )


def municipality(option: OptionResult) -> None:
    """The municipality's own books: value with and without the fund, its lines, its budget, and what to check."""
    st.subheader(t("municipality_title"))
    left, right = st.columns(2)
    metrics = option.metrics
    left.metric(label("municipality_npv"), format_million(metrics["municipality_npv"], language()))
    right.metric(
        label("municipality_npv_without_fund"), format_million(metrics["municipality_npv_without_fund"], language())
    )
    st.caption(t("fund_note"))
    for notice in option.warnings:
        if notice.code.startswith("check_"):
            st.warning(notice_text(notice, titles(case().options)[option.option.id]))
    cash = summed_rows(option, "municipality_")
    shown = {key: row for key, row in cash.items() if key not in {"municipality_bed_years", "municipality_vat_rate"}}
    shown = {key: row for key, row in shown.items() if not key.endswith("_row") and key != "municipality_factor"}
    with st.expander(t("municipality_lines"), key="municipality_lines"):
        rows_table(option, shown)
        uses = [
            f"{plain(choice_words(key, str(found.value)))}"
            for resolved in option.resolved
            for key, found in resolved.provenance.items()
            if key.endswith("_use")
        ]
        if uses:
            st.caption(t("uses", lines="; ".join(dict.fromkeys(uses))))
    budget = summed_rows(option, "budget_") | summed_rows(option, "contingent_")
    if budget:
        with st.expander(t("budget_title"), key="budget"):
            st.write(t("budget_intro"))
            years = budget_years(option)
            keys = ("budget_income", "budget_charges", "budget_result", "municipality_cash_flow")
            columns = [
                [getattr(each, key.removeprefix("budget_").removeprefix("municipality_")) for each in years]
                for key in keys
            ]
            show_table(
                {
                    label(key): [format_euro(value, language()) for value in column]
                    for key, column in zip(keys, columns, strict=True)
                },
                index=[str(each.year) for each in years],
                corner=t("budget_year"),
                alt=t("budget_title"),
            )
            rows_table(option, {key: row for key, row in budget.items() if line_words(key).rank != "help"})


def choice_words(key: str, choice: str) -> str:
    """A switch of a municipal line in words: its name and how it stands."""
    return f"{parameters()[key].label(language())}: {choice_label(key, choice, language())}"


def registration(option: OptionResult) -> None:
    """What the share of registered residents does to the municipality."""
    effects = registration_effect(result(), option.option.id)
    if not effects:
        return
    st.subheader(t("registration_title"))
    st.write(t("registration_intro"))
    show_table(
        {
            label("municipality_npv"): [format_euro(each.municipality_npv, language()) for each in effects],
            label("municipality_npv_without_fund"): [format_euro(each.without_fund, language()) for each in effects],
        },
        index=[format_percent(each.share, language(), 0) for each in effects],
        corner=t("registered_share"),
        alt=t("registration_title"),
    )


def resident(option: OptionResult) -> None:
    """The price of a bed against the most that may be deducted from the minimum wage."""
    part = next((each for each in (option.computed, *option.components) if "price_per_week" in each.rows), None)
    if part is None:
        return
    st.subheader(t("resident_title"))
    price, ceiling = part.rows["price_per_week"][1:], part.rows["deduction_ceiling"][1:]
    years = option.periods[1 : len(price) + 1]
    short = [year for year, paid, allowed in zip(years, price, ceiling, strict=True) if paid > allowed]
    reading = t("resident_reading_over", period=short[0]) if short else t("resident_reading_under")
    st.markdown(f"**{reading}**")
    st.plotly_chart(
        two_rows(years, [(label("price_per_week"), price), (label("deduction_ceiling"), ceiling)], "€", language()),
        width="stretch",
        config=CONFIG,
        alt=f"{t('resident_alt')} {reading}",
    )


def law() -> None:
    """The law in force against the law if the proposals pass, and which of them the case uses."""
    st.subheader(t("law_title"))
    st.write(t("law_intro"))
    chosen = st.segmented_control(
        t("law_used"),
        LAWS,
        format_func={each: choice_label("law", each, language()) for each in LAWS}.__getitem__,
        default=case().law,
        required=True,
        key="case_law",
    )
    if chosen != case().law and change(replace(case(), law=chosen)):
        st.rerun()
    names = titles(case().options)
    compared = compare_laws(case(), market())
    if not compared:
        return
    show_table(
        {
            t("npv_in_force"): [format_euro(each.npv_in_force, language()) for each in compared],
            t("npv_if_passed"): [format_euro(each.npv_if_passed, language()) for each in compared],
            t("revision_if_passed"): [format_euro(each.revision, language()) for each in compared],
            t("ceiling_in_force"): [format_euro(each.ceiling_in_force, language(), 2) for each in compared],
            t("ceiling_if_passed"): [format_euro(each.ceiling_if_passed, language(), 2) for each in compared],
        },
        index=[names[each.option] for each in compared],
        corner=t("option"),
        alt=t("law_title"),
    )


def calendar() -> None:
    """Which rules hold or change during the case."""
    with st.expander(t("calendar_title"), key="calendar"):
        found = law_calendar(case())
        show_table(
            {
                t("calendar_from"): [format_date(rule.since, language()) for rule in found],
                t("calendar_until"): [format_date(rule.until, language()) if rule.until else "" for rule in found],
                t("status"): [text(f"law_{rule.status.replace(' ', '_')}", language()) for rule in found],
                t("source"): [rule.source() for rule in found],
            },
            index=[rule.text(language()) for rule in found],
            corner=t("calendar_rule"),
            alt=t("calendar_title"),
            figures=(),
        )


heading("who_pays")
shown_option = chosen_option("analysed_option")
in_all(shown_option)
municipality(shown_option)
registration(shown_option)
resident(shown_option)
law()
calendar()
