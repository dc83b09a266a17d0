"""Compare: the price that each option asks and why, and the same price in all of them at once."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.case.edits import remove_from_all, set_in_all
from model.parameters.table import parameters
from model.readings.prices import PRICE, AskedPrice, asked_prices, limit_readings
from pages.session.computed import of_case
from pages.session.entries import pressed
from pages.session.state import case, edit, result
from pages.session.words import language, plain, t, titles
from pages.widgets.folds import fold
from pages.widgets.tables import show_table


def prices() -> None:
    """A table of the prices with their reasons, folded away, and the switch between them and one price for all."""
    asked = of_case(asked_prices)
    if len(asked) > 1:
        fold(t("asked_title"), "prices", partial(_prices, asked))


def _prices(asked: tuple[AskedPrice, ...]) -> None:
    names = titles(case().options)
    st.caption(plain(t("asked_about")))
    show_table(
        {
            parameters()[PRICE].label(language()): [row.price.show(language()) for row in asked],
            t("asked_most"): [row.most_words(language()) for row in asked],
            t("asked_why"): [row.origin.explanation(language()) for row in asked],
        },
        index=[names[row.option] for row in asked],
        corner=t("option"),
        alt=t("asked_title"),
        figures=(parameters()[PRICE].label(language()), t("asked_most")),
    )
    for row, reading in limit_readings(result(), asked):
        (st.warning if row.is_above else st.caption)(plain(reading.text(language())))
    with st.container(horizontal=True):
        for row in {row.price.show(language()): row for row in asked}.values():
            st.button(
                plain(t("asked_same", price=row.price.show(language()))),
                on_click=pressed(_same),
                args=(row.price.value,),
                key=f"same_price.{row.option}",
            )
        st.button(
            t("asked_own"),
            on_click=pressed(_own),
            disabled=all(row.origin.is_default for row in asked),
            key="own_prices",
        )


def _same(price: float) -> None:
    edit(*set_in_all(case(), PRICE, price))


def _own() -> None:
    edit(*remove_from_all(case(), PRICE))
