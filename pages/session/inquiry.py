"""Forms that operators filled in, put in the case; what was wrong with the last ones stands in this session."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from model.analyses.operators import operators_of
from model.decide.operators import put_answers
from model.export.inquiry.counting import counted
from model.export.inquiry.reading_back import FilledForm, read_form
from model.problems import BadInput, Problem
from model.words.messages import Message
from pages.session.state import case, edit


def answers_key() -> str:
    """What operators answered in the case, as something to keep an outcome by."""
    return repr(operators_of(case()))


def refused_forms() -> tuple[Problem, ...]:
    """What is wrong with the files last given, or with putting them in the case."""
    refused: tuple[Problem, ...] = st.session_state.get("inquiry_refused", ())
    return refused


def told_of_forms() -> tuple[Message, ...]:
    """What to know of the forms last given: every cell that was left out, and forms that did not count."""
    told: tuple[Message, ...] = st.session_state.get("inquiry_told", ())
    return told


def inquiry_edition() -> int:
    """Counts the times that files were given: each time the field for them begins anew."""
    count: int = st.session_state.get("inquiry_edition", 0)
    return count


def add_forms(files: Iterable[tuple[str, bytes]]) -> None:
    """Read files by name and content, and put what operators answered in the case."""
    refused: list[Problem] = []
    forms: list[FilledForm] = []
    for name, content in files:
        try:
            forms.append(read_form(name, content))
        except BadInput as error:
            refused.extend(error.problems)
    found = counted(forms, {operator.code for operator in operators_of(case())})
    refused.extend(edit(*put_answers(case(), found.answered)) if found.answered else ())
    wrong = (wrong for form in forms for wrong in form.wrong)
    st.session_state["inquiry_refused"] = tuple(refused)
    st.session_state["inquiry_told"] = (*wrong, *found.told)
    st.session_state["inquiry_edition"] = inquiry_edition() + 1


def forget_what_was_told() -> None:
    """What was wrong with forms is about none that is here any more."""
    for name in ("inquiry_refused", "inquiry_told"):
        st.session_state.pop(name, None)
