"""Who pays: the municipality's books and budget, what it stands surety for, and what registration does to it."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from model.engine.results import OptionResult
from model.outcomes.budget import BudgetEffect, budget_effect
from model.outcomes.municipality import BookLine, municipal_books, municipal_totals, surety
from model.outcomes.overview import registration_effect, summed_rows
from model.parameters.table import parameters
from model.readings.figures import SHOWN_AS_ZERO
from model.readings.municipality import (
    books_reading,
    budget_reading,
    property_tax_reading,
    registration_reading,
)
from model.words.messages import message
from model.words.numbers import MISSING
from model.words.units import show_value
from pages.charts.drawing import show
from pages.charts.specs import Said, budget_bars
from pages.parts.who_pays_words import short
from pages.session.computed import of_case
from pages.session.state import case
from pages.session.words import bold, language, plain, t
from pages.widgets.choose import next_step
from pages.widgets.fields import parameter_field
from pages.widgets.folds import fold
from pages.widgets.tables import rows_table, show_table


def municipality(option: OptionResult) -> None:
    """The municipality's own books: every line with its switch and support, per period, and its budget."""
    st.header(t("municipality_title"))
    lines = municipal_books(option)
    income, costs = municipal_totals(option)
    st.markdown(bold(books_reading(option).text(language())))
    counted = [line for line in lines if abs(line.total) >= SHOWN_AS_ZERO]
    if counted:
        lines_table(counted, t("municipality_title"), (income, costs))
        st.caption(f"{plain(property_tax_reading(option).text(language()))} {t('fund_note')}")
    silent = [line for line in lines if line not in counted]
    if silent:
        fold(t("silent_lines", count=len(silent)), "silent_lines", partial(silent_lines, silent))
    fold(t("municipality_lines"), "municipality_lines", partial(lines_per_period, option, lines))
    effect = budget_effect(case(), option)
    if effect is not None:
        budget(effect, option.option.id)
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
    return MISSING if abs(value) < SHOWN_AS_ZERO else show_value(value, "eur", language())


def use_words(line: BookLine) -> str:
    """How the line stands: off, on, or with a figure of its own."""
    return "; ".join(t(f"use_{use}") for use in line.uses)


def lines_per_period(option: OptionResult, lines: Sequence[BookLine]) -> None:
    """What the municipality receives and pays per period, line by line and in all."""
    cash = summed_rows(option, "municipality_")
    wanted = [line.key for line in lines if line.key in cash]
    sums = [key for key in ("municipality_income", "municipality_costs", "municipality_cash_flow") if key in cash]
    rows_table(t("municipality_lines"), option.periods, {short(key): cash[key] for key in (*wanted, *sums)})


def budget(effect: BudgetEffect, option_id: str) -> None:
    """Income and charges as booked per budget year, next to the cash view."""
    st.header(t("budget_title"))
    reading = budget_reading(effect, option_id)
    st.markdown(bold(reading.text(language())))
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
    in_all = (guarantee.guaranteed, guarantee.loss, guarantee.expected_loss)
    of_municipality = (guarantee.municipal_loss, guarantee.municipal_expected_loss)
    show_table(
        {
            t("contingent_all"): [show_value(euros, "eur", language()) for euros in in_all],
            t("contingent_municipality"): [
                "",
                *(show_value(euros, "eur", language()) for euros in of_municipality),
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
    st.markdown(bold(registration_reading(effects, option.option.id).text(language())))
    columns = {
        "registration_npv": [effect.municipality_npv for effect in effects],
        "registration_fund": [effect.fund for effect in effects],
        "registration_rest": [effect.without_fund for effect in effects],
    }
    show_table(
        {t(name): [show_value(euros, "eur", language()) for euros in column] for name, column in columns.items()},
        index=[show_value(effect.share, "share", language(), "exact") for effect in effects],
        corner=t("registered_share"),
        alt=t("registration_title"),
    )
