"""Who pays and who gains: the six ledgers, the municipality's books and budget, the resident, and the law to come."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial

import pandas as pd
import streamlit as st

from model.case import IF_PROPOSALS_PASS, IN_FORCE, LAWS
from model.engine.results import CaseResult, Computed, OptionResult
from model.engine.run import run_case
from model.law.calendar import law_calendar
from model.lines.ledgers import LEDGERS
from model.outcomes.budget import BudgetEffect, budget_effect
from model.outcomes.municipality import BookLine, municipal_books, municipal_totals, property_tax_left, surety
from model.outcomes.overview import (
    compare_laws,
    ledger_sums,
    ledger_totals,
    paid_by_kind,
    paid_in_all,
    reconciliation_gap,
    registration_effect,
    summed_rows,
)
from model.parameters.table import choice_label, parameters
from model.problems import Problem
from model.words.numbers import format_date, format_euro, format_million, format_number, format_percent
from model.words.texts import text
from pages.charts.analysis_charts import balance_bars, budget_bars, two_rows
from pages.charts.charts import CONFIG
from pages.session.entries import show_refusal, tied
from pages.session.state import case, market, result, try_change
from pages.session.words import label, language, metric_value, notice_text, plain, t, titles
from pages.widgets.choose import chosen_option, heading, next_step
from pages.widgets.fields import parameter_field
from pages.widgets.page_bar import announce
from pages.widgets.tables import show_table

SHOWN_AS_ZERO = 0.5


def party(name: str) -> str:
    """The name of a party with a capital."""
    return capital(text(f"party_{name}", language()))


def capital(words: str) -> str:
    """Words with a capital."""
    return words[:1].upper() + words[1:]


def short(key: str) -> str:
    """The name of a line of the municipality under a heading that says so: without the word before the colon."""
    return capital(label(key).partition(": ")[2] or label(key))


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


def in_all(option: OptionResult) -> None:
    """What each party gains or pays over the whole term, and who pays whom."""
    st.header(t("ledgers_title"))
    totals = ledger_totals(option)
    payer = min(totals, key=lambda name: totals[name])
    gainer = max(totals, key=lambda name: totals[name])
    reading = t(
        "ledgers_reading",
        payer=text(f"party_{payer}", language()),
        paid=format_million(abs(totals[payer]), language()),
        gainer=text(f"party_{gainer}", language()),
        gained=format_million(totals[gainer], language()),
    )
    announce(reading)
    st.markdown(f"**{plain(reading)}**")
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
                t("to_party", party=text(f"party_{payee}", language())): [
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
    kinds = {kind: total for kind, total in paid_by_kind(option).items() if abs(total) >= SHOWN_AS_ZERO}
    with st.expander(t("by_kind"), key="by_kind"):
        show_table(
            {
                t("kind_of_flow"): [capital(text(f"group_{group}", language())) for _, _, group in kinds],
                t("amount"): [format_euro(total, language()) for total in kinds.values()],
            },
            index=[f"{party(payer)} → {text(f'party_{payee}', language())}" for payer, payee, _ in kinds],
            corner=t("from_to"),
            alt=t("by_kind"),
            figures=(t("amount"),),
        )
    with st.expander(t("per_period"), key="ledger_rows"):
        rows = {party(name): option.lines[f"ledger_{name}"] for name in LEDGERS}
        rows_table(t("ledgers_title"), option.periods, {**rows, t("ledgers_sum"): ledger_sums(option)})


def rows_table(about: str, columns: Sequence[str], rows: Mapping[str, Sequence[float]]) -> None:
    """Rows per period or year in whole euros, as a table that scrolls, called by what it is `about`."""
    frame = pd.DataFrame(
        {period: [row[number] for row in rows.values()] for number, period in enumerate(columns)},
        index=pd.Index(list(rows), name=t("line")),
    )
    st.dataframe(
        frame.style.format(partial(format_number, decimals=0, language=language())),
        width="stretch",
        alt=f"{about}. {t('table_alt')}",
    )


def municipality(option: OptionResult) -> None:
    """The municipality's own books: every line with its switch and support, per period, and its budget."""
    st.header(t("municipality_title"))
    lines = municipal_books(option)
    income, costs = municipal_totals(option)
    reading = t(
        "municipality_reading",
        income=format_million(income, language()),
        costs=format_million(costs, language()),
        npv=format_million(option.metrics["municipality_npv"], language()),
        without=format_million(option.metrics["municipality_npv_without_fund"], language()),
    )
    st.markdown(f"**{plain(reading)}**")
    counted = [line for line in lines if abs(line.total) >= SHOWN_AS_ZERO]
    if counted:
        lines_table(counted, t("municipality_title"), (income, costs))
        gross, left = property_tax_left(option)
        st.caption(
            t("property_tax_note", gross=format_euro(gross, language()), left=format_euro(left, language()))
            + " "
            + t("fund_note")
        )
    silent = [line for line in lines if line not in counted]
    if silent:
        with st.expander(t("silent_lines", count=len(silent)), key="silent_lines"):
            lines_table(silent, t("silent_lines", count=len(silent)))
            next_step("options", "uses_step")
    with st.expander(t("municipality_lines"), key="municipality_lines"):
        cash = summed_rows(option, "municipality_")
        wanted = [line.key for line in lines if line.key in cash]
        sums = [key for key in ("municipality_income", "municipality_costs", "municipality_cash_flow") if key in cash]
        rows_table(t("municipality_lines"), option.periods, {short(key): cash[key] for key in (*wanted, *sums)})
    found = budget_effect(case(), option)
    if found is not None:
        budget(found)
    contingent(option)


