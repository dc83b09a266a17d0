"""What goes wrong in our own code is told on the page, in the user's language; the case is kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from model.words.texts import text
from pages.session.words import language


@contextmanager
def faults_told(what: str) -> Iterator[None]:
    """Tell whatever goes wrong within, where it would have stood, and go on after it."""
    try:
        yield
    except Exception as error:  # Streamlit would show its own words in English, and nothing after it
        _log(what, error)
        _tell(type(error).__name__)


def note_fault(what: str, error: Exception) -> None:
    """Put a fault in the log, and remember to tell it: what was going on is for the log alone."""
    _log(what, error)
    st.session_state["fault"] = type(error).__name__


def show_fault() -> None:
    """Tell the fault of this run, if there was one, in a place that is always there."""
    with st.container():
        fault = st.session_state.pop("fault", None)
        if fault is not None:
            _tell(fault)


def _log(what: str, error: Exception) -> None:
    logging.getLogger("app").error("%s failed", what, exc_info=error)


def _tell(fault: str) -> None:
    st.error(text("our_fault", language(), error=fault))
