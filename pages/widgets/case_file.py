"""The case as a file to download, with what to know before it is passed on."""

from __future__ import annotations

import streamlit as st

from model.analyses.operators import operators_of
from model.case import Case, case_text
from model.decide.operators import without_answers
from model.readings.operators import in_file_reading
from pages.session.words import file_name, language, t


def case_file(of: Case, label: str, name: str, place: str) -> None:
    """A button to download the case; where operators answered, what that means and a second one without them."""
    _button(of, label, name, f"{place}.file")
    operators = len(operators_of(of))
    if operators:
        st.caption(in_file_reading(operators).text(language()))
        _button(without_answers(of), t("save_without_answers"), name, f"{place}.file_without_answers")


def _button(of: Case, label: str, name: str, key: str) -> None:
    st.download_button(
        label,
        case_text(of),
        file_name("zaak", name, "json"),
        "application/json",
        key=key,
        on_click="ignore",
        icon=":material/save:",
    )