def lines_table(lines: Sequence[BookLine], alt: str, totals: tuple[float, float] | None = None) -> None:
    """Lines with how their switch stands, their support and their total; `totals` closes the two columns."""
    income, costs = totals or (0.0, 0.0)
    closing = [""] if totals else []
    show_table(
        {
            t("line_use"): [*(use_words(line) for line in lines), *closing],
            t("status"): ["; ".join(t(f"status_{each}") for each in line.statuses) for line in lines] + closing,
            t("line_income"): [amount(line.total) if line.is_income else "" for line in lines]
            + [amount(income) for _ in closing],
            t("line_costs"): ["" if line.is_income else amount(line.total) for line in lines]
            + [amount(costs) for _ in closing],
        },
        index=[*(short(line.key) for line in lines), *(t("total") for _ in closing)],
        corner=t("line"),
        alt=alt,
        figures=(t("line_income"), t("line_costs")),
    )


def amount(value: float) -> str:
    """A total of a line; a dash for nothing."""
    return "–" if abs(value) < SHOWN_AS_ZERO else format_euro(value, language())


def use_words(line: BookLine) -> str:
    """How the line stands: off, on, or with a figure of its own."""
    return "; ".join(t(f"use_{use}") for use in line.uses)


def budget(found: BudgetEffect) -> None:
    """Income and charges as booked per budget year, next to the cash view."""
    st.header(t("budget_title"))
    reading = t(
        "budget_reading",
        mean=format_euro(found.mean_result, language()),
        year=found.worst_year,
        worst=format_euro(min(found.result), language()),
    )
    st.markdown(f"**{plain(reading)}**")
    years = [str(year) for year in found.years]
    st.plotly_chart(
        budget_bars(years, found.result, found.cash, (t("budget_result"), t("budget_cash")), language()),
        width="stretch",
        config=CONFIG,
        alt=f"{t('budget_alt')} {reading}",
    )
    st.caption(t("budget_intro"))
    if case().periods_per_year == 1 and (case().start_date.month, case().start_date.day) != (1, 1):
        st.caption(t("budget_split"))
    with st.expander(t("table"), key="budget"):
        rows_table(
            t("budget_title"),
            years,
            {
                t("budget_income"): found.income,
                t("budget_charges"): found.charges,
                **{t("of_which", line=short(key).lower()): row for key, row in found.details.items() if any(row)},
                t("budget_result"): found.result,
                t("budget_cash"): found.cash,
                **{short(key): row for key, row in found.balances.items() if any(row)},
            },
        )


