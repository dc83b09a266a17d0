"""The earlier version of the case to compare with: a named one, or a file saved before."""

from __future__ import annotations

import streamlit as st

from model.case import parse_case
from model.problems import BadInput
from pages.session.entries import chosen
from pages.session.state import case, market
from pages.session.versions import CHOICE, FILE, NONE, choosable, earlier_case, opened_file, put_opened_file
from pages.session.words import not_opened, t
from pages.widgets.choose import next_step
from pages.widgets.moments import moment_words


def earlier_fields(place: str, *, may_be_none: bool = False) -> None:
    """Choose a named version or open a file; `may_be_none`: or neither, which then is what stands there first."""
    choice, file = st.columns(2, vertical_alignment="bottom")
    with file:
        _file_field(place)
    names = {version.number: f"{version.label} ({moment_words(version.moment)})" for version in choosable()}
    if opened_file() is not None:
        names = {FILE: t("version_file"), **names}
    with choice:
        if not names:
            st.caption(t("version_none"))
            next_step("history", "to_history")
            return
        if may_be_none:
            names = {NONE: t("version_neither"), **names}
        chosen(st.selectbox, t("version_which"), list(names), names, CHOICE)
        earlier = earlier_case()
        if earlier is not None and earlier[0] == case():
            st.caption(t("version_same"))


def _file_field(place: str) -> None:
    """A file saved before; once it is read it can be chosen."""
    uploaded = st.file_uploader(t("version_open"), type="json", key=f"{place}.version_file")
    if uploaded is None or st.session_state.get("version_file") == uploaded.file_id:
        return
    try:
        put_opened_file(parse_case(uploaded.getvalue(), uploaded.name, market()))
    except BadInput as error:
        st.error(not_opened(error.problems))
    else:
        st.session_state["version_file"] = uploaded.file_id
        st.rerun()
