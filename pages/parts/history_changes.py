"""History: the last changes of the case on screen, as sentences."""

from __future__ import annotations

import streamlit as st

from model.readings.changes import history_readings
from model.store.changes import Change
from model.words.messages import Message
from pages.session.computed import remembered_or
from pages.session.entries import pressed
from pages.session.state import market
from pages.session.storage import author, here, store
from pages.session.words import language, t
from pages.widgets.moments import moment_words
from pages.widgets.tables import show_table

AT_A_TIME = 20
"""How many changes are shown, and how many more each time somebody asks."""
_SHOWN = "history_shown"


def changes_part() -> None:
    """What was changed, when and by whom, the last first."""
    st.header(t("history_changes"))
    stored = here()
    if stored is None:
        st.write(t("history_nothing_yet"))
        return
    count: int = st.session_state.get(_SHOWN, AT_A_TIME)

    def read() -> tuple[tuple[Change, ...], tuple[Message, ...]]:
        changes = store().last_changes(stored.id, count)
        return changes, history_readings(changes, stored.case, market())

    changes, readings = remembered_or("history", (stored.id, stored.seq, count), read)
    show_table(
        {
            t("history_what"): [reading.text(language()) for reading in readings],
            t("history_who"): [who_words(change) for change in changes],
        },
        index=[moment_words(change.moment) for change in changes],
        corner=t("history_when"),
        alt=t("history_changes"),
        figures=(),
    )
    if len(changes) == count:
        st.button(t("history_more", count=AT_A_TIME), key="history_more", on_click=pressed(_more))


def who_words(change: Change) -> str:
    """By whom a change is: by name, else whether it was made in this browser."""
    if change.author.who:
        return change.author.who
    return t("history_here" if change.author.actor == author().actor else "history_elsewhere")


def _more() -> None:
    st.session_state[_SHOWN] = st.session_state.get(_SHOWN, AT_A_TIME) + AT_A_TIME
