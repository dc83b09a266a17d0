"""Compare: the fields in which a what-if is asked: an input, the options, the value it becomes, and a name."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import streamlit as st

from model.case import LONGEST_NAME
from model.case.sections.what_ifs import what_ifs_of
from model.decide.what_ifs import add_to, edits_problems, free_name, keep, name_problems, set_in
from model.problems import Problem, problem
from model.readings.what_ifs import Changeable, changeable_inputs, suggested_name
from pages.session.computed import of_case
from pages.session.entries import chosen, pressed, show_refusal, tied
from pages.session.refusals import refusal, refuse, settle
from pages.session.state import case, edit, market, result
from pages.session.words import language, sentences, t, titles
from pages.widgets.fields import Caption, number_field

START = "occupancy"
"""The input that is asked about first."""
INPUT, OPTIONS, INTO = "what_if_input", "what_if_options", "what_if_into"
VALUES, ENTERED = "what_if_values", "what_if_name_entered"
"""Where the session keeps what is chosen, and what is entered."""
NAME, KEEP = "what_if_new.name", "what_if_keep"
"""Where it is told what is wrong with a name, and why a what-if was not kept."""
NEW = ""
"""In the choice of where a change belongs: a what-if of its own."""


def ask() -> None:
    """The fields, and the button that keeps what they say as a what-if."""
    changed = _changed()
    options = _options(changed)
    columns = st.columns(2)
    with columns[0]:
        _value_field(changed)
    with columns[1].container():
        _into_field()
    with st.container():
        if _into() == NEW:
            _name_field(changed, options)
    st.button(t("what_if_keep"), key="what_if.keep", icon=":material/add:", on_click=pressed(_keep))
    show_refusal(KEEP)


def _into() -> str:
    """The what-if that the change will be in: one that is there, or a new one."""
    name: str = st.session_state.get(INTO, NEW)
    return name if any(what_if.name == name for what_if in what_ifs_of(case())) else NEW


def _into_field() -> None:
    """The choice of where the change belongs, once there is one."""
    names = [what_if.name for what_if in what_ifs_of(case())]
    if names:
        known = {NEW: t("what_if_new"), **{name: name for name in names}}
        chosen(st.selectbox, t("what_if_into"), list(known), known, INTO)


def _changed() -> Changeable:
    """The input that is chosen."""
    inputs = {each.name: each for each in of_case(changeable_inputs)}
    labels = {name: each.label(language()) for name, each in inputs.items()}
    ordered = sorted(inputs, key=lambda name: labels[name].lower())
    start = START if START in inputs else None
    return inputs[chosen(st.selectbox, t("what_if_input"), ordered, labels, INPUT, start=start)]


def _chosen_options(changed: Changeable) -> tuple[str, ...]:
    """The options in which the input becomes another: all that have it until some are chosen."""
    those: tuple[str, ...] | None = st.session_state.get(OPTIONS)
    if those is None or (those and not set(those) & set(changed.values)):
        return tuple(changed.values)
    return tuple(option for option in changed.values if option in those)


def _options(changed: Changeable) -> tuple[str, ...]:
    """The choice of options."""
    names = titles(case().options)
    able, now = list(changed.values), _chosen_options(changed)
    st.multiselect(
        t("what_if_options"),
        able,
        format_func=names.__getitem__,
        placeholder=t("what_if_options_none"),
        **tied(OPTIONS, list(now), _choose_options, options=able),
    )
    return now


def _choose_options(those: Sequence[str]) -> tuple[Problem, ...]:
    st.session_state[OPTIONS] = tuple(those)
    return ()


def _values() -> dict[str, float]:
    """The values entered so far, by input."""
    values: dict[str, float] = st.session_state.setdefault(VALUES, {})
    return values


def _value_key(changed: Changeable) -> str:
    return f"what_if.value.{changed.name}"


def _value_field(changed: Changeable) -> None:
    """The field for the value; grey what it is now, where that is the same in all options."""
    measure = changed.quantity.unit
    sign = measure.sign() if measure.is_ratio else measure.name(language())
    words = t("what_if_value")
    low, high = (end.show(language(), "brief") for end in changed.bounds)
    number_field(
        Caption(f"{words} ({sign})" if sign else words, changed.label(language()), t("limits", low=low, high=high)),
        _values().get(changed.name),
        _value_key(changed),
        partial(_take_value, changed),
        follows=None if changed.shared is None else measure.rounded(changed.shared),
        percent=measure.is_ratio,
    )


def _take_value(changed: Changeable, value: float | None) -> tuple[Problem, ...]:
    """Keep a value that the case could take, until the what-if is kept; a blank takes it out."""
    if value is None:
        _values().pop(changed.name, None)
        return ()
    for option in _chosen_options(changed):
        problems = edits_problems(case(), set_in((option,), changed.key, value), market())
        if problems:
            return problems
    _values()[changed.name] = value
    return ()


def _suggested(changed: Changeable, options: Sequence[str]) -> str:
    """The name a what-if gets when none is entered; none as long as it has no value."""
    value = _values().get(changed.name)
    if value is None or not options:
        return ""
    return free_name(case(), suggested_name(result(), changed, options, value).text(language()).replace("\u00a0", " "))


def _name_field(changed: Changeable, options: Sequence[str]) -> None:
    st.text_input(
        t("what_if_new_name"),
        placeholder=_suggested(changed, options) or None,
        max_chars=LONGEST_NAME,
        **tied(NAME, st.session_state.get(ENTERED, ""), _take_name, keep_entry=True),
    )
    show_refusal(NAME)


def _take_name(name: str) -> tuple[Problem, ...]:
    problems = name_problems(case(), name) if name.strip() else ()
    if not problems:
        st.session_state[ENTERED] = name.strip()
    return problems


def _keep() -> None:
    """Callback: keep the change as a what-if, or in one that is there; what is not right is told, and stays."""
    settle(KEEP)
    changed = next((each for each in of_case(changeable_inputs) if each.name == st.session_state[INPUT]), None)
    if changed is None or refusal(_value_key(changed)) is not None or (_into() == NEW and refusal(NAME) is not None):
        return  # what is wrong stands at its field
    options, value = _chosen_options(changed), _values().get(changed.name)
    problems = _missing(changed, options, value)
    if not problems and value is not None:
        edits = set_in(options, changed.key, value)
        name = st.session_state.get(ENTERED, "") or _suggested(changed, options)
        problems = edit(*(keep(name, edits) if _into() == NEW else add_to(case(), _into(), edits)))
    if problems:
        refuse(KEEP, " ".join(sentences(problems)))
        return
    _values().pop(changed.name, None)
    st.session_state[ENTERED] = ""


def _missing(changed: Changeable, options: Sequence[str], value: float | None) -> tuple[Problem, ...]:
    """What is not entered yet."""
    if not options:
        return (problem("ui_what_if_no_options", ""),)
    if value is None:
        low, high = (end.show(language(), "brief") for end in changed.bounds)
        return (problem("ui_what_if_no_value", changed.label(language()), low=low, high=high),)
    return ()
