"""What goes wrong in our own code before a page is drawn is told there, in the user's language; the case is kept."""

from __future__ import annotations

import logging

import streamlit as st

from model.words.texts import text
from pages.session.words import language


def note_fault(what: str, error: Exception) -> None:
    """Put a fault in the log, and remember to tell it: what was going on is for the log alone."""
    logging.getLogger("app").error("%s failed", what, exc_info=error)
    st.session_state["fault"] = type(error).__name__


def show_fault() -> None:
    """Tell the fault of this run, if there was one, in a place that is always there."""
    with st.container():
        fault = st.session_state.pop("fault", None)
        if fault is not None:
            st.error(text("our_fault", language(), error=fault))
