"""Entries that were not used, with what the field keeps showing and why; and those that wait for others."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from model.problems import Problem
from pages.session.words import language, sentences, t


@dataclass(frozen=True)
class Refusal:
    """Why the last entry in a field was not used; `typed` is what the field keeps showing, None if it snaps back."""

    language: str
    typed: str | None
    why: str


def _refusals() -> dict[str, Refusal]:
    refusals: dict[str, Refusal] = st.session_state.setdefault("refusals", {})
    return refusals


def forget_refusals() -> None:
    """No entry is refused any more."""
    st.session_state.pop("refusals", None)


def refuse(key: str, why: str, typed: str | None = None) -> None:
    """Remember that the entry in the field `key` was not used."""
    _refusals()[key] = Refusal(language(), typed, why)


def settle(key: str) -> None:
    """The field `key` has a new entry: forget what was wrong with its last, and messages with no entry to correct."""
    st.session_state["refusals"] = {
        name: refusal for name, refusal in _refusals().items() if name != key and refusal.typed is not None
    }


def refusal(key: str) -> Refusal | None:
    """Why the last entry in the field `key` was not used, if so; one in the other language's notation is dropped."""
    last = _refusals().get(key)
    return last if last is not None and last.language == language() else None


def refused_because(problems: Sequence[Problem]) -> str:
    """The sentences for the screen, ending with what was kept."""
    return " ".join([*sentences(problems), t("old_value_stays")])


def share_drafts() -> dict[str, dict[str, float]]:
    """Per mix the shares entered that do not add up yet, by component."""
    drafts: dict[str, dict[str, float]] = st.session_state.setdefault("share_drafts", {})
    return drafts


def branch_drafts() -> dict[str, dict[str, float]]:
    """Per option the probabilities of its second lives entered that do not add up yet, by branch."""
    drafts: dict[str, dict[str, float]] = st.session_state.setdefault("branch_drafts", {})
    return drafts


def forget_drafts() -> None:
    """Nothing waits any more."""
    st.session_state.pop("share_drafts", None)
    st.session_state.pop("branch_drafts", None)