def contingent(option: OptionResult) -> None:
    """What the municipality stands surety for, with the loss in the case and the expected loss."""
    st.markdown(f"**{plain(t('contingent_title'))}**")
    found = surety(option)
    if found is None:
        st.write(t("contingent_none"))
        return
    show_table(
        {
            t("contingent_all"): [
                format_euro(each, language()) for each in (found.guaranteed, found.loss, found.expected_loss)
            ],
            t("contingent_municipality"): [
                "",
                *(format_euro(each, language()) for each in (found.municipal_loss, found.municipal_expected_loss)),
            ],
        },
        index=[t("contingent_guaranteed"), t("contingent_loss"), t("contingent_expected")],
        corner=t("contingent_title"),
        alt=t("contingent_title"),
    )
    st.caption(t("contingent_convex"))


def registration(option: OptionResult) -> None:
    """What the share of registered residents does to the municipality, with the setting itself."""
    effects = registration_effect(result(), option.option.id)
    if not effects:
        return
    st.header(t("registration_title"))
    st.write(t("registration_intro"))
    if not option.components:
        current = case().option(option.option.id)
        parameter_field(current, parameters()["brp_share"], option.resolved[0].provenance, slider=True)
    nobody, everybody = effects[0], effects[-1]
    reading = t(
        "registration_reading",
        nobody=format_euro(nobody.municipality_npv, language()),
        everybody=format_euro(everybody.municipality_npv, language()),
        fund=format_euro(everybody.fund, language()),
    )
    st.markdown(f"**{plain(reading)}**")
    show_table(
        {
            t("registration_npv"): [format_euro(each.municipality_npv, language()) for each in effects],
            t("registration_fund"): [format_euro(each.fund, language()) for each in effects],
            t("registration_rest"): [format_euro(each.without_fund, language()) for each in effects],
        },
        index=[format_percent(each.share, language(), 0) for each in effects],
        corner=t("registered_share"),
        alt=t("registration_title"),
    )


def under_both_laws() -> Mapping[str, CaseResult]:
    """The case under the law in force and if the proposals pass; computed once per case."""
    alone = replace(case(), law=IN_FORCE)
    key = (market().version, alone)
    kept = st.session_state.get("both_laws")
    if kept is None or kept[0] != key:
        kept = (key, {law: run_case(replace(alone, law=law), market()) for law in LAWS})
        st.session_state["both_laws"] = kept
    found: Mapping[str, CaseResult] = kept[1]
    return found


def with_price(option: OptionResult) -> list[Computed]:
    """The option, or the components of a mix, whose bed has a price."""
    return [each for each in option.parts if "price_per_week" in each.rows]


def resident(option: OptionResult) -> None:
    """What a bed costs the resident, against the most that may be deducted from the minimum wage under both laws."""
    parts = with_price(option)
    if not parts:
        return
    st.header(t("resident_title"))
    laws = under_both_laws()
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
    st.plotly_chart(
        two_rows(years, rows, t("per_week"), language()),
        width="stretch",
        config=CONFIG,
        alt=f"{t('resident_alt')} {reading} {phased_out}",
    )
    with st.expander(t("table"), key="resident_rows"):
        show_table(
            {name: [format_euro(value, language(), 2) for value in row] for name, row in rows},
            index=list(years),
            corner=t("period"),
            alt=t("resident_alt"),
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
    return try_change(replace(case(), law=chosen))


def law() -> None:
    """The law in force against the law if the proposals pass, and which of them the case uses."""
    st.header(t("law_title"))
    st.write(t("law_intro"))
    st.segmented_control(
        t("law_used"),
        LAWS,
        format_func={each: choice_label("law", each, language()) for each in LAWS}.__getitem__,
        required=True,
        **tied("case.law", case().law, save_law, options=LAWS),
    )
    show_refusal("case.law")
    names = titles(case().options)
    compared = compare_laws(case(), market())
    if not compared:
        return
    known = [each for each in compared if each.npv_change is not None]
    hit = max(known, key=lambda each: abs(each.npv_change or 0.0), default=None)
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
            t("npv_in_force"): [format_euro(each.npv_in_force, language()) for each in compared],
            t("npv_if_passed"): [format_euro(each.npv_if_passed, language()) for each in compared],
            t("difference"): [format_euro(each.npv_change, language()) for each in compared],
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
                t("source"): [rule.source(language()) for rule in found],
            },
            index=[rule.text(language()) for rule in found],
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
calendar()
next_step("norms", "to_norms")
