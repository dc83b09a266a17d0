"""The forms that operators filled in, as long as this session lasts: they stand in no case and no store."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from model.export.inquiry.reading_back import FilledForm, read_form
from model.problems import BadInput, Problem


def forms() -> tuple[FilledForm, ...]:
    """The forms read in this session, in the order in which they came."""
    return tuple(_by_file().values())


def refused_forms() -> tuple[Problem, ...]:
    """What is wrong with the files last given that are no forms."""
    refused: tuple[Problem, ...] = st.session_state.get("inquiry_refused", ())
    return refused


def inquiry_edition() -> int:
    """Counts the times that files were given: each time the field for them begins anew."""
    count: int = st.session_state.get("inquiry_edition", 0)
    return count


def add_forms(files: Iterable[tuple[str, bytes]]) -> None:
    """Read files by name and content; one with the name of a form that is there takes its place."""
    refused: list[Problem] = []
    for name, content in files:
        try:
            _by_file()[name] = read_form(name, content)
        except BadInput as error:
            refused.extend(error.problems)
    st.session_state["inquiry_refused"] = tuple(refused)
    st.session_state["inquiry_edition"] = inquiry_edition() + 1


def forget_forms() -> None:
    """Callback: nothing that operators answered is here any more."""
    for kept in ("inquiry_forms", "inquiry_refused"):
        st.session_state.pop(kept, None)


def _by_file() -> dict[str, FilledForm]:
    read: dict[str, FilledForm] = st.session_state.setdefault("inquiry_forms", {})
    return read
