"""An earlier version of the case, kept beside it in this session: what changed since, and by how much."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from model.case import Case, parse_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput
from pages.session.entries import pressed
from pages.session.state import case, market
from pages.session.words import not_opened, t


def keep_version() -> None:
    """Callback: keep the case as it is now."""
    st.session_state["version"] = case()


def version() -> Case | None:
    """The version kept, if any."""
    found: Case | None = st.session_state.get("version")
    return found


def version_outcome() -> CaseResult | None:
    """The outcome of the version kept; None without one, or when today's market data do not fit it."""
    kept = version()
    if kept is None:
        return None
    made = st.session_state.get("version_outcome")
    key = (market().version, kept)
    if made is None or made[0] != key:
        try:
            made = (key, run_case(kept, market()))
        except BadInput:
            made = (key, None)
        st.session_state["version_outcome"] = made
    found: CaseResult | None = made[1]
    return found


def at_defaults(option_id: str) -> CaseResult | None:
    """The case with one option back at its defaults; None when that cannot be."""
    plain_options = tuple(
        replace(each, inputs={}, reasons={}) if each.id == option_id else each for each in case().options
    )
    try:
        return run_case(replace(case(), options=plain_options), market())
    except BadInput:
        return None


def version_fields(place: str) -> None:
    """Keep the case as it is, or open an earlier file as the version to compare with."""
    kept = version()
    if kept is None:
        st.caption(t("version_none"))
    else:
        st.caption(t("version_same") if kept == case() else t("version_kept"))
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
