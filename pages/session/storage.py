"""The store as this session sees it: which one, as whom, and the case on screen as it stands there."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import streamlit as st

from model.problems import BadInput, Problem
from model.store import access
from model.store.changes import Author, Change, Standing
from model.store.opening import FILE, CannotStore, folder
from model.store.records import Stored
from model.store.rows import digest
from model.store.store import Store
from model.store.upkeep import expire, expiry_days
from pages.session.keep import holder

_LONGEST_ACTOR = 16


@st.cache_resource(max_entries=4, show_spinner=False)
def _opened(path: str) -> Store:
    return Store.at(Path(path))


@st.cache_resource(max_entries=1, show_spinner=False)
def _expired(path: str, day: date) -> None:
    """Remove the cases that have expired by this day: when the application starts, and every day it goes on."""
    try:
        removal = expire(_opened(path), expiry_days())
    except BadInput as error:  # told on the page of cases; the application works without
        logging.getLogger("app").warning("%s: no case has expired: %s", day, error.problems)
        return
    for unreached in removal.unreached:
        logging.getLogger("app").warning("%s: cases that have expired may still stand in a backup: %s", day, unreached)


def store() -> Store:
    """The open store. Raises CannotStore: the next time it is tried again."""
    path = str(folder() / FILE)
    opened = _opened(path)
    _expired(path, datetime.now(UTC).date())
    return opened


def author() -> Author:
    """As whom this session changes a case: its browser; who sits at it is not known."""
    return Author(digest(holder())[:_LONGEST_ACTOR])


def here() -> Stored | None:
    """The case on screen as it is stored; None before its first change is written."""
    stored: Stored | None = st.session_state.get("stored")
    return stored


def put_here(stored: Stored | None) -> None:
    """Another case on screen, or the same one after a change."""
    st.session_state["stored"] = stored


def able() -> Standing:
    """What can be taken back and made again here."""
    stored = here()
    if stored is None:
        return Standing()
    kept: tuple[tuple[str, int], Standing] | None = st.session_state.get("standing")
    place = (stored.id, stored.seq)
    if kept is None or kept[0] != place:
        try:
            kept = (place, store().can(stored.id, author()))
        except CannotStore as refused:
            note_trouble(refused)
            return Standing()
        st.session_state["standing"] = kept
    return kept[1]


def give_access(case_id: str) -> None:
    """Let this browser open a case from now on."""
    access.give(store(), case_id, holder())


def note_trouble(refused: CannotStore) -> None:
    """The store cannot be used: told above the page until it can."""
    st.session_state["store_trouble"] = refused.problems[0]


def trouble() -> Problem | None:
    """Why the store cannot be used, since the last time it was tried."""
    problem: Problem | None = st.session_state.get("store_trouble")
    return problem


def is_unsaved() -> bool:
    """Whether the user chose to go on without keeping anything, since the store cannot be used."""
    return bool(st.session_state.get("unsaved"))


def go_on_unsaved() -> None:
    """Callback: go on, and keep nothing."""
    st.session_state["unsaved"] = True


@dataclass(frozen=True)
class Meanwhile:
    """What others did while this session looked: changes that came in, and an own entry that crossed one of them."""

    came_in: tuple[Change, ...] = ()
    crossed: tuple[Change, ...] = ()


def meanwhile() -> Meanwhile:
    """What is to be told of others."""
    told: Meanwhile = st.session_state.get("meanwhile", Meanwhile())
    return told


def tell_meanwhile(told: Meanwhile) -> None:
    """Have it told above the page from now on."""
    st.session_state["meanwhile"] = told
