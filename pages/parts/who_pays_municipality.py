"""Who pays: the municipality's books and budget, what it stands surety for, and what registration does to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from model.engine.results import OptionResult
from model.outcomes.budget import BudgetEffect, budget_effect
from model.outcomes.municipality import BookLine, municipal_books, municipal_totals, property_tax_left, surety
from model.outcomes.overview import registration_effect, summed_rows
from model.parameters.table import parameters
from model.words.messages import message
from model.words.numbers import format_euro, format_million, format_percent
from pages.charts.drawing import show
from pages.charts.specs import Said, budget_bars
from pages.parts.who_pays_words import SHOWN_AS_ZERO, short
from pages.session.computed import of_case
from pages.session.state import case
from pages.session.words import language, plain, t
from pages.widgets.choose import next_step
from pages.widgets.fields import parameter_field
from pages.widgets.folds import fold
from pages.widgets.tables import rows_table, show_table


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
        fold(t("silent_lines", count=len(silent)), "silent_lines", partial(silent_lines, silent))
    fold(t("municipality_lines"), "municipality_lines", partial(lines_per_period, option, lines))
    effect = budget_effect(case(), option)
    if effect is not None:
        budget(effect)
    contingent(option)


def silent_lines(lines: Sequence[BookLine]) -> None:
    """The lines that do not count, and where they are switched on."""
    lines_table(lines, t("silent_lines", count=len(lines)))
    next_step("options", "uses_step")


def lines_table(lines: Sequence[BookLine], alt: str, totals: tuple[float, float] | None = None) -> None:
    """Lines with how their switch stands, their support and their total; `totals` closes the two columns."""
    income, costs = totals or (0.0, 0.0)
    closing = [""] if totals else []
    show_table(
        {
            t("line_use"): [*(use_words(line) for line in lines), *closing],
            t("status"): ["; ".join(t(f"status_{status}") for status in line.statuses) for line in lines] + closing,
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


def lines_per_period(option: OptionResult, lines: Sequence[BookLine]) -> None:
    """What the municipality receives and pays per period, line by line and in all."""
    cash = summed_rows(option, "municipality_")
    wanted = [line.key for line in lines if line.key in cash]
    sums = [key for key in ("municipality_income", "municipality_costs", "municipality_cash_flow") if key in cash]
    rows_table(t("municipality_lines"), option.periods, {short(key): cash[key] for key in (*wanted, *sums)})


def budget(effect: BudgetEffect) -> None:
    """Income and charges as booked per budget year, next to the cash view."""
    st.header(t("budget_title"))
    reading = t(
        "budget_reading",
        mean=format_euro(effect.mean_result, language()),
        year=effect.worst_year,
        worst=format_euro(min(effect.result), language()),
    )
    st.markdown(f"**{plain(reading)}**")
    years = [str(year) for year in effect.years]
    said = Said(reading, message("ui_budget_alt"))
    show(budget_bars(years, effect.result, effect.cash, (t("budget_result"), t("budget_cash")), said))
    st.caption(t("budget_intro"))
    if case().periods_per_year == 1 and (case().start_date.month, case().start_date.day) != (1, 1):
        st.caption(t("budget_split"))
    fold(t("table"), "budget", partial(budget_table, effect))


def budget_table(effect: BudgetEffect) -> None:
    """The budget's own lines per year."""
    rows_table(
        t("budget_title"),
        [str(year) for year in effect.years],
        {
            t("budget_income"): effect.income,
            t("budget_charges"): effect.charges,
            **{t("of_which", line=short(key).lower()): row for key, row in effect.details.items() if any(row)},
            t("budget_result"): effect.result,
            t("budget_cash"): effect.cash,
            **{short(key): row for key, row in effect.balances.items() if any(row)},
        },
    )


def contingent(option: OptionResult) -> None:
    """What the municipality stands surety for, with the loss in the case and the expected loss."""
    st.markdown(f"**{plain(t('contingent_title'))}**")
    guarantee = surety(option)
    if guarantee is None:
        st.write(t("contingent_none"))
        return
    show_table(
        {
            t("contingent_all"): [
                format_euro(euros, language())
                for euros in (guarantee.guaranteed, guarantee.loss, guarantee.expected_loss)
            ],
            t("contingent_municipality"): [
                "",
                *(
                    format_euro(euros, language())
                    for euros in (guarantee.municipal_loss, guarantee.municipal_expected_loss)
                ),
            ],
        },
        index=[t("contingent_guaranteed"), t("contingent_loss"), t("contingent_expected")],
        corner=t("contingent_title"),
        alt=t("contingent_title"),
    )
    st.caption(t("contingent_convex"))


def registration(option: OptionResult) -> None:
    """What the share of registered residents does to the municipality, with the setting itself."""
    effects = of_case(registration_effect, option.option.id)
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
            t("registration_npv"): [format_euro(effect.municipality_npv, language()) for effect in effects],
            t("registration_fund"): [format_euro(effect.fund, language()) for effect in effects],
            t("registration_rest"): [format_euro(effect.without_fund, language()) for effect in effects],
        },
        index=[format_percent(effect.share, language(), 0) for effect in effects],
        corner=t("registered_share"),
        alt=t("registration_title"),
    )
