"""Who pays and who gains: the six ledgers, the municipality's books and budget, the resident, and the law to come."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.case import IF_PROPOSALS_PASS, IN_FORCE, LAWS
from model.case.edits import set_value
from model.engine.results import Computed, OptionResult
from model.law.calendar import law_calendar
from model.outcomes.overview import compare_laws, under_both_laws
from model.parameters.table import choice_label
from model.problems import Problem
from model.words.messages import message
from model.words.numbers import format_date, format_euro, format_percent
from model.words.texts import text
from pages.charts.drawing import show
from pages.charts.specs import Said, week_lines
from pages.parts.who_pays_ledgers import in_all
from pages.parts.who_pays_municipality import municipality, registration
from pages.parts.who_pays_words import SHOWN_AS_ZERO
from pages.session.computed import of_case
from pages.session.entries import show_refusal, tied
from pages.session.state import case, edit
from pages.session.words import label, language, metric_value, notice_text, plain, t, titles
from pages.widgets.choose import chosen_option, heading, onward
from pages.widgets.folds import fold
from pages.widgets.tables import show_table


def in_short(option: OptionResult) -> None:
    """The figures a council asks for first."""
    metrics = option.metrics
    keys = ("municipality_npv", "municipality_npv_without_fund", "npv", "resident_cost_share")
    for column, key in zip(st.columns(4), keys, strict=True):
        column.metric(
            t(f"short_{key}"),
            metric_value(key, metrics[key], short=True),
            help=plain(t("fund_note")) if key == "municipality_npv_without_fund" else None,
        )
    warned = [notice for notice in option.warnings if notice.code.startswith("check_")]
    for notice in warned:
        st.warning(notice_text(notice, titles(case().options)[option.option.id]), icon=":material/gavel:")


def with_price(option: OptionResult) -> list[Computed]:
    """The option, or the components of a mix, whose bed has a price."""
    return [part for part in option.parts if "price_per_week" in part.rows]


def resident(option: OptionResult) -> None:
    """What a bed costs the resident, against the most that may be deducted from the minimum wage under both laws."""
    parts = with_price(option)
    if not parts:
        return
    st.header(t("resident_title"))
    laws = of_case(under_both_laws)
    dearest = max(range(len(parts)), key=lambda number: parts[number].scalars["price_first_year"])
    ceilings = {law: with_price(laws[law].options[option.option.id])[dearest].rows["deduction_ceiling"] for law in LAWS}
    price = parts[dearest].rows["price_per_week"][1:]
    years = option.periods[1 : len(price) + 1]
    above = {
        law: next((year for year, paid, most in zip(years, price, row[1:], strict=True) if paid > most), None)
        for law, row in ceilings.items()
    }
    now, passed = above[IN_FORCE], above[IF_PROPOSALS_PASS]
    reading = t("resident_reading_over", period=now) if now else t("resident_reading_under")
    phased_out = t("resident_passed_over", period=passed) if passed else t("resident_passed_under")
    st.markdown(f"**{plain(reading)} {plain(phased_out)}**")
    names = titles(case().options)
    show_table(
        {
            t("resident_price"): [week(part, "price_first_year") for part in parts],
            t("resident_tourist"): [week(part, "tourist_tax_week_first_year") for part in parts],
            t("resident_travel"): [travel(part) for part in parts],
            label("resident_cost_share"): [
                format_percent(part.scalars["resident_share"], language()) for part in parts
            ],
            t("resident_ceiling"): [week(part, "ceiling_first_year") for part in parts],
        },
        index=[names.get(part.name.rpartition(".")[2], part.name) for part in parts],
        corner=t("resident_first_year"),
        alt=t("resident_title"),
    )
    rows = [
        (label("price_per_week"), price),
        (t("ceiling_now"), ceilings[IN_FORCE][1:]),
        (t("ceiling_proposed"), ceilings[IF_PROPOSALS_PASS][1:]),
    ]
    show(week_lines(years, rows, Said(f"{reading} {phased_out}", message("ui_resident_alt"))))
    fold(
        t("table"),
        "resident_rows",
        partial(
            show_table,
            {name: [format_euro(value, language(), 2) for value in row] for name, row in rows},
            index=list(years),
            corner=t("period"),
            alt=t("resident_alt"),
        ),
    )


def week(part: Computed, key: str) -> str:
    """An amount per week of the first full year; a dash when the term has no full year."""
    return format_euro(part.scalars[key], language(), 2) if part.scalars["has_full_year"] else "–"


def travel(part: Computed) -> str:
    """Travel costs per week and who bears them."""
    if part.resolved is None:
        return "–"
    values = part.resolved.values
    return t(
        "travel_words",
        amount=format_euro(values["travel_cost_per_bed_week"], language(), 2),
        share=format_percent(values["travel_employer_share"], language(), 0),
    )


def save_law(chosen: str) -> tuple[Problem, ...]:
    """Put the law to calculate with in the case."""
    return edit(set_value(("law",), chosen))


def law() -> None:
    """The law in force against the law if the proposals pass, and which of them the case uses."""
    st.header(t("law_title"))
    st.write(t("law_intro"))
    st.segmented_control(
        t("law_used"),
        LAWS,
        format_func={key: choice_label("law", key, language()) for key in LAWS}.__getitem__,
        required=True,
        **tied("case.law", case().law, save_law, options=LAWS),
    )
    show_refusal("case.law")
    names = titles(case().options)
    compared = compare_laws(of_case(under_both_laws))
    if not compared:
        return
    known = [comparison for comparison in compared if comparison.npv_change is not None]
    hit = max(known, key=lambda comparison: abs(comparison.npv_change or 0.0), default=None)
    if hit is None or abs(hit.npv_change or 0.0) < SHOWN_AS_ZERO:
        reading = t("law_reading_none")
    else:
        reading = t(
            "law_reading",
            option=names[hit.option],
            change=format_euro(hit.npv_change, language()),
            revision=format_euro(hit.revision, language()),
        )
    st.markdown(f"**{plain(reading)}**")
    show_table(
        {
            t("npv_in_force"): [format_euro(comparison.npv_in_force, language()) for comparison in compared],
            t("npv_if_passed"): [format_euro(comparison.npv_if_passed, language()) for comparison in compared],
            t("difference"): [format_euro(comparison.npv_change, language()) for comparison in compared],
            t("revision_if_passed"): [format_euro(comparison.revision, language()) for comparison in compared],
            t("ceiling_in_force"): [format_euro(comparison.ceiling_in_force, language(), 2) for comparison in compared],
            t("ceiling_if_passed"): [
                format_euro(comparison.ceiling_if_passed, language(), 2) for comparison in compared
            ],
        },
        index=[names[comparison.option] for comparison in compared],
        corner=t("option"),
        alt=t("law_title"),
    )


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
fold(t("calendar_title"), "calendar", calendar)
onward("who_pays")
