"""Seeing what others do: again and again a look whether the case has been changed elsewhere."""

from __future__ import annotations

import streamlit as st

from pages.session.faults import faults_told
from pages.session.state import is_behind

EVERY = 1.5
"""Seconds from look to look, so that a change elsewhere is on screen within two."""


@st.fragment(run_every=EVERY)
def watch() -> None:
    """Run the page anew when the case has been changed elsewhere; the run takes it in."""
    with faults_told("the look whether others changed the case"):
        if is_behind():
            st.rerun()
