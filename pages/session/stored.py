"""Cases of the store on screen: which one opens, and what pages do with it besides editing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime

import streamlit as st

from model.analyses.updates import Update, keep_edits, update_of
from model.case import LONGEST_NAME, Case, Reason
from model.case.edits import apply, set_value
from model.problems import BadInput, Problem, problem
from model.store import access
from model.store.changes import KEEP
from model.store.opening import CannotStore
from model.store.records import Kept, Stored
from model.words.numbers import format_date
from pages.session.keep import answer_is_heard, answered, holder, told
from pages.session.refusals import refuse, refused_because
from pages.session.state import (
    accepted,
    edit,
    load_new,
    market,
    open_here,
    opened_with_its_figures,
    refused,
    result,
    saved,
    setting,
    take_over,
)
from pages.session.storage import author, here, store
from pages.session.words import language, t


def available() -> Problem | None:
    """Why there is no store; None when there is one."""
    try:
        store()
    except CannotStore as refused:
        return refused.problems[0]
    return None


def listen() -> None:
    """Hear what the browser says: a session begins with it, and an invitation may come at any time."""
    invitation = told()
    if invitation is not None and not answered():
        _begin(invitation)
        answer_is_heard()
    elif invitation:
        _come_in(invitation)


def _begin(invitation: str) -> None:
    """Open the case this session begins with: whom the invitation or the address names, else the one opened last.

    Without one the example stands there, which is kept once it is changed.
    """
    wanted = st.query_params.get(access.ADDRESS, "")
    try:
        if invitation:
            wanted = access.accept(store(), invitation, holder())
        if not wanted:
            wanted = next((listed.id for listed in access.cases_of(store(), holder()) if not listed.archived), "")
    except BadInput as error:
        st.session_state["not_opened"] = refused(error)
        return
    if wanted:
        st.session_state["not_opened"] = open_stored(wanted)
        st.session_state["taken_back"] = here() is not None


def _come_in(invitation: str) -> None:
    """Open the case of an invitation that came while a session was open."""
    try:
        st.session_state["not_opened"] = open_stored(access.accept(store(), invitation, holder()))
    except BadInput as error:
        st.session_state["not_opened"] = refused(error)


def taken_back_is_shown() -> None:
    """The page has been drawn to its end with the case that was taken back."""
    st.session_state.pop("taken_back", None)


def not_opened() -> tuple[Problem, ...]:
    """Why the case that was asked for did not open; told until another one does."""
    problems: tuple[Problem, ...] = st.session_state.get("not_opened", ())
    return problems


def name_in_address() -> None:
    """Have the address name the case on screen, so that a reload and a bookmark find it."""
    stored = here()
    if stored is None:
        st.query_params.pop(access.ADDRESS, None)
    elif st.query_params.get(access.ADDRESS) != stored.id:
        st.query_params[access.ADDRESS] = stored.id


def open_stored(case_id: str) -> tuple[Problem, ...]:
    """Go on with another case of the store; gives why that cannot be, and then the one on screen stays."""
    try:
        if not access.may_open(store(), case_id, holder()):
            return (problem("no_such_case", "", value=case_id),)
        stored = opened_with_its_figures(case_id)
        open_here(stored)
        access.note_opened(store(), case_id, holder())
    except BadInput as error:
        return refused(error)
    st.session_state.pop("not_opened", None)
    _look_for_update(stored)
    return ()


def _look_for_update(stored: Stored) -> None:
    """Note what another version of the model or of the market data makes of a case that is opened, if it does."""
    st.session_state.pop("update", None)
    if stored.kept is not None and (stored.model, stored.data) != (setting().model, market().version):
        update = update_of(stored.kept, result())
        if update.differs:
            st.session_state["update"] = Pending(update, stored.kept, stored.changed)


@dataclass(frozen=True)
class Pending:
    """What an update changes in the case on screen, until the user has said what holds; `kept` is how it was `when`."""

    update: Update
    kept: Kept
    when: datetime


def pending_update() -> Pending | None:
    """What an update changes in the case on screen, if that is still to be decided."""
    pending: Pending | None = st.session_state.get("update")
    return pending


def take_update() -> None:
    """Callback: go on with today's defaults."""
    if st.session_state.pop("update", None) is not None:
        try:
            stored = saved()
            take_over(store().update(stored.id, author(), setting(), accepted), stored.seq)
        except BadInput as error:
            refused(error)


def keep_as_it_was() -> None:
    """Callback: enter the defaults of then in the place of today's, each with its reason."""
    pending = pending_update()
    if pending is None:
        return
    day = format_date(pending.when.date(), language())
    edits = keep_edits(
        pending.kept, result(), Reason("", datetime.now(UTC).date().isoformat(), t("kept_as_on", day=day))
    )
    if edits:
        problems = edit(*edits, kind=KEEP)
        if problems:
            refuse("update", refused_because(problems))
            return
        st.session_state.pop("update", None)
    else:
        take_update()


def open_copy(case_id: str) -> tuple[Problem, ...]:
    """Go on with a copy of a case, kept beside it, with a history of its own."""
    problems = open_stored(case_id)
    if problems:
        return problems
    original = saved().case
    name = t("copy_of", option=original.name)[:LONGEST_NAME]
    return load_new(apply(original, set_value(("name",), name), market()))


def name_version(label: str) -> tuple[Problem, ...]:
    """Give the case as it is a name, with its numbers of today."""
    try:
        store().name_version(saved().id, label, author(), accepted(saved().case))
    except BadInput as error:
        return refused(error)
    return ()


def restore_version(number: int) -> tuple[Problem, ...]:
    """Make the case what it was in a version; it is a change like another, and can be undone."""
    try:
        before = saved()
        take_over(store().restore(before.id, number, author(), setting(), accepted), before.seq)
    except BadInput as error:
        return refused(error)
    return ()


def version_case(number: int) -> Case:
    """The case as it was in a version. Raises BadInput."""
    return store().version_case(saved().id, number, market())


def invitation(case_id: str) -> str:
    """The part of an address that lets one other browser open a case. Raises CannotStore."""
    return access.invitation(store(), case_id)
