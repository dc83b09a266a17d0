"""History: the named versions of the case on screen: name one, bring one back, save one as a file."""

from __future__ import annotations

import streamlit as st

from model.case import LONGEST_NAME
from model.problems import BadInput
from model.readings.updates import kept_numbers_reading
from model.store.records import Version
from pages.session.entries import pressed, show_refusal
from pages.session.refusals import refuse, refused_because, settle
from pages.session.stored import name_version, restore_version
from pages.session.versions import case_of, named_versions
from pages.session.words import bold, language, plain, sentences, t
from pages.widgets.case_file import case_file
from pages.widgets.moments import moment_words

NAME = "version.name"
_RESTORED = "version_restored"


def versions_part() -> None:
    """Give the case a name as it is, and what was named before."""
    st.header(t("history_versions"))
    st.caption(t("version_what"))
    field, button = st.columns([3, 1], vertical_alignment="bottom")
    field.text_input(
        t("version_name"),
        key=NAME,
        max_chars=LONGEST_NAME,
        placeholder=t("version_name_blank"),
        persist_state="session",
    )
    button.button(t("version_keep"), key="version.keep", icon=":material/bookmark_add:", on_click=pressed(_name))
    show_refusal(NAME)
    with st.container():
        restored = st.session_state.pop(_RESTORED, None)
        if restored is not None:
            st.success(t("version_is_back", version=plain(restored), undo=t("undo")))
    with st.container():
        for version in named_versions():
            _row(version)


def _row(version: Version) -> None:
    """What a version is called, since when, its figures of that day, and what can be done with it."""
    with st.container(border=True):
        words, buttons = st.columns([3, 2], vertical_alignment="center")
        by = f" · {plain(version.who)}" if version.who else ""
        words.markdown(f"{bold(version.label)}  \n{moment_words(version.moment)}{by}")
        try:
            case = case_of(version)
        except BadInput as refused:
            words.caption(" ".join(sentences(refused.problems)))
            return
        if version.kept is not None:
            words.caption(plain(kept_numbers_reading(case, version.kept).text(language())))
        with buttons.container(horizontal=True, horizontal_alignment="right"):
            st.button(
                t("version_restore"),
                key=f"version.{version.number}.restore",
                icon=":material/settings_backup_restore:",
                help=t("version_restore_help"),
                on_click=pressed(_restore),
                args=(version.number, version.label),
            )
            case_file(case, t("version_download"), f"{case.name} {version.label}", f"version.{version.number}")
        show_refusal(f"version.{version.number}")


def _name() -> None:
    """Callback: give the case as it is the name in the field."""
    settle(NAME)
    label: str = st.session_state.get(NAME, "").strip()
    problems = name_version(label) if label else ()
    if not label:
        refuse(NAME, t("version_needs_name"))
    elif problems:
        refuse(NAME, " ".join(sentences(problems)))
    else:
        st.session_state[NAME] = ""


def _restore(number: int, label: str) -> None:
    """Callback: make the case what it was in a version, and say that it is a change like another."""
    place = f"version.{number}"
    settle(place)
    problems = restore_version(number)
    if problems:
        refuse(place, refused_because(problems))
    else:
        st.session_state[_RESTORED] = label
