"""An earlier version of the case, kept beside it in this session: what changed since, and by how much."""

from __future__ import annotations

import streamlit as st

from model.case import Case, parse_case
from model.case.edits import apply, set_value
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput
from pages.session.computed import kept, remembered_or
from pages.session.entries import pressed
from pages.session.state import case, market
from pages.session.words import not_opened, t


def keep_version() -> None:
    """Callback: keep the case as it is now."""
    st.session_state["version"] = case()


def version() -> Case | None:
    """The version kept, if any."""
    earlier: Case | None = st.session_state.get("version")
    return earlier


def version_outcome() -> CaseResult | None:
    """The outcome of the version kept; None without one, or when today's market data do not fit it."""
    earlier = version()
    if earlier is None:
        return None

    def make() -> CaseResult | None:
        try:
            return run_case(earlier, market())
        except BadInput:
            return None

    return remembered_or("version_outcome", (market().version, earlier), make)


def at_defaults(option_id: str) -> CaseResult | None:
    """The case with one option back at its defaults; None when that cannot be."""
    inputs = ("options", option_id, "inputs")

    def make() -> CaseResult | None:
        try:
            return run_case(apply(case(), set_value(inputs, {}), market()), market())
        except BadInput:
            return None

    return kept("at_defaults", option_id, make)


def version_fields(place: str) -> None:
    """Keep the case as it is, or open an earlier file as the version to compare with."""
    earlier = version()
    if earlier is None:
        st.caption(t("version_none"))
    else:
        st.caption(t("version_same") if earlier == case() else t("version_kept"))
    left, right = st.columns([1, 2], vertical_alignment="bottom")
    left.button(
        t("version_keep"), on_click=pressed(keep_version), key=f"{place}.keep_version", icon=":material/bookmark_add:"
    )
    uploaded = right.file_uploader(t("version_open"), type="json", key=f"{place}.version_file")
    if uploaded is None or st.session_state.get("version_file") == uploaded.file_id:
        return
    try:
        st.session_state["version"] = parse_case(uploaded.getvalue(), uploaded.name, market())
    except BadInput as error:
        st.error(not_opened(error.problems))
    else:
        st.session_state["version_file"] = uploaded.file_id
        st.rerun()
