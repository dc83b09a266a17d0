"""Choosing what a page is about: an option, an input, a result."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from model.engine.results import OptionResult
from model.readings.amounts import input_figure
from model.readings.names import InputName
from model.words.figures import Figure
from model.words.quantities import results
from pages import page_named
from pages.session.entries import chosen
from pages.session.state import case, market, result
from pages.session.words import label, language, plain, subject, t, titles

USUAL = {"dscr_min": 1.25, "dscr_average": 1.25, "resident_cost_share": 0.25}
"""What a result is usually asked to reach: the cover that lenders ask, the share of the minimum wage that may be
deducted."""


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
    return InputName(case(), of, name).label(language())


def input_amount(name: str, value: float, of: OptionResult | None = None) -> str:
    """The value of an input of an option with what it is per: € 126,92 per bed per week, 85%, 15 jaar."""
    return _of_input(name, value, of).show(language(), "input")


def brief_amount(name: str, value: float, of: OptionResult) -> str:
    """The value of an input without what it is per: short enough for the end of a bar."""
    return _of_input(name, value, of).show(language(), "brief")


def _of_input(name: str, value: float, of: OptionResult | None) -> Figure:
    return input_figure(result(), of.option.id if of is not None else "", name, value)


def chosen_result(key: str) -> str:
    """The result an analysis is about."""
    names = {name: label(name) for name in results()}
    return chosen(st.selectbox, t("which_result"), list(names), names, key)


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
