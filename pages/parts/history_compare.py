"""History: two versions of the case, or a version and the case as it is: what differs, and what that makes."""

from __future__ import annotations

import streamlit as st

from model.case import Case
from model.engine.results import CaseResult
from model.outcomes.quantities import quantity
from model.problems import BadInput
from model.readings.changes import differences_readings
from model.words.quantities import results
from pages.parts.sensitivity_bridge import alike, bridge_between
from pages.session.entries import chosen
from pages.session.state import case, result
from pages.session.versions import case_of, named_versions, outcome_of
from pages.session.words import label, language, plain, sentences, t, titles
from pages.widgets.moments import moment_words

NOW = 0
"""Stands for the case as it is, among the numbers of versions."""
MOST_SAID = 30
"""Of more differences than this only the first are said, and how many more there are."""


def compare_part() -> None:
    """Choose two versions; what differs in words, and as a bridge from the one to the other."""
    known = {version.number: version for version in named_versions()}
    if not known:
        return
    st.header(t("history_compare"))
    names = {
        NOW: t("bridge_now"),
        **{number: f"{version.label} ({moment_words(version.moment)})" for number, version in known.items()},
    }
    left, right = st.columns(2)
    with left:
        first = chosen(st.selectbox, t("history_from"), list(known), names, "history_from")
    with right:
        others = [number for number in names if number != first]
        second = chosen(st.selectbox, t("history_to"), others, names, "history_to")
    try:
        before = case_of(known[first])
        after = case() if second == NOW else case_of(known[second])
        outcomes = outcome_of(before, f"{first}"), result() if second == NOW else outcome_of(after, f"{second}")
    except BadInput as refused:
        st.write(" ".join(sentences(refused.problems)))
        return
    with st.container():
        _in_words(before, after)
    with st.container():
        _as_bridge(*outcomes, (known[first].label, names[NOW] if second == NOW else known[second].label))


def _in_words(before: Case, after: Case) -> None:
    """What is another value, was put in or was taken out."""
    said = differences_readings(before, after)
    if not said:
        st.write(t("history_same"))
        return
    st.markdown("\n".join(f"- {plain(reading.text(language()))}" for reading in said[:MOST_SAID]))
    if len(said) > MOST_SAID:
        st.caption(t("history_more_differences", count=len(said) - MOST_SAID))


def _as_bridge(before: CaseResult, after: CaseResult, ends: tuple[str, str]) -> None:
    """What each group of inputs makes of the difference in a result of an option that is in both."""
    both = [
        key for key, option in after.options.items() if key in before.options and alike(before.options[key], option)
    ]
    if not both:
        st.write(t("history_no_option"))
        return
    names = titles(after.case.options)
    about, measured = st.columns([2, 1], vertical_alignment="bottom")
    with about:
        option = chosen(
            st.segmented_control,
            t("option"),
            both,
            {key: plain(names[key]) for key in both},
            "history_option",
            required=True,
        )
    with measured:
        euros = [key for key in results() if quantity(key).unit_key == "eur"]
        measure = chosen(st.selectbox, t("which_result"), euros, {key: label(key) for key in euros}, "history_result")
    st.caption(t("history_of_today"))
    bridge_between(before, option, after, option, ends, measure)
