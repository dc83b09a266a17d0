"""What is folded away is made when it is opened: a table or thirty fields that nobody sees would slow down the page."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st


def fold(title: str, key: str, draw: Callable[[], None]) -> None:
    """A closed fold, whose content `draw` makes once the user opens it."""
    folded = st.expander(title, key=key, on_change="rerun")
    if folded.open:
        with folded:
            draw()
