"""My cases: where they are kept, and the last good state of one that cannot be read any more."""

from __future__ import annotations

import streamlit as st

from model.problems import BadInput
from model.store.opening import FILE, folder
from model.store.records import Stored
from model.store.salvage import last_good
from model.store.upkeep import expiry_days
from pages.session.entries import pressed
from pages.session.state import load_new, market, refused
from pages.session.words import plain, sentences, t
from pages.widgets.case_file import case_file
from pages.widgets.moments import moment_words

_DAMAGED = "damaged"
"""The case of this session that could not be read."""


def where_part() -> None:
    """In which folder cases are kept, and for how long."""
    st.caption(t("cases_kept_in", folder=plain(str(folder()))))
    try:
        days = expiry_days()
    except BadInput as error:
        st.warning(" ".join(sentences(error.problems)))
        return
    if days is not None:
        st.caption(t("cases_expire", count=days))


def note_damaged(case_id: str) -> None:
    """Have the last good state of a case that could not be read offered from now on."""
    st.session_state[_DAMAGED] = case_id


def damaged_part() -> None:
    """What is left of a case that could not be read: the last state that can, to go on with or to save."""
    case_id: str | None = st.session_state.get(_DAMAGED)
    if case_id is None:
        return
    try:
        last = last_good(folder() / FILE, case_id, market())
    except BadInput as error:
        st.error(" ".join(sentences(refused(error))))
        return
    st.warning(t("case_damaged", case=plain(last.case.name), moment=moment_words(last.changed)))
    with st.container(horizontal=True):
        st.button(t("case_last_good"), key="last_good", on_click=pressed(_go_on), args=(last,))
        case_file(last.case, t("save_case"), last.case.name, "last_good")


def _go_on(last: Stored) -> None:
    """Callback: go on with the last good state, as a case of its own."""
    if not load_new(last.case):
        st.session_state.pop(_DAMAGED, None)
