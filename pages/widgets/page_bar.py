"""What stands around every page: undo, the language, and Streamlit's own words in that language."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import streamlit as st

from model.readings.kept import kept_reading
from pages.session.entries import pressed, show_refusal
from pages.session.state import step_back, step_forth
from pages.session.storage import able, here, is_unsaved
from pages.session.words import language, t
from pages.widgets.meanwhile import told_above

LANGUAGE_NAMES = {"nl": "Nederlands", "en": "English"}
"""As on the buttons, and in the address: ?lang=English."""
HOME_ZONE = "Europe/Amsterdam"
"""The clock of who reads, where the browser does not say."""
_STYLE = """<style>
[data-testid="stMainBlockContainer"] {{ padding-top: 4rem }}
[data-testid="stHeading"] h1 {{ padding-top: 0 }}
[data-testid="stHeading"] h2 {{ font-size: 1.75rem; padding: 0.75rem 0 1rem }}
[data-testid="stPlotlyChart"] svg text {{ fill: currentColor !important }}
[data-testid="stButtonGroup"] [role="radiogroup"] {{ flex-wrap: wrap }}
[data-testid="stLayoutWrapper"]:has(> .st-key-run_drawn_place) {{ display: none }}
[data-testid="stBottomBlockContainer"] {{ padding-top: 0.5rem; padding-bottom: 0.75rem }}
[data-testid="stFileUploaderDropzone"] button p,
[data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0 }}
[data-testid="stFileUploaderDropzone"] button p::after {{ content: {choose}; font-size: 0.875rem }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{ content: {limit}; font-size: 0.875rem }}
@media (prefers-reduced-motion: reduce) {{
    *, *::before, *::after {{
        animation-duration: 1ms !important; animation-iteration-count: 1 !important;
        transition-duration: 1ms !important; scroll-behavior: auto !important
    }}
}}
</style>"""
"""Less air at top and bottom and around a heading; text in a chart in the colour of the page's text, since the grey
that Streamlit gives it is too light; options to choose from that wrap and never scroll out of sight; the words of an
upload field, which Streamlit only has in English; and nothing that moves for who asked for that."""


def bar() -> None:
    """Whether the case is kept, undo and redo, and the language, above the page; under it what others did meanwhile."""
    with st.container(horizontal=True, horizontal_alignment="right", vertical_alignment="center"):
        before = st.container(horizontal=True, width="content", vertical_alignment="center")
        st.segmented_control(
            "Taal / Language",
            tuple(LANGUAGE_NAMES),
            default="nl",
            key="lang",
            required=True,
            bind="query-params",
            format_func=LANGUAGE_NAMES.__getitem__,
            label_visibility="collapsed",
        )
    with before:
        st.caption(_kept(), width="content")
        can = able()
        _step_button("undo", t("undo_help"), bool(can.undo), step_back)
        _step_button("redo", t("redo_help"), bool(can.redo), step_forth)
    show_refusal("step")
    with st.container(key="meanwhile_place"):
        told_above()
    st.html(_STYLE.format(choose=json.dumps(f" {t('choose_file')}"), limit=json.dumps(f" {t('file_limit')}")))


def _step_button(name: str, about: str, able_to: bool, act: Callable[[], None]) -> None:
    st.button(
        t(name),
        key=name,
        type="tertiary",
        icon=f":material/{name}:",
        help=about,
        disabled=not able_to,
        on_click=pressed(act),
    )


def clock_zone() -> ZoneInfo:
    """The time zone of who reads."""
    try:
        return ZoneInfo(st.context.timezone or HOME_ZONE)
    except (ValueError, ZoneInfoNotFoundError):  # a browser may say anything
        return ZoneInfo(HOME_ZONE)


def _kept() -> str:
    """Whether the case on screen is kept, by the clock of who reads it."""
    zone = clock_zone()
    stored = here()
    changed = None if stored is None else stored.changed.astimezone(zone)
    return kept_reading(changed, datetime.now(zone), unsaved=is_unsaved()).text(language())


def announce(sentence: str) -> None:
    """Have the outcome of this page read out by a screen reader when it becomes another one."""
    st.session_state["announced"] = sentence


def settle_browser(page: str) -> None:
    """Tell the browser the language, read out a changed outcome, and put away a notice that is not true.

    Screen readers choose their voice by the language; Streamlit itself always says "en". And on a server that has just
    been started it tells the first visitor of any page but the first that the page does not exist, in English, over it.
    The outcome stands, out of sight, in an element of the document itself that stays as long as the `page` does:
    only what changes in an element that was there already is read out.
    """
    said = st.session_state.pop("announced", "")
    st.html(
        f"""<script>{{
        document.documentElement.lang = "{language()}"
        const [page, said] = {_script_text([page, said])}
        let outcome = document.getElementById("outcome")
        if (outcome?.dataset.page !== page) {{
            outcome?.remove()
            outcome = document.createElement("div")
            Object.assign(outcome, {{ id: "outcome", role: "status", ariaLive: "polite", textContent: said }})
            outcome.dataset.page = page
            outcome.style = "position: fixed; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%)"
            document.body.append(outcome)
        }} else if (outcome.textContent !== said) outcome.textContent = said
        const notice = document.querySelector("[role=dialog]")
        if (notice?.textContent.includes("Page not found")) notice.querySelector("button")?.click()
        }}</script>""",
        unsafe_allow_javascript=True,
    )


def _script_text(value: object) -> str:
    """A value as it can stand in a script: no text in it ends that."""
    return json.dumps(value).replace("<", "\\u003c")
