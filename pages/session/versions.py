"""Earlier versions of the case on screen: those with a name in the store, and what any of them comes to today."""

from __future__ import annotations

import streamlit as st

from model.case import Case
from model.case.edits import apply, set_value
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput
from model.store.opening import CannotStore
from model.store.records import Version
from pages.session.computed import kept, remembered_or
from pages.session.state import case, market
from pages.session.storage import here, note_trouble, store
from pages.session.stored import version_case
from pages.session.words import t

CHOICE = "earlier_version"
"""Where the session keeps which version pages compare with: its number, or one of these two."""
FILE, NONE = 0, -1
_OPENED = "version_opened"


def named_versions() -> tuple[Version, ...]:
    """The named versions of the case on screen, the last one first; none before it is kept. Raises CannotStore."""
    stored = here()
    return () if stored is None else tuple(reversed(store().versions(stored.id)))


def case_of(version: Version) -> Case:
    """The case as it was in a version. Raises BadInput."""
    stored = here()
    key = (stored.id if stored is not None else "", market().version)
    return remembered_or(f"version.{version.number}", key, lambda: version_case(version.number))


def outcome_of(earlier: Case, name: str) -> CaseResult:
    """What an earlier version comes to with the model and the market data of today, kept by a name. Raises BadInput."""
    return remembered_or(f"version_outcome.{name}", (market().version, earlier), lambda: run_case(earlier, market()))


def choosable() -> tuple[Version, ...]:
    """The named versions; none where they cannot be read, which is told above the page."""
    try:
        return named_versions()
    except CannotStore as refused:
        note_trouble(refused)
        return ()


def opened_file() -> Case | None:
    """The case in a file saved before, if one was opened to compare with."""
    opened: Case | None = st.session_state.get(_OPENED)
    return opened


def put_opened_file(opened: Case) -> None:
    """Compare with a case in a file from now on."""
    st.session_state[_OPENED] = opened
    st.session_state[CHOICE] = FILE


def earlier_case() -> tuple[Case, str] | None:
    """The version chosen to compare with, and what it is called; None without one, or where it cannot be read."""
    number = st.session_state.get(CHOICE, NONE)
    opened = opened_file()
    if number == FILE and opened is not None:
        return opened, t("version_file")
    for version in choosable():
        if version.number == number:
            try:
                return case_of(version), version.label
            except BadInput:
                return None
    return None


def earlier_outcome() -> CaseResult | None:
    """What the version chosen comes to today; None without one, or where today's market data do not fit it."""
    earlier = earlier_case()
    try:
        return None if earlier is None else outcome_of(earlier[0], "chosen")
    except BadInput:
        return None


def at_defaults(option_id: str) -> CaseResult | None:
    """The case with one option back at its defaults; None when that cannot be."""
    inputs = ("options", option_id, "inputs")

    def make() -> CaseResult | None:
        try:
            return run_case(apply(case(), set_value(inputs, {}), market()), market())
        except BadInput:
            return None

    return kept("at_defaults", option_id, make)
