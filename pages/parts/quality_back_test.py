"""Quality: the starting set in years of the past, and what the rise of VAT on lodging costs a bed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from model import checks
from model.checks import FAILED, PASSED, UNKNOWN, Reproduced
from model.words.texts import text
from pages.session.computed import remembered_or
from pages.session.state import case
from pages.session.words import language, plain, t
from pages.widgets.folds import fold
from pages.widgets.tables import show_table

MARKS = {PASSED: "✓", FAILED: "✗", UNKNOWN: "?"}


def marked(status: str) -> str:
    """The outcome of a check in words, with its mark."""
    return f"{MARKS[status]} {text(f'quality_status_{status}', language())}"


def back_test_of_the_set() -> None:
    """Each test in a row; what to know of it; how wide the band is and why; what is circular; what was given."""
    tests = remembered_or("back_test", None, checks.run_back_tests)
    st.header(t("back_test_title"))
    st.write(t("back_test_intro"))
    _outcomes(tests)
    notes = [f"{test.test.name}: {test.test.note(language())}" for test in tests]
    band = [reading.text(language()) for reading in checks.band_readings()]
    st.markdown("\n".join(f"- {plain(line)}" for line in (*notes, *band)))
    st.info(plain(checks.circular_reading().text(language())))
    fold(t("back_test_given"), "back_test_given", partial(_given, tests))


def vat_rise_here() -> None:
    """What the rise costs a bed per week of short stay, in the example of the municipality of the case."""
    town = case().municipality
    rise = remembered_or("vat_rise", town, partial(checks.newest_vat_rise, town))
    st.header(t("vat_rise_title"))
    st.write(plain(checks.vat_rise_reading(rise).text(language())))


def _outcomes(tests: Sequence[Reproduced]) -> None:
    observed, needed, off_by = t("back_test_observed"), t("back_test_needed"), t("back_test_off_by")
    year, band = t("back_test_year"), t("back_test_band")
    show_table(
        {
            year: [str(test.test.year) for test in tests],
            observed: [checks.observed_figure(test).show(language(), "brief") for test in tests],
            needed: [checks.needed_figure(test).show(language(), "precise") for test in tests],
            off_by: [checks.off_by_figure(test).show(language()) for test in tests],
            band: [checks.band_of(test).text(language()) for test in tests],
            t("quality_outcome"): [marked(test.check.status) for test in tests],
            t("back_test_source"): [checks.source_of(test).text(language()) for test in tests],
        },
        index=[test.test.name for test in tests],
        corner=t("back_test_test"),
        alt=t("back_test_title"),
        figures=(year, observed, needed, off_by, band),
    )


def _given(tests: Sequence[Reproduced]) -> None:
    rows = [(test, given) for test in tests for given in checks.given_then(test.test)]
    value = t("back_test_value")
    show_table(
        {
            t("back_test_input"): [checks.input_name(test, given).label(language()) for test, given in rows],
            value: [checks.given_figure(test, given).show(language(), "input") for test, given in rows],
            t("back_test_why"): [given.why(language()) for _, given in rows],
            t("back_test_from"): [checks.given_source(given).text(language()) for _, given in rows],
        },
        index=[test.test.name for test, _ in rows],
        corner=t("back_test_test"),
        alt=t("back_test_given"),
        figures=(value,),
    )
