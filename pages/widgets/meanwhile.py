"""What a user must know above any page: what cannot be kept, what did not open, what others did meanwhile."""

from __future__ import annotations

import streamlit as st

from model.readings.changes import change_reading, conflict_reading
from pages.session.entries import pressed
from pages.session.state import case, mine_holds, theirs_holds, try_to_keep
from pages.session.storage import Meanwhile, go_on_unsaved, is_unsaved, meanwhile, trouble
from pages.session.stored import not_opened
from pages.session.words import language, plain, sentences, t

MOST_TOLD = 3
"""Of more changes than this only the last are told."""


def told_above() -> None:
    """What there is to tell; nothing takes no room."""
    _trouble()
    problems = not_opened()
    if problems:
        st.error(" ".join(sentences(problems, lambda each: plain(each.text(language())))))
    told = meanwhile()
    _crossed(told)
    _came_in(told)


def _trouble() -> None:
    """That the store cannot be used, with the way on."""
    problem = trouble()
    if problem is None and not is_unsaved():
        return
    st.error(plain(problem.text(language())) if problem else t("works_unsaved"))
    if is_unsaved():
        st.button(t("keep_again"), key="keep_again", on_click=pressed(try_to_keep))
    else:
        st.button(t("go_on_unsaved"), key="go_on_unsaved", on_click=pressed(go_on_unsaved))


def _crossed(told: Meanwhile) -> None:
    """An own entry that crossed another one: which of the two holds is for the user to say."""
    if not told.crossed:
        return
    asks = "crossing" in st.session_state
    sentences = [plain(conflict_reading(change, case()).text(language())) for change in told.crossed[-MOST_TOLD:]]
    st.warning(" ".join([*sentences, t("crossing_asks" if asks else "step_crosses")]))
    with st.container(horizontal=True):
        if asks:
            st.button(t("mine_holds"), key="mine_holds", on_click=pressed(mine_holds))
        st.button(t("theirs_holds" if asks else "understood"), key="theirs_holds", on_click=pressed(theirs_holds))


def _came_in(told: Meanwhile) -> None:
    """What others changed, from what to what."""
    changes = [change for change in told.came_in if change not in told.crossed][-MOST_TOLD:]
    if changes:
        sentences = (plain(change_reading(change, case()).text(language())) for change in changes)
        st.info(f"{t('others_changed')} {' '.join(sentences)}")
