"""Who pays and who gains: the six ledgers, the municipality's books and budget, the resident, and the law to come."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

import streamlit as st

from model.case import IF_PROPOSALS_PASS, IN_FORCE
from model.engine.results import Computed, OptionResult
from model.law.calendar import law_calendar
from model.outcomes.proposals import compare_laws, proposal_effects, under_both_laws
from model.outcomes.quantities import figure
from model.outcomes.tenancy import under_tenancy
from model.readings.names import in_a_row
from model.readings.resident import (
    dearest_bed,
    dearest_part,
    deductions,
    full_deduction_reading,
    prices_of,
    resident_reading,
    travel_reading,
    with_price,
)
from model.readings.tenancy import tenancy_readings, tenancy_row
from model.readings.tourist_tax import tourist_tax_reading
from model.readings.who_pays import law_reading
from model.words.messages import message
from model.words.numbers import MISSING, format_date
from model.words.texts import text
from model.words.units import show_value
from pages.charts.drawing import show
from pages.charts.specs import Said, week_lines
from pages.parts.who_pays_law import proposals_by_themselves
from pages.parts.who_pays_ledgers import in_all
from pages.parts.who_pays_municipality import municipality, registration
from pages.session.computed import of_case
from pages.session.state import case, result
from pages.session.words import bold, label, language, notice_text, plain, t, titles
from pages.widgets.choose import chosen_option, heading, onward
from pages.widgets.folds import fold
from pages.widgets.tables import show_table

PER_WEEK = "eur_per_bed_week"


def in_short(option: OptionResult) -> None:
    """The figures a council asks for first."""
    keys = ("municipality_npv", "municipality_npv_without_fund", "npv", "resident_cost_share")
    for column, key in zip(st.columns(4), keys, strict=True):
        column.metric(
            t(f"short_{key}"),
            figure(option, key).show(language(), "short"),
            help=plain(t("fund_note")) if key == "municipality_npv_without_fund" else None,
        )
    warned = [notice for notice in option.warnings if notice.code.startswith("check_")]
    for notice in warned:
        st.warning(notice_text(notice, titles(case().options)[option.option.id]), icon=":material/gavel:")


def resident(option: OptionResult) -> None:
    """What a bed costs the resident, against the most that may be deducted from the minimum wage under both laws."""
    bed = dearest_bed(option, of_case(under_both_laws))
    if bed is None:
        return
    st.header(t("resident_title"))
    reading = in_a_row(tuple(resident_reading(bed)))
    st.markdown(bold(reading.text(language())))
    prices_table(with_price(option))
    for tax in dict.fromkeys(filter(None, map(tourist_tax_reading, with_price(option)))):
        st.caption(plain(tax.text(language())))
    with st.container():
        deducted(option)
    rows = [
        (label("price_per_week"), bed.price),
        (t("ceiling_now"), bed.ceilings[IN_FORCE]),
        (t("ceiling_proposed"), bed.ceilings[IF_PROPOSALS_PASS]),
    ]
    show(week_lines(bed.periods, rows, Said(reading, message("ui_resident_alt"))))
    fold(
        t("table"),
        "resident_rows",
        partial(
            show_table,
            {name: in_euros(row, PER_WEEK) for name, row in rows},
            index=bed.periods,
            corner=t("period"),
            alt=t("resident_alt"),
        ),
    )


def deducted(option: OptionResult) -> None:
    """What of the dearest bed may be deducted at usual numbers of hours, and from how many all of it."""
    part = dearest_part(option)
    reading = None if part is None else full_deduction_reading(part)
    if part is None or reading is None:
        return
    st.markdown(plain(reading.text(language())))
    rows = deductions(part)
    show_table(
        {
            t("resident_deducted"): in_euros((row.deducted for row in rows), PER_WEEK),
            t("resident_left"): in_euros((row.left for row in rows), PER_WEEK),
        },
        index=[show_value(row.hours, "hours", language()) for row in rows],
        corner=t("resident_hours"),
        alt=t("resident_deduction_alt"),
    )


def prices_table(parts: list[Computed]) -> None:
    """What a bed of each component costs in the first full year; a dash where its term has none."""
    names = titles(case().options)
    travels = [travel_reading(part) for part in parts]
    show_table(
        {
            t("resident_price"): per_week(parts, "price_first_year"),
            t("resident_tourist"): per_week(parts, "tourist_tax_week_first_year"),
            t("resident_travel"): [MISSING if words is None else words.text(language()) for words in travels],
            label("resident_cost_share"): [
                show_value(part.scalars["resident_share"], "share", language()) for part in parts
            ],
            t("resident_ceiling"): per_week(parts, "ceiling_first_year"),
        },
        index=[names.get(part.name.rpartition(".")[2], part.name) for part in parts],
        corner=t("resident_first_year"),
        alt=t("resident_title"),
    )


def per_week(parts: list[Computed], key: str) -> list[str]:
    """An amount per week of the first full year, per component."""
    return in_euros(prices_of(parts, key), PER_WEEK)


def in_euros(values: Iterable[float | None], unit: str = "eur") -> list[str]:
    """Amounts as they stand in a column."""
    return [show_value(value, unit, language()) for value in values]


def law() -> None:
    """The proposals one by one, and the law in force against the law if all of them pass."""
    st.header(t("law_title"))
    st.write(t("law_intro"))
    proposals_by_themselves(of_case(proposal_effects))
    names = titles(case().options)
    compared = compare_laws(of_case(under_both_laws))
    if not compared:
        return
    st.markdown(bold(law_reading(case(), compared).text(language())))
    show_table(
        {
            t("npv_in_force"): in_euros(comparison.npv_in_force for comparison in compared),
            t("npv_if_passed"): in_euros(comparison.npv_if_passed for comparison in compared),
            t("difference"): in_euros(comparison.npv_change for comparison in compared),
            t("revision_if_passed"): in_euros(comparison.revision for comparison in compared),
            t("ceiling_in_force"): in_euros((comparison.ceiling_in_force for comparison in compared), PER_WEEK),
            t("ceiling_if_passed"): in_euros((comparison.ceiling_if_passed for comparison in compared), PER_WEEK),
        },
        index=[names[comparison.option] for comparison in compared],
        corner=t("option"),
        alt=t("law_title"),
    )


def tenancy() -> None:
    """Lodging now, and as tenancy with rent by points, side by side."""
    rows = of_case(under_tenancy)
    sentences = [reading.text(language()) for reading in tenancy_readings(result(), rows)]
    if not sentences:
        return
    st.header(t("tenancy_title"))
    *answers, note = sentences
    for answer in answers:
        st.markdown(bold(answer))
    if rows:
        show_table(
            {
                t("tenancy_now"): in_euros((row.price_now for row in rows), PER_WEEK),
                t("tenancy_then"): in_euros((row.price for row in rows), PER_WEEK),
                t("tenancy_rent"): in_euros((row.rent for row in rows), PER_WEEK),
                t("tenancy_service"): in_euros((row.service for row in rows), PER_WEEK),
                t("tenancy_npv_now"): in_euros(row.npv_now for row in rows),
                t("tenancy_npv_then"): in_euros(row.npv for row in rows),
            },
            index=[tenancy_row(result(), row).text(language()) for row in rows],
            corner=t("option"),
            alt=t("tenancy_title"),
        )
    st.caption(plain(note))


def calendar() -> None:
    """Which rules hold or change during the case."""
    rules = law_calendar(case())
    show_table(
        {
            t("calendar_from"): [format_date(rule.since, language()) for rule in rules],
            t("calendar_until"): [format_date(rule.until, language()) if rule.until else "" for rule in rules],
            t("status"): [text(f"law_{rule.status.replace(' ', '_')}", language()) for rule in rules],
            t("source"): [rule.source(language()) for rule in rules],
        },
        index=[rule.text(language()) for rule in rules],
        corner=t("calendar_rule"),
        alt=t("calendar_title"),
        figures=(),
    )


heading("who_pays")
shown_option = chosen_option("analysed_option")
for part in (in_short, in_all, municipality, registration, resident):
    with st.container():
        part(shown_option)
law()
with st.container():
    tenancy()
fold(t("calendar_title"), "calendar", calendar)
onward("who_pays")
