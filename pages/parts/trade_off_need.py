"""Trade-off: how many beds are needed, from when and who says so."""

from __future__ import annotations

from functools import partial

import streamlit as st

from model.case import LONGEST_NAME
from model.decide.changes import need_field, state_need
from model.decide.need import stated_need
from model.problems import Problem
from model.readings.trade_off import need_readings
from model.words.figures import Figure
from pages.session.entries import show_refusal, tied
from pages.session.state import case, edit
from pages.session.words import language, plain, t
from pages.widgets.fields import Caption, number_field


def need_fields(need: Figure) -> None:
    """The need in words, and the fields of its first row; only the number as long as none is stated."""
    st.header(t("need_title"))
    st.write(plain(" ".join(said.text(language()) for said in need_readings(need, case()))))
    stated = stated_need(case())
    columns = st.columns(3)
    with columns[0]:
        number_field(
            Caption(t("need_typical")),
            None if stated is None else stated.rows[0].typical,
            "need.typical",
            _save_need,
            follows=case().beds,
        )
    if stated is None:
        return
    first = stated.rows[0]
    for column, name, value in zip(columns[1:], ("low", "high"), (first.low, first.high), strict=True):
        with column:
            number_field(Caption(t(f"need_{name}")), value, f"need.{name}", partial(_save_field, name))
    month, source = st.columns([1, 2])
    with month:
        _text("from", first.first_month)
    with source:
        _text("source", first.source)
    if len(stated.rows) > 1:
        st.caption(t("need_more_rows", count=len(stated.rows) - 1))


def _text(name: str, value: str) -> None:
    """A field of the first row that is a text."""
    key = f"need.{name}"
    st.text_input(
        t(f"need_{name}"),
        max_chars=LONGEST_NAME,
        **tied(key, value, partial(_save_field, name), keep_entry=True),
    )
    show_refusal(key)


def _save_need(beds: float | None) -> tuple[Problem, ...]:
    """State the need, or state it no longer."""
    return edit(*state_need(case(), beds, t("need_own_source")))


def _save_field(name: str, value: object) -> tuple[Problem, ...]:
    """A blank leaves the field to the reader of the case, who says what is missing."""
    return edit(*need_field(name, 0.0 if value is None else value))
