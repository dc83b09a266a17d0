"""The case of this session: one frozen value, replaced as a whole, never half-changed."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from market_data import MarketData, load
from market_data.loader import overlay_file
from model.case import Case, InputValue, Option, read_case, write_case
from model.evaluation import CaseResult, run_case
from model.example import example_case
from model.problems import BadInput
from pages.shared.words import language

EXAMPLE_MUNICIPALITY = "GM1783"


@st.cache_resource(max_entries=1)
def _shipped() -> MarketData:
    return load()


def market() -> MarketData:
    """The market data, with this session's own figures over it."""
    overlay: tuple[str, bytes] | None = st.session_state.get("overlay")
    if overlay is None:
        return _shipped()
    name, content = overlay
    if st.session_state.get("overlay_read") != hash(overlay):
        st.session_state["overlay_data"] = overlay_file(_shipped(), content, name)
        st.session_state["overlay_read"] = hash(overlay)
    data: MarketData = st.session_state["overlay_data"]
    return data


def case() -> Case:
    """The case being worked on; an example when the session starts."""
    if "case" not in st.session_state:
        st.session_state["case"] = example_case(EXAMPLE_MUNICIPALITY, market())
    found: Case = st.session_state["case"]
    return found


def load_new(new: Case) -> None:
    """Start with another case: fields get fresh identities, so none shows an old value."""
    st.session_state["case"] = new
    st.session_state["edition"] = edition() + 1


def edition() -> int:
    """Counts the cases loaded in this session."""
    count: int = st.session_state.get("edition", 0)
    return count


def change(new: Case) -> bool:
    """Keep a changed case if it is valid; show why not otherwise and keep the old one. Returns whether it was kept."""
    try:
        checked = read_case(write_case(new), market())
        run_case(checked, market())
    except BadInput as error:
        for sentence in error.texts(language()):
            st.error(sentence)
        return False
    st.session_state["case"] = checked
    return True


def set_input(option: Option, key: str, value: InputValue) -> bool:
    """Give one input of an option a value."""
    return change(case().with_input(option.id, key, value))


def clear_inputs(option: Option) -> None:
    """Back to the defaults of an option."""
    load_new(
        replace(
            case(), options=tuple(replace(each, inputs={}) if each.id == option.id else each for each in case().options)
        )
    )


@st.cache_data(max_entries=64, show_spinner=False)
def _run(data_version: str, current: Case, _market: MarketData) -> CaseResult:
    return run_case(current, _market)


def result() -> CaseResult:
    """The outcome of the case as it stands."""
    data = market()
    return _run(data.version, case(), data)
