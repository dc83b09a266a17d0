"""My cases: each with where it is about and when it was changed, and what can be done with it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from urllib.parse import urlsplit

import streamlit as st

from model.case import LONGEST_NAME
from model.case.edits import set_value
from model.problems import BadInput, Problem, problem
from model.store import access
from model.store.records import Conflict, Listed
from model.store.store import Setting
from pages.parts.cases_kept import note_damaged
from pages.session.entries import pressed, show_refusal, tied
from pages.session.keep import holder
from pages.session.refusals import refuse, settle
from pages.session.state import edit, market, refused
from pages.session.storage import author, here, store
from pages.session.stored import invitation, open_copy, open_stored
from pages.session.words import bold, plain, sentences, t
from pages.widgets.folds import fold
from pages.widgets.moments import moment_words

_INVITED, _WITHDRAWN = "invited", "withdrawn"


def list_part() -> None:
    """The cases of this browser, those put away under a fold at the end."""
    listed = access.cases_of(store(), holder())
    if not listed:
        st.write(t("cases_none"))
        return
    active = [row for row in listed if not row.archived]
    away = [row for row in listed if row.archived]
    for row in active:
        _row(row)
    if away:
        fold(t("cases_archived", count=len(away)), "cases_archived", partial(_rows, away))


def _rows(rows: Sequence[Listed]) -> None:
    for row in rows:
        _row(row)


def _row(row: Listed) -> None:
    """A case: what it is called, its town and its moments; open and copy, and the rest in a fold."""
    stored = here()
    is_here = stored is not None and stored.id == row.id
    with st.container(border=True):
        words, buttons = st.columns([3, 2], vertical_alignment="center")
        town = market().municipality(row.municipality).name
        words.markdown(f"{bold(row.name) or t('case_without_name')}{' · ' + t('case_on_screen') if is_here else ''}")
        words.caption(
            t("case_moments", town=plain(town), changed=moment_words(row.changed), opened=moment_words(row.opened))
        )
        with buttons.container(horizontal=True, horizontal_alignment="right"):
            name = plain(row.name)
            _button("open", row, _open, help_text=t("case_open_what", case=name), disabled=is_here)
            _button("copy", row, _copy, help_text=t("case_copy_what", case=name))
        show_refusal(_place(row.id))
        fold(t("case_more"), f"case.{row.id}.more", partial(_more, row))


def _button(
    name: str, row: Listed, act: Callable[..., None], *args: object, help_text: str = "", disabled: bool = False
) -> None:
    st.button(
        t(f"case_{name}"),
        key=f"case.{row.id}.{name}",
        help=help_text or None,
        disabled=disabled,
        on_click=pressed(act),
        args=(row.id, *args),
    )


def _more(row: Listed) -> None:
    """Its name, who else may open it, and putting it away."""
    st.text_input(
        t("name"),
        max_chars=LONGEST_NAME,
        **tied(f"case.{row.id}.name", row.name, partial(_rename, row), keep_entry=True),
    )
    show_refusal(f"case.{row.id}.name")
    with st.container(horizontal=True):
        _button("invite", row, _invite, help_text=t("case_invite_help"))
        _button("withdraw", row, _withdraw, help_text=t("case_withdraw_help"))
        _button("unarchive" if row.archived else "archive", row, _archive, not row.archived)
    with st.container():
        _invited(row)


def _invited(row: Listed) -> None:
    """The address that was just made, which nobody can ask for again; or how many were withdrawn."""
    case_id, address = st.session_state.get(_INVITED, ("", ""))
    if case_id == row.id:
        st.code(f"{_server()}{address}", language=None, wrap_lines=True)
        st.caption(t("case_invited"))
    case_id, count = st.session_state.pop(_WITHDRAWN, ("", 0))
    if case_id == row.id:
        st.success(t("case_withdrawn", count=count))


def _server() -> str:
    """Where this application is found: the beginning of its addresses."""
    parts = urlsplit(st.context.url or "")
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def _place(case_id: str) -> str:
    return f"case.{case_id}"


def _done(case_id: str, problems: Sequence[Problem]) -> None:
    """Say at a case why something could not be done with it."""
    st.session_state.pop(_INVITED, None)
    settle(_place(case_id))
    if problems:
        refuse(_place(case_id), " ".join(sentences(problems)))


def _open(case_id: str) -> None:
    problems = open_stored(case_id)
    _done(case_id, problems)
    if any(found.code == "store_damaged" for found in problems):
        note_damaged(case_id)


def _copy(case_id: str) -> None:
    _done(case_id, open_copy(case_id))


def _invite(case_id: str) -> None:
    try:
        _done(case_id, ())
        st.session_state[_INVITED] = case_id, invitation(case_id)
    except BadInput as error:
        _done(case_id, refused(error))


def _withdraw(case_id: str) -> None:
    try:
        _done(case_id, ())
        st.session_state[_WITHDRAWN] = case_id, access.withdraw(store(), case_id)
    except BadInput as error:
        _done(case_id, refused(error))


def _archive(case_id: str, away: bool) -> None:
    try:
        access.archive(store(), case_id, archived=away)
        _done(case_id, ())
    except BadInput as error:
        _done(case_id, refused(error))


def _rename(row: Listed, name: str) -> tuple[Problem, ...]:
    """Give a case another name; one that is not on screen keeps the model and the market data it was made with."""
    if not name.strip():
        return (problem("missing", "name"),)
    change = set_value(("name",), name)
    stored = here()
    if stored is not None and stored.id == row.id:
        return edit(change)
    try:
        now = store().open(row.id, market())
        then = Setting(now.model, replace(market(), version=now.data))
        outcome = store().append(row.id, (change,), now.seq, author(), then, lambda _: now.kept)
    except BadInput as error:
        return refused(error)
    return (problem("changed_meanwhile", ""),) if isinstance(outcome, Conflict) else ()
