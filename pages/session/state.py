"""The case of this session: one frozen value, replaced as a whole, never half-changed.

The case is the truth and the fields on the screen follow it: a field changes the case in its callback, which runs
before the page is drawn. An entry that cannot be used is kept beside the case as a refusal, so that the field says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import streamlit as st

from market_data import MarketData, load
from market_data.overlay import overlay_file
from model.case import Case, InputValue, money_of
from model.case.edits import Edit, apply_all, input_path, remove, set_value
from model.case.example import example_case
from model.engine.results import CaseResult
from model.engine.run import run_case
from model.problems import BadInput, Problem
from pages.session.words import language, sentences, t

EXAMPLE_MUNICIPALITY = "GM1783"
MOST_STEPS_BACK = 50
"""How many changes of the case can be undone."""


@st.cache_resource(max_entries=1)
def _shipped() -> MarketData:
    return load()


def market() -> MarketData:
    """The market data, with this session's own figures over it."""
    overlay: tuple[str, bytes] | None = st.session_state.get("overlay")
    if overlay is None:
        return _shipped()
    name, content = overlay
    if st.session_state.get("overlay_read") != overlay:
        st.session_state["overlay_data"] = overlay_file(_shipped(), content, name)
        st.session_state["overlay_read"] = overlay
    data: MarketData = st.session_state["overlay_data"]
    return data


def case() -> Case:
    """The case being worked on; an example when the session starts."""
    if "case" not in st.session_state:
        st.session_state["case"] = example_case(EXAMPLE_MUNICIPALITY, market())
    current: Case = st.session_state["case"]
    return current


def load_new(new: Case) -> tuple[Problem, ...]:
    """Start with another case: forms and uploads get fresh identities, refused entries go.

    A case that cannot be calculated is not loaded: the old one stays. Returns what is wrong with it.
    """
    try:
        _outcome_of(new)
    except BadInput as error:
        return error.problems
    _remember(case())
    _begin_with(new)
    return ()


def _begin_with(new: Case) -> None:
    st.session_state["case"] = new
    st.session_state["edition"] = edition() + 1
    st.session_state.pop("refusals", None)
    st.session_state.pop("share_drafts", None)
    st.session_state.pop("branch_drafts", None)


def edition() -> int:
    """Counts the cases loaded in this session."""
    count: int = st.session_state.get("edition", 0)
    return count


def edit(*edits: Edit) -> tuple[Problem, ...]:
    """Change the case by edits, as one step to undo; keep the old one if that cannot be, and give what is wrong."""
    try:
        _keep(apply_all(case(), edits, market()))
    except BadInput as error:
        return error.problems
    return ()


def _keep(changed: Case) -> None:
    """Put a changed case in the place of the old one. Raises BadInput when it cannot be calculated."""
    _outcome_of(changed)
    if changed != case():
        _remember(case())
        st.session_state["case"] = changed


def put_overlay(overlay: tuple[str, bytes] | None) -> tuple[Problem, ...]:
    """Lay the figures of a file over the official ones, or take them away; not if the case cannot be calculated so."""
    before = st.session_state.get("overlay")
    st.session_state["overlay"] = overlay
    try:
        _outcome_of(case())
    except BadInput as error:
        st.session_state["overlay"] = before
        return error.problems
    st.session_state["edition"] = edition() + 1
    return ()


def overlay_name() -> str | None:
    """The name of the file with the adviser's own figures, if they are in use."""
    overlay: tuple[str, bytes] | None = st.session_state.get("overlay")
    return None if overlay is None else overlay[0]


def _remember(old: Case) -> None:
    st.session_state["earlier"] = (*_earlier(), old)[-MOST_STEPS_BACK:]


def _earlier() -> tuple[Case, ...]:
    cases: tuple[Case, ...] = st.session_state.get("earlier", ())
    return cases


def can_step_back() -> bool:
    """Whether the case has been changed in this session."""
    return bool(_earlier())


def step_back() -> None:
    """Undo the last change of the case, whatever it was: an input, a removed option, an opened file."""
    *before, last = _earlier()
    try:
        _outcome_of(last)
    except BadInput:  # with other market data than at the time: it cannot be calculated any more
        before = []
    else:
        _begin_with(last)
    st.session_state["earlier"] = tuple(before)


def set_input(option_id: str, key: str, value: InputValue | None) -> tuple[Problem, ...]:
    """Give one input of an option a value; None takes it out, back to its default, with the reason it had."""
    if value is not None:
        return edit(set_value(input_path(option_id, key), value))
    option = case().option(option_id)
    if key in option.inputs:
        return edit(remove(input_path(option_id, key)))
    return edit(remove(("options", option_id, "reasons", key))) if key in option.reasons else ()


def share_drafts() -> dict[str, dict[str, float]]:
    """Per mix the shares entered that do not add up yet, by component."""
    drafts: dict[str, dict[str, float]] = st.session_state.setdefault("share_drafts", {})
    return drafts


def branch_drafts() -> dict[str, dict[str, float]]:
    """Per option the probabilities of its second lives entered that do not add up yet, by branch."""
    drafts: dict[str, dict[str, float]] = st.session_state.setdefault("branch_drafts", {})
    return drafts


@dataclass(frozen=True)
class Refusal:
    """Why the last entry in a field was not used; `typed` is what the field keeps showing, None if it snaps back."""

    language: str
    typed: str | None
    why: str


def _refusals() -> dict[str, Refusal]:
    refusals: dict[str, Refusal] = st.session_state.setdefault("refusals", {})
    return refusals


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


def result() -> CaseResult:
    """The outcome of the case as it stands."""
    return _outcome_of(case())


def _outcome_of(current: Case) -> CaseResult:
    """The outcome of a case; the last one is kept as it is: a copy from a cache takes longer than computing it.

    It is calculated again only when something changed that moves money; its case is always the one asked about.
    """
    data, money = market(), money_of(current)
    kept: tuple[str, Case, CaseResult] | None = st.session_state.get("outcome")
    if kept is None or kept[0] != data.version or kept[1] != money:
        kept = (data.version, money, run_case(current, data))
        st.session_state["outcome"] = kept
    elif kept[2].case != current:
        kept = (data.version, money, replace(kept[2], case=current))
        st.session_state["outcome"] = kept
    return kept[2]
