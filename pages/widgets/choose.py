"""Choosing what a page is about: an option, an input, a result."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from model.engine.inputs import input_of, split_name
from model.engine.results import OptionResult
from model.parameters.table import basis_key
from model.words.numbers import format_euro, format_percent, format_short
from pages import page_named
from pages.session.entries import chosen
from pages.session.state import case, market, result
from pages.session.words import PERCENT_UNITS, label, language, plain, subject, t, titles, unit_name

RESULT_KEYS = (
    "npv",
    "equity_npv",
    "municipality_npv",
    "municipality_npv_without_fund",
    "viability_gap",
    "equivalent_annual_value",
    "npv_over_horizon",
    "cost_per_bed_night",
    "resident_cost_share",
    "ledger_state_npv",
    "ledger_resident_npv",
    "ledger_employer_npv",
    "ledger_outside_npv",
    "irr",
    "equity_irr",
    "payback_years",
    "dscr_min",
    "dscr_average",
    "loan_amount",
    "investment",
    "peak_funding",
    "gross_initial_yield",
    "net_initial_yield",
    "cost_recovery_price_per_bed_week",
    "residual_land_value",
)
"""Results of any ledger that an analysis can be about."""


def heading(page: str) -> None:
    """Title, what the case is about, and what the page answers."""
    st.title(t(f"{page}_title"))
    st.caption(plain(subject(case(), market().municipality(case().municipality).name)))
    st.write(t(f"{page}_intro"))


def chosen_option(key: str, *, words_code: str = "option") -> OptionResult:
    """The option a page is about; the same one on every page that asks."""
    names = {name: plain(title) for name, title in titles(case().options).items()}
    return result().options[chosen(st.segmented_control, t(words_code), list(names), names, key, required=True)]


def input_name(name: str, of: str) -> str:
    """The name of an input of the option with id `of`, with the option in words where the name has one in front."""
    prefix, _ = split_name(name)
    words = input_of(case(), of, name).label(language())
    return f"{titles(case().options).get(prefix, prefix)}: {words}" if prefix else words


def input_amount(name: str, value: float, of: OptionResult | None = None) -> str:
    """The value of an input with its unit: € 126,92 per bed per week, 85%, 15 jaar.

    A cost whose base can be chosen takes its unit from that base in `of`, an own line's amount from that line.
    """
    unit = input_of(case(), of.option.id if of is not None else "", name).unit
    base = _base_of(name, of) if unit == "depends" else ""
    named = "" if unit == "depends" else unit_name(unit, value, language())
    words = t(f"basis_{base}") if base in _BASES else named
    if unit in PERCENT_UNITS:
        return format_percent(value, language())
    if words.startswith("%"):
        return f"{format_percent(value, language())}{words[1:]}"
    if words.startswith("€"):
        return f"{format_euro(value, language(), 0 if abs(value) >= 1000 else 2)}{words[1:]}"
    return f"{format_short(round(value, 3), language())} {words}".strip()


def brief_amount(name: str, value: float, of: OptionResult) -> str:
    """The value of an input without what it is per: short enough for the end of a bar."""
    return input_amount(name, value, of).partition(" per ")[0]


_BASES = ("per_bed_year", "per_m2_year", "per_occupied_night", "share_of_revenue", "per_year")


def _base_of(name: str, of: OptionResult | None) -> str:
    """What a cost is per, in the option or the component its name says."""
    prefix, key = split_name(name)
    basis = basis_key(key)
    for resolved in of.resolved if of is not None else ():
        if prefix in {"", resolved.option.id} and basis in resolved.provenance:
            return str(resolved.provenance[basis].value)
    return ""


def chosen_result(key: str, keys: Sequence[str] = RESULT_KEYS) -> str:
    """The result an analysis is about."""
    return chosen(st.selectbox, t("which_result"), list(keys), {name: label(name) for name in keys}, key)


def chosen_input(names: Sequence[str], of: str, key: str, words_code: str, start: str = "") -> str:
    """One of the inputs of the option with id `of` that can be varied."""
    labels = {name: input_name(name, of) for name in names}
    ordered = sorted(names, key=lambda name: labels[name].lower())
    return chosen(st.selectbox, t(words_code), ordered, labels, key, start=start if start in ordered else None)


def next_step(page: str, code: str, **values: object) -> None:
    """A link to the page where the next step is, in words that say what it is."""
    st.page_link(page_named(page).view, label=t(code, **values), icon=":material/arrow_forward:")


def onward(page: str) -> None:
    """The next step at the end of a page, as the list of pages has it."""
    here = page_named(page)
    next_step(here.next_page, here.next_words)
